/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Han characters read as Japanese: how like a Latin skeleton the likest of all readings is. Every character has several
 * readings and nothing in a name says which is meant, so they are not written out but tried against the Latin side. What
 * surprises: the likest of many is liker by chance than a single reading would be; ask for more of it.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_LATIN 64
#define MAX_READINGS 8
#define READING_BYTES 8
#define MAX_CHARACTERS 24
#define KE_KANA 0x30B1
#define REPETITION 0x3005

/* Ways on to every place in the Latin skeleton: what they cost, and what their readings weigh. */
struct row {
	unsigned cost[MAX_LATIN + 1];
	unsigned weight[MAX_LATIN + 1];
};

static void
keep_better(struct row *row, size_t at, unsigned cost, unsigned weight)
{
	if (cost >= row->cost[at])
		return;
	row->cost[at] = cost;
	row->weight[at] = weight;
}

/* `from`, after one reading more, given by its skeleton. */
static struct row
read_on(const struct row *from, struct cdr_str reading, struct cdr_str latin)
{
	struct row row = *from;
	for (size_t i = 0; i < reading.n; i++) {
		unsigned gone = cdr_skeleton_omission(reading, i);
		struct row next;
		next.cost[0] = row.cost[0] + gone;
		next.weight[0] = row.weight[0] + gone;
		for (size_t j = 0; j < latin.n; j++) {
			next.cost[j + 1] = row.cost[j] + cdr_skeleton_exchange(reading.p[i], latin.p[j]);
			next.weight[j + 1] = row.weight[j] + gone;
			keep_better(&next, j + 1, row.cost[j + 1] + gone, row.weight[j + 1] + gone);
			keep_better(&next, j + 1, next.cost[j] + cdr_skeleton_omission(latin, j), next.weight[j]);
		}
		row = next;
	}
	return row;
}

/* Skeletons of all readings of a character; `ret` has room for MAX_READINGS. 0: none is known. */
static size_t
skeletons_of(uint32_t character, char ret[MAX_READINGS][READING_BYTES], size_t *ret_n)
{
	char kana[8];
	const char *readings = cdr_kanji_readings(character);
	struct cdr_latin latin = { .p = kana, .cap = sizeof(kana) - 1 };
	if (!readings && cdr_script_of(character) == CDR_SCRIPT_KANA) {
		cdr_romanise_kana(&character, 1, &latin);
		kana[latin.n] = '\0';
		readings = character == KE_KANA ? "ke ga" : kana;
	}
	size_t n = 0;
	while (readings && *readings && n < MAX_READINGS) {
		size_t length = strcspn(readings, " ");
		ret_n[n] = cdr_skeleton((struct cdr_str){ readings, length }, ret[n], READING_BYTES);
		n++;
		readings += length;
		readings += *readings == ' ';
	}
	return n;
}

double
cdr_japanese_likeness(struct cdr_str native, struct cdr_str skeleton)
{
	uint32_t characters[MAX_CHARACTERS];
	struct row row = { .cost = { 0 } };
	size_t n = cdr_decode(native, characters, CDR_LEN(characters)), n_han = 0;
	unsigned sum = 0;
	skeleton.n = skeleton.n < MAX_LATIN ? skeleton.n : MAX_LATIN;
	for (size_t j = 0; j < skeleton.n; j++) {
		sum += cdr_skeleton_omission(skeleton, j);
		row.cost[j + 1] = sum;
	}
	for (size_t i = 0; i < n; i++) {
		char readings[MAX_READINGS][READING_BYTES];
		size_t lengths[MAX_READINGS];
		if (characters[i] == REPETITION && i)
			characters[i] = characters[i - 1];
		enum cdr_script script = cdr_script_of(characters[i]);
		if (script == CDR_SCRIPT_NONE)
			continue;
		size_t n_readings = skeletons_of(characters[i], readings, lengths);
		if (!n_readings)
			return -1;
		n_han += script == CDR_SCRIPT_HAN;
		struct row best = read_on(&row, (struct cdr_str){ readings[0], lengths[0] }, skeleton);
		for (size_t k = 1; k < n_readings; k++) {
			struct row other = read_on(&row, (struct cdr_str){ readings[k], lengths[k] }, skeleton);
			for (size_t j = 0; j <= skeleton.n; j++)
				keep_better(&best, j, other.cost[j], other.weight[j]);
		}
		row = best;
	}
	if (!n_han || !skeleton.n)
		return -1;
	unsigned most = sum > row.weight[skeleton.n] ? sum : row.weight[skeleton.n];
	return row.cost[skeleton.n] >= most ? 0 : 1 - (double)row.cost[skeleton.n] / most;
}
