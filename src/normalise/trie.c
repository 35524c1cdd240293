/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A byte trie from keys to numbers. No meaning of either (lexicon.c). What surprises: only where keys part does it have
 * nodes. What of a key no other key shares lies as one run of bytes, its tail, and a place in a tail passes for a node;
 * tens of thousands of keys are added at every start, and so each costs one new edge instead of one for every byte.
 *
 * Edges stand in one table with open addressing, (node, byte) -> node, because letters of many scripts make lists of
 * children long. Tails stand in an array of 32-bit units: the bytes, zeros up to the end of a unit, at least one, and in
 * the next unit the number.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define FIRST_EDGES 131072
#define MAX_TAIL_UNITS 16000000

static const uint8_t *
tail_bytes(const struct cdr_trie *trie)
{
	return trie->tails.items;
}

uint32_t
cdr_trie_value(const struct cdr_trie *trie, uint32_t node)
{
	if (!(node & CDR_TRIE_IN_TAIL))
		return *CDR_VEC_AT(&trie->values, uint32_t, node);
	node &= ~CDR_TRIE_IN_TAIL;
	return tail_bytes(trie)[node] ? 0 : *CDR_VEC_AT(&trie->tails, uint32_t, node / 4 + 1);
}

/* Twice the room, half of it filled at most. */
static bool
widen(struct cdr_trie *trie)
{
	struct cdr_trie wider = { .mask = trie->mask ? trie->mask * 2 + 1 : FIRST_EDGES - 1 };
	wider.edges = cdr_alloc((wider.mask + 1) * sizeof(*wider.edges));
	if (!wider.edges)
		return false;
	for (size_t i = 0; trie->edges && i <= trie->mask; i++)
		if (trie->edges[i].to)
			wider.edges[cdr_trie_edge_slot(&wider, trie->edges[i].from)] = trie->edges[i];
	cdr_free(trie->edges);
	trie->edges = wider.edges;
	trie->mask = wider.mask;
	return true;
}

bool
cdr_trie_init(struct cdr_trie *ret)
{
	*ret = (struct cdr_trie){ .values = CDR_VEC_INIT(uint32_t, CDR_TRIE_MAX_NODES),
		                  .tails = CDR_VEC_INIT(uint32_t, MAX_TAIL_UNITS) };
	return widen(ret) && cdr_vec_push(&ret->values); /* node 0: the root */
}

void
cdr_trie_done(struct cdr_trie *trie)
{
	cdr_free(trie->edges);
	cdr_vec_done(&trie->values);
	cdr_vec_done(&trie->tails);
}

/* Leads from `node` by `byte`, where nothing led yet or to a tail, to `to`; false when memory is short. */
static bool
lead(struct cdr_trie *trie, uint32_t node, uint8_t byte, uint32_t to)
{
	uint32_t from = node << 8 | byte;
	size_t slot = cdr_trie_edge_slot(trie, from);
	if (!trie->edges[slot].to) {
		if (2 * trie->n_edges >= trie->mask) {
			if (!widen(trie))
				return false;
			slot = cdr_trie_edge_slot(trie, from);
		}
		trie->n_edges++;
	}
	trie->edges[slot] = (struct cdr_trie_edge){ from, to };
	return true;
}

/* A new node under `node`; 0 when memory is short. */
static uint32_t
grow(struct cdr_trie *trie, uint32_t node, uint8_t byte)
{
	if (!cdr_vec_push(&trie->values))
		return 0;
	uint32_t fresh = (uint32_t)(trie->values.n - 1);
	return lead(trie, node, byte, fresh) ? fresh : 0;
}

/* Passes over what does not count in a key. */
static bool
has_more(struct cdr_str key, size_t *i)
{
	while (*i < key.n && (key.p[*i] == ' ' || key.p[*i] == '.' || key.p[*i] == '\0'))
		++*i;
	return *i < key.n;
}

/* What is left of the key as a tail under `node`; where its number stands, or NULL. */
static uint32_t *
hang(struct cdr_trie *trie, uint32_t node, uint8_t byte, struct cdr_str key, size_t i)
{
	size_t start = trie->tails.n, n = 0;
	for (; has_more(key, &i); i++, n++) {
		if (n % 4 == 0 && !cdr_vec_push(&trie->tails))
			return NULL;
		((uint8_t *)trie->tails.items)[4 * start + n] = (uint8_t)key.p[i];
	}
	if (n % 4 == 0 && !cdr_vec_push(&trie->tails))
		return NULL;
	if (!cdr_vec_push(&trie->tails) || !lead(trie, node, byte, (uint32_t)(4 * start) | CDR_TRIE_IN_TAIL))
		return NULL;
	return CDR_VEC_AT(&trie->tails, uint32_t, trie->tails.n - 1);
}

/* Makes nodes of what the key shares with the tail `to` that `node` leads to by `byte`; the last of them, 0 when memory is
 * short. What they do not share becomes the tail of that node, or its number. */
static uint32_t
part(struct cdr_trie *trie, uint32_t node, uint8_t byte, uint32_t to, struct cdr_str key, size_t *i)
{
	for (;;) {
		uint8_t next = tail_bytes(trie)[to & ~CDR_TRIE_IN_TAIL];
		node = grow(trie, node, byte);
		if (!node)
			return 0;
		if (!next) {
			*CDR_VEC_AT(&trie->values, uint32_t, node) = cdr_trie_value(trie, to);
			return node;
		}
		if (!has_more(key, i) || (uint8_t)key.p[*i] != next)
			return lead(trie, node, next, to + 1) ? node : 0;
		++*i;
		byte = next;
		to++;
	}
}

/* Where the number of a key stands that ends in the tail `to`, from which its bytes from *i on lead; NULL: it parts from the
 * tail. */
static uint32_t *
tail_slot(struct cdr_trie *trie, uint32_t to, struct cdr_str key, size_t i)
{
	for (; has_more(key, &i); i++, to++)
		if (tail_bytes(trie)[to & ~CDR_TRIE_IN_TAIL] != (uint8_t)key.p[i])
			return NULL;
	to &= ~CDR_TRIE_IN_TAIL;
	return tail_bytes(trie)[to] ? NULL : CDR_VEC_AT(&trie->tails, uint32_t, to / 4 + 1);
}

uint32_t *
cdr_trie_slot(struct cdr_trie *trie, struct cdr_str key)
{
	uint32_t node = 0;
	for (size_t i = 0; has_more(key, &i);) {
		uint8_t byte = (uint8_t)key.p[i++];
		uint32_t to = cdr_trie_step(trie, node, byte);
		if (!to)
			return hang(trie, node, byte, key, i);
		if (to & CDR_TRIE_IN_TAIL) {
			uint32_t *known = tail_slot(trie, to, key, i);
			if (known)
				return known;
			to = part(trie, node, byte, to, key, &i);
			if (!to)
				return NULL;
		}
		node = to;
	}
	return CDR_VEC_AT(&trie->values, uint32_t, node);
}
