/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
parties_hold_every_cell_of_their_row(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(
		desk,
		"ID,Supplier Name,Local name,Also known as,Party type,Country,Address,City,State,Zip,Sector,"
		"Products,Company No,Tax ID,Licence Number,Workers,% female workers,Trade union,Annual spend,"
		"Currency,Buyer\n"
		"S-1,Tallbrook Mills,Talabruk,TB Mills; Tallbrook,Factory,India,7 Canal Road,Surat,Gujarat,395001,"
		"Textiles,yarn|cloth,U17111,GST-9,LP-77,\"1,200\",45%,yes,90000.50,inr,North desk\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.key, "S-1");
	assert_text(party.name_local, "Talabruk");
	assert_int_equal(party.n_aliases, 2);
	assert_text(party.aliases[1], "Tallbrook");
	assert_text(party.kind, "site");
	assert_text(party.country, "IN");
	assert_text(party.address, "7 Canal Road");
	assert_text(party.city, "Surat");
	assert_text(party.region, "Gujarat");
	assert_text(party.postcode, "395001");
	assert_text(party.sector, "Textiles");
	assert_int_equal(party.n_products, 2);
	assert_text(party.products[0], "yarn");
	assert_int_equal(party.n_identifiers, 3);
	assert_text(cdr_party_get(&party, "company_number"), "U17111");
	assert_text(cdr_party_get(&party, "tax_id"), "GST-9");
	assert_text(cdr_party_get(&party, "licence_number"), "LP-77");
	assert_text(cdr_party_get(&party, "workers_total"), "1200");
	assert_text(cdr_party_get(&party, "workers_female_pct"), "45");
	assert_text(cdr_party_get(&party, "union_present"), "true");
	assert_text(cdr_party_get(&party, "spend"), "90000.5");
	assert_text(cdr_party_get(&party, "currency"), "INR");
	assert_text(cdr_party_get(&party, "file:Buyer"), "North desk");
	assert_int_equal(party.n_attributes, 6);
	assert_text(party.origin.file, "list.csv");
	assert_int_equal(party.origin.row, 2);
}

static void
parties_attributes_are_sorted(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Zeal,Supplier Name,Tier,Apples\nz,Tallbrook Mills,2,a\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_int_equal(party.n_attributes, 3);
	for (size_t i = 1; i < party.n_attributes; i++)
		assert_true(cdr_str_compare(party.attributes[i - 1].name, party.attributes[i].name) < 0);
}

static void
parties_national_identifiers_carry_the_country(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier Name,Country,Company No,LEI\nTallbrook Mills,GB,123,5493001KJTIIGC8Y1R12\n");
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_int_equal(party.n_identifiers, 2);
	for (size_t i = 0; i < party.n_identifiers; i++) {
		bool lei = cdr_str_equal(party.identifiers[i].scheme, CDR_STR("lei"));
		assert_text(party.identifiers[i].country, lei ? "" : "GB");
	}
}

static void
parties_tell_of_subcontracting_ages_and_complaints(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Supplier name,Country,On-site service,Uses subcontractors,Subcontractors disclosed,"
	                     "Price to peers %,% undocumented workers,Youngest worker age,Proof of age,"
	                     "Grievances last 12 months,Last labour inspection,Last code check\n"
	                     "Alder Cleaning,GB,Cleaning,yes,no,140 %,12 %,17,copies of documents,0,2024-03-05,\n"
	                     "Birch Mill,IN,a bit,,,85.5,,,by the teacher,,,2024-01-02\n");
	assert_counts(desk, 2, 0, 2);
	struct cdr_party alder = the_party(desk, "Alder Cleaning"), birch = the_party(desk, "Birch Mill");
	assert_text(cdr_party_get(&alder, "on_site_service"), "true");
	assert_text(cdr_party_get(&alder, "subcontracts"), "true");
	assert_text(cdr_party_get(&alder, "subcontracting_disclosed"), "false");
	assert_text(cdr_party_get(&alder, "price_to_peers_pct"), "140");
	assert_text(cdr_party_get(&alder, "workers_without_identity_pct"), "12");
	assert_text(cdr_party_get(&alder, "youngest_worker"), "17");
	assert_text(cdr_party_get(&alder, "age_evidence"), "documents");
	assert_text(cdr_party_get(&alder, "complaints_last_year"), "0");
	assert_text(cdr_party_get(&alder, "inspected_on"), "2024-03-05");
	assert_text(cdr_party_get(&alder, "blank:code_monitored_on"), "true");
	assert_text(cdr_party_get(&birch, "price_to_peers_pct"), "85.5");
	assert_text(cdr_party_get(&birch, "file:On-site service"), "a bit");
	assert_text(cdr_party_get(&birch, "file:Proof of age"), "by the teacher");
	assert_null(cdr_party_get(&birch, "blank:code_monitored_on").p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(parties_hold_every_cell_of_their_row),
		desk_test(parties_attributes_are_sorted),
		desk_test(parties_national_identifiers_carry_the_country),
		desk_test(parties_tell_of_subcontracting_ages_and_complaints),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
