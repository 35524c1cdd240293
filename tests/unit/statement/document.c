/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static void
render(struct cdr_str draft_json, struct cdr_buf *html, struct cdr_buf *markdown)
{
	cdr_owned(cdr_doc) doc = NULL;
	struct cdr_error err = { 0 };
	if (cdr_statement_document(draft_json, &doc, &err) != CDR_OK)
		fail_msg("%s", err.message);
	assert_int_equal(cdr_doc_render_html(doc, html, NULL), CDR_OK);
	assert_int_equal(cdr_doc_render_markdown(doc, markdown, NULL), CDR_OK);
}

static void
assert_has(const struct cdr_buf *buf, const char *piece)
{
	if (!strstr(buf->p, piece))
		fail_msg("no “%s” in\n%s", piece, buf->p);
}

static void
document_has_all_a_reader_needs(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"policies\":[{\"title\":\"Code <b>\",\"adopted_on\":\"2024-01-02\",\"line\":7}]");
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(draft_text(fixture, UK, "2026"), &html, &markdown);
	assert_has(&html, "<html lang=\"en-GB\">");
	assert_has(&html, "<p class=\"banner\">UNSIGNED DRAFT.");
	assert_has(&html, "Code &lt;b&gt;; adopted on 2 January 2024.<sup><a role=\"doc-noteref\"");
	assert_has(&html, "Organisation file org.yaml:7, SHA-256 aa11bb22cc33dd44…");
	assert_has(&html, "<p class=\"gap\">GAP: ");
	assert_has(&html,
	           "Approved by the board of directors (or equivalent management body) on: <span class=\"line\">_");
	assert_has(&html, "s.54(5)(f)");
	assert_has(&html, "homepage");
	assert_has(&html, "SI 2015/1833");
	assert_has(&markdown, "> **UNSIGNED DRAFT.");
}

static void
document_needs_no_store_and_refuses_what_rests_on_nothing(void **state)
{
	(void)state;
	struct cdr_error err = { 0 };
	cdr_owned(cdr_doc) doc = NULL;
	const char *head =
		"{\"format\":\"candor-statement-draft/1\",\"language\":\"en\","
		"\"law\":{\"title\":\"T\",\"law\":\"L\"},\"organisation\":{\"name\":\"N\"},"
		"\"scope\":{\"text\":\"S\",\"rests_on\":[{\"kind\":\"organisation\",\"ref\":\"o\"}]},"
		"\"criteria\":[{\"id\":\"x\",\"title\":\"X\"}],\"claims\":[{\"id\":\"c1\",\"text\":\"Did it.\",";
	char text[1024];
	snprintf(text, sizeof(text), "%s\"criterion\":\"x\",\"rests_on\":[]}]}", head);
	assert_int_equal(cdr_statement_document(cdr_str_from(text), &doc, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "rests on nothing"));
	snprintf(text, sizeof(text), "%s\"criterion\":\"y\",\"rests_on\":[{\"kind\":\"import\",\"ref\":\"1\"}]}]}",
	         head);
	assert_int_equal(cdr_statement_document(cdr_str_from(text), &doc, &err), CDR_EINPUT);
	assert_null(doc);
	snprintf(text, sizeof(text), "%s\"criterion\":\"x\",\"rests_on\":[{\"kind\":\"import\",\"ref\":\"1\"}]}]}",
	         head);
	assert_int_equal(cdr_statement_document(cdr_str_from(text), &doc, &err), CDR_OK);
	assert_int_equal(cdr_statement_document(CDR_STR("{\"format\":\"other\"}"), &doc, &err), CDR_EINPUT);
	assert_int_equal(cdr_statement_document(CDR_STR("{"), &doc, &err), CDR_EINPUT);
}

