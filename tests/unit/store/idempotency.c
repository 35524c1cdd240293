/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
idempotency_first_answer_stays(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str key = CDR_STR("k"), request = CDR_STR("x"), body = CDR_STR("x");
	int http_status = -1;
	assert_ok(cdr_store_idempotency_get(scratch->store, ORG, key, scratch->arena, &request, &http_status, &body,
	                                    err));
	assert_null(request.p);
	assert_null(body.p);
	assert_int_equal(http_status, 0);
	assert_ok(cdr_store_idempotency_put(scratch->store, ORG, key, CDR_STR("aa"), 202, CDR_STR("{}"), err));
	assert_ok(cdr_store_idempotency_put(scratch->store, ORG, key, CDR_STR("bb"), 500, CDR_STR("[]"), err));
	assert_ok(cdr_store_idempotency_get(scratch->store, ORG, key, scratch->arena, &request, &http_status, &body,
	                                    err));
	assert_text(request, "aa");
	assert_text(body, "{}");
	assert_int_equal(http_status, 202);
	assert_ok(cdr_store_idempotency_get(scratch->store, CDR_STR("other"), key, scratch->arena, &request,
	                                    &http_status, &body, err));
	assert_null(request.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(idempotency_first_answer_stays) };
	return cmocka_run_group_tests_name("store/idempotency", tests, NULL, NULL);
}
