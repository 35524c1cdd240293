/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How far a stored name can get at most, from which words of the query it holds and how much else: a bound of the score
 * that aligning would give, in log-odds. No aligning, no text. What surprises: it follows from the weights as they are
 * loaded, so a weight that changes its sign or size changes which names are looked at, and nothing else.
 */
#include "match/index-impl.h"

#include <math.h>

#define NOTHING 0.002F /* weights are stored in steps; what is less is rounding */

static float
gain(const struct cdr_match_config *config, enum cdr_match_term term)
{
	return (float)fmax(0, config->terms[term]);
}

static float
cost(const struct cdr_match_config *config, enum cdr_match_term term)
{
	return (float)fmax(0, -config->terms[term]);
}

static float
least_cost(const struct cdr_match_config *config, const enum cdr_match_term *terms, size_t n)
{
	float least = cost(config, terms[0]);
	for (size_t i = 1; i < n; i++)
		least = fminf(least, cost(config, terms[i]));
	return least;
}

struct cdr_match_reach
cdr_match_reach_of(const struct cdr_match_config *config)
{
	static const enum cdr_match_term others[] = { CDR_TERM_OTHER_IDENTITY, CDR_TERM_OTHER_PERSON,
		                                      CDR_TERM_OTHER_ACTIVITY, CDR_TERM_OTHER_PLACE,
		                                      CDR_TERM_OTHER_BODY,     CDR_TERM_OTHER_MIXED };
	static const enum cdr_match_term scripts[] = { CDR_TERM_OTHER_SCRIPT, CDR_TERM_OTHER_ALPHABET };
	static const enum cdr_match_term less[] = { CDR_TERM_LESS_IDENTITY, CDR_TERM_LESS_PERSON,
		                                    CDR_TERM_LESS_ACTIVITY, CDR_TERM_LESS_PLACE, CDR_TERM_LESS_BODY };
	struct cdr_match_reach r = { .base = (float)config->terms[CDR_TERM_BASE],
		                     .identity = gain(config, CDR_TERM_IDENTITY),
		                     .identity_more = gain(config, CDR_TERM_IDENTITY_MORE),
		                     .meaning = gain(config, CDR_TERM_MEANING),
		                     .near = gain(config, CDR_TERM_NEAR),
		                     .numbers = gain(config, CDR_TERM_NUMBERS_AGREE),
		                     .other_number = cost(config, CDR_TERM_OTHER_NUMBER),
		                     .less_number = cost(config, CDR_TERM_LESS_NUMBER),
		                     .slip = cost(config, CDR_TERM_SPELLING),
		                     .sound = cost(config, CDR_TERM_SOUND),
		                     .initials = cost(config, CDR_TERM_INITIALS),
		                     .less = least_cost(config, less, CDR_LEN(less)),
		                     .other = least_cost(config, others, CDR_LEN(others)),
		                     .across = least_cost(config, scripts, CDR_LEN(scripts)) };
	r.complete = gain(config, CDR_TERM_COMPLETE) + gain(config, CDR_TERM_SAME_LETTERS);
	r.other_generic = cost(config, CDR_TERM_OTHER_GENERIC);
	r.form_other = cost(config, CDR_TERM_FORM_OTHER);
	r.form_foreign = cost(config, CDR_TERM_FORM_FOREIGN);
	r.same_text = gain(config, CDR_TERM_SAME_TEXT);
	/* Names near each other that only a generic word parts. */
	r.any = fmaxf(0, r.near - cost(config, CDR_TERM_OTHER_GENERIC));
	return r;
}

