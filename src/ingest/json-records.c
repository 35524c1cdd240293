/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where in a JSON document the records are. The whole document is checked first, then the way to the list is followed,
 * both on the text itself: nothing is held, however long the file. Reading the records is json.c's. Surprise: a name may
 * itself contain dots, so at each step the whole of what is left of the path is tried as one name before it is split.
 */
#include "ingest/json-impl.h"

#include <string.h>

#define NOWHERE SIZE_MAX

/* ------------------------------------------------------------------------------------------------------ expressions */

static enum cdr_status
fail_expression(struct cdr_str records, const char *name, const char *what, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, name, "the place of the records, \"%.*s\", %s",
	                CDR_STR_ARG(records), what);
}

enum cdr_status
cdr_json_split_lists(struct cdr_str records, const char *name, struct cdr_json_lists *ret, struct cdr_error *err)
{
	struct cdr_json_lists lists = { .paths = { { NULL, 0 } }, .n = 1 };
	struct cdr_str rest = records;
	for (size_t n = 0; records.p; lists.n = n) {
		ptrdiff_t end = cdr_str_find(rest, CDR_STR("[]"));
		struct cdr_str path = { rest.p, end < 0 ? rest.n : (size_t)end };
		if (n == CDR_JSON_MAX_LISTS)
			return fail_expression(records, name, "goes through more lists than are read together", err);
		if (n > 0 && path.n > 0 && path.p[0] != '.')
			return fail_expression(records, name, "has something other than a dot behind []", err);
		if (n > 0 && path.n > 0)
			path = (struct cdr_str){ path.p + 1, path.n - 1 };
		lists.paths[n++] = path;
		rest = end < 0 ? (struct cdr_str){ "", 0 }
		               : (struct cdr_str){ rest.p + end + 2, rest.n - (size_t)end - 2 };
		if (rest.n == 0) {
			lists.n = n;
			break;
		}
	}
	*ret = lists;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------- the document */

struct finder {
	struct cdr_scan *scan;
	struct cdr_buf name; /* one that is written with a backslash */
	bool memory_short;
};

static void
finder_done(struct finder *finder)
{
	cdr_buf_done(&finder->name);
}

static bool
is_named(struct finder *finder, const struct cdr_scan_text *name, struct cdr_str wanted)
{
	if (!name->escaped)
		return cdr_str_equal(name->raw, wanted);
	cdr_buf_clear(&finder->name);
	cdr_scan_add_text(name, &finder->name);
	finder->memory_short = finder->memory_short || finder->name.failed;
	return cdr_str_equal(cdr_buf_str(&finder->name), wanted);
}

static void
note(struct cdr_scan *scan, size_t *at)
{
	if (*at != NOWHERE)
		scan->problem = "the name stands twice in one object, so it is not clear which is meant";
	(void)cdr_scan_peek(scan);
	*at = scan->at;
}

/* One step on the way: where the value stands that is named by all of the path, or else by its first piece. */
static bool
step(struct finder *finder, struct cdr_str *path)
{
	struct cdr_scan *scan = finder->scan;
	struct cdr_scan_text name;
	struct cdr_str value;
	size_t whole = NOWHERE, first = NOWHERE;
	const char *dot = memchr(path->p, '.', path->n);
	struct cdr_str head = { path->p, dot ? (size_t)(dot - path->p) : path->n };
	if (cdr_scan_peek(scan) != '{' || !cdr_scan_enter(scan, '{'))
		return false;
	while (cdr_scan_member(scan, &name)) {
		if (is_named(finder, &name, *path))
			note(scan, &whole);
		else if (dot && is_named(finder, &name, head))
			note(scan, &first);
		if (!cdr_scan_value(scan, &value))
			break;
	}
	if (scan->problem || (whole == NOWHERE && first == NOWHERE))
		return false;
	scan->at = whole != NOWHERE ? whole : first;
	*path = whole != NOWHERE ? (struct cdr_str){ "", 0 } : (struct cdr_str){ dot + 1, path->n - head.n - 1 };
	return true;
}

/* Where nobody said where the records are; false: nowhere, or in more than one place. */
static bool
guess(struct cdr_scan *scan)
{
	struct cdr_scan_text name;
	struct cdr_str value;
	size_t found = NOWHERE, n_found = 0;
	char c = cdr_scan_peek(scan);
	if (c != '{')
		return c == '[';
	(void)cdr_scan_enter(scan, '{');
	while (cdr_scan_member(scan, &name) && cdr_scan_value(scan, &value)) {
		struct cdr_scan list = { .text = value, .at = 1 };
		if (value.p[0] == '[' && cdr_scan_peek(&list) == '{') {
			n_found++;
			found = (size_t)(value.p - scan->text.p);
		}
	}
	scan->at = found;
	return n_found == 1;
}

enum cdr_status
cdr_json_find_list(struct cdr_scan *scan, struct cdr_str path, const char *name, struct cdr_error *err)
{
	__attribute__((cleanup(finder_done))) struct finder finder = { .scan = scan, .name = CDR_BUF_INIT };
	struct cdr_str document, rest = path;
	bool found = true;
	if (!cdr_scan_value(scan, &document) || !cdr_scan_end(scan))
		return cdr_scan_fail(scan, name, 1, err);
	scan->at = scan->told = 0;
	if (!path.p && !guess(scan))
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, name,
			"the document is not a list and holds no single list of records; save the list alone, or "
			"say where the records are");
	while (rest.n > 0 && found)
		found = step(&finder, &rest);
	if (finder.memory_short)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (scan->problem)
		return cdr_scan_fail(scan, name, 1, err);
	if (!found || cdr_scan_peek(scan) != '[')
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, name,
			"there is no list of records at \"%.*s\"%s; the document is of another layout, or get it "
			"again",
			CDR_STR_ARG(path), path.n == 0 ? " (the root of the document)" : "");
	scan->told = scan->at;
	return CDR_OK;
}
