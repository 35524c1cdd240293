/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/xml-impl.h"

static const char list_text[] =
	"<?xml version=\"1.0\"?>\n<!-- a list --><p:list xmlns:p='urn:p' xmlns='urn:d' day='2026-01-02'>\n"
	" <head><entry>not one of /list/body</entry></head>\n"
	" <body lang='xx'>text around <?do it?>\n"
	"  <entry id='1'><name>Mill <!-- old -->A</name><p:city>Alba</p:city><name>M</name></entry>\n"
	"  <entry id='2'/>\n"
	"  <entry id='3'><name><![CDATA[<C>]]></name><entry id='4'><name>within</name>"
	"<entry id='5'/></entry><tail>t</tail></entry>\n"
	" </body><entry id='6'>last &amp; least</entry>\n"
	"</p:list>\n";
static const struct cdr_str list = { list_text, sizeof(list_text) - 1 };

static void
assert_same(const struct cdr_table *a, const struct cdr_table *b, const char *what)
{
	if (a->sheets[0].n_rows != b->sheets[0].n_rows)
		fail_msg("%s: %zu rows and %zu", what, a->sheets[0].n_rows, b->sheets[0].n_rows);
	for (size_t i = 0; i < a->sheets[0].n_rows; i++) {
		struct cdr_row left = cdr_sheet_row(&a->sheets[0], i), right = cdr_sheet_row(&b->sheets[0], i);
		assert_int_equal(left.line, right.line);
		assert_int_equal(left.row, right.row);
		assert_int_equal(left.n_cells, right.n_cells);
		for (uint32_t column = 0; column < left.n_cells; column++) {
			struct cdr_cell x = cdr_row_cell(&left, column), y = cdr_row_cell(&right, column);
			if (!cdr_str_equal(x.text, y.text) || x.kind != y.kind)
				fail_msg("%s row %u: \"%.*s\" and \"%.*s\"", what, left.row, CDR_STR_ARG(x.text),
				         CDR_STR_ARG(y.text));
		}
	}
}

/* In brackets an expression means the same and is read off the whole tree. */
static void
xml_stream_reads_what_the_tree_reads(void **state)
{
	(void)state;
	static const char *const expressions[] = {
		"/*/*",
		"//default:entry",
		"/p:list/default:body/default:entry",
		"/p:list//default:entry",
		"//default:body//default:entry",
		"/*",
		"//*",
		"//p:*",
		"//default:entry/default:name",
		"//default:head | //default:entry",
		"/p:list/default:entry|/p:list/default:head/default:entry",
		"//default:entry//default:entry",
		"/p:list/*/default:entry",
	};
	const struct cdr_ingest_column columns[] = {
		{ CDR_STR("id"), CDR_STR("@id") },          { CDR_STR("name"), CDR_STR("default:name") },
		{ CDR_STR("texts"), CDR_STR(".//text()") }, { CDR_STR("all"), CDR_STR(".") },
		{ CDR_STR("n"), CDR_STR("count(.//*)") },   { CDR_STR("any"), CDR_STR("default:name | p:city | @id") },
		{ CDR_STR("lang"), CDR_STR("../@lang") },   { CDR_STR("day"), CDR_STR("/p:list/@day") },
		{ CDR_STR("what"), CDR_STR("name()") },     { CDR_STR("note"), CDR_STR("comment()") },
	};
	for (size_t i = 0; i < 2 * CDR_LEN(expressions); i++) {
		cdr_auto(cdr_buf) bracketed = CDR_BUF_INIT;
		const char *expression = expressions[i / 2];
		struct cdr_ingest_options options = { .records = cdr_str_from(expression) };
		if (i % 2) {
			options.columns = columns;
			options.n_columns = CDR_LEN(columns);
		}
		assert_true(cdr_xml_streams(options.records));
		cdr_owned(cdr_table) streamed = read_table(list, "list.xml", &options);
		cdr_buf_printf(&bracketed, "(%s)", expression);
		options.records = cdr_buf_str(&bracketed);
		assert_false(cdr_xml_streams(options.records));
		cdr_owned(cdr_table) tree = read_table(list, "list.xml", &options);
		assert_same(streamed, tree, expression);
		assert_true(streamed->sheets[0].n_rows > 1);
	}
}

static void
xml_stream_is_for_documents_larger_than_a_tree(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const struct cdr_ingest_column columns[] = { { CDR_STR("n"), CDR_STR("n") },
		                                     { CDR_STR("up"), CDR_STR("../r[1]/n") } };
	struct cdr_ingest_options options = { .columns = columns, .n_columns = 1 };
	size_t n = 0;
	cdr_buf_puts(&text, "<l>");
	for (; text.n <= CDR_INGEST_MAX_TREE_BYTES + (1 << 20); n++)
		cdr_buf_printf(&text,
		               "<r><n>%zu</n><x>................................................................"
		               "................................................................................"
		               "................................................................................"
		               "</x></r>\n",
		               n);
	cdr_buf_puts(&text, "</l>");
	cdr_owned(cdr_table) table = read_table(cdr_buf_str(&text), "list.xml", &options);
	assert_int_equal(table->sheets[0].n_rows, n + 1);
	options.n_columns = 2;
	read_refused(cdr_buf_str(&text), "list.xml", &options, CDR_ELIMIT, "list.xml", "64 MiB of XML");
	options = (struct cdr_ingest_options){ .records = CDR_STR("/l") };
	read_refused(cdr_buf_str(&text), "list.xml", &options, CDR_ELIMIT, "list.xml:1",
	             "the record has more than 64 MiB");
}

