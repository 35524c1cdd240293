/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

static void
memory_alloc_is_zeroed_and_never_null_for_nothing(void **state)
{
	(void)state;
	unsigned char *p = cdr_alloc(1000);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(p[i], 0);
	cdr_free(p);
	p = cdr_alloc(0);
	assert_non_null(p);
	cdr_free(p);
	cdr_free(NULL);
}

static void
memory_refuses_sizes_no_object_can_have(void **state)
{
	(void)state;
	assert_null(cdr_alloc((size_t)PTRDIFF_MAX + 1));
	char *p = cdr_alloc(4);
	memcpy(p, "abc", 4);
	assert_null(cdr_realloc(p, SIZE_MAX));
	assert_string_equal(p, "abc");
	p = cdr_realloc(p, 4000);
	assert_string_equal(p, "abc");
	cdr_free(p);
}

static void
memory_freep_clears_the_pointer(void **state)
{
	(void)state;
	char *p = cdr_alloc(4);
	cdr_freep(&p);
	assert_null(p);
	cdr_freep(&p);
}

static void
memory_steal_leaves_nothing_behind(void **state)
{
	(void)state;
	__attribute__((cleanup(cdr_freep))) char *kept = NULL;
	{
		__attribute__((cleanup(cdr_freep))) char *p = cdr_alloc(4);
		kept = cdr_steal(&p);
		assert_null(p);
	}
	kept[3] = 'x'; /* still ours, or the sanitizer speaks up */
	assert_int_equal(kept[3], 'x');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_alloc_is_zeroed_and_never_null_for_nothing),
		cmocka_unit_test(memory_refuses_sizes_no_object_can_have),
		cmocka_unit_test(memory_freep_clears_the_pointer),
		cmocka_unit_test(memory_steal_leaves_nothing_behind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
