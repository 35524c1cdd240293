/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashed keys: a sorted list of (hash, target) and the hashes under which words, joined words and identifiers are kept.
 * What a target means is the index's business. What surprises: the hash is not keyed against attackers, because two
 * texts of one hash cost a candidate and never a result.
 */
#include "match/match-impl.h"

#include <stdlib.h>
#include <string.h>

#define MIN_TYPO_BYTES 4
#define MAX_TYPO_BYTES 24
#define PREFIX_BYTES 5

/* FNV-1a with a seed. Collisions only add a candidate, so nobody gains by making them. */
uint64_t
cdr_match_hash(struct cdr_str text, uint64_t seed)
{
	uint64_t hash = UINT64_C(0xCBF29CE484222325) ^ seed;
	for (size_t i = 0; i < text.n; i++)
		hash = (hash ^ (unsigned char)text.p[i]) * UINT64_C(0x100000001B3);
	hash ^= hash >> 32;
	hash *= UINT64_C(0xD6E8FEB86659FD93);
	return hash ^ hash >> 29;
}

uint64_t
cdr_match_joined_hash(struct cdr_str first, struct cdr_str second)
{
	char joined[2 * CDR_DISTANCE_MAX];
	if (first.n + second.n > sizeof(joined))
		return 0;
	memcpy(joined, first.p, first.n);
	if (second.n)
		memcpy(joined + first.n, second.p, second.n);
	return cdr_match_hash((struct cdr_str){ joined, first.n + second.n }, CDR_SEED_JOINED);
}

uint64_t
cdr_match_identifier_hash(struct cdr_str scheme, struct cdr_str normalised)
{
	return cdr_match_hash(normalised, cdr_match_hash(scheme, 0));
}

void
cdr_match_keys_done(struct cdr_match_keys *keys)
{
	cdr_vec_done(&keys->items);
	cdr_free(keys->slots);
	keys->slots = NULL;
}

enum cdr_status
cdr_match_keys_add(struct cdr_match_keys *keys, uint64_t hash, uint32_t target, struct cdr_error *err)
{
	struct cdr_match_key *key = cdr_vec_push(&keys->items);
	if (!key)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*key = (struct cdr_match_key){ hash, target };
	return CDR_OK;
}

static int
key_order(const void *left, const void *right)
{
	const struct cdr_match_key *a = left, *b = right;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return (a->target > b->target) - (a->target < b->target);
}

/* Sorts, drops doubles, makes the table of upper bits. */
enum cdr_status
cdr_match_keys_close(struct cdr_match_keys *keys, struct cdr_error *err)
{
	struct cdr_match_key *items = keys->items.items;
	size_t n = 0;
	if (keys->items.n)
		qsort(items, keys->items.n, sizeof(*items), key_order);
	for (size_t i = 0; i < keys->items.n; i++)
		if (!n || key_order(&items[n - 1], &items[i]) != 0)
			items[n++] = items[i];
	keys->items.n = n;
	keys->slots = cdr_alloc((CDR_MATCH_SLOTS + 1) * sizeof(*keys->slots));
	if (!keys->slots)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	size_t at = 0;
	for (size_t slot = 0; slot <= CDR_MATCH_SLOTS; slot++) {
		while (at < n && items[at].hash >> 48 < slot)
			at++;
		keys->slots[slot] = (uint32_t)at;
	}
	return CDR_OK;
}

size_t
cdr_match_keys_find(const struct cdr_match_keys *keys, uint64_t hash, const struct cdr_match_key **ret)
{
	const struct cdr_match_key *items = keys->items.items;
	size_t low = keys->slots[hash >> 48], end = keys->slots[(hash >> 48) + 1], high = end;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (items[middle].hash < hash)
			low = middle + 1;
		else
			high = middle;
	}
	size_t n = 0;
	while (low + n < end && items[low + n].hash == hash)
		n++;
	*ret = n ? items + low : NULL;
	return n;
}

/* A word and what remains of it with one letter gone: two words that differ by one edit share such a key. ASCII only. */
enum cdr_status
cdr_match_typo_hashes(struct cdr_str word, cdr_match_hash_fn tell, void *context)
{
	if (word.n < MIN_TYPO_BYTES || word.n > MAX_TYPO_BYTES)
		return CDR_OK;
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0x80)
			return CDR_OK;
	CDR_TRY(tell(context, cdr_match_hash(word, CDR_SEED_TYPO)));
	char shorter[MAX_TYPO_BYTES];
	for (size_t skip = 0; skip < word.n; skip++) {
		if (skip && word.p[skip] == word.p[skip - 1])
			continue;
		memcpy(shorter, word.p, skip);
		memcpy(shorter + skip, word.p + skip + 1, word.n - skip - 1);
		CDR_TRY(tell(context, cdr_match_hash((struct cdr_str){ shorter, word.n - 1 }, CDR_SEED_TYPO)));
	}
	if (word.n >= PREFIX_BYTES)
		return tell(context, cdr_match_hash((struct cdr_str){ word.p, PREFIX_BYTES }, CDR_SEED_PREFIX));
	return CDR_OK;
}
