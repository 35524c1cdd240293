/* SPDX-License-Identifier: Apache-2.0 */
#include "life-test.h"

#define AUDITS "due-diligence/during-the-year-carried-out-at-of-which-record"

static void
edit_changes_what_is_said_and_says_so(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	cdr_owned(cdr_json) before = current(fixture, id);
	const struct cdr_json *drafted = claim_at(before, "policies/in-force-by-the-end-of-the-year");
	assert_non_null(drafted);
	assert_string_equal(EDIT(fixture, id, .key = CDR_STR("policies/in-force-by-the-end-of-the-year"),
	                         .reason = CDR_STR("shorter"), .text = CDR_STR(" 1 policy\n was   in force. ")),
	                    "");
	cdr_owned(cdr_json) after = current(fixture, id);
	const struct cdr_json *claim = claim_at(after, "policies/in-force-by-the-end-of-the-year"),
			      *edited = cdr_json_get(claim, "edited");
	assert_true(cdr_str_equal(cdr_json_get_str(claim, "text"), CDR_STR("1 policy was in force.")));
	assert_true(cdr_str_equal(cdr_json_get_str(edited, "text_drafted"), cdr_json_get_str(drafted, "text")));
	assert_true(cdr_str_equal(cdr_json_get_str(edited, "reason"), CDR_STR("shorter")));
	assert_true(cdr_str_equal(cdr_json_get_str(edited, "by"), CDR_STR("ana")));
	assert_null(cdr_json_get(edited, "flags"));
	/* It rests on what it rested on, and on the edit. */
	const struct cdr_json *refs = cdr_json_get(claim, "rests_on");
	assert_int_equal(cdr_json_count(refs), cdr_json_count(cdr_json_get(drafted, "rests_on")) + 1);
	const struct cdr_json *last = cdr_json_at(refs, cdr_json_count(refs) - 1);
	assert_true(cdr_str_equal(cdr_json_get_str(last, "kind"), CDR_STR("edit")));
	assert_int_equal(cdr_json_get_int(last, "evidence", 0), 2);
	struct cdr_statement_record record;
	assert_int_equal(cdr_store_statement_get(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &record, NULL),
	                 CDR_OK);
	assert_true(cdr_str_find(record.draft_json, CDR_STR("1 policy was in force.")) < 0);
	assert_string_equal(EDIT(fixture, id, .key = CDR_STR("policies/in-force-by-the-end-of-the-year"),
	                         .restore = true, .reason = CDR_STR("as it was")),
	                    "");
	cdr_owned(cdr_json) restored = current(fixture, id);
	assert_null(cdr_json_get(claim_at(restored, "policies/in-force-by-the-end-of-the-year"), "edited"));
}

static void
edit_beyond_its_evidence_is_flagged_until_somebody_says_why(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	assert_string_equal(EDIT(fixture, id, .key = CDR_STR(AUDITS), .reason = CDR_STR("better"),
	                         .text = CDR_STR("During the year all 30 suppliers were audited.")),
	                    "numbers all");
	step(fixture, id, REVIEW);
	refuse_step(fixture, id, CDR_EREFUSED, AUDITS ": The number is none", APPROVE);
	refuse_edit(fixture, id, CDR_EREFUSED, "nothing to confirm",
	            (struct cdr_statement_edit){ .key = CDR_STR("policies/in-force-by-the-end-of-the-year"),
	                                         .confirm = CDR_STR("yes") });
	EDIT(fixture, id, .key = CDR_STR(AUDITS), .confirm = CDR_STR("the auditor's letter of 3 May"));
	assert_string_equal(status_of(fixture, id), "unsigned draft");
	cdr_owned(cdr_json) json = current(fixture, id);
	const struct cdr_json *edited = cdr_json_get(claim_at(json, AUDITS), "edited");
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_get(edited, "confirmed"), "reason"),
	                          CDR_STR("the auditor's letter of 3 May")));
	step(fixture, id, REVIEW);
	step(fixture, id, APPROVE);
	/* Another text of the same sentence wants another word. */
	EDIT(fixture, id, .key = CDR_STR(AUDITS), .reason = CDR_STR("again"),
	     .text = CDR_STR("During the year every supplier was audited."));
	step(fixture, id, REVIEW);
	refuse_step(fixture, id, CDR_EREFUSED, "1 edit goes beyond", APPROVE);
}

