/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Snapshots of registries and the entries they showed. Tables: snapshots, entries, entry_versions, snapshot_entries. What
 * surprises: a version says only that an entry was once shown in this form; when it was is told by the snapshots that
 * showed it. So snapshots may arrive in any order, a form that comes back is the same version again, and known time never
 * has to be rewritten.
 */
#include "store/store-impl.h"

#include "candor/crypt.h"

#define SNAPSHOT_COLUMNS                                                                                               \
	"SELECT id, registry, as_of, taken_at, file, sha256, definition_sha256, n_rows, n_entries, n_rejected,"        \
	" registry_title, registry_kind, freshness_days, n_whole FROM snapshots "

static struct cdr_snapshot
read_snapshot(const struct store_query *query, int first)
{
	return (struct cdr_snapshot){ .id = store_column_int(query, first),
		                      .registry_id = store_column_text(query, first + 1),
		                      .as_of = { (int32_t)store_column_int(query, first + 2) },
		                      .taken_at = store_column_text(query, first + 3),
		                      .file = store_column_text(query, first + 4),
		                      .sha256 = store_column_text(query, first + 5),
		                      .definition_sha256 = store_column_text(query, first + 6),
		                      .n_rows = store_column_int(query, first + 7),
		                      .n_entries = store_column_int(query, first + 8),
		                      .n_rejected = store_column_int(query, first + 9),
		                      .registry_title = store_column_text(query, first + 10),
		                      .registry_kind = (enum cdr_registry_kind)store_column_int(query, first + 11),
		                      .freshness_days = store_column_int(query, first + 12),
		                      .n_whole = store_column_int(query, first + 13) };
}

static enum cdr_status
keep_snapshot(struct cdr_arena *arena, struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	return STORE_KEEP(arena, err, &snapshot->registry_id, &snapshot->taken_at, &snapshot->file, &snapshot->sha256,
	                  &snapshot->definition_sha256, &snapshot->registry_title);
}

/* ---------------------------------------------------------------------------------------------------------- keeping */

static enum cdr_status
add_snapshot(struct cdr_store *store, const struct cdr_snapshot *snapshot, size_t n_entries, int64_t *ret_id,
             struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	return store_run_int(
		store, ret_id, NULL,
		"INSERT INTO snapshots (registry, as_of, taken_at, file, sha256, definition_sha256, n_rows, n_entries,"
		" n_rejected, registry_title, registry_kind, freshness_days, n_whole)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
		STORE_VALUES(store_text(store_present(snapshot->registry_id)), store_int(snapshot->as_of.ymd),
	                     store_text(store_now_unless(snapshot->taken_at, now)), store_text(snapshot->file),
	                     store_text(store_present(snapshot->sha256)),
	                     store_text(store_present(snapshot->definition_sha256)), store_int(snapshot->n_rows),
	                     store_int((int64_t)n_entries), store_int(snapshot->n_rejected),
	                     store_text(snapshot->registry_title), store_int((int64_t)snapshot->registry_kind),
	                     store_int(snapshot->freshness_days), store_int(snapshot->n_whole)),
		err);
}

static enum cdr_status
entry_number(struct cdr_store *store, struct cdr_str registry, struct cdr_str key, int64_t *ret, struct cdr_error *err)
{
	bool found = false;
	CDR_TRY(store_run_int(store, ret, &found, "SELECT id FROM entries WHERE registry = $1 AND key = $2",
	                      STORE_VALUES(store_text(store_present(registry)), store_text(store_present(key))), err));
	if (found)
		return CDR_OK;
	return store_run_int(store, ret, NULL, "INSERT INTO entries (registry, key) VALUES ($1, $2) RETURNING id",
	                     STORE_VALUES(store_text(store_present(registry)), store_text(store_present(key))), err);
}

