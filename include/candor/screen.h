/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * screen: the one place that knows the order: parties and engagements x pinned snapshots x rules -> findings. A list of
 * steps; whatever is reusable lives in the rooms below. Thread rule: a setup and a set of lists are immutable once made
 * and may be shared; a run belongs to one thread and one store.
 */

#include "candor/base.h"
#include "candor/match.h"
#include "candor/model.h"
#include "candor/normalise.h"
#include "candor/registry.h"
#include "candor/rules.h"
#include "candor/store.h"

#define CDR_SCREEN_CHUNK 512         /* subjects per committed chunk */
#define CDR_SCREEN_MAX_JOBS 256      /* worker processes of one screening */
#define CDR_SCREEN_MAX_CANDIDATES 10 /* listings shown per subject and registry */

/* Everything loaded from the data folder: rule data, registry definitions. */
struct cdr_screen_setup {
	struct cdr_bundle rulesets;
	char rulesets_sha256[65];
	struct cdr_normaliser *normaliser;
	struct cdr_match_config *match;
	struct cdr_rulebook *rulebook;
	struct cdr_registry **registries; /* sorted by id */
	struct cdr_str *registry_yaml;    /* definition text, same order */
	size_t n_registries;
	struct cdr_arena *arena;
	struct cdr_str site; /* the folder whose data were put over those shipped, or should have been; or {NULL,0} */
	struct cdr_str site_problem; /* why they were not: to be told to whoever asks; or {NULL,0} */
};
/* The data folder: $CANDOR_DATA, else share/candor of the program's installation, else its source tree. EIO when there is
 * none, saying what to set. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_data_dir(char *out, size_t out_size, struct cdr_error *err);
struct cdr_screen_setup *
cdr_screen_setup_free(struct cdr_screen_setup *setup);
CDR_DEFINE_FREEP(cdr_screen_setup)
/* data_dir holds rulesets/ and registries/; the site's data ($CANDOR_SITE, else /etc/candor) are put over them, unless
 * something is wrong with those: then `site_problem` says what. EINPUT naming every bad file by line and column; EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_setup_load(const char *data_dir, struct cdr_screen_setup **ret, struct cdr_error *err);
/* The same with no more than names are read and weighed by: no rulebook, no registries, no digest. For comparing names alone,
 * where the rest would take two thirds of the time. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_setup_load_names(const char *data_dir, struct cdr_screen_setup **ret, struct cdr_error *err);
const struct cdr_registry *
cdr_screen_setup_registry(const struct cdr_screen_setup *setup, struct cdr_str id); /* NULL when there is none */
/* The facts risk rules may name, with their meaning. */
const struct cdr_symbols *
cdr_screen_symbols(void);

/* Snapshots pinned and loaded: one per registry that has any, with the match index over them. */
struct cdr_screen_lists;
struct cdr_screen_lists *
cdr_screen_lists_free(struct cdr_screen_lists *lists);
CDR_DEFINE_FREEP(cdr_screen_lists)
/* Which snapshots: {"registry": snapshot id, …}, and the newest snapshot id known then (older copies that arrive later
 * must not change a repeat). */
struct cdr_screen_pins {
	struct cdr_str snapshots_json;
	int64_t through;
};
/* Pins the current snapshots (pins NULL), or those given. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_lists_load(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_pins *pins,
                      struct cdr_screen_lists **ret, struct cdr_error *err);
/* The pins in force, to be compared and stored; live as long as the lists. */
struct cdr_screen_pins
cdr_screen_lists_pins(const struct cdr_screen_lists *lists);

