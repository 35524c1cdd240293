/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ways from a query to stored names: its words and their kin, words written together or apart, first letters, all of it.
 * No names. What surprises: words that lead to many names, and by themselves to none that is wanted, are no ways; they are
 * asked of the names that the other words led to.
 */
#include "match/index-impl.h"

#include <math.h>
#include <string.h>

#define ACRONYM_LEAST 3
#define ACRONYM_MOST 8
#define MOST_NEAR_WORDS 6 /* of a query, that words spelt somewhat alike are looked for */
#define FEW 16            /* names that are counted sooner than asked for a word */
#define ALL_OF_IT 1000.0F /* weight that no name has */
#define UNKNOWN_MORE 0.5F /* weight of two words of theirs above that of the one word that they are written as */

static void
add_way(struct cdr_match_finder *f, struct cdr_match_way_in way)
{
	if (way.n && f->n_ways < CDR_MATCH_MAX_WAYS)
		f->ways[f->n_ways++] = way;
}

void
cdr_match_leave_out(struct cdr_match_finder *f, const struct cdr_match_way_in *way)
{
	if (!way->word || f->n_left_out == CDR_MATCH_MAX_LEFT_OUT)
		return;
	f->left_out[f->n_left_out++] = *way;
	f->left_out_ids |= UINT64_C(1) << (way->word & 63);
}

/* How far a name gets that holds these words of the query, met without loss, and nothing else. */
static float
reach_alone(const struct cdr_match_finder *f, uint64_t words, float loss)
{
	struct cdr_match_meeting m = { .words = words, .loss = loss, .holds = f->wanted.holds };
	return cdr_match_reach_to(&f->reach, &f->wanted, &m);
}

/* Words that met weigh no more than the lighter of them. */
static float
lesser_loss(const struct cdr_match_finder *f, float theirs, uint64_t words)
{
	float ours = words & (words - 1) ? 0 : f->wanted.weights[cdr_match_lowest(words)];
	return ours > theirs && (words & f->wanted.identity)
	               ? (ours - theirs) * fminf(f->reach.identity, f->reach.identity_more)
	               : 0;
}

static void
add_word(struct cdr_match_finder *f, uint32_t id, float loss, uint64_t words)
{
	if (!id)
		return;
	const struct cdr_cdx_word *word = cdr_cdx_word(&f->index->cdx, id);
	struct cdr_match_way_in way = { .n = word->frequency, .words = words, .word = id };
	way.theirs = cdr_match_counted_weight(word);
	way.loss = loss + lesser_loss(f, way.theirs, words);
	if (word->postings == CDR_CDX_NO_POSTINGS) {
		f->stats.capped_keys++;
		cdr_match_leave_out(f, &way);
	} else {
		add_way(f, way);
	}
}

static void
add_key(struct cdr_match_finder *f, uint64_t hash, struct cdr_match_way_in way)
{
	const struct cdr_cdx_keys *keys = &f->index->cdx.name_keys;
	if (!hash || !keys->n)
		return;
	cdr_cdx_keys_range(keys, hash, &way.from, &way.to);
	way.tag = cdr_cdx_tag(keys, hash);
	for (uint32_t i = way.from; i < way.to; i++)
		way.n += keys->targets[i] >> CDR_CDX_ID_BITS == way.tag;
	if (way.n >= CDR_CDX_MOST_TARGETS)
		f->stats.capped_keys++;
	add_way(f, way);
}

static bool
is_acronym(struct cdr_str text)
{
	if (text.n < ACRONYM_LEAST || text.n > ACRONYM_MOST)
		return false;
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 'a' || text.p[i] > 'z')
			return false;
	return true;
}

/* A word written otherwise. Where it leads to many names, and these cannot be wanted for it and other words left out
 * alone, it is only asked of names found otherwise. */
static void
add_or_leave_out(struct cdr_match_finder *f, struct cdr_match_kin kin, uint64_t words)
{
	const struct cdr_cdx_word *word = cdr_cdx_word(&f->index->cdx, kin.id);
	struct cdr_match_way_in way = { .words = words, .word = kin.id };
	way.theirs = cdr_match_counted_weight(word);
	way.loss = kin.loss + lesser_loss(f, way.theirs, words);
	if (kin.frequency > FEW && reach_alone(f, f->idle | words, way.loss) < f->least) {
		f->idle |= words;
		cdr_match_leave_out(f, &way);
	} else {
		add_word(f, kin.id, kin.loss, words);
	}
}

/* Words that this one may be, of `words` of the query. */
static void
add_kin(struct cdr_match_finder *f, const struct cdr_match_token *token, struct cdr_match_kin_bounds bounds,
        uint64_t words)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	bounds.most_loss = reach_alone(f, f->wanted.all, 0) - f->least;
	size_t n = cdr_match_find_kin(f->index, token, bounds, kin, &f->stats.capped_keys);
	for (size_t i = 0; i < n; i++)
		add_or_leave_out(f, kin[i], words);
}

