/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/law-impl.h"

#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "candor/decl.h"

/*
 * sign-off: who approves and signs a statement, by legal form, and by when it is due. Read from the law and asked here;
 * recording an approval or a signature is life.c's. The surprise: a deadline of so many months after a year that ends on
 * the last day of a month falls on the last day of a month too (30 June and six months is 31 December), otherwise on the
 * same day of the month, or the month's last when it has no such day.
 */

static const struct cdr_decl_key sign_off_keys[] = {
	{ "legal_forms", CDR_DECL_TEXT_LIST, false }, { "approval", CDR_DECL_TEXT, false },
	{ "signature", CDR_DECL_TEXT, true },         { "bodies", CDR_DECL_TEXT_LIST, false },
	{ "roles", CDR_DECL_TEXT_LIST, false },       { "attestation", CDR_DECL_TEXT, false },
	{ "in_force", CDR_DECL_ANY_MAP, false },      { "source", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key deadline_keys[] = {
	{ "id", CDR_DECL_TEXT, true },
	{ "kind", CDR_DECL_TEXT, true },
	{ "months_after_year_end", CDR_DECL_INTEGER, false },
	{ "on", CDR_DECL_TEXT, false },
	{ "text", CDR_DECL_TEXT, true },
	{ "in_force", CDR_DECL_ANY_MAP, false },
	{ "source", CDR_DECL_TEXT, true },
};

/* -------------------------------------------------------------------------------------------------------- sign-off */

/* A legal form nobody can have would leave a row that never holds. */
static enum cdr_status
check_legal_forms(const struct cdr_law *law, const struct cdr_decl_node *node, const struct cdr_texts *forms,
                  struct cdr_error *err)
{
	const struct cdr_symbol *symbol = cdr_symbol_find(&law->symbols, CDR_STR("organisation.legal_form"));
	cdr_require(symbol && symbol->words);
	for (size_t i = 0; i < forms->n; i++) {
		bool known = false;
		for (size_t k = 0; symbol->words[k] && !known; k++)
			known = cdr_str_equal(forms->items[i], cdr_str_from(symbol->words[k]));
		if (!known)
			return cdr_decl_fail(&law->decl, cdr_decl_get(node, "legal_forms"), err,
			                     "“%.*s” is no legal form an organisation file may name",
			                     CDR_STR_ARG(forms->items[i]));
	}
	return CDR_OK;
}

static enum cdr_status
read_sign_off(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_sign_off *ret, struct cdr_error *err)
{
	CDR_TRY(CDR_LAW_CHECK(law, node, sign_off_keys, err));
	CDR_TRY(cdr_law_texts(law, node, "legal_forms", &ret->legal_forms, err));
	CDR_TRY(cdr_law_texts(law, node, "bodies", &ret->bodies, err));
	CDR_TRY(cdr_law_texts(law, node, "roles", &ret->roles, err));
	CDR_TRY(check_legal_forms(law, node, &ret->legal_forms, err));
	CDR_TRY(cdr_law_in_force(law, node, &ret->from, &ret->to, err));
	ret->approval = cdr_decl_text(node, "approval");
	ret->signature = cdr_decl_text(node, "signature");
	ret->attestation = cdr_decl_text(node, "attestation");
	ret->source = cdr_decl_text(node, "source");
	if (ret->bodies.n && !ret->approval.n)
		return cdr_decl_fail(&law->decl, cdr_decl_get(node, "bodies"), err,
		                     "“bodies” may approve, but there is no “approval” to give");
	return CDR_OK;
}

enum cdr_status
cdr_law_read_sign_offs(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "sign_off");
	CDR_TRY(cdr_law_items(law, "sign_off", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->sign_offs), &law->sign_offs,
	                      err));
	for (size_t i = 0; i < list->n; i++)
		CDR_TRY(read_sign_off(law, list->items[i], &law->sign_offs[i], err));
	law->n_sign_offs = list->n;
	return CDR_OK;
}

bool
cdr_texts_have(const struct cdr_texts *texts, struct cdr_str text)
{
	for (size_t i = 0; i < texts->n; i++)
		if (cdr_str_equal(texts->items[i], text))
			return true;
	return false;
}

const struct cdr_sign_off *
cdr_law_sign_off(const struct cdr_law *law, struct cdr_str legal_form, struct cdr_date on)
{
	for (size_t i = 0; i < law->n_sign_offs; i++) {
		const struct cdr_sign_off *row = &law->sign_offs[i];
		if (cdr_in_force(row->from, row->to, on) &&
		    (row->legal_forms.n == 0 || cdr_texts_have(&row->legal_forms, legal_form)))
			return row;
	}
	return NULL;
}

/* ------------------------------------------------------------------------------------------------------- deadlines */

