/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
facts_of_a_party_are_what_its_row_says(void **state)
{
	struct cdr_attribute attributes[] = { ATTRIBUTE("forced_labour_clause", "false"),
		                              ATTRIBUTE("last_review_on", "2026-05-16"), ATTRIBUTE("tier", "2"),
		                              ATTRIBUTE("workers_migrant_pct", "12.5") };
	struct cdr_str products[] = { CDR_STR("garments"), CDR_STR("yarn") };
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	party.attributes = attributes;
	party.n_attributes = CDR_LEN(attributes);
	party.products = products;
	party.n_products = 2;
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_party(facts, &party, day(TODAY), DESK->arena);
	assert_string_equal(value(DESK, facts, "party.name"), "Alder Mill");
	assert_string_equal(value(DESK, facts, "party.country"), "IN");
	assert_string_equal(value(DESK, facts, "party.tier"), "2");
	assert_string_equal(value(DESK, facts, "party.workers_migrant_pct"), "12.5");
	assert_string_equal(value(DESK, facts, "party.last_review_on"), "2026-05-16");
	assert_string_equal(value(DESK, facts, "party.days_since_review"), "30");
	assert_string_equal(value(DESK, facts, "party.forced_labour_clause"), "no");
	assert_non_null(strstr(value(DESK, facts, "party.products"), "yarn"));
}

static void
facts_not_given_or_unreadable_are_unknown(void **state)
{
	struct cdr_attribute attributes[] = { ATTRIBUTE("code_of_conduct", "perhaps"),
		                              ATTRIBUTE("last_review_on", "last spring"), ATTRIBUTE("tier", "second") };
	struct cdr_party party = party_of("S1", "Alder Mill", NULL);
	party.attributes = attributes;
	party.n_attributes = CDR_LEN(attributes);
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_party(facts, &party, day(TODAY), DESK->arena);
	static const char *const unknown[] = { "party.country",           "party.tier",
		                               "party.code_of_conduct",   "party.last_review_on",
		                               "party.days_since_review", "party.products",
		                               "party.grievance_channel" };
	for (size_t i = 0; i < CDR_LEN(unknown); i++)
		assert_null(value(DESK, facts, unknown[i]));
}

static void
facts_of_lists_not_checked_are_unknown(void **state)
{
	struct cdr_entry ban = listed(DESK, "b", "Glasswort Rubber Works", "XB");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", &ban, 1);
	load_lists(DESK);
	struct listings none = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	struct goods_answer goods = { 0 };
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_party_lists(facts, DESK->lists, &none, &goods, day(TODAY));
	assert_string_equal(value(DESK, facts, "listing.import_ban.verdict"), "clear");
	assert_null(value(DESK, facts, "listing.import_ban.days_listed"));
	assert_null(value(DESK, facts, "listing.debarment.verdict"));
	assert_null(value(DESK, facts, "listing.sanctions.verdict"));
	assert_null(value(DESK, facts, "goods.forced_labour_listed"));
	assert_null(value(DESK, facts, "goods.listed_good"));
}

static void
facts_of_a_ban_count_the_days_since_it(void **state)
{
	struct cdr_entry ban = listed(DESK, "b", "Glasswort Rubber Works", "XB");
	ban.listed_on = day("2026-06-05");
	(void)put_copy(DESK, BAN_LIST, "2026-06-10", &ban, 1);
	load_lists(DESK);
	struct name_query query = { .subject = { .name = ban.name, .country = ban.country },
		                    .day = day(TODAY),
		                    .today = day(TODAY) };
	cdr_auto(listings) found = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	assert_ok(listings_of_lists(DESK->store, DESK->lists, &query, DESK->arena, &found, err));
	struct goods_answer goods = { .forced = CDR_VERDICT_POSSIBLE, .good = CDR_STR("Rubber") };
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_party_lists(facts, DESK->lists, &found, &goods, day(TODAY));
	assert_string_equal(value(DESK, facts, "listing.import_ban.verdict"), "match");
	assert_string_equal(value(DESK, facts, "listing.import_ban.days_listed"), "10");
	assert_string_equal(value(DESK, facts, "goods.forced_labour_listed"), "possible");
	assert_string_equal(value(DESK, facts, "goods.listed_good"), "Rubber");
}

static void
facts_of_an_agency_without_a_register_say_so(void **state)
{
	load_lists(DESK);
	cdr_auto(agency_answer) answer = { 0 };
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_agency(facts, DESK->lists, &answer, day(TODAY), DESK->arena);
	assert_null(value(DESK, facts, "agency.status_on_recruitment"));
	assert_null(value(DESK, facts, "agency.match"));
	assert_null(value(DESK, facts, "agency.candidates"));
	assert_null(value(DESK, facts, "agency.register_stale"));
	assert_null(value(DESK, facts, "agency.number_missing"));
	assert_string_equal(value(DESK, facts, "agency.register_complete"), "no");
}

static void
facts_of_an_agency_are_what_was_answered(void **state)
{
	load_lists(DESK);
	cdr_auto(agency_answer) answer = { .register_loaded = true,
		                           .register_complete = true,
		                           .number_missing = true,
		                           .match = CDR_VERDICT_POSSIBLE,
		                           .n_candidates = 2,
		                           .status_on = CDR_LICENCE_REVOKED };
	cdr_owned(cdr_facts) facts = no_facts();
	facts_of_agency(facts, DESK->lists, &answer, day(TODAY), DESK->arena);
	assert_string_equal(value(DESK, facts, "agency.status_on_recruitment"), "revoked");
	assert_null(value(DESK, facts, "agency.status_today"));
	assert_string_equal(value(DESK, facts, "agency.match"), "possible");
	assert_string_equal(value(DESK, facts, "agency.candidates"), "2");
	assert_string_equal(value(DESK, facts, "agency.register_stale"), "no");
	assert_string_equal(value(DESK, facts, "agency.register_complete"), "yes");
	assert_string_equal(value(DESK, facts, "agency.number_missing"), "yes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(facts_of_a_party_are_what_its_row_says),
		desk_test(facts_not_given_or_unreadable_are_unknown),
		desk_test(facts_of_lists_not_checked_are_unknown),
		desk_test(facts_of_a_ban_count_the_days_since_it),
		desk_test(facts_of_an_agency_without_a_register_say_so),
		desk_test(facts_of_an_agency_are_what_was_answered),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
