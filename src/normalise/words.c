/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name -> folded words, each with what the punctuation around it said: brackets, a comma before it, dots between its
 * letters. No meaning (name.c). What surprises: the name is folded stretch by stretch between brackets and commas, because
 * folding makes one blank of all of them.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
cdr_is_unspaced(uint32_t c)
{
	return cdr_is_han(c) || (c >= 0x3040 && c <= 0x30FF) || (c >= 0xAC00 && c <= 0xD7AF) ||
	       (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF);
}

int
cdr_han_numeral(uint32_t c)
{
	static const struct {
		uint16_t character;
		int16_t value;
	} numerals[] = {
		{ 0x3007, 0 },   { 0x96F6, 0 },    { 0x4E00, 1 }, { 0x4E8C, 2 }, { 0x4E09, 3 }, { 0x56DB, 4 },
		{ 0x4E94, 5 },   { 0x516D, 6 },    { 0x4E03, 7 }, { 0x516B, 8 }, { 0x4E5D, 9 }, { 0x5341, 10 },
		{ 0x767E, 100 }, { 0x5343, 1000 }, { 0x58F9, 1 }, { 0x8D30, 2 }, { 0x53C1, 3 }, { 0x8086, 4 },
		{ 0x4F0D, 5 },   { 0x9646, 6 },    { 0x67D2, 7 }, { 0x634C, 8 }, { 0x7396, 9 }, { 0x62FE, 10 }
	};
	for (size_t i = 0; i < CDR_LEN(numerals); i++)
		if (numerals[i].character == c)
			return numerals[i].value;
	return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
}

/* What a byte of a name asks for, so that one look over a name tells what may be left out. */
enum {
	MARK_SLIP = 1,    /* stands inside a word only by a slip */
	MARK_STRETCH = 2, /* ends a stretch */
	MARK_SLASH = 4,
	MARK_WIDE = 0x80 /* not ASCII */
};
static const uint8_t marks_of[128] = {
	['^'] = MARK_SLIP,
	['~'] = MARK_SLIP,
	['{'] = MARK_SLIP,
	['}'] = MARK_SLIP,
	['\\'] = MARK_SLIP,
	['<'] = MARK_SLIP,
	['>'] = MARK_SLIP,
	['='] = MARK_SLIP,
	['*'] = MARK_SLIP,
	['$'] = MARK_SLIP,
	['%'] = MARK_SLIP,
	['?'] = MARK_SLIP,
	['@'] = MARK_SLIP,
	['('] = MARK_STRETCH,
	[')'] = MARK_STRETCH,
	[','] = MARK_STRETCH,
	['/'] = MARK_SLASH,
	['['] = MARK_SLIP | MARK_STRETCH,
	[']'] = MARK_SLIP | MARK_STRETCH,
	[';'] = MARK_SLIP | MARK_STRETCH,
};

static unsigned
marks_at(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte < 0x80 ? marks_of[byte] : MARK_WIDE;
}

/* All marks there are; where there are wide characters, perhaps some more. */
static unsigned
marks_in(struct cdr_str name)
{
	unsigned marks = 0, all = 0;
	for (size_t i = 0; i < name.n; i++) {
		marks |= marks_of[name.p[i] & 0x7F];
		all |= (unsigned char)name.p[i];
	}
	return marks | (all & MARK_WIDE);
}

struct cutter {
	char *text; /* folded, may be changed: letters are moved together in place */
	struct cdr_word *words;
	size_t n, max;
};

/* `joins`: it is the next letter of a run of dotted single letters ("s.a.", "j.p."), which becomes one word. */
static void
add_word(struct cutter *c, struct cdr_word word, bool joins)
{
	if (c->n == c->max)
		return;
	if (!joins) {
		c->words[c->n++] = word;
		return;
	}
	struct cdr_word *last = &c->words[c->n - 1];
	c->text[(size_t)(last->text.p - c->text) + last->text.n++] = word.text.p[0];
	last->hash = cdr_key_hash_byte(last->hash, (unsigned char)word.text.p[0]);
	last->dotted = true;
}

/* Cuts the stretch [i, end) at blanks and dots. */
static void
cut_stretch(struct cutter *c, size_t i, size_t end, bool bracket, bool comma)
{
	bool initials = false; /* the last word is a run of dotted single letters and a dot follows it */
	while (i < end) {
		size_t start = i;
		while (i < end && c->text[i] != ' ' && c->text[i] != '.')
			i++;
		struct cdr_str text = { c->text + start, i - start };
		bool dot = i < end && c->text[i] == '.';
		bool single = text.n == 1 && !is_digit(c->text[start]);
		if (text.n) {
			add_word(c,
			         (struct cdr_word){ .text = text,
			                            .hash = cdr_key_hash(CDR_KEY_START, text),
			                            .bracket = bracket,
			                            .comma = comma,
			                            .initial = single && dot },
			         initials && single);
			comma = false;
		}
		initials = single && dot;
		i++;
	}
}

