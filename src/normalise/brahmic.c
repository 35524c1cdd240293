/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The scripts of South Asia that descend from Brahmi, in Latin letters as firms print them: nine whose blocks have one
 * order (ISCII, IS 13194:1991; The Unicode Standard 12), so one table serves all, and Sinhala, which has its own. What
 * surprises: a consonant carries an "a" that is spoken in some languages and not in others; in those of the north it is
 * dropped at the end of a word and between two spoken syllables.
 */
#include "normalise/normalise-impl.h"

#define BLOCK 0x80
#define SINHALA_FIRST 0x0D80
#define SINHALA_END 0x0E00
#define MAX_SYLLABLES 128

enum role { ROLE_NONE = 0, ROLE_CONSONANT, ROLE_VOWEL, ROLE_SIGN, ROLE_VIRAMA, ROLE_NASAL, ROLE_NUKTA };
struct letter {
	uint8_t offset;
	uint8_t role;
	char latin[4];
};
#define C ROLE_CONSONANT
#define V ROLE_VOWEL
#define S ROLE_SIGN
/* Sorted by the place in the block. */
static const struct letter common[] = {
	{ 0x01, ROLE_NASAL, "n" }, { 0x02, ROLE_NASAL, "n" }, { 0x05, V, "a" },  { 0x06, V, "a" },  { 0x07, V, "i" },
	{ 0x08, V, "i" },          { 0x09, V, "u" },          { 0x0A, V, "u" },  { 0x0B, V, "ri" }, { 0x0C, V, "li" },
	{ 0x0D, V, "e" },          { 0x0E, V, "e" },          { 0x0F, V, "e" },  { 0x10, V, "ai" }, { 0x11, V, "o" },
	{ 0x12, V, "o" },          { 0x13, V, "o" },          { 0x14, V, "au" }, { 0x15, C, "k" },  { 0x16, C, "kh" },
	{ 0x17, C, "g" },          { 0x18, C, "gh" },         { 0x19, C, "n" },  { 0x1A, C, "ch" }, { 0x1B, C, "chh" },
	{ 0x1C, C, "j" },          { 0x1D, C, "jh" },         { 0x1E, C, "n" },  { 0x1F, C, "t" },  { 0x20, C, "th" },
	{ 0x21, C, "d" },          { 0x22, C, "dh" },         { 0x23, C, "n" },  { 0x24, C, "t" },  { 0x25, C, "th" },
	{ 0x26, C, "d" },          { 0x27, C, "dh" },         { 0x28, C, "n" },  { 0x29, C, "n" },  { 0x2A, C, "p" },
	{ 0x2B, C, "ph" },         { 0x2C, C, "b" },          { 0x2D, C, "bh" }, { 0x2E, C, "m" },  { 0x2F, C, "y" },
	{ 0x30, C, "r" },          { 0x31, C, "r" },          { 0x32, C, "l" },  { 0x33, C, "l" },  { 0x34, C, "l" },
	{ 0x35, C, "v" },          { 0x36, C, "sh" },         { 0x37, C, "sh" }, { 0x38, C, "s" },  { 0x39, C, "h" },
	{ 0x3C, ROLE_NUKTA, "" },  { 0x3E, S, "a" },          { 0x3F, S, "i" },  { 0x40, S, "i" },  { 0x41, S, "u" },
	{ 0x42, S, "u" },          { 0x43, S, "ri" },         { 0x44, S, "ri" }, { 0x45, S, "e" },  { 0x46, S, "e" },
	{ 0x47, S, "e" },          { 0x48, S, "ai" },         { 0x49, S, "o" },  { 0x4A, S, "o" },  { 0x4B, S, "o" },
	{ 0x4C, S, "au" },         { 0x4D, ROLE_VIRAMA, "" }, { 0x58, C, "q" },  { 0x59, C, "kh" }, { 0x5A, C, "gh" },
	{ 0x5B, C, "z" },          { 0x5C, C, "r" },          { 0x5D, C, "rh" }, { 0x5E, C, "f" },  { 0x5F, C, "y" },
	{ 0x60, V, "ri" },
};
/* Where a block departs from the common table. */
struct departure {
	uint16_t character;
	uint8_t role;
	char latin[4];
};
static const struct departure departures[] = {
	{ 0x09AF, C, "j" }, { 0x09CE, C, "t" },  { 0x09F0, C, "r" },  { 0x09F1, C, "w" }, { 0x0A70, ROLE_NASAL, "n" },
	{ 0x0A72, V, "i" }, { 0x0A73, V, "u" },  { 0x0B34, C, "l" },  { 0x0B5F, C, "y" }, { 0x0B71, C, "w" },
	{ 0x0B9A, C, "s" }, { 0x0BB4, C, "zh" }, { 0x0D34, C, "zh" }, { 0x0D7A, C, "n" }, { 0x0D7B, C, "n" },
	{ 0x0D7C, C, "r" }, { 0x0D7D, C, "l" },  { 0x0D7E, C, "l" },  { 0x0D7F, C, "k" },
};
static const struct letter sinhala[] = {
	{ 0x02, ROLE_NASAL, "n" }, { 0x05, V, "a" },  { 0x06, V, "a" },          { 0x07, V, "e" },   { 0x08, V, "e" },
	{ 0x09, V, "i" },          { 0x0A, V, "i" },  { 0x0B, V, "u" },          { 0x0C, V, "u" },   { 0x0D, V, "ru" },
	{ 0x11, V, "e" },          { 0x12, V, "e" },  { 0x13, V, "ai" },         { 0x14, V, "o" },   { 0x15, V, "o" },
	{ 0x16, V, "au" },         { 0x1A, C, "k" },  { 0x1B, C, "kh" },         { 0x1C, C, "g" },   { 0x1D, C, "gh" },
	{ 0x1E, C, "n" },          { 0x1F, C, "ng" }, { 0x20, C, "ch" },         { 0x21, C, "chh" }, { 0x22, C, "j" },
	{ 0x23, C, "jh" },         { 0x24, C, "ny" }, { 0x25, C, "gn" },         { 0x26, C, "nj" },  { 0x27, C, "t" },
	{ 0x28, C, "th" },         { 0x29, C, "d" },  { 0x2A, C, "dh" },         { 0x2B, C, "n" },   { 0x2C, C, "nd" },
	{ 0x2D, C, "th" },         { 0x2E, C, "th" }, { 0x2F, C, "d" },          { 0x30, C, "dh" },  { 0x31, C, "n" },
	{ 0x33, C, "nd" },         { 0x34, C, "p" },  { 0x35, C, "ph" },         { 0x36, C, "b" },   { 0x37, C, "bh" },
	{ 0x38, C, "m" },          { 0x39, C, "mb" }, { 0x3A, C, "y" },          { 0x3B, C, "r" },   { 0x3D, C, "l" },
	{ 0x40, C, "w" },          { 0x41, C, "sh" }, { 0x42, C, "sh" },         { 0x43, C, "s" },   { 0x44, C, "h" },
	{ 0x45, C, "l" },          { 0x46, C, "f" },  { 0x4A, ROLE_VIRAMA, "" }, { 0x4F, S, "a" },   { 0x50, S, "e" },
	{ 0x51, S, "e" },          { 0x52, S, "i" },  { 0x53, S, "i" },          { 0x54, S, "u" },   { 0x56, S, "u" },
	{ 0x58, S, "ru" },         { 0x59, S, "e" },  { 0x5A, S, "e" },          { 0x5B, S, "ai" },  { 0x5C, S, "o" },
	{ 0x5D, S, "o" },          { 0x5E, S, "au" },
};
#undef C
#undef V
#undef S

