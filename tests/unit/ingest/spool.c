/* SPDX-License-Identifier: Apache-2.0 */
#include "ingest/ingest-impl.h"
#include "reading.h"

#include <stdlib.h>

#define MANY 200000

static struct cdr_str
cell_text(uint32_t row, char out[32])
{
	(void)snprintf(out, 32, "cell of row %u", row);
	return cdr_str_from(out);
}

/* Writes `n` rows of two cells and looks at them from the last to the first. */
static void
write_and_read(uint32_t n, bool on_disk)
{
	cdr_auto(cdr_spool) spool = CDR_SPOOL_INIT;
	cdr_auto(cdr_buf) all = CDR_BUF_INIT;
	uint64_t *places = calloc(n, sizeof(*places));
	struct cdr_error err = { 0 };
	char text[32];
	assert_non_null(places);
	for (uint32_t i = 0; i < n; i++) {
		const struct cdr_cell cells[] = { { cell_text(i, text), CDR_CELL_TEXT },
			                          { CDR_STR("7"), CDR_CELL_NUMBER } };
		places[i] = spool.n_bytes;
		assert_int_equal(cdr_spool_add(&spool, cells, 2, i + 1, i + 3, &err), CDR_OK);
	}
	assert_int_equal(cdr_spool_close(&spool, &err), CDR_OK);
	assert_int_equal(spool.on_disk, on_disk);
	const struct cdr_table table = { .spool = &spool };
	const struct cdr_sheet sheet = { .n_rows = n, .n_columns = 2, .spool = &spool, .places = places };
	for (uint32_t i = n; i-- > 0;) {
		const struct cdr_row row = cdr_sheet_row(&sheet, i);
		assert_int_equal(row.row, i + 1);
		assert_int_equal(row.line, i + 3);
		assert_true(cdr_str_equal(cdr_row_cell(&row, 0).text, cell_text(i, text)));
		assert_int_equal(cdr_row_cell(&row, 0).kind, CDR_CELL_TEXT);
		assert_int_equal(cdr_row_cell(&row, 1).kind, CDR_CELL_NUMBER);
		assert_int_equal(cdr_row_cell(&row, 2).kind, CDR_CELL_EMPTY);
		if (i % 1000 == 0)
			cdr_table_forget(&table);
	}
	free(places);
}

static void
spool_of_a_few_rows_stays_in_memory(void **state)
{
	(void)state;
	write_and_read(3, false);
	write_and_read(1, false);
}

static void
spool_of_many_rows_is_read_from_a_file(void **state)
{
	(void)state;
	write_and_read(MANY, true);
}

static void
spool_without_rows_can_be_closed(void **state)
{
	(void)state;
	cdr_auto(cdr_spool) spool = CDR_SPOOL_INIT;
	assert_int_equal(cdr_spool_close(&spool, NULL), CDR_OK);
	assert_non_null(spool.p);
	assert_int_equal(spool.n_bytes, 0);
}

static void
spool_keeps_cells_of_every_kind_and_length(void **state)
{
	(void)state;
	static char longest[CDR_INGEST_MAX_CELL_BYTES];
	memset(longest, 'x', sizeof(longest));
	cdr_auto(cdr_spool) spool = CDR_SPOOL_INIT;
	const struct cdr_cell cells[] = { { { "", 0 }, CDR_CELL_EMPTY },
		                          { { longest, sizeof(longest) }, CDR_CELL_ERROR },
		                          { CDR_STR("a"), CDR_CELL_BOOLEAN },
		                          { CDR_STR("2024-05-01"), CDR_CELL_DATE } };
	assert_int_equal(cdr_spool_add(&spool, cells, CDR_LEN(cells), 1, 0, NULL), CDR_OK);
	assert_int_equal(cdr_spool_close(&spool, NULL), CDR_OK);
	const uint64_t place = 0;
	const struct cdr_sheet sheet = { .n_rows = 1, .spool = &spool, .places = &place };
	const struct cdr_row row = cdr_sheet_row(&sheet, 0);
	for (uint32_t i = 0; i < CDR_LEN(cells); i++) {
		assert_int_equal(cdr_row_cell(&row, i).kind, cells[i].kind);
		assert_true(cdr_str_equal(cdr_row_cell(&row, i).text, cells[i].text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spool_of_a_few_rows_stays_in_memory),
		cmocka_unit_test(spool_of_many_rows_is_read_from_a_file),
		cmocka_unit_test(spool_without_rows_can_be_closed),
		cmocka_unit_test(spool_keeps_cells_of_every_kind_and_length),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
