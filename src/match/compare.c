/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Evidence -> score, and what stands beside the names: countries and identifiers. What surprises: every part of a score
 * is a whole number of ten-thousandths, rounded once, and the score is their sum; so the reasons shown add up exactly.
 *
 * With a: weight of words that met, s: the same times similarity, c: the smaller of both left-over weights, o: their
 * difference, the names agree to r = s / (a + contradiction * c + omission * o), and the score is name_ceiling * r, less
 * and plus the other parts. An identifier that agrees decides alone; one that differs takes a share of all. A licence
 * number is not quite an identifier: it is printed for everybody to read, and so it can be borrowed.
 */
#include "match/match-impl.h"

#include <math.h>
#include <string.h>

static int
units(double share)
{
	return (int)lround(share * CDR_MATCH_UNIT);
}

/* What the names alone give; returns the share of agreement r. */
static double
score_names(const struct cdr_match_config *config, const struct cdr_match_evidence *e, struct cdr_match_score *score)
{
	double contradicted = fmin(e->left_alone, e->right_alone), omitted = fabs(e->left_alone - e->right_alone);
	double whole = e->agreed + config->contradiction * contradicted + config->omission * omitted;
	if (e->agreed <= 0 || whole <= 0)
		return 0;
	double ceiling = config->name_ceiling;
	score->parts[CDR_PART_AGREE] = units(ceiling);
	score->parts[CDR_PART_SPELLING] = -units(ceiling * (e->agreed - e->similar) / whole);
	score->parts[CDR_PART_CONTRADICTION] = -units(ceiling * config->contradiction * contradicted / whole);
	score->parts[CDR_PART_OMISSION] = -units(ceiling * config->omission * omitted / whole);
	double agreement = e->similar / whole, left = ceiling * agreement;
	if (!e->anchored) {
		double lost = left * config->unanchored;
		score->parts[CDR_PART_SPELLING] -= units(lost);
		left -= lost;
	}
	bool all_met = e->left_alone <= 0 && e->right_alone <= 0;
	if (!all_met && !e->same_text && e->agreed < config->least_evidence) {
		double lost = left * (1 - e->agreed / config->least_evidence);
		score->parts[CDR_PART_COMMON] = -units(lost);
		left -= lost;
	}
	if (e->numbers_conflict)
		score->parts[CDR_PART_NUMBER] = -units(left * config->number_conflict);
	else if (e->number_omitted)
		score->parts[CDR_PART_NUMBER] = -units(left * config->number_omission);
	return agreement;
}

static void
score_beside_names(const struct cdr_match_config *config, const struct cdr_match_evidence *e,
                   const struct cdr_match_beside *beside, double agreement, struct cdr_match_score *score)
{
	if (e->same_text)
		score->parts[CDR_PART_SAME_TEXT] = units(config->same_text);
	if (e->forms_agree)
		score->parts[CDR_PART_FORM] = units(config->form_agree * agreement);
	if (e->forms_conflict)
		score->parts[CDR_PART_FORM] = -units(config->form_conflict * agreement);
	if (beside->country == CDR_AGREE_YES)
		score->parts[CDR_PART_COUNTRY] = units(config->country_agree * agreement);
	if (beside->country == CDR_AGREE_NO)
		score->parts[CDR_PART_COUNTRY] = -units(config->country_conflict * agreement);
	if (e->one_romanised)
		score->parts[CDR_PART_SCRIPT] = -units(config->romanised * agreement);
}

static int
sum(const struct cdr_match_score *score)
{
	int total = 0;
	for (size_t i = 0; i < CDR_PART_COUNT; i++)
		total += score->parts[i];
	return total;
}

/* Do both names say something, and nothing of it the same? A name that was not given contradicts nobody. */
static bool
is_other_name(const struct cdr_match_config *config, const struct cdr_match_evidence *e, double agreement)
{
	return e->left_alone > 0 && e->right_alone > 0 && !e->anchored && agreement < config->licence_names;
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
	if (cdr_match_is_licence(beside->scheme) && is_other_name(config, e, agreement))
		score->parts[CDR_PART_BORROWED] = -units(sum(score) * config->licence_borrowed / CDR_MATCH_UNIT);
}

void
cdr_match_score(const struct cdr_match_config *config, const struct cdr_match_evidence *evidence,
                const struct cdr_match_beside *beside, struct cdr_match_score *ret)
{
	*ret = (struct cdr_match_score){ .total = 0 };
	double agreement = score_names(config, evidence, ret);
	if (beside->identifiers == CDR_AGREE_YES)
		score_identifier(config, evidence, beside, agreement, ret);
	else
		score_beside_names(config, evidence, beside, agreement, ret);
	int total = sum(ret);
	if (beside->identifiers == CDR_AGREE_NO && total > 0) {
		double share =
			cdr_match_is_licence(beside->scheme) ? config->licence_conflict : config->identifier_conflict;
		ret->parts[CDR_PART_CONFLICT] = -(int)lround(total * share);
	}
	/* Below nothing there is nothing: what went too far comes back from the last that took. */
	total = sum(ret);
	for (size_t i = CDR_PART_COUNT; total < 0 && i-- > 0;) {
		int back = ret->parts[i] < 0 ? (-ret->parts[i] < -total ? -ret->parts[i] : -total) : 0;
		ret->parts[i] += back;
		total += back;
	}
	ret->total = total;
}

/* ------------------------------------------------------------------------------------------------------- identifiers */

bool
cdr_match_is_licence(struct cdr_str scheme)
{
	return cdr_str_starts_with(scheme, CDR_STR("licence"));
}

/* Numbers that cannot be right are kept under a scheme of their own: told, and finding nobody but their like. */
#define DOUBTFUL "doubtful "

