/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
ask_lists(struct desk *desk, const char *name, const char *country, const char *kind, struct listings *ret)
{
	struct name_query query = {
		.subject = { .name = cdr_str_from(name), .country = cdr_str_from(country) },
		.kind = cdr_str_from(kind),
		.day = day(TODAY),
		.today = day(TODAY),
	};
	*ret = (struct listings){ CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	if (!desk->lists)
		load_lists(desk);
	assert_ok(listings_of_lists(desk->store, desk->lists, &query, desk->arena, ret, err));
}

static const struct cdr_listing *
listing_at(const struct listings *listings, size_t i)
{
	assert_true(i < listings->items.n);
	return CDR_VEC_AT(&listings->items, struct cdr_listing, i);
}

static enum cdr_verdict
verdict_of(struct desk *desk, const struct listings *listings, enum cdr_registry_kind kind)
{
	return listings_verdict(desk->lists, listings, kind, day(TODAY));
}

static void
listings_say_which_row_of_which_copy_met(void **state)
{
	struct cdr_entry entry = listed(DESK, "g", "Glasswort Rubber Works", "XB");
	entry.listed_on = day("2026-05-01");
	entry.programme = CDR_STR("Rubber");
	entry.origin.row = 17;
	int64_t copy = put_copy(DESK, BAN_LIST, "2026-06-01", &entry, 1);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "GLASSWORT RUBBER WORKS", "XB", NULL, &found);
	assert_int_equal(found.items.n, 1);
	const struct cdr_listing *listing = listing_at(&found, 0);
	assert_text(listing->registry_id, BAN_LIST);
	assert_int_equal(listing->registry_kind, CDR_REGISTRY_IMPORT_BAN);
	assert_int_equal(listing->snapshot_id, copy);
	assert_int_equal(listing->snapshot_as_of.ymd, 20260601);
	assert_int_equal(listing->origin.row, 17);
	assert_int_equal(listing->listed_on.ymd, 20260501);
	assert_text(listing->programme, "Rubber");
	assert_text(listing->entry_name, "Glasswort Rubber Works");
	assert_verdict(listing->verdict, MATCH);
	assert_true(listing->n_reasons > 0);
	assert_false(listing->stale);
	assert_licence(listing->status, UNKNOWN); /* a ban is no licence */
}

static void
listings_meet_other_names_of_an_entry(void **state)
{
	struct cdr_str aliases[] = { CDR_STR("Pelican Bight Fisheries") };
	struct cdr_entry entry = listed(DESK, "g", "Glasswort Rubber Works", "XB");
	entry.aliases = aliases;
	entry.n_aliases = 1;
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", &entry, 1);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Pelican Bight Fisheries", "XB", NULL, &found);
	assert_text(listing_at(&found, 0)->entry_name, "Pelican Bight Fisheries");
}

/* A vessel, an aircraft and a firm, all of one name. */
static void
put_craft(struct desk *desk)
{
	struct cdr_entry rows[] = { listed(desk, "v", "Silver Petrel Meridian", "XB"),
		                    listed(desk, "x", "Silver Petrel Meridian", "XB"),
		                    listed(desk, "o", "Silver Petrel Meridian", "XB") };
	rows[0].party_type = CDR_STR("vessel");
	rows[1].party_type = CDR_STR("aircraft");
	(void)put_copy(desk, SANCTIONS_LIST, "2026-06-14", rows, 3);
}

static void
listings_of_ships_and_aircraft_are_no_companies(void **state)
{
	put_craft(DESK);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Silver Petrel Meridian", "XB", "supplier", &found);
	assert_int_equal(found.items.n, 1);
	assert_holds(listing_at(&found, 0)->entry_id, "/o@");
}

static void
listings_of_ships_meet_a_party_that_is_one(void **state)
{
	put_craft(DESK);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Silver Petrel Meridian", "XB", "Vessel", &found);
	assert_int_equal(found.items.n, 2);
	for (size_t i = 0; i < found.items.n; i++)
		assert_verdict(listing_at(&found, i)->verdict, MATCH);
}

static void
listings_of_persons_are_possible_at_most(void **state)
{
	struct cdr_entry person = listed(DESK, "p", "Silver Petrel Meridian", "XB");
	person.party_type = CDR_STR("person");
	(void)put_copy(DESK, SANCTIONS_LIST, "2026-06-14", &person, 1);
	cdr_auto(listings) firm = { 0 }, unsaid = { 0 }, same = { 0 };
	ask_lists(DESK, "Silver Petrel Meridian", "XB", "supplier", &firm);
	ask_lists(DESK, "Silver Petrel Meridian", "XB", NULL, &unsaid);
	ask_lists(DESK, "Silver Petrel Meridian", "XB", "person", &same);
	assert_verdict(listing_at(&firm, 0)->verdict, POSSIBLE);
	assert_verdict(listing_at(&unsaid, 0)->verdict, POSSIBLE);
	assert_verdict(listing_at(&same, 0)->verdict, MATCH);
}

