/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stored name that some way led to, looked at more closely: how far can it get? Its words are asked for those of the
 * query that led nowhere. No aligning; what may be is believed. What surprises: words met in ways that no key tells are
 * believed in only when one word is left over.
 */
#include "match/index-impl.h"

#include <math.h>

#define ACRONYM_MOST 8
#define LETTERS_AN_EDIT 4 /* as spelling believes */
#define LEAST_CUT 3
#define LEAST_JOINED 8    /* letters of two words written together that are believed to be misspelt, too */
#define MOST_WEIGHT 1.0F  /* of a word */
#define MOST_LOSS 1.0F    /* by how others met, where something is still hoped for */
#define LITTLE_MORE 0.25F /* weight of a word of theirs above that of the one it is spelt like */

/* Is it none of ours, letter by letter? Asked last, for nearly no word may meet another after all. */
static bool
is_free(const struct cdr_match_finder *f, const struct cdr_match_look *look, size_t i)
{
	uint32_t id = look->tokens[i] & CDR_CDX_ID_MASK;
	for (size_t k = 0; k < f->name->n_tokens; k++)
		if (f->name->tokens[k].id == id)
			return false;
	return true;
}

static const struct cdr_cdx_word *
word_of(const struct cdr_match_finder *f, const struct cdr_match_look *look, size_t i)
{
	return cdr_cdx_word(&f->index->cdx, look->tokens[i] & CDR_CDX_ID_MASK);
}

/* By their letters alone, could words of such lengths be spelt alike? Most cannot. */
static bool
may_be_spelt_alike(uint64_t a, size_t n_a, uint64_t b, size_t n_b)
{
	size_t longer = n_a > n_b ? n_a : n_b, apart = n_a > n_b ? n_a - n_b : n_b - n_a,
	       most = longer / LETTERS_AN_EDIT;
	return apart <= most && cdr_match_bits(a & ~b) <= most && cdr_match_bits(b & ~a) <= most;
}

/* Edits between a word of ours and n neighbours of theirs, written together. */
static size_t
edits_apart(const struct cdr_match_finder *f, const struct cdr_match_token *ours, const struct cdr_match_look *look,
            size_t i, size_t n)
{
	char joined[CDR_MATCH_MAX_JOINED_BYTES];
	struct cdr_str text = cdr_cdx_text(&f->index->cdx, word_of(f, look, i)->text);
	if (n > 1)
		text = cdr_match_join(text, cdr_cdx_text(&f->index->cdx, word_of(f, look, i + 1)->text), joined);
	return cdr_match_edits(ours->text, text);
}

/* Could a word that no kin were looked for be one of theirs, written otherwise? */
static bool
may_be_kin(const struct cdr_match_finder *f, const struct cdr_match_token *ours, const struct cdr_match_look *look,
           size_t i)
{
	const struct cdr_cdx_word *theirs = word_of(f, look, i);
	size_t n = ours->n_characters, m = theirs->n_characters, shorter = n < m ? n : m, longer = n < m ? m : n;
	if (ours->kind == CDR_TOKEN_NUMBER || theirs->kind == CDR_TOKEN_NUMBER || shorter < LEAST_CUT)
		return false;
	bool common = ours->flags & theirs->flags & CDR_MATCH_COMMON;
	if ((!common || n + 1 == m || m + 1 == n) && may_be_spelt_alike(ours->letters, n, theirs->letters, m) &&
	    edits_apart(f, ours, look, i, 1) <= longer / LETTERS_AN_EDIT)
		return true;
	if ((ours->letters & ~theirs->letters) && (theirs->letters & ~ours->letters))
		return false;
	struct cdr_str text = cdr_cdx_text(&f->index->cdx, theirs->text);
	return cdr_str_starts_with(text, ours->text) || cdr_str_starts_with(ours->text, text);
}

