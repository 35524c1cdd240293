/* SPDX-License-Identifier: Apache-2.0 */
/* Open questions as JSON, for `candor questionnaire --json`; questionnaire.c finds them. */
#include "candor/screen.h"

static struct cdr_json *
texts_json(const struct cdr_str *texts, size_t n)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < n; i++)
		cdr_json_push_str(array, texts[i]);
	return array;
}

static struct cdr_json *
question_json(const struct cdr_question *question)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "subject_id", question->subject_id);
	cdr_json_set_str(json, "supplier_id", question->supplier_id);
	cdr_json_set_str(json, "supplier", question->supplier_name);
	if (question->agency_name.n)
		cdr_json_set_str(json, "agency", question->agency_name);
	if (question->recruited_on.ymd)
		cdr_json_set_date(json, "recruited_on", question->recruited_on);
	cdr_json_set_str(json, "column", question->column);
	cdr_json_set_str(json, "question", question->question);
	cdr_json_set_str(json, "expected", question->expected);
	if (question->n_choices)
		cdr_json_set(json, "choices", texts_json(question->choices, question->n_choices));
	cdr_json_set(json, "rules", texts_json(question->rules, question->n_rules));
	cdr_json_set_bool(json, "ours", question->ours);
	return json;
}

struct cdr_json *
cdr_questionnaire_to_json(const struct cdr_questionnaire *questionnaire)
{
	struct cdr_json *json = cdr_json_object(), *questions = cdr_json_array(), *items = cdr_json_array();
	for (size_t i = 0; i < questionnaire->n_questions; i++)
		cdr_json_push(questions, question_json(&questionnaire->questions[i]));
	for (size_t i = 0; i < questionnaire->n_items; i++) {
		const struct cdr_open_item *item = &questionnaire->items[i];
		struct cdr_json *one = cdr_json_object();
		cdr_json_set_str(one, "missing", item->missing);
		cdr_json_set_str(one, "about", item->about);
		cdr_json_set_str(one, "advice", item->advice);
		cdr_json_set(one, "rules", texts_json(item->rules, item->n_rules));
		cdr_json_set_int(one, "subjects", (int64_t)item->n_subjects);
		cdr_json_push(items, one);
	}
	cdr_json_set_int(json, "screening", questionnaire->screening_id);
	cdr_json_set_date(json, "as_of", questionnaire->as_of);
	cdr_json_set(json, "questions", questions);
	cdr_json_set(json, "not_for_suppliers", items);
	return json;
}
