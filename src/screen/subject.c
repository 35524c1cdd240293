/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One subject through all steps: lists, goods or licence, facts, rules. The verdict of a subject is about lists and
 * licences only; risks that rules find in the uploaded rows are findings, not verdicts.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

static const enum cdr_registry_kind list_kinds[] = { CDR_REGISTRY_IMPORT_BAN, CDR_REGISTRY_DEBARMENT,
	                                             CDR_REGISTRY_SANCTIONS, CDR_REGISTRY_REVOCATION_LIST,
	                                             CDR_REGISTRY_AVOID_LIST };

/* CLEAR only when some fresh list was asked, and not one of those that only advise; the worst otherwise. */
static enum cdr_verdict
verdict_over_lists(const struct cdr_screen_lists *lists, const struct listings *listings, struct cdr_date today)
{
	enum cdr_verdict worst = CDR_VERDICT_NOT_CHECKED;
	for (size_t i = 0; i < CDR_LEN(list_kinds); i++) {
		enum cdr_verdict verdict = listings_verdict(lists, listings, list_kinds[i], today);
		bool silent_advice = list_kinds[i] == CDR_REGISTRY_AVOID_LIST && verdict == CDR_VERDICT_CLEAR;
		if (verdict > worst && !silent_advice)
			worst = verdict;
	}
	return worst;
}

/* Nobody was recruited since a day that has not come. */
static void
know_party(const struct screener *by, const struct cdr_party *party, const struct listings *found,
           const struct relations *relations, struct cdr_facts *facts)
{
	double n = 0;
	struct cdr_date since = awareness_facts(by->awareness, party->id, found, by->today, facts);
	if (since.ymd ? relations_recruited_since(relations, since, &n) : by->awareness != NULL)
		cdr_facts_set_number(facts, "awareness.recruited_since", n);
}

static void
know_engagement(const struct screener *by, const struct cdr_engagement *engagement, const struct listings *found,
                struct cdr_facts *facts)
{
	struct cdr_date since = awareness_facts(by->awareness, engagement->id, found, by->today, facts);
	if (since.ymd ? engagement->recruited_on.ymd != 0 : by->awareness != NULL)
		cdr_facts_set_number(facts, "awareness.recruited_since",
		                     since.ymd && engagement->recruited_on.ymd > since.ymd ? 1 : 0);
}

/* The steps of a party after its listings and goods are known. */
static enum cdr_status
judge_party(const struct screener *by, const struct cdr_party *party, const struct listings *found,
            const struct goods_answer *goods, struct cdr_arena *arena, struct subject_result *result,
            struct cdr_error *err)
{
	struct cdr_facts *facts = asking_facts(by->asking);
	facts_of_party(facts, party, by->today, arena);
	facts_of_party_lists(facts, by->lists, found, goods, by->today);
	cdr_auto(listings) chain = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	struct graph *graph = related_graph(by->related);
	if (graph) {
		graph_note(graph, by, party, found, goods);
		CDR_TRY(graph_facts(graph, by, party, facts, arena, &chain, err));
	}
	struct subject subject = { .party = party, .facts = facts, .groups = { found, &goods->listings, &chain } };
	CDR_TRY(related_facts_of_party(by->related, party, by->today, facts, arena, &subject.relations, err));
	know_party(by, party, found, subject.relations, facts);
	result->verdict = verdict_over_lists(by->lists, found, by->today);
	return findings_of_subject(by, &subject, arena, result, err);
}

enum cdr_status
foresee_party(const struct cdr_screen_lists *lists, const struct cdr_party *party, struct cdr_arena *arena,
              struct ahead *ahead, struct cdr_error *err)
{
	struct cdr_match_subject asked;
	CDR_TRY(cdr_match_subject_of_party(party, arena, &asked, err));
	ahead_foresee(ahead, lists->lists_index, &asked);
	return ahead_put(ahead, err);
}

enum cdr_status
screen_party(const struct screener *by, const struct cdr_party *party, struct cdr_arena *arena,
             struct subject_result *ret, struct cdr_error *err)
{
	cdr_auto(subject_result) result = { .findings = CDR_VEC_INIT(struct cdr_finding, SUBJECT_MAX_FINDINGS) };
	cdr_auto(goods_answer) goods = { .forced = CDR_VERDICT_NOT_CHECKED };
	cdr_auto(listings) found = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	struct name_query query = { .kind = party->kind, .day = by->today, .today = by->today, .ahead = by->ahead };
	CDR_TRY(cdr_match_subject_of_party(party, arena, &query.subject, err));
	CDR_TRY(listings_of_lists(by->store, by->lists, &query, arena, &found, err));
	CDR_TRY(goods_ask(by->lists, party, by->today, arena, &goods, err));
	CDR_TRY(judge_party(by, party, &found, &goods, arena, &result, err));
	*ret = result;
	result = (struct subject_result){ 0 };
	return CDR_OK;
}

/* What the register and the lists say of the agency, as one verdict. */
static enum cdr_verdict
verdict_of_agency(const struct cdr_screen_lists *lists, const struct agency_answer *answer,
                  const struct cdr_engagement *engagement, struct cdr_date today)
{
	enum cdr_verdict listed = verdict_over_lists(lists, &answer->listings, today);
	if (listed == CDR_VERDICT_MATCH)
		return listed;
	enum cdr_licence status = engagement->recruited_on.ymd ? answer->status_on : answer->status_today;
	if (status != CDR_LICENCE_UNKNOWN && !cdr_licence_permits(status))
		return answer->n_candidates > 1 ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_MATCH;
	if (listed == CDR_VERDICT_POSSIBLE || answer->match == CDR_VERDICT_POSSIBLE)
		return CDR_VERDICT_POSSIBLE;
	/* "Clear" needs a permitting status on the day that matters, not just silence of the lists. */
	return cdr_licence_permits(status) ? CDR_VERDICT_CLEAR : CDR_VERDICT_NOT_CHECKED;
}

