/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
organisation_gets_a_version_only_when_its_facts_change(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str json = { NULL, 0 };
	int64_t version = -1;
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":1}"), &version, err));
	assert_int_equal(version, 1);
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":1}"), &version, err));
	assert_int_equal(version, 0);
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":2}"), &version, err));
	assert_int_equal(version, 2);
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":1}"), &version, err));
	assert_int_equal(version, 3);
	assert_ok(cdr_store_org_get(scratch->store, ORG, scratch->arena, &json, &version, err));
	assert_text(json, "{\"a\":1}");
	assert_int_equal(version, 3);
}

static void
organisation_without_facts_says_how_to_give_them(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str json = { NULL, 0 };
	int64_t version = 0;
	assert_fails(CDR_ENOTFOUND, "candor org set",
	             cdr_store_org_get(scratch->store, ORG, scratch->arena, &json, &version, err));
}

static void
organisation_by_default_is_the_only_one(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str name = { NULL, 0 };
	int64_t version = 0;
	assert_ok(cdr_store_org_default(scratch->store, scratch->arena, &name, err));
	assert_text(name, "default");
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{}"), &version, err));
	assert_ok(cdr_store_org_default(scratch->store, scratch->arena, &name, err));
	assert_text(name, "acme");
	assert_ok(cdr_store_org_put(scratch->store, CDR_STR("zenith"), CDR_STR("{}"), &version, err));
	assert_fails(CDR_EUSAGE, "--org: acme, zenith",
	             cdr_store_org_default(scratch->store, scratch->arena, &name, err));
}

static void
organisation_first_described_takes_over_what_came_before(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str name = { NULL, 0 };
	int64_t version = 0, latest = 0;
	struct cdr_import_record record = {
		.org = CDR_STR("default"), .kind = CDR_STR("suppliers"), .file = CDR_STR("f"), .sha256 = CDR_STR("00")
	};
	assert_ok(cdr_store_begin(scratch->store, err));
	assert_ok(cdr_store_import_begin(scratch->store, &record, err));
	assert_ok(cdr_store_commit(scratch->store, err));
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{}"), &version, err));
	assert_ok(cdr_store_org_default(scratch->store, scratch->arena, &name, err));
	assert_text(name, "acme");
	assert_ok(cdr_store_import_latest(scratch->store, ORG, &latest, err));
	assert_int_equal(latest, record.id);
	/* A described organisation is never taken over. */
	assert_ok(cdr_store_org_put(scratch->store, CDR_STR("default"), CDR_STR("{}"), &version, err));
	assert_ok(cdr_store_org_put(scratch->store, CDR_STR("zenith"), CDR_STR("{}"), &version, err));
	assert_fails(CDR_EUSAGE, "--org: acme, default, zenith",
	             cdr_store_org_default(scratch->store, scratch->arena, &name, err));
}

static void
organisation_keeps_the_facts_of_every_version(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str json = { NULL, 0 };
	int64_t version = 0;
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":1}"), &version, err));
	assert_ok(cdr_store_org_put(scratch->store, ORG, CDR_STR("{\"a\":2}"), &version, err));
	assert_ok(cdr_store_org_version(scratch->store, ORG, 1, scratch->arena, &json, err));
	assert_text(json, "{\"a\":1}");
	assert_fails(CDR_ENOTFOUND, "have no version 3",
	             cdr_store_org_version(scratch->store, ORG, 3, scratch->arena, &json, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(organisation_gets_a_version_only_when_its_facts_change),
		scratch_test(organisation_without_facts_says_how_to_give_them),
		scratch_test(organisation_by_default_is_the_only_one),
		scratch_test(organisation_first_described_takes_over_what_came_before),
		scratch_test(organisation_keeps_the_facts_of_every_version),
	};
	return cmocka_run_group_tests_name("store/organisation", tests, NULL, NULL);
}
