/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <string.h>

/*
 * lint: a document -> its score sheet, one JSON object, format "candor-statement-lint/1":
 *
 *   format, file, sha256                law {id title}
 *   statement {sentences pages year year_said copied_sentences compared_sentences records}
 *   sheets [{id title source url unverified law counts {items present partly none weak not_explicit absent}
 *            items [{id title kind source unverified state outside elements [{id state}] labelled}]}]
 *   elements [{id question source state outside sentences quotes [QUOTE]}]   sentences: 12 is 12 or more
 *   remarks [{id kind severity message source quote quotes rests_on}]   grave ones first
 *   severities {critical high medium low info}
 *   QUOTE {text cut section page line sentence}
 *
 * The law's own sheet comes first, then the schemes. Kinds of remark: missing, weak, overclaim, copied, contradiction,
 * unsupported. The surprise: nothing is added up to a score; what is shown is counted by state and can be checked by its
 * quotes.
 */

#define MAX_LINT_BYTES ((size_t)64 << 20)

static const char *const severities[] = { "critical", "high", "medium", "low", "info" };

struct cdr_lint *
cdr_lint_free(struct cdr_lint *lint)
{
	if (!lint)
		return NULL;
	for (size_t i = 0; i < lint->n_elements; i++)
		cdr_lint_element_done(&lint->elements[i]);
	for (size_t i = 0; i < lint->n_remarks; i++)
		cdr_lint_rules_done(&lint->remarks[i].match);
	cdr_lint_rules_done(&lint->periods);
	lint->evidence = cdr_lint_evidence_free(lint->evidence);
	lint->labeller = cdr_labeller_free(lint->labeller);
	for (size_t i = 0; i < lint->n_files; i++)
		cdr_decl_done(&lint->files[i]);
	cdr_lint_common_done(&lint->common);
	lint->law = cdr_law_free(lint->law);
	lint->arena = cdr_arena_free(lint->arena);
	cdr_free(lint);
	return NULL;
}

enum cdr_status
cdr_lint_load(const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_lint **ret, struct cdr_error *err)
{
	cdr_owned(cdr_lint) lint = cdr_alloc(sizeof(*lint));
	if (!lint)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	lint->arena = cdr_arena_new(MAX_LINT_BYTES);
	if (!lint->arena)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	lint->rulesets = rulesets;
	lint->vocabulary = cdr_arena_alloc(lint->arena, sizeof(*lint->vocabulary));
	if (!lint->vocabulary)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	lint->vocabulary->arena = lint->arena;
	CDR_TRY(cdr_law_load(rulesets, law, &lint->law, err));
	CDR_TRY(cdr_lint_common_load(rulesets, &lint->common, err));
	CDR_TRY(cdr_lint_elements_load(lint, rulesets, err));
	CDR_TRY(cdr_lint_remarks_load(lint, rulesets, err));
	CDR_TRY(cdr_lint_sheets_load(lint, rulesets, law, err));
	*ret = cdr_steal(&lint);
	return CDR_OK;
}

enum cdr_status
cdr_lint_use_labels(struct cdr_lint *lint, const struct cdr_bundle *files, struct cdr_error *err)
{
	lint->labeller = cdr_labeller_free(lint->labeller);
	if (!lint->sheets[0].labeller.n)
		return CDR_OK;
	return cdr_labeller_load(files, lint->sheets[0].labeller, &lint->labeller, err);
}

/* The text of the document, and of what came with it. */
struct running {
	struct cdr_lint_text text, homepage, previous;
	struct cdr_lint_found *found;
	struct cdr_label *labels;
};

static void
running_done(struct running *running)
{
	cdr_lint_text_done(&running->text);
	cdr_lint_text_done(&running->homepage);
	cdr_lint_text_done(&running->previous);
	cdr_free(running->found);
	cdr_free(running->labels);
}

static enum cdr_status
find_all(const struct cdr_lint *lint, const struct cdr_lint_source *source, struct running *running,
         struct cdr_error *err)
{
	running->found = cdr_alloc(lint->n_elements * sizeof(*running->found));
	if (!running->found)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < lint->n_elements; i++) {
		const struct cdr_lint_element *element = &lint->elements[i];
		struct cdr_lint_found *found = &running->found[i];
		const struct cdr_lint_text *text = element->outside ? &running->homepage : &running->text;
		CDR_TRY(cdr_lint_find(lint, element, text, found, err));
		found->text = text;
		found->not_asked = element->outside && !source->has_homepage;
		if (found->not_asked)
			found->state = CDR_LINT_NOT_EXPLICIT;
	}
	return CDR_OK;
}

