/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which stored names are worth scoring: those that share a word, a misspelling of one, a word written together or apart,
 * or the whole text. No scoring. What surprises: when a query would read too many postings, whole keys are left out,
 * the commonest words first, and ties are broken by text; so the result never depends on the order of adding.
 */
#include "match/match-impl.h"

#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 512
#define WHOLE_NAME_WEIGHT 2.0F /* ranks names of the same text first; the score itself comes later */
#define ACRONYM_LEAST 3
#define ACRONYM_MOST 6
#define ACRONYM_WEIGHT 0.4F

/* One way in: the names a key leads to. */
struct key {
	struct cdr_str text; /* for a stable order */
	float weight;
	uint32_t n;
	const uint32_t *names;             /* either this */
	const struct cdr_match_key *items; /* or this */
};
struct finder {
	const struct cdr_match_index *index;
	const struct cdr_match_name *name;
	struct cdr_arena *scratch;
	struct key keys[MAX_KEYS];
	size_t n_keys;
	/* what a query word may be a misspelling of */
	const struct cdr_match_token *word;
	struct key typos[MAX_KEYS];
	uint32_t typo_ids[MAX_KEYS];
	size_t n_typos;
};

static void
add_key(struct finder *f, struct key key)
{
	if (key.n && f->n_keys < MAX_KEYS)
		f->keys[f->n_keys++] = key;
}

static struct key
word_key(const struct cdr_match_index *index, const struct cdr_match_word *word, float weight)
{
	return (struct key){
		.text = word->text, .weight = weight, .n = word->frequency, .names = index->postings + word->postings
	};
}

static void
add_name_key(struct finder *f, uint64_t hash, struct cdr_str text, float weight)
{
	const struct cdr_match_key *items = NULL;
	size_t n = cdr_match_keys_find(&f->index->name_keys, hash, &items);
	add_key(f, (struct key){ .text = text, .weight = weight, .n = (uint32_t)n, .items = items });
}

/* Heavier first, then shorter, then by text. */
static int
key_order(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	if (a->weight != b->weight)
		return a->weight > b->weight ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	return cdr_str_compare(a->text, b->text);
}

/* How alike two words are that share a key; the scorer judges again, so this may be generous. */
static float
likeness(struct cdr_str a, struct cdr_str b)
{
	size_t longer = a.n > b.n ? a.n : b.n, shorter = a.n > b.n ? b.n : a.n;
	size_t edits = cdr_match_edits(a, b);
	if (edits * 3 <= longer)
		return 1 - (float)edits / (float)longer;
	bool prefix = memcmp(a.p, b.p, shorter) == 0;
	return prefix && shorter * 2 >= longer ? 0.5F : 0;
}

static enum cdr_status
meet_typo(void *context, uint64_t hash)
{
	struct finder *f = context;
	const struct cdr_match_key *items = NULL;
	size_t n = cdr_match_keys_find(&f->index->typo_keys, hash, &items);
	for (size_t i = 0; i < n && f->n_typos < MAX_KEYS; i++) {
		const struct cdr_match_word *word = f->index->by_id[items[i].target];
		bool known = word->id == f->word->id;
		for (size_t k = 0; k < f->n_typos && !known; k++)
			known = f->typo_ids[k] == word->id;
		float alike = known ? 0 : likeness(f->word->text, word->text);
		if (alike <= 0)
			continue;
		f->typo_ids[f->n_typos] = word->id;
		f->typos[f->n_typos++] = word_key(f->index, word, alike * word->weight);
	}
	return CDR_OK;
}

static enum cdr_status
add_typos(struct finder *f, const struct cdr_match_token *word)
{
	f->word = word;
	f->n_typos = 0;
	CDR_TRY(cdr_match_typo_hashes(word->text, meet_typo, f));
	qsort(f->typos, f->n_typos, sizeof(f->typos[0]), key_order);
	for (size_t i = 0; i < f->n_typos && i < CDR_MATCH_MAX_TYPO_WORDS; i++)
		add_key(f, f->typos[i]);
	return CDR_OK;
}

