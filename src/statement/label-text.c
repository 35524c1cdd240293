/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sentence -> words the labeller knows: lower case, numbers by what they are, known phrases as one word. Here is what a
 * word is; what the words mean is data. The surprise: it works on bytes, not on characters, so that the script the
 * weights are learnt with can do exactly the same; letters beyond ASCII stand as they are.
 */
#include "statement/label-impl.h"

#include <stdio.h>
#include <string.h>

enum what { WHAT_WORD, WHAT_JOIN, WHAT_PART, WHAT_MONEY };

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

static bool
has(struct cdr_str s, size_t at, const char *bytes)
{
	size_t n = strlen(bytes);
	return s.n - at >= n && memcmp(s.p + at, bytes, n) == 0;
}

/* Punctuation, signs and symbols beyond ASCII; everything else there belongs to a word. */
static enum what
beyond_ascii(struct cdr_str s, size_t at, size_t *ret_step)
{
	unsigned char c = (unsigned char)s.p[at];
	if (c == 0xE2) {
		*ret_step = 3;
		if (has(s, at, "\xE2\x80\x98") || has(s, at, "\xE2\x80\x99"))
			return WHAT_JOIN;
		return has(s, at, "\xE2\x82\xAC") ? WHAT_MONEY : WHAT_PART;
	}
	if (c == 0xC2) {
		*ret_step = 2;
		return has(s, at, "\xC2\xA3") ? WHAT_MONEY : WHAT_PART;
	}
	*ret_step = c == 0xEE || c == 0xEF ? 3 : 1;
	return *ret_step == 3 ? WHAT_PART : WHAT_WORD;
}

static enum what
what_of(struct cdr_str s, size_t at, bool after_digit, size_t *ret_step)
{
	char c = s.p[at];
	*ret_step = 1;
	if (is_letter(c) || is_digit(c))
		return WHAT_WORD;
	if (c == '\'')
		return WHAT_JOIN;
	if ((unsigned char)c >= 0x80)
		return beyond_ascii(s, at, ret_step);
	if ((c == '.' || c == ',') && after_digit && at + 1 < s.n && is_digit(s.p[at + 1]))
		return WHAT_JOIN;
	return WHAT_PART;
}

static void
push(struct label_tokens *tokens, struct cdr_str token, size_t max)
{
	if (tokens->n < max)
		tokens->items[tokens->n++] = token;
}

static void
push_sign(struct label_tokens *tokens, struct cdr_str s, size_t at, size_t *step)
{
	static const struct {
		char c;
		struct cdr_str token;
	} signs[] = { { '%', { "%", 1 } }, { '$', { "$", 1 } }, { '@', { "@", 1 } }, { '?', { "?", 1 } } };
	for (size_t i = 0; i < CDR_LEN(signs); i++)
		if (s.p[at] == signs[i].c)
			push(tokens, signs[i].token, LABEL_MAX_TOKENS);
	while (s.p[at] == '_' && at + *step < s.n && s.p[at + *step] == '_')
		(*step)++;
	if (s.p[at] == '_' && *step >= 3)
		push(tokens, CDR_STR("___"), LABEL_MAX_TOKENS);
}

