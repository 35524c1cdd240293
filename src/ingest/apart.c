/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file is read by a process that has nothing but that file: started here, shut in, listened to, ended. What it may do is
 * in sandbox.c, what it says and how that is doubted in apart-table.c. The surprise: the process is a fork and no program
 * of its own, so it finds the bytes, the options and the libraries where they are, and costs a millisecond or two.
 *
 *	message = u32 status; OK: what the work added to its buffer; else: where, NUL, message, NUL
 */
#include "ingest/apart-impl.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PIPE_CHUNK ((size_t)64 << 10)
#define NAP_NS 1000000L
#define MS_PER_SECOND 1000

#ifdef __SANITIZE_ADDRESS__
#define KEEPS_STDERR true /* for what the sanitizers find in there */
#else
#define KEEPS_STDERR false
#endif

/* ----------------------------------------------------------------------------------------------------- in the reader */

/* Closes every descriptor but those named. */
static void
close_others(const struct cdr_apart *apart, int fd)
{
	for (int from = 0; from >= 0;) {
		int next = fd >= from ? fd : -1;
		if (KEEPS_STDERR && from <= STDERR_FILENO)
			next = next >= 0 && next < STDERR_FILENO ? next : STDERR_FILENO;
		for (size_t i = 0; i < apart->n_keep; i++) {
			if (apart->keep[i] >= from && (next < 0 || apart->keep[i] < next))
				next = apart->keep[i];
		}
		if (next < 0)
			(void)close_range((unsigned)from, ~0U, 0);
		else if (next > from)
			(void)close_range((unsigned)from, (unsigned)next - 1, 0);
		from = next < 0 ? -1 : next + 1;
	}
}

void
cdr_apart_settle(pid_t maker)
{
	sigset_t none;
	/* An interrupt from the terminal is its maker's business. */
	for (int number = 1; number < NSIG; number++)
		(void)signal(number, number == SIGINT || number == SIGPIPE ? SIG_IGN : SIG_DFL);
	(void)sigemptyset(&none);
	(void)sigprocmask(SIG_SETMASK, &none, NULL);
	(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != maker)
		_exit(1);
}

static void
add_error(struct cdr_buf *frame, const struct cdr_error *err)
{
	cdr_buf_add(frame, err->where, strlen(err->where) + 1);
	cdr_buf_add(frame, err->message, strlen(err->message) + 1);
}

struct work {
	cdr_apart_fn fn;
	void *context;
};

/* Never returns: it must not run what its maker would do at its end. */
static void
be_apart(const struct cdr_apart *apart, void *context, int fd)
{
	const struct work *work = context;
	struct cdr_buf frame = { .max = CDR_APART_MESSAGE_MAX_BYTES };
	struct cdr_error err = { 0 };
	int32_t told = 0;
	close_others(apart, fd);
	cdr_buf_add(&frame, &told, sizeof(told));
	enum cdr_status status = cdr_sandbox_enter(&apart->sandbox, &err);
	if (status == CDR_OK)
		status = work->fn(work->context, &frame, &err);
	if (status == CDR_OK)
		status = cdr_buf_check(&frame, CDR_INGEST_ROOM, &err);
	if (status != CDR_OK) {
		cdr_buf_done(&frame);
		frame = (struct cdr_buf){ .max = CDR_APART_MESSAGE_MAX_BYTES };
		told = (int32_t)status;
		cdr_buf_add(&frame, &told, sizeof(told));
		add_error(&frame, &err);
	}
	/* Without memory for the error either: it is known to the maker by its status alone. */
	char short_frame[sizeof(told) + 2] = { 0 };
	struct cdr_str said = cdr_buf_str(&frame);
	if (frame.failed) {
		told = CDR_ENOMEM;
		memcpy(short_frame, &told, sizeof(told));
		said = (struct cdr_str){ short_frame, sizeof(short_frame) };
	}
	_exit(cdr_file_write_fd(fd, said, NULL) != CDR_OK);
}

