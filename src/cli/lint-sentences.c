/* SPDX-License-Identifier: Apache-2.0 */
/*
 * candor statement lint --sentences: a CSV of sentences in, the same rows out with a column of 0 and 1 for each label.
 * What a label means is not known here. The surprise: rows of one statement belong together wherever they stand in the
 * file, because a sentence is read in the light of those around it; the rows go out in the order they came in.
 */
#include "cli/lint.h"

#include "candor/ingest.h"
#include "candor/screen.h"
#include "candor/statement.h"

#include <limits.h>

#define FILE_ARENA_BYTES ((size_t)2 << 30)

struct statement {
	size_t first; /* of its rows in `order` */
	size_t n;
};

/* The rows of a file by statement. */
struct job {
	const struct cdr_labeller *labeller;
	const struct cdr_sheet *sheet;
	uint32_t id, sentence;     /* columns */
	size_t n;                  /* rows, without the first */
	struct statement **of_row; /* which statement a row is of */
	size_t *order;             /* rows by statement, each in the order of the file */
	struct cdr_str *sentences; /* in that order */
	struct cdr_label *labels;  /* in that order */
};

static enum cdr_status
find_columns(const struct cdr_table *table, struct job *job, struct cdr_error *err)
{
	struct cdr_str where = cdr_str_format(table->arena, "%.*s", CDR_STR_ARG(table->file));
	if (table->n_sheets > 0 && table->sheets[0].n_rows > 0) {
		job->sheet = &table->sheets[0];
		job->id = cli_find_column(job->sheet, "statement_id");
		job->sentence = cli_find_column(job->sheet, "sentence");
		job->n = job->sheet->n_rows - 1;
		if (job->id != UINT32_MAX && job->sentence != UINT32_MAX)
			return CDR_OK;
	}
	return cdr_fail(err, CDR_EINPUT, ROOM, where.p,
	                "the first row must name the columns statement_id and sentence");
}

static enum cdr_status
allocate(struct job *job, struct cdr_arena *arena, struct cdr_error *err)
{
	size_t n = job->n + 1, labels = cdr_labeller_count(job->labeller);
	job->of_row = cdr_arena_alloc(arena, n * sizeof(job->of_row[0]));
	job->order = cdr_arena_alloc(arena, n * sizeof(job->order[0]));
	job->sentences = cdr_arena_alloc(arena, n * sizeof(job->sentences[0]));
	job->labels = cdr_arena_alloc(arena, n * labels * sizeof(job->labels[0]));
	return job->of_row && job->order && job->sentences && job->labels ? CDR_OK : cdr_fail_memory(err, ROOM);
}

/* Which rows are of one statement; where each begins in `order` when all stand one behind the other. */
static enum cdr_status
group(struct job *job, struct cdr_map *statements, struct cdr_arena *arena, struct cdr_error *err)
{
	for (size_t i = 0; i < job->n; i++) {
		const struct cdr_row row = cdr_sheet_row(job->sheet, i + 1);
		struct cdr_str id = cdr_row_cell(&row, job->id).text;
		struct statement *statement = cdr_map_get(statements, id);
		if (!statement) {
			statement = cdr_arena_alloc(arena, sizeof(*statement));
			if (!statement || cdr_map_put(statements, cdr_str_copy(arena, id), statement) != CDR_OK)
				return cdr_fail_memory(err, ROOM);
		}
		statement->n++;
		job->of_row[i] = statement;
	}
	for (size_t i = 0, at = 0; i < cdr_map_count(statements); i++) {
		struct statement *statement = cdr_map_at(statements, i, NULL);
		statement->first = at;
		at += statement->n;
		statement->n = 0;
	}
	for (size_t i = 0; i < job->n; i++) {
		struct statement *statement = job->of_row[i];
		const struct cdr_row row = cdr_sheet_row(job->sheet, i + 1);
		job->order[i] = statement->first + statement->n++;
		job->sentences[job->order[i]] = cdr_row_cell(&row, job->sentence).text;
	}
	return CDR_OK;
}