static void
listings_of_ships_are_possible_where_nothing_is_said(void **state)
{
	put_craft(DESK);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Silver Petrel Meridian", "XB", NULL, &found);
	assert_int_equal(found.items.n, 3);
	for (size_t i = 0; i < found.items.n; i++) {
		const struct cdr_listing *listing = listing_at(&found, i);
		if (cdr_str_find(listing->entry_id, CDR_STR("/o@")) >= 0)
			assert_verdict(listing->verdict, MATCH);
		else
			assert_verdict(listing->verdict, POSSIBLE);
	}
}

static void
listings_beyond_what_is_shown_are_told_of(void **state)
{
	struct cdr_entry rows[CDR_SCREEN_MAX_CANDIDATES + 5];
	for (size_t i = 0; i < CDR_LEN(rows); i++)
		rows[i] = listed(DESK, cdr_str_format(DESK->arena, "r%02zu", i).p, "Glasswort Rubber Works", "XB");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", rows, CDR_LEN(rows));
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Glasswort Rubber Works", "XB", NULL, &found);
	assert_int_equal(found.items.n, CDR_SCREEN_MAX_CANDIDATES);
	assert_holds(listing_at(&found, CDR_SCREEN_MAX_CANDIDATES - 1)->note, "5 weaker candidates");
}

static void
listings_of_a_revocation_list_have_the_status_of_the_day(void **state)
{
	struct cdr_entry entry = entry_with(DESK, "d", "Baobab Lane Manpower Agency", "KE",
	                                    standing(CDR_LICENCE_REVOKED, "deregistered", "2025-10-07", NULL));
	(void)put_copy(DESK, REVOKED_LIST, "2026-01-01", &entry, 1);
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Baobab Lane Manpower Agency", "KE", NULL, &found);
	assert_licence(listing_at(&found, 0)->status, REVOKED);
	assert_text(listing_at(&found, 0)->status_word, "deregistered");
}

static void
listings_verdict_is_clear_only_when_a_fresh_list_was_asked(void **state)
{
	struct cdr_entry ban = listed(DESK, "b", "Glasswort Rubber Works", "XB");
	struct cdr_entry sanctioned = listed(DESK, "s", "Pelican Bight Fisheries", "XB");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", &ban, 1);
	(void)put_copy(DESK, SANCTIONS_LIST, "2026-01-01", &sanctioned, 1);
	cdr_auto(listings) none = { 0 }, met = { 0 };
	ask_lists(DESK, "Candlewick Pottery", "PT", NULL, &none);
	assert_verdict(verdict_of(DESK, &none, CDR_REGISTRY_IMPORT_BAN), CLEAR);
	assert_verdict(verdict_of(DESK, &none, CDR_REGISTRY_SANCTIONS), NOT_CHECKED); /* stale */
	assert_verdict(verdict_of(DESK, &none, CDR_REGISTRY_DEBARMENT), NOT_CHECKED); /* none loaded */
	ask_lists(DESK, "Pelican Bight Fisheries", "XB", NULL, &met);
	assert_verdict(verdict_of(DESK, &met, CDR_REGISTRY_SANCTIONS), MATCH); /* a stale hit is a hit */
	assert_true(listing_at(&met, 0)->stale);
}

static void
listings_without_any_list_are_none(void **state)
{
	cdr_auto(listings) found = { 0 };
	ask_lists(DESK, "Glasswort Rubber Works", "XB", NULL, &found);
	assert_int_equal(found.items.n, 0);
	for (int kind = 0; kind < CDR_REGISTRY_KIND_COUNT; kind++)
		assert_verdict(verdict_of(DESK, &found, (enum cdr_registry_kind)kind), NOT_CHECKED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(listings_say_which_row_of_which_copy_met),
		desk_test(listings_meet_other_names_of_an_entry),
		desk_test(listings_of_ships_and_aircraft_are_no_companies),
		desk_test(listings_of_ships_meet_a_party_that_is_one),
		desk_test(listings_of_persons_are_possible_at_most),
		desk_test(listings_of_ships_are_possible_where_nothing_is_said),
		desk_test(listings_beyond_what_is_shown_are_told_of),
		desk_test(listings_of_a_revocation_list_have_the_status_of_the_day),
		desk_test(listings_verdict_is_clear_only_when_a_fresh_list_was_asked),
		desk_test(listings_without_any_list_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