/* Number of the version with these contents, which is made when the entry was never shown so. */
static enum cdr_status
version_number(struct cdr_store *store, int64_t entry, struct cdr_str data, int64_t *ret, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	struct cdr_str sha256 = cdr_str_from(cdr_crypt_sha256(data, digest));
	bool found = false;
	CDR_TRY(store_run_int(store, ret, &found, "SELECT id FROM entry_versions WHERE entry = $1 AND sha256 = $2",
	                      STORE_VALUES(store_int(entry), store_text(sha256)), err));
	if (found)
		return CDR_OK;
	return store_run_int(store, ret, NULL,
	                     "INSERT INTO entry_versions (entry, version, sha256, data)"
	                     " SELECT $1, coalesce(max(version), 0) + 1, $2, $3 FROM entry_versions WHERE entry = $1"
	                     " RETURNING id",
	                     STORE_VALUES(store_int(entry), store_text(sha256), store_text(data)), err);
}

/* The bytes by which versions of an entry differ: its JSON without what only names or places it. */
static enum cdr_status
write_content(const struct cdr_entry *entry, struct cdr_buf *out, struct cdr_error *err)
{
	struct cdr_entry content = *entry;
	content.id = content.registry_id = content.key = (struct cdr_str){ NULL, 0 };
	content.version = 0;
	content.origin = (struct cdr_origin){ 0 };
	cdr_owned(cdr_json) json = cdr_entry_to_json(&content);
	if (!json)
		return cdr_fail_memory(err, STORE_ROOM);
	cdr_buf_clear(out);
	return cdr_json_write(json, false, out, err);
}

static enum cdr_status
add_entries(struct cdr_store *store, const struct cdr_snapshot *snapshot, const struct cdr_entry *entries,
            size_t n_entries, struct cdr_error *err)
{
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	for (size_t i = 0; i < n_entries; i++) {
		const struct cdr_origin *origin = &entries[i].origin;
		int64_t entry = 0, version = 0;
		CDR_TRY(write_content(&entries[i], &data, err));
		CDR_TRY(entry_number(store, snapshot->registry_id, entries[i].key, &entry, err));
		CDR_TRY(version_number(store, entry, cdr_buf_str(&data), &version, err));
		CDR_TRY(store_run(store,
		                  "INSERT INTO snapshot_entries (snapshot, position, entry_version, file, sheet,"
		                  " row_number, line_number) VALUES ($1, $2, $3, $4, $5, $6, $7)",
		                  STORE_VALUES(store_int(snapshot->id), store_int((int64_t)i), store_int(version),
		                               store_text(origin->file), store_text(origin->sheet),
		                               store_int(origin->row), store_int(origin->line)),
		                  err));
	}
	return CDR_OK;
}

/* The snapshot just before this one by as_of (then by id); 0 when it is the first. */
static enum cdr_status
previous_snapshot(struct cdr_store *store, const struct cdr_snapshot *snapshot, int64_t *ret, struct cdr_error *err)
{
	return store_run_int(store, ret, NULL,
	                     "SELECT id FROM snapshots WHERE registry = $1"
	                     " AND (as_of < $2 OR (as_of = $2 AND id < $3)) ORDER BY as_of DESC, id DESC LIMIT 1",
	                     STORE_VALUES(store_text(store_present(snapshot->registry_id)),
	                                  store_int(snapshot->as_of.ymd), store_int(snapshot->id)),
	                     err);
}

