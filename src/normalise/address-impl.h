/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* Shared by address.c (an address taken apart), address-words.c (what its words are) and address-agree.c. */

#include "candor/normalise.h"

/* What a word of an address is for; the names in rulesets/match/address-words.csv in the same order. */
enum cdr_address_class {
	CDR_ADDRESS_PLAIN = 0,  /* a word of a name; `text` is how it is compared */
	CDR_ADDRESS_WAY,        /* road, street: its name stands before it, or behind when it comes first */
	CDR_ADDRESS_WAY_BEFORE, /* rua, jalan: its name stands behind */
	CDR_ADDRESS_ENDING,     /* …strasse, …gata: the end of a word that is a way's name */
	CDR_ADDRESS_ESTATE,     /* industrial, zone, park */
	CDR_ADDRESS_PLACE,      /* city, district */
	CDR_ADDRESS_LABEL,      /* no, plot: a number follows */
	CDR_ADDRESS_UNIT,       /* block, unit: a number or a letter follows */
	CDR_ADDRESS_FLOOR,      /* its number, before or behind, does not count */
	CDR_ADDRESS_NUMERAL,    /* second, ii: `text` is the number */
	CDR_ADDRESS_DROP
};
struct cdr_address_entry {
	struct cdr_str text;
	enum cdr_address_class class;
};

enum cdr_status CDR_MUST_CHECK
cdr_address_words_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_map **ret,
                       struct cdr_error *err);
/* What a folded word is; NULL when the table says nothing of it or of its ending. */
const struct cdr_address_entry *
cdr_address_word(const struct cdr_map *words, struct cdr_str word);
/* Is this of the shape of the country's postcodes? Folded, without blanks. */
bool
cdr_address_is_postcode(struct cdr_str text, const char country[3]);
