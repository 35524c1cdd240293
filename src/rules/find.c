/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking a look-up: the rows that the facts find, and whether a comparison holds for one of them. How a look-up is
 * compiled is lookup.c's. The surprise: where a fact is a list, any of its items may find rows.
 */
#include "candor/rules.h"

#include "candor/base.h"
#include "rules/rules-impl.h"

/* Values by which a look-up finds its rows: one set, or one per item when a fact is a list. */
struct wanted {
	struct cdr_str parts[RULES_MAX_WHERE];
	const struct rules_value *list; /* the fact that is a list, or NULL … */
	size_t list_at;                 /* … and which part it is */
};

static bool
want(struct rules_evaluation *evaluation, const struct rules_lookup *lookup, struct wanted *ret)
{
	struct wanted wanted = { 0 };
	bool known = true;
	for (size_t i = 0; i < lookup->n_where; i++) {
		const struct rules_value *value = rules_needed_value(evaluation, lookup->facts[i]);
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
			rules_run_out(evaluation);
	}
	*ret = wanted;
	return known;
}

/* The first of the chain of rows that one set of values finds; NULL when there is none. */
static const struct rules_lookup_row *
first_row(struct rules_evaluation *evaluation, const struct rules_lookup *lookup, struct wanted *wanted, size_t item)
{
	if (wanted->list)
		wanted->parts[wanted->list_at] = rules_value_at(wanted->list, item).text;
	struct cdr_str key = rules_lookup_key(wanted->parts, lookup->n_where, evaluation->arena);
	if (!key.p) {
		rules_run_out(evaluation);
		return NULL;
	}
	return cdr_map_get(lookup->index, key);
}

/* Which edition of the table answered, beside the answer. */
static void
note_edition(struct rules_evaluation *evaluation, const struct rules_table *table)
{
	struct rules_value edition = { .type = CDR_FACT_TEXT, .known = table->edition.n > 0, .text = table->edition };
	struct cdr_str name = cdr_str_format(evaluation->arena, "%.*s:edition", CDR_STR_ARG(table->path));
	rules_note_value(evaluation, name, &edition);
}

static enum cdr_truth
eval_cell(struct rules_evaluation *evaluation, const struct cdr_condition *condition, const struct rules_lookup *lookup,
          const struct rules_value *cell, const struct rules_value *opposite)
{
	if (evaluation->tracing) {
		struct cdr_str name = cdr_str_format(evaluation->arena, "%.*s:%.*s", CDR_STR_ARG(lookup->table->path),
		                                     CDR_STR_ARG(lookup->table->columns[lookup->column]));
		rules_note_value(evaluation, name, cell);
		note_edition(evaluation, lookup->table);
	}
	if (condition->relation == RULES_KNOWN)
		return rules_truth_of(cell->known);
	if (!cell->known) {
		rules_note_missing(evaluation, lookup->missing);
		return CDR_UNKNOWN;
	}
	if (condition->relation == RULES_MATCHES)
		return rules_matches(evaluation, condition->regex, cell);
	bool left = condition->left.kind == RULES_LOOKUP;
	return rules_truth_of(rules_holds(condition->relation, left ? cell : opposite, left ? opposite : cell));
}

/* Over all rows found: true when one of them makes it true. */
static enum cdr_truth
eval_rows(struct rules_evaluation *evaluation, const struct cdr_condition *condition, const struct rules_lookup *lookup,
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
			truth = rules_either(truth, eval_cell(evaluation, condition, lookup, cell, opposite));
		}
	}
	if (n_found || lookup->absent_is_false || condition->relation == RULES_KNOWN)
		return truth;
	rules_note_missing(evaluation, lookup->missing);
	return CDR_UNKNOWN;
}

enum cdr_truth
rules_eval_lookup(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	bool left = condition->left.kind == RULES_LOOKUP;
	const struct rules_operand *other = left ? &condition->right : &condition->left;
	const struct rules_value *opposite = &other->literal;
	if (other->kind == RULES_FACT)
		opposite = rules_needed_value(evaluation, other->fact);
	/* Asked even when the opposite is unknown, so that all that is missing is named. */
	if (!opposite) {
		struct wanted wanted;
		(void)want(evaluation, (left ? &condition->left : &condition->right)->lookup, &wanted);
		return CDR_UNKNOWN;
	}
	enum cdr_truth truth =
		eval_rows(evaluation, condition, (left ? &condition->left : &condition->right)->lookup, opposite);
	if (condition->relation == RULES_KNOWN && !condition->right.literal.boolean)
		return rules_negate(truth);
	return truth;
}
