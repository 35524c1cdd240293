/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/law-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/rules.h"

/*
 * law-scope: whom a law speaks to, and which facts of the organisation file that takes. Reading only; the question is
 * answered in scope.c. The surprise: an amount of money is two symbols, one to compare and one to read.
 */

static const struct cdr_decl_key fact_keys[] = {
	{ "name", CDR_DECL_TEXT, true },      { "key", CDR_DECL_TEXT, true },   { "type", CDR_DECL_TEXT, true },
	{ "only_if", CDR_DECL_TEXT, false },  { "about", CDR_DECL_TEXT, true }, { "question", CDR_DECL_TEXT, true },
	{ "currency", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key scope_keys[] = {
	{ "source", CDR_DECL_TEXT, true },          { "in_force", CDR_DECL_ANY_MAP, false },
	{ "condition", CDR_DECL_ANY_MAP, true },    { "in", CDR_DECL_TEXT, true },
	{ "in_because", CDR_DECL_ANY_LIST, false }, { "out", CDR_DECL_TEXT, true },
	{ "out_because", CDR_DECL_ANY_LIST, true }, { "unknown", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key reason_keys[] = {
	{ "when", CDR_DECL_ANY_MAP, true },
	{ "text", CDR_DECL_TEXT, true },
	{ "unknown", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key covers_keys[] = {
	{ "source", CDR_DECL_TEXT, true },
	{ "condition", CDR_DECL_ANY_MAP, true },
};
/* A law's own fact is a symbol: MONEY becomes two, the amount in minor units and "<name>_text" for sentences. */
static enum cdr_status
read_fact(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_law_fact *fact, struct cdr_symbol *rows,
          size_t *n_rows, struct cdr_error *err)
{
	static const char *const types[] = { "boolean", "text", "money", "number", "texts", NULL };
	static const enum cdr_fact_type row_types[] = { CDR_FACT_BOOLEAN, CDR_FACT_TEXT, CDR_FACT_NUMBER,
		                                        CDR_FACT_NUMBER, CDR_FACT_TEXT };
	CDR_TRY(CDR_LAW_CHECK(law, node, fact_keys, err));
	int type = 0;
	CDR_TRY(cdr_decl_word(&law->decl, node, "type", types, &type, err));
	*fact = (struct cdr_law_fact){ .name = cdr_str_copy(law->arena, cdr_decl_text(node, "name")),
		                       .key = cdr_decl_text(node, "key"),
		                       .only_if = cdr_decl_text(node, "only_if"),
		                       .question = cdr_decl_text(node, "question"),
		                       .currency = cdr_decl_text(node, "currency"),
		                       .type = (enum cdr_law_fact_type)type };
	if (fact->currency.n && fact->type != CDR_LAW_FACT_MONEY)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "currency"), err,
		                     "only a fact of the type money has a currency");
	if (!fact->currency.n)
		fact->currency = law->currency;
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

enum cdr_status
cdr_law_read_facts(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "facts");
	const struct cdr_symbols *common = cdr_statement_symbols();
	size_t n = list ? list->n : 0, n_rows = common->n;
	CDR_TRY(cdr_law_items(law, "facts", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->facts), &law->facts, err));
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

/* The sentences that name which condition put an organisation inside or outside the scope. */
static enum cdr_status
read_reasons(struct cdr_law *law, const struct cdr_decl_node *scope, const char *key, struct cdr_scope_reasons *ret,
             struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(scope, key);
	if (!list)
		return CDR_OK;
	if (list->n == 0 || list->n > CDR_STATEMENT_MAX_SENTENCES)
		return cdr_decl_fail(&law->decl, list, err, "“%s” has 1 to %d sentences", key,
		                     CDR_STATEMENT_MAX_SENTENCES);
	ret->items = cdr_arena_alloc(law->arena, list->n * sizeof(*ret->items));
	if (!ret->items)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		CDR_TRY(CDR_LAW_CHECK(law, node, reason_keys, err));
		CDR_TRY(cdr_law_check_text(law, node, "text", err));
		CDR_TRY(cdr_law_check_text(law, node, "unknown", err));
		ret->items[i].text = cdr_decl_text(node, "text");
		ret->items[i].unknown = cdr_decl_text(node, "unknown");
		CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(node, "when"), &ret->items[i].when,
		                              err));
	}
	ret->n = list->n;
	return CDR_OK;
}

static enum cdr_status
read_block(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_scope *ret, struct cdr_error *err)
{
	static const char *const texts[] = { "in", "out", "unknown" };
	CDR_TRY(CDR_LAW_CHECK(law, node, scope_keys, err));
	CDR_TRY(cdr_law_in_force(law, node, &ret->from, &ret->to, err));
	CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(node, "condition"), &ret->condition, err));
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		CDR_TRY(cdr_law_check_text(law, node, texts[i], err));
	ret->source = cdr_decl_text(node, "source");
	ret->in = cdr_decl_text(node, "in");
	ret->out = cdr_decl_text(node, "out");
	ret->unknown = cdr_decl_text(node, "unknown");
	CDR_TRY(read_reasons(law, node, "in_because", &ret->in_reasons, err));
	return read_reasons(law, node, "out_because", &ret->out_reasons, err);
}

/* One block, or a list of blocks that hold one after the other: a changed threshold is a new block. */
static enum cdr_status
read_blocks(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_error *err)
{
	bool is_list = node->kind == CDR_DECL_LIST;
	size_t n = is_list ? node->n : 1;
	if (n == 0 || n > CDR_STATEMENT_MAX_CRITERIA)
		return cdr_decl_fail(&law->decl, node, err, "“scope” is one block or 1 to %d of them",
		                     CDR_STATEMENT_MAX_CRITERIA);
	law->scopes = cdr_arena_alloc(law->arena, n * sizeof(*law->scopes));
	if (!law->scopes)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < n; i++) {
		const struct cdr_decl_node *block = is_list ? node->items[i] : node;
		struct cdr_scope *scope = &law->scopes[i];
		CDR_TRY(read_block(law, block, scope, err));
		for (size_t k = 0; k < i; k++)
			if (cdr_in_force_together(scope->from, scope->to, law->scopes[k].from, law->scopes[k].to))
				return cdr_decl_fail(&law->decl, block, err,
				                     "this scope holds on days on which an earlier one does too");
	}
	law->n_scopes = n;
	return CDR_OK;
}

enum cdr_status
cdr_law_read_scope(struct cdr_law *law, const struct cdr_bundle *rulesets, struct cdr_error *err)
{
	const struct cdr_decl_node *covers = cdr_decl_get(law->decl.root, "covers");
	CDR_TRY(cdr_condition_holder_new(&law->symbols, rulesets, &law->holder, err));
	CDR_TRY(cdr_condition_holder_new(cdr_statement_party_symbols(), rulesets, &law->party_holder, err));
	CDR_TRY(read_blocks(law, cdr_decl_get(law->decl.root, "scope"), err));
	if (!covers)
		return CDR_OK;
	CDR_TRY(CDR_LAW_CHECK(law, covers, covers_keys, err));
	law->covers_source = cdr_decl_text(covers, "source");
	return cdr_condition_compile(law->party_holder, &law->decl, cdr_decl_get(covers, "condition"), &law->covers,
	                             err);
}

const struct cdr_scope *
cdr_law_scope(const struct cdr_law *law, struct cdr_date on)
{
	for (size_t i = 0; i < law->n_scopes; i++)
		if (cdr_in_force(law->scopes[i].from, law->scopes[i].to, on))
			return &law->scopes[i];
	return NULL;
}
