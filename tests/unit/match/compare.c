/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

/* Whatever the weights: above every pair of two firms below, and never clear. */
static const char *const alike[][2] = {
	{ "Gulfview Recrutment Co", "Gulfview Recruitment Company Ltd" },
	{ "GULFVIEW RECRUITMENT CO., LTD.", "Gulfview Recruitment" },
	{ "Noor Al-Huda Man Power", "Noor Al Huda Manpower Services" },
	{ "Ромашкинский Завод", "Romashkinskiy Zavod" },
	{ "Sunrise Exports Pvt Ltd", "SUNRISE EXPORT (PRIVATE) LIMITED" },
	{ "東京花子製作所", "株式会社東京花子製作所" },
	{ "Gulfview & Heron Traders", "Gulfview and Heron Traders" },
	{ "O'Heron Traders Inc", "OHeron Traders, Inc." },
	{ "Quillon Handels GmbH", "Quillon Trading GmbH" },
	{ "Gulfview Factory No. 2", "Gulfview Factory Two" },
	{ "Щёлковский Завод", "Щелковский Завод" },
};

static void
compare_same_name_written_otherwise_is_never_clear(void **state)
{
	for (size_t i = 0; i < CDR_LEN(alike); i++)
		if (verdict(*state, alike[i][0], alike[i][1]) < CDR_VERDICT_POSSIBLE)
			fail_msg("%s | %s: %.4f", alike[i][0], alike[i][1],
			         compare(*state, NAMED(alike[i][0]), NAMED(alike[i][1])).score);
}

static void
compare_written_alike_but_for_marks_and_case_is_a_match(void **state)
{
	static const char *const pairs[][2] = {
		{ "Gulfview Recruitment Co., Ltd.", "GULFVIEW RECRUITMENT CO LTD" },
		{ "Gulfview & Heron Traders", "Gulfview and Heron Traders" },
		{ "Sunrise Exports Pvt. Ltd.", "SUNRISE EXPORTS (PRIVATE) LIMITED" },
		{ "O'Heron Traders Inc", "OHeron Traders, Inc." },
		{ "Quillón Pesquera S.A.", "Quillon Pesquera SA" },
		{ "Ромашкинский завод", "РОМАШКИНСКИЙ ЗАВОД" },
	};
	for (size_t i = 0; i < CDR_LEN(pairs); i++)
		if (verdict(*state, pairs[i][0], pairs[i][1]) != CDR_VERDICT_MATCH)
			fail_msg("%s | %s: %.4f", pairs[i][0], pairs[i][1],
			         compare(*state, NAMED(pairs[i][0]), NAMED(pairs[i][1])).score);
}

static void
compare_siblings_and_numbered_units_are_below_names_written_otherwise(void **state)
{
	static const char *const pairs[][2] = {
		{ "Factory 1", "Factory 2" },
		{ "Gulfview Fund III", "Gulfview Fund IV" },
		{ "Sunrise Exports Ltd", "Sunrise Imports Ltd" },
		{ "Gulfview Textile Mills Ltd", "Gulfview Steel Mills Ltd" },
		{ "Gulfview Recruitment", "Heronbay Recruitment" },
		{ "Gulfview Finance 2023-1 plc", "Gulfview Finance 2022-1 plc" },
		{ "International Trading Company", "International Shipping Company" },
		{ "Ibrahim Kasumwala", "Yusuf Kasumwala" },
		{ "Quillon Handels GmbH", "Quillon Transport GmbH" },
		{ "岚禾第四纺织厂", "岚禾第五纺织厂" },
	};
	double lowest = 1;
	for (size_t i = 0; i < CDR_LEN(alike); i++)
		lowest = fmin(lowest, compare(*state, NAMED(alike[i][0]), NAMED(alike[i][1])).score);
	for (size_t i = 0; i < CDR_LEN(pairs); i++) {
		struct cdr_match_hit hit = compare(*state, NAMED(pairs[i][0]), NAMED(pairs[i][1]));
		if (hit.verdict == CDR_VERDICT_MATCH || hit.score >= lowest)
			fail_msg("%s | %s: %.4f, not below %.4f", pairs[i][0], pairs[i][1], hit.score, lowest);
	}
}

