/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/html-impl.h"

static struct cdr_table *
read_page(const char *page)
{
	return read_table(cdr_str_from(page), "page.html", NULL);
}

static void
html_table_spans_are_filled_across_and_down(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_page("<table><tr><th>Country<th>Name<th>City"
	                                       "<tr><td rowspan=3>Alba<td>Mill<td>X"
	                                       "<tr><td colspan=2>Berg Works"
	                                       "<tr><td>Dyer<td>Y"
	                                       "<tr><td>Corin<td>Tannery<td>Z</table>");
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_text(table, 1, 0, "Alba");
	assert_text(table, 2, 0, "Alba");
	assert_text(table, 2, 1, "Berg Works");
	assert_text(table, 2, 2, "Berg Works");
	assert_text(table, 3, 0, "Alba");
	assert_text(table, 3, 1, "Dyer");
	assert_text(table, 4, 0, "Corin");
	assert_text(table, 4, 2, "Z");
}

static void
html_table_spans_stop_at_the_columns_in_use_and_at_blank_rows(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_page("<table><tr><td colspan=1000>List<tr><td>A<td>B"
	                                       "<tr><td rowspan=2>x<td>y<tr><td>&nbsp;"
	                                       "<tr><td colspan=100>End</table>");
	assert_int_equal(table->sheets[0].n_columns, 2);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_text(table, 0, 1, "List");
	assert_text(table, 3, 0, "End");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 3).row, 5);
}

static void
html_table_spans_end_with_their_group_of_rows(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_page("<table><thead><tr><th rowspan=0>A<th>B</thead>"
	                                       "<tbody><tr><td rowspan=99>1<td>2<tr><td>3</tbody>"
	                                       "<tbody><tr><td>4<td>5</tbody></table>");
	assert_text(table, 1, 0, "1");
	assert_text(table, 2, 0, "1");
	assert_text(table, 2, 1, "3");
	assert_text(table, 3, 0, "4");
}

static void
html_table_span_to_the_end_of_the_group_is_zero(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_page("<table><tr><td rowspan=0>A<td>1<tr><td>2<tr><td>3</table>");
	assert_text(table, 2, 0, "A");
	assert_text(table, 2, 1, "3");
}

static void
html_table_odd_spans_are_one_or_the_largest(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_page("<table><tr><td colspan=-3>a<td colspan=x>b<td colspan=0>c<td colspan='2.9'>d<td>e"
	                  "<tr><td>1<td>2<td>3<td>4<td>5<td>6</table>");
	assert_text(table, 0, 1, "b");
	assert_text(table, 0, 2, "c");
	assert_text(table, 0, 4, "d");
	assert_text(table, 0, 5, "e");
}

static void
html_table_white_space_is_one_space_and_br_a_line_end(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_page(
		"<table><tr><td>  Mill \n\t and&nbsp;Sons <br> 4 Quay<br/><br/>Alba <td><p>A</p><p>B</p><div>C</div>"
		"<td>N<b>e</b>w <i> Y</i>ard<td><ul><li>x<li>y</ul></table>");
	assert_text(table, 0, 0, "Mill and Sons\n4 Quay\n\nAlba");
	assert_text(table, 0, 1, "A\nB\nC");
	assert_text(table, 0, 2, "New Yard");
	assert_text(table, 0, 3, "x\ny");
}

static void
html_table_caps_are_named(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) wide = CDR_BUF_INIT;
	cdr_auto(cdr_buf) big = CDR_BUF_INIT;
	cdr_auto(cdr_buf) repeated = CDR_BUF_INIT;
	cdr_buf_puts(&wide, "<table><tr><td colspan=1000><td colspan=1000><td colspan=1000><td>x</table>");
	read_refused(cdr_buf_str(&wide), "page.html", NULL, CDR_ELIMIT, "page.html table 1 row 1, column DKK",
	             "more than 2048 columns");
	cdr_buf_puts(&big, "<table><tr><td>x<tr><td>y<td>");
	for (int i = 0; i < CDR_INGEST_MAX_CELL_BYTES / 8 + 1; i++)
		cdr_buf_puts(&big, "abcdefgh");
	cdr_buf_puts(&big, "</table>");
	read_refused(cdr_buf_str(&big), "page.html", NULL, CDR_ELIMIT, "page.html table 1 row 2, column B",
	             "more than 65536 bytes");
	cdr_buf_puts(&repeated, "<table>");
	for (int i = 0; i < 20000; i++)
		cdr_buf_puts(&repeated, "<tr><td colspan=1000>x");
	cdr_buf_puts(&repeated, "<tr><td colspan=999><td>x</table>");
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(cdr_buf_str(&repeated), "page.html", NULL, &table, &err), CDR_ELIMIT);
	assert_non_null(strstr(err.message, "repeat more than 10000000 times"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_table_spans_are_filled_across_and_down),
		cmocka_unit_test(html_table_spans_stop_at_the_columns_in_use_and_at_blank_rows),
		cmocka_unit_test(html_table_spans_end_with_their_group_of_rows),
		cmocka_unit_test(html_table_span_to_the_end_of_the_group_is_zero),
		cmocka_unit_test(html_table_odd_spans_are_one_or_the_largest),
		cmocka_unit_test(html_table_white_space_is_one_space_and_br_a_line_end),
		cmocka_unit_test(html_table_caps_are_named),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
