/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "workbook.h"

/* Four tabs, among them a chart and a hidden sheet; parts under names of their own, one target from the root. */
static struct cdr_str
pack_tabs(const char *first_state)
{
	cdr_auto(cdr_buf) book = CDR_BUF_INIT;
	cdr_buf_printf(&book,
	               "<workbook " SPREADSHEET_NS " xmlns:r=\"" OFFICE_TYPE "\"><workbookPr date1904=\"1\"/><sheets>"
	               "<sheet name=\"Read me\" sheetId=\"1\" r:id=\"a\" state=\"%s\"/>"
	               "<sheet name=\"Chart\" sheetId=\"2\" r:id=\"b\"/>"
	               "<sheet name=\"Lookup\" sheetId=\"3\" r:id=\"c\" state=\"veryHidden\"/>"
	               "<sheet name=\"Sites\" sheetId=\"4\" r:id=\"d\" state=\"%s\"/></sheets></workbook>",
	               first_state, first_state);
	const struct part parts[] = {
		{ "_rels/.rels", CDR_STR(PACKAGE_RELS(RELATION("r1", "officeDocument", "/book/main.xml"))) },
		{ "book/main.xml", cdr_buf_str(&book) },
		{ "book/_rels/main.xml.rels",
		  CDR_STR(PACKAGE_RELS(RELATION("a", "worksheet", "../sheets/one.xml") RELATION(
			  "b", "chartsheet", "chart.xml") RELATION("c", "worksheet", "./two.xml")
		                               RELATION("d", "worksheet", "/SHEETS/Three.xml")
		                                       RELATION("s", "styles", "styles.xml"))) },
		{ "book/styles.xml",
		  CDR_STR("<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>") },
		{ "sheets/one.xml", CDR_STR(SHEET("<row><c><v>1</v></c></row>")) },
		{ "book/two.xml", CDR_STR(SHEET("<row><c><v>2</v></c></row>")) },
		{ "sheets/three.xml", CDR_STR(SHEET("<row><c s=\"1\"><v>43830</v></c></row>")) },
	};
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), true);
	assert_non_null(packed.p);
	return packed;
}

static void
xlsx_visible_sheets_come_in_order_and_hidden_ones_after(void **state)
{
	(void)state;
	struct cdr_str packed = pack_tabs("visible");
	cdr_owned(cdr_table) table = read_table(packed, "list.xlsx", NULL);
	assert_int_equal(table->format, CDR_INGEST_XLSX);
	assert_int_equal(table->n_sheets, 3);
	assert_str(table->sheets[0].name, "Read me");
	assert_str(table->sheets[1].name, "Sites");
	assert_str(cell_at(table, 1, 0, 0).text, "2024-01-01");
	assert_str(table->sheets[2].name, "Lookup");
	assert_true(table->sheets[2].hidden);
	assert_int_equal(table->sheets[2].n_rows, 0);
	free((void *)(uintptr_t)packed.p);
}

static void
xlsx_sheet_is_chosen_by_name_or_position(void **state)
{
	(void)state;
	struct cdr_str packed = pack_tabs("visible");
	struct cdr_ingest_options options = { .sheet = CDR_STR("sites") };
	cdr_owned(cdr_table) by_name = read_table(packed, "list.xlsx", &options);
	assert_int_equal(by_name->n_sheets, 1);
	assert_cell(by_name, 0, 0, CDR_CELL_DATE, "2024-01-01");
	options.sheet = CDR_STR("#2");
	cdr_owned(cdr_table) by_position = read_table(packed, "list.xlsx", &options);
	assert_true(by_position->sheets[0].hidden);
	assert_cell(by_position, 0, 0, CDR_CELL_NUMBER, "2");
	options.sheet = CDR_STR("#4");
	read_refused(packed, "list.xlsx", &options, CDR_EINPUT, "list.xlsx", "#2 \"Lookup\" (hidden)");
	free((void *)(uintptr_t)packed.p);
}

static void
xlsx_all_hidden_needs_a_choice(void **state)
{
	(void)state;
	struct cdr_str packed = pack_tabs("hidden");
	read_refused(packed, "list.xlsx", NULL, CDR_EINPUT, "list.xlsx", "no visible sheet");
	free((void *)(uintptr_t)packed.p);
}

static void
xlsx_reads_like_the_same_list_as_csv(void **state)
{
	(void)state;
	cdr_owned(cdr_table) csv =
		read_table(CDR_STR("name,city,workers\n\"Mill, \"\"A\"\"\",Alba,12\n\nMill B,,7\n"), "list.csv", NULL);
	struct cdr_str packed =
		pack_workbook(CDR_STR(SHEET("<row r=\"1\"><c t=\"str\"><v>name</v></c><c t=\"str\"><v>city</v></c>"
	                                    "<c t=\"str\"><v>workers</v></c></row>"
	                                    "<row r=\"2\"><c t=\"str\"><v>Mill, \"A\"</v></c><c "
	                                    "t=\"str\"><v>Alba</v></c><c><v>12</v></c></row>"
	                                    "<row r=\"3\"><c/></row>"
	                                    "<row r=\"4\"><c t=\"str\"><v>Mill B</v></c><c/><c><v>7</v></c></row>")),
	                      (struct cdr_str){ NULL, 0 }, (struct cdr_str){ NULL, 0 }, (struct cdr_str){ NULL, 0 });
	cdr_owned(cdr_table) xlsx = read_table(packed, "list.xlsx", NULL);
	free((void *)(uintptr_t)packed.p);
	assert_int_equal(csv->sheets[0].n_rows, xlsx->sheets[0].n_rows);
	assert_int_equal(csv->sheets[0].n_columns, xlsx->sheets[0].n_columns);
	for (size_t row = 0; row < csv->sheets[0].n_rows; row++) {
		assert_int_equal(cdr_sheet_row(&csv->sheets[0], row).row, cdr_sheet_row(&xlsx->sheets[0], row).row);
		for (uint32_t column = 0; column < csv->sheets[0].n_columns; column++)
			assert_true(
				cdr_str_equal(cell_at(csv, 0, row, column).text, cell_at(xlsx, 0, row, column).text));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_visible_sheets_come_in_order_and_hidden_ones_after),
		cmocka_unit_test(xlsx_sheet_is_chosen_by_name_or_position),
		cmocka_unit_test(xlsx_all_hidden_needs_a_choice),
		cmocka_unit_test(xlsx_reads_like_the_same_list_as_csv),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
