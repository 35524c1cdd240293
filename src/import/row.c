/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One row of the file -> values by canonical column, plus whatever stood in unmapped columns. Decides what a refused
 * cell does: the row is refused as a whole, naming every bad cell, because a record that silently lacks a value the
 * file states would be screened as if nobody knew it. Not here: what the values become (parties.c, engagements.c).
 */
#include "candor/import.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define FOOTER_MAX_BYTES 64 /* a footer's first cell is short; saves folding every name twice */

/* One row being read. */
struct reading {
	struct cdr_import_job *job;
	const struct cdr_import_plan *plan;
	struct cdr_import_row *into;
	struct cdr_error *err;
};

/* ------------------------------------------------------------------------------------------------------------ noise */

/* The header once more, as printed lists repeat it on every page. */
static bool
repeats_header(const struct cdr_import_plan *plan, const struct cdr_row *row)
{
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_str text = cdr_str_trim(cdr_row_cell(row, c).text);
		if (!cdr_str_equal_nocase(text, plan->slots[c].header))
			return false;
	}
	return true;
}

/* "Page 12 of 30" -> "page0of0", so that one entry of the data covers all pages. */
static struct cdr_str
squash_digits(struct cdr_str text, struct cdr_arena *arena)
{
	struct cdr_str squashed = cdr_import_squash(text, arena);
	char *out = squashed.p ? cdr_arena_alloc(arena, squashed.n + 1) : NULL;
	size_t n = 0;
	for (size_t i = 0; out && i < squashed.n; i++) {
		bool digit = squashed.p[i] >= '0' && squashed.p[i] <= '9';
		if (!digit || n == 0 || out[n - 1] != '0')
			out[n++] = digit ? '0' : squashed.p[i];
	}
	return (struct cdr_str){ out, n };
}

static bool
is_figure(const struct cdr_cell *cell, struct cdr_arena *arena)
{
	struct cdr_str text = cdr_str_trim(cell->text);
	if (cdr_str_ends_with(text, CDR_STR("%")))
		text.n--;
	return cell->kind == CDR_CELL_NUMBER || cdr_normalise_number(cdr_str_trim(text), true, arena).n > 0;
}

/* Whether a squashed text is a footer's, as it is or but for the figure at its end ("Count: 5"). */
static bool
is_footer_text(const struct cdr_import_job *job, struct cdr_str squashed)
{
	if (squashed.n && cdr_map_get(job->columns->footers, squashed))
		return true;
	if (!cdr_str_ends_with(squashed, CDR_STR("0")))
		return false;
	squashed.n--;
	return squashed.n && cdr_map_get(job->columns->footers, squashed);
}

/* Whether a footer's words end before the text does: at a colon ("Total: 33 suppliers"), or at a blank after words that
 * no firm is called by ("Subtotal Asia"). "Total Garments Ltd" has neither. */
static bool
begins_as_footer(struct cdr_import_job *job, struct cdr_str text)
{
	for (size_t i = 1; i < text.n; i++) {
		if (text.p[i] != ':' && text.p[i] != ' ')
			continue;
		struct cdr_str head = squash_digits((struct cdr_str){ text.p, i }, job->scratch);
		if (head.n && (cdr_map_get(job->columns->footer_starts, head) ||
		               (text.p[i] == ':' && cdr_map_get(job->columns->footers, head))))
			return true;
	}
	return false;
}

/* A first cell like "Total", and nothing beside it but figures: a firm of that name would have an address or the like. */
static bool
is_footer(struct cdr_import_job *job, const struct cdr_row *row)
{
	uint32_t first = 0;
	while (first < row->n_cells && cdr_str_trim(cdr_row_cell(row, first).text).n == 0)
		first++;
	struct cdr_str text = cdr_str_trim(cdr_row_cell(row, first).text);
	if (text.n == 0 || text.n > FOOTER_MAX_BYTES)
		return false;
	for (uint32_t c = first + 1; c < row->n_cells; c++) {
		const struct cdr_cell cell = cdr_row_cell(row, c);
		if (cdr_str_trim(cell.text).n && !is_figure(&cell, job->scratch))
			return false;
	}
	/* Last, since it folds the text: most rows have a country and do not come this far. */
	return is_footer_text(job, squash_digits(text, job->scratch)) || begins_as_footer(job, text);
}

