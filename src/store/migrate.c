/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brings a store's schema up to date: runs the embedded migrations it lacks, all in one transaction, and writes their
 * numbers down. What surprises: the version is read twice, first without a lock, which is all that an up-to-date store
 * needs, and again under the write lock, because another process may be doing the same.
 */
#include "store/store-impl.h"

/* Which migrations a store has had. Older than all migrations, so it is made here.
 *   name        of the file, for people who look */
static const char versions_table[] = "CREATE TABLE IF NOT EXISTS schema_versions ("
				     " number INTEGER PRIMARY KEY,"
				     " name TEXT NOT NULL,"
				     " applied_at TEXT NOT NULL"
				     ") STRICT";

static enum cdr_status
read_version(struct cdr_store *store, int64_t *ret, struct cdr_error *err)
{
	return store_run_int(store, ret, NULL, "SELECT coalesce(max(number), 0) FROM schema_versions", NULL, 0, err);
}

static enum cdr_status
refuse_newer(const struct cdr_store *store, int64_t version, struct cdr_error *err)
{
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, store->path,
	                "made by a newer version of Candor (schema %d, this one knows up to %d): use that version",
	                (int)version, store_migrations_n);
}

static enum cdr_status
apply(struct cdr_store *store, const struct store_migration *migration, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	enum cdr_status status = store_execute(store->connection, migration->sql, err);
	if (status != CDR_OK) {
		cdr_error_prefix(err, "migration %s", migration->name);
		return status;
	}
	return store_run(store, "INSERT INTO schema_versions (number, name, applied_at) VALUES ($1, $2, $3)",
	                 STORE_VALUES(store_int(migration->number), store_text(cdr_str_from(migration->name)),
	                              store_text(cdr_str_from(cdr_time_now(now)))),
	                 err);
}

enum cdr_status
store_migrate(struct cdr_store *store, bool empty, struct cdr_error *err)
{
	int64_t version = 0;
	if (!empty)
		CDR_TRY(read_version(store, &version, err));
	if (version == store_migrations_n)
		return CDR_OK;
	if (version > store_migrations_n)
		return refuse_newer(store, version, err);
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_execute(store->connection, versions_table, err));
	CDR_TRY(read_version(store, &version, err));
	if (version > store_migrations_n)
		return refuse_newer(store, version, err);
	for (int i = (int)version; i < store_migrations_n; i++)
		CDR_TRY(apply(store, &store_migrations[i], err));
	return cdr_store_transaction_commit(&transaction, err);
}
