/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence -> score. The terms found, times their weights, add up to the log-odds of "the same firm" (a logistic model,
 * after Fellegi and Sunter, "A Theory for Record Linkage", JASA 64, 1969); identifiers then outweigh the names. What
 * surprises: the score is told as a staircase. Each part is what the probability gained or lost when its terms were added
 * to those before, in whole ten-thousandths, so the parts shown add up to the score exactly.
 *
 * An identifier that agrees decides alone; one that differs takes a share of all. A licence number is not quite an
 * identifier: it is printed for everybody to read, and so it can be borrowed.
 */
#include "match/match-impl.h"

#include <math.h>
#include <string.h>

static int
units(double share)
{
	return (int)lround(share * CDR_MATCH_UNIT);
}

static int
sum(const struct cdr_match_score *score)
{
	int total = 0;
	for (size_t i = 0; i < CDR_PART_COUNT; i++)
		total += score->parts[i];
	return total;
}

enum cdr_match_part
cdr_match_term_part(enum cdr_match_term term)
{
	if (term == CDR_TERM_BASE)
		return CDR_PART_BASE;
	if (term <= CDR_TERM_COMPLETE || term == CDR_TERM_NUMBERS_AGREE)
		return CDR_PART_AGREE;
	if (term <= CDR_TERM_SAME_LETTERS)
		return CDR_PART_SAME_TEXT;
	if (term == CDR_TERM_FORM_OTHER || term == CDR_TERM_FORM_FOREIGN)
		return CDR_PART_FORM;
	if (term == CDR_TERM_SCRIPT || term == CDR_TERM_OTHER_SCRIPT || term == CDR_TERM_OTHER_ALPHABET)
		return CDR_PART_SCRIPT;
	if (term <= CDR_TERM_ORDER || term == CDR_TERM_NEAR)
		return CDR_PART_SPELLING;
	if (term == CDR_TERM_OTHER_NUMBER || term == CDR_TERM_LESS_NUMBER)
		return CDR_PART_NUMBER;
	if (term <= CDR_TERM_NO_IDENTITY)
		return CDR_PART_CONTRADICTION;
	if (term >= CDR_TERM_SECTOR_AGREE)
		return CDR_PART_SECTOR;
	if (term >= CDR_TERM_ADDRESS_AGREE)
		return CDR_PART_ADDRESS;
	return term >= CDR_TERM_COUNTRY_AGREE ? CDR_PART_COUNTRY : CDR_PART_OMISSION;
}

static double
probability(double log_odds)
{
	return 1 / (1 + exp(-log_odds));
}

static double
clamp(double value, double least, double most)
{
	return value < least ? least : value > most ? most : value;
}

/* The log-odds of each part; false when names without a word say nothing at all. */
static bool
sum_steps(const struct cdr_match_config *config, const struct cdr_match_evidence *e,
          const struct cdr_match_beside *beside, double steps[CDR_PART_COUNT])
{
	memset(steps, 0, CDR_PART_COUNT * sizeof(*steps));
	if (e->nothing)
		return false;
	steps[CDR_PART_BASE] = config->terms[CDR_TERM_BASE];
	for (size_t t = CDR_TERM_BASE + 1; t < CDR_TERM_COUNTRY_AGREE; t++)
		if (e->terms[t] > 0)
			steps[config->parts[t]] += config->terms[t] * (double)e->terms[t];
	if (beside->country == CDR_AGREE_YES)
		steps[CDR_PART_COUNTRY] = config->terms[CDR_TERM_COUNTRY_AGREE];
	if (beside->country == CDR_AGREE_NO)
		steps[CDR_PART_COUNTRY] = config->terms[CDR_TERM_COUNTRY_OTHER];
	if (beside->address > 0)
		steps[CDR_PART_ADDRESS] = config->terms[CDR_TERM_ADDRESS_AGREE] * beside->address;
	if (beside->address < 0)
		steps[CDR_PART_ADDRESS] = config->terms[CDR_TERM_ADDRESS_OTHER] * -beside->address;
	if (beside->sector > 0)
		steps[CDR_PART_SECTOR] = config->terms[CDR_TERM_SECTOR_AGREE] * beside->sector;
	if (beside->sector < 0)
		steps[CDR_PART_SECTOR] = config->terms[CDR_TERM_SECTOR_OTHER] * -beside->sector;
	return true;
}

/* The least that addresses and sectors may leave of a score: firms have several of both, so where they differ they never
 * clear what was possible without them. */
