/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The risk profile of one party: what the latest finished screening found of it and of its engagements, by topic, with what
 * it could not answer beside it. It judges by rulesets/risk/profile.yaml and keeps nothing. Not here: any rule. The
 * surprise: questions are counted for each subject asked, so a party with ten engagements has ten answers of each rule
 * about engagements; and one without engagements has none, which leaves topics about recruitment unknown, not clear.
 */
#include "candor/screen.h"

#include <stdlib.h>

#include "screen/screen-impl.h"

#define MAX_ENGAGEMENTS ((size_t)1 << 20)
#define MAX_FINDINGS ((size_t)1 << 20)
#define MAX_FACTS 100000

/* A topic while it is being filled. */
struct topic_work {
	struct cdr_vec findings;   /* struct cdr_profile_finding */
	struct cdr_vec protective; /* struct cdr_profile_finding */
	struct cdr_map *missing;   /* fact names */
	size_t n_asked, n_not_asked, n_left_out, n_gaps, n_rules;
};
struct profile_work {
	struct cdr_store *store;
	const struct cdr_rulebook *rulebook;
	struct cdr_arena *arena;
	struct profile_policy policy;
	struct cdr_screening screening;
	struct cdr_party party;
	struct cdr_vec engagements; /* struct cdr_str: ids */
	size_t n_topics;            /* of the rulebook */
	struct topic_work *works;
};

static void
profile_work_done(struct profile_work *work)
{
	for (size_t i = 0; work->works && i < work->n_topics; i++) {
		cdr_vec_done(&work->works[i].findings);
		cdr_vec_done(&work->works[i].protective);
		work->works[i].missing = cdr_map_free(work->works[i].missing);
	}
	cdr_vec_done(&work->engagements);
}

/* -------------------------------------------------------------------------------------------------------- what is read */

static enum cdr_status
collect_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct profile_work *work = context;
	if (!outcome_is_supplier(&work->party, engagement->supplier_id))
		return CDR_OK;
	struct cdr_str *id = cdr_vec_push(&work->engagements);
	if (!id || !(*id = cdr_str_copy(work->arena, engagement->id)).p)
		return cdr_fail_memory(err, ROOM);
	return CDR_OK;
}

static struct cdr_str
folder_of(const struct profile_work *work, size_t topic)
{
	return cdr_rulebook_topic_at(work->rulebook, topic)->folder;
}

/* Number of a rule's topic; n_topics when the topics do not list it. */
static size_t
topic_of(const struct profile_work *work, struct cdr_str rule_id, const struct cdr_rule **ret_rule)
{
	const struct cdr_rule *rule = cdr_rulebook_find(work->rulebook, rule_id);
	size_t i = 0;
	while (i < work->n_topics && (!rule || !cdr_str_equal(folder_of(work, i), rule->topic)))
		i++;
	*ret_rule = rule;
	return i;
}

static enum cdr_status
fail_unknown_rule(struct cdr_str rule_id, struct cdr_error *err)
{
	return cdr_fail(
		err, CDR_ESTORE, ROOM, NULL,
		"the store speaks of a rule %.*s that the rule data of its screening does not hold; screen again",
		CDR_STR_ARG(rule_id));
}

static enum cdr_status
push_finding(struct profile_work *work, struct cdr_vec *into, const struct cdr_finding_row *row, struct cdr_error *err)
{
	const struct cdr_finding *finding = row->finding;
	struct cdr_profile_finding *copy = cdr_vec_push(into);
	if (!copy)
		return cdr_fail_memory(err, ROOM);
	*copy = (struct cdr_profile_finding){ .id = cdr_str_copy(work->arena, finding->id),
		                              .rule_id = cdr_str_copy(work->arena, finding->rule_id),
		                              .title = cdr_str_copy(work->arena, finding->title),
		                              .engagement_id = cdr_str_copy(work->arena, finding->engagement_id),
		                              .agency_name = cdr_str_copy(work->arena, finding->agency_name),
		                              .severity = finding->severity,
		                              .state = row->state };
	return copy->id.p && copy->rule_id.p && copy->title.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static bool
among(const struct cdr_str *words, size_t n, struct cdr_str word)
{
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal(words[i], word))
			return true;
	}
	return false;
}

/* A protective factor is put beside every topic it speaks for; whether it lowers that topic is seen later. */
static enum cdr_status
push_protective(struct profile_work *work, const struct cdr_rule *rule, const struct cdr_finding_row *row,
                struct cdr_error *err)
{
	for (size_t i = 0; i < work->n_topics; i++) {
		if (among(rule->protects, rule->n_protects, folder_of(work, i)))
			CDR_TRY(push_finding(work, &work->works[i].protective, row, err));
	}
	return CDR_OK;
}

