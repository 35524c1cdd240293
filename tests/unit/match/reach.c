/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

static void
read_as(void **state, const char *text, struct cdr_match_name *ret)
{
	const struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(text), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, NULL, &key, 0, ret);
}

static float
log_odds_of(void **state, const struct cdr_match_name *left, const struct cdr_match_name *right)
{
	const struct tables *t = *state;
	struct cdr_match_evidence evidence;
	struct cdr_match_beside beside = { .country = CDR_AGREE_NOTHING };
	(void)cdr_match_align_ordered(t->config, left, right, &evidence);
	double score = (double)cdr_match_total(t->config, &evidence, &beside) / CDR_MATCH_UNIT;
	return (float)log(score / (1 - score));
}

/* The words of `left` that stand in `right`, letter by letter or by what they mean. */
static struct cdr_match_meeting
meet(const struct cdr_match_name *left, const struct cdr_match_name *right)
{
	struct cdr_match_meeting m = { .same_text = left->folded_hash == right->folded_hash };
	for (size_t j = 0; j < right->n_tokens; j++) {
		const struct cdr_match_token *token = &right->tokens[j];
		bool met = false;
		m.holds |= cdr_match_holds(token);
		for (size_t i = 0; i < left->n_tokens; i++) {
			if (!cdr_str_equal(left->tokens[i].meaning, token->meaning))
				continue;
			m.words |= UINT64_C(1) << i;
			met = true;
		}
		m.rest += !met && cdr_match_is_counted(token) ? token->weight : 0;
	}
	return m;
}

/* Where words meet as the same or not at all, nobody gets further than the bound says. */
static void
reach_is_never_below_the_score(void **state)
{
	static const char *const names[] = {
		"Gulfview Recruitment Ltd", "Gulfview Recruitment",  "Gulfview",
		"Marisol Trading",          "Gulfview Trading GmbH", "Marisol Heronbay",
		"Factory 12 Zelko",         "Factory 13 Zelko",      "Zelko",
		"Dhaka Zelko Garments",     "Ромашка Трейд ООО",     "The Company Group",
	};
	const struct tables *t = *state;
	struct cdr_match_reach reach = cdr_match_reach_of(t->config);
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		for (size_t j = 0; j < CDR_LEN(names); j++) {
			struct cdr_match_name left, right;
			struct cdr_match_wanted wanted;
			read_as(state, names[i], &left);
			read_as(state, names[j], &right);
			cdr_match_want(&left, &wanted);
			struct cdr_match_meeting m = meet(&left, &right);
			float bound = cdr_match_reach_to(&reach, &wanted, &m),
			      score = log_odds_of(state, &left, &right);
			bound = bound < (float)t->config->floor ? (float)t->config->floor : bound;
			if (bound < score - 0.02F)
				fail_msg("\"%s\", \"%s\": at most %f, scored %f", names[i], names[j], (double)bound,
				         (double)score);
		}
	}
}

static void
reach_falls_with_what_is_left_over_and_lost(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_reach reach = cdr_match_reach_of(t->config);
	struct cdr_match_name name;
	struct cdr_match_wanted wanted;
	read_as(state, "Gulfview Heronbay", &name);
	cdr_match_want(&name, &wanted);
	assert_int_equal(wanted.all, 3);
	struct cdr_match_meeting all = { .words = 3 }, one = { .words = 1 }, other = { .words = 1, .rest = 1 };
	struct cdr_match_meeting lost = { .words = 3, .loss = 1 }, more = { .words = 3, .rest = 1 };
	float best = cdr_match_reach_to(&reach, &wanted, &all);
	assert_true(best > cdr_match_reach_to(&reach, &wanted, &more));
	assert_true(cdr_match_reach_to(&reach, &wanted, &one) > cdr_match_reach_to(&reach, &wanted, &other));
	assert_float_equal(best - 1, cdr_match_reach_to(&reach, &wanted, &lost), 1e-4);
}

static void
reach_knows_numbers_and_scripts(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_reach reach = cdr_match_reach_of(t->config);
	struct cdr_match_name name;
	struct cdr_match_wanted wanted;
	read_as(state, "Zelko 7", &name);
	cdr_match_want(&name, &wanted);
	assert_int_equal(wanted.number, 2);
	assert_int_equal(wanted.counted, 1);
	struct cdr_match_meeting same = { .words = 3, .holds = CDR_CDX_HOLDS_NUMBER };
	struct cdr_match_meeting none = { .words = 1 }, other = { .words = 1, .holds = CDR_CDX_HOLDS_NUMBER };
	assert_true(cdr_match_reach_to(&reach, &wanted, &same) > cdr_match_reach_to(&reach, &wanted, &none));
	assert_true(cdr_match_reach_to(&reach, &wanted, &none) > cdr_match_reach_to(&reach, &wanted, &other));
	struct cdr_match_meeting within = { .rest = 1 }, across = { .rest = 1, .holds = CDR_CDX_HOLDS_NATIVE };
	assert_true(cdr_match_reach_to(&reach, &wanted, &across) > cdr_match_reach_to(&reach, &wanted, &within));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reach_is_never_below_the_score),
		cmocka_unit_test(reach_falls_with_what_is_left_over_and_lost),
		cmocka_unit_test(reach_knows_numbers_and_scripts),
	};
	return cmocka_run_group_tests_name("reach", tests, load_tables, drop_tables);
}
