/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
row_without_a_name_is_refused_with_its_place(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Country,Supplier Name\nIndia,Tallbrook Mills\nIndia,\nIndia,n/a\n");
	assert_counts(desk, 1, 2, 1);
	assert_reject(desk, 0, "list.csv row 3, cell B3", "the row has no name");
	assert_reject(desk, 1, "list.csv row 4, cell B4", "the row has no name");
	assert_text(desk->report->rejects[0].column, "name");
}

static void
row_with_several_bad_cells_names_them_all(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Tier,Workers,% migrant workers\nTallbrook Mills,top,many,12\n");
	assert_counts(desk, 0, 1, 0);
	assert_reject(desk, 0, "list.csv row 2, cell B2", "tier: \"top\"");
	assert_reject(desk, 0, "list.csv row 2, cell B2", "C: workers_total: \"many\"");
	assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 0);
}

static void
row_that_is_a_total_or_footer_is_refused(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Workers\n"
	                     "Tallbrook Mills,India,40\n"
	                     "Total,,40\n"
	                     "Grand total:,,\n"
	                     "Page 1 of 12,,\n"
	                     "Total,France,90\n");
	assert_counts(desk, 2, 3, 2); /* a firm called Total has a country */
	assert_reject(desk, 0, "list.csv row 3", "total or a page footer");
	assert_reject(desk, 1, "list.csv row 4", "total or a page footer");
	assert_reject(desk, 2, "list.csv row 5", "total or a page footer");
	assert_text(the_party(desk, "Total").country, "FR");
}

static void
row_that_is_a_total_in_other_words_is_refused(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Workers\n"
	                     "Grand total: all countries,,\n"
	                     "Grand Total: 33,,40\n"
	                     "Totaal,,\n"
	                     "Subtotal Asia,,7\n"
	                     "Sub-total: Asia,,7\n"
	                     "Count: 5,,\n"
	                     "Gesamt,,\n"
	                     "总计,,\n"
	                     "合计：33,,\n");
	assert_counts(desk, 0, 9, 0);
	for (size_t i = 0; i < 9; i++)
		assert_holds(desk->report->rejects[i].reason, "total or a page footer");
}

static void
row_that_begins_like_a_total_is_a_name(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Workers\n"
	                     "Total Garments Ltd,,\n"
	                     "Count Furniture SA,,12\n"
	                     "Totaal Textiel BV,,\n"
	                     "Gesamt Werkzeug GmbH,,\n"
	                     "Subtotalia Weavers,,\n"
	                     "Sum: Mills of Example,Kenya,\n");
	assert_counts(desk, 6, 0, 6);
}

static void
row_that_repeats_the_header_is_refused(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country\nTallbrook Mills,India\nSUPPLIER NAME,Country\nGorse Hill,Kenya\n");
	assert_counts(desk, 2, 1, 2);
	assert_reject(desk, 0, "list.csv row 3", "repeats the header");
}

static void
row_with_an_unknown_country_is_kept_and_told(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Address\nTallbrook Mills,Ruritania,\"1 Quay, Porto, Portugal\"\n");
	assert_counts(desk, 1, 0, 1);
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_int_equal(party.country.n, 0);
	assert_text(cdr_party_get(&party, "file:Country"), "Ruritania");
	assert_warned(desk, "not recognised", "row 2 (country: \"Ruritania\")");
}

static void
row_takes_its_country_from_the_end_of_the_address(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Address\nTallbrook Mills,\"7 Canal Road, Surat, India\"\n"
	                     "Gorse Hill Looms,\"1 Mill Lane\"\n");
	assert_text(the_party(desk, "Tallbrook Mills").country, "IN");
	assert_int_equal(the_party(desk, "Gorse Hill Looms").country.n, 0);
	assert_column(desk, "country", "Address", "content");
	assert_warned(desk, "1 row have", "row 2");
	assert_warned(desk, "name no country", "row 3");
}

static void
row_with_two_currencies_is_refused(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS,
	            "Supplier ID,Agency,Fee,Currency\nS-1,Oak Hands,USD 20,EUR\nS-1,Elm Hands,USD 20,\n");
	assert_counts(desk, 1, 1, 1);
	assert_reject(desk, 0, "list.csv row 2, cell C2", "fee_amount is in USD, but fee_currency says EUR");
	struct cdr_engagement engagement = { 0 };
	(void)count_engagements(desk, &engagement);
	assert_text(cdr_engagement_get(&engagement, "fee_currency"), "USD");
}

static void
row_words_for_not_known_are_told(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Workers\nTallbrook Mills,N/A\nGorse Hill Looms,-\n");
	assert_counts(desk, 2, 0, 2);
	assert_warned(desk, "2 cells hold a word for \"not known\"", "row 2 (Workers), row 3 (Workers)");
}

static void
row_left_blank_is_not_a_column_left_out(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Last review\nTallbrook Mills,2025-04-01\nGorse Hill Looms,\n");
	struct cdr_party reviewed = the_party(desk, "Tallbrook Mills"), blank = the_party(desk, "Gorse Hill Looms");
	assert_text(cdr_party_get(&reviewed, "blank:last_review_on"), "");
	assert_text(cdr_party_get(&blank, "blank:last_review_on"), "true");
	assert_text(cdr_party_get(&blank, "blank:responsible_person"), "");
}

static void
row_counts_physical_lines_of_quoted_cells(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Address,Tier\nTallbrook Mills,\"7 Canal Road\nSurat\",1\nGorse Hill,,x\n");
	assert_reject(desk, 0, "list.csv row 3 (line 4), cell C3", "whole number");
	assert_int_equal(desk->report->rejects[0].origin.line, 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(row_without_a_name_is_refused_with_its_place),
		desk_test(row_with_several_bad_cells_names_them_all),
		desk_test(row_that_is_a_total_or_footer_is_refused),
		desk_test(row_that_is_a_total_in_other_words_is_refused),
		desk_test(row_that_begins_like_a_total_is_a_name),
		desk_test(row_that_repeats_the_header_is_refused),
		desk_test(row_with_an_unknown_country_is_kept_and_told),
		desk_test(row_takes_its_country_from_the_end_of_the_address),
		desk_test(row_with_two_currencies_is_refused),
		desk_test(row_words_for_not_known_are_told),
		desk_test(row_left_blank_is_not_a_column_left_out),
		desk_test(row_counts_physical_lines_of_quoted_cells),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
