/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree against what is declared: which keys a map may have, of what type, and which words a value may be. Everything
 * wrong is said at once, so that a person corrects a file in one round. Parsing is parse.c's. The surprise: the nearest
 * declared key is offered only when it is near (two slips at most), because a far guess misleads more than none.
 */
#include "candor/decl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "decl/decl-impl.h"

#define GUESS_MAX_LENGTH 64
#define GUESS_MAX_SLIPS 2

static unsigned
least(unsigned a, unsigned b, unsigned c)
{
	unsigned d = a < b ? a : b;
	return d < c ? d : c;
}

/* Number of slips (one byte put in, left out, changed, or two neighbours swapped) between two short words: the optimal
 * string alignment distance, kept in three rows. */
static unsigned
slips_between(struct cdr_str a, struct cdr_str b)
{
	unsigned rows[3][GUESS_MAX_LENGTH + 1];
	unsigned *before = rows[0], *last = rows[1], *now = rows[2];
	for (size_t j = 0; j <= b.n; j++)
		last[j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			unsigned change = a.p[i - 1] != b.p[j - 1];
			now[j] = least(last[j] + 1, now[j - 1] + 1, last[j - 1] + change);
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] && a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], before[j - 2] + 1, now[j]);
		}
		unsigned *spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

void
cdr_decl_guess(struct cdr_decl_guess *guess, const char *candidate)
{
	struct cdr_str word = cdr_str_from(candidate);
	if (word.n > GUESS_MAX_LENGTH || guess->word.n > GUESS_MAX_LENGTH || guess->word.n < 2)
		return;
	unsigned slips = slips_between(guess->word, word);
	/* In a short word two slips are most of it. */
	if (slips > GUESS_MAX_SLIPS || slips * 3 > guess->word.n + 1)
		return;
	if (!guess->nearest || slips < guess->slips) {
		guess->nearest = candidate;
		guess->slips = slips;
	}
}

/* The problems of one check: the first sets the error, the others join it. */
struct problems {
	const struct cdr_decl *decl;
	struct cdr_error *err;
	enum cdr_status status;
};

static void
complain(struct problems *problems, uint32_t line, uint32_t column, const char *format, ...) CDR_PRINTF(4, 5);

static void
complain(struct problems *problems, uint32_t line, uint32_t column, const char *format, ...)
{
	char place[DECL_PLACE_MAX], text[512];
	(void)decl_place(problems->decl->name, line, column, place);
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (problems->status == CDR_OK)
		problems->status = cdr_fail(problems->err, CDR_EINPUT, DECL_ROOM, place, "%s", text);
	else
		cdr_error_add(problems->err, place, "%s", text);
}

static bool
is_text_list(const struct cdr_decl_node *node)
{
	for (size_t i = 0; node->kind == CDR_DECL_LIST && i < node->n; i++) {
		if (node->items[i]->kind != CDR_DECL_SCALAR)
			return false;
	}
	return node->kind != CDR_DECL_MAP;
}

/* NULL when the node fits the type, else what it should have been. */
static const char *
misfit(const struct cdr_decl_node *node, enum cdr_decl_type type)
{
	int64_t integer;
	double number;
	bool boolean;
	struct cdr_date date;
	switch (type) {
	case CDR_DECL_TEXT:
		return node->kind == CDR_DECL_SCALAR ? NULL : "text";
	case CDR_DECL_INTEGER:
		return decl_to_integer(node, &integer) ? NULL : "a whole number";
	case CDR_DECL_NUMBER:
		return decl_to_number(node, &number) ? NULL : "a number";
	case CDR_DECL_BOOLEAN:
		return decl_to_boolean(node, &boolean) ? NULL : "true or false";
	case CDR_DECL_DATE:
		return decl_to_date(node, &date) ? NULL : "a date (YYYY-MM-DD)";
	case CDR_DECL_TEXT_LIST:
		return is_text_list(node) ? NULL : "a list of texts";
	case CDR_DECL_ANY_LIST:
		return node->kind == CDR_DECL_LIST ? NULL : "a list";
	case CDR_DECL_ANY_MAP:
		return node->kind == CDR_DECL_MAP ? NULL : "a map";
	case CDR_DECL_ANY:
		return NULL;
	}
	return "something else";
}

static const struct cdr_decl_key *
declared(const struct cdr_decl_key *keys, size_t n_keys, struct cdr_str name)
{
	for (size_t i = 0; i < n_keys; i++) {
		if (cdr_str_equal(cdr_str_from(keys[i].name), name))
			return &keys[i];
	}
	return NULL;
}

