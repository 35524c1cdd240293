/* SPDX-License-Identifier: Apache-2.0 */
/* Each door is tried by a process that is shut in. What opens a file is answered, all else ends the process. */
#include "ingest/apart-impl.h"
#include "reading.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static const struct cdr_apart shut_in = {
	.name = "list.csv",
	.sandbox = { .memory_bytes = (size_t)64 << 20, .file_bytes = (size_t)1 << 20, .cpu_seconds = 5 },
	.wall_ms = 20000
};

/* ------------------------------------------------------------------------------------------- doors that answer "no" */

/* By system call, past whatever the C library does; the answer comes out as text. */
static enum cdr_status
look_for_files(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	struct stat facts;
	char text[64];
	const long results[] = {
		syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY, 0),
		syscall(SYS_openat, AT_FDCWD, context, O_WRONLY | O_CREAT, 0600),
		syscall(SYS_openat, AT_FDCWD, "/tmp", O_TMPFILE | O_RDWR, 0600),
		syscall(SYS_faccessat, AT_FDCWD, "/etc/passwd", R_OK),
		syscall(SYS_readlinkat, AT_FDCWD, "/proc/self/exe", text, sizeof(text)),
#ifdef SYS_open
		syscall(SYS_open, "/etc/passwd", O_RDONLY),
#endif
#ifdef SYS_stat
		syscall(SYS_stat, "/etc/passwd", &facts),
#endif
		syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &facts, 0),
	};
	(void)err;
	for (size_t i = 0; i < CDR_LEN(results); i++)
		cdr_buf_putc(out, results[i] < 0 && errno == EACCES ? 'n' : 'y');
	return CDR_OK;
}

static void
sandbox_has_no_files(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) told = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	char path[] = "/tmp/candor-sandbox-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(cdr_apart_run(&shut_in, look_for_files, path, &told, &err), CDR_OK);
	assert_true(told.n >= 6);
	assert_null(memchr(told.p, 'y', told.n));
	assert_false(cdr_file_exists(path));
}

/* ------------------------------------------------------------------------------------------------- doors that are shut */

struct door {
	const char *name;
	void (*attempt)(void);
};

static void
try_socket(void)
{
	(void)socket(AF_INET, SOCK_STREAM, 0);
}

static void
try_unix_socket(void)
{
	int ends[2];
	(void)socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
}

static void
try_connect(void)
{
	const struct sockaddr_in address = { .sin_family = AF_INET,
		                             .sin_port = htons(80),
		                             .sin_addr = { htonl(INADDR_LOOPBACK) } };
	(void)connect(0, (const struct sockaddr *)&address, sizeof(address));
}

static void
try_program(void)
{
	char *const arguments[] = { (char *)(uintptr_t) "/bin/true", NULL };
	(void)execve("/bin/true", arguments, NULL);
}

