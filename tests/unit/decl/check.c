/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "candor/decl.h"

static const struct cdr_decl_key keys[] = {
	{ "title", CDR_DECL_TEXT, true },       { "count", CDR_DECL_INTEGER, false },
	{ "share", CDR_DECL_NUMBER, false },    { "open", CDR_DECL_BOOLEAN, false },
	{ "since", CDR_DECL_DATE, false },      { "words", CDR_DECL_TEXT_LIST, false },
	{ "anything", CDR_DECL_ANY, false },    { "rows", CDR_DECL_ANY_LIST, false },
	{ "settings", CDR_DECL_ANY_MAP, true },
};

static enum cdr_status
check_text(const char *text, struct cdr_error *error)
{
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse(cdr_str_from(text), "t.yaml", &decl, error), CDR_OK);
	return cdr_decl_check(&decl, decl.root, keys, CDR_LEN(keys), error);
}

static void
expect_refused(const char *text, const char *where, const char *part)
{
	struct cdr_error error = { 0 };
	assert_int_equal(check_text(text, &error), CDR_EINPUT);
	if (strcmp(error.where, where) != 0 || !strstr(error.message, part))
		print_error("%s: %s\n", error.where, error.message);
	assert_string_equal(error.where, where);
	assert_non_null(strstr(error.message, part));
}

static void
check_accepts_what_is_declared(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	assert_int_equal(check_text("title: no\ncount: -3\nshare: 12.5\nopen: false\nsince: '2024-02-29'\n"
	                            "words: [a, b]\nanything: {x: [1]}\nrows: []\nsettings: {}\n",
	                            &error),
	                 CDR_OK);
	assert_int_equal(check_text("title: t\nwords: lone\nsince: 2024-02-29\ncount: ~\nsettings: {}\n", &error),
	                 CDR_OK);
	assert_int_equal(error.code, CDR_OK);
}

static void
check_names_each_kind_of_misfit(void **state)
{
	(void)state;
	expect_refused("{title: [x], settings: {}}", "t.yaml:1:9", "\"title\" must be text");
	expect_refused("{title: t, settings: {}, count: 1.5}", "t.yaml:1:33", "\"count\" must be a whole number");
	expect_refused("{title: t, settings: {}, count: '1'}", "t.yaml:1:33", "a whole number, without quotes");
	expect_refused("{title: t, settings: {}, share: 1e3}", "t.yaml:1:33", "\"share\" must be a number");
	expect_refused("{title: t, settings: {}, open: yes}", "t.yaml:1:32", "\"open\" must be true or false");
	expect_refused("{title: t, settings: {}, open: 'true'}", "t.yaml:1:32", "true or false, without quotes");
	expect_refused("{title: t, settings: {}, since: 2023-02-29}", "t.yaml:1:33", "a date (YYYY-MM-DD)");
	expect_refused("{title: t, settings: {}, since: 2023-02-20T10:00}", "t.yaml:1:33", "a date (YYYY-MM-DD)");
	expect_refused("{title: t, settings: {}, words: [a, [b]]}", "t.yaml:1:33", "a list of texts");
	expect_refused("{title: t, settings: {}, words: {a: b}}", "t.yaml:1:33", "a list of texts");
	expect_refused("{title: t, settings: {}, rows: a}", "t.yaml:1:32", "\"rows\" must be a list");
	expect_refused("{title: t, settings: a}", "t.yaml:1:22", "\"settings\" must be a map");
	expect_refused("[a]", "t.yaml:1:1", "a map (key: value lines) is expected here");
}

static void
check_offers_the_nearest_key(void **state)
{
	(void)state;
	expect_refused("{tilte: t, settings: {}, title: t}", "t.yaml:1:2",
	               "unknown key \"tilte\": did you mean \"title\"?");
	expect_refused("{title: t, settings: {}, setting: 1}", "t.yaml:1:26", "did you mean \"settings\"?");
	struct cdr_error error = { 0 };
	assert_int_equal(check_text("{title: t, settings: {}, elephant: 1}", &error), CDR_EINPUT);
	assert_string_equal(error.message, "unknown key \"elephant\"");
}

