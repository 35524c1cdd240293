/* SPDX-License-Identifier: Apache-2.0 */
#include <libxml/parser.h>
#include <math.h>
#include <stdlib.h>
#include <zip.h>

#include "doc-test.h"

static void
render(const struct cdr_doc *doc, struct cdr_buf *out)
{
	struct cdr_error err = { 0 };
	if (cdr_doc_render_docx(doc, out, &err) != CDR_OK)
		fail_msg("%s", err.message);
}

/* A member of a package, checked to be well-formed. */
static void
read_member(const struct cdr_buf *package, const char *name, struct cdr_buf *ret)
{
	zip_error_t reason;
	zip_error_init(&reason);
	zip_source_t *source = zip_source_buffer_create(package->p, package->n, 0, &reason);
	zip_t *zip = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &reason);
	assert_non_null(zip);
	zip_error_fini(&reason);
	zip_file_t *file = zip_fopen(zip, name, 0);
	if (!file)
		fail_msg("no member %s", name);
	char piece[4096];
	zip_int64_t n;
	while ((n = zip_fread(file, piece, sizeof(piece))) > 0)
		cdr_buf_add(ret, piece, (size_t)n);
	assert_int_equal(n, 0);
	zip_fclose(file);
	zip_discard(zip);
	xmlDoc *parsed = xmlReadMemory(ret->p, (int)ret->n, name, NULL, XML_PARSE_NONET);
	if (!parsed)
		fail_msg("%s is not well-formed:\n%s", name, ret->p);
	xmlFreeDoc(parsed);
}

static void
docx_has_every_part_well_formed(void **state)
{
	(void)state;
	static const char *const members[] = {
		"[Content_Types].xml",
		"_rels/.rels",
		"docProps/core.xml",
		"word/styles.xml",
		"word/numbering.xml",
		"word/settings.xml",
		"word/footer1.xml",
		"word/document.xml",
		"word/endnotes.xml",
		"word/comments.xml",
		"word/header1.xml",
		"word/charts/chart1.xml",
		"word/_rels/document.xml.rels",
		"word/_rels/endnotes.xml.rels",
		"word/_rels/header1.xml.rels",
	};
	const struct cdr_doc_point points[] = { { CDR_STR("A <b>"), 3 }, { CDR_STR("Bland"), NAN } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("By & by"), CDR_STR("u"), points, 2 };
	cdr_owned(cdr_doc) doc = new_doc("A <title> & more");
	cdr_doc_about(doc, CDR_STR("Maker & Co"), CDR_STR("Subject"), no_text);
	cdr_doc_chart(doc, NULL, &chart);
	add_noted(doc, "claim", "c1", "list.csv");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	render(doc, &out);
	for (size_t i = 0; i < CDR_LEN(members); i++) {
		cdr_auto(cdr_buf) part = CDR_BUF_INIT;
		read_member(&out, members[i], &part);
		assert_true(part.n > 0);
	}
	cdr_auto(cdr_buf) core = CDR_BUF_INIT;
	read_member(&out, "docProps/core.xml", &core);
	assert_contains(&core, "<dc:title>A &lt;title&gt; &amp; more</dc:title>");
	assert_contains(&core, "<dc:creator>Maker &amp; Co</dc:creator>");
	assert_contains(&core, "<dc:language>en-GB</dc:language>");
	assert_lacks(&core, "created");
}

static void
docx_escapes_every_kind_of_block(void **state)
{
	(void)state;
	static const enum cdr_doc_kind kinds[] = { CDR_DOC_HEADING, CDR_DOC_PARAGRAPH, CDR_DOC_BANNER,
		                                   CDR_DOC_GAP,     CDR_DOC_BLANK,     CDR_DOC_NOTES };
	struct cdr_str evil = CDR_STR("</w:t><w:x a=\"b\">&amp;\x01\xE2\x80\xAE\xEF\xBF\xBF\n]]>");
	for (size_t i = 0; i < CDR_LEN(kinds); i++) {
		cdr_owned(cdr_doc) doc = new_doc("T");
		cdr_doc_add(doc, NULL, kinds[i], 2, evil);
		cdr_auto(cdr_buf) out = CDR_BUF_INIT;
		cdr_auto(cdr_buf) body = CDR_BUF_INIT;
		render(doc, &out);
		read_member(&out, "word/document.xml", &body);
		assert_lacks(&body, "<w:x");
		assert_contains(&body, "&lt;w:x a=&quot;b&quot;&gt;&amp;amp;\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		                       "</w:t><w:br/><w:t xml:space=\"preserve\">]]&gt;</w:t>");
	}
}

static void
docx_is_the_same_bytes_for_the_same_document(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) first = CDR_BUF_INIT;
	cdr_auto(cdr_buf) second = CDR_BUF_INIT;
	cdr_owned(cdr_doc) doc = new_doc("T");
	add_noted(doc, "claim", "c1", "list.csv");
	render(doc, &first);
	assert_int_equal(setenv("TZ", "Asia/Kathmandu", 1), 0);
	render(doc, &second);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.p, second.p, first.n);
}

