/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/statements: drafting, and a draft as JSON, HTML or Markdown. */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/statement.h"

static enum cdr_status
add_statement(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) body = NULL;
	cdr_owned(cdr_json) answer = cdr_json_object();
	cdr_owned(cdr_json) draft = NULL;
	cdr_owned(cdr_law) law = NULL;
	struct cdr_str text = { 0 };
	int64_t id = 0, number = 0;
	CDR_TRY(api_body(call, &body, err));
	struct cdr_str year = cdr_json_get_str(body, "year");
	if (!year.p && cdr_json_get_int(body, "year", 0) > 0)
		year = cdr_str_format(call->arena, "%lld", (long long)cdr_json_get_int(body, "year", 0));
	if (!year.n || !cdr_str_to_i64(year, &number) || number < 2000 || number > 2999)
		return cdr_fail(err, CDR_EINPUT, ROOM, "body year",
		                "wants the year the statement is about, such as 2026");
	CDR_TRY(cdr_law_load(&call->api->setup->rulesets, cdr_json_get_str(body, "law"), &law, err));
	CDR_TRY(cdr_statement_draft(call->store, law, call->org, year, call->actor, call->arena, &text, &id, err));
	CDR_TRY(cdr_json_parse(text, "draft", &draft, err));
	cdr_json_set_int(answer, "id", id);
	cdr_json_set(answer, "draft", cdr_steal(&draft));
	call->response->location = cdr_str_format(call->arena, "/v1/statements/%lld.json", (long long)id);
	cdr_http_json(call->response, 201, cdr_steal(&answer));
	return CDR_OK;
}

void
api_statement_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_statement);
}

static enum cdr_status
find_draft(struct api_call *call, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_statement_record record = { 0 };
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	CDR_TRY(cdr_store_statement_get(call->store, call->org, id, call->arena, &record, err));
	*ret = record.draft_json;
	return CDR_OK;
}

static enum cdr_status
get_json(struct api_call *call, struct cdr_error *err)
{
	struct cdr_str draft = { 0 };
	struct cdr_json *json = NULL;
	CDR_TRY(find_draft(call, &draft, err));
	CDR_TRY(cdr_json_parse(draft, "draft", &json, err));
	cdr_http_json(call->response, 200, json);
	return CDR_OK;
}

typedef enum cdr_status (*render_fn)(const struct cdr_doc *doc, struct cdr_buf *out, struct cdr_error *err);

static enum cdr_status
render(struct api_call *call, render_fn fn, const char *content_type, struct cdr_error *err)
{
	struct cdr_str draft = { 0 };
	cdr_owned(cdr_doc) document = NULL;
	CDR_TRY(find_draft(call, &draft, err));
	CDR_TRY(cdr_statement_document(draft, &document, err));
	CDR_TRY(fn(document, &call->response->body, err));
	call->response->status = 200;
	call->response->content_type = content_type;
	return CDR_OK;
}

static enum cdr_status
get_html(struct api_call *call, struct cdr_error *err)
{
	return render(call, cdr_doc_render_html, "text/html; charset=utf-8", err);
}

static enum cdr_status
get_markdown(struct api_call *call, struct cdr_error *err)
{
	return render(call, cdr_doc_render_markdown, "text/markdown; charset=utf-8", err);
}

void
api_statement_json(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_json);
}

void
api_statement_html(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_html);
}

void
api_statement_markdown(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_markdown);
}
