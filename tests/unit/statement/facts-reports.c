/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static void
facts_reports_count_surveys_by_their_questions(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = {
		{ "S-1", { "held_on", "2025-07-01", "question", "a", "respondents", "40", "survey_id", "w1" } },
		{ "S-1", { "held_on", "2025-07-01", "question", "b", "respondents", "38", "survey_id", "w1" } },
		{ "S-2", { "held_on", "2025-08-01", "question", "a", "respondents", "10", "survey_id", "w1" } },
		{ "S-1", { "held_on", "2024-07-01", "question", "a", "respondents", "20", "survey_id", "w0" } },
	};
	set_organisation(fixture, HEAD, NULL);
	import_records(fixture, CDR_RECORD_SURVEYS, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "surveys.count", 3);
	assert_number(&gathered, "surveys.in_year", 2);
	assert_number(&gathered, "surveys.suppliers", 2);
	assert_number(&gathered, "surveys.respondents", 50);
	assert_number(&gathered, "surveys.suppressed", 0);
}

static void
facts_reports_do_not_add_up_answers_that_were_too_few_to_keep(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = {
		{ "S-1", { "held_on", "2025-07-01", "respondents", "40" } },
		{ "S-2", { "held_on", "2025-08-01", "suppressed", "true" } },
	};
	set_organisation(fixture, HEAD, NULL);
	import_records(fixture, CDR_RECORD_SURVEYS, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "surveys.in_year", 2);
	assert_number(&gathered, "surveys.suppressed", 1);
	assert_unknown(&gathered, "surveys.respondents");
}

static void
facts_reports_count_allegations_also_of_parties_no_list_names(void **state)
{
	struct fixture *fixture = *state;
	static const struct row rows[] = {
		{ "S-1", { "published_on", "2025-07-01", "status", "substantiated" } },
		{ "S-9", { "published_on", "2023-07-01", "status", "dismissed" } },
		{ "S-1", { "published_on", "2026-01-01" } },
	};
	set_organisation(fixture, HEAD, NULL);
	import_records(fixture, CDR_RECORD_ALLEGATIONS, rows, CDR_LEN(rows));
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "allegations.count", 3);
	assert_number(&gathered, "allegations.in_year", 2);
	assert_number(&gathered, "allegations.substantiated", 1);
	assert_number(&gathered, "allegations.dismissed", 1);
	assert_number(&gathered, "allegations.undecided", 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_reports_count_surveys_by_their_questions, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_reports_do_not_add_up_answers_that_were_too_few_to_keep, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_reports_count_allegations_also_of_parties_no_list_names, setup,
		                                teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
