/* SPDX-License-Identifier: Apache-2.0 */
#include "match/index-impl.h"

#include "support.h"

struct table {
	struct cdr_match_key_list list;
	uint32_t *directory, *targets;
	size_t capped;
	struct cdr_cdx_keys keys;
};

static void
close_table(struct table *t)
{
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_keys_close(&t->list, &t->capped, &err), CDR_OK);
	uint32_t bits = cdr_match_keys_bits(t->list.items.n), n = (uint32_t)t->list.items.n;
	t->directory = cdr_alloc((((size_t)1 << bits) + 1) * sizeof(uint32_t));
	t->targets = cdr_alloc((n + 1) * sizeof(uint32_t));
	cdr_match_keys_write(&t->list, bits, t->directory, t->targets);
	t->keys = (struct cdr_cdx_keys){ t->directory, t->targets, n, bits };
}

static void
drop_table(struct table *t)
{
	cdr_vec_done(&t->list.items);
	cdr_free(t->directory);
	cdr_free(t->targets);
}

/* How many targets of a hash there are; the last one in `ret`. */
static size_t
find(const struct table *t, uint64_t hash, uint32_t *ret)
{
	uint32_t from, to;
	size_t n = 0;
	cdr_cdx_keys_range(&t->keys, hash, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		if (t->keys.targets[i] >> CDR_CDX_ID_BITS != cdr_cdx_tag(&t->keys, hash))
			continue;
		*ret = t->keys.targets[i] & CDR_CDX_ID_MASK;
		n++;
	}
	return n;
}

static uint64_t
hash_of(uint32_t i)
{
	return cdr_match_hash((struct cdr_str){ (const char *)&i, sizeof(i) }, 1);
}

static void
keys_lead_to_all_targets_once(void **state)
{
	(void)state;
	struct table t = { .capped = 0 };
	struct cdr_error err = { 0 };
	for (uint32_t i = 0; i < 20000; i++) {
		assert_int_equal(cdr_match_keys_add(&t.list, hash_of(i % 5000), i % 10000, &err), CDR_OK);
	}
	close_table(&t);
	assert_int_equal(t.list.items.n, 10000);
	assert_int_equal(t.capped, 0);
	size_t strangers = 0;
	for (uint32_t i = 0; i < 5000; i++) {
		uint32_t last = 0;
		size_t n = find(&t, hash_of(i), &last);
		assert_true(n >= 2);
		strangers += n - 2;
	}
	/* eight bits of the hash stand beside a target, so about one stranger in fifty looks */
	assert_true(strangers < 600);
	drop_table(&t);
}

static void
keys_above_the_cap_keep_their_first_targets(void **state)
{
	(void)state;
	struct table t = { .capped = 0 };
	struct cdr_error err = { 0 };
	for (uint32_t i = 0; i < 3000; i++)
		assert_int_equal(cdr_match_keys_add(&t.list, hash_of(7), 3000 - i, &err), CDR_OK);
	assert_int_equal(cdr_match_keys_add(&t.list, hash_of(8), 5, &err), CDR_OK);
	close_table(&t);
	uint32_t last = 0;
	assert_int_equal(find(&t, hash_of(7), &last), CDR_CDX_MOST_TARGETS);
	assert_int_equal(last, CDR_CDX_MOST_TARGETS);
	assert_int_equal(find(&t, hash_of(8), &last), 1);
	assert_int_equal(t.capped, 1);
	drop_table(&t);
}

static void
keys_of_an_empty_table_lead_nowhere(void **state)
{
	(void)state;
	struct table t = { .capped = 0 };
	uint32_t last = 0;
	close_table(&t);
	assert_int_equal(find(&t, hash_of(1), &last), 0);
	drop_table(&t);
}

static bool
share_variant(const char *a, const char *b)
{
	uint64_t left[CDR_MATCH_MAX_VARIANTS], right[CDR_MATCH_MAX_VARIANTS];
	size_t n = cdr_match_variants(cdr_str_from(a), 2, left), m = cdr_match_variants(cdr_str_from(b), 2, right);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < m; k++)
			if (left[i] == right[k])
				return true;
	return false;
}

static void
keys_words_within_their_edits_share_a_variant(void **state)
{
	(void)state;
	assert_true(share_variant("heron", "herron"));
	assert_true(share_variant("heron", "hedon"));
	assert_true(share_variant("heron", "ehron"));
	assert_true(share_variant("heron", "eron"));
	assert_true(share_variant("falconry", "facolnry"));
	assert_true(share_variant("falconry", "flaconri"));
	assert_true(share_variant("quillonbrook", "quillnobrok"));
	assert_true(share_variant("คนงาน", "คนงน"));
	assert_false(share_variant("heron", "falcon"));
	assert_false(share_variant("her", "axm"));
	assert_false(share_variant("ab", "ac")); /* of two letters none is left out */
}

