/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the cases that every rule brings along: facts under which it fires, facts under which it nearly does, and
 * facts that leave it open. The surprise: the cases are read anew from the rule's tree on each run, because keeping a set
 * of facts for each would cost more than all rules together.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define CASE_MAX_BYTES ((size_t)8 << 20)

/* The records of a collection as a case writes them. */
struct case_records {
	struct rules_reading reading;
	const struct cdr_decl_node *list;
};

static enum cdr_status
fill_record(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	const struct case_records *records = context;
	struct rules_problems problems = { err, CDR_OK };
	struct rules_reading reading = records->reading;
	reading.problems = &problems;
	rules_facts_read(&reading, records->list->items[i], inner->values);
	return problems.status;
}

static void
read_collection(const struct rules_reading *reading, size_t number, const struct cdr_decl_pair *pair,
                struct rules_case *ret)
{
	const struct cdr_collection *collection = &reading->symbols->collections[number];
	struct case_records *records = cdr_arena_alloc(reading->arena, sizeof(*records));
	if (!records) {
		rules_problem_memory(reading->problems);
		return;
	}
	*records = (struct case_records){ *reading, pair->value };
	records->reading.subject = cdr_str_from(collection->name);
	if (pair->value->kind != CDR_DECL_LIST) {
		rules_problem(reading->problems, reading->decl, pair->value, "%s: a list of records is expected",
		              collection->name);
		return;
	}
	for (size_t i = 0; !ret && i < pair->value->n; i++)
		rules_facts_read(&records->reading, pair->value->items[i], NULL);
	if (ret)
		cdr_facts_set_related(ret->facts, collection->name, pair->value->n, fill_record, records);
}

static ptrdiff_t
number_of(const struct cdr_rulebook *rulebook, struct cdr_str id)
{
	for (size_t i = 0; i < rulebook->entries.n; i++) {
		if (cdr_str_equal(CDR_VEC_AT(&rulebook->entries, struct rules_entry, i)->rule.id, id))
			return (ptrdiff_t)i;
	}
	return -1;
}

static void
read_answers(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_case *ret)
{
	if (map->kind != CDR_DECL_MAP) {
		rules_problem(reading->problems, reading->decl, map,
		              "rules: a map of ids is expected: {FEE-401: true}");
		return;
	}
	for (size_t i = 0; i < map->n; i++) {
		struct cdr_str word = map->pairs[i].value->text;
		bool yes = cdr_str_equal(word, CDR_STR("true"));
		if (!yes && !cdr_str_equal(word, CDR_STR("false")))
			rules_problem(reading->problems, reading->decl, map->pairs[i].value,
			              "true or false is expected here; a rule that is not named is unknown");
		ptrdiff_t number = ret ? number_of(ret->rulebook, map->pairs[i].key) : 0;
		if (number < 0)
			rules_problem(reading->problems, reading->decl, map->pairs[i].value, "there is no rule %.*s",
			              CDR_STR_ARG(map->pairs[i].key));
		else if (ret)
			ret->answers[number] = yes ? CDR_TRUE : CDR_FALSE;
	}
}

void
rules_case_read(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_case *ret)
{
	if (map->kind != CDR_DECL_MAP) {
		rules_problem(reading->problems, reading->decl, map, "facts are written as a map: fact.name: value");
		return;
	}
	for (size_t i = 0; i < map->n; i++) {
		const struct cdr_decl_pair *pair = &map->pairs[i];
		ptrdiff_t collection = rules_collection(reading->symbols, pair->key);
		if (cdr_str_equal(pair->key, CDR_STR("rules")))
			read_answers(reading, pair->value, ret);
		else if (collection >= 0)
			read_collection(reading, (size_t)collection, pair, ret);
		else
			rules_fact_read(reading, pair, ret ? ret->facts->values : NULL);
	}
}

struct trial {
	const struct cdr_rulebook *rulebook;
	struct rules_evaluation evaluation;
	uint8_t *answers;
	struct cdr_facts *facts;
	struct cdr_arena *arena;
	struct cdr_buf *report;
	size_t passed, failed;
	struct cdr_error *err;
};

static void
report_failure(struct trial *trial, const struct rules_entry *entry, const struct rules_case_kind *kind,
               const struct cdr_decl_node *facts, enum cdr_truth truth, const struct cdr_trace *trace)
{
	cdr_buf_printf(trial->report, "%.*s:%u:%u: %.*s: the case \"%s\" must come out %s but is %s",
	               CDR_STR_ARG(entry->rule.path), facts->line, facts->column, CDR_STR_ARG(entry->rule.id),
	               kind->key, cdr_truth_word(kind->expected), cdr_truth_word(truth));
	for (size_t i = 0; i < trace->n_missing; i++)
		cdr_buf_printf(trial->report, "%s%.*s", i ? ", " : "; missing: ", CDR_STR_ARG(trace->missing[i]));
	cdr_buf_putc(trial->report, '\n');
}

