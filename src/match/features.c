/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two names -> evidence: which words met, how, and what is left over on each side. No weighing of the whole (compare.c),
 * no sentences (explain.c). What surprises: a word left over on one side only was omitted, words left over on both
 * contradict each other; that difference is what tells a shortened name from a sister company.
 */
#include "match/match-impl.h"

#include <string.h>

#define MAX_RUN 4          /* words that may be written together: "a b c" and "abc" */
#define MIN_TYPO_LENGTH 5  /* four letters are a name of their own … */
#define MIN_TYPO_NATIVE 4  /* … except in scripts that write few vowels */
#define MIN_SHORT_LENGTH 5 /* of a word cut short */
#define MAX_ACRONYM 6
#define MIN_ACRONYM 2

struct aligner {
	const struct cdr_match_config *config;
	const struct cdr_match_name *left, *right;
	struct cdr_match_evidence *evidence;
};

bool
cdr_match_swapped(const struct cdr_match_name *left, const struct cdr_match_name *right)
{
	for (size_t i = 0; i < left->n_tokens && i < right->n_tokens; i++) {
		int order = cdr_str_compare(left->tokens[i].text, right->tokens[i].text);
		if (order)
			return order > 0;
	}
	if (left->n_tokens != right->n_tokens)
		return left->n_tokens > right->n_tokens;
	return cdr_str_compare(left->original, right->original) > 0;
}

static bool
left_free(const struct aligner *a, size_t i)
{
	return !(a->evidence->left_met >> i & 1);
}

static bool
right_free(const struct aligner *a, size_t i)
{
	return !(a->evidence->right_met >> i & 1);
}

static uint64_t
mask(size_t first, size_t n)
{
	return (n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1) << first;
}

static void
pair(struct aligner *a, struct cdr_match_pair met)
{
	struct cdr_match_evidence *e = a->evidence;
	if (e->n_pairs == CDR_LEN(e->pairs))
		return;
	e->pairs[e->n_pairs++] = met;
	e->left_met |= mask(met.left, met.n_left);
	e->right_met |= mask(met.right, met.n_right);
	const struct cdr_match_token *word = &a->left->tokens[met.left];
	bool identity = word->kind <= CDR_TOKEN_NUMBER && !word->activity &&
	                (word->text.n > 2 || met.n_left > 1 || met.n_right > 1);
	e->anchored = e->anchored || (met.similarity >= 1 && identity);
	e->agreed += (double)met.weight;
	e->similar += (double)met.weight * (double)met.similarity;
}

static bool
same_word(const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	bool number = a->kind == CDR_TOKEN_NUMBER;
	if (number != (b->kind == CDR_TOKEN_NUMBER))
		return false;
	if (number)
		return a->number == b->number;
	if (a->id && b->id)
		return a->id == b->id;
	return cdr_str_equal(a->text, b->text);
}

static void
pair_same(struct aligner *a)
{
	for (size_t i = 0; i < a->left->n_tokens; i++) {
		for (size_t j = 0; j < a->right->n_tokens; j++) {
			const struct cdr_match_token *l = &a->left->tokens[i], *r = &a->right->tokens[j];
			if (!right_free(a, j) || !same_word(l, r))
				continue;
			pair(a, (struct cdr_match_pair){ .left = (uint8_t)i,
			                                 .n_left = 1,
			                                 .right = (uint8_t)j,
			                                 .n_right = 1,
			                                 .way = CDR_WAY_SAME,
			                                 .similarity = 1,
			                                 .weight = (l->weight + r->weight) / 2 });
			break;
		}
	}
}

static size_t
character_count(struct cdr_str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return n;
}

static bool
is_plural(struct cdr_str a, struct cdr_str b)
{
	return a.n + 1 == b.n && a.n > 2 && b.p[a.n] == 's' && cdr_str_starts_with(b, a);
}

/* How likely b is a misspelt a: 0, or the mean of both measures. One edit in four characters is the most believed, and
 * never more than max_edits. */
static float
spelling(const struct cdr_match_config *config, struct cdr_str a, struct cdr_str b, size_t max_edits)
{
	if (is_plural(a, b) || is_plural(b, a))
		return (float)config->plural;
	size_t n_a = character_count(a), n_b = character_count(b);
	size_t longer = n_a > n_b ? n_a : n_b, shorter = n_a > n_b ? n_b : n_a;
	bool native = n_a < a.n || n_b < b.n;
	if (shorter < (native ? MIN_TYPO_NATIVE : MIN_TYPO_LENGTH) || longer > CDR_DISTANCE_MAX ||
	    (longer - shorter) * 4 > longer)
		return 0;
	size_t edits = cdr_match_edits(a, b);
	if (edits * 4 > longer || edits > max_edits)
		return 0;
	return (float)((1 - (double)edits / (double)longer + cdr_match_jaro_winkler(a, b)) / 2);
}

