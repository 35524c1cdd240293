/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What several files of the room need above the driver: statements in one call, copies into an arena, organisations by
 * name, stored JSON. No table belongs here but organisations.
 */
#include "store/store-impl.h"

enum cdr_status
store_run(struct cdr_store *store, const char *sql, const struct store_value *values, size_t n_values,
          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = true;
	CDR_TRY(store_query_open(store, &query, sql, values, n_values, err));
	while (row)
		CDR_TRY(store_query_step(&query, &row, err));
	return CDR_OK;
}

enum cdr_status
store_run_int(struct cdr_store *store, int64_t *ret, bool *ret_found, const char *sql, const struct store_value *values,
              size_t n_values, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false, more = true;
	CDR_TRY(store_query_open(store, &query, sql, values, n_values, err));
	CDR_TRY(store_query_step(&query, &row, err));
	int64_t value = row ? store_column_int(&query, 0) : 0;
	while (row && more) /* a statement that writes and returns is done only after its last row */
		CDR_TRY(store_query_step(&query, &more, err));
	*ret = value;
	if (ret_found)
		*ret_found = row;
	return CDR_OK;
}

enum cdr_status
store_keep(struct cdr_arena *arena, struct cdr_str *const *texts, size_t n_texts, struct cdr_error *err)
{
	for (size_t i = 0; i < n_texts; i++) {
		if (!texts[i]->p)
			continue;
		*texts[i] = cdr_str_copy(arena, *texts[i]);
		if (!texts[i]->p)
			return cdr_fail_memory(err, STORE_ROOM);
	}
	return CDR_OK;
}

struct cdr_str
store_now_unless(struct cdr_str given, char buffer[CDR_TIME_TEXT_MAX])
{
	return given.n ? given : cdr_str_from(cdr_time_now(buffer));
}

struct cdr_str
store_present(struct cdr_str text)
{
	return text.p ? text : CDR_STR("");
}

int64_t
store_limit(size_t limit)
{
	return limit == 0 || limit > INT64_MAX ? INT64_MAX : (int64_t)limit;
}

enum cdr_status
store_organisation(struct cdr_store *store, struct cdr_str name, bool make, int64_t *ret, struct cdr_error *err)
{
	int64_t id = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &id, &found, "SELECT id FROM organisations WHERE name = $1",
	                      STORE_VALUES(store_text(name)), err));
	if (!found && make) {
		char now[CDR_TIME_TEXT_MAX];
		CDR_TRY(store_run_int(
			store, &id, NULL,
			"INSERT INTO organisations (name, created_at) VALUES ($1, $2)"
			" ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING id",
			STORE_VALUES(store_text(store_present(name)), store_text(cdr_str_from(cdr_time_now(now)))),
			err));
	}
	*ret = id;
	return CDR_OK;
}

struct cdr_origin
store_column_origin(const struct store_query *query, int first)
{
	return (struct cdr_origin){ .file = store_column_text(query, first),
		                    .sheet = store_column_text(query, first + 1),
		                    .row = (uint32_t)store_column_int(query, first + 2),
		                    .line = (uint32_t)store_column_int(query, first + 3) };
}

/* The user's input is not to blame for what stands in the store. */
enum cdr_status
store_damaged(enum cdr_status status, struct cdr_error *err)
{
	if (status == CDR_OK || status == CDR_ENOMEM)
		return status;
	cdr_error_prefix(err, "the store is damaged, restore a backup of it");
	if (err) {
		err->code = CDR_ESTORE;
		err->room = STORE_ROOM;
	}
	return CDR_ESTORE;
}

enum cdr_status
store_parse(struct cdr_str text, const char *what, struct cdr_json **ret, struct cdr_error *err)
{
	return store_damaged(cdr_json_parse(text, what, ret, err), err);
}

enum cdr_status
store_row_arena(struct cdr_arena **ret, struct cdr_error *err)
{
	*ret = cdr_arena_new(CDR_BUF_MAX_DEFAULT);
	return *ret ? CDR_OK : cdr_fail_memory(err, STORE_ROOM);
}
