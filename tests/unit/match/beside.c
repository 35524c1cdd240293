/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

static const struct cdr_str none = { NULL, 0 };

static struct cdr_match_beside
beside(const struct tables *t, const struct cdr_match_subject *left, const struct cdr_match_subject *right)
{
	struct cdr_match_particulars ours, theirs;
	struct cdr_match_beside ret;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_particulars(t->config, left, t->arena, &ours, &err), CDR_OK);
	assert_int_equal(cdr_match_particulars(t->config, right, t->arena, &theirs, &err), CDR_OK);
	cdr_match_beside(&ours, &theirs, &ret);
	return ret;
}

static struct cdr_match_subject
holder(const struct cdr_identifier *identifiers, size_t n)
{
	return (struct cdr_match_subject){ .name = S("Gulfview"), .identifiers = identifiers, .n_identifiers = n };
}

static void
beside_country_is_unknown_unless_both_have_one(void **state)
{
	struct cdr_match_subject left = NAMED("Gulfview"), right = NAMED("Gulfview");
	assert_int_equal(beside(*state, &left, &right).country, CDR_AGREE_NOTHING);
	left.country = S("BD");
	assert_int_equal(beside(*state, &left, &right).country, CDR_AGREE_NOTHING);
	right.country = S("bd");
	assert_int_equal(beside(*state, &left, &right).country, CDR_AGREE_YES);
	right.country = S("HK");
	assert_int_equal(beside(*state, &left, &right).country, CDR_AGREE_NO);
}

static void
beside_knows_licences_by_their_scheme(void **state)
{
	(void)state;
	assert_true(cdr_match_is_licence(S("licence")));
	assert_true(cdr_match_is_licence(S("licence:xx")));
	assert_false(cdr_match_is_licence(S("lei")));
}

static void
beside_compares_numbers_of_one_scheme_only(void **state)
{
	const struct cdr_identifier licence = { S("licence:xx"), S("RL-7"), none };
	const struct cdr_identifier same = { S("licence:xx"), S("rl 7"), none };
	const struct cdr_identifier other = { S("licence:xx"), S("RL-8"), none };
	const struct cdr_identifier elsewhere = { S("licence:yy"), S("RL-7"), none };
	struct cdr_match_subject left = holder(&licence, 1), right = holder(&same, 1);
	struct cdr_match_beside found = beside(*state, &left, &right);
	assert_int_equal(found.identifiers, CDR_AGREE_YES);
	assert_true(cdr_str_equal(found.values[0], S("RL-7")) && cdr_str_equal(found.values[1], S("rl 7")));
	right = holder(&other, 1);
	assert_int_equal(beside(*state, &left, &right).identifiers, CDR_AGREE_NO);
	right = holder(&elsewhere, 1);
	assert_int_equal(beside(*state, &left, &right).identifiers, CDR_AGREE_NOTHING);
}

/* Agreement before difference, the firm's own number before its licence, in whatever order they stand. */
static void
beside_the_pair_that_says_most_decides(void **state)
{
	const struct cdr_identifier left_numbers[] = { { S("licence:xx"), S("RL-7"), none },
		                                       { S("tax_id"), S("111"), none } };
	const struct cdr_identifier right_numbers[] = { { S("tax_id"), S("112"), none },
		                                        { S("licence:xx"), S("RL-7"), none } };
	struct cdr_match_subject left = holder(left_numbers, 2), right = holder(right_numbers, 2);
	struct cdr_match_beside found = beside(*state, &left, &right);
	assert_int_equal(found.identifiers, CDR_AGREE_YES);
	assert_true(cdr_match_is_licence(found.scheme));
	const struct cdr_identifier third[] = { { S("licence:xx"), S("RL-9"), none }, { S("tax_id"), S("112"), none } };
	right = holder(third, 2);
	found = beside(*state, &left, &right);
	assert_int_equal(found.identifiers, CDR_AGREE_NO);
	assert_false(cdr_match_is_licence(found.scheme));
}

static void
beside_numbers_that_cannot_be_right_are_doubted(void **state)
{
	const struct cdr_identifier wrong = { S("lei"), S("999900INVENTED000185"), none };
	const struct cdr_identifier right_one = { S("lei"), S("999900INVENTED000184"), none };
	struct cdr_match_subject left = holder(&wrong, 1), right = holder(&right_one, 1);
	struct cdr_match_beside found = beside(*state, &left, &right);
	assert_int_equal(found.identifiers, CDR_AGREE_NOTHING);
	assert_true(cdr_str_equal(found.doubts[0].printed, wrong.value));
	assert_true(cdr_str_equal(found.doubts[0].scheme, S("lei")));
	assert_int_equal(found.doubts[1].printed.n, 0);
}

