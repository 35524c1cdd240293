/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which stored names are worth scoring: those that ways lead to (ways.c) and that can reach the score that is wanted
 * (closer.c), those first that can get furthest. No scoring. What surprises: who is looked for in vain is a matter of the
 * score asked for, not of a number of candidates.
 */
#include "match/index-impl.h"

#include <math.h>
#include <string.h>

#define MOST_NEAR_TOKENS 16 /* longer ones hold something that is known */
#define LONG_WAY 64         /* names */
#define LOSS_UNIT 1024.0F

/* --------------------------------------------------------------------------------------------------------- counting */

static void
sift(uint64_t *order, size_t n, size_t at)
{
	for (;;) {
		size_t last = at;
		for (size_t down = 2 * at + 1; down <= 2 * at + 2 && down < n; down++)
			if (order[down] > order[last])
				last = down;
		if (last == at)
			return;
		uint64_t swap = order[at];
		order[at] = order[last];
		order[last] = swap;
		at = last;
	}
}

/* What loses least first, then what leads to fewer; what remains equal as it was found. Heapsort: the C library's sort
 * would take memory. */
static void
sort_ways(struct cdr_match_finder *f)
{
	for (size_t i = 0; i < f->n_ways; i++) {
		const struct cdr_match_way_in *way = &f->ways[i];
		uint64_t loss = (uint64_t)(fminf(way->loss, 60) * LOSS_UNIT), n = way->n < 0xFFFFFF ? way->n : 0xFFFFFF;
		f->order[i] = loss << 40 | n << 16 | i;
	}
	for (size_t i = f->n_ways / 2; i-- > 0;)
		sift(f->order, f->n_ways, i);
	for (size_t n = f->n_ways; n-- > 1;) {
		uint64_t swap = f->order[0];
		f->order[0] = f->order[n];
		f->order[n] = swap;
		sift(f->order, n, 0);
	}
}

static void
count(struct cdr_match_finder *f, uint32_t name, const struct cdr_match_way_in *way)
{
	size_t at = (name * UINT32_C(2654435761) >> 13) & f->mask;
	while (f->tally[at].name && f->tally[at].name != name + 1)
		at = (at + 1) & f->mask;
	struct cdr_match_counted *counted = &f->tally[at];
	if (!counted->name) {
		if (f->n_touched == CDR_LEN(f->touched) || name >= f->index->cdx.n_names)
			return;
		__builtin_prefetch(&f->index->cdx.names[name]);
		f->touched[f->n_touched++] = (uint16_t)at;
		*counted = (struct cdr_match_counted){ name + 1, way->theirs, way->loss, way->words };
		return;
	}
	uint64_t fresh = way->words & ~counted->words;
	if (!fresh)
		return;
	float share = fresh == way->words ? 1 : (float)cdr_match_bits(fresh) / (float)cdr_match_bits(way->words);
	counted->theirs += way->theirs * share;
	counted->loss += way->loss * share;
	counted->words |= way->words;
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
		count(f, name, way);
	}
}

static void
count_targets(struct cdr_match_finder *f, const struct cdr_match_way_in *way)
{
	const struct cdr_cdx_keys *keys = &f->index->cdx.name_keys;
	for (uint32_t i = way->from; i < way->to; i++)
		if (keys->targets[i] >> CDR_CDX_ID_BITS == way->tag)
			count(f, keys->targets[i] & CDR_CDX_ID_MASK, way);
}

/* Leaves out ways so that the names they lead to are not too many: first the long ones, of these those that lose most. */
static size_t
allot(struct cdr_match_finder *f)
{
	size_t visits = 0;
	for (size_t i = 0; i < 2 * f->n_ways; i++) {
		struct cdr_match_way_in *way = &f->ways[f->order[i % f->n_ways] & UINT16_MAX];
		if ((way->n > LONG_WAY) != (i >= f->n_ways))
			continue;
		if (visits + way->n > CDR_MATCH_MAX_VISITS) {
			f->stats.capped_keys++;
			cdr_match_leave_out(f, way);
			way->n = 0;
		}
		visits += way->n;
	}
	return visits;
}

