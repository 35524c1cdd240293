/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/lint-impl.h"

#include <ctype.h>
#include <string.h>

/*
 * sentences: blocks of a document -> sentences with their places, and the form of each that patterns see. Headings and cells
 * stay what they are, one sentence each where they have no stop. Nothing is understood here. The surprise: a stop ends a
 * sentence only before something that can begin one, and not behind an abbreviation, an initial or the number of an item,
 * so that "s. 54(1) of the Act" and "Harbour plc (No. 2) Ltd. Group" stay whole.
 */

#define MAX_TEXT_BYTES ((size_t)128 << 20)

static struct cdr_str
from(struct cdr_str s, size_t n)
{
	return (struct cdr_str){ s.p + n, s.n - n };
}

/* ------------------------------------------------------------------------------------------------------------- cuts */

static bool
is_abbreviation(struct cdr_str word)
{
	static const char *const words[] = { "mr",   "mrs",    "ms",  "dr",   "prof", "st",  "no",   "nos", "s",
		                             "ss",   "sec",    "art", "cl",   "para", "pp",  "p",    "ltd", "inc",
		                             "corp", "co",     "plc", "e.g",  "i.e",  "eg",  "ie",   "cf",  "vs",
		                             "v",    "approx", "fig", "dept", "est",  "jan", "feb",  "mar", "apr",
		                             "jun",  "jul",    "aug", "sept", "sep",  "oct", "nov",  "dec", "u.k",
		                             "u.s",  "hon",    "rev", "c",    "ch",   "reg", "regs", "sch", "ref",
		                             "tel",  "pty",    "l.p", "viz",  "incl", "al" };
	for (size_t i = 0; i < CDR_LEN(words); i++) {
		if (cdr_str_equal_nocase(word, cdr_str_from(words[i])))
			return true;
	}
	return word.n == 1 && isupper((unsigned char)*word.p);
}

/* Words that end firms' names end sentences as well; what comes next decides. */
static bool
is_firm_end(struct cdr_str word)
{
	static const char *const words[] = { "ltd", "inc", "corp", "co", "plc", "pty", "u.k", "u.s", "al" };
	for (size_t i = 0; i < CDR_LEN(words); i++) {
		if (cdr_str_equal_nocase(word, cdr_str_from(words[i])))
			return true;
	}
	return false;
}

static bool
begins_sentence(struct cdr_str rest)
{
	static const char *const starters[] = { "the ", "we ",    "our ", "this ", "in ",
		                                "it ",  "these ", "as ",  "all ",  "its " };
	for (size_t i = 0; i < CDR_LEN(starters); i++) {
		struct cdr_str word = cdr_str_from(starters[i]);
		if (rest.n > word.n && isupper((unsigned char)*rest.p) &&
		    cdr_str_equal_nocase((struct cdr_str){ rest.p, word.n }, word))
			return true;
	}
	return false;
}

/* Whether the stop at `at` ends a sentence, given what stands before and after it. */
static bool
is_end(struct cdr_str text, size_t at, size_t next)
{
	size_t start = at;
	struct cdr_str rest = from(text, next);
	unsigned char c = rest.n ? (unsigned char)*rest.p : 0;
	if (islower(c) || strchr(",;)", c))
		return false;
	if (text.p[at] != '.')
		return true;
	while (start > 0 && (isalnum((unsigned char)text.p[start - 1]) || text.p[start - 1] == '.'))
		start--;
	struct cdr_str word = { text.p + start, at - start };
	bool number = word.n > 0 && word.n <= 2;
	for (size_t i = 0; i < word.n; i++)
		number = number && isdigit((unsigned char)word.p[i]);
	if (number && start == 0)
		return false; /* "3. Risk" */
	if (is_firm_end(word))
		return begins_sentence(rest);
	return !is_abbreviation(word);
}

bool
cdr_lint_next_sentence(struct cdr_str *rest, struct cdr_str *ret_sentence)
{
	struct cdr_str text = cdr_str_trim(*rest);
	if (text.n == 0)
		return false;
	for (size_t i = 0; i + 1 < text.n; i++) {
		if (!strchr(".!?", text.p[i]))
			continue;
		size_t end = i + 1, next;
		while (end < text.n && strchr(".!?\"')]", text.p[end]))
			end++;
		if (cdr_str_starts_with(from(text, end), CDR_STR("\xE2\x80\x9D")) ||
		    cdr_str_starts_with(from(text, end), CDR_STR("\xE2\x80\x99")))
			end += 3;
		next = end;
		while (next < text.n && text.p[next] == ' ')
			next++;
		if (next == end || next == text.n || !is_end(text, i, next))
			continue;
		*ret_sentence = (struct cdr_str){ text.p, end };
		*rest = from(text, next);
		return true;
	}
	*ret_sentence = text;
	*rest = (struct cdr_str){ text.p + text.n, 0 };
	return true;
}

/* ------------------------------------------------------------------------------------------------------------ forms */

