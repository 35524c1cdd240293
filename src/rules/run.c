/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All rules asked about one subject. Most answers are needed as a truth only; why a rule holds is found by asking it once
 * more with a trace. The surprise: the pattern of what is missing is a text of bytes, so that a screening of many rows of
 * one list, which lack the same columns, tells their gaps once.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "rules/rules-impl.h"

#define PATTERN_MAX_BYTES ((size_t)1 << 20)

struct cdr_rule_run {
	const struct cdr_rulebook *rulebook;
	struct rules_evaluation evaluation;
	struct rules_kept kept;
	struct asked {
		struct cdr_str applies_to; /* of the rules, or {NULL,0}: not made yet */
		struct cdr_date day;
		size_t *numbers, n; /* those asked about that kind of subject on that day, in order */
	} asked[2];
	uint8_t *answers;
	struct cdr_buf pattern;
};

static void
kept_done(struct rules_kept *kept)
{
	for (size_t i = 0; kept->tallies && i < kept->n; i++)
		cdr_vec_done(&kept->tallies[i].missing);
	cdr_free(kept->tallies);
	cdr_free(kept->counted);
}

static enum cdr_status
kept_init(struct rules_kept *kept, const struct cdr_condition_holder *holder, struct cdr_error *err)
{
	kept->n = holder->counts.n;
	kept->tallies = cdr_alloc((kept->n + 1) * sizeof(*kept->tallies));
	kept->counted = cdr_alloc((holder->symbols->n_collections + 1) * sizeof(*kept->counted));
	if (!kept->tallies || !kept->counted)
		return cdr_fail_memory(err, RULES_ROOM);
	for (size_t i = 0; i < kept->n; i++)
		kept->tallies[i].missing = (struct cdr_vec)CDR_VEC_INIT(uint16_t, UINT16_MAX);
	return CDR_OK;
}

/* Another subject: nothing is counted yet. */
static void
kept_clear(struct rules_kept *kept, size_t n_collections)
{
	for (size_t i = 0; i < kept->n; i++) {
		kept->tallies[i].n_true = kept->tallies[i].n_unknown = 0;
		kept->tallies[i].missing.n = 0;
	}
	memset(kept->counted, 0, n_collections * sizeof(*kept->counted));
}

struct cdr_rule_run *
cdr_rule_run_free(struct cdr_rule_run *run)
{
	if (!run)
		return NULL;
	rules_evaluation_done(&run->evaluation);
	kept_done(&run->kept);
	cdr_free(run->evaluation.matches);
	for (size_t i = 0; i < CDR_LEN(run->asked); i++)
		cdr_free(run->asked[i].numbers);
	cdr_buf_done(&run->pattern);
	cdr_free(run->answers);
	cdr_free(run);
	return NULL;
}

enum cdr_status
cdr_rule_run_new(const struct cdr_rulebook *rulebook, struct cdr_rule_run **ret, struct cdr_error *err)
{
	cdr_owned(cdr_rule_run) run = cdr_alloc(sizeof(*run));
	if (!run)
		return cdr_fail_memory(err, RULES_ROOM);
	run->rulebook = rulebook;
	run->pattern = (struct cdr_buf)CDR_BUF_INIT;
	run->pattern.max = PATTERN_MAX_BYTES;
	rules_evaluation_init(&run->evaluation, rulebook->holder);
	run->answers = cdr_alloc(rulebook->entries.n + 1);
	if (!run->answers)
		return cdr_fail_memory(err, RULES_ROOM);
	CDR_TRY(kept_init(&run->kept, rulebook->holder, err));
	for (size_t i = 0; i < CDR_LEN(run->asked); i++) {
		run->asked[i].numbers = cdr_alloc((rulebook->entries.n + 1) * sizeof(size_t));
		if (!run->asked[i].numbers)
			return cdr_fail_memory(err, RULES_ROOM);
	}
	run->evaluation.answers = run->answers;
	run->evaluation.kept = &run->kept;
	run->evaluation.matches = cdr_alloc(RULES_MATCH_SLOTS * sizeof(struct rules_match));
	if (!run->evaluation.matches)
		return cdr_fail_memory(err, RULES_ROOM);
	*ret = cdr_steal(&run);
	return CDR_OK;
}

static bool
is_asked(const struct cdr_rule *rule, struct cdr_str applies_to, struct cdr_date day)
{
	return !rule->off && cdr_str_equal(rule->applies_to, applies_to) &&
	       (rule->in_force_from.ymd == 0 || rule->in_force_from.ymd <= day.ymd) &&
	       (rule->in_force_to.ymd == 0 || day.ymd <= rule->in_force_to.ymd);
}

static struct rules_evaluation *
prepare(struct cdr_rule_run *run, const struct cdr_facts *facts, struct cdr_arena *arena, bool tracing,
        struct cdr_error *err)
{
	struct rules_evaluation *evaluation = &run->evaluation;
	evaluation->facts = facts;
	evaluation->arena = arena;
	evaluation->tracing = tracing;
	evaluation->status = CDR_OK;
	evaluation->err = err;
	evaluation->notes.n = evaluation->missing.n = 0;
	return evaluation;
}

