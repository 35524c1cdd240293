/* SPDX-License-Identifier: Apache-2.0 */
#include "life-test.h"

#include <sqlite3.h>

/* Changes the store past the program. */
static void
tamper(struct fixture *fixture, const char *sql)
{
	sqlite3 *db = NULL;
	char *message = NULL;
	assert_int_equal(sqlite3_open(fixture->path, &db), SQLITE_OK);
	(void)sqlite3_busy_timeout(db, 1000);
	if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
refuse_current(struct fixture *fixture, int64_t id, const char *says)
{
	struct cdr_str text = { NULL, 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_current(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &text, &err),
	                 CDR_ESTORE);
	assert_null(text.p);
	if (!strstr(err.message, says))
		fail_msg("“%s” does not say “%s”", err.message, says);
}

static void
state_of_a_draft_is_the_draft(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	struct cdr_statement_record record;
	assert_int_equal(cdr_store_statement_get(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &record, NULL),
	                 CDR_OK);
	cdr_owned(cdr_json) drafted = NULL;
	assert_int_equal(cdr_json_parse(record.draft_json, "draft", &drafted, NULL), CDR_OK);
	cdr_owned(cdr_json) json = current(fixture, id);
	cdr_auto(cdr_buf) one = CDR_BUF_INIT;
	cdr_auto(cdr_buf) other = CDR_BUF_INIT;
	assert_int_equal(cdr_json_write(cdr_json_get(drafted, "claims"), false, &one, NULL), CDR_OK);
	assert_int_equal(cdr_json_write(cdr_json_get(json, "claims"), false, &other, NULL), CDR_OK);
	assert_string_equal(one.p, other.p);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "steps")), 0);
	assert_null(cdr_json_get(json, "sha256")); /* nothing has been said about this text */
}

static void
state_falls_back_to_a_draft_with_an_edit(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	step(fixture, id, REVIEW);
	step(fixture, id, APPROVE);
	EDIT(fixture, id, .key = CDR_STR("policies/in-force-by-the-end-of-the-year"), .text = CDR_STR("1 policy."),
	     .reason = CDR_STR("short"));
	assert_string_equal(status_of(fixture, id), "unsigned draft");
	cdr_owned(cdr_json) json = current(fixture, id);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "steps")), 0);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "earlier_steps")), 2);
	refuse_step(fixture, id, CDR_EREFUSED, "approved first", SIGN);
	cdr_owned(cdr_json) acts = NULL;
	assert_int_equal(cdr_statement_history(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &acts, NULL),
	                 CDR_OK);
	assert_int_equal(cdr_json_count(acts), 4);
}

static void
state_of_a_signed_text_is_read_and_checked(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	step(fixture, id, REVIEW);
	step(fixture, id, APPROVE);
	step(fixture, id, SIGN);
	cdr_owned(cdr_json) before = current(fixture, id);
	/* The draft beneath may be altered: what was signed is what is read. */
	tamper(fixture, "UPDATE statements SET draft = replace(draft, 'Supplier Code', 'Another Code')");
	cdr_owned(cdr_json) after = current(fixture, id);
	assert_true(cdr_str_equal(cdr_json_get_str(before, "sha256"), cdr_json_get_str(after, "sha256")));
	assert_non_null(find_said(after, "claims", "policies", "Supplier Code"));
	/* A step put in, or changed to speak of another text, is not on record. */
	tamper(fixture, "UPDATE statement_acts SET sha256 = replace(sha256, substr(sha256, 1, 4), '0000')");
	refuse_current(fixture, id, "candor evidence verify");
}

static void
state_of_a_text_that_is_gone_is_an_error(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	step(fixture, id, REVIEW);
	tamper(fixture, "DELETE FROM raw_files");
	refuse_current(fixture, id, "not in the store any more");
}

static void
state_list_tells_how_far_each_has_come(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = new_draft(fixture);
	step(fixture, first, REVIEW);
	int64_t second = redraft(fixture, CALIFORNIA, "2026", (struct cdr_statement_options){ 0 });
	cdr_owned(cdr_json) all = NULL;
	cdr_owned(cdr_json) some = NULL;
	struct cdr_str any = { NULL, 0 };
	assert_int_equal(cdr_statement_list(fixture->store, CDR_STR("ashlow"), any, any, &all, NULL), CDR_OK);
	assert_int_equal(cdr_json_count(all), 2);
	assert_int_equal(cdr_json_get_int(cdr_json_at(all, 0), "id", 0), second);
	assert_true(cdr_str_equal(cdr_json_get_str(cdr_json_at(all, 1), "status"), CDR_STR("reviewed")));
	assert_int_equal(cdr_statement_list(fixture->store, CDR_STR("ashlow"), CDR_STR(UK), any, &some, NULL), CDR_OK);
	assert_int_equal(cdr_json_count(some), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(state_of_a_draft_is_the_draft, setup, teardown),
		cmocka_unit_test_setup_teardown(state_falls_back_to_a_draft_with_an_edit, setup, teardown),
		cmocka_unit_test_setup_teardown(state_of_a_signed_text_is_read_and_checked, setup, teardown),
		cmocka_unit_test_setup_teardown(state_of_a_text_that_is_gone_is_an_error, setup, teardown),
		cmocka_unit_test_setup_teardown(state_list_tells_how_far_each_has_come, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
