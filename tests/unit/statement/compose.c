/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static const struct cdr_refs nothing = { NULL, 0 };

/* Composes with a few facts set: a name with braces in it, two counts, and nothing about the year. */
static void
assert_composed(struct fixture *fixture, const char *template, const char *expected, bool expected_complete)
{
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	cdr_auto(cdr_fact_set) set = { 0 };
	assert_int_equal(cdr_fact_set_init(&set, law, fixture->arena, NULL), CDR_OK);
	cdr_fact_set_text(&set, "organisation.name", CDR_STR("A {year.label} [B]"), nothing);
	cdr_fact_set_number(&set, "audits.in_year", 1, nothing);
	cdr_fact_set_number(&set, "parties.covered", 12345, nothing);
	struct cdr_str text = { NULL, 0 };
	bool complete = !expected_complete;
	assert_int_equal(cdr_compose(&set, cdr_str_from(template), &text, &complete, NULL), CDR_OK);
	assert_string_equal(text.p, expected);
	assert_int_equal(complete, expected_complete);
}

static void
compose_fills_values_and_never_reads_them_again(void **state)
{
	assert_composed(*state, "{organisation.name}!", "A {year.label} [B]!", true);
	assert_composed(*state, "plain", "plain", true);
}

static void
compose_counts_with_nouns(void **state)
{
	assert_composed(*state, "{audits.in_year|audit|audits}, {parties.covered|party|parties}",
	                "1 audit, 12,345 parties", true);
	assert_composed(*state, "{parties.covered}", "12,345", true);
}

static void
compose_leaves_out_brackets_that_are_not_known(void **state)
{
	assert_composed(*state, "a[ on {year.end}][ with {audits.in_year}].", "a with 1.", true);
	assert_composed(*state, "[{year.end}]", "", true);
}

static void
compose_tells_what_is_not_known(void **state)
{
	assert_composed(*state, "until {year.end}", "until (not known)", false);
}

static void
compose_knows_sound_texts(void **state)
{
	(void)state;
	static const char *const sound[] = { "", "a", "{a}", "[{a}] {b|x|y}", "a[b]c" };
	static const char *const broken[] = { "{", "}", "{a", "a}", "[", "]", "[a", "[[a]]", "{a{b}}", "{[}]", "{}" };
	for (size_t i = 0; i < CDR_LEN(sound); i++)
		assert_true(cdr_compose_is_sound(cdr_str_from(sound[i])));
	for (size_t i = 0; i < CDR_LEN(broken); i++)
		assert_false(cdr_compose_is_sound(cdr_str_from(broken[i])));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(compose_fills_values_and_never_reads_them_again, setup, teardown),
		cmocka_unit_test_setup_teardown(compose_counts_with_nouns, setup, teardown),
		cmocka_unit_test_setup_teardown(compose_leaves_out_brackets_that_are_not_known, setup, teardown),
		cmocka_unit_test_setup_teardown(compose_tells_what_is_not_known, setup, teardown),
		cmocka_unit_test(compose_knows_sound_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
