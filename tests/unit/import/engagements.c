/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
engagements_hold_their_terms(void **state)
{
	struct desk *desk = DESK;
	struct cdr_engagement engagement = { 0 };
	desk_import(
		desk, CDR_IMPORT_ENGAGEMENTS,
		"Supplier ID,Agency Name,Agency Country,Licence No,Date Recruited,End date,Workers,"
		"Worker countries,Fee,Currency,Fees paid by,Visa cost,Visa cost paid by,Passports held by,"
		"Hours per day,Pay deferred,Recruitment channel,Flag,Shift\n"
		"S-1,Oak Hands Manpower,Nepal,812/069/70,2024-02-28,2025-02-27,25,Nepal|India,\"1,250\",USD,Employee,"
		"80,company,Factory,10.5,no,Private,Panama,B7\n");
	assert_counts(desk, 1, 0, 1);
	assert_int_equal(count_engagements(desk, &engagement), 1);
	assert_text(engagement.supplier_id, "S-1");
	assert_text(engagement.agency_name, "Oak Hands Manpower");
	assert_text(engagement.agency_country, "NP");
	assert_text(engagement.agency_licence_number, "812/069/70");
	assert_int_equal(engagement.recruited_on.ymd, 20240228);
	assert_int_equal(engagement.ended_on.ymd, 20250227);
	assert_text(cdr_engagement_get(&engagement, "workers"), "25");
	assert_text(cdr_engagement_get(&engagement, "worker_countries"), "NP|IN");
	assert_text(cdr_engagement_get(&engagement, "fee_amount"), "1250");
	assert_text(cdr_engagement_get(&engagement, "fee_currency"), "USD");
	assert_text(cdr_engagement_get(&engagement, "fee_paid_by"), "worker");
	assert_text(cdr_engagement_get(&engagement, "visa_cost_amount"), "80");
	assert_text(cdr_engagement_get(&engagement, "visa_cost_paid_by"), "employer");
	assert_text(cdr_engagement_get(&engagement, "documents_held_by"), "employer");
	assert_text(cdr_engagement_get(&engagement, "hours_per_day"), "10.5");
	assert_text(cdr_engagement_get(&engagement, "pay_deferred"), "false");
	assert_text(cdr_engagement_get(&engagement, "channel"), "private");
	assert_text(cdr_engagement_get(&engagement, "vessel_flag"), "PA");
	assert_text(cdr_engagement_get(&engagement, "file:Shift"), "B7");
	assert_true(cdr_str_starts_with(engagement.key, CDR_STR("S-1/oak-hands-manpower/2024-02-28/")));
}

static void
engagements_need_a_supplier_and_an_agency(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Supplier ID,Agency Name,Licence No\n,Oak Hands,\nS-1,,\nS-1,,RL-1\nS-1,Elm Hands,\n");
	assert_counts(desk, 2, 2, 2);
	assert_reject(desk, 0, "list.csv row 2, cell A2", "no supplier_id");
	assert_reject(desk, 1, "list.csv row 3, cell B3", "no agency_name or agency_licence_number");
}

static void
engagements_without_a_day_are_kept_and_told(void **state)
{
	struct desk *desk = DESK;
	struct cdr_engagement engagement = { 0 };
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, "Supplier ID,Agency Name\nS-1,Oak Hands\n");
	assert_int_equal(count_engagements(desk, &engagement), 1);
	assert_int_equal(engagement.recruited_on.ymd, 0);
	assert_warned(desk, "no day of recruitment", "row 2");
	assert_true(cdr_str_starts_with(engagement.key, CDR_STR("S-1/oak-hands/undated/")));
}

static void
engagements_that_end_before_they_begin_are_refused(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Supplier ID,Agency,Recruited,Ended\nS-1,Oak Hands,2024-03-01,2024-02-01\n"
	            "S-1,Oak Hands,2024-03-01,2024-03-01\n");
	assert_counts(desk, 1, 1, 1);
	assert_reject(desk, 0, "list.csv row 2, cell D2", "2024-02-01 is before recruited_on, 2024-03-01");
}

static void
engagements_that_were_repaid_before_they_began_are_refused(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Supplier ID,Agency,Recruited,Repayment date\nS-1,Oak Hands,2024-03-01,2024-02-01\n"
	            "S-1,Oak Hands,2024-03-01,2024-03-01\nS-2,Oak Hands,,2024-02-01\n");
	assert_counts(desk, 2, 1, 2);
	assert_reject(desk, 0, "list.csv row 2, cell D2", "repaid_on: 2024-02-01 is before recruited_on, 2024-03-01");
}

