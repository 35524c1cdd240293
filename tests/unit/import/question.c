/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static const struct cdr_import_question *
the_question(const struct desk *desk)
{
	assert_int_equal(desk->report->n_questions, 1);
	return &desk->report->questions[0];
}

static void
question_two_columns_for_one_meaning_are_asked_about(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name,Company,Country\nExample Works Ltd,Example Group,GB\n");
	const struct cdr_import_question *question = the_question(desk);
	assert_text(question->header, "Company");
	assert_int_equal(question->index, 1);
	assert_text(question->answer, "columns: {name: \"Company\"}");
	assert_holds(question->text, "column B \"Company\"");
	assert_warned(desk, "both look like name", "Company");
}

static void
question_a_header_against_its_values_refuses_no_rows(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name,Country,Nivel\nExample A Ltd,GB,gold\nExample B Ltd,GB,silver\n"
	                     "Example C Ltd,GB,gold\nExample D Ltd,GB,bronze\nExample E Ltd,GB,1\n");
	assert_counts(desk, 5, 0, 5);
	const struct cdr_import_question *question = the_question(desk);
	assert_text(question->candidates[0].canonical, "tier");
	assert_true(question->candidates[0].confidence < 75);
	assert_warned(desk, "column \"Nivel\"", "most of its values do not fit");
	struct cdr_party party = the_party(desk, "Example A Ltd");
	assert_text(cdr_party_get(&party, "file:Nivel"), "gold");
}

static void
question_a_canonical_header_is_believed_and_its_rows_are_refused(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name,Country,Tier\nExample A Ltd,GB,gold\nExample B Ltd,GB,silver\n"
	                     "Example C Ltd,GB,gold\nExample D Ltd,GB,bronze\nExample E Ltd,GB,1\n");
	assert_counts(desk, 1, 4, 1);
	assert_text(the_question(desk)->current, "tier");
}

static void
question_answers_are_mappings_that_work(void **state)
{
	struct desk *desk = DESK;
	const char *text = "Supplier name;\"The \"\"old\"\" place\"\nA Works Ltd;VN\nB Works Ltd;PT\nC Works Ltd;CN\n"
			   "D Works Ltd;GB\nE Works Ltd;TR\n";
	desk_suppliers(desk, text);
	const struct cdr_import_question *question = the_question(desk);
	assert_text(question->answer, "columns: {country: \"The \\\"old\\\" place\"}");
	struct cdr_str answer = cdr_str_copy(desk->arena, question->answer);
	assert_status(CDR_OK, desk_suppliers_mapped(desk, text, answer.p), &desk->error);
	assert_column(desk, "country", "The \"old\" place", "map");
	assert_int_equal(find_column(desk, "country")->confidence, 100);
	assert_int_equal(desk->report->n_questions, 0);
}

static void
question_confidence_falls_with_what_does_not_fit(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Name,Nation,Total workers\nExample A Ltd,GB,10\nExample B Ltd,Nowhere,20\n");
	assert_int_equal(find_column(desk, "name")->confidence, 98);
	assert_true(find_column(desk, "workers_total")->confidence >= 90);
	assert_true(find_column(desk, "country")->confidence < 75);
}

static void
question_are_in_the_json(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	desk_suppliers(desk, "Supplier name,Company,Country\nExample Works Ltd,Example Group,GB\n");
	cdr_owned(cdr_json) json = cdr_import_report_to_json(desk->report);
	assert_non_null(json);
	assert_status(CDR_OK, cdr_json_write(json, false, &text, &desk->error), &desk->error);
	assert_holds(cdr_buf_str(&text), "\"questions\":[{\"column\":\"B\",\"header\":\"Company\",\"candidates\":"
	                                 "[{\"canonical\":\"name\",\"confidence\":0.45}]");
	assert_holds(cdr_buf_str(&text), "\"confidence\":0.98");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(question_two_columns_for_one_meaning_are_asked_about),
		desk_test(question_a_header_against_its_values_refuses_no_rows),
		desk_test(question_a_canonical_header_is_believed_and_its_rows_are_refused),
		desk_test(question_answers_are_mappings_that_work),
		desk_test(question_confidence_falls_with_what_does_not_fit),
		desk_test(question_are_in_the_json),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
