/* SPDX-License-Identifier: Apache-2.0 */
#include "candor/normalise.h"

#include "support.h"

static void
space_is_collapsed_and_text_composed(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	assert_str(cdr_normalise_space(S("  A\t\nB  c "), arena), "A B c");
	assert_str(cdr_normalise_space(S("A\xC2\xA0\xC2\xA0 B\xE3\x80\x80"), arena), "A B");
	assert_str(cdr_normalise_space(S("Cafe\xCC\x81"), arena), "Café");
	assert_str(cdr_normalise_space(S(""), arena), "");
}

static void
space_leaves_case_and_marks_alone(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4096);
	assert_str(cdr_normalise_space(S("ŁÓDŹ  (O'Heron) Ltd."), arena), "ŁÓDŹ (O'Heron) Ltd.");
	assert_str(cdr_normalise_space(S("㈱東京"), arena), "㈱東京");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(space_is_collapsed_and_text_composed),
		cmocka_unit_test(space_leaves_case_and_marks_alone),
	};
	return cmocka_run_group_tests_name("space", tests, NULL, NULL);
}
