/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name -> tokens: words cut, legal forms and numerals recognised, what remains tagged as carrying identity or not. No
 * comparing. What surprises: legal forms are found by walking the lexicon's trie across word boundaries ("co", "ltd"),
 * and a short form ("as", "spa") is believed only at the edge of a name where its data says so; else it is put back as
 * a plain word. Unspaced Han text becomes overlapping pairs of characters, because it has no words to cut.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define SHORT_FORM_BYTES 3
#define MAX_PIECES CDR_NAME_MAX_TOKENS

/* A word of the name before pairs of Han characters are made. */
struct piece {
	struct cdr_str text;  /* what the token will say */
	struct cdr_str plain; /* what was written, to put back a form that is not believed */
	const struct cdr_lexeme *lexeme;
	enum cdr_token_kind kind;
	int64_t number;
	bool han;
};
struct pieces {
	struct piece at[MAX_PIECES];
	size_t n;
	char *text;           /* all words lie in it; may be changed */
	struct cdr_str noted; /* class of a form at the end whose words count all the same */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
push(struct pieces *pieces, struct cdr_str text, const struct cdr_lexeme *lexeme)
{
	if (pieces->n == MAX_PIECES || !text.n)
		return;
	struct piece *piece = &pieces->at[pieces->n++];
	*piece = (struct piece){ .text = text, .plain = text, .lexeme = lexeme, .kind = CDR_TOKEN_STEM };
	if (lexeme) {
		piece->text = lexeme->text;
		piece->kind = lexeme->kind;
		piece->number = lexeme->number;
	} else if ((unsigned char)text.p[0] >= 0x80) {
		size_t i = 0;
		piece->han = cdr_is_han(cdr_next_character(text, &i));
	}
}

/* ------------------------------------------------------------------------------------------------------------ words */

/* Cuts `text` at blanks and dots. A run of dotted single letters ("s.a.", "j.p.") becomes one word; letters are moved
 * together in place for that. Returns how many words. */
static size_t
cut_words(char *text, size_t n, struct cdr_str *words, size_t max_words)
{
	size_t n_words = 0, i = 0, write = 0;
	bool initials = false; /* the last word is a run of dotted single letters and a dot follows it */
	while (i < n && n_words < max_words) {
		size_t start = i;
		while (i < n && text[i] != ' ' && text[i] != '.')
			i++;
		size_t length = i - start;
		bool dot = i < n && text[i] == '.';
		bool single = length == 1 && !is_digit(text[start]);
		if (initials && single) {
			text[write++] = text[start];
			words[n_words - 1].n++;
		} else if (length) {
			if (write)
				text[write++] = ' ';
			memmove(text + write, text + start, length);
			words[n_words++] = (struct cdr_str){ text + write, length };
			write += length;
		}
		initials = single && dot;
		i++;
	}
	return n_words;
}

/* Number of the leading digits when the word is a number ("12") or an ordinal ("2nd"); false otherwise. */
static bool
is_number(struct cdr_str word, size_t *ret_digits, int64_t *ret)
{
	size_t n = 0;
	int64_t value = 0;
	while (n < word.n && is_digit(word.p[n])) {
		if (n == 18)
			return false;
		value = value * 10 + (word.p[n++] - '0');
	}
	if (!n)
		return false;
	struct cdr_str tail = { word.p + n, word.n - n };
	if (tail.n && !cdr_str_equal(tail, CDR_STR("st")) && !cdr_str_equal(tail, CDR_STR("nd")) &&
	    !cdr_str_equal(tail, CDR_STR("rd")) && !cdr_str_equal(tail, CDR_STR("th")))
		return false;
	*ret_digits = n;
	*ret = value;
	return true;
}

static void
push_number(struct pieces *pieces, struct cdr_str word, size_t digits, int64_t value)
{
	size_t zeros = 0;
	while (zeros + 1 < digits && word.p[zeros] == '0')
		zeros++;
	push(pieces, (struct cdr_str){ word.p + zeros, digits - zeros }, NULL);
	struct piece *last = &pieces->at[pieces->n - 1];
	last->kind = CDR_TOKEN_NUMBER;
	last->number = value;
}

/* May these words together stand for the lexeme? A form may be typed together ("coltd") but not apart ("l imited"),
 * except in bits of one or two letters ("l l c", "s a de c v"); other words only as the data writes them. */
static bool
is_believable(const struct cdr_lexeme *lexeme, const struct cdr_str *words, size_t n, size_t n_before)
{
	if (lexeme->roman && !n_before)
		return false;
	if (n == lexeme->n_words)
		return true;
	if (lexeme->kind != CDR_TOKEN_LEGAL_FORM)
		return false;
	if (n < lexeme->n_words)
		return true;
	for (size_t i = 0; i < n; i++)
		if (words[i].n > 2)
			return false;
	return true;
}

/* The lexeme that takes most words from words[0] on; `ret_words` says how many. `ret_noted` is set when these words to
 * the end of the name are a form that leaves them as they are. */
static const struct cdr_lexeme *
longest(const struct cdr_lexicon *lexicon, const struct cdr_str *words, size_t n, size_t n_before, size_t *ret_words,
        struct cdr_str *ret_noted)
{
	const struct cdr_lexeme *best = NULL;
	uint32_t node = 0;
	for (size_t k = 0; k < n && k < CDR_LEXICON_MAX_WORDS; k++) {
		for (size_t i = 0; i < words[k].n; i++) {
			node = cdr_lexicon_step(lexicon, node, (uint8_t)words[k].p[i]);
			if (!node)
				return best;
		}
		const struct cdr_lexeme *here = cdr_lexicon_at(lexicon, node);
		if (!here || !is_believable(here, words, k + 1, n_before))
			continue;
		if (here->noted.p && k + 1 == n)
			*ret_noted = here->noted;
		if (!here->only_noted) {
			best = here;
			*ret_words = k + 1;
		}
	}
	return best;
}

/* Longest legal form that `word` begins with; its length, 0 for none. */
static size_t
leading_form(const struct cdr_lexicon *lexicon, struct cdr_str word, const struct cdr_lexeme **ret)
{
	uint32_t node = 0;
	size_t length = 0;
	for (size_t i = 0; i < word.n; i++) {
		node = cdr_lexicon_step(lexicon, node, (uint8_t)word.p[i]);
		if (!node)
			break;
		const struct cdr_lexeme *here = cdr_lexicon_at(lexicon, node);
		if (here && here->kind == CDR_TOKEN_LEGAL_FORM && !here->only_noted) {
			*ret = here;
			length = i + 1;
		}
	}
	return length;
}

/* Class of the form that `word` is and that leaves it a word, or {NULL,0}. */
static struct cdr_str
noted_form(const struct cdr_lexicon *lexicon, struct cdr_str word)
{
	uint32_t node = 0;
	for (size_t i = 0; i < word.n; i++) {
		node = cdr_lexicon_step(lexicon, node, (uint8_t)word.p[i]);
		if (!node)
			return (struct cdr_str){ NULL, 0 };
	}
	const struct cdr_lexeme *here = cdr_lexicon_at(lexicon, node);
	return here ? here->noted : (struct cdr_str){ NULL, 0 };
}

/* A word of a script without blanks may carry its form in front or behind: cut it off. */
static void
push_native(const struct cdr_lexicon *lexicon, struct pieces *pieces, struct cdr_str word)
{
	const struct cdr_lexeme *form = NULL;
	size_t length = leading_form(lexicon, word, &form);
	if (length) {
		push(pieces, (struct cdr_str){ word.p, length }, form);
		word = (struct cdr_str){ word.p + length, word.n - length };
	}
	for (size_t i = 0; i < word.n; (void)cdr_next_character(word, &i)) {
		struct cdr_str tail = { word.p + i, word.n - i };
		if (i && !pieces->noted.p)
			pieces->noted = noted_form(lexicon, tail);
		if (leading_form(lexicon, tail, &form) == tail.n) {
			push(pieces, (struct cdr_str){ word.p, i }, NULL);
			push(pieces, tail, form);
			return;
		}
	}
	push(pieces, word, NULL);
}

/* Words that one lexeme took, moved together: what a form that is not believed after all says. */
static struct cdr_str
close_up(const struct pieces *pieces, const struct cdr_str *words, size_t n)
{
	char *start = pieces->text + (words[0].p - pieces->text);
	size_t length = words[0].n;
	for (size_t i = 1; i < n; i++) {
		memmove(start + length, words[i].p, words[i].n);
		length += words[i].n;
	}
	return (struct cdr_str){ start, length };
}

static bool
has_identity(const struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->n; i++)
		if (pieces->at[i].kind == CDR_TOKEN_STEM)
			return true;
	return false;
}

