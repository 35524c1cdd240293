/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

/* The report of the checker about one rule with that condition; "" when it may stand. */
static const char *
report_of(const char *when, const char *topics)
{
	static char text[8192], report_text[4096];
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t n = 0;
	struct cdr_bundle_file files[] = { test_rule_file(text, sizeof(text), "THG-101", when,
		                                          "{fires: {}, near_miss: {}}"),
		                           { CDR_STR("risk/topics.yaml"), cdr_str_from(topics) } };
	enum cdr_status status = test_load(files, 2, &rulebook, &error);
	if (status != CDR_OK)
		print_error("%s: %s\n", error.where, error.message);
	assert_int_equal(status, CDR_OK);
	assert_int_equal(cdr_rulebook_check(rulebook, &report, &n, &error), CDR_OK);
	(void)snprintf(report_text, sizeof(report_text), "%s", report.n ? report.p : "");
	assert_int_equal(n == 0, report.n == 0);
	return report_text;
}

static void
stands(const char *when)
{
	const char *report = report_of(when, TOPICS);
	if (*report)
		print_error("%s: %s", when, report);
	assert_string_equal(report, "");
}

static void
refused(const char *when, const char *part)
{
	const char *report = report_of(when, TOPICS);
	if (!strstr(report, part))
		print_error("%s: \"%s\"\n", when, report);
	assert_non_null(strstr(report, part));
	assert_non_null(strstr(report, "risk/things/thg-101.yaml:"));
}

static void
check_refuses_rules_that_rest_on_origin_alone(void **state)
{
	(void)state;
	const char *part = "where a firm is or people come from";
	refused("{fact: a.origin, is: XA}", part);
	refused("{any: [{fact: a.hours, above: 9}, {fact: a.origin, is: XA}]}", part);
	refused("{not: {fact: a.origin, is: XA}}", part);
	refused("{all: [{fact: a.origin, is: XA}, {fact: a.text, known: false}]}", part);
	stands("{all: [{fact: a.origin, is: XA}, {fact: a.hours, above: 9}]}");
	stands("{fact: a.text, known: false}");
}

static void
check_refuses_rules_by_sex(void **state)
{
	(void)state;
	refused("{all: [{fact: a.hours, above: 9}, {fact: a.women, above: 50}]}", "share of women");
	refused("{percent: [a.women, a.limit], above: 50}", "share of women");
}

static void
check_refuses_rules_that_need_a_border_or_restraint(void **state)
{
	(void)state;
	refused("{all: [{fact: a.abroad, is: true}, {fact: a.hours, above: 9}]}", "a border was crossed");
	stands("{any: [{fact: a.abroad, is: true}, {fact: a.hours, above: 9}]}");
	refused("{all: [{fact: a.free, is: false}, {fact: a.hours, above: 9}]}", "people were held");
	stands("{any: [{fact: a.free, is: false}, {fact: a.hours, above: 9}]}");
	const char *routes =
		"topics: [{folder: things, prefix: THG, from: 101, to: 199, title: Things, routes: true}]\n";
	assert_string_equal(report_of("{all: [{fact: a.abroad, is: true}, {fact: a.hours, above: 9}]}", routes), "");
}

static void
check_refuses_conditions_without_sense(void **state)
{
	(void)state;
	refused("{all: [{fact: a.hours, above: 9}, {fact: a.hours, below: 3}]}", "can never hold");
	refused("{all: [{fact: a.hours, above: 9}, {fact: a.hours, at_most: 9}]}", "can never hold");
	refused("{all: [{fact: a.day, after: 2026-01-01}, {fact: a.day, before: 2025-01-01}]}", "can never hold");
	refused("{count: visits, where: {all: [{fact: visit.days, above: 9}, {fact: visit.days, below: 3}]}, above: 1}",
	        "can never hold");
	refused("{any: [{fact: a.hours, above: 3}, {fact: a.hours, at_most: 9}]}", "whatever the value");
	stands("{all: [{fact: a.hours, at_least: 9}, {fact: a.hours, at_most: 9}]}");
	stands("{any: [{fact: a.hours, above: 9}, {fact: a.hours, below: 3}]}");
}

static void
check_refuses_words_that_accuse(void **state)
{
	(void)state;
	char text[4096];
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t n = 0;
	struct cdr_bundle_file files[] = { test_rule_file(text, sizeof(text), "THG-101", "{fact: a.hours, above: 9}",
		                                          "{fires: {}, near_miss: {}}"),
		                           TOPICS_FILE };
	char *message = strstr(text, "hours\"\nremedy: Investigate.");
	assert_non_null(message);
	memcpy(message, "guilt\"\nremedy: Tell every1.", strlen("guilt\"\nremedy: Tell every1."));
	(void)memcpy(strstr(text, "title: A thing"), "title: guilty ", 14);
	assert_int_equal(test_load(files, 2, &rulebook, &error), CDR_OK);
	assert_int_equal(cdr_rulebook_check(rulebook, &report, &n, &error), CDR_OK);
	assert_int_equal(n, 2);
	assert_non_null(strstr(report.p, "accuses somebody"));
	assert_non_null(strstr(report.p, "what to investigate"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(check_refuses_rules_that_rest_on_origin_alone),
		cmocka_unit_test(check_refuses_rules_by_sex),
		cmocka_unit_test(check_refuses_rules_that_need_a_border_or_restraint),
		cmocka_unit_test(check_refuses_conditions_without_sense),
		cmocka_unit_test(check_refuses_words_that_accuse),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
