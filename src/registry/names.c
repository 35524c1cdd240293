/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One name cell -> the firms it names, each with its other names. The steps, in order: characters the source uses for
 * others are replaced; the first shape that fits decides what is kept of the cell and what sort of party it names; the
 * rest is split into firms; in each, remarks and aliases are taken out, and a name written in two ways becomes two names. Which
 * patterns do that is data. The one surprise: pieces that turn out empty are left out, but a cell that has any text
 * always yields at least one name, if need be the text as it stands.
 */
#include "candor/registry.h"

#include <string.h>

#include "registry/registry-impl.h"

bool
registry_grow(struct cdr_arena *arena, void **items, size_t n, size_t *cap, size_t item_size)
{
	if (n < *cap)
		return true;
	size_t wider = *cap ? *cap * 2 : 2;
	void *moved = cdr_arena_alloc(arena, wider * item_size);
	if (!moved)
		return false;
	if (n)
		memcpy(moved, *items, n * item_size);
	*items = moved;
	*cap = wider;
	return true;
}

bool
registry_texts_add(struct cdr_arena *arena, struct registry_texts *texts, struct cdr_str text)
{
	if (!text.n)
		return true;
	for (size_t i = 0; i < texts->n; i++) {
		if (cdr_str_equal(texts->items[i], text))
			return true;
	}
	void *items = texts->items;
	if (!registry_grow(arena, &items, texts->n, &texts->cap, sizeof(text)))
		return false;
	texts->items = items;
	texts->items[texts->n++] = text;
	return true;
}

/* What the steps share. */
struct splitter {
	const struct registry_names *rules;
	const struct cdr_normaliser *normaliser; /* NULL: numbers in words are not understood */
	struct cdr_arena *arena;
	struct registry_name_list *list;
	struct cdr_error *err;
};

static enum cdr_status
buffered(struct cdr_buf *buf, struct cdr_arena *arena, struct cdr_str *ret, struct cdr_error *err)
{
	CDR_TRY(cdr_buf_check(buf, REGISTRY_ROOM, err));
	struct cdr_str copy = cdr_str_copy(arena, (struct cdr_str){ buf->n ? buf->p : "", buf->n });
	if (!copy.p)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	*ret = copy;
	return CDR_OK;
}

static enum cdr_status
replace_one(const struct registry_replace *replace, struct cdr_arena *arena, struct cdr_str *text,
            struct cdr_error *err)
{
	if (cdr_str_find(*text, replace->from) < 0)
		return CDR_OK;
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	struct cdr_str rest = *text;
	ptrdiff_t at;
	while ((at = cdr_str_find(rest, replace->from)) >= 0) {
		cdr_buf_add(&buf, rest.p, (size_t)at);
		cdr_buf_add_str(&buf, replace->to);
		rest.p += (size_t)at + replace->from.n;
		rest.n -= (size_t)at + replace->from.n;
	}
	cdr_buf_add_str(&buf, rest);
	return buffered(&buf, arena, text, err);
}

/* "$1 and $2" with the groups of a match filled in. */
static void
fill(struct cdr_buf *buf, struct cdr_str form, const struct cdr_str *groups)
{
	for (size_t i = 0; i < form.n; i++) {
		bool group = form.p[i] == '$' && i + 1 < form.n && form.p[i + 1] >= '0' && form.p[i + 1] <= '9';
		if (group)
			cdr_buf_add_str(buf, groups[form.p[++i] - '0']);
		else
			cdr_buf_putc(buf, form.p[i]);
	}
}

/* `text` with the match replaced by the filled-in form. */
static enum cdr_status
rewrite(struct cdr_str text, const struct cdr_str *groups, struct cdr_str form, struct cdr_arena *arena,
        struct cdr_str *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) buf = CDR_BUF_INIT;
	size_t before = (size_t)(groups[0].p - text.p), after = before + groups[0].n;
	cdr_buf_add(&buf, text.p, before);
	fill(&buf, form, groups);
	cdr_buf_add(&buf, text.p + after, text.n - after);
	return buffered(&buf, arena, ret, err);
}

