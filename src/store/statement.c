/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Drafts of statements, kept as the statement room wrote them. Table: statements.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_statement_add(struct cdr_store *store, struct cdr_statement_record *record, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0, id = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, record->org, true, &organisation, err));
	CDR_TRY(store_run_int(store, &id, NULL,
	                      "INSERT INTO statements (organisation, law, year, created_at, draft)"
	                      " VALUES ($1, $2, $3, $4, $5) RETURNING id",
	                      STORE_VALUES(store_int(organisation), store_text(store_present(record->law)),
	                                   store_text(record->year),
	                                   store_text(store_now_unless(record->created_at, now)),
	                                   store_text(store_present(record->draft_json))),
	                      err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	record->id = id;
	return CDR_OK;
}

enum cdr_status
cdr_store_statement_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                        struct cdr_statement_record *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.id, o.name, s.law, s.year, s.created_at, s.draft FROM statements s"
	                         " JOIN organisations o ON o.id = s.organisation WHERE o.name = $1 AND s.id = $2",
	                         STORE_VALUES(store_text(org), store_int(id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no statement %lld",
		                CDR_STR_ARG(org), (long long)id);
	struct cdr_statement_record record = { .id = store_column_int(&query, 0),
		                               .org = store_column_text(&query, 1),
		                               .law = store_column_text(&query, 2),
		                               .year = store_column_text(&query, 3),
		                               .created_at = store_column_text(&query, 4),
		                               .draft_json = store_column_text(&query, 5) };
	CDR_TRY(STORE_KEEP(arena, err, &record.org, &record.law, &record.year, &record.created_at, &record.draft_json));
	*ret = record;
	return CDR_OK;
}

enum cdr_status
cdr_store_statement_each(struct cdr_store *store, struct cdr_str org, struct cdr_str law, struct cdr_str year,
                         cdr_statement_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT s.id, o.name, s.law, s.year, s.created_at FROM statements s"
		" JOIN organisations o ON o.id = s.organisation WHERE o.name = $1"
		" AND ($2 = '' OR s.law = $2) AND ($3 = '' OR s.year = $3) ORDER BY s.id DESC",
		STORE_VALUES(store_text(org), store_text(store_present(law)), store_text(store_present(year))), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_statement_record record = { .id = store_column_int(&query, 0),
			                               .org = store_column_text(&query, 1),
			                               .law = store_column_text(&query, 2),
			                               .year = store_column_text(&query, 3),
			                               .created_at = store_column_text(&query, 4) };
		CDR_TRY(fn(context, &record, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
