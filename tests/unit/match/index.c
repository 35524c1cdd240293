/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static const char *const names[] = { "Gulfview Traders Ltd", "Heron Traders Ltd", "Falcon Traders 2", "Al Noor", "" };

static void
index_weighs_rare_words_above_common_ones(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	const struct cdr_match_word *common = cdr_map_get(index->words, S("traders"));
	const struct cdr_match_word *rare = cdr_map_get(index->words, S("gulfview"));
	assert_non_null(common);
	assert_non_null(rare);
	assert_int_equal(common->frequency, 3);
	assert_int_equal(rare->frequency, 1);
	assert_true(rare->weight > common->weight);
	assert_int_equal(cdr_match_index_count(index), CDR_LEN(names));
}

static void
index_postings_hold_every_name_of_a_word(void **state)
{
	cdr_owned(cdr_match_index) index = index_of(*state, names, NULL, CDR_LEN(names));
	const struct cdr_match_word *word = cdr_map_get(index->words, S("traders"));
	assert_non_null(word);
	for (uint32_t i = 0; i < word->frequency; i++)
		assert_int_equal(index->postings[word->postings + i], i);
}

static void
index_unpacks_what_was_put_in(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_name stored, fresh;
	struct cdr_name_key key;
	struct cdr_error err = { 0 };
	cdr_match_unpack(index, 2, &stored);
	assert_int_equal(cdr_normalise_name(t->normaliser, cdr_str_from(names[2]), t->arena, &key, &err), CDR_OK);
	cdr_match_prepare(t->config, index, &key, 0, &fresh);
	assert_int_equal(stored.n_tokens, fresh.n_tokens);
	assert_true(stored.folded_hash == fresh.folded_hash);
	for (size_t i = 0; i < stored.n_tokens; i++) {
		assert_int_equal(stored.tokens[i].id, fresh.tokens[i].id);
		assert_int_equal(stored.tokens[i].kind, fresh.tokens[i].kind);
		assert_int_equal(stored.tokens[i].number, fresh.tokens[i].number);
		assert_true(stored.tokens[i].weight == fresh.tokens[i].weight);
	}
}

static void
index_is_closed_by_finishing(void **state)
{
	const struct tables *t = *state;
	cdr_owned(cdr_match_index) index = index_of(t, names, NULL, CDR_LEN(names));
	struct cdr_match_subject subject = NAMED("Late");
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_index_add(index, 9, &subject, &err), CDR_EINTERNAL);
	assert_int_equal(cdr_match_index_finish(index, &err), CDR_OK);
	assert_int_equal(cdr_match_index_count(index), CDR_LEN(names));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(index_weighs_rare_words_above_common_ones),
		cmocka_unit_test(index_postings_hold_every_name_of_a_word),
		cmocka_unit_test(index_unpacks_what_was_put_in),
		cmocka_unit_test(index_is_closed_by_finishing),
	};
	return cmocka_run_group_tests_name("index", tests, load_tables, drop_tables);
}
