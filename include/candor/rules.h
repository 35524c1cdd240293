/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * rules: rule files -> typed conditions -> three-valued answers with the facts they looked at. A condition that cannot be
 * answered is UNKNOWN and names what is missing; it is never taken for "no". Which facts exist is told by the caller
 * (a symbol table); this room knows no particular fact. The language is documented in rulesets/README.md.
 * Thread rule: a rulebook and a condition are immutable after loading; fact sets are for one thread.
 */

#include "candor/base.h"
#include "candor/decl.h"
#include "candor/model.h"

#define CDR_RULES_MAX 2000
#define CDR_RULES_MAX_CONDITION_DEPTH 12
#define CDR_RULES_MAX_TABLE_ROWS 100000
#define CDR_RULES_MAX_COUNTED 200

/* ----------------------------------------------------------------------------------------------------------- facts */

/* Types of facts; a WORD is one of a fixed set of texts. */
enum cdr_fact_type {
	CDR_FACT_TEXT,
	CDR_FACT_WORD,
	CDR_FACT_NUMBER,
	CDR_FACT_DATE,
	CDR_FACT_BOOLEAN,
	CDR_FACT_TEXT_LIST
};

/* What the rule book must not do with a fact; cdr_rulebook_check holds it to that.
 *  ORIGIN     where a firm is, where people come from: no rule may hold because of such facts alone
 *  SEX        no rule may use it
 *  BORDER     no rule outside the topics about routes may need a border to have been crossed
 *  RESTRAINT  no rule may need people to have been held */
enum cdr_guard { CDR_GUARD_NONE = 0, CDR_GUARD_ORIGIN, CDR_GUARD_SEX, CDR_GUARD_BORDER, CDR_GUARD_RESTRAINT };

/* One row of a symbol table: a fact a condition may name. `words`: the allowed words of a WORD (NULL-terminated). Symbol
 * tables are static and outlive whatever is loaded against them. */
struct cdr_symbol {
	const char *name; /* "engagement.hours_per_day" */
	enum cdr_fact_type type;
	const char *const *words;
	const char *subjects; /* kinds of subject, and collections, that have it, space separated: "party engagement" */
	const char *about;    /* one line for `candor rules explain` and the documentation */
	enum cdr_guard guard;
};
/* Records of which a subject has several, and which conditions count over. */
struct cdr_collection {
	const char *name;    /* "audits"; the facts of each are symbols whose subjects include it */
	const char *subject; /* the kind of subject that has them */
	const char *about;
};
struct cdr_symbols {
	const struct cdr_symbol *rows;
	size_t n;
	const struct cdr_collection *collections;
	size_t n_collections;
};
const struct cdr_symbol *
cdr_symbol_find(const struct cdr_symbols *symbols, struct cdr_str name);

/* Values of one subject. A fact that was not set is unknown. Text is borrowed and must outlive the set. */
struct cdr_facts;
struct cdr_facts *
cdr_facts_free(struct cdr_facts *facts);
CDR_DEFINE_FREEP(cdr_facts)
enum cdr_status CDR_MUST_CHECK
cdr_facts_new(const struct cdr_symbols *symbols, struct cdr_facts **ret, struct cdr_error *err);
void
cdr_facts_clear(struct cdr_facts *facts);
/* Setters: the name must be in the symbol table with that type (a broken promise aborts). {NULL,0}, {0} dates and empty
 * lists given by pointer NULL leave the fact unknown; a known empty list is n = 0 with a non-NULL pointer. A WORD that is
 * none of its symbol's words (any case) leaves the fact unknown too: it comes from a user's file. */
void
cdr_facts_set_text(struct cdr_facts *facts, const char *name, struct cdr_str value); /* TEXT and WORD */
void
cdr_facts_set_number(struct cdr_facts *facts, const char *name, double value);
void
cdr_facts_set_date(struct cdr_facts *facts, const char *name, struct cdr_date value);
void
cdr_facts_set_boolean(struct cdr_facts *facts, const char *name, bool value);
void
cdr_facts_set_list(struct cdr_facts *facts, const char *name, const struct cdr_str *items, size_t n);
/* The records a collection holds; until it is set, nothing is known of them, not even how many there are. `fill` is called
 * while conditions are answered, with an empty set, for record i (0 … n-1), and may be called again for the same one.
 * `context` is borrowed until the set is cleared. */
