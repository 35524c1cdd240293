/* SPDX-License-Identifier: Apache-2.0 */
/* Whole statements, a few sentences long, and what comes of them. */
#include "statement-test.h"

#include "statement/lint-impl.h"

static struct cdr_lint *
load_lint(struct fixture *fixture, const char *law)
{
	struct cdr_lint *lint = NULL;
	struct cdr_error err = { 0 };
	if (cdr_lint_load(&fixture->rulesets, cdr_str_from(law), &lint, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return lint;
}

/* A text of lines: "# " begins a heading, anything else is a paragraph. */
static size_t
make_blocks(const char *text, struct cdr_lint_block blocks[32])
{
	struct cdr_str rest = cdr_str_from(text), line;
	size_t n = 0;
	for (; n < 32 && cdr_str_split(&rest, '\n', &line); n++) {
		bool heading = cdr_str_starts_with(line, CDR_STR("# "));
		size_t skip = heading ? 2 : 0;
		blocks[n] = (struct cdr_lint_block){ heading ? CDR_LINT_HEADING : CDR_LINT_PARAGRAPH,
			                             heading,
			                             0,
			                             (uint32_t)n + 1,
			                             { line.p + skip, line.n - skip } };
	}
	return n;
}

static struct cdr_json *
run_with(const struct cdr_lint *lint, const char *text, const char *homepage, const char *previous)
{
	struct cdr_lint_block blocks[32], home[32], earlier[32];
	struct cdr_lint_source source = { .name = CDR_STR("s.txt"), .blocks = blocks };
	struct cdr_json *sheet = NULL;
	struct cdr_error err = { 0 };
	source.n = make_blocks(text, blocks);
	source.homepage = home;
	source.n_homepage = homepage ? make_blocks(homepage, home) : 0;
	source.has_homepage = homepage != NULL;
	source.previous = earlier;
	source.n_previous = previous ? make_blocks(previous, earlier) : 0;
	source.has_previous = previous != NULL;
	if (cdr_lint_run(lint, &source, &sheet, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return sheet;
}

static const struct cdr_json *
item_of(const struct cdr_json *sheet, size_t number, const char *id)
{
	const struct cdr_json *items = cdr_json_get(cdr_json_at(cdr_json_get(sheet, "sheets"), number), "items");
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(items, i), "id"), cdr_str_from(id)))
			return cdr_json_at(items, i);
	}
	fail_msg("there is no item %s", id);
	return NULL;
}

static void
assert_state(const struct cdr_json *sheet, const char *id, const char *state)
{
	struct cdr_str found = cdr_json_get_str(item_of(sheet, 0, id), "state");
	if (!cdr_str_equal(found, cdr_str_from(state)))
		fail_msg("%s is %.*s, not %s", id, CDR_STR_ARG(found), state);
}

static const struct cdr_json *
remark_of(const struct cdr_json *sheet, const char *id)
{
	const struct cdr_json *remarks = cdr_json_get(sheet, "remarks");
	for (size_t i = 0; i < cdr_json_count(remarks); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(remarks, i), "id"), cdr_str_from(id)))
			return cdr_json_at(remarks, i);
	}
	return NULL;
}

static void
lint_says_what_is_there_and_where(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	cdr_owned(cdr_json) sheet =
		run_with(lint,
	                 "# Statement\nThis statement covers the year ended 31 March 2024.\n"
	                 "# Training\nWe will train our buyers.\n# Risk\nWe have not assessed any risks.\n"
	                 "This statement was approved by the Board on 2 May 2024.\nJo Sample, Director",
	                 NULL, NULL);
	assert_state(sheet, "approval", "present");
	assert_state(sheet, "signature", "present");
	assert_state(sheet, "training", "weak");
	assert_state(sheet, "policies", "absent");
	assert_state(sheet, "link", "not_explicit");
	assert_true(cdr_json_get_bool(item_of(sheet, 0, "link"), "outside", false));
	assert_int_equal(cdr_json_get_int(cdr_json_get(sheet, "statement"), "year", 0), 2024);
	const struct cdr_json *elements = cdr_json_get(sheet, "elements");
	for (size_t i = 0; i < cdr_json_count(elements); i++) {
		const struct cdr_json *element = cdr_json_at(elements, i);
		if (!cdr_str_equal(cdr_json_get_str(element, "id"), CDR_STR("board-approval")))
			continue;
		const struct cdr_json *quote = cdr_json_at(cdr_json_get(element, "quotes"), 0);
		assert_int_equal(cdr_json_get_int(quote, "line", 0), 7);
		assert_true(cdr_str_equal(cdr_json_get_str(quote, "section"), CDR_STR("Risk")));
	}
	assert_non_null(remark_of(sheet, "policies"));
	assert_null(remark_of(sheet, "approval"));
}

