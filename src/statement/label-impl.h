/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * label-impl: the parts the labeller of sentences is made of. label-text.c cuts a sentence into words, label-concepts.c
 * finds the hand-written concepts among them, label-features.c adds up what is there, label-context.c looks at
 * the neighbours, label-data.c reads the files. The same is written in rulesets/statement/sentences/features.py, which the weights are learnt with; a test
 * compares the two.
 */

#include "candor/base.h"
#include "candor/statement.h"

#define LABEL_MAX_LABELS 32
#define LABEL_MAX_TOKENS 512 /* of one sentence; the rest is not looked at */
#define LABEL_MAX_PHRASE 12  /* words of a phrase */
#define LABEL_MAX_ELEMENTS 16
#define LABEL_MAX_GAPS 3
#define LABEL_GAP 4 /* words that ".." may stand for */
#define LABEL_MAX_ROWS 200000
#define LABEL_MAX_KEY 160 /* bytes of a feature's name; what is longer has no weight */
#define LABEL_MAX_TITLE 256
#define LABEL_SELF 6 /* what the second pass looks at of the label itself */
#define LABEL_MAX_CONTEXT (1 + LABEL_SELF + LABEL_MAX_LABELS)

struct label_tokens {
	struct cdr_str items[LABEL_MAX_TOKENS + 2];
	size_t n;
};

/* One alternative of an element: a word, or what a word begins with. */
struct label_word {
	struct cdr_str text;
	bool prefix;
};
struct label_element {
	const struct label_word *words; /* none: a gap */
	size_t n_words;
};
struct label_pattern {
	struct cdr_str name;
	size_t concept; /* its place among the names of concepts */
	const struct label_element *elements;
	size_t n_elements;
	struct label_pattern *next; /* of those that may begin with the same three bytes */
};

struct label_row {
	size_t index;
	const double *weights;
};

struct cdr_labeller {
	struct cdr_arena *arena;
	struct cdr_map *phrases; /* "modern slavery act" -> struct label_phrase */
	struct cdr_map *starts;  /* its first word -> size_t, words of the longest phrase that begins so */
	struct cdr_map *patterns;
	struct cdr_map *concepts; /* name -> its first pattern */
	struct cdr_map *rows;     /* feature -> struct label_row */
	struct cdr_str names[LABEL_MAX_LABELS];
	double bias[LABEL_MAX_LABELS];
	size_t n_labels;
	/* Of the second pass: what the sum begins with, the label itself in LABEL_SELF ways, the other labels. */
	double context[LABEL_MAX_CONTEXT][LABEL_MAX_LABELS];
	size_t n_context;
};
struct label_phrase {
	struct cdr_str name;
	bool hard; /* of what it stands for the words are no features */
};

/* --- label-text.c: all text in arena; false when memory is short */
bool
label_tokens(struct cdr_str sentence, struct cdr_arena *arena, struct label_tokens *ret);
/* Phrases and numbers put for what they stand for, between "<s>" and "</s>"; in `gone` the words that gave way. */
void
label_replaced(const struct cdr_labeller *labeller, const struct label_tokens *raw, struct label_tokens *ret,
               struct label_tokens *gone);
struct cdr_str
label_class(struct cdr_str token); /* borrowed from the token, or static */
struct cdr_str
label_stem(struct cdr_str token, struct cdr_arena *arena); /* {NULL,0} when memory is short */

/* --- label-concepts.c */
/* Marks in `found`, one for each concept of the labeller, those that occur. */
void
label_concepts(const struct cdr_labeller *labeller, const struct label_tokens *tokens, bool *found);
/* Reads one pattern into the labeller. EINPUT at `where`. */
enum cdr_status CDR_MUST_CHECK
label_pattern_add(struct cdr_labeller *labeller, struct cdr_str name, struct cdr_str pattern, const char *where,
                  struct cdr_error *err);

/* --- label-features.c */
/* What is remembered from one sentence of a statement to the next, and room for the sums. */
struct label_state {
	const struct cdr_labeller *labeller;
	struct cdr_arena *arena; /* for one sentence */
	bool *found;             /* for each concept */
	uint32_t *stamps;        /* for each row, the last sentence that had it */
	uint32_t now;
	const struct label_row *title[LABEL_MAX_TITLE];
	size_t n_title, title_age;
};
/* The sums of the i-th of n sentences, one for each label. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
label_sums(struct label_state *state, struct cdr_str sentence, size_t i, size_t n, double *ret, struct cdr_error *err);

/* --- label-context.c: puts the sums of the second pass, a row of n_labels for each of the n sentences of one statement,
 * for those of the first. False when memory is short. */
bool
label_in_context(const struct cdr_labeller *labeller, struct cdr_arena *arena, double *sums, size_t n);

/* --- label-data.c: the files of rulesets/statement/sentences. EINPUT with file and line. */
enum cdr_status CDR_MUST_CHECK
label_read(struct cdr_labeller *labeller, const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_error *err);