static void
add_word_text(struct finder *f, struct cdr_str text, float weight)
{
	const struct cdr_match_word *word = cdr_map_get(f->index->words, text);
	if (word)
		add_key(f, word_key(f->index, word, weight));
}

static enum cdr_status
add_words(struct finder *f, bool weighty)
{
	for (size_t i = 0; i < f->name->n_tokens; i++) {
		const struct cdr_match_token *token = &f->name->tokens[i];
		if (weighty && token->kind > CDR_TOKEN_NUMBER)
			continue;
		if (token->id)
			add_key(f, word_key(f->index, f->index->by_id[token->id], token->weight));
		if (token->kind == CDR_TOKEN_STEM)
			CDR_TRY(add_typos(f, token));
	}
	return CDR_OK;
}

/* Neighbours written together, words that may stand apart in the index, first letters. */
static enum cdr_status
add_joined(struct finder *f, struct cdr_error *err)
{
	const struct cdr_match_name *name = f->name;
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_str text = name->tokens[i].text;
		if (name->tokens[i].kind == CDR_TOKEN_STEM)
			add_name_key(f, cdr_match_hash(text, CDR_SEED_JOINED), text, name->tokens[i].weight);
		if (i + 1 == name->n_tokens)
			break;
		struct cdr_str next = name->tokens[i + 1].text;
		struct cdr_str both = cdr_str_format(f->scratch, "%.*s%.*s", CDR_STR_ARG(text), CDR_STR_ARG(next));
		if (!both.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		float weight = name->tokens[i].weight + name->tokens[i + 1].weight;
		add_word_text(f, both, weight < 1 ? weight : 1);
	}
	return CDR_OK;
}

static void
add_acronym(struct finder *f)
{
	char letters[ACRONYM_MOST];
	size_t n = 0;
	for (size_t i = 0; i < f->name->n_tokens; i++) {
		if (f->name->tokens[i].kind == CDR_TOKEN_NOISE)
			continue;
		if (n == ACRONYM_MOST)
			return;
		letters[n++] = f->name->tokens[i].text.p[0];
	}
	if (n >= ACRONYM_LEAST)
		add_word_text(f, (struct cdr_str){ letters, n }, ACRONYM_WEIGHT);
}

/* ----------------------------------------------------------------------------------------------------- counting up */

/* Open addressing, name + 1 -> sum of weights; sized for what the chosen keys can touch. */
struct tally {
	uint32_t *names;
	float *sums;
	size_t mask;
};

static void
tally_add(struct tally *tally, uint32_t name, float weight)
{
	size_t at = (name * UINT32_C(2654435761)) & tally->mask;
	while (tally->names[at] && tally->names[at] != name + 1)
		at = (at + 1) & tally->mask;
	tally->names[at] = name + 1;
	tally->sums[at] += weight;
}

/* How many of the sorted keys fit under CDR_MATCH_MAX_VISITS; a key that does not fit is emptied, later ones may fit. */
static size_t
choose_keys(struct finder *f)
{
	size_t visits = 0;
	qsort(f->keys, f->n_keys, sizeof(f->keys[0]), key_order);
	for (size_t i = 0; i < f->n_keys; i++) {
		if (visits + f->keys[i].n > CDR_MATCH_MAX_VISITS)
			f->keys[i].n = 0;
		visits += f->keys[i].n;
	}
	return visits;
}

static bool
tally_make(struct tally *tally, size_t visits, struct cdr_arena *scratch)
{
	size_t size = 64;
	while (size < visits * 2)
		size *= 2;
	tally->mask = size - 1;
	tally->names = cdr_arena_alloc(scratch, size * sizeof(*tally->names));
	tally->sums = cdr_arena_alloc(scratch, size * sizeof(*tally->sums));
	return tally->names && tally->sums;
}

/* True when `a` is to be scored rather than `b`. */
static bool
is_better(const struct cdr_match_index *index, struct cdr_match_candidate a, struct cdr_match_candidate b)
{
	if (a.rank != b.rank)
		return a.rank > b.rank;
	const struct cdr_match_stored *left = CDR_VEC_AT(&index->names, struct cdr_match_stored, a.name);
	const struct cdr_match_stored *right = CDR_VEC_AT(&index->names, struct cdr_match_stored, b.name);
	uint32_t left_number = CDR_VEC_AT(&index->entries, struct cdr_match_entry, left->entry)->number;
	uint32_t right_number = CDR_VEC_AT(&index->entries, struct cdr_match_entry, right->entry)->number;
	if (left_number != right_number)
		return left_number < right_number;
	return cdr_str_compare(left->original, right->original) < 0;
}

