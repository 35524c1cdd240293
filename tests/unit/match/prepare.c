/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

static void
expect_words(const struct tables *t, const char *name, size_t reading, const char *words)
{
	struct cdr_match_name prepared;
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	prepare(t, name, reading, &prepared);
	for (size_t i = 0; i < prepared.n_tokens; i++)
		cdr_buf_printf(&told, "%s%.*s", i ? " " : "", CDR_STR_ARG(prepared.tokens[i].text));
	if (!cdr_str_equal(cdr_buf_str(&told), cdr_str_from(words)) && (told.n || *words))
		fail_msg("\"%s\", reading %zu: \"%.*s\"", name, reading, (int)told.n, told.p ? told.p : "");
}

static size_t
readings(const struct tables *t, const char *name)
{
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(name), t->arena, &key, &err), CDR_OK);
	return cdr_match_readings(&key);
}

static void
prepare_reads_another_name_beside_as_a_name_of_its_own(void **state)
{
	const char *name = "Gulfview Traders Ltd (formerly Heronbay Textiles GmbH)";
	assert_int_equal(readings(*state, name), 2);
	expect_words(*state, name, 0, "gulfview traders");
	expect_words(*state, name, 1, "heronbay textiles");
	struct cdr_match_name first, second;
	prepare(*state, name, 0, &first);
	prepare(*state, name, 1, &second);
	assert_int_equal(first.n_forms, 1);
	assert_int_equal(second.n_forms, 1);
	assert_int_not_equal(first.forms[0], second.forms[0]);
	assert_int_equal(readings(*state, "Gulfview Traders Ltd"), 1);
	assert_int_equal(readings(*state, "Gulfview Traders formerly"), 1);
}

static void
prepare_drops_noise_and_legal_forms(void **state)
{
	expect_words(*state, "The Gulfview and Heronbay Co., Ltd.", 0, "gulfview heronbay");
	expect_words(*state, "and the", 0, "and the"); /* nothing else is there to compare */
}

static void
prepare_keeps_no_word_twice(void **state)
{
	expect_words(*state, "Gulfview Gulfview Traders Trading", 0, "gulfview traders");
	expect_words(*state, "Unit 2 Quillon Two", 0, "unit 2 quillon");
	struct cdr_match_name name;
	prepare(*state, "Quillon GmbH Gesellschaft GmbH", 0, &name);
	for (size_t i = 0; i < name.n_forms; i++)
		for (size_t k = 0; k < i; k++)
			assert_int_not_equal(name.forms[i], name.forms[k]);
	/* Inside once is inside: said again behind the form, the word is no aside. */
	prepare(*state, "Quillon Dhaka Ltd, Dhaka", 0, &name);
	assert_int_equal(name.n_tokens, 2);
	assert_false(name.tokens[1].flags & CDR_TOKEN_ASIDE);
	prepare(*state, "Quillon Ltd, Dhaka", 0, &name);
	assert_true(name.tokens[1].flags & CDR_TOKEN_ASIDE);
}

static float
weight_of(const struct tables *t, const char *text, enum cdr_token_kind kind, size_t frequency, size_t n_names,
          uint8_t *ret_flags)
{
	return cdr_match_word_weight(t->config, cdr_str_from(text), kind, frequency, n_names, ret_flags);
}

static void
prepare_weighs_words_by_kind(void **state)
{
	uint8_t flags;
	float stem = weight_of(*state, "quillonix", CDR_TOKEN_STEM, 0, 0, &flags);
	assert_false(flags & CDR_MATCH_COMMON);
	float activity = weight_of(*state, "quillonix", CDR_TOKEN_ACTIVITY, 0, 0, &flags);
	assert_true(flags & CDR_MATCH_COMMON);
	float generic = weight_of(*state, "quillonix", CDR_TOKEN_GENERIC, 0, 0, &flags);
	assert_true(generic < activity && activity < stem && stem <= 1);
	assert_true(weight_of(*state, "qx", CDR_TOKEN_STEM, 0, 0, &flags) < stem);
}

static void
prepare_weighs_words_by_rarity_in_the_index(void **state)
{
	uint8_t flags;
	float rare = weight_of(*state, "quillonix", CDR_TOKEN_STEM, 1, 100000, &flags);
	assert_false(flags & CDR_MATCH_COMMON);
	float some = weight_of(*state, "quillonix", CDR_TOKEN_STEM, 20, 100000, &flags);
	float common = weight_of(*state, "quillonix", CDR_TOKEN_STEM, 50000, 100000, &flags);
	assert_true(flags & CDR_MATCH_COMMON);
	assert_true(common < some && some < rare);
	/* A few names say nothing of rarity: of ten, nine are no more than of a thousand. */
	assert_true(weight_of(*state, "quillonix", CDR_TOKEN_STEM, 9, 10, &flags) ==
	            weight_of(*state, "quillonix", CDR_TOKEN_STEM, 9, 1000, &flags));
}

static void
prepare_marks_digits_native_letters_and_homoglyphs(void **state)
{
	struct cdr_match_name name;
	prepare(*state, "B2B Quillon ромашка", 0, &name);
	assert_true(name.tokens[0].flags & CDR_MATCH_DIGITS);
	assert_false(name.tokens[1].flags & (CDR_MATCH_DIGITS | CDR_MATCH_NATIVE));
	assert_true(name.tokens[2].flags & CDR_MATCH_NATIVE);
	assert_int_equal(name.tokens[2].n_characters, 7);
	assert_false(name.flags & CDR_MATCH_HOMOGLYPHS);
	prepare(*state,
	        "\xD0\x90"
	        "cmeton",
	        0, &name);
	assert_true(name.flags & CDR_MATCH_HOMOGLYPHS);
}

static void
prepare_hashes_tell_text_and_letters(void **state)
{
	struct cdr_match_name a, b, c;
	prepare(*state, "Quill View Ltd", 0, &a);
	prepare(*state, "QUILLVIEW", 0, &b);
	prepare(*state, "quill-view, ltd", 0, &c);
	assert_true(a.joined_hash == b.joined_hash);
	assert_true(a.folded_hash != b.folded_hash);
	assert_true(a.folded_hash == c.folded_hash);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(prepare_reads_another_name_beside_as_a_name_of_its_own),
		cmocka_unit_test(prepare_drops_noise_and_legal_forms),
		cmocka_unit_test(prepare_keeps_no_word_twice),
		cmocka_unit_test(prepare_weighs_words_by_kind),
		cmocka_unit_test(prepare_weighs_words_by_rarity_in_the_index),
		cmocka_unit_test(prepare_marks_digits_native_letters_and_homoglyphs),
		cmocka_unit_test(prepare_hashes_tell_text_and_letters),
	};
	return cmocka_run_group_tests_name("prepare", tests, load_tables, drop_tables);
}
