/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void
handle(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)context, (void)request, (void)response;
}

static const struct cdr_http_route routes[] = {
	{ "GET", "/things", handle, "list", .fields = "limit cursor" },
	{ "POST", "/things", handle, "add", .body = "application/json" },
	{ "GET", "/things/{id}.html", handle, "page" },
	{ "GET", "/things/{id}", handle, "one" },
	{ "POST", "/things/{id}/parts/{part}", handle, "part", .body = "*" },
	{ NULL, NULL, NULL, NULL },
};

static const char *
find(const char *method, const char *path, struct cdr_str parameters[CDR_HTTP_MAX_PARAMETERS])
{
	const struct cdr_http_route *route = router_find(routes, cdr_str_from(method), cdr_str_from(path), parameters);
	return route ? route->about : "none";
}

static void
router_finds_by_method_and_segments(void **state)
{
	(void)state;
	struct cdr_str values[CDR_HTTP_MAX_PARAMETERS] = { { NULL, 0 } };
	assert_string_equal(find("GET", "/things", values), "list");
	assert_string_equal(find("POST", "/things", values), "add");
	assert_string_equal(find("GET", "/things/7", values), "one");
	assert_text(values[0], "7");
	assert_string_equal(find("POST", "/things/7/parts/x%y", values), "part");
	assert_text(values[0], "7");
	assert_text(values[1], "x%y");
}

static void
router_a_suffix_belongs_to_the_pattern(void **state)
{
	(void)state;
	struct cdr_str values[CDR_HTTP_MAX_PARAMETERS] = { { NULL, 0 } };
	assert_string_equal(find("GET", "/things/7.html", values), "page");
	assert_text(values[0], "7");
	assert_string_equal(find("GET", "/things/7.pdf", values), "one");
	assert_text(values[0], "7.pdf");
	assert_string_equal(find("GET", "/things/.html", values), "one");
}

static void
router_wants_whole_paths(void **state)
{
	(void)state;
	static const char *const wrong[] = { "/",
		                             "",
		                             "/thing",
		                             "/things/",
		                             "//things",
		                             "/things/7/",
		                             "/things//parts/1",
		                             "/Things",
		                             "/things/7/parts" };
	struct cdr_str values[CDR_HTTP_MAX_PARAMETERS] = { { NULL, 0 } };
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		assert_string_equal(find("GET", wrong[i], values), "none");
		assert_string_equal(find("POST", wrong[i], values), "none");
	}
}

static void
router_a_failed_try_leaves_the_parameters_alone(void **state)
{
	(void)state;
	struct cdr_str values[CDR_HTTP_MAX_PARAMETERS] = { CDR_STR("before"), CDR_STR("before") };
	assert_string_equal(find("DELETE", "/things/7", values), "none");
	assert_text(values[0], "before");
	assert_string_equal(find("GET", "/things/7", values), "one");
	assert_null(values[1].p);
}

static void
router_get_answers_head_and_nothing_else_does(void **state)
{
	(void)state;
	struct cdr_str values[CDR_HTTP_MAX_PARAMETERS] = { { NULL, 0 } };
	assert_string_equal(find("HEAD", "/things", values), "list");
	assert_string_equal(find("HEAD", "/things/7/parts/1", values), "none");
	assert_string_equal(find("get", "/things", values), "none");
}

static void
router_names_the_methods_of_a_path(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	assert_text(router_methods(routes, CDR_STR("/things"), arena), "GET, HEAD, POST");
	assert_text(router_methods(routes, CDR_STR("/things/7.html"), arena), "GET, HEAD");
	assert_text(router_methods(routes, CDR_STR("/things/7/parts/1"), arena), "POST");
	assert_null(router_methods(routes, CDR_STR("/nothing"), arena).p);
}

static void
router_refuses_parameters_that_are_not_declared(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	struct cdr_str value = CDR_STR("1");
	cdr_owned(cdr_map) fields = cdr_map_new(4);
	struct cdr_http_request request = { .fields = fields };
	assert_int_equal(cdr_map_put(fields, CDR_STR("limit"), &value), CDR_OK);
	assert_int_equal(router_check(&routes[0], &request, &err), 0);
	assert_int_equal(router_check(&routes[3], &request, &err), 400);
	assert_says(err.message, "none");
	assert_int_equal(cdr_map_put(fields, CDR_STR("limi"), &value), CDR_OK);
	assert_int_equal(router_check(&routes[0], &request, &err), 400);
	assert_says(err.message, "\"limi\"");
	assert_says(err.message, "limit cursor");
}

static int
check_body(const struct cdr_http_route *route, const char *type, const char *body)
{
	struct cdr_error err = { 0 };
	struct cdr_http_request request = { .content_type = cdr_str_from(type), .body = cdr_str_from(body) };
	int status = router_check(route, &request, &err);
	assert_int_equal(err.code, status ? CDR_EUSAGE : CDR_OK);
	return status;
}

static void
router_refuses_bodies_of_another_media_type(void **state)
{
	(void)state;
	const struct cdr_http_route *json = &routes[1], *any = &routes[4];
	assert_int_equal(check_body(json, "application/json", "{}"), 0);
	assert_int_equal(check_body(json, "Application/JSON ; Charset=UTF-8", "{}"), 0);
	assert_int_equal(check_body(json, "application/json; charset=\"utf-8\"", "{}"), 0);
	assert_int_equal(check_body(json, "application/json; profile=x", "{}"), 0);
	assert_int_equal(check_body(json, NULL, "{}"), 0);
	assert_int_equal(check_body(json, "text/plain", ""), 0);
	assert_int_equal(check_body(json, "text/plain", "{}"), 415);
	assert_int_equal(check_body(json, "application/json; charset=iso-8859-1", "{}"), 415);
	assert_int_equal(check_body(json, "application/jsonp", "{}"), 415);
	assert_int_equal(check_body(json, "application/x-www-form-urlencoded", "{}"), 415);
	assert_int_equal(check_body(any, "application/x-www-form-urlencoded", "a"), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(router_finds_by_method_and_segments),
		cmocka_unit_test(router_a_suffix_belongs_to_the_pattern),
		cmocka_unit_test(router_wants_whole_paths),
		cmocka_unit_test(router_a_failed_try_leaves_the_parameters_alone),
		cmocka_unit_test(router_get_answers_head_and_nothing_else_does),
		cmocka_unit_test(router_names_the_methods_of_a_path),
		cmocka_unit_test(router_refuses_parameters_that_are_not_declared),
		cmocka_unit_test(router_refuses_bodies_of_another_media_type),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
