/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conditions -> true, false or unknown. Kleene's logic: "any" is the greatest of its parts, "all" the least, in the order
 * false < unknown < true. The surprise is the trace: facts looked at and facts missing are two stacks, cut back as parts
 * of the condition turn out not to matter. Of an "any" that is true only the true parts are kept, of an "all" that is
 * false only the false ones; nothing is missing from a part that is definite. What is left are the facts the answer
 * rests on, and the unknown ones that can still change it.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "rules/rules-impl.h"

#define TRACE_MAX 4096

struct evaluation {
	const struct cdr_facts *facts;
	struct cdr_arena *arena;
	bool tracing;
	struct cdr_vec looked_at; /* struct cdr_attribute */
	size_t part;              /* where the facts of the comparison at hand begin */
	struct cdr_vec missing;   /* struct cdr_str */
	enum cdr_status status;
	struct cdr_error *err;
};

const char *
cdr_truth_word(enum cdr_truth truth)
{
	static const char *const words[] = { "unknown", "false", "true" };
	return words[truth];
}

static enum cdr_truth
truth_of(bool value)
{
	return value ? CDR_TRUE : CDR_FALSE;
}

static enum cdr_truth
negate(enum cdr_truth truth)
{
	if (truth == CDR_UNKNOWN)
		return CDR_UNKNOWN;
	return truth_of(truth == CDR_FALSE);
}

/* The greater (any) of two in the order false < unknown < true. */
static enum cdr_truth
either(enum cdr_truth a, enum cdr_truth b)
{
	if (a == CDR_TRUE || b == CDR_TRUE)
		return CDR_TRUE;
	return a == CDR_FALSE && b == CDR_FALSE ? CDR_FALSE : CDR_UNKNOWN;
}

static enum cdr_truth
both(enum cdr_truth a, enum cdr_truth b)
{
	return negate(either(negate(a), negate(b)));
}

/* ----------------------------------------------------------------------------------------------------------- trace */

static void
run_out(struct evaluation *evaluation)
{
	evaluation->status = cdr_fail_memory(evaluation->err, RULES_ROOM);
}

static void
note_value(struct evaluation *evaluation, struct cdr_str name, const struct rules_value *value)
{
	/* Many rows of a table can answer one comparison. */
	for (size_t i = evaluation->part; i < evaluation->looked_at.n; i++) {
		if (cdr_str_equal(CDR_VEC_AT(&evaluation->looked_at, struct cdr_attribute, i)->name, name))
			return;
	}
	struct cdr_str text = value->known ? rules_value_text(value, evaluation->arena) : CDR_STR("not known");
	struct cdr_attribute *slot = cdr_vec_push(&evaluation->looked_at);
	if (!slot || !text.p) {
		run_out(evaluation);
		return;
	}
	*slot = (struct cdr_attribute){ name, text };
}

static void
note_missing(struct evaluation *evaluation, struct cdr_str name)
{
	if (!evaluation->tracing)
		return;
	struct cdr_str *slot = cdr_vec_push(&evaluation->missing);
	if (!slot || !name.p)
		run_out(evaluation);
	else
		*slot = name;
}

/* The value of a fact, noted as looked at. */
static const struct rules_value *
fact_value(struct evaluation *evaluation, size_t fact)
{
	const struct rules_value *value = &evaluation->facts->values[fact];
	if (evaluation->tracing)
		note_value(evaluation, cdr_str_from(evaluation->facts->symbols->rows[fact].name), value);
	return value;
}

/* As fact_value; an unknown one is noted as missing and gives NULL. */
static const struct rules_value *
needed_value(struct evaluation *evaluation, size_t fact)
{
	const struct rules_value *value = fact_value(evaluation, fact);
	if (!value->known)
		note_missing(evaluation, cdr_str_from(evaluation->facts->symbols->rows[fact].name));
	return value->known ? value : NULL;
}

/* ----------------------------------------------------------------------------------------------------- comparisons */

static bool
is_among(const struct rules_value *value, const struct rules_value *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct rules_value item = rules_value_at(list, i);
		if (rules_value_equal(value, &item))
			return true;
	}
	return false;
}

static bool
shares_any(const struct rules_value *left, const struct rules_value *right)
{
	for (size_t i = 0; i < left->n; i++) {
		struct rules_value item = rules_value_at(left, i);
		if (is_among(&item, right))
			return true;
	}
	return false;
}

