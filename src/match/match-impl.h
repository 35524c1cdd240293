/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Shared inside match: weights, prepared names, evidence of one comparison, the index and its keys. */

#include <string.h>

#include "candor/match.h"

#define CDR_MATCH_ROOM "match"

/* ------------------------------------------------------------------------------------------------------- weights */

/* What comparing two names can find. Each is a number ≥ 0, described in rulesets/match/weights.yaml under its name, and
 * moves the log-odds of "the same firm" by its weight there. The order is that in which a score is told: what speaks for
 * the same firm first. */
enum cdr_match_term {
	CDR_TERM_BASE = 0,
	CDR_TERM_IDENTITY,      /* weight of words of identity that met, up to one rare word's */
	CDR_TERM_IDENTITY_MORE, /* what is above that */
	CDR_TERM_MEANING,       /* weight of activities, places, bodies that met */
	CDR_TERM_COMPLETE,      /* every word of both met */
	CDR_TERM_SAME_TEXT,
	CDR_TERM_SAME_LETTERS, /* the same but for blanks and marks, legal form left out */
	CDR_TERM_NEAR, /* words contradict each other, yet the whole is spelt much alike: damage of many kinds */
	CDR_TERM_NUMBERS_AGREE,
	CDR_TERM_SPELLING,      /* weight of words that differ by slips of pen, keyboard or scanner, times how much */
	CDR_TERM_OTHER_LETTERS, /* the same, by letters one does not hit by accident */
	CDR_TERM_OTHER_WORD,    /* the same, where both words are known by themselves */
	CDR_TERM_SOUND,         /* weight of words that only sound alike */
	CDR_TERM_ONLY_SOUND,    /* no word of identity is written alike */
	CDR_TERM_INITIALS,
	CDR_TERM_SHORTENED,
	CDR_TERM_SCRIPT,         /* words of identity met across scripts only */
	CDR_TERM_ORDER,          /* words of identity stand in another order */
	CDR_TERM_OTHER_IDENTITY, /* contradiction: both sides have it and it differs */
	CDR_TERM_OTHER_ACTIVITY,
	CDR_TERM_OTHER_PLACE,
	CDR_TERM_OTHER_BODY,
	CDR_TERM_OTHER_PERSON,
	CDR_TERM_OTHER_MIXED,    /* an activity here, a place there */
	CDR_TERM_OTHER_SCRIPT,   /* words of identity left over on both sides, Han on one of them */
	CDR_TERM_OTHER_ALPHABET, /* the same, in different alphabets */
	CDR_TERM_OTHER_GENERIC,  /* a generic word here ("Group"), something else there */
	CDR_TERM_OTHER_NUMBER,
	CDR_TERM_NO_IDENTITY,   /* no word of identity met */
	CDR_TERM_LESS_IDENTITY, /* omission: only one side has it */
	CDR_TERM_LESS_ACTIVITY,
	CDR_TERM_LESS_PLACE,
	CDR_TERM_LESS_BODY,
	CDR_TERM_LESS_PERSON,
	CDR_TERM_LESS_GENERIC,
	CDR_TERM_LESS_NUMBER,
	CDR_TERM_LESS_ASIDE,   /* words behind the legal form, of an address or branch */
	CDR_TERM_FORM_OTHER,   /* kinds of legal form differ */
	CDR_TERM_FORM_FOREIGN, /* forms of different countries' law */
	CDR_TERM_COUNTRY_AGREE,
	CDR_TERM_COUNTRY_OTHER,
	CDR_TERM_ADDRESS_AGREE, /* from 0, where it says nothing, to 1, one place */
	CDR_TERM_ADDRESS_OTHER, /* the same, to other places */
	CDR_TERM_SECTOR_AGREE,  /* a line of business in common */
	CDR_TERM_SECTOR_OTHER,  /* none */
	CDR_TERM_COUNT
};

/* Lines of business, and which activities belong to them: bit i of `sectors` is the i-th title. */
#define CDR_MATCH_MAX_SECTORS 64
#define CDR_MATCH_MAX_ACTIVITIES 400
struct cdr_match_activity {
	struct cdr_str concept; /* as names are read */
	uint64_t sectors;
};
struct cdr_match_sectors {
	struct cdr_str titles[CDR_MATCH_MAX_SECTORS];
	struct cdr_match_activity *activities;
	size_t n, n_activities;
};