struct sound {
	enum role role;
	const char *latin;
};

static struct sound
sound_of(uint32_t c)
{
	for (size_t i = 0; i < CDR_LEN(departures); i++)
		if (departures[i].character == c)
			return (struct sound){ (enum role)departures[i].role, departures[i].latin };
	bool is_sinhala = c >= SINHALA_FIRST && c < SINHALA_END;
	const struct letter *table = is_sinhala ? sinhala : common;
	size_t low = 0, high = is_sinhala ? CDR_LEN(sinhala) : CDR_LEN(common);
	uint8_t offset = (uint8_t)(c % BLOCK);
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (table[middle].offset == offset)
			return (struct sound){ (enum role)table[middle].role, table[middle].latin };
		if (table[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return (struct sound){ ROLE_NONE, "" };
}

/* Devanagari to Gujarati: the languages that drop the vowel nobody wrote. */
static bool
drops_vowels(uint32_t c)
{
	return c < 0x0B00;
}

/* What a consonant with a dot below it is. */
static const char *
dotted(uint32_t c, const char *plain)
{
	static const struct {
		uint8_t offset;
		char latin[3];
	} sounds[] = { { 0x15, "q" },  { 0x17, "gh" }, { 0x1C, "z" }, { 0x21, "r" },
		       { 0x22, "rh" }, { 0x2B, "f" },  { 0x2F, "y" } };
	for (size_t i = 0; i < CDR_LEN(sounds); i++)
		if (sounds[i].offset == c % BLOCK)
			return sounds[i].latin;
	return plain;
}

/* One written syllable: consonants, then the vowel after them. */
struct syllable {
	const char *consonants[4];
	size_t n_consonants;
	const char *vowel; /* "" for none */
	bool inherent;     /* nobody wrote the vowel */
	const char *nasal;
};

static size_t
cut_syllables(const uint32_t *run, size_t n, struct syllable *ret)
{
	size_t n_syllables = 0;
	bool joined = false; /* a virama stands before: the next consonant belongs to this syllable */
	for (size_t i = 0; i < n; i++) {
		struct sound sound = sound_of(run[i]);
		struct syllable *last = n_syllables ? &ret[n_syllables - 1] : NULL;
		if (sound.role == ROLE_VIRAMA && last) {
			joined = last->inherent;
			last->inherent = false;
			last->vowel = "";
		} else if (sound.role == ROLE_SIGN && last) {
			last->inherent = false;
			last->vowel = sound.latin;
		} else if (sound.role == ROLE_NUKTA && i && last && last->n_consonants) {
			const char **dot = &last->consonants[last->n_consonants - 1];
			*dot = dotted(run[i - 1], *dot);
		} else if (sound.role == ROLE_NASAL && last) {
			last->nasal = sound.latin;
		} else if (sound.role == ROLE_CONSONANT && joined && last->n_consonants < CDR_LEN(last->consonants)) {
			last->consonants[last->n_consonants++] = sound.latin;
			last->vowel = "a";
			last->inherent = true;
			joined = false;
		} else if ((sound.role == ROLE_CONSONANT || sound.role == ROLE_VOWEL) && n_syllables < MAX_SYLLABLES) {
			bool consonant = sound.role == ROLE_CONSONANT;
			ret[n_syllables++] = (struct syllable){ .consonants = { sound.latin },
				                                .n_consonants = consonant,
				                                .vowel = consonant ? "a" : sound.latin,
				                                .inherent = consonant,
				                                .nasal = "" };
			joined = false;
		}
	}
	return n_syllables;
}

/* The vowel nobody wrote is silent at the end of a word, and between a vowel and a syllable that keeps its own. */
static void
drop_vowels(struct syllable *syllables, size_t n)
{
	if (n > 1 && syllables[n - 1].inherent && !*syllables[n - 1].nasal)
		syllables[n - 1].vowel = "";
	for (size_t i = n; i-- > 2;) {
		struct syllable *here = &syllables[i - 1];
		bool between = *syllables[i - 2].vowel && *syllables[i].vowel && syllables[i].n_consonants == 1;
		if (here->inherent && here->n_consonants == 1 && !*here->nasal && between)
			here->vowel = "";
	}
}

void
cdr_romanise_brahmic(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	struct syllable syllables[MAX_SYLLABLES];
	size_t n_syllables = cut_syllables(run, n, syllables);
	if (n && drops_vowels(run[0]))
		drop_vowels(syllables, n_syllables);
	for (size_t i = 0; i < n_syllables; i++) {
		for (size_t k = 0; k < syllables[i].n_consonants; k++)
			cdr_latin_put(out, syllables[i].consonants[k]);
		cdr_latin_put(out, syllables[i].vowel);
		const char *next =
			i + 1 < n_syllables && syllables[i + 1].n_consonants ? syllables[i + 1].consonants[0] : "";
		bool labial = next[0] == 'p' || next[0] == 'b' || next[0] == 'm';
		if (*syllables[i].nasal)
			cdr_latin_put(out, labial ? "m" : syllables[i].nasal);
	}
}
