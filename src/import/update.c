/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A registry's files fetched, or taken from the bytes kept, and then a snapshot of them (snapshot.c). The surprise: what
 * has not changed since is read again all the same. That the publisher said so today is knowledge of today, and a list that
 * never changes must not grow stale while somebody looks at it every night.
 */
#include "candor/import.h"

#include <stdio.h>

#include "candor/crypt.h"
#include "candor/store.h"
#include "import/import-impl.h"

#define MAX_FILE_BYTES CDR_FETCH_MAX_BYTES
#define MINUTES_AFTER_FAILURE 60
#define SLACK_MINUTES 15 /* who calls daily does not call to the minute */

/* The files of one copy on their way. */
struct update {
	struct cdr_store *store;
	const struct cdr_registry *registry;
	struct cdr_fetch *fetch;
	struct cdr_arena *arena;
	struct cdr_fetch_reply *replies[CDR_REGISTRY_MAX_PARTS];
	struct cdr_buf kept[CDR_REGISTRY_MAX_PARTS]; /* bytes of what was not fetched anew */
	struct cdr_str parts[CDR_REGISTRY_MAX_PARTS];
	const char *names[CDR_REGISTRY_MAX_PARTS];
	size_t n_same, n;
	struct cdr_error *err;
};

static void
update_done(struct update *update)
{
	for (size_t i = 0; i < CDR_REGISTRY_MAX_PARTS; i++) {
		update->replies[i] = cdr_fetch_reply_free(update->replies[i]);
		cdr_buf_done(&update->kept[i]);
	}
	(void)cdr_arena_free(update->arena);
}

/* The last step of the URL's path, by which parts are told; the part's own name where there is none. */
static struct cdr_str
file_name(struct cdr_str url, struct cdr_str otherwise)
{
	size_t end = 0, start = 0;
	while (end < url.n && url.p[end] != '?' && url.p[end] != '#')
		end++;
	for (size_t i = 0; i < end; i++) {
		if (url.p[i] == '/')
			start = i + 1;
	}
	return start > 0 && start < end ? (struct cdr_str){ url.p + start, end - start } : otherwise;
}

static enum cdr_status
record(struct update *update, struct cdr_fetch_record *made, struct cdr_str bytes)
{
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(update->store, &transaction, update->err));
	if (made->sha256.p)
		CDR_TRY(cdr_store_raw_put(update->store, made->sha256, bytes, update->err));
	CDR_TRY(cdr_store_fetch_add(update->store, made, update->err));
	return cdr_store_transaction_commit(&transaction, update->err);
}

/* That a list could not be had is part of what was known that day. */
static enum cdr_status
record_failure(struct update *update, struct cdr_fetch_record *made, const struct cdr_error *problem)
{
	made->outcome = CDR_STR("failed");
	made->problem = cdr_str_from(problem->message);
	CDR_TRY(record(update, made, (struct cdr_str){ NULL, 0 }));
	if (update->err)
		*update->err = *problem;
	return problem->code;
}

static enum cdr_status
take_new(struct update *update, size_t i, struct cdr_fetch_record *made)
{
	const struct cdr_fetch_reply *reply = update->replies[i];
	char digest[CDR_SHA256_TEXT_MAX];
	bool paged = update->registry->fetching.paged;
	update->parts[i] = paged ? cdr_buf_str(&update->kept[i]) : (struct cdr_str){ reply->bytes.p, reply->bytes.n };
	made->outcome = CDR_STR("fetched");
	made->sha256 = cdr_str_from(paged ? cdr_crypt_sha256(update->parts[i], digest)
	                                  : cdr_crypt_sha256_mapped(update->parts[i], &reply->bytes, digest));
	made->size = (int64_t)update->parts[i].n;
	return record(update, made, update->parts[i]);
}

/* A reply that says "as before" need not repeat by what it is told next time. */
static enum cdr_status
take_kept(struct update *update, size_t i, const struct cdr_fetch_record *last, struct cdr_fetch_record *made)
{
	update->kept[i].max = MAX_FILE_BYTES;
	CDR_TRY(cdr_store_raw_get(update->store, last->sha256, &update->kept[i], update->err));
	update->parts[i] = cdr_buf_str(&update->kept[i]);
	made->outcome = CDR_STR("not_modified");
	made->sha256 = last->sha256;
	made->size = last->size;
	if (!made->etag.p)
		made->etag = last->etag;
	if (!made->last_modified.p)
		made->last_modified = last->last_modified;
	update->n_same++;
	return record(update, made, update->parts[i]);
}