struct cdr_str
cdr_import_row_noise(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row)
{
	if (repeats_header(plan, row))
		return CDR_STR("the row repeats the header");
	if (is_footer(job, row))
		return CDR_STR("the row is a total or a page footer, not a record");
	return (struct cdr_str){ NULL, 0 };
}

/* ----------------------------------------------------------------------------------------------------------- values */

/* Adds one more reason to the row's; the first one gives the place. */
static enum cdr_status
refuse(struct reading *reading, uint32_t slot, struct cdr_str reason)
{
	struct cdr_import_row *row = reading->into;
	struct cdr_arena *arena = reading->job->scratch;
	char letters[8];
	if (!row->reason.p) {
		row->reason = reason;
		row->reason_slot = slot;
		return CDR_OK;
	}
	const char *column = slot == UINT32_MAX ? "" : cdr_column_letters(slot, letters);
	row->reason = cdr_str_format(arena, "%.*s; %s%s%.*s", CDR_STR_ARG(row->reason), column, *column ? ": " : "",
	                             CDR_STR_ARG(reason));
	return row->reason.p ? CDR_OK : cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
}

static enum cdr_status
add_extra(struct reading *reading, struct cdr_str name, struct cdr_str value)
{
	struct cdr_import_row *row = reading->into;
	row->extras[row->n_extras++] = (struct cdr_attribute){ name, value };
	return CDR_OK;
}

/* Parts of a joined column follow each other with ", ". */
static enum cdr_status
join(struct reading *reading, struct cdr_import_value *into, struct cdr_str part)
{
	if (into->text.n && part.n) {
		into->text =
			cdr_str_format(reading->job->scratch, "%.*s, %.*s", CDR_STR_ARG(into->text), CDR_STR_ARG(part));
		return into->text.p ? CDR_OK : cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
	}
	if (part.n)
		into->text = part;
	return CDR_OK;
}

static const enum cdr_import_note doubt_notes[] = {
	[CDR_IMPORT_DOUBT_NONE] = CDR_IMPORT_NOTE_UNRECOGNISED,
	[CDR_IMPORT_DOUBT_AMBIGUOUS] = CDR_IMPORT_NOTE_AMBIGUOUS,
	[CDR_IMPORT_DOUBT_CUT] = CDR_IMPORT_NOTE_CUT,
	[CDR_IMPORT_DOUBT_FORMULA] = CDR_IMPORT_NOTE_FORMULA,
	[CDR_IMPORT_DOUBT_SIGN] = CDR_IMPORT_NOTE_SIGN,
};

/* Tells a doubt with its cell: row 5 (list.csv C5, last_review_on: "03/04/2024"). */
static enum cdr_status
tell_doubt(struct reading *reading, enum cdr_import_doubt doubt, uint32_t column, struct cdr_str text)
{
	struct cdr_import_job *job = reading->job;
	const struct cdr_import_slot *slot = &reading->plan->slots[column];
	const struct cdr_origin *origin = &reading->into->origin;
	struct cdr_str name = slot->definition ? slot->definition->name : slot->attribute;
	struct cdr_str shown = cdr_import_shown(text, job->scratch), detail;
	char letters[8];
	if (doubt == CDR_IMPORT_DOUBT_NONE)
		detail = cdr_str_format(job->scratch, "%.*s: %.*s", CDR_STR_ARG(name), CDR_STR_ARG(shown));
	else
		detail = cdr_str_format(job->scratch, "%.*s %s%" PRIu32 ", %.*s: %.*s", CDR_STR_ARG(origin->file),
		                        cdr_column_letters(column, letters), origin->row, CDR_STR_ARG(name),
		                        CDR_STR_ARG(shown));
	return cdr_import_tally(job, doubt_notes[doubt], origin, detail, reading->err);
}

/* What is told about a value that is kept: one not recognised goes on as an attribute under the file's own header. A
 * shared sign is told when the currency is found nowhere else. */
