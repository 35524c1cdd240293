/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The growable array of fixed-size items. It neither copies items in nor frees what they point to. The surprise: the
 * spare room is not zeroed when it is got but item by item when it is handed out.
 */

#include "candor/base.h"

#include <string.h>

#define VEC_CAP_MIN ((size_t)8)

void
cdr_vec_done(struct cdr_vec *vec)
{
	if (!vec)
		return;
	cdr_free(vec->items);
	vec->items = NULL;
	vec->n = vec->cap = 0;
}

static bool
grow(struct cdr_vec *vec)
{
	size_t cap = vec->cap < VEC_CAP_MIN ? VEC_CAP_MIN : vec->cap * 2;
	if (cap > vec->max_items || cap < vec->cap)
		cap = vec->max_items;
	size_t n_bytes;
	if (__builtin_mul_overflow(cap, vec->item_size, &n_bytes))
		return false;
	void *items = cdr_realloc(vec->items, n_bytes);
	if (!items)
		return false;
	vec->items = items;
	vec->cap = cap;
	return true;
}

void *
cdr_vec_push(struct cdr_vec *vec)
{
	if (vec->n >= vec->max_items)
		return NULL;
	if (vec->n == vec->cap && !grow(vec))
		return NULL;
	void *item = (char *)vec->items + vec->n * vec->item_size;
	memset(item, 0, vec->item_size);
	vec->n++;
	return item;
}
