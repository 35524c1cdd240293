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

/* What is compared. Text is borrowed for the length of the call (index: copied). */
struct cdr_match_subject {
	struct cdr_str name;
	const struct cdr_str *aliases;
	size_t n_aliases;
	struct cdr_str country; /* alpha-2 or {NULL,0} */
	const struct cdr_identifier *identifiers;
	size_t n_identifiers;
};

/* Weights and thresholds, from match/weights.yaml, and how often words occur in company names, from
 * match/word-frequency.csv. `normaliser` must outlive it. */
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

struct cdr_match_index;
/* An index over names. Freed with cdr_match_index_free, which takes NULL and returns NULL. */
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

/* One scored candidate. Text lives in the arena given to the call. */
struct cdr_match_hit {
	uint32_t number;             /* of the entry */
	double score;                /* 0 … 1; never saturates on a name alone */
	enum cdr_verdict verdict;    /* CLEAR below the possible threshold */
	struct cdr_str matched_name; /* which of the entry's names met */
	struct cdr_reason *reasons;  /* contributions sum to the score */
	size_t n_reasons;
};

/* The best `top` entries with score ≥ threshold, best first, ties by number; the result does not depend on the order in
 * which entries were added. ENOMEM, ELIMIT. */
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
