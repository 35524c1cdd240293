/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Mappings that were given once and hold for every later file of the same shape: the same headers, however written and
 * in whatever order, in a file of the same kind of the same organisation. Not here: what a mapping says (map-file.c). The
 * surprise: a saved mapping that no longer fits the columns of this version is told and left aside, never half used.
 */
#include "candor/import.h"

#include <inttypes.h>
#include <stdlib.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define SHAPE_MIN_HEADERS 2

static int
compare(const void *a, const void *b)
{
	return cdr_str_compare(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

enum cdr_status
cdr_import_shape(const struct cdr_row *row, char ret[CDR_SHA256_TEXT_MAX], struct cdr_error *err)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_str *headers = arena ? cdr_arena_alloc(arena, (row->n_cells + 1) * sizeof(*headers)) : NULL;
	size_t n = 0;
	if (!headers)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (uint32_t c = 0; c < row->n_cells; c++) {
		headers[n] = cdr_import_squash(cdr_str_trim(cdr_row_cell(row, c).text), arena);
		if (!headers[n].p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
		n += headers[n].n > 0;
	}
	qsort(headers, n, sizeof(*headers), compare);
	for (size_t i = 0; i < n; i++) {
		cdr_buf_add_str(&text, headers[i]);
		cdr_buf_putc(&text, '\n');
	}
	CDR_TRY(cdr_buf_check(&text, CDR_IMPORT_ROOM, err));
	if (n < SHAPE_MIN_HEADERS)
		ret[0] = '\0';
	else
		(void)cdr_crypt_sha256(cdr_buf_str(&text), ret);
	return CDR_OK;
}

/* Into job->map, and into the report that it was. */
static enum cdr_status
take_up(struct cdr_import_job *job, const struct cdr_saved_mapping *saved, bool *ret_taken, struct cdr_error *err)
{
	struct cdr_error slip = { 0 };
	struct cdr_str name = cdr_str_copy(job->report->arena, saved->name);
	struct cdr_str at = cdr_str_copy(job->report->arena, saved->saved_at);
	struct cdr_str yaml = cdr_str_copy(job->report->arena, saved->yaml);
	if (!name.p || !at.p || !yaml.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	enum cdr_status status = cdr_import_map_load(yaml, name.p, job->columns, &job->map, &slip);
	if (status == CDR_EINPUT)
		return cdr_import_warn(
			job, err, "the mapping \"%.*s\", saved on %.*s for files of this shape, is left aside: %s: %s",
			CDR_STR_ARG(name), CDR_STR_ARG(at), slip.where, slip.message);
	if (status != CDR_OK)
		return cdr_fail(err, status, CDR_IMPORT_ROOM, slip.where[0] ? slip.where : NULL, "%s", slip.message);
	job->map.how = "saved";
	job->map.header_row = 0;
	job->report->saved_map = name;
	job->report->saved_at = at;
	*ret_taken = true;
	return cdr_import_warn(job, err,
	                       "read by the mapping \"%.*s\", saved on %.*s for files with these headers; --forget-map "
	                       "drops it, --map replaces it",
	                       CDR_STR_ARG(name), CDR_STR_ARG(at));
}

enum cdr_status
cdr_import_saved_find(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_sheet *sheet,
                      ptrdiff_t *ret_row, struct cdr_error *err)
{
	const struct cdr_str kind = cdr_str_from(cdr_import_kind_word(job->options->kind));
	bool taken = false;
	*ret_row = -1;
	for (size_t i = 0; i < sheet->n_rows && i < CDR_IMPORT_HEADER_ROWS && !taken; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		char shape[CDR_SHA256_TEXT_MAX];
		struct cdr_saved_mapping saved = { 0 };
		bool found = false;
		CDR_TRY(cdr_import_shape(&row, shape, err));
		if (!shape[0])
			continue;
		cdr_arena_reset(job->scratch);
		CDR_TRY(cdr_store_mapping_find(store, job->options->org, kind, cdr_str_from(shape), job->scratch,
		                               &saved, &found, err));
		if (!found)
			continue;
		CDR_TRY(take_up(job, &saved, &taken, err));
		*ret_row = taken ? (ptrdiff_t)i : -1;
		if (!taken)
			break;
	}
	return CDR_OK;
}

/* The shape of a plan's header. */
static enum cdr_status
shape_of(const struct cdr_import_plan *plan, char ret[CDR_SHA256_TEXT_MAX], struct cdr_error *err)
{
	const struct cdr_row row = cdr_sheet_row(plan->sheet, plan->header_index);
	return cdr_import_shape(&row, ret, err);
}

enum cdr_status
cdr_import_saved_keep(struct cdr_import_job *job, struct cdr_store *store, struct cdr_error *err)
{
	const struct cdr_str kind = cdr_str_from(cdr_import_kind_word(job->options->kind));
	char now[CDR_TIME_TEXT_MAX];
	(void)cdr_time_now(now);
	for (size_t i = 0; i < job->n_plans; i++) {
		char shape[CDR_SHA256_TEXT_MAX];
		CDR_TRY(shape_of(&job->plans[i], shape, err));
		if (!shape[0])
			continue;
		const struct cdr_saved_mapping saved = {
			.name = cdr_str_from(job->options->map_name ? job->options->map_name : "mapping"),
			.yaml = job->options->map_yaml,
			.saved_at = cdr_str_from(now),
		};
		CDR_TRY(cdr_store_mapping_put(store, job->options->org, kind, cdr_str_from(shape), &saved, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_import_saved_forget(struct cdr_import_job *job, struct cdr_store *store, struct cdr_error *err)
{
	const struct cdr_str kind = cdr_str_from(cdr_import_kind_word(job->options->kind));
	int64_t n = 0;
	for (size_t i = 0; i < job->n_plans; i++) {
		char shape[CDR_SHA256_TEXT_MAX];
		bool forgotten = false;
		CDR_TRY(shape_of(&job->plans[i], shape, err));
		if (shape[0])
			CDR_TRY(cdr_store_mapping_forget(store, job->options->org, kind, cdr_str_from(shape),
			                                 &forgotten, err));
		n += forgotten;
	}
	return n ? cdr_import_warn(job, err, "the mapping saved for files with these headers is forgotten")
	         : cdr_import_warn(job, err, "no mapping was saved for files with these headers; none is forgotten");
}