static void
document_shortens_long_notes_and_says_so(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text,
	             "{\"format\":\"candor-statement-draft/2\",\"language\":\"en\",\"law\":{},\"organisation\":{},"
	             "\"labels\":{\"and_more\":\"more\"},\"criteria\":[],\"claims\":[],"
	             "\"scope\":{\"text\":\"S\",\"rests_on\":[");
	for (int i = 0; i < 30; i++)
		cdr_buf_printf(&text, "%s{\"kind\":\"finding\",\"ref\":\"f-%02d\"}", i ? "," : "", i);
	cdr_buf_puts(&text, "]}}");
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(cdr_buf_str(&text), &html, &markdown);
	const char *notes = strstr(html.p, "role=\"doc-endnotes\"");
	assert_non_null(notes);
	assert_non_null(strstr(notes, "finding f-24"));
	assert_null(strstr(notes, "f-25"));
	assert_non_null(strstr(notes, "+5 more"));
	/* The annex names all of them, by a range of numbers and one by one. */
	assert_has(&html, "<td>E1–E30</td>");
	assert_has(&html,
	           "<td>E21–E30</td><td>finding f-20, f-21, f-22, f-23, f-24, f-25, f-26, f-27, f-28, f-29</td>");
}

#define SMALL_HEAD                                                                                                     \
	"{\"format\":\"candor-statement-draft/2\",\"language\":\"en\",\"law\":{\"title\":\"T\",\"law\":\"L\"},"        \
	"\"organisation\":{\"name\":\"N\"},\"scope\":{\"text\":\"S\",\"rests_on\":[{\"kind\":\"organisation\","        \
	"\"ref\":\"o\"}]},"                                                                                            \
	"\"criteria\":[{\"id\":\"x\",\"title\":\"X\"}],\"blanks\":[{\"kind\":\"approval\",\"label\":\"Approve "        \
	"here\"},"                                                                                                     \
	"{\"kind\":\"signature\",\"label\":\"Sign here\"}],"
#define ONE_CLAIM                                                                                                      \
	"\"claims\":[{\"id\":\"c1\",\"criterion\":\"x\",\"text\":\"Did "                                               \
	"it.\",\"strength\":\"some\",\"rests_on\":[{\"kind\":"                                                         \
	"\"import\",\"ref\":\"3\",\"file\":\"list.csv\",\"as_of\":\"2026-01-02\",\"sha256\":"                          \
	"\"abcdef0123456789abcdef\","                                                                                  \
	"\"evidence\":7}]"

static void
document_shows_a_chart_and_what_its_figures_rest_on(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD
	               "\"charts\":[{\"id\":\"chart1\",\"criterion\":\"x\",\"title\":\"By year\",\"kind\":\"line\","
	               "\"unit\":\"findings\",\"points\":[{\"label\":\"2025\",\"value\":3},{\"label\":\"2026\","
	               "\"value\":null}],\"rests_on\":[{\"kind\":\"screening\",\"ref\":\"5\"}]}]}"),
	       &html, &markdown);
	assert_has(&html, "By year (findings)</figcaption>");
	assert_has(&html, "<th scope=\"row\">2025</th><td>3</td>");
	assert_has(&html, "<th scope=\"row\">2026</th><td>–</td>");
	assert_has(&html, "<sup><a role=\"doc-noteref\" id=\"ref-1\"");
	assert_has(&html, "<td>chart1</td><td>By year</td>");
	assert_has(&html, "<td>screening 5</td>");
}

static void
document_refuses_a_chart_that_rests_on_nothing(void **state)
{
	(void)state;
	static const char *const audiences[] = { "", "\"audience\":\"public\"," };
	for (size_t i = 0; i < CDR_LEN(audiences); i++) {
		char text[1024];
		struct cdr_error err = { 0 };
		cdr_owned(cdr_doc) doc = NULL;
		snprintf(text, sizeof(text), "%s%s\"charts\":[{\"id\":\"chart1\",\"criterion\":\"x\"}]}", SMALL_HEAD,
		         audiences[i]);
		assert_int_equal(cdr_statement_document(cdr_str_from(text), &doc, &err), CDR_EINPUT);
		assert_non_null(strstr(err.message, "rests on nothing"));
	}
}

