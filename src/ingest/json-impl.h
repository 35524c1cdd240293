/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the readers of JSON: the walk over its text (json-scan.c), where the records of a document are
 * (json-records.c), records -> rows (json.c), and entities -> rows (ftm.c).
 */

#include "ingest/ingest-impl.h"

/* --------------------------------------------------------------------------------------------------- json-scan.c */

/* A walk over JSON text. Set `text`, zero the rest. Once there is a problem every call says false, and `at` is where it
 * lies. */
struct cdr_scan {
	struct cdr_str text;
	size_t at;
	unsigned depth; /* arrays and objects open */
	bool fresh;     /* one was just opened */
	const char *problem;
	/* Told every few MiB that what lies before is done with, where there is one. */
	void (*passed)(void *context);
	void *context;
	size_t told;
};
/* A text as it stands between its quotation marks. */
struct cdr_scan_text {
	struct cdr_str raw;
	bool escaped; /* something in it is written with a backslash */
};
/* The next character that is no white space, not stepped over; NUL at the end. */
char
cdr_scan_peek(struct cdr_scan *scan);
/* Steps into the array or object that is next: '[' or '{' says which it has to be. */
bool
cdr_scan_enter(struct cdr_scan *scan, char open);
/* To the next element of an array, or the next member of an object, whose value is then next; false behind the last
 * (the array or object is then left) and where there is a problem. */
bool
cdr_scan_element(struct cdr_scan *scan);
bool
cdr_scan_member(struct cdr_scan *scan, struct cdr_scan_text *ret_name);
/* Steps over a text, or a value of whatever kind, and tells where it stood. */
bool
cdr_scan_text(struct cdr_scan *scan, struct cdr_scan_text *ret);
bool
cdr_scan_value(struct cdr_scan *scan, struct cdr_str *ret);
/* Whether nothing but white space follows. */
bool
cdr_scan_end(struct cdr_scan *scan);
/* Adds what a text says. */
void
cdr_scan_add_text(const struct cdr_scan_text *text, struct cdr_buf *out);
/* "name:line:column" of an offset, for text that begins on a line of the file; returns `out`. */
const char *
cdr_scan_place(struct cdr_str text, size_t at, const char *name, uint32_t first_line, char out[CDR_ERROR_WHERE_MAX]);
/* EINPUT with the problem and its place. */
enum cdr_status CDR_MUST_CHECK
cdr_scan_fail(const struct cdr_scan *scan, const char *name, uint32_t first_line, struct cdr_error *err);

/* ------------------------------------------------------------------------------------------------ json-records.c */

#define CDR_JSON_MAX_LISTS 8 /* lists within lists that are rows together */

/* "items[].sites[]": the way from the root to the outer list, then from each of its records to the list within. */
struct cdr_json_lists {
	struct cdr_str paths[CDR_JSON_MAX_LISTS];
	size_t n;
};
/* Takes an expression apart; {NULL,0} gives one list with no path. EINPUT. */
enum cdr_status CDR_MUST_CHECK
cdr_json_split_lists(struct cdr_str records, const char *name, struct cdr_json_lists *ret, struct cdr_error *err);
/* Goes to where the outer list begins in a document, all of which is checked: at its path, or where no path is said the
 * root, or the one member of it that is a list of objects. EINPUT. */
enum cdr_status CDR_MUST_CHECK
cdr_json_find_list(struct cdr_scan *scan, struct cdr_str path, const char *name, struct cdr_error *err);
