/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/html-impl.h"

static const char register_page[] =
	"<!DOCTYPE html>\n<html><head><meta charset=utf-8><title>List</title><style>td{}</style></head>\n<body>"
	"<nav><table><tr><td>Home</td><td>News</td></tr></table></nav>\n"
	"<h1>Agencies</h1>\n<table><caption>As of May</caption>\n"
	"<thead><tr><th>Name</th><th>Licence</th></tr></thead>\n"
	"<tr><td><a href=\"/a?b=1&c=2\">Harbour &amp; Sons</a></td><td>L-1</td></tr>\n"
	"<tr><td>Caf\xC3\xA9 Mill<script>document.write('<td>no</td>')</script></td><td>L-2</td></tr>\n"
	"</table><p>End</p></body></html>\n";

static void
html_every_table_is_a_sheet(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table = read_table(cdr_str_from(register_page), "page.html", NULL);
	assert_int_equal(table->format, CDR_INGEST_HTML);
	assert_int_equal(table->n_sheets, 2);
	assert_str(table->sheets[0].name, "table 1");
	assert_str(table->sheets[1].name, "table 2");
	assert_int_equal(table->sheets[1].n_rows, 3);
	assert_str(cell_at(table, 1, 0, 1).text, "Licence");
	assert_str(cell_at(table, 1, 1, 0).text, "Harbour & Sons");
	assert_str(cell_at(table, 1, 2, 0).text, "Caf\xC3\xA9 Mill");
	const struct cdr_row row = cdr_sheet_row(&table->sheets[1], 2);
	char place[128];
	assert_string_equal(cdr_cell_place(table, &table->sheets[1], &row, 1, place, sizeof(place)),
	                    "page.html table 2 row 3, column B");
}

static void
html_one_table_can_be_chosen(void **state)
{
	(void)state;
	const struct cdr_str page = cdr_str_from(register_page);
	struct cdr_ingest_options options = { .sheet = CDR_STR("Table 2") };
	cdr_owned(cdr_table) by_name = read_table(page, "page.html", &options);
	assert_int_equal(by_name->n_sheets, 1);
	assert_text(by_name, 0, 0, "Name");
	options.sheet = CDR_STR("#1");
	cdr_owned(cdr_table) by_position = read_table(page, "page.html", &options);
	assert_text(by_position, 0, 0, "Home");
	options.sheet = CDR_STR("#3");
	read_refused(page, "page.html", &options, CDR_EINPUT, "page.html", "\"table 1\" to \"table 2\"");
}

static void
html_nested_table_is_a_sheet_of_its_own(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("<html><table><tr><td>Outer<table><tr><td>a<td>b<tr><td>c</table>"
	                           "after<td>Next</tr><tr><td>Last</table></html>"),
	                   "page.html", NULL);
	assert_int_equal(table->n_sheets, 2);
	assert_str(cell_at(table, 0, 0, 0).text, "Outer\nafter");
	assert_str(cell_at(table, 0, 0, 1).text, "Next");
	assert_str(cell_at(table, 0, 1, 0).text, "Last");
	assert_str(cell_at(table, 1, 0, 1).text, "b");
	assert_str(cell_at(table, 1, 1, 0).text, "c");
}

static void
html_slips_of_the_markup_are_mended(void **state)
{
	(void)state;
	/* No <tr>, unclosed and crossed elements, cells outside a table, two end tags, stray "<" and "&". */
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("<html><td>no</td><table><td>Mill<td><div><b>A < B & C</div></b><td>x</td></td></tr>"
	                           "<TR><TD><p>Berg<TH>&notaword; &#8217;<td>y<tbody></html>"),
	                   "page.html", NULL);
	assert_int_equal(table->sheets[0].n_rows, 2);
	assert_text(table, 0, 0, "Mill");
	assert_text(table, 0, 1, "A < B & C");
	assert_text(table, 0, 2, "x");
	assert_text(table, 1, 0, "Berg");
	assert_text(table, 1, 1, "&notaword; \xE2\x80\x99");
	assert_text(table, 1, 2, "y");
}

static void
html_encoding_is_given_marked_declared_or_guessed(void **state)
{
	(void)state;
	static const char declared[] = "<html><meta charset=iso-8859-1><table><tr><td>caf\xE9 \x96</table></html>";
	static const char silent[] = "<html><table><tr><td>caf\xE9</table></html>";
	cdr_owned(cdr_table) by_meta = read_table(cdr_str_from(declared), "page.html", NULL);
	assert_text(by_meta, 0, 0, "caf\xC3\xA9 \xE2\x80\x93");
	assert_str(by_meta->encoding, "windows-1252 as declared");
	cdr_owned(cdr_table) guessed = read_table(cdr_str_from(silent), "page.html", NULL);
	assert_text(guessed, 0, 0, "caf\xC3\xA9");
	assert_str(guessed->encoding, "windows-1252");
	struct cdr_ingest_options options = { .encoding = CDR_STR("windows-1251") };
	cdr_owned(cdr_table) given = read_table(cdr_str_from(declared), "page.html", &options);
	assert_text(given, 0, 0, "caf\xD0\xB9 \xE2\x80\x93");
	cdr_owned(cdr_table) marked = read_table(
		CDR_STR("\xFF\xFE<\0h\0t\0m\0l\0>\0<\0t\0a\0b\0l\0e\0>\0<\0t\0d\0>\0\xE9\0<\0/\0t\0a\0b\0l\0e\0>\0"),
		"page.html", NULL);
	assert_text(marked, 0, 0, "\xC3\xA9");
}

