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
/* A law's own fact is a symbol: MONEY becomes two, the amount in minor units and "<name>_text" for sentences. */
static enum cdr_status
read_fact(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_law_fact *fact, struct cdr_symbol *rows,
          size_t *n_rows, struct cdr_error *err)
{
	static const char *const types[] = { "boolean", "text", "money", NULL };
	static const enum cdr_fact_type row_types[] = { CDR_FACT_BOOLEAN, CDR_FACT_TEXT, CDR_FACT_NUMBER };
	CDR_TRY(CDR_LAW_CHECK(law, node, fact_keys, err));
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
		CDR_TRY(CDR_LAW_CHECK(law, node, reason_keys, err));
		CDR_TRY(cdr_law_check_text(law, node, "text", err));
		law->out_reasons[i].text = cdr_decl_text(node, "text");
		CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(node, "when"),
		                              &law->out_reasons[i].when, err));
	}
	law->n_out_reasons = list->n;
	return CDR_OK;
}

enum cdr_status
cdr_law_read_scope(struct cdr_law *law, const struct cdr_bundle *rulesets, struct cdr_error *err)
{
	const struct cdr_decl_node *scope = cdr_decl_get(law->decl.root, "scope");
	const struct cdr_decl_node *covers = cdr_decl_get(law->decl.root, "covers");
	CDR_TRY(CDR_LAW_CHECK(law, scope, scope_keys, err));
	CDR_TRY(cdr_condition_holder_new(&law->symbols, rulesets, &law->holder, err));
	CDR_TRY(cdr_condition_holder_new(cdr_statement_party_symbols(), rulesets, &law->party_holder, err));
	CDR_TRY(cdr_condition_compile(law->holder, &law->decl, cdr_decl_get(scope, "condition"), &law->scope, err));
	static const char *const texts[] = { "in", "out", "unknown" };
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		CDR_TRY(cdr_law_check_text(law, scope, texts[i], err));
	law->scope_source = cdr_decl_text(scope, "source");
	law->scope_in = cdr_decl_text(scope, "in");
	law->scope_out = cdr_decl_text(scope, "out");
	law->scope_unknown = cdr_decl_text(scope, "unknown");
	CDR_TRY(read_out_reasons(law, scope, err));
	if (!covers)
		return CDR_OK;
	CDR_TRY(CDR_LAW_CHECK(law, covers, covers_keys, err));
	law->covers_source = cdr_decl_text(covers, "source");
	return cdr_condition_compile(law->party_holder, &law->decl, cdr_decl_get(covers, "condition"), &law->covers,
	                             err);
}
