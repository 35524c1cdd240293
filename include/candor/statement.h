/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * statement: facts of the store -> coverage of a law's criteria -> a draft in which every factual sentence is a claim
 * with the ids it rests on. What a law asks is data (rulesets/statement/<law>/law.yaml); this room knows no law. Where
 * evidence is missing the draft says so; it never claims an approval, a signature or a step nobody recorded.
 * Thread rule: a law is immutable after loading; drafting belongs to one thread and one store.
 */

#include "candor/base.h"
#include "candor/doc.h"
#include "candor/store.h"

struct cdr_law;
/* A law as loaded. Freed with cdr_law_free, which takes NULL and returns NULL. */
struct cdr_law *
cdr_law_free(struct cdr_law *law);
CDR_DEFINE_FREEP(cdr_law)
/* Loads rulesets/statement/<id>/law.yaml from the bundle; ENOTFOUND naming the laws there are; EINPUT with places. */
enum cdr_status CDR_MUST_CHECK
cdr_law_load(const struct cdr_bundle *rulesets, struct cdr_str id, struct cdr_law **ret, struct cdr_error *err);
/* Ids of the laws in the bundle, in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_law_list(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_str **ret, size_t *ret_n,
             struct cdr_error *err);
struct cdr_str
cdr_law_id(const struct cdr_law *law);
struct cdr_str
cdr_law_title(const struct cdr_law *law);

/* Drafts for the financial year named by `year` ("2025" = the year that ends in 2025 or the calendar year, see
 * src/statement/facts.c) and stores the draft with evidence. ret_json is the draft (arena): scope test, criteria, claims
 * with what each rests on, gaps, blanks. EREFUSED when the organisation has not been set. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_draft(struct cdr_store *store, const struct cdr_law *law, struct cdr_str org, struct cdr_str year,
                    struct cdr_str actor, struct cdr_arena *arena, struct cdr_str *ret_json, int64_t *ret_id,
                    struct cdr_error *err);
/* What a draft is asked for. `order`: id of one of the law's orders of its criteria ("statute", "guidance-2025"), {NULL,0}
 * for its first; EUSAGE naming the orders when there is none of that id. */
struct cdr_draft_options {
	struct cdr_str org, year, actor, order;
};
/* cdr_statement_draft with more to choose. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_draft_with(struct cdr_store *store, const struct cdr_law *law, const struct cdr_draft_options *options,
                         struct cdr_arena *arena, struct cdr_str *ret_json, int64_t *ret_id, struct cdr_error *err);
/* Patterns of personal data, loaded from rulesets/statement/personal-data.yaml; immutable, may be shared between threads.
 * Loading fails with EINPUT at the line of a pattern that does not do what its examples say. */
struct cdr_privacy;
struct cdr_privacy *
cdr_privacy_free(struct cdr_privacy *privacy);
CDR_DEFINE_FREEP(cdr_privacy)
enum cdr_status CDR_MUST_CHECK
cdr_privacy_load(const struct cdr_bundle *rulesets, struct cdr_privacy **ret, struct cdr_error *err);
/* The patterns a law's drafts are scanned for; as long as the law lives. */
const struct cdr_privacy *
cdr_law_privacy(const struct cdr_law *law);
/* What a pattern found: the pattern's id and title ("an e-mail address"), the piece of the text and where it begins in
 * it, in bytes. Lives during the call. */
struct cdr_privacy_hit {
	struct cdr_str pattern, title, text;
	size_t offset;
};
typedef enum cdr_status (*cdr_privacy_fn)(void *context, const struct cdr_privacy_hit *hit, struct cdr_error *err);
/* Tells every place of a text that reads like personal data, pattern by pattern. A text on which a pattern runs into its
 * limits counts as found from there on. */
enum cdr_status CDR_MUST_CHECK
cdr_privacy_scan(const struct cdr_privacy *privacy, struct cdr_str text, cdr_privacy_fn fn, void *context,
                 struct cdr_error *err);
/* As a scan, but appends a warning {kind "personal_data", pattern, text, place} to the array `into` for each; the text says
 * what it reads like and how it begins, never all of it. `place` tells people where to look ("org.yaml:12", "claim c3"). */
enum cdr_status CDR_MUST_CHECK
cdr_privacy_warn(const struct cdr_privacy *privacy, struct cdr_str text, struct cdr_str place, struct cdr_json *into,
                 struct cdr_error *err);
/* ------------------------------------------------------------------------------------------- the life of a statement */

/* A draft is never changed. What people do to it is kept beside it, act by act, each with its record of evidence: edits of
 * its sentences, and the steps reviewed, approved, signed, published, superseded. A step holds for the text it was taken
 * with: an edit made afterwards takes the statement back to an unsigned draft, and after a signature there are none. */