static enum cdr_status
note_value(struct reading *reading, uint32_t column, const struct cdr_import_value *value, struct cdr_str text)
{
	const struct cdr_import_slot *slot = &reading->plan->slots[column];
	if (value->said_blank)
		return cdr_import_tally(reading->job, CDR_IMPORT_NOTE_SAID_BLANK, &reading->into->origin, slot->header,
		                        reading->err);
	if (value->doubt == CDR_IMPORT_DOUBT_FORMULA && !value->unrecognised.p)
		return tell_doubt(reading, value->doubt, column, text);
	if (!value->unrecognised.p)
		return CDR_OK;
	if (!value->items)
		CDR_TRY(add_extra(reading, slot->attribute, value->unrecognised));
	return tell_doubt(reading, value->doubt, column, value->unrecognised);
}

static bool
holds_digit(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] >= '0' && text.p[i] <= '9')
			return true;
	}
	return false;
}

static enum cdr_status
read_cell(struct reading *reading, uint32_t column, const struct cdr_cell *cell)
{
	struct cdr_import_job *job = reading->job;
	const struct cdr_import_slot *slot = &reading->plan->slots[column];
	struct cdr_str text = cdr_str_trim(cell->text);
	if (text.n == 0)
		return CDR_OK;
	reading->into->n_cells++;
	if (slot->left_out)
		return CDR_OK;
	/* Where small counts are not kept, a column nobody knows may hold them too. */
	if (!slot->definition && job->columns->suppresses && holds_digit(text))
		return cdr_import_tally(job, CDR_IMPORT_NOTE_DIGITS, &reading->into->origin, slot->header,
		                        reading->err);
	if (!slot->definition) {
		if (cell->kind == CDR_CELL_TEXT && cdr_import_is_formula(text))
			CDR_TRY(tell_doubt(reading, CDR_IMPORT_DOUBT_FORMULA, column, text));
		return add_extra(reading, slot->attribute, text);
	}
	struct cdr_import_converter converter = { job->columns,     job->normaliser,
		                                  slot->date_order, job->map.list_separator,
		                                  job->scratch,     slot->decimal_mark };
	struct cdr_import_value value = { 0 };
	CDR_TRY(cdr_import_convert(&converter, slot->definition, cell, &value, reading->err));
	if (value.reason.p)
		return refuse(reading, column, value.reason);
	if (slot->definition->quiet && value.unrecognised.p)
		return cdr_import_tally(job, CDR_IMPORT_NOTE_MISFIT, &reading->into->origin, slot->header,
		                        reading->err);
	struct cdr_import_value *into = &reading->into->values[slot->definition->index];
	if (slot->definition->joined) {
		CDR_TRY(join(reading, into, value.text));
	} else {
		*into = value;
	}
	into->slot = column;
	return note_value(reading, column, &value, text);
}

/* Defaults of the mapping fill what the row leaves open. */
static enum cdr_status
apply_defaults(struct reading *reading)
{
	struct cdr_import_job *job = reading->job;
	const struct cdr_decl_node *defaults = job->map.defaults;
	struct cdr_import_converter converter = { job->columns, job->normaliser, job->map.date_order,
		                                  job->map.list_separator, job->scratch };
	for (size_t i = 0; defaults && i < defaults->n; i++) {
		const struct cdr_import_definition *definition =
			cdr_map_get(job->columns->by_name, defaults->pairs[i].key);
		struct cdr_import_value *into = &reading->into->values[definition->index];
		struct cdr_cell cell = { defaults->pairs[i].value->text, CDR_CELL_TEXT };
		if (into->text.p || into->unrecognised.p)
			continue;
		CDR_TRY(cdr_import_convert(&converter, definition, &cell, into, reading->err));
		into->slot = UINT32_MAX;
	}
	return CDR_OK;
}

