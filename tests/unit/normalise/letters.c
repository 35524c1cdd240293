/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
letters_of_greek_are_read_together(void **state)
{
	(void)state;
	expect_latin("ΤΡΕΪΝΤΙΝΓΚ", "treindinng");
	expect_latin("Μπελοτσάρης", "belotsaris");
	expect_latin("Γκριζωτάκης", "grizotakis");
	expect_latin("Αυλοκάμπος", "avlokambos");
	expect_latin("Ευτέρπη", "efterpi");
	expect_latin("Ουρανέμης", "ouranemis");
	expect_latin("Ντουβαρέλης", "douvarelis");
}

static void
letters_of_cyrillic_depend_on_the_language(void **state)
{
	(void)state;
	expect_latin("Гайворщина", "gayvorshchina");
	expect_latin("Їжаківщина", "yizhakivshchyna");
	expect_latin("ВИГЪРД", "vigard");
	expect_latin("подъезд", "podezd");
	expect_latin("Њујорк", "njujork");
}

static void
letters_listed_answer_without_icu(void **state)
{
	(void)state;
	const struct cdr_letter *letter = cdr_letter_of(0x00C9);
	assert_non_null(letter);
	assert_int_equal(letter->kind, CDR_LETTER_LATIN);
	assert_int_equal(letter->folded[0], 0x00E9);
	assert_int_equal(letter->base[0], 'e');
	assert_int_equal(cdr_letter_of(0x0301)->kind, CDR_LETTER_UNKNOWN);
	assert_int_equal(cdr_letter_of(0x2013)->kind, CDR_LETTER_MARK);
	assert_null(cdr_letter_of('a'));
	assert_null(cdr_letter_of(0x4E00));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letters_of_greek_are_read_together),
		cmocka_unit_test(letters_of_cyrillic_depend_on_the_language),
		cmocka_unit_test(letters_listed_answer_without_icu),
	};
	return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
