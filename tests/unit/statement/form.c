/* SPDX-License-Identifier: Apache-2.0 */
#include "statement-test.h"

/* The columns of the registry's yearly download, in its order: typed here again, so that a column that moves is seen. */
static const char *const registry_columns[] = {
	"StatementYear",
	"OrganisationName",
	"Address",
	"SectorType",
	"CompanyNumber",
	"LastUpdated",
	"GroupSubmission",
	"ParentName",
	"StatementURL",
	"EmailAddressNoURL",
	"StatementSummaryURL",
	"StatementStartDate",
	"StatementEndDate",
	"ApprovingPerson",
	"DateApproved",
	"StatementIncludesOrgStructure",
	"NoOrgStructureReason",
	"StatementIncludesPolicies",
	"NoPoliciesReason",
	"StatementIncludesRisksAssessment",
	"NoRiskAssessmentReason",
	"StatementIncludesDueDiligence",
	"NoDueDiligenceReason",
	"StatementIncludesTraining",
	"NoTrainingReason",
	"StatementIncludesGoals",
	"NoGoalsReason",
	"OrganisationSectors",
	"OtherOrganisationSector",
	"Turnover",
	"YearsProducingStatements",
	"Policies",
	"OtherPolicies",
	"NoPolicies",
	"Training",
	"OtherTraining",
	"NoTraining",
	"WorkingConditionsEngagement",
	"NoEngagement",
	"SocialAudits",
	"NoSocialAudits",
	"GrievanceMechanisms",
	"NoGrievanceMechanisms",
	"OtherMonitoring",
	"NoRisks",
	"Risk1",
	"Risk1Area",
	"Risk1SupplyChainTier",
	"Risk1GroupAffected",
	"Risk1OtherGroupAffected",
	"Risk1Location",
	"Risk1Mitigation",
	"Risk2",
	"Risk2Area",
	"Risk2SupplyChainTier",
	"Risk2GroupAffected",
	"Risk2OtherGroupAffected",
	"Risk2Location",
	"Risk2Mitigation",
	"Risk3",
	"Risk3Area",
	"Risk3SupplyChainTier",
	"Risk3GroupAffected",
	"Risk3OtherGroupAffected",
	"Risk3Location",
	"Risk3Mitigation",
	"ILOIndicatorsInStatement",
	"NoILOIndicatorsInStatement",
	"ILOIndicatorsActions",
	"ILOIndicatorsNoActions",
	"DemonstrateProgress",
};

/* A statement of the year 2026 (1 April 2025 to 31 March 2026) with what is given of claims and steps. */
#define STATEMENT(more)                                                                                                \
	"{\"format\":\"candor-statement-draft/2\",\"law\":{\"id\":\"" UK "\"},\"year\":{\"label\":\"2026\",\"start\":" \
	"\"2025-04-01\",\"end\":\"2026-03-31\"}" more "}"

static struct cdr_form_sheet
fill(struct fixture *fixture, const char *statement, const char *organisation)
{
	struct cdr_form_sheet sheet = { 0 };
	struct cdr_error err = { 0 };
	if (cdr_statement_form(&fixture->rulesets, CDR_STR("registry"), cdr_str_from(statement),
	                       cdr_str_from(organisation), fixture->arena, &sheet, &err) != CDR_OK)
		fail_msg("%s: %s", err.where, err.message);
	return sheet;
}

static const char *
value(const struct cdr_form_sheet *sheet, const char *column)
{
	for (size_t i = 0; i < sheet->n_columns; i++) {
		if (cdr_str_equal(sheet->columns[i], cdr_str_from(column)))
			return sheet->values[i].p;
	}
	fail_msg("no column %s", column);
	return NULL;
}

static bool
remarked(const struct cdr_form_sheet *sheet, const char *column, const char *piece)
{
	for (size_t i = 0; i < sheet->n_remarks; i++) {
		if (cdr_str_equal(sheet->remarks[i].column, cdr_str_from(column)) &&
		    cdr_str_find(sheet->remarks[i].text, cdr_str_from(piece)) >= 0)
			return true;
	}
	return false;
}

