/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static void
csv_quotes_hold_separators_quotes_and_line_breaks(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("name,city\r\n\"\"\"K\"\" Knit, Ltd\",\"Port\r\nAlba\"\r\n"), "list.csv", NULL);
	assert_text(table, 1, 0, "\"K\" Knit, Ltd");
	assert_text(table, 1, 1, "Port\nAlba");
	assert_int_equal(table->format, CDR_INGEST_CSV);
	assert_int_equal(table->separator, ',');
}

static void
csv_lone_quotes_are_characters(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("a,b\n5\" pipe,x \"y\" z\n\"Old \"Mill\" Works\"  ,2\n"), "list.csv", NULL);
	assert_text(table, 1, 0, "5\" pipe");
	assert_text(table, 1, 1, "x \"y\" z");
	assert_text(table, 2, 0, "Old \"Mill\" Works");
	assert_text(table, 2, 1, "2");
}

static void
csv_missing_closing_quote_never_swallows_records(void **state)
{
	(void)state;
	read_refused(CDR_STR("a,b\n1,\"Foo Mills\n2,\"Bar Mills\"\n3,Baz\n"), "list.csv", NULL, CDR_EINPUT,
	             "list.csv:2", "opens in line 2");
	read_refused(CDR_STR("a,b\n1,x\n\n2,\"Bar Mills\n3,Baz\n"), "list.csv", NULL, CDR_EINPUT, "list.csv:4",
	             "not closed before the end of the file");
}

static void
csv_all_line_ends_are_lines(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("a,b\r1,2\r\n3,4\n5,6"), "list.csv", NULL);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_text(table, 3, 1, "6");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 3).line, 4);
}

static void
csv_blank_records_are_numbered_but_left_out(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("a,b\n\n , \n\"x\ny\",2\n,,\n3,\n"), "list.csv", NULL);
	const struct cdr_sheet *sheet = &table->sheets[0];
	assert_int_equal(sheet->n_rows, 3);
	assert_int_equal(cdr_sheet_row(sheet, 1).row, 4);
	assert_int_equal(cdr_sheet_row(sheet, 1).line, 4);
	assert_int_equal(cdr_sheet_row(sheet, 2).row, 6);
	assert_int_equal(cdr_sheet_row(sheet, 2).line, 7);
	assert_int_equal(cdr_sheet_row(sheet, 2).n_cells, 1);
	assert_empty(table, 2, 1);
}

static void
csv_separator_is_the_one_that_makes_records_alike(void **state)
{
	(void)state;
	const struct {
		struct cdr_str text;
		char separator;
	} cases[] = {
		{ CDR_STR("name;spend\nMill A;1,5\nMill B;2,25\n"), ';' },
		{ CDR_STR("name\taddress\nMill A\t1, Low Street, Alba\nMill B\t2; High Street\n"), '\t' },
		{ CDR_STR("List of sites; spring\nname,city\nMill; A,Alba\nMill; B,Berg\n"), ',' },
		{ CDR_STR("name,note\n\"a;b;c\",1\n\"d;e;f\",2\n"), ',' },
		{ CDR_STR("name\nMill A\nMill B\n"), ',' },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_owned(cdr_table) table = read_table(cases[i].text, "list.csv", NULL);
		assert_int_equal(table->separator, cases[i].separator);
	}
}

static void
csv_separator_can_be_said(void **state)
{
	(void)state;
	cdr_owned(cdr_table) said = read_table(CDR_STR("sep=|\nname|city\nMill A|Alba\n"), "list.csv", NULL);
	assert_int_equal(said->separator, '|');
	assert_int_equal(cdr_sheet_row(&said->sheets[0], 0).row, 2);
	assert_text(said, 1, 1, "Alba");

	struct cdr_ingest_options options = { .separator = ':' };
	cdr_owned(cdr_table) asked = read_table(CDR_STR("name:a,b\nx:y,z\n"), "list.csv", &options);
	assert_text(asked, 0, 1, "a,b");

	options.separator = '"';
	read_refused(CDR_STR("a,b\n"), "list.csv", &options, CDR_EUSAGE, "", "cannot separate");
}

static void
csv_without_header_keeps_its_null_marks(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(
		CDR_STR("36,\"OLD FERRY LINE\",-0- ,\"ALBA\"\r\n37,\"TWO\",-0- ,-0- \r\n\x1A"), "part.csv", NULL);
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_text(table, 0, 2, "-0- ");
	assert_text(table, 1, 3, "-0- ");
}

static void
csv_ctrl_z_is_data_anywhere_but_at_the_end(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(CDR_STR("a,b\nx\x1Ay,2\n"), "list.csv", NULL);
	assert_text(table, 1, 0, "x\x1Ay");
}

static void
csv_limits_name_the_place(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "a,b\n1,");
	for (int i = 0; i <= CDR_INGEST_MAX_CELL_BYTES; i++)
		cdr_buf_putc(&text, 'x');
	read_refused(cdr_buf_str(&text), "list.csv", NULL, CDR_ELIMIT, "list.csv row 2 (line 2), column B",
	             "65537 bytes");

	cdr_buf_clear(&text);
	cdr_buf_puts(&text, "a,b\n1,\"");
	for (int i = 0; i <= CDR_INGEST_MAX_CELL_BYTES; i++)
		cdr_buf_putc(&text, '\n');
	read_refused(cdr_buf_str(&text), "list.csv", NULL, CDR_ELIMIT, "list.csv:2", "opens in line 2");

	cdr_buf_clear(&text);
	for (int i = 0; i < CDR_INGEST_MAX_COLUMNS; i++)
		cdr_buf_putc(&text, ',');
	cdr_buf_puts(&text, "\n");
	for (int i = 0; i < CDR_INGEST_MAX_COLUMNS; i++)
		cdr_buf_putc(&text, ',');
	cdr_buf_puts(&text, "x\n");
	read_refused(cdr_buf_str(&text), "list.csv", NULL, CDR_ELIMIT, "list.csv row 2 (line 2), column BZU",
	             "2048 columns");

	cdr_buf_clear(&text);
	for (int i = 0; i <= CDR_INGEST_MAX_ROWS; i++)
		cdr_buf_putc(&text, '\n');
	read_refused(cdr_buf_str(&text), "list.csv", NULL, CDR_ELIMIT, "list.csv row 2000001 (line 2000001)",
	             "2000000 rows");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_quotes_hold_separators_quotes_and_line_breaks),
		cmocka_unit_test(csv_lone_quotes_are_characters),
		cmocka_unit_test(csv_missing_closing_quote_never_swallows_records),
		cmocka_unit_test(csv_all_line_ends_are_lines),
		cmocka_unit_test(csv_blank_records_are_numbered_but_left_out),
		cmocka_unit_test(csv_separator_is_the_one_that_makes_records_alike),
		cmocka_unit_test(csv_separator_can_be_said),
		cmocka_unit_test(csv_without_header_keeps_its_null_marks),
		cmocka_unit_test(csv_ctrl_z_is_data_anywhere_but_at_the_end),
		cmocka_unit_test(csv_limits_name_the_place),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