/* ------------------------------------------------------------------------------------------------------ in the maker */

static void
collect(struct cdr_apart_child *child, int flags, bool *ret_done)
{
	struct rusage usage;
	pid_t pid = 0;
	do
		pid = wait4(child->pid, &child->outcome, flags, &usage);
	while (pid < 0 && errno == EINTR);
	child->unknown = pid < 0;
	if (pid > 0)
		child->most_bytes = (size_t)usage.ru_maxrss << 10;
	*ret_done = pid != 0;
}

/* A child of ours that nobody waited for keeps its number, so the signal meets no one else. */
static void
end_child(struct cdr_apart_child *child)
{
	bool done = false;
	if (child->fd >= 0)
		(void)close(child->fd);
	child->fd = -1;
	if (child->pid <= 0)
		return;
	(void)kill(child->pid, SIGKILL);
	collect(child, 0, &done);
	child->pid = 0;
}

/* One that has said its last is about to end; waits until it has, or its time is over. */
static void
wait_end(struct cdr_apart_child *child)
{
	bool done = false;
	for (;;) {
		collect(child, WNOHANG, &done);
		if (done) {
			child->pid = 0;
			break;
		}
		if (cdr_time_monotonic_ms() >= child->deadline_ms) {
			child->ended = true;
			break;
		}
		(void)nanosleep(&(struct timespec){ .tv_nsec = NAP_NS }, NULL);
	}
	end_child(child);
}

/* Takes in what it says until there is no more; false when it is over its time. What is too much is dropped. */
static bool
listen_to(struct cdr_apart_child *child, struct cdr_buf *frame)
{
	char chunk[PIPE_CHUNK];
	for (;;) {
		int64_t left_ms = child->deadline_ms - cdr_time_monotonic_ms();
		struct pollfd watched = { .fd = child->fd, .events = POLLIN };
		child->ended = left_ms <= 0;
		if (child->ended)
			return false;
		if (poll(&watched, 1, left_ms < MS_PER_SECOND ? (int)left_ms : MS_PER_SECOND) <= 0)
			continue;
		ssize_t n = read(child->fd, chunk, sizeof(chunk));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0;
		if (!frame->failed)
			cdr_buf_add(frame, chunk, (size_t)n);
	}
}

static enum cdr_status
fail_memory_limit(const struct cdr_apart *apart, struct cdr_error *err)
{
	return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, apart->name,
	                "reading the file takes more than %zu MiB of memory; split it",
	                apart->sandbox.memory_bytes >> 20);
}

static enum cdr_status
fail_time(const struct cdr_apart *apart, int64_t seconds, struct cdr_error *err)
{
	return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, apart->name,
	                "reading the file takes more than %lld seconds; split it, or save it again from the program it "
	                "comes from",
	                (long long)seconds);
}

/* This process may itself be under a shorter limit, which the reader inherits. */
static size_t
longest_file_bytes(const struct cdr_apart *apart)
{
	struct rlimit given;
	bool shorter = getrlimit(RLIMIT_FSIZE, &given) == 0 && given.rlim_max < apart->sandbox.file_bytes;
	return shorter ? given.rlim_max : apart->sandbox.file_bytes;
}

enum cdr_status
cdr_apart_fail_death(const struct cdr_apart *apart, const struct cdr_apart_child *child, struct cdr_error *err)
{
	int number = !child->unknown && WIFSIGNALED(child->outcome) ? WTERMSIG(child->outcome) : 0;
	if (child->ended)
		return fail_time(apart, apart->wall_ms / MS_PER_SECOND, err);
	switch (number) {
	case SIGXCPU:
		return fail_time(apart, apart->sandbox.cpu_seconds, err);
	case SIGXFSZ:
		return cdr_fail(err, CDR_ELIMIT, CDR_INGEST_ROOM, apart->name,
		                "what the file holds takes up more than the %zu MiB a file may have here; split it",
		                longest_file_bytes(apart) >> 20);
	case SIGSYS:
		return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, apart->name,
		                "the file made its reader attempt something no reader has any business with, and was "
		                "stopped; do not open it with another program before whoever sent it has been asked");
	case SIGKILL:
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, apart->name,
			"the reading was ended by the system, which may have been short of memory; try again, or "
			"split the file");
	case 0:
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, apart->name,
			"the reading ended without a result; save the file again from the program it comes from");
	default:
		return cdr_fail(
			err, CDR_EINPUT, CDR_INGEST_ROOM, apart->name,
			"the file made its reader crash (%s), and nothing of it was taken in; save it again from "
			"the program it comes from",
			strsignal(number));
	}
}

