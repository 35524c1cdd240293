/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Findings: as each screening gave them, in their latest form, and what people decided about them. Tables: findings,
 * screening_findings, dispositions. What surprises: a finding that was decided reopens by comparison with the form that
 * was decided about, not with the form of the screening before, so that two small changes cannot slip past a decision.
 */
#include "store/store-impl.h"

enum { MIN_PREFIX_DIGITS = 4 };

static bool
is_decided(enum cdr_finding_state state)
{
	return state != CDR_FINDING_OPEN && state != CDR_FINDING_REOPENED;
}

static enum cdr_finding_state
read_state(struct cdr_str word)
{
	int state = cdr_finding_state_from(word);
	return state > 0 ? (enum cdr_finding_state)state : CDR_FINDING_OPEN;
}

static enum cdr_status
read_finding(struct cdr_str data, struct cdr_arena *arena, struct cdr_finding *ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) json = NULL;
	CDR_TRY(store_parse(data, "findings.data", &json, err));
	return store_damaged(cdr_finding_from_json(json, arena, ret, err), err);
}

/* ---------------------------------------------------------------------------------------------------------- keeping */

/* What is known of a fingerprint before this screening's form of it. */
struct known_finding {
	int64_t id; /* 0: never seen */
	enum cdr_finding_state state;
	struct cdr_str changed;
};

