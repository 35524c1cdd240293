/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

static void
compile_unknown_fact_is_placed_and_guessed(void **state)
{
	(void)state;
	test_refused("{fact: a.huors, above: 8}", "c.yaml:1:8", "did you mean \"a.hours\"?", NULL);
	test_refused("{fact: b.nothing, is: 8}", "c.yaml:1:8", "no fact is called \"b.nothing\"", NULL);
	test_refused("{fact: a.hours, above: {fact: a.limt}}", "c.yaml:1:31", "did you mean \"a.limit\"?", NULL);
}

static void
compile_operator_must_fit_the_fact(void **state)
{
	(void)state;
	test_refused("{fact: a.colour, above: 8}", "c.yaml:1:18",
	             "a.colour is a word, which \"above\" cannot be asked of", NULL);
	test_refused("{fact: a.colour, above: 8}", "c.yaml:1:18", "use is, is_not, in, not_in, matches, known", NULL);
	test_refused("{fact: a.hours, before: 2024-01-01}", "c.yaml:1:17", "above, at_least, below, at_most", NULL);
	test_refused("{fact: a.list, is: x}", "c.yaml:1:16", "contains, contains_any, contains_none", NULL);
}

static void
compile_literal_must_fit_the_fact(void **state)
{
	(void)state;
	test_refused("{fact: a.hours, above: many}", "c.yaml:1:24", "a.hours is a number, but \"many\" is not", NULL);
	test_refused("{fact: a.hours, above: \"8\"}", "c.yaml:1:24", "a.hours is a number", NULL);
	test_refused("{fact: a.day, after: 2024-02-30}", "c.yaml:1:22", "a.day is a date (YYYY-MM-DD)", NULL);
	test_refused("{fact: a.flag, is: yes}", "c.yaml:1:20", "a.flag is true or false, but \"yes\" is not", NULL);
	test_refused("{fact: a.colour, is: geren}", "c.yaml:1:22", "did you mean \"green\"?", NULL);
	test_refused("{fact: a.colour, in: [red, mauve]}", "c.yaml:1:28", "\"mauve\" is no word of a.colour", NULL);
	test_refused("{fact: a.colour, in: red}", "c.yaml:1:22", "a list of values is expected", NULL);
	test_refused("{fact: a.text, is: ~}", "c.yaml:1:20", "known: false", NULL);
	test_refused("{fact: a.text, is: [x]}", "c.yaml:1:20", "a.text is compared with a text here", NULL);
}

static void
compile_facts_compared_must_be_alike(void **state)
{
	(void)state;
	test_refused("{fact: a.hours, is: {fact: a.text}}", "c.yaml:1:28",
	             "a.hours is a number and cannot be compared with a.text, which is a text", NULL);
	test_refused("{fact: a.list, contains: {fact: a.more}}", "c.yaml:1:33", "cannot be compared", NULL);
	test_refused("{fact: a.text, in: {fact: a.second}}", "c.yaml:1:27", "cannot be compared", NULL);
}

static void
compile_comparison_holds_exactly_one_operator(void **state)
{
	(void)state;
	test_refused("{fact: a.hours, above: 8, below: 20}", "c.yaml:1:1", "one operator", NULL);
	test_refused("{fact: a.hours}", "c.yaml:1:1", "needs an operator", NULL);
	test_refused("{fact: a.hours, abvoe: 8}", "c.yaml:1:17", "did you mean \"above\"?", NULL);
}

static void
compile_groups_must_hold_conditions(void **state)
{
	(void)state;
	test_refused("all: []", "c.yaml:1:6", "\"all\" needs a list of conditions", NULL);
	test_refused("{all: [{fact: a.flag, is: true}], any: [{fact: a.flag, is: true}]}", "c.yaml:1:1",
	             "one of all, any, not, fact, lookup, count", NULL);
	test_refused("{}", "c.yaml:1:1", "one of all, any, not, fact, lookup, count", NULL);
	test_refused("all: [x]", "c.yaml:1:7", "a map", NULL);
	test_refused("oll: []", "c.yaml:1:1", "did you mean \"all\"?", NULL);
}

static void
compile_pattern_must_be_one(void **state)
{
	(void)state;
	test_refused("{fact: a.text, matches: '(x'}", "c.yaml:1:25", "not a regular expression", NULL);
	test_refused("{fact: a.text, matches: ''}", "c.yaml:1:25", "a regular expression in quotes", NULL);
	test_refused("{fact: a.text, matches: '^(y+)+$'}", "c.yaml:1:25", "costs too much", NULL);
	test_refused("{fact: a.text, matches: '^([a-z ]+)*-$'}", "c.yaml:1:25", "costs too much", NULL);
}

static void
compile_depth_is_limited(void **state)
{
	(void)state;
	char text[512] = "";
	for (int i = 0; i < 12; i++)
		strncat(text, "{not: ", sizeof(text) - strlen(text) - 1);
	strncat(text, "{fact: a.flag, is: true}", sizeof(text) - strlen(text) - 1);
	for (int i = 0; i < 12; i++)
		strncat(text, "}", sizeof(text) - strlen(text) - 1);
	test_refused(text, "c.yaml:1:73", "deeper than 12", NULL);
}

static void
compile_names_every_problem(void **state)
{
	(void)state;
	struct test_answer answer = test_ask("all:\n"
	                                     "  - {fact: a.huors, above: 8}\n"
	                                     "  - {fact: a.colour, is: mauve}\n"
	                                     "  - not: {fact: a.day, above: 3}\n",
	                                     "{}", NULL);
	assert_int_equal(answer.status, CDR_EINPUT);
	assert_string_equal(answer.error.where, "c.yaml:2:12");
	assert_non_null(strstr(answer.error.message, "\nc.yaml:3:26: \"mauve\""));
	assert_non_null(strstr(answer.error.message, "\nc.yaml:4:24: a.day is a date"));
	(void)cdr_arena_free(answer.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compile_unknown_fact_is_placed_and_guessed),
		cmocka_unit_test(compile_operator_must_fit_the_fact),
		cmocka_unit_test(compile_literal_must_fit_the_fact),
		cmocka_unit_test(compile_facts_compared_must_be_alike),
		cmocka_unit_test(compile_comparison_holds_exactly_one_operator),
		cmocka_unit_test(compile_groups_must_hold_conditions),
		cmocka_unit_test(compile_pattern_must_be_one),
		cmocka_unit_test(compile_depth_is_limited),
		cmocka_unit_test(compile_names_every_problem),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
