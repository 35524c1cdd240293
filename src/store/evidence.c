/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of the evidence chain and the mark beside it. Tables: evidence, evidence_mark. Rows are added and read; there
 * is no statement here that changes or removes one. What a row means and how it is hashed is the evidence room's.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_evidence_append(struct cdr_store *store, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_run(store,
	                  "INSERT INTO evidence (number, created_at, actor, act, subject, detail, previous, hash)"
	                  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	                  STORE_VALUES(store_int(row->number), store_text(store_present(row->at)),
	                               store_text(row->actor), store_text(store_present(row->act)),
	                               store_text(row->subject), store_text(row->detail_json),
	                               store_text(store_present(row->previous)), store_text(store_present(row->hash))),
	                  err));
	CDR_TRY(store_run(store,
	                  "INSERT INTO evidence_mark (id, number, hash) VALUES (1, $1, $2)"
	                  " ON CONFLICT (id) DO UPDATE SET number = excluded.number, hash = excluded.hash",
	                  STORE_VALUES(store_int(row->number), store_text(store_present(row->hash))), err));
	return cdr_store_transaction_commit(&transaction, err);
}

#define EVIDENCE_COLUMNS "SELECT number, created_at, actor, act, subject, detail, previous, hash FROM evidence "

static struct cdr_evidence_row
read_row(const struct store_query *query)
{
	return (struct cdr_evidence_row){ .number = store_column_int(query, 0),
		                          .at = store_column_text(query, 1),
		                          .actor = store_column_text(query, 2),
		                          .act = store_column_text(query, 3),
		                          .subject = store_column_text(query, 4),
		                          .detail_json = store_column_text(query, 5),
		                          .previous = store_column_text(query, 6),
		                          .hash = store_column_text(query, 7) };
}

enum cdr_status
cdr_store_evidence_head(struct cdr_store *store, struct cdr_arena *arena, struct cdr_evidence_row *ret,
                        struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_evidence_row head = { 0 };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, EVIDENCE_COLUMNS "ORDER BY number DESC LIMIT 1", NULL, 0, err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row)
		head = read_row(&query);
	CDR_TRY(STORE_KEEP(arena, err, &head.at, &head.actor, &head.act, &head.subject, &head.detail_json,
	                   &head.previous, &head.hash));
	*ret = head;
	return CDR_OK;
}

enum cdr_status
cdr_store_evidence_mark(struct cdr_store *store, struct cdr_arena *arena, int64_t *ret_number, struct cdr_str *ret_hash,
                        struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_str hash = { NULL, 0 };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT number, hash FROM evidence_mark", NULL, 0, err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row)
		hash = store_column_text(&query, 1);
	CDR_TRY(STORE_KEEP(arena, err, &hash));
	*ret_number = row ? store_column_int(&query, 0) : 0;
	*ret_hash = hash;
	return CDR_OK;
}

enum cdr_status
cdr_store_evidence_each(struct cdr_store *store, int64_t from_number, cdr_evidence_row_fn fn, void *context,
                        struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool more = false;
	CDR_TRY(store_query_open(store, &query, EVIDENCE_COLUMNS "WHERE number >= $1 ORDER BY number",
	                         STORE_VALUES(store_int(from_number)), err));
	CDR_TRY(store_query_step(&query, &more, err));
	while (more) {
		struct cdr_evidence_row row = read_row(&query);
		CDR_TRY(fn(context, &row, err));
		CDR_TRY(store_query_step(&query, &more, err));
	}
	return CDR_OK;
}
