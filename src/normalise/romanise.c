/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One word in Latin letters: cuts it into runs of one script and asks the reader of that script; reads the alphabets that
 * are one letter, one sound itself. What surprises: nothing is guessed for a script without a reader. The answer is then
 * empty, which says "unknown", not "nothing in common".
 */
#include "normalise/normalise-impl.h"

#include <string.h>

/* A block of letters in order, one spelling each. */
struct alphabet {
	uint32_t first;
	uint32_t n;
	const char (*latin)[4];
};
static const char georgian[][4] = { "a",  "b", "g",  "d",  "e",  "v",  "z",  "t",  "i",  "k", "l",
	                            "m",  "n", "o",  "p",  "zh", "r",  "s",  "t",  "u",  "p", "k",
	                            "gh", "q", "sh", "ch", "ts", "dz", "ts", "ch", "kh", "j", "h" };
static const char armenian[][4] = { "a",  "b", "g", "d",  "e",  "z",  "e",  "y", "t", "zh", "i", "l",  "kh",
	                            "ts", "k", "h", "dz", "gh", "ch", "m",  "y", "n", "sh", "o", "ch", "p",
	                            "j",  "r", "s", "v",  "t",  "r",  "ts", "v", "p", "k",  "o", "f" };
static const char khmer[][4] = { "k",  "kh", "k",  "kh", "ng", "ch", "chh", "ch", "chh", "nh", "d",  "th",
	                         "d",  "th", "n",  "t",  "th", "t",  "th",  "n",  "b",   "ph", "p",  "ph",
	                         "m",  "y",  "r",  "l",  "v",  "sh", "s",   "s",  "h",   "l",  "",   "a",
	                         "a",  "i",  "i",  "u",  "uk", "u",  "au",  "ru", "ru",  "lu", "lu", "e",
	                         "ai", "o",  "o",  "au", "",   "",   "a",   "e",  "ei",  "oe", "eu", "o",
	                         "ou", "ua", "ae", "ue", "ie", "e",  "ae",  "ai", "ao",  "au", "m",  "h" };
static const char burmese[][4] = { "k", "kh", "g", "gh", "ng", "s", "s",  "z", "z", "ny", "ny", "t",  "th",
	                           "d", "dh", "n", "t",  "th", "d", "dh", "n", "p", "ph", "b",  "bh", "m",
	                           "y", "y",  "l", "w",  "th", "h", "l",  "a", "",  "i",  "i",  "u",  "u",
	                           "e", "e",  "o", "au", "a",  "a", "i",  "i", "u", "u",  "e",  "e",  "o",
	                           "o", "o",  "n", "",   "",   "",  "",   "y", "y", "w",  "h" };
/* Consonants of Ethiopic rows of eight from U+1200. */
static const char ethiopic[][4] = { "h",  "l", "h", "m", "s",  "r",  "s", "sh", "q", "q",  "q",  "q", "b", "v",  "t",
	                            "ch", "h", "h", "n", "ny", "",   "k", "k",  "h", "h",  "w",  "",  "z", "zh", "y",
	                            "d",  "d", "j", "g", "g",  "ng", "t", "ch", "p", "ts", "ts", "f", "p" };
static const struct alphabet alphabets[] = {
	{ 0x10D0, CDR_LEN(georgian), georgian },
	{ 0x0561, CDR_LEN(armenian), armenian },
	{ 0x1780, CDR_LEN(khmer), khmer },
	{ 0x1000, CDR_LEN(burmese), burmese },
};

void
cdr_latin_put(struct cdr_latin *out, const char *letters)
{
	for (; *letters && out->n < out->cap; letters++)
		out->p[out->n++] = *letters;
}

static const char *
spell(uint32_t c)
{
	for (size_t i = 0; i < CDR_LEN(alphabets); i++)
		if (c >= alphabets[i].first && c < alphabets[i].first + alphabets[i].n)
			return alphabets[i].latin[c - alphabets[i].first];
	return c == 0x0587 ? "ev" : "";
}

static void
romanise_ethiopic(uint32_t c, struct cdr_latin *out)
{
	static const char vowels[][3] = { "e", "u", "i", "a", "e", "", "o", "wa" };
	cdr_latin_put(out, ethiopic[(c - 0x1200) / 8]);
	bool bare = !*ethiopic[(c - 0x1200) / 8] && c % 8 == 0;
	cdr_latin_put(out, bare ? "a" : vowels[c % 8]);
}

