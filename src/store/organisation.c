/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Organisations: what each says of itself, version by version, and which one is meant when nobody names one. Tables:
 * organisations, organisation_versions.
 */
#include "store/store-impl.h"

/* What was imported before anybody said for whom stands under "default". The first organisation that is described takes it
 * over: it is the same user's, and two organisations would have to be told apart by --org ever after. */
static enum cdr_status
adopt_default(struct cdr_store *store, struct cdr_str org, struct cdr_error *err)
{
	return store_run(
		store,
		"UPDATE organisations SET name = $1 WHERE name = 'default'"
		" AND (SELECT count(*) FROM organisations) = 1"
		" AND NOT EXISTS (SELECT 1 FROM organisation_versions v WHERE v.organisation = organisations.id)",
		STORE_VALUES(store_text(org)), err);
}

enum cdr_status
cdr_store_org_put(struct cdr_store *store, struct cdr_str org, struct cdr_str json, int64_t *ret_version,
                  struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0, version = 0, latest_is_same = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(adopt_default(store, org, err));
	CDR_TRY(store_organisation(store, org, true, &organisation, err));
	CDR_TRY(store_run_int(store, &latest_is_same, NULL,
	                      "SELECT CASE WHEN data = $2 THEN 1 ELSE 0 END FROM organisation_versions"
	                      " WHERE organisation = $1 ORDER BY version DESC LIMIT 1",
	                      STORE_VALUES(store_int(organisation), store_text(json)), err));
	if (!latest_is_same)
		CDR_TRY(store_run_int(store, &version, NULL,
		                      "INSERT INTO organisation_versions (organisation, version, created_at, data)"
		                      " SELECT $1, coalesce(max(version), 0) + 1, $2, $3"
		                      " FROM organisation_versions WHERE organisation = $1 RETURNING version",
		                      STORE_VALUES(store_int(organisation), store_text(cdr_str_from(cdr_time_now(now))),
		                                   store_text(json)),
		                      err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_version = version;
	return CDR_OK;
}

enum cdr_status
cdr_store_org_get(struct cdr_store *store, struct cdr_str org, struct cdr_arena *arena, struct cdr_str *ret_json,
                  int64_t *ret_version, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT v.data, v.version FROM organisation_versions v"
	                         " JOIN organisations o ON o.id = v.organisation"
	                         " WHERE o.name = $1 ORDER BY v.version DESC LIMIT 1",
	                         STORE_VALUES(store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(
			err, CDR_ENOTFOUND, STORE_ROOM, store->path,
			"nothing is known of organisation \"%.*s\": describe it with `candor org set FILE.yaml`",
			CDR_STR_ARG(org));
	struct cdr_str json = store_column_text(&query, 0);
	CDR_TRY(STORE_KEEP(arena, err, &json));
	*ret_version = store_column_int(&query, 1);
	*ret_json = json;
	return CDR_OK;
}

enum cdr_status
cdr_store_org_version(struct cdr_store *store, struct cdr_str org, int64_t version, struct cdr_arena *arena,
                      struct cdr_str *ret_json, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT v.data FROM organisation_versions v"
	                         " JOIN organisations o ON o.id = v.organisation"
	                         " WHERE o.name = $1 AND v.version = $2",
	                         STORE_VALUES(store_text(org), store_int(version)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, store->path,
		                "the facts of organisation \"%.*s\" have no version %lld", CDR_STR_ARG(org),
		                (long long)version);
	struct cdr_str json = store_column_text(&query, 0);
	CDR_TRY(STORE_KEEP(arena, err, &json));
	*ret_json = json;
	return CDR_OK;
}

/* Says which organisations there are, since one must be chosen. */
static enum cdr_status
refuse_several(struct store_query *query, struct cdr_str first, struct cdr_error *err)
{
	cdr_auto(cdr_buf) names = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	bool row = true;
	cdr_buf_add_str(&names, first);
	while (row) {
		cdr_buf_puts(&names, ", ");
		cdr_buf_add_str(&names, store_column_text(query, 0));
		CDR_TRY(store_query_step(query, &row, err));
	}
	return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL,
	                "the store holds several organisations, name one with --org: %.*s%s",
	                CDR_STR_ARG(cdr_buf_str(&names)), names.failed ? " …" : "");
}

enum cdr_status
cdr_store_org_default(struct cdr_store *store, struct cdr_arena *arena, struct cdr_str *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	struct cdr_str name = CDR_STR("default");
	CDR_TRY(store_query_open(store, &query, "SELECT name FROM organisations ORDER BY name", NULL, 0, err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row)
		name = store_column_text(&query, 0);
	CDR_TRY(STORE_KEEP(arena, err, &name));
	if (row)
		CDR_TRY(store_query_step(&query, &row, err));
	if (row)
		return refuse_several(&query, name, err);
	*ret = name;
	return CDR_OK;
}
