/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
upload_bytes_come_back_and_can_be_dropped(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str bytes = { "PK\x03\x04\0\xff", 6 };
	cdr_auto(cdr_buf) read = CDR_BUF_INIT;
	assert_ok(cdr_store_upload_put(scratch->store, CDR_STR("aa"), bytes, err));
	assert_ok(cdr_store_upload_put(scratch->store, CDR_STR("aa"), bytes, err));
	assert_ok(cdr_store_upload_get(scratch->store, CDR_STR("aa"), &read, err));
	assert_int_equal(read.n, 6);
	assert_memory_equal(read.p, bytes.p, 6);
	assert_ok(cdr_store_upload_drop(scratch->store, CDR_STR("aa"), err));
	assert_ok(cdr_store_upload_drop(scratch->store, CDR_STR("aa"), err));
	assert_fails(CDR_ENOTFOUND, "send the file again",
	             cdr_store_upload_get(scratch->store, CDR_STR("aa"), &read, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { scratch_test(upload_bytes_come_back_and_can_be_dropped) };
	return cmocka_run_group_tests_name("store/upload", tests, NULL, NULL);
}
