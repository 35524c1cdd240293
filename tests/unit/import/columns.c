/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* Loads columns from a text instead of the project's file. */
static enum cdr_status
load_text(const char *yaml, struct cdr_import_columns **ret, struct cdr_error *err)
{
	struct cdr_bundle_file file = { CDR_STR("import/suppliers.yaml"), cdr_str_from(yaml) };
	struct cdr_bundle bundle = { NULL, &file, 1 };
	return cdr_import_columns_load(&bundle, CDR_IMPORT_SUPPLIERS, ret, err);
}

#define TAIL "blank: [n/a]\nyes: [y]\nno: [n]\nfooters: [total]\n"

static void
load_kind(struct desk *desk, enum cdr_import_kind kind, struct cdr_import_columns **ret)
{
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, kind, ret, &desk->error), &desk->error);
}

static void
columns_of_every_kind_load(void **state)
{
	struct desk *desk = DESK;
	static const char *const required[CDR_IMPORT_KIND_COUNT] = { "name",     "supplier_id", "supplier_id",
		                                                     "party_id", "audience",    "supplier_id",
		                                                     "party_id", "subject_id" };
	for (int kind = 0; kind < CDR_IMPORT_KIND_COUNT; kind++) {
		cdr_owned(cdr_import_columns) columns = NULL;
		assert_status(
			CDR_OK,
			cdr_import_columns_load(&desk->rulesets, (enum cdr_import_kind)kind, &columns, &desk->error),
			&desk->error);
		assert_text(columns->required[0].any[0]->name, required[kind]);
		assert_int_equal(strlen(columns->revision), 64);
	}
}

static void
columns_hold_what_the_contract_names(void **state)
{
	struct desk *desk = DESK;
	static const char *const names[CDR_IMPORT_KIND_COUNT] = {
		"id name name_local aliases kind country address city region postcode lat lng lei company_number "
		"tax_id os_id "
		"licence_number licence_authority sector sector_code products product_origins tier parent_id spend "
		"currency "
		"workers_total workers_migrant_pct workers_female_pct workers_temporary_pct uses_labour_providers "
		"union_present collective_agreement grievance_channel code_of_conduct code_monitored_on "
		"forced_labour_clause child_labour_clause responsible_person last_review_on public_contract "
		"on_site_service tourism_code training_completed subcontracts subcontracting_disclosed "
		"officials_interest provenance_documented price_to_peers_pct no_written_contract_pct "
		"workers_without_identity_pct youngest_worker age_evidence complaints_last_year rights_information "
		"inspected_on",
		"supplier_id agency_id agency_name agency_country agency_licence_number recruited_in registered_in "
		"performed_in recruited_on ended_on workers worker_countries fee_amount fee_currency fee_paid_by "
		"visa_cost_amount visa_cost_paid_by transport_cost_amount transport_cost_paid_by medical_cost_amount "
		"medical_cost_paid_by housing_cost_amount housing_cost_paid_by other_costs contract_language "
		"worker_languages contract_class visa_promised visa_issued documents_held_by housing_charge_monthly "
		"hours_per_day days_per_week pay_deferred subcontract_depth channel vessel_flag charterer_country "
		"cohort agency_kind sub_agent_name sub_agent_country sub_agent_licence_number activity "
		"advertised_through official_involved transferred_for_payment briefing_given return_paid_by loan_taken "
		"loan_security debt_increased deposit_amount repaid_amount repaid_on regulator contract_copy_given "
		"contract_signed_before_departure second_contract job_as_promised leave_penalty government_contract "
		"overtime_paid pay_kind wage_promised_monthly wage_paid_monthly wage_currency wages_unpaid_months "
		"deductions_monthly housing_tied housing_adequate free_to_leave social_protection "
		"protected_from_hazards months_at_sea youngest_worker age_evidence",
		"audit_id supplier_id audited_on auditor independent announced scheme scope_tiers "
		"covers_labour_providers worker_interviews findings corrective_actions closed_on indicators",
		"party_id scheme number issuer issuer_country valid_from valid_to",
		"audience topic held_on people people_in_scope",
		"survey_id supplier_id held_on respondents independent question indicator answers_adverse "
		"answers_other",
		"allegation_id party_id published_on publisher publisher_kind title url kind indicators under_18 "
		"status",
		"subject_id supplier agency recruited_on column question expected rules answer note",
	};
	for (int kind = 0; kind < CDR_IMPORT_KIND_COUNT; kind++) {
		cdr_owned(cdr_import_columns) columns = NULL;
		struct cdr_str rest = cdr_str_from(names[kind]), name;
		assert_status(
			CDR_OK,
			cdr_import_columns_load(&desk->rulesets, (enum cdr_import_kind)kind, &columns, &desk->error),
			&desk->error);
		while (cdr_str_split(&rest, ' ', &name)) {
			if (!cdr_import_columns_find(columns, cdr_str_copy(desk->arena, name).p))
				fail_msg("no column %.*s", CDR_STR_ARG(name));
		}
		assert_null(cdr_import_columns_find(columns, "shoe_size"));
	}
}

