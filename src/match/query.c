/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The question asked of an index: the best entries for a subject. Order of steps only: candidates, alignment, score, the
 * best per entry, sentences for those that are returned. What surprises: sentences are made last, by aligning the few
 * winners once more, because most pairs are scored for nothing.
 */
#include "match/match-impl.h"

#include <stdlib.h>
#include <string.h>

#define SCRATCH_BYTES ((size_t)32 << 20)
#define MAX_QUERY_NAMES 64 /* the name and its aliases; more are compared by the first ones */

/* A scored pair of names. */
struct scored {
	uint32_t number, entry, name;
	int total;
	uint8_t query;   /* which of the subject's names */
	uint8_t reading; /* and of its readings */
};
/* Which name a pair was asked by. */
struct asked {
	uint8_t query, reading;
};
struct query {
	const struct cdr_match_index *index;
	const struct cdr_match_config *config;
	const struct cdr_match_subject *subject;
	struct cdr_match_particulars particulars;
	struct cdr_arena *scratch;
	struct cdr_vec scored; /* struct scored */
};

static struct cdr_str
subject_name(const struct cdr_match_subject *subject, size_t i)
{
	struct cdr_str name = i ? subject->aliases[i - 1] : subject->name;
	return name.p ? name : CDR_STR("");
}

static size_t
subject_count(const struct cdr_match_subject *subject)
{
	return subject->n_aliases + 1 < MAX_QUERY_NAMES ? subject->n_aliases + 1 : MAX_QUERY_NAMES;
}

static struct cdr_match_particulars
entry_particulars(const struct cdr_match_index *index, uint32_t entry)
{
	const struct cdr_match_entry *stored = CDR_VEC_AT(&index->entries, struct cdr_match_entry, entry);
	struct cdr_match_particulars result = { .country = stored->country, .n_identifiers = stored->n_identifiers };
	if (stored->n_identifiers)
		result.identifiers =
			CDR_VEC_AT(&index->identifiers, struct cdr_match_identifier, stored->first_identifier);
	return result;
}

/* ------------------------------------------------------------------------------------------------------------ query */

static enum cdr_status
score_name(struct query *q, const struct cdr_match_name *name, struct asked asked, uint32_t stored,
           struct cdr_error *err)
{
	struct cdr_match_name other;
	struct cdr_match_evidence evidence;
	struct cdr_match_beside beside;
	struct cdr_match_score score;
	uint32_t entry = CDR_VEC_AT(&q->index->names, struct cdr_match_stored, stored)->entry;
	struct cdr_match_particulars theirs = entry_particulars(q->index, entry);
	cdr_match_unpack(q->index, stored, &other);
	(void)cdr_match_align_ordered(q->config, name, &other, &evidence);
	cdr_match_beside(&q->particulars, &theirs, &beside);
	cdr_match_score(q->config, &evidence, &beside, &score);
	if (!score.total)
		return CDR_OK;
	struct scored *slot = cdr_vec_push(&q->scored);
	if (!slot)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*slot = (struct scored){ .number = CDR_VEC_AT(&q->index->entries, struct cdr_match_entry, entry)->number,
		                 .entry = entry,
		                 .name = stored,
		                 .total = score.total,
		                 .query = asked.query,
		                 .reading = asked.reading };
	return CDR_OK;
}

/* Entries with an identifier of the subject's are scored whatever their names. */
static enum cdr_status
score_by_identifier(struct query *q, const struct cdr_match_name *name, struct asked asked, struct cdr_error *err)
{
	for (size_t i = 0; i < q->particulars.n_identifiers; i++) {
		const struct cdr_match_identifier *identifier = &q->particulars.identifiers[i];
		const struct cdr_match_key *items = NULL;
		uint64_t hash = cdr_match_identifier_hash(identifier->scheme, identifier->value);
		size_t n = cdr_match_keys_find(&q->index->identifier_keys, hash, &items);
		for (size_t k = 0; k < n; k++) {
			const struct cdr_match_entry *entry =
				CDR_VEC_AT(&q->index->entries, struct cdr_match_entry, items[k].target);
			for (uint32_t j = 0; j < entry->n_names; j++)
				CDR_TRY(score_name(q, name, asked, entry->first_name + j, err));
		}
	}
	return CDR_OK;
}

static enum cdr_status
score_reading(struct query *q, const struct cdr_name_key *key, struct asked asked, struct cdr_error *err)
{
	struct cdr_match_name name;
	struct cdr_match_candidate *candidates = NULL;
	size_t n = 0;
	cdr_match_prepare(q->config, q->index, key, asked.reading, &name);
	CDR_TRY(cdr_match_candidates(q->index, key, &name, q->scratch, &candidates, &n, err));
	for (size_t i = 0; i < n; i++)
		CDR_TRY(score_name(q, &name, asked, candidates[i].name, err));
	return score_by_identifier(q, &name, asked, err);
}

