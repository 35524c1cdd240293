/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor statement lint: statements that exist, looked at by a law, one score sheet each. Several files are read by several
 * processes and answered in the order given; one that cannot be read is named and stops none. The surprise: a store is opened
 * only where --store or --org asks for it, so that a statement of anybody's can be looked at without one.
 */
#include "cli/lint.h"

#include "cli/statement.h"

#include <limits.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "candor/crypt.h"
#include "candor/doc.h"
#include "candor/ingest.h"
#include "candor/screen.h"
#include "candor/statement.h"

#define MAX_JOBS 64
#define WINDOW 32 /* files that workers may be ahead of what is printed */
#define COLUMNS_ELSEWHERE 100

struct form {
	const char *suffix;
	enum cdr_status (*render)(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);
};
static const struct form forms[] = {
	{ ".html", cdr_doc_render_html },
	{ ".md", cdr_doc_render_markdown },
	{ ".docx", cdr_doc_render_docx },
	{ ".pdf", cdr_doc_render_pdf },
	{ ".json", NULL },
	{ ".txt", NULL },
};

struct linting {
	struct cli *cli;
	struct cdr_lint *lint;
	struct cdr_prose *homepage, *previous;
	struct cdr_lint_block *homepage_blocks, *previous_blocks;
	struct cdr_workers *workers;
	const struct form *form;
	int fail_on;           /* severity, -1: none */
	enum cdr_status worst; /* of the files that could not be looked at */
	size_t n_files, n_bad, columns;
};

static void
linting_done(struct linting *linting)
{
	(void)cdr_workers_free(linting->workers);
	(void)cdr_prose_free(linting->homepage);
	(void)cdr_prose_free(linting->previous);
	cdr_free(linting->homepage_blocks);
	cdr_free(linting->previous_blocks);
	(void)cdr_lint_free(linting->lint);
}

/* -------------------------------------------------------------------------------------------------------- documents */

static enum cdr_status
read_document(const char *path, struct cdr_prose **ret, struct cdr_lint_block **ret_blocks,
              char sha256[CDR_SHA256_TEXT_MAX], struct cdr_error *err)
{
	cdr_auto(cdr_file_bytes) file = { 0 };
	cdr_owned(cdr_prose) prose = NULL;
	CDR_TRY(cdr_file_bytes_open(path, CDR_INGEST_MAX_FILE_BYTES, &file, err));
	CDR_TRY(cdr_prose_read(file.bytes, path, &prose, err));
	(void)cdr_crypt_sha256(file.bytes, sha256);
	struct cdr_lint_block *blocks = cdr_alloc((prose->n + 1) * sizeof(*blocks));
	if (!blocks)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < prose->n; i++) {
		const struct cdr_prose_block *block = &prose->blocks[i];
		blocks[i] = (struct cdr_lint_block){ (enum cdr_lint_kind)block->kind, block->level, block->page,
			                             block->line, block->text };
	}
	*ret_blocks = blocks;
	*ret = cdr_steal(&prose);
	return CDR_OK;
}

static enum cdr_status
lint_file(const struct linting *linting, const char *path, struct cdr_json **ret, struct cdr_error *err)
{
	char sha256[CDR_SHA256_TEXT_MAX];
	cdr_owned(cdr_prose) prose = NULL;
	__attribute__((cleanup(cdr_freep))) struct cdr_lint_block *blocks = NULL;
	CDR_TRY(read_document(path, &prose, &blocks, sha256, err));
	struct cdr_lint_source source = {
		.name = cdr_str_from(cdr_file_name(path)),
		.sha256 = cdr_str_from(sha256),
		.blocks = blocks,
		.n = prose->n,
		.homepage = linting->homepage_blocks,
		.n_homepage = linting->homepage ? linting->homepage->n : 0,
		.has_homepage = linting->homepage != NULL,
		.previous = linting->previous_blocks,
		.n_previous = linting->previous ? linting->previous->n : 0,
		.has_previous = linting->previous != NULL,
	};
	cdr_owned(cdr_json) sheet = NULL;
	CDR_TRY(cdr_lint_run(linting->lint, &source, &sheet, err));
	if (prose->table->n_notes > 0) {
		struct cdr_json *notes = cdr_json_array();
		for (size_t i = 0; i < prose->table->n_notes; i++)
			cdr_json_push_str(notes, prose->table->notes[i]);
		cdr_json_set(sheet, "notes", notes);
	}
	*ret = cdr_steal(&sheet);
	return CDR_OK;
}

/* A file's sheet, or why there is none, as one line of JSON. What is wrong with the file is a result; what is wrong with us
 * is not. */
