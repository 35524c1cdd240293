/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words of the index a query word may be, written otherwise: misspelt, of one sound or meaning, cut short. Words only; which names
 * they lead to is candidates.c's. What surprises: words that begin alike need no key, for the words lie in the order of
 * their texts.
 */
#include "match/index-impl.h"

#include <math.h>
#include <string.h>

#define SEEN 256            /* words remembered as looked at; one forgotten is looked at again */
#define MAX_LOOKS 512       /* words looked at for one query word */
#define LEAST_BEGINNING 4   /* bytes of a word cut short */
#define LEAST_SURE_TWICE 7  /* characters of a word that is believed to be another with two edits */
#define SHORTENED_LESS 0.25 /* of the gain, that a shortened word does not bring */
#define MAX_RUN_ON 64       /* words that begin with the query word */
#define SPELT_ALIKE 4       /* words of one text and several meanings */
#define NEAR_LOOKS 2048     /* words looked at for one query word by letters that stand together */
#define TALLY 2048          /* a power of two; half of them are filled at most */
#define MOST_NEAR 24        /* words with letters together that are compared in full */
#define LEAST_NEAR 0.6F     /* of the letters of a word spelt otherwise */
#define INSIDE_LIKENESS 0.5F
#define LETTERS_AN_EDIT 4 /* as spelling believes */
#define LEAST_SPELT 4     /* letters of a word that may be misspelt */
#define MOST_SLIPPED 4    /* letters of both that a slip of two edits changes */

struct search {
	const struct cdr_match_index *index;
	const struct cdr_match_token *word;
	struct cdr_match_kin_bounds bounds;
	unsigned budget;
	struct cdr_match_kin *kin;
	size_t n;
};

/* Better first: what loses less, then rarer, then by text (ids follow it). */
static bool
is_better(const struct cdr_match_kin *a, const struct cdr_match_kin *b)
{
	if (a->loss != b->loss)
		return a->loss < b->loss;
	return a->frequency != b->frequency ? a->frequency < b->frequency : a->id < b->id;
}

static void
keep(struct search *s, struct cdr_match_kin kin)
{
	size_t at = 0;
	if (kin.loss > s->bounds.most_loss)
		return;
	while (at < s->n && s->kin[at].id != kin.id)
		at++;
	bool fresh = at == s->n && s->n < CDR_MATCH_MAX_KIN;
	if (fresh)
		s->n++;
	else if (at == s->n)
		at--;
	if (!fresh && !is_better(&kin, &s->kin[at]))
		return;
	for (; at && is_better(&kin, &s->kin[at - 1]); at--)
		s->kin[at] = s->kin[at - 1];
	s->kin[at] = kin;
}

static float
weight_of(const struct search *s, const struct cdr_cdx_word *other)
{
	return other->weight < s->word->weight ? other->weight : s->word->weight;
}

/* What a term costs at least. */
static float
cost(const struct search *s, enum cdr_match_term term)
{
	double weight = s->index->config->terms[term];
	return weight < 0 ? (float)-weight : 0;
}

/* What is lost where such a share of the letters differs; a word that is believed to be no misspelling differs by more than
 * letters, but still is the nearest there is. */
static float
letters_loss(const struct search *s, float share, float weight, uint8_t way)
{
	return cost(s, way == CDR_WAY_SLIP ? CDR_TERM_SPELLING : CDR_TERM_OTHER_LETTERS) * CDR_MATCH_LETTERS_A_TERM *
	       share * weight;
}

static bool
is_plural(struct cdr_str a, struct cdr_str b)
{
	return a.n + 1 == b.n && b.p[a.n] == 's' && cdr_str_starts_with(b, a);
}

