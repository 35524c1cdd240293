/* SPDX-License-Identifier: Apache-2.0 */
/* candor registry: which sources there are, what is loaded of them, and how two copies differ. Taking copies in: update.c. */
#include "cli/cli-impl.h"

#include <limits.h>
#include <string.h>

#include "candor/import.h"
#include "candor/ingest.h"
#include "candor/registry.h"

#define SHOWN_FETCHES 10

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

enum cdr_status
cli_find_registry(struct cli *cli, const char *id, const struct cdr_registry **ret, struct cdr_error *err)
{
	*ret = cdr_screen_setup_registry(cli->setup, cdr_str_from(id));
	if (*ret)
		return CDR_OK;
	return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
	                "there is no registry \"%s\"; `candor registry list` names them", id);
}

/* ------------------------------------------------------------------------------------------------------------ show */

static enum cdr_status
add_snapshot(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	cdr_json_push(context, cdr_snapshot_to_json(snapshot));
	return CDR_OK;
}

static enum cdr_status
add_quarantined(void *context, const struct cdr_snapshot *copy, struct cdr_str reason, struct cdr_error *err)
{
	(void)err;
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_date(json, "as_of", copy->as_of);
	cdr_json_set_str(json, "taken_at", copy->taken_at);
	cdr_json_set_str(json, "file", copy->file);
	cdr_json_set_str(json, "sha256", copy->sha256);
	cdr_json_set_int(json, "n_rows", copy->n_rows);
	cdr_json_set_int(json, "n_entries", copy->n_entries);
	cdr_json_set_str(json, "reason", reason);
	cdr_json_push(context, json);
	return CDR_OK;
}

static enum cdr_status
add_fetch(void *context, const struct cdr_fetch_record *fetch, struct cdr_error *err)
{
	(void)err;
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "fetched_at", fetch->fetched_at);
	cdr_json_set_str(json, "url", fetch->url);
	cdr_json_set_str(json, "outcome", fetch->outcome);
	if (fetch->answered.p && !cdr_str_equal(fetch->answered, fetch->url))
		cdr_json_set_str(json, "answered", fetch->answered);
	if (fetch->sha256.p)
		cdr_json_set_str(json, "sha256", fetch->sha256);
	if (fetch->etag.p)
		cdr_json_set_str(json, "etag", fetch->etag);
	if (fetch->last_modified.p)
		cdr_json_set_str(json, "last_modified", fetch->last_modified);
	if (fetch->problem.p)
		cdr_json_set_str(json, "problem", fetch->problem);
	cdr_json_push(context, json);
	return CDR_OK;
}

/* One entry, and the lost licences that share something with it. */
static enum cdr_status
show_entry(struct cli *cli, const struct cdr_registry *registry, struct cdr_error *err)
{
	const struct cdr_entry *entry = NULL;
	struct cdr_listing *linked = NULL;
	size_t n = 0;
	cdr_owned(cdr_screen_lists) lists = NULL;
	CDR_TRY(cdr_screen_lists_load(cli->store, cli->setup, NULL, &lists, err));
	CDR_TRY(cdr_screen_links(cli->store, lists, registry->id, cdr_str_from(cli->arguments[2]), cli->arena, &entry,
	                         &linked, &n, err));
	struct cdr_json *json = cdr_json_object(), *array = cdr_json_array();
	for (size_t i = 0; i < n; i++)
		cdr_json_push(array, cdr_listing_to_json(&linked[i]));
	cdr_json_set(json, "entry", cdr_entry_to_json(entry));
	cdr_json_set(json, "linked", array);
	return cli_print_json(json, err);
}