/* Could neighbours among theirs, written together, be one word of ours, spelt somewhat otherwise? */
static bool
may_be_joined(const struct cdr_match_finder *f, const struct cdr_match_look *look, size_t i,
              const struct cdr_match_token *ours)
{
	if (i + 1 >= look->n_tokens || ours->n_characters < LEAST_JOINED)
		return false;
	const struct cdr_cdx_word *a = word_of(f, look, i), *b = word_of(f, look, i + 1);
	size_t n = (size_t)a->n_characters + b->n_characters, longer = n > ours->n_characters ? n : ours->n_characters;
	return may_be_spelt_alike(ours->letters, ours->n_characters, a->letters | b->letters, n) &&
	       edits_apart(f, ours, look, i, 2) <= longer / LETTERS_AN_EDIT && is_free(f, look, i) &&
	       is_free(f, look, i + 1);
}

/* Could a word of ours be the first letters of words of theirs? Returns of how many. */
static size_t
may_be_initials(const struct cdr_match_finder *f, const struct cdr_match_look *look, size_t i,
                const struct cdr_match_token *ours)
{
	size_t n = ours->text.n;
	if (n < 2 || n > ACRONYM_MOST || i + n > look->n_tokens)
		return 0;
	for (size_t k = 0; k < n; k++)
		if (cdr_cdx_text(&f->index->cdx, word_of(f, look, i + k)->text).p[0] != ours->text.p[k])
			return 0;
	return n;
}

static size_t
longer_of(const struct cdr_match_token *ours, const struct cdr_cdx_word *theirs)
{
	return ours->n_characters > theirs->n_characters ? ours->n_characters : theirs->n_characters;
}

/* Could two words sound alike, not being written alike? */
static bool
may_sound_alike(const struct cdr_match_token *ours, const struct cdr_cdx_word *theirs)
{
	size_t n = ours->n_characters, m = theirs->n_characters, apart = n > m ? n - m : m - n;
	if (n < LEAST_CUT || m < LEAST_CUT || apart > LEAST_CUT || (ours->flags & theirs->flags & CDR_MATCH_COMMON) ||
	    ours->kind == CDR_TOKEN_NUMBER || theirs->kind == CDR_TOKEN_NUMBER)
		return false;
	return 2 * cdr_match_bits(ours->letters & theirs->letters) >= cdr_match_bits(ours->letters | theirs->letters);
}

static void
meet_as(const struct cdr_match_finder *f, struct cdr_match_meeting *m, const struct cdr_match_look *look,
        uint64_t words, size_t i, size_t n)
{
	m->words |= words;
	for (size_t k = i; k < i + n; k++)
		m->rest -= cdr_match_counted_weight(word_of(f, look, k));
}

/* Was a word of this kind never looked for under other spellings? */
static bool
is_unkeyed(const struct cdr_cdx_word *word)
{
	return word->kind == CDR_TOKEN_GENERIC;
}

/* What word `at` of the query, left over, may meet in ways that no key tells; the first that may is believed. */
static void
meet_after_all(const struct cdr_match_finder *f, size_t at, const struct cdr_match_look *look,
               struct cdr_match_meeting *m)
{
	const struct cdr_match_token *ours = &f->name->tokens[at];
	uint64_t bit = UINT64_C(1) << at;
	float slip = cdr_match_slip_loss(f, ours);
	size_t sounds = look->n_tokens;
	for (size_t i = 0; i < look->n_tokens; i++) {
		const struct cdr_cdx_word *theirs = word_of(f, look, i);
		size_t n = 1;
		float loss = slip;
		if (((f->idle & bit) || is_unkeyed(theirs)) && may_be_kin(f, ours, look, i) && is_free(f, look, i))
			;
		else if (may_be_joined(f, look, i, ours))
			n = 2;
		else if ((n = may_be_initials(f, look, i, ours)))
			loss = f->reach.initials * ours->weight;
		else if (sounds == look->n_tokens && may_sound_alike(ours, theirs) &&
		         2 * edits_apart(f, ours, look, i, 1) <= longer_of(ours, theirs) && is_free(f, look, i))
			sounds = i;
		if (!n)
			continue;
		m->loss += loss;
		meet_as(f, m, look, bit, i, n);
		return;
	}
	if (sounds == look->n_tokens)
		return;
	m->loss += f->reach.sound * fminf(ours->weight, word_of(f, look, sounds)->weight);
	meet_as(f, m, look, bit, sounds, 1);
}

