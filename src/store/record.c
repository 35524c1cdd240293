/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records about parties (audits, certificates, training, surveys, allegations), with versions as parties have them. Tables:
 * records, record_versions. They are not subjects: nobody screens an audit. What surprises: whether anything is known of a
 * kind is told by the imports and not by the records, because a list that holds none says that there are none, and no list
 * says nothing.
 */
#include "store/store-impl.h"

#include <stdio.h>

#include "candor/crypt.h"

enum { ID_DIGITS = 16 };

/* What is to be kept of one record. */
struct record_draft {
	struct cdr_str org, kind, key, data;
	int64_t import_id;
	struct cdr_origin origin;
};

/* Id: "r-" and the first 16 digits of SHA-256 over "<kind> <n>:<organisation> <n>:<key>", as of subjects. */
static enum cdr_status
write_id(struct cdr_store *store, const struct record_draft *draft, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_add_str(&text, draft->kind);
	cdr_buf_printf(&text, " %zu:", draft->org.n);
	cdr_buf_add_str(&text, draft->org);
	cdr_buf_printf(&text, " %zu:", draft->key.n);
	cdr_buf_add_str(&text, draft->key);
	CDR_TRY(cdr_buf_check(&text, STORE_ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), digest);
	(void)snprintf(store->subject_id, sizeof(store->subject_id), "r-%.*s", ID_DIGITS, digest);
	return CDR_OK;
}

/* Number and latest version of a record already known; *ret_record 0 when it is new. */
static enum cdr_status
find_latest(struct cdr_store *store, const struct record_draft *draft, int64_t organisation, int64_t *ret_record,
            int64_t *ret_version, bool *ret_same, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT r.id, v.version, v.data FROM records r"
	                         " JOIN record_versions v ON v.record = r.id"
	                         " WHERE r.organisation = $1 AND r.kind = $2 AND r.key = $3"
	                         " ORDER BY v.version DESC LIMIT 1",
	                         STORE_VALUES(store_int(organisation), store_text(draft->kind), store_text(draft->key)),
	                         err));
	CDR_TRY(store_query_step(&query, &row, err));
	*ret_record = row ? store_column_int(&query, 0) : 0;
	*ret_version = row ? store_column_int(&query, 1) : 0;
	*ret_same = row && cdr_str_equal(store_column_text(&query, 2), draft->data);
	return CDR_OK;
}

static enum cdr_status
add_version(struct cdr_store *store, const struct record_draft *draft, int64_t record, int64_t version,
            struct cdr_error *err)
{
	return store_run(store,
	                 "INSERT INTO record_versions (record, version, from_import, data, file, sheet, row_number,"
	                 " line_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	                 STORE_VALUES(store_int(record), store_int(version), store_int(draft->import_id),
	                              store_text(draft->data), store_text(draft->origin.file),
	                              store_text(draft->origin.sheet), store_int(draft->origin.row),
	                              store_int(draft->origin.line)),
	                 err);
}

