/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared inside ingest: the source being read, text once decoded, and the builder every reader fills its sheets through
 * (so that blank rows, trailing blanks and all caps are treated alike whatever the format).
 */

#include "candor/ingest.h"

#define CDR_INGEST_ROOM "ingest"

/* Files without a name that a reader may fill, as it cannot make any where it is shut in; -1: there is none. Each is for
 * one use. */
#define CDR_INGEST_SPARE_ROWS 0  /* the rows of the table */
#define CDR_INGEST_SPARE_TEXT 1  /* converted text */
#define CDR_INGEST_SPARE_BYTES 2 /* what was packed */
struct cdr_ingest_spare {
	int fds[3];
};
struct cdr_ingest_source {
	struct cdr_str bytes;
	const char *name; /* of the file, without its folders */
	const struct cdr_ingest_options *options;
	const struct cdr_ingest_spare *spare; /* NULL: files are made when they are needed */
	const struct cdr_pdf_text *pdf_text;  /* of a PDF, made before the reader was shut in; NULL: not made */
};

/* ----------------------------------------------------------------------------------------------- ingest.c */

void
cdr_ingest_source_init(struct cdr_ingest_source *source, struct cdr_str bytes, const char *name,
                       const struct cdr_ingest_options *options);
/* Whether there is something to read and not too much of it. EINPUT, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_source_check(const struct cdr_ingest_source *source, struct cdr_error *err);
/* cdr_ingest_read, in this process. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_read_source(const struct cdr_ingest_source *source, struct cdr_table **ret, struct cdr_error *err);
bool
cdr_ingest_is_format(uint32_t format);

/* Every reader: fills table->sheets (and encoding, separator). On failure the table is thrown away by the caller. */
typedef enum cdr_status (*cdr_ingest_read_fn)(const struct cdr_ingest_source *source, struct cdr_table *table,
                                              struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_csv(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_xlsx(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_json(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_xml(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_ndjson(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_ftm(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_ods(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_html(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_xls(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_list(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);

enum cdr_status CDR_MUST_CHECK
cdr_ingest_pdf(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_prose(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------- pdf.c */

/* What pdftotext says of a PDF. */
struct cdr_pdf_text {
	struct cdr_file_map map;
	int fd;
	struct cdr_buf said; /* its complaints */
};
#define CDR_PDF_TEXT_INIT                                                                                              \
	{                                                                                                              \
		.fd = -1, .said = CDR_BUF_INIT                                                                         \
	}
void
cdr_pdf_text_done(struct cdr_pdf_text *text);
/* Whether the bytes begin as a PDF does. */
bool
cdr_pdf_is(struct cdr_str bytes);
/* Runs pdftotext, shut in. `ret` is CDR_PDF_TEXT_INIT, and to be done with whatever comes. EINPUT when the PDF is cut short,
 * locked or unreadable; ENOTFOUND when pdftotext is not installed; ELIMIT, EIO. Forks. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_convert(const struct cdr_ingest_source *source, struct cdr_pdf_text *ret, struct cdr_error *err);
/* What pdftotext said of the source: what whoever started a reader had it say, else asked now into `own`, which is
 * CDR_PDF_TEXT_INIT and to be done with whatever comes. EINPUT also for a PDF in an archive within a reader, which starts
 * nothing; else as above. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_text_of(const struct cdr_ingest_source *source, struct cdr_pdf_text *own, const struct cdr_pdf_text **ret,
                struct cdr_error *err);
/* The tables in what pdftotext said, and notes. EINPUT, ELIMIT, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_pdf_read_text(const char *name, struct cdr_str tsv, struct cdr_str said, struct cdr_table *table,
                  struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ sniff.c */

/* The format of the bytes: by content first, then by the name's suffix, else CSV. Things that cannot be read (HTML, PDF,
 * old .xls …) are EINPUT by name. `wanted` AUTO: any; else only refuses what certainly is not of that format. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_sniff(const struct cdr_ingest_source *source, enum cdr_ingest_format wanted, enum cdr_ingest_format *ret,
                 struct cdr_error *err);

/* Whether the bytes are a zip archive laid out as an OpenDocument file. */
bool
cdr_ingest_is_ods(const struct cdr_ingest_source *source);
/* Whether the first line is a FollowTheMoney entity. */
bool
cdr_ingest_is_ftm(const struct cdr_ingest_source *source);
/* Whether a name ends as one of the formats does; ".gz" behind it counts for nothing. */
bool
cdr_ingest_knows_suffix(const char *name);

/* ------------------------------------------------------------------------------------------------ spool.c */

struct cdr_spool {
	struct cdr_buf pending; /* not yet on disk; all there is as long as that is little */
	struct cdr_file_map map;
	const char *p; /* all rows, once closed */
	size_t n_bytes;
	int fd;       /* where it goes once it is much; -1: a file made then */
	bool on_disk; /* then the descriptor is the spool's own */
};
#define CDR_SPOOL_INIT                                                                                                 \
	{                                                                                                              \
		.pending = CDR_BUF_INIT, .fd = -1                                                                      \
	}
void
cdr_spool_done(struct cdr_spool *spool);
/* Adds bytes. EIO, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_spool_write(struct cdr_spool *spool, struct cdr_str bytes, struct cdr_error *err);
/* Adds a row; its place is n_bytes as it was before. EIO, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_spool_add(struct cdr_spool *spool, const struct cdr_cell *cells, uint32_t n_cells, uint32_t row, uint32_t line,
              struct cdr_error *err);
/* No more rows come; from now on they can be looked at. EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_spool_close(struct cdr_spool *spool, struct cdr_error *err);

/* Whether at `place` of a closed spool there is a row that cdr_spool_add could have written; for spools that were written
 * elsewhere. */
bool
cdr_spool_check(const struct cdr_spool *spool, uint64_t place, struct cdr_row *ret);

/* ---------------------------------------------------------------------------------------------- archive.c */

/* What is read in place of the file: the file itself, or what was packed in it. Not to be moved. */
struct cdr_ingest_unpacked {
	struct cdr_ingest_source source;
	struct cdr_ingest_options options;
	struct cdr_spool bytes;
	char name[CDR_ERROR_WHERE_MAX / 2]; /* "archive.zip!list.csv" */
};
void
cdr_ingest_unpacked_done(struct cdr_ingest_unpacked *unpacked);
/* EINPUT damaged, or several files to choose from; ELIMIT when it unpacks to too much; EIO, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_unpack(const struct cdr_ingest_source *source, struct cdr_ingest_unpacked *ret, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ table.c */

/* Gives the table its spool, unless it has one. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_need_spool(struct cdr_table *table, struct cdr_error *err);
/* Memory that lives as long as the table; ELIMIT when the table grows past CDR_INGEST_MAX_TABLE_BYTES, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_alloc(struct cdr_table *table, size_t n_bytes, void **ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_copy(struct cdr_table *table, struct cdr_str text, struct cdr_str *ret, struct cdr_error *err);

/* "name:line"; returns `out`. */
const char *
cdr_ingest_line_place(const char *name, uint32_t line, char out[CDR_ERROR_WHERE_MAX]);

/* Builds one sheet, row by row: init, then (begin_row, set…, end_row)…, then finish; done always. */
struct cdr_ingest_builder {
	struct cdr_table *table;
	struct cdr_sheet sheet;
	struct cdr_vec places;  /* of uint64_t: the rows in the table's spool */
	struct cdr_arena *text; /* of the current row */
	struct cdr_cell *cells; /* the current row, CDR_INGEST_MAX_COLUMNS wide */
	uint32_t n_cells, row, line;
};
void
cdr_ingest_builder_done(struct cdr_ingest_builder *builder);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_init(struct cdr_ingest_builder *builder, struct cdr_table *table, struct cdr_error *err);
/* ELIMIT past CDR_INGEST_MAX_ROWS. `row` must rise from call to call. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_begin_row(struct cdr_ingest_builder *builder, uint32_t row, uint32_t line, struct cdr_error *err);
/* Text that lives as long as the current row. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_copy(struct cdr_ingest_builder *builder, struct cdr_str text, struct cdr_str *ret,
                        struct cdr_error *err);
/* Sets a cell of the current row; `text` must live until its end. Empty text leaves the cell empty at whatever
 * column, so that a sheet's styled blanks cost nothing. ELIMIT with the cell's place. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_set(struct cdr_ingest_builder *builder, uint32_t column, enum cdr_cell_kind kind,
                       struct cdr_str text, struct cdr_error *err);
/* Whether the current row holds nothing but white space. */
bool
cdr_ingest_builder_is_blank(const struct cdr_ingest_builder *builder);
/* Keeps the row unless it is blank throughout. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_end_row(struct cdr_ingest_builder *builder, struct cdr_error *err);
/* Leaves room for a row of names that are known only at the end, or takes that room back when `n_cells` is 0. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_expect_names(struct cdr_ingest_builder *builder, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_set_names(struct cdr_ingest_builder *builder, const struct cdr_cell *cells, uint32_t n_cells,
                             struct cdr_error *err);
/* A row of names before anything else, for the formats whose columns are named in the call. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_names(struct cdr_ingest_builder *builder, const struct cdr_ingest_column *columns, size_t n_columns,
                         struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_finish(struct cdr_ingest_builder *builder, struct cdr_sheet *ret, struct cdr_error *err);
/* finish for the formats that have one sheet. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_builder_finish_only(struct cdr_ingest_builder *builder, struct cdr_error *err);

/* ---------------------------------------------------------------------------------------------- charset.c */

/* Text to be read: UTF-8 without a byte-order mark or a NUL; the bytes of the source itself where they are that already. */
struct cdr_ingest_text {
	struct cdr_str text;
	struct cdr_spool converted;
};
#define CDR_INGEST_TEXT_INIT                                                                                           \
	{                                                                                                              \
		.converted = CDR_SPOOL_INIT                                                                            \
	}
void
cdr_ingest_text_done(struct cdr_ingest_text *text);
/* Finds the encoding (or takes the one asked for), converts and sets table->encoding. EINPUT with the line of the first
 * byte that does not belong. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_decode(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_ingest_text *ret,
                  struct cdr_error *err);
/* For formats that hold many short texts in one encoding. A name ICU knows; EINPUT otherwise. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_converter_open(const struct cdr_ingest_source *source, struct cdr_str name, void **ret,
                          struct cdr_error *err);
void *
cdr_ingest_converter_free(void *converter);
/* Adds the text as UTF-8; false when the bytes are not of the encoding. Short memory marks `out`. */
bool
cdr_ingest_converter_run(void *converter, struct cdr_str bytes, struct cdr_buf *out);
/* Gives back the memory of the text read so far. */
void
cdr_ingest_text_forget(const struct cdr_ingest_text *text, const struct cdr_ingest_source *source);

/* -------------------------------------------------------------------------------------------- auto-columns.c */

/* For records whose columns nobody named: columns appear as their paths are first met, values of one path in one record
 * are joined by '|'. init, then (begin_row, add…, flush, end_row) per record, then finish; done always. */
struct cdr_ingest_auto {
	struct cdr_ingest_builder *builder;
	struct cdr_map *index;  /* path -> its pending column, in order of first appearance */
	struct cdr_vec touched; /* of struct auto_column *, those the current record has set */
};
void
cdr_ingest_auto_done(struct cdr_ingest_auto *columns);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_auto_init(struct cdr_ingest_auto *columns, struct cdr_ingest_builder *builder, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_ingest_auto_add(struct cdr_ingest_auto *columns, struct cdr_str path, enum cdr_cell_kind kind, struct cdr_str text,
                    struct cdr_error *err);
/* Hands the current record's cells to the builder. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_auto_flush(struct cdr_ingest_auto *columns, struct cdr_error *err);
/* Puts the names into row 1. */
enum cdr_status CDR_MUST_CHECK
cdr_ingest_auto_finish(struct cdr_ingest_auto *columns, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------- number.c */

#define CDR_INGEST_NUMBER_TEXT_MAX 32
/* A double as a person would have typed it: the fewest of 15 or 17 digits that give the same value back. */
const char *
cdr_ingest_number_text(double value, char out[CDR_INGEST_NUMBER_TEXT_MAX]);
