/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads everything a screening is governed by: rule data and registry definitions. All of it is one bundle of text files,
 * because a screening stores that bundle and is repeated from it: nothing here may read a file that is not in it.
 */
#include "candor/screen.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "screen/screen-impl.h"

#define REGISTRIES_PREFIX "registries/"

struct cdr_screen_setup *
cdr_screen_setup_free(struct cdr_screen_setup *setup)
{
	if (!setup)
		return NULL;
	for (size_t i = 0; i < setup->n_registries; i++)
		(void)cdr_registry_free(setup->registries[i]);
	(void)cdr_rulebook_free(setup->rulebook);
	(void)cdr_match_config_free(setup->match);
	(void)cdr_normaliser_free(setup->normaliser);
	cdr_bundle_done(&setup->rulesets);
	(void)cdr_arena_free(setup->arena);
	cdr_free(setup);
	return NULL;
}

static bool
is_definition(struct cdr_str path)
{
	return cdr_str_starts_with(path, CDR_STR(REGISTRIES_PREFIX)) &&
	       cdr_str_ends_with(path, CDR_STR("/registry.yaml"));
}

/* The last definition moves to where its id belongs. Files come sorted by path, where "a-b/" stands before "a/". */
static void
settle_last(struct cdr_screen_setup *setup)
{
	for (size_t i = setup->n_registries - 1;
	     i > 0 && cdr_str_compare(setup->registries[i]->id, setup->registries[i - 1]->id) < 0; i--) {
		struct cdr_registry *registry = setup->registries[i];
		struct cdr_str yaml = setup->registry_yaml[i];
		setup->registries[i] = setup->registries[i - 1];
		setup->registry_yaml[i] = setup->registry_yaml[i - 1];
		setup->registries[i - 1] = registry;
		setup->registry_yaml[i - 1] = yaml;
	}
}

/* Loads one definition. */
static enum cdr_status
load_definition(struct cdr_screen_setup *setup, const struct cdr_bundle_file *file, struct cdr_error *err)
{
	struct cdr_str name = cdr_str_format(setup->arena, "%.*s", CDR_STR_ARG(file->path));
	if (!name.p)
		return cdr_fail_memory(err, ROOM);
	size_t i = setup->n_registries;
	CDR_TRY(cdr_registry_load(file->text, name.p, &setup->registries[i], err));
	setup->registry_yaml[i] = file->text;
	setup->n_registries++;
	struct cdr_str folder = { file->path.p + strlen(REGISTRIES_PREFIX),
		                  file->path.n - strlen(REGISTRIES_PREFIX) - strlen("/registry.yaml") };
	if (!cdr_str_equal(folder, setup->registries[i]->id))
		return cdr_fail(err, CDR_EINPUT, ROOM, name.p,
		                "the id is \"%.*s\" but the folder is called \"%.*s\"; make them the same",
		                CDR_STR_ARG(setup->registries[i]->id), CDR_STR_ARG(folder));
	settle_last(setup);
	return CDR_OK;
}

static enum cdr_status
load_definitions(struct cdr_screen_setup *setup, struct cdr_error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < setup->rulesets.n_files; i++)
		n += is_definition(setup->rulesets.files[i].path) ? 1 : 0;
	setup->registries = cdr_arena_alloc(setup->arena, (n + 1) * sizeof(setup->registries[0]));
	setup->registry_yaml = cdr_arena_alloc(setup->arena, (n + 1) * sizeof(setup->registry_yaml[0]));
	if (!setup->registries || !setup->registry_yaml)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < setup->rulesets.n_files; i++) {
		if (is_definition(setup->rulesets.files[i].path))
			CDR_TRY(load_definition(setup, &setup->rulesets.files[i], err));
	}
	return CDR_OK;
}

