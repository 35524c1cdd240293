/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static char texts[4][4096];
#define PLAIN "{fires: {a.hours: 9}, near_miss: {a.hours: 8}}"

static enum cdr_status
load(const char *first, const char *second, const char *second_cases, struct cdr_rulebook **ret,
     struct cdr_error *error)
{
	struct cdr_bundle_file files[] = {
		test_rule_file(texts[0], sizeof(texts[0]), "THG-101", first, PLAIN),
		test_rule_file(texts[1], sizeof(texts[1]), "THG-102", "{fact: a.hours, above: 8}", PLAIN),
		test_rule_file(texts[2], sizeof(texts[2]), "THG-103", second, second_cases),
		TOPICS_FILE,
	};
	return test_load(files, CDR_LEN(files), ret, error);
}

static void
order_counts_rules_whose_ids_come_later(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_owned(cdr_rule_run) run = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	assert_int_equal(load("{rule: THG-102}", "{rules: [THG-101, THG-102], at_least: 2}",
	                      "{fires: {rules: {THG-101: true, THG-102: true}}, near_miss: {rules: {THG-101: false}},"
	                      " unknown: {rules: {THG-101: true}}}",
	                      &rulebook, &error),
	                 CDR_OK);
	assert_int_equal(cdr_rule_run_new(rulebook, &run, &error), CDR_OK);
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	cdr_facts_set_number(facts, "a.hours", 9);
	struct cdr_date day = { 20260101 };
	assert_int_equal(cdr_rule_run_answer(run, facts, CDR_STR("engagement"), day, arena, &error), CDR_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(cdr_rule_run_truth(run, i), CDR_TRUE);
	cdr_facts_clear(facts);
	assert_int_equal(cdr_rule_run_answer(run, facts, CDR_STR("engagement"), day, arena, &error), CDR_OK);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(cdr_rule_run_truth(run, i), CDR_UNKNOWN);
	struct cdr_trace trace = { 0 };
	assert_int_equal(cdr_rule_run_trace(run, 2, facts, arena, &trace, &error), CDR_OK);
	assert_int_equal(trace.n_missing, 2);
	assert_true(cdr_str_equal(trace.missing[0], CDR_STR("THG-101")));
}

static void
order_refuses_rules_that_lead_back_to_themselves(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	const char *cases = "{fires: {rules: {THG-101: true}}, near_miss: {rules: {THG-101: false}}}";
	assert_int_equal(load("{rules: [THG-103, THG-102], at_least: 1}", "{rule: THG-101}", cases, &rulebook, &error),
	                 CDR_EINPUT);
	assert_non_null(strstr(error.message, "THG-101 → THG-103 → THG-101"));
	assert_int_equal(load("{rule: THG-101}", "{fact: a.hours, above: 8}", PLAIN, &rulebook, &error), CDR_EINPUT);
	assert_non_null(strstr(error.message, "THG-101 → THG-101"));
}

static void
order_refuses_rules_that_do_not_exist(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(load("{rule: THG-199}", "{fact: a.hours, above: 8}", PLAIN, &rulebook, &error), CDR_EINPUT);
	assert_non_null(strstr(error.message, "there is no rule \"THG-199\""));
	assert_non_null(strstr(error.where, "thg-101.yaml:"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_counts_rules_whose_ids_come_later),
		cmocka_unit_test(order_refuses_rules_that_lead_back_to_themselves),
		cmocka_unit_test(order_refuses_rules_that_do_not_exist),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