static enum cdr_status
find_known(struct cdr_store *store, int64_t organisation, struct cdr_str fingerprint, struct cdr_arena *arena,
           struct known_finding *ret, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT id, state, changed FROM findings WHERE organisation = $1 AND fingerprint = $2",
	                         STORE_VALUES(store_int(organisation), store_text(fingerprint)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	struct known_finding known = { 0 };
	if (row) {
		known.id = store_column_int(&query, 0);
		known.state = read_state(store_column_text(&query, 1));
		known.changed = store_column_text(&query, 2);
		CDR_TRY(STORE_KEEP(arena, err, &known.changed));
	}
	*ret = known;
	return CDR_OK;
}

/* Compares with the form last decided about; reopens when its material differs. */
static enum cdr_status
reopen_if_changed(struct cdr_store *store, const struct cdr_finding *finding, struct cdr_arena *arena,
                  struct known_finding *known, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_finding decided = { 0 };
	bool row = false;
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT material, data FROM dispositions WHERE finding = $1 ORDER BY id DESC LIMIT 1",
	                         STORE_VALUES(store_int(known->id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	if (!row || cdr_str_equal(store_column_text(&query, 0), finding->material))
		return CDR_OK;
	CDR_TRY(read_finding(store_column_text(&query, 1), arena, &decided, err));
	CDR_TRY(store_finding_change(&decided, finding, arena, &known->changed, err));
	known->state = CDR_FINDING_REOPENED;
	return CDR_OK;
}

static enum cdr_status
write_latest(struct cdr_store *store, int64_t organisation, int64_t screening_id, const struct cdr_finding *finding,
             struct cdr_str data, struct known_finding *known, struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	struct cdr_str state = cdr_str_from(cdr_finding_state_word(known->state));
	if (known->id != 0)
		return store_run(store,
		                 "UPDATE findings SET material = $2, state = $3, changed = $4, last_screening = $5,"
		                 " data = $6 WHERE id = $1",
		                 STORE_VALUES(store_int(known->id), store_text(finding->material), store_text(state),
		                              store_text(known->changed), store_int(screening_id), store_text(data)),
		                 err);
	return store_run_int(store, &known->id, NULL,
	                     "INSERT INTO findings (organisation, public_id, fingerprint, material, state,"
	                     " first_seen_at, last_screening, data) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
	                     " RETURNING id",
	                     STORE_VALUES(store_int(organisation), store_text(store_present(finding->id)),
	                                  store_text(store_present(finding->fingerprint)),
	                                  store_text(finding->material), store_text(state),
	                                  store_text(cdr_str_from(cdr_time_now(now))), store_int(screening_id),
	                                  store_text(data)),
	                     err);
}

static enum cdr_status
write_of_screening(struct cdr_store *store, int64_t screening_id, int64_t number, const struct cdr_finding *finding,
                   struct cdr_str data, struct cdr_error *err)
{
	return store_run(store,
	                 "INSERT INTO screening_findings (screening, finding, public_id, severity, party_id, data)"
	                 " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (screening, finding)"
	                 " DO UPDATE SET severity = excluded.severity, data = excluded.data",
	                 STORE_VALUES(store_int(screening_id), store_int(number),
	                              store_text(store_present(finding->id)), store_int((int64_t)finding->severity),
	                              store_text(finding->party_id), store_text(data)),
	                 err);
}

enum cdr_status
cdr_store_finding_add(struct cdr_store *store, struct cdr_str org, int64_t screening_id,
                      const struct cdr_finding *finding, struct cdr_error *err)
{
	int64_t organisation = 0;
	struct known_finding known = { 0 };
	cdr_auto(cdr_buf) data = CDR_BUF_INIT;
	cdr_owned(cdr_arena) arena = NULL;
	cdr_owned(cdr_json) json = cdr_finding_to_json(finding);
	if (!json)
		return cdr_fail_memory(err, STORE_ROOM);
	CDR_TRY(cdr_json_write(json, false, &data, err));
	CDR_TRY(store_row_arena(&arena, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_organisation(store, org, true, &organisation, err));
	CDR_TRY(find_known(store, organisation, finding->fingerprint, arena, &known, err));
	if (known.state != CDR_FINDING_OPEN)
		CDR_TRY(reopen_if_changed(store, finding, arena, &known, err));
	CDR_TRY(write_latest(store, organisation, screening_id, finding, cdr_buf_str(&data), &known, err));
	CDR_TRY(write_of_screening(store, screening_id, known.id, finding, cdr_buf_str(&data), err));
	return cdr_store_transaction_commit(&transaction, err);
}

enum cdr_status
cdr_store_disposition_add(struct cdr_store *store, struct cdr_str org, struct cdr_str finding_id,
                          enum cdr_finding_state state, struct cdr_str reason, struct cdr_str actor,
                          struct cdr_error *err)
{
	char now[CDR_TIME_TEXT_MAX];
	int64_t number = 0;
	bool found = false;
	struct cdr_str word = cdr_str_from(cdr_finding_state_word(state));
	if (!is_decided(state))
		return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL,
		                "nobody decides \"%.*s\": confirm, dismiss, escalate or remediate", CDR_STR_ARG(word));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(store, &transaction, err));
	CDR_TRY(store_run_int(store, &number, &found,
	                      "UPDATE findings SET state = $3, changed = NULL WHERE public_id = $2 AND organisation ="
	                      " (SELECT id FROM organisations WHERE name = $1) RETURNING id",
	                      STORE_VALUES(store_text(org), store_text(finding_id), store_text(word)), err));
	if (!found)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no finding %.*s",
		                CDR_STR_ARG(org), CDR_STR_ARG(finding_id));
	CDR_TRY(store_run(store,
	                  "INSERT INTO dispositions (finding, state, reason, actor, created_at, material, data)"
	                  " SELECT id, $2, $3, $4, $5, material, data FROM findings WHERE id = $1",
	                  STORE_VALUES(store_int(number), store_text(word), store_text(store_present(reason)),
	                               store_text(actor), store_text(cdr_str_from(cdr_time_now(now)))),
	                  err));
	return cdr_store_transaction_commit(&transaction, err);
}

/* ---------------------------------------------------------------------------------------------------------- reading */

/* f: the finding, d: its latest disposition, if any. */
#define ROW_COLUMNS "f.state, f.first_seen_at, f.last_screening, d.actor, d.created_at, d.reason, f.changed"
#define LATEST_DISPOSITION                                                                                             \
	" LEFT JOIN dispositions d ON d.id = (SELECT max(x.id) FROM dispositions x WHERE x.finding = f.id) "

/* Column 0 is the finding's JSON, the row's columns follow; its texts are borrowed from the query. */
static enum cdr_status
read_row(const struct store_query *query, struct cdr_arena *arena, struct cdr_finding *ret, struct cdr_finding_row *row,
         struct cdr_error *err)
{
	CDR_TRY(read_finding(store_column_text(query, 0), arena, ret, err));
	*row = (struct cdr_finding_row){ .finding = ret,
		                         .state = read_state(store_column_text(query, 1)),
		                         .first_seen_at = store_column_text(query, 2),
		                         .last_screening = store_column_int(query, 3),
		                         .decided_by = store_column_text(query, 4),
		                         .decided_at = store_column_text(query, 5),
		                         .reason = store_column_text(query, 6),
		                         .changed = store_column_text(query, 7) };
	return CDR_OK;
}

/* The screening a filter means; 0 when there is none to mean. */
static enum cdr_status
choose_screening(struct cdr_store *store, struct cdr_str org, int64_t asked, int64_t *ret, struct cdr_error *err)
{
	return store_run_int(store, ret, NULL,
	                     "SELECT max(s.id) FROM screenings s JOIN organisations o ON o.id = s.organisation"
	                     " WHERE o.name = $1 AND (s.id = $2 OR ($2 = 0 AND s.state = 'done'))",
	                     STORE_VALUES(store_text(org), store_int(asked)), err);
}

/* Severity of the finding a page ended with, one above all when a listing starts. */
static enum cdr_status
cursor_severity(struct cdr_store *store, int64_t screening, struct cdr_str after_id, int64_t *ret,
                struct cdr_error *err)
{
	bool found = false;
	*ret = CDR_SEVERITY_COUNT;
	if (after_id.n == 0)
		return CDR_OK;
	CDR_TRY(store_run_int(store, ret, &found,
	                      "SELECT severity FROM screening_findings WHERE screening = $1 AND public_id = $2",
	                      STORE_VALUES(store_int(screening), store_text(after_id)), err));
	if (!found)
		return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL,
		                "finding %.*s is not of this screening: list again from the start",
		                CDR_STR_ARG(after_id));
	return CDR_OK;
}

