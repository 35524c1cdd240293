/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deep copies of records into an arena, by the same tables as the JSON codec: a new member needs no line here. The record
 * is copied as a whole first; then each text and list in it is replaced by a copy, so plain members take care of
 * themselves.
 */
#include "model/model-impl.h"

#include <string.h>

static bool
copy_text(struct cdr_arena *arena, struct cdr_str *text)
{
	if (!text->p)
		return true;
	*text = cdr_str_copy(arena, *text);
	return text->p != NULL;
}

/* Gives the record its own copy of a list's items, which still borrow their texts. */
static bool
copy_items(struct cdr_arena *arena, const struct model_field *field, size_t item_size, void *record, char **ret_items,
           size_t *ret_n)
{
	char *source = NULL, *slot = (char *)record + field->offset;
	memcpy(&source, slot, sizeof(source));
	memcpy(ret_n, (char *)record + field->count_offset, sizeof(*ret_n));
	if (!source || *ret_n == 0) {
		*ret_n = 0;
		return true;
	}
	*ret_items = cdr_arena_alloc(arena, *ret_n * item_size);
	if (!*ret_items)
		return false;
	memcpy(*ret_items, source, *ret_n * item_size);
	memcpy(slot, ret_items, sizeof(*ret_items));
	return true;
}

static bool
copy_item(struct cdr_arena *arena, const struct model_field *field, void *item)
{
	struct cdr_attribute *attribute = item;
	if (field->kind == MODEL_TEXTS)
		return copy_text(arena, item);
	if (field->kind == MODEL_ATTRIBUTES)
		return copy_text(arena, &attribute->name) && copy_text(arena, &attribute->value);
	return model_deepen(field->record, arena, item);
}

static bool
copy_list(struct cdr_arena *arena, const struct model_field *field, void *record)
{
	size_t item_size = field->kind == MODEL_TEXTS        ? sizeof(struct cdr_str)
	                   : field->kind == MODEL_ATTRIBUTES ? sizeof(struct cdr_attribute)
	                                                     : field->record->size;
	char *items = NULL;
	size_t n = 0;
	if (!copy_items(arena, field, item_size, record, &items, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!copy_item(arena, field, items + i * item_size))
			return false;
	}
	return true;
}

bool
model_deepen(const struct model_record *description, struct cdr_arena *arena, void *record)
{
	for (size_t i = 0; i < description->n_fields; i++) {
		const struct model_field *field = &description->fields[i];
		void *slot = (char *)record + field->offset;
		bool copied = true;
		if (field->kind == MODEL_TEXT || field->kind == MODEL_JSON)
			copied = copy_text(arena, slot);
		else if (field->kind == MODEL_RECORD)
			copied = model_deepen(field->record, arena, slot);
		else if (field->kind >= MODEL_TEXTS)
			copied = copy_list(arena, field, record);
		if (!copied)
			return false;
	}
	return true;
}
