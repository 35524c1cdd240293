/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "../base/failing-memory.h"
#include "biff.h"

static void
pack(struct cdr_buf *out, struct cdr_str globals, const struct biff_sheet *sheets, size_t n)
{
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	pack_biff(&stream, globals, sheets, n);
	pack_compound(out, cdr_buf_str(&stream), NULL);
}

/* One sheet, "Sites". */
static struct cdr_table *
read_records(struct cdr_str globals, const struct cdr_buf *records)
{
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	pack(&packed, globals, &(struct biff_sheet){ .name = "Sites", .records = cdr_buf_str(records) }, 1);
	return read_table(cdr_buf_str(&packed), "list.xls", NULL);
}

static void
records_refused(struct cdr_str globals, const struct cdr_buf *records, enum cdr_status code, const char *where,
                const char *words)
{
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	pack(&packed, globals, &(struct biff_sheet){ .name = "Sites", .records = cdr_buf_str(records) }, 1);
	read_refused(cdr_buf_str(&packed), "list.xls", NULL, code, where, words);
}

static const struct cdr_str nothing = { "", 0 };

static void
xls_values_are_those_of_their_types(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	biff_style(&globals, 0);
	biff_format(&globals, 164, "0000");
	biff_style(&globals, 164);
	biff_record(&globals, 0xFC, (struct cdr_str){ "\2\0\0\0\2\0\0\0\4\0\0Mill\3\0\0Bay", 21 });
	biff_shared(&cells, 0, 0, 1);
	biff_text(&cells, 0, 1, "Harbour Mill");
	biff_number(&cells, 0, 2, 0, 0.1);
	biff_number(&cells, 0, 3, 1, 30);
	biff_rk(&cells, 0, 4, 0, 1234U << 2 | 3);        /* an integer, hundredths */
	biff_rk(&cells, 0, 5, 0, (uint32_t)-7 << 2 | 2); /* an integer */
	biff_rk(&cells, 0, 6, 0, 0x3FF80000);            /* half a double: 1.5 */
	biff_record(&cells, 0xBD, (struct cdr_str){ "\0\0\7\0\0\0\xAA\0\0\0\1\0\x16\0\0\0\x08\0", 18 });
	biff_record(&cells, 0x205, (struct cdr_str){ "\0\0\x09\0\0\0\1\0", 8 });
	biff_record(&cells, 0x205, (struct cdr_str){ "\0\0\x0A\0\0\0\x2A\1", 8 });
	biff_record(&cells, 0x205, (struct cdr_str){ "\0\0\x0B\0\0\0\x99\1", 8 });
	biff_record(&cells, 0x201, (struct cdr_str){ "\0\0\x0C\0\0\0", 6 });
	cdr_owned(cdr_table) table = read_records(cdr_buf_str(&globals), &cells);
	assert_int_equal(table->format, CDR_INGEST_XLS);
	assert_str(table->sheets[0].name, "Sites");
	assert_text(table, 0, 0, "Bay");
	assert_text(table, 0, 1, "Harbour Mill");
	assert_cell(table, 0, 2, CDR_CELL_NUMBER, "0.1");
	assert_cell(table, 0, 3, CDR_CELL_NUMBER, "0030");
	assert_cell(table, 0, 4, CDR_CELL_NUMBER, "12.34");
	assert_cell(table, 0, 5, CDR_CELL_NUMBER, "-7");
	assert_cell(table, 0, 6, CDR_CELL_NUMBER, "1.5");
	assert_cell(table, 0, 7, CDR_CELL_NUMBER, "42");
	assert_cell(table, 0, 8, CDR_CELL_NUMBER, "0005");
	assert_cell(table, 0, 9, CDR_CELL_BOOLEAN, "true");
	assert_cell(table, 0, 10, CDR_CELL_ERROR, "#N/A");
	assert_cell(table, 0, 11, CDR_CELL_ERROR, "#ERROR!");
	assert_int_equal(table->sheets[0].n_columns, 12);
}

