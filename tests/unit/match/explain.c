/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static void
expect_sentence(const struct cdr_match_hit *hit, const char *code, const char *sentence)
{
	const struct cdr_reason *reason = find_reason(hit, code);
	if (!reason)
		fail_msg("no %s", code);
	else if (!cdr_str_equal(reason->text, cdr_str_from(sentence)))
		fail_msg("%s: %.*s", code, CDR_STR_ARG(reason->text));
}

static void
expect_part(const struct cdr_match_hit *hit, const char *code, const char *part)
{
	const struct cdr_reason *reason = find_reason(hit, code);
	if (!reason)
		fail_msg("no %s", code);
	else if (cdr_str_find(reason->text, cdr_str_from(part)) < 0)
		fail_msg("%s: %.*s", code, CDR_STR_ARG(reason->text));
}

static void
explain_contributions_sum_to_the_score(void **state)
{
	static const char *const names[] = { "Gulfview Recruitment Co",
		                             "Gulfview Recrutment Ltd",
		                             "Gulf View 2 PLC",
		                             "Grand View Recruitment GmbH",
		                             "Ромашка ООО",
		                             "Romashka Group",
		                             "Heron Gulfview Factory 7",
		                             "Recruitment" };
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		for (size_t k = 0; k < CDR_LEN(names); k++) {
			struct cdr_match_subject left = NAMED(names[i]), right = NAMED(names[k]);
			left.country = i % 2 ? S("BD") : S("HK");
			right.country = k % 2 ? S("BD") : S("HK");
			struct cdr_match_hit hit = compare(*state, left, right);
			double sum = 0;
			for (size_t r = 0; r < hit.n_reasons; r++)
				sum += hit.reasons[r].contribution;
			if (lround(sum * 10000) != lround(hit.score * 10000))
				fail_msg("%s | %s: %.6f, %.6f", names[i], names[k], sum, hit.score);
		}
	}
}

static void
explain_says_which_words_met_and_which_contradict(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Sunrise Exports Ltd"), NAMED("Sunrise Imports Plc"));
	expect_sentence(&hit, "name.words", "These words of the names meet: \"sunrise\".");
	expect_sentence(&hit, "name.contradiction",
	                "The names contradict each other: the first has \"exports\" where the second has \"imports\".");
}

static void
explain_tells_first_and_second_in_the_order_asked(void **state)
{
	struct cdr_match_hit there = compare(*state, NAMED("Gulfview Zebra"), NAMED("Gulfview"));
	struct cdr_match_hit back = compare(*state, NAMED("Gulfview"), NAMED("Gulfview Zebra"));
	expect_sentence(&there, "name.omission", "Only the first name has \"zebra\".");
	expect_sentence(&back, "name.omission", "Only the second name has \"zebra\".");
}

/* Even where the data weigh the difference at nothing. */
static void
explain_says_how_words_are_written_differently(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview Recrutment"), NAMED("Gulfview Recruitment"));
	expect_part(&hit, "name.spelling",
	            "Not quite the same: \"recrutment\" and \"recruitment\" (spelt differently, by a slip");
	hit = compare(*state, NAMED("Quill View Heronbay"), NAMED("Quillview Heronbay"));
	expect_part(&hit, "name.spelling", "\"quill view\" and \"quillview\" (written together or apart)");
	hit = compare(*state, NAMED("Recruitment Gulfview Heronbay"), NAMED("Heronbay Gulfview Recruitment"));
	expect_part(&hit, "name.spelling", "The words stand in another order.");
	hit = compare(*state, NAMED("Ромашкинский"), NAMED("Romashkinskiy"));
	expect_part(&hit, "name.script", "Across scripts: \"ромашкинский\" and \"romashkinskiy\"");
}

static void
explain_begins_with_the_base_and_tells_each_part_once(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview Recrutment Ltd"), NAMED("Gulfview Shipping 2 GmbH"));
	assert_true(cdr_str_equal(hit.reasons[0].code, S("name.base")));
	for (size_t i = 0; i < hit.n_reasons; i++)
		assert_ptr_equal(find_reason(&hit, hit.reasons[i].code.p), &hit.reasons[i]);
}

