/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the verbs of the command line share. A verb is one row of the table in verbs.c: its options, help and manual
 * entries all come from that row. */

#include <stdio.h>

#include "candor/base.h"
#include "candor/model.h"
#include "candor/normalise.h"
#include "candor/screen.h"
#include "candor/store.h"

#define ROOM "candor"

/* Exit statuses of the outside contract. */
enum cli_exit {
	EXIT_DONE = 0,
	EXIT_FOUND = 1, /* something at or above --fail-on */
	EXIT_USAGE = 2,
	EXIT_INPUT = 3,
	EXIT_TROUBLE = 4,
	EXIT_DEFECT = 5
};

struct cli_option {
	const char *name;  /* without the dashes */
	const char *value; /* name of its value in help texts; NULL: a switch */
	const char *about;
};
#define CLI_MAX_OPTIONS 40

struct cli;
struct cli_verb {
	const char *name, *arguments, *about;
	int min_arguments, max_arguments; /* -1: no limit */
	const struct cli_option *options; /* ended by a NULL name; may be NULL */
	enum cdr_status (*run)(struct cli *cli, struct cdr_error *err);
};
/* All verbs, ended by a NULL name. */
extern const struct cli_verb cli_verbs[];
extern const struct cli_option cli_common_options[];

/* One invocation. What was loaded on demand is freed at its end. */
struct cli {
	const struct cli_verb *verb;
	const char *values[2 * CLI_MAX_OPTIONS]; /* by position in the verb's options, then the common ones */
	char **arguments;
	int n_arguments;
	struct cdr_store *store;
	struct cdr_screen_setup *setup;
	struct cdr_arena *arena;
	bool found; /* something at or above --fail-on: exit 1 */
	struct cdr_progress progress;
	int64_t progress_shown_ms;
	bool progress_open; /* a bar stands on the terminal's line */
};

/* Value of an option, "" for a switch that was given, NULL when it was not. */
const char *
cli_option(const struct cli *cli, const char *name);
struct cdr_str
cli_option_str(const struct cli *cli, const char *name); /* {NULL,0} when not given */
/* A date option; EUSAGE unless YYYY-MM-DD. {0} when not given. */
enum cdr_status CDR_MUST_CHECK
cli_option_date(const struct cli *cli, const char *name, struct cdr_date *ret, struct cdr_error *err);
/* A whole number option within [min, max]; EUSAGE otherwise. */
enum cdr_status CDR_MUST_CHECK
cli_option_int(const struct cli *cli, const char *name, int64_t min, int64_t max, int64_t *ret, struct cdr_error *err);
bool
cli_json(const struct cli *cli); /* --json was given */

/* Opens the store ($CANDOR_STORE, --store); `create` makes it. */
enum cdr_status CDR_MUST_CHECK
cli_open_store(struct cli *cli, bool create, struct cdr_error *err);
/* Loads rule data and registry definitions once. */
enum cdr_status CDR_MUST_CHECK
cli_load_setup(struct cli *cli, struct cdr_error *err);
/* Instead of that, where names alone are compared: what they are read and weighed by. */
enum cdr_status CDR_MUST_CHECK
cli_load_names(struct cli *cli, struct cdr_error *err);
/* The organisation: --org, else the only one there is. */
enum cdr_status CDR_MUST_CHECK
cli_org(struct cli *cli, struct cdr_str *ret, struct cdr_error *err);
/* Who acts: $CANDOR_ACTOR, else the system's user name. */
struct cdr_str
cli_actor(struct cli *cli);

/* Writes text; where people look (a terminal) without control characters: what a file or a register holds must not move
 * the cursor. False when it cannot be written. */
bool
cli_write(FILE *out, struct cdr_str text);
/* Results go to standard output, all through these. EIO when it cannot be written. */
enum cdr_status CDR_MUST_CHECK
cli_print(struct cdr_str text, struct cdr_error *err);
/* One cell of a CSV row, RFC 4180: quoted when needed. Nothing is added to disarm formulas: it is for rows that go back to
 * where they came from, byte for byte. */
void
cli_add_csv_cell(struct cdr_buf *out, struct cdr_str text, bool first);
enum cdr_status CDR_MUST_CHECK
cli_print_json(struct cdr_json *take_value, struct cdr_error *err); /* indented, with a line feed */
/* Says it when a door of the process that reads files is missing on this system; once, before files are read. */
void
cli_tell_reader(struct cli *cli);
/* Messages go to standard error. */
void
cli_say(struct cli *cli, const char *format, ...) CDR_PRINTF(2, 3);

/* A table that fits the terminal: the widest columns give way first, cut cells end in "…". */
#define CLI_TABLE_MAX_COLUMNS 8
struct cli_table {
	struct cdr_arena *arena;
	size_t n_columns;
	struct cdr_vec cells; /* struct cdr_str, row by row; the first row is the header */
};
enum cdr_status CDR_MUST_CHECK
cli_table_init(struct cli_table *table, struct cdr_arena *arena, const char *const *headers, size_t n,
               struct cdr_error *err);
void
cli_table_done(struct cli_table *table);
enum cdr_status CDR_MUST_CHECK
cli_table_row(struct cli_table *table, const struct cdr_str *cells, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cli_table_print(const struct cli_table *table, struct cdr_error *err);

/* The bar on standard error, drawn only when that is a terminal. */
void
cli_progress_init(struct cli *cli);
void
cli_progress_clear(struct cli *cli);

/* What the files of `candor registry` share. */
struct cdr_registry;
enum cdr_status CDR_MUST_CHECK
cli_find_registry(struct cli *cli, const char *id, const struct cdr_registry **ret, struct cdr_error *err);
enum cdr_status
cli_registry_update(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_registry_reread(struct cli *cli, struct cdr_error *err);

/* `candor parties profile ID`. */
enum cdr_status
cli_parties_profile(struct cli *cli, struct cdr_str org, struct cdr_error *err);
/* `candor rules book`: all rules as one document. */
enum cdr_status
cli_rule_book(struct cli *cli, struct cdr_error *err);

/* Verbs, one a file. */
enum cdr_status
cli_init(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_org_verb(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_import(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_parties(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_registry(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_check(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_screen(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_findings(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_show(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_decide(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_questionnaire(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_statement(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_evidence(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_index(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_match(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_compare(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_rules(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_explain_finding(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_rules_diff(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_token(struct cli *cli, struct cdr_error *err);
