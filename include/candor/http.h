/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * http: libmicrohttpd glue: listen, limits, body collection, router, problem+json. No domain words. Handlers run on the
 * server's own threads, several at once.
 */

#include "candor/base.h"

#define CDR_HTTP_MAX_BODY_BYTES ((size_t)64 << 20)  /* of one request */
#define CDR_HTTP_MAX_HELD_BYTES ((size_t)512 << 20) /* of all requests together */
#define CDR_HTTP_MAX_URI_BYTES 8192                 /* path and query as sent */
#define CDR_HTTP_MAX_FIELDS 64                      /* query parameters and form fields */
#define CDR_HTTP_MAX_FIELD_BYTES 65536
#define CDR_HTTP_MAX_CONNECTIONS 256
#define CDR_HTTP_TIMEOUT_SECONDS 30
#define CDR_HTTP_MAX_PARAMETERS 4
#define CDR_HTTP_MAX_THREADS 16
#define CDR_HTTP_NOTE_MAX 768

/* One request; text lives until the handler returns. Path and fields are UTF-8 without NUL; headers are as sent. */
struct cdr_http_request {
	struct cdr_str method, path, authorization, content_type, idempotency_key;
	struct cdr_str parameters[CDR_HTTP_MAX_PARAMETERS]; /* values of {…} in the route, in order */
	struct cdr_str body;
	struct cdr_str file_name;     /* of a multipart file part; `body` is then that part */
	struct cdr_arena *arena;      /* for the handler's own use */
	const struct cdr_map *fields; /* name -> struct cdr_str: query parameters and form fields; may be NULL */
};
/* Zero-initialise, but give `body` its ceiling. */
struct cdr_http_response {
	int status;
	const char *content_type; /* static text; NULL: JSON */
	struct cdr_buf body;
	struct cdr_str location;      /* Location header, or {NULL,0}; in the request's arena */
	struct cdr_str allow;         /* Allow header, likewise */
	char note[CDR_HTTP_NOTE_MAX]; /* for the log only: what the caller is not told */
};
/* A query parameter or multipart form field; {NULL,0} when absent. */
struct cdr_str
cdr_http_query(const struct cdr_http_request *request, const char *name);

/* Answers one request; called on several threads at once with the context of the options. */
typedef void (*cdr_http_handler_fn)(void *context, struct cdr_http_request *request,
                                    struct cdr_http_response *response);
/* `pattern`: "/v1/imports/{id}"; a parameter matches one path segment, "{id}.html" one that ends so. A GET route answers
 * HEAD too. Tables end with a NULL method. `fields` and `body` are enforced, the rest is for the API description. */
struct cdr_http_route {
	const char *method, *pattern;
	cdr_http_handler_fn handle;
	const char *about;  /* one line */
	const char *fields; /* parameters it takes, a blank between; others are refused (400). NULL: none */
	const char *body;   /* media type of the body it reads, others are refused (415); "*": any. NULL: reads none */
	const char *asks;   /* what the body holds, in words; may be NULL */
	const char *answer; /* status and what the answer holds: "200 the finding" */
	const char *gives;  /* media type of the answer; NULL: JSON */
	bool open;          /* answers without sign-in */
};
struct cdr_http_server;
/* Text, routes and context are borrowed and must outlive the server. */
struct cdr_http_options {
	const char *address;     /* "127.0.0.1" or "::1" */
	uint16_t port;           /* 0: any free one */
	const char *unix_socket; /* path; NULL: TCP. Its group may connect */
	unsigned threads;        /* 1 … CDR_HTTP_MAX_THREADS */
	const struct cdr_http_route *routes;
	void *context;
	/* One line a request, on the server's threads; may be NULL. Never holds a query, a header or a body. */
	void (*log)(void *context, const char *line);
};
/* EIO when the address is taken or not allowed, with what to do; EUSAGE when the options are wrong. */
enum cdr_status CDR_MUST_CHECK
cdr_http_server_start(const struct cdr_http_options *options, struct cdr_http_server **ret, struct cdr_error *err);
uint16_t
cdr_http_server_port(const struct cdr_http_server *server);
/* Stops accepting, waits up to grace_ms for requests to arrive in full and be answered, then for running handlers, which
 * cannot be cut off, and frees. Takes NULL, returns NULL. */
struct cdr_http_server *
cdr_http_server_stop(struct cdr_http_server *server, int grace_ms);

/* Fills a response: JSON, or an RFC 9457 problem made from an error (`where` becomes a member). From status 500 on the
 * caller is not told the message, which speaks of our files: it becomes the response's note. */
void
cdr_http_json(struct cdr_http_response *response, int status, struct cdr_json *take_body);
void
cdr_http_problem(struct cdr_http_response *response, int status, const struct cdr_error *error);
/* The usual HTTP status of an error code (INPUT 422, NOTFOUND 404, EREFUSED 409 …). */
int
cdr_http_status_of(enum cdr_status code);
