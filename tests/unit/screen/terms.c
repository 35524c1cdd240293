/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* The facts of a row with these attributes; `supplier` may be NULL. */
static struct cdr_facts *
facts_of_row(struct desk *desk, const struct cdr_attribute *attributes, size_t n, const struct cdr_party *supplier)
{
	struct cdr_engagement engagement = engagement_of("E1", "S1", "Quince Harbour Employment", "HK", "2026-05-01");
	struct cdr_facts *facts = no_facts();
	engagement.attributes = cdr_arena_alloc(desk->arena, (n + 1) * sizeof(*attributes));
	assert_non_null(engagement.attributes);
	if (n)
		memcpy(engagement.attributes, attributes, n * sizeof(*attributes));
	engagement.n_attributes = n;
	facts_of_engagement(facts, &engagement, supplier, day(TODAY), desk->arena);
	return facts;
}

#define FACTS_OF(...)                                                                                                  \
	facts_of_row(DESK, (const struct cdr_attribute[]){ __VA_ARGS__ },                                              \
	             sizeof((const struct cdr_attribute[]){ __VA_ARGS__ }) / sizeof(struct cdr_attribute), NULL)

static void
terms_of_an_engagement_are_what_its_row_says(void **state)
{
	cdr_owned(cdr_facts) facts =
		FACTS_OF(ATTRIBUTE("documents_held_by", "employer"), ATTRIBUTE("hours_per_day", "14"),
	                 ATTRIBUTE("worker_languages", "ne| bn |"), ATTRIBUTE("free_to_leave", "false"));
	assert_string_equal(value(DESK, facts, "agency.name"), "Quince Harbour Employment");
	assert_string_equal(value(DESK, facts, "agency.country"), "HK");
	assert_string_equal(value(DESK, facts, "engagement.recruited_on"), "2026-05-01");
	assert_string_equal(value(DESK, facts, "engagement.days_since_recruited"), "45");
	assert_string_equal(value(DESK, facts, "engagement.documents_held_by"), "employer");
	assert_string_equal(value(DESK, facts, "engagement.hours_per_day"), "14");
	assert_string_equal(value(DESK, facts, "engagement.free_to_leave"), "no");
	assert_string_equal(value(DESK, facts, "engagement.supplier_known"), "no");
	assert_string_equal(value(DESK, facts, "screening.day"), TODAY);
	assert_non_null(strstr(value(DESK, facts, "engagement.worker_languages"), "bn"));
	static const char *const unknown[] = { "engagement.ended_on",
		                               "engagement.worker_costs",
		                               "engagement.hours_per_week",
		                               "subagent.named",
		                               "corridor.path",
		                               "corridor.cross_border",
		                               "supplier.name",
		                               "supplier.supplies_another" };
	for (size_t i = 0; i < CDR_LEN(unknown); i++)
		assert_null(value(DESK, facts, unknown[i]));
}

static void
terms_of_a_week_are_hours_times_days(void **state)
{
	cdr_owned(cdr_facts) facts = FACTS_OF(ATTRIBUTE("hours_per_day", "10.5"), ATTRIBUTE("days_per_week", "7"));
	assert_string_equal(value(DESK, facts, "engagement.hours_per_week"), "73.5");
}

static void
terms_tell_a_sub_agent_from_a_blank_from_no_column(void **state)
{
	cdr_owned(cdr_facts) named = FACTS_OF(ATTRIBUTE("sub_agent_name", "Thistle Travel"));
	cdr_owned(cdr_facts) blank = FACTS_OF(ATTRIBUTE("blank:sub_agent_name", "true"));
	assert_string_equal(value(DESK, named, "subagent.named"), "yes");
	assert_string_equal(value(DESK, named, "subagent.name"), "Thistle Travel");
	assert_string_equal(value(DESK, blank, "subagent.named"), "no");
	assert_null(value(DESK, blank, "subagent.name"));
}

static void
terms_of_costs_add_what_workers_paid(void **state)
{
	cdr_owned(cdr_facts) both =
		FACTS_OF(ATTRIBUTE("fee_amount", "1000"), ATTRIBUTE("fee_paid_by", "worker"),
	                 ATTRIBUTE("visa_cost_amount", "250"), ATTRIBUTE("visa_cost_paid_by", "worker"));
	cdr_owned(cdr_facts) others = FACTS_OF(ATTRIBUTE("fee_amount", "1000"), ATTRIBUTE("fee_paid_by", "employer"));
	cdr_owned(cdr_facts) unsaid = FACTS_OF(ATTRIBUTE("fee_amount", "1000"));
	assert_string_equal(value(DESK, both, "engagement.worker_costs"), "1250");
	assert_string_equal(value(DESK, others, "engagement.worker_costs"), "0");
	assert_null(value(DESK, unsaid, "engagement.worker_costs"));
}

static void
terms_of_costs_without_an_amount_are_never_nothing(void **state)
{
	cdr_owned(cdr_facts) least = FACTS_OF(ATTRIBUTE("fee_amount", "1000"), ATTRIBUTE("fee_paid_by", "worker"),
	                                      ATTRIBUTE("visa_cost_paid_by", "worker"));
	cdr_owned(cdr_facts) untold = FACTS_OF(ATTRIBUTE("fee_amount", "900"), ATTRIBUTE("fee_paid_by", "employer"),
	                                       ATTRIBUTE("visa_cost_paid_by", "worker"));
	assert_string_equal(value(DESK, least, "engagement.worker_costs"), "1000");
	assert_null(value(DESK, untold, "engagement.worker_costs"));
}

