/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

#define PATH "risk/things/thg-101-a.yaml"

static void
rulebook_holds_all_rules_sorted_by_id(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = {
		{ CDR_STR("match/words.yaml"), CDR_STR("not: [a, rule") },
		{ CDR_STR("risk/things/thg-102-b.yaml"), CDR_STR(RULE("THG-102")) },
		{ CDR_STR("risk/things/THG-101-a.yaml"), CDR_STR(RULE("THG-101")) },
		{ CDR_STR("risk/things/notes.md"), CDR_STR("no rule") },
		TOPICS_FILE,
	};
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	enum cdr_status status = test_load(files, CDR_LEN(files), &rulebook, &error);
	if (status != CDR_OK)
		print_error("%s: %s\n", error.where, error.message);
	assert_int_equal(status, CDR_OK);
	assert_int_equal(cdr_rulebook_count(rulebook), 2);
	const struct cdr_rule *rule = cdr_rulebook_at(rulebook, 0);
	assert_true(cdr_str_equal(rule->id, CDR_STR("THG-101")));
	assert_ptr_equal(cdr_rulebook_find(rulebook, CDR_STR("THG-101")), rule);
	assert_ptr_equal(cdr_rulebook_find(rulebook, CDR_STR("THG-102")), cdr_rulebook_at(rulebook, 1));
	assert_null(cdr_rulebook_find(rulebook, CDR_STR("THG-103")));
	assert_int_equal(rule->revision, 2);
	assert_int_equal(rule->severity, CDR_SEVERITY_HIGH);
	assert_int_equal(rule->in_force_from.ymd, 20200101);
	assert_int_equal(rule->in_force_to.ymd, 20301231);
	assert_true(cdr_str_equal(rule->source, CDR_STR("An Act, section 1")));
	assert_true(cdr_str_equal(rule->source_url, CDR_STR("https://example.org/act")));
	assert_true(cdr_str_equal(rule->applies_to, CDR_STR("engagement")));
	assert_true(cdr_str_equal(rule->path, CDR_STR("risk/things/THG-101-a.yaml")));
	assert_int_equal(rule->n_statement_criteria, 1);
	assert_true(cdr_str_equal(rule->statement_criteria[0], CDR_STR("law/one")));
	assert_non_null(rule->condition);
}

static void
rulebook_without_rules_is_empty_not_an_error(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = { TOPICS_FILE };
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	assert_int_equal(test_load(files, 1, &rulebook, &error), CDR_OK);
	assert_int_equal(cdr_rulebook_count(rulebook), 0);
	assert_null(cdr_rulebook_find(rulebook, CDR_STR("THG-101")));
}

static void
rulebook_needs_its_topics(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = { { CDR_STR(PATH), CDR_STR(RULE("THG-101")) } };
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(test_load(files, 1, &rulebook, &error), CDR_EINPUT);
	assert_string_equal(error.where, "risk/topics.yaml");
}

static void
rulebook_refuses_a_second_rule_of_an_id(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/things/thg-101-a.yaml"), CDR_STR(RULE("THG-101")) },
		{ CDR_STR("risk/things/thg-101-b.yaml"), CDR_STR(RULE("THG-101")) },
		TOPICS_FILE,
	};
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(test_load(files, 3, &rulebook, &error), CDR_EINPUT);
	assert_string_equal(error.where, "risk/things/thg-101-b.yaml:1:5");
	assert_non_null(strstr(error.message, "taken by risk/things/thg-101-a.yaml"));
}

static void
rulebook_names_every_problem_of_every_file(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/things/thg-101-a.yaml"), CDR_STR("id: [") },
		{ CDR_STR("risk/things/thg-102-b.yaml"), CDR_STR(RULE_HEAD("THG-102") RULE_SOURCE RULE_SUBJECT
		                                                 "when: {fact: a.huors, above: 8}\n"
		                                                 "mesage: x\nremedy: \"{a.limt}\"\nquestion: Why?\n"
		                                                 "cases: {fires: {a.hours: x}}\n") },
		TOPICS_FILE,
	};
	struct cdr_error error = { 0 };
	struct cdr_rulebook *rulebook = NULL;
	assert_int_equal(test_load(files, 3, &rulebook, &error), CDR_EINPUT);
	assert_non_null(strstr(error.where, "risk/things/thg-101-a.yaml:"));
	assert_non_null(strstr(error.message, "risk/things/thg-102-b.yaml:10:1: unknown key \"mesage\": did you mean"));
	assert_non_null(strstr(error.message, "\"message\" is missing"));
	assert_non_null(strstr(error.message, "risk/things/thg-102-b.yaml:9:14: no fact is called \"a.huors\""));
	assert_non_null(strstr(error.message, "risk/things/thg-102-b.yaml:11:9: no fact is called \"a.limt\""));
	assert_non_null(strstr(error.message, "risk/things/thg-102-b.yaml:13:8: \"near_miss\" is missing"));
}

