/* SPDX-License-Identifier: Apache-2.0 */
/* Real PDF files, read with the real pdftotext; what is made of its words is tested in the other pdf-*.c. */
#include "paper.h"

#include "../base/failing-memory.h"
#include "pdf-file.h"

#include <stdlib.h>
#include <zip.h>

#define PAGE_1                                                                                                         \
	"40 740 (Name)\n200 740 (Town)\n40 720 (Lotus Company)\n200 720 (Hue)\n40 710 (Limited)\n40 690 "              \
	"(Anchor)\n200 690 (Vinh)\n40 20 (Page 1 of 2)\n"
#define PAGE_2 "40 740 (Name)\n200 740 (Town)\n40 720 (Cedar)\n200 720 (Hanoi)\n40 20 (Page 2 of 2)\n"

static const char *const two_pages[] = { PAGE_1, PAGE_2 };

static void
check_two_pages(const struct cdr_table *table)
{
	assert_int_equal(table->format, CDR_INGEST_PDF);
	assert_int_equal(table->n_sheets, 1);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_row(table, 0, 0, "page 1 row 1: Name|Town");
	assert_row(table, 0, 1, "page 1 row 2: Lotus Company Limited|Hue");
	assert_row(table, 0, 3, "page 2 row 2: Cedar|Hanoi");
	assert_int_equal(table->n_notes, 2);
	assert_true(is_told(table, "\"Page 1 of 2\""));
}

