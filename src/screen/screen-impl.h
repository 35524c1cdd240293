/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of the screen room share. */

#include "candor/screen.h"

#include "candor/crypt.h"

#define ROOM "screen"
#define SCREEN_ARENA_MAX_BYTES ((size_t)2 << 30)

/* One registry's pinned snapshot. Licence registers have an index of their own, because they are asked by country; all
 * other lists share one, so that token rarity comes from their union. */
struct pinned_registry {
	const struct cdr_registry *registry;
	struct cdr_snapshot snapshot;
	size_t first_entry, n_entries;
	struct cdr_match_index *index; /* licence registers only */
	struct cdr_str
		licence_scheme; /* of its licence numbers, as its entries name it; {NULL,0} when it prints none */
};

struct cdr_screen_lists {
	struct cdr_arena *arena;
	const struct cdr_screen_setup *setup;
	struct pinned_registry *pinned; /* by registry id */
	size_t n_pinned;
	struct cdr_entry *entries; /* of all pinned snapshots, grouped by registry */
	uint32_t *owner;           /* entry -> pinned registry */
	size_t n_entries;
	struct cdr_match_index *lists_index; /* import bans, debarments, sanctions, revocation lists */
	struct cdr_map *goods;               /* "CC" -> struct goods_of_country */
	const struct synonyms *synonyms;     /* of goods; goods.c alone looks inside */
	struct cdr_str pins;
	int64_t through;         /* sightings of snapshots with a higher id stay out */
	struct phoenix *phoenix; /* licences that were lost; phoenix.c alone looks inside */
};

/* Copies, for the length of one subject, of what the steps below hand each other. */
struct listings {
	struct cdr_vec items; /* struct cdr_listing */
};
#define LISTINGS_MAX 2000
void
listings_done(struct listings *listings);

/* ---- lists.c */
/* Whether a registry speaks for a country: its jurisdiction names it, or is international. */
bool
pinned_covers(const struct pinned_registry *pinned, struct cdr_str country);
bool
pinned_is_stale(const struct pinned_registry *pinned, struct cdr_date day);

/* ---- ahead.c: names compared ahead of their turn, in worker processes. For each subject, in their order: what will be
 * asked is foreseen and put; later the answers are taken and found. */
struct ahead {
	const struct cdr_screen_lists *lists;
	struct cdr_workers *workers; /* NULL: all is asked when its turn comes */
	struct cdr_arena *arena;     /* used in workers only */
	struct cdr_buf questions;    /* of the subject being put */
	struct cdr_buf answers;      /* of the subject whose turn it is */
};
void
ahead_done(struct ahead *ahead);
/* `jobs` 0: as many workers as there are processors and subjects worth it. `ahead` must stay where it is. */
enum cdr_status CDR_MUST_CHECK
ahead_init(struct ahead *ahead, const struct cdr_screen_lists *lists, size_t jobs, size_t n_subjects,
           struct cdr_error *err);
bool
ahead_is_on(const struct ahead *ahead); /* worth foreseeing anything */
void
ahead_foresee(struct ahead *ahead, const struct cdr_match_index *index, const struct cdr_match_subject *subject);
enum cdr_status CDR_MUST_CHECK
ahead_put(struct ahead *ahead, struct cdr_error *err);
void
ahead_take(struct ahead *ahead);
/* The hits of a question, in arena; false when it has no answer here. `ahead` may be NULL. */
bool
ahead_find(const struct ahead *ahead, const struct cdr_match_index *index, const struct cdr_match_subject *subject,
           struct cdr_arena *arena, struct cdr_match_hit **ret, size_t *ret_n);

/* ---- listings.c: names against lists */
struct name_query {
	struct cdr_match_subject subject;
	struct cdr_str kind;       /* what the party is said to be, or {NULL,0} */
	struct cdr_date day;       /* the day asked about */
	struct cdr_date today;     /* of the screening */
	const struct ahead *ahead; /* where the answer may be already, or NULL */
};
/* The question as it is put to an index, here and in a worker. */
enum cdr_status CDR_MUST_CHECK
ask_index(const struct cdr_screen_lists *lists, const struct cdr_match_index *index,
          const struct cdr_match_subject *subject, struct cdr_arena *arena, struct cdr_match_hit **ret, size_t *ret_n,
          struct cdr_error *err);
