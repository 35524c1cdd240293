/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* A supplier whose contract has no clause, which is a finding that rests on nothing else. */
static struct cdr_party
without_clause(void)
{
	static struct cdr_attribute no_clause[1];
	no_clause[0] = (struct cdr_attribute){ CDR_STR("forced_labour_clause"), CDR_STR("false") };
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	party.attributes = no_clause;
	party.n_attributes = 1;
	return party;
}

/* Screens it; the finding's id. */
static struct cdr_str
screen_one(struct desk *desk, const char *as_of)
{
	struct cdr_screen_options options = { .org = ORG, .actor = ACTOR, .as_of = day(as_of) };
	struct cdr_screening screening = { 0 };
	bool resumed = true;
	struct cdr_party party = without_clause();
	put_party(desk, party);
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options, desk->arena, &screening, &resumed, err));
	cdr_auto(subject_result) result = { 0 };
	load_lists(desk);
	assert_ok(screen_party(by_desk(desk, day(as_of)), &party, desk->arena, &result, err));
	const struct cdr_finding *finding = find_rule(&result, "STR-803");
	assert_non_null(finding);
	return finding->id;
}

static enum cdr_finding_state
state_of(struct desk *desk, struct cdr_str id)
{
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	assert_ok(cdr_store_finding_get(desk->store, ORG, id, desk->arena, &finding, &row, err));
	return row.state;
}

static void
decide_keeps_the_decision_and_its_evidence(void **state)
{
	struct cdr_str id = screen_one(DESK, TODAY);
	assert_ok(cdr_screen_decide(DESK->store, ORG, id, CDR_FINDING_DISMISSED, CDR_STR("the buyer answers for it"),
	                            ACTOR, err));
	assert_int_equal(state_of(DESK, id), CDR_FINDING_DISMISSED);
	struct evidence_count decided = acts(DESK, "decided");
	assert_int_equal(decided.n, 1);
	assert_non_null(strstr(decided.detail, "the buyer answers for it"));
	assert_non_null(strstr(decided.detail, "\"from\":\"open\""));
	assert_non_null(strstr(decided.detail, "\"to\":\"dismissed\""));
	assert_non_null(strstr(decided.detail, "\"material\":"));
}

static void
decide_takes_the_beginning_of_an_id(void **state)
{
	struct cdr_str id = screen_one(DESK, TODAY), some = { id.p, 10 };
	assert_ok(cdr_screen_decide(DESK->store, ORG, some, CDR_FINDING_CONFIRMED, CDR_STR("so it is"), ACTOR, err));
	assert_int_equal(state_of(DESK, id), CDR_FINDING_CONFIRMED);
}

static void
decide_needs_a_reason(void **state)
{
	struct cdr_str id = screen_one(DESK, TODAY);
	assert_fails(CDR_EUSAGE, "reason",
	             cdr_screen_decide(DESK->store, ORG, id, CDR_FINDING_DISMISSED, CDR_STR(" \t"), ACTOR, err));
	assert_int_equal(state_of(DESK, id), CDR_FINDING_OPEN);
	assert_int_equal(acts(DESK, "decided").n, 0);
}

static void
decide_refuses_what_is_no_decision_and_records_nothing(void **state)
{
	struct cdr_str id = screen_one(DESK, TODAY);
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_screen_decide(DESK->store, ORG, id, CDR_FINDING_REOPENED, CDR_STR("why"), ACTOR, &err),
	                 CDR_EUSAGE);
	assert_int_equal(cdr_screen_decide(DESK->store, ORG, CDR_STR("f-ffffffffffffffff"), CDR_FINDING_DISMISSED,
	                                   CDR_STR("why"), ACTOR, &err),
	                 CDR_ENOTFOUND);
	assert_int_equal(state_of(DESK, id), CDR_FINDING_OPEN);
	assert_int_equal(acts(DESK, "decided").n, 0);
}

static void
decide_lasts_while_nothing_material_changes(void **state)
{
	struct cdr_str id = screen_one(DESK, TODAY);
	assert_ok(cdr_screen_decide(DESK->store, ORG, id, CDR_FINDING_DISMISSED, CDR_STR("known"), ACTOR, err));
	assert_text(screen_one(DESK, "2026-09-01"), cdr_str_copy(DESK->arena, id).p);
	assert_int_equal(state_of(DESK, id), CDR_FINDING_DISMISSED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(decide_keeps_the_decision_and_its_evidence),
		desk_test(decide_takes_the_beginning_of_an_id),
		desk_test(decide_needs_a_reason),
		desk_test(decide_refuses_what_is_no_decision_and_records_nothing),
		desk_test(decide_lasts_while_nothing_material_changes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
