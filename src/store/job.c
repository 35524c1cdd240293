/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Jobs as rows: queue, lease, progress, outcome. Table: jobs. Which failure is tried again, and how often, is decided in
 * the job room. What surprises: taking a job looks before it writes, because a worker that asks every second must not
 * wait for the write lock a long import holds when there is nothing to do; and progress and outcome are written only by
 * the attempt that holds the job, so a worker that lost its lease cannot overwrite the one that took over.
 */
#include "store/store-impl.h"

#include <time.h>

enum cdr_status
cdr_store_job_add(struct cdr_store *store, struct cdr_job_row *row, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0, id = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, row->org, true, &organisation, err));
	CDR_TRY(store_run_int(store, &id, NULL,
	                      "INSERT INTO jobs (organisation, kind, state, payload, created_at, updated_at, actor,"
	                      " attempts, n_done, n_total, free_at) VALUES ($1, $2, 'queued', $3, $4, $4, $5, 0, 0,"
	                      " $6, 0) RETURNING id",
	                      STORE_VALUES(store_int(organisation), store_text(store_present(row->kind)),
	                                   store_text(row->payload_json),
	                                   store_text(store_now_unless(row->created_at, now)), store_text(row->actor),
	                                   store_int(row->total)),
	                      err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	row->id = id;
	return CDR_OK;
}

#define JOB_COLUMNS                                                                                                    \
	"SELECT j.id, o.name, j.kind, j.state, j.payload, j.result, j.error, j.created_at, j.updated_at, j.actor,"     \
	" j.attempts, j.n_done, j.n_total FROM jobs j JOIN organisations o ON o.id = j.organisation "

static enum cdr_status
read_job(const struct store_query *query, struct cdr_arena *arena, struct cdr_job_row *ret, struct cdr_error *err)
{
	struct cdr_job_row job = { .id = store_column_int(query, 0),
		                   .org = store_column_text(query, 1),
		                   .kind = store_column_text(query, 2),
		                   .state = store_column_text(query, 3),
		                   .payload_json = store_column_text(query, 4),
		                   .result_json = store_column_text(query, 5),
		                   .error_json = store_column_text(query, 6),
		                   .created_at = store_column_text(query, 7),
		                   .updated_at = store_column_text(query, 8),
		                   .actor = store_column_text(query, 9),
		                   .attempts = store_column_int(query, 10),
		                   .done = store_column_int(query, 11),
		                   .total = store_column_int(query, 12) };
	CDR_TRY(STORE_KEEP(arena, err, &job.org, &job.kind, &job.state, &job.payload_json, &job.result_json,
	                   &job.error_json, &job.created_at, &job.updated_at, &job.actor));
	*ret = job;
	return CDR_OK;
}

static int64_t
seconds_now(void)
{
	return (int64_t)time(NULL);
}

enum cdr_status
cdr_store_job_take(struct cdr_store *store, int lease_seconds, struct cdr_arena *arena, struct cdr_job_row *ret,
                   struct cdr_error *err)
{
	char text[CDR_TIME_TEXT_MAX];
	struct cdr_str now = cdr_str_from(cdr_time_now(text));
	int64_t seconds = seconds_now(), id = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &id, &found,
	                      "SELECT id FROM jobs WHERE state IN ('queued', 'running') AND free_at <= $1"
	                      " ORDER BY id LIMIT 1",
	                      STORE_VALUES(store_int(seconds)), err));
	if (found)
		CDR_TRY(store_run_int(store, &id, &found,
		                      "UPDATE jobs SET state = 'running', attempts = attempts + 1, free_at = $2,"
		                      " updated_at = $3 WHERE id = $1 AND state IN ('queued', 'running')"
		                      " AND free_at <= $4 RETURNING id",
		                      STORE_VALUES(store_int(id), store_int(seconds + lease_seconds), store_text(now),
		                                   store_int(seconds)),
		                      err));
	if (!found) { /* nothing waits, or another worker was quicker */
		*ret = (struct cdr_job_row){ 0 };
		return CDR_OK;
	}
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, JOB_COLUMNS "WHERE j.id = $1", STORE_VALUES(store_int(id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	return read_job(&query, arena, ret, err);
}

/* ENOTFOUND for a worker whose job was taken over. */
static enum cdr_status
still_held(const struct cdr_job_row *job, bool found, struct cdr_error *err)
{
	if (found)
		return CDR_OK;
	return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
	                "job %lld is no longer held by its attempt %lld: its lease ran out and it was taken again",
	                (long long)job->id, (long long)job->attempts);
}

enum cdr_status
cdr_store_job_progress(struct cdr_store *store, const struct cdr_job_row *job, int64_t done, int64_t total,
                       int lease_seconds, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t id = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &id, &found,
	                      "UPDATE jobs SET n_done = $3, n_total = $4, free_at = $5, updated_at = $6"
	                      " WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id",
	                      STORE_VALUES(store_int(job->id), store_int(job->attempts), store_int(done),
	                                   store_int(total), store_int(seconds_now() + lease_seconds),
	                                   store_text(cdr_str_from(cdr_time_now(now)))),
	                      err));
	return still_held(job, found, err);
}

enum cdr_status
cdr_store_job_finish(struct cdr_store *store, const struct cdr_job_row *job, struct cdr_str state,
                     struct cdr_str result_json, struct cdr_str error_json, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t id = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &id, &found,
	                      "UPDATE jobs SET state = $3, result = $4, error = $5, updated_at = $6"
	                      " WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id",
	                      STORE_VALUES(store_int(job->id), store_int(job->attempts), store_text(state),
	                                   store_text(result_json), store_text(error_json),
	                                   store_text(cdr_str_from(cdr_time_now(now)))),
	                      err));
	return still_held(job, found, err);
}

enum cdr_status
cdr_store_job_requeue(struct cdr_store *store, const struct cdr_job_row *job, int delay_seconds, bool counts,
                      struct cdr_str error_json, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t id = 0;
	bool found = false;
	CDR_TRY(store_run_int(store, &id, &found,
	                      "UPDATE jobs SET state = 'queued', attempts = $3, error = $4, free_at = $5,"
	                      " updated_at = $6 WHERE id = $1 AND attempts = $2 AND state = 'running' RETURNING id",
	                      STORE_VALUES(store_int(job->id), store_int(job->attempts),
	                                   store_int(job->attempts - (counts ? 0 : 1)), store_text(error_json),
	                                   store_int(seconds_now() + delay_seconds),
	                                   store_text(cdr_str_from(cdr_time_now(now)))),
	                      err));
	return still_held(job, found, err);
}

enum cdr_status
cdr_store_job_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                  struct cdr_job_row *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, JOB_COLUMNS "WHERE j.id = $1 AND o.name = $2",
	                         STORE_VALUES(store_int(id), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no job %lld",
		                CDR_STR_ARG(org), (long long)id);
	return read_job(&query, arena, ret, err);
}
