/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An .xls workbook (Excel 97 to 2003, [MS-XLS]; Excel 5.0 and 95, whose texts are bytes of a code page) -> sheets. It is read from memory, so that it needs nothing where readers are
 * shut in. Choice of sheets, number formats and merged ranges are those of the .xlsx reader. Surprise: cells of a sheet are
 * noted before they are read, because merged ranges are told behind the cells they cover and some programs write their
 * cells column by column.
 *
 *	globals = BOF … [FILEPASS] … DATEMODE, FORMAT*, XF*, BOUNDSHEET*, SST … EOF
 *	sheet   = BOF … cells, MERGEDCELLS … EOF; charts in it have a BOF and EOF of their own
 *	cell    = u16 row, u16 column, u16 XF, value
 */
#include "ingest/xls-impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_CELLS ((size_t)65536 * 256)
#define MAX_STRINGS (1 << 24)
#define MAX_STYLES 65536
#define MAX_FORMATS 4096
#define MAX_TEXT_BYTES ((size_t)1 << 20)
#define VERSION_5 0x0500
#define VERSION_8 0x0600
#define KIND_GLOBALS 5
#define DEFAULT_CODE_PAGE 1252
#define CELL_HEAD_BYTES 6

enum record_type {
	TYPE_FORMULA = 0x06,
	TYPE_EOF = 0x0A,
	TYPE_DATE_MODE = 0x22,
	TYPE_FILE_PASS = 0x2F,
	TYPE_CODE_PAGE = 0x42,
	TYPE_BOUND_SHEET = 0x85,
	TYPE_MUL_RK = 0xBD,
	TYPE_RICH_TEXT = 0xD6,
	TYPE_XF = 0xE0,
	TYPE_MERGED_CELLS = 0xE5,
	TYPE_STRINGS = 0xFC,
	TYPE_SHARED_TEXT = 0xFD,
	TYPE_NUMBER = 0x203,
	TYPE_TEXT = 0x204,
	TYPE_BOOLEAN_OR_ERROR = 0x205,
	TYPE_STRING = 0x207, /* that a formula gave */
	TYPE_RK = 0x27E,
	TYPE_FORMAT = 0x41E,
	TYPE_BOF = 0x809,
};

/* A cell, and where its record is. */
struct cell {
	uint32_t key; /* row * 256 + column */
	uint32_t at;
};
struct number_format {
	unsigned id;
	struct cdr_xlsx_style style;
};
struct xls {
	struct cdr_xlsx_book book;
	struct cdr_str stream;
	struct cdr_buf copy;   /* of the stream, where it does not lie in one */
	struct cdr_vec places; /* of uint32_t: where each sheet begins */
	struct cdr_vec formats;
	struct cdr_vec cells; /* of the sheet being read */
	struct cdr_buf text;
	struct cdr_ingest_builder builder;
	struct cdr_xlsx_merges merges;
	bool unsorted;
	unsigned version;
	void *converter; /* VERSION_5: from its code page */
};

static void
xls_done(struct xls *xls)
{
	cdr_xlsx_book_done(&xls->book);
	cdr_buf_done(&xls->copy);
	cdr_vec_done(&xls->places);
	cdr_vec_done(&xls->formats);
	cdr_vec_done(&xls->cells);
	cdr_buf_done(&xls->text);
	cdr_ingest_builder_done(&xls->builder);
	cdr_xlsx_merges_done(&xls->merges);
	xls->converter = cdr_ingest_converter_free(xls->converter);
}

static enum cdr_status
fail(const struct xls *xls, enum cdr_status code, const char *what, struct cdr_error *err)
{
	return cdr_fail(err, code, CDR_INGEST_ROOM, xls->book.source->name, "%s", what);
}

static enum cdr_status
fail_cell(const struct xls *xls, uint32_t key, const char *what, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	const struct cdr_row row = { .row = key / 256 + 1 };
	(void)cdr_cell_place(xls->book.table, &xls->builder.sheet, &row, key % 256, place, sizeof(place));
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the workbook is damaged: %s; save it again from the program it comes from", what);
}

