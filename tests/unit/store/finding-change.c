/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

#include "store/store-impl.h"

static void
assert_change(struct cdr_finding before, struct cdr_finding now, const char *expected)
{
	cdr_owned(cdr_arena) arena = cdr_arena_new(SCRATCH_ARENA_BYTES);
	struct cdr_str change = { NULL, 0 };
	assert_ok(store_finding_change(&before, &now, arena, &change, err));
	assert_text(change, expected);
}

static struct cdr_listing
listing_of(const char *entry_id, enum cdr_licence status, enum cdr_verdict verdict)
{
	return (struct cdr_listing){ .entry_id = cdr_str_from(entry_id),
		                     .entry_name = CDR_STR("Quillon Manpower"),
		                     .status = status,
		                     .verdict = verdict };
}

static void
finding_change_names_a_new_form_of_an_entry(void **state)
{
	struct cdr_listing old = listing_of("xx/7@1", CDR_LICENCE_VALID, CDR_VERDICT_POSSIBLE);
	struct cdr_listing new = listing_of("xx/7@2", CDR_LICENCE_REVOKED, CDR_VERDICT_MATCH);
	(void)state;
	assert_change((struct cdr_finding){ .listings = &old, .n_listings = 1 },
	              (struct cdr_finding){ .listings = &new, .n_listings = 1 },
	              "the status of xx/7 was valid, is revoked; xx/7 was a possible match, is a firm one; "
	              "the entry xx/7@1 changed (now xx/7@2)");
}

static void
finding_change_names_entries_that_came_and_went(void **state)
{
	struct cdr_listing old = listing_of("xx/7@1", CDR_LICENCE_UNKNOWN, CDR_VERDICT_MATCH);
	struct cdr_listing new = listing_of("yy/8@1", CDR_LICENCE_UNKNOWN, CDR_VERDICT_MATCH);
	(void)state;
	assert_change((struct cdr_finding){ .listings = &old, .n_listings = 1 },
	              (struct cdr_finding){ .listings = &new, .n_listings = 1 },
	              "yy/8@1 (Quillon Manpower) came up and did not before; "
	              "xx/7@1 (Quillon Manpower) no longer comes up");
}

static void
finding_change_names_facts_with_both_values(void **state)
{
	struct cdr_attribute old[] = { { CDR_STR("fee.amount"), CDR_STR("100") }, { CDR_STR("gone"), CDR_STR("1") } };
	struct cdr_attribute new[] = { { CDR_STR("fee.amount"), CDR_STR("250") },
		                       { CDR_STR("passport"), CDR_STR("kept") },
		                       { CDR_STR("unsaid"), { NULL, 0 } } };
	(void)state;
	assert_change((struct cdr_finding){ .facts = old, .n_facts = 2 },
	              (struct cdr_finding){ .facts = new, .n_facts = 3, .rule_revision = 2 },
	              "fee.amount was 100, is 250; passport was not known, is kept; gone was 1, is not known; "
	              "the rule was at revision 0, is at 2");
}

static void
finding_change_never_says_nothing(void **state)
{
	(void)state;
	assert_change((struct cdr_finding){ 0 }, (struct cdr_finding){ 0 }, "what the decision rested on changed");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finding_change_names_a_new_form_of_an_entry),
		cmocka_unit_test(finding_change_names_entries_that_came_and_went),
		cmocka_unit_test(finding_change_names_facts_with_both_values),
		cmocka_unit_test(finding_change_never_says_nothing),
	};
	return cmocka_run_group_tests_name("store/finding-change", tests, NULL, NULL);
}
