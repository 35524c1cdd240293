/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* What the resources share: one call with its store, organisation and actor, and the lists kept between calls. */

#include "candor/api.h"

#include <pthread.h>

#include "candor/statement.h"
#include "candor/store.h"

#define ROOM "api"
#define API_MAX_CHECKS 1000
#define API_MAX_PAGE 500
#define API_PAGE 100
#define API_MAX_KEY_BYTES 255 /* of an Idempotency-Key */
#define API_MAX_TEXT_BYTES 8192
#define API_MAX_FILE_NAME_BYTES 255

struct shared_lists;

struct cdr_api {
	char *store_path;
	const struct cdr_screen_setup *setup;
	struct cdr_job_handler handlers[2];
	pthread_mutex_t lock; /* guards `current`, and the users of all lists */
	struct shared_lists *current;
	pthread_mutex_t loading; /* held by the one thread that loads lists; taken before `lock` */
};

struct api_call {
	struct cdr_api *api;
	struct cdr_http_request *request;
	struct cdr_http_response *response;
	struct cdr_store *store;
	struct cdr_str org, actor;
	struct cdr_arena *arena; /* of the request */
};
typedef enum cdr_status (*api_fn)(struct api_call *call, struct cdr_error *err);

/* Signs the caller in, replays a known Idempotency-Key, runs `fn` and turns its error into a problem document. */
void
api_run(void *context, struct cdr_http_request *request, struct cdr_http_response *response, api_fn fn);
/* Answers with a job to be followed: 202, its number, and where to look. */
enum cdr_status CDR_MUST_CHECK
api_answer_job(struct api_call *call, int64_t job, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------------------- lists.c */

/* The shared lists of the newest snapshots; give them back with api_lists_release. */
enum cdr_status CDR_MUST_CHECK
api_lists_acquire(struct api_call *call, struct shared_lists **ret, struct cdr_error *err);
void
api_lists_release(struct cdr_api *api, struct shared_lists *shared);
const struct cdr_screen_lists *
api_lists_of(const struct shared_lists *shared);
void
api_lists_free(struct shared_lists *shared);

/* ----------------------------------------------------------------------------------------------------------- input.c */

/* The request's body as JSON; EINPUT with line and column. */
enum cdr_status CDR_MUST_CHECK
api_body(struct api_call *call, struct cdr_json **ret, struct cdr_error *err);
/* EINPUT unless `json` is an object with members named in `known` (a blank between) only; `where` is its place. */
enum cdr_status CDR_MUST_CHECK
api_members(const struct cdr_json *json, const char *where, const char *known, struct cdr_error *err);
/* EINPUT at a member. */
enum cdr_status
api_fail_member(struct cdr_error *err, const char *where, const char *key, const char *format, ...) CDR_PRINTF(4, 5);
/* A text or day that may be left out ({NULL,0}, {0}); EINPUT when it is something else or too long. */
enum cdr_status CDR_MUST_CHECK
api_text(const struct cdr_json *json, const char *where, const char *key, struct cdr_str *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
api_day(const struct cdr_json *json, const char *where, const char *key, struct cdr_date *ret, struct cdr_error *err);
/* A number in the path; ENOTFOUND when it is none. */
enum cdr_status CDR_MUST_CHECK
api_id(struct api_call *call, int64_t *ret, struct cdr_error *err);

/* What acts on statements are made with; in statement-acts.c. */
struct cdr_statement_desk
api_statement_desk(struct api_call *call);

/* Handlers, one resource a file. */
void
api_health(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_ready(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_import_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_import_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_job_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_check(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_screening_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_screening_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_findings(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_finding_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_disposition_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_json(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_html(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_markdown(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_pdf(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_docx(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statements(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_edit(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_review(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_approve(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_sign(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_publish(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_supersede(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_history(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_statement_diff(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_party_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_duplicates(void *context, struct cdr_http_request *request, struct cdr_http_response *response);
void
api_registries(void *context, struct cdr_http_request *request, struct cdr_http_response *response);

void
api_openapi(void *context, struct cdr_http_request *request, struct cdr_http_response *response);

/* Job handlers. */
enum cdr_status
api_job_import(void *context, struct cdr_store *store, const struct cdr_job_row *job,
               const struct cdr_progress *progress, struct cdr_json **ret_result, struct cdr_error *err);
enum cdr_status
api_job_screening(void *context, struct cdr_store *store, const struct cdr_job_row *job,
                  const struct cdr_progress *progress, struct cdr_json **ret_result, struct cdr_error *err);