static enum cdr_status
label(const struct job *job, const struct cdr_map *statements, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_map_count(statements); i++) {
		const struct statement *statement = cdr_map_at(statements, i, NULL);
		CDR_TRY(cdr_labeller_run(job->labeller, job->sentences + statement->first, statement->n,
		                         job->labels + statement->first * cdr_labeller_count(job->labeller), err));
	}
	return CDR_OK;
}

/* A column of the file that has a label's name gives way to ours. */
static bool
is_label(const struct cdr_labeller *labeller, struct cdr_str header)
{
	for (size_t j = 0; j < cdr_labeller_count(labeller); j++)
		if (cdr_str_equal(cdr_labeller_name(labeller, j), header))
			return true;
	return false;
}

static void
add_own_cells(const struct job *job, const struct cdr_row *row, struct cdr_buf *out)
{
	const struct cdr_row headers = cdr_sheet_row(job->sheet, 0);
	bool first = true;
	for (uint32_t i = 0; i < job->sheet->n_columns; i++) {
		if (is_label(job->labeller, cdr_row_cell(&headers, i).text))
			continue;
		cli_add_csv_cell(out, cdr_row_cell(row, i).text, first);
		first = false;
	}
}

static enum cdr_status
print(const struct job *job, struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = { .max = SIZE_MAX };
	size_t labels = cdr_labeller_count(job->labeller);
	const struct cdr_row headers = cdr_sheet_row(job->sheet, 0);
	add_own_cells(job, &headers, &out);
	for (size_t j = 0; j < labels; j++)
		cli_add_csv_cell(&out, cdr_labeller_name(job->labeller, j), false);
	cdr_buf_putc(&out, '\n');
	for (size_t i = 0; i < job->n; i++) {
		const struct cdr_row row = cdr_sheet_row(job->sheet, i + 1);
		add_own_cells(job, &row, &out);
		for (size_t j = 0; j < labels; j++)
			cdr_buf_puts(&out, job->labels[job->order[i] * labels + j].holds ? ",1" : ",0");
		cdr_buf_putc(&out, '\n');
	}
	CDR_TRY(cdr_buf_check(&out, ROOM, err));
	return cli_print(cdr_buf_str(&out), err);
}

static enum cdr_status
load_labeller(struct cdr_str law, struct cdr_labeller **ret, struct cdr_error *err)
{
	char directory[PATH_MAX];
	cdr_auto(cdr_bundle) files = { 0 };
	CDR_TRY(cdr_screen_data_dir(directory, sizeof(directory), err));
	CDR_TRY(cdr_labeller_files(directory, &files, err));
	return cdr_labeller_load(&files, law, ret, err);
}

static enum cdr_status
read_table(const char *path, struct cdr_table **ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES };
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV, .separator = ',' };
	CDR_TRY(cdr_file_read(path, &bytes, err));
	return cdr_ingest_read(cdr_buf_str(&bytes), cdr_file_name(path), &options, ret, err);
}

enum cdr_status
cli_lint_sentences(struct cdr_str law, const char *path, struct cdr_error *err)
{
	struct job job = { 0 };
	cdr_owned(cdr_labeller) labeller = NULL;
	cdr_owned(cdr_table) table = NULL;
	cdr_owned(cdr_map) statements = cdr_map_new(CDR_INGEST_MAX_ROWS);
	cdr_owned(cdr_arena) arena = cdr_arena_new(FILE_ARENA_BYTES);
	if (!arena || !statements)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(load_labeller(law, &labeller, err));
	CDR_TRY(read_table(path, &table, err));
	job.labeller = labeller;
	CDR_TRY(find_columns(table, &job, err));
	CDR_TRY(allocate(&job, arena, err));
	CDR_TRY(group(&job, statements, arena, err));
	CDR_TRY(label(&job, statements, err));
	return print(&job, err);
}
