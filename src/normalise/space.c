/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Text as it is stored: composed (NFC), white space collapsed, else untouched. Nothing is folded here: what people wrote
 * must come out again. Zero-width blanks and control characters count as white space.
 */
#include "normalise/normalise-impl.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Collapses white space, ASCII or not, into `out` of at least text.n bytes. */
static size_t
collapse(struct cdr_str text, char *out)
{
	size_t n = 0, i = 0;
	bool gap = false;
	while (i < text.n) {
		size_t start = i;
		uint32_t c = cdr_next_character(text, &i);
		if (c <= ' ' || c == 0x7F || c == 0x200B || c == 0xFEFF || (c >= 0x80 && u_isUWhiteSpace((UChar32)c))) {
			gap = true;
			continue;
		}
		if (gap && n)
			out[n++] = ' ';
		gap = false;
		memcpy(out + n, text.p + start, i - start);
		n += i - start;
	}
	return n;
}

/* NFC of text that is not ASCII; {NULL,0} on exhausted memory. */
static struct cdr_str
compose(struct cdr_str text, struct cdr_arena *arena)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	size_t cap = text.n * 3 + 8;
	UChar *raw = cdr_alloc(cap * 2 * sizeof(UChar));
	struct cdr_str result = { NULL, 0 };
	if (raw && U_SUCCESS(status)) {
		UChar *composed = raw + cap;
		int32_t n_raw = 0, n_bytes = 0;
		u_strFromUTF8WithSub(raw, (int32_t)cap, &n_raw, text.p, (int32_t)text.n, 0xFFFD, NULL, &status);
		int32_t n = U_SUCCESS(status) ? unorm2_normalize(nfc, raw, n_raw, composed, (int32_t)cap, &status) : 0;
		char *bytes = cdr_arena_alloc(arena, (size_t)n * 3 + 1);
		if (bytes) {
			u_strToUTF8WithSub(bytes, n * 3 + 1, &n_bytes, composed, n, 0xFFFD, NULL, &status);
			if (U_SUCCESS(status))
				result = (struct cdr_str){ bytes, (size_t)n_bytes };
		}
	}
	cdr_free(raw);
	return result;
}

struct cdr_str
cdr_normalise_space(struct cdr_str text, struct cdr_arena *arena)
{
	if (!cdr_is_ascii(text)) {
		text = compose(text, arena);
		if (!text.p)
			return text;
	}
	char *out = cdr_arena_alloc(arena, text.n + 1);
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	return (struct cdr_str){ out, collapse(text, out) };
}
