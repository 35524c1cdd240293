/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

#include "rules/rules-impl.h"

struct reading_result {
	struct cdr_arena *arena;
	struct rules_table table;
	enum cdr_status status;
	struct cdr_error error;
};

static struct reading_result
read_text(const char *text)
{
	struct reading_result result = { .arena = cdr_arena_new((size_t)1 << 20) };
	struct cdr_bundle_file file = { CDR_STR("tables/t.csv"), cdr_str_from(text) };
	assert_non_null(result.arena);
	result.status = rules_table_read(&file, result.arena, &result.table, &result.error);
	return result;
}

static void
expect_refused(const char *text, const char *where, const char *part)
{
	struct reading_result result = read_text(text);
	assert_int_equal(result.status, CDR_EINPUT);
	assert_string_equal(result.error.where, where);
	assert_non_null(strstr(result.error.message, part));
	(void)cdr_arena_free(result.arena);
}

static void
table_reads_quotes_comments_and_blank_lines(void **state)
{
	(void)state;
	struct reading_result result = read_text("\xEF\xBB\xBF# source: invented\r\n\r\ncountry, max\r\n"
	                                         "XA, 12\r\n\r\n\"XB, upper\",\"a \"\"b\"\"\nc\"\nXC,");
	assert_int_equal(result.status, CDR_OK);
	assert_int_equal(result.table.n_columns, 2);
	assert_int_equal(result.table.n_rows, 3);
	assert_string_equal(result.table.columns[1].p, "max");
	assert_true(cdr_str_equal(result.table.cells[1], CDR_STR("12")));
	assert_true(cdr_str_equal(result.table.cells[2], CDR_STR("XB, upper")));
	assert_true(cdr_str_equal(result.table.cells[3], CDR_STR("a \"b\"\nc")));
	assert_int_equal(result.table.cells[5].n, 0);
	assert_int_equal(result.table.lines[0], 4);
	assert_int_equal(result.table.lines[1], 6);
	assert_int_equal(result.table.lines[2], 8);
	assert_int_equal(rules_table_column(&result.table, CDR_STR("max")), 1);
	assert_int_equal(rules_table_column(&result.table, CDR_STR("min")), -1);
	(void)cdr_arena_free(result.arena);
}

static void
table_oddities_are_named_with_their_line(void **state)
{
	(void)state;
	expect_refused("", "tables/t.csv:1", "begins with a line of column names");
	expect_refused("a,a\n1,2\n", "tables/t.csv:1", "same name");
	expect_refused("a,\n1,2\n", "tables/t.csv:1", "no name");
	expect_refused("a,b\n1,2\n1\n", "tables/t.csv:3", "another number of fields");
	expect_refused("a,b\n1,x\"y\n", "tables/t.csv:2", "quote inside a field");
	expect_refused("a,b\n1,\"y\n", "tables/t.csv:2", "never closed");
	expect_refused("a,b\n1,\"y\"z\n", "tables/t.csv:2", "must follow a closing quote");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_reads_quotes_comments_and_blank_lines),
		cmocka_unit_test(table_oddities_are_named_with_their_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
