/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /v1/imports: the upload is kept until its job has ended; the import itself is the import room's. What surprises: an
 * upload goes by a random name, not by its digest. Two jobs, even of two organisations, may bring the same bytes, and the
 * first to end must not take them from the other.
 */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/crypt.h"
#include "candor/import.h"

#define UPLOAD_RANDOM_BYTES 16
#define UPLOAD_NAME_MAX 48

/* The last component of a path somebody sent as a name. */
static struct cdr_str
file_name_of(struct cdr_str path)
{
	struct cdr_str piece = { NULL, 0 };
	while (cdr_str_split(&path, '/', &piece))
		continue;
	return piece;
}

/* What the job needs to know; everything but the file itself. */
static enum cdr_status
job_payload(struct api_call *call, const char *upload, struct cdr_json **ret, struct cdr_error *err)
{
	struct cdr_str kind = cdr_http_query(call->request, "as"), name = call->request->file_name;
	if (!kind.p || cdr_import_kind_from(kind) < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "`as` says what the file holds: " CDR_IMPORT_KINDS_TEXT);
	if (call->request->body.n == 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body",
		                "is empty; send the file as the body or as a form's file part");
	if (!name.n)
		name = file_name_of(cdr_http_query(call->request, "file"));
	if (name.n > API_MAX_FILE_NAME_BYTES)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the file's name is longer than %d bytes",
		                API_MAX_FILE_NAME_BYTES);
	struct cdr_json *payload = cdr_json_object();
	cdr_json_set_str(payload, "as", kind);
	cdr_json_set_text(payload, "upload", upload);
	cdr_json_set_str(payload, "file", name.n ? name : CDR_STR("upload"));
	cdr_json_set_str(payload, "sheet", cdr_http_query(call->request, "sheet"));
	cdr_json_set_str(payload, "encoding", cdr_http_query(call->request, "encoding"));
	cdr_json_set_str(payload, "map", cdr_http_query(call->request, "map"));
	*ret = payload;
	return payload ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
add_import(struct api_call *call, struct cdr_error *err)
{
	char upload[UPLOAD_NAME_MAX];
	cdr_owned(cdr_json) payload = NULL;
	int64_t job = 0;
	cdr_crypt_random_name("upload-", UPLOAD_RANDOM_BYTES, upload, sizeof(upload));
	CDR_TRY(job_payload(call, upload, &payload, err));
	cdr_auto(cdr_store_transaction) transaction = { 0 };
	CDR_TRY(cdr_store_transaction_begin(call->store, &transaction, err));
	CDR_TRY(cdr_store_upload_put(call->store, cdr_str_from(upload), call->request->body, err));
	CDR_TRY(cdr_job_add(call->store, call->org, call->actor, "import", cdr_steal(&payload), &job, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	return api_answer_job(call, job, err);
}

void
api_import_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_import);
}

static enum cdr_status
import_upload(const struct cdr_api *api, struct cdr_store *store, const struct cdr_job_row *job,
              const struct cdr_json *payload, const struct cdr_progress *progress, struct cdr_json **ret_result,
              struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	cdr_owned(cdr_import_report) report = NULL;
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_upload_get(store, cdr_json_get_str(payload, "upload"), &bytes, err));
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
	CDR_TRY(cdr_import_report_duplicates(report, store, api->setup->match, api->setup->normaliser, progress, err));
	*ret_result = cdr_import_report_to_json(report);
	return *ret_result ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* Whether the job will not be tried again; candor/job.h says which failures are final. */
static bool
has_ended(const struct cdr_job_row *job, enum cdr_status status)
{
	switch (status) {
	case CDR_OK:
	case CDR_EINPUT:
	case CDR_ELIMIT:
	case CDR_ENOTFOUND:
	case CDR_EREFUSED:
	case CDR_EUSAGE:
		return true;
	case CDR_ECANCELLED:
		return false;
	default:
		return job->attempts >= CDR_JOB_MAX_ATTEMPTS;
	}
}

enum cdr_status
api_job_import(void *context, struct cdr_store *store, const struct cdr_job_row *job,
               const struct cdr_progress *progress, struct cdr_json **ret_result, struct cdr_error *err)
{
	cdr_owned(cdr_json) payload = NULL;
	CDR_TRY(cdr_json_parse(job->payload_json, "job", &payload, err));
	enum cdr_status status = import_upload(context, store, job, payload, progress, ret_result, err);
	if (has_ended(job, status)) {
		/* Bytes that cannot be dropped now are no reason to fail an import that is done. */
		enum cdr_status dropped = cdr_store_upload_drop(store, cdr_json_get_str(payload, "upload"), NULL);
		(void)dropped;
	}
	return status;
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
