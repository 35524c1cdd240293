/* SPDX-License-Identifier: Apache-2.0 */
#include "pdf-test.h"

#include <sys/wait.h>

static void
assert_order(const struct cdr_buf *buf, const char *const *words, size_t n)
{
	const char *at = buf->p;
	for (size_t i = 0; i < n; i++) {
		const char *found = strstr(at, words[i]);
		if (!found)
			fail_msg("no “%s” after “%s” in:\n%s", words[i], i ? words[i - 1] : "", buf->p);
		at = found + strlen(words[i]);
	}
}

static void
pdf_shows_every_kind_of_block_in_reading_order(void **state)
{
	(void)state;
	static const char *const words[] = { "Unsigned draft",
		                             "1 / 2",
		                             "Topmost",
		                             "Unsigned draft",
		                             "Secondly",
		                             "Plainly said",
		                             "loudly",
		                             "leading",
		                             "Missing thing",
		                             "Thirdly",
		                             "Item alpha",
		                             "Item beta",
		                             "Inner gamma",
		                             "Suppliers by place (firms)",
		                             "Birchland",
		                             "12",
		                             "Cedarland",
		                             "7.5",
		                             "Birchland: 12 · Cedarland: 7.5",
		                             "Tabled",
		                             "Headone",
		                             "Headtwo",
		                             "Cellone",
		                             "1,234",
		                             "Fourthly",
		                             "Signed by:",
		                             "Unsigned draft",
		                             "Amber statement",
		                             "2 / 2",
		                             "Proven sentence.[1]",
		                             "Notes",
		                             "[1] Rests on record 4" };
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext -raw", "-", &text);
	assert_order(&text, words, CDR_LEN(words));
}

static void
pdf_says_what_it_is(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) info = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdfinfo", "", &info);
	assert_contains(&info, "Title:           Amber statement\n");
	assert_contains(&info, "Subject:         What was done\n");
	assert_contains(&info, "Author:          Amber plc\n");
	assert_contains(&info, "Tagged:          yes\n");
	assert_contains(&info, "Pages:           2\n");
	assert_contains(&info, "(A4)");
	assert_lacks(&info, "CreationDate");
	/* What pdfinfo does not tell stands in the catalogue, which is not packed. */
	struct cdr_str bytes = cdr_buf_str(&pdf);
	assert_true(cdr_str_find(bytes, CDR_STR("/Lang (en-GB)\n")) >= 0);
	assert_true(cdr_str_find(bytes, CDR_STR("/DisplayDocTitle true")) >= 0);
}

static void
pdf_tags_every_kind_of_block(void **state)
{
	(void)state;
	static const char *const tags[] = {
		"Document\n", "H1 (block)", "H2 (block)",  "H3 (block)",    "H4 (block)",    "P (block)",
		"L (block)",  "LI (block)", "Lbl (block)", "LBody (block)", "Table (block)", "Caption",
		"TR",         "TH",         "TD",          "Figure",        "Note",          "Link (inline)"
	};
	static const char *const order[] = { "H1 (block)",
		                             "\"Topmost\"",
		                             "\"Unsigned draft\"",
		                             "H2 (block)",
		                             "\"Secondly\"",
		                             "Plainly said",
		                             "Link (inline)",
		                             "leading",
		                             "LBody",
		                             "Item beta",
		                             "LBody",
		                             "Inner gamma",
		                             "Figure",
		                             "Table",
		                             "Caption",
		                             "Tabled",
		                             "TH",
		                             "Headone",
		                             "TD",
		                             "Cellone",
		                             "H4",
		                             "Note",
		                             "Lbl",
		                             "[1]",
		                             "Rests on record 4" };
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) tree = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdfinfo -struct-text", "", &tree);
	for (size_t i = 0; i < CDR_LEN(tags); i++)
		assert_contains(&tree, tags[i]);
	assert_order(&tree, order, CDR_LEN(order));
	/* Headers and footers are not part of what is read out. */
	assert_lacks(&tree, "1 / 2");
	assert_int_equal(count(&tree, "Unsigned draft"), 1);
}

static void
pdf_has_bookmarks_links_and_places_to_go(void **state)
{
	(void)state;
	static const char *const headings[] = { "<outline>",  "Topmost", "<outline>", "Secondly",
		                                "<outline>",  "Thirdly", "<outline>", "Fourthly",
		                                "</outline>", "Notes",   "</outline>" };
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) outline = CDR_BUF_INIT;
	cdr_auto(cdr_buf) places = CDR_BUF_INIT;
	cdr_auto(cdr_buf) addresses = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftohtml -xml -i -stdout", "", &outline);
	assert_order(&outline, headings, CDR_LEN(headings));
	ask(&pdf, "pdfinfo -dests", "", &places);
	assert_contains(&places, "\"note-1\"");
	assert_contains(&places, "\"ref-1\"");
	ask(&pdf, "pdfinfo -url", "", &addresses);
	/* A bracket would end the address within the file. */
	assert_contains(&addresses, "https://lists.example/a%28b%29?c=1");
}

