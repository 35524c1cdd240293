/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
screen_today(struct desk *desk)
{
	struct cdr_screen_options options = { .org = ORG, .actor = ACTOR, .as_of = day(TODAY), .jobs = 1 };
	struct cdr_screening screening = { 0 };
	bool resumed = false;
	assert_ok(cdr_screen_run(desk->store, desk->setup, &options, desk->arena, &screening, &resumed, err));
}

static struct cdr_questionnaire
ask(struct desk *desk, const char *party)
{
	struct cdr_questionnaire made = { 0 };
	assert_ok(cdr_screen_questionnaire(desk->store, desk->setup, ORG,
	                                   party ? cdr_str_from(party) : (struct cdr_str){ NULL, 0 }, desk->arena,
	                                   &made, err));
	return made;
}

/* The question about a column of the n-th row met that lacks it; NULL. */
static const struct cdr_question *
about(const struct cdr_questionnaire *made, const char *column, size_t nth)
{
	for (size_t i = 0; i < made->n_questions; i++) {
		if (cdr_str_equal(made->questions[i].column, cdr_str_from(column)) && nth-- == 0)
			return &made->questions[i];
	}
	return NULL;
}

static const struct cdr_open_item *
item(const struct cdr_questionnaire *made, const char *missing)
{
	for (size_t i = 0; i < made->n_items; i++) {
		if (cdr_str_equal(made->items[i].missing, cdr_str_from(missing)))
			return &made->items[i];
	}
	return NULL;
}

static void
put_two(struct desk *desk)
{
	static struct cdr_attribute terms[2];
	terms[0] = (struct cdr_attribute){ CDR_STR("documents_held_by"), CDR_STR("worker") };
	terms[1] = (struct cdr_attribute){ CDR_STR("hours_per_day"), CDR_STR("8") };
	struct cdr_engagement told = engagement_of("E1", "S1", "Quince Harbour Employment", "BD", "2026-05-01");
	told.attributes = terms;
	told.n_attributes = 2;
	put_party(desk, party_of("S1", "Candlewick Pottery", "PT"));
	put_party(desk, party_of("S2", "Alder Mill", "IN"));
	put_engagement(desk, told);
	put_engagement(desk, engagement_of("E2", "S1", "Quince Harbour Employment", "BD", "2026-04-01"));
	screen_today(desk);
}

static void
questionnaire_asks_for_columns_that_rows_lack(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire made = ask(DESK, NULL);
	const struct cdr_question *held = about(&made, "documents_held_by", 0);
	assert_non_null(held);
	assert_null(about(&made, "documents_held_by", 1)); /* the other engagement says it */
	assert_text(held->supplier_name, "Candlewick Pottery");
	assert_text(held->agency_name, "Quince Harbour Employment");
	assert_int_equal(held->recruited_on.ymd, day("2026-04-01").ymd);
	assert_true(cdr_str_starts_with(held->subject_id, CDR_STR("e-")));
	assert_holds(held->expected, "one of: ");
	assert_true(held->n_choices > 2);
	assert_false(held->ours);
	bool rule = false;
	for (size_t i = 0; i < held->n_rules; i++)
		rule = rule || cdr_str_equal(held->rules[i], CDR_STR("DOC-501"));
	assert_true(rule);
	/* One question however many rules wait, each rule's own question in it once. */
	const struct cdr_question *payer = about(&made, "fee_paid_by", 0);
	assert_non_null(payer);
	const struct cdr_rule *fees = cdr_rulebook_find(DESK->setup->rulebook, CDR_STR("FEE-401"));
	ptrdiff_t first = cdr_str_find(payer->question, fees->question);
	assert_true(first >= 0);
	struct cdr_str rest = { payer->question.p + first + 1, payer->question.n - (size_t)first - 1 };
	assert_true(cdr_str_find(rest, fees->question) < 0);
}

