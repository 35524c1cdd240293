/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of suppliers, engagements or records, from bytes to what is kept, in one transaction: what fails or is killed half-way leaves
 * nothing. The order of the steps is here and nothing else. The surprise: the same file again is read, mapped and
 * compared like any other; only when that changes no record is it called "already imported" and the transaction
 * dropped, so that a file put back after another one changed its suppliers does take effect.
 */
#include "candor/import.h"

#include <inttypes.h>

#include "candor/base.h"
#include "candor/evidence.h"
#include "import/import-impl.h"

#define MAX_WARNINGS 10000
#define MAX_TOLD_COLUMNS ((size_t)CDR_INGEST_MAX_COLUMNS * CDR_INGEST_MAX_SHEETS)
#define PROGRESS_ROWS 512

/* A job as an embedded owner. */
static void
cdr_import_job_done(struct cdr_import_job *job)
{
	cdr_vec_done(&job->questions);
	cdr_vec_done(&job->report_columns);
	cdr_vec_done(&job->unmapped);
	cdr_vec_done(&job->warnings);
	cdr_vec_done(&job->rejects);
	cdr_import_identity_done(&job->identity);
	job->scratch = cdr_arena_free(job->scratch);
	job->report = cdr_import_report_free(job->report);
	job->table = cdr_table_free(job->table);
	cdr_import_map_done(&job->map);
	cdr_import_profile_done(&job->profile);
	cdr_import_detectors_done(&job->detectors);
	job->columns = cdr_import_columns_free(job->columns);
	job->answers = cdr_import_answers_free(job->answers);
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* What is known before a row is looked at. */
static enum cdr_status
open_job(struct cdr_import_job *job, const struct cdr_bundle *rulesets, struct cdr_str bytes, const char *file_name,
         struct cdr_error *err)
{
	const struct cdr_import_options *options = job->options;
	const struct cdr_ingest_options reading = { .encoding = options->encoding,
		                                    .sheet = options->sheet,
		                                    .map = options->mapped };
	job->report = cdr_import_report_new();
	job->scratch = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	if (!job->report || !job->scratch)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_import_columns_load(rulesets, options->kind, &job->columns, err));
	if (options->kind == CDR_IMPORT_ANSWERS)
		CDR_TRY(cdr_import_answers_new(rulesets, &job->answers, err));
	if (options->map_yaml.p)
		CDR_TRY(cdr_import_map_load(options->map_yaml, options->map_name, job->columns, &job->map, err));
	CDR_TRY(cdr_import_detectors_load(rulesets, job->columns, &job->detectors, err));
	CDR_TRY(cdr_import_identity_start(&job->identity, err));
	return cdr_ingest_read_apart(bytes, cdr_file_name(file_name), &reading, &job->table, err);
}

/* Defaults are checked once, so that a slip in the mapping is its own error and not a reject per row. */
static enum cdr_status
check_defaults(struct cdr_import_job *job, struct cdr_error *err)
{
	const struct cdr_decl_node *defaults = job->map.defaults;
	struct cdr_import_converter converter = { job->columns, job->normaliser, job->map.date_order,
		                                  job->map.list_separator, job->scratch };
	for (size_t i = 0; defaults && i < defaults->n; i++) {
		const struct cdr_import_definition *definition =
			cdr_map_get(job->columns->by_name, defaults->pairs[i].key);
		struct cdr_cell cell = { defaults->pairs[i].value->text, CDR_CELL_TEXT };
		struct cdr_import_value value = { 0 };
		CDR_TRY(cdr_import_convert(&converter, definition, &cell, &value, err));
		if (value.reason.p)
			return cdr_decl_fail(&job->map.decl, defaults->pairs[i].value, err, "%.*s",
			                     CDR_STR_ARG(value.reason));
		if (value.unrecognised.p)
			return cdr_decl_fail(&job->map.decl, defaults->pairs[i].value, err,
			                     "\"%.*s\" is not a country (write a code of ISO 3166-1, for example GB)",
			                     CDR_STR_ARG(value.unrecognised));
	}
	return CDR_OK;
}

