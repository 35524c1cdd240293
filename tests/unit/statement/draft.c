/* SPDX-License-Identifier: Apache-2.0 */
#include "screened.h"

struct last {
	char act[32], subject[64];
	int64_t n;
};

static enum cdr_status
note_last(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct last *last = context;
	(void)err;
	snprintf(last->act, sizeof(last->act), "%.*s", CDR_STR_ARG(row->act));
	snprintf(last->subject, sizeof(last->subject), "%.*s", CDR_STR_ARG(row->subject));
	last->n++;
	return CDR_OK;
}

static void
draft_is_stored_with_its_record(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, NULL);
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_str json;
	int64_t id = 0;
	assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("ashlow"), CDR_STR("2026"), CDR_STR("tester"),
	                                     fixture->arena, &json, &id, NULL),
	                 CDR_OK);
	struct cdr_statement_record record;
	assert_int_equal(cdr_store_statement_get(fixture->store, CDR_STR("ashlow"), id, fixture->arena, &record, NULL),
	                 CDR_OK);
	assert_true(cdr_str_equal(record.draft_json, json));
	assert_true(cdr_str_equal(record.law, CDR_STR(UK)));
	struct last last = { 0 };
	assert_int_equal(cdr_store_evidence_each(fixture->store, 1, note_last, &last, NULL), CDR_OK);
	assert_int_equal(last.n, 1);
	assert_string_equal(last.act, "drafted");
	char subject[64];
	snprintf(subject, sizeof(subject), "statement %lld", (long long)id);
	assert_string_equal(last.subject, subject);
}

/* The same store gives the same draft: everything after created_at's value, and everything before it. */
static void
draft_is_the_same_twice(void **state)
{
	struct fixture *fixture = *state;
	set_organisation(fixture, HEAD, "\"audits\":[{\"audited_on\":\"2025-05-01\",\"line\":3}]");
	struct cdr_str first = draft_text(fixture, UK, "2026"), second = draft_text(fixture, UK, "2026");
	ptrdiff_t at = cdr_str_find(first, CDR_STR("\"created_at\":\"")) + 14;
	assert_true(at > 14);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.p, second.p, (size_t)at);
	assert_memory_equal(first.p + at + 20, second.p + at + 20, first.n - (size_t)at - 20);
}

static void
draft_needs_an_organisation_and_a_year(void **state)
{
	struct fixture *fixture = *state;
	cdr_owned(cdr_law) law = load_law(fixture, UK);
	struct cdr_str json = { NULL, 0 };
	int64_t id = 0;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("nobody"), CDR_STR("2026"), CDR_STR("t"),
	                                     fixture->arena, &json, &id, &err),
	                 CDR_EREFUSED);
	assert_non_null(strstr(err.message, "candor org set"));
	static const char *const years[] = { "", "26", "20260", "abcd", "-202" };
	for (size_t i = 0; i < CDR_LEN(years); i++)
		assert_int_equal(cdr_statement_draft(fixture->store, law, CDR_STR("ashlow"), cdr_str_from(years[i]),
		                                     CDR_STR("t"), fixture->arena, &json, &id, &err),
		                 CDR_EUSAGE);
	assert_null(json.p);
	assert_int_equal(id, 0);
}

/* Labels of the blanks of a draft whose organisation has this legal form, joined. */
static struct cdr_str
blanks_for(struct fixture *fixture, const char *law, const char *legal_form)
{
	struct cdr_str head = cdr_str_format(fixture->arena,
	                                     "\"name\":\"Ashlow Candle Works\",\"legal_form\":\"%s\","
	                                     "\"financial_year\":{\"start\":\"2026-01-01\",\"end\":\"2026-12-31\"}",
	                                     legal_form);
	set_organisation(fixture, head.p, NULL);
	cdr_owned(cdr_json) json = draft(fixture, law, "2026");
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	const struct cdr_json *blanks = cdr_json_get(json, "blanks");
	for (size_t i = 0; i < cdr_json_count(blanks); i++)
		cdr_buf_printf(&text, "%.*s|", CDR_STR_ARG(cdr_json_get_str(cdr_json_at(blanks, i), "label")));
	if (count_of(json, "gaps", "sign_off"))
		cdr_buf_puts(&text, "asked");
	return cdr_str_copy(fixture->arena, cdr_buf_str(&text));
}

