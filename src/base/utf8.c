/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Well-formed UTF-8 as table 3-7 of the Unicode Standard defines it: no overlong forms, no surrogates, nothing above
 * U+10FFFF. What characters mean is for `normalise`. The surprise: NUL is refused too, because text reaches C library
 * edges where it would end early.
 */

#include "candor/base.h"

#include <string.h>

#include "base/base-impl.h"

static bool
in_range(unsigned char c, unsigned char low, unsigned char high)
{
	return c >= low && c <= high;
}

/* Only the second byte has bounds that depend on the first. */
static bool
second_byte_fits(unsigned char first, unsigned char second)
{
	switch (first) {
	case 0xE0:
		return in_range(second, 0xA0, 0xBF);
	case 0xED:
		return in_range(second, 0x80, 0x9F);
	case 0xF0:
		return in_range(second, 0x90, 0xBF);
	case 0xF4:
		return in_range(second, 0x80, 0x8F);
	default:
		return in_range(second, 0x80, 0xBF);
	}
}

size_t
cdr_utf8_length(const unsigned char *p, size_t n)
{
	if (n == 0)
		return 0;
	if (p[0] < 0x80)
		return 1;
	size_t length = in_range(p[0], 0xC2, 0xDF)   ? 2
	                : in_range(p[0], 0xE0, 0xEF) ? 3
	                : in_range(p[0], 0xF0, 0xF4) ? 4
	                                             : 0;
	if (length == 0 || length > n || !second_byte_fits(p[0], p[1]))
		return 0;
	for (size_t i = 2; i < length; i++)
		if (!in_range(p[i], 0x80, 0xBF))
			return 0;
	return length;
}

/* Eight bytes at a time while they are plain ASCII without NUL: most of what is imported is. */
static size_t
skip_ascii(const unsigned char *p, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), highs = UINT64_C(0x8080808080808080);
	size_t i = 0;
	for (; n - i >= 8; i += 8) {
		uint64_t word;
		memcpy(&word, p + i, sizeof(word));
		if (((word - ones) | word) & highs)
			break;
	}
	return i;
}

bool
cdr_str_is_utf8(struct cdr_str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (size_t i = 0; i < s.n;) {
		i += skip_ascii(p + i, s.n - i);
		if (i == s.n)
			break;
		size_t length = cdr_utf8_length(p + i, s.n - i);
		if (length == 0 || p[i] == '\0')
			return false;
		i += length;
	}
	return true;
}

/* Steps back over continuation bytes; three at most, so that malformed text cannot be cut away altogether. */
size_t
cdr_str_cut(struct cdr_str s, size_t max_bytes)
{
	if (s.n <= max_bytes)
		return s.n;
	size_t n = max_bytes;
	for (int step = 0; step < 3 && n > 0 && ((unsigned char)s.p[n] & 0xC0) == 0x80; step++)
		n--;
	return ((unsigned char)s.p[n] & 0xC0) == 0x80 && n > 0 ? max_bytes : n;
}
