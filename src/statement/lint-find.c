/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

/*
 * lint-find: whether a statement says an element, sentence by sentence and then as a whole. The best that any sentence says
 * counts: present before "says it is not so" before weak. A heading, or words that come near, are no more than "not explicit".
 * The surprise: a sentence of the form that is asked for is turned into "says it is not so" by a denial in the same clause,
 * and into "weak" by a plan, whatever its element's own patterns say.
 */

static const char *const state_words[CDR_LINT_N_STATES] = { "absent", "not_explicit", "weak",
	                                                    "none",   "partly",       "present" };

const char *
cdr_lint_state_word(enum cdr_lint_state state)
{
	return state_words[state];
}

static enum cdr_status
any_holds(const struct cdr_lint_rules *rules, const struct cdr_lint_text *text, size_t i, bool *ret,
          struct cdr_str groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err)
{
	*ret = false;
	for (size_t k = 0; k < rules->n && !*ret; k++)
		CDR_TRY(cdr_lint_rule_holds(&rules->items[k], text, i, ret, groups, err));
	return CDR_OK;
}

/* What a sentence of the right form is worth. */
static enum cdr_status
weigh(const struct cdr_lint *lint, const struct cdr_lint_element *element, struct cdr_str plain, struct cdr_str at,
      enum cdr_lint_state *ret, struct cdr_error *err)
{
	bool under = false;
	*ret = CDR_LINT_PRESENT;
	if (!element->denials_count)
		CDR_TRY(cdr_lint_is_under(&lint->common, true, plain, at, &under, err));
	if (under) {
		*ret = CDR_LINT_NONE;
		return CDR_OK;
	}
	if (!element->plans_count)
		CDR_TRY(cdr_lint_is_under(&lint->common, false, plain, at, &under, err));
	if (under)
		*ret = CDR_LINT_WEAK;
	return CDR_OK;
}

enum cdr_status
cdr_lint_say(const struct cdr_lint *lint, const struct cdr_lint_element *element, const struct cdr_lint_text *text,
             size_t i, enum cdr_lint_state known, enum cdr_lint_state *ret, struct cdr_error *err)
{
	const struct cdr_lint_sentence *sentence = &text->items[i];
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	bool found = false;
	*ret = CDR_LINT_ABSENT;
	if (sentence->question || !cdr_lint_words_stand_in(&element->words, sentence))
		return CDR_OK;
	CDR_TRY(any_holds(&element->none, text, i, &found, NULL, err));
	if (found) {
		*ret = CDR_LINT_NONE;
		return CDR_OK;
	}
	for (size_t k = 0; k < element->present.n && *ret != CDR_LINT_PRESENT; k++) {
		enum cdr_lint_state state = CDR_LINT_ABSENT;
		CDR_TRY(cdr_lint_rule_holds(&element->present.items[k], text, i, &found, groups, err));
		if (found)
			CDR_TRY(weigh(lint, element, sentence->plain, groups[0], &state, err));
		*ret = state > *ret ? state : *ret;
	}
	if (*ret > CDR_LINT_WEAK || known > CDR_LINT_WEAK)
		return CDR_OK;
	CDR_TRY(any_holds(&element->weak, text, i, &found, NULL, err));
	if (found || *ret == CDR_LINT_WEAK) {
		*ret = CDR_LINT_WEAK;
		return CDR_OK;
	}
	CDR_TRY(any_holds(&element->hint, text, i, &found, NULL, err));
	*ret = found ? CDR_LINT_NOT_EXPLICIT : CDR_LINT_ABSENT;
	return CDR_OK;
}

static void
add_quote(struct cdr_lint_found *found, size_t i, enum cdr_lint_state state)
{
	if (state > found->state) {
		found->state = state;
		found->n_quotes = found->n_sentences = 0;
	}
	if (state != found->state)
		return;
	found->n_sentences++;
	if (found->n_quotes < CDR_LINT_MAX_QUOTES)
		found->quotes[found->n_quotes++] = (struct cdr_lint_quote){ i, state };
}

enum cdr_status
cdr_lint_find(const struct cdr_lint *lint, const struct cdr_lint_element *element, const struct cdr_lint_text *text,
              struct cdr_lint_found *ret, struct cdr_error *err)
{
	struct cdr_lint_found found = { 0 };
	bool enough = false;
	for (size_t i = 0; i < text->n && !enough; i++) {
		const struct cdr_lint_sentence *sentence = &text->items[i];
		enum cdr_lint_state state = CDR_LINT_ABSENT;
		bool headed = false;
		if (sentence->kind == CDR_LINT_NAVIGATION && !element->outside)
			continue;
		CDR_TRY(cdr_lint_say(lint, element, text, i, found.state, &state, err));
		/* What was taken for a heading may be a line that says it ("Approved by the Board on 2 May 2024"). */
		if (state == CDR_LINT_ABSENT && sentence->kind == CDR_LINT_HEADING && element->headings)
			CDR_TRY(cdr_regex_find(element->headings, sentence->plain, 0, &headed, NULL, err));
		if (headed)
			state = CDR_LINT_NOT_EXPLICIT;
		if (state != CDR_LINT_ABSENT)
			add_quote(&found, i, state);
		enough = found.state == CDR_LINT_PRESENT && found.n_sentences == CDR_LINT_ENOUGH_SENTENCES;
	}
	*ret = found;
	return CDR_OK;
}
