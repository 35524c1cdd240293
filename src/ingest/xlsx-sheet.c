/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sheet: its rows, its cells and, last, its merged ranges. A merged range reads as if its one value stood in every
 * cell of it, across and down, because that is what it means to the person who merged a country's name over ten
 * suppliers; it is clipped to the columns in use and never makes a row out of a blank one. Surprise: rows and cells may
 * leave out their references, and then simply follow the one before.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>

#define MAX_MERGES (1 << 20)
#define MAX_MERGED_CELLS ((size_t)10000000) /* looked at in all, so that overlapping ranges cannot cost hours */

struct merge {
	uint32_t first_column, first_row, last_column, last_row;
};
struct sheet_reader {
	struct cdr_xlsx_book *book;
	const struct cdr_xlsx_sheet *sheet;
	struct cdr_xlsx_xml xml;
	struct cdr_ingest_builder builder;
	struct cdr_vec merges; /* of struct merge */
	struct cdr_buf value;  /* the text of one cell */
	uint32_t row, column;  /* of the cell read last; column UINT32_MAX before a row's first */
};
/* What a cell says of itself. */
struct cell_head {
	uint32_t column;
	struct cdr_xlsx_style style;
	enum value_type { TYPE_NUMBER, TYPE_SHARED, TYPE_TEXT, TYPE_BOOLEAN, TYPE_ERROR, TYPE_DATE } type;
};

static void
sheet_reader_done(struct sheet_reader *reader)
{
	cdr_xlsx_xml_done(&reader->xml);
	cdr_ingest_builder_done(&reader->builder);
	cdr_vec_done(&reader->merges);
	cdr_buf_done(&reader->value);
}

static enum cdr_status
fail_cell(const struct sheet_reader *reader, uint32_t column, struct cdr_error *err, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	const struct cdr_row row = { .row = reader->row };
	(void)cdr_cell_place(reader->book->table, &reader->builder.sheet, &row, column, place, sizeof(place));
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place, "the workbook is damaged: %s", what);
}

/* ----------------------------------------------------------------------------------------------------------- cells */

static enum value_type
type_of(struct cdr_str word)
{
	static const struct {
		struct cdr_str word;
		enum value_type type;
	} types[] = {
		{ { "s", 1 }, TYPE_SHARED },  { { "str", 3 }, TYPE_TEXT }, { { "inlineStr", 9 }, TYPE_TEXT },
		{ { "b", 1 }, TYPE_BOOLEAN }, { { "e", 1 }, TYPE_ERROR },  { { "d", 1 }, TYPE_DATE },
	};
	for (size_t i = 0; i < CDR_LEN(types); i++) {
		if (cdr_str_equal(word, types[i].word))
			return types[i].type;
	}
	return TYPE_NUMBER;
}

static enum cdr_status
read_head(struct sheet_reader *reader, struct cell_head *ret, struct cdr_error *err)
{
	struct cell_head head = { .column = reader->column + 1 };
	struct cdr_str reference = cdr_xlsx_xml_attribute(&reader->xml, "r");
	uint32_t row = 0;
	if (reference.p && (!cdr_xlsx_reference(reference, &head.column, &row) || row != reader->row))
		return fail_cell(reader, UINT32_MAX, err, "a cell's reference is malformed or of another row");
	head.type = type_of(cdr_xlsx_xml_attribute(&reader->xml, "t"));
	int64_t style = 0;
	if (cdr_str_to_i64(cdr_xlsx_xml_attribute(&reader->xml, "s"), &style) && style >= 0 &&
	    (size_t)style < reader->book->styles.n)
		head.style = *CDR_VEC_AT(&reader->book->styles, struct cdr_xlsx_style, style);
	*ret = head;
	return CDR_OK;
}

static enum cdr_status
shared_string(struct sheet_reader *reader, uint32_t column, struct cdr_str *ret, struct cdr_error *err)
{
	int64_t index = -1;
	if (!cdr_str_to_i64(cdr_str_trim(cdr_buf_str(&reader->value)), &index) || index < 0 ||
	    (size_t)index >= reader->book->strings.n)
		return fail_cell(reader, column, err, "the cell names a shared string that does not exist");
	*ret = *CDR_VEC_AT(&reader->book->strings, struct cdr_str, index);
	return CDR_OK;
}

