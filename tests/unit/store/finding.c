/* SPDX-License-Identifier: Apache-2.0 */
#include "scratch.h"

static const struct cdr_finding_filter everything = { .state = -1 };

static int64_t
make_screening(struct cdr_store *store, enum cdr_screening_state screening_state)
{
	struct cdr_screening screening = { .org = ORG, .state = screening_state };
	assert_ok(cdr_store_screening_add(store, &screening, err));
	return screening.id;
}

static struct cdr_finding
finding_of(const char *id, const char *material, enum cdr_severity severity)
{
	return (struct cdr_finding){ .id = cdr_str_from(id),
		                     .fingerprint = cdr_str_from(id),
		                     .material = cdr_str_from(material),
		                     .party_id = CDR_STR("p-1"),
		                     .verdict = CDR_VERDICT_POSSIBLE,
		                     .severity = severity };
}

static void
add(struct cdr_store *store, int64_t screening, struct cdr_finding finding)
{
	assert_ok(cdr_store_finding_add(store, ORG, screening, &finding, err));
}

static struct cdr_finding_row
get(const struct scratch *scratch, const char *id)
{
	static struct cdr_finding finding;
	struct cdr_finding_row row = { 0 };
	assert_ok(cdr_store_finding_get(scratch->store, ORG, cdr_str_from(id), scratch->arena, &finding, &row, err));
	assert_ptr_equal(row.finding, &finding);
	return row;
}

static void
decide(const struct scratch *scratch, const char *id, enum cdr_finding_state state)
{
	assert_ok(cdr_store_disposition_add(scratch->store, ORG, cdr_str_from(id), state, CDR_STR("looked into it"),
	                                    CDR_STR("ann"), err));
}

static enum cdr_status
see_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	(void)err;
	collect(context, row->finding->id);
	return CDR_OK;
}

static void
assert_listed(const struct scratch *scratch, struct cdr_finding_filter filter, const char *expected)
{
	struct collected seen = { 0 };
	assert_ok(cdr_store_finding_each(scratch->store, ORG, &filter, see_finding, &seen, err));
	assert_string_equal(seen.text, expected);
}

static void
finding_is_open_until_decided(void **state)
{
	struct scratch *scratch = *state;
	int64_t screening = make_screening(scratch->store, CDR_SCREENING_DONE);
	add(scratch->store, screening, finding_of("f-aaaa", "m1", CDR_SEVERITY_LOW));
	struct cdr_finding_row row = get(scratch, "f-aaaa");
	assert_int_equal(row.state, CDR_FINDING_OPEN);
	assert_int_equal(row.first_seen_at.n, 20);
	assert_null(row.decided_by.p);
	decide(scratch, "f-aaaa", CDR_FINDING_DISMISSED);
	row = get(scratch, "f-aaaa");
	assert_int_equal(row.state, CDR_FINDING_DISMISSED);
	assert_text(row.decided_by, "ann");
	assert_text(row.reason, "looked into it");
	assert_int_equal(row.decided_at.n, 20);
	assert_null(row.changed.p);
}

static void
finding_keeps_its_decision_while_its_material_stays(void **state)
{
	struct scratch *scratch = *state;
	int64_t first = make_screening(scratch->store, CDR_SCREENING_DONE);
	int64_t second = make_screening(scratch->store, CDR_SCREENING_DONE);
	struct cdr_finding again = finding_of("f-aaaa", "m1", CDR_SEVERITY_LOW);
	add(scratch->store, first, again);
	decide(scratch, "f-aaaa", CDR_FINDING_CONFIRMED);
	again.message = CDR_STR("other words for the same thing");
	add(scratch->store, second, again);
	struct cdr_finding_row row = get(scratch, "f-aaaa");
	assert_int_equal(row.state, CDR_FINDING_CONFIRMED);
	assert_int_equal(row.last_screening, second);
	assert_text(row.finding->message, "other words for the same thing");
}

