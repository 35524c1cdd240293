/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

#include "statement/life-impl.h"

static struct cdr_overclaim *
load(struct fixture *fixture)
{
	struct cdr_overclaim *overclaim = NULL;
	struct cdr_error err = { 0 };
	if (cdr_overclaim_load(&fixture->rulesets, &overclaim, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return overclaim;
}

/* The rules that flag a text, joined. */
static const char *
flagged(struct fixture *fixture, const struct cdr_overclaim_question *question)
{
	cdr_owned(cdr_overclaim) overclaim = load(fixture);
	cdr_owned(cdr_json) flags = NULL;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	assert_int_equal(cdr_overclaim_check(overclaim, question, &flags, NULL), CDR_OK);
	for (size_t i = 0; i < cdr_json_count(flags); i++) {
		const struct cdr_json *flag = cdr_json_at(flags, i);
		assert_true(cdr_json_get_str(flag, "reason").n > 10);
		assert_true(cdr_json_get_str(flag, "source").n > 10);
		cdr_buf_printf(&text, "%s%.*s", i ? " " : "", CDR_STR_ARG(cdr_json_get_str(flag, "rule")));
	}
	cdr_buf_puts(&text, "");
	return cdr_str_copy(fixture->arena, text.p ? cdr_buf_str(&text) : CDR_STR("")).p;
}

static void
overclaim_examples_do_what_they_say(void **state)
{
	cdr_owned(cdr_overclaim) overclaim = load(*state);
	cdr_auto(cdr_buf) wrong = CDR_BUF_INIT;
	size_t tried = 0;
	assert_int_equal(cdr_overclaim_try_examples(overclaim, &wrong, &tried, NULL), CDR_OK);
	if (wrong.n)
		fail_msg("%s", wrong.p);
	assert_true(tried >= 30);
}

static void
overclaim_says_nothing_about_the_drafted_text_itself(void **state)
{
	struct fixture *fixture = *state;
	static const char *const laws[] = { UK, CALIFORNIA };
	set_organisation(fixture, HEAD,
	                 "\"employees\":30,\"audits\":[{\"supplier_id\":\"S-1\",\"audited_on\":\"2025-10-21\","
	                 "\"independent\":true,\"announced\":false,\"line\":9}],\"training\":[]");
	for (size_t i = 0; i < CDR_LEN(laws); i++) {
		cdr_owned(cdr_json) json = draft(fixture, laws[i], "2026");
		const struct cdr_json *claims = cdr_json_get(json, "claims");
		assert_true(cdr_json_count(claims) > 5);
		for (size_t k = 0; k < cdr_json_count(claims); k++) {
			const struct cdr_json *claim = cdr_json_at(claims, k);
			struct cdr_str text = cdr_json_get_str(claim, "text");
			struct cdr_overclaim_question question = { .text = text,
				                                   .drafted = text,
				                                   .strength = cdr_json_get_str(claim, "strength"),
				                                   .language = CDR_STR("en-GB"),
				                                   .numbers = cdr_json_get(claim, "numbers") };
			assert_string_equal(flagged(fixture, &question), "");
		}
	}
}

static void
overclaim_cannot_tell_in_another_language(void **state)
{
	struct cdr_overclaim_question question = { .text = CDR_STR("Kein Lieferant wurde geprüft."),
		                                   .drafted = CDR_STR("Kein Lieferant wurde geprüft."),
		                                   .strength = CDR_STR("none"),
		                                   .language = CDR_STR("de-DE") };
	assert_string_equal(flagged(*state, &question), "unchecked");
	question.language = CDR_STR("eng");
	assert_string_equal(flagged(*state, &question), "unchecked");
	question.language = CDR_STR("en");
	assert_string_equal(flagged(*state, &question), "");
}

static void
overclaim_knows_the_days_of_the_year(void **state)
{
	struct cdr_overclaim_question question = { .text = CDR_STR("1 policy was in force in 2026."),
		                                   .drafted = CDR_STR("1 policy was in force."),
		                                   .strength = CDR_STR("some"),
		                                   .language = CDR_STR("en-GB") };
	assert_string_equal(flagged(*state, &question), "numbers");
	question.known = CDR_STR("2026 2025-04-01 2026-03-31");
	assert_string_equal(flagged(*state, &question), "");
}

/* Changes the file in one place; it must be refused there. */
static void
refuse(struct fixture *fixture, const char *old, const char *new, const char *where)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(&fixture->rulesets, CDR_STR("statement/overclaim.yaml"));
	assert_non_null(file);
	ptrdiff_t at = cdr_str_find(file->text, cdr_str_from(old));
	assert_true(at >= 0);
	struct cdr_bundle_file changed = *file;
	changed.text =
		cdr_str_format(fixture->arena, "%.*s%s%s", (int)at, file->text.p, new, file->text.p + at + strlen(old));
	struct cdr_bundle bundle = { .files = &changed, .n_files = 1 };
	struct cdr_overclaim *overclaim = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_overclaim_load(&bundle, &overclaim, &err), CDR_EINPUT);
	assert_null(overclaim);
	assert_non_null(strstr(err.where, where));
}

static void
overclaim_file_is_refused_where_it_is_wrong(void **state)
{
	refuse(*state, "language: en", "tongue: en", "overclaim.yaml:");
	refuse(*state, "kind: says", "kind: shouts", "overclaim.yaml:");
	refuse(*state, "(?:all|every", "(?:all|(every", "overclaim.yaml:");
	refuse(*state, "{strength: some, drafted: \"In all", "{strong: some, drafted: \"In all", "overclaim.yaml:");
	struct cdr_bundle empty = { 0 };
	struct cdr_overclaim *overclaim = NULL;
	assert_int_equal(cdr_overclaim_load(&empty, &overclaim, NULL), CDR_ENOTFOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(overclaim_examples_do_what_they_say, setup, teardown),
		cmocka_unit_test_setup_teardown(overclaim_says_nothing_about_the_drafted_text_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(overclaim_cannot_tell_in_another_language, setup, teardown),
		cmocka_unit_test_setup_teardown(overclaim_knows_the_days_of_the_year, setup, teardown),
		cmocka_unit_test_setup_teardown(overclaim_file_is_refused_where_it_is_wrong, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