/* One question: "is this agency licensed, was it on that day, is it listed anywhere?" */
struct cdr_check_question {
	struct cdr_str name, country, licence_number;
	struct cdr_date on; /* {0}: today */
};
struct cdr_check_registry {
	struct cdr_str registry_id;
	struct cdr_date as_of;
	bool stale;
	bool asked; /* false: not applicable (another country's register, goods) */
	enum cdr_verdict verdict;
	enum cdr_licence status; /* licence registers: ABSENT where nothing matched and absence means that */
};
struct cdr_check_answer {
	enum cdr_verdict verdict; /* over all lists; NOT_CHECKED when nothing was there to check against */
	enum cdr_licence status_on, status_today; /* from the register of the country, UNKNOWN without one */
	struct cdr_listing *listings;
	size_t n_listings;
	/* Licences of others that were lost before the agency's own began and share an address, a number or nearly a name
	 * with it: leads for a person, which change no verdict. */
	struct cdr_listing *linked;
	size_t n_linked;
	struct cdr_check_registry *registries;
	size_t n_registries;
	struct cdr_str summary; /* one sentence */
};
/* Answers one question; records it as evidence ("checked"). Text in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_check(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_lists *lists,
                 const struct cdr_check_question *question, struct cdr_str actor, struct cdr_arena *arena,
                 struct cdr_check_answer *ret, struct cdr_error *err);
/* The same links of one entry of a registry, by its key or id, whatever it permits. ENOTFOUND. Text and listings in arena,
 * the entry lives as long as the lists. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_links(struct cdr_store *store, const struct cdr_screen_lists *lists, struct cdr_str registry_id,
                 struct cdr_str key, struct cdr_arena *arena, const struct cdr_entry **ret_entry,
                 struct cdr_listing **ret, size_t *ret_n, struct cdr_error *err);
struct cdr_json *
cdr_check_answer_to_json(const struct cdr_check_question *question, const struct cdr_check_answer *answer);

/* Whose data is screened, by whom, for which day; how. */
struct cdr_screen_options {
	struct cdr_str org, actor;
	struct cdr_date as_of; /* {0}: today */
	struct cdr_progress progress;
	/* Processes that compare names; results do not depend on it. 1: this one only; 0: as many as there are processors,
	 * where there are enough subjects. A process with other threads always does all of it itself. */
	size_t jobs;
};
/* Runs a new screening, or carries on one that was cut off with the same pins. Results in *ret (arena). ECANCELLED keeps
 * what is done for the next run. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_run(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_options *options,
               struct cdr_arena *arena, struct cdr_screening *ret, bool *ret_resumed, struct cdr_error *err);
/* Repeats a finished screening from its pins (parties, snapshots, stored rule data), and compares digests and what was kept
 * of each subject and finding (verdict, severity and what is material). Keeps nothing but the evidence of it. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_repeat(struct cdr_store *store, const struct cdr_screen_setup *setup, int64_t screening_id,
                  const struct cdr_screen_options *options, struct cdr_arena *arena, bool *ret_identical,
                  struct cdr_screening *ret, struct cdr_error *err);
/* What a screening with these rules would find now: every finding is handed over, nothing is kept. The same fingerprint means
 * the same concern, whichever rules gave it. Findings live until the callback returns. */