static void
pdf_embeds_every_font(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("本报告涵盖 الشركة הצהרה घोषणा"));
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) fonts = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdffonts", "", &fonts);
	struct cdr_str rest = cdr_buf_str(&fonts), line;
	size_t n = 0;
	while (cdr_str_split(&rest, '\n', &line)) {
		/* Two lines of header; then name, type, encoding, and whether it is embedded, a subset, readable as text. */
		if (n++ >= 2 && line.n && cdr_str_find(line, CDR_STR(" yes yes yes ")) < 0)
			fail_msg("not embedded: %.*s", CDR_STR_ARG(line));
	}
	assert_true(n > 2);
}

static void
pdf_of_one_document_is_always_the_same(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_owned(cdr_doc) again = whole_doc();
	cdr_auto(cdr_buf) first = CDR_BUF_INIT;
	cdr_auto(cdr_buf) second = CDR_BUF_INIT;
	render(doc, &first);
	render(again, &second);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.p, second.p, first.n);
}

static void
pdf_without_blocks_is_one_page(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("");
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) info = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdfinfo", "", &info);
	assert_contains(&info, "Pages:           1\n");
}

static void
pdf_shows_hostile_text_as_text(void **state)
{
	(void)state;
	static const enum cdr_doc_kind kinds[] = { CDR_DOC_HEADING, CDR_DOC_PARAGRAPH, CDR_DOC_BANNER,
		                                   CDR_DOC_GAP,     CDR_DOC_BLANK,     CDR_DOC_ITEM };
	static const char evil[] = "<b>)>>endobj\\(a\x01"
				   "b\xE2\x80\xAE"
				   "c\xFF"
				   "d\te\nf";
	for (size_t i = 0; i < CDR_LEN(kinds); i++) {
		cdr_owned(cdr_doc) doc = new_doc(evil);
		cdr_doc_about(doc, CDR_STR(evil), CDR_STR(evil), no_text);
		cdr_doc_add(doc, NULL, kinds[i], 1, CDR_STR(evil));
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		text_of(doc, &text);
		assert_contains(&text, "<b>)>>endobj\\(a\xEF\xBF\xBD"
		                       "b\xEF\xBF\xBD"
		                       "c\xEF\xBF\xBD"
		                       "d e f");
	}
}

static void
pdf_shows_hostile_text_in_cells_notes_and_charts(void **state)
{
	(void)state;
	struct cdr_doc_point point = { CDR_STR(")]TJ<\x02>"), 3 };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_LINE, CDR_STR("(((\x7F"), CDR_STR("<<"), &point, 1 };
	cdr_owned(cdr_doc) doc = NULL;
	assert_int_equal(cdr_doc_new(CDR_STR("T"), CDR_STR("en) /OpenAction (x"), &doc, NULL), CDR_OK);
	struct cdr_doc_node *table = cdr_doc_add(doc, NULL, CDR_DOC_TABLE, 0, CDR_STR("<caption>"));
	add_row(doc, table, "<th\x1B>", "2");
	add_row(doc, table, "(td", "3)");
	(void)cdr_doc_chart(doc, NULL, &chart);
	add_noted(doc, "claim)", "\"><s>' dest='x", "note\\");
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	render(doc, &pdf);
	assert_true(cdr_str_find(cdr_buf_str(&pdf), CDR_STR("/OpenAction")) < 0);
	ask(&pdf, "pdftotext", "-", &text);
	assert_contains(&text, "<th\xEF\xBF\xBD>");
	assert_contains(&text, "(td");
	assert_contains(&text, "(((\xEF\xBF\xBD (<<)");
	assert_contains(&text, ")]TJ<\xEF\xBF\xBD>: 3");
	assert_contains(&text, "note\\");
}

static void
pdf_paragraph_of_100000_characters_goes_over_many_pages(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) words = CDR_BUF_INIT;
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_auto(cdr_buf) tree = CDR_BUF_INIT;
	many_words(&words, 14286);
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, cdr_buf_str(&words));
	render(doc, &pdf);
	ask(&pdf, "pdftotext -raw", "-", &text);
	assert_words(&text, 14286);
	assert_true(count(&text, "\f") > 15);
	ask(&pdf, "pdfinfo -struct", "", &tree);
	assert_int_equal(count(&tree, "P (block)"), 1);
}

