/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

static void
pdf_columns_header_alone_keeps_one(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Signed by|Town");
	paper_row(&paper, 70, "Lotus Company||Hue");
	paper_row(&paper, 90, "Anchor Example||Vinh");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_row(table, 0, 0, "page 1 row 1: Name|Signed by|Town");
	assert_row(table, 0, 1, "page 1 row 2: Lotus Company||Hue");
}

/* A line above the table that has a gap too, but elsewhere. */
static void
pdf_columns_title_closes_none(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_say(&paper, 40, 20, "Ministry of Labour and Every Sort of Employment");
	paper_say(&paper, 300, 20, "of the 3rd of May 2026 in the morning");
	paper_row(&paper, 50, "Name|Licence|Town");
	paper_row(&paper, 70, "Lotus Company|L-1|Hue");
	paper_row(&paper, 90, "Anchor Example|L-2|Vinh");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->n_sheets, 1);
	assert_row(table, 0, 1, "page 1 row 2: Name|Licence|Town");
	assert_row(table, 0, 2, "page 1 row 3: Lotus Company|L-1|Hue");
}

static void
pdf_columns_figures_may_end_at_one_place(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Workers");
	for (int i = 0, n = 1; i < 5; i++, n *= 10) {
		char figure[16];
		(void)snprintf(figure, sizeof(figure), "%d", n);
		paper_row(&paper, 70 + 20 * i, "Lotus");
		paper_say(&paper, 235 - LETTER * (double)strlen(figure), 70 + 20 * i, figure);
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_row(table, 0, 1, "page 1 row 2: Lotus|1");
	assert_row(table, 0, 5, "page 1 row 6: Lotus|10000");
}

/* Cells that fill their column up to the next one, which begins at one place in all rows. */
static void
pdf_columns_may_be_close_where_they_are_straight(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_say(&paper, 40, 20, "Name");
	paper_say(&paper, 143, 20, "Town");
	paper_say(&paper, 300, 20, "No.");
	for (int i = 0; i < 30; i++) {
		/* 20 letters are 100 points wide, and end 3 points before the town. */
		paper_say(&paper, 40, 40 + 20 * i, i % 2 ? "Abcdefghijklmnopqrst" : "Abcd Efghijkl Mnopq");
		paper_say(&paper, 143, 40 + 20 * i, i % 3 ? "Hue Town" : "Vinh");
		paper_say(&paper, 300, 40 + 20 * i, "7");
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_columns, 3);
	assert_row(table, 0, 2, "page 1 row 3: Abcdefghijklmnopqrst|Hue Town|7");
}

/* All names begin with one word, and a word of the header happens to begin where the second does. */
static void
pdf_columns_are_not_made_by_a_word_all_begin_with(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 20, "Company name|Town");
	for (int i = 0; i < 30; i++)
		paper_row(&paper, 40 + 20 * i, i % 2 ? "Example Lotus|Hue" : "Example Anchor Works|Vinh");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_columns, 2);
	assert_row(table, 0, 1, "page 1 row 2: Example Anchor Works|Vinh");
}

static void
pdf_columns_of_other_pages_make_another_table(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town");
	for (int i = 0; i < 6; i++)
		paper_row(&paper, 70 + 20 * i, "Lotus Company|Hue");
	paper_page(&paper);
	for (int i = 0; i < 6; i++) {
		paper_say(&paper, 40, 70 + 20 * i, i ? "Very Long Name of a Company Somewhere Example" : "Company");
		paper_say(&paper, 300, 70 + 20 * i, i ? "revoked" : "Status");
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->n_sheets, 2);
	assert_str(table->sheets[0].name, "table 1");
	assert_str(table->sheets[1].name, "table 2");
	assert_int_equal(table->sheets[0].n_rows, 7);
	assert_row(table, 1, 1, "page 2 row 2: Very Long Name of a Company Somewhere Example|revoked");
}

static void
pdf_columns_lines_across_them_are_told(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town");
	for (int i = 0; i < 8; i++)
		paper_row(&paper, 70 + 20 * i,
		          i == 4 ? "Of the northern provinces and of the southern ones" : "Lotus|Hue");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_row(table, 0, 5, "page 1 row 6: Of the northern provinces and of the southern ones");
	assert_row(table, 0, 6, "page 1 row 7: Lotus|Hue");
	assert_true(is_told(table, "1 line reaches over the columns, the first on page 1, row 6"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_columns_header_alone_keeps_one),
		cmocka_unit_test(pdf_columns_title_closes_none),
		cmocka_unit_test(pdf_columns_figures_may_end_at_one_place),
		cmocka_unit_test(pdf_columns_may_be_close_where_they_are_straight),
		cmocka_unit_test(pdf_columns_are_not_made_by_a_word_all_begin_with),
		cmocka_unit_test(pdf_columns_of_other_pages_make_another_table),
		cmocka_unit_test(pdf_columns_lines_across_them_are_told),
	};
	return cmocka_run_group_tests_name("ingest/pdf-columns", tests, start_ingest, NULL);
}
