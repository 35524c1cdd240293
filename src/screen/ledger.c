/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a recruitment cost the workers, added up over all who took part in it. Rows of one cohort are about the same
 * workers: those of one supplier, from one country to another, whose column `cohort` says the same or, where it says
 * nothing, who were recruited in the same month. An item that workers paid and whose amount is not told, or cannot be
 * converted, makes the sum unknown; a sum that left it out would look as if they had paid less. The surprise: where no
 * cohort is named, several rows of one agency are taken for several groups of workers, of which the dearest counts; only
 * different agencies are added up.
 */
#include "candor/screen.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "screen/screen-impl.h"

#define LEDGER_MAX_ROWS ((size_t)1 << 24)
#define UNKNOWN (-1.0)
#define NONE UINT32_MAX

/* One row. Texts are those of the terms entered. Amounts are of each worker; one below 0 is not known. */
struct row {
	double costs, own_costs; /* what the worker paid: in the ledger's currency, and in the row's own */
	double wage, own_wage;   /* of a month, likewise */
	double housing, repaid, workers;
	struct cdr_date rate_on; /* of the oldest rate used; {0}: none was */
	struct cdr_str currency, wage_currency;
	uint32_t cohort, next; /* number of the cohort; its next row */
};

struct cohort {
	double costs, own_costs;
	struct cdr_str currency; /* of own_costs */
	struct cdr_date rate_on;
	uint32_t first, last; /* rows */
	uint32_t n_intermediaries, corridor;
	bool named; /* by the column, not by the month */
};

/* What one intermediary took in one cohort. */
struct share {
	double costs, own_costs;
	uint32_t cohort;
};

/* From one country to another, over all suppliers. */
struct corridor {
	double cheapest, dearest;
	size_t n_known;
};

struct ledger {
	const struct cdr_rates *rates;
	struct cdr_arena *arena;
	struct cdr_map *cohorts_by_key, *shares_by_key, *corridors_by_key; /* number + 1 */
	struct cdr_vec rows, cohorts, shares, corridors;
};

struct ledger *
ledger_free(struct ledger *ledger)
{
	if (!ledger)
		return NULL;
	(void)cdr_map_free(ledger->cohorts_by_key);
	(void)cdr_map_free(ledger->shares_by_key);
	(void)cdr_map_free(ledger->corridors_by_key);
	cdr_vec_done(&ledger->rows);
	cdr_vec_done(&ledger->cohorts);
	cdr_vec_done(&ledger->shares);
	cdr_vec_done(&ledger->corridors);
	cdr_free(ledger);
	return NULL;
}

enum cdr_status
ledger_new(const struct cdr_rates *rates, struct cdr_arena *arena, struct ledger **ret, struct cdr_error *err)
{
	cdr_owned(ledger) ledger = cdr_alloc(sizeof(*ledger));
	if (!ledger)
		return cdr_fail_memory(err, ROOM);
	ledger->rates = rates;
	ledger->arena = arena;
	ledger->rows = (struct cdr_vec)CDR_VEC_INIT(struct row, LEDGER_MAX_ROWS);
	ledger->cohorts = (struct cdr_vec)CDR_VEC_INIT(struct cohort, LEDGER_MAX_ROWS);
	ledger->shares = (struct cdr_vec)CDR_VEC_INIT(struct share, 2 * LEDGER_MAX_ROWS);
	ledger->corridors = (struct cdr_vec)CDR_VEC_INIT(struct corridor, LEDGER_MAX_ROWS);
	ledger->cohorts_by_key = cdr_map_new(LEDGER_MAX_ROWS);
	ledger->shares_by_key = cdr_map_new(2 * LEDGER_MAX_ROWS);
	ledger->corridors_by_key = cdr_map_new(LEDGER_MAX_ROWS);
	if (!ledger->cohorts_by_key || !ledger->shares_by_key || !ledger->corridors_by_key)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&ledger);
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- one row */

