/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * store: where everything is kept; the only room that says SQL. Nothing is overwritten: a change is a new version.
 * All calls are scoped to one organisation where that applies.
 *
 * Thread rule: one open store per thread (SQLite without mutexes). Writers of several processes wait for each other up
 * to CDR_STORE_BUSY_MS. Errors throughout: ESTORE (with SQLite's reason and what to do: disk full, read-only, not a
 * Candor store, made by a newer version), EBUSY, ENOTFOUND, ENOMEM. Iterators call back per row and stop with the
 * callback's status; records handed to a callback live until it returns.
 */

#include "candor/base.h"
#include "candor/model.h"

#define CDR_STORE_BUSY_MS 10000

/* An open store. Freeing closes it and rolls back what is open; takes NULL, returns NULL. */
struct cdr_store;
struct cdr_store *
cdr_store_free(struct cdr_store *store);
CDR_DEFINE_FREEP(cdr_store)
/* Opens a store file; `create` makes it (and its directory) when missing. Brings older schemas up to date. A missing
 * file without `create` is ENOTFOUND saying to run `candor init`. */
enum cdr_status CDR_MUST_CHECK
cdr_store_open(const char *path, bool create, struct cdr_store **ret, struct cdr_error *err);
const char *
cdr_store_path(const struct cdr_store *store);

/* Transactions; they nest by counting, an inner rollback dooms the outer: every call is then refused (ESTORE) until the
 * outermost ends. A commit that fails has ended the transaction. begin takes the write lock at once. */
