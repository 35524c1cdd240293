/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One value out of one row: cells to text, text to a day, and what to say when that fails. Which columns and which words
 * is the definition's affair. The one surprise: a date that is there but unreadable is not the same as no date; whoever
 * relies on it must not take a licence for open-ended because its expiry was mistyped.
 */
#include "candor/registry.h"

#include <stdio.h>

#include "registry/registry-impl.h"

enum cdr_status
registry_problem(const struct registry_record *record, bool rejected, struct cdr_error *err, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	struct registry_reader *reader = record->reader;
	struct cdr_registry_problem *problem = cdr_vec_push(&reader->problems);
	if (!problem)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	struct cdr_str said = { text, cdr_str_cut(cdr_str_from(text), sizeof(text) - 1) };
	*problem = (struct cdr_registry_problem){ record->origin, cdr_str_copy(reader->arena, said), rejected };
	reader->copy->n_rejected += rejected;
	return problem->text.p ? CDR_OK : cdr_fail_memory(err, REGISTRY_ROOM);
}

struct cdr_str
registry_cell(const struct registry_record *record, uint32_t column)
{
	struct cdr_str none = { NULL, 0 };
	if (record->at[column] < 0)
		return none;
	const struct cdr_registry_private *private = record->reader->private;
	struct cdr_str text = cdr_str_trim(cdr_row_cell(record->row, (uint32_t)record->at[column]).text);
	if (text.n == 0)
		return none;
	for (size_t i = 0; i < private->n_null_values; i++) {
		if (cdr_str_equal(text, private->null_values[i]))
			return none;
	}
	return text;
}

enum cdr_status
registry_cell_matches(const struct registry_record *record, const struct registry_row_match *rule, bool *ret,
                      struct cdr_error *err)
{
	struct cdr_str cell = registry_cell(record, (uint32_t)rule->column);
	return cdr_regex_find(rule->match, cell.n ? cell : CDR_STR(""), 0, ret, NULL, err);
}

/* A part of an address often brings its own comma; two in a row read badly. */
static struct cdr_str
without_comma(struct cdr_str text)
{
	while (text.n && (text.p[text.n - 1] == ',' || text.p[text.n - 1] == ' '))
		text.n--;
	return text;
}

/* The cells of a field: the first that has something, or all of them with the joint between. */
static enum cdr_status
gather(const struct registry_record *record, const struct registry_field *field, struct cdr_str *ret,
       struct cdr_error *err)
{
	struct cdr_str text = { NULL, 0 };
	for (size_t i = 0; i < field->n_columns; i++) {
		struct cdr_str cell = registry_cell(record, field->columns[i]);
		if (!cell.n)
			continue;
		if (!text.n) {
			text = cell;
		} else {
			text = without_comma(text);
			text = cdr_str_format(record->reader->arena, "%.*s%.*s%.*s", CDR_STR_ARG(text),
			                      CDR_STR_ARG(field->join), CDR_STR_ARG(cell));
			if (!text.p)
				return cdr_fail_memory(err, REGISTRY_ROOM);
		}
		if (field->first_of)
			break;
	}
	*ret = text;
	return CDR_OK;
}

static enum cdr_status
pick(const struct registry_field *field, struct cdr_str *text, struct cdr_error *err)
{
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	bool found = false;
	CDR_TRY(cdr_regex_find(field->match, *text, 0, &found, groups, err));
	if (!found)
		*text = (struct cdr_str){ NULL, 0 };
	else
		*text = groups[1].p ? groups[1] : groups[0];
	return CDR_OK;
}

static enum cdr_status
choose(const struct registry_field *field, struct cdr_str *text, struct cdr_error *err)
{
	bool found = false;
	for (size_t i = 0; i < field->n_cases && !found; i++) {
		CDR_TRY(cdr_regex_find(field->cases[i].match, *text, 0, &found, NULL, err));
		if (found)
			*text = field->cases[i].value;
	}
	if (!found)
		*text = (struct cdr_str){ NULL, 0 };
	return CDR_OK;
}

static struct cdr_str
translate(const struct registry_field *field, struct cdr_str text, struct cdr_arena *arena)
{
	struct cdr_str words = cdr_normalise_words(text, arena);
	for (size_t i = 0; i < field->n_words; i++) {
		if (cdr_str_equal(field->words[i].from, words))
			return field->words[i].to;
	}
	return text;
}

