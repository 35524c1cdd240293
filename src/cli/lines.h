/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A file or pipe read line by line, in pieces, however long it is. */

#include "candor/base.h"

#define CLI_LINE_MAX_BYTES ((size_t)64 << 20)

struct cli_lines {
	int fd;           /* borrowed */
	const char *name; /* for messages */
	struct cdr_buf buf;
	size_t at, number; /* next byte to look at; lines told so far */
	bool ended;
	/* Called before reading; `waits` says whether nothing is there yet, so that what was answered has to be out by then.
	 * May be NULL. */
	enum cdr_status (*before_reading)(void *context, bool waits, struct cdr_error *err);
	void *context; /* for it */
};
#define CLI_LINES_INIT(fd_, name_)                                                                                     \
	{                                                                                                              \
		.fd = (fd_), .name = (name_), .buf = {.max = CLI_LINE_MAX_BYTES }                                      \
	}
void
cli_lines_done(struct cli_lines *lines);
/* The next line with its line feed, if it has one; borrowed until the next call. `*ret_found` is false at the end. A byte
 * order mark at the beginning is skipped. EIO; ELIMIT for a line of more than CLI_LINE_MAX_BYTES. */
enum cdr_status CDR_MUST_CHECK
cli_lines_next(struct cli_lines *lines, struct cdr_str *ret, bool *ret_found, struct cdr_error *err);
/* What has been read and not told yet, at least a first piece of the input if there is any. */
enum cdr_status CDR_MUST_CHECK
cli_lines_peek(struct cli_lines *lines, struct cdr_str *ret, struct cdr_error *err);
