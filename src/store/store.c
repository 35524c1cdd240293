/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store itself: opening, closing, transactions. Tables are the business of the other files. What surprises: an inner
 * rollback undoes nothing at once, it dooms the whole transaction, and every statement is refused from then on, because
 * a statement that ran after SQLite ended the transaction by itself (a full disk) would be kept on its own.
 */
#include "store/store-impl.h"

#include <string.h>

struct cdr_store *
cdr_store_free(struct cdr_store *store)
{
	if (!store)
		return NULL;
	(void)store_connection_free(store->connection);
	cdr_free(store->path);
	cdr_free(store);
	return NULL;
}

static char *
copy_path(const char *path)
{
	size_t n = strlen(path) + 1;
	char *copy = cdr_alloc(n);
	return copy ? memcpy(copy, path, n) : NULL;
}

static enum cdr_status
make_directory_of(const char *path, struct cdr_error *err)
{
	const char *slash = strrchr(path, '/');
	if (!slash || slash == path)
		return CDR_OK;
	__attribute__((cleanup(cdr_freep))) char *directory = copy_path(path);
	if (!directory)
		return cdr_fail_memory(err, STORE_ROOM);
	directory[slash - path] = '\0';
	return cdr_file_make_directories(directory, err);
}

enum cdr_status
cdr_store_open(const char *path, bool create, struct cdr_store **ret, struct cdr_error *err)
{
	bool empty = false;
	if (create)
		CDR_TRY(make_directory_of(path, err));
	else if (!cdr_file_exists(path))
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, path,
		                "there is no store: make one with `candor init`, or name one with --store");
	cdr_owned(cdr_store) store = cdr_alloc(sizeof(*store));
	if (!store)
		return cdr_fail_memory(err, STORE_ROOM);
	store->path = copy_path(path);
	if (!store->path)
		return cdr_fail_memory(err, STORE_ROOM);
	CDR_TRY(store_connect(path, create, &store->connection, &empty, err));
	CDR_TRY(store_migrate(store, empty, err));
	*ret = cdr_steal(&store);
	return CDR_OK;
}

const char *
cdr_store_path(const struct cdr_store *store)
{
	return store->path;
}

enum cdr_status
store_check_usable(const struct cdr_store *store, struct cdr_error *err)
{
	if (store->depth == 0 || (!store->doomed && store_connection_in_transaction(store->connection)))
		return CDR_OK;
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, store->path,
	                "an earlier step of this transaction failed, so nothing of it is kept: run again");
}

static enum cdr_status
begin(struct cdr_store *store, const char *sql, struct cdr_error *err)
{
	CDR_TRY(store_check_usable(store, err));
	if (store->depth == 0)
		CDR_TRY(store_execute(store->connection, sql, err));
	store->depth++;
	return CDR_OK;
}

enum cdr_status
cdr_store_begin(struct cdr_store *store, struct cdr_error *err)
{
	return begin(store, "BEGIN IMMEDIATE", err);
}

/* Ends the outermost transaction without keeping it; there may be none left when the database ended it. */
static void
end_without_keeping(struct cdr_store *store)
{
	store->depth = 0;
	store->doomed = false;
	if (!store_connection_in_transaction(store->connection))
		return;
	enum cdr_status ignored = store_execute(store->connection, "ROLLBACK", NULL);
	(void)ignored; /* closing the store rolls back as well */
}

enum cdr_status
cdr_store_commit(struct cdr_store *store, struct cdr_error *err)
{
	cdr_require(store->depth > 0);
	if (store->depth > 1) {
		store->depth--;
		return CDR_OK;
	}
	enum cdr_status status = store_check_usable(store, err);
	if (status == CDR_OK)
		status = store_execute(store->connection, "COMMIT", err);
	if (status == CDR_OK)
		store->depth = 0;
	else
		end_without_keeping(store);
	return status;
}

void
cdr_store_rollback(struct cdr_store *store)
{
	cdr_require(store->depth > 0);
	if (store->depth == 1) {
		end_without_keeping(store);
		return;
	}
	store->depth--;
	store->doomed = true;
}

void
cdr_store_transaction_done(struct cdr_store_transaction *transaction)
{
	if (transaction->open)
		cdr_store_rollback(transaction->open);
	transaction->open = NULL;
}

enum cdr_status
cdr_store_transaction_begin(struct cdr_store *store, struct cdr_store_transaction *ret, struct cdr_error *err)
{
	CDR_TRY(cdr_store_begin(store, err));
	ret->open = store;
	return CDR_OK;
}

enum cdr_status
cdr_store_transaction_read(struct cdr_store *store, struct cdr_store_transaction *ret, struct cdr_error *err)
{
	CDR_TRY(begin(store, "BEGIN", err));
	ret->open = store;
	return CDR_OK;
}

enum cdr_status
cdr_store_transaction_commit(struct cdr_store_transaction *transaction, struct cdr_error *err)
{
	/* A failed commit has ended the transaction too: there is nothing left to roll back. */
	return cdr_store_commit(cdr_steal(&transaction->open), err);
}
