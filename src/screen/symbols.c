/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facts that risk rules may name: this table is their only definition. The rule language checks rules against it,
 * `candor rules explain` prints it, facts.c fills them; the table in rulesets/README.md is made from it and a test
 * compares the two. The surprise: a verdict fact has no word for "not checked"; what was not checked is unknown.
 */
#include "candor/screen.h"

static const char *const verdict_words[] = { "clear", "possible", "match", NULL };
static const char *const payer_words[] = { "employer", "worker", "agency", "other", NULL };
static const char *const holder_words[] = { "worker", "employer", "agency", "other", NULL };
static const char *const channel_words[] = { "public", "private", "informal", "direct", NULL };
/* Without "unknown": an unknown status is an unknown fact. */
static const char *const licence_words[] = { "valid",       "valid_conditional",
	                                     "pending",     "expired",
	                                     "suspended",   "suspended_admin",
	                                     "revoked",     "revoked_immediate",
	                                     "refused",     "banned",
	                                     "surrendered", "ceased",
	                                     "absent",      NULL };

#define PARTY(name, type, about)                                                                                       \
	{                                                                                                              \
		name, CDR_FACT_##type, NULL, "party", about                                                            \
	}
#define ENGAGEMENT(name, type, about)                                                                                  \
	{                                                                                                              \
		name, CDR_FACT_##type, NULL, "engagement", about                                                       \
	}
#define PARTY_WORD(name, words, about)                                                                                 \
	{                                                                                                              \
		name, CDR_FACT_WORD, words, "party", about                                                             \
	}
#define ENGAGEMENT_WORD(name, words, about)                                                                            \
	{                                                                                                              \
		name, CDR_FACT_WORD, words, "engagement", about                                                        \
	}

