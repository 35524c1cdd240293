/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

static void
number_reads_all_of_int64_and_not_one_more(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t value;
	} GOOD[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "12", 12 },
		{ "-3", -3 },
		{ "007", 7 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	for (size_t i = 0; i < CDR_LEN(GOOD); i++) {
		int64_t value = 99;
		assert_true(cdr_str_to_i64(cdr_str_from(GOOD[i].text), &value));
		assert_true(value == GOOD[i].value);
	}
}

static void
number_refuses_anything_but_one_whole_number(void **state)
{
	(void)state;
	static const char *const BAD[] = { "",
		                           "-",
		                           "+5",
		                           " 5",
		                           "5 ",
		                           "5.0",
		                           "1e3",
		                           "0x1",
		                           "--1",
		                           "1-2",
		                           "1,000",
		                           "9223372036854775808",
		                           "-9223372036854775809",
		                           "99999999999999999999",
		                           "\xD9\xA1" };
	for (size_t i = 0; i < CDR_LEN(BAD); i++) {
		int64_t value = 99;
		assert_false(cdr_str_to_i64(cdr_str_from(BAD[i]), &value));
		assert_true(value == 99);
	}
	int64_t value;
	assert_false(cdr_str_to_i64(cdr_str_from(NULL), &value));
}

/* Decimals must come out as the very double the compiler makes of them, also where the library has to help. */
static void
number_reads_decimals_exactly(void **state)
{
	(void)state;
	static const char *const GOOD[] = { "0",
		                            "0.93",
		                            "-0.1",
		                            "3.14",
		                            "16000.25",
		                            "0.00000000000001",
		                            "123456789012345",
		                            "12345678901234567890",
		                            "0.12345678901234567890123",
		                            "9007199254740993",
		                            "-179769313486231570814527423731704356798070",
		                            "007.50" };
	for (size_t i = 0; i < CDR_LEN(GOOD); i++) {
		double value = -1;
		assert_true(cdr_str_to_double(cdr_str_from(GOOD[i]), &value));
		assert_true(value == strtod(GOOD[i], NULL));
	}
}

static void
number_refuses_exponents_signs_and_half_decimals(void **state)
{
	(void)state;
	static const char *const BAD[] = { "",    "-",   ".",  "1.", ".5", "-.5",   "1.2.3", "1e5",
		                           "inf", "nan", "+1", " 1", "1 ", "0x1p3", "1,5",   "12345678901234567890x" };
	for (size_t i = 0; i < CDR_LEN(BAD); i++) {
		double value = 42;
		assert_false(cdr_str_to_double(cdr_str_from(BAD[i]), &value));
		assert_true(value == 42);
	}
}

static void
number_refuses_decimals_no_double_holds(void **state)
{
	(void)state;
	char text[402];
	double longest = 0;
	(void)snprintf(text, sizeof(text), "0.5%0*d", 347, 0);
	assert_true(cdr_str_to_double((struct cdr_str){ text, 350 }, &longest));
	assert_true(longest == 0.5);
	(void)snprintf(text, sizeof(text), "%0*d", 340, 0);
	for (int i = 0; i < 340; i++)
		text[i] = '9';
	double value = 42;
	assert_false(cdr_str_to_double((struct cdr_str){ text, 340 }, &value)); /* overflows */
	(void)snprintf(text, sizeof(text), "%0*d", 400, 7);
	assert_false(cdr_str_to_double((struct cdr_str){ text, 400 }, &value)); /* longer than any number needs */
	assert_true(value == 42);
}

/* Only the slice counts, not what follows it in memory. */
static void
number_stops_at_the_end_of_the_slice(void **state)
{
	(void)state;
	int64_t whole;
	double decimal;
	assert_true(cdr_str_to_i64((struct cdr_str){ "1234", 2 }, &whole));
	assert_true(whole == 12);
	assert_true(cdr_str_to_double((struct cdr_str){ "1.234", 3 }, &decimal));
	assert_true(decimal == 1.2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_reads_all_of_int64_and_not_one_more),
		cmocka_unit_test(number_refuses_anything_but_one_whole_number),
		cmocka_unit_test(number_reads_decimals_exactly),
		cmocka_unit_test(number_refuses_exponents_signs_and_half_decimals),
		cmocka_unit_test(number_refuses_decimals_no_double_holds),
		cmocka_unit_test(number_stops_at_the_end_of_the_slice),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