static void
compare_number_that_one_name_lacks_takes_a_match_away(void **state)
{
	assert_int_equal(verdict(*state, "Gulfview Finance plc", "Gulfview Finance plc"), CDR_VERDICT_MATCH);
	assert_int_not_equal(verdict(*state, "Gulfview Finance plc", "Gulfview Finance 2 plc"), CDR_VERDICT_MATCH);
}

/* In every slot of a name: the same, then one side without it, then both sides with different values. */
static void
compare_contradiction_costs_more_than_omission(void **state)
{
	static const char *const slots[][3] = {
		{ "Gulfview Heron", "Gulfview", "Gulfview Falcon" },
		{ "Gulfview Textile Ltd", "Gulfview Ltd", "Gulfview Shipping Ltd" },
		{ "Gulfview Bangladesh Ltd", "Gulfview Ltd", "Gulfview Vietnam Ltd" },
		{ "Gulfview 2", "Gulfview", "Gulfview 3" },
		{ "Maria Kasumwala", "Kasumwala", "Yusuf Kasumwala" },
		{ "Gulfview GmbH", "Gulfview", "Gulfview Stiftung" },
		{ "Gulfview Union", "Gulfview", "Gulfview Fund" },
	};
	for (size_t i = 0; i < CDR_LEN(slots); i++) {
		double same = compare(*state, NAMED(slots[i][0]), NAMED(slots[i][0])).score;
		double omitted = compare(*state, NAMED(slots[i][0]), NAMED(slots[i][1])).score;
		double contradicted = compare(*state, NAMED(slots[i][0]), NAMED(slots[i][2])).score;
		if (same < omitted || omitted <= contradicted + 0.05)
			fail_msg("%s: %.4f, %.4f, %.4f", slots[i][0], same, omitted, contradicted);
	}
}

static void
compare_same_text_matches_but_is_never_certain(void **state)
{
	static const char *const names[] = { "Gulfview Ltd",    "The Company", "Limited", "AB", "1",
		                             "Trading Company", "東京" };
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		struct cdr_match_subject subject = NAMED(names[i]);
		subject.country = S("BD");
		struct cdr_match_hit hit = compare(*state, subject, subject);
		if (hit.verdict != CDR_VERDICT_MATCH || hit.score >= 1)
			fail_msg("%s: %.4f", names[i], hit.score);
	}
}

static void
compare_is_symmetric(void **state)
{
	static const char *const names[] = {
		"Gulfview Recruitment Co",
		"Gulfview Recrutment Ltd",
		"Gulf View",
		"GVR",
		"G V Recruitment 2",
		"Grand View Resort",
		"Factory 1",
		"Factory Two",
		"",
		"...",
		"Limited",
		"Ромашка ООО",
		"Romashka",
		"東京製作所",
		"京都製作所",
		"aa ab ac ad",
		"ab ac ad ae",
		"view gulf view gulf",
		"Gulfview Ltd (formerly Factory 1 GmbH)",
		"Grand View t/a Romashka",
		"岚禾第四纺织厂",
		"شركة الزهيران للتجارة ذ.م.م",
		"Al Zuhairan Trading",
		"에스케이 상사",
		"SK Sangsa",
		"Ασημένιος Γλάρος ΑΕ",
		"Gulfvіew Limited", /* with a Cyrillic i */
	};
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		for (size_t k = 0; k < CDR_LEN(names); k++) {
			struct cdr_match_hit there = compare(*state, NAMED(names[i]), NAMED(names[k]));
			struct cdr_match_hit back = compare(*state, NAMED(names[k]), NAMED(names[i]));
			if (there.score != back.score || there.n_reasons != back.n_reasons)
				fail_msg("%s | %s: %.4f, %.4f", names[i], names[k], there.score, back.score);
		}
	}
}

static void
compare_country_corroborates_or_contradicts(void **state)
{
	struct cdr_match_subject here = NAMED("Gulfview Traders"), there = NAMED("Gulfview Traders Ltd");
	double without = compare(*state, here, there).score;
	here.country = S("BD");
	there.country = S("BD");
	double same = compare(*state, here, there).score;
	there.country = S("HK");
	struct cdr_match_hit other = compare(*state, here, there);
	assert_true(same > without);
	assert_true(other.score < without - 0.02);
	assert_non_null(find_reason(&other, "country"));
}

