/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Identifiers for comparison. Which schemes there are is in scheme.c. What surprises: in licence numbers the mark
 * between two numbers stays (as '-'), because "1/23" and "12/3" are two licences; everywhere else marks go.
 */
#include "normalise/normalise-impl.h"

#include "normalise/scheme.h"

#include <string.h>

#define LEI_LENGTH 20
#define MAX_IDENTIFIER_BYTES 256
#define CDR_GUESS_MIN_LENGTH 9 /* shorter ones fit by chance */

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

/* Folded to words without labels; false when it does not fit into `out`. */
static bool
fold_value(struct cdr_str value, bool keep_labels, char out[MAX_IDENTIFIER_BYTES], struct cdr_str *ret)
{
	if (!cdr_fold_short(cdr_str_trim(value), CDR_FOLD_PLAIN, out, MAX_IDENTIFIER_BYTES, ret))
		return false;
	if (!keep_labels)
		*ret = without_labels(*ret);
	return true;
}

/* Where no scheme is known: what people agree on is letters and numbers. */
static struct cdr_str
plain_value(struct cdr_str scheme, struct cdr_str words, struct cdr_arena *arena)
{
	char out[MAX_IDENTIFIER_BYTES];
	bool imo = cdr_str_equal(scheme, CDR_STR("imo")), licence = cdr_str_starts_with(scheme, CDR_STR("licence"));
	if (imo && cdr_str_starts_with(words, CDR_STR("imo")))
		words = cdr_str_trim((struct cdr_str){ words.p + 3, words.n - 3 });
	size_t n = squeeze(words, (struct manner){ .mark_between_numbers = licence, .every_number = licence }, out);
	return n ? cdr_str_copy(arena, (struct cdr_str){ out, n }) : (struct cdr_str){ NULL, 0 };
}

struct cdr_str
cdr_normalise_identifier(struct cdr_str scheme, struct cdr_str value, struct cdr_arena *arena)
{
	const struct cdr_str none = { NULL, 0 };
	char folded[MAX_IDENTIFIER_BYTES];
	struct cdr_scheme_reading reading;
	struct cdr_str words;
	bool lei = cdr_str_equal(scheme, CDR_STR("lei"));
	if (!fold_value(value, lei, folded, &words))
		return none;
	cdr_scheme_resolve(scheme, none, words, &reading);
	if (lei && reading.check != CDR_IDENTIFIER_VALID)
		return none;
	if (reading.scheme && reading.shaped)
		return cdr_str_copy(arena, (struct cdr_str){ reading.text, reading.n });
	return plain_value(scheme, words, arena);
}

static void
resolve(struct cdr_str scheme, struct cdr_str country, struct cdr_str value, struct cdr_scheme_reading *ret)
{
	char folded[MAX_IDENTIFIER_BYTES];
	struct cdr_str words;
	*ret = (struct cdr_scheme_reading){ .scheme = NULL };
	if (fold_value(value, false, folded, &words) && words.n)
		cdr_scheme_resolve(scheme, country, words, ret);
	else
		ret->scheme = cdr_scheme_find(scheme);
}

enum cdr_identifier_check
cdr_identifier_check(struct cdr_str scheme, struct cdr_str country, struct cdr_str value)
{
	struct cdr_scheme_reading reading;
	resolve(scheme, country, value, &reading);
	return reading.check;
}

struct cdr_str
cdr_identifier_scheme(struct cdr_str scheme, struct cdr_str country, struct cdr_str value)
{
	struct cdr_scheme_reading reading;
	resolve(scheme, country, value, &reading);
	return reading.scheme ? cdr_str_from(reading.scheme->name) : scheme;
}

struct cdr_str
cdr_identifier_title(struct cdr_str scheme)
{
	const struct cdr_scheme *known = cdr_scheme_find(scheme);
	return known ? cdr_str_from(known->title) : scheme;
}

/* The part of a reading that names the firm. An Australian business number holds a company number only if that one's
 * check digit holds, too. */
static void
name_firm(const struct cdr_scheme_reading *reading, struct cdr_identifier_key *ret)
{
	const struct cdr_scheme *scheme = reading->scheme;
	ret->scheme = cdr_str_from(scheme->name);
	if (!scheme->firm || !reading->shaped)
		return;
	struct cdr_str part = { ret->value.p + scheme->from, scheme->n };
	const struct cdr_scheme *firm = cdr_scheme_find(cdr_str_from(scheme->firm));
	if (firm && firm != scheme && firm->check && !firm->check(part))
		return;
	ret->scheme = cdr_str_from(scheme->firm);
	ret->value = part;
}

enum cdr_status
cdr_identifier_key(struct cdr_str scheme, struct cdr_str country, struct cdr_str value, struct cdr_arena *arena,
                   struct cdr_identifier_key *ret, struct cdr_error *err)
{
	char folded[MAX_IDENTIFIER_BYTES];
	struct cdr_scheme_reading reading;
	struct cdr_str words;
	struct cdr_identifier_key key = { .scheme = scheme, .plain = { NULL, 0 } };
	if (!fold_value(value, cdr_str_equal(scheme, CDR_STR("lei")), folded, &words) || !words.n) {
		*ret = key;
		return CDR_OK;
	}
	cdr_scheme_resolve(scheme, country, words, &reading);
	key.plain = plain_value(scheme, words, arena);
	key.value = reading.scheme && reading.shaped ? cdr_str_copy(arena, (struct cdr_str){ reading.text, reading.n })
	                                             : key.plain;
	if (!key.plain.p || !key.value.p)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	if (reading.scheme) {
		key.check = reading.check;
		name_firm(&reading, &key);
	}
	*ret = key;
	return CDR_OK;
}

size_t
cdr_identifier_guess(struct cdr_str value, struct cdr_str *ret, size_t max)
{
	char folded[MAX_IDENTIFIER_BYTES];
	struct cdr_str words;
	size_t n = 0;
	if (!fold_value(value, false, folded, &words))
		return 0;
	const struct cdr_scheme *scheme;
	for (size_t i = 0; n < max && (scheme = cdr_scheme_at(i)) != NULL; i++) {
		struct cdr_scheme_reading reading;
		cdr_scheme_read(scheme, words, &reading);
		if (reading.check == CDR_IDENTIFIER_VALID && !reading.padded && reading.n >= CDR_GUESS_MIN_LENGTH)
			ret[n++] = cdr_str_from(scheme->name);
	}
	return n;
}
