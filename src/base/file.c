/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files: reading with a cap, writing all or nothing, making directories. The only file of the library that opens
 * and renames. The surprise: an atomic write goes to where a symbolic link points and refuses anything there that is
 * not a regular file; renaming over a device such as /dev/null would replace it for everybody.
 */

#include "candor/base.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base-impl.h"

#define READ_CHUNK ((size_t)64 << 10)
#define TEMPORARY_TRIES 8

struct descriptor {
	int fd;
};

static void
descriptor_done(struct descriptor *descriptor)
{
	if (descriptor->fd > STDERR_FILENO)
		(void)close(descriptor->fd);
}

static enum cdr_status
fail_too_large(const char *path, const struct cdr_buf *buf, struct cdr_error *err)
{
	return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, path, "%s is larger than the %zu bytes allowed; split it", path,
	                buf->max);
}

/* How much to ask for next: a chunk, less near the ceiling, and one byte past it to see whether the file ends there. */
static enum cdr_status
read_all(int fd, const char *path, struct cdr_buf *buf, struct cdr_error *err)
{
	for (;;) {
		size_t room = buf->max - buf->n;
		char probe;
		size_t wanted = room < READ_CHUNK ? room : READ_CHUNK;
		char *end = wanted > 0 ? cdr_buf_reserve(buf, wanted) : &probe;
		if (!end)
			return cdr_fail_memory(err, BASE_ROOM);
		ssize_t got = read(fd, end, wanted > 0 ? wanted : 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cdr_fail_errno(err, errno, "read", path);
		if (got == 0)
			return CDR_OK;
		if (wanted == 0)
			return fail_too_large(path, buf, err);
		buf->n += (size_t)got;
	}
}

enum cdr_status
cdr_file_read(const char *path, struct cdr_buf *ret, struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(ret, BASE_ROOM, err));
	bool standard_input = strcmp(path, "-") == 0;
	const char *name = standard_input ? "standard input" : path;
	__attribute__((cleanup(descriptor_done))) struct descriptor file = { STDIN_FILENO };
	if (!standard_input)
		file.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (file.fd < 0)
		return cdr_fail_errno(err, errno, "open", name);
	struct stat facts;
	if (fstat(file.fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
		if (ret->n > ret->max || (uint64_t)facts.st_size > ret->max - ret->n)
			return fail_too_large(name, ret, err);
		if (!cdr_buf_reserve(ret, (size_t)facts.st_size)) {
			ret->failed = false;
			return cdr_fail_memory(err, BASE_ROOM);
		}
	}
	size_t n_before = ret->n;
	enum cdr_status status = read_all(file.fd, name, ret, err);
	if (status != CDR_OK) {
		ret->n = n_before;
		ret->failed = false;
	}
	cdr_buf_terminate(ret);
	return status;
}

enum cdr_status
cdr_file_write_fd(int fd, struct cdr_str content, struct cdr_error *err)
{
	size_t written = 0;
	while (written < content.n) {
		ssize_t n = write(fd, content.p + written, content.n - written);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cdr_fail_errno(err, errno, "write to", "the output");
		written += (size_t)n;
	}
	return CDR_OK;
}

/* A temporary file beside its target that is gone when the scope ends, unless it was renamed. */
struct temporary {
	struct descriptor file;
	char *path; /* NULL: nothing to remove */
};

static void
temporary_done(struct temporary *temporary)
{
	descriptor_done(&temporary->file);
	if (temporary->path)
		(void)unlink(temporary->path);
	cdr_free(temporary->path);
}

/* Opened here and not by mkstemp, so that the umask decides the mode as for any new file. */
static enum cdr_status
temporary_make(const char *target, struct temporary *ret, struct cdr_error *err)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		uint64_t number;
		if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
			return cdr_fail_errno(err, errno, "name a temporary file for", target);
		__attribute__((cleanup(cdr_freep))) char *path = NULL;
		if (asprintf(&path, "%s.tmp-%016llx", target, (unsigned long long)number) < 0) {
			path = NULL;
			return cdr_fail_memory(err, BASE_ROOM);
		}
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd >= 0) {
			ret->file.fd = fd;
			ret->path = cdr_steal(&path);
			return CDR_OK;
		}
		if (errno != EEXIST)
			return cdr_fail_errno(err, errno, "create a temporary file beside", target);
	}
	return cdr_fail(err, CDR_EIO, BASE_ROOM, target, "cannot find a free temporary name beside %s", target);
}

