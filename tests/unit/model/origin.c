/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void
assert_origin(struct cdr_origin origin, const char *expected)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(SAMPLE_ARENA_BYTES);
	assert_text(cdr_origin_text(arena, &origin), expected);
}

static void
origin_names_file_sheet_and_row(void **state)
{
	(void)state;
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.csv"), .row = 12 }, "list.csv row 12");
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.xlsx"), .sheet = CDR_STR("Sheet1"), .row = 7 },
	              "list.xlsx Sheet1 row 7");
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.pdf") }, "list.pdf");
}

static void
origin_tells_the_line_only_where_it_differs(void **state)
{
	(void)state;
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.csv"), .row = 12, .line = 12 }, "list.csv row 12");
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.csv"), .row = 12, .line = 14 },
	              "list.csv row 12 (line 14)");
	assert_origin((struct cdr_origin){ .file = CDR_STR("list.ndjson"), .line = 5 }, "list.ndjson line 5");
}

static void
origin_is_no_text_when_memory_is_short(void **state)
{
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(4);
	struct cdr_origin origin = { .file = CDR_STR("list.csv"), .row = 12 };
	assert_null(cdr_origin_text(arena, &origin).p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(origin_names_file_sheet_and_row),
		cmocka_unit_test(origin_tells_the_line_only_where_it_differs),
		cmocka_unit_test(origin_is_no_text_when_memory_is_short),
	};
	return cmocka_run_group_tests_name("model/origin", tests, NULL, NULL);
}
