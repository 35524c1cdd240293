/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arabic and Hebrew letters (with those of Persian and Urdu) in Latin letters as firms print them. Short vowels are not
 * written in these scripts; an "a" is put where a syllable needs one. What surprises: waw and yod are consonants at the
 * start of a syllable and vowels elsewhere, which the letters around them decide.
 */
#include "normalise/normalise-impl.h"

struct spelling {
	uint16_t letter;
	char latin[4];
};
/* Sorted. Waw, yeh and alef are decided by position. */
static const struct spelling arabic[] = {
	{ 0x0621, "" },   { 0x0628, "b" },  { 0x0629, "h" },  { 0x062A, "t" },  { 0x062B, "th" }, { 0x062C, "j" },
	{ 0x062D, "h" },  { 0x062E, "kh" }, { 0x062F, "d" },  { 0x0630, "dh" }, { 0x0631, "r" },  { 0x0632, "z" },
	{ 0x0633, "s" },  { 0x0634, "sh" }, { 0x0635, "s" },  { 0x0636, "d" },  { 0x0637, "t" },  { 0x0638, "z" },
	{ 0x0639, "" },   { 0x063A, "gh" }, { 0x0641, "f" },  { 0x0642, "q" },  { 0x0643, "k" },  { 0x0644, "l" },
	{ 0x0645, "m" },  { 0x0646, "n" },  { 0x0647, "h" },  { 0x0679, "t" },  { 0x067C, "t" },  { 0x067E, "p" },
	{ 0x0681, "dz" }, { 0x0685, "ts" }, { 0x0686, "ch" }, { 0x0688, "d" },  { 0x0689, "d" },  { 0x0691, "r" },
	{ 0x0693, "r" },  { 0x0695, "r" },  { 0x0696, "zh" }, { 0x0698, "zh" }, { 0x069A, "sh" }, { 0x06A4, "v" },
	{ 0x06A9, "k" },  { 0x06AB, "g" },  { 0x06AF, "g" },  { 0x06B5, "l" },  { 0x06BA, "n" },  { 0x06BC, "n" },
	{ 0x06BE, "h" },  { 0x06C1, "h" },  { 0x06CB, "v" },
};
static const struct spelling hebrew[] = {
	{ 0x05D1, "v" },  { 0x05D2, "g" },  { 0x05D3, "d" }, { 0x05D4, "h" }, { 0x05D6, "z" },  { 0x05D7, "ch" },
	{ 0x05D8, "t" },  { 0x05DA, "kh" }, { 0x05DB, "k" }, { 0x05DC, "l" }, { 0x05DD, "m" },  { 0x05DE, "m" },
	{ 0x05DF, "n" },  { 0x05E0, "n" },  { 0x05E1, "s" }, { 0x05E2, "" },  { 0x05E3, "f" },  { 0x05E4, "p" },
	{ 0x05E5, "tz" }, { 0x05E6, "tz" }, { 0x05E7, "k" }, { 0x05E8, "r" }, { 0x05E9, "sh" }, { 0x05EA, "t" },
};

static const char *
spell(const struct spelling *table, size_t n, uint32_t letter)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (table[middle].letter == letter)
			return table[middle].latin;
		if (table[middle].letter < letter)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool
is_alef(uint32_t c)
{
	return c == 0x0627 || c == 0x0622 || c == 0x0623 || c == 0x0625 || c == 0x0671 || c == 0x05D0;
}

static bool
is_waw(uint32_t c)
{
	return c == 0x0648 || c == 0x0624 || c == 0x06C6 || c == 0x06C7 || c == 0x05D5;
}

static bool
is_yod(uint32_t c)
{
	return c == 0x064A || c == 0x06CC || c == 0x0626 || c == 0x0649 || c == 0x06D2 || c == 0x05D9;
}

static bool
is_glide(uint32_t c)
{
	return is_waw(c) || is_yod(c);
}

/* Is the letter at `i` heard as a vowel? */
static bool
is_vowel_at(const uint32_t *run, size_t n, size_t i)
{
	if (i >= n)
		return false;
	if (is_alef(run[i]))
		return true;
	if (!is_glide(run[i]) || i == 0)
		return false;
	if (i + 1 < n && is_alef(run[i + 1]))
		return false;
	return !(is_alef(run[i - 1]) && i > 1);
}

/* One letter that is a vowel at its place. */
static const char *
vowel_at(const uint32_t *run, size_t n, size_t i)
{
	if (is_alef(run[i]))
		return i == 0 && i + 1 < n && is_glide(run[i + 1]) ? "" : "a";
	if (is_waw(run[i]))
		return run[i] == 0x05D5 ? "o" : "u";
	return "i";
}

/* Heh or teh marbuta at the end, he in Hebrew: "-ah". */
static bool
is_feminine_end(uint32_t c)
{
	return c == 0x0647 || c == 0x0629 || c == 0x05D4;
}

/* Writes consonants and vowels; where two consonants begin a syllable, an "a" between them. */
static void
write_syllables(const uint32_t *run, size_t n, const struct spelling *table, size_t n_table, struct cdr_latin *out)
{
	bool open = true; /* the next consonant begins a syllable */
	for (size_t i = 0; i < n; i++) {
		if (is_vowel_at(run, n, i)) {
			cdr_latin_put(out, vowel_at(run, n, i));
			open = true; /* a long vowel and two consonants do not go into one syllable */
			continue;
		}
		const char *latin = is_waw(run[i]) ? "w" : is_yod(run[i]) ? "y" : spell(table, n_table, run[i]);
		if (!latin)
			continue;
		bool last = i + 1 == n;
		if (last && i > 1 && is_feminine_end(run[i])) {
			cdr_latin_put(out, is_vowel_at(run, n, i - 1) ? "h" : "ah");
			return;
		}
		cdr_latin_put(out, i == 0 && run[i] == 0x05D1 ? "b" : latin);
		bool feminine = i + 2 == n && is_feminine_end(run[i + 1]);
		if (feminine || is_vowel_at(run, n, i + 1))
			open = true;
		else if (open && !last)
			cdr_latin_put(out, "a"), open = false;
		else
			open = true;
	}
}

void
cdr_romanise_arabic(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	size_t start = 0;
	if (n > 4 && is_alef(run[0]) && run[1] == 0x0644) {
		cdr_latin_put(out, "al");
		start = 2;
	} else if (n > 4 && run[0] == 0x0644 && run[1] == 0x0644) { /* "for the …" */
		cdr_latin_put(out, "lil");
		start = 2;
	}
	write_syllables(run + start, n - start, arabic, CDR_LEN(arabic), out);
}

void
cdr_romanise_hebrew(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	uint32_t letters[CDR_ROMANISE_MAX];
	size_t n_letters = 0;
	/* waw and yod are doubled to say that they are consonants, or "ay" */
	for (size_t i = 0; i < n && n_letters < CDR_LEN(letters); i++)
		if (!(i && run[i] == run[i - 1] && is_glide(run[i])))
			letters[n_letters++] = run[i];
	write_syllables(letters, n_letters, hebrew, CDR_LEN(hebrew), out);
}