bool
label_tokens(struct cdr_str sentence, struct cdr_arena *arena, struct label_tokens *ret)
{
	char *text = cdr_arena_alloc(arena, sentence.n + 1);
	size_t start = 0, end = 0, step = 1;
	if (!text)
		return false;
	ret->n = 0;
	for (size_t i = 0; i < sentence.n && ret->n < LABEL_MAX_TOKENS; i += step) {
		char c = sentence.p[i];
		enum what what = what_of(sentence, i, end > start && is_digit(text[end - 1]), &step);
		if (what == WHAT_WORD)
			text[end++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
		if (what == WHAT_WORD || what == WHAT_JOIN)
			continue;
		if (end > start)
			push(ret, (struct cdr_str){ text + start, end - start }, LABEL_MAX_TOKENS);
		start = end;
		if (what == WHAT_MONEY)
			push(ret, CDR_STR("$"), LABEL_MAX_TOKENS);
		else
			push_sign(ret, sentence, i, &step);
	}
	if (end > start)
		push(ret, (struct cdr_str){ text + start, end - start }, LABEL_MAX_TOKENS);
	return true;
}

static bool
ends_with(struct cdr_str s, const char *suffix)
{
	size_t n = strlen(suffix);
	return s.n >= n && memcmp(s.p + s.n - n, suffix, n) == 0;
}

struct cdr_str
label_class(struct cdr_str t)
{
	size_t digits = 0;
	for (size_t i = 0; i < t.n; i++)
		digits += is_digit(t.p[i]);
	if (digits == 0)
		return t;
	if (digits == t.n)
		return t.n == 4 && (has(t, 0, "19") || has(t, 0, "20")) ? CDR_STR("<year>") : CDR_STR("<n>");
	if (digits + 2 == t.n && is_digit(t.p[0]) &&
	    (ends_with(t, "st") || ends_with(t, "nd") || ends_with(t, "rd") || ends_with(t, "th")))
		return CDR_STR("<n>");
	return digits + 2 == t.n && (has(t, 0, "fy") || has(t, 0, "cy")) ? CDR_STR("<year>") : CDR_STR("<mix>");
}

/* A doubled letter that a suffix left behind: "stopp" -> "stop", but "assess" stays. */
static struct cdr_str
undoubled(struct cdr_str t)
{
	char last = t.p[t.n - 1];
	if (t.n > 2 && last == t.p[t.n - 2] && last != 's' && last != 'l')
		t.n--;
	return t;
}

static struct cdr_str
without_suffix(struct cdr_str t)
{
	static const struct {
		const char *suffix;
		size_t least;
	} suffixes[] = { { "ising", 5 }, { "izing", 5 }, { "ised", 5 }, { "ized", 5 }, { "ing", 6 }, { "ed", 5 } };
	for (size_t i = 0; i < CDR_LEN(suffixes); i++) {
		if (t.n < suffixes[i].least || !ends_with(t, suffixes[i].suffix))
			continue;
		t.n -= strlen(suffixes[i].suffix);
		return t.n > 0 ? undoubled(t) : t;
	}
	return t;
}

struct cdr_str
label_stem(struct cdr_str t, struct cdr_arena *arena)
{
	if (t.n < 4 || t.p[0] == '<')
		return t;
	if (t.n > 4 && ends_with(t, "ies"))
		return cdr_str_format(arena, "%.*sy", (int)(t.n - 3), t.p);
	if (ends_with(t, "sses"))
		return (struct cdr_str){ t.p, t.n - 2 };
	if (t.p[t.n - 1] == 's' && !strchr("sui", t.p[t.n - 2]))
		t.n--;
	t = without_suffix(t);
	if (t.n > 4 && t.p[t.n - 1] == 'e')
		t.n--;
	return t;
}

/* The longest phrase that begins at word `i`; NULL when there is none. */
static const struct label_phrase *
phrase_at(const struct cdr_labeller *labeller, const struct label_tokens *raw, size_t i, size_t *ret_n)
{
	const size_t *longest = cdr_map_get(labeller->starts, raw->items[i]);
	char key[LABEL_MAX_KEY];
	size_t ends[LABEL_MAX_PHRASE], n = 0, used = 0;
	for (; longest && n < *longest && i + n < raw->n; n++) {
		struct cdr_str word = raw->items[i + n];
		if (word.n + 1 > sizeof(key) - used)
			break;
		if (n > 0)
			key[used++] = ' ';
		memcpy(key + used, word.p, word.n);
		used += word.n;
		ends[n] = used;
	}
	for (; n > 0; n--) {
		const struct label_phrase *phrase =
			cdr_map_get(labeller->phrases, (struct cdr_str){ key, ends[n - 1] });
		if (!phrase)
			continue;
		*ret_n = n;
		return phrase;
	}
	return NULL;
}

void
label_replaced(const struct cdr_labeller *labeller, const struct label_tokens *raw, struct label_tokens *ret,
               struct label_tokens *gone)
{
	ret->n = gone->n = 0;
	push(ret, CDR_STR("<s>"), LABEL_MAX_TOKENS + 2);
	for (size_t i = 0, n = 1; i < raw->n; i += n) {
		const struct label_phrase *phrase = phrase_at(labeller, raw, i, &n);
		if (!phrase)
			n = 1;
		push(ret, phrase ? phrase->name : label_class(raw->items[i]), LABEL_MAX_TOKENS + 2);
		for (size_t k = 0; phrase && !phrase->hard && k < n; k++)
			push(gone, raw->items[i + k], LABEL_MAX_TOKENS + 2);
	}
	push(ret, CDR_STR("</s>"), LABEL_MAX_TOKENS + 2);
}
