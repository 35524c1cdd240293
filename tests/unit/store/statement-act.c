/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static int64_t
make_statement(struct scratch *scratch)
{
	struct cdr_statement_record record = {
		.org = ORG, .law = CDR_STR("xx-law"), .year = CDR_STR("2025"), .draft_json = CDR_STR("{}")
	};
	assert_ok(cdr_store_statement_add(scratch->store, &record, err));
	return record.id;
}

static void
statement_act_is_added_to_those_before(void **state)
{
	struct scratch *scratch = *state;
	int64_t id = make_statement(scratch), other = make_statement(scratch);
	struct cdr_statement_act edit = { .statement = id,
		                          .act = CDR_STR("text"),
		                          .key = CDR_STR("risk/1"),
		                          .actor = CDR_STR("ana"),
		                          .evidence = 4,
		                          .data_json = CDR_STR("{\"text\":\"x\"}") };
	struct cdr_statement_act step = { .statement = id,
		                          .act = CDR_STR("reviewed"),
		                          .sha256 = CDR_STR("ab"),
		                          .at = CDR_STR("2026-01-02T03:04:05Z"),
		                          .data_json = CDR_STR("{}") };
	assert_ok(cdr_store_statement_act_add(scratch->store, &edit, err));
	assert_ok(cdr_store_statement_act_add(scratch->store, &step, err));
	struct cdr_statement_act *acts = NULL;
	size_t n = 0;
	assert_ok(cdr_store_statement_acts(scratch->store, id, scratch->arena, &acts, &n, err));
	assert_int_equal(n, 2);
	assert_text(acts[0].act, "text");
	assert_text(acts[0].key, "risk/1");
	assert_text(acts[0].data_json, "{\"text\":\"x\"}");
	assert_int_equal(acts[0].evidence, 4);
	assert_int_equal(acts[0].at.n, 20);
	assert_null(acts[0].sha256.p);
	assert_text(acts[1].act, "reviewed");
	assert_text(acts[1].at, "2026-01-02T03:04:05Z");
	assert_null(acts[1].key.p);
	assert_ok(cdr_store_statement_acts(scratch->store, other, scratch->arena, &acts, &n, err));
	assert_int_equal(n, 0);
	struct cdr_statement_act nowhere = { .statement = 99, .act = CDR_STR("text"), .data_json = CDR_STR("{}") };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_store_statement_act_add(scratch->store, &nowhere, &err), CDR_ESTORE);
}

static void
statement_act_text_is_the_one_that_was_kept(void **state)
{
	struct scratch *scratch = *state;
	char sha256[CDR_STATEMENT_DIGEST_MAX], again[CDR_STATEMENT_DIGEST_MAX];
	struct cdr_str text = CDR_STR("{\"claims\":[\"We audited three sites.\"]}"), read = { NULL, 0 };
	assert_ok(cdr_store_statement_freeze(scratch->store, text, sha256, err));
	assert_ok(cdr_store_statement_freeze(scratch->store, text, again, err));
	assert_string_equal(sha256, again);
	assert_string_equal(sha256, cdr_store_statement_digest(text, again));
	assert_ok(cdr_store_statement_frozen(scratch->store, cdr_str_from(sha256), scratch->arena, &read, err));
	assert_true(cdr_str_equal(read, text));
	read = (struct cdr_str){ NULL, 0 };
	/* Another text, well packed, put under the digest of the first. */
	char other[CDR_STATEMENT_DIGEST_MAX];
	assert_ok(cdr_store_statement_freeze(scratch->store, CDR_STR("{\"claims\":[\"We audited nine sites.\"]}"),
	                                     other, err));
	raw_run(scratch, "UPDATE raw_files SET (size, bytes) = (SELECT size, bytes FROM raw_files r"
	                 " WHERE r.size < raw_files.size) WHERE size = (SELECT max(size) FROM raw_files)");
	assert_fails(CDR_ESTORE, "was altered",
	             cdr_store_statement_frozen(scratch->store, cdr_str_from(sha256), scratch->arena, &read, err));
	assert_fails(CDR_ESTORE, "not in the store",
	             cdr_store_statement_frozen(scratch->store, CDR_STR("00"), scratch->arena, &read, err));
	assert_null(read.p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(statement_act_is_added_to_those_before),
		                            scratch_test(statement_act_text_is_the_one_that_was_kept) };
	return cmocka_run_group_tests_name("store/statement-act", tests, NULL, NULL);
}