/* Appends the candidates of one licence register. */
enum cdr_status CDR_MUST_CHECK
listings_of_register(struct cdr_store *store, const struct cdr_screen_lists *lists,
                     const struct pinned_registry *pinned, const struct name_query *query, struct cdr_arena *arena,
                     struct listings *out, struct cdr_error *err);
/* Appends the candidates of all other lists. */
enum cdr_status CDR_MUST_CHECK
listings_of_lists(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct name_query *query,
                  struct cdr_arena *arena, struct listings *out, struct cdr_error *err);
/* Appends one entry as a listing, with its status on the day asked. */
enum cdr_status CDR_MUST_CHECK
listings_add_hit(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct name_query *query,
                 const struct cdr_match_hit *hit, struct cdr_arena *arena, struct listings *out, struct cdr_error *err);
/* Best verdict among the listings of a kind; CLEAR when a fresh list of the kind was there and nothing met; NOT_CHECKED
 * when there was none, or only stale ones. */
enum cdr_verdict
listings_verdict(const struct cdr_screen_lists *lists, const struct listings *listings, enum cdr_registry_kind kind,
                 struct cdr_date today);

/* ---- agency.c: the licence question */
struct agency_answer {
	bool register_loaded, register_complete, register_stale;
	bool number_missing; /* the register named goes by licence numbers, and none was given */
	struct cdr_str register_id;
	struct cdr_date register_as_of;
	enum cdr_verdict match; /* of the register: CLEAR when nothing met, NOT_CHECKED without a register */
	size_t n_candidates;    /* entries that could be it */
	enum cdr_licence status_on, status_today;
	struct listings listings; /* register candidates first, then other lists */
	struct listings linked;   /* lost licences that share something with its own, which began later */
};
void
agency_answer_done(struct agency_answer *answer);
struct agency_question {
	struct cdr_str name, country, licence_number;
	struct cdr_date on, today; /* on {0}: the day is not known */
	const struct ahead *ahead; /* or NULL */
};
/* Says which names agency_ask will ask for. */
void
agency_foresee(const struct cdr_screen_lists *lists, const struct agency_question *question, struct cdr_arena *arena,
               struct ahead *ahead);
enum cdr_status CDR_MUST_CHECK
agency_ask(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct agency_question *question,
           struct cdr_arena *arena, struct agency_answer *ret, struct cdr_error *err);

/* ---- phoenix.c: licences that began after another was lost, and share something with it */
struct phoenix *
phoenix_free(struct phoenix *phoenix);
enum cdr_status CDR_MUST_CHECK
phoenix_load(struct cdr_screen_lists *lists, struct cdr_error *err);
/* Appends the lost licences that are linked with the permitting ones among the entries found in registers. What was found
 * itself on a list of revocations is told there. */
enum cdr_status CDR_MUST_CHECK
phoenix_ask(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct listings *found,
            struct cdr_date today, struct cdr_arena *arena, struct listings *out, struct cdr_error *err);

