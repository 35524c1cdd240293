/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

static void
pdf_lines_words_beside_each_other_are_one(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	/* Out of order, in different sizes, not quite level. */
	paper_say(&paper, 200, 71, "Hue");
	paper_say(&paper, 40, 70, "Lotus");
	paper_word(&paper, 67, 68, 18, 11, CDR_STR("Ltd"));
	paper_row(&paper, 50, "Name|Town");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_row(table, 0, 1, "page 1 row 2: Lotus Ltd|Hue");
}

static void
say_list(struct paper *paper, int n_pages, bool with_header)
{
	static const char *const names[] = { "Lotus", "Anchor", "Banyan", "Cedar", "Dune", "Elm" };
	for (int p = 0, k = 0; p < n_pages; p++) {
		paper_page(paper);
		if (p == 0)
			paper_say(paper, 40, 20, "Ministry of Examples");
		if (p == 0 || with_header)
			paper_row(paper, p == 0 ? 60 : 40, "Name|Town|No.");
		for (int i = 0; i < 2; i++, k++) {
			char row[64];
			(void)snprintf(row, sizeof(row), "%s|Town %c|%d", names[k % 6], 'A' + k, k);
			paper_row(paper, 100 + 20 * i, row);
		}
		char foot[32];
		(void)snprintf(foot, sizeof(foot), "Page %d of %d", p + 1, n_pages);
		paper_say(paper, 40, 770, foot);
	}
}

static void
pdf_lines_header_again_and_page_numbers_are_left_out_and_told(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	say_list(&paper, 3, true);
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->n_sheets, 1);
	assert_int_equal(table->sheets[0].n_rows, 8);
	assert_row(table, 0, 0, "page 1 row 1: Ministry of Examples");
	assert_row(table, 0, 1, "page 1 row 2: Name|Town|No.");
	assert_row(table, 0, 4, "page 2 row 2: Banyan|Town C|2");
	assert_row(table, 0, 7, "page 3 row 3: Elm|Town F|5");
	assert_true(is_told(table, "2 lines are left out that stand at the head of pages again: \"Name Town No.\""));
	assert_true(is_told(table, "3 lines are left out that stand at the foot of pages: \"Page 1 of 3\""));
	assert_int_equal(table->n_notes, 2);
	say_list(&paper, 2, false);
	cdr_owned(cdr_table) plain = paper_read(&paper);
	assert_int_equal(plain->sheets[0].n_rows, 6);
	assert_row(plain, 0, 4, "page 2 row 1: Banyan|Town C|2");
	assert_int_equal(plain->n_notes, 1);
}

/* A list of nothing but numbers and statuses: its last rows are the same but for the digits, on every page. */
static void
pdf_lines_rows_that_look_alike_are_kept(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	for (int p = 0; p < 4; p++) {
		paper_page(&paper);
		for (int i = 0; i < 5; i++) {
			char row[64];
			(void)snprintf(row, sizeof(row), "L-%d|Active", 100 * p + i);
			paper_row(&paper, 100 + 20 * i, row);
		}
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 20);
	assert_int_equal(table->n_notes, 0);
	/* The same of two pages with a last row that is elsewhere too. */
	for (int p = 0; p < 2; p++) {
		paper_page(&paper);
		paper_row(&paper, 100, p ? "L-3|Cedar" : "Licence|Name");
		paper_row(&paper, 120, p ? "L-4|Dune" : "L-1|Lotus");
		paper_row(&paper, 140, p ? "L-5|Elm" : "L-2|Elm");
	}
	cdr_owned(cdr_table) two = paper_read(&paper);
	assert_int_equal(two->sheets[0].n_rows, 6);
}

static void
pdf_lines_upright_text_is_refused_with_its_page(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town");
	paper_page(&paper);
	for (int i = 0; i < 6; i++)
		paper_word(&paper, 40 + 12 * i, 100, HEIGHT, 60, CDR_STR("Lotus"));
	struct cdr_error err = { 0 };
	struct cdr_table *table = NULL;
	assert_int_equal(paper_try(&paper, &table, &err), CDR_EINPUT);
	assert_string_equal(err.where, "list.pdf page 2");
	assert_non_null(strstr(err.message, "turn the page"));
	cdr_buf_done(&paper.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_lines_words_beside_each_other_are_one),
		cmocka_unit_test(pdf_lines_header_again_and_page_numbers_are_left_out_and_told),
		cmocka_unit_test(pdf_lines_rows_that_look_alike_are_kept),
		cmocka_unit_test(pdf_lines_upright_text_is_refused_with_its_page),
	};
	return cmocka_run_group_tests_name("ingest/pdf-lines", tests, start_ingest, NULL);
}