/* Rows above the header are not records; what they say is shown so that nobody wonders where they went. */
static enum cdr_status
tell_preamble(struct cdr_import_job *job, const struct cdr_sheet *sheet, size_t header, struct cdr_error *err)
{
	if (header == 0)
		return CDR_OK;
	struct cdr_str first = { NULL, 0 };
	const struct cdr_row top = cdr_sheet_row(sheet, 0);
	for (uint32_t c = 0; c < top.n_cells && !first.n; c++)
		first = cdr_str_trim(cdr_row_cell(&top, c).text);
	struct cdr_str shown = cdr_import_shown(first, job->scratch), place = { NULL, 0 };
	const struct cdr_row row = cdr_sheet_row(sheet, header);
	uint32_t number = 0;
	CDR_TRY(cdr_row_origin(job->table, sheet, &row, &place, &number, err));
	return cdr_import_warn(job, err,
	                       "%.*s%srow %" PRIu32
	                       " is the header; the %zu row%s above it, beginning with %.*s, %s no "
	                       "record%s",
	                       CDR_STR_ARG(place), place.n ? " " : "", number, header, header == 1 ? "" : "s",
	                       CDR_STR_ARG(shown), header == 1 ? "is" : "are", header == 1 ? "" : "s");
}

/* Nothing in the file looks like the table wanted: say what was looked for and what is there instead. */
static enum cdr_status
fail_headerless(const struct cdr_import_job *job, struct cdr_error *err)
{
	cdr_auto(cdr_buf) wanted = CDR_BUF_INIT;
	cdr_auto(cdr_buf) seen = CDR_BUF_INIT;
	seen.max = CDR_ERROR_MESSAGE_MAX / 2;
	for (size_t g = 0; g < job->columns->n_required; g++) {
		const struct cdr_import_group *group = &job->columns->required[g];
		for (size_t k = 0; k < group->n; k++)
			cdr_buf_printf(&wanted, "%s%.*s",
			               k   ? " or "
			               : g ? " and "
			                   : "",
			               CDR_STR_ARG(group->any[k]->name));
	}
	const struct cdr_sheet *sheet = job->table->n_sheets ? &job->table->sheets[0] : NULL;
	const struct cdr_row top = sheet && sheet->n_rows ? cdr_sheet_row(sheet, 0) : (struct cdr_row){ 0 };
	for (uint32_t c = 0; c < top.n_cells; c++)
		cdr_buf_printf(&seen, "%s\"%.*s\"", c ? ", " : "",
		               CDR_STR_ARG(cdr_str_trim(cdr_row_cell(&top, c).text)));
	CDR_TRY(cdr_buf_check(&wanted, CDR_IMPORT_ROOM, err));
	if (!sheet || sheet->n_rows == 0)
		return cdr_fail(err, CDR_EINPUT, CDR_IMPORT_ROOM, job->table->file.p,
		                "the file holds no rows; get it again from whoever sent it");
	if (job->map.columns)
		return cdr_decl_fail(&job->map.decl, job->map.columns, err,
		                     "with these columns none of the first %d rows of %.*s names one for %s; its first "
		                     "row is: %.*s",
		                     CDR_IMPORT_HEADER_ROWS, CDR_STR_ARG(job->table->file), wanted.p,
		                     CDR_STR_ARG(cdr_buf_str(&seen)));
	return cdr_fail(
		err, CDR_EINPUT, CDR_IMPORT_ROOM, job->table->file.p,
		"none of the first %d rows names a column for %s; the first row is: %.*s. Name the columns in a "
		"--map file, for example  columns: {%.*s: \"header in your file\"}",
		CDR_IMPORT_HEADER_ROWS, wanted.p, CDR_STR_ARG(cdr_buf_str(&seen)),
		CDR_STR_ARG(job->columns->required[0].any[0]->name));
}

/* Nearly any bytes read as something in windows-1252: the guess is hardly ever refuted, so it is told. */
static enum cdr_status
tell_encoding(struct cdr_import_job *job, struct cdr_error *err)
{
	bool text = job->table->format == CDR_INGEST_CSV || job->table->format == CDR_INGEST_JSON ||
	            job->table->format == CDR_INGEST_HTML;
	if (!text || job->options->encoding.p || !cdr_str_equal(job->table->encoding, CDR_STR("windows-1252")))
		return CDR_OK;
	return cdr_import_warn(job, err,
	                       "read as windows-1252 because it is not UTF-8; if names look wrong, give --encoding "
	                       "(for example GB18030, Shift_JIS, windows-1251)");
}

