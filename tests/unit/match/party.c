/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

static struct cdr_match_subject
subject_of(const struct tables *t, const struct cdr_party *party)
{
	struct cdr_match_subject subject = { 0 };
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_subject_of_party(party, t->arena, &subject, &err), CDR_OK);
	return subject;
}

static void
assert_text(struct cdr_str got, const char *wanted)
{
	if (!cdr_str_equal(got, cdr_str_from(wanted)))
		fail_msg("\"%.*s\", not \"%s\"", CDR_STR_ARG(got), wanted);
}

static void
party_is_asked_by_all_it_is_known_by(void **state)
{
	struct cdr_str aliases[] = { S("QG") }, products[] = { S("shirts") };
	struct cdr_identifier numbers[] = { { S("tax_id"), S("77"), S("PT") } };
	struct cdr_party party = { .name = S("Quillon"),
		                   .name_local = S("Q."),
		                   .country = S("PT"),
		                   .address = S("1 Mill Road, Hue"),
		                   .city = S("Hue"),
		                   .postcode = S("4900"),
		                   .sector = S("apparel"),
		                   .aliases = aliases,
		                   .n_aliases = 1,
		                   .products = products,
		                   .n_products = 1,
		                   .identifiers = numbers,
		                   .n_identifiers = 1 };
	struct cdr_match_subject subject = subject_of(*state, &party);
	assert_text(subject.name, "Quillon");
	assert_int_equal(subject.n_aliases, 2);
	assert_text(subject.aliases[1], "Q.");
	assert_text(subject.country, "PT");
	assert_int_equal(subject.n_identifiers, 1);
	assert_int_equal(subject.n_addresses, 1);
	assert_text(subject.addresses[0], "1 Mill Road, Hue, 4900");
	assert_int_equal(subject.n_sectors, 2);
	assert_text(subject.sectors[1], "shirts");
}

static void
party_without_an_address_has_none(void **state)
{
	struct cdr_party party = { .name = S("Quillon") };
	struct cdr_match_subject subject = subject_of(*state, &party);
	assert_int_equal(subject.n_addresses, 0);
	assert_int_equal(subject.n_aliases, 0);
	assert_int_equal(subject.n_sectors, 0);
}

static void
party_that_was_merged_is_asked_by_the_addresses_of_all_its_rows(void **state)
{
	struct cdr_attribute attributes[CDR_MATCH_MAX_ADDRESSES + 2];
	for (size_t i = 0; i < CDR_LEN(attributes); i++)
		attributes[i] = (struct cdr_attribute){ i ? S("also:address") : S("alpha"), S("9 Canal Road") };
	struct cdr_party party = {
		.name = S("Quillon"), .address = S("1 Mill Road"), .attributes = attributes, .n_attributes = 2
	};
	struct cdr_match_subject subject = subject_of(*state, &party);
	assert_int_equal(subject.n_addresses, 2);
	assert_text(subject.addresses[1], "9 Canal Road");
	party.n_attributes = CDR_LEN(attributes);
	assert_int_equal(subject_of(*state, &party).n_addresses, CDR_MATCH_MAX_ADDRESSES);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(party_is_asked_by_all_it_is_known_by),
		cmocka_unit_test(party_without_an_address_has_none),
		cmocka_unit_test(party_that_was_merged_is_asked_by_the_addresses_of_all_its_rows),
	};
	return cmocka_run_group_tests_name("match/party", tests, load_tables, drop_tables);
}
