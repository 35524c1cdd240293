/* SPDX-License-Identifier: Apache-2.0 */
#include "doc/docx-impl.h"

#include "candor/base.h"
#include "doc/doc-impl.h"

/*
 * docx-run: text -> runs of WordprocessingML. Every text of a caller passes here. The surprise: Word does not look at letters
 * to find out their direction the way a browser does; a run of Arabic or Hebrew must say that it is one, or its fonts and
 * its punctuation come out wrong. So a text is cut where its letters change direction, and what has no direction of its own
 * (digits, blanks, marks) stays with what came before.
 */

enum direction { NEUTRAL, FROM_LEFT, FROM_RIGHT };

/* Code point at p[0]; *ret_n its bytes. What is not well-formed counts as a character of one byte. */
static unsigned
code_point(const char *p, size_t n, size_t *ret_n)
{
	unsigned char c = (unsigned char)p[0];
	size_t length = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
	unsigned value = c < 0x80 ? c : c & (0xFFU >> (length + 1));
	if (length > n)
		length = 1;
	for (size_t i = 1; i < length; i++)
		value = value << 6 | ((unsigned char)p[i] & 0x3F);
	*ret_n = length;
	return value;
}

/* By the blocks of Unicode that hold scripts written from right to left. */
static enum direction
direction_of(unsigned c)
{
	if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFE) ||
	    (c >= 0x10800 && c <= 0x10FFF) || (c >= 0x1E800 && c <= 0x1EFFF))
		return c >= 0x0660 && c <= 0x0669 ? NEUTRAL : FROM_RIGHT;
	if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))
		return FROM_LEFT;
	if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c <= 0x2BFF) || (c >= 0x3000 && c <= 0x3020))
		return NEUTRAL;
	return FROM_LEFT;
}

int
docx_direction(struct cdr_str text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i += n) {
		enum direction direction = direction_of(code_point(text.p + i, text.n - i, &n));
		if (direction != NEUTRAL)
			return direction == FROM_RIGHT ? 1 : -1;
	}
	return 0;
}

/* Bytes at p[0] that XML 1.0 cannot hold, or that must not reach a reader; 0 for all others. */
static size_t
unwritable(const char *p, size_t n)
{
	size_t bad = cdr_doc_unprintable(p, n);
	if (bad || n < 3)
		return bad;
	bool is_no_character =
		(unsigned char)p[0] == 0xEF && (unsigned char)p[1] == 0xBF && (unsigned char)p[2] >= 0xBE;
	return is_no_character ? 3 : 0; /* U+FFFE, U+FFFF */
}

static void
escape_one(struct cdr_buf *out, char c)
{
	if (c == '&')
		cdr_buf_puts(out, "&amp;");
	else if (c == '<')
		cdr_buf_puts(out, "&lt;");
	else if (c == '>')
		cdr_buf_puts(out, "&gt;");
	else if (c == '"')
		cdr_buf_puts(out, "&quot;");
	else
		cdr_buf_putc(out, c);
}

void
docx_escape(struct cdr_buf *out, struct cdr_str text)
{
	for (size_t i = 0; i < text.n;) {
		size_t bad = unwritable(text.p + i, text.n - i);
		if (bad)
			cdr_buf_puts(out, CDR_DOC_REPLACEMENT);
		else
			escape_one(out, text.p[i]);
		i += bad ? bad : 1;
	}
}

static void
run(struct cdr_buf *out, struct cdr_str text, unsigned look, bool from_right)
{
	cdr_buf_puts(out, "<w:r>");
	if (look || from_right) {
		cdr_buf_puts(out, "<w:rPr>");
		cdr_buf_puts(out, look & DOCX_LINK ? "<w:rStyle w:val=\"Hyperlink\"/>" : "");
		cdr_buf_puts(out, look & DOCX_STRONG ? "<w:b/><w:bCs/>" : "");
		cdr_buf_puts(out, look & DOCX_RAISED ? "<w:vertAlign w:val=\"superscript\"/>" : "");
		cdr_buf_puts(out, from_right ? "<w:rtl/>" : "");
		cdr_buf_puts(out, "</w:rPr>");
	}
	cdr_buf_puts(out, "<w:t xml:space=\"preserve\">");
	for (size_t i = 0, from = 0; i <= text.n; i++) {
		bool is_break = i < text.n && (text.p[i] == '\n' || text.p[i] == '\t');
		if (i < text.n && !is_break)
			continue;
		docx_escape(out, (struct cdr_str){ text.p + from, i - from });
		if (is_break)
			cdr_buf_printf(out, "</w:t>%s<w:t xml:space=\"preserve\">",
			               text.p[i] == '\n' ? "<w:br/>" : "<w:tab/>");
		from = i + 1;
	}
	cdr_buf_puts(out, "</w:t></w:r>");
}

void
docx_runs(struct cdr_buf *out, struct cdr_str text, unsigned look)
{
	size_t from = 0, n = 0;
	enum direction now = docx_direction(text) > 0 ? FROM_RIGHT : FROM_LEFT;
	for (size_t i = 0; i < text.n; i += n) {
		enum direction direction = direction_of(code_point(text.p + i, text.n - i, &n));
		if (direction == NEUTRAL || direction == now)
			continue;
		run(out, (struct cdr_str){ text.p + from, i - from }, look, now == FROM_RIGHT);
		from = i;
		now = direction;
	}
	if (from < text.n)
		run(out, (struct cdr_str){ text.p + from, text.n - from }, look, now == FROM_RIGHT);
}