/* The most that may be hoped for of that, in a name of so many words. */
static void
hope(const struct cdr_match_finder *f, uint64_t bit, size_t n_theirs, struct cdr_match_meeting *m)
{
	const struct cdr_match_token *ours = &f->name->tokens[cdr_match_lowest(bit)];
	size_t n = ours->text.n;
	bool joined = ours->n_characters >= LEAST_JOINED && n_theirs > 1;
	bool initials = n >= 2 && n <= ACRONYM_MOST && n <= n_theirs;
	m->words |= bit;
	m->rest = joined || initials ? 0 : m->rest - MOST_WEIGHT;
	if ((f->idle & bit) || joined)
		m->loss += cdr_match_slip_loss(f, ours);
	else
		m->loss += (initials ? fminf(f->reach.initials, f->reach.sound) : f->reach.sound) * ours->weight;
}

/* Names that one way led to come one after another, so what was last worked out mostly serves again. */
static float
reach_again(struct cdr_match_finder *f, size_t which, const struct cdr_match_meeting *m)
{
	struct cdr_match_gained *gained = &f->gained[which];
	if (gained->words != m->words)
		*gained = cdr_match_gain_by(&f->reach, &f->wanted, m->words);
	return cdr_match_reach_with(&f->reach, &f->wanted, gained, m);
}

/* Those of its words that are left out tell how they met. */
static void
ask_left_out(const struct cdr_match_finder *f, const struct cdr_match_look *look, struct cdr_match_meeting *m)
{
	for (size_t i = 0; i < look->n_tokens; i++) {
		uint32_t id = look->tokens[i] & CDR_CDX_ID_MASK;
		for (size_t w = 0; (f->left_out_ids >> (id & 63) & 1) && w < f->n_left_out; w++) {
			const struct cdr_match_way_in *way = &f->left_out[w];
			if (way->word != id || !(way->words & ~m->words))
				continue;
			m->words |= way->words;
			m->rest -= way->theirs;
			m->loss += way->loss;
			break;
		}
	}
}

/* Without a look at its words: can it still get anywhere, were all words left out among them, and one word more to meet
 * in ways that no key tells? Two such are too rare to look for, and so is one beside another that is hardly the same. */
static bool
is_hopeless(struct cdr_match_finder *f, const struct cdr_match_look *look)
{
	struct cdr_match_meeting m = look->m;
	for (uint64_t left = f->idle & ~m.words & f->wanted.counted; left; left &= left - 1)
		m.rest -= f->wanted.weights[cdr_match_lowest(left)] + LITTLE_MORE;
	m.words |= f->idle;
	uint64_t unmet = f->wanted.counted & ~m.words;
	if (unmet && !(unmet & (unmet - 1)) && m.loss <= MOST_LOSS)
		hope(f, unmet, look->stored->n_tokens, &m);
	return reach_again(f, 1, &m) < f->least;
}

/* First look: at what is known of the name alone. */
static void
look_at_name(struct cdr_match_finder *f, struct cdr_match_look *look)
{
	const struct cdr_match_counted *counted = look->counted;
	look->stored = cdr_cdx_name(&f->index->cdx, counted->name - 1);
	look->m =
		(struct cdr_match_meeting){ .words = counted->words,
		                            .rest = (float)look->stored->weight / CDR_CDX_WEIGHT_UNIT - counted->theirs,
		                            .loss = counted->loss,
		                            .holds = look->stored->holds,
		                            .same_text = look->stored->folded == f->name->folded_hash >> 32 };
	look->reach = -INFINITY;
	look->goes_on = !is_hopeless(f, look);
	if (!look->goes_on)
		return;
	look->tokens = cdr_cdx_tokens(&f->index->cdx, look->stored, &look->n_tokens, &look->n_forms);
	__builtin_prefetch(look->tokens);
}

