/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

struct hired {
	const char *key, *agency, *recruited_on;
	const char *columns[12]; /* pairs of name and value, sorted by name */
	char id[32];
};

static void
hire(struct fixture *fixture, struct hired *hired, size_t n)
{
	struct cdr_import_record record = { .org = CDR_STR("ashlow"),
		                            .kind = CDR_STR("engagements"),
		                            .file = CDR_STR("engagements.csv"),
		                            .sha256 = CDR_STR("6b6b"),
		                            .mapping_json = CDR_STR("{}") };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_import_begin(fixture->store, &record, &err));
	for (size_t i = 0; i < n; i++) {
		struct cdr_attribute attributes[6];
		size_t n_attributes = 0;
		for (; n_attributes < CDR_LEN(attributes) && hired[i].columns[2 * n_attributes]; n_attributes++)
			attributes[n_attributes] =
				(struct cdr_attribute){ cdr_str_from(hired[i].columns[2 * n_attributes]),
				                        cdr_str_from(hired[i].columns[2 * n_attributes + 1]) };
		struct cdr_engagement engagement = { .key = cdr_str_from(hired[i].key),
			                             .agency_name = cdr_str_from(hired[i].agency),
			                             .agency_country = CDR_STR("NP"),
			                             .attributes = attributes,
			                             .n_attributes = n_attributes };
		enum cdr_put_result result;
		if (hired[i].recruited_on)
			assert_true(cdr_date_parse(cdr_str_from(hired[i].recruited_on), &engagement.recruited_on));
		TRY(cdr_store_engagement_put(fixture->store, CDR_STR("ashlow"), record.id, &engagement, &result, &err));
		snprintf(hired[i].id, sizeof(hired[i].id), "%.*s", CDR_STR_ARG(engagement.id));
	}
	TRY(cdr_store_import_finish(fixture->store, &record, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}

/* A finding about an engagement's agency that looked at its status. */
static void
find_status(struct fixture *fixture, int64_t screening, const struct hired *hired, const char *status,
            enum cdr_verdict verdict)
{
	char id[64], fingerprint[80];
	snprintf(id, sizeof(id), "f-%.16s", hired->id + 2);
	snprintf(fingerprint, sizeof(fingerprint), "%s%s", hired->id, status);
	struct cdr_attribute fact = { CDR_STR("agency.status_on_recruitment"), cdr_str_from(status) };
	struct cdr_finding finding = { .id = cdr_str_from(id),
		                       .fingerprint = cdr_str_from(fingerprint),
		                       .material = CDR_STR("aa"),
		                       .party_id = CDR_STR("p-0000000000000001"),
		                       .party_name = CDR_STR("x"),
		                       .engagement_id = cdr_str_from(hired->id),
		                       .rule_id = CDR_STR("LIC-101"),
		                       .verdict = verdict,
		                       .title = CDR_STR("t"),
		                       .message = CDR_STR("m"),
		                       .remedy = CDR_STR("r"),
		                       .source = CDR_STR("s"),
		                       .facts = &fact,
		                       .n_facts = 1 };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_finding_add(fixture->store, CDR_STR("ashlow"), screening, &finding, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}

static void
screened_as(struct fixture *fixture, int64_t screening, const struct hired *hired, enum cdr_verdict verdict,
            const char *gaps)
{
	struct cdr_screened_subject subject = { cdr_str_from(hired->id), verdict, cdr_str_from(gaps), { NULL, 0 } };
	TRY(cdr_store_begin(fixture->store, &err));
	TRY(cdr_store_screened_add(fixture->store, screening, &subject, &err));
	TRY(cdr_store_commit(fixture->store, &err));
}

static void
facts_recruitment_tells_licensed_not_licensed_and_not_known(void **state)
{
	struct fixture *fixture = *state;
	struct hired hired[] = {
		{ "clear", "Good Path", "2025-05-01", { NULL }, "" },
		{ "clear, but the status is a gap", "Good Path", "2025-05-02", { NULL }, "" },
		{ "clear, but no day", "No Day", NULL, { NULL }, "" },
		{ "not checked", "Unasked", "2025-05-03", { NULL }, "" },
		{ "revoked", "Bad Path", "2025-05-04", { NULL }, "" },
		{ "expired", "Late Path", "2025-05-05", { NULL }, "" },
		{ "perhaps revoked", "Namesake", "2025-05-06", { NULL }, "" },
		{ "conditional", "Fair Path", "2025-05-07", { NULL }, "" },
	};
	set_organisation(fixture, HEAD, NULL);
	hire(fixture, hired, CDR_LEN(hired));
	int64_t screening = screen(fixture, NULL, 0, "2026-02-01T00:00:00Z");
	screened_as(fixture, screening, &hired[0], CDR_VERDICT_CLEAR, "[]");
	screened_as(fixture, screening, &hired[1], CDR_VERDICT_CLEAR,
	            "[{\"rule_id\":\"LIC-101\",\"missing\":[\"agency.status_on_recruitment\"]}]");
	screened_as(fixture, screening, &hired[2], CDR_VERDICT_CLEAR, "[]");
	screened_as(fixture, screening, &hired[3], CDR_VERDICT_NOT_CHECKED, "[]");
	for (size_t i = 4; i < CDR_LEN(hired); i++)
		screened_as(fixture, screening, &hired[i], CDR_VERDICT_MATCH, "[]");
	find_status(fixture, screening, &hired[4], "revoked", CDR_VERDICT_MATCH);
	find_status(fixture, screening, &hired[5], "expired", CDR_VERDICT_MATCH);
	find_status(fixture, screening, &hired[6], "revoked", CDR_VERDICT_POSSIBLE);
	find_status(fixture, screening, &hired[7], "valid_conditional", CDR_VERDICT_MATCH);
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "engagements.count", 8);
	assert_number(&gathered, "engagements.licensed", 2);
	assert_number(&gathered, "engagements.not_licensed", 2);
	assert_number(&gathered, "engagements.revoked", 1);
	assert_number(&gathered, "engagements.licence_unknown", 4);
	assert_number(&gathered, "engagements.checked", 4);
	assert_words(&gathered, "engagements.licensed_extent", "some");
	assert_words(&gathered, "engagements.licensed_share", "2 of 8 (25 per cent)");
	assert_number(&gathered, "agencies.checked", 4);
	assert_number(&gathered, "agencies.licensed", 1); /* of Good Path one engagement is not known */
	assert_number(&gathered, "agencies.not_licensed", 2);
	assert_number(&gathered, "agencies.unknown", 4);
}

static void
facts_recruitment_is_silent_about_licences_nobody_asked_about(void **state)
{
	struct fixture *fixture = *state;
	struct hired hired[] = { { "one", "Good Path", "2025-05-01", { NULL }, "" } };
	set_organisation(fixture, HEAD, NULL);
	hire(fixture, hired, CDR_LEN(hired));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "engagements.count", 1);
	assert_unknown(&gathered, "engagements.licensed");
	assert_unknown(&gathered, "agencies.licensed");
	assert_unknown(&gathered, "fees.paid_by_workers"); /* no engagement says who paid */
}

