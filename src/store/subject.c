/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parties and engagements, both kept as subjects with versions. Tables: subjects, subject_versions. What surprises: ids
 * are computed, not drawn, so that the same lists imported on two machines give the same ids and with them the same
 * findings, digests and statements; and a version is compared by the bytes of its JSON, which the model writes in one
 * fixed form. Rows that somebody said are one party are read as one (combine.c), and kept apart here.
 */
#include "store/store-impl.h"

#include <stdio.h>
#include <string.h>

#include "candor/crypt.h"

enum { ID_DIGITS = 16 };

struct subject_kind {
	struct cdr_str word; /* as in the table */
	char prefix;         /* of the id */
};
static const struct subject_kind party_kind = { { "party", 5 }, 'p' };
static const struct subject_kind engagement_kind = { { "engagement", 10 }, 'e' };

/* ---------------------------------------------------------------------------------------------------------- keeping */

/* What is to be kept of one record. */
struct subject_draft {
	const struct subject_kind *kind;
	struct cdr_str org, key;
	int64_t import_id;
	struct cdr_str data; /* JSON */
	struct cdr_origin origin;
};

/* Id: the kind's letter, "-", and the first 16 digits of SHA-256 over "<kind> <n>:<organisation> <n>:<key>", n being the
 * length in bytes of what follows it, so that no two pairs share an encoding. */
