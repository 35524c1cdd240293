/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A score -> sentences that can be read aloud, one for each part that moved it. No weighing. What surprises: evidence
 * may have been taken with the names swapped (so that both orders score alike); here they are told in the order asked.
 */
#include "match/match-impl.h"

#define MAX_SENTENCE_BYTES 2048

struct teller {
	const struct cdr_match_name *first, *second;
	const struct cdr_match_evidence *evidence; /* as if taken in this order */
	const struct cdr_normaliser *normaliser;
	const struct cdr_match_beside *beside;
	const struct cdr_match_sectors *sectors;
	struct cdr_buf *out;
};

static void
put_words(struct cdr_buf *out, const struct cdr_match_name *name, size_t first, size_t n)
{
	cdr_buf_putc(out, '"');
	for (size_t i = first; i < first + n; i++) {
		if (i > first)
			cdr_buf_putc(out, ' ');
		cdr_buf_add_str(out, name->tokens[i].text);
	}
	cdr_buf_putc(out, '"');
}

static bool
has_left_over(const struct cdr_match_name *name, uint64_t met)
{
	return name->n_tokens > cdr_match_bits(met);
}

/* The words of a name that met nothing, the weighty ones if any. */
static void
put_left_over(struct cdr_buf *out, const struct cdr_match_name *name, uint64_t met)
{
	bool weighty = false, told = false;
	for (size_t i = 0; i < name->n_tokens; i++)
		weighty = weighty || (!(met >> i & 1) && name->tokens[i].kind != CDR_TOKEN_GENERIC);
	for (size_t i = 0; i < name->n_tokens; i++) {
		if ((met >> i & 1) || (weighty && name->tokens[i].kind == CDR_TOKEN_GENERIC))
			continue;
		if (told)
			cdr_buf_puts(out, ", ");
		put_words(out, name, i, 1);
		told = true;
	}
}

static void
tell_base(const struct teller *t)
{
	cdr_buf_puts(t->out, "Where a score begins before a word is compared.");
}

static void
tell_agree(const struct teller *t)
{
	const struct cdr_match_evidence *e = t->evidence;
	bool told = false;
	for (size_t i = 0; i < e->n_pairs; i++) {
		const struct cdr_match_pair *pair = &e->pairs[i];
		cdr_buf_puts(t->out, told ? ", " : "These words of the names meet: ");
		put_words(t->out, t->first, pair->left, pair->n_left);
		told = true;
	}
	cdr_buf_puts(t->out, told ? "." : "No word of the names meets another.");
}

static const char *const way_words[] = {
	[CDR_WAY_SAME] = "the same",
	[CDR_WAY_SLIP] = "spelt differently, by a slip such as happens",
	[CDR_WAY_LETTER] = "spelt differently, by letters that make another word",
	[CDR_WAY_WORD] = "two words, each known by itself",
	[CDR_WAY_JOINED] = "written together or apart",
	[CDR_WAY_SHORTENED] = "cut short",
	[CDR_WAY_INITIALS] = "written as initials",
	[CDR_WAY_SOUND] = "alike only in sound",
	[CDR_WAY_SCRIPT] = "the same sound in another script",
};

/* Pairs that are not letter by letter the same: of one script, or across scripts. */
static bool
put_pairs(const struct teller *t, bool across)
{
	const struct cdr_match_evidence *e = t->evidence;
	bool told = false;
	for (size_t i = 0; i < e->n_pairs; i++) {
		const struct cdr_match_pair *pair = &e->pairs[i];
		if (pair->way == CDR_WAY_SAME || (pair->way == CDR_WAY_SCRIPT) != across)
			continue;
		cdr_buf_puts(t->out, told ? "; " : across ? "Across scripts: " : "Not quite the same: ");
		put_words(t->out, t->first, pair->left, pair->n_left);
		cdr_buf_puts(t->out, " and ");
		put_words(t->out, t->second, pair->right, pair->n_right);
		cdr_buf_printf(t->out, " (%s)", way_words[pair->way]);
		told = true;
	}
	cdr_buf_puts(t->out, told ? "." : "");
	return told;
}

