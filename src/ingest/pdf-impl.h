/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files that read a PDF: the words and their boxes as pdftotext tells them (pdf-tsv.c), the lines they stand
 * in and which of those belong to the page and not to the table (pdf-lines.c), the columns (pdf-columns.c) and the rows
 * (pdf-rows.c). Lengths are points, from the top left corner of the page.
 */

#include "ingest/ingest-impl.h"

#define CDR_PDF_MAX_COLUMNS 128
#define CDR_PDF_MAX_NOTES 64
#define CDR_PDF_MAX_ARENA_BYTES ((size_t)1 << 30)
/* A gap between two words as wide as this part of the line's height is more than a blank: something else begins. */
#define CDR_PDF_WIDE_GAP 0.55F

struct cdr_pdf_word {
	float left, right, top, bottom;
	struct cdr_str text;
};
/* What a line is on its page. */
enum cdr_pdf_use {
	CDR_PDF_BODY = 0,
	CDR_PDF_REPEATED, /* the table's header, or a title, once more */
	CDR_PDF_MARGIN    /* at the foot or the head of the pages: a page number, the name of the document */
};
struct cdr_pdf_line {
	uint32_t first_word, n_words;
	float left, right, top, bottom;
	float height; /* of its words, on average */
	uint32_t n_segments;
	enum cdr_pdf_use use;
};
struct cdr_pdf_page {
	uint32_t first_word, n_words, first_line, n_lines;
	float width, height;
};
struct cdr_pdf {
	const char *name; /* of the file */
	struct cdr_table *table;
	struct cdr_arena *arena; /* what is gone after reading */
	struct cdr_vec words, lines,
		pages;        /* of the structs above; the words of a line and the lines of a page follow each other */
	struct cdr_vec notes; /* of struct cdr_str, in the table's memory */
	uint32_t n_header_lines; /* of a header that is repeated; 0: none is */
	size_t n_repeated, n_margin;
};
#define CDR_PDF_WORD(pdf, i) CDR_VEC_AT(&(pdf)->words, struct cdr_pdf_word, i)
#define CDR_PDF_LINE(pdf, i) CDR_VEC_AT(&(pdf)->lines, struct cdr_pdf_line, i)
#define CDR_PDF_PAGE(pdf, i) CDR_VEC_AT(&(pdf)->pages, struct cdr_pdf_page, i)

/* Adds a sentence to what is told of the file; beyond CDR_PDF_MAX_NOTES none is added. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_note(struct cdr_pdf *pdf, struct cdr_error *err, const char *format, ...) CDR_PRINTF(3, 4);
/* The words of a line with single blanks between them, in pdf->arena. {NULL,0} when memory is short. */
struct cdr_str
cdr_pdf_line_text(const struct cdr_pdf *pdf, const struct cdr_pdf_line *line);

/* ---------------------------------------------------------------------------------------------------- pdf-tsv.c */

/* Fills pages and words. EINPUT when it is not what pdftotext writes, or the pages have no text; ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_parse(struct cdr_pdf *pdf, struct cdr_str tsv, struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------- pdf-lines.c */

/* Fills the lines and says which of them are repeated. EINPUT for a page whose text stands upright. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_find_lines(struct cdr_pdf *pdf, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ pdf-columns.c */

struct cdr_pdf_columns {
	uint32_t n;
	float left[CDR_PDF_MAX_COLUMNS], right[CDR_PDF_MAX_COLUMNS];
};
/* The part of a line that stands in one column. */
struct cdr_pdf_span {
	uint32_t first_word, n_words; /* 0: nothing */
	float left, right;
};
/* A table: the pages it stands on, and its columns. */
struct cdr_pdf_group {
	uint32_t first_page, end_page;
	struct cdr_pdf_columns columns;
};
/* The next table from a page on; none is left: columns.n is 0. ENOMEM, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_find_columns(const struct cdr_pdf *pdf, uint32_t from_page, struct cdr_pdf_group *ret, struct cdr_error *err);
/* Puts a line's words into columns, each into the one it begins in; returns how many are filled. */
uint32_t
cdr_pdf_split(const struct cdr_pdf *pdf, const struct cdr_pdf_columns *columns, const struct cdr_pdf_line *line,
              struct cdr_pdf_span spans[CDR_PDF_MAX_COLUMNS]);
/* Whether words without a wide gap between them reach from one column into another. */
bool
cdr_pdf_crosses(const struct cdr_pdf *pdf, const struct cdr_pdf_columns *columns, const struct cdr_pdf_line *line);

/* --------------------------------------------------------------------------------------------------- pdf-rows.c */

/* Adds the group's rows to the builder; *ret_is_table: whether they are one. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_add_rows(struct cdr_pdf *pdf, const struct cdr_pdf_group *group, struct cdr_ingest_builder *builder,
                 bool *ret_is_table, struct cdr_error *err);
