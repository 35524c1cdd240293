/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /v1/parties: one with its risk profile; which may be one and the same. People's word on it is taken by `candor parties`. What surprises: proposals
 * are found while the caller waits, so an organisation with more parties than are compared in a second is refused.
 */
#include "candor/api.h"

#include "api/api-impl.h"
#include "candor/import.h"

#define MAX_COMPARED 5000 /* parties compared with each other in one call */

static enum cdr_status
read_options(struct api_call *call, struct cdr_duplicates_options *ret, struct cdr_error *err)
{
	struct cdr_str limit = cdr_http_query(call->request, "limit");
	struct cdr_str threshold = cdr_http_query(call->request, "threshold");
	struct cdr_str elsewhere = cdr_http_query(call->request, "elsewhere");
	int64_t number = API_PAGE;
	if (limit.p && (!cdr_str_to_i64(limit, &number) || number < 1 || number > API_MAX_PAGE))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "limit wants a number from 1 to %d", API_MAX_PAGE);
	if (threshold.p &&
	    (!cdr_str_to_double(threshold, &ret->threshold) || !(ret->threshold > 0) || ret->threshold > 1))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "threshold wants a score above 0 and up to 1");
	ret->elsewhere = cdr_str_equal(elsewhere, CDR_STR("true"));
	if (elsewhere.p && !ret->elsewhere && !cdr_str_equal(elsewhere, CDR_STR("false")))
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "elsewhere wants true or false");
	ret->limit = (size_t)number;
	ret->org = call->org;
	return CDR_OK;
}

static enum cdr_status
require_few(struct api_call *call, struct cdr_error *err)
{
	int64_t latest = 0, parties = 0, engagements = 0;
	CDR_TRY(cdr_store_import_latest(call->store, call->org, &latest, err));
	CDR_TRY(cdr_store_party_count(call->store, call->org, latest, &parties, &engagements, err));
	if (parties <= MAX_COMPARED)
		return CDR_OK;
	return cdr_fail(err, CDR_ELIMIT, ROOM, NULL,
	                "%lld parties are too many to compare with each other in one call (%d); `candor parties "
	                "duplicates` does it on the machine of the store",
	                (long long)parties, MAX_COMPARED);
}

static enum cdr_status
list_duplicates(struct api_call *call, struct cdr_error *err)
{
	const struct cdr_screen_setup *setup = call->api->setup;
	struct cdr_duplicates_options options = { 0 };
	cdr_owned(cdr_duplicates) found = NULL;
	CDR_TRY(read_options(call, &options, err));
	CDR_TRY(require_few(call, err));
	CDR_TRY(cdr_import_duplicates(call->store, setup->match, setup->normaliser, &options, &found, err));
	cdr_http_json(call->response, 200, cdr_duplicates_to_json(found));
	return CDR_OK;
}

void
api_duplicates(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, list_duplicates);
}

/* A party that came after the latest screening has no profile yet; why not stands in its place. */
static enum cdr_status
get_party(struct api_call *call, struct cdr_error *err)
{
	struct cdr_str id = call->request->parameters[0];
	struct cdr_party party = { 0 };
	struct cdr_profile profile = { 0 };
	struct cdr_error why = { 0 };
	int64_t latest = 0;
	CDR_TRY(cdr_store_import_latest(call->store, call->org, &latest, err));
	CDR_TRY(cdr_store_party_get(call->store, call->org, latest, id, call->arena, &party, err));
	enum cdr_status status =
		cdr_screen_profile(call->store, call->api->setup, call->org, id, call->arena, &profile, &why);
	if (status != CDR_OK && status != CDR_ENOTFOUND) {
		if (err)
			*err = why;
		return status;
	}
	struct cdr_json *json = cdr_json_object();
	cdr_json_set(json, "party", cdr_party_to_json(&party));
	if (status == CDR_OK) {
		cdr_json_set(json, "profile", cdr_profile_to_json(&profile));
	} else {
		cdr_json_set_str(json, "profile", (struct cdr_str){ NULL, 0 });
		cdr_json_set_text(json, "why_no_profile", why.message);
	}
	cdr_http_json(call->response, 200, json);
	return CDR_OK;
}

void
api_party_get(void *context, struct cdr_http_request *request, struct cdr_http_response *response)
{
	api_run(context, request, response, get_party);
}
