/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An engagement's own row, and the supplier it names -> facts. A row is laid out by column first (struct terms), because
 * the same facts are set of rows that are subjects and of rows that are only counted (related.c keeps those small). What
 * several rows say together is in ledger.c. The surprise: two columns of which one is not known make nothing known, also
 * where the other alone would make an answer likely.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

const struct column_fact term_columns[TERM_COUNT] = {
	[TERM_AGENCY_NAME] = { "agency_name", "agency.name", AS_TEXT },
	[TERM_AGENCY_COUNTRY] = { "agency_country", "agency.country", AS_TEXT },
	[TERM_RECRUITED_IN] = { "recruited_in", "engagement.recruited_in", AS_TEXT },
	[TERM_REGISTERED_IN] = { "registered_in", "engagement.registered_in", AS_TEXT },
	[TERM_PERFORMED_IN] = { "performed_in", "engagement.performed_in", AS_TEXT },
	[TERM_WORKER_COUNTRIES] = { "worker_countries", "engagement.worker_countries", AS_LIST },
	[TERM_VESSEL_FLAG] = { "vessel_flag", "engagement.vessel_flag", AS_TEXT },
	[TERM_CHARTERER_COUNTRY] = { "charterer_country", "engagement.charterer_country", AS_TEXT },
	[TERM_HOURS_PER_DAY] = { "hours_per_day", "engagement.hours_per_day", AS_NUMBER },
	[TERM_DAYS_PER_WEEK] = { "days_per_week", "engagement.days_per_week", AS_NUMBER },
	[TERM_SUB_AGENT_NAME] = { "sub_agent_name", "subagent.name", AS_TEXT },
	[TERM_WORKERS] = { "workers", "engagement.workers", AS_NUMBER },
	[TERM_FEE_AMOUNT] = { "fee_amount", "engagement.fee_amount", AS_NUMBER },
	[TERM_FEE_PAID_BY] = { "fee_paid_by", "engagement.fee_paid_by", AS_TEXT },
	[TERM_FEE_CURRENCY] = { "fee_currency", "engagement.fee_currency", AS_TEXT },
	[TERM_HOUSING_CHARGE_MONTHLY] = { "housing_charge_monthly", "engagement.housing_charge_monthly", AS_NUMBER },
	[TERM_REPAID_AMOUNT] = { "repaid_amount", "engagement.repaid_amount", AS_NUMBER },
	[TERM_REPAID_ON] = { "repaid_on", "engagement.repaid_on", AS_DATE },
	[TERM_WAGE_PROMISED_MONTHLY] = { "wage_promised_monthly", "engagement.wage_promised_monthly", AS_NUMBER },
	[TERM_WAGE_CURRENCY] = { "wage_currency", "engagement.wage_currency", AS_TEXT },
	[TERM_BLANK_SUB_AGENT_NAME] = { "blank:sub_agent_name", NULL, AS_TEXT },
	[TERM_BLANK_CHARTERER_COUNTRY] = { "blank:charterer_country", NULL, AS_TEXT },
	[TERM_BLANK_REPAID_AMOUNT] = { "blank:repaid_amount", NULL, AS_TEXT },
	[TERM_VISA_COST_AMOUNT] = { "visa_cost_amount", NULL, AS_TEXT },
	[TERM_VISA_COST_PAID_BY] = { "visa_cost_paid_by", NULL, AS_TEXT },
	[TERM_TRANSPORT_COST_AMOUNT] = { "transport_cost_amount", NULL, AS_TEXT },
	[TERM_TRANSPORT_COST_PAID_BY] = { "transport_cost_paid_by", NULL, AS_TEXT },
	[TERM_MEDICAL_COST_AMOUNT] = { "medical_cost_amount", NULL, AS_TEXT },
	[TERM_MEDICAL_COST_PAID_BY] = { "medical_cost_paid_by", NULL, AS_TEXT },
	[TERM_HOUSING_COST_AMOUNT] = { "housing_cost_amount", NULL, AS_TEXT },
	[TERM_HOUSING_COST_PAID_BY] = { "housing_cost_paid_by", NULL, AS_TEXT },
	[TERM_COHORT] = { "cohort", NULL, AS_TEXT },
	[TERM_CHANNEL] = { "channel", "engagement.channel", AS_TEXT },
	[TERM_OTHERS] = { "documents_held_by", "engagement.documents_held_by", AS_TEXT },
	{ "contract_language", "engagement.contract_language", AS_TEXT },
	{ "worker_languages", "engagement.worker_languages", AS_LIST },
	{ "contract_class", "engagement.contract_class", AS_TEXT },
	{ "visa_promised", "engagement.visa_promised", AS_TEXT },
	{ "visa_issued", "engagement.visa_issued", AS_TEXT },
	{ "pay_deferred", "engagement.pay_deferred", AS_BOOLEAN },
	{ "subcontract_depth", "engagement.subcontract_depth", AS_NUMBER },
	{ "agency_kind", "agency.kind", AS_TEXT },
	{ "activity", "engagement.activity", AS_TEXT },
	{ "advertised_through", "engagement.advertised_through", AS_TEXT },
	{ "official_involved", "engagement.official_involved", AS_BOOLEAN },
	{ "transferred_for_payment", "engagement.transferred_for_payment", AS_BOOLEAN },
	{ "briefing_given", "engagement.briefing_given", AS_BOOLEAN },
	{ "return_paid_by", "engagement.return_paid_by", AS_TEXT },
	{ "loan_taken", "engagement.loan_taken", AS_BOOLEAN },
	{ "loan_security", "engagement.loan_security", AS_TEXT },
	{ "debt_increased", "engagement.debt_increased", AS_BOOLEAN },
	{ "deposit_amount", "engagement.deposit_amount", AS_NUMBER },
	{ "regulator", "engagement.regulator", AS_TEXT },
	{ "contract_copy_given", "engagement.contract_copy_given", AS_BOOLEAN },
	{ "contract_signed_before_departure", "engagement.contract_signed_before_departure", AS_BOOLEAN },
	{ "second_contract", "engagement.second_contract", AS_BOOLEAN },
	{ "job_as_promised", "engagement.job_as_promised", AS_BOOLEAN },
	{ "leave_penalty", "engagement.leave_penalty", AS_BOOLEAN },
	{ "government_contract", "engagement.government_contract", AS_BOOLEAN },
	{ "overtime_paid", "engagement.overtime_paid", AS_BOOLEAN },
	{ "pay_kind", "engagement.pay_kind", AS_TEXT },
	{ "wage_paid_monthly", "engagement.wage_paid_monthly", AS_NUMBER },
	{ "wages_unpaid_months", "engagement.wages_unpaid_months", AS_NUMBER },
	{ "deductions_monthly", "engagement.deductions_monthly", AS_NUMBER },
	{ "housing_tied", "engagement.housing_tied", AS_BOOLEAN },
	{ "housing_adequate", "engagement.housing_adequate", AS_BOOLEAN },
	{ "free_to_leave", "engagement.free_to_leave", AS_BOOLEAN },
	{ "social_protection", "engagement.social_protection", AS_BOOLEAN },
	{ "protected_from_hazards", "engagement.protected_from_hazards", AS_BOOLEAN },
	{ "months_at_sea", "engagement.months_at_sea", AS_NUMBER },
	{ "youngest_worker", "engagement.youngest_worker", AS_NUMBER },
	{ "age_evidence", "engagement.age_evidence", AS_TEXT },
};