/* Each number is described in rulesets/match/weights.yaml, where it comes from. */
struct cdr_match_config {
	struct cdr_arena *arena;
	uint64_t digest;                                  /* of the rules it came with */
	struct cdr_match_frequency *frequencies;          /* by line; in the arena, as are the slots */
	struct cdr_match_frequency_slot *frequency_slots; /* open addressing by cdr_match_hash, at most half full */
	size_t frequency_mask;
	const struct cdr_normaliser *normaliser; /* borrowed: knows legal forms */
	double possible, match;
	double terms[CDR_TERM_COUNT];
	uint8_t parts[CDR_TERM_COUNT]; /* cdr_match_term_part of each */
	double ceiling, floor;         /* log-odds between which names alone stay */
	double rare_per_million, activity_most, place_most, body_most, quality_most, person_most, generic_most,
		number_most, letter_most;
	double common_per_million;
	double identifier_agree, identifier_conflict, licence_conflict, licence_borrowed, licence_names;
	double country_most;
	struct cdr_match_sectors sectors; /* in the arena */
};
struct cdr_match_frequency {
	struct cdr_str word; /* folded */
	float per_million;
	double rarity; /* see cdr_match_rarity */
};
/* Small, because most words that are looked for are not there. */
struct cdr_match_frequency_slot {
	uint32_t tag;
	uint32_t line; /* from 1; 0: free */
};
/* 1 for a word as rare as rare_per_million or rarer, 0 for one in every name, by the logarithm between. */
double
cdr_match_rarity(const struct cdr_match_config *config, double per_million);
/* How often a word occurs in company names; NULL: seldom. */
const struct cdr_match_frequency *
cdr_match_frequency_of(const struct cdr_match_config *config, struct cdr_str word);
extern const char *const cdr_match_term_names[CDR_TERM_COUNT];

