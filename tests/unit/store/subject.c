/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "../base/failing-memory.h"

static enum cdr_put_result
put_party(struct cdr_store *store, int64_t import, const char *key, const char *city, uint32_t row, int64_t *version)
{
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	struct cdr_party party = { .key = cdr_str_from(key),
		                   .name = CDR_STR("Quillon Garments"),
		                   .city = cdr_str_from(city),
		                   .origin = { .file = CDR_STR("s.csv"), .row = row } };
	assert_ok(cdr_store_party_put(store, ORG, import, &party, &result, err));
	assert_int_equal(party.id.n, 18);
	*version = party.version;
	return result;
}

static void
subject_is_created_changed_or_left_alone(void **state)
{
	struct scratch *scratch = *state;
	int64_t first = make_import(scratch->store), second = make_import(scratch->store), version = 0;
	assert_int_equal(put_party(scratch->store, first, "A", "Old Town", 2, &version), CDR_PUT_CREATED);
	assert_int_equal(version, 1);
	assert_int_equal(put_party(scratch->store, second, "A", "Old Town", 2, &version), CDR_PUT_UNCHANGED);
	assert_int_equal(version, 1);
	assert_int_equal(put_party(scratch->store, second, "A", "New Town", 2, &version), CDR_PUT_CHANGED);
	assert_int_equal(version, 2);
	assert_int_equal(put_party(scratch->store, second, "A", "Old Town", 2, &version), CDR_PUT_CHANGED);
	assert_int_equal(version, 3);
}

static void
subject_that_only_moved_in_its_file_is_unchanged(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_party party = { 0 };
	int64_t first = make_import(scratch->store), second = make_import(scratch->store), version = 0;
	(void)put_party(scratch->store, first, "A", "Old Town", 2, &version);
	assert_int_equal(put_party(scratch->store, second, "A", "Old Town", 9, &version), CDR_PUT_UNCHANGED);
	assert_ok(cdr_store_party_get(scratch->store, ORG, second, CDR_STR("A"), scratch->arena, &party, err));
	assert_int_equal(party.origin.row, 2);
	assert_text(party.origin.file, "s.csv");
}

static void
subject_is_read_as_of_an_import(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_party party = { 0 };
	int64_t first = make_import(scratch->store), second = make_import(scratch->store);
	int64_t third = make_import(scratch->store), version = 0;
	(void)put_party(scratch->store, first, "A", "Old Town", 2, &version);
	(void)put_party(scratch->store, third, "A", "New Town", 2, &version);
	assert_ok(cdr_store_party_get(scratch->store, ORG, first, CDR_STR("A"), scratch->arena, &party, err));
	assert_text(party.city, "Old Town");
	assert_int_equal(party.version, 1);
	assert_ok(cdr_store_party_get(scratch->store, ORG, second, CDR_STR("A"), scratch->arena, &party, err));
	assert_text(party.city, "Old Town");
	assert_ok(cdr_store_party_get(scratch->store, ORG, third, party.id, scratch->arena, &party, err));
	assert_text(party.city, "New Town");
	assert_text(party.key, "A");
	assert_fails(CDR_ENOTFOUND, "no party with id or key",
	             cdr_store_party_get(scratch->store, ORG, first - 1, CDR_STR("A"), scratch->arena, &party, err));
	assert_fails(CDR_ENOTFOUND, "no party with id or key",
	             cdr_store_party_get(scratch->store, CDR_STR("other"), third, CDR_STR("A"), scratch->arena, &party,
	                                 err));
}

/* SHA-256 of "party 4:acme 1:A" begins with these digits, computed outside of Candor. */
static void
subject_ids_are_the_same_on_every_machine(void **state)
{
	struct scratch *scratch = *state;
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	struct cdr_party party = { .key = CDR_STR("A") };
	struct cdr_engagement engagement = { .key = CDR_STR("A") };
	int64_t import = make_import(scratch->store);
	assert_ok(cdr_store_party_put(scratch->store, ORG, import, &party, &result, err));
	assert_text(party.id, "p-6845ef2451add44d");
	assert_ok(cdr_store_engagement_put(scratch->store, ORG, import, &engagement, &result, err));
	assert_text(engagement.id, "e-a8e4706c27508435");
}

static enum cdr_status
see_party(void *context, const struct cdr_party *party, struct cdr_error *err)
{
	(void)err;
	collect(context, party->id);
	return CDR_OK;
}

static void
subject_pages_join_up_in_order_of_id(void **state)
{
	struct scratch *scratch = *state;
	struct collected all = { 0 }, pages = { 0 };
	int64_t import = make_import(scratch->store), version = 0, parties = 0, engagements = 0;
	char key[] = "A", last[19] = "";
	for (key[0] = 'A'; key[0] <= 'K'; key[0]++)
		(void)put_party(scratch->store, import, key, "Town", 2, &version);
	assert_ok(cdr_store_party_each(scratch->store, ORG, import, (struct cdr_str){ NULL, 0 }, 0, see_party, &all,
	                               err));
	assert_int_equal(all.n, 11);
	for (size_t before = 99; before != pages.n;) {
		before = pages.n;
		assert_ok(cdr_store_party_each(scratch->store, ORG, import, cdr_str_from(last), 4, see_party, &pages,
		                               err));
		memcpy(last, pages.text + strlen(pages.text) - 18, sizeof(last));
	}
	assert_string_equal(pages.text, all.text);
	for (const char *id = all.text; strlen(id) > 18; id += 19)
		assert_true(memcmp(id, id + 19, 18) < 0);
	assert_ok(cdr_store_party_count(scratch->store, ORG, import, &parties, &engagements, err));
	assert_int_equal(parties, 11);
	assert_int_equal(engagements, 0);
	assert_ok(cdr_store_party_count(scratch->store, ORG, import - 1, &parties, &engagements, err));
	assert_int_equal(parties, 0);
}

