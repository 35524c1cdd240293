/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the process answers, and whether it can work. No sign-in: monitors have no secrets. */
#include "candor/api.h"

#include "api/api-impl.h"

void
api_health(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)context, (void)request;
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, "status", "ok");
	cdr_json_set_text(json, "version", CDR_VERSION);
	cdr_http_json(response, 200, json);
}

void
api_ready(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	(void)request;
	struct cdr_error err = { 0 };
	struct cdr_api *api = context;
	cdr_owned(cdr_store) store = NULL;
	if (cdr_store_open(api->store_path, false, &store, &err) != CDR_OK) {
		cdr_http_problem(response, 503, &err);
		return;
	}
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_text(json, "status", "ready");
	cdr_http_json(response, 200, json);
}