static struct cdr_match_subject
identified(const char *name, const struct cdr_identifier *identifier)
{
	return (struct cdr_match_subject){ .name = cdr_str_from(name), .identifiers = identifier, .n_identifiers = 1 };
}

static void
compare_identifier_that_agrees_outweighs_any_name(void **state)
{
	const struct cdr_identifier a = { S("company_number"), S("04830352"), S("GB") };
	const struct cdr_identifier b = { S("company_number"), S("4830352"), S("gb") };
	struct cdr_match_hit hit = compare(*state, identified("Gulfview Ltd", &a), identified("Heronbay plc", &b));
	assert_int_equal(hit.verdict, CDR_VERDICT_MATCH);
	assert_non_null(find_reason(&hit, "identifier.agree"));
}

static void
compare_identifier_that_differs_takes_a_match_away(void **state)
{
	const struct cdr_identifier a = { S("tax_id"), S("111"), S("GB") }, b = { S("tax_id"), S("112"), S("GB") };
	const struct cdr_identifier elsewhere = { S("tax_id"), S("112"), S("FR") };
	struct cdr_match_hit hit = compare(*state, identified("Gulfview Ltd", &a), identified("Gulfview Ltd", &b));
	assert_true(hit.verdict < CDR_VERDICT_MATCH);
	assert_non_null(find_reason(&hit, "identifier.conflict"));
	hit = compare(*state, identified("Gulfview Ltd", &a), identified("Gulfview Ltd", &elsewhere));
	assert_int_equal(hit.verdict, CDR_VERDICT_MATCH);
	assert_null(find_reason(&hit, "identifier.conflict"));
}

static void
compare_licence_that_differs_takes_less(void **state)
{
	const struct cdr_identifier a = { S("licence:xx-rl"), S("RL-1"), { NULL, 0 } };
	const struct cdr_identifier b = { S("licence:xx-rl"), S("RL-2"), { NULL, 0 } };
	const struct cdr_identifier c = { S("tax_id"), S("111"), S("GB") }, d = { S("tax_id"), S("112"), S("GB") };
	double bare = compare(*state, NAMED("Gulfview Ltd"), NAMED("Gulfview Ltd")).score;
	double licence = compare(*state, identified("Gulfview Ltd", &a), identified("Gulfview Ltd", &b)).score;
	double firm = compare(*state, identified("Gulfview Ltd", &c), identified("Gulfview Ltd", &d)).score;
	assert_true(firm < licence && licence < bare);
	assert_true(verdict(*state, "Gulfview Ltd", "Gulfview Ltd") == CDR_VERDICT_MATCH);
	assert_true(licence >= cdr_match_threshold(((struct tables *)*state)->config, CDR_VERDICT_POSSIBLE));
}

static void
compare_licence_under_another_name_is_for_a_person_to_judge(void **state)
{
	static const char *const others[] = { "Totally Other Agency", "Heronbay Recruitment",
		                              "Recruitment Agency Heron" };
	const struct cdr_identifier a = { S("licence:xx-rl"), S("RL-1"), { NULL, 0 } };
	const struct cdr_identifier b = { S("licence"), S("RL-1"), { NULL, 0 } };
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		const struct cdr_identifier *number = i % 2 ? &a : &b;
		struct cdr_match_subject asked = identified(others[i], number);
		struct cdr_match_subject entry = identified("Gulfview Specimen Recruitment International", number);
		struct cdr_match_hit hit = compare(*state, asked, entry);
		if (hit.verdict != CDR_VERDICT_POSSIBLE || !find_reason(&hit, "identifier.borrowed"))
			fail_msg("%s: %.4f", others[i], hit.score);
		assert_true(hit.score == compare(*state, entry, asked).score);
	}
}

