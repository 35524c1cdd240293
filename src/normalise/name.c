/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A name -> tokens by the grammar of company names: legal forms, numerals, and words of known meaning are told from those
 * that carry identity; what stands in brackets, behind the legal form or behind "formerly" is marked. Words are cut in
 * words.c. No comparing. What surprises: legal forms are found in the lexicon across word boundaries ("co",
 * "ltd"), and a short form ("as", "spa") is believed only at the edge of a name, between dots or where its data says so;
 * else it is put back as a plain word.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define SHORT_FORM_BYTES 3
#define LONG_COMPOUND 8    /* letters of words of known meaning typed together */
#define MIN_ALPHABETIC 4   /* letters of a Thai, Lao, Khmer or Burmese word inside a run */
#define LONG_NAME_BYTES 70 /* from here on a name may have been cut */
#define LEAST_LAST_WORD 3
#define LEAST_BEFORE_FORM 4 /* letters of a word that a form is typed onto */
#define FIRST_YEAR 1900
#define LAST_YEAR 2099
#define MAX_PIECES CDR_NAME_MAX_TOKENS

/* A word of the name with what it was read as. */
struct piece {
	struct cdr_str text;  /* what is compared by meaning */
	struct cdr_str plain; /* what was written; what a form that is not believed is put back to */
	const struct cdr_lexeme *lexeme;
	enum cdr_token_kind kind;
	int64_t number;
	uint8_t flags;
	bool dotted, comma; /* of the word it came from */
};
struct pieces {
	struct piece at[MAX_PIECES];
	size_t n;
	char *text;           /* all words lie in it; may be changed */
	struct cdr_str noted; /* class of a form at the end whose words count all the same */
	const struct cdr_lexeme *noting;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
push(struct pieces *pieces, struct cdr_str text, const struct cdr_lexeme *lexeme, const struct cdr_word *word)
{
	if (pieces->n == MAX_PIECES || !text.n)
		return;
	struct piece *piece = &pieces->at[pieces->n++];
	*piece = (struct piece){ .text = text,
		                 .plain = text,
		                 .lexeme = lexeme,
		                 .kind = CDR_TOKEN_STEM,
		                 .flags = word->bracket ? CDR_TOKEN_BRACKET : 0,
		                 .dotted = word->dotted,
		                 .comma = word->comma };
	if (lexeme) {
		piece->text = lexeme->text;
		piece->kind = lexeme->kind;
		piece->number = lexeme->number;
	}
}

/* ------------------------------------------------------------------------------------------------------------ words */

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
push_number(struct pieces *pieces, const struct cdr_word *word, size_t digits, int64_t value)
{
	size_t zeros = 0;
	while (zeros + 1 < digits && word->text.p[zeros] == '0')
		zeros++;
	push(pieces, (struct cdr_str){ word->text.p + zeros, digits - zeros }, NULL, word);
	struct piece *last = &pieces->at[pieces->n - 1];
	last->kind = CDR_TOKEN_NUMBER;
	last->number = value;
}

/* May these words together stand for the lexeme? A form may be typed together ("coltd") but not apart ("l imited"),
 * except in bits of one or two letters ("l l c", "s a de c v"); other words as the data writes them or, if long, typed
 * together ("softdrinks"). */
static bool
is_believable(const struct cdr_lexeme *lexeme, const struct cdr_word *words, size_t n, size_t n_before)
{
	if (lexeme->roman && !n_before)
		return false;
	if (n == lexeme->n_words || (lexeme->word_counts >> (n < 63 ? n : 63) & 1))
		return true;
	if (lexeme->kind != CDR_TOKEN_LEGAL_FORM)
		return n == 1 && words[0].text.n >= LONG_COMPOUND && lexeme->kind != CDR_TOKEN_NOISE;
	if (n < lexeme->n_words)
		return true;
	for (size_t i = 0; i < n; i++)
		if (words[i].text.n > 2)
			return false;
	return true;
}

/* The lexeme that takes most words from words[0] on; `ret_words` says how many. `ret_noted` is set when these words to
 * the end of the name are a form that leaves them as they are. */
static const struct cdr_lexeme *
longest(const struct cdr_lexicon *lexicon, const struct cdr_word *words, size_t n, size_t n_before, size_t *ret_words,
        const struct cdr_lexeme **ret_noting)
{
	const struct cdr_lexeme *best = NULL;
	uint64_t hash = 0;
	for (size_t k = 0; k < n && k < CDR_LEXICON_MAX_WORDS; k++) {
		hash = k ? cdr_key_hash(hash, words[k].text) : words[k].hash;
		const struct cdr_lexeme *here = cdr_lexicon_spelt(lexicon, hash, words, k + 1);
		if (here && is_believable(here, words, k + 1, n_before)) {
			if (here->noted.p && k + 1 == n)
				*ret_noting = here;
			if (!here->only_noted) {
				best = here;
				*ret_words = k + 1;
			}
		}
		if (!cdr_key_goes_on(&lexicon->keys, hash, CDR_FRONT_OF_WORDS))
			break;
	}
	return best;
}

/* The lexeme that takes most of the start of `text`; its length, 0 for none. */
static size_t
leading(const struct cdr_lexicon *lexicon, struct cdr_str text, const struct cdr_lexeme **ret)
{
	uint64_t hash = CDR_KEY_START;
	size_t length = 0;
	for (size_t i = 0; i < text.n;) {
		size_t from = i++;
		while (i < text.n && ((unsigned char)text.p[i] & 0xC0) == 0x80)
			i++;
		hash = cdr_key_hash(hash, (struct cdr_str){ text.p + from, i - from });
		struct cdr_word front = { .text = { text.p, i } };
		const struct cdr_lexeme *here = cdr_lexicon_spelt(lexicon, hash, &front, 1);
		if (here && !here->only_noted) {
			*ret = here;
			length = i;
		}
		if (!cdr_key_goes_on(&lexicon->keys, hash, CDR_FRONT_OF_WORDS) &&
		    !cdr_key_goes_on(&lexicon->keys, hash, CDR_FRONT_OF_RUN))
			break;
	}
	return length;
}

static size_t
count_characters(struct cdr_str text)
{
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++)
		n += ((unsigned char)text.p[i] & 0xC0) != 0x80;
	return n;
}

