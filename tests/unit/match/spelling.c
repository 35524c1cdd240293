/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

/* One word each; likeness and way, asked both ways round. */
static float
likeness(const struct tables *t, const char *a, const char *b, uint8_t *ret_way)
{
	struct cdr_match_name left, right;
	uint8_t back_way = 0;
	prepare(t, a, 0, &left);
	prepare(t, b, 0, &right);
	assert_int_equal(left.n_tokens, 1);
	assert_int_equal(right.n_tokens, 1);
	float there = cdr_match_spelling(t->config, &left.tokens[0], &right.tokens[0], ret_way);
	float back = cdr_match_spelling(t->config, &right.tokens[0], &left.tokens[0], &back_way);
	if (there != back || *ret_way != back_way)
		fail_msg("%s | %s: not the same from both sides", a, b);
	assert_true(there >= 0 && there < 1);
	return there;
}

static void
expect_way(const struct tables *t, const char *const (*pairs)[2], size_t n, int way)
{
	for (size_t i = 0; i < n; i++) {
		uint8_t found;
		float alike = likeness(t, pairs[i][0], pairs[i][1], &found);
		if ((alike > 0) != (way != NO_WAY) || (alike > 0 && found != way))
			fail_msg("%s | %s: %.2f, way %d", pairs[i][0], pairs[i][1], (double)alike, found);
	}
}

static void
spelling_slips_of_finger_and_scanner_are_slips(void **state)
{
	static const char *const pairs[][2] = {
		{ "quilllon", "quillon" },      /* doubled */
		{ "qiullon", "quillon" },       /* swapped */
		{ "quilon", "quillon" },        /* lost */
		{ "quillom", "quillon" },       /* the key beside */
		{ "quennarcl", "quennard" },    /* "cl" for "d" */
		{ "marnouthe", "mamouthe" },    /* "rn" for "m" */
		{ "dunmarr0w", "dunmarrow" },   /* a digit for a letter */
		{ "quillons", "quillon" },      /* plural */
		{ "hostloven", "hoestloeven" }, /* umlauts */
		{ "haakonby", "hakonby" },
		{ "ромашкнский", "ромашкинский" },   /* lost */
		{ "ромакшинский", "ромашкинский" },  /* swapped */
		{ "ромашкинскийй", "ромашкинский" }, /* doubled */
	};
	expect_way(*state, pairs, CDR_LEN(pairs), CDR_WAY_SLIP);
}

static void
spelling_other_vowels_make_another_word(void **state)
{
	static const char *const pairs[][2] = { { "solmarino", "salmarino" },
		                                { "hostlaven", "hoestloven" }, /* not by umlauts alone */
		                                { "quallon", "quillon" },
		                                { "рамашкинский", "ромашкинский" } };
	expect_way(*state, pairs, CDR_LEN(pairs), CDR_WAY_LETTER);
}

static void
spelling_two_known_words_are_told_as_such(void **state)
{
	static const char *const pairs[][2] = { { "mining", "dining" } };
	expect_way(*state, pairs, CDR_LEN(pairs), CDR_WAY_WORD);
}

static void
spelling_words_far_from_each_other_do_not_meet(void **state)
{
	static const char *const pairs[][2] = {
		{ "gulfview", "heronbay" }, { "quillon", "quaylem" }, { "abc", "abd" },
		{ "exports", "imports" },   { "12", "13" },           { "b2b", "b3b" },
		{ "ромашка", "romashka" },  { "quillon", "quillon" },
	};
	expect_way(*state, pairs, CDR_LEN(pairs), NO_WAY);
}

static void
spelling_of_longer_words_is_more_alike(void **state)
{
	uint8_t way;
	float brief = likeness(*state, "quillon", "quillom", &way);
	float longer = likeness(*state, "quillonbergen", "quillonbergem", &way);
	assert_true(brief < longer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spelling_slips_of_finger_and_scanner_are_slips),
		cmocka_unit_test(spelling_other_vowels_make_another_word),
		cmocka_unit_test(spelling_two_known_words_are_told_as_such),
		cmocka_unit_test(spelling_words_far_from_each_other_do_not_meet),
		cmocka_unit_test(spelling_of_longer_words_is_more_alike),
	};
	return cmocka_run_group_tests_name("spelling", tests, load_tables, drop_tables);
}
