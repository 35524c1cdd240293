/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * import: files in, records kept, evidence appended. Files of suppliers, engagements and records are mapped onto the canonical columns
 * (rulesets/import), the organisation file is checked, a registry's copy becomes a snapshot. Every row is accepted
 * or rejected with its place and reason; every import is all or nothing. Thread rule: as the store given.
 */

#include "candor/base.h"
#include "candor/fetch.h"
#include "candor/match.h"
#include "candor/model.h"
#include "candor/normalise.h"
#include "candor/registry.h"
#include "candor/store.h"

/* Kinds of files, each with its canonical columns in rulesets/import/<word>.yaml, and their words; -1: no such kind. */
enum cdr_import_kind {
	CDR_IMPORT_SUPPLIERS = 0,
	CDR_IMPORT_ENGAGEMENTS,
	CDR_IMPORT_AUDITS, /* from here on: records about parties, in the order of enum cdr_record_kind */
	CDR_IMPORT_CERTIFICATES,
	CDR_IMPORT_TRAINING,
	CDR_IMPORT_SURVEYS,
	CDR_IMPORT_ALLEGATIONS,
	CDR_IMPORT_ANSWERS, /* of a questionnaire: values for columns of suppliers and engagements that are there */
	CDR_IMPORT_KIND_COUNT
};
#define CDR_IMPORT_KINDS_TEXT "suppliers, engagements, audits, certificates, training, surveys, allegations or answers"
const char *
cdr_import_kind_word(enum cdr_import_kind kind); /* "suppliers", "engagements" … */
int
cdr_import_kind_from(struct cdr_str word);

/* Where a canonical column's values come from. */
struct cdr_import_column {
	struct cdr_str canonical;
	struct cdr_str header; /* of the file's column, as written */
	uint32_t index;        /* 0-based column of the file */
	struct cdr_str how;    /* "map", "saved", "profile", "header", "synonym", "content" */
	uint8_t confidence;    /* 0 to 100; a rule of thumb, no probability */
};
/* A column of the file that is not surely what it is read as. */
struct cdr_import_candidate {
	struct cdr_str canonical;
	uint8_t confidence; /* 0 to 100 */
};
struct cdr_import_question {
	struct cdr_str header;
	uint32_t index;         /* 0-based column of the file */
	struct cdr_str current; /* what it is read as now; {NULL,0}: kept as it is */
	struct cdr_str text;    /* for people */
	struct cdr_str answer;  /* what to write in a --map file for the first candidate */
	struct cdr_import_candidate *candidates;
	size_t n_candidates;
};
struct cdr_import_options {
	struct cdr_str org, actor;
	enum cdr_import_kind kind;
	struct cdr_str map_yaml; /* an explicit mapping (format: rulesets/import/README.md), or {NULL,0} */
	const char *map_name;    /* its file name, for messages */
	struct cdr_str sheet, encoding;
	const struct cdr_file_map *mapped; /* the mapping that the bytes are, or NULL */
	bool dry_run;                      /* report everything, keep nothing */
	bool forget_map;                   /* drop the mapping saved for files of this shape instead of using it */
	struct cdr_progress progress;
};
/* Owns its memory. read = accepted + rejected; accepted = created + changed + unchanged (+ repeated). */
struct cdr_import_report {
	struct cdr_arena *arena;
	struct cdr_import_record record; /* id 0 on a dry run or when the very same file was imported before */
	bool already_imported;           /* same bytes, same mapping, nothing changed */
	struct cdr_import_column *columns;
	size_t n_columns;
	struct cdr_str *unmapped; /* headers of the file that map onto nothing; kept as attributes "file:<header>" */
	size_t n_unmapped;
	struct cdr_str *warnings;
	size_t n_warnings;
	struct cdr_import_question *questions;
	size_t n_questions;
	/* The named layout it was read by, and how well that layout is known ("seen", "secondary", "assumed"); or {NULL,0}. */
	struct cdr_str profile, profile_title, profile_layout;
	/* The saved mapping it was read by: its file's name and when it was saved; or {NULL,0}. */
	struct cdr_str saved_map, saved_at;
	struct cdr_reject *rejects;
	size_t n_rejects;
	bool duplicates_looked_for; /* by cdr_import_report_duplicates */
	size_t n_duplicates;        /* pairs of parties proposed as one, of the whole organisation */
};
struct cdr_import_report *
cdr_import_report_free(struct cdr_import_report *report);
CDR_DEFINE_FREEP(cdr_import_report)