static void
note_rate(struct cdr_date *oldest, struct cdr_date on)
{
	if (on.ymd && (!oldest->ymd || on.ymd < oldest->ymd))
		*oldest = on;
}

/* An amount of the row in the ledger's currency, or UNKNOWN. */
static double
converted(const struct ledger *ledger, double amount, struct cdr_str currency, struct cdr_date day, struct row *row)
{
	double value = UNKNOWN;
	struct cdr_date on = { 0 };
	if (amount < 0)
		return UNKNOWN;
	if (amount > 0 && !cdr_rates_convert(ledger->rates, amount, currency, day, &value, &on))
		return UNKNOWN;
	note_rate(&row->rate_on, on);
	return amount > 0 ? value : 0;
}

static double
amount_of(const struct terms *terms, enum term term)
{
	double amount;
	return terms_number(terms, term, &amount) && amount >= 0 ? amount : UNKNOWN;
}

/* What workers paid by this row, in its own currency. Known when at least one payer is, and every amount that they paid or
 * that nobody is said to have paid. */
static double
costs_of(const struct terms *terms)
{
	double sum = 0;
	bool known = false;
	for (size_t i = 0; i < COST_COUNT; i++) {
		struct cdr_str payer = terms->values[cost_columns[i].payer];
		double amount = amount_of(terms, cost_columns[i].amount);
		if (payer.n && !cdr_str_equal(payer, CDR_STR("worker"))) {
			known = true;
			continue;
		}
		if (!payer.n && amount <= 0)
			continue; /* nothing is said of it, or that it cost nothing */
		if (!payer.n || amount < 0)
			return UNKNOWN;
		known = true;
		sum += amount;
	}
	return known ? sum : UNKNOWN;
}

static struct row
row_of(const struct ledger *ledger, const struct terms *terms)
{
	struct cdr_str currency = terms->values[TERM_FEE_CURRENCY];
	struct cdr_date repaid_on = terms->recruited_on;
	struct row row = { .currency = currency,
		           .wage_currency = terms->values[TERM_WAGE_CURRENCY],
		           .next = NONE,
		           .workers = amount_of(terms, TERM_WORKERS) };
	if (!row.wage_currency.n)
		row.wage_currency = currency;
	row.own_costs = costs_of(terms);
	row.costs = converted(ledger, row.own_costs, currency, terms->recruited_on, &row);
	row.own_wage = amount_of(terms, TERM_WAGE_PROMISED_MONTHLY);
	row.wage = converted(ledger, row.own_wage, row.wage_currency, terms->recruited_on, &row);
	row.housing =
		converted(ledger, amount_of(terms, TERM_HOUSING_CHARGE_MONTHLY), currency, terms->recruited_on, &row);
	(void)cdr_date_parse(terms->values[TERM_REPAID_ON], &repaid_on);
	/* A list that has the column and left it blank says that nothing was paid back. */
	bool nothing = !terms->values[TERM_REPAID_AMOUNT].n && terms->values[TERM_BLANK_REPAID_AMOUNT].n;
	double repaid = nothing ? 0 : amount_of(terms, TERM_REPAID_AMOUNT);
	row.repaid = converted(ledger, repaid, currency, repaid_on, &row);
	return row;
}

/* ---------------------------------------------------------------------------------------------------------- cohorts */

/* The number that stands for a key, a new one in `vec` where there is none; NONE when memory is short. */
static uint32_t
number_of(struct ledger *ledger, struct cdr_map *map, struct cdr_vec *vec, struct cdr_str key, bool *ret_new)
{
	uintptr_t known = (uintptr_t)cdr_map_get(map, key);
	*ret_new = known == 0;
	if (known)
		return (uint32_t)(known - 1);
	struct cdr_str copy = cdr_str_copy(ledger->arena, key);
	if (!copy.p || !cdr_vec_push(vec) || cdr_map_put(map, copy, (void *)(uintptr_t)vec->n) != CDR_OK)
		return NONE;
	return (uint32_t)(vec->n - 1);
}

