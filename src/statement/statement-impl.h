/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * statement-impl: the parts a draft is made from. A law (law.c) holds criteria with sentences; a fact set (fact-set.c)
 * holds values together with what each rests on; facts-*.c fill it from the store; compose.c turns a sentence and facts
 * into text; claims.c turns criteria into claims and gaps; draft.c puts the draft together and stores it.
 */

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/model.h"
#include "candor/rules.h"
#include "candor/statement.h"
#include "candor/store.h"

#define CDR_STATEMENT_MAX_BYTES ((size_t)256 << 20)
#define CDR_STATEMENT_MAX_CRITERIA 200
#define CDR_STATEMENT_MAX_SENTENCES 200 /* per criterion */
#define CDR_STATEMENT_MAX_LAWS 500
#define CDR_STATEMENT_MAX_ITEMS 10000 /* entries of one list of the organisation file */
#define CDR_STATEMENT_MAX_PARTIES 2000000
#define CDR_STATEMENT_MAX_FINDINGS 2000000
#define CDR_STATEMENT_MAX_RECORDS 1000000 /* of one kind */
#define CDR_STATEMENT_ENTRY_NAME_MAX 48
#define CDR_STATEMENT_FORMAT "candor-statement-draft/2"
#define CDR_STATEMENT_FORMAT_1 "candor-statement-draft/1" /* kept by older stores; its claims have no keys */

/* ----------------------------------------------------------------------------------------------------------- words */

/* How this law's language writes dates, numbers, money, countries and terms: rulesets/statement/<words file>. */
struct cdr_words {
	struct cdr_decl decl;
	struct cdr_decl own; /* of a file that extends another; no root: none */
	struct cdr_str date; /* "{day} {month} {year}" */
};
void
cdr_words_done(struct cdr_words *words);
enum cdr_status CDR_MUST_CHECK
cdr_words_load(const struct cdr_bundle *rulesets, struct cdr_str file, struct cdr_words *ret, struct cdr_error *err);
/* All in arena; {NULL,0} for no value or when memory is short. */
struct cdr_str
cdr_words_date(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_date date);
struct cdr_str
cdr_words_number(const struct cdr_words *words, struct cdr_arena *arena, int64_t number);
struct cdr_str
cdr_words_money(const struct cdr_words *words, struct cdr_arena *arena, int64_t minor, struct cdr_str currency);
struct cdr_str
cdr_words_country(const struct cdr_words *words, struct cdr_str code); /* the code itself when it has no name */
/* A word of a data file ("own_staff") as people read it ("own staff"). */
struct cdr_str
cdr_words_term(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str term);
/* "a, b and c". */
struct cdr_str
cdr_words_join(const struct cdr_words *words, struct cdr_arena *arena, const struct cdr_str *items, size_t n);
/* How many of its smallest unit one of a currency has: 100 pence, 1 yen. */
int64_t
cdr_words_minor_units(struct cdr_str currency);
const struct cdr_decl_node *
cdr_words_labels(const struct cdr_words *words);
struct cdr_str
cdr_words_label(const struct cdr_words *words, const char *name);

/* --------------------------------------------------------------------------------------------------------- symbols */

/* A field of an entry of a list in the organisation file, and the fact it becomes. */
enum cdr_field_kind {
	CDR_FIELD_TEXT,
	CDR_FIELD_TERM,
	CDR_FIELD_TERMS,
	CDR_FIELD_DATE,
	CDR_FIELD_NUMBER,
	CDR_FIELD_PEOPLE, /* a number, not shown when small */
	CDR_FIELD_BOOLEAN,
	CDR_FIELD_COUNTRY,
	CDR_FIELD_COUNTRIES,
	CDR_FIELD_WORD
};
struct cdr_field {
	const char *key, *fact;
	enum cdr_field_kind kind;
};
/* A list a sentence may be repeated over (`each: policies`). `date_key` names the field that places an entry in the
 * year; `since` says an entry counts from that day on (a policy) and not only on it (a training session). */
