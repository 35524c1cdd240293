/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

#include "doc/doc-impl.h"

static void
notes_are_numbered_in_their_order(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	add_noted(doc, "a", "second", "x");
	add_noted(doc, "b", "first", "y");
	cdr_auto(cdr_doc_notes) notes = { 0 };
	assert_int_equal(cdr_doc_notes_number(doc, &notes, NULL), CDR_OK);
	assert_int_equal(cdr_doc_notes_find(&notes, CDR_STR("second"))->number, 1);
	assert_int_equal(cdr_doc_notes_find(&notes, CDR_STR("first"))->number, 2);
}

static void
notes_that_do_not_exist_fail_the_document(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *paragraph = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, no_text);
	cdr_doc_span(doc, paragraph, CDR_STR("claimed"), CDR_STR("c7"));
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_doc_render_html(doc, &out, &err), CDR_EINTERNAL);
	assert_non_null(strstr(err.message, "c7"));
	assert_int_equal(cdr_doc_render_markdown(doc, &out, &err), CDR_EINTERNAL);
}

static void
notes_with_one_anchor_twice_fail(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	add_noted(doc, "a", "c1", "x");
	add_noted(doc, "b", "c1", "y");
	cdr_auto(cdr_doc_notes) notes = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_doc_notes_number(doc, &notes, &err), CDR_EINTERNAL);
	assert_null(notes.by_anchor);
}

static void
notes_refuse_blocks_nested_too_deep(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = NULL;
	for (int i = 0; i < CDR_DOC_MAX_DEPTH; i++)
		node = cdr_doc_add(doc, node, CDR_DOC_LIST, 0, no_text);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	assert_int_equal(cdr_doc_render_html(doc, &out, NULL), CDR_OK);
	cdr_doc_add(doc, node, CDR_DOC_LIST, 0, no_text);
	assert_int_equal(cdr_doc_render_html(doc, &out, NULL), CDR_EINTERNAL);
}

static void
notes_know_what_must_not_be_printed(void **state)
{
	(void)state;
	assert_int_equal(cdr_doc_unprintable("\x01", 1), 1);
	assert_int_equal(cdr_doc_unprintable("\x7F", 1), 1);
	assert_int_equal(cdr_doc_unprintable("\xC2\x85", 2), 2);     /* U+0085 */
	assert_int_equal(cdr_doc_unprintable("\xE2\x80\xAE", 3), 3); /* right-to-left override */
	assert_int_equal(cdr_doc_unprintable("\xE2\x81\xA6", 3), 3);
	assert_int_equal(cdr_doc_unprintable("\n", 1), 0);
	assert_int_equal(cdr_doc_unprintable("\t", 1), 0);
	assert_int_equal(cdr_doc_unprintable("\xC2\xA3", 2), 0);     /* £ */
	assert_int_equal(cdr_doc_unprintable("\xE2\x80\x99", 3), 0); /* ’ */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notes_are_numbered_in_their_order),
		cmocka_unit_test(notes_that_do_not_exist_fail_the_document),
		cmocka_unit_test(notes_with_one_anchor_twice_fail),
		cmocka_unit_test(notes_refuse_blocks_nested_too_deep),
		cmocka_unit_test(notes_know_what_must_not_be_printed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
