/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The consonants of a name, one byte a class of sounds, and how alike two such skeletons are. Vowels are left out because
 * half of the scripts do not write them and the others spell them freely. What surprises: costs are fixed and depend on
 * the neighbours, because what one language drops (h, r before a consonant, the g of "ng") stands in predictable places.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define MAX_SKELETON 64
#define WHOLE 100 /* cost of one consonant more or less, in hundredths */

/* A spelling and the classes it is; the longest that fits is taken. Classes: letters for themselves, and P for ph, K for
 * kh, G for gh, c for ch, x for sh, Z for zh, q for ts. */
struct spelling {
	char latin[6];
	char classes[4];
};
static const struct spelling spellings[] = {
	{ "shch", "x" }, { "tsch", "c" }, { "tion", "xn" }, { "sion", "xn" }, { "cion", "xn" }, { "ture", "cr" },
	{ "sch", "x" },  { "tch", "c" },  { "dzh", "j" },   { "chh", "c" },   { "sh", "x" },    { "ch", "c" },
	{ "zh", "Z" },   { "kh", "K" },   { "gh", "G" },    { "ph", "P" },    { "th", "t" },    { "dh", "d" },
	{ "bh", "b" },   { "jh", "j" },   { "rh", "r" },    { "wh", "w" },    { "ts", "q" },    { "tz", "q" },
	{ "cz", "c" },   { "dz", "z" },   { "dj", "j" },    { "ck", "k" },    { "qu", "kw" },   { "q", "k" },
	{ "x", "ks" },
};

/* Sounds that one script or language writes for another; hundredths. */
struct confusion {
	char one, other;
	uint8_t cost;
};
static const struct confusion confusions[] = {
	{ 'b', 'p', 15 }, { 'b', 'v', 20 }, { 'b', 'w', 35 }, { 'b', 'f', 45 }, { 'b', 'P', 25 }, { 'p', 'f', 25 },
	{ 'p', 'P', 5 },  { 'f', 'P', 5 },  { 'v', 'f', 20 }, { 'v', 'w', 10 }, { 'f', 'w', 35 }, { 'v', 'p', 45 },
	{ 'v', 'P', 30 }, { 'w', 'P', 45 }, { 'f', 'h', 35 }, { 'g', 'k', 15 }, { 'g', 'j', 25 }, { 'g', 'G', 5 },
	{ 'g', 'h', 30 }, { 'g', 'K', 35 }, { 'k', 'G', 25 }, { 'k', 'K', 5 },  { 'k', 'h', 45 }, { 'k', 'c', 35 },
	{ 'k', 'j', 60 }, { 'K', 'h', 5 },  { 'K', 'G', 25 }, { 'K', 'c', 25 }, { 'G', 'h', 30 }, { 'G', 'j', 45 },
	{ 'c', 'h', 30 }, { 'd', 't', 15 }, { 's', 'z', 10 }, { 's', 'q', 25 }, { 's', 'x', 20 }, { 's', 'c', 40 },
	{ 's', 't', 40 }, { 's', 'Z', 40 }, { 's', 'k', 55 }, { 'z', 'Z', 20 }, { 'z', 'j', 25 }, { 'z', 'q', 20 },
	{ 'z', 'x', 40 }, { 'z', 'd', 40 }, { 'z', 'c', 45 }, { 'Z', 'j', 15 }, { 'Z', 'x', 20 }, { 'Z', 'c', 40 },
	{ 'Z', 'q', 45 }, { 'Z', 'g', 40 }, { 'q', 'c', 20 }, { 'q', 't', 35 }, { 'q', 'x', 35 }, { 'q', 'k', 45 },
	{ 'q', 'j', 35 }, { 'c', 'x', 20 }, { 'c', 'j', 20 }, { 'c', 't', 35 }, { 'c', 'd', 55 }, { 'x', 'j', 35 },
	{ 'x', 'h', 55 }, { 'd', 'j', 45 }, { 't', 'j', 50 }, { 'j', 'y', 25 }, { 'j', 'h', 50 }, { 'l', 'r', 20 },
	{ 'm', 'n', 40 }, { 'l', 'n', 50 }, { 'r', 'n', 55 }, { 'w', 'y', 70 }, { 'd', 'r', 60 },
};

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static bool
is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* A digit counts as itself: "3m". */
static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The spelling that stands at p, or NULL. */
static const struct spelling *
spelling_at(const char *p, size_t n)
{
	for (size_t i = 0; i < CDR_LEN(spellings); i++) {
		size_t length = strlen(spellings[i].latin);
		if (length <= n && memcmp(p, spellings[i].latin, length) == 0)
			return &spellings[i];
	}
	return NULL;
}

