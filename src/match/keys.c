/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashed keys: under which hashes words, names and identifiers are found, and the table that leads from a hash to its
 * targets. What a target means is the index's business. What surprises: a table keeps no hashes, only eight bits of each
 * in its target, so whoever looks up finds some strangers too and judges by the text.
 *
 * Misspellings are found by what two words have in common when letters are left out of both (W. Garbe, "SymSpell", 2012,
 * an idea of F. Liang's hyphenation deletions; after T. Bocek, E. Hunt, B. Stiller, "Fast Similarity Search in Large
 * Dictionaries", Univ. of Zurich 2007), here of their first characters only, each folded to one byte, so that a variant
 * is a number of 56 bits and leaving a letter out is a shift.
 */
#include "match/index-impl.h"

#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 600000000
#define TARGETS_PER_SLOT 6
#define MAX_DIRECTORY_BITS 24
#define TAG_BITS 8
#define HASH_BITS 40 /* of a hash that are kept until the table is written */
#define LEAST_TYPO 3 /* characters of a word that one edit is looked for in */
#define LEAST_TYPO_TWICE 6
#define LATIN_BYTES 256
#define GRAM 3            /* letters that stand together */
#define LEAST_GRAM_WORD 5 /* letters of a word that is looked for by them */
#define SKELETON_BYTES 32
#define LEAST_SOUNDS 3 /* consonants; with fewer too many words sound alike */
#define INITIALS_LEAST 3
#define INITIALS_MOST 8

/* ----------------------------------------------------------------------------------------------------------- hashes */

__extension__ typedef unsigned __int128 wide;

static uint64_t
mix(uint64_t a, uint64_t b)
{
	wide product = (wide)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t
mix_number(uint64_t number, uint64_t seed)
{
	return mix(number ^ seed ^ UINT64_C(0x2D358DCCAA6C78A5), UINT64_C(0x8BB84B93962EACC9) ^ seed);
}

uint64_t
cdr_match_hash(struct cdr_str text, uint64_t seed)
{
	uint64_t hash = seed ^ (text.n * UINT64_C(0x9FB21C651E98DF25));
	size_t i = 0;
	for (; i + 8 <= text.n; i += 8) {
		uint64_t word;
		memcpy(&word, text.p + i, 8);
		hash = mix_number(word, hash);
	}
	uint64_t rest = i < text.n ? cdr_match_front(text.p + i, text.n - i) : 0;
	return mix_number(rest, hash + UINT64_C(0xD1B54A32D192ED03));
}

uint64_t
cdr_match_word_hash(struct cdr_str text)
{
	return cdr_match_hash(text, UINT64_C(0x94D049BB133111EB));
}

uint64_t
cdr_match_meaning_hash(struct cdr_str meaning)
{
	return cdr_match_hash(meaning, CDR_SEED_MEANING);
}

uint64_t
cdr_match_sound_hash(struct cdr_str word)
{
	char latin[LATIN_BYTES], skeleton[SKELETON_BYTES];
	if (word.n && (unsigned char)word.p[0] >= 0x80)
		word = (struct cdr_str){ latin, cdr_romanise(word, latin, sizeof(latin)) };
	size_t n = cdr_skeleton(word, skeleton, sizeof(skeleton));
	return n < LEAST_SOUNDS ? 0 : cdr_match_hash((struct cdr_str){ skeleton, n }, CDR_SEED_SKELETON);
}

uint64_t
cdr_match_identifier_hash(struct cdr_str scheme, struct cdr_str normalised)
{
	return cdr_match_hash(normalised, cdr_match_hash(scheme, 0));
}

struct cdr_str
cdr_match_join(struct cdr_str first, struct cdr_str second, char out[CDR_MATCH_MAX_JOINED_BYTES])
{
	if (first.n + second.n > CDR_MATCH_MAX_JOINED_BYTES)
		return (struct cdr_str){ NULL, 0 };
	memcpy(out, first.p, first.n);
	memcpy(out + first.n, second.p, second.n);
	return (struct cdr_str){ out, first.n + second.n };
}

uint64_t
cdr_match_joined_hash(struct cdr_str text, uint64_t sound)
{
	bool latin = text.n && (unsigned char)text.p[0] < 0x80;
	return latin && sound ? mix_number(sound, CDR_SEED_JOINED) : cdr_match_hash(text, CDR_SEED_JOINED);
}

/* ----------------------------------------------------------------------------------------------- words and their kin */

unsigned
cdr_match_typo_budget(size_t n_characters)
{
	return n_characters < LEAST_TYPO ? 0 : n_characters < LEAST_TYPO_TWICE ? 1 : 2;
}

/* The first characters, each in a byte, the first one lowest; ASCII is itself, others share the upper half. */
static uint64_t
pack(struct cdr_str word, size_t *ret_packed, size_t *ret_characters)
{
	uint64_t packed = 0;
	size_t n = 0, most = word.n < 4 * CDR_DISTANCE_MAX ? word.n : 4 * CDR_DISTANCE_MAX;
	for (size_t i = 0; i < most;) {
		unsigned char lead = (unsigned char)word.p[i];
		uint32_t character = lead;
		for (i++; i < most && ((unsigned char)word.p[i] & 0xC0) == 0x80; i++)
			character = character << 6 ^ (unsigned char)word.p[i];
		uint64_t byte = lead < 0x80 ? lead : 0x80 | ((character * UINT32_C(2654435761)) >> 25);
		if (n < CDR_MATCH_PREFIX)
			packed |= byte << (8 * n);
		n++;
	}
	*ret_packed = n < CDR_MATCH_PREFIX ? n : CDR_MATCH_PREFIX;
	*ret_characters = n;
	return packed;
}

static uint64_t
without(uint64_t packed, size_t at)
{
	uint64_t low = (UINT64_C(1) << (8 * at)) - 1;
	return (packed & low) | ((packed >> 8) & ~low);
}

static unsigned
byte_at(uint64_t packed, size_t at)
{
	return (unsigned)(packed >> (8 * at)) & 0xFF;
}

/* Of a run of one letter only the first is left out: the others leave the same. */
size_t
cdr_match_variants(struct cdr_str word, unsigned most, uint64_t ret[CDR_MATCH_MAX_VARIANTS])
{
	size_t n_packed = 0, n_characters = 0, n = 0;
	uint64_t packed = pack(word, &n_packed, &n_characters);
	unsigned budget = cdr_match_typo_budget(n_characters);
	budget = budget < most ? budget : most;
	if (!budget || n_characters > CDR_DISTANCE_MAX)
		return 0;
	ret[n++] = mix_number(packed, CDR_SEED_TYPO);
	for (size_t i = 0; i < n_packed; i++) {
		if (i && byte_at(packed, i) == byte_at(packed, i - 1))
			continue;
		uint64_t once = without(packed, i);
		ret[n++] = mix_number(once, CDR_SEED_TYPO);
		for (size_t k = i; budget > 1 && k + 1 < n_packed; k++)
			if (k == i || byte_at(once, k) != byte_at(once, k - 1))
				ret[n++] = mix_number(without(once, k), CDR_SEED_TYPO);
	}
	return n;
}

size_t
cdr_match_grams(struct cdr_str word, uint64_t ret[CDR_MATCH_MAX_GRAMS])
{
	size_t n = 0;
	if (word.n < LEAST_GRAM_WORD || (unsigned char)word.p[0] >= 0x80)
		return 0;
	for (size_t i = 0; i + GRAM <= word.n && n < CDR_MATCH_MAX_GRAMS; i++) {
		uint64_t gram = 0;
		memcpy(&gram, word.p + i, GRAM);
		ret[n++] = mix_number(gram, CDR_SEED_GRAM);
	}
	return n;
}

/* ------------------------------------------------------------------------------------------------------ whole names */

static bool
counts(const struct cdr_match_token *token)
{
	return token->kind != CDR_TOKEN_NOISE && token->text.n > 0;
}

uint64_t
cdr_match_whole_hash(const struct cdr_match_name *name)
{
	char joined[1024];
	size_t n = 0;
	uint64_t hash = CDR_SEED_JOINED;
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_str text = name->tokens[i].text;
		if (!counts(&name->tokens[i]))
			continue;
		/* A longer name than any firm has is hashed in pieces: it is found by the same words only. */
		if (n + text.n > sizeof(joined)) {
			hash = cdr_match_hash((struct cdr_str){ joined, n }, hash);
			n = 0;
		}
		if (text.n > sizeof(joined))
			text.n = sizeof(joined);
		memcpy(joined + n, text.p, text.n);
		n += text.n;
	}
	if (!n)
		return mix_number(name->folded_hash >> 32, CDR_SEED_FOLDED);
	return cdr_match_hash((struct cdr_str){ joined, n }, hash);
}

uint64_t
cdr_match_letters_hash(struct cdr_str letters)
{
	return cdr_match_hash(letters, CDR_SEED_INITIALS);
}

uint64_t
cdr_match_initials_hash(const struct cdr_match_name *name)
{
	char letters[INITIALS_MOST];
	size_t n = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (!counts(&name->tokens[i]))
			continue;
		if (n == sizeof(letters) || (unsigned char)name->tokens[i].text.p[0] >= 0x80)
			return 0;
		letters[n++] = name->tokens[i].text.p[0];
	}
	return n < INITIALS_LEAST ? 0 : cdr_match_letters_hash((struct cdr_str){ letters, n });
}

