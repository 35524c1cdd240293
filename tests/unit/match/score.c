/* SPDX-License-Identifier: Apache-2.0 */
#include "meet.h"

#include <stdlib.h>

static struct cdr_match_score
score(const struct tables *t, const char *left, const char *right, struct cdr_match_beside beside)
{
	struct meeting m;
	struct cdr_match_score ret;
	meet(t, left, right, &m);
	cdr_match_score(t->config, &m.evidence, &beside, &ret);
	int sum = 0;
	for (size_t i = 0; i < CDR_PART_COUNT; i++)
		sum += ret.parts[i];
	assert_int_equal(sum, ret.total);
	return ret;
}

static double
log_odds(const struct tables *t, const struct cdr_match_evidence *e)
{
	double sum = t->config->terms[CDR_TERM_BASE];
	for (size_t i = CDR_TERM_BASE + 1; i < CDR_TERM_COUNTRY_AGREE; i++)
		sum += t->config->terms[i] * (double)e->terms[i];
	return sum;
}

static const char *const names[] = { "Gulfview Traders Ltd", "Gulfveiw Traders", "Gulfview Textiles GmbH",
	                             "Heronbay 2",           "Heronbay",         "Ромашка",
	                             "Romashka LLC",         "Gulfview" };

static void
score_is_the_probability_of_the_terms_found(void **state)
{
	const struct tables *t = *state;
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		for (size_t k = 0; k < CDR_LEN(names); k++) {
			struct meeting m;
			meet(t, names[i], names[k], &m);
			double odds = fmin(fmax(log_odds(t, &m.evidence), t->config->floor), t->config->ceiling);
			int expected = (int)lround(CDR_MATCH_UNIT / (1 + exp(-odds)));
			int found =
				score(t, names[i], names[k], (struct cdr_match_beside){ .scheme = { NULL, 0 } }).total;
			if (abs(expected - found) > 1)
				fail_msg("%s | %s: %d, not %d", names[i], names[k], found, expected);
		}
	}
}

static void
score_stays_between_floor_and_ceiling(void **state)
{
	const struct tables *t = *state;
	struct cdr_match_beside nothing = { .country = CDR_AGREE_NOTHING };
	struct cdr_match_score best =
		score(t, "Gulfview Heronbay Marrowby Traders 2 Ltd", "Gulfview Heronbay Marrowby Traders 2 Ltd",
	              (struct cdr_match_beside){ .country = CDR_AGREE_YES });
	struct cdr_match_score worst = score(t, "Gulfview Shipping Vietnam 2 GmbH", "Heronbay Textiles Dhaka 3 Trust",
	                                     (struct cdr_match_beside){ .country = CDR_AGREE_NO });
	assert_true(best.total < CDR_MATCH_UNIT);
	/* A country that agrees lifts a name above the ceiling of names. */
	double most = t->config->ceiling + t->config->terms[CDR_TERM_COUNTRY_AGREE];
	assert_int_equal(best.total, lround(CDR_MATCH_UNIT / (1 + exp(-most))));
	assert_int_equal(
		score(t, "Gulfview Heronbay Marrowby 2 Ltd", "Gulfview Heronbay Marrowby 2 Ltd", nothing).total,
		lround(CDR_MATCH_UNIT / (1 + exp(-t->config->ceiling))));
	assert_int_equal(worst.total, lround(CDR_MATCH_UNIT / (1 + exp(-t->config->floor))));
	assert_int_equal(score(t, "", "Gulfview", nothing).total, 0);
}