static void
facts_recruitment_counts_what_was_paid_back(void **state)
{
	struct fixture *fixture = *state;
	struct hired hired[] = {
		{ "repaid",
		  "A",
		  "2025-05-01",
		  { "fee_amount", "500", "fee_paid_by", "worker", "repaid_amount", "500", "repaid_on", "2025-11-01",
		    "workers", "20" },
		  "" },
		{ "in part",
		  "A",
		  "2025-05-01",
		  { "fee_amount", "500", "fee_paid_by", "worker", "repaid_amount", "200", "repaid_on", "2025-11-01" },
		  "" },
		{ "after the year",
		  "A",
		  "2025-05-01",
		  { "fee_amount", "500", "fee_paid_by", "worker", "repaid_amount", "500", "repaid_on", "2026-04-01" },
		  "" },
		{ "the year before",
		  "A",
		  "2024-05-01",
		  { "fee_paid_by", "worker", "repaid_on", "2025-01-01", "workers", "7" },
		  "" },
		{ "employer", "A", "2025-05-01", { "fee_amount", "500", "fee_paid_by", "employer" }, "" },
		{ "not said", "A", "2025-05-01", { NULL }, "" },
	};
	set_organisation(fixture, HEAD, NULL);
	hire(fixture, hired, CDR_LEN(hired));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "fees.paid_by_workers", 4);
	assert_number(&gathered, "fees.repaid", 2);
	assert_number(&gathered, "fees.repaid_in_year", 1);
	assert_number(&gathered, "fees.repaid_in_part", 1);
	assert_number(&gathered, "fees.not_repaid", 1);
	assert_number(&gathered, "fees.unstated", 1);
	assert_number(&gathered, "fees.workers_repaid", 27);
	assert_words(&gathered, "fees.repaid_share", "2 of 4 (50 per cent)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_recruitment_tells_licensed_not_licensed_and_not_known, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_recruitment_is_silent_about_licences_nobody_asked_about, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_recruitment_counts_what_was_paid_back, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
