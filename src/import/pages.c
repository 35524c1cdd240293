/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A source that gives its list in pages of JSON -> one JSON document: the first page as it came, with the records of the
 * others behind its own. What the records mean is not known here. Two surprises: the pages are joined as text, because a
 * number that is read and written again may come out another one; and a page that says what the page before said ends it all
 * in an error, because the server then takes no notice of the number and would give one page for ever.
 */
#include <stdio.h>
#include <string.h>

#include "candor/crypt.h"
#include "candor/ingest.h"
#include "import/import-impl.h"

#define MARK CDR_STR("{page}")
#define MAX_STEP_BYTES 128 /* of a path */
#define MAX_REPLY_BYTES ((size_t)CDR_INGEST_MAX_TREE_BYTES)

/* Pages on their way. */
struct pages {
	const struct cdr_import_pages *wanted;
	struct cdr_arena *arena;
	struct cdr_buf *out;              /* the first page up to the end of its list, then what the others add */
	struct cdr_str tail;              /* the first page from there on */
	char before[CDR_SHA256_TEXT_MAX]; /* digest of the last page's records */
	int64_t number;
	size_t n; /* pages */
	struct cdr_error *err;
};

/* ------------------------------------------------------------------------------------------------ places in the text */

static void
pass_blanks(struct cdr_str text, size_t *at)
{
	while (*at < text.n && strchr(" \t\r\n", text.p[*at]))
		(*at)++;
}

/* Behind the string that begins at `at`. */
static void
pass_string(struct cdr_str text, size_t *at)
{
	for ((*at)++; *at < text.n && text.p[*at] != '"'; (*at)++)
		*at += text.p[*at] == '\\';
	*at = *at < text.n ? *at + 1 : text.n;
}

/* Behind the value that begins at `at`, of a document that has been parsed before and so is whole. */
static void
pass_value(struct cdr_str text, size_t *at)
{
	size_t depth = 0;
	do {
		pass_blanks(text, at);
		char c = *at < text.n ? text.p[*at] : '\0';
		if (c == '"') {
			pass_string(text, at);
		} else if (c == '{' || c == '[') {
			depth++;
			(*at)++;
		} else if (c == '}' || c == ']') {
			depth--;
			(*at)++;
		} else if (c == ',' || c == ':') {
			(*at)++;
		} else {
			while (*at < text.n && !strchr("{}[],:\" \t\r\n", text.p[*at]))
				(*at)++;
		}
	} while (depth > 0 && *at < text.n);
}

/* To the value of a member of the object that begins at `at`. */
static bool
enter_member(struct cdr_str text, size_t *at, struct cdr_str key)
{
	pass_blanks(text, at);
	if (*at >= text.n || text.p[*at] != '{')
		return false;
	(*at)++;
	for (;;) {
		pass_blanks(text, at);
		if (*at >= text.n || text.p[*at] != '"')
			return false;
		size_t start = *at + 1;
		pass_string(text, at);
		struct cdr_str name = { text.p + start, *at - start - 1 };
		pass_blanks(text, at);
		(*at)++; /* the colon */
		if (cdr_str_equal(name, key))
			return true;
		pass_value(text, at);
		pass_blanks(text, at);
		if (*at < text.n && text.p[*at] == ',')
			(*at)++;
	}
}

/* What stands between the brackets of the list at a dotted path. */
static bool
find_list(struct cdr_str text, struct cdr_str path, size_t *ret_start, size_t *ret_end)
{
	size_t at = 0;
	struct cdr_str step;
	if (cdr_str_starts_with(text, CDR_STR("\xEF\xBB\xBF")))
		at = 3;
	while (path.n > 0 && cdr_str_split(&path, '.', &step)) {
		if (!enter_member(text, &at, step))
			return false;
	}
	pass_blanks(text, &at);
	if (at >= text.n || text.p[at] != '[')
		return false;
	*ret_start = at + 1;
	pass_value(text, &at);
	*ret_end = at - 1;
	return true;
}

static const struct cdr_json *
value_at(const struct cdr_json *root, struct cdr_str path)
{
	struct cdr_str step;
	while (root && path.n > 0 && cdr_str_split(&path, '.', &step)) {
		char key[MAX_STEP_BYTES];
		(void)snprintf(key, sizeof(key), "%.*s", CDR_STR_ARG(step));
		root = cdr_json_get(root, key);
	}
	return root;
}

/* ------------------------------------------------------------------------------------------------------------- pages */

/* A text with the number of the page where it says {page}. */
static struct cdr_str
numbered(const struct pages *pages, struct cdr_str text)
{
	ptrdiff_t at = text.p ? cdr_str_find(text, MARK) : -1;
	if (at < 0)
		return text;
	return cdr_str_format(pages->arena, "%.*s%lld%.*s", (int)at, text.p, (long long)pages->number,
	                      (int)(text.n - (size_t)at - MARK.n), text.p + at + MARK.n);
}

static enum cdr_status CDR_PRINTF(2, 3) fail_page(const struct pages *pages, const char *format, ...)
{
	char message[512];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	return cdr_fail(pages->err, CDR_EINPUT, CDR_IMPORT_ROOM, NULL, "%.*s, page %zu: %s",
	                CDR_STR_ARG(pages->wanted->request.url), pages->n + 1, message);
}

