/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* A row of a ledger as the columns say it: texts that may be NULL. */
struct said {
	const char *agency, *on, *from, *to, *cohort, *currency;
	const char *fee, *fee_payer, *visa, *visa_payer;
	const char *wage, *wage_currency, *workers, *repaid, *sub_agent;
};

static struct terms
terms_said(const struct said *said)
{
	struct terms terms = { .recruited_on = day(said->on) };
	terms.values[TERM_AGENCY_NAME] = cdr_str_from(said->agency);
	terms.values[TERM_RECRUITED_IN] = cdr_str_from(said->from ? said->from : "NP");
	terms.values[TERM_PERFORMED_IN] = cdr_str_from(said->to ? said->to : "QA");
	terms.values[TERM_COHORT] = cdr_str_from(said->cohort);
	terms.values[TERM_FEE_CURRENCY] = cdr_str_from(said->currency ? said->currency : "USD");
	terms.values[TERM_FEE_AMOUNT] = cdr_str_from(said->fee);
	terms.values[TERM_FEE_PAID_BY] = cdr_str_from(said->fee_payer);
	terms.values[TERM_VISA_COST_AMOUNT] = cdr_str_from(said->visa);
	terms.values[TERM_VISA_COST_PAID_BY] = cdr_str_from(said->visa_payer);
	terms.values[TERM_WAGE_PROMISED_MONTHLY] = cdr_str_from(said->wage);
	terms.values[TERM_WAGE_CURRENCY] = cdr_str_from(said->wage_currency);
	terms.values[TERM_WORKERS] = cdr_str_from(said->workers);
	terms.values[TERM_REPAID_AMOUNT] = cdr_str_from(said->repaid);
	terms.values[TERM_SUB_AGENT_NAME] = cdr_str_from(said->sub_agent);
	return terms;
}

struct book {
	struct cdr_rates rates;
	struct ledger *ledger;
	struct cdr_facts *facts;
};

static void
book_done(struct book *book)
{
	(void)ledger_free(book->ledger);
	(void)cdr_facts_free(book->facts);
}

/* A ledger of these rows, all of supplier S1. */
static void
enter(struct desk *desk, struct book *book, const struct said *rows, size_t n)
{
	assert_ok(cdr_rates_load(&desk->setup->rulesets, desk->arena, &book->rates, err));
	assert_ok(ledger_new(&book->rates, desk->arena, &book->ledger, err));
	book->facts = no_facts();
	for (size_t i = 0; i < n; i++) {
		struct terms terms = terms_said(&rows[i]);
		assert_ok(ledger_enter(book->ledger, &terms, CDR_STR("S1"), err));
	}
	ledger_close(book->ledger);
}

static const char *
told(struct desk *desk, struct book *book, size_t row, const char *fact)
{
	cdr_facts_clear(book->facts);
	ledger_facts(book->ledger, row, book->facts);
	return value(desk, book->facts, fact);
}

#define FERN .agency = "Fern Overseas", .on = "2026-03-04", .fee = "2500", .fee_payer = "worker"

