/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared inside store. The first half is the driver: connect, execute, query, columns; sqlite.c implements it and nothing
 * else in the room knows SQLite. The second half is what the files of the room share above it.
 *
 * SQL is written in what SQLite and PostgreSQL have in common ($1 parameters, ON CONFLICT, RETURNING, WITH). It is always
 * a string literal: the driver keeps a statement prepared under the address of its text.
 */

#include "candor/store.h"

#define STORE_ROOM "store"

/* ----------------------------------------------------------------------------------------------------------- driver */

struct store_connection;
/* Opens the file, and makes it when `create`; sets the connection up. *ret_empty tells that nothing is in it yet. ESTORE
 * when it is not a database, or one of another program. */
enum cdr_status CDR_MUST_CHECK
store_connect(const char *path, bool create, struct store_connection **ret, bool *ret_empty, struct cdr_error *err);
struct store_connection *
store_connection_free(struct store_connection *connection);
CDR_DEFINE_FREEP(store_connection)
/* Runs statements separated by semicolons that need no values and give no rows. */
enum cdr_status CDR_MUST_CHECK
store_execute(struct store_connection *connection, const char *sql, struct cdr_error *err);
/* False when the database itself has ended the transaction, as SQLite does when a disk is full. */
bool
store_connection_in_transaction(struct store_connection *connection);

/* One value for a statement's parameter. Memory is borrowed until the query is done. */
struct store_value {
	enum { STORE_INT, STORE_TEXT, STORE_BYTES } type;
	int64_t number;
	struct cdr_str text;
};
static inline struct store_value
store_int(int64_t number)
{
	return (struct store_value){ STORE_INT, number, { NULL, 0 } };
}
/* {NULL,0} becomes NULL. */
static inline struct store_value
store_text(struct cdr_str text)
{
	return (struct store_value){ STORE_TEXT, 0, text };
}
static inline struct store_value
store_bytes(struct cdr_str bytes)
{
	return (struct store_value){ STORE_BYTES, 0, bytes };
}
/* The values of a statement as two arguments, $1 first: STORE_VALUES(store_int(id), store_text(name)). */
#define STORE_VALUES(...)                                                                                              \
	(const struct store_value[]){ __VA_ARGS__ },                                                                   \
		(sizeof((const struct store_value[]){ __VA_ARGS__ }) / sizeof(struct store_value))

/* A statement at work: cdr_auto(store_query) query = {0}. Several may be open at once, also of the same text. */
struct store_query {
	struct store_statement *statement;
};
void
store_query_done(struct store_query *query);
enum cdr_status CDR_MUST_CHECK
store_query_open(struct cdr_store *store, struct store_query *ret, const char *sql, const struct store_value *values,
                 size_t n_values, struct cdr_error *err);
/* Moves to the next row; *ret_row false at the end. */
enum cdr_status CDR_MUST_CHECK
store_query_step(struct store_query *query, bool *ret_row, struct cdr_error *err);
/* Columns of the current row, from 0. Text is borrowed until the next step; NULL is {NULL,0} and 0. */
struct cdr_str
store_column_text(const struct store_query *query, int column);
int64_t
store_column_int(const struct store_query *query, int column);

/* ------------------------------------------------------------------------------------------------- above the driver */

struct cdr_store {
	struct store_connection *connection;
	char *path;
	unsigned depth;      /* of nested transactions */
	bool doomed;         /* an inner one was rolled back: only rolling back is left */
	char subject_id[20]; /* id given to the last subject put */
};

/* Fails when the transaction that is open can no longer be committed; every statement asks first. */
enum cdr_status CDR_MUST_CHECK
store_check_usable(const struct cdr_store *store, struct cdr_error *err);

/* Runs one statement to its end, for those that give no rows. */
enum cdr_status CDR_MUST_CHECK
store_run(struct cdr_store *store, const char *sql, const struct store_value *values, size_t n_values,
          struct cdr_error *err);
/* Runs a statement that gives at most one row of one number; *ret_found (may be NULL) tells whether it did. */
enum cdr_status CDR_MUST_CHECK
store_run_int(struct cdr_store *store, int64_t *ret, bool *ret_found, const char *sql, const struct store_value *values,
              size_t n_values, struct cdr_error *err);

/* Runs an INSERT of one row into a table with an id and tells that. Where rows are many: RETURNING has SQLite make and drop
 * a table for each. */
enum cdr_status CDR_MUST_CHECK
store_insert(struct cdr_store *store, int64_t *ret_id, const char *sql, const struct store_value *values,
             size_t n_values, struct cdr_error *err);

/* Replaces each text by a copy in the arena. */
enum cdr_status CDR_MUST_CHECK
store_keep(struct cdr_arena *arena, struct cdr_str *const *texts, size_t n_texts, struct cdr_error *err);
#define STORE_KEEP(arena, err, ...)                                                                                    \
	store_keep(arena, (struct cdr_str *const[]){ __VA_ARGS__ },                                                    \
	           sizeof((struct cdr_str *const[]){ __VA_ARGS__ }) / sizeof(struct cdr_str *), err)

