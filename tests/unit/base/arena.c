/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdalign.h>
#include <string.h>

#include "failing-memory.h"

static void
arena_pieces_are_aligned_zeroed_and_apart(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	unsigned char *pieces[500];
	for (size_t i = 0; i < CDR_LEN(pieces); i++) {
		size_t n = 1 + i * 7 % 900;
		pieces[i] = cdr_arena_alloc(arena, n);
		assert_non_null(pieces[i]);
		assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
		for (size_t k = 0; k < n; k++)
			assert_int_equal(pieces[i][k], 0);
		memset(pieces[i], (int)(i % 251 + 1), n);
	}
	for (size_t i = 0; i < CDR_LEN(pieces); i++)
		for (size_t k = 0; k < 1 + i * 7 % 900; k++)
			assert_int_equal(pieces[i][k], i % 251 + 1);
}

static void
arena_a_piece_larger_than_a_block_leaves_the_current_block_in_use(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	char *before = cdr_arena_alloc(arena, 16);
	char *large = cdr_arena_alloc(arena, (size_t)1 << 20);
	char *after = cdr_arena_alloc(arena, 16);
	assert_non_null(large);
	large[((size_t)1 << 20) - 1] = 'x';
	assert_ptr_equal(after, before + 16);
}

static void
arena_a_first_piece_may_be_large(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	char *large = cdr_arena_alloc(arena, (size_t)3 << 20);
	assert_non_null(large);
	memset(large, 1, (size_t)3 << 20);
	assert_non_null(cdr_arena_alloc(arena, 1));
}

static void
arena_refuses_what_passes_its_ceiling(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(100);
	assert_non_null(cdr_arena_alloc(arena, 60));
	assert_null(cdr_arena_alloc(arena, 41));
	assert_non_null(cdr_arena_alloc(arena, 40));
	assert_int_equal(cdr_arena_used(arena), 100);
	assert_null(cdr_arena_alloc(arena, 0));
	assert_null(cdr_arena_alloc(arena, SIZE_MAX));
}

static void
arena_reset_gives_zeroed_memory_again(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	for (int round = 0; round < 3; round++) {
		for (int i = 0; i < 9; i++) {
			unsigned char *piece = cdr_arena_alloc(arena, 100000);
			assert_non_null(piece);
			assert_int_equal(piece[0] + piece[50000] + piece[99999], 0);
			memset(piece, 0xff, 100000);
		}
		unsigned char *small = cdr_arena_alloc(arena, 8);
		assert_int_equal(small[0] + small[7], 0);
		memset(small, 0xff, 8);
		cdr_arena_reset(arena);
		assert_int_equal(cdr_arena_used(arena), 0);
	}
}

static void
arena_reset_and_free_take_what_was_never_used(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(10);
	cdr_arena_reset(arena);
	assert_non_null(cdr_arena_alloc(arena, 10));
	assert_null(cdr_arena_free(NULL));
}

static void
arena_survives_exhausted_memory(void **state)
{
	(void)state;
	fail_memory_after(0);
	assert_null(cdr_arena_new(1000));
	assert_true(memory_restore());

	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	fail_memory_after(0);
	assert_null(cdr_arena_alloc(arena, 10));
	assert_true(memory_restore());
	assert_int_equal(cdr_arena_used(arena), 0);
	assert_non_null(cdr_arena_alloc(arena, 10));
	fail_memory_after(0);
	assert_null(cdr_arena_alloc(arena, (size_t)1 << 20));
	assert_non_null(cdr_arena_alloc(arena, 10)); /* what is left of the block needs no memory */
	assert_true(memory_restore());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_pieces_are_aligned_zeroed_and_apart),
		cmocka_unit_test(arena_a_piece_larger_than_a_block_leaves_the_current_block_in_use),
		cmocka_unit_test(arena_a_first_piece_may_be_large),
		cmocka_unit_test(arena_refuses_what_passes_its_ceiling),
		cmocka_unit_test(arena_reset_gives_zeroed_memory_again),
		cmocka_unit_test(arena_reset_and_free_take_what_was_never_used),
		cmocka_unit_test(arena_survives_exhausted_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