/* A pattern that costs too much on this text leaves the answer open: it must not stop a screening, nor count as "no". */
static enum cdr_truth
matches(struct evaluation *evaluation, const struct cdr_regex *regex, const struct rules_value *value)
{
	size_t n = value->type == CDR_FACT_TEXT_LIST ? value->n : 1;
	enum cdr_truth truth = CDR_FALSE;
	for (size_t i = 0; i < n; i++) {
		bool found = false;
		struct cdr_str subject = value->type == CDR_FACT_TEXT_LIST ? value->items[i] : value->text;
		enum cdr_status status = cdr_regex_find(regex, subject, 0, &found, NULL, NULL);
		if (status == CDR_ENOMEM)
			run_out(evaluation);
		truth = either(truth, status == CDR_OK ? truth_of(found) : CDR_UNKNOWN);
	}
	return truth;
}

/* Two known values under an operator that has a right side. */
static bool
holds(enum rules_operator relation, const struct rules_value *left, const struct rules_value *right)
{
	switch (relation) {
	case RULES_IS:
		return rules_value_equal(left, right);
	case RULES_IS_NOT:
		return !rules_value_equal(left, right);
	case RULES_IN:
		return is_among(left, right);
	case RULES_NOT_IN:
		return !is_among(left, right);
	case RULES_ABOVE:
		return left->number > right->number;
	case RULES_AT_LEAST:
		return left->number >= right->number;
	case RULES_BELOW:
		return left->number < right->number;
	case RULES_AT_MOST:
		return left->number <= right->number;
	case RULES_BEFORE:
		return left->date.ymd < right->date.ymd;
	case RULES_AFTER:
		return left->date.ymd > right->date.ymd;
	case RULES_ON_OR_BEFORE:
		return left->date.ymd <= right->date.ymd;
	case RULES_ON_OR_AFTER:
		return left->date.ymd >= right->date.ymd;
	case RULES_CONTAINS:
		return is_among(right, left);
	case RULES_CONTAINS_ANY:
		return shares_any(left, right);
	case RULES_CONTAINS_NONE:
		return !shares_any(left, right);
	default:
		cdr_require(!"an operator without a right side came here");
		return false;
	}
}

/* --------------------------------------------------------------------------------------------------------- look-ups */

/* Values by which a look-up finds its rows: one set, or one per item when a fact is a list. */
struct wanted {
	struct cdr_str parts[RULES_MAX_WHERE];
	const struct rules_value *list; /* the fact that is a list, or NULL … */
	size_t list_at;                 /* … and which part it is */
};

static bool
want(struct evaluation *evaluation, const struct rules_lookup *lookup, struct wanted *ret)
{
	struct wanted wanted = { 0 };
	bool known = true;
	for (size_t i = 0; i < lookup->n_where; i++) {
		const struct rules_value *value = needed_value(evaluation, lookup->facts[i]);
		known = known && value;
		if (!value)
			continue;
		if (value->type == CDR_FACT_TEXT_LIST) {
			wanted.list = value;
			wanted.list_at = i;
			continue;
		}
		wanted.parts[i] = rules_value_text(value, evaluation->arena);
		if (!wanted.parts[i].p)
			run_out(evaluation);
	}
	*ret = wanted;
	return known;
}

/* The first of the chain of rows that one set of values finds; NULL when there is none. */
static const struct rules_lookup_row *
first_row(struct evaluation *evaluation, const struct rules_lookup *lookup, struct wanted *wanted, size_t item)
{
	if (wanted->list)
		wanted->parts[wanted->list_at] = rules_value_at(wanted->list, item).text;
	struct cdr_str key = rules_lookup_key(wanted->parts, lookup->n_where, evaluation->arena);
	if (!key.p) {
		run_out(evaluation);
		return NULL;
	}
	return cdr_map_get(lookup->index, key);
}

static enum cdr_truth
eval_cell(struct evaluation *evaluation, const struct cdr_condition *condition, const struct rules_lookup *lookup,
          const struct rules_value *cell, const struct rules_value *opposite)
{
	if (evaluation->tracing) {
		struct cdr_str name = cdr_str_format(evaluation->arena, "%.*s:%.*s", CDR_STR_ARG(lookup->table->path),
		                                     CDR_STR_ARG(lookup->table->columns[lookup->column]));
		note_value(evaluation, name, cell);
	}
	if (condition->relation == RULES_KNOWN)
		return truth_of(cell->known);
	if (!cell->known) {
		note_missing(evaluation, lookup->table->path);
		return CDR_UNKNOWN;
	}
	if (condition->relation == RULES_MATCHES)
		return matches(evaluation, condition->regex, cell);
	bool left = condition->left.kind == RULES_LOOKUP;
	return truth_of(holds(condition->relation, left ? cell : opposite, left ? opposite : cell));
}

