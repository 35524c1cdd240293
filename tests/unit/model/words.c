/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

static void
words_lead_back_to_their_values(void **state)
{
	(void)state;
	for (int i = 0; i < CDR_VERDICT_COUNT; i++)
		assert_int_equal(cdr_verdict_from(cdr_str_from(cdr_verdict_word((enum cdr_verdict)i))), i);
	for (int i = 0; i < CDR_SEVERITY_COUNT; i++)
		assert_int_equal(cdr_severity_from(cdr_str_from(cdr_severity_word((enum cdr_severity)i))), i);
	for (int i = 0; i < CDR_LICENCE_COUNT; i++)
		assert_int_equal(cdr_licence_from(cdr_str_from(cdr_licence_word((enum cdr_licence)i))), i);
	for (int i = 0; i < CDR_REGISTRY_KIND_COUNT; i++)
		assert_int_equal(
			cdr_registry_kind_from(cdr_str_from(cdr_registry_kind_word((enum cdr_registry_kind)i))), i);
	for (int i = 0; i < CDR_RECORD_KIND_COUNT; i++)
		assert_int_equal(cdr_record_kind_from(cdr_str_from(cdr_record_kind_word((enum cdr_record_kind)i))), i);
	for (int i = 0; i < CDR_FINDING_STATE_COUNT; i++)
		assert_int_equal(
			cdr_finding_state_from(cdr_str_from(cdr_finding_state_word((enum cdr_finding_state)i))), i);
}

static void
words_stand_in_the_order_of_the_values(void **state)
{
	(void)state;
	assert_string_equal(cdr_verdict_word(CDR_VERDICT_NOT_CHECKED), "not_checked");
	assert_string_equal(cdr_verdict_word(CDR_VERDICT_MATCH), "match");
	assert_string_equal(cdr_severity_word(CDR_SEVERITY_CRITICAL), "critical");
	assert_string_equal(cdr_licence_word(CDR_LICENCE_SUSPENDED_ADMIN), "suspended_admin");
	assert_string_equal(cdr_licence_word(CDR_LICENCE_ABSENT), "absent");
	assert_string_equal(cdr_registry_kind_word(CDR_REGISTRY_GOODS_RISK), "goods_risk");
	assert_string_equal(cdr_record_kind_word(CDR_RECORD_ALLEGATIONS), "allegations");
	assert_string_equal(cdr_finding_state_word(CDR_FINDING_REOPENED), "reopened");
}

static void
words_outside_the_list_are_refused(void **state)
{
	(void)state;
	assert_int_equal(cdr_verdict_from(CDR_STR("Match")), -1);
	assert_int_equal(cdr_verdict_from(CDR_STR("")), -1);
	assert_int_equal(cdr_licence_from((struct cdr_str){ NULL, 0 }), -1);
	assert_int_equal(cdr_severity_from(CDR_STR("hig")), -1);
}

static void
words_of_values_outside_the_list_claim_least(void **state)
{
	(void)state;
	assert_string_equal(cdr_verdict_word((enum cdr_verdict)99), "not_checked");
	assert_string_equal(cdr_licence_word((enum cdr_licence)99), "unknown");
}

static void
words_only_two_statuses_permit_recruiting(void **state)
{
	int n_permitting = 0;
	(void)state;
	for (int i = 0; i < CDR_LICENCE_COUNT; i++)
		n_permitting += cdr_licence_permits((enum cdr_licence)i);
	assert_int_equal(n_permitting, 2);
	assert_true(cdr_licence_permits(CDR_LICENCE_VALID));
	assert_true(cdr_licence_permits(CDR_LICENCE_VALID_CONDITIONAL));
}

static void
words_of_dispositions_are_verbs(void **state)
{
	(void)state;
	assert_int_equal(cdr_disposition_from(CDR_STR("confirm")), CDR_FINDING_CONFIRMED);
	assert_int_equal(cdr_disposition_from(CDR_STR("dismiss")), CDR_FINDING_DISMISSED);
	assert_int_equal(cdr_disposition_from(CDR_STR("escalate")), CDR_FINDING_ESCALATED);
	assert_int_equal(cdr_disposition_from(CDR_STR("remediate")), CDR_FINDING_REMEDIATED);
	assert_int_equal(cdr_disposition_from(CDR_STR("open")), -1);
	assert_int_equal(cdr_disposition_from(CDR_STR("reopened")), -1);
	assert_int_equal(cdr_disposition_from((struct cdr_str){ NULL, 0 }), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_lead_back_to_their_values),
		cmocka_unit_test(words_stand_in_the_order_of_the_values),
		cmocka_unit_test(words_outside_the_list_are_refused),
		cmocka_unit_test(words_of_values_outside_the_list_claim_least),
		cmocka_unit_test(words_only_two_statuses_permit_recruiting),
		cmocka_unit_test(words_of_dispositions_are_verbs),
	};
	return cmocka_run_group_tests_name("model/words", tests, NULL, NULL);
}
