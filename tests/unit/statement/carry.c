/* SPDX-License-Identifier: Apache-2.0 */
#include "life-test.h"

#define YEAR_2027                                                                                                      \
	"\"file\":\"org.yaml\",\"sha256\":\"aa11bb22cc33dd44ee55\",\"name\":\"Ashlow Candle Works Ltd\","              \
	"\"legal_form\":\"body_corporate\",\"financial_year\":{\"start\":\"2026-04-01\",\"end\":\"2027-03-31\"}"
#define POLICIES "policies/in-force-by-the-end-of-the-year"

static const struct cdr_statement_options plain = { 0 };

static void
carry_keeps_edits_when_a_draft_is_made_anew(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = new_draft(fixture);
	EDIT(fixture, first, .key = CDR_STR(POLICIES), .text = CDR_STR("1 policy was in force."),
	     .reason = CDR_STR("shorter"));
	EDIT(fixture, first, .criterion = CDR_STR("risk"), .text = CDR_STR("Wicks are a risk."),
	     .reason = CDR_STR("known"), .confirm = CDR_STR("the desk study"));
	EDIT(fixture, first, .key = CDR_STR("structure/operates"), .remove = true, .reason = CDR_STR("not needed"));
	int64_t second = redraft(fixture, UK, "2026", plain);
	cdr_owned(cdr_json) json = current(fixture, second);
	const struct cdr_json *edited = cdr_json_get(claim_at(json, POLICIES), "edited");
	assert_true(
		cdr_str_equal(cdr_json_get_str(claim_at(json, POLICIES), "text"), CDR_STR("1 policy was in force.")));
	assert_int_equal(cdr_json_get_int(edited, "taken_from", 0), first);
	assert_null(cdr_json_get(edited, "flags"));
	const struct cdr_json *own = cdr_json_get(find_said(json, "claims", "risk", "Wicks"), "edited");
	assert_non_null(cdr_json_get(own, "confirmed"));
	assert_null(claim_at(json, "structure/operates"));
	assert_int_equal(cdr_json_count(cdr_json_get(json, "edits_lost")), 0);
	/* A number for the next sentence is none of those taken over. */
	EDIT(fixture, second, .criterion = CDR_STR("risk"), .text = CDR_STR("Wax is none."),
	     .reason = CDR_STR("known"));
	cdr_owned(cdr_json) more = current(fixture, second);
	assert_non_null(find_said(more, "claims", "risk", "Wicks"));
	assert_non_null(find_said(more, "claims", "risk", "Wax"));
	int64_t fresh = redraft(fixture, UK, "2026", (struct cdr_statement_options){ .fresh = true });
	cdr_owned(cdr_json) bare = current(fixture, fresh);
	assert_null(find_said(bare, "claims", "risk", "Wicks"));
}

static void
carry_says_when_the_sentence_beneath_has_changed_or_is_gone(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = new_draft(fixture);
	EDIT(fixture, first, .key = CDR_STR("policies/policy-title/supplier-code"),
	     .text = CDR_STR("Our Supplier Code binds all."), .reason = CDR_STR("clearer"),
	     .confirm = CDR_STR("it says so"));
	EDIT(fixture, first, .key = CDR_STR(POLICIES), .text = CDR_STR("1 policy was in force."),
	     .reason = CDR_STR("shorter"));
	set_organisation(
		fixture, HEAD,
		"\"employees\":40,\"policies\":[{\"title\":\"Code A\",\"adopted_on\":\"2023-05-02\",\"line\":7},"
		"{\"title\":\"Code B\",\"adopted_on\":\"2024-05-02\",\"line\":8}]");
	int64_t second = redraft(fixture, UK, "2026", plain);
	cdr_owned(cdr_json) json = current(fixture, second);
	const struct cdr_json *edited = cdr_json_get(claim_at(json, POLICIES), "edited");
	assert_non_null(strstr(cdr_json_get_str(edited, "text_drafted").p, "2 policies were"));
	assert_non_null(strstr(cdr_json_get_str(edited, "text_drafted_before").p, "1 policy was"));
	assert_true(cdr_json_count(cdr_json_get(edited, "flags")) >= 2); /* its number, and the change beneath */
	const struct cdr_json *lost = cdr_json_get(json, "edits_lost");
	assert_int_equal(cdr_json_count(lost), 1);
	assert_true(
		cdr_str_equal(cdr_json_get_str(cdr_json_at(lost, 0), "text"), CDR_STR("Our Supplier Code binds all.")));
	assert_null(find_said(json, "claims", "policies", "binds all"));
	step(fixture, second, REVIEW);
	refuse_step(fixture, second, CDR_EREFUSED, "1 edit goes beyond", APPROVE);
}

