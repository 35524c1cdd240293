/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every resource goes through: sign-in, idempotency, errors to problem documents; and the lists shared between
 * calls, because loading them takes far longer than asking them.
 */
#include "candor/api.h"

#include <string.h>

#include "api/api-impl.h"
#include "candor/auth.h"
#include "candor/crypt.h"

/* --------------------------------------------------------------------------------------------------------- the context */

static void
shared_lists_free(struct shared_lists *lists)
{
	if (!lists)
		return;
	(void)cdr_screen_lists_free(lists->lists);
	cdr_free(lists);
}

struct cdr_api *
cdr_api_free(struct cdr_api *api)
{
	if (!api)
		return NULL;
	shared_lists_free(api->current);
	(void)pthread_mutex_destroy(&api->lock);
	cdr_free(api->store_path);
	cdr_free(api);
	return NULL;
}

enum cdr_status
cdr_api_new(const char *store_path, const struct cdr_screen_setup *setup, struct cdr_api **ret, struct cdr_error *err)
{
	struct cdr_api *api = cdr_alloc(sizeof(*api));
	size_t n = strlen(store_path) + 1;
	if (!api || !(api->store_path = cdr_alloc(n))) {
		cdr_free(api);
		return cdr_fail_memory(err, ROOM);
	}
	memcpy(api->store_path, store_path, n);
	api->setup = setup;
	(void)pthread_mutex_init(&api->lock, NULL);
	api->handlers[0] = (struct cdr_job_handler){ "import", api_job_import, api };
	api->handlers[1] = (struct cdr_job_handler){ "screening", api_job_screening, api };
	*ret = api;
	return CDR_OK;
}

const struct cdr_job_handler *
cdr_api_job_handlers(struct cdr_api *api, size_t *ret_n)
{
	*ret_n = CDR_LEN(api->handlers);
	return api->handlers;
}

/* ----------------------------------------------------------------------------------------------------- shared lists */

static enum cdr_status
newest(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	int64_t *through = context;
	*through = snapshot->id > *through ? snapshot->id : *through;
	return CDR_OK;
}

/* Takes the current lists when they are those of `through`. */
static struct shared_lists *
take_current(struct cdr_api *api, int64_t through)
{
	(void)pthread_mutex_lock(&api->lock);
	struct shared_lists *lists = api->current;
	if (lists && lists->through == through)
		lists->users++;
	else
		lists = NULL;
	(void)pthread_mutex_unlock(&api->lock);
	return lists;
}

/* Puts fresh lists in the place of the current ones, which go when their last user has given them back. */
static void
replace_current(struct cdr_api *api, struct shared_lists *fresh)
{
	(void)pthread_mutex_lock(&api->lock);
	struct shared_lists *old = api->current;
	api->current = fresh;
	fresh->users = 1;
	bool free_old = old && old->users == 0;
	if (old)
		old->retired = true;
	(void)pthread_mutex_unlock(&api->lock);
	if (free_old)
		shared_lists_free(old);
}

enum cdr_status
api_lists_acquire(struct api_call *call, struct shared_lists **ret, struct cdr_error *err)
{
	int64_t through = 0;
	CDR_TRY(cdr_store_snapshot_each(call->store, (struct cdr_str){ NULL, 0 }, newest, &through, err));
	*ret = take_current(call->api, through);
	if (*ret)
		return CDR_OK;
	struct shared_lists *fresh = cdr_alloc(sizeof(*fresh));
	if (!fresh)
		return cdr_fail_memory(err, ROOM);
	enum cdr_status status = cdr_screen_lists_load(call->store, call->api->setup, NULL, &fresh->lists, err);
	if (status != CDR_OK) {
		cdr_free(fresh);
		return status;
	}
	fresh->through = through;
	replace_current(call->api, fresh);
	*ret = fresh;
	return CDR_OK;
}

void
api_lists_release(struct cdr_api *api, struct shared_lists *lists)
{
	(void)pthread_mutex_lock(&api->lock);
	bool last = --lists->users == 0 && lists->retired;
	(void)pthread_mutex_unlock(&api->lock);
	if (last)
		shared_lists_free(lists);
}

/* ------------------------------------------------------------------------------------------------------------ calls */

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

/* What makes two requests the same for an Idempotency-Key. */
static enum cdr_status
request_digest(const struct cdr_http_request *request, char out[CDR_SHA256_TEXT_MAX], struct cdr_error *err)
{
	char body[CDR_SHA256_TEXT_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	(void)cdr_crypt_sha256(request->body, body);
	cdr_buf_printf(&text, "%.*s %.*s %s", CDR_STR_ARG(request->method), CDR_STR_ARG(request->path), body);
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), out);
	return CDR_OK;
}

/* The remembered answer of a key, if there is one. */
static enum cdr_status
replay(struct api_call *call, const char *digest, bool *ret_replayed, struct cdr_error *err)
{
	struct cdr_str known = { 0 }, body = { 0 };
	int status = 0;
	CDR_TRY(cdr_store_idempotency_get(call->store, call->org, call->request->idempotency_key, call->arena, &known,
	                                  &status, &body, err));
	*ret_replayed = known.p != NULL;
	if (!known.p)
		return CDR_OK;
	if (!cdr_str_equal(known, cdr_str_from(digest)))
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "this Idempotency-Key was used for another request; use a new one");
	call->response->status = status;
	cdr_buf_add_str(&call->response->body, body);
	return CDR_OK;
}