static void
compare_licence_under_a_like_name_or_none_is_a_match(void **state)
{
	static const char *const likes[] = { "", "...", "Gulfview Agency", "Gulfview Recrutment", "GSRI" };
	const struct cdr_identifier a = { S("licence:xx-rl"), S("RL-1"), { NULL, 0 } };
	for (size_t i = 0; i < CDR_LEN(likes); i++) {
		struct cdr_match_hit hit = compare(*state, identified(likes[i], &a),
		                                   identified("Gulfview Specimen Recruitment International", &a));
		if (hit.verdict != CDR_VERDICT_MATCH || find_reason(&hit, "identifier.borrowed"))
			fail_msg("%s: %.4f", likes[i], hit.score);
	}
}

/* In whatever order the two numbers are given. */
static void
compare_number_of_the_firm_stands_above_its_licence(void **state)
{
	const struct cdr_identifier licence = { S("licence:xx-rl"), S("RL-1"), { NULL, 0 } };
	const struct cdr_identifier lei = { S("lei"), S("SPECIMEN000000000001"), { NULL, 0 } };
	const struct cdr_identifier orders[][2] = { { licence, lei }, { lei, licence } };
	for (size_t i = 0; i < CDR_LEN(orders); i++) {
		struct cdr_match_subject left = NAMED("Totally Other Agency"), right = NAMED("Gulfview Specimen");
		left.identifiers = right.identifiers = orders[i];
		left.n_identifiers = right.n_identifiers = 2;
		assert_int_equal(compare(*state, left, right).verdict, CDR_VERDICT_MATCH);
	}
}

static void
compare_takes_the_best_of_names_and_aliases(void **state)
{
	const struct cdr_str aliases[] = { S("Falcon Bay Traders"), S("Gulfview Recruitment") };
	struct cdr_match_subject many = { .name = S("Heron Point"), .aliases = aliases, .n_aliases = 2 };
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview Recrutment"), many);
	assert_int_equal(hit.verdict, CDR_VERDICT_MATCH);
	assert_true(cdr_str_equal(hit.matched_name, S("Gulfview Recruitment")));
	assert_true(hit.score == compare(*state, many, NAMED("Gulfview Recrutment")).score);
}

static void
compare_another_name_is_clear_and_no_name_says_nothing(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview"), NAMED("Heron"));
	assert_true(hit.score > 0 && hit.score < 0.1);
	assert_int_equal(hit.verdict, CDR_VERDICT_CLEAR);
	hit = compare(*state, NAMED(""), NAMED("Heron"));
	assert_true(hit.score == 0);
	assert_int_equal(hit.n_reasons, 0);
	assert_true(compare(*state, NAMED("..."), NAMED("...")).score == 0);
}

static void
compare_takes_the_best_reading_of_a_name(void **state)
{
	static const char *const names[] = { "Gulfview Traders Ltd (formerly Heronbay Textiles Ltd)",
		                             "Gulfview Traders Ltd, formerly known as Heronbay Textiles Ltd",
		                             "Gulfview Traders t/a Heronbay Textiles" };
	double other = compare(*state, NAMED("Gulfview Traders"), NAMED("Heronbay Textiles")).score;
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		double now = compare(*state, NAMED(names[i]), NAMED("Gulfview Traders")).score;
		double then = compare(*state, NAMED(names[i]), NAMED("Heronbay Textiles")).score;
		if (now < other + 0.3 || then < other + 0.3)
			fail_msg("%s: %.4f, %.4f", names[i], now, then);
	}
}

static void
compare_look_alike_letters_of_another_script_meet(void **state)
{
	double honest = compare(*state, NAMED("Acmeton Traders"), NAMED("Acmeton Traders")).score;
	double forged = compare(*state,
	                        NAMED("\xD0\x90"
	                              "cmeton Traders"),
	                        NAMED("Acmeton Traders"))
	                        .score;
	assert_true(forged > honest - 0.2);
	assert_int_equal(verdict(*state,
	                         "\xD0\x90"
	                         "cmeton Traders",
	                         "Acmeton Traders"),
	                 CDR_VERDICT_MATCH);
}