typedef enum cdr_status (*cdr_preview_fn)(void *context, const struct cdr_finding *finding, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_screen_preview(struct cdr_store *store, const struct cdr_screen_setup *setup,
                   const struct cdr_screen_options *options, cdr_preview_fn fn, void *context, struct cdr_error *err);
/* The canonical columns a fact is read from, and whether they are of the engagement's row or of a party's. False: it comes
 * from elsewhere. */
#define CDR_FACT_MAX_COLUMNS 4
struct cdr_fact_columns {
	const char *columns[CDR_FACT_MAX_COLUMNS];
	size_t n; /* 1 or more */
	bool of_engagement;
};
bool
cdr_screen_fact_columns(struct cdr_str fact, struct cdr_fact_columns *ret);
struct cdr_json *
cdr_screening_to_json(const struct cdr_screening *screening);

/* What the latest finished screening says of one party and of its engagements, topic by topic. A topic in which too few
 * questions could be answered is UNKNOWN, which is not "nothing found"; how a severity comes about is rulesets/risk/profile.yaml. */
enum cdr_profile_state {
	CDR_PROFILE_UNKNOWN = 0,
	CDR_PROFILE_NONE, /* enough rules were answered, and none of them holds */
	CDR_PROFILE_FOUND
};
struct cdr_profile_level {
	enum cdr_profile_state state;
	enum cdr_severity severity; /* of what was FOUND */
};
struct cdr_profile_finding {
	struct cdr_str id, rule_id, title, engagement_id,
		agency_name; /* the last two {NULL,0}: about the party itself */
	enum cdr_severity severity;
	enum cdr_finding_state state;
};
struct cdr_profile_topic {
	struct cdr_str folder, title;
	struct cdr_profile_level level;
	enum cdr_severity before; /* protective factors lowered it; the same as the level's severity where none did */
	struct cdr_profile_finding *findings; /* that count, highest first */
	size_t n_findings;
	struct cdr_profile_finding *protective; /* that lowered it */
	size_t n_protective;
	size_t n_left_out;               /* dismissed or remediated */
	size_t n_answered, n_unanswered; /* rules, each for every subject it was asked about */
	size_t n_not_asked;              /* rules about engagements, where none of the party is known */
	struct cdr_str *missing;         /* facts that would answer the rest, each once, sorted */
	size_t n_missing;
	bool counts; /* false: protective factors, which raise nothing */
};
struct cdr_profile {
	struct cdr_str party_id, party_name;
	int64_t screening_id;
	struct cdr_date as_of;
	size_t n_engagements;
	struct cdr_profile_topic *topics; /* those that have rules, in the order of risk/topics.yaml */
	size_t n_topics;
	struct cdr_profile_level overall;
	struct cdr_str why; /* how the overall severity came about, in words */
	size_t n_answered, n_unanswered;
};
/* The party by id or key. ENOTFOUND when there is none, or nothing was screened yet, or it came after the screening. All in
 * arena. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_profile(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org,
                   struct cdr_str party_id, struct cdr_arena *arena, struct cdr_profile *ret, struct cdr_error *err);
struct cdr_json *
cdr_profile_to_json(const struct cdr_profile *profile);
/* What the latest finished screening could not answer, as questions: one for each column that a row lacks, whatever the
 * number of rules that wait for it. */
struct cdr_question {
	struct cdr_str subject_id; /* whose row lacks it: "p-…" or "e-…" */
	struct cdr_str supplier_id, supplier_name;
	struct cdr_str agency_name; /* engagements */
	struct cdr_date recruited_on;
	struct cdr_str column;   /* canonical name */
	struct cdr_str question; /* what the column means, and what the rules ask */
	struct cdr_str expected; /* what an answer looks like */
	const struct cdr_str *choices;
	size_t n_choices;
	struct cdr_str *rules; /* ids, sorted */
	size_t n_rules;
	bool ours;    /* we know it, not the supplier */
	size_t order; /* of the column in its file */
};
/* What no column can answer: a register that is not loaded, a table without the country, records that were never imported. */
struct cdr_open_item {
	struct cdr_str missing; /* as the gap names it */
	struct cdr_str about, advice;
	struct cdr_str *rules;
	size_t n_rules;
	size_t n_subjects;
};
struct cdr_questionnaire {
	int64_t screening_id;
	struct cdr_date as_of;
	struct cdr_question *questions; /* by supplier, engagements behind their supplier */
	size_t n_questions;
	struct cdr_open_item *items; /* by what is missing */
	size_t n_items;
};
#define CDR_QUESTIONNAIRE_MAX 200000 /* questions */
/* Of one party, by id or key, or of all ({NULL,0}). ENOTFOUND; ELIMIT when there are more questions than one file should hold,
 * saying to ask for one party. All in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_questionnaire(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org,
                         struct cdr_str party_id, struct cdr_arena *arena, struct cdr_questionnaire *ret,
                         struct cdr_error *err);
struct cdr_json *
cdr_questionnaire_to_json(const struct cdr_questionnaire *questionnaire);
/* "unknown", "none" or the severity. */
const char *
cdr_profile_level_word(const struct cdr_profile_level *level);
/* A person's decision about a finding; kept, recorded as evidence. EUSAGE on an empty reason. */
enum cdr_status CDR_MUST_CHECK
cdr_screen_decide(struct cdr_store *store, struct cdr_str org, struct cdr_str finding_id, enum cdr_finding_state state,
                  struct cdr_str reason, struct cdr_str actor, struct cdr_error *err);