/* What names are read and weighed by. */
static enum cdr_status
load_names(struct cdr_bundle *take_bundle, struct cdr_screen_setup **ret, struct cdr_error *err)
{
	cdr_owned(cdr_screen_setup) setup = cdr_alloc(sizeof(*setup));
	if (!setup) {
		cdr_bundle_done(take_bundle);
		return cdr_fail_memory(err, ROOM);
	}
	setup->rulesets = *take_bundle;
	*take_bundle = (struct cdr_bundle){ 0 };
	CDR_TRY(cdr_normaliser_load(&setup->rulesets, &setup->normaliser, err));
	CDR_TRY(cdr_match_config_load(&setup->rulesets, setup->normaliser, &setup->match, err));
	*ret = cdr_steal(&setup);
	return CDR_OK;
}

enum cdr_status
setup_from_bundle(struct cdr_bundle *take_bundle, struct cdr_screen_setup **ret, struct cdr_error *err)
{
	cdr_owned(cdr_screen_setup) setup = NULL;
	CDR_TRY(load_names(take_bundle, &setup, err));
	setup->arena = cdr_arena_new(CDR_BUNDLE_MAX_BYTES);
	if (!setup->arena)
		return cdr_fail_memory(err, ROOM);
	cdr_auto(cdr_buf) saved = CDR_BUF_INIT;
	CDR_TRY(cdr_bundle_save(&setup->rulesets, &saved, err));
	(void)cdr_crypt_sha256(cdr_buf_str(&saved), setup->rulesets_sha256);
	CDR_TRY(cdr_rulebook_load(&setup->rulesets, cdr_screen_symbols(), &setup->rulebook, err));
	CDR_TRY(load_definitions(setup, err));
	*ret = cdr_steal(&setup);
	return CDR_OK;
}

enum cdr_status
setup_of_screening(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screening *screening,
                   struct cdr_screen_setup **ret_own, struct cdr_error *err)
{
	if (cdr_str_equal(screening->ruleset_sha256, cdr_str_from(setup->rulesets_sha256)))
		return CDR_OK;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4 * CDR_BUNDLE_MAX_BYTES);
	struct cdr_str saved = { 0 };
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_ruleset_get(store, screening->ruleset_sha256, arena, &saved, err));
	cdr_auto(cdr_bundle) bundle = { 0 };
	CDR_TRY(cdr_bundle_load(saved, &bundle, err));
	return setup_from_bundle(&bundle, ret_own, err);
}

/* Copies the files of `from` behind a prefix into `to`, which has room for them. */
static enum cdr_status
append_files(struct cdr_bundle *to, const struct cdr_bundle *from, const char *prefix, struct cdr_error *err)
{
	for (size_t i = 0; i < from->n_files; i++) {
		struct cdr_bundle_file *file = &to->files[to->n_files];
		file->path = cdr_str_format(to->arena, "%s%.*s", prefix, CDR_STR_ARG(from->files[i].path));
		file->text = cdr_str_copy(to->arena, from->files[i].text);
		if (!file->path.p || !file->text.p)
			return cdr_fail_memory(err, ROOM);
		to->n_files++;
	}
	return CDR_OK;
}

static int
compare_files(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_bundle_file *)a)->path, ((const struct cdr_bundle_file *)b)->path);
}

static enum cdr_status
read_rulesets(const char *data_dir, struct cdr_bundle *ret, struct cdr_error *err)
{
	static const char *const suffixes[] = { ".yaml", ".csv", NULL };
	char path[PATH_MAX];
	(void)snprintf(path, sizeof(path), "%s/rulesets", data_dir);
	return cdr_bundle_read(path, suffixes, ret, err);
}

/* Both folders as one bundle, sorted by path as cdr_bundle_find expects. */
static enum cdr_status
read_data(const char *data_dir, struct cdr_bundle *ret, struct cdr_error *err)
{
	static const char *const definition_suffixes[] = { "registry.yaml", NULL };
	char path[PATH_MAX];
	cdr_auto(cdr_bundle) rules = { 0 }, definitions = { 0 }, both = { 0 };
	CDR_TRY(read_rulesets(data_dir, &rules, err));
	(void)snprintf(path, sizeof(path), "%s/registries", data_dir);
	CDR_TRY(cdr_bundle_read(path, definition_suffixes, &definitions, err));
	both.arena = cdr_arena_new(2 * CDR_BUNDLE_MAX_BYTES);
	if (!both.arena)
		return cdr_fail_memory(err, ROOM);
	both.files = cdr_arena_alloc(both.arena, (rules.n_files + definitions.n_files + 1) * sizeof(both.files[0]));
	if (!both.files)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(append_files(&both, &definitions, REGISTRIES_PREFIX, err));
	CDR_TRY(append_files(&both, &rules, "", err));
	qsort(both.files, both.n_files, sizeof(both.files[0]), compare_files);
	*ret = both;
	both = (struct cdr_bundle){ 0 };
	return CDR_OK;
}

