/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an import is not sure of, asked: the column, what it may be and how to answer in a --map file. Not here: what the
 * content of a column looks like (detect.c). The surprise: a question changes nothing; a column whose header means
 * something else is never given a meaning by its content alone.
 */
#include "candor/import.h"

#include <inttypes.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define ASKED_PCT 50 /* candidates below are not worth a question */

/* A header as a YAML text in double quotes. */
static struct cdr_str
quoted(struct cdr_str header, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, 2 * header.n + 3);
	size_t n = 0;
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	out[n++] = '"';
	for (size_t i = 0; i < header.n; i++) {
		char c = header.p[i];
		if (c == '"' || c == '\\')
			out[n++] = '\\';
		out[n++] = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
	}
	out[n++] = '"';
	return (struct cdr_str){ out, n };
}

static bool
is_asked(const struct cdr_import_job *job, struct cdr_str header, uint32_t column)
{
	for (size_t i = 0; i < job->questions.n; i++) {
		const struct cdr_import_question *known = CDR_VEC_AT(&job->questions, struct cdr_import_question, i);
		if (known->index == column && cdr_str_equal(known->header, header))
			return true;
	}
	return false;
}

/* "country (0.85) or agency_country (0.70)" */
static void
list_candidates(const struct cdr_import_suggestion *suggestions, size_t n, struct cdr_buf *out)
{
	for (size_t i = 0; i < n; i++)
		cdr_buf_printf(out, "%s%.*s (0.%02u)", i ? " or " : "", CDR_STR_ARG(suggestions[i].definition->name),
		               suggestions[i].confidence < 100 ? suggestions[i].confidence : 99u);
}

enum cdr_status
cdr_import_ask(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
               const struct cdr_import_suggestion *suggestions, size_t n, const char *reason, struct cdr_error *err)
{
	const struct cdr_import_slot *slot = &plan->slots[column];
	struct cdr_arena *arena = job->report->arena;
	char letters[8];
	if (n == 0 || is_asked(job, slot->header, column))
		return CDR_OK;
	cdr_auto(cdr_buf) names = CDR_BUF_INIT;
	list_candidates(suggestions, n, &names);
	CDR_TRY(cdr_buf_check(&names, CDR_IMPORT_ROOM, err));
	struct cdr_import_question question = { .index = column, .n_candidates = n };
	struct cdr_str header = quoted(slot->header, arena);
	question.header = cdr_str_copy(arena, slot->header);
	question.current = slot->definition ? cdr_str_copy(arena, slot->definition->name) : question.current;
	question.answer = cdr_str_format(arena, "columns: {%.*s: %.*s}", CDR_STR_ARG(suggestions[0].definition->name),
	                                 CDR_STR_ARG(header));
	question.text = cdr_str_format(arena, "column %s %.*s: %s; is it %s?", cdr_column_letters(column, letters),
	                               CDR_STR_ARG(header), reason, names.p);
	question.candidates = cdr_arena_alloc(arena, n * sizeof(*question.candidates));
	struct cdr_import_question *into = cdr_vec_push(&job->questions);
	if (!into || !question.candidates || !header.p || !question.header.p || !question.answer.p || !question.text.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < n; i++)
		question.candidates[i] =
			(struct cdr_import_candidate){ cdr_str_copy(arena, suggestions[i].definition->name),
			                               suggestions[i].confidence };
	*into = question;
	return CDR_OK;
}

/* Candidates of a detector that no column holds yet, with their confidence after the sample. */
static size_t
open_candidates(const struct cdr_import_plan *plan, const struct cdr_import_detector *detector,
                const struct cdr_import_sample *sample, struct cdr_import_suggestion ret[CDR_IMPORT_MAX_CANDIDATES])
{
	size_t n = 0;
	uint32_t taken;
	for (size_t i = 0; i < detector->n_candidates; i++) {
		struct cdr_import_suggestion one = detector->candidates[i];
		one.confidence = (uint8_t)(one.confidence * sample->n_fit / sample->n);
		if (one.confidence >= ASKED_PCT && !cdr_import_plan_slot(plan, one.definition, &taken))
			ret[n++] = one;
	}
	return n;
}

static enum cdr_status
ask_about(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column, struct cdr_error *err)
{
	struct cdr_import_suggestion suggestions[CDR_IMPORT_MAX_CANDIDATES];
	for (size_t i = 0; i < job->detectors.n; i++) {
		const struct cdr_import_detector *detector = &job->detectors.items[i];
		struct cdr_import_sample sample = { 0 };
		CDR_TRY(cdr_import_detect(job, plan, column, detector, &sample, err));
		if (sample.n < CDR_IMPORT_MIN_SAMPLE || sample.n_fit * 100 < sample.n * CDR_IMPORT_CONTENT_PCT)
			continue;
		if (detector->never)
			return CDR_OK;
		size_t n = open_candidates(plan, detector, &sample, suggestions);
		struct cdr_str said =
			cdr_str_format(job->scratch, "its values look like a %.*s, but its header is not known",
		                       CDR_STR_ARG(detector->name));
		if (!said.p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
		CDR_TRY(cdr_import_ask(job, plan, column, suggestions, n, said.p, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_ask_about_rest(struct cdr_import_job *job, const struct cdr_import_plan *plan, struct cdr_error *err)
{
	for (uint32_t c = 0; c < plan->n_slots; c++) {
		const struct cdr_import_slot *slot = &plan->slots[c];
		if (!slot->definition && slot->used && slot->header.n && !slot->ignored)
			CDR_TRY(ask_about(job, plan, c, err));
	}
	return CDR_OK;
}
