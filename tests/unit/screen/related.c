/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "candor/decl.h"

/* What is read back as of now; freed by the caller. */
static struct related *
load(struct desk *desk)
{
	struct related *related = NULL;
	assert_ok(related_load(desk->store, desk->setup, ORG, desk->import, &related, err));
	return related;
}

/* An engagement with one attribute. */
static void
engage(struct desk *desk, const char *key, const char *supplier, const char *column, const char *text)
{
	struct cdr_engagement engagement = engagement_of(key, supplier, "Fern Overseas", "NP", "2026-03-04");
	struct cdr_attribute attribute = { cdr_str_from(column), cdr_str_from(text) };
	engagement.attributes = &attribute;
	engagement.n_attributes = 1;
	put_engagement(desk, engagement);
}

static void
put_record(struct desk *desk, enum cdr_record_kind kind, const char *key, const char *subject, const char *column,
           const char *text)
{
	enum cdr_put_result result;
	struct cdr_attribute attribute = { cdr_str_from(column), cdr_str_from(text) };
	struct cdr_record record = { .kind = kind,
		                     .key = cdr_str_from(key),
		                     .subject_key = cdr_str_from(subject),
		                     .attributes = &attribute,
		                     .n_attributes = 1,
		                     .origin = { .file = CDR_STR("records.csv"), .row = 3 } };
	if (!desk->import)
		begin_import(desk);
	assert_ok(cdr_store_record_put(desk->store, ORG, desk->import, &record, &result, err));
}

/* Says that a file of this kind was taken in. */
static void
took_in(struct desk *desk, const char *kind)
{
	struct cdr_import_record record = { .org = ORG, .kind = cdr_str_from(kind), .file = CDR_STR("f.csv") };
	assert_ok(cdr_store_import_begin(desk->store, &record, err));
	record.n_read = record.n_accepted = 1;
	assert_ok(cdr_store_import_finish(desk->store, &record, err));
	desk->import = record.id;
}

/* How a condition about a party with this key comes out. */
static const char *
asked(struct desk *desk, const struct related *related, struct cdr_party party, const char *condition)
{
	cdr_owned(cdr_condition_holder) holder = NULL;
	cdr_auto(cdr_decl) decl = { 0 };
	cdr_owned(cdr_facts) facts = no_facts();
	const struct cdr_condition *compiled = NULL;
	const struct relations *relations = NULL;
	enum cdr_truth truth = CDR_UNKNOWN;
	assert_ok(cdr_condition_holder_new(cdr_screen_symbols(), &desk->setup->rulesets, &holder, err));
	assert_ok(cdr_decl_parse(cdr_str_from(condition), "condition", &decl, err));
	assert_ok(cdr_condition_compile(holder, &decl, decl.root, &compiled, err));
	assert_ok(related_facts_of_party(related, &party, day(TODAY), facts, desk->arena, &relations, err));
	assert_ok(cdr_condition_eval(compiled, facts, desk->arena, &truth, NULL, err));
	return cdr_truth_word(truth);
}

static void
related_rows_are_counted_by_what_they_say(void **state)
{
	put_party(DESK, party_of("S1", "Alder Mill", "IN"));
	engage(DESK, "E1", "S1", "hours_per_day", "14");
	engage(DESK, "E2", "S1", "hours_per_day", "8");
	engage(DESK, "E3", "S2", "hours_per_day", "14");
	cdr_owned(related) related = load(DESK);
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	assert_string_equal(asked(DESK, related, party, "{count: engagements, at_least: 2}"), "true");
	assert_string_equal(asked(DESK, related, party, "{count: engagements, at_least: 3}"), "false");
	assert_string_equal(
		asked(DESK, related, party,
	              "{count: engagements, where: {fact: engagement.hours_per_day, above: 12}, at_least: 2}"),
		"false");
	assert_string_equal(
		asked(DESK, related, party,
	              "{count: engagements, where: {fact: engagement.hours_per_day, above: 12}, at_least: 1}"),
		"true");
	assert_string_equal(asked(DESK, related, party, "{fact: party.uses_labour_providers, is: true}"), "true");
}

