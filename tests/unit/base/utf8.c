/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

static void
utf8_accepts_the_ends_of_every_range(void **state)
{
	(void)state;
	static const char *const GOOD[] = { "",
		                            "\x01",
		                            "\x7F",
		                            "\xC2\x80",
		                            "\xDF\xBF",
		                            "\xE0\xA0\x80",
		                            "\xED\x9F\xBF",
		                            "\xEE\x80\x80",
		                            "\xEF\xBF\xBF",
		                            "\xF0\x90\x80\x80",
		                            "\xF4\x8F\xBF\xBF" };
	for (size_t i = 0; i < CDR_LEN(GOOD); i++)
		assert_true(cdr_str_is_utf8(cdr_str_from(GOOD[i])));
	assert_true(cdr_str_is_utf8((struct cdr_str){ NULL, 0 }));
}

static void
utf8_refuses_overlong_surrogates_and_beyond(void **state)
{
	(void)state;
	static const char *const BAD[] = {
		"\x80",     "\xBF",         "\xC0\x80",         "\xC1\xBF",         "\xC2",
		"\xC2\x41", "\xE0\x9F\xBF", "\xED\xA0\x80",     "\xED\xBF\xBF",     "\xE2\x82",
		"\xFF",     "\xE2\x82\x41", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
		"\xFE",     "\xF0\x9F\x98", "\xF0\x9F\x41\x80",
	};
	for (size_t i = 0; i < CDR_LEN(BAD); i++)
		assert_false(cdr_str_is_utf8(cdr_str_from(BAD[i])));
}

/* The eight-byte stride must see a bad byte wherever it stands, also in the tail. */
static void
utf8_finds_a_bad_byte_at_any_place(void **state)
{
	(void)state;
	static const char BAD[] = { '\0', '\x80', '\xFF' };
	for (size_t n = 1; n < 40; n++) {
		for (size_t at = 0; at < n; at++) {
			char text[40];
			memset(text, 'a', n);
			assert_true(cdr_str_is_utf8((struct cdr_str){ text, n }));
			for (size_t i = 0; i < CDR_LEN(BAD); i++) {
				text[at] = BAD[i];
				assert_false(cdr_str_is_utf8((struct cdr_str){ text, n }));
			}
		}
	}
}

/* What follows the slice in memory would complete the character, but is not part of it. */
static void
utf8_looks_at_nothing_behind_the_slice(void **state)
{
	(void)state;
	assert_false(cdr_str_is_utf8((struct cdr_str){ "\xC3\xA4", 1 }));
	assert_false(cdr_str_is_utf8((struct cdr_str){ "\xE2\x82\xAC", 2 }));
	assert_false(cdr_str_is_utf8((struct cdr_str){ "aaaaaaaa\xF0\x9F\x98\x80", 11 }));
}

static void
utf8_cut_never_splits_a_character(void **state)
{
	(void)state;
	struct cdr_str s = CDR_STR("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z"); /* lengths 1 2 3 4 1 */
	static const size_t WANT[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 11, 11, 11 };
	for (size_t max = 0; max < CDR_LEN(WANT); max++)
		assert_int_equal(cdr_str_cut(s, max), WANT[max]);
	assert_int_equal(cdr_str_cut((struct cdr_str){ NULL, 0 }, 5), 0);
}

static void
utf8_cut_does_not_eat_malformed_text(void **state)
{
	(void)state;
	assert_int_equal(cdr_str_cut(CDR_STR("\x80\x80\x80\x80\x80\x80\x80\x80"), 6), 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_accepts_the_ends_of_every_range),
		cmocka_unit_test(utf8_refuses_overlong_surrogates_and_beyond),
		cmocka_unit_test(utf8_finds_a_bad_byte_at_any_place),
		cmocka_unit_test(utf8_looks_at_nothing_behind_the_slice),
		cmocka_unit_test(utf8_cut_never_splits_a_character),
		cmocka_unit_test(utf8_cut_does_not_eat_malformed_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
