/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slices: comparing, searching, cutting and copying them. Bytes only; well-formedness is in utf8.c, numbers in
 * number.c, meaning in `normalise`. The surprise: {NULL,0} ("no value") and {"",0} ("empty") hold the same bytes, so
 * they compare equal here; whoever must tell them apart looks at `p`.
 */

#include "candor/base.h"

#include <stdio.h>
#include <string.h>

#include "base/base-impl.h"

struct cdr_str
cdr_str_from(const char *c_string)
{
	return (struct cdr_str){ c_string, c_string ? strlen(c_string) : 0 };
}

bool
cdr_str_equal(struct cdr_str a, struct cdr_str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static unsigned char
ascii_lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

bool
cdr_str_equal_nocase(struct cdr_str a, struct cdr_str b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return false;
	return true;
}

int
cdr_str_compare(struct cdr_str a, struct cdr_str b)
{
	size_t shared = a.n < b.n ? a.n : b.n;
	int order = shared > 0 ? memcmp(a.p, b.p, shared) : 0;
	if (order != 0)
		return order < 0 ? -1 : 1;
	return (a.n > b.n) - (a.n < b.n);
}

bool
cdr_str_starts_with(struct cdr_str s, struct cdr_str prefix)
{
	return prefix.n == 0 || (s.n >= prefix.n && memcmp(s.p, prefix.p, prefix.n) == 0);
}

bool
cdr_str_ends_with(struct cdr_str s, struct cdr_str suffix)
{
	return suffix.n == 0 || (s.n >= suffix.n && memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

ptrdiff_t
cdr_str_find(struct cdr_str haystack, struct cdr_str needle)
{
	if (needle.n == 0)
		return 0;
	if (haystack.n < needle.n)
		return -1;
	const char *found = memmem(haystack.p, haystack.n, needle.p, needle.n);
	return found ? found - haystack.p : -1;
}

/* The blanks people paste in from spreadsheets and web pages, as bytes. */
static const struct cdr_str BLANKS[] = {
	{ " ", 1 },  { "\t", 1 },       { "\r", 1 },           { "\n", 1 },           { "\v", 1 },
	{ "\f", 1 }, { "\xC2\xA0", 2 }, { "\xE3\x80\x80", 3 }, { "\xE2\x80\x8B", 3 }, { "\xEF\xBB\xBF", 3 },
};

/* Most texts begin and end with a plain letter or digit: no blank has such a byte. */
static bool
is_plain(char c)
{
	return c > ' ' && c < '\x7F';
}

static size_t
blank_at_start(struct cdr_str s)
{
	if (is_plain(s.p[0]))
		return 0;
	for (size_t i = 0; i < CDR_LEN(BLANKS); i++)
		if (cdr_str_starts_with(s, BLANKS[i]))
			return BLANKS[i].n;
	return 0;
}

static size_t
blank_at_end(struct cdr_str s)
{
	if (is_plain(s.p[s.n - 1]))
		return 0;
	for (size_t i = 0; i < CDR_LEN(BLANKS); i++)
		if (cdr_str_ends_with(s, BLANKS[i]))
			return BLANKS[i].n;
	return 0;
}

struct cdr_str
cdr_str_trim(struct cdr_str s)
{
	for (size_t n; s.n > 0 && (n = blank_at_start(s)) > 0;) {
		s.p += n;
		s.n -= n;
	}
	for (size_t n; s.n > 0 && (n = blank_at_end(s)) > 0;)
		s.n -= n;
	return s;
}

/* "Nothing left" is p == NULL, so that the empty piece after a last separator is still handed out. */
bool
cdr_str_split(struct cdr_str *rest, char separator, struct cdr_str *ret_piece)
{
	if (!rest->p)
		return false;
	const char *end = rest->n > 0 ? memchr(rest->p, separator, rest->n) : NULL;
	if (!end) {
		*ret_piece = *rest;
		*rest = (struct cdr_str){ NULL, 0 };
		return true;
	}
	size_t n = (size_t)(end - rest->p);
	*ret_piece = (struct cdr_str){ rest->p, n };
	*rest = (struct cdr_str){ end + 1, rest->n - n - 1 };
	return true;
}

struct cdr_str
cdr_str_copy(struct cdr_arena *arena, struct cdr_str s)
{
	if (!s.p)
		return s;
	if (s.n == SIZE_MAX)
		return (struct cdr_str){ NULL, 0 };
	char *copy = cdr_arena_take(arena, s.n + 1, 1);
	if (!copy)
		return (struct cdr_str){ NULL, 0 };
	memcpy(copy, s.p, s.n);
	return (struct cdr_str){ copy, s.n };
}

/* Formats on the stack first: nearly every text fits there, and then it is formatted once only. */
struct cdr_str
cdr_str_format(struct cdr_arena *arena, const char *format, ...)
{
	char text[512];
	va_list args;
	va_start(args, format);
	int length = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (length < 0)
		return (struct cdr_str){ NULL, 0 };
	size_t n = (size_t)length;
	if (n < sizeof(text))
		return cdr_str_copy(arena, (struct cdr_str){ text, n });
	char *copy = cdr_arena_take(arena, n + 1, 1);
	if (!copy)
		return (struct cdr_str){ NULL, 0 };
	va_start(args, format);
	(void)vsnprintf(copy, n + 1, format, args);
	va_end(args);
	return (struct cdr_str){ copy, n };
}
