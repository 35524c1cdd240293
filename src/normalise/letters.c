/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Letters of the alphabets: the folded forms made while building, and Greek and Cyrillic in Latin letters as firms of the
 * region print them (close to passports; Greek after ELOT 743). No other scripts. What surprises: the same Cyrillic letter
 * is another sound in another language, so the letters only one language has decide how a text is read.
 */
#include "normalise/normalise-impl.h"

#define letter cdr_letter
#include "normalise/letters-table.inc"
#undef letter

#define LOW_FIRST 0x80
#define LOW_END 0x590
#define ADDITIONAL_FIRST 0x1E00
#define ADDITIONAL_END 0x2060

const struct cdr_letter *
cdr_letter_of(uint32_t character)
{
	if (character >= LOW_FIRST && character < LOW_END)
		return &low_letters[character - LOW_FIRST];
	if (character >= ADDITIONAL_FIRST && character < ADDITIONAL_END)
		return &additional_letters[character - ADDITIONAL_FIRST];
	return NULL;
}

/* -------------------------------------------------------------------------------------------------------- Cyrillic */

#define CYRILLIC_FIRST 0x0430
/* From U+0430. */
static const char cyrillic[][5] = {
	"a", "b", "v",  "g", "d",  "e",  "zh", "z",  "i",  "y",    "k",  "l", "m", "n", "o",  "p",
	"r", "s", "t",  "u", "f",  "kh", "ts", "ch", "sh", "shch", "",   "y", "",  "e", "yu", "ya",
	"e", "e", "dj", "g", "ye", "dz", "i",  "i",  "j",  "lj",   "nj", "c", "k", "i", "u",  "dz",
};
/* Beyond that: letters of other languages, sorted. */
static const struct {
	uint16_t character;
	char latin[5];
} more_cyrillic[] = {
	{ 0x0491, "g" }, { 0x0493, "g" }, { 0x0495, "g" }, { 0x0497, "j" },  { 0x0499, "z" },  { 0x049B, "k" },
	{ 0x049D, "k" }, { 0x04A1, "k" }, { 0x04A3, "n" }, { 0x04A5, "ng" }, { 0x04AB, "s" },  { 0x04AF, "u" },
	{ 0x04B1, "u" }, { 0x04B3, "h" }, { 0x04B7, "j" }, { 0x04B9, "ch" }, { 0x04BB, "h" },  { 0x04C0, "" },
	{ 0x04CF, "" },  { 0x04D1, "a" }, { 0x04D3, "a" }, { 0x04D9, "a" },  { 0x04DD, "zh" }, { 0x04E3, "i" },
	{ 0x04E9, "o" }, { 0x04EF, "u" },
};

/* Which language has this letter alone; RUSSIAN when it says nothing. */
enum cdr_cyrillic
cdr_cyrillic_of(const uint16_t *text, size_t n)
{
	bool ukrainian = false, hard_vowel = false, other = false;
	for (size_t i = 0; i < n; i++) {
		uint16_t c = text[i];
		if (c < 0x0430 || c > 0x052F)
			continue;
		if (c == 0x0452 || c == 0x0453 || (c >= 0x0458 && c <= 0x045C) || c == 0x045F || c == 0x0455)
			return CDR_CYRILLIC_SERBIAN;
		ukrainian = ukrainian || c == 0x0454 || c == 0x0456 || c == 0x0457 || c == 0x0491;
		other = other || c == 0x044B || c == 0x044D || (c >= 0x0492 && c != 0x0491);
		uint16_t next = i + 1 < n ? text[i + 1] : 0;
		bool parts = next == 0x0435 || next == 0x0451 || next == 0x044E || next == 0x044F;
		hard_vowel = hard_vowel || (c == 0x044A && !parts);
	}
	if (other)
		return CDR_CYRILLIC_RUSSIAN;
	return ukrainian ? CDR_CYRILLIC_UKRAINIAN : hard_vowel ? CDR_CYRILLIC_BULGARIAN : CDR_CYRILLIC_RUSSIAN;
}

