/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static double
likeness(const char *native, const char *latin)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	char skeleton[64];
	cdr_fold(cdr_str_from(native), CDR_FOLD_LATIN, &buf);
	size_t n = cdr_skeleton(cdr_str_from(latin), skeleton, sizeof(skeleton));
	return cdr_japanese_likeness(cdr_buf_str(&buf), (struct cdr_str){ skeleton, n });
}

static void
japanese_readings_are_tried_against_the_latin_side(void **state)
{
	(void)state;
	assert_true(likeness("製作所", "seisakusho") > 0.95);
	assert_true(likeness("山田建設", "yamada kensetsu") > 0.95);
	assert_true(likeness("日立", "hitachi") > 0.9);
	assert_true(likeness("三菱", "mitsubishi") > 0.9);
	assert_true(likeness("東芝", "toshiba") > 0.9);
	assert_true(likeness("佐々木", "sasaki") > 0.95);
}

static void
japanese_old_forms_and_kana_are_read_too(void **state)
{
	(void)state;
	assert_true(likeness("澤田", "sawada") > 0.9);
	assert_true(likeness("桐ヶ浜", "kirigahama") > 0.9);
}

static void
japanese_other_names_are_not_like(void **state)
{
	(void)state;
	assert_true(likeness("日立", "mitsubishi") < 0.6);
	assert_true(likeness("三菱", "takahashi") < 0.6);
	assert_true(likeness("山田建設", "kimura denki") < 0.6);
}

static void
japanese_nothing_is_said_without_readings_or_without_han(void **state)
{
	(void)state;
	assert_true(likeness("砾锦", "lijin") < 0);
	assert_true(likeness("ミナトール", "minatoru") < 0);
	assert_true(likeness("", "minatoru") < 0);
	assert_true(likeness("山田", "") < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(japanese_readings_are_tried_against_the_latin_side),
		cmocka_unit_test(japanese_old_forms_and_kana_are_read_too),
		cmocka_unit_test(japanese_other_names_are_not_like),
		cmocka_unit_test(japanese_nothing_is_said_without_readings_or_without_han),
	};
	return cmocka_run_group_tests_name("japanese", tests, NULL, NULL);
}