static void
rulebook_checks_words_dates_and_links(void **state)
{
	(void)state;
	const char *tail = "when: {fact: a.hours, above: 8}\n" RULE_TEXTS RULE_CASES;
	char text[2048];
	(void)snprintf(text, sizeof(text), "%s%sapplies_to: engagement\nseverity: dire\n%s", RULE_HEAD("THG-101"),
	               RULE_SOURCE, tail);
	test_rule_refused(PATH, text, PATH ":7:11", "info, low, medium, high, critical");
	(void)snprintf(text, sizeof(text), "%s%sapplies_to: person\nseverity: low\n%s", RULE_HEAD("THG-101"),
	               RULE_SOURCE, tail);
	test_rule_refused(PATH, text, PATH ":6:13", "party, engagement");
	(void)snprintf(text, sizeof(text),
	               "%s%sapplies_to: engagement\nseverity: low\nin_force: {from: 2024-01-01, to: 2023-01-01}\n%s",
	               RULE_HEAD("THG-101"), RULE_SOURCE, tail);
	test_rule_refused(PATH, text, PATH ":8:11", "\"to\" lies before \"from\"");
	(void)snprintf(text, sizeof(text), "%ssource: {citation: An Act, url: ftp://x}\nrationale: r\n%s%s",
	               RULE_HEAD("THG-101"), RULE_SUBJECT, tail);
	test_rule_refused(PATH, text, PATH ":4:33", "https://");
	(void)snprintf(text, sizeof(text), "id: THG-101\nrevision: 0\ntitle: t\n%s%s%s", RULE_SOURCE, RULE_SUBJECT,
	               tail);
	test_rule_refused(PATH, text, PATH ":2:11", "1, 2, 3");
}

static void
rulebook_refuses_facts_of_another_subject(void **state)
{
	(void)state;
	/* a.hours is a fact of engagements only. */
	const char *text = RULE_HEAD("THG-101") RULE_SOURCE
		"applies_to: party\nseverity: low\n" RULE_WHEN
		"message: m\nremedy: r\nquestion: q\ncases: {fires: {a.flag: true}, near_miss: {a.flag: false}}\n";
	test_rule_refused(PATH, text, PATH ":8:14", "is about: engagement; here the subject is: party");
}

static void
rulebook_refuses_broken_placeholders_and_criteria(void **state)
{
	(void)state;
	test_rule_refused(PATH,
	                  RULE_HEAD("THG-101") RULE_SOURCE RULE_SUBJECT RULE_WHEN
	                  "message: \"{a.hours\"\nremedy: r\nquestion: q\n" RULE_CASES,
	                  PATH ":10:10", "never closed");
	test_rule_refused(PATH,
	                  RULE_HEAD("THG-101") RULE_SOURCE RULE_SUBJECT RULE_WHEN
	                  "message: m\nremedy: r\nquestion: q\nstatement_criteria: [one]\n" RULE_CASES,
	                  PATH ":13:21", "law/criterion");
	test_rule_refused(PATH,
	                  RULE_HEAD("THG-101") RULE_SOURCE RULE_SUBJECT RULE_WHEN RULE_TEXTS
	                  "cases: {fires: [], near_miss: {a.hours: 1}}\n",
	                  PATH ":14:16", "holds no case");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rulebook_holds_all_rules_sorted_by_id),
		cmocka_unit_test(rulebook_without_rules_is_empty_not_an_error),
		cmocka_unit_test(rulebook_needs_its_topics),
		cmocka_unit_test(rulebook_refuses_a_second_rule_of_an_id),
		cmocka_unit_test(rulebook_names_every_problem_of_every_file),
		cmocka_unit_test(rulebook_checks_words_dates_and_links),
		cmocka_unit_test(rulebook_refuses_facts_of_another_subject),
		cmocka_unit_test(rulebook_refuses_broken_placeholders_and_criteria),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
