/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static void
table_letters_are_those_of_a_spreadsheet(void **state)
{
	(void)state;
	static const struct {
		uint32_t column;
		const char *letters;
	} cases[] = { { 0, "A" },
		      { 25, "Z" },
		      { 26, "AA" },
		      { 701, "ZZ" },
		      { 702, "AAA" },
		      { 16383, "XFD" },
		      { UINT32_MAX, "MWLQKWV" } };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char out[8];
		assert_string_equal(cdr_column_letters(cases[i].column, out), cases[i].letters);
	}
}

static void
table_place_is_in_the_terms_of_the_file(void **state)
{
	(void)state;
	struct cdr_table table = { .file = CDR_STR("list.csv"), .format = CDR_INGEST_CSV };
	struct cdr_sheet sheet = { .name = CDR_STR("Sheet1") };
	struct cdr_row row = { .row = 3, .line = 5 };
	char out[64];
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, 2, out, sizeof(out)),
	                    "list.csv row 3 (line 5), column C");
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, UINT32_MAX, out, sizeof(out)),
	                    "list.csv row 3 (line 5)");
	row.line = 0;
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, 2, out, sizeof(out)), "list.csv row 3, column C");
	table.file = CDR_STR("list.xlsx");
	table.format = CDR_INGEST_XLSX;
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, 2, out, sizeof(out)), "list.xlsx Sheet1!C3");
	sheet.name = CDR_STR("All sites");
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, 2, out, sizeof(out)), "list.xlsx 'All sites'!C3");
	assert_string_equal(cdr_cell_place(&table, &sheet, &row, 2, out, 10), "list.xlsx");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_letters_are_those_of_a_spreadsheet),
		cmocka_unit_test(table_place_is_in_the_terms_of_the_file),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
