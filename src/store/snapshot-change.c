/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What lies between two snapshots, entry by entry. Nothing of it is kept: both snapshots are, and with them every
 * difference between any two. How many differ is told by cdr_store_snapshot_put (snapshot.c).
 */
#include "store/store-impl.h"

/* The first row of each entry of snapshot $1 that is not shown in the same forms by snapshot $2. The "+" keeps the planner
 * from walking the whole snapshot for each row. */
#define DIFFERING                                                                                                      \
	"SELECT " STORE_ENTRY_COLUMNS "WHERE s.snapshot = $1"                                                          \
	" AND s.position = (SELECT min(f.position) FROM snapshot_entries f JOIN entry_versions fv"                     \
	" ON fv.id = f.entry_version WHERE +f.snapshot = $1 AND fv.entry = e.id)"                                      \
	" AND EXISTS (SELECT 1 FROM entry_versions x WHERE x.entry = e.id"                                             \
	" AND EXISTS (SELECT 1 FROM snapshot_entries a WHERE a.entry_version = x.id AND a.snapshot = $1)"              \
	" <> EXISTS (SELECT 1 FROM snapshot_entries b WHERE b.entry_version = x.id AND b.snapshot = $2))"              \
	" ORDER BY e.key"

/* One side of the comparison: its query stands at an entry, or at its end. */
struct side {
	struct store_query query;
	struct cdr_arena *arena;
	struct cdr_entry entry;
	bool row;
};

static void
side_done(struct side *side)
{
	store_query_done(&side->query);
	(void)cdr_arena_free(side->arena);
}

static enum cdr_status
advance(struct side *side, struct cdr_error *err)
{
	cdr_arena_reset(side->arena);
	side->entry = (struct cdr_entry){ 0 };
	CDR_TRY(store_query_step(&side->query, &side->row, err));
	return side->row ? store_read_entry(&side->query, 0, side->arena, &side->entry, err) : CDR_OK;
}

static enum cdr_status
begin(struct cdr_store *store, struct side *side, int64_t snapshot, int64_t other, struct cdr_error *err)
{
	CDR_TRY(store_row_arena(&side->arena, err));
	CDR_TRY(store_query_open(store, &side->query, DIFFERING, STORE_VALUES(store_int(snapshot), store_int(other)),
	                         err));
	return advance(side, err);
}

enum cdr_status
cdr_store_entry_change_each(struct cdr_store *store, int64_t from_snapshot, int64_t to_snapshot, cdr_entry_change_fn fn,
                            void *context, struct cdr_error *err)
{
	__attribute__((cleanup(side_done))) struct side before = { 0 };
	__attribute__((cleanup(side_done))) struct side now = { 0 };
	CDR_TRY(begin(store, &before, from_snapshot, to_snapshot, err));
	CDR_TRY(begin(store, &now, to_snapshot, from_snapshot, err));
	while (before.row || now.row) {
		int order = !before.row ? 1 : !now.row ? -1 : cdr_str_compare(before.entry.key, now.entry.key);
		CDR_TRY(fn(context, order <= 0 ? &before.entry : NULL, order >= 0 ? &now.entry : NULL, err));
		if (order <= 0)
			CDR_TRY(advance(&before, err));
		if (order >= 0)
			CDR_TRY(advance(&now, err));
	}
	return CDR_OK;
}
