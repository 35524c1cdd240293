/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A copy of a source, file by file and row by row -> entries. The only file that knows the order: first the part with the
 * entries, then what joins them, then the finished records. What a row means is worked out in entry.c. The one surprise: a
 * bad row never fails the copy, it is a problem with its place; a bad file always does, because half a list is worse than
 * yesterday's.
 */
#include "candor/registry.h"

#include <inttypes.h>
#include <stdio.h>

#include "registry/registry-impl.h"

static void
reader_done(struct registry_reader *reader)
{
	cdr_vec_done(&reader->drafts);
	cdr_vec_done(&reader->problems);
	(void)cdr_map_free(reader->keys);
	(void)cdr_map_free(reader->joins);
}

struct cdr_registry_copy *
cdr_registry_copy_free(struct cdr_registry_copy *copy)
{
	if (!copy)
		return NULL;
	(void)cdr_arena_free(copy->arena);
	cdr_free(copy);
	return NULL;
}

/* The reading options of one part: JSON and XML are told the paths, which also decides the order of the columns. */
static enum cdr_status
read_table(const struct registry_reader *reader, const struct registry_part *part, struct cdr_str bytes,
           const char *name, struct cdr_table **ret, struct cdr_error *err)
{
	struct cdr_ingest_options options = reader->private->format;
	struct cdr_ingest_column columns[REGISTRY_MAX_COLUMNS];
	bool by_path = options.format == CDR_INGEST_JSON || options.format == CDR_INGEST_XML ||
	               options.format == CDR_INGEST_FTM;
	if (by_path && part->declared) {
		for (size_t i = 0; i < part->n_columns; i++) {
			columns[i].name = part->columns[i].name;
			columns[i].path = part->columns[i].path.p ? part->columns[i].path : part->columns[i].name;
		}
		options.columns = columns;
		options.n_columns = part->n_columns;
	}
	return cdr_ingest_read_apart(bytes, name, &options, ret, err);
}

/* Cells to the right of the last column mean that a separator stood in a text without quotes: everything after it is in
 * the wrong column, and nothing of the row can be trusted. A row that is too short is just as much out of step where the
 * columns have no names. */
static bool
is_out_of_step(const struct registry_record *record, uint32_t n_columns, bool headed)
{
	for (uint32_t i = n_columns; i < record->row->n_cells; i++) {
		if (cdr_str_trim(cdr_row_cell(record->row, i).text).n)
			return true;
	}
	return !headed && record->row->n_cells < n_columns;
}

/* Whether a row is of this list at all, by `rows: only`. */
static enum cdr_status
is_wanted(const struct registry_record *record, bool *ret, struct cdr_error *err)
{
	const struct registry_rows *rows = &record->reader->private->rows;
	*ret = true;
	for (size_t i = 0; i < rows->n_only && *ret; i++)
		CDR_TRY(registry_cell_matches(record, &rows->only[i], ret, err));
	return CDR_OK;
}

/* The column behind those of a plain text list holds what is no record by the definition's pattern. */
static bool
is_other_line(const struct registry_record *record, uint32_t n_columns)
{
	return record->reader->private->format.format == CDR_INGEST_TEXT &&
	       cdr_row_cell(record->row, n_columns - 1).kind != CDR_CELL_EMPTY;
}

