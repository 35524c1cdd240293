/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the numbers and strings of a workbook stand for (ECMA-376 part 1, 18.3.1.4 cells, 18.8.30 number formats,
 * 18.17.4 dates, 22.9.2.19 escaped characters). Pure functions. Surprises: a date is only a number whose format shows a
 * day, so the format's text has to be read; and the 1900 date system counts 29 February 1900, a day that never was, so
 * serials below 60 are one day off those above it and 60 itself stays a number.
 */
#include "ingest/xlsx-impl.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECONDS_PER_DAY 86400
#define MAX_SERIAL 2958466 /* 31 December 9999 and a day */
#define MAX_NUMBER_BYTES 31
#define SURE_DIGITS 15

/* ---------------------------------------------------------------------------------------------------------- styles */

struct cdr_xlsx_style
cdr_xlsx_style_of_builtin(uint32_t number_format)
{
	/* 14-22 days and times, 45 and 47 minutes and seconds, 27-36 and 50-58 the dates of the East Asian editions. 46 is
	 * [h]:mm:ss, a length of time. */
	bool date = (number_format >= 14 && number_format <= 22) || (number_format >= 27 && number_format <= 36) ||
	            number_format == 45 || number_format == 47 || (number_format >= 50 && number_format <= 58);
	return (struct cdr_xlsx_style){ .kind = date ? CDR_XLSX_DATE : CDR_XLSX_PLAIN };
}

/* Passes "…" , \x, _x and *x, none of which shows a part of the value; returns how many bytes, 0 for anything else. */
static size_t
literal_length(struct cdr_str code, size_t i)
{
	if (code.p[i] == '\\' || code.p[i] == '_' || code.p[i] == '*')
		return 2;
	if (code.p[i] != '"')
		return 0;
	const char *end = memchr(code.p + i + 1, '"', code.n - i - 1);
	return end ? (size_t)(end - code.p) - i + 1 : code.n - i;
}

/* [Red], [$-409], [>100] say nothing of the kind; [h], [mm], [ss] make it a length of time, which is a number. */
static bool
is_elapsed(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!strchr("hHmMsS", p[i]))
			return false;
	}
	return n > 0;
}

struct cdr_xlsx_style
cdr_xlsx_style_of_code(struct cdr_str code)
{
	struct cdr_xlsx_style plain = { .kind = CDR_XLSX_PLAIN };
	size_t n_zeros = 0, n_shown = 0;
	/* Only the first section, which is that of positive numbers. */
	for (size_t i = 0; i < code.n && code.p[i] != ';';) {
		size_t n_literal = literal_length(code, i);
		if (n_literal > 0) {
			i += n_literal;
			n_shown++;
			continue;
		}
		if (code.p[i] == '[') {
			const char *end = memchr(code.p + i, ']', code.n - i);
			size_t n = end ? (size_t)(end - code.p) - i : code.n - i;
			if (is_elapsed(code.p + i + 1, n > 0 ? n - 1 : 0))
				return plain;
			i += n + 1;
			continue;
		}
		if (strchr("yYdDmMhHsS", code.p[i]))
			return (struct cdr_xlsx_style){ .kind = CDR_XLSX_DATE };
		n_zeros += code.p[i] == '0';
		n_shown++;
		i++;
	}
	/* "00000": a code or postcode kept as a number; its zeros are part of what a reader sees. */
	if (n_zeros >= 2 && n_zeros == n_shown && n_zeros <= 20)
		return (struct cdr_xlsx_style){ .kind = CDR_XLSX_PADDED, .n_digits = (uint8_t)n_zeros };
	return plain;
}

/* --------------------------------------------------------------------------------------------------------- numbers */

static bool
to_number(struct cdr_str stored, double *ret)
{
	char text[MAX_NUMBER_BYTES + 1];
	if (stored.n == 0 || stored.n > MAX_NUMBER_BYTES)
		return false;
	for (size_t i = 0; i < stored.n; i++) {
		if (!strchr("0123456789+-.eE", stored.p[i]))
			return false;
	}
	memcpy(text, stored.p, stored.n);
	text[stored.n] = '\0';
	char *end = text;
	*ret = strtod(text, &end);
	return *end == '\0' && isfinite(*ret);
}

/* Spreadsheets store the double, so a typed 0.1 stands in the file as 0.10000000000000001. More digits than a person
 * can have meant are taken back to those that were typed; everything else stays as it stands. */
static struct cdr_str
without_noise(struct cdr_str stored, double value, char out[CDR_XLSX_VALUE_MAX])
{
	size_t n_digits = 0;
	for (size_t i = 0; i < stored.n && stored.p[i] != 'e' && stored.p[i] != 'E'; i++) {
		if (isdigit((unsigned char)stored.p[i]) && (n_digits > 0 || stored.p[i] != '0'))
			n_digits++;
	}
	if (n_digits <= SURE_DIGITS)
		return stored;
	struct cdr_str shorter = cdr_str_from(cdr_ingest_number_text(value, out));
	return shorter.n < stored.n ? shorter : stored;
}

static struct cdr_str
padded(struct cdr_str stored, uint8_t n_digits, char out[CDR_XLSX_VALUE_MAX])
{
	for (size_t i = 0; i < stored.n; i++) {
		if (!isdigit((unsigned char)stored.p[i]))
			return stored;
	}
	size_t n_zeros = stored.n < n_digits ? n_digits - stored.n : 0;
	if (n_zeros == 0)
		return stored;
	memset(out, '0', n_zeros);
	memcpy(out + n_zeros, stored.p, stored.n);
	return (struct cdr_str){ out, n_zeros + stored.n };
}

