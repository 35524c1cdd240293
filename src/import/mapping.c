/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Gives every column of a sheet a meaning: by the explicit mapping, else by its header, else, for headers that say
 * little ("Date", none at all), by what stands below. A column without a meaning is kept whole under "file:<header>".
 * Not here: what the known headers are (rulesets/import). The surprise: content alone never gives a column a meaning
 * that its header does not at least allow; a column of days under "Created" is nobody's day of recruitment.
 */
#include "candor/import.h"

#include <inttypes.h>
#include <stdio.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define CONTENT_SHARE_PCT 90 /* of the sampled values that must fit */

/* One plan being made. */
struct making {
	struct cdr_import_job *job;
	struct cdr_import_plan *plan;
	struct cdr_error *err;
};

static struct cdr_cell
cell_at(const struct cdr_sheet *sheet, size_t i, uint32_t column)
{
	struct cdr_row row = cdr_sheet_row(sheet, i);
	return cdr_row_cell(&row, column);
}

const struct cdr_import_slot *
cdr_import_plan_slot(const struct cdr_import_plan *plan, const struct cdr_import_definition *definition,
                     uint32_t *ret_index)
{
	for (uint32_t c = 0; definition && c < plan->n_slots; c++) {
		if (plan->slots[c].definition == definition) {
			*ret_index = c;
			return &plan->slots[c];
		}
	}
	return NULL;
}

/* ---------------------------------------------------------------------------------------------------------- headers */

/* "file:<header>", numbered when the file has that header twice, by letter when it has none. */
static struct cdr_str
attribute_name(const struct cdr_import_plan *plan, uint32_t column, struct cdr_arena *arena)
{
	char letters[8];
	struct cdr_str header = plan->slots[column].header;
	if (header.n == 0)
		return cdr_str_format(arena, CDR_IMPORT_ATTRIBUTE_PREFIX "column %s",
		                      cdr_column_letters(column, letters));
	int times = 1;
	for (uint32_t c = 0; c < column; c++)
		times += cdr_str_equal(plan->slots[c].header, header);
	if (times == 1)
		return cdr_str_format(arena, CDR_IMPORT_ATTRIBUTE_PREFIX "%.*s", CDR_STR_ARG(header));
	return cdr_str_format(arena, CDR_IMPORT_ATTRIBUTE_PREFIX "%.*s (%d)", CDR_STR_ARG(header), times);
}

/* What each header says by itself; competition is settled later. */
static enum cdr_status
read_headers(struct making *making)
{
	struct cdr_import_job *job = making->job;
	struct cdr_import_plan *plan = making->plan;
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_import_slot *slot = &plan->slots[c];
		slot->header = cdr_str_trim(cell_at(plan->sheet, plan->header_index, c).text);
		if (!slot->header.n)
			slot->header = CDR_STR("");
		slot->attribute = attribute_name(plan, c, job->report->arena);
		if (!slot->attribute.p)
			return cdr_fail_memory(making->err, CDR_IMPORT_ROOM);
		if (slot->header.n == 0)
			continue;
		slot->definition = cdr_import_map_header(&job->map, job->columns, slot->header, job->scratch);
		slot->how = "map";
		if (slot->definition)
			continue;
		const struct cdr_import_synonym *synonym =
			cdr_import_columns_header(job->columns, slot->header, job->scratch);
		if (synonym) {
			slot->definition = synonym->definition;
			slot->rank = synonym->rank;
			slot->how = cdr_str_equal_nocase(slot->header, slot->definition->name) ? "header" : "synonym";
		}
	}
	return CDR_OK;
}

