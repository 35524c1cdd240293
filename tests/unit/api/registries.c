/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static const struct cdr_json *
find(const struct cdr_json *answer, const char *id)
{
	const struct cdr_json *items = cdr_json_get(answer, "items");
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(items, i), "id"), cdr_str_from(id)))
			return cdr_json_at(items, i);
	}
	fail_msg("%s is not listed", id);
	return NULL;
}

static void
registries_list_every_definition(void **state)
{
	answered answer = ask(DESK, (struct ask){ "GET", "/v1/registries" });
	assert_int_equal(answer.status, 200);
	assert_int_equal(cdr_json_count(cdr_json_get(answer.json, "items")), DESK->setup->n_registries);
	const struct cdr_json *item = find(answer.json, REVOKED_LIST);
	assert_text(cdr_json_get_str(item, "kind"), "revocation_list");
	assert_null(cdr_json_get(item, "snapshot"));
	assert_null(cdr_json_get(item, "stale"));
}

static void
registries_tell_the_current_copy_and_whether_it_is_stale(void **state)
{
	char today[CDR_DATE_TEXT_MAX];
	put_copy(DESK, "2001-01-01", "Golden Reef Manning");
	answered old = ask(DESK, (struct ask){ "GET", "/v1/registries" });
	assert_true(cdr_json_get_bool(find(old.json, REVOKED_LIST), "stale", false));
	put_copy(DESK, NULL, "Golden Reef Manning");
	answered fresh = ask(DESK, (struct ask){ "GET", "/v1/registries" });
	const struct cdr_json *item = find(fresh.json, REVOKED_LIST);
	assert_false(cdr_json_get_bool(item, "stale", true));
	assert_text(cdr_json_get_str(cdr_json_get(item, "snapshot"), "as_of"), cdr_date_text(cdr_date_today(), today));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(registries_list_every_definition),
		desk_test(registries_tell_the_current_copy_and_whether_it_is_stale),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
