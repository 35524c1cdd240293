/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/model.h"

/*
 * facts-recruitment: what engagements say (agencies, fees, what was paid back), and whether the agency was licensed on the day
 * of recruitment, as the screening told it. The surprise: nobody keeps that status for an engagement with which nothing is
 * wrong. Licensed is one whose screening is clear, which asks for a permitting status on that day, and whose gaps do not name
 * the status; not licensed is one of which a finding says so. Everything else is not known.
 */

/* The fact of the risk rules that says it, as findings and gaps name it. */
#define STATUS_FACT "agency.status_on_recruitment"

void
cdr_recruiting_done(struct cdr_recruiting *recruiting)
{
	cdr_tally_done(&recruiting->names);
	cdr_tally_done(&recruiting->countries);
}

bool
cdr_recruiting_init(struct cdr_recruiting *recruiting, struct cdr_collect *collect)
{
	*recruiting = (struct cdr_recruiting){ .collect = collect, .workers_known = true };
	return cdr_tally_init(&recruiting->names, collect->set->arena, CDR_STATEMENT_MAX_PARTIES) &&
	       cdr_tally_init(&recruiting->countries, collect->set->arena, CDR_STATEMENT_MAX_PARTIES);
}

/* ------------------------------------------------------------------------------------------------------------- fees */

static bool
is_worker(struct cdr_str payer)
{
	return cdr_str_equal(payer, CDR_STR("worker"));
}

/* Less than the fee came back, so far as both amounts are known. */
static bool
is_in_part(const struct cdr_engagement *engagement)
{
	double fee, repaid;
	return cdr_str_to_double(cdr_engagement_get(engagement, "fee_amount"), &fee) &&
	       cdr_str_to_double(cdr_engagement_get(engagement, "repaid_amount"), &repaid) && repaid < fee;
}

static void
count_fees(struct cdr_recruiting *recruiting, const struct cdr_engagement *engagement)
{
	const struct cdr_year *year = &recruiting->collect->year;
	struct cdr_str payer = cdr_engagement_get(engagement, "fee_paid_by");
	struct cdr_date on = { 0 };
	int64_t workers = -1;
	recruiting->fees_stated += payer.n > 0;
	if (!is_worker(payer))
		return;
	recruiting->paid++;
	bool repaid = cdr_date_parse(cdr_engagement_get(engagement, "repaid_on"), &on) && on.ymd <= year->to.ymd;
	if (repaid && is_in_part(engagement)) {
		recruiting->repaid_in_part++;
		return;
	}
	if (!repaid)
		return;
	recruiting->repaid++;
	recruiting->repaid_in_year += cdr_year_has(year, on);
	if (!cdr_str_to_i64(cdr_engagement_get(engagement, "workers"), &workers) || workers < 0)
		recruiting->workers_known = false;
	recruiting->workers += workers;
}

/* Who paid is said of no engagement: then nothing is known of fees. */
static void
set_fees(const struct cdr_recruiting *recruiting, struct cdr_refs refs)
{
	struct cdr_fact_set *set = recruiting->collect->set;
	if (recruiting->fees_stated == 0)
		return;
	int64_t unpaid = recruiting->paid - recruiting->repaid - recruiting->repaid_in_part;
	cdr_fact_set_number(set, "fees.paid_by_workers", (double)recruiting->paid, refs);
	cdr_fact_set_number(set, "fees.unstated", (double)(recruiting->count - recruiting->fees_stated), refs);
	if (!recruiting->collect->year.from.ymd)
		return;
	cdr_fact_set_number(set, "fees.repaid", (double)recruiting->repaid, refs);
	cdr_fact_set_number(set, "fees.repaid_in_year", (double)recruiting->repaid_in_year, refs);
	cdr_fact_set_number(set, "fees.repaid_in_part", (double)recruiting->repaid_in_part, refs);
	cdr_fact_set_number(set, "fees.not_repaid", (double)unpaid, refs);
	if (recruiting->workers_known && recruiting->repaid > 0)
		cdr_fact_set_people(set, "fees.workers_repaid", recruiting->workers, -1, refs);
	cdr_fact_set_share(set, "fees.repaid", "fees.paid_by_workers", "fees.repaid_extent", "fees.repaid_share");
}

