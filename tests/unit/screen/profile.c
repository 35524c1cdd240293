/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* A rule book of the tests' own: rules that hold by one fact each, so that no change of the rules we ship moves these. */
struct own_rule {
	const char *id, *folder, *applies_to, *severity, *fact, *further;
};
static const struct own_rule own_rules[] = {
	{ "AAA-101", "alpha", "party", "high", "party.forced_labour_clause", "" },
	{ "AAA-102", "alpha", "party", "medium", "party.child_labour_clause", "" },
	{ "BBB-101", "beta", "party", "high", "party.code_of_conduct", "" },
	{ "CCC-101", "gamma", "party", "critical", "party.union_present", "" },
	{ "DDD-101", "delta", "party", "high", "party.grievance_channel", "" },
	{ "EEE-101", "epsilon", "engagement", "low", "engagement.pay_deferred", "" },
	{ "EEE-102", "epsilon", "engagement", "low", "engagement.loan_taken", "" },
	{ "PPP-101", "shield", "party", "info", "party.rights_information",
	  "protects: [alpha, gamma, delta, epsilon]\n" },
};
static const char topics_text[] = "topics:\n"
				  "  - {folder: alpha, prefix: AAA, from: 101, to: 199, title: \"First\"}\n"
				  "  - {folder: beta, prefix: BBB, from: 101, to: 199, title: \"Second\"}\n"
				  "  - {folder: gamma, prefix: CCC, from: 101, to: 199, title: \"Third\"}\n"
				  "  - {folder: delta, prefix: DDD, from: 101, to: 199, title: \"Fourth\"}\n"
				  "  - {folder: epsilon, prefix: EEE, from: 101, to: 199, title: \"Fifth\"}\n"
				  "  - {folder: none, prefix: NNN, from: 101, to: 199, title: \"Has no rule\"}\n"
				  "  - {folder: shield, prefix: PPP, from: 101, to: 199, title: \"What protects\"}\n";
static const char policy_text[] =
	"left_out: [dismissed, remediated]\n"
	"none_from_pct: 50\n"
	"protective: {topic: shield, steps: 1, not_below: low, never_topics: [delta], never_from: critical}\n"
	"overall: {topics: 3, at: high, steps: 1}\n";

static void
add_file(struct cdr_bundle *bundle, struct cdr_str path, struct cdr_str text)
{
	assert_non_null(path.p);
	assert_non_null(text.p);
	bundle->files[bundle->n_files++] =
		(struct cdr_bundle_file){ cdr_str_copy(bundle->arena, path), cdr_str_copy(bundle->arena, text) };
}

static struct cdr_str
rule_text(struct desk *desk, const struct own_rule *rule)
{
	return cdr_str_format(desk->arena,
	                      "id: %s\nrevision: 1\ntitle: Title of %s\nsource: {citation: C}\nrationale: R\n"
	                      "applies_to: %s\nseverity: %s\nwhen: {fact: %s, is: true}\nmessage: M\n"
	                      "remedy: Investigate, and find out more.\nquestion: Q?\n%s"
	                      "cases: {fires: {%s: true}, near_miss: {%s: false}}\n",
	                      rule->id, rule->id, rule->applies_to, rule->severity, rule->fact, rule->further,
	                      rule->fact, rule->fact);
}

static int
by_path(const void *a, const void *b)
{
	return cdr_str_compare(((const struct cdr_bundle_file *)a)->path, ((const struct cdr_bundle_file *)b)->path);
}