static void
draft_leaves_blanks_for_the_role_of_the_legal_form(void **state)
{
	struct fixture *fixture = *state;
	assert_string_equal(blanks_for(fixture, UK, "body_corporate").p,
	                    "Approved by the board of directors (or equivalent management body) on|"
	                    "Signed by a director (or equivalent): name, job title and date|");
	assert_string_equal(blanks_for(fixture, UK, "llp").p,
	                    "Approved by the members on|Signed by a designated member: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "limited_partnership").p,
	                    "Signed by a general partner: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "partnership").p, "Signed by a partner: name and date|");
	assert_string_equal(blanks_for(fixture, UK, "public_body").p,
	                    "Approved by the body that governs the organisation on|"
	                    "Signed by a person who answers for the organisation: name, role and date|");
	assert_non_null(strstr(blanks_for(fixture, UK, "other").p, "director"));
	assert_non_null(strstr(blanks_for(fixture, UK, "other").p, "asked"));
	assert_non_null(strstr(blanks_for(fixture, CALIFORNIA, "other").p, "Released for publication by"));
}

/* --------------------------------------------------------------------------------------- what a draft owes its evidence */

/* All there is to say, piece by piece. */
static const char *const pieces[] = {
	"\"employees\":40",
	"\"activities\":\"makes candles\"",
	"\"policies\":[{\"title\":\"Supplier Code\",\"adopted_on\":\"2023-05-02\",\"line\":7}]",
	"\"risk_assessments\":[{\"held_on\":\"2025-09-12\",\"method\":\"desk study\",\"line\":8}]",
	"\"audits\":[{\"supplier_id\":\"S-1\",\"audited_on\":\"2025-10-21\",\"independent\":true,\"announced\":false,"
	"\"line\":9}]",
	"\"grievance_channels\":[{\"channel\":\"a telephone line\",\"line\":10}]",
	"\"training\":[{\"held_on\":\"2025-06-18\",\"topic\":\"Signs\",\"people\":4,\"people_in_scope\":9,\"line\":11}"
	"]",
	"\"indicators\":[{\"name\":\"signed codes\",\"value\":\"71\",\"line\":12}]",
	"\"verification\":{\"conducted\":true,\"third_party\":true}",
	"\"certification\":{\"required_of_direct_suppliers\":\"some\"}",
	"\"accountability\":{\"standards\":true,\"procedure\":true}",
};
enum { SUPPLIERS = CDR_LEN(pieces), ENGAGEMENTS, SCREENING, NOTHING };

/* The draft of a world in which one thing is missing (NOTHING: none). */
static struct cdr_json *
draft_without(size_t missing, struct cdr_str law)
{
	void *state = NULL;
	struct cdr_json *json = NULL;
	struct supplier suppliers[] = { { "S-1", "GB", "supplier", "1", "" },
		                        { "S-2", "VN", "supplier", "2", "" },
		                        { "S-3", "NP", "supplier", "1", "" } };
	assert_int_equal(setup(&state), 0);
	struct fixture *fixture = state;
	cdr_auto(cdr_buf) members = CDR_BUF_INIT;
	cdr_buf_puts(&members, "\"website\":\"https://ashlow.example\"");
	for (size_t i = 0; i < CDR_LEN(pieces); i++)
		if (i != missing)
			cdr_buf_printf(&members, ",%s", pieces[i]);
	set_organisation(fixture, HEAD, members.p);
	if (missing != SUPPLIERS)
		import_suppliers(fixture, suppliers, CDR_LEN(suppliers));
	if (missing != ENGAGEMENTS && missing != SUPPLIERS)
		import_engagements(fixture);
	if (missing != SCREENING && missing != SUPPLIERS) {
		int64_t id = screen(fixture, suppliers, CDR_LEN(suppliers), "2026-02-01T00:10:00Z");
		add_finding(fixture, id, &suppliers[0], 1, CDR_SEVERITY_HIGH);
	}
	json = draft(fixture, cdr_str_copy(fixture->arena, law).p, "2026");
	assert_int_equal(teardown(&state), 0);
	return json;
}

static int
rank(const struct cdr_json *claim)
{
	static const char *const strengths[] = { "not_known", "none", "some", "all" };
	for (size_t i = 0; i < CDR_LEN(strengths); i++)
		if (cdr_str_equal(cdr_json_get_str(claim, "strength"), cdr_str_from(strengths[i])))
			return (int)i;
	fail_msg("“%.*s” is no strength", CDR_STR_ARG(cdr_json_get_str(claim, "strength")));
	return 0;
}

static const struct cdr_json *
with_key(const struct cdr_json *json, struct cdr_str key)
{
	const struct cdr_json *claims = cdr_json_get(json, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(claims, i), "key"), key))
			return cdr_json_at(claims, i);
	return NULL;
}