static void
html_page_cut_short_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *page, *where, *words;
	} cases[] = {
		{ "<html><table><tr><td>A</td></tr><tr><td>B", "page.html table 1 row 2", "cut short" },
		{ "<html><table><tr><td>A</td></tr><tr><td>B</td></tr>\n", "page.html table 1 row 2", "cut short" },
		{ "<html><table><tr><td>A<table><tr><td>B</table>", "page.html table 1 row 1", "cut short" },
		{ "<html><table><tr><td>A</td></tr><tr><td", "page.html", "within a tag" },
		{ "<html><table><tr><td>A</table><p title=\"x", "page.html", "after table 1" },
		{ "<html><table><tr><td>A<!-- note", "page.html", "within a tag, a comment" },
		{ "<html><table><tr><td>A<script>if (a", "page.html", "or a script" },
		{ "<html><table><tr><td>A</table></tab", "page.html", "within a tag" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		read_refused(cdr_str_from(cases[i].page), "page.html", NULL, CDR_EINPUT, cases[i].where,
		             cases[i].words);
}

static void
html_page_without_a_list_is_refused(void **state)
{
	(void)state;
	static const struct {
		const char *page, *words;
	} cases[] = {
		{ "<html><body><h1>503</h1></body></html>", "without a table" },
		{ "<html><script>'<table><tr><td>x</table>'</script></html>", "without a table" },
		{ "<html><template><table><tr><td>x</table></template></html>", "without a table" },
		{ "<html><!-- <table><tr><td>x</table> --></html>", "without a table" },
		{ "<html><table><thead></thead></table></html>", "are empty" },
		{ "<html><table><tr><td> &nbsp; </td></tr></table></html>", "are empty" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++)
		read_refused(cdr_str_from(cases[i].page), "page.html", NULL, CDR_EINPUT, "page.html", cases[i].words);
	struct cdr_ingest_options options = { .format = CDR_INGEST_HTML };
	read_refused(CDR_STR("Name,Country\nMill,Alba\n"), "page.html", &options, CDR_EINPUT, "page.html",
	             "without a table");
	read_refused(CDR_STR("PK\x03\x04rest"), "page.html", &options, CDR_EINPUT, "page.html", "not an HTML page");
	read_refused(CDR_STR("<html>\n<meta charset=utf-8>\n\xC3\xA9\xC3\xA9\n\xC3\xA9\xC3\xA9\xE9</html>"),
	             "page.html", NULL, CDR_EINPUT, "page.html:4", "0xE9");
	read_refused(CDR_STR("<html><meta charset=klingon><table><tr><td>x</table>"), "page.html", NULL, CDR_EINPUT,
	             "page.html", "no encoding is known as \"klingon\"");
	read_refused(CDR_STR("<html>\n<table><tr><td>a\0b</table>"), "page.html", NULL, CDR_EINPUT, "page.html:2",
	             "NUL byte");
}

static void
repeat(struct cdr_buf *out, const char *text, int n)
{
	for (int i = 0; i < n; i++)
		cdr_buf_puts(out, text);
}

static void
html_caps_are_named(void **state)
{
	(void)state;
	static const struct {
		const char *unit, *where, *words;
		int n;
	} cases[] = {
		{ "<div>", "page.html", "more than 2048 deep", 100000 },
		{ "<table><tr><td>", "page.html", "nested in more than 32 others", 1000 },
		{ "<table></table>", "page.html", "more than 256 tables", 257 },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		cdr_auto(cdr_buf) page = CDR_BUF_INIT;
		cdr_buf_puts(&page, "<html>");
		repeat(&page, cases[i].unit, cases[i].n);
		read_refused(cdr_buf_str(&page), "page.html", NULL, CDR_ELIMIT, cases[i].where, cases[i].words);
	}
}

static void
html_declared_entities_and_files_are_not_replaced(void **state)
{
	(void)state;
	cdr_owned(cdr_table) table =
		read_table(CDR_STR("<!DOCTYPE html [<!ENTITY a \"aaaa\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
	                           "<html><table><tr><td>&a;|&f;<td>=1+1</table></html>"),
	                   "page.html", NULL);
	assert_text(table, 0, 0, "&a;|&f;");
	assert_text(table, 0, 1, "=1+1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_every_table_is_a_sheet),
		cmocka_unit_test(html_one_table_can_be_chosen),
		cmocka_unit_test(html_nested_table_is_a_sheet_of_its_own),
		cmocka_unit_test(html_slips_of_the_markup_are_mended),
		cmocka_unit_test(html_encoding_is_given_marked_declared_or_guessed),
		cmocka_unit_test(html_page_cut_short_is_refused),
		cmocka_unit_test(html_page_without_a_list_is_refused),
		cmocka_unit_test(html_caps_are_named),
		cmocka_unit_test(html_declared_entities_and_files_are_not_replaced),
	};
	return cmocka_run_group_tests(tests, start_ingest, NULL);
}