static void
finding_reopens_when_its_material_changes_and_says_what_did(void **state)
{
	struct scratch *scratch = *state;
	int64_t screening = make_screening(scratch->store, CDR_SCREENING_DONE);
	struct cdr_finding changed = finding_of("f-aaaa", "m2", CDR_SEVERITY_HIGH);
	add(scratch->store, screening, finding_of("f-aaaa", "m1", CDR_SEVERITY_LOW));
	decide(scratch, "f-aaaa", CDR_FINDING_DISMISSED);
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE), changed);
	struct cdr_finding_row row = get(scratch, "f-aaaa");
	assert_int_equal(row.state, CDR_FINDING_REOPENED);
	assert_text(row.changed, "the severity was low, is high");
	assert_text(row.decided_by, "ann");
	/* It stays open, and compared with what was decided about, until somebody decides again. */
	changed.material = CDR_STR("m3");
	changed.verdict = CDR_VERDICT_MATCH;
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE), changed);
	row = get(scratch, "f-aaaa");
	assert_text(row.changed, "the verdict was possible, is match; the severity was low, is high");
	decide(scratch, "f-aaaa", CDR_FINDING_CONFIRMED);
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE), changed);
	row = get(scratch, "f-aaaa");
	assert_int_equal(row.state, CDR_FINDING_CONFIRMED);
	assert_null(row.changed.p);
}

static void
finding_nobody_decided_does_not_reopen(void **state)
{
	struct scratch *scratch = *state;
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE),
	    finding_of("f-aaaa", "m1", CDR_SEVERITY_LOW));
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE),
	    finding_of("f-aaaa", "m2", CDR_SEVERITY_LOW));
	assert_int_equal(get(scratch, "f-aaaa").state, CDR_FINDING_OPEN);
}

static void
finding_list_is_of_the_latest_screening_that_is_done(void **state)
{
	struct scratch *scratch = *state;
	int64_t first = make_screening(scratch->store, CDR_SCREENING_DONE);
	int64_t second = make_screening(scratch->store, CDR_SCREENING_DONE);
	int64_t running = make_screening(scratch->store, CDR_SCREENING_RUNNING);
	add(scratch->store, first, finding_of("f-aaaa", "m", CDR_SEVERITY_LOW));
	add(scratch->store, second, finding_of("f-bbbb", "m", CDR_SEVERITY_LOW));
	add(scratch->store, running, finding_of("f-cccc", "m", CDR_SEVERITY_LOW));
	assert_listed(scratch, everything, "f-bbbb");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .screening_id = first }, "f-aaaa");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .screening_id = running }, "f-cccc");
}

static void
finding_list_is_filtered_and_ordered_by_severity_then_id(void **state)
{
	struct scratch *scratch = *state;
	int64_t screening = make_screening(scratch->store, CDR_SCREENING_DONE);
	struct cdr_finding other = finding_of("f-dddd", "m", CDR_SEVERITY_HIGH);
	other.party_id = CDR_STR("p-2");
	add(scratch->store, screening, finding_of("f-cccc", "m", CDR_SEVERITY_LOW));
	add(scratch->store, screening, finding_of("f-bbbb", "m", CDR_SEVERITY_CRITICAL));
	add(scratch->store, screening, finding_of("f-aaaa", "m", CDR_SEVERITY_LOW));
	add(scratch->store, screening, other);
	decide(scratch, "f-bbbb", CDR_FINDING_ESCALATED);
	assert_listed(scratch, everything, "f-bbbb f-dddd f-aaaa f-cccc");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .min_severity = CDR_SEVERITY_HIGH },
	              "f-bbbb f-dddd");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = CDR_FINDING_ESCALATED }, "f-bbbb");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = CDR_FINDING_OPEN }, "f-dddd f-aaaa f-cccc");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .party_id = CDR_STR("p-2") }, "f-dddd");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .limit = 2 }, "f-bbbb f-dddd");
	assert_listed(scratch, (struct cdr_finding_filter){ .state = -1, .after_id = CDR_STR("f-dddd") },
	              "f-aaaa f-cccc");
	assert_fails(CDR_EUSAGE, "not of this screening",
	             cdr_store_finding_each(scratch->store, ORG,
	                                    &(struct cdr_finding_filter){ .state = -1, .after_id = CDR_STR("f-eeee") },
	                                    see_finding, NULL, err));
}