static void
columns_know_headers_however_they_are_written(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *header, *canonical;
	} rows[] = {
		{ "Factory Name", "name" },
		{ "supplier_name", "name" },
		{ "OrganisationName", "name" },
		{ " PROVEEDOR: ", "name" },
		{ "供应商名称", "name" },
		{ "Tên nhà cung cấp", "name" },
		{ "Ülke", "country" },
		{ "País", "country" },
		{ "Country / Region", "country" },
		{ "Address 2", "address" },
		{ "AddressLine3", "address" },
		{ "CompanyNumber", "company_number" },
		{ "% Migrant Workers", "workers_migrant_pct" },
		{ "Total Workers", "workers_total" },
		{ "PLZ", "postcode" },
	};
	cdr_owned(cdr_import_columns) columns = NULL;
	assert_status(CDR_OK, cdr_import_columns_load(&desk->rulesets, CDR_IMPORT_SUPPLIERS, &columns, &desk->error),
	              &desk->error);
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		const struct cdr_import_synonym *synonym = desk_synonym(desk, columns, cdr_str_from(rows[i].header));
		if (!synonym)
			fail_msg("\"%s\" is not known", rows[i].header);
		assert_text(synonym->definition->name, rows[i].canonical);
	}
	assert_null(desk_synonym(desk, columns, CDR_STR("Migrant Workers")));
	assert_null(desk_synonym(desk, columns, CDR_STR("City 2")));
	assert_null(desk_synonym(desk, columns, CDR_STR("***")));
}

static void
columns_squash_keeps_percent_and_number_signs(void **state)
{
	struct desk *desk = DESK;
	assert_text(cdr_import_squash(CDR_STR("% of Workers"), desk->arena), "percentofworkers");
	assert_text(cdr_import_squash(CDR_STR("Supplier #"), desk->arena), "suppliernumber");
	assert_text(cdr_import_squash(CDR_STR("Raz\303\263n social"), desk->arena), "razonsocial");
	assert_int_equal(cdr_import_squash(CDR_STR(" - "), desk->arena).n, 0);
}

static void
columns_kinds_have_words(void **state)
{
	(void)state;
	assert_string_equal(cdr_import_kind_word(CDR_IMPORT_ENGAGEMENTS), "engagements");
	assert_int_equal(cdr_import_kind_from(CDR_STR("suppliers")), CDR_IMPORT_SUPPLIERS);
	assert_int_equal(cdr_import_kind_from(CDR_STR("audit")), -1);
	for (int kind = 0; kind < CDR_IMPORT_KIND_COUNT; kind++) {
		const char *word = cdr_import_kind_word((enum cdr_import_kind)kind);
		assert_int_equal(cdr_import_kind_from(cdr_str_from(word)), kind);
		assert_non_null(strstr(CDR_IMPORT_KINDS_TEXT, word));
	}
	for (int kind = 0; kind < CDR_RECORD_KIND_COUNT; kind++)
		assert_string_equal(cdr_record_kind_word((enum cdr_record_kind)kind),
		                    cdr_import_kind_word((enum cdr_import_kind)(CDR_IMPORT_AUDITS + kind)));
}

static void
columns_mistakes_in_the_data_are_named_with_their_place(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *yaml, *where, *message;
	} rows[] = {
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: nmae}\n" TAIL, "import/suppliers.yaml:3:24",
		  "identifier" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name, sise: 3}\n" TAIL,
		  "import/suppliers.yaml:3:30", "unknown key \"sise\"" },
		{ "required: [[title]]\ncolumns:\n  - {name: name, type: name}\n" TAIL, "import/suppliers.yaml:1:13",
		  "no such column" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name, headers: {en: [firm]}}\n"
		  "  - {name: city, type: text, headers: {en: [Firm]}}\n" TAIL,
		  "import/suppliers.yaml:4:45", "already a header of name" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name}\n  - {name: name, type: text}\n" TAIL,
		  "import/suppliers.yaml:4:5", "twice" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: identifier}\n" TAIL,
		  "import/suppliers.yaml:3:5", "scheme" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: word}\n" TAIL, "import/suppliers.yaml:3:5",
		  "words belong" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: money, currency: coin}\n" TAIL,
		  "import/suppliers.yaml:3:41", "no column \"coin\"" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name, headers: {en: [\"--\"]}}\n" TAIL,
		  "import/suppliers.yaml:3:45", "no letters" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: text, suppressed: true}\n" TAIL,
		  "import/suppliers.yaml:3:5", "whole numbers" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: text, quiet: true}\n" TAIL,
		  "import/suppliers.yaml:3:5", "lenient too" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: code}\n" TAIL, "import/suppliers.yaml:3:5",
		  "codes belong" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: codes, codes: {A: none}}\n" TAIL,
		  "import/suppliers.yaml:3:42", "capital letters" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name}\nrecord: {identity: [nmae]}\n" TAIL,
		  "import/suppliers.yaml:4:21", "no such column" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name}\nrecord: {subject: name}\n" TAIL,
		  "import/suppliers.yaml:4:9", "identity" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name}\nwords_of: [suppliers]\n" TAIL,
		  "import/suppliers.yaml:4:12", "no other file" },
		{ "required: [[name]]\ncolumns:\n  - {name: name, type: name}\nblank: [n/a]\nyes: [y]\nno: [n]\n",
		  "import/suppliers.yaml:1:1", "\"footers\" is missing" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		cdr_owned(cdr_import_columns) columns = NULL;
		desk->error = (struct cdr_error){ 0 };
		assert_status(CDR_EINPUT, load_text(rows[i].yaml, &columns, &desk->error), &desk->error);
		assert_error(desk, rows[i].where, rows[i].message);
		assert_null(columns);
	}
}

