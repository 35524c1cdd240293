/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the two halves of the builder share: gathering (build.c) and laying out (image.c). */

#include "match/index-impl.h"

/* A text that is kept once, and where it was written. */
struct built_text {
	struct cdr_str text;
	uint32_t place; /* 0: not yet */
};
struct built_word {
	struct cdr_match_token token; /* flags: those of the word */
	struct built_text *meaning;   /* or NULL: its text */
	uint64_t sound;
	uint32_t id, frequency; /* id as it came; then as it is sorted */
};
struct built_entry {
	struct cdr_str id;
	uint32_t number, first_name, n_names, first_identifier, n_identifiers;
	char country[2];
	struct cdr_str stated;
};
struct built_name {
	struct cdr_str text;
	uint32_t first_token, folded;
	uint16_t flags;
	uint8_t n_tokens, n_forms;
};
struct built_identifier {
	struct built_text *scheme, *country;
	struct cdr_str value, printed;
};
struct cdr_match_builder {
	struct cdr_arena *arena, *scratch;
	struct cdr_map *words; /* kind and text -> struct built_word */
	struct cdr_map *texts; /* text -> struct built_text */
	struct cdr_vec entries, names, identifiers;
	size_t n_stated;            /* entries that state something */
	struct cdr_vec tokens;      /* uint32_t as in the image, but numbers of words as they came */
	struct cdr_match_name name; /* the one being added */
};
