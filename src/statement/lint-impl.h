/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files that look at existing statements: sentences and their places (sentences.c), what to look for
 * (lint-pattern.c, lint-data.c, lint-sheet.c), finding it (lint-find.c), what is said too strongly (lint-remark.c) or against
 * the records (lint-evidence.c), and the sheet that comes of it (lint.c, lint-score.c, lint-document.c, lint-text.c).
 */

#include "candor/decl.h"
#include "statement/statement-impl.h"

#define CDR_LINT_ROOM "statement"
#define CDR_LINT_FORMAT "candor-statement-lint/1"
#define CDR_LINT_MAX_ELEMENTS 400
#define CDR_LINT_MAX_RULES 40 /* of one class of one element */
#define CDR_LINT_MAX_WORDS 40
#define CDR_LINT_MAX_SHEETS 40
#define CDR_LINT_MAX_ITEMS 200
#define CDR_LINT_MAX_REMARKS 200 /* kinds of remark in the data */
#define CDR_LINT_MAX_QUOTES 3
#define CDR_LINT_ENOUGH_SENTENCES 12 /* of those that say an element: no more are looked for */
#define CDR_LINT_QUOTE_BYTES 400
#define CDR_LINT_MAX_FILES 100
#define CDR_LINT_MAX_PATTERN_BYTES 4000

/* ------------------------------------------------------------------------------------------------------ sentences.c */

/* One sentence of a document. `plain` is what patterns see: straight quotes and hyphens, else as written; `folded` is the
 * same in small letters. */
struct cdr_lint_sentence {
	struct cdr_str text, plain, folded, section;
	enum cdr_lint_kind kind;
	uint32_t page, line;
	const uint64_t *words; /* which of a vocabulary stand in it; NULL: not looked at */
	bool question;         /* only repeats what a law asks */
};
struct cdr_lint_text {
	struct cdr_arena *arena;
	struct cdr_lint_sentence *items;
	size_t n, n_body; /* n_body: of those that are neither headings nor navigation */
};
void
cdr_lint_text_done(struct cdr_lint_text *text);
/* Cuts blocks into sentences. ELIMIT past CDR_LINT_MAX_SENTENCES, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_text_make(const struct cdr_lint_block *blocks, size_t n, struct cdr_lint_text *ret, struct cdr_error *err);
/* Cuts the next sentence off `*rest`; false when there is none. */
bool
cdr_lint_next_sentence(struct cdr_str *rest, struct cdr_str *ret_sentence);

/* ---------------------------------------------------------------------------------------------------- lint-pattern.c */

