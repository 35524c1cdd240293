/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records and answers -> the facts that rules may name (symbols.c). A value that is not given stays unknown; nothing is
 * guessed. Text values that ought to be numbers, dates or words were checked on import, so one that does not read here
 * is left unknown too.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

/* ------------------------------------------------------------------------------------------------- typed attributes */

static void
set_number(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	double number;
	if (cdr_str_to_double(value, &number))
		cdr_facts_set_number(facts, fact, number);
}

static void
set_boolean(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	if (cdr_str_equal(value, CDR_STR("true")))
		cdr_facts_set_boolean(facts, fact, true);
	else if (cdr_str_equal(value, CDR_STR("false")))
		cdr_facts_set_boolean(facts, fact, false);
}

static void
set_date(struct cdr_facts *facts, const char *fact, struct cdr_str value)
{
	struct cdr_date date;
	if (cdr_date_parse(value, &date))
		cdr_facts_set_date(facts, fact, date);
}

static void
set_list(struct cdr_facts *facts, const char *fact, struct cdr_str value, struct cdr_arena *arena)
{
	struct cdr_str piece, rest = value;
	size_t n = 0, max = 1;
	for (size_t i = 0; i < value.n; i++)
		max += value.p[i] == '|' ? 1 : 0;
	struct cdr_str *items = value.n ? cdr_arena_alloc(arena, max * sizeof(*items)) : NULL;
	if (!items)
		return;
	while (cdr_str_split(&rest, '|', &piece)) {
		piece = cdr_str_trim(piece);
		if (piece.n)
			items[n++] = piece;
	}
	cdr_facts_set_list(facts, fact, items, n);
}

/* A canonical column and the fact it becomes. One table a kind of record. */
enum column_type { AS_TEXT, AS_NUMBER, AS_BOOLEAN, AS_DATE, AS_LIST };
struct column_fact {
	const char *column, *fact;
	enum column_type type;
};

static void
set_typed(struct cdr_facts *facts, const struct column_fact *row, struct cdr_str value, struct cdr_arena *arena)
{
	switch (row->type) {
	case AS_TEXT:
		cdr_facts_set_text(facts, row->fact, value.n ? value : (struct cdr_str){ NULL, 0 });
		return;
	case AS_NUMBER:
		set_number(facts, row->fact, value);
		return;
	case AS_BOOLEAN:
		set_boolean(facts, row->fact, value);
		return;
	case AS_DATE:
		set_date(facts, row->fact, value);
		return;
	case AS_LIST:
		set_list(facts, row->fact, value, arena);
		return;
	}
}

/* ----------------------------------------------------------------------------------------------------------- party */

static const struct column_fact party_columns[] = {
	{ "name", "party.name", AS_TEXT },
	{ "kind", "party.kind", AS_TEXT },
	{ "country", "party.country", AS_TEXT },
	{ "sector", "party.sector", AS_TEXT },
	{ "tier", "party.tier", AS_NUMBER },
	{ "uses_labour_providers", "party.uses_labour_providers", AS_BOOLEAN },
	{ "last_review_on", "party.last_review_on", AS_DATE },
	{ "responsible_person", "party.responsible_person", AS_TEXT },
	{ "forced_labour_clause", "party.forced_labour_clause", AS_BOOLEAN },
	{ "child_labour_clause", "party.child_labour_clause", AS_BOOLEAN },
	{ "code_of_conduct", "party.code_of_conduct", AS_BOOLEAN },
	{ "public_contract", "party.public_contract", AS_BOOLEAN },
	{ "workers_migrant_pct", "party.workers_migrant_pct", AS_NUMBER },
	{ "workers_temporary_pct", "party.workers_temporary_pct", AS_NUMBER },
	{ "grievance_channel", "party.grievance_channel", AS_BOOLEAN },
	{ "region", "party.region", AS_TEXT },
	{ "product_origins", "party.product_origins", AS_LIST },
	{ "on_site_service", "party.on_site_service", AS_BOOLEAN },
	{ "tourism_code", "party.tourism_code", AS_BOOLEAN },
	{ "training_completed", "party.training_completed", AS_BOOLEAN },
	{ "subcontracts", "party.subcontracts", AS_BOOLEAN },
	{ "subcontracting_disclosed", "party.subcontracting_disclosed", AS_BOOLEAN },
	{ "officials_interest", "party.officials_interest", AS_BOOLEAN },
	{ "provenance_documented", "party.provenance_documented", AS_BOOLEAN },
	{ "price_to_peers_pct", "party.price_to_peers_pct", AS_NUMBER },
	{ "workers_total", "party.workers_total", AS_NUMBER },
	{ "workers_female_pct", "party.workers_female_pct", AS_NUMBER },
	{ "no_written_contract_pct", "party.no_written_contract_pct", AS_NUMBER },
	{ "workers_without_identity_pct", "party.workers_without_identity_pct", AS_NUMBER },
	{ "youngest_worker", "party.youngest_worker", AS_NUMBER },
	{ "age_evidence", "party.age_evidence", AS_TEXT },
	{ "union_present", "party.union_present", AS_BOOLEAN },
	{ "collective_agreement", "party.collective_agreement", AS_BOOLEAN },
	{ "complaints_last_year", "party.complaints_last_year", AS_NUMBER },
	{ "rights_information", "party.rights_information", AS_BOOLEAN },
};

