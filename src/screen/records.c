/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One audit, certificate, survey or allegation -> facts. What a record does not say stays unknown: an audit without a day
 * of closing is open only where the list has that column and left it blank. The surprise: a certificate without an end is
 * not taken for valid, because a list that leaves ends out would make all of them so.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

static const struct column_fact audit_columns[] = {
	{ "auditor", "audit.auditor", AS_TEXT },
	{ "independent", "audit.independent", AS_BOOLEAN },
	{ "announced", "audit.announced", AS_BOOLEAN },
	{ "scheme", "audit.scheme", AS_TEXT },
	{ "worker_interviews", "audit.worker_interviews", AS_NUMBER },
	{ "covers_labour_providers", "audit.covers_labour_providers", AS_BOOLEAN },
	{ "findings", "audit.findings", AS_NUMBER },
	{ "indicators", "audit.indicators", AS_LIST },
};
static const struct column_fact certificate_columns[] = {
	{ "scheme", "certificate.scheme", AS_TEXT },
	{ "issuer", "certificate.issuer", AS_TEXT },
	{ "issuer_country", "certificate.issuer_country", AS_TEXT },
};
static const struct column_fact survey_columns[] = {
	{ "respondents", "survey.respondents", AS_NUMBER },
	{ "independent", "survey.independent", AS_BOOLEAN },
	{ "indicator", "survey.indicator", AS_TEXT },
};
static const struct column_fact allegation_columns[] = {
	{ "publisher", "allegation.publisher", AS_TEXT },
	{ "publisher_kind", "allegation.publisher_kind", AS_TEXT },
	{ "kind", "allegation.kind", AS_TEXT },
	{ "status", "allegation.status", AS_TEXT },
	{ "indicators", "allegation.indicators", AS_LIST },
	{ "under_18", "allegation.under_18", AS_TEXT },
};

static void
set_columns(struct cdr_facts *facts, const struct cdr_record *record, const struct column_fact *columns, size_t n,
            struct cdr_arena *arena)
{
	for (size_t i = 0; i < n; i++)
		facts_set_column(facts, &columns[i], cdr_record_get(record, columns[i].column), arena);
}

static void
set_days(struct cdr_facts *facts, const char *fact, const struct cdr_record *record, const char *column,
         struct cdr_date today)
{
	struct cdr_date day;
	if (cdr_date_parse(cdr_record_get(record, column), &day))
		cdr_facts_set_number(facts, fact, cdr_date_days_between(day, today));
}

static void
set_open(struct cdr_facts *facts, const struct cdr_record *record, struct cdr_date today)
{
	struct cdr_date closed;
	double findings;
	if (cdr_date_parse(cdr_record_get(record, "closed_on"), &closed))
		cdr_facts_set_boolean(facts, "audit.open", closed.ymd > today.ymd);
	else if (cdr_str_to_double(cdr_record_get(record, "findings"), &findings) && findings <= 0)
		cdr_facts_set_boolean(facts, "audit.open", false);
	else if (cdr_record_get(record, "blank:closed_on").n)
		cdr_facts_set_boolean(facts, "audit.open", true);
}

static void
set_validity(struct cdr_facts *facts, const struct cdr_record *record, struct cdr_date today)
{
	struct cdr_date from, to;
	bool begins = cdr_date_parse(cdr_record_get(record, "valid_from"), &from);
	bool ends = cdr_date_parse(cdr_record_get(record, "valid_to"), &to);
	if (begins && from.ymd > today.ymd)
		cdr_facts_set_boolean(facts, "certificate.valid", false);
	else if (ends)
		cdr_facts_set_boolean(facts, "certificate.valid", today.ymd <= to.ymd);
	if (ends)
		cdr_facts_set_number(facts, "certificate.days_since_end", cdr_date_days_between(to, today));
}

static void
set_answers(struct cdr_facts *facts, const struct cdr_record *record)
{
	double adverse, other;
	cdr_facts_set_boolean(facts, "survey.suppressed",
	                      cdr_str_equal(cdr_record_get(record, "suppressed"), CDR_STR("true")));
	if (cdr_str_to_double(cdr_record_get(record, "answers_adverse"), &adverse) &&
	    cdr_str_to_double(cdr_record_get(record, "answers_other"), &other) && adverse + other > 0)
		cdr_facts_set_number(facts, "survey.adverse_pct", 100 * adverse / (adverse + other));
}

void
facts_of_record(struct cdr_facts *facts, const struct cdr_record *record, struct cdr_date today,
                struct cdr_arena *arena)
{
	switch (record->kind) {
	case CDR_RECORD_AUDITS:
		set_columns(facts, record, audit_columns, CDR_LEN(audit_columns), arena);
		set_days(facts, "audit.days_ago", record, "audited_on", today);
		set_open(facts, record, today);
		return;
	case CDR_RECORD_CERTIFICATES:
		set_columns(facts, record, certificate_columns, CDR_LEN(certificate_columns), arena);
		set_validity(facts, record, today);
		return;
	case CDR_RECORD_SURVEYS:
		set_columns(facts, record, survey_columns, CDR_LEN(survey_columns), arena);
		set_days(facts, "survey.days_ago", record, "held_on", today);
		set_answers(facts, record);
		return;
	case CDR_RECORD_ALLEGATIONS:
		set_columns(facts, record, allegation_columns, CDR_LEN(allegation_columns), arena);
		set_days(facts, "allegation.days_ago", record, "published_on", today);
		return;
	case CDR_RECORD_TRAINING:
	case CDR_RECORD_KIND_COUNT:
		return;
	}
}
