/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static void
explain_says_the_condition_in_words(void **state)
{
	(void)state;
	struct cdr_bundle_file files[] = {
		{ CDR_STR("risk/things/thg-101.yaml"),
		  CDR_STR(RULE_HEAD("THG-101") RULE_SOURCE RULE_SUBJECT RULE_TEXTS RULE_CASES
		          "when:\n  all:\n"
		          "    - {fact: a.hours, above: {fact: a.limit}}\n"
		          "    - any:\n"
		          "        - {fact: a.colour, in: [red, green]}\n"
		          "        - {fact: a.day, on_or_after: 2024-01-01}\n"
		          "        - {fact: a.text, matches: 'x+'}\n"
		          "    - not: {fact: a.list, known: false}\n"
		          "    - {lookup: tables/t.csv, where: {k: a.text}, column: v, is: 'yes', absent: false}\n") },
		TOPICS_FILE,
		{ CDR_STR("tables/t.csv"), CDR_STR("# edition: 2024\nk,v\n1,yes\n") },
	};
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	enum cdr_status status = test_load(files, 3, &rulebook, &error);
	if (status != CDR_OK)
		print_error("%s: %s\n", error.where, error.message);
	assert_int_equal(status, CDR_OK);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_rule_explain(cdr_rulebook_at(rulebook, 0), &out, &error), CDR_OK);
	assert_string_equal(out.p, "- all of:\n"
	                           "  - a.hours is above a.limit\n"
	                           "  - any of:\n"
	                           "    - a.colour is one of red, green\n"
	                           "    - a.day is on or after 2024-01-01\n"
	                           "    - a.text matches /x+/\n"
	                           "  - not:\n"
	                           "    - a.list is not known\n"
	                           "  - \"v\" in tables/t.csv where k is a.text (no such row: false) is yes\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(explain_says_the_condition_in_words) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
