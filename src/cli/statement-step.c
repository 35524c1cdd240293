/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement review, approve, sign, publish, supersede: what people did is recorded as they give it. */
#include "cli/statement.h"

#include <stdint.h>
#include <string.h>

static const struct {
	const char *name;
	enum cdr_statement_step_kind kind;
} kinds[] = {
	{ "review", CDR_STEP_REVIEW },   { "approve", CDR_STEP_APPROVE },     { "sign", CDR_STEP_SIGN },
	{ "publish", CDR_STEP_PUBLISH }, { "supersede", CDR_STEP_SUPERSEDE },
};

static enum cdr_status
read_step(struct cli *cli, struct cdr_statement_step *ret, struct cdr_error *err)
{
	struct cdr_statement_step step = { .body = cli_option_str(cli, "body"),
		                           .minute = cli_option_str(cli, "minute"),
		                           .name = cli_option_str(cli, "name"),
		                           .role = cli_option_str(cli, "role"),
		                           .title = cli_option_str(cli, "title"),
		                           .url = cli_option_str(cli, "url"),
		                           .note = cli_option_str(cli, "note"),
		                           .attested = cli_option(cli, "attest") != NULL };
	for (size_t i = 0; i < CDR_LEN(kinds); i++)
		if (strcmp(cli->arguments[0], kinds[i].name) == 0)
			step.kind = kinds[i].kind;
	CDR_TRY(cli_option_date(cli, "on", &step.on, err));
	CDR_TRY(cli_option_int(cli, "with", 1, INT64_MAX, &step.by, err));
	*ret = step;
	return CDR_OK;
}

enum cdr_status
cli_statement_step(struct cli *cli, struct cdr_error *err)
{
	struct cdr_statement_desk desk = { 0 };
	struct cdr_statement_step step = { 0 };
	cdr_owned(cdr_json) told = NULL;
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	CDR_TRY(read_step(cli, &step, err));
	CDR_TRY(cli_statement_desk(cli, &desk, err));
	CDR_TRY(cdr_statement_take_step(&desk, id, &step, &told, err));
	if (cli_json(cli))
		return cli_print_json(cdr_steal(&told), err);
	const struct cdr_json *warnings = cdr_json_get(told, "warnings");
	for (size_t i = 0; i < cdr_json_count(warnings); i++)
		cli_say(cli, "warning: %.*s", CDR_STR_ARG(cdr_json_string(cdr_json_at(warnings, i))));
	return cli_print(cdr_str_format(cli->arena, "statement %lld is %.*s (evidence record %lld, SHA-256 %.*s)\n",
	                                (long long)id, CDR_STR_ARG(cdr_json_get_str(told, "status")),
	                                (long long)cdr_json_get_int(told, "evidence", 0),
	                                CDR_STR_ARG(cdr_json_get_str(told, "hash"))),
	                 err);
}
