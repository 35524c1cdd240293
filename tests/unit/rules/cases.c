/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static enum cdr_status
run(const char *cases, struct cdr_buf *report, size_t *ret_passed, size_t *ret_failed)
{
	char text[2048];
	(void)snprintf(text, sizeof(text), "%s%s", RULE_HEAD("THG-101") RULE_SOURCE RULE_SUBJECT RULE_WHEN RULE_TEXTS,
	               cases);
	struct cdr_bundle_file files[] = { { CDR_STR("risk/things/thg-101.yaml"), cdr_str_from(text) }, TOPICS_FILE };
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	assert_int_equal(test_load(files, 2, &rulebook, &error), CDR_OK);
	return cdr_rulebook_test(rulebook, report, ret_passed, ret_failed, &error);
}

static void
cases_that_hold_are_counted(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t passed = 0, failed = 99;
	assert_int_equal(run(RULE_CASES, &report, &passed, &failed), CDR_OK);
	assert_int_equal(passed, 4);
	assert_int_equal(failed, 0);
	assert_int_equal(report.n, 0);
}

static void
cases_that_fail_are_reported_with_place_and_reason(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t passed = 0, failed = 0;
	enum cdr_status status = run("cases:\n  fires: {a.flag: true}\n  near_miss: {a.hours: 9}\n  unknown: {a.hours: "
	                             "3}\n",
	                             &report, &passed, &failed);
	assert_int_equal(status, CDR_EREFUSED);
	assert_int_equal(passed, 0);
	assert_int_equal(failed, 3);
	assert_string_equal(
		report.p, "risk/things/thg-101.yaml:15:10: THG-101: the case \"fires\" must come out true but is "
			  "unknown; missing: a.hours\n"
			  "risk/things/thg-101.yaml:16:14: THG-101: the case \"near_miss\" must come out false but is "
			  "true\n"
			  "risk/things/thg-101.yaml:17:12: THG-101: the case \"unknown\" must come out unknown but is "
			  "false\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cases_that_hold_are_counted),
		cmocka_unit_test(cases_that_fail_are_reported_with_place_and_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
