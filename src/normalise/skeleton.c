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

/* A spelling and the classes it is. Classes: letters for themselves, and P for ph, K for kh, G for gh, c for ch, x for
 * sh, Z for zh, T for th, and q for ts. */
struct spelling {
	char latin[6];
	char classes[4];
	uint8_t length;
};
/* By first letter, the longer before the shorter. */
static const struct spelling with_b[] = { { "bh", "b", 2 } };
static const struct spelling with_c[] = {
	{ "cion", "xn", 4 }, { "chh", "c", 3 }, { "ch", "c", 2 }, { "cz", "c", 2 }, { "ck", "k", 2 }
};
static const struct spelling with_d[] = { { "dzh", "j", 3 }, { "dh", "d", 2 }, { "dz", "z", 2 }, { "dj", "j", 2 } };
static const struct spelling with_g[] = { { "gh", "G", 2 } };
static const struct spelling with_j[] = { { "jh", "j", 2 } };
static const struct spelling with_k[] = { { "kh", "K", 2 } };
static const struct spelling with_p[] = { { "ph", "P", 2 } };
static const struct spelling with_q[] = { { "qu", "kw", 2 }, { "q", "k", 1 } };
static const struct spelling with_r[] = { { "rh", "r", 2 } };
static const struct spelling with_s[] = {
	{ "shch", "x", 4 }, { "sion", "xn", 4 }, { "sch", "x", 3 }, { "sh", "x", 2 }
};
static const struct spelling with_t[] = { { "tsch", "c", 4 }, { "tion", "xn", 4 }, { "ture", "cr", 4 },
	                                  { "tch", "c", 3 },  { "th", "T", 2 },    { "ts", "q", 2 },
	                                  { "tz", "q", 2 } };
static const struct spelling with_w[] = { { "wh", "w", 2 } };
static const struct spelling with_x[] = { { "x", "ks", 1 } };
static const struct spelling with_z[] = { { "zh", "Z", 2 } };
struct spellings {
	const struct spelling *at;
	size_t n;
};
static const struct spellings by_letter[26] = {
	['b' - 'a'] = { with_b, CDR_LEN(with_b) }, ['c' - 'a'] = { with_c, CDR_LEN(with_c) },
	['d' - 'a'] = { with_d, CDR_LEN(with_d) }, ['g' - 'a'] = { with_g, CDR_LEN(with_g) },
	['j' - 'a'] = { with_j, CDR_LEN(with_j) }, ['k' - 'a'] = { with_k, CDR_LEN(with_k) },
	['p' - 'a'] = { with_p, CDR_LEN(with_p) }, ['q' - 'a'] = { with_q, CDR_LEN(with_q) },
	['r' - 'a'] = { with_r, CDR_LEN(with_r) }, ['s' - 'a'] = { with_s, CDR_LEN(with_s) },
	['t' - 'a'] = { with_t, CDR_LEN(with_t) }, ['w' - 'a'] = { with_w, CDR_LEN(with_w) },
	['x' - 'a'] = { with_x, CDR_LEN(with_x) }, ['z' - 'a'] = { with_z, CDR_LEN(with_z) },
};
/* Greek b, d and g at the start of a word, as they are spelt. */
static const struct spelling at_start[] = { { "mp", "b", 2 }, { "nt", "d", 2 }, { "gk", "g", 2 } };

/* Sounds that one script or language writes for another: what their exchange costs, in hundredths. The table holds what is
 * saved, so that nothing is saved where nothing is said. */
#define SOUNDS(one, other, cost) [one][other] = WHOLE - (cost), [other][one] = WHOLE - (cost),
static const uint8_t saved[128][128] = {
	/* clang-format off */
	SOUNDS('b', 'p', 15) SOUNDS('b', 'v', 20) SOUNDS('b', 'w', 35) SOUNDS('b', 'f', 45)
	SOUNDS('b', 'P', 25) SOUNDS('p', 'f', 25) SOUNDS('p', 'P', 5) SOUNDS('f', 'P', 5)
	SOUNDS('v', 'f', 20) SOUNDS('v', 'w', 10) SOUNDS('f', 'w', 35) SOUNDS('v', 'p', 45)
	SOUNDS('v', 'P', 30) SOUNDS('w', 'P', 45) SOUNDS('f', 'h', 35) SOUNDS('g', 'k', 15)
	SOUNDS('g', 'j', 25) SOUNDS('g', 'G', 5) SOUNDS('g', 'h', 30) SOUNDS('g', 'K', 35)
	SOUNDS('k', 'G', 25) SOUNDS('k', 'K', 5) SOUNDS('k', 'h', 45) SOUNDS('k', 'c', 35)
	SOUNDS('k', 'j', 60) SOUNDS('K', 'h', 5) SOUNDS('K', 'G', 25) SOUNDS('K', 'c', 25)
	SOUNDS('G', 'h', 30) SOUNDS('G', 'j', 45) SOUNDS('c', 'h', 30) SOUNDS('d', 't', 15)
	SOUNDS('s', 'z', 10) SOUNDS('s', 'q', 25) SOUNDS('s', 'x', 20) SOUNDS('s', 'c', 40)
	SOUNDS('s', 't', 40) SOUNDS('s', 'Z', 40) SOUNDS('s', 'k', 55) SOUNDS('z', 'Z', 20)
	SOUNDS('z', 'j', 25) SOUNDS('z', 'q', 20) SOUNDS('z', 'x', 40) SOUNDS('z', 'd', 40)
	SOUNDS('z', 'c', 45) SOUNDS('Z', 'j', 15) SOUNDS('Z', 'x', 20) SOUNDS('Z', 'c', 40)
	SOUNDS('Z', 'q', 45) SOUNDS('Z', 'g', 40) SOUNDS('q', 'c', 20) SOUNDS('q', 't', 35)
	SOUNDS('q', 'x', 35) SOUNDS('q', 'k', 45) SOUNDS('q', 'j', 35) SOUNDS('c', 'x', 20)
	SOUNDS('c', 'j', 20) SOUNDS('c', 't', 35) SOUNDS('c', 'd', 55) SOUNDS('x', 'j', 35)
	SOUNDS('x', 'h', 55) SOUNDS('d', 'j', 45) SOUNDS('t', 'j', 50) SOUNDS('j', 'y', 25)
	SOUNDS('j', 'h', 50) SOUNDS('l', 'r', 20) SOUNDS('m', 'n', 40) SOUNDS('l', 'n', 50)
	SOUNDS('r', 'n', 55) SOUNDS('w', 'y', 70) SOUNDS('d', 'r', 60) SOUNDS('T', 't', 5)
	SOUNDS('T', 's', 25) SOUNDS('T', 'z', 25) SOUNDS('T', 'd', 15) SOUNDS('T', 'f', 45)
	/* clang-format on */
};
#undef SOUNDS

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

