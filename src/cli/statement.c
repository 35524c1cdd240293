/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement: what it does is a row of the table at the end of this file; here are the laws there are, drafting
 * and showing. */
#include "cli/statement.h"

#include <string.h>

#include "candor/statement.h"

static enum cdr_status
laws(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "LAW", "TITLE" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = cdr_json_array();
	struct cdr_str *ids = NULL;
	size_t n = 0;
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	CDR_TRY(cdr_law_list(&cli->setup->rulesets, cli->arena, &ids, &n, err));
	for (size_t i = 0; i < n; i++) {
		cdr_owned(cdr_law) law = NULL;
		CDR_TRY(cdr_law_load(&cli->setup->rulesets, ids[i], &law, err));
		struct cdr_str cells[] = { cdr_law_id(law), cdr_law_title(law) };
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_str(item, "id", cells[0]);
		cdr_json_set_str(item, "title", cells[1]);
		cdr_json_push(array, item);
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_json(cli) ? cli_print_json(cdr_steal(&array), err) : cli_table_print(&table, err);
}

static enum cdr_status
draft(struct cli *cli, struct cdr_error *err)
{
	cdr_owned(cdr_law) law = NULL;
	struct cdr_str org = { 0 }, text = { 0 }, year = cli_option_str(cli, "year");
	int64_t id = 0, number = 0;
	if (!year.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement draft LAW --year Y [--output FILE]");
	CDR_TRY(cli_option_int(cli, "year", 2000, 2999, &number, err));
	year = cdr_str_format(cli->arena, "%lld", (long long)number); /* 02026 is 2026 */
	if (!year.p)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cli_statement_output_check(cli, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_law_load(&cli->setup->rulesets, cdr_str_from(cli->arguments[1]), &law, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_statement_draft(cli->store, law, org, year, cli_actor(cli), cli->arena, &text, &id, err));
	CDR_TRY(cli_statement_output(cli, text, err));
	cli_say(cli, "draft %lld of %.*s: unsigned; every sentence names what it rests on", (long long)id,
	        CDR_STR_ARG(cdr_law_id(law)));
	return CDR_OK;
}

enum cdr_status
cli_statement_id(struct cli *cli, int argument, int64_t *ret, struct cdr_error *err)
{
	struct cdr_str text = cdr_str_from(cli->arguments[argument]);
	int64_t id = 0;
	if (!cdr_str_to_i64(text, &id) || id <= 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "\"%.*s\" is not the number of a statement; drafting tells it", CDR_STR_ARG(text));
	*ret = id;
	return CDR_OK;
}

static enum cdr_status
show(struct cli *cli, struct cdr_error *err)
{
	struct cdr_statement_record record = { 0 };
	struct cdr_str org = { 0 };
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	CDR_TRY(cli_statement_output_check(cli, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_store_statement_get(cli->store, org, id, cli->arena, &record, err));
	return cli_statement_output(cli, record.draft_json, err);
}

static const struct cli_statement_verb verbs[] = {
	{ "laws", "", 0, 0, laws },
	{ "draft", "LAW --year Y [--output FILE]", 1, 1, draft },
	{ "show", "ID [--output FILE]", 1, 1, show },
	{ "lint", "FILE… --law LAW | --sentences FILE.csv --law LAW", 0, -1, cli_statement_lint },
};

enum cdr_status
cli_statement(struct cli *cli, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_LEN(verbs); i++) {
		const struct cli_statement_verb *verb = &verbs[i];
		int n = cli->n_arguments - 1;
		if (strcmp(cli->arguments[0], verb->name) != 0)
			continue;
		if (n < verb->min_arguments || (verb->max_arguments >= 0 && n > verb->max_arguments))
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor statement %s%s%s", verb->name,
			                *verb->arguments ? " " : "", verb->arguments);
		return verb->run(cli, err);
	}
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor statement %s", cli->verb->arguments);
}