/* Words of the same meaning alone. */
static void
add_meaning(struct cdr_match_finder *f, const struct cdr_match_token *token, uint64_t words)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t n = cdr_match_find_meaning(f->index, token, kin);
	for (size_t i = 0; i < n; i++)
		add_or_leave_out(f, kin[i], words);
}

/* The hash of a word's sound; of a word that is known the index knows it. */
static uint64_t
sound_of(const struct cdr_match_finder *f, const struct cdr_match_token *token)
{
	if (token->id && token->kind != CDR_TOKEN_NUMBER)
		return (uint64_t)cdr_cdx_word(&f->index->cdx, token->id)->number;
	return cdr_match_sound_hash(token->text);
}

/* One word: itself, its kin, as two neighbours written together, as first letters. */
static void
add_token(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t at, size_t looks)
{
	const struct cdr_match_token *token = &name->tokens[at];
	uint64_t bit = UINT64_C(1) << at;
	float weight = f->wanted.weights[at];
	uint64_t sound = cdr_match_may_be_misspelt(token) ? sound_of(f, token) : 0;
	add_word(f, token->id, 0, bit);
	if (looks)
		add_kin(f, token, (struct cdr_match_kin_bounds){ .looks = looks, .sound = sound }, bit);
	else
		add_meaning(f, token, bit);
	if (!cdr_match_may_be_misspelt(token))
		return;
	add_key(f, cdr_match_joined_hash(token->text, sound),
	        (struct cdr_match_way_in){ .words = bit, .theirs = weight + UNKNOWN_MORE });
	if (is_acronym(token->text))
		add_key(f, cdr_match_letters_hash(token->text),
		        (struct cdr_match_way_in){
				.words = bit, .theirs = ALL_OF_IT, .loss = f->reach.initials * weight });
}

/* Two neighbours written together: such a word or one like it, or names in which they are neighbours too. */
static void
add_neighbours(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t first, size_t second, size_t looks)
{
	const struct cdr_match_token *a = &name->tokens[first], *b = &name->tokens[second];
	uint64_t bits = UINT64_C(1) << first | UINT64_C(1) << second;
	char text[CDR_MATCH_MAX_JOINED_BYTES];
	float weight = a->weight + b->weight;
	struct cdr_match_token both = { .text = cdr_match_join(a->text, b->text, text),
		                        .weight = weight < 1 ? weight : 1 };
	if (!both.text.n)
		return;
	bool latin = (unsigned char)both.text.p[0] < 0x80;
	uint64_t sound = latin ? cdr_match_sound_hash(both.text) : 0;
	add_key(f, cdr_match_joined_hash(both.text, sound),
	        (struct cdr_match_way_in){ .words = bits, .theirs = weight });
	if (both.text.n > CDR_DISTANCE_MAX)
		return;
	both.meaning = both.text;
	both.id = cdr_match_word_find(f->index, both.text, both.text, CDR_TOKEN_STEM);
	add_word(f, both.id, 0, bits);
	if (!cdr_match_may_be_misspelt(a) || !cdr_match_may_be_misspelt(b))
		return;
	cdr_match_token_finish(&both);
	add_kin(f, &both, (struct cdr_match_kin_bounds){ .looks = looks, .sound = sound, .joined = true }, bits);
}

static void
add_first_letters(struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	char letters[ACRONYM_MOST];
	size_t n = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (name->tokens[i].kind == CDR_TOKEN_NOISE)
			continue;
		if (n == sizeof(letters))
			return;
		letters[n++] = name->tokens[i].text.p[0];
	}
	struct cdr_str text = { letters, n };
	if (n >= ACRONYM_LEAST)
		add_word(f, cdr_match_word_find(f->index, text, text, CDR_TOKEN_STEM), f->reach.initials,
		         f->wanted.all);
}

/* Letters that stand alone, three or more, as one word: "P. L. M." */
static void
add_letters(struct cdr_match_finder *f, const struct cdr_match_name *name, size_t first)
{
	char letters[ACRONYM_MOST];
	size_t n = 0;
	uint64_t words = 0;
	if (first && name->tokens[first - 1].text.n == 1)
		return;
	for (size_t i = first; i < name->n_tokens && n < sizeof(letters) && name->tokens[i].text.n == 1; i++) {
		letters[n++] = name->tokens[i].text.p[0];
		words |= UINT64_C(1) << i;
	}
	struct cdr_str text = { letters, n };
	if (n >= ACRONYM_LEAST)
		add_word(f, cdr_match_word_find(f->index, text, text, CDR_TOKEN_STEM), 0, words);
}

