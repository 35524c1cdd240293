/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
kana_is_written_by_hepburn(void **state)
{
	(void)state;
	expect_latin("ミナトール", "minatoru");
	expect_latin("しちや", "shichiya");
	expect_latin("キャノン", "kyanon");
	expect_latin("ジュエル", "jueru");
	expect_latin("マッチ", "matchi");
	expect_latin("ニッポン", "nippon");
}

static void
kana_foreign_combinations_are_read_as_one_syllable(void **state)
{
	(void)state;
	expect_latin("ティファ", "tifa");
	expect_latin("チェン", "chen");
	expect_latin("シェル", "sheru");
	expect_latin("ウィン", "win");
	expect_latin("デュオ", "dyuo");
	expect_latin("クァ", "kwa");
}

static void
kana_spellings_of_one_word_are_folded_together(void **state)
{
	(void)state;
	expect_folded_alike("ヴィーナス", "ビーナス");
	expect_folded_alike("コンピューター", "コンピュータ");
	expect_folded_alike("ﾐﾅﾄｰﾙ", "ミナトール");
	expect_folded_alike("桐ヶ浜", "桐ケ浜");
}

static void
kana_a_long_mark_that_tells_words_apart_is_kept(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_fold(S("ビール ビル"), CDR_FOLD_LATIN, &buf);
	assert_str(cdr_buf_str(&buf), "ビール ビル");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kana_is_written_by_hepburn),
		cmocka_unit_test(kana_foreign_combinations_are_read_as_one_syllable),
		cmocka_unit_test(kana_spellings_of_one_word_are_folded_together),
		cmocka_unit_test(kana_a_long_mark_that_tells_words_apart_is_kept),
	};
	return cmocka_run_group_tests_name("kana", tests, NULL, NULL);
}