static enum cdr_status
label(const struct cdr_lint *lint, struct running *running, struct cdr_error *err)
{
	size_t n = running->text.n;
	if (!lint->labeller)
		return CDR_OK;
	struct cdr_str *sentences = cdr_arena_alloc(running->text.arena, n * sizeof(*sentences));
	running->labels = cdr_alloc(n * cdr_labeller_count(lint->labeller) * sizeof(*running->labels));
	if (!sentences || !running->labels)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < n; i++)
		sentences[i] = running->text.items[i].text;
	return cdr_labeller_run(lint->labeller, sentences, n, running->labels, err);
}

/* Grave ones first, else as they came; and how many there are of each. */
static struct cdr_json *
sort_remarks(const struct cdr_json *remarks, struct cdr_json *result)
{
	struct cdr_json *sorted = cdr_json_array(), *counts = cdr_json_object();
	for (size_t s = 0; s < CDR_LEN(severities); s++) {
		int64_t n = 0;
		for (size_t i = 0; i < cdr_json_count(remarks); i++) {
			const struct cdr_json *remark = cdr_json_at(remarks, i);
			if (!cdr_str_equal(cdr_json_get_str(remark, "severity"), cdr_str_from(severities[s])))
				continue;
			cdr_json_push(sorted, cdr_json_copy(remark));
			n++;
		}
		cdr_json_set_int(counts, severities[s], n);
	}
	cdr_json_set(result, "severities", counts);
	return sorted;
}

static struct cdr_json *
head_json(const struct cdr_lint *lint, const struct cdr_lint_source *source)
{
	struct cdr_json *result = cdr_json_object(), *law = cdr_json_object();
	cdr_json_set_text(result, "format", CDR_LINT_FORMAT);
	cdr_json_set_str(result, "file", source->name);
	if (source->sha256.n)
		cdr_json_set_str(result, "sha256", source->sha256);
	cdr_json_set_str(law, "id", cdr_law_id(lint->law));
	cdr_json_set_str(law, "title", lint->law->law);
	cdr_json_set(result, "law", law);
	return result;
}

static struct cdr_json *
statement_json(const struct cdr_lint *lint, const struct cdr_lint_text *text)
{
	struct cdr_json *statement = cdr_json_object();
	uint32_t pages = 0;
	for (size_t i = 0; i < text->n; i++)
		pages = text->items[i].page > pages ? text->items[i].page : pages;
	cdr_json_set_int(statement, "sentences", (int64_t)text->n_body);
	if (pages)
		cdr_json_set_int(statement, "pages", pages);
	cdr_json_set_bool(statement, "records", lint->evidence != NULL);
	return statement;
}

static enum cdr_status
make_texts(const struct cdr_lint *lint, const struct cdr_lint_source *source, struct running *running,
           struct cdr_error *err)
{
	CDR_TRY(cdr_lint_text_make(source->blocks, source->n, &running->text, err));
	CDR_TRY(cdr_lint_text_make(source->homepage, source->n_homepage, &running->homepage, err));
	CDR_TRY(cdr_lint_text_make(source->previous, source->n_previous, &running->previous, err));
	CDR_TRY(cdr_lint_look_up(&lint->common, lint->vocabulary, &running->text, err));
	CDR_TRY(cdr_lint_look_up(&lint->common, lint->vocabulary, &running->homepage, err));
	if (running->text.n_body > 0)
		return CDR_OK;
	return cdr_fail(err, CDR_EINPUT, CDR_LINT_ROOM, source->name.p,
	                "the document holds no sentence; give the statement itself");
}

enum cdr_status
cdr_lint_run(const struct cdr_lint *lint, const struct cdr_lint_source *source, struct cdr_json **ret,
             struct cdr_error *err)
{
	__attribute__((cleanup(running_done))) struct running running = { 0 };
	CDR_TRY(make_texts(lint, source, &running, err));
	CDR_TRY(find_all(lint, source, &running, err));
	CDR_TRY(label(lint, &running, err));
	cdr_owned(cdr_json) result = head_json(lint, source);
	cdr_owned(cdr_json) statement = statement_json(lint, &running.text);
	cdr_owned(cdr_json) remarks = cdr_json_array();
	const struct cdr_lint_outcome outcome = { lint, &running.text, running.found, running.labels };
	if (!result || !statement || !remarks)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	CDR_TRY(cdr_lint_evidence_make(lint, &running.text, remarks, err));
	CDR_TRY(cdr_lint_remarks_make(lint, &running.text, remarks, statement, err));
	if (source->has_previous)
		CDR_TRY(cdr_lint_previous_make(&running.text, &running.previous, remarks, statement, err));
	cdr_json_set(result, "statement", cdr_steal(&statement));
	CDR_TRY(cdr_lint_score(&outcome, result, remarks, err));
	cdr_json_set(result, "remarks", sort_remarks(remarks, result));
	*ret = cdr_steal(&result);
	return CDR_OK;
}
