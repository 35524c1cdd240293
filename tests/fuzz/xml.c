/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an XML file with its columns found, and with named ones. A first line "records: EXPRESSION" makes the
 * expression an input too.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "candor/ingest.h"

static void
read_as(struct cdr_str bytes, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	if (cdr_ingest_read(bytes, "input.xml", options, &table, &err) != CDR_OK) {
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
	struct cdr_str bytes = { (const char *)data, size }, records = { NULL, 0 };
	const struct cdr_str mark = CDR_STR("records: ");
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("a"), CDR_STR("../a") },
		{ CDR_STR("b"), CDR_STR(".//b | @b") },
		{ CDR_STR("n"), CDR_STR("count(preceding-sibling::*) > 1") },
	};
	if (cdr_ingest_start(NULL) != CDR_OK)
		abort();
	if (cdr_str_starts_with(bytes, mark)) {
		(void)cdr_str_split(&bytes, '\n', &records);
		records = (struct cdr_str){ records.p + mark.n, records.n - mark.n };
		if (!bytes.p || !cdr_str_is_utf8(records))
			return 0;
	}
	struct cdr_ingest_options options = { .format = CDR_INGEST_XML, .records = records };
	read_as(bytes, &options);
	options.columns = columns;
	options.n_columns = CDR_LEN(columns);
	read_as(bytes, &options);
	return 0;
}