void
cdr_match_want(const struct cdr_match_name *name, struct cdr_match_wanted *ret)
{
	ret->identity = ret->meaning = ret->number = ret->filling = ret->counted = 0;
	ret->total = 0;
	ret->holds = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		uint64_t bit = UINT64_C(1) << i;
		ret->weights[i] = token->weight;
		ret->holds |= cdr_match_holds(token);
		switch ((enum cdr_token_kind)token->kind) {
		case CDR_TOKEN_NUMBER:
			ret->number |= bit;
			break;
		case CDR_TOKEN_GENERIC:
			ret->filling |= cdr_match_fills(token) ? bit : 0;
			break;
		case CDR_TOKEN_ACTIVITY:
		case CDR_TOKEN_PLACE:
		case CDR_TOKEN_STRUCTURE:
			ret->meaning |= bit;
			break;
		default:
			ret->identity |= bit;
		}
		if (!cdr_match_is_counted(token))
			continue;
		ret->total += token->weight;
		ret->counted |= bit;
	}
	ret->all = name->n_tokens >= 64 ? UINT64_MAX : (UINT64_C(1) << name->n_tokens) - 1;
}

static float
weight_of(const struct cdr_match_wanted *wanted, uint64_t words)
{
	float weight = 0;
	for (; words; words &= words - 1)
		weight += wanted->weights[cdr_match_lowest(words)];
	return weight;
}

struct cdr_match_gained
cdr_match_gain_by(const struct cdr_match_reach *r, const struct cdr_match_wanted *wanted, uint64_t words)
{
	float identity = weight_of(wanted, words & wanted->identity),
	      meaning = weight_of(wanted, words & wanted->meaning);
	struct cdr_match_gained g = { .words = words, .gain = r->base + r->any };
	g.ours = fmaxf(0, wanted->total - weight_of(wanted, words & wanted->counted));
	g.gain += r->identity * fminf(identity, 1) + r->identity_more * fminf(fmaxf(identity - 1, 0), 2);
	g.gain += r->meaning * fminf(meaning, 2);
	return g;
}

static float
numbers(const struct cdr_match_reach *r, const struct cdr_match_wanted *wanted, uint64_t words, uint8_t holds)
{
	if (words & wanted->number)
		return r->numbers;
	bool ours = wanted->holds & CDR_CDX_HOLDS_NUMBER, theirs = holds & CDR_CDX_HOLDS_NUMBER;
	return ours && theirs ? -r->other_number : ours != theirs ? -r->less_number : 0;
}

static float
least(float a, float b)
{
	return a < b ? a : b;
}

float
cdr_match_reach_with(const struct cdr_match_reach *r, const struct cdr_match_wanted *wanted,
                     const struct cdr_match_gained *g, const struct cdr_match_meeting *m)
{
	float theirs = m->rest > 0 ? m->rest : 0, both = least(g->ours, theirs), result = g->gain - m->loss;
	if ((wanted->holds | m->holds) & CDR_CDX_HOLDS_NUMBER)
		result += numbers(r, wanted, m->words, m->holds);
	bool across = (wanted->holds ^ m->holds) & CDR_CDX_HOLDS_NATIVE;
	result -= (across ? least(r->other, r->across) : r->other) * both + r->less * (g->ours + theirs - 2 * both);
	/* A word that only fills, left over on one side, and anything on the other. */
	bool ours_fills = wanted->filling & ~m->words,
	     theirs_fills = !wanted->filling && (m->holds & CDR_CDX_HOLDS_FILLING);
	bool opposed = (ours_fills && theirs > NOTHING) || (theirs_fills && g->ours > NOTHING);
	if (both > NOTHING || opposed)
		result += r->near * (1 - both / (wanted->total > both ? wanted->total : 1));
	if (opposed)
		result -= r->other_generic;
	if (g->ours <= NOTHING && theirs <= NOTHING)
		result += r->complete;
	return result + (m->same_text ? r->same_text : 0);
}

float
cdr_match_reach_to(const struct cdr_match_reach *r, const struct cdr_match_wanted *wanted,
                   const struct cdr_match_meeting *m)
{
	struct cdr_match_gained gained = cdr_match_gain_by(r, wanted, m->words);
	return cdr_match_reach_with(r, wanted, &gained, m);
}
