/* SPDX-License-Identifier: Apache-2.0 */
/* candor registry: which sources there are, what is loaded of them, and taking new copies in. */
#include "cli/cli-impl.h"

#include <limits.h>
#include <string.h>

#include "candor/import.h"
#include "candor/ingest.h"
#include "candor/registry.h"

#define SHOWN_PROBLEMS 10

/* ------------------------------------------------------------------------------------------------------------ list */

/* The serving snapshot of a registry; *ret_found false when there is none. */
static enum cdr_status
current_snapshot(struct cli *cli, const struct cdr_registry *registry, struct cdr_snapshot *ret, bool *ret_found,
                 struct cdr_error *err)
{
	struct cdr_error none = { 0 };
	enum cdr_status status =
		cdr_store_snapshot_current(cli->store, registry->id, (struct cdr_date){ 0 }, cli->arena, ret, &none);
	*ret_found = status == CDR_OK;
	if (status == CDR_OK || status == CDR_ENOTFOUND)
		return CDR_OK;
	*err = none;
	return status;
}

static bool
is_stale(const struct cdr_registry *registry, const struct cdr_snapshot *snapshot)
{
	return cdr_registry_is_stale(registry, snapshot->as_of, cdr_date_today());
}

static struct cdr_json *
registry_json(const struct cdr_registry *registry, const struct cdr_snapshot *snapshot)
{
	struct cdr_json *json = cdr_registry_to_json(registry);
	if (!snapshot)
		return json;
	cdr_json_set(json, "snapshot", cdr_snapshot_to_json(snapshot));
	cdr_json_set_bool(json, "stale", is_stale(registry, snapshot));
	return json;
}

static enum cdr_status
list(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "ID", "KIND", "COUNTRY", "AS OF", "ENTRIES", "STATE", "TITLE" };
	__attribute__((cleanup(cli_table_done))) struct cli_table table = { 0 };
	if (cli->n_arguments != 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry list");
	CDR_TRY(cli_table_init(&table, cli->arena, headers, CDR_LEN(headers), err));
	cdr_owned(cdr_json) all = cdr_json_array();
	for (size_t i = 0; i < cli->setup->n_registries; i++) {
		const struct cdr_registry *registry = cli->setup->registries[i];
		struct cdr_snapshot snapshot = { 0 };
		bool found = false;
		char as_of[CDR_DATE_TEXT_MAX];
		CDR_TRY(current_snapshot(cli, registry, &snapshot, &found, err));
		if (cli_json(cli)) {
			cdr_json_push(all, registry_json(registry, found ? &snapshot : NULL));
			continue;
		}
		struct cdr_str cells[] = {
			registry->id,
			cdr_str_from(cdr_registry_kind_word(registry->kind)),
			registry->jurisdiction,
			cdr_str_from(cdr_date_text(snapshot.as_of, as_of)),
			found ? cdr_str_format(cli->arena, "%lld", (long long)snapshot.n_entries) : CDR_STR("-"),
			!found                          ? CDR_STR("not loaded")
			: is_stale(registry, &snapshot) ? CDR_STR("stale")
							: CDR_STR("fresh"),
			registry->title,
		};
		CDR_TRY(cli_table_row(&table, cells, err));
	}
	return cli_json(cli) ? cli_print_json(cdr_steal(&all), err) : cli_table_print(&table, err);
}

static enum cdr_status
find_registry(struct cli *cli, const char *id, const struct cdr_registry **ret, struct cdr_error *err)
{
	*ret = cdr_screen_setup_registry(cli->setup, cdr_str_from(id));
	if (*ret)
		return CDR_OK;
	return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
	                "there is no registry \"%s\"; `candor registry list` names them", id);
}

/* ------------------------------------------------------------------------------------------------------------ show */

struct history {
	struct cdr_json *snapshots;
};

static enum cdr_status
add_snapshot(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	struct history *history = context;
	cdr_json_push(history->snapshots, cdr_snapshot_to_json(snapshot));
	return CDR_OK;
}

static enum cdr_status
show(struct cli *cli, struct cdr_error *err)
{
	const struct cdr_registry *registry = NULL;
	struct cdr_snapshot snapshot = { 0 };
	bool found = false;
	if (cli->n_arguments != 2)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry show ID");
	CDR_TRY(find_registry(cli, cli->arguments[1], &registry, err));
	CDR_TRY(current_snapshot(cli, registry, &snapshot, &found, err));
	cdr_owned(cdr_json) json = registry_json(registry, found ? &snapshot : NULL);
	cdr_owned(cdr_json) snapshots = cdr_json_array();
	struct history history = { snapshots };
	CDR_TRY(cdr_store_snapshot_each(cli->store, registry->id, add_snapshot, &history, err));
	cdr_json_set(json, "snapshots", cdr_steal(&snapshots));
	return cli_print_json(cdr_steal(&json), err);
}

