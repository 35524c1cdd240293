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

static enum cdr_status
check_content(struct cdr_entry *entries, size_t n, int64_t n_unexplained, struct cdr_error *err)
{
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	struct cdr_registry_copy copy = { .entries = entries, .n_entries = n, .n_unexplained = n_unexplained };
	*err = (struct cdr_error){ 0 };
	return cdr_registry_check_content(registry, &copy, (struct cdr_date){ 20260503 }, err);
}

static void
checks_refuse_many_words_nobody_explained(void **state)
{
	struct cdr_entry entries[100] = { 0 };
	struct cdr_error err;
	(void)state;
	assert_int_equal(check_content(entries, 100, 10, &err), CDR_OK);
	assert_int_equal(check_content(entries, 100, 11, &err), CDR_EREFUSED);
	assert_holds(err.message, "11 of 100");
	assert_int_equal(check_content(entries, 5, 5, &err), CDR_OK);
	assert_int_equal(check_content(entries, 6, 6, &err), CDR_EREFUSED);
}

static void
checks_refuse_days_that_are_still_to_come(void **state)
{
	struct cdr_entry entries[20] = { 0 };
	struct cdr_entry_status status = { .from = { 20270601 } };
	struct cdr_error err;
	(void)state;
	for (size_t i = 0; i < 6; i++)
		entries[i] = (struct cdr_entry){ .name = CDR_STR("A Hands"),
			                         .listed_on = { 20260506 },
			                         .origin = { .row = (uint32_t)i + 2 } };
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_EREFUSED);
	assert_holds(err.message, "6 of 20 entries tell of days that are still to come");
	assert_holds(err.message, "\"A Hands\" in row 2");
	entries[0].listed_on = (struct cdr_date){ 20260505 };
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_OK);
	entries[0] = (struct cdr_entry){ .statuses = &status, .n_statuses = 1 };
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_EREFUSED);
	status.from = (struct cdr_date){ 20270401 };
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_OK);
}

static void
checks_refuse_letters_lost_to_an_encoding(void **state)
{
	struct cdr_entry entries[20] = { 0 };
	struct cdr_error err;
	(void)state;
	for (size_t i = 0; i < 6; i++)
		entries[i].name = CDR_STR("Sa\xef\xbf\xbd"
		                          "de Hands");
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_EREFUSED);
	assert_holds(err.message, "6 of 20 entries have letters");
	entries[0].name = CDR_STR("Sa\xc3\xba"
	                          "de Hands");
	assert_int_equal(check_content(entries, 20, 0, &err), CDR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(checks_refuse_a_fall_of_more_than_the_limit),
		cmocka_unit_test(checks_use_the_limit_of_the_definition),
		cmocka_unit_test(checks_refuse_rows_outside_the_range),
		cmocka_unit_test(checks_refuse_many_words_nobody_explained),
		cmocka_unit_test(checks_refuse_days_that_are_still_to_come),
		cmocka_unit_test(checks_refuse_letters_lost_to_an_encoding),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
