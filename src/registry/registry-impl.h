/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * What the files of this room share: a loaded definition in the form the reader wants it (columns by number, patterns
 * compiled, words normalised) and the state of one reading. A definition is immutable after loading; a reader lives for
 * one call of cdr_registry_read. All text of a definition lives in its declaration tree or its arena, all text of a copy
 * in the copy's arena.
 */

#include "candor/decl.h"
#include "candor/registry.h"

#define REGISTRY_ROOM "registry"
#define REGISTRY_MAX_COLUMNS 64
#define REGISTRY_MAX_FIELD_COLUMNS 8
#define REGISTRY_MAX_PATTERNS 256     /* regular expressions of one definition */
#define REGISTRY_MAX_DAYS 4           /* dates a status may be said to begin or to end with */
#define REGISTRY_MAX_ONLY 4           /* conditions on a row that counts */
#define REGISTRY_MAX_PERIODS 64       /* times on a list named in one cell */
#define REGISTRY_MAX_TERM_YEARS 200   /* a longer one is a slip */
#define REGISTRY_MAX_PIECES 64        /* firms named in one cell */
#define REGISTRY_MAX_HEADER_ROW 30    /* lines of preamble before the header */
#define REGISTRY_MAX_STEP_BYTES 64    /* one member of a dotted path */
#define REGISTRY_MAX_KEY_BYTES 200    /* longer keys end in a hash */
#define REGISTRY_MAX_PROBLEMS 2100000 /* a few more than there can be rows */
#define REGISTRY_MAX_COPY_BYTES ((size_t)2 << 30)

/* Fields a row may fill. The order is that of the words in definition-fields.c. */
enum registry_slot {
	REGISTRY_NAME = 0,
	REGISTRY_NAME_LOCAL,
	REGISTRY_ALIASES,
	REGISTRY_COUNTRY,
	REGISTRY_ADDRESS,
	REGISTRY_LICENCE_NUMBER,
	REGISTRY_STATUS,
	REGISTRY_STATUS_DATE,
	REGISTRY_VALID_FROM,
	REGISTRY_VALID_TO,
	REGISTRY_LISTED_ON,
	REGISTRY_TERM, /* "10 years": how long a status lasts */
	REGISTRY_PROGRAMME,
	REGISTRY_GOOD,
	REGISTRY_PARTY_TYPE,
	REGISTRY_SLOT_COUNT
};
#define REGISTRY_FIRST_DATE REGISTRY_STATUS_DATE
#define REGISTRY_LAST_DATE REGISTRY_LISTED_ON

struct registry_column {
	struct cdr_str name; /* as in the header; "#3" is the third whatever it is called */
	struct cdr_str path; /* inside a record, for JSON and XML; {NULL,0}: the name is the path */
	bool optional;
};

struct registry_word {
	struct cdr_str from; /* as cdr_normalise_words gives it */
	struct cdr_str to;
};

/* A text of a certain form -> a value. */
struct registry_case {
	const struct cdr_regex *match;
	struct cdr_str value;
};

/* How one value is made from the cells of a row. */
struct registry_field {
	bool set;
	struct cdr_str fixed; /* a value that stands in the definition */
	uint32_t columns[REGISTRY_MAX_FIELD_COLUMNS];
	size_t n_columns;
	bool first_of;       /* the first column with a value, instead of all of them joined */
	struct cdr_str join; /* between joined columns */
	const struct cdr_regex *match;
	struct registry_case *cases; /* the first that fits gives the value; where none does there is nothing */
	size_t n_cases;
	struct registry_word *words;
	size_t n_words;
	struct cdr_str otherwise;       /* when there is nothing else */
	bool year;                      /* a bare year is a date: the year's last day */
	const struct cdr_regex **split; /* where one cell holds several values */
	size_t n_split;
};

struct registry_attribute {
	struct cdr_str name;
	struct registry_field field;
};

/* An identifier, or several, found in a cell: group 1 of each match, the issuer's country in group 2. */
struct registry_identifier {
	struct cdr_str scheme;
	struct registry_field field;
};

struct registry_part {
	struct cdr_str name;
	const struct cdr_regex *pattern; /* file names; NULL: any */
	struct registry_column columns[REGISTRY_MAX_COLUMNS];
	size_t n_columns;
	bool declared; /* `columns` was written down; otherwise it is what the fields mention */
	int32_t key;   /* column that joins the parts, -1 where there is one part */
	struct registry_field fields[REGISTRY_SLOT_COUNT];
};

