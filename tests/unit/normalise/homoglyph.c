/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
homoglyph_is_found_in_a_word_of_two_alphabets(void **state)
{
	(void)state;
	assert_true(cdr_has_homoglyphs(S("\xD0\x90"
	                                 "cme Ltd"))); /* Cyrillic A */
	assert_true(cdr_has_homoglyphs(S("Стр\x6F"
	                                 "й"))); /* Latin o */
	assert_true(cdr_has_homoglyphs(S("\xCE\x9F"
	                                 "live"))); /* Greek O */
}

static void
homoglyph_is_not_found_in_words_of_one_alphabet_each(void **state)
{
	(void)state;
	assert_false(cdr_has_homoglyphs(S("Acme Ltd")));
	assert_false(cdr_has_homoglyphs(S("Acme Строй")));
	assert_false(cdr_has_homoglyphs(S("IT-Сервис")));
	assert_false(cdr_has_homoglyphs(S("Café Ωmega"))); /* omega has no double */
	assert_false(cdr_has_homoglyphs(S("")));
}

static void
homoglyph_words_are_folded_to_the_alphabet_of_most_letters(void **state)
{
	(void)state;
	expect_folded_alike("\xD0\x90"
	                    "cme",
	                    "Acme");
	expect_folded_alike("\xD0\xA0"
	                    "anther",
	                    "Panther"); /* Cyrillic er, not r */
	expect_folded_alike("\xD0\xA1"
	                    "hem"
	                    "\xD0\xBE"
	                    "x",
	                    "Chemox");
	expect_folded_alike("Стр\x6F"
	                    "й",
	                    "Строй");
	expect_folded_alike("P"
	                    "осток",
	                    "Росток");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(homoglyph_is_found_in_a_word_of_two_alphabets),
		cmocka_unit_test(homoglyph_is_not_found_in_words_of_one_alphabet_each),
		cmocka_unit_test(homoglyph_words_are_folded_to_the_alphabet_of_most_letters),
	};
	return cmocka_run_group_tests_name("homoglyph", tests, NULL, NULL);
}
