/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "failing-memory.h"

struct item {
	int number;
	char rest[9];
};

static void
vec_items_are_zeroed_and_keep_their_order(void **state)
{
	(void)state;
	cdr_auto(cdr_vec) vec = CDR_VEC_INIT(struct item, 100000);
	for (int i = 0; i < 10000; i++) {
		struct item *item = cdr_vec_push(&vec);
		assert_int_equal(item->number + item->rest[8], 0);
		item->number = i;
		item->rest[8] = 'x';
	}
	for (int i = 0; i < 10000; i++)
		assert_int_equal(CDR_VEC_AT(&vec, struct item, i)->number, i);
}

static void
vec_stops_at_its_ceiling(void **state)
{
	(void)state;
	for (size_t max = 0; max < 40; max++) {
		cdr_auto(cdr_vec) vec = CDR_VEC_INIT(struct item, max);
		for (size_t i = 0; i < max; i++)
			assert_non_null(cdr_vec_push(&vec));
		assert_null(cdr_vec_push(&vec));
		assert_int_equal(vec.n, max);
		assert_true(vec.cap <= max);
	}
}

static void
vec_survives_exhausted_memory(void **state)
{
	(void)state;
	cdr_auto(cdr_vec) vec = CDR_VEC_INIT(int, 100);
	*(int *)cdr_vec_push(&vec) = 7;
	while (vec.n < vec.cap)
		assert_non_null(cdr_vec_push(&vec));
	size_t n = vec.n;
	fail_memory_after(0);
	assert_null(cdr_vec_push(&vec));
	assert_true(memory_restore());
	assert_int_equal(vec.n, n);
	assert_int_equal(*CDR_VEC_AT(&vec, int, 0), 7);
	assert_non_null(cdr_vec_push(&vec));
}

static void
vec_sizes_that_would_wrap_are_refused(void **state)
{
	(void)state;
	cdr_auto(cdr_vec) vec = { .item_size = SIZE_MAX / 4, .max_items = 100 };
	assert_null(cdr_vec_push(&vec));
	assert_int_equal(vec.n, 0);
}

static void
vec_done_leaves_an_empty_one(void **state)
{
	(void)state;
	struct cdr_vec vec = CDR_VEC_INIT(int, 100);
	assert_non_null(cdr_vec_push(&vec));
	cdr_vec_done(&vec);
	assert_int_equal(vec.n, 0);
	assert_non_null(cdr_vec_push(&vec));
	cdr_vec_done(&vec);
	cdr_vec_done(&vec);
	cdr_vec_done(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vec_items_are_zeroed_and_keep_their_order),
		cmocka_unit_test(vec_stops_at_its_ceiling),
		cmocka_unit_test(vec_survives_exhausted_memory),
		cmocka_unit_test(vec_sizes_that_would_wrap_are_refused),
		cmocka_unit_test(vec_done_leaves_an_empty_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
