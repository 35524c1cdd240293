/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of rules share and nobody else sees. */

#include "candor/rules.h"

#define RULES_ROOM "rules"
#define RULES_MAX_WHERE 4 /* columns that find a row of a table */

/* ---------------------------------------------------------------------------------------------------------- values */

/* A typed value, known or not. Lists are either the texts of a TEXT_LIST fact (`items`) or the literals of an `in`
 * (`list`); rules_value_at hides which. */
struct rules_value {
	enum cdr_fact_type type;
	bool known;
	bool boolean;
	double number;
	struct cdr_date date;
	struct cdr_str text;
	const struct cdr_str *items;
	const struct rules_value *list;
	size_t n;
};
/* Equality of two known single values of comparable types; text without regard to ASCII case. */
bool
rules_value_equal(const struct rules_value *a, const struct rules_value *b);
struct rules_value
rules_value_at(const struct rules_value *list, size_t i);
/* As people write it ("12.5", "2024-03-01", "a, b"); "not known" is {NULL,0}, as is a want of memory. */
struct cdr_str
rules_value_text(const struct rules_value *value, struct cdr_arena *arena);
const char *
rules_type_phrase(enum cdr_fact_type type); /* "a number" */

#define RULES_RECENT 512

/* What is known of a collection. */
struct rules_related {
	bool known;
	size_t n;
	cdr_related_fn fill;
	void *context;
};
struct cdr_facts {
	const struct cdr_symbols *symbols;
	struct rules_value *values;    /* by row of the symbol table */
	struct rules_related *related; /* by collection */
	struct cdr_map *by_name;
	uint16_t recent[RULES_RECENT]; /* by address of a name: the row it was last found at */
	struct cdr_facts *inner;       /* of one record, made when first needed */
};
/* The set that the record i of a collection fills; what was in it is forgotten. */
enum cdr_status CDR_MUST_CHECK
rules_related_fill(const struct cdr_facts *facts, size_t collection, size_t i, struct cdr_facts **ret,
                   struct cdr_error *err);
/* Number of the collection of that name; -1: none. */
ptrdiff_t
rules_collection(const struct cdr_symbols *symbols, struct cdr_str name);

/* -------------------------------------------------------------------------------------------------------- problems */

/* All that is wrong with an input: the first problem sets the error, the others join it. */
struct rules_problems {
	struct cdr_error *err;
	enum cdr_status status;
};
void
rules_problem(struct rules_problems *problems, const struct cdr_decl *decl, const struct cdr_decl_node *node,
              const char *format, ...) CDR_PRINTF(4, 5);
/* Takes over what another call reported. */
void
rules_problem_join(struct rules_problems *problems, enum cdr_status status, const struct cdr_error *other);
void
rules_problem_memory(struct rules_problems *problems);

/* What the reading of a file needs at every step. `subject`: the kind of subject facts must belong to; {NULL,0} = any. */
struct rules_reading {
	const struct cdr_symbols *symbols;
	const struct cdr_decl *decl;
	struct cdr_str subject;
	struct cdr_arena *arena; /* literals are copied here */
	struct rules_problems *problems;
	const struct cdr_rule *rule; /* whose limits may be named; NULL: none */
	struct cdr_vec *rules_named; /* struct rules_named *, where other rules may be named; NULL: they may not */
	bool inside_count;           /* no count in a count */
};
/* The symbol of that name, fit for the subject; otherwise NULL and a problem at `node`. */
const struct cdr_symbol *
rules_symbol_named(const struct rules_reading *reading, const struct cdr_decl_node *node, struct cdr_str name);
/* One line of a map of facts (fact.name: value), and every line: into `values` (by row of the symbol table) unless that is NULL. */
void
rules_fact_read(const struct rules_reading *reading, const struct cdr_decl_pair *pair, struct rules_value *values);
void
rules_facts_read(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_value *values);
/* A scalar or list as a value of the symbol's type; false and a problem at the node. Null leaves it unknown. */
bool
rules_value_read(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
                 struct rules_value *ret);

/* ---------------------------------------------------------------------------------------------------------- tables */

/* A look-up table: a CSV file of the bundle with a header line. */
struct rules_table {
	struct cdr_str path, edition; /* edition: of its line "# edition: …"; {NULL,0} without one */
	struct cdr_str *columns;
	size_t n_columns;
	struct cdr_str *cells; /* row by row */
	uint32_t *lines;       /* where each row begins */
	size_t n_rows;
};
enum cdr_status CDR_MUST_CHECK
rules_table_read(const struct cdr_bundle_file *file, struct cdr_arena *arena, struct rules_table *ret,
                 struct cdr_error *err);
/* Number of the column of that name, or -1. */
ptrdiff_t
rules_table_column(const struct rules_table *table, struct cdr_str name);

