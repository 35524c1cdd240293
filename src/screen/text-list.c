/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts collected one by one, each kept once: the rules that wait for a question and what they ask. It is looked through at
 * every addition, because such lists are short.
 */
#include "candor/screen.h"

#include <stdlib.h>

#include "screen/screen-impl.h"

bool
text_list_add(struct cdr_arena *arena, struct text_list *list, struct cdr_str text)
{
	for (const struct text_node *node = list->first; node; node = node->next) {
		if (cdr_str_equal(node->text, text))
			return true;
	}
	struct text_node *node = cdr_arena_alloc(arena, sizeof(*node));
	if (!node || !(node->text = cdr_str_copy(arena, text)).p)
		return false;
	if (list->last)
		list->last->next = node;
	else
		list->first = node;
	list->last = node;
	list->n++;
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return cdr_str_compare(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

enum cdr_status
text_list_sorted(const struct text_list *list, struct cdr_arena *arena, struct cdr_str **ret, size_t *ret_n,
                 struct cdr_error *err)
{
	struct cdr_str *texts = cdr_arena_alloc(arena, (list->n + 1) * sizeof(*texts));
	size_t n = 0;
	if (!texts)
		return cdr_fail_memory(err, ROOM);
	for (const struct text_node *node = list->first; node; node = node->next)
		texts[n++] = node->text;
	qsort(texts, n, sizeof(*texts), by_text);
	*ret = texts;
	*ret_n = n;
	return CDR_OK;
}
