/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define TABLE CDR_SOURCE_ROOT "/tests/unit/import/headers.txt"
#define SPELLINGS_AT_LEAST 5
#define MAX_COLUMNS 128

static const char *const languages[] = { "en", "zh", "zh-hant", "es", "pt", "fr", "de", "vi", "id", "tr" };

static void
load(struct desk *desk, enum cdr_import_kind kind, struct cdr_import_columns **ret)
{
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, kind, ret, &desk->error), &desk->error);
}

/* The spellings of one line mean its column; returns how many there are. */
static size_t
check_line(struct desk *desk, const struct cdr_import_columns *columns, struct cdr_str column, struct cdr_str spellings)
{
	struct cdr_str header;
	size_t n = 0;
	while (cdr_str_split(&spellings, '|', &header)) {
		header = cdr_str_trim(header);
		const struct cdr_import_synonym *synonym = desk_synonym(desk, columns, header);
		if (!synonym)
			fail_msg("\"%.*s\" is not known as %.*s", CDR_STR_ARG(header), CDR_STR_ARG(column));
		if (!cdr_str_equal(synonym->definition->name, column))
			fail_msg("\"%.*s\" is %.*s, not %.*s", CDR_STR_ARG(header),
			         CDR_STR_ARG(synonym->definition->name), CDR_STR_ARG(column));
		n++;
	}
	return n;
}

static void
synonym_spellings_of_nine_languages_mean_their_columns(void **state)
{
	struct desk *desk = DESK;
	size_t n_lines[CDR_IMPORT_KIND_COUNT][MAX_COLUMNS] = { { 0 } };
	struct cdr_import_columns *of[CDR_IMPORT_KIND_COUNT] = { NULL };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int k = 0; k < CDR_IMPORT_KIND_COUNT; k++)
		load(desk, (enum cdr_import_kind)k, &of[k]);
	assert_status(CDR_OK, cdr_file_read(TABLE, &text, &desk->error), &desk->error);
	struct cdr_str rest = cdr_buf_str(&text), line;
	while (cdr_str_split(&rest, '\n', &line)) {
		struct cdr_str word, column, language;
		if (!line.n || line.p[0] == '#')
			continue;
		assert_true(cdr_str_split(&line, ' ', &word));
		assert_true(cdr_str_split(&line, ' ', &column));
		assert_true(cdr_str_split(&line, ':', &language));
		int k = cdr_import_kind_from(word);
		assert_in_range(k, 0, CDR_IMPORT_KIND_COUNT - 1);
		if (check_line(desk, of[k], column, line) < SPELLINGS_AT_LEAST)
			fail_msg("%.*s has too few spellings in %.*s", CDR_STR_ARG(column), CDR_STR_ARG(language));
		n_lines[k][cdr_import_columns_find(of[k], cdr_str_copy(desk->arena, column).p)->index]++;
	}
	for (int k = 0; k < CDR_IMPORT_KIND_COUNT; k++) {
		/* Headers of a questionnaire that comes back are our own. */
		for (size_t i = 0; k != CDR_IMPORT_ANSWERS && i < of[k]->n; i++) {
			if (n_lines[k][i] != CDR_LEN(languages))
				fail_msg("%.*s is spelt in %zu languages", CDR_STR_ARG(of[k]->definitions[i].name),
				         n_lines[k][i]);
		}
		of[k] = cdr_import_columns_free(of[k]);
	}
}

static void
synonym_headers_in_two_languages_are_taken_apart(void **state)
{
	struct desk *desk = DESK;
	static const char *const names[] = { "供应商名称 / Supplier name", "Supplier Name\n供應商名稱",
		                             "供应商名称Supplier Name",    "Factory name (工厂名称)",
		                             "Supplier name （必填）",     "Name (required)",
		                             "Proveedor - Supplier",       "NOM [obligatoire]" };
	cdr_owned(cdr_import_columns) columns = NULL;
	load(desk, CDR_IMPORT_SUPPLIERS, &columns);
	for (size_t i = 0; i < CDR_LEN(names); i++)
		assert_int_equal(check_line(desk, columns, CDR_STR("name"), cdr_str_from(names[i])), 1);
	assert_int_equal(check_line(desk, columns, CDR_STR("last_review_on"), CDR_STR("Last review (YYYY-MM-DD)")), 1);
	assert_int_equal(
		check_line(desk, columns, CDR_STR("workers_migrant_pct"), CDR_STR("Trabajadores migrantes (%)")), 1);
}

static void
synonym_a_part_nobody_knows_leaves_a_header_unknown(void **state)
{
	struct desk *desk = DESK;
	static const char *const unknown[] = {
		"Supplier name (parent)", "Name / Country", "Supplier's bank", "(required)", "City 2",
		"供应商 Shoe size"
	};
	cdr_owned(cdr_import_columns) columns = NULL;
	load(desk, CDR_IMPORT_SUPPLIERS, &columns);
	for (size_t i = 0; i < CDR_LEN(unknown); i++) {
		const struct cdr_import_synonym *synonym = desk_synonym(desk, columns, cdr_str_from(unknown[i]));
		if (synonym)
			fail_msg("\"%s\" is taken for %.*s", unknown[i], CDR_STR_ARG(synonym->definition->name));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(synonym_spellings_of_nine_languages_mean_their_columns),
		desk_test(synonym_headers_in_two_languages_are_taken_apart),
		desk_test(synonym_a_part_nobody_knows_leaves_a_header_unknown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