/* What the byte at i folds to. */
static char
fold_at(struct cdr_str text, size_t i)
{
	return cdr_folded_bytes[(unsigned char)text.p[i]];
}

/* The next letter or digit from i on. */
static size_t
skip_marks(struct cdr_str text, size_t i)
{
	while (i < text.n && !cdr_is_word_byte(fold_at(text, i)))
		i++;
	return i;
}

/* Where the next stretch of the name ends, and what ends it. */
static size_t
stretch_end(struct cdr_str name, size_t i)
{
	while (i < name.n && !(marks_at(name.p[i]) & MARK_STRETCH))
		i++;
	return i;
}

/* "c/o" would fold to two letters that mean much else. */
static struct cdr_str
spell_care_of(struct cdr_str name, struct cdr_arena *arena)
{
	for (size_t i = 0; i + 3 <= name.n; i++) {
		if (name.p[i + 1] != '/' || (name.p[i] | 0x20) != 'c' || (name.p[i + 2] | 0x20) != 'o' ||
		    (i && name.p[i - 1] != ' ' && name.p[i - 1] != '(' && name.p[i - 1] != ',') ||
		    (i + 3 < name.n && name.p[i + 3] != ' ' && name.p[i + 3] != ':' && name.p[i + 3] != '.'))
			continue;
		struct cdr_str spelt = cdr_str_format(arena, "%.*s careof %.*s", (int)i, name.p, (int)(name.n - i - 3),
		                                      name.p + i + 3);
		return spelt.p ? spelt : name;
	}
	return name;
}

/* Folds and cuts a stretch of ASCII, as cdr_fold_ascii and cut_stretch do one after the other: one mark alone between two
 * letters is nothing if it is an apostrophe and a dot that is read if it is one; all else is a blank. What is folded stands
 * at the same place in c->text and in `folded`, from `at` on; returns its end. */
static size_t
cut_ascii_stretch(struct cutter *c, struct cdr_str stretch, char *folded, size_t at, bool bracket, bool comma)
{
	bool initials = false; /* the last word is a run of dotted single letters and a dot follows it */
	char *const text = c->text;
	size_t i = skip_marks(stretch, 0);
	if (i < stretch.n && at)
		folded[at++] = ' ';
	while (i < stretch.n) {
		size_t start = at;
		uint64_t hash = CDR_KEY_START;
		char mark = '\'';
		for (; mark == '\''; i += mark == '\'') {
			for (char letter; i < stretch.n && cdr_is_word_byte(letter = fold_at(stretch, i)); i++) {
				text[at] = folded[at] = letter;
				at++;
				hash = cdr_key_hash_byte(hash, (unsigned char)letter);
			}
			bool inside = i + 1 < stretch.n && cdr_is_word_byte(fold_at(stretch, i + 1));
			mark = inside ? fold_at(stretch, i) : '\0';
		}
		bool single = at - start == 1 && !is_digit(text[start]);
		add_word(c,
		         (struct cdr_word){ .text = { text + start, at - start },
		                            .hash = hash,
		                            .bracket = bracket,
		                            .comma = comma,
		                            .initial = single && mark == '.' },
		         initials && single);
		comma = false;
		initials = single && mark == '.';
		i = skip_marks(stretch, i);
		folded[at] = ' ';
		at += i < stretch.n;
	}
	return at;
}

/* Folds all of an ASCII name at once; the stretches keep their order, so the whole is what people see as the name. */
static enum cdr_status
cut_ascii(struct cdr_str name, bool stretches, struct cdr_arena *arena, struct cdr_name_key *key, struct cutter *c,
          struct cdr_error *err)
{
	char *folded = cdr_arena_alloc(arena, 2 * name.n + 4);
	if (!folded)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	c->text = folded + name.n + 2;
	size_t at = 0;
	int depth = 0;
	bool comma = false;
	for (size_t i = 0; i < name.n;) {
		size_t end = stretches ? stretch_end(name, i) : name.n;
		at = cut_ascii_stretch(c, (struct cdr_str){ name.p + i, end - i }, folded, at, depth > 0, comma);
		char mark = end < name.n ? name.p[end] : '\0';
		depth += mark == '(' || mark == '[' ? 1 : (mark == ')' || mark == ']') && depth > 0 ? -1 : 0;
		comma = mark == ',' || mark == ';';
		i = end + 1;
	}
	key->folded = (struct cdr_str){ folded, at };
	return CDR_OK;
}