/* Inside an unspaced run a known word of one character is believed only at the end, behind something else. */
static bool
is_word_inside(const struct cdr_lexeme *lexeme, struct cdr_str rest, size_t length, bool first)
{
	if (lexeme->kind == CDR_TOKEN_NOISE || lexeme->roman)
		return false;
	size_t n = count_characters((struct cdr_str){ rest.p, length });
	/* Words of alphabets that write no blanks are long; inside a longer one they are found by chance. */
	if (((unsigned char)rest.p[0] == 0xE0 || (unsigned char)rest.p[0] == 0xE1) &&
	    (n < MIN_ALPHABETIC || (!first && length < rest.n)))
		return false;
	return n > 1 || (length == rest.n && !first);
}

/* 第四: the number behind the character that makes an ordinal; its length in bytes, 0 for none. */
static size_t
leading_ordinal(struct cdr_str text, int64_t *ret)
{
	static const char mark[] = "\xE7\xAC\xAC";
	if (!cdr_str_starts_with(text, CDR_STR(mark)))
		return 0;
	size_t i = sizeof(mark) - 1;
	int64_t value = 0, digit = 0;
	bool any = false;
	while (i < text.n) {
		size_t next = i;
		int read = cdr_han_numeral(cdr_next_character(text, &next));
		if (read < 0)
			break;
		if (read >= 10) {
			value += (digit ? digit : 1) * read;
			digit = 0;
		} else {
			digit = read;
		}
		any = true;
		i = next;
	}
	*ret = value + digit;
	return any ? i : 0;
}

/* A run of a script that writes no blanks: known words are cut out of it, what stands between them is identity. */
static void
push_unspaced(const struct cdr_lexicon *lexicon, struct pieces *pieces, const struct cdr_word *word)
{
	struct cdr_str text = word->text;
	size_t start = 0, i = 0;
	while (i < text.n) {
		struct cdr_str rest = { text.p + i, text.n - i };
		const struct cdr_lexeme *lexeme = NULL;
		int64_t number = 0;
		size_t length = leading_ordinal(rest, &number);
		bool ordinal = length > 0;
		if (!ordinal)
			length = leading(lexicon, rest, &lexeme);
		if (!ordinal && (!length || !is_word_inside(lexeme, rest, length, i == 0))) {
			(void)cdr_next_character(text, &i);
			continue;
		}
		push(pieces, (struct cdr_str){ text.p + start, i - start }, NULL, word);
		push(pieces, (struct cdr_str){ rest.p, length }, lexeme, word);
		if (ordinal && pieces->n) {
			pieces->at[pieces->n - 1].kind = CDR_TOKEN_NUMBER;
			pieces->at[pieces->n - 1].number = number;
		}
		i += length;
		start = i;
	}
	push(pieces, (struct cdr_str){ text.p + start, text.n - start }, NULL, word);
}

