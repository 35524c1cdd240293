/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "candor/decl.h"

static void
expect_refused(struct cdr_str text, enum cdr_status status, const char *where, const char *part)
{
	cdr_auto(cdr_decl) decl = { 0 };
	struct cdr_error error = { 0 };
	assert_int_equal(cdr_decl_parse(text, "t.yaml", &decl, &error), status);
	if (strcmp(error.where, where) != 0 || !strstr(error.message, part))
		print_error("%s: %s\n", error.where, error.message);
	assert_string_equal(error.where, where);
	assert_non_null(strstr(error.message, part));
	assert_null(decl.root);
	/* The same without somebody to tell. */
	assert_int_equal(cdr_decl_parse(text, "t.yaml", &decl, NULL), status);
}

#define REFUSED(text, where, part) expect_refused(CDR_STR(text), CDR_EINPUT, where, part)

static void
parse_gives_every_node_its_place(void **state)
{
	(void)state;
	cdr_auto(cdr_decl) decl = { 0 };
	struct cdr_str text =
		CDR_STR("# comment\nname: Añejo Ltd\nlist:\n  - 12\n  - \"12\"\n  - {a: b}\nblock: |\n  one\n  two\n");
	assert_int_equal(cdr_decl_parse(text, "t.yaml", &decl, NULL), CDR_OK);
	assert_string_equal(decl.name.p, "t.yaml");
	const struct cdr_decl_node *root = decl.root;
	assert_int_equal(root->kind, CDR_DECL_MAP);
	assert_int_equal(root->n, 3);
	assert_int_equal(root->line, 2);
	assert_true(cdr_str_equal(root->pairs[0].key, CDR_STR("name")));
	assert_true(cdr_str_equal(root->pairs[0].value->text, CDR_STR("Añejo Ltd")));
	assert_int_equal(root->pairs[0].value->column, 7);
	const struct cdr_decl_node *list = root->pairs[1].value;
	assert_int_equal(list->kind, CDR_DECL_LIST);
	assert_int_equal(list->n, 3);
	assert_false(list->items[0]->quoted);
	assert_true(list->items[1]->quoted);
	assert_int_equal(list->items[1]->line, 5);
	assert_int_equal(list->items[1]->column, 5);
	assert_int_equal(list->items[2]->pairs[0].line, 6);
	assert_int_equal(list->items[2]->pairs[0].column, 6);
	assert_true(root->pairs[2].value->quoted);
	assert_true(cdr_str_equal(root->pairs[2].value->text, CDR_STR("one\ntwo\n")));
}

static void
parse_counts_columns_in_characters(void **state)
{
	(void)state;
	REFUSED("{é: 1, é: 2}", "t.yaml:1:8", "duplicate key");
}

static void
parse_refuses_indirection(void **state)
{
	(void)state;
	REFUSED("a: &x 1\nb: 2\n", "t.yaml:1:4", "anchors");
	REFUSED("a: 1\nb: *x\n", "t.yaml:2:4", "aliases");
	REFUSED("a: !!int 1\n", "t.yaml:1:4", "tags");
	REFUSED("a: ! 1\n", "t.yaml:1:4", "tags");
	REFUSED("a: !x [1]\n", "t.yaml:1:4", "tags");
	REFUSED("a: &x {b: 1}\n", "t.yaml:1:4", "anchors");
	REFUSED("&k a: 1\n", "t.yaml:1:1", "anchors");
	REFUSED("%TAG ! tag:x,2000:\n---\na: 1\n", "t.yaml:1:1", "%TAG");
}

static void
parse_refuses_duplicate_and_complex_keys(void **state)
{
	(void)state;
	REFUSED("a: 1\nb: 2\n'a': 3\n", "t.yaml:3:1", "duplicate key \"a\": it is already given on line 1");
	REFUSED("? [a]\n: 1\n", "t.yaml:1:3", "a key must be plain text");
	REFUSED("x: {b: {c: 1, c: 2}}\n", "t.yaml:1:15", "duplicate key");
}

static void
parse_refuses_anything_but_one_document(void **state)
{
	(void)state;
	REFUSED("", "t.yaml:1:1", "the file is empty");
	REFUSED("# nothing but a comment\n", "t.yaml:2:1", "the file is empty");
	REFUSED("a: 1\n---\nb: 2\n", "t.yaml:2:1", "a second document");
}

static void
parse_names_the_place_of_a_syntax_error(void **state)
{
	(void)state;
	REFUSED("a: 1\nb: [1, 2\nc: 3\n", "t.yaml:3:2", "not valid YAML");
	REFUSED("a: 1\n\tb: 2\n", "t.yaml:2:1", "not valid YAML");
	REFUSED("a: \"x\n", "t.yaml:2:1", "not valid YAML");
}

static void
parse_refuses_what_is_not_text(void **state)
{
	(void)state;
	REFUSED("a: 1\nb: \xff\n", "t.yaml:2:1", "not UTF-8");
	REFUSED("a: 1\nb: 2\nc: \0\n", "t.yaml:3:1", "not UTF-8");
	REFUSED("a: \"x\\0y\"\n", "t.yaml:1:4", "NUL");
	REFUSED("\xff\xfe"
	        "a\0:\0 \0001\0",
	        "t.yaml:1:1", "not UTF-8");
}

static void
parse_limits_depth(void **state)
{
	(void)state;
	char text[128];
	(void)memset(text, '[', sizeof(text));
	expect_refused((struct cdr_str){ text, 40 }, CDR_ELIMIT, "t.yaml:1:33", "32 levels");
	(void)memset(text + 32, ']', 32);
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse((struct cdr_str){ text, 64 }, "t.yaml", &decl, NULL), CDR_OK);
}

static void
parse_limits_scalars_nodes_and_bytes(void **state)
{
	(void)state;
	size_t n = CDR_DECL_MAX_BYTES + 1;
	char *text = malloc(n);
	assert_non_null(text);
	(void)memset(text, 'x', n);
	expect_refused((struct cdr_str){ text, CDR_DECL_MAX_SCALAR_BYTES + 1 }, CDR_ELIMIT, "t.yaml:1:1", "65,536");
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse((struct cdr_str){ text, CDR_DECL_MAX_SCALAR_BYTES }, "t.yaml", &decl, NULL),
	                 CDR_OK);
	expect_refused((struct cdr_str){ text, n }, CDR_ELIMIT, "t.yaml", "8 MiB");
	/* A list of one-letter items: the list itself is a value too. */
	text[0] = '[';
	for (size_t i = 2; i < n; i += 2)
		text[i] = ',';
	cdr_auto(cdr_decl) many = { 0 };
	struct cdr_error error = { 0 };
	assert_int_equal(
		cdr_decl_parse((struct cdr_str){ text, (size_t)2 * (CDR_DECL_MAX_NODES + 5) }, "t.yaml", &many, &error),
		CDR_ELIMIT);
	assert_non_null(strstr(error.message, "200,000"));
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parse_gives_every_node_its_place),
		cmocka_unit_test(parse_counts_columns_in_characters),
		cmocka_unit_test(parse_refuses_indirection),
		cmocka_unit_test(parse_refuses_duplicate_and_complex_keys),
		cmocka_unit_test(parse_refuses_anything_but_one_document),
		cmocka_unit_test(parse_names_the_place_of_a_syntax_error),
		cmocka_unit_test(parse_refuses_what_is_not_text),
		cmocka_unit_test(parse_limits_depth),
		cmocka_unit_test(parse_limits_scalars_nodes_and_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
