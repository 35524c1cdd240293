/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that met in no other way, by their sound: across scripts ("صن رايز", "Sunrise"), and within Latin letters, where
 * romanisations differ ("Yousuf", "Youssef"). Compared are consonant skeletons, because many scripts write no vowels. What
 * surprises: runs of words are tried, for scripts part words in other places.
 */
#include "match/match-impl.h"

#include <string.h>

#define SKELETON_BYTES 32
#define LATIN_BYTES 128
#define WORD_BYTES 24
#define MAX_RUN 4
#define WHOLE_BYTES 64
#define LEAST_WHOLE 6
#define LEAST_READ_OUT 0.9
#define LEAST_KANJI 0.85
#define MOST_LETTERS 8
#define MOST_LONGER 3
#define LEAST_ACROSS 0.7 /* likeness of skeletons across scripts */
#define LEAST_WITHIN 0.8 /* within one script: the same but for vowels, doubled letters and a letter */
#define LEAST_SYMBOLS 3  /* shorter skeletons agree by chance; across scripts one less */

struct sounds {
	const struct cdr_match_name *name;
	char skeleton[CDR_NAME_MAX_TOKENS][SKELETON_BYTES];
	char latin[CDR_NAME_MAX_TOKENS][WORD_BYTES]; /* as read, cut */
	uint8_t n_latin[CDR_NAME_MAX_TOKENS];
	uint8_t n[CDR_NAME_MAX_TOKENS];
	bool native[CDR_NAME_MAX_TOKENS];
};

/* Does a Latin name write Greek ευ and αυ letter for letter ("Zeus", "Auto")? Others write them as they sound ("Zefs"). */
static bool
writes_u(const struct cdr_match_name *name)
{
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_str text = name->tokens[i].text;
		for (size_t k = 0; k + 1 < text.n; k++)
			if ((text.p[k] == 'e' || text.p[k] == 'a') && text.p[k + 1] == 'u')
				return true;
	}
	return false;
}

/* A Greek word as read, its ευ and αυ back to letters. */
static size_t
read_greek(struct cdr_str text, char latin[LATIN_BYTES])
{
	size_t n = cdr_romanise(text, latin, LATIN_BYTES);
	for (size_t i = 0; i + 3 < text.n; i += 2)
		if ((memcmp(text.p + i, "ε", 2) == 0 || memcmp(text.p + i, "α", 2) == 0) &&
		    memcmp(text.p + i + 2, "υ", 2) == 0)
			for (size_t k = 1; k < n; k++)
				if ((latin[k] == 'f' || latin[k] == 'v') &&
				    (latin[k - 1] == 'e' || latin[k - 1] == 'a'))
					latin[k] = 'u';
	return n;
}

static void
sound_out(const struct cdr_match_name *name, uint64_t met, bool other_writes_u, struct sounds *ret)
{
	ret->name = name;
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		char latin[LATIN_BYTES];
		struct cdr_str text = token->text;
		ret->n[i] = 0;
		ret->native[i] = token->flags & CDR_MATCH_NATIVE;
		bool digits = token->text.n && token->text.p[0] >= '0' && token->text.p[0] <= '9';
		if ((met >> i & 1) || digits)
			continue;
		if (token->flags & CDR_MATCH_NATIVE)
			text = (struct cdr_str){ latin, other_writes_u
				                                ? read_greek(token->text, latin)
				                                : cdr_romanise(token->text, latin, sizeof(latin)) };
		ret->n_latin[i] = (uint8_t)(text.n < WORD_BYTES ? text.n : WORD_BYTES);
		memcpy(ret->latin[i], text.p, ret->n_latin[i]);
		ret->n[i] = (uint8_t)cdr_skeleton(text, ret->skeleton[i], SKELETON_BYTES);
	}
}

/* The skeletons of n free neighbours, one behind the other; 0 when one is taken, silent or all are too long. */
static size_t
run_skeleton(const struct sounds *s, size_t first, size_t n, char out[2 * SKELETON_BYTES])
{
	size_t length = 0;
	for (size_t i = first; i < first + n; i++) {
		if (!s->n[i] || length + s->n[i] > SKELETON_BYTES)
			return 0;
		memcpy(out + length, s->skeleton[i], s->n[i]);
		length += s->n[i];
	}
	return length;
}

/* Is one word written in another script than the other? */
static bool
is_across(const struct sounds *left, size_t i, const struct sounds *right, size_t j)
{
	return left->native[i] != right->native[j];
}