static enum cdr_status
push(struct xls *xls, struct cdr_vec *vec, const char *too_many, void **ret, struct cdr_error *err)
{
	*ret = cdr_vec_push(vec);
	if (*ret)
		return CDR_OK;
	return vec->n >= vec->max_items ? fail(xls, CDR_ELIMIT, too_many, err) : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

/* ---------------------------------------------------------------------------------------------------------- globals */

/* Code pages that have a name of their own; 1250 to 1258 are "windows-1250" … */
static const struct {
	unsigned number;
	const char *name;
} code_pages[] = {
	{ 367, "US-ASCII" },    { 437, "ibm-437" },     { 720, "ibm-720" },        { 737, "ibm-737" },
	{ 775, "ibm-775" },     { 850, "ibm-850" },     { 852, "ibm-852" },        { 855, "ibm-855" },
	{ 857, "ibm-857" },     { 858, "ibm-858" },     { 860, "ibm-860" },        { 861, "ibm-861" },
	{ 862, "ibm-862" },     { 863, "ibm-863" },     { 864, "ibm-864" },        { 865, "ibm-865" },
	{ 866, "ibm-866" },     { 869, "ibm-869" },     { 874, "windows-874" },    { 932, "windows-31j" },
	{ 936, "GBK" },         { 949, "windows-949" }, { 950, "windows-950" },    { 1200, "windows-1252" },
	{ 10000, "macintosh" }, { 32768, "macintosh" }, { 32769, "windows-1252" },
};

static enum cdr_status
read_code_page(struct xls *xls, unsigned number, struct cdr_error *err)
{
	char name[32] = "";
	void *converter = NULL;
	if (number >= 1250 && number <= 1258)
		(void)snprintf(name, sizeof(name), "windows-%u", number);
	for (size_t i = 0; i < CDR_LEN(code_pages); i++) {
		if (code_pages[i].number == number)
			(void)snprintf(name, sizeof(name), "%s", code_pages[i].name);
	}
	if (!name[0])
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, xls->book.source->name,
			"the texts of this workbook are in code page %u, which is not known here; open it and save it "
			"as .xlsx or CSV",
			number);
	CDR_TRY(cdr_ingest_converter_open(xls->book.source, cdr_str_from(name), &converter, err));
	(void)cdr_ingest_converter_free(xls->converter);
	xls->converter = converter;
	return CDR_OK;
}

/* A string of the version at hand into xls->text, which is cleared first; false when it is damaged. */
static bool
read_text(struct xls *xls, struct cdr_xls_text *text, size_t n_length_bytes)
{
	struct cdr_str bytes = { NULL, 0 };
	if (!xls->converter)
		return cdr_xls_text_read(text, n_length_bytes, &xls->text);
	cdr_buf_clear(&xls->text);
	return cdr_xls_text_bytes(text, n_length_bytes, &bytes) &&
	       cdr_ingest_converter_run(xls->converter, bytes, &xls->text);
}

static enum cdr_status
read_format(struct xls *xls, size_t at, struct cdr_error *err)
{
	struct cdr_xls_text text;
	void *item = NULL;
	if (!cdr_xls_text_begin(&text, xls->stream, at, 0))
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: a number format is cut short; save it again from the program it "
		            "comes from",
		            err);
	const char *id = cdr_xls_text_take(&text, 2);
	if (!id || !read_text(xls, &text, xls->converter ? 1 : 2))
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: a number format is cut short; save it again from the program it "
		            "comes from",
		            err);
	CDR_TRY(cdr_buf_check(&xls->text, CDR_INGEST_ROOM, err));
	CDR_TRY(push(xls, &xls->formats, "the workbook has more than 4096 number formats", &item, err));
	*(struct number_format *)item =
		(struct number_format){ cdr_xls_u16(id), cdr_xlsx_style_of_code(cdr_buf_str(&xls->text)) };
	return CDR_OK;
}

/* What a cell's format makes of a number; formats the file does not spell out are the built-in ones. */
static enum cdr_status
read_style(struct xls *xls, struct cdr_str data, struct cdr_error *err)
{
	void *item = NULL;
	if (data.n < 4)
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: a cell format is cut short; save it again from the program it "
		            "comes from",
		            err);
	unsigned id = cdr_xls_u16(data.p + 2);
	struct cdr_xlsx_style style = cdr_xlsx_style_of_builtin(id);
	for (size_t i = 0; i < xls->formats.n; i++) {
		const struct number_format *format = CDR_VEC_AT(&xls->formats, struct number_format, i);
		if (format->id == id)
			style = format->style;
	}
	CDR_TRY(push(xls, &xls->book.styles, "the workbook has more than 65536 cell formats", &item, err));
	*(struct cdr_xlsx_style *)item = style;
	return CDR_OK;
}

