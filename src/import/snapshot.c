/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registry's copy -> a snapshot in the store: parts put in order, read, guarded by their counts against the copy they
 * follow, kept with the record of it. The surprise: a refused copy leaves a record too, in a transaction of its own,
 * because that a newer list was at hand and not used is part of what was known on that day.
 */
#include "candor/import.h"

#include <string.h>

#include "candor/base.h"
#include "candor/evidence.h"
#include "import/import-impl.h"

/* One copy on its way in. */
struct taking {
	struct cdr_store *store;
	const struct cdr_registry *registry;
	const struct cdr_import_snapshot_options *options;
	struct cdr_import_snapshot_report *report;
	const char *names[CDR_REGISTRY_MAX_PARTS]; /* in the definition's order */
	struct cdr_str parts[CDR_REGISTRY_MAX_PARTS];
	char part_sha256[CDR_REGISTRY_MAX_PARTS][CDR_SHA256_TEXT_MAX];
	bool known;
	struct cdr_error *err;
};

struct cdr_import_snapshot_report *
cdr_import_snapshot_report_free(struct cdr_import_snapshot_report *report)
{
	if (report) {
		report->copy = cdr_registry_copy_free(report->copy);
		(void)cdr_arena_free(report->arena);
		cdr_free(report);
	}
	return NULL;
}

static struct cdr_import_snapshot_report *
report_new(void)
{
	cdr_owned(cdr_import_snapshot_report) report = cdr_alloc(sizeof(*report));
	if (!report)
		return NULL;
	report->arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	return report->arena ? cdr_steal(&report) : NULL;
}

/* ------------------------------------------------------------------------------------------------------------ parts */

/* Which given file is the i-th part: the first unused one that the definition recognises; -1 for none. */
static ptrdiff_t
find_part(const struct cdr_registry *registry, size_t i, const char *const *names, size_t n_names, const bool *used)
{
	for (size_t k = 0; k < n_names; k++) {
		if (!used[k] && cdr_registry_part_matches(registry, i, names[k]))
			return (ptrdiff_t)k;
	}
	return -1;
}

/* The wrong number of files: names those the source is made of. */
static enum cdr_status
refuse_count(const struct taking *taking, size_t n)
{
	const struct cdr_registry *registry = taking->registry;
	cdr_auto(cdr_buf) parts = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	for (size_t i = 0; registry->n_parts > 1 && i < registry->n_parts; i++)
		cdr_buf_printf(&parts, "%s%.*s", i ? ", " : ": ", CDR_STR_ARG(registry->part_names[i]));
	return cdr_fail(taking->err, CDR_EINPUT, CDR_IMPORT_ROOM, NULL, "%.*s is made of %zu file%s%.*s; %zu given",
	                CDR_STR_ARG(registry->id), registry->n_parts, registry->n_parts == 1 ? "" : "s",
	                CDR_STR_ARG(cdr_buf_str(&parts)), n);
}

/* A source of one file takes whatever the file is called; one of several must know which is which. */
static enum cdr_status
sort_parts(struct taking *taking, const struct cdr_str *parts, const char *const *names, size_t n)
{
	const struct cdr_registry *registry = taking->registry;
	bool used[CDR_REGISTRY_MAX_PARTS] = { false };
	if (n != registry->n_parts || n > CDR_REGISTRY_MAX_PARTS)
		return refuse_count(taking, n);
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t k = n == 1 ? 0 : find_part(registry, i, names, n, used);
		if (k < 0)
			return cdr_fail(
				taking->err, CDR_EINPUT, CDR_IMPORT_ROOM, NULL,
				"%.*s: none of the files given is its part \"%.*s\"; parts are told by file name",
				CDR_STR_ARG(registry->id), CDR_STR_ARG(registry->part_names[i]));
		used[k] = true;
		taking->names[i] = cdr_file_name(names[k]);
		taking->parts[i] = parts[k];
		(void)cdr_crypt_sha256(parts[k], taking->part_sha256[i]);
	}
	return CDR_OK;
}

/* The digest of the copy: of its file, or over the digests of its files in the definition's order. */
static void
copy_digest(const struct taking *taking, char out[CDR_SHA256_TEXT_MAX])
{
	char all[CDR_REGISTRY_MAX_PARTS * CDR_SHA256_TEXT_MAX];
	size_t n = 0, digits = CDR_SHA256_TEXT_MAX - 1;
	for (size_t i = 0; i < taking->registry->n_parts; i++) {
		memcpy(all + n, taking->part_sha256[i], digits);
		n += digits;
	}
	if (taking->registry->n_parts == 1)
		memcpy(out, taking->part_sha256[0], CDR_SHA256_TEXT_MAX);
	else
		(void)cdr_crypt_sha256((struct cdr_str){ all, n }, out);
}

