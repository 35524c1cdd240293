/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <stdlib.h>
#include <string.h>

/*
 * lint-remark: sentences that say more than anybody can know, or nothing; years that do not fit together; text taken over from
 * an earlier statement. What is remarked on is data (remarks.yaml); only years and copies are worked out here. The surprise:
 * which year a statement is about is the latest its own sentences about a period name, so a plan for a year before that is one
 * that nobody looked at again.
 */

#define MIN_COPIED_WORDS 8
#define MAX_COPIED_QUOTES 5
#define FIRST_YEAR 2010
#define LAST_YEAR 2099
#define MOSTLY_COPIED_PERCENT 60

struct cdr_json *
cdr_lint_quote_json(const struct cdr_lint_text *text, size_t i)
{
	const struct cdr_lint_sentence *sentence = &text->items[i];
	struct cdr_json *quote = cdr_json_object();
	struct cdr_str words = sentence->text;
	words.n = cdr_str_cut(words, CDR_LINT_QUOTE_BYTES);
	cdr_json_set_str(quote, "text", words);
	if (words.n < sentence->text.n)
		cdr_json_set_bool(quote, "cut", true);
	if (sentence->section.n)
		cdr_json_set_str(quote, "section", sentence->section);
	if (sentence->page)
		cdr_json_set_int(quote, "page", sentence->page);
	if (sentence->line)
		cdr_json_set_int(quote, "line", sentence->line);
	cdr_json_set_int(quote, "sentence", (int64_t)i + 1);
	return quote;
}

struct cdr_json *
cdr_lint_remark_json(struct cdr_str id, struct cdr_str kind, struct cdr_str severity, struct cdr_str message,
                     struct cdr_str source)
{
	struct cdr_json *remark = cdr_json_object();
	cdr_json_set_str(remark, "id", id);
	cdr_json_set_str(remark, "kind", kind);
	cdr_json_set_str(remark, "severity", severity);
	cdr_json_set_str(remark, "message", message);
	if (source.n)
		cdr_json_set_str(remark, "source", source);
	return remark;
}

static bool
is_text(const struct cdr_lint_sentence *sentence)
{
	return sentence->kind != CDR_LINT_HEADING && sentence->kind != CDR_LINT_NAVIGATION;
}

static enum cdr_status
remark_on(const struct cdr_lint *lint, const struct cdr_lint_remark *remark, const struct cdr_lint_text *text,
          struct cdr_json *remarks, struct cdr_error *err)
{
	for (size_t i = 0; i < text->n; i++) {
		bool found = false;
		if (!is_text(&text->items[i]) || !cdr_lint_words_stand_in(&remark->words, &text->items[i]))
			continue;
		for (size_t k = 0; k < remark->match.n && !found; k++)
			CDR_TRY(cdr_lint_rule_holds(&remark->match.items[k], text, i, &found, NULL, err));
		if (!found)
			continue;
		struct cdr_json *object = cdr_lint_remark_json(remark->id, remark->kind, remark->severity,
		                                               remark->message, remark->source);
		cdr_json_set(object, "quote", cdr_lint_quote_json(text, i));
		cdr_json_push(remarks, object);
	}
	(void)lint;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- years */

static int
year_of(struct cdr_str digits)
{
	int64_t year = 0;
	if (digits.n == 2 && cdr_str_to_i64(digits, &year))
		year += 2000;
	else if (digits.n != 4 || !cdr_str_to_i64(digits, &year))
		return 0;
	return year >= FIRST_YEAR && year <= LAST_YEAR ? (int)year : 0;
}

/* The year in a sentence about a period, the latest when it names several ("2022/23"). */
static enum cdr_status
period_of(const struct cdr_lint *lint, const struct cdr_lint_text *text, size_t i, int *ret, struct cdr_error *err)
{
	*ret = 0;
	for (size_t k = 0; k < lint->periods.n; k++) {
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
		bool found = false;
		CDR_TRY(cdr_lint_rule_holds(&lint->periods.items[k], text, i, &found, groups, err));
		for (size_t g = 1; found && g < CDR_REGEX_MAX_GROUPS; g++) {
			int year = year_of(groups[g]);
			*ret = year > *ret ? year : *ret;
		}
	}
	return CDR_OK;
}

struct years {
	int latest, other; /* what the statement is about; an earlier one that it also says to be about */
	size_t latest_at, other_at;
};

static enum cdr_status
find_years(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct years *ret, struct cdr_error *err)
{
	struct years years = { 0 };
	for (size_t i = 0; i < text->n; i++) {
		int year = 0;
		if (text->items[i].kind == CDR_LINT_NAVIGATION)
			continue;
		CDR_TRY(period_of(lint, text, i, &year, err));
		if (year > years.latest) {
			years.latest = year;
			years.latest_at = i;
		}
	}
	for (size_t i = 0; i < text->n && years.latest; i++) {
		int year = 0;
		CDR_TRY(period_of(lint, text, i, &year, err));
		if (year && year < years.latest && !years.other) {
			years.other = year;
			years.other_at = i;
		}
	}
	*ret = years;
	return CDR_OK;
}

/* A plan for a year that was over when the statement's own year began. */
static enum cdr_status
remark_on_plans(const struct cdr_lint *lint, const struct cdr_lint_text *text, int latest, struct cdr_json *remarks,
                struct cdr_error *err)
{
	for (size_t i = 0; i < text->n; i++) {
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS] = { 0 };
		const struct cdr_lint_sentence *sentence = &text->items[i];
		bool planned = false, found = true, under = false;
		if (!is_text(sentence))
			continue;
		CDR_TRY(cdr_regex_find(lint->common.future, sentence->plain, 0, &planned, NULL, err));
		for (size_t from = 0; planned && found && !under;) {
			CDR_TRY(cdr_regex_find(lint->common.year, sentence->plain, from, &found, groups, err));
			if (!found)
				break;
			from = (size_t)(groups[0].p - sentence->plain.p) + groups[0].n;
			int year = year_of(groups[2]);
			if (year == 0 || year >= latest)
				continue;
			under = groups[1].n > 0;
			if (!under)
				CDR_TRY(cdr_lint_is_under(&lint->common, false, sentence->plain, groups[0], &under,
				                          err));
		}
		if (!under)
			continue;
		struct cdr_json *remark =
			cdr_lint_remark_json(CDR_STR("past-plan"), CDR_STR("copied"), CDR_STR("medium"),
		                             CDR_STR("This plan is for a year that is over by the statement's own "
		                                     "account. Say whether it was "
		                                     "carried out, or take it out."),
		                             (struct cdr_str){ NULL, 0 });
		cdr_json_set(remark, "quote", cdr_lint_quote_json(text, i));
		cdr_json_push(remarks, remark);
	}
	return CDR_OK;
}

