/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whole files: reading with a cap, mapping, writing all or nothing, making directories. The only file of the library
 * that opens and renames. The surprise: an atomic write goes to where a symbolic link points and refuses anything there
 * that is not a regular file; renaming over a device such as /dev/null would replace it for everybody.
 */

#include "candor/base.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
	return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, NULL, "%s is larger than the %zu bytes allowed; split it", path,
	                buf->max);
}

/* Reads into the room there is and, when there is none, one byte aside: a buffer got at the size of its file is then
 * not doubled only to see that the file ends there. */
static enum cdr_status
read_all(int fd, const char *path, struct cdr_buf *buf, struct cdr_error *err)
{
	for (;;) {
		size_t room = buf->cap > buf->n ? buf->cap - buf->n - 1 : 0;
		char probe;
		ssize_t got = read(fd, room > 0 ? buf->p + buf->n : &probe, room > 0 ? room : 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cdr_fail_errno(err, errno, "read", path);
		if (got == 0)
			return CDR_OK;
		if (room > 0)
			buf->n += (size_t)got;
		else if (buf->n >= buf->max)
			return fail_too_large(path, buf, err);
		else
			cdr_buf_putc(buf, probe);
		CDR_TRY(cdr_buf_check(buf, BASE_ROOM, err));
	}
}

/* Asks for the size of the file at once, or for a chunk where it has none (a pipe). */
static enum cdr_status
reserve_for(int fd, const char *path, struct cdr_buf *buf, struct cdr_error *err)
{
	struct stat facts;
	size_t room = buf->max > buf->n ? buf->max - buf->n : 0;
	size_t wanted = room < READ_CHUNK ? room : READ_CHUNK;
	if (fstat(fd, &facts) == 0 && S_ISREG(facts.st_mode) && facts.st_size > 0) {
		if ((uint64_t)facts.st_size > room)
			return fail_too_large(path, buf, err);
		wanted = (size_t)facts.st_size;
	}
	(void)cdr_buf_reserve(buf, wanted);
	return cdr_buf_check(buf, BASE_ROOM, err);
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
	size_t n_before = ret->n;
	enum cdr_status status = reserve_for(file.fd, name, ret, err);
	if (status == CDR_OK)
		status = read_all(file.fd, name, ret, err);
	if (status != CDR_OK) {
		ret->n = n_before;
		ret->failed = ret->over_max = false;
	}
	cdr_buf_terminate(ret);
	return status;
}

static enum cdr_status
write_all(int fd, const char *name, struct cdr_str content, struct cdr_error *err)
{
	size_t written = 0;
	while (written < content.n) {
		ssize_t n = write(fd, content.p + written, content.n - written);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return cdr_fail_errno(err, errno, "write", name);
		written += (size_t)n;
	}
	return CDR_OK;
}

enum cdr_status
cdr_file_write_fd(int fd, struct cdr_str content, struct cdr_error *err)
{
	return write_all(fd, "the output", content, err);
}

/* A temporary file beside its target that is gone when the scope ends, unless it was renamed. */
struct temporary {
	struct descriptor file;
	bool renamed;
	struct cdr_buf path;
};

static void
temporary_done(struct temporary *temporary)
{
	descriptor_done(&temporary->file);
	if (temporary->file.fd >= 0 && !temporary->renamed)
		(void)unlink(temporary->path.p);
	cdr_buf_done(&temporary->path);
}

/* Opened here and not by mkstemp, so that the umask decides the mode as for any new file. */
static enum cdr_status
temporary_make(const char *target, struct temporary *temporary, struct cdr_error *err)
{
	for (int i = 0; i < TEMPORARY_TRIES; i++) {
		uint64_t number;
		if (getrandom(&number, sizeof(number), 0) != (ssize_t)sizeof(number))
			return cdr_fail_errno(err, errno, "name a temporary file for", target);
		cdr_buf_clear(&temporary->path);
		cdr_buf_printf(&temporary->path, "%s.tmp-%016" PRIx64, target, number);
		CDR_TRY(cdr_buf_check(&temporary->path, BASE_ROOM, err));
		temporary->file.fd = open(temporary->path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (temporary->file.fd >= 0)
			return CDR_OK;
		if (errno != EEXIST)
			return cdr_fail_errno(err, errno, "create a temporary file beside", target);
	}
	return cdr_fail(err, CDR_EIO, BASE_ROOM, NULL, "cannot find a free temporary name beside %s", target);
}

/* Without this a power cut can undo the rename after it was reported. EINVAL comes from file systems that cannot sync
 * directories; there is nothing better to do on them. */
static enum cdr_status
sync_directory_of(const char *path, struct cdr_error *err)
{
	struct cdr_str name = cdr_str_from(path);
	name.n -= strlen(cdr_file_name(path));
	cdr_auto(cdr_buf) directory = CDR_BUF_INIT;
	cdr_buf_add_str(&directory, name.n > 0 ? name : CDR_STR("."));
	CDR_TRY(cdr_buf_check(&directory, BASE_ROOM, err));
	__attribute__((cleanup(descriptor_done))) struct descriptor handle = { -1 };
	handle.fd = open(directory.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (handle.fd < 0 || (fsync(handle.fd) != 0 && errno != EINVAL))
		return cdr_fail_errno(err, errno, "secure the directory of", path);
	return CDR_OK;
}

/* Where a link leads, and whether what is there may be replaced. `*ret_mode` stays 0 when nothing is there yet. */
static enum cdr_status
resolve_target(const char *path, char ret_target[PATH_MAX], mode_t *ret_mode, struct cdr_error *err)
{
	if (!realpath(path, ret_target)) {
		if (errno != ENOENT)
			return cdr_fail_errno(err, errno, "write", path);
		if ((size_t)snprintf(ret_target, PATH_MAX, "%s", path) >= PATH_MAX)
			return cdr_fail_errno(err, ENAMETOOLONG, "write", path);
		return CDR_OK;
	}
	struct stat facts;
	if (stat(ret_target, &facts) != 0)
		return cdr_fail_errno(err, errno, "write", path);
	if (!S_ISREG(facts.st_mode))
		return cdr_fail(err, CDR_EIO, BASE_ROOM, NULL, "cannot write %s: it exists and is not a regular file",
		                path);
	*ret_mode = facts.st_mode & 07777;
	return CDR_OK;
}

enum cdr_status
cdr_file_write_atomic(const char *path, struct cdr_str content, struct cdr_error *err)
{
	char target[PATH_MAX];
	mode_t mode = 0;
	CDR_TRY(resolve_target(path, target, &mode, err));
	__attribute__((cleanup(temporary_done))) struct temporary temporary = { { -1 }, false, CDR_BUF_INIT };
	CDR_TRY(temporary_make(target, &temporary, err));
	if (mode != 0 && fchmod(temporary.file.fd, mode) != 0)
		return cdr_fail_errno(err, errno, "keep the mode of", path);
	CDR_TRY(write_all(temporary.file.fd, path, content, err));
	if (fsync(temporary.file.fd) != 0)
		return cdr_fail_errno(err, errno, "write", path);
	if (rename(temporary.path.p, target) != 0)
		return cdr_fail_errno(err, errno, "replace", path);
	temporary.renamed = true;
	return sync_directory_of(target, err);
}

enum cdr_status
cdr_file_open_read(const char *path, int *ret_fd, struct cdr_error *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cdr_fail_errno(err, errno, "open", path);
	*ret_fd = fd;
	return CDR_OK;
}

void
cdr_file_map_done(struct cdr_file_map *map)
{
	if (map && map->p && map->n)
		(void)munmap((void *)(uintptr_t)map->p, map->n);
	if (map)
		*map = (struct cdr_file_map){ NULL, 0 };
}

static enum cdr_status
map_file(int fd, const char *path, struct cdr_file_map *ret, struct cdr_error *err)
{
	struct stat facts;
	if (fstat(fd, &facts) != 0)
		return cdr_fail_errno(err, errno, "open", path);
	if (!S_ISREG(facts.st_mode))
		return cdr_fail(err, CDR_EIO, BASE_ROOM, NULL, "cannot open %s: it is not a regular file", path);
	size_t n = (size_t)facts.st_size;
	/* Nothing can be mapped of an empty file; a pointer there must be all the same. */
	const void *p = n ? mmap(NULL, n, PROT_READ, MAP_SHARED, fd, 0) : "";
	if (p == MAP_FAILED)
		return cdr_fail_errno(err, errno, "map", path);
	*ret = (struct cdr_file_map){ p, n };
	return CDR_OK;
}

enum cdr_status
cdr_file_map_open(const char *path, struct cdr_file_map *ret, struct cdr_error *err)
{
	__attribute__((cleanup(descriptor_done))) struct descriptor file = { open(path, O_RDONLY | O_CLOEXEC) };
	if (file.fd < 0)
		return cdr_fail_errno(err, errno, "open", path);
	return map_file(file.fd, path, ret, err);
}

enum cdr_status
cdr_file_map_descriptor(int fd, struct cdr_file_map *ret, struct cdr_error *err)
{
	return map_file(fd, "a temporary file", ret, err);
}

void
cdr_file_bytes_done(struct cdr_file_bytes *bytes)
{
	cdr_file_map_done(&bytes->map);
	cdr_buf_done(&bytes->read);
	bytes->bytes = (struct cdr_str){ NULL, 0 };
}

enum cdr_status
cdr_file_bytes_open(const char *path, size_t max, struct cdr_file_bytes *ret, struct cdr_error *err)
{
	struct stat facts;
	if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode)) {
		ret->read.max = max;
		CDR_TRY(cdr_file_read(path, &ret->read, err));
		ret->bytes = cdr_buf_str(&ret->read);
		return CDR_OK;
	}
	CDR_TRY(cdr_file_map_open(path, &ret->map, err));
	if (ret->map.n > max)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, NULL, "%s is larger than the %zu bytes allowed; split it",
		                path, max);
	ret->bytes = (struct cdr_str){ ret->map.p, ret->map.n };
	return CDR_OK;
}