/* ------------------------------------------------------------------------------------------------------ engagements */

static enum cdr_status
note_engagement(struct cdr_collect *collect, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct cdr_arena *arena = collect->set->arena;
	struct cdr_recruited *recruited = cdr_arena_alloc(arena, sizeof(*recruited));
	struct cdr_str id = cdr_str_copy(arena, engagement->id);
	if (!recruited || !id.p || cdr_map_put(collect->engagements, id, recruited) != CDR_OK)
		return cdr_fail_memory(err, "statement");
	*recruited = (struct cdr_recruited){ .agency = cdr_str_copy(arena, engagement->agency_name),
		                             .dated = engagement->recruited_on.ymd != 0 };
	return CDR_OK;
}

enum cdr_status
cdr_recruiting_count(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct cdr_recruiting *recruiting = context;
	recruiting->count++;
	recruiting->without_number += engagement->agency_licence_number.n == 0;
	cdr_tally_add(&recruiting->countries, engagement->agency_country);
	if (engagement->agency_name.n)
		cdr_tally_add(&recruiting->names, engagement->agency_name);
	count_fees(recruiting, engagement);
	return note_engagement(recruiting->collect, engagement, err);
}

enum cdr_status
cdr_recruiting_set(const struct cdr_recruiting *recruiting, struct cdr_error *err)
{
	struct cdr_collect *collect = recruiting->collect;
	struct cdr_fact_set *set = collect->set;
	struct cdr_refs refs;
	if (recruiting->names.failed || recruiting->countries.failed)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_collect_imports(collect, CDR_STR("engagements"), &refs, err));
	if (refs.n == 0)
		return CDR_OK;
	cdr_fact_set_number(set, "engagements.count", (double)recruiting->count, refs);
	cdr_fact_set_number(set, "engagements.agencies", (double)cdr_map_count(recruiting->names.counts), refs);
	cdr_fact_set_number(set, "engagements.without_licence_number", (double)recruiting->without_number, refs);
	cdr_fact_set_text(set, "engagements.countries",
	                  cdr_tally_text(&recruiting->countries, &set->law->words, cdr_name_country), refs);
	set_fees(recruiting, refs);
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- licences */

void
cdr_recruited_screened(struct cdr_collect *collect, const struct cdr_screened_subject *subject)
{
	struct cdr_recruited *recruited = cdr_map_get(collect->engagements, subject->subject_id);
	if (!recruited || !recruited->dated || subject->verdict != CDR_VERDICT_CLEAR)
		return;
	if (cdr_str_find(subject->gaps_json, CDR_STR("\"" STATUS_FACT "\"")) < 0)
		recruited->licensed = CDR_LICENSED_YES;
}

/* A finding that is only a possible match says nothing about this agency's licence. */
void
cdr_recruited_found(struct cdr_collect *collect, const struct cdr_finding *finding)
{
	struct cdr_recruited *recruited =
		finding->engagement_id.n ? cdr_map_get(collect->engagements, finding->engagement_id) : NULL;
	if (!recruited || !recruited->dated || finding->verdict != CDR_VERDICT_MATCH)
		return;
	for (size_t i = 0; i < finding->n_facts; i++) {
		if (!cdr_str_equal(finding->facts[i].name, CDR_STR(STATUS_FACT)))
			continue;
		int status = cdr_licence_from(finding->facts[i].value);
		if (status <= CDR_LICENCE_UNKNOWN)
			continue;
		bool revoked = status == CDR_LICENCE_REVOKED || status == CDR_LICENCE_REVOKED_IMMEDIATE ||
		               status == CDR_LICENCE_BANNED;
		recruited->licensed = cdr_licence_permits((enum cdr_licence)status) ? CDR_LICENSED_YES
		                      : revoked                                     ? CDR_LICENSED_REVOKED
		                                                                    : CDR_LICENSED_NO;
	}
}