/* Scripts of the rest: letter by letter, Lao as Thai. */
static void
romanise_other(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	if (n && run[0] >= 0x0E80 && run[0] < 0x0F00) {
		cdr_romanise_thai(run, n, out);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		if (run[i] >= 0x1200 && run[i] < 0x1200 + 8 * CDR_LEN(ethiopic))
			romanise_ethiopic(run[i], out);
		else
			cdr_latin_put(out, spell(run[i]));
	}
}

static void
romanise_letters(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	uint16_t units[CDR_ROMANISE_MAX];
	for (size_t i = 0; i < n; i++)
		units[i] = run[i] <= 0xFFFF ? (uint16_t)run[i] : 0;
	enum cdr_cyrillic language = cdr_cyrillic_of(units, n);
	for (size_t i = 0; i < n; i++) {
		const char *latin = cdr_letter_latin(run[i], i ? run[i - 1] : 0, i + 1 < n ? run[i + 1] : 0, language);
		cdr_latin_put(out, latin ? latin : "");
	}
}

/* ASCII as it stands, other Latin letters without their marks. */
static void
romanise_latin(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	for (size_t i = 0; i < n; i++) {
		char letters[3] = { (char)run[i], '\0', '\0' };
		if (run[i] >= 0x80) {
			const struct cdr_letter *letter = cdr_letter_of(run[i]);
			bool known = letter && letter->kind == CDR_LETTER_LATIN && letter->base[0] < 0x80;
			letters[0] = known ? (char)letter->base[0] : '\0';
			letters[1] = known && letter->base[1] < 0x80 ? (char)letter->base[1] : '\0';
		}
		cdr_latin_put(out, letters);
	}
}

static void
romanise_run(enum cdr_script script, const uint32_t *run, size_t n, struct cdr_latin *out)
{
	switch (script) {
	case CDR_SCRIPT_HAN:
		cdr_romanise_han(run, n, out);
		break;
	case CDR_SCRIPT_KANA:
		cdr_romanise_kana(run, n, out);
		break;
	case CDR_SCRIPT_HANGUL:
		cdr_romanise_hangul(run, n, out);
		break;
	case CDR_SCRIPT_ARABIC:
		cdr_romanise_arabic(run, n, out);
		break;
	case CDR_SCRIPT_HEBREW:
		cdr_romanise_hebrew(run, n, out);
		break;
	case CDR_SCRIPT_BRAHMIC:
		cdr_romanise_brahmic(run, n, out);
		break;
	case CDR_SCRIPT_THAI:
		cdr_romanise_thai(run, n, out);
		break;
	case CDR_SCRIPT_CYRILLIC:
	case CDR_SCRIPT_GREEK:
		romanise_letters(run, n, out);
		break;
	case CDR_SCRIPT_OTHER:
		romanise_other(run, n, out);
		break;
	case CDR_SCRIPT_LATIN:
	case CDR_SCRIPT_NONE:
	default:
		romanise_latin(run, n, out);
		break;
	}
}

/* Digits stand alone; other signs of no script belong to what they stand in. */
static bool
goes_on(enum cdr_script script, uint32_t c)
{
	enum cdr_script here = cdr_script_of(c);
	return here == script || (here == CDR_SCRIPT_NONE && script != CDR_SCRIPT_LATIN && c >= 0x80);
}

size_t
cdr_romanise(struct cdr_str word, char *out, size_t cap)
{
	if (cdr_is_ascii(word)) {
		size_t length = word.n < cap ? word.n : cap;
		if (length)
			memcpy(out, word.p, length);
		return length;
	}
	uint32_t characters[CDR_ROMANISE_MAX];
	size_t n = cdr_decode(word, characters, CDR_LEN(characters));
	struct cdr_latin latin = { .p = out, .cap = cap };
	for (size_t i = 0; i < n;) {
		enum cdr_script script = cdr_script_of(characters[i]);
		size_t start = i++;
		while (i < n && goes_on(script, characters[i]))
			i++;
		romanise_run(script, characters + start, i - start, &latin);
	}
	return latin.n;
}
