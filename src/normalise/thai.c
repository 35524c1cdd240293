/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Thai and Lao in Latin letters, close to the Royal Thai General System (1999). Lao letters are read as the Thai letters
 * whose places in their block they share. What surprises: a vowel may be written before the consonant it follows, and a
 * consonant with the mark of silence is not spoken, nor the vowel sign on it.
 */
#include "normalise/normalise-impl.h"

#define THAI_FIRST 0x0E01
#define THAI_LAST_CONSONANT 0x0E2E
#define LEADING_FIRST 0x0E40
#define LEADING_LAST 0x0E44
#define SILENCE 0x0E4C
#define MAX_LETTERS CDR_ROMANISE_MAX
#define HEARD 0x10000 /* added to a silenced letter that is written all the same */

/* At the start and at the end of a syllable, from ko kai to ho nokhuk. An s at the end is spoken as t, but printed in the
 * foreign words that have it. */
static const char initials[][3] = {
	"k",  "kh", "kh", "kh", "kh", "kh", "ng", "ch", "ch", "ch", "s", "ch", "y", "d",  "t", "th",
	"th", "th", "n",  "d",  "t",  "th", "th", "th", "n",  "b",  "p", "ph", "f", "ph", "f", "ph",
	"m",  "y",  "r",  "ru", "l",  "lu", "w",  "s",  "s",  "s",  "h", "l",  "",  "h",
};
static const char finals[][3] = {
	"k", "k", "k", "k", "k", "k", "ng", "t", "t", "t", "s", "t", "n", "t", "t", "t",
	"t", "t", "n", "t", "t", "t", "t",  "t", "n", "p", "p", "p", "p", "p", "p", "p",
	"m", "i", "n", "r", "n", "l", "o",  "t", "t", "s", "",  "n", "",  "",
};

static bool
is_consonant(uint32_t c)
{
	return c >= THAI_FIRST && c <= THAI_LAST_CONSONANT;
}

static bool
is_leading(uint32_t c)
{
	return c >= LEADING_FIRST && c <= LEADING_LAST;
}

static bool
is_vowel_sign(uint32_t c)
{
	return (c >= 0x0E30 && c <= 0x0E39) || c == 0x0E45 || c == 0x0E4D;
}

static const char *
vowel_of(uint32_t c)
{
	switch (c) {
	case 0x0E33:
		return "am";
	case 0x0E34:
	case 0x0E35:
		return "i";
	case 0x0E36:
	case 0x0E37:
		return "ue";
	case 0x0E38:
	case 0x0E39:
		return "u";
	case 0x0E40:
		return "e";
	case 0x0E41:
		return "ae";
	case 0x0E42:
		return "o";
	case 0x0E43:
	case 0x0E44:
		return "ai";
	case 0x0E4D:
		return "m";
	default:
		return "a";
	}
}

/* A Lao letter as the Thai one. */
static uint32_t
as_thai(uint32_t c)
{
	switch (c) {
	case 0x0E8A:
		return 0x0E0B;
	case 0x0EBB:
		return 0x0E42;
	case 0x0EBD:
		return 0x0E22;
	case 0x0EDC:
		return 0x0E19;
	case 0x0EDD:
		return 0x0E21;
	default:
		return c >= 0x0E80 && c < 0x0F00 ? c - 0x80 : c;
	}
}

/* A silenced letter that foreign words are printed with all the same: r and l behind a vowel, s, d, k. */
static bool
is_heard_abroad(const uint32_t *letters, size_t n)
{
	uint32_t c = letters[n - 1];
	bool behind_vowel = n > 1 && (is_vowel_sign(letters[n - 2]) || letters[n - 2] == 0x0E2D);
	if (c == 0x0E23 || c == 0x0E25)
		return behind_vowel;
	return c == 0x0E2A || c == 0x0E14 || c == 0x0E04;
}

/* The mark of silence behind ret[0] … ret[n-1]: how many letters stay. Of two consonants behind the one that ends the
 * syllable both go (kan-chn, chan-thr). */
