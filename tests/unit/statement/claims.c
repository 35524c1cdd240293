/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

#define VERIFICATION(third_party) "\"verification\":{\"conducted\":true" third_party "}"
#define AUDIT(flags) "{\"supplier_id\":\"S-1\",\"audited_on\":\"2025-10-21\"" flags ",\"line\":9}"

static void
claims_cannot_rest_on_nothing(void **state)
{
	(void)state;
	cdr_auto(cdr_claims) claims = { cdr_json_array(), cdr_json_array(), cdr_json_array(), 0, 0 };
	struct cdr_error err = { 0 };
	struct cdr_ref ref = { .kind = "organisation", .ref = CDR_STR("o.yaml:3") };
	struct cdr_claim claim = { .criterion = CDR_STR("x"),
		                   .key = CDR_STR("x/1"),
		                   .text = CDR_STR("We did it."),
		                   .strength = CDR_STR("all") };
	assert_int_equal(cdr_claims_add(&claims, &claim, &err), CDR_EINTERNAL);
	assert_int_equal(cdr_json_count(claims.claims), 0);
	assert_int_equal(claims.n_claims, 0);
	claim.refs = (struct cdr_refs){ &ref, 1 };
	assert_int_equal(cdr_claims_add(&claims, &claim, &err), CDR_OK);
	assert_int_equal(cdr_json_count(claims.claims), 1);
}

static void
claims_ask_a_question_once(void **state)
{
	(void)state;
	cdr_auto(cdr_claims) claims = { cdr_json_array(), cdr_json_array(), cdr_json_array(), 0, 0 };
	assert_int_equal(cdr_claims_gap(&claims, CDR_STR("x"), CDR_STR("Who?"), NULL), CDR_OK);
	assert_int_equal(cdr_claims_gap(&claims, CDR_STR("x"), CDR_STR("Who?"), NULL), CDR_OK);
	assert_int_equal(cdr_claims_gap(&claims, CDR_STR("y"), CDR_STR("Who?"), NULL), CDR_OK);
	assert_int_equal(cdr_json_count(claims.gaps), 2);
}

/* Every claim of a draft rests on something, and every id a criterion names exists. */
static void
assert_all_rest(const struct cdr_json *json)
{
	const struct cdr_json *claims = cdr_json_get(json, "claims");
	assert_true(cdr_json_count(claims) > 0);
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *refs = cdr_json_get(cdr_json_at(claims, i), "rests_on");
		assert_true(cdr_json_count(refs) > 0);
		for (size_t k = 0; k < cdr_json_count(refs); k++) {
			assert_true(cdr_json_get_str(cdr_json_at(refs, k), "kind").n > 0);
			assert_true(cdr_json_get_str(cdr_json_at(refs, k), "ref").n > 0);
		}
	}
}

static void
claims_of_every_draft_rest_on_something(void **state)
{
	struct fixture *fixture = *state;
	static const char *const members[] = {
		NULL,
		VERIFICATION("") ",\"audits\":[],\"training\":[],\"policies\":[{\"title\":\"P\",\"line\":4}]",
		VERIFICATION(",\"third_party\":false") ",\"audits\":[" AUDIT("") "],\"indicators\":[{\"line\":5}]",
	};
	static const char *const laws[] = { UK, CALIFORNIA };
	static const char *const years[] = { "2026", "2031" };
	for (size_t i = 0; i < CDR_LEN(members); i++) {
		set_organisation(fixture, HEAD, members[i]);
		for (size_t k = 0; k < 4; k++) {
			cdr_owned(cdr_json) json = draft(fixture, laws[k % 2], years[k / 2]);
			assert_all_rest(json);
		}
	}
}

static void
claims_name_the_line_they_rest_on(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"policies\":[{\"title\":\"Supplier Code\",\"adopted_on\":\"2023-05-02\",\"line\":23}]");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *claim = find_said(json, "claims", "policies", "Supplier Code; adopted on 2 May 2023.");
	assert_non_null(claim);
	const struct cdr_json *ref = cdr_json_at(cdr_json_get(claim, "rests_on"), 0);
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "ref"), CDR_STR("org.yaml:23")));
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "sha256"), CDR_STR("aa11bb22cc33dd44ee55")));
}

/* The key of a claim found by a piece of its text. */
static const char *
key_of(struct fixture *fixture, const struct cdr_json *json, const char *criterion, const char *piece)
{
	const struct cdr_json *claim = find_said(json, "claims", criterion, piece);
	assert_non_null(claim);
	return cdr_str_copy(fixture->arena, cdr_json_get_str(claim, "key")).p;
}

