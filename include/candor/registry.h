/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * registry: a definition (registries/<id>/registry.yaml) and a file of that source -> entries, checked. Also answers
 * what an entry's statuses say about a given day. Knows no particular country, body or list: all of that is in the
 * definitions. Does not store anything. Thread rule: a definition is immutable after loading.
 */

#include "candor/base.h"
#include "candor/ingest.h"
#include "candor/model.h"
#include "candor/normalise.h"

#define CDR_REGISTRY_MAX_PARTS 8 /* files that make up one snapshot */

/* What not being in the registry means. */
enum cdr_absence { CDR_ABSENCE_NOTHING = 0, CDR_ABSENCE_NOT_LICENSED };

/* How a source is asked, where more than its URL has to be said. */
#define CDR_REGISTRY_MAX_HEADERS 8
enum cdr_registry_credential {
	CDR_REGISTRY_NO_CREDENTIAL = 0,
	CDR_REGISTRY_BEARER,
	CDR_REGISTRY_BASIC,
	CDR_REGISTRY_HEADER
};
struct cdr_registry_header {
	struct cdr_str name, value;
};
struct cdr_registry_fetching {
	bool paged;             /* the file comes in pages of JSON, whose lists are put behind each other */
	struct cdr_str records; /* path of the list in a page */
	struct cdr_str
		next; /* path of the link to the next page; {NULL,0}: pages are numbered, "{page}" in URL or body */
	struct cdr_str last; /* path of the last page's number; {NULL,0}: the last one is empty */
	int64_t first, step;
	struct cdr_str body, body_type; /* posted; {NULL,0}: nothing is */
	struct cdr_registry_header headers[CDR_REGISTRY_MAX_HEADERS];
	size_t n_headers;
	enum cdr_registry_credential credential;
	struct cdr_str credential_file, credential_header;
	int pause_ms;        /* between requests; 0: the usual */
	bool scheduled;      /* asked at a time of the day instead of every so many hours */
	int minute_of_day;   /* in `zone` */
	unsigned weekdays;   /* bit 0 Monday … bit 6 Sunday */
	struct cdr_str zone; /* "Asia/Manila" */
};
/* The public part of a definition; the rest is private to the room. Text lives as long as the definition. */
struct cdr_registry {
	struct cdr_str id, title, publisher, url, terms, cadence, layout_confidence;
	struct cdr_str jurisdiction; /* alpha-2 codes with a blank between, or "INT" */
	struct cdr_str
		licence_scheme; /* "licence:<name>", the scheme of its entries' identifiers; {NULL,0} when none */
	enum cdr_registry_kind kind;
	enum cdr_absence absence;
	int freshness_days;                 /* a snapshot older than this is stale */
	int64_t expected_min, expected_max; /* plausible row counts, all files together; 0 = not stated */
	double max_drop_pct; /* refuse a snapshot whose entries fall by more than this; 10 unless stated */
	size_t n_parts;      /* files expected; 1 unless the source is split */
	struct cdr_str
		part_names[CDR_REGISTRY_MAX_PARTS]; /* e.g. "sdn.csv"; for messages and for matching --from files */
	/* Where each part is fetched from, in the order of part_names; none: the source is not fetched by itself. */
	struct cdr_str part_urls[CDR_REGISTRY_MAX_PARTS];
	size_t n_part_urls;
	int fetch_every_hours; /* how often the source is asked when fetching is left to Candor */
	struct cdr_registry_fetching fetching;
	struct cdr_registry_private *private;
};
struct cdr_registry *
cdr_registry_free(struct cdr_registry *registry);
CDR_DEFINE_FREEP(cdr_registry)
/* Reads and checks one definition. EINPUT with name:line:column, all problems named. `name` is the path shown. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_load(struct cdr_str yaml, const char *name, struct cdr_registry **ret, struct cdr_error *err);

/* What is told of a definition, for --json and the API; NULL when memory is short. */
struct cdr_json *
cdr_registry_to_json(const struct cdr_registry *registry);
/* Whether a copy that speaks for `as_of` is too old on `today` to say "clear"; one without a date is. */
bool
cdr_registry_is_stale(const struct cdr_registry *registry, struct cdr_date as_of, struct cdr_date today);

/* Entries made from one copy of the source. Owns its memory. */
struct cdr_registry_copy {
	struct cdr_arena *arena;
	struct cdr_entry *entries; /* id and version are left empty: the store gives them */
	size_t n_entries;
	int64_t n_rows; /* data rows read, all files together */
	struct cdr_registry_problem {
		struct cdr_origin origin;
		struct cdr_str text;
		bool rejected; /* the row yielded no entry; otherwise a warning, e.g. an unknown status word */
	} * problems;
	size_t n_problems;
	int64_t n_rejected;
	int64_t n_unexplained; /* rows whose status is missing or not explained by the definition */
	int64_t n_whole; /* rows the source says it has in all; 0: it never says; -1: this copy ought to and does not */
	struct cdr_date as_of; /* from the file itself where the definition says where it stands, else {0} */
};
struct cdr_registry_copy *
cdr_registry_copy_free(struct cdr_registry_copy *copy);
CDR_DEFINE_FREEP(cdr_registry_copy)

