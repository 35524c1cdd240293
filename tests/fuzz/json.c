/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a JSON file, read three ways: columns found, columns named, one record a line.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "candor/ingest.h"

static void
read_as(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	if (cdr_ingest_read(bytes, name, options, &table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		return;
	}
	for (size_t i = 0; i < table->sheets[0].n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(&table->sheets[0], i);
		for (uint32_t column = 0; column < row.n_cells; column++) {
			if (!cdr_str_is_utf8(cdr_row_cell(&row, column).text))
				abort();
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct cdr_str bytes = { (const char *)data, size };
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("a"), CDR_STR("a") },
		{ CDR_STR("b"), CDR_STR("a.b.c") },
		{ CDR_STR("none"), CDR_STR("..") },
	};
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	struct cdr_ingest_options options = { .format = CDR_INGEST_JSON };
	read_as(bytes, "input.json", &options);
	read_as(bytes, "input.ndjson", &options);
	options.columns = columns;
	options.n_columns = CDR_LEN(columns);
	options.records = CDR_STR("data");
	read_as(bytes, "input.json", &options);
	return 0;
}
