/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of the lexicon and their numbers: a hash table of whole keys. No meaning of either (lexicon.c). What surprises: a
 * reader of names asks for longer and longer runs of words, and must know when to stop; so what keys begin with is noted in
 * a set of bits by its hash. A bit set by chance costs one more look into the table and changes nothing.
 *
 * Tens of thousands of keys are put in at every start, and each word of each name is looked for: a key costs one pass over
 * its bytes, a word that is not there most often one look at a slot and one at a bit.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define FIRST_SLOTS 65536
#define MAX_TEXT_BYTES ((size_t)64 << 20)

static uint32_t
tag_of(uint64_t hash)
{
	return (uint32_t)(hash ^ hash >> 32);
}

/* Where the key stands, or would. */
static struct cdr_key_slot *
slot_of(const struct cdr_key_table *table, uint64_t hash, struct cdr_str key)
{
	size_t at = cdr_key_index(hash) & table->mask;
	const char *text = table->text.p;
	for (;; at = (at + 1) & table->mask) {
		struct cdr_key_slot *slot = &table->slots[at];
		if (!slot->length || (slot->tag == tag_of(hash) && slot->length == key.n &&
		                      memcmp(text + slot->start, key.p, key.n) == 0))
			return slot;
	}
}

/* Twice the room, three quarters of it filled at most. */
static bool
widen(struct cdr_key_table *table)
{
	struct cdr_key_table wider = { .mask = table->mask * 2 + 1 };
	wider.slots = cdr_alloc((wider.mask + 1) * sizeof(*wider.slots));
	if (!wider.slots)
		return false;
	for (size_t i = 0; i <= table->mask; i++) {
		const struct cdr_key_slot *slot = &table->slots[i];
		struct cdr_str key = { table->text.p + slot->start, slot->length };
		size_t at = cdr_key_index(cdr_key_hash(CDR_KEY_START, key)) & wider.mask;
		while (slot->length && wider.slots[at].length)
			at = (at + 1) & wider.mask;
		if (slot->length)
			wider.slots[at] = *slot;
	}
	cdr_free(table->slots);
	table->slots = wider.slots;
	table->mask = wider.mask;
	return true;
}

bool
cdr_key_table_init(struct cdr_key_table *ret)
{
	*ret = (struct cdr_key_table){ .mask = FIRST_SLOTS - 1, .text = { .max = MAX_TEXT_BYTES } };
	ret->slots = cdr_alloc(FIRST_SLOTS * sizeof(*ret->slots));
	ret->fronts = cdr_alloc(CDR_KEY_FRONT_BITS / 8);
	return ret->slots && ret->fronts;
}

void
cdr_key_table_done(struct cdr_key_table *table)
{
	cdr_free(table->slots);
	cdr_free(table->fronts);
	cdr_buf_done(&table->text);
}

uint32_t *
cdr_key_table_slot(struct cdr_key_table *table, uint64_t hash, struct cdr_str key)
{
	struct cdr_key_slot *slot = slot_of(table, hash, key);
	if (slot->length)
		return &slot->number;
	if (4 * (table->n + 1) > 3 * (table->mask + 1)) {
		if (!widen(table))
			return NULL;
		slot = slot_of(table, hash, key);
	}
	size_t start = table->text.n;
	cdr_buf_add(&table->text, key.p, key.n);
	if (table->text.failed)
		return NULL;
	*slot = (struct cdr_key_slot){ .tag = tag_of(hash), .start = (uint32_t)start, .length = (uint32_t)key.n };
	table->n++;
	return &slot->number;
}

void
cdr_key_table_note_fronts(struct cdr_key_table *table, struct cdr_str key, enum cdr_key_front front)
{
	uint64_t hash = CDR_KEY_START;
	for (size_t i = 0; i + 1 < key.n; i++) {
		hash = cdr_key_hash(hash, (struct cdr_str){ key.p + i, 1 });
		if (((unsigned char)key.p[i + 1] & 0xC0) == 0x80) /* inside a character */
			continue;
		size_t bit = cdr_key_front_bit(hash, front);
		table->fronts[bit / 64] |= UINT64_C(1) << bit % 64;
	}
}

/* Is this the text of the words, one behind the other? */
static bool
is_spelt(const char *text, size_t length, const struct cdr_word *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cdr_str word = words[i].text;
		if (word.n > length || memcmp(text, word.p, word.n) != 0)
			return false;
		text += word.n;
		length -= word.n;
	}
	return length == 0;
}

uint32_t
cdr_key_table_find(const struct cdr_key_table *table, uint64_t hash, const struct cdr_word *words, size_t n)
{
	size_t at = cdr_key_index(hash) & table->mask;
	uint32_t tag = tag_of(hash);
	for (; table->slots[at].length; at = (at + 1) & table->mask) {
		const struct cdr_key_slot *slot = &table->slots[at];
		if (slot->tag == tag && is_spelt(table->text.p + slot->start, slot->length, words, n))
			return slot->number;
	}
	return 0;
}
