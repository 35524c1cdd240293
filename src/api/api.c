/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The route table, and what every resource goes through: sign-in, idempotency, errors to problem documents. What
 * surprises: a POST with an Idempotency-Key runs inside one transaction with the remembering of its answer, so that of
 * two that race one waits and then gets the other's answer, and a crash leaves both or neither.
 */
#include "candor/api.h"

#include <string.h>

#include "api/api-impl.h"
#include "candor/auth.h"
#include "candor/crypt.h"
#include "candor/import.h"

/* --------------------------------------------------------------------------------------------------------- the context */

struct cdr_api *
cdr_api_free(struct cdr_api *api)
{
	if (!api)
		return NULL;
	api_lists_free(api->current);
	(void)pthread_mutex_destroy(&api->lock);
	(void)pthread_mutex_destroy(&api->loading);
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
	(void)pthread_mutex_init(&api->loading, NULL);
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

/* ----------------------------------------------------------------------------------------------------- idempotency */

/* What makes two requests the same for an Idempotency-Key: method, path, parameters in the order sent, file name, body. */
static enum cdr_status
request_digest(const struct cdr_http_request *request, char out[CDR_SHA256_TEXT_MAX], struct cdr_error *err)
{
	char body[CDR_SHA256_TEXT_MAX];
	struct cdr_str name;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	(void)cdr_crypt_sha256(request->body, body);
	cdr_buf_printf(&text, "%.*s %.*s %s %zu:%.*s", CDR_STR_ARG(request->method), CDR_STR_ARG(request->path), body,
	               request->file_name.n, CDR_STR_ARG(request->file_name));
	for (size_t i = 0; request->fields && i < cdr_map_count(request->fields); i++) {
		const struct cdr_str *value = cdr_map_at(request->fields, i, &name);
		cdr_buf_printf(&text, " %zu:%.*s=%zu:%.*s", name.n, CDR_STR_ARG(name), value->n, CDR_STR_ARG(*value));
	}
	CDR_TRY(cdr_buf_check(&text, ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), out);
	return CDR_OK;
}

static enum cdr_status
check_key(struct cdr_str key, struct cdr_error *err)
{
	bool plain = key.n <= API_MAX_KEY_BYTES;
	for (size_t i = 0; plain && i < key.n; i++)
		plain = key.p[i] > 0x20 && key.p[i] < 0x7F;
	if (plain)
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
	                "an Idempotency-Key is up to %d printable ASCII characters without blanks", API_MAX_KEY_BYTES);
}

/* The remembered answer of a key, if there is one: a line with its Location, which may be empty, then the body. */
static enum cdr_status
replay(struct api_call *call, const char *digest, bool *ret_replayed, struct cdr_error *err)
{
	struct cdr_str known = { 0 }, kept = { 0 }, location;
	int status = 0;
	CDR_TRY(cdr_store_idempotency_get(call->store, call->org, call->request->idempotency_key, call->arena, &known,
	                                  &status, &kept, err));
	*ret_replayed = known.p != NULL;
	if (!known.p)
		return CDR_OK;
	if (!cdr_str_equal(known, cdr_str_from(digest)))
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "this Idempotency-Key was used for another request; use a new one");
	if (!cdr_str_split(&kept, '\n', &location))
		return cdr_fail(err, CDR_EINTERNAL, ROOM, NULL, "the answer kept for an Idempotency-Key is empty");
	call->response->status = status;
	call->response->location = cdr_str_format(call->arena, "%.*s", CDR_STR_ARG(location));
	cdr_buf_add_str(&call->response->body, kept);
	return cdr_buf_check(&call->response->body, ROOM, err);
}

static enum cdr_status
remember(struct api_call *call, const char *digest, struct cdr_error *err)
{
	const struct cdr_http_response *response = call->response;
	cdr_auto(cdr_buf) kept = CDR_BUF_INIT;
	if (response->status >= 400)
		return cdr_fail(err, CDR_EINTERNAL, ROOM, NULL, "%s", response->note);
	cdr_buf_add_str(&kept, response->location);
	cdr_buf_putc(&kept, '\n');
	cdr_buf_add_str(&kept, cdr_buf_str(&response->body));
	CDR_TRY(cdr_buf_check(&kept, ROOM, err));
	return cdr_store_idempotency_put(call->store, call->org, call->request->idempotency_key, cdr_str_from(digest),
	                                 response->status, cdr_buf_str(&kept), err);
}

/* A POST with a key runs once; its answer is given again to whoever repeats it. */
static enum cdr_status
run_once(struct api_call *call, api_fn fn, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	bool replayed = false;
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(check_key(call->request->idempotency_key, err));
	CDR_TRY(request_digest(call->request, digest, err));
	CDR_TRY(cdr_store_transaction_begin(call->store, &transaction, err));
	CDR_TRY(replay(call, digest, &replayed, err));
	if (!replayed) {
		CDR_TRY(fn(call, err));
		CDR_TRY(remember(call, digest, err));
	}
	return cdr_store_transaction_commit(&transaction, err);
}

/* ------------------------------------------------------------------------------------------------------------ calls */

