/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "candor/crypt.h"

static void
equal_compares_every_byte_and_the_length(void **state)
{
	(void)state;
	char a[32], b[32];
	memset(a, 7, sizeof(a));
	memset(b, 7, sizeof(b));
	struct cdr_str left = { a, sizeof(a) }, right = { b, sizeof(b) };
	assert_true(cdr_crypt_equal(left, right));
	for (size_t i = 0; i < sizeof(b); i++) {
		b[i] ^= 0x10;
		assert_false(cdr_crypt_equal(left, right));
		b[i] ^= 0x10;
	}
	right.n--;
	assert_false(cdr_crypt_equal(left, right));
	assert_true(cdr_crypt_equal((struct cdr_str){ NULL, 0 }, CDR_STR("")));
	assert_false(cdr_crypt_equal((struct cdr_str){ NULL, 0 }, left));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_compares_every_byte_and_the_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
