/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates as typed -> days. No calendars but the Gregorian, no serial numbers of spreadsheets (ingest turns those into
 * text). What surprises: an all-numeric date with two readings is refused unless the column says which order it keeps;
 * guessing would move a revocation by months. Two-digit years: 00 … 68 are 2000 … 2068, 69 … 99 are 1969 … 1999, as
 * POSIX has it.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_FIELDS 4

/* A date taken apart: numbers and at most one month name, in the order written. */
struct fields {
	int value[MAX_FIELDS];
	int digits[MAX_FIELDS];
	int n;
	int month_at; /* index of the month written as a word, or -1 */
};

static const char *const month_names[] = { "january", "february", "march",     "april",   "may",      "june",
	                                   "july",    "august",   "september", "october", "november", "december" };
static const char *const weekday_names[] = { "monday", "tuesday",  "wednesday", "thursday",
	                                     "friday", "saturday", "sunday" };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Index of the name that `word` is, or of which it is the first three letters or more; -1. */
static int
name_index(struct cdr_str word, const char *const *names, size_t n_names)
{
	if (word.n < 3)
		return -1;
	for (size_t i = 0; i < n_names; i++) {
		struct cdr_str name = cdr_str_from(names[i]);
		if (word.n <= name.n && cdr_str_equal_nocase(word, (struct cdr_str){ name.p, word.n }))
			return (int)i;
	}
	return -1;
}

static bool
is_ordinal_ending(struct cdr_str word)
{
	return cdr_str_equal_nocase(word, CDR_STR("st")) || cdr_str_equal_nocase(word, CDR_STR("nd")) ||
	       cdr_str_equal_nocase(word, CDR_STR("rd")) || cdr_str_equal_nocase(word, CDR_STR("th"));
}

/* Takes a run of digits; false when it cannot be part of a date. */
static bool
take_digits(struct cdr_str text, size_t *i, struct fields *f)
{
	int value = 0, digits = 0;
	for (; *i < text.n && is_digit(text.p[*i]); (*i)++) {
		if (++digits > 8)
			return false;
		value = value * 10 + (text.p[*i] - '0');
	}
	if (f->n == MAX_FIELDS - 1)
		return false;
	f->value[f->n] = value;
	f->digits[f->n++] = digits;
	return true;
}

static bool
take_word(struct cdr_str text, size_t *i, struct fields *f)
{
	size_t start = *i;
	while (*i < text.n && is_letter(text.p[*i]))
		(*i)++;
	struct cdr_str word = { text.p + start, *i - start };
	int month = name_index(word, month_names, CDR_LEN(month_names));
	if (cdr_str_equal_nocase(word, CDR_STR("sept")))
		month = 8;
	if (month >= 0) {
		if (f->month_at >= 0 || f->n == MAX_FIELDS - 1)
			return false;
		f->month_at = f->n;
		f->value[f->n] = month + 1;
		f->digits[f->n++] = 0;
		return true;
	}
	bool follows_digit = start && is_digit(text.p[start - 1]);
	return (follows_digit && is_ordinal_ending(word)) || cdr_str_equal_nocase(word, CDR_STR("of")) ||
	       (f->n == 0 && name_index(word, weekday_names, CDR_LEN(weekday_names)) >= 0);
}

/* "T10:00:00Z", " 0:00", "10:30 AM": from a digit run before a colon on, nothing belongs to the date. */
static bool
is_time(struct cdr_str text, size_t i)
{
	if ((text.p[i] == 'T' || text.p[i] == 't') && i + 1 < text.n && is_digit(text.p[i + 1]))
		i++;
	size_t start = i;
	while (i < text.n && is_digit(text.p[i]))
		i++;
	return i > start && i - start <= 2 && i < text.n && text.p[i] == ':';
}

static bool
take_apart(struct cdr_str text, struct fields *f)
{
	size_t i = 0;
	while (i < text.n) {
		if (f->n == 3 && is_time(text, i))
			return true;
		if (is_digit(text.p[i])) {
			if (!take_digits(text, &i, f))
				return false;
		} else if (is_letter(text.p[i])) {
			if (!take_word(text, &i, f))
				return false;
		} else if (strchr(" -/.,", text.p[i])) {
			i++;
		} else {
			return false;
		}
	}
	return true;
}

