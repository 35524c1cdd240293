/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
expect_skeleton(const char *latin, const char *skeleton)
{
	char out[64];
	size_t n = cdr_skeleton(cdr_str_from(latin), out, sizeof(out));
	if (n != strlen(skeleton) || memcmp(out, skeleton, n) != 0)
		fail_msg("\"%s\" gives \"%.*s\"", latin, (int)n, out);
}

static double
likeness(const char *one, const char *other)
{
	char left[64], right[64];
	size_t n_left = cdr_skeleton(cdr_str_from(one), left, sizeof(left));
	size_t n_right = cdr_skeleton(cdr_str_from(other), right, sizeof(right));
	return cdr_skeleton_likeness((struct cdr_str){ left, n_left }, (struct cdr_str){ right, n_right });
}

static void
skeleton_drops_vowels_and_blanks(void **state)
{
	(void)state;
	expect_skeleton("trading", "trdng");
	expect_skeleton("tra ding", "trdng");
	expect_skeleton("aeiou", "");
	expect_skeleton("mama", "mm");
	expect_skeleton("mamma", "mm");
	expect_skeleton("bus stop", "bstp");
	expect_skeleton("", "");
	expect_skeleton("3m", "3m");
}

static void
skeleton_writes_one_class_for_spellings_of_one_sound(void **state)
{
	(void)state;
	expect_skeleton("shch", "x");
	expect_skeleton("qu", "kw");
	expect_skeleton("box", "bks");
	expect_skeleton("mpelos ntouva", "blsdv");
	expect_skeleton("lamp", "lmp");
	expect_skeleton("station", "stxn");
	expect_skeleton("cement city", "smntst");
}

static void
skeleton_is_cut_where_it_does_not_fit(void **state)
{
	(void)state;
	char out[2];
	assert_int_equal(cdr_skeleton(S("trading"), out, sizeof(out)), 2);
	assert_memory_equal(out, "tr", 2);
}

static void
skeleton_likeness_is_symmetric_and_one_for_the_same(void **state)
{
	(void)state;
	assert_true(likeness("trading", "trading") == 1.0);
	assert_true(likeness("teureiding", "trading") == 1.0);
	assert_true(likeness("binasu", "venus") == likeness("venus", "binasu"));
}

static void
skeleton_likeness_forgives_what_scripts_confuse(void **state)
{
	(void)state;
	assert_true(likeness("binasu", "venus") > 0.85);
	assert_true(likeness("biznes", "business") > 0.9);
	assert_true(likeness("garamsol", "karamsol") > 0.9);
	assert_true(likeness("bauar", "power") > 0.6);
}

static void
skeleton_likeness_of_other_names_is_low(void **state)
{
	(void)state;
	assert_true(likeness("trading", "shipping") < 0.5);
	assert_true(likeness("kenzo", "milfort") < 0.4);
	assert_true(likeness("", "milfort") == 0.0);
	assert_true(likeness("", "") == 0.0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skeleton_drops_vowels_and_blanks),
		cmocka_unit_test(skeleton_writes_one_class_for_spellings_of_one_sound),
		cmocka_unit_test(skeleton_is_cut_where_it_does_not_fit),
		cmocka_unit_test(skeleton_likeness_is_symmetric_and_one_for_the_same),
		cmocka_unit_test(skeleton_likeness_forgives_what_scripts_confuse),
		cmocka_unit_test(skeleton_likeness_of_other_names_is_low),
	};
	return cmocka_run_group_tests_name("skeleton", tests, NULL, NULL);
}