static bool
is_doubtful(const struct cdr_match_identifier *identifier)
{
	return cdr_str_starts_with(identifier->scheme, CDR_STR(DOUBTFUL));
}

/* One identifier ready to compare and, where its scheme was made out from country and value, behind it what it would be
 * without them, to meet a number whose country nobody wrote down. */
static enum cdr_status
read_identifier(const struct cdr_match_subject *subject, const struct cdr_identifier *given, struct cdr_arena *arena,
                struct cdr_match_identifier *identifiers, size_t *n, struct cdr_error *err)
{
	bool lent = !given->country.n && !cdr_match_is_licence(given->scheme);
	struct cdr_str country = lent ? subject->country : given->country;
	struct cdr_identifier_key key;
	CDR_TRY(cdr_identifier_key(given->scheme, country, given->value, arena, &key, err));
	if (!key.value.n)
		return CDR_OK;
	if (key.check == CDR_IDENTIFIER_INVALID) {
		key.scheme = cdr_str_format(arena, DOUBTFUL "%.*s", CDR_STR_ARG(key.scheme));
		if (!key.scheme.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
	}
	bool made_out = key.check != CDR_IDENTIFIER_INVALID && !cdr_str_equal(key.scheme, given->scheme);
	struct cdr_str issuer = made_out ? (struct cdr_str){ NULL, 0 } : country;
	identifiers[(*n)++] = (struct cdr_match_identifier){ key.scheme, key.value, issuer, given->value };
	if (made_out)
		identifiers[(*n)++] = (struct cdr_match_identifier){ given->scheme, key.plain, country, given->value };
	return CDR_OK;
}

enum cdr_status
cdr_match_particulars(const struct cdr_match_subject *subject, struct cdr_arena *arena,
                      struct cdr_match_particulars *ret, struct cdr_error *err)
{
	struct cdr_match_particulars particulars = { .country = subject->country };
	if (subject->n_identifiers) {
		struct cdr_match_identifier *identifiers =
			cdr_arena_alloc(arena, 2 * subject->n_identifiers * sizeof(*identifiers));
		if (!identifiers)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		for (size_t i = 0; i < subject->n_identifiers; i++)
			CDR_TRY(read_identifier(subject, &subject->identifiers[i], arena, identifiers,
			                        &particulars.n_identifiers, err));
		particulars.identifiers = identifiers;
	}
	*ret = particulars;
	return CDR_OK;
}

/* Is the i-th the second reading of the number before it? Such a one agrees, but contradicts nobody. */
static bool
is_second_reading(const struct cdr_match_particulars *of, size_t i)
{
	return i > 0 && !is_doubtful(&of->identifiers[i - 1]) &&
	       cdr_str_equal(of->identifiers[i].printed, of->identifiers[i - 1].printed) &&
	       !cdr_str_equal(of->identifiers[i].scheme, of->identifiers[i - 1].scheme);
}

/* The same kind of number from the same issuer, as far as is known? */
static bool
is_comparable(const struct cdr_match_identifier *a, const struct cdr_match_identifier *b)
{
	return cdr_str_equal(a->scheme, b->scheme) && !is_doubtful(a) &&
	       (!a->country.n || !b->country.n || cdr_str_equal_nocase(a->country, b->country));
}

/* How much a pair of numbers says: agreement more than difference, and of each a number that a firm has one of more than
 * a licence number, of which it may have several. */
static int
strength(bool equal, struct cdr_str scheme)
{
	return (equal ? 3 : 1) + (cdr_match_is_licence(scheme) ? 0 : 1);
}

/* The first number of a subject that cannot be right. */
static void
find_doubtful(const struct cdr_match_particulars *of, struct cdr_match_doubt *ret)
{
	for (size_t i = 0; i < of->n_identifiers && !ret->printed.n; i++) {
		if (!is_doubtful(&of->identifiers[i]))
			continue;
		struct cdr_str scheme = of->identifiers[i].scheme;
		ret->printed = of->identifiers[i].printed;
		ret->scheme = (struct cdr_str){ scheme.p + strlen(DOUBTFUL), scheme.n - strlen(DOUBTFUL) };
	}
}

/* The pair that says most decides; of equal ones the first. */
static void
compare_identifiers(const struct cdr_match_particulars *left, const struct cdr_match_particulars *right,
                    struct cdr_match_beside *ret)
{
	int strongest = 0;
	for (size_t i = 0; i < left->n_identifiers; i++) {
		for (size_t j = 0; j < right->n_identifiers; j++) {
			const struct cdr_match_identifier *l = &left->identifiers[i], *r = &right->identifiers[j];
			bool equal = cdr_str_equal(l->value, r->value);
			bool second = is_second_reading(left, i) || is_second_reading(right, j);
			if (!is_comparable(l, r) || strength(equal, l->scheme) <= strongest || (second && !equal))
				continue;
			strongest = strength(equal, l->scheme);
			ret->identifiers = equal ? CDR_AGREE_YES : CDR_AGREE_NO;
			ret->scheme = l->scheme;
			ret->values[0] = l->printed;
			ret->values[1] = r->printed;
		}
	}
	find_doubtful(left, &ret->doubts[0]);
	find_doubtful(right, &ret->doubts[1]);
}

void
cdr_match_beside(const struct cdr_match_particulars *left, const struct cdr_match_particulars *right,
                 struct cdr_match_beside *ret)
{
	*ret = (struct cdr_match_beside){ .countries = { left->country, right->country } };
	if (left->country.n && right->country.n)
		ret->country = cdr_str_equal_nocase(left->country, right->country) ? CDR_AGREE_YES : CDR_AGREE_NO;
	compare_identifiers(left, right, ret);
}
