/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
romanise_leaves_latin_letters_and_takes_marks_off(void **state)
{
	(void)state;
	expect_latin("Acme 24", "acme 24");
	char out[16];
	size_t n = cdr_romanise(S("éłæ"), out, sizeof(out));
	assert_str(((struct cdr_str){ out, n }), "elae");
}

static void
romanise_reads_every_run_of_a_mixed_word(void **state)
{
	(void)state;
	char out[32];
	size_t n = cdr_romanise(S("kd한국24"), out, sizeof(out));
	assert_str(((struct cdr_str){ out, n }), "kdhanguk24");
}

static void
romanise_reads_small_alphabets(void **state)
{
	(void)state;
	expect_latin("საქართველო", "sakartvelo");
	expect_latin("Հայաստան", "hayastan");
	expect_latin("አዲስ", "adis");
	expect_latin("ລາວ", "lao");
}

static void
romanise_says_nothing_of_a_script_it_does_not_know(void **state)
{
	(void)state;
	char out[8];
	assert_int_equal(cdr_romanise(S("ᚠᚢᚦ"), out, sizeof(out)), 0);
	assert_int_equal(cdr_romanise(S(""), out, sizeof(out)), 0);
}

static void
romanise_never_writes_beyond_the_room_given(void **state)
{
	(void)state;
	char out[4] = { 'x', 'x', 'x', 'x' };
	assert_int_equal(cdr_romanise(S("한국전자"), out, 3), 3);
	assert_memory_equal(out, "hanx", 4);
	assert_int_equal(cdr_romanise(S("ニッ"), out, 3), 2);
	assert_int_equal(cdr_romanise(S("マッチ"), out, 3), 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(romanise_leaves_latin_letters_and_takes_marks_off),
		cmocka_unit_test(romanise_reads_every_run_of_a_mixed_word),
		cmocka_unit_test(romanise_reads_small_alphabets),
		cmocka_unit_test(romanise_says_nothing_of_a_script_it_does_not_know),
		cmocka_unit_test(romanise_never_writes_beyond_the_room_given),
	};
	return cmocka_run_group_tests_name("romanise", tests, NULL, NULL);
}
