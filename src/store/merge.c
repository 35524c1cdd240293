/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people said of parties that may be one: that they are (a merge, which can be undone), and that they are not. Tables:
 * merges, distinct_parties. The rows of parties are not touched; how rows of one party are read as one record is in
 * combine.c. What surprises: a merge and its undoing are rows of imports too, because the number of an import is what a
 * screening pins its parties by, and parties that were told apart since must be one again when it is repeated.
 */
#include "store/store-impl.h"

/* ------------------------------------------------------------------------------------------------------- who speaks */

enum cdr_status
store_speaker(struct cdr_store *store, int64_t subject, int64_t as_of_import, int64_t *ret, struct cdr_error *err)
{
	return store_run_int(store, ret, NULL,
	                     "WITH RECURSIVE up (id) AS (SELECT CAST($2 AS INTEGER)"
	                     " UNION SELECT m.kept FROM merges m JOIN up ON m.merged = up.id WHERE " STORE_MERGE_HOLDS
	                     ") SELECT up.id FROM up WHERE NOT EXISTS"
	                     " (SELECT 1 FROM merges m WHERE m.merged = up.id AND " STORE_MERGE_HOLDS ")",
	                     STORE_VALUES(store_int(as_of_import), store_int(subject)), err);
}

/* ------------------------------------------------------------------------------------------------------------ merges */

/* A number on the clock of imports, for an act that changes what parties there are. */
static enum cdr_status
tick(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, int64_t *ret, struct cdr_error *err)
{
	struct cdr_import_record record = { .org = org, .kind = kind };
	CDR_TRY(cdr_store_import_begin(store, &record, err));
	*ret = record.id;
	return CDR_OK;
}

#define MERGE_COLUMNS                                                                                                  \
	"SELECT m.id, k.public_id, k.key, g.public_id, g.key, m.from_import, m.to_import, m.reason, m.actor,"          \
	" m.created_at, m.undone_reason, m.undone_by, m.undone_at"                                                     \
	" FROM merges m JOIN organisations o ON o.id = m.organisation"                                                 \
	" JOIN subjects k ON k.id = m.kept JOIN subjects g ON g.id = m.merged WHERE o.name = $1 "

static struct cdr_merge
read_merge(const struct store_query *query)
{
	return (struct cdr_merge){ .id = store_column_int(query, 0),
		                   .kept_id = store_column_text(query, 1),
		                   .kept_key = store_column_text(query, 2),
		                   .merged_id = store_column_text(query, 3),
		                   .merged_key = store_column_text(query, 4),
		                   .from_import = store_column_int(query, 5),
		                   .to_import = store_column_int(query, 6),
		                   .reason = store_column_text(query, 7),
		                   .actor = store_column_text(query, 8),
		                   .created_at = store_column_text(query, 9),
		                   .undone_reason = store_column_text(query, 10),
		                   .undone_by = store_column_text(query, 11),
		                   .undone_at = store_column_text(query, 12) };
}

