/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#define REGISTRY CDR_STR("xx-agencies")

static struct cdr_entry
entry_of(const char *key, const char *name, uint32_t row)
{
	return (struct cdr_entry){ .key = cdr_str_from(key),
		                   .name = cdr_str_from(name),
		                   .origin = { .file = CDR_STR("l.csv"), .row = row } };
}

/* Keeps a snapshot of one day; `sha256` tells its bytes apart. */
static struct cdr_snapshot_change
put(struct cdr_store *store, int as_of, const char *sha256, const struct cdr_entry *entries, size_t n, int64_t *ret_id,
    bool *ret_known)
{
	struct cdr_snapshot_change change = { 0 };
	struct cdr_snapshot snapshot = { .registry_id = REGISTRY,
		                         .as_of = { as_of },
		                         .file = CDR_STR("l.csv"),
		                         .sha256 = cdr_str_from(sha256),
		                         .definition_sha256 = CDR_STR("d"),
		                         .registry_title = CDR_STR("Agencies of Nowhere"),
		                         .registry_kind = CDR_REGISTRY_DEBARMENT,
		                         .freshness_days = 45,
		                         .n_rows = (int64_t)n };
	assert_ok(cdr_store_snapshot_put(store, &snapshot, entries, n, &change, ret_known, err));
	*ret_id = snapshot.id;
	return change;
}

static void
assert_change(struct cdr_snapshot_change change, int added, int changed, int removed, int unchanged)
{
	assert_int_equal(change.added, added);
	assert_int_equal(change.changed, changed);
	assert_int_equal(change.removed, removed);
	assert_int_equal(change.unchanged, unchanged);
}

static void
snapshot_counts_changes_against_the_one_before_it_in_time(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry january[] = { entry_of("1", "Quillon", 2), entry_of("2", "Rondel", 3) };
	struct cdr_entry march[] = { entry_of("1", "Quillon", 7), entry_of("2", "Rondel & Sons", 8),
		                     entry_of("3", "Sable", 9) };
	struct cdr_entry february[] = { entry_of("2", "Rondel & Sons", 2) };
	bool known = true;
	int64_t id = 0;
	assert_change(put(scratch->store, 20250101, "a", january, 2, &id, &known), 2, 0, 0, 0);
	assert_false(known);
	assert_change(put(scratch->store, 20250301, "c", march, 3, &id, &known), 1, 1, 0, 1);
	assert_change(put(scratch->store, 20250201, "b", february, 1, &id, &known), 0, 1, 1, 0);
}

static void
snapshot_of_the_same_bytes_is_known(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry entries[] = { entry_of("1", "Quillon", 2) };
	bool known = true;
	int64_t first = 0, again = 0;
	(void)put(scratch->store, 20250101, "a", entries, 1, &first, &known);
	assert_change(put(scratch->store, 20250101, "a", entries, 1, &again, &known), 0, 0, 0, 0);
	assert_true(known);
	assert_int_equal(again, first);
	(void)put(scratch->store, 20250102, "a", entries, 1, &again, &known);
	assert_false(known);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM snapshots"), 2);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM entry_versions"), 1);
}

static void
snapshot_current_is_the_latest_by_day_not_by_arrival(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry entries[] = { entry_of("1", "Quillon", 2) };
	struct cdr_snapshot snapshot = { 0 };
	struct cdr_date none = { 0 }, february = { 20250215 }, earlier = { 20241231 };
	bool known = true;
	int64_t march = 0, january = 0;
	(void)put(scratch->store, 20250301, "c", entries, 1, &march, &known);
	(void)put(scratch->store, 20250101, "a", entries, 1, &january, &known);
	assert_ok(cdr_store_snapshot_current(scratch->store, REGISTRY, none, scratch->arena, &snapshot, err));
	assert_int_equal(snapshot.id, march);
	assert_int_equal(snapshot.n_entries, 1);
	assert_ok(cdr_store_snapshot_current(scratch->store, REGISTRY, february, scratch->arena, &snapshot, err));
	assert_int_equal(snapshot.id, january);
	assert_fails(CDR_ENOTFOUND, "at or before 2024-12-31: load one",
	             cdr_store_snapshot_current(scratch->store, REGISTRY, earlier, scratch->arena, &snapshot, err));
	assert_ok(cdr_store_snapshot_get(scratch->store, january, scratch->arena, &snapshot, err));
	assert_int_equal(snapshot.as_of.ymd, 20250101);
	assert_text(snapshot.sha256, "a");
	assert_text(snapshot.registry_title, "Agencies of Nowhere");
	assert_int_equal(snapshot.registry_kind, CDR_REGISTRY_DEBARMENT);
	assert_int_equal(snapshot.freshness_days, 45);
	assert_fails(CDR_ENOTFOUND, "no snapshot 99",
	             cdr_store_snapshot_get(scratch->store, 99, scratch->arena, &snapshot, err));
}

static enum cdr_status
see_entry(void *context, const struct cdr_entry *entry, struct cdr_error *err)
{
	char row[16];
	(void)err;
	assert_text(entry->registry_id, "xx-agencies");
	collect(context, entry->id);
	(void)snprintf(row, sizeof(row), "row%u", entry->origin.row);
	collect(context, cdr_str_from(row));
	return CDR_OK;
}

