/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the columns of a definition stand in the file at hand. With a header, the first row that has all of them is the
 * header, so that a title above the table does no harm; without one, columns stand where the definition counts them. A
 * file of several tables is read table by table, each that has the columns, wherever in it they stand.
 * Names compare without case and punctuation. The one surprise: columns read by path (JSON, XML) are always "there", so a
 * wrong path shows as a column that is empty in every row, and is refused as missing.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

/* "#3" -> 2; -1 for a real name. */
static int32_t
position_of(struct cdr_str name)
{
	int64_t n;
	if (name.n < 2 || name.p[0] != '#' || !cdr_str_to_i64((struct cdr_str){ name.p + 1, name.n - 1 }, &n) ||
	    n < 1 || n > CDR_INGEST_MAX_COLUMNS)
		return -1;
	return (int32_t)(n - 1);
}

/* `words` are the header's cells in the form in which they compare, made once for all columns. */
static int32_t
find_column(const struct registry_column *column, const struct cdr_row *header, const struct cdr_str *words,
            const struct cdr_sheet *sheet, struct cdr_arena *arena)
{
	int32_t position = position_of(column->name);
	if (position >= 0)
		return (uint32_t)position < sheet->n_columns ? position : -1;
	struct cdr_str wanted = cdr_normalise_words(column->name, arena);
	for (uint32_t i = 0; i < header->n_cells; i++) {
		bool same = cdr_str_equal(cdr_str_trim(cdr_row_cell(header, i).text), column->name) ||
		            (wanted.n && cdr_str_equal(words[i], wanted));
		if (same)
			return (int32_t)i;
	}
	return -1;
}

/* How many needed columns this row lacks as a header; `at` is filled in. All of them when memory is short. */
static size_t
try_header(const struct registry_part *part, const struct cdr_row *row, const struct cdr_sheet *sheet,
           struct cdr_arena *arena, int32_t at[REGISTRY_MAX_COLUMNS])
{
	size_t missing = 0;
	struct cdr_str *words = cdr_arena_alloc(arena, (row->n_cells + 1u) * sizeof(*words));
	for (uint32_t i = 0; words && i < row->n_cells; i++)
		words[i] = cdr_normalise_words(cdr_row_cell(row, i).text, arena);
	for (size_t i = 0; i < part->n_columns; i++) {
		at[i] = words ? find_column(&part->columns[i], row, words, sheet, arena) : -1;
		missing += at[i] < 0 && !part->columns[i].optional;
	}
	return missing;
}

static enum cdr_status
refuse(const struct cdr_table *table, const struct registry_part *part, const int32_t at[REGISTRY_MAX_COLUMNS],
       struct cdr_error *err)
{
	cdr_auto(cdr_buf) names = { .max = CDR_ERROR_MESSAGE_MAX };
	for (size_t i = 0; i < part->n_columns; i++) {
		if (at[i] >= 0 || part->columns[i].optional)
			continue;
		cdr_buf_printf(&names, "%s\"%.*s\"", names.n ? ", " : "", CDR_STR_ARG(part->columns[i].name));
	}
	return cdr_fail(err, CDR_EINPUT, REGISTRY_ROOM, table->file.p ? table->file.p : NULL,
	                "these columns are missing: %.*s; the source has changed its layout, or this is another file",
	                CDR_STR_ARG(cdr_buf_str(&names)));
}

/* The first row with all columns, or the one that lacks the fewest. Returns how many it lacks. */
static size_t
find_header(const struct registry_part *part, const struct cdr_table *table, struct registry_layout *layout)
{
	const struct cdr_sheet *sheet = layout->sheet;
	size_t best = SIZE_MAX, best_row = 0;
	for (size_t i = 0; i < sheet->n_rows && i < REGISTRY_MAX_HEADER_ROW && best; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		size_t missing = try_header(part, &row, sheet, table->arena, layout->at);
		if (missing < best) {
			best = missing;
			best_row = i;
		}
	}
	layout->header = cdr_sheet_row(sheet, best_row);
	if (best)
		(void)try_header(part, &layout->header, sheet, table->arena, layout->at);
	layout->first = best_row + 1;
	layout->n_columns = layout->header.n_cells;
	return best;
}

static bool
is_empty_column(const struct cdr_sheet *sheet, size_t first, int32_t column)
{
	for (size_t i = first; i < sheet->n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		if (cdr_str_trim(cdr_row_cell(&row, (uint32_t)column).text).n)
			return false;
	}
	return true;
}

