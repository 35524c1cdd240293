/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * A store of a test's own in a directory that is removed afterwards, and a second way into the same file: plain SQLite,
 * to look at what is kept and to tamper with it.
 */

/* cmocka needs these four first, in this order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <ftw.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "candor/store.h"

#define ORG CDR_STR("acme")
#define SCRATCH_ARENA_BYTES ((size_t)16 << 20)

struct scratch {
	char directory[64];
	char path[96];
	struct cdr_store *store;
	struct cdr_arena *arena;
};

static inline int
scratch_remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	return remove(path);
}

static inline int
scratch_teardown(void **state)
{
	struct scratch *scratch = *state;
	(void)cdr_store_free(scratch->store);
	(void)cdr_arena_free(scratch->arena);
	(void)nftw(scratch->directory, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(scratch);
	return 0;
}

/* A directory and the name of a store that is not there yet. */
static inline int
scratch_setup_empty(void **state)
{
	struct scratch *scratch = calloc(1, sizeof(*scratch));
	if (!scratch)
		return -1;
	memcpy(scratch->directory, "/tmp/candor-store-XXXXXX", sizeof("/tmp/candor-store-XXXXXX"));
	if (!mkdtemp(scratch->directory))
		return -1;
	(void)snprintf(scratch->path, sizeof(scratch->path), "%s/c.db", scratch->directory);
	scratch->arena = cdr_arena_new(SCRATCH_ARENA_BYTES);
	*state = scratch;
	return scratch->arena ? 0 : -1;
}

/* The same with a new store, open. */
static inline int
scratch_setup(void **state)
{
	struct cdr_error err = { 0 };
	if (scratch_setup_empty(state) != 0)
		return -1;
	struct scratch *scratch = *state;
	if (cdr_store_open(scratch->path, true, &scratch->store, &err) != CDR_OK) {
		(void)fprintf(stderr, "%s\n", err.message);
		return -1;
	}
	return 0;
}

#define scratch_test(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

static inline void
assert_text(struct cdr_str actual, const char *expected)
{
	if (!cdr_str_equal(actual, cdr_str_from(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", CDR_STR_ARG(actual), expected);
}

/* A call that must succeed; its error is shown when it does not. */
#define assert_ok(call)                                                                                                \
	do {                                                                                                           \
		struct cdr_error ok_err_ = { 0 }, *err = &ok_err_;                                                     \
		enum cdr_status ok_status_ = (call);                                                                   \
		if (ok_status_ != CDR_OK)                                                                              \
			fail_msg("%s: %s", cdr_status_name(ok_status_), ok_err_.message);                              \
	} while (0)

/* A call that must fail with this code and say this. */
#define assert_fails(code_, part_, call)                                                                               \
	do {                                                                                                           \
		struct cdr_error fails_err_ = { 0 }, *err = &fails_err_;                                               \
		assert_int_equal((call), (code_));                                                                     \
		assert_int_equal(fails_err_.code, (code_));                                                            \
		if (!strstr(fails_err_.message, (part_)))                                                              \
			fail_msg("\"%s\" does not say \"%s\"", fails_err_.message, (part_));                           \
	} while (0)

/* Runs SQL past the store. */
static inline void
raw_run(const struct scratch *scratch, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
	(void)sqlite3_busy_timeout(db, 1000);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

/* The number a query past the store gives. */
static inline int64_t
raw_number(const struct scratch *scratch, const char *sql)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *statement = NULL;
	assert_int_equal(sqlite3_open(scratch->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t number = sqlite3_column_int64(statement, 0);
	assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
	return number;
}

/* An import to hang records on; its number. */
static inline int64_t
make_import(struct cdr_store *store)
{
	struct cdr_import_record record = { .org = ORG, .kind = CDR_STR("suppliers"), .file = CDR_STR("s.csv") };
	assert_ok(cdr_store_import_begin(store, &record, err));
	return record.id;
}

/* Collects texts handed to callbacks, separated by blanks. */
struct collected {
	char text[4096];
	size_t n;
};

static inline void
collect(struct collected *collected, struct cdr_str text)
{
	size_t used = strlen(collected->text);
	(void)snprintf(collected->text + used, sizeof(collected->text) - used, "%s%.*s", used ? " " : "",
	               CDR_STR_ARG(text));
	collected->n++;
}
