/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
rejects_csv_has_a_line_for_each(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	desk_suppliers(desk, "Supplier Name,Tier\n\"Tallbrook\nMills\",x\nTotal,3\n,2\n");
	assert_status(CDR_OK, cdr_import_rejects_csv(desk->report, &out, &desk->error), &desk->error);
	assert_string_equal(out.p, "file,sheet,row,line,column,cell,reason\r\n"
	                           "list.csv,,2,2,tier,B2,\"tier: \"\"x\"\" is not a whole number from 0 up\"\r\n"
	                           "list.csv,,3,4,,,\"the row is a total or a page footer, not a record\"\r\n"
	                           "list.csv,,4,5,name,A4,the row has no name\r\n");
}

static void
rejects_csv_defuses_formulas(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_reject reject = { .origin = { CDR_STR("=cmd, 1.csv"), CDR_STR("@s"), 2, 0 },
		                     .place = CDR_STR("=cmd, 1.csv @s row 2, cell AB2"),
		                     .column = CDR_STR("-x"),
		                     .reason = CDR_STR("+y") };
	struct cdr_import_report report = { .rejects = &reject, .n_rejects = 1 };
	assert_status(CDR_OK, cdr_import_rejects_csv(&report, &out, &desk->error), &desk->error);
	assert_string_equal(out.p, "file,sheet,row,line,column,cell,reason\r\n"
	                           "\"'=cmd, 1.csv\",'@s,2,,'-x,AB2,'+y\r\n");
}

static void
rejects_csv_defuses_what_some_spreadsheets_run_too(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct cdr_reject reject = { .origin = { CDR_STR("＝cmd"), CDR_STR(" =1+1"), 2, 0 },
		                     .place = CDR_STR("x row 2, cell AB2"),
		                     .column = CDR_STR("a;=2"),
		                     .reason = CDR_STR("\n=3") };
	struct cdr_import_report report = { .rejects = &reject, .n_rejects = 1 };
	assert_status(CDR_OK, cdr_import_rejects_csv(&report, &out, &desk->error), &desk->error);
	assert_string_equal(out.p, "file,sheet,row,line,column,cell,reason\r\n"
	                           "'＝cmd,' =1+1,2,,\"a;=2\",AB2,\"'\n=3\"\r\n");
}

static void
rejects_csv_of_nothing_is_a_header(void **state)
{
	struct desk *desk = DESK;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	desk_suppliers(desk, "Supplier Name\nTallbrook Mills\n");
	assert_status(CDR_OK, cdr_import_rejects_csv(desk->report, &out, &desk->error), &desk->error);
	assert_string_equal(out.p, "file,sheet,row,line,column,cell,reason\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { desk_test(rejects_csv_has_a_line_for_each),
		                            desk_test(rejects_csv_defuses_formulas),
		                            desk_test(rejects_csv_defuses_what_some_spreadsheets_run_too),
		                            desk_test(rejects_csv_of_nothing_is_a_header) };
	return cmocka_run_group_tests(tests, NULL, NULL);
}
