/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

struct last {
	char act[32], subject[64];
	int64_t n;
};

static enum cdr_status
note_last(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct last *last = context;
	(void)err;
	snprintf(last->act, sizeof(last->act), "%.*s", CDR_STR_ARG(row->act));
	snprintf(last->subject, sizeof(last->subject), "%.*s", CDR_STR_ARG(row->subject));
	last->n++;
	return CDR_OK;
}

static void
draft_is_stored_with_its_record(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_str json;
	int64_t id = 0;
	assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("ashlow"), CDR_STR("2026"), CDR_STR("tester"),
	                                     fixture->arena, &json, &id, NULL),
	                 CDR_OK);
	struct cdr_statement_record record;
	assert_int_equal(cdr_store_statement_get(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &record, NULL),
	                 CDR_OK);
	assert_true(cdr_str_equal(record.draft_json, json));
	assert_true(cdr_str_equal(record.law, CDR_STR(UK)));
	struct last last = { 0 };
	assert_int_equal(cdr_store_evidence_each(fixture->store, 1, note_last, &last, NULL), CDR_OK);
	assert_int_equal(last.n, 1);
	assert_string_equal(last.act, "drafted");
	char subject[64];
	snprintf(subject, sizeof(subject), "statement %lld", (long long)id);
	assert_string_equal(last.subject, subject);
}

/* The same store gives the same draft: everything after created_at's value, and everything before it. */
static void
draft_is_the_same_twice(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, "\"audits\":[{\"audited_on\":\"2025-05-01\",\"line\":3}]");
	struct cdr_str first = draft_text(fixture, UK, "2026"), second = draft_text(fixture, UK, "2026");
	ptrdiff_t at = cdr_str_find(first, CDR_STR("\"created_at\":\"")) + 14;
	assert_true(at > 14);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.p, second.p, (size_t)at);
	assert_memory_equal(first.p + at + 20, second.p + at + 20, first.n - (size_t)at - 20);
}

static void
draft_needs_an_organisation_and_a_year(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_str json = { NULL, 0 };
	int64_t id = 0;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("nobody"), CDR_STR("2026"), CDR_STR("t"),
	                                     fixture->arena, &json, &id, &err),
	                 CDR_EREFUSED);
	assert_non_null(strstr(err.message, "candor org set"));
	static const char *const years[] = { "", "26", "20260", "abcd", "-202" };
	for (size_t i = 0; i < CDR_LEN(years); i++)
		assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("ashlow"), cdr_str_from(years[i]),
		                                     CDR_STR("t"), fixture->arena, &json, &id, &err),
		                 CDR_EUSAGE);
	assert_null(json.p);
	assert_int_equal(id, 0);
}

/* Labels of the blanks of a draft whose organisation has this legal form, joined. */
static struct cdr_str
blanks_for(struct fixture *fixture, const char *law, const char *legal_form)
{
	struct cdr_str head = cdr_str_format(fixture->arena,
	                                     "\"name\":\"Ashlow Candle Works\",\"legal_form\":\"%s\","
	                                     "\"financial_year\":{\"start\":\"2026-01-01\",\"end\":\"2026-12-31\"}",
	                                     legal_form);
	set_organisation(fixture, head.p, NULL);
	cdr_owned(cdr_json) json = draft(fixture, law, "2026");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const struct cdr_json *blanks = cdr_json_get(json, "blanks");
	for (size_t i = 0; i < cdr_json_count(blanks); i++)
		cdr_buf_printf(&text, "%.*s|", CDR_STR_ARG(cdr_json_get_str(cdr_json_at(blanks, i), "label")));
	if (count_of(json, "gaps", "sign_off"))
		cdr_buf_puts(&text, "asked");
	return cdr_str_copy(fixture->arena, cdr_buf_str(&text));
}

static void
draft_leaves_blanks_for_the_role_of_the_legal_form(void **state)
{
	struct fixture *fixture = *state;
	assert_string_equal(blanks_for(fixture, UK, "body_corporate").p,
	                    "Approved by the board of directors (or equivalent management body) on|"
	                    "Signed by a director (or equivalent): name, job title and date|");
	assert_string_equal(blanks_for(fixture, UK, "llp").p,
	                    "Approved by the members on|Signed by a designated member: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "limited_partnership").p,
	                    "Signed by a general partner: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "partnership").p, "Signed by a partner: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "public_body").p,
	                    "Approved by the body that governs the organisation on|"
	                    "Signed by a person who answers for the organisation: name, role and date|");
	assert_non_null(strstr(blanks_for(fixture, UK, "other").p, "director"));
	assert_non_null(strstr(blanks_for(fixture, UK, "other").p, "asked"));
	assert_non_null(strstr(blanks_for(fixture, CALIFORNIA, "other").p, "Released for publication by"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(draft_is_stored_with_its_record, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_is_the_same_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_needs_an_organisation_and_a_year, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_leaves_blanks_for_the_role_of_the_legal_form, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