/* Whether some column of the file was given what this header of the mapping is to hold. */
static enum cdr_status
find_explicit(struct making *making, struct cdr_str canonical, const struct cdr_decl_node *wanted, size_t *n_missing)
{
	struct cdr_import_job *job = making->job;
	struct cdr_str held = { NULL, 0 };
	char where[CDR_ERROR_WHERE_MAX];
	for (uint32_t c = 0; c < making->plan->n_slots; c++) {
		const struct cdr_import_slot *slot = &making->plan->slots[c];
		if (!slot->header.n || !cdr_import_same_header(wanted->text, slot->header, job->scratch))
			continue;
		if (slot->definition && cdr_str_equal(slot->definition->name, canonical))
			return CDR_OK;
		held = slot->definition ? slot->definition->name : held;
	}
	(void)snprintf(where, sizeof(where), "%.*s:%" PRIu32 ":%" PRIu32, CDR_STR_ARG(job->map.decl.name), wanted->line,
	               wanted->column);
	(*n_missing)++;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (held.p)
		cdr_buf_printf(&text, "column \"%.*s\" already holds %.*s", CDR_STR_ARG(wanted->text),
		               CDR_STR_ARG(held));
	else
		cdr_buf_printf(&text, "%.*s has no column \"%.*s\"; its header is row %" PRIu32,
		               CDR_STR_ARG(job->table->file), CDR_STR_ARG(wanted->text),
		               cdr_sheet_row(making->plan->sheet, making->plan->header_index).row);
	CDR_TRY(cdr_buf_check(&text, CDR_IMPORT_ROOM, making->err));
	if (*n_missing == 1)
		(void)cdr_fail(making->err, CDR_EINPUT, CDR_IMPORT_ROOM, where, "%s", text.p);
	else
		cdr_error_add(making->err, where, "%s", text.p);
	return CDR_OK;
}

/* Every header a mapping names must be there: a slip would otherwise leave a column silently unused. */
static enum cdr_status
check_explicit(struct making *making)
{
	const struct cdr_decl_node *map = making->job->map.columns;
	size_t n_missing = 0;
	for (size_t i = 0; map && i < map->n; i++) {
		const struct cdr_decl_node *value = map->pairs[i].value;
		for (size_t k = 0; k < (value->kind == CDR_DECL_LIST ? value->n : 1); k++)
			CDR_TRY(find_explicit(making, map->pairs[i].key,
			                      value->kind == CDR_DECL_LIST ? value->items[k] : value, &n_missing));
	}
	return n_missing ? CDR_EINPUT : CDR_OK;
}

static bool
is_explicit(const struct cdr_import_job *job, const struct cdr_import_definition *definition)
{
	for (size_t i = 0; job->map.columns && i < job->map.columns->n; i++) {
		if (cdr_str_equal(job->map.columns->pairs[i].key, definition->name))
			return true;
	}
	return false;
}

static bool
is_mapped(const struct cdr_import_slot *slot)
{
	return slot->definition && cdr_str_equal(cdr_str_from(slot->how), CDR_STR("map"));
}

/* Of several columns for one canonical column the explicit one wins, then the header listed first, then the leftmost. A
 * joined column keeps all of its parts. The losers stay as attributes, and that is said. */
static enum cdr_status
settle(struct making *making, const struct cdr_import_definition *definition)
{
	struct cdr_import_plan *plan = making->plan;
	struct cdr_import_slot *best = NULL;
	bool explicit = is_explicit(making->job, definition);
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_import_slot *slot = &plan->slots[c];
		if (slot->definition != definition || (explicit && !is_mapped(slot)))
			continue;
		if (!best || slot->rank < best->rank)
			best = slot;
	}
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_import_slot *slot = &plan->slots[c];
		bool wins = explicit ? is_mapped(slot) : true;
		if (slot->definition != definition || slot == best || (definition->joined && wins))
			continue;
		slot->definition = NULL;
		if (!explicit && best)
			CDR_TRY(cdr_import_warn(making->job, making->err,
			                        "columns \"%.*s\" and \"%.*s\" both look like %.*s: the first is used, "
			                        "the second kept as \"%.*s\"; a --map file can say otherwise",
			                        CDR_STR_ARG(best->header), CDR_STR_ARG(slot->header),
			                        CDR_STR_ARG(definition->name), CDR_STR_ARG(slot->attribute)));
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- content */

static bool
fits(const struct cdr_import_definition *definition, const struct cdr_cell *cell, const struct cdr_import_value *value)
{
	if (value->reason.p || value->unrecognised.p)
		return false;
	return definition->type != CDR_IMPORT_PERCENT || cdr_str_ends_with(cdr_str_trim(cell->text), CDR_STR("%"));
}

