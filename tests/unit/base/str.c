/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "failing-memory.h"

static void
str_equality_looks_at_bytes_and_length(void **state)
{
	(void)state;
	assert_true(cdr_str_equal(CDR_STR("abc"), cdr_str_from("abc")));
	assert_false(cdr_str_equal(CDR_STR("abc"), CDR_STR("abd")));
	assert_false(cdr_str_equal(CDR_STR("abc"), CDR_STR("ab")));
	assert_true(cdr_str_equal(cdr_str_from(NULL), CDR_STR("")));
	assert_null(cdr_str_from(NULL).p);
}

static void
str_nocase_folds_ascii_only(void **state)
{
	(void)state;
	assert_true(cdr_str_equal_nocase(CDR_STR("AZaz09@["), CDR_STR("azAZ09@[")));
	assert_false(cdr_str_equal_nocase(CDR_STR("@"), CDR_STR("`")));
	assert_false(cdr_str_equal_nocase(CDR_STR("Ä"), CDR_STR("ä")));
	assert_false(cdr_str_equal_nocase(CDR_STR("a"), CDR_STR("ab")));
}

static void
str_compare_orders_bytewise_and_prefixes_first(void **state)
{
	(void)state;
	assert_int_equal(cdr_str_compare(CDR_STR("a"), CDR_STR("b")), -1);
	assert_int_equal(cdr_str_compare(CDR_STR("b"), CDR_STR("a")), 1);
	assert_int_equal(cdr_str_compare(CDR_STR("a"), CDR_STR("ab")), -1);
	assert_int_equal(cdr_str_compare(CDR_STR("ab"), CDR_STR("a")), 1);
	assert_int_equal(cdr_str_compare(CDR_STR("z"), CDR_STR("\xC3\xA4")), -1); /* bytes are unsigned */
	assert_int_equal(cdr_str_compare(cdr_str_from(NULL), CDR_STR("")), 0);
}

static void
str_start_end_and_find(void **state)
{
	(void)state;
	assert_true(cdr_str_starts_with(CDR_STR("abc"), CDR_STR("ab")));
	assert_true(cdr_str_starts_with(CDR_STR("ab"), CDR_STR("ab")));
	assert_true(cdr_str_ends_with(CDR_STR("ab"), CDR_STR("ab")));
	assert_false(cdr_str_starts_with(CDR_STR("ab"), CDR_STR("abc")));
	assert_true(cdr_str_ends_with(CDR_STR("x.yaml"), CDR_STR(".yaml")));
	assert_false(cdr_str_ends_with(CDR_STR("yaml"), CDR_STR(".yaml")));
	assert_true(cdr_str_ends_with(cdr_str_from(NULL), CDR_STR("")));
	assert_int_equal(cdr_str_find(CDR_STR("abcabc"), CDR_STR("ca")), 2);
	assert_int_equal(cdr_str_find(CDR_STR("abc"), CDR_STR("abcd")), -1);
	assert_int_equal(cdr_str_find(CDR_STR("abc"), CDR_STR("x")), -1);
	assert_int_equal(cdr_str_find(cdr_str_from(NULL), CDR_STR("")), 0);
	assert_int_equal(cdr_str_find(cdr_str_from(NULL), CDR_STR("a")), -1);
}

static void
str_trim_takes_the_blanks_of_spreadsheets_and_nothing_else(void **state)
{
	(void)state;
	assert_str(cdr_str_trim(CDR_STR(" \t\r\n\v\f\xC2\xA0\xE3\x80\x80\xE2\x80\x8B\xEF\xBB\xBF"
	                                "a b\xC2\xA0 ")),
	           "a b");
	assert_str(cdr_str_trim(CDR_STR("\xC3\xA0")), "\xC3\xA0"); /* ends in A0 but is a letter */
	assert_str(cdr_str_trim(CDR_STR("\xE3\x80\x81")), "\xE3\x80\x81");
	assert_int_equal(cdr_str_trim(CDR_STR(" \xC2\xA0 ")).n, 0);
	assert_null(cdr_str_trim(cdr_str_from(NULL)).p);
}

static void
str_split_yields_empty_pieces_too(void **state)
{
	(void)state;
	struct cdr_str rest = CDR_STR("a||b|"), piece;
	static const char *const WANT[] = { "a", "", "b", "" };
	for (size_t i = 0; i < CDR_LEN(WANT); i++) {
		assert_true(cdr_str_split(&rest, '|', &piece));
		assert_true(cdr_str_equal(piece, cdr_str_from(WANT[i])));
	}
	assert_false(cdr_str_split(&rest, '|', &piece));
	rest = CDR_STR("");
	assert_true(cdr_str_split(&rest, '|', &piece));
	assert_int_equal(piece.n, 0);
	assert_false(cdr_str_split(&rest, '|', &piece));
	rest = cdr_str_from(NULL);
	assert_false(cdr_str_split(&rest, '|', &piece));
}

static void
str_copy_ends_in_nul_and_keeps_no_value_apart_from_empty(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(10);
	struct cdr_str copy = cdr_str_copy(arena, (struct cdr_str){ "abcdef", 3 });
	assert_string_equal(copy.p, "abc");
	assert_non_null(cdr_str_copy(arena, CDR_STR("")).p);
	assert_null(cdr_str_copy(arena, cdr_str_from(NULL)).p);
	assert_null(cdr_str_copy(arena, CDR_STR("too long")).p);
}

static void
str_format_takes_texts_of_any_length(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	assert_str(cdr_str_format(arena, "%s-%d", "x", 7), "x-7");
	static const int LENGTHS[] = { 510, 511, 512, 513, 100000 };
	for (size_t i = 0; i < CDR_LEN(LENGTHS); i++) {
		struct cdr_str s = cdr_str_format(arena, "%*d", LENGTHS[i], 5);
		assert_int_equal(s.n, LENGTHS[i]);
		assert_int_equal(strlen(s.p), s.n);
		assert_int_equal(s.p[s.n - 1], '5');
	}
}

static void
str_copy_and_format_report_exhausted_memory_as_no_value(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SIZE_MAX);
	fail_memory_after(0);
	assert_null(cdr_str_copy(arena, CDR_STR("x")).p);
	assert_null(cdr_str_format(arena, "%d", 1).p);
	assert_null(cdr_str_format(arena, "%*d", 5000, 1).p);
	assert_true(memory_restore());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(str_equality_looks_at_bytes_and_length),
		cmocka_unit_test(str_nocase_folds_ascii_only),
		cmocka_unit_test(str_compare_orders_bytewise_and_prefixes_first),
		cmocka_unit_test(str_start_end_and_find),
		cmocka_unit_test(str_trim_takes_the_blanks_of_spreadsheets_and_nothing_else),
		cmocka_unit_test(str_split_yields_empty_pieces_too),
		cmocka_unit_test(str_copy_ends_in_nul_and_keeps_no_value_apart_from_empty),
		cmocka_unit_test(str_format_takes_texts_of_any_length),
		cmocka_unit_test(str_copy_and_format_report_exhausted_memory_as_no_value),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
