/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define N_FINDINGS 7

static struct cdr_finding
finding_of(struct desk *desk, int number)
{
	return (struct cdr_finding){ .id = cdr_str_format(desk->arena, "f-%016d", number),
		                     .fingerprint = cdr_str_format(desk->arena, "%064d", number),
		                     .material = CDR_STR("m"),
		                     .party_id = number % 2 ? CDR_STR("p-odd") : CDR_STR("p-even"),
		                     .party_name = CDR_STR("Tallbrook Mills"),
		                     .rule_id = CDR_STR("LIC-101"),
		                     .rule_revision = 1,
		                     .verdict = CDR_VERDICT_MATCH,
		                     .severity = (enum cdr_severity)(number % 3 + 1),
		                     .title = CDR_STR("t"),
		                     .message = CDR_STR("m"),
		                     .remedy = CDR_STR("r"),
		                     .source = CDR_STR("s") };
}

/* A screening with N_FINDINGS findings of three severities; its number. */
static int64_t
put_screening(struct desk *desk, enum cdr_screening_state outcome)
{
	struct cdr_screening screening = { .org = ORG,
		                           .as_of = cdr_date_make(2026, 1, 1),
		                           .pin_snapshots_json = CDR_STR("{}"),
		                           .ruleset_sha256 = CDR_STR("0000") };
	assert_ok(cdr_store_ruleset_put(desk->store, screening.ruleset_sha256, CDR_STR("[]"), err));
	assert_ok(cdr_store_screening_add(desk->store, &screening, err));
	for (int i = 0; i < N_FINDINGS; i++) {
		struct cdr_finding finding = finding_of(desk, i);
		assert_ok(cdr_store_finding_add(desk->store, ORG, screening.id, &finding, err));
	}
	screening.state = outcome;
	screening.n_findings = N_FINDINGS;
	assert_ok(cdr_store_screening_update(desk->store, &screening, err));
	return screening.id;
}

static struct answer
list(struct desk *desk, const char *fields)
{
	return ask(desk, (struct ask){ "GET", "/v1/findings", .fields = fields });
}

static void
findings_of_nothing_screened_are_no_all_clear(void **state)
{
	answered nothing = list(DESK, NULL);
	assert_int_equal(nothing.status, 200);
	assert_int_equal(cdr_json_type(cdr_json_get(nothing.json, "screening")), CDR_JSON_NULL);
	assert_int_equal(put_screening(DESK, CDR_SCREENING_RUNNING), 1);
	answered running = list(DESK, NULL);
	assert_int_equal(cdr_json_type(cdr_json_get(running.json, "screening")), CDR_JSON_NULL);
	assert_int_equal(cdr_json_count(cdr_json_get(running.json, "items")), 0);
	answered missing = list(DESK, "screening=9");
	assert_int_equal(missing.status, 404);
}

static void
findings_come_in_pages_worst_first(void **state)
{
	char fields[128] = "limit=3";
	int n = 0, worst = CDR_SEVERITY_COUNT, n_pages = 0;
	int64_t screening = put_screening(DESK, CDR_SCREENING_DONE);
	struct cdr_str cursor;
	do {
		answered page = list(DESK, fields);
		assert_int_equal(page.status, 200);
		assert_int_equal(cdr_json_get_int(page.json, "screening", 0), screening);
		const struct cdr_json *items = cdr_json_get(page.json, "items");
		assert_in_range(cdr_json_count(items), 1, 3);
		for (size_t i = 0; i < cdr_json_count(items); i++, n++) {
			int severity = cdr_severity_from(cdr_json_get_str(cdr_json_at(items, i), "severity"));
			assert_true(severity <= worst);
			worst = severity;
		}
		n_pages++;
		cursor = cdr_str_copy(DESK->arena, cdr_json_get_str(page.json, "next_cursor"));
		(void)snprintf(fields, sizeof(fields), "limit=3&cursor=%.*s", CDR_STR_ARG(cursor));
	} while (cursor.n);
	assert_int_equal(n, N_FINDINGS);
	assert_int_equal(n_pages, 3);
}