/* A layout known by name: its columns hold like a mapping's. */
static enum cdr_status
take_profile(struct cdr_import_job *job, struct cdr_error *err)
{
	struct cdr_import_report *report = job->report;
	const struct cdr_import_profile *profile = &job->profile;
	job->map.how = "profile";
	job->map.columns = profile->columns;
	job->map.ignore = profile->ignore;
	report->profile = cdr_str_copy(report->arena, profile->id);
	report->profile_title = cdr_str_copy(report->arena, profile->title);
	report->profile_layout = cdr_str_copy(report->arena, profile->layout);
	if (!report->profile.p || !report->profile_title.p || !report->profile_layout.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	if (cdr_str_equal(profile->layout, CDR_STR("seen")))
		return CDR_OK;
	return cdr_import_warn(job, err,
	                       "read as \"%.*s\"; that layout is known from descriptions only, no such file was seen: "
	                       "look over what became of the columns",
	                       CDR_STR_ARG(profile->title));
}

/* The header row: of a mapping saved for it, of a layout known by name, else the one with most known headers. */
static enum cdr_status
find_header(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_bundle *rulesets,
            const struct cdr_sheet *sheet, ptrdiff_t *ret, struct cdr_error *err)
{
	ptrdiff_t header = -1;
	if (!job->map.how) {
		if (!job->options->forget_map)
			CDR_TRY(cdr_import_saved_find(job, store, sheet, &header, err));
		if (header < 0) {
			CDR_TRY(cdr_import_profile_find(job, rulesets, sheet, &job->profile, &header, err));
			if (header >= 0)
				CDR_TRY(take_profile(job, err));
		}
		if (header >= 0) {
			*ret = header;
			return CDR_OK;
		}
	}
	return cdr_import_header_find(job->columns, &job->map, job->table, sheet, ret, err);
}

/* What the reader of the format left out, or doubts. */
static enum cdr_status
tell_notes(struct cdr_import_job *job, struct cdr_error *err)
{
	for (size_t i = 0; i < job->table->n_notes; i++)
		CDR_TRY(cdr_import_warn(job, err, "%.*s", CDR_STR_ARG(job->table->notes[i])));
	return CDR_OK;
}

/* A plan per sheet that has the table wanted; the other sheets are named. */
static enum cdr_status
make_plans(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_bundle *rulesets,
           struct cdr_error *err)
{
	job->plans = cdr_arena_alloc(job->report->arena, (job->table->n_sheets + 1) * sizeof(*job->plans));
	if (!job->plans)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < job->table->n_sheets; i++) {
		const struct cdr_sheet *sheet = &job->table->sheets[i];
		ptrdiff_t header = -1;
		if (sheet->n_rows == 0)
			continue;
		CDR_TRY(find_header(job, store, rulesets, sheet, &header, err));
		if (header < 0) {
			CDR_TRY(cdr_import_warn(job, err, "sheet \"%.*s\" has no such table and was left out: %zu rows",
			                        CDR_STR_ARG(sheet->name), sheet->n_rows));
			continue;
		}
		CDR_TRY(tell_preamble(job, sheet, (size_t)header, err));
		CDR_TRY(cdr_import_plan_make(job, sheet, (size_t)header, &job->plans[job->n_plans], err));
		job->n_plans++;
	}
	return job->n_plans ? CDR_OK : fail_headerless(job, err);
}

/* ---------------------------------------------------------------------------------------------------------- keeping */

/* One import being written. */
struct keeping {
	struct cdr_store *store;
	struct cdr_import_job *job;
	struct cdr_import_record *record;
	const struct cdr_import_plan *plan;
	struct cdr_error *err;
};

static enum cdr_status
reject(struct keeping *keeping, const struct cdr_import_row *row, uint32_t column, struct cdr_str reason)
{
	keeping->record->n_rejected++;
	if (!reason.p)
		return cdr_fail_memory(keeping->err, CDR_IMPORT_ROOM);
	return cdr_import_reject(keeping->job, keeping->plan, &row->origin, column, reason, keeping->err);
}