static void
form_has_the_registrys_columns_in_its_order(void **state)
{
	struct cdr_form_sheet sheet = fill(*state, STATEMENT(""), "{}");
	assert_int_equal(sheet.n_columns, CDR_LEN(registry_columns));
	for (size_t i = 0; i < sheet.n_columns; i++)
		assert_string_equal(sheet.columns[i].p, registry_columns[i]);
}

static void
form_names_only_criteria_the_law_has(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	const struct cdr_bundle_file *file = cdr_bundle_find(&fixture->rulesets, CDR_STR("statement/" UK "/form.yaml"));
	assert_non_null(file);
	cdr_auto(cdr_decl) decl = { 0 };
	assert_int_equal(cdr_decl_parse(file->text, "form.yaml", &decl, NULL), CDR_OK);
	const struct cdr_decl_node *columns = cdr_decl_get(decl.root, "columns");
	size_t n_checked = 0;
	for (size_t i = 0; i < columns->n; i++) {
		for (size_t k = 0; k < cdr_decl_count(columns->items[i], "criteria"); k++, n_checked++) {
			bool found = false;
			for (size_t c = 0; c < law->n_criteria; c++)
				found = found || cdr_str_equal(law->criteria[c].id,
				                               cdr_decl_item(columns->items[i], "criteria", k));
			assert_true(found);
		}
	}
	assert_true(n_checked >= 6);
}

static void
form_of_nothing_is_blank_and_says_so(void **state)
{
	struct cdr_form_sheet sheet = fill(*state, STATEMENT(""), "{}");
	assert_string_equal(value(&sheet, "StatementYear"), "2026");
	assert_string_equal(value(&sheet, "StatementStartDate"), "01/04/2025");
	assert_string_equal(value(&sheet, "StatementEndDate"), "31/03/2026");
	for (size_t i = 0; i < sheet.n_columns; i++) {
		bool is_year = strstr("StatementYear StatementStartDate StatementEndDate", sheet.columns[i].p) != NULL;
		assert_int_equal(sheet.values[i].n > 0, is_year);
	}
	assert_true(remarked(&sheet, "StatementIncludesPolicies", "names no step"));
	assert_true(remarked(&sheet, "NoPoliciesReason", "Why"));
	assert_true(remarked(&sheet, "Risk1", "gravest"));
	assert_true(remarked(&sheet, "GroupSubmission", "says nothing of “entities”"));
	assert_false(remarked(&sheet, "LastUpdated", "")); /* the office's own */
}

static void
form_says_yes_only_where_something_was_done(void **state)
{
	struct cdr_form_sheet sheet = fill(
		*state,
		STATEMENT(",\"claims\":[{\"criterion\":\"policies\",\"text\":\"One policy.\",\"strength\":\"some\"},"
	                  "{\"criterion\":\"training\",\"text\":\"None was held.\",\"strength\":\"none\"},"
	                  "{\"criterion\":\"effectiveness\",\"text\":\"Measured: 3.\",\"strength\":\"all\"}]"),
		"{}");
	assert_string_equal(value(&sheet, "StatementIncludesPolicies"), "Yes");
	assert_string_equal(value(&sheet, "NoPoliciesReason"), "");
	assert_false(remarked(&sheet, "NoPoliciesReason", ""));
	assert_string_equal(value(&sheet, "StatementIncludesTraining"), "");
	assert_true(remarked(&sheet, "NoTrainingReason", "Why"));
	assert_string_equal(value(&sheet, "DemonstrateProgress"), "Measured: 3.");
}

static void
form_leaves_out_what_is_too_long_and_says_the_limit(void **state)
{
	struct fixture *fixture = *state;
	for (int n = 500; n <= 501; n++) {
		cdr_auto(cdr_buf) text = CDR_BUF_INIT;
		cdr_buf_puts(&text,
		             "{\"law\":{\"id\":\"" UK "\"},\"claims\":[{\"criterion\":\"effectiveness\",\"strength\":"
		             "\"all\",\"text\":\"");
		for (int i = 0; i < n; i++)
			cdr_buf_puts(&text, "é"); /* characters count, not bytes */
		cdr_buf_puts(&text, "\"}]}");
		struct cdr_form_sheet sheet = fill(fixture, text.p, "{}");
		assert_int_equal(*value(&sheet, "DemonstrateProgress") != '\0', n == 500);
		assert_int_equal(remarked(&sheet, "DemonstrateProgress", "501 characters, at most 500"), n == 501);
	}
}

