/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two names -> which words met, and how. No weighing (weigh.c), no sentences (explain.c). What surprises: words are paired
 * in rounds from the surest kind of meeting to the faintest, and a word that met is gone; most pairs of names are done
 * after the first round.
 */
#include "match/match-impl.h"

#include <string.h>

#define MAX_RUN 4 /* words that may be written together: "a b c" and "abc" */
#define MIN_CUT_LENGTH 4
#define MIN_CUT_PERSON 3 /* "Joh." for Johannes */
#define MIN_CUT_LAST 2   /* of the last word of a name that may have been cut at a width */
#define CUT_NAME_BYTES 60
#define MAX_ACRONYM 7
#define LONE_ACRONYM 3 /* letters of one that may stand for a whole name; fewer stand for many */
#define GIVEN_NAME_BYTES 32
#define LONG_GIVEN_NAME 5
#define LEAST_GIVEN_NAME 0.85
#define SHORTENED_LIKENESS 0.75F
#define ACRONYM_LIKENESS 0.7F
#define INITIAL_LIKENESS 0.6F

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

static uint64_t
mask(size_t first, size_t n)
{
	return (n >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1) << first;
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

static void
pair(struct aligner *a, struct cdr_match_pair met)
{
	struct cdr_match_evidence *e = a->evidence;
	if (e->n_pairs == CDR_LEN(e->pairs))
		return;
	e->pairs[e->n_pairs++] = met;
	e->left_met |= mask(met.left, met.n_left);
	e->right_met |= mask(met.right, met.n_right);
}

/* A run of `n_run` words from `first` of one side and the words [other, other + n_other) of the other. */
static struct cdr_match_pair
make_pair(bool run_left, size_t first, size_t n_run, size_t other, size_t n_other)
{
	return (struct cdr_match_pair){ .left = (uint8_t)(run_left ? first : other),
		                        .n_left = (uint8_t)(run_left ? n_run : n_other),
		                        .right = (uint8_t)(run_left ? other : first),
		                        .n_right = (uint8_t)(run_left ? n_other : n_run) };
}

static float
least(float a, float b)
{
	return a < b ? a : b;
}

/* Are one or two words free on each side? Most pairs of names have nothing left; this makes them cheap. */
static bool
are_free(const struct aligner *a, int n_left, int n_right)
{
	uint64_t left = ~a->evidence->left_met & mask(0, a->left->n_tokens);
	uint64_t right = ~a->evidence->right_met & mask(0, a->right->n_tokens);
	return (n_left > 1 ? left & (left - 1) : left) && (n_right > 1 ? right & (right - 1) : right);
}

/* ------------------------------------------------------------------------------------------------------- same words */

/* Do the letters of `brief` stand in `full` in this order, the first of both the same? "Wm" and "William" */
static bool
is_contraction(struct cdr_str brief, struct cdr_str full)
{
	size_t k = 0;
	if (!brief.n || !full.n || brief.p[0] != full.p[0])
		return false;
	for (size_t i = 0; i < full.n && k < brief.n; i++)
		k += full.p[i] == brief.p[k];
	return k == brief.n;
}

/* Given names of one origin are not one name: "Jan" is not "John". Contractions are, and long names spelt otherwise
 * ("Muhammad"); across scripts whatever means the same. */
static bool
is_one_given_name(struct cdr_str a, struct cdr_str b)
{
	char left[GIVEN_NAME_BYTES], right[GIVEN_NAME_BYTES];
	if (cdr_str_equal(a, b) || is_contraction(a, b) || is_contraction(b, a))
		return true;
	bool native = (unsigned char)a.p[0] >= 0x80 || (unsigned char)b.p[0] >= 0x80;
	if (native || a.n < LONG_GIVEN_NAME || b.n < LONG_GIVEN_NAME)
		return native;
	struct cdr_str l = { left, cdr_skeleton(a, left, sizeof(left)) },
		       r = { right, cdr_skeleton(b, right, sizeof(right)) };
	return cdr_skeleton_likeness(l, r) > LEAST_GIVEN_NAME;
}

static bool
same_word(const struct cdr_match_token *a, const struct cdr_match_token *b)
{
	bool number = a->kind == CDR_TOKEN_NUMBER;
	if (number != (b->kind == CDR_TOKEN_NUMBER))
		return false;
	if (number)
		return a->number == b->number;
	if (a->id && a->id == b->id)
		return true;
	return cdr_match_equal(a->meaning, b->meaning) &&
	       (a->kind != CDR_TOKEN_PERSON || is_one_given_name(a->text, b->text));
}

static void
pair_same(struct aligner *a)
{
	for (size_t i = 0; i < a->left->n_tokens; i++) {
		for (size_t j = 0; j < a->right->n_tokens; j++) {
			const struct cdr_match_token *l = &a->left->tokens[i], *r = &a->right->tokens[j];
			if (!right_free(a, j) || !same_word(l, r))
				continue;
			struct cdr_match_pair met = make_pair(true, i, 1, j, 1);
			met.way = CDR_WAY_SAME;
			met.similarity = 1;
			met.weight = (l->weight + r->weight) / 2;
			pair(a, met);
			break;
		}
	}
}

/* ------------------------------------------------------------------------------------------------------ joined words */

/* Lengths as bits of a set; those from 60 on share one. */
static uint64_t
length_bit(size_t length)
{
	return UINT64_C(1) << (length < 60 ? length : 60);
}

/* Length of the joined text of free neighbours from `first`, or 0 when one is taken or all are too long. */
static size_t
run_length(const struct cdr_match_name *name, uint64_t met, size_t first, size_t n)
{
	size_t length = 0;
	if (met & mask(first, n))
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

/* Could a run be a misspelling of the word, by its letters? Most cannot, and joining them would be most of the work. */
static bool
may_be_run(const struct cdr_match_name *name, size_t first, size_t n, const struct cdr_match_token *word)
{
	struct cdr_match_token joined = { .letters = 0 };
	for (size_t i = first; i < first + n; i++) {
		joined.letters |= name->tokens[i].letters;
		joined.n_characters += name->tokens[i].n_characters;
		joined.flags |= name->tokens[i].flags;
	}
	return cdr_match_is_near(&joined, word);
}

/* How alike a run written together and a single word are; `exact` asks for every letter. */
static float
run_likeness(const struct aligner *a, struct cdr_str run, const struct cdr_match_token *word, bool exact)
{
	if (cdr_match_equal(run, word->text))
		return 1;
	if (exact || run.n < 2)
		return 0;
	uint8_t way, flags = word->flags & CDR_MATCH_NATIVE;
	struct cdr_match_token joined = { .text = run, .flags = flags };
	cdr_match_token_finish(&joined);
	return cdr_match_spelling(a->config, &joined, word, &way);
}

/* Looks for a run of n free neighbours of one side that, written together, is word w of the other. */
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
		if (!length ||
		    (exact ? length != word->text.n : length > word->text.n + 2 || length + 2 < word->text.n))
			continue;
		if (!exact && !may_be_run(split, first, n, word))
			continue;
		join_run(split, first, n, text, &weight);
		float similarity = run_likeness(a, (struct cdr_str){ text, length }, word, exact);
		if (similarity <= 0)
			continue;
		struct cdr_match_pair found = make_pair(split_left, first, n, w, 1);
		found.way = CDR_WAY_JOINED;
		found.similarity = similarity;
		found.weight = least(weight, 1) > word->weight ? least(weight, 1) : word->weight;
		pair(a, found);
		return;
	}
}

