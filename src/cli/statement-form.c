/* SPDX-License-Identifier: Apache-2.0 */
/* candor statement export: a statement in the columns some office asks for, the statement alone, or the link to it for a
 * homepage. The forms of a law are data beside it; only the last two are known here. Surprise: what stays blank is told on standard error, column by column,
 * because a blank in such a form reads like a no. */
#include "cli/statement.h"

#include <string.h>

#include "candor/doc.h"
#include "candor/statement.h"
#include "candor/store.h"

#define LINK_FORM "link"
#define PUBLIC_FORM "public"

/* The statement as it stands, and the organisation's facts of the version it was drafted from. */
struct exported {
	struct cdr_json *json;
	struct cdr_str text, organisation;
};

static void
exported_done(struct exported *exported)
{
	exported->json = cdr_json_free(exported->json);
}

static enum cdr_status
read_statement(struct cli *cli, struct exported *ret, struct cdr_error *err)
{
	struct cdr_statement_desk desk = { 0 };
	int64_t id = 0;
	CDR_TRY(cli_statement_id(cli, 1, &id, err));
	CDR_TRY(cli_statement_desk(cli, &desk, err));
	CDR_TRY(cdr_statement_current(desk.store, desk.org, id, cli->arena, &ret->text, err));
	CDR_TRY(cdr_json_parse(ret->text, "statement", &ret->json, err));
	int64_t version = cdr_json_get_int(cdr_json_get(ret->json, "organisation"), "version", 0);
	return cdr_store_org_version(desk.store, desk.org, version, cli->arena, &ret->organisation, err);
}

static enum cdr_status
write_out(struct cli *cli, const struct cdr_buf *out, struct cdr_error *err)
{
	const char *path = cli_option(cli, "output");
	return path ? cdr_file_write_atomic(path, cdr_buf_str(out), err) : cli_print(cdr_buf_str(out), err);
}

static enum cdr_status
print_sheet(struct cli *cli, const struct cdr_form_sheet *sheet, struct cdr_buf *out, struct cdr_error *err)
{
	struct cdr_form_column *columns = cdr_arena_alloc(cli->arena, sheet->n_columns * sizeof(*columns));
	struct cdr_form_cell *cells = cdr_arena_alloc(cli->arena, sheet->n_columns * sizeof(*cells));
	if (!columns || !cells)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < sheet->n_columns; i++) {
		columns[i] = (struct cdr_form_column){ .header = sheet->columns[i].p };
		cells[i] = (struct cdr_form_cell){ .text = sheet->values[i] };
	}
	struct cdr_form form = {
		.name = "statement", .columns = columns, .n_columns = sheet->n_columns, .cells = cells, .n_rows = 1
	};
	return cdr_doc_render_csv(&form, out, err);
}

/* A form that cannot carry the mark of a draft: so it is said. */
static void
say_status(struct cli *cli, const struct cdr_json *statement)
{
	struct cdr_str status = cdr_json_get_str(statement, "status");
	if (!cdr_str_equal(status, CDR_STR("signed")) && !cdr_str_equal(status, CDR_STR("published")))
		cli_say(cli, "this is no signed statement, but: %.*s", CDR_STR_ARG(status));
}

static enum cdr_status
export_sheet(struct cli *cli, const struct exported *exported, struct cdr_str form, struct cdr_error *err)
{
	struct cdr_form_sheet sheet = { 0 };
	size_t n_filled = 0;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	CDR_TRY(cdr_statement_form(&cli->setup->rulesets, form, exported->text, exported->organisation, cli->arena,
	                           &sheet, err));
	CDR_TRY(print_sheet(cli, &sheet, &out, err));
	CDR_TRY(write_out(cli, &out, err));
	say_status(cli, exported->json);
	for (size_t i = 0; i < sheet.n_columns; i++)
		n_filled += sheet.values[i].n > 0;
	cli_say(cli, "%zu of %zu columns filled from the records; of the others:", n_filled, sheet.n_columns);
	for (size_t i = 0; i < sheet.n_remarks; i++)
		cli_say(cli, "  %.*s: %.*s", CDR_STR_ARG(sheet.remarks[i].column), CDR_STR_ARG(sheet.remarks[i].text));
	return CDR_OK;
}

/* Where the statement was published, by the last step that says so. */
static struct cdr_str
published_at(const struct cdr_json *statement)
{
	const struct cdr_json *steps = cdr_json_get(statement, "steps");
	struct cdr_str url = { NULL, 0 };
	for (size_t i = 0; i < cdr_json_count(steps); i++) {
		struct cdr_str found = cdr_json_get_str(cdr_json_at(steps, i), "url");
		url = found.n ? found : url;
	}
	return url;
}

static enum cdr_status
export_link(struct cli *cli, const struct exported *exported, struct cdr_error *err)
{
	struct cdr_str url = published_at(exported->json);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	if (!url.n)
		return cdr_fail(
			err, CDR_EREFUSED, ROOM, NULL,
			"it is not recorded where this statement was published, so nothing can lead there; record its "
			"publication first");
	CDR_TRY(cdr_doc_link_html(cdr_json_get_str(cdr_json_get(exported->json, "law"), "title"), url, &out, err));
	return write_out(cli, &out, err);
}

/* The statement alone, as it is put on a website: without notes, annex and what is left to do. A mark that it is a draft stays,
 * and so does every gap. */
static enum cdr_status
export_public(struct cli *cli, const struct exported *exported, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cli_statement_output_check(cli, err));
	cdr_json_set_text(exported->json, "audience", "public");
	CDR_TRY(cdr_json_write(exported->json, false, &text, err));
	CDR_TRY(cli_statement_output(cli, cdr_buf_str(&text), err));
	say_status(cli, exported->json);
	return CDR_OK;
}

enum cdr_status
cli_statement_export(struct cli *cli, struct cdr_error *err)
{
	__attribute__((cleanup(exported_done))) struct exported exported = { 0 };
	struct cdr_str form = cli_option_str(cli, "form");
	if (!form.n)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement export ID --form NAME [--output FILE]; \"" PUBLIC_FORM
		                "\" is the statement alone, \"" LINK_FORM
		                "\" the link for a homepage; others stand beside the law");
	CDR_TRY(read_statement(cli, &exported, err));
	if (cdr_str_equal(form, CDR_STR(PUBLIC_FORM)))
		return export_public(cli, &exported, err);
	return cdr_str_equal(form, CDR_STR(LINK_FORM)) ? export_link(cli, &exported, err)
	                                               : export_sheet(cli, &exported, form, err);
}
