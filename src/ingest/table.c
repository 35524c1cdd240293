/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all readers share once they have cells: the table's memory, the builder of one sheet, and the words for a place.
 * No file format is known here. Surprise: a row is cut after its last filled cell and a row of blanks is not kept at
 * all, though it uses up its number; so n_columns is the widest row that says something.
 */
#include "ingest/ingest-impl.h"

#include <stdio.h>
#include <string.h>

struct cdr_table *
cdr_table_free(struct cdr_table *table)
{
	if (table) {
		if (table->spool)
			cdr_spool_done(table->spool);
		(void)cdr_arena_free(table->arena);
		cdr_free(table);
	}
	return NULL;
}

const char *
cdr_column_letters(uint32_t column, char out[8])
{
	char reversed[8];
	size_t n = 0;
	/* Bijective base 26: there is no digit zero, hence the 1-based remainder. 32 bits need 7 letters. */
	for (uint64_t rest = (uint64_t)column + 1; rest > 0; rest = (rest - 1) / 26)
		reversed[n++] = (char)('A' + (rest - 1) % 26);
	for (size_t i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	out[n] = '\0';
	return out;
}

/* A sheet's name is put in apostrophes where a spreadsheet would do so, to keep "!B17" readable after it. */
static bool
needs_apostrophes(struct cdr_str name)
{
	for (size_t i = 0; i < name.n; i++) {
		if (strchr(" '!:[](),;#\"", name.p[i]))
			return true;
	}
	return false;
}

const char *
cdr_cell_place(const struct cdr_table *table, const struct cdr_sheet *sheet, const struct cdr_row *row, uint32_t column,
               char *out, size_t out_size)
{
	char letters[8] = "";
	if (column != UINT32_MAX)
		(void)cdr_column_letters(column, letters);
	if (table->format == CDR_INGEST_XLSX || table->format == CDR_INGEST_ODS || table->format == CDR_INGEST_XLS) {
		const char *mark = needs_apostrophes(sheet->name) ? "'" : "";
		(void)snprintf(out, out_size, "%.*s %s%.*s%s!%s%u", CDR_STR_ARG(table->file), mark,
		               CDR_STR_ARG(sheet->name), mark, letters, row->row);
		return out;
	}
	if (table->format == CDR_INGEST_HTML) {
		(void)snprintf(out, out_size, "%.*s %.*s row %u%s%s", CDR_STR_ARG(table->file),
		               CDR_STR_ARG(sheet->name), row->row, letters[0] ? ", column " : "", letters);
		return out;
	}
	if (table->format == CDR_INGEST_PDF) {
		(void)snprintf(out, out_size, "%.*s page %u row %u%s%s", CDR_STR_ARG(table->file),
		               row->row / CDR_INGEST_PDF_ROWS_A_PAGE, row->row % CDR_INGEST_PDF_ROWS_A_PAGE,
		               letters[0] ? ", column " : "", letters);
		return out;
	}
	char line[24] = "";
	if (row->line > 0)
		(void)snprintf(line, sizeof(line), " (line %u)", row->line);
	(void)snprintf(out, out_size, "%.*s row %u%s%s%s", CDR_STR_ARG(table->file), row->row, line,
	               letters[0] ? ", column " : "", letters);
	return out;
}

enum cdr_status
cdr_row_origin(const struct cdr_table *table, const struct cdr_sheet *sheet, const struct cdr_row *row,
               struct cdr_str *ret_sheet, uint32_t *ret_row, struct cdr_error *err)
{
	if (table->format != CDR_INGEST_PDF) {
		*ret_sheet = sheet->name;
		*ret_row = row->row;
		return CDR_OK;
	}
	struct cdr_str page = cdr_str_format(table->arena, "page %u", row->row / CDR_INGEST_PDF_ROWS_A_PAGE);
	if (!page.p)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*ret_sheet = page;
	*ret_row = row->row % CDR_INGEST_PDF_ROWS_A_PAGE;
	return CDR_OK;
}

const char *
cdr_ingest_line_place(const char *name, uint32_t line, char out[CDR_ERROR_WHERE_MAX])
{
	(void)snprintf(out, CDR_ERROR_WHERE_MAX, "%s:%u", name, line);
	return out;
}

enum cdr_status
cdr_ingest_alloc(struct cdr_table *table, size_t n_bytes, void **ret, struct cdr_error *err)
{
	void *p = cdr_arena_alloc(table->arena, n_bytes);
	if (!p && n_bytes >= CDR_INGEST_MAX_TABLE_BYTES - cdr_arena_used(table->arena))
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, table->file.p,
		                "the table takes up more than %zu MiB of memory; split the file",
		                CDR_INGEST_MAX_TABLE_BYTES >> 20);
	if (!p)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*ret = p;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_copy(struct cdr_table *table, struct cdr_str text, struct cdr_str *ret, struct cdr_error *err)
{
	void *p = NULL;
	CDR_TRY(cdr_ingest_alloc(table, text.n + 1, &p, err));
	if (text.n > 0)
		memcpy(p, text.p, text.n);
	*ret = (struct cdr_str){ p, text.n };
	return CDR_OK;
}

void
cdr_ingest_builder_done(struct cdr_ingest_builder *builder)
{
	cdr_vec_done(&builder->places);
	builder->text = cdr_arena_free(builder->text);
	cdr_free(builder->cells);
	builder->cells = NULL;
}

/* A table has one spool for all of its sheets. */
enum cdr_status
cdr_ingest_need_spool(struct cdr_table *table, struct cdr_error *err)
{
	if (table->spool)
		return CDR_OK;
	struct cdr_spool *spool = cdr_arena_alloc(table->arena, sizeof(*spool));
	if (!spool)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*spool = (struct cdr_spool)CDR_SPOOL_INIT;
	table->spool = spool;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_builder_init(struct cdr_ingest_builder *builder, struct cdr_table *table, struct cdr_error *err)
{
	CDR_TRY(cdr_ingest_need_spool(table, err));
	*builder = (struct cdr_ingest_builder){
		.table = table,
		.sheet = { .name = CDR_STR("") },
		.places = CDR_VEC_INIT(uint64_t, CDR_INGEST_MAX_ROWS),
		.text = cdr_arena_new(CDR_INGEST_MAX_ROW_BYTES),
		.cells = cdr_alloc(CDR_INGEST_MAX_COLUMNS * sizeof(struct cdr_cell)),
	};
	return builder->cells && builder->text ? CDR_OK : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

static enum cdr_status CDR_PRINTF(4, 5) fail_at(const struct cdr_ingest_builder *builder, uint32_t column,
                                                struct cdr_error *err, const char *format, ...)
{
	struct cdr_row row = { .row = builder->row, .line = builder->line };
	char place[CDR_ERROR_WHERE_MAX];
	char message[256];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	(void)cdr_cell_place(builder->table, &builder->sheet, &row, column, place, sizeof(place));
	return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, place, "%s", message);
}

enum cdr_status
cdr_ingest_builder_begin_row(struct cdr_ingest_builder *builder, uint32_t row, uint32_t line, struct cdr_error *err)
{
	builder->row = row;
	builder->line = line;
	builder->n_cells = 0;
	cdr_arena_reset(builder->text);
	if (row > CDR_INGEST_MAX_ROWS)
		return fail_at(builder, UINT32_MAX, err, "more than %d rows; split the file", CDR_INGEST_MAX_ROWS);
	return CDR_OK;
}

enum cdr_status
cdr_ingest_builder_copy(struct cdr_ingest_builder *builder, struct cdr_str text, struct cdr_str *ret,
                        struct cdr_error *err)
{
	struct cdr_str copy = cdr_str_copy(builder->text, text);
	if (!copy.p && text.n >= CDR_INGEST_MAX_ROW_BYTES - cdr_arena_used(builder->text))
		return fail_at(builder, UINT32_MAX, err,
		               "the row holds more than %d MiB; take out what is no part of the list",
		               CDR_INGEST_MAX_ROW_BYTES >> 20);
	if (!copy.p)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*ret = copy;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_builder_set(struct cdr_ingest_builder *builder, uint32_t column, enum cdr_cell_kind kind,
                       struct cdr_str text, struct cdr_error *err)
{
	if (text.n == 0)
		return CDR_OK;
	if (column >= CDR_INGEST_MAX_COLUMNS)
		return fail_at(builder, column, err, "more than %d columns; take out what is no part of the list",
		               CDR_INGEST_MAX_COLUMNS);
	if (text.n > CDR_INGEST_MAX_CELL_BYTES)
		return fail_at(builder, column, err,
		               "the cell holds %zu bytes; at most %d are read: take out what is no part of the list",
		               text.n, CDR_INGEST_MAX_CELL_BYTES);
	if (column >= builder->n_cells) {
		memset(builder->cells + builder->n_cells, 0, (column - builder->n_cells) * sizeof(struct cdr_cell));
		builder->n_cells = column + 1;
	}
	builder->cells[column] = (struct cdr_cell){ text, kind };
	return CDR_OK;
}

bool
cdr_ingest_builder_is_blank(const struct cdr_ingest_builder *builder)
{
	for (uint32_t i = 0; i < builder->n_cells; i++) {
		if (cdr_str_trim(builder->cells[i].text).n > 0)
			return false;
	}
	return true;
}

static enum cdr_status
add_row(struct cdr_ingest_builder *builder, uint64_t *place, const struct cdr_cell *cells, uint32_t n_cells,
        struct cdr_error *err)
{
	struct cdr_spool *spool = builder->table->spool;
	*place = spool->n_bytes;
	if (spool->n_bytes > CDR_INGEST_MAX_TABLE_BYTES)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, builder->table->file.p,
		                "the rows take up more than %zu MiB; split the file", CDR_INGEST_MAX_TABLE_BYTES >> 20);
	if (n_cells > builder->sheet.n_columns)
		builder->sheet.n_columns = n_cells;
	return cdr_spool_add(spool, cells, n_cells, builder->row, builder->line, err);
}

enum cdr_status
cdr_ingest_builder_end_row(struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	if (cdr_ingest_builder_is_blank(builder))
		return CDR_OK;
	uint64_t *place = cdr_vec_push(&builder->places);
	if (!place)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return add_row(builder, place, builder->cells, builder->n_cells, err);
}

enum cdr_status
cdr_ingest_builder_expect_names(struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	return cdr_vec_push(&builder->places) ? CDR_OK : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

enum cdr_status
cdr_ingest_builder_set_names(struct cdr_ingest_builder *builder, const struct cdr_cell *cells, uint32_t n_cells,
                             struct cdr_error *err)
{
	builder->row = 1;
	builder->line = 0;
	if (n_cells > 0)
		return add_row(builder, CDR_VEC_AT(&builder->places, uint64_t, 0), cells, n_cells, err);
	builder->places.n = 0;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_builder_names(struct cdr_ingest_builder *builder, const struct cdr_ingest_column *columns, size_t n_columns,
                         struct cdr_error *err)
{
	CDR_TRY(cdr_ingest_builder_begin_row(builder, 1, 0, err));
	for (size_t i = 0; i < n_columns; i++) {
		struct cdr_str name = { NULL, 0 };
		CDR_TRY(cdr_ingest_builder_copy(builder, columns[i].name, &name, err));
		CDR_TRY(cdr_ingest_builder_set(builder, (uint32_t)i, CDR_CELL_TEXT, name, err));
	}
	return cdr_ingest_builder_end_row(builder, err);
}

enum cdr_status
cdr_ingest_builder_finish(struct cdr_ingest_builder *builder, struct cdr_sheet *ret, struct cdr_error *err)
{
	void *places = NULL;
	size_t n_bytes = builder->places.n * sizeof(uint64_t);
	CDR_TRY(cdr_ingest_alloc(builder->table, n_bytes ? n_bytes : 1, &places, err));
	if (n_bytes > 0)
		memcpy(places, builder->places.items, n_bytes);
	builder->sheet.places = places;
	builder->sheet.spool = builder->table->spool;
	builder->sheet.n_rows = builder->places.n;
	*ret = builder->sheet;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_builder_finish_only(struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	void *sheet = NULL;
	CDR_TRY(cdr_ingest_alloc(builder->table, sizeof(struct cdr_sheet), &sheet, err));
	CDR_TRY(cdr_ingest_builder_finish(builder, sheet, err));
	builder->table->sheets = sheet;
	builder->table->n_sheets = 1;
	return CDR_OK;
}
