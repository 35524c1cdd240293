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