/* Of an agency over all engagements with it. */
struct agency {
	bool licensed, not_licensed, unknown;
};

static bool
add_agency(struct cdr_map *agencies, struct cdr_arena *arena, const struct cdr_recruited *recruited)
{
	struct agency *agency = cdr_map_get(agencies, recruited->agency);
	if (!agency) {
		agency = cdr_arena_alloc(arena, sizeof(*agency));
		if (!agency || cdr_map_put(agencies, recruited->agency, agency) != CDR_OK)
			return false;
	}
	agency->licensed |= recruited->licensed == CDR_LICENSED_YES;
	agency->not_licensed |= recruited->licensed >= CDR_LICENSED_NO;
	agency->unknown |= recruited->licensed == CDR_LICENSED_UNKNOWN;
	return true;
}

static enum cdr_status
set_agencies(struct cdr_collect *collect, struct cdr_refs refs, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	int64_t checked = 0, licensed = 0, not_licensed = 0;
	cdr_owned(cdr_map) agencies = cdr_map_new(CDR_STATEMENT_MAX_PARTIES);
	if (!agencies)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < cdr_map_count(collect->engagements); i++) {
		struct cdr_str id;
		const struct cdr_recruited *recruited = cdr_map_at(collect->engagements, i, &id);
		if (recruited->agency.n && !add_agency(agencies, set->arena, recruited))
			return cdr_fail_memory(err, "statement");
	}
	for (size_t i = 0; i < cdr_map_count(agencies); i++) {
		struct cdr_str name;
		const struct agency *agency = cdr_map_at(agencies, i, &name);
		checked += agency->licensed || agency->not_licensed;
		not_licensed += agency->not_licensed;
		licensed += agency->licensed && !agency->not_licensed && !agency->unknown;
	}
	int64_t unknown = (int64_t)cdr_map_count(agencies) - licensed - not_licensed;
	cdr_fact_set_number(set, "agencies.checked", (double)checked, refs);
	cdr_fact_set_number(set, "agencies.licensed", (double)licensed, refs);
	cdr_fact_set_number(set, "agencies.not_licensed", (double)not_licensed, refs);
	cdr_fact_set_number(set, "agencies.unknown", (double)unknown, refs);
	return CDR_OK;
}

enum cdr_status
cdr_recruited_set(struct cdr_collect *collect, struct cdr_refs refs, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	int64_t licensed = 0, not_licensed = 0, revoked = 0;
	int64_t n = (int64_t)cdr_map_count(collect->engagements);
	if (n == 0 || cdr_fact_set_count(set, "screening.register_count") <= 0)
		return CDR_OK; /* nobody was asked about licences */
	for (size_t i = 0; i < (size_t)n; i++) {
		struct cdr_str id;
		const struct cdr_recruited *recruited = cdr_map_at(collect->engagements, i, &id);
		licensed += recruited->licensed == CDR_LICENSED_YES;
		not_licensed += recruited->licensed >= CDR_LICENSED_NO;
		revoked += recruited->licensed == CDR_LICENSED_REVOKED;
	}
	cdr_fact_set_number(set, "engagements.checked", (double)(licensed + not_licensed), refs);
	cdr_fact_set_number(set, "engagements.licensed", (double)licensed, refs);
	cdr_fact_set_number(set, "engagements.not_licensed", (double)not_licensed, refs);
	cdr_fact_set_number(set, "engagements.revoked", (double)revoked, refs);
	cdr_fact_set_number(set, "engagements.licence_unknown", (double)(n - licensed - not_licensed), refs);
	cdr_fact_set_share(set, "engagements.licensed", "engagements.count", "engagements.licensed_extent",
	                   "engagements.licensed_share");
	return set_agencies(collect, refs, err);
}