static void
classify(const struct cdr_lexicon *lexicon, const struct cdr_str *words, size_t n, struct pieces *pieces)
{
	for (size_t i = 0; i < n;) {
		size_t digits = 0, taken = 1;
		int64_t value = 0;
		struct cdr_str noted = { NULL, 0 };
		const struct cdr_lexeme *lexeme = longest(lexicon, words + i, n - i, i, &taken, &noted);
		if (!pieces->noted.p && has_identity(pieces))
			pieces->noted = noted;
		if (lexeme) {
			push(pieces, close_up(pieces, words + i, taken), lexeme);
		} else if (is_number(words[i], &digits, &value) && pieces->n < MAX_PIECES) {
			push_number(pieces, words[i], digits, value);
		} else if ((unsigned char)words[i].p[0] >= 0x80) {
			push_native(lexicon, pieces, words[i]);
		} else {
			push(pieces, words[i], NULL);
		}
		i += taken;
	}
}

/* ------------------------------------------------------------------------------------------------- second thoughts */

static bool
is_allowed(const struct piece *piece, bool first, bool last, bool tail)
{
	switch (piece->lexeme->place) {
	case CDR_PLACE_ANY:
		return true;
	case CDR_PLACE_END:
		return last;
	case CDR_PLACE_START:
		return first;
	case CDR_PLACE_EDGES:
		return first || last;
	case CDR_PLACE_TAIL:
		return tail;
	case CDR_PLACE_AUTO:
	default:
		return last || piece->plain.n > SHORT_FORM_BYTES;
	}
}

