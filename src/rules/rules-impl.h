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

struct cdr_facts {
	const struct cdr_symbols *symbols;
	struct rules_value *values; /* by row of the symbol table */
	struct cdr_map *by_name;
};

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
};
/* The symbol of that name, fit for the subject; otherwise NULL and a problem at `node`. */
const struct cdr_symbol *
rules_symbol_named(const struct rules_reading *reading, const struct cdr_decl_node *node, struct cdr_str name);
/* Every line of a map of facts (fact.name: value), into `values` (by row of the symbol table) unless that is NULL. */
void
rules_facts_read(const struct rules_reading *reading, const struct cdr_decl_node *map, struct rules_value *values);
/* A scalar or list as a value of the symbol's type; false and a problem at the node. Null leaves it unknown. */
bool
rules_value_read(const struct rules_reading *reading, const struct cdr_symbol *symbol, const struct cdr_decl_node *node,
                 struct rules_value *ret);

/* ---------------------------------------------------------------------------------------------------------- tables */

/* A look-up table: a CSV file of the bundle with a header line. */
struct rules_table {
	struct cdr_str path;
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
	RULES_OPERATOR_COUNT
};
enum rules_right { RULES_RIGHT_ONE, RULES_RIGHT_MANY, RULES_RIGHT_PATTERN, RULES_RIGHT_TRUTH };
/* One row per operator: its key, its words, what may stand left of it and right of it. */
struct rules_operator_row {
	const char *name, *phrase;
	unsigned left; /* set of 1u << enum cdr_fact_type */
	enum rules_right right;
};
extern const struct rules_operator_row rules_operators[RULES_OPERATOR_COUNT];

enum rules_operand_kind { RULES_LITERAL, RULES_FACT, RULES_LOOKUP };
struct rules_operand {
	enum rules_operand_kind kind;
	struct rules_value literal;
	size_t fact; /* row of the symbol table */
	struct rules_lookup *lookup;
};

enum rules_condition_kind { RULES_ALL, RULES_ANY, RULES_NOT, RULES_COMPARE };
struct cdr_condition {
	enum rules_condition_kind kind;
	const struct cdr_symbols *symbols;
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
};
/* Compiles; NULL when something was wrong, all of it reported to reading->problems. */
const struct cdr_condition *
rules_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
              const struct cdr_decl_node *node);
/* The look-up written in a map (keys lookup, where, column, absent) whose answers are to be of `type`; NULL and problems
 * otherwise. */
struct rules_lookup *
rules_lookup_compile(struct cdr_condition_holder *holder, const struct rules_reading *reading,
                     const struct cdr_decl_node *node, enum cdr_fact_type type);

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
};
/* What a case must come out as, under the key it is written. */
struct rules_case_kind {
	const char *key;
	enum cdr_truth expected;
};
#define RULES_CASE_KINDS 3
extern const struct rules_case_kind rules_case_kinds[RULES_CASE_KINDS];
/* Reads one rule file into `entry`, whose decl is parsed already; problems go to `reading`. */
void
rules_rule_read(struct cdr_rulebook *rulebook, const struct cdr_decl_node *topics, struct rules_reading *reading,
                struct rules_entry *entry);
/* The list of topics in risk/topics.yaml, checked; NULL and problems otherwise. */
const struct cdr_decl_node *
rules_topics(const struct rules_reading *reading);
/* Complains when the id does not belong to the topic of the folder it stands in. */
void
rules_topic_check(const struct rules_reading *reading, const struct cdr_decl_node *topics, struct cdr_str path,
                  const struct cdr_decl_node *id);
