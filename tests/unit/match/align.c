/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

static void
align_words_of_one_text_or_meaning_are_the_same(void **state)
{
	static const struct expected_way ways[] = {
		{ "Gulfview Heronbay", "Heronbay Gulfview", CDR_WAY_SAME },
		{ "Handels Quillon", "Trading Quillon", CDR_WAY_SAME },
		{ "Two Quillon", "2 Quillon", CDR_WAY_SAME },
		{ "Two Quillon", "3 Quillon", NO_WAY },
		{ "Gulfview", "Marrowby", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
align_misspelt_words_meet_by_slip_letter_or_as_two_words(void **state)
{
	static const struct expected_way ways[] = {
		{ "Quilllon Traders", "Quillon Traders", CDR_WAY_SLIP },
		{ "Qiullon Traders", "Quillon Traders", CDR_WAY_SLIP },
		{ "Quallon Traders", "Quillon Traders", CDR_WAY_LETTER },
		{ "Mining Quillon", "Dining Quillon", CDR_WAY_WORD },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
align_words_written_together_or_apart_meet(void **state)
{
	static const struct expected_way ways[] = {
		{ "Quill View Heronbay", "Quillview Heronbay", CDR_WAY_JOINED },
		{ "Quill Veiw Heronbay", "Quillview Heronbay", CDR_WAY_JOINED },
		{ "Qu Ill Vi Ew", "Quillview", CDR_WAY_JOINED },
		{ "Q U Ill Vi Ew", "Quillview", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
	struct meeting m;
	meet(*state, "Quill View Heronbay", "Quillview Heronbay", &m);
	assert_int_equal(way_of(&m, 1), CDR_WAY_JOINED);
	assert_int_equal(way_of(&m, 2), CDR_WAY_SAME);
}

static void
align_words_cut_short_meet(void **state)
{
	static const struct expected_way ways[] = {
		{ "Quillonb", "Quillonberg", CDR_WAY_SHORTENED },
		{ "Joh Quennard", "Johannes Quennard", CDR_WAY_SHORTENED },
		{ "Qui Traders", "Quillonberg Traders", NO_WAY },
		{ "Gulf7 Traders", "Gulf77view Traders", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

/* Two letters are enough where a long name ends, which may have been cut at a width. */
static void
align_last_word_of_a_long_name_may_be_cut_anywhere(void **state)
{
	struct meeting m;
	meet(*state, "Quillonhaven Marrowby Thistleton Dunmarrow Falconridge Heronbay Gu",
	     "Quillonhaven Marrowby Thistleton Dunmarrow Falconridge Heronbay Gulfview", &m);
	assert_int_equal(way_of(&m, 6), CDR_WAY_SHORTENED);
	meet(*state, "Marrowby Gu", "Marrowby Gulfview", &m);
	assert_int_equal(way_of(&m, 1), NO_WAY);
}

static void
align_initials_meet_the_words_they_begin(void **state)
{
	static const struct expected_way ways[] = {
		{ "CNO", "Coastal Numbat Oilskin", CDR_WAY_INITIALS },
		{ "J Quennard", "Johann Quennard", CDR_WAY_INITIALS },
		{ "CNX", "Coastal Numbat Oilskin", NO_WAY },
		{ "P Quennard", "Johann Quennard", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
align_given_names_of_one_origin_are_not_one(void **state)
{
	static const struct expected_way ways[] = {
		{ "Jan Quennard", "John Quennard", NO_WAY },
		{ "Juan Quennard", "Giovanni Quennard", NO_WAY },
		{ "Jhn Quennard", "John Quennard", NO_WAY }, /* no name that is known */
		{ "Mohd Quennard", "Mohammed Quennard", CDR_WAY_SAME },
		{ "Mohammed Quennard", "Muhammad Quennard", CDR_WAY_SAME },
		{ "Вильгельм Quennard", "Wilhelm Quennard", CDR_WAY_SAME },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
align_every_word_meets_once(void **state)
{
	static const char *const names[][2] = {
		{ "Quillon Quillonb Quilllon", "Quillon Quillonberg" },
		{ "A B C Quill View", "ABC Quillview View Quill" },
		{ "에스케이 Quillon Sunrise", "SK صن رايز Quillon" },
	};
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		struct meeting m;
		meet(*state, names[i][0], names[i][1], &m);
		size_t n_left = 0, n_right = 0;
		for (size_t k = 0; k < m.evidence.n_pairs; k++) {
			n_left += m.evidence.pairs[k].n_left;
			n_right += m.evidence.pairs[k].n_right;
		}
		assert_true(m.evidence.n_pairs > 0);
		assert_int_equal(n_left, __builtin_popcountll(m.evidence.left_met));
		assert_int_equal(n_right, __builtin_popcountll(m.evidence.right_met));
	}
}

static void
align_order_of_names_is_by_text(void **state)
{
	struct meeting m;
	meet(*state, "Gulfview", "Heronbay", &m);
	assert_false(cdr_match_swapped(&m.left, &m.right));
	assert_true(cdr_match_swapped(&m.right, &m.left));
	meet(*state, "Gulfview Traders", "Gulfview", &m);
	assert_true(cdr_match_swapped(&m.left, &m.right));
	assert_false(cdr_match_swapped(&m.left, &m.left));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(align_words_of_one_text_or_meaning_are_the_same),
		cmocka_unit_test(align_misspelt_words_meet_by_slip_letter_or_as_two_words),
		cmocka_unit_test(align_words_written_together_or_apart_meet),
		cmocka_unit_test(align_words_cut_short_meet),
		cmocka_unit_test(align_last_word_of_a_long_name_may_be_cut_anywhere),
		cmocka_unit_test(align_initials_meet_the_words_they_begin),
		cmocka_unit_test(align_given_names_of_one_origin_are_not_one),
		cmocka_unit_test(align_every_word_meets_once),
		cmocka_unit_test(align_order_of_names_is_by_text),
	};
	return cmocka_run_group_tests_name("align", tests, load_tables, drop_tables);
}