/* Keeps the best in a heap whose top is the worst kept. */
static void
keep(const struct cdr_match_index *index, struct cdr_match_candidate *heap, size_t *n,
     struct cdr_match_candidate candidate)
{
	size_t at;
	if (*n < CDR_MATCH_MAX_CANDIDATES) {
		at = (*n)++;
		heap[at] = candidate;
		for (size_t up; at && is_better(index, heap[up = (at - 1) / 2], heap[at]); at = up) {
			struct cdr_match_candidate swap = heap[up];
			heap[up] = heap[at];
			heap[at] = swap;
		}
		return;
	}
	if (!is_better(index, candidate, heap[0]))
		return;
	heap[0] = candidate;
	for (at = 0;;) {
		size_t worst = at;
		for (size_t down = 2 * at + 1; down <= 2 * at + 2 && down < *n; down++)
			if (is_better(index, heap[worst], heap[down]))
				worst = down;
		if (worst == at)
			return;
		struct cdr_match_candidate swap = heap[worst];
		heap[worst] = heap[at];
		heap[at] = swap;
		at = worst;
	}
}

/* Shared weight over the weight of both names: Jaccard's coefficient. */
static float
rank(float shared, float query, float stored)
{
	float whole = query + stored - shared;
	return shared / (whole > 0.01F ? whole : 0.01F);
}

static enum cdr_status
count_up(struct finder *f, struct cdr_match_candidate **ret, size_t *ret_n, struct cdr_error *err)
{
	struct tally tally;
	struct cdr_match_candidate *heap = cdr_arena_alloc(f->scratch, CDR_MATCH_MAX_CANDIDATES * sizeof(*heap));
	if (!heap || !tally_make(&tally, choose_keys(f), f->scratch))
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < f->n_keys; i++) {
		const struct key *key = &f->keys[i];
		for (size_t k = 0; k < key->n; k++)
			tally_add(&tally, key->names ? key->names[k] : key->items[k].target, key->weight);
	}
	float query = 0;
	for (size_t i = 0; i < f->name->n_tokens; i++)
		query += f->name->tokens[i].weight;
	size_t n = 0;
	for (size_t at = 0; at <= tally.mask; at++) {
		if (!tally.names[at])
			continue;
		struct cdr_match_candidate candidate = { .name = tally.names[at] - 1 };
		const struct cdr_match_stored *stored =
			CDR_VEC_AT(&f->index->names, struct cdr_match_stored, candidate.name);
		candidate.rank = rank(tally.sums[at], query, stored->weight);
		keep(f->index, heap, &n, candidate);
	}
	*ret = heap;
	*ret_n = n;
	return CDR_OK;
}

enum cdr_status
cdr_match_candidates(const struct cdr_match_index *index, const struct cdr_name_key *key,
                     const struct cdr_match_name *name, struct cdr_arena *scratch, struct cdr_match_candidate **ret,
                     size_t *ret_n, struct cdr_error *err)
{
	struct finder *f = cdr_arena_alloc(scratch, sizeof(*f));
	if (!f)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	f->index = index;
	f->name = name;
	f->scratch = scratch;
	bool weighty = false;
	for (size_t i = 0; i < name->n_tokens; i++)
		weighty = weighty || name->tokens[i].kind <= CDR_TOKEN_NUMBER;
	add_name_key(f, name->folded_hash, key->folded, WHOLE_NAME_WEIGHT);
	if (key->joined.n) {
		add_name_key(f, cdr_match_hash(key->joined, CDR_SEED_JOINED), key->joined, WHOLE_NAME_WEIGHT);
		add_word_text(f, key->joined, 1);
	}
	CDR_TRY(add_words(f, weighty));
	CDR_TRY(add_joined(f, err));
	add_acronym(f);
	return count_up(f, ret, ret_n, err);
}
