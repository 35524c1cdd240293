/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A normalised name -> what comparison wants of it: words with their weights, no word twice, legal forms aside. No
 * comparing. What surprises: a name that gives another name beside ("X, formerly Y") is prepared in two readings, each
 * compared as a name of its own; noise words are left out of both.
 */
#include "match/match-impl.h"

#include <math.h>
#include <string.h>

#define SHORT_WORD_BYTES 2
#define LEAST_NAMES 1000 /* a smaller index says nothing about how common a word is */

/* ----------------------------------------------------------------------------------------------------------- weights */

/* Most that a word of this kind weighs. */
static double
most(const struct cdr_match_config *config, enum cdr_token_kind kind)
{
	switch (kind) {
	case CDR_TOKEN_NUMBER:
		return config->number_most;
	case CDR_TOKEN_GENERIC:
		return config->generic_most;
	case CDR_TOKEN_ACTIVITY:
		return config->activity_most;
	case CDR_TOKEN_PLACE:
		return config->place_most;
	case CDR_TOKEN_PERSON:
		return config->person_most;
	case CDR_TOKEN_STRUCTURE:
		return config->body_most;
	case CDR_TOKEN_QUALITY:
		return config->quality_most;
	default:
		return 1;
	}
}

double
cdr_match_rarity(const struct cdr_match_config *config, double per_million)
{
	if (per_million <= config->rare_per_million)
		return 1;
	return fmax(0, log(1e6 / per_million) / log(1e6 / config->rare_per_million));
}

/* Eight bytes at a time: adding 0x76 to what is left of '0' to '9' without it stays below 0x80, and of nothing else. */
static bool
has_digit(struct cdr_str text)
{
	const uint64_t high = UINT64_C(0x8080808080808080);
	for (size_t i = 0; i < text.n; i += 8) {
		uint64_t bytes = cdr_match_front(text.p + i, text.n - i) ^ UINT64_C(0x3030303030303030);
		if (~(((bytes & ~high) + UINT64_C(0x7676767676767676)) | bytes) & high)
			return true;
	}
	return false;
}

float
cdr_match_word_weight(const struct cdr_match_config *config, struct cdr_str text, enum cdr_token_kind kind,
                      size_t frequency, size_t n_names, uint8_t *ret_flags)
{
	const struct cdr_match_frequency *known = cdr_match_frequency_of(config, text);
	double per_million = known ? (double)known->per_million : 0, rarity = known ? known->rarity : 1;
	if (n_names && frequency > 1) {
		double names = fmax((double)n_names, LEAST_NAMES);
		per_million = fmax(per_million, (double)(frequency - 1) / names * 1e6);
		rarity = cdr_match_rarity(config, per_million);
	}
	uint8_t flags = 0;
	if (per_million >= config->common_per_million || (kind != CDR_TOKEN_STEM && kind != CDR_TOKEN_NUMBER))
		flags |= CDR_MATCH_COMMON;
	if (kind != CDR_TOKEN_NUMBER && has_digit(text))
		flags |= CDR_MATCH_DIGITS;
	*ret_flags = flags;
	if (kind == CDR_TOKEN_NUMBER || kind == CDR_TOKEN_GENERIC)
		return (float)most(config, kind);
	double weight = fmin(rarity, most(config, kind));
	return (float)(text.n <= SHORT_WORD_BYTES ? fmin(weight, config->letter_most) : weight);
}

size_t
cdr_match_characters(struct cdr_str text)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t inside = 0; /* bytes that begin no character: 10xxxxxx */
	for (size_t i = 0; i < text.n; i += 8) {
		uint64_t bytes = cdr_match_front(text.p + i, text.n - i);
		inside += (bytes >> 7 & ~(bytes >> 6) & ones) * ones >> 56;
	}
	return text.n - inside;
}

void
cdr_match_token_finish(struct cdr_match_token *token)
{
	uint64_t letters = 0;
	unsigned char all = 0;
	for (size_t i = 0; i < token->text.n; i++) {
		unsigned char byte = (unsigned char)token->text.p[i];
		letters |= UINT64_C(1) << (byte & 63);
		all |= byte;
	}
	token->letters = letters;
	if (token->text.n && (unsigned char)token->text.p[0] >= 0x80)
		token->flags |= CDR_MATCH_NATIVE;
	size_t n = all < 0x80 ? token->text.n : cdr_match_characters(token->text);
	token->n_characters = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX);
}

/* ----------------------------------------------------------------------------------------------------------- readings */

static bool
is_of_reading(const struct cdr_token *token, size_t reading)
{
	return ((token->flags & CDR_TOKEN_OTHER) != 0) == (reading == 1);
}

