/* SPDX-License-Identifier: Apache-2.0 */
#include "scripts.h"

/* A zero-width blank sends the text through ICU and leaves nothing behind. */
static void
expect_same_as_icu(const char *text, enum cdr_fold level)
{
	cdr_auto(cdr_buf) longer = CDR_BUF_INIT;
	cdr_auto(cdr_buf) by_icu = CDR_BUF_INIT;
	cdr_auto(cdr_buf) by_table = CDR_BUF_INIT;
	cdr_buf_puts(&longer, text);
	cdr_buf_puts(&longer, "\xE2\x80\x8B");
	cdr_fold(cdr_buf_str(&longer), level, &by_icu);
	cdr_fold(cdr_str_from(text), level, &by_table);
	if (!cdr_str_equal(cdr_buf_str(&by_icu), cdr_buf_str(&by_table)))
		fail_msg("\"%s\" gives \"%.*s\" by table, \"%.*s\" by ICU", text, (int)by_table.n, by_table.p,
		         (int)by_icu.n, by_icu.p);
}

static void
fold_latin_gives_what_icu_gives(void **state)
{
	(void)state;
	static const char *const names[] = { "Müller & Söhne GmbH",
		                             "Łódź – Spółka",
		                             "Công ty Cổ phần Sản xuất",
		                             "L’Été d’Œuvre",
		                             "Straße ẞ",
		                             "İstanbul Şirketi A.Ş.",
		                             "Ærø Þór Đoković",
		                             "«Ñandú» S.A.",
		                             "É.D.F. – Paris",
		                             "ʻOkina",
		                             "ŉ ǅ ﬁ" };
	for (size_t i = 0; i < CDR_LEN(names); i++)
		for (int level = CDR_FOLD_CASE; level <= CDR_FOLD_LATIN; level++)
			expect_same_as_icu(names[i], (enum cdr_fold)level);
}

static void
fold_latin_leaves_other_scripts_to_icu(void **state)
{
	(void)state;
	char out[64];
	size_t n = 7;
	assert_false(cdr_fold_latin(S("Ромашка"), CDR_FOLD_LATIN, out, sizeof(out), &n));
	assert_false(cdr_fold_latin(S("e\xCC\x81"), CDR_FOLD_LATIN, out, sizeof(out), &n));
	assert_false(cdr_fold_latin(S("東京"), CDR_FOLD_LATIN, out, sizeof(out), &n));
	assert_int_equal(n, 7);
}

static void
fold_latin_refuses_what_might_not_fit(void **state)
{
	(void)state;
	char out[8];
	size_t n = 0;
	assert_false(cdr_fold_latin(S("éé"), CDR_FOLD_LATIN, out, sizeof(out), &n));
	assert_true(cdr_fold_latin(S("é"), CDR_FOLD_LATIN, out, sizeof(out), &n));
	assert_int_equal(n, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fold_latin_gives_what_icu_gives),
		cmocka_unit_test(fold_latin_leaves_other_scripts_to_icu),
		cmocka_unit_test(fold_latin_refuses_what_might_not_fit),
	};
	return cmocka_run_group_tests_name("fold-latin", tests, NULL, NULL);
}