/* How the definition wants to be asked. What is posted or paged has no version to be asked for. */
static struct cdr_fetch_request
request_of(const struct cdr_registry *registry, const struct cdr_fetch_record *last, struct cdr_str url,
           struct cdr_fetch_header headers[CDR_REGISTRY_MAX_HEADERS])
{
	static const enum cdr_fetch_scheme schemes[] = {
		[CDR_REGISTRY_NO_CREDENTIAL] = CDR_FETCH_NO_CREDENTIAL,
		[CDR_REGISTRY_BEARER] = CDR_FETCH_BEARER,
		[CDR_REGISTRY_BASIC] = CDR_FETCH_BASIC,
		[CDR_REGISTRY_HEADER] = CDR_FETCH_HEADER,
	};
	const struct cdr_registry_fetching *fetching = &registry->fetching;
	struct cdr_fetch_request request = { .url = url,
		                             .body = fetching->body,
		                             .body_type = fetching->body_type,
		                             .headers = headers,
		                             .n_headers = fetching->n_headers,
		                             .credential = { schemes[fetching->credential], fetching->credential_file,
		                                             fetching->credential_header },
		                             .interval_ms = fetching->pause_ms };
	if (!fetching->paged && !fetching->body.p) {
		request.etag = last->etag;
		request.last_modified = last->last_modified;
	}
	for (size_t i = 0; i < fetching->n_headers; i++)
		headers[i] = (struct cdr_fetch_header){ fetching->headers[i].name, fetching->headers[i].value };
	return request;
}

/* One reply, or the pages that make one file: these go to update->kept[i]. */
static enum cdr_status
get_bytes(struct update *update, size_t i, const struct cdr_fetch_request *request, struct cdr_error *problem)
{
	const struct cdr_registry_fetching *fetching = &update->registry->fetching;
	const struct cdr_import_pages pages = { *request,       fetching->records, fetching->next,
		                                fetching->last, fetching->first,   fetching->step };
	if (!fetching->paged)
		return cdr_fetch_get(update->fetch, request, &update->replies[i], problem);
	return cdr_import_pages_get(update->fetch, &pages, update->arena, &update->kept[i], &update->replies[i],
	                            problem);
}

static enum cdr_status
get_part(struct update *update, size_t i)
{
	const struct cdr_registry *registry = update->registry;
	struct cdr_fetch_record last = { 0 };
	struct cdr_fetch_record made = { .registry_id = registry->id,
		                         .part = (int64_t)i,
		                         .url = registry->part_urls[i] };
	struct cdr_error problem = { 0 };
	bool found = false;
	struct cdr_str name = cdr_str_copy(update->arena, file_name(made.url, registry->part_names[i]));
	if (!name.p)
		return cdr_fail_memory(update->err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_store_fetch_last(update->store, registry->id, made.part, made.url, update->arena, &last, &found,
	                             update->err));
	struct cdr_fetch_header headers[CDR_REGISTRY_MAX_HEADERS];
	const struct cdr_fetch_request request = request_of(registry, &last, made.url, headers);
	if (get_bytes(update, i, &request, &problem) != CDR_OK)
		return record_failure(update, &made, &problem);
	const struct cdr_fetch_reply *reply = update->replies[i];
	made.fetched_at = reply->fetched_at;
	made.answered = reply->url;
	made.etag = reply->etag;
	made.last_modified = reply->last_modified;
	made.content_type = reply->content_type;
	made.headers = reply->headers;
	update->names[i] = name.p;
	update->n++;
	return reply->not_modified ? take_kept(update, i, &last, &made) : take_new(update, i, &made);
}

enum cdr_status
cdr_import_update(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                  const struct cdr_import_source *source, struct cdr_fetch *fetch,
                  const struct cdr_import_snapshot_options *options, bool *ret_unchanged,
                  struct cdr_import_snapshot_report **ret, struct cdr_error *err)
{
	const struct cdr_registry *registry = source->registry;
	struct cdr_import_snapshot_options here = *options;
	__attribute__((cleanup(update_done))) struct update update = {
		.store = store, .registry = registry, .fetch = fetch, .err = err
	};
	if (registry->n_part_urls == 0)
		return cdr_fail(err, CDR_EUSAGE, CDR_IMPORT_ROOM, NULL,
		                "%.*s is not fetched by itself: download %.*s and give the file with --from",
		                CDR_STR_ARG(registry->id), CDR_STR_ARG(registry->url));
	update.arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	if (!update.arena)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < registry->n_part_urls; i++)
		CDR_TRY(get_part(&update, i));
	struct cdr_import_source whole = { registry, source->definition_yaml, update.parts, update.names, update.n };
	here.fetched = true;
	CDR_TRY(cdr_import_snapshot(store, normaliser, &whole, &here, ret, err));
	*ret_unchanged = update.n_same == update.n;
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------------- due */

