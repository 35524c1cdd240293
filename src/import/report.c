/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an import tells: which column is what, what was doubtful, what was refused. Doubts of one kind are counted and
 * told once with their first places, so that a file of ten thousand rows yields a dozen warnings. Not here: the CSV of
 * rejects (rejects.c).
 */
#include "candor/import.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define WARNING_MAX_BYTES 2048
#define DERIVED_CONFIDENCE 70 /* of a country read from the end of an address */

/* "%lld" of them, then what it means and what to do; the places follow. */
static const char *const note_texts[CDR_IMPORT_NOTE_COUNT] = {
	[CDR_IMPORT_NOTE_NO_COUNTRY] = "name no country, neither in a column nor at the end of the address; rules and "
				       "registers that go by country cannot speak about them",
	[CDR_IMPORT_NOTE_UNRECOGNISED] =
		"hold a value that is not recognised; the text is kept as written, the canonical value left open",
	[CDR_IMPORT_NOTE_AMBIGUOUS] =
		"can be read in two ways (day or month first, thousands or decimals) and nothing in the column says "
		"which; kept as written, the canonical value left open; write YYYY-MM-DD and 1234.5, or say "
		"date_order: day_first or month_first, or decimal_mark, in a --map file",
	[CDR_IMPORT_NOTE_CUT] = "have lost digits in a spreadsheet (4.93E+12); kept as written, the canonical value "
				"left open; format the column as text and export the file again",
	[CDR_IMPORT_NOTE_FORMULA] = "look like a formula and were not computed; kept as written; save the file with "
				    "values instead of formulas",
	[CDR_IMPORT_NOTE_SIGN] = "hold an amount whose sign several currencies share; the amount is kept, its currency "
				 "stays unknown; add a column with the code (USD), or a default in a --map file",
	[CDR_IMPORT_NOTE_ADDRESS_COUNTRY] = "have no country of their own; it was read from the end of the address",
	[CDR_IMPORT_NOTE_SAID_BLANK] = "hold a word for \"not known\" (n/a, - or the like), read as an empty cell",
	[CDR_IMPORT_NOTE_REPEATED] = "repeat an earlier row word for word and were kept once",
	[CDR_IMPORT_NOTE_VARIANT] = "cannot be told from an earlier row by what identifies them, yet differ in the "
				    "rest; kept as records of "
				    "their own; an id column would settle what they are",
	[CDR_IMPORT_NOTE_SHARED] = "share an identifier with a supplier of another name or address; kept apart",
	[CDR_IMPORT_NOTE_NAME_ONLY] = "hold a name and nothing else; check that they are suppliers",
	[CDR_IMPORT_NOTE_NO_DATE] = "have no day of recruitment; whether the agency was licensed then stays unknown",
	[CDR_IMPORT_NOTE_NO_ID] =
		"have no id although the file has a column for it; they go by what else identifies them",
	[CDR_IMPORT_NOTE_NO_ANSWER] = "have no answer yet; what they ask stays open",
	[CDR_IMPORT_NOTE_REPLACED] = "answer what stood there already in another way; the answer holds from now on",
	[CDR_IMPORT_NOTE_ANSWERED] = "are about suppliers or engagements of which a questionnaire answered what no "
				     "column here says; those answers stay",
	[CDR_IMPORT_NOTE_NOBODY] =
		"name a party that no supplier file brought; they are kept, and speak of nobody until one "
		"does; look for a slip in the id, or import the suppliers",
	[CDR_IMPORT_NOTE_SUPPRESSED] =
		"hold a count of answers from 1 to 4, or one that would give it away; such counts were "
		"left out, so that nobody is known by an answer",
	[CDR_IMPORT_NOTE_MISFIT] =
		"hold something else than a number where people are counted, which may be their names; it "
		"was left out",
	[CDR_IMPORT_NOTE_DIGITS] =
		"in columns nobody knows hold figures, which may be small counts of answers; they were left "
		"out; a --map file can say what the column is",
};
/* What is counted: cells or rows. */
static const char *const note_units[CDR_IMPORT_NOTE_COUNT] = {
	[CDR_IMPORT_NOTE_NO_COUNTRY] = "row",      [CDR_IMPORT_NOTE_UNRECOGNISED] = "cell",
	[CDR_IMPORT_NOTE_AMBIGUOUS] = "cell",      [CDR_IMPORT_NOTE_CUT] = "cell",
	[CDR_IMPORT_NOTE_FORMULA] = "cell",        [CDR_IMPORT_NOTE_SIGN] = "cell",
	[CDR_IMPORT_NOTE_ADDRESS_COUNTRY] = "row", [CDR_IMPORT_NOTE_SAID_BLANK] = "cell",
	[CDR_IMPORT_NOTE_REPEATED] = "row",        [CDR_IMPORT_NOTE_VARIANT] = "row",
	[CDR_IMPORT_NOTE_SHARED] = "row",          [CDR_IMPORT_NOTE_NAME_ONLY] = "row",
	[CDR_IMPORT_NOTE_NO_DATE] = "row",         [CDR_IMPORT_NOTE_NO_ID] = "row",
	[CDR_IMPORT_NOTE_NOBODY] = "row",          [CDR_IMPORT_NOTE_SUPPRESSED] = "row",
	[CDR_IMPORT_NOTE_DIGITS] = "cell",         [CDR_IMPORT_NOTE_MISFIT] = "cell",
	[CDR_IMPORT_NOTE_NO_ANSWER] = "row",       [CDR_IMPORT_NOTE_REPLACED] = "row",
	[CDR_IMPORT_NOTE_ANSWERED] = "row",
};

