/* SPDX-License-Identifier: Apache-2.0 */
#include "reading.h"

#include "ingest/json-impl.h"

static void
json_records_are_found_by_their_path(void **state)
{
	(void)state;
	static const struct {
		const char *text, *path;
		size_t at;
	} cases[] = {
		{ " [1]", "", 1 },
		{ "{\"a\": [1]}", "a", 6 },
		{ "{\"x\": {\"a\": [0]}, \"a\": {\"b\": [1]}}", "a.b", 29 },
		{ "{\"a\": {\"b\": [0]}, \"a.b\": [1]}", "a.b", 25 },
		{ "{\"a.b\": {\"c\": 1}, \"a\": {\"b.c\": [1]}}", "a.b.c", 31 },
		{ "{\"\\u0061\": [1]}", "a", 11 },
		{ "{\"a\": [1], \"b\": [{}]}", NULL, 16 },
		{ "[{}]", NULL, 0 },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_error err = { 0 };
		struct cdr_scan scan = { .text = cdr_str_from(cases[i].text) };
		if (cdr_json_find_list(&scan, cdr_str_from(cases[i].path), "list.json", &err) != CDR_OK)
			fail_msg("%s: %s", cases[i].text, err.message);
		assert_int_equal(scan.at, cases[i].at);
	}
}

/* Each is refused, with these words, at this place. */
static const struct {
	const char *text, *path, *where, *words;
} refused[] = {
	{ "{\"a\": 1}", "a", "list.json", "no list of records at \"a\"" },
	{ "{\"a\": {}}", "a.b", "list.json", "no list of records at \"a.b\"" },
	{ "{\"a\": [1]}", "a.b", "list.json", "no list of records" },
	{ "{\"a\": [1]}", "b", "list.json", "no list of records" },
	{ "{}", "", "list.json", "the root of the document" },
	{ "[[1]]", "a", "list.json", "no list of records" },
	{ "7", NULL, "list.json", "say where the records are" },
	{ "{\"a\": [1]}", NULL, "list.json", "say where the records are" },
	{ "{\"a\": [{}], \"b\": [{}]}", NULL, "list.json", "say where the records are" },
	{ "{\"a\": [1], \"a\": [2]}", "a", "list.json:1:17", "stands twice" },
	{ "{\"a\": {\"b\": [1]}, \"a\": {}}", "a.b", "list.json:1:24", "stands twice" },
	{ "{\"a\": [1]", "a", "list.json:1:10", "ends too early" },
	{ "{\"a\": [1],\n \"b\": tru}", "a", "list.json:2:7", "a value is expected" },
	{ "{\"a\": [1]} x", "a", "list.json:1:12", "behind the end" },
	{ "{\"a\": [1]}}", "a", "list.json:1:11", "behind the end" },
	{ "{\"a\": [\"\x01\"]}", "a", "list.json:1:9", "control character" },
};

static void
json_records_that_are_not_there_are_an_error(void **state)
{
	(void)state;
	for (size_t i = 0; i < CDR_LEN(refused); i++) {
		struct cdr_error err = { 0 };
		struct cdr_scan scan = { .text = cdr_str_from(refused[i].text) };
		assert_int_equal(cdr_json_find_list(&scan, cdr_str_from(refused[i].path), "list.json", &err),
		                 CDR_EINPUT);
		assert_string_equal(err.where, refused[i].where);
		if (!strstr(err.message, refused[i].words))
			fail_msg("\"%s\" is not in \"%s\"", refused[i].words, err.message);
	}
}

static void
json_records_expressions_name_lists_in_lists(void **state)
{
	(void)state;
	struct cdr_json_lists lists;
	assert_int_equal(cdr_json_split_lists(CDR_STR("a.items[].sites[].x.y"), "l", &lists, NULL), CDR_OK);
	assert_int_equal(lists.n, 3);
	assert_str(lists.paths[0], "a.items");
	assert_str(lists.paths[1], "sites");
	assert_str(lists.paths[2], "x.y");
	assert_int_equal(cdr_json_split_lists(CDR_STR("[].sites[]"), "l", &lists, NULL), CDR_OK);
	assert_int_equal(lists.n, 2);
	assert_non_null(lists.paths[0].p);
	assert_int_equal(lists.paths[0].n, 0);
	assert_int_equal(cdr_json_split_lists((struct cdr_str){ NULL, 0 }, "l", &lists, NULL), CDR_OK);
	assert_int_equal(lists.n, 1);
	assert_null(lists.paths[0].p);
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_json_split_lists(CDR_STR("a[]b"), "list.json", &lists, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "\"a[]b\", has something other than a dot"));
	assert_int_equal(cdr_json_split_lists(CDR_STR("a[][][][][][][][][]"), "list.json", &lists, &err), CDR_EINPUT);
	assert_non_null(strstr(err.message, "more lists"));
	assert_int_equal(lists.n, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_records_are_found_by_their_path),
		cmocka_unit_test(json_records_that_are_not_there_are_an_error),
		cmocka_unit_test(json_records_expressions_name_lists_in_lists),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
