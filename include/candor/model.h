/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * model: the plain records every room speaks of, their words, and their JSON form. No behaviour. All text in a record is
 * borrowed from an arena named by whoever made the record. Zero-filled records claim nothing: no date, not checked,
 * status unknown. Thread rule: plain memory.
 */

#include "candor/base.h"

/* ----------------------------------------------------------------------------------------------------------- words */

/* Each enum has a word list in the order of its values, as used in files, JSON and on screen. `_word` gives the word
 * (never NULL), `_from` the value or -1. */
enum cdr_verdict {
	CDR_VERDICT_NOT_CHECKED = 0,
	CDR_VERDICT_CLEAR,
	CDR_VERDICT_POSSIBLE,
	CDR_VERDICT_MATCH,
	CDR_VERDICT_COUNT
};
const char *
cdr_verdict_word(enum cdr_verdict verdict);
int
cdr_verdict_from(struct cdr_str word);

/* How much a finding matters, in rising order. INFO (0) asks nothing of anybody. */
enum cdr_severity {
	CDR_SEVERITY_INFO = 0,
	CDR_SEVERITY_LOW,
	CDR_SEVERITY_MEDIUM,
	CDR_SEVERITY_HIGH,
	CDR_SEVERITY_CRITICAL,
	CDR_SEVERITY_COUNT
};
const char *
cdr_severity_word(enum cdr_severity severity);
int
cdr_severity_from(struct cdr_str word);

/* Normalised licence status. ABSENT: not in a complete register. UNKNOWN (0): nothing says. */
enum cdr_licence {
	CDR_LICENCE_UNKNOWN = 0,
	CDR_LICENCE_VALID,
	CDR_LICENCE_VALID_CONDITIONAL,
	CDR_LICENCE_PENDING,
	CDR_LICENCE_EXPIRED,
	CDR_LICENCE_SUSPENDED,
	CDR_LICENCE_SUSPENDED_ADMIN,
	CDR_LICENCE_REVOKED,
	CDR_LICENCE_REVOKED_IMMEDIATE,
	CDR_LICENCE_REFUSED,
	CDR_LICENCE_BANNED,
	CDR_LICENCE_SURRENDERED,
	CDR_LICENCE_CEASED,
	CDR_LICENCE_ABSENT,
	CDR_LICENCE_COUNT
};
const char *
cdr_licence_word(enum cdr_licence status);
int
cdr_licence_from(struct cdr_str word);
/* True for VALID and VALID_CONDITIONAL only: the two that permit recruiting. */
bool
cdr_licence_permits(enum cdr_licence status);

/* What a registry is. */
enum cdr_registry_kind {
	CDR_REGISTRY_LICENCE_REGISTER = 0,
	CDR_REGISTRY_REVOCATION_LIST,
	CDR_REGISTRY_DEBARMENT,
	CDR_REGISTRY_IMPORT_BAN,
	CDR_REGISTRY_SANCTIONS,
	CDR_REGISTRY_GOODS_RISK,
	CDR_REGISTRY_AVOID_LIST, /* whom somebody advises against: not a finding of an authority */
	CDR_REGISTRY_KIND_COUNT
};
const char *
cdr_registry_kind_word(enum cdr_registry_kind kind);
int
cdr_registry_kind_from(struct cdr_str word);

/* What people decided about a finding; OPEN: nothing yet. REOPENED: decided once, then the entry or party changed. */
enum cdr_finding_state {
	CDR_FINDING_OPEN = 0,
	CDR_FINDING_CONFIRMED,
	CDR_FINDING_DISMISSED,
	CDR_FINDING_ESCALATED,
	CDR_FINDING_REMEDIATED,
	CDR_FINDING_REOPENED,
	CDR_FINDING_STATE_COUNT
};
const char *
cdr_finding_state_word(enum cdr_finding_state state); /* "open" "confirmed" … */
int
cdr_finding_state_from(struct cdr_str word);
/* The verb of a disposition ("confirm", "dismiss", "escalate", "remediate") to the state it leads to, or -1. */
int
cdr_disposition_from(struct cdr_str verb);

