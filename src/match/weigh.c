/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which words met and which did not -> the terms of the score. The numbers only; what they weigh is data. What surprises:
 * what both names have and differs in (contradiction) is counted slot by slot, an activity against an activity, a place
 * against a place; only what is then left on one side alone was omitted.
 */
#include "match/match-impl.h"

#include <string.h>

#define FOREIGN_NEIGHBOUR 0.75F
#define LEAST_OTHER 0.5F        /* of two words of identity that differ, however common ("Harbour", "Valley") */
#define MOST_MORE 2             /* of identity above one word's */
#define MOST_LESS_ACTIVITY 0.8F /* of what one name leaves out: two of them */
#define MOST_BY_INITIALS 0.25F  /* identity that initials can tell without a word */

/* Slots of a name in which one firm has one value. */
enum slot { SLOT_IDENTITY, SLOT_PERSON, SLOT_ACTIVITY, SLOT_PLACE, SLOT_BODY, SLOT_COUNT, SLOT_GENERIC, SLOT_NUMBER };

struct left_over {
	float slots[SLOT_COUNT];
	float firm, generic, aside; /* firm: of words that say no more than that ("Company") */
	bool number;
	bool native; /* some of the identity is not in Latin letters */
	bool unread; /* some of it is in characters that are read in several ways */
};

static enum slot
slot_of(const struct cdr_match_token *token)
{
	switch ((enum cdr_token_kind)token->kind) {
	case CDR_TOKEN_NUMBER:
		return SLOT_NUMBER;
	case CDR_TOKEN_GENERIC:
		return SLOT_GENERIC;
	case CDR_TOKEN_ACTIVITY:
		return SLOT_ACTIVITY;
	case CDR_TOKEN_PLACE:
		return SLOT_PLACE;
	case CDR_TOKEN_PERSON:
		return SLOT_PERSON;
	case CDR_TOKEN_STRUCTURE:
		return SLOT_BODY;
	default:
		return SLOT_IDENTITY;
	}
}

/* Han: Mandarin, Cantonese and Japanese firms print the same character in other letters, and English names are translated
 * into it; that a reading does not agree says less than in an alphabet. */
static bool
is_read_many_ways(const struct cdr_match_token *token)
{
	unsigned char lead = token->text.n ? (unsigned char)token->text.p[0] : 0;
	return lead >= 0xE3 && lead <= 0xE9 && token->text.n >= 3;
}

/* Words that stand for a legal form: they contradict nothing. Named as in concepts.csv. */
bool
cdr_match_says_firm(const struct cdr_match_token *token)
{
	static const char *const words[] = { "company", "establishment", "firm", "undertaking" };
	for (size_t i = 0; i < CDR_LEN(words); i++)
		if (cdr_str_equal(token->meaning, cdr_str_from(words[i])))
			return true;
	return false;
}

static struct left_over
sum_left_over(const struct cdr_match_name *name, uint64_t met)
{
	struct left_over sum = { .generic = 0 };
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		enum slot slot = slot_of(token);
		bool aside = token->flags & CDR_TOKEN_ASIDE;
		if (met >> i & 1)
			continue;
		if (aside)
			sum.aside += token->weight;
		else if (slot == SLOT_GENERIC)
			*(cdr_match_says_firm(token) ? &sum.firm : &sum.generic) += token->weight;
		else if (slot == SLOT_NUMBER)
			sum.number = true;
		if (!aside && slot < SLOT_COUNT) {
			sum.slots[slot] += token->weight;
			sum.native |= slot == SLOT_IDENTITY && (token->flags & CDR_MATCH_NATIVE);
			sum.unread |= slot == SLOT_IDENTITY && is_read_many_ways(token);
		}
	}
	return sum;
}

static float
least(float a, float b)
{
	return a < b ? a : b;
}

/* ------------------------------------------------------------------------------------------------- what did not meet */

static void
weigh_contradiction(struct left_over *l, struct left_over *r, float *terms)
{
	static const enum cdr_match_term others[SLOT_COUNT] = {
		[SLOT_IDENTITY] = CDR_TERM_OTHER_IDENTITY, [SLOT_PERSON] = CDR_TERM_OTHER_PERSON,
		[SLOT_ACTIVITY] = CDR_TERM_OTHER_ACTIVITY, [SLOT_PLACE] = CDR_TERM_OTHER_PLACE,
		[SLOT_BODY] = CDR_TERM_OTHER_BODY,
	};
	float left = 0, right = 0;
	for (size_t s = 0; s < SLOT_COUNT; s++) {
		float both = least(l->slots[s], r->slots[s]);
		enum cdr_match_term other = others[s];
		if (s == SLOT_IDENTITY && l->unread != r->unread)
			other = CDR_TERM_OTHER_SCRIPT;
		else if (s == SLOT_IDENTITY && l->native != r->native)
			other = CDR_TERM_OTHER_ALPHABET;
		terms[other] = s == SLOT_IDENTITY && both > 0 && both < LEAST_OTHER ? LEAST_OTHER : both;
		l->slots[s] -= both;
		r->slots[s] -= both;
		left += l->slots[s];
		right += r->slots[s];
	}
	float mixed = least(left, right);
	terms[CDR_TERM_OTHER_MIXED] = mixed;
	for (size_t s = 0; mixed > 0 && s < SLOT_COUNT; s++) {
		l->slots[s] *= 1 - mixed / left;
		r->slots[s] *= 1 - mixed / right;
	}
}

