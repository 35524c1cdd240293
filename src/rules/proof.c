/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A condition asked part by part, as a tree: what each part says, whether it is so, and the values it was asked of. Unlike
 * a trace nothing is left out, so that a reader sees also what was looked at in vain. The form stands in candor/rules.h.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "rules/rules-impl.h"

static struct cdr_json *
indexes(const struct cdr_vec *which)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < which->n; i++) {
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		cdr_buf_printf(&text, "%zu", *CDR_VEC_AT(which, size_t, i));
		cdr_json_push_str(array, cdr_buf_str(&text));
	}
	return array;
}

/* Which records were counted, and of which it is not known whether they are. */
static void
add_records(struct rules_evaluation *evaluation, const struct rules_operand *operand, struct cdr_json *part)
{
	cdr_auto(cdr_vec) counted = CDR_VEC_INIT(size_t, CDR_RULES_MAX_COUNTED);
	cdr_auto(cdr_vec) unknown = CDR_VEC_INIT(size_t, CDR_RULES_MAX_COUNTED);
	struct rules_tally tally = { .which_true = &counted, .which_unknown = &unknown };
	rules_count(evaluation, operand, &tally);
	cdr_json_set_text(part, "of", evaluation->facts->symbols->collections[operand->collection].name);
	cdr_json_set(part, "counted", indexes(&counted));
	cdr_json_set(part, "unknown", indexes(&unknown));
}

static struct cdr_json *
prove_comparison(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	cdr_auto(cdr_buf) says = CDR_BUF_INIT;
	struct cdr_json *part = cdr_json_object(), *facts = cdr_json_object();
	rules_comparison_say(condition, evaluation->arena, &says);
	cdr_json_set_str(part, "says", cdr_buf_str(&says));
	evaluation->notes.n = 0;
	enum cdr_truth truth = rules_eval(evaluation, condition);
	cdr_json_set_text(part, "truth", cdr_truth_word(truth));
	for (size_t i = 0; i < evaluation->notes.n; i++) {
		const struct rules_note *note = CDR_VEC_AT(&evaluation->notes, struct rules_note, i);
		cdr_auto(cdr_buf) name = CDR_BUF_INIT;
		cdr_buf_add_str(&name, note->fact.name);
		if (name.p && !name.failed)
			cdr_json_set_str(facts, name.p, note->fact.value);
	}
	cdr_json_set(part, "facts", facts);
	if (condition->left.kind == RULES_COUNT || condition->left.kind == RULES_SHARE)
		add_records(evaluation, &condition->left, part);
	return part;
}

struct cdr_json *
rules_proof(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	static const char *const keys[] = { [RULES_ALL] = "all", [RULES_ANY] = "any", [RULES_NOT] = "not" };
	if (condition->kind == RULES_COMPARE)
		return prove_comparison(evaluation, condition);
	struct cdr_json *part = cdr_json_object();
	evaluation->tracing = false;
	enum cdr_truth truth = rules_eval(evaluation, condition);
	evaluation->tracing = true;
	cdr_json_set_text(part, "truth", cdr_truth_word(truth));
	if (condition->kind == RULES_NOT) {
		cdr_json_set(part, "not", rules_proof(evaluation, condition->children[0]));
		return part;
	}
	struct cdr_json *parts = cdr_json_array();
	for (size_t i = 0; i < condition->n; i++)
		cdr_json_push(parts, rules_proof(evaluation, condition->children[i]));
	cdr_json_set(part, keys[condition->kind], parts);
	return part;
}
