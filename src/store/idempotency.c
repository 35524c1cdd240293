/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers remembered for an Idempotency-Key, so that a request sent twice is done once. Table: idempotency. Of two that
 * raced, the first answer stays.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_idempotency_get(struct cdr_store *store, struct cdr_str org, struct cdr_str key, struct cdr_arena *arena,
                          struct cdr_str *ret_request_sha256, int *ret_http_status, struct cdr_str *ret_body,
                          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_str request = { NULL, 0 }, body = { NULL, 0 };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT i.request_sha256, i.http_status, i.body FROM idempotency i"
	                         " JOIN organisations o ON o.id = i.organisation WHERE o.name = $1 AND i.key = $2",
	                         STORE_VALUES(store_text(org), store_text(key)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row) {
		request = store_column_text(&query, 0);
		body = store_column_text(&query, 2);
	}
	CDR_TRY(STORE_KEEP(arena, err, &request, &body));
	*ret_http_status = row ? (int)store_column_int(&query, 1) : 0;
	*ret_request_sha256 = request;
	*ret_body = body;
	return CDR_OK;
}

enum cdr_status
cdr_store_idempotency_put(struct cdr_store *store, struct cdr_str org, struct cdr_str key,
                          struct cdr_str request_sha256, int http_status, struct cdr_str body, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, org, true, &organisation, err));
	CDR_TRY(store_run(store,
	                  "INSERT INTO idempotency (organisation, key, created_at, request_sha256, http_status, body)"
	                  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation, key) DO NOTHING",
	                  STORE_VALUES(store_int(organisation), store_text(store_present(key)),
	                               store_text(cdr_str_from(cdr_time_now(now))),
	                               store_text(store_present(request_sha256)), store_int(http_status),
	                               store_text(body)),
	                  err));
	return cdr_store_transaction_commit(&transaction, err);
}