static void
tell_spelling(const struct teller *t)
{
	const float *terms = t->evidence->terms;
	bool told = put_pairs(t, false);
	if (terms[CDR_TERM_ORDER] > 0) {
		cdr_buf_puts(t->out, told ? " The words stand in another order." : "The words stand in another order.");
		told = true;
	}
	if (terms[CDR_TERM_ONLY_SOUND] > 0) {
		cdr_buf_printf(t->out, "%sNo word that tells one firm from another is the same letter by letter.",
		               told ? " " : "");
		told = true;
	}
	if (terms[CDR_TERM_NEAR] > 0)
		cdr_buf_printf(t->out, "%sLetter by letter the names as a whole are near each other.", told ? " " : "");
}

static void
tell_script(const struct teller *t)
{
	bool told = put_pairs(t, true);
	if (t->evidence->terms[CDR_TERM_OTHER_SCRIPT] <= 0 && t->evidence->terms[CDR_TERM_OTHER_ALPHABET] <= 0)
		return;
	cdr_buf_puts(t->out, told ? " Read" : "Read");
	cdr_buf_puts(t->out, " from another script, ");
	put_left_over(t->out, t->first, t->evidence->left_met);
	cdr_buf_puts(t->out, " and ");
	put_left_over(t->out, t->second, t->evidence->right_met);
	cdr_buf_puts(t->out, " do not sound alike.");
}

static void
tell_contradiction(const struct teller *t)
{
	const struct cdr_match_evidence *e = t->evidence;
	bool first = has_left_over(t->first, e->left_met), second = has_left_over(t->second, e->right_met);
	if (first && second) {
		cdr_buf_puts(t->out, "The names contradict each other: the first has ");
		put_left_over(t->out, t->first, e->left_met);
		cdr_buf_puts(t->out, " where the second has ");
		put_left_over(t->out, t->second, e->right_met);
		cdr_buf_putc(t->out, '.');
	}
	if (e->terms[CDR_TERM_NO_IDENTITY] > 0)
		cdr_buf_printf(t->out, "%sNo word that tells one firm from another meets.", first && second ? " " : "");
}

static void
tell_omission(const struct teller *t)
{
	const struct cdr_match_evidence *e = t->evidence;
	bool first = has_left_over(t->first, e->left_met), second = has_left_over(t->second, e->right_met);
	if (first && second) {
		cdr_buf_puts(t->out, "One name says more than the other.");
		return;
	}
	cdr_buf_printf(t->out, "Only the %s name has ", first ? "first" : "second");
	put_left_over(t->out, first ? t->first : t->second, first ? e->left_met : e->right_met);
	cdr_buf_putc(t->out, '.');
}

/* The numbers of a name that met nothing; false when there are none. */
static bool
put_numbers(struct cdr_buf *out, const struct cdr_match_name *name, uint64_t met)
{
	bool told = false;
	for (size_t i = 0; i < name->n_tokens; i++) {
		const struct cdr_match_token *token = &name->tokens[i];
		if ((met >> i & 1) || !(token->kind == CDR_TOKEN_NUMBER || (token->flags & CDR_MATCH_DIGITS)))
			continue;
		cdr_buf_puts(out, told ? ", " : "");
		cdr_buf_add_str(out, name->tokens[i].text);
		told = true;
	}
	return told;
}

static void
tell_number(const struct teller *t)
{
	bool conflict = t->evidence->terms[CDR_TERM_OTHER_NUMBER] > 0;
	cdr_buf_puts(t->out, conflict ? "The numbers differ: " : "Only one name has a number: ");
	bool first = put_numbers(t->out, t->first, t->evidence->left_met);
	cdr_buf_puts(t->out, first && conflict ? " in the first name, " : "");
	bool second = put_numbers(t->out, t->second, t->evidence->right_met);
	cdr_buf_puts(t->out, second ? " in the second." : " in the first.");
}

static void
tell_same_text(const struct teller *t)
{
	cdr_buf_puts(t->out, t->evidence->terms[CDR_TERM_SAME_TEXT] > 0
	                             ? "Both names are written alike."
	                             : "But for legal form, blanks and marks both names are written alike.");
}