/* Takes a file of suppliers, engagements or records in, in one transaction of its own (call it outside of one: a dry run and a file
 * imported before roll back). EINPUT when the file as a whole cannot be read or no column holds what the kind requires
 * (name; supplier and agency …), or at a place in the mapping; a bad row is a reject, not an error. ECANCELLED when the
 * progress callback says so: nothing is kept then. */
enum cdr_status CDR_MUST_CHECK
cdr_import_file(struct cdr_store *store, const struct cdr_normaliser *normaliser, const struct cdr_bundle *rulesets,
                struct cdr_str bytes, const char *file_name, const struct cdr_import_options *options,
                struct cdr_import_report **ret, struct cdr_error *err);
struct cdr_json *
cdr_import_report_to_json(const struct cdr_import_report *report);
/* What is kept of an import, and one rejected row, as members of the report and for looking up later. */
struct cdr_json *
cdr_import_record_to_json(const struct cdr_import_record *record);
struct cdr_json *
cdr_import_reject_to_json(const struct cdr_reject *reject);
/* Rejects as CSV with a header: file,sheet,row,line,column,cell,reason. A reject's `place` is its origin and, unless the
 * whole row is meant, the cell: "list.csv row 3 (line 5), cell C3". Cells that a spreadsheet would run as a formula are
 * prefixed with an apostrophe. */
enum cdr_status CDR_MUST_CHECK
cdr_import_rejects_csv(const struct cdr_import_report *report, struct cdr_buf *out, struct cdr_error *err);

/* Parties that may be one and the same, within a file and across all that were imported. They are proposed, never merged
 * without somebody's word. */
#define CDR_DUPLICATES_MAX_EACH 20     /* of the others proposed for one party; the best are */
#define CDR_DUPLICATES_AT_IMPORT 20000 /* most parties for which an import looks for them by itself */
#define CDR_DUPLICATES_MAX_PAIRS 1000000
struct cdr_duplicate {
	const struct cdr_party *one, *other;
	double score;               /* as of a name against a list: 0 … 1 */
	enum cdr_verdict verdict;   /* POSSIBLE or MATCH */
	struct cdr_reason *reasons; /* contributions sum to the score */
	size_t n_reasons;
};
/* Owns its memory, also that of the parties. */
struct cdr_duplicates {
	struct cdr_arena *arena;
	struct cdr_duplicate *items; /* best first, at most the limit */
	size_t n, n_found;           /* told, and found in all */
	size_t n_parties;
	size_t n_distinct;  /* pairs left out because somebody said that they are not one */
	size_t n_related;   /* pairs left out because the list itself names one as the other's parent */
	size_t n_elsewhere; /* pairs left out because their addresses are of different places: sites of one firm */
	size_t n_cut;       /* parties that more look like than CDR_DUPLICATES_MAX_EACH */
};
struct cdr_duplicates *
cdr_duplicates_free(struct cdr_duplicates *duplicates);
CDR_DEFINE_FREEP(cdr_duplicates)
struct cdr_duplicates_options {
	struct cdr_str org;
	double threshold; /* least score; 0: from where a match is possible */
	size_t limit;     /* pairs told with their reasons; 0: all, SIZE_MAX: none, they are only counted */
	bool elsewhere;   /* also those at different addresses */
	struct cdr_progress progress;
};
/* Compares the parties of an organisation, as of now, with each other by name, country, address, identifiers and goods.
 * ELIMIT for more than CDR_MATCH_MAX_ENTRIES parties or CDR_DUPLICATES_MAX_PAIRS pairs, ECANCELLED. */
enum cdr_status CDR_MUST_CHECK
cdr_import_duplicates(struct cdr_store *store, const struct cdr_match_config *match,
                      const struct cdr_normaliser *normaliser, const struct cdr_duplicates_options *options,
                      struct cdr_duplicates **ret, struct cdr_error *err);
struct cdr_json *
cdr_duplicates_to_json(const struct cdr_duplicates *duplicates);
/* Counts them for the report of an import of suppliers that changed something, up to CDR_DUPLICATES_AT_IMPORT parties; else
 * the report says that they were not looked for. */
enum cdr_status CDR_MUST_CHECK
cdr_import_report_duplicates(struct cdr_import_report *report, struct cdr_store *store,
                             const struct cdr_match_config *match, const struct cdr_normaliser *normaliser,
                             const struct cdr_progress *progress, struct cdr_error *err);

/* A person's word on parties, by id or key; kept together with its evidence, or not at all. EUSAGE on an empty reason;
 * else as cdr_store_merge_add, cdr_store_merge_undo and cdr_store_distinction_add. */
