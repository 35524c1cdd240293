/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures: numbers that stand left of an operator and are made of several facts, records or rules. A count is an interval:
 * records whose condition is not known may or may not count, so a comparison is definite only when it holds, or fails, for
 * every number in between. The surprise: a share of no records at all makes its comparison false, not unknown, for there is
 * nothing to find out; a collection nothing is known of makes it unknown.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "rules/rules-impl.h"

#define RULES_NAMED_MAX 64

/* --------------------------------------------------------------------------------------------------------- compiling */

static const struct {
	const char *key;
	enum rules_operand_kind kind;
} measures[] = {
	{ "days_between", RULES_DAYS_BETWEEN },
	{ "percent", RULES_PERCENT },
	{ "count", RULES_COUNT },
	{ "share", RULES_SHARE },
	{ "rules", RULES_RULES },
	{ "rule", RULES_RULES },
};

const char *
rules_measure_key(const struct cdr_decl_node *node)
{
	for (size_t i = 0; i < CDR_LEN(measures); i++) {
		if (cdr_decl_get(node, measures[i].key))
			return measures[i].key;
	}
	return NULL;
}

/* Two facts of one type. */
static bool
compile_pair(const struct rules_reading *reading, const struct cdr_decl_node *list, enum cdr_fact_type type,
             struct rules_operand *ret)
{
	size_t numbers[2] = { 0, 0 };
	if (list->kind != CDR_DECL_LIST || list->n != 2) {
		rules_problem(reading->problems, reading->decl, list,
		              "the names of two facts are expected: [one, two]");
		return false;
	}
	for (size_t i = 0; i < 2; i++) {
		const struct cdr_decl_node *item = list->items[i];
		const struct cdr_symbol *symbol =
			rules_symbol_named(reading, item, item->kind == CDR_DECL_SCALAR ? item->text : CDR_STR(""));
		if (!symbol)
			return false;
		if (symbol->type != type) {
			rules_problem(reading->problems, reading->decl, item, "%s is %s, but %s is needed here",
			              symbol->name, rules_type_phrase(symbol->type), rules_type_phrase(type));
			return false;
		}
		numbers[i] = (size_t)(symbol - reading->symbols->rows);
	}
	ret->fact = numbers[0];
	ret->second = numbers[1];
	return true;
}

static bool
collection_fits(const struct rules_reading *reading, const struct cdr_decl_node *node, ptrdiff_t collection)
{
	struct cdr_decl_guess guess = { .word = node->text };
	for (size_t i = 0; i < reading->symbols->n_collections; i++)
		cdr_decl_guess(&guess, reading->symbols->collections[i].name);
	if (collection < 0) {
		rules_problem(reading->problems, reading->decl, node, "no collection is called \"%.*s\"%s%s%s",
		              (int)cdr_str_cut(node->text, 80), node->text.p ? node->text.p : "",
		              guess.nearest ? ": did you mean \"" : "", guess.nearest ? guess.nearest : "",
		              guess.nearest ? "\"?" : "");
		return false;
	}
	const struct cdr_collection *found = &reading->symbols->collections[collection];
	if (reading->subject.p && !cdr_str_equal(cdr_str_from(found->subject), reading->subject)) {
		rules_problem(reading->problems, reading->decl, node, "only a %s has %s; the subject here is: %.*s",
		              found->subject, found->name, CDR_STR_ARG(reading->subject));
		return false;
	}
	return true;
}

