/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the header row of a sheet. People put titles, dates and notes above their tables, so of the first rows the one
 * with most known headers wins, provided it names what the kind of file requires. Not here: what the headers mean for
 * the columns below (mapping.c). The surprise: the first of equally good rows wins, so a header repeated further down
 * is a row to be refused, never the header.
 */
#include "candor/import.h"

#include <inttypes.h>

#include "candor/base.h"
#include "import/import-impl.h"

struct candidate {
	size_t known;                            /* cells that are known headers */
	bool satisfied[CDR_IMPORT_MAX_REQUIRED]; /* by group */
};

static void
count_header(const struct cdr_import_columns *columns, const struct cdr_import_definition *definition,
             struct candidate *candidate)
{
	candidate->known++;
	for (size_t g = 0; g < columns->n_required; g++) {
		for (size_t k = 0; k < columns->required[g].n; k++)
			candidate->satisfied[g] |= columns->required[g].any[k] == definition;
	}
}

/* Known headers of a row, or 0 when something required is not among them and no default stands in for it. */
static enum cdr_status
score_row(const struct cdr_import_columns *columns, const struct cdr_import_map *map, const struct cdr_row *row,
          struct cdr_arena *scratch, size_t *ret, struct cdr_error *err)
{
	struct candidate candidate = { 0 };
	for (uint32_t c = 0; c < row->n_cells; c++) {
		struct cdr_str header = cdr_str_trim(cdr_row_cell(row, c).text);
		if (header.n == 0 || header.n > CDR_ERROR_WHERE_MAX)
			continue;
		const struct cdr_import_definition *definition = cdr_import_map_header(map, columns, header, scratch);
		if (!definition) {
			const struct cdr_import_synonym *synonym = NULL;
			CDR_TRY(cdr_import_columns_header(columns, header, scratch, &synonym, err));
			definition = synonym ? synonym->definition : NULL;
		}
		if (definition)
			count_header(columns, definition, &candidate);
	}
	for (size_t i = 0; map->defaults && candidate.known && i < map->defaults->n; i++) {
		count_header(columns, cdr_map_get(columns->by_name, map->defaults->pairs[i].key), &candidate);
		candidate.known--;
	}
	*ret = candidate.known;
	for (size_t g = 0; g < columns->n_required; g++) {
		if (!candidate.satisfied[g])
			*ret = 0;
	}
	return CDR_OK;
}

/* The row a mapping names. */
static enum cdr_status
find_named_row(const struct cdr_import_map *map, const struct cdr_table *table, const struct cdr_sheet *sheet,
               ptrdiff_t *ret, struct cdr_error *err)
{
	for (size_t i = 0; i < sheet->n_rows; i++) {
		if (cdr_sheet_row(sheet, i).row == map->header_row) {
			*ret = (ptrdiff_t)i;
			return CDR_OK;
		}
	}
	return cdr_decl_fail(&map->decl, cdr_decl_get(map->decl.root, "header_row"), err,
	                     "%.*s%s%.*s has no row %" PRId64 " with anything in it", CDR_STR_ARG(table->file),
	                     sheet->name.n ? ", sheet " : "", CDR_STR_ARG(sheet->name), map->header_row);
}

enum cdr_status
cdr_import_header_find(const struct cdr_import_columns *columns, const struct cdr_import_map *map,
                       const struct cdr_table *table, const struct cdr_sheet *sheet, ptrdiff_t *ret,
                       struct cdr_error *err)
{
	if (map->header_row)
		return find_named_row(map, table, sheet, ret, err);
	cdr_owned(cdr_arena) scratch = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	if (!scratch)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	ptrdiff_t best = -1;
	size_t best_score = 0;
	for (size_t i = 0; i < sheet->n_rows && i < CDR_IMPORT_HEADER_ROWS; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		cdr_arena_reset(scratch);
		size_t score = 0;
		CDR_TRY(score_row(columns, map, &row, scratch, &score, err));
		if (score > best_score) {
			best_score = score;
			best = (ptrdiff_t)i;
		}
	}
	*ret = best;
	return CDR_OK;
}
