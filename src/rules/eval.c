/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions -> true, false or unknown. Kleene's logic: "any" is the greatest of its parts, "all" the least, in the order
 * false < unknown < true. The surprise is the trace: facts looked at and facts missing are two stacks, cut back as parts
 * of the condition turn out not to matter. Of an "any" that is true only the true parts are kept, of an "all" that is
 * false only the false ones; nothing is missing from a part that is definite. What is left are the facts the answer
 * rests on, and the unknown ones that can still change it. What is missing is collected always, as numbers, because most
 * answers of most screenings are "unknown" and their reasons are kept; texts are made for a trace only.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "rules/rules-impl.h"

#define TRACE_MAX 65536

const char *
cdr_truth_word(enum cdr_truth truth)
{
	static const char *const words[] = { "unknown", "false", "true" };
	return words[truth];
}

/* ----------------------------------------------------------------------------------------------------------- notes */

void
rules_run_out(struct rules_evaluation *evaluation)
{
	evaluation->status = cdr_fail_memory(evaluation->err, RULES_ROOM);
}

void
rules_note_value(struct rules_evaluation *evaluation, struct cdr_str name, const struct rules_value *value)
{
	/* Many rows of a table can answer one comparison. */
	for (size_t i = evaluation->part; i < evaluation->notes.n; i++) {
		if (cdr_str_equal(CDR_VEC_AT(&evaluation->notes, struct rules_note, i)->fact.name, name))
			return;
	}
	struct cdr_str text = value->known ? rules_value_text(value, evaluation->arena) : CDR_STR("not known");
	struct rules_note *slot = cdr_vec_push(&evaluation->notes);
	if (!slot || !text.p || !name.p) {
		rules_run_out(evaluation);
		return;
	}
	*slot = (struct rules_note){ .fact = { name, text } };
}

void
rules_note_missing(struct rules_evaluation *evaluation, size_t number)
{
	uint16_t *slot = cdr_vec_push(&evaluation->missing);
	if (!slot)
		rules_run_out(evaluation);
	else
		*slot = (uint16_t)number;
}

/* The value of a fact, noted as looked at. */
static const struct rules_value *
fact_value(struct rules_evaluation *evaluation, size_t fact)
{
	const struct rules_value *value = &evaluation->facts->values[fact];
	if (evaluation->tracing)
		rules_note_value(evaluation, cdr_str_from(evaluation->facts->symbols->rows[fact].name), value);
	return value;
}

const struct rules_value *
rules_needed_value(struct rules_evaluation *evaluation, size_t fact)
{
	const struct rules_value *value = fact_value(evaluation, fact);
	if (!value->known)
		rules_note_missing(evaluation, fact);
	return value->known ? value : NULL;
}

/* ------------------------------------------------------------------------------------------------------- structure */

static enum cdr_truth
eval_known(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	return rules_truth_of(fact_value(evaluation, condition->left.fact)->known == condition->right.literal.boolean);
}

static enum cdr_truth
eval_comparison(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	if (condition->left.kind == RULES_LOOKUP || condition->right.kind == RULES_LOOKUP)
		return rules_eval_lookup(evaluation, condition);
	if (condition->relation == RULES_KNOWN)
		return eval_known(evaluation, condition);
	if (rules_is_measure(condition->left.kind))
		return rules_eval_measure(evaluation, condition);
	const struct rules_value *left = rules_needed_value(evaluation, condition->left.fact);
	const struct rules_value *right = &condition->right.literal;
	if (condition->right.kind == RULES_FACT)
		right = rules_needed_value(evaluation, condition->right.fact);
	if (!left || !right)
		return CDR_UNKNOWN;
	if (condition->relation != RULES_MATCHES)
		return rules_truth_of(rules_holds(condition->relation, left, right));
	enum cdr_truth truth = rules_matches(evaluation, condition->regex, left);
	if (truth == CDR_UNKNOWN)
		rules_note_missing(evaluation, condition->left.fact);
	return truth;
}

