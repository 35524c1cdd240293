/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a sentence looks like, added up with the weights of what is there: its words and pairs of words (averaged), and,
 * each counted once, its concepts, its shape, its place in the statement and the heading it stands under. No feature is
 * kept: a name is made, looked up, added, forgotten. The surprise: headings are guessed from capitals and shortness,
 * because statements come out of PDF files as running text ("OUR SUPPLY CHAIN We buy ...").
 */
#include "statement/label-impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define ROOM "statement"
#define HEADING_REACH 15 /* sentences */
#define SMALLEST_COUNT 4
#define PLAIN 0.1 /* value of a feature that is counted once */
#define BLANKS " \t\r\n\f\v"

/* Sums of one sentence while it is read. */
struct sums {
	struct label_state *state;
	double averaged[LABEL_MAX_LABELS], plain[LABEL_MAX_LABELS];
	size_t n_averaged;
};

static const struct label_row *
row_of(const struct label_state *state, const char *group, struct cdr_str a, struct cdr_str b)
{
	char key[LABEL_MAX_KEY];
	size_t n = strlen(group);
	if (n + a.n + 1 + b.n > sizeof(key))
		return NULL;
	memcpy(key, group, n);
	memcpy(key + n, a.p, a.n);
	n += a.n;
	if (b.p) {
		key[n++] = ' ';
		memcpy(key + n, b.p, b.n);
		n += b.n;
	}
	return cdr_map_get(state->labeller->rows, (struct cdr_str){ key, n });
}

/* Whether this sentence has the row for the first time. */
static bool
is_new(struct label_state *state, const struct label_row *row)
{
	if (!row || state->stamps[row->index] == state->now)
		return false;
	state->stamps[row->index] = state->now;
	return true;
}

static void
add_averaged(struct sums *sums, const struct label_row *row)
{
	if (!is_new(sums->state, row))
		return;
	sums->n_averaged++;
	for (size_t j = 0; j < sums->state->labeller->n_labels; j++)
		sums->averaged[j] += row->weights[j];
}

static void
add_plain(struct sums *sums, const struct label_row *row)
{
	if (!is_new(sums->state, row))
		return;
	for (size_t j = 0; j < sums->state->labeller->n_labels; j++)
		sums->plain[j] += row->weights[j];
}

static void
add_numbered(struct sums *sums, const char *name, size_t number)
{
	char text[32];
	(void)snprintf(text, sizeof(text), "%s%zu", name, number);
	add_plain(sums, row_of(sums->state, "", cdr_str_from(text), (struct cdr_str){ 0 }));
}

static void
add_named(struct sums *sums, const char *name)
{
	add_plain(sums, row_of(sums->state, "", cdr_str_from(name), (struct cdr_str){ 0 }));
}

/* ----------------------------------------------------------------------------------------------------------- words */

static bool
add_words(struct sums *sums, const struct label_tokens *tokens, const struct label_tokens *gone)
{
	struct cdr_arena *arena = sums->state->arena;
	struct cdr_str before = { 0 };
	for (size_t i = 0; i < tokens->n; i++) {
		struct cdr_str stem = label_stem(tokens->items[i], arena);
		if (!stem.p)
			return false;
		add_averaged(sums, row_of(sums->state, "u:", stem, (struct cdr_str){ 0 }));
		if (i > 0)
			add_averaged(sums, row_of(sums->state, "b:", before, stem));
		before = stem;
	}
	for (size_t i = 0; i < gone->n; i++) {
		struct cdr_str stem = label_stem(label_class(gone->items[i]), arena);
		if (!stem.p)
			return false;
		add_averaged(sums, row_of(sums->state, "r:", stem, (struct cdr_str){ 0 }));
	}
	return true;
}

/* ----------------------------------------------------------------------------------------------------------- shape */

struct shape {
	size_t words;          /* between blanks */
	size_t shown;          /* that begin with a letter */
	size_t capital, upper; /* of those: begin with a capital; have no other letter, and more than one */
	bool low_start, colon, heading;
	struct cdr_str lead; /* what stands in capitals before the rest; empty: nothing, or all of it */
};

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_letter(char c)
{
	return is_upper(c) || (c >= 'a' && c <= 'z');
}

