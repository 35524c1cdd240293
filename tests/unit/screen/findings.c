/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#define NAME "Glasswort Rubber Works"
#define AGENCY "Marrowfield Crewing Services Inc"

/* Screens the one supplier that these tests speak of. */
static void
screen_supplier(struct desk *desk, struct cdr_party party, const char *on, struct subject_result *ret)
{
	load_lists(desk);
	assert_ok(screen_party(by_desk(desk, day(on)), &party, desk->arena, ret, err));
}

static void
put_listed(struct desk *desk, const char *registry, const char *as_of, const char *programme)
{
	struct cdr_entry entry = listed(desk, "g", NAME, "XB");
	entry.programme = cdr_str_from(programme);
	entry.listed_on = day("2026-05-01");
	(void)put_copy(desk, registry, as_of, &entry, 1);
}

static const struct cdr_finding *
finding_of(const struct subject_result *result, const char *rule)
{
	const struct cdr_finding *finding = find_rule(result, rule);
	if (!finding)
		fail_msg("there is no finding of %s", rule);
	return finding;
}

static void
assert_same_text(struct cdr_str a, struct cdr_str b)
{
	assert_true(a.n > 0);
	if (!cdr_str_equal(a, b))
		fail_msg("\"%.*s\" is not \"%.*s\"", CDR_STR_ARG(a), CDR_STR_ARG(b));
}

static void
findings_show_rule_entry_and_row(void **state)
{
	put_listed(DESK, BAN_LIST, "2026-06-01", "Rubber");
	cdr_auto(subject_result) result = { 0 };
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &result);
	const struct cdr_finding *finding = finding_of(&result, "LST-201");
	assert_verdict(finding->verdict, MATCH);
	assert_int_equal(finding->severity, CDR_SEVERITY_CRITICAL);
	assert_int_equal(finding->n_listings, 1);
	assert_text(finding->listings[0].registry_id, BAN_LIST);
	assert_int_equal(finding->n_origins, 1);
	assert_text(finding->origins[0].file, "s.csv");
	assert_text(finding->party_name, NAME);
	assert_holds(finding->message, NAME);
	assert_holds(finding->message, "45 days");
	assert_true(finding->n_facts > 0);
	assert_true(finding->remedy.n > 0 && finding->source.n > 0 && finding->title.n > 0);
	assert_int_equal(finding->fingerprint.n, 64);
	assert_int_equal(finding->id.n, 18);
	assert_true(cdr_str_starts_with(finding->fingerprint, (struct cdr_str){ finding->id.p + 2, 16 }));
}

/* Two sanctions lists in one: the rule rests on each by itself. */
static void
findings_are_one_for_each_registry(void **state)
{
	put_listed(DESK, BAN_LIST, "2026-06-01", NULL);
	put_listed(DESK, SANCTIONS_LIST, "2026-06-14", NULL);
	cdr_auto(subject_result) result = { 0 };
	struct cdr_party party = party_of("S1", NAME, "XC"); /* of another country: it only resembles them */
	screen_supplier(DESK, party, TODAY, &result);
	const struct cdr_finding *seen[4] = { NULL };
	size_t n = 0;
	for (size_t i = 0; i < result.findings.n; i++) {
		const struct cdr_finding *finding = CDR_VEC_AT(&result.findings, struct cdr_finding, i);
		if (!cdr_str_equal(finding->rule_id, CDR_STR("LST-204")))
			continue;
		assert_true(n < CDR_LEN(seen));
		assert_int_equal(finding->n_listings, 1);
		assert_verdict(finding->verdict, POSSIBLE);
		seen[n++] = finding;
	}
	assert_int_equal(n, 2);
	assert_false(cdr_str_equal(seen[0]->listings[0].registry_id, seen[1]->listings[0].registry_id));
	assert_false(cdr_str_equal(seen[0]->fingerprint, seen[1]->fingerprint));
	assert_false(cdr_str_equal(seen[0]->id, seen[1]->id));
}