/* Every string of one or two edits is met: the promise candidates rest on. */
static void
keys_no_misspelling_within_the_budget_is_lost(void **state)
{
	(void)state;
	static const char word[] = "marisolene";
	for (size_t i = 0; i < sizeof(word) - 1; i++) {
		for (size_t k = 0; k + 1 < sizeof(word) - 1; k++) {
			char text[sizeof(word)];
			memcpy(text, word, sizeof(word));
			text[i] = 'x';
			char swap = text[k];
			text[k] = text[k + 1];
			text[k + 1] = swap;
			if (cdr_match_edits(cdr_str_from(text), cdr_str_from(word)) <= 2)
				assert_true(share_variant(word, text));
		}
	}
}

static struct cdr_match_name
name_of(const char *const *words, size_t n)
{
	struct cdr_match_name name = { .n_tokens = n };
	for (size_t i = 0; i < n; i++)
		name.tokens[i] =
			(struct cdr_match_token){ .text = cdr_str_from(words[i]), .meaning = cdr_str_from(words[i]) };
	return name;
}

static void
keys_of_whole_names_ignore_blanks(void **state)
{
	(void)state;
	struct cdr_match_name apart = name_of((const char *const[]){ "man", "power" }, 2);
	struct cdr_match_name joined = name_of((const char *const[]){ "manpower" }, 1);
	struct cdr_match_name other = name_of((const char *const[]){ "power", "man" }, 2);
	assert_true(cdr_match_whole_hash(&apart) == cdr_match_whole_hash(&joined));
	assert_true(cdr_match_whole_hash(&apart) != cdr_match_whole_hash(&other));
	char text[CDR_MATCH_MAX_JOINED_BYTES];
	struct cdr_str together = cdr_match_join(S("man"), S("power"), text);
	assert_true(cdr_str_equal(together, S("manpower")));
	assert_true(cdr_match_joined_hash(together, 0) == cdr_match_joined_hash(S("manpower"), 0));
	assert_true(cdr_match_joined_hash(together, 0) != cdr_match_joined_hash(S("manpowers"), 0));
	assert_true(cdr_match_joined_hash(together, 7) == cdr_match_joined_hash(S("menpauer"), 7));
	char most[CDR_MATCH_MAX_JOINED_BYTES];
	memset(most, 'a', sizeof(most));
	assert_int_equal(cdr_match_join((struct cdr_str){ most, sizeof(most) }, S("b"), text).n, 0);
	assert_true(cdr_match_identifier_hash(S("tax_id"), S("1")) != cdr_match_identifier_hash(S("os_id"), S("1")));
}

static void
keys_of_initials_want_three_words(void **state)
{
	(void)state;
	struct cdr_match_name three = name_of((const char *const[]){ "coastal", "northern", "oil" }, 3);
	struct cdr_match_name two = name_of((const char *const[]){ "coastal", "oil" }, 2);
	assert_true(cdr_match_initials_hash(&three) == cdr_match_letters_hash(S("cno")));
	assert_true(cdr_match_initials_hash(&two) == 0);
}

static void
keys_grams_are_of_longer_latin_words(void **state)
{
	(void)state;
	uint64_t heron[CDR_MATCH_MAX_GRAMS], other[CDR_MATCH_MAX_GRAMS];
	assert_int_equal(cdr_match_grams(S("heron"), heron), 3);
	assert_int_equal(cdr_match_grams(S("cheron"), other), 4);
	for (size_t i = 0; i < 3; i++)
		assert_true(heron[i] == other[i + 1]);
	assert_int_equal(cdr_match_grams(S("hero"), other), 0);
	assert_int_equal(cdr_match_grams(S("ромашка"), other), 0);
	assert_int_equal(cdr_match_grams(S("heronheronheronheronheron"), other), CDR_MATCH_MAX_GRAMS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_lead_to_all_targets_once),
		cmocka_unit_test(keys_above_the_cap_keep_their_first_targets),
		cmocka_unit_test(keys_of_an_empty_table_lead_nowhere),
		cmocka_unit_test(keys_words_within_their_edits_share_a_variant),
		cmocka_unit_test(keys_no_misspelling_within_the_budget_is_lost),
		cmocka_unit_test(keys_grams_are_of_longer_latin_words),
		cmocka_unit_test(keys_of_whole_names_ignore_blanks),
		cmocka_unit_test(keys_of_initials_want_three_words),
	};
	return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
