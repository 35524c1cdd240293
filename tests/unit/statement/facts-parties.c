/* SPDX-License-Identifier: Apache-2.0 */
#include "screened.h"

static const struct supplier four[] = {
	{ "S-1", "BD", "supplier", "1", "" },
	{ "S-2", "BD", "supplier", "2", "" },
	{ "S-3", "GB", "labour_provider", "1", "" },
	{ "S-4", "VN", "supplier", NULL, "" },
};

static void
import_four(struct fixture *fixture)
{
	struct supplier suppliers[CDR_LEN(four)];
	memcpy(suppliers, four, sizeof(four));
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, suppliers, CDR_LEN(four));
}

static void
facts_parties_of_the_uk_are_all_of_them(void **state)
{
	struct fixture *fixture = *state;
	import_four(fixture);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *claim = find_said(json, "claims", "structure",
	                                         "name 4 parties in its supply chains, by country: Bangladesh (2), "
	                                         "the United Kingdom (1) and Vietnam (1).");
	assert_non_null(claim);
	assert_said(json, "structure", "By kind: supplier (3) and labour provider (1).");
	assert_said(json, "structure", "tier 1 (2), tier not stated (1) and tier 2 (1).");
	assert_said(json, "unmapped", "For 1 party the records do not say");
	assert_said(json, "unmapped", "name 1 supplier beyond the first tier");
	const struct cdr_json *ref = cdr_json_at(cdr_json_get(claim, "rests_on"), 0);
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "kind"), CDR_STR("import")));
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "file"), CDR_STR("suppliers.csv")));
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "sha256"), CDR_STR("5a5a")));
}

static void
facts_parties_of_california_are_direct_suppliers_of_goods(void **state)
{
	struct fixture *fixture = *state;
	import_four(fixture);
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "parties.listed", 4);
	assert_number(&gathered, "parties.covered", 1);
	assert_number(&gathered, "parties.outside", 2);
	assert_number(&gathered, "parties.uncertain", 1);
	cdr_owned(cdr_json) json = draft(fixture, CALIFORNIA, "2026");
	assert_said(json, "verification", "For 1 party in its supplier records it is not stated");
	assert_asked(json, "verification", "without a tier");
}

/* A screening from before the merge speaks of the party that was merged: its findings must not fall out of a draft. */
static void
facts_parties_that_were_merged_count_once_and_are_still_known(void **state)
{
	struct fixture *fixture = *state;
	struct supplier two[] = { { "S-1", "BD", "supplier", "1", "" }, { "S-2", "BD", "supplier", "1", "" } };
	struct cdr_party merged = { 0 };
	struct cdr_merge merge = { 0 };
	int64_t latest = 0;
	set_organisation(fixture, HEAD, NULL);
	import_suppliers(fixture, two, CDR_LEN(two));
	TRY(cdr_store_import_latest(fixture->store, CDR_STR("ashlow"), &latest, &err));
	TRY(cdr_store_party_get(fixture->store, CDR_STR("ashlow"), latest, CDR_STR("S-2"), fixture->arena, &merged,
	                        &err));
	TRY(cdr_store_merge_add(fixture->store, CDR_STR("ashlow"), CDR_STR("S-1"), CDR_STR("S-2"), CDR_STR("one mill"),
	                        CDR_STR("ida"), fixture->arena, &merge, &err));
	GATHERED gathered;
	gather(fixture, CALIFORNIA, "2026", &gathered);
	assert_number(&gathered, "parties.listed", 1);
	assert_number(&gathered, "parties.covered", 1);
	assert_int_equal(cdr_collect_covers(&gathered.collect, merged.id), CDR_TRUE);
	assert_int_equal(cdr_collect_covers(&gathered.collect, CDR_STR("p-0000000000000000")), CDR_FALSE);
	assert_null(cdr_map_get(gathered.covered, merged.id)); /* it is not checked a second time either */
}

static void
facts_parties_count_engagements_apart(void **state)
{
	struct fixture *fixture = *state;
	import_four(fixture);
	import_engagements(fixture);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "structure",
	            "name 2 engagements of workers through 1 agency, by the agency’s country: Nepal (2).");
	assert_said(json, "structure", "For 1 engagement no licence number");
}

static void
facts_parties_are_unknown_without_an_import(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	assert_said(json, "structure", "No list of its suppliers was available");
	assert_not_said(json, "structure", "name no party");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_parties_of_the_uk_are_all_of_them, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_parties_of_california_are_direct_suppliers_of_goods, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_parties_that_were_merged_count_once_and_are_still_known, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(facts_parties_count_engagements_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_parties_are_unknown_without_an_import, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
