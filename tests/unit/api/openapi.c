/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
openapi_describes_every_route_and_nothing_else(void **state)
{
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/openapi.json", .authorization = "" });
	assert_int_equal(answer.status, 200);
	assert_text(cdr_json_get_str(answer.json, "openapi"), "3.1.0");
	const struct cdr_json *paths = cdr_json_get(answer.json, "paths");
	size_t n_routes = 0, n_described = 0;
	for (const struct cdr_http_route *route = cdr_api_routes(); route->method; route++, n_routes++) {
		bool get = strcmp(route->method, "GET") == 0;
		const struct cdr_json *operation =
			cdr_json_get(cdr_json_get(paths, route->pattern), get ? "get" : "post");
		assert_non_null(operation);
		assert_text(cdr_json_get_str(operation, "summary"), route->about);
		assert_int_equal(cdr_json_get(operation, "requestBody") != NULL, route->body != NULL);
		assert_int_equal(cdr_json_get(operation, "security") != NULL, route->open);
	}
	for (size_t i = 0; i < cdr_json_count(paths); i++)
		n_described += cdr_json_count(cdr_json_member(paths, i, NULL));
	assert_int_equal(n_described, n_routes);
}

static void
openapi_names_operations_apart(void **state)
{
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/openapi.json" });
	const struct cdr_json *paths = cdr_json_get(answer.json, "paths");
	cdr_owned(cdr_map) seen = cdr_map_new(1000);
	for (size_t i = 0; i < cdr_json_count(paths); i++) {
		const struct cdr_json *item = cdr_json_member(paths, i, NULL);
		for (size_t k = 0; k < cdr_json_count(item); k++) {
			struct cdr_str id = cdr_json_get_str(cdr_json_member(item, k, NULL), "operationId");
			assert_true(id.n > 0);
			assert_null(cdr_map_get(seen, id));
			assert_int_equal(cdr_map_put(seen, id, (void *)(uintptr_t)1), CDR_OK);
		}
	}
	assert_non_null(cdr_map_get(seen, CDR_STR("get_v1_findings_id")));
	assert_non_null(cdr_map_get(seen, CDR_STR("post_v1_findings_id_dispositions")));
}

static void
openapi_lists_parameters_of_path_and_query(void **state)
{
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/openapi.json" });
	const struct cdr_json *paths = cdr_json_get(answer.json, "paths");
	const struct cdr_json *one = cdr_json_at(
		cdr_json_get(cdr_json_get(cdr_json_get(paths, "/v1/statements/{id}.html"), "get"), "parameters"), 0);
	assert_text(cdr_json_get_str(one, "name"), "id");
	assert_text(cdr_json_get_str(one, "in"), "path");
	assert_true(cdr_json_get_bool(one, "required", false));
	const struct cdr_json *query =
		cdr_json_get(cdr_json_get(cdr_json_get(paths, "/v1/findings"), "get"), "parameters");
	assert_int_equal(cdr_json_count(query), 6);
	assert_text(cdr_json_get_str(cdr_json_at(query, 0), "name"), "min_severity");
	assert_text(cdr_json_get_str(cdr_json_at(query, 0), "in"), "query");
}

/* Every "$ref" leads somewhere inside the document. */
static void
check_references(const struct cdr_json *root, const struct cdr_json *json, size_t *n)
{
	struct cdr_str target = cdr_json_get_str(json, "$ref"), piece;
	if (target.p) {
		const struct cdr_json *at = root;
		assert_true(cdr_str_split(&target, '/', &piece));
		assert_text(piece, "#");
		while (cdr_str_split(&target, '/', &piece)) {
			char key[64];
			(void)snprintf(key, sizeof(key), "%.*s", CDR_STR_ARG(piece));
			at = cdr_json_get(at, key);
			assert_non_null(at);
		}
		(*n)++;
	}
	for (size_t i = 0; cdr_json_type(json) == CDR_JSON_OBJECT && i < cdr_json_count(json); i++)
		check_references(root, cdr_json_member(json, i, NULL), n);
	for (size_t i = 0; cdr_json_type(json) == CDR_JSON_ARRAY && i < cdr_json_count(json); i++)
		check_references(root, cdr_json_at(json, i), n);
}

static void
openapi_references_lead_somewhere(void **state)
{
	size_t n = 0;
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/openapi.json" });
	check_references(answer.json, answer.json, &n);
	assert_true(n > 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(openapi_describes_every_route_and_nothing_else),
		desk_test(openapi_names_operations_apart),
		desk_test(openapi_lists_parameters_of_path_and_query),
		desk_test(openapi_references_lead_somewhere),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
