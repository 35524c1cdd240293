/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

static const char *const facts_of[] = { [CDR_UNKNOWN] = "", [CDR_FALSE] = "false", [CDR_TRUE] = "true" };

static void
expect_pair(const char *group, enum cdr_truth left, enum cdr_truth right, enum cdr_truth expected)
{
	char condition[160], facts[80];
	(void)snprintf(condition, sizeof(condition), "%s: [{fact: a.flag, is: true}, {fact: a.other, is: true}]",
	               group);
	(void)snprintf(facts, sizeof(facts), "{a.flag: %s, a.other: %s}", facts_of[left], facts_of[right]);
	test_expect(condition, facts, expected);
}

static void
eval_all_is_the_least_of_its_parts(void **state)
{
	(void)state;
	static const enum cdr_truth table[3][3] = {
		[CDR_UNKNOWN] = { CDR_UNKNOWN, CDR_FALSE, CDR_UNKNOWN },
		[CDR_FALSE] = { CDR_FALSE, CDR_FALSE, CDR_FALSE },
		[CDR_TRUE] = { CDR_UNKNOWN, CDR_FALSE, CDR_TRUE },
	};
	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 3; k++)
			expect_pair("all", (enum cdr_truth)i, (enum cdr_truth)k, table[i][k]);
}

static void
eval_any_is_the_greatest_of_its_parts(void **state)
{
	(void)state;
	static const enum cdr_truth table[3][3] = {
		[CDR_UNKNOWN] = { CDR_UNKNOWN, CDR_UNKNOWN, CDR_TRUE },
		[CDR_FALSE] = { CDR_UNKNOWN, CDR_FALSE, CDR_TRUE },
		[CDR_TRUE] = { CDR_TRUE, CDR_TRUE, CDR_TRUE },
	};
	for (int i = 0; i < 3; i++)
		for (int k = 0; k < 3; k++)
			expect_pair("any", (enum cdr_truth)i, (enum cdr_truth)k, table[i][k]);
}

static void
eval_not_swaps_and_keeps_unknown(void **state)
{
	(void)state;
	test_expect("not: {fact: a.flag, is: true}", "{a.flag: true}", CDR_FALSE);
	test_expect("not: {fact: a.flag, is: true}", "{a.flag: false}", CDR_TRUE);
	test_expect("not: {fact: a.flag, is: true}", "{}", CDR_UNKNOWN);
}

static void
eval_numbers_compare_at_their_edges(void **state)
{
	(void)state;
	test_expect("{fact: a.hours, above: 13}", "{a.hours: 13}", CDR_FALSE);
	test_expect("{fact: a.hours, above: 13}", "{a.hours: 13.5}", CDR_TRUE);
	test_expect("{fact: a.hours, at_least: 13}", "{a.hours: 13}", CDR_TRUE);
	test_expect("{fact: a.hours, at_least: 13}", "{a.hours: 12.9}", CDR_FALSE);
	test_expect("{fact: a.hours, below: 13}", "{a.hours: 13}", CDR_FALSE);
	test_expect("{fact: a.hours, at_most: 13}", "{a.hours: 13}", CDR_TRUE);
	test_expect("{fact: a.hours, is: 0.3}", "{a.hours: 0.3}", CDR_TRUE);
	test_expect("{fact: a.hours, is_not: 0.3}", "{a.hours: 0.4}", CDR_TRUE);
	test_expect("{fact: a.hours, in: [1, 2]}", "{a.hours: 2}", CDR_TRUE);
	test_expect("{fact: a.hours, not_in: [1, 2]}", "{a.hours: 2}", CDR_FALSE);
	test_expect("{fact: a.hours, above: {fact: a.limit}}", "{a.hours: 9, a.limit: 8}", CDR_TRUE);
	test_expect("{fact: a.hours, above: {fact: a.limit}}", "{a.hours: 9}", CDR_UNKNOWN);
}

static void
eval_dates_compare_at_their_edges(void **state)
{
	(void)state;
	test_expect("{fact: a.day, before: 2024-03-01}", "{a.day: 2024-02-29}", CDR_TRUE);
	test_expect("{fact: a.day, before: 2024-03-01}", "{a.day: 2024-03-01}", CDR_FALSE);
	test_expect("{fact: a.day, on_or_before: 2024-03-01}", "{a.day: 2024-03-01}", CDR_TRUE);
	test_expect("{fact: a.day, after: 2024-03-01}", "{a.day: 2024-03-01}", CDR_FALSE);
	test_expect("{fact: a.day, on_or_after: 2024-03-01}", "{a.day: '2024-03-01'}", CDR_TRUE);
}

