/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/law-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/rules.h"

/*
 * law-criteria: what a law asks and the sentences that answer it, read and checked. Saying them is claims.c's. The
 * surprise: a sentence must name at least one fact it rests on even when its text states none, so that nothing can be
 * said on no evidence at all.
 */

static const struct cdr_decl_key criterion_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, true },
	{ "gap", CDR_DECL_TEXT, true },
	{ "sentences", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key sentence_keys[] = {
	{ "when", CDR_DECL_ANY_MAP, false }, { "each", CDR_DECL_TEXT, false },         { "text", CDR_DECL_TEXT, true },
	{ "strength", CDR_DECL_TEXT, true }, { "rests_on", CDR_DECL_TEXT_LIST, true }, { "gap", CDR_DECL_TEXT, false },
	{ "ask", CDR_DECL_TEXT, false },
};

/* The strength of a claim is one of four words, or "{fact}" where a fact has such a word. */
static enum cdr_status
check_strength(const struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_error *err)
{
	static const char *const words[] = { "all", "some", "none", "not_known", NULL };
	int index;
	if (cdr_str_starts_with(cdr_decl_text(node, "strength"), CDR_STR("{")))
		return cdr_law_check_text(law, node, "strength", err);
	return cdr_decl_word(&law->decl, node, "strength", words, &index, err);
}

static enum cdr_status
read_sentence(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_sentence *ret, struct cdr_error *err)
{
	CDR_TRY(CDR_LAW_CHECK(law, node, sentence_keys, err));
	struct cdr_str each = cdr_decl_text(node, "each");
	ret->each = each.p ? cdr_statement_list_find(each) : NULL;
	if (each.p && !ret->each)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "each"), err,
		                     "there is no list “%.*s” in the organisation file", CDR_STR_ARG(each));
	CDR_TRY(cdr_law_check_text(law, node, "text", err));
	CDR_TRY(cdr_law_check_text(law, node, "gap", err));
	CDR_TRY(cdr_law_check_text(law, node, "ask", err));
	CDR_TRY(check_strength(law, node, err));
	ret->text = cdr_decl_text(node, "text");
	ret->gap = cdr_decl_text(node, "gap");
	ret->ask = cdr_decl_text(node, "ask");
	ret->strength = cdr_decl_text(node, "strength");
	ret->n_rests_on = cdr_decl_count(node, "rests_on");
	if (ret->n_rests_on == 0)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "rests_on"), err, "a sentence must rest on a fact");
	ret->rests_on = cdr_arena_alloc(law->arena, ret->n_rests_on * sizeof(*ret->rests_on));
	if (!ret->rests_on)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < ret->n_rests_on; i++) {
		ret->rests_on[i] = cdr_decl_item(node, "rests_on", i);
		if (!cdr_symbol_find(&law->symbols, ret->rests_on[i]))
			return cdr_decl_fail(&law->decl, cdr_decl_get(node, "rests_on"), err,
			                     "“rests_on” names the fact “%.*s”, which does not exist",
			                     CDR_STR_ARG(ret->rests_on[i]));
	}
	const struct cdr_decl_node *when = cdr_decl_get(node, "when");
	return when ? cdr_condition_compile(law->holder, &law->decl, when, &ret->when, err) : CDR_OK;
}

static enum cdr_status
read_criterion(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_criterion *ret, struct cdr_error *err)
{
	static const char *const kinds[] = { "must", "may", "should", NULL };
	int kind = 0;
	CDR_TRY(CDR_LAW_CHECK(law, node, criterion_keys, err));
	CDR_TRY(cdr_decl_word(&law->decl, node, "kind", kinds, &kind, err));
	CDR_TRY(cdr_law_in_force(law, node, &ret->from, &ret->to, err));
	CDR_TRY(cdr_law_check_text(law, node, "gap", err));
	ret->id = cdr_decl_text(node, "id");
	ret->title = cdr_decl_text(node, "title");
	ret->kind = cdr_decl_text(node, "kind");
	ret->source = cdr_decl_text(node, "source");
	ret->gap = cdr_decl_text(node, "gap");
	const struct cdr_decl_node *list = cdr_decl_get(node, "sentences");
	if (list->n == 0 || list->n > CDR_STATEMENT_MAX_SENTENCES)
		return cdr_decl_fail(&law->decl, list, err, "a criterion has 1 to %d sentences",
		                     CDR_STATEMENT_MAX_SENTENCES);
	ret->sentences = cdr_arena_alloc(law->arena, list->n * sizeof(*ret->sentences));
	if (!ret->sentences)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(read_sentence(law, list->items[i], &ret->sentences[i], err));
	ret->n_sentences = list->n;
	return CDR_OK;
}

enum cdr_status
cdr_law_read_criteria(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "criteria");
	CDR_TRY(cdr_law_items(law, "criteria", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->criteria), &law->criteria,
	                      err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(read_criterion(law, list->items[i], &law->criteria[i], err));
		for (size_t k = 0; k < i; k++)
			if (cdr_str_equal(law->criteria[k].id, law->criteria[i].id))
				return cdr_decl_fail(&law->decl, list->items[i], err,
				                     "the criterion “%.*s” is already there",
				                     CDR_STR_ARG(law->criteria[i].id));
	}
	law->n_criteria = list->n;
	return CDR_OK;
}