static void
assert_every_claim_has_ids(const struct cdr_json *json)
{
	const struct cdr_json *claims = cdr_json_get(json, "claims");
	assert_true(cdr_json_count(claims) > 0);
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *refs = cdr_json_get(cdr_json_at(claims, i), "rests_on");
		assert_true(cdr_json_count(refs) > 0);
		for (size_t k = 0; k < cdr_json_count(refs); k++)
			assert_true(cdr_json_get_str(cdr_json_at(refs, k), "ref").n > 0);
	}
}

/* Nothing is said more strongly for want of evidence, and what is said in addition is that something is not done or not
 * known. Tells how many claims became weaker or were gone. */
static size_t
assert_not_stronger(const struct cdr_json *full, const struct cdr_json *less, const char *what)
{
	const struct cdr_json *claims = cdr_json_get(less, "claims"), *before = cdr_json_get(full, "claims");
	size_t n_weaker = 0;
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		struct cdr_str key = cdr_json_get_str(claim, "key"), text = cdr_json_get_str(claim, "text");
		const struct cdr_json *was = with_key(full, key);
		if (rank(claim) > (was ? rank(was) : 1))
			fail_msg("without %s, %.*s says “%.*s” with strength %.*s", what, CDR_STR_ARG(key),
			         CDR_STR_ARG(text), CDR_STR_ARG(cdr_json_get_str(claim, "strength")));
	}
	for (size_t i = 0; i < cdr_json_count(before); i++) {
		const struct cdr_json *claim = cdr_json_at(before, i);
		const struct cdr_json *now = with_key(less, cdr_json_get_str(claim, "key"));
		n_weaker += !now || rank(now) < rank(claim) ||
		            !cdr_str_equal(cdr_json_get_str(now, "text"), cdr_json_get_str(claim, "text"));
	}
	return n_weaker;
}

static void
draft_says_less_when_evidence_is_taken_away(void **state)
{
	struct fixture *fixture = *state;
	struct cdr_str *laws = NULL;
	size_t n_laws = 0, n_weaker[NOTHING] = { 0 };
	assert_int_equal(cdr_law_list(&fixture->rulesets, fixture->arena, &laws, &n_laws, NULL), CDR_OK);
	assert_true(n_laws >= 2);
	for (size_t i = 0; i < n_laws; i++) {
		cdr_owned(cdr_json) full = draft_without(NOTHING, laws[i]);
		assert_every_claim_has_ids(full);
		for (size_t missing = 0; missing < NOTHING; missing++) {
			const char *what = missing < CDR_LEN(pieces) ? pieces[missing]
			                   : missing == SUPPLIERS    ? "the supplier list"
			                   : missing == ENGAGEMENTS  ? "the engagements"
			                                             : "the screening";
			cdr_owned(cdr_json) less = draft_without(missing, laws[i]);
			assert_every_claim_has_ids(less);
			n_weaker[missing] += assert_not_stronger(full, less, what);
		}
	}
	/* Each piece bears on some law's claims, or the property would hold for want of claims. */
	for (size_t missing = 0; missing < NOTHING; missing++)
		if (n_weaker[missing] == 0)
			fail_msg("no claim of any law rests on piece %zu", missing);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(draft_is_stored_with_its_record, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_is_the_same_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_needs_an_organisation_and_a_year, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_leaves_blanks_for_the_role_of_the_legal_form, setup, teardown),
		cmocka_unit_test_setup_teardown(draft_says_less_when_evidence_is_taken_away, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
