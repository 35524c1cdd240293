/* SPDX-License-Identifier: Apache-2.0 */
#include "rulebook-test.h"

/* The proof of one rule about facts set by `set`, as JSON text. */
static void
prove(const char *when, void (*set)(struct cdr_facts *), struct cdr_buf *out)
{
	static char text[4096];
	struct cdr_error error = { 0 };
	cdr_owned(cdr_rulebook) rulebook = NULL;
	cdr_owned(cdr_rule_run) run = NULL;
	cdr_owned(cdr_facts) facts = NULL;
	cdr_owned(cdr_json) proof = NULL;
	cdr_owned(cdr_arena) arena = cdr_arena_new((size_t)1 << 20);
	struct cdr_bundle_file files[] = {
		test_rule_file(text, sizeof(text), "THG-101", when, "{fires: {}, near_miss: {}}"), TOPICS_FILE
	};
	assert_int_equal(test_load(files, 2, &rulebook, &error), CDR_OK);
	assert_int_equal(cdr_rule_run_new(rulebook, &run, &error), CDR_OK);
	assert_int_equal(cdr_facts_new(&test_symbols, &facts, &error), CDR_OK);
	set(facts);
	struct cdr_date day = { 20260101 };
	assert_int_equal(cdr_rule_run_answer(run, facts, CDR_STR("engagement"), day, arena, &error), CDR_OK);
	assert_int_equal(cdr_rule_run_proof(run, 0, facts, &proof, &error), CDR_OK);
	assert_int_equal(cdr_json_write(proof, false, out, &error), CDR_OK);
}

static void
long_hours(struct cdr_facts *facts)
{
	cdr_facts_set_number(facts, "a.hours", 15);
	cdr_facts_set_boolean(facts, "a.flag", false);
}

/* Unlike a trace, the parts that did not decide are there too, also what was not known. */
static void
proof_shows_every_part_with_its_truth(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	prove("{any: [{fact: a.hours, above: 13}, {not: {fact: a.other, is: true}}, {fact: a.flag, is: true}]}",
	      long_hours, &out);
	assert_string_equal(out.p,
	                    "{\"truth\":\"true\",\"any\":["
	                    "{\"says\":\"a.hours is above 13\",\"truth\":\"true\",\"facts\":{\"a.hours\":\"15\"}},"
	                    "{\"truth\":\"unknown\",\"not\":{\"says\":\"a.other is yes\",\"truth\":\"unknown\","
	                    "\"facts\":{\"a.other\":\"not known\"}}},"
	                    "{\"says\":\"a.flag is yes\",\"truth\":\"false\",\"facts\":{\"a.flag\":\"no\"}}]}");
}

static enum cdr_status
fill(void *context, size_t i, struct cdr_facts *inner, struct cdr_error *err)
{
	(void)context;
	(void)err;
	if (i != 1)
		cdr_facts_set_boolean(inner, "visit.announced", i == 0);
	return CDR_OK;
}

static void
three_visits(struct cdr_facts *facts)
{
	cdr_facts_set_related(facts, "visits", 3, fill, NULL);
}

static void
proof_names_the_records_that_were_counted(void **state)
{
	(void)state;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	prove("{count: visits, where: {fact: visit.announced, is: true}, at_least: 1}", three_visits, &out);
	assert_string_equal(out.p, "{\"says\":\"count of visits is at least 1\",\"truth\":\"true\","
	                           "\"facts\":{\"count of visits\":\"1 of 3, 1 not known\"},"
	                           "\"of\":\"visits\",\"counted\":[\"0\"],\"unknown\":[\"1\"]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(proof_shows_every_part_with_its_truth),
		cmocka_unit_test(proof_names_the_records_that_were_counted),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
