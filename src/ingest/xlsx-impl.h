/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files of the .xlsx and .ods readers: the archive (zip.c), the pull parser over one member (xlsx-xml.c), what the
 * workbook says before any sheet is read (xlsx-book.c), cell values (xlsx-value.c) and one sheet (xlsx-sheet.c).
 */

#include "ingest/ingest-impl.h"

/* ------------------------------------------------------------------------------------------------------- zip.c */

/* An archive in memory. Counts what comes out of it, so that a small file cannot unpack into a huge one. */
struct cdr_zip {
	const char *name; /* of the file, for places */
	const char *what; /* what it is called in messages; NULL: a workbook */
	struct zip *handle;
	size_t n_bytes;  /* of the archive itself */
	size_t expanded; /* so far, all members together */
};
struct cdr_zip_member {
	struct cdr_zip *archive;
	struct zip_file *handle;
	char name[CDR_ERROR_WHERE_MAX / 2];
	size_t packed, expanded;
	enum cdr_status status; /* what stopped a read, with its error */
	struct cdr_error error;
};
void
cdr_zip_done(struct cdr_zip *archive);
/* `bytes` must outlive the archive. EINPUT when it is no zip archive or a damaged one. */
enum cdr_status CDR_MUST_CHECK
cdr_zip_open(struct cdr_zip *archive, struct cdr_str bytes, const char *name, struct cdr_error *err);
bool
cdr_zip_has(const struct cdr_zip *archive, const char *member);
void
cdr_zip_member_done(struct cdr_zip_member *member);
/* Names are compared without case, as packages do. EINPUT when absent, encrypted or damaged. */
enum cdr_status CDR_MUST_CHECK
cdr_zip_member_open(struct cdr_zip_member *member, struct cdr_zip *archive, const char *name, struct cdr_error *err);
/* Bytes read, 0 at the end, -1 on failure, which is then in member->status and member->error. */
int
cdr_zip_member_read(struct cdr_zip_member *member, char *out, int n_bytes);

/* -------------------------------------------------------------------------------------------------- xlsx-xml.c */