static void
put_back(struct piece *piece)
{
	piece->text = piece->plain;
	piece->kind = CDR_TOKEN_STEM;
	piece->lexeme = NULL;
}

/* A short form that is usual nowhere but at the end, with another form behind it: "SAS" in "International SAS Limited". */
static bool
is_rather_a_word(const struct pieces *pieces, size_t at)
{
	const struct piece *piece = &pieces->at[at];
	if (piece->plain.n > SHORT_FORM_BYTES || piece->lexeme->place == CDR_PLACE_ANY)
		return false;
	for (size_t i = at + 1; i < pieces->n; i++)
		if (pieces->at[i].kind == CDR_TOKEN_LEGAL_FORM)
			return true;
	return false;
}

/* A name without any word of identity ("ATE International", "The Limited"): its first form is one, if no word but noise
 * stands before it or it is rather a word. */
static void
keep_a_stem(struct pieces *pieces)
{
	size_t form = pieces->n, word = pieces->n; /* the first of each */
	for (size_t i = pieces->n; i-- > 0;) {
		enum cdr_token_kind kind = pieces->at[i].kind;
		if (kind == CDR_TOKEN_STEM || kind == CDR_TOKEN_NUMBER)
			return;
		if (kind == CDR_TOKEN_LEGAL_FORM)
			form = i;
		else if (kind != CDR_TOKEN_NOISE)
			word = i;
	}
	if (form < pieces->n && (form < word || is_rather_a_word(pieces, form)))
		put_back(&pieces->at[form]);
}

