/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "../base/failing-memory.h"

#define SMALLEST "id: example-retail\nname: Harrowgate Home plc\nlegal_form: body_corporate\n"

static enum cdr_status
set(struct desk *desk, const char *yaml, int64_t *ret_version)
{
	struct cdr_str id = { NULL, 0 };
	desk->error = (struct cdr_error){ 0 };
	enum cdr_status status =
		cdr_import_organisation(desk->store, desk->normaliser, cdr_str_from(yaml), "facts/organisation.yaml",
	                                CDR_STR("tester"), desk->arena, &id, ret_version, &desk->error);
	if (status == CDR_OK)
		assert_text(id, "example-retail");
	return status;
}

/* The kept JSON; the caller frees it. */
static struct cdr_json *
kept(struct desk *desk)
{
	struct cdr_str text = { NULL, 0 };
	struct cdr_json *json = NULL;
	int64_t version = 0;
	assert_status(
		CDR_OK,
		cdr_store_org_get(desk->store, CDR_STR("example-retail"), desk->arena, &text, &version, &desk->error),
		&desk->error);
	assert_status(CDR_OK, cdr_json_parse(text, "organisation", &json, &desk->error), &desk->error);
	return json;
}

static void
organisation_of_the_demonstration_is_sound(void **state)
{
	struct desk *desk = DESK;
	int64_t version = 0;
	cdr_auto(cdr_buf) yaml = CDR_BUF_INIT;
	assert_status(CDR_OK, cdr_file_read(CDR_SOURCE_ROOT "/src/demo.d/organisation.yaml", &yaml, &desk->error),
	              &desk->error);
	assert_status(CDR_OK, set(desk, yaml.p, &version), &desk->error);
	assert_int_equal(version, 1);
	cdr_owned(cdr_json) json = kept(desk);
	const struct cdr_json *turnover = cdr_json_get(json, "turnover");
	assert_int_equal(cdr_json_get_int(turnover, "minor", 0), 8450000000);
	assert_text(cdr_json_get_str(turnover, "currency"), "GBP");
	assert_true(cdr_json_get_bool(turnover, "includes_subsidiaries", false));
	assert_int_equal(cdr_json_get_date(cdr_json_get(json, "financial_year"), "start").ymd, 20250401);
	assert_text(cdr_json_string(cdr_json_at(cdr_json_get(json, "countries_of_operation"), 1)), "IE");
	const struct cdr_json *audits = cdr_json_get(json, "audits");
	assert_int_equal(cdr_json_count(audits), 2);
	assert_text(cdr_json_get_str(cdr_json_at(audits, 0), "supplier_id"), "S-001");
	assert_int_equal(cdr_json_get_int(cdr_json_get(json, "training"), "line", -1), -1);
	assert_text(cdr_json_get_str(cdr_json_get(json, "certification"), "required_of_direct_suppliers"), "some");
}

static void
organisation_facts_carry_their_lines_and_the_files_digest(void **state)
{
	struct desk *desk = DESK;
	int64_t version = 0;
	char hash[CDR_SHA256_TEXT_MAX];
	static const char yaml[] = SMALLEST "employees: 12\n"
					    "policies:\n"
					    "  - {title: Supplier code}\n"
					    "  - title: Recruitment\n"
					    "    topics: fees\n";
	assert_status(CDR_OK, set(desk, yaml, &version), &desk->error);
	cdr_owned(cdr_json) json = kept(desk);
	const struct cdr_json *policies = cdr_json_get(json, "policies");
	assert_int_equal(cdr_json_get_int(cdr_json_at(policies, 0), "line", 0), 6);
	assert_int_equal(cdr_json_get_int(cdr_json_at(policies, 1), "line", 0), 7);
	assert_text(cdr_json_string(cdr_json_at(cdr_json_get(cdr_json_at(policies, 1), "topics"), 0)), "fees");
	assert_int_equal(cdr_json_get_int(cdr_json_get(json, "lines"), "employees", 0), 4);
	assert_text(cdr_json_get_str(json, "file"), "organisation.yaml");
	assert_text(cdr_json_get_str(json, "sha256"), cdr_crypt_sha256(cdr_str_from(yaml), hash));
}

