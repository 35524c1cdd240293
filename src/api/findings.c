/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/findings: lists with a cursor, one finding, decisions. */
#include "candor/api.h"

#include "api/api-impl.h"

struct page {
	struct cdr_arena *arena;
	struct cdr_json *items;
	struct cdr_str last_id;
	size_t n;
};

static enum cdr_status
push_row(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct page *page = context;
	cdr_json_push(page->items, cdr_finding_row_to_json(row));
	page->last_id = cdr_str_copy(page->arena, row->finding->id);
	page->n++;
	return page->last_id.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
read_word(struct api_call *call, const char *name, int (*from)(struct cdr_str), int *ret, struct cdr_error *err)
{
	struct cdr_str word = cdr_http_query(call->request, name);
	*ret = word.n ? from(word) : -1;
	if (word.n && *ret < 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "%s: \"%.*s\" is not one of its words", name,
		                CDR_STR_ARG(word));
	return CDR_OK;
}

static enum cdr_status
list_findings(struct api_call *call, struct cdr_error *err)
{
	struct cdr_finding_filter filter = { .limit = API_PAGE };
	struct cdr_str limit = cdr_http_query(call->request, "limit"),
		       screening = cdr_http_query(call->request, "screening");
	int severity = -1;
	int64_t number = API_PAGE;
	CDR_TRY(read_word(call, "min_severity", cdr_severity_from, &severity, err));
	CDR_TRY(read_word(call, "state", cdr_finding_state_from, &filter.state, err));
	if (limit.n && (!cdr_str_to_i64(limit, &number) || number < 1 || number > API_MAX_PAGE))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "limit wants a number from 1 to %d", API_MAX_PAGE);
	if (screening.n && (!cdr_str_to_i64(screening, &filter.screening_id) || filter.screening_id < 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "screening wants the number of a screening");
	filter.limit = (size_t)number;
	filter.min_severity = severity < 0 ? CDR_SEVERITY_INFO : (enum cdr_severity)severity;
	filter.after_id = cdr_http_query(call->request, "cursor");
	filter.party_id = cdr_http_query(call->request, "party");
	cdr_owned(cdr_json) json = cdr_json_object();
	cdr_owned(cdr_json) items = cdr_json_array();
	struct page page = { call->arena, items, { NULL, 0 }, 0 };
	CDR_TRY(cdr_store_finding_each(call->store, call->org, &filter, push_row, &page, err));
	cdr_json_set(json, "items", cdr_steal(&items));
	if (page.n == filter.limit)
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
	CDR_TRY(api_body(call, &body, err));
	int state = cdr_disposition_from(cdr_json_get_str(body, "decision"));
	if (state < 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body decision", "is confirm, dismiss, escalate or remediate");
	struct cdr_str id = call->request->parameters[0];
	CDR_TRY(cdr_screen_decide(call->store, call->org, id, (enum cdr_finding_state)state,
	                          cdr_json_get_str(body, "reason"), call->actor, err));
	CDR_TRY(get_finding(call, err));
	call->response->status = 201;
	return CDR_OK;
}

void
api_disposition_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_disposition);
}
