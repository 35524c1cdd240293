/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
currency_digits_follow_the_standard(void **state)
{
	(void)state;
	assert_int_equal(cdr_import_currency_digits(CDR_STR("GBP")), 2);
	assert_int_equal(cdr_import_currency_digits(CDR_STR("AED")), 2); /* first of the list */
	assert_int_equal(cdr_import_currency_digits(CDR_STR("ZWL")), 2); /* last of the list */
	assert_int_equal(cdr_import_currency_digits(CDR_STR("JPY")), 0);
	assert_int_equal(cdr_import_currency_digits(CDR_STR("KWD")), 3);
	assert_int_equal(cdr_import_currency_digits(CDR_STR("CLF")), 4);
}

static void
currency_refuses_what_is_no_code(void **state)
{
	(void)state;
	static const char *const wrong[] = { "", "GB", "GBPX", "gbp", "ED ", "XAU", "ZZZ", "P A" };
	for (size_t i = 0; i < CDR_LEN(wrong); i++)
		assert_int_equal(cdr_import_currency_digits(cdr_str_from(wrong[i])), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(currency_digits_follow_the_standard),
		                            cmocka_unit_test(currency_refuses_what_is_no_code) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
