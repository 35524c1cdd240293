/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
report_as_json_holds_all_of_it(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk,
	               "ID,Supplier Name,Country,Colour\nS-1,Tallbrook Mills,India,red\nS-1,Tallbrook Mills,India,red\n"
	               "S-2,,India,\n");
	cdr_owned(cdr_json) json = cdr_import_report_to_json(desk->report);
	assert_non_null(json);
	assert_int_equal(cdr_json_get_int(json, "import", 0), 1);
	assert_text(cdr_json_get_str(json, "kind"), "suppliers");
	assert_int_equal(cdr_json_get_int(json, "read", 0), 3);
	assert_int_equal(cdr_json_get_int(json, "accepted", 0), 2);
	assert_int_equal(cdr_json_get_int(json, "created", 0), 1);
	assert_int_equal(cdr_json_get_int(json, "repeated", 0), 1);
	assert_int_equal(cdr_json_get_int(json, "rejected", 0), 1);
	assert_false(cdr_json_get_bool(json, "already_imported", true));
	const struct cdr_json *columns = cdr_json_get(json, "columns");
	assert_int_equal(cdr_json_count(columns), 3);
	assert_text(cdr_json_get_str(cdr_json_at(columns, 1), "canonical"), "name");
	assert_text(cdr_json_get_str(cdr_json_at(columns, 1), "column"), "B");
	assert_text(cdr_json_string(cdr_json_at(cdr_json_get(json, "unmapped"), 0)), "Colour");
	const struct cdr_json *reject = cdr_json_at(cdr_json_get(json, "rejects"), 0);
	assert_text(cdr_json_get_str(reject, "place"), "list.csv row 4, cell B4");
	assert_int_equal(cdr_json_get_int(cdr_json_get(reject, "origin"), "row", 0), 4);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "warnings")), desk->report->n_warnings);
}

static void
report_names_the_first_places_and_counts_the_rest(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_buf_puts(&text, "Supplier Name,Workers\n");
	for (int i = 0; i < 15; i++)
		cdr_buf_printf(&text, "Mill %d,5\n", i);
	desk_suppliers(desk, text.p);
	assert_warned(desk, "15 rows name no country", "row 2, row 3");
	assert_warned(desk, "15 rows name no country", "row 11 and 5 more");
}

static void
report_doubts_a_row_of_a_name_alone(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country\nTallbrook Mills,India\nSource: purchasing ledger,\n");
	assert_counts(desk, 2, 0, 2);
	assert_warned(desk, "a name and nothing else", "row 3");
}

static void
report_free_takes_null(void **state)
{
	(void)state;
	assert_null(cdr_import_report_free(NULL));
	assert_null(cdr_import_snapshot_report_free(NULL));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(report_as_json_holds_all_of_it),
		desk_test(report_names_the_first_places_and_counts_the_rest),
		desk_test(report_doubts_a_row_of_a_name_alone),
		cmocka_unit_test(report_free_takes_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
