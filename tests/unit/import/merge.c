/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define HEADER "Supplier ID,Supplier name,Country\n"
static const struct cdr_party_act act = { { "acme", 4 }, { "ida", 3 }, { "one mill, two rows", 18 } };

static int64_t
merge(struct desk *desk, const char *kept, const char *merged)
{
	struct cdr_merge merge = { 0 };
	assert_status(CDR_OK,
	              cdr_import_merge(desk->store, &act, cdr_str_from(kept), cdr_str_from(merged), desk->arena, &merge,
	                               &desk->error),
	              &desk->error);
	return merge.id;
}

/* The last record of evidence. */
static struct cdr_evidence_row
last_record(struct desk *desk)
{
	struct cdr_evidence_row row = { 0 };
	assert_status(CDR_OK, cdr_store_evidence_head(desk->store, desk->arena, &row, &desk->error), &desk->error);
	return row;
}

static void
merge_and_its_undoing_name_the_rows_of_both_sides(void **state)
{
	struct cdr_merge undone = { 0 };
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN\n2,Marrowfield Mills,IN\n3,Marrowfield Looms,IN\n");
	(void)merge(DESK, "2", "3");
	int64_t id = merge(DESK, "1", "3");
	struct cdr_evidence_row row = last_record(DESK);
	assert_text(row.act, "merged");
	assert_text(row.actor, "ida");
	assert_text(row.subject, "merge 2");
	for (size_t i = 0; i < 3; i++)
		assert_holds(row.detail_json,
		             ((const char *[]){ "Marrowfield Weaving", "Marrowfield Mills", "Marrowfield Looms" })[i]);
	assert_holds(row.detail_json, "one mill, two rows");
	assert_holds(row.detail_json, "\"row\":4");
	assert_status(CDR_OK, cdr_import_unmerge(DESK->store, &act, id, DESK->arena, &undone, &DESK->error),
	              &DESK->error);
	row = last_record(DESK);
	assert_text(row.act, "unmerged");
	assert_holds(row.detail_json, "Marrowfield Looms");
	assert_holds(row.detail_json, "Marrowfield Weaving");
}

static void
merge_refused_leaves_no_evidence(void **state)
{
	struct cdr_merge none = { 0 };
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN\n2,Marrowfield Mills,IN\n");
	(void)merge(DESK, "1", "2");
	int64_t before = last_record(DESK).number;
	struct cdr_party_act silent = act;
	silent.reason = CDR_STR("  ");
	assert_int_equal(cdr_import_unmerge(DESK->store, &silent, 1, DESK->arena, &none, &DESK->error), CDR_EUSAGE);
	assert_error(DESK, NULL, "--reason");
	assert_int_equal(
		cdr_import_merge(DESK->store, &act, CDR_STR("2"), CDR_STR("1"), DESK->arena, &none, &DESK->error),
		CDR_EREFUSED);
	assert_int_equal(
		cdr_import_merge(DESK->store, &act, CDR_STR("1"), CDR_STR("9"), DESK->arena, &none, &DESK->error),
		CDR_ENOTFOUND);
	assert_int_equal(cdr_import_distinct(DESK->store, &act, CDR_STR("1"), CDR_STR("2"), &DESK->error),
	                 CDR_EREFUSED);
	assert_int_equal(last_record(DESK).number, before);
}

static void
merge_of_rows_said_to_be_two_is_on_record_too(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN\n2,Marrowfield Mills,IN\n");
	assert_status(CDR_OK, cdr_import_distinct(DESK->store, &act, CDR_STR("2"), CDR_STR("1"), &DESK->error),
	              &DESK->error);
	struct cdr_evidence_row row = last_record(DESK);
	assert_text(row.act, "told apart");
	assert_text(row.subject, "parties 2, 1");
	assert_holds(row.detail_json, "Marrowfield Mills");
	/* People change their minds; both words stand in the record. */
	(void)merge(DESK, "1", "2");
	assert_text(last_record(DESK).act, "merged");
}

static void
merge_does_not_make_a_list_look_shorter(void **state)
{
	desk_suppliers(DESK, HEADER "1,Marrowfield Weaving,IN\n2,Marrowfield Mills,IN\n3,Tallow Works,IN\n");
	(void)merge(DESK, "1", "2");
	desk_suppliers(DESK, HEADER "3,Tallow Works Ltd,IN\n");
	assert_int_equal(DESK->report->n_warnings, 1);
	assert_holds(DESK->report->warnings[0], "2 suppliers from earlier imports are not in this file");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(merge_and_its_undoing_name_the_rows_of_both_sides),
		desk_test(merge_refused_leaves_no_evidence),
		desk_test(merge_of_rows_said_to_be_two_is_on_record_too),
		desk_test(merge_does_not_make_a_list_look_shorter),
	};
	return cmocka_run_group_tests_name("import/merge", tests, NULL, NULL);
}
