/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
expect(const char *text, enum cdr_date_order order, int32_t ymd)
{
	struct cdr_date date = { 0 };
	enum cdr_date_reading reading = cdr_normalise_date(cdr_str_from(text), order, &date);
	if (reading != CDR_DATE_READ || date.ymd != ymd)
		fail_msg("\"%s\" gives reading %d, %d", text, (int)reading, (int)date.ymd);
}

static void
date_has_one_reading_in_many_shapes(void **state)
{
	(void)state;
	static const char *const shapes[] = {
		"2024-10-27",
		"2024/10/27",
		"20241027",
		"27.10.2024",
		"10/27/2024",
		"27-Oct-24",
		"27 October 2024",
		"Oct 27, 2024",
		"October 27 2024",
		"27th of October 2024",
		"2024-10-27T08:30:00Z",
		"2024-10-27 00:00:00",
		"10/27/2024 0:00",
		"Sunday, 27 October 2024",
		" 27 Oct 2024 ",
	};
	for (size_t i = 0; i < CDR_LEN(shapes); i++)
		expect(shapes[i], CDR_DATE_ORDER_UNKNOWN, 20241027);
	expect("12/28/1953", CDR_DATE_ORDER_UNKNOWN, 19531228);
	expect("28.12.2024", CDR_DATE_ORDER_UNKNOWN, 20241228);
	expect("5/5/2024", CDR_DATE_ORDER_UNKNOWN, 20240505);
}

static void
date_with_two_readings_needs_the_order_of_its_column(void **state)
{
	(void)state;
	struct cdr_date date = { 1 };
	assert_int_equal(cdr_normalise_date(S("07/10/2024"), CDR_DATE_ORDER_UNKNOWN, &date), CDR_DATE_AMBIGUOUS);
	assert_int_equal(date.ymd, 1);
	expect("07/10/2024", CDR_DATE_ORDER_DAY_FIRST, 20241007);
	expect("07/10/2024", CDR_DATE_ORDER_MONTH_FIRST, 20240710);
	expect("27/10/2024", CDR_DATE_ORDER_MONTH_FIRST, 20241027);
}

static void
date_of_two_digit_years_turns_at_sixty_nine(void **state)
{
	(void)state;
	expect("07-Oct-68", CDR_DATE_ORDER_UNKNOWN, 20681007);
	expect("07-Oct-69", CDR_DATE_ORDER_UNKNOWN, 19691007);
}

static void
date_refuses_what_is_none(void **state)
{
	(void)state;
	static const char *const others[] = {
		"",           "n/a",        "2024", "Oct 2024",           "30 February 2024", "31/31/2024",
		"2024-13-01", "1-2-3-2024", "12",   "revoked 1 May 2024", "1 Mayhem 2024",    "99999999999"
	};
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		struct cdr_date date = { 1 };
		if (cdr_normalise_date(cdr_str_from(others[i]), CDR_DATE_ORDER_DAY_FIRST, &date) != CDR_DATE_UNREADABLE)
			fail_msg("\"%s\" was read as %d", others[i], (int)date.ymd);
		assert_int_equal(date.ymd, 1);
	}
}

static void
date_order_is_told_by_values_that_force_it(void **state)
{
	(void)state;
	const struct cdr_str day[] = { S("01/02/2024"), S("28/02/2024"), S("rubbish") };
	const struct cdr_str month[] = { S("01/02/2024"), S("02/28/2024") };
	const struct cdr_str both[] = { S("28/02/2024"), S("02/28/2024") };
	const struct cdr_str neither[] = { S("01/02/2024"), S("2024-02-28"), S("28 Feb 2024") };
	assert_int_equal(cdr_normalise_date_order(day, CDR_LEN(day)), CDR_DATE_ORDER_DAY_FIRST);
	assert_int_equal(cdr_normalise_date_order(month, CDR_LEN(month)), CDR_DATE_ORDER_MONTH_FIRST);
	assert_int_equal(cdr_normalise_date_order(both, CDR_LEN(both)), CDR_DATE_ORDER_UNKNOWN);
	assert_int_equal(cdr_normalise_date_order(neither, CDR_LEN(neither)), CDR_DATE_ORDER_UNKNOWN);
	assert_int_equal(cdr_normalise_date_order(NULL, 0), CDR_DATE_ORDER_UNKNOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_has_one_reading_in_many_shapes),
		cmocka_unit_test(date_with_two_readings_needs_the_order_of_its_column),
		cmocka_unit_test(date_of_two_digit_years_turns_at_sixty_nine),
		cmocka_unit_test(date_refuses_what_is_none),
		cmocka_unit_test(date_order_is_told_by_values_that_force_it),
	};
	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