void
cdr_file_map_forget(const struct cdr_file_map *map)
{
	if (map->p && map->n)
		(void)madvise((void *)(uintptr_t)map->p, map->n, MADV_DONTNEED);
}

enum cdr_status
cdr_file_open_unnamed(int *ret_fd, struct cdr_error *err)
{
	char path[PATH_MAX];
	const char *folder = getenv("TMPDIR");
	folder = folder && *folder ? folder : "/tmp";
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0 && snprintf(path, sizeof(path), "%s/candor-XXXXXX", folder) < (int)sizeof(path)) {
		/* A file system without O_TMPFILE. */
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			(void)unlink(path);
	}
	if (fd < 0)
		return cdr_fail_errno(err, errno, "make a temporary file in", folder);
	*ret_fd = fd;
	return CDR_OK;
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
	cdr_auto(cdr_buf) prefix = CDR_BUF_INIT;
	if (*path == '\0')
		return cdr_fail_errno(err, ENOENT, "make the directory", "\"\"");
	while (*path != '\0') {
		size_t n = strspn(path, "/");
		n += strcspn(path + n, "/");
		cdr_buf_add(&prefix, path, n);
		path += n;
		CDR_TRY(cdr_buf_check(&prefix, BASE_ROOM, err));
		if (mkdir(prefix.p, 0750) != 0 && (errno != EEXIST || !cdr_file_is_directory(prefix.p)))
			return cdr_fail_errno(err, errno, "make the directory", prefix.p);
	}
	return CDR_OK;
}

const char *
cdr_file_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}
