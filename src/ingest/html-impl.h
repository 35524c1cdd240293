/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files of the HTML reader: the page and its parser (html.c), one table of it as it is built (html-table.c)
 * and the encoding a page declares (html-charset.c).
 */

#include "ingest/ingest-impl.h"

#define CDR_HTML_MAX_DEPTH 2048       /* elements open at once */
#define CDR_HTML_MAX_NESTED_TABLES 32 /* tables within tables */
#define CDR_HTML_MAX_FILLED 10000000  /* cells a page's spans repeat, all together */
#define CDR_HTML_MAX_COLSPAN 1000     /* larger ones are read as this, as browsers do */
#define CDR_HTML_MAX_ROWSPAN 65534    /* likewise */

/* ------------------------------------------------------------------------------------------------ html-charset.c */

/* The encoding a page names, as ICU knows it, or {NULL,0}. Borrowed from `bytes` or static. */
struct cdr_str
cdr_html_charset(struct cdr_str bytes);
/* The page as UTF-8. A byte-order mark outweighs what the page says, the caller both. A page that says UTF-8 is not taken at
 * its word: where it is not, it is guessed at like one that says nothing. Sets table->encoding. */
enum cdr_status CDR_MUST_CHECK
cdr_html_decode(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_ingest_text *ret,
                struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------- html-table.c */

/* What one column still owes to a cell further up. */
struct cdr_html_span {
	uint32_t rows_left; /* UINT32_MAX: to the end of the group of rows */
	bool fresh;         /* begun in the current row */
	struct cdr_buf text;
};
/* One table while it is open. Only measured when `table` is NULL: then nothing but `width` comes of it. */
struct cdr_html_table {
	struct cdr_table *table;
	const char *file;
	size_t number;  /* from 1, in the order in which the tables begin */
	uint32_t width; /* columns in use: found when measured, given when read */
	size_t *n_filled;
	struct cdr_ingest_builder builder;
	struct cdr_html_span *spans; /* CDR_INGEST_MAX_COLUMNS */
	uint32_t n_spans;
	struct cdr_buf cell;
	uint32_t row, column, next_column; /* of the open cell, and the first one after it */
	uint32_t n_down, n_across;
	uint32_t n_line_ends; /* owed before the next character of the cell */
	bool in_row, in_cell, space;
};
void
cdr_html_table_done(struct cdr_html_table *html);
/* `html` has table, file, number, width and n_filled set, the rest zero. */
enum cdr_status CDR_MUST_CHECK
cdr_html_table_init(struct cdr_html_table *html, struct cdr_error *err);
/* A cell that is still open ends where the next one begins; so do rows. */
enum cdr_status CDR_MUST_CHECK
cdr_html_table_begin_row(struct cdr_html_table *html, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_html_table_begin_cell(struct cdr_html_table *html, uint32_t n_down, uint32_t n_across, struct cdr_error *err);
void
cdr_html_table_add_text(struct cdr_html_table *html, struct cdr_str text);
/* A line end within the cell; `forced`: one more even after another. */
void
cdr_html_table_break(struct cdr_html_table *html, bool forced);
enum cdr_status CDR_MUST_CHECK
cdr_html_table_end_cell(struct cdr_html_table *html, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_html_table_end_row(struct cdr_html_table *html, struct cdr_error *err);
/* A group of rows begins or ends: no cell reaches from one into the next. */
enum cdr_status CDR_MUST_CHECK
cdr_html_table_end_group(struct cdr_html_table *html, struct cdr_error *err);
