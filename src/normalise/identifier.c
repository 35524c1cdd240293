/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identifiers for comparison. Knows schemes by their word only, no register. What surprises: in licence numbers the mark
 * between two numbers stays (as '-'), because "1/23" and "12/3" are two licences; everywhere else marks go.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define LEI_LENGTH 20
#define MAX_IDENTIFIER_BYTES 256

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper_alnum(char c)
{
	return is_digit(c) || (c >= 'A' && c <= 'Z');
}

/* ISO 7064 MOD 97-10 over the letters as 10 … 35: the remainder must be 1. */
bool
cdr_lei_is_valid(struct cdr_str lei)
{
	if (lei.n != LEI_LENGTH)
		return false;
	unsigned remainder = 0;
	for (size_t i = 0; i < lei.n; i++) {
		char c = lei.p[i];
		if (!is_upper_alnum(c) || (i >= LEI_LENGTH - 2 && !is_digit(c)))
			return false;
		unsigned value = is_digit(c) ? (unsigned)(c - '0') : (unsigned)(c - 'A') + 10;
		remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
	}
	return remainder == 1;
}

/* Words people put before a number. Dropped while something with a digit follows. */
static const char *const labels[] = { "no", "nr", "number", "num", "licence", "license", "lic", "reg", "registration" };

static struct cdr_str
without_labels(struct cdr_str words)
{
	for (;;) {
		struct cdr_str rest = words, word;
		if (!cdr_str_split(&rest, ' ', &word) || !rest.n)
			return words;
		bool label = false;
		for (size_t i = 0; i < CDR_LEN(labels); i++)
			label = label || cdr_str_equal(word, cdr_str_from(labels[i]));
		bool digits = false;
		for (size_t i = 0; i < rest.n; i++)
			digits = digits || is_digit(rest.p[i]);
		if (!label || !digits)
			return words;
		words = rest;
	}
}

/* What a scheme asks for. */
struct manner {
	bool mark_between_numbers; /* "12/3" -> "12-3" */
	bool every_number;         /* leading zeros go from every number, not only from the first */
};

/* Upper case, marks out, leading zeros of numbers out; `out` has room for words.n bytes. */
static size_t
squeeze(struct cdr_str words, struct manner manner, char *out)
{
	size_t n = 0, n_numbers = 0;
	for (size_t i = 0; i < words.n; i++) {
		char c = words.p[i];
		if (c == ' ') {
			bool between = n && is_digit(out[n - 1]) && i + 1 < words.n && is_digit(words.p[i + 1]);
			if (between && manner.mark_between_numbers)
				out[n++] = '-';
			continue;
		}
		bool starts = is_digit(c) && (n == 0 || !is_digit(out[n - 1]));
		if (starts)
			n_numbers++;
		if (starts && (n_numbers == 1 || manner.every_number))
			while (words.p[i] == '0' && i + 1 < words.n && is_digit(words.p[i + 1]))
				i++;
		c = words.p[i];
		out[n++] = c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
	}
	return n;
}

struct cdr_str
cdr_normalise_identifier(struct cdr_str scheme, struct cdr_str value, struct cdr_arena *arena)
{
	const struct cdr_str none = { NULL, 0 };
	char folded[MAX_IDENTIFIER_BYTES], out[MAX_IDENTIFIER_BYTES];
	struct cdr_str words;
	if (!cdr_fold_short(cdr_str_trim(value), CDR_FOLD_PLAIN, folded, sizeof(folded), &words))
		return none;
	bool lei = cdr_str_equal(scheme, CDR_STR("lei")), imo = cdr_str_equal(scheme, CDR_STR("imo"));
	bool licence = cdr_str_starts_with(scheme, CDR_STR("licence"));
	if (!lei)
		words = without_labels(words);
	if (imo && cdr_str_starts_with(words, CDR_STR("imo")))
		words = cdr_str_trim((struct cdr_str){ words.p + 3, words.n - 3 });
	struct manner manner = { .mark_between_numbers = licence, .every_number = licence };
	size_t n = 0;
	if (lei) {
		for (size_t i = 0; i < words.n; i++)
			if (words.p[i] != ' ')
				out[n++] = words.p[i] >= 'a' && words.p[i] <= 'z' ? (char)(words.p[i] - 'a' + 'A')
				                                                  : words.p[i];
		if (!cdr_lei_is_valid((struct cdr_str){ out, n }))
			return none;
	} else {
		n = squeeze(words, manner, out);
	}
	return n ? cdr_str_copy(arena, (struct cdr_str){ out, n }) : none;
}
