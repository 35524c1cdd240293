/* SPDX-License-Identifier: Apache-2.0 */
#include "normalise/normalise-impl.h"

#include "support.h"

static void
put(struct cdr_trie *trie, struct cdr_str key, uint32_t number)
{
	uint32_t *slot = cdr_trie_slot(trie, key);
	assert_non_null(slot);
	assert_int_equal(*slot, 0);
	*slot = number;
}

/* UINT32_MAX: no key continues so. */
static uint32_t
walk(const struct cdr_trie *trie, struct cdr_str key)
{
	uint32_t node = 0;
	for (size_t i = 0; i < key.n; i++) {
		node = cdr_trie_step(trie, node, (uint8_t)key.p[i]);
		if (!node)
			return UINT32_MAX;
	}
	return cdr_trie_value(trie, node);
}

static void
trie_keeps_keys_that_end_in_each_other(void **state)
{
	(void)state;
	cdr_auto(cdr_trie) trie = { .mask = 0 };
	assert_true(cdr_trie_init(&trie));
	put(&trie, S("quellmar"), 1);
	put(&trie, S("quell"), 2);
	put(&trie, S("quellmarine"), 3);
	put(&trie, S("quelt"), 4);
	put(&trie, S("q"), 5);
	assert_int_equal(walk(&trie, S("quellmar")), 1);
	assert_int_equal(walk(&trie, S("quell")), 2);
	assert_int_equal(walk(&trie, S("quellmarine")), 3);
	assert_int_equal(walk(&trie, S("quelt")), 4);
	assert_int_equal(walk(&trie, S("q")), 5);
	assert_int_equal(walk(&trie, S("quellma")), 0);
	assert_int_equal(walk(&trie, S("quellmarines")), UINT32_MAX);
	assert_int_equal(walk(&trie, S("quex")), UINT32_MAX);
	assert_int_equal(*cdr_trie_slot(&trie, S("quellmar")), 1);
}

static void
trie_passes_over_blanks_and_dots(void **state)
{
	(void)state;
	cdr_auto(cdr_trie) trie = { .mask = 0 };
	assert_true(cdr_trie_init(&trie));
	put(&trie, S("s. a. r. l."), 7);
	assert_int_equal(walk(&trie, S("sarl")), 7);
	assert_int_equal(*cdr_trie_slot(&trie, S(" s arl ")), 7);
	put(&trie, S("s a"), 8);
	assert_int_equal(walk(&trie, S("sarl")), 7);
	assert_int_equal(walk(&trie, S("sa")), 8);
	assert_int_equal(walk(&trie, (struct cdr_str){ "sa\0", 3 }), UINT32_MAX);
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
trie_keeps_what_a_map_keeps(void **state)
{
	(void)state;
	enum { KEYS = 100000 };
	cdr_auto(cdr_trie) trie = { .mask = 0 };
	char text[16];
	assert_true(cdr_trie_init(&trie));
	for (uint32_t i = 1; i <= KEYS; i++)
		put(&trie, (struct cdr_str){ text, spell(i, text) }, i);
	for (uint32_t i = 1; i <= KEYS; i++)
		assert_int_equal(walk(&trie, (struct cdr_str){ text, spell(i, text) }), i);
	for (uint32_t i = KEYS + 1; i <= 2 * KEYS; i++) {
		uint32_t number = walk(&trie, (struct cdr_str){ text, spell(i, text) });
		assert_true(number == 0 || number == UINT32_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(trie_keeps_keys_that_end_in_each_other),
		cmocka_unit_test(trie_passes_over_blanks_and_dots),
		cmocka_unit_test(trie_keeps_what_a_map_keeps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
