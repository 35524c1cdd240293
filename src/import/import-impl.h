/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * What the files of this room share. The way of a file: columns.c says which canonical columns exist, map-file.c reads an
 * explicit mapping, header.c finds the header row of a sheet, mapping.c gives every column of the file a meaning, row.c
 * turns a row into values by convert.c, parties.c and engagements.c turn values into records, identity.c gives them
 * their keys, report.c collects what is told, and file.c runs the whole in one transaction.
 */

#include "candor/base.h"
#include "candor/crypt.h"
#include "candor/decl.h"
#include "candor/import.h"
#include "candor/ingest.h"
#include "candor/model.h"
#include "candor/normalise.h"
#include "candor/store.h"

#define CDR_IMPORT_ROOM "import"
#define CDR_IMPORT_MAX_ARENA_BYTES ((size_t)1 << 30)
#define CDR_IMPORT_MAX_DEFINITIONS 256
#define CDR_IMPORT_MAX_REQUIRED 8       /* groups of columns of which one must be there */
#define CDR_IMPORT_HEADER_ROWS 30       /* rows looked at for the header */
#define CDR_IMPORT_SAMPLE_ROWS 500      /* rows looked at to tell a column by its content */
#define CDR_IMPORT_PLACES_SHOWN 10      /* places a warning names before "and N more" */
#define CDR_IMPORT_VALUE_SHOWN_BYTES 60 /* of a cell in a reason */
#define CDR_IMPORT_MAX_LIST_ITEMS 1000  /* items of one list cell */
#define CDR_IMPORT_MAX_DETECTORS 64
#define CDR_IMPORT_MAX_CANDIDATES 8 /* canonical columns that a detector or a question names */
#define CDR_IMPORT_MIN_SAMPLE 5     /* values below which content proves nothing against a header */
#define CDR_IMPORT_CONTENT_PCT 90   /* of sampled values that must fit before content counts */
#define CDR_IMPORT_SURE_PCT 75      /* a column read with less confidence is asked about */
#define CDR_IMPORT_ATTRIBUTE_PREFIX "file:"
#define CDR_IMPORT_LEAST_COUNT 5      /* smaller counts of answers are not kept */
#define CDR_IMPORT_MAX_RULE_COLUMNS 6 /* that identify a record, or that one check compares */
#define CDR_IMPORT_MAX_CHECKS 4
#define CDR_IMPORT_MAX_SHARED 2   /* files whose words hold for another kind too */
#define CDR_IMPORT_LIST_JOINT "|" /* between the items of a list kept as an attribute */

/* --------------------------------------------------------------------------------------------- canonical columns */

enum cdr_import_type {
	CDR_IMPORT_TEXT = 0,
	CDR_IMPORT_KEY, /* an id of the file's own */
	CDR_IMPORT_NAME,
	CDR_IMPORT_COUNTRY,
	CDR_IMPORT_COUNTRIES, /* a list of them */
	CDR_IMPORT_DATE,
	CDR_IMPORT_NUMBER,
	CDR_IMPORT_WHOLE, /* a count: 0, 1, 2 … */
	CDR_IMPORT_PERCENT,
	CDR_IMPORT_BOOLEAN,
	CDR_IMPORT_MONEY,
	CDR_IMPORT_CURRENCY,
	CDR_IMPORT_LIST,
	CDR_IMPORT_WORD,
	CDR_IMPORT_IDENTIFIER,
	CDR_IMPORT_CODE,  /* a letter and a number of a table of codes */
	CDR_IMPORT_CODES, /* a list of them */
	CDR_IMPORT_TYPE_COUNT
};