static int
full_year(int value, int digits)
{
	if (digits == 4)
		return value;
	if (digits != 2)
		return 0;
	return value + (value <= 68 ? 2000 : 1900);
}

static enum cdr_date_reading
give(int year, int month, int day, struct cdr_date *ret)
{
	struct cdr_date date = year ? cdr_date_make(year, month, day) : (struct cdr_date){ 0 };
	if (!date.ymd)
		return CDR_DATE_UNREADABLE;
	*ret = date;
	return CDR_DATE_READ;
}

/* A month name makes the rest plain: the four-digit number, or else the last, is the year. */
static enum cdr_date_reading
with_month_name(const struct fields *f, struct cdr_date *ret)
{
	int rest[2], n = 0;
	for (int i = 0; i < f->n; i++)
		if (i != f->month_at)
			rest[n++] = i;
	int year = f->digits[rest[0]] == 4 ? rest[0] : rest[1];
	int day = year == rest[0] ? rest[1] : rest[0];
	if (f->digits[day] > 2)
		return CDR_DATE_UNREADABLE;
	return give(full_year(f->value[year], f->digits[year]), f->value[f->month_at], f->value[day], ret);
}

/* True for "a/b/year" with both small; then a and b are day and month in some order. */
static bool
is_small_first(const struct fields *f)
{
	return f->n == 3 && f->month_at < 0 && f->digits[0] <= 2 && f->digits[1] <= 2 &&
	       (f->digits[2] == 4 || f->digits[2] == 2);
}

static enum cdr_date_reading
small_first(const struct fields *f, enum cdr_date_order order, struct cdr_date *ret)
{
	int a = f->value[0], b = f->value[1], year = full_year(f->value[2], f->digits[2]);
	struct cdr_date day_first = cdr_date_make(year, b, a), month_first = cdr_date_make(year, a, b);
	if (!day_first.ymd || !month_first.ymd || day_first.ymd == month_first.ymd)
		return give(year, day_first.ymd ? b : a, day_first.ymd ? a : b, ret);
	if (order == CDR_DATE_ORDER_UNKNOWN)
		return CDR_DATE_AMBIGUOUS;
	*ret = order == CDR_DATE_ORDER_DAY_FIRST ? day_first : month_first;
	return CDR_DATE_READ;
}

static bool
read_fields(struct cdr_str text, struct fields *ret)
{
	*ret = (struct fields){ .month_at = -1 };
	text = cdr_str_trim(text);
	return text.n > 0 && text.n <= 64 && take_apart(text, ret);
}

enum cdr_date_reading
cdr_normalise_date(struct cdr_str text, enum cdr_date_order order, struct cdr_date *ret)
{
	struct fields f;
	if (!read_fields(text, &f))
		return CDR_DATE_UNREADABLE;
	if (f.n == 1 && f.digits[0] == 8)
		return give(f.value[0] / 10000, f.value[0] / 100 % 100, f.value[0] % 100, ret);
	if (f.n != 3)
		return CDR_DATE_UNREADABLE;
	if (f.month_at >= 0)
		return with_month_name(&f, ret);
	if (f.digits[0] == 4 && f.digits[1] <= 2 && f.digits[2] <= 2)
		return give(f.value[0], f.value[1], f.value[2], ret);
	return is_small_first(&f) ? small_first(&f, order, ret) : CDR_DATE_UNREADABLE;
}

enum cdr_date_order
cdr_normalise_date_order(const struct cdr_str *values, size_t n)
{
	bool day_first = false, month_first = false;
	for (size_t i = 0; i < n; i++) {
		struct fields f;
		if (!read_fields(values[i], &f) || !is_small_first(&f))
			continue;
		int year = full_year(f.value[2], f.digits[2]);
		bool as_day = cdr_date_make(year, f.value[1], f.value[0]).ymd != 0;
		bool as_month = cdr_date_make(year, f.value[0], f.value[1]).ymd != 0;
		day_first = day_first || (as_day && !as_month);
		month_first = month_first || (as_month && !as_day);
	}
	if (day_first == month_first)
		return CDR_DATE_ORDER_UNKNOWN;
	return day_first ? CDR_DATE_ORDER_DAY_FIRST : CDR_DATE_ORDER_MONTH_FIRST;
}
