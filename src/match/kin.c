/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words of the index a query word may be, written otherwise: misspelt, of one sound or meaning, cut short. Words only; which names
 * they lead to is candidates.c's. What surprises: words that begin alike need no key, for the words lie in the order of
 * their texts.
 */
#include "match/index-impl.h"

#include <string.h>

#define SEEN 256          /* words remembered as looked at; one forgotten is looked at again */
#define MAX_LOOKS 512     /* words looked at for one query word */
#define LEAST_BEGINNING 4 /* bytes of a word cut short */
#define MAX_RUN_ON 12     /* words that begin with the query word */
#define BEGINNING_LIKENESS 0.5F
#define SOUND_LIKENESS 0.7F
#define NEAR_LOOKS 2048 /* words looked at for one query word by letters that stand together */
#define TALLY 2048      /* a power of two; half of them are filled at most */
#define MOST_NEAR 24    /* words with letters together that are compared in full */
#define LEAST_NEAR 0.6F /* of the letters of a word spelt otherwise */
#define INSIDE_LIKENESS 0.5F

struct search {
	const struct cdr_match_index *index;
	const struct cdr_match_token *word;
	unsigned budget;
	size_t looks;
	struct cdr_match_kin *kin;
	size_t n;
};

/* Better first: likelier, then rarer, then by text (ids follow it). */
static bool
is_better(const struct cdr_match_kin *a, const struct cdr_match_kin *b)
{
	if (a->likeness != b->likeness)
		return a->likeness > b->likeness;
	return a->frequency != b->frequency ? a->frequency < b->frequency : a->id < b->id;
}

static void
keep(struct search *s, struct cdr_match_kin kin)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->kin[i].id == kin.id)
			return;
	if (s->n == CDR_MATCH_MAX_KIN && !is_better(&kin, &s->kin[s->n - 1]))
		return;
	size_t at = s->n < CDR_MATCH_MAX_KIN ? s->n++ : s->n - 1;
	for (; at && is_better(&kin, &s->kin[at - 1]); at--)
		s->kin[at] = s->kin[at - 1];
	s->kin[at] = kin;
}

static void
consider(struct search *s, uint32_t id)
{
	const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, id);
	size_t ours = s->word->n_characters, theirs = word->n_characters;
	size_t apart = ours > theirs ? ours - theirs : theirs - ours, longer = ours > theirs ? ours : theirs;
	if (id == s->word->id || apart > s->budget || cdr_match_bits(word->letters ^ s->word->letters) > 2 * s->budget)
		return;
	size_t edits = cdr_match_edits(s->word->text, cdr_cdx_text(&s->index->cdx, word->text));
	if (edits && edits <= s->budget)
		keep(s, (struct cdr_match_kin){ id, word->frequency, 1 - (float)edits / (float)(longer ? longer : 1) });
}

static void
find_misspelt(struct search *s, size_t *capped)
{
	const struct cdr_cdx_keys *keys = &s->index->cdx.word_keys;
	uint64_t hashes[CDR_MATCH_MAX_VARIANTS];
	size_t n = cdr_match_variants(s->word->text, s->budget, hashes);
	if (!keys->n)
		return;
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&keys->directory[keys->bits ? hashes[i] >> (64 - keys->bits) : 0]);
	uint32_t from[CDR_MATCH_MAX_VARIANTS], to[CDR_MATCH_MAX_VARIANTS];
	for (size_t i = 0; i < n; i++) {
		cdr_cdx_keys_range(keys, hashes[i], &from[i], &to[i]);
		__builtin_prefetch(&keys->tags[from[i] < keys->n ? from[i] : 0]);
		__builtin_prefetch(&keys->targets[from[i] < keys->n ? from[i] : 0]);
	}
	/* One word stands under many of the hashes; its record is fetched once, and all of them ahead of time. */
	uint32_t seen[SEEN] = { 0 }, ids[MAX_LOOKS];
	size_t n_ids = 0, most = s->looks < MAX_LOOKS ? s->looks : MAX_LOOKS;
	for (size_t i = 0; i < n; i++) {
		uint8_t tag = cdr_cdx_tag(keys, hashes[i]);
		for (uint32_t k = from[i]; k < to[i]; k++) {
			uint32_t id = keys->targets[k];
			if (keys->tags[k] != tag || seen[id % SEEN] == id + 1)
				continue;
			if (n_ids == most) {
				++*capped;
				i = n;
				break;
			}
			seen[id % SEEN] = id + 1;
			ids[n_ids++] = id;
			__builtin_prefetch(cdr_cdx_word(&s->index->cdx, id));
		}
	}
	for (size_t i = 0; i < n_ids; i++)
		consider(s, ids[i]);
}

