/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Concepts: short patterns over the words of a sentence ("approv* .. by .. <board>"), written by hand in concepts.tsv.
 * Here they are read and found. Not regular expressions, on purpose: a thousand of these take microseconds a sentence,
 * because only those are tried that can begin with the word at hand (by its first three bytes).
 */
#include "statement/label-impl.h"

#include <string.h>

#define ROOM "statement"
#define KEY_BYTES 3

static struct cdr_str
key_of(struct cdr_str s)
{
	return (struct cdr_str){ s.p, s.n < KEY_BYTES ? s.n : KEY_BYTES };
}

static bool
element_fits(const struct label_element *element, struct cdr_str token)
{
	for (size_t i = 0; i < element->n_words; i++) {
		const struct label_word *word = &element->words[i];
		if (word->prefix ? cdr_str_starts_with(token, word->text) : cdr_str_equal(token, word->text))
			return true;
	}
	return false;
}

/* Recurses once for each gap, and a pattern has few. */
static bool
fits(const struct label_pattern *pattern, size_t at, const struct label_tokens *tokens, size_t i)
{
	for (; at < pattern->n_elements; at++, i++) {
		if (pattern->elements[at].n_words == 0) {
			for (size_t gap = 0; gap <= LABEL_GAP && i + gap <= tokens->n; gap++)
				if (fits(pattern, at + 1, tokens, i + gap))
					return true;
			return false;
		}
		if (i >= tokens->n || !element_fits(&pattern->elements[at], tokens->items[i]))
			return false;
	}
	return true;
}

void
label_concepts(const struct cdr_labeller *labeller, const struct label_tokens *tokens, bool *found)
{
	memset(found, 0, cdr_map_count(labeller->concepts) * sizeof(found[0]));
	for (size_t i = 0; i < tokens->n; i++) {
		const struct label_pattern *pattern = cdr_map_get(labeller->patterns, key_of(tokens->items[i]));
		for (; pattern; pattern = pattern->next)
			if (!found[pattern->concept] && fits(pattern, 0, tokens, i))
				found[pattern->concept] = true;
	}
}

/* "a|b*" -> its words. */
static enum cdr_status
read_element(struct cdr_arena *arena, struct cdr_str text, const char *where, struct label_element *ret,
             struct cdr_error *err)
{
	size_t n = 1;
	for (size_t i = 0; i < text.n; i++)
		n += text.p[i] == '|';
	struct label_word *words = cdr_arena_alloc(arena, n * sizeof(words[0]));
	if (!words)
		return cdr_fail_memory(err, ROOM);
	struct cdr_str word = { 0 };
	for (size_t i = 0; cdr_str_split(&text, '|', &word); i++) {
		words[i].prefix = word.n > 0 && word.p[word.n - 1] == '*';
		words[i].text = (struct cdr_str){ word.p, word.n - words[i].prefix };
		if (words[i].text.n == 0 || (words[i].prefix && words[i].text.n < KEY_BYTES))
			return cdr_fail(err, CDR_EINPUT, ROOM, where,
			                "a word of a pattern is empty, or has fewer than %d letters before its *",
			                KEY_BYTES);
	}
	ret->words = words;
	ret->n_words = n;
	return CDR_OK;
}

static enum cdr_status
read_elements(struct cdr_arena *arena, struct cdr_str text, const char *where, struct label_pattern *ret,
              struct cdr_error *err)
{
	struct label_element *elements = cdr_arena_alloc(arena, LABEL_MAX_ELEMENTS * sizeof(elements[0]));
	struct cdr_str piece = { 0 };
	size_t gaps = 0;
	if (!elements)
		return cdr_fail_memory(err, ROOM);
	while (cdr_str_split(&text, ' ', &piece)) {
		bool gap = cdr_str_equal(piece, CDR_STR(".."));
		gaps += gap;
		if (ret->n_elements == LABEL_MAX_ELEMENTS || gaps > LABEL_MAX_GAPS || (gap && ret->n_elements == 0))
			return cdr_fail(err, CDR_EINPUT, ROOM, where,
			                "a pattern begins with a word and has at most %d pieces and %d gaps (..)",
			                LABEL_MAX_ELEMENTS, LABEL_MAX_GAPS);
		if (!gap)
			CDR_TRY(read_element(arena, piece, where, &elements[ret->n_elements], err));
		ret->n_elements++;
	}
	if (ret->n_elements == 0)
		return cdr_fail(err, CDR_EINPUT, ROOM, where, "the pattern is empty");
	ret->elements = elements;
	return CDR_OK;
}

/* Puts a copy of the pattern among those that begin with these bytes, unless it is there. */
static enum cdr_status
index_under(struct cdr_labeller *labeller, struct cdr_str key, const struct label_pattern *pattern,
            struct cdr_error *err)
{
	struct label_pattern *first = cdr_map_get(labeller->patterns, key);
	if (first && first->elements == pattern->elements)
		return CDR_OK;
	struct label_pattern *copy = cdr_arena_alloc(labeller->arena, sizeof(*copy));
	if (!copy)
		return cdr_fail_memory(err, ROOM);
	*copy = *pattern;
	copy->next = first;
	return cdr_map_put(labeller->patterns, key, copy) == CDR_OK ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
label_pattern_add(struct cdr_labeller *labeller, struct cdr_str name, struct cdr_str pattern, const char *where,
                  struct cdr_error *err)
{
	struct label_pattern *own = cdr_arena_alloc(labeller->arena, sizeof(*own));
	if (!own)
		return cdr_fail_memory(err, ROOM);
	own->name = name;
	CDR_TRY(read_elements(labeller->arena, pattern, where, own, err));
	const struct label_pattern *same = cdr_map_get(labeller->concepts, name);
	own->concept = same ? same->concept : cdr_map_count(labeller->concepts);
	if (!same && cdr_map_put(labeller->concepts, name, own) != CDR_OK)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < own->elements[0].n_words; i++)
		CDR_TRY(index_under(labeller, key_of(own->elements[0].words[i].text), own, err));
	return CDR_OK;
}