static void
xls_dates_go_by_their_formats(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	biff_format(&globals, 164, "yyyy\\-mm\\-dd");
	biff_format(&globals, 165, "[h]:mm");
	biff_style(&globals, 0);
	biff_style(&globals, 14);
	biff_style(&globals, 164);
	biff_style(&globals, 22);
	biff_style(&globals, 165);
	for (unsigned style = 0; style < 5; style++)
		biff_number(&cells, 0, style, style, 45352.5);
	biff_number(&cells, 0, 5, 99, 45352); /* a format that is not there */
	cdr_owned(cdr_table) table = read_records(cdr_buf_str(&globals), &cells);
	assert_cell(table, 0, 0, CDR_CELL_NUMBER, "45352.5");
	assert_cell(table, 0, 1, CDR_CELL_DATE, "2024-03-01T12:00:00");
	assert_cell(table, 0, 2, CDR_CELL_DATE, "2024-03-01T12:00:00");
	assert_cell(table, 0, 3, CDR_CELL_DATE, "2024-03-01T12:00:00");
	assert_cell(table, 0, 4, CDR_CELL_NUMBER, "45352.5");
	assert_cell(table, 0, 5, CDR_CELL_NUMBER, "45352");
	biff_record(&globals, 0x22, (struct cdr_str){ "\1\0", 2 });
	cdr_owned(cdr_table) later = read_records(cdr_buf_str(&globals), &cells);
	assert_cell(later, 0, 1, CDR_CELL_DATE, "2028-03-02T12:00:00");
}

static void
xls_formulas_are_what_they_gave(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	biff_formula(&cells, 0, 0, "\0\0\0\0\0\0\xF8\x3F");
	biff_formula(&cells, 0, 1, "\0\0\0\0\0\0\xFF\xFF");
	biff_record(&cells, 0x4BC, CDR_STR("shared"));
	biff_record(&cells, 0x207, (struct cdr_str){ "\3\0\0Bay", 6 });
	biff_formula(&cells, 0, 2, "\1\0\1\0\0\0\xFF\xFF");
	biff_formula(&cells, 0, 3, "\2\0\7\0\0\0\xFF\xFF");
	biff_formula(&cells, 0, 4, "\3\0\0\0\0\0\xFF\xFF");
	biff_text(&cells, 0, 5, "end");
	cdr_owned(cdr_table) table = read_records(nothing, &cells);
	assert_cell(table, 0, 0, CDR_CELL_NUMBER, "1.5");
	assert_text(table, 0, 1, "Bay");
	assert_cell(table, 0, 2, CDR_CELL_BOOLEAN, "true");
	assert_cell(table, 0, 3, CDR_CELL_ERROR, "#DIV/0!");
	assert_empty(table, 0, 4);
	assert_text(table, 0, 5, "end");
}

static void
xls_merged_ranges_are_filled_across_and_down(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	biff_text(&cells, 0, 0, "Title");
	biff_text(&cells, 1, 0, "Alba");
	biff_text(&cells, 1, 1, "Mill");
	biff_text(&cells, 2, 1, "Dyer");
	biff_record(&cells, 0xE5, (struct cdr_str){ "\2\0\0\0\0\0\0\0\xFF\0\1\0\2\0\0\0\0\0", 18 });
	cdr_owned(cdr_table) table = read_records(nothing, &cells);
	assert_int_equal(table->sheets[0].n_columns, 2);
	assert_text(table, 0, 1, "Title");
	assert_text(table, 2, 0, "Alba");
	assert_text(table, 2, 1, "Dyer");
}

static void
xls_cells_in_any_order_are_put_in_order(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	char place[128];
	biff_text(&cells, 300, 1, "d");
	biff_text(&cells, 2, 1, "b");
	biff_text(&cells, 300, 0, "c");
	biff_text(&cells, 2, 0, "a");
	cdr_owned(cdr_table) table = read_records(nothing, &cells);
	const struct cdr_sheet *sheet = &table->sheets[0];
	assert_int_equal(sheet->n_rows, 2);
	assert_text(table, 0, 0, "a");
	assert_text(table, 0, 1, "b");
	assert_text(table, 1, 0, "c");
	assert_text(table, 1, 1, "d");
	const struct cdr_row row = cdr_sheet_row(sheet, 1);
	assert_string_equal(cdr_cell_place(table, sheet, &row, 1, place, sizeof(place)), "list.xls Sites!B301");
}

