/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One audit, certificate, survey or allegation -> facts, and the indicators that all of a party report. What a record does not say stays unknown: an audit without a day
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

/* --------------------------------------------------------------------------------------------------- all of a party */

static bool
add_once(struct cdr_str *items, size_t *n, size_t max, struct cdr_str text)
{
	for (size_t i = 0; i < *n; i++) {
		if (cdr_str_equal_nocase(items[i], text))
			return false;
	}
	if (*n == max)
		return false;
	items[(*n)++] = text;
	return true;
}

static void
add_codes(struct indicators *indicators, struct cdr_str codes, struct cdr_str publisher)
{
	struct cdr_str code;
	bool any = false;
	while (cdr_str_split(&codes, '|', &code)) {
		code = cdr_str_trim(code);
		if (!code.n)
			continue;
		(void)add_once(indicators->codes, &indicators->n_codes, INDICATORS_MAX, code);
		any = true;
	}
	if (any && publisher.n)
		(void)add_once(indicators->publishers, &indicators->n_publishers, INDICATORS_MAX, publisher);
}

/* The gravest of what is said about ages; what an allegation leaves open keeps "no" from being the answer. */
static void
add_age(struct indicators *indicators, struct cdr_str under_18)
{
	if (cdr_str_equal(under_18, CDR_STR("yes")))
		indicators->child = true;
	else if (cdr_str_equal(under_18, CDR_STR("uncertain")))
		indicators->age_uncertain = true;
	else if (cdr_str_equal(under_18, CDR_STR("no")))
		indicators->adult = true;
	else
		indicators->age_unsaid = true;
}

void
indicators_add(struct indicators *indicators, const struct cdr_record *record)
{
	double adverse;
	if (record->kind == CDR_RECORD_AUDITS) {
		add_codes(indicators, cdr_record_get(record, "indicators"), cdr_record_get(record, "auditor"));
	} else if (record->kind == CDR_RECORD_SURVEYS) {
		/* A question reports a problem only where somebody answered so. */
		if (cdr_str_to_double(cdr_record_get(record, "answers_adverse"), &adverse) && adverse > 0)
			add_codes(indicators, cdr_record_get(record, "indicator"), (struct cdr_str){ NULL, 0 });
	} else if (record->kind == CDR_RECORD_ALLEGATIONS) {
		struct cdr_str status = cdr_record_get(record, "status");
		if (cdr_str_equal(status, CDR_STR("dismissed")))
			return;
		indicators->substantiated =
			indicators->substantiated || cdr_str_equal(status, CDR_STR("substantiated"));
		add_codes(indicators, cdr_record_get(record, "indicators"), cdr_record_get(record, "publisher"));
		add_age(indicators, cdr_record_get(record, "under_18"));
	}
}

static const char *
age_word(const struct indicators *indicators)
{
	if (indicators->child)
		return "yes";
	if (indicators->age_uncertain)
		return "uncertain";
	return indicators->adult && !indicators->age_unsaid ? "no" : NULL;
}

enum cdr_status
indicators_set(const struct indicators *indicators, bool allegations_known, struct cdr_facts *facts,
               struct cdr_arena *arena, struct cdr_error *err)
{
	struct cdr_str *codes = cdr_arena_alloc(arena, (indicators->n_codes + 1) * sizeof(*codes));
	if (!codes)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < indicators->n_codes; i++)
		codes[i] = indicators->codes[i];
	/* None is an answer only where allegations were asked for. */
	if (indicators->n_codes || allegations_known) {
		cdr_facts_set_list(facts, "indicator.codes", codes, indicators->n_codes);
		cdr_facts_set_number(facts, "indicator.publishers", (double)indicators->n_publishers);
	}
	if (allegations_known)
		cdr_facts_set_boolean(facts, "indicator.substantiated", indicators->substantiated);
	if (age_word(indicators))
		cdr_facts_set_text(facts, "indicator.under_18", cdr_str_from(age_word(indicators)));
	return CDR_OK;
}