static void
ledger_of_a_cohort_adds_up_its_intermediaries(void **state)
{
	const struct said rows[] = {
		{ FERN, .visa = "300", .visa_payer = "employer" },
		{ .agency = "Reed Travel",
		  .on = "2026-03-28",
		  .fee = "400",
		  .fee_payer = "worker",
		  .sub_agent = "Moss" },
		{ .agency = "Fern Overseas", .on = "2026-03-20", .fee = "1000", .fee_payer = "worker" },
		{ .agency = "Reed Travel", .on = "2026-04-01", .fee = "90", .fee_payer = "worker" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_string_equal(told(DESK, &book, 0, "ledger.currency"), "USD");
	assert_string_equal(told(DESK, &book, 0, "ledger.worker_costs"), "2500");
	assert_string_equal(told(DESK, &book, 1, "ledger.worker_costs"), "400");
	/* Two groups of one agency are not the same workers: the dearer one counts. */
	assert_string_equal(told(DESK, &book, 0, "ledger.cohort_costs"), "2900");
	assert_string_equal(told(DESK, &book, 2, "ledger.cohort_costs"), "2900");
	assert_string_equal(told(DESK, &book, 0, "ledger.cohort_intermediaries"), "3");
	assert_string_equal(told(DESK, &book, 3, "ledger.cohort_costs"), "90");
	assert_null(told(DESK, &book, 0, "ledger.rate_on"));
}

static void
ledger_of_a_named_cohort_adds_up_every_row(void **state)
{
	const struct said rows[] = {
		{ FERN, .cohort = "spring" },
		{ .agency = "Fern Overseas",
		  .on = "2026-06-20",
		  .fee = "1000",
		  .fee_payer = "worker",
		  .cohort = "spring" },
		{ FERN, .cohort = "autumn" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_string_equal(told(DESK, &book, 1, "ledger.cohort_costs"), "3500");
	assert_string_equal(told(DESK, &book, 1, "ledger.cohort_intermediaries"), "1");
	assert_string_equal(told(DESK, &book, 2, "ledger.cohort_costs"), "2500");
	assert_string_equal(told(DESK, &book, 2, "ledger.cohort_spread_pct"), "40");
}

static void
ledger_of_amounts_not_told_is_unknown_not_smaller(void **state)
{
	const struct said rows[] = {
		{ FERN, .visa_payer = "worker" },
		{ .agency = "Reed Travel", .on = "2026-03-28", .fee = "400", .fee_payer = "worker" },
		{ .agency = "Sedge", .on = "2026-05-01", .fee = "400" },
		{ .agency = "Sedge", .on = "2026-06-01", .visa = "0", .fee_payer = "employer" },
		{ .agency = "Sedge", .on = "2026-07-01" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_null(told(DESK, &book, 0, "ledger.worker_costs"));
	assert_string_equal(told(DESK, &book, 1, "ledger.worker_costs"), "400");
	assert_null(told(DESK, &book, 1, "ledger.cohort_costs"));
	assert_null(told(DESK, &book, 2, "ledger.worker_costs"));
	assert_string_equal(told(DESK, &book, 3, "ledger.worker_costs"), "0");
	assert_string_equal(told(DESK, &book, 3, "ledger.repayment_due"), "0");
	assert_null(told(DESK, &book, 4, "ledger.worker_costs"));
}

static void
ledger_converts_by_the_table_and_knows_nothing_without_a_rate(void **state)
{
	const struct said rows[] = {
		{ .agency = "Fern Overseas",
		  .on = "2026-03-04",
		  .fee = "7500",
		  .fee_payer = "worker",
		  .currency = "SAR",
		  .wage = "1500",
		  .workers = "12",
		  .repaid = "3750" },
		{ .agency = "Fern Overseas",
		  .on = "2026-05-04",
		  .fee = "90000",
		  .fee_payer = "worker",
		  .currency = "XTS",
		  .wage = "30000" },
		{ .agency = "Fern Overseas", .fee = "7500", .fee_payer = "worker", .currency = "SAR" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_string_equal(told(DESK, &book, 0, "ledger.worker_costs"), "2000");
	assert_string_equal(told(DESK, &book, 0, "ledger.rate_on"), "1986-06-01");
	assert_string_equal(told(DESK, &book, 0, "ledger.months_of_pay"), "5");
	assert_string_equal(told(DESK, &book, 0, "ledger.repaid"), "1000");
	assert_string_equal(told(DESK, &book, 0, "ledger.repayment_due"), "12000");
	/* No rate is needed to compare two amounts of one currency. */
	assert_null(told(DESK, &book, 1, "ledger.worker_costs"));
	assert_string_equal(told(DESK, &book, 1, "ledger.months_of_pay"), "3");
	assert_null(told(DESK, &book, 2, "ledger.worker_costs"));
}

static void
ledger_owes_what_was_not_paid_back(void **state)
{
	const struct said rows[] = {
		{ FERN, .workers = "4", .repaid = "500" },
		{ FERN, .workers = "4", .repaid = "2600" },
		{ FERN, .workers = "4" },
		{ FERN, .repaid = "0" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_string_equal(told(DESK, &book, 0, "ledger.repayment_due"), "8000");
	assert_string_equal(told(DESK, &book, 1, "ledger.repayment_due"), "0");
	assert_null(told(DESK, &book, 2, "ledger.repayment_due"));
	assert_null(told(DESK, &book, 3, "ledger.repayment_due"));
}

static void
ledger_of_a_corridor_tells_how_far_costs_lie_apart(void **state)
{
	const struct said rows[] = {
		{ .agency = "Fern Overseas", .on = "2026-01-04", .fee = "1000", .fee_payer = "worker" },
		{ .agency = "Fern Overseas", .on = "2026-02-04", .fee = "1500", .fee_payer = "worker" },
		{ .agency = "Fern Overseas", .on = "2026-02-04", .fee = "9000", .fee_payer = "worker", .to = "MY" },
	};
	cdr_auto(book) book = { 0 };
	enter(DESK, &book, rows, CDR_LEN(rows));
	assert_string_equal(told(DESK, &book, 0, "ledger.cohort_spread_pct"), "50");
	assert_string_equal(told(DESK, &book, 1, "ledger.cohort_spread_pct"), "50");
	assert_null(told(DESK, &book, 2, "ledger.cohort_spread_pct"));
}

static void
ledger_tells_in_words_who_paid_what(void **state)
{
	const struct said rows[] = { { FERN, .visa_payer = "agency", .currency = "XTS" } };
	cdr_auto(book) book = { 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	enter(DESK, &book, rows, CDR_LEN(rows));
	struct terms terms = terms_said(&rows[0]);
	ledger_items(book.ledger, &terms, &text);
	assert_text(cdr_buf_str(&text),
	            "Fern Overseas: fee 2500 XTS (no rate of that day) paid by worker, visa of an amount "
	            "not told paid by agency");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(ledger_of_a_cohort_adds_up_its_intermediaries),
		desk_test(ledger_of_a_named_cohort_adds_up_every_row),
		desk_test(ledger_of_amounts_not_told_is_unknown_not_smaller),
		desk_test(ledger_converts_by_the_table_and_knows_nothing_without_a_rate),
		desk_test(ledger_owes_what_was_not_paid_back),
		desk_test(ledger_of_a_corridor_tells_how_far_costs_lie_apart),
		desk_test(ledger_tells_in_words_who_paid_what),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
