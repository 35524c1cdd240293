/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "workbook.h"

#define BOOK(sheets) "<workbook " SPREADSHEET_NS " xmlns:r=\"" OFFICE_TYPE "\"><sheets>" sheets "</sheets></workbook>"

static void
book_refused(struct cdr_str book, struct cdr_str strings, enum cdr_status code, const char *where, const char *words)
{
	const struct cdr_str nothing = { NULL, 0 };
	struct cdr_str packed = pack_workbook(CDR_STR(SHEET("")), strings, nothing, book);
	assert_non_null(packed.p);
	read_refused(packed, "list.xlsx", NULL, code, where, words);
	free((void *)(uintptr_t)packed.p);
}

static void
xlsx_book_sheet_without_a_part_is_damage(void **state)
{
	(void)state;
	const struct cdr_str nothing = { NULL, 0 };
	book_refused(CDR_STR(BOOK("<sheet name=\"Sites\" r:id=\"r9\"/>")), nothing, CDR_EINPUT, "list.xlsx",
	             "nothing in it holds the sheet \"Sites\"");
}

static void
xlsx_book_damage_names_the_member(void **state)
{
	(void)state;
	const struct cdr_str nothing = { NULL, 0 };
	book_refused(CDR_STR("<workbook>\n<sheets>"), nothing, CDR_EINPUT, "list.xlsx member xl/workbook.xml:2",
	             "damaged");
	book_refused(nothing, CDR_STR("<sst><si><t>x</t></sst>"), CDR_EINPUT, "list.xlsx member xl/sharedStrings.xml:1",
	             "damaged");
}

static void
xlsx_book_sheets_are_limited(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) book = CDR_BUF_INIT;
	cdr_buf_puts(&book, "<workbook xmlns:r=\"" OFFICE_TYPE "\"><sheets>");
	for (int i = 0; i <= CDR_INGEST_MAX_SHEETS; i++)
		cdr_buf_printf(&book, "<sheet name=\"s%d\" r:id=\"r1\"/>", i);
	cdr_buf_puts(&book, "</sheets></workbook>");
	book_refused(cdr_buf_str(&book), (struct cdr_str){ NULL, 0 }, CDR_ELIMIT, "list.xlsx", "more than 256 sheets");
}

static void
xlsx_book_targets_may_be_relative_absolute_or_outside(void **state)
{
	(void)state;
	const struct part parts[] = {
		{ "xl/workbook.xml", CDR_STR(BOOK("<sheet name=\"Sites\" r:id=\"r1\"/>")) },
		{ "xl/_rels/workbook.xml.rels",
		  CDR_STR(PACKAGE_RELS(
			  "<Relationship Id=\"r0\" Type=\"x/sharedStrings\" TargetMode=\"External\" "
			  "Target=\"http://strings.example/\"/>"
			  "<Relationship Id=\"r1\" Type=\"x/worksheet\" Target=\"./../other/../s.xml\"/>")) },
		{ "s.xml", CDR_STR(SHEET("<row><c><v>7</v></c></row>")) },
	};
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), true);
	assert_non_null(packed.p);
	cdr_owned(cdr_table) table = read_table(packed, "list.xlsx", NULL);
	assert_cell(table, 0, 0, CDR_CELL_NUMBER, "7");
	free((void *)(uintptr_t)packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_book_sheet_without_a_part_is_damage),
		cmocka_unit_test(xlsx_book_damage_names_the_member),
		cmocka_unit_test(xlsx_book_sheets_are_limited),
		cmocka_unit_test(xlsx_book_targets_may_be_relative_absolute_or_outside),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