static enum cdr_status
show(struct cli *cli, struct cdr_error *err)
{
	const struct cdr_registry *registry = NULL;
	struct cdr_snapshot snapshot = { 0 };
	bool found = false;
	if (cli->n_arguments != 2 && cli->n_arguments != 3)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry show ID [ENTRY]");
	CDR_TRY(cli_find_registry(cli, cli->arguments[1], &registry, err));
	if (cli->n_arguments == 3)
		return show_entry(cli, registry, err);
	CDR_TRY(current_snapshot(cli, registry, &snapshot, &found, err));
	cdr_owned(cdr_json) json = registry_json(registry, found ? &snapshot : NULL);
	cdr_owned(cdr_json) snapshots = cdr_json_array();
	cdr_owned(cdr_json) quarantined = cdr_json_array();
	cdr_owned(cdr_json) fetches = cdr_json_array();
	CDR_TRY(cdr_store_snapshot_each(cli->store, registry->id, add_snapshot, snapshots, err));
	CDR_TRY(cdr_store_quarantine_each(cli->store, registry->id, add_quarantined, quarantined, err));
	CDR_TRY(cdr_store_fetch_each(cli->store, registry->id, SHOWN_FETCHES, add_fetch, fetches, err));
	cdr_json_set(json, "snapshots", cdr_steal(&snapshots));
	cdr_json_set(json, "quarantined", cdr_steal(&quarantined));
	cdr_json_set(json, "fetches", cdr_steal(&fetches));
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
		CDR_TRY(cli_find_registry(cli, cli->arguments[i], &registry, err));
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

/* ------------------------------------------------------------------------------------------------------------ diff */

/* Two snapshots put beside each other, change by change. */
struct comparison {
	struct cli *cli;
	struct cdr_json *changes;
	struct cli_table table;
	int64_t added, changed, removed, status_changed;
};

static void
comparison_done(struct comparison *comparison)
{
	comparison->changes = cdr_json_free(comparison->changes);
	cli_table_done(&comparison->table);
}

/* The statuses of an entry as words with their days: "revoked from 2024-10-07". */
static struct cdr_str
standing(struct cli *cli, const struct cdr_entry *entry)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	char day[CDR_DATE_TEXT_MAX];
	for (size_t i = 0; entry && i < entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &entry->statuses[i];
		cdr_buf_printf(&text, "%s%s", i ? ", " : "", cdr_licence_word(status->status));
		if (status->from.ymd)
			cdr_buf_printf(&text, " from %s", cdr_date_text(status->from, day));
		if (status->to.ymd)
			cdr_buf_printf(&text, " to %s", cdr_date_text(status->to, day));
	}
	return cdr_str_copy(cli->arena, cdr_buf_str(&text));
}

static void
push_change(struct cdr_json *changes, const char *what, const struct cdr_entry *entry, struct cdr_str before,
            struct cdr_str now)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, "change", what);
	cdr_json_set_str(json, "key", entry->key);
	cdr_json_set_str(json, "name", entry->name);
	if (before.n)
		cdr_json_set_str(json, "status_before", before);
	if (now.n)
		cdr_json_set_str(json, "status_now", now);
	cdr_json_push(changes, json);
}

static enum cdr_status
add_change(void *context, const struct cdr_entry *before, const struct cdr_entry *now, struct cdr_error *err)
{
	struct comparison *comparison = context;
	struct cli *cli = comparison->cli;
	const struct cdr_entry *entry = now ? now : before;
	struct cdr_str was = standing(cli, before), is = standing(cli, now);
	bool other_status = before && now && !cdr_str_equal(was, is);
	const char *what = !before ? "added" : !now ? "removed" : other_status ? "status changed" : "changed";
	comparison->added += !before;
	comparison->removed += !now;
	comparison->changed += before && now;
	comparison->status_changed += other_status;
	if (cli_json(cli)) {
		push_change(comparison->changes, what, entry, was, is);
		return CDR_OK;
	}
	struct cdr_str cells[] = { cdr_str_from(what), cdr_str_copy(cli->arena, entry->key),
		                   cdr_str_copy(cli->arena, entry->name), was, is };
	return cli_table_row(&comparison->table, cells, err);
}

struct last_two {
	struct cdr_snapshot before, now;
};

static enum cdr_status
note_snapshot(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	struct last_two *last = context;
	last->before = last->now;
	last->now = (struct cdr_snapshot){ .id = snapshot->id, .as_of = snapshot->as_of };
	return CDR_OK;
}

