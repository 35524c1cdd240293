/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a JSON file, read four ways: columns found, columns named, one record a line, lists in lists. What is JSON to
 * the parser of trees must be JSON to the walk over the text as well.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ingest/json-impl.h"

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

static void
check_scan(struct cdr_str bytes)
{
	struct cdr_scan scan = { .text = bytes };
	struct cdr_str value;
	cdr_owned(cdr_json) tree = NULL;
	bool sound = cdr_scan_value(&scan, &value) && cdr_scan_end(&scan);
	bool marked = cdr_str_starts_with(bytes, CDR_STR("\xEF\xBB\xBF"));
	if (!marked && cdr_str_is_utf8(bytes) && cdr_json_parse(bytes, "input.json", &tree, NULL) == CDR_OK && !sound)
		abort();
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
	options = (struct cdr_ingest_options){ .format = CDR_INGEST_JSON, .records = CDR_STR("items[].sites[].x[]") };
	read_as(bytes, "input.json", &options);
	check_scan(bytes);
	return 0;
}
