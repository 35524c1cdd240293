/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /v1/openapi.json: the description of the API (OpenAPI 3.1), made from the rows of the route table, so that nothing
 * is listed that does not exist. Shapes are told in words; their definitions are the records of the model.
 */
#include "candor/api.h"

#include <stdio.h>

#include "api/api-impl.h"

#define OPERATION_ID_MAX 128

/* An object of one member; what most of a description is made of. */
static struct cdr_json *
one(const char *key, struct cdr_json *take_value)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set(json, key, take_value);
	return json;
}

static struct cdr_json *
one_text(const char *key, const char *value)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, key, value);
	return json;
}

static void
push_parameter(struct cdr_json *parameters, struct cdr_str name, const char *in)
{
	struct cdr_json *parameter = cdr_json_object();
	bool in_path = cdr_str_equal(cdr_str_from(in), CDR_STR("path"));
	cdr_json_set_str(parameter, "name", name);
	cdr_json_set_text(parameter, "in", in);
	if (in_path)
		cdr_json_set_bool(parameter, "required", true);
	cdr_json_set(parameter, "schema", one_text("type", "string"));
	cdr_json_push(parameters, parameter);
}

static struct cdr_json *
parameters_of(const struct cdr_http_route *route)
{
	struct cdr_json *parameters = cdr_json_array();
	struct cdr_str pattern = cdr_str_from(route->pattern), fields = cdr_str_from(route->fields), piece;
	while (cdr_str_split(&pattern, '/', &piece)) {
		if (piece.n && piece.p[0] == '{')
			push_parameter(parameters,
			               (struct cdr_str){ piece.p + 1, (size_t)cdr_str_find(piece, CDR_STR("}")) - 1 },
			               "path");
	}
	while (cdr_str_split(&fields, ' ', &piece))
		push_parameter(parameters, piece, "query");
	if (cdr_str_equal(cdr_str_from(route->method), CDR_STR("POST")))
		cdr_json_push(parameters, one_text("$ref", "#/components/parameters/IdempotencyKey"));
	return parameters;
}

static struct cdr_json *
body_of(const struct cdr_http_route *route)
{
	struct cdr_json *body = cdr_json_object(), *content = cdr_json_object();
	bool any = cdr_str_equal(cdr_str_from(route->body), CDR_STR("*"));
	cdr_json_set_text(body, "description", route->asks);
	cdr_json_set(content, any ? "application/octet-stream" : route->body, cdr_json_object());
	if (any)
		cdr_json_set(content, "multipart/form-data", cdr_json_object());
	cdr_json_set(body, "content", content);
	return body;
}

/* "200 the finding" -> {"200": {description, content}}, and the problem document for everything else. */
static struct cdr_json *
responses_of(const struct cdr_http_route *route)
{
	char status[4] = "";
	struct cdr_json *responses = cdr_json_object(), *response = cdr_json_object();
	struct cdr_str rest = cdr_str_from(route->answer), number = { NULL, 0 };
	cdr_require(cdr_str_split(&rest, ' ', &number) && number.n == 3);
	(void)snprintf(status, sizeof(status), "%.*s", CDR_STR_ARG(number));
	cdr_json_set_str(response, "description", rest);
	cdr_json_set(response, "content", one(route->gives ? route->gives : "application/json", cdr_json_object()));
	cdr_json_set(responses, status, response);
	cdr_json_set(responses, "default", one_text("$ref", "#/components/responses/Problem"));
	return responses;
}

/* "get_v1_findings_id": the method and the words of the pattern. */
static void
operation_id(const struct cdr_http_route *route, char out[OPERATION_ID_MAX])
{
	size_t n = 0;
	for (const char *p = route->method; *p && n + 1 < OPERATION_ID_MAX; p++)
		out[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p - 'A' + 'a') : *p;
	for (const char *p = route->pattern; *p && n + 1 < OPERATION_ID_MAX; p++) {
		bool word = (*p >= 'a' && *p <= 'z') || (*p >= '0' && *p <= '9');
		if (word || (out[n - 1] != '_' && p[1]))
			out[n++] = word ? *p : '_';
	}
	out[n] = '\0';
}

