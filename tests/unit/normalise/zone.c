/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "candor/normalise.h"

static void
zone_distance_is_that_of_the_moment(void **state)
{
	static const struct {
		const char *zone;
		int64_t utc_minutes;
		int32_t minutes;
	} cases[] = {
		{ "UTC", 0, 0 },
		{ "Asia/Manila", 29629440, 480 },
		{ "Asia/Kathmandu", 29629440, 345 },
		{ "Europe/London", 29450880, 0 },  /* 30 December 2025 */
		{ "Europe/London", 29734560, 60 }, /* 15 July 2026 */
		{ "America/St_Johns", 29450880, -210 },
	};
	(void)state;
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		int32_t minutes = 9999;
		assert_true(cdr_normalise_zone(cdr_str_from(cases[i].zone), cases[i].utc_minutes, &minutes));
		assert_int_equal(minutes, cases[i].minutes);
	}
}

static void
zone_that_is_none_is_told(void **state)
{
	static const char *const zones[] = { "", "Asia/Atlantis", "Manila", "\xFF\xFE",
		                             "Asia/AVeryLongNameOfAZoneThatNobodyHasEverHeardOfInAllTheseYears" };
	(void)state;
	for (size_t i = 0; i < CDR_LEN(zones); i++) {
		int32_t minutes = 9999;
		assert_false(cdr_normalise_zone(cdr_str_from(zones[i]), 0, &minutes));
		assert_int_equal(minutes, 9999);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zone_distance_is_that_of_the_moment),
		cmocka_unit_test(zone_that_is_none_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
