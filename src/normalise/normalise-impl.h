/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Shared inside normalise: folding of text, the lexicon of known words, the country table. */

#include "candor/normalise.h"

#define CDR_NORMALISE_ROOM "normalise"

/* How far text is folded. All three: NFKC, case folded, apostrophes inside words dropped, other punctuation to one
 * blank between words, none at the ends. */
enum cdr_fold {
	CDR_FOLD_CASE,  /* nothing more */
	CDR_FOLD_PLAIN, /* diacritics off Latin, Greek and Cyrillic letters */
	CDR_FOLD_LATIN  /* and look-alikes of other alphabets repaired; runs of Han, kana and others parted; the dot of
	                 * dotted initials ("s.a.") kept, because the tokeniser reads it */
};
/* Appends the folded text. A full buffer is seen in out->failed. */
void
cdr_fold(struct cdr_str text, enum cdr_fold level, struct cdr_buf *out);
/* The same for ASCII only, into `out` of at least text.n bytes; returns the length. */
size_t
cdr_fold_ascii(struct cdr_str text, enum cdr_fold level, char *out);
/* The same for ASCII and Latin letters of the tables; false for any other text and where three bytes for one do not fit. */
bool
cdr_fold_latin(struct cdr_str text, enum cdr_fold level, char *out, size_t cap, size_t *ret_n);
/* What an ASCII character becomes; 0: parts words; '\'': dropped between letters; '.': see enum cdr_fold. */
extern const char cdr_folded_bytes[256];
static inline bool
cdr_is_word_byte(char folded)
{
	return folded >= '0';
}
bool
cdr_is_apostrophe(uint32_t character);
bool
cdr_is_ascii(struct cdr_str text);
/* Folds into a caller's array; false when it does not fit. For short keys such as country names. */
bool
cdr_fold_short(struct cdr_str text, enum cdr_fold level, char *out, size_t cap, struct cdr_str *ret);
/* Decodes the character at p[*i], advances; well-formed input is trusted, anything else yields the byte. */
uint32_t
cdr_next_character(struct cdr_str s, size_t *i);
bool
cdr_is_han(uint32_t character);

/* ------------------------------------------------------------------------------------------------------- scripts */

/* Tables made while building (make-tables.c). A letter below U+0590 or of U+1E00 … U+205F: folded as NFKC_Casefold does,
 * and without diacritics, up to two characters each. */
enum cdr_letter_kind {
	CDR_LETTER_UNKNOWN = 0, /* only ICU knows */
	CDR_LETTER_LATIN,
	CDR_LETTER_FOREIGN, /* Greek or Cyrillic */
	CDR_LETTER_NATIVE,
	CDR_LETTER_MARK /* punctuation, symbols */
};
struct cdr_letter {
	uint16_t folded[2];
	uint16_t base[2];
	uint8_t kind;
};
/* NULL outside the tables. */
const struct cdr_letter *
cdr_letter_of(uint32_t character);
/* How the writing of a language differs from Russian. */
enum cdr_cyrillic { CDR_CYRILLIC_RUSSIAN = 0, CDR_CYRILLIC_UKRAINIAN, CDR_CYRILLIC_BULGARIAN, CDR_CYRILLIC_SERBIAN };
enum cdr_cyrillic
cdr_cyrillic_of(const uint16_t *text, size_t n);
/* A Greek or Cyrillic letter of folded text as Latin letters; `before` and `after` are its neighbours, 0 at the edge of a
 * word. NULL when it is not known. */
const char *
cdr_letter_latin(uint32_t letter, uint32_t before, uint32_t after, enum cdr_cyrillic cyrillic);
/* Words of folded text that mix Latin with Greek or Cyrillic letters which look alike are written in the alphabet that
 * has more of their letters, in place. Returns whether there were any. */
bool
cdr_homoglyphs_repair(uint16_t *text, size_t n);

/* The form of a Han character that stands for all its forms, old and new. */
uint32_t
cdr_han_representative(uint32_t character);

/* Japanese readings parted by blanks, NULL when none are known. */
const char *
cdr_kanji_readings(uint32_t character);
/* Of skeletons, in hundredths of a sound: what it costs to write one class for another, and that s[i] is missing on the
 * other side. */
unsigned
cdr_skeleton_exchange(char a, char b);
unsigned
cdr_skeleton_omission(struct cdr_str s, size_t i);

