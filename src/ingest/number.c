/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Binary floating point back to text, for the formats that hold nothing better. Fifteen significant digits are what
 * every decimal a person types survives in a double, and what spreadsheets show; two more are written only where the
 * value is not one of those.
 */
#include "ingest/ingest-impl.h"

#include <stdio.h>
#include <stdlib.h>

const char *
cdr_ingest_number_text(double value, char out[CDR_INGEST_NUMBER_TEXT_MAX])
{
	(void)snprintf(out, CDR_INGEST_NUMBER_TEXT_MAX, "%.15g", value);
	double back = strtod(out, NULL);
	if (back < value || back > value)
		(void)snprintf(out, CDR_INGEST_NUMBER_TEXT_MAX, "%.17g", value);
	return out;
}