/* What a definition makes of one text of a cell; {NULL,0} when nothing is left. */
static enum cdr_status
refine(const struct registry_record *record, const struct registry_field *field, struct cdr_str text,
       struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_arena *arena = record->reader->arena;
	if (text.n && field->match)
		CDR_TRY(pick(field, &text, err));
	if (text.n && field->n_cases)
		CDR_TRY(choose(field, &text, err));
	if (text.n && field->n_words)
		text = translate(field, text, arena);
	else if (!text.n)
		text = field->otherwise;
	if (text.n) {
		text = cdr_normalise_space(text, arena);
		if (!text.p)
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	*ret = text.n ? text : (struct cdr_str){ NULL, 0 };
	return CDR_OK;
}

enum cdr_status
registry_value(const struct registry_record *record, const struct registry_field *field, struct cdr_str *ret,
               struct cdr_error *err)
{
	struct cdr_str text = { NULL, 0 };
	if (!field->set || field->fixed.p) {
		*ret = field->set ? field->fixed : text;
		return CDR_OK;
	}
	CDR_TRY(gather(record, field, &text, err));
	return refine(record, field, text, ret, err);
}

enum cdr_status
registry_next_piece(const struct cdr_regex *const *patterns, size_t n_patterns, struct cdr_str text, size_t *at,
                    struct cdr_str *ret, bool *ret_any, struct cdr_error *err)
{
	struct cdr_str nearest = { NULL, 0 };
	*ret_any = *at <= text.n;
	if (!*ret_any)
		return CDR_OK;
	for (size_t i = 0; i < n_patterns && *at < text.n; i++) {
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
		bool found = false;
		CDR_TRY(cdr_regex_find(patterns[i], text, *at, &found, groups, err));
		if (found && groups[0].n && (!nearest.p || groups[0].p < nearest.p))
			nearest = groups[0];
	}
	size_t end = nearest.p ? (size_t)(nearest.p - text.p) : text.n;
	*ret = (struct cdr_str){ text.p + *at, end - *at };
	*at = nearest.p ? end + nearest.n : text.n + 1;
	return CDR_OK;
}

enum cdr_status
registry_values(const struct registry_record *record, const struct registry_field *field, struct registry_texts *ret,
                struct cdr_error *err)
{
	struct registry_texts values = { 0 };
	struct cdr_str text = { NULL, 0 }, piece, value;
	bool any = true;
	if (field->n_split)
		CDR_TRY(gather(record, field, &text, err));
	if (!text.n) {
		CDR_TRY(registry_value(record, field, &value, err));
		any = false;
		if (!registry_texts_add(record->reader->arena, &values, value))
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	for (size_t at = 0; any;) {
		CDR_TRY(registry_next_piece(field->split, field->n_split, text, &at, &piece, &any, err));
		if (!any)
			break;
		piece = cdr_str_trim(piece);
		if (!piece.n)
			continue;
		CDR_TRY(refine(record, field, piece, &value, err));
		if (!registry_texts_add(record->reader->arena, &values, value))
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	*ret = values;
	return CDR_OK;
}

bool
registry_day_of(const struct cdr_registry_private *private, struct cdr_str text, struct cdr_date *ret)
{
	return cdr_date_parse(text, ret) || cdr_normalise_date(text, private->date_order, ret) == CDR_DATE_READ;
}

static bool
is_year(struct cdr_str text, int *ret)
{
	int64_t year;
	if (text.n != 4 || !cdr_str_to_i64(text, &year) || year < 1800)
		return false;
	*ret = (int)year;
	return true;
}

static enum cdr_status
read_day(const struct registry_record *record, const struct registry_field *field, struct registry_day *ret,
         struct cdr_error *err)
{
	const struct cdr_registry_private *private = record->reader->private;
	struct registry_day day = { 0 };
	struct cdr_str text;
	int year;
	CDR_TRY(registry_value(record, field, &text, err));
	if (!text.n) {
		*ret = day;
		return CDR_OK;
	}
	if (field->year && is_year(text, &year)) {
		day.date = cdr_date_make(year, 12, 31);
		day.from_year = true;
	} else if (!registry_day_of(private, text, &day.date)) {
		day.unreadable = true;
		CDR_TRY(registry_problem(record, false, err, "\"%.*s\" cannot be read as a date; it is left out",
		                         (int)cdr_str_cut(text, 60), text.p));
	}
	for (size_t i = 0; i < private->n_no_dates; i++) {
		if (private->no_dates[i].ymd == day.date.ymd)
			day = (struct registry_day){ 0 };
	}
	*ret = day;
	return CDR_OK;
}

enum cdr_status
registry_days(const struct registry_record *record, struct registry_day days[REGISTRY_SLOT_COUNT],
              struct cdr_error *err)
{
	for (size_t slot = REGISTRY_FIRST_DATE; slot <= REGISTRY_LAST_DATE; slot++)
		CDR_TRY(read_day(record, &record->part->fields[slot], &days[slot], err));
	return CDR_OK;
}
