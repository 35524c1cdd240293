/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static const char *const type_names[] = {
	[CDR_FACT_TEXT] = "text", [CDR_FACT_WORD] = "word",       [CDR_FACT_NUMBER] = "number",
	[CDR_FACT_DATE] = "date", [CDR_FACT_BOOLEAN] = "boolean", [CDR_FACT_TEXT_LIST] = "list"
};

static void
symbols_are_named_once_and_explained(void **state)
{
	(void)state;
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	assert_true(symbols->n > 0);
	for (size_t i = 0; i < symbols->n; i++) {
		const struct cdr_symbol *row = &symbols->rows[i];
		assert_ptr_equal(cdr_symbol_find(symbols, cdr_str_from(row->name)), row);
		assert_true(strlen(row->about) > 0);
		assert_int_equal(row->type == CDR_FACT_WORD, row->words != NULL);
		struct cdr_str rest = cdr_str_from(row->subjects), one;
		while (cdr_str_split(&rest, ' ', &one)) {
			bool known = cdr_str_equal(one, CDR_STR("party")) || cdr_str_equal(one, CDR_STR("engagement"));
			for (size_t k = 0; k < symbols->n_collections; k++)
				known = known || cdr_str_equal(one, cdr_str_from(symbols->collections[k].name));
			assert_true(known);
		}
	}
}

/* Rules may not ask for "not checked" or "unknown": both are facts that are not known. */
static void
symbols_have_no_word_for_what_is_not_known(void **state)
{
	(void)state;
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	for (size_t i = 0; i < symbols->n; i++) {
		for (size_t k = 0; symbols->rows[i].words && symbols->rows[i].words[k]; k++) {
			assert_string_not_equal(symbols->rows[i].words[k], "unknown");
			assert_string_not_equal(symbols->rows[i].words[k], cdr_verdict_word(CDR_VERDICT_NOT_CHECKED));
		}
	}
}

static void
symbols_of_licences_are_all_statuses_but_unknown(void **state)
{
	(void)state;
	const struct cdr_symbol *symbol = cdr_symbol_find(cdr_screen_symbols(), CDR_STR("agency.status_today"));
	assert_non_null(symbol);
	for (int status = CDR_LICENCE_UNKNOWN + 1; status < CDR_LICENCE_COUNT; status++)
		assert_string_equal(symbol->words[status - 1], cdr_licence_word((enum cdr_licence)status));
	assert_null(symbol->words[CDR_LICENCE_COUNT - 1]);
}

/* The documentation's row of a fact begins so: | `name` | type … */
static void
symbols_stand_in_the_documentation_with_their_type(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) readme = CDR_BUF_INIT;
	assert_ok(cdr_file_read(CDR_SOURCE_ROOT "/rulesets/README.md", &readme, err));
	const struct cdr_symbols *symbols = cdr_screen_symbols();
	for (size_t i = 0; i < symbols->n; i++) {
		char row[200];
		(void)snprintf(row, sizeof(row), "| `%s` | %s", symbols->rows[i].name,
		               type_names[symbols->rows[i].type]);
		if (cdr_str_find(cdr_buf_str(&readme), cdr_str_from(row)) < 0)
			fail_msg("rulesets/README.md has no row that begins \"%s\"", row);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(symbols_are_named_once_and_explained),
		cmocka_unit_test(symbols_have_no_word_for_what_is_not_known),
		cmocka_unit_test(symbols_of_licences_are_all_statuses_but_unknown),
		cmocka_unit_test(symbols_stand_in_the_documentation_with_their_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
