/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of small text files. Saved form, which is hashed and kept: a compact JSON array, one {"path":…,"text":…} per
 * file in that member order, paths strictly ascending bytewise, no other members. One set has one saved form and
 * cdr_bundle_load accepts no other. The surprise: links are skipped, also links to directories, so what is hashed lies
 * below the directory that was named.
 */

#include "candor/base.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/base-impl.h"

#define BUNDLE_MAX_DEPTH 16

void
cdr_bundle_done(struct cdr_bundle *bundle)
{
	if (!bundle)
		return;
	(void)cdr_arena_free(bundle->arena);
	*bundle = (struct cdr_bundle){ 0 };
}

/* A walk through one directory tree, collecting into a bundle to be. */
struct walk {
	const char *const *suffixes;
	struct cdr_arena *arena;
	struct cdr_vec files; /* struct cdr_bundle_file */
	size_t n_bytes;
	struct cdr_buf path; /* of what is being looked at; grows and shrinks with the depth */
	size_t n_top;        /* length of the top's path with its slash: where names in the set begin */
};

static void
walk_done(struct walk *walk)
{
	(void)cdr_arena_free(walk->arena);
	cdr_vec_done(&walk->files);
	cdr_buf_done(&walk->path);
}

static enum cdr_status
walk_start(struct walk *walk, struct cdr_error *err)
{
	walk->files = (struct cdr_vec)CDR_VEC_INIT(struct cdr_bundle_file, CDR_BUNDLE_MAX_FILES);
	walk->path = (struct cdr_buf)CDR_BUF_INIT;
	/* twice the text: names, and the array that points to them */
	walk->arena = cdr_arena_new(2 * CDR_BUNDLE_MAX_BYTES);
	return walk->arena ? CDR_OK : cdr_fail_memory(err, BASE_ROOM);
}

static enum cdr_status
add_file(struct walk *walk, struct cdr_str path, struct cdr_str text, const char *where, struct cdr_error *err)
{
	if (!cdr_str_is_utf8(path) || !cdr_str_is_utf8(text))
		return cdr_fail(err, CDR_EINPUT, BASE_ROOM, where, "not UTF-8 text; save it as UTF-8");
	if (walk->files.n >= CDR_BUNDLE_MAX_FILES)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, where, "more than %d files in one set",
		                CDR_BUNDLE_MAX_FILES);
	if (text.n > CDR_BUNDLE_MAX_BYTES - walk->n_bytes)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, where, "more than %zu bytes in one set of files",
		                CDR_BUNDLE_MAX_BYTES);
	walk->n_bytes += text.n;
	struct cdr_bundle_file *file = cdr_vec_push(&walk->files);
	if (!file)
		return cdr_fail_memory(err, BASE_ROOM);
	file->path = cdr_str_copy(walk->arena, path);
	file->text = cdr_str_copy(walk->arena, text);
	return file->path.p && file->text.p ? CDR_OK : cdr_fail_memory(err, BASE_ROOM);
}

/* Hands what was collected over to a bundle. */
static enum cdr_status
walk_finish(struct walk *walk, struct cdr_bundle *ret, struct cdr_error *err)
{
	size_t n_bytes = walk->files.n * sizeof(struct cdr_bundle_file);
	struct cdr_bundle_file *files = cdr_arena_alloc(walk->arena, n_bytes);
	if (!files)
		return cdr_fail_memory(err, BASE_ROOM);
	if (n_bytes > 0)
		memcpy(files, walk->files.items, n_bytes);
	*ret = (struct cdr_bundle){ .arena = cdr_steal(&walk->arena), .files = files, .n_files = walk->files.n };
	return CDR_OK;
}

static int
compare_files(const void *left, const void *right)
{
	const struct cdr_bundle_file *a = left, *b = right;
	return cdr_str_compare(a->path, b->path);
}

static bool
has_suffix(struct cdr_str name, const char *const *suffixes)
{
	for (; *suffixes; suffixes++)
		if (cdr_str_ends_with(name, cdr_str_from(*suffixes)))
			return true;
	return false;
}

static enum cdr_status
read_file(struct walk *walk, struct cdr_error *err)
{
	cdr_auto(cdr_buf) content = { .max = CDR_BUNDLE_MAX_BYTES };
	CDR_TRY(cdr_file_read(walk->path.p, &content, err));
	return add_file(walk, cdr_str_from(walk->path.p + walk->n_top), cdr_buf_str(&content), walk->path.p, err);
}

static enum cdr_status
read_directory(struct walk *walk, int depth, struct cdr_error *err);

/* What walk->path names: a directory is entered, a wanted file is read, all else is passed over. */
static enum cdr_status
read_entry(struct walk *walk, int depth, struct cdr_error *err)
{
	struct stat facts;
	if (lstat(walk->path.p, &facts) != 0)
		return cdr_fail_errno(err, errno, "look at", walk->path.p);
	if (S_ISDIR(facts.st_mode))
		return read_directory(walk, depth + 1, err);
	if (S_ISREG(facts.st_mode) && has_suffix(cdr_buf_str(&walk->path), walk->suffixes))
		return read_file(walk, err);
	return CDR_OK;
}

