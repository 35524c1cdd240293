/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One table of a page: from "a row begins", "a cell begins", "here is text" to rows in the builder. Spans across and down
 * are filled as merged ranges of a workbook are. No parser here. Surprise: a span is clipped to the columns in use, which
 * are known only at the table's end (a footer's colspan="100" must not make a hundred columns), so that every table goes
 * through here twice, the first time to be measured alone.
 */
#include "ingest/html-impl.h"

#include <stdio.h>
#include <string.h>

void
cdr_html_table_done(struct cdr_html_table *html)
{
	for (uint32_t i = 0; html->spans && i < html->n_spans; i++)
		cdr_buf_done(&html->spans[i].text);
	cdr_free(html->spans);
	html->spans = NULL;
	cdr_buf_done(&html->cell);
	cdr_ingest_builder_done(&html->builder);
}

enum cdr_status
cdr_html_table_init(struct cdr_html_table *html, struct cdr_error *err)
{
	html->cell = (struct cdr_buf)CDR_BUF_INIT;
	html->cell.max = CDR_INGEST_MAX_CELL_BYTES + 1;
	html->spans = cdr_alloc(CDR_INGEST_MAX_COLUMNS * sizeof(*html->spans));
	if (!html->spans)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (!html->table)
		return CDR_OK;
	char name[32];
	(void)snprintf(name, sizeof(name), "table %zu", html->number);
	CDR_TRY(cdr_ingest_builder_init(&html->builder, html->table, err));
	return cdr_ingest_copy(html->table, cdr_str_from(name), &html->builder.sheet.name, err);
}

static enum cdr_status
	CDR_PRINTF(3, 4) fail_at(const struct cdr_html_table *html, struct cdr_error *err, const char *format, ...)
{
	char place[CDR_ERROR_WHERE_MAX], letters[8], message[160];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	(void)snprintf(place, sizeof(place), "%s table %zu row %u, column %s", html->file, html->number, html->row,
	               cdr_column_letters(html->column, letters));
	return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, place, "%s; save the list alone, as CSV or .xlsx", message);
}

/* ------------------------------------------------------------------------------------------------------------ text */

void
cdr_html_table_add_text(struct cdr_html_table *html, struct cdr_str text)
{
	if (!html->in_cell)
		return;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		/* U+00A0 is how pages fill an empty cell and keep "1 May" on one line; nobody means it as a letter. */
		bool no_break = c == 0xC2 && i + 1 < text.n && (unsigned char)text.p[i + 1] == 0xA0;
		if (no_break || c == ' ' || (c >= '\t' && c <= '\r')) {
			html->space = true;
			i += no_break;
			continue;
		}
		for (; html->cell.n > 0 && html->n_line_ends > 0; html->n_line_ends--) {
			cdr_buf_putc(&html->cell, '\n');
			html->space = false;
		}
		if (html->cell.n > 0 && html->space)
			cdr_buf_putc(&html->cell, ' ');
		html->space = false;
		html->n_line_ends = 0;
		cdr_buf_putc(&html->cell, (char)c);
	}
}

void
cdr_html_table_break(struct cdr_html_table *html, bool forced)
{
	if (html->in_cell && (forced || html->n_line_ends == 0) && html->n_line_ends < CDR_INGEST_MAX_CELL_BYTES)
		html->n_line_ends++;
}

/* ----------------------------------------------------------------------------------------------------------- cells */

enum cdr_status
cdr_html_table_begin_cell(struct cdr_html_table *html, uint32_t n_down, uint32_t n_across, struct cdr_error *err)
{
	CDR_TRY(cdr_html_table_end_cell(html, err));
	if (!html->in_row)
		CDR_TRY(cdr_html_table_begin_row(html, err));
	html->column = html->next_column;
	while (html->column < html->n_spans && html->spans[html->column].rows_left > 0)
		html->column++;
	if (html->column >= CDR_INGEST_MAX_COLUMNS)
		return fail_at(html, err, "more than %d columns", CDR_INGEST_MAX_COLUMNS);
	html->n_down = n_down;
	html->n_across = n_across;
	html->next_column = html->column + n_across;
	html->n_line_ends = 0;
	html->space = false;
	html->in_cell = true;
	cdr_buf_clear(&html->cell);
	return CDR_OK;
}

