/* SPDX-License-Identifier: Apache-2.0 */
#include "prose.h"

static void
prose_text_paragraphs_end_at_blank_lines(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = read_prose(CDR_STR("Our policies\r\n\r\nWe have a\r\npolicy on slavery.\r\n\r\n"
	                                                "1. Introduction\n\nWe check:\n  - suppliers\n  - agencies of\n"
	                                                "    all kinds\n\nJo Sample\nDirector\n"),
	                                        "s.txt");
	assert_blocks(prose, "h3 Our policies\np We have a policy on slavery.\nh3 1. Introduction\np We check:\n"
	                     "i suppliers\ni agencies of all kinds\np Jo Sample Director\n");
	assert_int_equal(prose->blocks[1].line, 3);
}

static void
prose_text_divided_words_are_joined(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose =
		read_prose(CDR_STR("The assess-\nment by a third-\nparty audi-\ntor of the X-\nRay "
	                           "unit\xC2\xAD"
	                           "ed."),
	                   "s.txt");
	assert_blocks(prose, "p The assessment by a third-party auditor of the X- Ray united.\n");
}

static void
prose_text_a_form_feed_is_a_new_page(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = read_prose(CDR_STR("One.\n\fTwo.\n\n\fThree."), "s.txt");
	assert_blocks(prose, "p One.\np Two.\np Three.\n");
	assert_int_equal(prose->blocks[0].page, 1);
	assert_int_equal(prose->blocks[2].page, 3);
}

static void
prose_text_markdown_marks_are_not_text(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = read_prose(
		CDR_STR("Slavery statement\n=================\n\n## Policies ##\nWe have a **policy** on\n"
	                "[slavery](https://example.org/p).\n\n> quoted *here*\n\n* one\n* two\n\n| Tier | Share |\n"
	                "|------|-------|\n| 1 | 90 % |\n\n**Due diligence**\n\nNext\\* ![a picture](x.png) "
	                "a<br>b\n---\n\n"
	                "```\n- as it is\n```\nsnake_case stays.\n"),
		"s.md");
	assert_blocks(prose, "h1 Slavery statement\nh2 Policies\np We have a policy on slavery.\np quoted here\ni one\n"
	                     "i two\nc Tier\nc Share\nc 1\nc 90 %\nh4 Due diligence\nh2 Next* a picture a b\n"
	                     "p - as it is\np snake_case stays.\n");
}

static void
prose_text_odd_marks_do_no_harm(void **state)
{
	(void)state;
	cdr_owned(cdr_prose) prose = read_prose(CDR_STR("#\n##### \n>\n>>\n|\n||\n](\n[x](y\n<\n\\"), "s.md");
	assert_true(prose->n > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prose_text_paragraphs_end_at_blank_lines),
		cmocka_unit_test(prose_text_divided_words_are_joined),
		cmocka_unit_test(prose_text_a_form_feed_is_a_new_page),
		cmocka_unit_test(prose_text_markdown_marks_are_not_text),
		cmocka_unit_test(prose_text_odd_marks_do_no_harm),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