/* One use of a table: rows are found by the values of facts, and one column answers. */
struct rules_lookup {
	const struct rules_table *table;
	size_t *columns; /* the columns that must agree … */
	size_t *facts;   /* … with these facts (rows of the symbol table) */
	size_t n_where;
	size_t column;
	uint16_t missing;          /* how the table is named when it holds no answer */
	struct rules_value *cells; /* the answering column, typed; unknown where the cell is empty */
	struct cdr_map *index;     /* key -> one of `rows`: the first of a chain of rows with that key */
	struct rules_lookup_row {
		struct rules_lookup_row *next;
	} * rows;
	bool absent_is_false;
};
/* Key under which a row, or a set of fact values, is found; {NULL,0} when memory is short. */
struct cdr_str
rules_lookup_key(const struct cdr_str *parts, size_t n, struct cdr_arena *arena);

/* ------------------------------------------------------------------------------------------------------ conditions */

enum rules_operator {
	RULES_IS,
	RULES_IS_NOT,
	RULES_IN,
	RULES_NOT_IN,
	RULES_ABOVE,
	RULES_AT_LEAST,
	RULES_BELOW,
	RULES_AT_MOST,
	RULES_BEFORE,
	RULES_AFTER,
	RULES_ON_OR_BEFORE,
	RULES_ON_OR_AFTER,
	RULES_CONTAINS,
	RULES_CONTAINS_ANY,
	RULES_CONTAINS_NONE,
	RULES_MATCHES,
	RULES_KNOWN,
	RULES_BETWEEN,
	RULES_OPERATOR_COUNT
};
enum rules_right { RULES_RIGHT_ONE, RULES_RIGHT_MANY, RULES_RIGHT_PATTERN, RULES_RIGHT_TRUTH, RULES_RIGHT_RANGE };
/* One row per operator: its key, its words, what may stand left of it and right of it. */
struct rules_operator_row {
	const char *name, *phrase;
	unsigned left; /* set of 1u << enum cdr_fact_type */
	enum rules_right right;
};
extern const struct rules_operator_row rules_operators[RULES_OPERATOR_COUNT];

enum rules_operand_kind {
	RULES_LITERAL,
	RULES_FACT,
	RULES_LOOKUP,
	/* Measures, left of an operator only: numbers made of facts (measure.c). */
	RULES_DAYS_BETWEEN,
	RULES_PERCENT,
	RULES_COUNT,
	RULES_SHARE,
	RULES_RULES
};
struct rules_operand {
	enum rules_operand_kind kind;
	struct rules_value literal;
	struct cdr_str limit; /* the limit a literal is, or {NULL,0} */
	size_t fact;          /* row of the symbol table */
	size_t second;        /* DAYS_BETWEEN, PERCENT: of the other fact */
	struct rules_lookup *lookup;
	size_t collection;                 /* COUNT, SHARE … */
	uint16_t missing;                  /* … how it is named when nothing is known of it … */
	const struct cdr_condition *where; /* … which records; NULL: all … */
	size_t number;                     /* … and its place among the holder's counts */
	struct rules_named *named;         /* RULES */
};
static inline bool
rules_is_measure(enum rules_operand_kind kind)
{
	return kind >= RULES_DAYS_BETWEEN;
}
/* Other rules that a condition counts; their numbers are known once all are loaded. */
struct rules_named {
	struct cdr_str *ids;
	uint16_t *missing; /* how each is named when it could not be answered */
	size_t *numbers;   /* in the rulebook */
	size_t n;
	const struct cdr_decl_node *node; /* where they are named, in the file of … */
	struct cdr_str owner;             /* … this rule */
};

enum rules_condition_kind { RULES_ALL, RULES_ANY, RULES_NOT, RULES_COMPARE };
struct cdr_condition {
	enum rules_condition_kind kind;
	const struct cdr_condition_holder *holder;
	const struct cdr_condition **children;
	size_t n;
	enum rules_operator relation;
	struct rules_operand left, right;
	const struct cdr_regex *regex;
};

struct cdr_condition_holder {
	struct cdr_arena *arena;
	const struct cdr_symbols *symbols;
	const struct cdr_bundle *rulesets;
	struct cdr_vec regexes; /* struct cdr_regex * */
	struct cdr_vec indexes; /* struct cdr_map *, of look-ups */
	struct cdr_map *tables; /* path -> struct rules_table */
	struct cdr_vec names;   /* struct cdr_str: what can be missing besides facts */
	struct cdr_vec counts;  /* const struct rules_operand *: all counts and shares */
};
/* What is missing is kept as a number: the row of a fact's symbol, or RULES_NAME and the place of a name in the holder. */
#define RULES_NAME 0x8000u
/* The number of a name; 0xffff and a problem when memory is short or there are too many. */
uint16_t
rules_name_number(struct cdr_condition_holder *holder, struct cdr_str name, struct rules_problems *problems);
/* Compiles; NULL when something was wrong, all of it reported to reading->problems. */
const struct cdr_condition *
rules_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
              const struct cdr_decl_node *node);
