/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet.h"

#define CELL(reference, text) "<c r=\"" reference "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define ROW(number, cells) "<row r=\"" number "\">" cells "</row>"
#define MERGED(range) "<mergeCell ref=\"" range "\"/>"
#define MERGED_SHEET(rows, ranges)                                                                                     \
	"<worksheet " SPREADSHEET_NS "><sheetData>" rows "</sheetData><mergeCells>" ranges "</mergeCells></worksheet>"

static void
xlsx_merge_fills_across_and_down(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_sheet(
		CDR_STR(MERGED_SHEET(ROW("1", CELL("A1", "site") CELL("B1", "workers"))
	                                     ROW("2", CELL("B2", "men") CELL("C2", "women"))
	                                             ROW("3", CELL("A3", "Alba") CELL("B3", "10"))
	                                                     ROW("5", CELL("B5", "20")) ROW("6", CELL("C6", "30")),
	                             MERGED("A1:A2") MERGED("B1:XFD1") MERGED("A3:A5") MERGED("Z9:ZZ99"))),
		nothing, nothing);
	assert_int_equal(table->sheets[0].n_rows, 5); /* row 4 stays blank */
	assert_int_equal(table->sheets[0].n_columns, 3);
	assert_text(table, 0, 2, "workers");
	assert_text(table, 1, 0, "site");
	assert_text(table, 1, 1, "men");
	assert_text(table, 3, 0, "Alba");
	assert_empty(table, 4, 0);
}

static void
xlsx_merge_never_overwrites(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_sheet(CDR_STR(MERGED_SHEET(ROW("1", CELL("A1", "first") CELL("B1", "own"))
	                                                ROW("2", CELL("A2", "kept") CELL("B2", "x")),
	                                        MERGED("A1:C2"))),
	                   nothing, nothing);
	assert_text(table, 0, 0, "first");
	assert_text(table, 0, 1, "own");
	assert_text(table, 1, 0, "kept");
	assert_int_equal(table->sheets[0].n_columns, 2);
}

static void
xlsx_merge_of_a_blank_first_row_says_nothing(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_sheet(CDR_STR(MERGED_SHEET(ROW("2", CELL("B2", "x")) ROW("3", CELL("B3", "y")),
	                                        MERGED("A1:A3") MERGED("A2:A3"))),
	                   nothing, nothing);
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_empty(table, 0, 0);
	assert_empty(table, 1, 0);
}

static void
xlsx_merge_damage_and_limits_are_told(void **state)
{
	(void)state;
	sheet_refused(CDR_STR(MERGED_SHEET(ROW("1", CELL("A1", "x")), MERGED("A1:1B"))), CDR_EINPUT, "list.xlsx Sites",
	              "merged range is malformed");
	cdr_auto(cdr_buf) sheet = CDR_BUF_INIT;
	cdr_buf_puts(&sheet,
	             "<worksheet><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c><c r=\"BZT1\"><v>1</v></c></row>");
	for (int i = 2; i <= 2000; i++)
		cdr_buf_printf(&sheet, "<row r=\"%d\"><c r=\"A%d\"><v>1</v></c></row>", i, i);
	cdr_buf_puts(&sheet, "</sheetData><mergeCells>");
	for (int i = 0; i < 10; i++)
		cdr_buf_puts(&sheet, "<mergeCell ref=\"A1:BZT2000\"/>");
	cdr_buf_puts(&sheet, "</mergeCells></worksheet>");
	sheet_refused(cdr_buf_str(&sheet), CDR_ELIMIT, "list.xlsx Sites", "merged ranges cover more");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_merge_fills_across_and_down),
		cmocka_unit_test(xlsx_merge_never_overwrites),
		cmocka_unit_test(xlsx_merge_of_a_blank_first_row_says_nothing),
		cmocka_unit_test(xlsx_merge_damage_and_limits_are_told),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