static void
organisation_says_what_laws_ask_about_and_its_contradictions(void **state)
{
	struct desk *desk = DESK;
	int64_t version = 0;
	static const char yaml[] =
		SMALLEST "financial_year: {start: 2025-04-01, end: 2026-03-31}\n"
			 "total_assets: {amount: \"20000000\", currency: CAD}\n"
			 "previous_year: {turnover: {amount: \"1\", currency: CAD}, employees: 250}\n"
			 "canada: {listed: false, place_of_business: true}\n"
			 "exchange_rates: [{from: EUR, to: GBP, rate: \"0.8\", on: 2026-03-31, source: the bank}]\n"
			 "entities: [{name: Harrowgate Online Ltd, steps: [trained its buyers]}]\n"
			 "risks: [{risk: debts of migrant workers, area: supply_chains, countries: [BD]}]\n"
			 "no_steps: {confirmed_by: Company Secretary, confirmed_on: 2026-04-20}\n";
	assert_status(CDR_OK, set(desk, yaml, &version), &desk->error);
	cdr_owned(cdr_json) json = kept(desk);
	const struct cdr_json *previous = cdr_json_get(json, "previous_year");
	assert_int_equal(cdr_json_get_int(cdr_json_get(previous, "turnover"), "minor", 0), 100);
	assert_text(cdr_json_get_str(cdr_json_at(cdr_json_get(json, "exchange_rates"), 0), "rate"), "0.8");
	static const struct {
		const char *wrong, *says;
	} cases[] = {
		{ "exchange_rates: [{from: EURO, to: GBP, rate: \"1\", on: 2026-01-01, source: x}]\n", "ISO 4217" },
		{ "exchange_rates: [{from: EUR, to: GBP, rate: \"0\", on: 2026-01-01, source: x}]\n", "above 0" },
		{ "risks: [{risk: x, area: abroad}]\n", "abroad" },
		{ "no_steps: {confirmed_by: x, confirmed_on: 2026-01-01}\npolicies: [{title: Code}]\n", "no_steps" },
		{ "financial_year: {start: 2025-04-01, end: 2026-03-31}\n"
		  "no_steps: {confirmed_by: x, confirmed_on: 2025-03-31}\n",
		  "before the financial year" },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		char text[512];
		desk->error = (struct cdr_error){ 0 };
		(void)snprintf(text, sizeof(text), SMALLEST "%s", cases[i].wrong);
		assert_status(CDR_EINPUT, set(desk, text, &version), &desk->error);
		assert_non_null(strstr(desk->error.message, cases[i].says));
		assert_non_null(strstr(desk->error.where, "organisation.yaml:"));
	}
}

static void
organisation_is_kept_and_recorded_only_when_changed(void **state)
{
	struct desk *desk = DESK;
	int64_t version = 0;
	struct cdr_evidence_row row = { 0 };
	assert_status(CDR_OK, set(desk, SMALLEST, &version), &desk->error);
	assert_int_equal(version, 1);
	assert_status(CDR_OK, set(desk, SMALLEST, &version), &desk->error);
	assert_int_equal(version, 0);
	assert_int_equal(count_evidence(desk, NULL), 1);
	assert_status(CDR_OK, set(desk, SMALLEST "employees: 3\n", &version), &desk->error);
	assert_int_equal(version, 2);
	assert_int_equal(count_evidence(desk, &row), 2);
	assert_text(row.act, "organisation set");
	assert_text(row.subject, "example-retail");
	assert_text(row.actor, "tester");
	assert_holds(row.detail_json, "\"version\":2");
}