static enum cdr_status
read_row(struct registry_record *record, uint32_t n_columns, struct cdr_error *err)
{
	struct registry_reader *reader = record->reader;
	size_t drafts_before = reader->drafts.n;
	if (is_other_line(record, n_columns)) {
		struct cdr_str line = cdr_row_cell(record->row, n_columns - 1).text;
		reader->copy->n_rows++;
		return registry_problem(record, true, err,
		                        "\"%.*s\": a line of another form than \"row\" describes; nothing is known of "
		                        "whom it names",
		                        (int)cdr_str_cut(line, 80), line.p);
	}
	if (is_out_of_step(record, n_columns, reader->private->headed)) {
		reader->copy->n_rows++;
		return registry_problem(record, true, err, "%u cells in a list of %u columns", record->row->n_cells,
		                        n_columns);
	}
	bool first_part = record->part == &reader->private->parts[0], wanted = true;
	struct cdr_error problem = { 0 };
	if (first_part)
		CDR_TRY(is_wanted(record, &wanted, err));
	if (!wanted) {
		reader->n_left_out++;
		return CDR_OK;
	}
	reader->copy->n_rows++;
	enum cdr_status status =
		first_part ? registry_add_entries(record, &problem) : registry_add_joined(record, &problem);
	if (status == CDR_EINPUT || status == CDR_ELIMIT) {
		reader->drafts.n = drafts_before;
		return registry_problem(record, true, err, "%s", problem.message);
	}
	if (status != CDR_OK && err)
		*err = problem;
	return status;
}

/* The day the file says it speaks for. When rows differ, the earliest: nothing later is vouched for by all of them. */
static enum cdr_status
read_as_of(const struct registry_record *record, struct cdr_error *err)
{
	const struct cdr_registry_private *private = record->reader->private;
	struct cdr_registry_copy *copy = record->reader->copy;
	struct cdr_date day = { 0 };
	if (private->as_of_column < 0 || record->part != &private->parts[0])
		return CDR_OK;
	struct cdr_str text = registry_cell(record, (uint32_t) private->as_of_column);
	if (!text.n)
		return CDR_OK;
	if (!registry_day_of(private, text, &day))
		return registry_problem(record, false, err, "\"%.*s\" cannot be read as the day of the copy",
		                        (int)cdr_str_cut(text, 60), text.p);
	if (!copy->as_of.ymd || day.ymd < copy->as_of.ymd)
		copy->as_of = day;
	return CDR_OK;
}

static enum cdr_status
read_rows(struct registry_record *record, const struct cdr_table *table, const struct registry_layout *layout,
          struct cdr_error *err)
{
	const struct cdr_sheet *sheet = layout->sheet;
	for (size_t i = layout->first; i < sheet->n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		struct cdr_str place = { NULL, 0 };
		record->row = &row;
		CDR_TRY(cdr_row_origin(table, sheet, &row, &place, &record->origin.row, err));
		if (!cdr_str_equal(place, record->origin.sheet))
			record->origin.sheet = cdr_str_copy(record->reader->arena, place);
		record->origin.line = row.line;
		if (registry_repeats_header(layout, &row))
			continue;
		CDR_TRY(read_row(record, layout->n_columns, err));
		CDR_TRY(read_as_of(record, err));
	}
	return CDR_OK;
}

/* What the reader of the format left out, or doubts. */
static enum cdr_status
tell_notes(const struct registry_record *record, const struct cdr_table *table, struct cdr_error *err)
{
	const struct registry_record file = { .reader = record->reader,
		                              .part = record->part,
		                              .origin = { .file = record->origin.file } };
	for (size_t i = 0; i < table->n_notes; i++)
		CDR_TRY(registry_problem(&file, false, err, "%.*s", CDR_STR_ARG(table->notes[i])));
	return CDR_OK;
}

static enum cdr_status
read_tables(struct registry_reader *reader, const struct registry_part *part, const struct cdr_table *table,
            struct cdr_error *err)
{
	struct registry_layout *layouts;
	size_t n;
	struct registry_record record = { .reader = reader, .part = part };
	CDR_TRY(registry_find_tables(reader, part, table, &layouts, &n, err));
	record.origin.file = cdr_str_copy(reader->arena, table->file);
	for (size_t i = 0; i < n; i++) {
		record.at = layouts[i].at;
		record.origin.sheet = cdr_str_copy(reader->arena, layouts[i].sheet->name);
		CDR_TRY(read_rows(&record, table, &layouts[i], err));
	}
	CDR_TRY(tell_notes(&record, table, err));
	record.origin.row = record.origin.line = 0;
	if (!reader->n_left_out)
		return CDR_OK;
	/* Told once for the file: a file of everything has far more rows that are not of the list than rows that are. */
	CDR_TRY(registry_problem(&record, false, err,
	                         "%" PRId64 " rows are left out: they are not of this list (rows: only)",
	                         reader->n_left_out));
	reader->n_left_out = 0;
	return CDR_OK;
}

