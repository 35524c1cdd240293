/* SPDX-License-Identifier: Apache-2.0 */
#include "life-test.h"

static struct cdr_str
text_of(struct fixture *fixture, int64_t id)
{
	struct cdr_str text = { NULL, 0 };
	assert_int_equal(cdr_statement_current(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &text, NULL),
	                 CDR_OK);
	return text;
}

static const struct cdr_json *
item(const struct cdr_json *diff, const char *list, const char *key)
{
	const struct cdr_json *items = cdr_json_get(diff, list);
	for (size_t i = 0; i < cdr_json_count(items); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(items, i), "key"), cdr_str_from(key)))
			return cdr_json_at(items, i);
	return NULL;
}

static void
diff_tells_claim_by_claim_what_new_data_changed(void **state)
{
	struct fixture *fixture = *state;
	int64_t first = new_draft(fixture);
	set_organisation(fixture, HEAD,
	                 "\"employees\":41,\"policies\":[{\"title\":\"Supplier Code\",\"adopted_on\":\"2023-05-02\","
	                 "\"line\":70}],\"audits\":[],\"training\":[{\"held_on\":\"2025-06-01\",\"topic\":\"Signs\","
	                 "\"line\":4}]");
	int64_t second = redraft(fixture, UK, "2026", (struct cdr_statement_options){ 0 });
	cdr_owned(cdr_json) diff = NULL;
	assert_int_equal(cdr_statement_diff(text_of(fixture, first), text_of(fixture, second), &diff, NULL), CDR_OK);
	const struct cdr_json *people = item(diff, "changed", "structure/operates");
	assert_true(cdr_json_get_bool(people, "text", false));
	assert_false(cdr_json_get_bool(people, "strength", true));
	assert_non_null(strstr(cdr_json_get_str(cdr_json_get(people, "was"), "text").p, "40"));
	assert_non_null(strstr(cdr_json_get_str(cdr_json_get(people, "is"), "text").p, "41"));
	/* The same words on another line of the file. */
	const struct cdr_json *policy = item(diff, "changed", "policies/policy-title/supplier-code");
	assert_true(cdr_json_get_bool(policy, "evidence", false));
	assert_false(cdr_json_get_bool(policy, "text", true));
	assert_non_null(item(diff, "removed", "due-diligence/during-the-year-carried-out-at-of-which-record"));
	assert_non_null(item(diff, "added", "training/on-training-was-given/signs"));
	assert_non_null(item(diff, "removed", "training/no-training-is-recorded-for-the-year"));
	assert_true(cdr_json_get_int(diff, "same", 0) > 0);
}

static void
diff_of_a_statement_with_itself_is_empty(void **state)
{
	struct fixture *fixture = *state;
	int64_t id = new_draft(fixture);
	cdr_owned(cdr_json) diff = NULL;
	assert_int_equal(cdr_statement_diff(text_of(fixture, id), text_of(fixture, id), &diff, NULL), CDR_OK);
	assert_int_equal(cdr_json_count(cdr_json_get(diff, "added")), 0);
	assert_int_equal(cdr_json_count(cdr_json_get(diff, "removed")), 0);
	assert_int_equal(cdr_json_count(cdr_json_get(diff, "changed")), 0);
	cdr_owned(cdr_json) json = current(fixture, id);
	assert_int_equal(cdr_json_get_int(diff, "same", 0), cdr_json_count(cdr_json_get(json, "claims")));
}

static void
diff_reads_drafts_older_than_keys(void **state)
{
	(void)state;
	cdr_owned(cdr_json) diff = NULL;
	struct cdr_str old_text = CDR_STR(
		"{\"claims\":[{\"criterion\":\"a\",\"text\":\"One.\"},{\"criterion\":\"a\",\"text\":\"Two.\"}]}");
	struct cdr_str new_text = CDR_STR(
		"{\"claims\":[{\"criterion\":\"a\",\"text\":\"Two.\"},{\"criterion\":\"a\",\"text\":\"Three.\"}]}");
	assert_int_equal(cdr_statement_diff(old_text, new_text, &diff, NULL), CDR_OK);
	assert_non_null(item(diff, "removed", "a: One."));
	assert_non_null(item(diff, "added", "a: Three."));
	assert_int_equal(cdr_json_get_int(diff, "same", 0), 1);
	struct cdr_json *none = NULL;
	assert_int_equal(cdr_statement_diff(CDR_STR("{"), new_text, &none, NULL), CDR_EINPUT);
	assert_null(none);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(diff_tells_claim_by_claim_what_new_data_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(diff_of_a_statement_with_itself_is_empty, setup, teardown),
		cmocka_unit_test(diff_reads_drafts_older_than_keys),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
