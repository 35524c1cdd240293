/* SPDX-License-Identifier: Apache-2.0 */
/*
 * API tokens by digest. Table: tokens. The token itself never reaches this room.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_token_add(struct cdr_store *store, struct cdr_str org, struct cdr_str name, struct cdr_str sha256,
                    struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, org, true, &organisation, err));
	CDR_TRY(store_run(store, "INSERT INTO tokens (sha256, organisation, name, created_at) VALUES ($1, $2, $3, $4)",
	                  STORE_VALUES(store_text(sha256), store_int(organisation), store_text(store_present(name)),
	                               store_text(cdr_str_from(cdr_time_now(now)))),
	                  err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_token_find(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret_org,
                     struct cdr_str *ret_name, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT o.name, t.name FROM tokens t JOIN organisations o ON o.id = t.organisation"
	                         " WHERE t.sha256 = $1",
	                         STORE_VALUES(store_text(sha256)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
		                "no such token: make one with `candor token new`");
	struct cdr_str org = store_column_text(&query, 0), name = store_column_text(&query, 1);
	CDR_TRY(STORE_KEEP(arena, err, &org, &name));
	*ret_org = org;
	*ret_name = name;
	return CDR_OK;
}