static void
document_marks_what_people_changed_and_what_was_carried_over(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD ONE_CLAIM
	               ",\"edited\":{\"text_drafted\":\"Did some.\",\"by\":\"ada\",\"at\":\"2026-05-01T10:00:00Z\","
	               "\"reason\":\"shorter\",\"flags\":[{\"rule\":\"all\",\"reason\":\"says all, the evidence says "
	               "some\"}]},"
	               "\"copied_from\":{\"statement\":4,\"year\":\"2025\"}}],\"edits_lost\":[{\"key\":\"x/"
	               "9\",\"text\":\"Old words.\"}],"
	               "\"removed\":[{\"key\":\"x/"
	               "2\",\"text\":\"Gone.\",\"by\":\"bo\",\"at\":\"2026-05-02\",\"reason\":\"wrong\"}],"
	               "\"warnings\":[{\"kind\":\"personal_data\",\"text\":\"a telephone "
	               "number\",\"place\":\"policies\"}],"
	               "\"deadlines\":[{\"id\":\"d\",\"kind\":\"should\",\"date\":\"2026-09-30\",\"text\":\"Publish.\","
	               "\"source\":\"G "
	               "5.4\"}],\"answers\":[{\"criterion\":\"x\",\"law\":\"Other\",\"provision\":\"s.1\"}]}"),
	       &html, &markdown);
	assert_has(&html, "<p class=\"gap\"><strong>Edited beyond evidence</strong> says all, the evidence says some. "
	                  "2026-05-01, ada: shorter. As drafted “Did some.”</p>");
	assert_has(&html, "<p class=\"gap\">Edit lost Old words.</p>");
	assert_has(&html, "<td>Removed</td><td>Gone.</td><td>wrong</td><td>2026-05-02, bo</td>");
	assert_has(&html, "<p class=\"gap\"><strong>Carried over</strong> 2025</p>");
	assert_has(&html, "<p class=\"gap\">Warning a telephone number (policies)</p>");
	assert_has(&html, "<td>2026-09-30</td><td>Publish.</td><td>should</td><td>G 5.4</td>");
	assert_has(&html, "<td>X</td><td>Other</td><td>s.1</td>");
	assert_has(&html, "<td>c1</td><td>Did some.</td><td>shorter</td>");
}

static void
document_does_not_ask_again_what_somebody_confirmed(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD ONE_CLAIM
	               ",\"edited\":{\"text_drafted\":\"Did some.\",\"by\":\"ada\",\"at\":\"2026-05-01\","
	               "\"reason\":\"shorter\",\"flags\":[{\"reason\":\"too much\"}],\"confirmed\":{\"by\":"
	               "\"bo\",\"at\":\"2026-05-02\",\"reason\":\"seen it\"}}}]}"),
	       &html, &markdown);
	assert_has(&html, "<p><strong>Edited beyond evidence</strong> too much. 2026-05-01, ada: shorter. Confirmed "
	                  "2026-05-02, bo: seen it. As drafted");
	assert_has(&html, "<td>too much. Confirmed bo: seen it</td>");
}

static void
document_annex_leads_from_each_sentence_to_its_evidence(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD ONE_CLAIM "}]}"), &html, &markdown);
	assert_has(&html, "<hr class=\"page-break\">");
	assert_has(&html, "<td>c1</td><td>Did it.</td><td>some</td><td>E1</td>");
	assert_has(&html,
	           "<td>E1</td><td>import 3</td><td>list.csv</td><td>2026-01-02</td><td>abcdef0123456789abcdef</td>"
	           "<td>7</td>");
}

