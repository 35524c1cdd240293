/* SPDX-License-Identifier: Apache-2.0 */
/* candor compare: the same rows out as came in, plus score, verdict and reasons. */
#include "cli/names.h"

/* The columns of one side, by position in `members`. */
enum { SIDE_NAME, SIDE_COUNTRY, SIDE_ADDRESS, SIDE_SECTOR, SIDE_COLUMNS };
struct pair_columns {
	uint32_t at[2][SIDE_COLUMNS];
};

static enum cdr_status
find_columns(const struct cdr_table *table, struct pair_columns *ret, struct cdr_error *err)
{
	static const char *const headers[2][SIDE_COLUMNS] = {
		{ "left", "left_country", "left_address", "left_sector" },
		{ "right", "right_country", "right_address", "right_sector" },
	};
	for (size_t side = 0; side < 2; side++)
		for (size_t i = 0; i < SIDE_COLUMNS; i++)
			ret->at[side][i] =
				table->n_sheets ? cli_find_column(&table->sheets[0], headers[side][i]) : UINT32_MAX;
	if (ret->at[0][SIDE_NAME] != UINT32_MAX && ret->at[1][SIDE_NAME] != UINT32_MAX)
		return CDR_OK;
	struct cdr_str where = cdr_str_format(table->arena, "%.*s", CDR_STR_ARG(table->file));
	return cdr_fail(err, CDR_EINPUT, ROOM, where.p, "the first row must name the columns left and right");
}

static void
add_row_cells(struct cdr_buf *out, const struct cdr_row *row, uint32_t n_columns)
{
	for (uint32_t i = 0; i < n_columns; i++)
		cli_add_csv_cell(out, cdr_row_cell(row, i).text, i == 0);
}

/* One side of a row. `code` holds its country. */
static enum cdr_status
read_side(const struct cli *cli, const struct cdr_row *row, const uint32_t at[SIDE_COLUMNS], struct cdr_arena *arena,
          char code[3], struct cdr_match_subject *ret, struct cdr_error *err)
{
	struct cdr_str cells[SIDE_COLUMNS];
	for (size_t i = 0; i < SIDE_COLUMNS; i++)
		cells[i] = at[i] == UINT32_MAX ? (struct cdr_str){ NULL, 0 } : cdr_row_cell(row, at[i]).text;
	struct cdr_match_subject subject = { .name = cells[SIDE_NAME] };
	if (cdr_normalise_country(cli->setup->normaliser, cells[SIDE_COUNTRY], code))
		subject.country = cdr_str_from(code);
	CDR_TRY(cli_split_list(cells[SIDE_ADDRESS], arena, &subject.addresses, &subject.n_addresses, err));
	CDR_TRY(cli_split_list(cells[SIDE_SECTOR], arena, &subject.sectors, &subject.n_sectors, err));
	*ret = subject;
	return CDR_OK;
}

static enum cdr_status
compare_row(struct cli *cli, const struct cdr_row *row, const struct pair_columns *columns, struct cdr_arena *arena,
            struct cdr_buf *out, struct cdr_error *err)
{
	char left_code[3], right_code[3];
	struct cdr_match_subject left, right;
	CDR_TRY(read_side(cli, row, columns->at[0], arena, left_code, &left, err));
	CDR_TRY(read_side(cli, row, columns->at[1], arena, right_code, &right, err));
	struct cdr_match_hit hit = { 0 };
	cdr_auto(cdr_buf) reasons = CDR_BUF_INIT;
	CDR_TRY(cdr_match_compare(cli->setup->match, cli->setup->normaliser, NULL, &left, &right, arena, &hit, err));
	for (size_t i = 0; i < hit.n_reasons; i++)
		cdr_buf_printf(&reasons, "%s%+.2f %.*s", i ? "; " : "", hit.reasons[i].contribution,
		               CDR_STR_ARG(hit.reasons[i].text));
	CDR_TRY(cdr_buf_check(&reasons, ROOM, err));
	cdr_buf_printf(out, ",%.4f,%s", hit.score, cdr_verdict_word(hit.verdict));
	cli_add_csv_cell(out, cdr_buf_str(&reasons), false);
	cdr_buf_putc(out, '\n');
	return CDR_OK;
}

enum cdr_status
cli_compare(struct cli *cli, struct cdr_error *err)
{
	const char *path = cli->arguments[0];
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES }, out = CDR_BUF_INIT;
	struct cdr_ingest_options options = { 0 };
	struct pair_columns columns;
	cdr_owned(cdr_table) table = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cli_load_names(cli, err));
	CDR_TRY(cdr_file_read(path, &bytes, err));
	CDR_TRY(cdr_ingest_read(cdr_buf_str(&bytes), cdr_file_name(path), &options, &table, err));
	CDR_TRY(find_columns(table, &columns, err));
	const struct cdr_sheet *sheet = &table->sheets[0];
	const struct cdr_row names = cdr_sheet_row(sheet, 0);
	add_row_cells(&out, &names, sheet->n_columns);
	cdr_buf_puts(&out, ",score,verdict,reasons\n");
	for (size_t i = 1; i < sheet->n_rows; i++) {
		const struct cdr_row row = cdr_sheet_row(sheet, i);
		add_row_cells(&out, &row, sheet->n_columns);
		CDR_TRY(compare_row(cli, &row, &columns, arena, &out, err));
		CDR_TRY(cdr_buf_check(&out, ROOM, err));
		CDR_TRY(cli_print(cdr_buf_str(&out), err));
		cdr_buf_clear(&out);
		cdr_arena_reset(arena);
		(void)cdr_progress_tell(&cli->progress, "comparing", i, sheet->n_rows - 1);
	}
	return CDR_OK;
}