/* Without this a power cut can undo the rename after it was reported. */
static enum cdr_status
sync_directory_of(const char *path, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_freep))) char *directory = strdup(path);
	if (!directory)
		return cdr_fail_memory(err, BASE_ROOM);
	char *slash = strrchr(directory, '/');
	if (slash)
		slash[slash == directory] = '\0';
	const char *name = slash ? directory : ".";
	__attribute__((cleanup(descriptor_done))) struct descriptor handle = { open(name, O_RDONLY | O_DIRECTORY |
		                                                                                  O_CLOEXEC) };
	/* EINVAL: a file system that cannot sync directories; there is nothing better to do on it */
	if (handle.fd < 0 || (fsync(handle.fd) != 0 && errno != EINVAL))
		return cdr_fail_errno(err, errno, "secure the directory of", path);
	return CDR_OK;
}

/* Where a link leads, and whether what is there may be replaced. `*ret_mode` is 0 when nothing is there yet. */
static enum cdr_status
resolve_target(const char *path, char **ret_target, mode_t *ret_mode, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_freep))) char *target = realpath(path, NULL);
	if (!target) {
		if (errno != ENOENT)
			return cdr_fail_errno(err, errno, "write", path);
		target = strdup(path);
		if (!target)
			return cdr_fail_memory(err, BASE_ROOM);
		*ret_mode = 0;
		*ret_target = cdr_steal(&target);
		return CDR_OK;
	}
	struct stat facts;
	if (stat(target, &facts) != 0)
		return cdr_fail_errno(err, errno, "write", path);
	if (!S_ISREG(facts.st_mode))
		return cdr_fail(err, CDR_EIO, BASE_ROOM, path, "cannot write %s: it exists and is not a regular file",
		                path);
	*ret_mode = facts.st_mode & 07777;
	*ret_target = cdr_steal(&target);
	return CDR_OK;
}

enum cdr_status
cdr_file_write_atomic(const char *path, struct cdr_str content, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_freep))) char *target = NULL;
	mode_t mode = 0;
	CDR_TRY(resolve_target(path, &target, &mode, err));
	__attribute__((cleanup(temporary_done))) struct temporary temporary = { { -1 }, NULL };
	CDR_TRY(temporary_make(target, &temporary, err));
	if (mode != 0 && fchmod(temporary.file.fd, mode) != 0)
		return cdr_fail_errno(err, errno, "keep the mode of", path);
	struct cdr_error cause = { 0 };
	if (cdr_file_write_fd(temporary.file.fd, content, &cause) != CDR_OK)
		return cdr_fail(err, CDR_EIO, BASE_ROOM, path, "cannot write %s: %s", path, cause.message);
	if (fsync(temporary.file.fd) != 0)
		return cdr_fail_errno(err, errno, "write", path);
	if (rename(temporary.path, target) != 0)
		return cdr_fail_errno(err, errno, "replace", path);
	cdr_free(cdr_steal(&temporary.path));
	return sync_directory_of(target, err);
}

bool
cdr_file_is_directory(const char *path)
{
	struct stat facts;
	return stat(path, &facts) == 0 && S_ISDIR(facts.st_mode);
}

bool
cdr_file_exists(const char *path)
{
	struct stat facts;
	return stat(path, &facts) == 0;
}

enum cdr_status
cdr_file_make_directories(const char *path, struct cdr_error *err)
{
	__attribute__((cleanup(cdr_freep))) char *prefix = strdup(path);
	if (!prefix)
		return cdr_fail_memory(err, BASE_ROOM);
	for (char *p = prefix; *p != '\0'; p++) {
		bool at_end = p[1] == '\0';
		if (!at_end && (p[1] != '/' || *p == '/'))
			continue;
		char next = p[1];
		p[1] = '\0';
		if (mkdir(prefix, 0750) != 0 && (errno != EEXIST || !cdr_file_is_directory(prefix)))
			return cdr_fail_errno(err, errno, "make the directory", prefix);
		p[1] = next;
	}
	return CDR_OK;
}

const char *
cdr_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}
