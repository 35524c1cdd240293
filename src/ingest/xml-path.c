/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which XPath expressions can be answered while a document goes by, told from their text alone. Nothing is evaluated
 * here. Surprise: this errs on one side only. An expression that is not plainly harmless is said to need the whole tree,
 * which costs memory; the other mistake would cost rows.
 */
#include "ingest/xml-impl.h"

#include <ctype.h>
#include <string.h>

static bool
starts_name(char c)
{
	return isalpha((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool
is_in_name(char c)
{
	return starts_name(c) || isdigit((unsigned char)c) || c == '-' || c == '.';
}

static struct cdr_str
skip(struct cdr_str s, size_t n)
{
	return (struct cdr_str){ s.p + n, s.n - n };
}

static size_t
name_length(struct cdr_str s)
{
	size_t n = 0;
	if (s.n == 0 || !starts_name(s.p[0]))
		return 0;
	while (n < s.n && is_in_name(s.p[n]))
		n++;
	return n;
}

/* "name", "prefix:name", and where wanted "*" and "prefix:*"; 0 for anything else. */
static size_t
test_length(struct cdr_str s, bool any)
{
	if (any && s.n > 0 && s.p[0] == '*')
		return 1;
	size_t n = name_length(s);
	if (n == 0 || n + 1 >= s.n || s.p[n] != ':')
		return n;
	struct cdr_str local = skip(s, n + 1);
	size_t n_local = any && local.p[0] == '*' ? 1 : name_length(local);
	return n_local > 0 ? n + 1 + n_local : 0;
}

/* "/list/entry", "//entry" */
static bool
is_way_down(struct cdr_str path)
{
	bool any = false;
	while (path.n > 0) {
		if (path.p[0] != '/')
			return false;
		path = skip(path, path.n > 1 && path.p[1] == '/' ? 2 : 1);
		size_t n = test_length(path, true);
		if (n == 0)
			return false;
		path = skip(path, n);
		any = true;
	}
	return any;
}

bool
cdr_xml_streams(struct cdr_str records)
{
	struct cdr_str piece;
	if (records.n == 0 || records.p[records.n - 1] == '|')
		return false;
	while (cdr_str_split(&records, '|', &piece)) {
		if (!is_way_down(cdr_str_trim(piece)))
			return false;
	}
	return true;
}

/* "/list/@date" and "../../@date": the elements around a record are there, with their attributes, while it is read. */
static bool
is_attribute_around(struct cdr_str s)
{
	bool up = false;
	while (cdr_str_starts_with(s, CDR_STR("../"))) {
		s = skip(s, 3);
		up = true;
	}
	if (!up && s.n > 0 && s.p[0] == '/') {
		size_t n = test_length(skip(s, 1), false);
		if (n == 0 || s.n == n + 1 || s.p[n + 1] != '/')
			return false;
		s = skip(s, n + 2);
		up = true;
	}
	return up && s.n > 1 && s.p[0] == '@' && test_length(skip(s, 1), false) == s.n - 1;
}

/* Axes that stay within an element, and functions that look around all the same. */
static const struct cdr_str axes[] = {
	{ "child", 5 }, { "descendant", 10 }, { "descendant-or-self", 18 }, { "self", 4 }, { "attribute", 9 }
};
static const struct cdr_str far_functions[] = { { "id", 2 }, { "lang", 4 } };
static const struct cdr_str operators[] = { { "and", 3 }, { "or", 2 }, { "div", 3 }, { "mod", 3 } };

static bool
is_one_of(struct cdr_str word, const struct cdr_str *words, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (cdr_str_equal(word, words[i]))
			return true;
	}
	return false;
}

static struct cdr_str
skip_blanks(struct cdr_str s)
{
	while (s.n > 0 && isspace((unsigned char)s.p[0]))
		s = skip(s, 1);
	return s;
}

/* A name with what follows it: an axis has to be a near one, a function one that does not look around; behind what may be
 * an operator a way would begin at the root. */
static bool
is_near(struct cdr_str name, struct cdr_str rest)
{
	if (rest.n > 0 && rest.p[0] == '/' && is_one_of(name, operators, CDR_LEN(operators)))
		return false;
	rest = skip_blanks(rest);
	if (cdr_str_starts_with(rest, CDR_STR("::")))
		return is_one_of(name, axes, CDR_LEN(axes));
	return rest.n == 0 || rest.p[0] != '(' || !is_one_of(name, far_functions, CDR_LEN(far_functions));
}

/* A slash goes on from a name or the end of a step before it, or else begins a way from the root. Behind a star it may be
 * either. */
static bool
ends_step(char c)
{
	return c == ')' || c == ']' || c == '/' || c == '.';
}

bool
cdr_xml_stays_inside(struct cdr_str column)
{
	struct cdr_str s = cdr_str_trim(column);
	bool goes_on = false;
	if (is_attribute_around(s))
		return true;
	while (s.n > 0) {
		char c = s.p[0];
		size_t n = name_length(s);
		if (c == '"' || c == '\'') {
			const char *end = memchr(s.p + 1, c, s.n - 1);
			if (!end)
				return false;
			n = (size_t)(end - s.p) + 1;
		} else if (n > 0 && !is_near((struct cdr_str){ s.p, n }, skip(s, n))) {
			return false;
		} else if (cdr_str_starts_with(s, CDR_STR("..")) || c == '$' || (c == '/' && !goes_on)) {
			return false;
		}
		goes_on = starts_name(c) || ends_step(c);
		s = skip(s, n > 0 ? n : 1);
	}
	return true;
}
