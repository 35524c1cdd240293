/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define AGENCY "Marrowfield Crewing Services Inc"

/* A check is made on the day itself, so copies are dated back from it. */
static const char *
days_ago(struct desk *desk, int32_t days)
{
	char text[CDR_DATE_TEXT_MAX];
	struct cdr_date date = cdr_date_add_days(cdr_date_today(), -days);
	return cdr_str_copy(desk->arena, cdr_str_from(cdr_date_text(date, text))).p;
}

static void
check_on(struct desk *desk, const char *name, const char *country, const char *on, struct cdr_check_answer *ret)
{
	struct cdr_check_question question = { cdr_str_from(name), cdr_str_from(country), { NULL, 0 }, day(on) };
	if (!desk->lists)
		load_lists(desk);
	assert_ok(cdr_screen_check(desk->store, desk->setup, desk->lists, &question, ACTOR, desk->arena, ret, err));
}

static const struct cdr_check_registry *
outcome_of(const struct cdr_check_answer *answer, const char *registry)
{
	for (size_t i = 0; i < answer->n_registries; i++) {
		if (cdr_str_equal(answer->registries[i].registry_id, cdr_str_from(registry)))
			return &answer->registries[i];
	}
	fail_msg("%s is not among the registries", registry);
	return NULL;
}

static void
put_agency(struct desk *desk, enum cdr_licence status, const char *word, const char *from)
{
	struct cdr_entry entry = entry_with(desk, "a", AGENCY, "PH", standing(status, word, from, NULL));
	(void)put_copy(desk, REGISTER, days_ago(desk, 3), &entry, 1);
}

static void
put_ban(struct desk *desk, int32_t age)
{
	struct cdr_entry entry = listed(desk, "g", "Glasswort Rubber Works", "XB");
	(void)put_copy(desk, BAN_LIST, days_ago(desk, age), &entry, 1);
}

static void
check_without_lists_is_not_checked(void **state)
{
	struct cdr_check_answer answer = { .verdict = CDR_VERDICT_CLEAR };
	check_on(DESK, AGENCY, "PH", NULL, &answer);
	assert_verdict(answer.verdict, NOT_CHECKED);
	assert_licence(answer.status_on, UNKNOWN);
	assert_int_equal(answer.n_registries, 0);
	assert_holds(answer.summary, "no list or register");
}

static void
check_of_a_licensed_agency_is_clear(void **state)
{
	put_agency(DESK, CDR_LICENCE_VALID, "Valid License", "2020-01-01");
	struct cdr_check_answer answer = { 0 };
	check_on(DESK, AGENCY, "PH", NULL, &answer);
	assert_verdict(answer.verdict, CLEAR);
	assert_licence(answer.status_on, VALID);
	assert_int_equal(answer.n_listings, 1);
	assert_holds(answer.summary, "valid");
}

static void
check_of_a_revoked_agency_is_a_match_from_its_day(void **state)
{
	put_agency(DESK, CDR_LICENCE_REVOKED, "Cancelled", days_ago(DESK, 60));
	struct cdr_check_answer now = { 0 }, before = { 0 };
	check_on(DESK, AGENCY, "PH", NULL, &now);
	assert_verdict(now.verdict, MATCH);
	assert_licence(now.status_on, REVOKED);
	check_on(DESK, AGENCY, "PH", days_ago(DESK, 61), &before);
	assert_licence(before.status_on, UNKNOWN);
	assert_licence(before.status_today, REVOKED);
	assert_verdict(before.verdict, NOT_CHECKED);
}

static void
check_of_an_agency_that_a_partial_register_does_not_show_is_not_checked(void **state)
{
	struct cdr_entry entry = numbered(DESK, "0030", "Tamarind Overseas", "0030");
	(void)put_copy(DESK, NUMBERED_REGISTER, days_ago(DESK, 3), &entry, 1);
	put_ban(DESK, 3);
	struct cdr_check_answer answer = { 0 };
	check_on(DESK, "Quince Harbour Employment", "BD", NULL, &answer);
	assert_verdict(answer.verdict, NOT_CHECKED);
	assert_verdict(outcome_of(&answer, BAN_LIST)->verdict, CLEAR);
}

static void
check_against_stale_lists_only_is_not_checked(void **state)
{
	put_ban(DESK, 200);
	struct cdr_check_answer none = { 0 }, met = { 0 };
	check_on(DESK, "Candlewick Pottery", "PT", NULL, &none);
	assert_verdict(none.verdict, NOT_CHECKED);
	assert_true(outcome_of(&none, BAN_LIST)->stale);
	assert_holds(none.summary, "stale: 1");
	check_on(DESK, "Glasswort Rubber Works", "XB", NULL, &met);
	assert_verdict(met.verdict, MATCH);
}