static enum cdr_status
check_paths(const struct registry_part *part, const struct cdr_table *table, const struct cdr_sheet *sheet,
            size_t first, int32_t at[REGISTRY_MAX_COLUMNS], struct cdr_error *err)
{
	bool missing = false;
	for (size_t i = 0; i < part->n_columns; i++) {
		if (at[i] < 0 || part->columns[i].optional || !is_empty_column(sheet, first, at[i]))
			continue;
		at[i] = -1;
		missing = true;
	}
	return missing ? refuse(table, part, at, err) : CDR_OK;
}

/* Without a header: all columns or none. */
static size_t
count_columns(const struct registry_part *part, struct registry_layout *layout)
{
	layout->n_columns = (uint32_t)part->n_columns;
	for (size_t i = 0; i < part->n_columns; i++)
		layout->at[i] = (int32_t)i;
	return layout->sheet->n_columns == part->n_columns ? 0 : part->n_columns;
}

static enum cdr_status
refuse_count(const struct cdr_table *table, const struct registry_part *part, const struct cdr_sheet *sheet,
             struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, REGISTRY_ROOM, table->file.p,
	                "%u columns where the definition counts %zu; the source has changed its layout, or this is "
	                "another file",
	                sheet->n_columns, part->n_columns);
}

/* A further table that has most of the columns was probably meant; one that has few is something else on the page. */
static enum cdr_status
tell_left_out(struct registry_reader *reader, const struct registry_part *part, const struct cdr_table *table,
              const struct registry_layout *layout, size_t missing, struct cdr_error *err)
{
	struct registry_record record = { .reader = reader, .part = part };
	if (missing * 2 >= part->n_columns)
		return CDR_OK;
	record.origin.file = cdr_str_copy(reader->arena, table->file);
	CDR_TRY(cdr_row_origin(table, layout->sheet, &layout->header, &record.origin.sheet, &record.origin.row, err));
	record.origin.sheet = cdr_str_copy(reader->arena, record.origin.sheet);
	for (size_t i = 0; i < part->n_columns; i++) {
		if (layout->at[i] >= 0 || part->columns[i].optional)
			continue;
		return registry_problem(&record, false, err,
		                        "this table lacks the column \"%.*s\"%s; its %zu rows are not read",
		                        CDR_STR_ARG(part->columns[i].name), missing > 1 ? " and others" : "",
		                        layout->sheet->n_rows - layout->first);
	}
	return CDR_OK;
}

enum cdr_status
registry_find_tables(struct registry_reader *reader, const struct registry_part *part, const struct cdr_table *table,
                     struct registry_layout **ret, size_t *ret_n, struct cdr_error *err)
{
	bool by_path = table->format == CDR_INGEST_JSON || table->format == CDR_INGEST_XML;
	bool headed = reader->private->headed || by_path;
	struct registry_layout *layouts = cdr_arena_alloc(table->arena, (table->n_sheets + 1) * sizeof(*layouts));
	size_t *missing = cdr_arena_alloc(table->arena, (table->n_sheets + 1) * sizeof(*missing));
	size_t n = 0, n_good = 0, best = 0;
	if (!layouts || !missing)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	for (size_t i = 0; i < table->n_sheets; i++) {
		if (table->sheets[i].hidden || !table->sheets[i].n_rows)
			continue;
		layouts[n].sheet = &table->sheets[i];
		missing[n] = headed ? find_header(part, table, &layouts[n]) : count_columns(part, &layouts[n]);
		best = missing[n] < missing[best] ? n : best;
		n++;
	}
	if (!n)
		return cdr_fail(err, CDR_EINPUT, REGISTRY_ROOM, table->file.p, "the file has no rows");
	if (missing[best])
		return headed ? refuse(table, part, layouts[best].at, err)
		              : refuse_count(table, part, layouts[best].sheet, err);
	if (by_path && part->declared && layouts[0].sheet->n_rows > layouts[0].first)
		CDR_TRY(check_paths(part, table, layouts[0].sheet, layouts[0].first, layouts[0].at, err));
	for (size_t i = 0; i < n; i++) {
		if (missing[i])
			CDR_TRY(tell_left_out(reader, part, table, &layouts[i], missing[i], err));
		else
			layouts[n_good++] = layouts[i];
	}
	*ret = layouts;
	*ret_n = n_good;
	return CDR_OK;
}

bool
registry_repeats_header(const struct registry_layout *layout, const struct cdr_row *row)
{
	if (!layout->first)
		return false;
	const struct cdr_row *header = &layout->header;
	if (row->n_cells != header->n_cells)
		return false;
	for (uint32_t i = 0; i < row->n_cells; i++) {
		struct cdr_str cell = cdr_str_trim(cdr_row_cell(row, i).text);
		if (!cdr_str_equal(cell, cdr_str_trim(cdr_row_cell(header, i).text)))
			return false;
	}
	return true;
}