/* `given` unless {NULL,0}, else the present, written to `buffer`. */
struct cdr_str
store_now_unless(struct cdr_str given, char buffer[CDR_TIME_TEXT_MAX]);
/* An empty but present text for a column that must not be NULL. */
struct cdr_str
store_present(struct cdr_str text);
/* A limit as SQL wants it: 0 means all. */
int64_t
store_limit(size_t limit);

/* Number of an organisation; 0 when it is not known and `make` is false. */
enum cdr_status CDR_MUST_CHECK
store_organisation(struct cdr_store *store, struct cdr_str name, bool make, int64_t *ret, struct cdr_error *err);

/* Origin columns: file, sheet, row_number, line_number, in this order from `first`. */
struct cdr_origin
store_column_origin(const struct store_query *query, int first);

/* Columns of an entry: registry, key, version, data and the four of its origin. Read from `first` on: registry, key and
 * origin are borrowed from the query, the rest is in the arena. */
#define STORE_ENTRY_COLUMNS                                                                                            \
	"e.registry, e.key, v.version, v.data, s.file, s.sheet, s.row_number, s.line_number"                           \
	" FROM snapshot_entries s JOIN entry_versions v ON v.id = s.entry_version JOIN entries e ON e.id = v.entry "
enum cdr_status CDR_MUST_CHECK
store_read_entry(const struct store_query *query, int first, struct cdr_arena *arena, struct cdr_entry *ret,
                 struct cdr_error *err);

/* Columns of a subject as of import $1; its own number, in this room only, is column 8. */
#define STORE_SUBJECT_COLUMNS                                                                                          \
	"SELECT s.public_id, s.key, v.version, v.data, v.file, v.sheet, v.row_number, v.line_number, s.id"             \
	" FROM subjects s JOIN organisations o ON o.id = s.organisation"                                               \
	" JOIN subject_versions v ON v.subject = s.id AND v.version ="                                                 \
	" (SELECT max(w.version) FROM subject_versions w WHERE w.subject = s.id AND w.from_import <= $1) "
/* Text of the result is in the arena but for id, key and origin, which are borrowed from the query. */
enum cdr_status CDR_MUST_CHECK
store_read_party(const struct store_query *query, struct cdr_arena *arena, struct cdr_party *ret,
                 struct cdr_error *err);
/* Number of the party with that id, else that key, among those of an import; ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
store_find_party(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str id_or_key,
                 int64_t *ret, struct cdr_error *err);

/* Whether the merge m holds at import $1. */
#define STORE_MERGE_HOLDS "m.from_import <= $1 AND (m.to_import = 0 OR m.to_import > $1)"
/* The party that speaks for a party at an import: itself, or that it was merged into, however often (merge.c). */
enum cdr_status CDR_MUST_CHECK
store_speaker(struct cdr_store *store, int64_t subject, int64_t as_of_import, int64_t *ret, struct cdr_error *err);
/* Texts picked out of a record's JSON without reading the rest (skim.c). */
#define STORE_SKIM_NAMED 200
struct store_skim_slot {
	struct cdr_str key;
	struct cdr_str *value; /* untouched when there is no such member */
};
struct store_skim {
	const struct store_skim_slot *slots;
	size_t n_slots;
	struct cdr_str named_key; /* of a member that is an object of texts, which go to `named` */
	struct cdr_attribute named[STORE_SKIM_NAMED];
	size_t n_named;
};
/* False when the JSON is not as expected: read it whole then. Text is borrowed from `json`, or in arena. */
bool
store_skim(struct store_skim *skim, struct cdr_str json, struct cdr_arena *arena);
/* Makes a party's record that of all rows merged into it, in arena; untouched when there are none (combine.c). */
enum cdr_status CDR_MUST_CHECK
store_combine(struct cdr_store *store, int64_t subject, int64_t as_of_import, struct cdr_arena *arena,
              struct cdr_party *party, struct cdr_error *err);

/* Parses stored JSON; text that does not parse is damage, ESTORE. */
enum cdr_status CDR_MUST_CHECK
store_parse(struct cdr_str text, const char *what, struct cdr_json **ret, struct cdr_error *err);
/* Turns the failure of reading something stored into ESTORE. */
enum cdr_status CDR_MUST_CHECK
store_damaged(enum cdr_status status, struct cdr_error *err);
/* An arena for one row of an iteration. */
enum cdr_status CDR_MUST_CHECK
store_row_arena(struct cdr_arena **ret, struct cdr_error *err);

/* One sentence on what differs between two forms of a finding (finding-change.c), in arena. */
enum cdr_status CDR_MUST_CHECK
store_finding_change(const struct cdr_finding *before, const struct cdr_finding *now, struct cdr_arena *arena,
                     struct cdr_str *ret, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------- migrations */

/* Files of migrations/, in order of number (1, 2, 3 …), embedded by embed.py. */
struct store_migration {
	int number;
	const char *name;
	const char *sql;
};
extern const struct store_migration store_migrations[];
extern const int store_migrations_n;

/* Brings the schema up to date in one transaction; ESTORE when a newer version made the store. */
enum cdr_status CDR_MUST_CHECK
store_migrate(struct cdr_store *store, bool empty, struct cdr_error *err);
