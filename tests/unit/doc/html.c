/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

static void
render(const struct cdr_doc *doc, struct cdr_buf *out)
{
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_doc_render_html(doc, out, &err), CDR_OK);
}

static void
html_is_a_complete_self_contained_page(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("A <title> & more");
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("Head"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_true(cdr_str_starts_with(cdr_buf_str(&out), CDR_STR("<!DOCTYPE html>\n<html lang=\"en-GB\">")));
	assert_contains(&out, "<title>A &lt;title&gt; &amp; more</title>");
	assert_contains(&out, "<meta charset=\"utf-8\">");
	assert_contains(&out, "<h1>Head</h1>");
	assert_contains(&out, "@media print");
	assert_lacks(&out, "<script");
	assert_lacks(&out, "http");
	assert_lacks(&out, "<link");
	assert_true(cdr_str_ends_with(cdr_buf_str(&out), CDR_STR("</main>\n</body>\n</html>\n")));
}

static void
html_escapes_every_kind_of_block(void **state)
{
	(void)state;
	static const enum cdr_doc_kind kinds[] = { CDR_DOC_HEADING, CDR_DOC_PARAGRAPH, CDR_DOC_BANNER, CDR_DOC_GAP,
		                                   CDR_DOC_BLANK };
	struct cdr_str evil = CDR_STR("<img src=x onerror=\"a('b')\">&amp;");
	for (size_t i = 0; i < CDR_LEN(kinds); i++) {
		cdr_owned(cdr_doc) doc = new_doc("T");
		cdr_doc_add(doc, NULL, kinds[i], 2, evil);
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		render(doc, &out);
		assert_lacks(&out, "<img");
		assert_contains(&out, "&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;amp;");
	}
}

static void
html_escapes_cells_items_notes_and_the_language(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = NULL;
	assert_int_equal(cdr_doc_new(CDR_STR("T"), CDR_STR("en\" onload=\"x"), &doc, NULL), CDR_OK);
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, CDR_STR("<caption>"));
	struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("<b>"));
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("<i>"));
	add_noted(doc, "claim", "\"><s>", "<u>");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "<html lang=\"en&quot; onload=&quot;x\">");
	assert_contains(&out, "<caption>&lt;caption&gt;</caption>");
	assert_contains(&out, "<th scope=\"col\">&lt;b&gt;</th>");
	assert_contains(&out, "<li>&lt;i&gt;</li>");
	assert_contains(&out, "&lt;u&gt;");
	assert_lacks(&out, "<s>");
}

static void
html_links_claims_to_numbered_notes_and_back(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	add_noted(doc, "We did it.", "c1", "list.csv row 3");
	struct cdr_doc_node *again = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, again, CDR_STR("Again."), CDR_STR("c1"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "We did it.<sup><a role=\"doc-noteref\" id=\"ref-1\" href=\"#note-1\">[1]</a></sup>");
	assert_contains(&out,
	                "<li id=\"note-1\">list.csv row 3 <a class=\"back\" role=\"doc-backlink\" href=\"#ref-1\"");
	assert_contains(&out, "Again.<sup><a role=\"doc-noteref\" href=\"#note-1\">"); /* an id is given once */
}

static void
html_shows_gaps_blanks_and_banner(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("unsigned draft"));
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, CDR_STR("missing"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Approved by the board on"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "<p class=\"banner\">unsigned draft</p>");
	assert_contains(&out, "<p class=\"gap\">missing</p>");
	assert_contains(&out, "Approved by the board on: <span class=\"line\">____");
}

static void
html_replaces_control_characters(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0,
	            CDR_STR("a\x01"
	                    "b\xE2\x80\xAE"
	                    "c"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "<p>a\xEF\xBF\xBD"
	                      "b\xEF\xBF\xBD"
	                      "c</p>");
}

static void
html_says_when_the_output_is_too_small(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	out.max = 100;
	assert_int_not_equal(cdr_doc_render_html(doc, &out, NULL), CDR_OK);
}

