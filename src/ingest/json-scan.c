/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON without a tree: walks text that is UTF-8 already and says where names and values begin and end, so that a large
 * document can be taken apart without being held. What a value means is for its caller. The surprise: what is only
 * stepped over is checked as strictly as what is read (RFC 8259), because a file that was cut or damaged in a part nobody
 * asked for is not the list its publisher put there.
 */
#include "ingest/json-impl.h"

#include <stdio.h>
#include <string.h>

#define WORD_BYTES sizeof(uint64_t)
#define ONES UINT64_C(0x0101010101010101)
#define HIGHS UINT64_C(0x8080808080808080)
#define HEX_DIGITS 4
#define TELL_BYTES ((size_t)8 << 20)

static bool
fail(struct cdr_scan *scan, const char *problem)
{
	if (!scan->problem)
		scan->problem = problem;
	return false;
}

char
cdr_scan_peek(struct cdr_scan *scan)
{
	while (scan->at < scan->text.n) {
		char c = scan->text.p[scan->at];
		if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
			return c;
		scan->at++;
	}
	return '\0';
}

/* ----------------------------------------------------------------------------------------------------------- texts */

/* Whether one of eight bytes is a quotation mark, a backslash or a control character. */
static bool
has_special(uint64_t word)
{
	uint64_t quote = word ^ (ONES * '"'), escape = word ^ (ONES * '\\');
	uint64_t found = ((quote - ONES) & ~quote) | ((escape - ONES) & ~escape) | ((word - ONES * ' ') & ~word);
	return (found & HIGHS) != 0;
}

static bool
is_special(char c)
{
	return (unsigned char)c < ' ' || c == '"' || c == '\\';
}

static void
skip_plain(struct cdr_scan *scan)
{
	uint64_t word;
	while (scan->text.n - scan->at >= WORD_BYTES) {
		memcpy(&word, scan->text.p + scan->at, WORD_BYTES);
		if (has_special(word))
			break;
		scan->at += WORD_BYTES;
	}
	while (scan->at < scan->text.n && !is_special(scan->text.p[scan->at]))
		scan->at++;
}

/* Four hexadecimal digits, or -1. */
static int32_t
hex_of(struct cdr_str text)
{
	int32_t value = 0;
	if (text.n < HEX_DIGITS)
		return -1;
	for (size_t i = 0; i < HEX_DIGITS; i++) {
		char c = text.p[i];
		int32_t digit = c >= '0' && c <= '9'   ? c - '0'
		                : c >= 'a' && c <= 'f' ? c - 'a' + 10
		                : c >= 'A' && c <= 'F' ? c - 'A' + 10
		                                       : -1;
		if (digit < 0)
			return -1;
		value = value << 4 | digit;
	}
	return value;
}

/* The character that begins with the "\u" at the start of `text`, and how many bytes of it that takes; 0 where there is
 * none: half a pair, or a NUL, which no text has. */
static uint32_t
unit_of(struct cdr_str text, size_t *ret_n)
{
	int32_t high = hex_of((struct cdr_str){ text.p + 2, text.n - 2 }), low;
	*ret_n = 2 + HEX_DIGITS;
	if (high <= 0 || (high >= 0xDC00 && high <= 0xDFFF))
		return 0;
	if (high < 0xD800 || high > 0xDBFF)
		return (uint32_t)high;
	struct cdr_str rest = { text.p + *ret_n, text.n - *ret_n };
	if (!cdr_str_starts_with(rest, CDR_STR("\\u")))
		return 0;
	low = hex_of((struct cdr_str){ rest.p + 2, rest.n - 2 });
	*ret_n += 2 + HEX_DIGITS;
	if (low < 0xDC00 || low > 0xDFFF)
		return 0;
	return 0x10000 + (((uint32_t)high - 0xD800) << 10 | ((uint32_t)low - 0xDC00));
}

static bool
skip_escape(struct cdr_scan *scan)
{
	struct cdr_str rest = { scan->text.p + scan->at, scan->text.n - scan->at };
	size_t n = 2;
	if (rest.n < 2)
		return fail(scan, "the file ends within a text");
	if (rest.p[1] == 'u' && unit_of(rest, &n) == 0)
		return fail(scan, "\\u is not followed by the number of a character");
	if (rest.p[1] != 'u' && !memchr("\"\\/bfnrt", rest.p[1], 8))
		return fail(scan, "a backslash is followed by a character that it does not go with");
	scan->at += n;
	return true;
}

