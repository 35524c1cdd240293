/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of legal forms after ISO 20275, added to the lexicon behind the tables written by hand, which win. What
 * surprises: a form may keep its words ("savings bank"): then only its class is noted, also at a word that the lexicon
 * knows as something else ("company", "trust"). Every start of the program reads some 4,000 lines, hence no YAML and as
 * good as no copies.
 *
 * match/legal-forms-iso20275.csv: lines beginning with '#' are remarks; header "form,class,place,words,jurisdictions,
 * codes"; no quoting, because comparable text has no commas; place "tail", "end", "edges", "start" or "any"; words "drop"
 * or "keep"; jurisdictions alpha-2 codes parted by blanks. Codes are for readers.
 */
#include "normalise/normalise-impl.h"

#include <stdio.h>
#include <string.h>

#define TABLE_PATH "match/legal-forms-iso20275.csv"
#define FORM_BYTES 640
#define MAX_CLASSES 32

struct table {
	struct cdr_lexicon *lexicon;
	struct cdr_arena *arena;
	struct cdr_error *err;
	size_t line;
	struct cdr_str classes[MAX_CLASSES]; /* copied once each */
	size_t n_classes;
	struct cdr_str last; /* jurisdictions copied last */
};

static enum cdr_status
refuse(const struct table *t, const char *what)
{
	char where[64];
	(void)snprintf(where, sizeof(where), "%s:%zu", TABLE_PATH, t->line);
	return cdr_fail(t->err, CDR_EINPUT, CDR_NORMALISE_ROOM, where,
	                "%s; write the table anew with match/make-legal-forms.py", what);
}

/* The copy of a class that lives as long as the lexicon; {NULL,0} when memory is short or there are too many. */
static struct cdr_str
keep_class(struct table *t, struct cdr_str text)
{
	for (size_t i = 0; i < t->n_classes; i++)
		if (cdr_str_equal(t->classes[i], text))
			return t->classes[i];
	struct cdr_str copy = { NULL, 0 };
	if (t->n_classes < MAX_CLASSES)
		copy = cdr_str_copy(t->arena, text);
	if (copy.p)
		t->classes[t->n_classes++] = copy;
	return copy;
}

/* Jurisdictions of one line; neighbouring lines often have the same. */
static struct cdr_str
keep_text(struct table *t, struct cdr_str text)
{
	if (!t->last.p || !cdr_str_equal(t->last, text))
		t->last = cdr_str_copy(t->arena, text.n ? text : CDR_STR(""));
	return t->last;
}

static bool
read_place(struct cdr_str word, enum cdr_form_place *ret)
{
	static const struct {
		struct cdr_str word;
		enum cdr_form_place place;
	} known[] = { { { "tail", 4 }, CDR_PLACE_TAIL },
		      { { "edges", 5 }, CDR_PLACE_EDGES },
		      { { "end", 3 }, CDR_PLACE_END },
		      { { "start", 5 }, CDR_PLACE_START },
		      { { "any", 3 }, CDR_PLACE_ANY } };
	for (size_t i = 0; i < CDR_LEN(known); i++) {
		if (cdr_str_equal(word, known[i].word)) {
			*ret = known[i].place;
			return true;
		}
	}
	return false;
}

/* Both lists of countries; the first when memory is short. */
static struct cdr_str
join_countries(struct table *t, struct cdr_str known, struct cdr_str more)
{
	struct cdr_str rest = more, country;
	while (rest.n && cdr_str_split(&rest, ' ', &country)) {
		bool there = false;
		for (size_t i = 0; i + 2 <= known.n; i += 3)
			there = there || (country.n == 2 && memcmp(known.p + i, country.p, 2) == 0);
		struct cdr_str longer = { NULL, 0 };
		if (!there && country.n == 2)
			longer = cdr_str_format(t->arena, "%.*s%s%.*s", CDR_STR_ARG(known), known.n ? " " : "",
			                        CDR_STR_ARG(country));
		known = longer.p ? longer : known;
	}
	return known;
}

/* A key known already keeps its meaning; it may be written in more words than was known ("ges m b h"), and a word that is
 * no form may get one noted. */
