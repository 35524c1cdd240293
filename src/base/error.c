/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Filling, extending and naming errors. Nothing here decides what is an error. The surprise: arguments may point into
 * the very error being filled (a receiver rewording what it got), so text is built aside and copied last.
 */

#include "candor/base.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base-impl.h"

/* Closes a message to which not every problem could be added, so that a reader knows the list goes on. */
static const char AND_MORE[] = "\n… and more";

/* vsnprintf cuts at a byte; this takes the last character, whole or half, off again. */
static size_t
format_text(char *out, size_t size, const char *format, va_list args) CDR_PRINTF(3, 0);

static size_t
format_text(char *out, size_t size, const char *format, va_list args)
{
	int length = vsnprintf(out, size, format, args);
	if (length < 0) {
		out[0] = '\0';
		return 0;
	}
	if ((size_t)length < size)
		return (size_t)length;
	size_t n = cdr_str_cut((struct cdr_str){ out, size - 1 }, size - 2);
	out[n] = '\0';
	return n;
}

static void
copy_text(char *out, size_t size, const char *text)
{
	struct cdr_str s = cdr_str_from(text ? text : "");
	size_t n = cdr_str_cut(s, size - 1);
	memmove(out, s.p, n);
	out[n] = '\0';
}

enum cdr_status
cdr_fail(struct cdr_error *err, enum cdr_status code, const char *room, const char *where, const char *format, ...)
{
	if (!err)
		return code;
	char message[CDR_ERROR_MESSAGE_MAX];
	va_list args;
	va_start(args, format);
	format_text(message, sizeof(message), format, args);
	va_end(args);
	err->code = code;
	err->room = room;
	copy_text(err->where, sizeof(err->where), where);
	copy_text(err->message, sizeof(err->message), message);
	return code;
}

/* A line is added whole or not at all, and only while there stays room for the note that more follow. */
void
cdr_error_add(struct cdr_error *err, const char *where, const char *format, ...)
{
	if (!err)
		return;
	char text[CDR_ERROR_MESSAGE_MAX];
	va_list args;
	va_start(args, format);
	format_text(text, sizeof(text), format, args);
	va_end(args);

	struct cdr_str message = cdr_str_from(err->message);
	struct cdr_str more = CDR_STR(AND_MORE);
	if (cdr_str_ends_with(message, more))
		return;
	bool has_where = where && *where;
	char line[CDR_ERROR_MESSAGE_MAX + CDR_ERROR_WHERE_MAX + 4];
	int length = snprintf(line, sizeof(line), "%s%s%s%s", message.n > 0 ? "\n" : "", has_where ? where : "",
	                      has_where ? ": " : "", text);
	size_t capacity = sizeof(err->message) - 1;
	if (length >= 0 && message.n + (size_t)length + more.n <= capacity) {
		memcpy(err->message + message.n, line, (size_t)length + 1);
		return;
	}
	size_t kept = cdr_str_cut(message, capacity - more.n);
	memcpy(err->message + kept, AND_MORE, sizeof(AND_MORE));
}

void
cdr_error_prefix(struct cdr_error *err, const char *format, ...)
{
	if (!err)
		return;
	char text[2 * CDR_ERROR_MESSAGE_MAX];
	va_list args;
	va_start(args, format);
	size_t n = format_text(text, CDR_ERROR_MESSAGE_MAX, format, args);
	va_end(args);
	(void)snprintf(text + n, sizeof(text) - n, ": %s", err->message);
	copy_text(err->message, sizeof(err->message), text);
}

const char *
cdr_status_name(enum cdr_status status)
{
	switch (status) {
	case CDR_OK:
		return "ok";
	case CDR_EUSAGE:
		return "usage";
	case CDR_EINPUT:
		return "input";
	case CDR_ELIMIT:
		return "limit";
	case CDR_ENOTFOUND:
		return "not-found";
	case CDR_EREFUSED:
		return "refused";
	case CDR_EIO:
		return "io";
	case CDR_ESTORE:
		return "store";
	case CDR_EBUSY:
		return "busy";
	case CDR_ENOMEM:
		return "memory";
	case CDR_EINTERNAL:
		return "internal";
	case CDR_ECANCELLED:
		return "cancelled";
	}
	return "unknown";
}

enum cdr_status
cdr_fail_memory(struct cdr_error *err, const char *room)
{
	return cdr_fail(err, CDR_ENOMEM, room, NULL,
	                "memory is exhausted; give the process more memory or split the input");
}

enum cdr_status
cdr_fail_errno(struct cdr_error *err, int errnum, const char *verb, const char *path)
{
	const char *reason = strerrordesc_np(errnum);
	return cdr_fail(err, CDR_EIO, BASE_ROOM, NULL, "cannot %s %s: %s", verb, path,
	                reason ? reason : "unknown reason");
}

void
cdr_require_failed(const char *expr, const char *file, int line)
{
	(void)fprintf(stderr, "candor: broken invariant: %s (%s:%d)\n", expr, file, line);
	abort();
}