struct cdr_statement_list {
	const char *name; /* key in the organisation file, and the word after `each:` */
	const struct cdr_field *fields;
	size_t n_fields;
	const char *date_key, *in_year_fact;
	bool since;
	const char *count_fact, *in_year_count_fact; /* how many there are; how many belong to the year */
};
const struct cdr_statement_list *
cdr_statement_list_find(struct cdr_str name);
const struct cdr_statement_list *
cdr_statement_lists(size_t *ret_n);
const struct cdr_symbols *
cdr_statement_symbols(void);
/* What `covers` conditions may ask of a party. */
const struct cdr_symbols *
cdr_statement_party_symbols(void);

/* ------------------------------------------------------------------------------------------------------------- law */

struct cdr_sentence {
	const struct cdr_condition *when;      /* NULL: always */
	const struct cdr_statement_list *each; /* NULL: once */
	struct cdr_str text, strength;
	struct cdr_str id;  /* within its criterion; {NULL,0}: its number */
	struct cdr_str gap; /* asked when it cannot be said for want of a fact */
	struct cdr_str ask; /* asked when it is said */
	struct cdr_str *rests_on;
	size_t n_rests_on;
};
/* Which provision of which law a criterion of a statement made under several answers. */
struct cdr_answer {
	struct cdr_str law, provision;
};
struct cdr_criterion {
	struct cdr_str id, title, kind, source, gap;
	struct cdr_str part_of; /* id of the criterion it is a part of; {NULL,0}: none */
	int level;              /* 1 or 2 where guidance has levels, else 0 */
	struct cdr_date from, to;
	struct cdr_sentence *sentences;
	size_t n_sentences;
	struct cdr_answer *answers;
	size_t n_answers;
};
/* An order of the criteria: indexes into the law's, each part after what it is a part of. */
struct cdr_order {
	struct cdr_str id, title, source;
	size_t *criteria; /* n_criteria of them */
};
/* A fact this law takes from the organisation file by itself. MONEY is in `currency`. */
enum cdr_law_fact_type {
	CDR_LAW_FACT_BOOLEAN,
	CDR_LAW_FACT_TEXT,
	CDR_LAW_FACT_MONEY,
	CDR_LAW_FACT_NUMBER,
	CDR_LAW_FACT_TEXTS
};
struct cdr_law_fact {
	struct cdr_str name, key, only_if, question, currency;
	enum cdr_law_fact_type type;
};
/* Texts of a law file, in its arena. */
struct cdr_texts {
	const struct cdr_str *items;
	size_t n;
};
bool
cdr_texts_have(const struct cdr_texts *texts, struct cdr_str text);
/* Who approves and signs for these legal forms (none listed: any); words of the bodies that may approve and of the roles
 * that may sign (none listed: any); a text the signer confirms, {NULL,0} where the law asks for none. */
struct cdr_sign_off {
	struct cdr_texts legal_forms, bodies, roles;
	struct cdr_str approval, signature, attestation, source;
	struct cdr_date from, to; /* {0}: always */
};
/* Due so many months after the year's end, or (months 0) on the next such day after it. */
struct cdr_deadline {
	struct cdr_str id, kind, text, source; /* kind: "must", "should" */
	int months, month, day;
	struct cdr_date from, to;
};
struct cdr_duty {
	struct cdr_str text, source;
};
/* Said of an organisation inside or outside the scope when its condition is true: what put it there. `unknown` is said
 * when the condition cannot be answered; {NULL,0}: nothing. */
