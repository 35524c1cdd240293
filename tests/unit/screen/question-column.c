/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static enum cdr_status
load(struct desk *desk, const char *text, struct question_columns *ret, struct cdr_error *err)
{
	struct cdr_bundle_file file = { CDR_STR("import/x.yaml"), cdr_str_from(text) };
	struct cdr_bundle bundle = { .files = &file, .n_files = 1 };
	return question_columns_load(&bundle, "x", desk->arena, ret, err);
}

static void
question_column_says_what_an_answer_looks_like(void **state)
{
	struct question_columns columns = { 0 };
	assert_ok(load(DESK,
	               "columns:\n  - {name: a, type: boolean, about: Whether.}\n"
	               "  - {name: b, type: word, words: {worker: [employee], other: []}}\n  - {name: c, type: date}\n"
	               "  - {name: d, type: text}\n",
	               &columns, err));
	assert_int_equal(columns.n, 4);
	assert_text(columns.items[0].about, "Whether.");
	assert_text(columns.items[0].expected, "yes or no");
	assert_int_equal(columns.items[0].n_choices, 2);
	assert_text(columns.items[1].expected, "one of: worker, other");
	assert_text(columns.items[1].choices[1], "other");
	assert_holds(columns.items[2].expected, "a day");
	assert_text(columns.items[3].expected, "text");
	assert_int_equal(columns.items[3].n_choices, 0);
	assert_ptr_equal(question_column_find(&columns, CDR_STR("b")), &columns.items[1]);
	assert_null(question_column_find(&columns, CDR_STR("z")));
}

static void
question_column_needs_its_file(void **state)
{
	struct question_columns columns = { 0 };
	assert_fails(CDR_EINPUT, "missing",
	             question_columns_load(&DESK->setup->rulesets, "nothing", DESK->arena, &columns, err));
	assert_fails(CDR_EINPUT, "list", load(DESK, "other: 1\n", &columns, err));
	assert_fails(CDR_EINPUT, "name", load(DESK, "columns: [{type: text}]\n", &columns, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(question_column_says_what_an_answer_looks_like),
		desk_test(question_column_needs_its_file),
	};
	return cmocka_run_group_tests_name("screen/question-column", tests, NULL, NULL);
}