static enum cdr_status
score_query_name(struct query *q, size_t query, struct cdr_error *err)
{
	struct cdr_name_key key;
	CDR_TRY(cdr_normalise_name(q->index->normaliser, subject_name(q->subject, query), q->scratch, &key, err));
	for (size_t i = 0; i < cdr_match_readings(&key); i++)
		CDR_TRY(score_reading(q, &key, (struct asked){ (uint8_t)query, (uint8_t)i }, err));
	return CDR_OK;
}

/* Of one entry the best pair first; of equal pairs that whose stored name, then query name comes first. The stored name
 * is compared as text, for its number depends on the order of adding. */
static int
pair_order(const void *left, const void *right, void *context)
{
	const struct scored *a = left, *b = right;
	const struct cdr_match_index *index = context;
	if (a->number != b->number)
		return a->number < b->number ? -1 : 1;
	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	int order = cdr_str_compare(CDR_VEC_AT(&index->names, struct cdr_match_stored, a->name)->original,
	                            CDR_VEC_AT(&index->names, struct cdr_match_stored, b->name)->original);
	return order ? order : (a->query > b->query) - (a->query < b->query);
}

static int
hit_order(const void *left, const void *right)
{
	const struct scored *a = left, *b = right;
	if (a->total != b->total)
		return a->total > b->total ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* The best pair of each entry at or above the threshold, best first; returns how many, at most `top`. */
static size_t
choose(struct query *q, size_t top, double threshold)
{
	struct scored *items = q->scored.items;
	size_t n = 0;
	if (!q->scored.n)
		return 0;
	qsort_r(items, q->scored.n, sizeof(*items), pair_order, (void *)(uintptr_t)q->index);
	uint32_t last = 0;
	for (size_t i = 0; i < q->scored.n; i++) {
		bool first = i == 0 || items[i].number != last;
		last = items[i].number;
		if (first && (double)items[i].total / CDR_MATCH_UNIT >= threshold)
			items[n++] = items[i];
	}
	qsort(items, n, sizeof(*items), hit_order);
	return n < top ? n : top;
}

static enum cdr_status
tell(struct query *q, const struct scored *scored, struct cdr_arena *arena, struct cdr_match_hit *hit,
     struct cdr_error *err)
{
	struct cdr_name_key key;
	struct cdr_match_name name, other;
	struct cdr_match_evidence evidence;
	struct cdr_match_beside beside;
	struct cdr_match_score score;
	struct cdr_match_particulars theirs = entry_particulars(q->index, scored->entry);
	CDR_TRY(cdr_normalise_name(q->index->normaliser, subject_name(q->subject, scored->query), q->scratch, &key,
	                           err));
	cdr_match_prepare(q->config, q->index, &key, scored->reading, &name);
	cdr_match_unpack(q->index, scored->name, &other);
	bool swapped = cdr_match_align_ordered(q->config, &name, &other, &evidence);
	cdr_match_beside(&q->particulars, &theirs, &beside);
	cdr_match_score(q->config, &evidence, &beside, &score);
	hit->number = scored->number;
	hit->score = (double)score.total / CDR_MATCH_UNIT;
	hit->verdict = cdr_match_verdict(q->config, hit->score);
	hit->matched_name = cdr_str_copy(arena, other.original);
	if (!hit->matched_name.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	return cdr_match_explain(q->index->normaliser, &name, &other, &evidence, swapped, &beside, &score, arena, hit,
	                         err);
}

static enum cdr_status
run(struct query *q, size_t top, double threshold, struct cdr_arena *arena, struct cdr_match_hit **ret_hits,
    size_t *ret_n, struct cdr_error *err)
{
	CDR_TRY(cdr_match_particulars(q->subject, q->scratch, &q->particulars, err));
	for (size_t i = 0; i < subject_count(q->subject); i++)
		CDR_TRY(score_query_name(q, i, err));
	size_t n = choose(q, top, threshold);
	struct cdr_match_hit *hits = cdr_arena_alloc(arena, (n ? n : 1) * sizeof(*hits));
	if (!hits)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(tell(q, CDR_VEC_AT(&q->scored, struct scored, i), arena, &hits[i], err));
	*ret_hits = hits;
	*ret_n = n;
	return CDR_OK;
}

enum cdr_status
cdr_match_query(const struct cdr_match_index *index, const struct cdr_match_subject *subject, size_t top,
                double threshold, struct cdr_arena *arena, struct cdr_match_hit **ret_hits, size_t *ret_n,
                struct cdr_error *err)
{
	if (!index->finished)
		return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL,
		                "an index was queried before it was finished");
	if (top > CDR_MATCH_MAX_TOP)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL, "%zu hits asked for; at most %d", top,
		                CDR_MATCH_MAX_TOP);
	cdr_owned(cdr_arena) scratch = cdr_arena_new(SCRATCH_BYTES);
	if (!scratch)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	struct query q = { .index = index,
		           .config = index->config,
		           .subject = subject,
		           .scratch = scratch,
		           .scored = CDR_VEC_INIT(struct scored, (size_t)1 << 24) };
	enum cdr_status status = run(&q, top, threshold, arena, ret_hits, ret_n, err);
	cdr_vec_done(&q.scored);
	return status;
}
