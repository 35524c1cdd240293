/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Imports: one row per uploaded file taken in, and the rows of it that were not. Tables: imports, rejects. The records an
 * import brings are in subject.c.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_import_begin(struct cdr_store *store, struct cdr_import_record *record, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0, id = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, record->org, true, &organisation, err));
	CDR_TRY(store_run_int(
		store, &id, NULL,
		"INSERT INTO imports (organisation, kind, file, sha256, created_at, mapping, size, n_read, n_accepted,"
		" n_rejected, n_created, n_changed, n_unchanged)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, 0, 0, 0, 0) RETURNING id",
		STORE_VALUES(store_int(organisation), store_text(store_present(record->kind)), store_text(record->file),
	                     store_text(record->sha256), store_text(store_now_unless(record->created_at, now)),
	                     store_text(record->mapping_json), store_int(record->size)),
		err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	record->id = id;
	return CDR_OK;
}

enum cdr_status
cdr_store_import_finish(struct cdr_store *store, const struct cdr_import_record *record, struct cdr_error *err)
{
	return store_run(store,
	                 "UPDATE imports SET mapping = $2, size = $3, n_read = $4, n_accepted = $5, n_rejected = $6,"
	                 " n_created = $7, n_changed = $8, n_unchanged = $9 WHERE id = $1",
	                 STORE_VALUES(store_int(record->id), store_text(record->mapping_json), store_int(record->size),
	                              store_int(record->n_read), store_int(record->n_accepted),
	                              store_int(record->n_rejected), store_int(record->n_created),
	                              store_int(record->n_changed), store_int(record->n_unchanged)),
	                 err);
}

enum cdr_status
cdr_store_reject_add(struct cdr_store *store, int64_t import_id, const struct cdr_reject *reject, struct cdr_error *err)
{
	return store_run(
		store,
		"INSERT INTO rejects (import, file, sheet, row_number, line_number, place, column_name, reason)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
		STORE_VALUES(store_int(import_id), store_text(reject->origin.file), store_text(reject->origin.sheet),
	                     store_int(reject->origin.row), store_int(reject->origin.line), store_text(reject->place),
	                     store_text(reject->column), store_text(reject->reason)),
		err);
}

enum cdr_status
cdr_store_reject_each(struct cdr_store *store, int64_t import_id, cdr_reject_fn fn, void *context,
                      struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT file, sheet, row_number, line_number, place, column_name, reason"
	                         " FROM rejects WHERE import = $1 ORDER BY id",
	                         STORE_VALUES(store_int(import_id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_reject reject = { .origin = store_column_origin(&query, 0),
			                     .place = store_column_text(&query, 4),
			                     .column = store_column_text(&query, 5),
			                     .reason = store_column_text(&query, 6) };
		CDR_TRY(fn(context, &reject, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

#define IMPORT_COLUMNS                                                                                                 \
	"i.id, o.name, i.kind, i.file, i.sha256, i.created_at, i.mapping, i.size, i.n_read, i.n_accepted,"             \
	" i.n_rejected, i.n_created, i.n_changed, i.n_unchanged"                                                       \
	" FROM imports i JOIN organisations o ON o.id = i.organisation "

static struct cdr_import_record
read_import(const struct store_query *query)
{
	return (struct cdr_import_record){ .id = store_column_int(query, 0),
		                           .org = store_column_text(query, 1),
		                           .kind = store_column_text(query, 2),
		                           .file = store_column_text(query, 3),
		                           .sha256 = store_column_text(query, 4),
		                           .created_at = store_column_text(query, 5),
		                           .mapping_json = store_column_text(query, 6),
		                           .size = store_column_int(query, 7),
		                           .n_read = store_column_int(query, 8),
		                           .n_accepted = store_column_int(query, 9),
		                           .n_rejected = store_column_int(query, 10),
		                           .n_created = store_column_int(query, 11),
		                           .n_changed = store_column_int(query, 12),
		                           .n_unchanged = store_column_int(query, 13) };
}

enum cdr_status
cdr_store_import_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                     struct cdr_import_record *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT " IMPORT_COLUMNS "WHERE i.id = $1 AND o.name = $2",
	                         STORE_VALUES(store_int(id), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no import %lld",
		                CDR_STR_ARG(org), (long long)id);
	struct cdr_import_record record = read_import(&query);
	CDR_TRY(STORE_KEEP(arena, err, &record.org, &record.kind, &record.file, &record.sha256, &record.created_at,
	                   &record.mapping_json));
	*ret = record;
	return CDR_OK;
}

enum cdr_status
cdr_store_import_each(struct cdr_store *store, struct cdr_str org, cdr_import_fn fn, void *context,
                      struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT " IMPORT_COLUMNS "WHERE o.name = $1 ORDER BY i.id",
	                         STORE_VALUES(store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_import_record record = read_import(&query);
		CDR_TRY(fn(context, &record, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_import_latest(struct cdr_store *store, struct cdr_str org, int64_t *ret, struct cdr_error *err)
{
	return store_run_int(store, ret, NULL,
	                     "SELECT coalesce(max(i.id), 0) FROM imports i"
	                     " JOIN organisations o ON o.id = i.organisation WHERE o.name = $1",
	                     STORE_VALUES(store_text(org)), err);
}