/* Whether what stands in a column is of a definition's type, by a sample. */
static enum cdr_status
content_fits(struct making *making, uint32_t column, const struct cdr_import_definition *definition, bool *ret,
             struct cdr_error *err)
{
	struct cdr_import_job *job = making->job;
	const struct cdr_sheet *sheet = making->plan->sheet;
	struct cdr_import_converter converter = { job->columns, job->normaliser, CDR_DATE_ORDER_DAY_FIRST,
		                                  job->map.list_separator, job->scratch };
	size_t n = 0, n_fit = 0, end = making->plan->header_index + 1 + CDR_IMPORT_SAMPLE_ROWS;
	for (size_t i = making->plan->header_index + 1; i < sheet->n_rows && i < end; i++) {
		struct cdr_cell cell = cell_at(sheet, i, column);
		struct cdr_import_value value = { 0 };
		if (cdr_str_trim(cell.text).n == 0)
			continue;
		cdr_arena_reset(job->scratch);
		CDR_TRY(cdr_import_convert(&converter, definition, &cell, &value, err));
		n++;
		n_fit += fits(definition, &cell, &value);
	}
	*ret = n > 0 && n_fit * 100 >= n * CONTENT_SHARE_PCT;
	return CDR_OK;
}

/* The column a vague header may be, when its content agrees: the one the header hints at, or, without any header, one
 * whose values speak for themselves. */
static enum cdr_status
guess(struct making *making, uint32_t column, struct cdr_error *err)
{
	static const char *const self_evident[] = { "country", "lei" };
	struct cdr_import_job *job = making->job;
	struct cdr_import_slot *slot = &making->plan->slots[column];
	const struct cdr_import_definition *candidates[CDR_LEN(self_evident)] = { NULL };
	if (slot->header.n) {
		cdr_arena_reset(job->scratch);
		struct cdr_str squashed = cdr_import_squash(slot->header, job->scratch);
		const struct cdr_import_synonym *hint =
			squashed.n ? cdr_map_get(job->columns->by_weak, squashed) : NULL;
		candidates[0] = hint ? hint->definition : NULL;
	} else {
		for (size_t i = 0; i < CDR_LEN(self_evident); i++)
			candidates[i] = cdr_import_columns_find(job->columns, self_evident[i]);
	}
	for (size_t i = 0; i < CDR_LEN(candidates) && !slot->definition; i++) {
		bool agrees = false;
		uint32_t taken;
		if (!candidates[i] || cdr_import_plan_slot(making->plan, candidates[i], &taken) ||
		    is_explicit(job, candidates[i]))
			continue;
		CDR_TRY(content_fits(making, column, candidates[i], &agrees, err));
		if (agrees) {
			slot->definition = candidates[i];
			slot->how = "content";
		}
	}
	return CDR_OK;
}

static bool
has_values(const struct cdr_import_plan *plan, uint32_t column)
{
	for (size_t i = plan->header_index + 1; i < plan->sheet->n_rows; i++) {
		if (cdr_str_trim(cell_at(plan->sheet, i, column).text).n)
			return true;
	}
	return false;
}

/* A header merged over several columns shows its text in the first only: blank headers right of an address are parts of
 * it, unless their content already said what they are. */
static void
spread_merged(struct making *making)
{
	struct cdr_import_slot *slots = making->plan->slots;
	for (uint32_t c = 1; c < making->plan->n_slots; c++) {
		const struct cdr_import_definition *left = slots[c - 1].definition;
		if (slots[c].header.n == 0 && slots[c].used && !slots[c].definition && left && left->joined) {
			slots[c].definition = left;
			slots[c].how = "content";
		}
	}
}

/* ------------------------------------------------------------------------------------------------ columns as a whole */

/* All-numeric dates are read by what the column as a whole forces, unless the mapping says. */
static enum cdr_status
order_dates(struct making *making, uint32_t column)
{
	struct cdr_import_slot *slot = &making->plan->slots[column];
	const struct cdr_sheet *sheet = making->plan->sheet;
	slot->date_order = making->job->map.date_order;
	if (!slot->definition || slot->definition->type != CDR_IMPORT_DATE || slot->date_order)
		return CDR_OK;
	cdr_arena_reset(making->job->scratch);
	struct cdr_str *values = cdr_arena_alloc(making->job->scratch, sheet->n_rows * sizeof(*values) + 1);
	if (!values)
		return cdr_fail_memory(making->err, CDR_IMPORT_ROOM);
	size_t n = 0;
	for (size_t i = making->plan->header_index + 1; i < sheet->n_rows; i++) {
		struct cdr_cell cell = cell_at(sheet, i, column);
		if (cell.kind == CDR_CELL_TEXT && cdr_str_trim(cell.text).n)
			values[n++] = cdr_str_trim(cell.text);
	}
	slot->date_order = cdr_normalise_date_order(values, n);
	return CDR_OK;
}

/* Spreadsheets show 0.12 as "12 %" but hand out 0.12. Whether that is meant cannot be told from the values, so they are
 * taken as written, and said. */
