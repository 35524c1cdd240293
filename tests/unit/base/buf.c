/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "failing-memory.h"

static void
buf_keeps_a_nul_after_its_content(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	assert_str(cdr_buf_str(&buf), "");
	cdr_buf_putc(&buf, 'a');
	cdr_buf_puts(&buf, "bc");
	cdr_buf_puts(&buf, NULL);
	cdr_buf_add_str(&buf, CDR_STR("de"));
	cdr_buf_add_str(&buf, cdr_str_from(NULL));
	cdr_buf_printf(&buf, "%d", 42);
	assert_string_equal(buf.p, "abcde42");
	assert_int_equal(buf.n, 7);
	cdr_buf_clear(&buf);
	assert_string_equal(buf.p, "");
	assert_int_equal(cdr_buf_check(&buf, "base", NULL), CDR_OK);
}

static void
buf_takes_its_ceiling_and_not_one_byte_more(void **state)
{
	(void)state;
	for (size_t max = 0; max < 300; max++) {
		cdr_auto(cdr_buf) buf = { .max = max };
		for (size_t i = 0; i < max; i++)
			cdr_buf_putc(&buf, 'x');
		assert_false(buf.failed);
		assert_int_equal(buf.n, max);
		assert_true(buf.cap <= max + 1 || buf.cap == 0);
		cdr_buf_putc(&buf, 'y');
		assert_true(buf.failed);
		assert_int_equal(buf.n, max);
		struct cdr_error err = { 0 };
		assert_int_equal(cdr_buf_check(&buf, "test", &err), CDR_ELIMIT);
		assert_string_equal(err.room, "test");
	}
}

static void
buf_a_failed_append_adds_nothing_and_stops_the_rest(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = { .max = 10 };
	cdr_buf_puts(&buf, "12345");
	cdr_buf_puts(&buf, "123456");
	cdr_buf_puts(&buf, "6");
	cdr_buf_printf(&buf, "7");
	assert_string_equal(buf.p, "12345");
	cdr_buf_clear(&buf);
	cdr_buf_puts(&buf, "6");
	assert_string_equal(buf.p, "6");
	assert_int_equal(cdr_buf_check(&buf, "test", NULL), CDR_OK);
}

static void
buf_printf_obeys_the_ceiling(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = { .max = 100 };
	cdr_buf_printf(&buf, "%*d", 100, 7);
	assert_int_equal(buf.n, 100);
	assert_int_equal(buf.p[99], '7');
	cdr_buf_printf(&buf, "%d", 1);
	assert_int_equal(buf.n, 100);
	assert_int_equal(strlen(buf.p), 100);
	assert_int_equal(cdr_buf_check(&buf, "test", NULL), CDR_ELIMIT);
}

static void
buf_printf_of_more_than_the_room_left_is_whole(void **state)
{
	(void)state;
	for (int length = 0; length < 300; length += 7) {
		cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
		cdr_buf_puts(&buf, "start ");
		cdr_buf_printf(&buf, "%0*d|", length, 1);
		assert_int_equal(buf.n, 6 + (length > 1 ? length : 1) + 1);
		assert_int_equal(buf.p[buf.n - 1], '|');
		assert_int_equal(buf.p[buf.n], '\0');
	}
}

static void
buf_absurd_sizes_fail_instead_of_wrapping(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = { .max = SIZE_MAX };
	cdr_buf_putc(&buf, 'a');
	cdr_buf_add(&buf, "b", SIZE_MAX - 1);
	assert_true(buf.failed);
	assert_int_equal(buf.n, 1);
}

static void
buf_grows_geometrically(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	size_t n_growths = 0, cap = 0;
	for (int i = 0; i < 1000000; i++) {
		cdr_buf_putc(&buf, 'x');
		n_growths += buf.cap != cap;
		cap = buf.cap;
	}
	assert_int_equal(buf.n, 1000000);
	assert_true(n_growths <= 16);
}

static void
buf_tells_exhausted_memory_from_its_ceiling(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_buf_puts(&buf, "kept");
	fail_memory_after(0);
	cdr_buf_printf(&buf, "%*d", 500, 1);
	assert_true(memory_restore());
	cdr_buf_puts(&buf, "ignored");
	assert_string_equal(buf.p, "kept");
	assert_int_equal(cdr_buf_check(&buf, "test", NULL), CDR_ENOMEM);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buf_keeps_a_nul_after_its_content),
		cmocka_unit_test(buf_takes_its_ceiling_and_not_one_byte_more),
		cmocka_unit_test(buf_a_failed_append_adds_nothing_and_stops_the_rest),
		cmocka_unit_test(buf_printf_obeys_the_ceiling),
		cmocka_unit_test(buf_printf_of_more_than_the_room_left_is_whole),
		cmocka_unit_test(buf_absurd_sizes_fail_instead_of_wrapping),
		cmocka_unit_test(buf_grows_geometrically),
		cmocka_unit_test(buf_tells_exhausted_memory_from_its_ceiling),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
