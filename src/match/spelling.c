/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One word against another: may one be the other, misspelt? No names. What surprises: not only how many letters differ
 * counts but which. A doubled letter, two swapped, the key beside or what a scanner takes for another ("rn", "m") are
 * slips anybody makes; another vowel in the middle makes another word ("Salmarino", "Solmarino").
 */
#include "match/match-impl.h"

#include <string.h>

#define MIN_WORD 4        /* letters of a word inside another */
#define MIN_LETTERS 4     /* three letters are a name of their own */
#define MIN_TYPO_NATIVE 3 /* in scripts that write few vowels or syllables */
#define PLURAL_LIKENESS 0.97F

/* Letters beside each other on the keyboards in use (QWERTY, QWERTZ, AZERTY rows read alike but for a few keys). */
static bool
are_neighbours(char a, char b)
{
	static const char *const beside[26] = {
		['a' - 'a'] = "qwsz", ['b' - 'a'] = "vghn",   ['c' - 'a'] = "xdfv",   ['d' - 'a'] = "serfcx",
		['e' - 'a'] = "wsdr", ['f' - 'a'] = "drtgvc", ['g' - 'a'] = "ftyhbv", ['h' - 'a'] = "gyujnb",
		['i' - 'a'] = "ujko", ['j' - 'a'] = "huikmn", ['k' - 'a'] = "jiolm",  ['l' - 'a'] = "kop",
		['m' - 'a'] = "njk",  ['n' - 'a'] = "bhjm",   ['o' - 'a'] = "iklp",   ['p' - 'a'] = "ol",
		['q' - 'a'] = "wa",   ['r' - 'a'] = "edft",   ['s' - 'a'] = "awedxz", ['t' - 'a'] = "rfgy",
		['u' - 'a'] = "yhji", ['v' - 'a'] = "cfgb",   ['w' - 'a'] = "qase",   ['x' - 'a'] = "zsdc",
		['y' - 'a'] = "tghu", ['z' - 'a'] = "asxt",
	};
	return a >= 'a' && a <= 'z' && strchr(beside[a - 'a'], b) != NULL && b != '\0';
}

/* What a scanner takes for one another, either way round. */
static bool
look_alike(struct cdr_str a, struct cdr_str b)
{
	static const char *const alike[][2] = {
		{ "m", "rn" }, { "w", "vv" }, { "d", "cl" }, { "l", "i" },  { "l", "1" },  { "i", "1" }, { "o", "0" },
		{ "e", "c" },  { "h", "b" },  { "u", "v" },  { "g", "q" },  { "s", "5" },  { "z", "2" }, { "b", "8" },
		{ "f", "t" },  { "nn", "m" }, { "ii", "u" }, { "li", "h" }, { "ri", "n" }, { "n", "m" }, { "g", "9" },
		{ "b", "6" },  { "t", "l" },  { "fi", "h" }, { "ll", "u" }, { "o", "c" },
	};
	for (size_t i = 0; i < CDR_LEN(alike); i++) {
		struct cdr_str x = cdr_str_from(alike[i][0]), y = cdr_str_from(alike[i][1]);
		if ((cdr_str_equal(a, x) && cdr_str_equal(b, y)) || (cdr_str_equal(a, y) && cdr_str_equal(b, x)))
			return true;
	}
	return false;
}

static bool
is_inside_character(char byte)
{
	return ((unsigned char)byte & 0xC0) == 0x80;
}

/* Cuts the characters both begin and end with; what is left differs. Returns the length of the common start. */
static size_t
cut_common(struct cdr_str *a, struct cdr_str *b)
{
	size_t start = 0, least = a->n < b->n ? a->n : b->n, n = a->n;
	while (start < least && a->p[start] == b->p[start])
		start++;
	while (start && ((start < a->n && is_inside_character(a->p[start])) ||
	                 (start < b->n && is_inside_character(b->p[start]))))
		start--;
	while (a->n > start && b->n > start && a->p[a->n - 1] == b->p[b->n - 1]) {
		a->n--;
		b->n--;
	}
	for (; a->n < n && is_inside_character(a->p[a->n]); a->n++)
		b->n++;
	*a = (struct cdr_str){ a->p + start, a->n - start };
	*b = (struct cdr_str){ b->p + start, b->n - start };
	return start;
}

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Digits a scanner or a hasty eye takes for letters. */
static bool
is_look_alike_digit(char digit, char letter)
{
	static const char *const letters[10] = { "o", "li", "z", "", "a", "s", "bg", "t", "b", "gq" };
	return digit >= '0' && digit <= '9' && letter && strchr(letters[digit - '0'], letter) != NULL;
}

