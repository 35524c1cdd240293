/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static void
facts_organisation_count_what_came_of_goals(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(
		fixture, HEAD,
		"\"goals\":[{\"goal\":\"a\",\"set_on\":\"2024-05-01\",\"status\":\"reached\",\"reached_on\":\"2025-12-"
		"01\"},"
		"{\"goal\":\"b\",\"set_on\":\"2024-05-01\",\"status\":\"partly_reached\"},"
		"{\"goal\":\"c\",\"set_on\":\"2024-05-01\",\"due_on\":\"2026-03-01\",\"status\":\"not_reached\"},"
		"{\"goal\":\"reached long "
		"ago\",\"set_on\":\"2023-05-01\",\"status\":\"reached\",\"reached_on\":\"2024-05-01\"},"
		"{\"goal\":\"reached "
		"later\",\"set_on\":\"2024-05-01\",\"status\":\"reached\",\"reached_on\":\"2026-05-01\"},"
		"{\"goal\":\"ahead\",\"set_on\":\"2026-01-01\",\"due_on\":\"2027-03-31\",\"status\":\"open\"}]");
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "goals.count", 6);
	assert_number(&gathered, "goals.set_before", 4);
	assert_number(&gathered, "goals.reached", 1);
	assert_number(&gathered, "goals.partly_reached", 1);
	assert_number(&gathered, "goals.not_reached", 1);
	assert_number(&gathered, "goals.in_year", 1);
	assert_number(&gathered, "goals.ahead", 1);
	assert_words(&gathered, "goals.share", "1 of 4 (25 per cent)");
}

static void
facts_organisation_tell_clauses_of_contracts_from_those_of_suppliers(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" } };
	set_organisation(
		fixture, HEAD,
		"\"contract_clauses\":[{\"contract\":\"purchase orders\",\"since\":\"2024-01-01\",\"share\":\"all\"},"
		"{\"contract\":\"labour supply\",\"since\":\"2026-04-01\"}]");
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "clauses.count", 2);
	assert_number(&gathered, "clauses.in_force", 1);
	assert_unknown(&gathered, "clauses.parties"); /* the list says nothing of clauses */
	assert_unknown(&gathered, "clauses.extent");
}

static void
facts_organisation_nobody_spoke_of_are_unknown(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_unknown(&gathered, "goals.count");
	assert_unknown(&gathered, "goals.reached");
	assert_unknown(&gathered, "goals.share");
	assert_unknown(&gathered, "clauses.count");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_organisation_count_what_came_of_goals, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_organisation_tell_clauses_of_contracts_from_those_of_suppliers,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(facts_organisation_nobody_spoke_of_are_unknown, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
