/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include "samples.h"

/* Writes a record, reads it back, writes it again: both texts must be the same and hold every member. */
#define ASSERT_ROUND_TRIP(type, record)                                                                                \
	do {                                                                                                           \
		struct cdr_##type first_ = record, second_;                                                            \
		memset(&second_, 0xA5, sizeof(second_)); /* all of it must be overwritten */                           \
		cdr_owned(cdr_arena) arena_ = cdr_arena_new(SAMPLE_ARENA_BYTES);                                       \
		cdr_auto(cdr_buf) once_ = CDR_BUF_INIT;                                                                \
		cdr_auto(cdr_buf) twice_ = CDR_BUF_INIT;                                                               \
		write_json(cdr_##type##_to_json(&first_), &once_);                                                     \
		cdr_owned(cdr_json) json_ = parse_json(once_.p);                                                       \
		assert_int_equal(cdr_##type##_from_json(json_, arena_, &second_, NULL), CDR_OK);                       \
		write_json(cdr_##type##_to_json(&second_), &twice_);                                                   \
		assert_string_equal(once_.p, twice_.p);                                                                \
	} while (0)

static void
records_round_trip_when_full(void **state)
{
	(void)state;
	ASSERT_ROUND_TRIP(party, sample_party());
	ASSERT_ROUND_TRIP(engagement, sample_engagement());
	ASSERT_ROUND_TRIP(record, sample_record());
	ASSERT_ROUND_TRIP(entry, sample_entry());
	ASSERT_ROUND_TRIP(finding, sample_finding());
}

static void
records_round_trip_when_empty(void **state)
{
	(void)state;
	ASSERT_ROUND_TRIP(party, (struct cdr_party){ 0 });
	ASSERT_ROUND_TRIP(engagement, (struct cdr_engagement){ 0 });
	ASSERT_ROUND_TRIP(record, (struct cdr_record){ 0 });
	ASSERT_ROUND_TRIP(entry, (struct cdr_entry){ 0 });
	ASSERT_ROUND_TRIP(finding, (struct cdr_finding){ 0 });
}

static void
records_leave_empty_members_out_and_always_say_verdict_and_severity(void **state)
{
	struct cdr_party party = { 0 };
	struct cdr_finding finding = { 0 };
	(void)state;
	assert_json(cdr_party_to_json(&party), "{}");
	assert_json(cdr_finding_to_json(&finding), "{\"verdict\":\"not_checked\",\"severity\":\"info\"}");
}

static void
records_of_a_party_stand_in_the_order_of_the_header(void **state)
{
	struct cdr_party party = sample_party();
	(void)state;
	assert_json(cdr_party_to_json(&party),
	            "{\"id\":\"p-0011223344556677\",\"key\":\"S-1\",\"version\":3,\"name\":\"Quillon Garments Lda\","
	            "\"name_local\":\"Quillon \xC3\xA0 Lda\",\"kind\":\"supplier\",\"country\":\"PT\","
	            "\"address\":\"1 Invented Road\",\"city\":\"Nowhere\",\"region\":\"North\","
	            "\"postcode\":\"0000-001\",\"sector\":\"apparel\",\"aliases\":[\"Quillon Garments\",\"QG\"],"
	            "\"identifiers\":[{\"scheme\":\"company_number\",\"value\":\"QX-001\",\"country\":\"PT\"},"
	            "{\"scheme\":\"licence:nowhere\",\"value\":\"LIC/9\"}],\"products\":[\"cotton shirts\"],"
	            "\"attributes\":{\"file:Note\":[\"first\",\"second\"],\"spend\":\"120000\",\"tier\":\"\"},"
	            "\"origin\":{\"file\":\"suppliers.csv\",\"row\":2,\"line\":2},"
	            "\"merged\":[{\"id\":\"p-8899aabbccddeeff\",\"key\":\"S-9\",\"name\":\"QG Lda\",\"version\":1,"
	            "\"origin\":{\"file\":\"more.csv\",\"row\":7}}]}");
}

static void
records_of_a_listing_say_status_only_when_something_says_it(void **state)
{
	struct cdr_listing listing = { .verdict = CDR_VERDICT_POSSIBLE, .score = 0.5 };
	(void)state;
	assert_json(cdr_listing_to_json(&listing), "{\"registry_kind\":\"licence_register\",\"stale\":false,"
	                                           "\"verdict\":\"possible\",\"score\":0.5}");
}

static void
records_of_a_snapshot_count_even_nothing(void **state)
{
	struct cdr_snapshot snapshot = { .id = 1, .registry_id = CDR_STR("xx-list"), .as_of = { 20250102 } };
	(void)state;
	assert_json(
		cdr_snapshot_to_json(&snapshot),
		"{\"id\":1,\"registry_id\":\"xx-list\",\"as_of\":\"2025-01-02\",\"registry_kind\":\"licence_register\","
		"\"n_rows\":0,\"n_entries\":0,\"n_rejected\":0}");
}

static void
records_of_a_gap_name_the_rule_and_the_facts(void **state)
{
	struct cdr_str missing[] = { CDR_STR("engagement.fee_paid_by"), CDR_STR("engagement.fee_amount") };
	struct cdr_gap gap = { CDR_STR("fees.paid-by-worker"), missing, 2 };
	(void)state;
	assert_json(cdr_gap_to_json(&gap), "{\"rule_id\":\"fees.paid-by-worker\",\"missing\":"
	                                   "[\"engagement.fee_paid_by\",\"engagement.fee_amount\"]}");
}

static void
records_give_a_party_its_columns(void **state)
{
	struct cdr_party party = sample_party();
	(void)state;
	assert_text(cdr_party_get(&party, "id"), "S-1");
	assert_text(cdr_party_get(&party, "city"), "Nowhere");
	assert_text(cdr_party_get(&party, "company_number"), "QX-001");
	assert_text(cdr_party_get(&party, "licence_number"), "LIC/9");
	assert_text(cdr_party_get(&party, "spend"), "120000");
	assert_null(cdr_party_get(&party, "lei").p);
	assert_null(cdr_party_get(&party, "aliases").p);
}

static void
records_give_an_engagement_its_columns(void **state)
{
	struct cdr_engagement engagement = sample_engagement();
	(void)state;
	assert_text(cdr_engagement_get(&engagement, "agency_licence_number"), "LIC/9");
	assert_text(cdr_engagement_get(&engagement, "spend"), "120000");
	assert_null(cdr_engagement_get(&engagement, "recruited_on").p);
}

static void
records_give_a_record_its_columns(void **state)
{
	struct cdr_record record = sample_record();
	(void)state;
	assert_text(cdr_record_get(&record, "id"), "Q-1");
	assert_text(cdr_record_get(&record, "subject_key"), "S-1");
	assert_text(cdr_record_get(&record, "spend"), "120000");
	/* The kind of record is no column; a column of that name is an attribute. */
	assert_null(cdr_record_get(&record, "kind").p);
}

static void
records_give_an_entry_its_columns(void **state)
{
	struct cdr_attribute attributes[] = { { CDR_STR("sector"), CDR_STR("Weaving") } };
	struct cdr_entry entry = { .address = CDR_STR("2 Invented Road"), .attributes = attributes, .n_attributes = 1 };
	(void)state;
	assert_text(cdr_entry_get(&entry, "address"), "2 Invented Road");
	assert_text(cdr_entry_get(&entry, "sector"), "Weaving");
	assert_null(cdr_entry_get(&entry, "programme").p);
	assert_null(cdr_entry_get(&entry, "nothing").p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_round_trip_when_full),
		cmocka_unit_test(records_round_trip_when_empty),
		cmocka_unit_test(records_leave_empty_members_out_and_always_say_verdict_and_severity),
		cmocka_unit_test(records_of_a_party_stand_in_the_order_of_the_header),
		cmocka_unit_test(records_of_a_listing_say_status_only_when_something_says_it),
		cmocka_unit_test(records_of_a_snapshot_count_even_nothing),
		cmocka_unit_test(records_of_a_gap_name_the_rule_and_the_facts),
		cmocka_unit_test(records_give_a_party_its_columns),
		cmocka_unit_test(records_give_an_engagement_its_columns),
		cmocka_unit_test(records_give_a_record_its_columns),
		cmocka_unit_test(records_give_an_entry_its_columns),
	};
	return cmocka_run_group_tests_name("model/records", tests, NULL, NULL);
}