struct cdr_scope_reason {
	const struct cdr_condition *when;
	struct cdr_str text, unknown;
};
struct cdr_scope_reasons {
	struct cdr_scope_reason *items;
	size_t n;
};
/* Whom the law speaks to, from one day to another. */
struct cdr_scope {
	const struct cdr_condition *condition;
	struct cdr_str in, out, unknown, source;
	struct cdr_scope_reasons in_reasons, out_reasons;
	struct cdr_date from, to; /* {0}: always */
};
struct cdr_law {
	struct cdr_arena *arena;
	struct cdr_decl decl;
	struct cdr_words words;
	struct cdr_decl topics;      /* of risk rules; root NULL: not among the rule data */
	struct cdr_privacy *privacy; /* what texts of its drafts are scanned for */
	struct cdr_rates rates;      /* of the rule data, for amounts in another currency */
	struct cdr_symbols symbols;  /* the common ones and this law's own */
	struct cdr_condition_holder *holder, *party_holder;
	struct cdr_str id, title, law, jurisdiction, language, currency;
	struct cdr_date from, to;
	struct cdr_duty *sources; /* text: title, source: address */
	size_t n_sources;
	struct cdr_law_fact *facts;
	size_t n_facts;
	struct cdr_scope *scopes; /* no two hold on the same day */
	size_t n_scopes;
	const struct cdr_condition *covers; /* NULL: every party */
	struct cdr_str covers_source;
	struct cdr_criterion *criteria;
	size_t n_criteria;
	struct cdr_order *orders; /* the first is what a draft has when none is asked for */
	size_t n_orders;
	struct cdr_sign_off *sign_offs;
	size_t n_sign_offs;
	struct cdr_duty *duties;
	size_t n_duties;
	struct cdr_deadline *deadlines;
	size_t n_deadlines;
};
/* Whether a block that holds from one day to another ({0}: without bound) holds on a day. */
bool
cdr_in_force(struct cdr_date from, struct cdr_date to, struct cdr_date on);
/* The block that holds on a day; NULL when none does. */
const struct cdr_scope *
cdr_law_scope(const struct cdr_law *law, struct cdr_date on);
/* The order of that id, of {NULL,0} the first; *ret NULL when the law has none and none is asked for: then criteria stand
 * as in the file. EUSAGE naming the orders there are. */
enum cdr_status CDR_MUST_CHECK
cdr_law_order(const struct cdr_law *law, struct cdr_str id, const struct cdr_order **ret, struct cdr_error *err);
/* The i-th criterion (0 … n_criteria-1) in an order; NULL: as in the file. */
const struct cdr_criterion *
cdr_law_criterion(const struct cdr_law *law, const struct cdr_order *order, size_t i);
/* The row for a legal form ({NULL,0}: not known) on a day; NULL when the law names nobody for it. */
const struct cdr_sign_off *
cdr_law_sign_off(const struct cdr_law *law, struct cdr_str legal_form, struct cdr_date on);
/* The day a deadline falls on; {0} when the year's end is not known. */
struct cdr_date
cdr_deadline_day(const struct cdr_deadline *deadline, struct cdr_date year_end);

/* -------------------------------------------------------------------------------------------------------- fact set */