/* The look-up written in a map (keys lookup, where, column, absent) whose answers are to be of `type`; NULL and problems
 * otherwise. */
struct rules_lookup *
rules_lookup_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
                     const struct cdr_decl_node *node, enum cdr_fact_type type);

/* The measure written in a map (days_between, percent, count, share, rule, rules) into the left operand. */
bool
rules_measure_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
                      const struct cdr_decl_node *node, struct rules_operand *ret);
/* The key of the measure a map holds, or NULL. */
const char *
rules_measure_key(const struct cdr_decl_node *node);
/* A measure in words, before its operator. `say`: how a condition inside it is said. */
void
rules_measure_say(const struct rules_operand *operand, const struct cdr_symbols *symbols, struct cdr_buf *out);

/* ------------------------------------------------------------------------------------------------------ evaluation */

/* Answers of the rules of a rulebook about a subject, by number. */
enum rules_answer { RULES_NOT_ASKED = 3 }; /* beside the values of enum cdr_truth */

/* What the answer rests on: a fact with its value, or a count. */
struct rules_note {
	struct cdr_attribute fact;
	const struct rules_operand *count; /* or NULL */
};
/* What a count came to about the subject at hand, so that the records are filled in once for all rules. */
struct rules_kept_tally {
	size_t n_true, n_unknown;
	struct cdr_vec missing; /* uint16_t, each once */
};
struct rules_kept {
	struct rules_kept_tally *tallies; /* by number of the count */
	size_t n;
	bool *counted; /* by collection */
};
/* Answers of patterns about short texts: the rows of a list say the same few things of sectors and work again and again. */
#define RULES_MATCH_SLOTS 8192
#define RULES_MATCH_BYTES 64
struct rules_match {
	const struct cdr_regex *regex; /* NULL: free */
	uint8_t n, truth;
	char text[RULES_MATCH_BYTES];
};
struct rules_evaluation {
	const struct cdr_condition_holder *holder;
	struct rules_match *matches; /* RULES_MATCH_SLOTS of them; NULL: every text is matched anew */
	struct rules_kept *kept;     /* NULL: every count is made anew */
	const struct cdr_facts *facts;
	const uint8_t *answers; /* of rules, for conditions that count them */
	struct cdr_arena *arena;
	bool tracing;
	struct cdr_vec notes;   /* struct rules_note */
	size_t part;            /* where the notes of the comparison at hand begin */
	struct cdr_vec missing; /* uint16_t */
	enum cdr_status status;
	struct cdr_error *err;
};
void
rules_evaluation_init(struct rules_evaluation *evaluation, const struct cdr_condition_holder *holder);
void
rules_evaluation_done(struct rules_evaluation *evaluation);
enum cdr_truth
rules_eval(struct rules_evaluation *evaluation, const struct cdr_condition *condition);
/* Fills a trace from what an evaluation noted. */
enum cdr_status CDR_MUST_CHECK
rules_trace_fill(struct rules_evaluation *evaluation, struct cdr_trace *trace);
void
rules_run_out(struct rules_evaluation *evaluation); /* of memory */
void
rules_note_value(struct rules_evaluation *evaluation, struct cdr_str name, const struct rules_value *value);
void
rules_note_missing(struct rules_evaluation *evaluation, size_t number);
/* The value of a fact, noted as looked at; an unknown one is noted as missing and gives NULL. */
const struct rules_value *
rules_needed_value(struct rules_evaluation *evaluation, size_t fact);
/* A comparison whose left side is a measure. */
enum cdr_truth
rules_eval_measure(struct rules_evaluation *evaluation, const struct cdr_condition *condition);
/* The number of records for which a count's condition is true, and for which it is not known; optionally which. */
struct rules_tally {
	size_t n, n_true, n_unknown;
	bool known;
	struct cdr_vec *which_true, *which_unknown; /* size_t, at most CDR_RULES_MAX_COUNTED; or NULL */
};
void
rules_count(struct rules_evaluation *evaluation, const struct rules_operand *operand, struct rules_tally *tally);
/* A comparison against a look-up. */
enum cdr_truth
rules_eval_lookup(struct rules_evaluation *evaluation, const struct cdr_condition *condition);
/* Two known values under an operator that has a right side. */
bool
rules_holds(enum rules_operator relation, const struct rules_value *left, const struct rules_value *right);
enum cdr_truth
rules_matches(struct rules_evaluation *evaluation, const struct cdr_regex *regex, const struct rules_value *value);
/* A condition as a tree (candor/rules.h); NULL when memory is short, or evaluation->status tells. */
struct cdr_json *
rules_proof(struct rules_evaluation *evaluation, const struct cdr_condition *condition);
/* A comparison in one line of words. */
void
rules_comparison_say(const struct cdr_condition *condition, struct cdr_arena *scratch, struct cdr_buf *out);
static inline enum cdr_truth
rules_truth_of(bool value)
{
	return value ? CDR_TRUE : CDR_FALSE;
}
static inline enum cdr_truth
rules_negate(enum cdr_truth truth)
{
	return truth == CDR_UNKNOWN ? CDR_UNKNOWN : rules_truth_of(truth == CDR_FALSE);
}
/* The greater (any) of two in the order false < unknown < true. */
static inline enum cdr_truth
rules_either(enum cdr_truth a, enum cdr_truth b)
{
	if (a == CDR_TRUE || b == CDR_TRUE)
		return CDR_TRUE;
	return a == CDR_FALSE && b == CDR_FALSE ? CDR_FALSE : CDR_UNKNOWN;
}

