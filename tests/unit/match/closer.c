/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

static const char *const names[] = { "Gulfview Heronbay Ltd", "Gulfview Heron Bai Ltd", "Gulfview Marisol Ltd",
	                             "Gulfview Herronbay Ltd", "Gulfview Hiranboy Ltd" };

/* How far a name gets of which it is known that its first word is the query's. */
static float
reach(void **state, const struct cdr_match_index *index, const char *query, uint32_t stored, uint64_t idle)
{
	const struct tables *t = *state;
	static struct cdr_match_finder f;
	struct cdr_name_key key;
	struct cdr_match_name name;
	struct cdr_error err = { 0 };
	f = (struct cdr_match_finder){ .index = index, .reach = cdr_match_reach_of(t->config), .idle = idle };
	f.least = 0.5F;
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(query), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &name);
	cdr_match_want(&name, &f.wanted);
	for (size_t i = 0; i < CDR_LEN(f.gained); i++)
		f.gained[i] = cdr_match_gain_by(&f.reach, &f.wanted, 0);
	struct cdr_match_counted counted = { .name = stored + 1, .theirs = name.tokens[0].weight, .words = 1 };
	return cdr_match_reach_of_counted(&f, &name, &counted);
}

static void
closer_words_left_out_are_asked_of_the_name(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	static struct cdr_match_finder f;
	const struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_match_name name;
	struct cdr_error err = { 0 };
	f = (struct cdr_match_finder){ .index = index, .reach = cdr_match_reach_of(t->config), .least = -INFINITY };
	assert_int_equal(cdr_normalise_name(t->normaliser, S("Gulfview Heronbay"), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &name);
	cdr_match_want(&name, &f.wanted);
	for (size_t i = 0; i < CDR_LEN(f.gained); i++)
		f.gained[i] = cdr_match_gain_by(&f.reach, &f.wanted, 0);
	struct cdr_match_counted counted = { .name = 1, .theirs = name.tokens[0].weight, .words = 1 };
	float without = cdr_match_reach_of_counted(&f, &name, &counted);
	struct cdr_match_way_in way = { .words = 2, .theirs = name.tokens[1].weight, .word = name.tokens[1].id };
	cdr_match_leave_out(&f, &way);
	assert_int_equal(f.n_left_out, 1);
	assert_true(cdr_match_reach_of_counted(&f, &name, &counted) > without + 1);
}

static void
closer_what_may_meet_after_all_is_believed(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	assert_true(reach(state, index, "Gulfview Heronbai", 1, 0) >= 0.5F);  /* two words of theirs, together */
	assert_true(reach(state, index, "Gulfview Heron Bay", 3, 0) >= 0.5F); /* two of ours */
	assert_true(reach(state, index, "Gulfview Heronbay", 3, 2) >= 0.5F);  /* no kin were looked for */
	assert_true(reach(state, index, "Gulfview Heronbay", 4, 0) < reach(state, index, "Gulfview Heronbay", 3, 2));
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
		cmocka_unit_test(closer_what_may_meet_after_all_is_believed),
		cmocka_unit_test(closer_what_cannot_meet_gets_nowhere),
	};
	return cmocka_run_group_tests_name("closer", tests, load_tables, drop_tables);
}
