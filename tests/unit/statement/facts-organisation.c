/* SPDX-License-Identifier: Apache-2.0 */
#include "recorded.h"

static void
facts_organisation_count_what_came_of_goals(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(
		fixture, HEAD,
		"\"goals\":[{\"goal\":\"a\",\"set_on\":\"2024-05-01\",\"status\":\"reached\",\"reached_on\":\"2025-12-"
		"01\"},"
		"{\"goal\":\"b\",\"set_on\":\"2024-05-01\",\"status\":\"partly_reached\"},"
		"{\"goal\":\"c\",\"set_on\":\"2024-05-01\",\"due_on\":\"2026-03-01\",\"status\":\"not_reached\"},"
		"{\"goal\":\"reached long "
		"ago\",\"set_on\":\"2023-05-01\",\"status\":\"reached\",\"reached_on\":\"2024-05-01\"},"
		"{\"goal\":\"reached "
		"later\",\"set_on\":\"2024-05-01\",\"status\":\"reached\",\"reached_on\":\"2026-05-01\"},"
		"{\"goal\":\"ahead\",\"set_on\":\"2026-01-01\",\"due_on\":\"2027-03-31\",\"status\":\"open\"}]");
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "goals.count", 6);
	assert_number(&gathered, "goals.set_before", 4);
	assert_number(&gathered, "goals.reached", 1);
	assert_number(&gathered, "goals.partly_reached", 1);
	assert_number(&gathered, "goals.not_reached", 1);
	assert_number(&gathered, "goals.in_year", 1);
	assert_number(&gathered, "goals.ahead", 1);
	assert_words(&gathered, "goals.share", "1 of 4 (25 per cent)");
}

static void
facts_organisation_tell_clauses_of_contracts_from_those_of_suppliers(void **state)
{
	struct fixture *fixture = *state;
	struct supplier suppliers[] = { { "S-1", "BD", "supplier", "1", "" } };
	set_organisation(
		fixture, HEAD,
		"\"contract_clauses\":[{\"contract\":\"purchase orders\",\"since\":\"2024-01-01\",\"share\":\"all\"},"
		"{\"contract\":\"labour supply\",\"since\":\"2026-04-01\"}]");
	import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_number(&gathered, "clauses.count", 2);
	assert_number(&gathered, "clauses.in_force", 1);
	assert_unknown(&gathered, "clauses.parties"); /* the list says nothing of clauses */
	assert_unknown(&gathered, "clauses.extent");
}

static void
facts_organisation_nobody_spoke_of_are_unknown(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	GATHERED gathered;
	gather(fixture, UK, "2026", &gathered);
	assert_unknown(&gathered, "goals.count");
	assert_unknown(&gathered, "goals.reached");
	assert_unknown(&gathered, "goals.share");
	assert_unknown(&gathered, "clauses.count");
}

/* Names as strangers write them: markup, a formula, a mark that turns the direction of all that follows, a placeholder and a
 * bracket of our own texts. They stay what they are and reach a page as text. */
static void
facts_organisation_and_lists_keep_hostile_names_as_text(void **state)
{
	struct fixture *fixture = *state;
	static const char *const names[] = { "<script>alert(1)</script>", "=HYPERLINK(\"x\")", "\xe2\x80\xaeotla",
		                             "{organisation.name}", "[left out {x}]" };
	struct cdr_error err = { 0 };
	struct supplier supplier[] = { { "S-1", "<b>", "<i>supplier</i>", "1", "" } };
	import_suppliers(fixture, supplier, 1);
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		cdr_auto(cdr_buf) name = CDR_BUF_INIT;
		cdr_auto(cdr_buf) page = CDR_BUF_INIT;
		cdr_owned(cdr_json) text = cdr_json_array();
		cdr_owned(cdr_doc) doc = NULL;
		cdr_json_push_str(text, cdr_str_from(names[i]));
		assert_int_equal(cdr_json_write(text, false, &name, NULL), CDR_OK);
		char members[512];
		snprintf(members, sizeof(members), "\"activities\":%.*s,\"grievance_channels\":[{\"channel\":%.*s}]",
		         (int)name.n - 2, name.p + 1, (int)name.n - 2, name.p + 1);
		set_organisation(fixture, HEAD, members);
		cdr_owned(cdr_json) json = draft(fixture, UK, "2026");
		assert_said(json, "structure", names[i]);
		assert_said(json, "structure", "<b> (1)");
		cdr_auto(cdr_buf) whole = CDR_BUF_INIT;
		assert_int_equal(cdr_json_write(json, false, &whole, NULL), CDR_OK);
		if (cdr_statement_document(cdr_buf_str(&whole), &doc, &err) != CDR_OK ||
		    cdr_doc_render_html(doc, &page, &err) != CDR_OK)
			fail_msg("%s", err.message);
		assert_null(strstr(page.p, "<script>"));
		assert_null(strstr(page.p, "<b> (1)"));
		assert_non_null(strstr(page.p, "&lt;b&gt; (1)"));
		assert_null(strstr(page.p, "\xe2\x80\xae")); /* what follows keeps its direction */
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(facts_organisation_count_what_came_of_goals, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_organisation_tell_clauses_of_contracts_from_those_of_suppliers,
		                                setup, teardown),
		cmocka_unit_test_setup_teardown(facts_organisation_nobody_spoke_of_are_unknown, setup, teardown),
		cmocka_unit_test_setup_teardown(facts_organisation_and_lists_keep_hostile_names_as_text, setup,
		                                teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
