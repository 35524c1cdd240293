/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the handler of a request: segments are compared one by one, "{name}" takes any one non-empty segment, and
 * "{name}.ext" one that ends in ".ext". Also what a route's row says of parameters and body. The one surprise: HEAD is
 * answered by the GET route; libmicrohttpd then leaves the body out.
 */
#include "candor/http.h"

#include "http/http-impl.h"

/* Whether a pattern's segment fits; a parameter is put in *ret_value. */
static bool
segment_fits(struct cdr_str pattern, struct cdr_str segment, bool *ret_is_parameter, struct cdr_str *ret_value)
{
	*ret_is_parameter = pattern.n > 0 && pattern.p[0] == '{';
	if (!*ret_is_parameter)
		return cdr_str_equal(pattern, segment);
	ptrdiff_t close = cdr_str_find(pattern, CDR_STR("}"));
	cdr_require(close > 0);
	struct cdr_str suffix = { pattern.p + close + 1, pattern.n - (size_t)close - 1 };
	if (!cdr_str_ends_with(segment, suffix) || segment.n <= suffix.n)
		return false;
	*ret_value = (struct cdr_str){ segment.p, segment.n - suffix.n };
	return true;
}

static bool
path_fits(const char *pattern_text, struct cdr_str path, struct cdr_str parameters[CDR_HTTP_MAX_PARAMETERS])
{
	struct cdr_str pattern = cdr_str_from(pattern_text), want, have, value = { NULL, 0 };
	size_t n = 0;
	for (;;) {
		bool more_wanted = cdr_str_split(&pattern, '/', &want), more = cdr_str_split(&path, '/', &have),
		     parameter;
		if (!more_wanted || !more)
			return more_wanted == more;
		if (!segment_fits(want, have, &parameter, &value))
			return false;
		if (!parameter)
			continue;
		cdr_require(n < CDR_HTTP_MAX_PARAMETERS);
		parameters[n++] = value;
	}
}

static bool
method_fits(const struct cdr_http_route *route, struct cdr_str method)
{
	struct cdr_str wanted = cdr_str_from(route->method);
	return cdr_str_equal(method, wanted) ||
	       (cdr_str_equal(method, CDR_STR("HEAD")) && cdr_str_equal(wanted, CDR_STR("GET")));
}

const struct cdr_http_route *
router_find(const struct cdr_http_route *routes, struct cdr_str method, struct cdr_str path,
            struct cdr_str ret_parameters[CDR_HTTP_MAX_PARAMETERS])
{
	for (const struct cdr_http_route *route = routes; route->method; route++) {
		struct cdr_str found[CDR_HTTP_MAX_PARAMETERS] = { { NULL, 0 } };
		if (!method_fits(route, method) || !path_fits(route->pattern, path, found))
			continue;
		for (size_t i = 0; i < CDR_HTTP_MAX_PARAMETERS; i++)
			ret_parameters[i] = found[i];
		return route;
	}
	return NULL;
}

struct cdr_str
router_methods(const struct cdr_http_route *routes, struct cdr_str path, struct cdr_arena *arena)
{
	struct cdr_str found = { NULL, 0 }, ignored[CDR_HTTP_MAX_PARAMETERS];
	for (const struct cdr_http_route *route = routes; route->method; route++) {
		if (!path_fits(route->pattern, path, ignored) ||
		    (found.p && cdr_str_find(found, cdr_str_from(route->method)) >= 0))
			continue;
		bool get = cdr_str_equal(cdr_str_from(route->method), CDR_STR("GET"));
		found = cdr_str_format(arena, "%.*s%s%s%s", CDR_STR_ARG(found), found.n ? ", " : "", route->method,
		                       get ? ", HEAD" : "");
	}
	return found;
}

/* ----------------------------------------------------------------------------------------------------- declarations */

static bool
is_declared(const char *declared, struct cdr_str name)
{
	struct cdr_str rest = cdr_str_from(declared), piece;
	while (cdr_str_split(&rest, ' ', &piece)) {
		if (cdr_str_equal(piece, name))
			return true;
	}
	return false;
}

/* Whether a Content-Type is the wanted media type in UTF-8 (RFC 9110 section 8.3); none at all is taken for it. */
static bool
media_type_fits(const char *wanted, struct cdr_str given)
{
	struct cdr_str rest = given, piece, name;
	if (cdr_str_trim(given).n == 0 || cdr_str_equal(cdr_str_from(wanted), CDR_STR("*")))
		return true;
	if (!cdr_str_split(&rest, ';', &piece) || !cdr_str_equal_nocase(cdr_str_trim(piece), cdr_str_from(wanted)))
		return false;
	while (cdr_str_split(&rest, ';', &piece)) {
		if (!cdr_str_split(&piece, '=', &name) || !cdr_str_equal_nocase(cdr_str_trim(name), CDR_STR("charset")))
			continue;
		struct cdr_str charset = cdr_str_trim(piece);
		if (!cdr_str_equal_nocase(charset, CDR_STR("utf-8")) &&
		    !cdr_str_equal_nocase(charset, CDR_STR("\"utf-8\"")))
			return false;
	}
	return true;
}

int
router_check(const struct cdr_http_route *route, const struct cdr_http_request *request, struct cdr_error *err)
{
	struct cdr_str name;
	for (size_t i = 0; request->fields && i < cdr_map_count(request->fields); i++) {
		(void)cdr_map_at(request->fields, i, &name);
		if (is_declared(route->fields, name))
			continue;
		(void)cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "there is no parameter \"%.*s\" here; %s%s",
		               CDR_STR_ARG(name), route->fields ? "there are: " : "there are none",
		               route->fields ? route->fields : "");
		return 400;
	}
	if (!route->body || request->body.n == 0 || media_type_fits(route->body, request->content_type))
		return 0;
	(void)cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the body is to be %s in UTF-8; say so in Content-Type",
	               route->body);
	return 415;
}