static void
form_puts_amounts_into_bands_at_their_edges(void **state)
{
	static const struct {
		const char *minor, *band;
	} cases[] = { { "3599999900", "Under £36 million" },
		      { "3600000000", "£36 million to £60 million" },
		      { "5999999999", "£36 million to £60 million" },
		      { "6000000000", "£60 million to £100 million" },
		      { "50000000000", "Over £500 million" } };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char text[128];
		snprintf(text, sizeof(text), "{\"turnover\":{\"minor\":%s,\"currency\":\"GBP\"}}", cases[i].minor);
		struct cdr_form_sheet sheet = fill(*state, STATEMENT(""), text);
		assert_string_equal(value(&sheet, "Turnover"), cases[i].band);
	}
	struct cdr_form_sheet sheet = fill(*state, STATEMENT(""), "{\"turnover\":{\"minor\":1,\"currency\":\"EUR\"}}");
	assert_string_equal(value(&sheet, "Turnover"), "");
	assert_true(remarked(&sheet, "Turnover", "EUR, GBP is asked for"));
}

static void
form_lists_what_entries_of_the_year_say_and_offers_the_rest(void **state)
{
	struct cdr_form_sheet sheet = fill(
		*state, STATEMENT(""),
		"{\"training\":[{\"audience\":\"procurement\",\"held_on\":\"2025-04-01\"},"
		"{\"audience\":\"suppliers\",\"held_on\":\"2026-04-01\"},{\"audience\":\"night_shift\",\"held_on\":"
		"\"2026-03-31\"},{\"audience\":\"managers\",\"held_on\":\"2025-06-01\"}],"
		"\"audits\":[{\"auditor\":\"third_party\",\"announced\":false,\"audited_on\":\"2025-05-05\"},"
		"{\"auditor\":\"own_staff\",\"announced\":true,\"audited_on\":\"2025-05-06\"}],"
		"\"policies\":[{\"topics\":[\"child_labour\",\"freedom_of_association\"],\"adopted_on\":\"2020-01-01\"}"
		","
		"{\"topics\":[\"freedom_of_movement\"],\"adopted_on\":\"2026-04-01\"}],\"grievance_channels\":[]}");
	assert_string_equal(value(&sheet, "Training"), "Procurement staff\r\nOther");
	assert_string_equal(value(&sheet, "OtherTraining"), "night shift");
	assert_true(remarked(&sheet, "Training", "“Executive-level staff”"));
	assert_string_equal(value(&sheet, "SocialAudits"),
	                    "Audit conducted by your staff\r\nAnnounced audit\r\nUnannounced audit");
	assert_true(remarked(&sheet, "SocialAudits", "“Third party audit arranged by your organisation”"));
	assert_string_equal(value(&sheet, "Policies"), "Freedom of association");
	assert_true(remarked(&sheet, "Policies", "to be confirmed: “Prohibits child labour”"));
	assert_string_equal(value(&sheet, "NoGrievanceMechanisms"), "Yes"); /* an empty list is none */
	assert_string_equal(value(&sheet, "NoTraining"), "");
}

static void
form_takes_approval_and_publication_from_the_steps(void **state)
{
	struct cdr_form_sheet sheet = fill(
		*state,
		STATEMENT(
			",\"steps\":[{\"step\":\"approved\",\"at\":\"2026-05-01\"},{\"step\":\"signed\",\"name\":"
			"\"A. Name\",\"role\":\"Director\"},{\"step\":\"published\",\"url\":\"https://a.example/s\"}]"),
		"{\"name\":\"Group plc\",\"entities\":[{\"name\":\"a\"},{\"name\":\"b\"}]}");
	assert_string_equal(value(&sheet, "ApprovingPerson"), "A. Name, Director");
	assert_string_equal(value(&sheet, "DateApproved"), "01/05/2026");
	assert_string_equal(value(&sheet, "StatementURL"), "https://a.example/s");
	assert_string_equal(value(&sheet, "GroupSubmission"), "Yes");
	assert_string_equal(value(&sheet, "ParentName"), "Group plc");
	sheet = fill(*state, STATEMENT(""), "{\"name\":\"Alone Ltd\",\"entities\":[{\"name\":\"a\"}]}");
	assert_string_equal(value(&sheet, "GroupSubmission"), "");
	assert_string_equal(value(&sheet, "ParentName"), "");
}