static void
carry_over_brings_last_years_texts_and_marks_what_is_copied(void **state)
{
	struct fixture *fixture = *state;
	int64_t last = new_draft(fixture);
	EDIT(fixture, last, .criterion = CDR_STR("risk"), .text = CDR_STR("Wicks are a risk."),
	     .reason = CDR_STR("known"));
	EDIT(fixture, last, .key = CDR_STR(POLICIES), .text = CDR_STR("1 policy was there."),
	     .reason = CDR_STR("short"));
	EDIT(fixture, last, .key = CDR_STR("due-diligence/during-the-year-carried-out-at-of-which-record"),
	     .text = CDR_STR("Audits were carried out."), .reason = CDR_STR("short"));
	set_organisation(fixture, YEAR_2027,
	                 "\"policies\":[{\"title\":\"Supplier Code\",\"adopted_on\":\"2023-05-02\"}]");
	int64_t next = redraft(fixture, UK, "2027", (struct cdr_statement_options){ .carry_over = last });
	cdr_owned(cdr_json) json = current(fixture, next);
	const struct cdr_json *own = find_said(json, "claims", "risk", "Wicks are a risk.");
	assert_non_null(own);
	assert_int_equal(cdr_json_get_int(cdr_json_get(own, "copied_from"), "statement", 0), last);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_get(own, "copied_from"), "year"), CDR_STR("2026")));
	assert_true(cdr_json_count(cdr_json_get(cdr_json_get(own, "edited"), "flags")) > 0);
	/* Where this year has a sentence of its own it stands; where it has none the old text comes as one's own. */
	assert_null(cdr_json_get(claim_at(json, POLICIES), "edited"));
	assert_null(claim_at(json, "due-diligence/during-the-year-carried-out-at-of-which-record"));
	assert_non_null(find_said(json, "claims", "due-diligence", "Audits were carried out."));
	/* The same words as last year are marked though nobody wrote them. */
	const struct cdr_json *same = claim_at(json, "policies/policy-title/supplier-code");
	assert_int_equal(cdr_json_get_int(cdr_json_get(same, "copied_from"), "statement", 0), last);
	assert_null(
		cdr_json_get(claim_at(json, "steps/this-statement-sets-out-the-steps-that-has-taken"), "copied_from"));
}

static void
carry_over_is_from_an_earlier_year_of_the_same_law(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	static const struct {
		const char *law, *year, *says;
		int64_t from;
	} wrong[] = {
		{ UK, "2026", "from an earlier year", 1 },
		{ CALIFORNIA, "2027", "answer other questions", 1 },
		{ UK, "2027", "no statement 77", 77 },
	};
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		cdr_owned(cdr_law) law = load_law(fixture, wrong[i].law);
		struct cdr_statement_desk desk = desk_of(fixture);
		struct cdr_statement_options options = { .carry_over = wrong[i].from == 1 ? id : wrong[i].from };
		struct cdr_str json = { NULL, 0 };
		struct cdr_error err = { 0 };
		int64_t made = 0;
		assert_int_not_equal(
			cdr_statement_redraft(&desk, law, cdr_str_from(wrong[i].year), &options, &json, &made, &err),
			CDR_OK);
		assert_non_null(strstr(err.message, wrong[i].says));
		assert_int_equal(made, 0);
	}
	cdr_owned(cdr_json) list = NULL;
	struct cdr_str all = { NULL, 0 };
	assert_int_equal(cdr_statement_list(fixture->store, CDR_STR("ashlow"), all, all, &list, NULL), CDR_OK);
	assert_int_equal(cdr_json_count(list), 1); /* nothing is left of those that were refused */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(carry_keeps_edits_when_a_draft_is_made_anew, setup, teardown),
		cmocka_unit_test_setup_teardown(carry_says_when_the_sentence_beneath_has_changed_or_is_gone, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(carry_over_brings_last_years_texts_and_marks_what_is_copied, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(carry_over_is_from_an_earlier_year_of_the_same_law, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
