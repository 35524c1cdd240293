/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "failing-memory.h"

#define MANY 50000

static void
map_holds_many_keys_in_the_order_they_came(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	cdr_owned(cdr_map) map = cdr_map_new(SIZE_MAX);
	int *numbers = cdr_arena_alloc(arena, MANY * sizeof(int));
	for (int i = 0; i < MANY; i++) {
		numbers[i] = i;
		struct cdr_str key = cdr_str_format(arena, "Agency %d", (i * 7919) % MANY);
		assert_int_equal(cdr_map_put(map, key, &numbers[i]), CDR_OK);
	}
	assert_int_equal(cdr_map_count(map), MANY);
	for (int i = 0; i < MANY; i++) {
		struct cdr_str key;
		assert_ptr_equal(cdr_map_at(map, (size_t)i, &key), &numbers[i]);
		assert_true(cdr_str_equal(key, cdr_str_format(arena, "Agency %d", (i * 7919) % MANY)));
		assert_ptr_equal(cdr_map_get(map, key), &numbers[i]);
	}
	assert_null(cdr_map_get(map, CDR_STR("Agency 50000")));
	assert_null(cdr_map_get(map, CDR_STR("Agency")));
}

static void
map_put_again_replaces_the_value_in_its_place(void **state)
{
	(void)state;
	int a, b, c;
	cdr_owned(cdr_map) map = cdr_map_new(2);
	assert_int_equal(cdr_map_put(map, CDR_STR("one"), &a), CDR_OK);
	assert_int_equal(cdr_map_put(map, CDR_STR("two"), &b), CDR_OK);
	assert_int_equal(cdr_map_put(map, CDR_STR("one"), &c), CDR_OK); /* also when full */
	assert_int_equal(cdr_map_count(map), 2);
	assert_ptr_equal(cdr_map_at(map, 0, NULL), &c);
	assert_ptr_equal(cdr_map_get(map, CDR_STR("one")), &c);
}

static void
map_refuses_more_than_its_ceiling(void **state)
{
	(void)state;
	int a;
	cdr_owned(cdr_map) map = cdr_map_new(1);
	assert_int_equal(cdr_map_put(map, CDR_STR("one"), &a), CDR_OK);
	assert_int_equal(cdr_map_put(map, CDR_STR("two"), &a), CDR_ELIMIT);
	assert_null(cdr_map_get(map, CDR_STR("two")));
	assert_int_equal(cdr_map_count(map), 1);
}

static void
map_an_empty_one_answers(void **state)
{
	(void)state;
	cdr_owned(cdr_map) map = cdr_map_new(0);
	assert_null(cdr_map_get(map, CDR_STR("")));
	assert_int_equal(cdr_map_count(map), 0);
	assert_null(cdr_map_free(NULL));
}

static void
map_the_empty_key_and_bytes_with_nul_are_keys(void **state)
{
	(void)state;
	int a, b;
	cdr_owned(cdr_map) map = cdr_map_new(10);
	assert_int_equal(cdr_map_put(map, CDR_STR(""), &a), CDR_OK);
	assert_int_equal(cdr_map_put(map, CDR_STR("a\0b"), &b), CDR_OK);
	assert_ptr_equal(cdr_map_get(map, cdr_str_from(NULL)), &a);
	assert_ptr_equal(cdr_map_get(map, CDR_STR("a\0b")), &b);
	assert_null(cdr_map_get(map, CDR_STR("a\0c")));
	assert_null(cdr_map_get(map, CDR_STR("a")));
}

/* Fails every allocation of a filling map in turn; what was in before must be there after. */
static void
map_survives_exhausted_memory_at_any_point(void **state)
{
	(void)state;
	static char keys[100][4];
	for (int i = 0; i < 100; i++) {
		keys[i][0] = 'k';
		keys[i][1] = (char)('0' + i / 10);
		keys[i][2] = (char)('0' + i % 10);
	}
	bool refused = true;
	for (long n = 0; refused; n++) {
		fail_memory_after(n);
		cdr_owned(cdr_map) map = cdr_map_new(100);
		size_t n_put = 0;
		while (map && n_put < 100 && cdr_map_put(map, cdr_str_from(keys[n_put]), keys[n_put]) == CDR_OK)
			n_put++;
		refused = memory_restore();
		assert_true(refused || n_put == 100);
		if (!map)
			continue;
		assert_int_equal(cdr_map_count(map), n_put);
		for (size_t i = 0; i < 100; i++)
			assert_ptr_equal(cdr_map_get(map, cdr_str_from(keys[i])), i < n_put ? keys[i] : NULL);
		while (n_put < 100) {
			assert_int_equal(cdr_map_put(map, cdr_str_from(keys[n_put]), keys[n_put]), CDR_OK);
			n_put++;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(map_holds_many_keys_in_the_order_they_came),
		cmocka_unit_test(map_put_again_replaces_the_value_in_its_place),
		cmocka_unit_test(map_refuses_more_than_its_ceiling),
		cmocka_unit_test(map_an_empty_one_answers),
		cmocka_unit_test(map_the_empty_key_and_bytes_with_nul_are_keys),
		cmocka_unit_test(map_survives_exhausted_memory_at_any_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
