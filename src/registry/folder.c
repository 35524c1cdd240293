/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A definition against its own folder: registry.yaml reads sample.*, and what comes out is compared with expected.json,
 * which people have looked at. The file is { "as_of", "rows", "rejected", "entries": [ … ], "problems": [ … ] }, entries
 * in the JSON form of the model without id and version. The one surprise: entries are compared one by one, so that a
 * report names the entry and shows both forms rather than two long files.
 */
#include "candor/registry.h"

#include <stdio.h>

#include "registry/registry-impl.h"

#define MAX_PATH 4096
#define MAX_DEFINITION_BYTES ((size_t)1 << 20)
#define MAX_SAMPLE_BYTES ((size_t)8 << 20)
#define MAX_DIFFERENCES 20

/* A difference is written to `report`; after a number of them only the count goes on. */
struct comparison {
	struct cdr_buf *report;
	size_t n;
};

static enum cdr_status
path_in(char out[MAX_PATH], const char *folder, const char *name, struct cdr_error *err)
{
	int n = snprintf(out, MAX_PATH, "%s/%s", folder, name);
	return n > 0 && n < MAX_PATH ? CDR_OK
	                             : cdr_fail(err, CDR_ELIMIT, REGISTRY_ROOM, folder, "the path is too long");
}

static enum cdr_status
read_in(const char *folder, const char *name, struct cdr_buf *ret, struct cdr_error *err)
{
	char path[MAX_PATH];
	CDR_TRY(path_in(path, folder, name, err));
	return cdr_file_read(path, ret, err);
}

static enum cdr_status
load(const char *folder, struct cdr_registry **ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) yaml = { .max = MAX_DEFINITION_BYTES };
	char path[MAX_PATH];
	CDR_TRY(path_in(path, folder, "registry.yaml", err));
	CDR_TRY(cdr_file_read(path, &yaml, err));
	return cdr_registry_load(cdr_buf_str(&yaml), path, ret, err);
}

/* sample.csv for a source in one file, sample.<part> for each of several. */
static enum cdr_status
read_sample(const char *folder, const struct cdr_registry *registry, const struct cdr_normaliser *normaliser,
            struct cdr_registry_copy **ret, struct cdr_error *err)
{
	char names[CDR_REGISTRY_MAX_PARTS][256];
	const char *name_list[CDR_REGISTRY_MAX_PARTS];
	struct cdr_buf bytes[CDR_REGISTRY_MAX_PARTS] = { { NULL } };
	struct cdr_str parts[CDR_REGISTRY_MAX_PARTS];
	enum cdr_status status = CDR_OK;
	size_t n = 0;
	for (; n < registry->n_parts && status == CDR_OK; n++) {
		struct cdr_str name = registry->part_names[n];
		if (registry->n_parts == 1) /* "list.csv" -> "csv" */
			name = (struct cdr_str){ name.p + sizeof("list.") - 1, name.n - (sizeof("list.") - 1) };
		(void)snprintf(names[n], sizeof(names[n]), "sample.%.*s", CDR_STR_ARG(name));
		name_list[n] = names[n];
		bytes[n].max = MAX_SAMPLE_BYTES;
		status = read_in(folder, names[n], &bytes[n], err);
		parts[n] = cdr_buf_str(&bytes[n]);
	}
	if (status == CDR_OK)
		status = cdr_registry_read(registry, normaliser, parts, name_list, n, ret, err);
	for (size_t i = 0; i < n; i++)
		cdr_buf_done(&bytes[i]);
	return status;
}

static struct cdr_json *
copy_to_json(const struct cdr_registry_copy *copy)
{
	struct cdr_json *root = cdr_json_object(), *entries = cdr_json_array(), *problems = cdr_json_array();
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_BUF_MAX_DEFAULT);
	for (size_t i = 0; i < copy->n_entries; i++)
		cdr_json_push(entries, cdr_entry_to_json(&copy->entries[i]));
	for (size_t i = 0; i < copy->n_problems; i++) {
		struct cdr_json *problem = cdr_json_object();
		if (arena)
			cdr_json_set_str(problem, "where", cdr_origin_text(arena, &copy->problems[i].origin));
		cdr_json_set_str(problem, "text", copy->problems[i].text);
		cdr_json_set_bool(problem, "rejected", copy->problems[i].rejected);
		cdr_json_push(problems, problem);
	}
	cdr_json_set_date(root, "as_of", copy->as_of);
	cdr_json_set_int(root, "rows", copy->n_rows);
	cdr_json_set_int(root, "rejected", copy->n_rejected);
	cdr_json_set(root, "entries", entries);
	cdr_json_set(root, "problems", problems);
	return root;
}

