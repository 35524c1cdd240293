/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define AGENCY "Marrowfield Crewing Services Inc"

static enum cdr_verdict
party_verdict(struct desk *desk, const char *name, const char *country)
{
	cdr_auto(subject_result) result = { 0 };
	struct cdr_party party = party_of("S1", name, country);
	if (!desk->lists)
		load_lists(desk);
	assert_ok(screen_party(by_desk(desk, day(TODAY)), &party, desk->arena, &result, err));
	return result.verdict;
}

static enum cdr_verdict
engagement_verdict(struct desk *desk, const char *agency, const char *country, const char *on)
{
	cdr_auto(subject_result) result = { 0 };
	struct cdr_party supplier = party_of("S1", "Alder Mill", "IN");
	struct cdr_engagement engagement = engagement_of("E1", "S1", agency, country, on);
	if (!desk->lists)
		load_lists(desk);
	assert_ok(screen_engagement(by_desk(desk, day(TODAY)), &supplier, &engagement, desk->arena, &result, err));
	return result.verdict;
}

static void
put_ban(struct desk *desk, const char *as_of)
{
	struct cdr_entry entry = listed(desk, "b", "Glasswort Rubber Works", "XB");
	(void)put_copy(desk, BAN_LIST, as_of, &entry, 1);
}

static void
subject_without_lists_is_not_checked(void **state)
{
	assert_verdict(party_verdict(DESK, "Glasswort Rubber Works", "XB"), NOT_CHECKED);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", "2026-06-01"), NOT_CHECKED);
}

static void
subject_is_clear_only_against_a_fresh_list(void **state)
{
	put_ban(DESK, "2026-06-01");
	assert_verdict(party_verdict(DESK, "Candlewick Pottery", "PT"), CLEAR);
	assert_verdict(party_verdict(DESK, "Glasswort Rubber Works", "XB"), MATCH);
}

static void
subject_against_a_stale_list_is_not_clear(void **state)
{
	put_ban(DESK, "2026-01-01");
	assert_verdict(party_verdict(DESK, "Candlewick Pottery", "PT"), NOT_CHECKED);
	assert_verdict(party_verdict(DESK, "Glasswort Rubber Works", "XB"), MATCH);
}

static void
subject_is_sought_under_its_other_names(void **state)
{
	put_ban(DESK, "2026-06-01");
	struct cdr_str aliases[] = { CDR_STR("Glasswort Rubber Works") };
	struct cdr_party party = party_of("S1", "Northmere Holdings", "XB");
	party.aliases = aliases;
	party.n_aliases = 1;
	cdr_auto(subject_result) by_alias = { 0 }, by_local = { 0 };
	load_lists(DESK);
	assert_ok(screen_party(by_desk(DESK, day(TODAY)), &party, DESK->arena, &by_alias, err));
	assert_verdict(by_alias.verdict, MATCH);
	party.n_aliases = 0;
	party.name_local = aliases[0];
	assert_ok(screen_party(by_desk(DESK, day(TODAY)), &party, DESK->arena, &by_local, err));
	assert_verdict(by_local.verdict, MATCH);
}

/* Two of one name on the list: the one at the supplier's address is shown first, though it was listed later. Town and
 * postcode stand in columns of their own, or in the address again. */
static void
subject_at_a_listed_address_is_told_from_a_namesake(void **state)
{
	struct cdr_entry entries[] = { listed(DESK, "a", "Glasswort Rubber Works", "GB"),
		                       listed(DESK, "b", "Glasswort Rubber Works", "GB") };
	static const char *const addresses[] = { "12 Heron Street", "12 Heron St., Tidewater TW1 2AB" };
	entries[0].address = CDR_STR("7 Ibis Lane, Egretton, EG4 5XY");
	entries[1].address = CDR_STR("12 Heron Street, Tidewater, TW1 2AB, United Kingdom");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", entries, CDR_LEN(entries));
	load_lists(DESK);
	for (size_t i = 0; i < CDR_LEN(addresses); i++) {
		struct cdr_party party = party_of("S1", "Glasswort Rubber Works", "GB");
		cdr_auto(subject_result) result = { 0 };
		party.address = cdr_str_from(addresses[i]);
		party.city = CDR_STR("Tidewater");
		party.postcode = CDR_STR("TW1 2AB");
		assert_ok(screen_party(by_desk(DESK, day(TODAY)), &party, DESK->arena, &result, err));
		assert_verdict(result.verdict, MATCH);
		const struct cdr_finding *finding = CDR_VEC_AT(&result.findings, struct cdr_finding, 0);
		assert_int_equal(finding->n_listings, 2);
		assert_true(finding->listings[0].score > finding->listings[1].score);
		assert_true(cdr_str_find(finding->listings[0].entry_id, CDR_STR("/b@")) >= 0);
	}
}

static void
subject_verdict_is_about_lists_not_about_risks(void **state)
{
	struct cdr_attribute attributes[] = { { CDR_STR("forced_labour_clause"), CDR_STR("false") } };
	struct cdr_party party = party_of("S1", "Candlewick Pottery", "PT");
	put_ban(DESK, "2026-06-01");
	party.attributes = attributes;
	party.n_attributes = 1;
	cdr_auto(subject_result) result = { 0 };
	load_lists(DESK);
	assert_ok(screen_party(by_desk(DESK, day(TODAY)), &party, DESK->arena, &result, err));
	assert_verdict(result.verdict, CLEAR);
	assert_non_null(find_rule(&result, "STR-803"));
}

static void
subject_recruited_by_a_licensed_agency_is_clear(void **state)
{
	struct cdr_entry entry = entry_with(DESK, "a", AGENCY, "PH",
	                                    standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", "2028-01-01"));
	(void)put_copy(DESK, REGISTER, "2026-06-10", &entry, 1);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", "2026-05-01"), CLEAR);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", NULL), CLEAR);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", "2019-12-31"), NOT_CHECKED);
}