static float
weigh_forms(struct cdr_match_finder *f, const struct cdr_match_look *look)
{
	float terms[CDR_TERM_COUNT] = { 0 };
	struct cdr_match_name *other = &f->other;
	other->n_forms = look->n_forms;
	other->n_tokens = 1;
	other->tokens[0].flags = look->stored->holds & CDR_CDX_HOLDS_NATIVE ? CDR_MATCH_NATIVE : 0;
	for (size_t i = 0; i < look->n_forms; i++)
		other->forms[i] = look->tokens[look->n_tokens + i];
	cdr_match_weigh_forms(f->index->config, f->name, other, terms);
	return terms[CDR_TERM_FORM_OTHER] * f->reach.form_other + terms[CDR_TERM_FORM_FOREIGN] * f->reach.form_foreign;
}

/* What is lost by legal forms that differ. There are few forms, and most names have one. */
static float
form_loss(struct cdr_match_finder *f, const struct cdr_match_look *look)
{
	if (!look->n_forms || !f->name->n_forms)
		return 0;
	uint32_t form = look->tokens[look->n_tokens];
	bool native = look->stored->holds & CDR_CDX_HOLDS_NATIVE;
	struct cdr_match_form_loss *known = &f->forms[(2 * form + native) % CDR_LEN(f->forms)];
	if (look->n_forms > 1)
		return weigh_forms(f, look);
	if (known->form != form + 1 || known->native != native)
		*known = (struct cdr_match_form_loss){ form + 1, native, weigh_forms(f, look) };
	return known->loss;
}

/* Second look: at which words it has. */
static void
look_at_words(struct cdr_match_finder *f, struct cdr_match_look *look)
{
	struct cdr_match_meeting *m = &look->m;
	look->goes_on = false;
	ask_left_out(f, look, m);
	look->reach = reach_again(f, 0, m);
	uint64_t left = f->wanted.counted & ~m->words;
	bool hopes = left && !(left & (left - 1)) && ((left & f->idle) || m->loss <= MOST_LOSS) &&
	             look->n_tokens > cdr_match_bits(m->words & f->wanted.all); /* something of it is left over */
	if (look->reach >= f->least)
		look->reach -= form_loss(f, look);
	if (!hopes)
		return;
	struct cdr_match_meeting hoped = *m;
	hope(f, left, look->n_tokens, &hoped);
	look->goes_on = reach_again(f, 1, &hoped) >= f->least;
	for (size_t i = 0; look->goes_on && i < look->n_tokens; i++)
		__builtin_prefetch(cdr_cdx_word(&f->index->cdx, look->tokens[i] & CDR_CDX_ID_MASK));
}

/* Last look: at how these are spelt. */
static void
look_at_letters(struct cdr_match_finder *f, struct cdr_match_look *look)
{
	uint64_t left = f->wanted.counted & ~look->m.words;
	meet_after_all(f, cdr_match_lowest(left), look, &look->m);
	if (look->m.words & left)
		look->reach = fmaxf(look->reach, reach_again(f, 2, &look->m) - form_loss(f, look));
}

/* One after the other would wait for memory each time. */
void
cdr_match_look_closer(struct cdr_match_finder *f, struct cdr_match_look *looks, size_t n)
{
	for (size_t i = 0; i < n; i++)
		look_at_name(f, &looks[i]);
	for (size_t i = 0; i < n; i++)
		if (looks[i].goes_on)
			look_at_words(f, &looks[i]);
	for (size_t i = 0; i < n; i++)
		if (looks[i].goes_on)
			look_at_letters(f, &looks[i]);
}
