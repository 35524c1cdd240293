/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/store-impl.h"

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void
sqlite_says_what_is_not_a_database(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *store = NULL;
	write_file(scratch->path,
	           "id,name\n1,a supplier list given by mistake, long enough to be looked at ............\n");
	assert_fails(CDR_ESTORE, "file is not a database", cdr_store_open(scratch->path, false, &store, err));
	assert_fails(CDR_ESTORE, "not a Candor store", cdr_store_open(scratch->path, true, &store, err));
}

static void
sqlite_leaves_another_programs_database_alone(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *store = NULL;
	raw_run(scratch, "CREATE TABLE songs (title TEXT)");
	assert_fails(CDR_ESTORE, "another program", cdr_store_open(scratch->path, true, &store, err));
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM sqlite_schema"), 1);
}

static void
sqlite_does_not_take_an_empty_file_for_a_store(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *store = NULL;
	write_file(scratch->path, "");
	assert_fails(CDR_ENOTFOUND, "candor init", cdr_store_open(scratch->path, false, &store, err));
	assert_ok(cdr_store_open(scratch->path, true, &store, err));
	store = cdr_store_free(store);
}

static void
sqlite_connection_is_durable_checked_and_defensive(void **state)
{
	struct scratch *scratch = *state;
	int64_t number = 0;
	assert_ok(store_run_int(scratch->store, &number, NULL, "PRAGMA synchronous", NULL, 0, err));
	assert_int_equal(number, 2);
	assert_ok(store_run_int(scratch->store, &number, NULL, "PRAGMA foreign_keys", NULL, 0, err));
	assert_int_equal(number, 1);
	assert_ok(store_run_int(scratch->store, &number, NULL, "SELECT journal_mode = 'wal' FROM pragma_journal_mode",
	                        NULL, 0, err));
	assert_int_equal(number, 1);
	assert_ok(store_run_int(scratch->store, &number, NULL, "PRAGMA trusted_schema", NULL, 0, err));
	assert_int_equal(number, 0);
	assert_fails(CDR_ESTORE, "may not be modified",
	             store_execute(scratch->store->connection, "DELETE FROM sqlite_schema", err));
	assert_fails(CDR_ESTORE, "FOREIGN KEY",
	             store_run(scratch->store, "INSERT INTO tokens VALUES ('a', 12345, 'b', 'c')", NULL, 0, err));
}

static void
sqlite_gives_parameters_by_their_number(void **state)
{
	struct scratch *scratch = *state;
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	assert_ok(store_query_open(scratch->store, &query, "SELECT $2, $1, $2, $3",
	                           STORE_VALUES(store_text(CDR_STR("one")), store_text(CDR_STR("two")),
	                                        store_text((struct cdr_str){ NULL, 0 })),
	                           err));
	assert_ok(store_query_step(&query, &row, err));
	assert_true(row);
	assert_text(store_column_text(&query, 0), "two");
	assert_text(store_column_text(&query, 1), "one");
	assert_text(store_column_text(&query, 2), "two");
	assert_null(store_column_text(&query, 3).p);
}

static const char count_down[] = "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3";

static void
sqlite_statement_may_be_open_twice(void **state)
{
	struct scratch *scratch = *state;
	cdr_auto(store_query) outer = { NULL };
	bool row = true, inner_row = true;
	int64_t sum = 0;
	assert_ok(store_query_open(scratch->store, &outer, count_down, NULL, 0, err));
	assert_ok(store_query_step(&outer, &row, err));
	while (row) {
		cdr_auto(store_query) inner = { NULL };
		assert_ok(store_query_open(scratch->store, &inner, count_down, NULL, 0, err));
		assert_ok(store_query_step(&inner, &inner_row, err));
		sum += 10 * store_column_int(&outer, 0) + store_column_int(&inner, 0);
		assert_ok(store_query_step(&outer, &row, err));
	}
	assert_int_equal(sum, 63);
}

static void
sqlite_full_disk_keeps_nothing_and_says_so(void **state)
{
	struct scratch *scratch = *state;
	static char big[1 << 16];
	int64_t version = 0;
	memset(big, 'x', sizeof(big));
	struct cdr_str json = { big, sizeof(big) };
	assert_ok(
		store_execute(scratch->store->connection, "PRAGMA max_page_count = 1", err)); /* = as large as it is */
	assert_ok(cdr_store_begin(scratch->store, err));
	assert_fails(CDR_ESTORE, "the disk is full: free space and run again",
	             cdr_store_org_put(scratch->store, ORG, json, &version, err));
	/* Whoever goes on in spite of the error must not write outside of the transaction that is gone. */
	assert_fails(CDR_ESTORE, "run again", cdr_store_token_add(scratch->store, ORG, ORG, ORG, err));
	assert_fails(CDR_ESTORE, "run again", cdr_store_commit(scratch->store, err));
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM organisations"), 0);
	assert_ok(store_execute(scratch->store->connection, "PRAGMA max_page_count = 100000", err));
	assert_ok(cdr_store_org_put(scratch->store, ORG, json, &version, err));
	assert_int_equal(version, 1);
}

