/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All parties, engagements, findings or screened subjects, for those who count them: with what there is to count by and nothing else, in no
 * promised order. Tables: subjects, subject_versions, merges, screening_findings, findings, dispositions. What surprises: a
 * party that others were merged into is read whole, since what it is depends on all its rows.
 */
#include "store/store-impl.h"

static enum cdr_status
read_party(const struct store_query *query, struct cdr_arena *arena, struct cdr_party *ret, struct cdr_error *err)
{
	struct store_skim_slot slots[] = { { CDR_STR("kind"), &ret->kind },
		                           { CDR_STR("country"), &ret->country },
		                           { CDR_STR("sector"), &ret->sector },
		                           { CDR_STR("name"), &ret->name } };
	struct store_skim skim = { .slots = slots, .n_slots = CDR_LEN(slots), .named_key = CDR_STR("attributes") };
	if (store_skim(&skim, store_column_text(query, 3), arena)) {
		struct cdr_attribute *attributes = cdr_arena_alloc(arena, (skim.n_named + 1) * sizeof(*attributes));
		if (!attributes)
			return cdr_fail_memory(err, STORE_ROOM);
		for (size_t i = 0; i < skim.n_named; i++)
			attributes[i] = skim.named[i];
		ret->attributes = attributes;
		ret->n_attributes = skim.n_named;
		ret->id = store_column_text(query, 0);
		ret->key = store_column_text(query, 1);
		ret->version = store_column_int(query, 2);
		return CDR_OK;
	}
	*ret = (struct cdr_party){ 0 };
	return store_read_party(query, arena, ret, err);
}

