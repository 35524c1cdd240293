/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The canonical columns of rulesets/import/<kind>.yaml as somebody who fills in a questionnaire needs them: what a column
 * means, what an answer looks like, which words there are to choose from. How a file's columns are recognised is the
 * import room's, which also checks these files when it reads them; here only what is shown is taken from them.
 */
#include <stdio.h>

#include "candor/decl.h"
#include "candor/screen.h"

#include "screen/screen-impl.h"

/* What an answer of each type looks like. */
static const struct {
	const char *type, *expected;
} expectations[] = {
	{ "country", "a country, by name or two-letter code" },
	{ "countries", "countries, by name or two-letter code, separated by semicolons" },
	{ "date", "a day: 2026-03-31" },
	{ "number", "a number" },
	{ "whole", "a whole number" },
	{ "percent", "a share of 100: 0 to 100" },
	{ "boolean", "yes or no" },
	{ "money", "an amount: 1250.50" },
	{ "currency", "a currency by its three-letter code" },
	{ "list", "one or several, separated by semicolons" },
};

static enum cdr_status
read_choices(const struct cdr_decl_node *words, struct cdr_arena *arena, struct question_column *column,
             struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	column->choices = cdr_arena_alloc(arena, (words->n + 1) * sizeof(*column->choices));
	if (!column->choices)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < words->n; i++) {
		column->choices[i] = cdr_str_copy(arena, words->pairs[i].key);
		if (!column->choices[i].p)
			return cdr_fail_memory(err, ROOM);
		cdr_buf_printf(&text, "%s%.*s", i ? ", " : "one of: ", CDR_STR_ARG(column->choices[i]));
	}
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	column->n_choices = words->n;
	column->expected = cdr_str_copy(arena, cdr_buf_str(&text));
	return CDR_OK;
}

static enum cdr_status
read_column(const struct cdr_decl_node *node, struct cdr_arena *arena, struct question_column *ret,
            struct cdr_error *err)
{
	static const struct cdr_str yes_no[] = { { "yes", 3 }, { "no", 2 } };
	struct cdr_str type = cdr_decl_text(node, "type"), about = cdr_decl_text(node, "about");
	const struct cdr_decl_node *words = cdr_decl_get(node, "words");
	struct question_column column = { .name = cdr_str_copy(arena, cdr_decl_text(node, "name")),
		                          .about = cdr_str_copy(arena, about),
		                          .expected = CDR_STR("text") };
	for (size_t i = 0; i < CDR_LEN(expectations); i++) {
		if (cdr_str_equal(type, cdr_str_from(expectations[i].type)))
			column.expected = cdr_str_from(expectations[i].expected);
	}
	if (cdr_str_equal(type, CDR_STR("boolean"))) {
		column.n_choices = CDR_LEN(yes_no);
		column.choices = cdr_arena_alloc(arena, sizeof(yes_no));
		for (size_t i = 0; column.choices && i < CDR_LEN(yes_no); i++)
			column.choices[i] = yes_no[i];
	} else if (words && words->kind == CDR_DECL_MAP) {
		CDR_TRY(read_choices(words, arena, &column, err));
	}
	if (cdr_decl_boolean(node, "blank_counts", false))
		column.expected =
			cdr_str_format(arena, "%.*s; \"none\" where there was none", CDR_STR_ARG(column.expected));
	if (!column.name.p || (about.p && !column.about.p) || !column.expected.p ||
	    (column.n_choices && !column.choices))
		return cdr_fail_memory(err, ROOM);
	*ret = column;
	return CDR_OK;
}

enum cdr_status
question_columns_load(const struct cdr_bundle *rulesets, const char *kind, struct cdr_arena *arena,
                      struct question_columns *ret, struct cdr_error *err)
{
	char path[128];
	cdr_auto(cdr_decl) decl = { 0 };
	(void)snprintf(path, sizeof(path), "import/%s.yaml", kind);
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, cdr_str_from(path));
	if (!file)
		return cdr_fail(err, CDR_EINPUT, ROOM, path, "this file is missing: it says what columns mean");
	CDR_TRY(cdr_decl_parse(file->text, path, &decl, err));
	const struct cdr_decl_node *list = decl.root->kind == CDR_DECL_MAP ? cdr_decl_get(decl.root, "columns") : NULL;
	if (!list || list->kind != CDR_DECL_LIST)
		return cdr_decl_fail(&decl, decl.root, err, "columns: a list is expected");
	struct question_columns columns = { .items = cdr_arena_alloc(arena, (list->n + 1) * sizeof(*columns.items)) };
	if (!columns.items)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i]->kind != CDR_DECL_MAP || !cdr_decl_text(list->items[i], "name").n)
			return cdr_decl_fail(&decl, list->items[i], err, "a column with a name is expected");
		CDR_TRY(read_column(list->items[i], arena, &columns.items[columns.n++], err));
	}
	*ret = columns;
	return CDR_OK;
}

const struct question_column *
question_column_find(const struct question_columns *columns, struct cdr_str name)
{
	for (size_t i = 0; i < columns->n; i++) {
		if (cdr_str_equal(columns->items[i].name, name))
			return &columns->items[i];
	}
	return NULL;
}
