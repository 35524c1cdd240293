/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which stored names are worth scoring: those that share a word, a word written otherwise, words written together or
 * apart, first letters, or all of it. No scoring. What surprises: when keys lead to more names than are to be counted,
 * whole keys are left out, the least telling ones first, and what they would have told is asked of the few best names
 * instead.
 */
#include "match/index-impl.h"

#include <string.h>

#define CONTRADICTION 1.0F /* how much what both sides have left over speaks against a name here … */
#define OMISSION 0.25F     /* … and what only one has */
#define LEAST_RANK 0.25F
#define LEAST_SHARED 0.07F /* of the query's weight: gives a rank below LEAST_RANK even in a name of nothing else */
#define SAME_TEXT 0.1F
#define WHOLE_NAME 1.1F
#define LEAST_WAY 0.15F /* of the weightiest way: what tells less finds nobody by itself */
#define ACRONYM_LEAST 3
#define ACRONYM_MOST 8
#define ACRONYM_WEIGHT 0.65F /* of what the name that is abbreviated weighs */
#define MOST_NEAR_WORDS 6    /* of a query, that words spelt somewhat alike are looked for */
#define MOST_NEAR_TOKENS 16  /* longer ones hold something that is known */
#define SHORT_BYTES 3        /* "al", "bin": written together with the next word as often as not */

/* ------------------------------------------------------------------------------------------------------------- ways */

static void
add_way(struct cdr_match_finder *f, struct cdr_match_way_in way)
{
	if (way.n && way.weight > 0 && f->n_ways < CDR_MATCH_MAX_WAYS)
		f->ways[f->n_ways++] = way;
}

static void
add_word(struct cdr_match_finder *f, uint32_t id, bool itself, float weight, uint64_t words)
{
	if (!id)
		return;
	const struct cdr_cdx_word *word = cdr_cdx_word(&f->index->cdx, id);
	if (word->postings == CDR_CDX_NO_POSTINGS)
		f->stats.capped_keys++;
	add_way(f, (struct cdr_match_way_in){
			   .weight = weight, .n = word->frequency, .words = words, .itself = itself, .word = id });
}

static void
add_key(struct cdr_match_finder *f, uint64_t hash, float weight, uint64_t words)
{
	const struct cdr_cdx_keys *keys = &f->index->cdx.name_keys;
	struct cdr_match_way_in way = { .weight = weight, .words = words };
	if (!hash || !keys->n)
		return;
	cdr_cdx_keys_range(keys, hash, &way.from, &way.to);
	way.tag = cdr_cdx_tag(keys, hash);
	for (uint32_t i = way.from; i < way.to; i++)
		way.n += keys->tags[i] == way.tag;
	if (way.n >= CDR_CDX_MOST_TARGETS)
		f->stats.capped_keys++;
	add_way(f, way);
}

static void
add_word_text(struct cdr_match_finder *f, struct cdr_str text, float weight, uint64_t words)
{
	add_word(f, cdr_match_word_find(f->index, text, text, CDR_TOKEN_STEM), false, weight, words);
}

static bool
is_acronym(struct cdr_str text)
{
	if (text.n < ACRONYM_LEAST || text.n > ACRONYM_MOST)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 'a' || text.p[i] > 'z')
			return false;
	return true;
}

static void
add_kin(struct cdr_match_finder *f, const struct cdr_match_token *token, size_t looks, uint64_t words)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t n = cdr_match_find_kin(f->index, token, looks, kin, &f->stats.capped_keys);
	for (size_t i = 0; i < n; i++) {
		float weight = cdr_cdx_word(&f->index->cdx, kin[i].id)->weight;
		weight = weight < token->weight ? weight : token->weight;
		add_word(f, kin[i].id, false, weight * kin[i].likeness, words);
	}
}

/* One word: itself, its kin, as two neighbours written together, as first letters. */
static void
add_token(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t at, size_t looks)
{
	const struct cdr_match_token *token = &name->tokens[at];
	uint64_t bit = UINT64_C(1) << at;
	add_word(f, token->id, true, token->weight, bit);
	add_kin(f, token, looks, bit);
	if (!cdr_match_may_be_misspelt(token))
		return;
	add_key(f, cdr_match_joined_hash(token->text, CDR_STR("")), token->weight, bit);
	if (is_acronym(token->text))
		add_key(f, cdr_match_letters_hash(token->text), ACRONYM_WEIGHT * token->weight, bit);
}

