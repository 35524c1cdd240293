/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The question asked from outside: the best entries of an index for a subject. Order of steps only: candidates,
 * alignment, score, the best pair of each entry, sentences for those that somebody wants explained. What surprises: all
 * memory is got when the matcher is made; sentences are made last, by aligning a pair once more, because most pairs are
 * scored for nothing.
 */
#include "match/index-impl.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#define SCRATCH_BYTES ((size_t)32 << 20)
#define MAX_QUERY_NAMES 64 /* the name and its aliases; more are compared by the first ones */
#define MAX_IDENTIFIERS 256
#define SLACK 0.05F          /* log-odds: weights of two words that met are taken half and half */
#define MAX_BY_IDENTIFIER 64 /* names scored because an identifier led there, per query name */

/* A scored pair of names. */
struct scored {
	uint32_t number, entry, name;
	int total;
	uint8_t query;   /* which of the subject's names */
	uint8_t reading; /* and of its readings */
};
/* Which name is asked by. */
struct asked {
	uint8_t query, reading;
};
struct cdr_matcher {
	const struct cdr_match_index *index;
	const struct cdr_match_config *config;
	struct cdr_arena *scratch, *beside; /* of one name; of the subject */
	const struct cdr_match_subject *subject;
	struct cdr_match_particulars particulars;
	struct cdr_match_identifier stored[MAX_IDENTIFIERS];
	struct cdr_match_name name, other;
	struct cdr_match_evidence evidence;
	struct scored
		kept[CDR_MATCH_MAX_TOP]; /* one an entry; a heap with the worst on top while asking, then in order */
	size_t n_kept, top;
	int least;
	int best; /* of one reading */
	struct cdr_match_hit hits[CDR_MATCH_MAX_TOP];
	struct cdr_match_finder finder;
};

struct cdr_matcher *
cdr_matcher_free(struct cdr_matcher *matcher)
{
	if (!matcher)
		return NULL;
	cdr_arena_free(matcher->scratch);
	cdr_arena_free(matcher->beside);
	cdr_free(matcher);
	return NULL;
}

enum cdr_status
cdr_matcher_new(const struct cdr_match_index *index, struct cdr_matcher **ret, struct cdr_error *err)
{
	if (index->builder)
		return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL,
		                "an index was queried before it was finished");
	cdr_owned(cdr_matcher) matcher = cdr_alloc(sizeof(*matcher));
	if (!matcher)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	matcher->index = matcher->finder.index = index;
	matcher->config = index->config;
	matcher->finder.reach = cdr_match_reach_of(index->config);
	matcher->scratch = cdr_arena_new(SCRATCH_BYTES);
	matcher->beside = cdr_arena_new(SCRATCH_BYTES);
	if (!matcher->scratch || !matcher->beside)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	*ret = cdr_steal(&matcher);
	return CDR_OK;
}

struct cdr_match_query_stats
cdr_matcher_stats(const struct cdr_matcher *matcher)
{
	return matcher->finder.stats;
}

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

/* Each is wanted only where it can decide something. */
static struct cdr_match_particulars
entry_particulars(struct cdr_matcher *m, uint32_t entry)
{
	const struct cdr_cdx *cdx = &m->index->cdx;
	const struct cdr_cdx_entry *stored = cdr_cdx_entry(cdx, entry);
	struct cdr_match_particulars result = { .country = { stored->country[0] ? stored->country : NULL,
		                                             stored->country[0] ? sizeof(stored->country) : 0 } };
	uint32_t first = 0;
	size_t n = m->particulars.n_identifiers ? cdr_cdx_identifiers_of(cdx, entry, &first) : 0;
	result.identifiers = m->stored;
	result.n_identifiers = n < MAX_IDENTIFIERS ? n : MAX_IDENTIFIERS;
	for (size_t i = 0; i < result.n_identifiers; i++)
		m->stored[i] = cdr_match_stored_identifier(cdx, first + (uint32_t)i);
	if (m->particulars.stated.n)
		result.stated = cdr_cdx_stated_of(cdx, entry);
	return result;
}

/* ------------------------------------------------------------------------------------------------------------- kept */

/* Of two pairs of one entry the better; of equal ones that whose stored name, then query name comes first. */
static bool
is_nearer(const struct scored *a, const struct scored *b)
{
	if (a->total != b->total)
		return a->total > b->total;
	if (a->name != b->name)
		return a->name < b->name;
	return a->query != b->query ? a->query < b->query : a->reading < b->reading;
}

