/* SPDX-License-Identifier: Apache-2.0 */
#include "life-test.h"

static enum cdr_status
collect_acts(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct cdr_buf *acts = context;
	(void)err;
	cdr_buf_printf(acts, "%.*s ", CDR_STR_ARG(row->act));
	return CDR_OK;
}

static void
life_goes_step_by_step_and_is_on_record(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	assert_string_equal(status_of(fixture, id), "unsigned draft");
	step(fixture, id, REVIEW);
	assert_string_equal(status_of(fixture, id), "reviewed");
	cdr_owned(cdr_json) approval = take(fixture, id, APPROVE);
	assert_true(cdr_str_equal(cdr_json_get_str(approval, "body"), CDR_STR("Board of Directors")));
	assert_true(cdr_str_equal(cdr_json_get_str(approval, "minute"), CDR_STR("B/2026/14")));
	assert_true(cdr_str_equal(cdr_json_get_str(approval, "source"), CDR_STR("Modern Slavery Act 2015 s.54(6)(a)")));
	assert_true(cdr_json_get_int(approval, "gaps", 0) > 0);
	step(fixture, id, SIGN);
	step(fixture, id, PUBLISH);
	assert_string_equal(status_of(fixture, id), "published");
	cdr_owned(cdr_json) json = current(fixture, id);
	const struct cdr_json *steps = cdr_json_get(json, "steps");
	assert_int_equal(cdr_json_count(steps), 4);
	for (size_t i = 0; i < 4; i++) {
		const struct cdr_json *one = cdr_json_at(steps, i);
		assert_true(cdr_str_equal(cdr_json_get_str(one, "hash"), cdr_json_get_str(json, "sha256")));
		assert_true(cdr_str_equal(cdr_json_get_str(one, "by"), CDR_STR("ana")));
		assert_true(cdr_json_get_int(one, "evidence", 0) > 0);
	}
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(steps, 2), "name"), CDR_STR("A. Person")));
	cdr_auto(cdr_buf) acts = CDR_BUF_INIT;
	assert_int_equal(cdr_store_evidence_each(fixture->store, 1, collect_acts, &acts, NULL), CDR_OK);
	assert_string_equal(acts.p, "drafted reviewed approved signed published ");
	struct cdr_evidence_report report = { 0 };
	assert_int_equal(cdr_evidence_verify(fixture->store, (struct cdr_str){ NULL, 0 }, &report, NULL), CDR_OK);
	assert_true(report.sound);
}

static void
life_refuses_steps_out_of_order(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	refuse_step(fixture, id, CDR_EREFUSED, "is an unsigned draft; somebody reviews this text first", APPROVE);
	refuse_step(fixture, id, CDR_EREFUSED, "this text is approved first", SIGN);
	refuse_step(fixture, id, CDR_EREFUSED, "this text is signed first", PUBLISH);
	refuse_step(fixture, id, CDR_EREFUSED, "only a published statement is",
	            (struct cdr_statement_step){ .kind = CDR_STEP_SUPERSEDE, .by = id });
	step(fixture, id, REVIEW);
	refuse_step(fixture, id, CDR_EREFUSED, "it is reviewed; this text is approved first", SIGN);
	step(fixture, id, APPROVE);
	refuse_step(fixture, id, CDR_EREFUSED, "recorded once", APPROVE);
	refuse_step(fixture, id, CDR_EREFUSED, "takes it back to a draft", REVIEW);
	refuse_step(fixture, id, CDR_EREFUSED, "this text is signed first", PUBLISH);
	refuse_step(fixture, 99, CDR_ENOTFOUND, "no statement 99", REVIEW);
	assert_string_equal(status_of(fixture, id), "approved");
}

