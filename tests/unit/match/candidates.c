/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include <stdio.h>

#include "support.h"

static bool
is_candidate(void **state, const struct cdr_match_index *index, const char *query, uint32_t name, size_t *ret_n)
{
	const struct tables *t = *state;
	static struct cdr_match_finder finder;
	struct cdr_name_key key;
	struct cdr_match_name prepared;
	struct cdr_error err = { 0 };
	finder.index = index;
	finder.reach = cdr_match_reach_of(t->config);
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(query), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &prepared);
	struct cdr_match_candidate candidate, before = { .reach = INFINITY };
	double possible = cdr_match_threshold(t->config, CDR_VERDICT_POSSIBLE);
	float least = (float)log(possible / (1 - possible));
	bool there = false;
	*ret_n = cdr_match_candidates(&finder, &prepared, least);
	for (size_t i = 0; i < *ret_n; i++) {
		assert_true(cdr_match_next_candidate(&finder, least, &candidate));
		assert_true(candidate.reach <= before.reach && candidate.reach >= least);
		there = there || candidate.name == name;
		before = candidate;
	}
	assert_false(cdr_match_next_candidate(&finder, least, &candidate));
	return there;
}

static void
candidates_are_found_in_each_way(void **state)
{
	static const char *const names[] = {
		"Gulfview Recruitment Ltd", "Man Power Falcon", "Heronbay",
		"The Company Group",        "CNO Ltd",          "東京花子製作所",
	};
	static const struct {
		const char *query;
		uint32_t name;
	} ways[] = {
		{ "Gulfview", 0 },          { "Gulfveiw Agents", 0 },
		{ "Gulf View", 0 },         { "Gulfviewrecruitment", 0 },
		{ "Manpower", 1 },          { "Heron Bay", 2 },
		{ "Heronbai", 2 },          { "Company Group", 3 },
		{ "The Company Group", 3 }, { "Coastal Northern Oil", 4 },
		{ "東京花子製作", 5 },      { "gulfview recruitment ltd", 0 },
	};
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	for (size_t i = 0; i < CDR_LEN(ways); i++) {
		size_t n = 0;
		if (!is_candidate(state, index, ways[i].query, ways[i].name, &n))
			fail_msg("\"%s\" does not lead to \"%s\"", ways[i].query, names[ways[i].name]);
	}
}

static void
candidates_are_few_and_the_right_one_is_among_them(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_index *made = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_new(t->config, t->normaliser, &made, &err), CDR_OK);
	cdr_owned(cdr_match_index) index = made;
	for (uint32_t i = 0; i < 30000; i++) {
		char text[64];
		(void)snprintf(text, sizeof(text), "Common Words %u Trading Zq%ux", i, i);
		struct cdr_match_subject subject = NAMED(text);
		assert_int_equal(cdr_match_index_add(index, i, &subject, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	size_t n = 0;
	assert_true(is_candidate(state, index, "Common Words 777 Trading Zq777x", 777, &n));
	assert_true(n <= 3);
	/* words that all have are thrown overboard, for reading them would read everything */
	(void)is_candidate(state, index, "Trading Common", 0, &n);
	assert_int_equal(n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(candidates_are_found_in_each_way),
		cmocka_unit_test(candidates_are_few_and_the_right_one_is_among_them),
	};
	return cmocka_run_group_tests_name("candidates", tests, load_tables, drop_tables);
}
