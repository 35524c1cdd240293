/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/findings: lists with a cursor, one finding, decisions. */
#include "candor/api.h"

#include "api/api-impl.h"

struct page {
	struct cdr_arena *arena;
	struct cdr_json *items;
	struct cdr_str last_id;
	size_t n, limit;
	bool more;
};

/* One more than the page holds is asked for, which tells whether there is a next one. */
static enum cdr_status
push_row(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct page *page = context;
	if (page->n == page->limit) {
		page->more = true;
		return CDR_OK;
	}
	page->n++;
	cdr_json_push(page->items, cdr_finding_row_to_json(row));
	page->last_id = cdr_str_copy(page->arena, row->finding->id);
	return page->last_id.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
read_word(struct api_call *call, const char *name, int (*from)(struct cdr_str), int *ret, struct cdr_error *err)
{
	struct cdr_str word = cdr_http_query(call->request, name);
	*ret = word.p ? from(word) : -1;
	if (word.p && *ret < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "%s: \"%.*s\" is not one of its words", name,
		                CDR_STR_ARG(word));
	return CDR_OK;
}

static enum cdr_status
read_filter(struct api_call *call, struct cdr_finding_filter *ret, struct cdr_error *err)
{
	struct cdr_str limit = cdr_http_query(call->request, "limit"),
		       screening = cdr_http_query(call->request, "screening");
	int severity = -1;
	int64_t number = API_PAGE, asked = 0;
	CDR_TRY(read_word(call, "min_severity", cdr_severity_from, &severity, err));
	CDR_TRY(read_word(call, "state", cdr_finding_state_from, &ret->state, err));
	if (limit.p && (!cdr_str_to_i64(limit, &number) || number < 1 || number > API_MAX_PAGE))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "limit wants a number from 1 to %d", API_MAX_PAGE);
	if (screening.p && (!cdr_str_to_i64(screening, &asked) || asked < 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "screening wants the number of a screening");
	CDR_TRY(cdr_store_finding_screening(call->store, call->org, asked, &ret->screening_id, err));
	ret->limit = (size_t)number + 1;
	ret->min_severity = severity < 0 ? CDR_SEVERITY_INFO : (enum cdr_severity)severity;
	ret->after_id = cdr_http_query(call->request, "cursor");
	ret->party_id = cdr_http_query(call->request, "party");
	return CDR_OK;
}

/* "screening" says whose findings these are; null where none is finished, so that no findings is not an all-clear. */
static enum cdr_status
list_findings(struct api_call *call, struct cdr_error *err)
{
	struct cdr_finding_filter filter = { 0 };
	CDR_TRY(read_filter(call, &filter, err));
	cdr_owned(cdr_json) json = cdr_json_object();
	cdr_owned(cdr_json) items = cdr_json_array();
	struct page page = { .arena = call->arena, .items = items, .limit = filter.limit - 1 };
	if (filter.screening_id) {
		CDR_TRY(cdr_store_finding_each(call->store, call->org, &filter, push_row, &page, err));
		cdr_json_set_int(json, "screening", filter.screening_id);
	} else {
		cdr_json_set_str(json, "screening", (struct cdr_str){ NULL, 0 });
	}
	cdr_json_set(json, "items", cdr_steal(&items));
	if (page.more)
		cdr_json_set_str(json, "next_cursor", page.last_id);
	cdr_http_json(call->response, 200, cdr_steal(&json));
	return CDR_OK;
}

void
api_findings(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, list_findings);
}

static enum cdr_status
get_finding(struct api_call *call, struct cdr_error *err)
{
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	CDR_TRY(cdr_store_finding_get(call->store, call->org, call->request->parameters[0], call->arena, &finding, &row,
	                              err));
	cdr_http_json(call->response, 200, cdr_finding_row_to_json(&row));
	return CDR_OK;
}

void
api_finding_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_finding);
}

static enum cdr_status
add_disposition(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) body = NULL;
	struct cdr_str decision = { 0 }, reason = { 0 };
	CDR_TRY(api_body(call, &body, err));
	CDR_TRY(api_members(body, "body", "decision reason", err));
	CDR_TRY(api_text(body, "body", "decision", &decision, err));
	CDR_TRY(api_text(body, "body", "reason", &reason, err));
	int state = cdr_disposition_from(decision);
	if (state < 0)
		return api_fail_member(err, "body", "decision", "is to be confirm, dismiss, escalate or remediate");
	if (cdr_str_trim(reason).n == 0)
		return api_fail_member(err, "body", "reason", "is needed: one that others can follow");
	CDR_TRY(cdr_screen_decide(call->store, call->org, call->request->parameters[0], (enum cdr_finding_state)state,
	                          reason, call->actor, err));
	CDR_TRY(get_finding(call, err));
	call->response->status = 201;
	return CDR_OK;
}

void
api_disposition_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_disposition);
}