/* A date of the row with days added or taken off, or the term: then counted from the status's start. */
struct registry_bound {
	enum registry_slot slot;
	int32_t days;
};
struct registry_status {
	struct cdr_str word; /* as cdr_normalise_words gives it */
	enum cdr_licence status;
	struct registry_bound starts[REGISTRY_MAX_DAYS], ends[REGISTRY_MAX_DAYS]; /* the first that has a date counts */
	size_t n_starts, n_ends;
	bool in_intervals; /* where the row has intervals it holds in each of them, and the other dates do not count */
};
/* One cell with several times on a list: "2021-10-05 to 2022-05-19 and 2022-09-16". */
struct registry_intervals {
	struct registry_field field; /* set: the source has such a column */
	const struct cdr_regex **split;
	size_t n_split;
	const struct cdr_regex *match; /* group 1 the first day, group 2 the last; NULL: the piece is the first day */
};

struct registry_replace {
	struct cdr_str from, to;
};
/* A name cell of a particular form: what is kept of it, how it is split, what sort of party it then names. */
struct registry_shape {
	const struct cdr_regex *match;
	struct cdr_str keep; /* template: $0 … $9 */
	const struct cdr_regex **split;
	size_t n_split;
	bool says_type;
	struct cdr_str party_type; /* {NULL,0}: the cell does not say */
};
/* One way of writing two names in one: the first form replaces the match, the others make aliases. */
struct registry_variant {
	const struct cdr_regex *match;
	struct cdr_str *forms;
	size_t n_forms;
};
/* Several other names in one bracket. The last group is the list, the first of two says how many there are. */
struct registry_alias_list {
	const struct cdr_regex *match;
	const struct cdr_regex **split; /* the first that gives as many as are said; unsaid, the first that is found */
	size_t n_split;
};
/* Words in a name cell that are no name: group 1, or the match, becomes an attribute. */
struct registry_aside {
	const struct cdr_regex *match;
	struct cdr_str attribute;
};
struct registry_names {
	struct registry_replace *replace;
	size_t n_replace;
	struct registry_shape *shapes;
	size_t n_shapes;
	const struct cdr_regex **split;
	size_t n_split;
	const struct cdr_regex **alias; /* the whole match leaves the name, group 1 is an alias */
	size_t n_alias;
	struct registry_alias_list *alias_lists;
	size_t n_alias_lists;
	struct registry_aside *asides;
	size_t n_asides;
	struct registry_variant *variants;
	size_t n_variants;
	int64_t cut_at; /* characters; 0: the source does not cut */
};

/* A part of an entry's identity: a column as printed, the cleaned name of the firm, or the country. */
#define REGISTRY_IDENTITY_NAME (-1)
#define REGISTRY_IDENTITY_COUNTRY (-2)
struct registry_identity {
	int32_t column;
};

/* Which rows count, and which are one entry. main.column is -1 where the definition does not say. */
struct registry_row_match {
	int32_t column;
	const struct cdr_regex *match;
};
struct registry_rows {
	struct registry_row_match only[REGISTRY_MAX_ONLY], main;
	size_t n_only; /* all of them are true of a row that counts */
	bool same;     /* rows with the same key (parts[0].key) are one entry; `main` tells which of them names it */
};

struct cdr_registry_private {
	struct cdr_arena *arena;
	struct cdr_decl decl;
	struct cdr_vec regexes; /* struct cdr_regex *, all that were compiled */
	struct cdr_ingest_options format;
	const char *suffix; /* of the source's files: "csv" */
	bool headed;        /* the first row, or one of the first, names the columns */
	enum cdr_date_order date_order;
	struct cdr_str *null_values;
	size_t n_null_values;
	struct cdr_date *no_dates;
	size_t n_no_dates;
	struct registry_part parts[CDR_REGISTRY_MAX_PARTS];
	struct registry_attribute *attributes;
	size_t n_attributes;
	struct registry_identifier *identifiers;
	size_t n_identifiers;
	struct registry_identity identity[REGISTRY_MAX_FIELD_COLUMNS];
	size_t n_identity;
	struct registry_names names;
	struct registry_status *statuses;
	size_t n_statuses;
	struct registry_intervals intervals;
	struct registry_rows rows;
	const struct cdr_regex *licence_pattern;
	int64_t licence_pad;  /* digits; 0: as printed */
	int32_t as_of_column; /* -1: not in the file */
	const struct cdr_regex *as_of_file_name;
	struct cdr_str whole_count; /* dotted path to the number of rows of the whole source, or {NULL,0} */
	bool persons_by_name_only;
};

/* ---------------------------------------------------------------------------------------------- loading a definition */

/* The first problem sets the error, the others join it, so that all of a bad definition is named at once. */
struct registry_loader {
	struct cdr_registry *registry;
	struct cdr_registry_private *private;
	const struct cdr_decl *decl;
	struct cdr_error *err;
	enum cdr_status status;
	const struct cdr_decl_node *dropped; /* list of columns that must not be read, or NULL */
};
void
registry_complain(struct registry_loader *loader, const struct cdr_decl_node *node, const char *format, ...)
	CDR_PRINTF(3, 4);
