/* SPDX-License-Identifier: Apache-2.0 */
#include "screened.h"

static const struct supplier three[] = {
	{ "S-1", "BD", "supplier", "1", "" },
	{ "S-2", "BD", "supplier", "2", "" },
	{ "S-3", "VN", "supplier", NULL, "" },
};

/* Three suppliers; S-3 not checked; findings about S-1 (high, remediated), S-2 (low) and S-3 (high). */
static void
screen_three(struct fixture *fixture, const char *finished_at)
{
	struct supplier suppliers[CDR_LEN(three)];
	memcpy(suppliers, three, sizeof(three));
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(three));
	int64_t id = screen(fixture, suppliers, CDR_LEN(three), finished_at);
	add_finding(fixture, id, &suppliers[0], 1, CDR_SEVERITY_HIGH);
	add_finding(fixture, id, &suppliers[1], 2, CDR_SEVERITY_LOW);
	add_finding(fixture, id, &suppliers[2], 3, CDR_SEVERITY_HIGH);
	TRY(cdr_store_disposition_add(fixture->store, CDR_STR("ashlow"), CDR_STR("f-0000000000000001"),
	                              CDR_FINDING_REMEDIATED, CDR_STR("fees repaid"), CDR_STR("tester"), &err));
}

static void
facts_screening_names_lists_dates_and_what_was_not_checked(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-02-02T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *claim =
		find_said(json, "claims", "due-diligence",
	                  "On 2 February 2026, as of 1 February 2026, Ashlow Candle Works Ltd compared 2 parties of "
	                  "its supply chains with 1 "
	                  "public list: List of tests (copy of 15 January 2026). 1 party could not be compared");
	assert_non_null(claim);
	assert_true(cdr_str_equal(cdr_json_get_str(claim, "strength"), CDR_STR("some")));
	bool snapshot = false, screening = false;
	const struct cdr_json *refs = cdr_json_get(claim, "rests_on");
	for (size_t i = 0; i < cdr_json_count(refs); i++) {
		const struct cdr_json *ref = cdr_json_at(refs, i);
		struct cdr_str kind = cdr_json_get_str(ref, "kind");
		snapshot = snapshot || (cdr_str_equal(kind, CDR_STR("snapshot")) &&
		                        cdr_json_get_date(ref, "as_of").ymd == 20260115 &&
		                        cdr_json_get_int(ref, "evidence", 0) == 1);
		screening = screening || cdr_str_equal(kind, CDR_STR("screening"));
	}
	assert_true(snapshot && screening);
}

static void
facts_screening_reports_findings_with_their_ids(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-02-02T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "risk", "led to 3 findings to be looked into, by severity: high (2) and low (1).");
	const struct cdr_json *open = find_said(json, "claims", "risk", "2 findings have not been decided yet");
	assert_non_null(open);
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	TRY(cdr_json_write(open, false, &text, &err));
	assert_non_null(strstr(text.p, "f-0000000000000002"));
	assert_non_null(strstr(text.p, "f-0000000000000003"));
	assert_null(strstr(text.p, "f-0000000000000001"));
	assert_said(json, "risk", "1 finding has been decided: remediated (1).");
	assert_said(json, "remediation", "1 finding is recorded as remediated.");
	assert_asked(json, "risk", "Open findings remain");
}

static void
facts_screening_of_california_is_about_direct_suppliers(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-02-02T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, CALIFORNIA, "2026");
	assert_said(json, "verification",
	            "On February 2, 2026, as of February 1, 2026, 1 of 1 direct supplier of tangible goods");
	assert_said(json, "verification", "led to 1 finding to be looked into, of which 0 have not been decided");
	assert_said(json, "verification", "Not counted above: 1 finding about parties");
}

static void
facts_screening_unfinished_is_never_spoken_of(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_not_said(json, "due-diligence", "compared");
	assert_not_said(json, "risk", "screening");
	assert_said(json, "due-diligence", "No screening of its supply chains against public lists is recorded.");
	assert_said(json, "steps", "No step that Ashlow Candle Works Ltd took");
}

static void
facts_screening_finished_before_an_unfinished_one_is_used(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[CDR_LEN(three)];
	memcpy(suppliers, three, sizeof(three));
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(three));
	(void)screen(fixture, suppliers, CDR_LEN(three), "2026-02-02T10:00:00Z");
	(void)screen(fixture, suppliers, CDR_LEN(three), NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "due-diligence", "On 2 February 2026");
	assert_said(json, "risk", "led to no finding about the 2 parties compared. This shows only");
}

static void
facts_screening_after_the_year_is_no_step_of_it(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-04-01T00:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "due-diligence", "Outside the financial year, on 1 April 2026");
	assert_said(json, "steps", "No step that Ashlow Candle Works Ltd took");
}

