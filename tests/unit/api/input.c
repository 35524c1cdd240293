/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static struct cdr_json *
parse(const char *text)
{
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(cdr_str_from(text), "t", &json, NULL), CDR_OK);
	return json;
}

static void
input_a_body_that_is_no_json_is_placed(void **state)
{
	static const struct {
		const char *body, *where;
	} cases[] = { { "", "body:1:1" },
		      { " \n ", "body:1:1" },
		      { "{\"decision\":\n  oops}", "body:2:" },
		      { "{\"a\":1,\"a\":2}", "body:1:" } };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer =
			ask(DESK, (struct ask){ "POST", "/v1/findings/f-0000/dispositions", .body = cases[i].body });
		assert_int_equal(answer.status, 422);
		assert_true(cdr_str_starts_with(cdr_json_get_str(answer.json, "where"), cdr_str_from(cases[i].where)));
	}
}

static void
input_members_that_nobody_reads_are_refused(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_json) json = parse("{\"name\":\"a\",\"licence\":\"b\"}");
	assert_int_equal(api_members(json, "body", "name licence", &err), CDR_OK);
	assert_int_equal(api_members(json, "body item 2", "name licence_number", &err), CDR_EINPUT);
	assert_string_equal(err.where, "body item 2");
	assert_non_null(strstr(err.message, "\"licence\""));
	cdr_owned(cdr_json) array = parse("[]");
	assert_int_equal(api_members(array, "body", "name", &err), CDR_EINPUT);
}

static void
input_text_is_text_or_left_out(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_str text = CDR_STR("before");
	cdr_owned(cdr_json) json = parse("{\"a\":\"x\",\"b\":null,\"c\":5,\"d\":[]}");
	assert_int_equal(api_text(json, "body", "c", &text, &err), CDR_EINPUT);
	assert_string_equal(err.where, "body c");
	assert_int_equal(api_text(json, "body", "d", &text, &err), CDR_EINPUT);
	assert_text(text, "before");
	assert_int_equal(api_text(json, "body", "a", &text, &err), CDR_OK);
	assert_text(text, "x");
	assert_int_equal(api_text(json, "body", "b", &text, &err), CDR_OK);
	assert_null(text.p);
	assert_int_equal(api_text(json, "body", "e", &text, &err), CDR_OK);
	assert_null(text.p);
}

static void
input_text_has_a_limit(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_str text = { NULL, 0 };
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_buf_puts(&body, "{\"a\":\"");
	for (int i = 0; i <= API_MAX_TEXT_BYTES; i++)
		cdr_buf_putc(&body, 'x');
	cdr_buf_puts(&body, "\"}");
	cdr_owned(cdr_json) json = parse(body.p);
	assert_int_equal(api_text(json, "body", "a", &text, &err), CDR_EINPUT);
}

static void
input_a_day_is_a_whole_day(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_date day = { 0 };
	cdr_owned(cdr_json) json =
		parse("{\"a\":\"2026-02-28\",\"b\":\"2026-02-30\",\"c\":20260228,\"d\":\"2026-02-28T10:00:00Z\"}");
	assert_int_equal(api_day(json, "body", "a", &day, &err), CDR_OK);
	assert_int_equal(day.ymd, 20260228);
	assert_int_equal(api_day(json, "body", "b", &day, &err), CDR_EINPUT);
	assert_int_equal(api_day(json, "body", "c", &day, &err), CDR_EINPUT);
	assert_int_equal(api_day(json, "body", "d", &day, &err), CDR_EINPUT);
	assert_int_equal(api_day(json, "body", "e", &day, &err), CDR_OK);
	assert_int_equal(day.ymd, 0);
}

static void
input_an_id_is_a_number(void **state)
{
	static const char *const wrong[] = {
		"/v1/jobs/x", "/v1/jobs/0", "/v1/jobs/-1", "/v1/jobs/1.5", "/v1/jobs/99999999999999999999", "/v1/jobs/7"
	};
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		answered answer = ask(DESK, (struct ask){ "GET", wrong[i] });
		assert_int_equal(answer.status, 404);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(input_a_body_that_is_no_json_is_placed),
		cmocka_unit_test(input_members_that_nobody_reads_are_refused),
		cmocka_unit_test(input_text_is_text_or_left_out),
		cmocka_unit_test(input_text_has_a_limit),
		cmocka_unit_test(input_a_day_is_a_whole_day),
		desk_test(input_an_id_is_a_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
