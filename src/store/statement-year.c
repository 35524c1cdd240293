/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The latest draft of each year under one law, for those who compare years. Table: statements. What surprises: of a year
 * drafted twice only the later draft is told.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_statement_year_each(struct cdr_store *store, struct cdr_str org, struct cdr_str law, cdr_statement_fn fn,
                              void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.id, o.name, s.law, s.year, s.created_at, s.draft FROM statements s"
	                         " JOIN organisations o ON o.id = s.organisation WHERE o.name = $1 AND s.law = $2"
	                         " AND s.id IN (SELECT max(x.id) FROM statements x WHERE x.law = $2"
	                         " AND x.organisation = o.id GROUP BY x.year) ORDER BY s.year",
	                         STORE_VALUES(store_text(org), store_text(law)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_statement_record record = { .id = store_column_int(&query, 0),
			                               .org = store_column_text(&query, 1),
			                               .law = store_column_text(&query, 2),
			                               .year = store_column_text(&query, 3),
			                               .created_at = store_column_text(&query, 4),
			                               .draft_json = store_column_text(&query, 5) };
		CDR_TRY(fn(context, &record, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