static bool
compile_count(struct cdr_condition_holder *holder, const struct rules_reading *reading,
              const struct cdr_decl_node *node, const struct cdr_decl_node *named, struct rules_operand *ret)
{
	if (reading->inside_count) {
		rules_problem(reading->problems, reading->decl, named, "a count cannot stand inside a count");
		return false;
	}
	ptrdiff_t collection = named->kind == CDR_DECL_SCALAR ? rules_collection(reading->symbols, named->text) : -1;
	if (!collection_fits(reading, named, collection))
		return false;
	ret->collection = (size_t)collection;
	ret->missing = rules_name_number(holder, named->text, reading->problems);
	const struct rules_operand **slot = cdr_vec_push(&holder->counts);
	if (!slot) {
		rules_problem_memory(reading->problems);
		return false;
	}
	*slot = ret;
	ret->number = holder->counts.n - 1;
	const struct cdr_decl_node *where = cdr_decl_get(node, "where");
	if (!where)
		return true;
	struct rules_reading inner = *reading;
	inner.subject = cdr_str_from(reading->symbols->collections[collection].name);
	inner.inside_count = true;
	inner.rules_named = NULL;
	ret->where = rules_compile(holder, &inner, where);
	return ret->where != NULL;
}

static bool
name_rule(struct cdr_condition_holder *holder, const struct rules_reading *reading, const struct cdr_decl_node *item,
          struct rules_named *named)
{
	if (item->kind != CDR_DECL_SCALAR || item->text.n == 0) {
		rules_problem(reading->problems, reading->decl, item, "the id of a rule is expected");
		return false;
	}
	for (size_t i = 0; i < named->n; i++) {
		if (cdr_str_equal(named->ids[i], item->text)) {
			rules_problem(reading->problems, reading->decl, item, "%.*s is named twice",
			              CDR_STR_ARG(item->text));
			return false;
		}
	}
	named->missing[named->n] = rules_name_number(holder, item->text, reading->problems);
	named->ids[named->n++] = item->text;
	return true;
}

static bool
compile_rules(struct cdr_condition_holder *holder, const struct rules_reading *reading,
              const struct cdr_decl_node *list, struct rules_operand *ret)
{
	size_t n = list->kind == CDR_DECL_LIST ? list->n : 1;
	if (!reading->rules_named) {
		rules_problem(reading->problems, reading->decl, list, "other rules cannot be named here");
		return false;
	}
	if (n == 0 || n > RULES_NAMED_MAX) {
		rules_problem(reading->problems, reading->decl, list, "one to %d ids of rules are expected",
		              RULES_NAMED_MAX);
		return false;
	}
	struct rules_named *named = cdr_arena_alloc(holder->arena, sizeof(*named));
	struct rules_named **slot = cdr_vec_push(reading->rules_named);
	if (!named || !slot) {
		rules_problem_memory(reading->problems);
		return false;
	}
	*slot = named;
	named->ids = cdr_arena_alloc(holder->arena, n * sizeof(*named->ids));
	named->missing = cdr_arena_alloc(holder->arena, n * sizeof(*named->missing));
	named->numbers = cdr_arena_alloc(holder->arena, n * sizeof(*named->numbers));
	named->node = list;
	named->owner = reading->rule->id;
	if (!named->ids || !named->missing || !named->numbers) {
		rules_problem_memory(reading->problems);
		return false;
	}
	ret->named = named;
	bool good = true;
	for (size_t i = 0; i < n; i++)
		good = name_rule(holder, reading, list->kind == CDR_DECL_LIST ? list->items[i] : list, named) && good;
	return good;
}

bool
rules_measure_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
                      const struct cdr_decl_node *node, struct rules_operand *ret)
{
	const char *key = rules_measure_key(node);
	const struct cdr_decl_node *named = cdr_decl_get(node, key);
	for (size_t i = 0; i < CDR_LEN(measures); i++) {
		if (strcmp(measures[i].key, key) == 0)
			ret->kind = measures[i].kind;
	}
	if (cdr_decl_get(node, "where") && ret->kind != RULES_COUNT && ret->kind != RULES_SHARE) {
		rules_problem(reading->problems, reading->decl, cdr_decl_get(node, "where"),
		              "\"where\" belongs to count and share");
		return false;
	}
	switch (ret->kind) {
	case RULES_DAYS_BETWEEN:
		return compile_pair(reading, named, CDR_FACT_DATE, ret);
	case RULES_PERCENT:
		return compile_pair(reading, named, CDR_FACT_NUMBER, ret);
	case RULES_RULES:
		return compile_rules(holder, reading, named, ret);
	default:
		return compile_count(holder, reading, node, named, ret);
	}
}

