/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement: what it does is a row of the table at the end of this file; here are the laws there are, drafting
 * and showing. */
#include "cli/statement.h"

#include <stdint.h>
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

/* What became of texts that people wrote before. */
static enum cdr_status
say_kept(struct cli *cli, struct cdr_str statement, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(cdr_json_parse(statement, "statement", &json, err));
	const struct cdr_json *claims = cdr_json_get(json, "claims");
	size_t n_edited = cdr_json_count(cdr_json_get(json, "removed")), n_beneath = 0, n_copied = 0;
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i), *edited = cdr_json_get(claim, "edited");
		n_edited += edited != NULL;
		n_beneath += cdr_json_get(edited, "text_drafted_before") != NULL;
		n_copied += cdr_json_get(claim, "copied_from") != NULL;
	}
	size_t n_lost = cdr_json_count(cdr_json_get(json, "edits_lost"));
	if (n_edited || n_lost)
		cli_say(cli,
		        "edits kept: %zu; the sentence beneath has changed under %zu of them; %zu more lost theirs "
		        "(see "
		        "edits_lost)",
		        n_edited, n_beneath, n_lost);
	if (n_copied)
		cli_say(cli, "%zu sentences read as in an earlier statement and are marked: do they still hold?",
		        n_copied);
	return CDR_OK;
}

static enum cdr_status
draft(struct cli *cli, struct cdr_error *err)
{
	cdr_owned(cdr_law) law = NULL;
	struct cdr_statement_desk desk = { 0 };
	struct cdr_statement_options options = { .fresh = cli_option(cli, "fresh") != NULL,
		                                 .order = cli_option_str(cli, "order") };
	struct cdr_str text = { 0 }, year = cli_option_str(cli, "year");
	int64_t id = 0, number = 0;
	if (!year.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement draft LAW --year Y [--order ORDER] [--carry-over ID] "
		                "[--fresh] [--output FILE]");
	CDR_TRY(cli_option_int(cli, "carry-over", 1, INT64_MAX, &options.carry_over, err));
	CDR_TRY(cli_option_int(cli, "year", 2000, 2999, &number, err));
	year = cdr_str_format(cli->arena, "%lld", (long long)number); /* 02026 is 2026 */
	if (!year.p)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cli_statement_output_check(cli, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_law_load(&cli->setup->rulesets, cdr_str_from(cli->arguments[1]), &law, err));
	CDR_TRY(cli_statement_desk(cli, &desk, err));
	CDR_TRY(cdr_statement_redraft(&desk, law, year, &options, &text, &id, err));
	CDR_TRY(cli_statement_output(cli, text, err));
	cli_say(cli, "draft %lld of %.*s: unsigned; every sentence names what it rests on", (long long)id,
	        CDR_STR_ARG(cdr_law_id(law)));
	return say_kept(cli, text, err);
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

enum cdr_status
cli_statement_desk(struct cli *cli, struct cdr_statement_desk *ret, struct cdr_error *err)
{
	struct cdr_str org = { 0 };
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	*ret = (struct cdr_statement_desk){ cli->store, &cli->setup->rulesets, org, cli_actor(cli), cli->arena };
	return CDR_OK;
}

enum cdr_status
cli_statement_current(struct cli *cli, int64_t id, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_str org = { 0 };
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	return cdr_statement_current(cli->store, org, id, cli->arena, ret, err);
}

/* Says that the text is the one that was signed, which reading it has just checked. */
static enum cdr_status
say_frozen(struct cli *cli, struct cdr_str statement, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(cdr_json_parse(statement, "statement", &json, err));
	const struct cdr_json *steps = cdr_json_get(json, "steps");
	const struct cdr_json *last = cdr_json_at(steps, cdr_json_count(steps) - 1);
	if (last)
		cli_say(cli, "%.*s; the text is the one that was %.*s: its SHA-256 is still %.*s",
		        CDR_STR_ARG(cdr_json_get_str(json, "status")), CDR_STR_ARG(cdr_json_get_str(last, "step")),
		        CDR_STR_ARG(cdr_json_get_str(last, "hash")));
	return CDR_OK;
}

static enum cdr_status
show(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str text = { 0 };
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	CDR_TRY(cli_statement_output_check(cli, err));
	CDR_TRY(cli_statement_current(cli, id, &text, err));
	CDR_TRY(cli_statement_output(cli, text, err));
	return say_frozen(cli, text, err);
}

static enum cdr_status
list(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "ID", "LAW", "YEAR", "DRAFTED", "STATUS" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) array = NULL;
	struct cdr_str org = { 0 };
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_statement_list(cli->store, org, cli_option_str(cli, "law"), cli_option_str(cli, "year"), &array,
	                           err));
	if (cli_json(cli))
		return cli_print_json(cdr_steal(&array), err);
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t i = 0; i < cdr_json_count(array); i++) {
		const struct cdr_json *item = cdr_json_at(array, i);
		struct cdr_str cells[] = {
			cdr_str_format(cli->arena, "%lld", (long long)cdr_json_get_int(item, "id", 0)),
			cdr_json_get_str(item, "law"),
			cdr_json_get_str(item, "year"),
			cdr_str_format(cli->arena, "%.10s", cdr_json_get_str(item, "created_at").p),
			cdr_json_get_str(item, "status"),
		};
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_table_print(&table, err);
}