static void
try_fork(void)
{
	(void)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static void
try_fork_bomb(void)
{
	for (;;)
		(void)fork();
}

static void
try_code(void)
{
	(void)mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
try_made_code(void)
{
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	(void)mprotect(page, 4096, PROT_READ | PROT_EXEC);
}

static void
try_other_process(void)
{
	(void)kill(getppid(), SIGTERM);
}

static void
try_trace(void)
{
	(void)ptrace(PTRACE_ATTACH, getpid(), NULL, NULL);
}

static void
try_limits(void)
{
	const struct rlimit more = { 1 << 20, 1 << 20 };
	(void)syscall(SYS_setrlimit, RLIMIT_CPU, &more);
}

static void
try_unlink(void)
{
	(void)unlink("/tmp/candor-no-such-file");
}

static void
try_mode(void)
{
	(void)chmod("/tmp", 0777);
}

static void
try_memory_file(void)
{
	(void)memfd_create("x", 0);
}

static void
try_old_ways(void)
{
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}

static const struct door doors[] = {
	{ "a socket", try_socket },
	{ "a local socket", try_unix_socket },
	{ "a connection", try_connect },
	{ "another program", try_program },
	{ "another process", try_fork },
	{ "a fork bomb", try_fork_bomb },
	{ "memory that can be run", try_code },
	{ "running what was written", try_made_code },
	{ "a signal to its maker", try_other_process },
	{ "tracing", try_trace },
	{ "other limits", try_limits },
	{ "removing a file", try_unlink },
	{ "the mode of a file", try_mode },
	{ "a file in memory", try_memory_file },
	{ "being looked into", try_old_ways },
};

static enum cdr_status
attempt(void *context, struct cdr_buf *out, struct cdr_error *err)
{
	const struct door *door = context;
	(void)out, (void)err;
	door->attempt();
	return CDR_OK;
}

static void
sandbox_doors_are_shut(void **state)
{
	(void)state;
	for (size_t i = 0; i < CDR_LEN(doors); i++) {
		cdr_auto(cdr_buf) told = CDR_BUF_INIT;
		struct cdr_error err = { 0 };
		struct door door = doors[i];
		enum cdr_status status = cdr_apart_run(&shut_in, attempt, &door, &told, &err);
		if (status != CDR_EINPUT || !strstr(err.message, "no reader has any business with"))
			fail_msg("%s: %d, \"%s\"", door.name, (int)status, err.message);
	}
}

/* ------------------------------------------------------------------------------------------ each lock holds by itself */

static void
run_in_child(void (*fn)(void), int expected_exit)
{
	int state = 0;
	pid_t pid = fork();
	if (pid == 0) {
		fn();
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &state, 0), pid);
	assert_true(WIFEXITED(state));
	assert_int_equal(WEXITSTATUS(state), expected_exit);
}

/* What is open stays usable: that is all a reader has. */
static void
use_what_is_open(void)
{
	const struct cdr_sandbox sandbox = { .file_bytes = 1 << 20, .cpu_seconds = 5 };
	char byte = 0;
	struct stat facts;
	int fd = open("/proc/self/exe", O_RDONLY);
	struct cdr_error err = { 0 };
	if (cdr_sandbox_enter(&sandbox, &err) != CDR_OK)
		_exit(1);
	if (read(fd, &byte, 1) != 1 || fstat(fd, &facts) != 0 || byte != 0x7F)
		_exit(2);
	void *p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	_exit(p == MAP_FAILED || memcmp(p,
	                                "\x7F"
	                                "ELF",
	                                4) != 0
	              ? 3
	              : 7);
}

static void
sandbox_leaves_open_descriptors(void **state)
{
	(void)state;
	run_in_child(use_what_is_open, 7);
}

static void
look_at_limits(void)
{
	const struct cdr_sandbox sandbox = { .memory_bytes = (size_t)64 << 20, .file_bytes = 12345, .cpu_seconds = 5 };
	struct rlimit cpu, file, fds, processes, core;
	struct cdr_error err = { 0 };
	if (cdr_sandbox_enter(&sandbox, &err) != CDR_OK)
		_exit(1);
	/* Looked at from within only where a sanitizer's needs let it be asked. */
	if (getrlimit(RLIMIT_CPU, &cpu) != 0 || getrlimit(RLIMIT_FSIZE, &file) != 0 ||
	    getrlimit(RLIMIT_NOFILE, &fds) != 0 || getrlimit(RLIMIT_NPROC, &processes) != 0 ||
	    getrlimit(RLIMIT_CORE, &core) != 0)
		_exit(2);
	_exit(cpu.rlim_cur == 5 && cpu.rlim_max == 6 && file.rlim_max == 12345 && fds.rlim_max == 0 &&
	                      processes.rlim_max == 0 && core.rlim_max == 0
	              ? 7
	              : 3);
}

static void
sandbox_limits_are_set(void **state)
{
	(void)state;
#ifdef __SANITIZE_ADDRESS__
	run_in_child(look_at_limits, 7);
#else
	(void)look_at_limits;
	skip();
#endif
}

/* Whoever started this program may have given it less; that is no reason not to read. */
static void
live_with_less(void)
{
	const struct rlimit less = { 4096, 4096 };
	const struct cdr_sandbox sandbox = { .file_bytes = 1 << 20, .cpu_seconds = 5 };
	struct rlimit file;
	struct cdr_error err = { 0 };
	if (setrlimit(RLIMIT_FSIZE, &less) != 0 || cdr_sandbox_enter(&sandbox, &err) != CDR_OK)
		_exit(1);
#ifdef __SANITIZE_ADDRESS__
	if (getrlimit(RLIMIT_FSIZE, &file) != 0 || file.rlim_max != less.rlim_max)
		_exit(2);
#else
	(void)file;
#endif
	_exit(7);
}

static void
sandbox_limits_are_never_raised(void **state)
{
	(void)state;
	run_in_child(live_with_less, 7);
}

static void
sandbox_landlock_is_told_of(void **state)
{
	(void)state;
	long version = syscall(444, NULL, 0, 1U); /* landlock_create_ruleset, LANDLOCK_CREATE_RULESET_VERSION */
	assert_int_equal(cdr_ingest_landlock(), version > 0 ? version : 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sandbox_has_no_files),
		cmocka_unit_test(sandbox_doors_are_shut),
		cmocka_unit_test(sandbox_leaves_open_descriptors),
		cmocka_unit_test(sandbox_limits_are_set),
		cmocka_unit_test(sandbox_limits_are_never_raised),
		cmocka_unit_test(sandbox_landlock_is_told_of),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