/* The country at the end of the address, where the row has no country of its own. */
static enum cdr_status
derive_country(struct reading *reading)
{
	struct cdr_import_job *job = reading->job;
	const struct cdr_import_definition *country = cdr_import_columns_find(job->columns, "country");
	const struct cdr_import_definition *address = cdr_import_columns_find(job->columns, "address");
	char code[3];
	if (!country || !address)
		return CDR_OK;
	struct cdr_import_value *into = &reading->into->values[country->index];
	struct cdr_str text = reading->into->values[address->index].text;
	if (into->text.p || into->unrecognised.p || !text.n ||
	    !cdr_normalise_address_country(job->normaliser, text, code))
		return CDR_OK;
	into->text = cdr_str_copy(job->scratch, (struct cdr_str){ code, 2 });
	into->slot = UINT32_MAX;
	if (!into->text.p)
		return cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
	return cdr_import_tally(job, CDR_IMPORT_NOTE_ADDRESS_COUNTRY, &reading->into->origin,
	                        (struct cdr_str){ NULL, 0 }, reading->err);
}

/* "USD 120" in an amount says the currency; a currency column that says another makes the row unreadable. */
static enum cdr_status
spread_currencies(struct reading *reading)
{
	struct cdr_import_job *job = reading->job;
	for (size_t i = 0; i < job->columns->n; i++) {
		const struct cdr_import_definition *definition = &job->columns->definitions[i];
		const struct cdr_import_value *amount = &reading->into->values[i];
		if (!definition->currency.p || (!amount->currency.p && amount->doubt != CDR_IMPORT_DOUBT_SIGN))
			continue;
		const struct cdr_import_definition *currency = cdr_map_get(job->columns->by_name, definition->currency);
		struct cdr_import_value *into = &reading->into->values[currency->index];
		if (!amount->currency.p) {
			if (!into->text.p && amount->slot != UINT32_MAX)
				CDR_TRY(tell_doubt(reading, amount->doubt, amount->slot, amount->text));
			continue;
		}
		if (!into->text.p) {
			into->text = amount->currency;
			into->slot = amount->slot;
			continue;
		}
		if (cdr_str_equal(into->text, amount->currency))
			continue;
		struct cdr_str reason = cdr_str_format(job->scratch, "%.*s is in %.*s, but %.*s says %.*s",
		                                       CDR_STR_ARG(definition->name), CDR_STR_ARG(amount->currency),
		                                       CDR_STR_ARG(currency->name), CDR_STR_ARG(into->text));
		if (!reason.p)
			return cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
		CDR_TRY(refuse(reading, amount->slot, reason));
	}
	return CDR_OK;
}

/* What the kind of file cannot do without. A row that is refused anyway is not also told what it lacks for that. */
static enum cdr_status
require_values(struct reading *reading)
{
	struct cdr_import_job *job = reading->job;
	for (size_t g = 0; g < job->columns->n_required; g++) {
		const struct cdr_import_group *group = &job->columns->required[g];
		cdr_auto(cdr_buf) names = CDR_BUF_INIT;
		uint32_t where = UINT32_MAX;
		bool there = false;
		for (size_t k = 0; k < group->n; k++) {
			const struct cdr_import_value *value = &reading->into->values[group->any[k]->index];
			there |= value->text.n > 0;
			if (where == UINT32_MAX)
				(void)cdr_import_plan_slot(reading->plan, group->any[k], &where);
			cdr_buf_printf(&names, "%s%.*s", k ? " or " : "", CDR_STR_ARG(group->any[k]->name));
		}
		if (there || (reading->into->reason.p && reading->into->reason_slot == where))
			continue;
		CDR_TRY(cdr_buf_check(&names, CDR_IMPORT_ROOM, reading->err));
		struct cdr_str reason = cdr_str_format(job->scratch, "the row has no %s", names.p);
		if (!reason.p)
			return cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
		CDR_TRY(refuse(reading, where, reason));
	}
	return CDR_OK;
}

/* Digest of all cells, trimmed: rows alike in it are the same row twice. */
static enum cdr_status
digest(struct reading *reading)
{
	const struct cdr_row *row = reading->into->row;
	size_t size = 0, n = 0;
	char hash[CDR_SHA256_TEXT_MAX];
	for (uint32_t c = 0; c < row->n_cells; c++)
		size += cdr_row_cell(row, c).text.n + 1;
	char *all = cdr_arena_alloc(reading->job->scratch, size + 1);
	if (!all)
		return cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
	for (uint32_t c = 0; c < row->n_cells; c++) {
		struct cdr_str text = cdr_str_trim(cdr_row_cell(row, c).text);
		if (text.n)
			memcpy(all + n, text.p, text.n);
		n += text.n;
		all[n++] = '\x1f';
	}
	while (n && all[n - 1] == '\x1f')
		n--;
	reading->into->content =
		cdr_str_copy(reading->job->scratch, cdr_str_from(cdr_crypt_sha256((struct cdr_str){ all, n }, hash)));
	return reading->into->content.p ? CDR_OK : cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
}

