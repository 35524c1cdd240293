/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by what makes rows of a table's lines: what is measured of all of them (pdf-measure.c), which line is the rest of
 * the row above (pdf-rest.c), and the rows (pdf-rows.c).
 */

#include "ingest/pdf-impl.h"

#define CDR_PDF_MAX_ROW_LINES 256
#define CDR_PDF_CLOSE_GAP 0.75F /* heights of a line: the rest of a cell is not further away */

enum cdr_pdf_kind {
	CDR_PDF_IN_ROW = 1, /* words in several columns */
	CDR_PDF_IN_CELL,    /* in one */
	CDR_PDF_ACROSS      /* words reach from one into another */
};

/* What a row has in a column so far. */
struct cdr_pdf_cell {
	struct cdr_pdf_span last; /* the line it ends in */
	int n_open;               /* brackets */
};
struct cdr_pdf_row {
	uint32_t lines[CDR_PDF_MAX_ROW_LINES];
	uint32_t n_lines, page;
	bool title;
	struct cdr_pdf_cell cells[CDR_PDF_MAX_COLUMNS];
};
struct cdr_pdf_rows {
	struct cdr_pdf *pdf;
	const struct cdr_pdf_group *group;
	struct cdr_ingest_builder *builder;
	const struct cdr_pdf_columns *columns;
	uint8_t *kinds;                   /* of the group's lines */
	uint32_t first_line;              /* of the group */
	uint32_t first_row;               /* the first line in columns */
	float height;                     /* of a line */
	float usual;                      /* white above most lines */
	float tight;                      /* up to so much white is within a row; negative: does not tell */
	float width[CDR_PDF_MAX_COLUMNS]; /* the widest line in each column */
	uint32_t n_filled[CDR_PDF_MAX_COLUMNS];
	uint32_t n_core, n_core_across; /* lines between the first and the last in columns, page by page */
	uint32_t n_in_rows, key;        /* the leftmost column that most rows have */
	struct cdr_map *pairs;          /* two lines of the key column that are one cell */
	bool key_only;                  /* lines with nothing but the key are the rest of a cell */
	bool out_of_memory;             /* seen where no error can be passed on */
	bool key_often;                 /* they often are */
	bool keyless;                   /* lines without the key are */
	struct cdr_pdf_row row;
	struct cdr_buf texts[CDR_PDF_MAX_COLUMNS];
	uint32_t n_on_page;
	size_t n_unsure, n_across, n_outside;
	uint32_t unsure_at, across_at; /* rows */
	uint32_t n_told_pages;
};

static inline const struct cdr_pdf_line *
cdr_pdf_line_at(const struct cdr_pdf_rows *rows, uint32_t at)
{
	return CDR_PDF_LINE(rows->pdf, at);
}

static inline enum cdr_pdf_kind
cdr_pdf_kind_of(const struct cdr_pdf_rows *rows, uint32_t at)
{
	return (enum cdr_pdf_kind)rows->kinds[at - rows->first_line];
}

static inline uint32_t
cdr_pdf_split_line(const struct cdr_pdf_rows *rows, uint32_t at, struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS])
{
	return cdr_pdf_split(rows->pdf, rows->columns, cdr_pdf_line_at(rows, at), spans);
}

static inline struct cdr_str
cdr_pdf_word_text(const struct cdr_pdf_rows *rows, uint32_t word)
{
	return CDR_PDF_WORD(rows->pdf, word)->text;
}

/* ------------------------------------------------------------------------------------------------ pdf-measure.c */

static inline float
cdr_pdf_white_above(const struct cdr_pdf_rows *rows, uint32_t before, uint32_t at)
{
	float white = cdr_pdf_line_at(rows, at)->top - cdr_pdf_line_at(rows, before)->bottom;
	return white > 0 ? white : 0;
}
/* The body's next line on the page, from `at` on; `end` when there is none. */
uint32_t
cdr_pdf_next_line(const struct cdr_pdf_rows *rows, uint32_t at, uint32_t end);
/* From the first to the last line in columns, and what stands close below that one; what is around them is looked at
 * later. */
void
cdr_pdf_core_of(const struct cdr_pdf_rows *rows, const struct cdr_pdf_page *page, uint32_t *ret_from,
                uint32_t *ret_end);
/* Whether the first word of a cell's next line would have had room in the line before. */
bool
cdr_pdf_had_room(const struct cdr_pdf_rows *rows, uint32_t column, const struct cdr_pdf_span *before,
                 const struct cdr_pdf_span *after);
/* Two lines both of which are in several columns: whether the second could be the rest of the first in each of them. */
bool
cdr_pdf_may_go_on(const struct cdr_pdf_rows *rows, const struct cdr_pdf_span *before, const struct cdr_pdf_span *after);
/* Looks at all lines of the group. *ret_is_table: whether they are a table at all. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_measure(struct cdr_pdf_rows *rows, bool *ret_is_table, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------- pdf-rest.c */

/* Looks at the lines that lack something. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_learn(struct cdr_pdf_rows *rows, struct cdr_error *err);
/* Whether a line is the rest of rows->row; *ret_unsure: it may be, and is not taken for it. */
bool
cdr_pdf_is_rest(struct cdr_pdf_rows *rows, uint32_t page, uint32_t at, bool *ret_unsure);