static void
put_forms(const struct teller *t, const struct cdr_match_name *name)
{
	for (size_t i = 0; i < name->n_forms; i++) {
		struct cdr_legal_form form = cdr_legal_form(t->normaliser, name->forms[i]);
		cdr_buf_printf(t->out, "%s%.*s", i ? ", " : "", CDR_STR_ARG(form.class));
		if (form.countries.n && !form.english)
			cdr_buf_printf(t->out, " (%.*s)", CDR_STR_ARG(form.countries));
	}
}

static void
tell_form(const struct teller *t)
{
	const float *terms = t->evidence->terms;
	cdr_buf_puts(t->out, terms[CDR_TERM_FORM_FOREIGN] > 0 ? "The legal forms are of different countries: "
	                                                      : "The kinds of legal form differ: ");
	put_forms(t, t->first);
	cdr_buf_puts(t->out, " and ");
	put_forms(t, t->second);
	cdr_buf_putc(t->out, '.');
}

static void
tell_country(const struct teller *t)
{
	const struct cdr_str *countries = t->beside->countries;
	if (t->beside->country == CDR_AGREE_YES)
		cdr_buf_printf(t->out, "The country agrees: %.*s.", CDR_STR_ARG(countries[0]));
	else
		cdr_buf_printf(t->out, "The countries differ: %.*s and %.*s.", CDR_STR_ARG(countries[0]),
		               CDR_STR_ARG(countries[1]));
}

static void
tell_address(const struct teller *t)
{
	static const struct {
		unsigned part;
		const char *name;
	} names[] = { { CDR_ADDRESS_POSTCODE, "postcode" },
		      { CDR_ADDRESS_NUMBER, "number" },
		      { CDR_ADDRESS_STREET, "street" },
		      { CDR_ADDRESS_CITY, "town" },
		      { CDR_ADDRESS_COUNTRY, "country" } };
	bool agrees = t->beside->address > 0, told = false;
	unsigned parts = agrees ? t->beside->places.agreed : t->beside->places.conflicting;
	cdr_buf_puts(t->out, agrees ? "The addresses agree" : "The addresses are of different places");
	for (size_t i = 0; i < CDR_LEN(names); i++) {
		if (!(parts & names[i].part))
			continue;
		cdr_buf_printf(t->out, "%s%s", told ? ", " : " (", names[i].name);
		told = true;
	}
	cdr_buf_puts(t->out, told ? ")." : ".");
}

static void
put_sectors(const struct teller *t, uint64_t sectors)
{
	bool told = false;
	for (size_t i = 0; t->sectors && i < t->sectors->n; i++) {
		if (!(sectors >> i & 1))
			continue;
		cdr_buf_printf(t->out, "%s%.*s", told ? ", " : "", CDR_STR_ARG(t->sectors->titles[i]));
		told = true;
	}
}

static void
tell_sector(const struct teller *t)
{
	const uint64_t *sectors = t->beside->sectors;
	bool agrees = t->beside->sector > 0;
	cdr_buf_puts(t->out, agrees ? "Both say they are in the same line of business: "
	                            : "They say they are in different lines of business: the first in ");
	put_sectors(t, sectors[0]);
	if (!agrees) {
		cdr_buf_puts(t->out, "; the second in ");
		put_sectors(t, sectors[1]);
	}
	cdr_buf_putc(t->out, '.');
}

static void
put_titled(struct cdr_buf *out, struct cdr_str scheme)
{
	struct cdr_str title = cdr_identifier_title(scheme);
	bool known = !cdr_str_equal(title, scheme);
	cdr_buf_printf(out, "The %s%.*s", known ? "" : "identifier ", CDR_STR_ARG(title));
}

static void
put_scheme(const struct teller *t)
{
	if (cdr_match_is_licence(t->beside->scheme))
		cdr_buf_puts(t->out, "The licence number");
	else
		put_titled(t->out, t->beside->scheme);
}