/* Two neighbours written together: such a word or one like it, or names in which they are neighbours too. */
static void
add_neighbours(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t first, size_t second, size_t looks)
{
	const struct cdr_match_token *a = &name->tokens[first], *b = &name->tokens[second];
	uint64_t bits = UINT64_C(1) << first | UINT64_C(1) << second;
	char text[CDR_DISTANCE_MAX];
	float weight = a->weight + b->weight;
	struct cdr_match_token both = { .text = { text, a->text.n + b->text.n }, .weight = weight < 1 ? weight : 1 };
	add_key(f, cdr_match_joined_hash(a->text, b->text), weight, bits);
	if (both.text.n > sizeof(text))
		return;
	memcpy(text, a->text.p, a->text.n);
	memcpy(text + a->text.n, b->text.p, b->text.n);
	both.meaning = both.text;
	both.id = cdr_match_word_find(f->index, both.text, both.text, CDR_TOKEN_STEM);
	add_word(f, both.id, false, both.weight, bits);
	if (a->text.n > SHORT_BYTES && b->text.n > SHORT_BYTES)
		return;
	cdr_match_token_finish(&both);
	add_kin(f, &both, looks, bits);
}

/* Of the words that do not stand aside. */
static float
total_weight(const struct cdr_match_name *name)
{
	float weight = 0;
	for (size_t i = 0; i < name->n_tokens; i++)
		if (!(name->tokens[i].flags & CDR_TOKEN_ASIDE))
			weight += name->tokens[i].weight;
	return weight;
}

static void
add_first_letters(struct cdr_match_finder *f, const struct cdr_match_name *name, float whole, uint64_t all)
{
	char letters[ACRONYM_MOST];
	size_t n = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (name->tokens[i].kind == CDR_TOKEN_NOISE)
			continue;
		if (n == sizeof(letters))
			return;
		letters[n++] = name->tokens[i].text.p[0];
	}
	if (n >= ACRONYM_LEAST)
		add_word_text(f, (struct cdr_str){ letters, n }, ACRONYM_WEIGHT * whole, all);
}

static void
find_ways(struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	uint64_t all = name->n_tokens >= 64 ? UINT64_MAX : (UINT64_C(1) << name->n_tokens) - 1;
	size_t before = SIZE_MAX, looks = name->n_tokens ? CDR_MATCH_MAX_KIN_LOOKS / (2 * name->n_tokens) : 0;
	float whole = total_weight(name);
	/* Above what all words together give: where many names hold them, those that hold nothing else come first. */
	add_key(f, cdr_match_whole_hash(name), WHOLE_NAME * (whole > 1 ? whole : 1), all ? all : 1);
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (!name->tokens[i].text.n)
			continue;
		add_token(f, name, i, looks);
		if (before != SIZE_MAX)
			add_neighbours(f, name, before, i, looks);
		before = i;
	}
	add_first_letters(f, name, whole, all);
}

/* --------------------------------------------------------------------------------------------------------- counting */

/* More telling first, then shorter; what remains equal is told apart by what it leads to. */
static bool
comes_before(const struct cdr_match_way_in *a, const struct cdr_match_way_in *b)
{
	if (a->weight != b->weight)
		return a->weight > b->weight;
	if (a->n != b->n)
		return a->n < b->n;
	if (a->word != b->word)
		return a->word < b->word;
	return a->from != b->from ? a->from < b->from : a->tag < b->tag;
}

static void
sift(struct cdr_match_way_in *ways, size_t n, size_t at)
{
	for (;;) {
		size_t last = at;
		for (size_t down = 2 * at + 1; down <= 2 * at + 2 && down < n; down++)
			if (comes_before(&ways[last], &ways[down]))
				last = down;
		if (last == at)
			return;
		struct cdr_match_way_in swap = ways[at];
		ways[at] = ways[last];
		ways[last] = swap;
		at = last;
	}
}

/* Heapsort: the C library's sort would take memory. */
static void
sort_ways(struct cdr_match_finder *f)
{
	for (size_t i = f->n_ways / 2; i-- > 0;)
		sift(f->ways, f->n_ways, i);
	for (size_t n = f->n_ways; n-- > 1;) {
		struct cdr_match_way_in swap = f->ways[0];
		f->ways[0] = f->ways[n];
		f->ways[n] = swap;
		sift(f->ways, n, 0);
	}
}

