/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mappings of columns that hold for later files of the same shape. Table: import_mappings. What a mapping says and what
 * makes a shape is import's business; here both are text. Saving again replaces: the imports keep which one they used.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_mapping_put(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                      const struct cdr_saved_mapping *mapping, struct cdr_error *err)
{
	int64_t organisation = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, org, true, &organisation, err));
	CDR_TRY(store_run(store,
	                  "INSERT INTO import_mappings (organisation, kind, shape, name, yaml, saved_at)"
	                  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organisation, kind, shape) DO UPDATE"
	                  " SET name = excluded.name, yaml = excluded.yaml, saved_at = excluded.saved_at",
	                  STORE_VALUES(store_int(organisation), store_text(kind), store_text(shape),
	                               store_text(store_present(mapping->name)),
	                               store_text(store_present(mapping->yaml)), store_text(mapping->saved_at)),
	                  err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_mapping_find(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                       struct cdr_arena *arena, struct cdr_saved_mapping *ret, bool *ret_found, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT m.name, m.yaml, m.saved_at FROM import_mappings m"
	                         " JOIN organisations o ON o.id = m.organisation"
	                         " WHERE o.name = $1 AND m.kind = $2 AND m.shape = $3",
	                         STORE_VALUES(store_text(org), store_text(kind), store_text(shape)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (row) {
		struct cdr_saved_mapping found = { store_column_text(&query, 0), store_column_text(&query, 1),
			                           store_column_text(&query, 2) };
		CDR_TRY(STORE_KEEP(arena, err, &found.name, &found.yaml, &found.saved_at));
		*ret = found;
	}
	*ret_found = row;
	return CDR_OK;
}

enum cdr_status
cdr_store_mapping_forget(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                         bool *ret_forgotten, struct cdr_error *err)
{
	int64_t removed = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &removed, &found,
	                      "DELETE FROM import_mappings WHERE kind = $1 AND shape = $2 AND organisation ="
	                      " (SELECT id FROM organisations WHERE name = $3) RETURNING 1",
	                      STORE_VALUES(store_text(kind), store_text(shape), store_text(org)), err));
	*ret_forgotten = found;
	return CDR_OK;
}