static void
xls_hidden_sheets_are_listed_and_can_be_chosen(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) old = CDR_BUF_INIT;
	cdr_auto(cdr_buf) now = CDR_BUF_INIT;
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	biff_text(&old, 0, 0, "gone");
	biff_begin(&now, 0x0600, 0x20); /* a chart within the sheet */
	biff_text(&now, 0, 0, "axis");
	biff_end(&now);
	biff_text(&now, 0, 0, "here");
	const struct biff_sheet sheets[] = {
		{ .name = "Old", .state = 1, .records = cdr_buf_str(&old) },
		{ .name = "Chart", .type = 2, .records = cdr_buf_str(&old) },
		{ .name = "Now", .records = cdr_buf_str(&now) },
		{ .name = "Lists", .state = 2, .records = cdr_buf_str(&old) },
		{ .name = "Now too", .records = cdr_buf_str(&now) },
	};
	pack(&packed, nothing, sheets, CDR_LEN(sheets));
	cdr_owned(cdr_table) shown = read_table(cdr_buf_str(&packed), "list.xls", NULL);
	assert_int_equal(shown->n_sheets, 4);
	assert_str(shown->sheets[0].name, "Now");
	assert_text(shown, 0, 0, "here");
	assert_str(shown->sheets[1].name, "Now too");
	assert_true(shown->sheets[2].hidden);
	assert_true(shown->sheets[3].hidden);
	assert_int_equal(shown->sheets[2].n_rows, 0);
	struct cdr_ingest_options options = { .sheet = CDR_STR("old") };
	cdr_owned(cdr_table) chosen = read_table(cdr_buf_str(&packed), "list.xls", &options);
	assert_int_equal(chosen->n_sheets, 1);
	assert_text(chosen, 0, 0, "gone");
	options.sheet = CDR_STR("Chart");
	read_refused(cdr_buf_str(&packed), "list.xls", &options, CDR_EINPUT, "list.xls", "\"Lists\" (hidden)");
}

static void
xls_records_without_a_file_around_them_are_read(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	biff_text(&cells, 0, 0, "here");
	pack_biff(&stream, nothing, &(struct biff_sheet){ .name = "S", .records = cdr_buf_str(&cells) }, 1);
	cdr_owned(cdr_table) table = read_table(cdr_buf_str(&stream), "export", NULL);
	assert_text(table, 0, 0, "here");
}

static void
xls_passwords_and_older_versions_are_named(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	records_refused((struct cdr_str){ "\x2F\0\6\0\0\0\1\2\3\4", 10 }, &cells, CDR_EINPUT, "list.xls",
	                "protected by a password");
	biff_begin(&stream, 0x0400, 5);
	biff_end(&stream);
	pack_compound(&packed, cdr_buf_str(&stream), &(struct compound){ .stream = "Book" });
	read_refused(cdr_buf_str(&packed), "list.xls", NULL, CDR_EINPUT, "list.xls", "Excel 4 or older");
	read_refused((struct cdr_str){ "\x09\x04\x06\0\0\0\x10\0\0\0", 10 }, "list.xls", NULL, CDR_EINPUT, "list.xls",
	             "Excel 4");
	read_refused(cdr_buf_str(&packed), "list.xlsx", &(struct cdr_ingest_options){ .format = CDR_INGEST_XLSX },
	             CDR_EINPUT, "list.xlsx", "not an .xlsx workbook");
}