static enum cdr_status
collect_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct profile_work *work = context;
	const struct cdr_rule *rule = NULL;
	size_t topic = topic_of(work, row->finding->rule_id, &rule);
	if (topic == work->n_topics)
		return fail_unknown_rule(row->finding->rule_id, err);
	if (work->policy.left_out[row->state]) {
		work->works[topic].n_left_out++;
		return CDR_OK;
	}
	CDR_TRY(push_finding(work, &work->works[topic].findings, row, err));
	if (cdr_str_equal(rule->topic, work->policy.protective_topic))
		return push_protective(work, rule, row, err);
	return CDR_OK;
}

static enum cdr_status
collect_gap(struct profile_work *work, const struct cdr_gap *gap, struct cdr_error *err)
{
	const struct cdr_rule *rule = NULL;
	size_t topic = topic_of(work, gap->rule_id, &rule);
	if (topic == work->n_topics)
		return fail_unknown_rule(gap->rule_id, err);
	work->works[topic].n_gaps++;
	for (size_t i = 0; i < gap->n_missing; i++) {
		if (cdr_map_put(work->works[topic].missing, gap->missing[i], &gap->missing[i]) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
	}
	return CDR_OK;
}

static enum cdr_status
collect_gaps(struct profile_work *work, struct cdr_str subject_id, bool *ret_screened, struct cdr_error *err)
{
	struct cdr_screened_subject subject = { 0 };
	struct cdr_gap *gaps = NULL;
	size_t n = 0;
	CDR_TRY(cdr_store_screened_get(work->store, work->screening.id, subject_id, work->arena, &subject, ret_screened,
	                               err));
	if (!*ret_screened)
		return CDR_OK;
	CDR_TRY(outcome_gaps(subject.gaps_json, work->arena, &gaps, &n, err));
	for (size_t i = 0; i < n; i++)
		CDR_TRY(collect_gap(work, &gaps[i], err));
	return CDR_OK;
}

/* How often each topic's rules were asked: once of the party, once of each engagement. */
static enum cdr_status
count_asked(struct profile_work *work, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_rulebook_count(work->rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(work->rulebook, i), *same = NULL;
		size_t topic = topic_of(work, rule->id, &same);
		if (topic == work->n_topics)
			return fail_unknown_rule(rule->id, err);
		if (rule->off || !outcome_in_force(rule, work->screening.as_of))
			continue;
		work->works[topic].n_rules++;
		bool of_party = cdr_str_equal(rule->applies_to, CDR_STR("party"));
		work->works[topic].n_asked += of_party ? 1 : work->engagements.n;
		work->works[topic].n_not_asked += !of_party && work->engagements.n == 0;
	}
	return CDR_OK;
}

static enum cdr_status
work_init(struct profile_work *work, const struct cdr_screen_setup *setup, const struct cdr_screen_setup *present,
          struct cdr_error *err)
{
	/* A screening of before there was a policy is shown by the present one. */
	bool has_policy = cdr_bundle_find(&setup->rulesets, CDR_STR("risk/profile.yaml")) != NULL;
	work->rulebook = setup->rulebook;
	CDR_TRY(profile_policy_load(has_policy ? &setup->rulesets : &present->rulesets, work->arena, &work->policy,
	                            err));
	work->n_topics = cdr_rulebook_topic_count(work->rulebook);
	work->works = cdr_arena_alloc(work->arena, (work->n_topics + 1) * sizeof(*work->works));
	if (!work->works)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < work->n_topics; i++) {
		work->works[i] =
			(struct topic_work){ .findings = CDR_VEC_INIT(struct cdr_profile_finding, MAX_FINDINGS),
			                     .protective = CDR_VEC_INIT(struct cdr_profile_finding, MAX_FINDINGS),
			                     .missing = cdr_map_new(MAX_FACTS) };
		if (!work->works[i].missing)
			return cdr_fail_memory(err, ROOM);
	}
	return CDR_OK;
}

static enum cdr_status
read_all(struct profile_work *work, struct cdr_str org, struct cdr_str party_id, struct cdr_error *err)
{
	const struct cdr_screening *screening = &work->screening;
	struct cdr_str none = { NULL, 0 };
	bool screened = false;
	CDR_TRY(cdr_store_party_get(work->store, org, screening->pin_import, party_id, work->arena, &work->party, err));
	CDR_TRY(cdr_store_engagement_each(work->store, org, screening->pin_import, none, 0, collect_engagement, work,
	                                  err));
	struct cdr_finding_filter filter = { .screening_id = screening->id, .state = -1, .party_id = work->party.id };
	CDR_TRY(cdr_store_finding_each(work->store, org, &filter, collect_finding, work, err));
	CDR_TRY(collect_gaps(work, work->party.id, &screened, err));
	if (!screened)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "\"%.*s\" was not part of screening %lld: run `candor screen`", CDR_STR_ARG(party_id),
		                (long long)screening->id);
	for (size_t i = 0; i < work->engagements.n; i++)
		CDR_TRY(collect_gaps(work, *CDR_VEC_AT(&work->engagements, struct cdr_str, i), &screened, err));
	return count_asked(work, err);
}

