/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * base: what C lacks. Status and error, text slices, arenas, buffers, vectors, maps, dates, files, JSON and regular
 * expressions. No domain words. Thread rule for the whole header unless a declaration says otherwise: no hidden state,
 * so different objects may be used on different threads at once, one object on one thread at a time.
 */

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CDR_PRINTF(format_index, first_arg) __attribute__((format(printf, format_index, first_arg)))
#define CDR_MUST_CHECK __attribute__((warn_unused_result))

/* ------------------------------------------------------------------------------------------------ status and error */

/* Outcome of a fallible call. 0 is success; a code exists only because some caller branches on it. The command line
 * turns them into exit statuses: USAGE 2; INPUT, LIMIT, NOTFOUND, REFUSED 3; IO, STORE, BUSY 4; NOMEM, INTERNAL 5. */
enum cdr_status {
	CDR_OK = 0,
	CDR_EUSAGE = -1,    /* the call itself is wrong: a flag, a parameter */
	CDR_EINPUT = -2,    /* the user's data is malformed; `where` names the place */
	CDR_ELIMIT = -3,    /* the user's data exceeds a documented limit */
	CDR_ENOTFOUND = -4, /* a named thing does not exist */
	CDR_EREFUSED = -5,  /* a guard said no (count drop, missing decision …); can be overridden knowingly */
	CDR_EIO = -6,       /* file or network */
	CDR_ESTORE = -7,    /* the store cannot be read or written */
	CDR_EBUSY = -8,     /* somebody else holds it; trying again may succeed */
	CDR_ENOMEM = -9,
	CDR_EINTERNAL = -10, /* a defect of ours */
	CDR_ECANCELLED = -11 /* asked to stop; work done so far is kept */
};

#define CDR_ERROR_WHERE_MAX 256
#define CDR_ERROR_MESSAGE_MAX 2048

/* What went wrong, for people. `where` is a place in the user's data ("suppliers.csv:12:3", "list.xlsx Sheet1!B17") or
 * empty. `message` says what, why and what to do; further problems of the same input follow on lines of their own.
 * Plain memory, nothing to free; zero-initialise it. */
struct cdr_error {
	enum cdr_status code;
	const char *room; /* static text */
	char where[CDR_ERROR_WHERE_MAX];
	char message[CDR_ERROR_MESSAGE_MAX];
};

/* Fills `err` (may be NULL) and returns `code`, so that `return cdr_fail(err, …)` is one line. `where` may be NULL.
 * Text that does not fit is cut at a character boundary. */
enum cdr_status
cdr_fail(struct cdr_error *err, enum cdr_status code, const char *room, const char *where, const char *format, ...)
	CDR_PRINTF(5, 6);

/* Appends one more problem ("where: text") to an error already set, on a line of its own; used where all of a bad input
 * is to be named. Does nothing when `err` is NULL; what no longer fits is replaced, once, by "… and more". */
void
cdr_error_add(struct cdr_error *err, const char *where, const char *format, ...) CDR_PRINTF(3, 4);

/* Puts "prefix: " before the message; the one prefix a receiver may add. */
void
cdr_error_prefix(struct cdr_error *err, const char *format, ...) CDR_PRINTF(2, 3);

/* Name of a status for logs and problem documents ("input", "limit", …). Never NULL. */
const char *
cdr_status_name(enum cdr_status status);

/* Sets ENOMEM; every room says it the same way. */
enum cdr_status
cdr_fail_memory(struct cdr_error *err, const char *room);

/* Passes a failure up untouched. */
#define CDR_TRY(call)                                                                                                  \
	do {                                                                                                           \
		enum cdr_status try_status_ = (call);                                                                  \
		if (try_status_ != CDR_OK)                                                                             \
			return try_status_;                                                                            \
	} while (0)

/* Always-on assertion for a broken invariant of ours; aborts with file and line. Never on user data. */
#define cdr_require(expr) ((expr) ? (void)0 : cdr_require_failed(#expr, __FILE__, __LINE__))
_Noreturn void
cdr_require_failed(const char *expr, const char *file, int line);

