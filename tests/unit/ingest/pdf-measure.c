/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

/* A line of a text set in columns of 200 points: as many words as there is room for. Returns where the next one begins. */
static size_t
say_words(struct paper *paper, double left, double top, size_t word)
{
	static const char *const words[] = { "the",     "province", "of",       "recruitment", "has", "a",
		                             "licence", "no",       "agencies", "more",        "fees" };
	double at = left;
	for (;; word++) {
		const char *text = words[word * word % 11];
		if (at + LETTER * (double)strlen(text) > left + 200)
			return word;
		paper_say(paper, at, top, text);
		at += LETTER * (double)strlen(text) + BLANK;
	}
}

/* Rows 20 points apart, lines within them 10: what belongs together is seen. */
static void
pdf_measure_rows_that_stand_apart_are_parted_by_that(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town|No.");
	paper_row(&paper, 70, "Lotus Company|Road 1|1");
	paper_row(&paper, 80, "Limited|Hue");
	paper_row(&paper, 100, "|No Name Road|2"); /* a row without a name is one */
	paper_row(&paper, 120, "Anchor|Dock 4|3");
	paper_row(&paper, 130, "|Vinh");
	paper_row(&paper, 140, "|Nghe An");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_row(table, 0, 1, "page 1 row 2: Lotus Company Limited|Road 1 Hue|1");
	assert_row(table, 0, 2, "page 1 row 3: |No Name Road|2");
	assert_row(table, 0, 3, "page 1 row 4: Anchor|Dock 4 Vinh Nghe An|3");
	assert_int_equal(table->n_notes, 0);
}

/* As word processors do it: what has one line stands beside the middle of what has two. */
static void
pdf_measure_rows_may_be_centred(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town|No.");
	for (int i = 0; i < 4; i++) {
		paper_row(&paper, 80 + 30 * i, "|Example Road 1");
		paper_row(&paper, 85 + 30 * i, i % 2 ? "Anchor||8" : "Lotus||7");
		paper_row(&paper, 90 + 30 * i, "|Hue");
	}
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->sheets[0].n_rows, 5);
	assert_row(table, 0, 1, "page 1 row 2: Lotus|Example Road 1 Hue|7");
	assert_row(table, 0, 4, "page 1 row 5: Anchor|Example Road 1 Hue|8");
}

static void
pdf_measure_newspaper_is_no_table(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	size_t word = 0;
	paper_page(&paper);
	for (int i = 0; i < 60; i++)
		word = say_words(&paper, i / 30 ? 320 : 40, 50 + 12 * (double)(i % 30), word);
	paper_refused(&paper, CDR_EINPUT, "no table was found in the PDF");
	paper_page(&paper);
	for (int i = 0; i < 10; i++)
		paper_say(&paper, 40, 50 + 12 * i, "Dear Sir, this is a letter and no list at all.");
	paper_refused(&paper, CDR_EINPUT, "ask for the list as CSV");
	paper_page(&paper);
	paper_say(&paper, 40, 50, "Ref. 12");
	paper_say(&paper, 400, 50, "3 May 2026");
	paper_say(&paper, 40, 80, "Dear Sir, this is a letter and no list at all.");
	paper_refused(&paper, CDR_EINPUT, "no table was found");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_measure_rows_that_stand_apart_are_parted_by_that),
		cmocka_unit_test(pdf_measure_rows_may_be_centred),
		cmocka_unit_test(pdf_measure_newspaper_is_no_table),
	};
	return cmocka_run_group_tests_name("ingest/pdf-measure", tests, start_ingest, NULL);
}