static enum cdr_status
doubt_fractions(struct making *making, uint32_t column)
{
	const struct cdr_import_slot *slot = &making->plan->slots[column];
	const struct cdr_sheet *sheet = making->plan->sheet;
	bool fraction = false;
	if (!slot->definition || slot->definition->type != CDR_IMPORT_PERCENT)
		return CDR_OK;
	for (size_t i = making->plan->header_index + 1; i < sheet->n_rows; i++) {
		struct cdr_str text = cdr_str_trim(cell_at(sheet, i, column).text);
		double share;
		if (text.n && (!cdr_str_to_double(text, &share) || share > 1))
			return CDR_OK;
		fraction |= text.n && share > 0 && share < 1;
	}
	if (!fraction)
		return CDR_OK;
	return cdr_import_warn(
		making->job, making->err,
		"column \"%.*s\": no value is above 1, so 0.12 was read as 0.12 per cent; if 12 per cent "
		"is meant, format the column as text or multiply it by 100 and import again",
		CDR_STR_ARG(slot->header));
}

static enum cdr_status
require_groups(struct making *making)
{
	struct cdr_import_job *job = making->job;
	cdr_auto(cdr_buf) headers = CDR_BUF_INIT;
	headers.max = CDR_ERROR_MESSAGE_MAX / 2;
	for (uint32_t c = 0; c < making->plan->n_slots; c++)
		cdr_buf_printf(&headers, "%s\"%.*s\"", c ? ", " : "", CDR_STR_ARG(making->plan->slots[c].header));
	for (size_t g = 0; g < job->columns->n_required; g++) {
		const struct cdr_import_group *group = &job->columns->required[g];
		bool there = false;
		uint32_t index;
		for (size_t k = 0; k < group->n; k++) {
			there |= cdr_import_plan_slot(making->plan, group->any[k], &index) != NULL;
			there |= job->map.defaults && cdr_decl_get(job->map.defaults, group->any[k]->name.p);
		}
		if (!there)
			return cdr_fail(making->err, CDR_EINPUT, CDR_IMPORT_ROOM, NULL,
			                "row %" PRIu32
			                " of %.*s is taken for the header, but no column holds %.*s; its "
			                "columns are %.*s",
			                cdr_sheet_row(making->plan->sheet, making->plan->header_index).row,
			                CDR_STR_ARG(job->table->file), CDR_STR_ARG(group->any[0]->name),
			                CDR_STR_ARG(cdr_buf_str(&headers)));
	}
	return CDR_OK;
}

/* Into the report: each column and what became of it; empty nameless columns are nothing. */
static enum cdr_status
tell(struct making *making)
{
	for (uint32_t c = 0; c < making->plan->n_slots; c++) {
		const struct cdr_import_slot *slot = &making->plan->slots[c];
		if (slot->definition)
			CDR_TRY(cdr_import_tell_column(making->job, slot, c, slot->definition, slot->how, making->err));
		else if (slot->header.n || slot->used)
			CDR_TRY(cdr_import_tell_unmapped(making->job, slot->attribute, making->err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_plan_make(struct cdr_import_job *job, const struct cdr_sheet *sheet, size_t header_index,
                     struct cdr_import_plan *ret, struct cdr_error *err)
{
	struct cdr_import_plan plan = { .sheet = sheet, .header_index = header_index, .n_slots = sheet->n_columns };
	plan.slots = cdr_arena_alloc(job->report->arena, (plan.n_slots + 1) * sizeof(*plan.slots));
	if (!plan.slots)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	struct making making = { job, &plan, err };
	CDR_TRY(read_headers(&making));
	CDR_TRY(check_explicit(&making));
	for (size_t i = 0; i < job->columns->n; i++)
		CDR_TRY(settle(&making, &job->columns->definitions[i]));
	for (uint32_t c = 0; c < plan.n_slots; c++) {
		plan.slots[c].used = has_values(&plan, c);
		if (plan.slots[c].used && !plan.slots[c].definition)
			CDR_TRY(guess(&making, c, err));
	}
	spread_merged(&making);
	for (uint32_t c = 0; c < plan.n_slots; c++) {
		CDR_TRY(order_dates(&making, c));
		CDR_TRY(doubt_fractions(&making, c));
	}
	CDR_TRY(require_groups(&making));
	CDR_TRY(tell(&making));
	*ret = plan;
	return CDR_OK;
}