/* Where a word is read with its vowels, they count a third. */
static double
with_vowels(double alike, const struct sounds *left, size_t i, const struct sounds *right, size_t j)
{
	struct cdr_str l = { left->latin[i], left->n_latin[i] }, r = { right->latin[j], right->n_latin[j] };
	size_t longer = l.n > r.n ? l.n : r.n;
	double spelt = 1 - (double)cdr_match_edits(l, r) / (double)longer;
	double whole = alike * 2 / 3 + spelt / 3;
	return spelt > 0.5 ? whole : alike < whole ? alike : whole + (alike - whole) / 2;
}

/* "рой" and "roy": too short for a skeleton, but read letter by letter the same. */
static bool
are_read_alike(const struct sounds *left, size_t i, const struct sounds *right, size_t j)
{
	struct cdr_str l = { left->latin[i], left->n_latin[i] }, r = { right->latin[j], right->n_latin[j] };
	return l.n > 1 && cdr_str_equal(l, r);
}

/* A kanji has several readings; the best is believed where it is much better than the Mandarin one. */
static double
with_kanji(double alike, const struct sounds *left, size_t i, struct cdr_str right_run, const struct sounds *right,
           size_t j, struct cdr_str left_run)
{
	const struct cdr_match_token *native = &(left->native[i] ? left : right)->name->tokens[left->native[i] ? i : j];
	double read = cdr_japanese_likeness(native->text, left->native[i] ? right_run : left_run);
	return read >= LEAST_KANJI && read > alike ? read : alike;
}

static void
try_runs(const struct sounds *left, size_t i, size_t n_left, const struct sounds *right, struct cdr_match_pair *best)
{
	char l[2 * SKELETON_BYTES], r[2 * SKELETON_BYTES];
	size_t l_n = run_skeleton(left, i, n_left, l);
	if (!l_n)
		return;
	for (size_t j = 0; j < right->name->n_tokens; j++) {
		bool across = is_across(left, i, right, j);
		for (size_t n_right = 1; n_right <= MAX_RUN && j + n_right <= right->name->n_tokens; n_right++) {
			if ((n_left > 1 && n_right > 1) || (!across && n_left + n_right > 2))
				continue;
			size_t r_n = run_skeleton(right, j, n_right, r);
			if (!r_n) /* met, silent or too long: no longer run will do */
				break;
			size_t shorter = l_n < r_n ? l_n : r_n, longer = l_n < r_n ? r_n : l_n;
			bool read_alike = across && n_left == 1 && n_right == 1 && are_read_alike(left, i, right, j);
			if (!read_alike &&
			    (shorter + (across ? 1 : 0) < LEAST_SYMBOLS || (longer - shorter) * 3 > longer))
				continue;
			double alike = cdr_skeleton_likeness((struct cdr_str){ l, l_n }, (struct cdr_str){ r, r_n });
			if (read_alike)
				alike = 1;
			else if (across && n_left == 1 && n_right == 1)
				alike = with_vowels(alike, left, i, right, j);
			if (across && (left->native[i] ? n_left : n_right) == 1)
				alike = with_kanji(alike, left, i, (struct cdr_str){ r, r_n }, right, j,
				                   (struct cdr_str){ l, l_n });
			/* The longer run of two equally alike explains more. */
			double rank = alike + 0.01 * (double)shorter;
			if (alike < (across ? LEAST_ACROSS : LEAST_WITHIN) || rank <= (double)best->weight)
				continue;
			*best = (struct cdr_match_pair){ .left = (uint8_t)i,
				                         .n_left = (uint8_t)n_left,
				                         .right = (uint8_t)j,
				                         .n_right = (uint8_t)n_right,
				                         .way = across ? CDR_WAY_SCRIPT : CDR_WAY_SOUND,
				                         .similarity = (float)alike,
				                         .weight = (float)rank };
		}
	}
}

/* Words seen often are words of their own: of two such neither is the other, however they sound. */
static bool
may_sound(const struct cdr_match_name *left, const struct cdr_match_name *right, const struct cdr_match_pair *met)
{
	const struct cdr_match_token *l = &left->tokens[met->left], *r = &right->tokens[met->right];
	return met->way == CDR_WAY_SCRIPT || !(l->flags & CDR_MATCH_COMMON) || !(r->flags & CDR_MATCH_COMMON);
}

static float
run_weight(const struct cdr_match_name *name, size_t first, size_t n)
{
	float weight = 0;
	for (size_t i = first; i < first + n; i++)
		weight += name->tokens[i].weight;
	return weight < 1 ? weight : 1;
}

/* Names of letters as they stand or, for alphabets, as they are read. */
static size_t
read_letters(struct cdr_str words, char letters[MOST_LETTERS])
{
	char latin[LATIN_BYTES];
	size_t n = cdr_read_letter_names(words, letters, MOST_LETTERS);
	if (n)
		return n;
	return cdr_read_letter_names((struct cdr_str){ latin, cdr_romanise(words, latin, sizeof(latin)) }, letters,
	                             MOST_LETTERS);
}

