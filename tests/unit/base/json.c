/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "failing-memory.h"

static struct cdr_json *
parsed(const char *text)
{
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(text), "x.json", &json, NULL), CDR_OK);
	return json;
}

static enum cdr_status
parse_bad(const char *text, struct cdr_error *err)
{
	struct cdr_json *json = NULL;
	enum cdr_status status = cdr_json_parse(cdr_str_from(text), "x.json", &json, err);
	assert_null(json);
	return status;
}

static void
json_parses_every_type(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json =
		parsed("{\"n\":null,\"b\":true,\"i\":-7,\"r\":0.5,\"s\":\"\\u00e4\",\"a\":[1,2],\"o\":{}}");
	assert_int_equal(cdr_json_type(json), CDR_JSON_OBJECT);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "n")), CDR_JSON_NULL);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "b")), CDR_JSON_BOOL);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "i")), CDR_JSON_INT);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "r")), CDR_JSON_REAL);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "s")), CDR_JSON_STRING);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "a")), CDR_JSON_ARRAY);
	assert_int_equal(cdr_json_type(cdr_json_get(json, "o")), CDR_JSON_OBJECT);
	assert_int_equal(cdr_json_get_int(json, "i", 0), -7);
	assert_true(cdr_json_get_real(json, "r", 0) == 0.5);
	assert_true(cdr_json_get_bool(json, "b", false));
	assert_str(cdr_json_get_str(json, "s"), "\xC3\xA4");
	assert_int_equal(cdr_json_int(cdr_json_at(cdr_json_get(json, "a"), 1), 0), 2);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "a")), 2);
	assert_int_equal(cdr_json_count(json), 7);
}

static void
json_any_value_may_be_the_root_and_a_byte_order_mark_is_skipped(void **state)
{
	(void)state;
	cdr_owned(cdr_json) number = parsed(" 42 ");
	assert_int_equal(cdr_json_int(number, 0), 42);
	cdr_owned(cdr_json) text = parsed("\xEF\xBB\xBF\"x\"");
	assert_str(cdr_json_string(text), "x");
	cdr_owned(cdr_json) constant = parsed("true");
	assert_true(cdr_json_bool(constant, false));
}

static void
json_errors_name_line_and_column(void **state)
{
	(void)state;
	static const struct {
		const char *text, *where;
	} CASES[] = {
		{ "{\n  \"a\": 1,\n  \"b\": x\n}", "x.json:3:8" },
		{ "", "x.json:1:0" },
		{ "[1,\n2", "x.json:2:1" },
		{ "[1] 2", "x.json:1:5" },
	};
	for (size_t i = 0; i < CDR_LEN(CASES); i++) {
		struct cdr_error err = { 0 };
		assert_int_equal(parse_bad(CASES[i].text, &err), CDR_EINPUT);
		assert_string_equal(err.where, CASES[i].where);
	}
	struct cdr_error err = { 0 };
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(NULL), "x.json", &json, &err), CDR_EINPUT);
}

static void
json_refuses_what_readers_disagree_about(void **state)
{
	(void)state;
	static const char *const BAD[] = { "{\"a\":1,\"b\":2,\"a\":3}",
		                           "[\"\\u0000\"]",
		                           "[\"\xFF\"]",
		                           "[\"\\ud800\"]",
		                           "[99999999999999999999]",
		                           "[1e999]",
		                           "[01]",
		                           "[1,]",
		                           "{'a':1}",
		                           "[NaN]" };
	for (size_t i = 0; i < CDR_LEN(BAD); i++)
		assert_int_equal(parse_bad(BAD[i], NULL), CDR_EINPUT);
	struct cdr_error err = { 0 };
	assert_int_equal(parse_bad(BAD[0], &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "duplicate"));
}

/* The length is judged before a byte is looked at, so the slice need not exist. */
static void
json_text_longer_than_its_limit_is_refused_unread(void **state)
{
	(void)state;
	struct cdr_json *json = NULL;
	struct cdr_error err = { 0 };
	struct cdr_str huge = { "[]", CDR_JSON_MAX_BYTES + 1 };
	assert_int_equal(cdr_json_parse(huge, "x.json", &json, &err), CDR_ELIMIT);
	assert_string_equal(err.where, "x.json");
}