static void
life_refuses_what_is_left_out_or_does_not_fit(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	struct cdr_statement_step wrong = APPROVE;
	step(fixture, id, REVIEW);
	wrong.minute = (struct cdr_str){ NULL, 0 };
	refuse_step(fixture, id, CDR_EUSAGE, "--minute", wrong);
	wrong = APPROVE;
	wrong.body = CDR_STR(" ");
	refuse_step(fixture, id, CDR_EUSAGE, "body is empty", wrong);
	wrong.body = CDR_STR("sales committee");
	refuse_step(fixture, id, CDR_EREFUSED, "these are: board_of_directors, board", wrong);
	wrong.body = CDR_STR("board\xe2\x80\xae"
	                     "draob");
	refuse_step(fixture, id, CDR_EINPUT, "direction of writing", wrong);
	wrong = APPROVE;
	wrong.on = (struct cdr_date){ 0 };
	refuse_step(fixture, id, CDR_EUSAGE, "--on", wrong);
	step(fixture, id, APPROVE);
	wrong = SIGN;
	wrong.role = CDR_STR("designated member");
	refuse_step(fixture, id, CDR_EREFUSED, "no role that signs for the legal form “body_corporate”", wrong);
	wrong = SIGN;
	wrong.name = (struct cdr_str){ NULL, 0 };
	refuse_step(fixture, id, CDR_EUSAGE, "--name", wrong);
	step(fixture, id, SIGN);
	static const char *const addresses[] = {
		"http://ashlow.example/s", "https://",         "https:///x.y", "https://a.b/ c", "https://a.b/\"onload",
		"javascript:alert(1)",     "https://localhost"
	};
	for (size_t i = 0; i < CDR_LEN(addresses); i++) {
		wrong = PUBLISH;
		wrong.url = cdr_str_from(addresses[i]);
		refuse_step(fixture, id, CDR_EUSAGE, "no https:// address", wrong);
	}
}

static void
life_refuses_days_that_cannot_be(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	struct cdr_statement_step wrong = APPROVE;
	step(fixture, id, REVIEW);
	wrong.on = today(-1);
	refuse_step(fixture, id, CDR_EREFUSED, "is in the future", wrong);
	wrong.on = cdr_date_make(2026, 3, 30);
	refuse_step(fixture, id, CDR_EREFUSED, "the financial year it is about ended on 2026-03-31", wrong);
	wrong.on = cdr_date_make(2026, 3, 31);
	cdr_owned(cdr_json) told = take(fixture, id, wrong);
	const struct cdr_json *warnings = cdr_json_get(told, "warnings");
	assert_non_null(strstr(cdr_json_string(cdr_json_at(warnings, 0)).p, "before this text was last changed"));
	struct cdr_statement_step early = SIGN;
	early.on = cdr_date_make(2026, 3, 30);
	refuse_step(fixture, id, CDR_EREFUSED, "it was approved on 2026-03-31", early);
	step(fixture, id, SIGN);
	struct cdr_statement_step publication = PUBLISH;
	publication.on = today(1);
	refuse_step(fixture, id, CDR_EREFUSED, "cannot have been published", publication);
}

static void
life_needs_a_year_and_a_legal_form(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture,
	                 "\"name\":\"Ashlow\",\"financial_year\":{\"start\":\"2025-04-01\",\"end\":\"2026-03-31\"}",
	                 NULL);
	int64_t no_form = redraft(fixture, UK, "2026", (struct cdr_statement_options){ 0 });
	step(fixture, no_form, REVIEW);
	refuse_step(fixture, no_form, CDR_EREFUSED, "legal form, which is not known", APPROVE);
	set_organisation(fixture, "\"name\":\"Ashlow\",\"legal_form\":\"other\"", NULL);
	int64_t other = redraft(fixture, UK, "2026", (struct cdr_statement_options){ .fresh = true });
	step(fixture, other, REVIEW);
	refuse_step(fixture, other, CDR_EREFUSED, "names nobody to approve or sign for the legal form “other”",
	            APPROVE);
	set_organisation(fixture, "\"name\":\"Ashlow\",\"legal_form\":\"body_corporate\"", NULL);
	int64_t no_year = redraft(fixture, UK, "2026", (struct cdr_statement_options){ .fresh = true });
	step(fixture, no_year, REVIEW);
	refuse_step(fixture, no_year, CDR_EREFUSED, "set financial_year", APPROVE);
}

