/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* The policy in `text`, or the status why not. */
static enum cdr_status
load(struct desk *desk, const char *text, struct profile_policy *ret, struct cdr_error *err)
{
	struct cdr_bundle_file file = { CDR_STR("risk/profile.yaml"), cdr_str_from(text) };
	struct cdr_bundle bundle = { .files = &file, .n_files = text ? 1 : 0 };
	return profile_policy_load(&bundle, desk->arena, ret, err);
}

#define PROTECTIVE "protective: {topic: p, steps: 2, not_below: info, never_topics: one, never_from: high}\n"
#define OVERALL "overall: {topics: 4, at: medium, steps: 2}\n"

static void
profile_policy_is_read_key_by_key(void **state)
{
	struct profile_policy policy = { 0 };
	assert_ok(load(DESK, "left_out: dismissed\nnone_from_pct: 80\n" PROTECTIVE OVERALL, &policy, err));
	assert_true(policy.left_out[CDR_FINDING_DISMISSED]);
	assert_false(policy.left_out[CDR_FINDING_REMEDIATED]);
	assert_false(policy.left_out[CDR_FINDING_OPEN]);
	assert_int_equal(policy.none_from_pct, 80);
	assert_text(policy.protective_topic, "p");
	assert_int_equal(policy.protective_steps, 2);
	assert_int_equal(policy.not_below, CDR_SEVERITY_INFO);
	assert_int_equal(policy.never_from, CDR_SEVERITY_HIGH);
	assert_int_equal(policy.n_never_topics, 1);
	assert_text(policy.never_topics[0], "one");
	assert_int_equal(policy.overall_topics, 4);
	assert_int_equal(policy.overall_at, CDR_SEVERITY_MEDIUM);
	assert_int_equal(policy.overall_steps, 2);
}

static void
profile_policy_that_we_ship_is_sound(void **state)
{
	struct profile_policy policy = { 0 };
	assert_ok(profile_policy_load(&DESK->setup->rulesets, DESK->arena, &policy, err));
	assert_true(policy.left_out[CDR_FINDING_DISMISSED]);
	assert_false(policy.left_out[CDR_FINDING_CONFIRMED]);
	assert_int_equal(policy.never_from, CDR_SEVERITY_CRITICAL);
}

static void
profile_policy_says_what_is_wrong_and_where(void **state)
{
	struct profile_policy policy = { 0 };
	assert_fails(CDR_EINPUT, "missing", load(DESK, NULL, &policy, err));
	assert_fails(CDR_EINPUT, "states that somebody decided",
	             load(DESK, "left_out: [open]\nnone_from_pct: 50\n" PROTECTIVE OVERALL, &policy, err));
	assert_fails(CDR_EINPUT, "overall", load(DESK, "left_out: []\nnone_from_pct: 50\n" PROTECTIVE, &policy, err));
	assert_fails(CDR_EINPUT, "at: one of info",
	             load(DESK,
	                  "left_out: []\nnone_from_pct: 50\n" PROTECTIVE "overall: {topics: 3, at: grave, steps: 1}\n",
	                  &policy, err));
	assert_fails(CDR_EINPUT, "topics: a number",
	             load(DESK,
	                  "left_out: []\nnone_from_pct: 50\n" PROTECTIVE "overall: {topics: 0, at: high, steps: 1}\n",
	                  &policy, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(profile_policy_is_read_key_by_key),
		desk_test(profile_policy_that_we_ship_is_sound),
		desk_test(profile_policy_says_what_is_wrong_and_where),
	};
	return cmocka_run_group_tests_name("screen/profile-policy", tests, NULL, NULL);
}