static void
json_nesting_is_limited_with_its_place(void **state)
{
	(void)state;
	char text[2 * CDR_JSON_MAX_DEPTH + 8] = "";
	memset(text, '[', CDR_JSON_MAX_DEPTH);
	memset(text + CDR_JSON_MAX_DEPTH, ']', CDR_JSON_MAX_DEPTH);
	text[2 * CDR_JSON_MAX_DEPTH] = '\0';
	cdr_owned(cdr_json) deepest = parsed(text);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(deepest, false, &out, NULL), CDR_OK); /* what can be read can be written */
	assert_string_equal(out.p, text);

	memset(text, '[', CDR_JSON_MAX_DEPTH + 1);
	text[0] = '\n';
	text[CDR_JSON_MAX_DEPTH + 1] = '{';
	struct cdr_error err = { 0 };
	assert_int_equal(parse_bad(text, &err), CDR_EINPUT);
	assert_string_equal(err.where, "x.json:2:65");
	assert_non_null(strstr(err.message, "deep"));
}

static void
json_nesting_counts_again_after_a_string_of_any_length(void **state)
{
	(void)state;
	for (int n = 0; n < 5; n++) {
		char text[CDR_JSON_MAX_DEPTH + 40];
		int at = snprintf(text, sizeof(text), "[\"%.*s\",\"\\\"\",", n, "abcde");
		memset(text + at, '[', CDR_JSON_MAX_DEPTH);
		text[at + CDR_JSON_MAX_DEPTH] = '\0';
		struct cdr_error err = { 0 };
		assert_int_equal(parse_bad(text, &err), CDR_EINPUT);
		assert_non_null(strstr(err.message, "nested too deeply"));
	}
}

static void
json_brackets_in_strings_do_not_nest(void **state)
{
	(void)state;
	char text[300] = "[\"\\\\\\\"";
	memset(text + strlen(text), '[', 200);
	memcpy(text + strlen(text), "\"]", 3);
	cdr_owned(cdr_json) json = parsed(text);
	assert_int_equal(cdr_json_string(cdr_json_at(json, 0)).n, 202);
}

static void
json_readers_fall_back_on_missing_keys_and_wrong_types(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = parsed("{\"s\":\"x\",\"i\":3,\"r\":1.5,\"d\":\"2026-02-30\",\"n\":null}");
	assert_null(cdr_json_get(json, "absent"));
	assert_null(cdr_json_get_str(json, "i").p);
	assert_int_equal(cdr_json_get_int(json, "s", -1), -1);
	assert_int_equal(cdr_json_get_int(json, "r", -1), -1);
	assert_int_equal(cdr_json_get_int(json, "n", -1), -1);
	assert_true(cdr_json_get_real(json, "i", -1) == 3);
	assert_true(cdr_json_get_real(json, "s", -1) == -1);
	assert_true(cdr_json_get_bool(json, "i", true));
	assert_int_equal(cdr_json_get_date(json, "d").ymd, 0);
	assert_int_equal(cdr_json_get_date(json, "absent").ymd, 0);
	assert_null(cdr_json_at(json, 0));
	assert_int_equal(cdr_json_count(cdr_json_get(json, "s")), 0);
	assert_null(cdr_json_get(NULL, "x"));
	assert_null(cdr_json_at(NULL, 0));
	assert_int_equal(cdr_json_count(NULL), 0);
	assert_int_equal(cdr_json_type(NULL), CDR_JSON_NULL);
	assert_null(cdr_json_string(NULL).p);
	assert_null(cdr_json_get_str(NULL, "x").p);
	assert_null(cdr_json_free(NULL));
}

static void
json_members_come_in_insertion_order(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = parsed("{\"z\":1,\"a\":2,\"m\":3}");
	static const char *const WANT[] = { "z", "a", "m" };
	for (size_t i = 0; i < CDR_LEN(WANT); i++) {
		struct cdr_str key;
		assert_int_equal(cdr_json_int(cdr_json_member(json, i, &key), 0), i + 1);
		assert_true(cdr_str_equal(key, cdr_str_from(WANT[i])));
	}
	assert_null(cdr_json_member(json, 3, NULL));
	assert_null(cdr_json_member(cdr_json_member(json, 0, NULL), 0, NULL));
	assert_null(cdr_json_member(NULL, 0, NULL));
}

