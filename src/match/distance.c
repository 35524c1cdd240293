/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Distances between words: edits (Damerau's four, in the restricted form) and Jaro-Winkler. Nothing here knows names.
 * What surprises: ASCII words go through Hyyrö's bit-parallel recurrence, one machine word per column; others through
 * the table everybody knows. A test holds the two against each other.
 *
 * H. Hyyrö, "A Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", Nordic J. of Computing 10,
 * 2003. W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi-Sunter Model of Record
 * Linkage", ASA 1990.
 */
#include "match/match-impl.h"

#include <string.h>

/* Only those rows of the table of positions are cleared that are looked at. */
static size_t
edits_by_bits(const unsigned char *a, size_t n_a, const unsigned char *b, size_t n_b)
{
	uint64_t where[128], positive = ~UINT64_C(0), negative = 0, diagonal = 0, matches_before = 0;
	for (size_t j = 0; j < n_b; j++)
		where[b[j]] = 0;
	for (size_t i = 0; i < n_a; i++)
		where[a[i]] = 0;
	for (size_t i = 0; i < n_a; i++)
		where[a[i]] |= UINT64_C(1) << i;
	size_t distance = n_a;
	const unsigned last = (unsigned)n_a - 1;
	for (size_t j = 0; j < n_b; j++) {
		uint64_t matches = where[b[j]];
		uint64_t swapped = ((~diagonal & matches) << 1) & matches_before;
		diagonal = (((matches & positive) + positive) ^ positive) | matches | negative | swapped;
		uint64_t rises = negative | ~(diagonal | positive), falls = diagonal & positive;
		distance += (rises >> last) & 1;
		distance -= (falls >> last) & 1;
		rises = rises << 1 | 1;
		falls <<= 1;
		positive = falls | ~(diagonal | rises);
		negative = rises & diagonal;
		matches_before = matches;
	}
	return distance;
}

/* Decodes into `out`; false when there are more than CDR_DISTANCE_MAX characters. */
static bool
decode(struct cdr_str s, uint32_t out[CDR_DISTANCE_MAX], size_t *ret_n)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		unsigned char lead = (unsigned char)s.p[i];
		size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
		uint32_t value = lead;
		for (size_t k = 1; k < length && i + k < s.n; k++)
			value = value << 8 | (unsigned char)s.p[i + k]; /* any one-to-one number will do */
		if (n == CDR_DISTANCE_MAX)
			return false;
		out[n++] = value;
		i += length;
	}
	*ret_n = n;
	return true;
}

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
edits_by_table(const uint32_t *a, size_t n_a, const uint32_t *b, size_t n_b)
{
	size_t rows[3][CDR_DISTANCE_MAX + 1];
	size_t *above2 = rows[0], *above = rows[1], *row = rows[2];
	for (size_t j = 0; j <= n_b; j++)
		above[j] = j;
	for (size_t i = 1; i <= n_a; i++) {
		row[0] = i;
		for (size_t j = 1; j <= n_b; j++) {
			row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = least(row[j], above2[j - 2] + 1);
		}
		size_t *spare = above2;
		above2 = above;
		above = row;
		row = spare;
	}
	return above[n_b];
}

static bool
is_ascii(struct cdr_str s)
{
	unsigned char all = 0;
	for (size_t i = 0; i < s.n; i++)
		all |= (unsigned char)s.p[i];
	return all < 0x80;
}

static size_t
edits_of_others(struct cdr_str a, struct cdr_str b)
{
	uint32_t left[CDR_DISTANCE_MAX], right[CDR_DISTANCE_MAX];
	size_t n_left = 0, n_right = 0;
	if (!decode(a, left, &n_left) || !decode(b, right, &n_right))
		return a.n > b.n ? a.n : b.n;
	return n_left && n_right ? edits_by_table(left, n_left, right, n_right) : n_left + n_right;
}

size_t
cdr_match_edits(struct cdr_str a, struct cdr_str b)
{
	if (cdr_str_equal(a, b))
		return 0;
	if (!is_ascii(a) || !is_ascii(b))
		return edits_of_others(a, b);
	if (a.n > CDR_DISTANCE_MAX || b.n > CDR_DISTANCE_MAX)
		return a.n > b.n ? a.n : b.n;
	/* What both begin and end with needs no edit. */
	while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1]) {
		a.n--;
		b.n--;
	}
	while (a.n && b.n && *a.p == *b.p) {
		a = (struct cdr_str){ a.p + 1, a.n - 1 };
		b = (struct cdr_str){ b.p + 1, b.n - 1 };
	}
	if (!a.n || !b.n)
		return a.n + b.n;
	return edits_by_bits((const unsigned char *)a.p, a.n, (const unsigned char *)b.p, b.n);
}

/* Characters of a and b that agree within half the longer word's length, paired off from the left. Bit masks of who met
 * whom go to ret_a, ret_b. */
static size_t
jaro_matches(struct cdr_str a, struct cdr_str b, uint64_t *ret_a, uint64_t *ret_b)
{
	size_t longer = a.n > b.n ? a.n : b.n, window = longer / 2 ? longer / 2 - 1 : 0, n = 0;
	for (size_t i = 0; i < a.n; i++) {
		size_t from = i > window ? i - window : 0, to = least(b.n, i + window + 1);
		for (size_t j = from; j < to; j++) {
			if (*ret_b >> j & 1 || a.p[i] != b.p[j])
				continue;
			*ret_a |= UINT64_C(1) << i;
			*ret_b |= UINT64_C(1) << j;
			n++;
			break;
		}
	}
	return n;
}

static double
jaro(struct cdr_str a, struct cdr_str b)
{
	uint64_t in_a = 0, in_b = 0;
	size_t n = jaro_matches(a, b, &in_a, &in_b), out_of_order = 0, j = 0;
	if (!n)
		return 0;
	for (size_t i = 0; i < a.n; i++) {
		if (!(in_a >> i & 1))
			continue;
		while (!(in_b >> j & 1))
			j++;
		out_of_order += a.p[i] != b.p[j++];
	}
	double m = (double)n;
	return (m / (double)a.n + m / (double)b.n + (m - (double)(out_of_order / 2)) / m) / 3;
}

double
cdr_match_jaro_winkler(struct cdr_str a, struct cdr_str b)
{
	if (cdr_str_equal(a, b))
		return 1;
	if (!a.n || !b.n || a.n > CDR_DISTANCE_MAX || b.n > CDR_DISTANCE_MAX)
		return 0;
	/* The pairing goes from the left of the first word; the order of the arguments must not matter. */
	if (a.n > b.n || (a.n == b.n && memcmp(a.p, b.p, a.n) > 0)) {
		struct cdr_str swap = a;
		a = b;
		b = swap;
	}
	size_t common = 0;
	while (common < 4 && common < a.n && a.p[common] == b.p[common])
		common++;
	double similarity = jaro(a, b);
	return similarity + 0.1 * (double)common * (1 - similarity);
}