static inline bool
cdr_match_equal(struct cdr_str a, struct cdr_str b)
{
	return a.n == b.n && (a.p == b.p || a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* The first eight bytes of a text, or all there are, as a number; copying so few costs more than all that is done with
 * them. */
static inline uint64_t
cdr_match_front(const char *p, size_t n)
{
	uint64_t whole = 0;
	if (n >= 8) {
		memcpy(&whole, p, 8);
	} else if (n >= 4) {
		uint32_t front, back;
		memcpy(&front, p, 4);
		memcpy(&back, p + n - 4, 4);
		whole = front | (uint64_t)back << (8 * n - 32);
	} else if (n) {
		whole = (unsigned char)p[0] | (uint64_t)(unsigned char)p[n / 2] << (8 * (n / 2)) |
		        (uint64_t)(unsigned char)p[n - 1] << (8 * (n - 1));
	}
	return whole;
}

/* How many bits are set. The compiler's own would call a library on machines of which it may not assume more. */
static inline unsigned
cdr_match_bits(uint64_t set)
{
	set -= set >> 1 & UINT64_C(0x5555555555555555);
	set = (set & UINT64_C(0x3333333333333333)) + (set >> 2 & UINT64_C(0x3333333333333333));
	set = (set + (set >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
	return (unsigned)(set * UINT64_C(0x0101010101010101) >> 56);
}

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

/* Bits of cdr_match_token.flags besides CDR_TOKEN_ASIDE and CDR_TOKEN_BRACKET, which stand there as they are. */
enum {
	CDR_MATCH_COMMON = 16, /* seen often: a word in its own right, not a typing error of another */
	CDR_MATCH_DIGITS = 32, /* has a digit among its letters: no misspelling is believed */
	CDR_MATCH_NATIVE = 64  /* not in Latin letters */
};
#define CDR_MATCH_WORD_FLAGS (CDR_MATCH_COMMON | CDR_MATCH_DIGITS) /* the same wherever it stands */
struct cdr_match_token {
	struct cdr_str text;    /* as written: what is spelt, joined, abbreviated and told */
	struct cdr_str meaning; /* what is equal for words of one meaning */
	int64_t number;
	uint64_t letters; /* which letters it has, for quick rejection */
	uint32_t id;      /* in the index's dictionary, 0 = not there */
	float weight;     /* how much identity the word carries, 0 … 1 */
	uint8_t kind;     /* enum cdr_token_kind, never CDR_TOKEN_LEGAL_FORM or CDR_TOKEN_NOISE */
	uint8_t flags;
	uint8_t n_characters;
};
/* Bits of cdr_match_name.flags. */
enum {
	CDR_MATCH_HOMOGLYPHS = 1, /* a word mixes letters of two alphabets that look alike */
	CDR_MATCH_READING = 2     /* one of two readings: the original says more than the tokens */
};
/* A name taken apart; no word twice. A name that gives another one beside ("formerly …") is taken apart in two readings. */
struct cdr_match_name {
	struct cdr_match_token tokens[CDR_NAME_MAX_TOKENS];
	size_t n_tokens;
	uint32_t forms[CDR_MATCH_MAX_FORMS]; /* lexemes of the normaliser */
	size_t n_forms;
	struct cdr_str original;
	uint64_t folded_hash; /* equal text when equal */
	uint64_t joined_hash; /* of all tokens without blanks */
	uint16_t flags;
};
/* How many readings a key has: 1 or 2. */
size_t
cdr_match_readings(const struct cdr_name_key *key);
/* Prepares one reading (0 or 1) for comparison. With an index, ids and rarity come from it. Text stays in the key's
 * arena. */
void
cdr_match_prepare(const struct cdr_match_config *config, const struct cdr_match_index *index,
                  const struct cdr_name_key *key, size_t reading, struct cdr_match_name *ret);
/* Weight of a word, from how often company names have it and, where n_names is not 0, how many of these names do. Sets
 * the flags of the word too. */
float
cdr_match_word_weight(const struct cdr_match_config *config, struct cdr_str text, enum cdr_token_kind kind,
                      size_t frequency, size_t n_names, uint8_t *ret_flags);
size_t
cdr_match_characters(struct cdr_str text);
/* Fills what follows from the text alone: letters, n_characters, CDR_MATCH_NATIVE. */
void
cdr_match_token_finish(struct cdr_match_token *token);
/* Hash of the token texts in order, without blanks. */
uint64_t
cdr_match_joined(const struct cdr_match_name *name);

/* ------------------------------------------------------------------------------------------------------ evidence */

enum cdr_match_way {
	CDR_WAY_SAME,
	CDR_WAY_SLIP,   /* spelt differently by slips one makes */
	CDR_WAY_LETTER, /* spelt differently by other letters */
	CDR_WAY_WORD,   /* by letters that make two words of it, each known by itself */
	CDR_WAY_JOINED,
	CDR_WAY_SHORTENED,
	CDR_WAY_INITIALS,
	CDR_WAY_SOUND, /* only sounds alike */
	CDR_WAY_SCRIPT /* the same sound in another script */
};
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
	float terms[CDR_TERM_COUNT];  /* the numbers found, not yet weighed */
	bool nothing;                 /* one of the names has no word to compare */
};
/* Pairs the words off and fills the terms, country and base aside. Symmetric when the caller orders the names
 * (cdr_match_swapped). */
void
cdr_match_align(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *ret);
/* The terms, once the words are paired off. */
void
cdr_match_weigh(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *evidence);
/* Does a word that only fills say no more than a legal form does ("Company")? */
bool
cdr_match_says_firm(const struct cdr_match_token *token);
/* Of the terms those of legal forms alone. */
void
cdr_match_weigh_forms(const struct cdr_match_config *config, const struct cdr_match_name *left,
                      const struct cdr_match_name *right, float *terms);
/* Has the name a word that is not in Latin letters? */
bool
cdr_match_is_native(const struct cdr_match_name *name);
/* Pairs what is left by sound. */
void
cdr_match_align_sound(const struct cdr_match_name *left, const struct cdr_match_name *right,
                      struct cdr_match_evidence *evidence);
#define CDR_MATCH_LETTERS_AN_EDIT 4 /* at most one edit in so many letters */
/* How likely two words are one, misspelt: 0, or a likeness below 1; `ret_way` says which kind of difference it is.
 * Symmetric. */
float
cdr_match_spelling(const struct cdr_match_config *config, const struct cdr_match_token *a,
                   const struct cdr_match_token *b, uint8_t *ret_way);
/* False only where cdr_match_spelling is 0: nearly all pairs of words, by their letters. */
static inline bool
cdr_match_is_near(const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	size_t longer = a->n_characters > b->n_characters ? a->n_characters : b->n_characters;
	size_t shorter = a->n_characters < b->n_characters ? a->n_characters : b->n_characters;
	if ((a->flags | b->flags) & (CDR_MATCH_NATIVE | CDR_MATCH_DIGITS))
		return true;
	size_t most = longer / CDR_MATCH_LETTERS_AN_EDIT;
	return longer - shorter <= most && cdr_match_bits(a->letters & ~b->letters) <= most &&
	       cdr_match_bits(b->letters & ~a->letters) <= most;
}
/* True when `left` and `right` are to be swapped before aligning, so that both orders give the same result. */
bool
cdr_match_swapped(const struct cdr_match_name *left, const struct cdr_match_name *right);

/* Aligns in the order that makes the result the same for both directions; true when that was the other one. */
bool
cdr_match_align_ordered(const struct cdr_match_config *config, const struct cdr_match_name *left,
                        const struct cdr_match_name *right, struct cdr_match_evidence *ret);

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
	double address;                   /* -1 other places … 0 nothing known … 1 one place */
	struct cdr_address_parts places;  /* in what they agree and differ */
	double sector;                    /* -1 none in common, 0 nothing known, 1 one in common */
	uint64_t sectors[2];              /* theirs; where some are in common, these alone */
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
	struct cdr_str stated; /* where it is and what it does, as cdr_match_state writes it; empty: not known */
};
enum cdr_status CDR_MUST_CHECK
cdr_match_particulars(const struct cdr_match_config *config, const struct cdr_match_subject *subject,
                      struct cdr_arena *arena, struct cdr_match_particulars *ret, struct cdr_error *err);
void
cdr_match_beside(const struct cdr_match_particulars *left, const struct cdr_match_particulars *right,
                 struct cdr_match_beside *ret);
bool
cdr_match_is_licence(struct cdr_str scheme);

/* Addresses and sectors taken apart, in the few bytes that an index keeps; in arena, {NULL,0} when they say nothing. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_state(const struct cdr_match_config *config, const struct cdr_match_subject *subject, struct cdr_arena *arena,
                struct cdr_str *ret, struct cdr_error *err);
/* Is `stated` what the subject's addresses and sectors give? Told by a digest of the texts, without taking them apart where
 * they gave anything. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_states(const struct cdr_match_config *config, const struct cdr_match_subject *subject, struct cdr_str stated,
                 struct cdr_arena *arena, bool *ret, struct cdr_error *err);
/* Compares two of these, adding to what is known of the countries. Bytes that nobody wrote so say nothing. Symmetric. */
void
cdr_match_compare_stated(struct cdr_str left, struct cdr_str right, struct cdr_match_beside *beside);
/* Reads match/sectors.csv. ENOTFOUND, EINPUT with the line, ELIMIT, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_sectors_load(const struct cdr_bundle *rulesets, const struct cdr_normaliser *normaliser,
                       struct cdr_arena *arena, struct cdr_match_sectors *ret, struct cdr_error *err);
/* The lines of business that a text speaks of, as bits; 0: none that is known. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_sectors_of(const struct cdr_match_config *config, struct cdr_str text, struct cdr_arena *arena, uint64_t *ret,
                     struct cdr_error *err);

/* Ten-thousandths of score, one per kind of reason, in the order in which reasons are told. Whole numbers, so that what
 * is shown adds up exactly. */
enum cdr_match_part {
	CDR_PART_BASE = 0,
	CDR_PART_IDENTIFIER,
	CDR_PART_AGREE,
	CDR_PART_SAME_TEXT,
	CDR_PART_SPELLING,
	CDR_PART_SCRIPT,
	CDR_PART_CONTRADICTION,
	CDR_PART_NUMBER,
	CDR_PART_OMISSION,
	CDR_PART_FORM,
	CDR_PART_COUNTRY,
	CDR_PART_ADDRESS,
	CDR_PART_SECTOR,
	CDR_PART_CONFLICT,
	CDR_PART_BORROWED,
	CDR_PART_COUNT
};
#define CDR_MATCH_UNIT 10000
struct cdr_match_score {
	int parts[CDR_PART_COUNT];
	int total;
};
/* Which part a term is told in. */
enum cdr_match_part
cdr_match_term_part(enum cdr_match_term term);
void
cdr_match_score(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside, struct cdr_match_score *ret);
/* The total alone: what cdr_match_score would say, sooner. */
int
cdr_match_total(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside);
enum cdr_verdict
cdr_match_verdict(const struct cdr_match_config *config, double score);

/* A comparison that is to be told. `left` is what was asked; `swapped` says that evidence was taken in the other order. */
struct cdr_match_told {
	const struct cdr_match_config *config; /* knows what lines of business are called */
	const struct cdr_match_name *left, *right;
	const struct cdr_match_evidence *evidence;
	bool swapped;
	const struct cdr_match_beside *beside;
	const struct cdr_match_score *score;
};
/* Turns a score into sentences, the reasons of `hit`: each part that moved it and, though they moved nothing, words that
 * differ and numbers that cannot be right. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_match_explain(const struct cdr_normaliser *normaliser, const struct cdr_match_told *told, struct cdr_arena *arena,
                  struct cdr_match_hit *hit, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- words */

/* A hash of text: not keyed against attackers, because two texts of one hash cost a candidate and never a result. */
uint64_t
cdr_match_hash(struct cdr_str text, uint64_t seed);
/* Number of a word in the index, 0: it is not there. */
uint32_t
cdr_match_word_find(const struct cdr_match_index *index, struct cdr_str text, struct cdr_str meaning, uint8_t kind);
/* One word of the index as a token; `flags` are those of the place it stands in. */
void
cdr_match_word_token(const struct cdr_match_index *index, uint32_t id, uint8_t flags, struct cdr_match_token *ret);
/* A stored name, ready for comparison. */
void
cdr_match_unpack(const struct cdr_match_index *index, uint32_t name, struct cdr_match_name *ret);

#define CDR_SEED_JOINED UINT64_C(0xC2B2AE3D27D4EB4F)
#define CDR_SEED_FOLDED UINT64_C(0x27D4EB2F165667C5)