/* The last request, as far as it matters here. */
struct last_request {
	char at[CDR_TIME_TEXT_MAX];
	bool failed;
};

static enum cdr_status
note_request(void *context, const struct cdr_fetch_record *fetch, struct cdr_error *err)
{
	struct last_request *last = context;
	(void)err;
	(void)snprintf(last->at, sizeof(last->at), "%.*s", CDR_STR_ARG(fetch->fetched_at));
	last->failed = cdr_str_equal(fetch->outcome, CDR_STR("failed"));
	return CDR_OK;
}

/* Minutes since 1970 of "YYYY-MM-DDTHH:MM:SSZ"; false when it is not of that form. */
static bool
minutes_of(const char *text, int64_t *ret)
{
	struct cdr_date day = { 0 };
	int64_t hour = 0, minute = 0;
	struct cdr_str time = cdr_str_from(text);
	if (time.n < 16 || !cdr_date_parse(time, &day) || !cdr_str_to_i64((struct cdr_str){ text + 11, 2 }, &hour) ||
	    !cdr_str_to_i64((struct cdr_str){ text + 14, 2 }, &minute))
		return false;
	*ret = ((int64_t)cdr_date_days_between(cdr_date_make(1970, 1, 1), day) * 24 + hour) * 60 + minute;
	return true;
}

enum cdr_status
cdr_import_update_is_due(struct cdr_store *store, const struct cdr_registry *registry, const char *now, bool *ret,
                         struct cdr_error *err)
{
	struct last_request last = { .at = "" };
	int64_t then = 0, present = 0, planned = 0;
	CDR_TRY(cdr_store_fetch_each(store, registry->id, 1, note_request, &last, err));
	bool known = minutes_of(last.at, &then) && minutes_of(now, &present);
	int64_t pause = last.failed ? MINUTES_AFTER_FAILURE : (int64_t)registry->fetch_every_hours * 60 - SLACK_MINUTES;
	/* A clock that was set back must not silence a source. */
	bool due = !known || present < then || present - then >= pause;
	if (known && present >= then && !last.failed && registry->fetching.scheduled)
		due = cdr_import_schedule_last(&registry->fetching, present, &planned) && then < planned;
	*ret = registry->n_part_urls > 0 && due;
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- reread */

static enum cdr_status
add_kept(void *context, const struct cdr_copy_file *file, struct cdr_error *err)
{
	struct update *update = context;
	size_t i = update->n;
	if (i == CDR_REGISTRY_MAX_PARTS)
		return cdr_fail(err, CDR_ESTORE, CDR_IMPORT_ROOM, NULL, "a copy of more than %d files",
		                CDR_REGISTRY_MAX_PARTS);
	struct cdr_str name = cdr_str_copy(update->arena, file->file);
	if (!name.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	update->kept[i].max = MAX_FILE_BYTES;
	CDR_TRY(cdr_store_raw_get(update->store, file->sha256, &update->kept[i], err));
	update->parts[i] = cdr_buf_str(&update->kept[i]);
	update->names[i] = name.p;
	update->n++;
	return CDR_OK;
}

enum cdr_status
cdr_import_reread(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                  const struct cdr_import_source *source, int64_t snapshot_id,
                  const struct cdr_import_snapshot_options *options, struct cdr_import_snapshot_report **ret,
                  struct cdr_error *err)
{
	const struct cdr_registry *registry = source->registry;
	struct cdr_import_snapshot_options here = *options;
	struct cdr_snapshot snapshot = { 0 };
	__attribute__((
		cleanup(update_done))) struct update update = { .store = store, .registry = registry, .err = err };
	update.arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	if (!update.arena)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_store_snapshot_get(store, snapshot_id, update.arena, &snapshot, err));
	if (!cdr_str_equal(snapshot.registry_id, registry->id))
		return cdr_fail(err, CDR_EUSAGE, CDR_IMPORT_ROOM, NULL, "snapshot %lld is one of %.*s, not of %.*s",
		                (long long)snapshot_id, CDR_STR_ARG(snapshot.registry_id), CDR_STR_ARG(registry->id));
	CDR_TRY(cdr_store_copy_file_each(store, registry->id, snapshot.sha256, add_kept, &update, err));
	if (update.n == 0)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_IMPORT_ROOM, NULL,
		                "the files of snapshot %lld were not kept; give them with --from",
		                (long long)snapshot_id);
	struct cdr_import_source whole = { registry, source->definition_yaml, update.parts, update.names, update.n };
	here.as_of = snapshot.as_of;
	return cdr_import_snapshot(store, normaliser, &whole, &here, ret, err);
}