/* One canonical column as rulesets/import/<kind>.yaml defines it. */
struct cdr_import_definition {
	struct cdr_str name; /* NUL-terminated */
	size_t index;        /* into cdr_import_columns.definitions */
	enum cdr_import_type type;
	bool joined;             /* several columns of a file make it up, joined by ", " */
	struct cdr_str scheme;   /* identifiers */
	struct cdr_str currency; /* money: the canonical column of its currency, or {NULL,0} */
	bool lenient;            /* a value that does not fit is kept as written and told; the row is not refused */
	bool blank_counts;       /* a blank cell is an answer: "none"; kept as the attribute "blank:<name>" */
	bool quiet;              /* lenient: what does not fit may name persons, and is neither kept nor quoted */
	bool suppressed;        /* a count below CDR_IMPORT_LEAST_COUNT is not kept, and no message quotes the column */
	struct cdr_str allowed; /* words: "worker, employer, agency", codes: "A1 to A10, B1 …"; for messages */
	const struct cdr_decl_node *codes; /* {A: 10}: which there are; NULL otherwise */
};
/* How the rows of a file become records, where they are neither suppliers nor engagements. */
struct cdr_import_rules {
	bool given;
	const struct cdr_import_definition *id, *subject; /* the file's own id; the party it is about; or NULL */
	struct cdr_import_rule {
		const struct cdr_import_definition *columns[CDR_IMPORT_MAX_RULE_COLUMNS];
		size_t n;
	} identity,                              /* by which a row goes that has no id */
		in_order[CDR_IMPORT_MAX_CHECKS], /* days, none before the one named before it */
		at_most[CDR_IMPORT_MAX_CHECKS];  /* counts: all but the last together are at most the last */
	size_t n_in_order, n_at_most;
};
struct cdr_import_columns {
	struct cdr_arena *arena;
	struct cdr_decl decl;                          /* texts are borrowed from it */
	struct cdr_decl shared[CDR_IMPORT_MAX_SHARED]; /* and from those of the files whose words hold here too */
	size_t n_shared;
	struct cdr_import_definition *definitions;
	size_t n;
	struct cdr_map *by_name;        /* canonical name -> definition */
	struct cdr_map *by_header;      /* squashed header -> struct cdr_import_synonym */
	struct cdr_map *by_weak;        /* the same for headers that count only with fitting content */
	struct cdr_map *words;          /* "<column>=<squashed>" -> struct cdr_str, the canonical word */
	struct cdr_map *blanks;         /* squashed words that mean "not known" */
	struct cdr_map *footers;        /* squashed first cells of rows that are no data; digits as '0' */
	struct cdr_map *footer_starts;  /* the same for the words such cells begin with, whatever follows */
	struct cdr_map *currency_signs; /* "€", "Rs" as written -> struct cdr_decl_node, the list of codes */
	struct cdr_map *left_out;       /* squashed headers of columns about persons, which are not kept */
	struct cdr_map *header_marks;   /* squashed words beside a header that say nothing of its meaning: "required" */
	struct cdr_import_group {
		const struct cdr_import_definition *any[4];
		size_t n;
	} required[CDR_IMPORT_MAX_REQUIRED];
	size_t n_required;
	struct cdr_import_rules rules;
	bool suppresses;                    /* some column is suppressed */
	char revision[CDR_SHA256_TEXT_MAX]; /* SHA-256 of the file */
};
struct cdr_import_synonym {
	const struct cdr_import_definition *definition;
	size_t rank; /* the smaller the surer: 0 for the canonical name, then as listed in each language */
};
struct cdr_import_columns *
cdr_import_columns_free(struct cdr_import_columns *columns);
CDR_DEFINE_FREEP(cdr_import_columns)
/* EINPUT at file:line:column, ENOTFOUND when the bundle lacks import/<kind>.yaml. */
enum cdr_status CDR_MUST_CHECK
cdr_import_columns_load(const struct cdr_bundle *rulesets, enum cdr_import_kind kind, struct cdr_import_columns **ret,
                        struct cdr_error *err);
const struct cdr_import_definition *
cdr_import_columns_find(const struct cdr_import_columns *columns, const char *name);
/* What a header means; *ret NULL when nothing. Numbered headers ("Address 2") mean their joined column; of a header in two
 * languages, or with a mark beside it ("Supplier name / 供应商名称", "Name (required)"), every part must mean the same
 * column. */