/* The key of the cohort; without what tells rows of the same workers, one of the row's own. */
static void
write_cohort_key(const struct ledger *ledger, const struct terms *terms, struct cdr_str supplier, struct cdr_buf *out)
{
	struct cdr_str cohort = terms->values[TERM_COHORT], from = terms->values[TERM_RECRUITED_IN],
		       to = terms->values[TERM_PERFORMED_IN];
	if (cohort.n)
		cdr_buf_printf(out, "%.*s\x1f%.*s\x1f%.*s\x1f=%.*s", CDR_STR_ARG(supplier), CDR_STR_ARG(from),
		               CDR_STR_ARG(to), CDR_STR_ARG(cohort));
	else if (supplier.n && from.n && to.n && terms->recruited_on.ymd)
		cdr_buf_printf(out, "%.*s\x1f%.*s\x1f%.*s\x1f%d", CDR_STR_ARG(supplier), CDR_STR_ARG(from),
		               CDR_STR_ARG(to), (int)(terms->recruited_on.ymd / 100));
	else
		cdr_buf_printf(out, "#%zu", ledger->rows.n);
}

static uint32_t
corridor_of(struct ledger *ledger, const struct terms *terms)
{
	cdr_auto(cdr_buf) key = CDR_BUF_INIT;
	struct cdr_str from = terms->values[TERM_RECRUITED_IN], to = terms->values[TERM_PERFORMED_IN];
	bool is_new;
	if (!from.n || !to.n)
		return NONE;
	cdr_buf_printf(&key, "%.*s\x1f%.*s", CDR_STR_ARG(from), CDR_STR_ARG(to));
	return key.failed ? NONE
	                  : number_of(ledger, ledger->corridors_by_key, &ledger->corridors, cdr_buf_str(&key), &is_new);
}

static double
sum_of(double a, double b)
{
	return a < 0 || b < 0 ? UNKNOWN : a + b;
}

static double
dearer(double a, double b)
{
	return a < 0 || b < 0 ? UNKNOWN : a > b ? a : b;
}

/* Adds what an intermediary took by one row to what it took in the cohort. */
static enum cdr_status
add_share(struct ledger *ledger, struct cdr_str intermediary, const struct share *took, struct cdr_error *err)
{
	cdr_auto(cdr_buf) key = CDR_BUF_INIT;
	bool is_new;
	struct cohort *cohort = CDR_VEC_AT(&ledger->cohorts, struct cohort, took->cohort);
	cdr_buf_printf(&key, "%u\x1f%.*s", (unsigned)took->cohort, CDR_STR_ARG(intermediary));
	CDR_TRY(cdr_buf_check(&key, ROOM, err));
	uint32_t number = number_of(ledger, ledger->shares_by_key, &ledger->shares, cdr_buf_str(&key), &is_new);
	if (number == NONE)
		return cdr_fail_memory(err, ROOM);
	struct share *share = CDR_VEC_AT(&ledger->shares, struct share, number);
	double (*join)(double, double) = cohort->named ? sum_of : dearer;
	if (is_new) {
		*share = *took;
		cohort->n_intermediaries++;
		return CDR_OK;
	}
	share->costs = join(share->costs, took->costs);
	share->own_costs = join(share->own_costs, took->own_costs);
	return CDR_OK;
}

/* Puts the row behind the others of its cohort. */
static void
join_cohort(struct ledger *ledger, const struct terms *terms, bool is_new, struct row *row, uint32_t number)
{
	struct cohort *cohort = CDR_VEC_AT(&ledger->cohorts, struct cohort, row->cohort);
	if (is_new)
		*cohort = (struct cohort){ .currency = row->currency,
			                   .first = number,
			                   .last = number,
			                   .corridor = corridor_of(ledger, terms),
			                   .named = terms->values[TERM_COHORT].n > 0 };
	else
		CDR_VEC_AT(&ledger->rows, struct row, cohort->last)->next = number;
	cohort->last = number;
	if (!cdr_str_equal(cohort->currency, row->currency) && row->own_costs > 0)
		cohort->own_costs = UNKNOWN; /* amounts of several currencies */
	note_rate(&cohort->rate_on, row->rate_on);
}

