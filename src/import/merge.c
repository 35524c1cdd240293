/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A person's word on parties: these two are one, they are not after all, they never were. Each is kept together with its
 * record of evidence, which names the rows of both sides as they stood, or not at all. Who may be one is found in
 * duplicates.c; nothing here asks whether the two look alike, for people know more than names tell.
 */
#include "candor/import.h"

#include <inttypes.h>

#include "candor/evidence.h"
#include "import/import-impl.h"

#define ACT_ARENA_BYTES ((size_t)64 << 20)

static enum cdr_status
require_reason(const struct cdr_party_act *act, struct cdr_error *err)
{
	if (cdr_str_trim(act->reason).n)
		return CDR_OK;
	return cdr_fail(err, CDR_EUSAGE, CDR_IMPORT_ROOM, NULL,
	                "a word on parties needs a reason that others can follow; give one with --reason");
}

/* A row as evidence names it. */
static struct cdr_json *
row_json(struct cdr_str id, struct cdr_str key, struct cdr_str name, int64_t version, const struct cdr_origin *origin)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "id", id);
	cdr_json_set_str(json, "key", key);
	cdr_json_set_str(json, "name", name);
	cdr_json_set_int(json, "version", version);
	cdr_json_set(json, "origin", cdr_origin_to_json(origin));
	return json;
}

/* All rows of one side. */
static enum cdr_status
rows_json(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_str id_or_key, struct cdr_arena *arena,
          struct cdr_json **ret, struct cdr_error *err)
{
	int64_t latest = 0;
	struct cdr_party party = { 0 };
	CDR_TRY(cdr_store_import_latest(store, act->org, &latest, err));
	CDR_TRY(cdr_store_party_get(store, act->org, latest, id_or_key, arena, &party, err));
	struct cdr_json *rows = cdr_json_array();
	cdr_json_push(rows, row_json(party.id, party.key, party.name, party.version, &party.origin));
	for (size_t i = 0; i < party.n_merged; i++) {
		const struct cdr_party_row *row = &party.merged[i];
		cdr_json_push(rows, row_json(row->id, row->key, row->name, row->version, &row->origin));
	}
	*ret = rows;
	return CDR_OK;
}

/* Rows of both sides under the names given, and the reason. */
static enum cdr_status
detail_of(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_arena *arena, const char *const names[2],
          const struct cdr_str sides[2], struct cdr_json **ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) detail = cdr_json_object();
	for (size_t i = 0; i < 2; i++) {
		struct cdr_json *rows = NULL;
		CDR_TRY(rows_json(store, act, sides[i], arena, &rows, err));
		cdr_json_set(detail, names[i], rows);
	}
	cdr_json_set_str(detail, "org", act->org);
	cdr_json_set_str(detail, "reason", act->reason);
	*ret = cdr_steal(&detail);
	return CDR_OK;
}

static enum cdr_status
append(struct cdr_store *store, const struct cdr_party_act *act, const char *word, const struct cdr_merge *merge,
       struct cdr_json *take_detail, struct cdr_arena *arena, struct cdr_error *err)
{
	cdr_owned(cdr_json) detail = take_detail;
	struct cdr_str subject = cdr_str_format(arena, "merge %" PRId64, merge->id);
	if (!subject.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	cdr_json_set_int(detail, "merge", merge->id);
	return cdr_evidence_append(store, act->actor, word, subject, cdr_steal(&detail), NULL, err);
}

enum cdr_status
cdr_import_merge(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_str kept, struct cdr_str merged,
                 struct cdr_arena *arena, struct cdr_merge *ret, struct cdr_error *err)
{
	const char *const names[2] = { "kept", "merged" };
	const struct cdr_str sides[2] = { kept, merged };
	cdr_owned(cdr_json) detail = NULL;
	struct cdr_merge merge = { 0 };
	CDR_TRY(require_reason(act, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(detail_of(store, act, arena, names, sides, &detail, err));
	CDR_TRY(cdr_store_merge_add(store, act->org, kept, merged, act->reason, act->actor, arena, &merge, err));
	CDR_TRY(append(store, act, "merged", &merge, cdr_steal(&detail), arena, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret = merge;
	return CDR_OK;
}

enum cdr_status
cdr_import_unmerge(struct cdr_store *store, const struct cdr_party_act *act, int64_t merge_id, struct cdr_arena *arena,
                   struct cdr_merge *ret, struct cdr_error *err)
{
	const char *const names[2] = { "kept", "merged" };
	cdr_owned(cdr_json) detail = NULL;
	struct cdr_merge merge = { 0 };
	CDR_TRY(require_reason(act, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(cdr_store_merge_undo(store, act->org, merge_id, act->reason, act->actor, arena, &merge, err));
	const struct cdr_str sides[2] = { merge.kept_id, merge.merged_id };
	CDR_TRY(detail_of(store, act, arena, names, sides, &detail, err));
	CDR_TRY(append(store, act, "unmerged", &merge, cdr_steal(&detail), arena, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret = merge;
	return CDR_OK;
}

enum cdr_status
cdr_import_distinct(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_str one, struct cdr_str other,
                    struct cdr_error *err)
{
	const char *const names[2] = { "one", "other" };
	const struct cdr_str sides[2] = { one, other };
	cdr_owned(cdr_arena) arena = cdr_arena_new(ACT_ARENA_BYTES);
	cdr_owned(cdr_json) detail = NULL;
	if (!arena)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(require_reason(act, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(detail_of(store, act, arena, names, sides, &detail, err));
	CDR_TRY(cdr_store_distinction_add(store, act->org, one, other, act->reason, act->actor, err));
	struct cdr_str subject = cdr_str_format(arena, "parties %.*s, %.*s", CDR_STR_ARG(one), CDR_STR_ARG(other));
	if (!subject.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_evidence_append(store, act->actor, "told apart", subject, cdr_steal(&detail), NULL, err));
	return cdr_store_transaction_commit(&transaction, err);
}

struct cdr_json *
cdr_merge_to_json(const struct cdr_merge *merge)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_int(json, "id", merge->id);
	cdr_json_set_bool(json, "holds", merge->to_import == 0);
	cdr_json_set_str(json, "kept", merge->kept_id);
	cdr_json_set_str(json, "kept_key", merge->kept_key);
	cdr_json_set_str(json, "merged", merge->merged_id);
	cdr_json_set_str(json, "merged_key", merge->merged_key);
	cdr_json_set_str(json, "reason", merge->reason);
	cdr_json_set_str(json, "by", merge->actor);
	cdr_json_set_str(json, "at", merge->created_at);
	if (merge->to_import) {
		cdr_json_set_str(json, "undone_reason", merge->undone_reason);
		cdr_json_set_str(json, "undone_by", merge->undone_by);
		cdr_json_set_str(json, "undone_at", merge->undone_at);
	}
	return json;
}
