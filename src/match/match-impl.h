/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Shared inside match: weights, prepared names, evidence of one comparison, the index and its keys. */

#include "candor/match.h"

#define CDR_MATCH_ROOM "match"

/* ------------------------------------------------------------------------------------------------------- weights */

/* Each number is described in rulesets/match/weights.yaml, where it comes from. */
struct cdr_match_config {
	struct cdr_arena *arena;
	struct cdr_map *activities; /* words that say what a firm does */
	double possible, match;
	double stem_floor, activity_weight, number_weight, generic_weight, noise_weight, letter_weight;
	double contradiction, omission, number_conflict, number_omission, least_evidence;
	double name_ceiling, same_text, form_agree, form_conflict, country_agree, country_conflict, romanised;
	double identifier_agree, identifier_conflict, licence_conflict, licence_borrowed, licence_names;
	double acronym, shortened, initial, plural, unanchored;
	double common_frequency;
};

/* ------------------------------------------------------------------------------------------------------ distance */

#define CDR_DISTANCE_MAX 64 /* characters; longer words only ever agree or differ */

/* Edits (insertion, deletion, substitution, transposition of neighbours, no substring edited twice) that turn a into b,
 * counted in characters; the greater length when either is longer than CDR_DISTANCE_MAX. Symmetric. */
size_t
cdr_match_edits(struct cdr_str a, struct cdr_str b);
/* Winkler's similarity: Jaro's plus 0.1 per common leading character, at most four. In bytes. Symmetric. 0 … 1. */
double
cdr_match_jaro_winkler(struct cdr_str a, struct cdr_str b);

/* ---------------------------------------------------------------------------------------------- names to compare */

#define CDR_MATCH_MAX_FORMS 8

struct cdr_match_token {
	struct cdr_str text;
	int64_t number;
	uint32_t id;  /* in the index's dictionary, 0 = not there */
	float weight; /* how much identity the word carries, 0 … 1 */
	uint8_t kind; /* enum cdr_token_kind, never CDR_TOKEN_LEGAL_FORM */
	bool common;  /* seen often: not a typing error of another word */
	bool activity;
};
/* A name taken apart; no word twice, legal forms aside. */
struct cdr_match_name {
	struct cdr_match_token tokens[CDR_NAME_MAX_TOKENS];
	size_t n_tokens;
	struct cdr_str forms[CDR_MATCH_MAX_FORMS];
	size_t n_forms;
	struct cdr_str original;
	uint64_t folded_hash; /* equal text when equal */
	bool romanised;
};

/* ------------------------------------------------------------------------------------------------------ evidence */

enum cdr_match_way { CDR_WAY_SAME, CDR_WAY_SPELLING, CDR_WAY_JOINED, CDR_WAY_SHORTENED, CDR_WAY_INITIALS };
/* Some neighbouring words of one name met some of the other. */
struct cdr_match_pair {
	uint8_t left, n_left, right, n_right;
	uint8_t way;
	float similarity, weight;
};
/* What comparing two names found. */
struct cdr_match_evidence {
	struct cdr_match_pair pairs[CDR_NAME_MAX_TOKENS];
	size_t n_pairs;
	uint64_t left_met, right_met; /* bit i: token i met something */
	double agreed, similar;       /* weight of the pairs, and the same times similarity */
	double left_alone, right_alone;
	bool anchored; /* a word of identity met letter by letter */
	bool numbers_conflict, number_omitted, same_text, forms_agree, forms_conflict, one_romanised;
};
/* Pairs the words off. Symmetric when the caller orders the names (cdr_match_order). */
void
cdr_match_align(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *ret);
/* True when `left` and `right` are to be swapped before aligning, so that both orders give the same result. */
bool
cdr_match_swapped(const struct cdr_match_name *left, const struct cdr_match_name *right);

/* What stands beside the names. */
enum cdr_match_agreement { CDR_AGREE_NOTHING = 0, CDR_AGREE_YES, CDR_AGREE_NO };
/* An identifier that cannot be right; it weighs nothing. */
struct cdr_match_doubt {
	struct cdr_str scheme, printed; /* empty: there is none */
};
struct cdr_match_beside {
	enum cdr_match_agreement country;
	enum cdr_match_agreement identifiers;
	struct cdr_str scheme;    /* of the identifiers that decided */
	struct cdr_str values[2]; /* theirs, as printed, left and right */
	struct cdr_str countries[2];
	struct cdr_match_doubt doubts[2]; /* of the left and the right one */
};
/* An identifier ready to compare. */
struct cdr_match_identifier {
	struct cdr_str scheme, value, country, printed;
};
/* Everything of a subject but its names. */
struct cdr_match_particulars {
	struct cdr_str country;
	const struct cdr_match_identifier *identifiers;
	size_t n_identifiers;
};
enum cdr_status CDR_MUST_CHECK
cdr_match_particulars(const struct cdr_match_subject *subject, struct cdr_arena *arena,
                      struct cdr_match_particulars *ret, struct cdr_error *err);
void
cdr_match_beside(const struct cdr_match_particulars *left, const struct cdr_match_particulars *right,
                 struct cdr_match_beside *ret);
bool
cdr_match_is_licence(struct cdr_str scheme);

/* Ten-thousandths of score, one per kind of reason, in the order in which reasons are told. Whole numbers, so that what
 * is shown adds up exactly. */
