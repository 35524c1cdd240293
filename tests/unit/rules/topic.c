/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static void
topic_decides_which_ids_a_folder_may_hold(void **state)
{
	(void)state;
	test_rule_refused("risk/things/thg-201-a.yaml", RULE("THG-201"), "risk/things/thg-201-a.yaml:1:5",
	                  "rules of things are THG-101 to THG-199");
	test_rule_refused("risk/things/xyz-101-a.yaml", RULE("XYZ-101"), "risk/things/xyz-101-a.yaml:1:5",
	                  "does not fit");
	test_rule_refused("risk/things/thg-1a1-a.yaml", RULE("THG-1A1"), "risk/things/thg-1a1-a.yaml:1:5",
	                  "does not fit");
	test_rule_refused("risk/things/thg-0101.yaml", RULE("THG-0101"), "risk/things/thg-0101.yaml:1:5",
	                  "does not fit");
}

static void
topic_must_be_listed(void **state)
{
	(void)state;
	test_rule_refused("risk/others/thg-101-a.yaml", RULE("THG-101"), "risk/others/thg-101-a.yaml:1:5",
	                  "listed in risk/topics.yaml");
	test_rule_refused("risk/thg-101-a.yaml", RULE("THG-101"), "risk/thg-101-a.yaml:1:5",
	                  "listed in risk/topics.yaml");
}

static void
topic_wants_the_id_in_the_file_name(void **state)
{
	(void)state;
	test_rule_refused("risk/things/thg-102-a.yaml", RULE("THG-101"), "risk/things/thg-102-a.yaml:1:5",
	                  "must begin with the rule's id");
}

static void
topic_file_is_checked_itself(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/topics.yaml"),
		  CDR_STR("topics: [{folder: things, prefix: THG, from: one, titel: x}]") }
	};
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(test_load(files, 1, &rulebook, &error), CDR_EINPUT);
	assert_string_equal(error.where, "risk/topics.yaml:1:46");
	assert_non_null(strstr(error.message, "\"from\" must be a whole number"));
	assert_non_null(strstr(error.message, "did you mean \"title\"?"));
	assert_non_null(strstr(error.message, "\"to\" is missing"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(topic_decides_which_ids_a_folder_may_hold),
		cmocka_unit_test(topic_must_be_listed),
		cmocka_unit_test(topic_wants_the_id_in_the_file_name),
		cmocka_unit_test(topic_file_is_checked_itself),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
