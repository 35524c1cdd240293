/* SPDX-License-Identifier: Apache-2.0 */
#include "match/match-impl.h"

#include "support.h"

static void
distance_edits_of_known_pairs(void **state)
{
	(void)state;
	static const struct {
		const char *a, *b;
		size_t edits;
	} pairs[] = {
		{ "kitten", "sitting", 3 },
		{ "saturday", "sunday", 3 },
		{ "recieve", "receive", 1 },
		{ "ca", "abc", 3 },
		{ "", "abc", 3 },
		{ "same", "same", 0 },
		{ "teh", "the", 1 },
		{ "abcd", "badc", 2 },
		{ "東京製作", "東京制作", 1 },
		{ "Łódź", "Łdóź", 1 },
	};
	for (size_t i = 0; i < CDR_LEN(pairs); i++) {
		struct cdr_str a = cdr_str_from(pairs[i].a), b = cdr_str_from(pairs[i].b);
		if (cdr_match_edits(a, b) != pairs[i].edits || cdr_match_edits(b, a) != pairs[i].edits)
			fail_msg("%s, %s: %zu", pairs[i].a, pairs[i].b, cdr_match_edits(a, b));
	}
}

/* The definition, cell by cell, as the yardstick. */
static size_t
edits_by_definition(const char *a, size_t n_a, const char *b, size_t n_b)
{
	size_t cell[20][20];
	for (size_t i = 0; i <= n_a; i++) {
		for (size_t j = 0; j <= n_b; j++) {
			size_t best = i ? cell[i - 1][j] + 1 : j;
			if (!i || !j) {
				cell[i][j] = i + j;
				continue;
			}
			size_t insert = cell[i][j - 1] + 1, substitute = cell[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			best = insert < best ? insert : best;
			best = substitute < best ? substitute : best;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    cell[i - 2][j - 2] + 1 < best)
				best = cell[i - 2][j - 2] + 1;
			cell[i][j] = best;
		}
	}
	return cell[n_a][n_b];
}

static void
distance_bit_parallel_edits_agree_with_the_definition(void **state)
{
	(void)state;
	uint32_t seed = 12345;
	for (int round = 0; round < 20000; round++) {
		char a[16], b[16];
		size_t n[2];
		for (int side = 0; side < 2; side++) {
			char *word = side ? b : a;
			seed = seed * 1664525 + 1013904223;
			n[side] = 1 + (seed >> 16) % 15;
			for (size_t i = 0; i < n[side]; i++) {
				seed = seed * 1664525 + 1013904223;
				word[i] = (char)('a' + (seed >> 16) % 3);
			}
		}
		size_t edits = cdr_match_edits((struct cdr_str){ a, n[0] }, (struct cdr_str){ b, n[1] });
		if (edits != edits_by_definition(a, n[0], b, n[1]))
			fail_msg("%.*s, %.*s: %zu", (int)n[0], a, (int)n[1], b, edits);
	}
}

static void
distance_of_words_of_64_and_more_characters_is_safe(void **state)
{
	(void)state;
	char a[80], b[80];
	memset(a, 'a', sizeof(a));
	memset(b, 'a', sizeof(b));
	b[63] = 'b';
	assert_int_equal(cdr_match_edits((struct cdr_str){ a, 64 }, (struct cdr_str){ b, 64 }), 1);
	assert_int_equal(cdr_match_edits((struct cdr_str){ a, 65 }, (struct cdr_str){ b, 65 }), 65);
	assert_int_equal(cdr_match_edits((struct cdr_str){ a, 80 }, (struct cdr_str){ a, 80 }), 0);
}

static void
distance_jaro_winkler_of_published_pairs(void **state)
{
	(void)state;
	/* Winkler 1990, to three digits */
	static const struct {
		const char *a, *b;
		double similarity;
	} pairs[] = {
		{ "MARTHA", "MARHTA", 0.961 },           { "DWAYNE", "DUANE", 0.840 }, { "DIXON", "DICKSONX", 0.813 },
		{ "SHACKLEFORD", "SHACKELFORD", 0.982 }, { "ABC", "XYZ", 0 },          { "", "A", 0 }
	};
	for (size_t i = 0; i < CDR_LEN(pairs); i++) {
		struct cdr_str a = cdr_str_from(pairs[i].a), b = cdr_str_from(pairs[i].b);
		double there = cdr_match_jaro_winkler(a, b), back = cdr_match_jaro_winkler(b, a);
		if (fabs(there - pairs[i].similarity) > 0.0006 || there != back)
			fail_msg("%s, %s: %.4f", pairs[i].a, pairs[i].b, there);
	}
	assert_true(cdr_match_jaro_winkler(S("same"), S("same")) == 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distance_edits_of_known_pairs),
		cmocka_unit_test(distance_bit_parallel_edits_agree_with_the_definition),
		cmocka_unit_test(distance_of_words_of_64_and_more_characters_is_safe),
		cmocka_unit_test(distance_jaro_winkler_of_published_pairs),
	};
	return cmocka_run_group_tests_name("distance", tests, NULL, NULL);
}