/* Hands reader->value to the builder as what the cell's type makes of it. */
static enum cdr_status
put_value(struct sheet_reader *reader, const struct cell_head *head, struct cdr_error *err)
{
	char out[CDR_XLSX_VALUE_MAX];
	struct cdr_buf *value = &reader->value;
	struct cdr_str text = cdr_buf_str(value);
	enum cdr_cell_kind kind = CDR_CELL_TEXT;
	struct cdr_date day;
	switch (head->type) {
	case TYPE_SHARED:
		CDR_TRY(shared_string(reader, head->column, &text, err));
		return cdr_ingest_builder_set(&reader->builder, head->column, kind, text, err);
	case TYPE_TEXT:
		text.n = cdr_xlsx_unescape(value->p, value->n);
		break;
	case TYPE_BOOLEAN:
		kind = CDR_CELL_BOOLEAN;
		text = cdr_str_equal(cdr_str_trim(text), CDR_STR("1")) ? CDR_STR("true") : CDR_STR("false");
		break;
	case TYPE_ERROR:
		kind = CDR_CELL_ERROR;
		break;
	case TYPE_DATE:
		text = cdr_xlsx_iso_date(text);
		kind = cdr_date_parse(text, &day) ? CDR_CELL_DATE : CDR_CELL_TEXT;
		break;
	case TYPE_NUMBER:
		text = cdr_xlsx_number(text, head->style, reader->book->date_1904, out, &kind);
		break;
	}
	if (text.n > 0)
		CDR_TRY(cdr_ingest_copy(reader->book->table, text, &text, err));
	return cdr_ingest_builder_set(&reader->builder, head->column, kind, text, err);
}

static enum cdr_status
read_cell(struct sheet_reader *reader, struct cdr_error *err)
{
	struct cell_head head = { 0 };
	struct cdr_xlsx_xml *xml = &reader->xml;
	CDR_TRY(read_head(reader, &head, err));
	cdr_buf_clear(&reader->value);
	do {
		CDR_TRY(cdr_xlsx_xml_next(xml, err));
		if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "v")) {
			CDR_TRY(cdr_xlsx_xml_gather(xml, false, &reader->value, err));
		} else if (cdr_xlsx_xml_is(xml, CDR_XLSX_START, "is")) {
			head.type = TYPE_TEXT;
			CDR_TRY(cdr_xlsx_xml_gather(xml, true, &reader->value, err));
		}
	} while (!cdr_xlsx_xml_is(xml, CDR_XLSX_END, "c") && xml->event != CDR_XLSX_END_OF_FILE);
	reader->column = head.column;
	if (reader->value.n == 0)
		return CDR_OK;
	if (head.column < reader->builder.n_cells && reader->builder.cells[head.column].kind != CDR_CELL_EMPTY)
		return fail_cell(reader, head.column, err, "the cell appears twice");
	return put_value(reader, &head, err);
}

/* ------------------------------------------------------------------------------------------------------------ rows */

static enum cdr_status
read_row(struct sheet_reader *reader, struct cdr_error *err)
{
	struct cdr_str number = cdr_xlsx_xml_attribute(&reader->xml, "r");
	int64_t row = (int64_t)reader->row + 1;
	if (number.p && (!cdr_str_to_i64(number, &row) || row > UINT32_MAX))
		return fail_cell(reader, UINT32_MAX, err, "the row after this one has no proper number");
	if (row <= (int64_t)reader->row)
		return fail_cell(reader, UINT32_MAX, err, "the rows after this one are out of order");
	reader->row = (uint32_t)row;
	reader->column = UINT32_MAX; /* one before the first */
	CDR_TRY(cdr_ingest_builder_begin_row(&reader->builder, reader->row, 0, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&reader->xml, err));
		if (cdr_xlsx_xml_is(&reader->xml, CDR_XLSX_START, "c"))
			CDR_TRY(read_cell(reader, err));
	} while (!cdr_xlsx_xml_is(&reader->xml, CDR_XLSX_END, "row") && reader->xml.event != CDR_XLSX_END_OF_FILE);
	return cdr_ingest_builder_end_row(&reader->builder, err);
}

/* ---------------------------------------------------------------------------------------------------------- merges */

static enum cdr_status
fail_merge(const struct sheet_reader *reader, enum cdr_status code, struct cdr_error *err, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	(void)snprintf(place, sizeof(place), "%s %.*s", reader->book->source->name, CDR_STR_ARG(reader->sheet->name));
	return cdr_fail(err, code, CDR_INGEST_ROOM, place, "%s", what);
}