/* -------------------------------------------------------------------------------------------------------- messages */

/* Complains of every "{…}" in a text that names no fact. */
void
rules_template_check(const struct rules_reading *reading, const struct cdr_decl_node *node);

/* ----------------------------------------------------------------------------------------------------------- rules */

/* A rule with the file it came from, whose text it borrows, and its cases. */
struct rules_entry {
	struct cdr_rule rule;
	struct cdr_decl decl;
	const struct cdr_decl_node *cases;
};
struct cdr_rulebook {
	const struct cdr_symbols *symbols;
	struct cdr_arena *arena;
	struct cdr_condition_holder *holder;
	struct cdr_vec entries; /* struct rules_entry, by id */
	struct cdr_vec named;   /* struct rules_named *, of all conditions */
	size_t *order;          /* rules, each after those it counts */
	struct cdr_topic *topics;
	size_t n_topics;
	struct cdr_decl topics_decl, overrides_decl;
};
/* Numbers of the rules that conditions name, and the order of all; problems where one does not exist, is about another kind
 * of subject, or leads back to itself. */
void
rules_order(struct cdr_rulebook *rulebook, struct rules_problems *problems);
/* What a case must come out as, under the key it is written. */
struct rules_case_kind {
	const char *key;
	enum cdr_truth expected;
};
#define RULES_CASE_KINDS 3
extern const struct rules_case_kind rules_case_kinds[RULES_CASE_KINDS];
/* Where a case is put: facts, and answers of other rules (by number of the rulebook). */
struct rules_case {
	const struct cdr_rulebook *rulebook;
	struct cdr_facts *facts;
	uint8_t *answers;
};
/* Reads a case: facts, collections as lists of maps, `rules` as a map of ids. `ret` NULL: it is only checked. */
void
rules_case_read(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_case *ret);
/* What a site changes of a rule. */
struct rules_override {
	struct cdr_str rule, reason;
	int severity; /* -1: as shipped */
	bool off;
	const struct cdr_decl_node *node, *limits; /* limits: a map, or NULL */
	bool met;
};
/* Reads risk/overrides.yaml into the vector (struct rules_override). */
void
rules_overrides_read(const struct rules_reading *reading, struct cdr_vec *ret);
/* Applies what is said of the rule: its limits before the condition is compiled, the rest. */
void
rules_override_apply(const struct rules_reading *overrides_reading, struct cdr_vec *overrides, struct cdr_rule *rule);
/* Complains of overrides of rules that do not exist. */
void
rules_overrides_check(const struct rules_reading *reading, const struct cdr_vec *overrides);
/* Everything a rule file is read with besides the file. */
struct rules_context {
	struct cdr_rulebook *rulebook;
	const struct cdr_decl_node *topics;
	const struct rules_reading *overrides_reading; /* NULL: there are none */
	struct cdr_vec *overrides;
};
/* Reads one rule file into `entry`, whose decl is parsed already; problems go to `reading`. */
void
rules_rule_read(const struct rules_context *context, struct rules_reading *reading, struct rules_entry *entry);
/* The list of topics in risk/topics.yaml, checked, and as records of the rulebook; NULL and problems otherwise. */
const struct cdr_decl_node *
rules_topics(const struct rules_reading *reading, struct cdr_rulebook *rulebook);
/* Complains when the id does not belong to the topic of the folder it stands in. */
void
rules_topic_check(const struct rules_reading *reading, const struct cdr_decl_node *topics, struct cdr_str path,
                  const struct cdr_decl_node *id);
