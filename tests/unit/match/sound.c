/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

static void
sound_meets_across_scripts(void **state)
{
	static const struct expected_way ways[] = {
		{ "Ромашкинский", "Romashkinskiy", CDR_WAY_SCRIPT },
		{ "صن رايز", "Sunrise", CDR_WAY_SCRIPT },
		{ "рой Quillon", "Roy Quillon", CDR_WAY_SCRIPT },
		{ "Ромашкинский", "Heronbay", NO_WAY },
		{ "صن رايز", "Gulfview", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
sound_meets_within_latin_letters(void **state)
{
	static const struct expected_way ways[] = {
		{ "Muradullah", "Mouradoulla", CDR_WAY_SOUND },
		{ "Chowdhuran", "Choudhooran", CDR_WAY_SOUND },
		{ "Muradullah", "Quennarding", NO_WAY },
		{ "Ro Traders", "Rua Traders", NO_WAY }, /* too short to sound like anything */
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
sound_of_greek_eu_is_read_both_ways(void **state)
{
	static const struct expected_way ways[] = {
		{ "Ζευγορμ", "Zeugorm", CDR_WAY_SCRIPT },
		{ "Ζευγορμ", "Zevgorm", CDR_WAY_SCRIPT },
		{ "Ευκμ", "Eukm", CDR_WAY_SCRIPT },
		{ "Ζευγορμ", "Heronbay", NO_WAY },
	};
	expect_ways(*state, ways, CDR_LEN(ways));
}

static void
sound_reads_names_of_single_letters(void **state)
{
	struct meeting m;
	meet(*state, "دي ام سي Quillon", "D M C Quillon", &m);
	bool run = false;
	for (size_t i = 0; i < m.evidence.n_pairs; i++)
		run |= m.evidence.pairs[i].way == CDR_WAY_SCRIPT && m.evidence.pairs[i].n_left == 3 &&
		       m.evidence.pairs[i].n_right == 3;
	assert_true(run);
}

static void
sound_reads_names_of_letters(void **state)
{
	static const struct expected_way ways[] = {
		{ "에스케이 Quillon", "SK Quillon", CDR_WAY_SCRIPT },
		{ "би ви ти Quillon", "BVT Quillon", CDR_WAY_SCRIPT },
		{ "에스케이 Quillon", "KB Quillon", NO_WAY },
		{ "اي بي سي Quillon", "ABC Quillon", CDR_WAY_SCRIPT }, /* one name, several letters */
	};
	expect_ways(*state, ways, CDR_LEN(ways));
	struct meeting m;
	meet(*state, "SK Quillon", "에스케이 Quillon", &m);
	assert_int_equal(way_of(&m, 0), CDR_WAY_SCRIPT);
}

static void
sound_of_a_name_read_out_meets_as_a_whole(void **state)
{
	struct meeting m;
	meet(*state, "shan dong lan he fang zhi gu fen you xian gong si", "山东岚禾纺织股份有限公司", &m);
	assert_int_equal(m.evidence.n_pairs, 1);
	assert_int_equal(m.evidence.pairs[0].n_left, m.left.n_tokens);
	assert_int_equal(m.evidence.pairs[0].n_right, m.right.n_tokens);
	meet(*state, "shan dong qing hu ji xie gu fen you xian gong si", "山东岚禾纺织股份有限公司", &m);
	assert_true(m.evidence.n_pairs != 1 || m.evidence.pairs[0].n_left < m.left.n_tokens);
}

/* The original of a name with another beside it is no text of either reading. */
static void
sound_of_two_readings_is_never_that_of_the_whole(void **state)
{
	const char *name = "Gulfview Traders (formerly 岚禾)";
	struct meeting m;
	prepare(*state, name, 0, &m.left);
	prepare(*state, name, 1, &m.right);
	cdr_match_align(((struct tables *)*state)->config, &m.left, &m.right, &m.evidence);
	assert_int_equal(m.evidence.n_pairs, 0);
}

static void
sound_knows_native_names(void **state)
{
	struct cdr_match_name name;
	prepare(*state, "Quillon Romashka", 0, &name);
	assert_false(cdr_match_is_native(&name));
	prepare(*state, "Quillon ромашка", 0, &name);
	assert_true(cdr_match_is_native(&name));
}

/* A word that has met is gone, however short and alike the next one reads. */
static void
sound_takes_no_word_twice(void **state)
{
	struct meeting m;
	meet(*state, "рой ройь Quillon", "Roy Quillon", &m);
	assert_int_equal(m.evidence.n_pairs, 2);
	assert_int_not_equal(way_of(&m, 0) == NO_WAY, way_of(&m, 1) == NO_WAY);
	meet(*state, "рой Roy Quillon", "Roy Quillon", &m);
	assert_int_equal(m.evidence.n_pairs, 2);
	assert_int_equal(way_of(&m, 0), NO_WAY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sound_meets_across_scripts),
		cmocka_unit_test(sound_meets_within_latin_letters),
		cmocka_unit_test(sound_of_greek_eu_is_read_both_ways),
		cmocka_unit_test(sound_reads_names_of_single_letters),
		cmocka_unit_test(sound_reads_names_of_letters),
		cmocka_unit_test(sound_of_a_name_read_out_meets_as_a_whole),
		cmocka_unit_test(sound_of_two_readings_is_never_that_of_the_whole),
		cmocka_unit_test(sound_knows_native_names),
		cmocka_unit_test(sound_takes_no_word_twice),
	};
	return cmocka_run_group_tests_name("sound", tests, load_tables, drop_tables);
}
