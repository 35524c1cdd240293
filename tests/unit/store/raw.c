/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
raw_bytes_come_back_as_they_were(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str bytes = { "PK\x03\x04\0\xff", 6 };
	cdr_auto(cdr_buf) read = CDR_BUF_INIT;
	assert_ok(cdr_store_raw_put(scratch->store, CDR_STR("aa"), bytes, err));
	assert_ok(cdr_store_raw_put(scratch->store, CDR_STR("aa"), bytes, err));
	assert_ok(cdr_store_raw_put(scratch->store, CDR_STR("ee"), CDR_STR(""), err));
	assert_ok(cdr_store_raw_get(scratch->store, CDR_STR("aa"), &read, err));
	assert_int_equal(read.n, 6);
	assert_memory_equal(read.p, bytes.p, 6);
	assert_ok(cdr_store_raw_get(scratch->store, CDR_STR("ee"), &read, err));
	assert_int_equal(read.n, 6);
	assert_fails(CDR_ENOTFOUND, "not kept", cdr_store_raw_get(scratch->store, CDR_STR("bb"), &read, err));
}

static void
raw_bytes_are_packed(void **state)
{
	struct scratch *scratch = *state;
	cdr_auto(cdr_buf) bytes = CDR_BUF_INIT;
	cdr_auto(cdr_buf) read = CDR_BUF_INIT;
	for (int i = 0; i < 10000; i++)
		cdr_buf_printf(&bytes, "Example Hands %d,KE\n", i);
	assert_ok(cdr_store_raw_put(scratch->store, CDR_STR("aa"), cdr_buf_str(&bytes), err));
	assert_true(raw_number(scratch, "SELECT length(bytes) * 3 < size FROM raw_files"));
	assert_ok(cdr_store_raw_get(scratch->store, CDR_STR("aa"), &read, err));
	assert_true(cdr_str_equal(cdr_buf_str(&read), cdr_buf_str(&bytes)));
}

static void
raw_bytes_that_are_damaged_or_too_many_are_refused(void **state)
{
	struct scratch *scratch = *state;
	cdr_auto(cdr_buf) read = CDR_BUF_INIT;
	assert_ok(cdr_store_raw_put(scratch->store, CDR_STR("aa"), CDR_STR("0123456789"), err));
	read.max = 9;
	assert_fails(CDR_ELIMIT, "9 bytes", cdr_store_raw_get(scratch->store, CDR_STR("aa"), &read, err));
	read.max = 100;
	raw_run(scratch, "UPDATE raw_files SET size = 11");
	assert_fails(CDR_ESTORE, "damaged", cdr_store_raw_get(scratch->store, CDR_STR("aa"), &read, err));
	raw_run(scratch, "UPDATE raw_files SET size = 10, bytes = x'00112233'");
	assert_fails(CDR_ESTORE, "damaged", cdr_store_raw_get(scratch->store, CDR_STR("aa"), &read, err));
	assert_int_equal(read.n, 0);
}

static enum cdr_status
add_file(void *context, const struct cdr_copy_file *file, struct cdr_error *err)
{
	(void)err;
	collect(context, file->file);
	collect(context, file->sha256);
	return CDR_OK;
}

static void
raw_files_of_a_copy_come_in_their_order(void **state)
{
	struct scratch *scratch = *state;
	struct collected collected = { "", 0 };
	struct cdr_copy_file second = { CDR_STR("list"), CDR_STR("cc"), 1, CDR_STR("b.csv"), CDR_STR("bb") };
	struct cdr_copy_file first = { CDR_STR("list"), CDR_STR("cc"), 0, CDR_STR("a.csv"), CDR_STR("aa") };
	struct cdr_copy_file other = { CDR_STR("other"), CDR_STR("cc"), 0, CDR_STR("x.csv"), CDR_STR("aa") };
	struct cdr_copy_file again = { CDR_STR("list"), CDR_STR("cc"), 0, CDR_STR("renamed.csv"), CDR_STR("aa") };
	assert_ok(cdr_store_copy_file_put(scratch->store, &second, err));
	assert_ok(cdr_store_copy_file_put(scratch->store, &first, err));
	assert_ok(cdr_store_copy_file_put(scratch->store, &other, err));
	assert_ok(cdr_store_copy_file_put(scratch->store, &again, err));
	assert_ok(cdr_store_copy_file_each(scratch->store, CDR_STR("list"), CDR_STR("cc"), add_file, &collected, err));
	assert_string_equal(collected.text, "a.csv aa b.csv bb");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(raw_bytes_come_back_as_they_were),
		scratch_test(raw_bytes_are_packed),
		scratch_test(raw_bytes_that_are_damaged_or_too_many_are_refused),
		scratch_test(raw_files_of_a_copy_come_in_their_order),
	};
	return cmocka_run_group_tests_name("store/raw", tests, NULL, NULL);
}