/* Text up to its NUL; false when there is none, or it is no text. */
static bool
take_text(struct cdr_str *rest, size_t max, struct cdr_str *ret)
{
	const char *end = memchr(rest->p, '\0', rest->n);
	if (!end || (size_t)(end - rest->p) >= max)
		return false;
	*ret = (struct cdr_str){ rest->p, (size_t)(end - rest->p) };
	*rest = (struct cdr_str){ end + 1, rest->n - ret->n - 1 };
	return cdr_str_is_utf8(*ret);
}

/* Splits what it said into outcome and content; `ret` holds the content only. */
static enum cdr_status
take_frame(const struct cdr_apart *apart, const struct cdr_apart_child *child, struct cdr_buf *ret,
           struct cdr_error *err)
{
	int32_t told = 0;
	struct cdr_str rest = cdr_buf_str(ret), where, message;
	if (rest.n < sizeof(told))
		return cdr_apart_fail_death(apart, child, err);
	memcpy(&told, rest.p, sizeof(told));
	rest = (struct cdr_str){ rest.p + sizeof(told), rest.n - sizeof(told) };
	if (told == CDR_OK) {
		memmove(ret->p, rest.p, rest.n);
		ret->n = rest.n;
		return CDR_OK;
	}
	if (told > CDR_OK || told < CDR_ECANCELLED || !take_text(&rest, CDR_ERROR_WHERE_MAX, &where) ||
	    !take_text(&rest, CDR_ERROR_MESSAGE_MAX, &message) || rest.n > 0)
		return cdr_apart_fail_death(apart, child, err);
	/* Short memory is the file's doing when much had been given out. */
	if (told == CDR_ENOMEM && child->most_bytes > apart->sandbox.memory_bytes / 4)
		return fail_memory_limit(apart, err);
	if (told == CDR_ENOMEM)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	return cdr_fail(err, (enum cdr_status)told, CDR_INGEST_ROOM, where.n ? where.p : NULL, "%.*s",
	                CDR_STR_ARG(message));
}

static enum cdr_status
fail_start(struct cdr_error *err, int number)
{
	return cdr_fail(err, CDR_EIO, CDR_INGEST_ROOM, NULL, "cannot start a process to read the file: %s",
	                strerrordesc_np(number));
}

enum cdr_status
cdr_apart_start(const struct cdr_apart *apart, cdr_apart_main_fn fn, void *context, struct cdr_apart_child *ret_child,
                struct cdr_buf *ret, struct cdr_error *err)
{
	int ends[2];
	pid_t maker = getpid();
	if (pipe2(ends, O_CLOEXEC) != 0)
		return fail_start(err, errno);
	pid_t pid = fork();
	if (pid == 0) {
		cdr_apart_settle(maker);
		fn(apart, context, ends[1]);
		_exit(1);
	}
	int number = errno;
	(void)close(ends[1]);
	__attribute__((cleanup(end_child))) struct cdr_apart_child child = { .pid = pid, .fd = ends[0] };
	if (pid < 0)
		return fail_start(err, number);
	child.deadline_ms = cdr_time_monotonic_ms() + apart->wall_ms;
	if (listen_to(&child, ret))
		wait_end(&child);
	else
		end_child(&child);
	*ret_child = child;
	return CDR_OK;
}

