/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Workbooks of one sheet: read, or refused. */

#include "reading.h"

#include "workbook.h"

static const struct cdr_str nothing = { NULL, 0 };

static inline struct cdr_table *
read_sheet(struct cdr_str sheet, struct cdr_str strings, struct cdr_str styles)
{
	struct cdr_str packed = pack_workbook(sheet, strings, styles, nothing);
	assert_non_null(packed.p);
	struct cdr_table *table = read_table(packed, "list.xlsx", NULL);
	free((void *)(uintptr_t)packed.p);
	return table;
}

static inline void
sheet_refused(struct cdr_str sheet, enum cdr_status code, const char *where, const char *words)
{
	struct cdr_str packed = pack_workbook(sheet, nothing, nothing, nothing);
	assert_non_null(packed.p);
	read_refused(packed, "list.xlsx", NULL, code, where, words);
	free((void *)(uintptr_t)packed.p);
}