size_t
cdr_match_name_keys(const struct cdr_match_name *name, uint64_t ret[CDR_MATCH_MAX_NAME_KEYS])
{
	size_t n = 0;
	const struct cdr_match_token *before = NULL;
	ret[n++] = cdr_match_whole_hash(name);
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		if (!counts(token))
			continue;
		char joined[CDR_MATCH_MAX_JOINED_BYTES];
		struct cdr_str text =
			before ? cdr_match_join(before->text, token->text, joined) : (struct cdr_str){ NULL, 0 };
		bool latin = text.n && (unsigned char)text.p[0] < 0x80;
		if (text.n)
			ret[n++] = cdr_match_joined_hash(text, latin ? cdr_match_sound_hash(text) : 0);
		before = token;
	}
	uint64_t initials = cdr_match_initials_hash(name);
	if (initials)
		ret[n++] = initials;
	return n;
}

/* ------------------------------------------------------------------------------------------------------------ table */

enum cdr_status
cdr_match_keys_add(struct cdr_match_key_list *list, uint64_t hash, uint32_t target, struct cdr_error *err)
{
	if (!list->items.item_size)
		list->items = (struct cdr_vec)CDR_VEC_INIT(uint64_t, MAX_KEYS);
	uint64_t *item = cdr_vec_push(&list->items);
	if (!item)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*item = (hash >> (64 - HASH_BITS)) << (64 - HASH_BITS) | target;
	return CDR_OK;
}