/* What a character is put as, for patterns: "" for itself. */
static const struct {
	const char *from, *to;
} plain_forms[] = {
	{ "\xE2\x80\x98", "'" },  { "\xE2\x80\x99", "'" },  { "\xE2\x80\x9C", "\"" }, { "\xE2\x80\x9D", "\"" },
	{ "\xE2\x80\x93", "-" },  { "\xE2\x80\x94", "-" },  { "\xE2\x80\x91", "-" },  { "\xE2\x80\x90", "-" },
	{ "\xEF\xAC\x81", "fi" }, { "\xEF\xAC\x82", "fl" }, { "\xEF\xAC\x80", "ff" }, { "\xE2\x80\xA6", "." },
};

static struct cdr_str
make_plain(struct cdr_arena *arena, struct cdr_str text)
{
	char *out = cdr_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	while (text.n > 0) {
		size_t width = 1;
		const char *to = NULL;
		for (size_t i = 0; (unsigned char)*text.p >= 0xE2 && i < CDR_LEN(plain_forms) && !to; i++) {
			if (cdr_str_starts_with(text, cdr_str_from(plain_forms[i].from))) {
				to = plain_forms[i].to;
				width = strlen(plain_forms[i].from);
			}
		}
		if (!to)
			out[n++] = *text.p;
		for (; to && *to; to++)
			out[n++] = *to;
		text = from(text, width);
	}
	return (struct cdr_str){ out, n };
}

static struct cdr_str
make_folded(struct cdr_arena *arena, struct cdr_str plain)
{
	char *out = cdr_arena_alloc(arena, plain.n + 1);
	for (size_t i = 0; out && i < plain.n; i++)
		out[i] = (char)tolower((unsigned char)plain.p[i]);
	return out ? (struct cdr_str){ out, plain.n } : (struct cdr_str){ NULL, 0 };
}

/* ------------------------------------------------------------------------------------------------------------- text */

void
cdr_lint_text_done(struct cdr_lint_text *text)
{
	text->arena = cdr_arena_free(text->arena);
}

static enum cdr_status
add_sentence(struct cdr_lint_text *text, struct cdr_vec *sentences, const struct cdr_lint_block *block,
             struct cdr_str words, struct cdr_str section, struct cdr_error *err)
{
	if (sentences->n >= CDR_LINT_MAX_SENTENCES)
		return cdr_fail(err, CDR_ELIMIT, CDR_LINT_ROOM, NULL,
		                "the document has more than %d sentences; give the statement alone",
		                CDR_LINT_MAX_SENTENCES);
	struct cdr_lint_sentence *sentence = cdr_vec_push(sentences);
	if (!sentence)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	*sentence = (struct cdr_lint_sentence){ .text = cdr_str_copy(text->arena, words),
		                                .plain = make_plain(text->arena, words),
		                                .section = section,
		                                .kind = block->kind,
		                                .page = block->page,
		                                .line = block->line };
	sentence->folded = make_folded(text->arena, sentence->plain);
	if (!sentence->text.p || !sentence->plain.p || !sentence->folded.p)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	text->n_body += block->kind != CDR_LINT_HEADING && block->kind != CDR_LINT_NAVIGATION;
	return CDR_OK;
}

static enum cdr_status
cut_blocks(const struct cdr_lint_block *blocks, size_t n, struct cdr_lint_text *text, struct cdr_vec *sentences,
           struct cdr_error *err)
{
	struct cdr_str section = { NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		struct cdr_str rest = blocks[i].text, sentence;
		bool whole = blocks[i].kind == CDR_LINT_HEADING || blocks[i].kind == CDR_LINT_NAVIGATION;
		while (whole ? rest.n > 0 : cdr_lint_next_sentence(&rest, &sentence)) {
			if (whole) {
				sentence = rest;
				rest.n = 0;
			}
			CDR_TRY(add_sentence(text, sentences, &blocks[i], sentence, section, err));
		}
		if (blocks[i].kind == CDR_LINT_HEADING && sentences->n > 0)
			section = CDR_VEC_AT(sentences, struct cdr_lint_sentence, sentences->n - 1)->plain;
	}
	return CDR_OK;
}

enum cdr_status
cdr_lint_text_make(const struct cdr_lint_block *blocks, size_t n, struct cdr_lint_text *ret, struct cdr_error *err)
{
	cdr_auto(cdr_lint_text) text = { .arena = cdr_arena_new(MAX_TEXT_BYTES) };
	cdr_auto(cdr_vec) sentences = CDR_VEC_INIT(struct cdr_lint_sentence, CDR_LINT_MAX_SENTENCES);
	if (!text.arena)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	CDR_TRY(cut_blocks(blocks, n, &text, &sentences, err));
	text.items = cdr_arena_alloc(text.arena, (sentences.n + 1) * sizeof(*text.items));
	if (!text.items)
		return cdr_fail_memory(err, CDR_LINT_ROOM);
	if (sentences.n > 0)
		memcpy(text.items, sentences.items, sentences.n * sizeof(*text.items));
	text.n = sentences.n;
	*ret = text;
	text = (struct cdr_lint_text){ 0 };
	return CDR_OK;
}