/* Broken files, all of which stream, and the place that is named. */
static const struct {
	const char *text, *where, *words;
} broken[] = {
	{ "<l><r><a>1</a></r>", "list.xml:1:19", "cannot be read" },
	{ "<l><r><a>1</a></r></m>", "list.xml:1:23", "cannot be read" },
	{ "<l>\n<r>x</l>", "list.xml:2:9", "cannot be read" },
	{ "<l><r>a & b</r></l>", "list.xml:1:10", "cannot be read" },
	{ "<l><r>&nbsp;</r></l>", "list.xml:1:13", "nbsp" },
	{ "<l><r>&a;</r></l>", "list.xml:1:10", "cannot be read" },
	{ "<l><r a='1' a='2'/></l>", "list.xml:1:18", "redefined" },
	{ "<l><r a=1/></l>", "list.xml:1:9", "cannot be read" },
	{ "<l><r a='<'/></l>", "list.xml:1:11", "cannot be read" },
	{ "<l><r/></l><l/>", "list.xml:1:12", "cannot be read" },
	{ "<l><r/></l>text", "list.xml:1:12", "cannot be read" },
	{ "<l><r/><!-- -- --></l>", "list.xml:1:13", "cannot be read" },
	{ "<l><r/><![CDATA[x</l>", "list.xml:1:22", "cannot be read" },
	{ "<l><r>]]></r></l>", "list.xml:1:7", "cannot be read" },
	{ "<l><r>\x01</r></l>", "list.xml:1:7", "cannot be read" },
	{ "<l><r>&#0;</r></l>", "list.xml:1:11", "cannot be read" },
	{ "<l><r>&#x110000;</r></l>", "list.xml:1:17", "cannot be read" },
	{ "<?xml version='1.0' encoding='klingon'?><l><r/></l>", "list.xml:1:39", "encoding" },
	{ "<?xml version='1.0'?>", "list.xml:1:22", "" },
	{ "<l><r><1/></r></l>", "list.xml:1:8", "cannot be read" },
	{ "<?xml version='1.0'?><!DOCTYPE l><l><r/></l>", "list.xml", "DOCTYPE" },
	{ "<!DOCTYPE l [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><l><r>&a;</r></l>", "list.xml", "DOCTYPE" },
	{ "<!DOCTYPE l SYSTEM \"http://localhost:1/l.dtd\"><l><r/></l>", "list.xml", "DOCTYPE" },
	{ "<!DOCTYPE l [<!ENTITY % a SYSTEM \"file:///etc/hostname\"> %a;]><l><r/></l>", "list.xml", "DOCTYPE" },
	{ "<!DOCTYPE l [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c "
	  "\"&b;&b;&b;&b;&b;&b;&b;&b;\">]><l><r x='&c;'>&c;</r></l>",
	  "list.xml", "DOCTYPE" },
	{ "<l></l>", "list.xml", "selects nothing" },
	{ "<l>text only</l>", "list.xml", "selects nothing" },
};

static void
xml_stream_refuses_broken_documents(void **state)
{
	(void)state;
	const struct cdr_ingest_options options = { .format = CDR_INGEST_XML };
	for (size_t i = 0; i < CDR_LEN(broken); i++) {
		struct cdr_table *table = NULL;
		struct cdr_error err = { 0 };
		enum cdr_status status =
			cdr_ingest_read(cdr_str_from(broken[i].text), "list.xml", &options, &table, &err);
		if (status != CDR_EINPUT || strcmp(err.where, broken[i].where) != 0 ||
		    !strstr(err.message, broken[i].words))
			fail_msg("%s: %d %s: %s", broken[i].text, status, err.where, err.message);
	}
}

static void
xml_stream_knows_encodings(void **state)
{
	(void)state;
	cdr_owned(cdr_table) declared =
		read_table(CDR_STR("<?xml version='1.0' encoding='windows-1252'?><l><r><n>caf\xE9 \x80</n></r></l>"),
	                   "list.xml", NULL);
	assert_text(declared, 1, 0, "caf\xC3\xA9 \xE2\x82\xAC");
	assert_str(declared->encoding, "windows-1252");
	static const char wide[] = "\xFF\xFE<\0l\0>\0<\0r\0>\0<\0n\0>\0\x16\x04<\0/\0n\0>\0<\0/\0r\0>\0<\0/\0l\0>";
	cdr_owned(cdr_table) utf16 = read_table((struct cdr_str){ wide, sizeof(wide) }, "list.xml", NULL);
	assert_text(utf16, 1, 0, "\xD0\x96");
}

static void
xml_stream_errors_of_a_row_end_the_reading(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "<l>\n<r><n>1</n></r>\n<r><n>");
	for (size_t i = 0; i <= CDR_INGEST_MAX_CELL_BYTES; i++)
		cdr_buf_putc(&text, 'x');
	cdr_buf_puts(&text, "</n></r></l>");
	const struct cdr_ingest_column column = { CDR_STR("n"), CDR_STR("n") };
	const struct cdr_ingest_options options = { .columns = &column, .n_columns = 1 };
	read_refused(cdr_buf_str(&text), "list.xml", &options, CDR_ELIMIT, "list.xml row 3 (line 3), column A",
	             "65537 bytes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xml_stream_reads_what_the_tree_reads),
		cmocka_unit_test(xml_stream_is_for_documents_larger_than_a_tree),
		cmocka_unit_test(xml_stream_refuses_broken_documents),
		cmocka_unit_test(xml_stream_knows_encodings),
		cmocka_unit_test(xml_stream_errors_of_a_row_end_the_reading),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
