/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

#define UK_TURNOVER(minor, subsidiaries)                                                                               \
	"\"business_in_uk\":true,\"turnover\":{\"minor\":" minor                                                       \
	",\"currency\":\"GBP\",\"includes_subsidiaries\":" subsidiaries "}"
#define RECEIPTS(minor)                                                                                                \
	"\"california\":{\"does_business\":true,\"role\":\"manufacturer\"},"                                           \
	"\"worldwide_gross_receipts\":{\"minor\":" minor ",\"currency\":\"USD\"}"

static void
assert_scope(struct fixture *fixture, const char *law, const char *members, const char *answer)
{
	set_organisation(fixture, HEAD, members);
	assert_string_equal(scope_of(fixture, law, "2026"), answer);
}

static void
scope_of_the_uk_begins_at_its_threshold(void **state)
{
	assert_scope(*state, UK, UK_TURNOVER("3599999999", "true"), "no");
	assert_scope(*state, UK, UK_TURNOVER("3600000000", "true"), "yes");
}

static void
scope_of_california_begins_above_its_threshold(void **state)
{
	assert_scope(*state, CALIFORNIA, RECEIPTS("10000000000"), "no");
	assert_scope(*state, CALIFORNIA, RECEIPTS("10000000001"), "yes");
}

static void
scope_without_subsidiaries_decides_only_upwards(void **state)
{
	assert_scope(*state, UK, UK_TURNOVER("3600000000", "false"), "yes");
	assert_scope(*state, UK, UK_TURNOVER("3599999999", "false"), "cannot tell");
}

static void
scope_needs_business_in_the_country_and_a_role(void **state)
{
	assert_scope(*state, UK, "\"business_in_uk\":false,\"turnover\":{\"minor\":9000000000,\"currency\":\"GBP\"}",
	             "no");
	assert_scope(*state, CALIFORNIA,
	             "\"california\":{\"does_business\":false,\"role\":\"manufacturer\"},"
	             "\"worldwide_gross_receipts\":{\"minor\":20000000000,\"currency\":\"USD\"}",
	             "no");
	assert_scope(*state, CALIFORNIA,
	             "\"california\":{\"does_business\":true,\"role\":\"neither\"},"
	             "\"worldwide_gross_receipts\":{\"minor\":20000000000,\"currency\":\"USD\"}",
	             "no");
}

static void
assert_reason(struct fixture *fixture, const char *law, const char *members, const char *ending)
{
	set_organisation(fixture, HEAD, members);
	cdr_owned(cdr_json) json = draft(fixture, law, "2026");
	struct cdr_str text = cdr_json_get_str(cdr_json_get(json, "scope"), "text");
	if (!cdr_str_ends_with(text, cdr_str_from(ending)))
		fail_msg("“%.*s” does not end with “%s”", CDR_STR_ARG(text), ending);
}

static void
scope_outside_names_only_what_decided(void **state)
{
	assert_reason(*state, UK, UK_TURNOVER("3599999900", "true"),
	              "should say so. Its total turnover, including that of its subsidiaries, is £35,999,999, which is "
	              "below £36,000,000.");
	assert_reason(*state, UK, "\"business_in_uk\":false",
	              "should say so. It does not carry on a business, or part of one, in the United Kingdom.");
	assert_reason(*state, CALIFORNIA, RECEIPTS("10000000000"),
	              "this disclosure. Its annual worldwide gross receipts are US$100,000,000, which do not exceed "
	              "US$100,000,000.");
	assert_reason(
		*state, CALIFORNIA, "\"california\":{\"does_business\":false,\"role\":\"neither\"}",
		"this disclosure. It does not do business in California. It is not recorded as a retail seller or "
		"manufacturer.");
}

static void
scope_names_every_missing_fact(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) json = draft(fixture, CALIFORNIA, "2026");
	const struct cdr_json *scope = cdr_json_get(json, "scope");
	const struct cdr_json *missing = cdr_json_get(scope, "missing");
	assert_true(cdr_str_equal(cdr_json_get_str(scope, "answer"), CDR_STR("cannot tell")));
	assert_int_equal(cdr_json_count(missing), 3);
	for (size_t i = 0; i < 3; i++) {
		struct cdr_str question = cdr_json_get_str(cdr_json_at(missing, i), "question");
		assert_true(cdr_str_ends_with(question, CDR_STR("?")));
	}
	assert_true(cdr_json_count(cdr_json_get(scope, "rests_on")) > 0);
}

static void
scope_cannot_tell_from_another_currency_and_says_so(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"business_in_uk\":true,\"turnover\":{\"minor\":99900000000,\"currency\":\"EUR\","
	                 "\"includes_subsidiaries\":true}");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *scope = cdr_json_get(json, "scope");
	const struct cdr_json *first = cdr_json_at(cdr_json_get(scope, "missing"), 0);
	assert_true(cdr_str_equal(cdr_json_get_str(scope, "answer"), CDR_STR("cannot tell")));
	assert_true(cdr_str_starts_with(cdr_json_get_str(first, "note"), CDR_STR("€999,000,000: ")));
	assert_true(cdr_str_ends_with(cdr_json_get_str(first, "note"), CDR_STR("(GBP)")));
}

