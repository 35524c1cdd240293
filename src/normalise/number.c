/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Numbers as typed -> canonical decimal text. No arithmetic, so nothing is rounded. What surprises: "1,234" and "1.234"
 * have two readings and are refused, unless the caller knows that commas part thousands in this column; "1,234.5",
 * "1.234.567" and "0,125" have only one. A per-cent sign at the end is dropped.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_DIGITS 40

/* A number taken apart: digit groups and the separator before each group but the first. */
struct groups {
	char digits[MAX_DIGITS];
	size_t length[MAX_DIGITS]; /* of each group */
	char separator[MAX_DIGITS];
	size_t n, n_digits;
	bool negative;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* '.', ',' as they are; blanks of all widths and apostrophes, which only ever part thousands, as ' '; 0 for others. */
static char
separator_at(struct cdr_str s, size_t *i)
{
	size_t start = *i;
	uint32_t c = cdr_next_character(s, i);
	switch (c) {
	case '.':
	case ',':
		return (char)c;
	case ' ':
	case '\'':
	case 0x00A0:
	case 0x2009:
	case 0x202F:
	case 0x2019:
		return ' ';
	default:
		*i = start;
		return '\0';
	}
}

static bool
take_group(struct cdr_str s, size_t *i, struct groups *g)
{
	size_t start = *i;
	for (; *i < s.n && is_digit(s.p[*i]); (*i)++) {
		if (g->n_digits == MAX_DIGITS)
			return false;
		g->digits[g->n_digits++] = s.p[*i];
	}
	if (g->n == MAX_DIGITS)
		return false;
	g->length[g->n++] = *i - start;
	return true;
}

static bool
take_apart(struct cdr_str s, struct groups *g)
{
	size_t i = 0;
	if (cdr_str_ends_with(s, CDR_STR("%")))
		s = cdr_str_trim((struct cdr_str){ s.p, s.n - 1 });
	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
		g->negative = s.p[0] == '-';
		i++;
	}
	if (i == s.n || !take_group(s, &i, g))
		return false;
	while (i < s.n) {
		char separator = separator_at(s, &i);
		if (!separator || i == s.n || !is_digit(s.p[i]))
			return false;
		g->separator[g->n] = separator;
		if (!take_group(s, &i, g))
			return false;
	}
	return g->n_digits > 0;
}

/* Groups 1 … last are thousands: three digits, or two but for the last (lakh and crore); the first 1 … 3; one kind of
 * separator. */
static bool
are_thousands(const struct groups *g, size_t last)
{
	if (!g->length[0] || g->length[0] > 3 || g->length[last] != 3)
		return false;
	bool lakh = last >= 2 && g->length[1] == 2;
	if (lakh && g->length[0] > 2)
		return false;
	for (size_t i = 1; i <= last; i++)
		if (g->separator[i] != g->separator[1] || (i < last && g->length[i] != (lakh ? 2u : 3u)))
			return false;
	return true;
}

/* Which group, if any, holds the decimals: its index, 0 for none; false when there is no single reading. */
static bool
find_decimals(const struct groups *g, bool thousands_ok, size_t *ret)
{
	size_t last = g->n - 1;
	*ret = 0;
	if (last == 0)
		return true;
	char mark = g->separator[last];
	if (last == 1 && mark != ' ') {
		bool plain = g->length[1] != 3 || !g->length[0] || g->length[0] > 3 || g->digits[0] == '0';
		*ret = plain || mark == '.' ? 1 : 0;
		return plain || thousands_ok;
	}
	if (mark != ' ' && mark != g->separator[last - 1]) {
		*ret = last;
		return last == 1 || are_thousands(g, last - 1);
	}
	return are_thousands(g, last);
}

struct cdr_str
cdr_normalise_number(struct cdr_str text, bool thousands_ok, struct cdr_arena *arena)
{
	const struct cdr_str none = { NULL, 0 };
	struct groups g = { .n = 0 };
	size_t decimals = 0;
	if (!take_apart(cdr_str_trim(text), &g) || !find_decimals(&g, thousands_ok, &decimals))
		return none;
	size_t n_fraction = decimals ? g.length[decimals] : 0, n_whole = g.n_digits - n_fraction, start = 0;
	while (n_fraction && g.digits[n_whole + n_fraction - 1] == '0')
		n_fraction--;
	while (start + 1 < n_whole && g.digits[start] == '0')
		start++;
	bool zero = n_fraction == 0 && n_whole - start <= 1 && (n_whole == 0 || g.digits[start] == '0');
	char out[MAX_DIGITS + 4];
	size_t n = 0;
	if (g.negative && !zero)
		out[n++] = '-';
	if (n_whole == start)
		out[n++] = '0';
	memcpy(out + n, g.digits + start, n_whole - start);
	n += n_whole - start;
	if (n_fraction) {
		out[n++] = '.';
		memcpy(out + n, g.digits + n_whole, n_fraction);
		n += n_fraction;
	}
	return cdr_str_copy(arena, (struct cdr_str){ out, n });
}
