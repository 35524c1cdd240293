/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor registry update and reread: taking copies in, from files at hand, from the network, or from the bytes kept. What is
 * loaded and how copies differ: registry.c.
 */
#include "cli/cli-impl.h"

#include <stdlib.h>

#include "candor/fetch.h"
#include "candor/import.h"
#include "candor/ingest.h"
#include "candor/registry.h"

#define SHOWN_PROBLEMS 10
#define MAX_TRIES 20

struct source_files {
	struct cdr_buf bytes[CDR_REGISTRY_MAX_PARTS];
	struct cdr_str parts[CDR_REGISTRY_MAX_PARTS];
	const char *names[CDR_REGISTRY_MAX_PARTS];
	size_t n;
};

static void
source_files_done(struct source_files *files)
{
	for (size_t i = 0; i < CDR_REGISTRY_MAX_PARTS; i++)
		cdr_buf_done(&files->bytes[i]);
}

static enum cdr_status
read_sources(struct cli *cli, struct source_files *files, struct cdr_error *err)
{
	struct cdr_str rest = cli_option_str(cli, "from"), path;
	while (cdr_str_split(&rest, '\n', &path)) {
		if (files->n == CDR_REGISTRY_MAX_PARTS)
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "at most %d files make up one copy",
			                CDR_REGISTRY_MAX_PARTS);
		struct cdr_str copy = cdr_str_copy(cli->arena, path);
		if (!copy.p)
			return cdr_fail_memory(err, ROOM);
		files->bytes[files->n].max = CDR_INGEST_MAX_FILE_BYTES;
		CDR_TRY(cdr_file_read(copy.p, &files->bytes[files->n], err));
		files->parts[files->n] = cdr_buf_str(&files->bytes[files->n]);
		files->names[files->n] = cdr_file_name(copy.p);
		files->n++;
	}
	return CDR_OK;
}

static struct cdr_str
definition_text(const struct cdr_screen_setup *setup, const struct cdr_registry *registry)
{
	for (size_t i = 0; i < setup->n_registries; i++) {
		if (setup->registries[i] == registry)
			return setup->registry_yaml[i];
	}
	return (struct cdr_str){ NULL, 0 };
}

/* Which copy serves hangs on its day: one that cannot be right, or is not the file's own, is pointed out. */
static void
say_day(struct cli *cli, const struct cdr_import_snapshot_report *report, struct cdr_date asked)
{
	struct cdr_date kept = report->snapshot.as_of, said = { 0 };
	char said_text[CDR_DATE_TEXT_MAX], kept_text[CDR_DATE_TEXT_MAX];
	if (report->copy)
		said = report->copy->as_of;
	if (asked.ymd && said.ymd && said.ymd != asked.ymd)
		cli_say(cli, "  note: the file says it is of %s; kept as of %s as asked",
		        cdr_date_text(said, said_text), cdr_date_text(asked, kept_text));
	if (kept.ymd > cdr_date_today().ymd)
		cli_say(cli, "  note: %s lies in the future; is that the day the copy speaks for?",
		        cdr_date_text(kept, kept_text));
}

static struct cdr_json *
update_json(const struct cdr_import_snapshot_report *report)
{
	const struct cdr_snapshot_change *change = &report->change;
	struct cdr_json *json = cdr_snapshot_to_json(&report->snapshot);
	cdr_json_set_bool(json, "already_known", report->already_known);
	cdr_json_set_int(json, "added", change->added);
	cdr_json_set_int(json, "changed", change->changed);
	cdr_json_set_int(json, "removed", change->removed);
	cdr_json_set_int(json, "unchanged", change->unchanged);
	return json;
}

