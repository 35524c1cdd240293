/* SPDX-License-Identifier: Apache-2.0 */
/* Filling responses: JSON, and problem documents after RFC 9457 whose "where" names the place in the caller's data. */
#include "candor/http.h"

#include "http/http-impl.h"

int
cdr_http_status_of(enum cdr_status code)
{
	switch (code) {
	case CDR_OK:
		return 200;
	case CDR_EUSAGE:
		return 400;
	case CDR_EINPUT:
		return 422;
	case CDR_ELIMIT:
		return 413;
	case CDR_ENOTFOUND:
		return 404;
	case CDR_EREFUSED:
		return 409;
	case CDR_EBUSY:
	case CDR_ECANCELLED:
		return 503;
	case CDR_EIO:
	case CDR_ESTORE:
	case CDR_ENOMEM:
	case CDR_EINTERNAL:
		break;
	}
	return 500;
}

static const char *
title_of(int status)
{
	static const struct {
		int status;
		const char *title;
	} titles[] = {
		{ 400, "Bad request" },
		{ 401, "Not signed in" },
		{ 404, "Not found" },
		{ 405, "Method not allowed" },
		{ 409, "Refused" },
		{ 413, "Too large" },
		{ 415, "Unsupported media type" },
		{ 422, "Bad input" },
		{ 503, "Busy" },
		{ 500, "Internal error" },
	};
	for (size_t i = 0; i < CDR_LEN(titles); i++) {
		if (titles[i].status == status)
			return titles[i].title;
	}
	return "Error";
}

/* Writing a response must not fail half-way: on exhausted memory the body is empty and the status 500. */
static void
put_json(struct cdr_http_response *response, int status, const char *content_type, struct cdr_json *take_body)
{
	cdr_owned(cdr_json) body = take_body;
	cdr_buf_clear(&response->body);
	response->status = status;
	response->content_type = content_type;
	if (!body || cdr_json_write(body, false, &response->body, NULL) != CDR_OK) {
		cdr_buf_clear(&response->body);
		response->status = 500;
		return;
	}
	cdr_buf_putc(&response->body, '\n');
}

void
cdr_http_json(struct cdr_http_response *response, int status, struct cdr_json *take_body)
{
	put_json(response, status, "application/json", take_body);
}

void
cdr_http_problem(struct cdr_http_response *response, int status, const struct cdr_error *error)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, "type", "about:blank");
	cdr_json_set_text(json, "title", title_of(status));
	cdr_json_set_int(json, "status", status);
	cdr_json_set_text(json, "detail", error->message);
	cdr_json_set_text(json, "code", cdr_status_name(error->code));
	if (error->where[0])
		cdr_json_set_text(json, "where", error->where);
	put_json(response, status, "application/problem+json", json);
}
