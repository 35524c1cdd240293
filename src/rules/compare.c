/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two known values under an operator. What is unknown never comes here, with one exception: a pattern that would cost too
 * much on a text leaves the answer open.
 */
#include "candor/rules.h"

#include <string.h>

#include "candor/base.h"
#include "rules/rules-impl.h"

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

/* The range is a list of two, inclusive. */
static bool
is_within(const struct rules_value *value, const struct rules_value *range)
{
	const struct rules_value *low = &range->list[0], *high = &range->list[1];
	if (value->type == CDR_FACT_DATE)
		return value->date.ymd >= low->date.ymd && value->date.ymd <= high->date.ymd;
	return value->number >= low->number && value->number <= high->number;
}

/* A pattern that costs too much on this text leaves the answer open: it must not stop a screening, nor count as "no". */
static enum cdr_truth
match_anew(struct rules_evaluation *evaluation, const struct cdr_regex *regex, struct cdr_str text)
{
	bool found = false;
	enum cdr_status status = cdr_regex_find(regex, text, 0, &found, NULL, NULL);
	if (status == CDR_ENOMEM)
		rules_run_out(evaluation);
	return status == CDR_OK ? rules_truth_of(found) : CDR_UNKNOWN;
}

/* FNV-1a, over the text and where the pattern lies: it only chooses a slot, which holds the text itself. */
static size_t
slot_of(const struct cdr_regex *regex, struct cdr_str text)
{
	uint64_t hash = 14695981039346656037u ^ (uint64_t)(uintptr_t)regex;
	for (size_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * 1099511628211u;
	return (size_t)((hash ^ hash >> 32) % RULES_MATCH_SLOTS);
}

static enum cdr_truth
match_text(struct rules_evaluation *evaluation, const struct cdr_regex *regex, struct cdr_str text)
{
	if (!evaluation->matches || text.n > RULES_MATCH_BYTES || text.n == 0)
		return match_anew(evaluation, regex, text);
	struct rules_match *slot = &evaluation->matches[slot_of(regex, text)];
	if (slot->regex == regex && slot->n == text.n && memcmp(slot->text, text.p, text.n) == 0)
		return (enum cdr_truth)slot->truth;
	enum cdr_truth truth = match_anew(evaluation, regex, text);
	slot->regex = regex;
	slot->n = (uint8_t)text.n;
	slot->truth = (uint8_t)truth;
	memcpy(slot->text, text.p, text.n);
	return truth;
}

enum cdr_truth
rules_matches(struct rules_evaluation *evaluation, const struct cdr_regex *regex, const struct rules_value *value)
{
	if (value->type != CDR_FACT_TEXT_LIST)
		return match_text(evaluation, regex, value->text);
	enum cdr_truth truth = CDR_FALSE;
	for (size_t i = 0; i < value->n; i++)
		truth = rules_either(truth, match_text(evaluation, regex, value->items[i]));
	return truth;
}

/* Two known values under an operator that has a right side. */
bool
rules_holds(enum rules_operator relation, const struct rules_value *left, const struct rules_value *right)
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
	case RULES_BETWEEN:
		return is_within(left, right);
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