/* Could some run of one name's words, by its length alone, be a word of the other? Nearly always not. */
static bool
may_join(const struct aligner *a, bool split_left, bool exact)
{
	const struct cdr_match_name *split = split_left ? a->left : a->right, *whole = split_left ? a->right : a->left;
	uint64_t split_met = split_left ? a->evidence->left_met : a->evidence->right_met, lengths = 0;
	uint64_t whole_met = split_left ? a->evidence->right_met : a->evidence->left_met;
	for (size_t i = 0; i < whole->n_tokens; i++)
		if (!(whole_met >> i & 1))
			lengths |= length_bit(whole->tokens[i].text.n);
	if (!exact)
		lengths |= lengths << 1 | lengths << 2 | lengths >> 1 | lengths >> 2;
	for (size_t first = 0; first + 1 < split->n_tokens; first++) {
		size_t length = 0;
		for (size_t i = first; i < split->n_tokens && i < first + MAX_RUN && !(split_met >> i & 1); i++) {
			length += split->tokens[i].text.n;
			if (i > first && (lengths & length_bit(length)))
				return true;
		}
	}
	return false;
}

/* "man power" and "manpower": runs of one name's words against single words of the other. */
static void
pair_joined(struct aligner *a, bool split_left, bool exact)
{
	if (!are_free(a, split_left ? 2 : 1, split_left ? 1 : 2) || !may_join(a, split_left, exact))
		return;
	size_t n_words = split_left ? a->right->n_tokens : a->left->n_tokens;
	for (size_t w = 0; w < n_words; w++)
		for (size_t n = 2; n <= MAX_RUN; n++)
			if (split_left ? right_free(a, w) : left_free(a, w))
				pair_run(a, split_left, w, n, exact);
}

/* --------------------------------------------------------------------------------------------------------- spelling */

/* "recruit" for "recruitment"; shorter at the end of a long name, which may have been cut at a width. */
static bool
is_shortened(const struct cdr_match_name *brief, size_t i, const struct cdr_match_token *full)
{
	const struct cdr_match_token *cut = &brief->tokens[i];
	bool cut_off = i + 1 == brief->n_tokens && brief->original.n >= CUT_NAME_BYTES;
	size_t min = cut_off ? MIN_CUT_LAST : full->kind == CDR_TOKEN_PERSON ? MIN_CUT_PERSON : MIN_CUT_LENGTH;
	if (cut->kind == CDR_TOKEN_NUMBER || full->kind == CDR_TOKEN_NUMBER || cut->text.n < min ||
	    cut->text.n + 1 >= full->text.n || ((cut->flags | full->flags) & CDR_MATCH_DIGITS))
		return false;
	return cdr_str_starts_with(full->text, cut->text);
}