static enum cdr_status
answer(void *context, struct cdr_str request, struct cdr_buf *reply)
{
	const struct linting *linting = context;
	char path[4096];
	struct cdr_error err = { 0 };
	cdr_owned(cdr_json) sheet = NULL;
	if (request.n >= sizeof(path))
		return CDR_EUSAGE;
	memcpy(path, request.p, request.n);
	path[request.n] = '\0';
	enum cdr_status status = lint_file(linting, path, &sheet, &err);
	if (status == CDR_ENOMEM || status == CDR_EINTERNAL)
		return status;
	if (status != CDR_OK) {
		sheet = cdr_json_object();
		cdr_json_set_text(sheet, "file", cdr_file_name(path));
		struct cdr_json *error = cdr_json_object();
		cdr_json_set_text(error, "code", cdr_status_name(status));
		cdr_json_set_text(error, "where", err.where);
		cdr_json_set_text(error, "message", err.message);
		cdr_json_set(sheet, "error", error);
	}
	return cdr_json_write(sheet, false, reply, &err);
}

/* ------------------------------------------------------------------------------------------------------------ output */

static bool
is_found(const struct linting *linting, const struct cdr_json *sheet)
{
	const struct cdr_json *counts = cdr_json_get(sheet, "severities");
	for (int s = linting->fail_on; s >= 0 && s <= CDR_SEVERITY_CRITICAL; s++) {
		if (cdr_json_get_int(counts, cdr_severity_word((enum cdr_severity)s), 0) > 0)
			return true;
	}
	return false;
}

static enum cdr_status
render(const struct linting *linting, const struct cdr_json *sheet, struct cdr_buf *out, struct cdr_error *err)
{
	bool json = linting->form ? strcmp(linting->form->suffix, ".json") == 0 : cli_json(linting->cli);
	cdr_owned(cdr_doc) document = NULL;
	if (json) {
		CDR_TRY(cdr_json_write(sheet, linting->n_files == 1, out, err));
		cdr_buf_putc(out, '\n');
		return cdr_buf_check(out, ROOM, err);
	}
	if (!linting->form || !linting->form->render)
		return cdr_lint_print(sheet, linting->columns, out, err);
	CDR_TRY(cdr_lint_document(sheet, &document, err));
	return linting->form->render(document, out, err);
}

static enum cdr_status
take_sheet(struct linting *linting, struct cdr_str text, struct cdr_error *err)
{
	struct cli *cli = linting->cli;
	cdr_owned(cdr_json) sheet = NULL;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	CDR_TRY(cdr_json_parse(text, "score sheet", &sheet, err));
	const struct cdr_json *error = cdr_json_get(sheet, "error"), *notes = cdr_json_get(sheet, "notes");
	cli->found = cli->found || is_found(linting, sheet);
	for (size_t i = 0; i < cdr_json_count(notes); i++)
		cli_say(cli, "%.*s: %.*s", CDR_STR_ARG(cdr_json_get_str(sheet, "file")),
		        CDR_STR_ARG(cdr_json_string(cdr_json_at(notes, i))));
	if (error) {
		linting->n_bad++;
		if (linting->worst != CDR_EIO)
			linting->worst =
				cdr_str_equal(cdr_json_get_str(error, "code"), CDR_STR("io")) ? CDR_EIO : CDR_EINPUT;
		struct cdr_str where = cdr_json_get_str(error, "where");
		cli_say(cli, "%.*s: %.*s", CDR_STR_ARG(where.n ? where : cdr_json_get_str(sheet, "file")),
		        CDR_STR_ARG(cdr_json_get_str(error, "message")));
		if (linting->n_files == 1 || !cli_json(cli))
			return CDR_OK;
	}
	CDR_TRY(render(linting, sheet, &out, err));
	const char *path = cli_option(cli, "output");
	if (path)
		return cdr_file_write_atomic(path, cdr_buf_str(&out), err);
	if (linting->n_files > 1 && !cli_json(cli))
		cdr_buf_putc(&out, '\n');
	return cli_print(cdr_buf_str(&out), err);
}

static enum cdr_status
lint_here(struct linting *linting, int argument, struct cdr_error *err)
{
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	enum cdr_status status = answer(linting, cdr_str_from(linting->cli->arguments[argument]), &reply);
	if (status != CDR_OK)
		return status == CDR_ENOMEM ? cdr_fail_memory(err, ROOM)
		                            : cdr_fail(err, status, ROOM, linting->cli->arguments[argument],
		                                       "the statement could not be looked at");
	return take_sheet(linting, cdr_buf_str(&reply), err);
}

/* The file before all others that are pending. What no worker answered is done here. */
static enum cdr_status
take_next(struct linting *linting, int argument, struct cdr_error *err)
{
	cdr_auto(cdr_buf) reply = CDR_BUF_INIT;
	bool answered = false;
	cdr_workers_get(linting->workers, &reply, &answered);
	return answered ? take_sheet(linting, cdr_buf_str(&reply), err) : lint_here(linting, argument, err);
}

static enum cdr_status
lint_all(struct linting *linting, struct cdr_error *err)
{
	struct cli *cli = linting->cli;
	int n = cli->n_arguments, next = 1;
	for (int i = 1; i < n; i++) {
		if (!linting->workers) {
			CDR_TRY(lint_here(linting, i, err));
			continue;
		}
		CDR_TRY(cdr_workers_put(linting->workers, cdr_str_from(cli->arguments[i]), err));
		if (cdr_workers_pending(linting->workers) >= WINDOW)
			CDR_TRY(take_next(linting, next++, err));
	}
	while (linting->workers && next < n)
		CDR_TRY(take_next(linting, next++, err));
	if (linting->n_bad == 0)
		return CDR_OK;
	return cdr_fail(err, linting->worst, ROOM, NULL,
	                "%zu of %zu statements could not be looked at; why is said above", linting->n_bad,
	                linting->n_files);
}