static float
least_weight(const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	return a->weight < b->weight ? a->weight : b->weight;
}

/* May one of the two be a misspelling of the other? Not when both are words in their own right; when one is, the other
 * must be very near ("chemicla", not "helical"). */
static float
token_spelling(const struct cdr_match_config *config, const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	if (a->kind == CDR_TOKEN_NUMBER || b->kind == CDR_TOKEN_NUMBER || a->kind == CDR_TOKEN_NOISE ||
	    b->kind == CDR_TOKEN_NOISE)
		return 0;
	bool a_word = a->common || a->activity, b_word = b->common || b->activity;
	if (a_word && b_word && !is_plural(a->text, b->text) && !is_plural(b->text, a->text))
		return 0;
	return spelling(config, a->text, b->text, a_word || b_word ? 1 : CDR_DISTANCE_MAX);
}

/* "recruit" for "recruitment": at least five letters and half of the longer word. */
static bool
is_shortened(struct cdr_str a, struct cdr_str b)
{
	if (a.n > b.n) {
		struct cdr_str swap = a;
		a = b;
		b = swap;
	}
	return a.n >= MIN_SHORT_LENGTH && a.n * 2 >= b.n && cdr_str_starts_with(b, a);
}

/* Best remaining pair first, until none is left. */
static void
pair_spelling(struct aligner *a)
{
	for (;;) {
		struct cdr_match_pair best = { .similarity = 0 };
		for (size_t i = 0; i < a->left->n_tokens; i++) {
			if (!left_free(a, i))
				continue;
			for (size_t j = 0; j < a->right->n_tokens; j++) {
				if (!right_free(a, j))
					continue;
				const struct cdr_match_token *l = &a->left->tokens[i], *r = &a->right->tokens[j];
				float similarity = token_spelling(a->config, l, r);
				uint8_t way = CDR_WAY_SPELLING;
				bool words = l->kind == CDR_TOKEN_STEM && r->kind == CDR_TOKEN_STEM;
				if (similarity <= 0 && words && is_shortened(l->text, r->text)) {
					similarity = (float)a->config->shortened;
					way = CDR_WAY_SHORTENED;
				}
				if (similarity > best.similarity)
					best = (struct cdr_match_pair){ .left = (uint8_t)i,
						                        .n_left = 1,
						                        .right = (uint8_t)j,
						                        .n_right = 1,
						                        .way = way,
						                        .similarity = similarity,
						                        .weight = least_weight(l, r) };
			}
		}
		if (best.similarity <= 0)
			return;
		pair(a, best);
	}
}

/* Length of the joined text of free neighbours from `first`, or 0 when one is taken or all are too long. */
static size_t
run_length(const struct cdr_match_name *name, uint64_t met, size_t first, size_t n)
{
	size_t length = 0;
	uint64_t run = (((uint64_t)1 << n) - 1) << first;
	if (met & run)
		return 0;
	for (size_t i = first; i < first + n; i++)
		length += name->tokens[i].text.n;
	return length > CDR_DISTANCE_MAX ? 0 : length;
}

/* Writes a run that fits and sums its weight. */
static void
join_run(const struct cdr_match_name *name, size_t first, size_t n, char out[CDR_DISTANCE_MAX], float *ret_weight)
{
	size_t length = 0;
	*ret_weight = 0;
	for (size_t i = first; i < first + n; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		memcpy(out + length, token->text.p, token->text.n);
		length += token->text.n;
		*ret_weight += token->weight;
	}
}

/* How alike a run of neighbours, written together, and a single word are; `exact` asks for every letter. */
static float
run_likeness(const struct aligner *a, struct cdr_str run, struct cdr_str word, bool exact)
{
	if (cdr_str_equal(run, word))
		return 1;
	return exact ? 0 : spelling(a->config, run, word, CDR_DISTANCE_MAX);
}

/* Looks for a run of n free neighbours of `split` that, written together, is word w of `whole`. */
static void
pair_run(struct aligner *a, bool split_left, size_t w, size_t n, bool exact)
{
	const struct cdr_match_name *split = split_left ? a->left : a->right, *whole = split_left ? a->right : a->left;
	const struct cdr_match_token *word = &whole->tokens[w];
	uint64_t met = split_left ? a->evidence->left_met : a->evidence->right_met;
	for (size_t first = 0; first + n <= split->n_tokens; first++) {
		char text[CDR_DISTANCE_MAX];
		float weight = 0;
		/* Lengths first: nearly every run fails there, and copying it would be most of the work. */
		size_t length = run_length(split, met, first, n);
		if (!length || (exact && length != word->text.n))
			continue;
		join_run(split, first, n, text, &weight);
		float similarity = run_likeness(a, (struct cdr_str){ text, length }, word->text, exact);
		if (similarity <= 0)
			continue;
		struct cdr_match_pair found = { .way = CDR_WAY_JOINED, .similarity = similarity };
		found.weight = weight < word->weight ? weight : word->weight;
		found.left = (uint8_t)(split_left ? first : w);
		found.n_left = (uint8_t)(split_left ? n : 1);
		found.right = (uint8_t)(split_left ? w : first);
		found.n_right = (uint8_t)(split_left ? 1 : n);
		pair(a, found);
		return;
	}
}