/* A POST with a key runs once; its answer is given again to whoever repeats it. */
static enum cdr_status
run_once(struct api_call *call, api_fn fn, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	bool replayed = false;
	CDR_TRY(request_digest(call->request, digest, err));
	CDR_TRY(replay(call, digest, &replayed, err));
	if (replayed)
		return CDR_OK;
	CDR_TRY(fn(call, err));
	return cdr_store_idempotency_put(call->store, call->org, call->request->idempotency_key, cdr_str_from(digest),
	                                 call->response->status, cdr_buf_str(&call->response->body), err);
}

static enum cdr_status
sign_in(struct api_call *call, struct cdr_error *err)
{
	struct cdr_str name = { 0 };
	CDR_TRY(cdr_auth_check(call->store, call->request->authorization, call->arena, &call->org, &name, err));
	call->actor = cdr_str_format(call->arena, "token:%.*s", CDR_STR_ARG(name));
	return call->actor.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

void
api_run(void *context, struct cdr_http_request *request, struct cdr_http_response *response, api_fn fn)
{
	struct cdr_error err = { 0 };
	struct cdr_api *api = context;
	cdr_owned(cdr_store) store = NULL;
	struct api_call call = { .api = api, .request = request, .response = response, .arena = request->arena };
	enum cdr_status status = cdr_store_open(api->store_path, false, &store, &err);
	if (status != CDR_OK) {
		cdr_http_problem(response, 503, &err);
		return;
	}
	call.store = store;
	status = sign_in(&call, &err);
	if (status == CDR_EREFUSED) {
		cdr_http_problem(response, 401, &err);
		return;
	}
	bool keyed = request->idempotency_key.n && cdr_str_equal(request->method, CDR_STR("POST"));
	if (status == CDR_OK)
		status = keyed ? run_once(&call, fn, &err) : fn(&call, &err);
	if (status != CDR_OK)
		cdr_http_problem(response, cdr_http_status_of(status), &err);
}

/* ----------------------------------------------------------------------------------------------------------- routes */

/* The description is made from these rows too (openapi.c). */
#define JSON "application/json"
static const struct cdr_http_route routes[] = {
	{ "GET", "/healthz", api_health, "the process answers", .answer = "200 {status, version}", .open = true },
	{ "GET", "/readyz", api_ready, "the store can be read", .answer = "200 {status}", .open = true },
	{ "POST", "/v1/imports", api_import_add, "take a file in", .fields = "as file sheet encoding map", .body = "*",
	  .asks = "the file, or a form with the file as a part; `as` says what it holds: suppliers or engagements",
	  .answer = "202 {job, state}" },
	{ "GET", "/v1/imports/{id}", api_import_get, "one import with its rejects",
	  .answer = "200 counts and rejects [{origin, place, column, reason}]" },
	{ "GET", "/v1/jobs/{id}", api_job_get, "state, progress and result of a job",
	  .answer = "200 state (queued, running, done, failed), done, total, then result or error" },
	{ "POST", "/v1/checks", api_check, "one party, or up to 1,000, against everything", .body = JSON,
	  .asks = "{name, country, licence_number, on}, or an array of them",
	  .answer = "200 {question, verdict, licence_on, licence_today, summary, listings, registries}, or an array of "
	            "them" },
	{ "POST", "/v1/screenings", api_screening_add, "screen all parties", .body = JSON,
	  .asks = "nothing, or {as_of}", .answer = "202 {job, state}" },
	{ "GET", "/v1/screenings/{id}", api_screening_get, "one screening",
	  .answer = "200 pins, digest, counts by verdict, findings" },
	{ "GET", "/v1/findings", api_findings, "findings, worst first",
	  .fields = "min_severity state party screening limit cursor",
	  .answer = "200 {screening, items, next_cursor}" },
	{ "GET", "/v1/findings/{id}", api_finding_get, "one finding with its explanation",
	  .answer = "200 the finding with listings, reasons, facts, origins and state" },
	{ "POST", "/v1/findings/{id}/dispositions", api_disposition_add, "record a decision", .body = JSON,
	  .asks = "{decision, reason}; decision is confirm, dismiss, escalate or remediate",
	  .answer = "201 the finding" },
	{ "POST", "/v1/statements", api_statement_add, "draft a statement", .body = JSON, .asks = "{law, year}",
	  .answer = "201 {id, draft}" },
	{ "GET", "/v1/statements/{id}.html", api_statement_html, "a draft as a page", .answer = "200 a page",
	  .gives = "text/html" },
	{ "GET", "/v1/statements/{id}.md", api_statement_markdown, "a draft as Markdown", .answer = "200 Markdown",
	  .gives = "text/markdown" },
	{ "GET", "/v1/statements/{id}.json", api_statement_json, "a draft with its claims", .answer = "200 the draft" },
	{ "GET", "/v1/statements/{id}", api_statement_json, "a draft with its claims", .answer = "200 the draft" },
	{ "GET", "/v1/registries", api_registries, "registers and lists, and what is loaded of them",
	  .answer = "200 {items}: each definition, its current snapshot, whether that is stale" },
	{ NULL, NULL, NULL, NULL },
};

const struct cdr_http_route *
cdr_api_routes(void)
{
	return routes;
}
