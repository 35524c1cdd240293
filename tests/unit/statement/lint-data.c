/* SPDX-License-Identifier: Apache-2.0 */
/* The examples of every element, remark and check of rulesets/statement/lint: each is looked at alone, as a sentence of a
 * statement, and has to come to what its list says. */
#include "statement-test.h"

#include "statement/lint-impl.h"

static void
load_lint(const struct fixture *fixture, struct cdr_lint **ret)
{
	struct cdr_error err = { 0 };
	if (cdr_lint_load(&fixture->rulesets, CDR_STR("uk-msa-2015"), ret, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
}

static void
make_text(struct cdr_str sentence, struct cdr_lint_text *ret)
{
	const struct cdr_lint_block block = { .kind = CDR_LINT_ITEM, .line = 1, .text = sentence };
	struct cdr_error err = { 0 };
	if (cdr_lint_text_make(&block, 1, ret, &err) != CDR_OK)
		fail_msg("%s", err.message);
	if (ret->n == 0)
		fail_msg("no sentence in “%.*s”", CDR_STR_ARG(sentence));
}

static enum cdr_lint_state
state_of(const struct cdr_lint *lint, const struct cdr_lint_element *element, struct cdr_str sentence)
{
	cdr_auto(cdr_lint_text) text = { 0 };
	struct cdr_lint_found found = { 0 };
	struct cdr_error err = { 0 };
	make_text(sentence, &text);
	if (cdr_lint_find(lint, element, &text, &found, &err) != CDR_OK)
		fail_msg("%.*s: %s", CDR_STR_ARG(element->id), err.message);
	return found.state;
}

static size_t
count_wrong(const struct cdr_lint *lint, const struct cdr_lint_element *element, const char *list,
            enum cdr_lint_state wanted)
{
	const struct cdr_decl_node *examples = cdr_decl_get(element->node, "examples");
	size_t n_wrong = 0;
	for (size_t i = 0; i < cdr_decl_count(examples, list); i++) {
		struct cdr_str sentence = cdr_decl_item(examples, list, i);
		enum cdr_lint_state state = state_of(lint, element, sentence);
		bool fits = state == wanted || (wanted == CDR_LINT_ABSENT && state == CDR_LINT_NOT_EXPLICIT);
		if (fits)
			continue;
		print_error("%.*s: “%.*s” is %s, not %s\n", CDR_STR_ARG(element->id), CDR_STR_ARG(sentence),
		            cdr_lint_state_word(state), cdr_lint_state_word(wanted));
		n_wrong++;
	}
	return n_wrong;
}

static void
lint_data_examples_of_elements_come_true(void **state)
{
	static const struct cdr_decl_key keys[] = { { "present", CDR_DECL_TEXT_LIST, true },
		                                    { "weak", CDR_DECL_TEXT_LIST, false },
		                                    { "none", CDR_DECL_TEXT_LIST, false },
		                                    { "absent", CDR_DECL_TEXT_LIST, true } };
	cdr_owned(cdr_lint) lint = NULL;
	size_t n_wrong = 0;
	load_lint(*state, &lint);
	assert_true(lint->n_elements > 60);
	for (size_t i = 0; i < lint->n_elements; i++) {
		const struct cdr_lint_element *element = &lint->elements[i];
		struct cdr_error err = { 0 };
		if (cdr_decl_check(element->decl, cdr_decl_get(element->node, "examples"), keys, CDR_LEN(keys), &err) !=
		    CDR_OK)
			fail_msg("%s: %s", err.where, err.message);
		n_wrong += count_wrong(lint, element, "present", CDR_LINT_PRESENT);
		n_wrong += count_wrong(lint, element, "weak", CDR_LINT_WEAK);
		n_wrong += count_wrong(lint, element, "none", CDR_LINT_NONE);
		n_wrong += count_wrong(lint, element, "absent", CDR_LINT_ABSENT);
	}
	assert_int_equal(n_wrong, 0);
}

static bool
is_hit(const struct cdr_lint_words *words, const struct cdr_lint_rules *rules, struct cdr_str sentence)
{
	cdr_auto(cdr_lint_text) text = { 0 };
	struct cdr_error err = { 0 };
	bool found = false;
	make_text(sentence, &text);
	for (size_t i = 0; i < text.n; i++) {
		for (size_t k = 0; cdr_lint_words_stand_in(words, &text.items[i]) && k < rules->n && !found; k++) {
			if (cdr_lint_rule_holds(&rules->items[k], &text, i, &found, NULL, &err) != CDR_OK)
				fail_msg("%s", err.message);
		}
	}
	return found;
}

static size_t
count_wrong_hits(struct cdr_str id, const struct cdr_lint_words *words, const struct cdr_lint_rules *rules,
                 const struct cdr_decl_node *examples)
{
	size_t n_wrong = 0;
	assert_true(cdr_decl_count(examples, "hit") > 0 && cdr_decl_count(examples, "miss") > 0);
	for (size_t i = 0; i < cdr_decl_count(examples, "hit"); i++) {
		struct cdr_str sentence = cdr_decl_item(examples, "hit", i);
		if (is_hit(words, rules, sentence))
			continue;
		print_error("%.*s: “%.*s” is passed over\n", CDR_STR_ARG(id), CDR_STR_ARG(sentence));
		n_wrong++;
	}
	for (size_t i = 0; i < cdr_decl_count(examples, "miss"); i++) {
		struct cdr_str sentence = cdr_decl_item(examples, "miss", i);
		if (!is_hit(words, rules, sentence))
			continue;
		print_error("%.*s: “%.*s” is taken\n", CDR_STR_ARG(id), CDR_STR_ARG(sentence));
		n_wrong++;
	}
	return n_wrong;
}

static void
lint_data_examples_of_remarks_come_true(void **state)
{
	cdr_owned(cdr_lint) lint = NULL;
	size_t n_wrong = 0;
	load_lint(*state, &lint);
	assert_true(lint->n_remarks > 5);
	for (size_t i = 0; i < lint->n_remarks; i++) {
		const struct cdr_lint_remark *remark = &lint->remarks[i];
		n_wrong += count_wrong_hits(remark->id, &remark->words, &remark->match,
		                            cdr_decl_get(remark->node, "examples"));
	}
	assert_int_equal(n_wrong, 0);
}

static void
lint_data_examples_of_record_checks_come_true(void **state)
{
	cdr_owned(cdr_lint) lint = NULL;
	const struct cdr_decl *decl = NULL;
	struct cdr_error err = { 0 };
	size_t n_wrong = 0;
	load_lint(*state, &lint);
	if (cdr_lint_open(lint, lint->rulesets, CDR_STR("statement/lint/records.yaml"), &decl, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	const struct cdr_decl_node *list = cdr_decl_get(decl->root, "checks");
	for (size_t i = 0; i < list->n; i++) {
		const struct cdr_decl_node *node = list->items[i];
		struct cdr_lint_words words = { 0 };
		struct cdr_lint_rules rules = { 0 };
		if (cdr_lint_words_read(lint->vocabulary, decl, node, &words, &err) != CDR_OK ||
		    cdr_lint_rules_read(&lint->common, decl, node, "match", lint->arena, &rules, &err) != CDR_OK)
			fail_msg("%s: %s", err.where, err.message);
		n_wrong += count_wrong_hits(cdr_decl_text(node, "id"), &words, &rules, cdr_decl_get(node, "examples"));
		cdr_lint_rules_done(&rules);
	}
	assert_int_equal(n_wrong, 0);
}

static void
lint_data_every_sheet_can_be_loaded(void **state)
{
	const struct fixture *fixture = *state;
	size_t n = 0;
	for (size_t i = 0; i < fixture->rulesets.n_files; i++) {
		struct cdr_str path = fixture->rulesets.files[i].path, folder, law;
		struct cdr_error err = { 0 };
		cdr_owned(cdr_lint) lint = NULL;
		if (!cdr_str_starts_with(path, CDR_STR("statement/")) ||
		    !cdr_str_ends_with(path, CDR_STR("/lint.yaml")))
			continue;
		assert_true(cdr_str_split(&path, '/', &folder) && cdr_str_split(&path, '/', &law));
		if (cdr_lint_load(&fixture->rulesets, law, &lint, &err) != CDR_OK)
			fail_msg("%s: %s", err.where, err.message);
		assert_true(cdr_str_equal(lint->sheets[0].id, law));
		n++;
	}
	assert_true(n >= 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lint_data_examples_of_elements_come_true),
		cmocka_unit_test(lint_data_examples_of_remarks_come_true),
		cmocka_unit_test(lint_data_examples_of_record_checks_come_true),
		cmocka_unit_test(lint_data_every_sheet_can_be_loaded),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
