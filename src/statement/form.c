/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include <stdio.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "statement/form-impl.h"

/*
 * form: a law's form (rulesets/statement/<law>/form.yaml), read, checked and filled: one row in the columns some office asks
 * for, from a statement and the organisation's facts. Where values come from is in form-value.c. The surprise: a value that
 * is too long is left out and told, never cut; and what only may be meant is offered in a remark and not written, because
 * a box ticked for us is a claim nobody made.
 */

static const struct cdr_decl_key form_keys[] = {
	{ "id", CDR_DECL_TEXT, true },   { "title", CDR_DECL_TEXT, true }, { "sources", CDR_DECL_ANY_LIST, true },
	{ "date", CDR_DECL_TEXT, true }, { "yes", CDR_DECL_TEXT, true },   { "columns", CDR_DECL_ANY_LIST, true },
};

/* Keys that every column may have, and those of each place a value comes from. */
#define COMMON                                                                                                         \
	{ "column", CDR_DECL_TEXT, true }, { "from", CDR_DECL_TEXT, true }, { "max", CDR_DECL_INTEGER, false },        \
		{ "ask", CDR_DECL_TEXT, false },                                                                       \
	{                                                                                                              \
		"only_if_several", CDR_DECL_TEXT, false                                                                \
	}
static const struct cdr_decl_key path_keys[] = { COMMON,
	                                         { "path", CDR_DECL_TEXT, true },
	                                         { "as", CDR_DECL_TEXT, false } };