/* A tab; charts and macros are none of ours. */
static enum cdr_status
read_bound_sheet(struct xls *xls, size_t at, struct cdr_error *err)
{
	struct cdr_xls_text text;
	void *sheet = NULL, *place = NULL;
	const char *head = cdr_xls_text_begin(&text, xls->stream, at, 0) ? cdr_xls_text_take(&text, 6) : NULL;
	if (!head || !read_text(xls, &text, 1))
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: the name of a sheet is cut short; save it again from the program "
		            "it comes from",
		            err);
	CDR_TRY(cdr_buf_check(&xls->text, CDR_INGEST_ROOM, err));
	if (head[5] != 0)
		return CDR_OK;
	CDR_TRY(push(xls, &xls->book.sheets, "the workbook has more than 256 sheets", &sheet, err));
	CDR_TRY(push(xls, &xls->places, "the workbook has more than 256 sheets", &place, err));
	*(uint32_t *)place = cdr_xls_u32(head);
	*(struct cdr_xlsx_sheet *)sheet = (struct cdr_xlsx_sheet){ .hidden = (head[4] & 3) != 0 };
	return cdr_ingest_copy(xls->book.table, cdr_buf_str(&xls->text), &((struct cdr_xlsx_sheet *)sheet)->name, err);
}

static enum cdr_status
read_strings(struct xls *xls, size_t at, struct cdr_error *err)
{
	struct cdr_xls_text text;
	const char *head = cdr_xls_text_begin(&text, xls->stream, at, 0) ? cdr_xls_text_take(&text, 8) : NULL;
	uint32_t n = head ? cdr_xls_u32(head + 4) : 0;
	if (!head)
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: its shared strings are cut short; save it again from the program "
		            "it comes from",
		            err);
	for (uint32_t i = 0; i < n; i++) {
		void *string = NULL;
		if (!cdr_xls_text_read(&text, 2, &xls->text))
			return fail(xls, CDR_EINPUT,
			            "the workbook is damaged: its shared strings are cut short; save it again from the "
			            "program it comes from",
			            err);
		CDR_TRY(cdr_buf_check(&xls->text, CDR_INGEST_ROOM, err));
		CDR_TRY(push(xls, &xls->book.strings, "the workbook has more than 16777216 shared strings", &string,
		             err));
		CDR_TRY(cdr_ingest_copy(xls->book.table, cdr_buf_str(&xls->text), string, err));
	}
	return CDR_OK;
}

static enum cdr_status
take_global(struct xls *xls, size_t at, const struct cdr_xls_record *record, struct cdr_error *err)
{
	switch (record->type) {
	case TYPE_FILE_PASS:
		return fail(xls, CDR_EINPUT, "the workbook is protected by a password; save it without one", err);
	case TYPE_CODE_PAGE:
		return xls->version == VERSION_5 && record->data.n >= 2
		               ? read_code_page(xls, cdr_xls_u16(record->data.p), err)
		               : CDR_OK;
	case TYPE_DATE_MODE:
		xls->book.date_1904 = record->data.n >= 2 && cdr_xls_u16(record->data.p) == 1;
		return CDR_OK;
	case TYPE_FORMAT:
		return read_format(xls, at, err);
	case TYPE_XF:
		return read_style(xls, record->data, err);
	case TYPE_BOUND_SHEET:
		return read_bound_sheet(xls, at, err);
	case TYPE_STRINGS:
		return read_strings(xls, at, err);
	default:
		return CDR_OK;
	}
}

