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
	{ "id", CDR_DECL_TEXT, true },          { "title", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },        { "source", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, true }, { "level", CDR_DECL_INTEGER, false },
	{ "part_of", CDR_DECL_TEXT, false },    { "answers", CDR_DECL_ANY_LIST, false },
	{ "gap", CDR_DECL_TEXT, true },         { "sentences", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key sentence_keys[] = {
	{ "when", CDR_DECL_ANY_MAP, false }, { "each", CDR_DECL_TEXT, false },         { "text", CDR_DECL_TEXT, true },
	{ "strength", CDR_DECL_TEXT, true }, { "rests_on", CDR_DECL_TEXT_LIST, true }, { "gap", CDR_DECL_TEXT, false },
	{ "ask", CDR_DECL_TEXT, false },     { "id", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key answer_keys[] = {
	{ "law", CDR_DECL_TEXT, true },
	{ "provision", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key order_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
	{ "criteria", CDR_DECL_TEXT_LIST, true },
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
	ret->id = cdr_decl_text(node, "id");
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
read_sentences(struct cdr_law *law, const struct cdr_decl_node *list, struct cdr_criterion *ret, struct cdr_error *err)
{
	if (list->n == 0 || list->n > CDR_STATEMENT_MAX_SENTENCES)
		return cdr_decl_fail(&law->decl, list, err, "a criterion has 1 to %d sentences",
		                     CDR_STATEMENT_MAX_SENTENCES);
	ret->sentences = cdr_arena_alloc(law->arena, list->n * sizeof(*ret->sentences));
	if (!ret->sentences)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(read_sentence(law, list->items[i], &ret->sentences[i], err));
		for (size_t k = 0; k < i; k++)
			if (ret->sentences[i].id.n && cdr_str_equal(ret->sentences[i].id, ret->sentences[k].id))
				return cdr_decl_fail(&law->decl, list->items[i], err,
				                     "the sentence “%.*s” is already there",
				                     CDR_STR_ARG(ret->sentences[i].id));
	}
	ret->n_sentences = list->n;
	return CDR_OK;
}

static enum cdr_status
read_answers(struct cdr_law *law, const struct cdr_decl_node *list, struct cdr_criterion *ret, struct cdr_error *err)
{
	if (!list)
		return CDR_OK;
	ret->answers = cdr_arena_alloc(law->arena, (list->n + 1) * sizeof(*ret->answers));
	if (!ret->answers)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(CDR_LAW_CHECK(law, list->items[i], answer_keys, err));
		ret->answers[i] = (struct cdr_answer){ cdr_decl_text(list->items[i], "law"),
			                               cdr_decl_text(list->items[i], "provision") };
	}
	ret->n_answers = list->n;
	return CDR_OK;
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
	int64_t level = cdr_decl_integer(node, "level", 0);
	if (cdr_decl_get(node, "level") && level != 1 && level != 2)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "level"), err, "“level” is 1 or 2");
	ret->level = (int)level;
	ret->id = cdr_decl_text(node, "id");
	ret->title = cdr_decl_text(node, "title");
	ret->kind = cdr_decl_text(node, "kind");
	ret->source = cdr_decl_text(node, "source");
	ret->gap = cdr_decl_text(node, "gap");
	ret->part_of = cdr_decl_text(node, "part_of");
	CDR_TRY(read_answers(law, cdr_decl_get(node, "answers"), ret, err));
	return read_sentences(law, cdr_decl_get(node, "sentences"), ret, err);
}

/* Against the criteria before it: its id is new on every day it holds, and what it is a part of is there. */
static enum cdr_status
check_criterion(const struct cdr_law *law, const struct cdr_decl_node *node, size_t i, struct cdr_error *err)
{
	const struct cdr_criterion *own = &law->criteria[i];
	bool found = !own->part_of.n;
	for (size_t k = 0; k < i; k++) {
		const struct cdr_criterion *other = &law->criteria[k];
		if (cdr_str_equal(other->id, own->id) &&
		    cdr_in_force_together(own->from, own->to, other->from, other->to))
			return cdr_decl_fail(&law->decl, node, err, "the criterion “%.*s” is already there",
			                     CDR_STR_ARG(own->id));
		found = found || (!other->part_of.n && cdr_str_equal(other->id, own->part_of));
	}
	if (found)
		return CDR_OK;
	return cdr_decl_fail(&law->decl, cdr_decl_get(node, "part_of"), err,
	                     "“part_of” names “%.*s”, which is no whole criterion above this one",
	                     CDR_STR_ARG(own->part_of));
}

enum cdr_status
cdr_law_read_criteria(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "criteria");
	CDR_TRY(cdr_law_items(law, "criteria", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->criteria), &law->criteria,
	                      err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(read_criterion(law, list->items[i], &law->criteria[i], err));
		CDR_TRY(check_criterion(law, list->items[i], i, err));
	}
	law->n_criteria = list->n;
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- orders */

/* Appends every criterion of that id and its parts; how many there were. */
static size_t
append_criterion(const struct cdr_law *law, struct cdr_str id, size_t *indexes, size_t n)
{
	size_t before = n;
	for (size_t i = 0; i < law->n_criteria; i++) {
		const struct cdr_criterion *criterion = &law->criteria[i];
		if (cdr_str_equal(criterion->part_of.n ? criterion->part_of : criterion->id, id) && n < law->n_criteria)
			indexes[n++] = i;
	}
	return n - before;
}

static enum cdr_status
read_order(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_order *ret, struct cdr_error *err)
{
	CDR_TRY(CDR_LAW_CHECK(law, node, order_keys, err));
	const struct cdr_decl_node *place = cdr_decl_get(node, "criteria");
	struct cdr_texts ids;
	CDR_TRY(cdr_law_texts(law, node, "criteria", &ids, err));
	ret->criteria = cdr_arena_alloc(law->arena, (law->n_criteria + 1) * sizeof(*ret->criteria));
	if (!ret->criteria)
		return cdr_fail_memory(err, "statement");
	size_t n = 0;
	for (size_t i = 0; i < ids.n; i++) {
		struct cdr_texts before = { ids.items, i };
		size_t added = cdr_texts_have(&before, ids.items[i])
		                       ? 0
		                       : append_criterion(law, ids.items[i], ret->criteria, n);
		if (added == 0)
			return cdr_decl_fail(&law->decl, place, err,
			                     "“%.*s” is no whole criterion of this law, or stands there twice",
			                     CDR_STR_ARG(ids.items[i]));
		n += added;
	}
	if (n != law->n_criteria)
		return cdr_decl_fail(&law->decl, place, err,
		                     "an order must name every whole criterion; parts follow what they are parts of");
	ret->id = cdr_decl_text(node, "id");
	ret->title = cdr_decl_text(node, "title");
	ret->source = cdr_decl_text(node, "source");
	return CDR_OK;
}

enum cdr_status
cdr_law_read_orders(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "orders");
	CDR_TRY(cdr_law_items(law, "orders", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->orders), &law->orders, err));
	for (size_t i = 0; list && i < list->n; i++)
		CDR_TRY(read_order(law, list->items[i], &law->orders[i], err));
	law->n_orders = list ? list->n : 0;
	return CDR_OK;
}

