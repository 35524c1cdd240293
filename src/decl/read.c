/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values out of a tree that was checked. Nothing here complains: after cdr_decl_check a wrong type cannot occur, and
 * before it the fallback stands in. The surprise: a plain `key:`, `key: ~` and `key: null` all count as not written.
 */
#include "candor/decl.h"

#include "candor/base.h"
#include "decl/decl-impl.h"

bool
decl_is_null(const struct cdr_decl_node *node)
{
	return node->kind == CDR_DECL_SCALAR && !node->quoted &&
	       (node->text.n == 0 || cdr_str_equal(node->text, CDR_STR("~")) ||
	        cdr_str_equal(node->text, CDR_STR("null")));
}

const struct cdr_decl_pair *
decl_pair(const struct cdr_decl_node *map, struct cdr_str key)
{
	if (!map || map->kind != CDR_DECL_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++) {
		if (cdr_str_equal(map->pairs[i].key, key))
			return &map->pairs[i];
	}
	return NULL;
}

bool
decl_to_integer(const struct cdr_decl_node *node, int64_t *ret)
{
	return node->kind == CDR_DECL_SCALAR && !node->quoted && cdr_str_to_i64(node->text, ret);
}

bool
decl_to_number(const struct cdr_decl_node *node, double *ret)
{
	return node->kind == CDR_DECL_SCALAR && !node->quoted && cdr_str_to_double(node->text, ret);
}

bool
decl_to_boolean(const struct cdr_decl_node *node, bool *ret)
{
	if (node->kind != CDR_DECL_SCALAR || node->quoted)
		return false;
	bool yes = cdr_str_equal(node->text, CDR_STR("true"));
	if (!yes && !cdr_str_equal(node->text, CDR_STR("false")))
		return false;
	*ret = yes;
	return true;
}

/* Quotes are welcome round a date: other YAML readers turn a bare one into something else, so people add them. */
bool
decl_to_date(const struct cdr_decl_node *node, struct cdr_date *ret)
{
	return node->kind == CDR_DECL_SCALAR && node->text.n == 10 && cdr_date_parse(node->text, ret);
}

const struct cdr_decl_node *
cdr_decl_get(const struct cdr_decl_node *map, const char *key)
{
	const struct cdr_decl_pair *pair = decl_pair(map, cdr_str_from(key));
	return pair && !decl_is_null(pair->value) ? pair->value : NULL;
}

struct cdr_str
cdr_decl_text(const struct cdr_decl_node *map, const char *key)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	return node && node->kind == CDR_DECL_SCALAR ? node->text : (struct cdr_str){ NULL, 0 };
}

int64_t
cdr_decl_integer(const struct cdr_decl_node *map, const char *key, int64_t fallback)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	int64_t value = fallback;
	return node && decl_to_integer(node, &value) ? value : fallback;
}

double
cdr_decl_number(const struct cdr_decl_node *map, const char *key, double fallback)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	double value = fallback;
	return node && decl_to_number(node, &value) ? value : fallback;
}

bool
cdr_decl_boolean(const struct cdr_decl_node *map, const char *key, bool fallback)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	bool value = fallback;
	return node && decl_to_boolean(node, &value) ? value : fallback;
}

struct cdr_date
cdr_decl_date(const struct cdr_decl_node *map, const char *key)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	struct cdr_date value = { 0 };
	return node && decl_to_date(node, &value) ? value : (struct cdr_date){ 0 };
}

size_t
cdr_decl_count(const struct cdr_decl_node *map, const char *key)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	if (!node)
		return 0;
	return node->kind == CDR_DECL_SCALAR ? 1 : node->n;
}

struct cdr_str
cdr_decl_item(const struct cdr_decl_node *map, const char *key, size_t i)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	if (node && node->kind == CDR_DECL_LIST && i < node->n)
		node = node->items[i];
	else if (i > 0)
		node = NULL;
	return node && node->kind == CDR_DECL_SCALAR ? node->text : (struct cdr_str){ NULL, 0 };
}
