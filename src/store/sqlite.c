/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQLite driver: connects, runs statements, keeps them prepared, and turns SQLite's result codes into messages that
 * say what to do. It knows no table. What surprises: "$1" is to SQLite a name and not a number (it counts names in the
 * order in which it meets them), so each statement carries the map from its places to our numbers.
 *
 * A connection is set up with: write-ahead log (readers do not wait for the writer); synchronous FULL, because in WAL
 * mode NORMAL may lose the last commits on power loss, and those are evidence; foreign keys; a busy timeout; defensive
 * mode and no trusted schema, so that a doctored file cannot run code through views or write the schema table.
 */
#include "store/store-impl.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define MODE_PAUSE_MS 10
#define APPLICATION_ID 0x43445231 /* "CDR1" in the file's header */
#define APPLICATION_ID_TEXT "0x43445231"
#define MAX_PARAMETERS 24
#define CACHE_SLOTS 256 /* twice the statements there are; a power of two */

struct store_statement {
	sqlite3_stmt *prepared;
	struct store_connection *connection;
	const char *sql;
	int n_parameters;
	unsigned char place[MAX_PARAMETERS]; /* our number of SQLite's i-th parameter, from 0 */
	bool cached, busy;
};

struct store_connection {
	sqlite3 *db;
	struct store_statement *cache[CACHE_SLOTS]; /* open addressing by address of the SQL text */
};

/* ----------------------------------------------------------------------------------------------------------- errors */

static enum cdr_status
fail_full(struct cdr_error *err, const char *path)
{
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, path,
	                "the disk is full: free space and run again; nothing of this step was kept");
}

static enum cdr_status
fail_read_only(struct cdr_error *err, const char *path, const char *reason)
{
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, path,
	                "the store cannot be written (%s): give this user write permission to the file and its "
	                "directory, or name another store",
	                reason);
}

/* The operating system's reason behind an I/O error, when there is one. */
static enum cdr_status
fail_io(struct cdr_error *err, sqlite3 *db, const char *path)
{
	char text[128] = "";
	int number = sqlite3_system_errno(db);
	if (number == ENOSPC || number == EDQUOT)
		return fail_full(err, path);
	const char *reason = number ? strerror_r(number, text, sizeof(text)) : "no reason given";
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, path,
	                "%s (%s): check the disk and run again; nothing of this step was kept", sqlite3_errmsg(db),
	                reason);
}

static enum cdr_status
fail_cannot_open(struct cdr_error *err, sqlite3 *db, const char *path)
{
	return cdr_fail(err, CDR_ESTORE, STORE_ROOM, path,
	                "%s: check that the file and its directory exist and that this user may read and write them",
	                sqlite3_errmsg(db));
}

/* Result code to status and message. `path` may be NULL once the connection knows its file. */
static enum cdr_status
fail_sqlite(struct cdr_error *err, sqlite3 *db, const char *path, int code)
{
	const char *where = path ? path : sqlite3_db_filename(db, "main");
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return cdr_fail_memory(err, STORE_ROOM);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return cdr_fail(err, CDR_EBUSY, STORE_ROOM, where,
		                "another process is writing to the store (waited %d s): try again when it is done",
		                CDR_STORE_BUSY_MS / 1000);
	case SQLITE_FULL:
		return fail_full(err, where);
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return fail_read_only(err, where, sqlite3_errmsg(db));
	case SQLITE_IOERR:
		return fail_io(err, db, where);
	case SQLITE_CANTOPEN:
		return fail_cannot_open(err, db, where);
	case SQLITE_NOTADB:
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, where,
		                "not a Candor store (%s): name another file, or make one with `candor init`",
		                sqlite3_errmsg(db));
	case SQLITE_CORRUPT:
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, where, "the store is damaged (%s): restore a backup of it",
		                sqlite3_errmsg(db));
	case SQLITE_TOOBIG:
		return cdr_fail(err, CDR_ELIMIT, STORE_ROOM, where, "a value is too large for the store (%s)",
		                sqlite3_errmsg(db));
	default:
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, where, "%s (SQLite result %d)", sqlite3_errmsg(db), code);
	}
}

/* ------------------------------------------------------------------------------------------------------- connecting */