/* ---------------------------------------------------------------------------------------------------------- beginnings */

/* First word not before `text`. */
static uint32_t
lower_bound(const struct cdr_match_index *index, struct cdr_str text)
{
	size_t low = 1, high = index->cdx.n_words;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (cdr_str_compare(cdr_cdx_text(&index->cdx, index->cdx.words[middle].text), text) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return (uint32_t)low;
}

static void
find_run_on(struct search *s)
{
	uint32_t id = s->word->id ? s->word->id : lower_bound(s->index, s->word->text);
	for (size_t i = 0; i < MAX_RUN_ON && (size_t)id + i < s->index->cdx.n_words; i++) {
		const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, id + (uint32_t)i);
		struct cdr_str text = cdr_cdx_text(&s->index->cdx, word->text);
		if (!cdr_str_starts_with(text, s->word->text))
			return;
		if (text.n > s->word->text.n && text.n <= 2 * s->word->text.n)
			keep(s, (struct cdr_match_kin){ id + (uint32_t)i, word->frequency, BEGINNING_LIKENESS });
	}
}

static void
find_cut(struct search *s)
{
	struct cdr_str text = s->word->text;
	size_t least = (text.n + 1) / 2 > LEAST_BEGINNING ? (text.n + 1) / 2 : LEAST_BEGINNING;
	for (size_t n = text.n < CDR_DISTANCE_MAX ? text.n - 1 : 0; n >= least; n--) {
		uint32_t id = cdr_match_word_find(s->index, (struct cdr_str){ text.p, n },
		                                  (struct cdr_str){ text.p, n }, CDR_TOKEN_STEM);
		if (id)
			keep(s, (struct cdr_match_kin){ id, cdr_cdx_word(&s->index->cdx, id)->frequency,
			                                BEGINNING_LIKENESS });
	}
}

/* Words under a key of their own: of the same meaning ("Handels", "trading") or sound ("Yousuf", "Youssef"). What stands
 * there under another hash is a stranger: of sounds it only costs a candidate, meanings are compared. */
static void
find_under(struct search *s, uint64_t hash, bool meaning, float likeness)
{
	const struct cdr_cdx_keys *keys = &s->index->cdx.word_keys;
	uint32_t from = 0, to = 0;
	if (keys->n && hash)
		cdr_cdx_keys_range(keys, hash, &from, &to);
	for (uint32_t k = from; k < to; k++) {
		if (keys->tags[k] != cdr_cdx_tag(keys, hash) || keys->targets[k] == s->word->id)
			continue;
		const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, keys->targets[k]);
		if (!meaning || cdr_str_equal(cdr_cdx_text(&s->index->cdx, word->meaning), s->word->meaning))
			keep(s, (struct cdr_match_kin){ keys->targets[k], word->frequency, likeness });
	}
}

/* A word seen often is no misspelling, so what else it may be is a near misspelling of it. */
static unsigned
budget_of(const struct cdr_match_token *word)
{
	unsigned budget = cdr_match_typo_budget(word->n_characters);
	return (word->flags & CDR_MATCH_COMMON) && budget > 1 ? 1 : budget;
}

