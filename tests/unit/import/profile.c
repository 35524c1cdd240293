/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

static void
profile_files_are_told_by_their_headers(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *text, *id, *layout;
	} rows[] = {
		{ "country,name,address\nGB,Example Mill Ltd,1 Sample Street\n", "open-supply-hub-minimal", "seen" },
		{ "Name,Address,COUNTRY,number_of_workers\nExample Mill Ltd,1 Sample Street,GB,12\n", "open-supply-hub",
		  "secondary" },
		{ "Supplier Name,Address\nExample Mill Ltd,\"1 Sample Street, Portugal\"\n",
		  "brand-disclosure-addresses", "seen" },
		{ "Our factories\n\nFactory Name,Factory Type,Address,City,State,Country / Region,Region,Total "
		  "Workers\n"
		  "Example Mill Ltd,Finished goods,1 Sample Street,Braga,Minho,Portugal,EMEA,111.0\n",
		  "brand-disclosure-workers", "seen" },
		{ "Site Code,Site Name,Company Name,Country,Total Workers\nZS1,Example Mill Ltd,Example Group,GB,12\n",
		  "sedex-sites", "assumed" },
		{ "StatementYear,OrganisationName,Address,SectorType,CompanyNumber,StatementURL,Turnover\n"
		  "2024,Example Mill Ltd,1 Sample Street,Private,01234567,https://example.org,Not provided\n",
		  "uk-statement-registry", "secondary" },
		{ "OrganisationName,Address1,Address2,TownCity,Country,PostCode,Sector,CompanyNumber,SICCode\n"
		  "Example Mill Ltd,1 Sample Street,,Leeds,England,LS1 1AA,Private,01234567,13100\n",
		  "uk-organisations", "seen" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		desk_suppliers(desk, rows[i].text);
		assert_text(desk->report->profile, rows[i].id);
		assert_text(desk->report->profile_layout, rows[i].layout);
		assert_int_equal(desk->report->record.n_accepted, 1);
		assert_text(find_column(desk, "name")->how, "profile");
		assert_int_equal(desk->report->n_questions, 0);
		if (strcmp(rows[i].layout, "seen") != 0)
			assert_warned(desk, "no such file was seen", "look over");
	}
}

static void
profile_says_what_a_header_of_many_meanings_is(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "Factory Name,Factory Type,Address,City,State,Country / Region,Region,Total Workers\n"
	                     "Example Mill Ltd,Finished goods,1 Sample Street,Braga,Minho,Portugal,EMEA,111.0\n");
	struct cdr_party party = the_party(desk, "Example Mill Ltd");
	assert_text(party.region, "Minho");
	assert_text(cdr_party_get(&party, "file:Region"), "EMEA");
	assert_int_equal(desk->report->n_warnings, 0);
}

static void
profile_a_header_it_does_not_know_leaves_a_file_to_its_headers(void **state)
{
	struct desk *desk = DESK;
	desk_suppliers(desk, "country,name,address,tier\nGB,Example Mill Ltd,1 Sample Street,2\n");
	assert_null(desk->report->profile.p);
	assert_text(find_column(desk, "name")->how, "header");
	struct cdr_party party = the_party(desk, "Example Mill Ltd");
	assert_text(cdr_party_get(&party, "tier"), "2");
}

static void
profile_gives_way_to_an_explicit_mapping(void **state)
{
	struct desk *desk = DESK;
	assert_status(CDR_OK,
	              desk_suppliers_mapped(desk, "country,name,address\nGB,Example Mill Ltd,1 Sample Street\n",
	                                    "columns: {name: name}\n"),
	              &desk->error);
	assert_null(desk->report->profile.p);
	assert_column(desk, "name", "name", "map");
}

static void
profile_mistakes_are_named_with_their_place(void **state)
{
	struct desk *desk = DESK;
	const char *yaml = "id: x\ntitle: X\nkind: suppliers\nlayout: sen\nsource: y\nwhen: [A]\ncolumns: {name: A}\n";
	struct cdr_bundle_file *files = cdr_arena_alloc(desk->arena, (desk->rulesets.n_files + 1) * sizeof(*files));
	assert_non_null(files);
	files[0] = (struct cdr_bundle_file){ CDR_STR("import/profiles/x.yaml"), cdr_str_from(yaml) };
	memcpy(files + 1, desk->rulesets.files, desk->rulesets.n_files * sizeof(*files));
	const struct cdr_bundle bundle = { NULL, files, desk->rulesets.n_files + 1 };
	const struct cdr_import_options options = { .org = ORG,
		                                    .actor = CDR_STR("tester"),
		                                    .kind = CDR_IMPORT_SUPPLIERS };
	struct cdr_import_report *report = NULL;
	assert_status(CDR_EINPUT,
	              cdr_import_file(desk->store, desk->normaliser, &bundle, CDR_STR("name\nExample Mill Ltd\n"),
	                              "list.csv", &options, &report, &desk->error),
	              &desk->error);
	assert_error(desk, "import/profiles/x.yaml:4:9", "seen");
	assert_null(report);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(profile_files_are_told_by_their_headers),
		desk_test(profile_says_what_a_header_of_many_meanings_is),
		desk_test(profile_a_header_it_does_not_know_leaves_a_file_to_its_headers),
		desk_test(profile_gives_way_to_an_explicit_mapping),
		desk_test(profile_mistakes_are_named_with_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