/* The first record of the globals or of a sheet; older versions are told by it. */
static enum cdr_status
read_begin(struct xls *xls, bool globals, size_t *at, struct cdr_error *err)
{
	struct cdr_xls_record record;
	if (!cdr_xls_record_next(xls->stream, at, &record) || record.type != TYPE_BOF || record.data.n < 4 ||
	    (cdr_xls_u16(record.data.p + 2) == KIND_GLOBALS) != globals)
		return fail(xls, CDR_EINPUT,
		            "the workbook is damaged: a sheet does not begin where it should; save it again from the "
		            "program it comes from",
		            err);
	unsigned version = cdr_xls_u16(record.data.p);
	if ((version != VERSION_8 && version != VERSION_5) || (!globals && version != xls->version))
		return fail(xls, CDR_EINPUT,
		            "this is a workbook of Excel 4 or older, or of several versions; open it and save it as "
		            ".xlsx or "
		            "CSV",
		            err);
	xls->version = version;
	if (globals && version == VERSION_5)
		return read_code_page(xls, DEFAULT_CODE_PAGE, err);
	return CDR_OK;
}

static enum cdr_status
fail_end(const struct xls *xls, struct cdr_error *err)
{
	return fail(
		xls, CDR_EINPUT,
		"the workbook is damaged: it ends too early, as when a download broke off; get it again, or save it "
		"again from the program it comes from",
		err);
}

static enum cdr_status
read_globals(struct xls *xls, struct cdr_error *err)
{
	struct cdr_xls_record record;
	size_t at = 0, next = 0;
	CDR_TRY(read_begin(xls, true, &next, err));
	for (;;) {
		at = next;
		if (!cdr_xls_record_next(xls->stream, &next, &record))
			return fail_end(xls, err);
		if (record.type == TYPE_EOF)
			return CDR_OK;
		CDR_TRY(take_global(xls, at, &record, err));
	}
}

/* ------------------------------------------------------------------------------------------------------------ cells */

/* Excel's short form of a number: 30 bits of an integer or of a double, perhaps to be divided by 100. */
static double
rk_value(uint32_t rk)
{
	double value = 0;
	uint64_t bits = (uint64_t)(rk & ~3U) << 32;
	if (rk & 2)
		value = (double)((int32_t)rk >> 2);
	else
		memcpy(&value, &bits, sizeof(value));
	return rk & 1 ? value / 100 : value;
}

static double
double_at(const char *p)
{
	uint64_t bits = (uint64_t)cdr_xls_u32(p) | (uint64_t)cdr_xls_u32(p + 4) << 32;
	double value = 0;
	memcpy(&value, &bits, sizeof(value));
	return value;
}

static enum cdr_status
put_text(struct xls *xls, uint32_t key, enum cdr_cell_kind kind, struct cdr_str text, struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(&xls->text, CDR_INGEST_ROOM, err));
	if (text.n > 0)
		CDR_TRY(cdr_ingest_builder_copy(&xls->builder, text, &text, err));
	return cdr_ingest_builder_set(&xls->builder, key % 256, kind, text, err);
}

static enum cdr_status
put_number(struct xls *xls, uint32_t key, unsigned style, double value, struct cdr_error *err)
{
	char stored[CDR_INGEST_NUMBER_TEXT_MAX], out[CDR_XLSX_VALUE_MAX];
	enum cdr_cell_kind kind = CDR_CELL_NUMBER;
	struct cdr_xlsx_style format = { 0 };
	if (!isfinite(value))
		return fail_cell(xls, key, "the cell's number is none", err);
	if (style < xls->book.styles.n)
		format = *CDR_VEC_AT(&xls->book.styles, struct cdr_xlsx_style, style);
	(void)cdr_ingest_number_text(value, stored);
	struct cdr_str text = cdr_xlsx_number(cdr_str_from(stored), format, xls->book.date_1904, out, &kind);
	return put_text(xls, key, kind, text, err);
}

static enum cdr_status
put_boolean_or_error(struct xls *xls, uint32_t key, unsigned value, bool is_error, struct cdr_error *err)
{
	static const struct {
		unsigned value;
		struct cdr_str text;
	} errors[] = {
		{ 0x00, { "#NULL!", 6 } }, { 0x07, { "#DIV/0!", 7 } }, { 0x0F, { "#VALUE!", 7 } },
		{ 0x17, { "#REF!", 5 } },  { 0x1D, { "#NAME?", 6 } },  { 0x24, { "#NUM!", 5 } },
		{ 0x2A, { "#N/A", 4 } },
	};
	struct cdr_str text = value ? CDR_STR("true") : CDR_STR("false");
	if (is_error)
		text = CDR_STR("#ERROR!");
	for (size_t i = 0; is_error && i < CDR_LEN(errors); i++) {
		if (errors[i].value == value)
			text = errors[i].text;
	}
	return put_text(xls, key, is_error ? CDR_CELL_ERROR : CDR_CELL_BOOLEAN, text, err);
}