/* A day, or a month read as its last day so far: a copy cannot speak for days to come. */
static struct cdr_date
day_of_file_name(const struct registry_reader *reader, struct cdr_str text)
{
	struct cdr_date day = { 0 };
	int64_t year, month;
	bool monthly = text.n == 7 && text.p[4] == '-' && cdr_str_to_i64((struct cdr_str){ text.p, 4 }, &year) &&
	               cdr_str_to_i64((struct cdr_str){ text.p + 5, 2 }, &month) && month >= 1 && month <= 12;
	if (!monthly) {
		(void)registry_day_of(reader->private, text, &day);
		return day;
	}
	day = month == 12 ? cdr_date_make((int)year + 1, 1, 1) : cdr_date_make((int)year, (int)month + 1, 1);
	day = day.ymd ? cdr_date_add_days(day, -1) : day;
	return day.ymd > cdr_date_today().ymd ? cdr_date_today() : day;
}

static enum cdr_status
read_file_day(struct registry_reader *reader, const char *name, struct cdr_error *err)
{
	const struct cdr_regex *pattern = reader->private->as_of_file_name;
	struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
	bool found = false;
	if (!pattern || reader->copy->as_of.ymd)
		return CDR_OK;
	CDR_TRY(cdr_regex_find(pattern, cdr_str_from(cdr_file_name(name)), 0, &found, groups, err));
	if (found)
		reader->copy->as_of = day_of_file_name(reader, groups[1].p ? groups[1] : groups[0]);
	return CDR_OK;
}

/* The number at a dotted path of the file, kept as what the source has in all. A file without it may be anything, so it
 * is counted as a part. */
static enum cdr_status
read_whole_count(struct registry_reader *reader, struct cdr_str part, const char *name, struct cdr_error *err)
{
	struct cdr_str path = reader->private->whole_count, step;
	cdr_owned(cdr_json) root = NULL;
	if (!path.n)
		return CDR_OK;
	CDR_TRY(cdr_json_parse(part, name, &root, err));
	const struct cdr_json *at = root;
	while (at && cdr_str_split(&path, '.', &step)) {
		char key[REGISTRY_MAX_STEP_BYTES];
		(void)snprintf(key, sizeof(key), "%.*s", CDR_STR_ARG(step));
		at = cdr_json_get(at, key);
	}
	int64_t count = at ? cdr_json_int(at, 0) : 0;
	reader->copy->n_whole = count > 0 ? count : -1;
	return CDR_OK;
}

/* Countries beyond the first become one attribute, "AE|IR", in the order of the source. */
static enum cdr_status
finish_countries(struct registry_reader *reader, struct registry_draft *draft, struct cdr_error *err)
{
	struct cdr_entry *entry = &draft->entry;
	struct cdr_str joined = { NULL, 0 };
	if (!draft->countries.n)
		return CDR_OK;
	for (size_t i = 0; i < draft->countries.n; i++) {
		joined = joined.p ? cdr_str_format(reader->arena, "%.*s|%.*s", CDR_STR_ARG(joined),
		                                   CDR_STR_ARG(draft->countries.items[i]))
		                  : draft->countries.items[i];
		if (!joined.p)
			return cdr_fail_memory(err, REGISTRY_ROOM);
	}
	void *items = entry->attributes;
	if (!registry_grow(reader->arena, &items, entry->n_attributes, &draft->attributes_cap,
	                   sizeof(*entry->attributes)))
		return cdr_fail_memory(err, REGISTRY_ROOM);
	entry->attributes = items;
	entry->attributes[entry->n_attributes++] = (struct cdr_attribute){ CDR_STR("other_countries"), joined };
	return CDR_OK;
}

