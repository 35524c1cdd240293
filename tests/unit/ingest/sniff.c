/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static void
sniff_goes_by_content_before_name(void **state)
{
	(void)state;
	const struct {
		struct cdr_str bytes;
		const char *name;
		enum cdr_ingest_format format;
	} cases[] = {
		{ CDR_STR("  [{\"a\":1}]"), "list.csv", CDR_INGEST_JSON },
		{ CDR_STR("\xEF\xBB\xBF<list><a/></list>"), "list.txt", CDR_INGEST_XML },
		{ CDR_STR("<?xml version=\"1.0\"?><!-- x --><list><a/></list>"), "list", CDR_INGEST_XML },
		{ CDR_STR("[ID],name\n1,Mill\n"), "list.csv", CDR_INGEST_CSV },
		{ CDR_STR("{key},name\n1,Mill\n"), "list.csv", CDR_INGEST_CSV },
		{ CDR_STR("a,b\n"), "list.dat", CDR_INGEST_CSV },
		{ CDR_STR("<!doctype html><table><tr><td>x</table>"), "list.csv", CDR_INGEST_HTML },
		{ CDR_STR("<HTML xmlns:x=\"urn:x\"><table><tr><td>x</table></HTML>"), "list.xls", CDR_INGEST_HTML },
		{ CDR_STR("name\tcity\nABC\tAlba\n"), "list.xls", CDR_INGEST_CSV },
		{ CDR_STR("<table><tr><td>x</table>"), "list.htm", CDR_INGEST_HTML },
		{ CDR_STR("<table><tr><td>x</td></tr></table>"), "list.xml", CDR_INGEST_XML },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_owned(cdr_table) table = read_table(cases[i].bytes, cases[i].name, NULL);
		assert_int_equal(table->format, cases[i].format);
	}
}

static void
sniff_web_page_is_called_one(void **state)
{
	(void)state;
	const struct {
		struct cdr_str bytes;
		const char *name;
		enum cdr_ingest_format format;
		const char *words;
	} cases[] = {
		{ CDR_STR("<!DOCTYPE html><html></html>"), "list.csv", CDR_INGEST_CSV,
		  "this is an HTML page, not a CSV file; the download probably failed" },
		{ CDR_STR("\n<HTML lang=en>"), "list.csv", CDR_INGEST_CSV, "HTML page, not a CSV file" },
		{ CDR_STR("<!-- saved --><html>"), "list.json", CDR_INGEST_JSON, "HTML page, not a JSON document" },
		{ CDR_STR("<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\" \"y\"><html/>"), "list.xml",
		  CDR_INGEST_XML, "HTML page, not an XML list" },
		{ CDR_STR("<!doctype html>"), "list.xlsx", CDR_INGEST_XLSX, "HTML page, not an .xlsx workbook" },
		{ CDR_STR("<\0!\0d\0o\0c\0t\0y\0p\0e\0 \0h\0t\0m\0l\0>\0"), "list.csv", CDR_INGEST_CSV, "HTML page" },
		{ CDR_STR("<!doctype html><p>Please sign in.</p>"), "list.csv", CDR_INGEST_AUTO,
		  "HTML page without a table; the download probably failed" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_ingest_options options = { .format = cases[i].format };
		read_refused(cases[i].bytes, cases[i].name, &options, CDR_EINPUT, cases[i].name, cases[i].words);
	}
}

static void
sniff_other_files_are_named_too(void **state)
{
	(void)state;
	read_refused(CDR_STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), "list.csv",
	             &(struct cdr_ingest_options){ .format = CDR_INGEST_CSV }, CDR_EINPUT, "list.csv", "Excel 97-2003");
	read_refused(CDR_STR("{\\rtf1 x}"), "list.csv", NULL, CDR_EINPUT, "list.csv", "an RTF document");
	struct cdr_ingest_options options = { .format = CDR_INGEST_CSV };
	read_refused(CDR_STR("PK\x03\x04rest"), "folder/list.csv", &options, CDR_EINPUT, "list.csv",
	             "zip archive or an .xlsx workbook, not a CSV file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sniff_goes_by_content_before_name),
		cmocka_unit_test(sniff_web_page_is_called_one),
		cmocka_unit_test(sniff_other_files_are_named_too),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