static enum cdr_status
put_string(struct xls *xls, uint32_t key, size_t at, size_t skip, struct cdr_error *err)
{
	struct cdr_xls_text text;
	if (!cdr_xls_text_begin(&text, xls->stream, at, skip) || !read_text(xls, &text, 2))
		return fail_cell(xls, key,
		                 xls->converter ? "the cell's text is cut short, or not of its code page"
		                                : "the cell's text is cut short",
		                 err);
	return put_text(xls, key, CDR_CELL_TEXT, cdr_buf_str(&xls->text), err);
}

/* The text a formula gave stands in a record of its own, before the next cell. */
static enum cdr_status
put_formula_string(struct xls *xls, uint32_t key, size_t at, struct cdr_error *err)
{
	struct cdr_xls_record record;
	size_t here = at;
	for (int i = 0; i < 8 && cdr_xls_record_next(xls->stream, &at, &record); i++) {
		if (record.type == TYPE_STRING)
			return put_string(xls, key, here, 0, err);
		if (i > 0 && (record.type == TYPE_FORMULA || record.type == TYPE_EOF))
			break;
		here = at;
	}
	return fail_cell(xls, key, "the text that the cell's formula gave is missing", err);
}

static enum cdr_status
put_formula(struct xls *xls, const struct cell *cell, struct cdr_str data, struct cdr_error *err)
{
	const char *value = data.p + CELL_HEAD_BYTES;
	if (data.n < CELL_HEAD_BYTES + 8)
		return fail_cell(xls, cell->key, "the cell is cut short", err);
	if (cdr_xls_u16(value + 6) != 0xFFFF)
		return put_number(xls, cell->key, cdr_xls_u16(data.p + 4), double_at(value), err);
	switch (value[0]) {
	case 0:
		return put_formula_string(xls, cell->key, cell->at, err);
	case 1:
	case 2:
		return put_boolean_or_error(xls, cell->key, (unsigned char)value[2], value[0] == 2, err);
	default: /* 3: the formula gave an empty text */
		return CDR_OK;
	}
}

/* Bytes a cell's record must have. */
static size_t
least_bytes(unsigned type)
{
	switch (type) {
	case TYPE_NUMBER:
	case TYPE_FORMULA:
		return CELL_HEAD_BYTES + 8;
	case TYPE_RK:
	case TYPE_SHARED_TEXT:
		return CELL_HEAD_BYTES + 4;
	case TYPE_MUL_RK:
		return CELL_HEAD_BYTES + 6;
	case TYPE_BOOLEAN_OR_ERROR:
		return CELL_HEAD_BYTES + 2;
	case TYPE_TEXT:
	case TYPE_RICH_TEXT:
		return CELL_HEAD_BYTES + 3;
	default:
		return 0;
	}
}

static enum cdr_status
put_shared(struct xls *xls, uint32_t key, uint32_t i, struct cdr_error *err)
{
	if (i >= xls->book.strings.n)
		return fail_cell(xls, key, "the cell names a shared string that does not exist", err);
	return cdr_ingest_builder_set(&xls->builder, key % 256, CDR_CELL_TEXT,
	                              *CDR_VEC_AT(&xls->book.strings, struct cdr_str, i), err);
}

static enum cdr_status
put_cell(struct xls *xls, const struct cell *cell, struct cdr_error *err)
{
	struct cdr_xls_record record;
	size_t at = cell->at;
	if (!cdr_xls_record_next(xls->stream, &at, &record))
		return fail_end(xls, err);
	const char *p = record.data.p;
	unsigned style = cdr_xls_u16(p + 4);
	cdr_buf_clear(&xls->text);
	switch (record.type) {
	case TYPE_NUMBER:
		return put_number(xls, cell->key, style, double_at(p + CELL_HEAD_BYTES), err);
	case TYPE_RK:
		return put_number(xls, cell->key, style, rk_value(cdr_xls_u32(p + CELL_HEAD_BYTES)), err);
	case TYPE_MUL_RK:
		p += 4 + (size_t)(cell->key % 256 - cdr_xls_u16(p + 2)) * 6;
		return put_number(xls, cell->key, cdr_xls_u16(p), rk_value(cdr_xls_u32(p + 2)), err);
	case TYPE_SHARED_TEXT:
		return put_shared(xls, cell->key, cdr_xls_u32(p + CELL_HEAD_BYTES), err);
	case TYPE_BOOLEAN_OR_ERROR:
		return put_boolean_or_error(xls, cell->key, (unsigned char)p[6], p[7] != 0, err);
	case TYPE_FORMULA:
		return put_formula(xls, cell, record.data, err);
	default:
		return put_string(xls, cell->key, cell->at, CELL_HEAD_BYTES, err);
	}
}