enum cdr_status CDR_MUST_CHECK
cdr_store_begin(struct cdr_store *store, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_commit(struct cdr_store *store, struct cdr_error *err);
void
cdr_store_rollback(struct cdr_store *store);
/* Scope guard: cdr_auto(cdr_store_transaction) t = {store}; rolls back at scope end unless committed. */
struct cdr_store_transaction {
	struct cdr_store *open; /* set to NULL by commit */
};
void
cdr_store_transaction_done(struct cdr_store_transaction *transaction);
enum cdr_status CDR_MUST_CHECK
cdr_store_transaction_begin(struct cdr_store *store, struct cdr_store_transaction *ret, struct cdr_error *err);
/* As begin, but for reading only: all that is read is of one moment, writers are not kept out, and it works on a store
 * this user may not write. Nothing may be written inside unless it is nested in a writing transaction. */
enum cdr_status CDR_MUST_CHECK
cdr_store_transaction_read(struct cdr_store *store, struct cdr_store_transaction *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_transaction_commit(struct cdr_store_transaction *transaction, struct cdr_error *err);

/* ---------------------------------------------------------------------------------------------------- organisation */

/* Keeps a new version of the organisation's facts (canonical JSON) and makes it if new; ret_version 0 when unchanged. The
 * first one described takes over what was kept under "default" before. */
enum cdr_status CDR_MUST_CHECK
cdr_store_org_put(struct cdr_store *store, struct cdr_str org, struct cdr_str json, int64_t *ret_version,
                  struct cdr_error *err);
/* Latest version; ENOTFOUND. In arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_org_get(struct cdr_store *store, struct cdr_str org, struct cdr_arena *arena, struct cdr_str *ret_json,
                  int64_t *ret_version, struct cdr_error *err);
/* An earlier version, such as a draft names; ENOTFOUND. In arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_org_version(struct cdr_store *store, struct cdr_str org, int64_t version, struct cdr_arena *arena,
                      struct cdr_str *ret_json, struct cdr_error *err);
/* The only organisation's id when there is exactly one; "default" when none; EUSAGE naming them when several. */
enum cdr_status CDR_MUST_CHECK
cdr_store_org_default(struct cdr_store *store, struct cdr_arena *arena, struct cdr_str *ret, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- imports */

/* One uploaded file taken in, with its counts; text is borrowed as its giver says. */
struct cdr_import_record {
	int64_t id; /* also the number that pins "parties as of this import" */
	struct cdr_str org, kind, file, sha256, created_at, mapping_json;
	int64_t size, n_read, n_accepted, n_rejected, n_created, n_changed, n_unchanged;
};
struct cdr_reject {
	struct cdr_origin origin;
	struct cdr_str place;  /* the cell, as text */
	struct cdr_str column; /* canonical or file column, may be empty */
	struct cdr_str reason;
};
/* Starts an import inside the caller's transaction; fills record->id. */
enum cdr_status CDR_MUST_CHECK
cdr_store_import_begin(struct cdr_store *store, struct cdr_import_record *record, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_import_finish(struct cdr_store *store, const struct cdr_import_record *record, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_reject_add(struct cdr_store *store, int64_t import_id, const struct cdr_reject *reject,
                     struct cdr_error *err);
typedef enum cdr_status (*cdr_reject_fn)(void *context, const struct cdr_reject *reject, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_reject_each(struct cdr_store *store, int64_t import_id, cdr_reject_fn fn, void *context,
                      struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_import_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                     struct cdr_import_record *ret, struct cdr_error *err);
typedef enum cdr_status (*cdr_import_fn)(void *context, const struct cdr_import_record *record, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_import_each(struct cdr_store *store, struct cdr_str org, cdr_import_fn fn, void *context,
                      struct cdr_error *err);
/* A mapping of columns that holds for later files: its file's name, its text, and when it was saved. */
struct cdr_saved_mapping {
	struct cdr_str name, yaml, saved_at;
};
/* Keeps it for files of that kind and shape (any digest of headers) of the organisation; replaces an earlier one. */
enum cdr_status CDR_MUST_CHECK
cdr_store_mapping_put(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                      const struct cdr_saved_mapping *mapping, struct cdr_error *err);
/* *ret_found false: none is saved, and *ret is untouched. Texts in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_mapping_find(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                       struct cdr_arena *arena, struct cdr_saved_mapping *ret, bool *ret_found, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_mapping_forget(struct cdr_store *store, struct cdr_str org, struct cdr_str kind, struct cdr_str shape,
                         bool *ret_forgotten, struct cdr_error *err);
/* Number of the latest import, 0 when none. */
enum cdr_status CDR_MUST_CHECK
cdr_store_import_latest(struct cdr_store *store, struct cdr_str org, int64_t *ret, struct cdr_error *err);

/* What keeping a record came to. */
enum cdr_put_result { CDR_PUT_CREATED, CDR_PUT_CHANGED, CDR_PUT_UNCHANGED };
/* Keeps a party under (org, party->key): new, a new version when anything but its origin differs, or untouched. Fills
 * party->id (borrowed from the store until its next put) and ->version. */
enum cdr_status CDR_MUST_CHECK
cdr_store_party_put(struct cdr_store *store, struct cdr_str org, int64_t import_id, struct cdr_party *party,
                    enum cdr_put_result *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_engagement_put(struct cdr_store *store, struct cdr_str org, int64_t import_id,
                         struct cdr_engagement *engagement, enum cdr_put_result *ret, struct cdr_error *err);

/* Told of one party; see the top about iterators. */
typedef enum cdr_status (*cdr_party_fn)(void *context, const struct cdr_party *party, struct cdr_error *err);
/* Parties as of an import (the pin), in order of id, after `after_id` ({NULL,0}: from the start), at most `limit`
 * (0 = all). Those merged into another by then are not told; that one's record is of all their rows (`merged` names
 * them): lists hold what any row says, and a value that rows contradict each other in is left out under its own name, so
 * that it is unknown, and kept as attributes "differs:NAME"; further addresses as "also:address". */
enum cdr_status CDR_MUST_CHECK
cdr_store_party_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str after_id,
                     size_t limit, cdr_party_fn fn, void *context, struct cdr_error *err);
/* By id or by key; of one merged into another that other. ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_party_get(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str id_or_key,
                    struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err);
/* The latest version of one row as it is kept, by id or key: of a party without what was merged into it, also of one that
 * was merged into another. For whoever writes a new version of that row. Text in arena. ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_party_row_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id_or_key, struct cdr_arena *arena,
                        struct cdr_party *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_engagement_row_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id_or_key,
                             struct cdr_arena *arena, struct cdr_engagement *ret, struct cdr_error *err);
typedef enum cdr_status (*cdr_engagement_fn)(void *context, const struct cdr_engagement *engagement,
                                             struct cdr_error *err);
/* As cdr_store_party_each. */
enum cdr_status CDR_MUST_CHECK
cdr_store_engagement_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, struct cdr_str after_id,
                          size_t limit, cdr_engagement_fn fn, void *context, struct cdr_error *err);
/* All parties as of an import, for those who count them: as cdr_store_party_each, but many times as fast, in no promised
 * order, and of a record only id, key, version, name, kind, country, sector and attributes; one with merged rows is whole. */
enum cdr_status CDR_MUST_CHECK
cdr_store_party_tally(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, cdr_party_fn fn, void *context,
                      struct cdr_error *err);
/* All engagements so: all of a record but its origin. */
enum cdr_status CDR_MUST_CHECK
cdr_store_engagement_tally(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, cdr_engagement_fn fn,
                           void *context, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_party_count(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int64_t *ret_parties,
                      int64_t *ret_engagements, struct cdr_error *err);

/* Keeps a record under (org, record->kind, record->key), as cdr_store_party_put. */
enum cdr_status CDR_MUST_CHECK
cdr_store_record_put(struct cdr_store *store, struct cdr_str org, int64_t import_id, struct cdr_record *record,
                     enum cdr_put_result *ret, struct cdr_error *err);
typedef enum cdr_status (*cdr_record_fn)(void *context, const struct cdr_record *record, struct cdr_error *err);
/* Records as of an import (the pin), in order of id; kind -1: all. `subject_key` is as the file said it: the key or the id
 * of a party, also of one that was merged into another since. */
enum cdr_status CDR_MUST_CHECK
cdr_store_record_each(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int kind, cdr_record_fn fn,
                      void *context, struct cdr_error *err);
/* How many there are of a kind (-1: all) as of an import. */
enum cdr_status CDR_MUST_CHECK
cdr_store_record_count(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, int kind, int64_t *ret,
                       struct cdr_error *err);
/* Whether a file of that kind was taken in at or before an import: else nobody knows what there is of it, which is not
 * "none". A file of which every row was refused does not count, one without any rows says that there are none. */
enum cdr_status CDR_MUST_CHECK
cdr_store_record_known(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, enum cdr_record_kind kind,
                       bool *ret, struct cdr_error *err);

/* Two parties that somebody said are one. Holds from its own number on the clock of imports to that of its undoing. */
struct cdr_merge {
	int64_t id;
	struct cdr_str kept_id, kept_key, merged_id, merged_key;
	int64_t from_import, to_import; /* to 0: it holds */
	struct cdr_str reason, actor, created_at;
	struct cdr_str undone_reason, undone_by, undone_at; /* {NULL,0} while it holds */
};
/* Says that two parties, by id or key, are one from now on: the first, or what it was merged into, is kept and speaks for
 * both. EREFUSED when they are one already, ENOTFOUND. Text in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_merge_add(struct cdr_store *store, struct cdr_str org, struct cdr_str kept, struct cdr_str merged,
                    struct cdr_str reason, struct cdr_str actor, struct cdr_arena *arena, struct cdr_merge *ret,
                    struct cdr_error *err);
/* Ends a merge: from now on the two are what their rows say. ENOTFOUND, EREFUSED when it was undone before. */
enum cdr_status CDR_MUST_CHECK
cdr_store_merge_undo(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_str reason,
                     struct cdr_str actor, struct cdr_arena *arena, struct cdr_merge *ret, struct cdr_error *err);
typedef enum cdr_status (*cdr_merge_fn)(void *context, const struct cdr_merge *merge, struct cdr_error *err);
/* All of an organisation, oldest first, also those undone. */
enum cdr_status CDR_MUST_CHECK
cdr_store_merge_each(struct cdr_store *store, struct cdr_str org, cdr_merge_fn fn, void *context,
                     struct cdr_error *err);

/* Two parties that somebody said are not one. */
struct cdr_distinction {
	struct cdr_str one_id, other_id;
	struct cdr_str reason, actor, created_at;
};
/* Keeps that; said again, the latest reason stands. EUSAGE when both are one and the same row,
 * EREFUSED when a merge holds that makes them one, ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_distinction_add(struct cdr_store *store, struct cdr_str org, struct cdr_str one, struct cdr_str other,
                          struct cdr_str reason, struct cdr_str actor, struct cdr_error *err);
typedef enum cdr_status (*cdr_distinction_fn)(void *context, const struct cdr_distinction *distinction,
                                              struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_distinction_each(struct cdr_store *store, struct cdr_str org, cdr_distinction_fn fn, void *context,
                           struct cdr_error *err);

/* ------------------------------------------------------------------------------------------- snapshots and entries */

/* Keeps a snapshot and its entries inside the caller's transaction: an entry equal to an earlier version of the same key
 * (in all but origin) reuses it, otherwise it becomes a new version. Fills snapshot->id and counts of change. Snapshots
 * may arrive in any order of as_of. The same bytes with the same as_of and definition again: ret_known true, nothing
 * changes and no change is counted. An entry that stands twice in a snapshot is kept twice. */
struct cdr_snapshot_change {
	int64_t added, changed, removed, unchanged; /* against the snapshot before it by as_of */
};
enum cdr_status CDR_MUST_CHECK
cdr_store_snapshot_put(struct cdr_store *store, struct cdr_snapshot *snapshot, const struct cdr_entry *entries,
                       size_t n_entries, struct cdr_snapshot_change *ret_change, bool *ret_known,
                       struct cdr_error *err);
/* Latest by as_of (then by id), at or before `as_of` when given; ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_snapshot_current(struct cdr_store *store, struct cdr_str registry_id, struct cdr_date as_of,
                           struct cdr_arena *arena, struct cdr_snapshot *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_snapshot_get(struct cdr_store *store, int64_t id, struct cdr_arena *arena, struct cdr_snapshot *ret,
                       struct cdr_error *err);
typedef enum cdr_status (*cdr_snapshot_fn)(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err);
/* By as_of, oldest first; registry_id {NULL,0}: all registries, by registry then as_of. */
enum cdr_status CDR_MUST_CHECK
cdr_store_snapshot_each(struct cdr_store *store, struct cdr_str registry_id, cdr_snapshot_fn fn, void *context,
                        struct cdr_error *err);
typedef enum cdr_status (*cdr_entry_fn)(void *context, const struct cdr_entry *entry, struct cdr_error *err);
/* Entries a snapshot showed, in order of key; their origins are those of that snapshot's file. */
enum cdr_status CDR_MUST_CHECK
cdr_store_entry_each(struct cdr_store *store, int64_t snapshot_id, cdr_entry_fn fn, void *context,
                     struct cdr_error *err);
/* Entries of the same registry that this snapshot does not show but another one with id ≤ through (0: any) did, each in the
 * form of the latest by as_of, in order of key: what an agency that left the register used to be. */
enum cdr_status CDR_MUST_CHECK
cdr_store_entry_gone_each(struct cdr_store *store, int64_t snapshot_id, int64_t through, cdr_entry_fn fn, void *context,
                          struct cdr_error *err);
/* Everything ever shown under one key, by snapshot as_of, among snapshots with id ≤ max_snapshot_id (the pin; 0 = all);
 * entry NULL for a snapshot of that registry that did not show it. */
typedef enum cdr_status (*cdr_sighting_fn)(void *context, const struct cdr_snapshot *snapshot,
                                           const struct cdr_entry *entry, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_sighting_each(struct cdr_store *store, struct cdr_str registry_id, struct cdr_str key,
                        int64_t max_snapshot_id, cdr_sighting_fn fn, void *context, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------- where copies came from */

/* Bytes of a file by their digest, packed; a digest that is kept already is left alone. ret is appended to. ENOTFOUND,
 * ELIMIT beyond ret->max, ESTORE when what is kept is damaged. */
enum cdr_status CDR_MUST_CHECK
cdr_store_raw_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str bytes, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_raw_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_buf *ret, struct cdr_error *err);
/* A file of the copy whose digest is copy_sha256; position from 0 in the definition's order. The first name stays. */
struct cdr_copy_file {
	struct cdr_str registry_id, copy_sha256;
	int64_t position;
	struct cdr_str file, sha256;
};
typedef enum cdr_status (*cdr_copy_file_fn)(void *context, const struct cdr_copy_file *file, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_copy_file_put(struct cdr_store *store, const struct cdr_copy_file *file, struct cdr_error *err);
/* By position; none when the copy was taken in before files were kept. */
enum cdr_status CDR_MUST_CHECK
cdr_store_copy_file_each(struct cdr_store *store, struct cdr_str registry_id, struct cdr_str copy_sha256,
                         cdr_copy_file_fn fn, void *context, struct cdr_error *err);

/* One request for one file of a source. */
struct cdr_fetch_record {
	int64_t id;
	struct cdr_str registry_id;
	int64_t part; /* from 0 */
	struct cdr_str url;
	struct cdr_str fetched_at; /* {NULL,0}: now */
	struct cdr_str outcome;    /* "fetched", "not_modified", "failed" */
	struct cdr_str answered, etag, last_modified, content_type, headers;
	struct cdr_str sha256; /* of the bytes that are the present ones, kept as a raw file; {NULL,0} when it failed */
	int64_t size;
	struct cdr_str problem; /* why it failed */
};
typedef enum cdr_status (*cdr_fetch_record_fn)(void *context, const struct cdr_fetch_record *fetch,
                                               struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_fetch_add(struct cdr_store *store, struct cdr_fetch_record *fetch, struct cdr_error *err);
/* The last one of that file and URL that brought or confirmed bytes; texts in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_fetch_last(struct cdr_store *store, struct cdr_str registry_id, int64_t part, struct cdr_str url,
                     struct cdr_arena *arena, struct cdr_fetch_record *ret, bool *ret_found, struct cdr_error *err);
/* The latest `limit` (0: all), newest first. */
enum cdr_status CDR_MUST_CHECK
cdr_store_fetch_each(struct cdr_store *store, struct cdr_str registry_id, size_t limit, cdr_fetch_record_fn fn,
                     void *context, struct cdr_error *err);

/* A copy that failed its checks, and why; it never serves. Each: oldest first; `copy` holds what was told when it was
 * added, its id is the number among the quarantined. */
enum cdr_status CDR_MUST_CHECK
cdr_store_quarantine_add(struct cdr_store *store, const struct cdr_snapshot *copy, struct cdr_str reason,
                         struct cdr_error *err);
typedef enum cdr_status (*cdr_quarantine_fn)(void *context, const struct cdr_snapshot *copy, struct cdr_str reason,
                                             struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_quarantine_each(struct cdr_store *store, struct cdr_str registry_id, cdr_quarantine_fn fn, void *context,
                          struct cdr_error *err);

/* What lies between two snapshots of one registry, entry by entry in order of key: before NULL when it was added, now
 * NULL when it was removed; entries that are the same in both are left out. An entry that stands several times in a
 * snapshot is told by its first row. Records live during the call. */
typedef enum cdr_status (*cdr_entry_change_fn)(void *context, const struct cdr_entry *before,
                                               const struct cdr_entry *now, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_entry_change_each(struct cdr_store *store, int64_t from_snapshot, int64_t to_snapshot, cdr_entry_change_fn fn,
                            void *context, struct cdr_error *err);

/* ---------------------------------------------------------------------------------------- screenings and findings */

/* A screening that is cut off stays RUNNING and is carried on from its cursor. */
enum cdr_screening_state { CDR_SCREENING_RUNNING = 0, CDR_SCREENING_DONE };
struct cdr_screening {
	int64_t id;
	struct cdr_str org, created_at, finished_at;
	enum cdr_screening_state state;
	struct cdr_date as_of;
	int64_t pin_import;
	struct cdr_str pin_snapshots_json; /* {"registry":snapshot id, …} */
	int64_t pin_screening,
		pin_dispositions; /* what was known then: the last one finished, the newest disposition */
	int64_t pin_through; /* id of the newest snapshot of any registry then; later ones, though older by as_of, stay out */
	struct cdr_str ruleset_sha256;
	struct cdr_str cursor; /* last subject done */
	struct cdr_str digest; /* SHA-256 over all results in order, once done */
	int64_t n_subjects, n_done, n_findings, n_clear, n_possible, n_match, n_not_checked;
};
enum cdr_status CDR_MUST_CHECK
cdr_store_ruleset_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str saved_bundle,
                      struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_ruleset_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret,
                      struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_screening_add(struct cdr_store *store, struct cdr_screening *screening, struct cdr_error *err);
/* Writes state, cursor, digest and counts. */
enum cdr_status CDR_MUST_CHECK
cdr_store_screening_update(struct cdr_store *store, const struct cdr_screening *screening, struct cdr_error *err);
/* id 0: the latest of the organisation. ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_screening_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                        struct cdr_screening *ret, struct cdr_error *err);
/* One subject's result: its verdict and gaps; `json` is the canonical line that enters the digest. */
struct cdr_screened_subject {
	struct cdr_str subject_id; /* party or engagement id */
	enum cdr_verdict verdict;
	struct cdr_str gaps_json;   /* array of gaps; equal ones are kept once … */
	struct cdr_str gaps_sha256; /* … under this; {NULL,0}: it is made, and when read */
};
enum cdr_status CDR_MUST_CHECK
cdr_store_screened_add(struct cdr_store *store, int64_t screening_id, const struct cdr_screened_subject *subject,
                       struct cdr_error *err);
/* One subject's, with text in arena; *ret_found false, and *ret untouched, when it was not part of that screening. */
enum cdr_status CDR_MUST_CHECK
cdr_store_screened_get(struct cdr_store *store, int64_t screening_id, struct cdr_str subject_id,
                       struct cdr_arena *arena, struct cdr_screened_subject *ret, bool *ret_found,
                       struct cdr_error *err);
typedef enum cdr_status (*cdr_screened_fn)(void *context, const struct cdr_screened_subject *subject,
                                           struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_screened_each(struct cdr_store *store, int64_t screening_id, cdr_screened_fn fn, void *context,
                        struct cdr_error *err);
/* All of them for those who count, in no promised order: gaps of engagements only. */
enum cdr_status CDR_MUST_CHECK
cdr_store_screened_tally(struct cdr_store *store, int64_t screening_id, cdr_screened_fn fn, void *context,
                         struct cdr_error *err);
/* What the screening that was finished last showed, and what people had done about it, when this one was pinned. */
struct cdr_shown_finding {
	const struct cdr_finding *finding; /* as that screening gave it */
	struct cdr_date first_shown;       /* the earliest day that a screening with it spoke for */
	enum cdr_finding_state state;      /* by the decisions there were */
	struct cdr_date acknowledged_on;   /* first confirmed or escalated; {0}: never */
	struct cdr_date remedied_on;       /* last said to be remedied; {0}: never */
};
typedef enum cdr_status (*cdr_shown_fn)(void *context, const struct cdr_shown_finding *shown, struct cdr_error *err);
/* Sets the pins of a screening that is about to begin. */
enum cdr_status CDR_MUST_CHECK
cdr_store_awareness_pin(struct cdr_store *store, struct cdr_screening *screening, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_awareness_each(struct cdr_store *store, const struct cdr_screening *screening, enum cdr_severity at_least,
                         cdr_shown_fn fn, void *context, struct cdr_error *err);
/* Keeps a finding of a screening and, per organisation and fingerprint, its latest form and its state: a new one is
 * OPEN; one decided before keeps its state unless `material` differs from what was decided about, then REOPENED. */
enum cdr_status CDR_MUST_CHECK
cdr_store_finding_add(struct cdr_store *store, struct cdr_str org, int64_t screening_id,
                      const struct cdr_finding *finding, struct cdr_error *err);
struct cdr_finding_row {
	const struct cdr_finding *finding;
	enum cdr_finding_state state;
	struct cdr_str first_seen_at; /* when a screening first produced it */
	int64_t last_screening;
	struct cdr_str decided_by, decided_at, reason; /* latest disposition, or {NULL,0} */
	struct cdr_str changed;                        /* REOPENED: what is different since the decision */
};
/* The finding's JSON form with these as further members, for --json and the API; NULL when memory is short. */
struct cdr_json *
cdr_finding_row_to_json(const struct cdr_finding_row *row);
struct cdr_finding_filter {
	int64_t screening_id; /* 0 = the organisation's latest screening that is DONE */
	enum cdr_severity min_severity;
	int state;               /* enum cdr_finding_state or -1 for any */
	struct cdr_str party_id; /* {NULL,0} = any */
	struct cdr_str after_id; /* cursor: findings are ordered by severity (highest first), then id */
	size_t limit;            /* 0 = all */
};
/* The screening a filter's screening_id means: the one asked for (ENOTFOUND), or for 0 the latest that is DONE; 0 when
 * none is, so that an empty list of findings is not taken for an all-clear. */
enum cdr_status CDR_MUST_CHECK
cdr_store_finding_screening(struct cdr_store *store, struct cdr_str org, int64_t asked, int64_t *ret,
                            struct cdr_error *err);
typedef enum cdr_status (*cdr_finding_fn)(void *context, const struct cdr_finding_row *row, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_finding_each(struct cdr_store *store, struct cdr_str org, const struct cdr_finding_filter *filter,
                       cdr_finding_fn fn, void *context, struct cdr_error *err);
/* All findings of a screening, for those who count them: in the order of cdr_store_finding_each and many times as fast; of a
 * finding only id, party, engagement, rule, verdict, severity and facts, of the row state and the two times. */
enum cdr_status CDR_MUST_CHECK
cdr_store_finding_tally(struct cdr_store *store, struct cdr_str org, int64_t screening_id, cdr_finding_fn fn,
                        void *context, struct cdr_error *err);
/* By id or an unambiguous beginning of it (at least 4 digits); ENOTFOUND, EUSAGE when several begin so. */
enum cdr_status CDR_MUST_CHECK
cdr_store_finding_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id, struct cdr_arena *arena,
                      struct cdr_finding *ret, struct cdr_finding_row *ret_row, struct cdr_error *err);
/* A decision about the finding in its latest form; the whole id. EUSAGE for a state nobody decides, ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_disposition_add(struct cdr_store *store, struct cdr_str org, struct cdr_str finding_id,
                          enum cdr_finding_state state, struct cdr_str reason, struct cdr_str actor,
                          struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------ statements */

/* A draft as the statement room wrote it; the store does not look inside. */
struct cdr_statement_record {
	int64_t id;
	struct cdr_str org, law, year, created_at, draft_json;
};
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_add(struct cdr_store *store, struct cdr_statement_record *record, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                        struct cdr_statement_record *ret, struct cdr_error *err);
/* Called for each draft, latest first; the record, without its text, is borrowed until it returns. */
typedef enum cdr_status (*cdr_statement_fn)(void *context, const struct cdr_statement_record *record,
                                            struct cdr_error *err);
/* The latest draft of each year under a law, by year. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_year_each(struct cdr_store *store, struct cdr_str org, struct cdr_str law, cdr_statement_fn fn,
                              void *context, struct cdr_error *err);
/* An organisation's drafts, of one law and one year where these are given. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_each(struct cdr_store *store, struct cdr_str org, struct cdr_str law, struct cdr_str year,
                         cdr_statement_fn fn, void *context, struct cdr_error *err);
/* Something a person did to a draft: an edit of the claim with that key, or a step (no key) about the text with that
 * digest. Acts are only added. `evidence` is the number of its record; `at` is filled in when it is {NULL,0}. */
struct cdr_statement_act {
	int64_t id, statement, evidence;
	struct cdr_str act, key, at, actor, sha256, data_json;
};
/* Adds one and tells its id in it; ESTORE when there is no such statement. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_act_add(struct cdr_store *store, struct cdr_statement_act *act, struct cdr_error *err);
/* All acts on a statement in their order, in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_acts(struct cdr_store *store, int64_t statement, struct cdr_arena *arena,
                         struct cdr_statement_act **ret, size_t *ret_n, struct cdr_error *err);
#define CDR_STATEMENT_DIGEST_MAX 65 /* 64 hexadecimal digits and NUL */
/* The SHA-256 a text is kept under; returns `out`. */
const char *
cdr_store_statement_digest(struct cdr_str text, char out[CDR_STATEMENT_DIGEST_MAX]);
/* Keeps the text that a step speaks of and tells its digest. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_freeze(struct cdr_store *store, struct cdr_str text, char ret_sha256[CDR_STATEMENT_DIGEST_MAX],
                           struct cdr_error *err);
/* The text kept under a digest, in arena. ESTORE when it is not kept, or is no longer the text it was. */
enum cdr_status CDR_MUST_CHECK
cdr_store_statement_frozen(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret,
                           struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------------- evidence */

/* One link of the chain as stored; the evidence room gives it its meaning. */
struct cdr_evidence_row {
	int64_t number; /* 1, 2, 3 … without holes */
	struct cdr_str at, actor, act, subject, detail_json, previous, hash;
};
enum cdr_status CDR_MUST_CHECK
cdr_store_evidence_append(struct cdr_store *store, const struct cdr_evidence_row *row, struct cdr_error *err);
/* Last number and hash; 0 and {NULL,0} when empty. In arena. */
enum cdr_status CDR_MUST_CHECK
cdr_store_evidence_head(struct cdr_store *store, struct cdr_arena *arena, struct cdr_evidence_row *ret,
                        struct cdr_error *err);
/* Number and hash the store was told when it last appended; kept apart from the rows, so that a shortened chain shows. */
enum cdr_status CDR_MUST_CHECK
cdr_store_evidence_mark(struct cdr_store *store, struct cdr_arena *arena, int64_t *ret_number, struct cdr_str *ret_hash,
                        struct cdr_error *err);
typedef enum cdr_status (*cdr_evidence_row_fn)(void *context, const struct cdr_evidence_row *row,
                                               struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_evidence_each(struct cdr_store *store, int64_t from_number, cdr_evidence_row_fn fn, void *context,
                        struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------- jobs, tokens */

/* One job. Times are UTC text; {NULL,0} where there is nothing yet. */
struct cdr_job_row {
	int64_t id;
	struct cdr_str org, kind, state; /* "queued" "running" "done" "failed" */
	struct cdr_str payload_json, result_json, error_json, created_at, updated_at, actor;
	int64_t attempts, done, total;
};
enum cdr_status CDR_MUST_CHECK
cdr_store_job_add(struct cdr_store *store, struct cdr_job_row *row, struct cdr_error *err);
/* Takes the oldest queued job, or one whose lease ran out, leases it and counts an attempt; ret->id 0 when there is
 * none. */
enum cdr_status CDR_MUST_CHECK
cdr_store_job_take(struct cdr_store *store, int lease_seconds, struct cdr_arena *arena, struct cdr_job_row *ret,
                   struct cdr_error *err);
/* Renews the lease and reports progress. This and the two calls below take the job as `take` gave it and fail with
 * ENOTFOUND when the lease ran out and another worker has it. */
enum cdr_status CDR_MUST_CHECK
cdr_store_job_progress(struct cdr_store *store, const struct cdr_job_row *job, int64_t done, int64_t total,
                       int lease_seconds, struct cdr_error *err);
/* Ends a job as "done" or "failed". */
enum cdr_status CDR_MUST_CHECK
cdr_store_job_finish(struct cdr_store *store, const struct cdr_job_row *job, struct cdr_str state,
                     struct cdr_str result_json, struct cdr_str error_json, struct cdr_error *err);
/* Puts a job back, to be taken again after a delay; `counts` false: this attempt does not count. */
enum cdr_status CDR_MUST_CHECK
cdr_store_job_requeue(struct cdr_store *store, const struct cdr_job_row *job, int delay_seconds, bool counts,
                      struct cdr_str error_json, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_job_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                  struct cdr_job_row *ret, struct cdr_error *err);
/* Answers remembered for an Idempotency-Key: get gives {NULL,0} when new. */
enum cdr_status CDR_MUST_CHECK
cdr_store_idempotency_get(struct cdr_store *store, struct cdr_str org, struct cdr_str key, struct cdr_arena *arena,
                          struct cdr_str *ret_request_sha256, int *ret_http_status, struct cdr_str *ret_body,
                          struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_idempotency_put(struct cdr_store *store, struct cdr_str org, struct cdr_str key,
                          struct cdr_str request_sha256, int http_status, struct cdr_str body, struct cdr_error *err);
/* API tokens: only their SHA-256 is stored. */
enum cdr_status CDR_MUST_CHECK
cdr_store_token_add(struct cdr_store *store, struct cdr_str org, struct cdr_str name, struct cdr_str sha256,
                    struct cdr_error *err);
/* Organisation and name of a token's digest; ENOTFOUND. */
enum cdr_status CDR_MUST_CHECK
cdr_store_token_find(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret_org,
                     struct cdr_str *ret_name, struct cdr_error *err);
/* Uploads waiting for a job: bytes by digest. */
enum cdr_status CDR_MUST_CHECK
cdr_store_upload_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str bytes, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_store_upload_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_buf *ret, struct cdr_error *err);
/* Forgets the bytes once their job is done; not an error when they are gone. */
enum cdr_status CDR_MUST_CHECK
cdr_store_upload_drop(struct cdr_store *store, struct cdr_str sha256, struct cdr_error *err);
