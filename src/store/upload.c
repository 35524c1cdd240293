/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes of uploads that wait for their job, by digest. Table: uploads. They are dropped when the job is done: what stays
 * is the digest in the import and in the evidence.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_upload_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str bytes, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	return store_run(store,
	                 "INSERT INTO uploads (sha256, created_at, bytes) VALUES ($1, $2, $3)"
	                 " ON CONFLICT (sha256) DO NOTHING",
	                 STORE_VALUES(store_text(sha256), store_text(cdr_str_from(cdr_time_now(now))),
	                              store_bytes(store_present(bytes))),
	                 err);
}

enum cdr_status
cdr_store_upload_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_buf *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT bytes FROM uploads WHERE sha256 = $1",
	                         STORE_VALUES(store_text(sha256)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "the upload %.*s is gone: send the file again",
		                CDR_STR_ARG(sha256));
	cdr_buf_add_str(ret, store_column_text(&query, 0));
	return cdr_buf_check(ret, STORE_ROOM, err);
}

enum cdr_status
cdr_store_upload_drop(struct cdr_store *store, struct cdr_str sha256, struct cdr_error *err)
{
	return store_run(store, "DELETE FROM uploads WHERE sha256 = $1", STORE_VALUES(store_text(sha256)), err);
}