/* Doubts about a row that is kept. */
static enum cdr_status
tally_row(struct keeping *keeping, const struct cdr_import_row *row)
{
	struct cdr_import_job *job = keeping->job;
	const struct cdr_str none = { NULL, 0 };
	if (cdr_import_record_kind(job->options->kind) >= 0)
		return CDR_OK;
	if (job->options->kind == CDR_IMPORT_ENGAGEMENTS)
		return cdr_import_row_get(job, row, "recruited_on").n
		               ? CDR_OK
		               : cdr_import_tally(job, CDR_IMPORT_NOTE_NO_DATE, &row->origin, none, keeping->err);
	const struct cdr_import_definition *country = cdr_import_columns_find(job->columns, "country");
	const struct cdr_import_value *value = country ? &row->values[country->index] : NULL;
	if (value && !value->text.n && !value->unrecognised.p)
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_NO_COUNTRY, &row->origin, none, keeping->err));
	if (row->n_cells == 1 && keeping->plan->n_slots > 1)
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_NAME_ONLY, &row->origin, none, keeping->err));
	return CDR_OK;
}

static enum cdr_status
put_record(struct keeping *keeping, const struct cdr_import_row *row, struct cdr_str key)
{
	struct cdr_import_job *job = keeping->job;
	struct cdr_import_record *record = keeping->record;
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	if (job->options->kind == CDR_IMPORT_SUPPLIERS) {
		struct cdr_party party;
		CDR_TRY(cdr_import_party_make(job, row, key, &party, keeping->err));
		CDR_TRY(cdr_import_answers_keep_party(job, keeping->store, &party, keeping->err));
		CDR_TRY(cdr_store_party_put(keeping->store, record->org, record->id, &party, &result, keeping->err));
	} else if (cdr_import_record_kind(job->options->kind) >= 0) {
		struct cdr_record made;
		CDR_TRY(cdr_import_record_make(job, row, key, &made, keeping->err));
		CDR_TRY(cdr_import_record_look_up(job, keeping->store, &made, keeping->err));
		CDR_TRY(cdr_store_record_put(keeping->store, record->org, record->id, &made, &result, keeping->err));
	} else {
		struct cdr_engagement engagement;
		CDR_TRY(cdr_import_engagement_make(job, row, key, &engagement, keeping->err));
		CDR_TRY(cdr_import_answers_keep_engagement(job, keeping->store, &engagement, keeping->err));
		CDR_TRY(cdr_store_engagement_put(keeping->store, record->org, record->id, &engagement, &result,
		                                 keeping->err));
	}
	record->n_created += result == CDR_PUT_CREATED;
	record->n_changed += result == CDR_PUT_CHANGED;
	record->n_unchanged += result == CDR_PUT_UNCHANGED;
	return CDR_OK;
}

/* "row 14", with its sheet when there is one. */
static struct cdr_str
row_name(struct cdr_import_job *job, const struct cdr_import_sighting *sighting)
{
	return cdr_str_format(job->scratch, "%.*s%srow %" PRIu32, CDR_STR_ARG(sighting->sheet),
	                      sighting->sheet.n ? " " : "", sighting->row);
}

/* The key a row goes by, and, where it is the file's own id, the column of that. */
static enum cdr_status
identify(struct keeping *keeping, const struct cdr_import_row *row, struct cdr_str *ret, bool *ret_explicit,
         const struct cdr_import_definition **ret_id)
{
	struct cdr_import_job *job = keeping->job;
	switch (job->options->kind) {
	case CDR_IMPORT_SUPPLIERS:
		*ret_id = cdr_import_columns_find(job->columns, "id");
		return cdr_import_identity_party(job, keeping->plan, row, ret, ret_explicit, keeping->err);
	case CDR_IMPORT_ENGAGEMENTS:
		*ret_id = cdr_import_columns_find(job->columns, "engagement_id");
		return cdr_import_identity_engagement(job, row, ret, ret_explicit, keeping->err);
	default:
		*ret_id = job->columns->rules.id;
		return cdr_import_record_identity(job, keeping->plan, row, ret, ret_explicit, keeping->err);
	}
}

