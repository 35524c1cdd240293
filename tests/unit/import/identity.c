/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
identity_is_the_files_own_id_first(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier ID,Supplier Name,LEI,Country\n"
	                     "S-1,Tallbrook Mills,5493001KJTIIGC8Y1R12,India\n"
	                     ",Gorse Hill Looms,,Kenya\n");
	assert_text(the_party(desk, "Tallbrook Mills").key, "S-1");
	assert_true(cdr_str_starts_with(the_party(desk, "Gorse Hill Looms").key, CDR_STR("gorse-hill-looms-KE-")));
	assert_warned(desk, "no id although", "row 3");
}

static void
identity_is_a_strong_identifier_next(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,OS ID,LEI,Company Number\n"
	                     "Tallbrook Mills,GB,XX2024000000001,5493001KJTIIGC8Y1R12,04830352\n"
	                     "Gorse Hill Looms,GB,,5493001KJTIIGC8Y1R12,5356484\n"
	                     "Penny Lane Knits,GB,,,0535 6485\n"
	                     "Low Moor Dyers,,,,777\n");
	assert_true(cdr_str_starts_with(the_party(desk, "Tallbrook Mills").key, CDR_STR("os_id:XX2024000000001")));
	assert_text(the_party(desk, "Penny Lane Knits").key, "company_number:GB:5356485");
	/* A company number without a country names nobody. */
	assert_true(cdr_str_starts_with(the_party(desk, "Low Moor Dyers").key, CDR_STR("low-moor-dyers-")));
}

static void
identity_of_sites_that_share_an_identifier_has_their_address(void **state)
{
	struct desk *desk = DESK;
	static const char *const orders[] = {
		"Supplier Name,LEI,Address\nTallbrook Mills,5493001KJTIIGC8Y1R12,1 Mill Lane\n"
		"Tallbrook Mills East,5493001KJTIIGC8Y1R12,2 Mill Lane\n",
		"Supplier Name,LEI,Address\nTallbrook Mills East,5493001KJTIIGC8Y1R12,2 Mill Lane\n"
		"Tallbrook Mills,5493001KJTIIGC8Y1R12,1 Mill Lane\n",
	};
	desk_suppliers(desk, orders[0]);
	assert_counts(desk, 2, 0, 2);
	assert_warned(desk, "share an identifier", "row 2 (lei), row 3 (lei)");
	assert_true(cdr_str_starts_with(the_party(desk, "Tallbrook Mills").key, CDR_STR("lei:5493001KJTIIGC8Y1R12/")));
	/* The order of the rows does not matter. */
	desk_suppliers(desk, orders[1]);
	assert_counts(desk, 2, 0, 0);
	assert_int_equal(desk->report->record.n_unchanged, 2);
}

static void
identity_of_sites_of_one_name_differs_by_address(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "supplier_name,address\n"
	                     "Tallbrook Mills,\"1 Mill Lane, Leeds\"\n"
	                     "Tallbrook Mills,\"9 Canal Road, Surat, India\"\n");
	assert_counts(desk, 2, 0, 2);
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 2);
}

static void
identity_forgives_case_and_punctuation(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Address\nTallbrook Mills Ltd.,India,\"7, Canal Road\"\n");
	struct cdr_str key = the_party(desk, "Tallbrook Mills Ltd.").key;
	desk_suppliers(desk, "Supplier Name,Country,Address\nTALLBROOK MILLS LTD,IN,7 Canal Road\n");
	assert_counts(desk, 1, 0, 0);
	assert_int_equal(desk->report->record.n_changed, 1);
	assert_true(cdr_str_equal(the_party(desk, "TALLBROOK MILLS LTD").key, key));
}

static void
identity_forgives_a_misread_ordinal_sign(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "supplier_name,address\nTallbrook Mills,Nº 280 Mill Lane\n");
	desk_suppliers(desk, "supplier_name,address\nTallbrook Mills,N¬∫ 280 Mill Lane\n");
	assert_counts(desk, 1, 0, 0);
	assert_int_equal(desk->report->record.n_changed, 1);
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 1);
}

static void
identity_equal_rows_are_kept_once(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "ID,Supplier Name\nS-1,Tallbrook Mills\nS-2,Gorse Hill\nS-1, Tallbrook Mills \n");
	assert_counts(desk, 3, 0, 2);
	assert_warned(desk, "1 row repeat", "row 4 (row 2)");
}

static void
identity_id_used_for_something_else_is_refused(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "ID,Supplier Name\nS-12,Tallbrook Mills\nS-12,Gorse Hill Looms\n");
	assert_counts(desk, 1, 1, 1);
	assert_reject(desk, 0, "list.csv row 3, cell A3", "id \"S-12\" is already used in row 2");
}

static void
identity_derived_twice_keeps_both_rows(void **state)
{
	struct desk *desk = DESK;
	static const char text[] = "Supplier Name,Country,Products\n"
				   "Tallbrook Mills,India,yarn\nTallbrook Mills,India,cloth\n"
				   "Tallbrook Mills,India,rope\nTallbrook Mills,India,cloth\n";
	desk_suppliers(desk, text);
	assert_counts(desk, 4, 0, 3);
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 3);
	assert_warned(desk, "cannot be told from an earlier row", "row 3 (row 2), row 4 (row 2)");
	assert_warned(desk, "repeat an earlier row", "row 5 (row 3)");
	desk_suppliers(desk, text);
	assert_true(desk->report->already_imported);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(identity_is_the_files_own_id_first),
		desk_test(identity_is_a_strong_identifier_next),
		desk_test(identity_of_sites_that_share_an_identifier_has_their_address),
		desk_test(identity_of_sites_of_one_name_differs_by_address),
		desk_test(identity_forgives_case_and_punctuation),
		desk_test(identity_forgives_a_misread_ordinal_sign),
		desk_test(identity_equal_rows_are_kept_once),
		desk_test(identity_id_used_for_something_else_is_refused),
		desk_test(identity_derived_twice_keeps_both_rows),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