/* From the end: a form counts as last while only forms, generic words and noise stand behind it. */
static void
doubt_forms(struct pieces *pieces)
{
	bool last = true, tail = true;
	for (size_t i = pieces->n; i-- > 0;) {
		struct piece *piece = &pieces->at[i];
		if (piece->kind == CDR_TOKEN_LEGAL_FORM && !is_allowed(piece, i == 0, last, tail))
			put_back(piece);
		tail = tail && piece->kind == CDR_TOKEN_NOISE;
		if (piece->kind == CDR_TOKEN_STEM || piece->kind == CDR_TOKEN_NUMBER)
			last = false;
	}
	keep_a_stem(pieces);
}

/* "Quillon Limted": the last word is a long form but for one slip, and a word of identity stands before it. */
static void
read_misspelt(const struct cdr_lexicon *lexicon, struct pieces *pieces)
{
	size_t n = pieces->n;
	while (n && pieces->at[n - 1].kind == CDR_TOKEN_NOISE)
		n--;
	struct piece *last = n ? &pieces->at[n - 1] : NULL;
	if (!last || last->kind != CDR_TOKEN_STEM || last->lexeme)
		return;
	bool has_stem = false;
	for (size_t i = 0; i + 1 < n; i++)
		has_stem = has_stem || pieces->at[i].kind == CDR_TOKEN_STEM;
	const struct cdr_lexeme *form = has_stem ? cdr_misspelt_form(lexicon, last->plain) : NULL;
	if (!form)
		return;
	last->lexeme = form;
	last->kind = CDR_TOKEN_LEGAL_FORM;
	last->text = form->text;
}

/* Tells the class of a form whose words stay ("Quillon Savings Bank"), where no other form is told. */
static void
tell_noted(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->n; i++)
		if (pieces->at[i].kind == CDR_TOKEN_LEGAL_FORM)
			return;
	if (!pieces->noted.p || pieces->n == MAX_PIECES)
		return;
	pieces->at[pieces->n++] =
		(struct piece){ .text = pieces->noted, .plain = pieces->noted, .kind = CDR_TOKEN_LEGAL_FORM };
}

/* "Fund I", "Phase X": a lone Roman letter behind a word that is usually numbered. */
static void
read_lone_numerals(struct pieces *pieces)
{
	for (size_t i = 1; i < pieces->n; i++) {
		struct piece *piece = &pieces->at[i];
		const struct piece *before = &pieces->at[i - 1];
		if (piece->plain.n != 1 || is_digit(piece->plain.p[0]) || !before->lexeme ||
		    !before->lexeme->introduces)
			continue;
		const char *const digit = piece->plain.p[0] == 'i' ? "1" : piece->plain.p[0] == 'v' ? "5" : "10";
		if (!strchr("ivx", piece->plain.p[0]))
			continue;
		piece->kind = CDR_TOKEN_NUMBER;
		piece->text = cdr_str_from(digit);
		piece->number = piece->plain.p[0] == 'i' ? 1 : piece->plain.p[0] == 'v' ? 5 : 10;
	}
}

/* ---------------------------------------------------------------------------------------------------------- the key */

/* How many tokens a piece becomes: Han text of k characters k-1 overlapping pairs. */
static size_t
token_count(const struct piece *piece)
{
	if (!piece->han || piece->kind != CDR_TOKEN_STEM)
		return 1;
	size_t n = 0;
	for (size_t i = 0; i < piece->text.n; n++)
		(void)cdr_next_character(piece->text, &i);
	return n > 2 ? n - 1 : 1;
}

static void
write_tokens(const struct piece *piece, size_t count, struct cdr_token *out)
{
	if (count == 1) {
		*out = (struct cdr_token){ .text = piece->text, .kind = piece->kind, .number = piece->number };
		return;
	}
	size_t start = 0;
	for (size_t k = 0; k < count; k++) {
		size_t second = start;
		(void)cdr_next_character(piece->text, &second);
		size_t end = second;
		(void)cdr_next_character(piece->text, &end);
		out[k] = (struct cdr_token){ .text = { piece->text.p + start, end - start }, .kind = CDR_TOKEN_STEM };
		start = second;
	}
}

