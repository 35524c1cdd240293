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

/* How much is thought of a meaning by how it was found; a rule of thumb. */
#define CONFIDENCE_PROFILE 98
#define CONFIDENCE_HEADER 98
#define CONFIDENCE_SYNONYM 95
#define CONFIDENCE_RARE_SYNONYM 92
#define CONFIDENCE_HINT 85
#define CONFIDENCE_LOSER 45
#define RARE_RANK 4
#define ALONE_PCT 80 /* of a detector that may give a column without a header its meaning */

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

/* Whether a header is one of those whose columns are about persons and are not kept. */
static enum cdr_status
tell_of_persons(struct making *making, struct cdr_import_slot *slot)
{
	struct cdr_str squashed = cdr_import_squash(slot->header, making->job->scratch);
	if (!squashed.p)
		return cdr_fail_memory(making->err, CDR_IMPORT_ROOM);
	slot->left_out = squashed.n && cdr_map_get(making->job->columns->left_out, squashed);
	slot->ignored = slot->left_out;
	return CDR_OK;
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
		slot->explicit = slot->definition != NULL;
		slot->how = job->map.how;
		slot->ignored = cdr_import_profile_ignores(job->map.ignore, slot->header, job->scratch);
		if (slot->definition || slot->ignored)
			continue;
		CDR_TRY(tell_of_persons(making, slot));
		if (slot->left_out)
			continue;
		const struct cdr_import_synonym *synonym = NULL;
		CDR_TRY(cdr_import_columns_header(job->columns, slot->header, job->scratch, &synonym, making->err));
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
	const struct cdr_decl_node *map = making->job->options->map_yaml.p ? making->job->map.columns : NULL;
	size_t n_missing = 0;
	for (size_t i = 0; map && i < map->n; i++) {
		const struct cdr_decl_node *value = map->pairs[i].value;
		for (size_t k = 0; k < (value->kind == CDR_DECL_LIST ? value->n : 1); k++)
			CDR_TRY(find_explicit(making, map->pairs[i].key,
			                      value->kind == CDR_DECL_LIST ? value->items[k] : value, &n_missing));
	}
	return n_missing ? CDR_EINPUT : CDR_OK;
}

/* Whether a mapping or profile names the column that holds this, and the file has it. */
static bool
is_explicit(const struct cdr_import_plan *plan, const struct cdr_import_definition *definition)
{
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		if (plan->slots[c].explicit && plan->slots[c].definition == definition)
			return true;
	}
	return false;
}

static enum cdr_status
ask_loser(struct making *making, uint32_t column, const struct cdr_import_definition *definition)
{
	const struct cdr_import_suggestion loser = { definition, CONFIDENCE_LOSER };
	return cdr_import_ask(making->job, making->plan, column, &loser, 1, "another column means the same and is used",
	                      making->err);
}

/* Of several columns for one canonical column the explicit one wins, then the header listed first, then the leftmost. A
 * joined column keeps all of its parts. The losers stay as attributes, and that is said. */
static enum cdr_status
settle(struct making *making, const struct cdr_import_definition *definition)
{
	struct cdr_import_plan *plan = making->plan;
	struct cdr_import_slot *best = NULL;
	bool explicit = is_explicit(plan, definition);
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_import_slot *slot = &plan->slots[c];
		if (slot->definition != definition || (explicit && !slot->explicit))
			continue;
		if (!best || slot->rank < best->rank)
			best = slot;
	}
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		struct cdr_import_slot *slot = &plan->slots[c];
		bool wins = explicit ? slot->explicit : true;
		if (slot->definition != definition || slot == best || (definition->joined && wins))
			continue;
		slot->definition = NULL;
		if (explicit || !best)
			continue;
		CDR_TRY(ask_loser(making, c, definition));
		CDR_TRY(cdr_import_warn(making->job, making->err,
		                        "columns \"%.*s\" and \"%.*s\" both look like %.*s: the first is used, "
		                        "the second kept as \"%.*s\"; a --map file can say otherwise",
		                        CDR_STR_ARG(best->header), CDR_STR_ARG(slot->header),
		                        CDR_STR_ARG(definition->name), CDR_STR_ARG(slot->attribute)));
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- content */

