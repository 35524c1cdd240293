/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The map from text to pointer. Items lie in an array in the order they came; beside it an open-addressed table of item
 * numbers, a power of two in size and at most three quarters full, is probed linearly. The surprise: there is no
 * removal, on purpose, so an item's number never changes and probing needs no tombstones.
 */

#include "candor/base.h"

#include <sys/random.h>

#include "base/base-impl.h"

#define SLOTS_MIN ((size_t)16)

struct item {
	struct cdr_str key;
	void *value;
	uint64_t hash;
};

struct cdr_map {
	uint64_t seed[2];
	struct cdr_vec items;
	uint32_t *slots; /* item number + 1; 0 is free */
	size_t n_slots;
};

struct cdr_map *
cdr_map_new(size_t max_items)
{
	struct cdr_map *map = cdr_alloc(sizeof(*map));
	if (!map)
		return NULL;
	size_t limit = max_items < UINT32_MAX - 1 ? max_items : UINT32_MAX - 1;
	map->items = (struct cdr_vec)CDR_VEC_INIT(struct item, limit);
	if (getrandom(map->seed, sizeof(map->seed), 0) != (ssize_t)sizeof(map->seed))
		return cdr_map_free(map);
	return map;
}

struct cdr_map *
cdr_map_free(struct cdr_map *map)
{
	if (!map)
		return NULL;
	cdr_vec_done(&map->items);
	cdr_free(map->slots);
	cdr_free(map);
	return NULL;
}

/* The slot that holds `key`, or the free one where it belongs. The table always has a free slot. */
static uint32_t *
find_slot(const struct cdr_map *map, struct cdr_str key, uint64_t hash)
{
	size_t mask = map->n_slots - 1;
	for (size_t i = (size_t)hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &map->slots[i];
		if (*slot == 0)
			return slot;
		const struct item *item = CDR_VEC_AT(&map->items, struct item, *slot - 1);
		if (item->hash == hash && cdr_str_equal(item->key, key))
			return slot;
	}
}

void *
cdr_map_get(const struct cdr_map *map, struct cdr_str key)
{
	if (map->n_slots == 0)
		return NULL;
	const uint32_t *slot = find_slot(map, key, cdr_siphash(map->seed, key.p, key.n));
	return *slot ? CDR_VEC_AT(&map->items, struct item, *slot - 1)->value : NULL;
}

static enum cdr_status
grow_slots(struct cdr_map *map)
{
	size_t n_slots = map->n_slots ? map->n_slots * 2 : SLOTS_MIN;
	uint32_t *slots = cdr_alloc(n_slots * sizeof(*slots));
	if (!slots)
		return CDR_ENOMEM;
	size_t mask = n_slots - 1;
	for (size_t number = 0; number < map->items.n; number++) {
		size_t i = (size_t)CDR_VEC_AT(&map->items, struct item, number)->hash & mask;
		while (slots[i] != 0)
			i = (i + 1) & mask;
		slots[i] = (uint32_t)number + 1;
	}
	cdr_free(map->slots);
	map->slots = slots;
	map->n_slots = n_slots;
	return CDR_OK;
}

enum cdr_status
cdr_map_put(struct cdr_map *map, struct cdr_str key, void *value)
{
	cdr_require(value != NULL);
	uint64_t hash = cdr_siphash(map->seed, key.p, key.n);
	if (map->n_slots > 0) {
		const uint32_t *slot = find_slot(map, key, hash);
		if (*slot) {
			CDR_VEC_AT(&map->items, struct item, *slot - 1)->value = value;
			return CDR_OK;
		}
	}
	if (map->items.n >= map->items.max_items)
		return CDR_ELIMIT;
	if ((map->items.n + 1) * 4 > map->n_slots * 3)
		CDR_TRY(grow_slots(map));
	struct item *item = cdr_vec_push(&map->items);
	if (!item)
		return CDR_ENOMEM;
	*item = (struct item){ .key = key, .value = value, .hash = hash };
	*find_slot(map, key, hash) = (uint32_t)map->items.n;
	return CDR_OK;
}

size_t
cdr_map_count(const struct cdr_map *map)
{
	return map->items.n;
}

void *
cdr_map_at(const struct cdr_map *map, size_t i, struct cdr_str *ret_key)
{
	cdr_require(i < map->items.n);
	const struct item *item = CDR_VEC_AT(&map->items, struct item, i);
	if (ret_key)
		*ret_key = item->key;
	return item->value;
}
