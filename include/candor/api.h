/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * api: the /v1 resources, one file each: JSON in, JSON out; calls rooms, decides nothing. Thread rule: the context is
 * shared by the server's threads; every request opens its own store.
 */

#include "candor/base.h"
#include "candor/http.h"
#include "candor/job.h"
#include "candor/screen.h"

struct cdr_api;
/* The context of all handlers. Freed with cdr_api_free, which takes NULL and returns NULL. */
struct cdr_api *
cdr_api_free(struct cdr_api *api);
CDR_DEFINE_FREEP(cdr_api)
/* `setup` must outlive it. */
enum cdr_status CDR_MUST_CHECK
cdr_api_new(const char *store_path, const struct cdr_screen_setup *setup, struct cdr_api **ret, struct cdr_error *err);
/* The route table, ended by a NULL method; the context of every handler is the struct cdr_api. */
const struct cdr_http_route *
cdr_api_routes(void);
/* The job handlers that imports and screenings queued by the API need; for the worker. ret_n receives their number. */
const struct cdr_job_handler *
cdr_api_job_handlers(struct cdr_api *api, size_t *ret_n);
