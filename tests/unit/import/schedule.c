/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* Minutes since 1970 of a moment in UTC. */
static int64_t
at(int year, int month, int day, int hour, int minute)
{
	return ((int64_t)cdr_date_days_between(cdr_date_make(1970, 1, 1), cdr_date_make(year, month, day)) * 24 +
	        hour) * 60 +
	       minute;
}

static void
assert_last(const struct cdr_registry_fetching *fetching, int64_t now, int64_t expected)
{
	int64_t last = -1;
	assert_true(cdr_import_schedule_last(fetching, now, &last));
	assert_int_equal(last, expected);
}

static void
schedule_times_are_those_on_the_wall_there(void **state)
{
	(void)state;
	/* 02:30 in Manila is 18:30 UTC of the day before. */
	const struct cdr_registry_fetching manila = {
		.scheduled = true, .minute_of_day = 150, .weekdays = 0x7F, .zone = CDR_STR("Asia/Manila")
	};
	assert_last(&manila, at(2026, 5, 10, 18, 30), at(2026, 5, 10, 18, 30));
	assert_last(&manila, at(2026, 5, 10, 18, 29), at(2026, 5, 9, 18, 30));
	assert_last(&manila, at(2026, 5, 11, 12, 0), at(2026, 5, 10, 18, 30));
	/* Kathmandu is three quarters of an hour off. */
	const struct cdr_registry_fetching kathmandu = {
		.scheduled = true, .minute_of_day = 0, .weekdays = 0x7F, .zone = CDR_STR("Asia/Kathmandu")
	};
	assert_last(&kathmandu, at(2026, 5, 11, 0, 0), at(2026, 5, 10, 18, 15));
}

static void
schedule_follows_summer_time(void **state)
{
	(void)state;
	const struct cdr_registry_fetching london = {
		.scheduled = true, .minute_of_day = 6 * 60, .weekdays = 0x7F, .zone = CDR_STR("Europe/London")
	};
	assert_last(&london, at(2026, 1, 15, 12, 0), at(2026, 1, 15, 6, 0));
	assert_last(&london, at(2026, 7, 15, 12, 0), at(2026, 7, 15, 5, 0));
	/* The night it begins, 29 March 2026. */
	assert_last(&london, at(2026, 3, 29, 4, 59), at(2026, 3, 28, 6, 0));
	assert_last(&london, at(2026, 3, 29, 5, 0), at(2026, 3, 29, 5, 0));
}

static void
schedule_keeps_to_its_weekdays(void **state)
{
	(void)state;
	/* Monday and Wednesday; 11 May 2026 is a Monday. */
	const struct cdr_registry_fetching fetching = {
		.scheduled = true, .minute_of_day = 60, .weekdays = 5, .zone = CDR_STR("UTC")
	};
	assert_last(&fetching, at(2026, 5, 11, 1, 0), at(2026, 5, 11, 1, 0));
	assert_last(&fetching, at(2026, 5, 12, 23, 0), at(2026, 5, 11, 1, 0));
	assert_last(&fetching, at(2026, 5, 13, 1, 0), at(2026, 5, 13, 1, 0));
	assert_last(&fetching, at(2026, 5, 18, 0, 59), at(2026, 5, 13, 1, 0));
	const struct cdr_registry_fetching sunday = {
		.scheduled = true, .minute_of_day = 1439, .weekdays = 0x40, .zone = CDR_STR("UTC")
	};
	assert_last(&sunday, at(2026, 5, 17, 23, 58), at(2026, 5, 10, 23, 59));
}

static void
schedule_of_an_unknown_zone_is_none(void **state)
{
	int64_t last = 7;
	(void)state;
	const struct cdr_registry_fetching fetching = { .weekdays = 0x7F, .zone = CDR_STR("Asia/Atlantis") };
	assert_false(cdr_import_schedule_last(&fetching, at(2026, 5, 11, 1, 0), &last));
	assert_int_equal(last, 7);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(schedule_times_are_those_on_the_wall_there),
		cmocka_unit_test(schedule_follows_summer_time),
		cmocka_unit_test(schedule_keeps_to_its_weekdays),
		cmocka_unit_test(schedule_of_an_unknown_zone_is_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
