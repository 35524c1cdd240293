/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
record_json_counts_add_up(void **state)
{
	(void)state;
	struct cdr_import_record record = { .id = 3,
		                            .kind = CDR_STR("suppliers"),
		                            .file = CDR_STR("s.csv"),
		                            .n_read = 10,
		                            .n_accepted = 9,
		                            .n_rejected = 1,
		                            .n_created = 4,
		                            .n_changed = 2,
		                            .n_unchanged = 1 };
	cdr_owned(cdr_json) json = cdr_import_record_to_json(&record);
	assert_int_equal(cdr_json_get_int(json, "import", 0), 3);
	assert_text(cdr_json_get_str(json, "kind"), "suppliers");
	assert_int_equal(cdr_json_get_int(json, "repeated", 0), 2);
	assert_null(cdr_json_get(json, "created_at"));
}

static void
record_json_a_reject_keeps_its_place_and_reason(void **state)
{
	(void)state;
	struct cdr_reject reject = { .origin = { .file = CDR_STR("s.csv"), .row = 4 },
		                     .place = CDR_STR("s.csv row 4, cell B4"),
		                     .column = CDR_STR("name"),
		                     .reason = CDR_STR("empty") };
	cdr_owned(cdr_json) json = cdr_import_reject_to_json(&reject);
	assert_text(cdr_json_get_str(json, "place"), "s.csv row 4, cell B4");
	assert_text(cdr_json_get_str(json, "column"), "name");
	assert_text(cdr_json_get_str(json, "reason"), "empty");
	assert_int_equal(cdr_json_get_int(cdr_json_get(json, "origin"), "row", 0), 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(record_json_counts_add_up),
		cmocka_unit_test(record_json_a_reject_keeps_its_place_and_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
