/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * life-impl: a stored draft and what people did to it since. state.c adds the acts up; overclaim.c says where a text goes
 * beyond its evidence; edit.c, life.c and carry.c add acts; diff.c compares two statements.
 */

#include "candor/base.h"
#include "candor/statement.h"
#include "candor/store.h"

#define CDR_STATEMENT_MAX_TEXT_BYTES 20000 /* of one text or reason a person gives */
#define CDR_STATEMENT_MAX_EDITS 1000       /* at once */

/* --------------------------------------------------------------------------------------------------------- acts */

/* Words of acts. Edits have a key; steps have the digest of the text they speak of. */
#define CDR_ACT_TEXT "text"       /* another text for a drafted sentence */
#define CDR_ACT_ADD "add"         /* a sentence of one's own */
#define CDR_ACT_REMOVE "remove"   /* a sentence taken out */
#define CDR_ACT_RESTORE "restore" /* back to what was drafted */
#define CDR_ACT_CONFIRM "confirm" /* an edit that was flagged stands all the same */
#define CDR_ACT_COPIED "copied"   /* the text is that of an earlier statement */

/* What the edits of one key add up to. `data` is owned by the state. */
struct cdr_fold {
	struct cdr_str key;
	const struct cdr_statement_act *act; /* the latest text, add or remove; NULL: none, or restored */
	struct cdr_json *data;               /* of that act */
	const struct cdr_statement_act *confirm;
	struct cdr_json *confirm_data, *copied_data;
	bool met; /* a claim of the draft has this key */
};

/* A statement as it stands. */
struct cdr_statement_state {
	struct cdr_statement_record record;
	struct cdr_statement_act *acts;
	size_t n_acts;
	size_t n_settled; /* acts up to and with the last edit: steps after it are about the present text */
	struct cdr_json *draft, *content;
	struct cdr_str text; /* content in its one form; what is hashed */
	char sha256[CDR_STATEMENT_DIGEST_MAX];
	struct cdr_map *folds; /* key -> struct cdr_fold *, in the order of first edits */
	struct cdr_arena *arena;
};
void
cdr_statement_state_done(struct cdr_statement_state *state);
/* Reads a statement and adds up what was done to it. From the first step on the text is the one that was kept with it:
 * ESTORE when that is no longer the text it was, or not the one the step's record of evidence names. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_state_load(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                         struct cdr_statement_state *ret, struct cdr_error *err);
/* The latest step about the present text, NULL when there is none; `word` {NULL,0}: whichever. */
const struct cdr_statement_act *
cdr_statement_state_step(const struct cdr_statement_state *state, const char *word);
/* "unsigned draft", "reviewed", … */
const char *
cdr_statement_state_word(const struct cdr_statement_state *state);
/* A claim of the stored draft; NULL when it has none of that key. */
const struct cdr_json *
cdr_statement_claim_find(const struct cdr_json *draft, struct cdr_str key);
/* Pushes "key: reason" of every edit that is flagged and not confirmed, and tells how many there are. */
size_t
cdr_statement_open_flags(const struct cdr_json *content, struct cdr_buf *ret_list);
/* Adds an act with its record of evidence, in the caller's transaction. `evidence` 0: one is made, with `data`, the
 * statement's law and year and the digest in it. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_act_keep(struct cdr_store *store, const struct cdr_statement_state *state, struct cdr_statement_act *act,
                       const struct cdr_json *data, const char *evidence_word, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------- overclaims */

struct cdr_overclaim;
struct cdr_overclaim *
cdr_overclaim_free(struct cdr_overclaim *overclaim);
CDR_DEFINE_FREEP(cdr_overclaim)
/* Loads rulesets/statement/overclaim.yaml; EINPUT with places. */
enum cdr_status CDR_MUST_CHECK
cdr_overclaim_load(const struct cdr_bundle *rulesets, struct cdr_overclaim **ret, struct cdr_error *err);
/* A sentence of a person's and what the evidence carries. `drafted` {NULL,0}: the sentence is added, nothing was drafted
 * in its place. `known` is further text whose numbers are known: the year and its days. */
struct cdr_overclaim_question {
	struct cdr_str text, drafted, strength, language, known;
	const struct cdr_json *numbers;
};
/* Flags [{rule found reason source}], empty where nothing goes beyond. */
enum cdr_status CDR_MUST_CHECK
cdr_overclaim_check(const struct cdr_overclaim *overclaim, const struct cdr_overclaim_question *question,
                    struct cdr_json **ret, struct cdr_error *err);
/* The same for a sentence taken out. */
enum cdr_status CDR_MUST_CHECK
cdr_overclaim_check_removal(const struct cdr_overclaim *overclaim, const struct cdr_json *claim, struct cdr_json **ret,
                            struct cdr_error *err);
/* Adds the flag for a text that was written over another one than is now drafted. */
void
cdr_overclaim_add_beneath(const struct cdr_overclaim *overclaim, struct cdr_json *flags, struct cdr_str drafted);
/* The examples in the file that do not do what they say, one line each; for tests. */
enum cdr_status CDR_MUST_CHECK
cdr_overclaim_try_examples(const struct cdr_overclaim *overclaim, struct cdr_buf *ret_wrong, size_t *ret_tried,
                           struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- edits */

/* Flags of a text laid over a drafted claim (NULL: an added sentence). */
enum cdr_status CDR_MUST_CHECK
cdr_edit_flags(const struct cdr_overclaim *overclaim, const struct cdr_statement_state *state,
               const struct cdr_json *claim, struct cdr_str text, struct cdr_json **ret, struct cdr_error *err);
/* EREFUSED once the statement is signed. */
enum cdr_status CDR_MUST_CHECK
cdr_edit_check_open(const struct cdr_statement_state *state, struct cdr_error *err);
/* A text that a person gave, with white space run together, in arena; {NULL,0} stays that. EINPUT for control characters
 * and marks that turn the direction of writing, EUSAGE when nothing is left, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_edit_clean(struct cdr_arena *arena, const char *what, struct cdr_str text, struct cdr_str *ret,
               struct cdr_error *err);
