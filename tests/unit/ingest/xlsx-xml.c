/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/xlsx-impl.h"
#include "workbook.h"

/* Opens the only member of an archive made of `text`; the caller frees `*packed`. */
static void
open_text(struct cdr_str text, struct cdr_str *packed, struct cdr_zip *archive, struct cdr_xlsx_xml *xml)
{
	const struct part part = { "a.xml", text };
	*packed = pack_parts(&part, 1, true);
	assert_non_null(packed->p);
	assert_int_equal(cdr_zip_open(archive, *packed, "list.xlsx", NULL), CDR_OK);
	assert_int_equal(cdr_xlsx_xml_open(xml, archive, "A.XML", NULL), CDR_OK);
}

static void
xlsx_xml_empty_elements_start_and_end(void **state)
{
	(void)state;
	struct cdr_str packed;
	cdr_auto(cdr_zip) archive = { 0 };
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	open_text(CDR_STR("<p:a xmlns:p='urn:x'><p:b x='1' p:id='2'/>t</p:a>"), &packed, &archive, &xml);
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_true(cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "a"));
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_true(cdr_xlsx_xml_is(&xml, CDR_XLSX_START, "b"));
	assert_str(cdr_xlsx_xml_attribute(&xml, "id"), "2");
	assert_null(cdr_xlsx_xml_attribute(&xml, "y").p);
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_true(cdr_xlsx_xml_is(&xml, CDR_XLSX_END, "b"));
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_int_equal(xml.event, CDR_XLSX_TEXT);
	assert_str(cdr_xlsx_xml_text(&xml), "t");
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_int_equal(xml.event, CDR_XLSX_END_OF_FILE);
	free((void *)(uintptr_t)packed.p);
}

static void
xlsx_xml_gathers_runs_without_readings(void **state)
{
	(void)state;
	struct cdr_str packed;
	cdr_auto(cdr_zip) archive = { 0 };
	cdr_auto(cdr_xlsx_xml) xml = { 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	open_text(CDR_STR("<si> <r><t>a<![CDATA[<&]]></t></r><rPh><t>no</t></rPh><r><t> </t></r><t>&#98;</t></si>"),
	          &packed, &archive, &xml);
	assert_int_equal(cdr_xlsx_xml_next(&xml, NULL), CDR_OK);
	assert_int_equal(cdr_xlsx_xml_gather(&xml, true, &text, NULL), CDR_OK);
	assert_str(cdr_buf_str(&text), "a<& b");
	assert_true(cdr_xlsx_xml_is(&xml, CDR_XLSX_END, "si"));
	free((void *)(uintptr_t)packed.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_xml_empty_elements_start_and_end),
		cmocka_unit_test(xlsx_xml_gathers_runs_without_readings),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
