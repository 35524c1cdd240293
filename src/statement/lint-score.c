/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <stdio.h>
#include <string.h>

/*
 * lint-score: what was found, element by element, put onto the sheets of the law and of the schemes, and what the law's own
 * sheet misses as remarks. Never one number: a sheet counts its items by state and shows each with its elements. The
 * surprise: an item that a labeller sees and no pattern does is "not explicit", never "present", for a score is no quote that
 * a reader could check.
 */

/* How grave it is that something is not there, by what asks for it. */
static const struct {
	const char *kind;
	const char *severities[CDR_LINT_N_STATES]; /* by state; NULL: no remark */
} gravities[] = {
	{ "must", { "high", "medium", "medium", "medium", "medium", NULL } },
	{ "should", { "low", "low", "low", "low", "low", NULL } },
	{ "level_1", { "low", "low", "low", "low", "info", NULL } },
	{ "may", { "low", "low", "low", NULL, "info", NULL } },
	{ "level_2", { "info", "info", "info", NULL, NULL, NULL } },
};
static const char *const verdicts[CDR_LINT_N_STATES] = {
	"was not found in the statement",
	"is not explicit: words near it were found, none that say it",
	"is only promised or said in weak words",
	"is said not to be so",
	"is there in part",
	"is there",
};

static struct cdr_json *
quotes_json(const struct cdr_lint_found *found)
{
	struct cdr_json *quotes = cdr_json_array();
	for (size_t i = 0; i < found->n_quotes; i++)
		cdr_json_push(quotes, cdr_lint_quote_json(found->text, found->quotes[i].sentence));
	return quotes;
}

static void
add_elements(const struct cdr_lint_outcome *outcome, const bool *used, struct cdr_json *result)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < outcome->lint->n_elements; i++) {
		const struct cdr_lint_element *element = &outcome->lint->elements[i];
		const struct cdr_lint_found *found = &outcome->found[i];
		if (!used[i])
			continue;
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, "id", element->id);
		cdr_json_set_str(object, "question", element->question);
		cdr_json_set_str(object, "source", element->source);
		cdr_json_set_text(object, "state", cdr_lint_state_word(found->state));
		if (found->not_asked)
			cdr_json_set_bool(object, "outside", true);
		cdr_json_set_int(object, "sentences", (int64_t)found->n_sentences);
		cdr_json_set(object, "quotes", quotes_json(found));
		cdr_json_push(array, object);
	}
	cdr_json_set(result, "elements", array);
}

/* The sentence the labeller is surest of, SIZE_MAX: none that holds. */
static size_t
labelled(const struct cdr_lint_outcome *outcome, struct cdr_str label, float *ret_score)
{
	const struct cdr_labeller *labeller = outcome->lint->labeller;
	size_t n_labels = labeller && outcome->labels ? cdr_labeller_count(labeller) : 0, best = SIZE_MAX;
	for (size_t k = 0; k < n_labels; k++) {
		if (!cdr_str_equal(cdr_labeller_name(labeller, k), label))
			continue;
		for (size_t i = 0; i < outcome->text->n; i++) {
			const struct cdr_label *at = &outcome->labels[i * n_labels + k];
			if (!at->holds || (best != SIZE_MAX && at->score <= *ret_score))
				continue;
			best = i;
			*ret_score = at->score;
		}
	}
	return best;
}

static enum cdr_lint_state
state_of(const struct cdr_lint_item *item, const struct cdr_lint_found *found)
{
	enum cdr_lint_state best = item->n_elements ? CDR_LINT_ABSENT : CDR_LINT_NOT_EXPLICIT;
	size_t n_present = 0;
	for (size_t i = 0; i < item->n_elements; i++) {
		enum cdr_lint_state state = found[item->elements[i]].state;
		n_present += state == CDR_LINT_PRESENT;
		best = state > best ? state : best;
	}
	if (n_present > 0 && n_present < item->n_elements && !item->any)
		return CDR_LINT_PARTLY;
	return best;
}

static bool
is_outside(const struct cdr_lint_item *item, const struct cdr_lint_found *found)
{
	size_t n = 0;
	for (size_t i = 0; i < item->n_elements; i++)
		n += found[item->elements[i]].not_asked;
	return n == item->n_elements;
}