/* ----------------------------------------------------------------------------------------------------------- options */

static enum cdr_status
read_options(struct linting *linting, struct cdr_error *err)
{
	struct cli *cli = linting->cli;
	struct cdr_str path = cli_option_str(cli, "output"), fail_on = cli_option_str(cli, "fail-on");
	for (size_t i = 0; path.p && i < CDR_LEN(forms); i++) {
		if (cdr_str_ends_with(path, cdr_str_from(forms[i].suffix)))
			linting->form = &forms[i];
	}
	if (path.p && !linting->form)
		return cdr_fail(
			err, CDR_EUSAGE, ROOM, NULL,
			"the output's name says its format: .html, .md, .docx, .pdf, .json or .txt; \"%.*s\" says "
			"none of them",
			CDR_STR_ARG(path));
	if (path.p && linting->n_files > 1)
		return cdr_fail(
			err, CDR_EUSAGE, ROOM, NULL,
			"--output is for one statement; several are written to standard output, best with --json");
	linting->fail_on = fail_on.p ? cdr_severity_from(fail_on) : -1;
	if (fail_on.p && linting->fail_on < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--fail-on wants info, low, medium, high or critical, not \"%.*s\"",
		                CDR_STR_ARG(fail_on));
	return CDR_OK;
}

static enum cdr_status
use_labels(struct linting *linting, struct cdr_error *err)
{
	char directory[PATH_MAX];
	cdr_auto(cdr_bundle) files = { 0 };
	CDR_TRY(cdr_screen_data_dir(directory, sizeof(directory), err));
	CDR_TRY(cdr_labeller_files(directory, &files, err));
	return cdr_lint_use_labels(linting->lint, &files, err);
}

static enum cdr_status
use_records(struct linting *linting, struct cdr_error *err)
{
	struct cli *cli = linting->cli;
	struct cdr_str org = { 0 }, year = cli_option_str(cli, "year");
	int64_t number = 0;
	if (!cli_option(cli, "store") && !cli_option(cli, "org") && !year.p)
		return CDR_OK;
	if (!year.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--year Y says which year's records the statement is compared with");
	CDR_TRY(cli_option_int(cli, "year", 2000, 2999, &number, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_org(cli, &org, err));
	return cdr_lint_use_records(linting->lint, cli->store, org, year, err);
}

static enum cdr_status
read_companions(struct linting *linting, struct cdr_error *err)
{
	char unused[CDR_SHA256_TEXT_MAX];
	const char *homepage = cli_option(linting->cli, "homepage"), *previous = cli_option(linting->cli, "previous");
	if (homepage)
		CDR_TRY(read_document(homepage, &linting->homepage, &linting->homepage_blocks, unused, err));
	if (previous)
		CDR_TRY(read_document(previous, &linting->previous, &linting->previous_blocks, unused, err));
	return CDR_OK;
}

static enum cdr_status
start_workers(struct linting *linting, struct cdr_error *err)
{
	int64_t jobs = 0;
	CDR_TRY(cli_option_int(linting->cli, "jobs", 1, MAX_JOBS, &jobs, err));
	size_t n = jobs ? (size_t)jobs : cdr_processors();
	n = n < linting->n_files ? n : linting->n_files;
	n = n < MAX_JOBS ? n : MAX_JOBS;
	return n < 2 ? CDR_OK : cdr_workers_new(n, answer, linting, &linting->workers, err);
}

static size_t
columns_of_terminal(void)
{
	struct winsize size;
	if (!isatty(STDOUT_FILENO) || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return COLUMNS_ELSEWHERE;
	return size.ws_col;
}

enum cdr_status
cli_statement_lint(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str law = cli_option_str(cli, "law");
	const char *sentences = cli_option(cli, "sentences");
	if (law.p && sentences && cli->n_arguments == 1)
		return cli_lint_sentences(law, sentences, err);
	if (sentences || cli->n_arguments < 2)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "usage: candor statement lint FILE… --law LAW, or --sentences FILE.csv --law LAW");
	__attribute__((cleanup(linting_done))) struct linting linting = { .cli = cli,
		                                                          .n_files = (size_t)cli->n_arguments - 1,
		                                                          .columns = columns_of_terminal() };
	if (!law.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--law LAW says what the statement is looked at by; candor statement laws lists them");
	CDR_TRY(read_options(&linting, err));
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_lint_load(&cli->setup->rulesets, law, &linting.lint, err));
	CDR_TRY(use_labels(&linting, err));
	CDR_TRY(use_records(&linting, err));
	cli_tell_reader(cli);
	CDR_TRY(read_companions(&linting, err));
	CDR_TRY(start_workers(&linting, err));
	return lint_all(&linting, err);
}
