/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static char text[4096];

static enum cdr_status
load(const char *overrides, struct cdr_rulebook **ret, struct cdr_error *error)
{
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/overrides.yaml"), cdr_str_from(overrides) },
		test_rule_file(text, sizeof(text), "THG-101", "{fact: a.hours, above: {limit: most}}",
		               "{fires: {a.hours: 61}, near_miss: {a.hours: 60}}\n"
		               "limits: {most: {value: 60, about: hours}}"),
		TOPICS_FILE,
	};
	return test_load(files, CDR_LEN(files), ret, error);
}

static void
overrides_set_limits_and_severities_and_say_why(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	enum cdr_status status =
		load("overrides: [{rule: THG-101, reason: Ours are 48, severity: low, limits: {most: 48}}]", &rulebook,
	             &error);
	if (status != CDR_OK)
		print_error("%s: %s\n", error.where, error.message);
	assert_int_equal(status, CDR_OK);
	const struct cdr_rule *rule = cdr_rulebook_at(rulebook, 0);
	assert_int_equal(rule->severity, CDR_SEVERITY_LOW);
	assert_int_equal(rule->shipped_severity, CDR_SEVERITY_HIGH);
	assert_true(cdr_str_equal(rule->override_reason, CDR_STR("Ours are 48")));
	assert_true(rule->limits[0].value < 48.5 && rule->limits[0].value > 47.5);
	assert_true(rule->limits[0].shipped > 59.5);
	cdr_auto(cdr_buf) report = CDR_BUF_INIT;
	size_t passed = 0, failed = 0;
	/* The cases are about what is shipped: a near miss of 60 is none of 48. They are left out, and that is told. */
	assert_int_equal(cdr_rulebook_test(rulebook, &report, &passed, &failed, &error), CDR_OK);
	assert_int_equal(passed, 0);
	assert_non_null(strstr(report.p, "THG-101: this site set another limit"));
}

static void
overrides_can_leave_a_rule_unasked(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_owned(cdr_rule_run) run = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	assert_int_equal(load("overrides: [{rule: THG-101, reason: Not ours to ask, off: true}]", &rulebook, &error),
	                 CDR_OK);
	assert_int_equal(cdr_rule_run_new(rulebook, &run, &error), CDR_OK);
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	cdr_facts_set_number(facts, "a.hours", 99);
	struct cdr_date day = { 20260101 };
	assert_int_equal(cdr_rule_run_answer(run, facts, CDR_STR("engagement"), day, arena, &error), CDR_OK);
	assert_false(cdr_rule_run_asked(run, 0));
}

static void
refused(const char *overrides, const char *part)
{
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(load(overrides, &rulebook, &error), CDR_EINPUT);
	if (!strstr(error.message, part) || !strstr(error.where, "risk/overrides.yaml:1:"))
		print_error("%s: %s\n", error.where, error.message);
	assert_non_null(strstr(error.message, part));
	assert_non_null(strstr(error.where, "risk/overrides.yaml:1:"));
}

static void
overrides_mistakes_are_named_at_their_place(void **state)
{
	(void)state;
	refused("overrides: [{rule: THG-102, reason: None}]", "there is no rule \"THG-102\"");
	refused("overrides: [{rule: THG-101, reason: ' '}]", "needs a reason");
	refused("overrides: [{rule: THG-101, off: true}]", "reason");
	refused("overrides: [{rule: THG-101, reason: x, limits: {mots: 3}}]", "did you mean \"most\"?");
	refused("overrides: [{rule: THG-101, reason: x, limits: {most: many}}]", "a limit is a number");
	refused("overrides: [{rule: THG-101, reason: x, severity: dire}]", "not \"dire\"");
	refused("overrides: [{rule: THG-101, reason: x}, {rule: THG-101, reason: y}]", "overridden twice");
	refused("overrides: [{rule: THG-101, reason: x, of: true}]", "of");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(overrides_set_limits_and_severities_and_say_why),
		cmocka_unit_test(overrides_can_leave_a_rule_unasked),
		cmocka_unit_test(overrides_mistakes_are_named_at_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
