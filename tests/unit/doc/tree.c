/* SPDX-License-Identifier: Apache-2.0 */
#include "doc-test.h"

static void
tree_keeps_children_and_spans_in_order(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *list = cdr_doc_add(doc, NULL, CDR_DOC_LIST, 0, no_text);
	cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("one"));
	struct cdr_doc_node *two = cdr_doc_add(doc, list, CDR_DOC_ITEM, 0, CDR_STR("two"));
	for (int i = 0; i < 5; i++)
		cdr_doc_span(doc, two, CDR_STR("+"), no_text);
	assert_ptr_equal(doc->root.first_child, list);
	assert_ptr_equal(list->first_child->next, two);
	assert_null(two->next);
	assert_int_equal(list->n_spans, 0);
	assert_int_equal(two->n_spans, 6);
	assert_true(cdr_str_equal(two->spans[0].text, CDR_STR("two")));
	assert_true(cdr_str_equal(two->spans[5].text, CDR_STR("+")));
}

static void
tree_copies_text(void **state)
{
	(void)state;
	char text[] = "before";
	cdr_owned(cdr_doc) doc = new_doc("T");
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, cdr_str_from(text));
	memset(text, 'x', sizeof(text) - 1);
	assert_true(cdr_str_equal(node->spans[0].text, CDR_STR("before")));
}

static void
tree_swallows_additions_once_failed(void **state)
{
	(void)state;
	cdr_owned(cdr_doc) doc = new_doc("T");
	cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("kept"));
	doc->failed = true;
	struct cdr_doc_node *node = cdr_doc_add(doc, NULL, CDR_DOC_PARAGRAPH, 0, CDR_STR("lost"));
	assert_non_null(node);
	cdr_doc_span(doc, node, CDR_STR("lost too"), no_text);
	assert_null(doc->root.first_child->next);
	assert_int_equal(node->n_spans, 0);
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_doc_render_html(doc, &out, &err), CDR_ENOMEM);
	assert_int_equal(cdr_doc_render_markdown(doc, &out, &err), CDR_ENOMEM);
}

static void
tree_of_nothing_may_be_freed(void **state)
{
	(void)state;
	assert_null(cdr_doc_free(NULL));
}

static void
tree_copies_a_chart(void **state)
{
	(void)state;
	char label[] = "Aland";
	struct cdr_doc_point points[] = { { { label, 5 }, 3 } };
	struct cdr_doc_chart chart = { CDR_DOC_CHART_LINE, CDR_STR("T"), { NULL, 0 }, points, 1 };
	cdr_owned(cdr_doc) doc = new_doc("T");
	const struct cdr_doc_node *node = cdr_doc_chart(doc, NULL, &chart);
	label[0] = 'X';
	points[0].value = 9;
	assert_int_equal(node->kind, CDR_DOC_CHART);
	assert_true(cdr_str_equal(node->chart->points[0].label, CDR_STR("Aland")));
	assert_true(node->chart->points[0].value == 3);
	assert_ptr_equal(doc->root.last_child, node);
	assert_false(doc->failed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tree_keeps_children_and_spans_in_order),
		cmocka_unit_test(tree_copies_text),
		cmocka_unit_test(tree_swallows_additions_once_failed),
		cmocka_unit_test(tree_of_nothing_may_be_freed),
		cmocka_unit_test(tree_copies_a_chart),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