/* What a record about a party is; the words are those of the kinds of files they come from. */
enum cdr_record_kind {
	CDR_RECORD_AUDITS = 0,
	CDR_RECORD_CERTIFICATES,
	CDR_RECORD_TRAINING,
	CDR_RECORD_SURVEYS,
	CDR_RECORD_ALLEGATIONS,
	CDR_RECORD_KIND_COUNT
};
const char *
cdr_record_kind_word(enum cdr_record_kind kind); /* "audits" "certificates" … */
int
cdr_record_kind_from(struct cdr_str word);

/* --------------------------------------------------------------------------------------------------------- records */

/* Where a value stands in a file people can open. `row` is the record number as a spreadsheet shows it (the header
 * counts), `line` the physical line where a text file's record begins; both 1-based, 0 = not applicable. */
struct cdr_origin {
	struct cdr_str file; /* name only, no directories */
	struct cdr_str sheet;
	uint32_t row, line;
};
/* "list.csv row 12", "list.csv row 12 (line 14)", "list.xlsx Sheet1 row 7"; in arena, {NULL,0} when memory is short. */
struct cdr_str
cdr_origin_text(struct cdr_arena *arena, const struct cdr_origin *origin);

/* A number somebody issued for a party: compared before names, by its scheme. */
struct cdr_identifier {
	struct cdr_str scheme;  /* "lei", "company_number", "tax_id", "os_id", "licence:<registry scheme>", … */
	struct cdr_str value;   /* as printed */
	struct cdr_str country; /* alpha-2 of the issuer, or {NULL,0} */
};

/* One named attribute that has no slot of its own ("workers_migrant_pct" = "12.5"). */
struct cdr_attribute {
	struct cdr_str name;
	struct cdr_str value;
};

/* A row that stands for a party besides the row the party was made of: of a party that somebody said is this one. */
struct cdr_party_row {
	struct cdr_str id, key, name; /* of the party it was */
	int64_t version;
	struct cdr_origin origin;
};

/* Someone being screened. */
struct cdr_party {
	struct cdr_str id; /* store id, "p-" and 16 hexadecimal digits */
	struct cdr_str
		key;     /* identity inside the organisation: the file's own id, else derived from name and country */
	int64_t version; /* 1, 2, … */
	struct cdr_str name, name_local, kind, country, address, city, region, postcode, sector;
	struct cdr_str *aliases;
	size_t n_aliases;
	struct cdr_identifier *identifiers;
	size_t n_identifiers;
	struct cdr_str *products; /* goods supplied, as written */
	size_t n_products;
	struct cdr_attribute *attributes; /* every other canonical column that had a value, sorted by name */
	size_t n_attributes;
	struct cdr_origin origin;
	struct cdr_party_row *merged; /* what was merged into it, by id; the record is then that of all their rows */
	size_t n_merged;
};
/* Value of an attribute, an identifier or the slot of that canonical column name ("id" is the key); {NULL,0} when not
 * given. Columns that hold lists (aliases, products) are read from the record. */
struct cdr_str
cdr_party_get(const struct cdr_party *party, const char *column);

/* Who recruited whom for whom, when, on what terms. */
struct cdr_engagement {
	struct cdr_str id; /* "e-" and 16 hexadecimal digits */
	struct cdr_str key;
	int64_t version;
	struct cdr_str supplier_id; /* the supplier's key in the same organisation; may name nobody known */
	struct cdr_str agency_name, agency_country, agency_licence_number;
	struct cdr_date recruited_on, ended_on;
	struct cdr_attribute *attributes; /* every other canonical column that had a value, sorted by name */
	size_t n_attributes;
	struct cdr_origin origin;
};
/* As cdr_party_get; the two dates are read from the record. */
struct cdr_str
cdr_engagement_get(const struct cdr_engagement *engagement, const char *column);

/* What is on record about a party (or, training, about the organisation itself): an audit, a certificate, a training, a
 * question of a survey with its answers as sums, an allegation. Never about a worker. */