size_t
cdr_match_find_kin(const struct cdr_match_index *index, const struct cdr_match_token *word, size_t looks,
                   struct cdr_match_kin ret[CDR_MATCH_MAX_KIN], size_t *ret_capped)
{
	struct search s = { .index = index, .word = word, .budget = budget_of(word), .looks = looks, .kin = ret };
	if (cdr_match_has_meaning(word))
		find_under(&s, cdr_match_meaning_hash(word->meaning), true, 1);
	if (!cdr_match_may_be_misspelt(word))
		return s.n;
	if (s.budget)
		find_misspelt(&s, ret_capped);
	find_under(&s, cdr_match_sound_hash(word->text), false, SOUND_LIKENESS);
	if (word->kind == CDR_TOKEN_STEM && word->text.n >= LEAST_BEGINNING) {
		find_run_on(&s);
		find_cut(&s);
	}
	return s.n;
}

/* --------------------------------------------------------------------------------------------------------------- near */

/* Words some letters of which stand together in the query word too. */
struct met {
	uint32_t id, n; /* n 0: free */
};
struct tally {
	struct met met[TALLY];
	uint16_t touched[TALLY / 2];
	size_t n;
};

static void
count(struct tally *tally, uint32_t id)
{
	size_t at = id * UINT32_C(2654435761) >> 16 & (TALLY - 1);
	while (tally->met[at].n && tally->met[at].id != id)
		at = (at + 1) & (TALLY - 1);
	if (!tally->met[at].n) {
		if (tally->n == CDR_LEN(tally->touched))
			return;
		tally->touched[tally->n++] = (uint16_t)at;
		tally->met[at].id = id;
	}
	tally->met[at].n++;
}

static void
count_grams(const struct cdr_cdx_keys *keys, struct cdr_str word, size_t looks, struct tally *tally)
{
	uint64_t hashes[CDR_MATCH_MAX_GRAMS];
	size_t n = keys->n ? cdr_match_grams(word, hashes) : 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t from, to;
		uint8_t tag = cdr_cdx_tag(keys, hashes[i]);
		cdr_cdx_keys_range(keys, hashes[i], &from, &to);
		for (uint32_t k = from; k < to && looks; k++, looks--)
			if (keys->tags[k] == tag)
				count(tally, keys->targets[k]);
	}
}

/* More letters together first, then by text. */
static void
choose(struct met chosen[MOST_NEAR], size_t *n, struct met met)
{
	size_t at = *n < MOST_NEAR ? (*n)++ : MOST_NEAR;
	for (; at && (chosen[at - 1].n < met.n || (chosen[at - 1].n == met.n && chosen[at - 1].id > met.id)); at--)
		if (at < MOST_NEAR)
			chosen[at] = chosen[at - 1];
	if (at < MOST_NEAR)
		chosen[at] = met;
}

/* How alike the query word and one that has `n` times three letters with it are, or 0. A word that stands whole in the
 * longer query word may be one of two written together ("Labadqe1Rogahn"). */
static float
near_likeness(const struct search *s, const struct cdr_cdx_word *other, size_t n)
{
	size_t theirs = other->n_characters, ours = s->word->n_characters, longer = theirs > ours ? theirs : ours;
	if (theirs < ours && n + 2 >= theirs)
		return INSIDE_LIKENESS;
	size_t edits = cdr_match_edits(s->word->text, cdr_cdx_text(&s->index->cdx, other->text));
	float likeness = 1 - (float)edits / (float)(longer ? longer : 1);
	return edits && likeness >= LEAST_NEAR ? likeness : 0;
}

size_t
cdr_match_find_near(const struct cdr_match_index *index, const struct cdr_match_token *word,
                    struct cdr_match_kin ret[CDR_MATCH_MAX_KIN])
{
	struct search s = { .index = index, .word = word, .kin = ret };
	struct tally tally = { .n = 0 };
	struct met chosen[MOST_NEAR];
	size_t n = 0;
	count_grams(&index->cdx.word_keys, word->text, NEAR_LOOKS, &tally);
	for (size_t i = 0; i < tally.n; i++)
		choose(chosen, &n, tally.met[tally.touched[i]]);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_cdx_word *other = cdr_cdx_word(&index->cdx, chosen[i].id);
		float likeness = chosen[i].id == word->id ? 0 : near_likeness(&s, other, chosen[i].n);
		if (likeness > 0)
			keep(&s, (struct cdr_match_kin){ chosen[i].id, other->frequency, likeness });
	}
	return s.n;
}