/* A row whose values are sound: who is it, and was it there before? */
static enum cdr_status
take_record(struct keeping *keeping, const struct cdr_import_row *row)
{
	struct cdr_import_job *job = keeping->job;
	const struct cdr_import_definition *id = NULL;
	bool explicit = false;
	struct cdr_str key = { NULL, 0 };
	enum cdr_import_claim claim = CDR_IMPORT_CLAIM_NEW;
	struct cdr_import_sighting first = { 0 };
	CDR_TRY(identify(keeping, row, &key, &explicit, &id));
	CDR_TRY(cdr_import_identity_claim(job, row, explicit, &key, &claim, &first, keeping->err));
	struct cdr_str earlier = row_name(job, &first);
	if (claim == CDR_IMPORT_CLAIM_CLASH) {
		uint32_t column = UINT32_MAX;
		(void)cdr_import_plan_slot(keeping->plan, id, &column);
		return reject(keeping, row, column,
		              cdr_str_format(job->scratch, "id \"%.*s\" is already used in %.*s for something else",
		                             CDR_STR_ARG(key), CDR_STR_ARG(earlier)));
	}
	keeping->record->n_accepted++;
	if (claim == CDR_IMPORT_CLAIM_REPEAT || claim == CDR_IMPORT_CLAIM_VARIANT)
		CDR_TRY(cdr_import_tally(
			job, claim == CDR_IMPORT_CLAIM_REPEAT ? CDR_IMPORT_NOTE_REPEATED : CDR_IMPORT_NOTE_VARIANT,
			&row->origin, earlier, keeping->err));
	if (claim == CDR_IMPORT_CLAIM_REPEAT)
		return CDR_OK;
	CDR_TRY(tally_row(keeping, row));
	return put_record(keeping, row, key);
}

/* Why the values of a row cannot all be true, or {NULL,0}; ret_column: of the value to look at first. */
static struct cdr_str
contradiction(struct cdr_import_job *job, const struct cdr_import_row *row, const char **ret_column)
{
	switch (job->options->kind) {
	case CDR_IMPORT_SUPPLIERS:
		return (struct cdr_str){ NULL, 0 };
	case CDR_IMPORT_ENGAGEMENTS:
		return cdr_import_engagement_contradiction(job, row, ret_column);
	default:
		return cdr_import_record_contradiction(job, row, ret_column);
	}
}

static enum cdr_status
take_row(struct keeping *keeping, const struct cdr_row *source)
{
	struct cdr_import_job *job = keeping->job;
	struct cdr_import_row row = { .origin = { .file = job->table->file, .line = source->line } };
	CDR_TRY(cdr_row_origin(job->table, keeping->plan->sheet, source, &row.origin.sheet, &row.origin.row,
	                       keeping->err));
	cdr_arena_reset(job->scratch);
	keeping->record->n_read++;
	struct cdr_str noise = cdr_import_row_noise(job, keeping->plan, source);
	if (noise.p)
		return reject(keeping, &row, UINT32_MAX, noise);
	CDR_TRY(cdr_import_row_read(job, keeping->plan, source, &row, keeping->err));
	if (row.reason.p)
		return reject(keeping, &row, row.reason_slot, row.reason);
	const char *name = NULL;
	uint32_t column = UINT32_MAX;
	struct cdr_str reason = { NULL, 0 };
	if (job->answers)
		CDR_TRY(cdr_import_answers_take(job, keeping->store, &row, &reason, &name, keeping->err));
	else
		reason = contradiction(job, &row, &name);
	if (!name && job->answers)
		keeping->record->n_accepted++;
	if (!name)
		return job->answers ? CDR_OK : take_record(keeping, &row);
	(void)cdr_import_plan_slot(keeping->plan, cdr_import_columns_find(job->columns, name), &column);
	return reject(keeping, &row, column, reason);
}

