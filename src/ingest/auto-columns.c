/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Columns that nobody named: a JSON or XML record is taken apart into leaves, each with its path, and each path becomes a
 * column where it is first met. The row of names is put in place last, when all paths are known; its row number (1) is
 * kept free from the start. No format is known here.
 */
#include "ingest/ingest-impl.h"

#include <string.h>

struct auto_column {
	struct cdr_str path;
	uint32_t index;
	bool touched;
	enum cdr_cell_kind kind;
	struct cdr_buf text;
};

void
cdr_ingest_auto_done(struct cdr_ingest_auto *columns)
{
	for (size_t i = 0; columns->index && i < cdr_map_count(columns->index); i++) {
		struct auto_column *column = cdr_map_at(columns->index, i, NULL);
		cdr_buf_done(&column->text);
	}
	columns->index = cdr_map_free(columns->index);
	cdr_vec_done(&columns->touched);
}

enum cdr_status
cdr_ingest_auto_init(struct cdr_ingest_auto *columns, struct cdr_ingest_builder *builder, struct cdr_error *err)
{
	*columns = (struct cdr_ingest_auto){
		.builder = builder,
		.index = cdr_map_new(CDR_INGEST_MAX_COLUMNS),
		.touched = CDR_VEC_INIT(struct auto_column *, CDR_INGEST_MAX_COLUMNS),
	};
	return columns->index ? cdr_ingest_builder_expect_names(builder, err) : cdr_fail_memory(err, CDR_INGEST_ROOM);
}

static enum cdr_status
new_column(struct cdr_ingest_auto *columns, struct cdr_str path, struct auto_column **ret, struct cdr_error *err)
{
	struct cdr_table *table = columns->builder->table;
	size_t index = cdr_map_count(columns->index);
	if (index >= CDR_INGEST_MAX_COLUMNS)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, table->file.p,
		                "the records have more than %d different fields; name the columns wanted",
		                CDR_INGEST_MAX_COLUMNS);
	void *p = NULL;
	CDR_TRY(cdr_ingest_alloc(table, sizeof(struct auto_column), &p, err));
	struct auto_column *column = p;
	column->index = (uint32_t)index;
	column->text.max = CDR_INGEST_MAX_CELL_BYTES + 1;
	CDR_TRY(cdr_ingest_copy(table, path, &column->path, err));
	if (cdr_map_put(columns->index, column->path, column) != CDR_OK)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	*ret = column;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_auto_add(struct cdr_ingest_auto *columns, struct cdr_str path, enum cdr_cell_kind kind, struct cdr_str text,
                    struct cdr_error *err)
{
	struct auto_column *column = cdr_map_get(columns->index, path);
	if (!column)
		CDR_TRY(new_column(columns, path, &column, err));
	if (!column->touched) {
		struct auto_column **touched = cdr_vec_push(&columns->touched);
		if (!touched)
			return cdr_fail_memory(err, CDR_INGEST_ROOM);
		*touched = column;
		column->touched = true;
		column->kind = kind;
	} else {
		cdr_buf_putc(&column->text, '|');
		column->kind = CDR_CELL_TEXT;
	}
	cdr_buf_add_str(&column->text, text);
	return CDR_OK;
}

static enum cdr_status
flush_column(struct cdr_ingest_auto *columns, struct auto_column *column, struct cdr_error *err)
{
	struct cdr_str text = { NULL, 0 };
	if (column->text.failed && !column->text.over_max)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (column->text.failed)
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, columns->builder->table->file.p,
		                "row %u: \"%.*s\" holds more than %d bytes", columns->builder->row,
		                CDR_STR_ARG(column->path), CDR_INGEST_MAX_CELL_BYTES);
	if (column->text.n > 0)
		CDR_TRY(cdr_ingest_builder_copy(columns->builder, cdr_buf_str(&column->text), &text, err));
	CDR_TRY(cdr_ingest_builder_set(columns->builder, column->index, column->kind, text, err));
	column->touched = false;
	cdr_buf_clear(&column->text);
	return CDR_OK;
}

enum cdr_status
cdr_ingest_auto_flush(struct cdr_ingest_auto *columns, struct cdr_error *err)
{
	for (size_t i = 0; i < columns->touched.n; i++)
		CDR_TRY(flush_column(columns, *CDR_VEC_AT(&columns->touched, struct auto_column *, i), err));
	columns->touched.n = 0;
	return CDR_OK;
}

enum cdr_status
cdr_ingest_auto_finish(struct cdr_ingest_auto *columns, struct cdr_error *err)
{
	struct cdr_ingest_builder *builder = columns->builder;
	size_t n = cdr_map_count(columns->index);
	void *p = NULL;
	CDR_TRY(cdr_ingest_alloc(builder->table, (n + 1) * sizeof(struct cdr_cell), &p, err));
	struct cdr_cell *cells = p;
	for (size_t i = 0; i < n; i++) {
		const struct auto_column *column = cdr_map_at(columns->index, i, NULL);
		cells[i] = (struct cdr_cell){ column->path, column->path.n > 0 ? CDR_CELL_TEXT : CDR_CELL_EMPTY };
	}
	return cdr_ingest_builder_set_names(builder, cells, (uint32_t)n, err);
}
