/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Shutting a process in, so that a file that takes over its reader has taken over nothing: limits, landlock, and a list
 * of the system's calls that are left. Which process it is and what it does is not known here. The surprise: looking for a
 * file is answered with "not allowed" instead of death, because libraries look for converters, locales and the like and go
 * on without; it is every other call off the list that ends the process.
 */
#include "ingest/apart-impl.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif

#define PROGRAM_FILES 64 /* descriptors */
#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)

static enum cdr_status
fail(struct cdr_error *err, const char *what, int number)
{
	return cdr_fail(err, CDR_EIO, CDR_INGEST_ROOM, NULL,
	                "files are only read by a process that is shut in, and this system does not let it be: %s: %s",
	                what, strerrordesc_np(number));
}

/* ----------------------------------------------------------------------------------------------------------- limits */

/* What the process has of private memory by now; it came with the fork and counts against the limit. 0 when /proc does
 * not say: the limit is then tighter than meant. */
static size_t
memory_now(void)
{
	char text[256]; /* seven numbers, and no memory asked for to count memory */
	struct cdr_str rest, word = { NULL, 0 };
	int64_t n_pages = 0;
	int fd = -1;
	if (cdr_file_open_read("/proc/self/statm", &fd, NULL) != CDR_OK)
		return 0;
	ssize_t n = read(fd, text, sizeof(text));
	(void)close(fd);
	rest = (struct cdr_str){ text, n > 0 ? (size_t)n : 0 };
	/* size resident shared text lib data dt, in pages: proc(5) */
	for (int i = 0; i < 6; i++) {
		if (!cdr_str_split(&rest, ' ', &word))
			return 0;
	}
	return cdr_str_to_i64(word, &n_pages) && n_pages > 0 ? (size_t)n_pages * (size_t)sysconf(_SC_PAGESIZE) : 0;
}

/* Never more than this process was given itself: nobody may raise that. */
static bool
limit(int resource, size_t soft, size_t hard)
{
	struct rlimit given, limits = { soft, hard };
	if (getrlimit((__rlimit_resource_t)resource, &given) != 0)
		return false;
	limits.rlim_max = limits.rlim_max < given.rlim_max ? limits.rlim_max : given.rlim_max;
	limits.rlim_cur = limits.rlim_cur < limits.rlim_max ? limits.rlim_cur : limits.rlim_max;
	return setrlimit((__rlimit_resource_t)resource, &limits) == 0;
}

static enum cdr_status
set_limits(const struct cdr_sandbox *sandbox, size_t has, struct cdr_error *err)
{
	size_t n_files = sandbox->program ? PROGRAM_FILES : 0;
	size_t memory = sandbox->memory_bytes ? has + sandbox->memory_bytes : RLIM_INFINITY;
	/* Past the soft limit of time comes a signal that says so, a second later one that cannot be caught. */
	if (!limit(RLIMIT_CPU, sandbox->cpu_seconds, sandbox->cpu_seconds + 1) ||
	    !limit(RLIMIT_FSIZE, sandbox->file_bytes, sandbox->file_bytes) || !limit(RLIMIT_NOFILE, n_files, n_files) ||
	    !limit(RLIMIT_NPROC, 0, 0) || !limit(RLIMIT_CORE, 0, 0) || !limit(RLIMIT_DATA, memory, memory))
		return fail(err, "setrlimit", errno);
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- landlock */

#define MAY_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define MAY_BECOME (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE)

/* What any program needs to start: the loader, which the kernel runs, and what that one reads. */
static const char *const loaders[] = { "/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1" };
static const char *const libraries[] = { "/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache" };

/* As the kernel's own struct, which is shorter in older headers. */
struct landlock_rights {
	uint64_t files, net, scoped;
};

int
cdr_ingest_landlock(void)
{
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	return version > 0 ? (int)version : 0;
}

/* Gives rights on what is there; a path that is not there needs none. */
static bool
permit(int ruleset, const char *path, uint64_t rights)
{
	struct landlock_path_beneath_attr rule = { .allowed_access = rights };
	int fd = -1;
	if (!cdr_file_exists(path))
		return true;
	if (cdr_file_open_read(path, &fd, NULL) != CDR_OK)
		return false;
	rule.parent_fd = fd;
	if (!cdr_file_is_directory(path))
		rule.allowed_access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
	bool done = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	(void)close(fd);
	return done;
}

static bool
permit_program(int ruleset, const struct cdr_sandbox_program *program)
{
	bool done = permit(ruleset, program->path, MAY_BECOME);
	for (size_t i = 0; i < CDR_LEN(loaders) && done; i++)
		done = permit(ruleset, loaders[i], MAY_BECOME);
	for (size_t i = 0; i < CDR_LEN(libraries) && done; i++)
		done = permit(ruleset, libraries[i], MAY_READ);
	for (size_t i = 0; i < program->n_readable && done; i++)
		done = permit(ruleset, program->readable[i], MAY_READ);
	return done;
}

/* Takes away every right that this kernel's version of landlock knows: 13 on files in the first, one more in the 2nd, 3rd
 * and 5th, two on addresses since the 4th, two on other processes since the 6th. */
static enum cdr_status
enter_landlock(const struct cdr_sandbox_program *program, struct cdr_error *err)
{
	int version = cdr_ingest_landlock();
	if (version == 0)
		return CDR_OK;
	int n_files = 13 + (version >= 2) + (version >= 3) + (version >= 5);
	const struct landlock_rights rights = { ((uint64_t)1 << n_files) - 1, version >= 4 ? 3 : 0,
		                                version >= 6 ? 3 : 0 };
	size_t size = version >= 6 ? sizeof(rights) : version >= 4 ? 2 * sizeof(uint64_t) : sizeof(uint64_t);
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rights, size, 0);
	if (ruleset < 0 || (program && !permit_program(ruleset, program)) ||
	    syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
		return fail(err, "landlock", errno);
	(void)close(ruleset);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- seccomp */

static const int allowed[] = {
	SCMP_SYS(read),          SCMP_SYS(pread64),        SCMP_SYS(write),        SCMP_SYS(writev),
	SCMP_SYS(lseek),         SCMP_SYS(close),          SCMP_SYS(fstat),        SCMP_SYS(munmap),
	SCMP_SYS(mremap),        SCMP_SYS(madvise),        SCMP_SYS(brk),          SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),   SCMP_SYS(exit),         SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigreturn),  SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(futex),
	SCMP_SYS(getpid),        SCMP_SYS(gettid),         SCMP_SYS(sysinfo),      SCMP_SYS(restart_syscall),
	SCMP_SYS(sched_yield),
};
/* Answered with EACCES. */
static const int refused[] = {
	SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(stat), SCMP_SYS(lstat),  SCMP_SYS(statx),  SCMP_SYS(readlink),  SCMP_SYS(readlinkat),
};
/* What a program needs besides, to start, to read files and to write to what is open. That it becomes nothing but itself
 * and reads nothing it need not is for landlock. */