static enum cdr_status
count_changes(struct cdr_store *store, int64_t snapshot, int64_t previous, struct cdr_snapshot_change *ret,
              struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(
		store, &query,
		"WITH shown AS (SELECT DISTINCT s.snapshot AS snapshot, v.entry AS entry, v.id AS version"
		"  FROM snapshot_entries s JOIN entry_versions v ON v.id = s.entry_version"
		"  WHERE s.snapshot IN ($1, $2)),"
		" now AS (SELECT entry, version FROM shown WHERE snapshot = $1),"
		" before AS (SELECT entry, version FROM shown WHERE snapshot = $2)"
		" SELECT (SELECT count(*) FROM now WHERE entry NOT IN (SELECT entry FROM before)),"
		" (SELECT count(*) FROM now WHERE entry IN (SELECT entry FROM before)"
		"  AND version NOT IN (SELECT version FROM before)),"
		" (SELECT count(DISTINCT entry) FROM before WHERE entry NOT IN (SELECT entry FROM now)),"
		" (SELECT count(*) FROM now WHERE version IN (SELECT version FROM before))",
		STORE_VALUES(store_int(snapshot), store_int(previous)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	*ret = (struct cdr_snapshot_change){ .added = store_column_int(&query, 0),
		                             .changed = store_column_int(&query, 1),
		                             .removed = store_column_int(&query, 2),
		                             .unchanged = store_column_int(&query, 3) };
	return CDR_OK;
}

static enum cdr_status
find_known(struct cdr_store *store, const struct cdr_snapshot *snapshot, int64_t *ret_id, bool *ret_known,
           struct cdr_error *err)
{
	return store_run_int(store, ret_id, ret_known,
	                     "SELECT id FROM snapshots WHERE registry = $1 AND as_of = $2 AND sha256 = $3"
	                     " AND definition_sha256 = $4",
	                     STORE_VALUES(store_text(store_present(snapshot->registry_id)),
	                                  store_int(snapshot->as_of.ymd), store_text(store_present(snapshot->sha256)),
	                                  store_text(store_present(snapshot->definition_sha256))),
	                     err);
}

enum cdr_status
cdr_store_snapshot_put(struct cdr_store *store, struct cdr_snapshot *snapshot, const struct cdr_entry *entries,
                       size_t n_entries, struct cdr_snapshot_change *ret_change, bool *ret_known, struct cdr_error *err)
{
	struct cdr_snapshot made = *snapshot;
	struct cdr_snapshot_change change = { 0 };
	int64_t previous = 0;
	bool known = false;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(find_known(store, snapshot, &made.id, &known, err));
	if (!known) {
		CDR_TRY(add_snapshot(store, snapshot, n_entries, &made.id, err));
		CDR_TRY(add_entries(store, &made, entries, n_entries, err));
		CDR_TRY(previous_snapshot(store, &made, &previous, err));
		CDR_TRY(count_changes(store, made.id, previous, &change, err));
		made.n_entries = (int64_t)n_entries;
	}
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*snapshot = made;
	*ret_change = change;
	*ret_known = known;
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

enum cdr_status
cdr_store_snapshot_current(struct cdr_store *store, struct cdr_str registry_id, struct cdr_date as_of,
                           struct cdr_arena *arena, struct cdr_snapshot *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	char day[CDR_DATE_TEXT_MAX];
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         SNAPSHOT_COLUMNS "WHERE registry = $1 AND as_of <= $2"
	                                          " ORDER BY as_of DESC, id DESC LIMIT 1",
	                         STORE_VALUES(store_text(registry_id), store_int(as_of.ymd ? as_of.ymd : INT32_MAX)),
	                         err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
		                "no snapshot of %.*s%s%s: load one with `candor registry update %.*s`",
		                CDR_STR_ARG(registry_id), as_of.ymd ? " at or before " : "", cdr_date_text(as_of, day),
		                CDR_STR_ARG(registry_id));
	struct cdr_snapshot snapshot = read_snapshot(&query, 0);
	CDR_TRY(keep_snapshot(arena, &snapshot, err));
	*ret = snapshot;
	return CDR_OK;
}

enum cdr_status
cdr_store_snapshot_get(struct cdr_store *store, int64_t id, struct cdr_arena *arena, struct cdr_snapshot *ret,
                       struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, SNAPSHOT_COLUMNS "WHERE id = $1", STORE_VALUES(store_int(id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "there is no snapshot %lld", (long long)id);
	struct cdr_snapshot snapshot = read_snapshot(&query, 0);
	CDR_TRY(keep_snapshot(arena, &snapshot, err));
	*ret = snapshot;
	return CDR_OK;
}

enum cdr_status
cdr_store_snapshot_each(struct cdr_store *store, struct cdr_str registry_id, cdr_snapshot_fn fn, void *context,
                        struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         SNAPSHOT_COLUMNS "WHERE $1 = '' OR registry = $1 ORDER BY registry, as_of, id",
	                         STORE_VALUES(store_text(store_present(registry_id))), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_snapshot snapshot = read_snapshot(&query, 0);
		CDR_TRY(fn(context, &snapshot, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
store_read_entry(const struct store_query *query, int first, struct cdr_arena *arena, struct cdr_entry *ret,
                 struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(store_parse(store_column_text(query, first + 3), "entry_versions.data", &json, err));
	CDR_TRY(store_damaged(cdr_entry_from_json(json, arena, ret, err), err));
	ret->registry_id = store_column_text(query, first);
	ret->key = store_column_text(query, first + 1);
	ret->version = store_column_int(query, first + 2);
	ret->origin = store_column_origin(query, first + 4);
	ret->id = cdr_str_format(arena, "%.*s/%.*s@%lld", CDR_STR_ARG(ret->registry_id), CDR_STR_ARG(ret->key),
	                         (long long)ret->version);
	return ret->id.p ? CDR_OK : cdr_fail_memory(err, STORE_ROOM);
}

/* Hands over the rows of a query of STORE_ENTRY_COLUMNS. */
static enum cdr_status
each_entry(struct store_query *query, cdr_entry_fn fn, void *context, struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_step(query, &row, err));
	while (row) {
		struct cdr_entry entry = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(store_read_entry(query, 0, arena, &entry, err));
		CDR_TRY(fn(context, &entry, err));
		CDR_TRY(store_query_step(query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_entry_each(struct cdr_store *store, int64_t snapshot_id, cdr_entry_fn fn, void *context,
                     struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT " STORE_ENTRY_COLUMNS "WHERE s.snapshot = $1 ORDER BY e.key, s.position",
	                         STORE_VALUES(store_int(snapshot_id)), err));
	return each_entry(&query, fn, context, err);
}

/* For each entry of the registry that the snapshot does not show: the rows of the latest other one that did. The "+" keeps the
 * planner from walking the whole snapshot for each entry. */
enum cdr_status
cdr_store_entry_gone_each(struct cdr_store *store, int64_t snapshot_id, int64_t through, cdr_entry_fn fn, void *context,
                          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT " STORE_ENTRY_COLUMNS "WHERE e.registry = (SELECT registry FROM snapshots WHERE id = $1)"
		" AND NOT EXISTS (SELECT 1 FROM entry_versions cv JOIN snapshot_entries c ON c.entry_version = cv.id"
		" WHERE cv.entry = e.id AND +c.snapshot = $1)"
		" AND s.snapshot = (SELECT n.id FROM entry_versions xv JOIN snapshot_entries x ON x.entry_version = "
		"xv.id"
		" JOIN snapshots n ON n.id = x.snapshot WHERE xv.entry = e.id AND n.id <= $2"
		" ORDER BY n.as_of DESC, n.id DESC LIMIT 1) ORDER BY e.key, s.position",
		STORE_VALUES(store_int(snapshot_id), store_int(through ? through : INT64_MAX)), err));
	return each_entry(&query, fn, context, err);
}

/* What one snapshot showed under the key, each row of it; NULL when it showed nothing. The "+" keeps the planner from
 * walking the whole snapshot where a few versions of one entry are all there is to look at. */
static enum cdr_status
sightings_in(struct cdr_store *store, const struct cdr_snapshot *snapshot, struct cdr_str key, cdr_sighting_fn fn,
             void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT " STORE_ENTRY_COLUMNS
		"WHERE e.registry = $1 AND e.key = $2 AND +s.snapshot = $3 ORDER BY s.position",
		STORE_VALUES(store_text(snapshot->registry_id), store_text(key), store_int(snapshot->id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return fn(context, snapshot, NULL, err);
	while (row) {
		struct cdr_entry entry = { 0 };
		CDR_TRY(store_read_entry(&query, 0, arena, &entry, err));
		CDR_TRY(fn(context, snapshot, &entry, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_sighting_each(struct cdr_store *store, struct cdr_str registry_id, struct cdr_str key,
                        int64_t max_snapshot_id, cdr_sighting_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(
		store, &query, SNAPSHOT_COLUMNS "WHERE registry = $1 AND id <= $2 ORDER BY as_of, id",
		STORE_VALUES(store_text(registry_id), store_int(max_snapshot_id ? max_snapshot_id : INT64_MAX)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_snapshot snapshot = read_snapshot(&query, 0);
		CDR_TRY(sightings_in(store, &snapshot, key, fn, context, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