static void
tell_identifier(const struct teller *t)
{
	put_scheme(t);
	cdr_buf_printf(t->out, " agrees: %.*s.", CDR_STR_ARG(t->beside->values[0]));
}

static void
tell_conflict(const struct teller *t)
{
	put_scheme(t);
	cdr_buf_printf(t->out, " differs: %.*s and %.*s.", CDR_STR_ARG(t->beside->values[0]),
	               CDR_STR_ARG(t->beside->values[1]));
}

/* Words that many names have may have met; they were told before. */
static void
tell_borrowed(const struct teller *t)
{
	cdr_buf_puts(t->out, "The licence number is this entry's, but the names have nothing in common");
	cdr_buf_puts(t->out, t->evidence->n_pairs ? " that tells one firm from another." : ".");
}

static const struct {
	const char *code;
	void (*tell)(const struct teller *);
} parts[CDR_PART_COUNT] = {
	[CDR_PART_BASE] = { "name.base", tell_base },
	[CDR_PART_IDENTIFIER] = { "identifier.agree", tell_identifier },
	[CDR_PART_AGREE] = { "name.words", tell_agree },
	[CDR_PART_SAME_TEXT] = { "name.same", tell_same_text },
	[CDR_PART_SPELLING] = { "name.spelling", tell_spelling },
	[CDR_PART_SCRIPT] = { "name.script", tell_script },
	[CDR_PART_CONTRADICTION] = { "name.contradiction", tell_contradiction },
	[CDR_PART_NUMBER] = { "name.number", tell_number },
	[CDR_PART_OMISSION] = { "name.omission", tell_omission },
	[CDR_PART_FORM] = { "name.form", tell_form },
	[CDR_PART_COUNTRY] = { "country", tell_country },
	[CDR_PART_ADDRESS] = { "address", tell_address },
	[CDR_PART_SECTOR] = { "sector", tell_sector },
	[CDR_PART_CONFLICT] = { "identifier.conflict", tell_conflict },
	[CDR_PART_BORROWED] = { "identifier.borrowed", tell_borrowed },
};

/* The evidence as it would have come out in the other order. */
static void
turn_round(const struct cdr_match_evidence *evidence, struct cdr_match_evidence *ret)
{
	*ret = *evidence;
	ret->left_met = evidence->right_met;
	ret->right_met = evidence->left_met;
	for (size_t i = 0; i < evidence->n_pairs; i++) {
		const struct cdr_match_pair *pair = &evidence->pairs[i];
		ret->pairs[i].left = pair->right;
		ret->pairs[i].n_left = pair->n_right;
		ret->pairs[i].right = pair->left;
		ret->pairs[i].n_right = pair->n_left;
	}
}

/* Adds the sentence just told. */
static enum cdr_status
add_reason(const struct teller *t, const char *code, int points, struct cdr_arena *arena, struct cdr_match_hit *hit,
           struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(t->out, CDR_MATCH_ROOM, err));
	struct cdr_str text = cdr_buf_str(t->out);
	text.n = cdr_str_cut(text, MAX_SENTENCE_BYTES);
	struct cdr_reason *reason = &hit->reasons[hit->n_reasons];
	*reason = (struct cdr_reason){ .code = cdr_str_from(code),
		                       .text = cdr_str_copy(arena, text),
		                       .contribution = (double)points / CDR_MATCH_UNIT };
	if (!reason->text.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	hit->n_reasons++;
	cdr_buf_clear(t->out);
	return CDR_OK;
}

/* Was something found that belongs into this part? */
static bool
has_evidence(const struct cdr_match_evidence *evidence, enum cdr_match_part part)
{
	for (size_t i = 0; i < evidence->n_pairs; i++)
		if (evidence->pairs[i].way != CDR_WAY_SAME &&
		    part == (evidence->pairs[i].way == CDR_WAY_SCRIPT ? CDR_PART_SCRIPT : CDR_PART_SPELLING))
			return true;
	for (size_t i = 0; i < CDR_TERM_COUNTRY_AGREE; i++)
		if (evidence->terms[i] > 0 && cdr_match_term_part((enum cdr_match_term)i) == part)
			return true;
	return false;
}

