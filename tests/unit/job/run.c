/* SPDX-License-Identifier: Apache-2.0 */
#include "../store/scratch.h"

#include "candor/job.h"

/* What the handler under test is to do, and what it saw. */
struct play {
	enum cdr_status outcome;
	bool silent;                      /* fails without a message */
	bool reports;                     /* tells progress and heeds the answer */
	volatile int *sets_stop;          /* raises the flag before it reports */
	const struct scratch *takes_over; /* another worker takes the job meanwhile */
	int n_calls;
	int64_t attempt;
};

static enum cdr_status
handle(void *context, struct cdr_store *store, const struct cdr_job_row *job, const struct cdr_progress *progress,
       struct cdr_json **ret_result, struct cdr_error *err)
{
	struct play *play = context;
	(void)store;
	play->n_calls++;
	play->attempt = job->attempts;
	if (play->sets_stop)
		*play->sets_stop = 1;
	if (play->takes_over)
		raw_run(play->takes_over, "UPDATE jobs SET attempts = attempts + 1");
	if (play->reports && !cdr_progress_tell(progress, "rows", 5, 5))
		return cdr_fail(err, CDR_ECANCELLED, "test", NULL, "stopped");
	if (play->outcome != CDR_OK)
		return play->silent ? play->outcome
		                    : cdr_fail(err, play->outcome, "test", "s.csv:2:3", "row %d is bad", 2);
	*ret_result = cdr_json_object();
	cdr_json_set_int(*ret_result, "rows", 5);
	return CDR_OK;
}

static bool
run(const struct scratch *scratch, struct play *play, const volatile int *stop)
{
	const struct cdr_job_handler handlers[] = { { "other", NULL, NULL }, { "import", handle, play } };
	bool ran = false;
	assert_ok(cdr_job_run_one(scratch->store, handlers, CDR_LEN(handlers), stop, &ran, err));
	return ran;
}

static int64_t
queue(const struct scratch *scratch, const char *kind)
{
	int64_t id = 0;
	assert_ok(cdr_job_add(scratch->store, ORG, CDR_STR("ann"), kind, NULL, &id, err));
	return id;
}

static struct cdr_job_row
look(const struct scratch *scratch, int64_t id)
{
	struct cdr_job_row job = { 0 };
	assert_ok(cdr_store_job_get(scratch->store, ORG, id, scratch->arena, &job, err));
	return job;
}

static void
run_does_nothing_when_nothing_waits(void **state)
{
	struct play play = { 0 };
	assert_false(run(*state, &play, NULL));
	assert_int_equal(play.n_calls, 0);
}

static void
run_keeps_result_and_progress_of_a_job_that_succeeds(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { .reports = true };
	int64_t id = queue(scratch, "import");
	assert_true(run(scratch, &play, NULL));
	struct cdr_job_row job = look(scratch, id);
	assert_text(job.state, "done");
	assert_text(job.result_json, "{\"rows\":5}");
	assert_null(job.error_json.p);
	assert_int_equal(job.done, 5);
	assert_int_equal(job.total, 5);
	assert_false(run(scratch, &play, NULL));
}

static void
run_fails_at_once_on_what_trying_again_cannot_mend(void **state)
{
	static const enum cdr_status final[] = { CDR_EINPUT, CDR_ELIMIT, CDR_ENOTFOUND, CDR_EREFUSED, CDR_EUSAGE };
	struct scratch *scratch = *state;
	for (size_t i = 0; i < CDR_LEN(final); i++) {
		struct play play = { .outcome = final[i] };
		int64_t id = queue(scratch, "import");
		assert_true(run(scratch, &play, NULL));
		assert_text(look(scratch, id).state, "failed");
		assert_false(run(scratch, &play, NULL));
	}
	assert_text(look(scratch, 1).error_json, "{\"code\":\"input\",\"room\":\"test\",\"where\":\"s.csv:2:3\","
	                                         "\"message\":\"row 2 is bad\"}");
}