/* ---------------------------------------------------------------------------------------------------------- counting */

static void
put_which(struct cdr_vec *which, size_t i)
{
	size_t *slot = which && which->n < CDR_RULES_MAX_COUNTED ? cdr_vec_push(which) : NULL;
	if (slot)
		*slot = i;
}

static void
keep_missing(struct rules_evaluation *evaluation, struct cdr_vec *kept, size_t from)
{
	for (size_t i = from; i < evaluation->missing.n; i++) {
		uint16_t number = *CDR_VEC_AT(&evaluation->missing, uint16_t, i);
		bool seen = false;
		for (size_t k = 0; k < kept->n && !seen; k++)
			seen = *CDR_VEC_AT(kept, uint16_t, k) == number;
		uint16_t *slot = seen ? NULL : cdr_vec_push(kept);
		if (slot)
			*slot = number;
		else if (!seen)
			rules_run_out(evaluation);
	}
	evaluation->missing.n = from;
}

/* One record, for all counts over its collection. */
static void
tally_record(struct rules_evaluation *evaluation, size_t collection)
{
	const struct cdr_vec *counts = &evaluation->holder->counts;
	for (size_t i = 0; i < counts->n; i++) {
		const struct rules_operand *count = *CDR_VEC_AT(counts, const struct rules_operand *, i);
		struct rules_kept_tally *kept = &evaluation->kept->tallies[i];
		if (count->collection != collection)
			continue;
		size_t mark = evaluation->missing.n;
		enum cdr_truth truth = count->where ? rules_eval(evaluation, count->where) : CDR_TRUE;
		kept->n_true += truth == CDR_TRUE;
		kept->n_unknown += truth == CDR_UNKNOWN;
		if (truth == CDR_UNKNOWN)
			keep_missing(evaluation, &kept->missing, mark);
	}
}

/* Counts everything that rules count over a collection, filling each record in once. */
static void
tally_collection(struct rules_evaluation *evaluation, size_t collection)
{
	const struct cdr_facts *outer = evaluation->facts;
	bool tracing = evaluation->tracing;
	evaluation->kept->counted[collection] = true;
	evaluation->tracing = false;
	for (size_t i = 0; i < outer->related[collection].n && evaluation->status == CDR_OK; i++) {
		struct cdr_facts *inner = NULL;
		evaluation->status = rules_related_fill(outer, collection, i, &inner, evaluation->err);
		if (!inner)
			break;
		evaluation->facts = inner;
		tally_record(evaluation, collection);
		evaluation->facts = outer;
	}
	evaluation->tracing = tracing;
}

/* What was counted for all rules; true when that is all that is asked. */
static bool
take_kept(struct rules_evaluation *evaluation, const struct rules_operand *operand, struct rules_tally *tally)
{
	if (!evaluation->kept || tally->which_true || tally->which_unknown)
		return false;
	if (tally->known && !evaluation->kept->counted[operand->collection])
		tally_collection(evaluation, operand->collection);
	const struct rules_kept_tally *kept = &evaluation->kept->tallies[operand->number];
	tally->n_true = tally->known ? kept->n_true : 0;
	tally->n_unknown = tally->known ? kept->n_unknown : 0;
	for (size_t i = 0; tally->n_unknown && i < kept->missing.n; i++)
		rules_note_missing(evaluation, *CDR_VEC_AT(&kept->missing, uint16_t, i));
	return true;
}