/* Over all rows found: true when one of them makes it true. */
static enum cdr_truth
eval_rows(struct evaluation *evaluation, const struct cdr_condition *condition, const struct rules_lookup *lookup,
          const struct rules_value *opposite)
{
	struct wanted wanted;
	if (!want(evaluation, lookup, &wanted))
		return CDR_UNKNOWN;
	size_t n_found = 0, n_items = wanted.list ? wanted.list->n : 1;
	enum cdr_truth truth = CDR_FALSE;
	for (size_t item = 0; item < n_items; item++) {
		const struct rules_lookup_row *row = first_row(evaluation, lookup, &wanted, item);
		for (; row; row = row->next, n_found++) {
			const struct rules_value *cell = &lookup->cells[row - lookup->rows];
			truth = either(truth, eval_cell(evaluation, condition, lookup, cell, opposite));
		}
	}
	if (n_found || lookup->absent_is_false || condition->relation == RULES_KNOWN)
		return truth;
	note_missing(evaluation, lookup->table->path);
	return CDR_UNKNOWN;
}

static enum cdr_truth
eval_lookup(struct evaluation *evaluation, const struct cdr_condition *condition)
{
	bool left = condition->left.kind == RULES_LOOKUP;
	const struct rules_operand *other = left ? &condition->right : &condition->left;
	const struct rules_value *opposite = &other->literal;
	if (other->kind == RULES_FACT)
		opposite = needed_value(evaluation, other->fact);
	/* Asked even when the opposite is unknown, so that all that is missing is named. */
	if (!opposite) {
		struct wanted wanted;
		(void)want(evaluation, (left ? &condition->left : &condition->right)->lookup, &wanted);
		return CDR_UNKNOWN;
	}
	enum cdr_truth truth =
		eval_rows(evaluation, condition, (left ? &condition->left : &condition->right)->lookup, opposite);
	if (condition->relation == RULES_KNOWN && !condition->right.literal.boolean)
		return negate(truth);
	return truth;
}

/* ------------------------------------------------------------------------------------------------------- structure */

static enum cdr_truth
eval_known(struct evaluation *evaluation, const struct cdr_condition *condition)
{
	return truth_of(fact_value(evaluation, condition->left.fact)->known == condition->right.literal.boolean);
}

static enum cdr_truth
eval_comparison(struct evaluation *evaluation, const struct cdr_condition *condition)
{
	if (condition->left.kind == RULES_LOOKUP || condition->right.kind == RULES_LOOKUP)
		return eval_lookup(evaluation, condition);
	if (condition->relation == RULES_KNOWN)
		return eval_known(evaluation, condition);
	const struct rules_value *left = needed_value(evaluation, condition->left.fact);
	const struct rules_value *right = &condition->right.literal;
	if (condition->right.kind == RULES_FACT)
		right = needed_value(evaluation, condition->right.fact);
	if (!left || !right)
		return CDR_UNKNOWN;
	if (condition->relation != RULES_MATCHES)
		return truth_of(holds(condition->relation, left, right));
	enum cdr_truth truth = matches(evaluation, condition->regex, left);
	if (truth == CDR_UNKNOWN)
		note_missing(evaluation, cdr_str_from(evaluation->facts->symbols->rows[condition->left.fact].name));
	return truth;
}

static enum cdr_truth
eval(struct evaluation *evaluation, const struct cdr_condition *condition);

/* Forgets the facts between two marks, keeping those noted since. */
static void
forget_facts(struct evaluation *evaluation, size_t from, size_t to)
{
	struct cdr_vec *facts = &evaluation->looked_at;
	if (to > from && facts->n > to)
		memmove(CDR_VEC_AT(facts, struct cdr_attribute, from), CDR_VEC_AT(facts, struct cdr_attribute, to),
		        (facts->n - to) * sizeof(struct cdr_attribute));
	facts->n -= to - from;
}

/* With a trace nothing is cut short, so that every part that settles the group is found; once one has, the facts of the
 * parts that have not are forgotten. */