static void
json_setters_build_what_readers_read(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = cdr_json_object();
	struct cdr_json *array = cdr_json_array();
	cdr_json_push_str(array, CDR_STR("x"));
	cdr_json_push(array, cdr_json_object());
	cdr_json_set_str(json, "s", (struct cdr_str){ "value and more", 5 });
	cdr_json_set_text(json, "t", "text");
	cdr_json_set_text(json, "none", NULL);
	cdr_json_set_int(json, "i", INT64_MIN);
	cdr_json_set_real(json, "r", 0.25);
	cdr_json_set_bool(json, "b", true);
	cdr_json_set_date(json, "d", cdr_date_make(2026, 1, 2));
	cdr_json_set_date(json, "no-date", (struct cdr_date){ 0 });
	cdr_json_set(json, "a", array);
	assert_str(cdr_json_get_str(json, "s"), "value");
	assert_str(cdr_json_get_str(json, "t"), "text");
	assert_non_null(cdr_json_get(json, "none"));
	assert_int_equal(cdr_json_type(cdr_json_get(json, "none")), CDR_JSON_NULL);
	assert_true(cdr_json_get_int(json, "i", 0) == INT64_MIN);
	assert_true(cdr_json_get_real(json, "r", 0) == 0.25);
	assert_true(cdr_json_get_bool(json, "b", false));
	assert_int_equal(cdr_json_get_date(json, "d").ymd, 20260102);
	assert_non_null(cdr_json_get(json, "no-date"));
	assert_int_equal(cdr_json_count(cdr_json_get(json, "a")), 2);
}

static void
json_a_key_set_twice_keeps_its_place_and_the_later_value(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = cdr_json_object();
	cdr_json_set_int(json, "a", 1);
	cdr_json_set_int(json, "b", 2);
	struct cdr_json *broken = cdr_json_array();
	cdr_json_push(broken, NULL);
	cdr_json_set(json, "a", broken);
	cdr_json_set_int(json, "a", 3);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(json, false, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "{\"a\":3,\"b\":2}");
}

static void
assert_incomplete(const struct cdr_json *json)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_buf_puts(&out, "before");
	assert_int_equal(cdr_json_write(json, false, &out, NULL), CDR_EINTERNAL);
	assert_string_equal(out.p, "before");
}

static void
json_a_copy_is_its_own_and_whole(void **state)
{
	(void)state;
	cdr_owned(cdr_json) json = NULL;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const char *source = "{\"z\":[1,2.5,{\"b\":null,\"a\":\"x\"}],\"t\":true}";
	assert_int_equal(cdr_json_parse(cdr_str_from(source), "x.json", &json, NULL), CDR_OK);
	cdr_owned(cdr_json) copy = cdr_json_copy(json);
	assert_non_null(copy);
	cdr_json_set_int(copy, "more", 1);
	assert_int_equal(cdr_json_count(json), 2);
	json = cdr_json_free(json);
	assert_int_equal(cdr_json_write(copy, false, &text, NULL), CDR_OK);
	assert_string_equal(text.p, "{\"z\":[1,2.5,{\"b\":null,\"a\":\"x\"}],\"t\":true,\"more\":1}");
	assert_null(cdr_json_copy(NULL));
	struct cdr_json *inner = cdr_json_object();
	cdr_json_set_str(inner, "bad", (struct cdr_str){ "\xff", 1 });
	cdr_json_set(copy, "inner", inner);
	assert_null(cdr_json_copy(copy));
}

static void
json_what_lost_a_value_is_never_written(void **state)
{
	(void)state;
	cdr_owned(cdr_json) a = cdr_json_object();
	cdr_json_set(a, "lost", NULL);
	assert_incomplete(a);
	cdr_owned(cdr_json) b = cdr_json_object();
	cdr_json_set_str(b, "not UTF-8", CDR_STR("\xFF"));
	cdr_json_set_str(b, "twice", CDR_STR("\xFF"));
	assert_incomplete(b);
	cdr_owned(cdr_json) c = cdr_json_object();
	cdr_json_set_real(c, "no number", __builtin_nan(""));
	assert_incomplete(c);
	cdr_owned(cdr_json) d = cdr_json_array();
	cdr_json_push(d, NULL);
	assert_incomplete(d);
	cdr_owned(cdr_json) e = cdr_json_object();
	cdr_json_set_int(e, "bad key \xFF", 1);
	assert_incomplete(e);
	cdr_owned(cdr_json) f = cdr_json_array();
	cdr_json_set_int(f, "an array has no keys", 1);
	assert_incomplete(f);
}

