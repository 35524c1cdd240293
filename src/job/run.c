/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running one job: take it, call its handler, record how it ended. The policy of trying again is here and only here. What
 * surprises: progress is the heartbeat. It renews the lease, at most once a second; a job that reports none for
 * CDR_JOB_LEASE_SECONDS is taken to be dead and given to another worker, and what the first one still says is ignored.
 */
#include "candor/job.h"

#define ROOM "job"

enum {
	HEARTBEAT_MS = 1000,
	RETRY_SECONDS = 5, /* times the number of attempts made */
	ROW_MAX_BYTES = 64 << 20
};

struct running {
	struct cdr_store *store;
	const struct cdr_job_row *job;
	const volatile int *stop;
	int64_t told_ms; /* when the store last heard of it */
	bool lost;       /* another worker has the job */
};

static bool
asked_to_stop(const struct running *running)
{
	return running->stop && *running->stop != 0;
}

/* A progress report that cannot be written (the store is busy) is no reason to stop; the next one is a second away. */
static bool
tell(void *context, const char *label, uint64_t done, uint64_t total)
{
	struct running *running = context;
	int64_t now = cdr_time_monotonic_ms();
	(void)label;
	if (asked_to_stop(running))
		return false;
	if (now - running->told_ms < HEARTBEAT_MS && done != total)
		return true;
	running->told_ms = now;
	running->lost = cdr_store_job_progress(running->store, running->job, (int64_t)done, (int64_t)total,
	                                       CDR_JOB_LEASE_SECONDS, NULL) == CDR_ENOTFOUND;
	return !running->lost;
}

static enum cdr_status
write_error(const struct cdr_error *error, struct cdr_buf *out, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = cdr_json_object();
	if (!json)
		return cdr_fail_memory(err, ROOM);
	cdr_json_set_text(json, "code", cdr_status_name(error->code));
	if (error->room)
		cdr_json_set_text(json, "room", error->room);
	if (error->where[0])
		cdr_json_set_text(json, "where", error->where);
	cdr_json_set_text(json, "message", error->message);
	return cdr_json_write(json, false, out, err);
}

/* A job that was lost meanwhile is somebody else's to end. */
static enum cdr_status
unless_lost(enum cdr_status status)
{
	return status == CDR_ENOTFOUND ? CDR_OK : status;
}

static enum cdr_status
end_done(struct cdr_store *store, const struct cdr_job_row *job, const struct cdr_json *result, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	struct cdr_str none = { NULL, 0 };
	if (result)
		CDR_TRY(cdr_json_write(result, false, &text, err));
	return unless_lost(
		cdr_store_job_finish(store, job, CDR_STR("done"), result ? cdr_buf_str(&text) : none, none, err));
}

/* The same input gives the same answer: trying again would only delay it. */
static bool
is_final(enum cdr_status status)
{
	return status == CDR_EINPUT || status == CDR_ELIMIT || status == CDR_ENOTFOUND || status == CDR_EREFUSED ||
	       status == CDR_EUSAGE;
}

static enum cdr_status
end_failed(const struct running *running, const struct cdr_error *error, struct cdr_error *err)
{
	const struct cdr_job_row *job = running->job;
	struct cdr_str none = { NULL, 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	if (running->lost)
		return CDR_OK;
	if (error->code == CDR_ECANCELLED && asked_to_stop(running))
		return unless_lost(cdr_store_job_requeue(running->store, job, 0, false, none, err));
	CDR_TRY(write_error(error, &text, err));
	if (is_final(error->code) || error->code == CDR_ECANCELLED || job->attempts >= CDR_JOB_MAX_ATTEMPTS)
		return unless_lost(
			cdr_store_job_finish(running->store, job, CDR_STR("failed"), none, cdr_buf_str(&text), err));
	return unless_lost(cdr_store_job_requeue(running->store, job, RETRY_SECONDS * (int)job->attempts, true,
	                                         cdr_buf_str(&text), err));
}

static const struct cdr_job_handler *
handler_of(const struct cdr_job_handler *handlers, size_t n_handlers, struct cdr_str kind)
{
	for (size_t i = 0; i < n_handlers; i++) {
		if (cdr_str_equal(cdr_str_from(handlers[i].kind), kind))
			return &handlers[i];
	}
	return NULL;
}

/* Calls the handler, and makes sure that a failure comes with its code and some text. */
static enum cdr_status
call_handler(const struct cdr_job_handler *handler, struct running *running, struct cdr_json **ret_result,
             struct cdr_error *error)
{
	const struct cdr_progress progress = { tell, running };
	const struct cdr_job_row *job = running->job;
	if (!handler)
		return cdr_fail(error, CDR_EUSAGE, ROOM, NULL, "no worker knows how to do \"%.*s\"",
		                CDR_STR_ARG(job->kind));
	if (job->attempts > CDR_JOB_MAX_ATTEMPTS)
		return cdr_fail(error, CDR_EINTERNAL, ROOM, NULL,
		                "its worker died %d times before it was done: look into the worker's log, then send "
		                "it again",
		                CDR_JOB_MAX_ATTEMPTS);
	enum cdr_status status = handler->run(handler->context, running->store, job, &progress, ret_result, error);
	if (status != CDR_OK && error->code == CDR_OK)
		(void)cdr_fail(error, status, ROOM, NULL, "it failed (%s) and gave no reason", cdr_status_name(status));
	return status;
}

enum cdr_status
cdr_job_run_one(struct cdr_store *store, const struct cdr_job_handler *handlers, size_t n_handlers,
                const volatile int *stop, bool *ret_ran, struct cdr_error *err)
{
	struct cdr_job_row job = { 0 };
	struct cdr_error error = { 0 };
	cdr_owned(cdr_json) result = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new(ROW_MAX_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	enum cdr_status taken = cdr_store_job_take(store, CDR_JOB_LEASE_SECONDS, arena, &job, err);
	if (taken != CDR_OK && taken != CDR_EBUSY)
		return taken;
	*ret_ran = taken == CDR_OK && job.id != 0;
	if (!*ret_ran) /* nothing waits, or somebody else is writing: the caller asks again anyway */
		return CDR_OK;
	struct running running = { store, &job, stop, cdr_time_monotonic_ms(), false };
	const struct cdr_job_handler *handler = handler_of(handlers, n_handlers, job.kind);
	if (call_handler(handler, &running, &result, &error) == CDR_OK)
		return end_done(store, &job, result, err);
	return end_failed(&running, &error, err);
}