/* Most pairs of names have nothing left to join; this is what makes them cheap. */
static bool
has_free(const struct cdr_match_name *name, uint64_t met, int least)
{
	return (int)name->n_tokens - __builtin_popcountll(met) >= least;
}

/* "man power" and "manpower": runs of one name's words against single words of the other. */
static void
pair_joined(struct aligner *a, bool split_left, bool exact)
{
	if (!has_free(a->left, a->evidence->left_met, split_left ? 2 : 1) ||
	    !has_free(a->right, a->evidence->right_met, split_left ? 1 : 2))
		return;
	size_t n_words = split_left ? a->right->n_tokens : a->left->n_tokens;
	for (size_t w = 0; w < n_words; w++)
		for (size_t n = 2; n <= MAX_RUN; n++)
			if (split_left ? right_free(a, w) : left_free(a, w))
				pair_run(a, split_left, w, n, exact);
}

/* "cno" for "coastal national oil", "j" for "john": one word of `shorter` against the first letters of free neighbours. */
static void
pair_initials(struct aligner *a, bool short_left)
{
	const struct cdr_match_name *brief = short_left ? a->left : a->right, *full = short_left ? a->right : a->left;
	const uint64_t *brief_met = short_left ? &a->evidence->left_met : &a->evidence->right_met;
	const uint64_t *full_met = short_left ? &a->evidence->right_met : &a->evidence->left_met;
	for (size_t b = 0; b < brief->n_tokens; b++) {
		const struct cdr_match_token *word = &brief->tokens[b];
		size_t n = word->text.n;
		if ((*brief_met >> b & 1) || word->kind != CDR_TOKEN_STEM || !n || n > MAX_ACRONYM ||
		    (unsigned char)word->text.p[0] >= 0x80)
			continue;
		for (size_t first = 0; first + n <= full->n_tokens; first++) {
			size_t k = 0;
			float weight = 0;
			while (k < n && !(*full_met >> (first + k) & 1) && full->tokens[first + k].text.n > 1 &&
			       full->tokens[first + k].kind != CDR_TOKEN_NUMBER &&
			       full->tokens[first + k].text.p[0] == word->text.p[k])
				weight += full->tokens[first + k++].weight;
			if (k < n)
				continue;
			double similarity = n >= MIN_ACRONYM ? a->config->acronym : a->config->initial;
			struct cdr_match_pair met = { .way = CDR_WAY_INITIALS, .similarity = (float)similarity };
			met.weight = weight < word->weight ? weight : word->weight;
			met.left = (uint8_t)(short_left ? b : first);
			met.n_left = (uint8_t)(short_left ? 1 : n);
			met.right = (uint8_t)(short_left ? first : b);
			met.n_right = (uint8_t)(short_left ? n : 1);
			pair(a, met);
			break;
		}
	}
}

/* Weight of what met nothing; `ret_number` says that a number is among it. */
static double
left_over(const struct cdr_match_name *name, uint64_t met, bool *ret_number)
{
	double weight = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (met >> i & 1)
			continue;
		weight += (double)name->tokens[i].weight;
		*ret_number = *ret_number || name->tokens[i].kind == CDR_TOKEN_NUMBER;
	}
	return weight;
}

static void
compare_forms(const struct cdr_match_name *left, const struct cdr_match_name *right, struct cdr_match_evidence *e)
{
	for (size_t i = 0; i < left->n_forms; i++)
		for (size_t j = 0; j < right->n_forms; j++)
			e->forms_agree = e->forms_agree || cdr_str_equal(left->forms[i], right->forms[j]);
	e->forms_conflict = left->n_forms && right->n_forms && !e->forms_agree;
}

void
cdr_match_align(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *ret)
{
	*ret = (struct cdr_match_evidence){ .n_pairs = 0 };
	struct aligner a = { .config = config, .left = left, .right = right, .evidence = ret };
	pair_same(&a);
	pair_joined(&a, true, true);
	pair_joined(&a, false, true);
	pair_joined(&a, true, false);
	pair_joined(&a, false, false);
	pair_spelling(&a);
	pair_initials(&a, true);
	pair_initials(&a, false);
	bool left_number = false, right_number = false;
	ret->left_alone = left_over(left, ret->left_met, &left_number);
	ret->right_alone = left_over(right, ret->right_met, &right_number);
	ret->numbers_conflict = left_number && right_number;
	ret->number_omitted = left_number != right_number;
	ret->same_text = left->folded_hash == right->folded_hash;
	ret->one_romanised = left->romanised != right->romanised;
	compare_forms(left, right, ret);
}
