/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that mix Latin letters with Greek or Cyrillic ones which look the same, by mistake or to deceive: found, and put
 * into one alphabet. What surprises: which letters look alike is judged by their capitals too ("В" and "B"), because names
 * are typed in capitals and folding comes first; a word whose foreign letters have no double is left as it is.
 */
#include "normalise/normalise-impl.h"

#include <string.h>

struct pair {
	uint16_t latin, other;
};
/* Lower case, as folding leaves them; capitals or small letters of a row look alike. After the shapes in Unicode
 * Technical Standard 39 (confusables), the common ones. */
static const struct pair cyrillic_pairs[] = {
	{ 'a', 0x0430 }, { 'b', 0x0432 }, { 'c', 0x0441 }, { 'e', 0x0435 }, { 'e', 0x0451 }, { 'h', 0x043D },
	{ 'i', 0x0456 }, { 'j', 0x0458 }, { 'k', 0x043A }, { 'm', 0x043C }, { 'o', 0x043E }, { 'p', 0x0440 },
	{ 's', 0x0455 }, { 't', 0x0442 }, { 'x', 0x0445 }, { 'y', 0x0443 }, { 'h', 0x04BB }, { 'b', 0x044C },
	{ 'd', 0x0501 }, { 'q', 0x051B }, { 'w', 0x051D }, { 'i', 0x0457 },
};
static const struct pair greek_pairs[] = {
	{ 'a', 0x03B1 }, { 'b', 0x03B2 }, { 'e', 0x03B5 }, { 'z', 0x03B6 }, { 'h', 0x03B7 }, { 'i', 0x03B9 },
	{ 'k', 0x03BA }, { 'm', 0x03BC }, { 'n', 0x03BD }, { 'o', 0x03BF }, { 'p', 0x03C1 }, { 't', 0x03C4 },
	{ 'y', 0x03C5 }, { 'x', 0x03C7 }, { 'u', 0x03C5 }, { 'v', 0x03BD },
};

enum alphabet { ALPHABET_NONE, ALPHABET_LATIN, ALPHABET_CYRILLIC, ALPHABET_GREEK };

static enum alphabet
alphabet_of(uint32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? ALPHABET_LATIN : ALPHABET_NONE;
	switch (cdr_script_of(c)) {
	case CDR_SCRIPT_LATIN:
		return ALPHABET_LATIN;
	case CDR_SCRIPT_CYRILLIC:
		return ALPHABET_CYRILLIC;
	case CDR_SCRIPT_GREEK:
		return ALPHABET_GREEK;
	default:
		return ALPHABET_NONE;
	}
}

/* The double of a letter in the other alphabet, 0 when it has none. */
static uint16_t
double_of(uint16_t c, bool to_latin, enum alphabet other)
{
	const struct pair *pairs = other == ALPHABET_GREEK ? greek_pairs : cyrillic_pairs;
	size_t n = other == ALPHABET_GREEK ? CDR_LEN(greek_pairs) : CDR_LEN(cyrillic_pairs);
	for (size_t i = 0; i < n; i++)
		if ((to_latin ? pairs[i].other : pairs[i].latin) == c)
			return to_latin ? pairs[i].latin : pairs[i].other;
	return 0;
}

struct count {
	size_t latin, cyrillic, greek;
};

static void
add(struct count *count, uint32_t c)
{
	enum alphabet alphabet = alphabet_of(c);
	count->latin += alphabet == ALPHABET_LATIN;
	count->cyrillic += alphabet == ALPHABET_CYRILLIC;
	count->greek += alphabet == ALPHABET_GREEK;
}

/* One word of letters. `latin_text`: the whole text has more Latin letters, which decides a tie. */
static bool
repair_word(uint16_t *word, size_t n, const struct count *here, bool latin_text)
{
	size_t foreign = here->cyrillic + here->greek;
	if (!here->latin || !foreign || (here->cyrillic && here->greek))
		return false;
	enum alphabet other = here->cyrillic ? ALPHABET_CYRILLIC : ALPHABET_GREEK;
	bool to_latin = here->latin > foreign || (here->latin == foreign && latin_text);
	enum alphabet from = to_latin ? other : ALPHABET_LATIN;
	for (size_t i = 0; i < n; i++)
		if (alphabet_of(word[i]) == from && !double_of(word[i], to_latin, other))
			return false;
	for (size_t i = 0; i < n; i++)
		if (alphabet_of(word[i]) == from)
			word[i] = double_of(word[i], to_latin, other);
	return true;
}

bool
cdr_homoglyphs_repair(uint16_t *text, size_t n)
{
	struct count all = { 0 };
	bool foreign = false;
	for (size_t i = 0; i < n; i++)
		foreign = foreign || (text[i] >= 0x0370 && text[i] < 0x0530);
	if (!foreign)
		return false;
	for (size_t i = 0; i < n; i++)
		add(&all, text[i]);
	if (!all.latin || !(all.cyrillic + all.greek))
		return false;
	bool latin_text = all.latin >= all.cyrillic + all.greek, found = false;
	for (size_t i = 0; i < n;) {
		struct count here = { 0 };
		size_t start = i;
		for (; i < n && alphabet_of(text[i]) != ALPHABET_NONE; i++)
			add(&here, text[i]);
		found = repair_word(text + start, i - start, &here, latin_text) || found;
		if (i == start)
			i++;
	}
	return found;
}