static void
beside_blank_numbers_say_nothing(void **state)
{
	const struct cdr_identifier blank = { S("tax_id"), S(" - "), none };
	struct cdr_match_subject left = holder(&blank, 1), right = holder(&blank, 1);
	assert_int_equal(beside(*state, &left, &right).identifiers, CDR_AGREE_NOTHING);
}

static struct cdr_match_subject
placed(const char *country, const struct cdr_str *addresses, size_t n)
{
	return (struct cdr_match_subject){
		.name = S("Gulfview"), .country = cdr_str_from(country), .addresses = addresses, .n_addresses = n
	};
}

/* A firm has many addresses: one that is the same says more than all that are not, in whatever order they stand. */
static void
beside_the_addresses_that_agree_best_decide(void **state)
{
	const struct cdr_str one = S("12 Heron Street, Dhaka 1212");
	const struct cdr_str many[] = { S("Plot 7, Tidewater Road, Chattogram 4000"), S("12 Heron St., Dhaka 1212") };
	const struct cdr_str turned[] = { many[1], many[0] };
	struct cdr_match_subject left = placed("BD", &one, 1), right = placed("BD", many, 2);
	struct cdr_match_beside found = beside(*state, &left, &right);
	assert_true(found.address > 0.9);
	assert_true(found.places.agreed & CDR_ADDRESS_POSTCODE);
	assert_true(beside(*state, &right, &left).address == found.address);
	right = placed("BD", turned, 2);
	assert_true(beside(*state, &left, &right).address == found.address);
	right = placed("BD", many, 1);
	assert_true(beside(*state, &left, &right).address < -0.5);
	right = placed("BD", NULL, 0);
	assert_true(beside(*state, &left, &right).address == 0);
}

/* One fact is not counted twice; where only the addresses name countries, they tell. */
static void
beside_addresses_of_other_countries_add_nothing_to_the_countries(void **state)
{
	const struct cdr_str here = S("12 Heron Street, Dhaka, Bangladesh"),
			     there = S("12 Heron Street, Colombo, Sri Lanka");
	struct cdr_match_subject left = placed("BD", &here, 1), right = placed("LK", &there, 1);
	struct cdr_match_beside found = beside(*state, &left, &right);
	assert_int_equal(found.country, CDR_AGREE_NO);
	assert_true(found.address == 0);
	left = placed(NULL, &here, 1);
	right = placed(NULL, &there, 1);
	found = beside(*state, &left, &right);
	assert_int_equal(found.country, CDR_AGREE_NOTHING);
	assert_true(found.address == -1);
	assert_int_equal(found.places.conflicting, CDR_ADDRESS_COUNTRY);
}

static void
beside_sectors_agree_differ_or_say_nothing(void **state)
{
	static const struct {
		const char *left, *right;
		double sector;
	} cases[] = {
		{ "Ready-made garments", "Apparel, Footwear and Textiles", 1 },
		{ "Frozen shrimp exporter", "Fishing", 1 },
		{ "Garments", "Seafood processing", -1 },
		{ "manufacturer and exporter", "Garments", 0 },
		{ "C14.1", "Garments", 0 },
		{ "", "Garments", 0 },
	};
	for (size_t i = 0; i < CDR_LEN(cases); i++) {
		const struct cdr_str says[] = { cdr_str_from(cases[i].left), cdr_str_from(cases[i].right) };
		struct cdr_match_subject left = NAMED("Gulfview"), right = NAMED("Gulfview");
		left.sectors = &says[0];
		right.sectors = &says[1];
		left.n_sectors = right.n_sectors = 1;
		struct cdr_match_beside there = beside(*state, &left, &right), back = beside(*state, &right, &left);
		if (there.sector != cases[i].sector || back.sector != there.sector)
			fail_msg("%s | %s: %g, %g", cases[i].left, cases[i].right, there.sector, back.sector);
		assert_true(there.sectors[0] == back.sectors[1] && there.sectors[1] == back.sectors[0]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beside_country_is_unknown_unless_both_have_one),
		cmocka_unit_test(beside_knows_licences_by_their_scheme),
		cmocka_unit_test(beside_compares_numbers_of_one_scheme_only),
		cmocka_unit_test(beside_the_pair_that_says_most_decides),
		cmocka_unit_test(beside_numbers_that_cannot_be_right_are_doubted),
		cmocka_unit_test(beside_blank_numbers_say_nothing),
		cmocka_unit_test(beside_the_addresses_that_agree_best_decide),
		cmocka_unit_test(beside_addresses_of_other_countries_add_nothing_to_the_countries),
		cmocka_unit_test(beside_sectors_agree_differ_or_say_nothing),
	};
	return cmocka_run_group_tests_name("beside", tests, load_tables, drop_tables);
}
