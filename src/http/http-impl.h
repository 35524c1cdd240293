/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the files of the http room share. */

#include "candor/http.h"

#include <stdatomic.h>

#define ROOM "http"

/* ---------------------------------------------------------------------------------------------------------- router.c */

/* The route of a method and path, its parameters filled in; NULL when there is none. */
const struct cdr_http_route *
router_find(const struct cdr_http_route *routes, struct cdr_str method, struct cdr_str path,
            struct cdr_str ret_parameters[CDR_HTTP_MAX_PARAMETERS]);
/* The methods a path takes ("GET, HEAD, POST"), in arena; {NULL,0} when there is nothing at that path. */
struct cdr_str
router_methods(const struct cdr_http_route *routes, struct cdr_str path, struct cdr_arena *arena);
/* What a route's row forbids: an undeclared parameter (400), a body of another media type (415). Fills the error and
 * returns the HTTP status; 0 when all is well. */
int
router_check(const struct cdr_http_route *route, const struct cdr_http_request *request, struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------------- exchange.c */

/* What all exchanges of a server share; plain counters, changed by any thread. */
struct gauge {
	atomic_size_t held; /* bytes of bodies in memory */
	atomic_int running; /* exchanges begun and not ended */
	atomic_bool stopping;
};

struct MHD_Connection;
struct MHD_PostProcessor;

/* One request while it arrives, from its first line on. */
struct exchange {
	struct gauge *gauge;
	struct cdr_arena *arena;
	struct cdr_map *fields;     /* query parameters and form fields: name -> struct cdr_str */
	struct cdr_map *form_parts; /* fields of a form while they grow: name -> struct cdr_buf */
	struct cdr_buf body;
	struct MHD_PostProcessor *form; /* multipart only */
	struct cdr_str file_name;
	bool begun;         /* its head was read */
	size_t n_received;  /* body bytes, kept or not */
	size_t n_held;      /* those counted in the gauge */
	int refusal_status; /* HTTP status of the first thing wrong with it, or 0 */
	struct cdr_error refusal;
	int64_t started_ms;
};
/* NULL when memory is short. `uri` is the request target as sent. */
struct exchange *
exchange_new(struct gauge *gauge, const char *uri);
void
exchange_free(struct exchange *exchange);
/* The head is there: path, parameters and what the headers say of the body. False: refuse before the body is sent. */
bool
exchange_begin(struct exchange *exchange, struct MHD_Connection *connection, struct cdr_str path);
/* One piece of the body; false when so much has come that the connection is to be cut. */
bool
exchange_take(struct exchange *exchange, const char *data, size_t n);
/* The body is complete. */
void
exchange_finish(struct exchange *exchange);
