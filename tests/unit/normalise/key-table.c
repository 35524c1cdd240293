/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

static void
put(struct cdr_key_table *table, struct cdr_str key, uint32_t number, enum cdr_key_front front)
{
	uint32_t *slot = cdr_key_table_slot(table, cdr_key_hash(CDR_KEY_START, key), key);
	assert_non_null(slot);
	assert_int_equal(*slot, 0);
	*slot = number;
	cdr_key_table_note_fronts(table, key, front);
}

static uint32_t
find(const struct cdr_key_table *table, struct cdr_str key)
{
	struct cdr_word word = { .text = key };
	return cdr_key_table_find(table, cdr_key_hash(CDR_KEY_START, key), &word, 1);
}

static void
key_table_keeps_keys_that_begin_with_each_other(void **state)
{
	(void)state;
	cdr_auto(cdr_key_table) table = { .mask = 0 };
	assert_true(cdr_key_table_init(&table));
	put(&table, S("quellmar"), 1, CDR_FRONT_OF_RUN);
	put(&table, S("quell"), 2, CDR_FRONT_OF_RUN);
	put(&table, S("quellmarine"), 3, CDR_FRONT_OF_RUN);
	put(&table, S("q"), 4, CDR_FRONT_OF_RUN);
	assert_int_equal(find(&table, S("quellmar")), 1);
	assert_int_equal(find(&table, S("quell")), 2);
	assert_int_equal(find(&table, S("quellmarine")), 3);
	assert_int_equal(find(&table, S("q")), 4);
	assert_int_equal(find(&table, S("quellma")), 0);
	assert_int_equal(find(&table, S("quellmarines")), 0);
	assert_int_equal(*cdr_key_table_slot(&table, cdr_key_hash(CDR_KEY_START, S("quellmar")), S("quellmar")), 1);
}

static void
key_table_finds_a_key_in_words_however_parted(void **state)
{
	(void)state;
	cdr_auto(cdr_key_table) table = { .mask = 0 };
	assert_true(cdr_key_table_init(&table));
	put(&table, S("sarl"), 7, CDR_FRONT_OF_WORDS);
	struct cdr_word apart[] = { { .text = S("s") }, { .text = S("ar") }, { .text = S("l") }, { .text = S("x") } };
	uint64_t hash = cdr_key_hash(CDR_KEY_START, S("sarl"));
	assert_int_equal(cdr_key_table_find(&table, hash, apart, 3), 7);
	/* The same hash, but not the same text. */
	assert_int_equal(cdr_key_table_find(&table, hash, apart, 2), 0);
	assert_int_equal(cdr_key_table_find(&table, hash, apart, 4), 0);
	assert_int_equal(cdr_key_hash(cdr_key_hash(CDR_KEY_START, S("s")), S("arl")), hash);
}

static void
key_table_knows_what_keys_begin_with(void **state)
{
	(void)state;
	cdr_auto(cdr_key_table) table = { .mask = 0 };
	assert_true(cdr_key_table_init(&table));
	put(&table, S("coltd"), 1, CDR_FRONT_OF_WORDS);
	put(&table, S("\xE8\xB4\xB8\xE6\x98\x93"), 2, CDR_FRONT_OF_RUN);
	for (size_t n = 1; n < 5; n++)
		assert_true(cdr_key_goes_on(&table, cdr_key_hash(CDR_KEY_START, (struct cdr_str){ "coltd", n }),
		                            CDR_FRONT_OF_WORDS));
	assert_false(cdr_key_goes_on(&table, cdr_key_hash(CDR_KEY_START, S("coltd")), CDR_FRONT_OF_WORDS));
	assert_false(cdr_key_goes_on(&table, cdr_key_hash(CDR_KEY_START, S("cot")), CDR_FRONT_OF_WORDS));
	assert_false(cdr_key_goes_on(&table, cdr_key_hash(CDR_KEY_START, S("co")), CDR_FRONT_OF_RUN));
	uint64_t trade = cdr_key_hash(CDR_KEY_START, S("\xE8\xB4\xB8"));
	assert_true(cdr_key_goes_on(&table, trade, CDR_FRONT_OF_RUN));
	assert_false(cdr_key_goes_on(&table, trade, CDR_FRONT_OF_WORDS));
}

static size_t
spell(uint32_t number, char out[16])
{
	size_t n = 0;
	for (uint32_t rest = number * UINT32_C(2654435761); rest || !n; rest /= 5)
		out[n++] = (char)('a' + rest % 5);
	return n;
}

static void
key_table_keeps_what_a_map_keeps(void **state)
{
	(void)state;
	enum { KEYS = 100000 };
	cdr_auto(cdr_key_table) table = { .mask = 0 };
	char text[16];
	assert_true(cdr_key_table_init(&table));
	for (uint32_t i = 1; i <= KEYS; i++)
		put(&table, (struct cdr_str){ text, spell(i, text) }, i, CDR_FRONT_OF_RUN);
	for (uint32_t i = 1; i <= KEYS; i++)
		assert_int_equal(find(&table, (struct cdr_str){ text, spell(i, text) }), i);
	for (uint32_t i = KEYS + 1; i <= 2 * KEYS; i++)
		assert_int_equal(find(&table, (struct cdr_str){ text, spell(i, text) }), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(key_table_keeps_keys_that_begin_with_each_other),
		cmocka_unit_test(key_table_finds_a_key_in_words_however_parted),
		cmocka_unit_test(key_table_knows_what_keys_begin_with),
		cmocka_unit_test(key_table_keeps_what_a_map_keeps),
	};
	return cmocka_run_group_tests_name("key-table", tests, NULL, NULL);
}
