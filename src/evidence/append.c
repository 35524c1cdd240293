/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Appending a record. The last record is read and the new one written under the store's write lock, so two processes
 * cannot both follow the same record; called inside a transaction, the record stands or falls with the act it records.
 */
#include "candor/evidence.h"

#define ROOM "evidence"

/* Arena for the head: one hash and what an act's detail may take. */
enum { HEAD_MAX_BYTES = 64 << 20 };

static enum cdr_status
append_after_head(struct cdr_store *store, struct cdr_evidence_row *row, struct cdr_error *err)
{
	char hash[CDR_EVIDENCE_HASH_MAX];
	struct cdr_evidence_row head = { 0 };
	cdr_owned(cdr_arena) arena = cdr_arena_new(HEAD_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(cdr_store_evidence_head(store, arena, &head, err));
	row->number = head.number + 1;
	row->previous = head.number ? head.hash : CDR_STR(CDR_EVIDENCE_GENESIS);
	CDR_TRY(cdr_evidence_hash(row, hash, err));
	row->hash = cdr_str_from(hash);
	CDR_TRY(cdr_store_evidence_append(store, row, err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_evidence_append(struct cdr_store *store, struct cdr_str actor, const char *act, struct cdr_str subject,
                    struct cdr_json *take_detail, int64_t *ret_number, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	cdr_owned(cdr_json) detail = take_detail;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_evidence_row row = {
		.at = cdr_str_from(cdr_time_now(now)), .actor = actor, .act = cdr_str_from(act), .subject = subject
	};
	if (detail) {
		CDR_TRY(cdr_json_write(detail, false, &text, err));
		row.detail_json = cdr_buf_str(&text);
	}
	CDR_TRY(append_after_head(store, &row, err));
	if (ret_number)
		*ret_number = row.number;
	return CDR_OK;
}