static enum cdr_status
see_engagement(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	(void)err;
	assert_int_equal(engagement->recruited_on.ymd, 20240115);
	assert_int_equal(engagement->version, 1);
	collect(context, engagement->agency_name);
	return CDR_OK;
}

static void
subject_may_be_an_engagement(void **state)
{
	struct scratch *scratch = *state;
	struct collected seen = { 0 };
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	int64_t import = make_import(scratch->store), parties = 0, engagements = 0;
	struct cdr_engagement engagement = { .key = CDR_STR("E-1"),
		                             .supplier_id = CDR_STR("A"),
		                             .agency_name = CDR_STR("Quillon Manpower"),
		                             .recruited_on = { 20240115 } };
	assert_ok(cdr_store_engagement_put(scratch->store, ORG, import, &engagement, &result, err));
	assert_int_equal(result, CDR_PUT_CREATED);
	assert_ok(cdr_store_engagement_put(scratch->store, ORG, import, &engagement, &result, err));
	assert_int_equal(result, CDR_PUT_UNCHANGED);
	assert_ok(cdr_store_engagement_each(scratch->store, ORG, import, (struct cdr_str){ NULL, 0 }, 0, see_engagement,
	                                    &seen, err));
	assert_string_equal(seen.text, "Quillon Manpower");
	assert_ok(cdr_store_party_count(scratch->store, ORG, import, &parties, &engagements, err));
	assert_int_equal(parties, 0);
	assert_int_equal(engagements, 1);
}

static void
subject_row_is_read_without_what_was_merged_into_it(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_party party = { 0 };
	struct cdr_engagement engagement = { 0 };
	struct cdr_merge merge = { 0 };
	int64_t import = make_import(scratch->store), version = 0;
	(void)put_party(scratch->store, import, "A", "Old Town", 2, &version);
	(void)put_party(scratch->store, import, "B", "New Town", 3, &version);
	assert_ok(cdr_store_merge_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("B"), CDR_STR("same door"),
	                              CDR_STR("tester"), scratch->arena, &merge, err));
	assert_ok(cdr_store_party_row_get(scratch->store, ORG, CDR_STR("A"), scratch->arena, &party, err));
	assert_text(party.city, "Old Town"); /* together the two contradict each other and have no city */
	assert_int_equal(party.n_merged, 0);
	assert_ok(cdr_store_party_row_get(scratch->store, ORG, merge.merged_id, scratch->arena, &party, err));
	assert_text(party.key, "B");
	assert_int_equal(party.origin.row, 3);
	assert_fails(
		CDR_ENOTFOUND, "no party",
		cdr_store_party_row_get(scratch->store, CDR_STR("other"), CDR_STR("A"), scratch->arena, &party, err));
	assert_fails(CDR_ENOTFOUND, "no engagement",
	             cdr_store_engagement_row_get(scratch->store, ORG, CDR_STR("A"), scratch->arena, &engagement, err));
}

static void
subject_that_was_tampered_with_is_damage_not_bad_input(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_party party = { 0 };
	int64_t import = make_import(scratch->store), version = 0;
	(void)put_party(scratch->store, import, "A", "Town", 2, &version);
	raw_run(scratch, "UPDATE subject_versions SET data = '{\"name\":'");
	assert_fails(CDR_ESTORE, "the store is damaged",
	             cdr_store_party_get(scratch->store, ORG, import, CDR_STR("A"), scratch->arena, &party, err));
	raw_run(scratch, "UPDATE subject_versions SET data = '{\"colour\":1}'");
	assert_fails(CDR_ESTORE, "the store is damaged",
	             cdr_store_party_get(scratch->store, ORG, import, CDR_STR("A"), scratch->arena, &party, err));
}

/* Puts a party and reads it back while the n-th allocation fails, for every n until all goes well. */
static void
subject_survives_memory_running_out_anywhere(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str aliases[] = { CDR_STR("QG"), CDR_STR("Quillon") };
	int64_t import = make_import(scratch->store);
	bool refused = true;
	long n_failures = 0;
	while (refused) {
		struct cdr_party party = {
			.key = CDR_STR("A"), .name = CDR_STR("Q"), .aliases = aliases, .n_aliases = 2
		};
		struct cdr_party read = { .version = 77 };
		enum cdr_put_result result = CDR_PUT_UNCHANGED;
		fail_memory_after(n_failures);
		enum cdr_status status = cdr_store_party_put(scratch->store, ORG, import, &party, &result, NULL);
		if (status == CDR_OK)
			status = cdr_store_party_get(scratch->store, ORG, import, CDR_STR("A"), scratch->arena, &read,
			                             NULL);
		refused = memory_restore();
		assert_int_equal(status, refused ? CDR_ENOMEM : CDR_OK);
		assert_int_equal(read.version, refused ? 77 : 1);
		n_failures++;
	}
	assert_true(n_failures > 5);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM subject_versions"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(subject_is_created_changed_or_left_alone),
		scratch_test(subject_that_only_moved_in_its_file_is_unchanged),
		scratch_test(subject_is_read_as_of_an_import),
		scratch_test(subject_ids_are_the_same_on_every_machine),
		scratch_test(subject_pages_join_up_in_order_of_id),
		scratch_test(subject_may_be_an_engagement),
		scratch_test(subject_row_is_read_without_what_was_merged_into_it),
		scratch_test(subject_that_was_tampered_with_is_damage_not_bad_input),
		scratch_test(subject_survives_memory_running_out_anywhere),
	};
	return cmocka_run_group_tests_name("store/subject", tests, NULL, NULL);
}
