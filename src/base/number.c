/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text to number, whole slices only and independent of the process locale. Thousands separators, foreign digits and the
 * decimal comma are a matter of `normalise`. The surprise: decimals of up to 15 digits are computed here exactly (both
 * parts of the division are whole numbers a double holds); only longer ones go through the C library.
 */

#include "candor/base.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#define DOUBLE_TEXT_MAX 350 /* the longest plain decimal a double needs, with room for its fraction */
#define EXACT_DIGITS 15

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
cdr_str_to_i64(struct cdr_str s, int64_t *ret)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	size_t i = negative ? 1 : 0;
	if (i == s.n)
		return false;
	int64_t value = 0; /* kept negative, because the negative range is the larger one */
	for (; i < s.n; i++) {
		if (!is_digit(s.p[i]) || __builtin_mul_overflow(value, 10, &value) ||
		    __builtin_sub_overflow(value, s.p[i] - '0', &value))
			return false;
	}
	if (!negative && value == INT64_MIN)
		return false;
	*ret = negative ? value : -value;
	return true;
}

/* Digits, at most one point, digits on both sides of it. */
static bool
is_plain_decimal(const char *p, size_t n)
{
	size_t n_points = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.')
			n_points++;
		else if (!is_digit(p[i]))
			return false;
	}
	return n > 0 && n_points <= 1 && is_digit(p[0]) && is_digit(p[n - 1]);
}

static double
exact_decimal(const char *p, size_t n)
{
	static const double POWERS[EXACT_DIGITS + 1] = { 1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
		                                         1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15 };
	int64_t digits = 0;
	size_t n_decimals = 0;
	bool after_point = false;
	for (size_t i = 0; i < n; i++) {
		if (p[i] == '.') {
			after_point = true;
			continue;
		}
		digits = digits * 10 + (p[i] - '0');
		n_decimals += after_point;
	}
	return (double)digits / POWERS[n_decimals];
}

static bool
long_decimal(const char *p, size_t n, double *ret)
{
	char text[DOUBLE_TEXT_MAX + 1];
	if (n > DOUBLE_TEXT_MAX)
		return false;
	memcpy(text, p, n);
	text[n] = '\0';
	locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
	if (!plain)
		return false;
	double value = strtod_l(text, NULL, plain);
	freelocale(plain);
	if (__builtin_isinf(value))
		return false;
	*ret = value;
	return true;
}

bool
cdr_str_to_double(struct cdr_str s, double *ret)
{
	bool negative = s.n > 0 && s.p[0] == '-';
	const char *p = negative ? s.p + 1 : s.p;
	size_t n = s.n - negative;
	if (!is_plain_decimal(p, n))
		return false;
	double value;
	if (n <= EXACT_DIGITS)
		value = exact_decimal(p, n);
	else if (!long_decimal(p, n, &value))
		return false;
	*ret = negative ? -value : value;
	return true;
}