/* A serial is days since an epoch, its fraction the time of day. {NULL,0} for what is no day. */
static struct cdr_str
serial_text(double serial, bool date_1904, char out[CDR_XLSX_VALUE_MAX], enum cdr_cell_kind *ret_kind)
{
	const struct cdr_str none = { NULL, 0 };
	if (serial < 0 || serial > MAX_SERIAL)
		return none;
	int64_t seconds = (int64_t)(serial * SECONDS_PER_DAY + 0.5);
	int32_t day = (int32_t)(seconds / SECONDS_PER_DAY), second = (int32_t)(seconds % SECONDS_PER_DAY);
	char clock[16];
	(void)snprintf(clock, sizeof(clock), "%02d:%02d:%02d", second / 3600 % 24, second / 60 % 60, second % 60);
	if (day == 0 && !date_1904) {
		*ret_kind = CDR_CELL_TEXT;
		(void)snprintf(out, CDR_XLSX_VALUE_MAX, "%s", clock);
		return second > 0 ? cdr_str_from(out) : none;
	}
	if (day == 60 && !date_1904)
		return none;
	struct cdr_date epoch = date_1904 ? cdr_date_make(1904, 1, 1) : cdr_date_make(1899, 12, day < 60 ? 31 : 30);
	char date[CDR_DATE_TEXT_MAX];
	(void)cdr_date_text(cdr_date_add_days(epoch, day), date);
	if (!date[0])
		return none;
	*ret_kind = CDR_CELL_DATE;
	(void)snprintf(out, CDR_XLSX_VALUE_MAX, "%s%s%s", date, second > 0 ? "T" : "", second > 0 ? clock : "");
	return cdr_str_from(out);
}

struct cdr_str
cdr_xlsx_number(struct cdr_str stored, struct cdr_xlsx_style style, bool date_1904, char out[CDR_XLSX_VALUE_MAX],
                enum cdr_cell_kind *ret_kind)
{
	double value = 0;
	stored = cdr_str_trim(stored);
	*ret_kind = CDR_CELL_TEXT;
	if (!to_number(stored, &value))
		return stored;
	if (style.kind == CDR_XLSX_DATE) {
		struct cdr_str date = serial_text(value, date_1904, out, ret_kind);
		if (date.p)
			return date;
	}
	*ret_kind = CDR_CELL_NUMBER;
	if (style.kind == CDR_XLSX_PADDED)
		return padded(stored, style.n_digits, out);
	return without_noise(stored, value, out);
}

struct cdr_str
cdr_xlsx_iso_date(struct cdr_str stored)
{
	stored = cdr_str_trim(stored);
	if (stored.n > 10 && stored.p[10] == 'T') {
		struct cdr_str clock = { stored.p + 11, stored.n - 11 };
		bool midnight = true;
		for (size_t i = 0; i < clock.n; i++)
			midnight = midnight && strchr("0:.Z", clock.p[i]) != NULL;
		if (midnight)
			stored.n = 10;
	}
	return stored;
}

/* --------------------------------------------------------------------------------------------------------- strings */

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of "_xHHHH_", or 0 when that is not what stands at `p`. */
static unsigned
escaped_unit(const char *p, size_t n)
{
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return 0;
	unsigned unit = 0;
	for (int i = 2; i < 6; i++) {
		int digit = hex_digit(p[i]);
		if (digit < 0)
			return 0;
		unit = unit * 16 + (unsigned)digit;
	}
	/* Halves of a surrogate pair are left as they are written: alone they are no character. */
	return unit >= 0xD800 && unit <= 0xDFFF ? 0 : unit;
}

static size_t
put_utf8(char *out, unsigned unit)
{
	if (unit < 0x80) {
		out[0] = (char)unit;
		return 1;
	}
	if (unit < 0x800) {
		out[0] = (char)(0xC0 | unit >> 6);
		out[1] = (char)(0x80 | (unit & 0x3F));
		return 2;
	}
	out[0] = (char)(0xE0 | unit >> 12);
	out[1] = (char)(0x80 | (unit >> 6 & 0x3F));
	out[2] = (char)(0x80 | (unit & 0x3F));
	return 3;
}

size_t
cdr_xlsx_unescape(char *p, size_t n)
{
	size_t n_out = 0;
	for (size_t i = 0; i < n;) {
		unsigned unit = escaped_unit(p + i, n - i);
		if (unit == 0) {
			unit = (unsigned char)p[i];
			p[n_out++] = p[i++];
		} else {
			n_out += put_utf8(p + n_out, unit);
			i += 7;
		}
		if (unit == '\n' && n_out >= 2 && p[n_out - 2] == '\r') {
			p[n_out - 2] = '\n';
			n_out--;
		}
	}
	return n_out;
}

bool
cdr_xlsx_reference(struct cdr_str text, uint32_t *ret_column, uint32_t *ret_row)
{
	uint64_t column = 0, row = 0;
	size_t i = 0;
	for (; i < text.n && isalpha((unsigned char)text.p[i]) && i < 4; i++)
		column = column * 26 + (uint64_t)(toupper((unsigned char)text.p[i]) - 'A' + 1);
	size_t n_letters = i;
	for (; i < text.n && isdigit((unsigned char)text.p[i]) && i < n_letters + 9; i++)
		row = row * 10 + (uint64_t)(text.p[i] - '0');
	if (n_letters == 0 || i != text.n)
		return false;
	*ret_column = (uint32_t)column - 1;
	*ret_row = (uint32_t)row;
	return true;
}
