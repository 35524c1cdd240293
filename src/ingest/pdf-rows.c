/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lines of a table -> its rows, line after line, and what is told of lines that are left out or in doubt. Which line is
 * the rest of the row above is decided in pdf-rest.c. The surprise: at the head of the first page all that is near is a
 * row, the title too, for which row is the header is not decided in this room.
 */
#include "ingest/pdf-rows-impl.h"

#include <math.h>
#include <string.h>

#define MAX_TITLE_LINES 12 /* above the table's first line; what is further up is text */
#define TITLE_GAP 20.0F    /* heights of a line */
#define FOOT_PART 0.9F     /* of the page's height: below stands its number */
#define MAX_PAGE_NUMBER_WORDS 6
#define SHOWN_BYTES 80
#define MAX_TOLD_PAGES 20

static bool
is_ideograph(struct cdr_str text, bool last)
{
	size_t at = last ? text.n : 0;
	while (last && at > 0 && ((unsigned char)text.p[--at] & 0xC0) == 0x80)
		;
	/* U+2E80 and above: three bytes that begin with E2 BA or more. */
	return at + 2 < text.n + (size_t)!last && (unsigned char)text.p[at] >= 0xE2 &&
	       (unsigned char)text.p[at] < 0xF0 &&
	       ((unsigned char)text.p[at] > 0xE2 || (unsigned char)text.p[at + 1] >= 0xBA);
}

/* No blank between ideographs, nor where a word is broken at its hyphen or stroke. */
static bool
joins_closely(struct cdr_str before, struct cdr_str after)
{
	char end = before.p[before.n - 1];
	return ((end == '-' || end == '/') && before.n > 1 && before.p[before.n - 2] != ' ') ||
	       (is_ideograph(before, true) && is_ideograph(after, false));
}

static void
add_text(struct cdr_pdf_rows *rows, uint32_t column, const struct cdr_pdf_span *span)
{
	struct cdr_buf *text = &rows->texts[column];
	for (uint32_t i = 0; i < span->n_words; i++) {
		struct cdr_str word = cdr_pdf_word_text(rows, span->first_word + i);
		if (text->n > 0 && (i > 0 || !joins_closely(cdr_buf_str(text), word)))
			cdr_buf_putc(text, ' ');
		cdr_buf_add_str(text, word);
	}
}

static enum cdr_status
flush_row(struct cdr_pdf_rows *rows, struct cdr_error *err)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	struct cdr_pdf_row *row = &rows->row;
	struct cdr_ingest_builder *builder = rows->builder;
	for (uint32_t c = 0; c < rows->columns->n; c++)
		cdr_buf_clear(&rows->texts[c]);
	for (uint32_t i = 0; i < row->n_lines; i++) {
		(void)cdr_pdf_split_line(rows, row->lines[i], spans);
		for (uint32_t c = 0; c < rows->columns->n; c++)
			add_text(rows, c, &spans[c]);
	}
	for (uint32_t c = 0; c < rows->columns->n && row->n_lines; c++) {
		struct cdr_str text = { NULL, 0 };
		CDR_TRY(cdr_buf_check(&rows->texts[c], CDR_INGEST_ROOM, err));
		CDR_TRY(cdr_ingest_builder_copy(builder, cdr_buf_str(&rows->texts[c]), &text, err));
		CDR_TRY(cdr_ingest_builder_set(builder, c, CDR_CELL_TEXT, text, err));
	}
	if (row->n_lines)
		CDR_TRY(cdr_ingest_builder_end_row(builder, err));
	memset(row, 0, sizeof(*row));
	return CDR_OK;
}

static void
add_to_row(struct cdr_pdf_rows *rows, uint32_t at)
{
	struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS];
	rows->row.lines[rows->row.n_lines++] = at;
	(void)cdr_pdf_split_line(rows, at, spans);
	for (uint32_t c = 0; c < rows->columns->n; c++) {
		struct cdr_pdf_cell *cell = &rows->row.cells[c];
		if (!spans[c].n_words)
			continue;
		cell->last = spans[c];
		for (uint32_t i = 0; i < spans[c].n_words; i++) {
			struct cdr_str word = cdr_pdf_word_text(rows, spans[c].first_word + i);
			for (size_t k = 0; k < word.n; k++)
				cell->n_open += (word.p[k] == '(') - (word.p[k] == ')');
		}
	}
}