static void
lint_a_negative_disclosure_is_an_answer_where_the_law_takes_it(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, CALIFORNIA);
	cdr_owned(cdr_json) sheet = run_with(
		lint,
		"Verification: we do not verify product supply chains to evaluate the risk of trafficking.\n"
		"The verification is not conducted by a third party.\n"
		"We do not audit suppliers, so our audits are not independent, unannounced audits.\n"
		"We do not require direct suppliers to certify that materials comply with the laws on slavery.\n"
		"We do not maintain internal accountability standards on slavery.\n"
		"We do not train our buyers on slavery.",
		NULL, NULL);
	assert_state(sheet, "verification", "none");
	assert_state(sheet, "audits", "none");
	assert_state(sheet, "certification", "none");
	assert_state(sheet, "training", "none");
	assert_null(remark_of(sheet, "certification"));
	assert_null(remark_of(sheet, "verification"));
}

static void
lint_the_home_page_is_asked_for_the_link(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	cdr_owned(cdr_json) with = run_with(lint, "We train.", "Contact\nModern Slavery Statement", NULL);
	cdr_owned(cdr_json) without = run_with(lint, "Modern slavery is wrong.", "Contact", NULL);
	assert_state(with, "link", "present");
	assert_state(without, "link", "absent");
}

static void
lint_what_cannot_be_known_is_remarked_on(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	cdr_owned(cdr_json) sheet =
		run_with(lint,
	                 "There is no slavery in our supply chain.\nAll our suppliers are audited.\n"
	                 "No instances of modern slavery were identified.",
	                 NULL, NULL);
	const struct cdr_json *claim = remark_of(sheet, "no-slavery-claim");
	assert_non_null(claim);
	assert_int_equal(cdr_json_get_int(cdr_json_get(claim, "quote"), "line", 0), 1);
	assert_non_null(remark_of(sheet, "all-suppliers-claim"));
	assert_non_null(remark_of(sheet, "no-instances-alone"));
	cdr_owned(cdr_json) honest =
		run_with(lint, "We cannot guarantee that there is no slavery in our supply chain.", NULL, NULL);
	assert_null(remark_of(honest, "no-slavery-claim"));
}

static void
lint_years_that_do_not_fit_are_remarked_on(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	cdr_owned(cdr_json) sheet = run_with(lint,
	                                     "# Modern Slavery Statement 2024\n"
	                                     "This statement is for the financial year ended 31 March 2022.\n"
	                                     "We will train all buyers by the end of 2021.",
	                                     NULL, NULL);
	assert_int_equal(cdr_json_get_int(cdr_json_get(sheet, "statement"), "year", 0), 2024);
	assert_non_null(remark_of(sheet, "two-years"));
	assert_non_null(remark_of(sheet, "past-plan"));
	cdr_owned(cdr_json) sound = run_with(lint,
	                                     "# Modern Slavery Statement 2024\nIt covers the financial year ended 31 "
	                                     "March 2024, under the Modern Slavery Act 2015.\nWe will train all buyers "
	                                     "by 2025.",
	                                     NULL, NULL);
	assert_null(remark_of(sound, "two-years"));
	assert_null(remark_of(sound, "past-plan"));
}

static void
lint_what_was_copied_is_counted(void **state)
{
	static const char text[] = "We buy fish from forty boats that land at two small harbours.\n"
				   "We visited each of the boats twice in the year that has ended.";
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	cdr_owned(cdr_json) same = run_with(lint, text, NULL, text);
	cdr_owned(cdr_json) other =
		run_with(lint, text, NULL, "Something else was said a year ago by the same people.");
	assert_int_equal(cdr_json_get_int(cdr_json_get(same, "statement"), "copied_sentences", -1), 2);
	assert_non_null(remark_of(same, "mostly-copied"));
	assert_int_equal(cdr_json_get_int(cdr_json_get(other, "statement"), "copied_sentences", -1), 0);
	assert_null(remark_of(other, "mostly-copied"));
}

static void
lint_a_law_without_a_sheet_is_refused_by_name(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_lint *lint = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_lint_load(&fixture->rulesets, CDR_STR("no-such-law"), &lint, &err), CDR_ENOTFOUND);
	assert_null(lint);
	assert_non_null(strstr(err.message, UK));
}

static void
lint_a_document_without_a_sentence_is_refused(void **state)
{
	cdr_owned(cdr_lint) lint = load_lint(*state, UK);
	const struct cdr_lint_block block = { .kind = CDR_LINT_NAVIGATION, .text = CDR_STR("Home") };
	const struct cdr_lint_source source = { .name = CDR_STR("s.html"), .blocks = &block, .n = 1 };
	struct cdr_json *sheet = NULL;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_lint_run(lint, &source, &sheet, &err), CDR_EINPUT);
	assert_null(sheet);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lint_says_what_is_there_and_where),
		cmocka_unit_test(lint_a_negative_disclosure_is_an_answer_where_the_law_takes_it),
		cmocka_unit_test(lint_the_home_page_is_asked_for_the_link),
		cmocka_unit_test(lint_what_cannot_be_known_is_remarked_on),
		cmocka_unit_test(lint_years_that_do_not_fit_are_remarked_on),
		cmocka_unit_test(lint_what_was_copied_is_counted),
		cmocka_unit_test(lint_a_law_without_a_sheet_is_refused_by_name),
		cmocka_unit_test(lint_a_document_without_a_sentence_is_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
