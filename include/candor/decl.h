/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * decl: YAML text -> a checked tree in which every node knows its line and column. Rule data, registry definitions,
 * laws and the organisation file are all read through it. A key nobody declared is an error, never ignored. Anchors,
 * aliases and tags are refused; depth, nodes and scalar length are capped. No domain words.
 */

#include "candor/base.h"

#define CDR_DECL_MAX_BYTES ((size_t)8 << 20) /* of one file */
#define CDR_DECL_MAX_DEPTH 32
#define CDR_DECL_MAX_NODES 200000
#define CDR_DECL_MAX_SCALAR_BYTES 65536

/* The three shapes of a node. */
enum cdr_decl_kind { CDR_DECL_SCALAR, CDR_DECL_LIST, CDR_DECL_MAP };

/* One node; read-only and borrowed from its tree. */
struct cdr_decl_node {
	enum cdr_decl_kind kind;
	uint32_t line, column;        /* 1-based */
	struct cdr_str text;          /* scalar: its text, as written */
	bool quoted;                  /* scalar: in quotes or a | > block, so "true", "12" and "null" are text */
	struct cdr_decl_pair *pairs;  /* map */
	struct cdr_decl_node **items; /* list */
	size_t n;                     /* pairs or items */
};
struct cdr_decl_pair {
	struct cdr_str key;
	uint32_t line, column;
	struct cdr_decl_node *value;
};

/* A parsed document. Immutable after parsing, so it may be read from several threads. */
struct cdr_decl {
	struct cdr_arena *arena;
	struct cdr_str name; /* file name used in messages */
	struct cdr_decl_node *root;
};
void
cdr_decl_done(struct cdr_decl *decl);

/* Parses exactly one document. EINPUT at name:line:column (syntax, duplicate key, anchor, alias, tag, non-UTF-8),
 * ELIMIT, ENOMEM. On success the caller owns *ret (cdr_decl_done). */
enum cdr_status CDR_MUST_CHECK
cdr_decl_parse(struct cdr_str text, const char *name, struct cdr_decl *ret, struct cdr_error *err);

/* What may stand in a map. Tables of these are const data beside the code that reads the keys. */
enum cdr_decl_type {
	CDR_DECL_TEXT,      /* any scalar */
	CDR_DECL_INTEGER,   /* 64-bit */
	CDR_DECL_NUMBER,    /* decimal */
	CDR_DECL_BOOLEAN,   /* true or false, nothing else */
	CDR_DECL_DATE,      /* YYYY-MM-DD */
	CDR_DECL_TEXT_LIST, /* list of scalars; a single scalar is accepted as a list of one */
	CDR_DECL_ANY_LIST,
	CDR_DECL_ANY_MAP,
	CDR_DECL_ANY
};
struct cdr_decl_key {
	const char *name;
	enum cdr_decl_type type;
	bool required;
};

/* Checks that `node` is a map with only the declared keys, all required ones and fitting types. Names every problem,
 * each with its place, and for an unknown key the nearest declared one. EINPUT. */
enum cdr_status CDR_MUST_CHECK
cdr_decl_check(const struct cdr_decl *decl, const struct cdr_decl_node *node, const struct cdr_decl_key *keys,
               size_t n_keys, struct cdr_error *err);

/* The nearest of several names to one that was mistyped: set `word`, offer every candidate (static text), then read
 * `nearest`, NULL when none is within two slips. */
struct cdr_decl_guess {
	struct cdr_str word;
	const char *nearest;
	unsigned slips;
};
void
cdr_decl_guess(struct cdr_decl_guess *guess, const char *candidate);

/* Getters after a check; a missing key gives NULL, {NULL,0}, `fallback`, {0}. An unquoted nothing, ~ or null counts as
 * missing. */
const struct cdr_decl_node *
cdr_decl_get(const struct cdr_decl_node *map, const char *key);
struct cdr_str
cdr_decl_text(const struct cdr_decl_node *map, const char *key);
int64_t
cdr_decl_integer(const struct cdr_decl_node *map, const char *key, int64_t fallback);
double
cdr_decl_number(const struct cdr_decl_node *map, const char *key, double fallback);
bool
cdr_decl_boolean(const struct cdr_decl_node *map, const char *key, bool fallback);
struct cdr_date
cdr_decl_date(const struct cdr_decl_node *map, const char *key);
/* Items of a text list (also of a lone scalar): count, then each. */
size_t
cdr_decl_count(const struct cdr_decl_node *map, const char *key);
struct cdr_str
cdr_decl_item(const struct cdr_decl_node *map, const char *key, size_t i);

/* Sets EINPUT at the node's place: "name:line:column". */
enum cdr_status
cdr_decl_fail(const struct cdr_decl *decl, const struct cdr_decl_node *node, struct cdr_error *err, const char *format,
              ...) CDR_PRINTF(4, 5);

/* One of a fixed set of words: its index in `words` (NULL-terminated); EINPUT naming the allowed words when it is
 * another, or when the key is missing (for an optional key ask cdr_decl_get first). */
enum cdr_status CDR_MUST_CHECK
cdr_decl_word(const struct cdr_decl *decl, const struct cdr_decl_node *map, const char *key, const char *const *words,
              int *ret_index, struct cdr_error *err);