static size_t
silence(uint32_t *letters, size_t n)
{
	bool sign = false;
	while (n && is_vowel_sign(letters[n - 1])) {
		n--;
		sign = true;
	}
	if (!n || !is_consonant(letters[n - 1]))
		return n;
	if (!sign && is_heard_abroad(letters, n)) {
		letters[n - 1] += HEARD;
		return n;
	}
	n--;
	bool second = n > 2 && is_consonant(letters[n - 1]) && is_consonant(letters[n - 2]) && letters[n - 2] != 0x0E2D;
	return second ? n - 1 : n;
}

/* Letters that are spoken: tone marks and silenced letters gone. */
static size_t
spoken(const uint32_t *run, size_t n, uint32_t *ret)
{
	size_t n_letters = 0;
	for (size_t i = 0; i < n && n_letters < MAX_LETTERS; i++) {
		uint32_t c = as_thai(run[i]);
		if (c == SILENCE)
			n_letters = silence(ret, n_letters);
		else if (is_consonant(c) || is_leading(c) || is_vowel_sign(c))
			ret[n_letters++] = c;
	}
	return n_letters;
}

/* Two consonants spoken together before a vowel: k, kh, t, p, ph and s with r, l or w. */
static bool
is_cluster(uint32_t first, uint32_t second)
{
	bool liquid = second == 0x0E23 || second == 0x0E25 || second == 0x0E27;
	switch (first) {
	case 0x0E01:
	case 0x0E02:
	case 0x0E04:
	case 0x0E15:
	case 0x0E17:
	case 0x0E1A:
	case 0x0E1B:
	case 0x0E1C:
	case 0x0E1E:
	case 0x0E1F:
	case 0x0E28:
	case 0x0E2A:
	case 0x0E14:
		return liquid;
	default:
		return false;
	}
}

/* "h" before these is not spoken, it only sets the tone. */
static bool
is_led_by_h(uint32_t c)
{
	return c == 0x0E07 || c == 0x0E0D || c == 0x0E19 || c == 0x0E21 || c == 0x0E22 || c == 0x0E23 || c == 0x0E25 ||
	       c == 0x0E27;
}

static const char *
initial_of(uint32_t c)
{
	return initials[c - THAI_FIRST];
}

/* Consonants in front of a vowel from letters[i] on: one, or two that go together. `leading`: the vowel was written in
 * front of them. Returns how many. */
static size_t
put_onset(const uint32_t *letters, size_t n, size_t i, bool leading, struct cdr_latin *out)
{
	if (i >= n || !is_consonant(letters[i]))
		return 0;
	bool second = i + 1 < n && is_consonant(letters[i + 1]);
	bool vowel = i + 2 < n && (is_vowel_sign(letters[i + 2]) || letters[i + 2] == 0x0E2D);
	if (second && letters[i] == 0x0E2B && is_led_by_h(letters[i + 1]) && (leading || i + 2 < n)) {
		cdr_latin_put(out, initial_of(letters[i + 1]));
		return 2;
	}
	cdr_latin_put(out, initial_of(letters[i]));
	if (second && is_cluster(letters[i], letters[i + 1]) && (leading || vowel)) {
		cdr_latin_put(out, initial_of(letters[i + 1]));
		return 2;
	}
	return 1;
}

/* Vowels written on both sides of the consonant: e- and what stands behind. Returns how many letters behind it takes. */
static size_t
put_framed(const uint32_t *letters, size_t n, size_t i, struct cdr_latin *out)
{
	uint32_t first = i < n ? letters[i] : 0, second = i + 1 < n ? letters[i + 1] : 0;
	if (first == 0x0E35 && second == 0x0E22) {
		cdr_latin_put(out, "ia");
		return 2;
	}
	if (first == 0x0E37 && second == 0x0E2D) {
		cdr_latin_put(out, "uea");
		return 2;
	}
	bool ao = first == 0x0E32, oe = first == 0x0E2D || first == 0x0E34;
	cdr_latin_put(out, ao ? "ao" : oe ? "oe" : "e");
	return ao || oe;
}

/* The vowel from letters[i] on when none was written in front; returns how many letters it takes. O ang after a
 * consonant is one. */
