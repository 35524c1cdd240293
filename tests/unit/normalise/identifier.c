/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
expect(const char *scheme, const char *value, const char *normal)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	struct cdr_str got = cdr_normalise_identifier(cdr_str_from(scheme), cdr_str_from(value), arena);
	bool same = normal ? cdr_str_equal(got, cdr_str_from(normal)) : got.p == NULL;
	if (!same)
		fail_msg("%s \"%s\" gives \"%.*s\"", scheme, value, CDR_STR_ARG(got));
}

static void
identifier_lei_needs_its_check_digits(void **state)
{
	(void)state;
	assert_true(cdr_lei_is_valid(S("999900INVENTED000184")));
	assert_false(cdr_lei_is_valid(S("999900INVENTED000185")));
	assert_false(cdr_lei_is_valid(S("999900INVENTED00018")));
	assert_false(cdr_lei_is_valid(S("999900invented000184")));
	assert_false(cdr_lei_is_valid((struct cdr_str){ NULL, 0 }));
	expect("lei", " 9999 00invented000184 ", "999900INVENTED000184");
	expect("lei", "999900INVENTED000185", NULL);
}

static void
identifier_loses_marks_case_and_leading_zeros(void **state)
{
	(void)state;
	expect("company_number", "04830352", "4830352");
	expect("company_number", "4830352", "4830352");
	expect("company_number", "SC001234", "SC1234");
	expect("company_number", "sc 1234", "SC1234");
	expect("tax_id", "12-3456789", "123456789");
	expect("imo", "IMO 9000001", "9000001");
	expect("os_id", "XX2024001ABCDEF", "XX2024001ABCDEF");
	expect("company_number", "000", "0");
}

static void
identifier_licence_keeps_the_mark_between_numbers(void **state)
{
	(void)state;
	expect("licence:xx-rl", "RL-0123", "RL123");
	expect("licence:xx-rl", "rl 123", "RL123");
	expect("licence:xx-rl", "Licence No. RL/0123", "RL123");
	expect("licence:xx-rl", "1/23", "1-23");
	expect("licence:xx-rl", "12/3", "12-3");
	expect("licence:xx-rl", "0045-2019", "45-2019");
}

static void
identifier_of_nothing_is_nothing(void **state)
{
	(void)state;
	expect("tax_id", "", NULL);
	expect("tax_id", " -/. ", NULL);
	expect("lei", "n/a", NULL);
}

static void
identifier_too_long_is_nothing(void **state)
{
	(void)state;
	char text[600];
	memset(text, '7', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	expect("tax_id", text, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identifier_lei_needs_its_check_digits),
		cmocka_unit_test(identifier_loses_marks_case_and_leading_zeros),
		cmocka_unit_test(identifier_licence_keeps_the_mark_between_numbers),
		cmocka_unit_test(identifier_of_nothing_is_nothing),
		cmocka_unit_test(identifier_too_long_is_nothing),
	};
	return cmocka_run_group_tests_name("identifier", tests, NULL, NULL);
}