/* £36,000,000 at 0.8 is €45,000,000; the day decides whether the rate is of the year. */
#define EUROS(minor, rates)                                                                                            \
	"\"business_in_uk\":true,\"turnover\":{\"minor\":" minor                                                       \
	",\"currency\":\"EUR\",\"includes_subsidiaries\":true},\"exchange_rates\":[" rates "]"
#define RATE(from, to, rate, on)                                                                                       \
	"{\"from\":\"" from "\",\"to\":\"" to "\",\"rate\":\"" rate "\",\"on\":\"" on                                  \
	"\",\"source\":\"the bank’s list\",\"line\":7}"

static void
scope_converts_by_a_stated_rate_of_the_year(void **state)
{
	assert_scope(*state, UK, EUROS("4499999998", RATE("EUR", "GBP", "0.8", "2026-03-31")), "no");
	assert_scope(*state, UK, EUROS("4500000000", RATE("EUR", "GBP", "0.8", "2026-03-31")), "yes");
	assert_scope(*state, UK, EUROS("4500000000", RATE("GBP", "EUR", "1.25", "2025-12-31")), "yes");
	assert_scope(*state, UK, EUROS("4500000000", RATE("EUR", "GBP", "0.8", "2026-04-01")), "cannot tell");
	assert_scope(*state, UK, EUROS("4500000000", RATE("EUR", "GBP", "0.8", "2025-03-01")), "cannot tell");
	assert_scope(*state, UK, EUROS("4500000000", RATE("EUR", "USD", "0.8", "2026-03-31")), "cannot tell");
	/* the newest of the year holds */
	assert_scope(*state, UK,
	             EUROS("4500000000",
	                   RATE("EUR", "GBP", "0.7", "2025-12-31") "," RATE("EUR", "GBP", "0.8", "2026-03-31")),
	             "yes");
}

static void
scope_says_rate_day_and_source_of_a_conversion(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, EUROS("4500000000", RATE("EUR", "GBP", "0.8", "2026-03-31")));
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *scope = cdr_json_get(json, "scope");
	struct cdr_str text = cdr_json_get_str(scope, "text");
	if (cdr_str_find(text, CDR_STR("€45,000,000 (converted to £36,000,000, 1 EUR = 0.8 GBP, rate of 31 March 2026; "
	                               "source: the bank’s list)")) < 0)
		fail_msg("%.*s", CDR_STR_ARG(text));
	bool rate = false;
	const struct cdr_json *refs = cdr_json_get(scope, "rests_on");
	for (size_t i = 0; i < cdr_json_count(refs); i++)
		rate = rate || cdr_str_equal(cdr_json_get_str(cdr_json_at(refs, i), "ref"), CDR_STR("org.yaml:7"));
	assert_true(rate);
}

static void
scope_converts_by_the_table_and_names_its_row(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"california\":{\"does_business\":true,\"role\":\"manufacturer\"},"
	                 "\"worldwide_gross_receipts\":{\"minor\":36725000001,\"currency\":\"AED\"}");
	assert_string_equal(scope_of(fixture, CALIFORNIA, "2026"), "no"); /* rounds to US$100,000,000 */
	set_organisation(fixture, HEAD,
	                 "\"california\":{\"does_business\":true,\"role\":\"manufacturer\"},"
	                 "\"worldwide_gross_receipts\":{\"minor\":36725000004,\"currency\":\"AED\"}");
	cdr_owned(cdr_json) json = draft(fixture, CALIFORNIA, "2026");
	const struct cdr_json *scope = cdr_json_get(json, "scope");
	assert_true(cdr_str_equal(cdr_json_get_str(scope, "answer"), CDR_STR("yes")));
	const struct cdr_json *refs = cdr_json_get(scope, "rests_on");
	bool row = false;
	for (size_t i = 0; i < cdr_json_count(refs); i++)
		row = row || cdr_str_starts_with(cdr_json_get_str(cdr_json_at(refs, i), "ref"),
		                                 CDR_STR("tables/exchange-rates.csv:"));
	assert_true(row);
}

static void
scope_asks_the_law_of_the_last_day_of_the_year(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_scope twice[2] = { law->scopes[0], law->scopes[0] };
	assert_int_equal(law->n_scopes, 1);
	twice[0].to = cdr_date_make(2026, 3, 30);
	twice[1].from = cdr_date_make(2026, 3, 31);
	law->scopes = twice;
	law->n_scopes = 2;
	assert_ptr_equal(cdr_law_scope(law, cdr_date_make(2026, 3, 30)), &twice[0]);
	assert_ptr_equal(cdr_law_scope(law, cdr_date_make(2026, 3, 31)), &twice[1]);
	twice[0].from = cdr_date_make(2020, 1, 1);
	assert_null(cdr_law_scope(law, cdr_date_make(2019, 12, 31)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scope_of_the_uk_begins_at_its_threshold, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_of_california_begins_above_its_threshold, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_without_subsidiaries_decides_only_upwards, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_needs_business_in_the_country_and_a_role, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_outside_names_only_what_decided, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_names_every_missing_fact, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_cannot_tell_from_another_currency_and_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_converts_by_a_stated_rate_of_the_year, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_says_rate_day_and_source_of_a_conversion, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_converts_by_the_table_and_names_its_row, setup, teardown),
		cmocka_unit_test_setup_teardown(scope_asks_the_law_of_the_last_day_of_the_year, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
