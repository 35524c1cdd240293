/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an XML file with its columns found, and with named ones. A first line "records: EXPRESSION" makes the
 * expression an input too. What streams is read off the whole tree as well, which must come to the same.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "ingest/xml-impl.h"

/* In brackets an expression means the same, and is not one that streams. */
static struct cdr_table *
read_tree(struct cdr_str bytes, struct cdr_ingest_options options)
{
	cdr_auto(cdr_buf) bracketed = CDR_BUF_INIT;
	struct cdr_table *table = NULL;
	cdr_buf_printf(&bracketed, "(%.*s)", CDR_STR_ARG(options.records));
	options.records = cdr_buf_str(&bracketed);
	return cdr_ingest_read(bytes, "input.xml", &options, &table, NULL) == CDR_OK ? table : NULL;
}

static void
compare(const struct cdr_table *a, const struct cdr_table *b)
{
	if (!a || !b || a->sheets[0].n_rows != b->sheets[0].n_rows)
		abort();
	for (size_t i = 0; i < a->sheets[0].n_rows; i++) {
		const struct cdr_row left = cdr_sheet_row(&a->sheets[0], i), right = cdr_sheet_row(&b->sheets[0], i);
		if (left.n_cells != right.n_cells || left.line != right.line)
			abort();
		for (uint32_t column = 0; column < left.n_cells; column++) {
			if (!cdr_str_equal(cdr_row_cell(&left, column).text, cdr_row_cell(&right, column).text))
				abort();
		}
	}
}

static void
read_as(struct cdr_str bytes, const struct cdr_ingest_options *options)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = NULL;
	cdr_owned(cdr_table) tree = NULL;
	bool streams = cdr_xml_streams(options->records);
	enum cdr_status status = cdr_ingest_read(bytes, "input.xml", options, &table, &err);
	if (streams)
		tree = read_tree(bytes, *options);
	if (status != CDR_OK) {
		if (!err.message[0] || tree)
			abort();
		return;
	}
	if (streams)
		compare(table, tree);
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
	const struct cdr_ingest_column near[] = {
		{ CDR_STR("a"), CDR_STR("../@a") },
		{ CDR_STR("b"), CDR_STR(".//b | @b") },
		{ CDR_STR("n"), CDR_STR("count(.//node()) > 1") },
		{ CDR_STR("t"), CDR_STR("a/text() | text()") },
	};
	struct cdr_ingest_options options = { .format = CDR_INGEST_XML, .records = records };
	read_as(bytes, &options);
	options.columns = near;
	options.n_columns = CDR_LEN(near);
	read_as(bytes, &options);
	options.columns = columns;
	options.n_columns = CDR_LEN(columns);
	read_as(bytes, &options);
	return 0;
}