/* "Dunmarr0w": the words differ in digits that look like the letters alone. Returns how many, 0 when they do not. */
static size_t
count_look_alike_digits(struct cdr_str a, struct cdr_str b)
{
	size_t n = 0;
	if (a.n != b.n)
		return 0;
	for (size_t i = 0; i < a.n; i++) {
		if (a.p[i] == b.p[i])
			continue;
		if (!is_look_alike_digit(a.p[i], b.p[i]) && !is_look_alike_digit(b.p[i], a.p[i]))
			return 0;
		n++;
	}
	return n;
}

/* In other alphabets: a letter lost or slipped in, but not at the front, or two swapped. */
static bool
is_native_slip(struct cdr_str a, struct cdr_str b, size_t start)
{
	size_t n_a = cdr_match_characters(a), n_b = cdr_match_characters(b), first = 1;
	if (n_a + n_b == 1)
		return start > 0;
	if (n_a != 2 || n_b != 2 || a.n != b.n)
		return false;
	while (first < a.n && is_inside_character(a.p[first]))
		first++;
	return memcmp(a.p, b.p + b.n - first, first) == 0 && memcmp(a.p + first, b.p, a.n - first) == 0;
}

/* Is the difference between a and b (all that is not common to both) such as fingers and scanners make? */
static bool
is_slip(struct cdr_str a, struct cdr_str b, const struct cdr_match_token *left, const struct cdr_match_token *right)
{
	struct cdr_str whole_a = left->text, whole_b = right->text;
	size_t start = (size_t)(a.p - whole_a.p);
	if (left->flags & CDR_MATCH_NATIVE)
		return is_native_slip(a, b, start);
	if (a.n == 2 && b.n == 2 && a.p[0] == b.p[1] && a.p[1] == b.p[0])
		return true;
	if (a.n + b.n == 1) {
		struct cdr_str longer = a.n ? whole_a : whole_b;
		char letter = longer.p[start];
		bool doubled = (start > 0 && longer.p[start - 1] == letter) ||
		               (start + 1 < longer.n && longer.p[start + 1] == letter);
		/* A letter lost or slipped in, but not at the front, and no vowel that makes another word at the end. */
		return doubled || (start > 0 && (start + 1 < longer.n || !is_vowel(letter)));
	}
	if (look_alike(a, b))
		return true;
	if (a.n == 1 && b.n == 1) {
		if (is_vowel(a.p[0]) && is_vowel(b.p[0]))
			return false;
		return start > 0 && (are_neighbours(a.p[0], b.p[0]) || are_neighbours(b.p[0], a.p[0]));
	}
	return false;
}

/* "Höstlöven" as "hostloven" and "hoestloeven": an e behind a, o or u that the other lacks writes an umlaut; likewise a
 * second a. */
static bool
differs_by_umlauts(struct cdr_str a, struct cdr_str b)
{
	size_t i = 0, j = 0;
	while (i < a.n || j < b.n) {
		char l = i < a.n ? a.p[i] : '\0', r = j < b.n ? b.p[j] : '\0';
		char before = i ? a.p[i - 1] : '\0';
		bool round = before == 'a' || before == 'o' || before == 'u';
		if (l == r)
			i++, j++;
		else if (round && (l == 'e' || (l == 'a' && before == 'a')))
			i++;
		else if (round && (r == 'e' || (r == 'a' && before == 'a')))
			j++;
		else
			return false;
	}
	return a.n != b.n;
}

static bool
is_plural(struct cdr_str a, struct cdr_str b)
{
	return a.n + 1 == b.n && a.n > 2 && b.p[a.n] == 's' && cdr_str_starts_with(b, a);
}