enum cdr_status
cdr_law_order(const struct cdr_law *law, struct cdr_str id, const struct cdr_order **ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) names = CDR_BUF_INIT;
	for (size_t i = 0; i < law->n_orders; i++) {
		if (!id.n || cdr_str_equal(law->orders[i].id, id)) {
			*ret = &law->orders[i];
			return CDR_OK;
		}
		cdr_buf_printf(&names, "%s%.*s", names.n ? ", " : "", CDR_STR_ARG(law->orders[i].id));
	}
	if (!id.n) {
		*ret = NULL;
		return CDR_OK;
	}
	return cdr_fail(err, CDR_EUSAGE, "statement", NULL, "the law “%.*s” has no order “%.*s”; orders: %.*s",
	                CDR_STR_ARG(law->id), CDR_STR_ARG(id),
	                CDR_STR_ARG(names.n ? cdr_buf_str(&names) : CDR_STR("none")));
}

const struct cdr_criterion *
cdr_law_criterion(const struct cdr_law *law, const struct cdr_order *order, size_t i)
{
	return &law->criteria[order ? order->criteria[i] : i];
}

enum cdr_status
cdr_answers_to_json(const struct cdr_law *law, struct cdr_date on, struct cdr_json **ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	for (size_t i = 0; i < law->n_criteria; i++) {
		const struct cdr_criterion *criterion = &law->criteria[i];
		for (size_t k = 0; k < criterion->n_answers && cdr_in_force(criterion->from, criterion->to, on); k++) {
			struct cdr_json *object = cdr_json_object();
			cdr_json_set_str(object, "criterion", criterion->id);
			cdr_json_set_str(object, "law", criterion->answers[k].law);
			cdr_json_set_str(object, "provision", criterion->answers[k].provision);
			cdr_json_push(array, object);
		}
	}
	if (!array)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&array);
	return CDR_OK;
}