/* Full-width brackets and commas as their ASCII twins, so that stretches end there too; `out` holds name.n bytes. */
static size_t
plain_marks(struct cdr_str name, char *out)
{
	static const struct {
		const char *mark;
		char plain;
	} marks[] = { { "\xEF\xBC\x88", '(' }, { "\xEF\xBC\x89", ')' }, { "\xEF\xBC\x8C", ',' },
		      { "\xE3\x80\x81", ',' }, { "\xE3\x80\x90", '(' }, { "\xE3\x80\x91", ')' } };
	size_t n = 0;
	for (size_t i = 0; i < name.n;) {
		bool found = false;
		if (((unsigned char)name.p[i] & 0xF0) == 0xE0 && i + 3 <= name.n)
			for (size_t k = 0; k < CDR_LEN(marks) && !found; k++)
				if (memcmp(name.p + i, marks[k].mark, 3) == 0) {
					out[n++] = marks[k].plain;
					i += 3;
					found = true;
				}
		if (!found)
			out[n++] = name.p[i++];
	}
	return n;
}

static enum cdr_status
cut_unicode(struct cdr_str name, struct cdr_arena *arena, struct cdr_name_key *key, struct cutter *c,
            struct cdr_error *err)
{
	struct stretch {
		size_t start, end;
		bool bracket, comma;
	} stretches[CDR_NAME_MAX_TOKENS];
	char *plain = cdr_arena_alloc(arena, name.n + 1);
	if (!plain)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	name = (struct cdr_str){ plain, plain_marks(name, plain) };
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_fold(name, CDR_FOLD_CASE, &buf);
	size_t n_folded = buf.n, n = 0;
	int depth = 0;
	bool comma = false;
	for (size_t i = 0; i < name.n && n < CDR_LEN(stretches);) {
		size_t end = stretch_end(name, i), start = buf.n;
		cdr_fold((struct cdr_str){ name.p + i, end - i }, CDR_FOLD_LATIN, &buf);
		stretches[n++] = (struct stretch){ start - n_folded, buf.n - n_folded, depth > 0, comma };
		char mark = end < name.n ? name.p[end] : '\0';
		depth += mark == '(' || mark == '[' ? 1 : (mark == ')' || mark == ']') && depth > 0 ? -1 : 0;
		comma = mark == ',' || mark == ';';
		i = end + 1;
	}
	char *copy = buf.failed ? NULL : cdr_arena_alloc(arena, buf.n + 1);
	if (!copy)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	if (buf.n)
		memcpy(copy, buf.p, buf.n);
	key->folded = (struct cdr_str){ copy, n_folded };
	c->text = copy + n_folded;
	for (size_t i = 0; i < n; i++)
		cut_stretch(c, stretches[i].start, stretches[i].end, stretches[i].bracket, stretches[i].comma);
	return CDR_OK;
}

static bool
is_ascii_alnum(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Signs that stand inside a word only by a slip of keyboard or encoding ("St^nton", "Caf?teria") are left out there. */
static struct cdr_str
without_slips(struct cdr_str name, struct cdr_arena *arena)
{
	char *out = NULL;
	size_t n = 0;
	for (size_t i = 0; i < name.n; i++) {
		bool slip = i && i + 1 < name.n && (marks_at(name.p[i]) & MARK_SLIP) && is_ascii_alnum(name.p[i - 1]) &&
		            is_ascii_alnum(name.p[i + 1]);
		if (slip && !out) {
			out = cdr_arena_alloc(arena, name.n);
			if (!out)
				return name;
			memcpy(out, name.p, i);
			n = i;
		} else if (!slip && out) {
			out[n++] = name.p[i];
		}
	}
	return out ? (struct cdr_str){ out, n } : name;
}

enum cdr_status
cdr_cut_words(struct cdr_str name, struct cdr_arena *arena, struct cdr_name_key *key, struct cdr_word *words,
              size_t max, size_t *ret_n, char **ret_text, struct cdr_error *err)
{
	struct cutter c = { .words = words, .max = max };
	unsigned marks = marks_in(name);
	if (marks & MARK_SLIP)
		name = without_slips(name, arena);
	if (marks & MARK_SLASH)
		name = spell_care_of(name, arena);
	if (marks & MARK_WIDE)
		CDR_TRY(cut_unicode(name, arena, key, &c, err));
	else
		CDR_TRY(cut_ascii(name, marks & MARK_STRETCH, arena, key, &c, err));
	*ret_n = c.n;
	*ret_text = c.text;
	return CDR_OK;
}
