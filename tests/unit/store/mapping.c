/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#define KIND CDR_STR("suppliers")

static void
mapping_is_found_by_organisation_kind_and_shape(void **state)
{
	struct scratch *scratch = *state;
	const struct cdr_saved_mapping first = { CDR_STR("a.yaml"), CDR_STR("columns: {name: A}\n"),
		                                 CDR_STR("2026-01-02T03:04:05Z") };
	const struct cdr_saved_mapping second = { CDR_STR("b.yaml"), CDR_STR("columns: {name: B}\n"),
		                                  CDR_STR("2026-02-03T04:05:06Z") };
	struct cdr_saved_mapping found = { 0 };
	bool there = true;
	assert_ok(
		cdr_store_mapping_find(scratch->store, ORG, KIND, CDR_STR("s1"), scratch->arena, &found, &there, err));
	assert_false(there);
	assert_ok(cdr_store_mapping_put(scratch->store, ORG, KIND, CDR_STR("s1"), &first, err));
	assert_ok(cdr_store_mapping_put(scratch->store, ORG, KIND, CDR_STR("s1"), &second, err));
	assert_ok(
		cdr_store_mapping_find(scratch->store, ORG, KIND, CDR_STR("s1"), scratch->arena, &found, &there, err));
	assert_true(there);
	assert_text(found.name, "b.yaml");
	assert_text(found.yaml, "columns: {name: B}\n");
	assert_text(found.saved_at, "2026-02-03T04:05:06Z");
	assert_ok(cdr_store_mapping_find(scratch->store, ORG, CDR_STR("engagements"), CDR_STR("s1"), scratch->arena,
	                                 &found, &there, err));
	assert_false(there);
	assert_ok(cdr_store_mapping_find(scratch->store, CDR_STR("other"), KIND, CDR_STR("s1"), scratch->arena, &found,
	                                 &there, err));
	assert_false(there);
}

static void
mapping_is_forgotten_once(void **state)
{
	struct scratch *scratch = *state;
	const struct cdr_saved_mapping mapping = { CDR_STR("a.yaml"), CDR_STR("{}\n"),
		                                   CDR_STR("2026-01-02T03:04:05Z") };
	struct cdr_saved_mapping found = { 0 };
	bool there = true;
	assert_ok(cdr_store_mapping_put(scratch->store, ORG, KIND, CDR_STR("s1"), &mapping, err));
	assert_ok(cdr_store_mapping_forget(scratch->store, CDR_STR("other"), KIND, CDR_STR("s1"), &there, err));
	assert_false(there);
	assert_ok(cdr_store_mapping_forget(scratch->store, ORG, KIND, CDR_STR("s1"), &there, err));
	assert_true(there);
	assert_ok(
		cdr_store_mapping_find(scratch->store, ORG, KIND, CDR_STR("s1"), scratch->arena, &found, &there, err));
	assert_false(there);
	assert_ok(cdr_store_mapping_forget(scratch->store, ORG, KIND, CDR_STR("s1"), &there, err));
	assert_false(there);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(mapping_is_found_by_organisation_kind_and_shape),
		scratch_test(mapping_is_forgotten_once),
	};
	return cmocka_run_group_tests_name("store/mapping", tests, NULL, NULL);
}