typedef enum cdr_status (*cdr_related_fn)(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err);
void
cdr_facts_set_related(struct cdr_facts *facts, const char *collection, size_t n, cdr_related_fn fill, void *context);
/* Value as text for messages ("not known" is {NULL,0}); in arena. */
struct cdr_str
cdr_facts_text(const struct cdr_facts *facts, struct cdr_str name, struct cdr_arena *arena);
/* Fills facts from a map of a rule's test case; EINPUT at the place of an unknown fact or unfitting value. */
enum cdr_status CDR_MUST_CHECK
cdr_facts_read(struct cdr_facts *facts, const struct cdr_decl *decl, const struct cdr_decl_node *map,
               struct cdr_arena *arena, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------ conditions */

/* Three values: UNKNOWN is zero, so that nothing is taken for "no" by accident. */
enum cdr_truth { CDR_UNKNOWN = 0, CDR_FALSE, CDR_TRUE };
const char *
cdr_truth_word(enum cdr_truth truth);

/* Why a condition came out as it did: the facts the answer rests on, with their values (a part of an `any` that was not
 * true is no reason for one that is), and, when UNKNOWN, the facts that would settle it. A look-up appears as
 * "table:column" with "table:edition" beside it, a count as "count of audits"; a table that holds no answer, a collection
 * nothing is known of and a rule that could not be answered stand among the missing by path, name and id. Names are borrowed from the symbols and
 * the condition, values from the facts or in the arena. */
struct cdr_trace {
	struct cdr_attribute *facts;
	size_t n_facts;
	struct cdr_str *missing;
	size_t n_missing;
	struct cdr_counted {
		const char *collection;
		size_t index;
	} * counted; /* records that a count the answer rests on has counted, at most CDR_RULES_MAX_COUNTED */
	size_t n_counted;
};

struct cdr_condition; /* owned by what it was loaded into */
/* Conditions and what they use (literals, patterns, look-up indexes) live in a holder and die with it; the bundle and the
 * symbols given to it must outlive it, the decl trees need not. Compiling names every problem at its place: EINPUT. Tables
 * that conditions look things up in are read from `rulesets`, each once. */
struct cdr_condition_holder;
struct cdr_condition_holder *
cdr_condition_holder_free(struct cdr_condition_holder *holder);
CDR_DEFINE_FREEP(cdr_condition_holder)
enum cdr_status CDR_MUST_CHECK
cdr_condition_holder_new(const struct cdr_symbols *symbols, const struct cdr_bundle *rulesets,
                         struct cdr_condition_holder **ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_condition_compile(struct cdr_condition_holder *holder, const struct cdr_decl *decl,
                      const struct cdr_decl_node *node, const struct cdr_condition **ret, struct cdr_error *err);
/* Evaluates; `trace` may be NULL. Kleene's three-valued logic: any = max, all = min, not swaps. */
enum cdr_status CDR_MUST_CHECK
cdr_condition_eval(const struct cdr_condition *condition, const struct cdr_facts *facts, struct cdr_arena *arena,
                   enum cdr_truth *ret, struct cdr_trace *trace, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------------------- rules */

/* One rule as loaded; borrowed from its rulebook. */
struct cdr_limit {
	struct cdr_str name, about, source;
	double value;   /* in force here */
	double shipped; /* before a site's override */
};
struct cdr_rule {
	struct cdr_str topic; /* its folder */
	struct cdr_str id, title, applies_to, source, source_url, rationale, message, remedy, question, path;
	int64_t revision;
	enum cdr_severity severity;
	struct cdr_date in_force_from, in_force_to;
	struct cdr_str *statement_criteria; /* "us-ca-tsca-2010/audits" */
	size_t n_statement_criteria;
	struct cdr_str *indicators; /* codes of tables/indicators.csv it detects */
	size_t n_indicators;
	struct cdr_str *protects; /* topics that a protective factor speaks for */
	size_t n_protects;
	struct cdr_limit *limits;
	size_t n_limits;
	const struct cdr_condition *condition;
	/* What a site made of it; {NULL,0} where it stands as shipped. */
	struct cdr_str override_reason;
	enum cdr_severity shipped_severity;
	bool off; /* never asked here */
};
/* One topic of risk/topics.yaml, in the order of that file. */
struct cdr_topic {
	struct cdr_str folder, title;
	enum cdr_severity max_severity; /* of its rules; CRITICAL where the file sets none */
	bool routes;                    /* its rules may need a border to have been crossed */
};
/* All rules under risk/ in the bundle, sorted by id. */
struct cdr_rulebook;
struct cdr_rulebook *
cdr_rulebook_free(struct cdr_rulebook *rulebook);
CDR_DEFINE_FREEP(cdr_rulebook)
/* Loads and type-checks every rule; EINPUT naming every problem by file:line:column (unknown key, unknown fact, wrong
 * type, duplicate id, id outside its topic in risk/topics.yaml, missing case). `rulesets` must outlive the rulebook. */
enum cdr_status CDR_MUST_CHECK
cdr_rulebook_load(const struct cdr_bundle *rulesets, const struct cdr_symbols *symbols, struct cdr_rulebook **ret,
                  struct cdr_error *err);
size_t
cdr_rulebook_count(const struct cdr_rulebook *rulebook);
const struct cdr_rule *
cdr_rulebook_at(const struct cdr_rulebook *rulebook, size_t i);
const struct cdr_rule *
cdr_rulebook_find(const struct cdr_rulebook *rulebook, struct cdr_str id);
size_t
cdr_rulebook_topic_count(const struct cdr_rulebook *rulebook);
const struct cdr_topic *
cdr_rulebook_topic_at(const struct cdr_rulebook *rulebook, size_t i);

/* All rules asked about one subject after the other. A run belongs to one thread and borrows the rulebook. */
struct cdr_rule_run;
struct cdr_rule_run *
cdr_rule_run_free(struct cdr_rule_run *run);
CDR_DEFINE_FREEP(cdr_rule_run)
enum cdr_status CDR_MUST_CHECK
cdr_rule_run_new(const struct cdr_rulebook *rulebook, struct cdr_rule_run **ret, struct cdr_error *err);
/* Answers every rule that is about that kind of subject, in force on that day and not off; answers of the last subject are
 * forgotten. */
enum cdr_status CDR_MUST_CHECK
cdr_rule_run_answer(struct cdr_rule_run *run, const struct cdr_facts *facts, struct cdr_str applies_to,
                    struct cdr_date day, struct cdr_arena *arena, struct cdr_error *err);
/* Of rule i of the rulebook, about the last subject. */
bool
cdr_rule_run_asked(const struct cdr_rule_run *run, size_t i);
enum cdr_truth
cdr_rule_run_truth(const struct cdr_rule_run *run, size_t i);
/* Bytes that are equal for two subjects exactly when the same rules came out unknown for want of the same facts; borrowed
 * until the next answer. */
struct cdr_str
cdr_rule_run_pattern(const struct cdr_rule_run *run);
/* Why: as cdr_condition_eval tells it. `facts` are those of the last answer. */
enum cdr_status CDR_MUST_CHECK
cdr_rule_run_trace(struct cdr_rule_run *run, size_t i, const struct cdr_facts *facts, struct cdr_arena *arena,
                   struct cdr_trace *ret, struct cdr_error *err);
/* The whole condition as a tree with the truth of every part and the values it was asked of:
 * {"all"|"any"|"not": …, "truth": "true"} down to {"says": "…", "truth": "…", "facts": {name: value}}; a count has "of",
 * "counted" and "unknown", indexes of its records. */
enum cdr_status CDR_MUST_CHECK
cdr_rule_run_proof(struct cdr_rule_run *run, size_t i, const struct cdr_facts *facts, struct cdr_json **ret,
                   struct cdr_error *err);

/* Fills "{fact.name}" in a text with the facts' values ("not known" where unknown); in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_rules_fill(struct cdr_str text, const struct cdr_facts *facts, struct cdr_arena *arena, struct cdr_str *ret,
               struct cdr_error *err);

/* Runs every rule's own cases: the firing case must be TRUE, the near miss FALSE, an `unknown` case UNKNOWN. Appends a
 * line per failure to `report`; EREFUSED when any failed. ret_passed/ret_failed count cases. */
enum cdr_status CDR_MUST_CHECK
cdr_rulebook_test(const struct cdr_rulebook *rulebook, struct cdr_buf *report, size_t *ret_passed, size_t *ret_failed,
                  struct cdr_error *err);
/* Holds the rule book to what no rule may do: hold by reason of where people come from, use their sex, need a border to
 * have been crossed (outside topics about routes) or people to have been held, accuse anybody, never hold, always hold.
 * Appends a line per breach to `report`, with its place; *ret_n is their number. */
enum cdr_status CDR_MUST_CHECK
cdr_rulebook_check(const struct cdr_rulebook *rulebook, struct cdr_buf *report, size_t *ret_n, struct cdr_error *err);
/* The condition in words, for `candor rules explain` ("all of: fact at least 12 …"). */
enum cdr_status CDR_MUST_CHECK
cdr_rule_explain(const struct cdr_rule *rule, struct cdr_buf *out, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------- exchange rates */

#define CDR_RATES_PATH "tables/exchange-rates.csv"

/* One row of the table. */
struct cdr_rate {
	struct cdr_str currency; /* ISO 4217 */
	struct cdr_date on;
	double per;  /* how many of it one of the table's currency is worth */
	bool parity; /* holds until the currency's next row; a market rate ages */
	struct cdr_str note;
	int line;
};
struct cdr_rates {
	struct cdr_str currency; /* of the table; {NULL,0} without a table, and nothing can then be converted */
	int32_t market_days;
	struct cdr_rate *items; /* by currency, then day */
	size_t n;
};
/* The rates of the rule data; text is the bundle's and the arena's. EINPUT at the line of a broken table. */
enum cdr_status CDR_MUST_CHECK
cdr_rates_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct cdr_rates *ret,
               struct cdr_error *err);
/* The rate of a currency that holds on a day; NULL when there is none, or only one that is too old. */
const struct cdr_rate *
cdr_rates_find(const struct cdr_rates *rates, struct cdr_str currency, struct cdr_date day);
/* An amount in the table's currency. False when there is no rate for that day; *ret_on is {0} where none was needed. */
bool
cdr_rates_convert(const struct cdr_rates *rates, double amount, struct cdr_str currency, struct cdr_date day,
                  double *ret, struct cdr_date *ret_on);
