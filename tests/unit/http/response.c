/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static struct cdr_json *
parse(const struct cdr_http_response *response)
{
	struct cdr_json *json = NULL;
	assert_int_equal(cdr_json_parse(cdr_buf_str(&response->body), "answer", &json, NULL), CDR_OK);
	return json;
}

static void
response_every_error_has_its_status(void **state)
{
	(void)state;
	static const struct {
		enum cdr_status code;
		int status;
	} expected[] = {
		{ CDR_OK, 200 },        { CDR_EUSAGE, 400 },   { CDR_EINPUT, 422 }, { CDR_ELIMIT, 413 },
		{ CDR_ENOTFOUND, 404 }, { CDR_EREFUSED, 409 }, { CDR_EBUSY, 503 },  { CDR_ECANCELLED, 503 },
		{ CDR_EIO, 500 },       { CDR_ESTORE, 500 },   { CDR_ENOMEM, 500 }, { CDR_EINTERNAL, 500 },
	};
	for (size_t i = 0; i < CDR_LEN(expected); i++)
		assert_int_equal(cdr_http_status_of(expected[i].code), expected[i].status);
}

static void
response_a_problem_has_the_members_of_rfc_9457(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	struct cdr_http_response response = { .body = CDR_BUF_INIT, .location = CDR_STR("/old") };
	(void)cdr_fail(&error, CDR_EINPUT, "api", "body:3:7", "expected \"%s\"", "name");
	cdr_http_problem(&response, 422, &error);
	cdr_owned(cdr_json) json = parse(&response);
	assert_int_equal(response.status, 422);
	assert_string_equal(response.content_type, "application/problem+json");
	assert_text(cdr_json_get_str(json, "type"), "about:blank");
	assert_text(cdr_json_get_str(json, "title"), "Bad input");
	assert_int_equal(cdr_json_get_int(json, "status", 0), 422);
	assert_text(cdr_json_get_str(json, "detail"), "expected \"name\"");
	assert_text(cdr_json_get_str(json, "code"), "input");
	assert_text(cdr_json_get_str(json, "where"), "body:3:7");
	assert_null(response.location.p);
	assert_string_equal(response.note, "");
	cdr_buf_done(&response.body);
}

static void
response_trouble_of_ours_is_for_the_log(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	struct cdr_http_response response = { .body = CDR_BUF_INIT };
	(void)cdr_fail(&error, CDR_ESTORE, "store", "/var/secret/c.db", "disk I/O error in /var/secret");
	cdr_http_problem(&response, 500, &error);
	assert_null(strstr(response.body.p, "secret"));
	assert_says(response.body.p, "\"code\":\"store\"");
	assert_string_equal(response.note, "/var/secret/c.db: disk I/O error in /var/secret");
	cdr_buf_done(&response.body);
}

static void
response_a_long_note_is_cut(void **state)
{
	(void)state;
	struct cdr_error error = { .code = CDR_EINTERNAL };
	struct cdr_http_response response = { .body = CDR_BUF_INIT };
	memset(error.message, 'x', sizeof(error.message) - 1);
	memset(error.where, 'w', sizeof(error.where) - 1);
	cdr_http_problem(&response, 500, &error);
	assert_in_range(strlen(response.note), 600, CDR_HTTP_NOTE_MAX - 1);
	cdr_buf_done(&response.body);
}

static void
response_json_replaces_what_was_there(void **state)
{
	(void)state;
	struct cdr_http_response response = { .body = CDR_BUF_INIT };
	cdr_buf_puts(&response.body, "half a page");
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "n", 1);
	cdr_http_json(&response, 201, json);
	assert_int_equal(response.status, 201);
	assert_string_equal(response.content_type, "application/json");
	assert_string_equal(response.body.p, "{\"n\":1}\n");
	cdr_buf_done(&response.body);
}

static void
response_an_answer_that_cannot_be_written_is_a_500(void **state)
{
	(void)state;
	struct cdr_http_response response = { .body = CDR_BUF_INIT, .location = CDR_STR("/v1/jobs/1") };
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "name", CDR_STR("\xff is not UTF-8"));
	cdr_http_json(&response, 200, json);
	assert_int_equal(response.status, 500);
	assert_null(response.location.p);
	assert_says(response.note, "could not be written");
	cdr_owned(cdr_json) problem = parse(&response);
	assert_int_equal(cdr_json_get_int(problem, "status", 0), 500);
	cdr_buf_done(&response.body);
	struct cdr_http_response none = { .body = CDR_BUF_INIT };
	cdr_http_json(&none, 200, NULL);
	assert_int_equal(none.status, 500);
	cdr_buf_done(&none.body);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(response_every_error_has_its_status),
		cmocka_unit_test(response_a_problem_has_the_members_of_rfc_9457),
		cmocka_unit_test(response_trouble_of_ours_is_for_the_log),
		cmocka_unit_test(response_a_long_note_is_cut),
		cmocka_unit_test(response_json_replaces_what_was_there),
		cmocka_unit_test(response_an_answer_that_cannot_be_written_is_a_500),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
