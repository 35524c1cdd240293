/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "candor/crypt.h"

static void
sha256_gives_the_published_values(void **state)
{
	(void)state;
	char million[1000000], text[CDR_SHA256_TEXT_MAX];
	memset(million, 'a', sizeof(million));
	const struct {
		struct cdr_str input;
		const char *digest;
	} CASES[] = {
		/* the examples NIST publishes for FIPS 180-4, and the empty message */
		{ { NULL, 0 }, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ CDR_STR(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ CDR_STR("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ CDR_STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ { million, sizeof(million) }, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	};
	assert_int_equal(cdr_crypt_start(NULL), CDR_OK);
	for (size_t i = 0; i < CDR_LEN(CASES); i++) {
		assert_ptr_equal(cdr_crypt_sha256(CASES[i].input, text), text);
		assert_string_equal(text, CASES[i].digest);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_gives_the_published_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