/* Keeps the open cell for the rows below. */
static enum cdr_status
begin_span(struct cdr_html_table *html, uint32_t column, struct cdr_error *err)
{
	for (; html->n_spans <= column; html->n_spans++)
		html->spans[html->n_spans] = (struct cdr_html_span){ .text = CDR_BUF_INIT };
	struct cdr_html_span *span = &html->spans[column];
	span->rows_left = html->n_down == 0 ? UINT32_MAX : html->n_down - 1;
	span->fresh = true;
	cdr_buf_clear(&span->text);
	if (html->table && column < html->width)
		cdr_buf_add_str(&span->text, cdr_buf_str(&html->cell));
	return cdr_buf_check(&span->text, CDR_INGEST_ROOM, err);
}

static enum cdr_status
fill(struct cdr_html_table *html, uint32_t column, struct cdr_str text, struct cdr_error *err)
{
	if (++*html->n_filled > CDR_HTML_MAX_FILLED)
		return fail_at(html, err, "the page's cells that span several repeat more than %d times",
		               CDR_HTML_MAX_FILLED);
	return cdr_ingest_builder_set(&html->builder, column, CDR_CELL_TEXT, text, err);
}

static enum cdr_status
put_cell(struct cdr_html_table *html, struct cdr_error *err)
{
	struct cdr_str text = { NULL, 0 };
	if (!html->table) {
		html->width = html->column >= html->width ? html->column + 1 : html->width;
		return CDR_OK;
	}
	CDR_TRY(cdr_ingest_builder_copy(&html->builder, cdr_buf_str(&html->cell), &text, err));
	CDR_TRY(cdr_ingest_builder_set(&html->builder, html->column, CDR_CELL_TEXT, text, err));
	for (uint32_t i = html->column + 1; i < html->column + html->n_across && i < html->width; i++)
		CDR_TRY(fill(html, i, text, err));
	return CDR_OK;
}

enum cdr_status
cdr_html_table_end_cell(struct cdr_html_table *html, struct cdr_error *err)
{
	if (!html->in_cell)
		return CDR_OK;
	html->in_cell = false;
	if (html->cell.failed && html->cell.over_max)
		return fail_at(html, err, "the cell holds more than %d bytes", CDR_INGEST_MAX_CELL_BYTES);
	CDR_TRY(cdr_buf_check(&html->cell, CDR_INGEST_ROOM, err));
	if (html->cell.n > 0)
		CDR_TRY(put_cell(html, err));
	for (uint32_t i = html->column; html->n_down != 1 && i < html->next_column && i < CDR_INGEST_MAX_COLUMNS; i++)
		CDR_TRY(begin_span(html, i, err));
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ rows */

enum cdr_status
cdr_html_table_begin_row(struct cdr_html_table *html, struct cdr_error *err)
{
	CDR_TRY(cdr_html_table_end_row(html, err));
	html->row++;
	html->next_column = 0;
	html->in_row = true;
	return html->table ? cdr_ingest_builder_begin_row(&html->builder, html->row, 0, err) : CDR_OK;
}

static enum cdr_status
fill_column(struct cdr_html_table *html, uint32_t column, struct cdr_error *err)
{
	const struct cdr_html_span *span = &html->spans[column];
	const struct cdr_ingest_builder *builder = &html->builder;
	bool taken = column < builder->n_cells && builder->cells[column].kind != CDR_CELL_EMPTY;
	return taken || span->text.n == 0 ? CDR_OK : fill(html, column, cdr_buf_str(&span->text), err);
}

enum cdr_status
cdr_html_table_end_row(struct cdr_html_table *html, struct cdr_error *err)
{
	CDR_TRY(cdr_html_table_end_cell(html, err));
	if (!html->in_row)
		return CDR_OK;
	html->in_row = false;
	bool fills = html->table && !cdr_ingest_builder_is_blank(&html->builder);
	for (uint32_t i = 0; i < html->n_spans; i++) {
		struct cdr_html_span *span = &html->spans[i];
		if (span->rows_left > 0 && !span->fresh) {
			if (fills)
				CDR_TRY(fill_column(html, i, err));
			span->rows_left -= span->rows_left != UINT32_MAX;
		}
		span->fresh = false;
	}
	return html->table ? cdr_ingest_builder_end_row(&html->builder, err) : CDR_OK;
}

enum cdr_status
cdr_html_table_end_group(struct cdr_html_table *html, struct cdr_error *err)
{
	CDR_TRY(cdr_html_table_end_row(html, err));
	for (uint32_t i = 0; i < html->n_spans; i++)
		html->spans[i].rows_left = 0;
	return CDR_OK;
}
