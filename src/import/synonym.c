/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a header means, by itself: the canonical column it names, whatever its spelling. Not here: the words themselves
 * (rulesets/import), and what becomes of several headers that mean the same (mapping.c). The surprise: a header in two
 * languages is taken apart, but only when each part means the same column; "Supplier (parent)" is not "Supplier".
 */
#include "candor/import.h"

#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define PERCENT "percent"
#define PART_END '\x1f'

/* Which script a character is of, as far as headers in two languages go: nothing, Latin and its like, or East Asian. */
enum script { SCRIPT_NONE = 0, SCRIPT_LATIN, SCRIPT_EAST };

static enum script
script_of(unsigned char lead)
{
	if ((lead >= 'a' && lead <= 'z') || (lead >= 'A' && lead <= 'Z') || (lead >= 0xC3 && lead <= 0xC9))
		return SCRIPT_LATIN;
	return lead >= 0xE3 && lead <= 0xED ? SCRIPT_EAST : SCRIPT_NONE;
}

/* Brackets, slashes and the like, and the full-width forms of them (U+FF00 to U+FFFF). */
static bool
parts(struct cdr_str text, size_t i)
{
	static const char marks[] = "/|()[]*;:\n\r\t";
	unsigned char c = (unsigned char)text.p[i];
	if (c == '-')
		return i > 0 && text.p[i - 1] == ' ';
	return c == 0xEF || (c < 0x80 && c && strchr(marks, (char)c));
}

/* The header with PART_END between its parts; {NULL,0}: out of memory. */
static struct cdr_str
take_apart(struct cdr_str header, struct cdr_arena *arena)
{
	char *out = cdr_arena_alloc(arena, 2 * header.n + 1);
	size_t n = 0;
	enum script last = SCRIPT_NONE;
	if (!out)
		return (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; i < header.n; i++) {
		unsigned char c = (unsigned char)header.p[i];
		bool inside = (c & 0xC0) == 0x80; /* of a character of several bytes */
		enum script script = inside ? SCRIPT_NONE : script_of(c);
		if (!inside && parts(header, i)) {
			out[n++] = PART_END;
			last = SCRIPT_NONE;
			i += c == 0xEF && i + 2 < header.n ? 2 : 0;
			continue;
		}
		if (script && last && script != last)
			out[n++] = PART_END;
		last = script ? script : last;
		out[n++] = header.p[i];
	}
	return (struct cdr_str){ out, n };
}

/* One look-up; `exhausted` tells a header nobody knows from one that memory did not suffice for. */
struct lookup {
	const struct cdr_import_columns *columns;
	struct cdr_arena *arena;
	bool exhausted;
};

static struct cdr_str
keep(struct lookup *lookup, struct cdr_str made)
{
	lookup->exhausted |= !made.p;
	return made;
}

/* "migrantworkerspercent" is "percentmigrantworkers". */
static const struct cdr_import_synonym *
find(struct lookup *lookup, struct cdr_str squashed)
{
	const size_t length = sizeof(PERCENT) - 1;
	const struct cdr_import_synonym *synonym = cdr_map_get(lookup->columns->by_header, squashed);
	if (synonym || squashed.n <= length || !cdr_str_ends_with(squashed, CDR_STR(PERCENT)))
		return synonym;
	struct cdr_str turned =
		keep(lookup, cdr_str_format(lookup->arena, PERCENT "%.*s", (int)(squashed.n - length), squashed.p));
	return turned.p ? cdr_map_get(lookup->columns->by_header, turned) : NULL;
}

/* The column that all parts mean which mean anything, marks left aside; NULL when they differ or one is unknown. */
static const struct cdr_import_synonym *
find_by_parts(struct lookup *lookup, struct cdr_str header)
{
	const struct cdr_import_synonym *first = NULL;
	struct cdr_str rest = keep(lookup, take_apart(header, lookup->arena)), part;
	while (cdr_str_split(&rest, PART_END, &part)) {
		struct cdr_str squashed = keep(lookup, cdr_import_squash(part, lookup->arena));
		if (!squashed.n || cdr_map_get(lookup->columns->header_marks, squashed))
			continue;
		const struct cdr_import_synonym *synonym = find(lookup, squashed);
		if (!synonym || (first && first->definition != synonym->definition))
			return NULL;
		first = first ? first : synonym;
	}
	return first;
}

static const struct cdr_import_synonym *
find_header(struct lookup *lookup, struct cdr_str header)
{
	struct cdr_str squashed = keep(lookup, cdr_import_squash(header, lookup->arena));
	if (!squashed.n)
		return NULL;
	const struct cdr_import_synonym *synonym = find(lookup, squashed);
	if (!synonym)
		synonym = find_by_parts(lookup, header);
	if (synonym)
		return synonym;
	while (squashed.n && squashed.p[squashed.n - 1] >= '0' && squashed.p[squashed.n - 1] <= '9')
		squashed.n--;
	synonym = squashed.n ? cdr_map_get(lookup->columns->by_header, squashed) : NULL;
	return synonym && synonym->definition->joined ? synonym : NULL;
}

enum cdr_status
cdr_import_columns_header(const struct cdr_import_columns *columns, struct cdr_str header, struct cdr_arena *arena,
                          const struct cdr_import_synonym **ret, struct cdr_error *err)
{
	struct lookup lookup = { columns, arena, false };
	const struct cdr_import_synonym *found = find_header(&lookup, header);
	if (lookup.exhausted)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*ret = found;
	return CDR_OK;
}
