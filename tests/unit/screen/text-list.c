/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
text_list_keeps_each_text_once_and_sorts(void **state)
{
	struct text_list list = { 0 };
	struct cdr_str *texts = NULL;
	size_t n = 9;
	assert_ok(text_list_sorted(&list, DESK->arena, &texts, &n, err));
	assert_int_equal(n, 0);
	assert_true(text_list_add(DESK->arena, &list, CDR_STR("b")));
	assert_true(text_list_add(DESK->arena, &list, CDR_STR("a")));
	assert_true(text_list_add(DESK->arena, &list, CDR_STR("b")));
	assert_text(list.first->text, "b");
	assert_ok(text_list_sorted(&list, DESK->arena, &texts, &n, err));
	assert_int_equal(n, 2);
	assert_text(texts[0], "a");
	assert_text(texts[1], "b");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { desk_test(text_list_keeps_each_text_once_and_sorts) };
	return cmocka_run_group_tests_name("screen/text-list", tests, NULL, NULL);
}