/* Of two who recruited together: the worse, and clear only where both are. */
static enum cdr_verdict
verdict_of_both(enum cdr_verdict agency, enum cdr_verdict sub_agent)
{
	enum cdr_verdict worse = agency > sub_agent ? agency : sub_agent;
	if (worse == CDR_VERDICT_CLEAR && agency != sub_agent)
		return CDR_VERDICT_NOT_CHECKED;
	return worse;
}

static struct agency_question
question_of(const struct cdr_engagement *engagement, struct cdr_date today, const struct ahead *ahead)
{
	return (struct agency_question){ .name = engagement->agency_name,
		                         .country = engagement->agency_country,
		                         .licence_number = engagement->agency_licence_number,
		                         .on = engagement->recruited_on,
		                         .today = today,
		                         .ahead = ahead };
}

/* The same of whoever recruited for the agency: somebody of the country where that was done, unless the row says of which.
 * False when it names nobody. */
static bool
sub_agent_question_of(const struct cdr_engagement *engagement, struct cdr_date today, const struct ahead *ahead,
                      struct agency_question *ret)
{
	struct cdr_str country = cdr_engagement_get(engagement, "sub_agent_country");
	*ret = (struct agency_question){
		.name = cdr_engagement_get(engagement, "sub_agent_name"),
		.country = country.n ? country : cdr_engagement_get(engagement, "recruited_in"),
		.licence_number = cdr_engagement_get(engagement, "sub_agent_licence_number"),
		.on = engagement->recruited_on,
		.today = today,
		.ahead = ahead,
	};
	return ret->name.n > 0;
}

enum cdr_status
foresee_engagement(const struct cdr_screen_lists *lists, const struct cdr_engagement *engagement, struct cdr_date today,
                   struct cdr_arena *arena, struct ahead *ahead, struct cdr_error *err)
{
	struct agency_question question = question_of(engagement, today, NULL);
	agency_foresee(lists, &question, arena, ahead);
	if (sub_agent_question_of(engagement, today, NULL, &question))
		agency_foresee(lists, &question, arena, ahead);
	return ahead_put(ahead, err);
}

/* What is known of the agency, and of whoever recruited for it. */
struct recruiters {
	struct agency_answer agency, sub_agent;
	bool sub_agent_named;
};

static void
recruiters_done(struct recruiters *recruiters)
{
	agency_answer_done(&recruiters->agency);
	agency_answer_done(&recruiters->sub_agent);
}

static enum cdr_status
ask_recruiters(const struct screener *by, const struct cdr_engagement *engagement, struct cdr_arena *arena,
               struct recruiters *ret, struct cdr_error *err)
{
	struct agency_question question = question_of(engagement, by->today, by->ahead);
	CDR_TRY(agency_ask(by->store, by->lists, &question, arena, &ret->agency, err));
	ret->sub_agent_named = sub_agent_question_of(engagement, by->today, by->ahead, &question);
	if (ret->sub_agent_named)
		CDR_TRY(agency_ask(by->store, by->lists, &question, arena, &ret->sub_agent, err));
	return CDR_OK;
}

static enum cdr_verdict
verdict_of_recruiters(const struct screener *by, const struct recruiters *recruiters,
                      const struct cdr_engagement *engagement)
{
	enum cdr_verdict agency = verdict_of_agency(by->lists, &recruiters->agency, engagement, by->today);
	if (!recruiters->sub_agent_named)
		return agency;
	return verdict_of_both(agency, verdict_of_agency(by->lists, &recruiters->sub_agent, engagement, by->today));
}

enum cdr_status
screen_engagement(const struct screener *by, const struct cdr_party *supplier, const struct cdr_engagement *engagement,
                  struct cdr_arena *arena, struct subject_result *ret, struct cdr_error *err)
{
	cdr_auto(subject_result) result = { .findings = CDR_VEC_INIT(struct cdr_finding, SUBJECT_MAX_FINDINGS) };
	cdr_auto(recruiters) asked = { 0 };
	CDR_TRY(ask_recruiters(by, engagement, arena, &asked, err));
	struct cdr_facts *facts = asking_facts(by->asking);
	facts_of_engagement(facts, engagement, supplier, by->today, arena);
	related_facts_of_engagement(by->related, engagement, facts, arena);
	know_engagement(by, engagement, &asked.agency.listings, facts);
	facts_of_agency(facts, by->lists, &asked.agency, by->today, arena);
	if (asked.sub_agent_named)
		facts_of_sub_agent(facts, &asked.sub_agent);
	struct subject subject = { .party = supplier,
		                   .engagement = engagement,
		                   .facts = facts,
		                   .groups = { &asked.agency.listings, &asked.agency.linked,
		                               asked.sub_agent_named ? &asked.sub_agent.listings : NULL } };
	result.verdict = verdict_of_recruiters(by, &asked, engagement);
	CDR_TRY(findings_of_subject(by, &subject, arena, &result, err));
	*ret = result;
	result = (struct subject_result){ 0 };
	return CDR_OK;
}
