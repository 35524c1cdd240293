/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

static void
message_says_values_and_what_is_not_known(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	cdr_facts_set_number(facts, "a.hours", 15);
	cdr_facts_set_text(facts, "a.colour", CDR_STR("dark_blue"));
	cdr_facts_set_text(facts, "a.text", CDR_STR("a {a.hours} b_c"));
	struct cdr_str filled = { NULL, 0 };
	assert_int_equal(cdr_rules_fill(CDR_STR("{a.hours} h, {a.colour}; {a.text}; since {a.day}."), facts, arena,
	                                &filled, &error),
	                 CDR_OK);
	/* A value that looks like a placeholder stays what it is. */
	assert_string_equal(filled.p, "15 h, dark blue; a {a.hours} b_c; since not known.");
	assert_int_equal(cdr_rules_fill(CDR_STR(""), facts, arena, &filled, &error), CDR_OK);
	assert_int_equal(filled.n, 0);
	assert_int_equal(cdr_rules_fill(CDR_STR("plain "), facts, arena, &filled, &error), CDR_OK);
	assert_string_equal(filled.p, "plain");
}

static void
message_reports_exhausted_memory(void **state)
{
	(void)state;
	struct cdr_error error = { 0 };
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_arena) tiny = cdr_arena_new(1);
	struct cdr_str filled = { NULL, 0 };
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	assert_int_equal(cdr_rules_fill(CDR_STR("a sentence"), facts, tiny, &filled, &error), CDR_ENOMEM);
	assert_null(filled.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(message_says_values_and_what_is_not_known),
		cmocka_unit_test(message_reports_exhausted_memory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