/* Opens and writes as a user who may only read; ends with 0 when the message is the right one. */
static void
write_as_stranger(const char *path)
{
	struct cdr_store *store = NULL;
	struct cdr_error err = { 0 };
	int64_t version = 0;
	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		_exit(2);
	enum cdr_status status = cdr_store_open(path, false, &store, &err);
	if (status == CDR_OK)
		status = cdr_store_org_put(store, ORG, CDR_STR("{}"), &version, &err);
	store = cdr_store_free(store);
	if (status != CDR_ESTORE || !strstr(err.message, "cannot be written") ||
	    !strstr(err.message, "write permission"))
		(void)fprintf(stderr, "%s: %s\n", cdr_status_name(status), err.message);
	_exit(status == CDR_ESTORE && strstr(err.message, "write permission") ? 0 : 1);
}

static void
sqlite_read_only_store_says_what_to_do(void **state)
{
	struct scratch *scratch = *state;
	int outcome = -1;
	scratch->store = cdr_store_free(scratch->store);
	assert_int_equal(chmod(scratch->path, 0444), 0);
	assert_int_equal(chmod(scratch->directory, 0777), 0);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0)
		write_as_stranger(scratch->path);
	assert_int_equal(waitpid(child, &outcome, 0), child);
	assert_true(WIFEXITED(outcome));
	assert_int_equal(WEXITSTATUS(outcome), 0);
}

static void
sqlite_second_writer_is_told_that_the_store_is_busy(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *other = NULL;
	int64_t version = 0;
	assert_ok(cdr_store_open(scratch->path, false, &other, err));
	assert_ok(store_execute(other->connection, "PRAGMA busy_timeout = 50", err));
	assert_ok(cdr_store_begin(scratch->store, err));
	assert_fails(CDR_EBUSY, "try again", cdr_store_begin(other, err));
	assert_fails(CDR_EBUSY, "another process is writing",
	             cdr_store_org_put(other, ORG, CDR_STR("{}"), &version, err));
	cdr_store_rollback(scratch->store);
	assert_ok(cdr_store_org_put(other, ORG, CDR_STR("{}"), &version, err));
	other = cdr_store_free(other);
}

/* Eight processes make the same store at once and each keeps something. */
static void
sqlite_store_can_be_made_by_several_at_once(void **state)
{
	enum { N = 8 };
	struct scratch *scratch = *state;
	pid_t children[N];
	for (int i = 0; i < N; i++) {
		children[i] = fork();
		assert_true(children[i] >= 0);
		if (children[i] == 0) {
			struct cdr_store *store = NULL;
			struct cdr_error err = { 0 };
			char name[] = { (char)('a' + i), '\0' };
			int64_t version = 0;
			enum cdr_status status = cdr_store_open(scratch->path, true, &store, &err);
			if (status == CDR_OK)
				status = cdr_store_org_put(store, cdr_str_from(name), CDR_STR("{}"), &version, &err);
			if (status != CDR_OK)
				(void)fprintf(stderr, "%s: %s\n", cdr_status_name(status), err.message);
			store = cdr_store_free(store);
			_exit(status == CDR_OK ? 0 : 1);
		}
	}
	for (int i = 0; i < N; i++) {
		int outcome = -1;
		assert_int_equal(waitpid(children[i], &outcome, 0), children[i]);
		assert_int_equal(outcome, 0);
	}
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM organisations"), N);
}

#define empty_test(name) cmocka_unit_test_setup_teardown(name, scratch_setup_empty, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		empty_test(sqlite_says_what_is_not_a_database),
		empty_test(sqlite_leaves_another_programs_database_alone),
		empty_test(sqlite_does_not_take_an_empty_file_for_a_store),
		scratch_test(sqlite_connection_is_durable_checked_and_defensive),
		scratch_test(sqlite_gives_parameters_by_their_number),
		scratch_test(sqlite_statement_may_be_open_twice),
		scratch_test(sqlite_full_disk_keeps_nothing_and_says_so),
		scratch_test(sqlite_read_only_store_says_what_to_do),
		scratch_test(sqlite_second_writer_is_told_that_the_store_is_busy),
		empty_test(sqlite_store_can_be_made_by_several_at_once),
	};
	return cmocka_run_group_tests_name("store/sqlite", tests, NULL, NULL);
}
