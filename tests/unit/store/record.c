/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "../base/failing-memory.h"

static struct cdr_attribute announced[] = { { { "announced", 9 }, { "true", 4 } } };

static enum cdr_put_result
put_record(struct cdr_store *store, int64_t import, enum cdr_record_kind kind, const char *key, const char *about,
           int64_t *version)
{
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	struct cdr_record record = { .kind = kind,
		                     .key = cdr_str_from(key),
		                     .subject_key = cdr_str_from(about),
		                     .attributes = announced,
		                     .n_attributes = 1,
		                     .origin = { .file = CDR_STR("a.csv"), .row = 2 } };
	assert_ok(cdr_store_record_put(store, ORG, import, &record, &result, err));
	assert_int_equal(record.id.n, 18);
	*version = record.version;
	return result;
}

static enum cdr_status
collect_record(void *context, const struct cdr_record *record, struct cdr_error *err)
{
	char text[128];
	(void)err;
	(void)snprintf(text, sizeof(text), "%s:%.*s:%.*s:%.*s:%d", cdr_record_kind_word(record->kind),
	               CDR_STR_ARG(record->key), CDR_STR_ARG(record->subject_key),
	               CDR_STR_ARG(cdr_record_get(record, "announced")), (int)record->version);
	assert_true(cdr_str_starts_with(record->id, CDR_STR("r-")));
	assert_text(record->origin.file, "a.csv");
	collect(context, cdr_str_from(text));
	return CDR_OK;
}

static void
record_is_created_changed_or_left_alone(void **state)
{
	struct scratch *scratch = *state;
	int64_t first = make_import(scratch->store), second = make_import(scratch->store), version = 0;
	assert_int_equal(put_record(scratch->store, first, CDR_RECORD_AUDITS, "A", "S-1", &version), CDR_PUT_CREATED);
	assert_int_equal(put_record(scratch->store, second, CDR_RECORD_AUDITS, "A", "S-1", &version),
	                 CDR_PUT_UNCHANGED);
	assert_int_equal(version, 1);
	assert_int_equal(put_record(scratch->store, second, CDR_RECORD_AUDITS, "A", "S-2", &version), CDR_PUT_CHANGED);
	assert_int_equal(version, 2);
	/* The same key of another kind is another record. */
	assert_int_equal(put_record(scratch->store, second, CDR_RECORD_SURVEYS, "A", "S-1", &version), CDR_PUT_CREATED);
}

static void
record_each_is_of_a_kind_and_of_an_import(void **state)
{
	struct scratch *scratch = *state;
	struct collected before = { 0 }, audits = { 0 }, all = { 0 }, others = { 0 };
	int64_t first = make_import(scratch->store), second = make_import(scratch->store), version = 0, n = 0;
	(void)put_record(scratch->store, first, CDR_RECORD_AUDITS, "A", "S-1", &version);
	(void)put_record(scratch->store, second, CDR_RECORD_AUDITS, "A", "S-2", &version);
	(void)put_record(scratch->store, second, CDR_RECORD_ALLEGATIONS, "G", "p-0011223344556677", &version);
	assert_ok(cdr_store_record_each(scratch->store, ORG, first, -1, collect_record, &before, err));
	assert_string_equal(before.text, "audits:A:S-1:true:1");
	assert_ok(cdr_store_record_each(scratch->store, ORG, second, CDR_RECORD_AUDITS, collect_record, &audits, err));
	assert_string_equal(audits.text, "audits:A:S-2:true:2");
	assert_ok(cdr_store_record_each(scratch->store, ORG, INT64_MAX, -1, collect_record, &all, err));
	assert_int_equal(all.n, 2);
	assert_ok(cdr_store_record_each(scratch->store, CDR_STR("other"), second, -1, collect_record, &others, err));
	assert_int_equal(others.n, 0);
	assert_ok(cdr_store_record_count(scratch->store, ORG, second, -1, &n, err));
	assert_int_equal(n, 2);
	assert_ok(cdr_store_record_count(scratch->store, ORG, first, -1, &n, err));
	assert_int_equal(n, 1);
	assert_ok(cdr_store_record_count(scratch->store, ORG, second, CDR_RECORD_SURVEYS, &n, err));
	assert_int_equal(n, 0);
}