static void
pdf_reads_the_same_apart_and_not(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_str bytes = pdf_make(&pdf, two_pages, 2, "", "");
	struct cdr_error err = { 0 };
	cdr_owned(cdr_table) plain = read_table(bytes, "list.pdf", NULL);
	cdr_owned(cdr_table) apart = NULL;
	check_two_pages(plain);
	if (cdr_ingest_read_apart(bytes, "folder/list.pdf", NULL, &apart, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	check_two_pages(apart);
	cdr_buf_done(&pdf.bytes);
}

static void
pdf_rows_keep_their_page(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_error err = { 0 };
	char place[CDR_ERROR_WHERE_MAX];
	cdr_owned(cdr_table) table = read_table(pdf_make(&pdf, two_pages, 2, "", ""), "list.pdf", NULL);
	const struct cdr_row row = cdr_sheet_row(&table->sheets[0], 3);
	struct cdr_str sheet = { NULL, 0 };
	uint32_t number = 0;
	assert_string_equal(cdr_cell_place(table, &table->sheets[0], &row, 1, place, sizeof(place)),
	                    "list.pdf page 2 row 2, column B");
	assert_int_equal(cdr_row_origin(table, &table->sheets[0], &row, &sheet, &number, &err), CDR_OK);
	assert_str(sheet, "page 2");
	assert_int_equal(number, 2);
	cdr_buf_done(&pdf.bytes);
}

static void
pdf_table_is_chosen_by_its_number(void **state)
{
	(void)state;
	static const char *const pages[] = {
		PAGE_1,
		"40 740 (A company with a long name somewhere in a far province of the north)\n300 740 (revoked)\n"
		"40 720 (Another company with a long name here in a far province of the north)\n300 720 (valid)\n"
		"40 700 (A third company with a long name here in a far province of the north)\n300 700 (valid)\n",
	};
	struct pdf_file pdf;
	struct cdr_str bytes = pdf_make(&pdf, pages, 2, "", "");
	static const struct cdr_str second[] = { { "table 2", 7 }, { "#2", 2 }, { "Table 2", 7 } };
	for (size_t i = 0; i < CDR_LEN(second); i++) {
		struct cdr_ingest_options options = { .sheet = second[i] };
		cdr_owned(cdr_table) table = read_table(bytes, "list.pdf", &options);
		assert_int_equal(table->n_sheets, 1);
		assert_row(table, 0, 1,
		           "page 2 row 2: Another company with a long name here in a far province of the north|valid");
	}
	static const struct cdr_str none[] = { { "#3", 2 }, { "table 0", 7 }, { "table", 5 }, { "Sheet1", 6 } };
	for (size_t i = 0; i < CDR_LEN(none); i++) {
		struct cdr_ingest_options options = { .sheet = none[i] };
		read_refused(bytes, "list.pdf", &options, CDR_EINPUT, "list.pdf", "\"table 1\" to \"table 2\"");
	}
	cdr_buf_done(&pdf.bytes);
}

static void
refuse_both(struct cdr_str bytes, const char *name, enum cdr_status code, const char *words)
{
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	read_refused(bytes, name, NULL, code, name, words);
	assert_int_equal(cdr_ingest_read_apart(bytes, name, NULL, &table, &err), code);
	if (!strstr(err.message, words))
		fail_msg("\"%s\" is not in \"%s\"", words, err.message);
}

static void
pdf_that_cannot_be_a_list_is_refused_saying_what_to_do(void **state)
{
	(void)state;
	static const char *const letter[] = { "40 740 (Dear Sir,)\n40 720 (this is no list.)\n" };
	static const char *const blank[] = { "", "" };
	struct pdf_file pdf;
	refuse_both(pdf_make(&pdf, letter, 1, "", ""), "letter.pdf", CDR_EINPUT, "no table was found in the PDF");
	cdr_buf_done(&pdf.bytes);
	refuse_both(pdf_make(&pdf, blank, 2, "", ""), "scan.pdf", CDR_EINPUT, "recognised (OCR)");
	cdr_buf_done(&pdf.bytes);
	refuse_both(pdf_make(&pdf, blank, 0, "", ""), "none.pdf", CDR_EINPUT, "pdftotext cannot read the file");
	cdr_buf_done(&pdf.bytes);
	/* The keys are no key's; so no password opens it. */
	refuse_both(pdf_make(&pdf, two_pages, 2, "",
	                     "/ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] /Encrypt << "
	                     "/Filter "
	                     "/Standard /V 1 /R 2 /P -4 /O (abcdefghijklmnopqrstuvwxyz012345) /U "
	                     "(abcdefghijklmnopqrstuvwxyz012345) >>"),
	            "locked.pdf", CDR_EINPUT, "locked with a password");
	cdr_buf_done(&pdf.bytes);
}

static void
pdf_cut_anywhere_is_refused(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_str bytes = pdf_make(&pdf, two_pages, 2, "", "");
	for (size_t i = 1; i < 20; i++)
		refuse_both((struct cdr_str){ bytes.p, bytes.n * i / 20 }, "cut.pdf", CDR_EINPUT,
		            "the PDF is cut short");
	cdr_buf_done(&pdf.bytes);
	refuse_both(CDR_STR("not a PDF at all"), "list.pdf", CDR_EINPUT, "not a PDF document, whatever its name says");
	refuse_both(CDR_STR("%PDF-1.7\n%%EOF\n"), "list.pdf", CDR_EINPUT, "pdftotext cannot read the file");
}

static void
pdf_is_known_by_its_content(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_str bytes = pdf_make(&pdf, two_pages, 2, "", "");
	cdr_owned(cdr_table) named = read_table(bytes, "list.csv", NULL);
	assert_int_equal(named->format, CDR_INGEST_PDF);
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	read_refused(bytes, "list.csv", &options, CDR_EINPUT, "list.csv", "a PDF document, not a CSV file");
	options.format = CDR_INGEST_PDF;
	read_refused(CDR_STR("a,b\n"), "list.csv", &options, CDR_EINPUT, "list.csv", "not a PDF document");
	cdr_auto(cdr_buf) junk = CDR_BUF_INIT;
	cdr_buf_puts(&junk, "\xEF\xBB\xBF\r\n");
	cdr_buf_add_str(&junk, bytes);
	cdr_owned(cdr_table) shifted = read_table(cdr_buf_str(&junk), "list.pdf", NULL);
	assert_row(shifted, 0, 3, "page 2 row 2: Cedar|Hanoi");
	cdr_buf_done(&pdf.bytes);
}

static void
pdf_that_is_damaged_is_told(void **state)
{
	(void)state;
	struct pdf_file pdf;
	(void)pdf_make(&pdf, two_pages, 2, "", "");
	/* The words of the second page end amid a text. */
	char *at = strstr(pdf.bytes.p, "(Page 2 of 2) Tj");
	assert_non_null(at);
	memcpy(at, "(Page 2 of 2  Tj", sizeof("(Page 2 of 2) Tj") - 1);
	cdr_owned(cdr_table) table = read_table(cdr_buf_str(&pdf.bytes), "list.pdf", NULL);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_true(is_told(table, "the PDF is damaged, something may be missing; pdftotext says: "));
	cdr_buf_done(&pdf.bytes);
}

/* Turned pages are read as they are seen: here the text stands upright. */
static void
pdf_turned_page_is_refused_where_its_text_is_turned(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	struct cdr_str bytes = pdf_make(&pdf, two_pages, 2, "/Rotate 90", "");
	enum cdr_status status = cdr_ingest_read(bytes, "list.pdf", NULL, &table, &err);
	if (status == CDR_OK)
		check_two_pages(table);
	else
		assert_non_null(strstr(err.message, "turn the page"));
	(void)cdr_table_free(table);
	cdr_buf_done(&pdf.bytes);
}

static void
pdf_in_an_archive_is_refused_where_nothing_can_be_started(void **state)
{
	(void)state;
	struct pdf_file pdf;
	struct cdr_str bytes = pdf_make(&pdf, two_pages, 2, "", "");
	zip_error_t zip_err;
	zip_source_t *buffer = zip_source_buffer_create(NULL, 0, 0, &zip_err);
	assert_non_null(buffer);
	zip_source_keep(buffer);
	zip_t *archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &zip_err);
	assert_non_null(archive);
	assert_true(zip_file_add(archive, "list.pdf", zip_source_buffer(archive, bytes.p, bytes.n, 0), 0) >= 0);
	assert_int_equal(zip_close(archive), 0);
	assert_int_equal(zip_source_open(buffer), 0);
	char packed[8192];
	zip_int64_t n = zip_source_read(buffer, packed, sizeof(packed));
	assert_true(n > 0);
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read_apart((struct cdr_str){ packed, (size_t)n }, "list.zip", NULL, &table, &err),
	                 CDR_EINPUT);
	assert_non_null(strstr(err.message, "a PDF within an archive is not read; unpack it first"));
	(void)zip_source_close(buffer);
	zip_source_free(buffer);
	cdr_buf_done(&pdf.bytes);
}

