/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/rules.h"
#include "statement/law-impl.h"

/*
 * law: rulesets/statement/<id>/law.yaml -> a checked law. What the keys mean is documented in
 * rulesets/statement/README.md; which exist is declared here, beside the code that reads them. Nothing is evaluated
 * here. The surprise: a law brings facts of its own (`facts:`), so its symbol table is built before any of its
 * conditions can be compiled.
 */

static const struct cdr_decl_key law_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "law", CDR_DECL_TEXT, true },
	{ "jurisdiction", CDR_DECL_TEXT, true },
	{ "language", CDR_DECL_TEXT, true },
	{ "words", CDR_DECL_TEXT, true },
	{ "date", CDR_DECL_TEXT, true },
	{ "currency", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, true },
	{ "sources", CDR_DECL_ANY_LIST, true },
	{ "facts", CDR_DECL_ANY_LIST, false },
	{ "scope", CDR_DECL_ANY, true },
	{ "covers", CDR_DECL_ANY_MAP, false },
	{ "criteria", CDR_DECL_ANY_LIST, true },
	{ "sign_off", CDR_DECL_ANY_LIST, true },
	{ "duties", CDR_DECL_ANY_LIST, true },
	{ "deadlines", CDR_DECL_ANY_LIST, false },
	{ "orders", CDR_DECL_ANY_LIST, false },
};
static const struct cdr_decl_key in_force_keys[] = {
	{ "from", CDR_DECL_DATE, true },
	{ "to", CDR_DECL_DATE, false },
};
static const struct cdr_decl_key source_keys[] = {
	{ "title", CDR_DECL_TEXT, true },
	{ "url", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key duty_keys[] = {
	{ "text", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
};

/* An arena array for the items of a list; EINPUT when there are none or too many. */
enum cdr_status
cdr_law_items(struct cdr_law *law, const char *key, size_t max, size_t item_size, void *ret_items,
              struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, key);
	if (list && list->n > max)
		return cdr_decl_fail(&law->decl, list, err, "“%s” has more than %zu items", key, max);
	void *items = cdr_arena_alloc(law->arena, (list && list->n ? list->n : 1) * item_size);
	if (!items)
		return cdr_fail_memory(err, "statement");
	*(void **)ret_items = items;
	return CDR_OK;
}

/* Brackets and braces closed, every name a fact. */
enum cdr_status
cdr_law_check_text(const struct cdr_law *law, const struct cdr_decl_node *map, const char *key, struct cdr_error *err)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	if (!node)
		return CDR_OK;
	if (!cdr_compose_is_sound(node->text))
		return cdr_decl_fail(&law->decl, node, err,
		                     "“%s” has a bracket or brace that is nested, empty or not closed", key);
	struct cdr_str rest = node->text, name;
	while (cdr_compose_next(&rest, &name))
		if (!cdr_symbol_find(&law->symbols, name))
			return cdr_decl_fail(&law->decl, node, err, "“%s” names the fact “%.*s”, which does not exist",
			                     key, CDR_STR_ARG(name));
	return CDR_OK;
}

enum cdr_status
cdr_law_in_force(const struct cdr_law *law, const struct cdr_decl_node *map, struct cdr_date *ret_from,
                 struct cdr_date *ret_to, struct cdr_error *err)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, "in_force");
	if (!node)
		return CDR_OK;
	CDR_TRY(CDR_LAW_CHECK(law, node, in_force_keys, err));
	struct cdr_date from = cdr_decl_date(node, "from"), to = cdr_decl_date(node, "to");
	if (to.ymd && to.ymd < from.ymd)
		return cdr_decl_fail(&law->decl, node, err, "“to” is before “from”");
	*ret_from = from;
	*ret_to = to;
	return CDR_OK;
}

bool
cdr_in_force(struct cdr_date from, struct cdr_date to, struct cdr_date on)
{
	return (!from.ymd || on.ymd >= from.ymd) && (!to.ymd || on.ymd <= to.ymd);
}

bool
cdr_in_force_together(struct cdr_date from, struct cdr_date to, struct cdr_date other_from, struct cdr_date other_to)
{
	return (!to.ymd || !other_from.ymd || other_from.ymd <= to.ymd) &&
	       (!other_to.ymd || !from.ymd || from.ymd <= other_to.ymd);
}

enum cdr_status
cdr_law_texts(struct cdr_law *law, const struct cdr_decl_node *map, const char *key, struct cdr_texts *ret,
              struct cdr_error *err)
{
	size_t n = cdr_decl_count(map, key);
	struct cdr_str *items = cdr_arena_alloc(law->arena, (n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < n; i++)
		items[i] = cdr_decl_item(map, key, i);
	*ret = (struct cdr_texts){ items, n };
	return CDR_OK;
}

static enum cdr_status
read_sources(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "sources");
	CDR_TRY(cdr_law_items(law, "sources", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->sources), &law->sources, err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(CDR_LAW_CHECK(law, list->items[i], source_keys, err));
		law->sources[i] = (struct cdr_duty){ cdr_decl_text(list->items[i], "title"),
			                             cdr_decl_text(list->items[i], "url") };
	}
	law->n_sources = list->n;
	return CDR_OK;
}

static enum cdr_status
read_duties(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "duties");
	CDR_TRY(cdr_law_items(law, "duties", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->duties), &law->duties, err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(CDR_LAW_CHECK(law, list->items[i], duty_keys, err));
		law->duties[i] = (struct cdr_duty){ cdr_decl_text(list->items[i], "text"),
			                            cdr_decl_text(list->items[i], "source") };
	}
	law->n_duties = list->n;
	return CDR_OK;
}

