/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An OpenDocument spreadsheet -> sheets (OpenDocument 1.3 part 3, chapters 9 and 19). Everything is in one member,
 * content.xml, which is walked twice: first for the names of the tables, their merged ranges and the columns in use, then
 * for the cells; it is never held. Choice of sheets and merged ranges are those of the .xlsx reader. Surprise: rows and
 * cells say how often they repeat, and programs fill a sheet to its last row with one blank row repeated a million times;
 * so blank ones are counted and only those with something in them are written out, up to a cap.
 */
#include "ingest/xlsx-impl.h"

#include <stdio.h>
#include <string.h>

#define CONTENT "content.xml"
#define MANIFEST "META-INF/manifest.xml"
#define MIME_TYPE "application/vnd.oasis.opendocument.spreadsheet"
#define MAX_REPEAT 16777216    /* of one row or cell, blank */
#define MAX_REPEATED 1000000   /* cells that are written out because of repeats, in a file */
#define MAX_HIDDEN_STYLES 4096 /* styles of tables that are not shown */
#define MAX_SPACES 1024        /* at once */

enum value_type { TYPE_TEXT, TYPE_NUMBER, TYPE_DATE, TYPE_TIME, TYPE_BOOLEAN };

struct ods {
	struct cdr_xlsx_book *book;
	struct cdr_xlsx_xml xml;
	struct cdr_vec merges;        /* of struct cdr_xlsx_merges, one a sheet */
	struct cdr_vec hidden_styles; /* of struct cdr_str */
	struct cdr_ingest_builder builder;
	struct cdr_xlsx_merges *sheet; /* of the sheet being read */
	bool measuring;
	struct cdr_buf shown, stored; /* a cell's text, and the value in its attributes */
	uint32_t row, column;         /* column: the next one */
	size_t n_repeated;
};

static void
ods_done(struct ods *ods)
{
	for (size_t i = 0; i < ods->merges.n; i++)
		cdr_xlsx_merges_done(CDR_VEC_AT(&ods->merges, struct cdr_xlsx_merges, i));
	cdr_vec_done(&ods->merges);
	cdr_vec_done(&ods->hidden_styles);
	cdr_xlsx_xml_done(&ods->xml);
	cdr_ingest_builder_done(&ods->builder);
	cdr_buf_done(&ods->shown);
	cdr_buf_done(&ods->stored);
}

static enum cdr_status
fail_cell(const struct ods *ods, enum cdr_status code, struct cdr_error *err, const char *what)
{
	char place[CDR_ERROR_WHERE_MAX];
	const struct cdr_row row = { .row = ods->row };
	const struct cdr_sheet sheet = { .name = ods->sheet->sheet };
	(void)cdr_cell_place(ods->book->table, &sheet, &row, ods->column, place, sizeof(place));
	return cdr_fail(err, code, CDR_INGEST_ROOM, place, "%s; %s", what,
	                code == CDR_ELIMIT ? "save the list alone in a file of its own"
	                                   : "save it again from the program it comes from");
}

/* A count in an attribute; 1 when it is not there. */
static enum cdr_status
read_count(struct ods *ods, const char *name, uint32_t *ret, struct cdr_error *err)
{
	struct cdr_str text = cdr_xlsx_xml_attribute(&ods->xml, name);
	int64_t n = 1;
	if (text.p && (!cdr_str_to_i64(text, &n) || n < 1 || n > MAX_REPEAT))
		return fail_cell(ods, CDR_EINPUT, err,
		                 "the workbook is damaged: a cell or row repeats or spans nonsense");
	*ret = (uint32_t)n;
	return CDR_OK;
}

/* From the start of an element to its end. */
static enum cdr_status
skip_element(struct ods *ods, struct cdr_error *err)
{
	for (int depth = 1; depth > 0 && ods->xml.event != CDR_XLSX_END_OF_FILE;) {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		depth += ods->xml.event == CDR_XLSX_START ? 1 : ods->xml.event == CDR_XLSX_END ? -1 : 0;
	}
	return CDR_OK;
}

static bool
starts(const struct ods *ods, const char *name)
{
	return cdr_xlsx_xml_is(&ods->xml, CDR_XLSX_START, name);
}

