/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * normalise: text as people write it -> keys that compare. Unicode forms, tokens, legal forms, countries, identifiers,
 * dates and numbers as typed in files. The only room (with ingest's charset.c) that includes ICU. Thread rule: a
 * normaliser is immutable after loading and may be shared by threads; arenas may not.
 */

#include "candor/base.h"

#define CDR_NAME_MAX_TOKENS 64
#define CDR_NAME_MAX_BYTES 4096 /* longer names are cut there, at a character boundary */

/* Loaded tables: legal forms (match/legal-forms.yaml, which wins, and match/legal-forms-iso20275.csv), noise, markers
 * and numerals (match/words.yaml, match/numerals.csv), words of known meaning (match/concepts.csv, match/places.csv), words of addresses
 * (match/address-words.csv), country names (tables/country-names.csv, on top of ICU's own). */
struct cdr_normaliser;
struct cdr_normaliser *
cdr_normaliser_free(struct cdr_normaliser *normaliser);
CDR_DEFINE_FREEP(cdr_normaliser)
/* EINPUT with the file, line and column of bad data; ENOTFOUND when a table is missing from the bundle. */
enum cdr_status CDR_MUST_CHECK
cdr_normaliser_load(const struct cdr_bundle *rulesets, struct cdr_normaliser **ret, struct cdr_error *err);

/* What a word of a name is for. */
enum cdr_token_kind {
	CDR_TOKEN_STEM = 0,   /* carries identity */
	CDR_TOKEN_NUMBER,     /* value in `number` */
	CDR_TOKEN_LEGAL_FORM, /* `meaning` is the generic class, e.g. "ltd"; "other" when it is of no kind known. Stands
	                       * behind all words when these count themselves ("Savings Bank") */
	CDR_TOKEN_GENERIC,    /* company, group, international … */
	CDR_TOKEN_NOISE,      /* and, the, of … */
	CDR_TOKEN_ACTIVITY,   /* what a firm does or trades in */
	CDR_TOKEN_PLACE,      /* countries, cities, directions; a country and its adjective are one */
	CDR_TOKEN_PERSON,     /* frequent given names */
	CDR_TOKEN_STRUCTURE,  /* fund, trust, branch, union …: what kind of body */
	CDR_TOKEN_QUALITY,    /* new, golden, royal … */
	CDR_TOKEN_KINDS
};
/* Where in the name a word stands. */
enum {
	CDR_TOKEN_ASIDE = 1,   /* behind the legal form, or marked as an address, a branch, "care of" */
	CDR_TOKEN_BRACKET = 2, /* in brackets */
	CDR_TOKEN_OTHER = 4    /* of another name given beside: "formerly …", "trading as …" */
};
struct cdr_token {
	struct cdr_str text;    /* as written, folded */
	struct cdr_str meaning; /* the same for words of one meaning ("Handels", "贸易": "trading"); else the text, and
	                         * for a legal form its generic class */
	enum cdr_token_kind kind;
	uint8_t flags;
	uint32_t lexeme; /* number of the word in the tables, from 1; 0: unknown there */
	int64_t number;
};
/* A name ready to compare. Lives in the arena it was made in and needs its normaliser alive. */
struct cdr_name_key {
	struct cdr_str original;  /* as given: borrowed */
	struct cdr_str folded;    /* NFKC, case folded, apostrophes dropped, punctuation to blanks, single-spaced */
	struct cdr_token *tokens; /* at most CDR_NAME_MAX_TOKENS, in their own letters */
	size_t n_tokens;
};
/* What is known of a legal form, by the number of its lexeme. Text lives as long as the normaliser. */
struct cdr_legal_form {
	struct cdr_str class;     /* generic class: ltd, plc, inc, partnership …; "other" */
	struct cdr_str countries; /* alpha-2 codes of the countries whose law has it, parted by blanks; may be empty */
	bool english;             /* English words by which any country's form is written: "Limited", "Inc." */
};
/* Is this folded word one of the tables', and more than a letter or a mark? */
bool
cdr_is_known_word(const struct cdr_normaliser *normaliser, struct cdr_str word);
struct cdr_legal_form
cdr_legal_form(const struct cdr_normaliser *normaliser, uint32_t lexeme);

/* Never fails on content: an empty or symbol-only name yields zero tokens. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_normalise_name(const struct cdr_normaliser *normaliser, struct cdr_str name, struct cdr_arena *arena,
                   struct cdr_name_key *ret, struct cdr_error *err);

/* NFKC, case folded, diacritics removed, punctuation to single blanks: for headers, status words, goods. In arena. */
struct cdr_str
cdr_normalise_words(struct cdr_str text, struct cdr_arena *arena);
/* NFC and inner white space collapsed to single blanks, trimmed; what is stored as a name. In arena. */
struct cdr_str
cdr_normalise_space(struct cdr_str text, struct cdr_arena *arena);

/* Country as typed (alpha-2, alpha-3, an English, French, Spanish, Portuguese, German … name, a usual alias) to
 * alpha-2 in `ret`; false when not recognised. */
bool
cdr_normalise_country(const struct cdr_normaliser *normaliser, struct cdr_str text, char ret[3]);
/* English display name of an alpha-2 code, or the code itself. Lives as long as the normaliser. */
struct cdr_str
cdr_country_name(const struct cdr_normaliser *normaliser, struct cdr_str alpha2);
/* The country named at the end of an address ("…, Guangdong, China"), if exactly one; false otherwise. */
bool
cdr_normalise_address_country(const struct cdr_normaliser *normaliser, struct cdr_str address, char ret[3]);

/* An address to corroborate with: never evidence alone. Everything lives in the arena it was made in. */
#define CDR_ADDRESS_MAX_WORDS 96
struct cdr_address_word {
	struct cdr_str text;
	bool street; /* of a street, estate or zone; else of a town, district, region */
};
struct cdr_address_key {
	struct cdr_str postcode; /* of the country's shape, without blanks; {NULL,0} when there is none */
	const struct cdr_address_word *words;
	const struct cdr_str *numbers; /* of houses, plots, blocks; floors left out */
	size_t n_words, n_numbers;
	char country[3]; /* "" when neither given nor at the end of the address */
};
/* Takes an address apart; `country` as typed, may be empty. Never fails on content. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_normalise_address(const struct cdr_normaliser *normaliser, struct cdr_str address, struct cdr_str country,
                      struct cdr_arena *arena, struct cdr_address_key *ret, struct cdr_error *err);
/* Parts of two addresses, as bits. What only one address has is in neither set. */
enum cdr_address_part {
	CDR_ADDRESS_POSTCODE = 1,
	CDR_ADDRESS_NUMBER = 2,
	CDR_ADDRESS_STREET = 4,
	CDR_ADDRESS_CITY = 8,
	CDR_ADDRESS_COUNTRY = 16 /* only ever conflicts */
};
struct cdr_address_parts {
	unsigned agreed, conflicting;
};
#define CDR_ADDRESS_UNKNOWN (-1.0) /* they have no part in common */
/* 0 (other places) … 0.5 (says nothing) … 1 (one place), or CDR_ADDRESS_UNKNOWN. Symmetric. */
double
cdr_address_agreement(const struct cdr_address_key *left, const struct cdr_address_key *right,
                      struct cdr_address_parts *ret_parts);

/* Identifier for comparison: in the canonical form of its scheme where that is known (leading zeros a spreadsheet took
 * away put back), else upper case, marks and leading zeros removed. "lei" gives {NULL,0} unless its ISO 17442 check digits
 * hold; "imo" goes without its prefix; "licence…" keeps the mark between two numbers as '-' ("1/23" is not "12/3").
 * Labels such as "No." go. {NULL,0} when nothing is left. In arena. */
struct cdr_str
cdr_normalise_identifier(struct cdr_str scheme, struct cdr_str value, struct cdr_arena *arena);
/* Can a number be right? UNCHECKED: no scheme is known, or it has no check digits that are known for certain. INVALID:
 * they fail, the shape is not the scheme's, all digits are one, or a register number lacks its court. */
enum cdr_identifier_check { CDR_IDENTIFIER_UNCHECKED = 0, CDR_IDENTIFIER_VALID, CDR_IDENTIFIER_INVALID };
enum cdr_identifier_check
cdr_identifier_check(struct cdr_str scheme, struct cdr_str country, struct cdr_str value);
/* The scheme that is meant: "company_number" of GB is "gb_company", "tax_id" of IN is "in_gstin" or "in_pan", by the
 * value; a VAT number's own prefix serves where no country is given. `scheme` itself when none is known. Static, or
 * borrowed from `scheme`. */
struct cdr_str
cdr_identifier_scheme(struct cdr_str scheme, struct cdr_str country, struct cdr_str value);
/* What a scheme is called in a sentence, "Companies House number"; the scheme itself when unknown. Static or borrowed. */
struct cdr_str
cdr_identifier_title(struct cdr_str scheme);
/* An identifier as firms are told apart by it: of numbers that name a branch, a state or a tax the part that names the
 * firm (SIRET -> SIREN, GSTIN -> PAN, CNPJ -> its root), with that part's scheme. `plain` is the value as if no scheme
 * were known, to meet a number of the same word without a country. Empty values when nothing is left. */
struct cdr_identifier_key {
	struct cdr_str scheme, value, plain;
	enum cdr_identifier_check check;
};
/* In arena; the scheme static or borrowed. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_identifier_key(struct cdr_str scheme, struct cdr_str country, struct cdr_str value, struct cdr_arena *arena,
                   struct cdr_identifier_key *ret, struct cdr_error *err);
/* Schemes a bare value could be of: of at least nine characters, with check digits that hold. At most `max` are written;
 * returns how many. */
size_t
cdr_identifier_guess(struct cdr_str value, struct cdr_str *ret, size_t max);
/* ISO 17442: 20 characters, ISO 7064 MOD 97-10 check digits. */
bool
cdr_lei_is_valid(struct cdr_str lei);

/* Script of a character, coarse: scripts that are read by the same rules are one. */
enum cdr_script {
	CDR_SCRIPT_NONE = 0, /* digits, punctuation, marks that scripts share */
	CDR_SCRIPT_LATIN,
	CDR_SCRIPT_CYRILLIC,
	CDR_SCRIPT_GREEK,
	CDR_SCRIPT_ARABIC,
	CDR_SCRIPT_HEBREW,
	CDR_SCRIPT_HAN,
	CDR_SCRIPT_KANA,
	CDR_SCRIPT_HANGUL,
	CDR_SCRIPT_THAI,
	CDR_SCRIPT_BRAHMIC, /* Devanagari, Bengali, Gurmukhi, Gujarati, Oriya, Tamil, Telugu, Kannada, Malayalam, Sinhala */
	CDR_SCRIPT_OTHER /* Georgian, Armenian, Lao, Khmer, Burmese, Ethiopic … */
};
/* Any number is answered. Safe from all threads. */
enum cdr_script
cdr_script_of(uint32_t character);

/* One word or unspaced run of a folded name (any script) in Latin letters as firms of the country print it: lower-case
 * ASCII into `out`, cut at `cap`. Returns the length, 0 when nothing is known of the script. Han is read as Mandarin,
 * always: what firms of Hong Kong or Japan print for it is unknown here, and no likeness then says nothing. Allocates and
 * locks nothing; safe from all threads. */
size_t
cdr_romanise(struct cdr_str word, char *out, size_t cap);
/* The letters that a word or several are the names of: "케이비" kb, "bi vi ti" bvt (of Cyrillic, after cdr_romanise). A
 * second reading, never the only one. Returns the length, 0 when the text is not made of letter names altogether, or of fewer
 * than two. Safe from all threads. */
size_t
cdr_read_letter_names(struct cdr_str words, char *out, size_t cap);

/* May `words` be read as just these two or more Latin letters? Some names are those of several: "اي" is A, E or I. */
bool
cdr_spells_letters(struct cdr_str words, struct cdr_str letters);
/* Skeleton of consonants, one byte a class of sounds, of lower-case ASCII letters, comparable between a Latin original
 * and cdr_romanise of the same name in another script. Blanks are ignored, digits kept. Returns the length, at most `cap`.
 * Safe from all threads. */
size_t
cdr_skeleton(struct cdr_str latin, char *out, size_t cap);
/* Likeness of two skeletons, 0 … 1, symmetric; sounds that scripts confuse cost little. Of each the first 64 count; an
 * empty one is like nothing. Safe from all threads. */
double
cdr_skeleton_likeness(struct cdr_str a, struct cdr_str b);

/* Likeness 0 … 1 of a Latin skeleton with the likest reading, as Japanese, of a folded run that has Han characters; kana
 * may stand among them. -1 when readings are unknown or there is no Han: that says nothing. The likest of many readings:
 * chance is higher than with cdr_skeleton_likeness. Safe from all threads. */
double
cdr_japanese_likeness(struct cdr_str native, struct cdr_str skeleton);

/* Does a word of the name mix Latin with Cyrillic or Greek letters that look alike ("Acme" with a Cyrillic А)? Folding
 * writes such a word in the alphabet that has more of its letters. Safe from all threads. */
bool
cdr_has_homoglyphs(struct cdr_str name);

/* A date as typed. Order says what an all-numeric date with two possible readings means; CDR_DATE_ORDER_UNKNOWN refuses
 * those (and only those). Month names in English are understood; a time behind the date is ignored; two-digit years
 * 00 … 68 are 20xx, 69 … 99 are 19xx. */
enum cdr_date_order { CDR_DATE_ORDER_UNKNOWN = 0, CDR_DATE_ORDER_DAY_FIRST, CDR_DATE_ORDER_MONTH_FIRST };
enum cdr_date_reading { CDR_DATE_READ, CDR_DATE_AMBIGUOUS, CDR_DATE_UNREADABLE };
enum cdr_date_reading
cdr_normalise_date(struct cdr_str text, enum cdr_date_order order, struct cdr_date *ret);
/* Looks at a column of typed dates: DAY_FIRST or MONTH_FIRST when some value forces it and none contradicts. */
enum cdr_date_order
cdr_normalise_date_order(const struct cdr_str *values, size_t n);

/* A number as typed, either decimal mark, thousands separators: canonical text ("1234.5") in arena; {NULL,0} when it is
 * no number or could be read two ways. `thousands_ok` says that in this column commas part thousands: then "1,234" is
 * 1234 and "1.234" is 1.234, else both are refused. A per-cent sign at the end is dropped. */
struct cdr_str
cdr_normalise_number(struct cdr_str text, bool thousands_ok, struct cdr_arena *arena);

/* How many minutes a time zone ("Asia/Manila") is ahead of UTC at a moment, in minutes since 1970 UTC. False when there is
 * no such zone. Safe from all threads. */
bool
cdr_normalise_zone(struct cdr_str zone, int64_t utc_minutes, int32_t *ret_minutes);