enum cdr_match_part {
	CDR_PART_IDENTIFIER = 0,
	CDR_PART_AGREE,
	CDR_PART_SPELLING,
	CDR_PART_CONTRADICTION,
	CDR_PART_OMISSION,
	CDR_PART_COMMON,
	CDR_PART_NUMBER,
	CDR_PART_SAME_TEXT,
	CDR_PART_FORM,
	CDR_PART_COUNTRY,
	CDR_PART_SCRIPT,
	CDR_PART_CONFLICT,
	CDR_PART_BORROWED,
	CDR_PART_COUNT
};
#define CDR_MATCH_UNIT 10000
struct cdr_match_score {
	int parts[CDR_PART_COUNT];
	int total;
};
void
cdr_match_score(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside, struct cdr_match_score *ret);
enum cdr_verdict
cdr_match_verdict(const struct cdr_match_config *config, double score);

/* Turns a score into sentences. `left` is what was asked; `swapped` says that evidence was taken in the other order. */
enum cdr_status CDR_MUST_CHECK
cdr_match_explain(const struct cdr_match_name *left, const struct cdr_match_name *right,
                  const struct cdr_match_evidence *evidence, bool swapped, const struct cdr_match_beside *beside,
                  const struct cdr_match_score *score, struct cdr_arena *arena, struct cdr_match_hit *hit,
                  struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- index */

/* A distinct word of the indexed names. `id` 0 is never given. */
struct cdr_match_word {
	struct cdr_str text;
	int64_t number;
	uint32_t id, frequency; /* names it stands in */
	uint32_t postings;      /* start in index->postings, `frequency` long */
	float weight;
	uint8_t kind;
	bool common, activity;
};
struct cdr_match_stored {
	uint32_t entry, first_token, first_form;
	uint8_t n_tokens, n_forms;
	bool romanised;
	float weight; /* sum over its tokens */
	struct cdr_str original;
	uint64_t folded_hash;
};
struct cdr_match_entry {
	uint32_t number, first_identifier, n_identifiers, first_name, n_names;
	struct cdr_str country; /* interned */
};
/* hash -> word id, name or entry; sorted by hash, then target */
struct cdr_match_key {
	uint64_t hash;
	uint32_t target;
};
#define CDR_MATCH_SLOTS 65536
struct cdr_match_keys {
	struct cdr_vec items; /* struct cdr_match_key */
	uint32_t *slots;      /* first item whose hash has these upper 16 bits; CDR_MATCH_SLOTS + 1 of them */
};
struct cdr_match_index {
	const struct cdr_match_config *config;
	const struct cdr_normaliser *normaliser;
	struct cdr_arena *arena, *scratch;
	struct cdr_map *words;                      /* text -> struct cdr_match_word */
	struct cdr_match_word **by_id;              /* after finish */
	struct cdr_vec tokens;                      /* uint32_t word ids, name after name */
	struct cdr_vec forms;                       /* struct cdr_str, interned class words */
	struct cdr_vec names, entries, identifiers; /* the last: struct cdr_match_identifier */
	uint32_t *postings;                         /* name numbers */
	struct cdr_match_keys typo_keys, name_keys, identifier_keys;
	bool finished;
};
/* A stored name worth scoring. */
struct cdr_match_candidate {
	uint32_t name;
	float rank;
};

uint64_t
cdr_match_hash(struct cdr_str text, uint64_t seed);
enum cdr_status CDR_MUST_CHECK
cdr_match_keys_add(struct cdr_match_keys *keys, uint64_t hash, uint32_t target, struct cdr_error *err);
/* Sorts, drops doubles and makes ready for finding; after that nothing is added. */
enum cdr_status CDR_MUST_CHECK
cdr_match_keys_close(struct cdr_match_keys *keys, struct cdr_error *err);
void
cdr_match_keys_done(struct cdr_match_keys *keys);
/* Targets of `hash`: *ret points at the first of the result. */
size_t
cdr_match_keys_find(const struct cdr_match_keys *keys, uint64_t hash, const struct cdr_match_key **ret);
/* Calls back with the hash of each key under which a word is found despite a typing error. */
typedef enum cdr_status (*cdr_match_hash_fn)(void *context, uint64_t hash);
enum cdr_status CDR_MUST_CHECK
cdr_match_typo_hashes(struct cdr_str word, cdr_match_hash_fn tell, void *context);
/* Hash of the identifier as it is compared: scheme and normalised value. */
uint64_t
cdr_match_identifier_hash(struct cdr_str scheme, struct cdr_str normalised);

#define CDR_SEED_TYPO UINT64_C(0x9E3779B97F4A7C15)
#define CDR_SEED_JOINED UINT64_C(0xC2B2AE3D27D4EB4F)
#define CDR_SEED_PREFIX UINT64_C(0x165667B19E3779F9)
#define CDR_SEED_FOLDED UINT64_C(0x27D4EB2F165667C5)

/* Hash of the texts of two neighbouring words written together, and of a whole name's. */
uint64_t
cdr_match_joined_hash(struct cdr_str first, struct cdr_str second);
/* Prepares a key for comparison; with an index, ids and rarity come from it. Text stays in the key's arena. */
void
cdr_match_prepare(const struct cdr_match_config *config, const struct cdr_match_index *index,
                  const struct cdr_name_key *key, struct cdr_match_name *ret);
/* The same for a stored name. */
void
cdr_match_unpack(const struct cdr_match_index *index, uint32_t name, struct cdr_match_name *ret);

/* ---------------------------------------------------------------------------------------------------- candidates */

#define CDR_MATCH_MAX_CANDIDATES 200 /* names scored in full per query name */
#define CDR_MATCH_MAX_VISITS 12000   /* postings read per query name; the commonest words go first overboard */
#define CDR_MATCH_MAX_TYPO_WORDS 64  /* words taken for misspellings of one query word */

/* Finds stored names worth scoring, best first. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_candidates(const struct cdr_match_index *index, const struct cdr_name_key *key,
                     const struct cdr_match_name *name, struct cdr_arena *scratch, struct cdr_match_candidate **ret,
                     size_t *ret_n, struct cdr_error *err);