static void
complain_unknown(struct problems *problems, const struct cdr_decl_pair *pair, const struct cdr_decl_key *keys,
                 size_t n_keys)
{
	struct cdr_decl_guess guess = { .word = pair->key };
	for (size_t i = 0; i < n_keys; i++)
		cdr_decl_guess(&guess, keys[i].name);
	int shown = (int)cdr_str_cut(pair->key, 80);
	if (guess.nearest)
		complain(problems, pair->line, pair->column, "unknown key \"%.*s\": did you mean \"%s\"?", shown,
		         pair->key.p, guess.nearest);
	else
		complain(problems, pair->line, pair->column, "unknown key \"%.*s\"", shown, pair->key.p);
}

static void
check_pair(struct problems *problems, const struct cdr_decl_pair *pair, const struct cdr_decl_key *keys, size_t n_keys)
{
	const struct cdr_decl_key *key = declared(keys, n_keys, pair->key);
	if (!key) {
		complain_unknown(problems, pair, keys, n_keys);
		return;
	}
	if (decl_is_null(pair->value))
		return;
	const char *expected = misfit(pair->value, key->type);
	if (!expected)
		return;
	bool bare = key->type == CDR_DECL_INTEGER || key->type == CDR_DECL_NUMBER || key->type == CDR_DECL_BOOLEAN;
	complain(problems, pair->value->line, pair->value->column, "\"%s\" must be %s%s", key->name, expected,
	         bare && pair->value->quoted ? ", without quotes" : "");
}

enum cdr_status
cdr_decl_check(const struct cdr_decl *decl, const struct cdr_decl_node *node, const struct cdr_decl_key *keys,
               size_t n_keys, struct cdr_error *err)
{
	if (node->kind != CDR_DECL_MAP)
		return cdr_decl_fail(decl, node, err, "a map (key: value lines) is expected here");
	struct problems problems = { decl, err, CDR_OK };
	for (size_t i = 0; i < node->n; i++)
		check_pair(&problems, &node->pairs[i], keys, n_keys);
	for (size_t i = 0; i < n_keys; i++) {
		if (keys[i].required && !cdr_decl_get(node, keys[i].name))
			complain(&problems, node->line, node->column, "\"%s\" is missing", keys[i].name);
	}
	return problems.status;
}

enum cdr_status
cdr_decl_fail(const struct cdr_decl *decl, const struct cdr_decl_node *node, struct cdr_error *err, const char *format,
              ...)
{
	char place[DECL_PLACE_MAX], text[1024];
	va_list args;
	va_start(args, format);
	(void)vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	return cdr_fail(err, CDR_EINPUT, DECL_ROOM, decl_place(decl->name, node->line, node->column, place), "%s",
	                text);
}

/* "one, two, three" for a message; cut with a mark when there are many. */
static const char *
join_words(const char *const *words, char *out, size_t size)
{
	size_t used = 0;
	out[0] = '\0';
	for (size_t i = 0; words[i]; i++) {
		int n = snprintf(out + used, size - used, "%s%s", i ? ", " : "", words[i]);
		if (n < 0 || (size_t)n >= size - used) {
			(void)snprintf(out + size - 4, 4, "...");
			break;
		}
		used += (size_t)n;
	}
	return out;
}

enum cdr_status
cdr_decl_word(const struct cdr_decl *decl, const struct cdr_decl_node *map, const char *key, const char *const *words,
              int *ret_index, struct cdr_error *err)
{
	char allowed[512];
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	if (!node)
		return cdr_decl_fail(decl, map, err, "\"%s\" is missing: one of %s", key,
		                     join_words(words, allowed, sizeof(allowed)));
	for (int i = 0; node->kind == CDR_DECL_SCALAR && words[i]; i++) {
		if (cdr_str_equal(node->text, cdr_str_from(words[i]))) {
			*ret_index = i;
			return CDR_OK;
		}
	}
	if (node->kind != CDR_DECL_SCALAR)
		return cdr_decl_fail(decl, node, err, "\"%s\" must be one of %s", key,
		                     join_words(words, allowed, sizeof(allowed)));
	return cdr_decl_fail(decl, node, err, "\"%s\" is \"%.*s\", but must be one of %s", key,
	                     (int)cdr_str_cut(node->text, 80), node->text.p,
	                     join_words(words, allowed, sizeof(allowed)));
}
