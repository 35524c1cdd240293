/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was asked of publishers and what they answered, and the copies that failed their checks. Tables: fetches, quarantined.
 */
#include "store/store-impl.h"

#define FETCH_COLUMNS                                                                                                  \
	"SELECT id, registry, part, url, fetched_at, outcome, answered, etag, last_modified, content_type, headers,"   \
	" sha256, size, problem FROM fetches "

static struct cdr_fetch_record
read_fetch(const struct store_query *query)
{
	return (struct cdr_fetch_record){ .id = store_column_int(query, 0),
		                          .registry_id = store_column_text(query, 1),
		                          .part = store_column_int(query, 2),
		                          .url = store_column_text(query, 3),
		                          .fetched_at = store_column_text(query, 4),
		                          .outcome = store_column_text(query, 5),
		                          .answered = store_column_text(query, 6),
		                          .etag = store_column_text(query, 7),
		                          .last_modified = store_column_text(query, 8),
		                          .content_type = store_column_text(query, 9),
		                          .headers = store_column_text(query, 10),
		                          .sha256 = store_column_text(query, 11),
		                          .size = store_column_int(query, 12),
		                          .problem = store_column_text(query, 13) };
}

enum cdr_status
cdr_store_fetch_add(struct cdr_store *store, struct cdr_fetch_record *fetch, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	return store_run_int(
		store, &fetch->id, NULL,
		"INSERT INTO fetches (registry, part, url, fetched_at, outcome, answered, etag, last_modified,"
		" content_type, headers, sha256, size, problem)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
		STORE_VALUES(
			store_text(store_present(fetch->registry_id)), store_int(fetch->part),
			store_text(store_present(fetch->url)), store_text(store_now_unless(fetch->fetched_at, now)),
			store_text(store_present(fetch->outcome)), store_text(fetch->answered), store_text(fetch->etag),
			store_text(fetch->last_modified), store_text(fetch->content_type), store_text(fetch->headers),
			store_text(fetch->sha256), store_int(fetch->size), store_text(fetch->problem)),
		err);
}

enum cdr_status
cdr_store_fetch_last(struct cdr_store *store, struct cdr_str registry_id, int64_t part, struct cdr_str url,
                     struct cdr_arena *arena, struct cdr_fetch_record *ret, bool *ret_found, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         FETCH_COLUMNS "WHERE registry = $1 AND part = $2 AND url = $3"
	                                       " AND sha256 IS NOT NULL ORDER BY id DESC LIMIT 1",
	                         STORE_VALUES(store_text(registry_id), store_int(part), store_text(url)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row) {
		struct cdr_fetch_record found = read_fetch(&query);
		CDR_TRY(STORE_KEEP(arena, err, &found.registry_id, &found.url, &found.fetched_at, &found.outcome,
		                   &found.answered, &found.etag, &found.last_modified, &found.content_type,
		                   &found.headers, &found.sha256, &found.problem));
		*ret = found;
	}
	*ret_found = row;
	return CDR_OK;
}

enum cdr_status
cdr_store_fetch_each(struct cdr_store *store, struct cdr_str registry_id, size_t limit, cdr_fetch_record_fn fn,
                     void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, FETCH_COLUMNS "WHERE registry = $1 ORDER BY id DESC LIMIT $2",
	                         STORE_VALUES(store_text(registry_id), store_int(store_limit(limit))), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_fetch_record fetch = read_fetch(&query);
		CDR_TRY(fn(context, &fetch, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_quarantine_add(struct cdr_store *store, const struct cdr_snapshot *copy, struct cdr_str reason,
                         struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	return store_run(store,
	                 "INSERT INTO quarantined (registry, as_of, taken_at, file, sha256, definition_sha256, n_rows,"
	                 " n_entries, n_rejected, reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
	                 STORE_VALUES(store_text(store_present(copy->registry_id)), store_int(copy->as_of.ymd),
	                              store_text(store_now_unless(copy->taken_at, now)),
	                              store_text(store_present(copy->file)), store_text(store_present(copy->sha256)),
	                              store_text(store_present(copy->definition_sha256)), store_int(copy->n_rows),
	                              store_int(copy->n_entries), store_int(copy->n_rejected),
	                              store_text(store_present(reason))),
	                 err);
}

enum cdr_status
cdr_store_quarantine_each(struct cdr_store *store, struct cdr_str registry_id, cdr_quarantine_fn fn, void *context,
                          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT id, registry, as_of, taken_at, file, sha256, definition_sha256, n_rows,"
	                         " n_entries, n_rejected, reason FROM quarantined WHERE registry = $1 ORDER BY id",
	                         STORE_VALUES(store_text(registry_id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_snapshot copy = { .id = store_column_int(&query, 0),
			                     .registry_id = store_column_text(&query, 1),
			                     .as_of = { (int32_t)store_column_int(&query, 2) },
			                     .taken_at = store_column_text(&query, 3),
			                     .file = store_column_text(&query, 4),
			                     .sha256 = store_column_text(&query, 5),
			                     .definition_sha256 = store_column_text(&query, 6),
			                     .n_rows = store_column_int(&query, 7),
			                     .n_entries = store_column_int(&query, 8),
			                     .n_rejected = store_column_int(&query, 9) };
		CDR_TRY(fn(context, &copy, store_column_text(&query, 10), err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
