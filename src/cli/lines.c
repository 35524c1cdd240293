/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines of a file or pipe, of which no more is held than has to be. What surprises: no C stream, because a filter must
 * know whether the next line is here already or will have to be waited for.
 */
#include "cli/lines.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli/cli-impl.h"

#define PIECE_BYTES 65536

void
cli_lines_done(struct cli_lines *lines)
{
	cdr_buf_done(&lines->buf);
}

/* Files, and pipes that hold something or have ended, are read at once. */
static bool
has_to_wait(int fd)
{
	struct pollfd watched = { .fd = fd, .events = POLLIN };
	return poll(&watched, 1, 0) == 0;
}

static enum cdr_status
read_more(struct cli_lines *lines, struct cdr_error *err)
{
	char piece[PIECE_BYTES];
	if (lines->before_reading)
		CDR_TRY(lines->before_reading(lines->context, has_to_wait(lines->fd), err));
	if (lines->at) {
		size_t rest = lines->buf.n - lines->at;
		memmove(lines->buf.p, lines->buf.p + lines->at, rest);
		lines->buf.n = rest;
		lines->at = 0;
	}
	ssize_t n;
	do {
		n = read(lines->fd, piece, sizeof(piece));
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return cdr_fail(err, CDR_EIO, ROOM, NULL, "%s could not be read to its end", lines->name);
	bool first = lines->number == 0 && lines->buf.n == 0;
	cdr_buf_add(&lines->buf, piece, (size_t)n);
	if (lines->buf.failed)
		return cdr_fail(err, lines->buf.over_max ? CDR_ELIMIT : CDR_ENOMEM, ROOM, lines->name,
		                "line %zu is longer than the %zu bytes allowed", lines->number + 1, CLI_LINE_MAX_BYTES);
	if (first && cdr_str_starts_with(cdr_buf_str(&lines->buf), CDR_STR("\xEF\xBB\xBF")))
		lines->at = 3;
	lines->ended = n == 0;
	return CDR_OK;
}

enum cdr_status
cli_lines_peek(struct cli_lines *lines, struct cdr_str *ret, struct cdr_error *err)
{
	if (lines->at == lines->buf.n && !lines->ended)
		CDR_TRY(read_more(lines, err));
	*ret = (struct cdr_str){ lines->buf.p ? lines->buf.p + lines->at : "", lines->buf.n - lines->at };
	return CDR_OK;
}

enum cdr_status
cli_lines_next(struct cli_lines *lines, struct cdr_str *ret, bool *ret_found, struct cdr_error *err)
{
	size_t looked = 0;
	for (;;) {
		size_t n = lines->buf.n - lines->at;
		const char *start = n ? lines->buf.p + lines->at : NULL;
		const char *end = n > looked ? memchr(start + looked, '\n', n - looked) : NULL;
		if (end || lines->ended) {
			*ret_found = n > 0;
			*ret = (struct cdr_str){ start, end ? (size_t)(end - start) + 1 : n };
			lines->at += ret->n;
			lines->number += *ret_found;
			return CDR_OK;
		}
		looked = n;
		CDR_TRY(read_more(lines, err));
		looked = looked < lines->buf.n - lines->at ? looked : 0;
	}
}
