/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static void
finding_json_adds_the_state_to_the_finding(void **state)
{
	(void)state;
	struct cdr_finding finding = { .id = CDR_STR("f-0123456789abcdef"), .rule_id = CDR_STR("r-1") };
	struct cdr_finding_row row = { .finding = &finding,
		                       .state = CDR_FINDING_OPEN,
		                       .first_seen_at = CDR_STR("2026-01-01T00:00:00Z"),
		                       .last_screening = 7 };
	cdr_owned(cdr_json) json = cdr_finding_row_to_json(&row);
	assert_text(cdr_json_get_str(json, "id"), "f-0123456789abcdef");
	assert_text(cdr_json_get_str(json, "state"), "open");
	assert_int_equal(cdr_json_get_int(json, "last_screening", 0), 7);
	assert_null(cdr_json_get(json, "decided_by"));
	assert_null(cdr_json_get(json, "changed"));
}

static void
finding_json_tells_who_decided_and_what_changed_since(void **state)
{
	(void)state;
	struct cdr_finding finding = { .id = CDR_STR("f-0123456789abcdef") };
	struct cdr_finding_row row = { .finding = &finding,
		                       .state = CDR_FINDING_REOPENED,
		                       .decided_by = CDR_STR("ann"),
		                       .decided_at = CDR_STR("2026-01-02T00:00:00Z"),
		                       .reason = CDR_STR("another firm"),
		                       .changed = CDR_STR("the entry's status") };
	cdr_owned(cdr_json) json = cdr_finding_row_to_json(&row);
	assert_text(cdr_json_get_str(json, "state"), "reopened");
	assert_text(cdr_json_get_str(json, "decided_by"), "ann");
	assert_text(cdr_json_get_str(json, "reason"), "another firm");
	assert_text(cdr_json_get_str(json, "changed"), "the entry's status");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finding_json_adds_the_state_to_the_finding),
		cmocka_unit_test(finding_json_tells_who_decided_and_what_changed_since),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
