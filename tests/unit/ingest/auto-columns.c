/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static void
auto_columns_appear_in_order_of_first_sight(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("[{\"b\":1},{\"a\":2,\"b\":3},{},{\"c\":4}]"), "list.json", NULL);
	assert_int_equal(table->sheets[0].n_columns, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 0).row, 1);
	assert_text(table, 0, 0, "b");
	assert_text(table, 0, 1, "a");
	assert_text(table, 0, 2, "c");
	assert_int_equal(table->sheets[0].n_rows, 4); /* the third record is blank */
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 3).row, 5);
	assert_cell(table, 3, 2, CDR_CELL_NUMBER, "4");
	assert_empty(table, 3, 0);
}

static void
auto_columns_are_limited(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "[{\"x\":1");
	for (int i = 0; i < CDR_INGEST_MAX_COLUMNS; i++)
		cdr_buf_printf(&text, ",\"c%d\":1", i);
	cdr_buf_puts(&text, "}]");
	read_refused(cdr_buf_str(&text), "list.json", NULL, CDR_ELIMIT, "list.json", "more than 2048 different fields");
}

static void
auto_columns_joined_values_are_limited(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "<l><r>");
	for (int i = 0; i <= CDR_INGEST_MAX_CELL_BYTES / 4; i++)
		cdr_buf_puts(&text, "<v>abc</v>");
	cdr_buf_puts(&text, "</r></l>");
	read_refused(cdr_buf_str(&text), "list.xml", NULL, CDR_ELIMIT, "list.xml",
	             "row 2: \"v\" holds more than 65536 bytes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(auto_columns_appear_in_order_of_first_sight),
		cmocka_unit_test(auto_columns_are_limited),
		cmocka_unit_test(auto_columns_joined_values_are_limited),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
