/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#define URL CDR_STR("https://list.example/a.csv")

static void
add(struct scratch *scratch, int64_t part, struct cdr_str outcome, struct cdr_str etag, struct cdr_str sha256)
{
	struct cdr_fetch_record fetch = { .registry_id = CDR_STR("list"),
		                          .part = part,
		                          .url = URL,
		                          .outcome = outcome,
		                          .etag = etag,
		                          .sha256 = sha256 };
	assert_ok(cdr_store_fetch_add(scratch->store, &fetch, err));
	assert_true(fetch.id > 0);
}

static void
fetch_that_brought_bytes_last_is_found(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_fetch_record last = { 0 };
	bool found = true;
	const struct cdr_str none = { NULL, 0 };
	assert_ok(cdr_store_fetch_last(scratch->store, CDR_STR("list"), 0, URL, scratch->arena, &last, &found, err));
	assert_false(found);
	add(scratch, 0, CDR_STR("fetched"), CDR_STR("\"1\""), CDR_STR("aa"));
	add(scratch, 0, CDR_STR("not_modified"), CDR_STR("\"2\""), CDR_STR("aa"));
	add(scratch, 0, CDR_STR("failed"), none, none);
	add(scratch, 1, CDR_STR("fetched"), CDR_STR("\"3\""), CDR_STR("bb"));
	assert_ok(cdr_store_fetch_last(scratch->store, CDR_STR("list"), 0, URL, scratch->arena, &last, &found, err));
	assert_true(found);
	assert_text(last.etag, "\"2\"");
	assert_text(last.sha256, "aa");
	assert_int_equal(last.fetched_at.n, 20);
	assert_null(last.last_modified.p);
	assert_ok(cdr_store_fetch_last(scratch->store, CDR_STR("list"), 0, CDR_STR("https://list.example/b.csv"),
	                               scratch->arena, &last, &found, err));
	assert_false(found);
}

static enum cdr_status
note_outcome(void *context, const struct cdr_fetch_record *fetch, struct cdr_error *err)
{
	(void)err;
	collect(context, fetch->outcome);
	return CDR_OK;
}

static void
fetch_each_tells_the_latest_first(void **state)
{
	struct scratch *scratch = *state;
	struct collected two = { "", 0 };
	const struct cdr_str none = { NULL, 0 };
	add(scratch, 0, CDR_STR("fetched"), none, CDR_STR("aa"));
	add(scratch, 0, CDR_STR("failed"), none, none);
	add(scratch, 0, CDR_STR("not_modified"), none, CDR_STR("aa"));
	assert_ok(cdr_store_fetch_each(scratch->store, CDR_STR("list"), 2, note_outcome, &two, err));
	assert_string_equal(two.text, "not_modified failed");
}

static enum cdr_status
note_reason(void *context, const struct cdr_snapshot *copy, struct cdr_str reason, struct cdr_error *err)
{
	(void)err;
	assert_int_equal(copy->as_of.ymd, 20260503);
	assert_int_equal(copy->n_entries, 10);
	assert_text(copy->file, "a.csv");
	collect(context, reason);
	return CDR_OK;
}

static void
fetch_quarantine_keeps_why_and_serves_nothing(void **state)
{
	struct scratch *scratch = *state;
	struct collected reasons = { "", 0 };
	struct cdr_snapshot current = { 0 };
	struct cdr_snapshot copy = { .registry_id = CDR_STR("list"),
		                     .as_of = { 20260503 },
		                     .file = CDR_STR("a.csv"),
		                     .sha256 = CDR_STR("aa"),
		                     .n_entries = 10 };
	assert_ok(cdr_store_quarantine_add(scratch->store, &copy, CDR_STR("short"), err));
	assert_ok(cdr_store_quarantine_add(scratch->store, &copy, CDR_STR("odd"), err));
	assert_ok(cdr_store_quarantine_each(scratch->store, CDR_STR("list"), note_reason, &reasons, err));
	assert_string_equal(reasons.text, "short odd");
	assert_ok(cdr_store_quarantine_each(scratch->store, CDR_STR("other"), note_reason, &reasons, err));
	assert_int_equal(reasons.n, 2);
	assert_fails(CDR_ENOTFOUND, "no snapshot",
	             cdr_store_snapshot_current(scratch->store, CDR_STR("list"), (struct cdr_date){ 0 }, scratch->arena,
	                                        &current, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(fetch_that_brought_bytes_last_is_found),
		scratch_test(fetch_each_tells_the_latest_first),
		scratch_test(fetch_quarantine_keeps_why_and_serves_nothing),
	};
	return cmocka_run_group_tests_name("store/fetch", tests, NULL, NULL);
}