/* Who found people directly names itself where the agency's name would stand. */
static void
related_rows_found_directly_make_no_labour_provider(void **state)
{
	put_party(DESK, party_of("S1", "Alder Mill", "IN"));
	engage(DESK, "E1", "S1", "channel", "direct");
	cdr_owned(related) related = load(DESK);
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	assert_string_equal(asked(DESK, related, party, "{fact: party.uses_labour_providers, known: true}"), "false");
	assert_string_equal(asked(DESK, related, party,
	                          "{count: engagements, where: {fact: engagement.channel, is: direct}, at_least: 1}"),
	                    "true");
}

static void
related_rows_of_a_merged_party_are_its_own(void **state)
{
	struct cdr_merge merge = { 0 };
	put_party(DESK, party_of("S1", "Alder Mill", "IN"));
	put_party(DESK, party_of("S2", "Alder Mills Ltd", "IN"));
	engage(DESK, "E1", "S1", "hours_per_day", "14");
	engage(DESK, "E2", "S2", "hours_per_day", "14");
	put_record(DESK, CDR_RECORD_AUDITS, "A1", "S2", "announced", "true");
	assert_ok(cdr_store_merge_add(DESK->store, ORG, CDR_STR("S1"), CDR_STR("S2"), CDR_STR("same address"), ACTOR,
	                              DESK->arena, &merge, err));
	int64_t before = DESK->import;
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	cdr_owned(related) apart = load(DESK);
	assert_string_equal(asked(DESK, apart, party, "{count: engagements, at_least: 2}"), "false");
	assert_ok(cdr_store_import_latest(DESK->store, ORG, &DESK->import, err));
	assert_true(DESK->import > before);
	took_in(DESK, "audits");
	cdr_owned(related) one = load(DESK);
	assert_string_equal(asked(DESK, one, party, "{count: engagements, at_least: 2}"), "true");
	assert_string_equal(asked(DESK, one, party, "{count: audits, at_least: 1}"), "true");
}

static void
related_rows_may_name_a_party_by_its_id(void **state)
{
	struct cdr_party party = party_of("S1", "Alder Mill", "IN"), kept = { 0 };
	put_party(DESK, party);
	assert_ok(cdr_store_party_get(DESK->store, ORG, DESK->import, CDR_STR("S1"), DESK->arena, &kept, err));
	char id[64];
	(void)snprintf(id, sizeof(id), "%.*s", CDR_STR_ARG(kept.id));
	engage(DESK, "E1", id, "hours_per_day", "14");
	cdr_owned(related) related = load(DESK);
	assert_string_equal(asked(DESK, related, party, "{count: engagements, at_least: 1}"), "true");
}

static void
related_rows_of_all_below_are_counted(void **state)
{
	struct cdr_party top = party_of("S1", "Alder Mill", "IN"), middle = party_of("S2", "Birch Trading", "IN"),
			 low = party_of("S3", "Cedar Yarn", "IN"), kept = { 0 };
	struct cdr_attribute of_top = ATTRIBUTE("parent_id", "S1"), of_middle = ATTRIBUTE("parent_id", "S2");
	middle.attributes = &of_top;
	low.attributes = &of_middle;
	middle.n_attributes = low.n_attributes = 1;
	put_party(DESK, top);
	put_party(DESK, middle);
	put_party(DESK, low);
	engage(DESK, "E1", "S1", "hours_per_day", "14");
	engage(DESK, "E2", "S2", "hours_per_day", "14");
	engage(DESK, "E3", "S3", "hours_per_day", "14");
	cdr_owned(related) related = load(DESK);
	assert_ok(cdr_store_party_get(DESK->store, ORG, DESK->import, CDR_STR("S1"), DESK->arena, &kept, err));
	assert_string_equal(asked(DESK, related, kept, "{count: engagements_below, between: [2, 2]}"), "true");
	assert_ok(cdr_store_party_get(DESK->store, ORG, DESK->import, CDR_STR("S3"), DESK->arena, &kept, err));
	assert_string_equal(asked(DESK, related, kept, "{count: engagements_below, at_most: 0}"), "true");
}