/* Tidies a name that others were cut out of: no blanks, commas or semicolons at its ends. */
static struct cdr_str
tidy(struct cdr_str text, struct cdr_arena *arena)
{
	struct cdr_str s = cdr_str_trim(text);
	while (s.n && strchr(",; ", s.p[s.n - 1]))
		s.n--;
	while (s.n && strchr(",; ", s.p[0])) {
		s.p++;
		s.n--;
	}
	return s.n ? cdr_normalise_space(s, arena) : (struct cdr_str){ "", 0 };
}

/* Takes every match of the alias patterns out of `text`, adding what they hold to the piece. */
static enum cdr_status
take_aliases(struct splitter *splitter, struct registry_name *piece, struct cdr_str *text)
{
	for (size_t i = 0; i < splitter->rules->n_alias; i++) {
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
		bool found = true;
		while (found) {
			CDR_TRY(cdr_regex_find(splitter->rules->alias[i], *text, 0, &found, groups, splitter->err));
			/* a blank takes the match's place, so a match of one character would go on for ever */
			if (!found || groups[0].n < 2)
				break;
			struct cdr_str alias = groups[1].p ? groups[1] : groups[0];
			if (!registry_texts_add(splitter->arena, &piece->aliases, tidy(alias, splitter->arena)))
				return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
			CDR_TRY(rewrite(*text, groups, CDR_STR(" "), splitter->arena, text, splitter->err));
		}
	}
	return CDR_OK;
}

/* "two" or "2" -> 2; 0 when it is no number. */
static int64_t
count_of(struct splitter *splitter, struct cdr_str text)
{
	int64_t n = 0;
	struct cdr_name_key key;
	if (cdr_str_to_i64(text, &n))
		return n;
	if (!splitter->normaliser || !text.n ||
	    cdr_normalise_name(splitter->normaliser, text, splitter->arena, &key, NULL) != CDR_OK)
		return 0;
	return key.n_tokens == 1 && key.tokens[0].kind == CDR_TOKEN_NUMBER ? key.tokens[0].number : 0;
}

static enum cdr_status
cut_list(struct splitter *splitter, const struct cdr_regex *pattern, struct cdr_str text, struct registry_texts *ret)
{
	struct registry_texts pieces = { 0 };
	bool any = true;
	for (size_t at = 0; any;) {
		struct cdr_str piece;
		CDR_TRY(registry_next_piece(&pattern, 1, text, &at, &piece, &any, splitter->err));
		if (any && !registry_texts_add(splitter->arena, &pieces, tidy(piece, splitter->arena)))
			return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
	}
	*ret = pieces;
	return CDR_OK;
}

/* The list cut by the pattern that gives as many names as are said. Where none does, two wrong halves of a name would be
 * worse than a long one: it stays in one piece, and that is told. */
static enum cdr_status
read_list(struct splitter *splitter, const struct registry_alias_list *rule, struct cdr_str text, int64_t count,
          struct registry_texts *ret)
{
	struct registry_texts whole = { 0 };
	bool kept = registry_texts_add(splitter->arena, &whole, tidy(text, splitter->arena));
	for (size_t i = 0; kept && i < rule->n_split && count != 1; i++) {
		struct registry_texts pieces;
		CDR_TRY(cut_list(splitter, rule->split[i], text, &pieces));
		if (count ? pieces.n == (size_t)count : pieces.n > 1) {
			*ret = pieces;
			return CDR_OK;
		}
	}
	if (kept && count > 1)
		kept = registry_texts_add(splitter->arena, &splitter->list->doubts, text);
	*ret = whole;
	return kept ? CDR_OK : cdr_fail_memory(splitter->err, REGISTRY_ROOM);
}

/* Takes every list of aliases out of `text`. */
static enum cdr_status
take_alias_lists(struct splitter *splitter, struct registry_name *piece, struct cdr_str *text)
{
	for (size_t i = 0; i < splitter->rules->n_alias_lists; i++) {
		const struct registry_alias_list *rule = &splitter->rules->alias_lists[i];
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
		bool found = true;
		while (found) {
			struct registry_texts names;
			CDR_TRY(cdr_regex_find(rule->match, *text, 0, &found, groups, splitter->err));
			if (!found || groups[0].n < 2)
				break;
			struct cdr_str list = groups[2].p ? groups[2] : groups[1].p ? groups[1] : groups[0];
			int64_t count = groups[2].p ? count_of(splitter, groups[1]) : 0;
			CDR_TRY(read_list(splitter, rule, list, count, &names));
			for (size_t k = 0; k < names.n; k++) {
				if (!registry_texts_add(splitter->arena, &piece->aliases, names.items[k]))
					return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
			}
			CDR_TRY(rewrite(*text, groups, CDR_STR(" "), splitter->arena, text, splitter->err));
		}
	}
	return CDR_OK;
}