static void
eval_texts_compare_without_case(void **state)
{
	(void)state;
	test_expect("{fact: a.text, is: Fishing}", "{a.text: fishing}", CDR_TRUE);
	test_expect("{fact: a.text, is_not: {fact: a.second}}", "{a.text: XA, a.second: xa}", CDR_FALSE);
	test_expect("{fact: a.text, in: {fact: a.list}}", "{a.text: cs, a.list: [vi, CS]}", CDR_TRUE);
	test_expect("{fact: a.colour, in: [red, dark_blue]}", "{a.colour: dark_blue}", CDR_TRUE);
	test_expect("{fact: a.colour, not_in: [red]}", "{a.colour: red}", CDR_FALSE);
}

static void
eval_lists_know_empty_from_unknown(void **state)
{
	(void)state;
	test_expect("{fact: a.list, contains: vi}", "{a.list: [cs, vi]}", CDR_TRUE);
	test_expect("{fact: a.list, contains: {fact: a.text}}", "{a.list: [cs], a.text: vi}", CDR_FALSE);
	test_expect("{fact: a.list, contains_any: [x, vi]}", "{a.list: [cs, vi]}", CDR_TRUE);
	test_expect("{fact: a.list, contains_any: {fact: a.more}}", "{a.list: [cs], a.more: [vi]}", CDR_FALSE);
	test_expect("{fact: a.list, contains_none: [x]}", "{a.list: []}", CDR_TRUE);
	test_expect("{fact: a.list, contains_none: [x]}", "{}", CDR_UNKNOWN);
}

static void
eval_patterns_match_anywhere_and_any_item(void **state)
{
	(void)state;
	test_expect("{fact: a.text, matches: '^train'}", "{a.text: Training contract}", CDR_TRUE);
	test_expect("{fact: a.text, matches: '^train'}", "{a.text: retraining}", CDR_FALSE);
	test_expect("{fact: a.list, matches: shrimps?}", "{a.list: [rice, frozen shrimp]}", CDR_TRUE);
}

static void
eval_costly_pattern_leaves_the_answer_open(void **state)
{
	(void)state;
	/* Of two letters, so that loading does not notice. */
	char facts[256];
	(void)snprintf(facts, sizeof(facts), "{a.text: %s}", "abababababababababababababababababababababababababx");
	struct test_answer answer = test_ask("{fact: a.text, matches: '^((ab)+)+$'}", facts, NULL);
	char missing[512];
	assert_int_equal(answer.status, CDR_OK);
	assert_int_equal(answer.truth, CDR_UNKNOWN);
	assert_string_equal(test_missing(&answer, missing), "a.text");
	(void)cdr_arena_free(answer.arena);
}

static void
eval_known_is_never_unknown(void **state)
{
	(void)state;
	test_expect("{fact: a.text, known: true}", "{}", CDR_FALSE);
	test_expect("{fact: a.text, known: false}", "{}", CDR_TRUE);
	test_expect("{fact: a.list, known: true}", "{a.list: []}", CDR_TRUE);
}

static void
eval_missing_names_only_what_would_settle_it(void **state)
{
	(void)state;
	char missing[512];
	const char *condition = "any:\n"
				"- all: [{fact: a.flag, is: true}, {fact: a.hours, above: 8}]\n"
				"- all: [{fact: a.text, is: x}, {fact: a.day, after: 2024-01-01}]\n";
	/* The first branch is settled by a.flag, so a.hours no longer matters. */
	struct test_answer answer = test_ask(condition, "{a.flag: false, a.text: x}", NULL);
	assert_int_equal(answer.truth, CDR_UNKNOWN);
	assert_string_equal(test_missing(&answer, missing), "a.day");
	(void)cdr_arena_free(answer.arena);
	answer = test_ask(condition, "{a.flag: true}", NULL);
	assert_string_equal(test_missing(&answer, missing), "a.hours, a.text, a.day");
	(void)cdr_arena_free(answer.arena);
	answer = test_ask(condition, "{a.flag: true, a.hours: 9}", NULL);
	assert_int_equal(answer.truth, CDR_TRUE);
	assert_int_equal(answer.trace.n_missing, 0);
	(void)cdr_arena_free(answer.arena);
}