/* Puts a page's records behind those that are there; *ret_empty when it has none. */
static enum cdr_status
add_page(struct pages *pages, struct cdr_str text, bool *ret_empty)
{
	char digest[CDR_SHA256_TEXT_MAX];
	size_t start = 0, end = 0;
	if (!find_list(text, pages->wanted->records, &start, &end))
		return fail_page(pages, "there is no list at \"%.*s\"; the source has changed its layout",
		                 CDR_STR_ARG(pages->wanted->records));
	struct cdr_str list = cdr_str_trim((struct cdr_str){ text.p + start, end - start });
	(void)cdr_crypt_sha256(list, digest);
	*ret_empty = list.n == 0;
	if (pages->n > 0 && list.n > 0 && strcmp(digest, pages->before) == 0)
		return fail_page(
			pages,
			"it says what the page before it said; the server takes no notice of the page asked for");
	(void)snprintf(pages->before, sizeof(pages->before), "%s", digest);
	if (pages->n == 0) {
		cdr_buf_add(pages->out, text.p, start);
		pages->tail = cdr_str_copy(pages->arena, (struct cdr_str){ text.p + end, text.n - end });
		if (!pages->tail.p)
			return cdr_fail_memory(pages->err, CDR_IMPORT_ROOM);
	} else if (list.n > 0 && pages->out->p[pages->out->n - 1] != '[') {
		cdr_buf_putc(pages->out, ',');
	}
	cdr_buf_add_str(pages->out, list);
	if (pages->out->over_max)
		return cdr_fail(pages->err, CDR_ELIMIT, CDR_IMPORT_ROOM, NULL,
		                "%.*s: its pages together are larger than the %zu MiB that are read",
		                CDR_STR_ARG(pages->wanted->request.url), pages->out->max >> 20);
	return cdr_buf_check(pages->out, CDR_IMPORT_ROOM, pages->err);
}

/* Whether another page is to come, and how it is asked for. */
static enum cdr_status
find_next(struct pages *pages, const struct cdr_json *root, bool empty, struct cdr_fetch_request *request,
          bool *ret_more)
{
	const struct cdr_import_pages *wanted = pages->wanted;
	const struct cdr_json *said = value_at(root, wanted->next.p ? wanted->next : wanted->last);
	*ret_more = false;
	if (wanted->next.p) {
		struct cdr_str link = cdr_json_string(said);
		if (said && cdr_json_type(said) != CDR_JSON_NULL && !link.p)
			return fail_page(pages, "\"%.*s\" is no link to another page", CDR_STR_ARG(wanted->next));
		if (link.n == 0)
			return CDR_OK;
		*ret_more = true;
		return cdr_fetch_follow(request->url, link, pages->arena, &request->url, pages->err);
	}
	if (wanted->last.p && (!said || cdr_json_int(said, -1) < 0))
		return fail_page(pages, "\"%.*s\" does not say which page is the last", CDR_STR_ARG(wanted->last));
	*ret_more = wanted->last.p ? pages->number < cdr_json_int(said, -1) : !empty;
	pages->number += wanted->step;
	request->url = numbered(pages, wanted->request.url);
	request->body = numbered(pages, wanted->request.body);
	bool short_memory = !request->url.p || (wanted->request.body.p && !request->body.p);
	return short_memory ? cdr_fail_memory(pages->err, CDR_IMPORT_ROOM) : CDR_OK;
}

static enum cdr_status
take_page(struct pages *pages, struct cdr_fetch *fetch, struct cdr_fetch_request *request, bool *ret_more,
          struct cdr_fetch_reply **ret)
{
	cdr_owned(cdr_fetch_reply) reply = NULL;
	cdr_owned(cdr_json) root = NULL;
	char name[64];
	bool empty = false;
	(void)snprintf(name, sizeof(name), "page %zu", pages->n + 1);
	CDR_TRY(cdr_fetch_get(fetch, request, &reply, pages->err));
	if (reply->bytes.n > MAX_REPLY_BYTES)
		return fail_page(pages, "larger than the %zu MiB that are read", MAX_REPLY_BYTES >> 20);
	const struct cdr_str text = { reply->bytes.p, reply->bytes.n };
	enum cdr_status status = cdr_json_parse(text, name, &root, pages->err);
	if (status != CDR_OK) {
		cdr_error_prefix(pages->err, "%.*s, page %zu", CDR_STR_ARG(request->url), pages->n + 1);
		return status;
	}
	CDR_TRY(add_page(pages, text, &empty));
	CDR_TRY(find_next(pages, root, empty, request, ret_more));
	if (pages->n++ == 0)
		*ret = cdr_steal(&reply);
	return CDR_OK;
}

enum cdr_status
cdr_import_pages_get(struct cdr_fetch *fetch, const struct cdr_import_pages *wanted, struct cdr_arena *arena,
                     struct cdr_buf *out, struct cdr_fetch_reply **ret_first, struct cdr_error *err)
{
	struct cdr_error own = { 0 };
	cdr_owned(cdr_fetch_reply) first = NULL;
	struct pages pages = {
		.wanted = wanted, .arena = arena, .out = out, .number = wanted->first, .err = err ? err : &own
	};
	struct cdr_fetch_request request = wanted->request;
	request.url = numbered(&pages, request.url);
	request.body = numbered(&pages, request.body);
	if (!request.url.p || (wanted->request.body.p && !request.body.p))
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	out->max = CDR_INGEST_MAX_FILE_BYTES;
	for (bool more = true; more;) {
		if (pages.n == CDR_IMPORT_MAX_PAGES)
			return cdr_fail(err, CDR_ELIMIT, CDR_IMPORT_ROOM, NULL,
			                "%.*s: more than %d pages; nothing of them is taken in",
			                CDR_STR_ARG(wanted->request.url), CDR_IMPORT_MAX_PAGES);
		CDR_TRY(take_page(&pages, fetch, &request, &more,
		                  first ? &(struct cdr_fetch_reply *){ NULL } : &first));
	}
	cdr_buf_add_str(out, pages.tail);
	CDR_TRY(cdr_buf_check(out, CDR_IMPORT_ROOM, err));
	*ret_first = cdr_steal(&first);
	return CDR_OK;
}