struct cdr_record {
	struct cdr_str id; /* "r-" and 16 hexadecimal digits */
	enum cdr_record_kind kind;
	struct cdr_str key; /* identity inside the organisation and kind: the file's own id, else derived */
	int64_t version;
	struct cdr_str
		subject_key; /* key or id of the party as the file names it, may name nobody known; {NULL,0}: none */
	struct cdr_attribute *attributes; /* the other canonical columns that had a value, sorted by name */
	size_t n_attributes;
	struct cdr_origin origin;
};
/* As cdr_party_get. Lists are joined by "|", dates as "YYYY-MM-DD", truths as "true" and "false"; "suppressed" is "true"
 * where a count from 1 to 4 was left out. */
struct cdr_str
cdr_record_get(const struct cdr_record *record, const char *column);

/* One status an entry shows, with the days it is said to hold; {0} = open or not said. */
struct cdr_entry_status {
	enum cdr_licence status;
	struct cdr_str word; /* as the register prints it */
	struct cdr_date from, to;
};

/* One row of a registry (or one firm of a row that names several). Versioned in valid time by its statuses and in known
 * time by the snapshots that showed it. */
struct cdr_entry {
	struct cdr_str id; /* "<registry>/<key>@<version>" */
	struct cdr_str registry_id;
	struct cdr_str key; /* identity inside the registry, stable across snapshots */
	int64_t version;
	struct cdr_str name, name_local; /* cleaned; name is never empty except in goods-risk registries */
	struct cdr_str original_name;    /* the cell as printed */
	struct cdr_str *aliases;         /* also-known-as, formerly, second language */
	size_t n_aliases;
	struct cdr_str party_type; /* "organisation", "person", "vessel", "goods", or {NULL,0} */
	struct cdr_str country, address;
	struct cdr_identifier *identifiers;
	size_t n_identifiers;
	struct cdr_entry_status *statuses; /* in the order of their `from` */
	size_t n_statuses;
	struct cdr_date listed_on;        /* lists: the day of listing */
	struct cdr_str good, programme;   /* goods-risk: the good; others: programme, ground or industry */
	struct cdr_attribute *attributes; /* further mapped fields */
	size_t n_attributes;
	struct cdr_origin origin;
};

/* As cdr_party_get; identifiers, statuses and days are read from the record. */
struct cdr_str
cdr_entry_get(const struct cdr_entry *entry, const char *column);

/* One dated copy of a registry. */
struct cdr_snapshot {
	int64_t id;
	struct cdr_str registry_id;
	struct cdr_date as_of;   /* the day the publisher's copy speaks for */
	struct cdr_str taken_at; /* when Candor took it in, UTC */
	struct cdr_str file, sha256;
	struct cdr_str definition_sha256;
	struct cdr_str registry_title; /* these three as the definition had them then, so that what was checked */
	enum cdr_registry_kind registry_kind; /* can be told without it */
	int64_t freshness_days;
	int64_t n_rows, n_entries, n_rejected;
	int64_t n_whole; /* rows the source said it has in all; 0: it never says; -1: this copy did not */
};

/* One input of a score, for people: "names: 3 of 3 words agree" … and what it added or took away. */
struct cdr_reason {
	struct cdr_str code; /* stable word, e.g. "name.tokens" */
	struct cdr_str text;
	double contribution; /* contributions sum to the score */
};

/* A registry entry put beside a party or agency. */
struct cdr_listing {
	struct cdr_str registry_id;
	enum cdr_registry_kind registry_kind;
	int64_t snapshot_id;
	struct cdr_date snapshot_as_of;
	bool stale;
	struct cdr_str entry_id, entry_name;
	struct cdr_origin origin;
	enum cdr_verdict verdict; /* POSSIBLE or MATCH */
	double score;             /* 0 … 1 */
	struct cdr_reason *reasons;
	size_t n_reasons;
	enum cdr_licence status;    /* licence registers and revocation lists: on the day asked */
	struct cdr_str status_word; /* as printed */
	struct cdr_date listed_on;
	struct cdr_str programme;
	struct cdr_str note; /* a sentence about dates: why this status holds on that day; may be empty */
};