static void
expect_identifiers(void **state, struct cdr_identifier a, const char *left_country, struct cdr_identifier b,
                   const char *right_country, const char *reason)
{
	struct cdr_match_subject left = identified("Gulfview Recruitment", &a);
	struct cdr_match_subject right = identified("Gulfview Recruitment Services", &b);
	left.country = cdr_str_from(left_country);
	right.country = cdr_str_from(right_country);
	struct cdr_match_hit hit = compare(*state, left, right);
	static const char *const reasons[] = { "identifier.agree", "identifier.conflict" };
	for (size_t i = 0; i < CDR_LEN(reasons); i++)
		if ((find_reason(&hit, reasons[i]) != NULL) != (reason && strcmp(reason, reasons[i]) == 0))
			fail_msg("%s | %s: %s", a.value.p, b.value.p, reasons[i]);
}

static void
compare_identifiers_of_comparable_schemes_meet(void **state)
{
	const struct cdr_str none = { NULL, 0 };
	const struct cdr_identifier house = { S("gb_company"), S("04999912"), none };
	const struct cdr_identifier lent = { S("company_number"), S("4999912"), none };
	const struct cdr_identifier british = { S("company_number"), S("4999912"), S("GB") };
	const struct cdr_identifier gstin = { S("tax_id"), S("99AAACX9999Z1Z3"), S("IN") };
	const struct cdr_identifier pan = { S("tax_id"), S("AAACX9999Z"), S("IN") };
	const char *agree = "identifier.agree";
	expect_identifiers(state, house, NULL, british, NULL, agree);
	expect_identifiers(state, british, NULL, house, NULL, agree);
	expect_identifiers(state, lent, "GB", house, NULL, agree);
	expect_identifiers(state, lent, NULL, british, NULL, agree);
	expect_identifiers(state, lent, NULL, house, NULL, NULL);
	expect_identifiers(state, lent, "GB", lent, "HK", NULL);
	expect_identifiers(state, gstin, NULL, pan, NULL, agree);
}

static void
compare_numbers_of_two_kinds_do_not_contradict(void **state)
{
	const struct cdr_str none = { NULL, 0 };
	const struct cdr_identifier vat = { S("tax_id"), S("999001240"), S("GB") };
	const struct cdr_identifier utr = { S("tax_id"), S("9990012345"), S("GB") };
	const struct cdr_identifier other = { S("tax_id"), S("999001295"), S("GB") };
	const struct cdr_identifier nowhere = { S("tax_id"), S("999001295"), none };
	expect_identifiers(state, vat, NULL, utr, NULL, NULL);
	expect_identifiers(state, vat, NULL, nowhere, NULL, NULL);
	expect_identifiers(state, vat, NULL, other, NULL, "identifier.conflict");
}

static void
compare_identifier_that_cannot_be_right_weighs_nothing_and_is_told(void **state)
{
	const struct cdr_identifier wrong = { S("lei"), S("999900INVENTED000185"), { NULL, 0 } };
	const struct cdr_identifier right = { S("lei"), S("999900INVENTED000184"), { NULL, 0 } };
	double bare = compare(*state, NAMED("Gulfview Recruitment"), NAMED("Gulfview Recruitment")).score;
	const struct cdr_identifier *others[] = { &wrong, &right };
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		struct cdr_match_hit hit = compare(*state, identified("Gulfview Recruitment", &wrong),
		                                   identified("Gulfview Recruitment", others[i]));
		assert_true(hit.score == bare);
		const struct cdr_reason *told = find_reason(&hit, "identifier.doubtful");
		assert_non_null(told);
		assert_true(told->contribution == 0);
		assert_true(cdr_str_find(told->text, S("999900INVENTED000185")) >= 0);
	}
}

static void
compare_addresses_corroborate_or_contradict(void **state)
{
	struct cdr_match_subject left = NAMED("Gulfview Textile Mills"), right = NAMED("Gulfview Textiles Ltd");
	left.country = right.country = S("CN");
	double without = compare(*state, left, right).score;
	const struct cdr_str here = S("No. 18, Marrowby South Rd, Heronpoint, Shenzhen");
	const struct cdr_str again = S("18 Marrowby South Road, Heronpoint, Shenzhen 518110");
	const struct cdr_str there = S("77 Tidewater Lane, Ningbo 315000"), nowhere = S("...");
	left.addresses = &here;
	right.addresses = &again;
	left.n_addresses = right.n_addresses = 1;
	struct cdr_match_hit same = compare(*state, left, right);
	assert_non_null(find_reason(&same, "address"));
	assert_true(same.score > without);
	right.addresses = &there;
	assert_true(compare(*state, left, right).score < without);
	right.addresses = &nowhere;
	struct cdr_match_hit unknown = compare(*state, left, right);
	assert_null(find_reason(&unknown, "address"));
	assert_true(unknown.score == without);
}