/* The site's data over the shipped ones, when there are any and nothing is wrong with them; else *ret is left alone and what
 * is wrong stands in `problem`. */
static enum cdr_status
load_with_site(const struct cdr_bundle *shipped, struct cdr_screen_setup **ret, struct cdr_error *problem)
{
	cdr_auto(cdr_bundle) merged = { 0 };
	bool any = false;
	CDR_TRY(site_overlay(site_folder(), shipped, &merged, &any, problem));
	return any ? setup_from_bundle(&merged, ret, problem) : CDR_OK;
}

enum cdr_status
cdr_screen_setup_load(const char *data_dir, struct cdr_screen_setup **ret, struct cdr_error *err)
{
	cdr_auto(cdr_bundle) bundle = { 0 };
	cdr_owned(cdr_screen_setup) setup = NULL;
	struct cdr_error problem = { 0 };
	CDR_TRY(read_data(data_dir, &bundle, err));
	enum cdr_status status = load_with_site(&bundle, &setup, &problem);
	bool site = setup != NULL;
	if (!setup)
		CDR_TRY(setup_from_bundle(&bundle, &setup, err));
	if (site || status != CDR_OK)
		setup->site = cdr_str_format(setup->arena, "%s", site_folder());
	if (status != CDR_OK)
		setup->site_problem = cdr_str_format(setup->arena, "%s: %s", problem.where, problem.message);
	*ret = cdr_steal(&setup);
	return CDR_OK;
}

enum cdr_status
cdr_screen_setup_load_names(const char *data_dir, struct cdr_screen_setup **ret, struct cdr_error *err)
{
	cdr_auto(cdr_bundle) bundle = { 0 };
	CDR_TRY(read_rulesets(data_dir, &bundle, err));
	return load_names(&bundle, ret, err);
}

const struct cdr_registry *
cdr_screen_setup_registry(const struct cdr_screen_setup *setup, struct cdr_str id)
{
	for (size_t i = 0; i < setup->n_registries; i++) {
		if (cdr_str_equal(setup->registries[i]->id, id))
			return setup->registries[i];
	}
	return NULL;
}

/* The folder the running program's own installation or source tree has its data in, or false. */
static bool
find_beside_program(char *out, size_t out_size)
{
	static const char *const places[] = { "/../share/candor", "/../../../.." };
	char program[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", program, sizeof(program) - 1);
	if (n <= 0)
		return false;
	program[n] = '\0';
	char *slash = strrchr(program, '/');
	if (!slash)
		return false;
	*slash = '\0';
	for (size_t i = 0; i < CDR_LEN(places); i++) {
		char probe[PATH_MAX + 64];
		(void)snprintf(probe, sizeof(probe), "%s%s/rulesets/risk", program, places[i]);
		if (cdr_file_is_directory(probe)) {
			(void)snprintf(out, out_size, "%s%s", program, places[i]);
			return true;
		}
	}
	return false;
}

enum cdr_status
cdr_screen_data_dir(char *out, size_t out_size, struct cdr_error *err)
{
	const char *given = getenv("CANDOR_DATA");
	if (given && *given) {
		int n = snprintf(out, out_size, "%s", given);
		if (n >= 0 && (size_t)n < out_size)
			return CDR_OK;
		return cdr_fail(err, CDR_EIO, ROOM, NULL,
		                "CANDOR_DATA names a folder whose path is too long; move it or set a shorter one");
	}
	if (find_beside_program(out, out_size))
		return CDR_OK;
	return cdr_fail(
		err, CDR_EIO, ROOM, NULL,
		"the rule data (rulesets/ and registries/) is neither beside the program nor in ../share/candor; "
		"set CANDOR_DATA to the folder that holds both");
}
