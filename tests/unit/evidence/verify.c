/* SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

static const struct cdr_str no_head = { NULL, 0 };

enum { RECORDS = 6 };

/* A sound chain of six records. */
static int
chain_setup(void **state)
{
	if (scratch_setup(state) != 0)
		return -1;
	struct scratch *scratch = *state;
	for (int i = 1; i <= RECORDS; i++)
		(void)append_one(scratch->store, i);
	return 0;
}

/* Tampers, and looks at what verifying says. */
static void
assert_found(const struct scratch *scratch, const char *sql, int64_t first_bad, const char *problem)
{
	raw_run(scratch, sql);
	struct cdr_evidence_report report = verify(scratch, no_head);
	assert_false(report.sound);
	assert_string_equal(report.problem, problem);
	assert_int_equal(report.first_bad, first_bad);
}

static void
verify_finds_a_whole_chain_sound(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row head = { 0 };
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &head, err));
	struct cdr_evidence_report report = verify(scratch, no_head);
	assert_true(report.sound);
	assert_int_equal(report.n_records, RECORDS);
	assert_int_equal(report.first_bad, 0);
	assert_string_equal(report.problem, "");
	assert_text(head.hash, report.head);
}

static void
verify_finds_a_change_of_any_field(void **state)
{
	static const char *const changes[] = {
		"created_at = '2001-01-01T00:00:00Z'",
		"actor = 'bob'",
		"actor = NULL",
		"act = 'screened'",
		"subject = NULL",
		"subject = 'import 4'",
		"detail = '{\"n\":33}'",
		"detail = NULL",
		"detail = detail || ' '",
		"hash = previous",
		"hash = upper(hash)",
	};
	struct scratch *scratch = *state;
	char sql[256];
	for (size_t i = 0; i < CDR_LEN(changes); i++) {
		raw_run(scratch, "CREATE TABLE keep AS SELECT * FROM evidence");
		(void)snprintf(sql, sizeof(sql), "UPDATE evidence SET %s WHERE number = 3", changes[i]);
		assert_found(scratch, sql, 3, "record 3 was changed after it was written");
		raw_run(scratch, "DELETE FROM evidence; INSERT INTO evidence SELECT * FROM keep; DROP TABLE keep");
		assert_true(verify(scratch, no_head).sound);
	}
}

static void
verify_finds_a_changed_link(void **state)
{
	assert_found(*state, "UPDATE evidence SET previous = hash WHERE number = 3", 3,
	             "record 3 was changed or replaced after it was written");
}

static void
verify_finds_a_record_removed_from_the_middle(void **state)
{
	assert_found(*state, "DELETE FROM evidence WHERE number = 4", 4, "record 4 was removed");
}

static void
verify_finds_a_removal_with_the_numbers_closed_up(void **state)
{
	assert_found(*state,
	             "DELETE FROM evidence WHERE number = 3; UPDATE evidence SET number = 3 WHERE number = 4;"
	             "UPDATE evidence SET number = 4 WHERE number = 5; UPDATE evidence SET number = 5 WHERE number = 6",
	             3, "record 3 was removed, and those after it given new numbers");
}

static void
verify_finds_the_first_record_removed(void **state)
{
	assert_found(*state, "DELETE FROM evidence WHERE number = 1", 1, "record 1 was removed");
}

static void
verify_finds_records_removed_from_the_end(void **state)
{
	assert_found(*state, "DELETE FROM evidence WHERE number > 4", 5,
	             "the chain was shortened: records 5 to 6 were removed from its end");
}

static void
verify_finds_everything_removed(void **state)
{
	assert_found(*state, "DELETE FROM evidence", 1,
	             "the chain was shortened: records 1 to 6 were removed from its end");
}

static void
verify_finds_two_records_swapped(void **state)
{
	assert_found(
		*state,
		"UPDATE evidence SET number = 99 WHERE number = 3; UPDATE evidence SET number = 3 WHERE number = 5;"
		"UPDATE evidence SET number = 5 WHERE number = 99",
		3, "records were reordered: what was record 3 stands at number 5");
}

