/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
token_is_found_by_its_digest(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str org = { NULL, 0 }, name = { NULL, 0 };
	assert_ok(cdr_store_token_add(scratch->store, ORG, CDR_STR("procurement"), CDR_STR("aa"), err));
	assert_ok(cdr_store_token_find(scratch->store, CDR_STR("aa"), scratch->arena, &org, &name, err));
	assert_text(org, "acme");
	assert_text(name, "procurement");
	assert_fails(CDR_ENOTFOUND, "no such token",
	             cdr_store_token_find(scratch->store, CDR_STR("ab"), scratch->arena, &org, &name, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(token_is_found_by_its_digest) };
	return cmocka_run_group_tests_name("store/token", tests, NULL, NULL);
}
