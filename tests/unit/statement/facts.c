/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

static void
facts_year_is_the_one_that_ends_in_it(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"audits\":[{\"audited_on\":\"2025-04-01\"},{\"audited_on\":\"2026-03-31\"},"
	                 "{\"audited_on\":\"2025-03-31\"},{\"audited_on\":\"2026-04-01\"}]");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
	const struct cdr_json *year = cdr_json_get(json, "year");
	assert_true(cdr_json_get_bool(year, "covered", false));
	assert_int_equal(cdr_json_get_date(year, "start").ymd, 20250401);
	assert_int_equal(cdr_json_get_date(year, "end").ymd, 20260331);
	assert_said(json, "due-diligence", "During the year 2 audits were"); /* first and last day count */
	assert_int_equal(count_of(json, "gaps", "draft"), 0);
}

static void
facts_of_a_year_the_file_does_not_cover_are_not_known(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, "\"audits\":[{\"audited_on\":\"2025-05-01\"}]");
	cdr_owned(cdr_json) json = draft(fixture, UK, "2025");
	assert_false(cdr_json_get_bool(cdr_json_get(json, "year"), "covered", true));
	assert_asked(json, "draft", "does not cover a financial year that ends in 2025");
	assert_int_equal(count_of(json, "claims", "steps"), 0);
	assert_not_said(json, "due-diligence", "audits were");
	assert_said(json, "due-diligence", "Whether suppliers were audited during the year is not recorded");
}

static void
facts_tally_is_ordered_by_count_then_word(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	cdr_auto(cdr_tally) tally = { 0 };
	assert_true(cdr_tally_init(&tally, fixture->arena, 10));
	static const char *const words[] = { "b", "c", "a", "c" };
	for (size_t i = 0; i < CDR_LEN(words); i++)
		cdr_tally_add(&tally, cdr_str_from(words[i]));
	assert_string_equal(cdr_tally_text(&tally, &law->words, cdr_words_term).p, "c (2), a (1) and b (1)");
}

static int64_t
append(struct fixture *fixture, const char *act, const char *subject, int64_t snapshot)
{
	int64_t number = 0;
	struct cdr_json *detail = cdr_json_object();
	cdr_json_set_int(detail, "snapshot", snapshot);
	assert_int_equal(cdr_store_begin(fixture->store, NULL), CDR_OK);
	assert_int_equal(cdr_evidence_append(fixture->store, CDR_STR("tester"), act, cdr_str_from(subject), detail,
	                                     &number, NULL),
	                 CDR_OK);
	assert_int_equal(cdr_store_commit(fixture->store, NULL), CDR_OK);
	return number;
}

static void
facts_name_the_evidence_record_of_what_they_rest_on(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD,
	                 "\"lines\":{\"name\":2,\"verification\":17},\"verification\":{\"conducted\":false}");
	(void)append(fixture, "organisation set", "ashlow", 0);
	int64_t number = append(fixture, "organisation set", "ashlow", 0);
	(void)append(fixture, "organisation set", "another", 0);
	(void)append(fixture, "exported", "ashlow", 0);
	cdr_owned(cdr_json) json = draft(fixture, CALIFORNIA, "2026");
	const struct cdr_json *claim = find_said(json, "claims", "verification", "does not engage in verification");
	assert_non_null(claim);
	const struct cdr_json *ref = cdr_json_at(cdr_json_get(claim, "rests_on"), 0);
	assert_int_equal(cdr_json_get_int(ref, "evidence", 0), number);
	assert_true(cdr_str_equal(cdr_json_get_str(ref, "ref"), CDR_STR("org.yaml:17")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_year_is_the_one_that_ends_in_it, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_of_a_year_the_file_does_not_cover_are_not_known, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_tally_is_ordered_by_count_then_word, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_name_the_evidence_record_of_what_they_rest_on, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
