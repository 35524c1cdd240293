/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

static void
expect(const char *text, enum cdr_fold level, const char *folded)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_fold(cdr_str_from(text), level, &buf);
	assert_false(buf.failed);
	if (!cdr_str_equal(cdr_buf_str(&buf), cdr_str_from(folded)))
		fail_msg("\"%s\" gives \"%.*s\"", text, (int)buf.n, buf.p);
}

static void
fold_drops_case_punctuation_and_spare_blanks(void **state)
{
	(void)state;
	expect("  ACME -- Exports,  Ltd. ", CDR_FOLD_CASE, "acme exports ltd");
	expect("O'Brien & Sons", CDR_FOLD_CASE, "obrien sons");
	expect("O’Brien & Sons", CDR_FOLD_CASE, "obrien sons");
	expect("(((", CDR_FOLD_CASE, "");
	expect("", CDR_FOLD_CASE, "");
}

static void
fold_is_the_same_for_ascii_and_for_unicode_text(void **state)
{
	(void)state;
	/* the same words with and without a character that sends the text through ICU */
	cdr_auto(cdr_buf) ascii = CDR_BUF_INIT;
	cdr_auto(cdr_buf) unicode = CDR_BUF_INIT;
	for (int level = CDR_FOLD_CASE; level <= CDR_FOLD_LATIN; level++) {
		cdr_buf_clear(&ascii);
		cdr_buf_clear(&unicode);
		cdr_fold(S("A.B. Foo-Bar's (X) 'y' Ltd.Co"), (enum cdr_fold)level, &ascii);
		cdr_fold(S("A.B. Foo\xE2\x80\x93"
		           "Bar\xE2\x80\x99s (X) 'y' Ltd.Co"),
		         (enum cdr_fold)level, &unicode);
		assert_true(cdr_str_equal(cdr_buf_str(&ascii), cdr_buf_str(&unicode)));
	}
}

/* Letters of many scripts are folded one by one, by table; a Thai word behind them sends the same text through ICU. */
static void
fold_is_the_same_letter_by_letter_and_by_icu(void **state)
{
	(void)state;
	static const char thai[] = " \xE0\xB8\x81";
	cdr_auto(cdr_buf) text = CDR_BUF_INIT, alone = CDR_BUF_INIT, beside = CDR_BUF_INIT;
	for (uint32_t c = 0x80; c < 0xD7A4; c += c < 0x700 || (c >= 0x3000 && c < 0x3100) ? 1 : 5) {
		char pair[8] = { 0 };
		size_t n_bytes = c < 0x800 ? 2 : 3, n = 2 * n_bytes;
		for (size_t i = 0; i < n; i++)
			pair[i] = (char)(0x80 | (c >> 6 * (n_bytes - 1 - i % n_bytes) & 0x3F));
		pair[0] = pair[n_bytes] = (char)(n_bytes == 2 ? 0xC0 | c >> 6 : 0xE0 | c >> 12);
		for (int level = CDR_FOLD_CASE; level <= CDR_FOLD_LATIN; level++) {
			cdr_buf_clear(&text);
			cdr_buf_clear(&alone);
			cdr_buf_clear(&beside);
			cdr_buf_puts(&text, "x ");
			cdr_buf_add(&text, pair, n);
			cdr_fold(cdr_buf_str(&text), (enum cdr_fold)level, &alone);
			cdr_buf_puts(&text, thai);
			cdr_fold(cdr_buf_str(&text), (enum cdr_fold)level, &beside);
			cdr_buf_puts(&alone, thai);
			if (!cdr_str_equal(cdr_buf_str(&alone), cdr_buf_str(&beside)))
				fail_msg("U+%04X at level %d: \"%s\", \"%s\"", (unsigned)c, level, alone.p, beside.p);
		}
	}
	expect("Ромашка  Торг ООО", CDR_FOLD_LATIN, "ромашка торг ооо");
	expect(" شركة أحمد ", CDR_FOLD_LATIN, "شركه احمد");
	expect("ドラマー カーテン", CDR_FOLD_LATIN, "ドラマ カーテン");
}

