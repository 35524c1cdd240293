/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Screenings: their pins, their progress, and their answer about each subject; and the rule data they were made with.
 * Tables: screenings, screened_subjects, gap_sets, rulesets. Findings are in finding.c.
 */
#include "store/store-impl.h"

#include "candor/crypt.h"

enum cdr_status
cdr_store_ruleset_put(struct cdr_store *store, struct cdr_str sha256, struct cdr_str saved_bundle,
                      struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	return store_run(
		store,
		"INSERT INTO rulesets (sha256, created_at, bundle) VALUES ($1, $2, $3)"
		" ON CONFLICT (sha256) DO NOTHING",
		STORE_VALUES(store_text(sha256), store_text(cdr_str_from(cdr_time_now(now))), store_text(saved_bundle)),
		err);
}

enum cdr_status
cdr_store_ruleset_get(struct cdr_store *store, struct cdr_str sha256, struct cdr_arena *arena, struct cdr_str *ret,
                      struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, "SELECT bundle FROM rulesets WHERE sha256 = $1",
	                         STORE_VALUES(store_text(sha256)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "the store holds no rule data %.*s",
		                CDR_STR_ARG(sha256));
	struct cdr_str bundle = store_column_text(&query, 0);
	CDR_TRY(STORE_KEEP(arena, err, &bundle));
	*ret = bundle;
	return CDR_OK;
}

static struct cdr_str
state_word(enum cdr_screening_state state)
{
	return state == CDR_SCREENING_DONE ? CDR_STR("done") : CDR_STR("running");
}

enum cdr_status
cdr_store_screening_add(struct cdr_store *store, struct cdr_screening *screening, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t organisation = 0, id = 0;
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, screening->org, true, &organisation, err));
	CDR_TRY(store_run_int(
		store, &id, NULL,
		"INSERT INTO screenings (organisation, created_at, state, as_of, pin_import, pin_snapshots,"
		" ruleset_sha256, n_subjects, pin_through, n_done, n_findings, n_clear, n_possible, n_match,"
		" n_not_checked, pin_screening, pin_dispositions)"
		" VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, 0, $10, $11) RETURNING id",
		STORE_VALUES(store_int(organisation), store_text(store_now_unless(screening->created_at, now)),
	                     store_text(state_word(screening->state)), store_int(screening->as_of.ymd),
	                     store_int(screening->pin_import), store_text(screening->pin_snapshots_json),
	                     store_text(screening->ruleset_sha256), store_int(screening->n_subjects),
	                     store_int(screening->pin_through), store_int(screening->pin_screening),
	                     store_int(screening->pin_dispositions)),
		err));
	screening->id = id;
	CDR_TRY(cdr_store_screening_update(store, screening, err)); /* whatever was counted before it was kept */
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_screening_update(struct cdr_store *store, const struct cdr_screening *screening, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	bool done = screening->state == CDR_SCREENING_DONE;
	struct cdr_str finished = done ? store_now_unless(screening->finished_at, now) : (struct cdr_str){ NULL, 0 };
	return store_run(store,
	                 "UPDATE screenings SET state = $2, finished_at = $3, resume_at = $4, digest = $5,"
	                 " n_subjects = $6, n_done = $7, n_findings = $8, n_clear = $9, n_possible = $10,"
	                 " n_match = $11, n_not_checked = $12 WHERE id = $1",
	                 STORE_VALUES(store_int(screening->id), store_text(state_word(screening->state)),
	                              store_text(finished), store_text(screening->cursor),
	                              store_text(screening->digest), store_int(screening->n_subjects),
	                              store_int(screening->n_done), store_int(screening->n_findings),
	                              store_int(screening->n_clear), store_int(screening->n_possible),
	                              store_int(screening->n_match), store_int(screening->n_not_checked)),
	                 err);
}

static struct cdr_screening
read_screening(const struct store_query *query)
{
	bool done = cdr_str_equal(store_column_text(query, 4), CDR_STR("done"));
	return (struct cdr_screening){ .id = store_column_int(query, 0),
		                       .org = store_column_text(query, 1),
		                       .created_at = store_column_text(query, 2),
		                       .finished_at = store_column_text(query, 3),
		                       .state = done ? CDR_SCREENING_DONE : CDR_SCREENING_RUNNING,
		                       .as_of = { (int32_t)store_column_int(query, 5) },
		                       .pin_import = store_column_int(query, 6),
		                       .pin_snapshots_json = store_column_text(query, 7),
		                       .ruleset_sha256 = store_column_text(query, 8),
		                       .cursor = store_column_text(query, 9),
		                       .digest = store_column_text(query, 10),
		                       .n_subjects = store_column_int(query, 11),
		                       .n_done = store_column_int(query, 12),
		                       .n_findings = store_column_int(query, 13),
		                       .n_clear = store_column_int(query, 14),
		                       .n_possible = store_column_int(query, 15),
		                       .n_match = store_column_int(query, 16),
		                       .n_not_checked = store_column_int(query, 17),
		                       .pin_through = store_column_int(query, 18),
		                       .pin_screening = store_column_int(query, 19),
		                       .pin_dispositions = store_column_int(query, 20) };
}