/* ---- goods.c: products x country */
struct goods_answer {
	enum cdr_verdict forced, child; /* NOT_CHECKED: no list, no product or no country given */
	struct cdr_str good, edition;   /* the listed good met first, and the list's date */
	struct listings listings;
};
void
goods_answer_done(struct goods_answer *answer);
enum cdr_status CDR_MUST_CHECK
goods_load(struct cdr_screen_lists *lists, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
goods_ask(const struct cdr_screen_lists *lists, const struct cdr_party *party, struct cdr_date today,
          struct cdr_arena *arena, struct goods_answer *ret, struct cdr_error *err);

/* ---- facts.c: records and answers -> facts */
/* A canonical column and the fact it becomes. What does not read as its type leaves the fact unknown. */
enum column_type { AS_TEXT, AS_NUMBER, AS_BOOLEAN, AS_DATE, AS_LIST };
struct column_fact {
	const char *column, *fact;
	enum column_type type;
};
void
facts_set_column(struct cdr_facts *facts, const struct column_fact *row, struct cdr_str value, struct cdr_arena *arena);
/* NOT_CHECKED leaves the fact unknown. */
void
facts_set_verdict(struct cdr_facts *facts, const char *fact, enum cdr_verdict verdict);
/* Whether the uploaded list holds a value, left it blank, or (unknown) has no such column. */
void
facts_set_recorded(struct cdr_facts *facts, const char *fact, struct cdr_str value, struct cdr_str blank);
void
facts_of_party(struct cdr_facts *facts, const struct cdr_party *party, struct cdr_date today, struct cdr_arena *arena);
void
facts_of_party_lists(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct listings *listings,
                     const struct goods_answer *goods, struct cdr_date today);
void
facts_of_agency(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct agency_answer *answer,
                struct cdr_date today, struct cdr_arena *arena);

/* Of somebody the row names besides the agency. */
void
facts_of_sub_agent(struct cdr_facts *facts, const struct agency_answer *answer);

/* ---- terms.c: an engagement's own row, and the supplier it names -> facts */
/* The columns of an engagement that facts are made of, in the order of term_columns. */
enum term {
	TERM_AGENCY_NAME,
	TERM_AGENCY_COUNTRY,
	TERM_RECRUITED_IN,
	TERM_REGISTERED_IN,
	TERM_PERFORMED_IN,
	TERM_WORKER_COUNTRIES,
	TERM_VESSEL_FLAG,
	TERM_CHARTERER_COUNTRY,
	TERM_HOURS_PER_DAY,
	TERM_DAYS_PER_WEEK,
	TERM_SUB_AGENT_NAME,
	TERM_WORKERS,
	TERM_FEE_AMOUNT,
	TERM_FEE_PAID_BY,
	TERM_FEE_CURRENCY,
	TERM_HOUSING_CHARGE_MONTHLY,
	TERM_REPAID_AMOUNT,
	TERM_REPAID_ON,
	TERM_WAGE_PROMISED_MONTHLY,
	TERM_WAGE_CURRENCY,
	TERM_BLANK_SUB_AGENT_NAME,
	TERM_BLANK_CHARTERER_COUNTRY,
	TERM_BLANK_REPAID_AMOUNT,
	TERM_VISA_COST_AMOUNT,
	TERM_VISA_COST_PAID_BY,
	TERM_TRANSPORT_COST_AMOUNT,
	TERM_TRANSPORT_COST_PAID_BY,
	TERM_MEDICAL_COST_AMOUNT,
	TERM_MEDICAL_COST_PAID_BY,
	TERM_HOUSING_COST_AMOUNT,
	TERM_HOUSING_COST_PAID_BY,
	TERM_COHORT,
	TERM_CHANNEL,
	TERM_OTHERS, /* columns that nothing but facts is made of */
	TERM_COUNT = TERM_OTHERS + 39
};
extern const struct column_fact term_columns[TERM_COUNT]; /* fact NULL: only other facts are made of it */
/* One row by column; what is not given is {NULL,0}. Text is the engagement's. */
struct terms {
	struct cdr_date recruited_on, ended_on;
	struct cdr_str values[TERM_COUNT];
};
void
terms_of(const struct cdr_engagement *engagement, struct terms *ret);
bool
terms_number(const struct terms *terms, enum term term, double *ret);
/* What somebody pays for a recruitment: its name in words, and where amount and payer stand. */
struct cost_columns {
	const char *words;
	enum term amount, payer;
};
enum { COST_COUNT = 5 };
extern const struct cost_columns cost_columns[COST_COUNT];
/* What can be said of any row, itself the subject or counted among a party's. */
void
facts_of_terms(struct cdr_facts *facts, const struct terms *terms, struct cdr_date today, struct cdr_arena *arena);
/* What only a row that is itself the subject has: `supplier` is NULL when it names nobody known. */
void
facts_of_engagement(struct cdr_facts *facts, const struct cdr_engagement *engagement, const struct cdr_party *supplier,
                    struct cdr_date today, struct cdr_arena *arena);

/* ---- asking.c: what all subjects are asked with */
/* What could not be answered about a subject; equal for all that lack the same. */
struct gap_set {
	struct cdr_gap *items;
	size_t n;
	struct cdr_str json; /* array, as it is kept */
	char sha256[CDR_SHA256_TEXT_MAX];
};
struct asking {
	const struct cdr_rulebook *rulebook;
	struct cdr_rule_run *run;
	struct cdr_facts *facts;
	struct cdr_map *gap_sets; /* pattern of a rule run -> struct gap_set */
	struct cdr_arena *arena;
};
struct asking *
asking_free(struct asking *asking);
CDR_DEFINE_FREEP(asking)
enum cdr_status CDR_MUST_CHECK
asking_new(const struct cdr_rulebook *rulebook, struct asking **ret, struct cdr_error *err);
/* The set of facts, emptied for the next subject. */
struct cdr_facts *
asking_facts(struct asking *asking);
/* The gaps of the last answer of the rule run; they live until the next call. */
enum cdr_status CDR_MUST_CHECK
asking_gaps(struct asking *asking, const struct cdr_facts *facts, const struct gap_set **ret, struct cdr_error *err);
/* ---- ledger.c: what recruitment cost, over all who took part */
struct ledger;
struct ledger *
ledger_free(struct ledger *ledger);
CDR_DEFINE_FREEP(ledger)
enum cdr_status CDR_MUST_CHECK
ledger_new(const struct cdr_rates *rates, struct cdr_arena *arena, struct ledger **ret, struct cdr_error *err);
/* Enters the row with the next number; `supplier` is the key of the party that speaks for it. The texts of `terms` must
 * outlive the ledger. */
enum cdr_status CDR_MUST_CHECK
ledger_enter(struct ledger *ledger, const struct terms *terms, struct cdr_str supplier, struct cdr_error *err);
/* After the last row: sums up. */
void
ledger_close(struct ledger *ledger);
void
ledger_facts(const struct ledger *ledger, size_t row, struct cdr_facts *facts);
/* The rows of a row's cohort, in their order, from the first; SIZE_MAX after the last. */
size_t
ledger_first_of_cohort(const struct ledger *ledger, size_t row);
size_t
ledger_next_of_cohort(const struct ledger *ledger, size_t row);
/* Who paid what in one row, in words, behind what stands in `out`. */
void
ledger_items(const struct ledger *ledger, const struct terms *terms, struct cdr_buf *out);

/* ---- records.c: one audit, certificate, survey or allegation -> facts */
void
facts_of_record(struct cdr_facts *facts, const struct cdr_record *record, struct cdr_date today,
                struct cdr_arena *arena);

/* What the records of a party report together. Texts are the records'. */
enum { INDICATORS_MAX = 80 };
struct indicators {
	struct cdr_str codes[INDICATORS_MAX], publishers[INDICATORS_MAX];
	size_t n_codes, n_publishers;
	bool substantiated, child, age_uncertain, adult, age_unsaid;
};
void
indicators_add(struct indicators *indicators, const struct cdr_record *record);
enum cdr_status CDR_MUST_CHECK
indicators_set(const struct indicators *indicators, bool allegations_known, struct cdr_facts *facts,
               struct cdr_arena *arena, struct cdr_error *err);

/* ---- graph.c: who supplies whom */
struct screener;
struct graph;
struct graph *
graph_free(struct graph *graph);
CDR_DEFINE_FREEP(graph)
/* Reads all parties as of an import; *ret is NULL where none of them names another. */
enum cdr_status CDR_MUST_CHECK
graph_load(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct graph **ret,
           struct cdr_error *err);
/* Remembers what was found of a party, so that nobody asks again for another's sake. */
void
graph_note(struct graph *graph, const struct screener *by, const struct cdr_party *party, const struct listings *found,
           const struct goods_answer *goods);
/* What is known of those above and below; what lists say of them is appended to `out`. */
enum cdr_status CDR_MUST_CHECK
graph_facts(struct graph *graph, const struct screener *by, const struct cdr_party *party, struct cdr_facts *facts,
            struct cdr_arena *arena, struct listings *out, struct cdr_error *err);
/* The keys of all below, the nearest first, in arena; *ret_whole false where there are more. */
enum cdr_status CDR_MUST_CHECK
graph_keys_below(struct graph *graph, const struct cdr_party *party, struct cdr_arena *arena, struct cdr_str **ret,
                 size_t *ret_n, bool *ret_whole, struct cdr_error *err);

/* ---- related.c: what other rows say of a subject */
struct related;
struct related *
related_free(struct related *related);
CDR_DEFINE_FREEP(related)
/* Reads all engagements and records as of an import, and who supplies whom. */
enum cdr_status CDR_MUST_CHECK
related_load(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org, int64_t as_of_import,
             struct related **ret, struct cdr_error *err);
/* NULL where nobody names whom he supplies. `related` may be NULL here and below: nothing is known of other rows. */
struct graph *
related_graph(const struct related *related);
void
related_facts_of_engagement(const struct related *related, const struct cdr_engagement *engagement,
                            struct cdr_facts *facts, struct cdr_arena *arena);
/* Sets the party's collections too; they, and *ret, live as long as the arena's pieces and `related`. */
struct relations;
enum cdr_status CDR_MUST_CHECK
related_facts_of_party(const struct related *related, const struct cdr_party *party, struct cdr_date today,
                       struct cdr_facts *facts, struct cdr_arena *arena, const struct relations **ret,
                       struct cdr_error *err);
/* Where record `index` of a collection stands; false when there is none. `relations` may be NULL. */
bool
relations_origin(const struct relations *relations, const char *collection, size_t index, struct cdr_origin *ret);

/* How many of the party's engagements began after that day; false when that is not known. */
bool
relations_recruited_since(const struct relations *relations, struct cdr_date day, double *ret);

/* ---- awareness.c: since when somebody knows */
struct awareness;
struct awareness *
awareness_free(struct awareness *awareness);
CDR_DEFINE_FREEP(awareness)
/* What the screening that this one is pinned to showed. */
enum cdr_status CDR_MUST_CHECK
awareness_load(struct cdr_store *store, const struct cdr_screening *screening, struct awareness **ret,
               struct cdr_error *err);
/* Sets the facts of a party or engagement by its id, but awareness.recruited_since, which is counted from the day returned:
 * listed or shown, whichever came first; {0}: neither. `awareness` may be NULL: nothing is known. */
struct cdr_date
awareness_facts(const struct awareness *awareness, struct cdr_str id, const struct listings *listings,
                struct cdr_date today, struct cdr_facts *facts);

/* ---- findings.c: rule outcomes -> findings */
struct screener;
struct subject {
	const struct cdr_party *party;           /* NULL: an engagement of an unknown supplier */
	const struct cdr_engagement *engagement; /* NULL: the subject is the party itself */
	const struct cdr_facts *facts;
	/* Of a party: lists, goods, and lists about those it supplies or is supplied by. Of an engagement: what the agency
	 * was found as, what is linked with it, and what its sub-agent was found as. Unused: NULL. */
	const struct listings *groups[3];
	const struct relations *relations; /* of a party: its engagements and records, counted by rules; or NULL */
};
struct subject_result {
	enum cdr_verdict verdict;
	struct cdr_vec findings; /* struct cdr_finding */
	const struct gap_set *gaps;
};
#define SUBJECT_MAX_FINDINGS 4000
void
subject_result_done(struct subject_result *result);
enum cdr_status CDR_MUST_CHECK
findings_of_subject(const struct screener *by, const struct subject *subject, struct cdr_arena *arena,
                    struct subject_result *result, struct cdr_error *err);

/* ---- subject.c: one party or engagement through all steps */
/* What all subjects of a screening are screened with. */
struct screener {
	struct cdr_store *store;
	const struct cdr_screen_lists *lists;
	const struct ahead *ahead; /* holds the answers to what was foreseen, or is NULL */
	struct cdr_date today;
	struct asking *asking;
	const struct related *related;     /* NULL: nothing is known of other rows */
	const struct awareness *awareness; /* NULL: nothing is known of what was shown */
};
enum cdr_status CDR_MUST_CHECK
screen_party(const struct screener *by, const struct cdr_party *party, struct cdr_arena *arena,
             struct subject_result *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
screen_engagement(const struct screener *by, const struct cdr_party *supplier, const struct cdr_engagement *engagement,
                  struct cdr_arena *arena, struct subject_result *ret, struct cdr_error *err);
/* Says which names these will ask for, and puts them. */
enum cdr_status CDR_MUST_CHECK
foresee_party(const struct cdr_screen_lists *lists, const struct cdr_party *party, struct cdr_arena *arena,
              struct ahead *ahead, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
foresee_engagement(const struct cdr_screen_lists *lists, const struct cdr_engagement *engagement, struct cdr_date today,
                   struct cdr_arena *arena, struct ahead *ahead, struct cdr_error *err);

/* ---- site.c: what a site puts over the rule data that is shipped */
const char *
site_folder(void); /* $CANDOR_SITE, else /etc/candor */
/* Both as one bundle; *ret_any false, and nothing made, when the site has none. EINPUT at the file that does not fit. */
enum cdr_status CDR_MUST_CHECK
site_overlay(const char *site, const struct cdr_bundle *shipped, struct cdr_bundle *ret, bool *ret_any,
             struct cdr_error *err);

/* ---- setup.c */
enum cdr_status CDR_MUST_CHECK
setup_from_bundle(struct cdr_bundle *take_bundle, struct cdr_screen_setup **ret, struct cdr_error *err);
/* The rule data a screening was begun with: the present one (*ret_own stays NULL), or its stored copy in *ret_own. */
enum cdr_status CDR_MUST_CHECK
setup_of_screening(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screening *screening,
                   struct cdr_screen_setup **ret_own, struct cdr_error *err);

/* ---- outcome.c: what the latest finished screening left in the store */
struct outcome {
	struct cdr_screening screening;
	const struct cdr_screen_setup *setup; /* that of the screening: the present one or `own` */
	struct cdr_screen_setup *own;
};
void
outcome_done(struct outcome *outcome);
/* ENOTFOUND saying what to do when nothing was screened yet. Text in arena; `setup` must outlive the outcome. */
enum cdr_status CDR_MUST_CHECK
outcome_load(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org, struct cdr_arena *arena,
             struct outcome *ret, struct cdr_error *err);
/* The gaps of one subject as the store keeps them; in arena. */
enum cdr_status CDR_MUST_CHECK
outcome_gaps(struct cdr_str gaps_json, struct cdr_arena *arena, struct cdr_gap **ret, size_t *ret_n,
             struct cdr_error *err);
/* Whether a rule is asked on a day. */
bool
outcome_in_force(const struct cdr_rule *rule, struct cdr_date day);
/* Whether an engagement's supplier_id means this party: by key or id, also those of rows merged into it since. */
bool
outcome_is_supplier(const struct cdr_party *party, struct cdr_str named);

/* ---- text-list.c: texts, each once, in the order met */
struct text_list {
	struct text_node {
		struct cdr_str text;
		struct text_node *next;
	} * first, *last;
	size_t n;
};
/* Copies it into the arena unless it is there; false when memory is short. */
bool
text_list_add(struct cdr_arena *arena, struct text_list *list, struct cdr_str text);
/* As an array in the arena, sorted; texts are those of the list. */
enum cdr_status CDR_MUST_CHECK
text_list_sorted(const struct text_list *list, struct cdr_arena *arena, struct cdr_str **ret, size_t *ret_n,
                 struct cdr_error *err);

/* ---- question-column.c: what a column is, for whoever is asked to fill it in */
struct question_column {
	struct cdr_str name, about, expected; /* expected: "yes or no", "one of: …" */
	struct cdr_str *choices;              /* words to choose from */
	size_t n_choices;
};
struct question_columns {
	struct question_column *items; /* in the order of the file */
	size_t n;
};
/* The canonical columns of import/<kind>.yaml; in arena. EINPUT. */
enum cdr_status CDR_MUST_CHECK
question_columns_load(const struct cdr_bundle *rulesets, const char *kind, struct cdr_arena *arena,
                      struct question_columns *ret, struct cdr_error *err);
/* NULL: there is no such column. */
const struct question_column *
question_column_find(const struct question_columns *columns, struct cdr_str name);

/* ---- fact-source.c: what would make a fact known */
enum fact_source_kind {
	FACT_FROM_OTHERS = 0, /* computed of what no column says */
	FACT_FROM_PARTY,      /* columns of the party's row */
	FACT_FROM_ENGAGEMENT, /* of the engagement's row */
	FACT_FROM_SUPPLIER,   /* of the row of the engagement's supplier */
	FACT_FROM_LISTS,      /* registers and lists */
	FACT_FROM_RECORDS     /* audits, certificates, surveys, allegations */
};
#define FACT_SOURCE_MAX_COLUMNS CDR_FACT_MAX_COLUMNS
struct fact_source {
	enum fact_source_kind kind;
	const char *columns[FACT_SOURCE_MAX_COLUMNS]; /* those that are NULL do not count */
};
/* False when it is no fact: a table, a collection, a rule. */
bool
fact_source_find(struct cdr_str fact, struct fact_source *ret);
/* Whether we and not the supplier know what stands in a column. */
bool
fact_source_is_ours(struct cdr_str column);

/* ---- profile-policy.c: rulesets/risk/profile.yaml */
struct profile_policy {
	bool left_out[CDR_FINDING_STATE_COUNT];
	int64_t none_from_pct;
	struct cdr_str protective_topic;
	int64_t protective_steps;
	enum cdr_severity not_below, never_from;
	struct cdr_str *never_topics;
	size_t n_never_topics;
	int64_t overall_topics, overall_steps;
	enum cdr_severity overall_at;
};
/* EINPUT at file:line:column. In arena. */
enum cdr_status CDR_MUST_CHECK
profile_policy_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct profile_policy *ret,
                    struct cdr_error *err);