/* The desk's rule data with the risk rules, topics and policy of these tests. */
static void
use_own_rules(struct desk *desk)
{
	const struct cdr_bundle *shipped = &desk->setup->rulesets;
	struct cdr_bundle own = { .arena = cdr_arena_new((size_t)128 << 20) };
	struct cdr_screen_setup *setup = NULL;
	own.files = cdr_arena_alloc(own.arena, (shipped->n_files + CDR_LEN(own_rules) + 2) * sizeof(*own.files));
	assert_non_null(own.files);
	for (size_t i = 0; i < shipped->n_files; i++) {
		if (!cdr_str_starts_with(shipped->files[i].path, CDR_STR("risk/")))
			add_file(&own, shipped->files[i].path, shipped->files[i].text);
	}
	add_file(&own, CDR_STR("risk/topics.yaml"), cdr_str_from(topics_text));
	add_file(&own, CDR_STR("risk/profile.yaml"), cdr_str_from(policy_text));
	for (size_t i = 0; i < CDR_LEN(own_rules); i++)
		add_file(&own, cdr_str_format(desk->arena, "risk/%s/%s.yaml", own_rules[i].folder, own_rules[i].id),
		         rule_text(desk, &own_rules[i]));
	qsort(own.files, own.n_files, sizeof(*own.files), by_path);
	assert_ok(setup_from_bundle(&own, &setup, err));
	(void)cdr_screen_setup_free(desk->setup);
	desk->setup = setup;
}

/* A party with attributes "name=value name=value …", sorted by name. */
static void
put_with(struct desk *desk, const char *key, const char *values)
{
	struct cdr_party party = party_of(key, "Alder Mill", "PT");
	struct cdr_str rest = cdr_str_from(values), pair;
	party.attributes = cdr_arena_alloc(desk->arena, 20 * sizeof(*party.attributes));
	assert_non_null(party.attributes);
	while (cdr_str_split(&rest, ' ', &pair)) {
		struct cdr_str name = { NULL, 0 };
		assert_true(cdr_str_split(&pair, '=', &name));
		party.attributes[party.n_attributes++] = (struct cdr_attribute){ name, pair };
	}
	put_party(desk, party);
}

static void
screen_today(struct desk *desk)
{
	struct cdr_screen_options options = { .org = ORG, .actor = ACTOR, .as_of = day(TODAY), .jobs = 1 };
	struct cdr_screening screening = { 0 };
	bool resumed = false;
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options, desk->arena, &screening, &resumed, err));
}

static struct cdr_profile
profile_of(struct desk *desk, const char *key)
{
	struct cdr_profile profile = { 0 };
	assert_ok(cdr_screen_profile(desk->store, desk->setup, ORG, cdr_str_from(key), desk->arena, &profile, err));
	return profile;
}

static const struct cdr_profile_topic *
topic(const struct cdr_profile *profile, const char *folder)
{
	for (size_t i = 0; i < profile->n_topics; i++) {
		if (cdr_str_equal(profile->topics[i].folder, cdr_str_from(folder)))
			return &profile->topics[i];
	}
	return NULL;
}

static void
assert_level(const struct cdr_profile *profile, const char *folder, const char *word)
{
	const struct cdr_profile_topic *found = topic(profile, folder);
	assert_non_null(found);
	assert_string_equal(cdr_profile_level_word(&found->level), word);
}

static void
profile_takes_the_highest_finding_of_each_topic(void **state)
{
	use_own_rules(DESK);
	put_with(DESK, "S1", "child_labour_clause=true code_of_conduct=false forced_labour_clause=true");
	screen_today(DESK);
	struct cdr_profile profile = profile_of(DESK, "S1");
	assert_level(&profile, "alpha", "high");
	assert_int_equal(topic(&profile, "alpha")->n_findings, 2);
	assert_text(topic(&profile, "alpha")->findings[0].rule_id, "AAA-101");
	assert_level(&profile, "beta", "none");
	assert_level(&profile, "gamma", "unknown");
	assert_int_equal(topic(&profile, "gamma")->n_missing, 1);
	assert_text(topic(&profile, "gamma")->missing[0], "party.union_present");
	assert_null(topic(&profile, "none"));
	assert_string_equal(cdr_profile_level_word(&profile.overall), "high");
	assert_holds(profile.why, "\"First\" (high)");
	assert_holds(profile.why, "3 of 6 questions could not be answered");
}