struct cdr_import_report *
cdr_import_report_free(struct cdr_import_report *report)
{
	if (report) {
		(void)cdr_arena_free(report->arena);
		cdr_free(report);
	}
	return NULL;
}

struct cdr_import_report *
cdr_import_report_new(void)
{
	cdr_owned(cdr_import_report) report = cdr_alloc(sizeof(*report));
	if (!report)
		return NULL;
	report->arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	return report->arena ? cdr_steal(&report) : NULL;
}

/* ------------------------------------------------------------------------------------------------------- collecting */

static enum cdr_status
warn(struct cdr_import_job *job, struct cdr_str text, struct cdr_error *err)
{
	struct cdr_str *slot = cdr_vec_push(&job->warnings);
	struct cdr_str copy = cdr_str_copy(job->report->arena, text);
	if (!slot || !copy.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*slot = copy;
	return CDR_OK;
}

enum cdr_status
cdr_import_warn(struct cdr_import_job *job, struct cdr_error *err, const char *format, ...)
{
	char text[WARNING_MAX_BYTES];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	struct cdr_str whole = { text, n < 0 ? 0 : strlen(text) };
	return warn(job, (struct cdr_str){ text, cdr_str_cut(whole, whole.n) }, err);
}

enum cdr_status
cdr_import_tell_column(struct cdr_import_job *job, const struct cdr_import_slot *slot, uint32_t index,
                       const struct cdr_import_definition *definition, const char *how, struct cdr_error *err)
{
	uint8_t confidence = definition == slot->definition ? slot->confidence : DERIVED_CONFIDENCE;
	struct cdr_import_column told = { definition->name, slot->header, index, cdr_str_from(how), confidence };
	/* Sheets of one workbook usually share their columns; each is told once. */
	for (size_t i = 0; i < job->report_columns.n; i++) {
		const struct cdr_import_column *known = CDR_VEC_AT(&job->report_columns, struct cdr_import_column, i);
		if (known->index == index && cdr_str_equal(known->canonical, told.canonical) &&
		    cdr_str_equal(known->header, told.header))
			return CDR_OK;
	}
	told.canonical = cdr_str_copy(job->report->arena, told.canonical);
	told.header = cdr_str_copy(job->report->arena, told.header);
	struct cdr_import_column *column = cdr_vec_push(&job->report_columns);
	if (!column || !told.canonical.p || !told.header.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*column = told;
	return CDR_OK;
}

enum cdr_status
cdr_import_tell_unmapped(struct cdr_import_job *job, struct cdr_str attribute, struct cdr_error *err)
{
	size_t prefix = sizeof(CDR_IMPORT_ATTRIBUTE_PREFIX) - 1;
	struct cdr_str header = { attribute.p + prefix, attribute.n - prefix };
	for (size_t i = 0; i < job->unmapped.n; i++) {
		if (cdr_str_equal(*CDR_VEC_AT(&job->unmapped, struct cdr_str, i), header))
			return CDR_OK;
	}
	struct cdr_str copy = cdr_str_copy(job->report->arena, header);
	struct cdr_str *slot = cdr_vec_push(&job->unmapped);
	if (!slot || !copy.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*slot = copy;
	return CDR_OK;
}

enum cdr_status
cdr_import_tally(struct cdr_import_job *job, enum cdr_import_note note, const struct cdr_origin *origin,
                 struct cdr_str detail, struct cdr_error *err)
{
	struct cdr_import_tally *tally = &job->tallies[note];
	tally->n++;
	if (tally->n > CDR_IMPORT_PLACES_SHOWN)
		return CDR_OK;
	tally->places =
		cdr_str_format(job->report->arena, "%.*s%s%.*s%s%s%" PRIu32 "%s%.*s%s", CDR_STR_ARG(tally->places),
	                       tally->n > 1 ? ", " : "", CDR_STR_ARG(origin->sheet), origin->sheet.n ? " " : "", "row ",
	                       origin->row, detail.n ? " (" : "", CDR_STR_ARG(detail), detail.n ? ")" : "");
	return tally->places.p ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* --------------------------------------------------------------------------------------------------------- closing */

static enum cdr_status
tell_tallies(struct cdr_import_job *job, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_IMPORT_NOTE_COUNT; i++) {
		const struct cdr_import_tally *tally = &job->tallies[i];
		char more[48] = "";
		if (tally->n == 0)
			continue;
		if (tally->n > CDR_IMPORT_PLACES_SHOWN)
			(void)snprintf(more, sizeof(more), " and %" PRId64 " more", tally->n - CDR_IMPORT_PLACES_SHOWN);
		struct cdr_str text =
			cdr_str_format(job->report->arena, "%" PRId64 " %s%s %s: %.*s%s", tally->n, note_units[i],
		                       tally->n == 1 ? "" : "s", note_texts[i], CDR_STR_ARG(tally->places), more);
		CDR_TRY(text.p ? warn(job, text, err) : cdr_fail_memory(err, CDR_IMPORT_ROOM));
	}
	return CDR_OK;
}

/* The address is where a derived country comes from, and is told as its column too. */
static enum cdr_status
tell_derived_country(struct cdr_import_job *job, struct cdr_error *err)
{
	if (job->tallies[CDR_IMPORT_NOTE_ADDRESS_COUNTRY].n == 0)
		return CDR_OK;
	const struct cdr_import_definition *country = cdr_import_columns_find(job->columns, "country");
	for (size_t i = 0; i < job->n_plans; i++) {
		uint32_t index;
		const struct cdr_import_slot *slot =
			cdr_import_plan_slot(&job->plans[i], cdr_import_columns_find(job->columns, "address"), &index);
		if (slot)
			CDR_TRY(cdr_import_tell_column(job, slot, index, country, "content", err));
	}
	return CDR_OK;
}

/* A collected array, moved into the report's arena. */
static enum cdr_status
move(const struct cdr_vec *vec, struct cdr_arena *arena, void **ret, size_t *ret_n, struct cdr_error *err)
{
	void *items = cdr_arena_alloc(arena, vec->n * vec->item_size + 1);
	if (!items)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	if (vec->n)
		memcpy(items, vec->items, vec->n * vec->item_size);
	*ret = items;
	*ret_n = vec->n;
	return CDR_OK;
}

enum cdr_status
cdr_import_report_close(struct cdr_import_job *job, struct cdr_error *err)
{
	struct cdr_import_report *report = job->report;
	void *columns = NULL, *unmapped = NULL, *warnings = NULL, *rejects = NULL, *questions = NULL;
	CDR_TRY(tell_tallies(job, err));
	CDR_TRY(tell_derived_country(job, err));
	CDR_TRY(move(&job->report_columns, report->arena, &columns, &report->n_columns, err));
	CDR_TRY(move(&job->unmapped, report->arena, &unmapped, &report->n_unmapped, err));
	CDR_TRY(move(&job->warnings, report->arena, &warnings, &report->n_warnings, err));
	CDR_TRY(move(&job->rejects, report->arena, &rejects, &report->n_rejects, err));
	CDR_TRY(move(&job->questions, report->arena, &questions, &report->n_questions, err));
	report->questions = questions;
	report->columns = columns;
	report->unmapped = unmapped;
	report->warnings = warnings;
	report->rejects = rejects;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- JSON */

static struct cdr_json *
columns_json(const struct cdr_import_report *report)
{
	struct cdr_json *list = cdr_json_array();
	for (size_t i = 0; i < report->n_columns; i++) {
		char letters[8];
		const struct cdr_import_column *column = &report->columns[i];
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_str(item, "canonical", column->canonical);
		cdr_json_set_str(item, "header", column->header);
		cdr_json_set_text(item, "column", cdr_column_letters(column->index, letters));
		cdr_json_set_str(item, "how", column->how);
		cdr_json_set_real(item, "confidence", column->confidence / 100.0);
		cdr_json_push(list, item);
	}
	return list;
}

static struct cdr_json *
texts_json(const struct cdr_str *texts, size_t n)
{
	struct cdr_json *list = cdr_json_array();
	for (size_t i = 0; i < n; i++)
		cdr_json_push_str(list, texts[i]);
	return list;
}

static struct cdr_json *
rejects_json(const struct cdr_import_report *report)
{
	struct cdr_json *list = cdr_json_array();
	for (size_t i = 0; i < report->n_rejects; i++)
		cdr_json_push(list, cdr_import_reject_to_json(&report->rejects[i]));
	return list;
}

static struct cdr_json *
questions_json(const struct cdr_import_report *report)
{
	struct cdr_json *list = cdr_json_array();
	for (size_t i = 0; i < report->n_questions; i++) {
		char letters[8];
		const struct cdr_import_question *question = &report->questions[i];
		struct cdr_json *item = cdr_json_object(), *candidates = cdr_json_array();
		cdr_json_set_text(item, "column", cdr_column_letters(question->index, letters));
		cdr_json_set_str(item, "header", question->header);
		if (question->current.p)
			cdr_json_set_str(item, "read_as", question->current);
		for (size_t k = 0; k < question->n_candidates; k++) {
			struct cdr_json *candidate = cdr_json_object();
			cdr_json_set_str(candidate, "canonical", question->candidates[k].canonical);
			cdr_json_set_real(candidate, "confidence", question->candidates[k].confidence / 100.0);
			cdr_json_push(candidates, candidate);
		}
		cdr_json_set(item, "candidates", candidates);
		cdr_json_set_str(item, "question", question->text);
		cdr_json_set_str(item, "answer", question->answer);
		cdr_json_push(list, item);
	}
	return list;
}

/* By which layout or saved mapping the columns were read; nothing when by their headers alone. */
static void
source_json(const struct cdr_import_report *report, struct cdr_json *json)
{
	if (report->profile.p) {
		struct cdr_json *profile = cdr_json_object();
		cdr_json_set_str(profile, "id", report->profile);
		cdr_json_set_str(profile, "title", report->profile_title);
		cdr_json_set_str(profile, "layout", report->profile_layout);
		cdr_json_set(json, "profile", profile);
	}
	if (report->saved_map.p) {
		struct cdr_json *saved = cdr_json_object();
		cdr_json_set_str(saved, "name", report->saved_map);
		cdr_json_set_str(saved, "saved_at", report->saved_at);
		cdr_json_set(json, "saved_map", saved);
	}
}

struct cdr_json *
cdr_import_report_to_json(const struct cdr_import_report *report)
{
	struct cdr_json *json = cdr_import_record_to_json(&report->record);
	if (!json)
		return NULL;
	cdr_json_set_bool(json, "already_imported", report->already_imported);
	if (report->duplicates_looked_for)
		cdr_json_set_int(json, "duplicates_proposed", (int64_t)report->n_duplicates);
	cdr_json_set(json, "columns", columns_json(report));
	cdr_json_set(json, "unmapped", texts_json(report->unmapped, report->n_unmapped));
	source_json(report, json);
	cdr_json_set(json, "questions", questions_json(report));
	cdr_json_set(json, "warnings", texts_json(report->warnings, report->n_warnings));
	cdr_json_set(json, "rejects", rejects_json(report));
	return json;
}
