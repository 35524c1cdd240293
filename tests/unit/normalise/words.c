/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

#define MAX_WORDS 64

/* Words parted by blanks, each with '(' in brackets, ',' behind a comma, '.' when it was dotted letters, '!' when it is an
 * initial. */
static void
expect(void **state, const char *name, const char *folded, const char *expected)
{
	struct tables *t = *state;
	struct cdr_name_key key = { .original = cdr_str_from(name) };
	struct cdr_word words[MAX_WORDS];
	size_t n = 0;
	char *text = NULL;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	assert_int_equal(cdr_cut_words(key.original, t->arena, &key, words, CDR_LEN(words), &n, &text, &err), CDR_OK);
	for (size_t i = 0; i < n; i++)
		cdr_buf_printf(&told, "%s%.*s%s%s%s%s", i ? " " : "", CDR_STR_ARG(words[i].text),
		               words[i].bracket ? "(" : "", words[i].comma ? "," : "", words[i].dotted ? "." : "",
		               words[i].initial ? "!" : "");
	if (!cdr_str_equal(cdr_buf_str(&told), cdr_str_from(expected)) && (told.n || *expected))
		fail_msg("\"%s\" gives \"%.*s\"", name, (int)told.n, told.p ? told.p : "");
	assert_str(key.folded, folded);
}

static void
words_know_what_marks_stood_around_them(void **state)
{
	expect(state, "Gulfview (Dhaka) Ltd", "gulfview dhaka ltd", "gulfview dhaka( ltd");
	expect(state, "Gulfview [Dhaka, Unit 2], Ltd", "gulfview dhaka unit 2 ltd", "gulfview dhaka( unit(, 2( ltd,");
	expect(state, "Gulfview; Heronbay", "gulfview heronbay", "gulfview heronbay,");
	expect(state, "((Gulfview) Heronbay", "gulfview heronbay", "gulfview( heronbay(");
	expect(state, "Gulfview) Heronbay", "gulfview heronbay", "gulfview heronbay");
}

static void
words_of_dotted_letters_are_one(void **state)
{
	expect(state, "Gulfview S.A.", "gulfview s a", "gulfview sa.!");
	expect(state, "J.P. Quennard", "j p quennard", "jp.! quennard");
	expect(state, "1.2. Gulfview", "1 2 gulfview", "1 2 gulfview");
	expect(state, "Gulfview A", "gulfview a", "gulfview a");
}

static void
words_of_other_scripts_know_the_same_marks(void **state)
{
	expect(state, "Ромашка (Киев), ООО", "ромашка киев ооо", "ромашка киев( ооо,");
	expect(state, "岚禾（上海）有限公司", "岚禾 上海 有限公司", "岚禾 上海( 有限公司");
	expect(state, "Quillón, S.A.", "quillón s a", "quillon sa,.!");
}

static void
words_care_of_is_spelt_out(void **state)
{
	expect(state, "Gulfview c/o Heronbay", "gulfview careof heronbay", "gulfview careof heronbay");
	expect(state, "C/O: Heronbay", "careof heronbay", "careof heronbay");
	expect(state, "Doc/Office Ltd", "doc office ltd", "doc office ltd");
	expect(state, "c/", "c", "c");
}

static void
words_stop_at_the_room_given(void **state)
{
	struct tables *t = *state;
	struct cdr_name_key key = { .n_tokens = 0 };
	struct cdr_word words[2];
	size_t n = 0;
	char *text = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_cut_words(S("one two three four"), t->arena, &key, words, 2, &n, &text, &err), CDR_OK);
	assert_int_equal(n, 2);
	assert_str(key.folded, "one two three four");
}

static void
words_unspaced_scripts_and_han_numerals_are_known(void **state)
{
	(void)state;
	assert_true(cdr_is_unspaced(0x6771));  /* Han */
	assert_true(cdr_is_unspaced(0x30AB));  /* kana */
	assert_true(cdr_is_unspaced(0x0E01));  /* Thai */
	assert_false(cdr_is_unspaced(0x0430)); /* Cyrillic */
	assert_false(cdr_is_unspaced('a'));
	assert_int_equal(cdr_han_numeral(0x56DB), 4);
	assert_int_equal(cdr_han_numeral(0x767E), 100);
	assert_int_equal(cdr_han_numeral('7'), 7);
	assert_int_equal(cdr_han_numeral(0x6771), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_know_what_marks_stood_around_them),
		cmocka_unit_test(words_of_dotted_letters_are_one),
		cmocka_unit_test(words_of_other_scripts_know_the_same_marks),
		cmocka_unit_test(words_care_of_is_spelt_out),
		cmocka_unit_test(words_stop_at_the_room_given),
		cmocka_unit_test(words_unspaced_scripts_and_han_numerals_are_known),
	};
	return cmocka_run_group_tests_name("words", tests, load_tables, drop_tables);
}
