/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "samples.h"

/* Reading must fail, name the member, and leave the record alone. */
static void
assert_refused(const char *text, const char *expected)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(SAMPLE_ARENA_BYTES);
	cdr_owned(cdr_json) json = parse_json(text);
	struct cdr_error err = { 0 };
	struct cdr_finding finding = { .rule_revision = 77 };
	assert_int_equal(cdr_finding_from_json(json, arena, &finding, &err), CDR_EINPUT);
	assert_int_equal(finding.rule_revision, 77);
	assert_string_equal(err.message, expected);
}

static void
codec_refuses_a_member_of_the_wrong_type(void **state)
{
	(void)state;
	assert_refused("[]", "finding: must be a JSON object");
	assert_refused("{\"title\":4}", "finding: member \"title\" must be text");
	assert_refused("{\"rule_revision\":1.5}", "finding: member \"rule_revision\" must be a whole number");
	assert_refused("{\"listings\":{}}", "finding: member \"listings\" must be a list");
	assert_refused("{\"listings\":[7]}", "listing: must be a JSON object");
	assert_refused("{\"facts\":[]}", "finding: member \"facts\" must be an object of names and values");
	assert_refused("{\"facts\":{\"a\":true}}", "finding: member \"facts\" must be text");
	assert_refused("{\"listings\":[{\"stale\":1}]}", "listing: member \"stale\" must be true or false");
	assert_refused("{\"listings\":[{\"score\":\"1\"}]}", "listing: member \"score\" must be a number");
}

static void
codec_refuses_values_that_do_not_exist(void **state)
{
	(void)state;
	assert_refused("{\"verdict\":\"guilty\"}", "finding: member \"verdict\" must be one of the documented words");
	assert_refused("{\"verdict\":2}", "finding: member \"verdict\" must be one of the documented words");
	assert_refused("{\"listings\":[{\"listed_on\":\"2024-02-30\"}]}",
	               "listing: member \"listed_on\" must be a date (YYYY-MM-DD)");
	assert_refused("{\"origins\":[{\"row\":-1}]}",
	               "origin: member \"row\" must be a number between 0 and 4294967295");
	assert_refused("{\"origins\":[{\"row\":4294967296}]}",
	               "origin: member \"row\" must be a number between 0 and 4294967295");
}

static void
codec_names_an_unknown_member(void **state)
{
	(void)state;
	assert_refused("{\"title\":\"t\",\"colour\":\"red\"}", "finding: unknown member \"colour\"; remove it");
	assert_refused("{\"listings\":[{\"colour\":\"red\"}]}", "listing: unknown member \"colour\"; remove it");
}

static void
codec_keeps_an_attribute_without_a_value(void **state)
{
	struct cdr_attribute facts[] = { { CDR_STR("supplier.country"), { NULL, 0 } }, { CDR_STR("x"), CDR_STR("") } };
	struct cdr_finding finding = { .facts = facts, .n_facts = 2 }, read = { 0 };
	(void)state;
	cdr_owned(cdr_arena) arena = cdr_arena_new(SAMPLE_ARENA_BYTES);
	cdr_owned(cdr_json) json = cdr_finding_to_json(&finding);
	assert_int_equal(cdr_finding_from_json(json, arena, &read, NULL), CDR_OK);
	assert_int_equal(read.n_facts, 2);
	assert_text(read.facts[0].name, "supplier.country");
	assert_null(read.facts[0].value.p);
	assert_non_null(read.facts[1].value.p);
}

static void
codec_says_so_when_the_arena_is_full(void **state)
{
	struct cdr_finding finding = sample_finding(), read = { .rule_revision = 77 };
	struct cdr_error err = { 0 };
	(void)state;
	cdr_owned(cdr_json) json = cdr_finding_to_json(&finding);
	for (size_t room = 8; room < 2048; room += 8) {
		cdr_owned(cdr_arena) arena = cdr_arena_new(room);
		enum cdr_status status = cdr_finding_from_json(json, arena, &read, &err);
		if (status == CDR_OK)
			return;
		assert_int_equal(status, CDR_ENOMEM);
		assert_int_equal(read.rule_revision, 77);
	}
	fail_msg("a finding ought to fit into 2 kB");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codec_refuses_a_member_of_the_wrong_type),
		cmocka_unit_test(codec_refuses_values_that_do_not_exist),
		cmocka_unit_test(codec_names_an_unknown_member),
		cmocka_unit_test(codec_keeps_an_attribute_without_a_value),
		cmocka_unit_test(codec_says_so_when_the_arena_is_full),
	};
	return cmocka_run_group_tests_name("model/codec", tests, NULL, NULL);
}