/* ----------------------------------------------------------------------------------------------------------- cells */

/* White space of the file is one space at most (OpenDocument 1.3 part 3, 6.1.2); real ones are elements. */
static void
add_text(struct cdr_buf *out, struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		bool space = text.p[i] == ' ' || text.p[i] == '\n' || text.p[i] == '\t' || text.p[i] == '\r';
		bool after = out->n == 0 || out->p[out->n - 1] == ' ' || out->p[out->n - 1] == '\n';
		if (!space || !after)
			cdr_buf_putc(out, space ? ' ' : text.p[i]);
	}
}

static enum cdr_status
add_spaces(struct ods *ods, struct cdr_error *err)
{
	uint32_t n = 1;
	CDR_TRY(read_count(ods, "c", &n, err));
	for (uint32_t i = 0; i < n && i < MAX_SPACES; i++)
		cdr_buf_putc(&ods->shown, ' ');
	return CDR_OK;
}

/* What the cell shows, into ods->shown; notes, drawings and tables within it are no part of it. */
static enum cdr_status
read_shown(struct ods *ods, struct cdr_error *err)
{
	int depth = 1, paragraph = 0;
	while (depth > 0) {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (ods->xml.event == CDR_XLSX_END_OF_FILE)
			return CDR_OK;
		if (starts(ods, "annotation") || starts(ods, "frame") || starts(ods, "table")) {
			CDR_TRY(skip_element(ods, err));
			continue;
		}
		depth += ods->xml.event == CDR_XLSX_START ? 1 : ods->xml.event == CDR_XLSX_END ? -1 : 0;
		if (ods->xml.event == CDR_XLSX_TEXT && paragraph > 0)
			add_text(&ods->shown, cdr_xlsx_xml_text(&ods->xml));
		else if (starts(ods, "p") && paragraph++ > 0)
			cdr_buf_putc(&ods->shown, '\n');
		else if (starts(ods, "s"))
			CDR_TRY(add_spaces(ods, err));
		else if (starts(ods, "line-break") || starts(ods, "tab"))
			cdr_buf_putc(&ods->shown, starts(ods, "tab") ? '\t' : '\n');
	}
	return CDR_OK;
}

/* Which type, and the value of that type into ods->stored. */
static enum value_type
read_stored(struct ods *ods)
{
	static const struct {
		const char *word, *attribute;
		enum value_type type;
	} types[] = {
		{ "float", "value", TYPE_NUMBER },       { "percentage", "value", TYPE_NUMBER },
		{ "currency", "value", TYPE_NUMBER },    { "date", "date-value", TYPE_DATE },
		{ "time", "time-value", TYPE_TIME },     { "boolean", "boolean-value", TYPE_BOOLEAN },
		{ "string", "string-value", TYPE_TEXT },
	};
	struct cdr_str word = cdr_xlsx_xml_attribute(&ods->xml, "value-type");
	for (size_t i = 0; i < CDR_LEN(types); i++) {
		if (!cdr_str_equal(word, cdr_str_from(types[i].word)))
			continue;
		cdr_buf_add_str(&ods->stored, cdr_xlsx_xml_attribute(&ods->xml, types[i].attribute));
		return types[i].type;
	}
	return TYPE_TEXT;
}

/* "0030" shown for 30: the zeros were meant. */
static bool
shows_zeros(struct cdr_str shown, struct cdr_str stored)
{
	if (shown.n <= stored.n || shown.p[0] != '0')
		return false;
	for (size_t i = 0; i < shown.n - stored.n; i++) {
		if (shown.p[i] != '0')
			return false;
	}
	return memcmp(shown.p + (shown.n - stored.n), stored.p, stored.n) == 0 && !memchr(stored.p, '.', stored.n) &&
	       stored.p[0] != '-';
}

/* The two digits before `unit`, cut off `*rest`. */
static bool
take_digits(struct cdr_str *rest, char unit, int64_t *ret)
{
	if (rest->n < 3 || rest->p[2] != unit || !cdr_str_to_i64((struct cdr_str){ rest->p, 2 }, ret) || *ret < 0)
		return false;
	*rest = (struct cdr_str){ rest->p + 3, rest->n - 3 };
	return true;
}