static void
organisation_money_is_kept_in_minor_units(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *money;
		int64_t minor;
	} rows[] = {
		{ "{amount: \"36000000\", currency: GBP}", 3600000000 },
		{ "{amount: \"0.5\", currency: USD}", 50 },
		{ "{amount: \"1200\", currency: JPY}", 1200 },
		{ "{amount: \"1.234\", currency: KWD}", 1234 },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		int64_t version = 0;
		char yaml[256];
		(void)snprintf(yaml, sizeof(yaml), SMALLEST "turnover: %s\n", rows[i].money);
		assert_status(CDR_OK, set(desk, yaml, &version), &desk->error);
		cdr_owned(cdr_json) json = kept(desk);
		assert_int_equal(cdr_json_get_int(cdr_json_get(json, "turnover"), "minor", -1), rows[i].minor);
	}
}

static void
organisation_mistakes_have_a_place(void **state)
{
	struct desk *desk = DESK;
	static const struct {
		const char *line, *where, *message;
	} rows[] = {
		{ "colour: red", "4:1", "unknown key \"colour\"" },
		{ "employes: 4", "4:1", "did you mean \"employees\"" },
		{ "employees: many", "4:12", "whole number" },
		{ "employees: -4", "4:12", "below zero" },
		{ "registered_in: Ruritania", "4:16", "not a country" },
		{ "countries_of_operation: [GB, Ruritania]", "4:30", "not a country" },
		{ "business_in_uk: maybe", "4:17", "true or false" },
		{ "financial_year: {start: 2025-04-01, end: 2025-03-31}", "4:42", "ends before" },
		{ "financial_year: {start: 2025-04-31, end: 2026-03-31}", "4:25", "date" },
		{ "financial_year: {start: 2025-04-01}", "4:17", "\"end\" is missing" },
		{ "turnover: {amount: \"1.234\", currency: GBP}", "4:20", "not an amount" },
		{ "turnover: {amount: \"1,234\", currency: GBP}", "4:20", "not an amount" },
		{ "turnover: {amount: \"-1\", currency: GBP}", "4:20", "not an amount" },
		{ "turnover: {amount: \"99999999999999\", currency: GBP}", "4:20", "not an amount" },
		{ "turnover: {amount: \"1\", currency: POUND}", "4:35", "ISO 4217" },
		{ "turnover: {amount: \"1\"}", "4:11", "\"currency\" is missing" },
		{ "worldwide_gross_receipts: {amount: \"1\", currency: USD, includes_subsidiaries: true}", "4:56",
		  "unknown key" },
		{ "california: {role: retailer}", "4:20", "retail_seller" },
		{ "policies: {title: x}", "4:11", "a list" },
		{ "policies: [x]", "4:12", "map" },
		{ "policies: [{owner: x}]", "4:12", "\"title\" is missing" },
		{ "policies: [{title: x, adopted_on: 2025-02-01, reviewed_on: 2025-01-01}]", "4:60", "before it was" },
		{ "audits: [{supplier_id: S-1, audited_on: 2025-10-21, auditor: me}]", "4:62", "third_party" },
		{ "certification: {required_of_direct_suppliers: most}", "4:47", "some" },
		{ "training: [{audience: a, topic: b, held_on: 2025-01-01, people: 9, people_in_scope: 8}]", "4:65",
		  "more people" },
		{ "financial_year: {start: 2025-04-01, end: 2052-03-31}", "4:42", "longer than" },
		{ "contract_clauses: [{contract: orders, share: most}]", "4:46", "some" },
		{ "goals: [{goal: fewer tiers unknown}]", "4:9", "\"set_on\" is missing" },
		{ "goals: [{goal: x, set_on: 2025-02-01, due_on: 2025-01-01}]", "4:47", "due before" },
		{ "goals: [{goal: x, set_on: 2025-02-01, reached_on: 2025-01-01}]", "4:51", "reached before" },
		{ "goals: [{goal: x, set_on: 2025-02-01, reached_on: 2025-03-01, status: open}]", "4:51",
		  "has the status" },
		{ "name: twice", NULL, "name" },
	};
	for (size_t i = 0; i < CDR_LEN(rows); i++) {
		int64_t version = -1;
		char yaml[512], where[64];
		(void)snprintf(yaml, sizeof(yaml), SMALLEST "%s\n", rows[i].line);
		(void)snprintf(where, sizeof(where), "facts/organisation.yaml:%s", rows[i].where ? rows[i].where : "");
		if (set(desk, yaml, &version) != CDR_EINPUT)
			fail_msg("%s was not refused: %s", rows[i].line, desk->error.message);
		assert_error(desk, rows[i].where ? where : NULL, rows[i].message);
		assert_int_equal(version, -1);
	}
	assert_int_equal(count_evidence(desk, NULL), 0);
}