static struct cdr_match_pair
spelling_pair(const struct aligner *a, size_t i, size_t j)
{
	const struct cdr_match_token *l = &a->left->tokens[i], *r = &a->right->tokens[j];
	struct cdr_match_pair met = make_pair(true, i, 1, j, 1);
	if (cdr_match_is_near(l, r))
		met.similarity = cdr_match_spelling(a->config, l, r, &met.way);
	met.weight = least(l->weight, r->weight);
	if (met.similarity <= 0 && (is_shortened(a->left, i, r) || is_shortened(a->right, j, l))) {
		met.similarity = SHORTENED_LIKENESS;
		met.way = CDR_WAY_SHORTENED;
	}
	return met;
}

/* Best remaining pair first, until none is left. */
static void
pair_spelling(struct aligner *a)
{
	while (are_free(a, 1, 1)) {
		struct cdr_match_pair best = { .similarity = 0 };
		for (size_t i = 0; i < a->left->n_tokens; i++) {
			for (size_t j = 0; left_free(a, i) && j < a->right->n_tokens; j++) {
				if (!right_free(a, j))
					continue;
				struct cdr_match_pair met = spelling_pair(a, i, j);
				if (met.similarity > best.similarity)
					best = met;
			}
		}
		if (best.similarity <= 0)
			return;
		pair(a, best);
	}
}

/* --------------------------------------------------------------------------------------------------------- initials */

/* Do the letters of `word` begin the words of `full` from `first` on? Weight of the free ones, or a negative number. An
 * acronym may hold the letter of a word that is written out beside it ("ANMP Aracu" for "Aracu National …"). */
static float
initials_weight(const struct cdr_match_name *full, uint64_t met, size_t first, struct cdr_str word)
{
	float weight = 0;
	size_t n_free = 0;
	for (size_t k = 0; k < word.n; k++) {
		const struct cdr_match_token *token = &full->tokens[first + k];
		bool is_free = !(met >> (first + k) & 1);
		if (token->n_characters < 2 || token->kind == CDR_TOKEN_NUMBER || token->text.p[0] != word.p[k])
			return -1;
		weight += is_free ? token->weight : 0;
		n_free += is_free;
	}
	return n_free == word.n || (n_free >= 2 && word.n >= 3) ? weight : -1;
}

/* Did a word of identity meet so far? */
static bool
has_anchor(const struct aligner *a)
{
	for (size_t i = 0; i < a->evidence->n_pairs; i++) {
		const struct cdr_match_pair *met = &a->evidence->pairs[i];
		const struct cdr_match_token *word = &a->left->tokens[met->left];
		bool identity = word->kind == CDR_TOKEN_STEM || word->kind == CDR_TOKEN_PERSON ||
		                word->kind == CDR_TOKEN_QUALITY;
		if (identity && met->way < CDR_WAY_SHORTENED && word->n_characters > 2)
			return true;
	}
	return false;
}

/* "cno" for "coastal national oil", "j" for "john": one word of one name against first letters of free neighbours. */
static void
pair_initials(struct aligner *a, bool short_left)
{
	const struct cdr_match_name *brief = short_left ? a->left : a->right, *full = short_left ? a->right : a->left;
	const uint64_t *brief_met = short_left ? &a->evidence->left_met : &a->evidence->right_met;
	const uint64_t *full_met = short_left ? &a->evidence->right_met : &a->evidence->left_met;
	for (size_t b = 0; b < brief->n_tokens; b++) {
		const struct cdr_match_token *word = &brief->tokens[b];
		size_t n = word->text.n;
		if ((*brief_met >> b & 1) || word->kind != CDR_TOKEN_STEM || n > MAX_ACRONYM ||
		    (n < LONE_ACRONYM && !has_anchor(a)) || (word->flags & CDR_MATCH_NATIVE))
			continue;
		for (size_t first = 0; first + n <= full->n_tokens; first++) {
			float weight = initials_weight(full, *full_met, first, word->text);
			if (weight < 0)
				continue;
			struct cdr_match_pair met = make_pair(!short_left, first, n, b, 1);
			met.way = CDR_WAY_INITIALS;
			met.similarity = n >= 2 ? ACRONYM_LIKENESS : INITIAL_LIKENESS;
			met.weight = least(weight, n >= 2 ? 1 : word->weight);
			pair(a, met);
			break;
		}
	}
}

void
cdr_match_align(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *ret)
{
	ret->n_pairs = 0;
	ret->left_met = ret->right_met = 0;
	struct aligner a = { .config = config, .left = left, .right = right, .evidence = ret };
	pair_same(&a);
	if (are_free(&a, 1, 1)) {
		pair_joined(&a, true, true);
		pair_joined(&a, false, true);
		pair_joined(&a, true, false);
		pair_joined(&a, false, false);
		pair_spelling(&a);
		pair_initials(&a, true);
		pair_initials(&a, false);
		if (are_free(&a, 1, 1))
			cdr_match_align_sound(left, right, ret);
	}
	cdr_match_weigh(config, left, right, ret);
}