/* A pull parser over one member. Names are local names: the two dialects of the format differ in namespaces only. */
enum cdr_xlsx_event { CDR_XLSX_END_OF_FILE = 0, CDR_XLSX_START, CDR_XLSX_END, CDR_XLSX_TEXT };
struct cdr_xlsx_xml {
	struct cdr_zip_member member;
	struct _xmlTextReader *reader;
	enum cdr_xlsx_event event;
	bool owes_end; /* an empty element was started; its end comes next, so that callers see one shape only */
	int error_line;
	char error_text[160]; /* the parser's first complaint */
};
void
cdr_xlsx_xml_done(struct cdr_xlsx_xml *xml);
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_xml_open(struct cdr_xlsx_xml *xml, struct cdr_zip *archive, const char *member, struct cdr_error *err);
/* Moves on and sets xml->event. EINPUT "name member x:line" for what is not well-formed or has a DOCTYPE. */
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_xml_next(struct cdr_xlsx_xml *xml, struct cdr_error *err);
/* Whether the current event is `event` of an element of that local name. */
bool
cdr_xlsx_xml_is(const struct cdr_xlsx_xml *xml, enum cdr_xlsx_event event, const char *name);
/* An attribute of the current start, by local name, or {NULL,0}. Valid until the next call on `xml`. */
struct cdr_str
cdr_xlsx_xml_attribute(struct cdr_xlsx_xml *xml, const char *name);
struct cdr_str
cdr_xlsx_xml_text(const struct cdr_xlsx_xml *xml);
/* From the start of an element to its end: appends its own text, or with `rich` that of its <t> descendants (runs of a
 * string in several formats), leaving out <rPh>, which holds readings of the same characters. */
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_xml_gather(struct cdr_xlsx_xml *xml, bool rich, struct cdr_buf *out, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ xlsx-value.c */

/* What a number format makes of a number. */
enum cdr_xlsx_style_kind { CDR_XLSX_PLAIN = 0, CDR_XLSX_DATE, CDR_XLSX_PADDED };
struct cdr_xlsx_style {
	enum cdr_xlsx_style_kind kind;
	uint8_t n_digits; /* PADDED: "00000" shows 123 as 00123 */
};
struct cdr_xlsx_style
cdr_xlsx_style_of_code(struct cdr_str code);
struct cdr_xlsx_style
cdr_xlsx_style_of_builtin(uint32_t number_format);

#define CDR_XLSX_VALUE_MAX 40
/* The text of a stored number under its style; `*ret_kind` is NUMBER, DATE or, for a time without a day, TEXT. The result
 * is `stored` itself or in `out`. */
struct cdr_str
cdr_xlsx_number(struct cdr_str stored, struct cdr_xlsx_style style, bool date_1904, char out[CDR_XLSX_VALUE_MAX],
                enum cdr_cell_kind *ret_kind);
/* "2024-03-01T00:00:00" -> "2024-03-01" (cells of type d). */
struct cdr_str
cdr_xlsx_iso_date(struct cdr_str stored);
/* Replaces _xHHHH_ by its character and CRLF by LF, in place; returns the new length. */
size_t
cdr_xlsx_unescape(char *p, size_t n);
/* "BC17" -> column 54, row 17; false for anything else. Row 0: no number given ("BC"). */
bool
cdr_xlsx_reference(struct cdr_str text, uint32_t *ret_column, uint32_t *ret_row);

/* ------------------------------------------------------------------------------------------------- xlsx-book.c */

struct cdr_xlsx_sheet {
	struct cdr_str name;
	char *member; /* path in the archive */
	bool hidden;
};
struct cdr_xlsx_book {
	const struct cdr_ingest_source *source;
	struct cdr_table *table; /* owns all text below */
	struct cdr_zip archive;
	struct cdr_vec sheets;  /* of struct cdr_xlsx_sheet, in the order of the tabs; charts left out */
	struct cdr_vec strings; /* of struct cdr_str */
	struct cdr_vec styles;  /* of struct cdr_xlsx_style, by a cell's style index */
	bool date_1904;
};
void
cdr_xlsx_book_done(struct cdr_xlsx_book *book);
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_book_open(struct cdr_xlsx_book *book, const struct cdr_ingest_source *source, struct cdr_table *table,
                   struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ xlsx-merge.c */

struct cdr_xlsx_merges {
	const char *file;
	struct cdr_str sheet;
	struct cdr_vec ranges; /* of struct merge, by first row */
	size_t next;           /* the first range whose rows have not come yet */
	struct cdr_vec open;   /* of struct merge *: those that reach into rows to come */
	struct cdr_arena *values;
	uint32_t width; /* columns in use */
	size_t n_looked_at;
};
void
cdr_xlsx_merges_done(struct cdr_xlsx_merges *merges);
/* For a format that tells its ranges cell by cell: init, add…, sort; `width` is the caller's to set. */
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_merges_init(struct cdr_xlsx_merges *merges, struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet,
                     struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_merges_add(struct cdr_xlsx_merges *merges, uint32_t first_column, uint32_t first_row, uint32_t last_column,
                    uint32_t last_row, struct cdr_error *err);
void
cdr_xlsx_merges_sort(struct cdr_xlsx_merges *merges);
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_merges_read(struct cdr_xlsx_merges *merges, struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet,
                     struct cdr_error *err);
/* Fills the current row, whose cells have all come. */
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_merges_fill(struct cdr_xlsx_merges *merges, struct cdr_ingest_builder *builder, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ xlsx-sheet.c */

enum cdr_status CDR_MUST_CHECK
cdr_xlsx_sheet_read(struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet, struct cdr_sheet *ret,
                    struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------ xlsx.c */

/* The sheet asked for by name or position, or NULL when `wanted` is empty and all that are shown are read. EINPUT listing
 * those there are when there is none such, or none shown. */
enum cdr_status CDR_MUST_CHECK
cdr_xlsx_choose_sheet(const struct cdr_xlsx_book *book, struct cdr_str wanted, const struct cdr_xlsx_sheet **ret,
                      struct cdr_error *err);