static size_t
put_vowel(const uint32_t *letters, size_t n, size_t i, struct cdr_latin *out)
{
	size_t taken = 0;
	while (i + taken < n && is_vowel_sign(letters[i + taken])) {
		cdr_latin_put(out, vowel_of(letters[i + taken]));
		taken++;
	}
	bool sara_uea = taken == 1 && (letters[i] == 0x0E37 || letters[i] == 0x0E36);
	if (i + taken < n && letters[i + taken] == 0x0E2D && (taken == 0 || sara_uea)) {
		if (!taken)
			cdr_latin_put(out, "o");
		taken++;
	}
	if (!taken && i + 1 < n && letters[i] == 0x0E23 && letters[i + 1] == 0x0E23) { /* ro han */
		cdr_latin_put(out, i + 2 < n && is_consonant(letters[i + 2]) ? "a" : "an");
		return 2;
	}
	return taken;
}

/* Does the consonant at `i` end the syllable before it? */
static bool
is_final(const uint32_t *letters, size_t n, size_t i)
{
	if (i >= n || !is_consonant(letters[i]) || letters[i] == 0x0E2D)
		return false;
	if (i + 1 >= n || is_leading(letters[i + 1]) || letters[i + 1] >= HEARD)
		return letters[i] != 0x0E24;
	if (!is_consonant(letters[i + 1]) || letters[i + 1] == 0x0E2D)
		return false;
	return !(is_cluster(letters[i], letters[i + 1]) && i + 2 < n && is_vowel_sign(letters[i + 2]));
}

/* How many consonants without a vowel stand from letters[i] on. */
static size_t
bare_run(const uint32_t *letters, size_t n, size_t i)
{
	size_t count = 0;
	while (i + count < n && is_consonant(letters[i + count]) && letters[i + count] != 0x0E2D)
		count++;
	bool voiced = i + count < n && (is_vowel_sign(letters[i + count]) || letters[i + count] == 0x0E2D);
	return count && voiced ? count - 1 : count;
}

/* The consonant that ends a syllable; returns how many letters it takes. `bare`: nobody wrote the vowel. */
static size_t
put_final(const uint32_t *letters, size_t n, size_t i, uint32_t leading, bool bare, struct cdr_latin *out)
{
	bool glide_said = letters[i] == 0x0E22 && (leading == 0x0E43 || leading == 0x0E44);
	if (!glide_said)
		cdr_latin_put(out, finals[letters[i] - THAI_FIRST]);
	bool silent_r = !bare && i + 2 == n && letters[i + 1] == 0x0E23 && is_cluster(letters[i], 0x0E23); /* samut-r */
	return silent_r ? 2 : 1;
}

void
cdr_romanise_thai(const uint32_t *run, size_t n, struct cdr_latin *out)
{
	uint32_t letters[MAX_LETTERS];
	size_t n_letters = spoken(run, n, letters);
	for (size_t i = 0; i < n_letters;) {
		size_t before = i;
		if (letters[i] >= HEARD) {
			cdr_latin_put(out, initial_of(letters[i++] - HEARD));
			continue;
		}
		uint32_t leading = is_leading(letters[i]) ? letters[i++] : 0;
		size_t onset = put_onset(letters, n_letters, i, leading, out);
		i += onset;
		size_t vowel = 0;
		if (leading == 0x0E40) {
			vowel = put_framed(letters, n_letters, i, out);
		} else if (leading) {
			cdr_latin_put(out, vowel_of(leading));
			vowel = i < n_letters && letters[i] == 0x0E30; /* a short mark behind it */
		} else {
			vowel = put_vowel(letters, n_letters, i, out);
		}
		i += vowel;
		bool bare = onset && !leading && !vowel;
		if (bare && i < n_letters)
			cdr_latin_put(out, bare_run(letters, n_letters, i) % 2 ? "o" : "a");
		if (bare && bare_run(letters, n_letters, i) % 2 == 0)
			continue;
		if (onset && is_final(letters, n_letters, i))
			i += put_final(letters, n_letters, i, leading, bare, out);
		if (i == before)
			i++;
	}
}