/* A place or record a value rests on. */
struct cdr_ref {
	const char *kind; /* "organisation", "import", "snapshot", "screening", "finding" */
	struct cdr_str ref, file, sha256;
	struct cdr_date as_of;
	int64_t evidence; /* number of its record, 0 when there is none */
	int64_t count;    /* "findings": of how many of them only the screening is named; else 0 */
};
struct cdr_refs {
	const struct cdr_ref *items;
	size_t n;
};
struct cdr_value {
	bool known;
	struct cdr_str text; /* of a number: how it is written where the number itself is not to be shown */
	double number;
	bool boolean;
	struct cdr_refs refs;
};
/* Values in the order of the law's symbols. `failed`: memory ran short in a setter; asked once, at the end. */
struct cdr_fact_set {
	struct cdr_arena *arena;
	const struct cdr_law *law;
	struct cdr_value *values;
	struct cdr_facts *view; /* what conditions see */
	bool failed;
};
void
cdr_fact_set_done(struct cdr_fact_set *set);
enum cdr_status CDR_MUST_CHECK
cdr_fact_set_init(struct cdr_fact_set *set, const struct cdr_law *law, struct cdr_arena *arena, struct cdr_error *err);
/* Setters; the fact must be of that type. {NULL,0} leaves it unknown. */
void
cdr_fact_set_text(struct cdr_fact_set *set, const char *name, struct cdr_str value, struct cdr_refs refs);
void
cdr_fact_set_number(struct cdr_fact_set *set, const char *name, double value, struct cdr_refs refs);
void
cdr_fact_set_boolean(struct cdr_fact_set *set, const char *name, bool value, struct cdr_refs refs);
/* A value by name, NULL when there is no such symbol. */
const struct cdr_value *
cdr_fact_set_find(const struct cdr_fact_set *set, struct cdr_str name, const struct cdr_symbol **ret_symbol);
/* A count of people, of `whole` (below 0: of nothing known). One below CDR_STATEMENT_SMALL_CELL is not shown, nor is one that
 * leaves so few others; conditions see it all the same. */
#define CDR_STATEMENT_SMALL_CELL 5
void
cdr_fact_set_people(struct cdr_fact_set *set, const char *name, int64_t people, int64_t whole, struct cdr_refs refs);
/* Shows no more of a count of people than that it is not below CDR_STATEMENT_SMALL_CELL. */
void
cdr_fact_set_withheld(struct cdr_fact_set *set, const char *name);
/* From a count and its whole, when both are known and there is a whole: "all" only when they are equal, "some" or "none", and
 * the share in words ("all 12", "3 of 12 (25 per cent)", "none of 12"). */
void
cdr_fact_set_share(struct cdr_fact_set *set, const char *count_fact, const char *whole_fact, const char *extent_fact,
                   const char *share_fact);