static enum cdr_status
run_case(struct trial *trial, const struct rules_entry *entry, const struct rules_case_kind *kind,
         const struct cdr_decl_node *facts)
{
	struct rules_evaluation *evaluation = &trial->evaluation;
	struct rules_problems problems = { trial->err, CDR_OK };
	struct rules_reading reading = { .symbols = trial->rulebook->symbols,
		                         .decl = &entry->decl,
		                         .subject = entry->rule.applies_to,
		                         .arena = trial->arena,
		                         .problems = &problems };
	struct rules_case filled = { trial->rulebook, trial->facts, trial->answers };
	struct cdr_trace trace = { 0 };
	cdr_arena_reset(trial->arena);
	cdr_facts_clear(trial->facts);
	memset(trial->answers, CDR_UNKNOWN, trial->rulebook->entries.n);
	rules_case_read(&reading, facts, &filled);
	CDR_TRY(problems.status);
	evaluation->notes.n = evaluation->missing.n = 0;
	enum cdr_truth truth = rules_eval(evaluation, entry->rule.condition);
	CDR_TRY(evaluation->status);
	CDR_TRY(rules_trace_fill(evaluation, &trace));
	if (truth == kind->expected) {
		trial->passed++;
		return CDR_OK;
	}
	trial->failed++;
	report_failure(trial, entry, kind, facts, truth, &trace);
	return CDR_OK;
}

/* The cases speak of the limits as shipped. */
static bool
is_limited_otherwise(const struct cdr_rule *rule)
{
	for (size_t i = 0; i < rule->n_limits; i++) {
		if (rule->limits[i].value < rule->limits[i].shipped || rule->limits[i].value > rule->limits[i].shipped)
			return true;
	}
	return false;
}

static enum cdr_status
run_rule(struct trial *trial, const struct rules_entry *entry)
{
	if (is_limited_otherwise(&entry->rule)) {
		cdr_buf_printf(trial->report,
		               "%.*s: this site set another limit; its cases, which are about the shipped "
		               "one, were not run\n",
		               CDR_STR_ARG(entry->rule.id));
		return CDR_OK;
	}
	for (size_t i = 0; i < RULES_CASE_KINDS; i++) {
		const struct cdr_decl_node *node = cdr_decl_get(entry->cases, rules_case_kinds[i].key);
		if (!node)
			continue;
		if (node->kind != CDR_DECL_LIST) {
			CDR_TRY(run_case(trial, entry, &rules_case_kinds[i], node));
			continue;
		}
		for (size_t k = 0; k < node->n; k++)
			CDR_TRY(run_case(trial, entry, &rules_case_kinds[i], node->items[k]));
	}
	return CDR_OK;
}

static void
trial_done(struct trial *trial)
{
	rules_evaluation_done(&trial->evaluation);
	(void)cdr_facts_free(trial->facts);
	(void)cdr_arena_free(trial->arena);
	cdr_free(trial->answers);
}

static enum cdr_status
trial_init(struct trial *trial, struct cdr_error *err)
{
	rules_evaluation_init(&trial->evaluation, trial->rulebook->holder);
	CDR_TRY(cdr_facts_new(trial->rulebook->symbols, &trial->facts, err));
	trial->arena = cdr_arena_new(CASE_MAX_BYTES);
	trial->answers = cdr_alloc(trial->rulebook->entries.n + 1);
	if (!trial->arena || !trial->answers)
		return cdr_fail_memory(err, RULES_ROOM);
	trial->evaluation.facts = trial->facts;
	trial->evaluation.arena = trial->arena;
	trial->evaluation.answers = trial->answers;
	trial->evaluation.tracing = true;
	trial->evaluation.err = err;
	return CDR_OK;
}

enum cdr_status
cdr_rulebook_test(const struct cdr_rulebook *rulebook, struct cdr_buf *report, size_t *ret_passed, size_t *ret_failed,
                  struct cdr_error *err)
{
	cdr_auto(trial) trial = { .rulebook = rulebook, .report = report, .err = err };
	CDR_TRY(trial_init(&trial, err));
	for (size_t i = 0; i < rulebook->entries.n; i++)
		CDR_TRY(run_rule(&trial, CDR_VEC_AT(&rulebook->entries, struct rules_entry, i)));
	CDR_TRY(cdr_buf_check(report, RULES_ROOM, err));
	/* Counts are told even when cases failed: they are the result, not an error's by-product. */
	*ret_passed = trial.passed;
	*ret_failed = trial.failed;
	if (trial.failed)
		return cdr_fail(err, CDR_EREFUSED, RULES_ROOM, NULL, "%zu of %zu rule cases came out otherwise",
		                trial.failed, trial.passed + trial.failed);
	return CDR_OK;
}
