/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "store/store-impl.h"

static void
migrate_applies_every_migration_once(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *again = NULL;
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM schema_versions"), store_migrations_n);
	assert_int_equal(raw_number(scratch, "SELECT max(number) FROM schema_versions"), store_migrations_n);
	assert_ok(cdr_store_open(scratch->path, false, &again, err));
	again = cdr_store_free(again);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM schema_versions"), store_migrations_n);
}

static void
migrate_refuses_a_store_of_a_newer_version(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *again = NULL;
	raw_run(scratch, "INSERT INTO schema_versions (number, name, applied_at) VALUES (999, 'x', 'y')");
	assert_fails(CDR_ESTORE, "made by a newer version of Candor (schema 999",
	             cdr_store_open(scratch->path, false, &again, err));
	assert_null(again);
}

static void
migrate_that_was_cut_off_begins_again(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *store = NULL;
	/* A file that was marked as a store, and nothing more. */
	raw_run(scratch, "PRAGMA application_id = 0x43445231; CREATE TABLE t (a); DROP TABLE t");
	assert_fails(CDR_ENOTFOUND, "candor init", cdr_store_open(scratch->path, false, &store, err));
	assert_ok(cdr_store_open(scratch->path, true, &store, err));
	store = cdr_store_free(store);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM schema_versions"), store_migrations_n);
}

static void
migrate_makes_only_strict_tables(void **state)
{
	assert_int_equal(raw_number(*state, "SELECT count(*) FROM pragma_table_list WHERE schema = 'main'"
	                                    " AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'"),
	                 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(migrate_applies_every_migration_once),
		scratch_test(migrate_refuses_a_store_of_a_newer_version),
		cmocka_unit_test_setup_teardown(migrate_that_was_cut_off_begins_again, scratch_setup_empty,
		                                scratch_teardown),
		scratch_test(migrate_makes_only_strict_tables),
	};
	return cmocka_run_group_tests_name("store/migrate", tests, NULL, NULL);
}