static enum cdr_status
print_update(struct cli *cli, const struct cdr_import_snapshot_report *report, struct cdr_error *err)
{
	const struct cdr_snapshot *snapshot = &report->snapshot;
	const struct cdr_snapshot_change *change = &report->change;
	char as_of[CDR_DATE_TEXT_MAX];
	if (cli_json(cli))
		return cli_print_json(update_json(report), err);
	const struct cdr_registry_copy *copy = report->copy;
	for (size_t i = 0; copy && i < copy->n_problems && i < SHOWN_PROBLEMS; i++) {
		struct cdr_str place = cdr_origin_text(cli->arena, &copy->problems[i].origin);
		cli_say(cli, "  %s: %.*s: %.*s", copy->problems[i].rejected ? "rejected" : "note", CDR_STR_ARG(place),
		        CDR_STR_ARG(copy->problems[i].text));
	}
	if (copy && copy->n_problems > SHOWN_PROBLEMS)
		cli_say(cli, "  … and %zu more", copy->n_problems - SHOWN_PROBLEMS);
	struct cdr_str line =
		report->already_known
			? cdr_str_format(cli->arena, "%.*s: this copy of %s is loaded already; nothing has changed\n",
	                                 CDR_STR_ARG(snapshot->registry_id), cdr_date_text(snapshot->as_of, as_of))
			: cdr_str_format(cli->arena,
	                                 "%.*s: copy of %s: %lld rows, %lld entries, %lld rejected; "
	                                 "%lld added, %lld changed, %lld removed, %lld unchanged\n",
	                                 CDR_STR_ARG(snapshot->registry_id), cdr_date_text(snapshot->as_of, as_of),
	                                 (long long)snapshot->n_rows, (long long)snapshot->n_entries,
	                                 (long long)snapshot->n_rejected, (long long)change->added,
	                                 (long long)change->changed, (long long)change->removed,
	                                 (long long)change->unchanged);
	return cli_print(line, err);
}

static enum cdr_status
update_from_files(struct cli *cli, const struct cdr_registry *registry, struct cdr_error *err)
{
	struct cdr_import_snapshot_options options = { .actor = cli_actor(cli),
		                                       .force = cli_option(cli, "force") != NULL };
	__attribute__((cleanup(source_files_done))) struct source_files files = { 0 };
	CDR_TRY(cli_option_date(cli, "as-of", &options.as_of, err));
	CDR_TRY(read_sources(cli, &files, err));
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_import_source source = { registry, definition_text(cli->setup, registry), files.parts, files.names,
		                            files.n };
	CDR_TRY(cdr_import_snapshot(cli->store, cli->setup->normaliser, &source, &options, &report, err));
	say_day(cli, report, options.as_of);
	return print_update(cli, report, err);
}

/* --------------------------------------------------------------------------------------------------------- fetching */

/* How patient to be is the default's business but for the tries; whom publishers may write to, which addresses of one's
 * own network may be asked and whose certificates hold are the site's, from the environment. */
static enum cdr_status
start_fetching(struct cli *cli, struct cdr_fetch **ret, struct cdr_error *err)
{
	struct cdr_fetch_policy policy = cdr_fetch_policy_default();
	int64_t tries = policy.max_tries;
	CDR_TRY(cli_option_int(cli, "tries", 1, MAX_TRIES, &tries, err));
	policy.max_tries = (int)tries;
	policy.contact = cdr_str_from(getenv("CANDOR_FETCH_CONTACT"));
	policy.allow_addresses = cdr_str_from(getenv("CANDOR_FETCH_ALLOW"));
	policy.ca_file = cdr_str_from(getenv("CANDOR_FETCH_CA"));
	policy.credentials = cdr_str_from(getenv("CANDOR_CREDENTIALS"));
	policy.progress = cli->progress;
	return cdr_fetch_new(&policy, ret, err);
}

static enum cdr_status
fetch_one(struct cli *cli, const struct cdr_registry *registry, struct cdr_fetch *fetch, struct cdr_json *all,
          struct cdr_error *err)
{
	struct cdr_import_snapshot_options options = { .actor = cli_actor(cli),
		                                       .force = cli_option(cli, "force") != NULL };
	struct cdr_import_source source = { registry, definition_text(cli->setup, registry), NULL, NULL, 0 };
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	bool unchanged = false;
	CDR_TRY(cli_option_date(cli, "as-of", &options.as_of, err));
	enum cdr_status status = cdr_import_update(cli->store, cli->setup->normaliser, &source, fetch, &options,
	                                           &unchanged, &report, err);
	cli_progress_clear(cli);
	CDR_TRY(status);
	say_day(cli, report, options.as_of);
	if (cli_json(cli)) {
		struct cdr_json *json = update_json(report);
		cdr_json_set_bool(json, "not_modified", unchanged);
		cdr_json_push(all, json);
		return CDR_OK;
	}
	return print_update(cli, report, err);
}