static enum cdr_status
read_merge(struct sheet_reader *reader, struct cdr_error *err)
{
	struct cdr_str rest = cdr_xlsx_xml_attribute(&reader->xml, "ref"), first, last;
	struct merge range;
	if (!cdr_str_split(&rest, ':', &first) || !cdr_str_split(&rest, ':', &last))
		return CDR_OK; /* a range of one cell */
	if (!cdr_xlsx_reference(first, &range.first_column, &range.first_row) ||
	    !cdr_xlsx_reference(last, &range.last_column, &range.last_row))
		return fail_merge(reader, CDR_EINPUT, err, "the workbook is damaged: a merged range is malformed");
	struct merge *merge = cdr_vec_push(&reader->merges);
	if (!merge && reader->merges.n >= MAX_MERGES)
		return fail_merge(reader, CDR_ELIMIT, err, "the sheet has more than 1048576 merged ranges");
	if (!merge)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*merge = range;
	return CDR_OK;
}

/* Index of the first row whose number is at least `row`. */
static size_t
first_row_from(const struct cdr_vec *rows, uint32_t row)
{
	size_t low = 0, high = rows->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (CDR_VEC_AT(rows, struct cdr_row, middle)->row < row)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum cdr_status
widen_row(struct sheet_reader *reader, struct cdr_row *row, uint32_t n_cells, struct cdr_error *err)
{
	void *p = NULL;
	if (n_cells <= row->n_cells)
		return CDR_OK;
	CDR_TRY(cdr_ingest_alloc(reader->book->table, n_cells * sizeof(struct cdr_cell), &p, err));
	struct cdr_cell *cells = p;
	for (uint32_t i = 0; i < row->n_cells; i++)
		cells[i] = row->cells[i];
	row->cells = cells;
	row->n_cells = n_cells;
	return CDR_OK;
}

static enum cdr_status
fill_merge(struct sheet_reader *reader, const struct merge *merge, size_t *n_looked_at, struct cdr_error *err)
{
	struct cdr_vec *rows = &reader->builder.rows;
	uint32_t width = reader->builder.sheet.n_columns;
	size_t i = first_row_from(rows, merge->first_row);
	if (merge->first_column >= width || merge->last_column < merge->first_column || i >= rows->n ||
	    CDR_VEC_AT(rows, struct cdr_row, i)->row != merge->first_row)
		return CDR_OK;
	const struct cdr_cell value = *cdr_row_cell(CDR_VEC_AT(rows, struct cdr_row, i), merge->first_column);
	if (value.kind == CDR_CELL_EMPTY)
		return CDR_OK;
	uint32_t n_cells = merge->last_column < width ? merge->last_column + 1 : width;
	for (; i < rows->n && CDR_VEC_AT(rows, struct cdr_row, i)->row <= merge->last_row; i++) {
		struct cdr_row *row = CDR_VEC_AT(rows, struct cdr_row, i);
		*n_looked_at += n_cells;
		if (*n_looked_at > MAX_MERGED_CELLS)
			return fail_merge(reader, CDR_ELIMIT, err,
			                  "the sheet's merged ranges cover more than 10000000 cells");
		CDR_TRY(widen_row(reader, row, n_cells, err));
		for (uint32_t column = merge->first_column; column < n_cells; column++) {
			if (row->cells[column].kind == CDR_CELL_EMPTY)
				row->cells[column] = value;
		}
	}
	return CDR_OK;
}

static enum cdr_status
read_all(struct sheet_reader *reader, struct cdr_error *err)
{
	do {
		CDR_TRY(cdr_xlsx_xml_next(&reader->xml, err));
		if (cdr_xlsx_xml_is(&reader->xml, CDR_XLSX_START, "row"))
			CDR_TRY(read_row(reader, err));
		else if (cdr_xlsx_xml_is(&reader->xml, CDR_XLSX_START, "mergeCell"))
			CDR_TRY(read_merge(reader, err));
	} while (reader->xml.event != CDR_XLSX_END_OF_FILE);
	size_t n_looked_at = 0;
	for (size_t i = 0; i < reader->merges.n; i++)
		CDR_TRY(fill_merge(reader, CDR_VEC_AT(&reader->merges, struct merge, i), &n_looked_at, err));
	return CDR_OK;
}

enum cdr_status
cdr_xlsx_sheet_read(struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet, struct cdr_sheet *ret,
                    struct cdr_error *err)
{
	cdr_auto(sheet_reader) reader = {
		.book = book,
		.sheet = sheet,
		.merges = CDR_VEC_INIT(struct merge, MAX_MERGES),
		.value = CDR_BUF_INIT,
	};
	CDR_TRY(cdr_ingest_builder_init(&reader.builder, book->table, err));
	reader.builder.sheet.name = sheet->name;
	reader.builder.sheet.hidden = sheet->hidden;
	CDR_TRY(cdr_xlsx_xml_open(&reader.xml, &book->archive, sheet->member, err));
	CDR_TRY(read_all(&reader, err));
	return cdr_ingest_builder_finish(&reader.builder, ret, err);
}
