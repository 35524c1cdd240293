/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/statement.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/rules.h"
#include "statement/statement-impl.h"

/*
 * law: rulesets/statement/<id>/law.yaml -> a checked law. What the keys mean is documented in
 * rulesets/statement/README.md; which exist is declared here, beside the code that reads them. Nothing is evaluated
 * here. The surprise: a law brings facts of its own (`facts:`), so its symbol table is built before any of its
 * conditions can be compiled.
 */

static const struct cdr_decl_key law_keys[] = {
	{ "id", CDR_DECL_TEXT, true },           { "title", CDR_DECL_TEXT, true },
	{ "law", CDR_DECL_TEXT, true },          { "jurisdiction", CDR_DECL_TEXT, true },
	{ "language", CDR_DECL_TEXT, true },     { "words", CDR_DECL_TEXT, true },
	{ "date", CDR_DECL_TEXT, true },         { "currency", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, true },  { "sources", CDR_DECL_ANY_LIST, true },
	{ "facts", CDR_DECL_ANY_LIST, false },   { "scope", CDR_DECL_ANY_MAP, true },
	{ "covers", CDR_DECL_ANY_MAP, false },   { "criteria", CDR_DECL_ANY_LIST, true },
	{ "sign_off", CDR_DECL_ANY_LIST, true }, { "duties", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key in_force_keys[] = {
	{ "from", CDR_DECL_DATE, true },
	{ "to", CDR_DECL_DATE, false },
};
static const struct cdr_decl_key source_keys[] = {
	{ "title", CDR_DECL_TEXT, true },
	{ "url", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key fact_keys[] = {
	{ "name", CDR_DECL_TEXT, true },     { "key", CDR_DECL_TEXT, true },   { "type", CDR_DECL_TEXT, true },
	{ "only_if", CDR_DECL_TEXT, false }, { "about", CDR_DECL_TEXT, true }, { "question", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key scope_keys[] = {
	{ "source", CDR_DECL_TEXT, true },
	{ "condition", CDR_DECL_ANY_MAP, true },
	{ "in", CDR_DECL_TEXT, true },
	{ "out", CDR_DECL_TEXT, true },
	{ "out_because", CDR_DECL_ANY_LIST, true },
	{ "unknown", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key reason_keys[] = {
	{ "when", CDR_DECL_ANY_MAP, true },
	{ "text", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key covers_keys[] = {
	{ "source", CDR_DECL_TEXT, true },
	{ "condition", CDR_DECL_ANY_MAP, true },
};
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
static const struct cdr_decl_key sign_off_keys[] = {
	{ "legal_forms", CDR_DECL_TEXT_LIST, false },
	{ "approval", CDR_DECL_TEXT, false },
	{ "signature", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key duty_keys[] = {
	{ "text", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
};

#define CHECK(law, node, keys, err) cdr_decl_check(&(law)->decl, node, keys, CDR_LEN(keys), err)

/* An arena array for the items of a list; EINPUT when there are none or too many. */
static enum cdr_status
items_of(struct cdr_law *law, const char *key, size_t max, size_t item_size, void *ret_items, struct cdr_error *err)
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
static enum cdr_status
check_text(const struct cdr_law *law, const struct cdr_decl_node *map, const char *key, struct cdr_error *err)
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

static enum cdr_status
read_in_force(const struct cdr_law *law, const struct cdr_decl_node *map, struct cdr_date *ret_from,
              struct cdr_date *ret_to, struct cdr_error *err)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, "in_force");
	CDR_TRY(CHECK(law, node, in_force_keys, err));
	struct cdr_date from = cdr_decl_date(node, "from"), to = cdr_decl_date(node, "to");
	if (to.ymd && to.ymd < from.ymd)
		return cdr_decl_fail(&law->decl, node, err, "“to” is before “from”");
	*ret_from = from;
	*ret_to = to;
	return CDR_OK;
}

static enum cdr_status
read_sources(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "sources");
	CDR_TRY(items_of(law, "sources", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->sources), &law->sources, err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(CHECK(law, list->items[i], source_keys, err));
		law->sources[i] = (struct cdr_duty){ cdr_decl_text(list->items[i], "title"),
			                             cdr_decl_text(list->items[i], "url") };
	}
	law->n_sources = list->n;
	return CDR_OK;
}

/* A law's own fact is a symbol: MONEY becomes two, the amount in minor units and "<name>_text" for sentences. */
static enum cdr_status
read_fact(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_law_fact *fact, struct cdr_symbol *rows,
          size_t *n_rows, struct cdr_error *err)
{
	static const char *const types[] = { "boolean", "text", "money", NULL };
	static const enum cdr_fact_type row_types[] = { CDR_FACT_BOOLEAN, CDR_FACT_TEXT, CDR_FACT_NUMBER };
	CDR_TRY(CHECK(law, node, fact_keys, err));
	int type = 0;
	CDR_TRY(cdr_decl_word(&law->decl, node, "type", types, &type, err));
	*fact = (struct cdr_law_fact){ .name = cdr_str_copy(law->arena, cdr_decl_text(node, "name")),
		                       .key = cdr_decl_text(node, "key"),
		                       .only_if = cdr_decl_text(node, "only_if"),
		                       .question = cdr_decl_text(node, "question"),
		                       .type = (enum cdr_law_fact_type)type };
	struct cdr_str about = cdr_str_copy(law->arena, cdr_decl_text(node, "about"));
	struct cdr_str text_name = cdr_str_format(law->arena, "%.*s_text", CDR_STR_ARG(fact->name));
	if (!fact->name.p || !about.p || !text_name.p)
		return cdr_fail_memory(err, "statement");
	struct cdr_symbols so_far = { rows, *n_rows };
	if (cdr_symbol_find(&so_far, fact->name) || cdr_symbol_find(&so_far, text_name))
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "name"), err, "there already is a fact “%.*s”",
		                     CDR_STR_ARG(fact->name));
	rows[(*n_rows)++] = (struct cdr_symbol){ fact->name.p, row_types[type], NULL, "statement", about.p };
	if (fact->type == CDR_LAW_FACT_MONEY)
		rows[(*n_rows)++] = (struct cdr_symbol){ text_name.p, CDR_FACT_TEXT, NULL, "statement", about.p };
	return CDR_OK;
}

static enum cdr_status
read_facts(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "facts");
	const struct cdr_symbols *common = cdr_statement_symbols();
	size_t n = list ? list->n : 0, n_rows = common->n;
	CDR_TRY(items_of(law, "facts", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->facts), &law->facts, err));
	struct cdr_symbol *rows = cdr_arena_alloc(law->arena, (common->n + 2 * n) * sizeof(*rows));
	if (!rows)
		return cdr_fail_memory(err, "statement");
	memcpy(rows, common->rows, common->n * sizeof(*rows));
	for (size_t i = 0; i < n; i++)
		CDR_TRY(read_fact(law, list->items[i], &law->facts[i], rows, &n_rows, err));
	law->n_facts = n;
	law->symbols = (struct cdr_symbols){ rows, n_rows };
	return CDR_OK;
}

/* The sentences that name which condition put an organisation outside the scope. */
static enum cdr_status
read_out_reasons(struct cdr_law *law, const struct cdr_decl_node *scope, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(scope, "out_because");
	if (list->n == 0 || list->n > CDR_STATEMENT_MAX_SENTENCES)
		return cdr_decl_fail(&law->decl, list, err, "“out_because” has 1 to %d sentences",
		                     CDR_STATEMENT_MAX_SENTENCES);
	law->out_reasons = cdr_arena_alloc(law->arena, list->n * sizeof(*law->out_reasons));
	if (!law->out_reasons)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		CDR_TRY(CHECK(law, node, reason_keys, err));
		CDR_TRY(check_text(law, node, "text", err));
		law->out_reasons[i].text = cdr_decl_text(node, "text");
		CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(node, "when"),
		                              &law->out_reasons[i].when, err));
	}
	law->n_out_reasons = list->n;
	return CDR_OK;
}

static enum cdr_status
read_scope(struct cdr_law *law, const struct cdr_bundle *rulesets, struct cdr_error *err)
{
	const struct cdr_decl_node *scope = cdr_decl_get(law->decl.root, "scope");
	const struct cdr_decl_node *covers = cdr_decl_get(law->decl.root, "covers");
	CDR_TRY(CHECK(law, scope, scope_keys, err));
	CDR_TRY(cdr_condition_holder_new(&law->symbols, rulesets, &law->holder, err));
	CDR_TRY(cdr_condition_holder_new(cdr_statement_party_symbols(), rulesets, &law->party_holder, err));
	CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(scope, "condition"), &law->scope, err));
	static const char *const texts[] = { "in", "out", "unknown" };
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		CDR_TRY(check_text(law, scope, texts[i], err));
	law->scope_source = cdr_decl_text(scope, "source");
	law->scope_in = cdr_decl_text(scope, "in");
	law->scope_out = cdr_decl_text(scope, "out");
	law->scope_unknown = cdr_decl_text(scope, "unknown");
	CDR_TRY(read_out_reasons(law, scope, err));
	if (!covers)
		return CDR_OK;
	CDR_TRY(CHECK(law, covers, covers_keys, err));
	law->covers_source = cdr_decl_text(covers, "source");
	return cdr_condition_compile(law->party_holder, &law->decl, cdr_decl_get(covers, "condition"), &law->covers,
	                             err);
}

/* The strength of a claim is one of four words, or "{fact}" where a fact has such a word. */
static enum cdr_status
check_strength(const struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_error *err)
{
	static const char *const words[] = { "all", "some", "none", "not_known", NULL };
	int index;
	if (cdr_str_starts_with(cdr_decl_text(node, "strength"), CDR_STR("{")))
		return check_text(law, node, "strength", err);
	return cdr_decl_word(&law->decl, node, "strength", words, &index, err);
}

static enum cdr_status
read_sentence(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_sentence *ret, struct cdr_error *err)
{
	CDR_TRY(CHECK(law, node, sentence_keys, err));
	struct cdr_str each = cdr_decl_text(node, "each");
	ret->each = each.p ? cdr_statement_list_find(each) : NULL;
	if (each.p && !ret->each)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "each"), err,
		                     "there is no list “%.*s” in the organisation file", CDR_STR_ARG(each));
	CDR_TRY(check_text(law, node, "text", err));
	CDR_TRY(check_text(law, node, "gap", err));
	CDR_TRY(check_text(law, node, "ask", err));
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
	CDR_TRY(CHECK(law, node, criterion_keys, err));
	CDR_TRY(cdr_decl_word(&law->decl, node, "kind", kinds, &kind, err));
	CDR_TRY(read_in_force(law, node, &ret->from, &ret->to, err));
	CDR_TRY(check_text(law, node, "gap", err));
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

