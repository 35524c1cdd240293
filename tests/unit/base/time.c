/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>
#include <time.h>

/* Against the C library's own reading of the text, within the seconds the test takes. */
static void
time_now_is_the_present_in_utc(void **state)
{
	(void)state;
	char text[CDR_TIME_TEXT_MAX];
	time_t before = time(NULL);
	assert_ptr_equal(cdr_time_now(text), text);
	time_t after = time(NULL);
	struct tm parts = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &parts);
	assert_non_null(end);
	assert_int_equal(*end, '\0');
	assert_int_equal(strlen(text), 20);
	time_t then = timegm(&parts);
	assert_true(then >= before && then <= after);
}

static void
time_today_is_the_day_of_now(void **state)
{
	(void)state;
	char before[CDR_TIME_TEXT_MAX], after[CDR_TIME_TEXT_MAX];
	struct cdr_date today, first, last;
	cdr_time_now(before);
	today = cdr_date_today();
	cdr_time_now(after);
	assert_true(cdr_date_parse(cdr_str_from(before), &first));
	assert_true(cdr_date_parse(cdr_str_from(after), &last));
	assert_true(today.ymd >= first.ymd && today.ymd <= last.ymd);
}

static void
time_monotonic_goes_on_in_milliseconds(void **state)
{
	(void)state;
	int64_t before = cdr_time_monotonic_ms();
	struct timespec pause = { 0, 20 * 1000 * 1000 };
	while (nanosleep(&pause, &pause) != 0)
		continue;
	int64_t passed = cdr_time_monotonic_ms() - before;
	assert_true(passed >= 19 && passed < 60000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_now_is_the_present_in_utc),
		cmocka_unit_test(time_today_is_the_day_of_now),
		cmocka_unit_test(time_monotonic_goes_on_in_milliseconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
