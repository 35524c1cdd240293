/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "failing-memory.h"

static void
assert_written(const struct cdr_json *json, bool indented, const char *want)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(json, indented, &out, NULL), CDR_OK);
	assert_string_equal(out.p, want);
}

static void
json_write_compact_has_no_spaces_and_keeps_the_order(void **state)
{
	(void)state;
	const char *text = "{\"z\":[1,-2,[],{}],\"a\":null,\"b\":[true,false],\"s\":\"x\"}";
	cdr_owned(cdr_json) json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(text), "x", &json, NULL), CDR_OK);
	assert_written(json, false, text);
}

static void
json_write_indents_by_two(void **state)
{
	(void)state;
	const char *text = "{\n  \"z\": [\n    1,\n    {\n      \"k\": []\n    }\n  ],\n  \"a\": {}\n}";
	cdr_owned(cdr_json) json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(text), "x", &json, NULL), CDR_OK);
	assert_written(json, true, text);
}

static void
json_write_escapes_what_must_be_and_nothing_else(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = cdr_json_array();
	cdr_json_push_str(json, CDR_STR("\"\\/\b\f\n\r\t\x01\x1f\x7f caf\xC3\xA9 \xF0\x9F\x98\x80"));
	assert_written(json, false,
	               "[\"\\\"\\\\/\\u0008\\u000c\\n\\r\\t\\u0001\\u001f\x7f caf\xC3\xA9 \xF0\x9F\x98\x80\"]");
}

static void
json_write_reals_show_no_binary_noise(void **state)
{
	(void)state;
	static const struct {
		double value;
		const char *text;
	} CASES[] = {
		{ 0.93, "0.93" },
		{ 0.1 + 0.2, "0.3" },
		{ 1.0 / 3, "0.333333" },
		{ 2.0 / 3, "0.666667" },
		{ -0.5, "-0.5" },
		{ 0.0, "0.0" },
		{ 1.0, "1.0" },
		{ 100.0, "100.0" },
		{ 0.999999, "0.999999" },
		{ 0.9999999, "1.0" },
		{ 0.05, "0.05" },
		{ 0.001, "0.001" },
		{ 1234567.891, "1234567.891" },
		{ 999999999.123456, "999999999.123456" },
		{ 1000000000.1, "1000000000.1" },
		{ 12345678901234.5, "12345678901234.5" },
		{ 123456789012345.6, "123456789012346.0" },
		{ 999999999999999.0, "999999999999999.0" },
		{ 0.0001, "1.00000e-04" },
		{ -1.5e-9, "-1.50000e-09" },
		{ 1e15, "1.0000000000000000e+15" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
	};
	for (size_t i = 0; i < CDR_LEN(CASES); i++) {
		char want[64];
		(void)snprintf(want, sizeof(want), "{\"v\":%s}", CASES[i].text);
		cdr_owned(cdr_json) object = cdr_json_object();
		cdr_json_set_real(object, "v", CASES[i].value);
		assert_written(object, false, want);
	}
}

/* Whatever is written once reads back as a real and is written the same again: the bytes are hashed. */
static void
json_write_of_what_was_written_is_the_same(void **state)
{
	(void)state;
	double value = 1e-12;
	for (int i = 0; i < 400; i++, value *= 1.17) {
		cdr_owned(cdr_json) object = cdr_json_object();
		cdr_json_set_real(object, "v", i % 2 ? -value : value);
		cdr_auto(cdr_buf) once = CDR_BUF_INIT, twice = CDR_BUF_INIT;
		assert_int_equal(cdr_json_write(object, false, &once, NULL), CDR_OK);
		cdr_owned(cdr_json) read = NULL;
		assert_int_equal(cdr_json_parse(cdr_buf_str(&once), "x", &read, NULL), CDR_OK);
		assert_int_equal(cdr_json_type(cdr_json_get(read, "v")), CDR_JSON_REAL);
		assert_int_equal(cdr_json_write(read, false, &twice, NULL), CDR_OK);
		assert_string_equal(once.p, twice.p);
		double back = cdr_json_get_real(read, "v", 0) / (i % 2 ? -value : value);
		assert_true(back > 0.9994 && back < 1.0006);
	}
}

static void
json_write_obeys_the_ceiling_of_its_buffer(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = cdr_json_array();
	for (int i = 0; i < 100; i++)
		cdr_json_push_str(json, CDR_STR("0123456789"));
	cdr_auto(cdr_buf) out = { .max = 500 };
	assert_int_equal(cdr_json_write(json, false, &out, NULL), CDR_ELIMIT);
	fail_memory_after(0);
	cdr_auto(cdr_buf) other = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(json, false, &other, NULL), CDR_ENOMEM);
	assert_true(memory_restore());
}

static void
json_write_refuses_nesting_that_could_not_be_read(void **state)
{
	(void)state;
	struct cdr_json *json = cdr_json_array();
	for (int depth = 1; depth < CDR_JSON_MAX_DEPTH; depth++) {
		struct cdr_json *outer = cdr_json_array();
		cdr_json_push(outer, json);
		json = outer;
	}
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(json, false, &out, NULL), CDR_OK);
	cdr_owned(cdr_json) deeper = cdr_json_array();
	cdr_json_push(deeper, json);
	assert_int_equal(cdr_json_write(deeper, false, &out, NULL), CDR_EINTERNAL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_write_compact_has_no_spaces_and_keeps_the_order),
		cmocka_unit_test(json_write_indents_by_two),
		cmocka_unit_test(json_write_escapes_what_must_be_and_nothing_else),
		cmocka_unit_test(json_write_reals_show_no_binary_noise),
		cmocka_unit_test(json_write_of_what_was_written_is_the_same),
		cmocka_unit_test(json_write_obeys_the_ceiling_of_its_buffer),
		cmocka_unit_test(json_write_refuses_nesting_that_could_not_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
