/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An origin in words, as every message, finding and statement shows it. Its JSON form is with the other records
 * (records.c). What surprises: the line is told only where it differs from the row, that is when some cell above spans
 * several lines; otherwise it would say the same thing twice.
 */
#include "candor/model.h"

#include <inttypes.h>
#include <stdio.h>

struct cdr_str
cdr_origin_text(struct cdr_arena *arena, const struct cdr_origin *origin)
{
	char row[24] = "", line[32] = "";
	if (origin->row != 0)
		snprintf(row, sizeof(row), " row %" PRIu32, origin->row);
	if (origin->line != 0 && origin->line != origin->row)
		snprintf(line, sizeof(line), origin->row ? " (line %" PRIu32 ")" : " line %" PRIu32, origin->line);
	return cdr_str_format(arena, "%.*s%s%.*s%s%s", CDR_STR_ARG(origin->file), origin->sheet.n ? " " : "",
	                      CDR_STR_ARG(origin->sheet), row, line);
}