static int
least_left(const struct cdr_match_config *config, int before)
{
	int possible = (int)(config->possible * CDR_MATCH_UNIT);
	possible += (double)possible / CDR_MATCH_UNIT < config->possible;
	return before >= possible ? possible : 0;
}

/* Ten-thousandths after part i, when the log-odds stand at `log_odds`. Names alone stay below their ceiling; what stands
 * beside may lift them above it, and a country that differs keeps them below a match. */
static int
stair(const struct cdr_match_config *config, const struct cdr_match_beside *beside, size_t i, double log_odds)
{
	double most = i < CDR_PART_COUNTRY ? config->ceiling : log_odds;
	int now = units(probability(clamp(log_odds, config->floor, most)));
	if (i >= CDR_PART_COUNTRY && beside->country == CDR_AGREE_NO && now > units(config->country_most))
		now = units(config->country_most);
	return now;
}

static int
at_least(int value, int least)
{
	return value < least ? least : value;
}

/* What the names and countries give; returns the probability. `score` NULL: it alone is wanted. */
static double
score_names(const struct cdr_match_config *config, const struct cdr_match_evidence *e,
            const struct cdr_match_beside *beside, struct cdr_match_score *score)
{
	double steps[CDR_PART_COUNT], log_odds = 0;
	if (!sum_steps(config, e, beside, steps))
		return 0;
	int before = 0, least = 0;
	size_t last = 0;
	for (size_t i = 0; i < CDR_PART_COUNT; i++) {
		if (steps[i] == 0)
			continue;
		if (i >= CDR_PART_COUNTRY && last < CDR_PART_COUNTRY)
			log_odds = clamp(log_odds, config->floor, config->ceiling);
		if (i >= CDR_PART_ADDRESS && last < CDR_PART_ADDRESS)
			least = least_left(config, stair(config, beside, last, log_odds));
		log_odds += steps[i];
		last = i;
		if (!score)
			continue;
		int now = at_least(stair(config, beside, i, log_odds), least);
		score->parts[i] = now - before;
		before = now;
	}
	return (double)(score ? before : at_least(stair(config, beside, last, log_odds), least)) / CDR_MATCH_UNIT;
}

/* Do both names say something, and nothing of it the same? A name that was not given contradicts nobody. */
static bool
is_other_name(const struct cdr_match_config *config, const struct cdr_match_evidence *e, double agreement)
{
	return !e->nothing && e->terms[CDR_TERM_COMPLETE] <= 0 &&
	       (e->terms[CDR_TERM_NO_IDENTITY] > 0 || e->terms[CDR_TERM_ONLY_SOUND] > 0) &&
	       agreement < config->licence_names;
}

/* Identifiers outweigh names: one that agrees leaves the names only the rest up to one. A licence number under quite
 * another name may be somebody else's, and is for a person to judge. */
static void
score_identifier(const struct cdr_match_config *config, const struct cdr_match_evidence *e,
                 const struct cdr_match_beside *beside, double agreement, struct cdr_match_score *score)
{
	*score = (struct cdr_match_score){ .total = 0 };
	score->parts[CDR_PART_IDENTIFIER] = units(config->identifier_agree);
	score->parts[CDR_PART_AGREE] = units((1 - config->identifier_agree) * agreement);
	if (sum(score) == CDR_MATCH_UNIT) /* nothing is certain */
		score->parts[CDR_PART_AGREE]--;
	if (cdr_match_is_licence(beside->scheme) && is_other_name(config, e, agreement))
		score->parts[CDR_PART_BORROWED] = -units(sum(score) * config->licence_borrowed / CDR_MATCH_UNIT);
}

void
cdr_match_score(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside, struct cdr_match_score *ret)
{
	*ret = (struct cdr_match_score){ .total = 0 };
	double agreement = score_names(config, evidence, beside, ret);
	if (beside->identifiers == CDR_AGREE_YES)
		score_identifier(config, evidence, beside, agreement, ret);
	int total = sum(ret);
	if (beside->identifiers == CDR_AGREE_NO && total > 0) {
		double share =
			cdr_match_is_licence(beside->scheme) ? config->licence_conflict : config->identifier_conflict;
		ret->parts[CDR_PART_CONFLICT] = -(int)lround(total * share);
	}
	ret->total = sum(ret);
}

int
cdr_match_total(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside)
{
	if (beside->identifiers == CDR_AGREE_NOTHING)
		return units(score_names(config, evidence, beside, NULL));
	struct cdr_match_score score;
	cdr_match_score(config, evidence, beside, &score);
	return score.total;
}
