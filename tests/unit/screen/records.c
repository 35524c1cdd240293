/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* The facts of a record with these attributes. */
static struct cdr_facts *
facts_of(struct desk *desk, enum cdr_record_kind kind, const struct cdr_attribute *attributes, size_t n)
{
	struct cdr_record record = { .kind = kind, .key = CDR_STR("1"), .subject_key = CDR_STR("S1") };
	struct cdr_facts *facts = no_facts();
	record.attributes = cdr_arena_alloc(desk->arena, (n + 1) * sizeof(*attributes));
	assert_non_null(record.attributes);
	memcpy(record.attributes, attributes, n * sizeof(*attributes));
	record.n_attributes = n;
	facts_of_record(facts, &record, day(TODAY), desk->arena);
	return facts;
}

#define RECORD(kind_, ...)                                                                                             \
	facts_of(DESK, kind_, (const struct cdr_attribute[]){ __VA_ARGS__ },                                           \
	         sizeof((const struct cdr_attribute[]){ __VA_ARGS__ }) / sizeof(struct cdr_attribute))

static void
records_of_audits_are_open_until_closed(void **state)
{
	cdr_owned(cdr_facts) closed =
		RECORD(CDR_RECORD_AUDITS, ATTRIBUTE("audited_on", "2026-06-05"), ATTRIBUTE("announced", "true"),
	               ATTRIBUTE("indicators", "D1|E2"), ATTRIBUTE("closed_on", "2026-06-10"));
	cdr_owned(cdr_facts) blank =
		RECORD(CDR_RECORD_AUDITS, ATTRIBUTE("findings", "3"), ATTRIBUTE("blank:closed_on", "true"));
	cdr_owned(cdr_facts) clean =
		RECORD(CDR_RECORD_AUDITS, ATTRIBUTE("findings", "0"), ATTRIBUTE("blank:closed_on", "true"));
	cdr_owned(cdr_facts) unsaid = RECORD(CDR_RECORD_AUDITS, ATTRIBUTE("findings", "3"));
	assert_string_equal(value(DESK, closed, "audit.days_ago"), "10");
	assert_string_equal(value(DESK, closed, "audit.announced"), "yes");
	assert_string_equal(value(DESK, closed, "audit.indicators"), "D1, E2");
	assert_string_equal(value(DESK, closed, "audit.open"), "no");
	assert_string_equal(value(DESK, blank, "audit.open"), "yes");
	assert_string_equal(value(DESK, clean, "audit.open"), "no");
	assert_null(value(DESK, unsaid, "audit.open"));
	assert_null(value(DESK, unsaid, "audit.independent"));
}

static void
records_of_certificates_need_an_end_to_be_valid(void **state)
{
	cdr_owned(cdr_facts) valid =
		RECORD(CDR_RECORD_CERTIFICATES, ATTRIBUTE("scheme", "Larkspur 8"), ATTRIBUTE("valid_to", TODAY));
	cdr_owned(cdr_facts) ended = RECORD(CDR_RECORD_CERTIFICATES, ATTRIBUTE("valid_to", "2026-06-01"));
	cdr_owned(cdr_facts) later = RECORD(CDR_RECORD_CERTIFICATES, ATTRIBUTE("valid_from", "2026-07-01"));
	cdr_owned(cdr_facts) endless = RECORD(CDR_RECORD_CERTIFICATES, ATTRIBUTE("valid_from", "2020-07-01"));
	assert_string_equal(value(DESK, valid, "certificate.valid"), "yes");
	assert_string_equal(value(DESK, valid, "certificate.days_since_end"), "0");
	assert_string_equal(value(DESK, ended, "certificate.valid"), "no");
	assert_string_equal(value(DESK, ended, "certificate.days_since_end"), "14");
	assert_string_equal(value(DESK, later, "certificate.valid"), "no");
	assert_null(value(DESK, endless, "certificate.valid"));
}

static void
records_of_surveys_with_small_counts_tell_no_share(void **state)
{
	cdr_owned(cdr_facts) whole =
		RECORD(CDR_RECORD_SURVEYS, ATTRIBUTE("answers_adverse", "15"), ATTRIBUTE("answers_other", "45"));
	cdr_owned(cdr_facts) small =
		RECORD(CDR_RECORD_SURVEYS, ATTRIBUTE("respondents", "41"), ATTRIBUTE("suppressed", "true"));
	assert_string_equal(value(DESK, whole, "survey.adverse_pct"), "25");
	assert_string_equal(value(DESK, whole, "survey.suppressed"), "no");
	assert_null(value(DESK, small, "survey.adverse_pct"));
	assert_string_equal(value(DESK, small, "survey.suppressed"), "yes");
}

