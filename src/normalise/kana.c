/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Kana in Latin letters after Hepburn, with the combinations that foreign words need (Cabinet notice no. 2 of 1991). No
 * kanji. What surprises: long vowels are not marked, as in most English names of Japanese firms.
 */
#include "normalise/normalise-impl.h"

#define HIRAGANA_FIRST 0x3041
#define KATAKANA_FIRST 0x30A1
#define N_KANA 86
#define LONG_MARK 0x30FC
#define DOUBLE_MARK 0x30C3
#define SYLLABIC_N 0x30F3

/* From small a to small ke, in the order of both blocks. */
static const char kana[N_KANA][4] = {
	"a",  "a",  "i",  "i",  "u",   "u",  "e",  "e",  "o",  "o",  "ka", "ga", "ki", "gi", "ku",  "gu", "ke", "ge",
	"ko", "go", "sa", "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo", "ta", "da", "chi", "ji", "",   "tsu",
	"zu", "te", "de", "to", "do",  "na", "ni", "nu", "ne", "no", "ha", "ba", "pa", "hi", "bi",  "pi", "fu", "bu",
	"pu", "he", "be", "pe", "ho",  "bo", "po", "ma", "mi", "mu", "me", "mo", "ya", "ya", "yu",  "yu", "yo", "yo",
	"ra", "ri", "ru", "re", "ro",  "wa", "wa", "i",  "e",  "o",  "n",  "vu", "ka", "ke",
};

static bool
is_small(uint32_t c)
{
	switch (c) {
	case 0x30A1:
	case 0x30A3:
	case 0x30A5:
	case 0x30A7:
	case 0x30A9:
	case 0x30E3:
	case 0x30E5:
	case 0x30E7:
	case 0x30EE:
		return true;
	default:
		return false;
	}
}

/* Both kana as katakana. */
static uint32_t
katakana(uint32_t c)
{
	return c >= HIRAGANA_FIRST && c < HIRAGANA_FIRST + N_KANA ? c - HIRAGANA_FIRST + KATAKANA_FIRST : c;
}

static const char *
plain(uint32_t c)
{
	return c >= KATAKANA_FIRST && c < KATAKANA_FIRST + N_KANA ? kana[c - KATAKANA_FIRST] : "";
}

/* What a kana before a small one contributes: its consonant, for ki-ya "ky", shi-ya "sh", te-i "t", fu-a "f", u-i "w".
 * `ret` holds at most three letters. */
static void
stem_of(uint32_t c, bool small_y, char ret[4])
{
	const char *syllable = plain(c);
	size_t n = 0;
	while (syllable[n] && syllable[n + 1] && n < 2) {
		ret[n] = syllable[n];
		n++;
	}
	if (c == 0x30A6 || c == 0x30AF || c == 0x30B0) /* u-i "wi", ku-a "kwa" */
		ret[n++] = 'w';
	else if (small_y && !(c == 0x30B7 || c == 0x30B8 || c == 0x30C1 || c == 0x30C2))
		ret[n++] = 'y';
	ret[n] = '\0';
}

/* A kana and the small one behind it. */
static void
put_combination(uint32_t large, uint32_t small, struct cdr_latin *out)
{
	char stem[4];
	bool small_y = small == 0x30E3 || small == 0x30E5 || small == 0x30E7;
	const char *vowel = plain(small);
	stem_of(large, small_y, stem);
	if (!stem[0]) { /* a vowel in front: both count */
		cdr_latin_put(out, plain(large));
		cdr_latin_put(out, vowel);
		return;
	}
	cdr_latin_put(out, stem);
	cdr_latin_put(out, small_y ? vowel + 1 : small == 0x30EE ? "a" : vowel);
}

void
cdr_romanise_kana(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	bool doubled = false;
	for (size_t i = 0; i < n; i++) {
		uint32_t c = katakana(run[i]);
		if (c == LONG_MARK)
			continue;
		if (c == DOUBLE_MARK) {
			doubled = true;
			continue;
		}
		size_t start = out->n;
		uint32_t next = i + 1 < n ? katakana(run[i + 1]) : 0;
		if (is_small(next) && !is_small(c) && c != SYLLABIC_N && *plain(c)) {
			put_combination(c, next, out);
			i++;
		} else {
			cdr_latin_put(out, plain(c));
		}
		/* the consonant twice, "tch" for ch */
		if (doubled && start < out->n && out->n < out->cap) {
			for (size_t k = out->n; k > start; k--)
				out->p[k] = out->p[k - 1];
			if (out->p[start] == 'c')
				out->p[start] = 't';
			out->n++;
		}
		doubled = false;
	}
}
