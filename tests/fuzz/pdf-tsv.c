/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pdftotext says of a PDF, as rows. Input that begins with "level" is taken as that text itself, anything else as
 * pages that people can read: "page" begins one, "40 100 Lotus Ltd" are words from a place on, 5 points a letter.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "ingest/ingest-impl.h"

static void
add_words(struct cdr_buf *text, int n_page, struct cdr_str line)
{
	struct cdr_str rest = line, word;
	double place[2];
	for (size_t i = 0; i < CDR_LEN(place); i++) {
		if (!cdr_str_split(&rest, ' ', &word) || !cdr_str_to_double(word, &place[i]))
			return;
	}
	while (cdr_str_split(&rest, ' ', &word)) {
		cdr_buf_printf(text, "5\t%d\t0\t0\t0\t0\t%.2f\t%.2f\t%.2f\t8.00\t100\t%.*s\n", n_page, place[0],
		               place[1], 5.0 * (double)word.n, CDR_STR_ARG(word));
		place[0] += 5.0 * (double)word.n + 2;
	}
}

static void
add_pages(struct cdr_buf *text, struct cdr_str input)
{
	struct cdr_str line;
	int n_pages = 0;
	cdr_buf_puts(text,
	             "level\tpage_num\tpar_num\tblock_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n");
	while (cdr_str_split(&input, '\n', &line)) {
		if (cdr_str_equal(line, CDR_STR("page")) || n_pages == 0)
			cdr_buf_printf(text, "1\t%d\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t###PAGE###\n", ++n_pages);
		else
			add_words(text, n_pages, line);
	}
}

static void
look_at(const struct cdr_table *table)
{
	for (size_t i = 0; i < table->n_notes; i++) {
		if (!cdr_str_is_utf8(table->notes[i]) || table->notes[i].n == 0)
			abort();
	}
	for (size_t i = 0; i < table->n_sheets; i++) {
		const struct cdr_sheet *sheet = &table->sheets[i];
		uint32_t before = 0;
		for (size_t k = 0; k < sheet->n_rows; k++) {
			const struct cdr_row row = cdr_sheet_row(sheet, k);
			if (row.n_cells > sheet->n_columns || row.row <= before ||
			    row.row % CDR_INGEST_PDF_ROWS_A_PAGE == 0 || row.row < CDR_INGEST_PDF_ROWS_A_PAGE)
				abort();
			before = row.row;
			for (uint32_t c = 0; c < row.n_cells; c++) {
				if (!cdr_str_is_utf8(cdr_row_cell(&row, c).text))
					abort();
			}
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cdr_str input = { (const char *)data, size };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = cdr_alloc(sizeof(*table));
	if (cdr_str_starts_with(input, CDR_STR("level")))
		cdr_buf_add_str(&text, input);
	else
		add_pages(&text, input);
	if (!table || text.failed)
		return 0;
	table->arena = cdr_arena_new(CDR_INGEST_MAX_TABLE_BYTES);
	table->format = CDR_INGEST_PDF;
	table->file = CDR_STR("list.pdf");
	if (cdr_pdf_read_text("list.pdf", cdr_buf_str(&text), CDR_STR(""), table, &err) != CDR_OK) {
		if (!err.message[0])
			abort();
		table->n_sheets = 0;
		return 0;
	}
	if (cdr_spool_close(table->spool, &err) != CDR_OK)
		abort();
	look_at(table);
	return 0;
}