static void
findings_keep_candidates_of_one_registry_together(void **state)
{
	struct cdr_entry rows[] = { listed(DESK, "one", NAME, "XB"), listed(DESK, "two", NAME " (Coastal)", "XB") };
	(void)put_copy(DESK, BAN_LIST, "2026-06-01", rows, 2);
	cdr_auto(subject_result) result = { 0 };
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &result);
	const struct cdr_finding *finding = finding_of(&result, "LST-201");
	assert_int_equal(finding->n_listings, 2);
	assert_true(finding->listings[0].score >= finding->listings[1].score);
	assert_holds(finding->listings[0].entry_id, "/one@");
}

static void
findings_keep_their_fingerprint_over_versions_dates_and_scores(void **state)
{
	cdr_auto(subject_result) before = { 0 }, after = { 0 };
	put_listed(DESK, BAN_LIST, "2026-06-01", "Rubber");
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &before);
	put_listed(DESK, BAN_LIST, "2026-07-01", "Rubber and latex"); /* a new version of the entry */
	struct cdr_party party = party_of("S1", NAME, NULL);          /* scored another way */
	party.version = 2;
	party.id = CDR_STR("p-0000000000000002");
	party.origin.row = 9;
	screen_supplier(DESK, party, "2026-07-02", &after);
	const struct cdr_finding *first = finding_of(&before, "LST-201"), *second = finding_of(&after, "LST-201");
	assert_true(first->listings[0].score > second->listings[0].score);
	assert_false(cdr_str_equal(first->listings[0].entry_id, second->listings[0].entry_id));
	assert_same_text(first->fingerprint, second->fingerprint);
	assert_same_text(first->id, second->id);
}

static void
findings_differ_by_party_rule_and_engagement(void **state)
{
	struct cdr_entry entry =
		entry_with(DESK, "a", AGENCY, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01", NULL));
	(void)put_copy(DESK, REGISTER, "2026-06-10", &entry, 1);
	load_lists(DESK);
	struct cdr_str seen[3];
	static const char *const keys[][2] = { { "E1", "S1" }, { "E2", "S1" }, { "E1", "S2" } };
	for (size_t i = 0; i < CDR_LEN(keys); i++) {
		cdr_auto(subject_result) result = { 0 };
		struct cdr_engagement engagement = engagement_of(keys[i][0], keys[i][1], AGENCY, "PH", "2026-05-01");
		assert_ok(screen_engagement(by_desk(DESK, day(TODAY)), NULL, &engagement, DESK->arena, &result, err));
		seen[i] = finding_of(&result, "LIC-101")->fingerprint;
		assert_false(cdr_str_equal(finding_of(&result, "STR-805")->fingerprint, seen[i]));
		for (size_t k = 0; k < i; k++)
			assert_false(cdr_str_equal(seen[k], seen[i]));
	}
}

/* ------------------------------------------------------------------------------------------------------- material */

static void
findings_stay_material_to_the_same_over_the_calendar(void **state)
{
	cdr_auto(subject_result) before = { 0 }, after = { 0 };
	put_listed(DESK, BAN_LIST, "2026-06-01", "Rubber");
	screen_supplier(DESK, party_of("S1", NAME, "XB"), "2026-06-02", &before);
	put_listed(DESK, BAN_LIST, "2026-06-20", "Rubber"); /* the same entry in a newer copy */
	screen_supplier(DESK, party_of("S1", NAME, "XB"), "2026-06-25", &after);
	const struct cdr_finding *first = finding_of(&before, "LST-201"), *second = finding_of(&after, "LST-201");
	assert_false(cdr_str_equal(first->message, second->message)); /* it counts days */
	assert_int_not_equal(first->listings[0].snapshot_id, second->listings[0].snapshot_id);
	assert_same_text(first->material, second->material);
}

static void
findings_change_materially_with_the_entry(void **state)
{
	cdr_auto(subject_result) before = { 0 }, after = { 0 };
	put_listed(DESK, BAN_LIST, "2026-06-01", "Rubber");
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &before);
	put_listed(DESK, BAN_LIST, "2026-06-10", "Rubber and latex");
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &after);
	assert_false(cdr_str_equal(finding_of(&before, "LST-201")->material, finding_of(&after, "LST-201")->material));
}

