/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a cell looks like before anybody asks what it means: a number of which marks, an amount with a currency beside it,
 * a formula, a telephone number, digits that a spreadsheet has cut off. Not here: what a column wants (convert.c). The
 * surprise: "1.250" alone is never decided here; the other cells of its column may say which mark parts the decimals.
 */
#include "candor/import.h"

#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define PHONE_DIGITS_MIN 7

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* ----------------------------------------------------------------------------------------------------- decimal marks */

/* From the first digit to the last one. */
static struct cdr_str
digits_of(struct cdr_str text)
{
	while (text.n && !is_digit(text.p[0]))
		text = (struct cdr_str){ text.p + 1, text.n - 1 };
	while (text.n && !is_digit(text.p[text.n - 1]))
		text.n--;
	return text;
}

/* The points and commas of a number, and where the last one stands. */
struct marks {
	size_t n_points, n_commas, last_at;
	bool other; /* something else stands between the digits: no number, or one in groups of its own */
};

static struct marks
marks_of(struct cdr_str number)
{
	struct marks marks = { 0 };
	for (size_t i = 0; i < number.n; i++) {
		char c = number.p[i];
		marks.n_points += c == '.';
		marks.n_commas += c == ',';
		marks.last_at = c == '.' || c == ',' ? i : marks.last_at;
		marks.other |= !is_digit(c) && c != '.' && c != ',' && c != ' ' && c != '\'';
	}
	return marks;
}

static char
other_mark(char mark)
{
	return mark == '.' ? ',' : '.';
}

/* The mark that parts the decimals of a number with a single reading; '\0' when it has none or two. */
static char
vote(struct cdr_str text)
{
	struct cdr_str number = digits_of(text);
	struct marks marks = marks_of(number);
	if (marks.other || marks.n_points + marks.n_commas == 0)
		return '\0';
	char last = number.p[marks.last_at];
	if (marks.n_points && marks.n_commas)
		return last;
	if (marks.n_points + marks.n_commas > 1)
		return other_mark(last);
	bool two_faced = number.n - marks.last_at == 4 && marks.last_at <= 3 && number.p[0] != '0';
	return two_faced ? '\0' : last;
}

char
cdr_import_decimal_mark(const struct cdr_str *values, size_t n)
{
	char mark = '\0';
	for (size_t i = 0; i < n; i++) {
		char one = vote(values[i]);
		if (one && mark && one != mark)
			return '\0';
		mark = one ? one : mark;
	}
	return mark;
}

bool
cdr_import_is_two_faced(struct cdr_str text, char mark)
{
	if (text.n && (text.p[0] == '-' || text.p[0] == '+'))
		text = (struct cdr_str){ text.p + 1, text.n - 1 };
	struct marks marks = marks_of(text);
	return text.n >= 5 && !marks.other && marks.n_points + marks.n_commas == 1 && marks.last_at >= 1 &&
	       marks.last_at <= 3 && text.n - marks.last_at == 4 && text.p[marks.last_at] == mark && text.p[0] != '0' &&
	       is_digit(text.p[0]) && !memchr(text.p, ' ', text.n) && !memchr(text.p, '\'', text.n);
}

struct cdr_str
cdr_import_settle_number(struct cdr_str text, char decimal_mark, struct cdr_arena *arena)
{
	bool point = cdr_import_is_two_faced(text, '.'), comma = cdr_import_is_two_faced(text, ',');
	if (!decimal_mark || (!point && !comma))
		return text;
	char *out = cdr_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	bool decimals = decimal_mark == (point ? '.' : ',');
	for (size_t i = 0; out && i < text.n; i++) {
		if (text.p[i] != '.' && text.p[i] != ',')
			out[n++] = text.p[i];
		else if (decimals)
			out[n++] = '.';
	}
	return (struct cdr_str){ out, n };
}

/* ------------------------------------------------------------------------------------------------------------ amounts */