/* A statement as it stands: the draft with its edits, `status`, the `steps` about this text, the `earlier_steps` that an
 * edit undid, and from the first step on the text's `sha256` (src/statement/state.c says all of it). From the first step on the text is the one
 * kept with it; ESTORE when that was altered. ENOTFOUND; ret_json in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_current(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                      struct cdr_str *ret_json, struct cdr_error *err);
/* An organisation's statements, latest first, as an array of {id law year created_at status}; law and year {NULL,0}: all.
 * The caller owns *ret. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_list(struct cdr_store *store, struct cdr_str org, struct cdr_str law, struct cdr_str year,
                   struct cdr_json **ret, struct cdr_error *err);
/* All acts in their order, as an array of {act at by key hash evidence detail}. The caller owns *ret. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_history(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                      struct cdr_json **ret, struct cdr_error *err);

/* Who works on whose statements, with what: all borrowed for the call; results are in the arena unless they are said to
 * be owned. */
struct cdr_statement_desk {
	struct cdr_store *store;
	const struct cdr_bundle *rulesets;
	struct cdr_str org, actor;
	struct cdr_arena *arena;
};
/* What is asked for when a draft is made anew. */
struct cdr_statement_options {
	int64_t carry_over;   /* an earlier statement whose texts people wrote are taken over, marked; 0: none */
	bool fresh;           /* without the edits of the latest draft of the same law and year */
	struct cdr_str order; /* of the criteria: id of one of the law's orders; {NULL,0}: its first */
};
/* Drafts, and lays the edits of the latest draft of the same organisation, law and year over it: an edit whose sentence
 * now reads otherwise is flagged, one whose sentence is gone is listed as lost. ret_json as by cdr_statement_current. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_redraft(const struct cdr_statement_desk *desk, const struct cdr_law *law, struct cdr_str year,
                      const struct cdr_statement_options *options, struct cdr_str *ret_json, int64_t *ret_id,
                      struct cdr_error *err);

/* One edit. `key` names the claim; `criterion` instead of it adds a sentence. `text` is the new text, `remove` takes the
 * sentence out, `restore` goes back to what was drafted; `confirm` (why it stands) settles the flags of the edit, of this
 * one or, given alone, of the one made before. */
struct cdr_statement_edit {
	struct cdr_str key, criterion, text, reason, confirm;
	bool remove, restore;
};
/* Makes edits, all or none. A text that goes beyond its evidence is kept and flagged; until somebody confirms it the
 * statement cannot be approved. *ret is {statement, status, open_flags, edits [{key act flags warnings}]}, owned by the
 * caller. EUSAGE for an edit that says nothing, ENOTFOUND for a claim there is not, EREFUSED once it is signed. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_edit(const struct cdr_statement_desk *desk, int64_t id, const struct cdr_statement_edit *edits,
                   size_t n_edits, struct cdr_json **ret, struct cdr_error *err);

/* A step and what is recorded of it; nothing is filled in that was not given. */
enum cdr_statement_step_kind { CDR_STEP_REVIEW, CDR_STEP_APPROVE, CDR_STEP_SIGN, CDR_STEP_PUBLISH, CDR_STEP_SUPERSEDE };
struct cdr_statement_step {
	enum cdr_statement_step_kind kind;
	struct cdr_date on;          /* approve, sign, publish: the day it was done */
	struct cdr_str body, minute; /* approve: who approved, and where that is minuted */
	struct cdr_str name, role;   /* sign */
	struct cdr_str title;        /* sign: a job title, where it is another than the role */
	struct cdr_str url;          /* publish */
	struct cdr_str note;         /* any */
	bool attested;               /* sign: the signer confirmed the law's attestation */
	int64_t by;                  /* supersede: the later statement */
};
/* Records a step and keeps the text it is about. EREFUSED, with the reason, out of order, with flags open, for a day in the
 * future or before the year's end or before the step it follows, a body or role that the law does not name for the legal
 * form, an attestation that was not confirmed. *ret is the step as in `steps`, with `warnings`, owned by the caller. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_take_step(const struct cdr_statement_desk *desk, int64_t id, const struct cdr_statement_step *step,
                        struct cdr_json **ret, struct cdr_error *err);
/* What differs from one statement to another, claim by claim: {added removed changed [{key was is text strength evidence}]
 * same}. Both as by cdr_statement_current. The caller owns *ret. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_diff(struct cdr_str old_json, struct cdr_str new_json, struct cdr_json **ret, struct cdr_error *err);

/* A stored draft to a document, ready to render. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_document(struct cdr_str draft_json, struct cdr_doc **ret, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------- labels of sentences */

/* Says of each sentence of a published statement which criteria it speaks to ("approval", "c2_structure", ...): a linear
 * model over words, hand-written concepts and layout, all of it data in rulesets/statement/sentences. It reads, it does
 * not judge: a label says what a sentence is about, not that it is true. Immutable once loaded, so threads may share it. */
