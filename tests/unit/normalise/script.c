/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
script_is_told_for_letters(void **state)
{
	(void)state;
	assert_int_equal(cdr_script_of('a'), CDR_SCRIPT_LATIN);
	assert_int_equal(cdr_script_of(0x0142), CDR_SCRIPT_LATIN);
	assert_int_equal(cdr_script_of(0x0436), CDR_SCRIPT_CYRILLIC);
	assert_int_equal(cdr_script_of(0x03B1), CDR_SCRIPT_GREEK);
	assert_int_equal(cdr_script_of(0x0634), CDR_SCRIPT_ARABIC);
	assert_int_equal(cdr_script_of(0x05D0), CDR_SCRIPT_HEBREW);
	assert_int_equal(cdr_script_of(0x56FD), CDR_SCRIPT_HAN);
	assert_int_equal(cdr_script_of(0x30C6), CDR_SCRIPT_KANA);
	assert_int_equal(cdr_script_of(0xD55C), CDR_SCRIPT_HANGUL);
	assert_int_equal(cdr_script_of(0x0E01), CDR_SCRIPT_THAI);
	assert_int_equal(cdr_script_of(0x0DB1), CDR_SCRIPT_BRAHMIC);
	assert_int_equal(cdr_script_of(0x10D0), CDR_SCRIPT_OTHER);
}

static void
script_is_none_for_digits_and_marks(void **state)
{
	(void)state;
	assert_int_equal(cdr_script_of('7'), CDR_SCRIPT_NONE);
	assert_int_equal(cdr_script_of('-'), CDR_SCRIPT_NONE);
	assert_int_equal(cdr_script_of(0x0301), CDR_SCRIPT_NONE);
	assert_int_equal(cdr_script_of(0x30FB), CDR_SCRIPT_NONE);
	assert_int_equal(cdr_script_of(0x10FFFF), CDR_SCRIPT_NONE);
	assert_int_equal(cdr_script_of(UINT32_MAX), CDR_SCRIPT_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(script_is_told_for_letters),
		cmocka_unit_test(script_is_none_for_digits_and_marks),
	};
	return cmocka_run_group_tests_name("script", tests, NULL, NULL);
}