static struct cdr_json *
operation(const struct cdr_http_route *route)
{
	char id[OPERATION_ID_MAX];
	struct cdr_json *json = cdr_json_object();
	operation_id(route, id);
	cdr_json_set_text(json, "operationId", id);
	cdr_json_set_text(json, "summary", route->about);
	cdr_json_set(json, "parameters", parameters_of(route));
	if (route->body)
		cdr_json_set(json, "requestBody", body_of(route));
	cdr_json_set(json, "responses", responses_of(route));
	if (route->open)
		cdr_json_set(json, "security", cdr_json_array());
	return json;
}

/* The operations of one pattern, or NULL when an earlier row had it already. */
static struct cdr_json *
path_item(const struct cdr_http_route *routes, const struct cdr_http_route *first)
{
	struct cdr_str pattern = cdr_str_from(first->pattern);
	for (const struct cdr_http_route *route = routes; route != first; route++) {
		if (cdr_str_equal(cdr_str_from(route->pattern), pattern))
			return NULL;
	}
	struct cdr_json *item = cdr_json_object();
	for (const struct cdr_http_route *route = first; route->method; route++) {
		bool get = cdr_str_equal(cdr_str_from(route->method), CDR_STR("GET"));
		if (cdr_str_equal(cdr_str_from(route->pattern), pattern))
			cdr_json_set(item, get ? "get" : "post", operation(route));
	}
	return item;
}

/* The problem document as every route may answer it (RFC 9457). */
static struct cdr_json *
problem_response(void)
{
	static const char *const texts[] = { "type", "title", "detail", "code", "where" };
	struct cdr_json *properties = cdr_json_object(), *schema = cdr_json_object(), *response = cdr_json_object();
	for (size_t i = 0; i < CDR_LEN(texts); i++)
		cdr_json_set(properties, texts[i], one_text("type", "string"));
	cdr_json_set(properties, "status", one_text("type", "integer"));
	cdr_json_set_text(schema, "type", "object");
	cdr_json_set(schema, "properties", properties);
	cdr_json_set_text(response, "description", "what is wrong, where, and what to do");
	cdr_json_set(response, "content", one("application/problem+json", one("schema", schema)));
	return response;
}

static struct cdr_json *
components(void)
{
	struct cdr_json *json = cdr_json_object(), *bearer = cdr_json_object(), *key = cdr_json_object(),
			*schema = cdr_json_object();
	cdr_json_set_text(bearer, "type", "http");
	cdr_json_set_text(bearer, "scheme", "bearer");
	cdr_json_set(json, "securitySchemes", one("token", bearer));
	cdr_json_set_text(key, "name", "Idempotency-Key");
	cdr_json_set_text(key, "in", "header");
	cdr_json_set_text(key, "description", "done once; sent again with the same request it gets the same answer");
	cdr_json_set_text(schema, "type", "string");
	cdr_json_set_int(schema, "maxLength", API_MAX_KEY_BYTES);
	cdr_json_set(key, "schema", schema);
	cdr_json_set(json, "parameters", one("IdempotencyKey", key));
	cdr_json_set(json, "responses", one("Problem", problem_response()));
	return json;
}

static struct cdr_json *
describe(const struct cdr_http_route *routes)
{
	struct cdr_json *json = cdr_json_object(), *info = cdr_json_object(), *paths = cdr_json_object(),
			*security = cdr_json_array();
	cdr_json_set_text(json, "openapi", "3.1.0");
	cdr_json_set_text(info, "title", "Candor");
	cdr_json_set_text(info, "version", CDR_VERSION);
	cdr_json_set(json, "info", info);
	cdr_json_push(security, one("token", cdr_json_array()));
	cdr_json_set(json, "security", security);
	for (const struct cdr_http_route *route = routes; route->method; route++) {
		struct cdr_json *item = path_item(routes, route);
		if (item)
			cdr_json_set(paths, route->pattern, item);
	}
	cdr_json_set(json, "paths", paths);
	cdr_json_set(json, "components", components());
	return json;
}

void
api_openapi(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)context, (void)request;
	cdr_http_json(response, 200, describe(cdr_api_routes()));
}
