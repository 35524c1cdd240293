/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the readers of running text: the door and what all of them share (prose.c), plain text and Markdown
 * (prose-text.c), web pages (prose-html.c), word processor documents (prose-docx.c), PDF (prose-pdf.c). A text on its way is a
 * table of one sheet, a row a block, so that it comes out of the process that read it as every table does:
 *
 *	row = kind (one letter of CDR_PROSE_LETTERS), level, page, text; the row's line is that of the block
 */

#include "ingest/ingest-impl.h"

#define CDR_PROSE_LETTERS "hpicn" /* in the order of enum cdr_prose_kind */
#define CDR_PROSE_MAX_PIECE_BYTES ((size_t)32 << 10)

/* Builds the sheet: init, then (begin, text…)…, then finish; done always. White space of any kind is one blank, at the ends
 * of a block none; soft hyphens and characters without width are left out. */
struct cdr_prose_writer {
	struct cdr_ingest_builder builder;
	struct cdr_buf text; /* of the open block */
	enum cdr_prose_kind kind;
	int level;
	uint32_t page, line;
	size_t n_blocks, n_bytes;
	size_t n_strong, n_plain; /* characters of the open block in bold type, and in any other */
	bool space;
};
void
cdr_prose_writer_done(struct cdr_prose_writer *writer);
enum cdr_status CDR_MUST_CHECK
cdr_prose_writer_init(struct cdr_prose_writer *writer, struct cdr_table *table, struct cdr_error *err);
/* Ends the open block, which is kept unless it is blank; a short paragraph all in bold type is a heading. ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_prose_begin(struct cdr_prose_writer *writer, enum cdr_prose_kind kind, int level, struct cdr_error *err);
void
cdr_prose_text(struct cdr_prose_writer *writer, struct cdr_str text, bool strong);
/* A line of a paragraph that is broken into lines: a word divided at the end of the line before is joined. */
void
cdr_prose_line(struct cdr_prose_writer *writer, struct cdr_str line);
enum cdr_status CDR_MUST_CHECK
cdr_prose_finish(struct cdr_prose_writer *writer, struct cdr_error *err);

/* Whether a line alone may be a heading: short, begins like one, ends without a stop, and is no date or page number. */
bool
cdr_prose_is_title(struct cdr_str line);
/* How many bytes of a line are the mark of a list item and the blanks around it ("• ", "(a) ", "3. "); 0: none. */
size_t
cdr_prose_bullet(struct cdr_str line);

enum cdr_status CDR_MUST_CHECK
cdr_prose_read_text(const struct cdr_ingest_source *source, struct cdr_table *table, bool markdown,
                    struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_prose_read_html(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_prose_read_docx(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_prose_read_pdf(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
/* What pdftotext said of a PDF, to blocks; for tests and the fuzzer. */
enum cdr_status CDR_MUST_CHECK
cdr_prose_read_pdf_text(const char *name, struct cdr_str tsv, struct cdr_table *table, struct cdr_error *err);
