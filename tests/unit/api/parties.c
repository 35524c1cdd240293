/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
put(struct desk *desk, const char *key, const char *name)
{
	enum cdr_put_result result;
	struct cdr_import_record record = { .org = ORG, .kind = CDR_STR("suppliers"), .file = CDR_STR("s.csv") };
	struct cdr_party party = { .key = cdr_str_from(key), .name = cdr_str_from(name), .country = CDR_STR("IN") };
	assert_ok(cdr_store_import_begin(desk->store, &record, err));
	assert_ok(cdr_store_party_put(desk->store, ORG, record.id, &party, &result, err));
}

static void
parties_that_may_be_one_are_listed_with_reasons(void **state)
{
	put(DESK, "1", "Marrowfield Weaving Ltd");
	put(DESK, "2", "MARROWFIELD WEAVING LIMITED");
	put(DESK, "3", "Tallow Works");
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/parties/duplicates" });
	assert_int_equal(answer.status, 200);
	assert_int_equal(cdr_json_get_int(answer.json, "parties", 0), 3);
	assert_int_equal(cdr_json_get_int(answer.json, "found", 0), 1);
	const struct cdr_json *pair = cdr_json_at(cdr_json_get(answer.json, "items"), 0);
	assert_text(cdr_json_get_str(pair, "verdict"), "match");
	assert_true(cdr_json_count(cdr_json_get(pair, "reasons")) > 1);
	assert_non_null(cdr_json_get(pair, "one"));
	assert_non_null(cdr_json_get(pair, "other"));
}

static void
parties_are_compared_as_asked(void **state)
{
	put(DESK, "1", "Marrowfield Weaving Ltd");
	put(DESK, "2", "MARROWFIELD WEAVING LIMITED");
	answered none =
		ask(DESK, (struct ask){ "GET", "/v1/parties/duplicates", .fields = "threshold=1&elsewhere=true" });
	assert_int_equal(none.status, 200);
	assert_int_equal(cdr_json_get_int(none.json, "found", 9), 0);
	static const char *const wrong[] = { "limit=0", "threshold=2", "elsewhere=perhaps" };
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		answered refused = ask(DESK, (struct ask){ "GET", "/v1/parties/duplicates", .fields = wrong[i] });
		assert_int_equal(refused.status, 400);
	}
}

static void
parties_are_shown_with_a_profile_once_screened(void **state)
{
	struct cdr_screening screening = { 0 };
	bool resumed = false;
	put(DESK, "1", "Marrowfield Weaving Ltd");
	answered before = ask(DESK, (struct ask){ "GET", "/v1/parties/1" });
	assert_int_equal(before.status, 200);
	assert_text(cdr_json_get_str(cdr_json_get(before.json, "party"), "name"), "Marrowfield Weaving Ltd");
	assert_int_equal(cdr_json_type(cdr_json_get(before.json, "profile")), CDR_JSON_NULL);
	assert_true(cdr_str_find(cdr_json_get_str(before.json, "why_no_profile"), CDR_STR("screening")) > 0);
	struct cdr_screen_options options = { .org = ORG, .actor = CDR_STR("tester"), .jobs = 1 };
	assert_ok(cdr_screen_run(DESK->store, DESK->setup, &options, DESK->arena, &screening, &resumed, err));
	answered after = ask(DESK, (struct ask){ "GET", "/v1/parties/1" });
	assert_int_equal(after.status, 200);
	const struct cdr_json *profile = cdr_json_get(after.json, "profile");
	assert_text(cdr_json_get_str(profile, "party_name"), "Marrowfield Weaving Ltd");
	assert_true(cdr_json_count(cdr_json_get(profile, "topics")) > 3);
	answered missing = ask(DESK, (struct ask){ "GET", "/v1/parties/9" });
	assert_int_equal(missing.status, 404);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(parties_that_may_be_one_are_listed_with_reasons),
		desk_test(parties_are_compared_as_asked),
		desk_test(parties_are_shown_with_a_profile_once_screened),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
