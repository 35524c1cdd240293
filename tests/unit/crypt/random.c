/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "candor/crypt.h"

static void
random_names_are_prefix_and_digits_and_differ(void **state)
{
	(void)state;
	char names[50][40];
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		cdr_crypt_random_name("snp_", 12, names[i], sizeof(names[i]));
		assert_int_equal(strlen(names[i]), 4 + 24);
		assert_memory_equal(names[i], "snp_", 4);
		assert_int_equal(strspn(names[i] + 4, "0123456789abcdef"), 24);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(names[i], names[k]);
	}
}

static void
random_names_take_up_to_32_bytes(void **state)
{
	(void)state;
	char name[80];
	cdr_crypt_random_name("", 32, name, sizeof(name));
	assert_int_equal(strlen(name), 64);
	cdr_crypt_random_name("x", 0, name, sizeof(name));
	assert_string_equal(name, "x");
}

/* Every size of output: never past its end, always closed, whole bytes only. */
static void
random_names_are_cut_to_the_room(void **state)
{
	(void)state;
	for (size_t size = 1; size < 30; size++) {
		char out[40];
		memset(out, '#', sizeof(out));
		cdr_crypt_random_name("abc", 10, out, size);
		size_t want = size <= 4 ? size - 1 : 3 + 2 * ((size - 4) / 2);
		assert_int_equal(strlen(out), want < 23 ? want : 23);
		for (size_t i = size; i < sizeof(out); i++)
			assert_int_equal(out[i], '#');
	}
	char untouched = '#';
	cdr_crypt_random_name("abc", 10, &untouched, 0);
	assert_int_equal(untouched, '#');
}

static int
start(void **state)
{
	(void)state;
	return cdr_crypt_start(NULL) == CDR_OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_names_are_prefix_and_digits_and_differ),
		cmocka_unit_test(random_names_take_up_to_32_bytes),
		cmocka_unit_test(random_names_are_cut_to_the_room),
	};
	return cmocka_run_group_tests(tests, start, NULL);
}