static void
form_that_is_not_there_is_named(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_form_sheet sheet = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_form(&fixture->rulesets, CDR_STR("other"), CDR_STR(STATEMENT("")), CDR_STR("{}"),
	                                    fixture->arena, &sheet, &err),
	                 CDR_ENOTFOUND);
	assert_non_null(strstr(err.message, "only “registry”"));
	assert_int_equal(cdr_statement_form(&fixture->rulesets, CDR_STR("registry"),
	                                    CDR_STR("{\"law\":{\"id\":\"" CALIFORNIA "\"}}"), CDR_STR("{}"),
	                                    fixture->arena, &sheet, &err),
	                 CDR_ENOTFOUND);
	assert_null(sheet.columns);
}

static void
form_files_with_mistakes_are_refused_at_their_place(void **state)
{
	(void)state;
#define FORM_HEAD "id: registry\ntitle: T\nsources: []\ndate: \"{dd}\"\n\"yes\": \"Yes\"\ncolumns:\n"
	static const struct {
		const char *columns, *message, *where;
	} cases[] = {
		{ "  - {column: A, from: stars}\n", "do not come from “stars”", ":7:23" },
		{ "  - {column: A, from: ask, path: x}\n", "path", ":7:" },
		{ "  - {column: A, from: reason, of: B}\n", "no column", ":7:" },
		{ "  - {column: A, from: ask}\n  - {column: A, from: ask}\n", "already there", ":8:" },
		{ "  - {column: A, from: ask, max: 0}\n", "at least 1", ":7:" },
		{ "  - {column: A, from: amount, path: x, currency: GBP, bands: [{below: 2, text: a}]}\n",
		  "only the last", ":7:" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char text[512];
		snprintf(text, sizeof(text), FORM_HEAD "%s", cases[i].columns);
		struct cdr_bundle_file file = { CDR_STR("statement/l/form.yaml"), cdr_str_from(text) };
		struct cdr_bundle bundle = { NULL, &file, 1 };
		struct cdr_form_sheet sheet = { 0 };
		struct cdr_error err = { 0 };
		cdr_owned(cdr_arena) arena = cdr_arena_new(1 << 20);
		assert_int_equal(cdr_statement_form(&bundle, CDR_STR("registry"), CDR_STR("{\"law\":{\"id\":\"l\"}}"),
		                                    CDR_STR("{}"), arena, &sheet, &err),
		                 CDR_EINPUT);
		if (!strstr(err.message, cases[i].message) || !strstr(err.where, cases[i].where))
			fail_msg("%s: %s", err.where, err.message);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(form_has_the_registrys_columns_in_its_order, setup, teardown),
		cmocka_unit_test_setup_teardown(form_names_only_criteria_the_law_has, setup, teardown),
		cmocka_unit_test_setup_teardown(form_of_nothing_is_blank_and_says_so, setup, teardown),
		cmocka_unit_test_setup_teardown(form_says_yes_only_where_something_was_done, setup, teardown),
		cmocka_unit_test_setup_teardown(form_leaves_out_what_is_too_long_and_says_the_limit, setup, teardown),
		cmocka_unit_test_setup_teardown(form_puts_amounts_into_bands_at_their_edges, setup, teardown),
		cmocka_unit_test_setup_teardown(form_lists_what_entries_of_the_year_say_and_offers_the_rest, setup,
		                                teardown),
		cmocka_unit_test_setup_teardown(form_takes_approval_and_publication_from_the_steps, setup, teardown),
		cmocka_unit_test_setup_teardown(form_that_is_not_there_is_named, setup, teardown),
		cmocka_unit_test(form_files_with_mistakes_are_refused_at_their_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