static void
profile_without_an_answer_is_unknown_not_none(void **state)
{
	use_own_rules(DESK);
	put_with(DESK, "S1", "");
	put_with(DESK, "S2", "forced_labour_clause=false");
	screen_today(DESK);
	struct cdr_profile nothing = profile_of(DESK, "S1"), half = profile_of(DESK, "S2");
	assert_string_equal(cdr_profile_level_word(&nothing.overall), "unknown");
	assert_level(&nothing, "alpha", "unknown");
	assert_level(&nothing, "epsilon", "unknown"); /* no engagement: nobody was asked, which clears nobody */
	assert_int_equal(topic(&nothing, "epsilon")->n_answered + topic(&nothing, "epsilon")->n_unanswered, 0);
	assert_int_equal(topic(&nothing, "epsilon")->n_not_asked, 2);
	assert_level(&half, "alpha", "none"); /* one of two answered: the share the policy asks for */
	assert_string_equal(cdr_profile_level_word(&half.overall), "none");
}

static void
profile_counts_the_engagements_of_the_party(void **state)
{
	static struct cdr_attribute deferred[1];
	deferred[0] = (struct cdr_attribute){ CDR_STR("pay_deferred"), CDR_STR("true") };
	use_own_rules(DESK);
	put_with(DESK, "S1", "forced_labour_clause=false");
	put_with(DESK, "S2", "forced_labour_clause=false");
	for (int i = 0; i < 3; i++) {
		struct cdr_engagement engagement =
			engagement_of(i == 0   ? "E0"
		                      : i == 1 ? "E1"
		                               : "E2",
		                      i == 2 ? "S2" : "S1", "Quince Harbour Employment", "BD", "2026-05-01");
		engagement.attributes = deferred;
		engagement.n_attributes = i == 0;
		put_engagement(DESK, engagement);
	}
	screen_today(DESK);
	struct cdr_profile profile = profile_of(DESK, "S1");
	assert_int_equal(profile.n_engagements, 2);
	const struct cdr_profile_topic *epsilon = topic(&profile, "epsilon");
	assert_int_equal(epsilon->n_findings, 1);
	assert_text(epsilon->findings[0].agency_name, "Quince Harbour Employment");
	assert_int_equal(epsilon->n_answered, 1);   /* the finding */
	assert_int_equal(epsilon->n_unanswered, 3); /* the rest of two engagements */
	assert_level(&profile, "epsilon", "low");
}

static void
profile_is_raised_where_three_topics_are_high(void **state)
{
	use_own_rules(DESK);
	put_with(DESK, "S1", "code_of_conduct=true forced_labour_clause=true");
	put_with(DESK, "S2", "code_of_conduct=true forced_labour_clause=true grievance_channel=true");
	put_with(DESK, "S3",
	         "code_of_conduct=true forced_labour_clause=true grievance_channel=true union_present=true");
	screen_today(DESK);
	struct cdr_profile two = profile_of(DESK, "S1"), three = profile_of(DESK, "S2"), four = profile_of(DESK, "S3");
	assert_string_equal(cdr_profile_level_word(&two.overall), "high");
	assert_string_equal(cdr_profile_level_word(&three.overall), "critical");
	assert_holds(three.why, "raised to critical because 3 topics are high or higher");
	assert_string_equal(cdr_profile_level_word(&four.overall), "critical"); /* there is nothing above */
	assert_int_equal(cdr_str_find(four.why, CDR_STR("raised")), -1);
}

static void
profile_is_lowered_by_what_protects_and_never_too_far(void **state)
{
	static struct cdr_attribute loan[1];
	loan[0] = (struct cdr_attribute){ CDR_STR("loan_taken"), CDR_STR("true") };
	use_own_rules(DESK);
	put_with(DESK, "S1",
	         "code_of_conduct=true forced_labour_clause=true grievance_channel=true rights_information=true "
	         "union_present=true");
	struct cdr_engagement engagement = engagement_of("E1", "S1", "Quince Harbour Employment", "BD", "2026-05-01");
	engagement.attributes = loan;
	engagement.n_attributes = 1;
	put_engagement(DESK, engagement);
	screen_today(DESK);
	struct cdr_profile profile = profile_of(DESK, "S1");
	assert_level(&profile, "alpha", "medium");
	assert_int_equal(topic(&profile, "alpha")->before, CDR_SEVERITY_HIGH);
	assert_int_equal(topic(&profile, "alpha")->n_protective, 1);
	assert_text(topic(&profile, "alpha")->protective[0].rule_id, "PPP-101");
	assert_level(&profile, "beta", "high"); /* the factor does not speak for it */
	assert_level(&profile, "gamma", "critical");
	assert_level(&profile, "delta", "high"); /* a topic that nothing lowers */
	assert_level(&profile, "epsilon", "low");
	assert_int_equal(topic(&profile, "gamma")->n_protective, 0);
	assert_int_equal(topic(&profile, "epsilon")->n_protective, 0);
	assert_false(topic(&profile, "shield")->counts);
	assert_string_equal(cdr_profile_level_word(&profile.overall), "critical");
}

