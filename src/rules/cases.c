/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the cases that every rule brings along: facts under which it fires, facts under which it nearly does, and
 * facts that leave it open. The surprise: the cases are read anew from the rule's tree on each run, because keeping a set
 * of facts for each would cost more than all rules together.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define CASE_MAX_BYTES ((size_t)8 << 20)

struct trial {
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
	enum cdr_truth truth = CDR_UNKNOWN;
	struct cdr_trace trace = { 0 };
	cdr_arena_reset(trial->arena);
	cdr_facts_clear(trial->facts);
	CDR_TRY(cdr_facts_read(trial->facts, &entry->decl, facts, trial->arena, trial->err));
	CDR_TRY(cdr_condition_eval(entry->rule.condition, trial->facts, trial->arena, &truth, &trace, trial->err));
	if (truth == kind->expected) {
		trial->passed++;
		return CDR_OK;
	}
	trial->failed++;
	report_failure(trial, entry, kind, facts, truth, &trace);
	return CDR_OK;
}

static enum cdr_status
run_rule(struct trial *trial, const struct rules_entry *entry)
{
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

enum cdr_status
cdr_rulebook_test(const struct cdr_rulebook *rulebook, struct cdr_buf *report, size_t *ret_passed, size_t *ret_failed,
                  struct cdr_error *err)
{
	cdr_owned(cdr_facts) facts = NULL;
	CDR_TRY(cdr_facts_new(rulebook->symbols, &facts, err));
	cdr_owned(cdr_arena) arena = cdr_arena_new(CASE_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, RULES_ROOM);
	struct trial trial = { facts, arena, report, 0, 0, err };
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