static void
organisation_problems_are_all_named_at_once(void **state)
{
	struct desk *desk = DESK;
	int64_t version = 0;
	assert_status(CDR_EINPUT,
	              set(desk,
	                  "id: Example Retail\nlegal_form: limited\nregistered_in: Ruritania\n"
	                  "turnover: {amount: x, currency: GBP}\naudits:\n  - {supplier_id: S-1, auditor: me}\n",
	                  &version),
	              &desk->error);
	assert_error(desk, "facts/organisation.yaml:1:1", "\"name\" is missing");
	assert_error(desk, NULL, "organisation.yaml:1:5: an id is");
	assert_error(desk, NULL, "organisation.yaml:2:13");
	assert_error(desk, NULL, "organisation.yaml:3:16");
	assert_error(desk, NULL, "organisation.yaml:4:20");
	assert_error(desk, NULL, "\"audited_on\" is missing");
	assert_error(desk, NULL, "organisation.yaml:6:33");
}

static void
organisation_survives_every_lack_of_memory(void **state)
{
	struct desk *desk = DESK;
	enum cdr_status status = CDR_ENOMEM;
	int64_t version = 0;
	long n = 0;
	for (; status != CDR_OK; n++) {
		fail_memory_after(n);
		status = set(desk,
		             SMALLEST "turnover: {amount: \"1.5\", currency: GBP}\ncountries_of_operation: [GB, FR]\n"
		                      "policies:\n  - {title: x, topics: [a, b]}\n",
		             &version);
		bool refused = memory_restore();
		if (!refused)
			break;
		assert_true(status == CDR_ENOMEM || status == CDR_EINTERNAL);
	}
	assert_status(CDR_OK, status, &desk->error);
	assert_int_equal(version, 1);
	assert_true(n > 20);
	cdr_owned(cdr_json) json = kept(desk);
	assert_int_equal(cdr_json_count(cdr_json_get(json, "countries_of_operation")), 2);
}

static void
organisation_ids_are_plain(void **state)
{
	struct desk *desk = DESK;
	static const char *const wrong[] = { "Acme", "a b", "a_b", "\"\"", "caf\303\251" };
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		int64_t version = 0;
		char yaml[128];
		(void)snprintf(yaml, sizeof(yaml), "id: %s\nname: x\nlegal_form: llp\n", wrong[i]);
		assert_status(CDR_EINPUT, set(desk, yaml, &version), &desk->error);
		assert_error(desk, "facts/organisation.yaml:1:5", "1 to 64");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(organisation_of_the_demonstration_is_sound),
		desk_test(organisation_facts_carry_their_lines_and_the_files_digest),
		desk_test(organisation_says_what_laws_ask_about_and_its_contradictions),
		desk_test(organisation_is_kept_and_recorded_only_when_changed),
		desk_test(organisation_money_is_kept_in_minor_units),
		desk_test(organisation_mistakes_have_a_place),
		desk_test(organisation_problems_are_all_named_at_once),
		desk_test(organisation_survives_every_lack_of_memory),
		desk_test(organisation_ids_are_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