static enum cdr_status
write_id(struct cdr_store *store, const struct subject_draft *draft, struct cdr_error *err)
{
	char digest[CDR_SHA256_TEXT_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_add_str(&text, draft->kind->word);
	cdr_buf_printf(&text, " %zu:", draft->org.n);
	cdr_buf_add_str(&text, draft->org);
	cdr_buf_printf(&text, " %zu:", draft->key.n);
	cdr_buf_add_str(&text, draft->key);
	CDR_TRY(cdr_buf_check(&text, STORE_ROOM, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&text), digest);
	snprintf(store->subject_id, sizeof(store->subject_id), "%c-%.*s", draft->kind->prefix, ID_DIGITS, digest);
	return CDR_OK;
}

/* Number and latest version of a subject already known; *ret_subject 0 when it is new. */
static enum cdr_status
find_latest(struct cdr_store *store, const struct subject_draft *draft, int64_t organisation, int64_t *ret_subject,
            int64_t *ret_version, bool *ret_same, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT s.id, v.version, v.data FROM subjects s"
		" JOIN subject_versions v ON v.subject = s.id"
		" WHERE s.organisation = $1 AND s.kind = $2 AND s.key = $3"
		" ORDER BY v.version DESC LIMIT 1",
		STORE_VALUES(store_int(organisation), store_text(draft->kind->word), store_text(draft->key)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	*ret_subject = row ? store_column_int(&query, 0) : 0;
	*ret_version = row ? store_column_int(&query, 1) : 0;
	*ret_same = row && cdr_str_equal(store_column_text(&query, 2), draft->data);
	return CDR_OK;
}

static enum cdr_status
add_subject(struct cdr_store *store, const struct subject_draft *draft, int64_t organisation, int64_t *ret_subject,
            struct cdr_error *err)
{
	return store_insert(store, ret_subject,
	                    "INSERT INTO subjects (organisation, kind, public_id, key) VALUES ($1, $2, $3, $4)",
	                    STORE_VALUES(store_int(organisation), store_text(draft->kind->word),
	                                 store_text(cdr_str_from(store->subject_id)), store_text(draft->key)),
	                    err);
}

static enum cdr_status
add_version(struct cdr_store *store, const struct subject_draft *draft, int64_t subject, int64_t version,
            struct cdr_error *err)
{
	return store_run(store,
	                 "INSERT INTO subject_versions (subject, version, from_import, data, file, sheet, row_number,"
	                 " line_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
	                 STORE_VALUES(store_int(subject), store_int(version), store_int(draft->import_id),
	                              store_text(draft->data), store_text(draft->origin.file),
	                              store_text(draft->origin.sheet), store_int(draft->origin.row),
	                              store_int(draft->origin.line)),
	                 err);
}

/* Leaves the subject's id in store->subject_id. */
static enum cdr_status
put(struct cdr_store *store, const struct subject_draft *draft, int64_t *ret_version, enum cdr_put_result *ret,
    struct cdr_error *err)
{
	int64_t organisation = 0, subject = 0, version = 0;
	bool same = false;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(write_id(store, draft, err));
	CDR_TRY(store_organisation(store, draft->org, true, &organisation, err));
	CDR_TRY(find_latest(store, draft, organisation, &subject, &version, &same, err));
	enum cdr_put_result result = same ? CDR_PUT_UNCHANGED : subject ? CDR_PUT_CHANGED : CDR_PUT_CREATED;
	if (result == CDR_PUT_CREATED)
		CDR_TRY(add_subject(store, draft, organisation, &subject, err));
	if (result != CDR_PUT_UNCHANGED)
		CDR_TRY(add_version(store, draft, subject, ++version, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret_version = version;
	*ret = result;
	return CDR_OK;
}

enum cdr_status
cdr_store_party_put(struct cdr_store *store, struct cdr_str org, int64_t import_id, struct cdr_party *party,
                    enum cdr_put_result *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	struct cdr_party content = *party;
	content.id = content.key = (struct cdr_str){ NULL, 0 };
	content.version = 0;
	content.origin = (struct cdr_origin){ 0 };
	cdr_owned(cdr_json) json = cdr_party_to_json(&content);
	if (!json)
		return cdr_fail_memory(err, STORE_ROOM);
	CDR_TRY(cdr_json_write(json, false, &data, err));
	struct subject_draft draft = { &party_kind, org, party->key, import_id, cdr_buf_str(&data), party->origin };
	CDR_TRY(put(store, &draft, &party->version, ret, err));
	party->id = cdr_str_from(store->subject_id);
	return CDR_OK;
}

enum cdr_status
cdr_store_engagement_put(struct cdr_store *store, struct cdr_str org, int64_t import_id,
                         struct cdr_engagement *engagement, enum cdr_put_result *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	struct cdr_engagement content = *engagement;
	content.id = content.key = (struct cdr_str){ NULL, 0 };
	content.version = 0;
	content.origin = (struct cdr_origin){ 0 };
	cdr_owned(cdr_json) json = cdr_engagement_to_json(&content);
	if (!json)
		return cdr_fail_memory(err, STORE_ROOM);
	CDR_TRY(cdr_json_write(json, false, &data, err));
	struct subject_draft draft = { &engagement_kind,  org, engagement->key, import_id, cdr_buf_str(&data),
		                       engagement->origin };
	CDR_TRY(put(store, &draft, &engagement->version, ret, err));
	engagement->id = cdr_str_from(store->subject_id);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* The current row's JSON, in a form the model reads. */
static enum cdr_status
read_data(const struct store_query *query, struct cdr_json **ret, struct cdr_error *err)
{
	return store_parse(store_column_text(query, 3), "subject_versions.data", ret, err);
}

enum cdr_status
store_read_party(const struct store_query *query, struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(read_data(query, &json, err));
	CDR_TRY(store_damaged(cdr_party_from_json(json, arena, ret, err), err));
	ret->id = store_column_text(query, 0);
	ret->key = store_column_text(query, 1);
	ret->version = store_column_int(query, 2);
	ret->origin = store_column_origin(query, 4);
	return CDR_OK;
}

static enum cdr_status
read_engagement(const struct store_query *query, struct cdr_arena *arena, struct cdr_engagement *ret,
                struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(read_data(query, &json, err));
	CDR_TRY(store_damaged(cdr_engagement_from_json(json, arena, ret, err), err));
	ret->id = store_column_text(query, 0);
	ret->key = store_column_text(query, 1);
	ret->version = store_column_int(query, 2);
	ret->origin = store_column_origin(query, 4);
	return CDR_OK;
}

/* Which subjects an iteration is about. */
struct subject_range {
	const struct subject_kind *kind;
	struct cdr_str org, after_id;
	int64_t as_of_import;
	size_t limit;
};

static enum cdr_status
open_range(struct cdr_store *store, const struct subject_range *range, struct store_query *ret, struct cdr_error *err)
{
	return store_query_open(
		store, ret,
		STORE_SUBJECT_COLUMNS
		"WHERE o.name = $2 AND s.kind = $3 AND s.public_id > $4"
		" AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.merged = s.id AND " STORE_MERGE_HOLDS ")"
		" ORDER BY s.public_id LIMIT $5",
		STORE_VALUES(store_int(range->as_of_import), store_text(range->org), store_text(range->kind->word),
	                     store_text(store_present(range->after_id)), store_int(store_limit(range->limit))),
		err);
}

enum cdr_status
cdr_store_party_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str after_id,
                     size_t limit, cdr_party_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	struct subject_range range = { &party_kind, org, after_id, as_of_import, limit };
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(open_range(store, &range, &query, err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_party party = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(store_read_party(&query, arena, &party, err));
		CDR_TRY(store_combine(store, store_column_int(&query, 8), as_of_import, arena, &party, err));
		CDR_TRY(fn(context, &party, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_engagement_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str after_id,
                          size_t limit, cdr_engagement_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	struct subject_range range = { &engagement_kind, org, after_id, as_of_import, limit };
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(open_range(store, &range, &query, err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_engagement engagement = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(read_engagement(&query, arena, &engagement, err));
		CDR_TRY(fn(context, &engagement, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
store_find_party(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str id_or_key,
                 int64_t *ret, struct cdr_error *err)
{
	int64_t subject = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &subject, &found,
	                      "SELECT s.id FROM subjects s JOIN organisations o ON o.id = s.organisation"
	                      " JOIN subject_versions v ON v.subject = s.id AND v.version = 1"
	                      " WHERE o.name = $2 AND s.kind = 'party' AND (s.public_id = $3 OR s.key = $3)"
	                      " AND v.from_import <= $1"
	                      " ORDER BY CASE WHEN s.public_id = $3 THEN 0 ELSE 1 END LIMIT 1",
	                      STORE_VALUES(store_int(as_of_import), store_text(org), store_text(id_or_key)), err));
	if (!found)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
		                "organisation \"%.*s\" has no party with id or key \"%.*s\"", CDR_STR_ARG(org),
		                CDR_STR_ARG(id_or_key));
	*ret = subject;
	return CDR_OK;
}

enum cdr_status
cdr_store_party_get(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str id_or_key,
                    struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	struct cdr_party party = { 0 };
	int64_t subject = 0;
	CDR_TRY(store_find_party(store, org, as_of_import, id_or_key, &subject, err));
	CDR_TRY(store_speaker(store, subject, as_of_import, &subject, err));
	CDR_TRY(store_query_open(store, &query, STORE_SUBJECT_COLUMNS "WHERE s.id = $2",
	                         STORE_VALUES(store_int(as_of_import), store_int(subject)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	cdr_require(row);
	CDR_TRY(store_read_party(&query, arena, &party, err));
	CDR_TRY(STORE_KEEP(arena, err, &party.id, &party.key, &party.origin.file, &party.origin.sheet));
	CDR_TRY(store_combine(store, subject, as_of_import, arena, &party, err));
	*ret = party;
	return CDR_OK;
}

/* Opens the latest version of one row and steps to it; ENOTFOUND. */
static enum cdr_status
open_row(struct cdr_store *store, const struct subject_kind *kind, struct cdr_str org, struct cdr_str id_or_key,
         struct store_query *query, struct cdr_error *err)
{
	bool row = false;
	CDR_TRY(store_query_open(
		store, query,
		STORE_SUBJECT_COLUMNS "WHERE o.name = $2 AND s.kind = $3 AND (s.public_id = $4 OR s.key = $4)"
				      " ORDER BY CASE WHEN s.public_id = $4 THEN 0 ELSE 1 END LIMIT 1",
		STORE_VALUES(store_int(INT64_MAX), store_text(org), store_text(kind->word), store_text(id_or_key)),
		err));
	CDR_TRY(store_query_step(query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
		                "organisation \"%.*s\" has no %.*s with id or key \"%.*s\"", CDR_STR_ARG(org),
		                CDR_STR_ARG(kind->word), CDR_STR_ARG(id_or_key));
	return CDR_OK;
}

enum cdr_status
cdr_store_party_row_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id_or_key, struct cdr_arena *arena,
                        struct cdr_party *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_party party = { 0 };
	CDR_TRY(open_row(store, &party_kind, org, id_or_key, &query, err));
	CDR_TRY(store_read_party(&query, arena, &party, err));
	CDR_TRY(STORE_KEEP(arena, err, &party.id, &party.key, &party.origin.file, &party.origin.sheet));
	*ret = party;
	return CDR_OK;
}

enum cdr_status
cdr_store_engagement_row_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id_or_key,
                             struct cdr_arena *arena, struct cdr_engagement *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_engagement engagement = { 0 };
	CDR_TRY(open_row(store, &engagement_kind, org, id_or_key, &query, err));
	CDR_TRY(read_engagement(&query, arena, &engagement, err));
	CDR_TRY(STORE_KEEP(arena, err, &engagement.id, &engagement.key, &engagement.origin.file,
	                   &engagement.origin.sheet));
	*ret = engagement;
	return CDR_OK;
}

enum cdr_status
cdr_store_party_count(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int64_t *ret_parties,
                      int64_t *ret_engagements, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT coalesce(sum(CASE WHEN s.kind = 'party' THEN 1 ELSE 0 END), 0), count(*)"
	                         " FROM subjects s JOIN organisations o ON o.id = s.organisation"
	                         " JOIN subject_versions v ON v.subject = s.id AND v.version = 1"
	                         " WHERE o.name = $2 AND v.from_import <= $1"
	                         " AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.merged = s.id"
	                         " AND " STORE_MERGE_HOLDS ")",
	                         STORE_VALUES(store_int(as_of_import), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	*ret_parties = store_column_int(&query, 0);
	*ret_engagements = store_column_int(&query, 1) - *ret_parties;
	return CDR_OK;
}
