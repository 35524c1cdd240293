/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "candor/crypt.h"

static void
start_may_be_repeated(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_crypt_start(&err), CDR_OK);
	assert_int_equal(cdr_crypt_start(&err), CDR_OK);
	assert_int_equal(err.code, CDR_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(start_may_be_repeated),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