size_t
cdr_match_readings(const struct cdr_name_key *key)
{
	for (size_t i = 0; i < key->n_tokens; i++)
		if ((key->tokens[i].flags & CDR_TOKEN_OTHER) && key->tokens[i].kind != CDR_TOKEN_NOISE &&
		    key->tokens[i].kind != CDR_TOKEN_LEGAL_FORM)
			return 2;
	return 1;
}

static struct cdr_match_token *
find_known(struct cdr_match_name *name, const struct cdr_token *token)
{
	bool number = token->kind == CDR_TOKEN_NUMBER;
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_match_token *known = &name->tokens[i];
		if (number != (known->kind == CDR_TOKEN_NUMBER))
			continue;
		if (number ? known->number == token->number : cdr_match_equal(known->meaning, token->meaning))
			return known;
	}
	return NULL;
}

static void
add_form(struct cdr_match_name *name, uint32_t form)
{
	for (size_t i = 0; i < name->n_forms; i++)
		if (name->forms[i] == form)
			return;
	if (form && name->n_forms < CDR_MATCH_MAX_FORMS)
		name->forms[name->n_forms++] = form;
}

static void
add_token(const struct cdr_match_config *config, const struct cdr_match_index *index, const struct cdr_token *from,
          struct cdr_match_name *name)
{
	const uint8_t places = CDR_TOKEN_ASIDE | CDR_TOKEN_BRACKET;
	struct cdr_match_token *known = find_known(name, from);
	if (known) {
		known->flags &= (uint8_t) ~(places & ~from->flags); /* inside once is inside */
		return;
	}
	struct cdr_match_token *token = &name->tokens[name->n_tokens++];
	*token = (struct cdr_match_token){ .text = from->text,
		                           .meaning = from->meaning,
		                           .number = from->number,
		                           .kind = (uint8_t)from->kind,
		                           .flags = from->flags & places };
	uint32_t id = index ? cdr_match_word_find(index, from->text, from->meaning, token->kind) : 0;
	if (id) {
		cdr_match_word_token(index, id, token->flags, token);
		return;
	}
	uint8_t flags = 0;
	token->weight = cdr_match_word_weight(config, from->meaning, from->kind, 0, 0, &flags);
	token->flags |= flags;
	cdr_match_token_finish(token);
}

uint64_t
cdr_match_joined(const struct cdr_match_name *name)
{
	char joined[256];
	size_t n = 0;
	uint64_t hash = CDR_SEED_JOINED;
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_str rest = name->tokens[i].text;
		/* Hashed in pieces of one length, wherever words part. */
		for (size_t most; rest.n > (most = sizeof(joined) - n); n = 0) {
			memcpy(joined + n, rest.p, most);
			rest = (struct cdr_str){ rest.p + most, rest.n - most };
			hash = cdr_match_hash((struct cdr_str){ joined, sizeof(joined) }, hash);
		}
		memcpy(joined + n, rest.p, rest.n);
		n += rest.n;
	}
	return cdr_match_hash((struct cdr_str){ joined, n }, hash);
}

void
cdr_match_prepare(const struct cdr_match_config *config, const struct cdr_match_index *index,
                  const struct cdr_name_key *key, size_t reading, struct cdr_match_name *ret)
{
	ret->n_tokens = ret->n_forms = 0;
	ret->original = key->original;
	ret->folded_hash = cdr_match_hash(key->folded, CDR_SEED_FOLDED);
	ret->flags = cdr_has_homoglyphs(key->original) ? CDR_MATCH_HOMOGLYPHS : 0;
	ret->flags |= cdr_match_readings(key) > 1 ? CDR_MATCH_READING : 0;
	for (size_t i = 0; i < key->n_tokens; i++) {
		const struct cdr_token *from = &key->tokens[i];
		if (!is_of_reading(from, reading) || from->kind == CDR_TOKEN_NOISE)
			continue;
		if (from->kind == CDR_TOKEN_LEGAL_FORM)
			add_form(ret, from->lexeme);
		else
			add_token(config, index, from, ret);
	}
	/* A name of nothing else ("A", "The And") is at least itself. */
	bool nothing = ret->n_tokens == 0;
	for (size_t i = 0; nothing && i < key->n_tokens; i++) {
		struct cdr_token from = key->tokens[i];
		from.kind = CDR_TOKEN_GENERIC;
		if (is_of_reading(&key->tokens[i], reading) && key->tokens[i].kind == CDR_TOKEN_NOISE)
			add_token(config, index, &from, ret);
	}
	ret->joined_hash = cdr_match_joined(ret);
}