/* A snapshot of the registry by its number. */
static enum cdr_status
snapshot_by_number(struct cli *cli, const struct cdr_registry *registry, const char *number, struct cdr_snapshot *ret,
                   struct cdr_error *err)
{
	int64_t id = 0;
	if (!cdr_str_to_i64(cdr_str_from(number), &id))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "\"%s\" is not the number of a snapshot; `candor registry show %.*s` tells them",
		                number, CDR_STR_ARG(registry->id));
	CDR_TRY(cdr_store_snapshot_get(cli->store, id, cli->arena, ret, err));
	if (!cdr_str_equal(ret->registry_id, registry->id))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "snapshot %s is one of %.*s", number,
		                CDR_STR_ARG(ret->registry_id));
	return CDR_OK;
}

static enum cdr_status
print_comparison(struct comparison *comparison, const struct last_two *two, struct cdr_error *err)
{
	struct cli *cli = comparison->cli;
	char before[CDR_DATE_TEXT_MAX], now[CDR_DATE_TEXT_MAX];
	if (cli_json(cli)) {
		struct cdr_json *json = cdr_json_object();
		cdr_json_set_int(json, "from", two->before.id);
		cdr_json_set_date(json, "from_as_of", two->before.as_of);
		cdr_json_set_int(json, "to", two->now.id);
		cdr_json_set_date(json, "to_as_of", two->now.as_of);
		cdr_json_set_int(json, "added", comparison->added);
		cdr_json_set_int(json, "removed", comparison->removed);
		cdr_json_set_int(json, "changed", comparison->changed);
		cdr_json_set_int(json, "status_changed", comparison->status_changed);
		cdr_json_set(json, "changes", cdr_steal(&comparison->changes));
		return cli_print_json(json, err);
	}
	if (comparison->added + comparison->removed + comparison->changed > 0)
		CDR_TRY(cli_table_print(&comparison->table, err));
	return cli_print(
		cdr_str_format(cli->arena,
	                       "%s to %s: %lld added, %lld removed, %lld changed, %lld of them in their status\n",
	                       cdr_date_text(two->before.as_of, before), cdr_date_text(two->now.as_of, now),
	                       (long long)comparison->added, (long long)comparison->removed,
	                       (long long)comparison->changed, (long long)comparison->status_changed),
		err);
}

static enum cdr_status
diff(struct cli *cli, struct cdr_error *err)
{
	static const char *const headers[] = { "CHANGE", "ENTRY", "NAME", "STATUS BEFORE", "STATUS NOW" };
	const struct cdr_registry *registry = NULL;
	struct last_two two = { 0 };
	__attribute__((cleanup(comparison_done))) struct comparison comparison = { .cli = cli };
	if (cli->n_arguments != 2 && cli->n_arguments != 4)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry diff ID [FROM TO]");
	CDR_TRY(cli_find_registry(cli, cli->arguments[1], &registry, err));
	if (cli->n_arguments == 4) {
		CDR_TRY(snapshot_by_number(cli, registry, cli->arguments[2], &two.before, err));
		CDR_TRY(snapshot_by_number(cli, registry, cli->arguments[3], &two.now, err));
	} else {
		CDR_TRY(cdr_store_snapshot_each(cli->store, registry->id, note_snapshot, &two, err));
	}
	if (!two.before.id || !two.now.id)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "%.*s has no two snapshots to compare; `candor registry update` takes another in",
		                CDR_STR_ARG(registry->id));
	comparison.changes = cdr_json_array();
	CDR_TRY(cli_table_init(&comparison.table, cli->arena, headers, CDR_LEN(headers), err));
	CDR_TRY(cdr_store_entry_change_each(cli->store, two.before.id, two.now.id, add_change, &comparison, err));
	return print_comparison(&comparison, &two, err);
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
	if (strcmp(what, "diff") == 0)
		return diff(cli, err);
	if (strcmp(what, "update") == 0)
		return cli_registry_update(cli, err);
	if (strcmp(what, "reread") == 0)
		return cli_registry_reread(cli, err);
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "usage: candor registry %s", cli->verb->arguments);
}
