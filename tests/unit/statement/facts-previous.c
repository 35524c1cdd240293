/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static void
keep_draft(struct fixture *fixture, const char *law, const char *year, const char *json)
{
	struct cdr_statement_record record = { .org = CDR_STR("ashlow"),
		                               .law = cdr_str_from(law),
		                               .year = cdr_str_from(year),
		                               .draft_json = cdr_str_from(json) };
	TRY(cdr_store_statement_add(fixture->store, &record, &err));
}

static void
start(struct fixture *fixture)
{
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "VN", "supplier", "1", "" } };
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:00:00Z");
}

static void
facts_previous_are_those_of_the_latest_draft_of_the_year_before(void **state)
{
	struct fixture *fixture = *state;
	start(fixture);
	keep_draft(fixture, UK, "2025", "{\"figures\":{\"parties.covered\":9}}");
	keep_draft(fixture, UK, "2025",
	           "{\"figures\":{\"parties.covered\":5,\"screening.checked\":1,\"findings.total\":0}}");
	keep_draft(fixture, CALIFORNIA, "2025", "{\"figures\":{\"parties.covered\":7}}");
	keep_draft(fixture, UK, "2027", "{\"figures\":{\"parties.covered\":8}}");
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_words(&gathered, "previous.year", "2025");
	assert_number(&gathered, "previous.parties", 5);
	assert_number(&gathered, "previous.screened", 1);
	assert_words(&gathered, "change.parties", "3 fewer");
	assert_words(&gathered, "change.screened", "the same number");
	assert_words(&gathered, "change.findings", "the same number");
	assert_unknown(&gathered, "previous.audits");
	assert_unknown(&gathered, "change.audits");
	assert_string_equal(fact(&gathered, "previous.parties")->refs.items[0].kind, "statement");
}

static void
facts_previous_need_the_year_just_before(void **state)
{
	struct fixture *fixture = *state;
	start(fixture);
	keep_draft(fixture, UK, "2024", "{\"figures\":{\"parties.covered\":5,\"screening.checked\":1}}");
	keep_draft(fixture, UK, "2025", "{\"format\":\"candor-statement-draft/1\"}");
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_unknown(&gathered, "previous.year");
	assert_unknown(&gathered, "previous.parties");
	assert_unknown(&gathered, "change.parties");
}

/* What a draft keeps is what the next one reads, and the line runs over both. */
static void
facts_previous_come_from_drafts_as_they_are_made(void **state)
{
	struct fixture *fixture = *state;
	start(fixture);
	cdr_owned(cdr_json) first = draft(fixture, UK, "2026");
	const struct cdr_json *figures = cdr_json_get(first, "figures");
	assert_int_equal(cdr_json_get_int(figures, "parties.covered", -1), 2);
	assert_int_equal(cdr_json_get_int(figures, "screening.checked", -1), 1);
	assert_int_equal(cdr_json_get_int(figures, "audits.in_year", -1), -1);
	set_organisation(fixture,
	                 "\"file\":\"org.yaml\",\"name\":\"Ashlow Candle Works Ltd\",\"legal_form\":\"body_corporate\","
	                 "\"financial_year\":{\"start\":\"2026-04-01\",\"end\":\"2027-03-31\"}",
	                 NULL);
	GATHERED gathered;
	gather(fixture, UK, "2027", &gathered);
	assert_number(&gathered, "previous.screened", 1);
	const struct cdr_json *line = NULL;
	for (size_t i = 0; i < cdr_json_count(gathered.charts); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(gathered.charts, i), "id"),
		                  CDR_STR("progress-screened")))
			line = cdr_json_at(gathered.charts, i);
	assert_non_null(line);
	assert_true(cdr_str_equal(cdr_json_get_str(line, "kind"), CDR_STR("line")));
	assert_int_equal(cdr_json_count(cdr_json_get(line, "points")), 2);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(cdr_json_get(line, "points"), 0), "label"),
	                          CDR_STR("2026")));
	assert_int_equal(cdr_json_count(cdr_json_get(line, "rests_on")), 2); /* the screening and the draft */
}

static void
facts_previous_do_not_keep_counts_that_are_not_shown(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"training\":[{\"audience\":\"a\",\"topic\":\"b\",\"held_on\":\"2025-06-01\",\"people\":3,"
	                 "\"line\":4}]");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_int_equal(cdr_json_get_int(cdr_json_get(json, "figures"), "training.people", -1), -1);
	assert_said(json, "training", "fewer than 5 people");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_previous_are_those_of_the_latest_draft_of_the_year_before, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_previous_need_the_year_just_before, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_previous_come_from_drafts_as_they_are_made, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_previous_do_not_keep_counts_that_are_not_shown, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