enum cdr_status
store_execute(struct store_connection *connection, const char *sql, struct cdr_error *err)
{
	int code = sqlite3_exec(connection->db, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? CDR_OK : fail_sqlite(err, connection->db, NULL, code);
}

bool
store_connection_in_transaction(struct store_connection *connection)
{
	return !sqlite3_get_autocommit(connection->db);
}

/* The first column of a statement's first row, as a number. */
static enum cdr_status
ask_number(struct store_connection *connection, const char *sql, int64_t *ret, struct cdr_error *err)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v2(connection->db, sql, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	int64_t value = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	(void)sqlite3_finalize(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return fail_sqlite(err, connection->db, NULL, code);
	*ret = value;
	return CDR_OK;
}

static enum cdr_status
harden(struct store_connection *connection, struct cdr_error *err)
{
	static const struct {
		int option, value;
	} options[] = {
		{ SQLITE_DBCONFIG_DEFENSIVE, 1 },   { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
		{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 }, { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
		{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 }, { SQLITE_DBCONFIG_DQS_DML, 0 },
		{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	};
	for (size_t i = 0; i < CDR_LEN(options); i++) {
		int code = sqlite3_db_config(connection->db, options[i].option, options[i].value, NULL);
		if (code != SQLITE_OK)
			return fail_sqlite(err, connection->db, NULL, code);
	}
	return CDR_OK;
}

/* Tells an empty file from a store, and both from somebody else's database. */
static enum cdr_status
recognise(struct store_connection *connection, bool *ret_empty, struct cdr_error *err)
{
	int64_t application = 0, n_tables = 0;
	CDR_TRY(ask_number(connection, "PRAGMA application_id", &application, err));
	CDR_TRY(ask_number(connection, "SELECT count(*) FROM sqlite_schema", &n_tables, err));
	if (application != APPLICATION_ID && (application != 0 || n_tables != 0))
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, sqlite3_db_filename(connection->db, "main"),
		                "a database of another program, not a Candor store: name another file, or make one "
		                "with `candor init`");
	*ret_empty = n_tables == 0;
	return CDR_OK;
}

/* Several processes may make one store at once. SQLite does not wait for the others where two change the mode: it says
 * "busy" at once, whatever the timeout, so the waiting is done here. */
static enum cdr_status
write_ahead(struct store_connection *connection, struct cdr_error *err)
{
	enum cdr_status status = CDR_OK;
	for (int waited = 0; waited < CDR_STORE_BUSY_MS; waited += MODE_PAUSE_MS) {
		int64_t is_set = 0;
		status = ask_number(connection, "SELECT journal_mode = 'wal' FROM pragma_journal_mode", &is_set, err);
		if (status == CDR_OK && !is_set) /* asking for what is already so would take a lock */
			status = store_execute(connection, "PRAGMA journal_mode = WAL", err);
		if (status != CDR_EBUSY)
			return status;
		(void)nanosleep(&(struct timespec){ .tv_nsec = MODE_PAUSE_MS * 1000000L }, NULL);
	}
	return status;
}

static enum cdr_status
set_up(struct store_connection *connection, bool create, bool *ret_empty, struct cdr_error *err)
{
	bool empty = false;
	(void)sqlite3_busy_timeout(connection->db, CDR_STORE_BUSY_MS);
	CDR_TRY(harden(connection, err));
	CDR_TRY(recognise(connection, &empty, err));
	if (empty && !create)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, sqlite3_db_filename(connection->db, "main"),
		                "the file is empty, not a store: run `candor init`");
	CDR_TRY(write_ahead(connection, err));
	CDR_TRY(store_execute(
		connection, "PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536", err));
	if (empty)
		CDR_TRY(store_execute(connection, "PRAGMA application_id = " APPLICATION_ID_TEXT, err));
	*ret_empty = empty;
	return CDR_OK;
}

enum cdr_status
store_connect(const char *path, bool create, struct store_connection **ret, bool *ret_empty, struct cdr_error *err)
{
	cdr_owned(store_connection) connection = cdr_alloc(sizeof(*connection));
	if (!connection)
		return cdr_fail_memory(err, STORE_ROOM);
	bool made = create && !cdr_file_exists(path);
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_PRIVATECACHE |
	            (create ? SQLITE_OPEN_CREATE : 0);
	int code = sqlite3_open_v2(path, &connection->db, flags, NULL);
	if (code != SQLITE_OK)
		return connection->db ? fail_sqlite(err, connection->db, path, code) : cdr_fail_memory(err, STORE_ROOM);
	if (made) /* supplier lists are confidential; SQLite gives its side files the same mode */
		(void)chmod(path, S_IRUSR | S_IWUSR | S_IRGRP);
	CDR_TRY(set_up(connection, create, ret_empty, err));
	*ret = cdr_steal(&connection);
	return CDR_OK;
}

static void
statement_free(struct store_statement *statement)
{
	(void)sqlite3_finalize(statement->prepared);
	cdr_free(statement);
}

struct store_connection *
store_connection_free(struct store_connection *connection)
{
	if (!connection)
		return NULL;
	for (size_t i = 0; i < CACHE_SLOTS; i++) {
		if (connection->cache[i])
			statement_free(connection->cache[i]);
	}
	(void)sqlite3_close_v2(connection->db);
	cdr_free(connection);
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- statements */

/* Learns which of our numbers each of SQLite's parameters is. */
static void
read_places(struct store_statement *statement)
{
	statement->n_parameters = sqlite3_bind_parameter_count(statement->prepared);
	cdr_require(statement->n_parameters <= MAX_PARAMETERS);
	for (int i = 0; i < statement->n_parameters; i++) {
		const char *name = sqlite3_bind_parameter_name(statement->prepared, i + 1);
		int64_t number = 0;
		cdr_require(name && name[0] == '$' && cdr_str_to_i64(cdr_str_from(name + 1), &number));
		cdr_require(number >= 1 && number <= MAX_PARAMETERS);
		statement->place[i] = (unsigned char)(number - 1);
	}
}

static enum cdr_status
prepare(struct store_connection *connection, const char *sql, bool keep, struct store_statement **ret,
        struct cdr_error *err)
{
	struct store_statement *statement = cdr_alloc(sizeof(*statement));
	if (!statement)
		return cdr_fail_memory(err, STORE_ROOM);
	int code = sqlite3_prepare_v3(connection->db, sql, -1, keep ? SQLITE_PREPARE_PERSISTENT : 0,
	                              &statement->prepared, NULL);
	if (code != SQLITE_OK) {
		statement_free(statement);
		return fail_sqlite(err, connection->db, NULL, code);
	}
	statement->connection = connection;
	statement->sql = sql;
	statement->cached = keep;
	read_places(statement);
	*ret = statement;
	return CDR_OK;
}

/* The cache slot of a text: its own, or the empty one where it belongs; NULL when the cache is full. */
static struct store_statement **
cache_slot(struct store_connection *connection, const char *sql)
{
	size_t start = (size_t)(((uintptr_t)sql * UINT64_C(0x9E3779B97F4A7C15)) >> 32);
	for (size_t i = 0; i < CACHE_SLOTS; i++) {
		struct store_statement **slot = &connection->cache[(start + i) & (CACHE_SLOTS - 1)];
		if (!*slot || (*slot)->sql == sql)
			return slot;
	}
	return NULL;
}

/* A statement ready for values: the cached one, or, when that is at work further up the stack, one made for the day. */
static enum cdr_status
statement_for(struct store_connection *connection, const char *sql, struct store_statement **ret, struct cdr_error *err)
{
	struct store_statement **slot = cache_slot(connection, sql);
	if (!slot || (*slot && (*slot)->busy))
		return prepare(connection, sql, false, ret, err);
	if (!*slot)
		CDR_TRY(prepare(connection, sql, true, slot, err));
	*ret = *slot;
	return CDR_OK;
}

static int
bind_value(sqlite3_stmt *statement, int place, const struct store_value *value)
{
	if (value->type == STORE_INT)
		return sqlite3_bind_int64(statement, place, value->number);
	if (!value->text.p)
		return sqlite3_bind_null(statement, place);
	if (value->type == STORE_TEXT)
		return sqlite3_bind_text64(statement, place, value->text.p, value->text.n, SQLITE_STATIC, SQLITE_UTF8);
	return sqlite3_bind_blob64(statement, place, value->text.p, value->text.n, SQLITE_STATIC);
}

enum cdr_status
store_query_open(struct cdr_store *store, struct store_query *ret, const char *sql, const struct store_value *values,
                 size_t n_values, struct cdr_error *err)
{
	CDR_TRY(store_check_usable(store, err));
	cdr_auto(store_query) query = { NULL };
	CDR_TRY(statement_for(store->connection, sql, &query.statement, err));
	query.statement->busy = true;
	for (int i = 0; i < query.statement->n_parameters; i++) {
		size_t number = query.statement->place[i];
		cdr_require(number < n_values);
		int code = bind_value(query.statement->prepared, i + 1, &values[number]);
		if (code != SQLITE_OK)
			return fail_sqlite(err, store->connection->db, NULL, code);
	}
	ret->statement = cdr_steal(&query.statement);
	return CDR_OK;
}

enum cdr_status
store_query_step(struct store_query *query, bool *ret_row, struct cdr_error *err)
{
	int code = sqlite3_step(query->statement->prepared);
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return fail_sqlite(err, query->statement->connection->db, NULL, code);
	*ret_row = code == SQLITE_ROW;
	return CDR_OK;
}

enum cdr_status
store_insert(struct cdr_store *store, int64_t *ret_id, const char *sql, const struct store_value *values,
             size_t n_values, struct cdr_error *err)
{
	CDR_TRY(store_run(store, sql, values, n_values, err));
	*ret_id = sqlite3_last_insert_rowid(store->connection->db);
	return CDR_OK;
}

void
store_query_done(struct store_query *query)
{
	struct store_statement *statement = query->statement;
	if (!statement)
		return;
	query->statement = NULL;
	if (!statement->cached) {
		statement_free(statement);
		return;
	}
	(void)sqlite3_reset(statement->prepared); /* repeats the error of the last step, which was already told */
	(void)sqlite3_clear_bindings(statement->prepared);
	statement->busy = false;
}

/* Read as a blob even when it is text: text would be copied to end it with a NUL that slices do not need. */
struct cdr_str
store_column_text(const struct store_query *query, int column)
{
	sqlite3_stmt *statement = query->statement->prepared;
	if (sqlite3_column_type(statement, column) == SQLITE_NULL)
		return (struct cdr_str){ NULL, 0 };
	const char *p = sqlite3_column_blob(statement, column);
	return (struct cdr_str){ p ? p : "", (size_t)sqlite3_column_bytes(statement, column) };
}

int64_t
store_column_int(const struct store_query *query, int column)
{
	return sqlite3_column_int64(query->statement->prepared, column);
}
