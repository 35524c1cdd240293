/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static const struct supplier three[] = { { "S-1", "BD", "supplier", "1", "" },
	                                 { "S-2", "VN", "supplier", "1", "" },
	                                 { "S-3", "GB", "labour_provider", "1", "" } };

static void
import_three(struct fixture *fixture)
{
	struct supplier suppliers[CDR_LEN(three)];
	memcpy(suppliers, three, sizeof(three));
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
}

static const struct row audits[] = {
	{ "S-1",
	  { "announced", "false", "audited_on", "2025-05-01", "auditor", "Wren Assurance", "findings", "3",
	    "independent", "true", "scheme", "own code" } },
	{ "S-1", { "announced", "true", "audited_on", "2025-09-01", "closed_on", "2025-12-01", "findings", "2" } },
	{ "S-9", { "audited_on", "2026-01-10", "independent", "false" } },
	{ "S-2", { "announced", "false", "audited_on", "2024-01-10", "independent", "true" } },
};

static void
facts_audits_are_counted_by_what_lists_say_of_them(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	import_three(fixture);
	import_records(fixture, CDR_RECORD_AUDITS, audits, CDR_LEN(audits));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "audits.count", 4);
	assert_number(&gathered, "audits.in_year", 3);
	assert_number(&gathered, "audits.suppliers", 2); /* one that no list names is one all the same */
	assert_number(&gathered, "audits.parties", 1);
	assert_words(&gathered, "audits.extent", "some");
	assert_words(&gathered, "audits.share", "1 of 3 (33 per cent)");
	assert_number(&gathered, "audits.independent_unannounced", 1);
	assert_number(&gathered, "audits.announced", 1);
	assert_number(&gathered, "audits.unannounced", 1);
	assert_number(&gathered, "audits.announcement_unstated", 1);
	assert_number(&gathered, "audits.independent", 1);
	assert_number(&gathered, "audits.not_independent", 1);
	assert_number(&gathered, "audits.independence_unstated", 1);
	assert_number(&gathered, "audits.with_findings", 2);
	assert_number(&gathered, "audits.findings", 5);
	assert_number(&gathered, "audits.left_open", 1);
	assert_words(&gathered, "audits.by", "not stated (2) and a third party (1)");
	assert_words(&gathered, "audits.auditors", "Wren Assurance (1)");
	const struct cdr_value *in_year = fact(&gathered, "audits.in_year");
	assert_int_equal(in_year->refs.n, 4); /* the file and each of the year's three rows */
	assert_string_equal(in_year->refs.items[0].kind, "import");
	assert_true(cdr_str_equal(in_year->refs.items[1].file, CDR_STR("records.csv row 2")));
}

/* The organisation file tells of the same audit as the list, and of a further one. */
static void
facts_audits_in_both_places_count_once_and_claim_the_less(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"audits\":[{\"supplier_id\":\"S-1\",\"audited_on\":\"2025-05-01\",\"auditor\":\"own_staff\","
	                 "\"independent\":false,\"announced\":false,\"line\":7},{\"supplier_id\":\"S-2\","
	                 "\"audited_on\":\"2025-06-01\",\"auditor\":\"third_party\",\"line\":8}]");
	import_three(fixture);
	import_records(fixture, CDR_RECORD_AUDITS, audits, CDR_LEN(audits));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "audits.in_year", 4);
	assert_number(&gathered, "audits.suppliers", 3);
	assert_number(&gathered, "audits.independent_unannounced", 0);
	assert_number(&gathered, "audits.not_independent", 2);
	assert_words(&gathered, "audits.by", "not stated (2), its own staff (1) and a third party (1)");
}

static void
facts_audits_of_parties_the_law_is_not_about_are_left_out(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = { { "S-3", { "audited_on", "2025-05-01" } },
		                           { "S-1", { "audited_on", "2025-05-01" } } };
	set_organisation(fixture, HEAD, NULL);
	import_three(fixture);
	import_records(fixture, CDR_RECORD_AUDITS, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "parties.covered", 2);
	assert_number(&gathered, "audits.in_year", 1);
	assert_number(&gathered, "audits.parties", 1);
}

static void
facts_audits_are_unknown_when_nobody_said_and_none_when_a_list_is_empty(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	import_three(fixture);
	{
		GATHERED gathered;
		gather(fixture, UK, "2026", &gathered);
		assert_unknown(&gathered, "audits.in_year");
		assert_unknown(&gathered, "audits.extent");
		assert_unknown(&gathered, "certificates.count");
	}
	import_records(fixture, CDR_RECORD_AUDITS, NULL, 0);
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "audits.in_year", 0);
	assert_words(&gathered, "audits.extent", "none");
	assert_words(&gathered, "audits.share", "none of 3");
}

static void
facts_audits_count_certificates_that_say_they_hold(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = {
		{ "S-1", { "scheme", "SA8000", "valid_from", "2023-01-01", "valid_to", "2025-04-01" } },
		{ "S-1", { "scheme", "SA8000", "valid_from", "2023-01-01", "valid_to", "2025-03-31" } },
		{ "S-2", { "scheme", "SA8000", "valid_from", "2026-04-01", "valid_to", "2027-01-01" } },
		{ "S-2", { "scheme", "SA8000", "valid_from", "2023-01-01" } },
	};
	set_organisation(fixture, HEAD, NULL);
	import_three(fixture);
	import_records(fixture, CDR_RECORD_CERTIFICATES, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "certificates.count", 4);
	assert_number(&gathered, "certificates.in_year", 1);
	assert_number(&gathered, "certificates.no_end", 1);
	assert_number(&gathered, "certificates.parties", 1);
	assert_words(&gathered, "certificates.schemes", "SA8000 (1)");
	assert_words(&gathered, "certificates.share", "1 of 3 (33 per cent)");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_audits_are_counted_by_what_lists_say_of_them, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_audits_in_both_places_count_once_and_claim_the_less, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_audits_of_parties_the_law_is_not_about_are_left_out, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_audits_are_unknown_when_nobody_said_and_none_when_a_list_is_empty,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(facts_audits_count_certificates_that_say_they_hold, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