/* The copy is of 15 January and good for 30 days; the screening speaks for 1 February. */
static void
facts_screening_calls_a_copy_out_of_date_by_the_day_of_the_run(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-03-20T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "due-diligence",
	            "On 20 March 2026, as of 1 February 2026, Ashlow Candle Works Ltd compared 2 parties");
	assert_said(json, "due-diligence",
	            "List of tests (copy of 15 January 2026, out of date when the screening was run)");
}

static void
facts_screening_names_one_day_when_there_is_one(void **state)
{
	struct fixture *fixture = *state;
	screen_three(fixture, "2026-02-01T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "due-diligence", "On 1 February 2026 Ashlow Candle Works Ltd compared");
	assert_not_said(json, "due-diligence", "as of");
	assert_not_said(json, "due-diligence", "Goods of tests");
}

static void
facts_screening_that_compared_nobody_is_no_step(void **state)
{
	struct fixture *fixture = *state;
	struct supplier one[] = { three[0] };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, one, 1);
	(void)screen(fixture, one, 1, "2026-02-02T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_not_said(json, "steps", "sets out the steps");
	assert_said(json, "due-diligence",
	            "A screening was run on 2 February 2026, as of 1 February 2026, but nothing could be compared");
	assert_not_said(json, "due-diligence", "Works Ltd compared");
	assert_not_said(json, "risk", "led to no finding");
	cdr_owned(cdr_json) disclosure = draft(fixture, CALIFORNIA, "2026");
	assert_said(disclosure, "verification", "but nothing could be compared");
	assert_not_said(disclosure, "verification", "were compared with");
}

static void
facts_screening_claims_only_agencies_it_got_an_answer_about(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	struct supplier suppliers[CDR_LEN(three)];
	memcpy(suppliers, three, sizeof(three));
	import_suppliers(fixture, suppliers, CDR_LEN(three));
	import_engagements(fixture);
	(void)screen(fixture, suppliers, CDR_LEN(three), "2026-02-02T10:00:00Z");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "due-diligence", "gave an answer about the agency in 0 of 2 engagements.");
	assert_said(json, "due-diligence", "The registers at hand were: Tested agencies (copy of 15 January 2026");
	assert_not_said(json, "due-diligence", "looked up in");
}

/* A draft of a hundred thousand findings names the gravest, and the screening for the rest. */
static void
facts_screening_names_the_gravest_of_many_findings(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "VN", "supplier", "1", "" } };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	int64_t screening = screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:00:00Z");
	TRY(cdr_store_begin(fixture->store, &err));
	for (int i = 0; i < 250; i++)
		add_finding(fixture, screening, &suppliers[0], i, i == 249 ? CDR_SEVERITY_CRITICAL : CDR_SEVERITY_LOW);
	TRY(cdr_store_commit(fixture->store, &err));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "findings.total", 250);
	assert_number(&gathered, "findings.decided", 0);
	assert_words(&gathered, "findings.reviewed_share", "none of 250");
	const struct cdr_refs refs = fact(&gathered, "findings.total")->refs;
	assert_int_equal(refs.n, 202); /* the screening, 200 findings, the screening for the other 50 */
	assert_true(cdr_str_equal(refs.items[1].ref, CDR_STR("f-0000000000000249")));
	assert_string_equal(refs.items[201].kind, "findings");
	assert_int_equal(refs.items[201].count, 50);
	assert_true(refs.items[201].sha256.n > 0);
}

/* Of whom nobody can say whether the law is about them, none counts as one it is about. */
static void
facts_screening_counts_only_parties_the_law_is_about(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" },
		                        { "S-2", "VN", "supplier", NULL, "" },
		                        { "S-3", "VN", "supplier", "1", "" } };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:00:00Z");
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "parties.covered", 2);
	assert_number(&gathered, "parties.uncertain", 1);
	assert_number(&gathered, "screening.checked", 1);
	assert_number(&gathered, "screening.not_checked", 1);
	assert_words(&gathered, "screening.share", "1 of 2 (50 per cent)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_screening_names_lists_dates_and_what_was_not_checked, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_screening_reports_findings_with_their_ids, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_of_california_is_about_direct_suppliers, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_screening_unfinished_is_never_spoken_of, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_finished_before_an_unfinished_one_is_used, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_screening_after_the_year_is_no_step_of_it, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_calls_a_copy_out_of_date_by_the_day_of_the_run, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_screening_names_one_day_when_there_is_one, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_that_compared_nobody_is_no_step, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_claims_only_agencies_it_got_an_answer_about, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_screening_names_the_gravest_of_many_findings, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_screening_counts_only_parties_the_law_is_about, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