static enum cdr_truth
eval_group(struct evaluation *evaluation, const struct cdr_condition *condition)
{
	bool all = condition->kind == RULES_ALL;
	enum cdr_truth settled = all ? CDR_FALSE : CDR_TRUE, truth = negate(settled);
	size_t group = evaluation->looked_at.n;
	for (size_t i = 0; i < condition->n; i++) {
		size_t mark = evaluation->looked_at.n;
		enum cdr_truth part = eval(evaluation, condition->children[i]);
		if (part == settled && truth != settled)
			forget_facts(evaluation, group, mark);
		else if (part != settled && truth == settled)
			evaluation->looked_at.n = mark;
		truth = all ? both(truth, part) : either(truth, part);
		if (truth == settled && !evaluation->tracing)
			break;
	}
	return truth;
}

static enum cdr_truth
eval(struct evaluation *evaluation, const struct cdr_condition *condition)
{
	size_t mark = evaluation->missing.n;
	enum cdr_truth truth = CDR_UNKNOWN;
	evaluation->part = evaluation->looked_at.n;
	if (condition->kind == RULES_COMPARE)
		truth = eval_comparison(evaluation, condition);
	else if (condition->kind == RULES_NOT)
		truth = negate(eval(evaluation, condition->children[0]));
	else
		truth = eval_group(evaluation, condition);
	if (truth != CDR_UNKNOWN)
		evaluation->missing.n = mark;
	return truth;
}

/* ---------------------------------------------------------------------------------------------------------- result */

/* Facts looked at, each once. */
static void
drop_repeated_facts(struct cdr_vec *facts)
{
	size_t kept = 0;
	for (size_t i = 0; i < facts->n; i++) {
		struct cdr_attribute fact = *CDR_VEC_AT(facts, struct cdr_attribute, i);
		bool seen = false;
		for (size_t k = 0; k < kept; k++)
			seen = seen || cdr_str_equal(CDR_VEC_AT(facts, struct cdr_attribute, k)->name, fact.name);
		if (!seen)
			*CDR_VEC_AT(facts, struct cdr_attribute, kept++) = fact;
	}
	facts->n = kept;
}

/* Missing names, each once. */
static void
drop_repeated_names(struct cdr_vec *names)
{
	size_t kept = 0;
	for (size_t i = 0; i < names->n; i++) {
		struct cdr_str name = *CDR_VEC_AT(names, struct cdr_str, i);
		bool seen = false;
		for (size_t k = 0; k < kept; k++)
			seen = seen || cdr_str_equal(*CDR_VEC_AT(names, struct cdr_str, k), name);
		if (!seen)
			*CDR_VEC_AT(names, struct cdr_str, kept++) = name;
	}
	names->n = kept;
}

static enum cdr_status
fill_trace(struct evaluation *evaluation, struct cdr_trace *trace)
{
	drop_repeated_facts(&evaluation->looked_at);
	drop_repeated_names(&evaluation->missing);
	size_t facts_size = evaluation->looked_at.n * sizeof(struct cdr_attribute);
	size_t missing_size = evaluation->missing.n * sizeof(struct cdr_str);
	struct cdr_trace result = {
		.facts = cdr_arena_alloc(evaluation->arena, facts_size + 1),
		.n_facts = evaluation->looked_at.n,
		.missing = cdr_arena_alloc(evaluation->arena, missing_size + 1),
		.n_missing = evaluation->missing.n,
	};
	if (!result.facts || !result.missing)
		return cdr_fail_memory(evaluation->err, RULES_ROOM);
	if (facts_size)
		memcpy(result.facts, evaluation->looked_at.items, facts_size);
	if (missing_size)
		memcpy(result.missing, evaluation->missing.items, missing_size);
	*trace = result;
	return CDR_OK;
}

static void
evaluation_done(struct evaluation *evaluation)
{
	cdr_vec_done(&evaluation->looked_at);
	cdr_vec_done(&evaluation->missing);
}

enum cdr_status
cdr_condition_eval(const struct cdr_condition *condition, const struct cdr_facts *facts, struct cdr_arena *arena,
                   enum cdr_truth *ret, struct cdr_trace *trace, struct cdr_error *err)
{
	cdr_require(condition->symbols->rows == facts->symbols->rows);
	cdr_auto(evaluation) evaluation = {
		.facts = facts,
		.arena = arena,
		.tracing = trace != NULL,
		.looked_at = CDR_VEC_INIT(struct cdr_attribute, TRACE_MAX),
		.missing = CDR_VEC_INIT(struct cdr_str, TRACE_MAX),
		.err = err,
	};
	enum cdr_truth truth = eval(&evaluation, condition);
	CDR_TRY(evaluation.status);
	if (trace)
		CDR_TRY(fill_trace(&evaluation, trace));
	*ret = truth;
	return CDR_OK;
}