static void
engagements_tell_of_debt_pay_and_housing(void **state)
{
	struct desk *desk = DESK;
	struct cdr_engagement engagement = { 0 };
	desk_import(
		desk, CDR_IMPORT_ENGAGEMENTS,
		"Supplier ID,Agency Name,Agency type,Sub-agent,Advertised through,Deposit,Currency,Loan collateral,"
		"Amount repaid,Promised wage,Wage paid,Wage currency,Kind of pay,Freedom of movement,"
		"Age of youngest worker,Proof of age\n"
		"S-1,Oak Hands,Manning agent,,Facebook,200,USD,family land,0,900,650.50,QAR,Hourly,no,16,Passports\n"
		"S-1,Elm Hands,agency of some sort,Birch Brokers,agency,,,,,,,,,,,\n");
	assert_counts(desk, 2, 0, 2);
	assert_int_equal(count_engagements_of(desk, "S-1/oak-hands/", &engagement), 1);
	assert_text(cdr_engagement_get(&engagement, "agency_kind"), "manning_agency");
	assert_text(cdr_engagement_get(&engagement, "blank:sub_agent_name"), "true");
	assert_text(cdr_engagement_get(&engagement, "advertised_through"), "social_media");
	assert_text(cdr_engagement_get(&engagement, "deposit_amount"), "200");
	assert_text(cdr_engagement_get(&engagement, "loan_security"), "land_or_house");
	assert_text(cdr_engagement_get(&engagement, "repaid_amount"), "0");
	assert_text(cdr_engagement_get(&engagement, "wage_promised_monthly"), "900");
	assert_text(cdr_engagement_get(&engagement, "wage_paid_monthly"), "650.5");
	assert_text(cdr_engagement_get(&engagement, "wage_currency"), "QAR");
	assert_text(cdr_engagement_get(&engagement, "pay_kind"), "wage");
	assert_text(cdr_engagement_get(&engagement, "free_to_leave"), "false");
	assert_text(cdr_engagement_get(&engagement, "youngest_worker"), "16");
	assert_text(cdr_engagement_get(&engagement, "age_evidence"), "documents");
	/* Words nobody foresaw stay as written: an agency is not called licensed because it is one. */
	assert_int_equal(count_engagements_of(desk, "S-1/elm-hands/", &engagement), 1);
	assert_text(cdr_engagement_get(&engagement, "sub_agent_name"), "Birch Brokers");
	assert_text(cdr_engagement_get(&engagement, "file:Agency type"), "agency of some sort");
	assert_text(cdr_engagement_get(&engagement, "file:Advertised through"), "agency");
	assert_null(cdr_engagement_get(&engagement, "advertised_through").p);
}

static void
engagements_alike_in_what_identifies_them_are_numbered(void **state)
{
	struct desk *desk = DESK;
	struct cdr_engagement engagement = { 0 };
	static const char text[] = "Supplier ID,Agency,Recruited,Workers\nS-1,Oak Hands,2024-03-01,5\n"
				   "S-1,Oak Hands,2024-03-01,7\nS-1,Oak Hands,2024-03-01,5\n";
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, text);
	assert_counts(desk, 3, 0, 2);
	assert_int_equal(count_engagements(desk, &engagement), 2);
	assert_warned(desk, "repeat an earlier row", "row 4 (row 2)");
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, text);
	assert_true(desk->report->already_imported);
}

static void
engagements_ids_of_the_file_are_keys(void **state)
{
	struct desk *desk = DESK;
	struct cdr_engagement engagement = { 0 };
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Engagement ID,Supplier ID,Agency\nE-1,S-1,Oak Hands\nE-1,S-2,Oak Hands\n");
	assert_counts(desk, 1, 1, 1);
	assert_reject(desk, 0, "list.csv row 3, cell A3", "id \"E-1\" is already used in row 2");
	(void)count_engagements(desk, &engagement);
	assert_text(engagement.key, "E-1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(engagements_hold_their_terms),
		desk_test(engagements_need_a_supplier_and_an_agency),
		desk_test(engagements_without_a_day_are_kept_and_told),
		desk_test(engagements_that_end_before_they_begin_are_refused),
		desk_test(engagements_that_were_repaid_before_they_began_are_refused),
		desk_test(engagements_tell_of_debt_pay_and_housing),
		desk_test(engagements_alike_in_what_identifies_them_are_numbered),
		desk_test(engagements_ids_of_the_file_are_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