static void
subject_of_an_agency_that_a_partial_register_does_not_show_is_not_checked(void **state)
{
	struct cdr_entry entry = numbered(DESK, "0030", "Tamarind Overseas", "0030");
	(void)put_copy(DESK, NUMBERED_REGISTER, "2026-06-10", &entry, 1);
	assert_verdict(engagement_verdict(DESK, "Quince Harbour Employment", "BD", "2026-06-11"), NOT_CHECKED);
	assert_verdict(engagement_verdict(DESK, "Tamarind Overseas", "BD", "2026-06-11"), CLEAR);
}

static void
subject_recruited_by_one_of_two_namesakes_is_possible(void **state)
{
	struct cdr_entry rows[] = {
		entry_with(DESK, "one", AGENCY, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01", NULL)),
		entry_with(DESK, "two", AGENCY, "PH", standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", NULL))
	};
	(void)put_copy(DESK, REGISTER, "2026-06-10", rows, 2);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", "2026-05-01"), POSSIBLE);
}

static void
subject_of_an_agency_absent_from_a_complete_register_is_a_match(void **state)
{
	struct cdr_entry other = entry_with(DESK, "o", "Quince Harbour Employment", "HK",
	                                    standing(CDR_LICENCE_VALID, "Valid Licence", NULL, NULL));
	(void)put_copy(DESK, COMPLETE_REGISTER, "2026-06-01", &other, 1);
	assert_verdict(engagement_verdict(DESK, AGENCY, "HK", "2026-06-03"), MATCH);
}

static void
subject_of_a_licensed_agency_that_is_sanctioned_is_a_match(void **state)
{
	struct cdr_entry agency =
		entry_with(DESK, "a", AGENCY, "PH", standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", NULL));
	struct cdr_entry sanctioned = listed(DESK, "s", AGENCY, "PH");
	(void)put_copy(DESK, REGISTER, "2026-06-10", &agency, 1);
	(void)put_copy(DESK, SANCTIONS_LIST, "2026-06-14", &sanctioned, 1);
	assert_verdict(engagement_verdict(DESK, AGENCY, "PH", "2026-05-01"), MATCH);
}

static void
subject_advised_against_is_a_match_and_silence_of_advice_clears_nobody(void **state)
{
	struct cdr_entry avoided = listed(DESK, "a", "Glasswort Rubber Works", "XB");
	(void)put_copy(DESK, AVOID_LIST, "2026-06-01", &avoided, 1);
	assert_verdict(party_verdict(DESK, "Glasswort Rubber Works", "XB"), MATCH);
	assert_verdict(party_verdict(DESK, "Candlewick Pottery", "PT"), NOT_CHECKED);
}

/* An engagement through a licensed agency for which somebody else recruited. */
static void
recruit_through(struct desk *desk, const char *sub_agent, const char *in, struct subject_result *ret)
{
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01");
	struct cdr_attribute attributes[] = { { CDR_STR("recruited_in"), cdr_str_from(in) },
		                              { CDR_STR("sub_agent_name"), cdr_str_from(sub_agent) } };
	struct cdr_entry rows[] = {
		entry_with(desk, "a", AGENCY, "PH", standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", NULL)),
		entry_with(desk, "b", "Thistledown Placement Corp", "PH",
		           standing(CDR_LICENCE_REVOKED, "Cancelled", "2025-01-01", NULL)),
		entry_with(desk, "c", "Rushlight Recruiters Inc", "PH",
		           standing(CDR_LICENCE_VALID, "Valid License", "2020-01-01", NULL)),
	};
	if (!desk->lists) {
		(void)put_copy(desk, REGISTER, "2026-06-10", rows, CDR_LEN(rows));
		load_lists(desk);
	}
	engagement.attributes = attributes;
	engagement.n_attributes = 2;
	assert_ok(screen_engagement(by_desk(desk, day(TODAY)), NULL, &engagement, desk->arena, ret, err));
}

static void
subject_is_clear_only_where_the_sub_agent_is_too(void **state)
{
	cdr_auto(subject_result) licensed = { 0 }, lost = { 0 }, unheard = { 0 };
	recruit_through(DESK, "Rushlight Recruiters Inc", "PH", &licensed);
	recruit_through(DESK, "Thistledown Placement Corp", "PH", &lost);
	recruit_through(DESK, "Uncle Tomas", "XB", &unheard);
	assert_verdict(licensed.verdict, CLEAR);
	assert_verdict(lost.verdict, MATCH);
	assert_verdict(unheard.verdict, NOT_CHECKED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(subject_without_lists_is_not_checked),
		desk_test(subject_is_clear_only_against_a_fresh_list),
		desk_test(subject_against_a_stale_list_is_not_clear),
		desk_test(subject_is_sought_under_its_other_names),
		desk_test(subject_at_a_listed_address_is_told_from_a_namesake),
		desk_test(subject_verdict_is_about_lists_not_about_risks),
		desk_test(subject_recruited_by_a_licensed_agency_is_clear),
		desk_test(subject_of_an_agency_that_a_partial_register_does_not_show_is_not_checked),
		desk_test(subject_recruited_by_one_of_two_namesakes_is_possible),
		desk_test(subject_of_an_agency_absent_from_a_complete_register_is_a_match),
		desk_test(subject_of_a_licensed_agency_that_is_sanctioned_is_a_match),
		desk_test(subject_advised_against_is_a_match_and_silence_of_advice_clears_nobody),
		desk_test(subject_is_clear_only_where_the_sub_agent_is_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
