/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <stdio.h>

#include "candor/base.h"
#include "candor/decl.h"

/*
 * words: how one language writes what facts hold. Everything comes from rulesets/statement/<words file>, so a law in
 * another language is a folder and not a change here. Keys: months (12), thousands, decimal, and, currencies (code to
 * sign), countries (alpha-2 to the name as it stands in running text), terms (data words to text), labels (the draft's
 * own headings); one that `extends` another has only currencies, countries and terms of its own. The surprise: only the number of minor digits of a currency is in C, because it is arithmetic (ISO
 * 4217).
 */

static const struct cdr_decl_key keys[] = {
	{ "months", CDR_DECL_TEXT_LIST, true },   { "thousands", CDR_DECL_TEXT, true },
	{ "decimal", CDR_DECL_TEXT, true },       { "and", CDR_DECL_TEXT, true },
	{ "currencies", CDR_DECL_ANY_MAP, true }, { "countries", CDR_DECL_ANY_MAP, true },
	{ "terms", CDR_DECL_ANY_MAP, true },      { "labels", CDR_DECL_ANY_MAP, true },
};
static const struct cdr_decl_key own_keys[] = {
	{ "extends", CDR_DECL_TEXT, true },
	{ "currencies", CDR_DECL_ANY_MAP, false },
	{ "countries", CDR_DECL_ANY_MAP, false },
	{ "terms", CDR_DECL_ANY_MAP, false },
};
static const struct cdr_decl_key label_keys[] = {
	{ "unsigned_draft", CDR_DECL_TEXT, true },
	{ "under", CDR_DECL_TEXT, true },
	{ "gap", CDR_DECL_TEXT, true },
	{ "year_not_covered", CDR_DECL_TEXT, true },
	{ "not_in_force", CDR_DECL_TEXT, true },
	{ "sign_off", CDR_DECL_TEXT, true },
	{ "legal_form_unknown", CDR_DECL_TEXT, true },
	{ "about_draft", CDR_DECL_TEXT, true },
	{ "scope", CDR_DECL_TEXT, true },
	{ "criteria", CDR_DECL_TEXT, true },
	{ "criterion", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },
	{ "asked_by", CDR_DECL_TEXT, true },
	{ "answered", CDR_DECL_TEXT, true },
	{ "duties", CDR_DECL_TEXT, true },
	{ "duty", CDR_DECL_TEXT, true },
	{ "notes", CDR_DECL_TEXT, true },
	{ "rests_on", CDR_DECL_TEXT, true },
	{ "and_more", CDR_DECL_TEXT, true },
	{ "copy_of", CDR_DECL_TEXT, true },
	{ "out_of_date", CDR_DECL_TEXT, true },
	{ "evidence", CDR_DECL_TEXT, true },
	{ "sources", CDR_DECL_TEXT, true },
	{ "organisation", CDR_DECL_TEXT, true },
	{ "import", CDR_DECL_TEXT, true },
	{ "snapshot", CDR_DECL_TEXT, true },
	{ "screening", CDR_DECL_TEXT, true },
	{ "finding", CDR_DECL_TEXT, true },
	{ "yes", CDR_DECL_TEXT, true },
	{ "no", CDR_DECL_TEXT, true },
	{ "partly", CDR_DECL_TEXT, true },
	{ "must", CDR_DECL_TEXT, true },
	{ "may", CDR_DECL_TEXT, true },
	{ "should", CDR_DECL_TEXT, true },
	{ "other_currency", CDR_DECL_TEXT, true },
	{ "converted_to", CDR_DECL_TEXT, true },
	{ "rate_of", CDR_DECL_TEXT, true },
	{ "rate_source", CDR_DECL_TEXT, true },
	{ "table", CDR_DECL_TEXT, true },
	{ "drafted_on", CDR_DECL_TEXT, true },
	{ "share_all", CDR_DECL_TEXT, true },
	{ "share_some", CDR_DECL_TEXT, true },
	{ "share_trace", CDR_DECL_TEXT, true },
	{ "share_none", CDR_DECL_TEXT, true },
	{ "share_hidden", CDR_DECL_TEXT, true },
	{ "fewer_than", CDR_DECL_TEXT, true },
	{ "at_least", CDR_DECL_TEXT, true },
	{ "more", CDR_DECL_TEXT, true },
	{ "fewer", CDR_DECL_TEXT, true },
	{ "same_number", CDR_DECL_TEXT, true },
	{ "chart_countries", CDR_DECL_TEXT, true },
	{ "chart_topics", CDR_DECL_TEXT, true },
	{ "chart_severities", CDR_DECL_TEXT, true },
	{ "others", CDR_DECL_TEXT, true },
	{ "not_stated", CDR_DECL_TEXT, true },
	{ "unit_parties", CDR_DECL_TEXT, true },
	{ "unit_findings", CDR_DECL_TEXT, true },
	{ "chart_screened", CDR_DECL_TEXT, true },
	{ "chart_decided", CDR_DECL_TEXT, true },
	{ "record", CDR_DECL_TEXT, true },
	{ "statement", CDR_DECL_TEXT, true },
	{ "findings", CDR_DECL_TEXT, true },
	{ "reviewed_draft", CDR_DECL_TEXT, true },
	{ "approved_not_signed", CDR_DECL_TEXT, true },
	{ "superseded_statement", CDR_DECL_TEXT, true },
	{ "made_under", CDR_DECL_TEXT, true },
	{ "nothing_said", CDR_DECL_TEXT, true },
	{ "warning", CDR_DECL_TEXT, true },
	{ "edited", CDR_DECL_TEXT, true },
	{ "edited_beyond_evidence", CDR_DECL_TEXT, true },
	{ "edited_by", CDR_DECL_TEXT, true },
	{ "as_drafted", CDR_DECL_TEXT, true },
	{ "carried_over", CDR_DECL_TEXT, true },
	{ "figures_of_chart", CDR_DECL_TEXT, true },
	{ "skip_to_text", CDR_DECL_TEXT, true },
	{ "approved", CDR_DECL_TEXT, true },
	{ "signed", CDR_DECL_TEXT, true },
	{ "published", CDR_DECL_TEXT, true },
	{ "reviewed", CDR_DECL_TEXT, true },
	{ "superseded", CDR_DECL_TEXT, true },
	{ "answers", CDR_DECL_TEXT, true },
	{ "law", CDR_DECL_TEXT, true },
	{ "provision", CDR_DECL_TEXT, true },
	{ "deadlines", CDR_DECL_TEXT, true },
	{ "due", CDR_DECL_TEXT, true },
	{ "deadline", CDR_DECL_TEXT, true },
	{ "date_not_known", CDR_DECL_TEXT, true },
	{ "annex", CDR_DECL_TEXT, true },
	{ "annex_intro", CDR_DECL_TEXT, true },
	{ "sentences_and_evidence", CDR_DECL_TEXT, true },
	{ "claim", CDR_DECL_TEXT, true },
	{ "sentence", CDR_DECL_TEXT, true },
	{ "strength", CDR_DECL_TEXT, true },
	{ "evidence_numbers", CDR_DECL_TEXT, true },
	{ "records_behind", CDR_DECL_TEXT, true },
	{ "record_number", CDR_DECL_TEXT, true },
	{ "file", CDR_DECL_TEXT, true },
	{ "as_of", CDR_DECL_TEXT, true },
	{ "edits", CDR_DECL_TEXT, true },
	{ "steps", CDR_DECL_TEXT, true },
	{ "step", CDR_DECL_TEXT, true },
	{ "date", CDR_DECL_TEXT, true },
	{ "recorded", CDR_DECL_TEXT, true },
	{ "details", CDR_DECL_TEXT, true },
	{ "added", CDR_DECL_TEXT, true },
	{ "confirmed", CDR_DECL_TEXT, true },
	{ "edit_lost", CDR_DECL_TEXT, true },
	{ "removed", CDR_DECL_TEXT, true },
	{ "beyond_evidence", CDR_DECL_TEXT, true },
	{ "earlier_steps", CDR_DECL_TEXT, true },
	{ "edit", CDR_DECL_TEXT, true },
	{ "reason", CDR_DECL_TEXT, true },
	{ "all", CDR_DECL_TEXT, true },
	{ "some", CDR_DECL_TEXT, true },
	{ "none", CDR_DECL_TEXT, true },
	{ "not_known", CDR_DECL_TEXT, true },
};