static void
weigh_omission(const struct left_over *l, const struct left_over *r, float *terms)
{
	static const enum cdr_match_term less[SLOT_COUNT] = {
		[SLOT_IDENTITY] = CDR_TERM_LESS_IDENTITY, [SLOT_PERSON] = CDR_TERM_LESS_PERSON,
		[SLOT_ACTIVITY] = CDR_TERM_LESS_ACTIVITY, [SLOT_PLACE] = CDR_TERM_LESS_PLACE,
		[SLOT_BODY] = CDR_TERM_LESS_BODY,
	};
	float left = 0, right = 0;
	for (size_t s = 0; s < SLOT_COUNT; s++) {
		terms[less[s]] = l->slots[s] + r->slots[s];
		left += l->slots[s];
		right += r->slots[s];
	}
	terms[CDR_TERM_LESS_GENERIC] = l->firm + l->generic + r->firm + r->generic;
	terms[CDR_TERM_LESS_ASIDE] = l->aside + r->aside;
	terms[CDR_TERM_OTHER_NUMBER] = l->number && r->number;
	terms[CDR_TERM_LESS_NUMBER] = l->number != r->number;
	/* "Quillon Langlo", "Quillon Ventures": what is left over here has no like there. */
	bool opposed = (l->generic > 0 && right > 0) || (r->generic > 0 && left > 0);
	terms[CDR_TERM_OTHER_GENERIC] = opposed ? 1 : l->generic > 0 && r->generic > 0 ? 0.5F : 0;
	/* Registers print the objects of a firm behind its name; a third one says no more than a second. */
	terms[CDR_TERM_LESS_ACTIVITY] = least(terms[CDR_TERM_LESS_ACTIVITY], MOST_LESS_ACTIVITY);
}

/* ------------------------------------------------------------------------------------------------------ what did meet */

struct agreement {
	float identity, initials, meaning;
	bool exact, scripted, disordered, number;
	int last_right; /* where the last word of identity met */
};

static void
weigh_pair(const struct cdr_match_name *left, const struct cdr_match_pair *pair, struct agreement *sum, float *terms)
{
	enum slot slot = slot_of(&left->tokens[pair->left]);
	float agreed = pair->weight * pair->similarity;
	if (slot == SLOT_NUMBER) {
		sum->number = true;
		return;
	}
	bool identity = slot == SLOT_IDENTITY || slot == SLOT_PERSON || pair->n_left > 1 || pair->n_right > 1;
	if (identity)
		*(pair->way == CDR_WAY_INITIALS ? &sum->initials : &sum->identity) += agreed;
	else if (slot != SLOT_GENERIC)
		sum->meaning += agreed;
	switch ((enum cdr_match_way)pair->way) {
	case CDR_WAY_SAME:
		break;
	case CDR_WAY_JOINED:
	case CDR_WAY_SLIP:
		terms[CDR_TERM_SPELLING] += pair->weight * (1 - pair->similarity) * 8;
		break;
	case CDR_WAY_LETTER:
		terms[CDR_TERM_OTHER_LETTERS] += pair->weight * (1 - pair->similarity) * 8;
		break;
	case CDR_WAY_WORD:
		terms[CDR_TERM_OTHER_WORD] += pair->weight;
		break;
	case CDR_WAY_SHORTENED:
		terms[CDR_TERM_SHORTENED] += pair->weight;
		break;
	case CDR_WAY_INITIALS:
		terms[CDR_TERM_INITIALS] += pair->weight;
		break;
	case CDR_WAY_SOUND:
		terms[CDR_TERM_SOUND] += pair->weight * (1 + (1 - pair->similarity) * 4);
		break;
	case CDR_WAY_SCRIPT:
		terms[CDR_TERM_SCRIPT] += pair->weight * (1 - pair->similarity) * 4;
		break;
	}
	if (!identity)
		return;
	bool alike = pair->way == CDR_WAY_SAME || (pair->way == CDR_WAY_JOINED && pair->similarity >= 1);
	sum->exact |= alike && (left->tokens[pair->left].text.n > 2 || pair->n_left > 1);
	sum->scripted |= pair->way == CDR_WAY_SCRIPT;
	if (pair->way != CDR_WAY_SAME)
		return;
	sum->disordered |= pair->right < sum->last_right;
	sum->last_right = pair->right;
}

