/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

#include "statement/lint-impl.h"

/* Cuts a text and shows its sentences with "|" between them. */
static void
assert_cut(const char *text, const char *expected)
{
	cdr_auto(cdr_buf) shown = CDR_BUF_INIT;
	struct cdr_str rest = cdr_str_from(text), sentence;
	while (cdr_lint_next_sentence(&rest, &sentence))
		cdr_buf_printf(&shown, "%s%.*s", shown.n ? "|" : "", CDR_STR_ARG(sentence));
	assert_string_equal(shown.p ? shown.p : "", expected);
}

static void
sentences_end_at_stops(void **state)
{
	(void)state;
	assert_cut("We audit. We train! Do we pay? Yes.", "We audit.|We train!|Do we pay?|Yes.");
	assert_cut("“We audit.” They said so. (We do.) Always.", "“We audit.”|They said so.|(We do.)|Always.");
	assert_cut("No stop at the end", "No stop at the end");
	assert_cut("  ", "");
	assert_cut("Wait... what? we go on", "Wait... what? we go on");
}

static void
sentences_go_on_behind_abbreviations(void **state)
{
	(void)state;
	assert_cut("See s. 54(1) of the Act. It is short.", "See s. 54(1) of the Act.|It is short.");
	assert_cut("Harbour Fish Ltd. (No. 2) sells fish, e.g. Cod.",
	           "Harbour Fish Ltd. (No. 2) sells fish, e.g. Cod.");
	assert_cut("Signed by J. P. Sample. Done.", "Signed by J. P. Sample.|Done.");
	assert_cut("We own Harbour Ltd. The group buys fish.", "We own Harbour Ltd.|The group buys fish.");
	assert_cut("3. Risk is high. 4 sites.", "3. Risk is high.|4 sites.");
	assert_cut("It rose 2.5 times. Fine.", "It rose 2.5 times.|Fine.");
}

static void
sentences_know_their_place_and_heading(void **state)
{
	(void)state;
	const struct cdr_lint_block blocks[] = {
		{ CDR_LINT_HEADING, 2, 1, 0, CDR_STR("Our policies. And more") },
		{ CDR_LINT_PARAGRAPH, 0, 2, 0, CDR_STR("We train. It’s done – twice.") },
		{ CDR_LINT_NAVIGATION, 0, 2, 0, CDR_STR("Home") },
		{ CDR_LINT_ITEM, 0, 3, 7, CDR_STR("audits") },
	};
	cdr_auto(cdr_lint_text) text = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_lint_text_make(blocks, CDR_LEN(blocks), &text, &err), CDR_OK);
	assert_int_equal(text.n, 5);
	assert_int_equal(text.n_body, 3);
	assert_true(cdr_str_equal(text.items[0].text, CDR_STR("Our policies. And more")));
	assert_true(cdr_str_equal(text.items[2].text, CDR_STR("It’s done – twice.")));
	assert_true(cdr_str_equal(text.items[2].plain, CDR_STR("It's done - twice.")));
	assert_true(cdr_str_equal(text.items[2].folded, CDR_STR("it's done - twice.")));
	assert_true(cdr_str_equal(text.items[2].section, CDR_STR("Our policies. And more")));
	assert_int_equal(text.items[2].page, 2);
	assert_int_equal(text.items[4].line, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sentences_end_at_stops),
		cmocka_unit_test(sentences_go_on_behind_abbreviations),
		cmocka_unit_test(sentences_know_their_place_and_heading),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
