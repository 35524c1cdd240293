/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a screening had shown, since when, and what people did about it, as it was at a pinned moment. Owns no table: reads
 * findings, screening_findings, screenings and dispositions. What surprises: days are those that screenings speak for, not
 * those they were run on, so that a screening of an earlier day counts from that day.
 */
#include "store/store-impl.h"

enum cdr_status
cdr_store_awareness_pin(struct cdr_store *store, struct cdr_screening *screening, struct cdr_error *err)
{
	int64_t shown = 0, dispositions = 0;
	CDR_TRY(store_run_int(
		store, &shown, NULL,
		"SELECT coalesce(max(s.id), 0) FROM screenings s JOIN organisations o ON o.id = s.organisation"
		" WHERE o.name = $1 AND s.state = 'done'",
		STORE_VALUES(store_text(screening->org)), err));
	CDR_TRY(store_run_int(store, &dispositions, NULL,
	                      "SELECT coalesce(max(d.id), 0) FROM dispositions d WHERE d.id > $1",
	                      STORE_VALUES(store_int(0)), err));
	screening->pin_screening = shown;
	screening->pin_dispositions = dispositions;
	return CDR_OK;
}

/* The day of a time as it is kept, "2026-03-01T…"; {0} when there is none. */
static struct cdr_date
day_of(struct cdr_str time)
{
	struct cdr_date day = { 0 };
	struct cdr_str text = { time.p, time.n < 10 ? time.n : 10 };
	return text.n == 10 && cdr_date_parse(text, &day) ? day : (struct cdr_date){ 0 };
}

/* A decision about another form of the finding no longer covers it: it is open again. */
static enum cdr_finding_state
state_then(const struct store_query *query, const struct cdr_finding *finding)
{
	int state = cdr_finding_state_from(store_column_text(query, 2));
	if (state <= 0)
		return CDR_FINDING_OPEN;
	struct cdr_str decided_about = store_column_text(query, 3);
	return decided_about.n && !cdr_str_equal(decided_about, finding->material) ? CDR_FINDING_REOPENED
	                                                                           : (enum cdr_finding_state)state;
}

enum cdr_status
cdr_store_awareness_each(struct cdr_store *store, const struct cdr_screening *screening, enum cdr_severity at_least,
                         cdr_shown_fn fn, void *context, struct cdr_error *err)
{
#define LATEST "FROM dispositions d WHERE d.finding = sf.finding AND d.id <= $2 "
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(
		store, &query,
		"SELECT sf.data,"
		" (SELECT min(s.as_of) FROM screening_findings x JOIN screenings s ON s.id = x.screening"
		" WHERE x.finding = sf.finding AND x.screening <= $1),"
		" (SELECT d.state " LATEST "ORDER BY d.id DESC LIMIT 1),"
		" (SELECT d.material " LATEST "ORDER BY d.id DESC LIMIT 1),"
		" (SELECT min(d.created_at) " LATEST "AND d.state IN ('confirmed', 'escalated')),"
		" (SELECT max(d.created_at) " LATEST "AND d.state = 'remediated')"
		" FROM screening_findings sf WHERE sf.screening = $1 AND sf.severity >= $3 ORDER BY sf.public_id",
		STORE_VALUES(store_int(screening->pin_screening), store_int(screening->pin_dispositions),
	                     store_int((int64_t)at_least)),
		err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_finding finding = { 0 };
		cdr_owned(cdr_json) json = NULL;
		cdr_arena_reset(arena);
		CDR_TRY(store_parse(store_column_text(&query, 0), "screening_findings.data", &json, err));
		CDR_TRY(store_damaged(cdr_finding_from_json(json, arena, &finding, err), err));
		struct cdr_shown_finding shown = { .finding = &finding,
			                           .first_shown = { (int32_t)store_column_int(&query, 1) },
			                           .state = state_then(&query, &finding),
			                           .acknowledged_on = day_of(store_column_text(&query, 4)),
			                           .remedied_on = day_of(store_column_text(&query, 5)) };
		CDR_TRY(fn(context, &shown, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
#undef LATEST
}