static enum cdr_status
begin_row(struct cdr_pdf_rows *rows, uint32_t page, uint32_t at, struct cdr_error *err)
{
	CDR_TRY(flush_row(rows, err));
	if (++rows->n_on_page >= CDR_INGEST_PDF_ROWS_A_PAGE)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, rows->pdf->name,
		                "page %u has more than %d rows; ask for the list as CSV or .xlsx", page + 1,
		                CDR_INGEST_PDF_ROWS_A_PAGE - 1);
	rows->row.page = page;
	rows->row.title = at < rows->first_row;
	return cdr_ingest_builder_begin_row(rows->builder, (page + 1) * CDR_INGEST_PDF_ROWS_A_PAGE + rows->n_on_page, 0,
	                                    err);
}

static enum cdr_status
take_line(struct cdr_pdf_rows *rows, uint32_t page, uint32_t at, struct cdr_error *err)
{
	bool unsure = false, rest = cdr_pdf_is_rest(rows, page, at, &unsure);
	if (rows->out_of_memory)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (!rest) {
		CDR_TRY(begin_row(rows, page, at, err));
		uint32_t row = (page + 1) * CDR_INGEST_PDF_ROWS_A_PAGE + rows->n_on_page;
		bool across = cdr_pdf_kind_of(rows, at) == CDR_PDF_ACROSS && at > rows->first_row;
		rows->unsure_at = unsure && !rows->n_unsure ? row : rows->unsure_at;
		rows->across_at = across && !rows->n_across ? row : rows->across_at;
		rows->n_unsure += unsure;
		rows->n_across += across;
	}
	add_to_row(rows, at);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- outside */

/* "3", "Page 3 of 30", "- 3 -" near the foot of the page. */
static bool
is_page_number(const struct cdr_pdf_rows *rows, uint32_t page, uint32_t at)
{
	const struct cdr_pdf_line *line = cdr_pdf_line_at(rows, at);
	bool numbered = false;
	if (line->n_words > MAX_PAGE_NUMBER_WORDS || line->bottom < FOOT_PART * CDR_PDF_PAGE(rows->pdf, page)->height)
		return false;
	for (uint32_t i = 0; i < line->n_words; i++) {
		int64_t number = 0;
		struct cdr_str word = cdr_pdf_word_text(rows, line->first_word + i);
		numbered = numbered || (cdr_str_to_i64(word, &number) && number == page + 1);
	}
	return numbered;
}

/* Lines of one cell each around the lines in columns belong to them as long as they are near. */
static void
region_of(const struct cdr_pdf_rows *rows, uint32_t p, uint32_t *ret_from, uint32_t *ret_end)
{
	const struct cdr_pdf_page *page = CDR_PDF_PAGE(rows->pdf, p);
	uint32_t from, end, page_end = page->first_line + page->n_lines;
	float near = fmaxf(1.3F * rows->usual, rows->usual + 0.3F * rows->height);
	cdr_pdf_core_of(rows, page, &from, &end);
	*ret_from = *ret_end = page_end;
	if (from == page_end)
		return;
	bool first = p == rows->group->first_page;
	uint32_t n_above = 0;
	while (from > page->first_line && cdr_pdf_line_at(rows, from - 1)->use == CDR_PDF_BODY &&
	       n_above < (first ? MAX_TITLE_LINES : 2)) {
		bool title = first && cdr_pdf_white_above(rows, from - 1, from) <= TITLE_GAP * rows->height;
		bool cell = cdr_pdf_kind_of(rows, from - 1) == CDR_PDF_IN_CELL &&
		            cdr_pdf_white_above(rows, from - 1, from) <= near;
		if (!title && !cell)
			break;
		from--;
		n_above++;
	}
	while (end < page_end && cdr_pdf_line_at(rows, end)->use == CDR_PDF_BODY &&
	       cdr_pdf_kind_of(rows, end) == CDR_PDF_IN_CELL && cdr_pdf_white_above(rows, end - 1, end) <= near &&
	       !is_page_number(rows, p, end))
		end++;
	*ret_from = from;
	*ret_end = end;
}

static enum cdr_status
tell_outside(struct cdr_pdf_rows *rows, uint32_t p, uint32_t from, uint32_t end, struct cdr_error *err)
{
	const struct cdr_pdf_page *page = CDR_PDF_PAGE(rows->pdf, p);
	const struct cdr_pdf_line *first = NULL;
	size_t n = 0;
	for (uint32_t i = page->first_line; i < page->first_line + page->n_lines; i++) {
		if ((i >= from && i < end) || cdr_pdf_line_at(rows, i)->use != CDR_PDF_BODY)
			continue;
		first = first ? first : cdr_pdf_line_at(rows, i);
		n++;
	}
	rows->n_outside += n;
	if (n == 0 || rows->n_told_pages++ >= MAX_TOLD_PAGES)
		return CDR_OK;
	struct cdr_str text = cdr_pdf_line_text(rows->pdf, first);
	if (!text.p)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return cdr_pdf_note(rows->pdf, err, "page %u: %zu line%s outside the table %s not read: \"%.*s\"%s", p + 1, n,
	                    n == 1 ? "" : "s", n == 1 ? "is" : "are", (int)cdr_str_cut(text, SHOWN_BYTES), text.p,
	                    n == 1 ? "" : " …");
}

static enum cdr_status
tell_doubts(struct cdr_pdf_rows *rows, struct cdr_error *err)
{
	if (rows->n_told_pages > MAX_TOLD_PAGES)
		CDR_TRY(cdr_pdf_note(rows->pdf, err, "on %u pages together %zu lines outside the table are not read",
		                     rows->n_told_pages, rows->n_outside));
	if (rows->n_unsure)
		CDR_TRY(cdr_pdf_note(
			rows->pdf, err,
			"%zu row%s may be the rest of the one above, the first on page %u, row %u; compare with "
			"the PDF",
			rows->n_unsure, rows->n_unsure == 1 ? "" : "s", rows->unsure_at / CDR_INGEST_PDF_ROWS_A_PAGE,
			rows->unsure_at % CDR_INGEST_PDF_ROWS_A_PAGE));
	if (rows->n_across)
		CDR_TRY(cdr_pdf_note(rows->pdf, err,
		                     "%zu line%s over the columns, the first on page %u, row %u; compare with the PDF",
		                     rows->n_across, rows->n_across == 1 ? " reaches" : "s reach",
		                     rows->across_at / CDR_INGEST_PDF_ROWS_A_PAGE,
		                     rows->across_at % CDR_INGEST_PDF_ROWS_A_PAGE));
	return CDR_OK;
}

static enum cdr_status
add_page(struct cdr_pdf_rows *rows, uint32_t p, struct cdr_error *err)
{
	const struct cdr_pdf_page *page = CDR_PDF_PAGE(rows->pdf, p);
	uint32_t from, end;
	region_of(rows, p, &from, &end);
	rows->n_on_page = 0;
	for (uint32_t i = page->first_line; i < page->first_line + page->n_lines; i++) {
		if (i >= from && i < end && cdr_pdf_line_at(rows, i)->use == CDR_PDF_BODY)
			CDR_TRY(take_line(rows, p, i, err));
		else
			rows->n_on_page += cdr_pdf_line_at(rows, i)->use == CDR_PDF_REPEATED;
	}
	return tell_outside(rows, p, from, end, err);
}

static enum cdr_status
add_all(struct cdr_pdf_rows *rows, bool *ret_is_table, struct cdr_error *err)
{
	if (!rows->pairs)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	CDR_TRY(cdr_pdf_measure(rows, ret_is_table, err));
	if (!*ret_is_table)
		return CDR_OK;
	CDR_TRY(cdr_pdf_learn(rows, err));
	for (uint32_t p = rows->group->first_page; p < rows->group->end_page; p++)
		CDR_TRY(add_page(rows, p, err));
	CDR_TRY(flush_row(rows, err));
	return tell_doubts(rows, err);
}

enum cdr_status
cdr_pdf_add_rows(struct cdr_pdf *pdf, const struct cdr_pdf_group *group, struct cdr_ingest_builder *builder,
                 bool *ret_is_table, struct cdr_error *err)
{
	struct cdr_pdf_rows *rows = cdr_arena_alloc(pdf->arena, sizeof(*rows));
	if (!rows)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*rows = (struct cdr_pdf_rows){
		.pdf = pdf,
		.group = group,
		.builder = builder,
		.columns = &group->columns,
		.first_line = CDR_PDF_PAGE(pdf, group->first_page)->first_line,
		.first_row = UINT32_MAX,
		.pairs = cdr_map_new(CDR_INGEST_MAX_PDF_WORDS),
	};
	for (uint32_t c = 0; c < group->columns.n; c++)
		rows->texts[c] = (struct cdr_buf){ .max = CDR_INGEST_MAX_CELL_BYTES + 1 };
	enum cdr_status status = add_all(rows, ret_is_table, err);
	for (uint32_t c = 0; c < group->columns.n; c++)
		cdr_buf_done(&rows->texts[c]);
	(void)cdr_map_free(rows->pairs);
	return status;
}