static void
findings_a_full_last_page_has_no_cursor(void **state)
{
	char fields[32];
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	(void)snprintf(fields, sizeof(fields), "limit=%d", N_FINDINGS);
	answered page = list(DESK, fields);
	assert_int_equal(cdr_json_count(cdr_json_get(page.json, "items")), N_FINDINGS);
	assert_null(cdr_json_get(page.json, "next_cursor"));
}

static void
findings_are_filtered(void **state)
{
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	static const struct {
		const char *fields;
		size_t n;
	} cases[] = { { "min_severity=high", 2 }, { "min_severity=info", 7 },
		      { "party=p-odd", 3 },       { "party=p-odd&min_severity=high", 1 },
		      { "state=open", 7 },        { "state=confirmed", 0 },
		      { "screening=1", 7 } };
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered page = list(DESK, cases[i].fields);
		assert_int_equal(cdr_json_count(cdr_json_get(page.json, "items")), cases[i].n);
	}
}

static void
findings_refuse_filters_that_are_not_understood(void **state)
{
	static const char *const wrong[] = {
		"limit=0",       "limit=501",    "limit=x",     "limit=",      "min_severity=severe",
		"min_severity=", "state=closed", "screening=0", "screening=x", "cursor=f-9999999999999999"
	};
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	for (size_t i = 0; i < CDR_LEN(wrong); i++) {
		answered page = list(DESK, wrong[i]);
		assert_int_equal(page.status, 400);
	}
}

static void
findings_one_by_id_or_its_beginning(void **state)
{
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	answered one = ask(DESK, (struct ask){ "GET", "/v1/findings/f-0000000000000003" });
	assert_int_equal(one.status, 200);
	assert_text(cdr_json_get_str(one.json, "state"), "open");
	answered several = ask(DESK, (struct ask){ "GET", "/v1/findings/f-0000" });
	assert_int_equal(several.status, 400);
	answered none = ask(DESK, (struct ask){ "GET", "/v1/findings/f-ffff" });
	assert_int_equal(none.status, 404);
	desk_token(DESK, CDR_STR("other"));
	answered other = ask(DESK, (struct ask){ "GET", "/v1/findings/f-0000000000000003" });
	assert_int_equal(other.status, 404);
}

static struct answer
decide(struct desk *desk, const char *body)
{
	return ask(desk, (struct ask){ "POST", "/v1/findings/f-0000000000000003/dispositions", .body = body });
}

static void
findings_a_decision_is_kept_with_evidence(void **state)
{
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	answered answer = decide(DESK, "{\"decision\":\"dismiss\",\"reason\":\"another firm of that name\"}");
	assert_int_equal(answer.status, 201);
	assert_text(cdr_json_get_str(answer.json, "state"), "dismissed");
	assert_text(cdr_json_get_str(answer.json, "decided_by"), "token:tester");
	assert_text(cdr_json_get_str(answer.json, "reason"), "another firm of that name");
	assert_int_equal(count_evidence(DESK), 1);
}

static void
findings_a_decision_needs_a_word_and_a_reason(void **state)
{
	static const struct {
		const char *body, *where;
	} cases[] = { { "{}", "body decision" },
		      { "{\"decision\":\"close\",\"reason\":\"x\"}", "body decision" },
		      { "{\"decision\":5,\"reason\":\"x\"}", "body decision" },
		      { "{\"decision\":\"dismiss\"}", "body reason" },
		      { "{\"decision\":\"dismiss\",\"reason\":\" \"}", "body reason" },
		      { "{\"decision\":\"dismiss\",\"reason\":\"x\",\"by\":\"me\"}", "body" },
		      { "[]", "body" } };
	(void)put_screening(DESK, CDR_SCREENING_DONE);
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		answered answer = decide(DESK, cases[i].body);
		assert_int_equal(answer.status, 422);
		assert_text(cdr_json_get_str(answer.json, "where"), cases[i].where);
	}
	assert_int_equal(count_evidence(DESK), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(findings_of_nothing_screened_are_no_all_clear),
		desk_test(findings_come_in_pages_worst_first),
		desk_test(findings_a_full_last_page_has_no_cursor),
		desk_test(findings_are_filtered),
		desk_test(findings_refuse_filters_that_are_not_understood),
		desk_test(findings_one_by_id_or_its_beginning),
		desk_test(findings_a_decision_is_kept_with_evidence),
		desk_test(findings_a_decision_needs_a_word_and_a_reason),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