void
cdr_words_done(struct cdr_words *words)
{
	cdr_decl_done(&words->decl);
	cdr_decl_done(&words->own);
}

static enum cdr_status
parse(const struct cdr_bundle *rulesets, struct cdr_str file, struct cdr_decl *ret, struct cdr_error *err)
{
	char path[256];
	int n = snprintf(path, sizeof(path), "statement/%.*s", CDR_STR_ARG(file));
	const struct cdr_bundle_file *found =
		n > 0 && (size_t)n < sizeof(path) ? cdr_bundle_find(rulesets, cdr_str_from(path)) : NULL;
	if (!found)
		return cdr_fail(err, CDR_ENOTFOUND, "statement", path,
		                "the law's words file is not among the rule data");
	return cdr_decl_parse(found->text, path, ret, err);
}

/* A file that `extends` another has only what it spells in its own way; `whole` is then the one it extends. */
enum cdr_status
cdr_words_load(const struct cdr_bundle *rulesets, struct cdr_str file, struct cdr_words *ret, struct cdr_error *err)
{
	cdr_auto(cdr_decl) decl = { 0 };
	cdr_auto(cdr_decl) own = { 0 };
	CDR_TRY(parse(rulesets, file, &decl, err));
	if (decl.root->kind == CDR_DECL_MAP && cdr_decl_get(decl.root, "extends")) {
		own = decl;
		decl = (struct cdr_decl){ 0 };
		CDR_TRY(cdr_decl_check(&own, own.root, own_keys, CDR_LEN(own_keys), err));
		CDR_TRY(parse(rulesets, cdr_decl_text(own.root, "extends"), &decl, err));
	}
	CDR_TRY(cdr_decl_check(&decl, decl.root, keys, CDR_LEN(keys), err));
	if (cdr_decl_count(decl.root, "months") != 12)
		return cdr_decl_fail(&decl, cdr_decl_get(decl.root, "months"), err, "a year has 12 months, not %zu",
		                     cdr_decl_count(decl.root, "months"));
	CDR_TRY(cdr_decl_check(&decl, cdr_decl_get(decl.root, "labels"), label_keys, CDR_LEN(label_keys), err));
	ret->decl = decl;
	ret->own = own;
	decl = own = (struct cdr_decl){ 0 };
	return CDR_OK;
}