void
terms_of(const struct cdr_engagement *engagement, struct terms *ret)
{
	ret->recruited_on = engagement->recruited_on;
	ret->ended_on = engagement->ended_on;
	for (size_t i = 0; i < TERM_COUNT; i++)
		ret->values[i] = cdr_engagement_get(engagement, term_columns[i].column);
}

bool
terms_number(const struct terms *terms, enum term term, double *ret)
{
	return cdr_str_to_double(terms->values[term], ret);
}

const struct cost_columns cost_columns[COST_COUNT] = {
	{ "fee", TERM_FEE_AMOUNT, TERM_FEE_PAID_BY },
	{ "visa", TERM_VISA_COST_AMOUNT, TERM_VISA_COST_PAID_BY },
	{ "transport", TERM_TRANSPORT_COST_AMOUNT, TERM_TRANSPORT_COST_PAID_BY },
	{ "medical", TERM_MEDICAL_COST_AMOUNT, TERM_MEDICAL_COST_PAID_BY },
	{ "housing", TERM_HOUSING_COST_AMOUNT, TERM_HOUSING_COST_PAID_BY },
};

/* What workers paid in all. Known when at least one payer is; where an amount that workers paid is not told, what is told
 * is the least they paid, and nothing told is not "nothing paid". */
static void
set_worker_costs(struct cdr_facts *facts, const struct terms *terms)
{
	double sum = 0, amount;
	bool known = false, whole = true;
	for (size_t i = 0; i < COST_COUNT; i++) {
		struct cdr_str payer = terms->values[cost_columns[i].payer];
		if (!payer.n)
			continue;
		known = true;
		if (!cdr_str_equal(payer, CDR_STR("worker")))
			continue;
		if (terms_number(terms, cost_columns[i].amount, &amount))
			sum += amount;
		else
			whole = false;
	}
	if (known && (whole || sum > 0))
		cdr_facts_set_number(facts, "engagement.worker_costs", sum);
}

/* --------------------------------------------------------------------------------------------------------- corridor */

/* Whether any of the countries of a list is one of two; the second may be {NULL,0}. */
static bool
names_either(struct cdr_str list, struct cdr_str one, struct cdr_str other)
{
	struct cdr_str country;
	while (cdr_str_split(&list, '|', &country)) {
		country = cdr_str_trim(country);
		if (country.n && (cdr_str_equal_nocase(country, one) || cdr_str_equal_nocase(country, other)))
			return true;
	}
	return false;
}

