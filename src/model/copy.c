/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deep copies of records into an arena. A record is copied as a whole struct first and then each of its texts and arrays
 * is replaced by a copy, so a new plain field needs no line here; a new text or array does.
 */
#include "candor/model.h"

#include <string.h>

static bool
copy_text(struct cdr_arena *arena, struct cdr_str *text)
{
	if (!text->p)
		return true;
	*text = cdr_str_copy(arena, *text);
	return text->p != NULL;
}

static bool
copy_texts(struct cdr_arena *arena, struct cdr_str *const *texts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!copy_text(arena, texts[i]))
			return false;
	}
	return true;
}

/* Replaces *items by a copy of its n items; the copied items still borrow their texts. */
static bool
copy_array(struct cdr_arena *arena, void *items, size_t n, size_t item_size)
{
	void *source = NULL;
	memcpy(&source, items, sizeof(source));
	if (n == 0 || !source)
		return true;
	void *copy = cdr_arena_alloc(arena, n * item_size);
	if (!copy)
		return false;
	memcpy(copy, source, n * item_size);
	memcpy(items, &copy, sizeof(copy));
	return true;
}

static bool
copy_list(struct cdr_arena *arena, struct cdr_str **list, size_t n)
{
	if (!copy_array(arena, list, n, sizeof(**list)))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!copy_text(arena, &(*list)[i]))
			return false;
	}
	return true;
}

static bool
copy_identifiers(struct cdr_arena *arena, struct cdr_identifier **list, size_t n)
{
	if (!copy_array(arena, list, n, sizeof(**list)))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct cdr_identifier *item = &(*list)[i];
		struct cdr_str *const texts[] = { &item->scheme, &item->value, &item->country };
		if (!copy_texts(arena, texts, CDR_LEN(texts)))
			return false;
	}
	return true;
}

static bool
copy_attributes(struct cdr_arena *arena, struct cdr_attribute **list, size_t n)
{
	if (!copy_array(arena, list, n, sizeof(**list)))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct cdr_str *const texts[] = { &(*list)[i].name, &(*list)[i].value };
		if (!copy_texts(arena, texts, CDR_LEN(texts)))
			return false;
	}
	return true;
}

static bool
copy_statuses(struct cdr_arena *arena, struct cdr_entry_status **list, size_t n)
{
	if (!copy_array(arena, list, n, sizeof(**list)))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!copy_text(arena, &(*list)[i].word))
			return false;
	}
	return true;
}

bool
cdr_party_copy(struct cdr_arena *arena, const struct cdr_party *party, struct cdr_party *ret)
{
	struct cdr_party copy = *party;
	struct cdr_str *const texts[] = { &copy.id,          &copy.key,      &copy.name,    &copy.name_local,
		                          &copy.kind,        &copy.country,  &copy.address, &copy.city,
		                          &copy.region,      &copy.postcode, &copy.sector,  &copy.origin.file,
		                          &copy.origin.sheet };
	bool copied = copy_texts(arena, texts, CDR_LEN(texts)) && copy_list(arena, &copy.aliases, copy.n_aliases) &&
	              copy_identifiers(arena, &copy.identifiers, copy.n_identifiers) &&
	              copy_list(arena, &copy.products, copy.n_products) &&
	              copy_attributes(arena, &copy.attributes, copy.n_attributes);
	if (copied)
		*ret = copy;
	return copied;
}

bool
cdr_engagement_copy(struct cdr_arena *arena, const struct cdr_engagement *engagement, struct cdr_engagement *ret)
{
	struct cdr_engagement copy = *engagement;
	struct cdr_str *const texts[] = { &copy.id,
		                          &copy.key,
		                          &copy.supplier_id,
		                          &copy.agency_name,
		                          &copy.agency_country,
		                          &copy.agency_licence_number,
		                          &copy.origin.file,
		                          &copy.origin.sheet };
	bool copied =
		copy_texts(arena, texts, CDR_LEN(texts)) && copy_attributes(arena, &copy.attributes, copy.n_attributes);
	if (copied)
		*ret = copy;
	return copied;
}

bool
cdr_entry_copy(struct cdr_arena *arena, const struct cdr_entry *entry, struct cdr_entry *ret)
{
	struct cdr_entry copy = *entry;
	struct cdr_str *const texts[] = { &copy.id,          &copy.registry_id,   &copy.key,        &copy.name,
		                          &copy.name_local,  &copy.original_name, &copy.party_type, &copy.country,
		                          &copy.address,     &copy.good,          &copy.programme,  &copy.origin.file,
		                          &copy.origin.sheet };
	bool copied = copy_texts(arena, texts, CDR_LEN(texts)) && copy_list(arena, &copy.aliases, copy.n_aliases) &&
	              copy_identifiers(arena, &copy.identifiers, copy.n_identifiers) &&
	              copy_statuses(arena, &copy.statuses, copy.n_statuses) &&
	              copy_attributes(arena, &copy.attributes, copy.n_attributes);
	if (copied)
		*ret = copy;
	return copied;
}
