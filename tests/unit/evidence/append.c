/* SPDX-License-Identifier: Apache-2.0 */
#include "records.h"

#include <sys/wait.h>
#include <unistd.h>

static const struct cdr_str no_head = { NULL, 0 };

static void
append_numbers_records_and_links_them(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_evidence_row first = { 0 }, second = { 0 };
	assert_int_equal(append_one(scratch->store, 1), 1);
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &first, err));
	assert_text(first.previous, CDR_EVIDENCE_GENESIS);
	assert_text(first.actor, "ann");
	assert_text(first.act, "imported");
	assert_text(first.subject, "import 3");
	assert_text(first.detail_json, "{\"n\":1}");
	assert_int_equal(append_one(scratch->store, 2), 2);
	assert_ok(cdr_store_evidence_head(scratch->store, scratch->arena, &second, err));
	assert_true(cdr_str_equal(second.previous, first.hash));
	assert_true(verify(scratch, no_head).sound);
}

static void
append_stands_or_falls_with_the_act(void **state)
{
	struct scratch *scratch = *state;
	assert_ok(cdr_store_begin(scratch->store, err));
	(void)append_one(scratch->store, 1);
	cdr_store_rollback(scratch->store);
	assert_int_equal(verify(scratch, no_head).n_records, 0);
	assert_true(verify(scratch, no_head).sound);
	assert_int_equal(append_one(scratch->store, 2), 1);
}

static void
append_takes_no_detail_too(void **state)
{
	struct scratch *scratch = *state;
	assert_ok(cdr_evidence_append(scratch->store, no_head, "started", no_head, NULL, NULL, err));
	assert_true(verify(scratch, no_head).sound);
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM evidence WHERE detail IS NULL"), 1);
}

/* A child appends from a store of its own while the parent does the same. */
static void
append_by_two_processes_makes_one_sound_chain(void **state)
{
	enum { EACH = 100 };
	struct scratch *scratch = *state;
	int outcome = -1;
	pid_t child = fork();
	assert_true(child >= 0);
	struct cdr_store *store = NULL;
	struct cdr_error problem = { 0 };
	bool appended = cdr_store_open(scratch->path, false, &store, &problem) == CDR_OK;
	for (int i = 0; i < EACH && appended; i++)
		appended =
			cdr_evidence_append(store, CDR_STR("ann"), "imported", no_head, NULL, NULL, &problem) == CDR_OK;
	store = cdr_store_free(store);
	if (child == 0)
		_exit(appended ? 0 : 1);
	if (!appended)
		fail_msg("%s", problem.message);
	assert_int_equal(waitpid(child, &outcome, 0), child);
	assert_int_equal(outcome, 0);
	struct cdr_evidence_report report = verify(scratch, no_head);
	assert_true(report.sound);
	assert_int_equal(report.n_records, 2 * EACH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(append_numbers_records_and_links_them),
		scratch_test(append_stands_or_falls_with_the_act),
		scratch_test(append_takes_no_detail_too),
		scratch_test(append_by_two_processes_makes_one_sound_chain),
	};
	return cmocka_run_group_tests_name("evidence/append", tests, NULL, NULL);
}