static void
weigh_agreement(const struct cdr_match_name *left, struct cdr_match_evidence *e)
{
	float *terms = e->terms;
	struct agreement sum = { .last_right = -1 };
	for (size_t i = 0; i < e->n_pairs; i++)
		weigh_pair(left, &e->pairs[i], &sum, terms);
	/* Initials alone are many firms'; beside a word that is the same they tell a little. */
	if (sum.exact)
		sum.identity += sum.initials / 2;
	else
		sum.identity += least(sum.initials / 2, MOST_BY_INITIALS);
	terms[CDR_TERM_IDENTITY] = least(sum.identity, 1);
	terms[CDR_TERM_IDENTITY_MORE] = least(sum.identity - terms[CDR_TERM_IDENTITY], MOST_MORE);
	terms[CDR_TERM_MEANING] = least(sum.meaning, 2);
	terms[CDR_TERM_NO_IDENTITY] = sum.identity <= 0;
	terms[CDR_TERM_ONLY_SOUND] = sum.identity > 0 && !sum.exact && !sum.scripted;
	terms[CDR_TERM_NUMBERS_AGREE] = sum.number && !terms[CDR_TERM_OTHER_NUMBER];
	terms[CDR_TERM_ORDER] = sum.disordered;
}

/* ------------------------------------------------------------------------------------------------------- legal forms */

static bool
is_listed(struct cdr_str country, struct cdr_str list)
{
	for (size_t i = 0; i + 2 <= list.n; i += 3)
		if (country.n == 2 && list.p[i] == country.p[0] && list.p[i + 1] == country.p[1])
			return true;
	return false;
}

/* Is there a country in both lists and not in `but`? */
static bool
share_country_but(struct cdr_str a, struct cdr_str b, struct cdr_str but)
{
	for (size_t start = 0, end; start < a.n; start = end + 1) {
		for (end = start; end < a.n && a.p[end] != ' ';)
			end++;
		struct cdr_str country = { a.p + start, end - start };
		if (is_listed(country, b) && !is_listed(country, but))
			return true;
	}
	return false;
}

static bool
share_country(struct cdr_str a, struct cdr_str b)
{
	return share_country_but(a, b, CDR_STR(""));
}

/* How foreign two forms are to each other: 1 when no country has both, less when only countries of several languages have,
 * whose firms print either, but whose neighbours' daughters are more ("GmbH", "SARL", "B.V." of one group). */
static float
foreignness(struct cdr_legal_form l, struct cdr_legal_form r)
{
	if (!l.countries.n || !r.countries.n || l.english || r.english)
		return 0;
	if (share_country_but(l.countries, r.countries, CDR_STR("BE CH LI LU CL")))
		return 0;
	return share_country(l.countries, r.countries) ? FOREIGN_NEIGHBOUR : 1;
}

/* What is written "Ltd", "Inc." or "Co., Ltd." in Latin letters, whatever the law calls it. */
static bool
is_share_company(struct cdr_str kind)
{
	return cdr_str_equal(kind, CDR_STR("ltd")) || cdr_str_equal(kind, CDR_STR("plc")) ||
	       cdr_str_equal(kind, CDR_STR("inc"));
}

/* Countries whose joint stock companies print "Ltd" or "Corp." in English: Switzerland lets the register carry it, Japan and
 * Korea are used to it. "Inc." and "PLC", which are written there too, are forms of their own where the others come from. */
static bool
prints_english(struct cdr_legal_form form)
{
	return share_country(form.countries, CDR_STR("CH LI JP KR")) &&
	       !share_country(form.countries, CDR_STR("US GB HK"));
}

static bool
is_french(struct cdr_legal_form form)
{
	return share_country(form.countries, CDR_STR("FR"));
}

/* Do two forms agree? Where not, the terms say how they differ. */
static bool
weigh_form(struct cdr_legal_form l, struct cdr_legal_form r, bool same, bool across, float *terms)
{
	if (same)
		return true;
	bool known = !cdr_str_equal(l.class, CDR_STR("other")) && !cdr_str_equal(r.class, CDR_STR("other"));
	float foreign = foreignness(l, r);
	/* Greek and Arabic firms print "S.A." for their own. */
	if (across && is_share_company(l.class) && cdr_str_equal(l.class, r.class) && (is_french(l) || is_french(r)))
		foreign = 0;
	bool translated = across || (l.english && prints_english(r)) || (r.english && prints_english(l));
	bool alike = cdr_str_equal(l.class, r.class) ||
	             (translated && is_share_company(l.class) && is_share_company(r.class));
	if (known && alike && foreign <= 0)
		return true;
	if (known && !alike)
		terms[CDR_TERM_FORM_OTHER] = 1;
	if (foreign > 0)
		terms[CDR_TERM_FORM_FOREIGN] = foreign;
	return false;
}

