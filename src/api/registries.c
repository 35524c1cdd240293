/* SPDX-License-Identifier: Apache-2.0 */
/* /v1/registries: which sources there are and how fresh the loaded copy of each is. */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/registry.h"

static enum cdr_status
push_registry(struct api_call *call, const struct cdr_registry *registry, struct cdr_json *items, struct cdr_error *err)
{
	struct cdr_snapshot snapshot = { 0 };
	struct cdr_error none = { 0 };
	enum cdr_status status = cdr_store_snapshot_current(call->store, registry->id, (struct cdr_date){ 0 },
	                                                    call->arena, &snapshot, &none);
	if (status != CDR_OK && status != CDR_ENOTFOUND) {
		*err = none;
		return status;
	}
	struct cdr_json *json = cdr_registry_to_json(registry);
	if (status == CDR_OK) {
		cdr_json_set(json, "snapshot", cdr_snapshot_to_json(&snapshot));
		cdr_json_set_bool(json, "stale", cdr_registry_is_stale(registry, snapshot.as_of, cdr_date_today()));
	}
	cdr_json_push(items, json);
	return CDR_OK;
}

static enum cdr_status
list_registries(struct api_call *call, struct cdr_error *err)
{
	const struct cdr_screen_setup *setup = call->api->setup;
	cdr_owned(cdr_json) json = cdr_json_object();
	cdr_owned(cdr_json) items = cdr_json_array();
	for (size_t i = 0; i < setup->n_registries; i++)
		CDR_TRY(push_registry(call, setup->registries[i], items, err));
	cdr_json_set(json, "items", cdr_steal(&items));
	cdr_http_json(call->response, 200, cdr_steal(&json));
	return CDR_OK;
}

void
api_registries(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, list_registries);
}