/* What a screening says about one subject under one rule. */
struct cdr_finding {
	struct cdr_str id;                   /* "f-" and the first 16 digits of the fingerprint */
	struct cdr_str fingerprint;          /* SHA-256 over party identity, source, entry identity, rule id */
	struct cdr_str material;             /* SHA-256 over what a decision rests on; a change reopens the finding */
	struct cdr_str party_id, party_name; /* the party; for an unknown supplier, its key as written */
	struct cdr_str engagement_id;        /* or {NULL,0} */
	struct cdr_str agency_name;          /* or {NULL,0} */
	struct cdr_str rule_id;
	int64_t rule_revision;
	enum cdr_verdict verdict;
	enum cdr_severity severity;
	struct cdr_str title, message, remedy, source;
	struct cdr_listing *listings; /* all candidates, best first; never only one of several */
	size_t n_listings;
	struct cdr_attribute *facts; /* the facts the rule looked at, with their values */
	size_t n_facts;
	struct cdr_origin *origins; /* rows of the uploaded files it rests on */
	size_t n_origins;
	struct cdr_str proof; /* JSON: the rule's condition part by part (candor/rules.h), or {NULL,0} */
};

/* What a screening could not answer: a rule whose condition is unknown, and the facts that would settle it. */
struct cdr_gap {
	struct cdr_str rule_id;
	struct cdr_str *missing;
	size_t n_missing;
};

/* ---------------------------------------------------------------------------------------------------------- copies */

/* Deep copies into an arena, for records that must outlive the callback that handed them over. False when memory is
 * short; `ret` is then untouched. */
bool
cdr_party_copy(struct cdr_arena *arena, const struct cdr_party *party, struct cdr_party *ret);
bool
cdr_engagement_copy(struct cdr_arena *arena, const struct cdr_engagement *engagement, struct cdr_engagement *ret);
bool
cdr_record_copy(struct cdr_arena *arena, const struct cdr_record *record, struct cdr_record *ret);
bool
cdr_entry_copy(struct cdr_arena *arena, const struct cdr_entry *entry, struct cdr_entry *ret);
bool
cdr_finding_copy(struct cdr_arena *arena, const struct cdr_finding *finding, struct cdr_finding *ret);

/* ------------------------------------------------------------------------------------------------------------ JSON */

/* Record to JSON, members in a fixed order, empty ones left out; NULL when memory is short. The stored form, the
 * --json form and the API form are this one form. Attributes are one object, name to value; several of one name must
 * stand side by side and become an array. `_from_json` reads it back into `arena`; EINPUT on a wrong shape, an unknown
 * word or an unknown member. */
struct cdr_json *
cdr_party_to_json(const struct cdr_party *party);
enum cdr_status CDR_MUST_CHECK
cdr_party_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err);
struct cdr_json *
cdr_engagement_to_json(const struct cdr_engagement *engagement);
enum cdr_status CDR_MUST_CHECK
cdr_engagement_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_engagement *ret,
                         struct cdr_error *err);
struct cdr_json *
cdr_record_to_json(const struct cdr_record *record);
enum cdr_status CDR_MUST_CHECK
cdr_record_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_record *ret,
                     struct cdr_error *err);
struct cdr_json *
cdr_entry_to_json(const struct cdr_entry *entry);
enum cdr_status CDR_MUST_CHECK
cdr_entry_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_entry *ret, struct cdr_error *err);
struct cdr_json *
cdr_finding_to_json(const struct cdr_finding *finding);
enum cdr_status CDR_MUST_CHECK
cdr_finding_from_json(const struct cdr_json *json, struct cdr_arena *arena, struct cdr_finding *ret,
                      struct cdr_error *err);
struct cdr_json *
cdr_snapshot_to_json(const struct cdr_snapshot *snapshot);
struct cdr_json *
cdr_listing_to_json(const struct cdr_listing *listing);
struct cdr_json *
cdr_origin_to_json(const struct cdr_origin *origin);
struct cdr_json *
cdr_gap_to_json(const struct cdr_gap *gap);