static bool
comes_before(const struct scored *a, const struct scored *b)
{
	if (a->total != b->total)
		return a->total > b->total;
	return a->number != b->number ? a->number < b->number : a->entry < b->entry;
}

/* Keeps the best entries in their order; one stands there once, with its best pair. */
static void
keep(struct cdr_matcher *m, struct scored scored)
{
	size_t at = 0;
	while (at < m->n_kept && m->kept[at].entry != scored.entry)
		at++;
	if (at < m->n_kept) {
		if (!is_nearer(&scored, &m->kept[at]))
			return;
	} else if (m->n_kept < m->top) {
		m->n_kept++;
	} else if (!m->top || !comes_before(&scored, &m->kept[at = m->top - 1])) {
		return;
	}
	for (; at && comes_before(&scored, &m->kept[at - 1]); at--)
		m->kept[at] = m->kept[at - 1];
	m->kept[at] = scored;
}

/* ----------------------------------------------------------------------------------------------------------- scoring */

static bool
score(struct cdr_matcher *m, uint32_t stored, struct cdr_match_beside *beside, struct cdr_match_score *ret)
{
	uint32_t entry = cdr_cdx_name(&m->index->cdx, stored)->entry;
	struct cdr_match_particulars theirs = entry_particulars(m, entry);
	cdr_match_unpack(m->index, stored, &m->other);
	bool swapped = cdr_match_align_ordered(m->config, &m->name, &m->other, &m->evidence);
	cdr_match_beside(&m->particulars, &theirs, beside);
	cdr_match_score(m->config, &m->evidence, beside, ret);
	return swapped;
}

/* Addresses take longer to compare than many names do: not worth it where even the same one would make no hit. */
static bool
may_count(const struct cdr_matcher *m, struct cdr_match_beside beside)
{
	beside.address = beside.sector = 1;
	int most = cdr_match_total(m->config, &m->evidence, &beside);
	return most >= m->least || most >= m->config->possible * CDR_MATCH_UNIT;
}

/* The same sum without its parts. */
static int
total(struct cdr_matcher *m, uint32_t stored, uint32_t entry)
{
	struct cdr_match_beside beside = { .country = CDR_AGREE_NOTHING };
	cdr_match_unpack(m->index, stored, &m->other);
	(void)cdr_match_align_ordered(m->config, &m->name, &m->other, &m->evidence);
	if (m->particulars.country.n || m->particulars.n_identifiers || m->particulars.stated.n) {
		struct cdr_match_particulars theirs = entry_particulars(m, entry);
		struct cdr_str stated = theirs.stated;
		theirs.stated = (struct cdr_str){ NULL, 0 };
		cdr_match_beside(&m->particulars, &theirs, &beside);
		if (stated.n && may_count(m, beside))
			cdr_match_compare_stated(m->particulars.stated, stated, &beside);
	}
	return cdr_match_total(m->config, &m->evidence, &beside);
}

/* True when it is a hit. */
static bool
score_name(struct cdr_matcher *m, struct asked asked, uint32_t stored)
{
	uint32_t entry = cdr_cdx_name(&m->index->cdx, stored)->entry;
	int scored = total(m, stored, entry);
	m->finder.stats.scored++;
	m->best = scored > m->best ? scored : m->best;
	if (scored < m->least || !scored)
		return false;
	keep(m, (struct scored){ .number = cdr_cdx_entry(&m->index->cdx, entry)->number,
	                         .entry = entry,
	                         .name = stored,
	                         .total = scored,
	                         .query = asked.query,
	                         .reading = asked.reading });
	return true;
}

/* Entries with an identifier of the subject's are scored whatever their names. */
static void
score_by_identifier(struct cdr_matcher *m, struct asked asked)
{
	const struct cdr_cdx_keys *keys = &m->index->cdx.entry_keys;
	size_t left = MAX_BY_IDENTIFIER;
	for (size_t i = 0; i < m->particulars.n_identifiers && keys->n; i++) {
		const struct cdr_match_identifier *identifier = &m->particulars.identifiers[i];
		uint64_t hash = cdr_match_identifier_hash(identifier->scheme, identifier->value);
		uint32_t from, to;
		cdr_cdx_keys_range(keys, hash, &from, &to);
		for (uint32_t k = from; k < to; k++) {
			uint32_t first = 0;
			if (keys->targets[k] >> CDR_CDX_ID_BITS != cdr_cdx_tag(keys, hash))
				continue;
			size_t n = cdr_cdx_names_of(&m->index->cdx, keys->targets[k] & CDR_CDX_ID_MASK, &first);
			for (size_t j = 0; j < n && left; j++, left--)
				(void)score_name(m, asked, first + (uint32_t)j);
		}
	}
}

