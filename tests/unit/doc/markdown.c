/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

/* Renders one paragraph and compares the whole output. */
static void
assert_paragraph(const char *text, const char *expected)
{
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, cdr_str_from(text));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	cdr_auto(cdr_buf) wanted = CDR_BUF_INIT;
	cdr_buf_printf(&wanted, "%s\n\n", expected);
	assert_string_equal(out.p, wanted.p);
}

static void
markdown_escapes_inline_markup(void **state)
{
	(void)state;
	assert_paragraph("*a* _b_ `c` ~~d~~", "\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~");
	assert_paragraph("[x](javascript:1)", "\\[x\\](javascript\\:1)");
	assert_paragraph("![x](y) <b>&amp;", "\\!\\[x\\](y) \\<b\\>\\&amp;");
	assert_paragraph("x[^1] $y$ @z #4", "x\\[\\^1\\] \\$y\\$ \\@z \\#4");
	assert_paragraph("see http://x.example and www.y.example", "see http\\://x.example and www\\.y.example");
	assert_paragraph("back\\slash", "back\\\\slash");
}

static void
markdown_escapes_what_begins_a_block(void **state)
{
	(void)state;
	assert_paragraph("# not a heading", "\\# not a heading");
	assert_paragraph("- not a list", "\\- not a list");
	assert_paragraph("+ nor this", "\\+ nor this");
	assert_paragraph("12. nor this", "12\\. nor this");
	assert_paragraph("12) nor this", "12\\) nor this");
	assert_paragraph("=== nor a heading", "\\=== nor a heading");
	assert_paragraph("> nor a quotation", "\\> nor a quotation");
	assert_paragraph("    nor code", "nor code");
	assert_paragraph("a\n\n# b", "a  \\# b"); /* data cannot end its paragraph */
}

static void
markdown_leaves_plain_prose_alone(void **state)
{
	(void)state;
	assert_paragraph("Turnover: £84,500,000 (2025-26). It rose by 3.5 per cent.",
	                 "Turnover: £84,500,000 (2025-26). It rose by 3.5 per cent.");
}

static void
markdown_escapes_cells(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, no_text);
	for (int i = 0; i < 2; i++) {
		struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
		cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("a|b"));
		cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("c\nd"));
	}
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "| a\\|b | c d |\n| --- | --- |\n| a\\|b | c d |\n\n");
}

static void
markdown_writes_footnotes_with_lists(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	add_noted(doc, "We did it.", "c1", "Rests on:");
	struct cdr_doc_node *note = doc->root.last_child->first_child;
	struct cdr_doc_node *list = cdr_doc_add(doc, note, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("file_a.csv row 2"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "We did it.[^1]\n\n## Notes\n\n[^1]: Rests on:\n\n    - file\\_a.csv row 2\n\n\n");
}

static void
markdown_shows_gaps_blanks_and_banner(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("unsigned draft"));
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, CDR_STR("missing"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Approved on"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_contains(&out, "> **unsigned draft**\n");
	assert_contains(&out, "> ⚠ missing\n");
	assert_contains(&out, "Approved on: \\_\\_\\_");
}

static void
markdown_writes_links_and_labels(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_strong(doc, node, CDR_STR("Why*:"));
	cdr_doc_span(doc, node, CDR_STR(" "), no_text);
	cdr_doc_link(doc, node, CDR_STR("a]b"), CDR_STR("https://a.example/x_(y)"));
	cdr_doc_link(doc, node, CDR_STR(" no"), CDR_STR("https://a.example/>)"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "**Why\\*:** [a\\]b](<https://a.example/x_(y)>) no\n\n");
}

static void
markdown_keeps_a_list_inside_a_list_together(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
	struct cdr_doc_node *item = cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("all of:"));
	struct cdr_doc_node *inner = cdr_doc_add(doc, item, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, inner, CDR_DOC_ITEM, 0, CDR_STR("a"));
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("b"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_string_equal(out.p, "- all of:\n  - a\n- b\n\n");
}

static void
markdown_shows_a_chart_as_its_figures_and_a_page_break_as_a_line(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("A|land"), 3 }, { CDR_STR("Bland"), 1.5 } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("By country"), CDR_STR("suppliers"), points, 2 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_chart(doc, NULL, &chart);
	cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_markdown(doc, &out, NULL), CDR_OK);
	assert_string_equal(out.p,
	                    "| By country | suppliers |\n| --- | ---: |\n| A\\|land | 3 |\n| Bland | 1.5 |\n\n---\n\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(markdown_escapes_inline_markup),
		cmocka_unit_test(markdown_escapes_what_begins_a_block),
		cmocka_unit_test(markdown_leaves_plain_prose_alone),
		cmocka_unit_test(markdown_escapes_cells),
		cmocka_unit_test(markdown_writes_footnotes_with_lists),
		cmocka_unit_test(markdown_shows_gaps_blanks_and_banner),
		cmocka_unit_test(markdown_writes_links_and_labels),
		cmocka_unit_test(markdown_keeps_a_list_inside_a_list_together),
		cmocka_unit_test(markdown_shows_a_chart_as_its_figures_and_a_page_break_as_a_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