/* `report->copy` is NULL when the copy could not be read. */
static enum cdr_status
fill_snapshot(struct taking *taking, struct cdr_str definition_yaml)
{
	const struct cdr_registry_copy *copy = taking->report->copy;
	struct cdr_arena *arena = taking->report->arena;
	struct cdr_date as_of = taking->options->as_of;
	char digest[CDR_SHA256_TEXT_MAX], definition[CDR_SHA256_TEXT_MAX], now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_buf) files = CDR_BUF_INIT;
	for (size_t i = 0; i < taking->registry->n_parts; i++)
		cdr_buf_printf(&files, "%s%s", i ? ", " : "", taking->names[i]);
	CDR_TRY(cdr_buf_check(&files, CDR_IMPORT_ROOM, taking->err));
	copy_digest(taking, digest);
	if (!as_of.ymd)
		as_of = copy && copy->as_of.ymd ? copy->as_of : cdr_date_today();
	struct cdr_snapshot snapshot = {
		.registry_id = cdr_str_copy(arena, taking->registry->id),
		.as_of = as_of,
		.taken_at = cdr_str_copy(arena, cdr_str_from(cdr_time_now(now))),
		.file = cdr_str_copy(arena, cdr_buf_str(&files)),
		.sha256 = cdr_str_copy(arena, cdr_str_from(digest)),
		.definition_sha256 = cdr_str_copy(arena, cdr_str_from(cdr_crypt_sha256(definition_yaml, definition))),
		.registry_title = cdr_str_copy(arena, taking->registry->title),
		.registry_kind = taking->registry->kind,
		.freshness_days = taking->registry->freshness_days,
	};
	if (copy) {
		snapshot.n_rows = copy->n_rows;
		snapshot.n_whole = copy->n_whole;
		snapshot.n_entries = (int64_t)copy->n_entries;
		snapshot.n_rejected = copy->n_rejected;
	}
	bool whole = snapshot.registry_id.p && snapshot.taken_at.p && snapshot.file.p && snapshot.sha256.p &&
	             snapshot.definition_sha256.p && snapshot.registry_title.p;
	taking->report->snapshot = snapshot;
	return whole ? CDR_OK : cdr_fail_memory(taking->err, CDR_IMPORT_ROOM);
}

/* --------------------------------------------------------------------------------------------------------- evidence */

/* `refusal`: what the guard said; `forced`: and that it was overruled. */
static enum cdr_status
append_evidence(struct taking *taking, const char *act, const char *refusal, bool forced)
{
	const struct cdr_snapshot *snapshot = &taking->report->snapshot;
	const struct cdr_snapshot_change *change = &taking->report->change;
	struct cdr_json *detail = cdr_json_object(), *files = cdr_json_array();
	for (size_t i = 0; i < taking->registry->n_parts; i++) {
		struct cdr_json *file = cdr_json_object();
		cdr_json_set_text(file, "file", taking->names[i]);
		cdr_json_set_text(file, "sha256", taking->part_sha256[i]);
		cdr_json_set_int(file, "size", (int64_t)taking->parts[i].n);
		cdr_json_push(files, file);
	}
	cdr_json_set_str(detail, "registry", snapshot->registry_id);
	if (snapshot->id)
		cdr_json_set_int(detail, "snapshot", snapshot->id);
	cdr_json_set_date(detail, "as_of", snapshot->as_of);
	cdr_json_set(detail, "files", files);
	cdr_json_set_str(detail, "sha256", snapshot->sha256);
	cdr_json_set_str(detail, "definition_sha256", snapshot->definition_sha256);
	cdr_json_set_int(detail, "rows", snapshot->n_rows);
	cdr_json_set_int(detail, "entries", snapshot->n_entries);
	cdr_json_set_int(detail, "rejected", snapshot->n_rejected);
	if (snapshot->id) {
		cdr_json_set_int(detail, "added", change->added);
		cdr_json_set_int(detail, "changed", change->changed);
		cdr_json_set_int(detail, "removed", change->removed);
		cdr_json_set_int(detail, "unchanged", change->unchanged);
	}
	if (forced)
		cdr_json_set_bool(detail, "forced", true);
	if (refusal)
		cdr_json_set_text(detail, "guard", refusal);
	return cdr_evidence_append(taking->store, taking->options->actor, act, snapshot->registry_id, detail, NULL,
	                           taking->err);
}

/* The bytes of the copy, so that it can be read again. */
static enum cdr_status
keep_files(struct taking *taking)
{
	const struct cdr_snapshot *snapshot = &taking->report->snapshot;
	for (size_t i = 0; i < taking->registry->n_parts; i++) {
		struct cdr_copy_file file = { snapshot->registry_id, snapshot->sha256, (int64_t)i,
			                      cdr_str_from(taking->names[i]), cdr_str_from(taking->part_sha256[i]) };
		CDR_TRY(cdr_store_raw_put(taking->store, file.sha256, taking->parts[i], taking->err));
		CDR_TRY(cdr_store_copy_file_put(taking->store, &file, taking->err));
	}
	return CDR_OK;
}

