/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a site puts over the rule data that is shipped: files that replace others (override.d/) and files that are added
 * (rulesets.d/). The result is one bundle like any other, so that a screening keeps it and is repeated from it. What is
 * wrong with it is told, and the shipped data are used: a slip at one site must not leave it without rules.
 */
#include "candor/screen.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "screen/screen-impl.h"

#define SITE_DEFAULT "/etc/candor"

static const char *const suffixes[] = { ".yaml", ".csv", NULL };

const char *
site_folder(void)
{
	const char *folder = getenv("CANDOR_SITE");
	return folder && *folder ? folder : SITE_DEFAULT;
}

static enum cdr_status
read_part(const char *site, const char *part, struct cdr_bundle *ret, struct cdr_error *err)
{
	char path[PATH_MAX];
	(void)snprintf(path, sizeof(path), "%s/%s", site, part);
	return cdr_file_is_directory(path) ? cdr_bundle_read(path, suffixes, ret, err) : CDR_OK;
}

static enum cdr_status
fail_at(const char *part, const struct cdr_bundle_file *file, const char *why, struct cdr_error *err)
{
	char where[CDR_ERROR_WHERE_MAX];
	(void)snprintf(where, sizeof(where), "%s/%.*s", part, CDR_STR_ARG(file->path));
	return cdr_fail(err, CDR_EINPUT, ROOM, where, "%s", why);
}

static enum cdr_status
put_copy(struct cdr_bundle *to, struct cdr_bundle_file *slot, const struct cdr_bundle_file *file, struct cdr_error *err)
{
	struct cdr_bundle_file copy = { cdr_str_copy(to->arena, file->path), cdr_str_copy(to->arena, file->text) };
	if (!copy.path.p || !copy.text.p)
		return cdr_fail_memory(err, ROOM);
	*slot = copy;
	return CDR_OK;
}

static struct cdr_bundle_file *
find(struct cdr_bundle *bundle, size_t n, struct cdr_str path)
{
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal(bundle->files[i].path, path))
			return &bundle->files[i];
	}
	return NULL;
}

static int
compare_files(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_bundle_file *)a)->path, ((const struct cdr_bundle_file *)b)->path);
}

static enum cdr_status
overlay(struct cdr_bundle *merged, const struct cdr_bundle *replacing, const struct cdr_bundle *added,
        struct cdr_error *err)
{
	size_t n_shipped = merged->n_files;
	for (size_t i = 0; i < replacing->n_files; i++) {
		struct cdr_bundle_file *slot = find(merged, n_shipped, replacing->files[i].path);
		if (!slot)
			return fail_at("override.d", &replacing->files[i],
			               "there is no such file to replace; what is new belongs in rulesets.d", err);
		CDR_TRY(put_copy(merged, slot, &replacing->files[i], err));
	}
	for (size_t i = 0; i < added->n_files; i++) {
		if (find(merged, n_shipped, added->files[i].path))
			return fail_at("rulesets.d", &added->files[i],
			               "there is such a file already; what replaces one belongs in override.d", err);
		CDR_TRY(put_copy(merged, &merged->files[merged->n_files], &added->files[i], err));
		merged->n_files++;
	}
	qsort(merged->files, merged->n_files, sizeof(merged->files[0]), compare_files);
	return CDR_OK;
}

enum cdr_status
site_overlay(const char *site, const struct cdr_bundle *shipped, struct cdr_bundle *ret, bool *ret_any,
             struct cdr_error *err)
{
	cdr_auto(cdr_bundle) replacing = { 0 }, added = { 0 }, merged = { 0 };
	CDR_TRY(read_part(site, "override.d", &replacing, err));
	CDR_TRY(read_part(site, "rulesets.d", &added, err));
	*ret_any = replacing.n_files + added.n_files > 0;
	if (!*ret_any)
		return CDR_OK;
	merged.arena = cdr_arena_new(4 * CDR_BUNDLE_MAX_BYTES);
	if (!merged.arena)
		return cdr_fail_memory(err, ROOM);
	merged.files = cdr_arena_alloc(merged.arena, (shipped->n_files + added.n_files + 1) * sizeof(merged.files[0]));
	if (!merged.files)
		return cdr_fail_memory(err, ROOM);
	for (; merged.n_files < shipped->n_files; merged.n_files++)
		CDR_TRY(put_copy(&merged, &merged.files[merged.n_files], &shipped->files[merged.n_files], err));
	CDR_TRY(overlay(&merged, &replacing, &added, err));
	*ret = merged;
	merged = (struct cdr_bundle){ 0 };
	return CDR_OK;
}
