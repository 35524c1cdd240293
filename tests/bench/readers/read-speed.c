/* SPDX-License-Identifier: Apache-2.0 */
/*
 * read-speed FILE: reads a table as the importer does, in a process that is shut in, and looks at every cell. Prints what
 * there was as JSON; how long it took and what memory it needed is its maker's to measure.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "candor/ingest.h"

#define FORGET_ROWS 10000

struct sums {
	uint64_t n_rows, n_cells, n_bytes;
};

static struct sums
look_at(const struct cdr_table *table)
{
	struct sums sums = { 0 };
	for (size_t s = 0; s < table->n_sheets; s++) {
		for (size_t i = 0; i < table->sheets[s].n_rows; i++) {
			struct cdr_row row = cdr_sheet_row(&table->sheets[s], i);
			sums.n_rows++;
			for (uint32_t c = 0; c < row.n_cells; c++) {
				struct cdr_cell cell = cdr_row_cell(&row, c);
				sums.n_cells += cell.text.n > 0;
				sums.n_bytes += cell.text.n;
			}
			if (i % FORGET_ROWS == 0)
				cdr_table_forget(table);
		}
	}
	return sums;
}

static enum cdr_status
read_file(const char *path, struct cdr_error *err)
{
	struct cdr_ingest_options options = { 0 };
	cdr_auto(cdr_file_bytes) file = { 0 };
	cdr_owned(cdr_table) table = NULL;
	CDR_TRY(cdr_ingest_start(err));
	CDR_TRY(cdr_file_bytes_open(path, CDR_INGEST_MAX_FILE_BYTES, &file, err));
	options.map = &file.map;
	CDR_TRY(cdr_ingest_read_apart(file.bytes, path, &options, &table, err));
	struct sums sums = look_at(table);
	printf("{\"rows\": %" PRIu64 ", \"cells\": %" PRIu64 ", \"bytes\": %" PRIu64 "}\n", sums.n_rows, sums.n_cells,
	       sums.n_bytes);
	return CDR_OK;
}

int
main(int argc, char **argv)
{
	struct cdr_error err = { 0 };
	if (argc != 2) {
		fprintf(stderr, "usage: read-speed FILE\n");
		return 2;
	}
	if (read_file(argv[1], &err) == CDR_OK)
		return 0;
	fprintf(stderr, "read-speed: %s: %s\n", err.where, err.message);
	return 3;
}
