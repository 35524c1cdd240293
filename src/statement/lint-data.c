/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <string.h>

/*
 * lint-data: rulesets/statement/lint/elements/ and remarks.yaml -> what to look for in statements. What the keys mean is
 * documented in rulesets/statement/lint/README.md; which exist is declared here. Nothing is looked for here. The surprise:
 * the examples of an element are not read when it is loaded; a test runs them all (tests/unit/statement/lint-data.c).
 */

#define ELEMENTS "statement/lint/elements/"
#define REMARKS "statement/lint/remarks.yaml"

static const struct cdr_decl_key file_keys[] = { { "elements", CDR_DECL_ANY_LIST, true } };
static const struct cdr_decl_key element_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "question", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },
	{ "words", CDR_DECL_TEXT_LIST, true },
	{ "headings", CDR_DECL_TEXT, false },
	{ "present", CDR_DECL_ANY_LIST, true },
	{ "none", CDR_DECL_ANY_LIST, false },
	{ "weak", CDR_DECL_ANY_LIST, false },
	{ "hint", CDR_DECL_ANY_LIST, false },
	{ "plans_count", CDR_DECL_BOOLEAN, false },
	{ "denials_count", CDR_DECL_BOOLEAN, false },
	{ "outside", CDR_DECL_BOOLEAN, false },
	{ "examples", CDR_DECL_ANY_MAP, true },
};
static const struct cdr_decl_key remarks_keys[] = {
	{ "remarks", CDR_DECL_ANY_LIST, true },
	{ "periods", CDR_DECL_ANY_LIST, true },
};
static const struct cdr_decl_key remark_keys[] = {
	{ "id", CDR_DECL_TEXT, true },        { "kind", CDR_DECL_TEXT, true },
	{ "severity", CDR_DECL_TEXT, true },  { "message", CDR_DECL_TEXT, true },
	{ "source", CDR_DECL_TEXT, true },    { "words", CDR_DECL_TEXT_LIST, true },
	{ "match", CDR_DECL_ANY_LIST, true }, { "examples", CDR_DECL_ANY_MAP, true },
};

enum cdr_status
cdr_lint_open(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_str path,
              const struct cdr_decl **ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, path);
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_LINT_ROOM, NULL, "the rule data lack %.*s", CDR_STR_ARG(path));
	if (lint->n_files >= CDR_LINT_MAX_FILES)
		return cdr_fail(err, CDR_ELIMIT, CDR_LINT_ROOM, NULL, "more than %d files of the lint",
		                CDR_LINT_MAX_FILES);
	struct cdr_str name = cdr_str_copy(lint->arena, path);
	if (!name.p)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	CDR_TRY(cdr_decl_parse(file->text, name.p, &lint->files[lint->n_files], err));
	*ret = &lint->files[lint->n_files++];
	return CDR_OK;
}

void
cdr_lint_element_done(struct cdr_lint_element *element)
{
	cdr_lint_rules_done(&element->present);
	cdr_lint_rules_done(&element->none);
	cdr_lint_rules_done(&element->weak);
	cdr_lint_rules_done(&element->hint);
	element->headings = cdr_regex_free(element->headings);
}

static enum cdr_status
read_element(struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
             struct cdr_lint_element *element, struct cdr_error *err)
{
	const struct cdr_lint_common *common = &lint->common;
	CDR_TRY(cdr_decl_check(decl, node, element_keys, CDR_LEN(element_keys), err));
	*element = (struct cdr_lint_element){ .id = cdr_decl_text(node, "id"),
		                              .question = cdr_decl_text(node, "question"),
		                              .source = cdr_decl_text(node, "source"),
		                              .plans_count = cdr_decl_boolean(node, "plans_count", false),
		                              .denials_count = cdr_decl_boolean(node, "denials_count", false),
		                              .outside = cdr_decl_boolean(node, "outside", false),
		                              .decl = decl,
		                              .node = node };
	for (size_t i = 0; i + 1 < lint->n_elements; i++) {
		if (cdr_str_equal(lint->elements[i].id, element->id))
			return cdr_decl_fail(decl, node, err, "the element “%.*s” is there twice",
			                     CDR_STR_ARG(element->id));
	}
	CDR_TRY(cdr_lint_words_read(lint->vocabulary, decl, node, &element->words, err));
	CDR_TRY(cdr_lint_pattern_read(common, decl, node, "headings", &element->headings, err));
	CDR_TRY(cdr_lint_rules_read(common, decl, node, "present", lint->arena, &element->present, err));
	CDR_TRY(cdr_lint_rules_read(common, decl, node, "none", lint->arena, &element->none, err));
	CDR_TRY(cdr_lint_rules_read(common, decl, node, "weak", lint->arena, &element->weak, err));
	return cdr_lint_rules_read(common, decl, node, "hint", lint->arena, &element->hint, err);
}