/* ------------------------------------------------------------------------------------------------------- ownership */

/* cdr_auto(cdr_buf) buf = {0}; runs cdr_buf_done(&buf) at scope end: for embedded types with a _done function.
 * cdr_owned(cdr_table) t = NULL; is a `struct cdr_table *` freed by cdr_table_free(t) at scope end. */
#define cdr_auto(type) __attribute__((cleanup(type##_done))) struct type
#define cdr_owned(type) __attribute__((cleanup(type##_freep))) struct type *
#define CDR_DEFINE_FREEP(type)                                                                                         \
	static inline void type##_freep(struct type **p)                                                               \
	{                                                                                                              \
		*p = type##_free(*p);                                                                                  \
	}
#define cdr_steal(pointer)                                                                                             \
	__extension__({                                                                                                \
		__typeof__(*(pointer)) stolen_ = *(pointer);                                                           \
		*(pointer) = NULL;                                                                                     \
		stolen_;                                                                                               \
	})
#define CDR_LEN(array) (sizeof(array) / sizeof((array)[0]))

/* Heap memory. cdr_alloc zero-fills; both return NULL when memory is short. cdr_free takes NULL. */
void *
cdr_alloc(size_t n_bytes);
void *
cdr_realloc(void *p, size_t n_bytes);
void
cdr_free(void *p);
void
cdr_freep(void *pointer_to_pointer); /* for __attribute__((cleanup(cdr_freep))) char *p */

/* A bump allocator: many small pieces, freed together. Capped: an allocation past `max_bytes` returns NULL just like
 * exhausted memory. Pieces are aligned for any type and zero-filled. */
struct cdr_arena;
struct cdr_arena *
cdr_arena_new(size_t max_bytes);
struct cdr_arena *
cdr_arena_free(struct cdr_arena *arena);
CDR_DEFINE_FREEP(cdr_arena)
void *
cdr_arena_alloc(struct cdr_arena *arena, size_t n_bytes);
/* Forgets all pieces but keeps the first block, for reuse in a loop. */
void
cdr_arena_reset(struct cdr_arena *arena);
/* Bytes asked for since the start or the last reset; what the ceiling counts. */
size_t
cdr_arena_used(const struct cdr_arena *arena);

/* ------------------------------------------------------------------------------------------------------------ text */

/* A borrowed slice of UTF-8, validated once at the door; not NUL-terminated. {NULL,0} is "no value", {"",0} is
 * empty. */
struct cdr_str {
	const char *p;
	size_t n;
};

#define CDR_STR(literal) ((struct cdr_str){ (literal), sizeof(literal) - 1 })
#define CDR_STR_ARG(s) (int)(s).n, (s).p ? (s).p : "" /* for "%.*s" */