/* ------------------------------------------------------------------------------------------------------ what follows */

static enum cdr_status
hand_findings(struct profile_work *work, const struct cdr_vec *from, struct cdr_profile_finding **ret, size_t *ret_n,
              struct cdr_error *err)
{
	struct cdr_profile_finding *copy = cdr_arena_alloc(work->arena, (from->n + 1) * sizeof(*copy));
	if (!copy)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < from->n; i++)
		copy[i] = *CDR_VEC_AT(from, struct cdr_profile_finding, i);
	*ret = copy;
	*ret_n = from->n;
	return CDR_OK;
}

static int
by_text(const void *a, const void *b)
{
	return cdr_str_compare(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

static enum cdr_status
hand_missing(struct profile_work *work, const struct cdr_map *from, struct cdr_profile_topic *topic,
             struct cdr_error *err)
{
	size_t n = cdr_map_count(from);
	topic->missing = cdr_arena_alloc(work->arena, (n + 1) * sizeof(*topic->missing));
	if (!topic->missing)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < n; i++)
		topic->missing[i] = *(const struct cdr_str *)cdr_map_at(from, i, NULL);
	qsort(topic->missing, n, sizeof(*topic->missing), by_text);
	topic->n_missing = n;
	return CDR_OK;
}

/* Lowers a topic by what protects against it; what does not lower it is not named as if it had. */
static void
lower(const struct profile_policy *policy, struct cdr_profile_topic *topic)
{
	enum cdr_severity lowest = policy->not_below, severity = topic->level.severity;
	bool may = topic->counts && severity < policy->never_from &&
	           !among(policy->never_topics, policy->n_never_topics, topic->folder);
	for (int64_t step = 0; may && topic->n_protective && step < policy->protective_steps && severity > lowest;
	     step++)
		severity = (enum cdr_severity)(severity - 1);
	if (severity == topic->level.severity)
		topic->n_protective = 0;
	topic->level.severity = severity;
}

/* Nothing found says little where little was asked. */
static enum cdr_profile_state
state_of_nothing(const struct profile_policy *policy, const struct cdr_profile_topic *topic)
{
	double answered = (double)topic->n_answered;
	double all = answered + (double)topic->n_unanswered + (double)topic->n_not_asked;
	return answered > 0 && 100 * answered >= (double)policy->none_from_pct * all ? CDR_PROFILE_NONE
	                                                                             : CDR_PROFILE_UNKNOWN;
}

static enum cdr_status
settle_topic(struct profile_work *work, size_t i, struct cdr_profile_topic *topic, struct cdr_error *err)
{
	const struct topic_work *from = &work->works[i];
	const struct cdr_topic *told = cdr_rulebook_topic_at(work->rulebook, i);
	*topic = (struct cdr_profile_topic){ .folder = cdr_str_copy(work->arena, told->folder),
		                             .title = cdr_str_copy(work->arena, told->title),
		                             .n_left_out = from->n_left_out,
		                             .n_unanswered = from->n_gaps,
		                             .n_not_asked = from->n_not_asked,
		                             .n_answered =
		                                     from->n_asked > from->n_gaps ? from->n_asked - from->n_gaps : 0 };
	if (!topic->folder.p || !topic->title.p)
		return cdr_fail_memory(err, ROOM);
	topic->counts = !cdr_str_equal(topic->folder, work->policy.protective_topic);
	CDR_TRY(hand_findings(work, &from->findings, &topic->findings, &topic->n_findings, err));
	CDR_TRY(hand_findings(work, &from->protective, &topic->protective, &topic->n_protective, err));
	CDR_TRY(hand_missing(work, from->missing, topic, err));
	topic->level.state = topic->n_findings ? CDR_PROFILE_FOUND : state_of_nothing(&work->policy, topic);
	for (size_t f = 0; f < topic->n_findings; f++) {
		if (topic->findings[f].severity > topic->level.severity)
			topic->level.severity = topic->findings[f].severity;
	}
	topic->before = topic->level.severity;
	lower(&work->policy, topic);
	return CDR_OK;
}

/* The highest topic; NULL when nothing was found in any that counts. */
static const struct cdr_profile_topic *
highest(const struct cdr_profile *profile)
{
	const struct cdr_profile_topic *top = NULL;
	for (size_t i = 0; i < profile->n_topics; i++) {
		const struct cdr_profile_topic *topic = &profile->topics[i];
		if (topic->counts && topic->level.state == CDR_PROFILE_FOUND &&
		    (!top || topic->level.severity > top->level.severity))
			top = topic;
	}
	return top;
}

static void
settle_nothing_found(struct cdr_profile *profile, struct cdr_buf *why)
{
	bool answered = false;
	for (size_t i = 0; i < profile->n_topics; i++)
		answered =
			answered || (profile->topics[i].counts && profile->topics[i].level.state == CDR_PROFILE_NONE);
	profile->overall.state = answered ? CDR_PROFILE_NONE : CDR_PROFILE_UNKNOWN;
	cdr_buf_puts(why, answered ? "no rule that could be answered holds" : "no rule could be answered");
}

static enum cdr_status
settle_overall(const struct profile_policy *policy, struct cdr_profile *profile, struct cdr_arena *arena,
               struct cdr_error *err)
{
	const struct cdr_profile_topic *top = highest(profile);
	cdr_auto(cdr_buf) why = CDR_BUF_INIT;
	if (!top) {
		settle_nothing_found(profile, &why);
	} else {
		int64_t n = 0;
		for (size_t i = 0; i < profile->n_topics; i++)
			n += profile->topics[i].counts && profile->topics[i].level.state == CDR_PROFILE_FOUND &&
			     profile->topics[i].level.severity >= policy->overall_at;
		profile->overall = top->level;
		cdr_buf_printf(&why, "the highest topic is \"%.*s\" (%s)", CDR_STR_ARG(top->title),
		               cdr_severity_word(top->level.severity));
		int64_t raised =
			(int64_t)top->level.severity + (n >= policy->overall_topics ? policy->overall_steps : 0);
		if (raised > CDR_SEVERITY_CRITICAL)
			raised = CDR_SEVERITY_CRITICAL;
		profile->overall.severity = (enum cdr_severity)raised;
		if (raised > (int64_t)top->level.severity)
			cdr_buf_printf(&why, "; raised to %s because %lld topics are %s or higher",
			               cdr_severity_word(profile->overall.severity), (long long)n,
			               cdr_severity_word(policy->overall_at));
	}
	if (profile->n_unanswered)
		cdr_buf_printf(&why, "; %zu of %zu questions could not be answered", profile->n_unanswered,
		               profile->n_unanswered + profile->n_answered);
	CDR_TRY(cdr_buf_check(&why, ROOM, err));
	profile->why = cdr_str_copy(arena, cdr_buf_str(&why));
	return profile->why.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
settle(struct profile_work *work, struct cdr_profile *profile, struct cdr_error *err)
{
	profile->topics = cdr_arena_alloc(work->arena, (work->n_topics + 1) * sizeof(*profile->topics));
	if (!profile->topics)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < work->n_topics; i++) {
		if (work->works[i].n_rules == 0)
			continue;
		struct cdr_profile_topic *topic = &profile->topics[profile->n_topics++];
		CDR_TRY(settle_topic(work, i, topic, err));
		profile->n_answered += topic->n_answered;
		profile->n_unanswered += topic->n_unanswered;
	}
	return settle_overall(&work->policy, profile, work->arena, err);
}

enum cdr_status
cdr_screen_profile(struct cdr_store *store, const struct cdr_screen_setup *setup, struct cdr_str org,
                   struct cdr_str party_id, struct cdr_arena *arena, struct cdr_profile *ret, struct cdr_error *err)
{
	cdr_auto(outcome) outcome = { 0 };
	cdr_auto(cdr_store_transaction) moment = { NULL };
	CDR_TRY(cdr_store_transaction_read(store, &moment, err));
	CDR_TRY(outcome_load(store, setup, org, arena, &outcome, err));
	cdr_auto(profile_work) work = { .store = store,
		                        .arena = arena,
		                        .screening = outcome.screening,
		                        .engagements = CDR_VEC_INIT(struct cdr_str, MAX_ENGAGEMENTS) };
	CDR_TRY(work_init(&work, outcome.setup, setup, err));
	CDR_TRY(read_all(&work, org, party_id, err));
	struct cdr_profile profile = { .party_id = work.party.id,
		                       .party_name = work.party.name,
		                       .screening_id = outcome.screening.id,
		                       .as_of = outcome.screening.as_of,
		                       .n_engagements = work.engagements.n };
	CDR_TRY(settle(&work, &profile, err));
	*ret = profile;
	return CDR_OK;
}