static void
columns_share_the_words_of_other_files(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *persons, *where, *message;
	} rows[] = {
		{ "left_out: [full name]\n", NULL, NULL },
		{ "left_out: [full name]\nrequired: []\n", "import/persons.yaml:2:1", "unknown key \"required\"" },
		{ "left_out: [\"--\"]\n", "import/persons.yaml:1:12", "no letters" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		struct cdr_bundle_file files[] = {
			{ CDR_STR("import/persons.yaml"), cdr_str_from(rows[i].persons) },
			{ CDR_STR("import/suppliers.yaml"), CDR_STR("required: [[name]]\ncolumns:\n  - {name: name, "
			                                            "type: name}\nwords_of: [persons]\n" TAIL) },
		};
		const struct cdr_bundle bundle = { .files = files, .n_files = CDR_LEN(files) };
		cdr_owned(cdr_import_columns) columns = NULL;
		desk->error = (struct cdr_error){ 0 };
		assert_status(rows[i].where ? CDR_EINPUT : CDR_OK,
		              cdr_import_columns_load(&bundle, CDR_IMPORT_SUPPLIERS, &columns, &desk->error),
		              &desk->error);
		if (rows[i].where)
			assert_error(desk, rows[i].where, rows[i].message);
		else
			assert_non_null(cdr_map_get(columns->left_out, CDR_STR("fullname")));
	}
}

/* Codes that a column takes are those of the table, no more and no fewer. */
static void
columns_of_indicators_know_the_codes_of_the_table(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		enum cdr_import_kind kind;
		const char *column;
	} rows[] = { { CDR_IMPORT_AUDITS, "indicators" },
		     { CDR_IMPORT_SURVEYS, "indicator" },
		     { CDR_IMPORT_ALLEGATIONS, "indicators" } };
	const struct cdr_bundle_file *table = cdr_bundle_find(&desk->rulesets, CDR_STR("tables/indicators.csv"));
	assert_non_null(table);
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		cdr_owned(cdr_import_columns) columns = NULL;
		struct cdr_str rest = table->text, line, code;
		int64_t n = 0, last = 0, n_codes = 0;
		load_kind(desk, rows[i].kind, &columns);
		const struct cdr_import_definition *definition = cdr_import_columns_find(columns, rows[i].column);
		while (cdr_str_split(&rest, '\n', &line)) {
			if (!cdr_str_split(&line, ',', &code) || code.n < 2 || code.p[0] < 'A' || code.p[0] > 'Z')
				continue;
			const struct cdr_decl_node *limit = NULL;
			for (size_t k = 0; k < definition->codes->n; k++) {
				if (definition->codes->pairs[k].key.p[0] == code.p[0])
					limit = definition->codes->pairs[k].value;
			}
			assert_non_null(limit);
			assert_true(cdr_str_to_i64((struct cdr_str){ code.p + 1, code.n - 1 }, &n));
			assert_true(cdr_str_to_i64(limit->text, &last) && n <= last);
			n_codes++;
		}
		for (size_t k = 0; k < definition->codes->n; k++) {
			assert_true(cdr_str_to_i64(definition->codes->pairs[k].value->text, &last));
			n_codes -= last;
		}
		assert_int_equal(n_codes, 0);
	}
}

static void
columns_missing_from_the_bundle_are_said_to_be(void **state)
{
	struct desk *desk = DESK;
	struct cdr_bundle empty = { 0 };
	cdr_owned(cdr_import_columns) columns = NULL;
	assert_status(CDR_ENOTFOUND, cdr_import_columns_load(&empty, CDR_IMPORT_ENGAGEMENTS, &columns, &desk->error),
	              &desk->error);
	assert_error(desk, NULL, "import/engagements.yaml");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(columns_of_every_kind_load),
		desk_test(columns_hold_what_the_contract_names),
		desk_test(columns_know_headers_however_they_are_written),
		desk_test(columns_squash_keeps_percent_and_number_signs),
		cmocka_unit_test(columns_kinds_have_words),
		desk_test(columns_mistakes_in_the_data_are_named_with_their_place),
		desk_test(columns_share_the_words_of_other_files),
		desk_test(columns_of_indicators_know_the_codes_of_the_table),
		desk_test(columns_missing_from_the_bundle_are_said_to_be),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