enum cdr_status
cdr_store_party_tally(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, cdr_party_fn fn, void *context,
                      struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.public_id, s.key, v.version, v.data, v.file, v.sheet, v.row_number,"
	                         " v.line_number, s.id, EXISTS (SELECT 1 FROM merges m WHERE m.kept = s.id)"
	                         " FROM subjects s JOIN organisations o ON o.id = s.organisation"
	                         " JOIN subject_versions v ON v.subject = s.id AND v.version ="
	                         " (SELECT max(w.version) FROM subject_versions w WHERE w.subject = s.id"
	                         " AND w.from_import <= $1) WHERE o.name = $2 AND s.kind = 'party'"
	                         " AND NOT EXISTS (SELECT 1 FROM merges m WHERE m.merged = s.id AND " STORE_MERGE_HOLDS
	                         ")",
	                         STORE_VALUES(store_int(as_of_import), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_party party = { 0 };
		bool merged = store_column_int(&query, 9) != 0;
		cdr_arena_reset(arena);
		CDR_TRY(merged ? store_read_party(&query, arena, &party, err) : read_party(&query, arena, &party, err));
		if (merged)
			CDR_TRY(store_combine(store, store_column_int(&query, 8), as_of_import, arena, &party, err));
		CDR_TRY(fn(context, &party, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

static enum cdr_status
read_engagement(const struct store_query *query, struct cdr_arena *arena, struct cdr_engagement *ret,
                struct cdr_error *err)
{
	struct cdr_str recruited_on = { NULL, 0 }, ended_on = { NULL, 0 };
	struct store_skim_slot slots[] = { { CDR_STR("supplier_id"), &ret->supplier_id },
		                           { CDR_STR("agency_name"), &ret->agency_name },
		                           { CDR_STR("agency_country"), &ret->agency_country },
		                           { CDR_STR("agency_licence_number"), &ret->agency_licence_number },
		                           { CDR_STR("recruited_on"), &recruited_on },
		                           { CDR_STR("ended_on"), &ended_on } };
	struct store_skim skim = { .slots = slots, .n_slots = CDR_LEN(slots), .named_key = CDR_STR("attributes") };
	if (store_skim(&skim, store_column_text(query, 3), arena)) {
		(void)cdr_date_parse(recruited_on, &ret->recruited_on);
		(void)cdr_date_parse(ended_on, &ret->ended_on);
		struct cdr_attribute *attributes = cdr_arena_alloc(arena, (skim.n_named + 1) * sizeof(*attributes));
		if (!attributes)
			return cdr_fail_memory(err, STORE_ROOM);
		for (size_t i = 0; i < skim.n_named; i++)
			attributes[i] = skim.named[i];
		ret->attributes = attributes;
		ret->n_attributes = skim.n_named;
	} else {
		cdr_owned(cdr_json) json = NULL;
		*ret = (struct cdr_engagement){ 0 };
		CDR_TRY(store_parse(store_column_text(query, 3), "subject_versions.data", &json, err));
		CDR_TRY(store_damaged(cdr_engagement_from_json(json, arena, ret, err), err));
	}
	ret->id = store_column_text(query, 0);
	ret->key = store_column_text(query, 1);
	ret->version = store_column_int(query, 2);
	return CDR_OK;
}

enum cdr_status
cdr_store_engagement_tally(struct cdr_store *store, struct cdr_str org, int64_t as_of_import, cdr_engagement_fn fn,
                           void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(store, &query, STORE_SUBJECT_COLUMNS "WHERE o.name = $2 AND s.kind = 'engagement'",
	                         STORE_VALUES(store_int(as_of_import), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_engagement engagement = { 0 };
		cdr_arena_reset(arena);
		CDR_TRY(read_engagement(&query, arena, &engagement, err));
		CDR_TRY(fn(context, &engagement, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

static enum cdr_status
read_finding(const struct store_query *query, struct cdr_arena *arena, struct cdr_finding *ret, struct cdr_error *err)
{
	struct cdr_str verdict = { NULL, 0 }, severity = { NULL, 0 };
	struct store_skim_slot slots[] = { { CDR_STR("id"), &ret->id },
		                           { CDR_STR("party_id"), &ret->party_id },
		                           { CDR_STR("engagement_id"), &ret->engagement_id },
		                           { CDR_STR("rule_id"), &ret->rule_id },
		                           { CDR_STR("verdict"), &verdict },
		                           { CDR_STR("severity"), &severity } };
	struct store_skim skim = { .slots = slots, .n_slots = CDR_LEN(slots), .named_key = CDR_STR("facts") };
	bool skimmed = store_skim(&skim, store_column_text(query, 0), arena);
	int a_verdict = verdict.n ? cdr_verdict_from(verdict) : 0,
	    a_severity = severity.n ? cdr_severity_from(severity) : 0;
	if (!skimmed || a_verdict < 0 || a_severity < 0) {
		cdr_owned(cdr_json) json = NULL;
		*ret = (struct cdr_finding){ 0 };
		CDR_TRY(store_parse(store_column_text(query, 0), "findings.data", &json, err));
		return store_damaged(cdr_finding_from_json(json, arena, ret, err), err);
	}
	ret->verdict = (enum cdr_verdict)a_verdict;
	ret->severity = (enum cdr_severity)a_severity;
	ret->facts = cdr_arena_alloc(arena, (skim.n_named + 1) * sizeof(*ret->facts));
	if (!ret->facts)
		return cdr_fail_memory(err, STORE_ROOM);
	for (size_t i = 0; i < skim.n_named; i++)
		ret->facts[i] = skim.named[i];
	ret->n_facts = skim.n_named;
	return CDR_OK;
}

enum cdr_status
cdr_store_finding_tally(struct cdr_store *store, struct cdr_str org, int64_t screening_id, cdr_finding_fn fn,
                        void *context, struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	cdr_owned(cdr_arena) arena = NULL;
	bool row = false;
	CDR_TRY(store_row_arena(&arena, err));
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.data, f.state, f.first_seen_at, (SELECT d.created_at FROM dispositions d"
	                         " WHERE d.finding = f.id ORDER BY d.id DESC LIMIT 1)"
	                         " FROM screening_findings s JOIN findings f ON f.id = s.finding"
	                         " JOIN organisations o ON o.id = f.organisation"
	                         " WHERE s.screening = $1 AND o.name = $2 ORDER BY s.severity DESC, s.public_id",
	                         STORE_VALUES(store_int(screening_id), store_text(org)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		struct cdr_finding finding = { 0 };
		int state = cdr_finding_state_from(store_column_text(&query, 1));
		cdr_arena_reset(arena);
		CDR_TRY(read_finding(&query, arena, &finding, err));
		struct cdr_finding_row told = { .finding = &finding,
			                        .state = state > 0 ? (enum cdr_finding_state)state : CDR_FINDING_OPEN,
			                        .first_seen_at = store_column_text(&query, 2),
			                        .decided_at = store_column_text(&query, 3) };
		CDR_TRY(fn(context, &told, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}

enum cdr_status
cdr_store_screened_tally(struct cdr_store *store, int64_t screening_id, cdr_screened_fn fn, void *context,
                         struct cdr_error *err)
{
	cdr_auto(store_query) query = { NULL };
	bool row = false;
	/* Ids of engagements begin with "e-", those of parties with "p-". */
	CDR_TRY(store_query_open(store, &query,
	                         "SELECT s.subject_id, s.verdict, CASE WHEN s.subject_id < 'f' THEN coalesce((SELECT"
	                         " g.gaps FROM gap_sets g WHERE g.sha256 = s.gap_set), s.gaps) END"
	                         " FROM screened_subjects s WHERE s.screening = $1",
	                         STORE_VALUES(store_int(screening_id)), err));
	CDR_TRY(store_query_step(&query, &row, err));
	while (row) {
		int verdict = cdr_verdict_from(store_column_text(&query, 1));
		struct cdr_screened_subject subject = { .subject_id = store_column_text(&query, 0),
			                                .verdict = verdict > 0 ? (enum cdr_verdict)verdict
			                                                       : CDR_VERDICT_NOT_CHECKED,
			                                .gaps_json = store_column_text(&query, 2) };
		CDR_TRY(fn(context, &subject, err));
		CDR_TRY(store_query_step(&query, &row, err));
	}
	return CDR_OK;
}
