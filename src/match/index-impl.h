/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* The index inside match: the image and how it is looked at, the builder, keys, candidates. */

#include "match/match-impl.h"

/* --------------------------------------------------------------------------------------------------------- image */

/*
 * The image, in memory and as a .cdx file, byte for byte the same. Numbers are in the byte order of the machine that
 * made it, which `endian` tells; other machines refuse it. It depends on what was added and not on the order of adding.
 *
 *   header      struct cdr_cdx_header, 128 bytes: magic "CANDRCDX", version, byte order mark, digests, counts
 *   table       CDR_CDX_SECTIONS times struct cdr_cdx_section: where each section lies, how long it is, its checksum
 *   sections    each at a multiple of 64 bytes, in the order of the table
 *
 * Sections:
 *   entries     struct cdr_cdx_entry, by number
 *   names       struct cdr_cdx_name, entry after entry; an entry's names are those up to the next entry's first
 *   identifiers struct cdr_cdx_identifier, entry after entry likewise
 *   words       struct cdr_cdx_word, by text, kind, meaning; word 0 is no word
 *   tokens      uint32_t, name after name: its words (low 24 bits number of the word, high 8 bits what is true of it in
 *               this place), then its legal forms
 *   postings    for each word in no more than CDR_CDX_MOST_POSTINGS names the numbers of these, rising, each as the
 *               difference to the one before in LEB128
 *   texts       each text as its length in LEB128 and its bytes; others refer to it by its place; at 0 the empty text
 *   slots       open addressing by hash of word text, a power of two of them: 0, or the number of a word (low 24
 *               bits) and 8 bits of its hash
 *   stated      struct cdr_cdx_stated, by entry: where those lie who say where they are or what they do; others are not there
 *   stated_bytes for each its length in LEB128 and the bytes of stated.c
 *   keys        three times (of words, names, entries) directory and targets: the directory says for the upper `bits`
 *               bits of a hash where its targets begin (one more than there are values); a target is the number of what is
 *               found (low 24 bits) and the next 8 bits of its hash
 *
 * Opening looks at header and table only, whose checksum is verified; so whatever is read from a section is checked
 * where it is used: a place beyond its section reads as nothing. cdr_match_index_verify reads all.
 */
#define CDR_CDX_MAGIC "CANDRCDX"
#define CDR_CDX_VERSION 5
#define CDR_CDX_ENDIAN UINT32_C(0x01020304)
#define CDR_CDX_ALIGN 64
#define CDR_CDX_MOST_POSTINGS 20000 /* a commoner word leads to no name: reading its postings finds too much */
#define CDR_CDX_MOST_TARGETS 512    /* the same of keys: of a commoner key the first ones are kept */
#define CDR_CDX_ID_BITS 24          /* of words */
#define CDR_CDX_ID_MASK ((UINT32_C(1) << CDR_CDX_ID_BITS) - 1)
#define CDR_CDX_NO_POSTINGS UINT32_MAX
#define CDR_CDX_PLACE_FLAGS (CDR_TOKEN_ASIDE | CDR_TOKEN_BRACKET)

