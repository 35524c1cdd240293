/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
health_wants_no_token_and_names_the_version(void **state)
{
	answered answer = ask(DESK, (struct ask){ "GET", "/healthz", .authorization = "" });
	assert_int_equal(answer.status, 200);
	assert_text(cdr_json_get_str(answer.json, "status"), "ok");
	assert_true(cdr_json_get_str(answer.json, "version").n > 0);
}

static void
health_ready_is_a_store_that_opens(void **state)
{
	struct cdr_api *api = NULL;
	struct ask asks = { "GET", "/readyz", .authorization = "" };
	answered ready = ask(DESK, asks);
	assert_int_equal(ready.status, 200);
	assert_ok(cdr_api_new("/nowhere/secret.db", DESK->setup, &api, err));
	answered missing = ask_with(api, DESK->arena, "", &asks);
	assert_int_equal(missing.status, 503);
	assert_int_equal(cdr_str_find(missing.body, CDR_STR("secret")), -1);
	(void)cdr_api_free(api);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(health_wants_no_token_and_names_the_version),
		desk_test(health_ready_is_a_store_that_opens),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