/* Leaves the record's id in store->subject_id. */
static enum cdr_status
put(struct cdr_store *store, const struct record_draft *draft, int64_t *ret_version, enum cdr_put_result *ret,
    struct cdr_error *err)
{
	int64_t organisation = 0, record = 0, version = 0;
	bool same = false;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(write_id(store, draft, err));
	CDR_TRY(store_organisation(store, draft->org, true, &organisation, err));
	CDR_TRY(find_latest(store, draft, organisation, &record, &version, &same, err));
	enum cdr_put_result result = same ? CDR_PUT_UNCHANGED : record ? CDR_PUT_CHANGED : CDR_PUT_CREATED;
	if (result == CDR_PUT_CREATED)
		CDR_TRY(store_insert(store, &record,
		                     "INSERT INTO records (organisation, kind, public_id, key) VALUES ($1, $2, $3, $4)",
		                     STORE_VALUES(store_int(organisation), store_text(draft->kind),
		                                  store_text(cdr_str_from(store->subject_id)), store_text(draft->key)),
		                     err));
	if (result != CDR_PUT_UNCHANGED)
		CDR_TRY(add_version(store, draft, record, ++version, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_version = version;
	*ret = result;
	return CDR_OK;
}

enum cdr_status
cdr_store_record_put(struct cdr_store *store, struct cdr_str org, int64_t import_id, struct cdr_record *record,
                     enum cdr_put_result *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	struct cdr_record content = *record;
	content.id = content.key = (struct cdr_str){ NULL, 0 };
	content.version = 0;
	content.origin = (struct cdr_origin){ 0 };
	cdr_owned(cdr_json) json = cdr_record_to_json(&content);
	if (!json)
		return cdr_fail_memory(err, STORE_ROOM);
	CDR_TRY(cdr_json_write(json, false, &data, err));
	struct record_draft draft = { .org = org,
		                      .kind = cdr_str_from(cdr_record_kind_word(record->kind)),
		                      .key = record->key,
		                      .data = cdr_buf_str(&data),
		                      .import_id = import_id,
		                      .origin = record->origin };
	CDR_TRY(put(store, &draft, &record->version, ret, err));
	record->id = cdr_str_from(store->subject_id);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* The word of a kind; "" stands for all of them. */
static struct cdr_str
kind_word(int kind)
{
	return kind < 0 ? CDR_STR("") : cdr_str_from(cdr_record_kind_word((enum cdr_record_kind)kind));
}

static enum cdr_status
read_record(const struct store_query *query, struct cdr_arena *arena, struct cdr_record *ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(store_parse(store_column_text(query, 3), "record_versions.data", &json, err));
	CDR_TRY(store_damaged(cdr_record_from_json(json, arena, ret, err), err));
	ret->id = store_column_text(query, 0);
	ret->key = store_column_text(query, 1);
	ret->version = store_column_int(query, 2);
	ret->origin = store_column_origin(query, 4);
	return CDR_OK;
}

enum cdr_status
cdr_store_record_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int kind, cdr_record_fn fn,
                      void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT r.public_id, r.key, v.version, v.data, v.file, v.sheet, v.row_number, v.line_number"
		" FROM records r JOIN organisations o ON o.id = r.organisation"
		" JOIN record_versions v ON v.record = r.id AND v.version ="
		" (SELECT max(w.version) FROM record_versions w WHERE w.record = r.id AND w.from_import <= $1)"
		" WHERE o.name = $2 AND ($3 = '' OR r.kind = $3) ORDER BY r.public_id",
		STORE_VALUES(store_int(as_of_import), store_text(org), store_text(kind_word(kind))), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_record record = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(read_record(&query, arena, &record, err));
		CDR_TRY(fn(context, &record, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_record_count(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int kind, int64_t *ret,
                       struct cdr_error *err)
{
	return store_run_int(store, ret, NULL,
	                     "SELECT count(*) FROM records r JOIN organisations o ON o.id = r.organisation"
	                     " JOIN record_versions v ON v.record = r.id AND v.version = 1"
	                     " WHERE o.name = $2 AND v.from_import <= $1 AND ($3 = '' OR r.kind = $3)",
	                     STORE_VALUES(store_int(as_of_import), store_text(org), store_text(kind_word(kind))), err);
}

enum cdr_status
cdr_store_record_known(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, enum cdr_record_kind kind,
                       bool *ret, struct cdr_error *err)
{
	int64_t n = 0;
	CDR_TRY(store_run_int(
		store, &n, NULL,
		"SELECT count(*) FROM imports i JOIN organisations o ON o.id = i.organisation"
		" WHERE o.name = $2 AND i.id <= $1 AND i.kind = $3 AND (i.n_accepted > 0 OR i.n_read = 0)",
		STORE_VALUES(store_int(as_of_import), store_text(org), store_text(kind_word((int)kind))), err));
	*ret = n > 0;
	return CDR_OK;
}
