/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

static struct cdr_bundle_file files[] = {
	{ { "tables/limits.csv", 17 }, { NULL, 0 } },
	{ { "tables/goods.csv", 16 }, { NULL, 0 } },
};

static struct cdr_bundle
tables(void)
{
	files[0].text =
		CDR_STR("# edition: "
	                "2024\ncountry,sector,hours,since\nXA,fishing,10,2020-01-01\nXB,fishing,12,\nXC,fishing,,\n");
	files[1].text =
		CDR_STR("# edition: May "
	                "2025\ncountry,good,finding\nXA,shrimp,forced\nXA,rice,child\nXA,rice,forced\nXB,rice,none\n");
	return test_bundle(files, CDR_LEN(files));
}

static void
expect(const char *condition, const char *facts, enum cdr_truth truth, const char *missing)
{
	char list[512];
	struct cdr_bundle bundle = tables();
	struct test_answer answer = test_ask(condition, facts, &bundle);
	if (answer.status != CDR_OK)
		print_error("%s: %s\n", answer.error.where, answer.error.message);
	assert_int_equal(answer.status, CDR_OK);
	assert_int_equal(answer.truth, truth);
	assert_string_equal(test_missing(&answer, list), missing);
	(void)cdr_arena_free(answer.arena);
}

static void
lookup_gives_a_limit_to_compare_with(void **state)
{
	(void)state;
	const char *above = "{fact: a.hours, above: {lookup: tables/limits.csv, where: {country: a.text, sector: "
			    "a.second}, column: hours}}";
	expect(above, "{a.hours: 11, a.text: xa, a.second: Fishing}", CDR_TRUE, "");
	expect(above, "{a.hours: 11, a.text: XB, a.second: fishing}", CDR_FALSE, "");
	expect(above, "{a.hours: 11, a.text: XB}", CDR_UNKNOWN, "a.second");
	expect(above, "{}", CDR_UNKNOWN, "a.hours, a.text, a.second");
}

static void
lookup_without_a_row_is_unknown_unless_it_says_false(void **state)
{
	(void)state;
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, at_least: 10}", "{a.text: XZ}",
	       CDR_UNKNOWN, "tables/limits.csv");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, at_least: 10, absent: false}",
	       "{a.text: XZ}", CDR_FALSE, "");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, at_least: 10, absent: false}",
	       "{a.text: XC}", CDR_UNKNOWN, "tables/limits.csv");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: since, before: 2021-01-01}",
	       "{a.text: XA}", CDR_TRUE, "");
}

static void
lookup_by_a_list_takes_any_item_and_any_row(void **state)
{
	(void)state;
	const char *forced = "{lookup: tables/goods.csv, where: {country: a.text, good: a.list}, column: finding, "
			     "is: forced, absent: false}";
	expect(forced, "{a.text: XA, a.list: [tea, rice]}", CDR_TRUE, "");
	expect(forced, "{a.text: XB, a.list: [tea, rice]}", CDR_FALSE, "");
	expect(forced, "{a.text: XA, a.list: [tea]}", CDR_FALSE, "");
	expect(forced, "{a.text: XA}", CDR_UNKNOWN, "a.list");
}

static void
lookup_known_asks_whether_a_row_answers(void **state)
{
	(void)state;
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, known: true}", "{a.text: XA}",
	       CDR_TRUE, "");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, known: true}", "{a.text: XC}",
	       CDR_FALSE, "");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, known: false}", "{a.text: XZ}",
	       CDR_TRUE, "");
	expect("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, known: false}", "{}", CDR_UNKNOWN,
	       "a.text");
}

static void
lookup_shows_what_it_found_in_the_trace(void **state)
{
	(void)state;
	struct cdr_bundle bundle = tables();
	struct test_answer answer =
		test_ask("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, at_least: 10}",
	                 "{a.text: XA}", &bundle);
	assert_int_equal(answer.trace.n_facts, 3);
	assert_string_equal(answer.trace.facts[1].name.p, "tables/limits.csv:hours");
	assert_string_equal(answer.trace.facts[1].value.p, "10");
	assert_string_equal(answer.trace.facts[2].name.p, "tables/limits.csv:edition");
	assert_string_equal(answer.trace.facts[2].value.p, "2024");
	(void)cdr_arena_free(answer.arena);
}

static void
lookup_mistakes_are_named_at_their_place(void **state)
{
	(void)state;
	struct cdr_bundle bundle = tables();
	test_refused("{lookup: tables/none.csv, where: {country: a.text}, column: hours, is: x}", "c.yaml:1:10",
	             "there is no table \"tables/none.csv\"", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {land: a.text}, column: hours, is: x}", "c.yaml:1:37",
	             "has no column \"land\"", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {country: a.txt}, column: hours, is: x}", "c.yaml:1:46",
	             "did you mean \"a.text\"?", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {country: a.text}, column: hrs, is: x}", "c.yaml:1:63",
	             "has no column \"hrs\"", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {country: a.text}, column: sector, above: 1}", "c.yaml:1:63",
	             "tables/limits.csv line 3: \"fishing\" is not a number", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, is: x, absent: no}",
	             "c.yaml:1:85", "unknown, false", &bundle);
	test_refused("{lookup: tables/limits.csv, where: {}, column: hours, is: x}", "c.yaml:1:36", "one to four lines",
	             &bundle);
	test_refused("{lookup: tables/limits.csv, where: {country: a.list, sector: a.more}, column: hours, is: x}",
	             "c.yaml:1:36", "only one fact may be a list", &bundle);
}

static void
lookup_bad_table_is_named_with_its_line(void **state)
{
	(void)state;
	struct cdr_bundle bundle = tables();
	files[0].text = CDR_STR("country,hours\nXA\n");
	test_refused("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, is: x}",
	             "tables/limits.csv:2", "another number of fields", &bundle);
	files[0].text = CDR_STR("# source: ours\ncountry,hours\nXA,3\n");
	test_refused("{lookup: tables/limits.csv, where: {country: a.text}, column: hours, is: x}", "c.yaml:1:10",
	             "does not say its edition", &bundle);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lookup_gives_a_limit_to_compare_with),
		cmocka_unit_test(lookup_without_a_row_is_unknown_unless_it_says_false),
		cmocka_unit_test(lookup_by_a_list_takes_any_item_and_any_row),
		cmocka_unit_test(lookup_known_asks_whether_a_row_answers),
		cmocka_unit_test(lookup_shows_what_it_found_in_the_trace),
		cmocka_unit_test(lookup_mistakes_are_named_at_their_place),
		cmocka_unit_test(lookup_bad_table_is_named_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
