/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/form-impl.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"
#include "statement/statement-impl.h"

/*
 * form-value: where the values of a form's columns come from: the statement, the organisation's facts as of its drafting, the
 * steps of approval. Each function leaves a value alone that is not known, and says why where that is not plain. The
 * surprise: "no" is never written. Such forms know only a yes and a blank, and a blank is what stands for both no and
 * unknown; so everything that is left blank is remarked on.
 */

#define LIST_BREAK "\r\n"

static struct cdr_str
yes(const struct form *form)
{
	return cdr_decl_text(form->decl.root, "yes");
}

/* A day as the form writes it; as it stands when it is none. */
static enum cdr_status
day_text(struct form *form, struct cdr_str value, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_date date;
	struct cdr_str pattern = cdr_decl_text(form->decl.root, "date");
	static const char *const names[] = { "{dd}", "{mm}", "{yyyy}" };
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	if (!cdr_date_parse(value, &date))
		return CDR_OK;
	const int numbers[] = { date.ymd % 100, date.ymd / 100 % 100, date.ymd / 10000 };
	for (size_t i = 0; i < pattern.n;) {
		struct cdr_str rest = { pattern.p + i, pattern.n - i };
		size_t k = 0;
		while (k < CDR_LEN(names) && !cdr_str_starts_with(rest, cdr_str_from(names[k])))
			k++;
		if (k < CDR_LEN(names))
			cdr_buf_printf(&out, "%0*d", k == 2 ? 4 : 2, numbers[k]);
		else
			cdr_buf_putc(&out, pattern.p[i]);
		i += k < CDR_LEN(names) ? strlen(names[k]) : 1;
	}
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	*ret = cdr_str_copy(form->arena, cdr_buf_str(&out));
	return ret->p ? CDR_OK : cdr_fail_memory(err, "statement");
}

static enum cdr_status
as_asked(struct form *form, const struct cdr_decl_node *column, struct cdr_str value, struct cdr_str *ret,
         struct cdr_error *err)
{
	if (!value.n)
		return CDR_OK;
	if (cdr_str_equal(cdr_decl_text(column, "as"), CDR_STR("date")))
		return day_text(form, value, ret, err);
	*ret = value;
	return CDR_OK;
}

enum cdr_status
form_from_statement(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *found = cdr_collect_path(form->statement, cdr_decl_text(column, "path"));
	return as_asked(form, column, cdr_json_string(found), ret, err);
}

enum cdr_status
form_from_organisation(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret,
                       struct cdr_error *err)
{
	const struct cdr_json *found = cdr_collect_path(form->organisation, cdr_decl_text(column, "path"));
	return as_asked(form, column, cdr_json_string(found), ret, err);
}

/* The last step of that kind; "a, b" of its members. */
enum cdr_status
form_from_step(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *steps = cdr_json_get(form->statement, "steps"), *step = NULL;
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < cdr_json_count(steps); i++) {
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(steps, i), "step"), cdr_decl_text(column, "step")))
			step = cdr_json_at(steps, i);
	}
	for (size_t i = 0; step && i < cdr_decl_count(column, "members"); i++) {
		struct cdr_str value = cdr_json_string(cdr_collect_path(step, cdr_decl_item(column, "members", i)));
		if (value.n)
			cdr_buf_printf(&out, "%s%.*s", out.n ? ", " : "", CDR_STR_ARG(value));
	}
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	struct cdr_str joined = cdr_str_copy(form->arena, cdr_buf_str(&out));
	return as_asked(form, column, joined, ret, err);
}

/* ---------------------------------------------------------------------------------------------------------- claims */

static bool
names(const struct cdr_decl_node *column, struct cdr_str criterion)
{
	for (size_t i = 0; i < cdr_decl_count(column, "criteria"); i++) {
		if (cdr_str_equal(cdr_decl_item(column, "criteria", i), criterion))
			return true;
	}
	return false;
}

/* A sentence that something was done, for all or for some; not one that says what was not. */
static bool
says_something(const struct cdr_json *claim)
{
	struct cdr_str strength = cdr_json_get_str(claim, "strength");
	return cdr_str_equal(strength, CDR_STR("all")) || cdr_str_equal(strength, CDR_STR("some"));
}

static bool
is_answered(const struct form *form, const struct cdr_decl_node *column)
{
	const struct cdr_json *claims = cdr_json_get(form->statement, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		if (names(column, cdr_json_get_str(claim, "criterion")) && says_something(claim))
			return true;
	}
	return false;
}

bool
form_is_yes(const struct form *form, struct cdr_str column)
{
	const struct cdr_decl_node *node = form_column(form, column);
	return node && is_answered(form, node);
}

enum cdr_status
form_from_criteria(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	(void)err;
	if (is_answered(form, column))
		*ret = yes(form);
	else
		form_remark(form, column, CDR_STR("left blank: the statement names no step of this kind"));
	return CDR_OK;
}