static void
json_a_loss_deep_inside_is_seen_at_the_root(void **state)
{
	(void)state;
	cdr_owned(cdr_json) root = cdr_json_object();
	struct cdr_json *array = cdr_json_array(), *inner = cdr_json_object();
	cdr_json_set(inner, "lost", NULL);
	cdr_json_push(array, inner);
	cdr_json_set(root, "list", array);
	cdr_json_set_int(root, "after", 1);
	assert_incomplete(root);
	assert_int_equal(cdr_json_get_int(root, "after", 0), 1);
}

static void
json_setters_on_null_release_the_value(void **state)
{
	(void)state;
	struct cdr_json *lossy = cdr_json_object();
	cdr_json_set(lossy, "lost", NULL);
	cdr_json_set(NULL, "key", lossy); /* a leak otherwise */
	cdr_json_push(NULL, cdr_json_array());
	cdr_json_set_int(NULL, "key", 1);
	cdr_json_set_text(NULL, "key", "x");
	cdr_json_push_str(NULL, CDR_STR("x"));
	assert_int_equal(cdr_json_write(NULL, false, NULL, NULL), CDR_ENOMEM);
}

/* jansson allocates from here in the test below. */
static void *
allocate(size_t n)
{
	return cdr_alloc(n);
}

static struct cdr_json *
build(void)
{
	struct cdr_json *root = cdr_json_object();
	struct cdr_json *list = cdr_json_array();
	for (int i = 0; i < 12; i++) {
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_text(item, "name", "Invented Labour Supply Co");
		cdr_json_set_int(item, "row", i);
		cdr_json_set_real(item, "score", 0.5);
		cdr_json_set_date(item, "on", cdr_date_make(2026, 1, 2));
		cdr_json_push(list, item);
		cdr_json_push_str(list, CDR_STR("x"));
	}
	cdr_json_set(root, "list", list);
	cdr_json_set_bool(root, "complete", true);
	return root;
}

/* Fails every single allocation in turn: either all is written or nothing, and nothing leaks. */
static void
json_building_and_parsing_survive_exhausted_memory_at_any_point(void **state)
{
	(void)state;
	json_set_alloc_funcs(allocate, cdr_free);
	cdr_auto(cdr_buf) whole = CDR_BUF_INIT;
	bool refused = true;
	for (long n = 0; refused; n++) {
		fail_memory_after(n);
		cdr_owned(cdr_json) root = build();
		refused = memory_restore();
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		enum cdr_status status = cdr_json_write(root, false, &out, NULL);
		assert_true(refused ? status != CDR_OK : status == CDR_OK);
		assert_int_equal(out.n > 0, !refused);
		if (!refused)
			cdr_buf_add_str(&whole, cdr_buf_str(&out));
	}
	refused = true;
	for (long n = 0; refused; n++) {
		fail_memory_after(n);
		cdr_owned(cdr_json) json = NULL;
		enum cdr_status status = cdr_json_parse(cdr_buf_str(&whole), "x.json", &json, NULL);
		refused = memory_restore();
		assert_true(refused ? status != CDR_OK && !json : status == CDR_OK);
	}
	json_set_alloc_funcs(malloc, free);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_parses_every_type),
		cmocka_unit_test(json_any_value_may_be_the_root_and_a_byte_order_mark_is_skipped),
		cmocka_unit_test(json_errors_name_line_and_column),
		cmocka_unit_test(json_refuses_what_readers_disagree_about),
		cmocka_unit_test(json_text_longer_than_its_limit_is_refused_unread),
		cmocka_unit_test(json_nesting_is_limited_with_its_place),
		cmocka_unit_test(json_nesting_counts_again_after_a_string_of_any_length),
		cmocka_unit_test(json_brackets_in_strings_do_not_nest),
		cmocka_unit_test(json_readers_fall_back_on_missing_keys_and_wrong_types),
		cmocka_unit_test(json_members_come_in_insertion_order),
		cmocka_unit_test(json_setters_build_what_readers_read),
		cmocka_unit_test(json_a_key_set_twice_keeps_its_place_and_the_later_value),
		cmocka_unit_test(json_a_copy_is_its_own_and_whole),
		cmocka_unit_test(json_what_lost_a_value_is_never_written),
		cmocka_unit_test(json_a_loss_deep_inside_is_seen_at_the_root),
		cmocka_unit_test(json_setters_on_null_release_the_value),
		cmocka_unit_test(json_building_and_parsing_survive_exhausted_memory_at_any_point),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