static void
edit_adds_and_takes_out_sentences(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	assert_string_equal(EDIT(fixture, id, .criterion = CDR_STR("risk"), .reason = CDR_STR("we know"),
	                         .text = CDR_STR("Wicks are bought from a region with a known risk.")),
	                    "added");
	cdr_owned(cdr_json) added = current(fixture, id);
	const struct cdr_json *own = find_said(added, "claims", "risk", "Wicks are bought");
	assert_non_null(own);
	assert_true(cdr_json_get_bool(own, "own", false));
	assert_true(cdr_json_count(cdr_json_get(own, "rests_on")) == 1);
	assert_true(cdr_str_equal(cdr_json_get_str(own, "key"), CDR_STR("risk/own/1")));
	EDIT(fixture, id, .key = CDR_STR("risk/own/1"), .text = CDR_STR("Wicks come from a region with a known risk."),
	     .reason = CDR_STR("shorter"));
	EDIT(fixture, id, .criterion = CDR_STR("risk"), .text = CDR_STR("Wax is bought locally."),
	     .reason = CDR_STR("we know"));
	EDIT(fixture, id, .key = CDR_STR("risk/own/1"), .remove = true, .reason = CDR_STR("not sure"));
	/* What says that something is not known is not taken out silently; what only adds may be. */
	assert_string_equal(EDIT(fixture, id, .key = CDR_STR("training/no-training-is-recorded-for-the-year"),
	                         .remove = true, .reason = CDR_STR("bad")),
	                    "removed");
	assert_string_equal(
		EDIT(fixture, id, .key = CDR_STR("structure/operates"), .remove = true, .reason = CDR_STR("x")), "");
	cdr_owned(cdr_json) json = current(fixture, id);
	assert_null(find_said(json, "claims", "risk", "Wicks"));
	assert_non_null(find_said(json, "claims", "risk", "Wax"));
	assert_null(claim_at(json, "training/no-training-is-recorded-for-the-year"));
	assert_int_equal(cdr_json_count(cdr_json_get(json, "removed")), 2);
	const struct cdr_json *criteria = cdr_json_get(json, "criteria");
	for (size_t i = 0; i < cdr_json_count(criteria); i++) {
		const struct cdr_json *criterion = cdr_json_at(criteria, i);
		if (cdr_str_equal(cdr_json_get_str(criterion, "id"), CDR_STR("training"))) {
			assert_int_equal(cdr_json_count(cdr_json_get(criterion, "claims")), 0);
			assert_true(cdr_str_equal(cdr_json_get_str(criterion, "answered"), CDR_STR("no")));
		}
	}
	cdr_owned(cdr_doc) doc = NULL;
	struct cdr_str text = { NULL, 0 };
	assert_int_equal(cdr_statement_current(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &text, NULL),
	                 CDR_OK);
	assert_int_equal(cdr_statement_document(text, &doc, NULL), CDR_OK);
}

static void
edit_warns_of_personal_data(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	EDIT(fixture, id, .criterion = CDR_STR("risk"), .reason = CDR_STR("contact"),
	     .text = CDR_STR("Write to j.doe@ashlow.example about it."));
	cdr_owned(cdr_json) json = current(fixture, id);
	const struct cdr_json *warnings = cdr_json_get(json, "warnings");
	assert_int_equal(cdr_json_count(warnings), 1);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(warnings, 0), "place"), CDR_STR("risk/own/1")));
}