/* A charterer that is not named may be of the crew's own country; one whose column was left blank is none. */
static void
set_crew(struct cdr_facts *facts, const struct terms *terms)
{
	struct cdr_str crew = terms->values[TERM_WORKER_COUNTRIES], flag = terms->values[TERM_VESSEL_FLAG],
		       charterer = terms->values[TERM_CHARTERER_COUNTRY];
	if (!crew.n || !flag.n)
		return;
	if (names_either(crew, flag, charterer))
		cdr_facts_set_boolean(facts, "corridor.crew_foreign", false);
	else if (charterer.n || terms->values[TERM_BLANK_CHARTERER_COUNTRY].n)
		cdr_facts_set_boolean(facts, "corridor.crew_foreign", true);
}

static struct cdr_str
or_unknown(struct cdr_str country)
{
	return country.n ? country : CDR_STR("?");
}

static void
set_corridor(struct cdr_facts *facts, const struct terms *terms, struct cdr_arena *arena)
{
	struct cdr_str recruited = terms->values[TERM_RECRUITED_IN], registered = terms->values[TERM_REGISTERED_IN],
		       performed = terms->values[TERM_PERFORMED_IN];
	if (recruited.n && performed.n)
		cdr_facts_set_boolean(facts, "corridor.cross_border", !cdr_str_equal_nocase(recruited, performed));
	bool same = registered.n &&
	            (cdr_str_equal_nocase(registered, recruited) || cdr_str_equal_nocase(registered, performed));
	if (same || (registered.n && recruited.n && performed.n))
		cdr_facts_set_boolean(facts, "corridor.third_country", !same);
	set_crew(facts, terms);
	if (recruited.n || registered.n || performed.n) {
		recruited = or_unknown(recruited);
		registered = or_unknown(registered);
		performed = or_unknown(performed);
		cdr_facts_set_text(facts, "corridor.path",
		                   cdr_str_format(arena, "%.*s → %.*s → %.*s", CDR_STR_ARG(recruited),
		                                  CDR_STR_ARG(registered), CDR_STR_ARG(performed)));
	}
}

/* ------------------------------------------------------------------------------------------------------------ facts */

void
facts_of_terms(struct cdr_facts *facts, const struct terms *terms, struct cdr_date today, struct cdr_arena *arena)
{
	double hours, days;
	for (size_t i = 0; i < TERM_COUNT; i++) {
		if (terms->values[i].n && term_columns[i].fact)
			facts_set_column(facts, &term_columns[i], terms->values[i], arena);
	}
	cdr_facts_set_date(facts, "engagement.recruited_on", terms->recruited_on);
	cdr_facts_set_date(facts, "engagement.ended_on", terms->ended_on);
	if (terms->recruited_on.ymd)
		cdr_facts_set_number(facts, "engagement.days_since_recruited",
		                     cdr_date_days_between(terms->recruited_on, today));
	if (terms_number(terms, TERM_HOURS_PER_DAY, &hours) && terms_number(terms, TERM_DAYS_PER_WEEK, &days))
		cdr_facts_set_number(facts, "engagement.hours_per_week", hours * days);
	facts_set_recorded(facts, "subagent.named", terms->values[TERM_SUB_AGENT_NAME],
	                   terms->values[TERM_BLANK_SUB_AGENT_NAME]);
	set_worker_costs(facts, terms);
	set_corridor(facts, terms, arena);
}

static const struct column_fact supplier_columns[] = {
	{ "name", "supplier.name", AS_TEXT },
	{ "country", "supplier.country", AS_TEXT },
	{ "sector", "supplier.sector", AS_TEXT },
	{ "public_contract", "supplier.public_contract", AS_BOOLEAN },
	{ "on_site_service", "supplier.on_site_service", AS_BOOLEAN },
};

static void
set_supplier(struct cdr_facts *facts, const struct cdr_party *supplier, struct cdr_arena *arena)
{
	for (size_t i = 0; i < CDR_LEN(supplier_columns); i++)
		facts_set_column(facts, &supplier_columns[i], cdr_party_get(supplier, supplier_columns[i].column),
		                 arena);
	if (supplier->n_products)
		cdr_facts_set_list(facts, "supplier.products", supplier->products, supplier->n_products);
	facts_set_recorded(facts, "supplier.supplies_another", cdr_party_get(supplier, "parent_id"),
	                   cdr_party_get(supplier, "blank:parent_id"));
}

void
facts_of_engagement(struct cdr_facts *facts, const struct cdr_engagement *engagement, const struct cdr_party *supplier,
                    struct cdr_date today, struct cdr_arena *arena)
{
	struct terms terms;
	terms_of(engagement, &terms);
	facts_of_terms(facts, &terms, today, arena);
	cdr_facts_set_date(facts, "screening.day", today);
	cdr_facts_set_boolean(facts, "engagement.supplier_known", supplier != NULL);
	if (supplier)
		set_supplier(facts, supplier, arena);
}