/* Could so many edits turn one set of letters into the other? Each edit brings and takes at most one. */
static bool
is_within_reach(const struct cdr_match_token *a, const struct cdr_match_token *b, size_t most)
{
	size_t longer = a->n_characters > b->n_characters ? a->n_characters : b->n_characters;
	size_t shorter = a->n_characters < b->n_characters ? a->n_characters : b->n_characters;
	if (longer - shorter > most)
		return false;
	if ((a->flags | b->flags) & CDR_MATCH_NATIVE) /* an edit changes several bytes there */
		return true;
	return cdr_match_bits(a->letters & ~b->letters) <= most && cdr_match_bits(b->letters & ~a->letters) <= most;
}

/* A word in its own right, in company names or in meaning? */
static bool
is_word(const struct cdr_match_config *config, struct cdr_str text)
{
	return cdr_match_frequency_of(config, text) != NULL || cdr_is_known_word(config->normaliser, text);
}

/* The longest word that `text` begins with (or ends with) and that holds more than its first (last) `least` letters. */
static bool
has_word_over(const struct cdr_match_config *config, struct cdr_str text, size_t least, bool at_end)
{
	for (size_t n = text.n; n > least && n >= MIN_WORD; n--)
		if (is_word(config, (struct cdr_str){ at_end ? text.p + text.n - n : text.p, n }))
			return true;
	return false;
}

/* "Beechmarket" and "Beachmarket": where they differ, each has a word of its own. `start` letters are common in front;
 * n_a and n_b then differ. */
static bool
are_other_words(const struct cdr_match_config *config, struct cdr_str a, struct cdr_str b, size_t start, size_t n_a,
                size_t n_b)
{
	size_t end_a = a.n - start - n_a, end_b = b.n - start - n_b;
	return (has_word_over(config, a, start, false) && has_word_over(config, b, start, false)) ||
	       (has_word_over(config, a, end_a, true) && has_word_over(config, b, end_b, true));
}

float
cdr_match_spelling(const struct cdr_match_config *config, const struct cdr_match_token *a,
                   const struct cdr_match_token *b, uint8_t *ret_way)
{
	*ret_way = CDR_WAY_SLIP;
	if (a->kind == CDR_TOKEN_NUMBER || b->kind == CDR_TOKEN_NUMBER)
		return 0;
	if ((a->flags | b->flags) & CDR_MATCH_DIGITS) {
		size_t digits = count_look_alike_digits(a->text, b->text);
		bool few = digits && a->text.n >= MIN_LETTERS && digits * CDR_MATCH_LETTERS_AN_EDIT <= a->text.n;
		return few ? 1 - (float)digits / (float)a->text.n : 0;
	}
	if (is_plural(a->text, b->text) || is_plural(b->text, a->text))
		return PLURAL_LIKENESS;
	if (a->n_characters >= MIN_LETTERS && b->n_characters >= MIN_LETTERS && differs_by_umlauts(a->text, b->text))
		return PLURAL_LIKENESS;
	bool native = (a->flags & CDR_MATCH_NATIVE) != 0;
	if (native != ((b->flags & CDR_MATCH_NATIVE) != 0))
		return 0;
	/* Of two words of meaning neither is a misspelling of the other; beside one, the other must be very near. */
	bool a_word = a->flags & CDR_MATCH_COMMON, b_word = b->flags & CDR_MATCH_COMMON;
	size_t longer = a->n_characters > b->n_characters ? a->n_characters : b->n_characters;
	size_t shorter = a->n_characters < b->n_characters ? a->n_characters : b->n_characters;
	size_t most = longer / CDR_MATCH_LETTERS_AN_EDIT + (native && longer == MIN_TYPO_NATIVE);
	if (a_word && b_word)
		return 0;
	if ((a_word || b_word) && most > 1)
		most = 1;
	if (shorter < (native ? MIN_TYPO_NATIVE : MIN_LETTERS) || longer > CDR_DISTANCE_MAX || !most ||
	    !is_within_reach(a, b, most))
		return 0;
	size_t edits = cdr_match_edits(a->text, b->text);
	if (!edits || edits > most)
		return 0;
	struct cdr_str rest_a = a->text, rest_b = b->text;
	(void)cut_common(&rest_a, &rest_b);
	if (are_other_words(config, a->text, b->text, (size_t)(rest_a.p - a->text.p), rest_a.n, rest_b.n))
		*ret_way = CDR_WAY_WORD;
	else if (!is_slip(rest_a, rest_b, a, b))
		*ret_way = CDR_WAY_LETTER;
	return 1 - (float)edits / (float)longer;
}
