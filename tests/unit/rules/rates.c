/* SPDX-License-Identifier: Apache-2.0 */
#include "rules-test.h"

struct fixture {
	struct cdr_arena *arena;
	struct cdr_bundle rulesets;
};

static int
setup(void **state)
{
	static const char *const suffixes[] = { ".csv", NULL };
	struct fixture *fixture = cdr_alloc(sizeof(*fixture));
	assert_non_null(fixture);
	fixture->arena = cdr_arena_new((size_t)1 << 20);
	assert_int_equal(cdr_bundle_read(CDR_SOURCE_ROOT "/rulesets", suffixes, &fixture->rulesets, NULL), CDR_OK);
	*state = fixture;
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *fixture = *state;
	cdr_arena_free(fixture->arena);
	cdr_bundle_done(&fixture->rulesets);
	cdr_free(fixture);
	return 0;
}

static struct cdr_date
day(const char *text)
{
	struct cdr_date date = { 0 };
	assert_true(cdr_date_parse(cdr_str_from(text), &date));
	return date;
}

static enum cdr_status
load(struct fixture *fixture, const char *table, struct cdr_rates *ret, struct cdr_error *err)
{
	struct cdr_bundle_file file = { CDR_STR("tables/exchange-rates.csv"), cdr_str_from(table) };
	struct cdr_bundle bundle = { .files = &file, .n_files = 1 };
	return cdr_rates_load(&bundle, fixture->arena, ret, err);
}

#define TABLE                                                                                                          \
	"# edition: 1\n# market_days: 10\ncurrency,on,per_eur,kind,note\n"                                             \
	"GBP,2026-03-01,0.8,market,\nGBP,2026-01-01,0.5,market,\nCVE,1999-01-04,110.265,parity,by agreement, kept\n"

static void
rates_convert_by_the_newest_on_or_before_the_day(void **state)
{
	struct cdr_rates rates = { 0 };
	double value = 0;
	struct cdr_date on = { 0 };
	assert_int_equal(load(*state, TABLE, &rates, NULL), CDR_OK);
	assert_true(cdr_str_equal(rates.currency, CDR_STR("EUR")));
	assert_true(cdr_rates_convert(&rates, 100, CDR_STR("GBP"), day("2026-03-01"), &value, &on));
	assert_true(value > 124.99 && value < 125.01);
	assert_int_equal(on.ymd, 20260301);
	assert_true(cdr_rates_convert(&rates, 100, CDR_STR("GBP"), day("2026-01-11"), &value, &on));
	assert_true(value > 199.99 && value < 200.01);
	assert_true(cdr_rates_convert(&rates, 7, CDR_STR("EUR"), (struct cdr_date){ 0 }, &value, &on));
	assert_true(value > 6.99 && value < 7.01);
	assert_int_equal(on.ymd, 0);
}

static void
rates_of_the_market_age_and_parities_do_not(void **state)
{
	struct cdr_rates rates = { 0 };
	double value = 0;
	struct cdr_date on;
	assert_int_equal(load(*state, TABLE, &rates, NULL), CDR_OK);
	assert_false(cdr_rates_convert(&rates, 100, CDR_STR("GBP"), day("2026-01-12"), &value, &on));
	assert_false(cdr_rates_convert(&rates, 100, CDR_STR("GBP"), day("2025-12-31"), &value, &on));
	assert_false(cdr_rates_convert(&rates, 100, CDR_STR("GBP"), (struct cdr_date){ 0 }, &value, &on));
	assert_false(cdr_rates_convert(&rates, 100, CDR_STR("XTS"), day("2026-03-01"), &value, &on));
	assert_true(cdr_rates_convert(&rates, 110.265, CDR_STR("CVE"), day("2026-03-01"), &value, &on));
	assert_true(value > 0.99 && value < 1.01);
}

static void
rates_found_name_their_note_and_line(void **state)
{
	struct cdr_rates rates = { 0 };
	assert_int_equal(load(*state, TABLE, &rates, NULL), CDR_OK);
	const struct cdr_rate *rate = cdr_rates_find(&rates, CDR_STR("CVE"), day("2026-03-01"));
	assert_non_null(rate);
	assert_int_equal(rate->line, 6);
	assert_true(cdr_str_equal(rate->note, CDR_STR("by agreement, kept")));
	assert_null(cdr_rates_find(&rates, CDR_STR("CVE"), day("1998-12-31")));
	assert_null(cdr_rates_find(&rates, CDR_STR("GBP"), day("2026-01-12")));
}

static void
rates_broken_are_refused_at_their_line(void **state)
{
	struct cdr_rates rates = { 0 };
	static const struct {
		const char *table, *where, *says;
	} cases[] = {
		{ "currency,on,rate,kind\n", "exchange-rates.csv:1", "per_ABC" },
		{ "# edition: 1\n", "exchange-rates.csv:", "no header" },
		{ "# market_days: soon\n", "exchange-rates.csv:1", "market_days" },
		{ "currency,on,per_usd,kind\nEURO,2026-01-01,1,market\n", "exchange-rates.csv:2", "ISO 4217" },
		{ "currency,on,per_usd,kind\n\nEUR,1 May,1,market\n", "exchange-rates.csv:3", "YYYY-MM-DD" },
		{ "currency,on,per_usd,kind\nEUR,2026-01-01,0,market\n", "exchange-rates.csv:2", "above 0" },
		{ "currency,on,per_usd,kind\nEUR,2026-01-01,1,guess\n", "exchange-rates.csv:2", "parity or market" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_error err = { 0 };
		assert_int_equal(load(*state, cases[i].table, &rates, &err), CDR_EINPUT);
		if (!strstr(err.where, cases[i].where))
			fail_msg("case %zu: %s: %s", i, err.where, err.message);
		assert_non_null(strstr(err.message, cases[i].says));
	}
}

static void
rates_shipped_are_parities_only(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_rates rates = { 0 };
	assert_int_equal(cdr_rates_load(&fixture->rulesets, fixture->arena, &rates, NULL), CDR_OK);
	assert_true(rates.n > 5);
	for (size_t i = 0; i < rates.n; i++)
		assert_true(rates.items[i].parity);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(rates_convert_by_the_newest_on_or_before_the_day),
		TEST(rates_of_the_market_age_and_parities_do_not),
		TEST(rates_found_name_their_note_and_line),
		TEST(rates_broken_are_refused_at_their_line),
		TEST(rates_shipped_are_parities_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
