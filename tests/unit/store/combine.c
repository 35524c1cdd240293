/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

/* Keeps a party of the organisation as it is given. */
static void
put(struct scratch *scratch, struct cdr_party party)
{
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	assert_ok(cdr_store_party_put(scratch->store, ORG, make_import(scratch->store), &party, &result, err));
}

/* The record of "A", into which "B" was merged, and "C" into that where there is one. */
static struct cdr_party
merged(struct scratch *scratch, bool three)
{
	struct cdr_merge merge = { 0 };
	struct cdr_party party = { 0 };
	int64_t latest = 0;
	if (three)
		assert_ok(cdr_store_merge_add(scratch->store, ORG, CDR_STR("B"), CDR_STR("C"), CDR_STR("x"),
		                              CDR_STR("ida"), scratch->arena, &merge, err));
	assert_ok(cdr_store_merge_add(scratch->store, ORG, CDR_STR("A"), CDR_STR("B"), CDR_STR("x"), CDR_STR("ida"),
	                              scratch->arena, &merge, err));
	assert_ok(cdr_store_import_latest(scratch->store, ORG, &latest, err));
	assert_ok(cdr_store_party_get(scratch->store, ORG, latest, CDR_STR("A"), scratch->arena, &party, err));
	return party;
}

static void
combine_gathers_names_numbers_and_products_each_once(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str other_names[] = { CDR_STR("Quillon Tex"), CDR_STR("QG") };
	struct cdr_str cloth[] = { CDR_STR("cotton"), CDR_STR("yarn") },
		       more[] = { CDR_STR("Yarn"), CDR_STR("thread") };
	struct cdr_identifier one[] = { { CDR_STR("tax_id"), CDR_STR("77"), CDR_STR("VN") } };
	struct cdr_identifier two[] = { { CDR_STR("tax_id"), CDR_STR("77"), CDR_STR("VN") },
		                        { CDR_STR("lei"), CDR_STR("529900"), { NULL, 0 } } };
	put(scratch, (struct cdr_party){ .key = CDR_STR("A"),
	                                 .name = CDR_STR("Quillon Garments"),
	                                 .aliases = &other_names[1],
	                                 .n_aliases = 1,
	                                 .products = cloth,
	                                 .n_products = 2,
	                                 .identifiers = one,
	                                 .n_identifiers = 1 });
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"),
	                                 .name = CDR_STR("QUILLON GARMENTS"),
	                                 .aliases = other_names,
	                                 .n_aliases = 2,
	                                 .products = more,
	                                 .n_products = 2,
	                                 .identifiers = two,
	                                 .n_identifiers = 2 });
	struct cdr_party party = merged(scratch, false);
	assert_text(party.name, "Quillon Garments");
	assert_int_equal(party.n_aliases, 2);
	assert_text(party.aliases[0], "QG");
	assert_text(party.aliases[1], "Quillon Tex");
	assert_int_equal(party.n_products, 3);
	assert_text(party.products[2], "thread");
	assert_int_equal(party.n_identifiers, 2);
	assert_text(party.identifiers[1].scheme, "lei");
}

static void
combine_of_another_name_makes_it_an_alias(void **state)
{
	struct scratch *scratch = *state;
	put(scratch, (struct cdr_party){ .key = CDR_STR("A"), .name = CDR_STR("Quillon Garments") });
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"), .name = CDR_STR("Quillon Apparel") });
	put(scratch, (struct cdr_party){ .key = CDR_STR("C"), .name = CDR_STR("Third Name") });
	struct cdr_party party = merged(scratch, true);
	assert_int_equal(party.n_aliases, 2);
	assert_int_equal(party.n_merged, 2);
	for (size_t i = 0; i < 2; i++)
		assert_true(cdr_str_equal(party.aliases[i], party.merged[i].name));
}