void
rules_count(struct rules_evaluation *evaluation, const struct rules_operand *operand, struct rules_tally *tally)
{
	const struct cdr_facts *outer = evaluation->facts;
	const struct rules_related *related = &outer->related[operand->collection];
	bool tracing = evaluation->tracing;
	tally->known = related->known;
	tally->n = related->known ? related->n : 0;
	if (take_kept(evaluation, operand, tally))
		return;
	evaluation->tracing = false;
	for (size_t i = 0; i < tally->n && evaluation->status == CDR_OK; i++) {
		enum cdr_truth truth = CDR_TRUE;
		if (operand->where) {
			struct cdr_facts *inner = NULL;
			evaluation->status = rules_related_fill(outer, operand->collection, i, &inner, evaluation->err);
			evaluation->facts = inner ? inner : outer;
			truth = inner ? rules_eval(evaluation, operand->where) : CDR_UNKNOWN;
			evaluation->facts = outer;
		}
		tally->n_true += truth == CDR_TRUE;
		tally->n_unknown += truth == CDR_UNKNOWN;
		if (truth == CDR_TRUE)
			put_which(tally->which_true, i);
		else if (truth == CDR_UNKNOWN)
			put_which(tally->which_unknown, i);
	}
	evaluation->tracing = tracing;
}

/* What a measure comes to: something from low to high. */
struct interval {
	double low, high;
	bool known;
	bool none; /* a share of nothing */
};

static void
note(struct rules_evaluation *evaluation, const struct rules_operand *operand, struct cdr_str value)
{
	cdr_auto(cdr_buf) said = CDR_BUF_INIT;
	if (!evaluation->tracing)
		return;
	rules_measure_say(operand, evaluation->facts->symbols, &said);
	struct rules_note *slot = cdr_vec_push(&evaluation->notes);
	struct cdr_str name =
		said.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(evaluation->arena, cdr_buf_str(&said));
	if (!slot || !name.p || !value.p) {
		rules_run_out(evaluation);
		return;
	}
	bool counts = operand->kind == RULES_COUNT || operand->kind == RULES_SHARE;
	*slot = (struct rules_note){ { name, value }, counts ? operand : NULL };
}

static struct interval
measure_count(struct rules_evaluation *evaluation, const struct rules_operand *operand)
{
	struct rules_tally tally = { 0 };
	rules_count(evaluation, operand, &tally);
	if (!tally.known) {
		rules_note_missing(evaluation, operand->missing);
		return (struct interval){ .known = false };
	}
	if (evaluation->tracing && tally.n_unknown)
		note(evaluation, operand,
		     cdr_str_format(evaluation->arena, "%zu of %zu, %zu not known", tally.n_true, tally.n,
		                    tally.n_unknown));
	else if (evaluation->tracing)
		note(evaluation, operand, cdr_str_format(evaluation->arena, "%zu of %zu", tally.n_true, tally.n));
	double scale = 1;
	if (operand->kind == RULES_SHARE)
		scale = tally.n ? 100.0 / (double)tally.n : 0;
	return (struct interval){ (double)tally.n_true * scale, (double)(tally.n_true + tally.n_unknown) * scale, true,
		                  operand->kind == RULES_SHARE && tally.n == 0 };
}

static struct interval
measure_rules(struct rules_evaluation *evaluation, const struct rules_named *named, const struct rules_operand *operand)
{
	struct interval result = { .known = true };
	cdr_auto(cdr_buf) holding = CDR_BUF_INIT;
	for (size_t i = 0; i < named->n; i++) {
		uint8_t answer = evaluation->answers[named->numbers[i]];
		result.low += answer == CDR_TRUE;
		result.high += answer == CDR_TRUE || answer == CDR_UNKNOWN;
		if (answer == CDR_UNKNOWN)
			rules_note_missing(evaluation, named->missing[i]);
		if (answer == CDR_TRUE && evaluation->tracing)
			cdr_buf_printf(&holding, "%s%.*s", holding.n ? ", " : "", CDR_STR_ARG(named->ids[i]));
	}
	if (evaluation->tracing)
		note(evaluation, operand,
		     holding.failed
		             ? (struct cdr_str){ NULL, 0 }
		             : cdr_str_copy(evaluation->arena, holding.n ? cdr_buf_str(&holding) : CDR_STR("none")));
	return result;
}