static void
compare_sector_moves_a_score_a_little(void **state)
{
	const struct cdr_str here = S("Garments, knitwear"), again = S("Textile mill"), there = S("Seafood");
	struct cdr_match_subject left = NAMED("Gulfview Trading"), right = NAMED("Gulfview Traders Ltd");
	double without = compare(*state, left, right).score;
	left.sectors = &here;
	right.sectors = &again;
	left.n_sectors = right.n_sectors = 1;
	struct cdr_match_hit same = compare(*state, left, right);
	right.sectors = &there;
	struct cdr_match_hit other = compare(*state, left, right);
	assert_true(other.score < without && without < same.score);
	const struct cdr_reason *told = find_reason(&same, "sector");
	assert_non_null(told);
	assert_true(told->contribution > 0 && cdr_str_find(told->text, S("textiles and clothing")) >= 0);
	told = find_reason(&other, "sector");
	assert_non_null(told);
	assert_true(told->contribution < 0 && cdr_str_find(told->text, S("fishing and seafood")) >= 0);
}

/* Nothing that stands beside the names makes a match of names that have nothing in common. */
static void
compare_place_and_sector_make_no_match_of_other_names(void **state)
{
	const struct cdr_str address = S("Plot 12, Heron Road, Dhaka 1212"), sector = S("Garments");
	struct cdr_match_subject left = NAMED("Gulfview Garments"), right = NAMED("Heronbay Garments");
	left.country = right.country = S("BD");
	left.addresses = right.addresses = &address;
	left.sectors = right.sectors = &sector;
	left.n_addresses = right.n_addresses = left.n_sectors = right.n_sectors = 1;
	assert_int_equal(compare(*state, left, right).verdict, CDR_VERDICT_CLEAR);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compare_addresses_corroborate_or_contradict),
		cmocka_unit_test(compare_sector_moves_a_score_a_little),
		cmocka_unit_test(compare_place_and_sector_make_no_match_of_other_names),
		cmocka_unit_test(compare_same_name_written_otherwise_is_never_clear),
		cmocka_unit_test(compare_written_alike_but_for_marks_and_case_is_a_match),
		cmocka_unit_test(compare_siblings_and_numbered_units_are_below_names_written_otherwise),
		cmocka_unit_test(compare_number_that_one_name_lacks_takes_a_match_away),
		cmocka_unit_test(compare_contradiction_costs_more_than_omission),
		cmocka_unit_test(compare_same_text_matches_but_is_never_certain),
		cmocka_unit_test(compare_is_symmetric),
		cmocka_unit_test(compare_country_corroborates_or_contradicts),
		cmocka_unit_test(compare_identifier_that_agrees_outweighs_any_name),
		cmocka_unit_test(compare_identifier_that_differs_takes_a_match_away),
		cmocka_unit_test(compare_licence_that_differs_takes_less),
		cmocka_unit_test(compare_licence_under_another_name_is_for_a_person_to_judge),
		cmocka_unit_test(compare_licence_under_a_like_name_or_none_is_a_match),
		cmocka_unit_test(compare_number_of_the_firm_stands_above_its_licence),
		cmocka_unit_test(compare_takes_the_best_of_names_and_aliases),
		cmocka_unit_test(compare_another_name_is_clear_and_no_name_says_nothing),
		cmocka_unit_test(compare_takes_the_best_reading_of_a_name),
		cmocka_unit_test(compare_look_alike_letters_of_another_script_meet),
		cmocka_unit_test(compare_identifiers_of_comparable_schemes_meet),
		cmocka_unit_test(compare_numbers_of_two_kinds_do_not_contradict),
		cmocka_unit_test(compare_identifier_that_cannot_be_right_weighs_nothing_and_is_told),
	};
	return cmocka_run_group_tests_name("compare", tests, load_tables, drop_tables);
}