static void
add_missing(const struct cdr_lint_item *item, enum cdr_lint_state state, bool outside, struct cdr_json *remarks)
{
	char message[512];
	const char *severity = NULL;
	for (size_t i = 0; i < CDR_LEN(gravities); i++) {
		if (cdr_str_equal(item->kind, cdr_str_from(gravities[i].kind)))
			severity = gravities[i].severities[state];
	}
	if (!severity || (state == CDR_LINT_NONE && item->none_counts))
		return;
	(void)snprintf(message, sizeof(message), "“%.*s” %s.", CDR_STR_ARG(item->title),
	               outside ? "cannot be told from the statement alone" : verdicts[state]);
	struct cdr_str text = cdr_str_from(message);
	text.n = cdr_str_cut(text, text.n);
	cdr_json_push(remarks,
	              cdr_lint_remark_json(item->id, state == CDR_LINT_WEAK ? CDR_STR("weak") : CDR_STR("missing"),
	                                   outside ? CDR_STR("info") : cdr_str_from(severity), text, item->source));
}

static struct cdr_json *
item_json(const struct cdr_lint_outcome *outcome, const struct cdr_lint_item *item, enum cdr_lint_state *ret_state)
{
	struct cdr_json *object = cdr_json_object(), *elements = cdr_json_array();
	enum cdr_lint_state state = state_of(item, outcome->found);
	float score = 0;
	size_t seen = item->label.n ? labelled(outcome, item->label, &score) : SIZE_MAX;
	if (state == CDR_LINT_ABSENT && seen != SIZE_MAX)
		state = CDR_LINT_NOT_EXPLICIT;
	cdr_json_set_str(object, "id", item->id);
	cdr_json_set_str(object, "title", item->title);
	cdr_json_set_str(object, "kind", item->kind);
	cdr_json_set_str(object, "source", item->source);
	if (item->unverified.n)
		cdr_json_set_str(object, "unverified", item->unverified);
	cdr_json_set_text(object, "state", cdr_lint_state_word(state));
	if (is_outside(item, outcome->found))
		cdr_json_set_bool(object, "outside", true);
	for (size_t i = 0; i < item->n_elements; i++) {
		const struct cdr_lint_found *found = &outcome->found[item->elements[i]];
		struct cdr_json *element = cdr_json_object();
		cdr_json_set_str(element, "id", outcome->lint->elements[item->elements[i]].id);
		cdr_json_set_text(element, "state", cdr_lint_state_word(found->state));
		cdr_json_push(elements, element);
	}
	cdr_json_set(object, "elements", elements);
	if (seen != SIZE_MAX) {
		struct cdr_json *quote = cdr_lint_quote_json(outcome->text, seen);
		cdr_json_set_real(quote, "score", (double)score);
		cdr_json_set(object, "labelled", quote);
	}
	*ret_state = state;
	return object;
}

static void
add_sheet(const struct cdr_lint_outcome *outcome, const struct cdr_lint_sheet *sheet, bool *used,
          struct cdr_json *sheets, struct cdr_json *remarks)
{
	struct cdr_json *object = cdr_json_object(), *items = cdr_json_array(), *counts = cdr_json_object();
	size_t n[CDR_LINT_N_STATES] = { 0 };
	cdr_json_set_str(object, "id", sheet->id);
	cdr_json_set_str(object, "title", sheet->title);
	cdr_json_set_str(object, "source", sheet->source);
	if (sheet->url.n)
		cdr_json_set_str(object, "url", sheet->url);
	if (sheet->unverified.n)
		cdr_json_set_str(object, "unverified", sheet->unverified);
	cdr_json_set_bool(object, "law", sheet->law);
	for (size_t i = 0; i < sheet->n_items; i++) {
		const struct cdr_lint_item *item = &sheet->items[i];
		enum cdr_lint_state state = CDR_LINT_ABSENT;
		cdr_json_push(items, item_json(outcome, item, &state));
		n[state]++;
		if (sheet->law)
			add_missing(item, state, is_outside(item, outcome->found), remarks);
		for (size_t k = 0; k < item->n_elements; k++)
			used[item->elements[k]] = true;
	}
	cdr_json_set_int(counts, "items", (int64_t)sheet->n_items);
	for (size_t i = CDR_LINT_N_STATES; i > 0; i--)
		cdr_json_set_int(counts, cdr_lint_state_word((enum cdr_lint_state)(i - 1)), (int64_t)n[i - 1]);
	cdr_json_set(object, "counts", counts);
	cdr_json_set(object, "items", items);
	cdr_json_push(sheets, object);
}

enum cdr_status
cdr_lint_score(const struct cdr_lint_outcome *outcome, struct cdr_json *result, struct cdr_json *remarks,
               struct cdr_error *err)
{
	bool used[CDR_LINT_MAX_ELEMENTS] = { false };
	cdr_owned(cdr_json) sheets = cdr_json_array();
	if (!sheets)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < outcome->lint->n_sheets; i++)
		add_sheet(outcome, &outcome->lint->sheets[i], used, sheets, remarks);
	cdr_json_set(result, "sheets", cdr_steal(&sheets));
	add_elements(outcome, used, result);
	return CDR_OK;
}
