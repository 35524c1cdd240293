/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far two addresses agree, part by part. What surprises: a part that only one address has says nothing, and an
 * agreement that rests on little stays near one half; a town in common is no proof of a common factory.
 */
#include "normalise/address-impl.h"

#include <string.h>

#define AGREES 0.5      /* share of the shorter side that must be met */
#define FUZZY_LENGTH 5  /* shorter words are not misspellings of each other */
#define FULL_WEIGHT 6.0 /* parts of so much weight speak without reserve */

static const struct {
	enum cdr_address_part part;
	double weight;
} weights[] = {
	{ CDR_ADDRESS_POSTCODE, 3 },
	{ CDR_ADDRESS_NUMBER, 2 },
	{ CDR_ADDRESS_STREET, 3 },
	{ CDR_ADDRESS_CITY, 2 },
};

/* Equal but for one letter replaced, left out or put in. */
static bool
is_near(struct cdr_str a, struct cdr_str b)
{
	if (cdr_str_equal(a, b))
		return true;
	if (a.n < FUZZY_LENGTH || b.n < FUZZY_LENGTH || a.n > b.n + 1 || b.n > a.n + 1)
		return false;
	size_t front = 0, back = 0, shorter = a.n < b.n ? a.n : b.n;
	while (front < shorter && a.p[front] == b.p[front])
		front++;
	while (back < shorter - front && a.p[a.n - 1 - back] == b.p[b.n - 1 - back])
		back++;
	return front + back + 1 >= (a.n > b.n ? a.n : b.n);
}

/* Is `whole` made of neighbouring words from `at` on? Returns how many, 0 when not. */
static size_t
made_of(struct cdr_str whole, const struct cdr_address_key *key, size_t at)
{
	size_t n = 0;
	while (whole.n && at + n < key->n_words && cdr_str_starts_with(whole, key->words[at + n].text)) {
		whole.p += key->words[at + n].text.n;
		whole.n -= key->words[at + n].text.n;
		n++;
	}
	return whole.n ? 0 : n;
}

/* Marks which words of `of` stand in `in`, alone, parted or joined. */
static void
mark_met(const struct cdr_address_key *of, const struct cdr_address_key *in, bool *met)
{
	for (size_t i = 0; i < of->n_words; i++) {
		for (size_t j = 0; j < in->n_words; j++) {
			if (is_near(of->words[i].text, in->words[j].text) || made_of(of->words[i].text, in, j))
				met[i] = true;
			size_t n = made_of(in->words[j].text, of, i);
			for (size_t k = 0; k < n; k++)
				met[i + k] = true;
		}
	}
}

struct count {
	size_t all, met;
};

static bool
is_latin(struct cdr_str word)
{
	return (unsigned char)word.p[0] < 0x80;
}

/* Words of a script the other address is not written in cannot be met, so they are not counted. */
static struct count
count(const struct cdr_address_key *key, const struct cdr_address_key *other, const bool *met, bool street)
{
	struct count result = { 0, 0 };
	bool written[2] = { false, false };
	for (size_t i = 0; i < other->n_words; i++)
		written[is_latin(other->words[i].text)] = true;
	for (size_t i = 0; i < key->n_words; i++) {
		if (key->words[i].street != street || !written[is_latin(key->words[i].text)])
			continue;
		result.all++;
		result.met += met[i];
	}
	return result;
}

static double
share(struct count count)
{
	return (double)count.met / (double)count.all;
}

static double
agree_words(const struct cdr_address_key *const keys[2], bool street)
{
	bool met[2][CDR_ADDRESS_MAX_WORDS] = { { false } };
	mark_met(keys[0], keys[1], met[0]);
	mark_met(keys[1], keys[0], met[1]);
	struct count left = count(keys[0], keys[1], met[0], street);
	struct count right = count(keys[1], keys[0], met[1], street);
	if (!left.all || !right.all)
		return CDR_ADDRESS_UNKNOWN;
	double l = share(left), r = share(right);
	return l > r ? l : r;
}

static double
agree_numbers(const struct cdr_address_key *left, const struct cdr_address_key *right)
{
	if (!left->n_numbers || !right->n_numbers)
		return CDR_ADDRESS_UNKNOWN;
	size_t common = 0, fewer = left->n_numbers < right->n_numbers ? left->n_numbers : right->n_numbers;
	for (size_t i = 0; i < left->n_numbers; i++)
		for (size_t j = 0; j < right->n_numbers; j++)
			if (cdr_str_equal(left->numbers[i], right->numbers[j])) {
				common++;
				break;
			}
	return common >= fewer ? 1 : (double)common / (double)fewer;
}

/* Equal, neighbouring (the greater half of the code is common: neither one nor the other), or different. */
static double
agree_postcodes(const struct cdr_address_key *left, const struct cdr_address_key *right)
{
	struct cdr_str a = left->postcode, b = right->postcode;
	if (!a.n || !b.n || memcmp(left->country, right->country, 2) != 0)
		return CDR_ADDRESS_UNKNOWN;
	if (cdr_str_equal(a, b))
		return 1;
	size_t common = 0;
	while (common < a.n && common < b.n && a.p[common] == b.p[common])
		common++;
	return 2 * common > a.n ? CDR_ADDRESS_UNKNOWN : 0;
}

/* Hong Kong, Macao and Taiwan stand in addresses now as countries, now as parts of China. */
static bool
is_chinese(const char country[3])
{
	static const char *const written[] = { "CN", "HK", "MO", "TW" };
	for (size_t i = 0; i < CDR_LEN(written); i++)
		if (strcmp(country, written[i]) == 0)
			return true;
	return false;
}

static bool
is_other_country(const char left[3], const char right[3])
{
	return left[0] && right[0] && strcmp(left, right) != 0 && !(is_chinese(left) && is_chinese(right));
}

double
cdr_address_agreement(const struct cdr_address_key *left, const struct cdr_address_key *right,
                      struct cdr_address_parts *ret_parts)
{
	if (is_other_country(left->country, right->country)) {
		*ret_parts = (struct cdr_address_parts){ .conflicting = CDR_ADDRESS_COUNTRY };
		return 0;
	}
	const struct cdr_address_key *const keys[2] = { left, right };
	const double shares[] = { agree_postcodes(left, right), agree_numbers(left, right), agree_words(keys, true),
		                  agree_words(keys, false) };
	struct cdr_address_parts parts = { 0, 0 };
	double known = 0, agreed = 0;
	for (size_t i = 0; i < CDR_LEN(weights); i++) {
		if (shares[i] < 0)
			continue;
		known += weights[i].weight;
		agreed += weights[i].weight * shares[i];
		if (shares[i] >= AGREES)
			parts.agreed |= weights[i].part;
		else if (shares[i] <= 0)
			parts.conflicting |= weights[i].part;
	}
	*ret_parts = parts;
	if (known <= 0)
		return CDR_ADDRESS_UNKNOWN;
	double reserve = known < FULL_WEIGHT ? known / FULL_WEIGHT : 1;
	return 0.5 + (agreed / known - 0.5) * reserve;
}