enum cdr_status
api_answer_job(struct api_call *call, int64_t job, struct cdr_error *err)
{
	struct cdr_str location = cdr_str_format(call->arena, "/v1/jobs/%lld", (long long)job);
	if (!location.p)
		return cdr_fail_memory(err, ROOM);
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "job", job);
	cdr_json_set_text(json, "state", "queued");
	call->response->location = location;
	cdr_http_json(call->response, 202, json);
	return CDR_OK;
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
	{ "GET", "/v1/openapi.json", api_openapi, "this description (OpenAPI 3.1)", .answer = "200 the description",
	  .open = true },
	{ "POST", "/v1/imports", api_import_add, "take a file in", .fields = "as file sheet encoding map", .body = "*",
	  .asks = "the file, or a form with the file as a part; `as` says what it holds: " CDR_IMPORT_KINDS_TEXT,
	  .answer = "202 {job, state}" },
	{ "GET", "/v1/imports/{id}", api_import_get, "one import with its rejects",
	  .answer = "200 counts and rejects [{origin, place, column, reason}]" },
	{ "GET", "/v1/jobs/{id}", api_job_get, "state, progress and result of a job",
	  .answer = "200 state (queued, running, done, failed), done, total, then result or error" },
	{ "POST", "/v1/checks", api_check, "one party, or up to 1,000, against everything", .body = JSON,
	  .asks = "{name, country, licence_number, on}, or an array of them",
	  .answer = "200 {question, verdict, licence_on, licence_today, summary, listings, linked, registries}, or an "
	            "array of them" },
	{ "GET", "/v1/parties/duplicates", api_duplicates, "parties that may be one and the same, likeliest first",
	  .fields = "threshold elsewhere limit",
	  .answer = "200 {parties, found, items}: pairs with score and reasons" },
	{ "GET", "/v1/parties/{id}", api_party_get, "one party, by id or key, with its risk profile by topic",
	  .answer = "200 {party, profile}: profile is null, with why_no_profile, until it was screened" },
	{ "POST", "/v1/screenings", api_screening_add, "screen all parties", .body = JSON,
	  .asks = "nothing, or {as_of}", .answer = "202 {job, state}" },
	{ "GET", "/v1/screenings/{id}", api_screening_get, "one screening",
	  .answer = "200 pins, digest, counts by verdict, findings" },
	{ "GET", "/v1/findings", api_findings, "findings, worst first",
	  .fields = "min_severity state party screening limit cursor",
	  .answer = "200 {screening, items, next_cursor}" },
	{ "GET", "/v1/findings/{id}", api_finding_get, "one finding with its explanation",
	  .answer = "200 the finding with listings, reasons, facts, origins, proof and state" },
	{ "POST", "/v1/findings/{id}/dispositions", api_disposition_add, "record a decision", .body = JSON,
	  .asks = "{decision, reason}; decision is confirm, dismiss, escalate or remediate",
	  .answer = "201 the finding" },
	{ "POST", "/v1/statements", api_statement_add, "draft a statement", .body = JSON,
	  .asks = "{law, year, order, carry_over, fresh}; order: of the subjects, one of the law's "
	          "(\"guidance-2025\"); "
	          "carry_over: an earlier year's statement whose texts are taken over, "
	          "fresh: without the edits of the latest draft of the year",
	  .answer = "201 {id, draft}" },
	{ "GET", "/v1/statements", api_statements, "statements, latest first", .fields = "law year",
	  .answer = "200 {items [{id, law, year, created_at, status}]}" },
	{ "GET", "/v1/statements/{id}.html", api_statement_html, "a draft as a page", .answer = "200 a page",
	  .gives = "text/html" },
	{ "GET", "/v1/statements/{id}.md", api_statement_markdown, "a draft as Markdown", .answer = "200 Markdown",
	  .gives = "text/markdown" },
	{ "GET", "/v1/statements/{id}.pdf", api_statement_pdf, "a draft as tagged PDF", .answer = "200 a PDF",
	  .gives = "application/pdf" },
	{ "GET", "/v1/statements/{id}.docx", api_statement_docx, "a draft for a word processor",
	  .answer = "200 a Word file",
	  .gives = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
	{ "GET", "/v1/statements/{id}.json", api_statement_json, "a draft with its claims", .answer = "200 the draft" },
	{ "GET", "/v1/statements/{id}", api_statement_json, "a draft with its claims", .answer = "200 the draft" },
	{ "GET", "/v1/statements/{id}/history", api_statement_history, "every edit and step of a statement",
	  .answer = "200 {items [{act, at, by, key, hash, evidence, detail}]}" },
	{ "GET", "/v1/statements/{id}/diff", api_statement_diff,
	  "what differs from an earlier statement, claim by claim", .fields = "from",
	  .answer = "200 {added, removed, changed, same}" },
	{ "POST", "/v1/statements/{id}/edits", api_statement_edit, "edit sentences, all or none", .body = JSON,
	  .asks = "{claim or criterion, text, remove, restore, reason, confirm}, or an array of them",
	  .answer = "201 {statement, status, open_flags, edits [{key, act, flags, warnings, confirmed}]}" },
	{ "POST", "/v1/statements/{id}/reviews", api_statement_review, "record that somebody read this text",
	  .body = JSON, .asks = "{note}", .answer = "201 the step" },
	{ "POST", "/v1/statements/{id}/approvals", api_statement_approve, "record an approval", .body = JSON,
	  .asks = "{on, body, minute, note}", .answer = "201 the step" },
	{ "POST", "/v1/statements/{id}/signatures", api_statement_sign, "record a signature", .body = JSON,
	  .asks = "{on, name, role, title, attested, note}", .answer = "201 the step" },
	{ "POST", "/v1/statements/{id}/publications", api_statement_publish, "record a publication", .body = JSON,
	  .asks = "{on, url, note}", .answer = "201 the step" },
	{ "POST", "/v1/statements/{id}/supersessions", api_statement_supersede,
	  "record that a later published statement takes its place", .body = JSON, .asks = "{with, note}",
	  .answer = "201 the step" },
	{ "GET", "/v1/registries", api_registries, "registers and lists, and what is loaded of them",
	  .answer = "200 {items}: each definition, its current snapshot, whether that is stale" },
	{ NULL, NULL, NULL, NULL },
};

const struct cdr_http_route *
cdr_api_routes(void)
{
	return routes;
}