static enum cdr_status
read_name(struct cdr_matcher *m, size_t query, struct cdr_name_key *ret, struct cdr_error *err)
{
	cdr_arena_reset(m->scratch);
	return cdr_normalise_name(m->index->normaliser, subject_name(m->subject, query), m->scratch, ret, err);
}

static void
prepare(struct cdr_matcher *m, const struct cdr_name_key *key, size_t reading)
{
	cdr_match_prepare(m->config, m->index, key, reading, &m->name);
	/* As much of it as an image holds. */
	m->name.folded_hash = m->name.folded_hash >> 32 << 32;
}

/* Log-odds of a score; the bounds of candidates are meant so. */
static float
log_odds(double score)
{
	return score <= 0 ? -INFINITY : score >= 1 ? INFINITY : (float)log(score / (1 - score));
}

/* Where a name has to get to be a hit. What stands beside may add to what names reach, and scores are rounded. */
static float
bar_of(const struct cdr_matcher *m)
{
	int least = m->top && m->n_kept == m->top ? m->kept[m->top - 1].total : 0;
	least = least > m->least ? least : m->least;
	double beside = m->particulars.country.n ? fmax(0, m->config->terms[CDR_TERM_COUNTRY_AGREE]) : 0;
	if (m->particulars.stated.n)
		beside += fmax(0, m->config->terms[CDR_TERM_ADDRESS_AGREE]) +
		          fmax(0, m->config->terms[CDR_TERM_SECTOR_AGREE]);
	return log_odds((least - 1.0) / CDR_MATCH_UNIT) - (float)beside - SLACK;
}

/* Scores the candidates found, those first that can get furthest, as long as any can still be a hit. */
static void
score_candidates(struct cdr_matcher *m, struct asked asked, size_t most)
{
	struct cdr_match_candidate candidate;
	float bar = bar_of(m);
	for (size_t n = 0, misses = 0; n < most && misses < CDR_MATCH_MOST_MISSES; n++) {
		if (!cdr_match_next_candidate(&m->finder, bar, &candidate))
			return;
		bool hit = score_name(m, asked, candidate.name);
		misses = hit ? 0 : misses + 1;
		bar = hit ? bar_of(m) : bar;
	}
}

static void
ask_reading(struct cdr_matcher *m, struct asked asked, bool exhaustive)
{
	m->best = 0;
	for (size_t k = 0; exhaustive && k < m->index->cdx.n_names; k++)
		(void)score_name(m, asked, (uint32_t)k);
	if (!exhaustive && cdr_match_candidates(&m->finder, &m->name, bar_of(m)))
		score_candidates(m, asked, CDR_MATCH_MOST_SCORED + 4 * m->top);
	score_by_identifier(m, asked);
	/* What is spelt quite otherwise is found by another way; it is no hit but to those who ask for less than possible, and
	 * not worth its time where something was found. */
	int possible = (int)(m->config->possible * CDR_MATCH_UNIT);
	if (exhaustive || m->least >= possible || m->best >= possible)
		return;
	if (cdr_match_near_candidates(&m->finder, &m->name, bar_of(m)))
		score_candidates(m, asked, CDR_MATCH_MOST_NEAR);
}

static enum cdr_status
ask(struct cdr_matcher *m, bool exhaustive, struct cdr_error *err)
{
	for (size_t i = 0; i < subject_count(m->subject); i++) {
		struct cdr_name_key key;
		CDR_TRY(read_name(m, i, &key, err));
		for (size_t k = 0; k < cdr_match_readings(&key); k++) {
			prepare(m, &key, k);
			ask_reading(m, (struct asked){ (uint8_t)i, (uint8_t)k }, exhaustive);
		}
	}
	return CDR_OK;
}

static enum cdr_status
query(struct cdr_matcher *m, const struct cdr_match_subject *subject, size_t top, double threshold, bool exhaustive,
      const struct cdr_match_hit **ret_hits, size_t *ret_n, struct cdr_error *err)
{
	if (top > CDR_MATCH_MAX_TOP)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, NULL, "%zu hits asked for; at most %d", top,
		                CDR_MATCH_MAX_TOP);
	cdr_arena_reset(m->beside);
	m->finder.stats = (struct cdr_match_query_stats){ .visited = 0 };
	m->subject = subject;
	m->n_kept = 0;
	m->top = top;
	m->least = (int)(threshold * CDR_MATCH_UNIT);
	m->least += (double)m->least / CDR_MATCH_UNIT < threshold;
	CDR_TRY(cdr_match_particulars(m->config, subject, m->beside, &m->particulars, err));
	CDR_TRY(ask(m, exhaustive, err));
	for (size_t i = 0; i < m->n_kept; i++) {
		double value = (double)m->kept[i].total / CDR_MATCH_UNIT;
		m->hits[i] = (struct cdr_match_hit){ .number = m->kept[i].number,
			                             .score = value,
			                             .verdict = cdr_match_verdict(m->config, value),
			                             .matched_name = cdr_cdx_text(
							     &m->index->cdx,
							     cdr_cdx_name(&m->index->cdx, m->kept[i].name)->text) };
	}
	*ret_hits = m->hits;
	*ret_n = m->n_kept;
	return CDR_OK;
}

