/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

static void
xlsx_sheet_cells_of_all_types(void **state)
{
	(void)state;
	struct cdr_str strings = CDR_STR("<sst " SPREADSHEET_NS "><si><t>name</t></si>"
	                                 "<si><r><t>Alba </t></r><r><rPr><b/></rPr><t>Mills</t></r>"
	                                 "<rPh sb=\"0\" eb=\"1\"><t>reading</t></rPh></si>"
	                                 "<si><t xml:space=\"preserve\"> x_x000D_\ny </t></si><si/></sst>");
	struct cdr_str styles =
		CDR_STR("<styleSheet " SPREADSHEET_NS "><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd/mm/yyyy\"/>"
	                "<numFmt numFmtId=\"171\" formatCode=\"0000\"/></numFmts>"
	                "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/>"
	                "<xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/></cellXfs></styleSheet>");
	cdr_owned(cdr_table) table = read_sheet(
		CDR_STR(SHEET(
			"<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c>"
			"<c r=\"C1\" t=\"s\"><v>2</v></c><c r=\"D1\" t=\"s\"><v>3</v></c></row>"
			"<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>in &amp; out</t></is></c>"
			"<c r=\"B3\" t=\"str\"><f>A1&amp;\"x\"</f><v>namex</v></c><c r=\"C3\" t=\"b\"><v>1</v></c>"
			"<c r=\"D3\" t=\"e\"><v>#N/A</v></c><c r=\"E3\"><v>97220</v></c>"
			"<c r=\"F3\" s=\"1\"><v>45292</v></c><c r=\"G3\" s=\"2\"><v>45292.5</v></c>"
			"<c r=\"H3\" s=\"3\"><v>30</v></c><c r=\"I3\" t=\"d\"><v>2024-03-01T00:00:00</v></c>"
			"<c r=\"J3\" s=\"0\"><f>1/4</f><v>0.25</v></c><c r=\"XFD3\" s=\"1\"/></row>")),
		strings, styles);
	assert_str(table->sheets[0].name, "Sites");
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_int_equal(table->sheets[0].n_columns, 10);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 1).row, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 1).line, 0);
	assert_text(table, 0, 0, "name");
	assert_text(table, 0, 1, "Alba Mills");
	assert_text(table, 0, 2, " x\ny ");
	assert_empty(table, 0, 3);
	assert_text(table, 1, 0, "in & out");
	assert_text(table, 1, 1, "namex");
	assert_cell(table, 1, 2, CDR_CELL_BOOLEAN, "true");
	assert_cell(table, 1, 3, CDR_CELL_ERROR, "#N/A");
	assert_cell(table, 1, 4, CDR_CELL_NUMBER, "97220");
	assert_cell(table, 1, 5, CDR_CELL_DATE, "2024-01-01");
	assert_cell(table, 1, 6, CDR_CELL_DATE, "2024-01-01T12:00:00");
	assert_cell(table, 1, 7, CDR_CELL_NUMBER, "0030");
	assert_cell(table, 1, 8, CDR_CELL_DATE, "2024-03-01");
	assert_cell(table, 1, 9, CDR_CELL_NUMBER, "0.25");
}

static void
xlsx_sheet_missing_references_follow_on(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_sheet(CDR_STR(SHEET("<row><c><v>1</v></c><c "
	                                 "r=\"D1\"><v>2</v></c><c><v>3</v></c></row><row/><row><c><v>4</v></c></row>")),
	                   nothing, nothing);
	assert_cell(table, 0, 4, CDR_CELL_NUMBER, "3");
	assert_empty(table, 0, 2);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 1).row, 3);
}

static void
xlsx_sheet_cells_of_a_row_may_come_in_any_order(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_sheet(CDR_STR(SHEET("<row r=\"2\"><c r=\"C2\"><v>3</v></c><c r=\"A2\"><v>1</v></c></row>")),
	                   nothing, nothing);
	assert_cell(table, 0, 0, CDR_CELL_NUMBER, "1");
	assert_cell(table, 0, 2, CDR_CELL_NUMBER, "3");
}

static void
xlsx_sheet_damage_is_placed(void **state)
{
	(void)state;
	sheet_refused(CDR_STR(SHEET("<row r=\"2\"><c r=\"B2\" t=\"s\"><v>9</v></c></row>")), CDR_EINPUT,
	              "list.xlsx Sites!B2", "shared string");
	sheet_refused(CDR_STR(SHEET("<row r=\"3\"/><row r=\"2\"/>")), CDR_EINPUT, "list.xlsx Sites!3", "out of order");
	sheet_refused(CDR_STR(SHEET("<row r=\"2\"><c r=\"B3\"><v>9</v></c></row>")), CDR_EINPUT, "list.xlsx Sites!2",
	              "another row");
	sheet_refused(CDR_STR(SHEET("<row r=\"2\"><c r=\"B2\"><v>9</v></c><c r=\"B2\"><v>8</v></c></row>")), CDR_EINPUT,
	              "list.xlsx Sites!B2", "twice");
	sheet_refused(CDR_STR("<worksheet>\n<sheetData><row r=\"1\"><c"), CDR_EINPUT,
	              "list.xlsx member xl/worksheets/sheet1.xml:2", "damaged or incomplete");
	sheet_refused(CDR_STR("<!DOCTYPE x [<!ENTITY e \"1\">]><worksheet/>"), CDR_EINPUT,
	              "list.xlsx member xl/worksheets/sheet1.xml", "DOCTYPE");
}

static void
xlsx_sheet_limits_name_the_place(void **state)
{
	(void)state;
	sheet_refused(CDR_STR(SHEET("<row r=\"2\"><c r=\"XFD2\"><v>9</v></c></row>")), CDR_ELIMIT,
	              "list.xlsx Sites!XFD2", "2048 columns");
	sheet_refused(CDR_STR(SHEET("<row r=\"2000001\"><c><v>9</v></c></row>")), CDR_ELIMIT, "list.xlsx Sites!2000001",
	              "2000000 rows");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_sheet_cells_of_all_types),
		cmocka_unit_test(xlsx_sheet_missing_references_follow_on),
		cmocka_unit_test(xlsx_sheet_cells_of_a_row_may_come_in_any_order),
		cmocka_unit_test(xlsx_sheet_damage_is_placed),
		cmocka_unit_test(xlsx_sheet_limits_name_the_place),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
