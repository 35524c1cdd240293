/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Another program reads what this one cannot: file in, file out, shut in as the readers are (sandbox.c, apart.c). Which
 * program and what its output means is for the reader of the format. The surprise: what the program complains of on its
 * standard error is what the user gets to see, its first line only.
 */
#include "ingest/apart-impl.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_COMPLAINT_BYTES 4096
#define SHOWN_COMPLAINT_BYTES 200
#define EXIT_NOT_STARTED 127
#define FIRST_OTHER (STDERR_FILENO + 1)
#define MS_PER_SECOND 1000

struct conversion {
	const struct cdr_ingest_program *program;
	int in, out;
};

static bool
place_descriptor(int fd, int at)
{
	return fd == at || dup2(fd, at) == at;
}

/* In the new process: three descriptors, no more, then the program. What goes wrong until then is told as if the program
 * had said it. */
static void
become(const struct cdr_apart *apart, void *context, int fd)
{
	static const char *const environment[] = { "LC_ALL=C.UTF-8", "HOME=/nonexistent", NULL };
	const struct conversion *conversion = context;
	struct cdr_error err = { 0 };
	/* Above the three first, so that none of them is overwritten before its turn. */
	int in = fcntl(conversion->in, F_DUPFD_CLOEXEC, FIRST_OTHER);
	int out = fcntl(conversion->out, F_DUPFD_CLOEXEC, FIRST_OTHER);
	int told = fcntl(fd, F_DUPFD_CLOEXEC, FIRST_OTHER);
	if (in < 0 || out < 0 || told < 0 || !place_descriptor(in, STDIN_FILENO) ||
	    !place_descriptor(out, STDOUT_FILENO) || !place_descriptor(told, STDERR_FILENO))
		_exit(EXIT_NOT_STARTED);
	(void)close_range(FIRST_OTHER, ~0U, 0);
	if (cdr_sandbox_enter(&apart->sandbox, &err) == CDR_OK) {
		(void)execve(apart->sandbox.program->path, (char *const *)(uintptr_t)conversion->program->arguments,
		             (char *const *)(uintptr_t)environment);
		(void)cdr_fail(&err, CDR_EIO, CDR_INGEST_ROOM, NULL, "it cannot be started");
	}
	_exit(cdr_file_write_fd(STDERR_FILENO, cdr_str_from(err.message), NULL) == CDR_OK ? EXIT_NOT_STARTED : 1);
}

/* The first line of what the program said, cut at a character; text of others is shown only when it is text. */
static struct cdr_str
first_complaint(const struct cdr_buf *said)
{
	struct cdr_str rest = cdr_buf_str(said), line = { "", 0 };
	while (line.n == 0 && cdr_str_split(&rest, '\n', &line))
		line = cdr_str_trim(line);
	line.n = cdr_str_cut(line, SHOWN_COMPLAINT_BYTES);
	return line.n && cdr_str_is_utf8(line) ? line : CDR_STR("it does not say why");
}

static enum cdr_status
judge(const struct cdr_apart *apart, const struct cdr_apart_child *child, const struct cdr_buf *said,
      struct cdr_error *err)
{
	const char *program = cdr_file_name(apart->sandbox.program->path);
	struct cdr_str complaint = first_complaint(said);
	if (child->ended || child->unknown || !WIFEXITED(child->outcome))
		return cdr_apart_fail_death(apart, child, err);
	if (WEXITSTATUS(child->outcome) == EXIT_NOT_STARTED)
		return cdr_fail(err, CDR_EIO, CDR_INGEST_ROOM, apart->name, "%s: %.*s", program,
		                CDR_STR_ARG(complaint));
	if (WEXITSTATUS(child->outcome) != 0)
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, apart->name,
		                "%s cannot read the file: %.*s; save it again from the program it comes from", program,
		                CDR_STR_ARG(complaint));
	return CDR_OK;
}

enum cdr_status
cdr_convert_hear(const struct cdr_ingest_program *program, int in, int out, const char *name, struct cdr_buf *said,
                 struct cdr_error *err)
{
	char path[PATH_MAX];
	struct conversion conversion = { program, in, out };
	struct cdr_apart_child child = { 0 };
	if (!realpath(program->path, path))
		return cdr_fail(err, CDR_ENOTFOUND, CDR_INGEST_ROOM, cdr_file_name(name),
		                "reading this file needs %s, which is not installed here; install %s", program->path,
		                program->needed);
	struct cdr_sandbox_program shut_in = { .path = path, .readable = program->readable };
	while (program->readable && program->readable[shut_in.n_readable])
		shut_in.n_readable++;
	const struct cdr_apart apart = {
		.name = cdr_file_name(name),
		.sandbox = { .memory_bytes = CDR_INGEST_MAX_READER_BYTES,
		             .file_bytes = CDR_INGEST_MAX_EXPANDED_BYTES,
		             .cpu_seconds = CDR_INGEST_MAX_READER_SECONDS,
		             .program = &shut_in },
		.wall_ms = (int64_t)CDR_INGEST_MAX_READER_WAIT_SECONDS * MS_PER_SECOND,
	};
	CDR_TRY(cdr_apart_start(&apart, become, &conversion, &child, said, err));
	return judge(&apart, &child, said, err);
}

enum cdr_status
cdr_ingest_convert(const struct cdr_ingest_program *program, int in, int out, const char *name, struct cdr_error *err)
{
	cdr_auto(cdr_buf) said = { .max = MAX_COMPLAINT_BYTES };
	return cdr_convert_hear(program, in, out, name, &said, err);
}