static const int program_calls[] = {
	SCMP_SYS(execve),     SCMP_SYS(access),  SCMP_SYS(faccessat),       SCMP_SYS(faccessat2),
	SCMP_SYS(stat),       SCMP_SYS(lstat),   SCMP_SYS(newfstatat),      SCMP_SYS(statx),
	SCMP_SYS(readlink),   SCMP_SYS(getcwd),  SCMP_SYS(readlinkat),      SCMP_SYS(getdents64),
	SCMP_SYS(arch_prctl), SCMP_SYS(rseq),    SCMP_SYS(set_robust_list), SCMP_SYS(set_tid_address),
	SCMP_SYS(uname),      SCMP_SYS(getuid),  SCMP_SYS(geteuid),         SCMP_SYS(getgid),
	SCMP_SYS(getegid),    SCMP_SYS(fstatfs), SCMP_SYS(statfs),          SCMP_SYS(fadvise64),
	SCMP_SYS(fcntl),      SCMP_SYS(mmap),    SCMP_SYS(clock_getres),    SCMP_SYS(dup),
	SCMP_SYS(dup2),       SCMP_SYS(dup3),    SCMP_SYS(getppid),
};
/* What the run-time library of a sanitized build needs besides. */
static const int sanitizer[] = { SCMP_SYS(sigaltstack), SCMP_SYS(getrusage), SCMP_SYS(prlimit64),
	                         SCMP_SYS(clock_nanosleep) };

static int
add_all(scmp_filter_ctx filter, uint32_t action, const int *calls, size_t n)
{
	int result = 0;
	for (size_t i = 0; i < n && result == 0; i++)
		result = seccomp_rule_add(filter, action, calls[i], 0);
	return result;
}

/* The calls that are allowed with some arguments only. */
static int
add_conditional(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	/* A descriptor's size is asked for in this way too. A name given with it could still be looked up, not read. */
	const struct scmp_arg_cmp descriptor = SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH);
	const struct scmp_arg_cmp name = SCMP_A3(SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, 0);
	/* abort() */
	const struct scmp_arg_cmp itself = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	int result = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, &no_code);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1, &descriptor);
	return result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(newfstatat), 1, &name);
}

/* Files are opened for reading only; code may be mapped, as libraries are, but memory not made into code. */
static int
add_program(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	const struct scmp_arg_cmp reading = SCMP_A2(SCMP_CMP_MASKED_EQ, WRITING, 0);
	const struct scmp_arg_cmp itself = SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid());
	const struct scmp_arg_cmp looking = SCMP_A2(SCMP_CMP_EQ, 0);
	int result = add_all(filter, SCMP_ACT_ALLOW, program_calls, CDR_LEN(program_calls));
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, &no_code);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1, &reading);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, &looking);
	result = result ? result : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself);
	return result ? result : seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOTTY), SCMP_SYS(ioctl), 0);
}

/* For a process that stays what it is. */
static int
add_reader(scmp_filter_ctx filter)
{
	int result = add_all(filter, SCMP_ACT_ERRNO(EACCES), refused, CDR_LEN(refused));
	result = result ? result : add_conditional(filter);
	if (SANITIZED && result == 0)
		result = add_all(filter, SCMP_ACT_ALLOW, sanitizer, CDR_LEN(sanitizer));
	return result;
}

static enum cdr_status
enter_seccomp(bool program, struct cdr_error *err)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return cdr_fail_memory(err, CDR_INGEST_ROOM);
	int result = add_all(filter, SCMP_ACT_ALLOW, allowed, CDR_LEN(allowed));
	result = result ? result : program ? add_program(filter) : add_reader(filter);
	result = result ? result : seccomp_load(filter);
	seccomp_release(filter);
	return result ? fail(err, "seccomp", -result) : CDR_OK;
}

enum cdr_status
cdr_sandbox_enter(const struct cdr_sandbox *sandbox, struct cdr_error *err)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return fail(err, "prctl", errno);
	/* This order: after landlock no file can be looked at, the limits leave it no descriptor, after seccomp nothing can be
	 * set any more. */
	size_t has = memory_now();
	CDR_TRY(enter_landlock(sandbox->program, err));
	CDR_TRY(set_limits(sandbox, has, err));
	return enter_seccomp(sandbox->program != NULL, err);
}