/* Forgets the facts between two marks, keeping those noted since. */
static void
forget_facts(struct rules_evaluation *evaluation, size_t from, size_t to)
{
	struct cdr_vec *facts = &evaluation->notes;
	if (to > from && facts->n > to)
		memmove(CDR_VEC_AT(facts, struct rules_note, from), CDR_VEC_AT(facts, struct rules_note, to),
		        (facts->n - to) * sizeof(struct rules_note));
	facts->n -= to - from;
}

/* With a trace nothing is cut short, so that every part that settles the group is found; once one has, the facts of the
 * parts that have not are forgotten. */
static enum cdr_truth
eval_group(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	bool all = condition->kind == RULES_ALL;
	enum cdr_truth settled = all ? CDR_FALSE : CDR_TRUE, truth = rules_negate(settled);
	size_t group = evaluation->notes.n;
	for (size_t i = 0; i < condition->n; i++) {
		size_t mark = evaluation->notes.n;
		enum cdr_truth part = rules_eval(evaluation, condition->children[i]);
		if (part == settled && truth != settled)
			forget_facts(evaluation, group, mark);
		else if (part != settled && truth == settled)
			evaluation->notes.n = mark;
		truth = all ? rules_negate(rules_either(rules_negate(truth), rules_negate(part)))
		            : rules_either(truth, part);
		if (truth == settled && !evaluation->tracing)
			break;
	}
	return truth;
}

enum cdr_truth
rules_eval(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	size_t mark = evaluation->missing.n;
	enum cdr_truth truth = CDR_UNKNOWN;
	evaluation->part = evaluation->notes.n;
	if (condition->kind == RULES_COMPARE)
		truth = eval_comparison(evaluation, condition);
	else if (condition->kind == RULES_NOT)
		truth = rules_negate(rules_eval(evaluation, condition->children[0]));
	else
		truth = eval_group(evaluation, condition);
	if (truth != CDR_UNKNOWN)
		evaluation->missing.n = mark;
	return truth;
}

/* ---------------------------------------------------------------------------------------------------------- result */

/* Facts looked at, each once. */
static void
drop_repeated_notes(struct cdr_vec *notes)
{
	size_t kept = 0;
	for (size_t i = 0; i < notes->n; i++) {
		struct rules_note note = *CDR_VEC_AT(notes, struct rules_note, i);
		bool seen = false;
		for (size_t k = 0; k < kept; k++) {
			const struct rules_note *other = CDR_VEC_AT(notes, struct rules_note, k);
			seen = seen || (note.count == other->count && cdr_str_equal(other->fact.name, note.fact.name) &&
			                cdr_str_equal(other->fact.value, note.fact.value));
		}
		if (!seen)
			*CDR_VEC_AT(notes, struct rules_note, kept++) = note;
	}
	notes->n = kept;
}

/* Missing names, each once, in the order met. */
static void
drop_repeated_numbers(struct cdr_vec *numbers)
{
	size_t kept = 0;
	for (size_t i = 0; i < numbers->n; i++) {
		uint16_t number = *CDR_VEC_AT(numbers, uint16_t, i);
		bool seen = false;
		for (size_t k = 0; k < kept && !seen; k++)
			seen = *CDR_VEC_AT(numbers, uint16_t, k) == number;
		if (!seen)
			*CDR_VEC_AT(numbers, uint16_t, kept++) = number;
	}
	numbers->n = kept;
}

static struct cdr_str
missing_name(const struct rules_evaluation *evaluation, uint16_t number)
{
	if (number & RULES_NAME)
		return *CDR_VEC_AT(&evaluation->holder->names, struct cdr_str, number & ~RULES_NAME);
	return cdr_str_from(evaluation->facts->symbols->rows[number].name);
}