struct cdr_labeller;
/* Takes NULL and returns NULL. */
struct cdr_labeller *
cdr_labeller_free(struct cdr_labeller *labeller);
CDR_DEFINE_FREEP(cdr_labeller)
/* The labeller's files (.tsv) below <data_dir>/rulesets. They are apart from the rule data that screenings pin: weights
 * are large and no finding rests on them. EIO, EINPUT, ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_labeller_files(const char *data_dir, struct cdr_bundle *ret, struct cdr_error *err);
/* `rulesets` is what cdr_labeller_files read; it may go afterwards. ENOTFOUND when a file is missing or the law is not
 * among those that are served, which the message names; EINPUT with file and line; ELIMIT; ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_labeller_load(const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_labeller **ret,
                  struct cdr_error *err);
/* How many labels there are; the columns of cdr_labeller_run. */
size_t
cdr_labeller_count(const struct cdr_labeller *labeller);
/* The i-th label, as long as the labeller lives; {NULL,0} past the last. */
struct cdr_str
cdr_labeller_name(const struct cdr_labeller *labeller, size_t i);

/* What is said of one sentence and one label. */
struct cdr_label {
	float score; /* 0 to 1; above one half it holds. For sorting, not a probability */
	bool holds;
};
/* Labels the sentences of ONE statement, given in their order (UTF-8; place and headings count). `ret` has room for n
 * times cdr_labeller_count, filled row by row. ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_labeller_run(const struct cdr_labeller *labeller, const struct cdr_str *sentences, size_t n, struct cdr_label *ret,
                 struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------------- lint */

/* Looks at a statement that exists, whoever wrote it: what it says of what a law and published schemes ask, where, what it
 * does not, where it says more than can be known, and where the records of a store say otherwise. What is looked for is data:
 * rulesets/statement/lint/ and rulesets/statement/<law>/lint.yaml. */

#define CDR_LINT_MAX_SENTENCES 200000

/* What a block of the document is. */
enum cdr_lint_kind {
	CDR_LINT_HEADING,
	CDR_LINT_PARAGRAPH,
	CDR_LINT_ITEM,
	CDR_LINT_CELL,
	CDR_LINT_NAVIGATION /* no part of the text */
};
/* A block as a reader of documents gives it; `page` and `line` are 0 where there are none. */
struct cdr_lint_block {
	enum cdr_lint_kind kind;
	int level;
	uint32_t page, line;
	struct cdr_str text;
};
/* The document, and what may be known besides: the home page of the organisation's site, last year's statement. Borrowed.
 * `name` is that of the file, without its folders. */
struct cdr_lint_source {
	struct cdr_str name, sha256;
	const struct cdr_lint_block *blocks, *homepage, *previous;
	size_t n, n_homepage, n_previous;
	bool has_homepage, has_previous;
};
struct cdr_lint;
/* Frees; takes NULL and half-built ones, returns NULL. */
struct cdr_lint *
cdr_lint_free(struct cdr_lint *lint);
CDR_DEFINE_FREEP(cdr_lint)
/* Loads what is looked for under a law; the bundle must outlive it. ENOTFOUND naming the laws there are, EINPUT with
 * places. Immutable afterwards but for cdr_lint_use_labels and _records. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_load(const struct cdr_bundle *rulesets, struct cdr_str law, struct cdr_lint **ret, struct cdr_error *err);
/* Takes in the labeller that supports the law's sheet, where it names one: what it sees and no pattern does is then "not
 * explicit". `files`: what cdr_labeller_files read; it may go afterwards. Errors are those of cdr_labeller_load. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_use_labels(struct cdr_lint *lint, const struct cdr_bundle *files, struct cdr_error *err);
/* Takes in the facts of the store about the organisation and year, so that statements are compared with them. Reads only.
 * EREFUSED when the organisation has not been set, ESTORE, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_use_records(struct cdr_lint *lint, struct cdr_store *store, struct cdr_str org, struct cdr_str year,
                     struct cdr_error *err);
/* The score sheet of a document, format "candor-statement-lint/1" (src/statement/lint.c). EINPUT when it holds no
 * sentences, ELIMIT, ENOMEM. May be called from several processes or threads at once. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_run(const struct cdr_lint *lint, const struct cdr_lint_source *source, struct cdr_json **ret,
             struct cdr_error *err);
/* A score sheet as a document to render, and as plain text of at most `columns` a line. */
enum cdr_status CDR_MUST_CHECK
cdr_lint_document(const struct cdr_json *sheet, struct cdr_doc **ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_lint_print(const struct cdr_json *sheet, size_t columns, struct cdr_buf *out, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------------ forms */

/* A row for a form some office asks for beside a statement: a value for each column, blank where it is not known or where
 * only a blank says no; and what is to be said of the values: why one is blank, what may be meant, what is too long. All in
 * the caller's arena. */
struct cdr_form_remark {
	struct cdr_str column, text;
};
struct cdr_form_sheet {
	const struct cdr_str *columns, *values;
	size_t n_columns;
	const struct cdr_form_remark *remarks;
	size_t n_remarks;
};
/* Fills the form `name` of the statement's law (rulesets/statement/<law>/form.yaml) from a statement and from the facts of
 * the organisation it was drafted from. ENOTFOUND when the law has no such form, EINPUT with the place in the form's file. */
enum cdr_status CDR_MUST_CHECK
cdr_statement_form(const struct cdr_bundle *rulesets, struct cdr_str name, struct cdr_str statement_json,
                   struct cdr_str organisation_json, struct cdr_arena *arena, struct cdr_form_sheet *ret,
                   struct cdr_error *err);