/* The free word `first` of a name or, where it is one letter, the run of such words from it on; returns its words, 0 when
 * it is taken or alone. */
static size_t
brief_letters(const struct cdr_match_name *brief, uint64_t met, size_t first, char out[MOST_LETTERS],
              struct cdr_str *ret)
{
	size_t n = 0;
	*ret = brief->tokens[first].text;
	if ((met >> first & 1) || ret->n > 1)
		return met >> first & 1 ? 0 : 1;
	while (n < MOST_LETTERS && first + n < brief->n_tokens && !(met >> (first + n) & 1) &&
	       brief->tokens[first + n].text.n == 1) {
		out[n] = brief->tokens[first + n].text.p[0];
		n++;
	}
	*ret = (struct cdr_str){ out, n };
	return n > 1 ? n : 0;
}

static bool
spells(struct cdr_str words, struct cdr_str letters)
{
	char latin[LATIN_BYTES];
	return cdr_spells_letters(words, letters) ||
	       cdr_spells_letters((struct cdr_str){ latin, cdr_romanise(words, latin, sizeof(latin)) }, letters);
}

/* "케이비" and "KB", "би ви ти" and "BVT": free words of `spelt` from `first` on that are names of letters, against a free
 * word of `brief` or its free single letters. */
static bool
pair_letters(const struct cdr_match_name *spelt, uint64_t spelt_met, size_t first, const struct cdr_match_name *brief,
             uint64_t brief_met, struct cdr_match_pair *ret)
{
	char words[LATIN_BYTES], letters[MOST_LETTERS];
	size_t n = 0;
	for (size_t k = 0; k < MOST_LETTERS && first + k < spelt->n_tokens && !(spelt_met >> (first + k) & 1); k++) {
		struct cdr_str text = spelt->tokens[first + k].text;
		if (n + text.n + 1 > sizeof(words))
			return false;
		if (n)
			words[n++] = ' ';
		memcpy(words + n, text.p, text.n);
		n += text.n;
		size_t n_letters = read_letters((struct cdr_str){ words, n }, letters);
		for (size_t j = 0; n_letters && j < brief->n_tokens; j++) {
			char single[MOST_LETTERS];
			struct cdr_str other;
			size_t n_brief = brief_letters(brief, brief_met, j, single, &other);
			if (!n_brief || !spells((struct cdr_str){ words, n }, other))
				continue;
			*ret = (struct cdr_match_pair){ .left = (uint8_t)first,
				                        .n_left = (uint8_t)(k + 1),
				                        .right = (uint8_t)j,
				                        .n_right = (uint8_t)n_brief,
				                        .way = CDR_WAY_SCRIPT,
				                        .similarity = 1,
				                        .weight = run_weight(brief, j, n_brief) };
			return true;
		}
	}
	return false;
}

static void
pair_letter_names(const struct cdr_match_name *left, const struct cdr_match_name *right, struct cdr_match_evidence *e)
{
	for (size_t side = 0; side < 2; side++) {
		const struct cdr_match_name *spelt = side ? right : left, *brief = side ? left : right;
		uint64_t *spelt_met = side ? &e->right_met : &e->left_met;
		uint64_t *brief_met = side ? &e->left_met : &e->right_met;
		for (size_t i = 0; i < spelt->n_tokens && e->n_pairs < CDR_LEN(e->pairs); i++) {
			struct cdr_match_pair met;
			if (!(spelt->tokens[i].flags & CDR_MATCH_NATIVE) ||
			    !pair_letters(spelt, *spelt_met, i, brief, *brief_met, &met))
				continue;
			*spelt_met |= ((UINT64_C(1) << met.n_left) - 1) << met.left;
			*brief_met |= ((UINT64_C(1) << met.n_right) - 1) << met.right;
			if (side)
				met = (struct cdr_match_pair){ .left = met.right,
					                       .n_left = met.n_right,
					                       .right = met.left,
					                       .n_right = met.n_left,
					                       .way = met.way,
					                       .similarity = 1,
					                       .weight = met.weight };
			e->pairs[e->n_pairs++] = met;
		}
	}
}

/* The whole of a name as written, legal form and all, by its sound. */
static size_t
whole_skeleton(const struct cdr_match_name *name, char out[WHOLE_BYTES])
{
	char latin[8 * WHOLE_BYTES];
	size_t n = cdr_romanise(name->original, latin, sizeof(latin)), kept = 0;
	for (size_t i = 0; i < n; i++) {
		char c = latin[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c + ('a' - 'A'));
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			latin[kept++] = c;
	}
	return cdr_skeleton((struct cdr_str){ latin, kept }, out, WHOLE_BYTES);
}

