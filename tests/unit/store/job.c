/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static int64_t
add_job(struct cdr_store *store, const char *payload)
{
	struct cdr_job_row row = {
		.org = ORG, .kind = CDR_STR("import"), .payload_json = cdr_str_from(payload), .actor = CDR_STR("ann")
	};
	assert_ok(cdr_store_job_add(store, &row, err));
	return row.id;
}

static struct cdr_job_row
take(const struct scratch *scratch, int lease_seconds)
{
	struct cdr_job_row job = { .id = 99 };
	assert_ok(cdr_store_job_take(scratch->store, lease_seconds, scratch->arena, &job, err));
	return job;
}

static void
job_oldest_is_taken_first_and_by_one_worker_only(void **state)
{
	struct scratch *scratch = *state;
	int64_t first = add_job(scratch->store, "{\"n\":1}"), second = add_job(scratch->store, "{\"n\":2}");
	struct cdr_job_row job = take(scratch, 30);
	assert_int_equal(job.id, first);
	assert_int_equal(job.attempts, 1);
	assert_text(job.state, "running");
	assert_text(job.payload_json, "{\"n\":1}");
	assert_text(job.org, "acme");
	assert_text(job.actor, "ann");
	assert_int_equal(take(scratch, 30).id, second);
	assert_int_equal(take(scratch, 30).id, 0);
}

static void
job_whose_lease_ran_out_is_taken_again_and_lost_to_the_first(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str none = { NULL, 0 };
	int64_t id = add_job(scratch->store, "{}");
	struct cdr_job_row first = take(scratch, 0), second = take(scratch, 30), read = { 0 };
	assert_int_equal(first.id, id);
	assert_int_equal(second.id, id);
	assert_int_equal(second.attempts, 2);
	assert_fails(CDR_ENOTFOUND, "no longer held by its attempt 1",
	             cdr_store_job_progress(scratch->store, &first, 1, 2, 30, err));
	assert_fails(CDR_ENOTFOUND, "no longer held",
	             cdr_store_job_finish(scratch->store, &first, CDR_STR("done"), CDR_STR("1"), none, err));
	assert_ok(cdr_store_job_finish(scratch->store, &second, CDR_STR("done"), CDR_STR("2"), none, err));
	assert_ok(cdr_store_job_get(scratch->store, ORG, id, scratch->arena, &read, err));
	assert_text(read.result_json, "2");
	assert_text(read.state, "done");
	assert_int_equal(take(scratch, 0).id, 0);
}

static void
job_progress_renews_the_lease(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_job_row read = { 0 };
	int64_t id = add_job(scratch->store, "{}");
	struct cdr_job_row job = take(scratch, 0);
	assert_ok(cdr_store_job_progress(scratch->store, &job, 3, 9, 30, err));
	assert_int_equal(take(scratch, 30).id, 0);
	assert_ok(cdr_store_job_get(scratch->store, ORG, id, scratch->arena, &read, err));
	assert_int_equal(read.done, 3);
	assert_int_equal(read.total, 9);
}

static void
job_put_back_waits_for_its_delay(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str none = { NULL, 0 };
	(void)add_job(scratch->store, "{}");
	struct cdr_job_row job = take(scratch, 30);
	assert_ok(cdr_store_job_requeue(scratch->store, &job, 60, true, none, err));
	assert_int_equal(take(scratch, 30).id, 0);
	raw_run(scratch, "UPDATE jobs SET free_at = 0");
	job = take(scratch, 30);
	assert_int_equal(job.attempts, 2);
	assert_ok(cdr_store_job_requeue(scratch->store, &job, 0, false, none, err));
	assert_int_equal(take(scratch, 30).attempts, 2);
}

static void
job_belongs_to_its_organisation(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_job_row read = { 0 };
	int64_t id = add_job(scratch->store, "{}");
	assert_fails(CDR_ENOTFOUND, "\"other\" has no job",
	             cdr_store_job_get(scratch->store, CDR_STR("other"), id, scratch->arena, &read, err));
}

static void
job_queue_can_be_looked_into_while_somebody_writes(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_store *writer = NULL;
	assert_ok(cdr_store_open(scratch->path, false, &writer, err));
	assert_ok(cdr_store_begin(writer, err));
	assert_int_equal(take(scratch, 30).id, 0); /* waiting for the lock would take ten seconds and fail */
	cdr_store_rollback(writer);
	writer = cdr_store_free(writer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(job_oldest_is_taken_first_and_by_one_worker_only),
		scratch_test(job_whose_lease_ran_out_is_taken_again_and_lost_to_the_first),
		scratch_test(job_progress_renews_the_lease),
		scratch_test(job_put_back_waits_for_its_delay),
		scratch_test(job_belongs_to_its_organisation),
		scratch_test(job_queue_can_be_looked_into_while_somebody_writes),
	};
	return cmocka_run_group_tests_name("store/job", tests, NULL, NULL);
}
