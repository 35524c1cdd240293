/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
lists_pin_the_latest_copy_of_each_registry(void **state)
{
	struct cdr_entry entry = listed(DESK, "g", "Glasswort Rubber Works", "XB");
	int64_t newest = put_copy(DESK, BAN_LIST, "2026-06-01", &entry, 1);
	int64_t older = put_copy(DESK, BAN_LIST, "2026-05-01", &entry, 1);
	int64_t other = put_copy(DESK, SANCTIONS_LIST, "2026-04-01", &entry, 1);
	load_lists(DESK);
	struct cdr_screen_pins pins = cdr_screen_lists_pins(DESK->lists);
	cdr_owned(cdr_json) json = NULL;
	assert_ok(cdr_json_parse(pins.snapshots_json, "pins", &json, err));
	assert_int_equal(cdr_json_count(json), 2);
	assert_int_equal(cdr_json_get_int(json, BAN_LIST, 0), newest);
	assert_int_equal(cdr_json_get_int(json, SANCTIONS_LIST, 0), other);
	assert_true(older > newest);
	assert_int_equal(pins.through, other);
}

static void
lists_given_pins_are_those_copies_whatever_came_since(void **state)
{
	struct cdr_entry before = listed(DESK, "g", "Glasswort Rubber Works", "XB");
	struct cdr_entry after = listed(DESK, "p", "Pelican Bight Fisheries", "XB");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", &before, 1);
	load_lists(DESK);
	struct cdr_screen_pins pins = cdr_screen_lists_pins(DESK->lists);
	(void)put_copy(DESK, BAN_LIST, "2026-06-08", &after, 1);
	(void)put_copy(DESK, SANCTIONS_LIST, "2026-06-08", &after, 1);
	cdr_owned(cdr_screen_lists) again = NULL;
	assert_ok(cdr_screen_lists_load(DESK->store, DESK->setup, &pins, &again, err));
	assert_int_equal(again->n_pinned, 1);
	assert_int_equal(again->n_entries, 1);
	assert_text(again->entries[0].name, "Glasswort Rubber Works");
	assert_true(cdr_str_equal(cdr_screen_lists_pins(again).snapshots_json, pins.snapshots_json));
	assert_int_equal(cdr_screen_lists_pins(again).through, pins.through);
}

static void
lists_of_pins_that_are_gone_are_an_error(void **state)
{
	cdr_owned(cdr_screen_lists) lists = NULL;
	struct cdr_screen_pins pins = { CDR_STR("{\"" BAN_LIST "\":7}"), 7 };
	assert_fails(CDR_ENOTFOUND, "7", cdr_screen_lists_load(DESK->store, DESK->setup, &pins, &lists, err));
	pins.snapshots_json = CDR_STR("{");
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_screen_lists_load(DESK->store, DESK->setup, &pins, &lists, &err), CDR_EINPUT);
	assert_null(lists);
}

static void
lists_know_which_registry_an_entry_is_of(void **state)
{
	struct cdr_entry rows[] = { listed(DESK, "g", "Glasswort Rubber Works", "XB"),
		                    listed(DESK, "p", "Pelican Bight Fisheries", "XB"),
		                    good_of(DESK, "Garments", "IN", "child_labor") };
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", rows, 2);
	(void)put_copy(DESK, GOODS_LIST, "2026-06-01", &rows[2], 1);
	(void)put_copy(DESK, REGISTER, "2026-06-01", rows, 1);
	load_lists(DESK);
	assert_int_equal(DESK->lists->n_entries, 4);
	for (size_t i = 0; i < DESK->lists->n_entries; i++) {
		const struct pinned_registry *pinned = &DESK->lists->pinned[DESK->lists->owner[i]];
		assert_true(cdr_str_equal(DESK->lists->entries[i].registry_id, pinned->registry->id));
		assert_true(i >= pinned->first_entry && i < pinned->first_entry + pinned->n_entries);
	}
	/* A register has an index of its own, goods have none. */
	assert_int_equal(cdr_match_index_count(DESK->lists->lists_index), 2);
	for (size_t i = 0; i < DESK->lists->n_pinned; i++) {
		const struct pinned_registry *pinned = &DESK->lists->pinned[i];
		assert_int_equal(pinned->index != NULL, pinned->registry->kind == CDR_REGISTRY_LICENCE_REGISTER);
	}
}

static void
lists_do_not_compare_firms_with_goods_or_regions(void **state)
{
	struct cdr_entry row = listed(DESK, "r", "All cotton grown in the Eastern Steppe", "XB");
	row.party_type = CDR_STR("goods");
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", &row, 1);
	load_lists(DESK);
	assert_int_equal(DESK->lists->n_entries, 1);
	assert_int_equal(cdr_match_index_count(DESK->lists->lists_index), 0);
}

static void
lists_speak_for_the_countries_their_definition_names(void **state)
{
	(void)state;
	struct cdr_registry two = { .jurisdiction = CDR_STR("PH SG") }, all = { .jurisdiction = CDR_STR("INT") };
	struct pinned_registry pinned = { .registry = &two }, international = { .registry = &all };
	assert_true(pinned_covers(&pinned, CDR_STR("PH")));
	assert_true(pinned_covers(&pinned, CDR_STR("sg")));
	assert_false(pinned_covers(&pinned, CDR_STR("HK")));
	assert_false(pinned_covers(&pinned, CDR_STR("P")));
	assert_true(pinned_covers(&international, CDR_STR("HK")));
	assert_false(pinned_covers(&international, (struct cdr_str){ NULL, 0 }));
}

static void
lists_are_stale_from_the_day_after_their_freshness(void **state)
{
	(void)state;
	struct cdr_registry registry = { .freshness_days = 30 };
	struct pinned_registry pinned = { .registry = &registry, .snapshot = { .as_of = { 20260601 } } };
	assert_false(pinned_is_stale(&pinned, day("2026-05-01")));
	assert_false(pinned_is_stale(&pinned, day("2026-07-01")));
	assert_true(pinned_is_stale(&pinned, day("2026-07-02")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(lists_pin_the_latest_copy_of_each_registry),
		desk_test(lists_given_pins_are_those_copies_whatever_came_since),
		desk_test(lists_of_pins_that_are_gone_are_an_error),
		desk_test(lists_know_which_registry_an_entry_is_of),
		desk_test(lists_do_not_compare_firms_with_goods_or_regions),
		cmocka_unit_test(lists_speak_for_the_countries_their_definition_names),
		cmocka_unit_test(lists_are_stale_from_the_day_after_their_freshness),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