enum cdr_status
ledger_enter(struct ledger *ledger, const struct terms *terms, struct cdr_str supplier, struct cdr_error *err)
{
	cdr_auto(cdr_buf) key = CDR_BUF_INIT;
	bool is_new;
	uint32_t number = (uint32_t)ledger->rows.n;
	struct row row = row_of(ledger, terms);
	write_cohort_key(ledger, terms, supplier, &key);
	CDR_TRY(cdr_buf_check(&key, ROOM, err));
	row.cohort = number_of(ledger, ledger->cohorts_by_key, &ledger->cohorts, cdr_buf_str(&key), &is_new);
	struct row *slot = row.cohort == NONE ? NULL : cdr_vec_push(&ledger->rows);
	if (!slot)
		return cdr_fail_memory(err, ROOM);
	join_cohort(ledger, terms, is_new, &row, number);
	*slot = row;
	struct share agency = { row.costs, row.own_costs, row.cohort }, sub_agent = { 0, 0, row.cohort };
	CDR_TRY(add_share(ledger, terms->values[TERM_AGENCY_NAME], &agency, err));
	/* What a sub-agent took is in the row of whoever he worked for, or in one of his own. */
	return terms->values[TERM_SUB_AGENT_NAME].n
	               ? add_share(ledger, terms->values[TERM_SUB_AGENT_NAME], &sub_agent, err)
	               : CDR_OK;
}

void
ledger_close(struct ledger *ledger)
{
	for (size_t i = 0; i < ledger->shares.n; i++) {
		const struct share *share = CDR_VEC_AT(&ledger->shares, struct share, i);
		struct cohort *cohort = CDR_VEC_AT(&ledger->cohorts, struct cohort, share->cohort);
		cohort->costs = sum_of(cohort->costs, share->costs);
		cohort->own_costs = sum_of(cohort->own_costs, share->own_costs);
	}
	for (size_t i = 0; i < ledger->cohorts.n; i++) {
		const struct cohort *cohort = CDR_VEC_AT(&ledger->cohorts, struct cohort, i);
		if (cohort->corridor == NONE || cohort->costs < 0)
			continue;
		struct corridor *corridor = CDR_VEC_AT(&ledger->corridors, struct corridor, cohort->corridor);
		if (!corridor->n_known || cohort->costs < corridor->cheapest)
			corridor->cheapest = cohort->costs;
		if (!corridor->n_known || cohort->costs > corridor->dearest)
			corridor->dearest = cohort->costs;
		corridor->n_known++;
	}
}

/* ------------------------------------------------------------------------------------------------------------ facts */

/* Money to the hundredth, so that a message does not tell of digits that no rate is good for. */
static void
set_amount(struct cdr_facts *facts, const char *fact, double amount)
{
	if (amount >= 0)
		cdr_facts_set_number(facts, fact, round(amount * 100) / 100);
}

static void
set_months(struct cdr_facts *facts, const struct cohort *cohort, const struct row *row)
{
	bool own = cohort->own_costs >= 0 && row->own_wage > 0 && cdr_str_equal(cohort->currency, row->wage_currency);
	if (own)
		set_amount(facts, "ledger.months_of_pay", cohort->own_costs / row->own_wage);
	else if (cohort->costs >= 0 && row->wage > 0)
		set_amount(facts, "ledger.months_of_pay", cohort->costs / row->wage);
}

