/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where a fact comes from: the columns of a supplier's or engagement's row that make it known, or what else. It is facts.c,
 * terms.c and their neighbours read backwards, for whoever asks for what is missing. The surprise: most facts are not in
 * the table below, because a fact of a column carries that column's name; a test holds every fact to an answer here.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

/* Facts that are made of columns of another name, or of several. Of several, those a row lacks are asked. */
static const struct {
	const char *fact;
	struct fact_source source;
} made_facts[] = {
	{ "party.review_recorded", { FACT_FROM_PARTY, { "last_review_on" } } },
	{ "party.days_since_review", { FACT_FROM_PARTY, { "last_review_on" } } },
	{ "party.responsible_recorded", { FACT_FROM_PARTY, { "responsible_person" } } },
	{ "party.days_since_code_monitored", { FACT_FROM_PARTY, { "code_monitored_on" } } },
	{ "party.code_monitoring_recorded", { FACT_FROM_PARTY, { "code_monitored_on" } } },
	{ "party.days_since_inspection", { FACT_FROM_PARTY, { "inspected_on" } } },
	{ "goods.forced_labour_listed", { FACT_FROM_PARTY, { "products", "product_origins" } } },
	{ "goods.child_labour_listed", { FACT_FROM_PARTY, { "products", "product_origins" } } },
	{ "graph.parent_named", { FACT_FROM_PARTY, { "parent_id" } } },
	{ "agency.status_on_recruitment",
	  { FACT_FROM_ENGAGEMENT, { "recruited_on", "agency_country", "agency_licence_number" } } },
	{ "agency.status_today", { FACT_FROM_ENGAGEMENT, { "agency_country", "agency_licence_number" } } },
	{ "agency.match", { FACT_FROM_ENGAGEMENT, { "agency_country", "agency_licence_number" } } },
	{ "agency.candidates", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "agency.register", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "agency.register_stale", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "agency.register_complete", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "agency.number_missing", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "agency.linked_lost_licences", { FACT_FROM_ENGAGEMENT, { "agency_country" } } },
	{ "subagent.named", { FACT_FROM_ENGAGEMENT, { "sub_agent_name" } } },
	{ "subagent.status_on_recruitment",
	  { FACT_FROM_ENGAGEMENT,
	    { "recruited_on", "sub_agent_name", "sub_agent_country", "sub_agent_licence_number" } } },
	{ "subagent.match",
	  { FACT_FROM_ENGAGEMENT, { "sub_agent_name", "sub_agent_country", "sub_agent_licence_number" } } },
	{ "supplier.supplies_another", { FACT_FROM_SUPPLIER, { "parent_id" } } },
	{ "engagement.recruited_on", { FACT_FROM_ENGAGEMENT, { "recruited_on" } } },
	{ "engagement.ended_on", { FACT_FROM_ENGAGEMENT, { "ended_on" } } },
	{ "engagement.days_since_recruited", { FACT_FROM_ENGAGEMENT, { "recruited_on" } } },
	{ "engagement.worker_costs", { FACT_FROM_ENGAGEMENT, { "fee_paid_by", "fee_amount" } } },
	{ "engagement.hours_per_week", { FACT_FROM_ENGAGEMENT, { "hours_per_day", "days_per_week" } } },
	{ "corridor.cross_border", { FACT_FROM_ENGAGEMENT, { "recruited_in", "performed_in" } } },
	{ "corridor.third_country", { FACT_FROM_ENGAGEMENT, { "recruited_in", "registered_in", "performed_in" } } },
	{ "corridor.path", { FACT_FROM_ENGAGEMENT, { "recruited_in", "registered_in", "performed_in" } } },
	{ "corridor.crew_foreign",
	  { FACT_FROM_ENGAGEMENT, { "vessel_flag", "worker_countries", "charterer_country" } } },
	{ "ledger.months_of_pay",
	  { FACT_FROM_ENGAGEMENT, { "fee_amount", "fee_paid_by", "wage_promised_monthly", "wage_currency" } } },
	{ "ledger.housing_monthly", { FACT_FROM_ENGAGEMENT, { "housing_charge_monthly", "fee_currency" } } },
	{ "ledger.repaid", { FACT_FROM_ENGAGEMENT, { "repaid_amount", "fee_currency" } } },
	{ "ledger.repayment_due",
	  { FACT_FROM_ENGAGEMENT, { "fee_amount", "fee_paid_by", "fee_currency", "workers" } } },
};

