/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A questionnaire that came back: each answer becomes the value of one column of one supplier or engagement, read by that
 * column's type like a cell of its own file; all other values of the row stay. Rows are collected first and each record is
 * written once, as a new version whose origin is the row of the answers. The surprise: beside each value it is kept where it
 * was answered ("answered:COLUMN"), so that a supplier list which comes later without that column does not take it away.
 */
#include "candor/import.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define ANSWERED "answered:"
#define MAX_ANSWERED ((size_t)1 << 22)

/* A record that answers are about, with those seen so far in it. */
struct answered {
	struct cdr_arena *arena; /* of what is put into it */
	bool is_party, changed;
	struct cdr_party party;
	struct cdr_engagement engagement;
};
struct cdr_import_answers {
	struct cdr_arena *arena;
	struct cdr_import_columns *columns[2]; /* of suppliers, of engagements */
	struct cdr_map *subjects;              /* id -> struct answered */
	struct cdr_map *seen;                  /* "id column" -> struct cdr_str, the value */
};

struct cdr_import_answers *
cdr_import_answers_free(struct cdr_import_answers *answers)
{
	if (!answers)
		return NULL;
	for (size_t i = 0; i < CDR_LEN(answers->columns); i++)
		answers->columns[i] = cdr_import_columns_free(answers->columns[i]);
	(void)cdr_map_free(answers->subjects);
	(void)cdr_map_free(answers->seen);
	(void)cdr_arena_free(answers->arena);
	cdr_free(answers);
	return NULL;
}