/* Rule and what it misses, in the order met. */
static void
put_pattern(struct cdr_rule_run *run, size_t number)
{
	const struct cdr_vec *missing = &run->evaluation.missing;
	uint16_t head[2] = { (uint16_t)number, (uint16_t)missing->n };
	cdr_buf_add(&run->pattern, (const char *)head, sizeof(head));
	if (missing->n)
		cdr_buf_add(&run->pattern, missing->items, missing->n * sizeof(uint16_t));
}

/* Parties and engagements take turns at most, so two lists are enough. */
static const struct asked *
list_asked(struct cdr_rule_run *run, struct cdr_str applies_to, struct cdr_date day)
{
	const struct cdr_rulebook *rulebook = run->rulebook;
	for (size_t i = 0; i < CDR_LEN(run->asked); i++) {
		if (run->asked[i].day.ymd == day.ymd && cdr_str_equal(run->asked[i].applies_to, applies_to))
			return &run->asked[i];
	}
	struct asked old = run->asked[1];
	run->asked[1] = run->asked[0];
	run->asked[0] = (struct asked){ .day = day, .numbers = old.numbers };
	struct asked *list = &run->asked[0];
	for (size_t i = 0; i < rulebook->entries.n; i++) {
		size_t number = rulebook->order[i];
		const struct cdr_rule *rule = &CDR_VEC_AT(&rulebook->entries, struct rules_entry, number)->rule;
		if (!is_asked(rule, applies_to, day))
			continue;
		list->applies_to = rule->applies_to;
		list->numbers[list->n++] = number;
	}
	return list;
}

enum cdr_status
cdr_rule_run_answer(struct cdr_rule_run *run, const struct cdr_facts *facts, struct cdr_str applies_to,
                    struct cdr_date day, struct cdr_arena *arena, struct cdr_error *err)
{
	const struct cdr_rulebook *rulebook = run->rulebook;
	struct rules_evaluation *evaluation = prepare(run, facts, arena, false, err);
	const struct asked *asked = list_asked(run, applies_to, day);
	cdr_buf_clear(&run->pattern);
	kept_clear(&run->kept, rulebook->symbols->n_collections);
	memset(run->answers, RULES_NOT_ASKED, rulebook->entries.n);
	for (size_t i = 0; i < asked->n; i++) {
		size_t number = asked->numbers[i];
		evaluation->missing.n = 0;
		enum cdr_truth truth = rules_eval(
			evaluation, CDR_VEC_AT(&rulebook->entries, struct rules_entry, number)->rule.condition);
		CDR_TRY(evaluation->status);
		run->answers[number] = (uint8_t)truth;
		if (truth == CDR_UNKNOWN)
			put_pattern(run, number);
	}
	return cdr_buf_check(&run->pattern, RULES_ROOM, err);
}

bool
cdr_rule_run_asked(const struct cdr_rule_run *run, size_t i)
{
	return run->answers[i] != RULES_NOT_ASKED;
}

enum cdr_truth
cdr_rule_run_truth(const struct cdr_rule_run *run, size_t i)
{
	return run->answers[i] == RULES_NOT_ASKED ? CDR_UNKNOWN : (enum cdr_truth)run->answers[i];
}

struct cdr_str
cdr_rule_run_pattern(const struct cdr_rule_run *run)
{
	return cdr_buf_str(&run->pattern);
}

enum cdr_status
cdr_rule_run_trace(struct cdr_rule_run *run, size_t i, const struct cdr_facts *facts, struct cdr_arena *arena,
                   struct cdr_trace *ret, struct cdr_error *err)
{
	struct rules_evaluation *evaluation = prepare(run, facts, arena, true, err);
	enum cdr_truth truth = rules_eval(evaluation, cdr_rulebook_at(run->rulebook, i)->condition);
	CDR_TRY(evaluation->status);
	cdr_require(truth == cdr_rule_run_truth(run, i));
	return rules_trace_fill(evaluation, ret);
}

enum cdr_status
cdr_rule_run_proof(struct cdr_rule_run *run, size_t i, const struct cdr_facts *facts, struct cdr_json **ret,
                   struct cdr_error *err)
{
	cdr_owned(cdr_arena) scratch = cdr_arena_new((size_t)16 << 20);
	if (!scratch)
		return cdr_fail_memory(err, RULES_ROOM);
	struct rules_evaluation *evaluation = prepare(run, facts, scratch, true, err);
	cdr_owned(cdr_json) proof = rules_proof(evaluation, cdr_rulebook_at(run->rulebook, i)->condition);
	CDR_TRY(evaluation->status);
	if (!proof)
		return cdr_fail_memory(err, RULES_ROOM);
	*ret = cdr_steal(&proof);
	return CDR_OK;
}