/* Arabic writes article and preposition onto the word: ال, لل, وال and بال go, and what is left may be a known word; a lone
 * ل, ب or و goes before a known word only. */
static void
push_arabic(const struct cdr_lexicon *lexicon, struct pieces *pieces, const struct cdr_word *word)
{
	static const char *const fronts[] = { "\xD9\x88\xD8\xA7\xD9\x84", "\xD8\xA8\xD8\xA7\xD9\x84",
		                              "\xD8\xA7\xD9\x84", "\xD9\x84\xD9\x84" };
	struct cdr_str text = word->text;
	for (size_t i = 0; i < CDR_LEN(fronts); i++) {
		struct cdr_str front = cdr_str_from(fronts[i]);
		if (!cdr_str_starts_with(text, front) || text.n < front.n + 6)
			continue;
		text = (struct cdr_str){ text.p + front.n, text.n - front.n };
		break;
	}
	const struct cdr_lexeme *known = text.n < word->text.n ? cdr_lexicon_find(lexicon, text) : NULL;
	/* A single ل, ب or و may be the first letter of a word; it goes where a known word is left. */
	if (text.n == word->text.n && text.n >= 8 && strchr("\x84\xA8\x88", text.p[1]) &&
	    (text.p[0] == '\xD9' || text.p[0] == '\xD8')) {
		known = cdr_lexicon_find(lexicon, (struct cdr_str){ text.p + 2, text.n - 2 });
		if (known && known->kind != CDR_TOKEN_NOISE && known->kind != CDR_TOKEN_LEGAL_FORM)
			text = (struct cdr_str){ text.p + 2, text.n - 2 };
		else
			known = NULL;
	}
	push(pieces, text, known && !known->only_noted ? known : NULL, word);
}

static void
push_native(const struct cdr_lexicon *lexicon, struct pieces *pieces, const struct cdr_word *word)
{
	size_t i = 0;
	uint32_t first = cdr_next_character(word->text, &i);
	if (first >= 0x0600 && first <= 0x06FF)
		push_arabic(lexicon, pieces, word);
	else if (cdr_is_unspaced(first))
		push_unspaced(lexicon, pieces, word);
	else
		push(pieces, word->text, NULL, word);
}