enum cdr_cdx_part {
	CDX_ENTRIES = 0,
	CDX_NAMES,
	CDX_IDENTIFIERS,
	CDX_WORDS,
	CDX_TOKENS,
	CDX_POSTINGS,
	CDX_TEXTS,
	CDX_SLOTS,
	CDX_WORD_DIRECTORY,
	CDX_WORD_TARGETS,
	CDX_NAME_DIRECTORY,
	CDX_NAME_TARGETS,
	CDX_ENTRY_DIRECTORY,
	CDX_ENTRY_TARGETS,
	CDX_STATED,
	CDX_STATED_BYTES,
	CDR_CDX_SECTIONS
};
struct cdr_cdx_section {
	uint64_t offset, n_bytes, checksum;
};
struct cdr_cdx_header {
	char magic[8];
	uint32_t version, endian;
	uint64_t n_bytes;        /* of the whole image */
	uint64_t rules;          /* digest of what names were read by; another one would read queries otherwise */
	uint64_t table_checksum; /* of this header with 0 here, and of the table */
	uint32_t n_capped_words, n_capped_keys; /* words without postings, keys of which targets were left out */
	uint32_t n_sections, key_bits[3];       /* bits of the three directories */
	uint64_t spare[8];
};
struct cdr_cdx_entry {
	uint32_t number, id /* text */, first_name, first_identifier;
	char country[2]; /* NULs: not known */
	uint16_t spare;
};
struct cdr_cdx_name {
	uint32_t entry, text, tokens, folded /* upper half of the hash */;
	uint16_t flags;  /* of struct cdr_match_name */
	uint16_t weight; /* sum over its words that count (cdr_match_is_counted), in CDR_CDX_WEIGHT_UNITs */
	uint8_t n_tokens, n_forms;
	uint8_t holds; /* CDR_CDX_HOLDS_… */
	uint8_t spare;
};
#define CDR_CDX_WEIGHT_UNIT 1024.0F
/* A number; a word not in Latin letters; one that only fills (cdr_match_fills). */
enum { CDR_CDX_HOLDS_NUMBER = 1, CDR_CDX_HOLDS_NATIVE = 2, CDR_CDX_HOLDS_FILLING = 4 };
struct cdr_cdx_identifier {
	uint32_t scheme, value, country, printed; /* texts */
};
struct cdr_cdx_word {
	uint64_t letters;
	int64_t number; /* of other words than numbers the hash of their sound */
	uint32_t text, postings /* place, or CDR_CDX_NO_POSTINGS */, frequency;
	float weight;
	uint32_t meaning; /* a text, mostly the same */
	uint8_t kind, flags, n_characters, spare;
};

struct cdr_cdx_stated {
	uint32_t entry, at; /* its place in stated_bytes */
};

/* One of the three tables of keys. */
struct cdr_cdx_keys {
	const uint32_t *directory, *targets;
	uint32_t n, bits;
};
/* The image with its sections found. Counts are of items. */
struct cdr_cdx {
	const uint8_t *image;
	size_t n_bytes;
	const struct cdr_cdx_header *header;
	const struct cdr_cdx_section *table;
	const struct cdr_cdx_entry *entries;
	const struct cdr_cdx_name *names;
	const struct cdr_cdx_identifier *identifiers;
	const struct cdr_cdx_word *words;
	const uint32_t *tokens, *slots;
	const uint8_t *postings;
	const char *texts, *stated_bytes;
	const struct cdr_cdx_stated *stated;
	size_t n_stated, n_stated_bytes;
	size_t n_entries, n_names, n_identifiers, n_words, n_tokens, n_slots, n_posting_bytes, n_text_bytes;
	struct cdr_cdx_keys word_keys, name_keys, entry_keys;
};

/* Checks header and table and finds the sections. `where` names the file for messages, `rules` is what the header must
 * have. EINPUT saying what is wrong and what to do. */
enum cdr_status CDR_MUST_CHECK
cdr_cdx_read(const void *image, size_t n_bytes, uint64_t rules, const char *where, struct cdr_cdx *ret,
             struct cdr_error *err);
/* Reads everything and compares the checksums; EINPUT naming the section. */
enum cdr_status CDR_MUST_CHECK
cdr_cdx_verify(const struct cdr_cdx *cdx, const char *where, struct cdr_error *err);
const char *
cdr_cdx_section_name(enum cdr_cdx_part part);
uint64_t
cdr_cdx_checksum(const void *bytes, size_t n);
/* Fills in table checksums and the header's own; the rest of the image must be complete. */
void
cdr_cdx_seal(void *image);

