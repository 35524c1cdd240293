/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Calendar days in the proleptic Gregorian calendar, 1800 to 2999. No clock (time.c) and no reading of foreign date
 * notations (`normalise`). The surprise: {0} means "no date" and every function that can fail returns it, so a day that
 * does not exist never turns into a neighbouring one.
 */

#include "candor/base.h"

#include <string.h>

#define YEAR_MIN 1800
#define YEAR_MAX 2999

static bool
is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int
days_in_month(int year, int month)
{
	static const signed char DAYS[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return month == 2 && is_leap(year) ? 29 : DAYS[month - 1];
}

struct cdr_date
cdr_date_make(int year, int month, int day)
{
	if (year < YEAR_MIN || year > YEAR_MAX || month < 1 || month > 12 || day < 1 ||
	    day > days_in_month(year, month))
		return (struct cdr_date){ 0 };
	return (struct cdr_date){ year * 10000 + month * 100 + day };
}

/* `n` digits as a number, -1 when one of them is none. */
static int
digits(const char *p, size_t n)
{
	int value = 0;
	for (size_t i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + (p[i] - '0');
	}
	return value;
}

bool
cdr_date_parse(struct cdr_str s, struct cdr_date *ret)
{
	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' || (s.n > 10 && s.p[10] != 'T'))
		return false;
	struct cdr_date date = cdr_date_make(digits(s.p, 4), digits(s.p + 5, 2), digits(s.p + 8, 2));
	if (date.ymd == 0)
		return false;
	*ret = date;
	return true;
}

static void
put_digits(char *out, int n, int value)
{
	for (; n > 0; value /= 10)
		out[--n] = (char)('0' + value % 10);
}

const char *
cdr_date_text(struct cdr_date date, char out[CDR_DATE_TEXT_MAX])
{
	out[0] = '\0';
	if (cdr_date_make(date.ymd / 10000, date.ymd / 100 % 100, date.ymd % 100).ymd == 0)
		return out;
	memcpy(out, "0000-00-00", sizeof("0000-00-00"));
	put_digits(out, 4, date.ymd / 10000);
	put_digits(out + 5, 2, date.ymd / 100 % 100);
	put_digits(out + 8, 2, date.ymd % 100);
	return out;
}

/* Days since 1 March of year 0. Years begin in March here, so the leap day is the last of its year and the months
 * before a given one are a linear function of its number. */
static int32_t
day_number(struct cdr_date date)
{
	int month = date.ymd / 100 % 100;
	int year = date.ymd / 10000 - (month <= 2);
	int march_month = (month + 9) % 12;
	return 365 * year + year / 4 - year / 100 + year / 400 + (153 * march_month + 2) / 5 + date.ymd % 100 - 1;
}

static struct cdr_date
date_of_number(int64_t number)
{
	if (number < day_number((struct cdr_date){ YEAR_MIN * 10000 + 101 }) ||
	    number > day_number((struct cdr_date){ YEAR_MAX * 10000 + 1231 }))
		return (struct cdr_date){ 0 };
	int32_t days = (int32_t)number;
	int year = (int)((10000 * (int64_t)days + 14780) / 3652425);
	int32_t rest = days - (365 * year + year / 4 - year / 100 + year / 400);
	if (rest < 0) {
		year--;
		rest = days - (365 * year + year / 4 - year / 100 + year / 400);
	}
	int march_month = (5 * rest + 2) / 153;
	int day = rest - (153 * march_month + 2) / 5 + 1;
	int month = (march_month + 2) % 12 + 1;
	return cdr_date_make(year + (march_month >= 10), month, day);
}

int32_t
cdr_date_days_between(struct cdr_date from, struct cdr_date to)
{
	cdr_require(from.ymd != 0 && to.ymd != 0);
	return day_number(to) - day_number(from);
}

struct cdr_date
cdr_date_add_days(struct cdr_date date, int32_t days)
{
	if (date.ymd == 0)
		return date;
	return date_of_number((int64_t)day_number(date) + days);
}