struct cdr_party_act {
	struct cdr_str org, actor, reason;
};
enum cdr_status CDR_MUST_CHECK
cdr_import_merge(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_str kept, struct cdr_str merged,
                 struct cdr_arena *arena, struct cdr_merge *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_unmerge(struct cdr_store *store, const struct cdr_party_act *act, int64_t merge_id, struct cdr_arena *arena,
                   struct cdr_merge *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_distinct(struct cdr_store *store, const struct cdr_party_act *act, struct cdr_str one, struct cdr_str other,
                    struct cdr_error *err);
struct cdr_json *
cdr_merge_to_json(const struct cdr_merge *merge);

/* The reporting organisation. Checks the YAML (keys: src/import/organisation.c; all problems named with line and
 * column), keeps it as canonical JSON under its `id`, records it. ret_version 0: unchanged. ret_id in arena. */
enum cdr_status CDR_MUST_CHECK
cdr_import_organisation(struct cdr_store *store, const struct cdr_normaliser *normaliser, struct cdr_str yaml,
                        const char *file_name, struct cdr_str actor, struct cdr_arena *arena, struct cdr_str *ret_id,
                        int64_t *ret_version, struct cdr_error *err);

/* A registry's copy -> snapshot. */
struct cdr_import_source {
	const struct cdr_registry *registry;
	struct cdr_str definition_yaml; /* the definition as text; its digest is kept with the snapshot */
	const struct cdr_str *parts;    /* the source's file or files, whole, in any order */
	const char *const *part_file_names;
	size_t n_parts;
};
struct cdr_import_snapshot_options {
	struct cdr_str actor;
	struct cdr_date as_of; /* {0}: the file's own date, else today */
	bool force;            /* accept what the guards refuse; recorded */
	bool fetched; /* nobody has looked at the copy: one that cannot be read is quarantined like one refused */
};
struct cdr_import_snapshot_report {
	struct cdr_arena *arena;
	struct cdr_snapshot snapshot;
	struct cdr_snapshot_change change;
	bool already_known;
	struct cdr_registry_copy *copy; /* problems and counts */
};
struct cdr_import_snapshot_report *
cdr_import_snapshot_report_free(struct cdr_import_snapshot_report *report);
CDR_DEFINE_FREEP(cdr_import_snapshot_report)
/* Parts in any order: they are sorted by the definition's part names. EREFUSED by the guards of counts and contents: the
 * copy is quarantined, the old snapshot keeps serving, the refusal is recorded as evidence. The bytes of either are kept. */
enum cdr_status CDR_MUST_CHECK
cdr_import_snapshot(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                    const struct cdr_import_source *source, const struct cdr_import_snapshot_options *options,
                    struct cdr_import_snapshot_report **ret, struct cdr_error *err);

/* Fetches the source's files, then as cdr_import_snapshot. What the publisher says is unchanged is read from the bytes kept,
 * so that a copy of today is there either way; *ret_unchanged tells that all files were. Every request is recorded, also
 * one that failed. EUSAGE when the definition names no files to fetch; else as cdr_fetch_get and cdr_import_snapshot.
 * Uses registry and definition_yaml of `source` only. */
enum cdr_status CDR_MUST_CHECK
cdr_import_update(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                  const struct cdr_import_source *source, struct cdr_fetch *fetch,
                  const struct cdr_import_snapshot_options *options, bool *ret_unchanged,
                  struct cdr_import_snapshot_report **ret, struct cdr_error *err);
/* Whether the source is to be asked again at `now` ("YYYY-MM-DDTHH:MM:SSZ"): never asked, last asked as long ago as its
 * definition says, before the last time of the day that it names, or an hour ago when that failed. False when it names no
 * files to fetch. */
enum cdr_status CDR_MUST_CHECK
cdr_import_update_is_due(struct cdr_store *store, const struct cdr_registry *registry, const char *now, bool *ret,
                         struct cdr_error *err);
/* Reads the bytes kept of a snapshot again with the definition of today; a new snapshot of the same day comes of it when
 * the definition has changed since. ENOTFOUND when the bytes were never kept. */
enum cdr_status CDR_MUST_CHECK
cdr_import_reread(struct cdr_store *store, const struct cdr_normaliser *normaliser,
                  const struct cdr_import_source *source, int64_t snapshot_id,
                  const struct cdr_import_snapshot_options *options, struct cdr_import_snapshot_report **ret,
                  struct cdr_error *err);
