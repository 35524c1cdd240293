/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Long legal forms with one slip of the pen ("Limted", "Incorporatd"): one letter more, less, other or two swapped. Single
 * words only, and the first letter has to be right. What surprises: an s too many at the end is no slip, because
 * "Foundations" may be what a builder makes.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

#define LEAST_LETTERS 7

struct long_form {
	struct cdr_str word;
	uint32_t lexeme; /* index */
	char first;      /* of the word, so that most are passed over without a look at it */
};

void
cdr_misspelt_init(struct cdr_vec *ret)
{
	*ret = (struct cdr_vec)CDR_VEC_INIT(struct long_form, CDR_LEXICON_MAX_LEXEMES);
}

bool
cdr_misspelt_remember(struct cdr_vec *forms, struct cdr_arena *arena, struct cdr_str word, uint32_t lexeme)
{
	if (word.n < LEAST_LETTERS || !cdr_is_ascii(word) || memchr(word.p, ' ', word.n))
		return true;
	struct long_form *form = cdr_vec_push(forms);
	if (!form)
		return false;
	*form = (struct long_form){ .word = cdr_str_copy(arena, word), .lexeme = lexeme, .first = word.p[0] };
	return form->word.p != NULL;
}

/* Are these one edit apart? What is left between the common start and the common end says it. */
static bool
is_one_edit(struct cdr_str wrong, struct cdr_str right)
{
	size_t start = 0, end = 0;
	size_t shorter = wrong.n < right.n ? wrong.n : right.n;
	while (start < shorter && wrong.p[start] == right.p[start])
		start++;
	while (end < shorter - start && wrong.p[wrong.n - 1 - end] == right.p[right.n - 1 - end])
		end++;
	size_t in_wrong = wrong.n - start - end, in_right = right.n - start - end;
	if (in_wrong <= 1 && in_right <= 1)
		return true;
	return in_wrong == 2 && in_right == 2 && wrong.p[start] == right.p[start + 1] &&
	       wrong.p[start + 1] == right.p[start];
}

const struct cdr_lexeme *
cdr_misspelt_form(const struct cdr_lexicon *lexicon, struct cdr_str word)
{
	if (word.n + 1 < LEAST_LETTERS || word.p[word.n - 1] == 's')
		return NULL;
	for (size_t i = 0; i < lexicon->long_forms.n; i++) {
		const struct long_form *form = CDR_VEC_AT(&lexicon->long_forms, struct long_form, i);
		if (form->first == word.p[0] && form->word.n <= word.n + 1 && word.n <= form->word.n + 1 &&
		    is_one_edit(word, form->word))
			return CDR_VEC_AT(&lexicon->lexemes, struct cdr_lexeme, form->lexeme);
	}
	return NULL;
}
