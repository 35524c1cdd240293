/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands beside the names: countries and identifiers; addresses and sectors are stated.c's. No names (align.c), no
 * weighing (score.c). What surprises: a subject may have many identifiers; the pair that says most speaks for all.
 */
#include "match/match-impl.h"

#include <string.h>

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
cdr_match_particulars(const struct cdr_match_config *config, const struct cdr_match_subject *subject,
                      struct cdr_arena *arena, struct cdr_match_particulars *ret, struct cdr_error *err)
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
	CDR_TRY(cdr_match_state(config, subject, arena, &particulars.stated, err));
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
	cdr_match_compare_stated(left->stated, right->stated, ret);
}
