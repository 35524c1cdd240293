/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * http: libmicrohttpd glue: listen, limits, body collection, router, problem+json. No domain words. Handlers run on the
 * server's own threads, several at once.
 */

#include "candor/base.h"

#define CDR_HTTP_MAX_BODY_BYTES ((size_t)64 << 20)
#define CDR_HTTP_MAX_CONNECTIONS 256
#define CDR_HTTP_TIMEOUT_SECONDS 30
#define CDR_HTTP_MAX_PARAMETERS 4

/* One request; text lives until the handler returns. */
struct cdr_http_request {
	struct cdr_str method, path, authorization, content_type, idempotency_key;
	struct cdr_str parameters[CDR_HTTP_MAX_PARAMETERS]; /* values of {…} in the route, in order */
	struct cdr_str body;
	struct cdr_str file_name; /* of a multipart file part; `body` is then that part */
	struct cdr_arena *arena;  /* for the handler's own use */
	void *connection;         /* these two for cdr_http_query */
	const struct cdr_map *fields;
};
struct cdr_http_response {
	int status;
	const char *content_type; /* static text */
	struct cdr_buf body;
	struct cdr_str location; /* Location header, or {NULL,0} */
};
/* A query parameter or multipart form field; {NULL,0} when absent. */
struct cdr_str
cdr_http_query(const struct cdr_http_request *request, const char *name);

typedef void (*cdr_http_handler_fn)(void *context, struct cdr_http_request *request,
                                    struct cdr_http_response *response);
/* `pattern`: "/v1/imports/{id}"; a parameter matches one path segment, "{id}.html" one that ends so. Tables end with a NULL method. */
struct cdr_http_route {
	const char *method, *pattern;
	cdr_http_handler_fn handle;
	const char *about; /* one line for the API description */
};
struct cdr_http_server;
struct cdr_http_options {
	const char *address;     /* "127.0.0.1" or "::1" */
	uint16_t port;           /* 0: any free one */
	const char *unix_socket; /* path; NULL: TCP */
	unsigned threads;        /* 1 … 16 */
	const struct cdr_http_route *routes;
	void *context;
	void (*log)(void *context, const char *line); /* one line a request; may be NULL */
};
/* EIO when the address is taken or not allowed, with what to do. */
enum cdr_status CDR_MUST_CHECK
cdr_http_server_start(const struct cdr_http_options *options, struct cdr_http_server **ret, struct cdr_error *err);
uint16_t
cdr_http_server_port(const struct cdr_http_server *server);
/* Stops accepting, lets running requests finish (at most grace_ms), frees. Takes NULL, returns NULL. */
struct cdr_http_server *
cdr_http_server_stop(struct cdr_http_server *server, int grace_ms);

/* Fills a response: JSON, or an RFC 9457 problem made from an error (`where` becomes a member). */
void
cdr_http_json(struct cdr_http_response *response, int status, struct cdr_json *take_body);
void
cdr_http_problem(struct cdr_http_response *response, int status, const struct cdr_error *error);
/* The usual HTTP status of an error code (INPUT 422, NOTFOUND 404, EREFUSED 409 …). */
int
cdr_http_status_of(enum cdr_status code);
