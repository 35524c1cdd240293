/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/imports: the upload is kept by its digest and a job takes it in; the import itself is the import room's. */
#include "candor/api.h"

#include <stdio.h>

#include "api/api-impl.h"
#include "candor/crypt.h"
#include "candor/import.h"

/* A job to be followed: 202, its number, and where to look. */
static enum cdr_status
answer_job(struct api_call *call, int64_t job, struct cdr_error *err)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "job", job);
	cdr_json_set_text(json, "state", "queued");
	call->response->location = cdr_str_format(call->arena, "/v1/jobs/%lld", (long long)job);
	if (!call->response->location.p) {
		(void)cdr_json_free(json);
		return cdr_fail_memory(err, ROOM);
	}
	cdr_http_json(call->response, 202, json);
	return CDR_OK;
}

static enum cdr_status
add_import(struct api_call *call, struct cdr_error *err)
{
	struct cdr_str kind = cdr_http_query(call->request, "as"), name = call->request->file_name;
	char sha256[CDR_SHA256_TEXT_MAX];
	int64_t job = 0;
	if (!kind.p || cdr_import_kind_from(kind) < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "`as` says what the file holds: suppliers or engagements");
	if (call->request->body.n == 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, NULL,
		                "the body is empty; send the file as the body or as a form's file part");
	if (!name.n)
		name = cdr_http_query(call->request, "file");
	(void)cdr_crypt_sha256(call->request->body, sha256);
	struct cdr_json *payload = cdr_json_object();
	cdr_json_set_str(payload, "as", kind);
	cdr_json_set_text(payload, "sha256", sha256);
	cdr_json_set_str(payload, "file", name.n ? name : CDR_STR("upload"));
	cdr_json_set_str(payload, "sheet", cdr_http_query(call->request, "sheet"));
	cdr_json_set_str(payload, "encoding", cdr_http_query(call->request, "encoding"));
	cdr_json_set_str(payload, "map", cdr_http_query(call->request, "map"));
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	enum cdr_status status = cdr_store_transaction_begin(call->store, &transaction, err);
	if (status == CDR_OK)
		status = cdr_store_upload_put(call->store, cdr_str_from(sha256), call->request->body, err);
	if (status != CDR_OK) {
		(void)cdr_json_free(payload);
		return status;
	}
	CDR_TRY(cdr_job_add(call->store, call->org, call->actor, "import", payload, &job, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	return answer_job(call, job, err);
}

void
api_import_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_import);
}

enum cdr_status
api_job_import(void *context, struct cdr_store *store, const struct cdr_job_row *job,
               const struct cdr_progress *progress, struct cdr_json **ret_result, struct cdr_error *err)
{
	const struct cdr_api *api = context;
	cdr_owned(cdr_json) payload = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	cdr_owned(cdr_import_report) report = NULL;
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_json_parse(job->payload_json, "job", &payload, err));
	CDR_TRY(cdr_store_upload_get(store, cdr_json_get_str(payload, "sha256"), &bytes, err));
	struct cdr_str file = cdr_str_copy(arena, cdr_json_get_str(payload, "file"));
	int kind = cdr_import_kind_from(cdr_json_get_str(payload, "as"));
	if (!file.p || kind < 0)
		return cdr_fail(err, CDR_EINTERNAL, ROOM, NULL, "job %lld has a payload that cannot be read",
		                (long long)job->id);
	struct cdr_import_options options = { .org = job->org,
		                              .actor = job->actor,
		                              .kind = (enum cdr_import_kind)kind,
		                              .map_yaml = cdr_json_get_str(payload, "map"),
		                              .map_name = "map",
		                              .sheet = cdr_json_get_str(payload, "sheet"),
		                              .encoding = cdr_json_get_str(payload, "encoding"),
		                              .progress = *progress };
	CDR_TRY(cdr_import_file(store, api->setup->normaliser, &api->setup->rulesets, cdr_buf_str(&bytes), file.p,
	                        &options, &report, err));
	*ret_result = cdr_import_report_to_json(report);
	return *ret_result ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
push_reject(void *context, const struct cdr_reject *reject, struct cdr_error *err)
{
	(void)err;
	cdr_json_push(context, cdr_import_reject_to_json(reject));
	return CDR_OK;
}

static enum cdr_status
get_import(struct api_call *call, struct cdr_error *err)
{
	struct cdr_import_record record = { 0 };
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(cdr_store_import_get(call->store, call->org, id, call->arena, &record, err));
	cdr_owned(cdr_json) json = cdr_import_record_to_json(&record);
	cdr_owned(cdr_json) rejects = cdr_json_array();
	CDR_TRY(cdr_store_reject_each(call->store, id, push_reject, rejects, err));
	cdr_json_set(json, "rejects", cdr_steal(&rejects));
	cdr_http_json(call->response, 200, cdr_steal(&json));
	return CDR_OK;
}

void
api_import_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_import);
}