static enum cdr_status
open_filter(struct cdr_store *store, struct cdr_str org, const struct cdr_finding_filter *filter,
            struct store_query *ret, struct cdr_error *err)
{
	int64_t screening = 0, severity = 0;
	bool any_state = filter->state < 0;
	const char *state = any_state ? "" : cdr_finding_state_word((enum cdr_finding_state)filter->state);
	CDR_TRY(choose_screening(store, org, filter->screening_id, &screening, err));
	CDR_TRY(cursor_severity(store, screening, filter->after_id, &severity, err));
	return store_query_open(
		store, ret,
		"SELECT s.data, " ROW_COLUMNS
		" FROM screening_findings s JOIN findings f ON f.id = s.finding" LATEST_DISPOSITION
		"WHERE s.screening = $1 AND s.severity >= $2 AND ($3 = '' OR f.state = $3)"
		" AND ($4 = '' OR s.party_id = $4) AND (s.severity < $5 OR (s.severity = $5 AND s.public_id > $6))"
		" ORDER BY s.severity DESC, s.public_id LIMIT $7",
		STORE_VALUES(store_int(screening), store_int((int64_t)filter->min_severity),
	                     store_text(cdr_str_from(state)), store_text(store_present(filter->party_id)),
	                     store_int(severity), store_text(store_present(filter->after_id)),
	                     store_int(store_limit(filter->limit))),
		err);
}

enum cdr_status
cdr_store_finding_screening(struct cdr_store *store, struct cdr_str org, int64_t asked, int64_t *ret,
                            struct cdr_error *err)
{
	int64_t found = 0;
	CDR_TRY(choose_screening(store, org, asked, &found, err));
	if (asked && !found)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no screening %lld",
		                CDR_STR_ARG(org), (long long)asked);
	*ret = found;
	return CDR_OK;
}