static void
pdf_breaks_text_without_blanks(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) letters = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int i = 0; i < 30000; i++)
		cdr_buf_putc(&letters, 'm');
	cdr_doc_add(doc, NULL, CDR_DOC_GAP, 0, cdr_buf_str(&letters));
	text_of(doc, &text);
	assert_int_equal(count(&text, "m"), 30000);
	assert_lacks(&text, "-"); /* no hyphens: they would be taken for part of a number or name */
}

static void
pdf_sets_any_script(void **state)
{
	(void)state;
	/* Arabic, Hebrew, Devanagari, Bengali, Thai, Khmer, Burmese, Chinese, Korean, a combining mark, a letter nobody has. */
	static const char *const samples[] = { "الشركة", "הצהרה", "घोषणा", "বিবৃতি",     "ประกาศ",          "សេចក្តី",
		                               "ကြေညာ",  "声明",  "성명",  "e\xCC\x81", "\xF3\xB0\x80\x80" };
	cdr_owned(cdr_doc) doc = new_doc("T");
	for (size_t i = 0; i < CDR_LEN(samples); i++)
		cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, cdr_str_from(samples[i]));
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("Last"));
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext", "-", &text);
	assert_contains(&text, "声明");
	assert_contains(&text, "성명");
	assert_contains(&text, "घोषणा");
	assert_contains(&text, "ประกาศ");
	assert_contains(&text, "הצהרה");
	assert_contains(&text, "Last");
}

/* Left end of a word on the page, by pdftotext. */
static double
left_of(const struct cdr_buf *boxes, const char *word)
{
	const char *at = strstr(boxes->p, word);
	if (!at)
		fail_msg("no “%s” in:\n%s", word, boxes->p);
	while (at > boxes->p && strncmp(at, "xMin=\"", 6) != 0)
		at--;
	return strtod(at + 6, NULL);
}

static void
pdf_sets_paragraphs_from_right_to_left(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("latin"));
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("הצהרה"));
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) boxes = CDR_BUF_INIT;
	render(doc, &pdf);
	ask(&pdf, "pdftotext -bbox", "-", &boxes);
	assert_true(left_of(&boxes, "latin") < 100);
	assert_true(left_of(&boxes, ">ר<") > 450);
}

static void
pdf_of_american_english_is_on_letter_paper(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = NULL;
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) info = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_new(CDR_STR("T"), CDR_STR("en-US"), &doc, NULL), CDR_OK);
	render(doc, &pdf);
	ask(&pdf, "pdfinfo", "", &info);
	assert_contains(&info, "(letter)");
}

static void
pdf_carries_the_banner_on_every_page(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_BANNER, 0, CDR_STR("Unsigned draft. It says more in its place."));
	for (int i = 0; i < 4; i++) {
		cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("x"));
		cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	}
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("x"));
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	text_of(doc, &text);
	assert_int_equal(count(&text, "\f"), 5);
	assert_int_equal(count(&text, "Unsigned draft\n"), 5);
	assert_contains(&text, "Unsigned draft. It says more in its place.");
	assert_contains(&text, "5/5");
}

static void
pdf_pages_are_not_blank_and_gaps_stand_out(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) picture = CDR_BUF_INIT;
	size_t n_dark = 0, n_orange = 0;
	render(doc, &pdf);
	ask(&pdf, "pdftoppm -r 50 -f 1 -l 1", "", &picture);
	assert_true(cdr_str_starts_with(cdr_buf_str(&picture), CDR_STR("P6\n")));
	for (size_t i = 20; i + 2 < picture.n; i += 3) {
		const unsigned char *p = (const unsigned char *)picture.p + i;
		n_dark += p[0] < 128 && p[1] < 128 && p[2] < 128;
	}
	for (size_t i = 15; i + 2 < picture.n; i++) {
		const unsigned char *p = (const unsigned char *)picture.p + i;
		n_orange += p[0] > 170 && p[0] < 190 && p[1] > 80 && p[1] < 100 && p[2] < 10;
	}
	assert_true(n_dark > 500);
	assert_true(n_orange > 10);
}

static void
pdf_parts_a_chart_higher_than_a_page(void **state)
{
	(void)state;
	struct cdr_doc_point points[CDR_DOC_CHART_MAX_POINTS];
	char labels[CDR_DOC_CHART_MAX_POINTS][16];
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (int i = 0; i < CDR_DOC_CHART_MAX_POINTS; i++) {
		(void)snprintf(labels[i], sizeof(labels[i]), "w%05d", i);
		points[i] = (struct cdr_doc_point){ cdr_str_from(labels[i]), i };
	}
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("Many"), no_text, points, CDR_DOC_CHART_MAX_POINTS };
	(void)cdr_doc_chart(doc, NULL, &chart);
	text_of(doc, &text);
	/* Once in the picture, once among the figures. */
	for (int i = 0; i < CDR_DOC_CHART_MAX_POINTS; i++)
		assert_int_equal(count(&text, labels[i]), 2);
	assert_true(count(&text, "\f") > 3);
}

