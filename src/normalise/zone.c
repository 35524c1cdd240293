/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time zones by the names of the IANA database, as ICU brings them along: no file of the system is needed, and the
 * process's own zone is neither asked nor changed. The surprise: ICU takes a name it does not know for UTC without a word,
 * so the name is looked up first.
 */
#include "normalise/normalise-impl.h"

#include <unicode/ucal.h>

#define ZONE_BYTES 64
#define MS_PER_MINUTE 60000.0

bool
cdr_normalise_zone(struct cdr_str zone, int64_t utc_minutes, int32_t *ret_minutes)
{
	UChar id[ZONE_BYTES], canonical[ZONE_BYTES];
	UErrorCode code = U_ZERO_ERROR;
	if (zone.n == 0 || zone.n >= ZONE_BYTES)
		return false;
	for (size_t i = 0; i < zone.n; i++)
		id[i] = (unsigned char)zone.p[i];
	(void)ucal_getCanonicalTimeZoneID(id, (int32_t)zone.n, canonical, ZONE_BYTES, NULL, &code);
	if (U_FAILURE(code))
		return false;
	UCalendar *calendar = ucal_open(id, (int32_t)zone.n, "en", UCAL_GREGORIAN, &code);
	if (U_FAILURE(code))
		return false;
	ucal_setMillis(calendar, (UDate)utc_minutes * MS_PER_MINUTE, &code);
	int32_t ms = ucal_get(calendar, UCAL_ZONE_OFFSET, &code) + ucal_get(calendar, UCAL_DST_OFFSET, &code);
	ucal_close(calendar);
	if (U_FAILURE(code))
		return false;
	*ret_minutes = ms / (int32_t)MS_PER_MINUTE;
	return true;
}