static enum cdr_status
add_aside(struct splitter *splitter, struct registry_name *piece, struct cdr_str attribute, struct cdr_str text)
{
	void *items = piece->asides;
	size_t at = piece->n_asides;
	struct cdr_str value = cdr_normalise_space(text, splitter->arena);
	if (!value.p ||
	    !registry_grow(splitter->arena, &items, piece->n_asides, &piece->asides_cap, sizeof(*piece->asides)))
		return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
	piece->asides = items;
	/* attributes of one name stand side by side */
	for (size_t i = piece->n_asides; i-- > 0 && at == piece->n_asides;) {
		if (cdr_str_equal(piece->asides[i].name, attribute))
			at = i + 1;
	}
	memmove(piece->asides + at + 1, piece->asides + at, (piece->n_asides - at) * sizeof(*piece->asides));
	piece->asides[at] = (struct cdr_attribute){ attribute, value };
	piece->n_asides++;
	return CDR_OK;
}

/* Takes what is no name out of `text` and keeps it beside the name. */
static enum cdr_status
take_asides(struct splitter *splitter, struct registry_name *piece, struct cdr_str *text)
{
	for (size_t i = 0; i < splitter->rules->n_asides; i++) {
		const struct registry_aside *rule = &splitter->rules->asides[i];
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
		bool found = true;
		while (found) {
			CDR_TRY(cdr_regex_find(rule->match, *text, 0, &found, groups, splitter->err));
			if (!found || groups[0].n < 2)
				break;
			CDR_TRY(add_aside(splitter, piece, rule->attribute, groups[1].p ? groups[1] : groups[0]));
			CDR_TRY(rewrite(*text, groups, CDR_STR(" "), splitter->arena, text, splitter->err));
		}
	}
	return CDR_OK;
}

/* One name that is written in two ways: the first form stays, the others join the aliases. */
static enum cdr_status
take_variants(struct splitter *splitter, struct registry_name *piece, struct cdr_str *text)
{
	struct cdr_str name = *text;
	for (size_t i = 0; i < splitter->rules->n_variants; i++) {
		const struct registry_variant *variant = &splitter->rules->variants[i];
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS], first = name;
		bool found = false;
		CDR_TRY(cdr_regex_find(variant->match, name, 0, &found, groups, splitter->err));
		for (size_t k = 0; found && k < variant->n_forms; k++) {
			struct cdr_str form;
			CDR_TRY(rewrite(name, groups, variant->forms[k], splitter->arena, &form, splitter->err));
			form = tidy(form, splitter->arena);
			if (k == 0)
				first = form;
			else if (!registry_texts_add(splitter->arena, &piece->aliases, form))
				return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
		}
		name = first;
	}
	*text = name;
	return CDR_OK;
}

/* Aliases may be written in two ways themselves; the list grows while it is walked, and what was added is not. */
static enum cdr_status
vary_aliases(struct splitter *splitter, struct registry_name *piece)
{
	struct registry_texts plain = piece->aliases;
	piece->aliases = (struct registry_texts){ 0 };
	for (size_t i = 0; i < plain.n; i++) {
		struct cdr_str alias = plain.items[i];
		struct registry_name other = { 0 };
		CDR_TRY(take_variants(splitter, &other, &alias));
		bool kept = registry_texts_add(splitter->arena, &piece->aliases, alias);
		for (size_t k = 0; kept && k < other.aliases.n; k++)
			kept = registry_texts_add(splitter->arena, &piece->aliases, other.aliases.items[k]);
		if (!kept)
			return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
	}
	return CDR_OK;
}

/* An alias that is the name itself says nothing. */
static void
forget_own_name(struct registry_name *piece)
{
	size_t n = 0;
	for (size_t i = 0; i < piece->aliases.n; i++) {
		if (!cdr_str_equal(piece->aliases.items[i], piece->name))
			piece->aliases.items[n++] = piece->aliases.items[i];
	}
	piece->aliases.n = n;
}

