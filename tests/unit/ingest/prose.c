/* SPDX-License-Identifier: Apache-2.0 */
#include "prose.h"

static void
prose_bullets_are_told_from_words(void **state)
{
	(void)state;
	assert_int_equal(cdr_prose_bullet(CDR_STR("- audits")), 2);
	assert_int_equal(cdr_prose_bullet(CDR_STR("\xE2\x80\xA2 audits")), 4);
	assert_int_equal(cdr_prose_bullet(CDR_STR("\xE2\x80\xA2"
	                                          "audits")),
	                 3);
	assert_int_equal(cdr_prose_bullet(CDR_STR("(a) audits")), 4);
	assert_int_equal(cdr_prose_bullet(CDR_STR("iv) audits")), 4);
	assert_int_equal(cdr_prose_bullet(CDR_STR("12. audits")), 4);
	assert_int_equal(cdr_prose_bullet(CDR_STR("o audits")), 2);
	assert_int_equal(cdr_prose_bullet(CDR_STR("our audits")), 0);
	assert_int_equal(cdr_prose_bullet(CDR_STR("-5 degrees")), 0);
	assert_int_equal(cdr_prose_bullet(CDR_STR("2023 was")), 0);
	assert_int_equal(cdr_prose_bullet(CDR_STR("A. Sample")), 0);
	assert_int_equal(cdr_prose_bullet(CDR_STR("-")), 0);
	assert_int_equal(cdr_prose_bullet(CDR_STR("(both) sides")), 0);
}

static void
prose_a_title_is_short_and_has_no_stop(void **state)
{
	(void)state;
	assert_true(cdr_prose_is_title(CDR_STR("Our supply chains")));
	assert_true(cdr_prose_is_title(CDR_STR("RISK ASSESSMENT")));
	assert_true(cdr_prose_is_title(CDR_STR("3. Due diligence")));
	assert_true(cdr_prose_is_title(CDR_STR("What did we do?")));
	assert_false(cdr_prose_is_title(CDR_STR("We did it.")));
	assert_false(cdr_prose_is_title(CDR_STR("suppliers and others")));
	assert_false(cdr_prose_is_title(CDR_STR("12/05/2023")));
	assert_false(cdr_prose_is_title(CDR_STR("Page")) && cdr_prose_is_title(CDR_STR("4")));
	assert_false(cdr_prose_is_title(CDR_STR("Our company was founded long ago by two people who thought that fish "
	                                        "could be sold in better ways")));
}

static void
prose_the_kind_of_document_is_told_by_its_content(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) page = read_prose(CDR_STR("<p>One &amp; two</p>"), "statement.html");
	assert_blocks(page, "p One & two\n");
	cdr_owned(cdr_prose) unnamed = read_prose(CDR_STR("\n<!DOCTYPE html>\n<html><h1>A</h1>b"), "statement");
	assert_blocks(unnamed, "h1 A\np b\n");
	cdr_owned(cdr_prose) marked = read_prose(CDR_STR("# A\nb"), "statement.md");
	assert_blocks(marked, "h1 A\np b\n");
	cdr_owned(cdr_prose) plain = read_prose(CDR_STR("# A\nb"), "statement.txt");
	assert_blocks(plain, "p # A b\n");
}

static void
prose_what_is_no_document_is_refused_by_name(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_PROSE };
	read_refused(CDR_STR("{\\rtf1 x}"), "a.rtf", &options, CDR_EINPUT, "a.rtf", "RTF");
	read_refused(CDR_STR("no pdf"), "a.pdf", &options, CDR_EINPUT, "a.pdf", "not a PDF");
	read_refused(CDR_STR("no docx"), "a.docx", &options, CDR_EINPUT, "a.docx", "not a DOCX");
	read_refused(CDR_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on"), "a.doc", &options, CDR_EINPUT, "a.doc",
	             "Word 97-2003");
	read_refused(CDR_STR(" \n\t\n"), "a.txt", &options, CDR_EINPUT, "a.txt", "no text");
	read_refused(CDR_STR(""), "a.txt", &options, CDR_EINPUT, "a.txt", "empty");
	read_refused(CDR_STR("<html><script>write()</script></html>"), "a.html", &options, CDR_EINPUT, "a.html",
	             "loaded by a script");
}

static void
prose_a_paragraph_without_end_is_cut_at_a_blank(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t i = 0; i < 10000; i++)
		cdr_buf_puts(&text, "word ");
	cdr_owned(cdr_prose) prose = read_prose(cdr_buf_str(&text), "long.txt");
	assert_int_equal(prose->n, 2);
	assert_true(cdr_str_ends_with(prose->blocks[0].text, CDR_STR("word")));
	assert_int_equal(prose->blocks[0].text.n + 1 + prose->blocks[1].text.n, 10000 * 5 - 1);
}

static void
prose_read_apart_gives_the_same(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_prose_read(CDR_STR("# A\n\n- b\n- c\n"), "x.md", &prose, &err), CDR_OK);
	assert_blocks(prose, "h1 A\ni b\ni c\n");
	assert_int_equal(prose->blocks[1].line, 3);
}

static void
prose_a_table_of_something_else_is_no_text(void **state)
{
	(void)state;
	struct cdr_prose *prose = NULL;
	struct cdr_error err = { 0 };
	struct cdr_table *table = read_table(CDR_STR("name,place\nA,B\n"), "list.csv", NULL);
	assert_int_equal(cdr_prose_of_table(table, &prose, &err), CDR_EINPUT);
	assert_null(prose);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_bullets_are_told_from_words),
		cmocka_unit_test(prose_a_title_is_short_and_has_no_stop),
		cmocka_unit_test(prose_the_kind_of_document_is_told_by_its_content),
		cmocka_unit_test(prose_what_is_no_document_is_refused_by_name),
		cmocka_unit_test(prose_a_paragraph_without_end_is_cut_at_a_blank),
		cmocka_unit_test(prose_read_apart_gives_the_same),
		cmocka_unit_test(prose_a_table_of_something_else_is_no_text),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