static enum cdr_status
history(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "WHEN", "WHO", "ACT", "CLAIM", "RECORD", "WHAT" };
	static const char *const told[] = { "reason", "body", "name", "url", "note" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	cdr_owned(cdr_json) acts = NULL;
	struct cdr_str org = { 0 };
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_statement_history(cli->store, org, id, cli->arena, &acts, err));
	if (cli_json(cli))
		return cli_print_json(cdr_steal(&acts), err);
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	for (size_t i = 0; i < cdr_json_count(acts); i++) {
		const struct cdr_json *act = cdr_json_at(acts, i), *detail = cdr_json_get(act, "detail");
		struct cdr_str what = CDR_STR("-"), key = cdr_json_get_str(act, "key"),
			       by = cdr_json_get_str(act, "by");
		int64_t record = cdr_json_get_int(act, "evidence", 0);
		for (size_t k = CDR_LEN(told); k > 0; k--)
			if (cdr_json_get_str(detail, told[k - 1]).n)
				what = cdr_json_get_str(detail, told[k - 1]);
		struct cdr_str cells[] = {
			cdr_json_get_str(act, "at"),
			by.n ? by : CDR_STR("-"),
			cdr_json_get_str(act, "act"),
			key.n ? key : CDR_STR("-"),
			record ? cdr_str_format(cli->arena, "%lld", (long long)record) : CDR_STR("-"),
			what,
		};
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_table_print(&table, err);
}

static const struct cli_statement_verb verbs[] = {
	{ "laws", "", 0, 0, laws },
	{ "draft", "LAW --year Y [--order ORDER] [--carry-over ID] [--fresh] [--output FILE]", 1, 1, draft },
	{ "list", "[--law LAW] [--year Y]", 0, 0, list },
	{ "show", "ID [--output FILE]", 1, 1, show },
	{ "export", "ID --form NAME [--output FILE]", 1, 1, cli_statement_export },
	{ "lint", "FILE… --law LAW | --sentences FILE.csv --law LAW", 0, -1, cli_statement_lint },
	{ "history", "ID", 1, 1, history },
	{ "edit", CLI_STATEMENT_EDIT_ARGUMENTS, 1, 1, cli_statement_edit },
	{ "diff", "OLD NEW", 2, 2, cli_statement_diff },
	{ "review", "ID [--note TEXT]", 1, 1, cli_statement_step },
	{ "approve", "ID --body BODY --minute REFERENCE --on DATE", 1, 1, cli_statement_step },
	{ "sign", "ID --name NAME --role ROLE --on DATE [--title TITLE] [--attest]", 1, 1, cli_statement_step },
	{ "publish", "ID --url URL --on DATE", 1, 1, cli_statement_step },
	{ "supersede", "ID --with ID", 1, 1, cli_statement_step },
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
