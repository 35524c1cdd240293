/* SPDX-License-Identifier: Apache-2.0 */
/* A reader that was taken over can say anything: each number and each byte of what it gives back is turned, and the
 * outcome is a table in order or an error, never a look beyond the file. */
#include "ingest/apart-impl.h"
#include "reading.h"

#include <stdlib.h>
#include <unistd.h>

static const char list[] = "name,city\nABC,Alba\n,caf\xC3\xA9\n";

/* The true answer of a reader: what it told, and its file. */
struct answer {
	struct cdr_buf told, file;
};

static void
make_answer(struct answer *ret)
{
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) table = read_table(cdr_str_from(list), "list.csv", NULL);
	int fd = -1;
	*ret = (struct answer){ CDR_BUF_INIT, CDR_BUF_INIT };
	assert_int_equal(cdr_file_open_unnamed(&fd, &err), CDR_OK);
	assert_int_equal(cdr_apart_tell_table(table, fd, &ret->told, &err), CDR_OK);
	char bytes[1024];
	ssize_t n = pread(fd, bytes, sizeof(bytes), 0);
	assert_true(n > 0 && (size_t)n < sizeof(bytes));
	cdr_buf_add(&ret->file, bytes, (size_t)n);
	(void)close(fd);
}

static void
answer_done(struct answer *answer)
{
	cdr_buf_done(&answer->told);
	cdr_buf_done(&answer->file);
}

static enum cdr_status
take_answer(const struct answer *answer, struct cdr_table **ret, struct cdr_error *err)
{
	int fd = -1;
	assert_int_equal(cdr_file_open_unnamed(&fd, err), CDR_OK);
	assert_int_equal(cdr_file_write_fd(fd, cdr_buf_str(&answer->file), err), CDR_OK);
	return cdr_apart_take_table(cdr_buf_str(&answer->told), "list.csv", fd, ret, err);
}

/* Looks at everything; AddressSanitizer and the end of the mapping mind the rest. */
static void
look_at_all(const struct cdr_table *table)
{
	for (size_t s = 0; s < table->n_sheets; s++) {
		const struct cdr_sheet *sheet = &table->sheets[s];
		for (size_t i = 0; i < sheet->n_rows; i++) {
			const struct cdr_row row = cdr_sheet_row(sheet, i);
			assert_true(row.n_cells <= sheet->n_columns);
			for (uint32_t c = 0; c < row.n_cells; c++) {
				struct cdr_cell cell = cdr_row_cell(&row, c);
				assert_true(cdr_str_is_utf8(cell.text));
				assert_true(cell.kind <= CDR_CELL_ERROR);
			}
		}
	}
}

static void
apart_table_true_answer_is_taken(void **state)
{
	(void)state;
	__attribute__((cleanup(answer_done))) struct answer answer;
	make_answer(&answer);
	cdr_owned(cdr_table) table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(take_answer(&answer, &table, &err), CDR_OK);
	assert_text(table, 1, 0, "ABC");
	assert_text(table, 2, 1, "caf\xC3\xA9");
	assert_empty(table, 2, 0);
	assert_int_equal(table->separator, ',');
	look_at_all(table);
}

static void
apart_table_turned_bytes_do_no_harm(void **state)
{
	(void)state;
	static const unsigned char turned[] = { 0x00, 0x01, 0x07, 0x7F, 0x80, 0xC3, 0xFF };
	__attribute__((cleanup(answer_done))) struct answer answer;
	size_t n_refused = 0;
	make_answer(&answer);
	for (size_t i = 0; i < answer.told.n + answer.file.n; i++) {
		char *byte = i < answer.told.n ? &answer.told.p[i] : &answer.file.p[i - answer.told.n];
		char before = *byte;
		for (size_t t = 0; t < CDR_LEN(turned); t++) {
			cdr_owned(cdr_table) table = NULL;
			struct cdr_error err = { 0 };
			*byte = (char)turned[t];
			enum cdr_status status = take_answer(&answer, &table, &err);
			assert_true(status == CDR_OK || status == CDR_EINPUT);
			if (status == CDR_OK)
				look_at_all(table);
			else
				n_refused++;
		}
		*byte = before;
	}
	assert_true(n_refused > 300);
}

static void
apart_table_short_answers_are_refused(void **state)
{
	(void)state;
	__attribute__((cleanup(answer_done))) struct answer answer;
	make_answer(&answer);
	size_t n_told = answer.told.n, n_file = answer.file.n;
	for (size_t n = 0; n < n_told + n_file; n++) {
		struct cdr_table *table = NULL;
		struct cdr_error err = { 0 };
		answer.told.n = n < n_told ? n : n_told;
		answer.file.n = n < n_told ? n_file : n - n_told;
		assert_int_equal(take_answer(&answer, &table, &err), CDR_EINPUT);
		assert_null(table);
		assert_string_equal(err.where, "list.csv");
		assert_non_null(strstr(err.message, "does not fit together"));
	}
	answer.told.n = n_told;
	answer.file.n = n_file;
	cdr_buf_putc(&answer.told, 'x');
	struct cdr_table *table = NULL;
	assert_int_equal(take_answer(&answer, &table, NULL), CDR_EINPUT);
}

/* Where the last two places of the sheet are. */
static void
swap_rows(struct answer *answer)
{
	uint64_t places[2];
	memcpy(places, answer->file.p + answer->file.n - sizeof(places), sizeof(places));
	const uint64_t swapped[2] = { places[1], places[0] };
	memcpy(answer->file.p + answer->file.n - sizeof(places), swapped, sizeof(places));
}

static void
apart_table_rows_out_of_order_are_refused(void **state)
{
	(void)state;
	__attribute__((cleanup(answer_done))) struct answer answer;
	make_answer(&answer);
	swap_rows(&answer);
	struct cdr_table *table = NULL;
	assert_int_equal(take_answer(&answer, &table, NULL), CDR_EINPUT);
	swap_rows(&answer);
	assert_int_equal(take_answer(&answer, &table, NULL), CDR_OK);
	(void)cdr_table_free(table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(apart_table_true_answer_is_taken),
		cmocka_unit_test(apart_table_turned_bytes_do_no_harm),
		cmocka_unit_test(apart_table_short_answers_are_refused),
		cmocka_unit_test(apart_table_rows_out_of_order_are_refused),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
