/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Queueing a job, and a job as JSON. Running one is in run.c; the rows are the store's.
 */
#include "candor/job.h"

enum cdr_status
cdr_job_add(struct cdr_store *store, struct cdr_str org, struct cdr_str actor, const char *kind,
            struct cdr_json *take_payload, int64_t *ret_id, struct cdr_error *err)
{
	cdr_owned(cdr_json) payload = take_payload;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_job_row row = { .org = org, .actor = actor, .kind = cdr_str_from(kind) };
	if (payload) {
		CDR_TRY(cdr_json_write(payload, false, &text, err));
		row.payload_json = cdr_buf_str(&text);
	}
	CDR_TRY(cdr_store_job_add(store, &row, err));
	*ret_id = row.id;
	return CDR_OK;
}

/* Adds stored JSON as a member; left out when there is none. */
static void
set_stored(struct cdr_json *object, const char *key, struct cdr_str text)
{
	struct cdr_json *value = NULL;
	if (text.n == 0)
		return;
	if (cdr_json_parse(text, key, &value, NULL) == CDR_OK)
		cdr_json_set(object, key, value);
	else
		cdr_json_set_str(object, key, text);
}

struct cdr_json *
cdr_job_to_json(const struct cdr_job_row *job)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "id", job->id);
	cdr_json_set_str(json, "org", job->org);
	cdr_json_set_str(json, "kind", job->kind);
	cdr_json_set_str(json, "state", job->state);
	cdr_json_set_str(json, "created_at", job->created_at);
	cdr_json_set_str(json, "updated_at", job->updated_at);
	cdr_json_set_str(json, "actor", job->actor);
	cdr_json_set_int(json, "attempts", job->attempts);
	cdr_json_set_int(json, "done", job->done);
	cdr_json_set_int(json, "total", job->total);
	set_stored(json, "result", job->result_json);
	set_stored(json, "error", job->error_json);
	return json;
}
