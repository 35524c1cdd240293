/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding of ASCII and of Latin letters with diacritics, by table: one look a character, no ICU. Any other text is
 * fold.c's. What surprises: both ways must give the same text for the same name, which the tests of fold.c compare.
 */
#include "normalise/normalise-impl.h"

/* What an ASCII character becomes; 0: parts words; '\'': dropped between letters; '.': see enum cdr_fold. */
const char cdr_folded_bytes[256] = {
	['\''] = '\'', ['`'] = '\'', ['.'] = '.', ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4',
	['5'] = '5',   ['6'] = '6',  ['7'] = '7', ['8'] = '8', ['9'] = '9', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c',
	['D'] = 'd',   ['E'] = 'e',  ['F'] = 'f', ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k',
	['L'] = 'l',   ['M'] = 'm',  ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's',
	['T'] = 't',   ['U'] = 'u',  ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z', ['a'] = 'a',
	['b'] = 'b',   ['c'] = 'c',  ['d'] = 'd', ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i',
	['j'] = 'j',   ['k'] = 'k',  ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q',
	['r'] = 'r',   ['s'] = 's',  ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
	['z'] = 'z',
};

size_t
cdr_fold_ascii(struct cdr_str text, enum cdr_fold level, char *out)
{
	size_t n = 0;
	bool gap = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = cdr_folded_bytes[(unsigned char)text.p[i]];
		if (cdr_is_word_byte(c)) {
			out[n] = ' ';
			n += gap && n;
			gap = false;
			out[n++] = c;
			continue;
		}
		bool inside = c && !gap && n && i + 1 < text.n &&
		              cdr_is_word_byte(cdr_folded_bytes[(unsigned char)text.p[i + 1]]);
		if (c == '\'' && inside)
			continue;
		if (c == '.' && inside && level == CDR_FOLD_LATIN)
			out[n++] = '.';
		else
			gap = true;
	}
	return n;
}

bool
cdr_is_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x00B4 || c == 0x02BB ||
	       c == 0x05F3 || c == 0x05F4 || c == 0x02BF || c == 0x02BE;
}

/* Text being written, and what is due before the next letter. */
struct writer {
	char *out;
	size_t n;
	bool gap;
};

static void
put(struct writer *w, uint16_t c)
{
	if (c < 0x80) {
		w->out[w->n++] = (char)c;
	} else if (c < 0x800) {
		w->out[w->n++] = (char)(0xC0 | c >> 6);
		w->out[w->n++] = (char)(0x80 | (c & 0x3F));
	} else {
		w->out[w->n++] = (char)(0xE0 | c >> 12);
		w->out[w->n++] = (char)(0x80 | (c >> 6 & 0x3F));
		w->out[w->n++] = (char)(0x80 | (c & 0x3F));
	}
}

static void
put_letter(struct writer *w, const uint16_t letters[2])
{
	if (w->gap && w->n)
		w->out[w->n++] = ' ';
	w->gap = false;
	put(w, letters[0]);
	if (letters[1])
		put(w, letters[1]);
}

/* Does a letter or digit stand at text.p[i]? Only ASCII and Latin are known here. */
static bool
is_word_at(struct cdr_str text, size_t i)
{
	if (i >= text.n)
		return false;
	if ((unsigned char)text.p[i] < 0x80)
		return cdr_is_word_byte(cdr_folded_bytes[(unsigned char)text.p[i]]);
	const struct cdr_letter *letter = cdr_letter_of(cdr_next_character(text, &i));
	return letter && letter->kind == CDR_LETTER_LATIN;
}

bool
cdr_fold_latin(struct cdr_str text, enum cdr_fold level, char *out, size_t cap, size_t *ret_n)
{
	if (text.n > cap / 3)
		return false;
	struct writer w = { .out = out };
	for (size_t i = 0; i < text.n;) {
		const struct cdr_letter *letter = NULL;
		uint32_t c = (unsigned char)text.p[i];
		if (c >= 0x80) {
			c = cdr_next_character(text, &i);
			letter = cdr_letter_of(c);
			if (!letter || (letter->kind != CDR_LETTER_LATIN && letter->kind != CDR_LETTER_MARK))
				return false;
		} else {
			i++;
		}
		char byte = letter ? '\0' : cdr_folded_bytes[c];
		if (letter && letter->kind == CDR_LETTER_LATIN) {
			put_letter(&w, level == CDR_FOLD_CASE ? letter->folded : letter->base);
		} else if (cdr_is_word_byte(byte)) {
			put_letter(&w, (const uint16_t[2]){ (uint16_t)byte, 0 });
		} else {
			bool inside = !w.gap && w.n && is_word_at(text, i);
			if (inside && byte == '.' && level == CDR_FOLD_LATIN)
				put(&w, '.');
			else if (!(inside && cdr_is_apostrophe(c)))
				w.gap = true;
		}
	}
	*ret_n = w.n;
	return true;
}