/* A label with a number put in ("{n} more"); in the set's arena. */
struct cdr_str
cdr_fact_set_words(struct cdr_fact_set *set, const char *label, int64_t number);
double
cdr_fact_set_count(const struct cdr_fact_set *set, const char *name); /* 0 when unknown */
/* Puts all values into the view. */
enum cdr_status CDR_MUST_CHECK
cdr_fact_set_show(struct cdr_fact_set *set, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- compose */

/* Fills a text. "{fact}" is its value, "{fact|one|many}" a number with its noun, "[…]" is left out when a fact in it is
 * not known. *ret_complete is false when a fact outside brackets is not known; it then reads "(not known)". */
enum cdr_status CDR_MUST_CHECK
cdr_compose(const struct cdr_fact_set *set, struct cdr_str text, struct cdr_str *ret, bool *ret_complete,
            struct cdr_error *err);
/* Whether brackets and braces are closed and not nested; a text must be before it is composed. */
bool
cdr_compose_is_sound(struct cdr_str text);
/* Cuts the next name in braces off `*rest`; false when there is none. */
bool
cdr_compose_next(struct cdr_str *rest, struct cdr_str *ret_name);

/* ------------------------------------------------------------------------------------------------------- collecting */

struct cdr_year {
	struct cdr_str label;
	struct cdr_date from, to; /* {0}: the organisation file does not cover it */
	struct cdr_date asked_on; /* the day whose law applies */
};
/* A party that a record or the organisation file names, by whatever it is called there. */
struct cdr_subject {
	struct cdr_str party_id; /* {NULL,0}: no list names it */
	enum cdr_truth covered;  /* UNKNOWN also for one no list names */
};
/* What an engagement says that its screening is asked about. */
enum cdr_licensed { CDR_LICENSED_UNKNOWN = 0, CDR_LICENSED_YES, CDR_LICENSED_NO, CDR_LICENSED_REVOKED };
struct cdr_recruited {
	struct cdr_str agency;
	bool dated; /* a day of recruitment is stated */
	enum cdr_licensed licensed;
};
/* What facts are gathered from, and for. */
struct cdr_collect {
	struct cdr_store *store;
	struct cdr_str org;
	struct cdr_fact_set *set;
	const struct cdr_json *organisation;
	struct cdr_str organisation_file, organisation_sha256;
	struct cdr_year year;
	struct cdr_map *evidence; /* "import 3", "snapshot 7", … -> number of its record, int64_t * */
	int64_t as_of_import;
	struct cdr_map
		*covered; /* party id -> enum cdr_truth *: is the law about it? those it is not about are left out */
	int64_t screening_id; /* 0: none finished */
	/* Both while facts are collected: key or id of a party something is on record about -> struct cdr_subject *; id
	 * of an engagement -> struct cdr_recruited *. */
	struct cdr_map *subjects, *engagements;
	const struct cdr_json *withheld; /* the session whose number of people would tell another's */
	/* Arrays that facts add to, owned by the caller; their form: draft.c. */
	struct cdr_json *warnings, *charts;
	const struct cdr_order *order; /* of the criteria; NULL: as in the law's file */
};
enum cdr_status CDR_MUST_CHECK
cdr_facts_collect(struct cdr_collect *collect, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_organisation(struct cdr_collect *collect, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_law(struct cdr_collect *collect, struct cdr_error *err); /* the law's own facts */
enum cdr_status CDR_MUST_CHECK
cdr_facts_parties(struct cdr_collect *collect, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_screening(struct cdr_collect *collect, struct cdr_error *err);
/* The organisation file at the line of a list's `entry`, or of a top-level `key`; either may be NULL: the file
 * itself. */
struct cdr_refs
cdr_collect_organisation_ref(struct cdr_collect *collect, const struct cdr_json *entry, const char *key);
int64_t
cdr_collect_evidence(const struct cdr_collect *collect, const char *kind, struct cdr_str ref);
/* Sets one entry's fields; used for the single maps of the file and for each entry of a list. */
void
cdr_collect_entry(struct cdr_collect *collect, const struct cdr_statement_list *list, const struct cdr_json *entry);
/* A list of words, or one word, as "a, b and c"; countries by their names. */
struct cdr_str
cdr_collect_words(struct cdr_collect *collect, const struct cdr_json *value, bool countries);
/* A member by dotted path. */
const struct cdr_json *
cdr_collect_path(const struct cdr_json *json, struct cdr_str path);
/* Whether the law is about a party; FALSE also for one nobody listed when the law asks for something of parties. */
enum cdr_truth
cdr_collect_covers(const struct cdr_collect *collect, struct cdr_str party_id);
/* What a party that was merged into another goes by among those covered: a word before its id, so that it is found and
 * not counted. */
#define CDR_STATEMENT_MERGED_ID_MAX 64
const char *
cdr_merged_id(struct cdr_str party_id, char out[CDR_STATEMENT_MERGED_ID_MAX]);
bool
cdr_year_has(const struct cdr_year *year, struct cdr_date date);
/* Warnings about the free texts of the organisation file. */
enum cdr_status CDR_MUST_CHECK
cdr_privacy_organisation(struct cdr_collect *collect, struct cdr_error *err);

struct cdr_str
cdr_name_country(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str code);
/* Words with how often each occurred; the text form is "Bangladesh (3), India (2) and …", most frequent first. */
struct cdr_tally {
	struct cdr_arena *arena;
	struct cdr_map *counts; /* word -> int64_t * */
	bool failed;
};
void
cdr_tally_done(struct cdr_tally *tally);
bool
cdr_tally_init(struct cdr_tally *tally, struct cdr_arena *arena, size_t max_words);
void
cdr_tally_add(struct cdr_tally *tally, struct cdr_str word);
typedef struct cdr_str (*cdr_tally_name_fn)(const struct cdr_words *words, struct cdr_arena *arena,
                                            struct cdr_str word);
/* Words with their counts in that order, in the tally's arena; 0 also when memory was short (tally->failed). */
struct cdr_tallied {
	struct cdr_str word;
	int64_t count;
};
size_t
cdr_tally_sorted(const struct cdr_tally *tally, struct cdr_tallied **ret);
struct cdr_str
cdr_tally_text(const struct cdr_tally *tally, const struct cdr_words *words, cdr_tally_name_fn name);

/* ---------------------------------------------------------------------------------------------------------- records */

/* One audit, session, certificate, answer to a survey or allegation. */
struct cdr_noted {
	struct cdr_subject *subject; /* NULL: about the organisation */
	struct cdr_date on, to;      /* a certificate's days; an audit's day and that of its closing; else the day */
	int independent, announced;  /* -1 not said */
	int64_t count, whole; /* findings of an audit; people of a session and those it was for; answers; -1 not said */
	bool suppressed;      /* an answer that was too small to keep */
	struct cdr_str by, what,
		whom;                 /* auditor as a word, or survey's id; scheme, topic or status; firm or audience */
	const struct cdr_json *entry; /* of the organisation file; NULL: only imported */
	struct cdr_ref ref;
};
/* All there is on record: gathered before the parties are, so that each learns whether the law is about its subject, and
 * counted after. */
struct cdr_records {
	struct cdr_vec audits, sessions, certificates, surveys, allegations; /* struct cdr_noted */
	bool known[CDR_RECORD_KIND_COUNT]; /* somebody said what there is of the kind */
};
void
cdr_records_done(struct cdr_records *records);
enum cdr_status CDR_MUST_CHECK
cdr_records_gather(struct cdr_collect *collect, struct cdr_records *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_audits(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_training(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_facts_reports(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err);
/* Whether the law may be about what it is about: all but what stands in a list and is not covered. */
bool
cdr_noted_concerns(const struct cdr_noted *noted);
/* What a count of such things (pointers) rests on: the imported files of the kind, each entry of the organisation file that was
 * counted, and each record while they are few. None of them: the organisation file. */
enum cdr_status CDR_MUST_CHECK
cdr_noted_refs(struct cdr_collect *collect, enum cdr_record_kind kind, const struct cdr_vec *counted,
               struct cdr_refs *ret, struct cdr_error *err);
/* Every import of a kind of file ("suppliers", "audits", …): a count over what is current rests on all that made it. */
enum cdr_status CDR_MUST_CHECK
cdr_collect_imports(struct cdr_collect *collect, struct cdr_str kind, struct cdr_refs *ret, struct cdr_error *err);

/* Engagements being counted, one by one. */
struct cdr_recruiting {
	struct cdr_collect *collect;
	struct cdr_tally names, countries; /* of agencies */
	int64_t count, without_number;
	int64_t fees_stated, paid, repaid, repaid_in_year, repaid_in_part, workers;
	bool workers_known;
};
void
cdr_recruiting_done(struct cdr_recruiting *recruiting);
bool
cdr_recruiting_init(struct cdr_recruiting *recruiting, struct cdr_collect *collect);
enum cdr_status CDR_MUST_CHECK
cdr_recruiting_count(void *context, const struct cdr_engagement *engagement, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_recruiting_set(const struct cdr_recruiting *recruiting, struct cdr_error *err);
/* What the screening says of the licence of an engagement's agency: by its result, by a finding; then the facts. */
void
cdr_recruited_screened(struct cdr_collect *collect, const struct cdr_screened_subject *subject);
void
cdr_recruited_found(struct cdr_collect *collect, const struct cdr_finding *finding);
enum cdr_status CDR_MUST_CHECK
cdr_recruited_set(struct cdr_collect *collect, struct cdr_refs refs, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------- figures, charts */

/* Titles of the topics of risk rules, by the beginning of a rule's id; that beginning itself when nobody titled it. */
enum cdr_status CDR_MUST_CHECK
cdr_topics_load(const struct cdr_bundle *rulesets, struct cdr_decl *ret, struct cdr_error *err);
struct cdr_str
cdr_topic_of(const struct cdr_law *law, struct cdr_str rule_id);
/* A chart to be; title and unit are labels of the words file, facts those it shows, in the order in which a criterion that
 * speaks of them is looked for. */
struct cdr_chart {
	const char *id, *kind, *title, *unit;
	const char *facts[4];
	struct cdr_refs refs;
};
/* Adds a chart to collect->charts and returns its points; NULL when the law speaks of none of the facts. */
struct cdr_json *
cdr_chart_add(struct cdr_collect *collect, const struct cdr_chart *chart);
void
cdr_chart_point(struct cdr_json *points, struct cdr_str label, int64_t value);
/* The most frequent words of a tally, the others added up. */
void
cdr_chart_tally(struct cdr_collect *collect, const struct cdr_chart *chart, const struct cdr_tally *tally,
                cdr_tally_name_fn name);
/* The figures a later year is compared with, by the names of facts; counts of people that are not shown are left out. */
struct cdr_json *
cdr_figures_to_json(const struct cdr_fact_set *set);
/* The same figures of the year before, what changed, and lines over the years. */
enum cdr_status CDR_MUST_CHECK
cdr_facts_previous(struct cdr_collect *collect, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------- claims and draft */

struct cdr_claims {
	struct cdr_json *criteria, *claims, *gaps;
	size_t n_claims, n_gaps;
};
void
cdr_claims_done(struct cdr_claims *claims);
/* Says all that can be said of every criterion in force, and names what cannot. */
enum cdr_status CDR_MUST_CHECK
cdr_claims_make(struct cdr_collect *collect, struct cdr_claims *ret, struct cdr_error *err);
/* A sentence of a draft. `key` is what edits of it hang on, "<criterion>/<sentence>[/<entry>]"; `numbers` (may be NULL)
 * are its numeric facts by name. All borrowed. */
struct cdr_claim {
	struct cdr_str criterion, key, text, strength;
	const struct cdr_json *numbers;
	struct cdr_refs refs;
};
/* Adds a claim. EINTERNAL when it rests on nothing: a draft never holds such a sentence. */
enum cdr_status CDR_MUST_CHECK
cdr_claims_add(struct cdr_claims *claims, const struct cdr_claim *said, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_claims_gap(struct cdr_claims *claims, struct cdr_str criterion, struct cdr_str text, struct cdr_error *err);
struct cdr_json *
cdr_refs_to_json(struct cdr_refs refs);
/* What the named facts rest on together, each once, in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_refs_join(const struct cdr_fact_set *set, const struct cdr_str *names, size_t n, struct cdr_refs *ret,
              struct cdr_error *err);
/* Whether the organisation is in the law's scope: yes, no or cannot tell, with what would settle it. */
enum cdr_status CDR_MUST_CHECK
cdr_scope_make(struct cdr_collect *collect, struct cdr_json **ret, struct cdr_error *err);
/* The deadlines in force, for the draft: [{id kind date text source}], without `date` when the year is not covered. */
enum cdr_status CDR_MUST_CHECK
cdr_deadlines_to_json(const struct cdr_law *law, const struct cdr_year *year, struct cdr_json **ret,
                      struct cdr_error *err);
/* Sets the fact `scope.answer`, so that sentences can say that a statement is made voluntarily. */
enum cdr_status CDR_MUST_CHECK
cdr_scope_set(struct cdr_collect *collect, struct cdr_error *err);
/* Which criterion answers which provision of which law: [{criterion law provision}]; empty for a single law. */
enum cdr_status CDR_MUST_CHECK
cdr_answers_to_json(const struct cdr_law *law, struct cdr_date on, struct cdr_json **ret, struct cdr_error *err);
