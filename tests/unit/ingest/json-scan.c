/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/json-impl.h"

static void
json_scan_steps_over_whole_values(void **state)
{
	(void)state;
	static const char *const values[] = { "{}",
		                              "[]",
		                              "\"\"",
		                              "0",
		                              "-0.5e+10",
		                              "12",
		                              "1E3",
		                              "true",
		                              "false",
		                              "null",
		                              "[1, [2, {\"a\": null}], \"]\"]",
		                              "{\"a\": {\"b\": [\"}\", 1]}, \"a b\": \"\\\"\"}",
		                              "\"caf\xC3\xA9 and more than eight bytes\"",
		                              "\"\\u00e9 \\uD83D\\uDE00 \\n\\\\\\/\"" };
	for (size_t i = 0; i < CDR_LEN(values); i++) {
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		struct cdr_str value;
		cdr_buf_printf(&text, " %s ,", values[i]);
		struct cdr_scan scan = { .text = cdr_buf_str(&text) };
		if (!cdr_scan_value(&scan, &value))
			fail_msg("%s: %s", values[i], scan.problem);
		assert_true(cdr_str_equal(value, cdr_str_from(values[i])));
		assert_int_equal(scan.depth, 0);
		assert_int_equal(cdr_scan_peek(&scan), ',');
	}
}

/* Each of them is refused, at the offset given. */
static const struct {
	const char *text;
	size_t at;
	const char *words;
} broken[] = {
	{ "", 0, "ends too early" },
	{ "  ", 2, "ends too early" },
	{ "{", 1, "ends too early" },
	{ "[", 1, "ends too early" },
	{ "[1", 2, "ends too early" },
	{ "[1,", 3, "ends too early" },
	{ "[1,]", 3, "a value is expected" },
	{ "[,1]", 1, "a value is expected" },
	{ "[1 2]", 3, "a comma or the end of the list" },
	{ "[1}", 2, "a comma or the end of the list" },
	{ "{\"a\"}", 4, "a colon" },
	{ "{\"a\":}", 5, "a value is expected" },
	{ "{\"a\":1,}", 7, "a text in quotation marks" },
	{ "{a:1}", 1, "a text in quotation marks" },
	{ "{\"a\":1 \"b\":2}", 7, "a comma or the end of the object" },
	{ "\"abc", 4, "ends within a text" },
	{ "\"a\nb\"", 2, "a line end" },
	{ "\"\\x\"", 1, "a backslash" },
	{ "\"\\", 1, "ends within a text" },
	{ "\"\\u12\"", 1, "\\u is not followed" },
	{ "\"\\u0000\"", 1, "\\u is not followed" },
	{ "\"\\uDC00\"", 1, "\\u is not followed" },
	{ "\"\\uD800\\u0041\"", 1, "\\u is not followed" },
	{ "\"\\uD800x\"", 1, "\\u is not followed" },
	{ "-", 1, "a number is cut" },
	{ "1.", 2, "a number is cut" },
	{ "1e", 2, "a number is cut" },
	{ "nul", 0, "a value is expected" },
	{ "'a'", 0, "a value is expected" },
	{ "NaN", 0, "a value is expected" },
	{ "01", 1, "something stands behind" },
	{ "{} {}", 3, "something stands behind" },
	{ "\xEF\xBB\xBF{}", 0, "a value is expected" },
};

static void
json_scan_refuses_what_is_no_json(void **state)
{
	(void)state;
	for (size_t i = 0; i < CDR_LEN(broken); i++) {
		struct cdr_scan scan = { .text = cdr_str_from(broken[i].text) };
		struct cdr_str value;
		if (cdr_scan_value(&scan, &value) && cdr_scan_end(&scan))
			fail_msg("%s is taken for JSON", broken[i].text);
		if (!strstr(scan.problem, broken[i].words) || scan.at != broken[i].at)
			fail_msg("%s: \"%s\" at %zu", broken[i].text, scan.problem, scan.at);
		assert_false(cdr_scan_value(&scan, &value));
	}
}

static void
json_scan_nests_as_deep_as_a_tree(void **state)
{
	(void)state;
	for (unsigned depth = CDR_JSON_MAX_DEPTH; depth <= CDR_JSON_MAX_DEPTH + 1; depth++) {
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		for (unsigned i = 0; i < depth; i++)
			cdr_buf_putc(&text, '[');
		for (unsigned i = 0; i < depth; i++)
			cdr_buf_putc(&text, ']');
		struct cdr_scan scan = { .text = cdr_buf_str(&text) };
		struct cdr_str value;
		assert_int_equal(cdr_scan_value(&scan, &value), depth == CDR_JSON_MAX_DEPTH);
	}
}

static void
json_scan_says_what_a_text_says(void **state)
{
	(void)state;
	static const struct {
		const char *text, *plain;
	} texts[] = {
		{ "\"plain\"", "plain" },
		{ "\"\"", "" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t" },
		{ "\"a\\u0041\\u00e9\\u20AC\\uD83D\\uDE00z\"", "aA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80z" },
	};
	for (size_t i = 0; i < CDR_LEN(texts); i++) {
		cdr_auto(cdr_buf) plain = CDR_BUF_INIT;
		struct cdr_scan scan = { .text = cdr_str_from(texts[i].text) };
		struct cdr_scan_text text;
		assert_true(cdr_scan_text(&scan, &text));
		cdr_scan_add_text(&text, &plain);
		assert_true(cdr_str_equal(cdr_buf_str(&plain), cdr_str_from(texts[i].plain)));
	}
}

static void
json_scan_goes_through_members_and_elements(void **state)
{
	(void)state;
	struct cdr_scan scan = { .text = CDR_STR("{\"a\": [1, [], 2], \"b\": {}}") };
	struct cdr_scan_text name;
	struct cdr_str value;
	size_t n = 0;
	assert_false(cdr_scan_enter(&(struct cdr_scan){ .text = scan.text }, '['));
	assert_true(cdr_scan_enter(&scan, '{'));
	assert_true(cdr_scan_member(&scan, &name));
	assert_true(cdr_str_equal(name.raw, CDR_STR("a")));
	assert_true(cdr_scan_enter(&scan, '['));
	for (; cdr_scan_element(&scan); n++)
		assert_true(cdr_scan_value(&scan, &value));
	assert_int_equal(n, 3);
	assert_true(cdr_scan_member(&scan, &name));
	assert_true(cdr_scan_value(&scan, &value));
	assert_true(cdr_str_equal(value, CDR_STR("{}")));
	assert_false(cdr_scan_member(&scan, &name));
	assert_true(cdr_scan_end(&scan));
}

static void
json_scan_places_count_characters(void **state)
{
	(void)state;
	char place[CDR_ERROR_WHERE_MAX];
	assert_string_equal(cdr_scan_place(CDR_STR("{\n \"\xC3\xA9\": x"), 8, "list.json", 7, place), "list.json:8:6");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_scan_steps_over_whole_values),
		cmocka_unit_test(json_scan_refuses_what_is_no_json),
		cmocka_unit_test(json_scan_nests_as_deep_as_a_tree),
		cmocka_unit_test(json_scan_says_what_a_text_says),
		cmocka_unit_test(json_scan_goes_through_members_and_elements),
		cmocka_unit_test(json_scan_places_count_characters),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