static void
records_of_allegations_are_what_their_row_says(void **state)
{
	cdr_owned(cdr_facts) facts =
		RECORD(CDR_RECORD_ALLEGATIONS, ATTRIBUTE("published_on", "2026-05-16"), ATTRIBUTE("kind", "smuggling"),
	               ATTRIBUTE("under_18", "uncertain"), ATTRIBUTE("status", "open"));
	assert_string_equal(value(DESK, facts, "allegation.days_ago"), "30");
	assert_string_equal(value(DESK, facts, "allegation.kind"), "smuggling");
	assert_string_equal(value(DESK, facts, "allegation.under_18"), "uncertain");
	assert_null(value(DESK, facts, "allegation.publisher"));
}

static struct cdr_record
record_of(struct cdr_attribute *attributes, size_t n, enum cdr_record_kind kind)
{
	return (struct cdr_record){ .kind = kind, .attributes = attributes, .n_attributes = n };
}

static void
records_report_indicators_each_once(void **state)
{
	struct indicators all = { 0 };
	struct cdr_attribute audit[] = { ATTRIBUTE("auditor", "Teal Assurance"), ATTRIBUTE("indicators", "D1|E2") };
	struct cdr_attribute quiet[] = { ATTRIBUTE("answers_adverse", "0"), ATTRIBUTE("indicator", "C4") };
	struct cdr_attribute loud[] = { ATTRIBUTE("answers_adverse", "9"), ATTRIBUTE("indicator", "D3") };
	struct cdr_attribute open[] = { ATTRIBUTE("indicators", "D1"), ATTRIBUTE("publisher", "Harbour Desk"),
		                        ATTRIBUTE("under_18", "no") };
	struct cdr_attribute gone[] = { ATTRIBUTE("indicators", "F1"), ATTRIBUTE("status", "dismissed"),
		                        ATTRIBUTE("under_18", "yes") };
	const struct cdr_record records[] = {
		record_of(audit, 2, CDR_RECORD_AUDITS),     record_of(quiet, 2, CDR_RECORD_SURVEYS),
		record_of(loud, 2, CDR_RECORD_SURVEYS),     record_of(open, 3, CDR_RECORD_ALLEGATIONS),
		record_of(gone, 3, CDR_RECORD_ALLEGATIONS),
	};
	cdr_owned(cdr_facts) facts = no_facts();
	for (size_t i = 0; i < CDR_LEN(records); i++)
		indicators_add(&all, &records[i]);
	assert_ok(indicators_set(&all, true, facts, DESK->arena, err));
	assert_string_equal(value(DESK, facts, "indicator.codes"), "D1, E2, D3");
	assert_string_equal(value(DESK, facts, "indicator.publishers"), "2");
	assert_string_equal(value(DESK, facts, "indicator.under_18"), "no");
	assert_string_equal(value(DESK, facts, "indicator.substantiated"), "no");
}

static void
records_of_which_none_was_asked_for_report_nothing(void **state)
{
	struct indicators none = { 0 }, unsaid = { 0 };
	struct cdr_attribute adult[] = { ATTRIBUTE("under_18", "no") };
	struct cdr_record silent = { .kind = CDR_RECORD_ALLEGATIONS };
	struct cdr_record said = record_of(adult, 1, CDR_RECORD_ALLEGATIONS);
	cdr_owned(cdr_facts) unknown = no_facts();
	cdr_owned(cdr_facts) known = no_facts();
	assert_ok(indicators_set(&none, false, unknown, DESK->arena, err));
	assert_null(value(DESK, unknown, "indicator.codes"));
	assert_null(value(DESK, unknown, "indicator.substantiated"));
	indicators_add(&unsaid, &said);
	indicators_add(&unsaid, &silent);
	assert_ok(indicators_set(&unsaid, true, known, DESK->arena, err));
	/* One of two says nothing of ages. */
	assert_null(value(DESK, known, "indicator.under_18"));
	assert_string_equal(value(DESK, known, "indicator.publishers"), "0");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(records_of_audits_are_open_until_closed),
		desk_test(records_of_certificates_need_an_end_to_be_valid),
		desk_test(records_of_surveys_with_small_counts_tell_no_share),
		desk_test(records_of_allegations_are_what_their_row_says),
		desk_test(records_report_indicators_each_once),
		desk_test(records_of_which_none_was_asked_for_report_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