/* The words that may be left out together: no name that holds nothing else is wanted. Those of the most names first. */
static uint64_t
find_idle(const struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	uint64_t idle = f->wanted.number;
	/* What is not known may be a word that leads to many names, misspelt. */
	for (size_t i = 0; i < name->n_tokens; i++)
		idle |= name->tokens[i].id ? 0 : UINT64_C(1) << i;
	uint64_t unknown = idle & ~f->wanted.number;
	for (uint64_t tried = idle; tried != f->wanted.all;) {
		uint32_t most = 0;
		uint64_t bit = 0;
		for (uint64_t left = f->wanted.all & ~tried; left; left &= left - 1) {
			const struct cdr_match_token *token = &name->tokens[cdr_match_lowest(left)];
			uint32_t n = cdr_cdx_word(&f->index->cdx, token->id)->frequency;
			if (token->id && n > most) {
				most = n;
				bit = left & -left;
			}
		}
		if (most <= FEW)
			break;
		tried |= bit;
		if (reach_alone(f, idle | bit, 0) < f->least)
			idle |= bit;
	}
	return idle != f->wanted.all && reach_alone(f, idle, 0) < f->least ? idle & ~unknown : 0;
}

/* The words that are looked for written otherwise: not those that can be wanted for nothing else that is left out then. */
static uint64_t
find_sought(const struct cdr_match_finder *f, const struct cdr_match_name *name, uint64_t idle)
{
	uint64_t left_out = idle;
	for (size_t i = 0; i < name->n_tokens; i++)
		left_out |= name->tokens[i].id ? 0 : UINT64_C(1) << i;
	uint64_t unknown = left_out & ~idle;
	for (uint64_t left = f->wanted.all & ~left_out; left; left &= left - 1) {
		unsigned i = cdr_match_lowest(left);
		float slip = cdr_match_slip_loss(f, &name->tokens[i]);
		if (reach_alone(f, left_out | UINT64_C(1) << i, slip) < f->least)
			left_out |= UINT64_C(1) << i;
	}
	return f->wanted.all & ~(left_out & ~unknown);
}

/* A word that is asked of names found otherwise, and those of its meaning. */
static void
add_idle(struct cdr_match_finder *f, const struct cdr_match_token *token, uint64_t bit)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	struct cdr_match_way_in way = { .words = bit, .word = token->id };
	way.theirs = cdr_match_counted_weight(cdr_cdx_word(&f->index->cdx, way.word));
	cdr_match_leave_out(f, &way);
	size_t n = cdr_match_find_meaning(f->index, token, kin);
	for (size_t i = 0; i < n; i++) {
		way.word = kin[i].id;
		way.theirs = cdr_match_counted_weight(cdr_cdx_word(&f->index->cdx, way.word));
		cdr_match_leave_out(f, &way);
	}
}

void
cdr_match_find_ways(struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	uint64_t all = f->wanted.all;
	size_t before = SIZE_MAX, looks = name->n_tokens ? CDR_MATCH_MAX_KIN_LOOKS / (2 * name->n_tokens) : 0;
	uint64_t idle = find_idle(f, name), sought = find_sought(f, name, idle);
	f->idle = all & ~sought;
	add_key(f, cdr_match_whole_hash(name),
	        (struct cdr_match_way_in){ .words = all ? all : 1, .theirs = ALL_OF_IT });
	for (size_t i = 0; i < name->n_tokens; i++) {
		if (!name->tokens[i].text.n)
			continue;
		if (idle >> i & 1)
			add_idle(f, &name->tokens[i], UINT64_C(1) << i);
		else
			add_token(f, name, i, sought >> i & 1 ? looks : 0);
		if (before != SIZE_MAX)
			add_neighbours(f, name, before, i, looks);
		if (name->tokens[i].text.n == 1)
			add_letters(f, name, i);
		before = i;
	}
	add_first_letters(f, name);
}

/* Words that are known, and what those are spelt somewhat like that are not; false when there is nothing of the latter. */
bool
cdr_match_find_near_ways(struct cdr_match_finder *f, const struct cdr_match_name *name)
{
	struct cdr_match_kin kin[CDR_MATCH_MAX_KIN];
	size_t found = 0, searched = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		add_word(f, token->id, 0, UINT64_C(1) << i);
		if (token->id || !cdr_match_may_be_misspelt(token) || searched++ >= MOST_NEAR_WORDS)
			continue;
		size_t n = cdr_match_find_near(f->index, token, kin);
		for (size_t k = 0; k < n; k++)
			add_word(f, kin[k].id, kin[k].loss, UINT64_C(1) << i);
		found += n;
	}
	return found > 0;
}