enum cdr_status
cdr_store_screening_get(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                        struct cdr_screening *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.id, o.name, s.created_at, s.finished_at, s.state, s.as_of, s.pin_import,"
	                         " s.pin_snapshots, s.ruleset_sha256, s.resume_at, s.digest, s.n_subjects, s.n_done,"
	                         " s.n_findings, s.n_clear, s.n_possible, s.n_match, s.n_not_checked, s.pin_through,"
	                         " s.pin_screening, s.pin_dispositions"
	                         " FROM screenings s JOIN organisations o ON o.id = s.organisation"
	                         " WHERE o.name = $1 AND ($2 = 0 OR s.id = $2) ORDER BY s.id DESC LIMIT 1",
	                         STORE_VALUES(store_text(org), store_int(id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row && id == 0)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL,
		                "organisation \"%.*s\" has not been screened: run `candor screen`", CDR_STR_ARG(org));
	if (!row)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no screening %lld",
		                CDR_STR_ARG(org), (long long)id);
	struct cdr_screening screening = read_screening(&query);
	CDR_TRY(STORE_KEEP(arena, err, &screening.org, &screening.created_at, &screening.finished_at,
	                   &screening.pin_snapshots_json, &screening.ruleset_sha256, &screening.cursor,
	                   &screening.digest));
	*ret = screening;
	return CDR_OK;
}

enum cdr_status
cdr_store_screened_add(struct cdr_store *store, int64_t screening_id, const struct cdr_screened_subject *subject,
                       struct cdr_error *err)
{
	char hex[CDR_SHA256_TEXT_MAX];
	struct cdr_str digest = subject->gaps_sha256, gaps = store_present(subject->gaps_json);
	if (!digest.n)
		digest = cdr_str_from(cdr_crypt_sha256(gaps, hex));
	CDR_TRY(store_run(store, "INSERT INTO gap_sets (sha256, gaps) VALUES ($1, $2) ON CONFLICT (sha256) DO NOTHING",
	                  STORE_VALUES(store_text(digest), store_text(gaps)), err));
	return store_run(store,
	                 "INSERT INTO screened_subjects (screening, subject_id, verdict, gap_set)"
	                 " VALUES ($1, $2, $3, $4) ON CONFLICT (screening, subject_id)"
	                 " DO UPDATE SET verdict = excluded.verdict, gap_set = excluded.gap_set",
	                 STORE_VALUES(store_int(screening_id), store_text(store_present(subject->subject_id)),
	                              store_text(cdr_str_from(cdr_verdict_word(subject->verdict))), store_text(digest)),
	                 err);
}

/* Gaps stand beside the subject in stores of before they were kept once for all that share them. */
#define SCREENED_COLUMNS                                                                                               \
	"SELECT s.subject_id, s.verdict, coalesce(g.gaps, s.gaps) FROM screened_subjects s"                            \
	" LEFT JOIN gap_sets g ON g.sha256 = s.gap_set "

/* Columns as above; text is borrowed from the query. */
static struct cdr_screened_subject
read_screened(const struct store_query *query)
{
	int verdict = cdr_verdict_from(store_column_text(query, 1));
	return (struct cdr_screened_subject){ .subject_id = store_column_text(query, 0),
		                              .verdict =
		                                      verdict > 0 ? (enum cdr_verdict)verdict : CDR_VERDICT_NOT_CHECKED,
		                              .gaps_json = store_column_text(query, 2) };
}

enum cdr_status
cdr_store_screened_get(struct cdr_store *store, int64_t screening_id, struct cdr_str subject_id,
                       struct cdr_arena *arena, struct cdr_screened_subject *ret, bool *ret_found,
                       struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, SCREENED_COLUMNS "WHERE s.screening = $1 AND s.subject_id = $2",
	                         STORE_VALUES(store_int(screening_id), store_text(store_present(subject_id))), err));
	CDR_TRY(store_query_step(&query, &row, err));
	*ret_found = row;
	if (!row)
		return CDR_OK;
	struct cdr_screened_subject subject = read_screened(&query);
	CDR_TRY(STORE_KEEP(arena, err, &subject.subject_id, &subject.gaps_json));
	*ret = subject;
	return CDR_OK;
}

enum cdr_status
cdr_store_screened_each(struct cdr_store *store, int64_t screening_id, cdr_screened_fn fn, void *context,
                        struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query, SCREENED_COLUMNS "WHERE s.screening = $1 ORDER BY s.id",
	                         STORE_VALUES(store_int(screening_id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_screened_subject subject = read_screened(&query);
		CDR_TRY(fn(context, &subject, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