static enum cdr_status
add_piece(struct splitter *splitter, struct cdr_str text, const struct registry_shape *shape)
{
	struct registry_name piece = { 0 };
	if (shape && shape->says_type) {
		piece.says_type = true;
		piece.party_type = shape->party_type;
	}
	CDR_TRY(take_asides(splitter, &piece, &text));
	CDR_TRY(take_alias_lists(splitter, &piece, &text));
	CDR_TRY(take_aliases(splitter, &piece, &text));
	CDR_TRY(vary_aliases(splitter, &piece));
	text = tidy(text, splitter->arena);
	if (text.n)
		CDR_TRY(take_variants(splitter, &piece, &text));
	if (!text.p)
		return cdr_fail_memory(splitter->err, REGISTRY_ROOM);
	piece.name = text.n || !piece.aliases.n ? text : piece.aliases.items[0];
	if (!piece.name.n)
		return CDR_OK;
	forget_own_name(&piece);
	struct registry_name_list *list = splitter->list;
	if (list->n == REGISTRY_MAX_PIECES)
		return cdr_fail(splitter->err, CDR_ELIMIT, REGISTRY_ROOM, NULL, "more than %d names in one cell",
		                REGISTRY_MAX_PIECES);
	list->items[list->n++] = piece;
	return CDR_OK;
}

/* Cuts the text at the first match of any of the patterns and goes on behind it. */
static enum cdr_status
split_pieces(struct splitter *splitter, struct cdr_str text, const struct registry_shape *shape)
{
	bool own = shape && shape->n_split, any = true;
	const struct cdr_regex **patterns = own ? shape->split : splitter->rules->split;
	size_t n_patterns = own ? shape->n_split : splitter->rules->n_split;
	for (size_t at = 0; any;) {
		struct cdr_str piece;
		CDR_TRY(registry_next_piece(patterns, n_patterns, text, &at, &piece, &any, splitter->err));
		if (any)
			CDR_TRY(add_piece(splitter, piece, shape));
	}
	return CDR_OK;
}

/* The first shape that fits, with what it keeps of the text; NULL when none does. */
static enum cdr_status
find_shape(struct splitter *splitter, struct cdr_str *text, const struct registry_shape **ret)
{
	*ret = NULL;
	for (size_t i = 0; i < splitter->rules->n_shapes; i++) {
		const struct registry_shape *shape = &splitter->rules->shapes[i];
		struct cdr_str groups[CDR_REGEX_MAX_GROUPS];
		bool found = false;
		CDR_TRY(cdr_regex_find(shape->match, *text, 0, &found, groups, splitter->err));
		if (!found)
			continue;
		*ret = shape;
		return rewrite(*text, groups, shape->keep, splitter->arena, text, splitter->err);
	}
	return CDR_OK;
}

enum cdr_status
registry_split_names(const struct registry_names *rules, const struct cdr_normaliser *normaliser, struct cdr_str cell,
                     struct cdr_arena *arena, struct registry_name_list *ret, struct cdr_error *err)
{
	struct registry_name_list list = { .n = 0 };
	struct splitter splitter = { rules, normaliser, arena, &list, err };
	struct cdr_str text = cdr_normalise_space(cell, arena);
	if (!text.p)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	for (size_t i = 0; i < rules->n_replace; i++)
		CDR_TRY(replace_one(&rules->replace[i], arena, &text, err));
	const struct registry_shape *shape;
	CDR_TRY(find_shape(&splitter, &text, &shape));
	/* Goods are described in sentences: nothing in them is to be taken for a list of firms. */
	if (shape && shape->party_type.p && cdr_str_equal(shape->party_type, CDR_STR("goods"))) {
		list.items[list.n++] =
			(struct registry_name){ .name = text, .says_type = true, .party_type = shape->party_type };
		*ret = list;
		return CDR_OK;
	}
	CDR_TRY(split_pieces(&splitter, text, shape));
	if (!list.n && text.n)
		list.items[list.n++] = (struct registry_name){ .name = text };
	*ret = list;
	return CDR_OK;
}
