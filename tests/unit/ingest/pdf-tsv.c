/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"

#include <stdlib.h>

static void
pdf_tsv_pages_and_words_are_taken(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	cdr_buf_puts(&paper.text, "3\t1\t0\t0\t0\t0\t1.0\t1.0\t1.0\t1.0\t-1\t###FLOW###\n");
	paper_row(&paper, 50, "Name|Town");
	paper_row(&paper, 70, "Lotus|\xE8\x8E\xB2");
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_int_equal(table->n_sheets, 1);
	assert_row(table, 0, 0, "page 1 row 1: Name|Town");
	assert_row(table, 0, 1, "page 1 row 2: Lotus|\xE8\x8E\xB2");
	assert_int_equal(table->n_notes, 0);
}

static void
pdf_tsv_what_pdftotext_does_not_write_is_doubted(void **state)
{
	(void)state;
	static const char page[] = "1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t###PAGE###\n";
	static const char *const bad[] = {
		"5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\n",             /* no text */
		"5\t1\t0\t0\t0\t0\t1\t1\t1\t100\tword\n",          /* a number too few */
		"5\t2\t0\t0\t0\t0\t1\t1\t1\t1\t100\tword\n",       /* of a page to come */
		"1\t3\t0\t0\t0\t0\t0\t0\t600\t800\t-1\tpage\n",    /* a page left out */
		"1\t2\t0\t0\t0\t0\t0\t0\t0\t800\t-1\tpage\n",      /* without width */
		"6\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tword\n",       /* no such level */
		"0\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tword\n",       /* neither */
		"5\t1\t0\t0\t0\t0\tnan\t1\t1\t1\t100\tword\n",     /* no number */
		"5\t1\t0\t0\t0\t0\t1e9\t1\t1\t1\t100\tword\n",     /* not as it writes them */
		"5\t1\t0\t0\t0\t0\t9999999\t1\t1\t1\t100\tword\n", /* too far */
		"5\t1\t0\t0\t0\t0\t1\t1\t-1\t1\t100\tword\n",      /* less than nothing wide */
		"5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\t\xC3\n",       /* no character */
		"\n",                                              /* nothing */
		"5\t1\t0\t0\t0\t0\t1\t1\t1\t1\t100\tcut",          /* without its end */
	};
	for (size_t i = 0; i < CDR_LEN(bad); i++) {
		struct paper paper = { .text = CDR_BUF_INIT };
		cdr_buf_puts(&paper.text, PAPER_HEAD);
		cdr_buf_puts(&paper.text, page);
		cdr_buf_puts(&paper.text, bad[i]);
		paper_refused(&paper, CDR_EINPUT, "what pdftotext made of the file cannot be understood");
	}
	struct paper other = { .text = CDR_BUF_INIT };
	cdr_buf_puts(&other.text, "level,page_num\n");
	paper_refused(&other, CDR_EINPUT, "its line 1");
}

static void
pdf_tsv_pages_without_text_are_told_or_a_scan(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	paper_row(&paper, 50, "Name|Town");
	paper_row(&paper, 70, "Lotus|Hue");
	for (int i = 0; i < 12; i++)
		paper_page(&paper);
	cdr_owned(cdr_table) table = paper_read(&paper);
	assert_true(is_told(table, "pages 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and more have no text; if they are pictures"));
	paper_page(&paper);
	paper_page(&paper);
	paper_refused(&paper, CDR_EINPUT, "the PDF has no text: its pages are pictures");
	paper = (struct paper){ .text = CDR_BUF_INIT };
	cdr_buf_puts(&paper.text, PAPER_HEAD);
	paper_refused(&paper, CDR_EINPUT, "");
}

static void
pdf_tsv_more_pages_than_are_read_are_refused(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	for (int i = 0; i < CDR_INGEST_LAST_PDF_PAGE; i++)
		paper_page(&paper);
	paper_refused(&paper, CDR_ELIMIT, "more than 1999 pages");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_tsv_pages_and_words_are_taken),
		cmocka_unit_test(pdf_tsv_what_pdftotext_does_not_write_is_doubted),
		cmocka_unit_test(pdf_tsv_pages_without_text_are_told_or_a_scan),
		cmocka_unit_test(pdf_tsv_more_pages_than_are_read_are_refused),
	};
	return cmocka_run_group_tests_name("ingest/pdf-tsv", tests, start_ingest, NULL);
}