/* Each of these takes any number and gives something harmless for one that is out of bounds. */
struct cdr_str
cdr_cdx_text(const struct cdr_cdx *cdx, uint32_t at);
static inline const struct cdr_cdx_word *
cdr_cdx_word(const struct cdr_cdx *cdx, uint32_t id)
{
	return &cdx->words[id < cdx->n_words ? id : 0];
}
static inline const struct cdr_cdx_name *
cdr_cdx_name(const struct cdr_cdx *cdx, uint32_t name)
{
	static const struct cdr_cdx_name none;
	return name < cdx->n_names ? &cdx->names[name] : &none;
}
const struct cdr_cdx_entry *
cdr_cdx_entry(const struct cdr_cdx *cdx, uint32_t entry);
/* The words of a name, and behind them its legal forms. */
const uint32_t *
cdr_cdx_tokens(const struct cdr_cdx *cdx, const struct cdr_cdx_name *name, size_t *ret_n, size_t *ret_n_forms);
/* The names of an entry: the first, and how many. */
size_t
cdr_cdx_names_of(const struct cdr_cdx *cdx, uint32_t entry, uint32_t *ret_first);
size_t
cdr_cdx_identifiers_of(const struct cdr_cdx *cdx, uint32_t entry, uint32_t *ret_first);
/* What an entry says of where it is and what it does, as cdr_match_state writes it; empty when it says nothing. */
struct cdr_str
cdr_cdx_stated_of(const struct cdr_cdx *cdx, uint32_t entry);
struct cdr_match_identifier
cdr_match_stored_identifier(const struct cdr_cdx *cdx, uint32_t at);

/* --------------------------------------------------------------------------------------------------------- index */