static void
terms_of_a_corridor_need_both_ends(void **state)
{
	cdr_owned(cdr_facts) within = FACTS_OF(ATTRIBUTE("recruited_in", "KE"), ATTRIBUTE("performed_in", "ke"));
	cdr_owned(cdr_facts) across = FACTS_OF(ATTRIBUTE("recruited_in", "NP"), ATTRIBUTE("performed_in", "MY"));
	cdr_owned(cdr_facts) one_end = FACTS_OF(ATTRIBUTE("recruited_in", "NP"));
	assert_string_equal(value(DESK, within, "corridor.cross_border"), "no");
	assert_string_equal(value(DESK, across, "corridor.cross_border"), "yes");
	assert_string_equal(value(DESK, across, "corridor.path"), "NP → ? → MY");
	assert_null(value(DESK, one_end, "corridor.cross_border"));
	assert_null(value(DESK, across, "corridor.third_country"));
}

static void
terms_know_a_third_country_when_it_is_neither_end(void **state)
{
	cdr_owned(cdr_facts) third = FACTS_OF(ATTRIBUTE("recruited_in", "RO"), ATTRIBUTE("registered_in", "CY"),
	                                      ATTRIBUTE("performed_in", "BE"));
	cdr_owned(cdr_facts) end = FACTS_OF(ATTRIBUTE("registered_in", "BE"), ATTRIBUTE("performed_in", "BE"));
	cdr_owned(cdr_facts) open = FACTS_OF(ATTRIBUTE("registered_in", "CY"), ATTRIBUTE("performed_in", "BE"));
	assert_string_equal(value(DESK, third, "corridor.third_country"), "yes");
	assert_string_equal(value(DESK, end, "corridor.third_country"), "no");
	assert_null(value(DESK, open, "corridor.third_country"));
}

static void
terms_of_a_crew_wait_for_the_charterer(void **state)
{
	cdr_owned(cdr_facts) foreign = FACTS_OF(ATTRIBUTE("worker_countries", "ID"), ATTRIBUTE("vessel_flag", "KR"),
	                                        ATTRIBUTE("charterer_country", "NZ"));
	cdr_owned(cdr_facts) home = FACTS_OF(ATTRIBUTE("worker_countries", "ID|KR"), ATTRIBUTE("vessel_flag", "KR"));
	cdr_owned(cdr_facts) open = FACTS_OF(ATTRIBUTE("worker_countries", "ID"), ATTRIBUTE("vessel_flag", "KR"));
	cdr_owned(cdr_facts) none = FACTS_OF(ATTRIBUTE("worker_countries", "ID"), ATTRIBUTE("vessel_flag", "KR"),
	                                     ATTRIBUTE("blank:charterer_country", "true"));
	assert_string_equal(value(DESK, foreign, "corridor.crew_foreign"), "yes");
	assert_string_equal(value(DESK, home, "corridor.crew_foreign"), "no");
	assert_null(value(DESK, open, "corridor.crew_foreign"));
	assert_string_equal(value(DESK, none, "corridor.crew_foreign"), "yes");
}

static void
terms_of_the_supplier_are_those_of_its_party(void **state)
{
	struct cdr_attribute attributes[] = { ATTRIBUTE("on_site_service", "true"), ATTRIBUTE("parent_id", "S0"),
		                              ATTRIBUTE("public_contract", "false") };
	struct cdr_str products[] = { CDR_STR("cleaning") };
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	party.sector = CDR_STR("facilities");
	party.products = products;
	party.n_products = 1;
	party.attributes = attributes;
	party.n_attributes = CDR_LEN(attributes);
	cdr_owned(cdr_facts) facts = facts_of_row(DESK, NULL, 0, &party);
	assert_string_equal(value(DESK, facts, "supplier.name"), "Alder Mill");
	assert_string_equal(value(DESK, facts, "supplier.country"), "IN");
	assert_string_equal(value(DESK, facts, "supplier.sector"), "facilities");
	assert_string_equal(value(DESK, facts, "supplier.products"), "cleaning");
	assert_string_equal(value(DESK, facts, "supplier.public_contract"), "no");
	assert_string_equal(value(DESK, facts, "supplier.on_site_service"), "yes");
	assert_string_equal(value(DESK, facts, "supplier.supplies_another"), "yes");
	assert_string_equal(value(DESK, facts, "engagement.supplier_known"), "yes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(terms_of_an_engagement_are_what_its_row_says),
		desk_test(terms_of_a_week_are_hours_times_days),
		desk_test(terms_tell_a_sub_agent_from_a_blank_from_no_column),
		desk_test(terms_of_costs_add_what_workers_paid),
		desk_test(terms_of_costs_without_an_amount_are_never_nothing),
		desk_test(terms_of_a_corridor_need_both_ends),
		desk_test(terms_know_a_third_country_when_it_is_neither_end),
		desk_test(terms_of_a_crew_wait_for_the_charterer),
		desk_test(terms_of_the_supplier_are_those_of_its_party),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
