/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

static void
measure_counts_records_that_are_known(void **state)
{
	(void)state;
	test_rule_cases("{count: visits, where: {fact: visit.announced, is: false}, below: 1}",
	                "{fires: [{visits: [{visit.announced: true}]}, {visits: []}],"
	                " near_miss: {visits: [{visit.announced: true}, {visit.announced: false}]},"
	                " unknown: [{visits: [{visit.announced: true}, {visit.days: 3}]}, {a.flag: true}]}");
}

/* One that is not known may or may not count; where it cannot matter, the answer is definite. */
static void
measure_counts_are_definite_where_the_unknown_cannot_matter(void **state)
{
	(void)state;
	const char *two = "{visits: [{visit.announced: true}, {visit.announced: true}, {visit.days: 1}]}";
	const char *none = "{visits: [{visit.announced: false}, {visit.days: 1}]}";
	char cases[512];
	(void)snprintf(cases, sizeof(cases), "{fires: %s, near_miss: %s}", two, none);
	test_rule_cases("{count: visits, where: {fact: visit.announced, is: true}, at_least: 2}", cases);
	(void)snprintf(cases, sizeof(cases), "{fires: %s, near_miss: %s}", none, two);
	test_rule_cases("{count: visits, where: {fact: visit.announced, is: true}, at_most: 1}", cases);
	test_rule_cases("{count: visits, where: {fact: visit.announced, is: true}, between: [1, 2]}",
	                "{fires: {visits: [{visit.announced: true}, {visit.days: 1}]},"
	                " near_miss: {visits: [{visit.announced: false}]},"
	                " unknown: [{visits: [{visit.days: 1}]}, {visits: [{visit.announced: true},"
	                " {visit.announced: true}, {visit.days: 1}]}]}");
	test_rule_cases("{count: visits, is: 1}", "{fires: {visits: [{}]}, near_miss: {visits: []}, unknown: {}}");
	test_rule_cases("{count: visits, is_not: 1}", "{fires: {visits: []}, near_miss: {visits: [{}]}, unknown: {}}");
}

static void
measure_share_is_in_percent_and_of_nothing_false(void **state)
{
	(void)state;
	test_rule_cases("{share: visits, where: {fact: visit.days, above: 30}, at_least: 50}",
	                "{fires: {visits: [{visit.days: 31}, {visit.days: 2}]},"
	                " near_miss: [{visits: [{visit.days: 31}, {visit.days: 2}, {visit.days: 30}]}, {visits: []}],"
	                " unknown: [{visits: [{visit.days: 31}, {visit.announced: true}, {visit.days: 2}]}, {}]}");
}

static void
measure_days_between_and_percent_need_both_facts(void **state)
{
	(void)state;
	test_rule_cases(
		"{days_between: [a.day, a.until], above: 30}",
		"{fires: {a.day: 2026-01-01, a.until: 2026-02-01},"
		" near_miss: [{a.day: 2026-01-01, a.until: 2026-01-31}, {a.day: 2026-02-01, a.until: 2026-01-01}],"
		" unknown: [{a.day: 2026-01-01}, {a.until: 2026-01-01}]}");
	test_rule_cases("{percent: [a.hours, a.limit], at_least: 25}",
	                "{fires: {a.hours: 1, a.limit: 4}, near_miss: {a.hours: 1, a.limit: 4.1},"
	                " unknown: [{a.hours: 1, a.limit: 0}, {a.hours: 1}]}");
}

static void
measure_between_includes_both_ends(void **state)
{
	(void)state;
	test_rule_cases(
		"{fact: a.hours, between: [8, 10]}",
		"{fires: [{a.hours: 8}, {a.hours: 10}], near_miss: [{a.hours: 7.9}, {a.hours: 10.1}], unknown: {}}");
	test_rule_cases(
		"{fact: a.day, between: [2026-01-01, 2026-01-31]}",
		"{fires: [{a.day: 2026-01-01}, {a.day: 2026-01-31}], near_miss: {a.day: 2026-02-01}, unknown: {}}");
}

static void
measure_mistakes_are_named_at_their_place(void **state)
{
	(void)state;
	test_refused("{count: visit, above: 1}", "c.yaml:1:9", "did you mean \"visits\"?", NULL);
	test_refused("{count: visits, where: {fact: a.hours, above: 1}, above: 1}", "c.yaml:1:31", "is about", NULL);
	test_refused("{count: visits, where: {count: visits, above: 1}, above: 1}", "c.yaml:1:32",
	             "cannot stand inside a count", NULL);
	test_refused("{count: visits, matches: x}", "c.yaml:1:1", "is compared with", NULL);
	test_refused("{percent: [a.hours], above: 1}", "c.yaml:1:11", "two facts", NULL);
	test_refused("{percent: [a.hours, a.text], above: 1}", "c.yaml:1:21", "is a text, but a number", NULL);
	test_refused("{days_between: [a.day, a.hours], above: 1}", "c.yaml:1:24", "but a date", NULL);
	test_refused("{percent: [a.hours, a.limit], where: {fact: a.flag, is: true}, above: 1}", "c.yaml:1:38",
	             "belongs to count and share", NULL);
	test_refused("{fact: a.hours, between: [5, 3]}", "c.yaml:1:26", "nothing lies there", NULL);
	test_refused("{fact: a.hours, above: {limit: x}}", "c.yaml:1:24", "has no limit", NULL);
	test_refused("{rules: [THG-101], at_least: 1}", "c.yaml:1:9", "cannot be named here", NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measure_counts_records_that_are_known),
		cmocka_unit_test(measure_counts_are_definite_where_the_unknown_cannot_matter),
		cmocka_unit_test(measure_share_is_in_percent_and_of_nothing_false),
		cmocka_unit_test(measure_days_between_and_percent_need_both_facts),
		cmocka_unit_test(measure_between_includes_both_ends),
		cmocka_unit_test(measure_mistakes_are_named_at_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