/* The one finding of a rule about an agency that stands so. */
static struct cdr_finding
agency_finding(struct desk *desk, const char *as_of, struct cdr_entry_status status, const char *on, const char *rule)
{
	struct cdr_entry entry = entry_with(desk, "a", AGENCY, "PH", status);
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", on);
	struct cdr_party supplier = party_of("S1", "Alder Mill", "IN");
	(void)put_copy(desk, REGISTER, as_of, &entry, 1);
	load_lists(desk);
	cdr_auto(subject_result) result = { 0 };
	assert_ok(screen_engagement(by_desk(desk, day(TODAY)), &supplier, &engagement, desk->arena, &result, err));
	struct cdr_finding copy = { 0 };
	assert_true(cdr_finding_copy(desk->arena, finding_of(&result, rule), &copy));
	return copy;
}

static void
findings_change_materially_with_the_status(void **state)
{
	struct cdr_finding suspended =
		agency_finding(DESK, "2026-06-08", standing(CDR_LICENCE_SUSPENDED, "Suspended", "2026-01-01", NULL),
	                       "2026-05-01", "LIC-103");
	struct cdr_finding administrative = agency_finding(
		DESK, "2026-06-10",
		standing(CDR_LICENCE_SUSPENDED_ADMIN, "Suspended (Document Processing)", "2026-05-20", NULL),
		"2026-05-25", "LIC-103");
	assert_same_text(suspended.fingerprint, administrative.fingerprint);
	assert_false(cdr_str_equal(suspended.material, administrative.material));
	assert_int_equal(suspended.n_listings, 1);
	assert_int_equal(suspended.n_origins, 2);
	assert_text(suspended.origins[0].file, "e.csv");
	assert_text(suspended.agency_name, AGENCY);
}

