/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

static struct cdr_facts *
new_facts(void)
{
	struct cdr_facts *facts = NULL;
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, NULL), CDR_OK);
	return facts;
}

static const char *
text_of(const struct cdr_facts *facts, const char *name, struct cdr_arena *arena)
{
	return cdr_facts_text(facts, cdr_str_from(name), arena).p;
}

static void
facts_start_unknown_and_are_unknown_again_when_cleared(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	for (size_t i = 0; i < test_symbols.n; i++)
		assert_null(text_of(facts, test_rows[i].name, arena));
	cdr_facts_set_boolean(facts, "a.flag", false);
	assert_string_equal(text_of(facts, "a.flag", arena), "no");
	cdr_facts_clear(facts);
	assert_null(text_of(facts, "a.flag", arena));
	assert_null(text_of(facts, "no.such", arena));
}

static void
facts_are_written_as_people_write_them(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	const struct cdr_str items[] = { CDR_STR("rice"), CDR_STR(""), CDR_STR("tea") };
	cdr_facts_set_number(facts, "a.hours", 12.5);
	cdr_facts_set_number(facts, "a.limit", 20000);
	cdr_facts_set_date(facts, "a.day", cdr_date_make(2024, 3, 1));
	cdr_facts_set_list(facts, "a.list", items, 3);
	cdr_facts_set_list(facts, "a.more", items, 0);
	assert_string_equal(text_of(facts, "a.hours", arena), "12.5");
	assert_string_equal(text_of(facts, "a.limit", arena), "20000");
	assert_string_equal(text_of(facts, "a.day", arena), "2024-03-01");
	assert_string_equal(text_of(facts, "a.list", arena), "rice, , tea");
	assert_string_equal(text_of(facts, "a.more", arena), "");
}

static void
facts_given_nothing_become_unknown(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	cdr_facts_set_text(facts, "a.text", CDR_STR("x"));
	cdr_facts_set_text(facts, "a.text", (struct cdr_str){ NULL, 0 });
	cdr_facts_set_date(facts, "a.day", (struct cdr_date){ 0 });
	cdr_facts_set_list(facts, "a.list", NULL, 0);
	assert_null(text_of(facts, "a.text", arena));
	assert_null(text_of(facts, "a.day", arena));
	assert_null(text_of(facts, "a.list", arena));
}

static void
facts_keep_only_words_of_the_symbol(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	cdr_facts_set_text(facts, "a.colour", CDR_STR("RED"));
	assert_string_equal(text_of(facts, "a.colour", arena), "red");
	cdr_facts_set_text(facts, "a.colour", CDR_STR("mauve"));
	assert_null(text_of(facts, "a.colour", arena));
}

static enum cdr_status
read_yaml(struct cdr_facts *facts, const char *yaml, struct cdr_arena *arena, struct cdr_error *error)
{
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse(cdr_str_from(yaml), "f.yaml", &decl, error), CDR_OK);
	return cdr_facts_read(facts, &decl, decl.root, arena, error);
}

static void
facts_read_takes_every_type_and_null(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	struct cdr_error error = { 0 };
	assert_int_equal(read_yaml(facts,
	                           "{a.flag: true, a.hours: 7, a.day: 2024-03-01, a.text: ~, a.colour: green, a.list: "
	                           "[x, y], a.more: z}",
	                           arena, &error),
	                 CDR_OK);
	assert_string_equal(text_of(facts, "a.flag", arena), "yes");
	assert_string_equal(text_of(facts, "a.hours", arena), "7");
	assert_string_equal(text_of(facts, "a.list", arena), "x, y");
	assert_string_equal(text_of(facts, "a.more", arena), "z");
	assert_null(text_of(facts, "a.text", arena));
}

static void
facts_read_names_every_misfit(void **state)
{
	(void)state;
	cdr_owned(cdr_facts) facts = new_facts();
	cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 16);
	struct cdr_error error = { 0 };
	assert_int_equal(read_yaml(facts, "a.flagg: true\na.hours: long\na.list: [[x]]\na.day: {}\n", arena, &error),
	                 CDR_EINPUT);
	assert_string_equal(error.where, "f.yaml:1:1");
	assert_non_null(strstr(error.message, "did you mean \"a.flag\"?"));
	assert_non_null(strstr(error.message, "\nf.yaml:2:10: a.hours is a number, but \"long\" is not"));
	assert_non_null(strstr(error.message, "\nf.yaml:3:10: a.list is a list of texts"));
	assert_non_null(strstr(error.message, "\nf.yaml:4:8: a.day is a date"));
	assert_int_equal(read_yaml(facts, "[x]", arena, &error), CDR_EINPUT);
}

static void
facts_symbol_is_found_by_its_whole_name(void **state)
{
	(void)state;
	assert_ptr_equal(cdr_symbol_find(&test_symbols, CDR_STR("a.hours")), &test_rows[2]);
	assert_null(cdr_symbol_find(&test_symbols, CDR_STR("a.hour")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(facts_start_unknown_and_are_unknown_again_when_cleared),
		cmocka_unit_test(facts_are_written_as_people_write_them),
		cmocka_unit_test(facts_given_nothing_become_unknown),
		cmocka_unit_test(facts_keep_only_words_of_the_symbol),
		cmocka_unit_test(facts_read_takes_every_type_and_null),
		cmocka_unit_test(facts_read_names_every_misfit),
		cmocka_unit_test(facts_symbol_is_found_by_its_whole_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