/* Latin letters being written; what does not fit is dropped. */
struct cdr_latin {
	char *p;
	size_t n, cap;
};
void
cdr_latin_put(struct cdr_latin *out, const char *letters);
#define CDR_ROMANISE_MAX 256 /* characters of one word; the rest is dropped */
/* One run of a script each. */
void
cdr_romanise_han(const uint32_t *run, size_t n, struct cdr_latin *out);
void
cdr_romanise_kana(const uint32_t *run, size_t n, struct cdr_latin *out);
void
cdr_romanise_hangul(const uint32_t *run, size_t n, struct cdr_latin *out);
void
cdr_romanise_arabic(const uint32_t *run, size_t n, struct cdr_latin *out);
void
cdr_romanise_hebrew(const uint32_t *run, size_t n, struct cdr_latin *out);
void
cdr_romanise_brahmic(const uint32_t *run, size_t n, struct cdr_latin *out);
/* Thai and Lao. */
void
cdr_romanise_thai(const uint32_t *run, size_t n, struct cdr_latin *out);
/* Decodes at most `max` characters; returns how many. */
size_t
cdr_decode(struct cdr_str text, uint32_t *ret, size_t max);
/* Scripts that write no blanks between words: Han, kana, Hangul, Thai, Lao, Khmer, Burmese. */
bool
cdr_is_unspaced(uint32_t character);
/* Value of a Chinese numeral: 0 … 9, 10, 100 or 1000; -1 for anything else. */
int
cdr_han_numeral(uint32_t character);

/* --------------------------------------------------------------------------------------------------------- words */

/* The hash of a key (key-table.c), continued by more of it. */
#define CDR_KEY_START UINT64_C(0xCBF29CE484222325)
static inline uint64_t
cdr_key_hash_byte(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * UINT64_C(0x100000001B3);
}
static inline uint64_t
cdr_key_hash(uint64_t hash, struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++)
		hash = cdr_key_hash_byte(hash, (unsigned char)text.p[i]);
	return hash;
}

/* A folded word of a name. */
struct cdr_word {
	struct cdr_str text;
	uint64_t hash; /* cdr_key_hash of the text */
	bool bracket;  /* inside brackets */
	bool comma;    /* a comma stands before it */
	bool dotted;   /* single letters between dots: "s.a." */
	bool initial;  /* a single letter with a dot behind it */
};
/* Fills key->folded and cuts the words. They lie in *ret_text, which may be changed. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_cut_words(struct cdr_str name, struct cdr_arena *arena, struct cdr_name_key *key, struct cdr_word *words,
              size_t max, size_t *ret_n, char **ret_text, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------- lexicon */

/* Where in a name a legal form is believed. */
enum cdr_form_place {
	CDR_PLACE_AUTO = 0, /* anywhere from four letters on, else only at the end */
	CDR_PLACE_ANY,
	CDR_PLACE_END,
	CDR_PLACE_START, /* only as the first word */
	CDR_PLACE_EDGES, /* first or last */
	CDR_PLACE_TAIL   /* only with nothing but noise behind it, other forms neither */
};

/* A known word or run of words. Keys are stored without blanks, so "s.a.", "s. a." and "sa" are one. */
struct cdr_lexeme {
	struct cdr_str text; /* what it stands for: class of the form, canonical word */
	struct cdr_str
		noted; /* class of a form whose words still count ("savings bank"), told beside them; or {NULL,0} */
	enum cdr_token_kind kind;
	enum cdr_form_place place;
	int64_t number;
	struct cdr_str countries; /* of a legal form: alpha-2 codes parted by blanks */
	uint8_t n_words;          /* as written in the data; the most, where it stands there in several ways */
	uint64_t word_counts; /* bit n: the data writes it in n words ("hongkong", "hong kong"); not of legal forms */
	uint8_t opens;        /* CDR_TOKEN_OTHER or CDR_TOKEN_ASIDE: what the words behind it are */
	bool english;         /* of a legal form: see struct cdr_legal_form */
	bool introduces;      /* a lone i, v or x after it is a numeral: fund, phase … */
	bool address;         /* behind a comma or in a bracket an address begins with it: plot, street … */
	bool part;            /* a number beside it is that of a part of the firm: unit, factory … */
	bool roman;           /* counts only behind another word */
	bool only_noted;      /* has `noted` and stands for nothing else */
};

/* Keys and their numbers, and what keys begin with. See key-table.c. */
struct cdr_key_slot {
	uint32_t tag, number;
	uint32_t start, length; /* of the key in the text; length 0: free */
};
struct cdr_key_table {
	struct cdr_key_slot *slots;
	size_t n, mask;
	uint64_t *fronts;
	struct cdr_buf text;
};
/* Keys that runs of words may be, and all others, which only runs without blanks are searched for. */
enum cdr_key_front { CDR_FRONT_OF_WORDS = 0, CDR_FRONT_OF_RUN };
#define CDR_KEY_FRONT_BITS (1U << 21)
static inline size_t
cdr_key_index(uint64_t hash)
{
	return (size_t)(hash * UINT64_C(0x9E3779B97F4A7C15) >> 36);
}
static inline size_t
cdr_key_front_bit(uint64_t hash, enum cdr_key_front front)
{
	return (size_t)((hash + front) * UINT64_C(0x9E3779B97F4A7C15) >> 43);
}
/* May a key of that sort begin with the text of this hash, and go on? False is certain. */
static inline bool
cdr_key_goes_on(const struct cdr_key_table *table, uint64_t hash, enum cdr_key_front front)
{
	size_t bit = cdr_key_front_bit(hash, front);
	return table->fronts[bit / 64] >> bit % 64 & 1;
}
bool
cdr_key_table_init(struct cdr_key_table *ret);
void
cdr_key_table_done(struct cdr_key_table *table);
/* Where the number of a key stands, 0 when the key is new; NULL when memory is short. A key has no blanks and is not empty;
 * `hash` is cdr_key_hash of it. Good until the next call. */
