/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

static const struct cdr_str none = { NULL, 0 };

static struct cdr_match_beside
beside(const struct tables *t, const struct cdr_match_subject *left, const struct cdr_match_subject *right)
{
	struct cdr_match_particulars ours, theirs;
	struct cdr_match_beside ret;
	struct cdr_error err = { 0 };
	assert_int_equal(cdr_match_particulars(left, t->arena, &ours, &err), CDR_OK);
	assert_int_equal(cdr_match_particulars(right, t->arena, &theirs, &err), CDR_OK);
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
	};
	return cmocka_run_group_tests_name("beside", tests, load_tables, drop_tables);
}
