/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the columns of a definition stand in the file at hand. With a header, the first row that has all of them is the
 * header, so that a title above the table does no harm; without one, columns stand where the definition counts them.
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

static enum cdr_status
find_header(const struct registry_part *part, const struct cdr_table *table, const struct cdr_sheet *sheet,
            size_t *ret_first, int32_t at[REGISTRY_MAX_COLUMNS], struct cdr_error *err)
{
	size_t best = SIZE_MAX, best_row = 0;
	for (size_t i = 0; i < sheet->n_rows && i < REGISTRY_MAX_HEADER_ROW; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		size_t missing = try_header(part, &row, sheet, table->arena, at);
		if (missing < best) {
			best = missing;
			best_row = i;
		}
		if (missing == 0)
			break;
	}
	if (best != 0) {
		const struct cdr_row row = sheet->n_rows ? cdr_sheet_row(sheet, best_row) : (struct cdr_row){ 0 };
		(void)try_header(part, &row, sheet, table->arena, at);
		return refuse(table, part, at, err);
	}
	*ret_first = best_row + 1;
	return CDR_OK;
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

static enum cdr_status
count_columns(const struct registry_part *part, const struct cdr_table *table, const struct cdr_sheet *sheet,
              int32_t at[REGISTRY_MAX_COLUMNS], struct cdr_error *err)
{
	if (sheet->n_columns != part->n_columns)
		return cdr_fail(
			err, CDR_EINPUT, REGISTRY_ROOM, table->file.p,
			"%u columns where the definition counts %zu; the source has changed its layout, or this is "
			"another file",
			sheet->n_columns, part->n_columns);
	for (size_t i = 0; i < part->n_columns; i++)
		at[i] = (int32_t)i;
	return CDR_OK;
}

enum cdr_status
registry_layout(const struct registry_reader *reader, const struct registry_part *part, const struct cdr_table *table,
                const struct cdr_sheet **ret_sheet, size_t *ret_first, int32_t at[REGISTRY_MAX_COLUMNS],
                struct cdr_error *err)
{
	const struct cdr_sheet *sheet = NULL;
	for (size_t i = 0; i < table->n_sheets && !sheet; i++) {
		if (!table->sheets[i].hidden && table->sheets[i].n_rows)
			sheet = &table->sheets[i];
	}
	if (!sheet)
		return cdr_fail(err, CDR_EINPUT, REGISTRY_ROOM, table->file.p, "the file has no rows");
	bool by_path = table->format == CDR_INGEST_JSON || table->format == CDR_INGEST_XML;
	size_t first = 0;
	if (reader->private->headed || by_path)
		CDR_TRY(find_header(part, table, sheet, &first, at, err));
	else
		CDR_TRY(count_columns(part, table, sheet, at, err));
	if (by_path && part->declared && sheet->n_rows > first)
		CDR_TRY(check_paths(part, table, sheet, first, at, err));
	*ret_sheet = sheet;
	*ret_first = first;
	return CDR_OK;
}
