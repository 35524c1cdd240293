/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

static const char *const names[] = { "Gulfview Heronbay Ltd", "Gulfview Heron Bai Ltd", "Gulfview Marisol Ltd",
	                             "Gulfview Herronbay Ltd", "Gulfview Hiranboy Ltd" };

static struct cdr_match_finder finder;
static struct cdr_match_name asked;

static void
ask_for(void **state, const struct cdr_match_index *index, const char *query, float least)
{
	const struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	finder = (struct cdr_match_finder){ .index = index, .name = &asked, .reach = cdr_match_reach_of(t->config) };
	finder.least = least;
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(query), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &asked);
	cdr_match_want(&asked, &finder.wanted);
	for (size_t i = 0; i < CDR_LEN(finder.gained); i++)
		finder.gained[i] = cdr_match_gain_by(&finder.reach, &finder.wanted, 0);
}

/* How far a name gets of which it is known that its first word is the query's. */
static float
look_at(uint32_t stored)
{
	struct cdr_match_counted counted = { .name = stored + 1, .theirs = asked.tokens[0].weight, .words = 1 };
	struct cdr_match_look look = { .counted = &counted };
	cdr_match_look_closer(&finder, &look, 1);
	return look.reach;
}

static float
reach(void **state, const struct cdr_match_index *index, const char *query, uint32_t stored, uint64_t idle)
{
	ask_for(state, index, query, 0.5F);
	finder.idle = idle;
	return look_at(stored);
}

static void
closer_words_left_out_are_asked_of_the_name(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	ask_for(state, index, "Gulfview Heronbay", -INFINITY);
	float without = look_at(0);
	struct cdr_match_way_in way = { .words = 2, .theirs = asked.tokens[1].weight, .word = asked.tokens[1].id };
	cdr_match_leave_out(&finder, &way);
	assert_int_equal(finder.n_left_out, 1);
	assert_true(look_at(0) > without + 1);
}

static void
closer_names_looked_at_together_are_looked_at_alike(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	struct cdr_match_counted counted[CDR_LEN(names)];
	struct cdr_match_look looks[CDR_LEN(names)];
	ask_for(state, index, "Gulfview Heronbai", 0.5F);
	for (uint32_t i = 0; i < CDR_LEN(names); i++) {
		counted[i] = (struct cdr_match_counted){ .name = i + 1, .theirs = asked.tokens[0].weight, .words = 1 };
		looks[i].counted = &counted[i];
	}
	cdr_match_look_closer(&finder, looks, CDR_LEN(looks));
	for (uint32_t i = 0; i < CDR_LEN(names); i++)
		assert_true(looks[i].reach == look_at(i));
}

static void
closer_what_may_meet_after_all_is_believed(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	assert_true(reach(state, index, "Gulfview Heronbai", 1, 0) >= 0.5F); /* two words of theirs, together */
	assert_true(reach(state, index, "Gulfview Heronbay", 3, 2) >= 0.5F); /* no kin were looked for */
	assert_true(reach(state, index, "Gulfview Heronbay", 3, 0) < 0.5F);  /* they were, and this was none */
}

static void
closer_what_cannot_meet_gets_nowhere(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	assert_true(reach(state, index, "Gulfview Heronbay", 2, 0) < 0.5F);
	assert_true(reach(state, index, "Gulfview Heronbay", 2, 2) < 0.5F);
	assert_true(reach(state, index, "Gulfview Quorvel Zelko", 0, 0) < 0.5F);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(closer_words_left_out_are_asked_of_the_name),
		cmocka_unit_test(closer_names_looked_at_together_are_looked_at_alike),
		cmocka_unit_test(closer_what_may_meet_after_all_is_believed),
		cmocka_unit_test(closer_what_cannot_meet_gets_nowhere),
	};
	return cmocka_run_group_tests_name("closer", tests, load_tables, drop_tables);
}
