/* SPDX-License-Identifier: Apache-2.0 */
#include "pdf-test.h"

static void
pdf_table_of_2000_rows_loses_none_and_repeats_its_header(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	add_row(doc, table, "Namecolumn", "Valuecolumn");
	for (int i = 0; i < 2000; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "supplier-%04d-end", i);
		add_row(doc, table, name, "x");
	}
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext -raw", "-", &text);
	const char *at = text.p;
	for (int i = 0; i < 2000; i++) {
		char name[32];
		(void)snprintf(name, sizeof(name), "supplier-%04d-end", i);
		at = strstr(at, name);
		if (!at)
			fail_msg("row %d is missing or out of order", i);
	}
	size_t n_pages = count(&text, "\f");
	assert_true(n_pages > 30);
	assert_int_equal(count(&text, "Namecolumn"), n_pages);
}

static void
pdf_table_header_is_read_out_once(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	add_row(doc, table, "Namecolumn", "Valuecolumn");
	for (int i = 0; i < 150; i++)
		add_row(doc, table, "name", "x");
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_auto(cdr_buf) tree = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext -raw", "-", &text);
	assert_true(count(&text, "Namecolumn") > 2);
	ask(&pdf, "pdfinfo -struct-text", "", &tree);
	assert_int_equal(count(&tree, "Namecolumn"), 1);
	assert_int_equal(count(&tree, "TR\n"), 151);
}

static void
pdf_table_parts_a_cell_higher_than_a_page(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) words = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	many_words(&words, 3000);
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("Before"));
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	add_row(doc, table, "Headone", "Headtwo");
	add_row(doc, table, "short", words.p);
	add_row(doc, table, "after", "all");
	text_of(doc, &text);
	assert_words(&text, 3000);
	assert_contains(&text, "after");
	assert_true(count(&text, "\f") >= 3);
	assert_int_equal(count(&text, "Headone"), count(&text, "\f"));
}

static void
pdf_table_with_a_header_higher_than_a_page_ends(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) words = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	many_words(&words, 3000);
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	add_row(doc, table, words.p, "Headtwo");
	add_row(doc, table, "after", "all");
	text_of(doc, &text);
	assert_words(&text, 3000);
	assert_contains(&text, "after");
}

static void
pdf_table_of_more_columns_than_fit_becomes_a_list(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	for (int r = 0; r < 3; r++) {
		struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
		for (int c = 0; c < 40; c++) {
			char cell[16];
			(void)snprintf(cell, sizeof(cell), r ? "cell%dx%d" : "head%d%.0d", r ? r : c, r ? c : 0);
			cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, cdr_str_from(cell));
		}
	}
	text_of(doc, &text);
	assert_contains(&text, "head0: cell1x0\n");
	assert_contains(&text, "head39: cell1x39\n");
	assert_contains(&text, "head39: cell2x39\n");
}

static void
pdf_table_shows_what_stands_below_a_cell(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	add_row(doc, table, "Head", "Head");
	struct cdr_doc_node *row = add_row(doc, table, "Cell", "Other");
	struct cdr_doc_node *list = cdr_doc_add(doc, row->first_child, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("within"));
	text_of(doc, &text);
	assert_contains(&text, "• within");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_table_of_2000_rows_loses_none_and_repeats_its_header),
		cmocka_unit_test(pdf_table_header_is_read_out_once),
		cmocka_unit_test(pdf_table_parts_a_cell_higher_than_a_page),
		cmocka_unit_test(pdf_table_with_a_header_higher_than_a_page_ends),
		cmocka_unit_test(pdf_table_of_more_columns_than_fit_becomes_a_list),
		cmocka_unit_test(pdf_table_shows_what_stands_below_a_cell),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