/* Keys stay when something else is said as well, occur once, and hold nothing a name could smuggle in. */
static void
claims_have_keys_that_stay(void **state)
{
	struct fixture *fixture = *state;
#define POLICY(title, line) "{\"title\":\"" title "\",\"adopted_on\":\"2023-05-02\",\"line\":" line "}"
	set_organisation(fixture, HEAD, "\"policies\":[" POLICY("Supplier Code <b>", "3") "]");
	cdr_owned(cdr_json) one = draft(fixture, UK, "2026");
	set_organisation(
		fixture, HEAD,
		"\"employees\":3,\"policies\":[" POLICY("Others", "3") "," POLICY("Supplier Code <b>", "4") "," POLICY(
			"supplier  code b", "5") "," POLICY("\u4f9b\u5e94\u5546", "6") "]");
	cdr_owned(cdr_json) more = draft(fixture, UK, "2026");
	const struct cdr_json *in_force = find_said(one, "claims", "policies", "1 policy was in force");
	assert_int_equal(cdr_json_get_int(cdr_json_get(in_force, "numbers"), "policies.in_force", -1), 1);
	const char *key = key_of(fixture, one, "policies", "Supplier Code");
	assert_string_equal(key, "policies/policy-title/supplier-code-b");
	assert_string_equal(key_of(fixture, more, "policies", "Supplier Code"), key);
	assert_string_equal(key_of(fixture, more, "policies", "supplier  code"),
	                    "policies/policy-title/supplier-code-b.3");
	assert_string_equal(key_of(fixture, more, "policies", "\xe4\xbe\x9b"), "policies/policy-title/.4");
	cdr_owned(cdr_map) seen = cdr_map_new(1000);
	const struct cdr_json *claims = cdr_json_get(more, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		struct cdr_str each = cdr_json_get_str(cdr_json_at(claims, i), "key");
		assert_true(each.n > 0);
		assert_null(cdr_map_get(seen, each));
		assert_int_equal(cdr_map_put(seen, each, seen), CDR_OK);
	}
}

static void
claims_say_when_no_third_party_verified(void **state)
{
	struct fixture *fixture = *state;
	const char *denial = "not conducted by a third party";
	set_organisation(fixture, HEAD, VERIFICATION(",\"third_party\":false"));
	cdr_owned(cdr_json) without = draft(fixture, CALIFORNIA, "2026");
	assert_said(without, "verification", denial);
	set_organisation(fixture, HEAD, VERIFICATION(",\"third_party\":true"));
	cdr_owned(cdr_json) with = draft(fixture, CALIFORNIA, "2026");
	assert_not_said(with, "verification", denial);
	assert_said(with, "verification", "was conducted by a third party");
	set_organisation(fixture, HEAD, VERIFICATION(""));
	cdr_owned(cdr_json) unknown = draft(fixture, CALIFORNIA, "2026");
	assert_said(unknown, "verification", denial);
	assert_asked(unknown, "verification", "Who conducted");
}

static void
claims_say_when_audits_were_not_independent_and_unannounced(void **state)
{
	struct fixture *fixture = *state;
	const char *denial = "not an independent, unannounced audit";
	set_organisation(fixture, HEAD, "\"audits\":[" AUDIT(",\"independent\":true,\"announced\":true") "]");
	cdr_owned(cdr_json) announced = draft(fixture, CALIFORNIA, "2026");
	/* What an audit evaluated is not recorded, so it is asked and not said. */
	assert_said(announced, "audits", "conducted audits of suppliers: in the financial year that ended on");
	assert_not_said(announced, "audits", "evaluate their compliance");
	assert_asked(announced, "audits", "Did these audits evaluate compliance");
	assert_said(announced, "audits", denial);
	set_organisation(fixture, HEAD, "\"audits\":[" AUDIT(",\"independent\":false,\"announced\":false") "]");
	cdr_owned(cdr_json) dependent = draft(fixture, CALIFORNIA, "2026");
	assert_said(dependent, "audits", denial);
	set_organisation(fixture, HEAD, "\"audits\":[" AUDIT(",\"independent\":true,\"announced\":false") "]");
	cdr_owned(cdr_json) both = draft(fixture, CALIFORNIA, "2026");
	assert_not_said(both, "audits", denial);
	assert_said(both, "audits", "was an independent, unannounced audit");
	set_organisation(fixture, HEAD, "\"audits\":[" AUDIT(",\"independent\":true") "]");
	cdr_owned(cdr_json) unknown = draft(fixture, CALIFORNIA, "2026");
	assert_said(unknown, "audits", "not recorded as both independent and unannounced");
	assert_asked(unknown, "audits", "independent and unannounced?");
}