static void
document_shows_the_steps_taken_and_the_blanks_left(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD "\"status\":\"approved\",\"steps\":[{\"step\":\"approved\",\"recorded_at\":\"2026-05-"
	                          "02T10:00:00Z\","
	                          "\"at\":\"2026-05-01\",\"by\":\"ada\",\"body\":\"Board\",\"minute\":\"2026/14\"}]}"),
	       &html, &markdown);
	assert_has(&html, "<p class=\"banner\">Approved not signed</p>");
	assert_has(&html, "<strong>Approved</strong>: 2026-05-01, Board, 2026/14</p>");
	assert_has(&html, "<p class=\"blank\">Sign here:");
	assert_null(strstr(html.p, "Approve here"));
	cdr_buf_clear(&html);
	cdr_buf_clear(&markdown);
	render(CDR_STR(SMALL_HEAD
	               "\"status\":\"published\",\"steps\":[{\"step\":\"signed\",\"at\":\"2026-05-03\",\"name\":"
	               "\"A. Name\",\"role\":\"Director\"},{\"step\":\"published\",\"at\":\"2026-05-04\",\"url\":"
	               "\"https://a.example/s\"}]}"),
	       &html, &markdown);
	assert_null(strstr(html.p, "class=\"banner\""));
	assert_has(&html, "<strong>Signed</strong>: 2026-05-03, A. Name, Director</p>");
	assert_has(&html, "href=\"https://a.example/s\"");
	assert_null(strstr(html.p, "Sign here"));
	/* What nobody knows is a draft. */
	cdr_buf_clear(&html);
	cdr_buf_clear(&markdown);
	render(CDR_STR(SMALL_HEAD "\"status\":\"finished\"}"), &html, &markdown);
	assert_has(&html, "<p class=\"banner\">Unsigned draft</p>");
}

static void
document_for_the_public_is_the_statement_alone(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) html = CDR_BUF_INIT;
	cdr_auto(cdr_buf) markdown = CDR_BUF_INIT;
	render(CDR_STR(SMALL_HEAD ONE_CLAIM
	               "}],\"audience\":\"public\",\"gaps\":[{\"criterion\":\"x\",\"text\":\"Why?\"}]}"),
	       &html, &markdown);
	assert_has(&html, "<p>Did it.</p>");
	assert_has(&html, "<p class=\"gap\">Gap Why?</p>"); /* what is missing is never left out */
	assert_has(&html, "<p class=\"banner\">");
	assert_null(strstr(html.p, "list.csv"));
	assert_null(strstr(html.p, "doc-endnotes"));
	assert_null(strstr(html.p, "page-break\">"));
	/* Once signed it is for readers: no questions, and a subject of which nothing is said says so. */
	cdr_buf_clear(&html);
	cdr_buf_clear(&markdown);
	render(CDR_STR("{\"format\":\"candor-statement-draft/"
	               "2\",\"language\":\"en\",\"law\":{\"title\":\"T\",\"law\":\"L\"},"
	               "\"organisation\":{\"name\":\"N\"},\"scope\":{\"text\":\"S\",\"rests_on\":[{\"kind\":"
	               "\"organisation\",\"ref\":\"o\"}]},"
	               "\"criteria\":[{\"id\":\"x\",\"title\":\"Ex\"},{\"id\":\"x-1\",\"title\":\"Part\","
	               "\"part_of\":\"x\"},{\"id\":\"y\",\"title\":\"Why\"}],\"status\":\"signed\","
	               "\"audience\":\"public\",\"gaps\":[{\"criterion\":\"y\",\"text\":\"Why?\"}],"
	               "\"claims\":[{\"id\":\"c1\",\"criterion\":\"x\",\"text\":\"Did it.\",\"strength\":\"some\","
	               "\"rests_on\":[{\"kind\":\"import\",\"ref\":\"1\"}]}]}"),
	       &html, &markdown);
	assert_null(strstr(html.p, "class=\"gap\""));
	assert_has(&html, "<p>Did it.</p>");
	assert_null(strstr(html.p, "Part"));
	assert_has(&html, "<p>Nothing said</p>"); /* the name of a label these drafts lack */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(document_has_all_a_reader_needs, setup, teardown),
		cmocka_unit_test(document_needs_no_store_and_refuses_what_rests_on_nothing),
		cmocka_unit_test(document_shortens_long_notes_and_says_so),
		cmocka_unit_test(document_shows_a_chart_and_what_its_figures_rest_on),
		cmocka_unit_test(document_refuses_a_chart_that_rests_on_nothing),
		cmocka_unit_test(document_marks_what_people_changed_and_what_was_carried_over),
		cmocka_unit_test(document_annex_leads_from_each_sentence_to_its_evidence),
		cmocka_unit_test(document_shows_the_steps_taken_and_the_blanks_left),
		cmocka_unit_test(document_for_the_public_is_the_statement_alone),
		cmocka_unit_test(document_does_not_ask_again_what_somebody_confirmed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
