/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static void
assert_due(const struct cdr_deadline *deadline, int year, int month, int day, const char *due)
{
	char text[CDR_DATE_TEXT_MAX];
	assert_string_equal(cdr_date_text(cdr_deadline_day(deadline, cdr_date_make(year, month, day)), text), due);
}

static void
sign_off_deadline_in_months_keeps_the_end_of_the_month(void **state)
{
	static const struct cdr_deadline six = { .months = 6 }, four = { .months = 4 };
	(void)state;
	assert_due(&six, 2026, 3, 31, "2026-09-30");
	assert_due(&six, 2026, 6, 30, "2026-12-31");
	assert_due(&six, 2025, 12, 31, "2026-06-30");
	assert_due(&six, 2026, 4, 5, "2026-10-05");
	assert_due(&six, 2026, 8, 30, "2027-02-28");
	assert_due(&six, 2027, 8, 31, "2028-02-29");
	assert_due(&four, 2026, 12, 31, "2027-04-30");
	assert_int_equal(cdr_deadline_day(&six, (struct cdr_date){ 0 }).ymd, 0);
}

static void
sign_off_deadline_on_a_day_is_the_next_after_the_year(void **state)
{
	static const struct cdr_deadline may = { .month = 5, .day = 31 }, leap = { .month = 2, .day = 29 };
	(void)state;
	assert_due(&may, 2025, 12, 31, "2026-05-31");
	assert_due(&may, 2026, 5, 30, "2026-05-31");
	assert_due(&may, 2026, 5, 31, "2027-05-31");
	assert_due(&leap, 2026, 12, 31, "2027-02-28");
}

static void
sign_off_names_bodies_and_roles_by_legal_form(void **state)
{
	cdr_owned(cdr_law) uk = load_law(*state, UK);
	struct cdr_date on = cdr_date_make(2026, 3, 31);
	const struct cdr_sign_off *llp = cdr_law_sign_off(uk, CDR_STR("llp"), on);
	const struct cdr_sign_off *body = cdr_law_sign_off(uk, CDR_STR("body_corporate"), on);
	assert_non_null(llp);
	assert_non_null(body);
	assert_true(cdr_texts_have(&llp->bodies, CDR_STR("members")));
	assert_true(cdr_texts_have(&llp->roles, CDR_STR("designated_member")));
	assert_false(cdr_texts_have(&llp->roles, CDR_STR("director")));
	assert_true(cdr_texts_have(&body->roles, CDR_STR("director")));
	assert_null(cdr_law_sign_off(uk, CDR_STR(""), on));
	assert_null(cdr_law_sign_off(uk, CDR_STR("sole_trader"), on));
}

static void
sign_off_deadline_stands_in_the_draft(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_json) covered = draft(fixture, UK, "2026");
	cdr_owned(cdr_json) other = draft(fixture, UK, "2024");
	const struct cdr_json *due = cdr_json_at(cdr_json_get(covered, "deadlines"), 0);
	assert_true(cdr_str_equal(cdr_json_get_str(due, "date"), CDR_STR("2026-09-30")));
	assert_true(cdr_str_equal(cdr_json_get_str(due, "kind"), CDR_STR("should")));
	assert_true(cdr_json_get_str(due, "source").n > 0);
	assert_null(cdr_json_get(cdr_json_at(cdr_json_get(other, "deadlines"), 0), "date"));
	assert_int_equal(cdr_json_count(cdr_json_get(other, "deadlines")), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sign_off_deadline_in_months_keeps_the_end_of_the_month),
		cmocka_unit_test(sign_off_deadline_on_a_day_is_the_next_after_the_year),
		cmocka_unit_test_setup_teardown(sign_off_names_bodies_and_roles_by_legal_form, setup, teardown),
		cmocka_unit_test_setup_teardown(sign_off_deadline_stands_in_the_draft, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
