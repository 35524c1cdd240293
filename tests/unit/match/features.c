/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static struct cdr_match_evidence
align(void **state, const char *left, const char *right)
{
	const struct tables *t = *state;
	struct cdr_name_key key;
	struct cdr_match_name names[2];
	struct cdr_match_evidence evidence;
	struct cdr_error err = { 0 };
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			cdr_normalise_name(t->normaliser, cdr_str_from(i ? right : left), t->arena, &key, &err),
			CDR_OK);
		cdr_match_prepare(t->config, NULL, &key, &names[i]);
	}
	cdr_match_align(t->config, &names[0], &names[1], &evidence);
	return evidence;
}

static void
expect_only(void **state, const char *left, const char *right, enum cdr_match_way way)
{
	struct cdr_match_evidence e = align(state, left, right);
	bool met = false;
	for (size_t i = 0; i < e.n_pairs; i++)
		met = met || e.pairs[i].way == way;
	if (!met || e.left_alone > 0 || e.right_alone > 0)
		fail_msg("%s, %s: %zu pairs, %.2f and %.2f left", left, right, e.n_pairs, e.left_alone, e.right_alone);
}

static void
features_words_meet_in_several_ways(void **state)
{
	expect_only(state, "Gulfview Traders", "Traders Gulfview", CDR_WAY_SAME);
	expect_only(state, "Gulfview Traders", "Gulfveiw Traders", CDR_WAY_SPELLING);
	expect_only(state, "Gulf View Traders", "Gulfview Traders", CDR_WAY_JOINED);
	expect_only(state, "Gulfview Traders", "Gu lfv iew Traders", CDR_WAY_JOINED);
	expect_only(state, "Gulfview Zebra", "Gulfview Zebracorn", CDR_WAY_SHORTENED);
	expect_only(state, "CNO Traders", "Coastal Northern Oilfield Traders", CDR_WAY_INITIALS);
	expect_only(state, "J Gulfview", "Jonathan Gulfview", CDR_WAY_INITIALS);
}

static void
features_what_is_left_over_stays_on_its_side(void **state)
{
	struct cdr_match_evidence e = align(state, "Gulfview Exports", "Gulfview");
	assert_true(e.left_alone > 0 && e.right_alone <= 0);
	e = align(state, "Gulfview Exports", "Gulfview Imports");
	assert_true(e.left_alone > 0 && e.right_alone > 0);
	assert_int_equal(e.n_pairs, 1);
}

static void
features_two_activities_are_no_misspellings_of_each_other(void **state)
{
	/* "shipping" and "shopping" would be, were not both known */
	struct cdr_match_evidence e = align(state, "Gulfview Marine", "Gulfview Marina");
	assert_true(e.left_alone <= 0);
	e = align(state, "Gulfview Textile", "Gulfview Texting");
	assert_true(e.left_alone > 0);
	e = align(state, "Gulfview Mining", "Gulfview Printing");
	assert_true(e.left_alone > 0 && e.right_alone > 0);
}

static void
features_short_codes_must_agree_to_the_letter(void **state)
{
	struct cdr_match_evidence e = align(state, "ABKX Traders", "ABKY Traders");
	assert_true(e.left_alone > 0 && e.right_alone > 0);
}

static void
features_numbers_are_compared_as_numbers(void **state)
{
	assert_false(align(state, "Factory Two", "Factory No. 2").numbers_conflict);
	assert_true(align(state, "Factory 1", "Factory 2").numbers_conflict);
	struct cdr_match_evidence e = align(state, "Factory 1", "Factory");
	assert_true(e.number_omitted);
	assert_false(e.numbers_conflict);
}

static void
features_a_word_written_twice_counts_once(void **state)
{
	struct cdr_match_evidence e = align(state, "Gulfview Gulfview Traders", "Gulfview Traders");
	assert_true(e.left_alone <= 0 && e.right_alone <= 0);
}

static void
features_forms_are_kept_apart_from_words(void **state)
{
	assert_true(align(state, "Gulfview Ltd", "Gulfview GmbH").forms_agree);
	assert_true(align(state, "Gulfview Ltd", "Gulfview PLC").forms_conflict);
	assert_false(align(state, "Gulfview Ltd", "Gulfview").forms_conflict);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(features_words_meet_in_several_ways),
		cmocka_unit_test(features_what_is_left_over_stays_on_its_side),
		cmocka_unit_test(features_two_activities_are_no_misspellings_of_each_other),
		cmocka_unit_test(features_short_codes_must_agree_to_the_letter),
		cmocka_unit_test(features_numbers_are_compared_as_numbers),
		cmocka_unit_test(features_a_word_written_twice_counts_once),
		cmocka_unit_test(features_forms_are_kept_apart_from_words),
	};
	return cmocka_run_group_tests_name("features", tests, load_tables, drop_tables);
}