/* "PT09H30M00S" -> "09:30:00" for a time of day; a length of time is left as it is shown. */
static struct cdr_str
time_text(struct cdr_str stored, struct cdr_str shown, char out[CDR_XLSX_VALUE_MAX])
{
	int64_t hours = 0, minutes = 0, seconds = 0;
	struct cdr_str rest = { stored.p + 2, stored.n > 2 ? stored.n - 2 : 0 };
	bool of_day = cdr_str_starts_with(stored, CDR_STR("PT")) && take_digits(&rest, 'H', &hours) &&
	              take_digits(&rest, 'M', &minutes) && rest.n >= 3 &&
	              cdr_str_to_i64((struct cdr_str){ rest.p, 2 }, &seconds);
	if (!of_day || hours > 23 || seconds < 0)
		return shown.n > 0 ? shown : stored;
	(void)snprintf(out, CDR_XLSX_VALUE_MAX, "%02d:%02d:%02d", (int)hours, (int)minutes, (int)seconds);
	return cdr_str_from(out);
}

static bool
is_error(struct cdr_str shown)
{
	static const char *const errors[] = { "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!" };
	for (size_t i = 0; i < CDR_LEN(errors); i++) {
		if (cdr_str_equal(shown, cdr_str_from(errors[i])))
			return true;
	}
	return cdr_str_starts_with(shown, CDR_STR("Err:"));
}

static struct cdr_str
value_of(struct ods *ods, enum value_type type, bool formula, char out[CDR_XLSX_VALUE_MAX],
         enum cdr_cell_kind *ret_kind)
{
	struct cdr_str shown = cdr_buf_str(&ods->shown), stored = cdr_buf_str(&ods->stored), text = shown;
	struct cdr_date day;
	*ret_kind = CDR_CELL_TEXT;
	if (stored.n > 0 && type == TYPE_NUMBER) {
		text = cdr_xlsx_number(stored, (struct cdr_xlsx_style){ .kind = CDR_XLSX_PLAIN }, false, out, ret_kind);
		return shows_zeros(shown, stored) ? shown : text;
	}
	if (stored.n > 0 && type == TYPE_DATE) {
		text = cdr_xlsx_iso_date(stored);
		*ret_kind = cdr_date_parse((struct cdr_str){ text.p, text.n < 10 ? text.n : 10 }, &day) ? CDR_CELL_DATE
		                                                                                        : CDR_CELL_TEXT;
	} else if (stored.n > 0 && type == TYPE_TIME) {
		text = time_text(stored, shown, out);
	} else if (stored.n > 0 && type == TYPE_BOOLEAN) {
		text = stored;
		*ret_kind = CDR_CELL_BOOLEAN;
	} else if (stored.n > 0) {
		text = stored;
	} else if (formula && is_error(shown)) {
		*ret_kind = CDR_CELL_ERROR;
	}
	return text;
}

static enum cdr_status
put_value(struct ods *ods, struct cdr_str text, enum cdr_cell_kind kind, uint32_t n, struct cdr_error *err)
{
	uint32_t end = ods->column + n;
	if (text.n > CDR_INGEST_MAX_CELL_BYTES)
		return fail_cell(ods, CDR_ELIMIT, err, "the cell holds more than 65536 bytes");
	if (end > CDR_INGEST_MAX_COLUMNS)
		return fail_cell(ods, CDR_ELIMIT, err, "the row has more than 2048 columns in use");
	ods->n_repeated += n - 1;
	if (ods->n_repeated > MAX_REPEATED)
		return fail_cell(ods, CDR_ELIMIT, err, "rows and cells of the file repeat more than 1000000 times");
	if (ods->measuring) {
		ods->sheet->width = end > ods->sheet->width ? end : ods->sheet->width;
		return CDR_OK;
	}
	CDR_TRY(cdr_ingest_builder_copy(&ods->builder, text, &text, err));
	for (uint32_t i = ods->column; i < end; i++)
		CDR_TRY(cdr_ingest_builder_set(&ods->builder, i, kind, text, err));
	return CDR_OK;
}