static void
check_says_which_registries_were_asked(void **state)
{
	struct cdr_entry good = good_of(DESK, "Garments", "IN", "child_labor");
	put_agency(DESK, CDR_LICENCE_VALID, "Valid License", "2020-01-01");
	put_ban(DESK, 3);
	(void)put_copy(DESK, GOODS_LIST, days_ago(DESK, 3), &good, 1);
	struct cdr_check_answer answer = { 0 };
	check_on(DESK, "Glasswort Rubber Works", "XB", NULL, &answer);
	assert_int_equal(answer.n_registries, 3);
	assert_true(outcome_of(&answer, BAN_LIST)->asked);
	assert_verdict(outcome_of(&answer, BAN_LIST)->verdict, MATCH);
	assert_false(outcome_of(&answer, REGISTER)->asked); /* of another country */
	assert_false(outcome_of(&answer, GOODS_LIST)->asked);
	assert_verdict(outcome_of(&answer, GOODS_LIST)->verdict, NOT_CHECKED);
}

static void
check_needs_a_name_or_a_number(void **state)
{
	struct cdr_check_question question = { .name = CDR_STR("  "), .country = CDR_STR("PH") };
	struct cdr_check_answer answer = { 0 };
	load_lists(DESK);
	assert_fails(
		CDR_EUSAGE, "name",
		cdr_screen_check(DESK->store, DESK->setup, DESK->lists, &question, ACTOR, DESK->arena, &answer, err));
	assert_int_equal(acts(DESK, "checked").n, 0);
}

static void
check_is_evidence(void **state)
{
	put_agency(DESK, CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01");
	struct cdr_check_answer answer = { 0 };
	check_on(DESK, AGENCY, "PH", NULL, &answer);
	struct evidence_count checked = acts(DESK, "checked");
	assert_int_equal(checked.n, 1);
	assert_non_null(strstr(checked.detail, AGENCY));
	assert_non_null(strstr(checked.detail, "\"verdict\":\"match\""));
	assert_non_null(strstr(checked.detail, DESK->setup->rulesets_sha256));
}

/* What a screening says of an agency, a check says too. */
static void
check_and_screening_agree(void **state)
{
	static const struct {
		enum cdr_licence status;
		const char *word, *name;
	} cases[] = {
		{ CDR_LICENCE_VALID, "Valid License", AGENCY },
		{ CDR_LICENCE_REVOKED, "Cancelled", AGENCY },
		{ CDR_LICENCE_SUSPENDED, "Suspended", AGENCY },
		{ CDR_LICENCE_UNKNOWN, "Under Review", AGENCY },
		{ CDR_LICENCE_VALID, "Valid License", "Quince Harbour Employment" },
	};
	put_ban(DESK, 3);
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		struct cdr_check_answer answer = { 0 };
		cdr_auto(subject_result) result = { 0 };
		const char *on = days_ago(DESK, 2);
		struct cdr_engagement engagement = engagement_of("E", "S", cases[i].name, "PH", on);
		put_agency(DESK, cases[i].status, cases[i].word, "2020-01-01");
		load_lists(DESK);
		check_on(DESK, cases[i].name, "PH", on, &answer);
		assert_ok(screen_engagement(by_desk(DESK, cdr_date_today()), NULL, &engagement, DESK->arena, &result,
		                            err));
		assert_string_equal(cdr_verdict_word(answer.verdict), cdr_verdict_word(result.verdict));
	}
}

static void
check_to_json_holds_question_answer_and_registries(void **state)
{
	put_agency(DESK, CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01");
	struct cdr_check_question question = { .name = CDR_STR(AGENCY), .country = CDR_STR("PH") };
	struct cdr_check_answer answer = { 0 };
	check_on(DESK, AGENCY, "PH", NULL, &answer);
	cdr_owned(cdr_json) json = cdr_check_answer_to_json(&question, &answer);
	assert_text(cdr_json_get_str(json, "verdict"), "match");
	assert_text(cdr_json_get_str(json, "licence_on"), "revoked");
	assert_text(cdr_json_get_str(cdr_json_get(json, "question"), "name"), AGENCY);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "listings")), 1);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "registries")), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(check_without_lists_is_not_checked),
		desk_test(check_of_a_licensed_agency_is_clear),
		desk_test(check_of_a_revoked_agency_is_a_match_from_its_day),
		desk_test(check_of_an_agency_that_a_partial_register_does_not_show_is_not_checked),
		desk_test(check_against_stale_lists_only_is_not_checked),
		desk_test(check_says_which_registries_were_asked),
		desk_test(check_needs_a_name_or_a_number),
		desk_test(check_is_evidence),
		desk_test(check_and_screening_agree),
		desk_test(check_to_json_holds_question_answer_and_registries),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
