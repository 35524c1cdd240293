/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void
date_make_accepts_only_days_that_exist(void **state)
{
	(void)state;
	assert_int_equal(cdr_date_make(2024, 2, 29).ymd, 20240229);
	assert_int_equal(cdr_date_make(2023, 2, 29).ymd, 0);
	assert_int_equal(cdr_date_make(1900, 2, 29).ymd, 0);
	assert_int_equal(cdr_date_make(2000, 2, 29).ymd, 20000229);
	assert_int_equal(cdr_date_make(2024, 4, 31).ymd, 0);
	assert_int_equal(cdr_date_make(2024, 0, 1).ymd, 0);
	assert_int_equal(cdr_date_make(2024, 13, 1).ymd, 0);
	assert_int_equal(cdr_date_make(2024, 1, 0).ymd, 0);
	assert_int_equal(cdr_date_make(2024, 12, 32).ymd, 0);
	assert_int_equal(cdr_date_make(2024, -1, -1).ymd, 0);
}

static void
date_make_keeps_to_its_range(void **state)
{
	(void)state;
	assert_int_equal(cdr_date_make(1799, 12, 31).ymd, 0);
	assert_int_equal(cdr_date_make(1800, 1, 1).ymd, 18000101);
	assert_int_equal(cdr_date_make(2999, 12, 31).ymd, 29991231);
	assert_int_equal(cdr_date_make(3000, 1, 1).ymd, 0);
}

static void
date_parse_reads_iso_dates_and_the_date_of_a_time(void **state)
{
	(void)state;
	struct cdr_date date = { 0 };
	assert_true(cdr_date_parse(CDR_STR("2026-11-21"), &date));
	assert_int_equal(date.ymd, 20261121);
	assert_true(cdr_date_parse(CDR_STR("2026-03-01T23:59:59Z"), &date));
	assert_int_equal(date.ymd, 20260301);
}

static void
date_parse_refuses_everything_else_and_leaves_the_output(void **state)
{
	(void)state;
	static const char *const BAD[] = { "",           "2026",        "2026-1-1",    "2026-02-30",  "26-01-01",
		                           "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-01x", "2026-01-1T",
		                           "2026-0a-01", "-026-01-01",  "20260101",    "2026-+1-01",  "0000-00-00",
		                           "2026-0:-01", "2026-01-0:",  "202:-01-01",  "2026-01-1/" };
	for (size_t i = 0; i < CDR_LEN(BAD); i++) {
		struct cdr_date date = { 7 };
		assert_false(cdr_date_parse(cdr_str_from(BAD[i]), &date));
		assert_int_equal(date.ymd, 7);
	}
	struct cdr_date date;
	assert_false(cdr_date_parse(cdr_str_from(NULL), &date));
}

static void
date_text_is_what_parse_reads(void **state)
{
	(void)state;
	char text[CDR_DATE_TEXT_MAX];
	assert_string_equal(cdr_date_text((struct cdr_date){ 20260305 }, text), "2026-03-05");
	assert_string_equal(cdr_date_text((struct cdr_date){ 0 }, text), "");
	assert_string_equal(cdr_date_text((struct cdr_date){ 123 }, text), "");
	assert_string_equal(cdr_date_text((struct cdr_date){ -20260305 }, text), "");
	assert_string_equal(cdr_date_text((struct cdr_date){ 20261305 }, text), "");
}

/* Walks the whole calendar a day at a time; month lengths come from cdr_date_make alone. */
static void
date_every_day_of_the_range_follows_the_one_before(void **state)
{
	(void)state;
	struct cdr_date first = { 18000101 }, date = first;
	int32_t n = 0;
	for (int year = 1800; year <= 2999; year++) {
		for (int month = 1; month <= 12; month++) {
			for (int day = 1; cdr_date_make(year, month, day).ymd != 0; day++) {
				assert_int_equal(date.ymd, cdr_date_make(year, month, day).ymd);
				assert_int_equal(cdr_date_days_between(first, date), n);
				assert_int_equal(cdr_date_add_days(first, n).ymd, date.ymd);
				char text[CDR_DATE_TEXT_MAX];
				struct cdr_date read = { 0 };
				assert_true(cdr_date_parse(cdr_str_from(cdr_date_text(date, text)), &read));
				assert_int_equal(read.ymd, date.ymd);
				date = cdr_date_add_days(date, 1);
				n++;
			}
		}
	}
	assert_int_equal(n, 438291); /* 1200 years of 365 days and their 291 leap days */
	assert_int_equal(date.ymd, 0);
}

static void
date_add_days_goes_back_and_stops_at_the_ends(void **state)
{
	(void)state;
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 20240301 }, -1).ymd, 20240229);
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 20250101 }, -366).ymd, 20240101);
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 18000101 }, -1).ymd, 0);
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 20240101 }, INT32_MAX).ymd, 0);
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 20240101 }, INT32_MIN).ymd, 0);
	assert_int_equal(cdr_date_add_days((struct cdr_date){ 0 }, 5).ymd, 0);
}

static void
date_days_between_is_signed(void **state)
{
	(void)state;
	struct cdr_date a = { 20240228 }, b = { 20240301 };
	assert_int_equal(cdr_date_days_between(a, b), 2);
	assert_int_equal(cdr_date_days_between(b, a), -2);
	assert_int_equal(cdr_date_days_between(a, a), 0);
	assert_int_equal(cdr_date_days_between((struct cdr_date){ 19700101 }, (struct cdr_date){ 20000101 }), 10957);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_make_accepts_only_days_that_exist),
		cmocka_unit_test(date_make_keeps_to_its_range),
		cmocka_unit_test(date_parse_reads_iso_dates_and_the_date_of_a_time),
		cmocka_unit_test(date_parse_refuses_everything_else_and_leaves_the_output),
		cmocka_unit_test(date_text_is_what_parse_reads),
		cmocka_unit_test(date_every_day_of_the_range_follows_the_one_before),
		cmocka_unit_test(date_add_days_goes_back_and_stops_at_the_ends),
		cmocka_unit_test(date_days_between_is_signed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