static void
directory_done(DIR **directory)
{
	if (*directory)
		(void)closedir(*directory);
}

static enum cdr_status
read_directory(struct walk *walk, int depth, struct cdr_error *err)
{
	if (depth > BUNDLE_MAX_DEPTH)
		return cdr_fail(err, CDR_ELIMIT, BASE_ROOM, walk->path.p, "directories are nested more than %d deep",
		                BUNDLE_MAX_DEPTH);
	__attribute__((cleanup(directory_done))) DIR *handle = opendir(walk->path.p);
	if (!handle)
		return cdr_fail_errno(err, errno, "open the directory", walk->path.p);
	size_t n_own = walk->path.n;
	for (;;) {
		errno = 0;
		const struct dirent *entry = readdir(handle);
		if (!entry && errno != 0)
			return cdr_fail_errno(err, errno, "read the directory", walk->path.p);
		if (!entry)
			return CDR_OK;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		cdr_buf_printf(&walk->path, "/%s", entry->d_name);
		CDR_TRY(cdr_buf_check(&walk->path, BASE_ROOM, err));
		CDR_TRY(read_entry(walk, depth, err));
		walk->path.n = n_own;
		cdr_buf_terminate(&walk->path);
	}
}

/* "rules/" and "rules" give the same names in the set. */
enum cdr_status
cdr_bundle_read(const char *directory, const char *const *suffixes, struct cdr_bundle *ret, struct cdr_error *err)
{
	__attribute__((cleanup(walk_done))) struct walk walk = { .suffixes = suffixes };
	CDR_TRY(walk_start(&walk, err));
	struct cdr_str top = cdr_str_from(directory);
	while (top.n > 1 && top.p[top.n - 1] == '/')
		top.n--;
	cdr_buf_add_str(&walk.path, top);
	CDR_TRY(cdr_buf_check(&walk.path, BASE_ROOM, err));
	walk.n_top = top.n + 1;
	CDR_TRY(read_directory(&walk, 1, err));
	if (walk.files.n > 0)
		qsort(walk.files.items, walk.files.n, sizeof(struct cdr_bundle_file), compare_files);
	return walk_finish(&walk, ret, err);
}

/* From end to end: sets are small and are also put together by hand, in any order, in tests. */
const struct cdr_bundle_file *
cdr_bundle_find(const struct cdr_bundle *bundle, struct cdr_str path)
{
	for (size_t i = 0; i < bundle->n_files; i++)
		if (cdr_str_equal(bundle->files[i].path, path))
			return &bundle->files[i];
	return NULL;
}

enum cdr_status
cdr_bundle_save(const struct cdr_bundle *bundle, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	for (size_t i = 0; i < bundle->n_files; i++) {
		const struct cdr_bundle_file *file = &bundle->files[i];
		if (i > 0 && cdr_str_compare(bundle->files[i - 1].path, file->path) >= 0)
			return cdr_fail(err, CDR_EINTERNAL, BASE_ROOM, NULL,
			                "a set of files is not in order at \"%.*s\"", CDR_STR_ARG(file->path));
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, "path", file->path);
		cdr_json_set_str(object, "text", file->text);
		cdr_json_push(array, object);
	}
	return cdr_json_write(array, false, out, err);
}

static enum cdr_status
load_file(struct walk *walk, const struct cdr_json *item, size_t i, struct cdr_error *err)
{
	char where[64];
	(void)snprintf(where, sizeof(where), "saved set, file %zu", i + 1);
	struct cdr_str path = cdr_json_get_str(item, "path"), text = cdr_json_get_str(item, "text");
	if (path.n == 0 || !text.p || cdr_json_count(item) != 2)
		return cdr_fail(err, CDR_EINPUT, BASE_ROOM, where,
		                "expected an object of \"path\" and \"text\" and nothing else");
	if (i > 0 && cdr_str_compare(CDR_VEC_AT(&walk->files, struct cdr_bundle_file, i - 1)->path, path) >= 0)
		return cdr_fail(err, CDR_EINPUT, BASE_ROOM, where, "\"%.*s\" is not in ascending order of paths",
		                CDR_STR_ARG(path));
	return add_file(walk, path, text, where, err);
}

enum cdr_status
cdr_bundle_load(struct cdr_str saved, struct cdr_bundle *ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) array = NULL;
	CDR_TRY(cdr_json_parse(saved, "saved set", &array, err));
	if (cdr_json_type(array) != CDR_JSON_ARRAY)
		return cdr_fail(err, CDR_EINPUT, BASE_ROOM, "saved set", "expected an array of files");
	__attribute__((cleanup(walk_done))) struct walk walk = { 0 };
	CDR_TRY(walk_start(&walk, err));
	for (size_t i = 0; i < cdr_json_count(array); i++)
		CDR_TRY(load_file(&walk, cdr_json_at(array, i), i, err));
	return walk_finish(&walk, ret, err);
}