/* A slice of a NUL-terminated string, without copying it. */
struct cdr_str
cdr_str_from(const char *c_string); /* NULL gives {NULL,0} */
/* Compares bytes, so "no value" equals "empty"; whoever must tell them apart looks at `p`. */
bool
cdr_str_equal(struct cdr_str a, struct cdr_str b);
bool
cdr_str_equal_nocase(struct cdr_str a, struct cdr_str b); /* ASCII case only */
int
cdr_str_compare(struct cdr_str a, struct cdr_str b); /* bytewise, like strcmp */
bool
cdr_str_starts_with(struct cdr_str s, struct cdr_str prefix);
bool
cdr_str_ends_with(struct cdr_str s, struct cdr_str suffix);
/* First occurrence of `needle`, or -1. */
ptrdiff_t
cdr_str_find(struct cdr_str haystack, struct cdr_str needle);
/* Without white space at both ends: ASCII blanks, U+00A0, U+3000, U+200B, U+FEFF. */
struct cdr_str
cdr_str_trim(struct cdr_str s);
/* Cuts the next piece before `separator` off `*rest`; false when nothing is left. "a||b" yields "a", "", "b". */
bool
cdr_str_split(struct cdr_str *rest, char separator, struct cdr_str *ret_piece);
bool
cdr_str_is_utf8(struct cdr_str s); /* well-formed, no surrogates, no NUL */
/* Length of the longest prefix of at most max_bytes that ends at a character boundary. */
size_t
cdr_str_cut(struct cdr_str s, size_t max_bytes);
/* Copies into the arena, with a NUL after it; {NULL,0} on exhausted memory (unless s.p was NULL). */
struct cdr_str
cdr_str_copy(struct cdr_arena *arena, struct cdr_str s);
struct cdr_str
cdr_str_format(struct cdr_arena *arena, const char *format, ...) CDR_PRINTF(2, 3);
/* Whole-slice parsers: false on anything but exactly one number ("12", "-3"); no blanks, no sign for unsigned. */
bool
cdr_str_to_i64(struct cdr_str s, int64_t *ret);
bool
cdr_str_to_double(struct cdr_str s, double *ret); /* "." as decimal mark, no exponent, no inf/nan; locale-free */

/* A growable byte buffer with a ceiling. Zero-initialise, set `max`; NUL is kept after the content. A failed append
 * leaves `failed` set and adds nothing, nor do later appends, so a long run of appends is checked once at its end. What
 * is appended must not lie in the buffer itself. */
struct cdr_buf {
	char *p;
	size_t n, cap, max;
	bool failed;
	bool over_max; /* it failed at the ceiling, not for want of memory */
};
#define CDR_BUF_MAX_DEFAULT ((size_t)256 << 20)
#define CDR_BUF_INIT                                                                                                   \
	{                                                                                                              \
		NULL, 0, 0, CDR_BUF_MAX_DEFAULT, false, false                                                          \
	}