static void
findings_change_materially_with_the_verdict(void **state)
{
	struct cdr_entry twins[] = {
		entry_with(DESK, "a", AGENCY, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01", NULL)),
		entry_with(DESK, "b", AGENCY, "PH", standing(CDR_LICENCE_REVOKED, "Cancelled", "2020-01-01", NULL))
	};
	struct cdr_finding one = agency_finding(DESK, "2026-06-08", twins[0].statuses[0], "2026-05-01", "LIC-101");
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01");
	struct cdr_party supplier = party_of("S1", "Alder Mill", "IN");
	(void)put_copy(DESK, REGISTER, "2026-06-10", twins, 2);
	load_lists(DESK);
	cdr_auto(subject_result) result = { 0 };
	assert_ok(screen_engagement(by_desk(DESK, day(TODAY)), &supplier, &engagement, DESK->arena, &result, err));
	const struct cdr_finding *two = finding_of(&result, "LIC-101");
	assert_verdict(one.verdict, MATCH);
	assert_verdict(two->verdict, POSSIBLE);
	assert_false(cdr_str_equal(one.material, two->material));
}

static void
findings_change_materially_with_the_facts_looked_at(void **state)
{
	struct cdr_attribute attributes[] = { { CDR_STR("fee_amount"), CDR_STR("100") },
		                              { CDR_STR("fee_paid_by"), CDR_STR("worker") } };
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01");
	engagement.attributes = attributes;
	engagement.n_attributes = 2;
	load_lists(DESK);
	cdr_auto(subject_result) less = { 0 }, more = { 0 };
	assert_ok(screen_engagement(by_desk(DESK, day(TODAY)), NULL, &engagement, DESK->arena, &less, err));
	attributes[0].value = CDR_STR("900");
	assert_ok(screen_engagement(by_desk(DESK, day(TODAY)), NULL, &engagement, DESK->arena, &more, err));
	const struct cdr_finding *first = finding_of(&less, "FEE-401"), *second = finding_of(&more, "FEE-401");
	assert_same_text(first->fingerprint, second->fingerprint);
	assert_false(cdr_str_equal(first->material, second->material));
}

/* The material of what a rule says of a party without a clause against forced labour. */
static struct cdr_str
party_material(struct desk *desk, struct cdr_party party)
{
	struct cdr_attribute no_clause = { CDR_STR("forced_labour_clause"), CDR_STR("false") };
	party.attributes = &no_clause;
	party.n_attributes = 1;
	cdr_auto(subject_result) result = { 0 };
	screen_supplier(desk, party, TODAY, &result);
	return cdr_str_copy(desk->arena, finding_of(&result, "STR-803")->material);
}

static void
findings_change_materially_with_who_the_party_is(void **state)
{
	struct cdr_identifier number = { CDR_STR("company_number"), CDR_STR("0001"), CDR_STR("XB") };
	struct cdr_party same = party_of("S1", NAME, "XB"), numbered_party = same;
	same.origin.row = 77; /* the same party in another row of another file */
	same.origin.file = CDR_STR("other.csv");
	same.version = 5;
	numbered_party.identifiers = &number;
	numbered_party.n_identifiers = 1;
	struct cdr_str first = party_material(DESK, party_of("S1", NAME, "XB"));
	assert_same_text(first, party_material(DESK, same));
	assert_false(cdr_str_equal(first, party_material(DESK, party_of("S1", NAME " Renamed", "XB"))));
	assert_false(cdr_str_equal(first, party_material(DESK, party_of("S1", NAME, "XC"))));
	struct cdr_str with = party_material(DESK, numbered_party);
	assert_false(cdr_str_equal(first, with));
	number.value = CDR_STR("0002");
	assert_false(cdr_str_equal(with, party_material(DESK, numbered_party)));
}

/* The material of what a rule says of an engagement whose workers paid and have no day of rest. */
static struct cdr_str
engagement_material(struct desk *desk, struct cdr_engagement engagement, const char *days, const char *workers,
                    const char *rule)
{
	struct cdr_attribute attributes[] = { { CDR_STR("days_per_week"), cdr_str_from(days) },
		                              { CDR_STR("fee_amount"), CDR_STR("100") },
		                              { CDR_STR("fee_paid_by"), CDR_STR("worker") },
		                              { CDR_STR("workers"), cdr_str_from(workers) } };
	engagement.attributes = attributes;
	engagement.n_attributes = CDR_LEN(attributes);
	load_lists(desk);
	cdr_auto(subject_result) result = { 0 };
	assert_ok(screen_engagement(by_desk(desk, day(TODAY)), NULL, &engagement, desk->arena, &result, err));
	return cdr_str_copy(desk->arena, finding_of(&result, rule)->material);
}

static void
findings_change_materially_with_whom_the_agency_sent(void **state)
{
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01"), other = engagement;
	struct cdr_str first = engagement_material(DESK, engagement, "7", "12", "FEE-401");
	other.origin.row = 77;
	other.version = 5;
	assert_same_text(first, engagement_material(DESK, other, "7", "12", "FEE-401"));
	assert_false(cdr_str_equal(first, engagement_material(DESK, engagement, "7", "1200", "FEE-401")));
	other.recruited_on = day("2026-05-02");
	assert_false(cdr_str_equal(first, engagement_material(DESK, other, "7", "12", "FEE-401")));
	other = engagement;
	other.agency_licence_number = CDR_STR("RL-7");
	assert_false(cdr_str_equal(first, engagement_material(DESK, other, "7", "12", "FEE-401")));
}

/* A number of days is not by itself one that the calendar moves. */
static void
findings_change_materially_with_the_days_of_work(void **state)
{
	struct cdr_engagement engagement = engagement_of("E1", "S1", AGENCY, "PH", "2026-05-01");
	assert_false(cdr_str_equal(engagement_material(DESK, engagement, "7", "12", "HRS-702"),
	                           engagement_material(DESK, engagement, "7.5", "12", "HRS-702")));
}

/* ----------------------------------------------------------------------------------------------------------- rules */

static void
findings_of_a_rule_without_an_answer_are_gaps(void **state)
{
	load_lists(DESK);
	cdr_auto(subject_result) result = { 0 };
	screen_supplier(DESK, party_of("S1", NAME, "XB"), TODAY, &result);
	const struct cdr_gap *gap = find_gap(&result, "LST-201");
	assert_non_null(gap);
	assert_int_equal(gap->n_missing, 1);
	assert_text(gap->missing[0], "listing.import_ban.verdict");
	assert_null(find_rule(&result, "LST-201"));
}

static void
findings_that_rest_on_rows_alone_have_no_listings(void **state)
{
	struct cdr_attribute attributes[] = { { CDR_STR("forced_labour_clause"), CDR_STR("false") } };
	struct cdr_party party = party_of("S1", NAME, "XB");
	party.attributes = attributes;
	party.n_attributes = 1;
	put_listed(DESK, BAN_LIST, "2026-06-01", NULL);
	cdr_auto(subject_result) result = { 0 };
	screen_supplier(DESK, party, TODAY, &result);
	const struct cdr_finding *finding = finding_of(&result, "STR-803");
	assert_int_equal(finding->n_listings, 0);
	assert_verdict(finding->verdict, MATCH);
}

static void
findings_come_of_rules_in_force_only(void **state)
{
	struct cdr_party party = party_of("S1", NAME, "XB");
	size_t n_before = 0;
	load_lists(DESK);
	for (size_t i = 0; i < cdr_rulebook_count(DESK->setup->rulebook); i++) {
		const struct cdr_rule *rule = cdr_rulebook_at(DESK->setup->rulebook, i);
		if (!rule->in_force_from.ymd || !cdr_str_equal(rule->applies_to, CDR_STR("party")))
			continue;
		n_before++;
		cdr_auto(subject_result) before = { 0 }, since = { 0 };
		struct cdr_date eve = cdr_date_add_days(rule->in_force_from, -1);
		const char *id = cdr_str_copy(DESK->arena, rule->id).p;
		assert_ok(screen_party(by_desk(DESK, eve), &party, DESK->arena, &before, err));
		assert_ok(screen_party(by_desk(DESK, rule->in_force_from), &party, DESK->arena, &since, err));
		assert_true(!find_rule(&before, id) && !find_gap(&before, id));
		assert_true(find_rule(&since, id) || find_gap(&since, id));
	}
	assert_true(n_before > 0); /* or else this showed nothing */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(findings_show_rule_entry_and_row),
		desk_test(findings_are_one_for_each_registry),
		desk_test(findings_keep_candidates_of_one_registry_together),
		desk_test(findings_keep_their_fingerprint_over_versions_dates_and_scores),
		desk_test(findings_differ_by_party_rule_and_engagement),
		desk_test(findings_stay_material_to_the_same_over_the_calendar),
		desk_test(findings_change_materially_with_the_entry),
		desk_test(findings_change_materially_with_the_status),
		desk_test(findings_change_materially_with_the_verdict),
		desk_test(findings_change_materially_with_the_facts_looked_at),
		desk_test(findings_change_materially_with_who_the_party_is),
		desk_test(findings_change_materially_with_whom_the_agency_sent),
		desk_test(findings_change_materially_with_the_days_of_work),
		desk_test(findings_of_a_rule_without_an_answer_are_gaps),
		desk_test(findings_that_rest_on_rows_alone_have_no_listings),
		desk_test(findings_come_of_rules_in_force_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
