/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
semitic_arabic_is_written_as_firms_print_it(void **state)
{
	(void)state;
	expect_latin("الزهيران", "alzahiran");
	expect_latin("للتجارة", "liltajarah");
	expect_latin("محمد", "mahmad");
	expect_latin("پارس چاپ گل", "paras chap gal");
}

static void
semitic_arabic_spellings_of_one_word_are_folded_together(void **state)
{
	(void)state;
	expect_folded_alike("أبو شعيلة", "ابو شعيله");
	expect_folded_alike("مُؤَنِّس", "مونس");
	expect_folded_alike("شـــركة", "شركة");
	expect_folded_alike("کیش", "كيش");
	expect_folded_alike("ضياء", "ضيا");
	expect_folded_alike("٢٠٢٤ ۲۰۲۴", "2024 2024");
}

static void
semitic_hebrew_is_written_with_vowel_letters(void **state)
{
	(void)state;
	expect_latin("גלעוז", "galoz");
	expect_latin("שיווק", "shiok");
	expect_latin("כרמיתן", "karmitan");
}

static void
semitic_hebrew_abbreviations_are_one_word(void **state)
{
	(void)state;
	expect_folded_alike("בע\x22מ", "בע״מ");
	expect_folded_alike("בע\x22מ", "בעמ");
}

static void
semitic_hebrew_points_are_dropped(void **state)
{
	(void)state;
	expect_folded_alike("שָׁלוֹם", "שלום");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(semitic_arabic_is_written_as_firms_print_it),
		cmocka_unit_test(semitic_arabic_spellings_of_one_word_are_folded_together),
		cmocka_unit_test(semitic_hebrew_is_written_with_vowel_letters),
		cmocka_unit_test(semitic_hebrew_abbreviations_are_one_word),
		cmocka_unit_test(semitic_hebrew_points_are_dropped),
	};
	return cmocka_run_group_tests_name("semitic", tests, NULL, NULL);
}
