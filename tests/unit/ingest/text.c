/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static struct cdr_regex *
pattern(const char *text)
{
	struct cdr_regex *regex = NULL;
	struct cdr_error err = { 0 };
	if (cdr_regex_compile(cdr_str_from(text), false, &regex, &err) != CDR_OK)
		fail_msg("%s", err.message);
	return regex;
}

static void
text_lines_are_names_where_nothing_else_is_said(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_TEXT };
	cdr_owned(cdr_table) table = read_table(
		CDR_STR("\xEF\xBB\xBF Harbour Mill Ltd \r\n\r\nQuay, Sons & Co\rcaf\xC3\xA9"), "list.txt", &options);
	assert_int_equal(table->format, CDR_INGEST_TEXT);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_text(table, 0, 0, "name");
	assert_text(table, 1, 0, "Harbour Mill Ltd");
	assert_text(table, 2, 0, "Quay, Sons & Co");
	assert_text(table, 3, 0, "caf\xC3\xA9");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).line, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 3).line, 4);
}

static void
text_columns_are_the_named_groups(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) row = pattern("^(\\d+)\\. (?<name>.+?)(?: \\((?<licence>[^()]+)\\))?$");
	cdr_owned(cdr_regex) page = pattern("^Page \\d+$");
	const struct cdr_regex *const skip[] = { page };
	const struct cdr_ingest_options options = { .format = CDR_INGEST_TEXT, .row = row, .skip = skip, .n_skip = 1 };
	cdr_owned(cdr_table) table = read_table(
		CDR_STR("1. MILL (A-1)\nPage 1\n2. QUAY\nsee over\n\t3. DUNE (A-3)\t\n"), "list.txt", &options);
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_int_equal(table->sheets[0].n_columns, 3);
	assert_text(table, 0, 0, "name");
	assert_text(table, 0, 1, "licence");
	assert_text(table, 1, 1, "A-1");
	assert_text(table, 2, 0, "QUAY");
	assert_empty(table, 2, 1);
	assert_empty(table, 3, 0);
	assert_text(table, 3, 2, "see over");
	assert_text(table, 4, 0, "DUNE");
	assert_empty(table, 4, 2);
}

static void
text_a_match_of_part_of_a_line_is_none(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) row = pattern("(?<name>[A-Z]+) \\(\\d\\)");
	const struct cdr_ingest_options options = { .format = CDR_INGEST_TEXT, .row = row };
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("MILL (1)\nMILL (2) suspended\nno MILL (3)\n"), "list.txt", &options);
	assert_text(table, 1, 0, "MILL");
	assert_empty(table, 2, 0);
	assert_text(table, 2, 1, "MILL (2) suspended");
	assert_text(table, 3, 1, "no MILL (3)");
}

static void
text_what_cannot_be_read_is_refused(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) row = pattern("^(?<name>[A-Z]+)$");
	cdr_owned(cdr_regex) slow = pattern("^(?<name>(a+)+)$");
	cdr_owned(cdr_regex) unnamed = pattern("^(a)$");
	struct cdr_ingest_options options = { .format = CDR_INGEST_TEXT, .row = row };
	read_refused(CDR_STR("one\ntwo\n"), "list.txt", &options, CDR_EINPUT, "list.txt", "none of its lines");
	read_refused(CDR_STR("\n \n"), "list.txt", &options, CDR_EINPUT, "list.txt", "none of its lines");
	read_refused(CDR_STR("HARBOUR MILL\nQUAY\0REEF MEADOW\n"), "list.txt", &options, CDR_EINPUT, "list.txt:2",
	             "NUL");
	read_refused(CDR_STR("%PDF-1.7\n"), "list.txt", &options, CDR_EINPUT, "list.txt", "a PDF document");
	options.row = slow;
	read_refused(CDR_STR("a\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\n"), "list.txt", &options,
	             CDR_ELIMIT, "list.txt:2", "cannot be tried on this line");
	options.row = unnamed;
	read_refused(CDR_STR("a\n"), "list.txt", &options, CDR_EUSAGE, "list.txt", "names no group");
	cdr_auto(cdr_buf) big = CDR_BUF_INIT;
	for (int i = 0; i <= CDR_INGEST_MAX_CELL_BYTES; i++)
		cdr_buf_putc(&big, 'a');
	options.row = NULL;
	read_refused(cdr_buf_str(&big), "list.txt", &options, CDR_ELIMIT, "list.txt row 2 (line 1), column A", "65536");
}

static void
text_is_read_where_readers_are_shut_in(void **state)
{
	(void)state;
	cdr_owned(cdr_regex) row = pattern("^(?<name>[A-Z]+) (?<licence>\\d+)$");
	const struct cdr_ingest_options options = { .format = CDR_INGEST_TEXT, .row = row };
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	if (cdr_ingest_read_apart(CDR_STR("MILL 1\ncaf\xE9\n"), "list.txt", &options, &table, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_text(table, 1, 1, "1");
	assert_text(table, 2, 2, "caf\xC3\xA9");
	(void)cdr_table_free(table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_lines_are_names_where_nothing_else_is_said),
		cmocka_unit_test(text_columns_are_the_named_groups),
		cmocka_unit_test(text_a_match_of_part_of_a_line_is_none),
		cmocka_unit_test(text_what_cannot_be_read_is_refused),
		cmocka_unit_test(text_is_read_where_readers_are_shut_in),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
