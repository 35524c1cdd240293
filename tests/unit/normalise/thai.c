/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
thai_is_written_by_the_royal_system(void **state)
{
	(void)state;
	expect_latin("ทองรุ่งนที", "thongrungnathi");
	expect_latin("ชัยมหาวารี", "chaimahawari");
	expect_latin("บุญ", "bun");
}

static void
thai_vowels_in_front_are_read_behind(void **state)
{
	(void)state;
	expect_latin("แสงดาว", "saengdao");
	expect_latin("ไพร", "phrai");
	expect_latin("โรง", "rong");
	expect_latin("ไทย", "thai");
	expect_latin("นคร", "nakhon");
	expect_latin("ถนน", "thanon");
	expect_latin("สมุทร", "samut");
}

static void
thai_silenced_letters_are_not_spoken(void **state)
{
	(void)state;
	expect_latin("ทิพย์", "thip");
	expect_latin("จันทร์", "chan");
	expect_latin("กาญจน์", "kan");
}

static void
thai_foreign_words_keep_what_their_originals_have(void **state)
{
	(void)state;
	expect_latin("อินเตอร์", "intoer");
	expect_latin("แลนด์", "laend");
	expect_latin("พลาสติก", "phlastik");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thai_is_written_by_the_royal_system),
		cmocka_unit_test(thai_vowels_in_front_are_read_behind),
		cmocka_unit_test(thai_silenced_letters_are_not_spoken),
		cmocka_unit_test(thai_foreign_words_keep_what_their_originals_have),
	};
	return cmocka_run_group_tests_name("thai", tests, NULL, NULL);
}