/* ----------------------------------------------------------------------------------------------------------- check */

static enum cdr_status
check_one(struct cli *cli, const char *directory, struct cdr_str id, bool *ret_failed, struct cdr_error *err)
{
	char folder[PATH_MAX];
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	struct cdr_error one = { 0 };
	(void)snprintf(folder, sizeof(folder), "%s/registries/%.*s", directory, CDR_STR_ARG(id));
	enum cdr_status status = cdr_registry_check_folder(folder, cli->setup->normaliser,
	                                                   cli_option(cli, "write") != NULL, &report, &one);
	if (status == CDR_ENOMEM || status == CDR_EINTERNAL) {
		*err = one;
		return status;
	}
	*ret_failed = *ret_failed || status != CDR_OK;
	struct cdr_str line =
		cdr_str_format(cli->arena, "%s %.*s%s%s%s%s\n", status == CDR_OK ? "ok  " : "FAIL", CDR_STR_ARG(id),
	                       status == CDR_OK ? "" : ": ", one.where, one.where[0] ? ": " : "", one.message);
	CDR_TRY(cli_print(line, err));
	return cli_print(cdr_buf_str(&report), err);
}

static enum cdr_status
check(struct cli *cli, struct cdr_error *err)
{
	char directory[PATH_MAX];
	bool failed = false;
	CDR_TRY(cdr_screen_data_dir(directory, sizeof(directory), err));
	for (int i = 1; i < cli->n_arguments; i++) {
		const struct cdr_registry *registry = NULL;
		CDR_TRY(find_registry(cli, cli->arguments[i], &registry, err));
		CDR_TRY(check_one(cli, directory, registry->id, &failed, err));
	}
	for (size_t i = 0; cli->n_arguments == 1 && i < cli->setup->n_registries; i++)
		CDR_TRY(check_one(cli, directory, cli->setup->registries[i]->id, &failed, err));
	if (failed)
		return cdr_fail(
			err, CDR_EREFUSED, ROOM, NULL,
			"a definition and its expected entries differ; mend the definition, or accept with --write");
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- update */

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

static enum cdr_status
print_update(struct cli *cli, const struct cdr_import_snapshot_report *report, struct cdr_error *err)
{
	const struct cdr_snapshot *snapshot = &report->snapshot;
	const struct cdr_snapshot_change *change = &report->change;
	char as_of[CDR_DATE_TEXT_MAX];
	if (cli_json(cli)) {
		struct cdr_json *json = cdr_snapshot_to_json(snapshot);
		cdr_json_set_bool(json, "already_known", report->already_known);
		cdr_json_set_int(json, "added", change->added);
		cdr_json_set_int(json, "changed", change->changed);
		cdr_json_set_int(json, "removed", change->removed);
		cdr_json_set_int(json, "unchanged", change->unchanged);
		return cli_print_json(json, err);
	}
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
update(struct cli *cli, struct cdr_error *err)
{
	const struct cdr_registry *registry = NULL;
	struct cdr_import_snapshot_options options = { .actor = cli_actor(cli),
		                                       .force = cli_option(cli, "force") != NULL };
	__attribute__((cleanup(source_files_done))) struct source_files files = { 0 };
	if (cli->n_arguments != 2)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry update ID --from FILE…");
	CDR_TRY(find_registry(cli, cli->arguments[1], &registry, err));
	CDR_TRY(cli_option_date(cli, "as-of", &options.as_of, err));
	if (!cli_option(cli, "from"))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "this version does not fetch by itself: download %.*s and give the file with --from",
		                CDR_STR_ARG(registry->url));
	CDR_TRY(read_sources(cli, &files, err));
	cdr_owned(cdr_import_snapshot_report) report = NULL;
	struct cdr_import_source source = { registry, definition_text(cli->setup, registry), files.parts, files.names,
		                            files.n };
	CDR_TRY(cdr_import_snapshot(cli->store, cli->setup->normaliser, &source, &options, &report, err));
	say_day(cli, report, options.as_of);
	return print_update(cli, report, err);
}

enum cdr_status
cli_registry(struct cli *cli, struct cdr_error *err)
{
	const char *what = cli->arguments[0];
	CDR_TRY(cli_load_setup(cli, err));
	if (strcmp(what, "check") == 0)
		return check(cli, err);
	CDR_TRY(cli_open_store(cli, false, err));
	if (strcmp(what, "list") == 0)
		return list(cli, err);
	if (strcmp(what, "show") == 0)
		return show(cli, err);
	if (strcmp(what, "update") == 0)
		return update(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry %s", cli->verb->arguments);
}