static void
verify_finds_a_record_changed_with_its_hash_recomputed(void **state)
{
	struct scratch *scratch = *state;
	char sql[512], hash[CDR_EVIDENCE_HASH_MAX];
	struct cdr_evidence_row row = { .number = 1,
		                        .at = CDR_STR("2001-01-01T00:00:00Z"),
		                        .act = CDR_STR("imported"),
		                        .previous = CDR_STR(CDR_EVIDENCE_GENESIS) };
	assert_ok(cdr_evidence_hash(&row, hash, err));
	(void)snprintf(sql, sizeof(sql),
	               "UPDATE evidence SET created_at = '2001-01-01T00:00:00Z', actor = NULL, subject = NULL,"
	               " detail = NULL, hash = '%s' WHERE number = 1",
	               hash);
	assert_found(scratch, sql, 2,
	             "record 2 was written after another record than the one now before it: that one was changed or "
	             "replaced, and its hash recomputed");
}

static void
verify_finds_records_added_by_something_else(void **state)
{
	struct scratch *scratch = *state;
	char sql[512], hash[CDR_EVIDENCE_HASH_MAX];
	struct cdr_evidence_row head = { 0 };
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &head, err));
	struct cdr_evidence_row row = {
		.number = RECORDS + 1, .at = CDR_STR("x"), .act = CDR_STR("imported"), .previous = head.hash
	};
	assert_ok(cdr_evidence_hash(&row, hash, err));
	(void)snprintf(sql, sizeof(sql),
	               "INSERT INTO evidence (number, created_at, act, previous, hash)"
	               " VALUES (7, 'x', 'imported', '%.*s', '%s')",
	               CDR_STR_ARG(head.hash), hash);
	assert_found(scratch, sql, 7, "records from 7 on were added by something other than Candor");
}

static void
verify_finds_the_last_record_replaced(void **state)
{
	assert_found(*state, "UPDATE evidence_mark SET hash = 'x'", RECORDS, "the last record, 6, was replaced");
}

static void
verify_compares_with_a_head_written_down_earlier(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row earlier = { 0 };
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &earlier, err));
	(void)append_one(scratch->store, 7);
	assert_true(verify(scratch, earlier.hash).sound);
	/* Somebody who cuts the chain and the mark as well is found by the head alone. */
	raw_run(scratch, "DELETE FROM evidence WHERE number > 5;"
	                 "UPDATE evidence_mark SET number = 5, hash = (SELECT hash FROM evidence WHERE number = 5)");
	assert_true(verify(scratch, no_head).sound);
	struct cdr_evidence_report report = verify(scratch, earlier.hash);
	assert_false(report.sound);
	assert_int_equal(report.first_bad, 0);
	assert_non_null(strstr(report.problem, "does not occur: the chain was shortened or rewritten"));
}

#define chain_test(name) cmocka_unit_test_setup_teardown(name, chain_setup, scratch_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		chain_test(verify_finds_a_whole_chain_sound),
		chain_test(verify_finds_a_change_of_any_field),
		chain_test(verify_finds_a_changed_link),
		chain_test(verify_finds_a_record_removed_from_the_middle),
		chain_test(verify_finds_a_removal_with_the_numbers_closed_up),
		chain_test(verify_finds_the_first_record_removed),
		chain_test(verify_finds_records_removed_from_the_end),
		chain_test(verify_finds_everything_removed),
		chain_test(verify_finds_two_records_swapped),
		chain_test(verify_finds_a_record_changed_with_its_hash_recomputed),
		chain_test(verify_finds_records_added_by_something_else),
		chain_test(verify_finds_the_last_record_replaced),
		chain_test(verify_compares_with_a_head_written_down_earlier),
	};
	return cmocka_run_group_tests_name("evidence/verify", tests, NULL, NULL);
}