static const struct spelling *
find(struct spellings among, const char *p, size_t n)
{
	for (size_t i = 0; i < among.n; i++)
		if (among.at[i].length <= n && memcmp(p, among.at[i].latin, among.at[i].length) == 0)
			return &among.at[i];
	return NULL;
}

/* The spelling that stands at p, a letter, or NULL. */
static const struct spelling *
spelling_at(const char *p, size_t n, bool start)
{
	const struct spelling *found = NULL;
	if (start && (*p == 'm' || *p == 'n' || *p == 'g'))
		found = find((struct spellings){ at_start, CDR_LEN(at_start) }, p, n);
	return found ? found : find(by_letter[*p - 'a'], p, n);
}

/* The class of a letter alone; 0 when it is a vowel or silent there. */
static char
class_of(char c, char before, char after)
{
	switch (c) {
	case 'c':
		return after == 'e' || after == 'i' || after == 'y' ? 's' : 'k';
	case 'y':
	case 'w':
		return is_vowel(after) ? c : '\0';
	case 'h':
		return after != ' ' || !is_vowel(before) ? 'h' : '\0';
	default:
		return is_vowel(c) ? '\0' : c;
	}
}

/* `apart`: a vowel stands between this sound and the last; else one twice counts once. */
static void
add(char *out, size_t cap, size_t *n, char class, bool apart)
{
	if (class && *n < cap && (apart || !*n || out[*n - 1] != class || is_digit(class)))
		out[(*n)++] = class;
}

size_t
cdr_skeleton(struct cdr_str latin, char *out, size_t cap)
{
	size_t n = 0;
	bool apart = false;
	for (size_t i = 0; i < latin.n;) {
		char c = latin.p[i];
		char before = i ? latin.p[i - 1] : ' ', after = i + 1 < latin.n ? latin.p[i + 1] : ' ';
		const struct spelling *spelling = NULL;
		if (is_letter(c))
			spelling = spelling_at(latin.p + i, latin.n - i, before == ' ');
		if (spelling) {
			for (const char *class = spelling->classes; *class; class ++)
				add(out, cap, &n, *class, apart);
			i += spelling->length;
			apart = false;
			continue;
		}
		if (is_letter(c))
			add(out, cap, &n, class_of(c, before, after), apart);
		else if (is_digit(c))
			add(out, cap, &n, c, apart);
		if (c != ' ')
			apart = is_vowel(c) || c == 'y' || c == 'w';
		i++;
	}
	return n;
}

/* ---------------------------------------------------------------------------------------------------------- likeness */

unsigned
cdr_skeleton_exchange(char a, char b)
{
	return a == b ? 0 : WHOLE - saved[a & 0x7F][b & 0x7F];
}

unsigned
cdr_skeleton_omission(struct cdr_str s, size_t i)
{
	char before = i ? s.p[i - 1] : '\0', after = i + 1 < s.n ? s.p[i + 1] : '\0';
	if (s.p[i] == before)
		return 35;
	switch (s.p[i]) {
	case 'y':
		return 20;
	case 'w':
	case 'h':
		return 30;
	case 'v':
		return 60;
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
		return after == 'n' ? 40 : 50;
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
		sum += ret[i] = cdr_skeleton_omission(s, i);
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
			row[k + 1] = least(above + gone_a[i], row[k] + gone_b[k],
			                   diagonal + cdr_skeleton_exchange(a.p[i], b.p[k]));
			diagonal = above;
		}
	}
	unsigned most = sum_a > sum_b ? sum_a : sum_b;
	return row[b.n] >= most ? 0 : 1 - (double)row[b.n] / most;
}