struct cdr_str
cdr_words_label(const struct cdr_words *words, const char *name)
{
	return cdr_decl_text(cdr_decl_get(words->decl.root, "labels"), name);
}

const struct cdr_decl_node *
cdr_words_labels(const struct cdr_words *words)
{
	return cdr_decl_get(words->decl.root, "labels");
}

struct cdr_str
cdr_words_date(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_date date)
{
	if (!date.ymd)
		return (struct cdr_str){ NULL, 0 };
	int month = date.ymd / 100 % 100;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	struct cdr_str style = words->date;
	while (style.n) {
		if (cdr_str_starts_with(style, CDR_STR("{day}"))) {
			cdr_buf_printf(&buf, "%d", date.ymd % 100);
			style = (struct cdr_str){ style.p + 5, style.n - 5 };
		} else if (cdr_str_starts_with(style, CDR_STR("{month}"))) {
			cdr_buf_add_str(&buf, cdr_decl_item(words->decl.root, "months", (size_t)month - 1));
			style = (struct cdr_str){ style.p + 7, style.n - 7 };
		} else if (cdr_str_starts_with(style, CDR_STR("{year}"))) {
			cdr_buf_printf(&buf, "%d", date.ymd / 10000);
			style = (struct cdr_str){ style.p + 6, style.n - 6 };
		} else {
			cdr_buf_putc(&buf, style.p[0]);
			style = (struct cdr_str){ style.p + 1, style.n - 1 };
		}
	}
	return buf.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&buf));
}

struct cdr_str
cdr_words_number(const struct cdr_words *words, struct cdr_arena *arena, int64_t number)
{
	char digits[24];
	snprintf(digits, sizeof(digits), "%lld", (long long)number);
	struct cdr_str separator = cdr_decl_text(words->decl.root, "thousands");
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	struct cdr_str s = cdr_str_from(digits);
	for (size_t i = 0; i < s.n; i++) {
		if (i > 0 && (s.n - i) % 3 == 0 && s.p[i - 1] != '-')
			cdr_buf_add_str(&buf, separator);
		cdr_buf_putc(&buf, s.p[i]);
	}
	return buf.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&buf));
}

