/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "candor/decl.h"

static struct cdr_decl
parse(const char *text)
{
	struct cdr_decl decl = { 0 };
	assert_int_equal(cdr_decl_parse(cdr_str_from(text), "t.yaml", &decl, NULL), CDR_OK);
	return decl;
}

static void
read_gives_typed_values(void **state)
{
	(void)state;
	cdr_auto(cdr_decl) decl = parse("t: 'x'\ni: -12\nn: 2.5\nb: true\nd: 2024-02-29\nl: [a, b]\n");
	const struct cdr_decl_node *root = decl.root;
	assert_true(cdr_str_equal(cdr_decl_text(root, "t"), CDR_STR("x")));
	assert_int_equal(cdr_decl_integer(root, "i", 0), -12);
	assert_true(cdr_decl_number(root, "n", 0) > 2.49 && cdr_decl_number(root, "n", 0) < 2.51);
	assert_true(cdr_decl_number(root, "i", 0) < -11.9);
	assert_true(cdr_decl_boolean(root, "b", false));
	assert_int_equal(cdr_decl_date(root, "d").ymd, 20240229);
	assert_int_equal(cdr_decl_count(root, "l"), 2);
	assert_true(cdr_str_equal(cdr_decl_item(root, "l", 1), CDR_STR("b")));
	assert_null(cdr_decl_item(root, "l", 2).p);
}

static void
read_falls_back_on_what_is_missing_or_null(void **state)
{
	(void)state;
	cdr_auto(cdr_decl) decl = parse("bare:\ntilde: ~\nnull: null\nquoted: 'null'\nempty: ''\n");
	const struct cdr_decl_node *root = decl.root;
	assert_null(cdr_decl_get(root, "bare"));
	assert_null(cdr_decl_get(root, "tilde"));
	assert_null(cdr_decl_get(root, "null"));
	assert_null(cdr_decl_get(root, "absent"));
	assert_null(cdr_decl_get(NULL, "absent"));
	assert_true(cdr_str_equal(cdr_decl_text(root, "quoted"), CDR_STR("null")));
	assert_non_null(cdr_decl_text(root, "empty").p);
	assert_null(cdr_decl_text(root, "absent").p);
	assert_int_equal(cdr_decl_integer(root, "absent", 7), 7);
	assert_int_equal(cdr_decl_integer(root, "quoted", 7), 7);
	assert_true(cdr_decl_boolean(root, "absent", true));
	assert_int_equal(cdr_decl_date(root, "absent").ymd, 0);
	assert_int_equal(cdr_decl_count(root, "absent"), 0);
}

static void
read_takes_a_lone_scalar_as_a_list_of_one(void **state)
{
	(void)state;
	cdr_auto(cdr_decl) decl = parse("l: only\nm: {a: b}\n");
	assert_int_equal(cdr_decl_count(decl.root, "l"), 1);
	assert_true(cdr_str_equal(cdr_decl_item(decl.root, "l", 0), CDR_STR("only")));
	assert_null(cdr_decl_item(decl.root, "l", 1).p);
	assert_null(cdr_decl_item(decl.root, "m", 0).p);
	assert_null(cdr_decl_text(decl.root, "m").p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_gives_typed_values),
		cmocka_unit_test(read_falls_back_on_what_is_missing_or_null),
		cmocka_unit_test(read_takes_a_lone_scalar_as_a_list_of_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
