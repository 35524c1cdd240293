/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the tests of this room share: read bytes and look at cells, or read bytes and look at the refusal. */

#include "../base/unit.h"

#include <stdio.h>
#include <string.h>

#include "candor/ingest.h"

static inline int
start_ingest(void **state)
{
	(void)state;
	return cdr_ingest_start(NULL) == CDR_OK ? 0 : -1;
}

static inline struct cdr_table *
read_table(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options)
{
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	if (cdr_ingest_read(bytes, name, options, &table, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return table;
}

/* The read must fail with `code` at `where`, saying `words`. */
static inline void
read_refused(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options, enum cdr_status code,
             const char *where, const char *words)
{
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(bytes, name, options, &table, &err), code);
	assert_null(table);
	assert_int_equal(err.code, code);
	assert_string_equal(err.where, where);
	if (!strstr(err.message, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.message);
}

static inline struct cdr_cell
cell_at(const struct cdr_table *table, size_t sheet, size_t row, uint32_t column)
{
	assert_true(sheet < table->n_sheets);
	assert_true(row < table->sheets[sheet].n_rows);
	const struct cdr_row at = cdr_sheet_row(&table->sheets[sheet], row);
	return cdr_row_cell(&at, column);
}

/* A cell of the first sheet, by index of row and column. */
#define assert_cell(table, row, column, expected_kind, literal)                                                        \
	do {                                                                                                           \
		const struct cdr_cell cell_ = cell_at((table), 0, (row), (column));                                    \
		assert_str(cell_.text, literal);                                                                       \
		assert_int_equal(cell_.kind, (expected_kind));                                                         \
	} while (0)
#define assert_text(table, row, column, literal) assert_cell(table, row, column, CDR_CELL_TEXT, literal)
#define assert_empty(table, row, column) assert_int_equal(cell_at((table), 0, (row), (column)).kind, CDR_CELL_EMPTY)
