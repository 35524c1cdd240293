/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what callers send: JSON bodies member by member, numbers in paths. What is not understood is refused, with its
 * place: a misspelt member that was ignored would make an answer that looks better founded than it is.
 */
#include "candor/api.h"

#include <stdio.h>

#include "api/api-impl.h"

enum cdr_status
api_body(struct api_call *call, struct cdr_json **ret, struct cdr_error *err)
{
	if (cdr_str_trim(call->request->body).n == 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body:1:1", "a JSON body is expected");
	return cdr_json_parse(call->request->body, "body", ret, err);
}

enum cdr_status
api_id(struct api_call *call, int64_t *ret, struct cdr_error *err)
{
	if (cdr_str_to_i64(call->request->parameters[0], ret) && *ret > 0)
		return CDR_OK;
	return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL, "there is nothing with the id \"%.*s\"",
	                CDR_STR_ARG(call->request->parameters[0]));
}

static bool
is_known(struct cdr_str key, const char *known)
{
	struct cdr_str rest = cdr_str_from(known), piece;
	while (cdr_str_split(&rest, ' ', &piece)) {
		if (cdr_str_equal(piece, key))
			return true;
	}
	return false;
}

enum cdr_status
api_members(const struct cdr_json *json, const char *where, const char *known, struct cdr_error *err)
{
	struct cdr_str key;
	if (cdr_json_type(json) != CDR_JSON_OBJECT)
		return cdr_fail(err, CDR_EINPUT, ROOM, where, "is to be an object with: %s", known);
	for (size_t i = 0; i < cdr_json_count(json); i++) {
		(void)cdr_json_member(json, i, &key);
		if (!is_known(key, known))
			return cdr_fail(err, CDR_EINPUT, ROOM, where,
			                "has a member \"%.*s\" that nobody reads; known: %s",
			                (int)cdr_str_cut(key, 100), key.p, known);
	}
	return CDR_OK;
}

enum cdr_status
api_fail_member(struct cdr_error *err, const char *where, const char *key, const char *format, ...)
{
	char place[CDR_ERROR_WHERE_MAX], problem[CDR_ERROR_MESSAGE_MAX];
	va_list arguments;
	(void)snprintf(place, sizeof(place), "%s %s", where, key);
	va_start(arguments, format);
	(void)vsnprintf(problem, sizeof(problem), format, arguments);
	va_end(arguments);
	return cdr_fail(err, CDR_EINPUT, ROOM, place, "%.*s", (int)cdr_str_cut(cdr_str_from(problem), sizeof(problem)),
	                problem);
}

enum cdr_status
api_text(const struct cdr_json *json, const char *where, const char *key, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *value = cdr_json_get(json, key);
	struct cdr_str text = { NULL, 0 };
	if (value && cdr_json_type(value) != CDR_JSON_NULL) {
		if (cdr_json_type(value) != CDR_JSON_STRING)
			return api_fail_member(err, where, key, "is to be text (in quotes)");
		text = cdr_json_string(value);
	}
	if (text.n > API_MAX_TEXT_BYTES)
		return api_fail_member(err, where, key, "is too long: at most %d bytes", API_MAX_TEXT_BYTES);
	*ret = text;
	return CDR_OK;
}

enum cdr_status
api_day(const struct cdr_json *json, const char *where, const char *key, struct cdr_date *ret, struct cdr_error *err)
{
	struct cdr_str text = { NULL, 0 };
	struct cdr_date day = { 0 };
	CDR_TRY(api_text(json, where, key, &text, err));
	if (text.p && (text.n != sizeof("YYYY-MM-DD") - 1 || !cdr_date_parse(text, &day)))
		return api_fail_member(err, where, key, "is to be a day as YYYY-MM-DD");
	*ret = day;
	return CDR_OK;
}
