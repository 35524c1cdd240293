/* SPDX-License-Identifier: Apache-2.0 */
#include "paper.h"
#include "pdf-file.h"
#include "prose.h"

static struct cdr_prose *
read_paper(struct paper *paper)
{
	struct cdr_prose *prose = NULL;
	struct cdr_error err = { 0 };
	struct cdr_table *table = cdr_alloc(sizeof(*table));
	assert_non_null(table);
	*table = (struct cdr_table){ .arena = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES), .file = CDR_STR("s.pdf") };
	if (cdr_prose_read_pdf_text("s.pdf", cdr_buf_str(&paper->text), table, &err) != CDR_OK ||
	    cdr_spool_close(table->spool, &err) != CDR_OK || cdr_prose_of_table(table, &prose, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	cdr_buf_done(&paper->text);
	return prose;
}

static void
say_large(struct paper *paper, double top, const char *text)
{
	struct cdr_str rest = cdr_str_from(text), word;
	double left = 40;
	while (cdr_str_split(&rest, ' ', &word)) {
		paper_word(paper, left, top, width_of(word), 2 * HEIGHT, word);
		left += width_of(word) + BLANK;
	}
}

static void
prose_pdf_lines_are_put_together(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	paper_page(&paper);
	say_large(&paper, 100, "Slavery statement");
	paper_say(&paper, 40, 150, "Our policies");
	paper_say(&paper, 40, 180, "We have a policy on all assess-");
	paper_say(&paper, 40, 190, "ments of third-");
	paper_say(&paper, 40, 200, "party risk.");
	paper_say(&paper, 40, 220, "It names: Another paragraph.");
	paper_say(&paper, 50, 230, "\xE2\x80\xA2 audits of the sites");
	paper_say(&paper, 55, 240, "we buy from");
	paper_say(&paper, 50, 250, "\xE2\x80\xA2 contracts");
	cdr_owned(cdr_prose) prose = read_paper(&paper);
	assert_blocks(prose,
	              "h1 Slavery statement\nh4 Our policies\np We have a policy on all assessments of third-party "
	              "risk.\np It names: Another paragraph.\ni audits of the sites we buy from\ni contracts\n");
	assert_int_equal(prose->blocks[0].page, 1);
}

static void
prose_pdf_sentences_go_on_over_the_page(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	char foot[64];
	for (int i = 1; i <= 4; i++) {
		paper_page(&paper);
		paper_say(&paper, 40, 20, "Harbour plc Statement 2023");
		paper_say(&paper, 40, 200,
		          i == 1   ? "We checked all of"
		          : i == 2 ? "our sites twice."
		                   : "More was done.");
		(void)snprintf(foot, sizeof(foot), "Page %d of 4", i);
		paper_say(&paper, 40, 780, foot);
	}
	cdr_owned(cdr_prose) prose = read_paper(&paper);
	assert_blocks(prose, "p We checked all of our sites twice.\np More was done.\np More was done.\n");
	assert_int_equal(prose->blocks[2].page, 4);
}

static void
prose_pdf_a_real_file_is_read_apart(void **state)
{
	(void)state;
	static const char *const pages[] = { "40 700 (Our policies)\n40 660 (We have a policy on slavery. It is)\n"
		                             "40 650 (known to all.)\n" };
	struct pdf_file pdf;
	cdr_owned(cdr_prose) prose = NULL;
	struct cdr_error err = { 0 };
	struct cdr_str bytes = pdf_make(&pdf, pages, 1, "", "");
	if (cdr_prose_read(bytes, "s.pdf", &prose, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	assert_blocks(prose, "h4 Our policies\np We have a policy on slavery. It is known to all.\n");
	cdr_buf_done(&pdf.bytes);
}

static void
prose_pdf_pictures_of_text_are_refused(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = cdr_alloc(sizeof(*table));
	assert_non_null(table);
	*table = (struct cdr_table){ .arena = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES), .file = CDR_STR("s.pdf") };
	paper_page(&paper);
	assert_int_equal(cdr_prose_read_pdf_text("s.pdf", cdr_buf_str(&paper.text), table, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "recognised (OCR)"));
	cdr_buf_done(&paper.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_pdf_lines_are_put_together),
		cmocka_unit_test(prose_pdf_sentences_go_on_over_the_page),
		cmocka_unit_test(prose_pdf_a_real_file_is_read_apart),
		cmocka_unit_test(prose_pdf_pictures_of_text_are_refused),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