uint32_t
cdr_match_keys_bits(size_t n)
{
	uint32_t bits = 0;
	while (bits < MAX_DIRECTORY_BITS && n >> bits > TARGETS_PER_SLOT)
		bits++;
	return bits;
}

static size_t
slot_of(uint64_t item, uint32_t bits)
{
	return bits ? (size_t)(item >> (64 - bits)) : 0;
}

static int
item_order(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;
	return (a > b) - (a < b);
}

/* Few items by insertion: what a slot holds is mostly in order and seldom more than a dozen. */
static void
sort_slot(uint64_t *items, size_t n)
{
	if (n > 4 * CDR_CDX_ALIGN) {
		qsort(items, n, sizeof(*items), item_order);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		uint64_t item = items[i];
		size_t k = i;
		for (; k && items[k - 1] > item; k--)
			items[k] = items[k - 1];
		items[k] = item;
	}
}

/* Spreads the items over slots of their upper bits, then sorts each slot: the hashes are spread evenly. */
static enum cdr_status
sort_items(struct cdr_vec *items, struct cdr_error *err)
{
	uint64_t *from = items->items;
	uint32_t bits = cdr_match_keys_bits(items->n);
	size_t n_slots = (size_t)1 << bits;
	__attribute__((cleanup(cdr_freep))) uint32_t *starts = cdr_alloc((n_slots + 1) * sizeof(*starts));
	uint64_t *sorted = cdr_alloc(items->n * sizeof(*sorted));
	if (!starts || !sorted) {
		cdr_free(sorted);
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	}
	for (size_t i = 0; i < items->n; i++)
		starts[slot_of(from[i], bits) + 1]++;
	for (size_t i = 0; i < n_slots; i++)
		starts[i + 1] += starts[i];
	for (size_t i = 0; i < items->n; i++)
		sorted[starts[slot_of(from[i], bits)]++] = from[i];
	for (size_t i = 0, start = 0; i < n_slots; start = starts[i++])
		sort_slot(sorted + start, starts[i] - start);
	cdr_free(items->items);
	items->items = sorted;
	items->cap = items->n;
	return CDR_OK;
}

enum cdr_status
cdr_match_keys_close(struct cdr_match_key_list *list, size_t *ret_capped, struct cdr_error *err)
{
	size_t n = 0, same = 0, capped = 0;
	if (list->items.n)
		CDR_TRY(sort_items(&list->items, err));
	uint64_t *items = list->items.items, before = 0;
	for (size_t i = 0; i < list->items.n; i++) {
		uint64_t item = items[i];
		if (i && item == before)
			continue;
		same = i && item >> (64 - HASH_BITS) == before >> (64 - HASH_BITS) ? same + 1 : 0;
		before = item;
		capped += same == CDR_CDX_MOST_TARGETS;
		if (same < CDR_CDX_MOST_TARGETS)
			items[n++] = item;
	}
	list->items.n = n;
	*ret_capped = capped;
	return CDR_OK;
}

void
cdr_match_keys_write(const struct cdr_match_key_list *list, uint32_t bits, uint32_t *directory, uint32_t *targets)
{
	const uint64_t *items = list->items.items;
	size_t at = 0, n_slots = (size_t)1 << bits;
	for (size_t slot = 0; slot < n_slots; slot++) {
		directory[slot] = (uint32_t)at;
		for (; at < list->items.n && slot_of(items[at], bits) == slot; at++) {
			uint32_t tag = (uint32_t)(items[at] >> (64 - TAG_BITS - bits)) & UINT8_MAX;
			targets[at] = ((uint32_t)items[at] & CDR_CDX_ID_MASK) | tag << CDR_CDX_ID_BITS;
		}
	}
	directory[n_slots] = (uint32_t)at;
}

uint8_t
cdr_cdx_tag(const struct cdr_cdx_keys *keys, uint64_t hash)
{
	return (uint8_t)(hash >> (64 - TAG_BITS - keys->bits));
}

void
cdr_cdx_keys_range(const struct cdr_cdx_keys *keys, uint64_t hash, uint32_t *ret_from, uint32_t *ret_to)
{
	size_t slot = slot_of(hash, keys->bits);
	uint32_t from = keys->directory[slot], to = keys->directory[slot + 1];
	bool sound = from <= to && to <= keys->n;
	*ret_from = sound ? from : 0;
	*ret_to = sound ? to : 0;
}