static void
run_tries_other_failures_again_but_not_for_ever(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { .outcome = CDR_EIO };
	int64_t id = queue(scratch, "import");
	for (int attempt = 1; attempt < CDR_JOB_MAX_ATTEMPTS; attempt++) {
		assert_true(run(scratch, &play, NULL));
		assert_int_equal(play.attempt, attempt);
		assert_text(look(scratch, id).state, "queued");
		assert_non_null(look(scratch, id).error_json.p);
		assert_false(run(scratch, &play, NULL)); /* not before a while has passed */
		raw_run(scratch, "UPDATE jobs SET free_at = 0");
	}
	assert_true(run(scratch, &play, NULL));
	assert_text(look(scratch, id).state, "failed");
	assert_int_equal(play.n_calls, CDR_JOB_MAX_ATTEMPTS);
}

static void
run_takes_a_job_again_whose_worker_died(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { 0 };
	struct cdr_job_row job = { 0 };
	int64_t id = queue(scratch, "import");
	assert_ok(cdr_store_job_take(scratch->store, CDR_JOB_LEASE_SECONDS, scratch->arena, &job, err));
	assert_false(run(scratch, &play, NULL));
	raw_run(scratch, "UPDATE jobs SET free_at = 0"); /* the lease runs out */
	assert_true(run(scratch, &play, NULL));
	assert_int_equal(play.attempt, 2);
	assert_text(look(scratch, id).state, "done");
}

static void
run_gives_up_a_job_that_kills_its_workers(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { 0 };
	struct cdr_job_row job = { 0 };
	int64_t id = queue(scratch, "import");
	for (int i = 0; i < CDR_JOB_MAX_ATTEMPTS; i++)
		assert_ok(cdr_store_job_take(scratch->store, 0, scratch->arena, &job, err));
	assert_true(run(scratch, &play, NULL));
	assert_int_equal(play.n_calls, 0);
	job = look(scratch, id);
	assert_text(job.state, "failed");
	assert_true(cdr_str_find(job.error_json, CDR_STR("its worker died 3 times")) >= 0);
}

static void
run_puts_a_job_back_when_asked_to_stop(void **state)
{
	struct scratch *scratch = *state;
	volatile int stop = 0;
	struct play play = { .reports = true, .sets_stop = &stop };
	int64_t id = queue(scratch, "import");
	assert_true(run(scratch, &play, &stop));
	assert_text(look(scratch, id).state, "queued");
	assert_int_equal(look(scratch, id).attempts, 0);
	stop = 0;
	play.sets_stop = NULL;
	assert_true(run(scratch, &play, &stop));
	assert_text(look(scratch, id).state, "done");
}

static void
run_leaves_a_job_alone_that_another_worker_has(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { .reports = true, .takes_over = scratch };
	int64_t id = queue(scratch, "import");
	assert_true(run(scratch, &play, NULL));
	assert_text(look(scratch, id).state, "running");
	assert_int_equal(look(scratch, id).attempts, 2);
	assert_null(look(scratch, id).error_json.p);
}

static void
run_fails_a_job_nobody_can_do(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { 0 };
	int64_t id = queue(scratch, "dance");
	assert_true(run(scratch, &play, NULL));
	assert_text(look(scratch, id).state, "failed");
	assert_true(cdr_str_find(look(scratch, id).error_json, CDR_STR("no worker knows how to do \\\"dance\\\"")) >=
	            0);
}

static void
run_gives_a_silent_failure_a_message(void **state)
{
	struct scratch *scratch = *state;
	struct play play = { .outcome = CDR_EREFUSED, .silent = true };
	int64_t id = queue(scratch, "import");
	assert_true(run(scratch, &play, NULL));
	assert_true(cdr_str_find(look(scratch, id).error_json, CDR_STR("gave no reason")) >= 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(run_does_nothing_when_nothing_waits),
		scratch_test(run_keeps_result_and_progress_of_a_job_that_succeeds),
		scratch_test(run_fails_at_once_on_what_trying_again_cannot_mend),
		scratch_test(run_tries_other_failures_again_but_not_for_ever),
		scratch_test(run_takes_a_job_again_whose_worker_died),
		scratch_test(run_gives_up_a_job_that_kills_its_workers),
		scratch_test(run_puts_a_job_back_when_asked_to_stop),
		scratch_test(run_leaves_a_job_alone_that_another_worker_has),
		scratch_test(run_fails_a_job_nobody_can_do),
		scratch_test(run_gives_a_silent_failure_a_message),
	};
	return cmocka_run_group_tests_name("job/run", tests, NULL, NULL);
}