static enum cdr_status
remark_on_years(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct cdr_json *remarks,
                struct cdr_json *statement, struct cdr_error *err)
{
	struct years years;
	CDR_TRY(find_years(lint, text, &years, err));
	if (!years.latest)
		return CDR_OK;
	cdr_json_set_int(statement, "year", years.latest);
	cdr_json_set(statement, "year_said", cdr_lint_quote_json(text, years.latest_at));
	if (years.other) {
		struct cdr_json *remark =
			cdr_lint_remark_json(CDR_STR("two-years"), CDR_STR("copied"), CDR_STR("medium"),
		                             CDR_STR("The statement says that it is about more than one year; this "
		                                     "sentence may have been taken "
		                                     "over from an earlier one."),
		                             (struct cdr_str){ NULL, 0 });
		cdr_json_set(remark, "quote", cdr_lint_quote_json(text, years.other_at));
		cdr_json_push(remarks, remark);
	}
	return remark_on_plans(lint, text, years.latest, remarks, err);
}

enum cdr_status
cdr_lint_remarks_make(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct cdr_json *remarks,
                      struct cdr_json *statement, struct cdr_error *err)
{
	for (size_t i = 0; i < lint->n_remarks; i++)
		CDR_TRY(remark_on(lint, &lint->remarks[i], text, remarks, err));
	return remark_on_years(lint, text, remarks, statement, err);
}

/* ------------------------------------------------------------------------------------------------------------ copies */

static size_t
count_words(struct cdr_str text)
{
	size_t n = text.n > 0;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == ' ';
	return n;
}

enum cdr_status
cdr_lint_previous_make(const struct cdr_lint_text *text, const struct cdr_lint_text *previous, struct cdr_json *remarks,
                       struct cdr_json *statement, struct cdr_error *err)
{
	cdr_owned(cdr_map) earlier = cdr_map_new(CDR_LINT_MAX_SENTENCES);
	cdr_owned(cdr_json) quotes = cdr_json_array();
	size_t n_copied = 0, n_all = 0;
	if (!earlier || !quotes)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < previous->n; i++) {
		if (cdr_map_put(earlier, previous->items[i].folded, &previous->items[i]) != CDR_OK)
			return cdr_fail_memory(err, CDR_LINT_ROOM);
	}
	for (size_t i = 0; i < text->n; i++) {
		if (!is_text(&text->items[i]) || count_words(text->items[i].text) < MIN_COPIED_WORDS)
			continue;
		n_all++;
		if (!cdr_map_get(earlier, text->items[i].folded))
			continue;
		if (n_copied++ < MAX_COPIED_QUOTES)
			cdr_json_push(quotes, cdr_lint_quote_json(text, i));
	}
	cdr_json_set_int(statement, "copied_sentences", (int64_t)n_copied);
	cdr_json_set_int(statement, "compared_sentences", (int64_t)n_all);
	if (n_all == 0 || n_copied * 100 < n_all * MOSTLY_COPIED_PERCENT)
		return CDR_OK;
	struct cdr_json *remark = cdr_lint_remark_json(CDR_STR("mostly-copied"), CDR_STR("copied"), CDR_STR("medium"),
	                                               CDR_STR("Most sentences are word for word those of the earlier "
	                                                       "statement. A statement tells what was done in "
	                                                       "its own year."),
	                                               (struct cdr_str){ NULL, 0 });
	cdr_json_set(remark, "quotes", cdr_steal(&quotes));
	cdr_json_push(remarks, remark);
	return CDR_OK;
}