/* What another language makes of a letter; NULL for the same as Russian. */
static const char *
cyrillic_elsewhere(uint32_t c, uint32_t before, enum cdr_cyrillic language)
{
	switch (language) {
	case CDR_CYRILLIC_UKRAINIAN:
		switch (c) {
		case 0x0433:
			return "h";
		case 0x0438:
			return "y";
		case 0x0439:
			return before ? "i" : "y";
		case 0x0454:
			return before ? "ie" : "ye";
		case 0x0457:
			return before ? "i" : "yi";
		case 0x044E:
			return before ? "iu" : "yu";
		case 0x044F:
			return before ? "ia" : "ya";
		default:
			return NULL;
		}
	case CDR_CYRILLIC_BULGARIAN:
		return c == 0x044A ? "a" : c == 0x0449 ? "sht" : c == 0x0445 ? "h" : NULL;
	case CDR_CYRILLIC_SERBIAN:
		return c == 0x0445 ? "h" : c == 0x0446 ? "c" : c == 0x0436 ? "z" : NULL;
	case CDR_CYRILLIC_RUSSIAN:
	default:
		return NULL;
	}
}

static const char *
cyrillic_latin(uint32_t c, uint32_t before, uint32_t after, enum cdr_cyrillic language)
{
	const char *other = cyrillic_elsewhere(c, before, language);
	if (other)
		return other;
	if (c == 0x0456 && (after == 0x0443 || after == 0x0430) && !before) /* Belarusian, Kazakh */
		return "i";
	if (c >= CYRILLIC_FIRST && c < CYRILLIC_FIRST + CDR_LEN(cyrillic))
		return cyrillic[c - CYRILLIC_FIRST];
	for (size_t i = 0; i < CDR_LEN(more_cyrillic); i++)
		if (more_cyrillic[i].character == c)
			return more_cyrillic[i].latin;
	return NULL;
}

/* ----------------------------------------------------------------------------------------------------------- Greek */

#define GREEK_FIRST 0x03B1
/* From alpha. */
static const char greek[][3] = { "a", "v", "g", "d", "e", "z", "i", "th", "i", "k",  "l",  "m", "n",
	                         "x", "o", "p", "r", "s", "s", "t", "y",  "f", "ch", "ps", "o" };
enum {
	ALPHA = 0x03B1,
	GAMMA = 0x03B3,
	DELTA = 0x03B4,
	EPSILON = 0x03B5,
	ETA = 0x03B7,
	KAPPA = 0x03BA,
	MU = 0x03BC,
	NU = 0x03BD,
	XI = 0x03BE,
	OMICRON = 0x03BF,
	PI = 0x03C0,
	TAU = 0x03C4,
	UPSILON = 0x03C5,
	CHI = 0x03C7
};

/* Before these, and at the end of a word, the second letter of au and eu is f. */
static bool
is_voiceless(uint32_t c)
{
	switch (c) {
	case 0:
	case 0x03B8: /* theta, kappa, xi, pi, both sigma, tau, phi, chi, psi */
	case KAPPA:
	case XI:
	case PI:
	case 0x03C2:
	case 0x03C3:
	case TAU:
	case 0x03C6:
	case CHI:
	case 0x03C8:
		return true;
	default:
		return false;
	}
}

/* Letters that are read together: what `c` becomes beside its neighbours; NULL when nothing special. */
static const char *
greek_together(uint32_t c, uint32_t before, uint32_t after)
{
	if (c == UPSILON && before == OMICRON)
		return "u";
	if (c == UPSILON && (before == ALPHA || before == EPSILON || before == ETA))
		return is_voiceless(after) ? "f" : "v";
	if (c == GAMMA && (after == GAMMA || after == XI || after == CHI))
		return "n";
	if (c == GAMMA && after == KAPPA)
		return before ? "n" : "";
	if (c == KAPPA && before == GAMMA)
		return "g";
	if (c == MU && after == PI)
		return before ? "m" : "";
	if (c == PI && before == MU)
		return "b";
	if (c == NU && after == TAU)
		return before ? "n" : "";
	if (c == TAU && before == NU)
		return "d";
	return NULL;
}

const char *
cdr_letter_latin(uint32_t letter, uint32_t before, uint32_t after, enum cdr_cyrillic cyrillic_kind)
{
	if (letter >= 0x0430 && letter <= 0x052F)
		return cyrillic_latin(letter, before, after, cyrillic_kind);
	if (letter < GREEK_FIRST || letter >= GREEK_FIRST + CDR_LEN(greek))
		return NULL;
	const char *together = greek_together(letter, before, after);
	return together ? together : greek[letter - GREEK_FIRST];
}