/* Names that patterns may use, "{{board}}", and the words that turn a sentence round or put it off: common.yaml. */
struct cdr_lint_common {
	struct cdr_decl decl;
	struct cdr_regex *denial, *future;               /* before what was found */
	struct cdr_regex *denial_inside, *future_inside; /* within it, before `relative` */
	struct cdr_regex *clause_break, *relative, *year, *question;
};
void
cdr_lint_common_done(struct cdr_lint_common *common);
enum cdr_status CDR_MUST_CHECK
cdr_lint_common_load(const struct cdr_bundle *rulesets, struct cdr_lint_common *ret, struct cdr_error *err);
/* One way of saying something. A sentence says it when `match` is found, and `with` and `without` are and are not. */
struct cdr_lint_rule {
	struct cdr_regex *match, *with, *without, *under;
	int64_t last; /* only among so many last sentences; 0: anywhere */
};
struct cdr_lint_rules {
	struct cdr_lint_rule *items;
	size_t n;
};
void
cdr_lint_rules_done(struct cdr_lint_rules *rules);
/* A list of patterns, each a text or a map of {match, with, without, under, last}. EINPUT with the place. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_rules_read(const struct cdr_lint_common *common, const struct cdr_decl *decl, const struct cdr_decl_node *map,
                    const char *key, struct cdr_arena *arena, struct cdr_lint_rules *ret, struct cdr_error *err);
/* One pattern of a map, NULL when it is not there. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_pattern_read(const struct cdr_lint_common *common, const struct cdr_decl *decl,
                      const struct cdr_decl_node *map, const char *key, struct cdr_regex **ret, struct cdr_error *err);
/* Whether a rule holds of sentence `i`; `ret_groups` (may be NULL) as cdr_regex_find gives them, slices of `plain`. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_rule_holds(const struct cdr_lint_rule *rule, const struct cdr_lint_text *text, size_t i, bool *ret,
                    struct cdr_str ret_groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err);
/* How what stands at `at` of a sentence is meant: turned round by a denial, or put off by a plan (`denied` false), before it
 * in the same clause or within it. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_is_under(const struct cdr_lint_common *common, bool denied, struct cdr_str plain, struct cdr_str at, bool *ret,
                  struct cdr_error *err);

/* All words of the lint's data, each once, so that a sentence is searched for all of them in one go. */
#define CDR_LINT_MAX_VOCABULARY 2048
struct cdr_lint_vocabulary {
	struct cdr_arena *arena;
	struct cdr_str items[CDR_LINT_MAX_VOCABULARY];
	uint16_t next[CDR_LINT_MAX_VOCABULARY]; /* with the same first two bytes; 0: none */
	uint16_t first[1 << 16];                /* by these, number + 1 */
	size_t n;
};
/* Sets `words` and `question` of every sentence. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_look_up(const struct cdr_lint_common *common, const struct cdr_lint_vocabulary *vocabulary,
                 struct cdr_lint_text *text, struct cdr_error *err);
/* Small-letter words one of which a sentence must hold to be looked at; none: all are. */
struct cdr_lint_words {
	struct cdr_str *items;
	uint16_t *numbers; /* in the vocabulary */
	size_t n;
};
enum cdr_status CDR_MUST_CHECK
cdr_lint_words_read(struct cdr_lint_vocabulary *vocabulary, const struct cdr_decl *decl,
                    const struct cdr_decl_node *map, struct cdr_lint_words *ret, struct cdr_error *err);
bool
cdr_lint_words_stand_in(const struct cdr_lint_words *words, const struct cdr_lint_sentence *sentence);

/* ------------------------------------------------------------------------------------------------------- lint-data.c */

/* What is known of an element, or of what a sheet asks. NONE: the statement says that it is not so. */
enum cdr_lint_state {
	CDR_LINT_ABSENT = 0,
	CDR_LINT_NOT_EXPLICIT,
	CDR_LINT_WEAK,
	CDR_LINT_NONE,
	CDR_LINT_PARTLY, /* of what a sheet asks only */
	CDR_LINT_PRESENT
};
#define CDR_LINT_N_STATES 6
const char *
cdr_lint_state_word(enum cdr_lint_state state);

/* One thing a statement may say: elements/<topic>.yaml. */
struct cdr_lint_element {
	struct cdr_str id, question, source;
	struct cdr_lint_words words;
	struct cdr_regex *headings;
	struct cdr_lint_rules present, none, weak, hint;
	bool plans_count;            /* a plan is what is asked for */
	bool denials_count;          /* "do not" does not turn it round */
	bool outside;                /* cannot be told from the statement; asked of the home page */
	const struct cdr_decl *decl; /* of its file, for messages and its examples */
	const struct cdr_decl_node *node;
};
/* What a sheet asks: one or several elements. */
struct cdr_lint_item {
	struct cdr_str id, title, kind, source, label, unverified;
	size_t *elements; /* indexes */
	size_t n_elements;
	bool any;         /* one of them is enough */
	bool none_counts; /* that it is not so is an answer */
};
/* A law's own sheet, or that of a published scheme. */
struct cdr_lint_sheet {
	struct cdr_str id, title, source, url, unverified, labeller;
	bool law;
	struct cdr_lint_item *items;
	size_t n_items;
	struct cdr_str *schemes;
	size_t n_schemes;
};
/* A sentence that says more than can be known, or nothing: remarks.yaml. */
struct cdr_lint_remark {
	struct cdr_str id, kind, severity, message, source;
	struct cdr_lint_words words;
	struct cdr_lint_rules match;
	const struct cdr_decl_node *node;
};
struct cdr_lint_evidence;
struct cdr_lint {
	struct cdr_arena *arena;
	const struct cdr_bundle *rulesets;
	struct cdr_law *law;
	struct cdr_lint_common common;
	struct cdr_lint_vocabulary *vocabulary; /* in arena */
	struct cdr_decl files[CDR_LINT_MAX_FILES];
	size_t n_files;
	struct cdr_lint_element *elements;
	size_t n_elements;
	struct cdr_lint_sheet sheets[CDR_LINT_MAX_SHEETS];
	size_t n_sheets;
	struct cdr_lint_remark *remarks;
	size_t n_remarks;
	struct cdr_lint_rules periods;      /* how a statement says which year it is about; group 1 is the year */
	struct cdr_labeller *labeller;      /* NULL: none serves the law, or none was given */
	struct cdr_lint_evidence *evidence; /* NULL: no store was given */
};
/* Parses a file of the bundle; its tree lives as long as the lint. ENOTFOUND, EINPUT. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_open(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_str path,
              const struct cdr_decl **ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_lint_elements_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_lint_remarks_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_error *err);
/* The law's sheet first, then its schemes. ENOTFOUND naming the laws that have one. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_sheets_load(struct cdr_lint *lint, const struct cdr_bundle *rulesets, struct cdr_str law,
                     struct cdr_error *err);
void
cdr_lint_element_done(struct cdr_lint_element *element);

/* ------------------------------------------------------------------------------------------------------- lint-find.c */

