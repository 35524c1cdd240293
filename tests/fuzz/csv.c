/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a CSV file, once as found and once in an encoding and with a separator that the first byte chooses. What
 * comes out must keep the table's promises: rows and lines rise, no blank row, no cell past the caps, text is UTF-8.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "candor/ingest.h"

static void
check_row(const struct cdr_sheet *sheet, size_t i)
{
	const struct cdr_row row = cdr_sheet_row(sheet, i);
	bool blank = true;
	if (i > 0 && (row.row <= cdr_sheet_row(sheet, i - 1).row || row.line <= cdr_sheet_row(sheet, i - 1).line))
		abort();
	for (uint32_t column = 0; column < row.n_cells; column++) {
		struct cdr_str text = cdr_row_cell(&row, column).text;
		if (text.n > CDR_INGEST_MAX_CELL_BYTES || !cdr_str_is_utf8(text))
			abort();
		blank = blank && cdr_str_trim(text).n == 0;
	}
	if (blank || row.n_cells > sheet->n_columns)
		abort();
}

static void
read_as(struct cdr_str bytes, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	if (cdr_ingest_read(bytes, "input.csv", options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return;
	}
	for (size_t i = 0; i < table->sheets[0].n_rows; i++)
		check_row(&table->sheets[0], i);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const encodings[] = { "windows-1251", "Shift_JIS", "UTF-16BE",
		                                 "UTF-7",        "GB18030",   "ISO-2022-JP" };
	struct cdr_str bytes = { (const char *)data, size };
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	read_as(bytes, &(struct cdr_ingest_options){ .format = CDR_INGEST_CSV });
	if (size > 0)
		read_as(bytes, &(struct cdr_ingest_options){
				       .format = CDR_INGEST_CSV,
				       .encoding = cdr_str_from(encodings[data[0] % CDR_LEN(encodings)]),
				       .separator = ";|,\t"[data[0] % 4],
			       });
	return 0;
}