static const struct cdr_decl_key step_keys[] = {
	COMMON, { "step", CDR_DECL_TEXT, true }, { "members", CDR_DECL_TEXT_LIST, true }, { "as", CDR_DECL_TEXT, false }
};
static const struct cdr_decl_key criteria_keys[] = { COMMON, { "criteria", CDR_DECL_TEXT_LIST, true } };
static const struct cdr_decl_key of_keys[] = { COMMON, { "of", CDR_DECL_TEXT, true } };
static const struct cdr_decl_key list_keys[] = { COMMON, { "list", CDR_DECL_TEXT, true } };
static const struct cdr_decl_key amount_keys[] = { COMMON,
	                                           { "path", CDR_DECL_TEXT, true },
	                                           { "currency", CDR_DECL_TEXT, true },
	                                           { "bands", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key entries_keys[] = {
	COMMON,
	{ "list", CDR_DECL_TEXT, true },
	{ "within", CDR_DECL_TEXT, false },
	{ "by_end", CDR_DECL_TEXT, false },
	{ "words", CDR_DECL_ANY_MAP, false },
	{ "may_be", CDR_DECL_ANY_MAP, false },
	{ "other", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key plain_keys[] = { COMMON };
static const struct cdr_decl_key band_keys[] = { { "below", CDR_DECL_INTEGER, false },
	                                         { "text", CDR_DECL_TEXT, true } };

#define KEYS(table) table, CDR_LEN(table)
static const struct {
	const char *word;
	const struct cdr_decl_key *keys;
	size_t n_keys;
	form_value_fn value; /* NULL: stays blank */
} places[] = {
	{ "statement", KEYS(path_keys), form_from_statement },
	{ "organisation", KEYS(path_keys), form_from_organisation },
	{ "step", KEYS(step_keys), form_from_step },
	{ "criterion", KEYS(criteria_keys), form_from_criteria },
	{ "claims", KEYS(criteria_keys), form_from_claims },
	{ "amount", KEYS(amount_keys), form_from_amount },
	{ "entries", KEYS(entries_keys), form_from_entries },
	{ "others", KEYS(of_keys), form_from_others },
	{ "none", KEYS(list_keys), form_from_none },
	{ "several", KEYS(list_keys), form_from_several },
	{ "reason", KEYS(of_keys), NULL },
	{ "ask", KEYS(plain_keys), NULL },
	{ "office", KEYS(plain_keys), NULL },
};
#define N_PLACES CDR_LEN(places)

static size_t
place_of(struct cdr_str word)
{
	size_t i = 0;
	while (i < N_PLACES && !cdr_str_equal(word, cdr_str_from(places[i].word)))
		i++;
	return i;
}

static bool
comes_from(const struct cdr_decl_node *column, const char *place)
{
	return cdr_str_equal(cdr_decl_text(column, "from"), cdr_str_from(place));
}

/* ---------------------------------------------------------------------------------------------------------- reading */

const struct cdr_decl_node *
form_column(const struct form *form, struct cdr_str name)
{
	const struct cdr_decl_node *columns = cdr_decl_get(form->decl.root, "columns");
	for (size_t i = 0; i < columns->n; i++) {
		if (cdr_str_equal(cdr_decl_text(columns->items[i], "column"), name))
			return columns->items[i];
	}
	return NULL;
}

static enum cdr_status
check_bands(const struct form *form, const struct cdr_decl_node *column, struct cdr_error *err)
{
	const struct cdr_decl_node *bands = cdr_decl_get(column, "bands");
	int64_t before = INT64_MIN;
	for (size_t i = 0; i < bands->n; i++) {
		CDR_TRY(cdr_decl_check(&form->decl, bands->items[i], band_keys, CDR_LEN(band_keys), err));
		int64_t below = cdr_decl_integer(bands->items[i], "below", INT64_MAX);
		if (below <= before || (below == INT64_MAX) != (i + 1 == bands->n))
			return cdr_decl_fail(&form->decl, bands->items[i], err,
			                     "bands rise, and only the last one has no “below”");
		before = below;
	}
	return bands->n ? CDR_OK : cdr_decl_fail(&form->decl, bands, err, "there are no bands");
}

static enum cdr_status
check_column(const struct form *form, const struct cdr_decl_node *column, struct cdr_error *err)
{
	if (column->kind != CDR_DECL_MAP || !cdr_decl_text(column, "from").p)
		return cdr_decl_fail(&form->decl, column, err, "a column says “from”, where its value comes from");
	size_t place = place_of(cdr_decl_text(column, "from"));
	if (place == N_PLACES)
		return cdr_decl_fail(&form->decl, cdr_decl_get(column, "from"), err,
		                     "values do not come from “%.*s”; see “form.yaml” in rulesets/statement/README.md",
		                     CDR_STR_ARG(cdr_decl_text(column, "from")));
	CDR_TRY(cdr_decl_check(&form->decl, column, places[place].keys, places[place].n_keys, err));
	struct cdr_str of = cdr_decl_text(column, "of");
	const struct cdr_decl_node *other = of.p ? form_column(form, of) : NULL;
	if (of.p && (!other || (comes_from(column, "others") && !comes_from(other, "entries"))))
		return cdr_decl_fail(&form->decl, cdr_decl_get(column, "of"), err,
		                     "“%.*s” is no column this one can go by", CDR_STR_ARG(of));
	if (cdr_decl_integer(column, "max", 1) < 1)
		return cdr_decl_fail(&form->decl, cdr_decl_get(column, "max"), err,
		                     "a column holds at least 1 character");
	return comes_from(column, "amount") ? check_bands(form, column, err) : CDR_OK;
}

static enum cdr_status
check_columns(const struct form *form, struct cdr_error *err)
{
	const struct cdr_decl_node *columns = cdr_decl_get(form->decl.root, "columns");
	if (columns->n == 0 || columns->n > FORM_COLUMNS_MAX)
		return cdr_decl_fail(&form->decl, columns, err, "a form has 1 to %d columns", FORM_COLUMNS_MAX);
	for (size_t i = 0; i < columns->n; i++) {
		CDR_TRY(check_column(form, columns->items[i], err));
		if (form_column(form, cdr_decl_text(columns->items[i], "column")) != columns->items[i])
			return cdr_decl_fail(&form->decl, columns->items[i], err, "the column “%.*s” is already there",
			                     CDR_STR_ARG(cdr_decl_text(columns->items[i], "column")));
	}
	return CDR_OK;
}

static enum cdr_status
load(struct form *form, const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_str name,
     struct cdr_error *err)
{
	struct cdr_str path = cdr_str_format(form->arena, "statement/%.*s/form.yaml", CDR_STR_ARG(law));
	if (!path.p)
		return cdr_fail_memory(err, "statement");
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, path);
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, "statement", NULL,
		                "the law “%.*s” has no form; its statements are exported as documents only",
		                CDR_STR_ARG(law));
	CDR_TRY(cdr_decl_parse(file->text, path.p, &form->decl, err));
	CDR_TRY(cdr_decl_check(&form->decl, form->decl.root, form_keys, CDR_LEN(form_keys), err));
	struct cdr_str id = cdr_decl_text(form->decl.root, "id");
	if (!cdr_str_equal(id, name))
		return cdr_fail(err, CDR_ENOTFOUND, "statement", NULL, "the law “%.*s” has no form “%.*s”, only “%.*s”",
		                CDR_STR_ARG(law), CDR_STR_ARG(name), CDR_STR_ARG(id));
	return check_columns(form, err);
}

/* ---------------------------------------------------------------------------------------------------------- filling */

void
form_remark(struct form *form, const struct cdr_decl_node *column, struct cdr_str text)
{
	struct cdr_form_remark *remark = text.p ? cdr_vec_push(&form->remarks) : NULL;
	if (remark)
		*remark = (struct cdr_form_remark){ cdr_str_copy(form->arena, cdr_decl_text(column, "column")), text };
	form->failed = form->failed || !remark || !remark->column.p;
}

static size_t
letters(struct cdr_str text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return n;
}

/* A blank is explained: by its question, or by what the records lack. Of what the office fills in itself nothing is said. */
static void
explain(struct form *form, const struct cdr_decl_node *column)
{
	struct cdr_str ask = cdr_decl_text(column, "ask");
	bool is_asked = ask.n && !comes_from(column, "office");
	if (is_asked)
		form_remark(form, column, cdr_str_copy(form->arena, ask));
}

static enum cdr_status
fill_column(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	form_value_fn value_of = places[place_of(cdr_decl_text(column, "from"))].value;
	struct cdr_str several = cdr_decl_text(column, "only_if_several"), value = { "", 0 };
	size_t max = (size_t)cdr_decl_integer(column, "max", INT64_MAX), n_remarks = form->remarks.n;
	if (several.p && cdr_json_count(cdr_json_get(form->organisation, several.p)) < 2) {
		*ret = value;
		return CDR_OK;
	}
	if (comes_from(column, "reason") && form_is_yes(form, cdr_decl_text(column, "of"))) {
		*ret = value;
		return CDR_OK;
	}
	if (value_of)
		CDR_TRY(value_of(form, column, &value, err));
	if (letters(value) > max) {
		form_remark(
			form, column,
			cdr_str_format(form->arena,
		                       "left blank: the text has %zu characters, at most %zu are taken; shorten it by "
		                       "hand: %.*s",
		                       letters(value), max, CDR_STR_ARG(value)));
		value = CDR_STR("");
	} else if (!value.n && form->remarks.n == n_remarks) {
		explain(form, column);
	}
	*ret = value;
	return form->failed ? cdr_fail_memory(err, "statement") : CDR_OK;
}

static void
form_done(struct form *form)
{
	cdr_decl_done(&form->decl);
	cdr_vec_done(&form->remarks);
	form->statement = cdr_json_free(form->statement);
	form->organisation = cdr_json_free(form->organisation);
}

static enum cdr_status
fill(struct form *form, struct cdr_form_sheet *ret, struct cdr_error *err)
{
	const struct cdr_decl_node *columns = cdr_decl_get(form->decl.root, "columns");
	struct cdr_str *names = cdr_arena_alloc(form->arena, columns->n * sizeof(*names));
	struct cdr_str *values = cdr_arena_alloc(form->arena, columns->n * sizeof(*values));
	if (!names || !values)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < columns->n; i++) {
		struct cdr_str value = { NULL, 0 };
		CDR_TRY(fill_column(form, columns->items[i], &value, err));
		names[i] = cdr_str_copy(form->arena, cdr_decl_text(columns->items[i], "column"));
		values[i] = cdr_str_copy(form->arena, value);
		if (!names[i].p || !values[i].p)
			return cdr_fail_memory(err, "statement");
	}
	struct cdr_form_remark *remarks = cdr_arena_alloc(form->arena, (form->remarks.n + 1) * sizeof(*remarks));
	if (!remarks)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < form->remarks.n; i++)
		remarks[i] = *CDR_VEC_AT(&form->remarks, struct cdr_form_remark, i);
	*ret = (struct cdr_form_sheet){ names, values, columns->n, remarks, form->remarks.n };
	return CDR_OK;
}

enum cdr_status
cdr_statement_form(const struct cdr_bundle *rulesets, struct cdr_str name, struct cdr_str statement_json,
                   struct cdr_str organisation_json, struct cdr_arena *arena, struct cdr_form_sheet *ret,
                   struct cdr_error *err)
{
	__attribute__((cleanup(form_done))) struct form form = {
		.arena = arena,
		.remarks = CDR_VEC_INIT(struct cdr_form_remark, FORM_REMARKS_MAX),
	};
	CDR_TRY(cdr_json_parse(statement_json, "statement", &form.statement, err));
	CDR_TRY(cdr_json_parse(organisation_json, "organisation", &form.organisation, err));
	struct cdr_str law = cdr_json_get_str(cdr_json_get(form.statement, "law"), "id");
	CDR_TRY(load(&form, rulesets, law, name, err));
	return fill(&form, ret, err);
}