/* "US$", "€", "USD", "Rs." beside an amount: a code, or several that share the sign; false when it is none of them. */
static bool
read_sign(const struct cdr_import_columns *columns, struct cdr_str sign, struct cdr_import_amount *into)
{
	struct cdr_str code = { NULL, 0 };
	sign = cdr_str_trim(sign);
	if (sign.n == 0)
		return true;
	if (sign.n == 3 && cdr_import_currency_digits(sign) >= 0) {
		code = sign;
	} else {
		const struct cdr_decl_node *codes = cdr_map_get(columns->currency_signs, sign);
		if (!codes)
			return false;
		into->shared_sign |= codes->n > 1;
		code = codes->n == 1 ? codes->items[0]->text : code;
	}
	if (code.p && into->code.p && !cdr_str_equal(code, into->code))
		return false;
	into->code = code.p ? code : into->code;
	return true;
}

/* "1'200.–" and "1.200,-" are whole amounts. */
static struct cdr_str
without_dash(struct cdr_str after)
{
	static const char *const dashes[] = { "-", "–", "—" };
	if (after.n < 2 || (after.p[0] != '.' && after.p[0] != ','))
		return after;
	struct cdr_str rest = { after.p + 1, after.n - 1 };
	for (size_t i = 0; i < CDR_LEN(dashes); i++) {
		size_t length = strlen(dashes[i]);
		if (rest.n >= length && memcmp(rest.p, dashes[i], length) == 0)
			return (struct cdr_str){ rest.p + length, rest.n - length };
	}
	return after;
}

bool
cdr_import_amount_read(const struct cdr_import_columns *columns, struct cdr_str text, struct cdr_import_amount *ret)
{
	struct cdr_import_amount amount = { 0 };
	size_t start = 0, end = text.n;
	while (start < text.n && !is_digit(text.p[start]))
		start++;
	while (end > start && !is_digit(text.p[end - 1]))
		end--;
	if (start == end)
		return false;
	if (start && memchr("+-.,", text.p[start - 1], 4))
		start--;
	amount.number = (struct cdr_str){ text.p + start, end - start };
	struct cdr_str before = { text.p, start }, after = { text.p + end, text.n - end };
	if (!read_sign(columns, before, &amount) || !read_sign(columns, without_dash(after), &amount))
		return false;
	amount.shared_sign &= !amount.code.p;
	*ret = amount;
	return true;
}

/* ------------------------------------------------------------------------------------------- what is no value at all */

struct cdr_str
cdr_import_unwrap(struct cdr_str text)
{
	if (text.n < 3 || memcmp(text.p, "=\"", 2) != 0 || text.p[text.n - 1] != '"')
		return text;
	struct cdr_str inner = { text.p + 2, text.n - 3 };
	return inner.n && memchr(inner.p, '"', inner.n) ? text : cdr_str_trim(inner);
}

bool
cdr_import_is_formula(struct cdr_str text)
{
	if (text.n < 2)
		return false;
	if (text.p[0] == '=')
		return true;
	if (!memchr("@+-", text.p[0], 3))
		return false;
	size_t i = 1;
	while (i < text.n && text.p[i] >= 'A' && text.p[i] <= 'Z')
		i++;
	return i > 2 && i < text.n && text.p[i] == '(';
}

bool
cdr_import_is_phone(struct cdr_str text)
{
	size_t n_digits = 0;
	for (size_t i = 0; i < text.n; i++) {
		if (!is_digit(text.p[i]) && !memchr(" ()+-./", text.p[i], 7))
			return false;
		n_digits += is_digit(text.p[i]);
	}
	return n_digits >= PHONE_DIGITS_MIN;
}

bool
cdr_import_is_mail(struct cdr_str text)
{
	ptrdiff_t at = cdr_str_find(text, CDR_STR("@"));
	if (at < 1 || cdr_str_find(text, CDR_STR(" ")) >= 0)
		return false;
	struct cdr_str domain = { text.p + at + 1, text.n - (size_t)at - 1 };
	return cdr_str_find(domain, CDR_STR("@")) < 0 && cdr_str_find(domain, CDR_STR(".")) > 0;
}

bool
cdr_import_is_cut(struct cdr_str text)
{
	size_t i = 0;
	if (text.n < 6 || !is_digit(text.p[0]) || (text.p[1] != '.' && text.p[1] != ','))
		return false;
	for (i = 2; i < text.n && is_digit(text.p[i]); i++)
		;
	if (i == 2 || i + 3 > text.n || (text.p[i] != 'E' && text.p[i] != 'e') || text.p[i + 1] != '+')
		return false;
	for (i += 2; i < text.n && is_digit(text.p[i]); i++)
		;
	return i == text.n;
}