static enum cdr_status
read_law(struct cdr_law *law, const struct cdr_bundle *rulesets, struct cdr_str folder, struct cdr_error *err)
{
	const struct cdr_decl_node *root = law->decl.root;
	CDR_TRY(CDR_LAW_CHECK(law, root, law_keys, err));
	law->id = cdr_decl_text(root, "id");
	if (!cdr_str_equal(law->id, folder))
		return cdr_decl_fail(&law->decl, cdr_decl_get(root, "id"), err,
		                     "the id must be the name of the folder, “%.*s”", CDR_STR_ARG(folder));
	law->title = cdr_decl_text(root, "title");
	law->law = cdr_decl_text(root, "law");
	law->jurisdiction = cdr_decl_text(root, "jurisdiction");
	law->language = cdr_decl_text(root, "language");
	law->currency = cdr_decl_text(root, "currency");
	CDR_TRY(cdr_words_load(rulesets, cdr_decl_text(root, "words"), &law->words, err));
	law->words.date = cdr_decl_text(root, "date");
	CDR_TRY(cdr_rates_load(rulesets, law->arena, &law->rates, err));
	CDR_TRY(cdr_law_in_force(law, root, &law->from, &law->to, err));
	CDR_TRY(read_sources(law, err));
	CDR_TRY(cdr_law_read_facts(law, err));
	CDR_TRY(cdr_law_read_scope(law, rulesets, err));
	CDR_TRY(cdr_law_read_criteria(law, err));
	CDR_TRY(cdr_law_read_orders(law, err));
	CDR_TRY(cdr_law_read_sign_offs(law, err));
	CDR_TRY(cdr_law_read_deadlines(law, err));
	return read_duties(law, err);
}

/* The folder name when `path` is a law's file, {NULL,0} otherwise. */
static struct cdr_str
law_of_path(struct cdr_str path)
{
	struct cdr_str prefix = CDR_STR("statement/"), suffix = CDR_STR("/law.yaml");
	if (path.n <= prefix.n + suffix.n || !cdr_str_starts_with(path, prefix) || !cdr_str_ends_with(path, suffix))
		return (struct cdr_str){ NULL, 0 };
	struct cdr_str id = { path.p + prefix.n, path.n - prefix.n - suffix.n };
	return memchr(id.p, '/', id.n) ? (struct cdr_str){ NULL, 0 } : id;
}

static enum cdr_status
no_such_law(const struct cdr_bundle *rulesets, struct cdr_str id, struct cdr_error *err)
{
	cdr_auto(cdr_buf) names = CDR_BUF_INIT;
	for (size_t i = 0; i < rulesets->n_files; i++) {
		struct cdr_str known = law_of_path(rulesets->files[i].path);
		if (known.p)
			cdr_buf_printf(&names, "%s%.*s", names.n ? ", " : "", CDR_STR_ARG(known));
	}
	return cdr_fail(err, CDR_ENOTFOUND, "statement", NULL, "there is no law “%.*s”; laws: %.*s", CDR_STR_ARG(id),
	                CDR_STR_ARG(names.n ? cdr_buf_str(&names) : CDR_STR("none")));
}

struct cdr_law *
cdr_law_free(struct cdr_law *law)
{
	if (law) {
		law->holder = cdr_condition_holder_free(law->holder);
		law->privacy = cdr_privacy_free(law->privacy);
		cdr_decl_done(&law->topics);
		law->party_holder = cdr_condition_holder_free(law->party_holder);
		cdr_words_done(&law->words);
		cdr_decl_done(&law->decl);
		cdr_arena_free(law->arena);
		cdr_free(law);
	}
	return NULL;
}

enum cdr_status
cdr_law_load(const struct cdr_bundle *rulesets, struct cdr_str id, struct cdr_law **ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = NULL;
	for (size_t i = 0; i < rulesets->n_files && !file; i++)
		if (id.n && cdr_str_equal(law_of_path(rulesets->files[i].path), id))
			file = &rulesets->files[i];
	if (!file)
		return no_such_law(rulesets, id, err);
	cdr_owned(cdr_law) law = cdr_alloc(sizeof(*law));
	if (law)
		law->arena = cdr_arena_new(CDR_BUNDLE_MAX_BYTES);
	struct cdr_str path = law && law->arena ? cdr_str_copy(law->arena, file->path) : (struct cdr_str){ NULL, 0 };
	if (!path.p)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_decl_parse(file->text, path.p, &law->decl, err));
	CDR_TRY(read_law(law, rulesets, id, err));
	CDR_TRY(cdr_privacy_load(rulesets, &law->privacy, err));
	CDR_TRY(cdr_topics_load(rulesets, &law->topics, err));
	*ret = cdr_steal(&law);
	return CDR_OK;
}

enum cdr_status
cdr_law_list(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_str **ret, size_t *ret_n,
             struct cdr_error *err)
{
	struct cdr_str *ids = cdr_arena_alloc(arena, (rulesets->n_files + 1) * sizeof(*ids));
	if (!ids)
		return cdr_fail_memory(err, "statement");
	size_t n = 0;
	for (size_t i = 0; i < rulesets->n_files; i++) {
		struct cdr_str id = law_of_path(rulesets->files[i].path);
		if (!id.p)
			continue;
		ids[n] = cdr_str_copy(arena, id);
		if (!ids[n++].p)
			return cdr_fail_memory(err, "statement");
	}
	*ret = ids;
	*ret_n = n;
	return CDR_OK;
}

struct cdr_str
cdr_law_id(const struct cdr_law *law)
{
	return law->id;
}

struct cdr_str
cdr_law_title(const struct cdr_law *law)
{
	return law->title;
}

const struct cdr_privacy *
cdr_law_privacy(const struct cdr_law *law)
{
	return law->privacy;
}
