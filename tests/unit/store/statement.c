/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
statement_is_kept_as_drafted(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_statement_record read = { 0 }, record = {
		.org = ORG, .law = CDR_STR("xx-law"), .year = CDR_STR("2025"), .draft_json = CDR_STR("{\"claims\":[]}")
	};
	assert_ok(cdr_store_statement_add(scratch->store, &record, err));
	assert_ok(cdr_store_statement_get(scratch->store, ORG, record.id, scratch->arena, &read, err));
	assert_int_equal(read.id, record.id);
	assert_text(read.org, "acme");
	assert_text(read.law, "xx-law");
	assert_text(read.year, "2025");
	assert_text(read.draft_json, "{\"claims\":[]}");
	assert_int_equal(read.created_at.n, 20);
	assert_fails(CDR_ENOTFOUND, "no statement 9",
	             cdr_store_statement_get(scratch->store, ORG, 9, scratch->arena, &read, err));
	assert_fails(CDR_ENOTFOUND, "\"other\" has no statement 1",
	             cdr_store_statement_get(scratch->store, CDR_STR("other"), 1, scratch->arena, &read, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(statement_is_kept_as_drafted) };
	return cmocka_run_group_tests_name("store/statement", tests, NULL, NULL);
}