static void
questionnaire_stands_by_supplier_and_counts_no_row_twice(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire made = ask(DESK, NULL);
	assert_true(made.n_questions > 10);
	assert_text(made.questions[0].supplier_name, "Alder Mill");
	for (size_t i = 1; i < made.n_questions; i++) {
		const struct cdr_question *before = &made.questions[i - 1], *now = &made.questions[i];
		assert_true(cdr_str_compare(before->supplier_name, now->supplier_name) <= 0);
		if (cdr_str_equal(before->subject_id, now->subject_id))
			assert_true(before->order < now->order);
	}
}

static void
questionnaire_of_one_party_has_its_engagements_only(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire pottery = ask(DESK, "S1"), mill = ask(DESK, "S2");
	for (size_t i = 0; i < pottery.n_questions; i++)
		assert_text(pottery.questions[i].supplier_name, "Candlewick Pottery");
	for (size_t i = 0; i < mill.n_questions; i++)
		assert_true(cdr_str_starts_with(mill.questions[i].subject_id, CDR_STR("p-")));
	assert_non_null(about(&pottery, "documents_held_by", 0));
	assert_null(about(&mill, "documents_held_by", 0));
}

static void
questionnaire_lists_apart_what_no_column_answers(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire made = ask(DESK, NULL);
	const struct cdr_open_item *ban = item(&made, "listing.import_ban.verdict");
	assert_non_null(ban);
	assert_int_equal(ban->n_subjects, 2);
	assert_holds(ban->advice, "registry update");
	assert_true(ban->n_rules > 0);
	/* The row has what it needs, so the licence number is asked, and the register is told as lacking. */
	assert_non_null(about(&made, "agency_licence_number", 0));
	assert_non_null(item(&made, "agency.register_stale"));
}

/* A rule about the supplier that counts its engagements waits for what their rows lack; the rows are asked, not the supplier. */
static void
questionnaire_asks_engagements_what_a_rule_about_their_supplier_lacks(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire made = ask(DESK, NULL);
	size_t n = 0;
	for (size_t i = 0; i < made.n_questions; i++) {
		const struct cdr_question *question = &made.questions[i];
		for (size_t r = 0; r < question->n_rules; r++) {
			const struct cdr_rule *rule = cdr_rulebook_find(DESK->setup->rulebook, question->rules[r]);
			assert_non_null(rule);
			bool of_engagement = cdr_str_starts_with(question->subject_id, CDR_STR("e-"));
			n += of_engagement && cdr_str_equal(rule->applies_to, CDR_STR("party"));
		}
	}
	assert_true(n > 0);
	assert_null(item(&made, "engagement.age_evidence"));
}

static void
questionnaire_about_what_we_agreed_is_for_ourselves(void **state)
{
	put_two(DESK);
	struct cdr_questionnaire made = ask(DESK, NULL);
	const struct cdr_question *clause = about(&made, "forced_labour_clause", 0);
	assert_non_null(clause);
	assert_true(clause->ours);
}

static void
questionnaire_needs_a_screening(void **state)
{
	struct cdr_questionnaire made = { 0 };
	struct cdr_str none = { NULL, 0 };
	put_party(DESK, party_of("S1", "Candlewick Pottery", "PT"));
	assert_fails(CDR_ENOTFOUND, "candor screen",
	             cdr_screen_questionnaire(DESK->store, DESK->setup, ORG, none, DESK->arena, &made, err));
	screen_today(DESK);
	assert_fails(CDR_ENOTFOUND, "no party",
	             cdr_screen_questionnaire(DESK->store, DESK->setup, ORG, CDR_STR("S7"), DESK->arena, &made, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(questionnaire_asks_for_columns_that_rows_lack),
		desk_test(questionnaire_stands_by_supplier_and_counts_no_row_twice),
		desk_test(questionnaire_of_one_party_has_its_engagements_only),
		desk_test(questionnaire_lists_apart_what_no_column_answers),
		desk_test(questionnaire_asks_engagements_what_a_rule_about_their_supplier_lacks),
		desk_test(questionnaire_about_what_we_agreed_is_for_ourselves),
		desk_test(questionnaire_needs_a_screening),
	};
	return cmocka_run_group_tests_name("screen/questionnaire", tests, NULL, NULL);
}
