/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * match: names in, scored pairs with reasons out. Holds an index over registry names, finds candidates, scores and
 * explains. Identifiers and licence numbers are compared before names. Knows nothing of registries, files or stores.
 *
 * Thread rule: an index is immutable after cdr_match_index_finish; a matcher (query state) is for one thread.
 */

#include "candor/base.h"
#include "candor/model.h"
#include "candor/normalise.h"

#define CDR_MATCH_MAX_TOP 100
#define CDR_MATCH_MAX_ENTRIES 4000000
#define CDR_MATCH_MAX_ADDRESSES 8 /* of one subject; more are left out */

/* What is compared. Text is borrowed for the length of the call (index: copied). */
struct cdr_match_subject {
	struct cdr_str name;
	const struct cdr_str *aliases;
	size_t n_aliases;
	struct cdr_str country; /* alpha-2 or {NULL,0} */
	const struct cdr_identifier *identifiers;
	size_t n_identifiers;
	struct cdr_str id;               /* of an entry, for whoever opens the index file later; or {NULL,0} */
	const struct cdr_str *addresses; /* as written; of two subjects' those that agree best are compared */
	size_t n_addresses;
	const struct cdr_str *sectors; /* what it makes, trades in or does, in whatever words */
	size_t n_sectors;
};

/* What a party is asked by: its names, also the aliases and the name in its own script, where it is and what it does and
 * supplies. Borrows from the party, the rest is in arena. ENOMEM; any thread. */
enum cdr_status CDR_MUST_CHECK
cdr_match_subject_of_party(const struct cdr_party *party, struct cdr_arena *arena, struct cdr_match_subject *ret,
                           struct cdr_error *err);

/* Weights and thresholds, from match/weights.yaml, how often words occur in company names, from match/word-frequency.csv,
 * and lines of business, from match/sectors.csv. `normaliser` must outlive it. */
struct cdr_match_config;
struct cdr_match_config *
cdr_match_config_free(struct cdr_match_config *config);
CDR_DEFINE_FREEP(cdr_match_config)
enum cdr_status CDR_MUST_CHECK
cdr_match_config_load(const struct cdr_bundle *rulesets, const struct cdr_normaliser *normaliser,
                      struct cdr_match_config **ret, struct cdr_error *err);
/* Scores at or above which a pair is POSSIBLE and MATCH; 0 … 1. */
double
cdr_match_threshold(const struct cdr_match_config *config, enum cdr_verdict verdict);

/* An index over names: made by adding, or opened from a file. What it answers does not depend on the order of adding.
 * Freed with cdr_match_index_free, which takes NULL and returns NULL. */
struct cdr_match_index;
struct cdr_match_index *
cdr_match_index_free(struct cdr_match_index *index);
CDR_DEFINE_FREEP(cdr_match_index)
/* `config` and `normaliser` must outlive the index. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_new(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                    struct cdr_match_index **ret, struct cdr_error *err);
/* Adds one entry under the caller's number; numbers need not be dense. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_add(struct cdr_match_index *index, uint32_t number, const struct cdr_match_subject *subject,
                    struct cdr_error *err);
/* Counts token frequencies and closes the index; queries need it, additions end. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_finish(struct cdr_match_index *index, struct cdr_error *err);
size_t
cdr_match_index_count(const struct cdr_match_index *index);
/* A new index, open for adding, of the entries of a finished one but for those whose numbers are given; their names are
 * not read again. Entries that changed are removed here and added anew. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_update(const struct cdr_match_index *old, const uint32_t *removed, size_t n_removed,
                       struct cdr_match_index **ret, struct cdr_error *err);

/* A new index, open for adding, to be filled with all of a list anew: what is added and stands in `old` under the same id
 * word for word is taken over from there, whatever its number, instead of being read again. The result is what
 * cdr_match_index_new would have given. `old` is finished, under the same rules, and must outlive the adding. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_renew(const struct cdr_match_index *old, struct cdr_match_index **ret, struct cdr_error *err);
/* How what has been added to such an index so far differs from the old one. */
struct cdr_match_index_changes {
	size_t added, removed, changed, same;
};
struct cdr_match_index_changes
cdr_match_index_changes(const struct cdr_match_index *index);

/* Writes a finished index as a .cdx file, all or nothing; programs that have an older one open keep that. EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_write(const struct cdr_match_index *index, const char *path, struct cdr_error *err);
/* Opens such a file, read-only and shared with all who have it open; only its beginning is looked at. EIO; EINPUT, saying
 * what to do, when it is no index, damaged at its beginning, cut short, of another version or byte order, or was made
 * under other rules than those given. A file damaged elsewhere may answer wrongly, which cdr_match_index_verify finds. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_open(const char *path, const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                     struct cdr_match_index **ret, struct cdr_error *err);
/* Reads all of the index and compares its checksums; EINPUT naming the damaged section. `name` stands in the message. */
enum cdr_status CDR_MUST_CHECK
cdr_match_index_verify(const struct cdr_match_index *index, const char *name, struct cdr_error *err);
/* Whether a file that begins so is meant to be an index. */
bool
cdr_match_index_is_file(struct cdr_str beginning);