static enum cdr_status
take_rows(struct keeping *keeping)
{
	struct cdr_import_job *job = keeping->job;
	uint64_t total = 0, done = 0;
	for (size_t i = 0; i < job->n_plans; i++)
		total += job->plans[i].sheet->n_rows - job->plans[i].header_index - 1;
	for (size_t i = 0; i < job->n_plans; i++) {
		keeping->plan = &job->plans[i];
		if (job->options->kind == CDR_IMPORT_SUPPLIERS)
			CDR_TRY(cdr_import_identity_scan(job, keeping->plan, keeping->err));
		for (size_t r = keeping->plan->header_index + 1; r < keeping->plan->sheet->n_rows; r++, done++) {
			if (done % PROGRESS_ROWS == 0 &&
			    !cdr_progress_tell(&job->options->progress, "rows", done, total))
				return cdr_fail(keeping->err, CDR_ECANCELLED, CDR_IMPORT_ROOM, NULL,
				                "stopped on request; nothing of the file was kept");
			const struct cdr_row row = cdr_sheet_row(keeping->plan->sheet, r);
			CDR_TRY(take_row(keeping, &row));
			if (done % CDR_IMPORT_FORGET_ROWS == 0)
				cdr_table_forget(job->table);
		}
	}
	(void)cdr_progress_tell(&job->options->progress, "rows", total, total);
	cdr_require((uint64_t)keeping->record->n_read == total);
	cdr_require(keeping->record->n_read == keeping->record->n_accepted + keeping->record->n_rejected);
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- record */

/* How the file was read: kept with the import, and compared to know the same mapping again. */
static struct cdr_json *
mapping_json(const struct cdr_import_job *job)
{
	struct cdr_json *json = cdr_json_object(), *sheets = cdr_json_array(), *columns = cdr_json_array();
	cdr_json_set_text(json, "revision", job->columns->revision);
	if (job->map.given)
		cdr_json_set_text(json, "map_sha256", job->map.revision);
	if (job->profile.id.p) {
		cdr_json_set_str(json, "profile", job->profile.id);
		cdr_json_set_text(json, "profile_sha256", job->profile.revision);
	}
	cdr_json_set_str(json, "encoding", job->table->encoding);
	for (size_t i = 0; i < job->n_plans; i++) {
		struct cdr_json *sheet = cdr_json_object();
		cdr_json_set_str(sheet, "sheet", job->plans[i].sheet->name);
		cdr_json_set_int(sheet, "header_row",
		                 cdr_sheet_row(job->plans[i].sheet, job->plans[i].header_index).row);
		cdr_json_push(sheets, sheet);
	}
	for (size_t i = 0; i < job->report_columns.n; i++) {
		const struct cdr_import_column *told = CDR_VEC_AT(&job->report_columns, struct cdr_import_column, i);
		struct cdr_json *column = cdr_json_object();
		cdr_json_set_str(column, "canonical", told->canonical);
		cdr_json_set_str(column, "header", told->header);
		cdr_json_set_int(column, "index", told->index);
		cdr_json_set_str(column, "how", told->how);
		cdr_json_push(columns, column);
	}
	cdr_json_set(json, "sheets", sheets);
	cdr_json_set(json, "columns", columns);
	return json;
}

static enum cdr_status
fill_record(struct cdr_import_job *job, struct cdr_str bytes, const char *file_name, struct cdr_error *err)
{
	struct cdr_import_record *record = &job->report->record;
	struct cdr_arena *arena = job->report->arena;
	char hash[CDR_SHA256_TEXT_MAX], now[CDR_TIME_TEXT_MAX];
	cdr_auto(cdr_buf) mapping = CDR_BUF_INIT;
	cdr_owned(cdr_json) json = mapping_json(job);
	if (!json)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_json_write(json, false, &mapping, err));
	*record = (struct cdr_import_record){
		.org = cdr_str_copy(arena, job->options->org),
		.kind = cdr_str_from(cdr_import_kind_word(job->options->kind)),
		.file = cdr_str_copy(arena, cdr_str_from(cdr_file_name(file_name))),
		.sha256 = cdr_str_copy(arena, cdr_str_from(cdr_crypt_sha256_mapped(bytes, job->options->mapped, hash))),
		.created_at = cdr_str_copy(arena, cdr_str_from(cdr_time_now(now))),
		.mapping_json = cdr_str_copy(arena, cdr_buf_str(&mapping)),
		.size = (int64_t)bytes.n,
	};
	bool whole =
		record->org.p && record->file.p && record->sha256.p && record->created_at.p && record->mapping_json.p;
	return whole ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* Looks for the same bytes under the same mapping among earlier imports. */
struct search {
	const struct cdr_import_record *record;
	bool found, answers; /* answers: of a questionnaire were imported before */
};

static enum cdr_status
search_import(void *context, const struct cdr_import_record *earlier, struct cdr_error *err)
{
	struct search *search = context;
	(void)err;
	search->answers |= cdr_str_equal(earlier->kind, cdr_str_from(cdr_import_kind_word(CDR_IMPORT_ANSWERS)));
	search->found |= earlier->id != search->record->id && cdr_str_equal(earlier->kind, search->record->kind) &&
	                 cdr_str_equal(earlier->sha256, search->record->sha256) &&
	                 cdr_str_equal(earlier->mapping_json, search->record->mapping_json);
	return CDR_OK;
}

static enum cdr_status
append_evidence(struct keeping *keeping)
{
	const struct cdr_import_record *record = keeping->record;
	struct cdr_import_job *job = keeping->job;
	struct cdr_str subject = cdr_str_format(job->scratch, "import %" PRId64, record->id);
	if (!subject.p)
		return cdr_fail_memory(keeping->err, CDR_IMPORT_ROOM);
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_int(detail, "import", record->id);
	cdr_json_set_str(detail, "org", record->org);
	cdr_json_set_str(detail, "kind", record->kind);
	cdr_json_set_str(detail, "file", record->file);
	cdr_json_set_str(detail, "sha256", record->sha256);
	cdr_json_set_int(detail, "size", record->size);
	cdr_json_set_text(detail, "mapping_revision", job->columns->revision);
	if (job->map.given)
		cdr_json_set_text(detail, "map_sha256", job->map.revision);
	if (job->map.how)
		cdr_json_set_text(detail, "mapping", job->map.how);
	if (job->profile.id.p) {
		cdr_json_set_str(detail, "profile", job->profile.id);
		cdr_json_set_text(detail, "profile_sha256", job->profile.revision);
	}
	cdr_json_set_int(detail, "read", record->n_read);
	cdr_json_set_int(detail, "accepted", record->n_accepted);
	cdr_json_set_int(detail, "rejected", record->n_rejected);
	cdr_json_set_int(detail, "created", record->n_created);
	cdr_json_set_int(detail, "changed", record->n_changed);
	cdr_json_set_int(detail, "unchanged", record->n_unchanged);
	return cdr_evidence_append(keeping->store, job->options->actor, "imported", subject, detail, NULL,
	                           keeping->err);
}

static enum cdr_status
count_merge(void *context, const struct cdr_merge *merge, struct cdr_error *err)
{
	int64_t *n = context;
	(void)err;
	*n += merge->to_import == 0;
	return CDR_OK;
}

/* How many there are of what the file holds, it included, and what they are called. */
static enum cdr_status
count_all(struct keeping *keeping, int64_t *ret, const char *ret_nouns[2])
{
	const struct cdr_import_record *record = keeping->record;
	enum cdr_import_kind kind = keeping->job->options->kind;
	int records = cdr_import_record_kind(kind);
	int64_t parties = 0, engagements = 0;
	if (records >= 0) {
		ret_nouns[0] = cdr_import_record_noun(records, false);
		ret_nouns[1] = cdr_import_record_noun(records, true);
		return cdr_store_record_count(keeping->store, record->org, record->id, records, ret, keeping->err);
	}
	bool suppliers = kind == CDR_IMPORT_SUPPLIERS;
	CDR_TRY(cdr_store_party_count(keeping->store, record->org, record->id, &parties, &engagements, keeping->err));
	/* Rows are counted here, and two that were merged are counted as one there. */
	CDR_TRY(cdr_store_merge_each(keeping->store, record->org, count_merge, &parties, keeping->err));
	ret_nouns[0] = suppliers ? "supplier" : "engagement";
	ret_nouns[1] = suppliers ? "suppliers" : "engagements";
	*ret = suppliers ? parties : engagements;
	return CDR_OK;
}

/* A list that got shorter withdraws nobody; whoever expects that is told. Each record of the file was put once. */
static enum cdr_status
tell_absent(struct keeping *keeping)
{
	const struct cdr_import_record *record = keeping->record;
	const char *nouns[2] = { "", "" };
	int64_t all = 0;
	CDR_TRY(count_all(keeping, &all, nouns));
	int64_t absent = all - record->n_created - record->n_changed - record->n_unchanged;
	if (absent <= 0)
		return CDR_OK;
	bool several = absent > 1;
	return cdr_import_warn(keeping->job, keeping->err,
	                       "%" PRId64 " %s from earlier imports %s not in this file%s; %s", absent, nouns[several],
	                       several ? "are" : "is", record->n_rejected ? " or only in a rejected row" : "",
	                       several ? "they stay, and are screened with it" : "it stays, and is screened with it");
}

/* Everything that is written, inside the caller's transaction; *ret_keep: whether it is to stay. */
static enum cdr_status
write_all(struct keeping *keeping, bool *ret_keep)
{
	struct cdr_import_job *job = keeping->job;
	struct cdr_import_record *record = keeping->record;
	struct search search = { .record = record };
	CDR_TRY(cdr_store_import_begin(keeping->store, record, keeping->err));
	CDR_TRY(cdr_store_import_each(keeping->store, record->org, search_import, &search, keeping->err));
	job->has_answers = search.answers;
	CDR_TRY(take_rows(keeping));
	if (job->answers)
		CDR_TRY(cdr_import_answers_put(job, keeping->store, record, keeping->err));
	job->report->already_imported = search.found && record->n_created == 0 && record->n_changed == 0;
	*ret_keep = !job->report->already_imported && !job->options->dry_run;
	if (!*ret_keep)
		return CDR_OK;
	for (size_t i = 0; i < job->rejects.n; i++)
		CDR_TRY(cdr_store_reject_add(keeping->store, record->id,
		                             CDR_VEC_AT(&job->rejects, struct cdr_reject, i), keeping->err));
	CDR_TRY(cdr_store_import_finish(keeping->store, record, keeping->err));
	if (!job->answers)
		CDR_TRY(tell_absent(keeping));
	return append_evidence(keeping);
}

/* A mapping that was given holds for later files too, also when this one changed nothing; a dry run keeps nothing. */
static enum cdr_status
settle_mapping(struct cdr_import_job *job, struct cdr_store *store, struct cdr_error *err)
{
	if (job->options->dry_run)
		return CDR_OK;
	if (job->options->map_yaml.p)
		return cdr_import_saved_keep(job, store, err);
	return job->options->forget_map ? cdr_import_saved_forget(job, store, err) : CDR_OK;
}

enum cdr_status
cdr_import_file(struct cdr_store *store, const struct cdr_normaliser *normaliser, const struct cdr_bundle *rulesets,
                struct cdr_str bytes, const char *file_name, const struct cdr_import_options *options,
                struct cdr_import_report **ret, struct cdr_error *err)
{
	cdr_auto(cdr_import_job) job = {
		.options = options,
		.normaliser = normaliser,
		.questions = CDR_VEC_INIT(struct cdr_import_question, MAX_TOLD_COLUMNS),
		.report_columns = CDR_VEC_INIT(struct cdr_import_column, MAX_TOLD_COLUMNS),
		.unmapped = CDR_VEC_INIT(struct cdr_str, MAX_TOLD_COLUMNS),
		.warnings = CDR_VEC_INIT(struct cdr_str, MAX_WARNINGS),
		.rejects = CDR_VEC_INIT(struct cdr_reject, CDR_INGEST_MAX_ROWS),
	};
	bool keep = false;
	CDR_TRY(open_job(&job, rulesets, bytes, file_name, err));
	CDR_TRY(check_defaults(&job, err));
	CDR_TRY(tell_encoding(&job, err));
	CDR_TRY(tell_notes(&job, err));
	CDR_TRY(make_plans(&job, store, rulesets, err));
	CDR_TRY(fill_record(&job, bytes, file_name, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	struct keeping keeping = { store, &job, &job.report->record, NULL, err };
	CDR_TRY(write_all(&keeping, &keep));
	if (!keep)
		cdr_store_transaction_done(&transaction);
	CDR_TRY(settle_mapping(&job, store, err));
	CDR_TRY(cdr_import_report_close(&job, err));
	if (keep)
		CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	else
		job.report->record.id = 0;
	*ret = cdr_steal(&job.report);
	return CDR_OK;
}