static enum cdr_status
read_cell(struct ods *ods, struct cdr_error *err)
{
	char out[CDR_XLSX_VALUE_MAX];
	uint32_t n = 1, n_across = 1, n_down = 1;
	enum cdr_cell_kind kind = CDR_CELL_EMPTY;
	CDR_TRY(read_count(ods, "number-columns-repeated", &n, err));
	CDR_TRY(read_count(ods, "number-columns-spanned", &n_across, err));
	CDR_TRY(read_count(ods, "number-rows-spanned", &n_down, err));
	bool formula = cdr_xlsx_xml_attribute(&ods->xml, "formula").p != NULL;
	cdr_buf_clear(&ods->shown);
	cdr_buf_clear(&ods->stored);
	enum value_type type = read_stored(ods);
	CDR_TRY(read_shown(ods, err));
	CDR_TRY(cdr_buf_check(&ods->stored, CDR_INGEST_ROOM, err));
	CDR_TRY(cdr_buf_check(&ods->shown, CDR_INGEST_ROOM, err));
	struct cdr_str text = value_of(ods, type, formula, out, &kind);
	if (text.n > 0)
		CDR_TRY(put_value(ods, text, kind, n, err));
	if (ods->measuring && text.n > 0 && (n_across > 1 || n_down > 1))
		CDR_TRY(cdr_xlsx_merges_add(ods->sheet, ods->column, ods->row, ods->column + n_across - 1,
		                            ods->row + n_down - 1, err));
	ods->column = ods->column + n < MAX_REPEAT ? ods->column + n : MAX_REPEAT;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ rows */

/* Once more for each repeat; a blank row is counted alone. */
static enum cdr_status
end_row(struct ods *ods, uint32_t n, struct cdr_error *err)
{
	struct cdr_ingest_builder *builder = &ods->builder;
	uint32_t first = ods->row;
	ods->row = first + n - 1;
	if (ods->measuring || cdr_ingest_builder_is_blank(builder))
		return CDR_OK;
	CDR_TRY(cdr_xlsx_merges_fill(ods->sheet, builder, err));
	for (uint32_t i = 0; i < n; i++) {
		builder->row = first + i;
		if (builder->row > CDR_INGEST_MAX_ROWS)
			return cdr_ingest_builder_begin_row(builder, builder->row, 0, err); /* says so */
		ods->n_repeated += i > 0 ? builder->n_cells : 0;
		if (ods->n_repeated > MAX_REPEATED)
			return fail_cell(ods, CDR_ELIMIT, err,
			                 "rows and cells of the file repeat more than 1000000 times");
		CDR_TRY(cdr_ingest_builder_end_row(builder, err));
	}
	return CDR_OK;
}

static enum cdr_status
read_row(struct ods *ods, struct cdr_error *err)
{
	uint32_t n = 1;
	ods->column = 0;
	CDR_TRY(read_count(ods, "number-rows-repeated", &n, err));
	ods->row++;
	if (ods->row > UINT32_MAX - 2 * MAX_REPEAT)
		return fail_cell(ods, CDR_ELIMIT, err, "the sheet has too many rows");
	if (!ods->measuring) {
		ods->builder.row = ods->row;
		ods->builder.n_cells = 0;
		cdr_arena_reset(ods->builder.text);
	}
	do {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (starts(ods, "table-cell") || starts(ods, "covered-table-cell"))
			CDR_TRY(read_cell(ods, err));
	} while (!cdr_xlsx_xml_is(&ods->xml, CDR_XLSX_END, "table-row") && ods->xml.event != CDR_XLSX_END_OF_FILE);
	return end_row(ods, n, err);
}

static enum cdr_status
read_rows(struct ods *ods, struct cdr_error *err)
{
	ods->row = 0;
	do {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (starts(ods, "table-row"))
			CDR_TRY(read_row(ods, err));
		else if (starts(ods, "shapes") || starts(ods, "table") || starts(ods, "forms"))
			CDR_TRY(skip_element(ods, err));
		else if (cdr_xlsx_xml_is(&ods->xml, CDR_XLSX_END, "table"))
			return CDR_OK;
	} while (ods->xml.event != CDR_XLSX_END_OF_FILE);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- sheets */

/* A style of tables that are not shown: <style:style name><style:table-properties display="false"/>. */
static enum cdr_status
read_style(struct ods *ods, struct cdr_str *name, struct cdr_error *err)
{
	if (starts(ods, "style"))
		return cdr_ingest_copy(ods->book->table, cdr_xlsx_xml_attribute(&ods->xml, "name"), name, err);
	if (!name->p || !starts(ods, "table-properties") ||
	    !cdr_str_equal(cdr_xlsx_xml_attribute(&ods->xml, "display"), CDR_STR("false")))
		return CDR_OK;
	struct cdr_str *hidden = cdr_vec_push(&ods->hidden_styles);
	if (!hidden)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, ods->book->source->name,
		                "the workbook has more than %d styles of hidden sheets", MAX_HIDDEN_STYLES);
	*hidden = *name;
	return CDR_OK;
}

static bool
is_hidden(const struct ods *ods, struct cdr_str style)
{
	for (size_t i = 0; i < ods->hidden_styles.n; i++) {
		if (cdr_str_equal(*CDR_VEC_AT(&ods->hidden_styles, struct cdr_str, i), style))
			return true;
	}
	return false;
}

static enum cdr_status
measure_sheet(struct ods *ods, struct cdr_error *err)
{
	struct cdr_xlsx_book *book = ods->book;
	struct cdr_xlsx_sheet *sheet = cdr_vec_push(&book->sheets);
	struct cdr_xlsx_merges *merges = sheet ? cdr_vec_push(&ods->merges) : NULL;
	if (!merges && book->sheets.n >= CDR_INGEST_MAX_SHEETS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, book->source->name,
		                "the workbook has more than %d sheets", CDR_INGEST_MAX_SHEETS);
	if (!merges)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*sheet = (struct cdr_xlsx_sheet){ .hidden = is_hidden(ods, cdr_xlsx_xml_attribute(&ods->xml, "style-name")) };
	*merges = (struct cdr_xlsx_merges){ 0 };
	CDR_TRY(cdr_ingest_copy(book->table, cdr_xlsx_xml_attribute(&ods->xml, "name"), &sheet->name, err));
	CDR_TRY(cdr_xlsx_merges_init(merges, book, sheet, err));
	ods->sheet = merges;
	CDR_TRY(read_rows(ods, err));
	cdr_xlsx_merges_sort(merges);
	return CDR_OK;
}

static enum cdr_status
measure(struct ods *ods, struct cdr_error *err)
{
	struct cdr_str style = { NULL, 0 };
	ods->measuring = true;
	CDR_TRY(cdr_xlsx_xml_open(&ods->xml, &ods->book->archive, CONTENT, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (starts(ods, "table"))
			CDR_TRY(measure_sheet(ods, err));
		else if (ods->book->sheets.n == 0)
			CDR_TRY(read_style(ods, &style, err));
	} while (ods->xml.event != CDR_XLSX_END_OF_FILE);
	cdr_xlsx_xml_done(&ods->xml);
	ods->measuring = false;
	ods->n_repeated = 0;
	ods->book->archive.expanded = 0; /* what was counted comes out once more */
	return CDR_OK;
}

static enum cdr_status
read_sheet(struct ods *ods, size_t i, struct cdr_sheet *ret, struct cdr_error *err)
{
	const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&ods->book->sheets, struct cdr_xlsx_sheet, i);
	cdr_ingest_builder_done(&ods->builder);
	CDR_TRY(cdr_ingest_builder_init(&ods->builder, ods->book->table, err));
	ods->builder.sheet.name = sheet->name;
	ods->builder.sheet.hidden = sheet->hidden;
	ods->sheet = CDR_VEC_AT(&ods->merges, struct cdr_xlsx_merges, i);
	CDR_TRY(read_rows(ods, err));
	return cdr_ingest_builder_finish(&ods->builder, ret, err);
}

/* The sheets wanted, or all that are shown, in their order. */
static enum cdr_status
read_sheets(struct ods *ods, const struct cdr_xlsx_sheet *chosen, struct cdr_error *err)
{
	struct cdr_table *table = ods->book->table;
	size_t i = 0;
	CDR_TRY(cdr_xlsx_xml_open(&ods->xml, &ods->book->archive, CONTENT, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (!starts(ods, "table") || i >= ods->book->sheets.n)
			continue;
		const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&ods->book->sheets, struct cdr_xlsx_sheet, i);
		if (chosen ? sheet == chosen : !sheet->hidden)
			CDR_TRY(read_sheet(ods, i, &table->sheets[table->n_sheets++], err));
		else
			CDR_TRY(skip_element(ods, err));
		i++;
	} while (ods->xml.event != CDR_XLSX_END_OF_FILE);
	for (i = 0; !chosen && i < ods->book->sheets.n; i++) {
		const struct cdr_xlsx_sheet *sheet = CDR_VEC_AT(&ods->book->sheets, struct cdr_xlsx_sheet, i);
		if (sheet->hidden)
			table->sheets[table->n_sheets++] = (struct cdr_sheet){ .name = sheet->name, .hidden = true };
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ file */

/* A password makes noise of every member but the manifest, which says so. */
static enum cdr_status
refuse_encrypted(struct ods *ods, struct cdr_error *err)
{
	if (!cdr_zip_has(&ods->book->archive, MANIFEST))
		return CDR_OK;
	CDR_TRY(cdr_xlsx_xml_open(&ods->xml, &ods->book->archive, MANIFEST, err));
	do {
		CDR_TRY(cdr_xlsx_xml_next(&ods->xml, err));
		if (starts(ods, "encryption-data"))
			return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, ods->book->source->name,
			                "the workbook is protected by a password; save it without one");
	} while (ods->xml.event != CDR_XLSX_END_OF_FILE);
	cdr_xlsx_xml_done(&ods->xml);
	return CDR_OK;
}

static enum cdr_status
check_type(struct ods *ods, struct cdr_error *err)
{
	char text[sizeof(MIME_TYPE)] = "";
	cdr_auto(cdr_zip_member) member = { 0 };
	if (!cdr_zip_has(&ods->book->archive, "mimetype"))
		return CDR_OK;
	CDR_TRY(cdr_zip_member_open(&member, &ods->book->archive, "mimetype", err));
	int n = cdr_zip_member_read(&member, text, sizeof(text) - 1);
	if (n >= 0 && strcmp(text, MIME_TYPE) != 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, ods->book->source->name,
		                "this is an OpenDocument file but no spreadsheet; save its list as .ods, .xlsx or CSV");
	return CDR_OK;
}

bool
cdr_ingest_is_ods(const struct cdr_ingest_source *source)
{
	cdr_auto(cdr_zip) archive = { 0 };
	return cdr_zip_open(&archive, source->bytes, source->name, NULL) == CDR_OK && cdr_zip_has(&archive, CONTENT) &&
	       (cdr_zip_has(&archive, "mimetype") || cdr_zip_has(&archive, MANIFEST));
}

enum cdr_status
cdr_ingest_ods(const struct cdr_ingest_source *source, struct cdr_table *table, struct cdr_error *err)
{
	void *sheets = NULL;
	const struct cdr_xlsx_sheet *chosen = NULL;
	cdr_auto(cdr_xlsx_book) book = {
		.source = source,
		.table = table,
		.sheets = CDR_VEC_INIT(struct cdr_xlsx_sheet, CDR_INGEST_MAX_SHEETS),
	};
	cdr_auto(ods) ods = {
		.book = &book,
		.merges = CDR_VEC_INIT(struct cdr_xlsx_merges, CDR_INGEST_MAX_SHEETS),
		.hidden_styles = CDR_VEC_INIT(struct cdr_str, MAX_HIDDEN_STYLES),
		.shown = CDR_BUF_INIT,
		.stored = CDR_BUF_INIT,
	};
	CDR_TRY(cdr_zip_open(&book.archive, source->bytes, source->name, err));
	CDR_TRY(check_type(&ods, err));
	CDR_TRY(refuse_encrypted(&ods, err));
	CDR_TRY(measure(&ods, err));
	CDR_TRY(cdr_xlsx_choose_sheet(&book, source->options->sheet, &chosen, err));
	CDR_TRY(cdr_ingest_alloc(table, (book.sheets.n + 1) * sizeof(struct cdr_sheet), &sheets, err));
	table->sheets = sheets;
	return read_sheets(&ods, chosen, err);
}