/* ------------------------------------------------------------------------------------------------------------- rows */

static enum cdr_status
note_cell(struct xls *xls, uint32_t row, uint32_t column, size_t at, struct cdr_error *err)
{
	void *item = NULL;
	uint32_t key = row * 256 + column;
	if (column > 255)
		return fail_cell(xls, row * 256, "a cell of this row is in a column that there cannot be", err);
	if (xls->cells.n > 0 && CDR_VEC_AT(&xls->cells, struct cell, xls->cells.n - 1)->key >= key)
		xls->unsorted = true;
	CDR_TRY(push(xls, &xls->cells, "a sheet of the workbook has more cells than there can be", &item, err));
	*(struct cell *)item = (struct cell){ key, (uint32_t)at };
	xls->merges.width = column >= xls->merges.width ? column + 1 : xls->merges.width;
	return CDR_OK;
}

static enum cdr_status
note_merges(struct xls *xls, struct cdr_str data, struct cdr_error *err)
{
	size_t n = data.n >= 2 ? cdr_xls_u16(data.p) : 0;
	for (size_t i = 0; i < n && 2 + (i + 1) * 8 <= data.n; i++) {
		const char *p = data.p + 2 + i * 8;
		CDR_TRY(cdr_xlsx_merges_add(&xls->merges, cdr_xls_u16(p + 4), cdr_xls_u16(p) + 1, cdr_xls_u16(p + 6),
		                            cdr_xls_u16(p + 2) + 1, err));
	}
	return CDR_OK;
}

static enum cdr_status
note_record(struct xls *xls, size_t at, const struct cdr_xls_record *record, struct cdr_error *err)
{
	size_t least = least_bytes(record->type);
	struct cdr_str data = record->data;
	if (record->type == TYPE_MERGED_CELLS)
		return note_merges(xls, data, err);
	if (least == 0)
		return CDR_OK;
	if (data.n < least)
		return fail_cell(xls, data.n >= 4 ? cdr_xls_u16(data.p) * 256U + (cdr_xls_u16(data.p + 2) & 0xFF) : 0,
		                 "the cell is cut short", err);
	uint32_t row = cdr_xls_u16(data.p), column = cdr_xls_u16(data.p + 2);
	size_t n = record->type == TYPE_MUL_RK ? (data.n - CELL_HEAD_BYTES) / 6 : 1;
	for (size_t i = 0; i < n; i++)
		CDR_TRY(note_cell(xls, row, column + (uint32_t)i, at, err));
	return CDR_OK;
}

static enum cdr_status
note_cells(struct xls *xls, size_t at, struct cdr_error *err)
{
	struct cdr_xls_record record;
	size_t next = at;
	CDR_TRY(read_begin(xls, false, &next, err));
	for (int depth = 1; depth > 0;) {
		at = next;
		if (!cdr_xls_record_next(xls->stream, &next, &record))
			return fail_end(xls, err);
		if (record.type == TYPE_BOF || record.type == TYPE_EOF)
			depth += record.type == TYPE_BOF ? 1 : -1;
		else if (depth == 1)
			CDR_TRY(note_record(xls, at, &record, err));
	}
	return CDR_OK;
}

static int
by_key(const void *left, const void *right)
{
	const struct cell *a = left, *b = right;
	return a->key != b->key ? (a->key < b->key ? -1 : 1) : a->at < b->at ? -1 : a->at > b->at;
}