/* Words that one lexeme took, moved together: what a form that is not believed after all says. */
static struct cdr_str
close_up(const struct pieces *pieces, const struct cdr_word *words, size_t n)
{
	char *start = pieces->text + (words[0].text.p - pieces->text);
	size_t length = words[0].text.n;
	for (size_t i = 1; i < n; i++) {
		memmove(start + length, words[i].text.p, words[i].text.n);
		length += words[i].text.n;
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

static bool
is_alphanumeric(char c)
{
	return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (unsigned char)c >= 0x80;
}

/* Does the name as written hold this letter alone with a dot behind it? Folding leaves no dot before a blank. */
static bool
has_dotted_letter(struct cdr_str name, char letter)
{
	for (size_t i = 0; i + 1 < name.n; i++)
		if (name.p[i + 1] == '.' && (name.p[i] | 0x20) == letter && (!i || !is_alphanumeric(name.p[i - 1])) &&
		    (i + 2 == name.n || name.p[i + 2] == ' '))
			return true;
	return false;
}

/* "A.Quennard", "A. Quennard", "A A Trading": initials, not articles. */
static bool
is_initial(struct cdr_str name, const struct cdr_word *words, size_t n, size_t i)
{
	if (words[i].initial || (words[i].text.n == 1 && has_dotted_letter(name, words[i].text.p[0])))
		return true;
	return words[i].text.n == 1 && ((i > 0 && words[i - 1].text.n == 1) || (i + 1 < n && words[i + 1].text.n == 1));
}

/* Length of what stands before a form typed onto its word ("quillonplc"); 0 for none. Only forms that no word ends with. */
static size_t
before_form(struct cdr_str word)
{
	static const char *const forms[] = { "limited", "gmbh", "sarl", "ltda", "ltd", "inc", "plc", "llc", "llp" };
	for (size_t i = 0; i < CDR_LEN(forms); i++) {
		struct cdr_str form = cdr_str_from(forms[i]);
		if (word.n >= form.n + LEAST_BEFORE_FORM && memcmp(word.p + word.n - form.n, form.p, form.n) == 0)
			return word.n - form.n;
	}
	return 0;
}

static void
push_plain(const struct cdr_lexicon *lexicon, struct pieces *pieces, const struct cdr_word *word, bool last)
{
	struct cdr_str text = word->text;
	size_t n = last ? before_form(text) : 0;
	if (n) {
		push(pieces, (struct cdr_str){ text.p, n }, NULL, word);
		text = (struct cdr_str){ text.p + n, text.n - n };
	}
	push(pieces, text, n ? cdr_lexicon_find(lexicon, text) : NULL, word);
}

static void
classify(const struct cdr_lexicon *lexicon, struct cdr_str name, const struct cdr_word *words, size_t n,
         struct pieces *pieces)
{
	for (size_t i = 0; i < n;) {
		size_t digits = 0, taken = 1;
		int64_t value = 0;
		const struct cdr_lexeme *noting = NULL;
		const struct cdr_lexeme *lexeme = longest(lexicon, words + i, n - i, i, &taken, &noting);
		if (noting && !pieces->noting && has_identity(pieces)) {
			pieces->noting = noting;
			pieces->noted = noting->noted;
		}
		bool spelt = words[i].dotted && lexeme && lexeme->kind != CDR_TOKEN_LEGAL_FORM &&
		             lexeme->kind != CDR_TOKEN_PLACE;
		if (spelt ||
		    (lexeme && lexeme->kind == CDR_TOKEN_NOISE && taken == 1 && is_initial(name, words, n, i))) {
			lexeme = NULL; /* "S.O.F.T." is no software */
			taken = 1;
		}
		if (lexeme) {
			push(pieces, close_up(pieces, words + i, taken), lexeme, &words[i]);
		} else if (is_number(words[i].text, &digits, &value) && pieces->n < MAX_PIECES) {
			push_number(pieces, &words[i], digits, value);
		} else if ((unsigned char)words[i].text.p[0] >= 0x80) {
			push_native(lexicon, pieces, &words[i]);
		} else {
			push_plain(lexicon, pieces, &words[i], i + 1 == n);
		}
		i += taken;
	}
}

/* ------------------------------------------------------------------------------------------------- second thoughts */

static bool
is_allowed(const struct piece *piece, bool first, bool last, bool tail, bool before_comma)
{
	/* "Brumen d.o.o. za trgovinu", "Brumen S.A., Lisbon Branch": dots or a comma say that these letters are no word. */
	if (!first && (piece->comma || (piece->dotted && (piece->plain.n >= SHORT_FORM_BYTES || before_comma))))
		return true;
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
	if (piece->plain.n > SHORT_FORM_BYTES || piece->lexeme->place == CDR_PLACE_ANY || piece->dotted || piece->comma)
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
		if (kind != CDR_TOKEN_LEGAL_FORM && kind != CDR_TOKEN_NOISE && kind != CDR_TOKEN_GENERIC)
			return;
		if (kind == CDR_TOKEN_LEGAL_FORM)
			form = i;
		else if (kind != CDR_TOKEN_NOISE)
			word = i;
	}
	if (form < pieces->n && (form < word || is_rather_a_word(pieces, form)))
		put_back(&pieces->at[form]);
}

/* Is there anything in front of `at` that could be the name of a firm? */
static bool
names_something(const struct pieces *pieces, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		enum cdr_token_kind kind = pieces->at[i].kind;
		if (kind != CDR_TOKEN_LEGAL_FORM && kind != CDR_TOKEN_NOISE && kind != CDR_TOKEN_GENERIC)
			return true;
	}
	return false;
}

/* Words that may stand behind the form of a name: other forms, noise, "Group", the country. */
static bool
may_follow_form(enum cdr_token_kind kind)
{
	return kind == CDR_TOKEN_LEGAL_FORM || kind == CDR_TOKEN_NOISE || kind == CDR_TOKEN_GENERIC ||
	       kind == CDR_TOKEN_PLACE;
}

/* "Unit 2", "No. 2 Factory" behind the name. */
static bool
is_of_part(const struct pieces *pieces, size_t i)
{
	const struct piece *piece = &pieces->at[i];
	if (piece->lexeme && piece->lexeme->part)
		return true;
	if (piece->kind != CDR_TOKEN_NUMBER)
		return false;
	size_t before = i;
	while (before && pieces->at[before - 1].kind == CDR_TOKEN_NOISE)
		before--;
	return (before && pieces->at[before - 1].lexeme && pieces->at[before - 1].lexeme->part) ||
	       (i + 1 < pieces->n && pieces->at[i + 1].lexeme && pieces->at[i + 1].lexeme->part);
}