static void
explain_tells_letters_put_in_for_their_likes(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Acmeton"),
	                                   NAMED("\xD0\x90"
	                                         "cmeton"));
	expect_part(&hit, "name.homoglyphs", "The second name has a word with letters of two alphabets");
	hit = compare(*state, NAMED("Acmeton"), NAMED("Acmeton"));
	assert_null(find_reason(&hit, "name.homoglyphs"));
}

static void
explain_names_the_legal_forms_that_differ(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview GmbH"), NAMED("Gulfview Ltda"));
	expect_part(&hit, "name.form", "The legal forms are of different countries: ltd (");
	expect_part(&hit, "name.form", "DE");
	hit = compare(*state, NAMED("Gulfview GmbH"), NAMED("Gulfview e.V."));
	expect_part(&hit, "name.form", "The kinds of legal form differ: ");
}

static void
explain_names_numbers_countries_and_identifiers(void **state)
{
	struct cdr_match_hit hit = compare(*state, NAMED("Gulfview Factory 1"), NAMED("Gulfview Factory 2"));
	expect_sentence(&hit, "name.number", "The numbers differ: 1 in the first name, 2 in the second.");
	hit = compare(*state, NAMED("Gulfview"), NAMED("Gulfview 2"));
	expect_sentence(&hit, "name.number", "Only one name has a number: 2 in the second.");
	const struct cdr_identifier a = { S("licence:xx"), S("RL-07"), { NULL, 0 } };
	struct cdr_match_subject left = NAMED("Gulfview"), right = NAMED("Heron");
	left.country = S("BD");
	right.country = S("HK");
	hit = compare(*state, left, (struct cdr_match_subject){ .name = S("Gulfview"), .country = S("HK") });
	expect_sentence(&hit, "country", "The countries differ: BD and HK.");
	left.identifiers = right.identifiers = &a;
	left.n_identifiers = right.n_identifiers = 1;
	hit = compare(*state, left, right);
	expect_sentence(&hit, "identifier.agree", "The licence number agrees: RL-07.");
}

static void
explain_says_that_a_licence_stands_under_another_name(void **state)
{
	const struct cdr_identifier a = { S("licence:xx"), S("RL-07"), { NULL, 0 } };
	struct cdr_match_subject left = NAMED("Totally Other Agency"), right = NAMED("Padma Specimen International");
	left.identifiers = right.identifiers = &a;
	left.n_identifiers = right.n_identifiers = 1;
	struct cdr_match_hit hit = compare(*state, left, right);
	expect_sentence(&hit, "identifier.borrowed",
	                "The licence number is this entry's, but the names have nothing in common.");
	double sum = 0;
	for (size_t i = 0; i < hit.n_reasons; i++)
		sum += hit.reasons[i].contribution;
	assert_int_equal(lround(sum * 10000), lround(hit.score * 10000));
	left.name = S("Totally Other International");
	hit = compare(*state, left, right);
	expect_sentence(&hit, "identifier.borrowed",
	                "The licence number is this entry's, but the names have nothing in common that tells one firm "
	                "from another.");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(explain_contributions_sum_to_the_score),
		cmocka_unit_test(explain_says_which_words_met_and_which_contradict),
		cmocka_unit_test(explain_tells_first_and_second_in_the_order_asked),
		cmocka_unit_test(explain_says_how_words_are_written_differently),
		cmocka_unit_test(explain_begins_with_the_base_and_tells_each_part_once),
		cmocka_unit_test(explain_tells_letters_put_in_for_their_likes),
		cmocka_unit_test(explain_names_the_legal_forms_that_differ),
		cmocka_unit_test(explain_names_numbers_countries_and_identifiers),
		cmocka_unit_test(explain_says_that_a_licence_stands_under_another_name),
	};
	return cmocka_run_group_tests_name("explain", tests, load_tables, drop_tables);
}