/* A refusal in a transaction of its own: the copy's is gone. */
static enum cdr_status
record_refusal(struct taking *taking, const struct cdr_error *guard)
{
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	cdr_auto(cdr_buf) reason = { .max = sizeof(guard->where) + sizeof(guard->message) + 2 };
	cdr_buf_printf(&reason, "%s%s%s", guard->where, guard->where[0] ? ": " : "", guard->message);
	CDR_TRY(cdr_buf_check(&reason, CDR_IMPORT_ROOM, taking->err));
	taking->report->snapshot.id = 0;
	CDR_TRY(cdr_store_transaction_begin(taking->store, &transaction, taking->err));
	CDR_TRY(keep_files(taking));
	CDR_TRY(cdr_store_quarantine_add(taking->store, &taking->report->snapshot, cdr_buf_str(&reason), taking->err));
	CDR_TRY(append_evidence(taking, "snapshot refused", guard->message, false));
	return cdr_store_transaction_commit(&transaction, taking->err);
}

/* ---------------------------------------------------------------------------------------------------------- keeping */

/* Entries of the snapshot that this one follows by its day; 0 when it is the first. */
static enum cdr_status
previous_entries(struct taking *taking, int64_t *ret)
{
	struct cdr_snapshot previous = { 0 };
	struct cdr_error none = { 0 };
	enum cdr_status status =
		cdr_store_snapshot_current(taking->store, taking->registry->id, taking->report->snapshot.as_of,
	                                   taking->report->arena, &previous, &none);
	if (status != CDR_OK && status != CDR_ENOTFOUND) {
		if (taking->err)
			*taking->err = none;
		return status;
	}
	*ret = status == CDR_OK ? previous.n_entries : 0;
	return CDR_OK;
}

/* Puts the copy and its record; *guard is set and nothing kept when the counts speak against it. */
static enum cdr_status
keep(struct taking *taking, struct cdr_error *guard)
{
	struct cdr_import_snapshot_report *report = taking->report;
	int64_t previous = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(taking->store, &transaction, taking->err));
	CDR_TRY(previous_entries(taking, &previous));
	CDR_TRY(cdr_store_snapshot_put(taking->store, &report->snapshot, report->copy->entries, report->copy->n_entries,
	                               &report->change, &taking->known, taking->err));
	if (taking->known)
		return cdr_store_transaction_commit(&transaction, taking->err);
	enum cdr_status verdict = cdr_registry_check_counts(taking->registry, report->copy, previous, guard);
	if (verdict == CDR_OK)
		verdict = cdr_registry_check_content(taking->registry, report->copy, cdr_date_today(), guard);
	if (verdict != CDR_OK && !(verdict == CDR_EREFUSED && taking->options->force))
		return verdict;
	CDR_TRY(keep_files(taking));
	CDR_TRY(append_evidence(taking, "snapshot taken", verdict == CDR_OK ? NULL : guard->message,
	                        verdict != CDR_OK));
	return cdr_store_transaction_commit(&transaction, taking->err);
}

enum cdr_status
cdr_import_snapshot(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                    const struct cdr_import_source *source, const struct cdr_import_snapshot_options *options,
                    struct cdr_import_snapshot_report **ret, struct cdr_error *err)
{
	cdr_owned(cdr_import_snapshot_report) report = report_new();
	struct taking taking = {
		.store = store, .registry = source->registry, .options = options, .report = report, .err = err
	};
	struct cdr_error guard = { 0 };
	if (!report)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(sort_parts(&taking, source->parts, source->part_file_names, source->n_parts));
	enum cdr_status status = cdr_registry_read(source->registry, normaliser, taking.parts, taking.names,
	                                           source->n_parts, &report->copy, &guard);
	bool readable = status == CDR_OK;
	bool unreadable = options->fetched && (status == CDR_EINPUT || status == CDR_ELIMIT);
	if (readable || unreadable)
		CDR_TRY(fill_snapshot(&taking, source->definition_yaml));
	if (readable)
		status = keep(&taking, &guard);
	if (status != CDR_OK && guard.code == status) {
		if (status == CDR_EREFUSED || unreadable)
			CDR_TRY(record_refusal(&taking, &guard));
		if (err)
			*err = guard;
	}
	CDR_TRY(status);
	report->already_known = taking.known;
	/* What the store already had keeps the time it was first taken in. */
	if (taking.known)
		CDR_TRY(cdr_store_snapshot_get(store, report->snapshot.id, report->arena, &report->snapshot, err));
	*ret = cdr_steal(&report);
	return CDR_OK;
}