/* The records behind the counts that the answer rests on. */
static enum cdr_status
fill_counted(struct rules_evaluation *evaluation, struct cdr_trace *trace)
{
	cdr_auto(cdr_vec) which = CDR_VEC_INIT(size_t, CDR_RULES_MAX_COUNTED);
	size_t n_notes = evaluation->notes.n, n_missing = evaluation->missing.n;
	trace->counted = cdr_arena_alloc(evaluation->arena, CDR_RULES_MAX_COUNTED * sizeof(*trace->counted));
	if (!trace->counted)
		return cdr_fail_memory(evaluation->err, RULES_ROOM);
	evaluation->tracing = false;
	for (size_t i = 0; i < n_notes; i++) {
		const struct rules_operand *count = CDR_VEC_AT(&evaluation->notes, struct rules_note, i)->count;
		struct rules_tally tally = { .which_true = &which };
		if (!count)
			continue;
		which.n = 0;
		rules_count(evaluation, count, &tally);
		for (size_t k = 0; k < which.n && trace->n_counted < CDR_RULES_MAX_COUNTED; k++)
			trace->counted[trace->n_counted++] =
				(struct cdr_counted){ evaluation->facts->symbols->collections[count->collection].name,
				                      *CDR_VEC_AT(&which, size_t, k) };
	}
	evaluation->tracing = true;
	evaluation->missing.n = n_missing;
	return evaluation->status;
}

enum cdr_status
rules_trace_fill(struct rules_evaluation *evaluation, struct cdr_trace *trace)
{
	drop_repeated_notes(&evaluation->notes);
	drop_repeated_numbers(&evaluation->missing);
	struct cdr_trace result = {
		.facts = cdr_arena_alloc(evaluation->arena, evaluation->notes.n * sizeof(struct cdr_attribute) + 1),
		.n_facts = evaluation->notes.n,
		.missing = cdr_arena_alloc(evaluation->arena, evaluation->missing.n * sizeof(struct cdr_str) + 1),
		.n_missing = evaluation->missing.n,
	};
	bool counts = false;
	if (!result.facts || !result.missing)
		return cdr_fail_memory(evaluation->err, RULES_ROOM);
	for (size_t i = 0; i < result.n_facts; i++) {
		const struct rules_note *note = CDR_VEC_AT(&evaluation->notes, struct rules_note, i);
		result.facts[i] = note->fact;
		counts = counts || note->count;
	}
	for (size_t i = 0; i < result.n_missing; i++)
		result.missing[i] = missing_name(evaluation, *CDR_VEC_AT(&evaluation->missing, uint16_t, i));
	if (counts)
		CDR_TRY(fill_counted(evaluation, &result));
	*trace = result;
	return CDR_OK;
}

void
rules_evaluation_init(struct rules_evaluation *evaluation, const struct cdr_condition_holder *holder)
{
	*evaluation = (struct rules_evaluation){
		.holder = holder,
		.notes = CDR_VEC_INIT(struct rules_note, TRACE_MAX),
		.missing = CDR_VEC_INIT(uint16_t, TRACE_MAX),
	};
}

void
rules_evaluation_done(struct rules_evaluation *evaluation)
{
	cdr_vec_done(&evaluation->notes);
	cdr_vec_done(&evaluation->missing);
}

enum cdr_status
cdr_condition_eval(const struct cdr_condition *condition, const struct cdr_facts *facts, struct cdr_arena *arena,
                   enum cdr_truth *ret, struct cdr_trace *trace, struct cdr_error *err)
{
	cdr_require(condition->holder->symbols->rows == facts->symbols->rows);
	cdr_auto(rules_evaluation) evaluation = { 0 };
	rules_evaluation_init(&evaluation, condition->holder);
	evaluation.facts = facts;
	evaluation.arena = arena;
	evaluation.tracing = trace != NULL;
	evaluation.err = err;
	enum cdr_truth truth = rules_eval(&evaluation, condition);
	CDR_TRY(evaluation.status);
	if (trace)
		CDR_TRY(rules_trace_fill(&evaluation, trace));
	*ret = truth;
	return CDR_OK;
}
