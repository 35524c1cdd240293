/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static const char text[] = "Partner,Where,Street,Town,Since\n"
			   "Tallbrook Mills,India,7 Canal Road,Surat,03/04/2024\n";

static void
map_file_wins_over_headers(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK,
	              desk_suppliers_mapped(desk, text,
	                                    "columns:\n  name: Partner\n  country: Where\n"
	                                    "  address: [Town, Street]\n  last_review_on: Since\n"
	                                    "date_order: month_first\n"),
	              &desk->error);
	assert_column(desk, "name", "Partner", "map");
	assert_column(desk, "country", "Where", "map");
	assert_null(find_column(desk, "city")); /* Town was given to the address */
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.address, "7 Canal Road, Surat");
	assert_text(cdr_party_get(&party, "last_review_on"), "2024-03-04");
}

static void
map_file_headers_are_compared_loosely(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK, desk_suppliers_mapped(desk, text, "columns: {name: \" PARTNER \"}\n"), &desk->error);
	assert_column(desk, "name", "Partner", "map");
}

static void
map_file_defaults_fill_what_is_open(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK,
	              desk_suppliers_mapped(desk,
	                                    "Supplier Name,Country,Address\nTallbrook Mills,,7 Canal Road\n"
	                                    "Gorse Hill Looms,France,\n"
	                                    "Penny Lane Knits,,\"4 Quay, Porto, Portugal\"\n",
	                                    "defaults: {country: United Kingdom, tier: 1}\n"),
	              &desk->error);
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_text(party.country, "GB");
	assert_text(cdr_party_get(&party, "tier"), "1");
	assert_text(the_party(desk, "Gorse Hill Looms").country, "FR");
	/* What the row itself says goes before what is assumed. */
	assert_text(the_party(desk, "Penny Lane Knits").country, "PT");
}

static void
map_file_separator_replaces_the_usual_ones(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK,
	              desk_suppliers_mapped(desk, "Supplier Name,Products\nTallbrook Mills,yarn/cloth;dyed\n",
	                                    "list_separator: \"/\"\n"),
	              &desk->error);
	struct cdr_party party = the_party(desk, "Tallbrook Mills");
	assert_int_equal(party.n_products, 2);
	assert_text(party.products[1], "cloth;dyed");
}

static void
map_file_mistakes_have_a_place(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *map, *where, *message;
	} rows[] = {
		{ "columns:\n  nmae: Partner\n", "map.yaml:2:3", "did you mean \"name\"" },
		{ "columns: {name: Partner}\ncolour: red\n", "map.yaml:2:1", "unknown key \"colour\"" },
		{ "columns:\n  name: Partner\n  city: Village\n", "map.yaml:3:9", "no column \"Village\"" },
		{ "columns: {name: Partner, city: [Town, Street]}\n", "map.yaml:1:32", "read from one column" },
		{ "columns: {name: Partner, city: Partner}\n", "map.yaml:1:32", "already holds name" },
		{ "columns: {name: Partner}\ndate_order: european\n", "map.yaml:2:13", "day_first" },
		{ "columns: {name: Partner}\nlist_separator: ab\n", "map.yaml:2:17", "single ASCII" },
		{ "columns: {name: Partner}\nheader_row: 0\n", "map.yaml:2:13", "counted from 1" },
		{ "columns: {name: Partner}\ndefaults: {country: Ruritania}\n", "map.yaml:2:21", "not a country" },
		{ "columns: {name: Partner}\ndefaults: {tier: top}\n", "map.yaml:2:18", "whole number" },
		{ "columns: {name: Partner}\ndefaults: {shoe_size: 3}\n", "map.yaml:2:12", "unknown key" },
		{ "columns: [\n", NULL, "YAML" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		assert_status(CDR_EINPUT, desk_suppliers_mapped(desk, text, rows[i].map), &desk->error);
		assert_error(desk, rows[i].where, rows[i].message);
		assert_int_equal(count_parties(desk, "Tallbrook Mills", NULL), 0);
	}
}

static void
map_file_names_all_missing_headers_at_once(void **state)
{
	struct desk *desk = DESK;
	assert_status(
		CDR_EINPUT,
		desk_suppliers_mapped(desk, text, "columns:\n  name: Partner\n  city: Village\n  region: Shire\n"),
		&desk->error);
	assert_error(desk, "map.yaml:3:9", "Village");
	assert_error(desk, NULL, "map.yaml:4:11");
	assert_error(desk, NULL, "Shire");
}

static void
map_file_default_can_stand_for_a_required_column(void **state)
{
	struct desk *desk = DESK;
	struct cdr_import_options options = { .kind = CDR_IMPORT_ENGAGEMENTS,
		                              .map_yaml = CDR_STR("defaults: {supplier_id: S-1}\n"),
		                              .map_name = "map.yaml" };
	assert_status(CDR_OK,
	              desk_import_with(desk, "Agency Name,Date Recruited\nOak Hands,2024-02-01\n", "e.csv", options),
	              &desk->error);
	struct cdr_engagement engagement = { 0 };
	assert_int_equal(count_engagements(desk, &engagement), 1);
	assert_text(engagement.supplier_id, "S-1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(map_file_wins_over_headers),
		desk_test(map_file_headers_are_compared_loosely),
		desk_test(map_file_defaults_fill_what_is_open),
		desk_test(map_file_separator_replaces_the_usual_ones),
		desk_test(map_file_mistakes_have_a_place),
		desk_test(map_file_names_all_missing_headers_at_once),
		desk_test(map_file_default_can_stand_for_a_required_column),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
