/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling responses: JSON, and problem documents after RFC 9457 whose "where" names the place in the caller's data. The
 * one surprise: from 500 on the message is kept for the log. It names files and reasons of ours, which a stranger has no
 * use for and no right to.
 */
#include "candor/http.h"

#include <stdio.h>

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
		{ 414, "Address too long" },
		{ 415, "Unsupported media type" },
		{ 422, "Bad input" },
		{ 500, "Internal error" },
		{ 503, "Busy" },
	};
	for (size_t i = 0; i < CDR_LEN(titles); i++) {
		if (titles[i].status == status)
			return titles[i].title;
	}
	return "Error";
}

/* What went wrong, for the log; a message that does not fit is cut. */
static void
set_note(struct cdr_http_response *response, const struct cdr_error *error)
{
	size_t room = sizeof(response->note) - sizeof(error->where) - sizeof(": ");
	struct cdr_str message = cdr_str_from(error->message);
	(void)snprintf(response->note, sizeof(response->note), "%s%s%.*s", error->where, error->where[0] ? ": " : "",
	               (int)cdr_str_cut(message, room), message.p);
}

/* A response must not fail half-way: what cannot be written becomes a 500 that takes no memory worth naming. */
static void
put_json(struct cdr_http_response *response, int status, const char *content_type, struct cdr_json *take_body)
{
	cdr_owned(cdr_json) body = take_body;
	struct cdr_error err = { 0 };
	cdr_buf_clear(&response->body);
	response->status = status;
	response->content_type = content_type;
	enum cdr_status written =
		body ? cdr_json_write(body, false, &response->body, &err) : cdr_fail_memory(&err, ROOM);
	cdr_buf_putc(&response->body, '\n');
	if (written == CDR_OK)
		written = cdr_buf_check(&response->body, ROOM, &err);
	if (written == CDR_OK)
		return;
	cdr_buf_clear(&response->body);
	cdr_buf_puts(&response->body, "{\"type\":\"about:blank\",\"title\":\"Internal error\",\"status\":500}\n");
	response->status = 500;
	response->content_type = "application/problem+json";
	response->location = (struct cdr_str){ NULL, 0 };
	cdr_error_prefix(&err, "the answer could not be written");
	set_note(response, &err);
}

void
cdr_http_json(struct cdr_http_response *response, int status, struct cdr_json *take_body)
{
	put_json(response, status, "application/json", take_body);
}

/* What a stranger is told of trouble on our side. */
static const char *
said_to_strangers(int status)
{
	return status == 503 ? "the server cannot do this now: try again in a moment"
	                     : "the server failed; its log says why";
}

void
cdr_http_problem(struct cdr_http_response *response, int status, const struct cdr_error *error)
{
	bool ours = status >= 500;
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, "type", "about:blank");
	cdr_json_set_text(json, "title", title_of(status));
	cdr_json_set_int(json, "status", status);
	cdr_json_set_text(json, "detail", ours ? said_to_strangers(status) : error->message);
	cdr_json_set_text(json, "code", cdr_status_name(error->code));
	if (error->where[0] && !ours)
		cdr_json_set_text(json, "where", error->where);
	response->location = (struct cdr_str){ NULL, 0 };
	put_json(response, status, "application/problem+json", json);
	if (ours)
		set_note(response, error);
}