/* From the end: a form counts as last while only such words stand behind it; "Spa" of "Spa Bangkok" is the name. */
static void
doubt_forms(struct pieces *pieces)
{
	bool last = true, tail = true, place = false, numbered = false;
	for (size_t i = pieces->n; i-- > 0;) {
		struct piece *piece = &pieces->at[i];
		bool ends = last && (!place || names_something(pieces, i));
		bool before_comma = i + 1 < pieces->n && pieces->at[i + 1].comma;
		if (piece->kind == CDR_TOKEN_LEGAL_FORM && !is_allowed(piece, i == 0, ends, tail, before_comma))
			put_back(piece);
		place = place || piece->kind == CDR_TOKEN_PLACE;
		tail = tail && piece->kind == CDR_TOKEN_NOISE;
		numbered = numbered || (piece->kind == CDR_TOKEN_NUMBER && is_of_part(pieces, i));
		last = last && (may_follow_form(piece->kind) || (numbered && is_of_part(pieces, i)));
	}
	keep_a_stem(pieces);
}

/* Registers cut long names at a width; two letters left of a last word ("Se" of "Services") are no legal form. */
static void
doubt_cut_word(struct pieces *pieces, size_t name_bytes)
{
	struct piece *last = pieces->n ? &pieces->at[pieces->n - 1] : NULL;
	if (last && name_bytes >= LONG_NAME_BYTES && last->kind == CDR_TOKEN_LEGAL_FORM &&
	    last->plain.n < SHORT_FORM_BYTES && !last->dotted && !last->comma)
		put_back(last);
}

/* "Gap, The" is the article; "Yarovo-Les", whose last word happens to be one somewhere, is not. */
static void
keep_last_word(struct pieces *pieces, size_t name_bytes)
{
	size_t n = pieces->n;
	struct piece *last = n > 1 ? &pieces->at[n - 1] : NULL;
	if (!last || last->kind != CDR_TOKEN_NOISE || last->plain.n < LEAST_LAST_WORD || last->comma ||
	    last->lexeme->opens || last->lexeme->n_words > 1 || (last->flags & CDR_TOKEN_BRACKET) ||
	    (unsigned char)last->plain.p[0] >= 0x80 || name_bytes >= LONG_NAME_BYTES)
		return;
	if (pieces->at[n - 2].kind == CDR_TOKEN_STEM)
		put_back(last);
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
	pieces->at[pieces->n++] = (struct piece){
		.text = pieces->noted, .plain = pieces->noted, .lexeme = pieces->noting, .kind = CDR_TOKEN_LEGAL_FORM
	};
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

static bool
is_year(const struct piece *piece)
{
	return piece->kind == CDR_TOKEN_NUMBER && piece->number >= FIRST_YEAR && piece->number <= LAST_YEAR;
}

/* "Quillon Ltd Unit 2", "No. 2 Factory": a number beside such a word is of the firm wherever it stands. */
static void
count_parts(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->n; i++)
		if (pieces->at[i].kind == CDR_TOKEN_NUMBER && is_of_part(pieces, i))
			pieces->at[i].flags &= (uint8_t)~CDR_TOKEN_ASIDE;
}

/* ", Plot 7", ", 11 Mill Road", "(Harbour Street)": an address begins. */
static bool
begins_address(const struct pieces *pieces, size_t i)
{
	const struct piece *piece = &pieces->at[i];
	bool opened = i && (piece->flags & CDR_TOKEN_BRACKET) && !(pieces->at[i - 1].flags & CDR_TOKEN_BRACKET);
	if (piece->lexeme && piece->lexeme->address)
		return piece->comma || opened;
	return piece->kind == CDR_TOKEN_NUMBER && piece->comma && !is_of_part(pieces, i);
}

