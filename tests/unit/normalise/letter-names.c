/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

static void
expect_letters(const char *text, const char *letters)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	char out[64];
	cdr_fold(cdr_str_from(text), CDR_FOLD_LATIN, &buf);
	size_t n = cdr_read_letter_names(cdr_buf_str(&buf), out, sizeof(out));
	if (n != strlen(letters) || memcmp(out, letters, n) != 0)
		fail_msg("\"%s\" gives \"%.*s\"", text, (int)n, out);
}

static void
letter_names_are_read_as_letters(void **state)
{
	(void)state;
	expect_letters("케이비", "kb");
	expect_letters("에스케이", "sk");
	expect_letters("지에스", "gs");
	expect_letters("エヌティティ", "ntt");
	expect_letters("エスケー", "sk");
	expect_letters("ดีเอชแอล", "dhl");
	expect_letters("دي ام سي", "dmc");
}

static void
letter_names_of_cyrillic_are_read_in_latin_letters(void **state)
{
	(void)state;
	char latin[64];
	size_t n = cdr_romanise(S("би ви ти"), latin, sizeof(latin) - 1);
	latin[n] = '\0';
	expect_letters(latin, "bvt");
	n = cdr_romanise(S("эй би си"), latin, sizeof(latin) - 1);
	latin[n] = '\0';
	expect_letters(latin, "abc");
}

static void
letter_names_are_not_read_into_other_words(void **state)
{
	(void)state;
	expect_letters("트레이딩", "");
	expect_letters("비", "");
	expect_letters("ミナトール", "");
	expect_letters("Bison", "");
	expect_letters("", "");
}

static void
letter_names_that_do_not_fit_are_not_cut(void **state)
{
	(void)state;
	char out[1];
	assert_int_equal(cdr_read_letter_names(S("케이비"), out, sizeof(out)), 0);
}

static void
letter_names_of_several_letters_are_read_as_any(void **state)
{
	(void)state;
	assert_true(cdr_spells_letters(S("اي بي سي"), S("abc")));
	assert_true(cdr_spells_letters(S("اي بي سي"), S("ipc")));
	assert_true(cdr_spells_letters(S("케이비"), S("kb")));
	assert_false(cdr_spells_letters(S("اي بي سي"), S("ab")));
	assert_false(cdr_spells_letters(S("اي بي سي"), S("abcd")));
	assert_false(cdr_spells_letters(S("케이비"), S("k")));
	assert_false(cdr_spells_letters(S(""), S("kb")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(letter_names_are_read_as_letters),
		cmocka_unit_test(letter_names_of_cyrillic_are_read_in_latin_letters),
		cmocka_unit_test(letter_names_are_not_read_into_other_words),
		cmocka_unit_test(letter_names_that_do_not_fit_are_not_cut),
		cmocka_unit_test(letter_names_of_several_letters_are_read_as_any),
	};
	return cmocka_run_group_tests_name("letter-names", tests, NULL, NULL);
}