/* A value somebody would be cleared by must not win over one that says otherwise. */
static void
combine_leaves_out_what_rows_contradict_each_other_in(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_attribute a[] = { { CDR_STR("blank:last_review_on"), CDR_STR("true") },
		                     { CDR_STR("tier"), CDR_STR("1") },
		                     { CDR_STR("uses_labour_providers"), CDR_STR("false") } };
	struct cdr_attribute b[] = { { CDR_STR("last_review_on"), CDR_STR("2026-01-02") },
		                     { CDR_STR("tier"), CDR_STR("1") },
		                     { CDR_STR("uses_labour_providers"), CDR_STR("true") } };
	put(scratch, (struct cdr_party){ .key = CDR_STR("A"),
	                                 .name = CDR_STR("Quillon"),
	                                 .country = CDR_STR("VN"),
	                                 .kind = CDR_STR("site"),
	                                 .attributes = a,
	                                 .n_attributes = 3 });
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"),
	                                 .name = CDR_STR("Quillon"),
	                                 .country = CDR_STR("CN"),
	                                 .sector = CDR_STR("textiles"),
	                                 .attributes = b,
	                                 .n_attributes = 3 });
	struct cdr_party party = merged(scratch, false);
	assert_int_equal(party.country.n, 0);
	assert_text(party.kind, "site");
	assert_text(party.sector, "textiles");
	assert_text(cdr_party_get(&party, "tier"), "1");
	assert_text(cdr_party_get(&party, "last_review_on"), "2026-01-02");
	assert_int_equal(cdr_party_get(&party, "blank:last_review_on").n, 0);
	assert_int_equal(cdr_party_get(&party, "uses_labour_providers").n, 0);
	struct collected got = { 0 };
	for (size_t i = 0; i < party.n_attributes; i++) {
		collect(&got, party.attributes[i].name);
		collect(&got, party.attributes[i].value);
	}
	assert_string_equal(got.text, "differs:country VN differs:country CN differs:uses_labour_providers false"
	                              " differs:uses_labour_providers true last_review_on 2026-01-02 tier 1");
}

static void
combine_takes_addresses_whole(void **state)
{
	struct scratch *scratch = *state;
	put(scratch, (struct cdr_party){ .key = CDR_STR("A"), .name = CDR_STR("Quillon") });
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"),
	                                 .name = CDR_STR("Quillon"),
	                                 .address = CDR_STR("7 Mill Road"),
	                                 .city = CDR_STR("Hue") });
	put(scratch, (struct cdr_party){ .key = CDR_STR("C"), .name = CDR_STR("Quillon"), .city = CDR_STR("Da Nang") });
	struct cdr_party party = merged(scratch, true);
	bool mill = cdr_str_equal(party.address, CDR_STR("7 Mill Road"));
	assert_text(party.city, mill ? "Hue" : "Da Nang");
	assert_text(cdr_party_get(&party, "also:address"), mill ? "Da Nang" : "7 Mill Road, Hue");
	assert_int_equal(party.n_attributes, 1);
}

static void
combine_follows_a_row_that_changes(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_party party = { 0 };
	int64_t latest = 0;
	put(scratch, (struct cdr_party){ .key = CDR_STR("A"), .name = CDR_STR("Quillon") });
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"), .name = CDR_STR("Quillon"), .sector = CDR_STR("old") });
	assert_text(merged(scratch, false).sector, "old");
	put(scratch, (struct cdr_party){ .key = CDR_STR("B"), .name = CDR_STR("Quillon"), .sector = CDR_STR("new") });
	assert_ok(cdr_store_import_latest(scratch->store, ORG, &latest, err));
	assert_ok(cdr_store_party_get(scratch->store, ORG, latest, CDR_STR("A"), scratch->arena, &party, err));
	assert_text(party.sector, "new");
	assert_int_equal(party.merged[0].version, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(combine_gathers_names_numbers_and_products_each_once),
		scratch_test(combine_of_another_name_makes_it_an_alias),
		scratch_test(combine_leaves_out_what_rows_contradict_each_other_in),
		scratch_test(combine_takes_addresses_whole),
		scratch_test(combine_follows_a_row_that_changes),
	};
	return cmocka_run_group_tests_name("store/combine", tests, NULL, NULL);
}
