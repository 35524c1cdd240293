/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a record's JSON without making a tree of it, for those who count over all of them: texts and one object of named
 * texts are picked out, everything else is passed over. It reads what this room wrote (compact, members once). The surprise:
 * text is borrowed where it stands; and whatever is not as expected is not judged here: the caller reads such a record whole,
 * and a damaged one is reported there.
 */
#include "store/store-impl.h"

#include <stdlib.h>
#include <string.h>

struct cursor {
	const char *p, *end;
	struct cdr_arena *arena;
};

static bool
take(struct cursor *cursor, char c)
{
	if (cursor->p >= cursor->end || *cursor->p != c)
		return false;
	cursor->p++;
	return true;
}

static bool
pass_string(struct cursor *cursor, struct cdr_str *ret_inside, bool *ret_escaped)
{
	bool escaped = false;
	if (!take(cursor, '"'))
		return false;
	const char *start = cursor->p;
	for (; cursor->p < cursor->end; cursor->p++) {
		if (*cursor->p == '\\') {
			escaped = true;
			cursor->p++;
		} else if (*cursor->p == '"') {
			*ret_inside = (struct cdr_str){ start, (size_t)(cursor->p - start) };
			*ret_escaped = escaped;
			cursor->p++;
			return true;
		}
	}
	return false;
}

/* Passes over any value; at its end stands "," or a closing bracket. */
static bool
pass_value(struct cursor *cursor)
{
	struct cdr_str inside;
	bool escaped;
	int depth = 0;
	while (cursor->p < cursor->end) {
		char c = *cursor->p;
		if (c == '"') {
			if (!pass_string(cursor, &inside, &escaped))
				return false;
			continue;
		}
		if (depth == 0 && (c == ',' || c == '}' || c == ']'))
			return true;
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		cursor->p++;
	}
	return false;
}

/* "\n" and its like; what needs more than a byte to be written is left to the reader of whole records. */
static bool
unescape(struct cursor *cursor, struct cdr_str inside, struct cdr_str *ret)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	char *text = cdr_arena_alloc(cursor->arena, inside.n + 1);
	size_t n = 0;
	for (size_t i = 0; text && i < inside.n; i++) {
		if (inside.p[i] != '\\') {
			text[n++] = inside.p[i];
			continue;
		}
		const char *known = i + 1 < inside.n ? strchr(from, inside.p[++i]) : NULL;
		if (!known || !*known)
			return false;
		text[n++] = to[known - from];
	}
	*ret = (struct cdr_str){ text, n };
	return text != NULL;
}

static bool
read_text(struct cursor *cursor, struct cdr_str *ret)
{
	struct cdr_str inside;
	bool escaped;
	if (!pass_string(cursor, &inside, &escaped))
		return false;
	if (escaped)
		return unescape(cursor, inside, ret);
	*ret = inside;
	return true;
}

/* Called with the cursor on a member's value; passes over it. */
typedef bool (*member_fn)(void *context, struct cursor *cursor, struct cdr_str key);

static bool
each_member(struct cursor *cursor, member_fn fn, void *context)
{
	if (!take(cursor, '{'))
		return false;
	if (take(cursor, '}'))
		return true;
	do {
		struct cdr_str key;
		if (!read_text(cursor, &key) || !take(cursor, ':') || !fn(context, cursor, key))
			return false;
	} while (take(cursor, ','));
	return take(cursor, '}');
}

static bool
read_named(void *context, struct cursor *cursor, struct cdr_str key)
{
	struct store_skim *skim = context;
	if (skim->n_named == STORE_SKIM_NAMED)
		return false;
	struct cdr_attribute *named = &skim->named[skim->n_named++];
	named->name = key;
	return read_text(cursor, &named->value);
}

static bool
read_member(void *context, struct cursor *cursor, struct cdr_str key)
{
	struct store_skim *skim = context;
	for (size_t i = 0; i < skim->n_slots; i++)
		if (cdr_str_equal(key, skim->slots[i].key))
			return read_text(cursor, skim->slots[i].value);
	if (cdr_str_equal(key, skim->named_key))
		return each_member(cursor, read_named, skim);
	return pass_value(cursor);
}

bool
store_skim(struct store_skim *skim, struct cdr_str json, struct cdr_arena *arena)
{
	struct cursor cursor = { json.p, json.p + json.n, arena };
	skim->n_named = 0;
	return json.p && each_member(&cursor, read_member, skim) && cursor.p == cursor.end;
}
