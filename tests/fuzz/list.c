/* SPDX-License-Identifier: Apache-2.0 */
/* A plain text list, by a pattern of the kind definitions have: no line may be lost, and none may be more than one row. */
#include <stdint.h>
#include <stdlib.h>

#include "candor/ingest.h"

static void
read_as(struct cdr_str bytes, const struct cdr_regex *row, const struct cdr_regex *const *skip, size_t n_skip)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	const struct cdr_ingest_options options = {
		.format = CDR_INGEST_TEXT, .row = row, .skip = skip, .n_skip = n_skip
	};
	if (cdr_ingest_read(bytes, "input.txt", &options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return;
	}
	const struct cdr_sheet *sheet = &table->sheets[0];
	for (size_t i = 1; i < sheet->n_rows; i++) {
		const struct cdr_row line = cdr_sheet_row(sheet, i);
		if (line.row != line.line + 1 || (i > 1 && line.row <= cdr_sheet_row(sheet, i - 1).row))
			abort();
		for (uint32_t column = 0; column < line.n_cells; column++) {
			if (!cdr_str_is_utf8(cdr_row_cell(&line, column).text))
				abort();
		}
		/* Either a record or a line of another form, never both. */
		uint32_t last = row ? 2 : 1;
		if ((cdr_row_cell(&line, last).kind == CDR_CELL_EMPTY) ==
		    (cdr_row_cell(&line, 0).kind == CDR_CELL_EMPTY))
			abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str bytes = { (const char *)data, size };
	cdr_owned(cdr_regex) row = NULL;
	cdr_owned(cdr_regex) page = NULL;
	if (cdr_ingest_start(NULL) != CDR_OK ||
	    cdr_regex_compile(CDR_STR("^\\d+\\.\\s*(?<name>.+?)\\s*\\((?<licence>[^()]*)\\)$"), false, &row, NULL) !=
	            CDR_OK ||
	    cdr_regex_compile(CDR_STR("^Page \\d+$"), false, &page, NULL) != CDR_OK)
		abort();
	const struct cdr_regex *const skip[] = { page };
	read_as(bytes, row, skip, 1);
	read_as(bytes, NULL, NULL, 0);
	return 0;
}