static void
finding_is_found_by_an_unambiguous_beginning(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_finding finding = { 0 };
	int64_t screening = make_screening(scratch->store, CDR_SCREENING_DONE);
	add(scratch->store, screening, finding_of("f-abcd111111111111", "m", CDR_SEVERITY_LOW));
	add(scratch->store, screening, finding_of("f-abcd222222222222", "m", CDR_SEVERITY_LOW));
	assert_text(get(scratch, "f-abcd1").finding->id, "f-abcd111111111111");
	assert_text(get(scratch, "abcd2").finding->id, "f-abcd222222222222");
	assert_fails(
		CDR_EUSAGE, "(f-abcd111111111111, f-abcd222222222222 …): give more digits",
		cdr_store_finding_get(scratch->store, ORG, CDR_STR("f-abcd"), scratch->arena, &finding, NULL, err));
	assert_fails(CDR_EUSAGE, "at least 4 of its digits",
	             cdr_store_finding_get(scratch->store, ORG, CDR_STR("f-abc"), scratch->arena, &finding, NULL, err));
	assert_fails(
		CDR_EUSAGE, "not a finding's id",
		cdr_store_finding_get(scratch->store, ORG, CDR_STR("f-%%%%"), scratch->arena, &finding, NULL, err));
	assert_fails(
		CDR_ENOTFOUND, "no finding f-abcd3",
		cdr_store_finding_get(scratch->store, ORG, CDR_STR("f-abcd3"), scratch->arena, &finding, NULL, err));
	assert_fails(CDR_ENOTFOUND, "no finding",
	             cdr_store_finding_get(scratch->store, CDR_STR("other"), CDR_STR("f-abcd1"), scratch->arena,
	                                   &finding, NULL, err));
}

static void
finding_decisions_that_cannot_be_are_refused(void **state)
{
	struct scratch *scratch = *state;
	struct cdr_str id = CDR_STR("f-aaaa"), reason = CDR_STR("r"), actor = CDR_STR("ann");
	add(scratch->store, make_screening(scratch->store, CDR_SCREENING_DONE),
	    finding_of("f-aaaa", "m", CDR_SEVERITY_LOW));
	assert_fails(CDR_EUSAGE, "nobody decides",
	             cdr_store_disposition_add(scratch->store, ORG, id, CDR_FINDING_REOPENED, reason, actor, err));
	assert_fails(CDR_ENOTFOUND, "no finding f-bbbb",
	             cdr_store_disposition_add(scratch->store, ORG, CDR_STR("f-bbbb"), CDR_FINDING_CONFIRMED, reason,
	                                       actor, err));
	assert_fails(CDR_ENOTFOUND, "no finding",
	             cdr_store_disposition_add(scratch->store, CDR_STR("other"), id, CDR_FINDING_CONFIRMED, reason,
	                                       actor, err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		scratch_test(finding_is_open_until_decided),
		scratch_test(finding_keeps_its_decision_while_its_material_stays),
		scratch_test(finding_reopens_when_its_material_changes_and_says_what_did),
		scratch_test(finding_nobody_decided_does_not_reopen),
		scratch_test(finding_list_is_of_the_latest_screening_that_is_done),
		scratch_test(finding_list_is_filtered_and_ordered_by_severity_then_id),
		scratch_test(finding_is_found_by_an_unambiguous_beginning),
		scratch_test(finding_decisions_that_cannot_be_are_refused),
	};
	return cmocka_run_group_tests_name("store/finding", tests, NULL, NULL);
}
