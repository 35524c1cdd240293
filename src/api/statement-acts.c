/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /v1/statements/{id}/…: what people do to a statement. Edits, and the steps review, approval, signature, publication and
 * supersession; its history; what differs from another. Everything is recorded as given; what may be done when is the
 * statement room's to say.
 */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/statement.h"

#define MAX_EDITS 1000 /* in one call */

struct cdr_statement_desk
api_statement_desk(struct api_call *call)
{
	return (struct cdr_statement_desk){ call->store, &call->api->setup->rulesets, call->org, call->actor,
		                            call->arena };
}

/* ------------------------------------------------------------------------------------------------------------- edits */

static enum cdr_status
read_flag(const struct cdr_json *json, const char *where, const char *key, bool *ret, struct cdr_error *err)
{
	const struct cdr_json *value = cdr_json_get(json, key);
	if (value && cdr_json_type(value) != CDR_JSON_BOOL)
		return api_fail_member(err, where, key, "is to be true or false");
	*ret = cdr_json_bool(value, false);
	return CDR_OK;
}

static enum cdr_status
read_edit(const struct cdr_json *json, const char *where, struct cdr_statement_edit *ret, struct cdr_error *err)
{
	CDR_TRY(api_members(json, where, "claim criterion text reason confirm remove restore", err));
	CDR_TRY(api_text(json, where, "claim", &ret->key, err));
	CDR_TRY(api_text(json, where, "criterion", &ret->criterion, err));
	CDR_TRY(api_text(json, where, "text", &ret->text, err));
	CDR_TRY(api_text(json, where, "reason", &ret->reason, err));
	CDR_TRY(api_text(json, where, "confirm", &ret->confirm, err));
	CDR_TRY(read_flag(json, where, "remove", &ret->remove, err));
	return read_flag(json, where, "restore", &ret->restore, err);
}

static enum cdr_status
read_edits(struct api_call *call, const struct cdr_json *body, struct cdr_statement_edit **ret, size_t *ret_n,
           struct cdr_error *err)
{
	bool several = cdr_json_type(body) == CDR_JSON_ARRAY;
	size_t n = several ? cdr_json_count(body) : 1;
	if (n == 0 || n > MAX_EDITS)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body", "is to be one edit, or an array of 1 to %d", MAX_EDITS);
	struct cdr_statement_edit *edits = cdr_arena_alloc(call->arena, n * sizeof(*edits));
	if (!edits)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str where = cdr_str_format(call->arena, "body item %zu", i + 1);
		if (!where.p)
			return cdr_fail_memory(err, ROOM);
		CDR_TRY(read_edit(several ? cdr_json_at(body, i) : body, several ? where.p : "body", &edits[i], err));
	}
	*ret = edits;
	*ret_n = n;
	return CDR_OK;
}

static enum cdr_status
add_edits(struct api_call *call, struct cdr_error *err)
{
	const struct cdr_statement_desk desk = api_statement_desk(call);
	cdr_owned(cdr_json) body = NULL;
	cdr_owned(cdr_json) summary = NULL;
	struct cdr_statement_edit *edits = NULL;
	size_t n = 0;
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(api_body(call, &body, err));
	CDR_TRY(read_edits(call, body, &edits, &n, err));
	CDR_TRY(cdr_statement_edit(&desk, id, edits, n, &summary, err));
	cdr_http_json(call->response, 201, cdr_steal(&summary));
	return CDR_OK;
}

void
api_statement_edit(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_edits);
}

/* ------------------------------------------------------------------------------------------------------------- steps */

static enum cdr_status
add_step(struct api_call *call, enum cdr_statement_step_kind kind, const char *members, struct cdr_error *err)
{
	const struct cdr_statement_desk desk = api_statement_desk(call);
	cdr_owned(cdr_json) body = NULL;
	cdr_owned(cdr_json) told = NULL;
	struct cdr_statement_step step = { .kind = kind };
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(api_body(call, &body, err));
	CDR_TRY(api_members(body, "body", members, err));
	CDR_TRY(api_day(body, "body", "on", &step.on, err));
	CDR_TRY(api_text(body, "body", "body", &step.body, err));
	CDR_TRY(api_text(body, "body", "minute", &step.minute, err));
	CDR_TRY(api_text(body, "body", "name", &step.name, err));
	CDR_TRY(api_text(body, "body", "role", &step.role, err));
	CDR_TRY(api_text(body, "body", "title", &step.title, err));
	CDR_TRY(api_text(body, "body", "url", &step.url, err));
	CDR_TRY(api_text(body, "body", "note", &step.note, err));
	CDR_TRY(read_flag(body, "body", "attested", &step.attested, err));
	const struct cdr_json *with = cdr_json_get(body, "with");
	step.by = cdr_json_int(with, 0);
	if (with && step.by <= 0)
		return api_fail_member(err, "body", "with", "is to be the number of the later statement");
	CDR_TRY(cdr_statement_take_step(&desk, id, &step, &told, err));
	cdr_http_json(call->response, 201, cdr_steal(&told));
	return CDR_OK;
}

static enum cdr_status
add_review(struct api_call *call, struct cdr_error *err)
{
	return add_step(call, CDR_STEP_REVIEW, "note", err);
}

static enum cdr_status
add_approval(struct api_call *call, struct cdr_error *err)
{
	return add_step(call, CDR_STEP_APPROVE, "on body minute note", err);
}

static enum cdr_status
add_signature(struct api_call *call, struct cdr_error *err)
{
	return add_step(call, CDR_STEP_SIGN, "on name role title attested note", err);
}

static enum cdr_status
add_publication(struct api_call *call, struct cdr_error *err)
{
	return add_step(call, CDR_STEP_PUBLISH, "on url note", err);
}

static enum cdr_status
add_supersession(struct api_call *call, struct cdr_error *err)
{
	return add_step(call, CDR_STEP_SUPERSEDE, "with note", err);
}

void
api_statement_review(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_review);
}

void
api_statement_approve(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_approval);
}

void
api_statement_sign(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_signature);
}

void
api_statement_publish(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_publication);
}

void
api_statement_supersede(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_supersession);
}

/* ----------------------------------------------------------------------------------------------------------- looking */

static enum cdr_status
get_history(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) acts = NULL;
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(cdr_statement_history(call->store, call->org, id, call->arena, &acts, err));
	struct cdr_json *answer = cdr_json_object();
	cdr_json_set(answer, "items", cdr_steal(&acts));
	cdr_http_json(call->response, 200, answer);
	return CDR_OK;
}

void
api_statement_history(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_history);
}

static enum cdr_status
get_diff(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) diff = NULL;
	struct cdr_str from = cdr_http_query(call->request, "from"), was = { 0 }, is = { 0 };
	int64_t id = 0, earlier = 0;
	CDR_TRY(api_id(call, &id, err));
	if (!cdr_str_to_i64(from, &earlier) || earlier <= 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "from wants the number of the statement to compare with");
	CDR_TRY(cdr_statement_current(call->store, call->org, earlier, call->arena, &was, err));
	CDR_TRY(cdr_statement_current(call->store, call->org, id, call->arena, &is, err));
	CDR_TRY(cdr_statement_diff(was, is, &diff, err));
	cdr_http_json(call->response, 200, cdr_steal(&diff));
	return CDR_OK;
}

void
api_statement_diff(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_diff);
}