/* A file that has a column for the last review and leaves it blank says that there was none; a file without the column
 * says nothing. */
static enum cdr_status
tell_blanks(struct reading *reading)
{
	const struct cdr_import_columns *columns = reading->job->columns;
	for (size_t i = 0; i < columns->n; i++) {
		const struct cdr_import_definition *definition = &columns->definitions[i];
		uint32_t slot;
		if (!definition->blank_counts || reading->into->values[i].text.n ||
		    !cdr_import_plan_slot(reading->plan, definition, &slot))
			continue;
		struct cdr_str name =
			cdr_str_format(reading->job->scratch, "blank:%.*s", CDR_STR_ARG(definition->name));
		if (!name.p)
			return cdr_fail_memory(reading->err, CDR_IMPORT_ROOM);
		CDR_TRY(add_extra(reading, name, CDR_STR("true")));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_row_read(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
                    struct cdr_import_row *ret, struct cdr_error *err)
{
	struct cdr_import_row into = { .row = row, .reason_slot = UINT32_MAX };
	struct reading reading = { job, plan, &into, err };
	into.origin = (struct cdr_origin){ .file = job->table->file, .line = row->line };
	CDR_TRY(cdr_row_origin(job->table, plan->sheet, row, &into.origin.sheet, &into.origin.row, err));
	into.values = cdr_arena_alloc(job->scratch, (job->columns->n + 1) * sizeof(*into.values));
	into.extras = cdr_arena_alloc(job->scratch, (plan->n_slots + job->columns->n + 1) * sizeof(*into.extras));
	if (!into.values || !into.extras)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (uint32_t c = 0; c < plan->n_slots && c < row->n_cells; c++) {
		const struct cdr_cell cell = cdr_row_cell(row, c);
		CDR_TRY(read_cell(&reading, c, &cell));
	}
	CDR_TRY(derive_country(&reading));
	CDR_TRY(apply_defaults(&reading));
	CDR_TRY(spread_currencies(&reading));
	CDR_TRY(require_values(&reading));
	CDR_TRY(tell_blanks(&reading));
	CDR_TRY(digest(&reading));
	*ret = into;
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- results */

struct cdr_str
cdr_import_row_get(const struct cdr_import_job *job, const struct cdr_import_row *row, const char *column)
{
	const struct cdr_import_definition *definition = cdr_import_columns_find(job->columns, column);
	return definition ? row->values[definition->index].text : (struct cdr_str){ NULL, 0 };
}

static int
compare_attributes(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_attribute *)a)->name, ((const struct cdr_attribute *)b)->name);
}

static bool
among(const char *const *names, struct cdr_str name)
{
	while (*names && !cdr_str_equal(cdr_str_from(*names), name))
		names++;
	return *names != NULL;
}

enum cdr_status
cdr_import_row_attributes(struct cdr_import_job *job, const struct cdr_import_row *row, const char *const *slots,
                          struct cdr_attribute **ret, size_t *ret_n, struct cdr_error *err)
{
	size_t n = 0;
	struct cdr_attribute *all = cdr_arena_alloc(job->scratch, (job->columns->n + row->n_extras + 1) * sizeof(*all));
	if (!all)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < job->columns->n; i++) {
		const struct cdr_import_definition *definition = &job->columns->definitions[i];
		if (row->values[i].text.n && definition->type != CDR_IMPORT_IDENTIFIER &&
		    !among(slots, definition->name))
			all[n++] = (struct cdr_attribute){ definition->name, row->values[i].text };
	}
	for (size_t i = 0; i < row->n_extras; i++)
		all[n++] = row->extras[i];
	qsort(all, n, sizeof(*all), compare_attributes);
	*ret = all;
	*ret_n = n;
	return CDR_OK;
}