/* A part that moved the score is told; one that did not because the data weigh it at nothing, or because the score cannot
 * fall further, is told too where it says how words, addresses or sectors differ. */
static bool
is_told(const struct cdr_match_told *told, enum cdr_match_part part)
{
	bool differs = part == CDR_PART_SPELLING || part == CDR_PART_SCRIPT || part == CDR_PART_CONTRADICTION ||
	               part == CDR_PART_NUMBER || part == CDR_PART_OMISSION;
	bool by_name = !told->evidence->nothing && told->beside->identifiers != CDR_AGREE_YES;
	bool elsewhere = (part == CDR_PART_ADDRESS && told->beside->address < 0) ||
	                 (part == CDR_PART_SECTOR && told->beside->sector < 0);
	return told->score->parts[part] || (by_name && (elsewhere || (differs && has_evidence(told->evidence, part))));
}

/* What weighed nothing and yet must be said: numbers that cannot be right. */
static enum cdr_status
tell_doubts(const struct teller *t, struct cdr_arena *arena, struct cdr_match_hit *hit, struct cdr_error *err)
{
	const struct cdr_match_doubt *doubts = t->beside->doubts;
	for (size_t i = 0; i < CDR_LEN(t->beside->doubts); i++) {
		if (!doubts[i].printed.n || (i && cdr_str_equal(doubts[i].printed, doubts[0].printed)))
			continue;
		put_titled(t->out, doubts[i].scheme);
		cdr_buf_printf(t->out, " %.*s is wrong or incomplete and was not compared.",
		               CDR_STR_ARG(doubts[i].printed));
		CDR_TRY(add_reason(t, "identifier.doubtful", 0, arena, hit, err));
	}
	return CDR_OK;
}

/* Letters of another alphabet put in for those that look like them are read as these, and told. */
static enum cdr_status
tell_homoglyphs(const struct teller *t, struct cdr_arena *arena, struct cdr_match_hit *hit, struct cdr_error *err)
{
	bool first = t->first->flags & CDR_MATCH_HOMOGLYPHS, second = t->second->flags & CDR_MATCH_HOMOGLYPHS;
	if (!first && !second)
		return CDR_OK;
	cdr_buf_printf(t->out, "%s with letters of two alphabets that look alike; they were read as one alphabet.",
	               first && second ? "Both names have words"
	               : first         ? "The first name has a word"
	                               : "The second name has a word");
	return add_reason(t, "name.homoglyphs", 0, arena, hit, err);
}

enum cdr_status
cdr_match_explain(const struct cdr_normaliser *normaliser, const struct cdr_match_told *told, struct cdr_arena *arena,
                  struct cdr_match_hit *hit, struct cdr_error *err)
{
	struct cdr_match_evidence turned;
	if (told->swapped)
		turn_round(told->evidence, &turned);
	cdr_auto(cdr_buf) sentence = CDR_BUF_INIT;
	struct teller teller = { .first = told->left,
		                 .second = told->right,
		                 .evidence = told->swapped ? &turned : told->evidence,
		                 .normaliser = normaliser,
		                 .beside = told->beside,
		                 .sectors = told->config ? &told->config->sectors : NULL,
		                 .out = &sentence };
	struct cdr_match_hit explained = *hit;
	explained.n_reasons = 0;
	explained.reasons =
		cdr_arena_alloc(arena, (CDR_PART_COUNT + CDR_LEN(told->beside->doubts) + 1) * sizeof(*hit->reasons));
	if (!explained.reasons)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	for (size_t i = 0; i < CDR_PART_COUNT; i++) {
		if (!is_told(told, (enum cdr_match_part)i))
			continue;
		parts[i].tell(&teller);
		CDR_TRY(add_reason(&teller, parts[i].code, told->score->parts[i], arena, &explained, err));
	}
	CDR_TRY(tell_homoglyphs(&teller, arena, &explained, err));
	CDR_TRY(tell_doubts(&teller, arena, &explained, err));
	*hit = explained;
	return CDR_OK;
}
