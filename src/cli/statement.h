/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of `candor statement` share. What it does is a row of the table in statement.c; a form statements are
 * written in is a row of the table in statement-output.c. */

#include "candor/statement.h"
#include "cli/cli-impl.h"

struct cli_statement_verb {
	const char *name, *arguments;
	int min_arguments, max_arguments; /* after its name; -1: no limit */
	enum cdr_status (*run)(struct cli *cli, struct cdr_error *err);
};

/* The statement's number, from the argument after the verb. */
enum cdr_status CDR_MUST_CHECK
cli_statement_id(struct cli *cli, int argument, int64_t *ret, struct cdr_error *err);
/* EUSAGE when --output names a form that statements are not written in; asked before anything is made. */
enum cdr_status CDR_MUST_CHECK
cli_statement_output_check(struct cli *cli, struct cdr_error *err);
/* `export`, in statement-form.c. */
enum cdr_status CDR_MUST_CHECK
cli_statement_export(struct cli *cli, struct cdr_error *err);
/* Writes a statement (its JSON) in the form that --output's name says; Markdown or with --json JSON without it. */
enum cdr_status CDR_MUST_CHECK
cli_statement_output(struct cli *cli, struct cdr_str statement, struct cdr_error *err);
/* candor statement lint; in lint.c. */
enum cdr_status CDR_MUST_CHECK
cli_statement_lint(struct cli *cli, struct cdr_error *err);
/* What acts on statements are made with: store, rule data, organisation, who acts. */
enum cdr_status CDR_MUST_CHECK
cli_statement_desk(struct cli *cli, struct cdr_statement_desk *ret, struct cdr_error *err);
/* A statement as it stands, in the arena. */
enum cdr_status CDR_MUST_CHECK
cli_statement_current(struct cli *cli, int64_t id, struct cdr_str *ret, struct cdr_error *err);

#define CLI_STATEMENT_EDIT_ARGUMENTS                                                                                   \
	"ID --claim KEY|--add CRITERION --text T --reason R [--confirm R] | ID --remove KEY|--restore KEY --reason R"  \
	" | ID --claim KEY --confirm R | ID --file EDITS.yaml"
enum cdr_status
cli_statement_edit(struct cli *cli, struct cdr_error *err);
enum cdr_status
cli_statement_diff(struct cli *cli, struct cdr_error *err);
/* review, approve, sign, publish, supersede: the argument before the number says which. */
enum cdr_status
cli_statement_step(struct cli *cli, struct cdr_error *err);
