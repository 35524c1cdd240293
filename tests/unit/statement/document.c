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
	assert_has(&html, "finding f-24");
	assert_null(strstr(html.p, "f-25"));
	assert_has(&html, "+5 more");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(document_has_all_a_reader_needs, setup, teardown),
		cmocka_unit_test(document_needs_no_store_and_refuses_what_rests_on_nothing),
		cmocka_unit_test(document_shortens_long_notes_and_says_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