/* Whether what stands in a column is of a definition's type, by a sample. */
static enum cdr_status
content_fits(struct making *making, uint32_t column, const struct cdr_import_definition *definition, bool *ret)
{
	struct cdr_import_sample sample = { 0 };
	CDR_TRY(cdr_import_sample(making->job, making->plan, column, NULL, definition, &sample, making->err));
	/* A bare figure under a vague header is as likely a count. */
	size_t n_fit = definition->type == CDR_IMPORT_PERCENT && sample.n_percent < sample.n_fit ? sample.n_percent
	                                                                                         : sample.n_fit;
	*ret = sample.n > 0 && n_fit * 100 >= sample.n * CDR_IMPORT_CONTENT_PCT;
	return CDR_OK;
}

static enum cdr_status
try_content(struct making *making, uint32_t column, const struct cdr_import_definition *definition, uint8_t confidence)
{
	struct cdr_import_slot *slot = &making->plan->slots[column];
	bool agrees = false;
	uint32_t taken;
	if (slot->definition || cdr_import_plan_slot(making->plan, definition, &taken))
		return CDR_OK;
	CDR_TRY(content_fits(making, column, definition, &agrees));
	if (agrees) {
		slot->definition = definition;
		slot->how = "content";
		slot->confidence = confidence;
	}
	return CDR_OK;
}

/* The column a vague header may be, when its content agrees: the one the header hints at, or, without any header, one
 * whose values speak for themselves. */
static enum cdr_status
guess(struct making *making, uint32_t column)
{
	struct cdr_import_job *job = making->job;
	struct cdr_import_slot *slot = &making->plan->slots[column];
	if (slot->header.n) {
		cdr_arena_reset(job->scratch);
		struct cdr_str squashed = cdr_import_squash(slot->header, job->scratch);
		const struct cdr_import_synonym *hint =
			squashed.n ? cdr_map_get(job->columns->by_weak, squashed) : NULL;
		return hint ? try_content(making, column, hint->definition, CONFIDENCE_HINT) : CDR_OK;
	}
	for (size_t i = 0; i < job->detectors.n; i++) {
		const struct cdr_import_detector *detector = &job->detectors.items[i];
		const struct cdr_import_suggestion *first = &detector->candidates[0];
		if (detector->alone && detector->n_candidates && first->confidence >= ALONE_PCT)
			CDR_TRY(try_content(making, column, first->definition, first->confidence));
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
			slots[c].confidence = CONFIDENCE_HINT;
		}
	}
}

/* ------------------------------------------------------------------------------------------------ columns as a whole */

/* What the cells of a column with a single reading agree on. One at a time: a column of a million cells is never held. */
struct agreement {
	enum cdr_date_order order;
	char mark;
	bool orders_differ, marks_differ;
};

static void
agree_on_order(struct agreement *agreement, struct cdr_str text)
{
	enum cdr_date_order order = cdr_normalise_date_order(&text, 1);
	agreement->orders_differ |= order && agreement->order && order != agreement->order;
	agreement->order = order ? order : agreement->order;
}

static void
agree_on_mark(struct agreement *agreement, struct cdr_str text)
{
	char mark = cdr_import_decimal_mark(&text, 1);
	agreement->marks_differ |= mark && agreement->mark && mark != agreement->mark;
	agreement->mark = mark ? mark : agreement->mark;
}

static struct agreement
read_column(struct making *making, uint32_t column, void (*agree)(struct agreement *agreement, struct cdr_str text))
{
	const struct cdr_sheet *sheet = making->plan->sheet;
	struct agreement agreement = { 0 };
	for (size_t i = making->plan->header_index + 1; i < sheet->n_rows; i++) {
		struct cdr_cell cell = cell_at(sheet, i, column);
		struct cdr_str text = cdr_str_trim(cell.text);
		if (cell.kind == CDR_CELL_TEXT && text.n)
			agree(&agreement, text);
		if (i % CDR_IMPORT_FORGET_ROWS == 0)
			cdr_table_forget(making->job->table);
		if (agreement.orders_differ || agreement.marks_differ)
			break;
	}
	return agreement;
}

