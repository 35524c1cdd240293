/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement: which laws there are, and drafts in the format the output's name asks for. */
#include "cli/cli-impl.h"

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
	if (cli->n_arguments != 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor statement laws");
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

enum format { FORMAT_MARKDOWN, FORMAT_HTML, FORMAT_JSON };

static enum cdr_status
format_of(struct cli *cli, enum format *ret, struct cdr_error *err)
{
	struct cdr_str path = cli_option_str(cli, "output");
	if (!path.p)
		*ret = cli_json(cli) ? FORMAT_JSON : FORMAT_MARKDOWN;
	else if (cdr_str_ends_with(path, CDR_STR(".html")))
		*ret = FORMAT_HTML;
	else if (cdr_str_ends_with(path, CDR_STR(".md")))
		*ret = FORMAT_MARKDOWN;
	else if (cdr_str_ends_with(path, CDR_STR(".json")))
		*ret = FORMAT_JSON;
	else
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "the output's name says its format: .html, .md or .json; \"%.*s\" says none of them",
		                CDR_STR_ARG(path));
	return CDR_OK;
}

static enum cdr_status
render(struct cdr_str draft, enum format format, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	cdr_owned(cdr_doc) document = NULL;
	if (format == FORMAT_JSON) {
		CDR_TRY(cdr_json_parse(draft, "draft", &json, err));
		CDR_TRY(cdr_json_write(json, true, out, err));
		cdr_buf_putc(out, '\n');
		return cdr_buf_check(out, ROOM, err);
	}
	CDR_TRY(cdr_statement_document(draft, &document, err));
	return format == FORMAT_HTML ? cdr_doc_render_html(document, out, err)
	                             : cdr_doc_render_markdown(document, out, err);
}

static enum cdr_status
draft(struct cli *cli, struct cdr_error *err)
{
	cdr_owned(cdr_law) law = NULL;
	struct cdr_str org = { 0 }, text = { 0 }, year = cli_option_str(cli, "year");
	enum format format = FORMAT_MARKDOWN;
	int64_t id = 0, number = 0;
	if (cli->n_arguments != 2 || !year.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement draft LAW --year Y [--output FILE]");
	CDR_TRY(cli_option_int(cli, "year", 2000, 2999, &number, err));
	year = cdr_str_format(cli->arena, "%lld", (long long)number); /* 02026 is 2026 */
	if (!year.p)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(format_of(cli, &format, err));
	CDR_TRY(cdr_law_load(&cli->setup->rulesets, cdr_str_from(cli->arguments[1]), &law, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	CDR_TRY(cdr_statement_draft(cli->store, law, org, year, cli_actor(cli), cli->arena, &text, &id, err));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	CDR_TRY(render(text, format, &out, err));
	const char *path = cli_option(cli, "output");
	CDR_TRY(path ? cdr_file_write_atomic(path, cdr_buf_str(&out), err) : cli_print(cdr_buf_str(&out), err));
	cli_say(cli, "draft %lld of %.*s: unsigned; every sentence names what it rests on", (long long)id,
	        CDR_STR_ARG(cdr_law_id(law)));
	return CDR_OK;
}

enum cdr_status
cli_statement(struct cli *cli, struct cdr_error *err)
{
	CDR_TRY(cli_load_setup(cli, err));
	if (strcmp(cli->arguments[0], "laws") == 0)
		return laws(cli, err);
	if (strcmp(cli->arguments[0], "draft") == 0)
		return draft(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor statement %s", cli->verb->arguments);
}
