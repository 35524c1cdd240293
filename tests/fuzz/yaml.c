/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes into the YAML reader. Whatever is accepted must be whole: every node placed, every text valid UTF-8, no deeper
 * than the limit; whatever is refused must say where. A broken promise aborts.
 */
#include <stdint.h>
#include <string.h>

#include "candor/decl.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_node(const struct cdr_decl_node *node, unsigned depth)
{
	cdr_require(depth <= CDR_DECL_MAX_DEPTH);
	cdr_require(node->line > 0 && node->column > 0);
	if (node->kind == CDR_DECL_SCALAR)
		cdr_require(cdr_str_is_utf8(node->text) && node->text.n <= CDR_DECL_MAX_SCALAR_BYTES);
	for (size_t i = 0; node->kind == CDR_DECL_LIST && i < node->n; i++)
		check_node(node->items[i], depth + 1);
	for (size_t i = 0; node->kind == CDR_DECL_MAP && i < node->n; i++) {
		cdr_require(cdr_str_is_utf8(node->pairs[i].key));
		check_node(node->pairs[i].value, depth + 1);
	}
}

/* Keys of every type, so that the check meets whatever was parsed. */
static void
check_map(const struct cdr_decl *decl)
{
	static const struct cdr_decl_key keys[] = {
		{ "text", CDR_DECL_TEXT, true },      { "integer", CDR_DECL_INTEGER, false },
		{ "number", CDR_DECL_NUMBER, false }, { "boolean", CDR_DECL_BOOLEAN, false },
		{ "date", CDR_DECL_DATE, false },     { "list", CDR_DECL_TEXT_LIST, false },
	};
	struct cdr_error error = { 0 };
	if (cdr_decl_check(decl, decl->root, keys, CDR_LEN(keys), &error) != CDR_OK) {
		cdr_require(error.where[0] && error.message[0]);
		return;
	}
	(void)cdr_decl_integer(decl->root, "integer", 0);
	(void)cdr_decl_number(decl->root, "number", 0);
	(void)cdr_decl_boolean(decl->root, "boolean", false);
	(void)cdr_decl_date(decl->root, "date");
	for (size_t i = 0; i < cdr_decl_count(decl->root, "list"); i++)
		cdr_require(cdr_decl_item(decl->root, "list", i).p != NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cdr_auto(cdr_decl) decl = { 0 };
	struct cdr_error error = { 0 };
	enum cdr_status status =
		cdr_decl_parse((struct cdr_str){ (const char *)data, size }, "fuzz.yaml", &decl, &error);
	if (status != CDR_OK) {
		cdr_require(error.code == status && error.message[0] && !decl.arena);
		cdr_require(status == CDR_ENOMEM || strncmp(error.where, "fuzz.yaml", 9) == 0);
		return 0;
	}
	check_node(decl.root, 1);
	check_map(&decl);
	return 0;
}
