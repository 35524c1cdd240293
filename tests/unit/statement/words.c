/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static void
assert_text(struct cdr_str actual, const char *expected)
{
	assert_non_null(actual.p);
	if (!cdr_str_equal(actual, cdr_str_from(expected)))
		fail_msg("“%.*s” is not “%s”", CDR_STR_ARG(actual), expected);
}

static void
words_write_dates_as_the_law_wants(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) uk = load_law(fixture, UK);
	cdr_owned(cdr_law) california = load_law(fixture, CALIFORNIA);
	struct cdr_date day = cdr_date_make(2026, 3, 1);
	assert_text(cdr_words_date(&uk->words, fixture->arena, day), "1 March 2026");
	assert_text(cdr_words_date(&california->words, fixture->arena, day), "March 1, 2026");
	assert_null(cdr_words_date(&uk->words, fixture->arena, (struct cdr_date){ 0 }).p);
}

static void
words_spell_as_the_law_does(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) uk = load_law(fixture, UK);
	cdr_owned(cdr_law) california = load_law(fixture, CALIFORNIA);
	assert_text(cdr_words_term(&uk->words, fixture->arena, CDR_STR("forced_labour")), "forced labour");
	assert_text(cdr_words_term(&california->words, fixture->arena, CDR_STR("forced_labour")), "forced labor");
	assert_text(cdr_words_term(&california->words, fixture->arena, CDR_STR("own_staff")), "its own staff");
	assert_text(cdr_words_country(&california->words, CDR_STR("GB")), "the United Kingdom");
}

static void
words_write_money_and_numbers(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_arena *arena = fixture->arena;
	assert_text(cdr_words_money(&law->words, arena, 8450000000, CDR_STR("GBP")), "£84,500,000");
	assert_text(cdr_words_money(&law->words, arena, 3599999999, CDR_STR("GBP")), "£35,999,999.99");
	assert_text(cdr_words_money(&law->words, arena, 5, CDR_STR("USD")), "US$0.05");
	assert_text(cdr_words_money(&law->words, arena, -5, CDR_STR("USD")), "US$-0.05");
	assert_text(cdr_words_money(&law->words, arena, 1234, CDR_STR("JPY")), "¥1,234");
	assert_text(cdr_words_money(&law->words, arena, 1234, CDR_STR("KWD")), "KWD 1.234");
	assert_text(cdr_words_number(&law->words, arena, -1234567), "-1,234,567");
	assert_text(cdr_words_number(&law->words, arena, -123), "-123");
	assert_text(cdr_words_number(&law->words, arena, 999), "999");
}

static void
words_name_countries_and_terms(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_str items[] = { CDR_STR("a"), CDR_STR("b"), CDR_STR("c") };
	assert_text(cdr_words_country(&law->words, CDR_STR("PH")), "the Philippines");
	assert_text(cdr_words_country(&law->words, CDR_STR("NO")), "Norway"); /* not the boolean */
	assert_text(cdr_words_country(&law->words, CDR_STR("ZZ")), "ZZ");
	assert_text(cdr_words_term(&law->words, fixture->arena, CDR_STR("own_staff")), "its own staff");
	assert_text(cdr_words_term(&law->words, fixture->arena, CDR_STR("front_line")), "front line");
	assert_text(cdr_words_join(&law->words, fixture->arena, items, 3), "a, b and c");
	assert_text(cdr_words_join(&law->words, fixture->arena, items, 1), "a");
	assert_null(cdr_words_join(&law->words, fixture->arena, items, 0).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_write_dates_as_the_law_wants, setup, teardown),
		cmocka_unit_test_setup_teardown(words_spell_as_the_law_does, setup, teardown),
		cmocka_unit_test_setup_teardown(words_write_money_and_numbers, setup, teardown),
		cmocka_unit_test_setup_teardown(words_name_countries_and_terms, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
