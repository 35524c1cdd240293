/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static struct cdr_screening
make_screening(struct cdr_store *store)
{
	struct cdr_screening screening = { .org = ORG,
		                           .as_of = { 20250401 },
		                           .pin_import = 3,
		                           .pin_through = 8,
		                           .pin_snapshots_json = CDR_STR("{\"xx\":1}"),
		                           .ruleset_sha256 = CDR_STR("rr"),
		                           .n_subjects = 10 };
	assert_ok(cdr_store_screening_add(store, &screening, err));
	return screening;
}

static void
screening_keeps_its_pins_and_progress(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_screening read = { 0 }, screening = make_screening(scratch->store);
	assert_ok(cdr_store_screening_get(scratch->store, ORG, screening.id, scratch->arena, &read, err));
	assert_int_equal(read.state, CDR_SCREENING_RUNNING);
	assert_null(read.finished_at.p);
	assert_int_equal(read.n_subjects, 10);
	screening.state = CDR_SCREENING_DONE;
	screening.cursor = CDR_STR("p-9");
	screening.digest = CDR_STR("dd");
	screening.n_done = 10;
	screening.n_findings = 5;
	screening.n_clear = 4;
	screening.n_possible = 3;
	screening.n_match = 2;
	screening.n_not_checked = 1;
	assert_ok(cdr_store_screening_update(scratch->store, &screening, err));
	assert_ok(cdr_store_screening_get(scratch->store, ORG, 0, scratch->arena, &read, err));
	assert_int_equal(read.state, CDR_SCREENING_DONE);
	assert_int_equal(read.finished_at.n, 20);
	assert_int_equal(read.as_of.ymd, 20250401);
	assert_int_equal(read.pin_import, 3);
	assert_int_equal(read.pin_through, 8);
	assert_text(read.pin_snapshots_json, "{\"xx\":1}");
	assert_text(read.ruleset_sha256, "rr");
	assert_text(read.cursor, "p-9");
	assert_text(read.digest, "dd");
	assert_int_equal(read.n_done, 10);
	assert_int_equal(read.n_findings, 5);
	assert_int_equal(read.n_clear, 4);
	assert_int_equal(read.n_possible, 3);
	assert_int_equal(read.n_match, 2);
	assert_int_equal(read.n_not_checked, 1);
}

static void
screening_that_is_not_there_is_named(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_screening read = { 0 };
	assert_fails(CDR_ENOTFOUND, "candor screen",
	             cdr_store_screening_get(scratch->store, ORG, 0, scratch->arena, &read, err));
	(void)make_screening(scratch->store);
	assert_fails(CDR_ENOTFOUND, "no screening 7",
	             cdr_store_screening_get(scratch->store, ORG, 7, scratch->arena, &read, err));
	assert_fails(CDR_ENOTFOUND, "no screening 1",
	             cdr_store_screening_get(scratch->store, CDR_STR("other"), 1, scratch->arena, &read, err));
}

static enum cdr_status
see_subject(void *context, const struct cdr_screened_subject *subject, struct cdr_error *err)
{
	(void)err;
	collect(context, subject->subject_id);
	collect(context, cdr_str_from(cdr_verdict_word(subject->verdict)));
	return CDR_OK;
}

static void
screening_answers_stand_in_the_order_given_and_once(void **state)
{
	struct scratch *scratch = *state;
	struct collected seen = { 0 };
	int64_t id = make_screening(scratch->store).id;
	struct cdr_screened_subject b = { CDR_STR("p-b"), CDR_VERDICT_CLEAR, CDR_STR("[]") };
	struct cdr_screened_subject a = { CDR_STR("p-a"), CDR_VERDICT_NOT_CHECKED, CDR_STR("[]") };
	assert_ok(cdr_store_screened_add(scratch->store, id, &b, err));
	assert_ok(cdr_store_screened_add(scratch->store, id, &a, err));
	b.verdict = CDR_VERDICT_MATCH;
	assert_ok(cdr_store_screened_add(scratch->store, id, &b, err));
	assert_ok(cdr_store_screened_each(scratch->store, id, see_subject, &seen, err));
	assert_string_equal(seen.text, "p-b match p-a not_checked");
}

static void
screening_answer_of_one_subject_is_found_by_its_id(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_screened_subject read = { 0 };
	bool found = true;
	int64_t id = make_screening(scratch->store).id;
	struct cdr_screened_subject a = { CDR_STR("p-a"), CDR_VERDICT_MATCH, CDR_STR("[1]") };
	assert_ok(cdr_store_screened_add(scratch->store, id, &a, err));
	assert_ok(cdr_store_screened_get(scratch->store, id, CDR_STR("p-b"), scratch->arena, &read, &found, err));
	assert_false(found);
	assert_null(read.subject_id.p);
	assert_ok(cdr_store_screened_get(scratch->store, id + 1, CDR_STR("p-a"), scratch->arena, &read, &found, err));
	assert_false(found);
	assert_ok(cdr_store_screened_get(scratch->store, id, CDR_STR("p-a"), scratch->arena, &read, &found, err));
	assert_true(found);
	assert_int_equal(read.verdict, CDR_VERDICT_MATCH);
	assert_text(read.gaps_json, "[1]");
}

static void
screening_rule_data_is_kept_once(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str read = { NULL, 0 };
	assert_ok(cdr_store_ruleset_put(scratch->store, CDR_STR("rr"), CDR_STR("[1]"), err));
	assert_ok(cdr_store_ruleset_put(scratch->store, CDR_STR("rr"), CDR_STR("[1]"), err));
	assert_ok(cdr_store_ruleset_get(scratch->store, CDR_STR("rr"), scratch->arena, &read, err));
	assert_text(read, "[1]");
	assert_fails(CDR_ENOTFOUND, "no rule data ss",
	             cdr_store_ruleset_get(scratch->store, CDR_STR("ss"), scratch->arena, &read, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(screening_keeps_its_pins_and_progress),
		scratch_test(screening_that_is_not_there_is_named),
		scratch_test(screening_answers_stand_in_the_order_given_and_once),
		scratch_test(screening_answer_of_one_subject_is_found_by_its_id),
		scratch_test(screening_rule_data_is_kept_once),
	};
	return cmocka_run_group_tests_name("store/screening", tests, NULL, NULL);
}