/* Digits after the decimal mark, ISO 4217; two unless listed. */
static int
minor_digits(struct cdr_str currency)
{
	static const struct {
		const char *code;
		int digits;
	} exceptions[] = {
		{ "BIF", 0 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 }, { "ISK", 0 }, { "JPY", 0 },
		{ "KMF", 0 }, { "KRW", 0 }, { "PYG", 0 }, { "RWF", 0 }, { "UGX", 0 }, { "UYI", 0 },
		{ "VND", 0 }, { "VUV", 0 }, { "XAF", 0 }, { "XOF", 0 }, { "XPF", 0 }, { "BHD", 3 },
		{ "IQD", 3 }, { "JOD", 3 }, { "KWD", 3 }, { "LYD", 3 }, { "OMR", 3 }, { "TND", 3 },
	};
	for (size_t i = 0; i < CDR_LEN(exceptions); i++)
		if (cdr_str_equal(currency, cdr_str_from(exceptions[i].code)))
			return exceptions[i].digits;
	return 2;
}

static struct cdr_str
map_text(const struct cdr_decl_node *map, struct cdr_str key)
{
	for (size_t i = 0; map && i < map->n; i++)
		if (cdr_str_equal(map->pairs[i].key, key) && map->pairs[i].value->kind == CDR_DECL_SCALAR)
			return map->pairs[i].value->text;
	return (struct cdr_str){ NULL, 0 };
}

/* What a word is in one of the maps: the file's own spelling before that of the one it extends. */
static struct cdr_str
word(const struct cdr_words *words, const char *map, struct cdr_str key)
{
	struct cdr_str own = { NULL, 0 };
	if (words->own.root)
		own = map_text(cdr_decl_get(words->own.root, map), key);
	return own.p ? own : map_text(cdr_decl_get(words->decl.root, map), key);
}

int64_t
cdr_words_minor_units(struct cdr_str currency)
{
	int digits = minor_digits(currency);
	return digits == 0 ? 1 : digits == 3 ? 1000 : 100;
}

struct cdr_str
cdr_words_money(const struct cdr_words *words, struct cdr_arena *arena, int64_t minor, struct cdr_str currency)
{
	int digits = minor_digits(currency);
	int64_t unit = cdr_words_minor_units(currency);
	int64_t rest = minor % unit < 0 ? -(minor % unit) : minor % unit;
	struct cdr_str whole = cdr_words_number(words, arena, minor / unit);
	struct cdr_str sign = word(words, "currencies", currency);
	struct cdr_str decimal = cdr_decl_text(words->decl.root, "decimal");
	const char *minus = minor < 0 && minor / unit == 0 ? "-" : "";
	struct cdr_str amount = rest ? cdr_str_format(arena, "%s%.*s%.*s%0*lld", minus, CDR_STR_ARG(whole),
	                                              CDR_STR_ARG(decimal), digits, (long long)rest)
	                             : whole;
	if (!whole.p || !amount.p)
		return (struct cdr_str){ NULL, 0 };
	return sign.p ? cdr_str_format(arena, "%.*s%.*s", CDR_STR_ARG(sign), CDR_STR_ARG(amount))
	              : cdr_str_format(arena, "%.*s %.*s", CDR_STR_ARG(currency), CDR_STR_ARG(amount));
}

struct cdr_str
cdr_words_country(const struct cdr_words *words, struct cdr_str code)
{
	struct cdr_str name = word(words, "countries", code);
	return name.p ? name : code;
}

struct cdr_str
cdr_words_term(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str term)
{
	struct cdr_str text = word(words, "terms", term);
	if (text.p || !term.p)
		return text;
	char *copy = cdr_arena_alloc(arena, term.n + 1);
	if (!copy)
		return (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; i < term.n; i++)
		copy[i] = term.p[i] == '_' ? ' ' : term.p[i];
	return (struct cdr_str){ copy, term.n };
}

struct cdr_str
cdr_words_join(const struct cdr_words *words, struct cdr_arena *arena, const struct cdr_str *items, size_t n)
{
	if (n == 0)
		return (struct cdr_str){ NULL, 0 };
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && i + 1 == n)
			cdr_buf_printf(&buf, " %.*s ", CDR_STR_ARG(cdr_decl_text(words->decl.root, "and")));
		else if (i > 0)
			cdr_buf_puts(&buf, ", ");
		cdr_buf_add_str(&buf, items[i]);
	}
	return buf.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&buf));
}