static void
fold_takes_diacritics_off_only_when_asked(void **state)
{
	(void)state;
	expect("Łódź Ångström Straße", CDR_FOLD_CASE, "łódź ångström strasse");
	expect("Łódź Ångström Straße", CDR_FOLD_PLAIN, "lodz angstrom strasse");
	expect("Công ty Cổ phần", CDR_FOLD_PLAIN, "cong ty co phan");
	expect("e\xCC\x81", CDR_FOLD_CASE, "é");
	expect("ＡＢＣ　１２", CDR_FOLD_CASE, "abc 12");
}

static void
fold_keeps_cyrillic_and_greek_in_their_letters(void **state)
{
	(void)state;
	expect("Ромашка Щёлково", CDR_FOLD_LATIN, "ромашка щелково");
	expect("Ромашка", CDR_FOLD_PLAIN, "ромашка");
	expect("Μουσείο Ευρώπη", CDR_FOLD_LATIN, "μουσειο ευρωπη");
	expect("Müller 東京", CDR_FOLD_LATIN, "muller 东京");
}

static void
fold_leaves_other_scripts_native_and_parts_their_runs(void **state)
{
	(void)state;
	expect("KDパートナーズ合同会社", CDR_FOLD_LATIN, "kd パートナーズ 合同会社");
	expect("مُؤَسَّسَة", CDR_FOLD_LATIN, "موسسه");
	expect("٢٠٢٤", CDR_FOLD_LATIN, "2024");
}

static void
fold_of_text_longer_than_a_chunk_loses_nothing(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_auto(cdr_buf) folded = CDR_BUF_INIT;
	for (int i = 0; i < 3000; i++)
		cdr_buf_puts(&text, "\xEF\xB7\xBA"); /* U+FDFA: eighteen letters */
	cdr_fold(cdr_buf_str(&text), CDR_FOLD_CASE, &folded);
	assert_false(folded.failed);
	size_t characters = 0, i = 0;
	for (; i < folded.n; characters++)
		(void)cdr_next_character(cdr_buf_str(&folded), &i);
	assert_true(characters >= (size_t)3000 * 18);
}

static void
fold_words_answer_in_the_arena(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	assert_str(cdr_normalise_words(S("Licence-No. (RL)"), arena), "licence no rl");
	assert_str(cdr_normalise_words(S("Número d’agrément"), arena), "numero dagrement");
	assert_str(cdr_normalise_words(S("—"), arena), "");
}

static void
fold_kana_inside_a_japanese_name_part_no_word(void **state)
{
	(void)state;
	expect("桐ヶ浜", CDR_FOLD_LATIN, "桐ケ滨");
	expect("井ノ口", CDR_FOLD_LATIN, "井ノ口");
	expect("桐ケーキ", CDR_FOLD_LATIN, "桐 ケーキ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fold_drops_case_punctuation_and_spare_blanks),
		cmocka_unit_test(fold_is_the_same_for_ascii_and_for_unicode_text),
		cmocka_unit_test(fold_is_the_same_letter_by_letter_and_by_icu),
		cmocka_unit_test(fold_takes_diacritics_off_only_when_asked),
		cmocka_unit_test(fold_keeps_cyrillic_and_greek_in_their_letters),
		cmocka_unit_test(fold_leaves_other_scripts_native_and_parts_their_runs),
		cmocka_unit_test(fold_of_text_longer_than_a_chunk_loses_nothing),
		cmocka_unit_test(fold_words_answer_in_the_arena),
		cmocka_unit_test(fold_kana_inside_a_japanese_name_part_no_word),
	};
	return cmocka_run_group_tests_name("fold", tests, NULL, NULL);
}