/* Turns the source's file(s), in the order of part_names, into entries. EINPUT when the file is not of the defined
 * shape (missing columns are named; an HTML page is called one), ELIMIT, ENOMEM. Rows that cannot be read become
 * problems; rows + their outcome always add up. Entries are ordered by origin. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_read(const struct cdr_registry *registry, const struct cdr_normaliser *normaliser,
                  const struct cdr_str *parts, const char *const *part_file_names, size_t n_parts,
                  struct cdr_registry_copy **ret, struct cdr_error *err);

/* Guards a new copy against the one that serves: row counts outside the expected range, drop of more than max_drop_pct.
 * EREFUSED with both counts. previous_entries 0 = none yet. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_check_counts(const struct cdr_registry *registry, const struct cdr_registry_copy *copy,
                          int64_t previous_entries, struct cdr_error *err);

/* Guards what a copy says: more than a tenth of its entries (and more than five) with status words the definition does
 * not explain, with days after `today`, or with letters lost to a wrong encoding. EREFUSED with the count and an example. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_check_content(const struct cdr_registry *registry, const struct cdr_registry_copy *copy,
                           struct cdr_date today, struct cdr_error *err);

/* A licence number as printed -> the form this registry's entries hold ("RL-30" -> "0030"); {NULL,0} when it is not of
 * the registry's form, which proves nothing: forms are inferred from examples. In arena. */
struct cdr_str
cdr_registry_licence_number(const struct cdr_registry *registry, struct cdr_str printed, struct cdr_arena *arena);

/* Whether the file name given belongs to the i-th part; used to sort --from files into order. */
bool
cdr_registry_part_matches(const struct cdr_registry *registry, size_t i, const char *file_name);

/* False when the source says it has more rows than this copy holds. */
bool
cdr_registry_is_whole(const struct cdr_snapshot *snapshot);
/* Whether not being in this copy means anything: the definition says so, and the copy is the whole of the source. */
bool
cdr_registry_absence_counts(const struct cdr_registry *registry, const struct cdr_snapshot *snapshot);

/* One sighting of an entry: a version and the snapshot that showed it. */
struct cdr_sighting {
	struct cdr_date as_of;         /* of the snapshot */
	const struct cdr_entry *entry; /* NULL: the snapshot did not show this entry */
};
struct cdr_status_answer {
	enum cdr_licence status;
	struct cdr_str word;      /* as printed; {NULL,0} when none */
	struct cdr_date as_of;    /* of the snapshot the answer rests on */
	struct cdr_date from, to; /* days the answer is said to hold, where known */
	struct cdr_str note;      /* one sentence saying why; in arena */
};
/* Status on `day` from all sightings of one entry, ordered by as_of. Rules, in order:
 * (1) the latest sighting at or before `day`, or failing that the earliest after it, speaks; but a change that a later
 *     sighting dates after the speaker's day and at or before `day` is heard first (a revocation published in June that
 *     began in March holds in April, whatever January's copy said);
 * (2) an interval that covers the day decides: of several the one that began last, of equals the one that permits less.
 *     A status without a start holds from its sighting on;
 * (3) a permitting status does not reach past its expiry: EXPIRED after it, whatever the word. An end that is derived
 *     so, like an ABSENT or UNKNOWN, yields to a later sighting whose dated interval covers the day (a renewal);
 * (4) a status that began on D says nothing of the days before D: UNKNOWN, unless an earlier sighting, or the entry's own
 *     earlier interval, covers the day;
 * (5) a status with no start holds back to its sighting only.
 * A snapshot that did not show the entry answers ABSENT; what absence means is the registry's `absence`. EUSAGE when
 * `day` is no date or there are no sightings, ENOMEM. Borrows from the sightings and the arena. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_status_on(const struct cdr_sighting *sightings, size_t n, struct cdr_date day, struct cdr_arena *arena,
                       struct cdr_status_answer *ret, struct cdr_error *err);

/* Runs a definition against its own folder (registry.yaml, the sample, expected.json) and reports the first differences
 * in `report`, one a line; EREFUSED when they differ. `update` rewrites expected.json instead. The sample is
 * sample.<format type>, or sample.<part name> for each part. */
enum cdr_status CDR_MUST_CHECK
cdr_registry_check_folder(const char *folder, const struct cdr_normaliser *normaliser, bool update,
                          struct cdr_buf *report, struct cdr_error *err);