enum cdr_status
cdr_matcher_query(struct cdr_matcher *matcher, const struct cdr_match_subject *subject, size_t top, double threshold,
                  const struct cdr_match_hit **ret_hits, size_t *ret_n, struct cdr_error *err)
{
	return query(matcher, subject, top, threshold, false, ret_hits, ret_n, err);
}

enum cdr_status
cdr_matcher_query_exhaustive(struct cdr_matcher *matcher, const struct cdr_match_subject *subject, size_t top,
                             double threshold, const struct cdr_match_hit **ret_hits, size_t *ret_n,
                             struct cdr_error *err)
{
	return query(matcher, subject, top, threshold, true, ret_hits, ret_n, err);
}

enum cdr_status
cdr_matcher_explain(struct cdr_matcher *matcher, size_t i, struct cdr_arena *arena, struct cdr_match_hit *ret,
                    struct cdr_error *err)
{
	struct cdr_match_beside beside;
	struct cdr_match_score result;
	if (i >= matcher->n_kept)
		return cdr_fail(err, CDR_EINTERNAL, CDR_MATCH_ROOM, NULL, "hit %zu of %zu was to be explained", i,
		                matcher->n_kept);
	const struct scored *scored = &matcher->kept[i];
	struct cdr_name_key key;
	CDR_TRY(read_name(matcher, scored->query, &key, err));
	prepare(matcher, &key, scored->reading);
	bool swapped = score(matcher, scored->name, &beside, &result);
	struct cdr_match_hit hit = matcher->hits[i];
	hit.matched_name = cdr_str_copy(arena, hit.matched_name);
	if (!hit.matched_name.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	struct cdr_match_told told = { .config = matcher->config,
		                       .left = &matcher->name,
		                       .right = &matcher->other,
		                       .evidence = &matcher->evidence,
		                       .swapped = swapped,
		                       .beside = &beside,
		                       .score = &result };
	CDR_TRY(cdr_match_explain(matcher->index->normaliser, &told, arena, &hit, err));
	*ret = hit;
	return CDR_OK;
}

static enum cdr_status
query_once(struct cdr_matcher *matcher, const struct cdr_match_subject *subject, size_t top, double threshold,
           struct cdr_arena *arena, struct cdr_match_hit **ret_hits, size_t *ret_n, struct cdr_error *err)
{
	const struct cdr_match_hit *found = NULL;
	size_t n = 0;
	CDR_TRY(cdr_matcher_query(matcher, subject, top, threshold, &found, &n, err));
	struct cdr_match_hit *hits = cdr_arena_alloc(arena, (n ? n : 1) * sizeof(*hits));
	if (!hits)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < n; i++)
		CDR_TRY(cdr_matcher_explain(matcher, i, arena, &hits[i], err));
	*ret_hits = hits;
	*ret_n = n;
	return CDR_OK;
}

enum cdr_status
cdr_match_query(const struct cdr_match_index *index, const struct cdr_match_subject *subject, size_t top,
                double threshold, struct cdr_arena *arena, struct cdr_match_hit **ret_hits, size_t *ret_n,
                struct cdr_error *err)
{
	cdr_owned(cdr_matcher) matcher = NULL;
	/* The index itself does not change by it: a matcher holds nothing that outlives a query. */
	struct cdr_match_index *lender = (struct cdr_match_index *)(uintptr_t)index;
	matcher = atomic_exchange(&lender->spare, NULL);
	if (!matcher)
		CDR_TRY(cdr_matcher_new(index, &matcher, err));
	CDR_TRY(query_once(matcher, subject, top, threshold, arena, ret_hits, ret_n, err));
	struct cdr_matcher *nobody = NULL;
	if (atomic_compare_exchange_strong(&lender->spare, &nobody, matcher))
		(void)cdr_steal(&matcher);
	return CDR_OK;
}