/* Takes note of a failure told by another room. */
void
registry_note(struct registry_loader *loader, enum cdr_status status, const struct cdr_error *problem);
/* False when `node` is not a map of these keys; that has been noted then. */
bool
registry_check(struct registry_loader *loader, const struct cdr_decl_node *node, const struct cdr_decl_key *keys,
               size_t n_keys);
/* The word at `key` as its place in `words`, or `fallback` when missing or wrong (noted). */
int
registry_word_of(struct registry_loader *loader, const struct cdr_decl_node *map, const char *key,
                 const char *const *words, int fallback);
/* Zero-filled memory that lives as long as the definition; NULL is noted. */
void *
registry_memory(struct registry_loader *loader, size_t n, size_t size);
/* Compiles the pattern of a scalar node; NULL when it is bad (noted). */
const struct cdr_regex *
registry_pattern(struct registry_loader *loader, const struct cdr_decl_node *node, struct cdr_str pattern);
/* All patterns under `key`; none when the key is missing. */
const struct cdr_regex **
registry_patterns(struct registry_loader *loader, const struct cdr_decl_node *map, const char *key, size_t *ret_n);

/* definition-fields.c: columns, fields, attributes, identifiers, identity */
void
registry_load_columns(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part);
/* Number of a column, declaring it where the definition lists none; -1 when it may not be used (noted). */
int32_t
registry_column_of(struct registry_loader *loader, struct registry_part *part, const struct cdr_decl_node *node,
                   struct cdr_str name);
void
registry_load_fields(struct registry_loader *loader, const struct cdr_decl_node *node, struct registry_part *part,
                     bool joined);
void
registry_load_rows(struct registry_loader *loader, const struct cdr_decl_node *node);
void
registry_load_identity(struct registry_loader *loader, const struct cdr_decl_node *node);

/* definition-source.c: where the source is and how it is asked; after parts and format */
void
registry_load_source(struct registry_loader *loader, const struct cdr_decl_node *source);

/* definition-names.c: how a name cell is put together */
void
registry_load_names(struct registry_loader *loader, const struct cdr_decl_node *node);

/* definition-words.c: statuses, licence numbers */
void
registry_load_statuses(struct registry_loader *loader, const struct cdr_decl_node *node);
void
registry_load_licence(struct registry_loader *loader, const struct cdr_decl_node *node);

/* --------------------------------------------------------------------------------------------------- reading a copy */

struct registry_texts {
	struct cdr_str *items;
	size_t n, cap;
};
/* Room for one more item in an array that lives in an arena; `*cap` grows by doubling. False when memory is short. */
bool
registry_grow(struct cdr_arena *arena, void **items, size_t n, size_t *cap, size_t item_size);
/* Adds a text unless it is empty or already there; false when memory is short. */
bool
registry_texts_add(struct cdr_arena *arena, struct registry_texts *texts, struct cdr_str text);

/* An entry while its lists still grow. */
struct registry_draft {
	struct cdr_entry entry;
	struct registry_texts aliases, countries;
	size_t identifiers_cap, attributes_cap;
	bool has_main_name; /* a row that `rows: main` is true of has named it */
};

struct registry_reader {
	const struct cdr_registry *registry;
	const struct cdr_registry_private *private;
	const struct cdr_normaliser *normaliser;
	struct cdr_registry_copy *copy;
	struct cdr_arena *arena; /* the copy's */
	struct cdr_vec drafts;   /* struct registry_draft * */
	struct cdr_vec problems; /* struct cdr_registry_problem */
	struct cdr_map *keys;    /* key -> how often it came */
	struct cdr_map *joins;   /* joining key -> struct registry_draft * */
	int64_t n_left_out;      /* rows that are not of this list, by `rows: only` */
};

/* One row being read. */
struct registry_record {
	struct registry_reader *reader;
	const struct registry_part *part;
	const struct cdr_row *row;
	const int32_t *at; /* where each column of the part stands in this table; -1: nowhere */
	struct cdr_origin origin;
};

/* A date of a row: none, read, or there but unreadable. */
struct registry_day {
	struct cdr_date date;
	bool from_year, unreadable;
};

/* Where the columns of a part stand in one table of a file. */
struct registry_layout {
	const struct cdr_sheet *sheet;
	size_t first; /* the first row of data; 0 where there is no header */
	struct cdr_row header;
	uint32_t n_columns; /* cells beyond them are out of step */
	int32_t at[REGISTRY_MAX_COLUMNS];
};
/* layout.c: all tables of the file that have the columns, in the order of the file; at least one, else EINPUT naming what
 * is missing. A table that has most of them but not all is a problem of the copy. In the table's arena. */