static void
claims_answer_all_five_topics_with_a_plain_does_not(void **state)
{
	struct fixture *fixture = *state;
	static const char *const topics[] = { "verification", "audits", "certification", "accountability", "training" };
	set_organisation(fixture, HEAD,
	                 "\"verification\":{\"conducted\":false},\"audits\":[],"
	                 "\"certification\":{\"required_of_direct_suppliers\":\"none\"},"
	                 "\"accountability\":{\"standards\":false},\"training\":[]");
	cdr_owned(cdr_json) denied = draft(fixture, CALIFORNIA, "2026");
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) silent = draft(fixture, CALIFORNIA, "2026");
	for (size_t i = 0; i < CDR_LEN(topics); i++) {
		assert_said(denied, topics[i], "Ashlow Candle Works Ltd does not");
		assert_int_equal(count_of(denied, "claims", topics[i]), 1);
		assert_int_equal(count_of(denied, "gaps", topics[i]), 0);
		assert_said(silent, topics[i], "On the records available, Ashlow Candle Works Ltd does not");
		assert_int_equal(count_of(silent, "gaps", topics[i]), 1);
	}
}

static void
claims_offer_no_steps_as_a_text_to_confirm(void **state)
{
	struct fixture *fixture = *state;
	const char *none = "has taken no steps during the financial year from 1 April 2025 to 31 March 2026";
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) bare = draft(fixture, UK, "2026");
	assert_not_said(bare, "steps", none);
	assert_said(bare, "steps", "is recorded in the records this draft was made from.");
	assert_asked(bare, "steps", none);
	assert_asked(bare, "steps", "either (a) a statement of the steps taken during the financial year or (b)");
	set_organisation(fixture, HEAD, "\"training\":[{\"held_on\":\"2025-06-01\",\"line\":4}]");
	cdr_owned(cdr_json) trained = draft(fixture, UK, "2026");
	assert_null(find_said(trained, "gaps", "steps", none));
	assert_said(trained, "steps", "sets out the steps");
	/* A step of another year is none of this one. */
	set_organisation(fixture, HEAD, "\"training\":[{\"held_on\":\"2024-06-01\",\"line\":4}]");
	cdr_owned(cdr_json) earlier = draft(fixture, UK, "2026");
	assert_asked(earlier, "steps", none);
	assert_not_said(earlier, "steps", "sets out the steps");
}

static void
claims_leave_gaps_where_nothing_is_known(void **state)
{
	struct fixture *fixture = *state;
	static const char *const areas[] = { "structure", "unmapped",    "policies",      "due-diligence",
		                             "risk",      "remediation", "effectiveness", "training" };
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	for (size_t i = 0; i < CDR_LEN(areas); i++)
		if (count_of(json, "gaps", areas[i]) == 0)
			fail_msg("%s asks nothing", areas[i]);
	assert_int_equal(count_of(json, "claims", "policies"), 0);
	assert_int_equal(count_of(json, "claims", "training"), 0);
	assert_not_said(json, "due-diligence", "compared");
}

static void
claims_leave_out_criteria_not_yet_in_force(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture,
	                 "\"file\":\"o.yaml\",\"sha256\":\"ab\",\"name\":\"Ashlow Candle Works Ltd\","
	                 "\"financial_year\":{\"start\":\"2019-01-01\",\"end\":\"2019-12-31\"}",
	                 NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2019");
	assert_int_equal(count_of(json, "gaps", "unmapped"), 0); /* guidance of 2025 */
	assert_true(count_of(json, "gaps", "policies") > 0);
	cdr_owned(cdr_json) before = draft(fixture, UK, "2014");
	assert_asked(before, "draft", "not in force for the year 2014");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(claims_cannot_rest_on_nothing),
		cmocka_unit_test(claims_ask_a_question_once),
		cmocka_unit_test_setup_teardown(claims_of_every_draft_rest_on_something, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_name_the_line_they_rest_on, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_have_keys_that_stay, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_say_when_no_third_party_verified, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_say_when_audits_were_not_independent_and_unannounced, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(claims_answer_all_five_topics_with_a_plain_does_not, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_offer_no_steps_as_a_text_to_confirm, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_leave_gaps_where_nothing_is_known, setup, teardown),
		cmocka_unit_test_setup_teardown(claims_leave_out_criteria_not_yet_in_force, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
