/* SPDX-License-Identifier: Apache-2.0 */
/* Inventing and damaging names. What surprises: a word is worked out from its rank, so no stock of words is kept. */
#include "invent.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define VOCABULARY 3000000.0

static const char *const syllables[] = {
	"al", "ba",  "bor", "bri", "ca",  "chel", "cor", "da",  "dor", "du", "el",  "fa",  "fen", "flo", "ga",  "gri",
	"ha", "hol", "in",  "is",  "ja",  "ki",   "kra", "la",  "lin", "lo", "ma",  "mer", "mi",  "mo",  "na",  "nel",
	"no", "or",  "pa",  "per", "po",  "qui",  "ra",  "ren", "ri",  "ro", "sa",  "sel", "shi", "so",  "sta", "su",
	"ta", "ten", "ti",  "tor", "tra", "ul",   "va",  "ven", "vi",  "wa", "wes", "xa",  "yo",  "za",  "zen", "zu",
};
static const char *const trades[] = { "Trading",     "Textiles",    "Logistics",     "Foods",      "Shipping",
	                              "Recruitment", "Garments",    "Holdings",      "Services",   "Marine",
	                              "Exports",     "Engineering", "Energy",        "Fisheries",  "Steel",
	                              "Chemicals",   "Group",       "International", "Industries", "Plastics" };
static const char *const forms[] = {
	"Ltd", "LLC", "GmbH", "Co., Ltd.", "Inc.", "S.A.", "Pvt Ltd", "PLC", "Limited", ""
};

/* A generator of our own (Knuth's MMIX constants), so that every machine makes the same names. */
uint32_t
dice_below(struct dice *dice, uint32_t n)
{
	dice->state = dice->state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)((dice->state >> 33) % n);
}

static void
put(char *out, size_t cap, size_t *n, const char *text)
{
	int written = snprintf(out + *n, cap - *n, "%s%s", *n ? " " : "", text);
	*n += written > 0 && (size_t)written < cap - *n ? (size_t)written : 0;
}

/* Two syllables for the commonest, up to four for the rarest; ranks are shuffled so that neighbours look different. */
static void
put_word(struct dice *dice, char *out, size_t cap, size_t *n)
{
	double share = dice_below(dice, 1U << 30) / (double)(1U << 30);
	uint64_t rank = (uint64_t)exp(share * log(VOCABULARY));
	size_t n_syllables = rank < 2000 ? 2 : rank < 150000 ? 3 : 4;
	uint64_t mixed = rank * UINT64_C(0x9E3779B97F4A7C15);
	char word[64];
	size_t length = 0;
	for (size_t i = 0; i < n_syllables; i++, mixed <<= 6)
		length += (size_t)snprintf(word + length, sizeof(word) - length, "%s", syllables[mixed >> 58]);
	if (mixed >> 62)
		(void)snprintf(word + length, sizeof(word) - length, "%c", "aeinorst"[(mixed >> 59) & 7]);
	word[0] = (char)(word[0] - 'a' + 'A');
	put(out, cap, n, word);
}

size_t
invent_name(struct dice *dice, char *out, size_t cap)
{
	size_t n = 0;
	for (uint32_t i = 0, words = 1 + dice_below(dice, 3); i < words; i++)
		put_word(dice, out, cap, &n);
	if (dice_below(dice, 4))
		put(out, cap, &n, trades[dice_below(dice, CDR_LEN(trades))]);
	const char *form = forms[dice_below(dice, CDR_LEN(forms))];
	if (*form)
		put(out, cap, &n, form);
	return n;
}

const char *
damage_title(enum damage kind)
{
	static const char *const titles[] = { "as they are", "a letter wrong", "a word missing", "another form" };
	return titles[kind];
}

/* One letter left out, doubled, exchanged or swapped with its neighbour, never at the beginning. */
static size_t
damage_letter(struct dice *dice, struct cdr_str name, char *out)
{
	size_t at = 1 + dice_below(dice, (uint32_t)name.n - 2), n = 0;
	uint32_t how = dice_below(dice, 4);
	for (size_t i = 0; i < name.n; i++) {
		if (i == at && how == 0)
			continue;
		out[n++] = name.p[i];
		if (i == at && how == 1)
			out[n++] = name.p[i];
		if (i == at && how == 2)
			out[n - 1] = (char)('a' + dice_below(dice, 26));
		if (i == at && how == 3) {
			out[n] = out[n - 1];
			out[n - 1] = name.p[++i];
			n++;
		}
	}
	return n;
}

static size_t
damage_word(struct dice *dice, struct cdr_str name, char *out)
{
	size_t n_words = 1, word = 0, n = 0;
	for (size_t i = 0; i < name.n; i++)
		n_words += name.p[i] == ' ';
	uint32_t dropped = n_words > 2 ? dice_below(dice, (uint32_t)n_words) : UINT32_MAX;
	for (size_t i = 0; i < name.n; i++) {
		word += name.p[i] == ' ';
		if (word != dropped)
			out[n++] = name.p[i];
	}
	return n;
}

size_t
damage_name(struct dice *dice, enum damage kind, struct cdr_str name, char *out, size_t cap)
{
	bool ascii = true;
	for (size_t i = 0; i < name.n; i++)
		ascii = ascii && (unsigned char)name.p[i] < 0x80;
	if (name.n + 16 > cap)
		name.n = cdr_str_cut(name, cap - 16);
	if (kind == DAMAGE_LETTER && ascii && name.n > 3)
		return damage_letter(dice, name, out);
	if (kind == DAMAGE_WORD)
		return damage_word(dice, name, out);
	memcpy(out, name.p, name.n);
	size_t n = name.n;
	if (kind == DAMAGE_FORM) {
		out[n] = '\0';
		put(out, cap, &n, forms[dice_below(dice, 5)]);
	}
	return n;
}