static const struct cdr_symbol rows[] = {
	PARTY("party.name", TEXT, "name of the supplier, for messages"),
	PARTY("party.kind", TEXT, "what it is: supplier, site, labour provider …, in the word of the imported list"),
	PARTY("party.country", TEXT, "country, ISO 3166-1 alpha-2; no rule may rest on it alone"),
	PARTY("party.sector", TEXT, "sector, as imported"),
	PARTY("party.products", TEXT_LIST, "goods or services supplied, as imported"),
	PARTY("party.tier", NUMBER, "1 supplies us directly, 2 supplies tier 1 …"),
	PARTY("party.uses_labour_providers", BOOLEAN, "workers come through agencies or labour providers"),
	PARTY("party.last_review_on", DATE, "day of the last human-rights or due-diligence review"),
	PARTY("party.review_recorded", BOOLEAN, "the list names a last review; unknown where it has no such column"),
	PARTY("party.days_since_review", NUMBER, "days from that review to the day of the screening"),
	PARTY("party.responsible_person", TEXT, "who in our organisation answers for this supplier"),
	PARTY("party.responsible_recorded", BOOLEAN, "the list names who answers; unknown where it has no such column"),
	PARTY("party.forced_labour_clause", BOOLEAN, "the contract forbids forced labour"),
	PARTY("party.child_labour_clause", BOOLEAN, "the contract forbids child labour"),
	PARTY("party.code_of_conduct", BOOLEAN, "the supplier has accepted a code of conduct"),
	PARTY("party.public_contract", BOOLEAN, "it works on a contract of a public body"),
	PARTY("party.workers_migrant_pct", NUMBER, "share of migrant workers, 0 to 100; never a sole ground"),
	PARTY("party.workers_temporary_pct", NUMBER, "share of temporary and agency workers, 0 to 100"),
	PARTY("party.grievance_channel", BOOLEAN, "workers have a channel for complaints"),
	PARTY_WORD("listing.import_ban.verdict", verdict_words, "against lists of import bans"),
	PARTY("listing.import_ban.days_listed", NUMBER, "days since the import ban was published"),
	PARTY_WORD("listing.debarment.verdict", verdict_words, "against lists of debarred suppliers"),
	PARTY_WORD("listing.sanctions.verdict", verdict_words, "against sanctions lists"),
	PARTY_WORD("listing.revocation_list.verdict", verdict_words,
	           "against lists of revoked or deregistered recruitment agencies"),
	PARTY_WORD("goods.forced_labour_listed", verdict_words,
	           "its goods and country against lists of goods made with forced labour"),
	PARTY_WORD("goods.child_labour_listed", verdict_words,
	           "its goods and country against lists of goods made with child labour"),
	PARTY("goods.listed_good", TEXT, "the good as the list names it"),
	PARTY("goods.edition", TEXT, "the edition of that list"),

	ENGAGEMENT("agency.name", TEXT, "name of the recruitment agency, for messages"),
	ENGAGEMENT("agency.country", TEXT, "country of the agency, ISO 3166-1 alpha-2"),
	ENGAGEMENT_WORD("agency.status_on_recruitment", licence_words,
	                "licence on the day of recruitment, as today's snapshot tells it"),
	ENGAGEMENT_WORD("agency.status_today", licence_words, "licence on the day of the screening"),
	ENGAGEMENT_WORD("agency.match", verdict_words, "how surely the agency was found in the register"),
	ENGAGEMENT("agency.candidates", NUMBER, "entries of the register that may be this agency"),
	ENGAGEMENT("agency.register", TEXT, "the register asked, and the day of the copy that was looked at"),
	ENGAGEMENT("agency.register_stale", BOOLEAN, "our copy of the register is older than its definition allows"),
	ENGAGEMENT("agency.register_complete", BOOLEAN,
	           "a register of that country is loaded in which absence means not licensed"),
	ENGAGEMENT_WORD("agency.revocation_list", verdict_words, "against lists of revoked or deregistered agencies"),
	ENGAGEMENT_WORD("agency.listing.sanctions", verdict_words, "the agency against sanctions lists"),
	ENGAGEMENT_WORD("agency.listing.import_ban", verdict_words, "the agency against lists of import bans"),
	ENGAGEMENT_WORD("agency.listing.debarment", verdict_words, "the agency against lists of debarred suppliers"),
	ENGAGEMENT("agency.linked_lost_licences", NUMBER,
	           "licences revoked, suspended or banned before its own began, that share an address, a number or "
	           "nearly a "
	           "name with it"),
	ENGAGEMENT("agency.linked_by", TEXT, "what they share, in words"),
	ENGAGEMENT("agency.linked_name", TEXT, "the name on the first of them, for messages"),

	ENGAGEMENT("engagement.recruited_on", DATE, "day the workers were recruited"),
	ENGAGEMENT("engagement.ended_on", DATE, "day the engagement ended"),
	ENGAGEMENT("engagement.fee_amount", NUMBER, "recruitment fee, in whole units of its currency"),
	ENGAGEMENT("engagement.fee_currency", TEXT, "currency of the fee, ISO 4217"),
	ENGAGEMENT_WORD("engagement.fee_paid_by", payer_words, "who paid the fee"),
	ENGAGEMENT("engagement.worker_costs", NUMBER,
	           "all that workers paid: fee, visa, transport, medical, housing; 0 when others paid"),
	ENGAGEMENT_WORD("engagement.documents_held_by", holder_words, "who keeps passports and identity papers"),
	ENGAGEMENT("engagement.contract_language", TEXT, "language of the contract, ISO 639"),
	ENGAGEMENT("engagement.worker_languages", TEXT_LIST, "languages the workers read, ISO 639"),
	ENGAGEMENT("engagement.contract_class", TEXT, "employment, training, service …, as imported"),
	ENGAGEMENT("engagement.visa_promised", TEXT, "kind of visa promised"),
	ENGAGEMENT("engagement.visa_issued", TEXT, "kind of visa issued"),
	ENGAGEMENT("engagement.hours_per_day", NUMBER, "usual hours of work in a day"),
	ENGAGEMENT("engagement.days_per_week", NUMBER, "usual days of work in a week"),
	ENGAGEMENT("engagement.pay_deferred", BOOLEAN, "pay is kept back until later, e.g. the end of the contract"),
	ENGAGEMENT("engagement.housing_charge_monthly", NUMBER, "monthly charge for housing, in the fee's currency"),
	ENGAGEMENT_WORD("engagement.channel", channel_words, "how workers were found"),
	ENGAGEMENT("engagement.subcontract_depth", NUMBER, "intermediaries between the supplier and the workers"),
	ENGAGEMENT("engagement.vessel_flag", TEXT, "flag of the vessel, ISO 3166-1 alpha-2"),
	ENGAGEMENT("engagement.charterer_country", TEXT, "country of who charters the vessel"),
	ENGAGEMENT("engagement.supplier_known", BOOLEAN, "the supplier named is in the supplier list"),
};

const struct cdr_symbols *
cdr_screen_symbols(void)
{
	static const struct cdr_symbols symbols = { rows, CDR_LEN(rows) };
	return &symbols;
}