static void
eval_missing_names_each_fact_once(void **state)
{
	(void)state;
	char missing[512];
	struct test_answer answer = test_ask("any: [{fact: a.hours, above: 8}, {fact: a.hours, below: 1}]", "{}", NULL);
	assert_string_equal(test_missing(&answer, missing), "a.hours");
	(void)cdr_arena_free(answer.arena);
}

/* "name=value, …" of the facts an answer rests on. */
static void
expect_facts(const char *condition, const char *facts, enum cdr_truth truth, const char *expected)
{
	char text[512] = "";
	size_t used = 0;
	struct test_answer answer = test_ask(condition, facts, NULL);
	assert_int_equal(answer.truth, truth);
	for (size_t i = 0; i < answer.trace.n_facts; i++)
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%s=%s", i ? ", " : "",
		                         answer.trace.facts[i].name.p, answer.trace.facts[i].value.p);
	assert_string_equal(text, expected);
	(void)cdr_arena_free(answer.arena);
}

static void
eval_trace_shows_the_facts_the_answer_rests_on(void **state)
{
	(void)state;
	const char *all = "all: [{fact: a.hours, above: {fact: a.limit}}, {fact: a.flag, is: true}, {fact: a.hours, "
			  "below: 20}]";
	expect_facts(all, "{a.flag: true, a.hours: 12.5, a.limit: 8}", CDR_TRUE, "a.hours=12.5, a.limit=8, a.flag=yes");
	expect_facts(all, "{a.flag: false, a.hours: 12.5, a.limit: 8}", CDR_FALSE, "a.flag=no");
	expect_facts(all, "{a.flag: true, a.hours: 12.5}", CDR_UNKNOWN, "a.hours=12.5, a.limit=not known, a.flag=yes");
	const char *any = "any: [{fact: a.flag, is: true}, {fact: a.hours, above: 8}, {fact: a.text, is: x}, {fact: "
			  "a.colour, is: red}]";
	expect_facts(any, "{a.flag: false, a.hours: 9, a.colour: red}", CDR_TRUE, "a.hours=9, a.colour=red");
	expect_facts(any, "{a.flag: false, a.hours: 7, a.text: y, a.colour: green}", CDR_FALSE,
	             "a.flag=no, a.hours=7, a.text=y, a.colour=green");
	expect_facts(
		"not: {any: [{fact: a.flag, is: true}, {all: [{fact: a.other, is: true}, {fact: a.hours, above: 8}]}]}",
		"{a.flag: false, a.other: true, a.hours: 9}", CDR_FALSE, "a.other=yes, a.hours=9");
}

static void
eval_reports_exhausted_memory(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_auto(cdr_decl) decl = { 0 };
	static const struct cdr_bundle empty = { NULL, NULL, 0 };
	cdr_owned(cdr_condition_holder) holder = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) tiny = cdr_arena_new(1);
	const struct cdr_condition *condition = NULL;
	assert_int_equal(cdr_decl_parse(CDR_STR("{fact: a.hours, above: 8}"), "c.yaml", &decl, &error), CDR_OK);
	assert_int_equal(cdr_condition_holder_new(&test_symbols, &empty, &holder, &error), CDR_OK);
	assert_int_equal(cdr_condition_compile(holder, &decl, decl.root, &condition, &error), CDR_OK);
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	cdr_facts_set_number(facts, "a.hours", 9);
	enum cdr_truth truth = CDR_FALSE;
	struct cdr_trace trace = { 0 };
	assert_int_equal(cdr_condition_eval(condition, facts, tiny, &truth, &trace, &error), CDR_ENOMEM);
	assert_int_equal(truth, CDR_FALSE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(eval_all_is_the_least_of_its_parts),
		cmocka_unit_test(eval_any_is_the_greatest_of_its_parts),
		cmocka_unit_test(eval_not_swaps_and_keeps_unknown),
		cmocka_unit_test(eval_numbers_compare_at_their_edges),
		cmocka_unit_test(eval_dates_compare_at_their_edges),
		cmocka_unit_test(eval_texts_compare_without_case),
		cmocka_unit_test(eval_lists_know_empty_from_unknown),
		cmocka_unit_test(eval_patterns_match_anywhere_and_any_item),
		cmocka_unit_test(eval_costly_pattern_leaves_the_answer_open),
		cmocka_unit_test(eval_known_is_never_unknown),
		cmocka_unit_test(eval_missing_names_only_what_would_settle_it),
		cmocka_unit_test(eval_missing_names_each_fact_once),
		cmocka_unit_test(eval_trace_shows_the_facts_the_answer_rests_on),
		cmocka_unit_test(eval_reports_exhausted_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