enum cdr_status CDR_MUST_CHECK
cdr_import_columns_header(const struct cdr_import_columns *columns, struct cdr_str header, struct cdr_arena *arena,
                          const struct cdr_import_synonym **ret, struct cdr_error *err);
/* Folded, "%" and "#" spelt out, without blanks: what headers and words are compared by. {NULL,0}: out of memory. */
struct cdr_str
cdr_import_squash(struct cdr_str text, struct cdr_arena *arena);

/* ---------------------------------------------------------------------------------------------- explicit mapping */

/* A --map file; zero-filled when none was given. */
struct cdr_import_map {
	struct cdr_decl decl;
	bool given;
	const char *how;                      /* "map", "saved", "profile"; NULL: there is none */
	const struct cdr_decl_node *ignore;   /* headers that mean nothing here, or NULL */
	const struct cdr_decl_node *columns;  /* canonical -> header(s), or NULL */
	const struct cdr_decl_node *defaults; /* canonical -> value, or NULL */
	int64_t header_row;                   /* as a spreadsheet shows it; 0 = find it */
	enum cdr_date_order date_order;
	char list_separator;                /* 0: the usual ones */
	char decimal_mark;                  /* 0: as the column says */
	char revision[CDR_SHA256_TEXT_MAX]; /* SHA-256 of the text; "" without */
};
void
cdr_import_map_done(struct cdr_import_map *map);
enum cdr_status CDR_MUST_CHECK
cdr_import_map_load(struct cdr_str yaml, const char *name, const struct cdr_import_columns *columns,
                    struct cdr_import_map *ret, struct cdr_error *err);
/* Whether a header of the file is the one a mapping names: as written, or alike but for case, blanks and punctuation. */
bool
cdr_import_same_header(struct cdr_str wanted, struct cdr_str header, struct cdr_arena *arena);
/* The definition a header was explicitly given to, or NULL. */
const struct cdr_import_definition *
cdr_import_map_header(const struct cdr_import_map *map, const struct cdr_import_columns *columns, struct cdr_str header,
                      struct cdr_arena *arena);

/* --------------------------------------------------------------------------------------------- header and mapping */

/* Index of the header row in the sheet, or -1 when no row names what is required. EINPUT when the
 * mapping's header_row is not there. */
enum cdr_status CDR_MUST_CHECK
cdr_import_header_find(const struct cdr_import_columns *columns, const struct cdr_import_map *map,
                       const struct cdr_table *table, const struct cdr_sheet *sheet, ptrdiff_t *ret,
                       struct cdr_error *err);

/* What a column's content may look like, as rulesets/import/detectors.yaml says. */
struct cdr_import_suggestion {
	const struct cdr_import_definition *definition;
	uint8_t confidence; /* 1 to 100 */
};
struct cdr_import_detector {
	struct cdr_str name;
	struct cdr_regex *pattern; /* NULL: what the type of the first candidate reads */
	struct cdr_import_suggestion candidates[CDR_IMPORT_MAX_CANDIDATES];
	size_t n_candidates;
	bool alone; /* gives a column without a header its meaning */
	bool never; /* personal data: such a column is left alone */
};
struct cdr_import_detectors {
	struct cdr_decl decl;
	struct cdr_import_detector items[CDR_IMPORT_MAX_DETECTORS];
	size_t n;
};
void
cdr_import_detectors_done(struct cdr_import_detectors *detectors);
/* Candidates are those of the kind of file the columns are of. None when the bundle lacks the file. EINPUT at a place. */
enum cdr_status CDR_MUST_CHECK
cdr_import_detectors_load(const struct cdr_bundle *rulesets, const struct cdr_import_columns *columns,
                          struct cdr_import_detectors *ret, struct cdr_error *err);