static void
profile_leaves_out_what_was_dismissed_and_says_so(void **state)
{
	use_own_rules(DESK);
	put_with(DESK, "S1", "child_labour_clause=true forced_labour_clause=true");
	screen_today(DESK);
	struct cdr_profile before = profile_of(DESK, "S1");
	assert_ok(cdr_screen_decide(DESK->store, ORG, topic(&before, "alpha")->findings[0].id, CDR_FINDING_DISMISSED,
	                            CDR_STR("seen on paper"), ACTOR, err));
	struct cdr_profile after = profile_of(DESK, "S1");
	assert_level(&after, "alpha", "medium");
	assert_int_equal(topic(&after, "alpha")->n_left_out, 1);
	assert_ok(cdr_screen_decide(DESK->store, ORG, topic(&after, "alpha")->findings[0].id, CDR_FINDING_CONFIRMED,
	                            CDR_STR("it is so"), ACTOR, err));
	struct cdr_profile confirmed = profile_of(DESK, "S1");
	assert_level(&confirmed, "alpha", "medium"); /* confirming takes nothing away */
}

static void
profile_of_what_was_not_screened_is_refused(void **state)
{
	struct cdr_profile profile = { 0 };
	use_own_rules(DESK);
	put_with(DESK, "S1", "");
	assert_fails(CDR_ENOTFOUND, "candor screen",
	             cdr_screen_profile(DESK->store, DESK->setup, ORG, CDR_STR("S1"), DESK->arena, &profile, err));
	screen_today(DESK);
	begin_import(DESK);
	put_with(DESK, "S2", "");
	assert_fails(CDR_ENOTFOUND, "no party",
	             cdr_screen_profile(DESK->store, DESK->setup, ORG, CDR_STR("S2"), DESK->arena, &profile, err));
}

static void
profile_is_told_as_json(void **state)
{
	use_own_rules(DESK);
	put_with(DESK, "S1", "forced_labour_clause=true rights_information=true");
	screen_today(DESK);
	struct cdr_profile profile = profile_of(DESK, "S1");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_owned(cdr_json) json = cdr_profile_to_json(&profile);
	assert_ok(cdr_json_write(json, false, &text, err));
	assert_text(cdr_json_get_str(cdr_json_get(json, "overall"), "severity"), "medium");
	const struct cdr_json *first = cdr_json_at(cdr_json_get(json, "topics"), 0);
	assert_text(cdr_json_get_str(first, "topic"), "alpha");
	assert_text(cdr_json_get_str(first, "lowered_from"), "high");
	assert_text(cdr_json_get_str(cdr_json_at(cdr_json_get(first, "lowered_by"), 0), "rule_id"), "PPP-101");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(profile_takes_the_highest_finding_of_each_topic),
		desk_test(profile_without_an_answer_is_unknown_not_none),
		desk_test(profile_counts_the_engagements_of_the_party),
		desk_test(profile_is_raised_where_three_topics_are_high),
		desk_test(profile_is_lowered_by_what_protects_and_never_too_far),
		desk_test(profile_leaves_out_what_was_dismissed_and_says_so),
		desk_test(profile_of_what_was_not_screened_is_refused),
		desk_test(profile_is_told_as_json),
	};
	return cmocka_run_group_tests_name("screen/profile", tests, NULL, NULL);
}