/* The pair of forms that agrees most speaks for all. */
void
cdr_match_weigh_forms(const struct cdr_match_config *config, const struct cdr_match_name *left,
                      const struct cdr_match_name *right, float *terms)
{
	bool across = cdr_match_is_native(left) != cdr_match_is_native(right), agree = false;
	for (size_t i = 0; i < left->n_forms; i++) {
		for (size_t j = 0; j < right->n_forms; j++) {
			struct cdr_legal_form l = cdr_legal_form(config->normaliser, left->forms[i]);
			struct cdr_legal_form r = cdr_legal_form(config->normaliser, right->forms[j]);
			agree |= weigh_form(l, r, left->forms[i] == right->forms[j], across, terms);
		}
	}
	if (agree)
		terms[CDR_TERM_FORM_OTHER] = terms[CDR_TERM_FORM_FOREIGN] = 0;
}

/* Did every word meet, but for generic ones and those that stand aside? */
static bool
is_complete(const struct cdr_match_name *name, uint64_t met)
{
	for (size_t i = 0; i < name->n_tokens; i++)
		if (!(met >> i & 1) && !(name->tokens[i].flags & CDR_TOKEN_ASIDE) &&
		    name->tokens[i].kind != CDR_TOKEN_GENERIC)
			return false;
	return true;
}

/* The words that count, written together. */
static size_t
join_words(const struct cdr_match_name *name, char out[CDR_DISTANCE_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < name->n_tokens; i++) {
		struct cdr_str text = name->tokens[i].text;
		if (name->tokens[i].flags & CDR_TOKEN_ASIDE)
			continue;
		if (n + text.n > CDR_DISTANCE_MAX)
			break;
		memcpy(out + n, text.p, text.n);
		n += text.n;
	}
	return n;
}

/* 0 for names of which half the letters differ, 1 for the same. */
static float
weigh_nearness(const struct cdr_match_name *left, const struct cdr_match_name *right)
{
	char l_text[CDR_DISTANCE_MAX], r_text[CDR_DISTANCE_MAX];
	struct cdr_str l = { l_text, join_words(left, l_text) }, r = { r_text, join_words(right, r_text) };
	size_t l_n = cdr_match_characters(l), r_n = cdr_match_characters(r);
	size_t longer = l_n > r_n ? l_n : r_n, shorter = l_n > r_n ? r_n : l_n;
	if (!shorter || (longer - shorter) * 2 > longer)
		return 0;
	size_t edits = cdr_match_edits(l, r);
	return edits * 2 < longer ? 1 - 2 * (float)edits / (float)longer : 0;
}

void
cdr_match_weigh(const struct cdr_match_config *config, const struct cdr_match_name *left,
                const struct cdr_match_name *right, struct cdr_match_evidence *e)
{
	float *terms = e->terms;
	memset(terms, 0, sizeof(e->terms));
	struct left_over l = sum_left_over(left, e->left_met), r = sum_left_over(right, e->right_met);
	bool complete = left->n_tokens && is_complete(left, e->left_met) && is_complete(right, e->right_met);
	e->nothing = !left->n_tokens || !right->n_tokens;
	weigh_contradiction(&l, &r, terms);
	weigh_omission(&l, &r, terms);
	if (terms[CDR_TERM_OTHER_IDENTITY] > 0 || terms[CDR_TERM_OTHER_MIXED] > 0 || terms[CDR_TERM_OTHER_GENERIC] >= 1)
		terms[CDR_TERM_NEAR] = weigh_nearness(left, right);
	weigh_agreement(left, e);
	/* Words that any firm has are complete with nothing ("Global Trading" and "A. A. Trading"). */
	bool says_who = terms[CDR_TERM_IDENTITY] > 0 || left->joined_hash == right->joined_hash;
	terms[CDR_TERM_COMPLETE] = complete && says_who;
	terms[CDR_TERM_SAME_TEXT] = left->folded_hash == right->folded_hash && left->original.n > 0;
	terms[CDR_TERM_SAME_LETTERS] =
		left->joined_hash == right->joined_hash && left->n_tokens && terms[CDR_TERM_SAME_TEXT] <= 0;
	cdr_match_weigh_forms(config, left, right, terms);
}