/* One column of the file and what becomes of it. */
struct cdr_import_slot {
	const struct cdr_import_definition *definition; /* NULL: kept as an attribute */
	struct cdr_str header;                          /* trimmed; may be "" */
	struct cdr_str attribute;                       /* "file:<header>" */
	const char *how;
	size_t rank;
	enum cdr_date_order date_order;
	char decimal_mark;
	uint8_t confidence; /* 0 to 100, of the definition */
	bool explicit;      /* a mapping file, a saved mapping or a profile says so */
	bool ignored;       /* a profile says that it means nothing here */
	bool left_out;      /* it is about persons and is not kept */
	bool used;          /* some row has a value here */
};
/* What a sheet's rows are read by. */
struct cdr_import_plan {
	const struct cdr_sheet *sheet;
	size_t header_index;
	struct cdr_import_slot *slots;
	uint32_t n_slots;
};
struct cdr_import_job;
/* EINPUT when a header of the explicit mapping is not there or a required column is missing. Texts live in the report
 * and are borrowed from the table. */
enum cdr_status CDR_MUST_CHECK
cdr_import_plan_make(struct cdr_import_job *job, const struct cdr_sheet *sheet, size_t header_index,
                     struct cdr_import_plan *ret, struct cdr_error *err);
/* First slot of a definition, or NULL. */
const struct cdr_import_slot *
cdr_import_plan_slot(const struct cdr_import_plan *plan, const struct cdr_import_definition *definition,
                     uint32_t *ret_index);

