/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

static const char goods_text[] = "<Goods>\n"
				 " <Good code=\"7\"><Name>Bricks &amp; tiles</Name>\n"
				 "  <Countries>\n"
				 "   <Country><CName>Alba</CName><Child>Yes</Child></Country>\n"
				 "   <Country><CName>Berg</CName><Child>No</Child></Country>\n"
				 "  </Countries></Good>\n"
				 " <Good><Name><![CDATA[Tea <green>]]></Name><Countries>"
				 "<Country><CName>Alba</CName></Country></Countries></Good>\n"
				 "</Goods>\n";
static const struct cdr_str goods = { goods_text, sizeof(goods_text) - 1 };

static void
xml_records_and_columns_are_xpath(void **state)
{
	(void)state;
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("good"), CDR_STR("../../Name") },      { CDR_STR("country"), CDR_STR("CName") },
		{ CDR_STR("child"), CDR_STR("Child = 'Yes'") },  { CDR_STR("n"), CDR_STR("count(../Country)") },
		{ CDR_STR("all"), CDR_STR("../Country/CName") },
	};
	struct cdr_ingest_options options = { .records = CDR_STR("/Goods/Good/Countries/Country"),
		                              .columns = columns,
		                              .n_columns = CDR_LEN(columns) };
	cdr_owned(cdr_table) table = read_table(goods, "goods.xml", &options);
	assert_int_equal(table->sheets[0].n_rows, 4);
	assert_text(table, 0, 0, "good");
	assert_text(table, 1, 0, "Bricks & tiles");
	assert_cell(table, 1, 2, CDR_CELL_BOOLEAN, "true");
	assert_cell(table, 1, 3, CDR_CELL_NUMBER, "2");
	assert_text(table, 2, 4, "Alba|Berg");
	assert_text(table, 3, 0, "Tea <green>");
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).row, 3);
	assert_int_equal(cdr_sheet_row(&table->sheets[0], 2).line, 5);
}

static void
xml_unnamed_columns_are_the_leaves(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(goods, "goods.xml", NULL);
	assert_int_equal(table->sheets[0].n_rows, 3);
	assert_text(table, 0, 0, "@code");
	assert_text(table, 0, 1, "Name");
	assert_text(table, 0, 2, "Countries/Country/CName");
	assert_text(table, 1, 0, "7");
	assert_text(table, 1, 2, "Alba|Berg");
	assert_text(table, 1, 3, "Yes|No");
	assert_empty(table, 2, 0);
	assert_text(table, 2, 2, "Alba");
}

static void
xml_namespaces_of_the_root_have_prefixes(void **state)
{
	(void)state;
	const struct cdr_ingest_column columns[] = { { CDR_STR("name"), CDR_STR("d:name") },
		                                     { CDR_STR("city"), CDR_STR("default:city") } };
	struct cdr_ingest_options options = { .records = CDR_STR("//default:site"),
		                              .columns = columns,
		                              .n_columns = 2 };
	cdr_owned(cdr_table) table = read_table(CDR_STR("<l xmlns='urn:x' xmlns:d='urn:y'>"
	                                                "<site><d:name>Mill</d:name><city>Alba</city></site></l>"),
	                                        "list.xml", &options);
	assert_text(table, 1, 0, "Mill");
	assert_text(table, 1, 1, "Alba");
}

static void
xml_bad_expression_is_named(void **state)
{
	(void)state;
	struct cdr_ingest_options options = { .records = CDR_STR("/Goods/[") };
	read_refused(goods, "goods.xml", &options, CDR_EINPUT, "goods.xml", "\"/Goods/[\" cannot be understood");
	options.records = CDR_STR("count(//Good)");
	read_refused(goods, "goods.xml", &options, CDR_EINPUT, "goods.xml", "does not select nodes");
	options.records = CDR_STR("/Goods/Service");
	read_refused(goods, "goods.xml", &options, CDR_EINPUT, "goods.xml", "selects nothing");
	const struct cdr_ingest_column column = { CDR_STR("x"), CDR_STR("no-such-function()") };
	options = (struct cdr_ingest_options){ .records = CDR_STR("//Good"), .columns = &column, .n_columns = 1 };
	read_refused(goods, "goods.xml", &options, CDR_EINPUT, "goods.xml",
	             "\"no-such-function()\" cannot be evaluated");
}

static void
xml_doctype_is_refused(void **state)
{
	(void)state;
	read_refused(CDR_STR("<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><l><r>&a;</r></l>"), "list.xml",
	             NULL, CDR_EINPUT, "list.xml", "DOCTYPE");
	read_refused(CDR_STR("<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"aaaaaaaa\">"
	                     "<!ENTITY b \"&a;&a;&a;&a;\">]><l><r>&b;</r></l>"),
	             "list.xml", NULL, CDR_EINPUT, "list.xml", "DOCTYPE");
}

static void
xml_depth_is_capped(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int i = 0; i < 300; i++)
		cdr_buf_puts(&text, "<a>");
	for (int i = 0; i < 300; i++)
		cdr_buf_puts(&text, "</a>");
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(cdr_buf_str(&text), "list.xml", NULL, &table, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "depth"));
}

static void
xml_damage_is_placed(void **state)
{
	(void)state;
	read_refused(CDR_STR("<l>\n<r>x</l>"), "list.xml", NULL, CDR_EINPUT, "list.xml:2:9", "cannot be read");
	struct cdr_table *table = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_ingest_read(CDR_STR("<l>\n<r>caf\xE9</r></l>"), "list.xml", NULL, &table, &err),
	                 CDR_EINPUT);
	assert_memory_equal(err.where, "list.xml:2", 10);
}

static void
xml_encoding_is_declared_or_given(void **state)
{
	(void)state;
	cdr_owned(cdr_table) declared = read_table(
		CDR_STR("<?xml version='1.0' encoding='ISO-8859-1'?><l><r><n>caf\xE9</n></r></l>"), "list.xml", NULL);
	assert_text(declared, 1, 0, "caf\xC3\xA9");
	assert_str(declared->encoding, "ISO-8859-1");
	struct cdr_ingest_options options = { .encoding = CDR_STR("windows-1252") };
	cdr_owned(cdr_table) given = read_table(CDR_STR("<l><r><n>caf\xE9</n></r></l>"), "list.xml", &options);
	assert_text(given, 1, 0, "caf\xC3\xA9");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_records_and_columns_are_xpath),
		cmocka_unit_test(xml_unnamed_columns_are_the_leaves),
		cmocka_unit_test(xml_namespaces_of_the_root_have_prefixes),
		cmocka_unit_test(xml_bad_expression_is_named),
		cmocka_unit_test(xml_doctype_is_refused),
		cmocka_unit_test(xml_depth_is_capped),
		cmocka_unit_test(xml_damage_is_placed),
		cmocka_unit_test(xml_encoding_is_declared_or_given),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