/* Registers print names of other scripts as some program reads them out ("shan dong … gu fen you xian gong si"). Then
 * the words of the two do not part alike, but the whole sounds the same. */
static bool
is_read_out(const struct cdr_match_name *left, const struct cdr_match_name *right, struct cdr_match_evidence *e)
{
	if ((left->flags | right->flags) & CDR_MATCH_READING)
		return false;
	char l[WHOLE_BYTES], r[WHOLE_BYTES];
	size_t l_n = whole_skeleton(left, l), r_n = whole_skeleton(right, r);
	if (l_n < LEAST_WHOLE || r_n < LEAST_WHOLE || left->n_tokens == 0 || right->n_tokens == 0)
		return false;
	double alike = cdr_skeleton_likeness((struct cdr_str){ l, l_n }, (struct cdr_str){ r, r_n });
	if (alike < LEAST_READ_OUT)
		return false;
	e->pairs[0] = (struct cdr_match_pair){ .n_left = (uint8_t)left->n_tokens,
		                               .n_right = (uint8_t)right->n_tokens,
		                               .way = CDR_WAY_SCRIPT,
		                               .similarity = (float)alike,
		                               .weight = 1 };
	e->n_pairs = 1;
	e->left_met = left->n_tokens >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << left->n_tokens) - 1;
	e->right_met = right->n_tokens >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << right->n_tokens) - 1;
	return true;
}

bool
cdr_match_is_native(const struct cdr_match_name *name)
{
	for (size_t i = 0; i < name->n_tokens; i++)
		if (name->tokens[i].flags & CDR_MATCH_NATIVE)
			return true;
	return false;
}

/* Could two words of one script sound alike? Most cannot, by their letters, and sounding them out is dear. */
static bool
may_sound_alike(const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	size_t shorter = a->n_characters < b->n_characters ? a->n_characters : b->n_characters;
	size_t longer = a->n_characters < b->n_characters ? b->n_characters : a->n_characters;
	if (shorter < LEAST_SYMBOLS || longer - shorter > MOST_LONGER || a->kind == CDR_TOKEN_NUMBER ||
	    b->kind == CDR_TOKEN_NUMBER)
		return false;
	return 2 * cdr_match_bits(a->letters & b->letters) >= cdr_match_bits(a->letters | b->letters);
}

static bool
any_may_sound_alike(const struct cdr_match_name *left, const struct cdr_match_name *right,
                    const struct cdr_match_evidence *e)
{
	for (size_t i = 0; i < left->n_tokens; i++)
		for (size_t j = 0; !(e->left_met >> i & 1) && j < right->n_tokens; j++)
			if (!(e->right_met >> j & 1) && may_sound_alike(&left->tokens[i], &right->tokens[j]))
				return true;
	return false;
}

void
cdr_match_align_sound(const struct cdr_match_name *left, const struct cdr_match_name *right,
                      struct cdr_match_evidence *e)
{
	struct sounds l, r;
	bool left_native = cdr_match_is_native(left), right_native = cdr_match_is_native(right);
	if (!left_native && !right_native && !any_may_sound_alike(left, right, e))
		return;
	if (left_native != right_native && is_read_out(left, right, e))
		return;
	pair_letter_names(left, right, e);
	sound_out(left, e->left_met, writes_u(right), &l);
	sound_out(right, e->right_met, writes_u(left), &r);
	while (e->n_pairs < CDR_LEN(e->pairs)) {
		struct cdr_match_pair best = { .weight = 0 };
		for (size_t i = 0; i < left->n_tokens; i++)
			for (size_t n = 1; n <= MAX_RUN && i + n <= left->n_tokens; n++)
				try_runs(&l, i, n, &r, &best);
		if (best.weight <= 0)
			return;
		for (size_t i = best.left; i < (size_t)best.left + best.n_left; i++)
			l.n[i] = 0;
		for (size_t j = best.right; j < (size_t)best.right + best.n_right; j++)
			r.n[j] = 0;
		if (!may_sound(left, right, &best))
			continue;
		float l_weight = run_weight(left, best.left, best.n_left);
		float r_weight = run_weight(right, best.right, best.n_right);
		best.weight = l_weight < r_weight ? l_weight : r_weight;
		e->pairs[e->n_pairs++] = best;
		e->left_met |= ((UINT64_C(1) << best.n_left) - 1) << best.left;
		e->right_met |= ((UINT64_C(1) << best.n_right) - 1) << best.right;
	}
}