/* How many of a column's first values fit a detector's pattern or a definition's type. */
struct cdr_import_sample {
	size_t n, n_fit, n_percent; /* that end with "%" */
};
enum cdr_status CDR_MUST_CHECK
cdr_import_sample(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
                  const struct cdr_import_detector *detector, const struct cdr_import_definition *definition,
                  struct cdr_import_sample *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_detect(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
                  const struct cdr_import_detector *detector, struct cdr_import_sample *ret, struct cdr_error *err);

/* What is not sure, asked: a column of the file, what it is read as now (NULL: kept as it is), what it may be. The reason
 * completes "column C \"Ort\": …". */
enum cdr_status CDR_MUST_CHECK
cdr_import_ask(struct cdr_import_job *job, const struct cdr_import_plan *plan, uint32_t column,
               const struct cdr_import_suggestion *suggestions, size_t n, const char *reason, struct cdr_error *err);
/* Looks at the columns that nothing has given a meaning, and asks about those whose content suggests one. */
enum cdr_status CDR_MUST_CHECK
cdr_import_ask_about_rest(struct cdr_import_job *job, const struct cdr_import_plan *plan, struct cdr_error *err);

/* ----------------------------------------------------------------------------------- profiles and saved mappings */

/* A layout known by name (rulesets/import/profiles): chosen by its headers, read like a mapping. */
struct cdr_import_profile {
	struct cdr_decl decl;
	const struct cdr_decl_node *when, *optional, *columns, *ignore;
	struct cdr_str id, title, layout;
	char revision[CDR_SHA256_TEXT_MAX];
};
/* Whether a header is among a profile's that mean nothing here. */
bool
cdr_import_profile_ignores(const struct cdr_decl_node *ignore, struct cdr_str header, struct cdr_arena *arena);
void
cdr_import_profile_done(struct cdr_import_profile *profile);
/* The profile whose headers one of the first rows of the sheet has, the one with most of them; none: *ret_row is -1. */
enum cdr_status CDR_MUST_CHECK
cdr_import_profile_find(const struct cdr_import_job *job, const struct cdr_bundle *rulesets,
                        const struct cdr_sheet *sheet, struct cdr_import_profile *ret, ptrdiff_t *ret_row,
                        struct cdr_error *err);
/* The digest of a row's headers, whatever their order and spelling; "" when it has fewer than two. */
enum cdr_status CDR_MUST_CHECK
cdr_import_shape(const struct cdr_row *row, char ret[CDR_SHA256_TEXT_MAX], struct cdr_error *err);
/* Takes up the mapping that was saved for a row of these headers, if any: into job->map. */
enum cdr_status CDR_MUST_CHECK
cdr_import_saved_find(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_sheet *sheet,
                      ptrdiff_t *ret_row, struct cdr_error *err);
/* Keeps an explicit mapping for the shapes of the file, or forgets what was saved for them; inside the transaction. */
enum cdr_status CDR_MUST_CHECK
cdr_import_saved_keep(struct cdr_import_job *job, struct cdr_store *store, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_saved_forget(struct cdr_import_job *job, struct cdr_store *store, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------- values and rows */

/* Why a cell is kept as written, or only looked at twice. */
enum cdr_import_doubt {
	CDR_IMPORT_DOUBT_NONE = 0,
	CDR_IMPORT_DOUBT_AMBIGUOUS, /* two readings, and nothing says which */
	CDR_IMPORT_DOUBT_CUT,       /* "4.93E+12": a spreadsheet has cut its digits off */
	CDR_IMPORT_DOUBT_FORMULA,   /* looks like one; never computed */
	CDR_IMPORT_DOUBT_SIGN       /* the amount stands, its currency is one of several */
};
/* A cell as its type reads it. Exactly one of: text (and items), nothing, reason. */
struct cdr_import_value {
	struct cdr_str text;   /* canonical; {NULL,0}: not known */
	struct cdr_str *items; /* lists */
	size_t n_items;
	struct cdr_str currency;     /* money: a code written in the cell */
	struct cdr_str reason;       /* why it is refused */
	struct cdr_str unrecognised; /* countries and lenient columns: what does not fit */
	enum cdr_import_doubt doubt;
	bool said_blank; /* a word for "not known" stood there */
	uint32_t slot;   /* column of the file it came from; UINT32_MAX: default or derived */
};
struct cdr_import_converter {
	const struct cdr_import_columns *columns;
	const struct cdr_normaliser *normaliser;
	enum cdr_date_order date_order;
	char list_separator;
	struct cdr_arena *arena;
	char decimal_mark; /* of the column: '.', ',' or '\0' */
};
/* ENOMEM only: a value that does not fit is a reason. */
enum cdr_status CDR_MUST_CHECK
cdr_import_convert(const struct cdr_import_converter *converter, const struct cdr_import_definition *definition,
                   const struct cdr_cell *cell, struct cdr_import_value *ret, struct cdr_error *err);
/* The value in quotation marks, cut for a message; in arena. */
struct cdr_str
cdr_import_shown(struct cdr_str value, struct cdr_arena *arena);
/* Minor digits of an ISO 4217 code (3 upper-case letters), or -1. */
int
cdr_import_currency_digits(struct cdr_str code);

/* The mark that parts the decimals of a column's numbers, as far as those with a single reading agree; '\0': they do not
 * say. */
char
cdr_import_decimal_mark(const struct cdr_str *values, size_t n);
/* "1.250" (mark '.') or "1,250" (mark ','): thousands to some, decimals to others. */
bool
cdr_import_is_two_faced(struct cdr_str text, char mark);
/* A two-faced number as the column's mark says, any other as it is; {NULL,0}: out of memory. */
struct cdr_str
cdr_import_settle_number(struct cdr_str text, char decimal_mark, struct cdr_arena *arena);
/* "USD 1,200", "1.234,56 €": the number apart from what stands beside it. */
struct cdr_import_amount {
	struct cdr_str number;
	struct cdr_str code; /* of ISO 4217, or {NULL,0} */
	bool shared_sign;    /* "$": several currencies have it */
};
/* False when there is no digit, or something beside it that is no currency. Borrows from text and columns. */
bool
cdr_import_amount_read(const struct cdr_import_columns *columns, struct cdr_str text, struct cdr_import_amount *ret);
/* ="00123" -> 00123: how text is kept from a spreadsheet's guesses. */
struct cdr_str
cdr_import_unwrap(struct cdr_str text);
bool
cdr_import_is_formula(struct cdr_str text);
bool
cdr_import_is_phone(struct cdr_str text); /* seven digits or more and no letters */
bool
cdr_import_is_mail(struct cdr_str text);
bool
cdr_import_is_cut(struct cdr_str text); /* "4.93E+12" */

/* A row as values by definition index, and the cells of unmapped columns. */
struct cdr_import_row {
	const struct cdr_row *row;
	struct cdr_origin origin;
	struct cdr_import_value *values; /* one per definition */
	struct cdr_attribute *extras;    /* "file:<header>" */
	size_t n_extras;
	size_t n_cells;                           /* that hold something */
	struct cdr_str content;                   /* digest of all its cells */
	struct cdr_str reason;                    /* why it is refused, or {NULL,0} */
	uint32_t reason_slot;                     /* where; UINT32_MAX: the whole row */
	const struct cdr_import_definition *lack; /* a required column without a value */
};
enum cdr_status CDR_MUST_CHECK
cdr_import_row_read(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row,
                    struct cdr_import_row *ret, struct cdr_error *err);
/* Why a row is no data at all (a total, a page footer, the header again), or {NULL,0}. */
struct cdr_str
cdr_import_row_noise(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_row *row);
/* Value of a canonical column; {NULL,0} when there is none. */
struct cdr_str
cdr_import_row_get(const struct cdr_import_job *job, const struct cdr_import_row *row, const char *column);
/* Everything not among `slots` (names of canonical columns with a slot of their own), sorted by name; in scratch. */
enum cdr_status CDR_MUST_CHECK
cdr_import_row_attributes(struct cdr_import_job *job, const struct cdr_import_row *row, const char *const *slots,
                          struct cdr_attribute **ret, size_t *ret_n, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------- identity */

/* Keys used so far in this import. */
struct cdr_import_identity {
	struct cdr_arena *arena;
	struct cdr_map *keys;     /* key -> struct cdr_import_sighting */
	struct cdr_map *contents; /* key and content digest -> struct cdr_import_sighting */
	struct cdr_map *shared;   /* identifier as typed -> struct cdr_import_shared */
	struct cdr_map *subjects; /* party named by a record -> itself when there is one, else no text */
};
struct cdr_import_sighting {
	uint32_t row, line, times;
	struct cdr_str sheet;
};
void
cdr_import_identity_done(struct cdr_import_identity *identity);
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_start(struct cdr_import_identity *identity, struct cdr_error *err);
/* Looks through a sheet for identifiers that several different suppliers share. */
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_scan(struct cdr_import_job *job, const struct cdr_import_plan *plan, struct cdr_error *err);
/* The key a supplier goes by; ret_explicit: the file gave it. In scratch. */
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_party(struct cdr_import_job *job, const struct cdr_import_plan *plan,
                          const struct cdr_import_row *row, struct cdr_str *ret, bool *ret_explicit,
                          struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_engagement(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str *ret,
                               bool *ret_explicit, struct cdr_error *err);
/* A readable key of the parts that identify a row, with their digest: "S-1/2024-03-01/…". In scratch. */
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_derived(struct cdr_import_job *job, const struct cdr_str *parts, size_t n, struct cdr_str *ret,
                            struct cdr_error *err);
/* Claims a key for a row. *ret_first stays {0} when the row may be kept (under *key, which may gain "~2"); an equal or,
 * with an explicit key, a clashing row is told by the row that had it first. */
enum cdr_import_claim {
	CDR_IMPORT_CLAIM_NEW,
	CDR_IMPORT_CLAIM_VARIANT,
	CDR_IMPORT_CLAIM_REPEAT,
	CDR_IMPORT_CLAIM_CLASH
};
enum cdr_status CDR_MUST_CHECK
cdr_import_identity_claim(struct cdr_import_job *job, const struct cdr_import_row *row, bool explicit,
                          struct cdr_str *key, enum cdr_import_claim *ret, struct cdr_import_sighting *ret_first,
                          struct cdr_error *err);

/* Why an engagement cannot be as its values say, or {NULL,0}; ret_column: of the value to look at first. */
struct cdr_str
cdr_import_engagement_contradiction(struct cdr_import_job *job, const struct cdr_import_row *row,
                                    const char **ret_column);
/* Record makers: values -> record. All text is in scratch or borrowed from the table. */
enum cdr_status CDR_MUST_CHECK
cdr_import_party_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                      struct cdr_party *ret, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_engagement_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                           struct cdr_engagement *ret, struct cdr_error *err);

/* Files of records (record.c). The rules that the data file states under `record`. */
enum cdr_status CDR_MUST_CHECK
cdr_import_rules_load(struct cdr_import_columns *columns, const struct cdr_decl_node *node, struct cdr_error *err);
/* The kind of record, or -1 for suppliers and engagements. */
int
cdr_import_record_kind(enum cdr_import_kind kind);
enum cdr_status CDR_MUST_CHECK
cdr_import_record_identity(struct cdr_import_job *job, const struct cdr_import_plan *plan,
                           const struct cdr_import_row *row, struct cdr_str *ret, bool *ret_explicit,
                           struct cdr_error *err);
/* As cdr_import_engagement_contradiction; ret_column is a definition's. */
struct cdr_str
cdr_import_record_contradiction(struct cdr_import_job *job, const struct cdr_import_row *row, const char **ret_column);
/* Also tells which counts were left out. */
enum cdr_status CDR_MUST_CHECK
cdr_import_record_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                       struct cdr_record *ret, struct cdr_error *err);
/* Tells when the record names no party known in the store. */
enum cdr_status CDR_MUST_CHECK
cdr_import_record_look_up(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_record *record,
                          struct cdr_error *err);
/* "audit" or "audits", for counts. */
const char *
cdr_import_record_noun(int kind, bool several);

/* -------------------------------------------------------------------------------------------------------- answers */

/* Answers of a questionnaire on their way into the records they are about. */
struct cdr_import_answers;
struct cdr_import_answers *
cdr_import_answers_free(struct cdr_import_answers *answers);
CDR_DEFINE_FREEP(cdr_import_answers)
enum cdr_status CDR_MUST_CHECK
cdr_import_answers_new(const struct cdr_bundle *rulesets, struct cdr_import_answers **ret, struct cdr_error *err);
/* One row. *ret_reason: why it is refused (in scratch), and in which column; {NULL,0}: it is not. */
enum cdr_status CDR_MUST_CHECK
cdr_import_answers_take(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_import_row *row,
                        struct cdr_str *ret_reason, const char **ret_column, struct cdr_error *err);
/* Puts what was answered about a record earlier, and has no value in its new row, beside the new values. */
enum cdr_status CDR_MUST_CHECK
cdr_import_answers_keep_party(struct cdr_import_job *job, struct cdr_store *store, struct cdr_party *party,
                              struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_answers_keep_engagement(struct cdr_import_job *job, struct cdr_store *store,
                                   struct cdr_engagement *engagement, struct cdr_error *err);
/* After the last row: a new version of every record that has changed, counted. */
enum cdr_status CDR_MUST_CHECK
cdr_import_answers_put(struct cdr_import_job *job, struct cdr_store *store, struct cdr_import_record *record,
                       struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------------- report */

/* Kinds of things told once per file with the places they were met at. */
enum cdr_import_note {
	CDR_IMPORT_NOTE_NO_COUNTRY = 0,
	CDR_IMPORT_NOTE_UNRECOGNISED,
	CDR_IMPORT_NOTE_AMBIGUOUS,
	CDR_IMPORT_NOTE_CUT,
	CDR_IMPORT_NOTE_FORMULA,
	CDR_IMPORT_NOTE_SIGN,
	CDR_IMPORT_NOTE_ADDRESS_COUNTRY,
	CDR_IMPORT_NOTE_SAID_BLANK,
	CDR_IMPORT_NOTE_REPEATED,
	CDR_IMPORT_NOTE_VARIANT,
	CDR_IMPORT_NOTE_SHARED,
	CDR_IMPORT_NOTE_NAME_ONLY,
	CDR_IMPORT_NOTE_NO_DATE,
	CDR_IMPORT_NOTE_NO_ID,
	CDR_IMPORT_NOTE_NO_ANSWER,
	CDR_IMPORT_NOTE_REPLACED,
	CDR_IMPORT_NOTE_ANSWERED,
	CDR_IMPORT_NOTE_NOBODY,
	CDR_IMPORT_NOTE_SUPPRESSED,
	CDR_IMPORT_NOTE_DIGITS,
	CDR_IMPORT_NOTE_MISFIT,
	CDR_IMPORT_NOTE_COUNT
};
struct cdr_import_tally {
	int64_t n;
	struct cdr_str places; /* of the first ones */
};

#define CDR_IMPORT_FORGET_ROWS 4096 /* after so many the memory of rows looked at is given back */

/* One run over one file. */
struct cdr_import_job {
	const struct cdr_import_options *options;
	const struct cdr_normaliser *normaliser;
	struct cdr_import_columns *columns;
	struct cdr_import_map map;
	struct cdr_import_profile profile;
	struct cdr_import_detectors detectors;
	struct cdr_table *table;
	struct cdr_import_report *report;
	struct cdr_arena *scratch; /* emptied before every row */
	struct cdr_import_identity identity;
	struct cdr_import_tally tallies[CDR_IMPORT_NOTE_COUNT];
	struct cdr_vec questions;
	struct cdr_vec report_columns, unmapped, warnings, rejects; /* become the report's arrays */
	struct cdr_import_plan *plans;
	size_t n_plans;
	struct cdr_import_answers *answers; /* files of answers only */
	bool has_answers;                   /* some were imported before */
};
struct cdr_import_report *
cdr_import_report_new(void);
/* Texts are copied into the report. */
enum cdr_status CDR_MUST_CHECK
cdr_import_warn(struct cdr_import_job *job, struct cdr_error *err, const char *format, ...) CDR_PRINTF(3, 4);
enum cdr_status CDR_MUST_CHECK
cdr_import_tell_column(struct cdr_import_job *job, const struct cdr_import_slot *slot, uint32_t index,
                       const struct cdr_import_definition *definition, const char *how, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_tell_unmapped(struct cdr_import_job *job, struct cdr_str header, struct cdr_error *err);
/* Counts a note; `detail` may be {NULL,0} and is put after the row. */
enum cdr_status CDR_MUST_CHECK
cdr_import_tally(struct cdr_import_job *job, enum cdr_import_note note, const struct cdr_origin *origin,
                 struct cdr_str detail, struct cdr_error *err);
/* Tallies become warnings and the collected arrays the report's. */
enum cdr_status CDR_MUST_CHECK
cdr_import_report_close(struct cdr_import_job *job, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_import_reject(struct cdr_import_job *job, const struct cdr_import_plan *plan, const struct cdr_origin *origin,
                  uint32_t column, struct cdr_str reason, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------------- pages.c */

#define CDR_IMPORT_MAX_PAGES 5000
/* A list in pages of JSON. */
struct cdr_import_pages {
	struct cdr_fetch_request request; /* "{page}" in URL or body stands for the number */
	struct cdr_str records;           /* dotted path of a page's list; "": the page is the list */
	struct cdr_str next;              /* path of the link to the next page; {NULL,0}: they are numbered */
	struct cdr_str last;              /* path of the last page's number; {NULL,0}: the last page is empty */
	int64_t first, step;
};
/* Gets all pages and writes them as one document into `out`. The first reply is the caller's. As cdr_fetch_get; EINPUT for a
 * page without the list or like the one before, ELIMIT for too many or too much, EREFUSED for a link to another host. */
enum cdr_status CDR_MUST_CHECK
cdr_import_pages_get(struct cdr_fetch *fetch, const struct cdr_import_pages *wanted, struct cdr_arena *arena,
                     struct cdr_buf *out, struct cdr_fetch_reply **ret_first, struct cdr_error *err);

/* -------------------------------------------------------------------------------------------------- schedule.c */

/* The last moment at or before `now` at which the source was to be asked; both in minutes since 1970 UTC. False when there
 * is none within a week, or no such zone. */
bool
cdr_import_schedule_last(const struct cdr_registry_fetching *fetching, int64_t now, int64_t *ret);
