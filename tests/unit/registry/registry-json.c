/* SPDX-License-Identifier: Apache-2.0 */
#include "registry-test.h"

static void
registry_json_tells_what_people_ask_of_a_source(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	cdr_owned(cdr_json) json = cdr_registry_to_json(registry);
	assert_non_null(json);
	assert_true(cdr_str_equal(cdr_json_get_str(json, "id"), CDR_STR("zz-test-list")));
	assert_true(cdr_str_equal(cdr_json_get_str(json, "kind"), CDR_STR("licence_register")));
	assert_true(cdr_str_equal(cdr_json_get_str(json, "absence"), CDR_STR("nothing")));
	assert_true(cdr_str_equal(cdr_json_get_str(json, "url"), CDR_STR("https://example.org/")));
	assert_int_equal(cdr_json_get_int(json, "freshness_days", 0), 30);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(json, false, &text, NULL), CDR_OK);
}

static void
registry_json_a_copy_is_stale_after_its_days_and_not_on_the_last(void **state)
{
	(void)state;
	cdr_owned(cdr_registry) registry = load_registry(HEAD CSV_BODY);
	struct cdr_date as_of = cdr_date_make(2026, 1, 1);
	assert_false(cdr_registry_is_stale(registry, as_of, as_of));
	assert_false(cdr_registry_is_stale(registry, as_of, cdr_date_make(2026, 1, 31)));
	assert_true(cdr_registry_is_stale(registry, as_of, cdr_date_make(2026, 2, 1)));
	assert_true(cdr_registry_is_stale(registry, (struct cdr_date){ 0 }, as_of));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(registry_json_tells_what_people_ask_of_a_source),
		cmocka_unit_test(registry_json_a_copy_is_stale_after_its_days_and_not_on_the_last),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
