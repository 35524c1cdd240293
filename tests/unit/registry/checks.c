/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

static enum cdr_status
check(const struct cdr_registry *registry, size_t n_entries, int64_t n_rows, int64_t previous, struct cdr_error *err)
{
	struct cdr_registry_copy copy = { .n_entries = n_entries, .n_rows = n_rows };
	*err = (struct cdr_error){ 0 };
	return cdr_registry_check_counts(registry, &copy, previous, err);
}

static void
checks_refuse_a_fall_of_more_than_the_limit(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	assert_int_equal(check(registry, 900, 900, 1000, &err), CDR_OK);
	assert_int_equal(check(registry, 899, 899, 1000, &err), CDR_EREFUSED);
	assert_holds(err.message, "899");
	assert_holds(err.message, "1000");
	assert_int_equal(check(registry, 0, 0, 1000, &err), CDR_EREFUSED);
	assert_int_equal(check(registry, 0, 0, 0, &err), CDR_OK);
	assert_int_equal(check(registry, 5000, 5000, 1000, &err), CDR_OK);
}

static void
checks_use_the_limit_of_the_definition(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) none = load_registry(HEAD "max_drop_pct: 0\n" CSV_BODY);
	cdr_owned(cdr_registry) half = load_registry(HEAD "max_drop_pct: 50\n" CSV_BODY);
	assert_int_equal(check(none, 1000, 1000, 1000, &err), CDR_OK);
	assert_int_equal(check(none, 999, 999, 1000, &err), CDR_EREFUSED);
	assert_int_equal(check(half, 500, 500, 1000, &err), CDR_OK);
	assert_int_equal(check(half, 499, 499, 1000, &err), CDR_EREFUSED);
}

static void
checks_refuse_rows_outside_the_range(void **state)
{
	(void)state;
	struct cdr_error err;
	cdr_owned(cdr_registry) registry = load_registry(HEAD "expected_rows: {min: 10, max: 20}\n" CSV_BODY);
	assert_int_equal(check(registry, 9, 9, 0, &err), CDR_EREFUSED);
	assert_holds(err.message, "10 to 20");
	assert_int_equal(check(registry, 30, 10, 0, &err), CDR_OK);
	assert_int_equal(check(registry, 20, 20, 0, &err), CDR_OK);
	assert_int_equal(check(registry, 5, 21, 0, &err), CDR_EREFUSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_refuse_a_fall_of_more_than_the_limit),
		cmocka_unit_test(checks_use_the_limit_of_the_definition),
		cmocka_unit_test(checks_refuse_rows_outside_the_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