struct cdr_match_builder;
struct cdr_match_builder *
cdr_match_builder_free(struct cdr_match_builder *builder);
CDR_DEFINE_FREEP(cdr_match_builder)
struct cdr_match_index {
	const struct cdr_match_config *config;
	const struct cdr_normaliser *normaliser;
	struct cdr_match_builder *builder; /* until it is finished */
	struct cdr_match_renewal *renewal; /* what entries may be taken over from, or NULL */
	struct cdr_cdx cdx;                /* after that, in one of the two below */
	void *memory;
	struct cdr_file_map map;
	/* A matcher that single queries lend each other, so that not each makes its own; taken and put back whole, by
	 * whichever thread. NULL: it is lent, or there is none yet. */
	_Atomic(struct cdr_matcher *) spare;
};
enum cdr_status CDR_MUST_CHECK
cdr_match_builder_new(struct cdr_match_builder **ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_match_builder_add(struct cdr_match_builder *builder, const struct cdr_match_config *config,
                      const struct cdr_normaliser *normaliser, uint32_t number, const struct cdr_match_subject *subject,
                      struct cdr_error *err);
/* Adds entry `entry` of a finished image as it stands there, its names not read again, under a number that may be new. */
enum cdr_status CDR_MUST_CHECK
cdr_match_builder_copy(struct cdr_match_builder *builder, const struct cdr_match_index *from, uint32_t entry,
                       uint32_t number, struct cdr_error *err);

/* An older index by the ids of its entries. */
struct cdr_match_renewal;
struct cdr_match_renewal *
cdr_match_renewal_free(struct cdr_match_renewal *renewal);
CDR_DEFINE_FREEP(cdr_match_renewal)
enum cdr_status CDR_MUST_CHECK
cdr_match_renewal_new(const struct cdr_match_index *old, struct cdr_match_renewal **ret, struct cdr_error *err);
/* Counts a subject and says which entry of the old index it is, word for word; UINT32_MAX: none. */
enum cdr_status CDR_MUST_CHECK
cdr_match_renewal_find(struct cdr_match_renewal *renewal, const struct cdr_match_subject *subject, uint32_t *ret,
                       struct cdr_error *err);
const struct cdr_match_index *
cdr_match_renewal_old(const struct cdr_match_renewal *renewal);
struct cdr_match_index_changes
cdr_match_renewal_changes(const struct cdr_match_renewal *renewal);

size_t
cdr_match_builder_count(const struct cdr_match_builder *builder);
/* Makes the image; the builder is spent. */
enum cdr_status CDR_MUST_CHECK
cdr_match_builder_finish(struct cdr_match_builder *builder, const struct cdr_match_config *config, uint64_t rules,
                         void **ret_image, size_t *ret_n, struct cdr_error *err);

/* ---------------------------------------------------------------------------------------------------------- keys */

#define CDR_SEED_TYPO UINT64_C(0x9E3779B97F4A7C15)
#define CDR_SEED_INITIALS UINT64_C(0x165667B19E3779F9)
#define CDR_SEED_SKELETON UINT64_C(0xD6E8FEB86659FD93)
#define CDR_SEED_GRAM UINT64_C(0xE7037ED1A0B428DB)
#define CDR_SEED_MEANING UINT64_C(0xA24BAED4963EE407)

#define CDR_MATCH_PREFIX 7             /* characters of a word that misspellings are keyed by */
#define CDR_MATCH_MAX_VARIANTS 29      /* 1 + 7 + 21 */
#define CDR_MATCH_MAX_NAME_KEYS 200    /* of one name */
#define CDR_MATCH_MAX_JOINED_BYTES 128 /* of neighbours written together */

/* How many edits are looked for in a word of so many characters. */
unsigned
cdr_match_typo_budget(size_t n_characters);
/* Hashes of what remains of a word's first characters when some are left out, at most `most` of them and no more than the
 * word's budget; two words within the budget of each other share one. Returns how many. */
size_t
cdr_match_variants(struct cdr_str word, unsigned most, uint64_t ret[CDR_MATCH_MAX_VARIANTS]);
/* Hashes of each three neighbouring letters of a longer word in Latin letters: what is left of a word spelt quite otherwise.
 * Returns how many. */
#define CDR_MATCH_MAX_GRAMS 16
size_t
cdr_match_grams(struct cdr_str word, uint64_t ret[CDR_MATCH_MAX_GRAMS]);
/* Keys of a whole name, from its words alone. Returns how many. */
size_t
cdr_match_name_keys(const struct cdr_match_name *name, uint64_t ret[CDR_MATCH_MAX_NAME_KEYS]);
/* Hash of all words that count, written together; of the folded text where no word does. */
uint64_t
cdr_match_whole_hash(const struct cdr_match_name *name);
/* Two words written together; empty when they are too long. */
struct cdr_str
cdr_match_join(struct cdr_str first, struct cdr_str second, char out[CDR_MATCH_MAX_JOINED_BYTES]);
/* Hash of neighbours written together, or of a word that may be two of them: in Latin letters by its sound
 * (cdr_match_sound_hash), so that they find each other though spelt somewhat otherwise. */
uint64_t
cdr_match_joined_hash(struct cdr_str text, uint64_t sound);
/* Hash of the first letters of the words that count, 0 when too few or too many do. */
uint64_t
cdr_match_initials_hash(const struct cdr_match_name *name);
uint64_t
cdr_match_letters_hash(struct cdr_str letters);
uint64_t
cdr_match_identifier_hash(struct cdr_str scheme, struct cdr_str normalised);
uint64_t
cdr_match_word_hash(struct cdr_str text);
/* Numbers of the words of that text, of whatever kind and meaning, at most `most` of them. Returns how many. */
size_t
cdr_match_words_find(const struct cdr_match_index *index, struct cdr_str text, uint32_t *ret, size_t most);
/* Hash of a meaning, under which words of that meaning are found. */
uint64_t
cdr_match_meaning_hash(struct cdr_str meaning);
/* Hash of a word's sound, 0 for one that has too little of it. */
uint64_t
cdr_match_sound_hash(struct cdr_str word);
/* Words of known meaning are found by it too. */
static inline bool
cdr_match_has_meaning(const struct cdr_match_token *token)
{
	return token->kind != CDR_TOKEN_STEM || !cdr_str_equal(token->text, token->meaning);
}

/* Hashes and targets on their way into a table of keys. */
struct cdr_match_key_list {
	struct cdr_vec items; /* uint64_t: upper 40 bits of the hash, 24 bits of target */
};
#define CDR_MATCH_MAX_TARGET CDR_CDX_ID_MASK
enum cdr_status CDR_MUST_CHECK
cdr_match_keys_add(struct cdr_match_key_list *list, uint64_t hash, uint32_t target, struct cdr_error *err);
/* Sorts by hash, then target; drops doubles and what is above CDR_CDX_MOST_TARGETS for a hash, counting such hashes. */
enum cdr_status CDR_MUST_CHECK
cdr_match_keys_close(struct cdr_match_key_list *list, size_t *ret_capped, struct cdr_error *err);
/* How many upper bits the directory of n keys has. */
uint32_t
cdr_match_keys_bits(size_t n);
/* Writes a closed list as directory and targets. */
void
cdr_match_keys_write(const struct cdr_match_key_list *list, uint32_t bits, uint32_t *directory, uint32_t *targets);
/* Where the targets of `hash` may stand: [*ret_from, *ret_to), those whose upper bits are cdr_cdx_tag(). */
void
cdr_cdx_keys_range(const struct cdr_cdx_keys *keys, uint64_t hash, uint32_t *ret_from, uint32_t *ret_to);
uint8_t
cdr_cdx_tag(const struct cdr_cdx_keys *keys, uint64_t hash);

/* Words that a misspelling is looked for in: not numbers, not words that only fill. */
static inline bool
cdr_match_may_be_misspelt(const struct cdr_match_token *token)
{
	return token->kind != CDR_TOKEN_NUMBER && token->kind != CDR_TOKEN_GENERIC && token->kind != CDR_TOKEN_NOISE &&
	       token->kind != CDR_TOKEN_LEGAL_FORM;
}

/* --------------------------------------------------------------------------------------------------------- reach */

/* What finding something moves the log-odds by, each ≥ 0: gains at most, costs (from `slip` on) at least. */
struct cdr_match_reach {
	float base; /* of either sign */
	float identity, identity_more, meaning, complete, same_text, near, numbers, any;
	float slip, sound, initials, less, other, across, less_number, other_number, form_other, form_foreign,
		other_generic;
};
struct cdr_match_reach
cdr_match_reach_of(const struct cdr_match_config *config);

/* The words of a query, as far as a bound needs them; sets of words as bits. */
struct cdr_match_wanted {
	float weights[CDR_NAME_MAX_TOKENS];
	uint64_t all, identity, meaning, number, filling;
	uint64_t counted; /* those whose weights are summed in `total` */
	float total;
	uint8_t holds; /* CDR_CDX_HOLDS_… */
};
void
cdr_match_want(const struct cdr_match_name *name, struct cdr_match_wanted *ret);

/* What is known of a stored name without its words. */
struct cdr_match_meeting {
	uint64_t words; /* of the query, that met something */
	float rest;     /* weight of its own words that met nothing */
	float loss;     /* log-odds lost by how they met */
	uint8_t holds;
	bool same_text;
};
/* What it gives that these words met, and what of the query is then left over. */
struct cdr_match_gained {
	uint64_t words;
	float gain, ours;
};
struct cdr_match_gained
cdr_match_gain_by(const struct cdr_match_reach *reach, const struct cdr_match_wanted *wanted, uint64_t words);
/* The most log-odds that names so met can have by their names; `gained` is of the same words. */
float
cdr_match_reach_with(const struct cdr_match_reach *reach, const struct cdr_match_wanted *wanted,
                     const struct cdr_match_gained *gained, const struct cdr_match_meeting *meeting);
float
cdr_match_reach_to(const struct cdr_match_reach *reach, const struct cdr_match_wanted *wanted,
                   const struct cdr_match_meeting *meeting);

/* Does a word, left over, speak against the name it stands in? Numbers do in a way of their own. */
static inline bool
cdr_match_is_counted(const struct cdr_match_token *token)
{
	return !(token->flags & CDR_TOKEN_ASIDE) && token->kind != CDR_TOKEN_GENERIC && token->kind != CDR_TOKEN_NUMBER;
}
/* Does it only fill, but not stand for a legal form? Left over, it speaks against whatever the other name has instead. */
static inline bool
cdr_match_fills(const struct cdr_match_token *token)
{
	return token->kind == CDR_TOKEN_GENERIC && !(token->flags & CDR_TOKEN_ASIDE) && !cdr_match_says_firm(token);
}
static inline uint8_t
cdr_match_holds(const struct cdr_match_token *token)
{
	return (uint8_t)((token->kind == CDR_TOKEN_NUMBER ? CDR_CDX_HOLDS_NUMBER : 0) |
	                 (token->flags & CDR_MATCH_NATIVE ? CDR_CDX_HOLDS_NATIVE : 0) |
	                 (cdr_match_fills(token) ? CDR_CDX_HOLDS_FILLING : 0));
}
/* Number of the lowest bit set; there is one. */
static inline unsigned
cdr_match_lowest(uint64_t set)
{
	return (unsigned)__builtin_ctzll(set);
}

/* ---------------------------------------------------------------------------------------------------- candidates */

#define CDR_MATCH_MAX_KIN 32         /* words taken for one query word written otherwise */
#define CDR_MATCH_MAX_KIN_LOOKS 8192 /* words looked at for that in one query name */
#define CDR_MATCH_MAX_WAYS 512       /* keys of one query name */
#define CDR_MATCH_MAX_LEFT_OUT 96    /* of these, words asked of the names that others led to */
#define CDR_MATCH_MAX_VISITS 2000    /* names counted per query name; the commonest keys go first overboard */
#define CDR_MATCH_AT_ONCE 16         /* names looked at while memory of others is waited for */
#define CDR_MATCH_TALLY 4096         /* a power of two, above twice the visits */
#define CDR_MATCH_MOST_SCORED 40 /* names compared in full, and four times as many more as hits were asked for … */
#define CDR_MATCH_MOST_MISSES 32 /* … until so many in a row were no hits */
#define CDR_MATCH_MOST_NEAR 8    /* names compared because a word of theirs is spelt somewhat like it */

/* A word of the index that a query word may be, written otherwise. */
struct cdr_match_kin {
	uint32_t id, frequency;
	float loss; /* log-odds lost by it, at least */
};
/* What a search for kin may do. */
struct cdr_match_kin_bounds {
	size_t looks;    /* words looked at */
	float most_loss; /* what loses more is not wanted */
	uint64_t sound;  /* its cdr_match_sound_hash */
	bool joined;     /* it is two words written together: only what sounds so is wanted */
};
/* Fills `ret` with the best, best first. Returns how many. */
size_t
cdr_match_find_kin(const struct cdr_match_index *index, const struct cdr_match_token *word,
                   struct cdr_match_kin_bounds bounds, struct cdr_match_kin ret[CDR_MATCH_MAX_KIN], size_t *ret_capped);

/* Those of the same meaning alone. */
size_t
cdr_match_find_meaning(const struct cdr_match_index *index, const struct cdr_match_token *word,
                       struct cdr_match_kin ret[CDR_MATCH_MAX_KIN]);

/* The same for words spelt further apart than that, by letters that stand together in both. */
size_t
cdr_match_find_near(const struct cdr_match_index *index, const struct cdr_match_token *word,
                    struct cdr_match_kin ret[CDR_MATCH_MAX_KIN]);

/* A way from a query to names: a word's postings, or the targets of a key. */
struct cdr_match_way_in {
	uint64_t words;    /* of the query, as bits, that it stands for */
	float loss;        /* log-odds lost by going it, at least */
	float theirs;      /* weight of the stored words that it stands for */
	uint32_t n;        /* names it leads to, at most */
	uint32_t word;     /* its postings, or 0: */
	uint32_t from, to; /* range of the name keys … */
	uint8_t tag;       /* … of those with this tag */
};
/* A name that some key led to. */
struct cdr_match_counted {
	uint32_t name; /* plus one; 0: free */
	float theirs, loss;
	uint64_t words;
};
struct cdr_match_candidate {
	uint32_t name;
	float reach;
};
/* What a legal form of a stored name loses beside those of the query. */
struct cdr_match_form_loss {
	uint32_t form; /* plus one; 0: not known yet */
	bool native;
	float loss;
};
/* Working memory, reused from query to query. */
struct cdr_match_finder {
	const struct cdr_match_index *index;
	const struct cdr_match_name *name; /* asked by */
	struct cdr_match_reach reach;
	struct cdr_match_wanted wanted;
	float least; /* log-odds below which nobody is wanted */
	struct cdr_match_way_in ways[CDR_MATCH_MAX_WAYS];
	uint64_t order[CDR_MATCH_MAX_WAYS];
	size_t n_ways;
	struct cdr_match_way_in left_out[CDR_MATCH_MAX_LEFT_OUT]; /* words that lead to too many names */
	size_t n_left_out;
	uint64_t left_out_ids; /* bit i: a word left out whose number ends in i, of 64 */
	uint64_t idle; /* words of the query that, written otherwise or as they are, lead to nobody by themselves */
	struct cdr_match_gained
		gained[3]; /* by words of the name looked at, as last worked out: those known, hoped for, met */
	struct cdr_match_counted tally[CDR_MATCH_TALLY];
	uint16_t touched[CDR_MATCH_TALLY / 2];
	size_t n_touched, mask;
	struct cdr_match_candidate closer[CDR_MATCH_TALLY / 2]; /* a heap: who can get furthest on top */
	size_t n_closer;
	struct cdr_match_name other; /* for its legal forms */
	struct cdr_match_form_loss forms[64];
	struct cdr_match_query_stats stats;
};
/* The ways of a name, into finder->ways and finder->left_out. */
void
cdr_match_find_ways(struct cdr_match_finder *finder, const struct cdr_match_name *name);
/* By words that are known, and what those are spelt somewhat like that are not; false when there is nothing of the latter. */
bool
cdr_match_find_near_ways(struct cdr_match_finder *finder, const struct cdr_match_name *name);
/* A way that is not gone; the word it stands for is asked of names found otherwise. */
void
cdr_match_leave_out(struct cdr_match_finder *finder, const struct cdr_match_way_in *way);
/* A counted name looked at more closely. */
struct cdr_match_look {
	const struct cdr_match_counted *counted; /* in; the rest is worked out */
	const struct cdr_cdx_name *stored;
	const uint32_t *tokens;
	size_t n_tokens, n_forms; /* forms stand behind the tokens */
	struct cdr_match_meeting m;
	float reach; /* how far it can get; less than finder->least when not so far */
	bool goes_on;
};
void
cdr_match_look_closer(struct cdr_match_finder *finder, struct cdr_match_look *looks, size_t n);
/* Weight of a stored word that is counted (cdr_match_is_counted), wherever it stands. */
static inline float
cdr_match_counted_weight(const struct cdr_cdx_word *word)
{
	return word->kind == CDR_TOKEN_GENERIC || word->kind == CDR_TOKEN_NUMBER ? 0 : word->weight;
}
/* What one edit of a word loses at least. */
#define CDR_MATCH_LETTERS_A_TERM 8 /* how often terms of spelling count the share of letters that differ */
static inline float
cdr_match_slip_loss(const struct cdr_match_finder *finder, const struct cdr_match_token *word)
{
	return finder->reach.slip * CDR_MATCH_LETTERS_A_TERM * word->weight / (float)(word->n_characters + 1);
}
/* Finds stored names that can reach `least` log-odds; returns how many there are to take. */
size_t
cdr_match_candidates(struct cdr_match_finder *finder, const struct cdr_match_name *name, float least);
/* What to ask when that found nothing: names of words spelt further apart. Much dearer for what it finds. */
size_t
cdr_match_near_candidates(struct cdr_match_finder *finder, const struct cdr_match_name *name, float least);
/* Takes the one that can get furthest, of equals the first; false when none is left that can reach `least`. */
bool
cdr_match_next_candidate(struct cdr_match_finder *finder, float least, struct cdr_match_candidate *ret);