enum cdr_status
cdr_store_finding_each(struct cdr_store *store, struct cdr_str org, const struct cdr_finding_filter *filter,
                       cdr_finding_fn fn, void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool more = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(open_filter(store, org, filter, &query, err));
	CDR_TRY(store_query_step(&query, &more, err));
	while (more) {
		struct cdr_finding finding = { 0 };
		struct cdr_finding_row row = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(read_row(&query, arena, &finding, &row, err));
		CDR_TRY(fn(context, &row, err));
		CDR_TRY(store_query_step(&query, &more, err));
	}
	return CDR_OK;
}

/* Id or beginning of one, with or without "f-", to the half-open range of ids it stands for. */
static enum cdr_status
id_range(struct cdr_str id, struct cdr_arena *arena, struct cdr_str *ret_from, struct cdr_str *ret_to,
         struct cdr_error *err)
{
	struct cdr_str digits = id;
	if (cdr_str_starts_with(id, CDR_STR("f-")))
		digits = (struct cdr_str){ id.p + 2, id.n - 2 };
	bool hexadecimal = true;
	for (size_t i = 0; i < digits.n; i++)
		hexadecimal = hexadecimal && ((digits.p[i] >= '0' && digits.p[i] <= '9') ||
		                              (digits.p[i] >= 'a' && digits.p[i] <= 'f'));
	if (digits.n < MIN_PREFIX_DIGITS || !hexadecimal)
		return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL,
		                "\"%.*s\" is not a finding's id: give \"f-\" and at least %d of its digits",
		                CDR_STR_ARG(id), MIN_PREFIX_DIGITS);
	*ret_from = cdr_str_format(arena, "f-%.*s", CDR_STR_ARG(digits));
	*ret_to = cdr_str_format(arena, "f-%.*sg", CDR_STR_ARG(digits)); /* "g" sorts after every digit */
	return ret_from->p && ret_to->p ? CDR_OK : cdr_fail_memory(err, STORE_ROOM);
}

static enum cdr_status
refuse_ambiguous(struct cdr_str given, struct cdr_str first, struct cdr_str second, struct cdr_error *err)
{
	return cdr_fail(err, CDR_EUSAGE, STORE_ROOM, NULL,
	                "\"%.*s\" stands for several findings (%.*s, %.*s …): give more digits", CDR_STR_ARG(given),
	                CDR_STR_ARG(first), CDR_STR_ARG(second));
}

enum cdr_status
cdr_store_finding_get(struct cdr_store *store, struct cdr_str org, struct cdr_str id, struct cdr_arena *arena,
                      struct cdr_finding *ret, struct cdr_finding_row *ret_row, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	struct cdr_str from = { NULL, 0 }, to = { NULL, 0 };
	struct cdr_finding finding = { 0 };
	struct cdr_finding_row row = { 0 };
	bool more = false;
	CDR_TRY(id_range(id, arena, &from, &to, err));
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT f.data, " ROW_COLUMNS ", f.public_id FROM findings f"
	                         " JOIN organisations o ON o.id = f.organisation" LATEST_DISPOSITION
	                         "WHERE o.name = $1 AND f.public_id >= $2 AND f.public_id < $3"
	                         " ORDER BY f.public_id LIMIT 2",
	                         STORE_VALUES(store_text(org), store_text(from), store_text(to)), err));
	CDR_TRY(store_query_step(&query, &more, err));
	if (!more)
		return cdr_fail(err, CDR_ENOTFOUND, STORE_ROOM, NULL, "organisation \"%.*s\" has no finding %.*s",
		                CDR_STR_ARG(org), CDR_STR_ARG(id));
	CDR_TRY(read_row(&query, arena, &finding, &row, err));
	CDR_TRY(STORE_KEEP(arena, err, &row.first_seen_at, &row.decided_by, &row.decided_at, &row.reason,
	                   &row.changed));
	CDR_TRY(store_query_step(&query, &more, err));
	if (more)
		return refuse_ambiguous(id, finding.id, store_column_text(&query, 8), err);
	*ret = finding;
	row.finding = ret;
	if (ret_row)
		*ret_row = row;
	return CDR_OK;
}