static enum cdr_status
compare_values(struct comparison *comparison, const char *what, const struct cdr_json *expected,
               const struct cdr_json *got, struct cdr_error *err)
{
	cdr_auto(cdr_buf) a = CDR_BUF_INIT;
	cdr_auto(cdr_buf) b = CDR_BUF_INIT;
	if (expected)
		CDR_TRY(cdr_json_write(expected, false, &a, err));
	else
		cdr_buf_puts(&a, "nothing");
	if (got)
		CDR_TRY(cdr_json_write(got, false, &b, err));
	else
		cdr_buf_puts(&b, "nothing");
	if (cdr_str_equal(cdr_buf_str(&a), cdr_buf_str(&b)))
		return CDR_OK;
	if (comparison->n++ < MAX_DIFFERENCES)
		cdr_buf_printf(comparison->report, "%s: expected %.*s, got %.*s\n", what, CDR_STR_ARG(cdr_buf_str(&a)),
		               CDR_STR_ARG(cdr_buf_str(&b)));
	return CDR_OK;
}

static enum cdr_status
compare_lists(struct comparison *comparison, const char *key, const struct cdr_json *expected,
              const struct cdr_json *got, struct cdr_error *err)
{
	const struct cdr_json *a = cdr_json_get(expected, key), *b = cdr_json_get(got, key);
	size_t n_a = a ? cdr_json_count(a) : 0, n_b = b ? cdr_json_count(b) : 0;
	for (size_t i = 0; i < n_a || i < n_b; i++) {
		char what[64];
		(void)snprintf(what, sizeof(what), "%s[%zu]", key, i);
		CDR_TRY(compare_values(comparison, what, i < n_a ? cdr_json_at(a, i) : NULL,
		                       i < n_b ? cdr_json_at(b, i) : NULL, err));
	}
	return CDR_OK;
}

static enum cdr_status
compare(const char *folder, const struct cdr_json *got, struct cdr_buf *report, struct cdr_error *err)
{
	static const char *const counts[] = { "as_of", "rows", "rejected" };
	cdr_auto(cdr_buf) text = { .max = MAX_SAMPLE_BYTES };
	cdr_owned(cdr_json) expected = NULL;
	struct comparison comparison = { report, 0 };
	CDR_TRY(read_in(folder, "expected.json", &text, err));
	CDR_TRY(cdr_json_parse(cdr_buf_str(&text), "expected.json", &expected, err));
	for (size_t i = 0; i < CDR_LEN(counts); i++)
		CDR_TRY(compare_values(&comparison, counts[i], cdr_json_get(expected, counts[i]),
		                       cdr_json_get(got, counts[i]), err));
	CDR_TRY(compare_lists(&comparison, "entries", expected, got, err));
	CDR_TRY(compare_lists(&comparison, "problems", expected, got, err));
	CDR_TRY(cdr_buf_check(report, REGISTRY_ROOM, err));
	if (!comparison.n)
		return CDR_OK;
	return cdr_fail(err, CDR_EREFUSED, REGISTRY_ROOM, folder,
	                "the sample does not give what expected.json says: %zu differences", comparison.n);
}

enum cdr_status
cdr_registry_check_folder(const char *folder, const struct cdr_normaliser *normaliser, bool update,
                          struct cdr_buf *report, struct cdr_error *err)
{
	cdr_owned(cdr_registry) registry = NULL;
	cdr_owned(cdr_registry_copy) copy = NULL;
	cdr_owned(cdr_json) got = NULL;
	CDR_TRY(load(folder, &registry, err));
	CDR_TRY(read_sample(folder, registry, normaliser, &copy, err));
	got = copy_to_json(copy);
	if (!update)
		return compare(folder, got, report, err);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	char path[MAX_PATH];
	CDR_TRY(cdr_json_write(got, true, &text, err));
	cdr_buf_putc(&text, '\n');
	CDR_TRY(cdr_buf_check(&text, REGISTRY_ROOM, err));
	CDR_TRY(path_in(path, folder, "expected.json", err));
	return cdr_file_write_atomic(path, cdr_buf_str(&text), err);
}
