/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words of known meaning, added to the lexicon: what firms do, where they are, what kind of body they are, in every
 * language, and numerals written as words. No tokenising. What surprises: words of one meaning get one text, that of the
 * concept, so that "Handels", "Comercio" and "Trading" are equal to whoever compares; what was written is kept elsewhere.
 *
 * match/concepts.csv:  lines beginning with '#' are remarks; header "concept,kind,words"; words parted by '|'
 * match/places.csv:    the same of places
 * match/numerals.csv:  header "words,value"; words parted by '|'
 */
#include "normalise/normalise-impl.h"

#include <stdio.h>
#include <string.h>

#define CONCEPTS_PATH "match/concepts.csv"
#define PLACES_PATH "match/places.csv"
#define NUMERALS_PATH "match/numerals.csv"
#define WORD_BYTES 256

struct table {
	struct cdr_lexicon *lexicon;
	struct cdr_arena *arena;
	const char *path;
	size_t line;
	struct cdr_error *err;
};

static enum cdr_status
refuse(const struct table *t, struct cdr_str field, const char *what)
{
	char where[64];
	(void)snprintf(where, sizeof(where), "%s:%zu", t->path, t->line);
	return cdr_fail(t->err, CDR_EINPUT, CDR_NORMALISE_ROOM, where, "\"%.*s\" %s; correct the line",
	                CDR_STR_ARG(field), what);
}

static uint64_t
word_count_bit(size_t n)
{
	return UINT64_C(1) << (n < 63 ? n : 63);
}

static enum cdr_status
add_word(struct table *t, struct cdr_str word, struct cdr_lexeme lexeme)
{
	char folded[WORD_BYTES];
	struct cdr_str key;
	if (!cdr_fold_short(word, CDR_FOLD_LATIN, folded, sizeof(folded), &key) || !key.n)
		return refuse(t, word, "is not a word of 1 to 256 bytes");
	/* It may be known: a legal form, a noise word, or another spelling of the same that folds alike. */
	bool fresh;
	struct cdr_lexeme *known = cdr_lexicon_put(t->lexicon, key, &lexeme, &fresh);
	if (!known)
		return cdr_fail_memory(t->err, CDR_NORMALISE_ROOM);
	if (fresh || (known->kind == lexeme.kind && cdr_str_equal(known->text, lexeme.text)))
		known->word_counts |= word_count_bit(lexeme.n_words);
	return CDR_OK;
}

/* Can a blank of any script begin, or end, with this byte? */
static bool
is_blank_edge(char c, bool end)
{
	unsigned char byte = (unsigned char)c;
	if (end)
		return byte <= ' ' || byte == 0x80 || byte == 0x8B || byte == 0xA0 || byte == 0xBF;
	return byte <= ' ' || byte == 0xC2 || byte == 0xE2 || byte == 0xE3 || byte == 0xEF;
}

/* Nearly no word has a blank at its edge, and looking for the blanks of all scripts takes longer than what else is done. */
static struct cdr_str
trim(struct cdr_str word)
{
	bool blank = !word.n || is_blank_edge(word.p[0], false) || is_blank_edge(word.p[word.n - 1], true);
	return blank ? cdr_str_trim(word) : word;
}

static enum cdr_status
add_words(struct table *t, struct cdr_str words, const struct cdr_lexeme *lexeme)
{
	struct cdr_str word;
	while (words.n && cdr_str_split(&words, '|', &word))
		CDR_TRY(add_word(t, trim(word), *lexeme));
	return CDR_OK;
}

static enum cdr_status
read_concept(struct table *t, struct cdr_str line)
{
	static const struct {
		const char *word;
		enum cdr_token_kind kind;
	} kinds[] = { { "activity", CDR_TOKEN_ACTIVITY },   { "place", CDR_TOKEN_PLACE },
		      { "generic", CDR_TOKEN_GENERIC },     { "person", CDR_TOKEN_PERSON },
		      { "structure", CDR_TOKEN_STRUCTURE }, { "quality", CDR_TOKEN_QUALITY } };
	struct cdr_str concept, kind;
	struct cdr_lexeme lexeme = { .kind = CDR_TOKEN_STEM };
	if (!cdr_str_split(&line, ',', &concept) || !cdr_str_split(&line, ',', &kind) || !concept.n)
		return refuse(t, line, "is not preceded by a concept and its kind");
	for (size_t i = 0; i < CDR_LEN(kinds); i++)
		if (cdr_str_equal(kind, cdr_str_from(kinds[i].word)))
			lexeme.kind = kinds[i].kind;
	if (lexeme.kind == CDR_TOKEN_STEM)
		return refuse(t, kind, "is none of activity, place, generic, person, structure, quality");
	lexeme.text = cdr_str_copy(t->arena, concept);
	if (!lexeme.text.p)
		return cdr_fail_memory(t->err, CDR_NORMALISE_ROOM);
	CDR_TRY(add_word(t, concept, lexeme));
	if (line.n && line.p[0] == '"' && line.n > 1)
		line = (struct cdr_str){ line.p + 1, line.n - 2 };
	return add_words(t, line, &lexeme);
}

static enum cdr_status
read_numeral(struct table *t, struct cdr_str line)
{
	struct cdr_str words;
	int64_t value = 0;
	if (!cdr_str_split(&line, ',', &words) || !cdr_str_to_i64(line, &value))
		return refuse(t, line, "is no whole number");
	struct cdr_lexeme lexeme = { .kind = CDR_TOKEN_NUMBER, .number = value };
	lexeme.text = cdr_str_format(t->arena, "%lld", (long long)value);
	return lexeme.text.p ? add_words(t, words, &lexeme) : cdr_fail_memory(t->err, CDR_NORMALISE_ROOM);
}

static enum cdr_status
read_table(struct table *t, const struct cdr_bundle *rulesets, struct cdr_str header,
           enum cdr_status (*read)(struct table *, struct cdr_str))
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, cdr_str_from(t->path));
	if (!file)
		return cdr_fail(t->err, CDR_ENOTFOUND, CDR_NORMALISE_ROOM, t->path,
		                "the rulesets have no such file, and names cannot be compared without it; restore it");
	struct cdr_str rest = file->text, line;
	bool headed = false;
	while (rest.n && cdr_str_split(&rest, '\n', &line)) {
		t->line++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (!headed && !cdr_str_equal(line, header))
			return refuse(t, line, "is not the header this table has");
		if (headed)
			CDR_TRY(read(t, line));
		headed = true;
	}
	return CDR_OK;
}

enum cdr_status
cdr_lexicon_add_concepts(struct cdr_lexicon *lexicon, const struct cdr_bundle *rulesets, struct cdr_arena *arena,
                         struct cdr_error *err)
{
	struct table concepts = { .lexicon = lexicon, .arena = arena, .path = CONCEPTS_PATH, .err = err };
	struct table places = { .lexicon = lexicon, .arena = arena, .path = PLACES_PATH, .err = err };
	struct table numerals = { .lexicon = lexicon, .arena = arena, .path = NUMERALS_PATH, .err = err };
	CDR_TRY(read_table(&concepts, rulesets, CDR_STR("concept,kind,words"), read_concept));
	CDR_TRY(read_table(&places, rulesets, CDR_STR("concept,kind,words"), read_concept));
	return read_table(&numerals, rulesets, CDR_STR("words,value"), read_numeral);
}