enum cdr_status
cdr_apart_run(const struct cdr_apart *apart, cdr_apart_fn fn, void *context, struct cdr_buf *ret, struct cdr_error *err)
{
	struct work work = { fn, context };
	struct cdr_apart_child child = { 0 };
	ret->max = CDR_APART_MESSAGE_MAX_BYTES;
	CDR_TRY(cdr_apart_start(apart, be_apart, &work, &child, ret, err));
	if (ret->failed && !ret->over_max)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	if (child.ended || ret->failed || (!child.unknown && child.outcome != 0))
		return cdr_apart_fail_death(apart, &child, err);
	return take_frame(apart, &child, ret, err);
}

/* ----------------------------------------------------------------------------------------------------------- reading */

struct reading {
	struct cdr_ingest_source source;
	struct cdr_ingest_spare spare;
	struct cdr_pdf_text text;
};

static void
reading_done(struct reading *reading)
{
	for (size_t i = 0; i < CDR_LEN(reading->spare.fds); i++) {
		if (reading->spare.fds[i] >= 0)
			(void)close(reading->spare.fds[i]);
	}
	cdr_pdf_text_done(&reading->text);
}

/* A reader that is shut in starts no program, so what one makes of a PDF is made before. */
static enum cdr_status
make_text(struct reading *reading, struct cdr_error *err)
{
	struct cdr_ingest_source *source = &reading->source;
	bool wanted = source->options->format == CDR_INGEST_AUTO || source->options->format == CDR_INGEST_PDF ||
	              source->options->format == CDR_INGEST_PROSE;
	if (!wanted || !cdr_pdf_is(source->bytes))
		return CDR_OK;
	CDR_TRY(cdr_pdf_convert(source, &reading->text, err));
	source->pdf_text = &reading->text;
	return CDR_OK;
}

static enum cdr_status
read_shut_in(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	const struct reading *reading = context;
	struct cdr_table *table = NULL; /* goes with the process */
	CDR_TRY(cdr_ingest_read_source(&reading->source, &table, err));
	return cdr_apart_tell_table(table, reading->spare.fds[CDR_INGEST_SPARE_ROWS], out, err);
}

enum cdr_status
cdr_ingest_read_apart(struct cdr_str bytes, const char *name, const struct cdr_ingest_options *options,
                      struct cdr_table **ret, struct cdr_error *err)
{
	__attribute__((cleanup(reading_done))) struct reading reading = { .spare = { { -1, -1, -1 } },
		                                                          .text = CDR_PDF_TEXT_INIT };
	struct cdr_apart apart = {
		.sandbox = { .memory_bytes = CDR_INGEST_MAX_READER_BYTES,
		             .file_bytes = CDR_INGEST_MAX_TABLE_BYTES + 2 * (size_t)CDR_INGEST_MAX_ROW_BYTES,
		             .cpu_seconds = CDR_INGEST_MAX_READER_SECONDS },
		.wall_ms = (int64_t)CDR_INGEST_MAX_READER_WAIT_SECONDS * MS_PER_SECOND,
		.n_keep = CDR_LEN(reading.spare.fds),
	};
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	cdr_ingest_source_init(&reading.source, bytes, name, options);
	CDR_TRY(cdr_ingest_source_check(&reading.source, err));
	apart.name = reading.source.name;
	for (size_t i = 0; i < CDR_LEN(reading.spare.fds); i++) {
		CDR_TRY(cdr_file_open_unnamed(&reading.spare.fds[i], err));
		apart.keep[i] = reading.spare.fds[i];
	}
	reading.source.spare = &reading.spare;
	CDR_TRY(make_text(&reading, err));
	CDR_TRY(cdr_apart_run(&apart, read_shut_in, &reading, &told, err));
	int rows = reading.spare.fds[CDR_INGEST_SPARE_ROWS];
	reading.spare.fds[CDR_INGEST_SPARE_ROWS] = -1;
	return cdr_apart_take_table(cdr_buf_str(&told), apart.name, rows, ret, err);
}