static void
life_asks_only_for_the_steps_the_law_asks_for(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_statement_step partner = SIGN;
	partner.role = CDR_STR("general partner");
	set_organisation(fixture,
	                 "\"name\":\"Ashlow\",\"legal_form\":\"limited_partnership\","
	                 "\"financial_year\":{\"start\":\"2025-04-01\",\"end\":\"2026-03-31\"}",
	                 NULL);
	int64_t id = redraft(fixture, UK, "2026", (struct cdr_statement_options){ 0 });
	step(fixture, id, REVIEW);
	partner.on = cdr_date_make(2026, 3, 30);
	refuse_step(fixture, id, CDR_EREFUSED, "ended on 2026-03-31", partner);
	partner.on = today(0);
	step(fixture, id, partner);
	step(fixture, id, PUBLISH);
	assert_string_equal(status_of(fixture, id), "published");
	/* A disclosure that the law wants nobody to approve is released by a person in any role. */
	int64_t disclosure = redraft(fixture, CALIFORNIA, "2026", (struct cdr_statement_options){ 0 });
	step(fixture, disclosure, REVIEW);
	struct cdr_statement_step release = SIGN;
	release.role = CDR_STR("Head of Responsible Sourcing");
	step(fixture, disclosure, release);
	step(fixture, disclosure, PUBLISH);
}

/* The law with an attestation, by adding one to the law at hand. */
static void
life_records_an_attestation_only_when_it_was_confirmed(void **state)
{
	struct fixture *fixture = *state;
	const struct cdr_bundle_file *file = cdr_bundle_find(&fixture->rulesets, CDR_STR("statement/" UK "/law.yaml"));
	const char *old = "    source: \"Modern Slavery Act 2015 s.54(6)(a)\"\n";
	ptrdiff_t at = cdr_str_find(file->text, cdr_str_from(old));
	assert_true(at > 0);
	((struct cdr_bundle_file *)file)->text =
		cdr_str_format(fixture->arena, "%.*s    attestation: \"I have read it and it is true.\"\n%s", (int)at,
	                       file->text.p, file->text.p + at);
	int64_t id = new_draft(fixture);
	step(fixture, id, REVIEW);
	step(fixture, id, APPROVE);
	refuse_step(fixture, id, CDR_EREFUSED, "“I have read it and it is true.”", SIGN);
	struct cdr_statement_step attested = SIGN;
	attested.attested = true;
	cdr_owned(cdr_json) told = take(fixture, id, attested);
	assert_true(cdr_str_equal(cdr_json_get_str(told, "attestation"), CDR_STR("I have read it and it is true.")));
}

static void
life_is_superseded_by_a_later_published_one(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = new_draft(fixture);
	step(fixture, first, REVIEW);
	step(fixture, first, APPROVE);
	step(fixture, first, SIGN);
	step(fixture, first, PUBLISH);
	int64_t second = redraft(fixture, UK, "2026", (struct cdr_statement_options){ 0 });
	struct cdr_statement_step by = { .kind = CDR_STEP_SUPERSEDE, .by = second };
	refuse_step(fixture, first, CDR_EREFUSED, "it is published first", by);
	step(fixture, second, REVIEW);
	step(fixture, second, APPROVE);
	step(fixture, second, SIGN);
	step(fixture, second, PUBLISH);
	refuse_step(fixture, first, CDR_EUSAGE, "--with ID", (struct cdr_statement_step){ .kind = CDR_STEP_SUPERSEDE });
	step(fixture, first, by);
	assert_string_equal(status_of(fixture, first), "superseded");
	refuse_step(fixture, first, CDR_EREFUSED, "it was that already", by);
	refuse_step(fixture, first, CDR_EREFUSED, "publish the later one", PUBLISH);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(life_goes_step_by_step_and_is_on_record, setup, teardown),
		cmocka_unit_test_setup_teardown(life_refuses_steps_out_of_order, setup, teardown),
		cmocka_unit_test_setup_teardown(life_refuses_what_is_left_out_or_does_not_fit, setup, teardown),
		cmocka_unit_test_setup_teardown(life_refuses_days_that_cannot_be, setup, teardown),
		cmocka_unit_test_setup_teardown(life_needs_a_year_and_a_legal_form, setup, teardown),
		cmocka_unit_test_setup_teardown(life_asks_only_for_the_steps_the_law_asks_for, setup, teardown),
		cmocka_unit_test_setup_teardown(life_records_an_attestation_only_when_it_was_confirmed, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(life_is_superseded_by_a_later_published_one, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