static enum cdr_status
get_merge(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena, struct cdr_merge *ret,
          struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, MERGE_COLUMNS "AND m.id = $2",
	                         STORE_VALUES(store_text(org), store_int(id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no merge %lld",
		                CDR_STR_ARG(org), (long long)id);
	struct cdr_merge merge = read_merge(&query);
	CDR_TRY(STORE_KEEP(arena, err, &merge.kept_id, &merge.kept_key, &merge.merged_id, &merge.merged_key,
	                   &merge.reason, &merge.actor, &merge.created_at, &merge.undone_reason, &merge.undone_by,
	                   &merge.undone_at));
	*ret = merge;
	return CDR_OK;
}

/* A party among those of today, and who speaks for it. */
static enum cdr_status
find_speaker(struct cdr_store *store, struct cdr_str org, struct cdr_str id_or_key, int64_t *ret, struct cdr_error *err)
{
	int64_t latest = 0, subject = 0;
	CDR_TRY(cdr_store_import_latest(store, org, &latest, err));
	CDR_TRY(store_find_party(store, org, latest, id_or_key, &subject, err));
	return store_speaker(store, subject, latest, ret, err);
}

enum cdr_status
cdr_store_merge_add(struct cdr_store *store, struct cdr_str org, struct cdr_str kept, struct cdr_str merged,
                    struct cdr_str reason, struct cdr_str actor, struct cdr_arena *arena, struct cdr_merge *ret,
                    struct cdr_error *err)
{
	int64_t keeper = 0, other = 0, organisation = 0, from = 0, id = 0;
	char now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(find_speaker(store, org, kept, &keeper, err));
	CDR_TRY(find_speaker(store, org, merged, &other, err));
	if (keeper == other)
		return cdr_fail(err, CDR_EREFUSED, STORE_ROOM, NULL, "\"%.*s\" and \"%.*s\" are one party already",
		                CDR_STR_ARG(kept), CDR_STR_ARG(merged));
	CDR_TRY(store_organisation(store, org, false, &organisation, err));
	CDR_TRY(tick(store, org, CDR_STR("merge"), &from, err));
	CDR_TRY(store_run_int(store, &id, NULL,
	                      "INSERT INTO merges (organisation, kept, merged, from_import, to_import, reason, actor,"
	                      " created_at) VALUES ($1, $2, $3, $4, 0, $5, $6, $7) RETURNING id",
	                      STORE_VALUES(store_int(organisation), store_int(keeper), store_int(other),
	                                   store_int(from), store_text(store_present(reason)), store_text(actor),
	                                   store_text(cdr_str_from(cdr_time_now(now)))),
	                      err));
	CDR_TRY(get_merge(store, org, id, arena, ret, err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_merge_undo(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_str reason,
                     struct cdr_str actor, struct cdr_arena *arena, struct cdr_merge *ret, struct cdr_error *err)
{
	struct cdr_merge merge = { 0 };
	int64_t to = 0;
	char now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(get_merge(store, org, id, arena, &merge, err));
	if (merge.to_import)
		return cdr_fail(err, CDR_EREFUSED, STORE_ROOM, NULL, "merge %lld was undone on %.*s already",
		                (long long)id, CDR_STR_ARG(merge.undone_at));
	CDR_TRY(tick(store, org, CDR_STR("unmerge"), &to, err));
	CDR_TRY(store_run(store,
	                  "UPDATE merges SET to_import = $2, undone_reason = $3, undone_by = $4, undone_at = $5"
	                  " WHERE id = $1",
	                  STORE_VALUES(store_int(id), store_int(to), store_text(store_present(reason)),
	                               store_text(actor), store_text(cdr_str_from(cdr_time_now(now)))),
	                  err));
	CDR_TRY(get_merge(store, org, id, arena, ret, err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_merge_each(struct cdr_store *store, struct cdr_str org, cdr_merge_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, MERGE_COLUMNS "ORDER BY m.id", STORE_VALUES(store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_merge merge = read_merge(&query);
		CDR_TRY(fn(context, &merge, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------ distinctions */

enum cdr_status
cdr_store_distinction_add(struct cdr_store *store, struct cdr_str org, struct cdr_str one, struct cdr_str other,
                          struct cdr_str reason, struct cdr_str actor, struct cdr_error *err)
{
	int64_t latest = 0, left = 0, right = 0, one_speaker = 0, other_speaker = 0, organisation = 0;
	char now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(cdr_store_import_latest(store, org, &latest, err));
	CDR_TRY(store_find_party(store, org, latest, one, &left, err));
	CDR_TRY(store_find_party(store, org, latest, other, &right, err));
	if (left == right)
		return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL, "\"%.*s\" and \"%.*s\" are the same row",
		                CDR_STR_ARG(one), CDR_STR_ARG(other));
	CDR_TRY(store_speaker(store, left, latest, &one_speaker, err));
	CDR_TRY(store_speaker(store, right, latest, &other_speaker, err));
	if (one_speaker == other_speaker)
		return cdr_fail(err, CDR_EREFUSED, STORE_ROOM, NULL,
		                "\"%.*s\" and \"%.*s\" were merged into one party; undo that first", CDR_STR_ARG(one),
		                CDR_STR_ARG(other));
	CDR_TRY(store_organisation(store, org, false, &organisation, err));
	CDR_TRY(store_run(store,
	                  "INSERT INTO distinct_parties (organisation, one, other, reason, actor, created_at)"
	                  " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (one, other) DO UPDATE SET"
	                  " reason = excluded.reason, actor = excluded.actor, created_at = excluded.created_at",
	                  STORE_VALUES(store_int(organisation), store_int(left < right ? left : right),
	                               store_int(left < right ? right : left), store_text(store_present(reason)),
	                               store_text(actor), store_text(cdr_str_from(cdr_time_now(now)))),
	                  err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_distinction_each(struct cdr_store *store, struct cdr_str org, cdr_distinction_fn fn, void *context,
                           struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT a.public_id, b.public_id, d.reason, d.actor, d.created_at"
	                         " FROM distinct_parties d JOIN organisations o ON o.id = d.organisation"
	                         " JOIN subjects a ON a.id = d.one JOIN subjects b ON b.id = d.other"
	                         " WHERE o.name = $1 ORDER BY d.created_at, d.one, d.other",
	                         STORE_VALUES(store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_distinction distinction = { store_column_text(&query, 0), store_column_text(&query, 1),
			                               store_column_text(&query, 2), store_column_text(&query, 3),
			                               store_column_text(&query, 4) };
		CDR_TRY(fn(context, &distinction, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