static void
score_tells_each_term_in_its_part(void **state)
{
	(void)state;
	assert_int_equal(cdr_match_term_part(CDR_TERM_BASE), CDR_PART_BASE);
	assert_int_equal(cdr_match_term_part(CDR_TERM_IDENTITY), CDR_PART_AGREE);
	assert_int_equal(cdr_match_term_part(CDR_TERM_NUMBERS_AGREE), CDR_PART_AGREE);
	assert_int_equal(cdr_match_term_part(CDR_TERM_SAME_TEXT), CDR_PART_SAME_TEXT);
	assert_int_equal(cdr_match_term_part(CDR_TERM_SPELLING), CDR_PART_SPELLING);
	assert_int_equal(cdr_match_term_part(CDR_TERM_ORDER), CDR_PART_SPELLING);
	assert_int_equal(cdr_match_term_part(CDR_TERM_SCRIPT), CDR_PART_SCRIPT);
	assert_int_equal(cdr_match_term_part(CDR_TERM_OTHER_ALPHABET), CDR_PART_SCRIPT);
	assert_int_equal(cdr_match_term_part(CDR_TERM_OTHER_IDENTITY), CDR_PART_CONTRADICTION);
	assert_int_equal(cdr_match_term_part(CDR_TERM_NO_IDENTITY), CDR_PART_CONTRADICTION);
	assert_int_equal(cdr_match_term_part(CDR_TERM_OTHER_NUMBER), CDR_PART_NUMBER);
	assert_int_equal(cdr_match_term_part(CDR_TERM_LESS_NUMBER), CDR_PART_NUMBER);
	assert_int_equal(cdr_match_term_part(CDR_TERM_LESS_IDENTITY), CDR_PART_OMISSION);
	assert_int_equal(cdr_match_term_part(CDR_TERM_LESS_GENERIC), CDR_PART_OMISSION);
	assert_int_equal(cdr_match_term_part(CDR_TERM_FORM_OTHER), CDR_PART_FORM);
	assert_int_equal(cdr_match_term_part(CDR_TERM_FORM_FOREIGN), CDR_PART_FORM);
	assert_int_equal(cdr_match_term_part(CDR_TERM_COUNTRY_OTHER), CDR_PART_COUNTRY);
}

static void
score_country_moves_it_both_ways(void **state)
{
	int none =
		score(*state, "Gulfview Traders", "Gulfveiw Traders", (struct cdr_match_beside){ .country = 0 }).total;
	struct cdr_match_score same = score(*state, "Gulfview Traders", "Gulfveiw Traders",
	                                    (struct cdr_match_beside){ .country = CDR_AGREE_YES });
	struct cdr_match_score other = score(*state, "Gulfview Traders", "Gulfveiw Traders",
	                                     (struct cdr_match_beside){ .country = CDR_AGREE_NO });
	assert_true(same.total > none && same.parts[CDR_PART_COUNTRY] == same.total - none);
	assert_true(other.total < none && other.parts[CDR_PART_COUNTRY] == other.total - none);
}

static void
score_address_and_sector_move_it_both_ways(void **state)
{
	const struct cdr_match_beside nothing = { .country = CDR_AGREE_NOTHING };
	int without = score(*state, "Gulfview Traders", "Gulfview Traders Ltd", nothing).total;
	for (int by = -1; by <= 1; by += 2) {
		struct cdr_match_score place = score(*state, "Gulfview Traders", "Gulfview Traders Ltd",
		                                     (struct cdr_match_beside){ .address = by });
		struct cdr_match_score sector = score(*state, "Gulfview Traders", "Gulfview Traders Ltd",
		                                      (struct cdr_match_beside){ .sector = by });
		assert_int_equal(place.parts[CDR_PART_ADDRESS], place.total - without);
		assert_int_equal(sector.parts[CDR_PART_SECTOR], sector.total - without);
		assert_true(by * place.parts[CDR_PART_ADDRESS] > by * sector.parts[CDR_PART_SECTOR]);
		assert_true(by * sector.parts[CDR_PART_SECTOR] > 0);
	}
}

