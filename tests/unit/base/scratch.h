/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/* A directory of a test's own: setup makes it, teardown removes it with all that is in it. */

#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char scratch[64];

static int
scratch_setup(void **state)
{
	(void)state;
	memcpy(scratch, "/tmp/candor-base-XXXXXX", sizeof("/tmp/candor-base-XXXXXX"));
	return mkdtemp(scratch) ? 0 : -1;
}

static int
scratch_remove_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	return remove(path);
}

static int
scratch_teardown(void **state)
{
	(void)state;
	return nftw(scratch, scratch_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Path of something in the scratch directory; good until the next-but-three call. */
static const char *
in_scratch(const char *name)
{
	static char paths[4][PATH_MAX];
	static unsigned turn;
	char *path = paths[turn++ % 4];
	(void)snprintf(path, PATH_MAX, "%s/%s", scratch, name);
	return path;
}

/* Written with plain C, not with what is under test. */
static inline void
put_file(const char *name, const char *bytes, size_t n)
{
	FILE *file = fopen(in_scratch(name), "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, n, file), n);
	assert_int_equal(fclose(file), 0);
}

static size_t n_entries_seen;

static int
scratch_count_one(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)path;
	(void)facts;
	(void)where;
	n_entries_seen += kind == FTW_F || kind == FTW_SL;
	return 0;
}

/* Files and links below the scratch directory, so that a test sees what was left lying about. */
static inline size_t
count_files(void)
{
	n_entries_seen = 0;
	assert_int_equal(nftw(scratch, scratch_count_one, 8, FTW_PHYS), 0);
	return n_entries_seen;
}
