/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
hangul_is_written_by_the_revised_romanisation(void **state)
{
	(void)state;
	expect_latin("한국", "hanguk");
	expect_latin("벼리온", "byeorion");
	expect_latin("트레이딩", "teureiding");
	expect_latin("샘플", "saempeul");
}

static void
hangul_final_consonants_pass_on_to_a_following_vowel(void **state)
{
	(void)state;
	expect_latin("국어", "gugeo");
	expect_latin("신라", "sinra");
	expect_latin("물류", "mullyu");
}

static void
hangul_loose_letters_are_passed_over(void **state)
{
	(void)state;
	expect_latin("ㅋ한", "han");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hangul_is_written_by_the_revised_romanisation),
		cmocka_unit_test(hangul_final_consonants_pass_on_to_a_following_vowel),
		cmocka_unit_test(hangul_loose_letters_are_passed_over),
	};
	return cmocka_run_group_tests_name("hangul", tests, NULL, NULL);
}