static void
add_to_known(struct table *t, struct cdr_lexeme *known, const struct cdr_lexeme *form)
{
	bool is_form = known->kind == CDR_TOKEN_LEGAL_FORM;
	if (is_form && form->n_words > known->n_words)
		known->n_words = form->n_words;
	if (is_form)
		known->countries = join_countries(t, known->countries, form->countries);
	if (!is_form && !known->noted.p && known->kind != CDR_TOKEN_NUMBER)
		known->noted = form->noted.p ? form->noted : form->text;
}

/* Most lines are written as folding would leave them; that saves a third of the time. */
static bool
is_folded(struct cdr_str form)
{
	for (size_t i = 0; i < form.n; i++)
		if (form.p[i] != ' ' && !(form.p[i] >= 'a' && form.p[i] <= 'z'))
			return false;
	return true;
}

static enum cdr_status
add_form(struct table *t, struct cdr_str form, struct cdr_lexeme lexeme)
{
	char folded[FORM_BYTES];
	struct cdr_str key = form;
	if (!is_folded(form) && !cdr_fold_short(form, CDR_FOLD_LATIN, folded, sizeof(folded), &key))
		return refuse(t, "the form is too long");
	if (!key.n)
		return refuse(t, "the form is empty");
	bool fresh = false;
	struct cdr_lexeme *known = cdr_lexicon_put(t->lexicon, key, &lexeme, &fresh);
	if (!known)
		return cdr_fail_memory(t->err, CDR_NORMALISE_ROOM);
	if (lexeme.n_words > CDR_LEXICON_MAX_WORDS)
		return refuse(t, "the form has too many words");
	if (!fresh)
		add_to_known(t, known, &lexeme);
	else if (!lexeme.only_noted &&
	         !cdr_misspelt_remember(&t->lexicon->long_forms, t->arena, key, (uint32_t)t->lexicon->lexemes.n - 1))
		return cdr_fail_memory(t->err, CDR_NORMALISE_ROOM);
	return CDR_OK;
}

static enum cdr_status
read_line(struct table *t, struct cdr_str line)
{
	struct cdr_str form, class, place, words, countries;
	struct cdr_lexeme lexeme = { .kind = CDR_TOKEN_LEGAL_FORM };
	if (!cdr_str_split(&line, ',', &form) || !cdr_str_split(&line, ',', &class) ||
	    !cdr_str_split(&line, ',', &place) || !cdr_str_split(&line, ',', &words) ||
	    !cdr_str_split(&line, ',', &countries) || !class.n)
		return refuse(t, "the line has fewer than five fields");
	lexeme.countries = keep_text(t, countries);
	if (!read_place(place, &lexeme.place))
		return refuse(t, "the place is none of tail, end, edges, start, any");
	lexeme.text = keep_class(t, class);
	if (!lexeme.text.p || !lexeme.countries.p)
		return refuse(t, "there are too many classes or memory is short");
	if (cdr_str_equal(words, CDR_STR("keep"))) {
		lexeme.noted = lexeme.text;
		lexeme.only_noted = true;
	} else if (!cdr_str_equal(words, CDR_STR("drop"))) {
		return refuse(t, "words is neither drop nor keep");
	}
	return add_form(t, form, lexeme);
}

enum cdr_status
cdr_lexicon_add_forms(struct cdr_lexicon *lexicon, const struct cdr_bundle *rulesets, struct cdr_arena *arena,
                      struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TABLE_PATH));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_NORMALISE_ROOM, TABLE_PATH,
		                "the rulesets have no such file, and names cannot be compared without it; restore it");
	struct table t = { .lexicon = lexicon, .arena = arena, .err = err };
	struct cdr_str rest = file->text, line;
	bool header = false;
	while (rest.n && cdr_str_split(&rest, '\n', &line)) {
		t.line++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (!header) {
			header = true;
			if (!cdr_str_equal(line, CDR_STR("form,class,place,words,jurisdictions,codes")))
				return refuse(&t, "the header is not form,class,place,words,jurisdictions,codes");
			continue;
		}
		CDR_TRY(read_line(&t, line));
	}
	return CDR_OK;
}
