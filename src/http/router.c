/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the handler of a request: segments are compared one by one, "{name}" takes any one non-empty segment, and
 * "{name}.ext" one that ends in ".ext". */
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
	struct cdr_str suffix = { pattern.p + close + 1, pattern.n - (size_t)close - 1 };
	if (!cdr_str_ends_with(segment, suffix) || segment.n <= suffix.n)
		return false;
	*ret_value = (struct cdr_str){ segment.p, segment.n - suffix.n };
	return true;
}

static bool
path_fits(const char *pattern_text, struct cdr_str path, struct cdr_str *parameters)
{
	struct cdr_str pattern = cdr_str_from(pattern_text), want, have, value;
	size_t n = 0;
	for (;;) {
		bool more_wanted = cdr_str_split(&pattern, '/', &want), more = cdr_str_split(&path, '/', &have),
		     parameter;
		if (!more_wanted || !more)
			return more_wanted == more;
		if (!segment_fits(want, have, &parameter, &value))
			return false;
		if (parameter && n < CDR_HTTP_MAX_PARAMETERS)
			parameters[n++] = value;
	}
}

const struct cdr_http_route *
router_find(const struct cdr_http_route *routes, struct cdr_str method, struct cdr_str path,
            struct cdr_str ret_parameters[CDR_HTTP_MAX_PARAMETERS], bool *ret_path_known)
{
	*ret_path_known = false;
	for (const struct cdr_http_route *route = routes; route->method; route++) {
		if (!path_fits(route->pattern, path, ret_parameters))
			continue;
		*ret_path_known = true;
		if (cdr_str_equal(method, cdr_str_from(route->method)))
			return route;
	}
	return NULL;
}