static void
docx_uses_the_styles_readers_navigate_by(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("Top"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 2, CDR_STR("Part"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 3, CDR_STR("Piece"));
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
	struct cdr_doc_node *item = cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("outer"));
	list = cdr_doc_add(doc, item, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("inner"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	assert_contains(&body, "<w:pStyle w:val=\"Title\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Top</w:t>");
	assert_contains(&body, "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Part</w:t>");
	assert_contains(&body, "<w:pStyle w:val=\"Heading2\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Piece</w:t>");
	assert_contains(&body, "<w:pStyle w:val=\"ListBullet\"/></w:pPr><w:r><w:t xml:space=\"preserve\">outer</w:t>");
	assert_contains(&body, "<w:pStyle w:val=\"ListBullet\"/><w:numPr><w:ilvl w:val=\"1\"/><w:numId "
	                       "w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t xml:space=\"preserve\">inner</w:t>");
}

static void
docx_keeps_heading_levels_where_there_is_no_single_title(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("One"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 1, CDR_STR("Two"));
	cdr_doc_add(doc, NULL, CDR_DOC_HEADING, 4, CDR_STR("Deep"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	assert_contains(&body, "<w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Two</w:t>");
	assert_contains(&body, "<w:pStyle w:val=\"Heading4\"/></w:pPr><w:r><w:t xml:space=\"preserve\">Deep</w:t>");
	assert_lacks(&body, "\"Title\"");
}

static void
docx_notes_are_endnotes_numbered_as_they_are_referred_to(void **state)
{
	(void)state;
	static const char *const anchors[] = { "unused", "late", "early" };
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *text = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, text, CDR_STR("one"), CDR_STR("early"));
	cdr_doc_span(doc, text, CDR_STR("two"), CDR_STR("late"));
	cdr_doc_span(doc, text, CDR_STR("three"), CDR_STR("early"));
	struct cdr_doc_node *notes = cdr_doc_add(doc, NULL, CDR_DOC_NOTES, 0, CDR_STR("Notes"));
	for (size_t i = 0; i < CDR_LEN(anchors); i++) {
		struct cdr_doc_node *note = cdr_doc_add(doc, notes, CDR_DOC_NOTE, 0, cdr_str_from(anchors[i]));
		note->anchor = cdr_str_copy(doc->arena, cdr_str_from(anchors[i]));
	}
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_auto(cdr_buf) endnotes = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	read_member(&out, "word/endnotes.xml", &endnotes);
	const char *first = strstr(body.p, "<w:endnoteReference w:id=\"1\"/>");
	assert_non_null(first);
	assert_null(strstr(first + 1, "<w:endnoteReference w:id=\"1\"/>"));
	assert_contains(&body, "<w:endnoteReference w:id=\"2\"/>");
	assert_contains(&body, "<w:fldSimple w:instr=\" NOTEREF _note1 \\f \\h \">");
	assert_contains(&body, ">unused</w:t>"); /* not lost */
	assert_lacks(&endnotes, "unused");
	const char *early = strstr(endnotes.p, "<w:endnote w:id=\"1\">");
	assert_non_null(early);
	assert_non_null(strstr(early, ">early</w:t>"));
}

static void
docx_gaps_are_text_and_comments_and_blanks_are_lines(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("unsigned draft"));
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, CDR_STR("who audits?"));
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, CDR_STR("what then?"));
	cdr_doc_add(doc, NULL, CDR_DOC_BLANK, 0, CDR_STR("Signed by"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_auto(cdr_buf) comments = CDR_BUF_INIT;
	cdr_auto(cdr_buf) header = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	read_member(&out, "word/comments.xml", &comments);
	read_member(&out, "word/header1.xml", &header);
	assert_contains(&body,
	                "<w:commentRangeStart w:id=\"1\"/><w:r><w:t xml:space=\"preserve\">what then?</w:t></w:r>"
	                "<w:commentRangeEnd w:id=\"1\"/>");
	assert_contains(&comments, "<w:comment w:id=\"0\" w:author=\"T\">");
	assert_contains(&comments, ">who audits?</w:t>");
	assert_contains(&body,
	                ">Signed by</w:t></w:r><w:r><w:t xml:space=\"preserve\">: </w:t></w:r><w:r><w:tab/></w:r>");
	assert_contains(&header, ">unsigned draft</w:t>");
	assert_contains(&body, ">unsigned draft</w:t>");
}

static void
docx_tables_repeat_their_header_and_are_rectangular(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, CDR_STR("About"));
	struct cdr_doc_node *row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("Head"));
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("Head two"));
	row = cdr_doc_add(doc, table, CDR_DOC_TABLE_ROW, 0, no_text);
	cdr_doc_add(doc, row, CDR_DOC_TABLE_CELL, 0, CDR_STR("cell"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	assert_contains(&body, "<w:pStyle w:val=\"Caption\"/></w:pPr><w:r><w:t xml:space=\"preserve\">About</w:t>");
	const char *header = strstr(body.p, "<w:tblHeader/>");
	assert_non_null(header);
	assert_null(strstr(header + 1, "<w:tblHeader/>"));
	size_t n_cells = 0;
	for (const char *p = body.p; (p = strstr(p, "<w:tc>")); p++)
		n_cells++;
	assert_int_equal(n_cells, 4);
}

static void
docx_marks_what_is_written_from_right_to_left(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("Firm \u0634\u0631\u0643\u0629 12 Ltd"));
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("\u05D7\u05D1\u05E8\u05D4"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	assert_contains(&body, "<w:r><w:t xml:space=\"preserve\">Firm </w:t></w:r><w:r><w:rPr><w:rtl/></w:rPr><w:t "
	                       "xml:space=\"preserve\">\u0634\u0631\u0643\u0629 12 </w:t></w:r><w:r><w:t "
	                       "xml:space=\"preserve\">Ltd</w:t></w:r>");
	assert_contains(&body, "<w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t "
	                       "xml:space=\"preserve\">\u05D7\u05D1\u05E8\u05D4</w:t>");
}

static void
docx_of_a_language_from_right_to_left_turns_the_page_over(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = NULL;
	assert_int_equal(cdr_doc_new(CDR_STR("T"), CDR_STR("ar-JO"), &doc, NULL), CDR_OK);
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("12"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	assert_contains(&body, "<w:bidi/></w:sectPr>");
	assert_contains(&body, "<w:pPr><w:bidi/></w:pPr>");
}

static void
docx_shows_a_chart_and_its_figures(void **state)
{
	(void)state;
	const struct cdr_doc_point points[] = { { CDR_STR("Aland"), 3 }, { CDR_STR("Bland"), NAN } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("By country"), CDR_STR("suppliers"), points, 2 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_chart(doc, NULL, &chart);
	cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("after"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_auto(cdr_buf) part = CDR_BUF_INIT;
	cdr_auto(cdr_buf) types = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	read_member(&out, "word/charts/chart1.xml", &part);
	read_member(&out, "[Content_Types].xml", &types);
	assert_contains(&types, "/word/charts/chart1.xml");
	assert_contains(&body, "descr=\"By country\"");
	assert_contains(&body, ">Aland</w:t>");
	assert_contains(&body, ">–</w:t>");
	assert_contains(&part, "<c:pt idx=\"0\"><c:v>3</c:v></c:pt></c:numLit>"); /* none for what is not known */
	assert_contains(&body, "<w:pageBreakBefore/></w:pPr><w:r><w:t xml:space=\"preserve\">after</w:t>");
}

static void
docx_leads_to_addresses_by_relationship(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_strong(doc, node, CDR_STR("Label"));
	cdr_doc_link(doc, node, CDR_STR("there"), CDR_STR("https://a.example/x?a=1&b=(2)"));
	cdr_doc_link(doc, node, CDR_STR("nowhere"), CDR_STR("javascript:alert(1)"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) body = CDR_BUF_INIT;
	cdr_auto(cdr_buf) rels = CDR_BUF_INIT;
	render(doc, &out);
	read_member(&out, "word/document.xml", &body);
	read_member(&out, "word/_rels/document.xml.rels", &rels);
	assert_contains(&rels, "Target=\"https://a.example/x?a=1&amp;b=(2)\" TargetMode=\"External\"/>");
	assert_lacks(&rels, "javascript");
	assert_contains(&body, "<w:b/><w:bCs/></w:rPr><w:t xml:space=\"preserve\">Label</w:t>");
	assert_contains(&body, "<w:hyperlink r:id=\"r1\">");
}

static void
docx_refuses_a_note_that_is_not_there(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, node, CDR_STR("claim"), CDR_STR("c9"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_docx(doc, &out, NULL), CDR_EINTERNAL);
	assert_int_equal(out.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(docx_has_every_part_well_formed),
		cmocka_unit_test(docx_escapes_every_kind_of_block),
		cmocka_unit_test(docx_is_the_same_bytes_for_the_same_document),
		cmocka_unit_test(docx_uses_the_styles_readers_navigate_by),
		cmocka_unit_test(docx_keeps_heading_levels_where_there_is_no_single_title),
		cmocka_unit_test(docx_notes_are_endnotes_numbered_as_they_are_referred_to),
		cmocka_unit_test(docx_gaps_are_text_and_comments_and_blanks_are_lines),
		cmocka_unit_test(docx_tables_repeat_their_header_and_are_rectangular),
		cmocka_unit_test(docx_marks_what_is_written_from_right_to_left),
		cmocka_unit_test(docx_of_a_language_from_right_to_left_turns_the_page_over),
		cmocka_unit_test(docx_shows_a_chart_and_its_figures),
		cmocka_unit_test(docx_leads_to_addresses_by_relationship),
		cmocka_unit_test(docx_refuses_a_note_that_is_not_there),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	xmlCleanupParser();
	return failed;
}
