/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/statements: drafting, the list, and a statement as it stands, as JSON, HTML or Markdown. */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/statement.h"

/* The year as text, from "2026" or 2026. */
static enum cdr_status
read_year(struct api_call *call, const struct cdr_json *body, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *value = cdr_json_get(body, "year");
	int64_t year = cdr_json_int(value, 0);
	if (value && cdr_json_type(value) == CDR_JSON_STRING && !cdr_str_to_i64(cdr_json_string(value), &year))
		year = 0;
	if (year < 2000 || year > 2999)
		return api_fail_member(err, "body", "year", "is to be the year the statement is about, such as 2026");
	*ret = cdr_str_format(call->arena, "%lld", (long long)year);
	return ret->p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
read_law(struct api_call *call, const struct cdr_json *body, struct cdr_law **ret, struct cdr_error *err)
{
	struct cdr_error problem = { 0 };
	struct cdr_str id = { NULL, 0 };
	CDR_TRY(api_text(body, "body", "law", &id, err));
	enum cdr_status status = cdr_law_load(&call->api->setup->rulesets, id.p ? id : CDR_STR(""), ret, &problem);
	if (status == CDR_ENOTFOUND) /* the address exists; what the body names does not */
		return api_fail_member(err, "body", "law", "%s", problem.message);
	if (status != CDR_OK && err)
		*err = problem;
	return status;
}

static enum cdr_status
read_options(const struct cdr_json *body, struct cdr_statement_options *ret, struct cdr_error *err)
{
	const struct cdr_json *carry_over = cdr_json_get(body, "carry_over"), *fresh = cdr_json_get(body, "fresh");
	int64_t id = cdr_json_int(carry_over, 0);
	if (carry_over && id <= 0)
		return api_fail_member(err, "body", "carry_over", "is to be the number of an earlier year's statement");
	const struct cdr_json *order = cdr_json_get(body, "order");
	if (order && cdr_json_type(order) != CDR_JSON_STRING)
		return api_fail_member(err, "body", "order", "is to be the name of one of the law's orders");
	if (fresh && cdr_json_type(fresh) != CDR_JSON_BOOL)
		return api_fail_member(err, "body", "fresh", "is to be true or false");
	ret->carry_over = id;
	ret->order = cdr_json_string(order);
	ret->fresh = cdr_json_bool(fresh, false);
	return CDR_OK;
}

static enum cdr_status
add_statement(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) body = NULL;
	cdr_owned(cdr_json) draft = NULL;
	cdr_owned(cdr_law) law = NULL;
	struct cdr_statement_options options = { 0 };
	struct cdr_str text = { 0 }, year = { 0 };
	int64_t id = 0;
	CDR_TRY(api_body(call, &body, err));
	CDR_TRY(api_members(body, "body", "law year order carry_over fresh", err));
	CDR_TRY(read_year(call, body, &year, err));
	CDR_TRY(read_law(call, body, &law, err));
	CDR_TRY(read_options(body, &options, err));
	const struct cdr_statement_desk desk = api_statement_desk(call);
	CDR_TRY(cdr_statement_redraft(&desk, law, year, &options, &text, &id, err));
	CDR_TRY(cdr_json_parse(text, "draft", &draft, err));
	struct cdr_str location = cdr_str_format(call->arena, "/v1/statements/%lld.json", (long long)id);
	if (!location.p)
		return cdr_fail_memory(err, ROOM);
	struct cdr_json *answer = cdr_json_object();
	cdr_json_set_int(answer, "id", id);
	cdr_json_set(answer, "draft", cdr_steal(&draft));
	call->response->location = location;
	cdr_http_json(call->response, 201, answer);
	return CDR_OK;
}

void
api_statement_add(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, add_statement);
}

static enum cdr_status
find_statement(struct api_call *call, struct cdr_str *ret, struct cdr_error *err)
{
	int64_t id = 0;
	CDR_TRY(api_id(call, &id, err));
	return cdr_statement_current(call->store, call->org, id, call->arena, ret, err);
}

static enum cdr_status
list_statements(struct api_call *call, struct cdr_error *err)
{
	cdr_owned(cdr_json) items = NULL;
	CDR_TRY(cdr_statement_list(call->store, call->org, cdr_http_query(call->request, "law"),
	                           cdr_http_query(call->request, "year"), &items, err));
	struct cdr_json *answer = cdr_json_object();
	cdr_json_set(answer, "items", cdr_steal(&items));
	cdr_http_json(call->response, 200, answer);
	return CDR_OK;
}

void
api_statements(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, list_statements);
}

static enum cdr_status
get_json(struct api_call *call, struct cdr_error *err)
{
	struct cdr_str draft = { 0 };
	struct cdr_json *json = NULL;
	CDR_TRY(find_statement(call, &draft, err));
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
	CDR_TRY(find_statement(call, &draft, err));
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

static enum cdr_status
get_pdf(struct api_call *call, struct cdr_error *err)
{
	return render(call, cdr_doc_render_pdf, "application/pdf", err);
}

static enum cdr_status
get_docx(struct api_call *call, struct cdr_error *err)
{
	return render(call, cdr_doc_render_docx,
	              "application/vnd.openxmlformats-officedocument.wordprocessingml.document", err);
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

void
api_statement_pdf(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_pdf);
}

void
api_statement_docx(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_docx);
}