/* The class of a letter alone; 0 when it is a vowel or silent there. */
static char
class_of(char c, char before, char after)
{
	bool vowel_after = is_vowel(after) || after == 'y';
	switch (c) {
	case 'c':
		return after == 'e' || after == 'i' || after == 'y' ? 's' : 'k';
	case 'y':
	case 'w':
		return is_vowel(after) ? c : '\0';
	case 'h':
		return vowel_after || !is_vowel(before) ? 'h' : '\0';
	default:
		return is_vowel(c) ? '\0' : c;
	}
}

static void
add(char *out, size_t cap, size_t *n, char class)
{
	if (class && *n < cap && !(*n && out[*n - 1] == class && !is_digit(class)))
		out[(*n)++] = class;
}

size_t
cdr_skeleton(struct cdr_str latin, char *out, size_t cap)
{
	size_t n = 0;
	for (size_t i = 0; i < latin.n;) {
		char c = latin.p[i];
		const struct spelling *spelling = spelling_at(latin.p + i, latin.n - i);
		if (spelling) {
			for (const char *class = spelling->classes; *class; class ++)
				add(out, cap, &n, *class);
			i += strlen(spelling->latin);
			continue;
		}
		char before = i ? latin.p[i - 1] : ' ', after = i + 1 < latin.n ? latin.p[i + 1] : ' ';
		if (is_letter(c))
			add(out, cap, &n, class_of(c, before, after));
		else if (is_digit(c))
			add(out, cap, &n, c);
		i++;
	}
	return n;
}

/* ---------------------------------------------------------------------------------------------------------- likeness */

static unsigned
exchange(char a, char b)
{
	if (a == b)
		return 0;
	for (size_t i = 0; i < CDR_LEN(confusions); i++)
		if ((confusions[i].one == a && confusions[i].other == b) ||
		    (confusions[i].one == b && confusions[i].other == a))
			return confusions[i].cost;
	return WHOLE;
}

/* What it costs that s[i] is missing on the other side. */
static unsigned
omission(struct cdr_str s, size_t i)
{
	char before = i ? s.p[i - 1] : '\0', after = i + 1 < s.n ? s.p[i + 1] : '\0';
	switch (s.p[i]) {
	case 'y':
		return 20;
	case 'w':
	case 'h':
		return 30;
	case 'G':
		return 40;
	case 'g':
	case 'k':
		return before == 'n' ? 30 : 80;
	case 'n':
		return after == 'g' || after == 'k' || after == 'd' || after == 'b' ? 50 : 80;
	case 'm':
		return after == 'b' || after == 'p' ? 50 : 90;
	case 'r':
		return after == '\0' || !is_vowel(after) ? 50 : 80;
	case 'x':
	case 'j':
		return 80;
	default:
		return WHOLE - 10;
	}
}

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned low = a < b ? a : b;
	return low < c ? low : c;
}

static unsigned
weight(struct cdr_str s, unsigned ret[MAX_SKELETON])
{
	unsigned sum = 0;
	for (size_t i = 0; i < s.n; i++)
		sum += ret[i] = omission(s, i);
	return sum;
}

double
cdr_skeleton_likeness(struct cdr_str a, struct cdr_str b)
{
	unsigned gone_a[MAX_SKELETON], gone_b[MAX_SKELETON], row[MAX_SKELETON + 1];
	a.n = a.n < MAX_SKELETON ? a.n : MAX_SKELETON;
	b.n = b.n < MAX_SKELETON ? b.n : MAX_SKELETON;
	if (!a.n || !b.n)
		return 0;
	unsigned sum_a = weight(a, gone_a), sum_b = weight(b, gone_b);
	row[0] = 0;
	for (size_t k = 0; k < b.n; k++)
		row[k + 1] = row[k] + gone_b[k];
	for (size_t i = 0; i < a.n; i++) {
		unsigned diagonal = row[0];
		row[0] += gone_a[i];
		for (size_t k = 0; k < b.n; k++) {
			unsigned above = row[k + 1];
			row[k + 1] = least(above + gone_a[i], row[k] + gone_b[k], diagonal + exchange(a.p[i], b.p[k]));
			diagonal = above;
		}
	}
	unsigned most = sum_a > sum_b ? sum_a : sum_b;
	return row[b.n] >= most ? 0 : 1 - (double)row[b.n] / most;
}