/* A sentence that shows a state, or a heading that supports one. */
struct cdr_lint_quote {
	size_t sentence;
	enum cdr_lint_state state;
};
struct cdr_lint_found {
	const struct cdr_lint_text *text; /* that was looked at */
	enum cdr_lint_state state;
	bool not_asked; /* what would show it was not given */
	struct cdr_lint_quote quotes[CDR_LINT_MAX_QUOTES];
	size_t n_quotes;
	size_t n_sentences; /* that show the state, quoted or not */
};
/* What one sentence says of an element; ABSENT: nothing. `known`: what is known already; less is not looked for. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_say(const struct cdr_lint *lint, const struct cdr_lint_element *element, const struct cdr_lint_text *text,
             size_t i, enum cdr_lint_state known, enum cdr_lint_state *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_lint_find(const struct cdr_lint *lint, const struct cdr_lint_element *element, const struct cdr_lint_text *text,
              struct cdr_lint_found *ret, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------- remarks and the records */

/* A remark about a sentence; {quote} with its place. */
struct cdr_json *
cdr_lint_quote_json(const struct cdr_lint_text *text, size_t i);
struct cdr_json *
cdr_lint_remark_json(struct cdr_str id, struct cdr_str kind, struct cdr_str severity, struct cdr_str message,
                     struct cdr_str source);
/* Adds what remarks.yaml has to say of the sentences, and of the years the statement names. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_remarks_make(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct cdr_json *remarks,
                      struct cdr_json *statement, struct cdr_error *err);
/* Adds what sentences are the same as in an earlier statement. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_previous_make(const struct cdr_lint_text *text, const struct cdr_lint_text *previous, struct cdr_json *remarks,
                       struct cdr_json *statement, struct cdr_error *err);
/* Adds what the records say against sentences. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_evidence_make(const struct cdr_lint *lint, const struct cdr_lint_text *text, struct cdr_json *remarks,
                       struct cdr_error *err);
struct cdr_lint_evidence *
cdr_lint_evidence_free(struct cdr_lint_evidence *evidence);

/* ------------------------------------------------------------------------------------------------------ lint-score.c */

/* What each element came to, in the order of lint->elements; what the labeller says of the text, or NULL. */
struct cdr_lint_outcome {
	const struct cdr_lint *lint;
	const struct cdr_lint_text *text;
	const struct cdr_lint_found *found;
	const struct cdr_label *labels;
};
/* Adds the sheets and elements to `result`, and a remark for each thing the law's own sheet asks that is not there. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_score(const struct cdr_lint_outcome *outcome, struct cdr_json *result, struct cdr_json *remarks,
               struct cdr_error *err);
