/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "workbook.h"

static const struct cdr_str nothing = { NULL, 0 };

static void
zip_truncated_archive_is_damaged_or_incomplete(void **state)
{
	(void)state;
	struct cdr_str packed = pack_workbook(CDR_STR(SHEET("")), nothing, nothing, nothing);
	for (size_t n = packed.n - 1; n >= 4; n = n * 3 / 4)
		read_refused((struct cdr_str){ packed.p, n }, "list.xlsx", NULL, CDR_EINPUT, "list.xlsx",
		             "damaged or incomplete");
	free((void *)(uintptr_t)packed.p);
}

static void
zip_changed_bytes_are_seen(void **state)
{
	(void)state;
	struct cdr_str packed =
		pack_workbook(CDR_STR(SHEET("<row><c><v>12345</v></c></row>")), nothing, nothing, nothing);
	char *changed = malloc(packed.n);
	assert_non_null(changed);
	memcpy(changed, packed.p, packed.n);
	ptrdiff_t at = cdr_str_find(packed, CDR_STR("12345"));
	assert_true(at > 0);
	changed[at] = '7'; /* still well-formed; only the checksum knows */
	read_refused((struct cdr_str){ changed, packed.n }, "list.xlsx", NULL, CDR_EINPUT,
	             "list.xlsx member xl/worksheets/sheet1.xml", "damaged or incomplete");
	free(changed);
	free((void *)(uintptr_t)packed.p);
}

static void
zip_missing_member_is_named(void **state)
{
	(void)state;
	const struct part parts[] = {
		{ "_rels/.rels", cdr_str_from(workbook_root_rels) },
		{ "xl/workbook.xml", cdr_str_from(workbook_xml) },
		{ "xl/_rels/workbook.xml.rels", cdr_str_from(workbook_rels) },
		{ "xl/styles.xml", CDR_STR("<styleSheet/>") },
		{ "xl/sharedStrings.xml", CDR_STR("<sst/>") },
	};
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), false);
	read_refused(packed, "list.xlsx", NULL, CDR_EINPUT, "list.xlsx member xl/worksheets/sheet1.xml",
	             "there is no such member");
	free((void *)(uintptr_t)packed.p);
}

static void
zip_other_archive_is_not_a_workbook(void **state)
{
	(void)state;
	const struct part parts[] = { { "content.xml", CDR_STR("<x/>") } };
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), false);
	read_refused(packed, "list.ods", NULL, CDR_EINPUT, "list.ods", "not an .xlsx workbook");
	free((void *)(uintptr_t)packed.p);
}

static void
zip_bomb_is_stopped_by_its_ratio(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) sheet = CDR_BUF_INIT;
	cdr_buf_puts(&sheet, "<worksheet><sheetData>");
	for (int i = 0; i < 4 << 20; i++)
		cdr_buf_putc(&sheet, ' ');
	cdr_buf_puts(&sheet, "</sheetData></worksheet>");
	const struct part parts[] = {
		{ "xl/workbook.xml", cdr_str_from(workbook_xml) },
		{ "xl/_rels/workbook.xml.rels",
		  CDR_STR(PACKAGE_RELS(RELATION("r1", "worksheet", "worksheets/sheet1.xml"))) },
		{ "xl/worksheets/sheet1.xml", cdr_buf_str(&sheet) },
	};
	struct cdr_str packed = pack_parts(parts, CDR_LEN(parts), true);
	assert_true(packed.n < 20000);
	read_refused(packed, "list.xlsx", NULL, CDR_ELIMIT, "list.xlsx member xl/worksheets/sheet1.xml",
	             "200 times its packed size");
	free((void *)(uintptr_t)packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zip_truncated_archive_is_damaged_or_incomplete),
		cmocka_unit_test(zip_changed_bytes_are_seen),
		cmocka_unit_test(zip_missing_member_is_named),
		cmocka_unit_test(zip_other_archive_is_not_a_workbook),
		cmocka_unit_test(zip_bomb_is_stopped_by_its_ratio),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