static void
edit_refuses_what_says_nothing_or_hides_something(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	struct cdr_str key = CDR_STR("policies/in-force-by-the-end-of-the-year"), why = CDR_STR("why");
	refuse_edit(fixture, id, CDR_EUSAGE, "needs a reason",
	            (struct cdr_statement_edit){ .key = key, .text = CDR_STR("x") });
	refuse_edit(fixture, id, CDR_EUSAGE, "changes nothing", (struct cdr_statement_edit){ .key = key });
	refuse_edit(fixture, id, CDR_EUSAGE, "text is empty",
	            (struct cdr_statement_edit){ .key = key, .text = CDR_STR(" \n"), .reason = why });
	refuse_edit(fixture, id, CDR_EUSAGE, "not several",
	            (struct cdr_statement_edit){ .key = key, .text = CDR_STR("x"), .remove = true, .reason = why });
	refuse_edit(fixture, id, CDR_EUSAGE, "names the claim it changes",
	            (struct cdr_statement_edit){ .text = CDR_STR("x"), .reason = why });
	refuse_edit(fixture, id, CDR_ENOTFOUND, "has no claim “policies/77”",
	            (struct cdr_statement_edit){ .key = CDR_STR("policies/77"), .text = CDR_STR("x"), .reason = why });
	refuse_edit(
		fixture, id, CDR_ENOTFOUND, "no criterion “nonsense”; it has: steps",
		(struct cdr_statement_edit){ .criterion = CDR_STR("nonsense"), .text = CDR_STR("x"), .reason = why });
	refuse_edit(fixture, id, CDR_EREFUSED, "nothing to restore",
	            (struct cdr_statement_edit){ .key = key, .restore = true, .reason = why });
	refuse_edit(fixture, id, CDR_EINPUT, "control characters",
	            (struct cdr_statement_edit){ .key = key, .text = CDR_STR("a\x1b[31mb"), .reason = why });
	refuse_edit(fixture, id, CDR_EINPUT, "direction of writing",
	            (struct cdr_statement_edit){ .key = key, .text = CDR_STR("a\xe2\x81\xa6z"), .reason = why });
	char *big = cdr_arena_alloc(fixture->arena, CDR_STATEMENT_MAX_TEXT_BYTES + 1);
	memset(big, 'x', CDR_STATEMENT_MAX_TEXT_BYTES + 1);
	struct cdr_str long_text = { big, CDR_STATEMENT_MAX_TEXT_BYTES + 1 };
	refuse_edit(fixture, id, CDR_ELIMIT, "longer than",
	            (struct cdr_statement_edit){ .key = key, .text = long_text, .reason = why });
}

static void
edit_of_several_is_all_or_none(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	struct cdr_statement_desk desk = desk_of(fixture);
	struct cdr_statement_edit edits[] = {
		{ .key = CDR_STR("policies/in-force-by-the-end-of-the-year"),
		  .text = CDR_STR("1 policy."),
		  .reason = CDR_STR("a") },
		{ .key = CDR_STR("policies/77"), .text = CDR_STR("1 policy."), .reason = CDR_STR("b") },
	};
	struct cdr_json *summary = NULL;
	assert_int_equal(cdr_statement_edit(&desk, id, edits, 2, &summary, NULL), CDR_ENOTFOUND);
	assert_int_equal(cdr_statement_edit(&desk, id, edits, 0, &summary, NULL), CDR_EUSAGE);
	assert_null(summary);
	cdr_owned(cdr_json) json = current(fixture, id);
	assert_null(cdr_json_get(claim_at(json, "policies/in-force-by-the-end-of-the-year"), "edited"));
	struct cdr_evidence_report report = { 0 };
	assert_int_equal(cdr_evidence_verify(fixture->store, (struct cdr_str){ NULL, 0 }, &report, NULL), CDR_OK);
	assert_int_equal(report.n_records, 1);
}

static void
edit_after_signing_is_refused(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	step(fixture, id, REVIEW);
	step(fixture, id, APPROVE);
	step(fixture, id, SIGN);
	struct cdr_statement_edit one = { .key = CDR_STR("policies/in-force-by-the-end-of-the-year"),
		                          .text = CDR_STR("x"),
		                          .reason = CDR_STR("y") };
	refuse_edit(fixture, id, CDR_EREFUSED, "was signed with the text of SHA-256", one);
	step(fixture, id, PUBLISH);
	refuse_edit(fixture, id, CDR_EREFUSED, "not edited any more", one);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(edit_changes_what_is_said_and_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(edit_beyond_its_evidence_is_flagged_until_somebody_says_why, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(edit_adds_and_takes_out_sentences, setup, teardown),
		cmocka_unit_test_setup_teardown(edit_warns_of_personal_data, setup, teardown),
		cmocka_unit_test_setup_teardown(edit_refuses_what_says_nothing_or_hides_something, setup, teardown),
		cmocka_unit_test_setup_teardown(edit_of_several_is_all_or_none, setup, teardown),
		cmocka_unit_test_setup_teardown(edit_after_signing_is_refused, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