static void
count_up(struct cdr_match_finder *f)
{
	size_t visits = allot(f), size = 64;
	while (size < visits * 2)
		size *= 2;
	f->mask = size - 1;
	for (size_t i = 0; i < f->n_ways; i++) {
		const struct cdr_match_way_in *way = &f->ways[f->order[i] & UINT16_MAX];
		if (way->n && way->word)
			count_postings(f, way);
		else if (way->n)
			count_targets(f, way);
	}
	f->stats.visited += visits;
}

/* ---------------------------------------------------------------------------------------------------------- ranking */

static bool
ranks_before(const struct cdr_match_candidate *a, const struct cdr_match_candidate *b)
{
	return a->reach != b->reach ? a->reach > b->reach : a->name < b->name;
}

static void
settle(struct cdr_match_finder *f, size_t at)
{
	struct cdr_match_candidate candidate = f->closer[at];
	for (;;) {
		size_t best = 2 * at + 1;
		if (best + 1 < f->n_closer && ranks_before(&f->closer[best + 1], &f->closer[best]))
			best++;
		if (best >= f->n_closer || !ranks_before(&f->closer[best], &candidate))
			break;
		f->closer[at] = f->closer[best];
		at = best;
	}
	f->closer[at] = candidate;
}

/* Empties the tally. */
static void
rank(struct cdr_match_finder *f)
{
	struct cdr_match_look looks[CDR_MATCH_AT_ONCE];
	for (size_t first = 0; first < f->n_touched; first += CDR_MATCH_AT_ONCE) {
		size_t n = f->n_touched - first < CDR_MATCH_AT_ONCE ? f->n_touched - first : CDR_MATCH_AT_ONCE;
		for (size_t i = 0; i < n; i++)
			looks[i].counted = &f->tally[f->touched[first + i]];
		cdr_match_look_closer(f, looks, n);
		for (size_t i = 0; i < n; i++) {
			struct cdr_match_candidate candidate = { looks[i].counted->name - 1, looks[i].reach };
			f->tally[f->touched[first + i]].name = 0;
			if (candidate.reach >= f->least)
				f->closer[f->n_closer++] = candidate;
		}
	}
	f->n_touched = 0;
	for (size_t i = f->n_closer / 2; i-- > 0;)
		settle(f, i);
	f->stats.candidates += f->n_closer;
}

bool
cdr_match_next_candidate(struct cdr_match_finder *f, float least, struct cdr_match_candidate *ret)
{
	if (!f->n_closer || f->closer[0].reach < least)
		return false;
	*ret = f->closer[0];
	f->closer[0] = f->closer[--f->n_closer];
	if (f->n_closer)
		settle(f, 0);
	return true;
}

/* ---------------------------------------------------------------------------------------------------------- finding */

static void
begin(struct cdr_match_finder *f, const struct cdr_match_name *name, float least)
{
	f->n_ways = f->n_touched = f->n_left_out = f->n_closer = 0;
	f->idle = f->left_out_ids = 0;
	f->least = least;
	f->name = name;
	memset(f->forms, 0, sizeof(f->forms));
	cdr_match_want(name, &f->wanted);
	for (size_t i = 0; i < CDR_LEN(f->gained); i++)
		f->gained[i] = cdr_match_gain_by(&f->reach, &f->wanted, 0);
}

static size_t
collect(struct cdr_match_finder *f)
{
	sort_ways(f);
	count_up(f);
	rank(f);
	return f->n_closer;
}

size_t
cdr_match_candidates(struct cdr_match_finder *f, const struct cdr_match_name *name, float least)
{
	begin(f, name, least);
	cdr_match_find_ways(f, name);
	return collect(f);
}

size_t
cdr_match_near_candidates(struct cdr_match_finder *f, const struct cdr_match_name *name, float least)
{
	begin(f, name, least);
	return name->n_tokens <= MOST_NEAR_TOKENS && cdr_match_find_near_ways(f, name) ? collect(f) : 0;
}
