/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
put_org(struct cdr_store *store, struct cdr_str org)
{
	int64_t version = 0;
	assert_ok(cdr_store_org_put(store, org, CDR_STR("{}"), &version, err));
}

static int64_t
count_orgs(const struct scratch *scratch)
{
	return raw_number(scratch, "SELECT count(*) FROM organisations");
}

static void
store_is_made_with_its_directory_and_opens_again(void **state)
{
	struct scratch *scratch = *state;
	char path[128], json[] = "{\"name\":\"Acme\"}";
	struct cdr_store *store = NULL;
	struct cdr_str read = { NULL, 0 };
	int64_t version = 0;
	(void)snprintf(path, sizeof(path), "%s/deep/er/c.db", scratch->directory);
	assert_ok(cdr_store_open(path, true, &store, err));
	assert_string_equal(cdr_store_path(store), path);
	assert_ok(cdr_store_org_put(store, ORG, cdr_str_from(json), &version, err));
	assert_int_equal(version, 1);
	store = cdr_store_free(store);
	assert_ok(cdr_store_open(path, false, &store, err));
	assert_ok(cdr_store_org_get(store, ORG, scratch->arena, &read, &version, err));
	assert_text(read, json);
	store = cdr_store_free(store);
}

static void
store_that_is_missing_says_to_make_one(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *store = NULL;
	assert_fails(CDR_ENOTFOUND, "candor init", cdr_store_open(scratch->path, false, &store, err));
	assert_null(store);
	assert_false(cdr_file_exists(scratch->path));
}

static void
store_is_closed_to_others_on_the_machine(void **state)
{
	struct scratch *scratch = *state;
	struct stat facts;
	assert_int_equal(stat(scratch->path, &facts), 0);
	assert_int_equal(facts.st_mode & 07777, 0640);
}

static void
store_keeps_what_is_committed(void **state)
{
	struct scratch *scratch = *state;
	cdr_auto(cdr_store_transaction) outer = { NULL };
	assert_ok(cdr_store_transaction_begin(scratch->store, &outer, err));
	{
		cdr_auto(cdr_store_transaction) inner = { NULL };
		assert_ok(cdr_store_transaction_begin(scratch->store, &inner, err));
		put_org(scratch->store, ORG);
		assert_ok(cdr_store_transaction_commit(&inner, err));
	}
	assert_int_equal(count_orgs(scratch), 0);
	assert_ok(cdr_store_transaction_commit(&outer, err));
	assert_int_equal(count_orgs(scratch), 1);
}

static void
store_guard_rolls_back_what_is_not_committed(void **state)
{
	struct scratch *scratch = *state;
	{
		cdr_auto(cdr_store_transaction) transaction = { NULL };
		assert_ok(cdr_store_transaction_begin(scratch->store, &transaction, err));
		put_org(scratch->store, ORG);
	}
	assert_int_equal(count_orgs(scratch), 0);
	put_org(scratch->store, ORG);
	assert_int_equal(count_orgs(scratch), 1);
}

static void
store_inner_rollback_dooms_the_outer(void **state)
{
	struct scratch *scratch = *state;
	int64_t version = 0;
	assert_ok(cdr_store_begin(scratch->store, err));
	put_org(scratch->store, CDR_STR("first"));
	assert_ok(cdr_store_begin(scratch->store, err));
	cdr_store_rollback(scratch->store);
	assert_fails(CDR_ESTORE, "run again",
	             cdr_store_org_put(scratch->store, CDR_STR("second"), CDR_STR("{}"), &version, err));
	assert_fails(CDR_ESTORE, "nothing of it is kept", cdr_store_commit(scratch->store, err));
	assert_int_equal(count_orgs(scratch), 0);
	put_org(scratch->store, CDR_STR("third"));
	assert_int_equal(count_orgs(scratch), 1);
}

static void
store_read_transaction_sees_one_moment_and_keeps_nobody_out(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str read = { NULL, 0 };
	struct cdr_store *other = NULL;
	int64_t version = 0;
	put_org(scratch->store, ORG);
	assert_ok(cdr_store_open(scratch->path, false, &other, err));
	{
		cdr_auto(cdr_store_transaction) transaction = { NULL };
		assert_ok(cdr_store_transaction_read(scratch->store, &transaction, err));
		assert_ok(cdr_store_org_get(scratch->store, ORG, scratch->arena, &read, &version, err));
		assert_ok(cdr_store_org_put(other, ORG, CDR_STR("{\"new\":1}"), &version, err));
		assert_ok(cdr_store_org_get(scratch->store, ORG, scratch->arena, &read, &version, err));
		assert_int_equal(version, 1);
	}
	assert_ok(cdr_store_org_get(scratch->store, ORG, scratch->arena, &read, &version, err));
	assert_int_equal(version, 2);
	other = cdr_store_free(other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(store_is_made_with_its_directory_and_opens_again, scratch_setup_empty,
		                                scratch_teardown),
		cmocka_unit_test_setup_teardown(store_that_is_missing_says_to_make_one, scratch_setup_empty,
		                                scratch_teardown),
		scratch_test(store_is_closed_to_others_on_the_machine),
		scratch_test(store_keeps_what_is_committed),
		scratch_test(store_guard_rolls_back_what_is_not_committed),
		scratch_test(store_inner_rollback_dooms_the_outer),
		scratch_test(store_read_transaction_sees_one_moment_and_keeps_nobody_out),
	};
	return cmocka_run_group_tests_name("store/store", tests, NULL, NULL);
}