/* What is owed: nothing where workers paid nothing, whatever was paid back. */
static void
set_due(struct cdr_facts *facts, const struct row *row)
{
	bool nothing = row->costs >= 0 && row->costs <= 0;
	double each = nothing || row->repaid > row->costs ? 0 : row->costs - row->repaid;
	if (nothing)
		cdr_facts_set_number(facts, "ledger.repayment_due", 0);
	else if (row->costs >= 0 && row->repaid >= 0 && row->workers >= 0)
		set_amount(facts, "ledger.repayment_due", each * row->workers);
}

void
ledger_facts(const struct ledger *ledger, size_t number, struct cdr_facts *facts)
{
	const struct row *row = CDR_VEC_AT(&ledger->rows, struct row, number);
	const struct cohort *cohort = CDR_VEC_AT(&ledger->cohorts, struct cohort, row->cohort);
	cdr_facts_set_text(facts, "ledger.currency", ledger->rates->currency);
	cdr_facts_set_date(facts, "ledger.rate_on", cohort->rate_on);
	set_amount(facts, "ledger.worker_costs", row->costs);
	set_amount(facts, "ledger.cohort_costs", cohort->costs);
	cdr_facts_set_number(facts, "ledger.cohort_intermediaries", cohort->n_intermediaries);
	if (cohort->corridor != NONE) {
		const struct corridor *corridor = CDR_VEC_AT(&ledger->corridors, struct corridor, cohort->corridor);
		if (corridor->n_known > 1 && corridor->cheapest > 0)
			set_amount(facts, "ledger.cohort_spread_pct",
			           100 * (corridor->dearest - corridor->cheapest) / corridor->cheapest);
	}
	set_months(facts, cohort, row);
	set_amount(facts, "ledger.housing_monthly", row->housing);
	set_amount(facts, "ledger.repaid", row->repaid);
	set_due(facts, row);
}

size_t
ledger_first_of_cohort(const struct ledger *ledger, size_t row)
{
	uint32_t cohort = CDR_VEC_AT(&ledger->rows, struct row, row)->cohort;
	return CDR_VEC_AT(&ledger->cohorts, struct cohort, cohort)->first;
}

size_t
ledger_next_of_cohort(const struct ledger *ledger, size_t row)
{
	uint32_t next = CDR_VEC_AT(&ledger->rows, struct row, row)->next;
	return next == NONE ? SIZE_MAX : next;
}

void
ledger_items(const struct ledger *ledger, const struct terms *terms, struct cdr_buf *out)
{
	bool first = true;
	cdr_buf_printf(out, "%s%.*s: ", out->n ? "; " : "",
	               CDR_STR_ARG(terms->values[TERM_AGENCY_NAME].n ? terms->values[TERM_AGENCY_NAME]
	                                                             : CDR_STR("no agency named")));
	for (size_t i = 0; i < COST_COUNT; i++) {
		struct cdr_str payer = terms->values[cost_columns[i].payer],
			       told = terms->values[cost_columns[i].amount];
		struct cdr_str currency = terms->values[TERM_FEE_CURRENCY];
		struct cdr_date on = { 0 };
		double amount = amount_of(terms, cost_columns[i].amount), value;
		if (!payer.n && !told.n)
			continue;
		cdr_buf_printf(out, "%s%s ", first ? "" : ", ", cost_columns[i].words);
		first = false;
		if (amount < 0)
			cdr_buf_puts(out, "of an amount not told");
		else
			cdr_buf_printf(out, "%.*s %.*s", CDR_STR_ARG(told), CDR_STR_ARG(currency));
		if (amount > 0 && !cdr_rates_convert(ledger->rates, amount, currency, terms->recruited_on, &value, &on))
			cdr_buf_puts(out, " (no rate of that day)");
		cdr_buf_printf(out, " paid by %.*s", CDR_STR_ARG(payer.n ? payer : CDR_STR("nobody named")));
	}
	if (first)
		cdr_buf_puts(out, "nothing told");
}