/* All-numeric dates and numbers with one mark are read by what the column as a whole forces, unless the mapping says. */
static void
order_column(struct making *making, uint32_t column)
{
	struct cdr_import_slot *slot = &making->plan->slots[column];
	enum cdr_import_type type = slot->definition ? slot->definition->type : CDR_IMPORT_TEXT;
	bool figures = type == CDR_IMPORT_NUMBER || type == CDR_IMPORT_WHOLE || type == CDR_IMPORT_PERCENT ||
	               type == CDR_IMPORT_MONEY;
	slot->date_order = making->job->map.date_order;
	slot->decimal_mark = making->job->map.decimal_mark;
	if (type == CDR_IMPORT_DATE && !slot->date_order) {
		struct agreement agreement = read_column(making, column, agree_on_order);
		slot->date_order = agreement.orders_differ ? CDR_DATE_ORDER_UNKNOWN : agreement.order;
	}
	if (figures && !slot->decimal_mark) {
		struct agreement agreement = read_column(making, column, agree_on_mark);
		slot->decimal_mark = '\0';
		if (!agreement.marks_differ)
			slot->decimal_mark = agreement.mark;
	}
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

/* ------------------------------------------------------------------------------------------------------- confidence */

static uint8_t
confidence_by_header(const struct cdr_import_slot *slot)
{
	if (slot->confidence)
		return slot->confidence;
	if (slot->explicit)
		return cdr_str_equal(cdr_str_from(slot->how), CDR_STR("profile")) ? CONFIDENCE_PROFILE : 100;
	if (slot->rank == 0)
		return CONFIDENCE_HEADER;
	return slot->rank < RARE_RANK ? CONFIDENCE_SYNONYM : CONFIDENCE_RARE_SYNONYM;
}

/* Types whose values can be told from others; anything may be a text. */
static bool
is_telling(const struct cdr_import_definition *definition)
{
	return definition->type != CDR_IMPORT_TEXT && definition->type != CDR_IMPORT_KEY &&
	       definition->type != CDR_IMPORT_LIST;
}

/* Whether values that do not fit would refuse their rows. */
static bool
refuses(const struct cdr_import_definition *definition)
{
	return !definition->lenient && definition->type != CDR_IMPORT_COUNTRY &&
	       definition->type != CDR_IMPORT_COUNTRIES;
}

/* A header against most of its values: under a mere synonym the column is kept as it is instead of refusing every row,
 * and asked about. */
static enum cdr_status
mistrust(struct making *making, uint32_t column, uint8_t confidence)
{
	struct cdr_import_slot *slot = &making->plan->slots[column];
	const struct cdr_import_suggestion header = { slot->definition, confidence };
	slot->definition = NULL;
	CDR_TRY(cdr_import_warn(
		making->job, making->err,
		"column \"%.*s\": the header means %.*s, but most of its values do not fit that; kept as "
		"\"%.*s\" and not read; a --map file can say what it is",
		CDR_STR_ARG(slot->header), CDR_STR_ARG(header.definition->name), CDR_STR_ARG(slot->attribute)));
	return cdr_import_ask(making->job, making->plan, column, &header, 1,
	                      "most of its values do not fit what its header means", making->err);
}

static enum cdr_status
weigh(struct making *making, uint32_t column)
{
	struct cdr_import_slot *slot = &making->plan->slots[column];
	struct cdr_import_sample sample = { 0 };
	const struct cdr_import_definition *definition = slot->definition;
	if (!definition)
		return CDR_OK;
	slot->confidence = confidence_by_header(slot);
	if (slot->explicit || !is_telling(definition))
		return CDR_OK;
	CDR_TRY(cdr_import_sample(making->job, making->plan, column, NULL, definition, &sample, making->err));
	if (sample.n == 0)
		return CDR_OK;
	slot->confidence = (uint8_t)(slot->confidence * (sample.n + sample.n_fit) / (2 * sample.n));
	if (sample.n < CDR_IMPORT_MIN_SAMPLE || slot->confidence >= CDR_IMPORT_SURE_PCT)
		return CDR_OK;
	if (slot->rank > 0 && refuses(definition) && sample.n_fit * 2 < sample.n)
		return mistrust(making, column, slot->confidence);
	const struct cdr_import_suggestion header = { definition, slot->confidence };
	return cdr_import_ask(making->job, making->plan, column, &header, 1,
	                      "many of its values do not fit what its header means", making->err);
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
		else if (slot->left_out)
			CDR_TRY(cdr_import_warn(
				making->job, making->err,
				"column \"%.*s\" is about persons and was left out; nothing of it is kept",
				CDR_STR_ARG(slot->header)));
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
		if (plan.slots[c].used && !plan.slots[c].definition && !plan.slots[c].ignored)
			CDR_TRY(guess(&making, c));
	}
	spread_merged(&making);
	for (uint32_t c = 0; c < plan.n_slots; c++)
		CDR_TRY(weigh(&making, c));
	for (uint32_t c = 0; c < plan.n_slots; c++) {
		order_column(&making, c);
		CDR_TRY(doubt_fractions(&making, c));
	}
	CDR_TRY(require_groups(&making));
	CDR_TRY(cdr_import_ask_about_rest(job, &plan, err));
	CDR_TRY(tell(&making));
	*ret = plan;
	return CDR_OK;
}
