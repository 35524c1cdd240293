/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
import_is_kept_with_its_counts(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_import_record read = { 0 }, record = { .org = ORG,
		                                          .kind = CDR_STR("suppliers"),
		                                          .file = CDR_STR("s.csv"),
		                                          .sha256 = CDR_STR("aa"),
		                                          .mapping_json = CDR_STR("{}"),
		                                          .size = 99 };
	assert_ok(cdr_store_import_begin(scratch->store, &record, err));
	assert_int_equal(record.id, 1);
	record.n_read = 7;
	record.n_accepted = 6;
	record.n_rejected = 1;
	record.n_created = 3;
	record.n_changed = 2;
	record.n_unchanged = 1;
	assert_ok(cdr_store_import_finish(scratch->store, &record, err));
	assert_ok(cdr_store_import_get(scratch->store, ORG, 1, scratch->arena, &read, err));
	assert_text(read.org, "acme");
	assert_text(read.kind, "suppliers");
	assert_text(read.file, "s.csv");
	assert_text(read.sha256, "aa");
	assert_text(read.mapping_json, "{}");
	assert_int_equal(read.created_at.n, 20);
	assert_int_equal(read.size, 99);
	assert_int_equal(read.n_read, 7);
	assert_int_equal(read.n_accepted, 6);
	assert_int_equal(read.n_rejected, 1);
	assert_int_equal(read.n_created, 3);
	assert_int_equal(read.n_changed, 2);
	assert_int_equal(read.n_unchanged, 1);
}

static void
import_belongs_to_its_organisation(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_import_record read = { 0 };
	int64_t id = make_import(scratch->store), latest = -1;
	assert_fails(CDR_ENOTFOUND, "has no import",
	             cdr_store_import_get(scratch->store, CDR_STR("other"), id, scratch->arena, &read, err));
	assert_ok(cdr_store_import_latest(scratch->store, CDR_STR("other"), &latest, err));
	assert_int_equal(latest, 0);
	assert_ok(cdr_store_import_latest(scratch->store, ORG, &latest, err));
	assert_int_equal(latest, id);
}

static enum cdr_status
see_reject(void *context, const struct cdr_reject *reject, struct cdr_error *err)
{
	(void)err;
	assert_int_equal(reject->origin.row, 5);
	assert_int_equal(reject->origin.line, 6);
	assert_text(reject->origin.file, "s.csv");
	assert_text(reject->column, "country");
	collect(context, reject->place);
	collect(context, reject->reason);
	return CDR_OK;
}

static void
import_rejects_come_back_in_the_order_of_the_file(void **state)
{
	struct scratch *scratch = *state;
	struct collected seen = { 0 };
	int64_t id = make_import(scratch->store);
	struct cdr_reject reject = { .origin = { .file = CDR_STR("s.csv"), .row = 5, .line = 6 },
		                     .place = CDR_STR("B5"),
		                     .column = CDR_STR("country"),
		                     .reason = CDR_STR("first") };
	assert_ok(cdr_store_reject_add(scratch->store, id, &reject, err));
	reject.reason = CDR_STR("second");
	assert_ok(cdr_store_reject_add(scratch->store, id, &reject, err));
	assert_ok(cdr_store_reject_each(scratch->store, id, see_reject, &seen, err));
	assert_string_equal(seen.text, "B5 first B5 second");
}

static enum cdr_status
stop_at_second(void *context, const struct cdr_import_record *record, struct cdr_error *err)
{
	(void)record;
	struct collected *seen = context;
	return ++seen->n == 2 ? cdr_fail(err, CDR_ECANCELLED, "test", NULL, "enough") : CDR_OK;
}

static void
import_each_stops_with_the_callbacks_status(void **state)
{
	struct scratch *scratch = *state;
	struct collected seen = { 0 };
	for (int i = 0; i < 3; i++)
		(void)make_import(scratch->store);
	assert_fails(CDR_ECANCELLED, "enough", cdr_store_import_each(scratch->store, ORG, stop_at_second, &seen, err));
	assert_int_equal(seen.n, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(import_is_kept_with_its_counts),
		scratch_test(import_belongs_to_its_organisation),
		scratch_test(import_rejects_come_back_in_the_order_of_the_file),
		scratch_test(import_each_stops_with_the_callbacks_status),
	};
	return cmocka_run_group_tests_name("store/import", tests, NULL, NULL);
}
