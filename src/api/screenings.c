/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/screenings, /v1/jobs, /v1/checks: asking about everybody in a job, or about a few at once. */
#include "candor/api.h"

#include <stdio.h>

#include "api/api-impl.h"

/* ------------------------------------------------------------------------------------------------------ screenings */

static enum cdr_status
add_screening(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) body = NULL;
	struct cdr_date as_of = { 0 };
	int64_t job = 0;
	if (cdr_str_trim(call->request->body).n) {
		CDR_TRY(api_body(call, &body, err));
		CDR_TRY(api_members(body, "body", "as_of", err));
		CDR_TRY(api_day(body, "body", "as_of", &as_of, err));
	}
	struct cdr_json *payload = cdr_json_object();
	cdr_json_set_date(payload, "as_of", as_of);
	CDR_TRY(cdr_job_add(call->store, call->org, call->actor, "screening", payload, &job, err));
	return api_answer_job(call, job, err);
}

void
api_screening_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_screening);
}

enum cdr_status
api_job_screening(void *context, struct cdr_store *store, const struct cdr_job_row *job,
                  const struct cdr_progress *progress, struct cdr_json **ret_result, struct cdr_error *err)
{
	const struct cdr_api *api = context;
	cdr_owned(cdr_json) payload = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	struct cdr_screening screening = { 0 };
	bool resumed = false;
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_json_parse(job->payload_json, "job", &payload, err));
	struct cdr_screen_options options = { .org = job->org,
		                              .actor = job->actor,
		                              .as_of = cdr_json_get_date(payload, "as_of"),
		                              .progress = *progress };
	CDR_TRY(cdr_screen_run(store, api->setup, &options, arena, &screening, &resumed, err));
	*ret_result = cdr_screening_to_json(&screening);
	return *ret_result ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
get_screening(struct api_call *call, struct cdr_error *err)
{
	struct cdr_screening screening = { 0 };
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(cdr_store_screening_get(call->store, call->org, id, call->arena, &screening, err));
	cdr_http_json(call->response, 200, cdr_screening_to_json(&screening));
	return CDR_OK;
}

void
api_screening_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_screening);
}

static enum cdr_status
get_job(struct api_call *call, struct cdr_error *err)
{
	struct cdr_job_row job = { 0 };
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(cdr_store_job_get(call->store, call->org, id, call->arena, &job, err));
	cdr_http_json(call->response, 200, cdr_job_to_json(&job));
	return CDR_OK;
}

void
api_job_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_job);
}

/* ---------------------------------------------------------------------------------------------------------- checks */

static enum cdr_status
read_country(struct api_call *call, const struct cdr_json *json, const char *where, struct cdr_str *ret,
             struct cdr_error *err)
{
	char code[3];
	struct cdr_str text = { NULL, 0 };
	CDR_TRY(api_text(json, where, "country", &text, err));
	if (!text.n)
		return CDR_OK;
	if (!cdr_normalise_country(call->api->setup->normaliser, text, code))
		return api_fail_member(err, where, "country", "\"%.*s\" is no country this program knows",
		                       CDR_STR_ARG(text));
	*ret = cdr_str_copy(call->arena, cdr_str_from(code));
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* The day is filled in here, so that the answer and the evidence name the same one. */
static enum cdr_status
read_question(struct api_call *call, const struct cdr_json *json, const char *where, struct cdr_check_question *ret,
              struct cdr_error *err)
{
	struct cdr_check_question question = { 0 };
	CDR_TRY(api_members(json, where, "name country licence_number on", err));
	CDR_TRY(api_text(json, where, "name", &question.name, err));
	CDR_TRY(api_text(json, where, "licence_number", &question.licence_number, err));
	CDR_TRY(api_day(json, where, "on", &question.on, err));
	CDR_TRY(read_country(call, json, where, &question.country, err));
	if (!cdr_str_trim(question.name).n && !cdr_str_trim(question.licence_number).n)
		return cdr_fail(err, CDR_EINPUT, ROOM, where, "a check needs a \"name\" or a \"licence_number\"");
	if (!question.on.ymd)
		question.on = cdr_date_today();
	*ret = question;
	return CDR_OK;
}

static enum cdr_status
check_one(struct api_call *call, const struct cdr_screen_lists *lists, const struct cdr_json *item, const char *where,
          struct cdr_json **ret, struct cdr_error *err)
{
	struct cdr_check_question question = { 0 };
	struct cdr_check_answer answer = { 0 };
	CDR_TRY(read_question(call, item, where, &question, err));
	CDR_TRY(cdr_screen_check(call->store, call->api->setup, lists, &question, call->actor, call->arena, &answer,
	                         err));
	*ret = cdr_check_answer_to_json(&question, &answer);
	return *ret ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
check_array(struct api_call *call, const struct cdr_screen_lists *lists, const struct cdr_json *body,
            struct cdr_json **ret, struct cdr_error *err)
{
	char where[64];
	cdr_owned(cdr_json) result = cdr_json_array();
	for (size_t i = 0; i < cdr_json_count(body); i++) {
		struct cdr_json *one = NULL;
		(void)snprintf(where, sizeof(where), "body item %zu", i + 1);
		CDR_TRY(check_one(call, lists, cdr_json_at(body, i), where, &one, err));
		cdr_json_push(result, one);
	}
	*ret = cdr_steal(&result);
	return CDR_OK;
}

/* All of an array or none, and the answer is written before anything is kept: evidence and answer agree. */
static enum cdr_status
check_all(struct api_call *call, const struct cdr_screen_lists *lists, const struct cdr_json *body,
          struct cdr_error *err)
{
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	struct cdr_json *result = NULL;
	CDR_TRY(cdr_store_transaction_begin(call->store, &transaction, err));
	if (cdr_json_type(body) == CDR_JSON_OBJECT)
		CDR_TRY(check_one(call, lists, body, "body", &result, err));
	else
		CDR_TRY(check_array(call, lists, body, &result, err));
	cdr_http_json(call->response, 200, result);
	if (call->response->status != 200)
		return cdr_fail(err, CDR_EINTERNAL, ROOM, NULL, "%s", call->response->note);
	return cdr_store_transaction_commit(&transaction, err);
}

static enum cdr_status
do_checks(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) body = NULL;
	struct shared_lists *lists = NULL;
	CDR_TRY(api_body(call, &body, err));
	enum cdr_json_type type = cdr_json_type(body);
	if (type != CDR_JSON_OBJECT && type != CDR_JSON_ARRAY)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body:1:1", "expected one question or an array of them");
	if (type == CDR_JSON_ARRAY && cdr_json_count(body) > API_MAX_CHECKS)
		return cdr_fail(err, CDR_ELIMIT, ROOM, NULL, "at most %d checks a call, not %zu", API_MAX_CHECKS,
		                cdr_json_count(body));
	CDR_TRY(api_lists_acquire(call, &lists, err));
	enum cdr_status status = check_all(call, api_lists_of(lists), body, err);
	api_lists_release(call->api, lists);
	return status;
}

void
api_check(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, do_checks);
}
