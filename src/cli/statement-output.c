/* SPDX-License-Identifier: Apache-2.0 */
/* The forms a statement is written in: one row each, chosen by the end of the output's name. */
#include "cli/statement.h"

#include <string.h>

#include "candor/doc.h"
#include "candor/statement.h"

struct form {
	const char *suffix;
	enum cdr_status (*render)(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);
};

/* The first is what standard output gets; one without a renderer is the statement's JSON itself. */
static const struct form forms[] = {
	{ ".md", cdr_doc_render_markdown },
	{ ".html", cdr_doc_render_html },
	{ ".docx", cdr_doc_render_docx },
	{ ".pdf", cdr_doc_render_pdf },
	{ ".json", NULL },
};

static const struct form *
json_form(void)
{
	const struct form *form = forms;
	while (form->render)
		form++;
	return form;
}

/* NULL when the name's end is none of them. */
static const struct form *
form_of(struct cli *cli)
{
	struct cdr_str path = cli_option_str(cli, "output");
	if (!path.p)
		return cli_json(cli) ? json_form() : &forms[0];
	for (size_t i = 0; i < CDR_LEN(forms); i++)
		if (cdr_str_ends_with(path, cdr_str_from(forms[i].suffix)))
			return &forms[i];
	return NULL;
}

enum cdr_status
cli_statement_output_check(struct cli *cli, struct cdr_error *err)
{
	if (form_of(cli))
		return CDR_OK;
	cdr_auto(cdr_buf) list = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	for (size_t i = 0; i < CDR_LEN(forms); i++)
		cdr_buf_printf(&list, "%s%s", i == 0 ? "" : i + 1 < CDR_LEN(forms) ? ", " : " or ", forms[i].suffix);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
	                "the output's name says its format: %.*s; \"%.*s\" says none of them",
	                CDR_STR_ARG(cdr_buf_str(&list)), CDR_STR_ARG(cli_option_str(cli, "output")));
}

static enum cdr_status
write_json(struct cdr_str statement, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(cdr_json_parse(statement, "statement", &json, err));
	CDR_TRY(cdr_json_write(json, true, out, err));
	cdr_buf_putc(out, '\n');
	return cdr_buf_check(out, ROOM, err);
}

enum cdr_status
cli_statement_output(struct cli *cli, struct cdr_str statement, struct cdr_error *err)
{
	cdr_owned(cdr_doc) document = NULL;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	CDR_TRY(cli_statement_output_check(cli, err));
	const struct form *form = form_of(cli);
	if (!form->render) {
		CDR_TRY(write_json(statement, &out, err));
	} else {
		CDR_TRY(cdr_statement_document(statement, &document, err));
		CDR_TRY(form->render(document, &out, err));
	}
	const char *path = cli_option(cli, "output");
	return path ? cdr_file_write_atomic(path, cdr_buf_str(&out), err) : cli_print(cdr_buf_str(&out), err);
}