static void
count(struct cdr_match_finder *f, uint32_t name, float weight, uint64_t words)
{
	size_t at = (name * UINT32_C(2654435761) >> 13) & f->mask;
	while (f->tally[at].name && f->tally[at].name != name + 1)
		at = (at + 1) & f->mask;
	struct cdr_match_counted *counted = &f->tally[at];
	if (!counted->name) {
		if (f->n_touched == CDR_LEN(f->touched) || name >= f->index->cdx.n_names)
			return;
		f->touched[f->n_touched++] = (uint16_t)at;
		*counted = (struct cdr_match_counted){ name + 1, weight, words };
		return;
	}
	uint64_t fresh = words & ~counted->words;
	if (!fresh)
		return;
	if (fresh != words)
		weight *= (float)cdr_match_bits(fresh) / (float)cdr_match_bits(words);
	counted->shared += weight;
	counted->words |= words;
}

static void
count_postings(struct cdr_match_finder *f, const struct cdr_match_way_in *way)
{
	const struct cdr_cdx *cdx = &f->index->cdx;
	size_t at = cdr_cdx_word(cdx, way->word)->postings, end = cdx->n_posting_bytes;
	uint32_t name = 0;
	for (uint32_t i = 0; i < way->n && at < end; i++) {
		uint32_t difference = 0;
		for (unsigned shift = 0; shift < 35 && at < end; shift += 7) {
			uint8_t byte = cdx->postings[at++];
			difference |= (uint32_t)(byte & 0x7F) << (shift & 31);
			if (byte < 0x80)
				break;
		}
		name += difference;
		count(f, name, way->weight, way->words);
	}
}

static void
count_targets(struct cdr_match_finder *f, const struct cdr_match_way_in *way)
{
	const struct cdr_cdx_keys *keys = &f->index->cdx.name_keys;
	for (uint32_t i = way->from; i < way->to; i++)
		if (keys->tags[i] == way->tag)
			count(f, keys->targets[i], way->weight, way->words);
}

/* Ways are gone in their order as long as the names they lead to are not too many; those left out are told by n = 0. */
static void
count_up(struct cdr_match_finder *f)
{
	size_t visits = 0;
	float least = f->n_ways ? LEAST_WAY * f->ways[0].weight : 0;
	for (size_t i = 0; i < f->n_ways; i++) {
		struct cdr_match_way_in *way = &f->ways[i];
		bool leads = !way->word || cdr_cdx_word(&f->index->cdx, way->word)->postings != CDR_CDX_NO_POSTINGS;
		if (!leads || way->weight < least || visits + way->n > CDR_MATCH_MAX_VISITS) {
			f->stats.capped_keys += leads && way->weight >= least;
			if (way->itself && f->n_left_out < CDR_LEN(f->left_out))
				f->left_out[f->n_left_out++] = *way;
			way->n = 0;
			continue;
		}
		visits += way->n;
	}
	size_t size = 64;
	while (size < visits * 2)
		size *= 2;
	f->mask = size - 1;
	for (size_t i = 0; i < f->n_ways; i++) {
		if (!f->ways[i].n)
			continue;
		if (f->ways[i].word)
			count_postings(f, &f->ways[i]);
		else
			count_targets(f, &f->ways[i]);
	}
	f->stats.visited += visits;
}

/* ---------------------------------------------------------------------------------------------------------- ranking */

static bool
ranks_before(const struct cdr_match_candidate *a, const struct cdr_match_candidate *b)
{
	return a->rank != b->rank ? a->rank > b->rank : a->name < b->name;
}

/* Keeps the best `most` in a heap whose top is the worst kept. */
static void
keep(struct cdr_match_candidate *heap, size_t *n, size_t most, struct cdr_match_candidate candidate)
{
	size_t at;
	if (*n < most) {
		at = (*n)++;
		for (size_t up; at && ranks_before(&heap[up = (at - 1) / 2], &candidate); at = up)
			heap[at] = heap[up];
		heap[at] = candidate;
		return;
	}
	if (!most || !ranks_before(&candidate, &heap[0]))
		return;
	for (at = 0;;) {
		size_t worst = 2 * at + 1;
		if (worst + 1 < *n && ranks_before(&heap[worst], &heap[worst + 1]))
			worst++;
		if (worst >= *n || !ranks_before(&candidate, &heap[worst]))
			break;
		heap[at] = heap[worst];
		at = worst;
	}
	heap[at] = candidate;
}

/* Those with the greatest weight in common; empties the tally. */
static void
pick_closer(struct cdr_match_finder *f, float query)
{
	/* With less in common than this no name is ranked, whatever else it has. */
	float least = f->n_left_out ? 0 : LEAST_SHARED * query;
	f->n_closer = 0;
	for (size_t i = 0; i < f->n_touched; i++) {
		struct cdr_match_counted *counted = &f->tally[f->touched[i]];
		struct cdr_match_candidate candidate = { counted->name - 1, counted->shared, counted->shared,
			                                 counted->words };
		if (f->n_touched <= CDR_MATCH_MAX_CLOSER) /* all of them, in whatever order */
			f->closer[f->n_closer++] = candidate;
		else if (counted->shared >= least)
			keep(f->closer, &f->n_closer, CDR_MATCH_MAX_CLOSER, candidate);
		counted->name = 0;
	}
	f->n_touched = 0;
}