/* Days from a day that a column names to the day of the screening. */
static const struct {
	const char *column, *fact;
} party_days[] = {
	{ "last_review_on", "party.days_since_review" },
	{ "code_monitored_on", "party.days_since_code_monitored" },
	{ "inspected_on", "party.days_since_inspection" },
};

/* Whether the uploaded list holds a value: yes, left blank, or (unknown) it has no such column. */
static void
set_recorded(struct cdr_facts *facts, const char *fact, const struct cdr_party *party, const char *column,
             const char *blank)
{
	if (cdr_party_get(party, column).n)
		cdr_facts_set_boolean(facts, fact, true);
	else if (cdr_party_get(party, blank).n)
		cdr_facts_set_boolean(facts, fact, false);
}

void
facts_of_party(struct cdr_facts *facts, const struct cdr_party *party, struct cdr_date today, struct cdr_arena *arena)
{
	for (size_t i = 0; i < CDR_LEN(party_columns); i++)
		set_typed(facts, &party_columns[i], cdr_party_get(party, party_columns[i].column), arena);
	if (party->n_products)
		cdr_facts_set_list(facts, "party.products", party->products, party->n_products);
	set_recorded(facts, "party.review_recorded", party, "last_review_on", "blank:last_review_on");
	set_recorded(facts, "party.responsible_recorded", party, "responsible_person", "blank:responsible_person");
	set_recorded(facts, "party.code_monitoring_recorded", party, "code_monitored_on", "blank:code_monitored_on");
	for (size_t i = 0; i < CDR_LEN(party_days); i++) {
		struct cdr_date day;
		if (cdr_date_parse(cdr_party_get(party, party_days[i].column), &day))
			cdr_facts_set_number(facts, party_days[i].fact, cdr_date_days_between(day, today));
	}
	cdr_facts_set_date(facts, "screening.day", today);
}

static void
set_verdict(struct cdr_facts *facts, const char *fact, enum cdr_verdict verdict)
{
	if (verdict != CDR_VERDICT_NOT_CHECKED)
		cdr_facts_set_text(facts, fact, cdr_str_from(cdr_verdict_word(verdict)));
}

void
facts_of_party_lists(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct listings *listings,
                     const struct goods_answer *goods, struct cdr_date today)
{
	static const struct {
		enum cdr_registry_kind kind;
		const char *fact;
	} rows[] = {
		{ CDR_REGISTRY_IMPORT_BAN, "listing.import_ban.verdict" },
		{ CDR_REGISTRY_DEBARMENT, "listing.debarment.verdict" },
		{ CDR_REGISTRY_SANCTIONS, "listing.sanctions.verdict" },
		{ CDR_REGISTRY_REVOCATION_LIST, "listing.revocation_list.verdict" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++)
		set_verdict(facts, rows[i].fact, listings_verdict(lists, listings, rows[i].kind, today));
	struct cdr_date listed = { 0 };
	for (size_t i = 0; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->registry_kind == CDR_REGISTRY_IMPORT_BAN && listing->listed_on.ymd && !listed.ymd)
			listed = listing->listed_on;
	}
	if (listed.ymd)
		cdr_facts_set_number(facts, "listing.import_ban.days_listed", cdr_date_days_between(listed, today));
	set_verdict(facts, "goods.forced_labour_listed", goods->forced);
	set_verdict(facts, "goods.child_labour_listed", goods->child);
	cdr_facts_set_text(facts, "goods.listed_good", goods->good);
	cdr_facts_set_text(facts, "goods.edition", goods->edition);
}

