/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What holds of every table a reader gives, whatever the format; for the fuzzers of readers. */

#include <stdlib.h>

#include "candor/ingest.h"

#define CHECKED_ROWS 1000 /* merged cells make a small file a long one */

static void
check_sheet(const struct cdr_sheet *sheet)
{
	for (size_t i = 0; i < sheet->n_rows && i < CHECKED_ROWS; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		if (row.n_cells > sheet->n_columns || (i > 0 && row.row <= cdr_sheet_row(sheet, i - 1).row))
			abort();
		for (uint32_t column = 0; column < row.n_cells; column++) {
			if (!cdr_str_is_utf8(cdr_row_cell(&row, column).text))
				abort();
		}
	}
}

/* Reads; a failure must say something, and what was read must hold. */
static inline void
read_and_check(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	if (cdr_ingest_read(bytes, name, options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return;
	}
	for (size_t i = 0; i < table->n_sheets; i++)
		check_sheet(&table->sheets[i]);
}
