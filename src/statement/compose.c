/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/rules.h"

/*
 * compose: a sentence of a law file and a set of facts -> text. The language, which law files are written in:
 *
 *   {fact}             the value, formatted by the law's words
 *   {fact|one|many}    a number and its noun: "1 supplier", "1,204 suppliers"
 *   [ … {fact} … ]     left out, brackets and all, when a fact inside is not known; not nested
 *
 * It does not decide whether a sentence is said (claims.c). The surprise: what a fact holds is never looked at again,
 * so a supplier called "{organisation.name}" stays what it is.
 */

struct compose {
	const struct cdr_fact_set *set;
	struct cdr_buf *out;
};

static struct cdr_str
after(struct cdr_str s, size_t n)
{
	return (struct cdr_str){ s.p + n, s.n - n };
}

/* The value of "{name}" or "{name|one|many}" (what stands between the braces); false when it is not known. */
static bool
put_value(struct compose *compose, struct cdr_str inside)
{
	struct cdr_str rest = inside, name = { NULL, 0 }, one = { NULL, 0 }, many = { NULL, 0 };
	(void)cdr_str_split(&rest, '|', &name);
	bool counted = cdr_str_split(&rest, '|', &one) && cdr_str_split(&rest, '|', &many);
	const struct cdr_symbol *symbol;
	const struct cdr_value *value = cdr_fact_set_find(compose->set, name, &symbol);
	if (!value || !value->known)
		return false;
	if (symbol->type != CDR_FACT_NUMBER) {
		cdr_buf_add_str(compose->out, value->text);
		return true;
	}
	int64_t number = (int64_t)value->number;
	struct cdr_str digits = value->text.p /* a count of people that is not shown */
	                                ? value->text
	                                : cdr_words_number(&compose->set->law->words, compose->set->arena, number);
	if (!digits.p)
		compose->out->failed = true;
	cdr_buf_add_str(compose->out, digits);
	if (counted) {
		cdr_buf_putc(compose->out, ' ');
		cdr_buf_add_str(compose->out, number == 1 && !value->text.p ? one : many);
	}
	return true;
}

/* Writes text without brackets; false when one of its facts is not known. */
static bool
put_text(struct compose *compose, struct cdr_str text, struct cdr_str unknown)
{
	bool known = true;
	while (text.n) {
		ptrdiff_t open = cdr_str_find(text, CDR_STR("{"));
		if (open < 0) {
			cdr_buf_add_str(compose->out, text);
			break;
		}
		cdr_buf_add(compose->out, text.p, (size_t)open);
		text = after(text, (size_t)open + 1);
		ptrdiff_t close = cdr_str_find(text, CDR_STR("}"));
		cdr_require(close >= 0); /* checked when the law was loaded */
		if (!put_value(compose, (struct cdr_str){ text.p, (size_t)close })) {
			known = false;
			cdr_buf_add_str(compose->out, unknown);
		}
		text = after(text, (size_t)close + 1);
	}
	return known;
}

/* Writes a bracketed piece, or takes it back. */
static void
put_optional(struct compose *compose, struct cdr_str inside)
{
	size_t mark = compose->out->n;
	if (put_text(compose, inside, (struct cdr_str){ NULL, 0 }) || compose->out->failed)
		return;
	compose->out->n = mark;
	if (compose->out->p)
		compose->out->p[mark] = '\0';
}

enum cdr_status
cdr_compose(const struct cdr_fact_set *set, struct cdr_str text, struct cdr_str *ret, bool *ret_complete,
            struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	struct compose compose = { set, &out };
	bool complete = true;
	while (text.n) {
		ptrdiff_t open = cdr_str_find(text, CDR_STR("["));
		struct cdr_str plain = { text.p, open < 0 ? text.n : (size_t)open };
		complete = put_text(&compose, plain, CDR_STR("(not known)")) && complete;
		text = after(text, plain.n);
		if (open < 0)
			break;
		ptrdiff_t close = cdr_str_find(text, CDR_STR("]"));
		cdr_require(close > 0);
		put_optional(&compose, (struct cdr_str){ text.p + 1, (size_t)close - 1 });
		text = after(text, (size_t)close + 1);
	}
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	struct cdr_str copy = cdr_str_copy(set->arena, cdr_buf_str(&out));
	if (!copy.p)
		return cdr_fail_memory(err, "statement");
	*ret = copy;
	*ret_complete = complete;
	return CDR_OK;
}

bool
cdr_compose_is_sound(struct cdr_str text)
{
	bool in_bracket = false, in_brace = false;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (in_brace ? c == '{' || c == '[' || c == ']' : c == '}')
			return false;
		if ((c == '[' && in_bracket) || (c == ']' && !in_bracket) || (c == '}' && text.p[i - 1] == '{'))
			return false;
		if (c == '[' || c == ']')
			in_bracket = c == '[';
		if (c == '{' || c == '}')
			in_brace = c == '{';
	}
	return !in_bracket && !in_brace;
}

bool
cdr_compose_next(struct cdr_str *rest, struct cdr_str *ret_name)
{
	ptrdiff_t open = cdr_str_find(*rest, CDR_STR("{"));
	if (open < 0)
		return false;
	*rest = after(*rest, (size_t)open + 1);
	ptrdiff_t close = cdr_str_find(*rest, CDR_STR("}"));
	cdr_require(close > 0); /* cdr_compose_is_sound */
	struct cdr_str inside = { rest->p, (size_t)close };
	*rest = after(*rest, (size_t)close + 1);
	return cdr_str_split(&inside, '|', ret_name);
}