static void
check_names_all_problems_of_a_map(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	assert_int_equal(check_text("count: many\nopne: true\nsettings: ~\n", &error), CDR_EINPUT);
	assert_string_equal(error.where, "t.yaml:1:8");
	assert_non_null(strstr(error.message, "\"count\" must be a whole number"));
	assert_non_null(strstr(error.message, "\nt.yaml:2:1: unknown key \"opne\": did you mean \"open\"?"));
	assert_non_null(strstr(error.message, "\nt.yaml:1:1: \"title\" is missing"));
	assert_non_null(strstr(error.message, "\nt.yaml:1:1: \"settings\" is missing"));
	assert_int_equal(check_text("count: many\n", NULL), CDR_EINPUT);
}

static void
check_word_gives_its_index_or_the_choice(void **state)
{
	(void)state;
	static const char *const words[] = { "low", "high", NULL };
	cdr_auto(cdr_decl) decl = { 0 };
	struct cdr_error error = { 0 };
	int index = 7;
	assert_int_equal(cdr_decl_parse(CDR_STR("a: high\nb: hihg\nc: [low]\n"), "t.yaml", &decl, &error), CDR_OK);
	assert_int_equal(cdr_decl_word(&decl, decl.root, "a", words, &index, &error), CDR_OK);
	assert_int_equal(index, 1);
	assert_int_equal(cdr_decl_word(&decl, decl.root, "b", words, &index, &error), CDR_EINPUT);
	assert_string_equal(error.where, "t.yaml:2:4");
	assert_string_equal(error.message, "\"b\" is \"hihg\", but must be one of low, high");
	assert_int_equal(cdr_decl_word(&decl, decl.root, "c", words, &index, &error), CDR_EINPUT);
	assert_string_equal(error.where, "t.yaml:3:4");
	assert_int_equal(cdr_decl_word(&decl, decl.root, "d", words, &index, &error), CDR_EINPUT);
	assert_string_equal(error.message, "\"d\" is missing: one of low, high");
	assert_int_equal(index, 1);
}

static void
check_guess_is_near_or_none(void **state)
{
	(void)state;
	struct cdr_decl_guess guess = { .word = CDR_STR("hours_pre_day") };
	cdr_decl_guess(&guess, "days_per_week");
	assert_null(guess.nearest);
	cdr_decl_guess(&guess, "hours_per_days");
	cdr_decl_guess(&guess, "hours_per_day");
	assert_string_equal(guess.nearest, "hours_per_day");
	assert_int_equal(guess.slips, 1);
	struct cdr_decl_guess brief = { .word = CDR_STR("ab") };
	cdr_decl_guess(&brief, "cd");
	assert_null(brief.nearest);
}

static void
check_fail_sets_the_place_of_the_node(void **state)
{
	(void)state;
	cdr_auto(cdr_decl) decl = { 0 };
	struct cdr_error error = { 0 };
	assert_int_equal(cdr_decl_parse(CDR_STR("a:\n  - b\n"), "t.yaml", &decl, &error), CDR_OK);
	const struct cdr_decl_node *item = cdr_decl_get(decl.root, "a")->items[0];
	assert_int_equal(cdr_decl_fail(&decl, item, &error, "no %s here", "b"), CDR_EINPUT);
	assert_string_equal(error.where, "t.yaml:2:5");
	assert_string_equal(error.message, "no b here");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_accepts_what_is_declared),
		cmocka_unit_test(check_names_each_kind_of_misfit),
		cmocka_unit_test(check_offers_the_nearest_key),
		cmocka_unit_test(check_names_all_problems_of_a_map),
		cmocka_unit_test(check_word_gives_its_index_or_the_choice),
		cmocka_unit_test(check_guess_is_near_or_none),
		cmocka_unit_test(check_fail_sets_the_place_of_the_node),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