/* So many edits between the query word and another at most: as spelling believes where only that is wanted. */
static unsigned
most_edits(const struct search *s, const struct cdr_cdx_word *other)
{
	size_t ours = s->word->n_characters, theirs = other->n_characters;
	size_t longer = ours > theirs ? ours : theirs, shorter = ours > theirs ? theirs : ours;
	unsigned believed = (unsigned)longer / LETTERS_AN_EDIT;
	if (!isfinite(s->bounds.most_loss) || ((s->word->flags | other->flags) & (CDR_MATCH_DIGITS | CDR_MATCH_NATIVE)))
		return s->budget;
	if (s->word->flags & other->flags & CDR_MATCH_COMMON)
		return ours != theirs;
	if ((s->word->flags | other->flags) & CDR_MATCH_COMMON)
		believed = believed < 1 ? believed : 1;
	if (shorter < LEAST_SPELT)
		return shorter + 1 == longer;
	return believed < s->budget ? believed : s->budget;
}

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Which kind of difference it may be at best. Spelling tells for sure, but dearly. */
static uint8_t
best_way(struct cdr_str a, struct cdr_str b, size_t edits)
{
	size_t start = 0;
	while (a.n && b.n && a.p[a.n - 1] == b.p[b.n - 1]) {
		a.n--;
		b.n--;
	}
	while (start < a.n && start < b.n && a.p[start] == b.p[start])
		start++;
	size_t n = a.n - start, m = b.n - start;
	if (edits > 1)
		return n + m > MOST_SLIPPED ? CDR_WAY_LETTER : CDR_WAY_SLIP;
	return n == 1 && m == 1 && is_vowel(a.p[start]) && is_vowel(b.p[start]) ? CDR_WAY_LETTER : CDR_WAY_SLIP;
}

static void
consider(struct search *s, uint32_t id)
{
	const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, id);
	size_t ours = s->word->n_characters, theirs = word->n_characters;
	size_t apart = ours > theirs ? ours - theirs : theirs - ours, longer = ours > theirs ? ours : theirs;
	unsigned most = most_edits(s, word);
	if (id == s->word->id || apart > most || cdr_match_bits(word->letters ^ s->word->letters) > 2 * most)
		return;
	struct cdr_str text = cdr_cdx_text(&s->index->cdx, word->text);
	size_t edits = cdr_match_edits(s->word->text, text);
	if (!edits || edits > most)
		return;
	/* Of short words, and of two that are seen often, only a plural is believed to be another. */
	bool sure = isfinite(s->bounds.most_loss) && !(s->word->flags & CDR_MATCH_NATIVE);
	bool doubtful = (s->word->flags & word->flags & CDR_MATCH_COMMON) || ours < LEAST_SPELT || theirs < LEAST_SPELT;
	if (sure && doubtful && !is_plural(text, s->word->text) && !is_plural(s->word->text, text))
		return;
	uint8_t way = best_way(s->word->text, text, edits);
	float loss = letters_loss(s, (float)edits / (float)longer, weight_of(s, word), way);
	keep(s, (struct cdr_match_kin){ id, word->frequency, loss });
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
		__builtin_prefetch(&keys->targets[from[i] < keys->n ? from[i] : 0]);
	}
	/* One word stands under many of the hashes; its record is fetched once, and all of them ahead of time. */
	uint32_t seen[SEEN] = { 0 }, ids[MAX_LOOKS];
	size_t n_ids = 0, most = s->bounds.looks < MAX_LOOKS ? s->bounds.looks : MAX_LOOKS;
	for (size_t i = 0; i < n; i++) {
		uint8_t tag = cdr_cdx_tag(keys, hashes[i]);
		for (uint32_t k = from[i]; k < to[i]; k++) {
			uint32_t id = keys->targets[k] & CDR_CDX_ID_MASK;
			if (keys->targets[k] >> CDR_CDX_ID_BITS != tag || seen[id % SEEN] == id + 1)
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

static float
shortened_loss(const struct search *s, const struct cdr_cdx_word *other)
{
	double gain = fmax(0, s->index->config->terms[CDR_TERM_IDENTITY]);
	return (cost(s, CDR_TERM_SHORTENED) + (float)(SHORTENED_LESS * gain)) * weight_of(s, other);
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
		if (text.n > s->word->text.n)
			keep(s, (struct cdr_match_kin){ id + (uint32_t)i, word->frequency, shortened_loss(s, word) });
	}
}

static void
find_cut(struct search *s)
{
	struct cdr_str text = s->word->text;
	for (size_t n = text.n < CDR_DISTANCE_MAX ? text.n - 1 : 0; n >= LEAST_BEGINNING; n--) {
		uint32_t ids[SPELT_ALIKE];
		size_t n_ids = cdr_match_words_find(s->index, (struct cdr_str){ text.p, n }, ids, CDR_LEN(ids));
		for (size_t i = 0; i < n_ids; i++) {
			const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, ids[i]);
			keep(s, (struct cdr_match_kin){ ids[i], word->frequency, shortened_loss(s, word) });
		}
	}
}

/* Words under a key of their own: of the same meaning ("Handels", "trading") or sound ("Yousuf", "Youssef"). What stands
 * there under another hash is a stranger: of sounds it only costs a candidate, meanings are compared. */
