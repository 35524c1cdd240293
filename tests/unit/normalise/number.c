/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
expect(const char *text, bool thousands_ok, const char *canonical)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	struct cdr_str got = cdr_normalise_number(cdr_str_from(text), thousands_ok, arena);
	bool same = canonical ? cdr_str_equal(got, cdr_str_from(canonical)) : got.p == NULL;
	if (!same)
		fail_msg("\"%s\" gives \"%.*s\"", text, CDR_STR_ARG(got));
}

static void
number_with_one_reading_becomes_canonical(void **state)
{
	(void)state;
	static const char *const pairs[][2] = {
		{ "0", "0" },
		{ ".5", "0.5" },
		{ "007", "7" },
		{ "-3", "-3" },
		{ "+12", "12" },
		{ "12.50", "12.5" },
		{ "12,5", "12.5" },
		{ "0,125", "0.125" },
		{ "0.125", "0.125" },
		{ "1,234.5", "1234.5" },
		{ "1.234,5", "1234.5" },
		{ "1 234 567", "1234567" },
		{ "1'234.50", "1234.5" },
		{ "1,234,567", "1234567" },
		{ "1.234.567", "1234567" },
		{ "12,34,567", "1234567" },
		{ "12.5 %", "12.5" },
		{ "1234.567", "1234.567" },
		{ "1\xC2\xA0"
		  "234",
		  "1234" },
		{ "-0.0", "0" },
		{ "1234567,89", "1234567.89" },
	};
	for (size_t i = 0; i < CDR_LEN(pairs); i++)
		for (int ok = 0; ok < 2; ok++)
			expect(pairs[i][0], ok, pairs[i][1]);
}

static void
number_with_two_readings_needs_to_be_told(void **state)
{
	(void)state;
	expect("1,234", false, NULL);
	expect("1.234", false, NULL);
	expect("1,234", true, "1234");
	expect("1.234", true, "1.234");
}

static void
number_refuses_what_is_none(void **state)
{
	(void)state;
	static const char *const others[] = { "",    "-",   "n/a",  "12 persons", "1,23,4",      "1..2", "1,2,3",
		                              "12.", "1e5", "0x1F", "12-13",      "1,234.567,8", "%" };
	for (size_t i = 0; i < CDR_LEN(others); i++)
		expect(others[i], true, NULL);
}

static void
number_too_long_is_refused(void **state)
{
	(void)state;
	expect("12345678901234567890123456789012345678901234567890", true, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_with_one_reading_becomes_canonical),
		cmocka_unit_test(number_with_two_readings_needs_to_be_told),
		cmocka_unit_test(number_refuses_what_is_none),
		cmocka_unit_test(number_too_long_is_refused),
	};
	return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
