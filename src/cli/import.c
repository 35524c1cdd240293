/* SPDX-License-Identifier: Apache-2.0 */
/* candor import: a file of suppliers, engagements or records into the store, with an account of every row. */
#include "cli/cli-impl.h"

#include "candor/import.h"
#include "candor/ingest.h"

#define SHOWN_REJECTS 10
#define SHOWN_WARNINGS 10
#define SHOWN_QUESTIONS 10

static void
say_columns(struct cli *cli, const struct cdr_import_report *report)
{
	bool answers = cdr_str_equal(report->record.kind, CDR_STR("answers"));
	if (report->profile.p)
		cli_say(cli, "  layout: %.*s (%.*s)", CDR_STR_ARG(report->profile_title),
		        CDR_STR_ARG(report->profile_layout));
	for (size_t i = 0; i < report->n_columns; i++) {
		const struct cdr_import_column *column = &report->columns[i];
		cli_say(cli, "  %.*s <- \"%.*s\" (%.*s, %d %%)", CDR_STR_ARG(column->canonical),
		        CDR_STR_ARG(column->header), CDR_STR_ARG(column->how), column->confidence);
	}
	for (size_t i = 0; i < report->n_unmapped; i++)
		cli_say(cli, "  not mapped, %s: \"%.*s\"", answers ? "not read" : "kept as it is",
		        CDR_STR_ARG(report->unmapped[i]));
}

static void
say_questions(struct cli *cli, const struct cdr_import_report *report)
{
	for (size_t i = 0; i < report->n_questions && i < SHOWN_QUESTIONS; i++)
		cli_say(cli, "  question: %.*s Answer in a --map file: %.*s", CDR_STR_ARG(report->questions[i].text),
		        CDR_STR_ARG(report->questions[i].answer));
	if (report->n_questions > SHOWN_QUESTIONS)
		cli_say(cli, "  … and %zu more questions; --json shows all", report->n_questions - SHOWN_QUESTIONS);
}

static void
say_rejects(struct cli *cli, const struct cdr_import_report *report)
{
	for (size_t i = 0; i < report->n_rejects && i < SHOWN_REJECTS; i++)
		cli_say(cli, "  rejected: %.*s: %.*s", CDR_STR_ARG(report->rejects[i].place),
		        CDR_STR_ARG(report->rejects[i].reason));
	if (report->n_rejects > SHOWN_REJECTS)
		cli_say(cli, "  … and %zu more rejected; --rejects FILE.csv writes all of them",
		        report->n_rejects - SHOWN_REJECTS);
	for (size_t i = 0; i < report->n_warnings && i < SHOWN_WARNINGS; i++)
		cli_say(cli, "  note: %.*s", CDR_STR_ARG(report->warnings[i]));
	if (report->n_warnings > SHOWN_WARNINGS)
		cli_say(cli, "  … and %zu more notes; --json shows all", report->n_warnings - SHOWN_WARNINGS);
}

static enum cdr_status
print_report(struct cli *cli, const struct cdr_import_report *report, struct cdr_error *err)
{
	const struct cdr_import_record *record = &report->record;
	if (cli_json(cli))
		return cli_print_json(cdr_import_report_to_json(report), err);
	say_columns(cli, report);
	say_questions(cli, report);
	say_rejects(cli, report);
	struct cdr_str line = cdr_str_format(
		cli->arena,
		"%.*s: %lld rows read, %lld accepted, %lld rejected; %lld new, %lld changed, %lld unchanged%s\n",
		CDR_STR_ARG(record->file), (long long)record->n_read, (long long)record->n_accepted,
		(long long)record->n_rejected, (long long)record->n_created, (long long)record->n_changed,
		(long long)record->n_unchanged,
		report->already_imported     ? "; this very file was imported before, nothing has changed"
		: cli_option(cli, "dry-run") ? "; dry run, nothing was kept"
					     : "");
	return cli_print(line, err);
}

/* How many parties may be one, and how to see which. */
static void
say_duplicates(struct cli *cli, const struct cdr_import_report *report)
{
	bool kept_suppliers = report->record.id && report->record.n_created + report->record.n_changed > 0 &&
	                      cdr_str_equal(report->record.kind, CDR_STR("suppliers"));
	if (report->duplicates_looked_for && report->n_duplicates > 0)
		cli_say(cli, "%zu pair%s of parties may be one and the same; `candor parties duplicates` shows them",
		        report->n_duplicates, report->n_duplicates == 1 ? "" : "s");
	if (kept_suppliers && !report->duplicates_looked_for)
		cli_say(cli, "too many parties to compare them with each other now; `candor parties duplicates` does");
}

static enum cdr_status
write_rejects(struct cli *cli, const struct cdr_import_report *report, struct cdr_error *err)
{
	const char *path = cli_option(cli, "rejects");
	cdr_auto(cdr_buf) csv = CDR_BUF_INIT;
	if (!path)
		return CDR_OK;
	CDR_TRY(cdr_import_rejects_csv(report, &csv, err));
	return cdr_file_write_atomic(path, cdr_buf_str(&csv), err);
}

enum cdr_status
cli_import(struct cli *cli, struct cdr_error *err)
{
	struct cdr_str kind = cli_option_str(cli, "as");
	int as = kind.p ? cdr_import_kind_from(kind) : -1;
	if (as < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "--as says what the file holds: " CDR_IMPORT_KINDS_TEXT);
	const char *path = cli->arguments[0], *map_path = cli_option(cli, "map");
	if (map_path && cli_option(cli, "forget-map"))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "--map replaces the saved mapping by itself; --forget-map goes without it");
	cdr_auto(cdr_file_bytes) file = { 0 };
	cdr_auto(cdr_buf) map = { .max = CDR_BUNDLE_MAX_BYTES };
	CDR_TRY(cdr_file_bytes_open(path, CDR_INGEST_MAX_FILE_BYTES, &file, err));
	if (map_path)
		CDR_TRY(cdr_file_read(map_path, &map, err));
	CDR_TRY(cli_open_store(cli, false, err));
	CDR_TRY(cli_load_setup(cli, err));
	struct cdr_import_options options = { .actor = cli_actor(cli),
		                              .kind = (enum cdr_import_kind)as,
		                              .map_yaml = map_path ? cdr_buf_str(&map) : (struct cdr_str){ NULL, 0 },
		                              .map_name = map_path ? cdr_file_name(map_path) : NULL,
		                              .sheet = cli_option_str(cli, "sheet"),
		                              .encoding = cli_option_str(cli, "encoding"),
		                              .mapped = file.map.n ? &file.map : NULL,
		                              .forget_map = cli_option(cli, "forget-map") != NULL,
		                              .dry_run = cli_option(cli, "dry-run") != NULL,
		                              .progress = cli->progress };
	CDR_TRY(cli_org(cli, &options.org, err));
	cdr_owned(cdr_import_report) report = NULL;
	cli_tell_reader(cli);
	CDR_TRY(cdr_import_file(cli->store, cli->setup->normaliser, &cli->setup->rulesets, file.bytes,
	                        cdr_file_name(path), &options, &report, err));
	CDR_TRY(cdr_import_report_duplicates(report, cli->store, cli->setup->match, cli->setup->normaliser,
	                                     &cli->progress, err));
	CDR_TRY(write_rejects(cli, report, err));
	CDR_TRY(print_report(cli, report, err));
	say_duplicates(cli, report);
	/* A script that looks at the exit status only must not go on as if there were suppliers. */
	if (report->record.n_read > 0 && report->record.n_accepted == 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, cdr_file_name(path),
		                "every row was rejected; nothing of the file was taken in");
	return CDR_OK;
}
