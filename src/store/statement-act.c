/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people did to drafts, and the texts they did it to. Tables: statement_acts, and raw_files for the texts. Acts are
 * added and read; nothing here changes or removes one. The surprise: a text is hashed again whenever it is read, since
 * that it is still the text that was signed is the whole point of keeping it.
 */
#include "store/store-impl.h"

#include "candor/crypt.h"

#define MAX_ACTS 100000 /* on one statement */

enum cdr_status
cdr_store_statement_act_add(struct cdr_store *store, struct cdr_statement_act *act, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t id = 0;
	CDR_TRY(store_run_int(store, &id, NULL,
	                      "INSERT INTO statement_acts"
	                      " (statement, act, key, created_at, actor, sha256, evidence, data)"
	                      " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
	                      STORE_VALUES(store_int(act->statement), store_text(store_present(act->act)),
	                                   store_text(act->key), store_text(store_now_unless(act->at, now)),
	                                   store_text(act->actor), store_text(act->sha256), store_int(act->evidence),
	                                   store_text(store_present(act->data_json))),
	                      err));
	act->id = id;
	return CDR_OK;
}

static enum cdr_status
read_act(const struct store_query *query, struct cdr_arena *arena, struct cdr_statement_act *ret, struct cdr_error *err)
{
	*ret = (struct cdr_statement_act){ .id = store_column_int(query, 0),
		                           .statement = store_column_int(query, 1),
		                           .act = store_column_text(query, 2),
		                           .key = store_column_text(query, 3),
		                           .at = store_column_text(query, 4),
		                           .actor = store_column_text(query, 5),
		                           .sha256 = store_column_text(query, 6),
		                           .evidence = store_column_int(query, 7),
		                           .data_json = store_column_text(query, 8) };
	return STORE_KEEP(arena, err, &ret->act, &ret->key, &ret->at, &ret->actor, &ret->sha256, &ret->data_json);
}

enum cdr_status
cdr_store_statement_acts(struct cdr_store *store, int64_t statement, struct cdr_arena *arena,
                         struct cdr_statement_act **ret, size_t *ret_n, struct cdr_error *err)
{
	int64_t count = 0;
	bool row = false;
	CDR_TRY(store_run_int(store, &count, NULL, "SELECT count(*) FROM statement_acts WHERE statement = $1",
	                      STORE_VALUES(store_int(statement)), err));
	if (count > MAX_ACTS)
		return cdr_fail(err, CDR_ELIMIT, STORE_ROOM, NULL, "statement %lld was changed more than %d times",
		                (long long)statement, MAX_ACTS);
	struct cdr_statement_act *acts = cdr_arena_alloc(arena, ((size_t)count + 1) * sizeof(*acts));
	if (!acts)
		return cdr_fail_memory(err, STORE_ROOM);
	cdr_auto(store_query) query = { NULL };
	size_t n = 0;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT id, statement, act, key, created_at, actor, sha256, evidence, data"
	                         " FROM statement_acts WHERE statement = $1 ORDER BY id",
	                         STORE_VALUES(store_int(statement)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row && n < (size_t)count) {
		CDR_TRY(read_act(&query, arena, &acts[n++], err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	*ret = acts;
	*ret_n = n;
	return CDR_OK;
}

const char *
cdr_store_statement_digest(struct cdr_str text, char out[CDR_STATEMENT_DIGEST_MAX])
{
	return cdr_crypt_sha256(text, out);
}

enum cdr_status
cdr_store_statement_freeze(struct cdr_store *store, struct cdr_str text, char ret_sha256[CDR_STATEMENT_DIGEST_MAX],
                           struct cdr_error *err)
{
	char sha256[CDR_STATEMENT_DIGEST_MAX];
	(void)cdr_store_statement_digest(text, sha256);
	CDR_TRY(cdr_store_raw_put(store, cdr_str_from(sha256), text, err));
	(void)cdr_store_statement_digest(text, ret_sha256);
	return CDR_OK;
}

enum cdr_status
cdr_store_statement_frozen(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret,
                           struct cdr_error *err)
{
	char found[CDR_STATEMENT_DIGEST_MAX];
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	enum cdr_status status = cdr_store_raw_get(store, sha256, &text, err);
	if (status == CDR_ENOTFOUND)
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, store->path,
		                "the text with SHA-256 %.*s is not in the store any more", CDR_STR_ARG(sha256));
	CDR_TRY(status);
	(void)cdr_store_statement_digest(cdr_buf_str(&text), found);
	if (!cdr_str_equal(sha256, cdr_str_from(found)))
		return cdr_fail(err, CDR_ESTORE, STORE_ROOM, store->path,
		                "the text kept with SHA-256 %.*s was altered: it now has %s", CDR_STR_ARG(sha256),
		                found);
	struct cdr_str copy = cdr_str_copy(arena, cdr_buf_str(&text));
	if (!copy.p)
		return cdr_fail_memory(err, STORE_ROOM);
	*ret = copy;
	return CDR_OK;
}