/* Marks what stands behind the legal form, behind "care of" and behind "formerly". A mark in brackets ends with them. */
static void
mark_asides(struct pieces *pieces)
{
	uint8_t mark = 0;
	bool in_bracket = false;
	for (size_t i = 0; i < pieces->n; i++) {
		struct piece *piece = &pieces->at[i];
		bool bracket = piece->flags & CDR_TOKEN_BRACKET;
		if (in_bracket && !bracket)
			mark = 0;
		if (piece->lexeme && piece->lexeme->opens && names_something(pieces, i)) {
			mark = piece->lexeme->opens;
			in_bracket = bracket;
		}
		if (!mark && begins_address(pieces, i) && names_something(pieces, i)) {
			mark = CDR_TOKEN_ASIDE;
			in_bracket = bracket;
		}
		piece->flags |= mark;
		if (mark == CDR_TOKEN_OTHER && is_year(piece) && pieces->at[i - 1].lexeme &&
		    pieces->at[i - 1].lexeme->opens)
			piece->kind = CDR_TOKEN_NOISE; /* "until 2019 Quillon Ltd" */
		if (!mark && piece->kind == CDR_TOKEN_LEGAL_FORM && names_something(pieces, i)) {
			mark = CDR_TOKEN_ASIDE;
			in_bracket = false;
		}
	}
}

/* ---------------------------------------------------------------------------------------------------------- the key */

static enum cdr_status
build_tokens(const struct cdr_lexicon *lexicon, const struct pieces *pieces, struct cdr_arena *arena,
             struct cdr_name_key *key, struct cdr_error *err)
{
	const struct cdr_lexeme *const lexemes = lexicon->lexemes.items;
	key->tokens = cdr_arena_alloc(arena, (pieces->n ? pieces->n : 1) * sizeof(*key->tokens));
	if (!key->tokens)
		return cdr_fail_memory(err, CDR_NORMALISE_ROOM);
	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *piece = &pieces->at[i];
		key->tokens[i] = (struct cdr_token){
			.text = piece->plain,
			.meaning = piece->text,
			.kind = piece->kind,
			.flags = piece->flags,
			.number = piece->number,
		};
		if (piece->lexeme)
			key->tokens[i].lexeme = (uint32_t)(piece->lexeme - lexemes) + 1;
	}
	key->n_tokens = pieces->n;
	return CDR_OK;
}

static void
tag(const struct cdr_lexicon *lexicon, struct pieces *pieces, const struct cdr_word *words, size_t n_words,
    struct cdr_str name)
{
	classify(lexicon, name, words, n_words, pieces);
	doubt_forms(pieces);
	doubt_cut_word(pieces, name.n);
	keep_last_word(pieces, name.n);
	read_lone_numerals(pieces);
	read_misspelt(lexicon, pieces);
	tell_noted(pieces);
	mark_asides(pieces);
	count_parts(pieces);
}

enum cdr_status
cdr_normalise_name(const struct cdr_normaliser *normaliser, struct cdr_str name, struct cdr_arena *arena,
                   struct cdr_name_key *ret, struct cdr_error *err)
{
	struct cdr_name_key key = { .original = name };
	struct cdr_word words[MAX_PIECES];
	size_t n_words = 0;
	struct pieces pieces;
	name.n = cdr_str_cut(name, CDR_NAME_MAX_BYTES);
	CDR_TRY(cdr_cut_words(name, arena, &key, words, CDR_LEN(words), &n_words, &pieces.text, err));
	pieces.n = 0;
	pieces.noting = NULL;
	pieces.noted = (struct cdr_str){ NULL, 0 };
	tag(&normaliser->lexicon, &pieces, words, n_words, name);
	CDR_TRY(build_tokens(&normaliser->lexicon, &pieces, arena, &key, err));
	*ret = key;
	return CDR_OK;
}

struct cdr_legal_form
cdr_legal_form(const struct cdr_normaliser *normaliser, uint32_t lexeme)
{
	const struct cdr_lexicon *lexicon = &normaliser->lexicon;
	if (!lexeme || lexeme > lexicon->lexemes.n)
		return (struct cdr_legal_form){ .class = CDR_STR("other"), .countries = CDR_STR("") };
	const struct cdr_lexeme *form = CDR_VEC_AT(&lexicon->lexemes, struct cdr_lexeme, lexeme - 1);
	struct cdr_str class = form->kind == CDR_TOKEN_LEGAL_FORM ? form->text : form->noted;
	return (struct cdr_legal_form){ .class = class.p ? class : CDR_STR("other"),
		                        .countries = form->countries.p ? form->countries : CDR_STR(""),
		                        .english = form->english };
}

bool
cdr_is_known_word(const struct cdr_normaliser *normaliser, struct cdr_str word)
{
	const struct cdr_lexeme *lexeme = cdr_lexicon_find(&normaliser->lexicon, word);
	return lexeme && lexeme->n_words == 1 && lexeme->kind != CDR_TOKEN_LEGAL_FORM &&
	       lexeme->kind != CDR_TOKEN_NOISE;
}
