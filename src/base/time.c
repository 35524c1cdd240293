/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The clocks. Rooms that must be repeatable take "today" as a parameter and never call this. The surprise: wall-clock
 * time is UTC throughout; local time appears nowhere in the project.
 */

#include "candor/base.h"

#include <time.h>

static struct tm
now_utc(void)
{
	struct timespec now;
	struct tm utc;
	cdr_require(clock_gettime(CLOCK_REALTIME, &now) == 0);
	cdr_require(gmtime_r(&now.tv_sec, &utc) != NULL);
	return utc;
}

const char *
cdr_time_now(char out[CDR_TIME_TEXT_MAX])
{
	struct tm utc = now_utc();
	cdr_require(strftime(out, CDR_TIME_TEXT_MAX, "%Y-%m-%dT%H:%M:%SZ", &utc) > 0);
	return out;
}

struct cdr_date
cdr_date_today(void)
{
	struct tm utc = now_utc();
	return cdr_date_make(utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday);
}

int64_t
cdr_time_monotonic_ms(void)
{
	struct timespec now;
	cdr_require(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}