/* Whatever the names: elsewhere and in another trade, what was possible stays so; what was clear falls. */
static void
score_what_differs_beside_the_names_never_clears(void **state)
{
	static const char *const others[] = {
		"Gulfview Traders Ltd",   "Gulfview Trading Services", "Gulfview",
		"Gulfview Heron Traders", "Gulfveiw Traders",          "Heronbay Traders",
		"Gulfview Shipping",      "Traders of Gulf View",      "Gulfview General Traders 2"
	};
	const struct tables *t = *state;
	const struct cdr_match_beside nothing = { .country = CDR_AGREE_NOTHING },
				      elsewhere = { .address = -1, .sector = -1 };
	bool some_fell = false;
	for (size_t i = 0; i < CDR_LEN(others); i++) {
		struct meeting m;
		struct cdr_match_score before = score(t, "Gulfview Traders", others[i], nothing);
		struct cdr_match_score after = score(t, "Gulfview Traders", others[i], elsewhere);
		bool was_clear =
			cdr_match_verdict(t->config, (double)before.total / CDR_MATCH_UNIT) == CDR_VERDICT_CLEAR;
		bool is_clear = cdr_match_verdict(t->config, (double)after.total / CDR_MATCH_UNIT) == CDR_VERDICT_CLEAR;
		if (was_clear != is_clear || after.total > before.total)
			fail_msg("%s: %d, %d", others[i], before.total, after.total);
		some_fell = some_fell || after.total < before.total;
		meet(t, "Gulfview Traders", others[i], &m);
		assert_int_equal(cdr_match_total(t->config, &m.evidence, &elsewhere), after.total);
	}
	assert_true(some_fell);
}

static void
score_identifier_that_agrees_stands_above_names(void **state)
{
	const struct cdr_match_beside tax = { .identifiers = CDR_AGREE_YES, .scheme = S("tax_id") };
	const struct cdr_match_beside licence = { .identifiers = CDR_AGREE_YES, .scheme = S("licence:xx") };
	struct cdr_match_score firm = score(*state, "Gulfview", "Heronbay", tax);
	struct cdr_match_score borrowed = score(*state, "Gulfview", "Heronbay", licence);
	struct cdr_match_score own = score(*state, "Gulfview Traders", "Gulfview Trading", licence);
	struct cdr_match_score unnamed = score(*state, "", "Heronbay", licence);
	assert_true(firm.parts[CDR_PART_IDENTIFIER] > 0 && firm.parts[CDR_PART_BORROWED] == 0);
	assert_true(borrowed.parts[CDR_PART_BORROWED] < 0 && borrowed.total < firm.total);
	assert_true(own.parts[CDR_PART_BORROWED] == 0 && own.total > firm.total && own.total < CDR_MATCH_UNIT);
	assert_int_equal(unnamed.parts[CDR_PART_BORROWED], 0);
}

static void
score_identifier_that_differs_takes_a_share(void **state)
{
	const struct cdr_match_beside tax = { .identifiers = CDR_AGREE_NO, .scheme = S("tax_id") };
	const struct cdr_match_beside licence = { .identifiers = CDR_AGREE_NO, .scheme = S("licence:xx") };
	int bare = score(*state, "Gulfview", "Gulfview", (struct cdr_match_beside){ .country = 0 }).total;
	struct cdr_match_score firm = score(*state, "Gulfview", "Gulfview", tax);
	struct cdr_match_score agency = score(*state, "Gulfview", "Gulfview", licence);
	assert_true(firm.parts[CDR_PART_CONFLICT] < 0 && agency.parts[CDR_PART_CONFLICT] < 0);
	assert_true(0 < firm.total && firm.total < agency.total && agency.total < bare);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score_is_the_probability_of_the_terms_found),
		cmocka_unit_test(score_stays_between_floor_and_ceiling),
		cmocka_unit_test(score_tells_each_term_in_its_part),
		cmocka_unit_test(score_country_moves_it_both_ways),
		cmocka_unit_test(score_address_and_sector_move_it_both_ways),
		cmocka_unit_test(score_what_differs_beside_the_names_never_clears),
		cmocka_unit_test(score_identifier_that_agrees_stands_above_names),
		cmocka_unit_test(score_identifier_that_differs_takes_a_share),
	};
	return cmocka_run_group_tests_name("score", tests, load_tables, drop_tables);
}
