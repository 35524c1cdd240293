/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * Shared by the files that read in a process of their own: what shuts a process in (sandbox.c), starting, minding and
 * ending one (apart.c), and what it says to its maker (apart-table.c).
 */

#include <sys/types.h>

#include "ingest/ingest-impl.h"

/* --------------------------------------------------------------------------------------------------- sandbox.c */

/* The one program a process may become, by its path without links, and the files and folders it may read besides its
 * libraries. */
struct cdr_sandbox_program {
	const char *path;
	const char *const *readable;
	size_t n_readable;
};
/* What a process may use up, beyond what it has when it is shut in. */
struct cdr_sandbox {
	size_t memory_bytes; /* private memory; 0: not limited */
	size_t file_bytes;   /* the longest file it may write */
	unsigned cpu_seconds;
	const struct cdr_sandbox_program *program; /* NULL: none */
};
/* Shuts the calling process in for good: no new privileges, limits, no right on any file or address (landlock, where the
 * kernel has it), and of the system's calls only those that memory and open descriptors need. A file it tries to open is
 * refused to it, as libraries look for files they can do without; any other call ends it (SIGSYS). With a program it may
 * become that one; it and its libraries can be read, nothing can be written. EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_sandbox_enter(const struct cdr_sandbox *sandbox, struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------------- apart.c */

#define CDR_APART_KEEP_MAX 4
#define CDR_APART_MESSAGE_MAX_BYTES ((size_t)32 << 20)

/* A piece of work in a process of its own. */
struct cdr_apart {
	const char *name; /* of the file it is about, for errors */
	struct cdr_sandbox sandbox;
	int64_t wall_ms;
	int keep[CDR_APART_KEEP_MAX]; /* descriptors that stay open in it */
	size_t n_keep;
};
/* One that was started, and what became of it. */
struct cdr_apart_child {
	pid_t pid;
	int fd;            /* what it says */
	bool ended;        /* by us, being over its time */
	bool unknown;      /* somebody else collected it */
	int outcome;       /* as waitpid has it */
	size_t most_bytes; /* of memory, at any time */
	int64_t deadline_ms;
};
/* Never returns. `fd`: what its maker listens to. */
typedef void (*cdr_apart_main_fn)(const struct cdr_apart *apart, void *context, int fd);
/* Starts a process and takes in what it says until it ends; what is over ret->max is dropped and marks `ret`. EIO. */
enum cdr_status CDR_MUST_CHECK
cdr_apart_start(const struct cdr_apart *apart, cdr_apart_main_fn fn, void *context, struct cdr_apart_child *ret_child,
                struct cdr_buf *ret, struct cdr_error *err);
/* The error that says what ended a process without an answer. */
enum cdr_status
cdr_apart_fail_death(const struct cdr_apart *apart, const struct cdr_apart_child *child, struct cdr_error *err);
/* In the process, at once: signals as a new program finds them; it ends when its maker ends. */
void
cdr_apart_settle(pid_t maker);

/* Runs in the process, shut in; what it adds to `out`, or its error, is what the maker gets. */
typedef enum cdr_status (*cdr_apart_fn)(void *context, struct cdr_buf *out, struct cdr_error *err);
/* Runs `fn` apart and waits for it. The error is that of `fn` or says what ended the process: ELIMIT for memory, time and
 * the length of a file, EINPUT for a call it may not make or a crash. EIO when there is no process to be had. Nothing of
 * what comes back can be trusted. */
enum cdr_status CDR_MUST_CHECK
cdr_apart_run(const struct cdr_apart *apart, cdr_apart_fn fn, void *context, struct cdr_buf *ret,
              struct cdr_error *err);

/* --------------------------------------------------------------------------------------------------- convert.c */

/* cdr_ingest_convert; what the program said on its standard error is kept in `said`, also when it succeeded. */
enum cdr_status CDR_MUST_CHECK
cdr_convert_hear(const struct cdr_ingest_program *program, int in, int out, const char *name, struct cdr_buf *said,
                 struct cdr_error *err);

/* ----------------------------------------------------------------------------------------------- apart-table.c */

/* In the reader: puts the rows into the file `fd`, after them where each sheet's rows are, and tells all else of the
 * table. */
enum cdr_status CDR_MUST_CHECK
cdr_apart_tell_table(const struct cdr_table *table, int fd, struct cdr_buf *out, struct cdr_error *err);
/* In the maker, once the reader has ended: makes a table of it, every row of which has been looked at. The table owns the
 * descriptor from here on, also when this fails. EINPUT when anything does not fit together. */
enum cdr_status CDR_MUST_CHECK
cdr_apart_take_table(struct cdr_str told, const char *name, int take_fd, struct cdr_table **ret, struct cdr_error *err);