static enum cdr_status
build_tokens(const struct pieces *pieces, struct cdr_arena *arena, struct cdr_name_key *key, struct cdr_error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < pieces->n; i++)
		n += token_count(&pieces->at[i]);
	key->tokens = cdr_arena_alloc(arena, (n ? n : 1) * sizeof(*key->tokens));
	if (!key->tokens)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	n = 0;
	for (size_t i = 0; i < pieces->n; i++) {
		size_t count = token_count(&pieces->at[i]);
		if (n + count > CDR_NAME_MAX_TOKENS)
			count = CDR_NAME_MAX_TOKENS - n;
		if (!count)
			break;
		write_tokens(&pieces->at[i], count, key->tokens + n);
		n += count;
	}
	key->n_tokens = n;
	return CDR_OK;
}

static enum cdr_status
build_joined(const struct pieces *pieces, struct cdr_arena *arena, struct cdr_name_key *key, struct cdr_error *err)
{
	size_t n = 0;
	for (size_t i = 0; i < pieces->n; i++)
		n += pieces->at[i].text.n;
	char *out = cdr_arena_alloc(arena, n + 1);
	if (!out)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	n = 0;
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *piece = &pieces->at[i];
		if (piece->kind == CDR_TOKEN_LEGAL_FORM || piece->kind == CDR_TOKEN_NOISE)
			continue;
		memcpy(out + n, piece->text.p, piece->text.n);
		n += piece->text.n;
	}
	key->joined = (struct cdr_str){ out, n };
	return CDR_OK;
}

/* Folds both ways: what people see as the same name (folded) and what is cut into tokens (latin, modifiable). */
static enum cdr_status
fold_name(struct cdr_str name, struct cdr_arena *arena, struct cdr_name_key *key, struct cdr_str *ret_latin,
          char **ret_writable, struct cdr_error *err)
{
	if (cdr_is_ascii(name)) {
		char *folded = cdr_arena_alloc(arena, 2 * name.n + 2);
		if (!folded)
			return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
		char *latin = folded + name.n + 1;
		size_t n = cdr_fold_ascii(name, CDR_FOLD_LATIN, latin);
		for (size_t i = 0; i < n; i++)
			folded[i] = (char)(latin[i] == '.' ? ' ' : latin[i]);
		key->folded = (struct cdr_str){ folded, n };
		*ret_latin = (struct cdr_str){ latin, n };
		*ret_writable = latin;
		return CDR_OK;
	}
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	cdr_fold(name, CDR_FOLD_CASE, &buf, NULL);
	size_t n_folded = buf.n;
	cdr_fold(name, CDR_FOLD_LATIN, &buf, &key->romanised);
	char *copy = buf.failed ? NULL : cdr_arena_alloc(arena, buf.n + 1);
	if (!copy)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	if (buf.n)
		memcpy(copy, buf.p, buf.n);
	key->folded = (struct cdr_str){ copy, n_folded };
	*ret_latin = (struct cdr_str){ copy + n_folded, buf.n - n_folded };
	*ret_writable = copy + n_folded;
	return CDR_OK;
}

enum cdr_status
cdr_normalise_name(const struct cdr_normaliser *normaliser, struct cdr_str name, struct cdr_arena *arena,
                   struct cdr_name_key *ret, struct cdr_error *err)
{
	struct cdr_name_key key = { .original = name };
	struct cdr_str latin = { NULL, 0 }, words[MAX_PIECES];
	char *writable = NULL;
	name.n = cdr_str_cut(name, CDR_NAME_MAX_BYTES);
	CDR_TRY(fold_name(name, arena, &key, &latin, &writable, err));
	size_t n_words = cut_words(writable, latin.n, words, CDR_LEN(words));
	struct pieces pieces;
	pieces.n = 0;
	pieces.text = writable;
	pieces.noted = (struct cdr_str){ NULL, 0 };
	classify(&normaliser->lexicon, words, n_words, &pieces);
	doubt_forms(&pieces);
	read_lone_numerals(&pieces);
	read_misspelt(&normaliser->lexicon, &pieces);
	tell_noted(&pieces);
	CDR_TRY(build_joined(&pieces, arena, &key, err));
	CDR_TRY(build_tokens(&pieces, arena, &key, err));
	*ret = key;
	return CDR_OK;
}