/* "05-31" on a leap year, so that 29 February may be written. */
static bool
read_day(struct cdr_str text, struct cdr_deadline *ret)
{
	char whole[16];
	struct cdr_date date;
	if (text.n != 5 || snprintf(whole, sizeof(whole), "2000-%.5s", text.p) != 10 ||
	    !cdr_date_parse(cdr_str_from(whole), &date))
		return false;
	ret->month = date.ymd / 100 % 100;
	ret->day = date.ymd % 100;
	return true;
}

static enum cdr_status
read_deadline(struct cdr_law *law, const struct cdr_decl_node *node, struct cdr_deadline *ret, struct cdr_error *err)
{
	static const char *const kinds[] = { "must", "should", NULL };
	int kind;
	CDR_TRY(CDR_LAW_CHECK(law, node, deadline_keys, err));
	CDR_TRY(cdr_decl_word(&law->decl, node, "kind", kinds, &kind, err));
	CDR_TRY(cdr_law_check_text(law, node, "text", err));
	CDR_TRY(cdr_law_in_force(law, node, &ret->from, &ret->to, err));
	const struct cdr_decl_node *months = cdr_decl_get(node, "months_after_year_end");
	const struct cdr_decl_node *on = cdr_decl_get(node, "on");
	if (!months == !on)
		return cdr_decl_fail(&law->decl, node, err,
		                     "a deadline has either “months_after_year_end” or “on” (a day, MM-DD)");
	int64_t number = cdr_decl_integer(node, "months_after_year_end", 1);
	if (number < 1 || number > 60)
		return cdr_decl_fail(&law->decl, months, err, "“months_after_year_end” is 1 to 60");
	if (on && !read_day(on->text, ret))
		return cdr_decl_fail(&law->decl, on, err, "“on” is a day of the year, MM-DD, in quotes");
	ret->months = months ? (int)number : 0;
	ret->id = cdr_decl_text(node, "id");
	ret->kind = cdr_decl_text(node, "kind");
	ret->text = cdr_decl_text(node, "text");
	ret->source = cdr_decl_text(node, "source");
	return CDR_OK;
}

enum cdr_status
cdr_law_read_deadlines(struct cdr_law *law, struct cdr_error *err)
{
	const struct cdr_decl_node *list = cdr_decl_get(law->decl.root, "deadlines");
	CDR_TRY(cdr_law_items(law, "deadlines", CDR_STATEMENT_MAX_CRITERIA, sizeof(*law->deadlines), &law->deadlines,
	                      err));
	for (size_t i = 0; list && i < list->n; i++)
		CDR_TRY(read_deadline(law, list->items[i], &law->deadlines[i], err));
	law->n_deadlines = list ? list->n : 0;
	return CDR_OK;
}

static struct cdr_date
last_of_month(int year, int month)
{
	struct cdr_date date = { 0 };
	for (int day = 31; !date.ymd && day > 27; day--)
		date = cdr_date_make(year, month, day);
	return date;
}

struct cdr_date
cdr_deadline_day(const struct cdr_deadline *deadline, struct cdr_date year_end)
{
	int year = year_end.ymd / 10000, month = year_end.ymd / 100 % 100, day = year_end.ymd % 100;
	if (!year_end.ymd)
		return year_end;
	bool whole_month = last_of_month(year, month).ymd == year_end.ymd;
	if (deadline->months) {
		int months = month - 1 + deadline->months;
		year += months / 12;
		month = months % 12 + 1;
	} else {
		bool this_year = deadline->month * 100 + deadline->day > month * 100 + day;
		year += this_year ? 0 : 1;
		month = deadline->month;
		day = deadline->day;
		whole_month = false;
	}
	struct cdr_date last = last_of_month(year, month);
	return whole_month || day > last.ymd % 100 ? last : cdr_date_make(year, month, day);
}

enum cdr_status
cdr_deadlines_to_json(const struct cdr_law *law, const struct cdr_year *year, struct cdr_json **ret,
                      struct cdr_error *err)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	for (size_t i = 0; i < law->n_deadlines; i++) {
		const struct cdr_deadline *deadline = &law->deadlines[i];
		if (!cdr_in_force(deadline->from, deadline->to, year->asked_on))
			continue;
		struct cdr_date day = cdr_deadline_day(deadline, year->to);
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, "id", deadline->id);
		cdr_json_set_str(object, "kind", deadline->kind);
		if (day.ymd)
			cdr_json_set_date(object, "date", day);
		cdr_json_set_str(object, "text", deadline->text);
		cdr_json_set_str(object, "source", deadline->source);
		cdr_json_push(array, object);
	}
	if (!array)
		return cdr_fail_memory(err, "statement");
	*ret = cdr_steal(&array);
	return CDR_OK;
}
