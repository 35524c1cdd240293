/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When a source that is asked at a time of the day was last to be asked. Nothing is asked here. The surprise: a time is
 * told as it is on the wall where the publisher is, so its distance from UTC is looked up for the moment itself, twice,
 * because it has to be guessed to find the moment.
 */
#include "import/import-impl.h"

#define MINUTES_A_DAY 1440
#define DAYS_A_WEEK 7
#define THURSDAY 3 /* 1 January 1970, from Monday */

static int64_t
floor_days(int64_t minutes)
{
	return minutes >= 0 ? minutes / MINUTES_A_DAY : -((-minutes + MINUTES_A_DAY - 1) / MINUTES_A_DAY);
}

bool
cdr_import_schedule_last(const struct cdr_registry_fetching *fetching, int64_t now, int64_t *ret)
{
	int32_t offset = 0, there = 0;
	if (!cdr_normalise_zone(fetching->zone, now, &offset))
		return false;
	int64_t today = floor_days(now + offset);
	for (int64_t day = today; day >= today - DAYS_A_WEEK; day--) {
		int64_t weekday = ((day + THURSDAY) % DAYS_A_WEEK + DAYS_A_WEEK) % DAYS_A_WEEK;
		int64_t wall = day * MINUTES_A_DAY + fetching->minute_of_day;
		if (!(fetching->weekdays >> weekday & 1) || !cdr_normalise_zone(fetching->zone, wall - offset, &there))
			continue;
		if (wall - there <= now) {
			*ret = wall - there;
			return true;
		}
	}
	return false;
}
