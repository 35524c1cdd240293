/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <stdio.h>
#include <string.h>

/*
 * lint-sheet: what a law (rulesets/statement/<law>/lint.yaml) and the published schemes (rulesets/statement/lint/schemes/)
 * ask of a statement, in terms of elements. The format is in rulesets/statement/lint/README.md. The surprise: an item of a
 * scheme that no text can answer has no elements; it is shown all the same, as not told by the statement.
 */

static const char *const item_kinds[] = { "must", "may", "should", "level_1", "level_2", "asks", NULL };
static const struct cdr_decl_key sheet_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "title", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
	{ "url", CDR_DECL_TEXT, false },
	{ "unverified", CDR_DECL_TEXT, false },
	{ "items", CDR_DECL_ANY_LIST, true },
	{ "schemes", CDR_DECL_TEXT_LIST, false },
	{ "labeller", CDR_DECL_TEXT, false },
};
static const struct cdr_decl_key item_keys[] = {
	{ "id", CDR_DECL_TEXT, true },          { "title", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },        { "source", CDR_DECL_TEXT, true },
	{ "need", CDR_DECL_TEXT, false },       { "elements", CDR_DECL_TEXT_LIST, false },
	{ "label", CDR_DECL_TEXT, false },      { "none_counts", CDR_DECL_BOOLEAN, false },
	{ "unverified", CDR_DECL_TEXT, false },
};

static enum cdr_status
find_element(const struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
             struct cdr_str id, size_t *ret, struct cdr_error *err)
{
	for (size_t i = 0; i < lint->n_elements; i++) {
		if (cdr_str_equal(lint->elements[i].id, id)) {
			*ret = i;
			return CDR_OK;
		}
	}
	return cdr_decl_fail(decl, node, err, "there is no element “%.*s” in rulesets/statement/lint/elements",
	                     CDR_STR_ARG(id));
}

static enum cdr_status
read_item(struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
          struct cdr_lint_item *item, struct cdr_error *err)
{
	static const char *const needs[] = { "all", "any", NULL };
	int kind = 0, need = 0;
	CDR_TRY(cdr_decl_check(decl, node, item_keys, CDR_LEN(item_keys), err));
	CDR_TRY(cdr_decl_word(decl, node, "kind", item_kinds, &kind, err));
	if (cdr_decl_get(node, "need"))
		CDR_TRY(cdr_decl_word(decl, node, "need", needs, &need, err));
	size_t n = cdr_decl_count(node, "elements");
	*item = (struct cdr_lint_item){ .id = cdr_decl_text(node, "id"),
		                        .title = cdr_decl_text(node, "title"),
		                        .kind = cdr_decl_text(node, "kind"),
		                        .source = cdr_decl_text(node, "source"),
		                        .label = cdr_decl_text(node, "label"),
		                        .unverified = cdr_decl_text(node, "unverified"),
		                        .any = need == 1,
		                        .none_counts = cdr_decl_boolean(node, "none_counts", false),
		                        .n_elements = n,
		                        .elements = cdr_arena_alloc(lint->arena, (n + 1) * sizeof(size_t)) };
	if (!item->elements)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(find_element(lint, decl, node, cdr_decl_item(node, "elements", i), &item->elements[i], err));
	return CDR_OK;
}

static enum cdr_status
read_sheet(struct cdr_lint *lint, const struct cdr_decl *decl, struct cdr_lint_sheet *sheet, struct cdr_error *err)
{
	CDR_TRY(cdr_decl_check(decl, decl->root, sheet_keys, CDR_LEN(sheet_keys), err));
	const struct cdr_decl_node *items = cdr_decl_get(decl->root, "items");
	size_t n_schemes = cdr_decl_count(decl->root, "schemes");
	*sheet = (struct cdr_lint_sheet){ .id = cdr_decl_text(decl->root, "id"),
		                          .title = cdr_decl_text(decl->root, "title"),
		                          .source = cdr_decl_text(decl->root, "source"),
		                          .url = cdr_decl_text(decl->root, "url"),
		                          .unverified = cdr_decl_text(decl->root, "unverified"),
		                          .labeller = cdr_decl_text(decl->root, "labeller") };
	if (items->n == 0 || items->n > CDR_LINT_MAX_ITEMS)
		return cdr_decl_fail(decl, items, err, "“items” wants one to %d of them", CDR_LINT_MAX_ITEMS);
	sheet->items = cdr_arena_alloc(lint->arena, items->n * sizeof(*sheet->items));
	sheet->schemes = cdr_arena_alloc(lint->arena, (n_schemes + 1) * sizeof(*sheet->schemes));
	if (!sheet->items || !sheet->schemes)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < items->n; i++)
		CDR_TRY(read_item(lint, decl, items->items[i], &sheet->items[sheet->n_items++], err));
	for (size_t i = 0; i < n_schemes; i++)
		sheet->schemes[sheet->n_schemes++] = cdr_decl_item(decl->root, "schemes", i);
	return CDR_OK;
}

static enum cdr_status
fail_no_sheet(const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_error *err)
{
	cdr_auto(cdr_buf) laws = { .max = CDR_ERROR_MESSAGE_MAX };
	for (size_t i = 0; i < rulesets->n_files; i++) {
		struct cdr_str path = rulesets->files[i].path, piece;
		if (!cdr_str_ends_with(path, CDR_STR("/lint.yaml")) || !cdr_str_split(&path, '/', &piece) ||
		    !cdr_str_split(&path, '/', &piece) || !cdr_str_equal(path, CDR_STR("lint.yaml")))
			continue;
		cdr_buf_printf(&laws, "%s%.*s", laws.n ? ", " : "", CDR_STR_ARG(piece));
	}
	return cdr_fail(err, CDR_ENOTFOUND, CDR_LINT_ROOM, NULL,
	                "there is nothing to lint a statement under “%.*s” by; it can be done for %.*s",
	                CDR_STR_ARG(law), CDR_STR_ARG(cdr_buf_str(&laws)));
}

enum cdr_status
cdr_lint_sheets_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_str law,
                     struct cdr_error *err)
{
	char path[256];
	const struct cdr_decl *decl = NULL;
	struct cdr_lint_sheet *own = &lint->sheets[0];
	(void)snprintf(path, sizeof(path), "statement/%.*s/lint.yaml", CDR_STR_ARG(law));
	if (!cdr_bundle_find(rulesets, cdr_str_from(path)))
		return fail_no_sheet(rulesets, law, err);
	CDR_TRY(cdr_lint_open(lint, rulesets, cdr_str_from(path), &decl, err));
	CDR_TRY(read_sheet(lint, decl, own, err));
	own->law = true;
	lint->n_sheets = 1;
	for (size_t i = 0; i < own->n_schemes; i++) {
		if (lint->n_sheets >= CDR_LINT_MAX_SHEETS)
			return cdr_decl_fail(decl, cdr_decl_get(decl->root, "schemes"), err, "more than %d schemes",
			                     CDR_LINT_MAX_SHEETS - 1);
		const struct cdr_decl *scheme = NULL;
		(void)snprintf(path, sizeof(path), "statement/lint/schemes/%.*s.yaml", CDR_STR_ARG(own->schemes[i]));
		CDR_TRY(cdr_lint_open(lint, rulesets, cdr_str_from(path), &scheme, err));
		CDR_TRY(read_sheet(lint, scheme, &lint->sheets[lint->n_sheets++], err));
	}
	return CDR_OK;
}