/* Must run first, while no fonts have been looked for: a child shares what its maker has found. */
static void
pdf_without_any_font_is_refused(void **state)
{
	(void)state;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct cdr_error err = { 0 };
		struct cdr_buf out = CDR_BUF_INIT;
		struct cdr_doc *doc = NULL;
		(void)setenv("FONTCONFIG_FILE", CDR_SOURCE_ROOT "/tests/unit/doc/no-fonts.conf", 1);
		bool refused = cdr_doc_new(CDR_STR("T"), CDR_STR("en"), &doc, NULL) == CDR_OK &&
		               cdr_doc_render_pdf(doc, &out, &err) == CDR_EIO &&
		               strstr(err.message, "no font is installed");
		_exit(refused ? 0 : 1);
	}
	int status = -1;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

static void
pdf_figures_of_labels_in_any_direction_stay_in_order(void **state)
{
	(void)state;
	struct cdr_doc_point points[] = { { CDR_STR("مصر"), 120 },
		                          { CDR_STR("הודו"), 80 },
		                          { CDR_STR("Cedarland"), 60 } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_BARS, CDR_STR("By place"), no_text, points, 3 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) pdf = CDR_BUF_INIT;
	cdr_auto(cdr_buf) boxes = CDR_BUF_INIT;
	(void)cdr_doc_chart(doc, NULL, &chart);
	render(doc, &pdf);
	ask(&pdf, "pdftotext -bbox", "-", &boxes);
	/* The second time each stands below the picture. */
	const char *places[] = { ">120<", ">80<", ">60<" };
	double before = 62;
	for (size_t i = 0; i < CDR_LEN(places); i++) {
		const char *first = strstr(boxes.p, places[i]);
		struct cdr_buf rest = { .p = (char *)(uintptr_t)(first ? first + 1 : "") };
		double left = left_of(&rest, places[i]);
		assert_true(left > before);
		before = left;
	}
}

static void
pdf_refuses_what_all_renderers_refuse(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, node, CDR_STR("claim"), CDR_STR("nowhere"));
	assert_int_equal(cdr_doc_render_pdf(doc, &out, NULL), CDR_EINTERNAL);
	cdr_owned(cdr_doc) failed = new_doc("T");
	failed->failed = true;
	assert_int_equal(cdr_doc_render_pdf(failed, &out, NULL), CDR_ENOMEM);
	assert_int_equal(out.n, 0);
}

static void
pdf_says_when_the_output_is_too_small(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = whole_doc();
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	out.max = 1000;
	assert_int_equal(cdr_doc_render_pdf(doc, &out, NULL), CDR_ELIMIT);
}

static void
pdf_of_too_many_pages_is_refused(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (int i = 0; i < 10001; i++) {
		cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("x"));
		cdr_doc_add(doc, NULL, CDR_DOC_PAGE_BREAK, 0, no_text);
	}
	assert_int_equal(cdr_doc_render_pdf(doc, &out, &err), CDR_ELIMIT);
	assert_non_null(strstr(err.message, "10000 pages"));
	assert_int_equal(out.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pdf_without_any_font_is_refused),
		cmocka_unit_test(pdf_figures_of_labels_in_any_direction_stay_in_order),
		cmocka_unit_test(pdf_shows_every_kind_of_block_in_reading_order),
		cmocka_unit_test(pdf_says_what_it_is),
		cmocka_unit_test(pdf_tags_every_kind_of_block),
		cmocka_unit_test(pdf_has_bookmarks_links_and_places_to_go),
		cmocka_unit_test(pdf_embeds_every_font),
		cmocka_unit_test(pdf_of_one_document_is_always_the_same),
		cmocka_unit_test(pdf_without_blocks_is_one_page),
		cmocka_unit_test(pdf_shows_hostile_text_as_text),
		cmocka_unit_test(pdf_shows_hostile_text_in_cells_notes_and_charts),
		cmocka_unit_test(pdf_paragraph_of_100000_characters_goes_over_many_pages),
		cmocka_unit_test(pdf_breaks_text_without_blanks),
		cmocka_unit_test(pdf_sets_any_script),
		cmocka_unit_test(pdf_sets_paragraphs_from_right_to_left),
		cmocka_unit_test(pdf_of_american_english_is_on_letter_paper),
		cmocka_unit_test(pdf_carries_the_banner_on_every_page),
		cmocka_unit_test(pdf_pages_are_not_blank_and_gaps_stand_out),
		cmocka_unit_test(pdf_parts_a_chart_higher_than_a_page),
		cmocka_unit_test(pdf_refuses_what_all_renderers_refuse),
		cmocka_unit_test(pdf_says_when_the_output_is_too_small),
		cmocka_unit_test(pdf_of_too_many_pages_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
