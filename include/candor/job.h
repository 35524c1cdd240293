/* SPDX-License-Identifier: Apache-2.0 */
#pragma once

/*
 * job: work that outlives a request: queue, lease, retry. Knows handlers by name only. A job whose worker died is taken
 * again when its lease ends, at most CDR_JOB_MAX_ATTEMPTS times. Thread rule: as the store given.
 */

#include "candor/base.h"
#include "candor/store.h"

#define CDR_JOB_LEASE_SECONDS 30
#define CDR_JOB_MAX_ATTEMPTS 3

/* Does one job. Reports progress through `progress` (false from it: stop and return ECANCELLED). On success take the
 * result as JSON in *ret_result (owned by the caller). */
typedef enum cdr_status (*cdr_job_fn)(void *context, struct cdr_store *store, const struct cdr_job_row *job,
                                      const struct cdr_progress *progress, struct cdr_json **ret_result,
                                      struct cdr_error *err);
struct cdr_job_handler {
	const char *kind;
	cdr_job_fn run;
	void *context;
};
/* Queues a job; `payload` is taken. */
enum cdr_status CDR_MUST_CHECK
cdr_job_add(struct cdr_store *store, struct cdr_str org, struct cdr_str actor, const char *kind,
            struct cdr_json *take_payload, int64_t *ret_id, struct cdr_error *err);
/* Takes one job and runs it to its end. A failing job is recorded as failed with its error and is not an error here;
 * EINPUT, ELIMIT, ENOTFOUND, EREFUSED and EUSAGE fail at once, other codes are tried again. `stop` (may be NULL) asks a
 * running job to stop; it is then queued again. *ret_ran false: nothing was waiting. */
enum cdr_status CDR_MUST_CHECK
cdr_job_run_one(struct cdr_store *store, const struct cdr_job_handler *handlers, size_t n_handlers,
                const volatile int *stop, bool *ret_ran, struct cdr_error *err);
struct cdr_json *
cdr_job_to_json(const struct cdr_job_row *job);