static bool
is_blank(char c)
{
	return c != '\0' && strchr(BLANKS, c) != NULL;
}

static void
count_shown(struct cdr_str s, struct shape *shape)
{
	for (size_t i = 0; i < s.n;) {
		if (!is_letter(s.p[i])) {
			i++;
			continue;
		}
		size_t start = i;
		bool upper = true;
		for (; i < s.n && (is_letter(s.p[i]) || s.p[i] == '\'' || s.p[i] == '&'); i++)
			upper = upper && !(is_letter(s.p[i]) && !is_upper(s.p[i]));
		if (shape->shown == 0)
			shape->low_start = !is_upper(s.p[start]);
		shape->shown++;
		shape->capital += is_upper(s.p[start]);
		shape->upper += upper && i - start > 1;
	}
}

/* A word of a heading in capitals: no small letter, and not one letter alone unless it is a word ("A", "I"). */
static bool
is_leading(struct cdr_str word)
{
	size_t letters = 0;
	bool word_alone = false;
	for (size_t i = 0; i < word.n; i++) {
		if (is_letter(word.p[i]) && !is_upper(word.p[i]))
			return false;
		letters += is_letter(word.p[i]);
		word_alone = word_alone || word.p[i] == 'A' || word.p[i] == 'I';
	}
	return letters != 1 || word_alone;
}

static void
count_words(struct cdr_str s, struct shape *shape)
{
	bool leading = true, long_enough = false;
	size_t first = 0, lead_end = 0;
	for (size_t i = 0; i < s.n;) {
		if (is_blank(s.p[i])) {
			i++;
			continue;
		}
		size_t start = i;
		while (i < s.n && !is_blank(s.p[i]))
			i++;
		if (shape->words == 0)
			first = start;
		shape->words++;
		leading = leading && is_leading((struct cdr_str){ s.p + start, i - start });
		if (leading) {
			lead_end = i;
			long_enough = long_enough || i - start > 2;
		}
		shape->colon = s.p[i - 1] == ':';
	}
	if (!leading && long_enough)
		shape->lead = (struct cdr_str){ s.p + first, lead_end - first };
}

static struct shape
shape_of(struct cdr_str sentence)
{
	struct shape shape = { 0 };
	count_shown(sentence, &shape);
	count_words(sentence, &shape);
	shape.heading = shape.words <= 9 && shape.shown > 0 && 5 * shape.capital >= 3 * shape.shown;
	return shape;
}

static void
add_shape(struct sums *sums, const struct shape *shape)
{
	static const size_t steps[] = { 0, 2, 4, 6, 9, 14, 20, 30, 45, 70 };
	size_t length = 0;
	while (length < CDR_LEN(steps) && shape->shown > steps[length])
		length++;
	add_numbered(sums, "s:len", length);
	if (shape->shown > 0) {
		add_numbered(sums, "s:cap", 4 * shape->capital / shape->shown);
		add_numbered(sums, "s:up", 3 * shape->upper / shape->shown);
	}
	if (shape->low_start)
		add_named(sums, "s:lowstart");
	if (shape->colon)
		add_named(sums, "s:colon");
	if (shape->heading)
		add_named(sums, "s:short");
	if (shape->lead.n > 0)
		add_named(sums, "s:leadcaps");
}

static void
add_place(struct sums *sums, size_t i, size_t n)
{
	static const size_t limits[] = { 1, 2, 3, 5, 8, 12 };
	add_numbered(sums, "p:q", 10 * (2 * i + 1) / (2 * n));
	for (size_t k = 0; k < CDR_LEN(limits); k++) {
		if (i < limits[k])
			add_numbered(sums, "p:first", limits[k]);
		if (n - i <= limits[k])
			add_numbered(sums, "p:last", limits[k]);
	}
}

/* -------------------------------------------------------------------------------------------------------- headings */

static bool names_part(struct cdr_str concept)
{
	return cdr_str_starts_with(concept, CDR_STR("hd_"));
}

static void
remember(struct label_state *state, const struct label_row *row)
{
	for (size_t i = 0; row && i < state->n_title; i++)
		if (state->title[i] == row)
			return;
	if (row && state->n_title < LABEL_MAX_TITLE)
		state->title[state->n_title++] = row;
}