static enum cdr_status
put_rows(struct xls *xls, struct cdr_error *err)
{
	uint32_t row = 0;
	for (size_t i = 0; i < xls->cells.n; i++) {
		const struct cell *cell = CDR_VEC_AT(&xls->cells, struct cell, i);
		if (i > 0 && cell[-1].key == cell->key)
			return fail_cell(xls, cell->key, "the cell appears twice", err);
		if (cell->key / 256 + 1 != row) {
			row = cell->key / 256 + 1;
			CDR_TRY(cdr_ingest_builder_begin_row(&xls->builder, row, 0, err));
		}
		CDR_TRY(put_cell(xls, cell, err));
		if (i + 1 == xls->cells.n || cell[1].key / 256 + 1 != row) {
			CDR_TRY(cdr_xlsx_merges_fill(&xls->merges, &xls->builder, err));
			CDR_TRY(cdr_ingest_builder_end_row(&xls->builder, err));
		}
	}
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- sheets */

static enum cdr_status
read_sheet(struct xls *xls, size_t i, struct cdr_sheet *ret, struct cdr_error *err)
{
	const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&xls->book.sheets, struct cdr_xlsx_sheet, i);
	cdr_ingest_builder_done(&xls->builder);
	cdr_xlsx_merges_done(&xls->merges);
	xls->cells.n = 0;
	xls->unsorted = false;
	CDR_TRY(cdr_ingest_builder_init(&xls->builder, xls->book.table, err));
	xls->builder.sheet.name = sheet->name;
	xls->builder.sheet.hidden = sheet->hidden;
	CDR_TRY(cdr_xlsx_merges_init(&xls->merges, &xls->book, sheet, err));
	CDR_TRY(note_cells(xls, *CDR_VEC_AT(&xls->places, uint32_t, i), err));
	cdr_xlsx_merges_sort(&xls->merges);
	if (xls->unsorted)
		qsort(xls->cells.items, xls->cells.n, sizeof(struct cell), by_key);
	CDR_TRY(put_rows(xls, err));
	return cdr_ingest_builder_finish(&xls->builder, ret, err);
}

static enum cdr_status
read_sheets(struct xls *xls, const struct cdr_xlsx_sheet *chosen, struct cdr_error *err)
{
	struct cdr_table *table = xls->book.table;
	void *sheets = NULL;
	CDR_TRY(cdr_ingest_alloc(table, (xls->book.sheets.n + 1) * sizeof(struct cdr_sheet), &sheets, err));
	table->sheets = sheets;
	for (size_t i = 0; i < xls->book.sheets.n; i++) {
		const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&xls->book.sheets, struct cdr_xlsx_sheet, i);
		if (chosen ? sheet == chosen : !sheet->hidden)
			CDR_TRY(read_sheet(xls, i, &table->sheets[table->n_sheets++], err));
	}
	for (size_t i = 0; !chosen && i < xls->book.sheets.n; i++) {
		const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&xls->book.sheets, struct cdr_xlsx_sheet, i);
		if (sheet->hidden)
			table->sheets[table->n_sheets++] = (struct cdr_sheet){ .name = sheet->name, .hidden = true };
	}
	return CDR_OK;
}

enum cdr_status
cdr_ingest_xls(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	const struct cdr_xlsx_sheet *chosen = NULL;
	cdr_auto(xls) xls = {
		.book = { .source = source,
		          .table = table,
		          .sheets = CDR_VEC_INIT(struct cdr_xlsx_sheet, CDR_INGEST_MAX_SHEETS),
		          .strings = CDR_VEC_INIT(struct cdr_str, MAX_STRINGS),
		          .styles = CDR_VEC_INIT(struct cdr_xlsx_style, MAX_STYLES) },
		.stream = source->bytes,
		.copy = CDR_BUF_INIT,
		.places = CDR_VEC_INIT(uint32_t, CDR_INGEST_MAX_SHEETS),
		.formats = CDR_VEC_INIT(struct number_format, MAX_FORMATS),
		.cells = CDR_VEC_INIT(struct cell, MAX_CELLS),
		.text = { .max = MAX_TEXT_BYTES },
	};
	if (cdr_xls_is_compound(source->bytes))
		CDR_TRY(cdr_xls_workbook(source->bytes, source->name, &xls.copy, &xls.stream, err));
	CDR_TRY(read_globals(&xls, err));
	CDR_TRY(cdr_xlsx_choose_sheet(&xls.book, source->options->sheet, &chosen, err));
	return read_sheets(&xls, chosen, err);
}