static enum cdr_status
finish(struct registry_reader *reader, struct cdr_error *err)
{
	struct cdr_registry_copy *copy = reader->copy;
	size_t n = reader->drafts.n, n_problems = reader->problems.n;
	copy->entries = cdr_arena_alloc(reader->arena, (n ? n : 1) * sizeof(*copy->entries));
	copy->problems = cdr_arena_alloc(reader->arena, (n_problems ? n_problems : 1) * sizeof(*copy->problems));
	if (!copy->entries || !copy->problems)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	for (size_t i = 0; i < n; i++) {
		struct registry_draft *draft = *CDR_VEC_AT(&reader->drafts, struct registry_draft *, i);
		draft->entry.aliases = draft->aliases.items;
		draft->entry.n_aliases = draft->aliases.n;
		CDR_TRY(finish_countries(reader, draft, err));
		copy->entries[i] = draft->entry;
	}
	for (size_t i = 0; i < n_problems; i++)
		copy->problems[i] = *CDR_VEC_AT(&reader->problems, struct cdr_registry_problem, i);
	copy->n_entries = n;
	copy->n_problems = n_problems;
	return CDR_OK;
}

static enum cdr_status
read_parts(struct registry_reader *reader, const struct cdr_str *parts, const char *const *part_file_names,
           struct cdr_error *err)
{
	for (size_t i = 0; i < reader->registry->n_parts; i++) {
		cdr_owned(cdr_table) table = NULL;
		const struct registry_part *part = &reader->private->parts[i];
		CDR_TRY(read_table(reader, part, parts[i], part_file_names[i], &table, err));
		CDR_TRY(read_tables(reader, part, table, err));
	}
	CDR_TRY(read_whole_count(reader, parts[0], part_file_names[0], err));
	CDR_TRY(read_file_day(reader, part_file_names[0], err));
	return finish(reader, err);
}

enum cdr_status
cdr_registry_read(const struct cdr_registry *registry, const struct cdr_normaliser *normaliser,
                  const struct cdr_str *parts, const char *const *part_file_names, size_t n_parts,
                  struct cdr_registry_copy **ret, struct cdr_error *err)
{
	if (n_parts != registry->n_parts)
		return cdr_fail(err, CDR_EINPUT, REGISTRY_ROOM, NULL, "%.*s comes in %zu files, %zu given",
		                CDR_STR_ARG(registry->id), registry->n_parts, n_parts);
	cdr_owned(cdr_registry_copy) copy = cdr_alloc(sizeof(*copy));
	if (!copy || !(copy->arena = cdr_arena_new(REGISTRY_MAX_COPY_BYTES)))
		return cdr_fail_memory(err, REGISTRY_ROOM);
	struct registry_reader reader = {
		.registry = registry,
		.private = registry->private,
		.normaliser = normaliser,
		.copy = copy,
		.arena = copy->arena,
		.drafts = CDR_VEC_INIT(struct registry_draft *, REGISTRY_MAX_PROBLEMS),
		.problems = CDR_VEC_INIT(struct cdr_registry_problem, REGISTRY_MAX_PROBLEMS),
		.keys = cdr_map_new(REGISTRY_MAX_PROBLEMS),
		.joins = cdr_map_new(REGISTRY_MAX_PROBLEMS),
	};
	enum cdr_status status = reader.keys && reader.joins ? read_parts(&reader, parts, part_file_names, err)
	                                                     : cdr_fail_memory(err, REGISTRY_ROOM);
	reader_done(&reader);
	if (status != CDR_OK)
		return status;
	*ret = cdr_steal(&copy);
	return CDR_OK;
}