static struct interval
measure_pair(struct rules_evaluation *evaluation, const struct rules_operand *operand)
{
	const struct rules_value *first = rules_needed_value(evaluation, operand->fact);
	const struct rules_value *second = rules_needed_value(evaluation, operand->second);
	struct interval result = { .known = first && second };
	if (!result.known)
		return result;
	if (operand->kind == RULES_DAYS_BETWEEN) {
		result.low = result.high = cdr_date_days_between(first->date, second->date);
	} else if (second->number > 0 || second->number < 0) {
		result.low = result.high = 100.0 * first->number / second->number;
	} else {
		result.known = false;
		rules_note_missing(evaluation, operand->second);
	}
	if (result.known && evaluation->tracing)
		note(evaluation, operand, cdr_str_format(evaluation->arena, "%.6g", result.low));
	return result;
}

static struct interval
measure(struct rules_evaluation *evaluation, const struct rules_operand *operand)
{
	switch (operand->kind) {
	case RULES_DAYS_BETWEEN:
	case RULES_PERCENT:
		return measure_pair(evaluation, operand);
	case RULES_RULES:
		return measure_rules(evaluation, operand->named, operand);
	default:
		return measure_count(evaluation, operand);
	}
}

/* True, or false, when it is so for the whole of the interval. */
static enum cdr_truth
over(bool whole, bool nowhere)
{
	if (whole)
		return CDR_TRUE;
	return nowhere ? CDR_FALSE : CDR_UNKNOWN;
}

static enum cdr_truth
compare(enum rules_operator relation, const struct interval *left, const struct rules_value *right)
{
	double low = left->low, high = left->high, r = right->number;
	switch (relation) {
	case RULES_ABOVE:
		return over(low > r, high <= r);
	case RULES_AT_LEAST:
		return over(low >= r, high < r);
	case RULES_BELOW:
		return over(high < r, low >= r);
	case RULES_AT_MOST:
		return over(high <= r, low > r);
	case RULES_BETWEEN:
		return over(low >= right->list[0].number && high <= right->list[1].number,
		            high < right->list[0].number || low > right->list[1].number);
	default: {
		/* Numbers made of decimals: equal is equal up to what a decimal can hold. */
		bool whole = low >= r - 1e-9 && high <= r + 1e-9, nowhere = high < r - 1e-9 || low > r + 1e-9;
		return relation == RULES_IS ? over(whole, nowhere) : over(nowhere, whole);
	}
	}
}

enum cdr_truth
rules_eval_measure(struct rules_evaluation *evaluation, const struct cdr_condition *condition)
{
	struct interval left = measure(evaluation, &condition->left);
	const struct rules_value *right = &condition->right.literal;
	if (condition->right.kind == RULES_FACT)
		right = rules_needed_value(evaluation, condition->right.fact);
	if (!left.known || !right || evaluation->status != CDR_OK)
		return CDR_UNKNOWN;
	return left.none ? CDR_FALSE : compare(condition->relation, &left, right);
}

/* ------------------------------------------------------------------------------------------------------------ saying */

void
rules_measure_say(const struct rules_operand *operand, const struct cdr_symbols *symbols, struct cdr_buf *out)
{
	switch (operand->kind) {
	case RULES_DAYS_BETWEEN:
		cdr_buf_printf(out, "days from %s to %s", symbols->rows[operand->fact].name,
		               symbols->rows[operand->second].name);
		return;
	case RULES_PERCENT:
		cdr_buf_printf(out, "%s in percent of %s", symbols->rows[operand->fact].name,
		               symbols->rows[operand->second].name);
		return;
	case RULES_RULES:
		cdr_buf_puts(out, "rules that hold, of ");
		for (size_t i = 0; i < operand->named->n; i++)
			cdr_buf_printf(out, "%s%.*s", i ? ", " : "", CDR_STR_ARG(operand->named->ids[i]));
		return;
	case RULES_COUNT:
		cdr_buf_printf(out, "count of %s", symbols->collections[operand->collection].name);
		return;
	default:
		cdr_buf_printf(out, "share of %s", symbols->collections[operand->collection].name);
		return;
	}
}
