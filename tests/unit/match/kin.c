/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

static const char *const names[] = { "Quillonbrook Ltd", "Quillon Ltd", "Marisol Ltd", "Heron Ltd", "Textile Corvane" };

static bool
has_kin(const struct cdr_match_index *index, struct cdr_str text, const char *expected)
{
	struct cdr_match_token token = { .text = text, .meaning = text };
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t capped = 0;
	cdr_match_token_finish(&token);
	token.id = cdr_match_word_find(index, text, text, CDR_TOKEN_STEM);
	struct cdr_match_kin_bounds bounds = { .looks = 1000,
		                               .most_loss = INFINITY,
		                               .sound = cdr_match_sound_hash(text) };
	size_t n = cdr_match_find_kin(index, &token, bounds, kin, &capped);
	assert_int_equal(capped, 0);
	for (size_t i = 0; i < n; i++)
		if (cdr_str_equal(cdr_cdx_text(&index->cdx, cdr_cdx_word(&index->cdx, kin[i].id)->text),
		                  cdr_str_from(expected)))
			return true;
	return false;
}

static void
kin_are_words_written_otherwise(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	assert_true(has_kin(index, S("marisool"), "marisol"));
	assert_true(has_kin(index, S("mraisal"), "marisol"));
	assert_true(has_kin(index, S("herron"), "heron"));
	assert_true(has_kin(index, S("meeraasoul"), "marisol")); /* by its sound */
	assert_true(has_kin(index, S("quillonbro"), "quillonbrook"));
	assert_true(has_kin(index, S("quillonbr"), "quillon"));
	assert_false(has_kin(index, S("marisol"), "marisol")); /* that is no kin but the word itself … */
	assert_false(has_kin(index, S("maxxxol"), "marisol"));
	assert_false(has_kin(index, S("hern"), "marisol"));
}

static void
kin_search_ends_when_it_has_looked_enough(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	struct cdr_match_token token = { .text = S("marixol"), .meaning = S("marixol") };
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t capped = 0;
	cdr_match_token_finish(&token);
	struct cdr_match_kin_bounds bounds = { .looks = 0, .most_loss = INFINITY };
	assert_int_equal(cdr_match_find_kin(index, &token, bounds, kin, &capped), 0);
	assert_int_equal(capped, 1);
}

static bool
is_near(const struct cdr_match_index *index, struct cdr_str text, const char *expected)
{
	struct cdr_match_token token = { .text = text, .meaning = text };
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	cdr_match_token_finish(&token);
	size_t n = cdr_match_find_near(index, &token, kin);
	for (size_t i = 0; i < n; i++)
		if (cdr_str_equal(cdr_cdx_text(&index->cdx, cdr_cdx_word(&index->cdx, kin[i].id)->text),
		                  cdr_str_from(expected)))
			return true;
	return false;
}

static void
kin_near_are_words_with_letters_together(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	assert_false(has_kin(index, S("wuillonbrxkk"), "quillonbrook"));
	assert_true(is_near(index, S("wuillonbrxkk"), "quillonbrook"));
	assert_true(is_near(index, S("zarisxl"), "marisol"));
	assert_true(is_near(index, S("bentaxheron"), "heron")); /* one of two written together */
	assert_false(is_near(index, S("bentaxherox"), "heron"));
	assert_false(is_near(index, S("wuxllxnbrxkk"), "quillonbrook"));
	assert_false(is_near(index, S("marisol"), "heron"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kin_are_words_written_otherwise),
		cmocka_unit_test(kin_search_ends_when_it_has_looked_enough),
		cmocka_unit_test(kin_near_are_words_with_letters_together),
	};
	return cmocka_run_group_tests_name("kin", tests, load_tables, drop_tables);
}