static void
related_records_are_unknown_until_a_file_of_theirs_was_read(void **state)
{
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	put_party(DESK, party);
	cdr_owned(related) before = load(DESK);
	assert_string_equal(asked(DESK, before, party, "{count: audits, at_least: 1}"), "unknown");
	assert_string_equal(asked(DESK, before, party, "{count: engagements, at_least: 1}"), "unknown");
	assert_string_equal(asked(DESK, NULL, party, "{count: engagements, at_least: 1}"), "unknown");
	took_in(DESK, "audits");
	took_in(DESK, "engagements");
	cdr_owned(related) since = load(DESK);
	assert_string_equal(asked(DESK, since, party, "{count: audits, at_least: 1}"), "false");
	assert_string_equal(asked(DESK, since, party, "{count: engagements, at_least: 1}"), "false");
	assert_string_equal(asked(DESK, since, party, "{count: surveys, at_least: 1}"), "unknown");
}

static void
related_records_tell_where_they_stand(void **state)
{
	const struct relations *relations = NULL;
	struct cdr_origin origin = { 0 };
	struct cdr_party party = party_of("S1", "Alder Mill", "IN");
	cdr_owned(cdr_facts) facts = no_facts();
	put_party(DESK, party);
	engage(DESK, "E1", "S1", "hours_per_day", "14");
	put_record(DESK, CDR_RECORD_AUDITS, "A1", "S1", "announced", "true");
	put_record(DESK, CDR_RECORD_AUDITS, "A2", "S9", "announced", "true");
	took_in(DESK, "audits");
	cdr_owned(related) related = load(DESK);
	assert_ok(related_facts_of_party(related, &party, day(TODAY), facts, DESK->arena, &relations, err));
	assert_true(relations_origin(relations, "engagements", 0, &origin));
	assert_text(origin.file, "e.csv");
	assert_int_equal(origin.row, 2);
	assert_true(relations_origin(relations, "audits", 0, &origin));
	assert_text(origin.file, "records.csv");
	assert_false(relations_origin(relations, "audits", 1, &origin));
	assert_false(relations_origin(NULL, "audits", 0, &origin));
}

struct keeping {
	struct desk *desk;
	struct cdr_engagement *into;
};

static enum cdr_status
keep_one(void *context, const struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct keeping *keeping = context;
	(void)err;
	return cdr_engagement_copy(keeping->desk->arena, engagement, keeping->into) ? CDR_OK : CDR_ENOMEM;
}

static void
related_costs_of_an_engagement_are_those_of_its_cohort(void **state)
{
	static const char *const agencies[] = { "Fern Overseas", "Reed Travel" };
	for (size_t i = 0; i < CDR_LEN(agencies); i++) {
		struct cdr_attribute attributes[] = {
			ATTRIBUTE("fee_amount", "1200"),    ATTRIBUTE("fee_currency", "USD"),
			ATTRIBUTE("fee_paid_by", "worker"), ATTRIBUTE("performed_in", "QA"),
			ATTRIBUTE("recruited_in", "NP"),
		};
		struct cdr_engagement engagement =
			engagement_of(agencies[i], "S1", agencies[i], "NP", i ? "2026-03-04" : "2026-03-29");
		engagement.attributes = attributes;
		engagement.n_attributes = CDR_LEN(attributes);
		put_engagement(DESK, engagement);
	}
	cdr_owned(related) related = load(DESK);
	cdr_owned(cdr_facts) facts = no_facts();
	struct cdr_engagement first = { 0 };
	assert_ok(cdr_store_engagement_each(DESK->store, ORG, DESK->import, (struct cdr_str){ NULL, 0 }, 1, keep_one,
	                                    &(struct keeping){ DESK, &first }, err));
	related_facts_of_engagement(related, &first, facts, DESK->arena);
	assert_string_equal(value(DESK, facts, "ledger.worker_costs"), "1200");
	assert_string_equal(value(DESK, facts, "ledger.cohort_costs"), "2400");
	assert_non_null(strstr(value(DESK, facts, "ledger.items"), "Fern Overseas: fee 1200 USD paid by worker"));
	assert_non_null(strstr(value(DESK, facts, "ledger.items"), "Reed Travel: fee 1200 USD paid by worker"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		desk_test(related_rows_are_counted_by_what_they_say),
		desk_test(related_rows_found_directly_make_no_labour_provider),
		desk_test(related_rows_of_a_merged_party_are_its_own),
		desk_test(related_rows_may_name_a_party_by_its_id),
		desk_test(related_rows_of_all_below_are_counted),
		desk_test(related_records_are_unknown_until_a_file_of_theirs_was_read),
		desk_test(related_records_tell_where_they_stand),
		desk_test(related_costs_of_an_engagement_are_those_of_its_cohort),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