bool
cdr_scan_text(struct cdr_scan *scan, struct cdr_scan_text *ret)
{
	if (cdr_scan_peek(scan) != '"')
		return fail(scan, scan->at < scan->text.n ? "a text in quotation marks is expected"
		                                          : "the file ends too early");
	size_t start = ++scan->at;
	ret->escaped = false;
	for (;;) {
		skip_plain(scan);
		if (scan->at >= scan->text.n)
			return fail(scan, "the file ends within a text");
		char c = scan->text.p[scan->at];
		if (c == '"')
			break;
		if (c != '\\')
			return fail(scan, "a line end or another control character stands within a text");
		ret->escaped = true;
		if (!skip_escape(scan))
			return false;
	}
	ret->raw = (struct cdr_str){ scan->text.p + start, scan->at - start };
	scan->at++;
	return true;
}

static void
add_character(struct cdr_buf *out, uint32_t c)
{
	if (c < 0x80) {
		cdr_buf_putc(out, (char)c);
		return;
	}
	if (c < 0x800) {
		cdr_buf_putc(out, (char)(0xC0 | c >> 6));
	} else if (c < 0x10000) {
		cdr_buf_putc(out, (char)(0xE0 | c >> 12));
		cdr_buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
	} else {
		cdr_buf_putc(out, (char)(0xF0 | c >> 18));
		cdr_buf_putc(out, (char)(0x80 | (c >> 12 & 0x3F)));
		cdr_buf_putc(out, (char)(0x80 | (c >> 6 & 0x3F)));
	}
	cdr_buf_putc(out, (char)(0x80 | (c & 0x3F)));
}

void
cdr_scan_add_text(const struct cdr_scan_text *text, struct cdr_buf *out)
{
	static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
	struct cdr_str rest = text->raw;
	for (;;) {
		const char *escape = text->escaped && rest.n > 0 ? memchr(rest.p, '\\', rest.n) : NULL;
		size_t n = escape ? (size_t)(escape - rest.p) : rest.n;
		cdr_buf_add(out, rest.p, n);
		if (!escape)
			return;
		rest = (struct cdr_str){ rest.p + n, rest.n - n };
		size_t n_escape = 2;
		const char *letter = memchr(from, rest.p[1], sizeof(from) - 1);
		if (rest.p[1] == 'u')
			add_character(out, unit_of(rest, &n_escape));
		else
			cdr_buf_putc(out, letter ? to[letter - from] : rest.p[1]);
		rest = (struct cdr_str){ rest.p + n_escape, rest.n - n_escape };
	}
}

/* ------------------------------------------------------------------------------------------------- arrays and objects */

bool
cdr_scan_enter(struct cdr_scan *scan, char open)
{
	if (cdr_scan_peek(scan) != open)
		return fail(scan, open == '{' ? "an object is expected" : "a list is expected");
	if (scan->depth == CDR_JSON_MAX_DEPTH)
		return fail(scan, "nested too deeply");
	scan->depth++;
	scan->fresh = true;
	scan->at++;
	return true;
}

/* Steps over the comma before another item; false at the end, which is stepped over as well, or when neither is there. */
static bool
next_item(struct cdr_scan *scan, char close)
{
	char c = cdr_scan_peek(scan);
	if (scan->problem)
		return false;
	bool fresh = scan->fresh;
	scan->fresh = false;
	if (scan->passed && scan->at - scan->told >= TELL_BYTES) {
		scan->told = scan->at;
		scan->passed(scan->context);
	}
	if (c == close) {
		scan->at++;
		scan->depth--;
		return false;
	}
	if (fresh)
		return true;
	if (c != ',')
		return fail(scan, c == '\0'      ? "the file ends too early"
		                  : close == '}' ? "a comma or the end of the object is expected"
		                                 : "a comma or the end of the list is expected");
	scan->at++;
	return true;
}

bool
cdr_scan_element(struct cdr_scan *scan)
{
	return next_item(scan, ']');
}

