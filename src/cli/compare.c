/* SPDX-License-Identifier: Apache-2.0 */
/* candor compare: the same rows out as came in, plus score, verdict and reasons. */
#include "cli/names.h"

struct pair_columns {
	uint32_t left, right, left_country, right_country, left_address, right_address;
};

static enum cdr_status
find_columns(const struct cdr_table *table, struct pair_columns *ret, struct cdr_error *err)
{
	if (table->n_sheets) {
		ret->left = cli_find_column(&table->sheets[0], "left");
		ret->right = cli_find_column(&table->sheets[0], "right");
		ret->left_country = cli_find_column(&table->sheets[0], "left_country");
		ret->right_country = cli_find_column(&table->sheets[0], "right_country");
		ret->left_address = cli_find_column(&table->sheets[0], "left_address");
		ret->right_address = cli_find_column(&table->sheets[0], "right_address");
	}
	if (table->n_sheets && ret->left != UINT32_MAX && ret->right != UINT32_MAX)
		return CDR_OK;
	struct cdr_str where = cdr_str_format(table->arena, "%.*s", CDR_STR_ARG(table->file));
	return cdr_fail(err, CDR_EINPUT, ROOM, where.p, "the first row must name the columns left and right");
}

/* RFC 4180: quoted when needed. Nothing is added to disarm formulas: the rows are the user's own, byte for byte. */
static void
add_cell(struct cdr_buf *out, struct cdr_str text, bool first)
{
	bool quote = false;
	for (size_t i = 0; i < text.n; i++)
		quote = quote || text.p[i] == '"' || text.p[i] == ',' || text.p[i] == '\n' || text.p[i] == '\r';
	if (!first)
		cdr_buf_putc(out, ',');
	if (quote)
		cdr_buf_putc(out, '"');
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '"')
			cdr_buf_putc(out, '"');
		cdr_buf_putc(out, text.p[i]);
	}
	if (quote)
		cdr_buf_putc(out, '"');
}

static void
add_row_cells(struct cdr_buf *out, const struct cdr_row *row, uint32_t n_columns)
{
	for (uint32_t i = 0; i < n_columns; i++)
		add_cell(out, cdr_row_cell(row, i)->text, i == 0);
}

static struct cdr_match_subject
side(const struct cli *cli, const struct cdr_row *row, uint32_t name, uint32_t country, uint32_t address, char code[3])
{
	struct cdr_match_subject subject = { .name = cdr_row_cell(row, name)->text };
	if (country != UINT32_MAX &&
	    cdr_normalise_country(cli->setup->normaliser, cdr_row_cell(row, country)->text, code))
		subject.country = cdr_str_from(code);
	if (address != UINT32_MAX)
		subject.address = cdr_row_cell(row, address)->text;
	return subject;
}

static enum cdr_status
compare_row(struct cli *cli, const struct cdr_row *row, const struct pair_columns *columns, struct cdr_arena *arena,
            struct cdr_buf *out, struct cdr_error *err)
{
	char left_code[3], right_code[3];
	struct cdr_match_subject left =
		side(cli, row, columns->left, columns->left_country, columns->left_address, left_code);
	struct cdr_match_subject right =
		side(cli, row, columns->right, columns->right_country, columns->right_address, right_code);
	struct cdr_match_hit hit = { 0 };
	cdr_auto(cdr_buf) reasons = CDR_BUF_INIT;
	CDR_TRY(cdr_match_compare(cli->setup->match, cli->setup->normaliser, NULL, &left, &right, arena, &hit, err));
	for (size_t i = 0; i < hit.n_reasons; i++)
		cdr_buf_printf(&reasons, "%s%+.2f %.*s", i ? "; " : "", hit.reasons[i].contribution,
		               CDR_STR_ARG(hit.reasons[i].text));
	CDR_TRY(cdr_buf_check(&reasons, ROOM, err));
	cdr_buf_printf(out, ",%.4f,%s", hit.score, cdr_verdict_word(hit.verdict));
	add_cell(out, cdr_buf_str(&reasons), false);
	cdr_buf_putc(out, '\n');
	return CDR_OK;
}

enum cdr_status
cli_compare(struct cli *cli, struct cdr_error *err)
{
	const char *path = cli->arguments[0];
	cdr_auto(cdr_buf) bytes = { .max = CDR_INGEST_MAX_FILE_BYTES }, out = CDR_BUF_INIT;
	struct cdr_ingest_options options = { 0 };
	struct pair_columns columns = { UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX };
	cdr_owned(cdr_table) table = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)64 << 20);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cli_load_setup(cli, err));
	CDR_TRY(cdr_file_read(path, &bytes, err));
	CDR_TRY(cdr_ingest_read(cdr_buf_str(&bytes), cdr_file_name(path), &options, &table, err));
	CDR_TRY(find_columns(table, &columns, err));
	const struct cdr_sheet *sheet = &table->sheets[0];
	add_row_cells(&out, &sheet->rows[0], sheet->n_columns);
	cdr_buf_puts(&out, ",score,verdict,reasons\n");
	for (size_t i = 1; i < sheet->n_rows; i++) {
		add_row_cells(&out, &sheet->rows[i], sheet->n_columns);
		CDR_TRY(compare_row(cli, &sheet->rows[i], &columns, arena, &out, err));
		CDR_TRY(cdr_buf_check(&out, ROOM, err));
		CDR_TRY(cli_print(cdr_buf_str(&out), err));
		cdr_buf_clear(&out);
		cdr_arena_reset(arena);
		(void)cdr_progress_tell(&cli->progress, "comparing", i, sheet->n_rows - 1);
	}
	return CDR_OK;
}