/* Facts by the beginning of their name; the first that fits. Behind those the prefix of a column's own facts is cut off. */
static const struct {
	const char *prefix;
	struct fact_source source;
	bool same_name; /* the rest of the name is the column */
} prefixes[] = {
	{ "screening.", { FACT_FROM_OTHERS, { NULL } }, false },
	{ "party.", { FACT_FROM_PARTY, { NULL } }, true },
	{ "supplier.", { FACT_FROM_SUPPLIER, { NULL } }, true },
	{ "listing.", { FACT_FROM_LISTS, { NULL } }, false },
	{ "goods.", { FACT_FROM_LISTS, { NULL } }, false },
	{ "agency.", { FACT_FROM_LISTS, { NULL } }, false },
	{ "subagent.", { FACT_FROM_LISTS, { NULL } }, false },
	{ "engagement.", { FACT_FROM_OTHERS, { NULL } }, false },
	{ "ledger.", { FACT_FROM_ENGAGEMENT, { "fee_amount", "fee_currency", "fee_paid_by" } }, false },
	{ "graph.", { FACT_FROM_OTHERS, { NULL } }, false },
	{ "awareness.", { FACT_FROM_OTHERS, { NULL } }, false },
	{ "indicator.", { FACT_FROM_RECORDS, { NULL } }, false },
	{ "audit.", { FACT_FROM_RECORDS, { NULL } }, false },
	{ "certificate.", { FACT_FROM_RECORDS, { NULL } }, false },
	{ "survey.", { FACT_FROM_RECORDS, { NULL } }, false },
	{ "allegation.", { FACT_FROM_RECORDS, { NULL } }, false },
};

/* A fact that stands for one column of an engagement's row. */
static bool
find_term(struct cdr_str fact, struct fact_source *ret)
{
	for (size_t i = 0; i < TERM_COUNT; i++) {
		if (!term_columns[i].fact || !cdr_str_equal(cdr_str_from(term_columns[i].fact), fact))
			continue;
		*ret = (struct fact_source){ FACT_FROM_ENGAGEMENT, { term_columns[i].column } };
		return true;
	}
	return false;
}

bool
fact_source_find(struct cdr_str fact, struct fact_source *ret)
{
	for (size_t i = 0; i < CDR_LEN(made_facts); i++) {
		if (cdr_str_equal(cdr_str_from(made_facts[i].fact), fact)) {
			*ret = made_facts[i].source;
			return true;
		}
	}
	if (find_term(fact, ret))
		return true;
	const struct cdr_symbol *symbol = cdr_symbol_find(cdr_screen_symbols(), fact);
	for (size_t i = 0; symbol && i < CDR_LEN(prefixes); i++) {
		if (!cdr_str_starts_with(fact, cdr_str_from(prefixes[i].prefix)))
			continue;
		*ret = prefixes[i].source;
		/* Symbols are literals, so what follows the prefix ends like a C string. */
		if (prefixes[i].same_name)
			ret->columns[0] = symbol->name + strlen(prefixes[i].prefix);
		return true;
	}
	return false;
}

/* Columns about what we did and agreed ourselves: no supplier can fill them in. */
bool
fact_source_is_ours(struct cdr_str column)
{
	static const char *const ours[] = { "tier",
		                            "parent_id",
		                            "last_review_on",
		                            "responsible_person",
		                            "code_monitored_on",
		                            "forced_labour_clause",
		                            "child_labour_clause",
		                            "code_of_conduct",
		                            "public_contract",
		                            "on_site_service",
		                            "price_to_peers_pct" };
	for (size_t i = 0; i < CDR_LEN(ours); i++) {
		if (cdr_str_equal(cdr_str_from(ours[i]), column))
			return true;
	}
	return false;
}

bool
cdr_screen_fact_columns(struct cdr_str fact, struct cdr_fact_columns *ret)
{
	struct fact_source source = { 0 };
	if (!fact_source_find(fact, &source))
		return false;
	struct cdr_fact_columns columns = { .of_engagement = source.kind == FACT_FROM_ENGAGEMENT };
	if (!columns.of_engagement && source.kind != FACT_FROM_PARTY && source.kind != FACT_FROM_SUPPLIER)
		return false;
	for (size_t i = 0; i < FACT_SOURCE_MAX_COLUMNS; i++) {
		if (source.columns[i])
			columns.columns[columns.n++] = source.columns[i];
	}
	*ret = columns;
	return columns.n > 0;
}