enum cdr_status CDR_MUST_CHECK
registry_find_tables(struct registry_reader *reader, const struct registry_part *part, const struct cdr_table *table,
                     struct registry_layout **ret, size_t *ret_n, struct cdr_error *err);
/* Whether a row says the header once more, as at the top of each printed page. */
bool
registry_repeats_header(const struct registry_layout *layout, const struct cdr_row *row);

/* fields.c */
enum cdr_status CDR_MUST_CHECK
registry_problem(const struct registry_record *record, bool rejected, struct cdr_error *err, const char *format, ...)
	CDR_PRINTF(4, 5);
/* Whether the cell is of the form; an empty one is "". */
enum cdr_status CDR_MUST_CHECK
registry_cell_matches(const struct registry_record *record, const struct registry_row_match *rule, bool *ret,
                      struct cdr_error *err);
/* The cell of a column without blanks at its ends; {NULL,0} when empty or one of the source's words for nothing. */
struct cdr_str
registry_cell(const struct registry_record *record, uint32_t column);
/* The value, cleaned and in the reader's arena; {NULL,0} when there is none. */
enum cdr_status CDR_MUST_CHECK
registry_value(const struct registry_record *record, const struct registry_field *field, struct cdr_str *ret,
               struct cdr_error *err);
/* All values of a field, each cleaned; one where the definition gives no `split`. */
enum cdr_status CDR_MUST_CHECK
registry_values(const struct registry_record *record, const struct registry_field *field, struct registry_texts *ret,
                struct cdr_error *err);
/* The next piece of `text` from *at on, up to the nearest match of any pattern; *at moves behind that. False when *at is
 * at the end, which is where the last piece leaves it. */
enum cdr_status CDR_MUST_CHECK
registry_next_piece(const struct cdr_regex *const *patterns, size_t n_patterns, struct cdr_str text, size_t *at,
                    struct cdr_str *ret, bool *ret_any, struct cdr_error *err);
/* All four dates of the row, with a warning for each that cannot be read. */
enum cdr_status CDR_MUST_CHECK
registry_days(const struct registry_record *record, struct registry_day days[REGISTRY_SLOT_COUNT],
              struct cdr_error *err);
/* A text of the source as a day; false when it is none. */
bool
registry_day_of(const struct cdr_registry_private *private, struct cdr_str text, struct cdr_date *ret);

/* intervals.c: the times on a list that one cell names, in the order of their first days. */
struct registry_period {
	struct cdr_date from, to; /* to {0}: still on it */
	struct cdr_str printed;
	bool unreadable; /* no dates; that has been told as a problem */
};
struct registry_periods {
	struct registry_period items[REGISTRY_MAX_PERIODS];
	size_t n;
};
enum cdr_status CDR_MUST_CHECK
registry_read_periods(const struct registry_record *record, struct registry_periods *ret, struct cdr_error *err);
/* "10 years", "1 year and 6 months", "90 days" from a day on -> its last day; false when it is no length of time. */
bool
registry_term_end(struct cdr_str term, struct cdr_date from, struct cdr_date *ret);

/* names.c */
struct registry_name {
	struct cdr_str name;
	struct registry_texts aliases;
	struct cdr_attribute *asides; /* those of one attribute side by side */
	size_t n_asides, asides_cap;
	bool says_type;
	struct cdr_str party_type;
};
struct registry_name_list {
	struct registry_name items[REGISTRY_MAX_PIECES];
	size_t n;
	struct registry_texts doubts; /* lists of aliases that do not have as many as they say: kept in one piece */
};
/* Firms and their other names in one cell. ELIMIT when there are too many or a pattern runs wild. */
enum cdr_status CDR_MUST_CHECK
registry_split_names(const struct registry_names *rules, const struct cdr_normaliser *normaliser, struct cdr_str cell,
                     struct cdr_arena *arena, struct registry_name_list *ret, struct cdr_error *err);

/* standing.c: the status a row prints, with its days. */
enum cdr_status CDR_MUST_CHECK
registry_standing(const struct registry_record *record, const struct registry_day days[REGISTRY_SLOT_COUNT],
                  struct cdr_entry *entry, struct cdr_error *err);

/* entry.c */
/* One row of the first part -> its entries, or a problem that says why there are none. */
enum cdr_status CDR_MUST_CHECK
registry_add_entries(const struct registry_record *record, struct cdr_error *err);
/* One row of a further part -> what it adds to the entry it belongs to. */
enum cdr_status CDR_MUST_CHECK
registry_add_joined(const struct registry_record *record, struct cdr_error *err);