enum cdr_status
form_from_claims(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *claims = cdr_json_get(form->statement, "claims");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		if (names(column, cdr_json_get_str(claim, "criterion")) && says_something(claim))
			cdr_buf_printf(&out, "%s%.*s", out.n ? " " : "", CDR_STR_ARG(cdr_json_get_str(claim, "text")));
	}
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	if (out.n)
		*ret = cdr_str_copy(form->arena, cdr_buf_str(&out));
	return !out.n || ret->p ? CDR_OK : cdr_fail_memory(err, "statement");
}

/* --------------------------------------------------------------------------------------------------------- amounts */

enum cdr_status
form_from_amount(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *money = cdr_collect_path(form->organisation, cdr_decl_text(column, "path"));
	struct cdr_str currency = cdr_json_get_str(money, "currency"), asked = cdr_decl_text(column, "currency");
	const struct cdr_decl_node *bands = cdr_decl_get(column, "bands");
	(void)err;
	if (cdr_json_type(money) != CDR_JSON_OBJECT || cdr_json_type(cdr_json_get(money, "minor")) != CDR_JSON_INT)
		return CDR_OK;
	if (!cdr_str_equal(currency, asked)) {
		form_remark(form, column,
		            cdr_str_format(form->arena, "left blank: the amount is in %.*s, %.*s is asked for",
		                           CDR_STR_ARG(currency), CDR_STR_ARG(asked)));
		return CDR_OK;
	}
	int64_t minor = cdr_json_get_int(money, "minor", 0);
	size_t i = 0;
	while (i + 1 < bands->n && minor >= cdr_decl_integer(bands->items[i], "below", INT64_MAX))
		i++;
	*ret = cdr_decl_text(bands->items[i], "text");
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------------- entries */

/* Whether an entry counts for the year: within it, or by its end, as the column says. */
static bool
is_of_year(const struct form *form, const struct cdr_decl_node *column, const struct cdr_json *entry)
{
	struct cdr_str within = cdr_decl_text(column, "within"), by_end = cdr_decl_text(column, "by_end");
	const struct cdr_json *year = cdr_json_get(form->statement, "year");
	struct cdr_date day, start, end;
	if (!within.p && !by_end.p)
		return true;
	if (!cdr_date_parse(cdr_json_get_str(entry, within.p ? within.p : by_end.p), &day) ||
	    !cdr_date_parse(cdr_json_get_str(year, "start"), &start) ||
	    !cdr_date_parse(cdr_json_get_str(year, "end"), &end))
		return false;
	return day.ymd <= end.ymd && (!within.p || day.ymd >= start.ymd);
}

static bool
value_is(const struct cdr_json *value, struct cdr_str word)
{
	bool any = cdr_str_equal(word, CDR_STR("*"));
	switch (cdr_json_type(value)) {
	case CDR_JSON_STRING:
		return cdr_json_string(value).n && (any || cdr_str_equal(cdr_json_string(value), word));
	case CDR_JSON_BOOL:
		return any || cdr_str_equal(word, cdr_json_bool(value, false) ? CDR_STR("true") : CDR_STR("false"));
	case CDR_JSON_ARRAY:
		for (size_t i = 0; i < cdr_json_count(value); i++) {
			if (value_is(cdr_json_at(value, i), word))
				return true;
		}
		return false;
	default:
		return false;
	}
}

/* Whether an entry fits a key of `words` or `may_be`: "member=word", "member=*". */
static bool
entry_fits(const struct cdr_json *entry, struct cdr_str key)
{
	struct cdr_str rest = key, member;
	(void)cdr_str_split(&rest, '=', &member);
	return value_is(cdr_collect_path(entry, member), rest);
}

/* Whether any entry of the year fits. */
static bool
list_fits(const struct form *form, const struct cdr_decl_node *column, struct cdr_str key)
{
	const struct cdr_json *list = cdr_collect_path(form->organisation, cdr_decl_text(column, "list"));
	for (size_t i = 0; i < cdr_json_count(list); i++) {
		if (is_of_year(form, column, cdr_json_at(list, i)) && entry_fits(cdr_json_at(list, i), key))
			return true;
	}
	return false;
}

static bool
has_key(const struct cdr_decl_node *column, const char *map, struct cdr_str member, struct cdr_str word)
{
	const struct cdr_decl_node *node = cdr_decl_get(column, map);
	for (size_t i = 0; node && i < node->n; i++) {
		struct cdr_str rest = node->pairs[i].key, key_member;
		(void)cdr_str_split(&rest, '=', &key_member);
		if (cdr_str_equal(key_member, member) &&
		    (cdr_str_equal(rest, word) || cdr_str_equal(rest, CDR_STR("*"))))
			return true;
	}
	return false;
}

static void
add_word(struct cdr_buf *out, struct cdr_str word)
{
	cdr_auto(cdr_buf) spaced = CDR_BUF_INIT;
	for (size_t i = 0; i < word.n; i++)
		cdr_buf_putc(&spaced, word.p[i] == '_' ? ' ' : word.p[i]);
	if (out->p && spaced.p && cdr_str_find(cdr_buf_str(out), cdr_buf_str(&spaced)) >= 0)
		return;
	cdr_buf_printf(out, "%s%.*s", out->n ? ", " : "", CDR_STR_ARG(cdr_buf_str(&spaced)));
}

/* Words of one member of an entry that no key of the column names. */
static void
others_of_member(const struct cdr_decl_node *column, const struct cdr_json *entry, struct cdr_str member,
                 struct cdr_buf *out)
{
	const struct cdr_json *value = cdr_collect_path(entry, member);
	size_t n = cdr_json_type(value) == CDR_JSON_ARRAY ? cdr_json_count(value) : 1;
	for (size_t i = 0; i < n; i++) {
		struct cdr_str word =
			cdr_json_string(cdr_json_type(value) == CDR_JSON_ARRAY ? cdr_json_at(value, i) : value);
		if (word.n && !has_key(column, "words", member, word) && !has_key(column, "may_be", member, word))
			add_word(out, word);
	}
}

/* What entries of the year hold that the form has no answer for: of the first member its keys name. */
static void
others(const struct form *form, const struct cdr_decl_node *column, struct cdr_buf *out)
{
	const struct cdr_json *list = cdr_collect_path(form->organisation, cdr_decl_text(column, "list"));
	const struct cdr_decl_node *words = cdr_decl_get(column, "words");
	if (!words || !words->n)
		return;
	struct cdr_str rest = words->pairs[0].key, member;
	(void)cdr_str_split(&rest, '=', &member);
	for (size_t i = 0; i < cdr_json_count(list); i++) {
		if (is_of_year(form, column, cdr_json_at(list, i)))
			others_of_member(column, cdr_json_at(list, i), member, out);
	}
}

static void
add_line(struct cdr_buf *out, struct cdr_str text)
{
	cdr_buf_printf(out, "%s%.*s", out->n ? LIST_BREAK : "", CDR_STR_ARG(text));
}

/* What may be meant is said, not written. */
static void
offer(struct form *form, const struct cdr_decl_node *column)
{
	const struct cdr_decl_node *may_be = cdr_decl_get(column, "may_be");
	for (size_t i = 0; may_be && i < may_be->n; i++) {
		if (list_fits(form, column, may_be->pairs[i].key))
			form_remark(form, column,
			            cdr_str_format(form->arena,
			                           "to be confirmed: “%.*s”, because an entry of “%.*s” has %.*s",
			                           CDR_STR_ARG(may_be->pairs[i].value->text),
			                           CDR_STR_ARG(cdr_decl_text(column, "list")),
			                           CDR_STR_ARG(may_be->pairs[i].key)));
	}
}

enum cdr_status
form_from_entries(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_decl_node *words = cdr_decl_get(column, "words");
	struct cdr_str other = cdr_decl_text(column, "other");
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	cdr_auto(cdr_buf) rest = CDR_BUF_INIT;
	for (size_t i = 0; words && i < words->n; i++) {
		struct cdr_str text = words->pairs[i].value->text;
		bool is_new = !out.n || cdr_str_find(cdr_buf_str(&out), text) < 0;
		if (is_new && list_fits(form, column, words->pairs[i].key))
			add_line(&out, text);
	}
	others(form, column, &rest);
	if (other.n && rest.n)
		add_line(&out, other);
	offer(form, column);
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	if (out.n)
		*ret = cdr_str_copy(form->arena, cdr_buf_str(&out));
	return !out.n || ret->p ? CDR_OK : cdr_fail_memory(err, "statement");
}

enum cdr_status
form_from_others(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	cdr_auto(cdr_buf) out = CDR_BUF_INIT;
	others(form, form_column(form, cdr_decl_text(column, "of")), &out);
	CDR_TRY(cdr_buf_check(&out, "statement", err));
	if (out.n)
		*ret = cdr_str_copy(form->arena, cdr_buf_str(&out));
	return !out.n || ret->p ? CDR_OK : cdr_fail_memory(err, "statement");
}

/* A list that is there and empty says that there is none; one that is not there says nothing. */
enum cdr_status
form_from_none(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	const struct cdr_json *list = cdr_collect_path(form->organisation, cdr_decl_text(column, "list"));
	(void)err;
	if (cdr_json_type(list) == CDR_JSON_ARRAY && cdr_json_count(list) == 0)
		*ret = yes(form);
	return CDR_OK;
}

enum cdr_status
form_from_several(struct form *form, const struct cdr_decl_node *column, struct cdr_str *ret, struct cdr_error *err)
{
	struct cdr_str name = cdr_decl_text(column, "list");
	const struct cdr_json *list = cdr_collect_path(form->organisation, name);
	(void)err;
	if (cdr_json_type(list) != CDR_JSON_ARRAY)
		form_remark(form, column,
		            cdr_str_format(form->arena, "left blank: the organisation file says nothing of “%.*s”",
		                           CDR_STR_ARG(name)));
	else if (cdr_json_count(list) > 1)
		*ret = yes(form);
	return CDR_OK;
}
