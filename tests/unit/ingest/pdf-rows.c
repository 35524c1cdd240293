/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

static void
pdf_rows_join_words_as_they_are_broken(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Number|Status");
	paper_row(&paper, 70, "\xE8\x8E\xB2\xE8\x8A\xB1|B-1/KER/|valid");
	paper_row(&paper, 80, "\xE5\x85\xAC\xE5\x8F\xB8|77/2026");
	paper_row(&paper, 100, "Lotus -|A-2|valid");
	paper_row(&paper, 110, "Hue");
	paper_row(&paper, 130, "Anchor|A-3|valid");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_row(table, 0, 1, "page 1 row 2: \xE8\x8E\xB2\xE8\x8A\xB1\xE5\x85\xAC\xE5\x8F\xB8|B-1/KER/77/2026|valid");
	assert_row(table, 0, 2, "page 1 row 3: Lotus - Hue|A-2|valid");
}

static void
pdf_rows_leave_out_text_around_them_and_say_so(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	for (int p = 0; p < 2; p++) {
		paper_page(&paper);
		if (p == 1)
			paper_say(&paper, 40, 30, "The firms below have no site of their own in any of the provinces.");
		paper_row(&paper, 70, "Name|Town");
		paper_row(&paper, 90, p ? "Cedar|Hue" : "Lotus|Hue");
		paper_row(&paper, 110, p ? "Dune|Vinh" : "Anchor|Vinh");
	}
	paper_say(&paper, 40, 300, "For more information");
	paper_say(&paper, 40, 320, "ask the ministry");
	paper_say(&paper, 40, 790, "2");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_row(table, 0, 4, "page 2 row 3: Dune|Vinh");
	assert_true(is_told(table, "page 2: 4 lines outside the table are not read: \"The firms below"));
}

static void
pdf_rows_have_a_limit_on_a_page(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	for (int i = 0; i < CDR_INGEST_PDF_ROWS_A_PAGE; i++)
		paper_row(&paper, 10 + 20 * i, "Lotus|Hue");
	paper_refused(&paper, CDR_ELIMIT, "page 1 has more than 999 rows");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_rows_join_words_as_they_are_broken),
		cmocka_unit_test(pdf_rows_leave_out_text_around_them_and_say_so),
		cmocka_unit_test(pdf_rows_have_a_limit_on_a_page),
	};
	return cmocka_run_group_tests_name("ingest/pdf-rows", tests, start_ingest, NULL);
}
