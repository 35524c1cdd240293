/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Pages as pdftotext tells of them, written word by word: letters are 5 points wide, blanks 2, lines 8 high. Read as a PDF's
 * text is, without a PDF.
 */

#include "reading.h"

#include "ingest/pdf-impl.h"

#define PAPER_HEAD "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
#define LETTER 5.0
#define BLANK 2.0
#define HEIGHT 8.0

struct paper {
	struct cdr_buf text;
	int n_pages;
};

static inline void
paper_page(struct paper *paper)
{
	if (paper->n_pages++ == 0) {
		paper->text.max = CDR_BUF_MAX_DEFAULT;
		cdr_buf_puts(&paper->text, PAPER_HEAD);
	}
	cdr_buf_printf(&paper->text, "1\t%d\t0\t0\t0\t0\t0.000000\t0.000000\t600.000000\t800.000000\t-1\t###PAGE###\n",
	               paper->n_pages);
}

static inline void
paper_word(struct paper *paper, double left, double top, double width, double height, struct cdr_str word)
{
	cdr_buf_printf(&paper->text, "5\t%d\t0\t0\t0\t0\t%.2f\t%.2f\t%.2f\t%.2f\t100\t%.*s\n", paper->n_pages, left,
	               top, width, height, CDR_STR_ARG(word));
}

/* How many letters: a character of several bytes is one. */
static inline double
width_of(struct cdr_str word)
{
	size_t n = 0;
	for (size_t i = 0; i < word.n; i++)
		n += ((unsigned char)word.p[i] & 0xC0) != 0x80;
	return (double)n * LETTER;
}

/* Words with blanks between them, on one line. */
static inline void
paper_say(struct paper *paper, double left, double top, const char *text)
{
	struct cdr_str rest = cdr_str_from(text), word;
	while (cdr_str_split(&rest, ' ', &word)) {
		paper_word(paper, left, top, width_of(word), HEIGHT, word);
		left += width_of(word) + BLANK;
	}
}

/* A line of the table: "Lotus Ltd|Hue|12" at 40, 200 and 400. "" leaves a cell out. */
static inline void
paper_row(struct paper *paper, double top, const char *cells)
{
	static const double lefts[] = { 40, 200, 400, 500 };
	struct cdr_str rest = cdr_str_from(cells), cell;
	for (size_t i = 0; i < CDR_LEN(lefts) && cdr_str_split(&rest, '|', &cell); i++) {
		char text[256];
		(void)snprintf(text, sizeof(text), "%.*s", CDR_STR_ARG(cell));
		if (cell.n > 0)
			paper_say(paper, lefts[i], top, text);
	}
}

static inline enum cdr_status
paper_try(struct paper *paper, struct cdr_table **ret, struct cdr_error *err)
{
	struct cdr_table *table = cdr_alloc(sizeof(*table));
	struct cdr_arena *arena = table ? cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES) : NULL;
	enum cdr_status status = CDR_ENOMEM;
	if (arena) {
		*table = (struct cdr_table){ .arena = arena, .file = CDR_STR("list.pdf"), .format = CDR_INGEST_PDF };
		status = cdr_pdf_read_text("list.pdf", cdr_buf_str(&paper->text), CDR_STR(""), table, err);
	}
	if (status == CDR_OK && table->spool)
		status = cdr_spool_close(table->spool, err);
	if (status == CDR_OK)
		*ret = table;
	else if (arena)
		(void)cdr_table_free(table);
	else
		cdr_free(table);
	return status;
}

static inline struct cdr_table *
paper_read(struct paper *paper)
{
	struct cdr_error err = { 0 };
	struct cdr_table *table = NULL;
	if (paper_try(paper, &table, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	cdr_buf_done(&paper->text);
	*paper = (struct paper){ 0 };
	return table;
}

/* A row as one text: "page 1 row 2: Lotus Ltd|Hue". */
static inline const char *
row_text(const struct cdr_table *table, size_t sheet, size_t i, char out[512])
{
	char place[CDR_ERROR_WHERE_MAX];
	assert_true(sheet < table->n_sheets && i < table->sheets[sheet].n_rows);
	const struct cdr_row row = cdr_sheet_row(&table->sheets[sheet], i);
	(void)cdr_cell_place(table, &table->sheets[sheet], &row, UINT32_MAX, place, sizeof(place));
	int n = snprintf(out, 512, "%s:", place + sizeof("list.pdf"));
	for (uint32_t c = 0; c < row.n_cells; c++)
		n += snprintf(out + n, 512 - (size_t)n, "%c%.*s", c ? '|' : ' ',
		              CDR_STR_ARG(cdr_row_cell(&row, c).text));
	return out;
}

#define assert_row(table, sheet, i, text)                                                                              \
	do {                                                                                                           \
		char out_[512];                                                                                        \
		assert_string_equal(row_text((table), (sheet), (i), out_), text);                                      \
	} while (0)

static inline void
paper_refused(struct paper *paper, enum cdr_status code, const char *words)
{
	struct cdr_error err = { 0 };
	struct cdr_table *table = NULL;
	enum cdr_status status = paper_try(paper, &table, &err);
	if (status == CDR_OK) {
		char row[512];
		fail_msg("read: %s", row_text(table, 0, 0, row));
	}
	assert_int_equal(status, code);
	if (!strstr(err.message, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.message);
	cdr_buf_done(&paper->text);
	*paper = (struct paper){ 0 };
}

/* Whether some note has these words; if not, those there are are printed. */
static inline bool
is_told(const struct cdr_table *table, const char *words)
{
	for (size_t i = 0; i < table->n_notes; i++) {
		if (cdr_str_find(table->notes[i], cdr_str_from(words)) >= 0)
			return true;
	}
	for (size_t i = 0; i < table->n_notes; i++)
		print_message("note: %.*s\n", CDR_STR_ARG(table->notes[i]));
	return false;
}
