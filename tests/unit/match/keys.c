/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static void
keys_find_all_targets_of_a_hash_once(void **state)
{
	(void)state;
	struct cdr_match_keys keys = { .items = CDR_VEC_INIT(struct cdr_match_key, 1000) };
	struct cdr_error err = { 0 };
	for (uint32_t i = 0; i < 300; i++) {
		uint64_t hash = cdr_match_hash((struct cdr_str){ "abc", 1 + i % 3 }, 0);
		assert_int_equal(cdr_match_keys_add(&keys, hash, i / 6, &err), CDR_OK);
	}
	assert_int_equal(cdr_match_keys_close(&keys, &err), CDR_OK);
	const struct cdr_match_key *found = NULL;
	assert_int_equal(cdr_match_keys_find(&keys, cdr_match_hash(S("ab"), 0), &found), 50);
	for (uint32_t i = 0; i < 50; i++)
		assert_int_equal(found[i].target, i);
	assert_int_equal(cdr_match_keys_find(&keys, cdr_match_hash(S("x"), 0), &found), 0);
	assert_int_equal(cdr_match_keys_find(&keys, UINT64_MAX, &found), 0);
	cdr_match_keys_done(&keys);
}

static void
keys_of_joined_words_are_those_of_the_word(void **state)
{
	(void)state;
	assert_true(cdr_match_joined_hash(S("man"), S("power")) == cdr_match_hash(S("manpower"), CDR_SEED_JOINED));
	assert_true(cdr_match_identifier_hash(S("tax_id"), S("1")) != cdr_match_identifier_hash(S("os_id"), S("1")));
}

static enum cdr_status
count_hash(void *context, uint64_t hash)
{
	uint64_t *hashes = context;
	assert_true(hashes[0] < 63);
	hashes[++hashes[0]] = hash;
	return CDR_OK;
}

static bool
share_key(const char *a, const char *b)
{
	uint64_t left[64] = { 0 }, right[64] = { 0 };
	assert_int_equal(cdr_match_typo_hashes(cdr_str_from(a), count_hash, left), CDR_OK);
	assert_int_equal(cdr_match_typo_hashes(cdr_str_from(b), count_hash, right), CDR_OK);
	for (uint64_t i = 1; i <= left[0]; i++)
		for (uint64_t k = 1; k <= right[0]; k++)
			if (left[i] == right[k])
				return true;
	return false;
}

static void
keys_words_one_edit_apart_share_a_key(void **state)
{
	(void)state;
	assert_true(share_key("heron", "herron"));
	assert_true(share_key("heron", "hedon"));
	assert_true(share_key("heron", "ehron"));
	assert_true(share_key("heron", "eron"));
	assert_true(share_key("recruit", "recruiters"));
	assert_false(share_key("heron", "falcon"));
	assert_false(share_key("her", "hem"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_find_all_targets_of_a_hash_once),
		cmocka_unit_test(keys_of_joined_words_are_those_of_the_word),
		cmocka_unit_test(keys_words_one_edit_apart_share_a_key),
	};
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