enum cdr_status
cdr_import_answers_new(const struct cdr_bundle *rulesets, struct cdr_import_answers **ret, struct cdr_error *err)
{
	cdr_owned(cdr_import_answers) answers = cdr_alloc(sizeof(*answers));
	if (!answers)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	answers->arena = cdr_arena_new(CDR_IMPORT_MAX_ARENA_BYTES);
	answers->subjects = cdr_map_new(MAX_ANSWERED);
	answers->seen = cdr_map_new(MAX_ANSWERED);
	if (!answers->arena || !answers->subjects || !answers->seen)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(cdr_import_columns_load(rulesets, CDR_IMPORT_SUPPLIERS, &answers->columns[0], err));
	CDR_TRY(cdr_import_columns_load(rulesets, CDR_IMPORT_ENGAGEMENTS, &answers->columns[1], err));
	*ret = cdr_steal(&answers);
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------- attributes */

/* Attributes of a record, sorted by name; a new array when one more comes in. */
struct attributes {
	struct cdr_arena *arena;
	struct cdr_attribute **items;
	size_t *n;
};

static struct attributes
attributes_of(struct answered *subject)
{
	if (subject->is_party)
		return (struct attributes){ subject->arena, &subject->party.attributes, &subject->party.n_attributes };
	return (struct attributes){ subject->arena, &subject->engagement.attributes,
		                    &subject->engagement.n_attributes };
}

static void
drop_attribute(const struct attributes *of, struct cdr_str name)
{
	size_t n = 0;
	for (size_t i = 0; i < *of->n; i++) {
		if (!cdr_str_equal((*of->items)[i].name, name))
			(*of->items)[n++] = (*of->items)[i];
	}
	*of->n = n;
}

/* The value of that name and no other; texts must live in the arena. */
static enum cdr_status
set_attribute(const struct attributes *of, struct cdr_str name, struct cdr_str value, struct cdr_error *err)
{
	drop_attribute(of, name);
	struct cdr_attribute *items = cdr_arena_alloc(of->arena, (*of->n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	size_t n = 0, i = 0;
	while (i < *of->n && cdr_str_compare((*of->items)[i].name, name) < 0)
		items[n++] = (*of->items)[i++];
	items[n++] = (struct cdr_attribute){ name, value };
	while (i < *of->n)
		items[n++] = (*of->items)[i++];
	*of->items = items;
	*of->n = n;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ values */

/* The slot of a column that has one in the record; NULL: it is an attribute. */
static struct cdr_str *
slot_of(struct answered *subject, struct cdr_str column)
{
	const struct {
		const char *name;
		struct cdr_str *party, *engagement;
	} slots[] = {
		{ "name_local", &subject->party.name_local, NULL },
		{ "kind", &subject->party.kind, NULL },
		{ "country", &subject->party.country, NULL },
		{ "address", &subject->party.address, NULL },
		{ "city", &subject->party.city, NULL },
		{ "region", &subject->party.region, NULL },
		{ "postcode", &subject->party.postcode, NULL },
		{ "sector", &subject->party.sector, NULL },
		{ "agency_name", NULL, &subject->engagement.agency_name },
		{ "agency_country", NULL, &subject->engagement.agency_country },
		{ "agency_licence_number", NULL, &subject->engagement.agency_licence_number },
	};
	for (size_t i = 0; i < CDR_LEN(slots); i++) {
		if (cdr_str_equal(cdr_str_from(slots[i].name), column))
			return subject->is_party ? slots[i].party : slots[i].engagement;
	}
	return NULL;
}

static struct cdr_date *
day_of(struct answered *subject, struct cdr_str column)
{
	if (subject->is_party)
		return NULL;
	if (cdr_str_equal(column, CDR_STR("recruited_on")))
		return &subject->engagement.recruited_on;
	return cdr_str_equal(column, CDR_STR("ended_on")) ? &subject->engagement.ended_on : NULL;
}

/* What stands in a column now, as text; in arena. */
static struct cdr_str
value_of(struct answered *subject, struct cdr_str column)
{
	char text[CDR_DATE_TEXT_MAX];
	const struct cdr_date *day = day_of(subject, column);
	const struct cdr_str *slot = slot_of(subject, column);
	if (day)
		return day->ymd ? cdr_str_copy(subject->arena, cdr_str_from(cdr_date_text(*day, text)))
		                : (struct cdr_str){ NULL, 0 };
	if (slot)
		return *slot;
	struct attributes attributes = attributes_of(subject);
	for (size_t i = 0; i < *attributes.n; i++) {
		if (cdr_str_equal((*attributes.items)[i].name, column))
			return (*attributes.items)[i].value;
	}
	return (struct cdr_str){ NULL, 0 };
}

static enum cdr_status
copy_items(struct answered *subject, const struct cdr_str *from, size_t n, struct cdr_error *err)
{
	struct cdr_str *items = cdr_arena_alloc(subject->arena, (n + 1) * sizeof(*items));
	if (!items)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	for (size_t i = 0; i < n; i++) {
		if (!(items[i] = cdr_str_copy(subject->arena, from[i])).p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	}
	subject->party.products = items;
	subject->party.n_products = n;
	return CDR_OK;
}

static bool
is_products(const struct answered *subject, struct cdr_str column)
{
	return subject->is_party && cdr_str_equal(column, CDR_STR("products"));
}

/* Puts a value where its column belongs, and says where it was answered. */
static enum cdr_status
set_value(struct answered *subject, struct cdr_str column, const struct cdr_import_value *value, struct cdr_str place,
          struct cdr_error *err)
{
	struct attributes attributes = attributes_of(subject);
	struct cdr_str name = cdr_str_copy(subject->arena, column), text = cdr_str_copy(subject->arena, value->text);
	struct cdr_str blank = cdr_str_format(subject->arena, "blank:%.*s", CDR_STR_ARG(column));
	struct cdr_str answered = cdr_str_format(subject->arena, ANSWERED "%.*s", CDR_STR_ARG(column));
	struct cdr_str where = cdr_str_copy(subject->arena, place);
	struct cdr_date *day = day_of(subject, column);
	struct cdr_str *slot = slot_of(subject, column);
	if (!name.p || (value->text.p && !text.p) || !blank.p || !answered.p || !where.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	if (day)
		cdr_require(cdr_date_parse(text, day)); /* a date's canonical form */
	else if (slot)
		*slot = text;
	else if (is_products(subject, column))
		CDR_TRY(copy_items(subject, value->items, value->n_items, err));
	else
		CDR_TRY(set_attribute(&attributes, name, text, err));
	drop_attribute(&attributes, blank);
	CDR_TRY(set_attribute(&attributes, answered, where, err));
	subject->changed = true;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- a row */

/* One answer on its way. A reason says why it is refused, and the column of the file where. */
struct answer {
	const struct cdr_import_row *row;
	struct cdr_str id, column, text, place;
	struct answered *subject;
	const struct cdr_import_definition *definition;
	struct cdr_import_value value;
	bool none; /* "there was none", of a column where that is an answer */
	struct cdr_str reason;
	const char *where;
};

static enum cdr_status CDR_PRINTF(4, 5)
	refuse(struct cdr_import_job *job, struct answer *answer, const char *where, const char *format, ...)
{
	va_list arguments;
	char buffer[1024];
	va_start(arguments, format);
	(void)vsnprintf(buffer, sizeof(buffer), format, arguments);
	va_end(arguments);
	answer->where = where;
	answer->reason = cdr_str_copy(job->scratch, cdr_str_from(buffer));
	return answer->reason.p ? CDR_OK : CDR_ENOMEM;
}

static enum cdr_status
find_subject(struct cdr_import_job *job, struct cdr_store *store, struct answer *answer, struct cdr_error *err)
{
	struct cdr_import_answers *answers = job->answers;
	struct cdr_error why = { 0 };
	struct cdr_str org = job->report->record.org;
	enum cdr_status status = CDR_ENOTFOUND;
	if ((answer->subject = cdr_map_get(answers->subjects, answer->id)) != NULL)
		return CDR_OK;
	struct answered *subject = cdr_arena_alloc(answers->arena, sizeof(*subject));
	if (!subject)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	subject->arena = answers->arena;
	subject->is_party = cdr_str_starts_with(answer->id, CDR_STR("p-"));
	if (subject->is_party)
		status = cdr_store_party_row_get(store, org, answer->id, answers->arena, &subject->party, &why);
	else if (cdr_str_starts_with(answer->id, CDR_STR("e-")))
		status = cdr_store_engagement_row_get(store, org, answer->id, answers->arena, &subject->engagement,
		                                      &why);
	if (status == CDR_ENOTFOUND)
		return refuse(job, answer, "subject_id",
		              "there is no supplier or engagement %.*s here; the questionnaire gives the ids",
		              CDR_STR_ARG(answer->id));
	if (status != CDR_OK) {
		if (err)
			*err = why;
		return status;
	}
	answer->subject = subject;
	struct cdr_str key = subject->is_party ? subject->party.id : subject->engagement.id;
	return cdr_map_put(answers->subjects, key, subject) == CDR_OK ? CDR_OK : cdr_fail_memory(err, CDR_IMPORT_ROOM);
}

/* Who a record is cannot be answered; that is for its own list to say. */
static bool
may_be_answered(const struct cdr_import_definition *definition)
{
	static const char *const fixed[] = { "id", "name", "aliases", "engagement_id", "supplier_id", "agency_id" };
	for (size_t i = 0; i < CDR_LEN(fixed); i++) {
		if (cdr_str_equal(definition->name, cdr_str_from(fixed[i])))
			return false;
	}
	return definition->type != CDR_IMPORT_IDENTIFIER && !definition->joined;
}

static enum cdr_status
find_column(struct cdr_import_job *job, struct answer *answer)
{
	const struct cdr_import_columns *columns = job->answers->columns[answer->subject->is_party ? 0 : 1];
	const char *of = answer->subject->is_party ? "a supplier" : "an engagement";
	answer->definition = cdr_map_get(columns->by_name, answer->column);
	if (!answer->definition)
		return refuse(job, answer, "column",
		              "%s has no column \"%.*s\"; leave that cell as the questionnaire gave it", of,
		              (int)cdr_str_cut(answer->column, CDR_IMPORT_VALUE_SHOWN_BYTES), answer->column.p);
	if (!may_be_answered(answer->definition))
		return refuse(job, answer, "column",
		              "%.*s says who it is and is not changed by an answer; import its list",
		              CDR_STR_ARG(answer->column));
	return CDR_OK;
}

/* Whether the answer says "not known", as in any other file, and whether it says that there was none, which is an answer of
 * columns whose blank counts. Free text is no answer either when it says nothing. */
static enum cdr_status
read_blank(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	struct cdr_str squashed = cdr_import_squash(answer->text, job->scratch);
	if (!squashed.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	bool blank = squashed.n == 0 || cdr_map_get(job->columns->blanks, squashed) != NULL;
	answer->none = answer->definition->blank_counts && cdr_str_equal(squashed, CDR_STR("none"));
	if (answer->none || (blank && (answer->value.said_blank || answer->definition->type == CDR_IMPORT_TEXT)))
		answer->value = (struct cdr_import_value){ .said_blank = true };
	return CDR_OK;
}

static enum cdr_status
read_value(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	const struct cdr_import_columns *columns = job->answers->columns[answer->subject->is_party ? 0 : 1];
	const struct cdr_import_converter converter = { .columns = columns,
		                                        .normaliser = job->normaliser,
		                                        .date_order = job->map.date_order,
		                                        .list_separator = job->map.list_separator,
		                                        .decimal_mark = job->map.decimal_mark,
		                                        .arena = job->scratch };
	const struct cdr_cell cell = { answer->text, CDR_CELL_TEXT };
	CDR_TRY(cdr_import_convert(&converter, answer->definition, &cell, &answer->value, err));
	CDR_TRY(read_blank(job, answer, err));
	struct cdr_str shown = cdr_import_shown(answer->text, job->scratch);
	if (answer->value.reason.p)
		return refuse(job, answer, "answer", "%.*s", CDR_STR_ARG(answer->value.reason));
	if (answer->value.doubt != CDR_IMPORT_DOUBT_NONE)
		return refuse(
			job, answer, "answer",
			"%.*s: %.*s can be read in more than one way; write a day as 2026-03-31, a number as 1234.5, "
			"an amount with its currency's code",
			CDR_STR_ARG(answer->column), CDR_STR_ARG(shown));
	if (answer->value.unrecognised.p)
		return refuse(job, answer, "answer",
		              "%.*s: %.*s is not understood; the column \"expected\" says what is",
		              CDR_STR_ARG(answer->column), CDR_STR_ARG(shown));
	return CDR_OK;
}

/* The same question may be answered twice, but not in two ways. */
static enum cdr_status
check_seen(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	struct cdr_import_answers *answers = job->answers;
	struct cdr_str key =
		cdr_str_format(answers->arena, "%.*s %.*s", CDR_STR_ARG(answer->id), CDR_STR_ARG(answer->column));
	const struct cdr_str *earlier = key.p ? cdr_map_get(answers->seen, key) : NULL;
	if (earlier && !cdr_str_equal(*earlier, answer->value.text))
		return refuse(job, answer, "answer", "an earlier row of this file answers %.*s of %.*s otherwise",
		              CDR_STR_ARG(answer->column), CDR_STR_ARG(answer->id));
	struct cdr_str *value = cdr_arena_alloc(answers->arena, sizeof(*value));
	if (!key.p || !value || !(*value = cdr_str_copy(answers->arena, answer->value.text)).p ||
	    cdr_map_put(answers->seen, key, value) != CDR_OK)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	return CDR_OK;
}

/* An engagement that would end before it began. */
static enum cdr_status
check_days(struct cdr_import_job *job, struct answer *answer)
{
	struct cdr_date day = { 0 };
	const struct cdr_engagement *engagement = &answer->subject->engagement;
	if (!day_of(answer->subject, answer->column) || !cdr_date_parse(answer->value.text, &day))
		return CDR_OK;
	bool starts = cdr_str_equal(answer->column, CDR_STR("recruited_on"));
	struct cdr_date other = starts ? engagement->ended_on : engagement->recruited_on;
	if (!other.ymd || (starts ? day.ymd <= other.ymd : other.ymd <= day.ymd))
		return CDR_OK;
	return refuse(job, answer, "answer", "it would end before it began; one of recruited_on and ended_on is wrong");
}

/* "USD 120" answers the currency too, where none stands there. */
static enum cdr_status
settle_currency(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	struct cdr_str column = answer->definition->currency, code = answer->value.currency;
	if (!column.p || !code.p)
		return CDR_OK;
	struct cdr_str now = value_of(answer->subject, column);
	if (now.n && !cdr_str_equal(now, code))
		return refuse(job, answer, "answer", "the amount is in %.*s, but %.*s says %.*s", CDR_STR_ARG(code),
		              CDR_STR_ARG(column), CDR_STR_ARG(now));
	struct cdr_import_value value = { .text = code };
	return now.n ? CDR_OK : set_value(answer->subject, column, &value, answer->place, err);
}

/* Whether the answer is what stands there already. */
static bool
stands_already(const struct answer *answer, struct cdr_str now)
{
	const struct cdr_party *party = &answer->subject->party;
	if (!is_products(answer->subject, answer->column))
		return now.n && cdr_str_equal(now, answer->value.text);
	bool same = party->n_products == answer->value.n_items;
	for (size_t i = 0; same && i < party->n_products; i++)
		same = cdr_str_equal(party->products[i], answer->value.items[i]);
	return same;
}

/* The new version's place is that of the first answer in it. */
static void
set_origin(struct answer *answer)
{
	struct answered *subject = answer->subject;
	struct cdr_origin origin = answer->row->origin;
	origin.sheet = cdr_str_copy(subject->arena, origin.sheet);
	if (!subject->changed)
		*(subject->is_party ? &subject->party.origin : &subject->engagement.origin) = origin;
}

/* A sound answer into its record, unless it stands there already. */
static enum cdr_status
take_value(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	struct cdr_str now = value_of(answer->subject, answer->column);
	if (stands_already(answer, now))
		return CDR_OK;
	CDR_TRY(settle_currency(job, answer, err));
	if (answer->reason.p)
		return CDR_OK;
	if (now.n || (is_products(answer->subject, answer->column) && answer->subject->party.n_products))
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_REPLACED, &answer->row->origin,
		                         (struct cdr_str){ NULL, 0 }, err));
	set_origin(answer);
	return set_value(answer->subject, answer->column, &answer->value, answer->place, err);
}

/* "There was none": kept as a file that leaves the column blank says it. A value that stands there is not taken away. */
static enum cdr_status
take_none(struct cdr_import_job *job, struct answer *answer, struct cdr_error *err)
{
	struct answered *subject = answer->subject;
	struct attributes attributes = attributes_of(subject);
	struct cdr_str now = value_of(subject, answer->column);
	struct cdr_str blank = cdr_str_format(subject->arena, "blank:%.*s", CDR_STR_ARG(answer->column));
	struct cdr_str answered = cdr_str_format(subject->arena, ANSWERED "%.*s", CDR_STR_ARG(answer->column));
	struct cdr_str where = cdr_str_copy(subject->arena, answer->place);
	if (!blank.p || !answered.p || !where.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	if (now.n)
		return refuse(job, answer, "answer", "%.*s is %.*s there; none is no answer to that",
		              CDR_STR_ARG(answer->column), CDR_STR_ARG(cdr_import_shown(now, job->scratch)));
	if (value_of(subject, blank).n)
		return CDR_OK;
	set_origin(answer);
	subject->changed = true;
	CDR_TRY(set_attribute(&attributes, blank, CDR_STR("true"), err));
	return set_attribute(&attributes, answered, where, err);
}

static enum cdr_status
judge(struct cdr_import_job *job, struct cdr_store *store, struct answer *answer, struct cdr_error *err)
{
	CDR_TRY(find_subject(job, store, answer, err));
	if (!answer->reason.p)
		CDR_TRY(find_column(job, answer));
	if (!answer->reason.p)
		CDR_TRY(read_value(job, answer, err));
	if (!answer->reason.p && answer->none)
		return take_none(job, answer, err);
	if (answer->reason.p || !answer->value.text.n)
		return CDR_OK;
	CDR_TRY(check_seen(job, answer, err));
	if (!answer->reason.p)
		CDR_TRY(check_days(job, answer));
	return answer->reason.p ? CDR_OK : take_value(job, answer, err);
}

enum cdr_status
cdr_import_answers_take(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_import_row *row,
                        struct cdr_str *ret_reason, const char **ret_column, struct cdr_error *err)
{
	const struct cdr_str none = { NULL, 0 };
	struct answer answer = { .row = row,
		                 .id = cdr_import_row_get(job, row, "subject_id"),
		                 .column = cdr_import_row_get(job, row, "column"),
		                 .text = cdr_import_row_get(job, row, "answer"),
		                 .place = cdr_origin_text(job->scratch, &row->origin) };
	if (!answer.place.p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	enum cdr_status status = answer.text.n ? judge(job, store, &answer, err) : CDR_OK;
	if (status == CDR_ENOMEM)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	CDR_TRY(status);
	if (!answer.reason.p && !answer.value.text.n && !answer.none)
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_NO_ANSWER, &row->origin, none, err));
	*ret_reason = answer.reason;
	*ret_column = answer.where;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------- the end */

enum cdr_status
cdr_import_answers_put(struct cdr_import_job *job, struct cdr_store *store, struct cdr_import_record *record,
                       struct cdr_error *err)
{
	struct cdr_import_answers *answers = job->answers;
	for (size_t i = 0; i < cdr_map_count(answers->subjects); i++) {
		struct answered *subject = cdr_map_at(answers->subjects, i, NULL);
		enum cdr_put_result result = CDR_PUT_UNCHANGED;
		if (subject->changed && subject->is_party)
			CDR_TRY(cdr_store_party_put(store, record->org, record->id, &subject->party, &result, err));
		else if (subject->changed)
			CDR_TRY(cdr_store_engagement_put(store, record->org, record->id, &subject->engagement, &result,
			                                 err));
		record->n_changed += result == CDR_PUT_CHANGED;
		record->n_unchanged += result != CDR_PUT_CHANGED;
	}
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------- lists that come later */

/* What was answered about a record and has no value in its new row. */
static enum cdr_status
keep_answers(struct cdr_import_job *job, struct answered *old, struct answered *now, struct cdr_error *err)
{
	struct attributes attributes = attributes_of(old);
	for (size_t i = 0; i < *attributes.n; i++) {
		const struct cdr_attribute *told = &(*attributes.items)[i];
		if (!cdr_str_starts_with(told->name, CDR_STR(ANSWERED)))
			continue;
		struct cdr_str column = { told->name.p + sizeof(ANSWERED) - 1, told->name.n - sizeof(ANSWERED) + 1 };
		struct cdr_str blank = cdr_str_format(now->arena, "blank:%.*s", CDR_STR_ARG(column));
		struct cdr_import_value value = { .text = value_of(old, column) };
		if (!blank.p)
			return cdr_fail_memory(err, CDR_IMPORT_ROOM);
		if (is_products(old, column)) {
			value.items = old->party.products;
			value.n_items = old->party.n_products;
		}
		struct attributes into = attributes_of(now);
		bool there = value_of(now, column).n || value_of(now, blank).n ||
		             (is_products(now, column) && now->party.n_products);
		if (!there && value_of(old, blank).n) {
			CDR_TRY(set_attribute(&into, blank, CDR_STR("true"), err));
			CDR_TRY(set_attribute(&into, told->name, told->value, err));
			now->changed = true;
		} else if (!there) {
			CDR_TRY(set_value(now, column, &value, told->value, err));
		}
	}
	if (!now->changed)
		return CDR_OK;
	const struct cdr_origin *origin = now->is_party ? &now->party.origin : &now->engagement.origin;
	return cdr_import_tally(job, CDR_IMPORT_NOTE_ANSWERED, origin, (struct cdr_str){ NULL, 0 }, err);
}

/* Nothing was answered about what is not there yet. */
static enum cdr_status
unless_missing(enum cdr_status status, const struct cdr_error *why, struct cdr_error *err)
{
	if (status == CDR_ENOTFOUND)
		return CDR_OK;
	if (status != CDR_OK && err)
		*err = *why;
	return status;
}

enum cdr_status
cdr_import_answers_keep_party(struct cdr_import_job *job, struct cdr_store *store, struct cdr_party *party,
                              struct cdr_error *err)
{
	struct cdr_error why = { 0 };
	struct answered old = { .arena = job->scratch, .is_party = true }, now = old;
	if (!job->has_answers)
		return CDR_OK;
	enum cdr_status status =
		cdr_store_party_row_get(store, job->report->record.org, party->key, job->scratch, &old.party, &why);
	if (status != CDR_OK || !cdr_str_equal(old.party.key, party->key))
		return unless_missing(status, &why, err);
	now.party = *party;
	CDR_TRY(keep_answers(job, &old, &now, err));
	*party = now.party;
	return CDR_OK;
}

enum cdr_status
cdr_import_answers_keep_engagement(struct cdr_import_job *job, struct cdr_store *store,
                                   struct cdr_engagement *engagement, struct cdr_error *err)
{
	struct cdr_error why = { 0 };
	struct answered old = { .arena = job->scratch }, now = old;
	if (!job->has_answers)
		return CDR_OK;
	enum cdr_status status = cdr_store_engagement_row_get(store, job->report->record.org, engagement->key,
	                                                      job->scratch, &old.engagement, &why);
	if (status != CDR_OK || !cdr_str_equal(old.engagement.key, engagement->key))
		return unless_missing(status, &why, err);
	now.engagement = *engagement;
	CDR_TRY(keep_answers(job, &old, &now, err));
	*engagement = now.engagement;
	return CDR_OK;
}
