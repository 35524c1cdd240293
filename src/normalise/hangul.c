/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hangul in Latin letters after the Revised Romanisation of Korean (2000): syllables are taken apart by arithmetic (The
 * Unicode Standard 3.12). What surprises: of the sound changes between syllables only those are written that change
 * which consonant is heard: one passes on to a following vowel, and l meets r.
 */
#include "normalise/normalise-impl.h"

#define SYLLABLE_FIRST 0xAC00
#define SYLLABLE_LAST 0xD7A3
#define N_VOWELS 21
#define N_FINALS 28
#define INITIAL_R 5
#define INITIAL_NONE 11
#define FINAL_L 8

static const char initials[][3] = { "g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
	                            "ss", "",   "j", "jj", "ch", "k", "t", "p", "h" };
static const char vowels[N_VOWELS][4] = { "a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
	                                  "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i" };
static const char finals[N_FINALS][3] = { "",  "k", "k", "k", "n", "n", "n", "t",  "l", "k", "m", "l", "l", "l",
	                                  "p", "l", "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t" };
/* The same before a vowel. */
static const char passed_on[N_FINALS][4] = { "",   "g",  "kk", "ks", "n",  "nj", "n", "d", "r",  "lg",
	                                     "lm", "lb", "ls", "lt", "lp", "r",  "m", "b", "ps", "s",
	                                     "ss", "ng", "j",  "ch", "k",  "t",  "p", "h" };

static bool
is_syllable(uint32_t c)
{
	return c >= SYLLABLE_FIRST && c <= SYLLABLE_LAST;
}

void
cdr_romanise_hangul(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	size_t final_before = 0;
	for (size_t i = 0; i < n; i++) {
		if (!is_syllable(run[i])) {
			final_before = 0;
			continue;
		}
		uint32_t index = run[i] - SYLLABLE_FIRST;
		size_t initial = index / (N_VOWELS * N_FINALS), final = index % N_FINALS;
		bool meets_l = initial == INITIAL_R && final_before == FINAL_L;
		cdr_latin_put(out, meets_l ? "l" : initials[initial]);
		cdr_latin_put(out, vowels[index / N_FINALS % N_VOWELS]);
		bool passes = i + 1 < n && is_syllable(run[i + 1]) &&
		              (run[i + 1] - SYLLABLE_FIRST) / (N_VOWELS * N_FINALS) == INITIAL_NONE;
		cdr_latin_put(out, passes ? passed_on[final] : finals[final]);
		final_before = final;
	}
}