static enum cdr_status
read_criteria(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "criteria");
	CDR_TRY(items_of(law, "criteria", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->criteria), &law->criteria, err));
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

static enum cdr_status
read_sign_offs(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "sign_off");
	CDR_TRY(items_of(law, "sign_off", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->sign_offs), &law->sign_offs, err));
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		CDR_TRY(CHECK(law, node, sign_off_keys, err));
		law->sign_offs[i] =
			(struct cdr_sign_off){ node, cdr_decl_text(node, "approval"), cdr_decl_text(node, "signature"),
			                       cdr_decl_text(node, "source") };
	}
	law->n_sign_offs = list->n;
	return CDR_OK;
}

static enum cdr_status
read_duties(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "duties");
	CDR_TRY(items_of(law, "duties", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->duties), &law->duties, err));
	for (size_t i = 0; i < list->n; i++) {
		CDR_TRY(CHECK(law, list->items[i], duty_keys, err));
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
	CDR_TRY(CHECK(law, root, law_keys, err));
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
	CDR_TRY(read_in_force(law, root, &law->from, &law->to, err));
	CDR_TRY(read_sources(law, err));
	CDR_TRY(read_facts(law, err));
	CDR_TRY(read_scope(law, rulesets, err));
	CDR_TRY(read_criteria(law, err));
	CDR_TRY(read_sign_offs(law, err));
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