/* One that fails does not keep the others from being fetched; all that failed are named. */
static enum cdr_status
fetch_named(struct cli *cli, const struct cdr_registry *registry, struct cdr_fetch *fetch, struct cdr_json *all,
            struct cdr_error *ret_problems)
{
	struct cdr_error problem = { 0 };
	char now[CDR_TIME_TEXT_MAX];
	bool due = true;
	enum cdr_status status = CDR_OK;
	if (cli_option(cli, "due"))
		status = cdr_import_update_is_due(cli->store, registry, cdr_time_now(now), &due, &problem);
	if (status == CDR_OK && due)
		status = fetch_one(cli, registry, fetch, all, &problem);
	if (status == CDR_OK)
		return CDR_OK;
	if (ret_problems->code == CDR_OK)
		*ret_problems = problem;
	else
		cdr_error_add(ret_problems, problem.where[0] ? problem.where : NULL, "%s", problem.message);
	return status == CDR_ECANCELLED ? status : CDR_OK;
}

static enum cdr_status
fetch_all(struct cli *cli, struct cdr_json *all, struct cdr_error *err)
{
	cdr_owned(cdr_fetch) fetch = NULL;
	struct cdr_error problems = { 0 };
	enum cdr_status status = start_fetching(cli, &fetch, err);
	CDR_TRY(status);
	for (int i = 1; status == CDR_OK && i < cli->n_arguments; i++) {
		const struct cdr_registry *registry = NULL;
		CDR_TRY(cli_find_registry(cli, cli->arguments[i], &registry, err));
		status = fetch_named(cli, registry, fetch, all, &problems);
	}
	for (size_t i = 0; status == CDR_OK && cli->n_arguments == 1 && i < cli->setup->n_registries; i++) {
		if (cli->setup->registries[i]->n_part_urls > 0)
			status = fetch_named(cli, cli->setup->registries[i], fetch, all, &problems);
	}
	if (problems.code != CDR_OK)
		*err = problems;
	return problems.code;
}

enum cdr_status
cli_registry_update(struct cli *cli, struct cdr_error *err)
{
	const struct cdr_registry *registry = NULL;
	cli_tell_reader(cli);
	if (cli_option(cli, "from")) {
		if (cli->n_arguments != 2)
			return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry update ID --from FILE…");
		CDR_TRY(cli_find_registry(cli, cli->arguments[1], &registry, err));
		return update_from_files(cli, registry, err);
	}
	cdr_owned(cdr_json) all = cdr_json_array();
	enum cdr_status status = fetch_all(cli, all, err);
	if (!cli_json(cli))
		return status;
	/* What was fetched is told, also when something else was not. */
	CDR_TRY(cli_print_json(cdr_steal(&all), status == CDR_OK ? err : NULL));
	return status;
}

enum cdr_status
cli_registry_reread(struct cli *cli, struct cdr_error *err)
{
	const struct cdr_registry *registry = NULL;
	struct cdr_import_snapshot_options options = { .actor = cli_actor(cli),
		                                       .force = cli_option(cli, "force") != NULL };
	int64_t number = 0;
	if (cli->n_arguments != 3)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry reread ID SNAPSHOT");
	CDR_TRY(cli_find_registry(cli, cli->arguments[1], &registry, err));
	if (!cdr_str_to_i64(cdr_str_from(cli->arguments[2]), &number))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "\"%s\" is not the number of a snapshot; `candor registry show %.*s` tells them",
		                cli->arguments[2], CDR_STR_ARG(registry->id));
	struct cdr_import_source source = { registry, definition_text(cli->setup, registry), NULL, NULL, 0 };
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	CDR_TRY(cdr_import_reread(cli->store, cli->setup->normaliser, &source, number, &options, &report, err));
	return print_update(cli, report, err);
}
