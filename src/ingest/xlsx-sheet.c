/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One sheet: its rows and its cells, one row at a time. Merged ranges are looked up before and filled in as each row ends
 * (xlsx-merge.c). Surprise: rows and cells may leave out their references, and then simply follow the one before.
 */
#include "ingest/xlsx-impl.h"

struct sheet_reader {
	struct cdr_xlsx_book *book;
	struct cdr_xlsx_xml xml;
	struct cdr_ingest_builder builder;
	struct cdr_xlsx_merges merges;
	struct cdr_buf value; /* the text of one cell */
	uint32_t row, column; /* of the cell read last; column UINT32_MAX before a row's first */
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
	cdr_xlsx_merges_done(&reader->merges);
	cdr_buf_done(&reader->value);
}

static enum cdr_status
fail_cell(const struct sheet_reader *reader, uint32_t column, struct cdr_error *err, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	const struct cdr_row row = { .row = reader->row };
	(void)cdr_cell_place(reader->book->table, &reader->builder.sheet, &row, column, place, sizeof(place));
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "the workbook is damaged: %s; save it again from the program it comes from", what);
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
		CDR_TRY(cdr_ingest_builder_copy(&reader->builder, text, &text, err));
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
	CDR_TRY(cdr_xlsx_merges_fill(&reader->merges, &reader->builder, err));
	return cdr_ingest_builder_end_row(&reader->builder, err);
}

static enum cdr_status
read_all(struct sheet_reader *reader, struct cdr_error *err)
{
	do {
		CDR_TRY(cdr_xlsx_xml_next(&reader->xml, err));
		if (cdr_xlsx_xml_is(&reader->xml, CDR_XLSX_START, "row"))
			CDR_TRY(read_row(reader, err));
	} while (reader->xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

enum cdr_status
cdr_xlsx_sheet_read(struct cdr_xlsx_book *book, const struct cdr_xlsx_sheet *sheet, struct cdr_sheet *ret,
                    struct cdr_error *err)
{
	cdr_auto(sheet_reader) reader = {
		.book = book,
		.value = CDR_BUF_INIT,
	};
	CDR_TRY(cdr_ingest_builder_init(&reader.builder, book->table, err));
	reader.builder.sheet.name = sheet->name;
	reader.builder.sheet.hidden = sheet->hidden;
	CDR_TRY(cdr_xlsx_merges_read(&reader.merges, book, sheet, err));
	CDR_TRY(cdr_xlsx_xml_open(&reader.xml, &book->archive, sheet->member, err));
	CDR_TRY(read_all(&reader, err));
	return cdr_ingest_builder_finish(&reader.builder, ret, err);
}