bool
cdr_scan_member(struct cdr_scan *scan, struct cdr_scan_text *ret_name)
{
	if (!next_item(scan, '}') || !cdr_scan_text(scan, ret_name))
		return false;
	if (cdr_scan_peek(scan) != ':')
		return fail(scan, "a colon is expected behind the name");
	scan->at++;
	return true;
}

/* ----------------------------------------------------------------------------------------------------------- values */

static size_t
skip_digits(struct cdr_scan *scan)
{
	size_t start = scan->at;
	while (scan->at < scan->text.n && scan->text.p[scan->at] >= '0' && scan->text.p[scan->at] <= '9')
		scan->at++;
	return scan->at - start;
}

static bool
skip_char(struct cdr_scan *scan, const char *any)
{
	if (scan->at >= scan->text.n || !memchr(any, scan->text.p[scan->at], strlen(any)))
		return false;
	scan->at++;
	return true;
}

static bool
skip_number(struct cdr_scan *scan)
{
	bool sound = true;
	(void)skip_char(scan, "-");
	if (!skip_char(scan, "0"))
		sound = skip_digits(scan) > 0;
	if (sound && skip_char(scan, "."))
		sound = skip_digits(scan) > 0;
	if (sound && skip_char(scan, "eE")) {
		(void)skip_char(scan, "+-");
		sound = skip_digits(scan) > 0;
	}
	return sound || fail(scan, "a number is cut short");
}

static bool
skip_word(struct cdr_scan *scan)
{
	static const struct cdr_str words[] = { { "true", 4 }, { "false", 5 }, { "null", 4 } };
	struct cdr_str rest = { scan->text.p + scan->at, scan->text.n - scan->at };
	for (size_t i = 0; i < CDR_LEN(words); i++) {
		if (cdr_str_starts_with(rest, words[i])) {
			scan->at += words[i].n;
			return true;
		}
	}
	return fail(scan, rest.n == 0 ? "the file ends too early" : "a value is expected");
}

/* Goes as deep as the limit on nesting allows. */
static bool
skip_value(struct cdr_scan *scan)
{
	struct cdr_scan_text text;
	char c = cdr_scan_peek(scan);
	if (c == '"')
		return cdr_scan_text(scan, &text);
	if (c == '-' || (c >= '0' && c <= '9'))
		return skip_number(scan);
	if (c != '{' && c != '[')
		return skip_word(scan);
	if (!cdr_scan_enter(scan, c))
		return false;
	while (c == '{' ? cdr_scan_member(scan, &text) : cdr_scan_element(scan)) {
		if (!skip_value(scan))
			return false;
	}
	return !scan->problem;
}

bool
cdr_scan_value(struct cdr_scan *scan, struct cdr_str *ret)
{
	(void)cdr_scan_peek(scan);
	size_t start = scan->at;
	if (scan->problem || !skip_value(scan))
		return false;
	*ret = (struct cdr_str){ scan->text.p + start, scan->at - start };
	return true;
}

bool
cdr_scan_end(struct cdr_scan *scan)
{
	(void)cdr_scan_peek(scan);
	if (!scan->problem && scan->at < scan->text.n)
		return fail(scan, "something stands behind the end");
	return !scan->problem;
}

const char *
cdr_scan_place(struct cdr_str text, size_t at, const char *name, uint32_t first_line, char out[CDR_ERROR_WHERE_MAX])
{
	uint32_t line = first_line, column = 1;
	for (size_t i = 0; i < at && i < text.n; i++) {
		column += ((unsigned char)text.p[i] & 0xC0) != 0x80;
		if (text.p[i] == '\n') {
			line++;
			column = 1;
		}
	}
	(void)snprintf(out, CDR_ERROR_WHERE_MAX, "%.*s:%u:%u", CDR_ERROR_WHERE_MAX - 32, name, line, column);
	return out;
}

enum cdr_status
cdr_scan_fail(const struct cdr_scan *scan, const char *name, uint32_t first_line, struct cdr_error *err)
{
	char place[CDR_ERROR_WHERE_MAX];
	(void)cdr_scan_place(scan->text, scan->at, name, first_line, place);
	return cdr_fail(err, CDR_EINPUT, CDR_INGEST_ROOM, place,
	                "not valid JSON: %s; the file is damaged or was cut short, get it again",
	                scan->problem ? scan->problem : "unreadable");
}