static void
find_under(struct search *s, uint64_t hash, bool meaning)
{
	const struct cdr_cdx_keys *keys = &s->index->cdx.word_keys;
	uint32_t from = 0, to = 0;
	bool native = s->word->flags & CDR_MATCH_NATIVE;
	if (keys->n && hash)
		cdr_cdx_keys_range(keys, hash, &from, &to);
	for (uint32_t k = from; k < to; k++) {
		uint32_t id = keys->targets[k] & CDR_CDX_ID_MASK;
		if (keys->targets[k] >> CDR_CDX_ID_BITS != cdr_cdx_tag(keys, hash) || id == s->word->id)
			continue;
		const struct cdr_cdx_word *word = cdr_cdx_word(&s->index->cdx, id);
		bool within = native == ((word->flags & CDR_MATCH_NATIVE) != 0);
		float loss = meaning || !within ? 0
		             : s->bounds.joined ? letters_loss(s, 1.0F / (float)(word->n_characters + 1),
		                                               weight_of(s, word), CDR_WAY_SLIP)
		                                : cost(s, CDR_TERM_SOUND) * weight_of(s, word);
		if (!meaning || cdr_str_equal(cdr_cdx_text(&s->index->cdx, word->meaning), s->word->meaning))
			keep(s, (struct cdr_match_kin){ id, word->frequency, loss });
	}
}

/* A word seen often is no misspelling, so what else it may be is a near misspelling of it. Where much would be lost by it,
 * nobody asks for words that two edits make of short ones. */
static unsigned
budget_of(const struct cdr_match_token *word, const struct cdr_match_kin_bounds *bounds)
{
	unsigned budget = cdr_match_typo_budget(word->n_characters);
	bool once = bounds->joined || (word->flags & CDR_MATCH_COMMON) ||
	            (isfinite(bounds->most_loss) && word->n_characters < LEAST_SURE_TWICE);
	return once && budget > 1 ? 1 : budget;
}

size_t
cdr_match_find_meaning(const struct cdr_match_index *index, const struct cdr_match_token *word,
                       struct cdr_match_kin ret[CDR_MATCH_MAX_KIN])
{
	struct search s = { .index = index, .word = word, .bounds = { .most_loss = INFINITY }, .kin = ret };
	if (cdr_match_has_meaning(word))
		find_under(&s, cdr_match_meaning_hash(word->meaning), true);
	return s.n;
}

size_t
cdr_match_find_kin(const struct cdr_match_index *index, const struct cdr_match_token *word,
                   struct cdr_match_kin_bounds bounds, struct cdr_match_kin ret[CDR_MATCH_MAX_KIN], size_t *ret_capped)
{
	struct search s = { .index = index, .word = word, .bounds = bounds, .kin = ret };
	s.budget = budget_of(word, &bounds);
	if (cdr_match_has_meaning(word))
		find_under(&s, cdr_match_meaning_hash(word->meaning), true);
	if (!cdr_match_may_be_misspelt(word))
		return s.n;
	if (s.budget && (!bounds.joined || !isfinite(bounds.most_loss)))
		find_misspelt(&s, ret_capped);
	find_under(&s, bounds.sound, false);
	if (bounds.joined)
		return s.n;
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
			if (keys->targets[k] >> CDR_CDX_ID_BITS == tag)
				count(tally, keys->targets[k] & CDR_CDX_ID_MASK);
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
	struct search s = { .index = index, .word = word, .bounds = { .most_loss = INFINITY }, .kin = ret };
	struct tally tally = { .n = 0 };
	struct met chosen[MOST_NEAR];
	size_t n = 0;
	count_grams(&index->cdx.word_keys, word->text, NEAR_LOOKS, &tally);
	for (size_t i = 0; i < tally.n; i++)
		choose(chosen, &n, tally.met[tally.touched[i]]);
	for (size_t i = 0; i < n; i++) {
		const struct cdr_cdx_word *other = cdr_cdx_word(&index->cdx, chosen[i].id);
		float likeness = chosen[i].id == word->id ? 0 : near_likeness(&s, other, chosen[i].n);
		float loss = letters_loss(&s, 1 - likeness, weight_of(&s, other), CDR_WAY_LETTER);
		if (likeness > 0)
			keep(&s, (struct cdr_match_kin){ chosen[i].id, other->frequency, loss });
	}
	return s.n;
}
