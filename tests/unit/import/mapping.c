/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
mapping_says_how_each_column_was_known(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "name;Land;Farbe\nTallbrook Mills;Indien;rot\n");
	assert_column(desk, "name", "name", "header");
	assert_column(desk, "country", "Land", "synonym");
	assert_int_equal(desk->report->n_unmapped, 1);
	assert_text(desk->report->unmapped[0], "Farbe");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.country, "IN");
	assert_text(cdr_party_get(&party, "file:Farbe"), "rot");
}

static void
mapping_joins_address_columns_in_order(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "OrganisationName\tAddress1\tAddress2\tAddress3\tTownCity\tPostCode\n"
	                     "Tallbrook Mills\tUnit 3\t\t7 Canal Road\tSurat\t395001\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.address, "Unit 3, 7 Canal Road");
	assert_text(party.city, "Surat");
	assert_text(party.postcode, "395001");
}

static void
mapping_spreads_a_merged_address_header(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,Address,,,Phone\n"
	                     "Tallbrook Mills,7 Canal Road,Surat,India,n/a\n"
	                     "Gorse Hill Looms,1 Mill Lane,Leeds,United Kingdom,n/a\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.address, "7 Canal Road, Surat");
	assert_text(party.country, "IN");
	assert_column(desk, "country", "", "content");
}

static void
mapping_uses_a_vague_header_only_with_fitting_content(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,Location,Migrant workers\nTallbrook Mills,India,40%\nGorse Hill,Kenya,5 %\n");
	assert_column(desk, "country", "Location", "content");
	assert_column(desk, "workers_migrant_pct", "Migrant workers", "content");
	desk_suppliers(desk, "Supplier,Location,Migrant workers\nPenny Lane Knits,Dock 4,40\n");
	assert_null(find_column(desk, "country"));
	assert_null(find_column(desk, "workers_migrant_pct"));
	assert_int_equal(desk->report->n_unmapped, 2);
}

static void
mapping_takes_a_date_column_only_where_its_header_allows(void **state)
{
	struct desk *desk = DESK;
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, "Supplier ID,Agency,Date\nS-1,Oak Hands,2024-02-01\n");
	assert_column(desk, "recruited_on", "Date", "content");
	desk_import(desk, CDR_IMPORT_ENGAGEMENTS, "Supplier ID,Agency,Created\nS-1,Elm Hands,2024-02-01\n");
	assert_null(find_column(desk, "recruited_on"));
}

static void
mapping_knows_an_lei_column_without_a_header(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,\nTallbrook Mills,5493001KJTIIGC8Y1R12\n");
	assert_column(desk, "lei", "", "content");
}

static void
mapping_settles_competing_columns_and_says_so(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Factory,Region,State\nTallbrook Mills,South Asia,Gujarat\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.region, "Gujarat");
	assert_text(cdr_party_get(&party, "file:Region"), "South Asia");
	assert_warned(desk, "\"State\" and \"Region\"", "file:Region");
}

static void
mapping_keeps_columns_of_the_same_header_apart(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,Note,Note,\nTallbrook Mills,a,b,c\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(cdr_party_get(&party, "file:Note"), "a");
	assert_text(cdr_party_get(&party, "file:Note (2)"), "b");
	assert_text(cdr_party_get(&party, "file:column D"), "c");
	assert_int_equal(desk->report->n_unmapped, 3);
}

static void
mapping_reads_dates_by_what_the_column_forces(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,Last review\nTallbrook Mills,03/04/2024\nGorse Hill Looms,25/04/2024\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(cdr_party_get(&party, "last_review_on"), "2024-04-03");
	desk_suppliers(desk, "Supplier,Last review\nPenny Lane Knits,03/04/2024\nLow Moor Dyers,02/03/2024\n");
	assert_counts(desk, 2, 0, 2);
	party = the_party(desk, "Penny Lane Knits");
	assert_null(cdr_party_get(&party, "last_review_on").p);
	assert_text(cdr_party_get(&party, "file:Last review"), "03/04/2024");
	assert_warned(desk, "list.csv B2", "date_order");
}

static void
mapping_doubts_percentages_that_look_like_fractions(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier,% migrant workers\nTallbrook Mills,0.12\nGorse Hill Looms,1\n");
	assert_warned(desk, "% migrant workers", "0.12 per cent");
	desk_suppliers(desk, "Supplier,% migrant workers\nPenny Lane Knits,0.12\nLow Moor Dyers,55\n");
	for (size_t i = 0; i < desk->report->n_warnings; i++)
		assert_true(cdr_str_find(desk->report->warnings[i], CDR_STR("per cent")) < 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(mapping_says_how_each_column_was_known),
		desk_test(mapping_joins_address_columns_in_order),
		desk_test(mapping_spreads_a_merged_address_header),
		desk_test(mapping_uses_a_vague_header_only_with_fitting_content),
		desk_test(mapping_takes_a_date_column_only_where_its_header_allows),
		desk_test(mapping_knows_an_lei_column_without_a_header),
		desk_test(mapping_settles_competing_columns_and_says_so),
		desk_test(mapping_keeps_columns_of_the_same_header_apart),
		desk_test(mapping_reads_dates_by_what_the_column_forces),
		desk_test(mapping_doubts_percentages_that_look_like_fractions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
