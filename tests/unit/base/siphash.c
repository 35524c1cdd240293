/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "base/base-impl.h"

/* Appendix A of Aumasson and Bernstein: key 00 01 … 0f, input 00 01 … 0e. */
static void
siphash_gives_the_value_in_the_paper(void **state)
{
	(void)state;
	const uint64_t key[2] = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
	unsigned char input[15];
	for (unsigned char i = 0; i < sizeof(input); i++)
		input[i] = i;
	assert_true(cdr_siphash(key, input, sizeof(input)) == UINT64_C(0xa129ca6149be45e5));
}

static void
siphash_depends_on_key_length_and_every_byte(void **state)
{
	(void)state;
	const uint64_t key[2] = { 1, 2 }, other_key[2] = { 1, 3 };
	unsigned char input[24] = { 0 };
	assert_true(cdr_siphash(key, input, 8) != cdr_siphash(other_key, input, 8));
	assert_true(cdr_siphash(key, NULL, 0) != cdr_siphash(key, input, 1));
	for (size_t n = 1; n <= sizeof(input); n++) {
		uint64_t plain = cdr_siphash(key, input, n);
		assert_true(plain != cdr_siphash(key, input, n - 1));
		for (size_t i = 0; i < n; i++) {
			input[i] = 0x80;
			assert_true(cdr_siphash(key, input, n) != plain);
			input[i] = 0;
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(siphash_gives_the_value_in_the_paper),
		cmocka_unit_test(siphash_depends_on_key_length_and_every_byte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