uint32_t *
cdr_key_table_slot(struct cdr_key_table *table, uint64_t hash, struct cdr_str key);
/* Notes what a key begins with, at every character. */
void
cdr_key_table_note_fronts(struct cdr_key_table *table, struct cdr_str key, enum cdr_key_front front);
/* Number of the key that the words are, one behind the other; 0: there is none. `hash` is that of their text. */
uint32_t
cdr_key_table_find(const struct cdr_key_table *table, uint64_t hash, const struct cdr_word *words, size_t n);

struct cdr_lexicon {
	struct cdr_key_table keys;
	struct cdr_vec lexemes;    /* struct cdr_lexeme, by number - 1 */
	struct cdr_vec long_forms; /* of misspelt.c */
};
#define CDR_LEXICON_MAX_LEXEMES 200000
#define CDR_LEXICON_MAX_WORDS 48 /* in one entry */

/* Reads match/legal-forms.yaml and match/words.yaml, then match/legal-forms-iso20275.csv. */
enum cdr_status CDR_MUST_CHECK
cdr_lexicon_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_lexicon *ret,
                 struct cdr_error *err);
void
cdr_lexicon_done(struct cdr_lexicon *lexicon);
/* The lexeme of a folded key, which is not empty: the one that is known, or a new one, a copy of `fresh`. Either way
 * fresh->n_words becomes the number of words of the key. Blanks and dots in it do not count otherwise. NULL when memory is
 * short. Good until the next call. */
struct cdr_lexeme *
cdr_lexicon_put(struct cdr_lexicon *lexicon, struct cdr_str folded, struct cdr_lexeme *fresh, bool *ret_new);
/* The lexeme of exactly this folded key, or NULL. */
struct cdr_lexeme *
cdr_lexicon_find(const struct cdr_lexicon *lexicon, struct cdr_str folded);
/* Adds match/concepts.csv, match/places.csv and match/numerals.csv; what the lexicon knows already stays as it is. */
enum cdr_status CDR_MUST_CHECK
cdr_lexicon_add_concepts(struct cdr_lexicon *lexicon, const struct cdr_bundle *rulesets, struct cdr_arena *arena,
                         struct cdr_error *err);
/* Adds the forms of match/legal-forms-iso20275.csv; what the lexicon knows already stays as it is. */
enum cdr_status CDR_MUST_CHECK
cdr_lexicon_add_forms(struct cdr_lexicon *lexicon, const struct cdr_bundle *rulesets, struct cdr_arena *arena,
                      struct cdr_error *err);
/* The lexeme that n words are, one behind the other, or NULL. `hash` is cdr_key_hash of their text. */
static inline const struct cdr_lexeme *
cdr_lexicon_spelt(const struct cdr_lexicon *lexicon, uint64_t hash, const struct cdr_word *words, size_t n)
{
	uint32_t number = cdr_key_table_find(&lexicon->keys, hash, words, n);
	return number ? CDR_VEC_AT(&lexicon->lexemes, struct cdr_lexeme, number - 1) : NULL;
}

/* Long legal forms, to be known with one slip in them. Remembering words that are short or several does nothing; false when
 * memory is short. */
void
cdr_misspelt_init(struct cdr_vec *ret);
bool
cdr_misspelt_remember(struct cdr_vec *forms, struct cdr_arena *arena, struct cdr_str word, uint32_t lexeme);
/* The form that `word` (folded, not empty) is but for one slip, or NULL. */
const struct cdr_lexeme *
cdr_misspelt_form(const struct cdr_lexicon *lexicon, struct cdr_str word);

/* ----------------------------------------------------------------------------------------------------- countries */

struct cdr_country {
	char alpha2[3];
	bool in_address; /* may be read off the end of an address; "Georgia" and "IN" may not */
	struct cdr_str name;
};
struct cdr_countries {
	struct cdr_map *by_name;   /* folded name -> struct cdr_country */
	struct cdr_map *by_alpha2; /* alpha-2 -> struct cdr_country with the English name */
};
/* ICU's names, alpha-2 and alpha-3 codes, then tables/country-names.csv, which wins. */
enum cdr_status CDR_MUST_CHECK
cdr_countries_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_countries *ret,
                   struct cdr_error *err);
void
cdr_countries_done(struct cdr_countries *countries);

struct cdr_normaliser {
	struct cdr_arena *arena;
	struct cdr_lexicon lexicon;
	struct cdr_countries countries;
	struct cdr_map *address_words; /* of address-words.c */
};