static void
html_links_only_to_addresses_that_cannot_break_out(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_strong(doc, node, CDR_STR("<b>"));
	cdr_doc_link(doc, node, CDR_STR("a<b"), CDR_STR("https://a.example/x?a=1&b=(2)"));
	cdr_doc_link(doc, node, CDR_STR("script"), CDR_STR("javascript:alert(1)"));
	cdr_doc_link(doc, node, CDR_STR("quote"), CDR_STR("https://a.example/\" onclick=\"x"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_html(doc, &out, NULL), CDR_OK);
	assert_contains(&out, "<p><strong>&lt;b&gt;</strong><a rel=\"noopener noreferrer\" "
	                      "href=\"https://a.example/x?a=1&amp;b=(2)\">a&lt;b</a>scriptquote</p>");
}

static void
html_shows_a_chart_with_its_figures(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("<b>Aland"), 3 }, { CDR_STR("Bland"), 1.5 } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("Suppliers <by> country"), CDR_STR("\"suppliers\""),
		                       points, 2 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_chart(doc, NULL, &chart);
	chart.kind = CDR_DOC_CHART_LINE;
	cdr_doc_chart(doc, NULL, &chart);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(
		&out, "<figcaption id=\"figure-1\">Suppliers &lt;by&gt; country (&quot;suppliers&quot;)</figcaption>");
	assert_contains(&out, "<svg role=\"img\" aria-labelledby=\"figure-1\" viewBox=\"0 0 640 64\">");
	assert_contains(&out, ">&lt;b&gt;Aland</text>");
	assert_contains(&out, "<tr><th scope=\"row\">&lt;b&gt;Aland</th><td>3</td></tr>");
	assert_contains(&out, "<tr><th scope=\"row\">Bland</th><td>1.5</td></tr>");
	assert_contains(&out, "<svg role=\"img\" aria-labelledby=\"figure-2\" viewBox=\"0 0 640 240\">");
	assert_lacks(&out, "<b>");
}

static void
html_breaks_pages_and_says_what_it_is(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_about(doc, CDR_STR("A & B"), CDR_STR("\"x"), CDR_STR("Skip <to> text"));
	cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "<meta name=\"author\" content=\"A &amp; B\">");
	assert_contains(&out, "<meta name=\"description\" content=\"&quot;x\">");
	assert_contains(&out,
	                "<body>\n<a class=\"skip\" href=\"#content\">Skip &lt;to&gt; text</a>\n<main id=\"content\">");
	assert_contains(&out, "<hr class=\"page-break\">");
}

static void
html_link_leads_to_safe_addresses_only(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_link_html(CDR_STR("A <b>"), CDR_STR("https://a.example/s?a=1&b=2"), &out, &err),
	                 CDR_OK);
	assert_string_equal(out.p, "<a href=\"https://a.example/s?a=1&amp;b=2\">A &lt;b&gt;</a>\n");
	assert_int_equal(cdr_doc_link_html(CDR_STR("A"), CDR_STR("javascript:alert(1)"), &out, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "https://"));
	assert_int_equal(cdr_doc_link_html(CDR_STR("A"), CDR_STR("https://a.example/\" onclick=\"x"), &out, &err),
	                 CDR_EINPUT);
	assert_int_equal(cdr_doc_link_html(no_text, CDR_STR("https://a.example/"), &out, &err), CDR_EINPUT);
}

static void
html_lets_long_words_break_in_tables_only(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_str digest = CDR_STR("0123456789abcdef0123456789abcdef");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, digest);
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, digest);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("words of the usual kind are left as they are"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	assert_contains(&out, "<p>0123456789abcdef0123456789abcdef</p>");
	assert_contains(&out, "<th scope=\"col\">0123456789abcdef01234567<wbr>89abcdef</th>");
	assert_contains(&out, ">words of the usual kind are left as they are</th>");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(html_is_a_complete_self_contained_page),
		cmocka_unit_test(html_escapes_every_kind_of_block),
		cmocka_unit_test(html_escapes_cells_items_notes_and_the_language),
		cmocka_unit_test(html_links_claims_to_numbered_notes_and_back),
		cmocka_unit_test(html_shows_gaps_blanks_and_banner),
		cmocka_unit_test(html_replaces_control_characters),
		cmocka_unit_test(html_says_when_the_output_is_too_small),
		cmocka_unit_test(html_links_only_to_addresses_that_cannot_break_out),
		cmocka_unit_test(html_shows_a_chart_with_its_figures),
		cmocka_unit_test(html_breaks_pages_and_says_what_it_is),
		cmocka_unit_test(html_link_leads_to_safe_addresses_only),
		cmocka_unit_test(html_lets_long_words_break_in_tables_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