static enum cdr_status
read_elements(struct cdr_lint *lint, const struct cdr_decl *decl, struct cdr_error *err)
{
	CDR_TRY(cdr_decl_check(decl, decl->root, file_keys, CDR_LEN(file_keys), err));
	const struct cdr_decl_node *list = cdr_decl_get(decl->root, "elements");
	for (size_t i = 0; i < list->n; i++) {
		if (lint->n_elements >= CDR_LINT_MAX_ELEMENTS)
			return cdr_decl_fail(decl, list, err, "more than %d elements", CDR_LINT_MAX_ELEMENTS);
		/* Counted first, so that what was compiled of it is freed. */
		struct cdr_lint_element *element = &lint->elements[lint->n_elements++];
		CDR_TRY(read_element(lint, decl, list->items[i], element, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_lint_elements_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_error *err)
{
	lint->elements = cdr_arena_alloc(lint->arena, CDR_LINT_MAX_ELEMENTS * sizeof(*lint->elements));
	if (!lint->elements)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < rulesets->n_files; i++) {
		const struct cdr_decl *decl = NULL;
		if (!cdr_str_starts_with(rulesets->files[i].path, CDR_STR(ELEMENTS)) ||
		    !cdr_str_ends_with(rulesets->files[i].path, CDR_STR(".yaml")))
			continue;
		CDR_TRY(cdr_lint_open(lint, rulesets, rulesets->files[i].path, &decl, err));
		CDR_TRY(read_elements(lint, decl, err));
	}
	if (lint->n_elements == 0)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_LINT_ROOM, NULL, "the rule data hold nothing in %s", ELEMENTS);
	return CDR_OK;
}

static enum cdr_status
read_remark(struct cdr_lint *lint, const struct cdr_decl *decl, const struct cdr_decl_node *node,
            struct cdr_lint_remark *remark, struct cdr_error *err)
{
	static const char *const severities[] = { "info", "low", "medium", "high", "critical", NULL };
	int severity = 0;
	CDR_TRY(cdr_decl_check(decl, node, remark_keys, CDR_LEN(remark_keys), err));
	CDR_TRY(cdr_decl_word(decl, node, "severity", severities, &severity, err));
	remark->id = cdr_decl_text(node, "id");
	remark->kind = cdr_decl_text(node, "kind");
	remark->severity = cdr_decl_text(node, "severity");
	remark->message = cdr_decl_text(node, "message");
	remark->source = cdr_decl_text(node, "source");
	remark->node = node;
	CDR_TRY(cdr_lint_words_read(lint->vocabulary, decl, node, &remark->words, err));
	return cdr_lint_rules_read(&lint->common, decl, node, "match", lint->arena, &remark->match, err);
}

enum cdr_status
cdr_lint_remarks_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_error *err)
{
	const struct cdr_decl *decl = NULL;
	CDR_TRY(cdr_lint_open(lint, rulesets, CDR_STR(REMARKS), &decl, err));
	CDR_TRY(cdr_decl_check(decl, decl->root, remarks_keys, CDR_LEN(remarks_keys), err));
	CDR_TRY(cdr_lint_rules_read(&lint->common, decl, decl->root, "periods", lint->arena, &lint->periods, err));
	const struct cdr_decl_node *list = cdr_decl_get(decl->root, "remarks");
	if (list->n > CDR_LINT_MAX_REMARKS)
		return cdr_decl_fail(decl, list, err, "more than %d remarks", CDR_LINT_MAX_REMARKS);
	lint->remarks = cdr_arena_alloc(lint->arena, (list->n + 1) * sizeof(*lint->remarks));
	if (!lint->remarks)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(read_remark(lint, decl, list->items[i], &lint->remarks[lint->n_remarks++], err));
	return CDR_OK;
}