/* An import of a kind with its counts; its number. */
static int64_t
add_import(struct scratch *scratch, const char *kind, int64_t read, int64_t accepted)
{
	struct cdr_import_record record = { .org = ORG, .kind = cdr_str_from(kind) };
	assert_ok(cdr_store_import_begin(scratch->store, &record, err));
	record.n_read = read;
	record.n_accepted = accepted;
	record.n_rejected = read - accepted;
	assert_ok(cdr_store_import_finish(scratch->store, &record, err));
	return record.id;
}

static bool
is_known(struct scratch *scratch, int64_t import, enum cdr_record_kind kind)
{
	bool known = false;
	assert_ok(cdr_store_record_known(scratch->store, ORG, import, kind, &known, err));
	return known;
}

static void
record_known_tells_no_list_from_an_empty_one(void **state)
{
	struct scratch *scratch = *state;
	int64_t suppliers = make_import(scratch->store);
	int64_t refused = add_import(scratch, "audits", 3, 0);
	int64_t audits = add_import(scratch, "audits", 3, 2);
	int64_t empty = add_import(scratch, "surveys", 0, 0);
	assert_false(is_known(scratch, suppliers, CDR_RECORD_AUDITS));
	assert_false(is_known(scratch, refused, CDR_RECORD_AUDITS));
	assert_true(is_known(scratch, audits, CDR_RECORD_AUDITS));
	assert_false(is_known(scratch, audits, CDR_RECORD_SURVEYS));
	assert_true(is_known(scratch, empty, CDR_RECORD_SURVEYS));
	assert_false(is_known(scratch, empty, CDR_RECORD_TRAINING));
}

/* SHA-256 of "audits 4:acme 1:A" begins with these digits, computed outside of Candor. */
static void
record_ids_are_the_same_on_every_machine(void **state)
{
	struct scratch *scratch = *state;
	enum cdr_put_result result = CDR_PUT_UNCHANGED;
	struct cdr_record record = { .kind = CDR_RECORD_AUDITS, .key = CDR_STR("A") };
	assert_ok(cdr_store_record_put(scratch->store, ORG, make_import(scratch->store), &record, &result, err));
	assert_text(record.id, "r-5dfbd962e4732d42");
}

static void
record_that_was_damaged_is_reported(void **state)
{
	struct scratch *scratch = *state;
	struct collected none = { 0 };
	int64_t import = make_import(scratch->store), version = 0;
	(void)put_record(scratch->store, import, CDR_RECORD_AUDITS, "A", "S-1", &version);
	raw_run(scratch, "UPDATE record_versions SET data = '{\"kind\":\"hearsay\"}'");
	assert_fails(CDR_ESTORE, "damaged",
	             cdr_store_record_each(scratch->store, ORG, import, -1, collect_record, &none, err));
}

static void
record_put_survives_failing_memory(void **state)
{
	struct scratch *scratch = *state;
	int64_t import = make_import(scratch->store);
	struct cdr_record record = {
		.kind = CDR_RECORD_AUDITS, .key = CDR_STR("A"), .attributes = announced, .n_attributes = 1
	};
	for (long n = 0, refused = 1; refused; n++) {
		enum cdr_put_result result = CDR_PUT_UNCHANGED;
		struct cdr_error error = { 0 };
		fail_memory_after(n);
		enum cdr_status status = cdr_store_record_put(scratch->store, ORG, import, &record, &result, &error);
		refused = memory_restore();
		assert_int_equal(status == CDR_OK, !refused);
	}
	assert_int_equal(raw_number(scratch, "SELECT count(*) FROM record_versions"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(record_is_created_changed_or_left_alone),
		scratch_test(record_each_is_of_a_kind_and_of_an_import),
		scratch_test(record_known_tells_no_list_from_an_empty_one),
		scratch_test(record_ids_are_the_same_on_every_machine),
		scratch_test(record_that_was_damaged_is_reported),
		scratch_test(record_put_survives_failing_memory),
	};
	return cmocka_run_group_tests_name("store/record", tests, NULL, NULL);
}