/* What a finished index is made of. */
#define CDR_MATCH_MAX_SECTIONS 24
struct cdr_match_index_facts {
	size_t n_bytes, n_entries, n_names, n_identifiers, n_words;
	size_t n_capped_words; /* so common that they lead to no name by themselves */
	size_t n_capped_keys;  /* of which only the first names or words are kept */
	uint32_t version;
	uint64_t rules; /* digest of what names are read by */
	struct {
		const char *name;
		size_t n_bytes;
	} sections[CDR_MATCH_MAX_SECTIONS];
	size_t n_sections;
};
void
cdr_match_index_facts(const struct cdr_match_index *index, struct cdr_match_index_facts *ret);
/* Id and first name of an entry of a finished index; false when there is none of that number. Text lives as long as the
 * index. */
bool
cdr_match_index_entry(const struct cdr_match_index *index, uint32_t number, struct cdr_str *ret_id,
                      struct cdr_str *ret_name);

/* One scored candidate. Text lives in the arena given to the call. */
struct cdr_match_hit {
	uint32_t number;             /* of the entry */
	double score;                /* 0 … 1; never saturates on a name alone */
	enum cdr_verdict verdict;    /* CLEAR below the possible threshold */
	struct cdr_str matched_name; /* which of the entry's names met */
	struct cdr_reason *reasons;  /* contributions sum to the score */
	size_t n_reasons;
};

/* What a query did. */
struct cdr_match_query_stats {
	size_t visited;     /* names that some key led to, counted as often */
	size_t candidates;  /* of these those worth a closer look */
	size_t scored;      /* compared in full */
	size_t capped_keys; /* keys that led to too many and were left out or cut */
};

/* Asks an index again and again without taking memory for it. For one thread; as many matchers as wanted may share an
 * index, which must outlive them. */
struct cdr_matcher;
struct cdr_matcher *
cdr_matcher_free(struct cdr_matcher *matcher);
CDR_DEFINE_FREEP(cdr_matcher)
enum cdr_status CDR_MUST_CHECK
cdr_matcher_new(const struct cdr_match_index *index, struct cdr_matcher **ret, struct cdr_error *err);
/* The best `top` entries with score ≥ threshold, best first, ties by number. Hits have no reasons yet; they and the
 * subject are needed until the next query or the last cdr_matcher_explain. ENOMEM, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_matcher_query(struct cdr_matcher *matcher, const struct cdr_match_subject *subject, size_t top, double threshold,
                  const struct cdr_match_hit **ret_hits, size_t *ret_n, struct cdr_error *err);
/* The same by comparing every name there is: to measure what candidates miss. */
enum cdr_status CDR_MUST_CHECK
cdr_matcher_query_exhaustive(struct cdr_matcher *matcher, const struct cdr_match_subject *subject, size_t top,
                             double threshold, const struct cdr_match_hit **ret_hits, size_t *ret_n,
                             struct cdr_error *err);
/* Hit `i` of the last query with its reasons, in `arena`. */
enum cdr_status CDR_MUST_CHECK
cdr_matcher_explain(struct cdr_matcher *matcher, size_t i, struct cdr_arena *arena, struct cdr_match_hit *ret,
                    struct cdr_error *err);
struct cdr_match_query_stats
cdr_matcher_stats(const struct cdr_matcher *matcher); /* of the last query */

/* One query, all hits explained, in `arena`. Any number of threads may ask one index at once. ENOMEM, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_match_query(const struct cdr_match_index *index, const struct cdr_match_subject *subject, size_t top,
                double threshold, struct cdr_arena *arena, struct cdr_match_hit **ret_hits, size_t *ret_n,
                struct cdr_error *err);

/* Scores two subjects directly, symmetric in its arguments. `index` gives token rarity and may be NULL (every token then
 * counts alike). */
enum cdr_status CDR_MUST_CHECK
cdr_match_compare(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                  const struct cdr_match_index *index, const struct cdr_match_subject *left,
                  const struct cdr_match_subject *right, struct cdr_arena *arena, struct cdr_match_hit *ret,
                  struct cdr_error *err);
/* The same without sentences: the score alone, in `arena` what reading the names takes. ENOMEM; any thread. */
enum cdr_status CDR_MUST_CHECK
cdr_match_compare_score(const struct cdr_match_config *config, const struct cdr_normaliser *normaliser,
                        const struct cdr_match_index *index, const struct cdr_match_subject *left,
                        const struct cdr_match_subject *right, struct cdr_arena *arena, double *ret,
                        struct cdr_error *err);