/* What is made of the words fails at every allocation once. */
static void
pdf_short_memory_is_reported(void **state)
{
	(void)state;
	struct paper paper = { 0 };
	for (int p = 0; p < 2; p++) {
		paper_page(&paper);
		paper_row(&paper, 50, "Name|Town");
		paper_row(&paper, 60,
		          p ? "Cedar Example Company Limited|Hue" : "Lotus Example Company Limited|Dock 4,");
		paper_row(&paper, 70, p ? "Elm" : "|Hue");
		paper_row(&paper, 80, p ? "Dune|Vinh" : "Anchor|Vinh");
		paper_say(&paper, 40, 790, p ? "2" : "1");
	}
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	for (; status != CDR_OK; n++) {
		struct cdr_error err = { 0 };
		struct cdr_table *table = NULL;
		fail_memory_after(n);
		status = paper_try(&paper, &table, &err);
		bool refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		(void)cdr_table_free(table);
	}
	assert_true(n > 5);
	cdr_buf_done(&paper.text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_reads_the_same_apart_and_not),
		cmocka_unit_test(pdf_rows_keep_their_page),
		cmocka_unit_test(pdf_table_is_chosen_by_its_number),
		cmocka_unit_test(pdf_that_cannot_be_a_list_is_refused_saying_what_to_do),
		cmocka_unit_test(pdf_cut_anywhere_is_refused),
		cmocka_unit_test(pdf_is_known_by_its_content),
		cmocka_unit_test(pdf_that_is_damaged_is_told),
		cmocka_unit_test(pdf_turned_page_is_refused_where_its_text_is_turned),
		cmocka_unit_test(pdf_in_an_archive_is_refused_where_nothing_can_be_started),
		cmocka_unit_test(pdf_short_memory_is_reported),
	};
	return cmocka_run_group_tests_name("ingest/pdf", tests, start_ingest, NULL);
}