void
cdr_buf_done(struct cdr_buf *buf);
void
cdr_buf_add(struct cdr_buf *buf, const void *bytes, size_t n);
void
cdr_buf_add_str(struct cdr_buf *buf, struct cdr_str s);
void
cdr_buf_puts(struct cdr_buf *buf, const char *c_string);
void
cdr_buf_putc(struct cdr_buf *buf, char c);
void
cdr_buf_printf(struct cdr_buf *buf, const char *format, ...) CDR_PRINTF(2, 3);
void
cdr_buf_clear(struct cdr_buf *buf);
struct cdr_str
cdr_buf_str(const struct cdr_buf *buf); /* borrowed until the next change */
/* ELIMIT when an append passed the ceiling, ENOMEM when memory was short. */
enum cdr_status CDR_MUST_CHECK
cdr_buf_check(const struct cdr_buf *buf, const char *room, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------------- collections */

/* A growable array of fixed-size items with a ceiling. Items move when it grows. */
struct cdr_vec {
	void *items;
	size_t n, cap, item_size, max_items;
};
#define CDR_VEC_INIT(type, max)                                                                                        \
	{                                                                                                              \
		NULL, 0, 0, sizeof(type), (max)                                                                        \
	}
#define CDR_VEC_AT(vec, type, i) (&((type *)(vec)->items)[i])
void
cdr_vec_done(struct cdr_vec *vec);
/* Adds one zero-filled item and returns it; NULL when memory or the ceiling is reached. */
void *
cdr_vec_push(struct cdr_vec *vec);

/* A map from text to pointer, in insertion order. Keys come from strangers, so the hash is seeded SipHash. Keys are
 * borrowed: they must outlive the map (an arena usually holds both). Values are borrowed too. */
struct cdr_map;
struct cdr_map *
cdr_map_new(size_t max_items);
struct cdr_map *
cdr_map_free(struct cdr_map *map);
CDR_DEFINE_FREEP(cdr_map)
void *
cdr_map_get(const struct cdr_map *map, struct cdr_str key); /* NULL when absent */
/* Adds, or replaces the value (the key and its place stay); `value` must not be NULL. ENOMEM or ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_map_put(struct cdr_map *map, struct cdr_str key, void *value);
size_t
cdr_map_count(const struct cdr_map *map);
/* i-th item in insertion order, 0 ≤ i < count. */
void *
cdr_map_at(const struct cdr_map *map, size_t i, struct cdr_str *ret_key);

/* ------------------------------------------------------------------------------------------------------------ time */

/* A calendar day, Gregorian, as year*10000 + month*100 + day. 0 is "no date", so zero-filled memory claims nothing and
 * dates compare as numbers. */
struct cdr_date {
	int32_t ymd;
};
#define CDR_DATE_TEXT_MAX 12
struct cdr_date
cdr_date_make(int year, int month, int day); /* {0} when no such day, or outside 1800-01-01 … 2999-12-31 */
/* Reads "YYYY-MM-DD", also when followed by "T…"; false otherwise. */
bool
cdr_date_parse(struct cdr_str s, struct cdr_date *ret);
/* Writes "YYYY-MM-DD" (or "" for no date) and returns `out`. */
const char *
cdr_date_text(struct cdr_date date, char out[CDR_DATE_TEXT_MAX]);
int32_t
cdr_date_days_between(struct cdr_date from, struct cdr_date to); /* to - from in days; both must be dates */
struct cdr_date
cdr_date_add_days(struct cdr_date date, int32_t days);

#define CDR_TIME_TEXT_MAX 24
/* The present, UTC, "YYYY-MM-DDTHH:MM:SSZ". */
const char *
cdr_time_now(char out[CDR_TIME_TEXT_MAX]);
struct cdr_date
cdr_date_today(void); /* UTC */
int64_t
cdr_time_monotonic_ms(void);

/* ----------------------------------------------------------------------------------------------------------- files */

/* Reads a whole file into `ret` (appended). EIO with the path and reason, ELIMIT when larger than ret->max. "-" is
 * standard input. */
enum cdr_status CDR_MUST_CHECK
cdr_file_read(const char *path, struct cdr_buf *ret, struct cdr_error *err);
/* Writes a file all or nothing: temporary file in the same directory, fsync, rename. A file that is there keeps its
 * mode; a symbolic link is followed; anything but a regular file is refused. EIO with path and reason. */
enum cdr_status CDR_MUST_CHECK
cdr_file_write_atomic(const char *path, struct cdr_str content, struct cdr_error *err);
/* Writes all of it to a descriptor, retrying short writes; EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_file_write_fd(int fd, struct cdr_str content, struct cdr_error *err);
/* Opens a file or pipe for reading piece by piece; the caller closes the descriptor. EIO with path and reason. */
enum cdr_status CDR_MUST_CHECK
cdr_file_open_read(const char *path, int *ret_fd, struct cdr_error *err);
/* A file seen as memory, read-only; pages come in as they are looked at. Whoever replaces the file by renaming another
 * over it leaves a mapping as it was; whoever shortens it in place breaks all programs that have it mapped. EIO with
 * path and reason, also for anything but a regular file. Zero-initialise it; undone with cdr_file_map_done. */
struct cdr_file_map {
	const void *p;
	size_t n;
};
void
cdr_file_map_done(struct cdr_file_map *map);
enum cdr_status CDR_MUST_CHECK
cdr_file_map_open(const char *path, struct cdr_file_map *ret, struct cdr_error *err);
/* The same of an open file; the descriptor may be closed afterwards. */
enum cdr_status CDR_MUST_CHECK
cdr_file_map_descriptor(int fd, struct cdr_file_map *ret, struct cdr_error *err);
/* Gives back the memory of the pages looked at; they come in again when looked at again. */
void
cdr_file_map_forget(const struct cdr_file_map *map);
/* A file's bytes, mapped where that is possible, else read ("-" is standard input; a pipe). `map` is empty then. EIO,
 * ELIMIT when larger than `max`. Zero-initialise it; undone with cdr_file_bytes_done. */
struct cdr_file_bytes {
	struct cdr_str bytes;
	struct cdr_file_map map;
	struct cdr_buf read;
};
void
cdr_file_bytes_done(struct cdr_file_bytes *bytes);
enum cdr_status CDR_MUST_CHECK
cdr_file_bytes_open(const char *path, size_t max, struct cdr_file_bytes *ret, struct cdr_error *err);
/* A file for writing and reading that has no name and is gone when it is closed, in $TMPDIR or else /tmp. The caller
 * closes the descriptor. EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_file_open_unnamed(int *ret_fd, struct cdr_error *err);
bool
cdr_file_is_directory(const char *path);
bool
cdr_file_exists(const char *path);
/* Makes a directory and its missing parents (mode 0750). */
enum cdr_status CDR_MUST_CHECK
cdr_file_make_directories(const char *path, struct cdr_error *err);
/* The last component of a path; borrowed from `path`. */
const char *
cdr_file_name(const char *path);

/* A set of small text files read together and named by path relative to their top ("risk/licence/x.yaml"), sorted by
 * that path; the form in which rule data is loaded, hashed and pinned. Text is UTF-8. */
struct cdr_bundle_file {
	struct cdr_str path;
	struct cdr_str text;
};
struct cdr_bundle {
	struct cdr_arena *arena;
	struct cdr_bundle_file *files;
	size_t n_files;
};
#define CDR_BUNDLE_MAX_FILES 4096
#define CDR_BUNDLE_MAX_BYTES ((size_t)32 << 20)
void
cdr_bundle_done(struct cdr_bundle *bundle);
/* Reads all regular files below `directory` whose suffix is among `suffixes` (NULL-terminated, e.g. ".yaml"), following
 * no links. EIO, EINPUT (not UTF-8, named), ELIMIT. */
enum cdr_status CDR_MUST_CHECK
cdr_bundle_read(const char *directory, const char *const *suffixes, struct cdr_bundle *ret, struct cdr_error *err);
/* The file of that path, or NULL. */
const struct cdr_bundle_file *
cdr_bundle_find(const struct cdr_bundle *bundle, struct cdr_str path);
/* Text form and back: a canonical JSON array of {"path","text"}; the bytes that are hashed and stored. Saving a set
 * out of order is EINTERNAL; loading takes that form only, EINPUT otherwise. */
enum cdr_status CDR_MUST_CHECK
cdr_bundle_save(const struct cdr_bundle *bundle, struct cdr_buf *out, struct cdr_error *err);
enum cdr_status CDR_MUST_CHECK
cdr_bundle_load(struct cdr_str saved, struct cdr_bundle *ret, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------------------ JSON */

/* A JSON value, reference-free: a child belongs to its parent, the root to whoever made it. Wraps jansson. Objects keep
 * insertion order. Depth, size and duplicate keys are checked when parsing. */
struct cdr_json;
#define CDR_JSON_MAX_DEPTH 64
#define CDR_JSON_MAX_BYTES ((size_t)256 << 20)
enum cdr_json_type {
	CDR_JSON_NULL,
	CDR_JSON_BOOL,
	CDR_JSON_INT,
	CDR_JSON_REAL,
	CDR_JSON_STRING,
	CDR_JSON_ARRAY,
	CDR_JSON_OBJECT
};
struct cdr_json *
cdr_json_free(struct cdr_json *root);
CDR_DEFINE_FREEP(cdr_json)
/* Parses one document; a byte order mark is skipped. EINPUT with `name:line:column`, ELIMIT, ENOMEM. */
enum cdr_status CDR_MUST_CHECK
cdr_json_parse(struct cdr_str text, const char *name, struct cdr_json **ret, struct cdr_error *err);
/* Constructors: a new root each, NULL when memory is short. */
struct cdr_json *
cdr_json_object(void);
struct cdr_json *
cdr_json_array(void);
/* A new root with all that is below `value`; NULL when that is NULL or lost something, or memory is short. */
struct cdr_json *
cdr_json_copy(const struct cdr_json *value);
/* Setters append to an object and do nothing when `object` is NULL or memory is short; the loss is seen by
 * cdr_json_write, which then fails. So it does after text that is not UTF-8 or a real that is no number. A key set
 * twice keeps its place and the later value. A {NULL,0} string and no-date become null. `take_value` is owned from
 * entry. */
void
cdr_json_set(struct cdr_json *object, const char *key, struct cdr_json *take_value);
void
cdr_json_set_str(struct cdr_json *object, const char *key, struct cdr_str value);
void
cdr_json_set_text(struct cdr_json *object, const char *key, const char *value);
void
cdr_json_set_int(struct cdr_json *object, const char *key, int64_t value);
void
cdr_json_set_real(struct cdr_json *object, const char *key, double value); /* written with at most 6 decimals */
void
cdr_json_set_bool(struct cdr_json *object, const char *key, bool value);
void
cdr_json_set_date(struct cdr_json *object, const char *key, struct cdr_date value);
void
cdr_json_push(struct cdr_json *array, struct cdr_json *take_value);
void
cdr_json_push_str(struct cdr_json *array, struct cdr_str value);
/* Readers. Missing keys and wrong types give NULL, {NULL,0}, `fallback`, {0}. Results live as long as the root. */
enum cdr_json_type
cdr_json_type(const struct cdr_json *value);
const struct cdr_json *
cdr_json_get(const struct cdr_json *object, const char *key);
struct cdr_str
cdr_json_get_str(const struct cdr_json *object, const char *key);
int64_t
cdr_json_get_int(const struct cdr_json *object, const char *key, int64_t fallback);
double
cdr_json_get_real(const struct cdr_json *object, const char *key, double fallback);
bool
cdr_json_get_bool(const struct cdr_json *object, const char *key, bool fallback);
struct cdr_date
cdr_json_get_date(const struct cdr_json *object, const char *key);
size_t
cdr_json_count(const struct cdr_json *array_or_object);
const struct cdr_json *
cdr_json_at(const struct cdr_json *array, size_t i);
/* i-th member of an object in insertion order; counts from the first one, so not for objects of many members. */
const struct cdr_json *
cdr_json_member(const struct cdr_json *object, size_t i, struct cdr_str *ret_key);
struct cdr_str
cdr_json_string(const struct cdr_json *value); /* {NULL,0} unless a string */
int64_t
cdr_json_int(const struct cdr_json *value, int64_t fallback);
double
cdr_json_real(const struct cdr_json *value, double fallback); /* also from an int */
bool
cdr_json_bool(const struct cdr_json *value, bool fallback);
/* Serialises. Compact (no spaces; insertion order; deterministic) or indented by two. A real has 1 to 6 decimals and no
 * more than 15 digits ("0.93", "1.0"), below 0.001 and from 10^15 an exponent. ENOMEM; ELIMIT; EINTERNAL when a setter
 * had lost something, and then nothing is appended. Appends no newline. */
enum cdr_status CDR_MUST_CHECK
cdr_json_write(const struct cdr_json *value, bool indented, struct cdr_buf *out, struct cdr_error *err);

/* --------------------------------------------------------------------------------------------- regular expressions */

/* A compiled PCRE2 pattern in UTF mode; \d, \w and \s are ASCII unless it begins with (*UCP). Immutable after
 * compiling, so it may be shared between threads; matching always runs under CDR_REGEX_MATCH_LIMIT and
 * CDR_REGEX_DEPTH_LIMIT because patterns come from data files. */
struct cdr_regex;
#define CDR_REGEX_MATCH_LIMIT 100000
#define CDR_REGEX_DEPTH_LIMIT 1000
#define CDR_REGEX_MAX_GROUPS 10
#define CDR_REGEX_MAX_PATTERN 4096
struct cdr_regex *
cdr_regex_free(struct cdr_regex *regex);
CDR_DEFINE_FREEP(cdr_regex)
/* EINPUT with PCRE2's message and place in `where` ("pattern:7", counted from 1), ELIMIT when too long. */
enum cdr_status CDR_MUST_CHECK
cdr_regex_compile(struct cdr_str pattern, bool ignore_case, struct cdr_regex **ret, struct cdr_error *err);
/* Finds the first match at or after byte `start`. `ret_groups` (may be NULL) receives the whole match and its
 * groups; unset groups are {NULL,0}, groups past the ninth are not reported. `*ret_found` tells. ELIMIT when a
 * limit was hit. */
enum cdr_status CDR_MUST_CHECK
cdr_regex_find(const struct cdr_regex *regex, struct cdr_str subject, size_t start, bool *ret_found,
               struct cdr_str ret_groups[CDR_REGEX_MAX_GROUPS], struct cdr_error *err);
/* The name that the pattern gives group `i` (1 to 9), as long as the regex lives; {NULL,0}: there is none. */
struct cdr_str
cdr_regex_group_name(const struct cdr_regex *regex, size_t i);

/* -------------------------------------------------------------------------------------------------------- progress */

/* Told how far long work is: `done` of `total` (0 = unknown) of what `label` names. Returns false to ask for a stop,
 * which the worker honours at its next safe point with ECANCELLED. */
typedef bool (*cdr_progress_fn)(void *context, const char *label, uint64_t done, uint64_t total);
struct cdr_progress {
	cdr_progress_fn tell; /* NULL: nobody listens */
	void *context;
};
bool
cdr_progress_tell(const struct cdr_progress *progress, const char *label, uint64_t done, uint64_t total);

/* --------------------------------------------------------------------------------------------------------- workers */

/* Processes forked from this one, that answer requests with what was in its memory when they were made. They hold no
 * descriptor but standard ones and a socket to their maker, and leave without running anything of its. Requests that no
 * worker answers, because it died, ran out of memory or was never there, come back unanswered, and the caller does that
 * work itself: so workers change how long something takes, never what comes out. For one thread. */
struct cdr_workers;
#define CDR_WORKERS_MAX 256
#define CDR_WORKERS_MAX_PENDING 4096                    /* requests put and not yet got */
#define CDR_WORKERS_MAX_REPLY_BYTES ((size_t)128 << 20) /* of one request */
/* What a worker does with a request; runs in the worker. Anything but CDR_OK leaves the request unanswered. */
typedef enum cdr_status (*cdr_worker_fn)(void *context, struct cdr_str request, struct cdr_buf *reply);
/* Ends the workers, whatever they are at. */
struct cdr_workers *
cdr_workers_free(struct cdr_workers *workers);
CDR_DEFINE_FREEP(cdr_workers)
/* Forks `n` workers. Fewer, or none, where the system has no more processes or this one has other threads, whose locks
 * would stay locked in a fork: not a failure. ENOMEM, ELIMIT for more than CDR_WORKERS_MAX. */
enum cdr_status CDR_MUST_CHECK
cdr_workers_new(size_t n, cdr_worker_fn work, void *context, struct cdr_workers **ret, struct cdr_error *err);
size_t
cdr_workers_alive(const struct cdr_workers *workers); /* as far as has been noticed */
size_t
cdr_workers_pending(const struct cdr_workers *workers); /* put and not yet got */
/* Copies a request and queues it; it may be on its way only when the next is got. ENOMEM; ELIMIT at
 * CDR_WORKERS_MAX_PENDING. */
enum cdr_status CDR_MUST_CHECK
cdr_workers_put(struct cdr_workers *workers, struct cdr_str request, struct cdr_error *err);
/* The reply to the oldest request, in the place of what `reply` holds; waits for it. `*ret_answered` is false when nobody
 * answered it. There must be one pending. */
void
cdr_workers_get(struct cdr_workers *workers, struct cdr_buf *reply, bool *ret_answered);
/* How many processors this process may use; at least 1. */
size_t
cdr_processors(void);