/* ------------------------------------------------------------------------------------------------------ engagement */

static const struct column_fact engagement_columns[] = {
	{ "agency_name", "agency.name", AS_TEXT },
	{ "agency_country", "agency.country", AS_TEXT },
	{ "fee_amount", "engagement.fee_amount", AS_NUMBER },
	{ "fee_currency", "engagement.fee_currency", AS_TEXT },
	{ "fee_paid_by", "engagement.fee_paid_by", AS_TEXT },
	{ "documents_held_by", "engagement.documents_held_by", AS_TEXT },
	{ "contract_language", "engagement.contract_language", AS_TEXT },
	{ "worker_languages", "engagement.worker_languages", AS_LIST },
	{ "contract_class", "engagement.contract_class", AS_TEXT },
	{ "visa_promised", "engagement.visa_promised", AS_TEXT },
	{ "visa_issued", "engagement.visa_issued", AS_TEXT },
	{ "hours_per_day", "engagement.hours_per_day", AS_NUMBER },
	{ "days_per_week", "engagement.days_per_week", AS_NUMBER },
	{ "pay_deferred", "engagement.pay_deferred", AS_BOOLEAN },
	{ "housing_charge_monthly", "engagement.housing_charge_monthly", AS_NUMBER },
	{ "channel", "engagement.channel", AS_TEXT },
	{ "subcontract_depth", "engagement.subcontract_depth", AS_NUMBER },
	{ "vessel_flag", "engagement.vessel_flag", AS_TEXT },
	{ "charterer_country", "engagement.charterer_country", AS_TEXT },
	{ "agency_kind", "agency.kind", AS_TEXT },
	{ "sub_agent_name", "subagent.name", AS_TEXT },
	{ "workers", "engagement.workers", AS_NUMBER },
	{ "worker_countries", "engagement.worker_countries", AS_LIST },
	{ "recruited_in", "engagement.recruited_in", AS_TEXT },
	{ "registered_in", "engagement.registered_in", AS_TEXT },
	{ "performed_in", "engagement.performed_in", AS_TEXT },
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
	{ "repaid_amount", "engagement.repaid_amount", AS_NUMBER },
	{ "repaid_on", "engagement.repaid_on", AS_DATE },
	{ "regulator", "engagement.regulator", AS_TEXT },
	{ "contract_copy_given", "engagement.contract_copy_given", AS_BOOLEAN },
	{ "contract_signed_before_departure", "engagement.contract_signed_before_departure", AS_BOOLEAN },
	{ "second_contract", "engagement.second_contract", AS_BOOLEAN },
	{ "job_as_promised", "engagement.job_as_promised", AS_BOOLEAN },
	{ "leave_penalty", "engagement.leave_penalty", AS_BOOLEAN },
	{ "government_contract", "engagement.government_contract", AS_BOOLEAN },
	{ "overtime_paid", "engagement.overtime_paid", AS_BOOLEAN },
	{ "pay_kind", "engagement.pay_kind", AS_TEXT },
	{ "wage_promised_monthly", "engagement.wage_promised_monthly", AS_NUMBER },
	{ "wage_paid_monthly", "engagement.wage_paid_monthly", AS_NUMBER },
	{ "wage_currency", "engagement.wage_currency", AS_TEXT },
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

/* What workers paid in all: the fee and the other costs whose payer is the worker. Known when at least one payer is. */
static void
set_worker_costs(struct cdr_facts *facts, const struct cdr_engagement *engagement)
{
	static const char *const costs[][2] = {
		{ "fee_amount", "fee_paid_by" },
		{ "visa_cost_amount", "visa_cost_paid_by" },
		{ "transport_cost_amount", "transport_cost_paid_by" },
		{ "medical_cost_amount", "medical_cost_paid_by" },
		{ "housing_cost_amount", "housing_cost_paid_by" },
	};
	double sum = 0, amount;
	bool known = false;
	for (size_t i = 0; i < CDR_LEN(costs); i++) {
		struct cdr_str payer = cdr_engagement_get(engagement, costs[i][1]);
		if (!payer.n)
			continue;
		if (!cdr_str_equal(payer, CDR_STR("worker")))
			known = true;
		else if (cdr_str_to_double(cdr_engagement_get(engagement, costs[i][0]), &amount)) {
			known = true;
			sum += amount;
		}
	}
	if (known)
		cdr_facts_set_number(facts, "engagement.worker_costs", sum);
}

void
facts_of_engagement(struct cdr_facts *facts, const struct cdr_engagement *engagement, bool supplier_known,
                    struct cdr_arena *arena)
{
	for (size_t i = 0; i < CDR_LEN(engagement_columns); i++)
		set_typed(facts, &engagement_columns[i], cdr_engagement_get(engagement, engagement_columns[i].column),
		          arena);
	cdr_facts_set_date(facts, "engagement.recruited_on", engagement->recruited_on);
	cdr_facts_set_date(facts, "engagement.ended_on", engagement->ended_on);
	set_worker_costs(facts, engagement);
	cdr_facts_set_boolean(facts, "engagement.supplier_known", supplier_known);
}

static void
set_licence(struct cdr_facts *facts, const char *fact, enum cdr_licence status)
{
	if (status != CDR_LICENCE_UNKNOWN)
		cdr_facts_set_text(facts, fact, cdr_str_from(cdr_licence_word(status)));
}

/* What lost licences share with the agency's own, in words, each once. */
static struct cdr_str
links_text(const struct listings *linked, struct cdr_arena *arena)
{
	static const struct {
		const char *code, *words;
	} kinds[] = { { "link.number", "a registration number" },
		      { "link.address", "an address" },
		      { "link.name", "nearly a name" } };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	for (size_t k = 0; k < CDR_LEN(kinds); k++) {
		bool told = false;
		for (size_t i = 0; i < linked->items.n && !told; i++) {
			const struct cdr_listing *listing = CDR_VEC_AT(&linked->items, struct cdr_listing, i);
			for (size_t r = 0; r < listing->n_reasons && !told; r++)
				told = cdr_str_equal(listing->reasons[r].code, cdr_str_from(kinds[k].code));
		}
		if (told)
			cdr_buf_printf(&text, "%s%s", text.n ? " and " : "", kinds[k].words);
	}
	return text.failed ? (struct cdr_str){ NULL, 0 } : cdr_str_copy(arena, cdr_buf_str(&text));
}

/* Known wherever a register was there to be asked: an agency without a licence there has none that began after another. */
static void
set_links(struct cdr_facts *facts, const struct agency_answer *answer, struct cdr_arena *arena)
{
	const struct listings *linked = &answer->linked;
	if (!answer->register_loaded)
		return;
	cdr_facts_set_number(facts, "agency.linked_lost_licences", (double)linked->items.n);
	if (linked->items.n == 0)
		return;
	cdr_facts_set_text(facts, "agency.linked_by", links_text(linked, arena));
	cdr_facts_set_text(facts, "agency.linked_name", CDR_VEC_AT(&linked->items, struct cdr_listing, 0)->entry_name);
}

void
facts_of_agency(struct cdr_facts *facts, const struct cdr_screen_lists *lists, const struct agency_answer *answer,
                struct cdr_date today, struct cdr_arena *arena)
{
	set_licence(facts, "agency.status_on_recruitment", answer->status_on);
	set_licence(facts, "agency.status_today", answer->status_today);
	set_verdict(facts, "agency.match", answer->match);
	if (answer->register_loaded) {
		char as_of[CDR_DATE_TEXT_MAX];
		cdr_facts_set_text(facts, "agency.register",
		                   cdr_str_format(arena, "%.*s, copy of %s", CDR_STR_ARG(answer->register_id),
		                                  cdr_date_text(answer->register_as_of, as_of)));
		cdr_facts_set_number(facts, "agency.candidates", (double)answer->n_candidates);
		cdr_facts_set_boolean(facts, "agency.register_stale", answer->register_stale);
	}
	cdr_facts_set_boolean(facts, "agency.register_complete", answer->register_loaded && answer->register_complete);
	set_links(facts, answer, arena);
	const struct listings *listings = &answer->listings;
	set_verdict(facts, "agency.revocation_list",
	            listings_verdict(lists, listings, CDR_REGISTRY_REVOCATION_LIST, today));
	set_verdict(facts, "agency.listing.sanctions",
	            listings_verdict(lists, listings, CDR_REGISTRY_SANCTIONS, today));
	set_verdict(facts, "agency.listing.import_ban",
	            listings_verdict(lists, listings, CDR_REGISTRY_IMPORT_BAN, today));
	set_verdict(facts, "agency.listing.debarment",
	            listings_verdict(lists, listings, CDR_REGISTRY_DEBARMENT, today));
}