/* A workbook of Excel 95 with a cell of the bytes given. */
static void
pack_old(struct cdr_buf *out, unsigned code_page, const char *name, const char *bytes)
{
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) stream = CDR_BUF_INIT;
	if (code_page) {
		biff_int(&globals, 0x42, 2);
		biff_int(&globals, 2, 2);
		biff_int(&globals, code_page, 2);
	}
	biff_record(&globals, 0x41E, (struct cdr_str){ "\xA4\0\4dd/m", 7 });
	biff_style(&globals, 164);
	biff_cell(&cells, 0x204, 0, 0, 0, 2 + strlen(bytes));
	biff_int(&cells, strlen(bytes), 2);
	cdr_buf_puts(&cells, bytes);
	biff_number(&cells, 0, 1, 0, 45352);
	biff_formula(&cells, 0, 2, "\0\0\0\0\0\0\xFF\xFF");
	biff_record(&cells, 0x207, (struct cdr_str){ "\3\0Bay", 5 });
	pack_biff_of(0x0500, &stream, cdr_buf_str(&globals),
	             &(struct biff_sheet){ .name = name, .records = cdr_buf_str(&cells) }, 1);
	pack_compound(out, cdr_buf_str(&stream), &(struct compound){ .stream = "Book" });
}

static void
xls_of_excel_95_is_read_in_its_code_page(void **state)
{
	(void)state;
	static const struct {
		unsigned code_page;
		const char *bytes, *text;
	} cases[] = {
		{ 0, "caf\xE9", "caf\u00E9" },
		{ 1252, "\x80 5", "\u20AC 5" },
		{ 1251, "\xCC\xE8\xEB\xEB", "\u041C\u0438\u043B\u043B" },
		{ 932, "\x8D\x48\x8F\xEA", "\u5DE5\u5834" },
		{ 936, "\xB9\xA4\xB3\xA7", "\u5DE5\u5382" },
		{ 949, "\xB0\xF8\xC0\xE5", "\uACF5\uC7A5" },
		{ 950, "\xA4\x75\xBC\x74", "\u5DE5\u5EE0" },
		{ 874, "\xE2\xC3\xA7", "\u0E42\u0E23\u0E07" },
		{ 437, "\x81", "\u00FC" },
		{ 10000, "\x8E", "\u00E9" },
		{ 0x8001, "\xE9", "\u00E9" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
		pack_old(&packed, cases[i].code_page, "S", cases[i].bytes);
		cdr_owned(cdr_table) table = read_table(cdr_buf_str(&packed), "list.xls", NULL);
		const struct cdr_cell cell = cell_at(table, 0, 0, 0);
		if (!cdr_str_equal(cell.text, cdr_str_from(cases[i].text)))
			fail_msg("%u: \"%.*s\"", cases[i].code_page, CDR_STR_ARG(cell.text));
		assert_cell(table, 0, 1, CDR_CELL_DATE, "2024-03-01");
		assert_text(table, 0, 2, "Bay");
	}
	cdr_auto(cdr_buf) named = CDR_BUF_INIT;
	pack_old(&named, 1251, "\xCC\xE8", "x");
	struct cdr_table *apart = NULL;
	struct cdr_error err = { 0 };
	if (cdr_ingest_read_apart(cdr_buf_str(&named), "list.xls", NULL, &apart, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_str(apart->sheets[0].name, "\u041C\u0438");
	(void)cdr_table_free(apart);
}

static void
xls_text_of_another_code_page_is_refused(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) broken = CDR_BUF_INIT;
	cdr_auto(cdr_buf) unknown = CDR_BUF_INIT;
	pack_old(&broken, 932, "S", "\x8D");
	read_refused(cdr_buf_str(&broken), "list.xls", NULL, CDR_EINPUT, "list.xls S!A1", "not of its code page");
	pack_old(&unknown, 4711, "S", "x");
	read_refused(cdr_buf_str(&unknown), "list.xls", NULL, CDR_EINPUT, "list.xls", "code page 4711");
}

static void
xls_damage_is_refused_at_its_place(void **state)
{
	(void)state;
	static const struct {
		struct cdr_str records;
		const char *where, *words;
	} cases[] = {
		{ { "\xFD\0\x0A\0\4\0\2\0\0\0\7\0\0\0", 14 },
		  "list.xls Sites!C5",
		  "shared string that does not exist" },
		{ { "\x03\x02\x06\0\4\0\2\0\0\0", 10 }, "list.xls Sites!C5", "cut short" },
		{ { "\x03\x02\x01\0\4", 5 }, "list.xls Sites!A1", "cut short" },
		{ { "\x03\x02\x0E\0\4\0\0\1\0\0\0\0\0\0\0\0\0\0", 18 },
		  "list.xls Sites!A5",
		  "column that there cannot be" },
		{ { "\x03\x02\x0E\0\4\0\2\0\0\0\0\0\0\0\0\0\xF0\x7F", 18 }, "list.xls Sites!C5", "number is none" },
		{ { "\x04\x02\x09\0\4\0\2\0\0\0\x09\0\0", 13 }, "list.xls Sites!C5", "text is cut short" },
		{ { "\x06\0\x0E\0\4\0\2\0\0\0\0\0\0\0\0\0\xFF\xFF", 18 },
		  "list.xls Sites!C5",
		  "formula gave is missing" },
		{ { "\x05\x02\x08\0\4\0\2\0\0\0\0\0\x05\x02\x08\0\4\0\2\0\0\0\1\0", 24 },
		  "list.xls Sites!C5",
		  "appears twice" },
		{ { "\x09\x08\x04\0\0\6\x20\0", 8 }, "list.xls", "ends too early" },
		{ { "\x04\x02\xFF\x7F\4\0", 6 }, "list.xls", "ends too early" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
		cdr_buf_add_str(&cells, cases[i].records);
		records_refused(nothing, &cells, CDR_EINPUT, cases[i].where, cases[i].words);
	}
}

static void
xls_damaged_globals_are_refused(void **state)
{
	(void)state;
	static const struct {
		struct cdr_str globals;
		const char *words;
	} cases[] = {
		{ { "\x85\0\4\0\0\0\0\0", 8 }, "name of a sheet is cut short" },
		{ { "\x85\0\x09\0\0\0\0\0\0\0\1\1X", 13 }, "name of a sheet is cut short" },
		{ { "\x85\0\x09\0\0\1\0\0\0\0\1\0X", 13 }, "does not begin where it should" },
		{ { "\x85\0\x09\0\0\0\0\0\0\0\1\0X", 13 }, "does not begin where it should" },
		{ { "\xFC\0\4\0\1\0\0\0", 8 }, "shared strings are cut short" },
		{ { "\xFC\0\x0B\0\1\0\0\0\xFF\xFF\xFF\xFF\0\0\0", 15 }, "shared strings are cut short" },
		{ { "\xFC\0\x0C\0\1\0\0\0\1\0\0\0\7\0\0x", 16 }, "shared strings are cut short" },
		{ { "\x1E\x04\2\0\xA4\0", 6 }, "number format is cut short" },
		{ { "\xE0\0\2\0\0\0", 6 }, "cell format is cut short" },
		{ { "\xE0\0\xFF\xFF", 4 }, "ends too early" },
	};
	const struct cdr_buf cells = CDR_BUF_INIT;
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		records_refused(cases[i].globals, &cells, CDR_EINPUT, "list.xls", cases[i].words);
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	pack(&packed, nothing, NULL, 0);
	read_refused(cdr_buf_str(&packed), "list.xls", NULL, CDR_EINPUT, "list.xls", "no visible sheet");
}

/* The shared strings of a real workbook fill many records. */
static void
xls_many_shared_strings_go_over_many_records(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	cdr_auto(cdr_buf) strings = CDR_BUF_INIT;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	char text[64];
	biff_int(&strings, 5000, 4);
	biff_int(&strings, 5000, 4);
	for (unsigned i = 0; i < 5000; i++) {
		(void)snprintf(text, sizeof(text), "Example Garment Works No. %04u", i);
		/* As programs do: a string begins in a record where its head and one character still fit. */
		if (strings.n + 4 > 8000) {
			biff_record(&globals, globals.n ? 0x3C : 0xFC, cdr_buf_str(&strings));
			cdr_buf_clear(&strings);
		}
		biff_int(&strings, strlen(text), 2);
		biff_int(&strings, 0, 1);
		for (const char *p = text; *p; p++) {
			if (strings.n == 8000) {
				biff_record(&globals, globals.n ? 0x3C : 0xFC, cdr_buf_str(&strings));
				cdr_buf_clear(&strings);
				biff_int(&strings, 0, 1);
			}
			cdr_buf_putc(&strings, *p);
		}
		biff_shared(&cells, i, 0, 4999 - i);
	}
	biff_record(&globals, 0x3C, cdr_buf_str(&strings));
	cdr_owned(cdr_table) table = read_records(cdr_buf_str(&globals), &cells);
	assert_int_equal(table->sheets[0].n_rows, 5000);
	for (unsigned i = 0; i < 5000; i++) {
		(void)snprintf(text, sizeof(text), "Example Garment Works No. %04u", 4999 - i);
		assert_true(cdr_str_equal(cell_at(table, 0, i, 0).text, cdr_str_from(text)));
	}
}

static void
xls_is_read_where_readers_are_shut_in(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	biff_text(&cells, 0, 0, "here");
	biff_text(&cells, 6, 2, "there");
	pack(&packed, nothing, &(struct biff_sheet){ .name = "S", .records = cdr_buf_str(&cells) }, 1);
	if (cdr_ingest_read_apart(cdr_buf_str(&packed), "list.xls", NULL, &table, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_int_equal(table->format, CDR_INGEST_XLS);
	assert_text(table, 1, 2, "there");
	(void)cdr_table_free(table);
}

static void
xls_short_memory_is_reported(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) cells = CDR_BUF_INIT;
	cdr_auto(cdr_buf) globals = CDR_BUF_INIT;
	cdr_auto(cdr_buf) packed = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	enum cdr_status status = CDR_ENOMEM;
	long n = 0;
	biff_format(&globals, 164, "0000");
	biff_style(&globals, 164);
	biff_record(&globals, 0xFC, (struct cdr_str){ "\1\0\0\0\1\0\0\0\4\0\0Mill", 15 });
	biff_shared(&cells, 0, 0, 0);
	biff_text(&cells, 0, 1, "Harbour Mill");
	biff_text(&cells, 1, 1, "Quay Mill");
	biff_record(&cells, 0xE5, (struct cdr_str){ "\1\0\0\0\1\0\0\0\0\0", 10 });
	pack(&packed, cdr_buf_str(&globals), &(struct biff_sheet){ .name = "S", .records = cdr_buf_str(&cells) }, 1);
	for (; status != CDR_OK; n++) {
		struct cdr_table *table = NULL;
		fail_memory_after(n);
		status = cdr_ingest_read(cdr_buf_str(&packed), "list.xls", NULL, &table, &err);
		bool refused = memory_restore();
		if (refused && status != CDR_ENOMEM)
			fail_msg("allocation %ld: %s", n, err.message);
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		(void)cdr_table_free(table);
	}
	assert_true(n > 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xls_values_are_those_of_their_types),
		cmocka_unit_test(xls_dates_go_by_their_formats),
		cmocka_unit_test(xls_formulas_are_what_they_gave),
		cmocka_unit_test(xls_merged_ranges_are_filled_across_and_down),
		cmocka_unit_test(xls_cells_in_any_order_are_put_in_order),
		cmocka_unit_test(xls_hidden_sheets_are_listed_and_can_be_chosen),
		cmocka_unit_test(xls_records_without_a_file_around_them_are_read),
		cmocka_unit_test(xls_passwords_and_older_versions_are_named),
		cmocka_unit_test(xls_of_excel_95_is_read_in_its_code_page),
		cmocka_unit_test(xls_text_of_another_code_page_is_refused),
		cmocka_unit_test(xls_damage_is_refused_at_its_place),
		cmocka_unit_test(xls_damaged_globals_are_refused),
		cmocka_unit_test(xls_many_shared_strings_go_over_many_records),
		cmocka_unit_test(xls_is_read_where_readers_are_shut_in),
		cmocka_unit_test(xls_short_memory_is_reported),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