/* Takes the heading over when one of its concepts names a part of a statement. `markers` are words, too. */
static bool
take_title(struct label_state *state, const struct label_tokens *tokens, bool markers)
{
	const struct cdr_labeller *labeller = state->labeller;
	struct cdr_str name = { 0 };
	bool any = false;
	for (size_t i = 0; i < cdr_map_count(labeller->concepts); i++)
		if (state->found[i] && cdr_map_at(labeller->concepts, i, &name))
			any = any || names_part(name);
	if (!any)
		return true;
	state->n_title = 0;
	state->title_age = 0;
	for (size_t i = 0; i < cdr_map_count(labeller->concepts); i++)
		if (state->found[i] && cdr_map_at(labeller->concepts, i, &name))
			remember(state, row_of(state, names_part(name) ? "h:" : "H:", name, (struct cdr_str){ 0 }));
	for (size_t i = 1; i + 1 < tokens->n; i++) {
		struct cdr_str stem = label_stem(tokens->items[i], state->arena);
		if (!stem.p)
			return false;
		if (markers || stem.p[0] != '<')
			remember(state, row_of(state, "H:w:", stem, (struct cdr_str){ 0 }));
	}
	return true;
}

/* `found` holds the concepts of the sentence before, those of its capitals after. */
static bool
add_title(struct sums *sums, const struct shape *shape, const struct label_tokens *tokens, struct label_tokens *room,
          struct label_tokens *gone)
{
	struct label_state *state = sums->state;
	state->title_age++;
	if (shape->heading) {
		if (!take_title(state, tokens, false))
			return false;
	} else if (shape->lead.n > 0) {
		struct label_tokens *raw = cdr_arena_alloc(state->arena, sizeof(*raw));
		if (!raw || !label_tokens(shape->lead, state->arena, raw))
			return false;
		label_replaced(state->labeller, raw, room, gone);
		label_concepts(state->labeller, room, state->found);
		if (!take_title(state, room, true))
			return false;
	}
	for (size_t i = 0; state->title_age <= HEADING_REACH && i < state->n_title; i++)
		add_plain(sums, state->title[i]);
	return true;
}

/* ------------------------------------------------------------------------------------------------------------- sum */

static bool
add_all(struct sums *sums, struct cdr_str sentence, size_t i, size_t n)
{
	struct label_state *state = sums->state;
	const struct cdr_labeller *labeller = state->labeller;
	struct label_tokens *raw = cdr_arena_alloc(state->arena, 3 * sizeof(*raw));
	struct cdr_str name = { 0 };
	if (!raw || !label_tokens(sentence, state->arena, raw))
		return false;
	struct label_tokens *tokens = raw + 1, *gone = raw + 2;
	label_replaced(labeller, raw, tokens, gone);
	label_concepts(labeller, tokens, state->found);
	if (!add_words(sums, tokens, gone))
		return false;
	for (size_t k = 0; k < cdr_map_count(labeller->concepts); k++)
		if (state->found[k] && cdr_map_at(labeller->concepts, k, &name))
			add_plain(sums, row_of(state, "c:", name, (struct cdr_str){ 0 }));
	struct shape shape = shape_of(sentence);
	add_shape(sums, &shape);
	add_place(sums, i, n);
	return add_title(sums, &shape, tokens, raw, gone);
}

enum cdr_status
label_sums(struct label_state *state, struct cdr_str sentence, size_t i, size_t n, double *ret, struct cdr_error *err)
{
	struct sums sums = { .state = state };
	cdr_arena_reset(state->arena);
	state->now++;
	if (!add_all(&sums, sentence, i, n))
		return cdr_fail_memory(err, ROOM);
	double count = (double)(sums.n_averaged > SMALLEST_COUNT ? sums.n_averaged : SMALLEST_COUNT);
	for (size_t j = 0; j < state->labeller->n_labels; j++)
		ret[j] = state->labeller->bias[j] + sums.averaged[j] / sqrt(count) + sums.plain[j] * PLAIN;
	return CDR_OK;
}