/* Adds what the words left out would have told of one name. */
static void
add_left_out(const struct cdr_match_finder *f, const struct cdr_cdx_name *stored, struct cdr_match_candidate *candidate)
{
	size_t n = 0, n_forms = 0;
	const uint32_t *tokens = cdr_cdx_tokens(&f->index->cdx, stored, &n, &n_forms);
	for (size_t w = 0; w < f->n_left_out; w++) {
		const struct cdr_match_way_in *way = &f->left_out[w];
		if (candidate->words & way->words)
			continue;
		for (size_t i = 0; i < n; i++) {
			if ((tokens[i] & CDR_CDX_ID_MASK) != way->word)
				continue;
			candidate->shared += way->weight;
			candidate->words |= way->words;
			break;
		}
	}
}

/* How near a name is by its weights alone: as in a score, what only one has costs little, what differs much. */
static float
rank(float shared, float query, float stored)
{
	float ours = query > shared ? query - shared : 0, theirs = stored > shared ? stored - shared : 0;
	float lesser = ours < theirs ? ours : theirs, greater = ours < theirs ? theirs : ours;
	float whole = shared + CONTRADICTION * lesser + OMISSION * (greater - lesser);
	return whole > 0 ? shared / whole : 0;
}

static void
rank_closer(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t most)
{
	float query = total_weight(name);
	for (size_t i = 0; i < f->n_closer; i++)
		__builtin_prefetch(cdr_cdx_name(&f->index->cdx, f->closer[i].name));
	size_t n = 0;
	for (size_t i = 0; i < f->n_closer; i++) {
		struct cdr_match_candidate candidate = f->closer[i];
		const struct cdr_cdx_name *stored = cdr_cdx_name(&f->index->cdx, candidate.name);
		if (f->n_left_out)
			add_left_out(f, stored, &candidate);
		candidate.rank = rank(candidate.shared, query, (float)stored->weight / CDR_CDX_WEIGHT_UNIT);
		/* Of many names of the same words those written alike come first: a score tells them apart, too. */
		if (stored->folded == name->folded_hash >> 32)
			candidate.rank += SAME_TEXT;
		/* The kept ones grow over those already looked at. */
		if (candidate.rank >= LEAST_RANK)
			keep(f->closer, &n, most < i + 1 ? most : i + 1, candidate);
	}
	f->n_closer = n;
}

/* The heap of the best, best first. */
static void
sort_closer(struct cdr_match_finder *f)
{
	for (size_t i = 1; i < f->n_closer; i++) {
		struct cdr_match_candidate candidate = f->closer[i];
		size_t at = i;
		for (; at && ranks_before(&candidate, &f->closer[at - 1]); at--)
			f->closer[at] = f->closer[at - 1];
		f->closer[at] = candidate;
	}
}

/* Words that are known, and what those are spelt somewhat like that are not; false when there is nothing of the latter. */
static bool
find_near_ways(struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t found = 0, searched = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		add_word(f, token->id, true, token->weight, UINT64_C(1) << i);
		if (token->id || !cdr_match_may_be_misspelt(token) || searched++ >= MOST_NEAR_WORDS)
			continue;
		size_t n = cdr_match_find_near(f->index, token, kin);
		for (size_t k = 0; k < n; k++)
			add_word(f, kin[k].id, false, token->weight * kin[k].likeness, UINT64_C(1) << i);
		found += n;
	}
	return found > 0;
}

static size_t
collect(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t most)
{
	sort_ways(f);
	count_up(f);
	pick_closer(f, total_weight(name));
	f->stats.candidates += f->n_closer;
	rank_closer(f, name, most);
	sort_closer(f);
	return f->n_closer;
}

size_t
cdr_match_candidates(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t most)
{
	f->n_ways = f->n_touched = f->n_left_out = 0;
	find_ways(f, name);
	return collect(f, name, most);
}

size_t
cdr_match_near_candidates(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t most)
{
	f->n_ways = f->n_touched = f->n_left_out = 0;
	return name->n_tokens <= MOST_NEAR_TOKENS && find_near_ways(f, name) ? collect(f, name, most) : 0;
}