static void
snapshot_shows_entries_with_the_origins_of_its_own_file(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry january[] = { entry_of("b", "Quillon", 2), entry_of("a", "Rondel", 3) };
	struct cdr_entry march[] = { entry_of("b", "Quillon", 7), entry_of("a", "Rondel & Sons", 8) };
	struct collected first = { 0 }, second = { 0 };
	bool known = true;
	int64_t id = 0;
	(void)put(scratch->store, 20250101, "a", january, 2, &id, &known);
	assert_ok(cdr_store_entry_each(scratch->store, id, see_entry, &first, err));
	assert_string_equal(first.text, "xx-agencies/a@1 row3 xx-agencies/b@1 row2");
	(void)put(scratch->store, 20250301, "c", march, 2, &id, &known);
	assert_ok(cdr_store_entry_each(scratch->store, id, see_entry, &second, err));
	assert_string_equal(second.text, "xx-agencies/a@2 row8 xx-agencies/b@1 row7");
}

static void
snapshot_keeps_a_row_that_stands_twice_twice(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry entries[] = { entry_of("a", "Quillon", 2), entry_of("a", "Quillon", 3) };
	struct collected seen = { 0 };
	bool known = true;
	int64_t id = 0;
	assert_change(put(scratch->store, 20250101, "a", entries, 2, &id, &known), 1, 0, 0, 0);
	assert_ok(cdr_store_entry_each(scratch->store, id, see_entry, &seen, err));
	assert_string_equal(seen.text, "xx-agencies/a@1 row2 xx-agencies/a@1 row3");
}

static enum cdr_status
see_sighting(void *context, const struct cdr_snapshot *snapshot, const struct cdr_entry *entry, struct cdr_error *err)
{
	char text[64], day[CDR_DATE_TEXT_MAX];
	(void)err;
	(void)snprintf(text, sizeof(text), "%s:%lld", cdr_date_text(snapshot->as_of, day),
	               entry ? (long long)entry->version : 0);
	collect(context, cdr_str_from(text));
	return CDR_OK;
}

static void
snapshot_sightings_stand_in_time_and_tell_absence(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_entry old[] = { entry_of("a", "Quillon", 2) }, new[] = { entry_of("a", "Quillon Ltd", 2) };
	struct cdr_entry without[] = { entry_of("z", "Sable", 2) };
	struct collected all = { 0 }, pinned = { 0 }, nowhere = { 0 };
	bool known = true;
	int64_t id = 0, second = 0;
	(void)put(scratch->store, 20250401, "d", new, 1, &id, &known);
	(void)put(scratch->store, 20250101, "a", old, 1, &second, &known);
	(void)put(scratch->store, 20250301, "c", without, 1, &id, &known);
	(void)put(scratch->store, 20250201, "b", new, 1, &id, &known);
	assert_ok(cdr_store_sighting_each(scratch->store, REGISTRY, CDR_STR("a"), 0, see_sighting, &all, err));
	assert_string_equal(all.text, "2025-01-01:2 2025-02-01:1 2025-03-01:0 2025-04-01:1");
	assert_ok(cdr_store_sighting_each(scratch->store, REGISTRY, CDR_STR("a"), second, see_sighting, &pinned, err));
	assert_string_equal(pinned.text, "2025-01-01:2 2025-04-01:1");
	assert_ok(cdr_store_sighting_each(scratch->store, CDR_STR("yy"), CDR_STR("a"), 0, see_sighting, &nowhere, err));
	assert_int_equal(nowhere.n, 0);
}

static enum cdr_status
see_snapshot(void *context, const struct cdr_snapshot *snapshot, struct cdr_error *err)
{
	(void)err;
	collect(context, snapshot->sha256);
	return CDR_OK;
}

static void
snapshot_each_goes_by_registry_and_day(void **state)
{
	struct scratch *scratch = *state;
	struct collected all = { 0 }, one = { 0 };
	struct cdr_snapshot_change change;
	struct cdr_snapshot other = { .registry_id = CDR_STR("aa-list"),
		                      .as_of = { 20250601 },
		                      .sha256 = CDR_STR("z") };
	bool known = true;
	int64_t id = 0;
	(void)put(scratch->store, 20250301, "c", NULL, 0, &id, &known);
	(void)put(scratch->store, 20250101, "a", NULL, 0, &id, &known);
	assert_ok(cdr_store_snapshot_put(scratch->store, &other, NULL, 0, &change, &known, err));
	assert_ok(cdr_store_snapshot_each(scratch->store, (struct cdr_str){ NULL, 0 }, see_snapshot, &all, err));
	assert_string_equal(all.text, "z a c");
	assert_ok(cdr_store_snapshot_each(scratch->store, REGISTRY, see_snapshot, &one, err));
	assert_string_equal(one.text, "a c");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(snapshot_counts_changes_against_the_one_before_it_in_time),
		scratch_test(snapshot_of_the_same_bytes_is_known),
		scratch_test(snapshot_current_is_the_latest_by_day_not_by_arrival),
		scratch_test(snapshot_shows_entries_with_the_origins_of_its_own_file),
		scratch_test(snapshot_keeps_a_row_that_stands_twice_twice),
		scratch_test(snapshot_sightings_stand_in_time_and_tell_absence),
		scratch_test(snapshot_each_goes_by_registry_and_day),
	};
	return cmocka_run_group_tests_name("store/snapshot", tests, NULL, NULL);
}
