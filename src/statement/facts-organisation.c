/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"

/*
 * facts-organisation: values from the organisation file as the store keeps it: canonical JSON under the file's own
 * keys, money as {"minor", "currency"}, entries of lists with their "line", and "file" and "sha256" at the top. The
 * law's own facts are facts-law.c's. The surprise: a list that is missing is unknown, an empty one is none.
 */

#define FIELDS(table) table, CDR_LEN(table)
static const struct cdr_field organisation_fields[] = {
	{ "name", "organisation.name", CDR_FIELD_TEXT },
	{ "legal_form", "organisation.legal_form", CDR_FIELD_WORD },
	{ "activities", "organisation.activities", CDR_FIELD_TEXT },
	{ "employees", "organisation.employees", CDR_FIELD_NUMBER },
	{ "countries_of_operation", "organisation.countries", CDR_FIELD_COUNTRIES },
	{ "responsible_person", "organisation.responsible_person", CDR_FIELD_TEXT },
	{ "website", "organisation.website", CDR_FIELD_TEXT },
	{ "buys", "organisation.buys", CDR_FIELD_TERMS },
	{ "sourcing_list", "organisation.sourcing_list", CDR_FIELD_TEXT },
	{ "workforce", "organisation.workforce", CDR_FIELD_TEXT },
	{ "given_for", "organisation.given_for", CDR_FIELD_WORD },
};
static const struct cdr_field joint_fields[] = {
	{ "basis", "joint.basis", CDR_FIELD_WORD },
	{ "reason", "joint.reason", CDR_FIELD_TEXT },
};
static const struct cdr_field no_steps_fields[] = {
	{ "confirmed_by", "no_steps.confirmed_by", CDR_FIELD_TEXT },
	{ "confirmed_on", "no_steps.confirmed_on", CDR_FIELD_DATE },
};
static const struct cdr_field consultation_fields[] = {
	{ "described", "consultation.described", CDR_FIELD_TEXT },
	{ "document", "consultation.document", CDR_FIELD_TEXT },
};
static const struct cdr_field remediation_fields[] = {
	{ "process", "remediation.process", CDR_FIELD_TEXT },
	{ "measures", "remediation.measures", CDR_FIELD_TERMS },
	{ "income_measures", "remediation.income_measures", CDR_FIELD_TERMS },
	{ "document", "remediation.document", CDR_FIELD_TEXT },
};
static const struct cdr_field verification_fields[] = {
	{ "conducted", "verification.conducted", CDR_FIELD_BOOLEAN },
	{ "third_party", "verification.third_party", CDR_FIELD_BOOLEAN },
	{ "covers_recruiters", "verification.covers_recruiters", CDR_FIELD_BOOLEAN },
	{ "frequency", "verification.frequency", CDR_FIELD_TERM },
	{ "document", "verification.document", CDR_FIELD_TEXT },
};
static const struct cdr_field certification_fields[] = {
	{ "required_of_direct_suppliers", "certification.required_of_direct_suppliers", CDR_FIELD_WORD },
	{ "basis", "certification.basis", CDR_FIELD_TEXT },
	{ "document", "certification.document", CDR_FIELD_TEXT },
};
static const struct cdr_field accountability_fields[] = {
	{ "standards", "accountability.standards", CDR_FIELD_BOOLEAN },
	{ "procedure", "accountability.procedure", CDR_FIELD_BOOLEAN },
	{ "covers", "accountability.covers", CDR_FIELD_TERMS },
	{ "document", "accountability.document", CDR_FIELD_TEXT },
};
static const struct cdr_statement_list maps[] = {
	{ .name = NULL, FIELDS(organisation_fields) },
	{ .name = "verification", FIELDS(verification_fields) },
	{ .name = "certification", FIELDS(certification_fields) },
	{ .name = "accountability", FIELDS(accountability_fields) },
	{ .name = "joint", FIELDS(joint_fields) },
	{ .name = "no_steps", FIELDS(no_steps_fields) },
	{ .name = "consultation", FIELDS(consultation_fields) },
	{ .name = "remediation", FIELDS(remediation_fields) },
};

struct cdr_str
cdr_collect_words(struct cdr_collect *collect, const struct cdr_json *value, bool countries)
{
	struct cdr_arena *arena = collect->set->arena;
	const struct cdr_words *words = &collect->set->law->words;
	bool is_list = cdr_json_type(value) == CDR_JSON_ARRAY;
	size_t n = is_list ? cdr_json_count(value) : 1;
	if (n > CDR_STATEMENT_MAX_ITEMS)
		n = CDR_STATEMENT_MAX_ITEMS;
	struct cdr_str *items = cdr_arena_alloc(arena, (n + 1) * sizeof(*items));
	for (size_t i = 0; items && i < n; i++) {
		struct cdr_str word = cdr_json_string(is_list ? cdr_json_at(value, i) : value);
		items[i] = countries ? cdr_words_country(words, word) : cdr_words_term(words, arena, word);
	}
	struct cdr_str text = items ? cdr_words_join(words, arena, items, n) : (struct cdr_str){ NULL, 0 };
	if (n && !text.p)
		collect->set->failed = true;
	return text;
}

/* A scalar as text: the file may hold "71" or 71. */
static struct cdr_str
scalar_text(struct cdr_collect *collect, const struct cdr_json *value)
{
	struct cdr_arena *arena = collect->set->arena;
	if (cdr_json_type(value) == CDR_JSON_INT)
		return cdr_str_format(arena, "%lld", (long long)cdr_json_int(value, 0));
	if (cdr_json_type(value) == CDR_JSON_REAL)
		return cdr_str_format(arena, "%g", cdr_json_real(value, 0));
	return cdr_str_trim(cdr_json_string(value));
}

static void
set_field(struct cdr_collect *collect, const struct cdr_field *field, const struct cdr_json *value,
          struct cdr_refs refs)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_str text = scalar_text(collect, value);
	struct cdr_date date = { 0 };
	if (field->kind == CDR_FIELD_NUMBER || field->kind == CDR_FIELD_PEOPLE) {
		cdr_fact_set_number(set, field->fact, cdr_json_real(value, 0), refs);
		return;
	}
	if (field->kind == CDR_FIELD_BOOLEAN) {
		cdr_fact_set_boolean(set, field->fact, cdr_json_bool(value, false), refs);
		return;
	}
	if (field->kind == CDR_FIELD_DATE && cdr_date_parse(text, &date))
		text = cdr_words_date(words, set->arena, date);
	else if (field->kind == CDR_FIELD_TERMS || field->kind == CDR_FIELD_TERM)
		text = cdr_collect_words(collect, value, false);
	else if (field->kind == CDR_FIELD_COUNTRIES || field->kind == CDR_FIELD_COUNTRY)
		text = cdr_collect_words(collect, value, true);
	cdr_fact_set_text(set, field->fact, text.n ? text : (struct cdr_str){ NULL, 0 }, refs);
}

/* A value of the wrong type is as good as none: the file's reader has refused it, or the file is of another version. */
static bool
fits(const struct cdr_field *field, const struct cdr_json *value)
{
	enum cdr_json_type type = cdr_json_type(value);
	if (!value || type == CDR_JSON_NULL || type == CDR_JSON_OBJECT)
		return false;
	if (field->kind == CDR_FIELD_NUMBER || field->kind == CDR_FIELD_PEOPLE)
		return type == CDR_JSON_INT || type == CDR_JSON_REAL;
	return (field->kind == CDR_FIELD_BOOLEAN) == (type == CDR_JSON_BOOL);
}

static enum cdr_status
too_long(const struct cdr_statement_list *list, struct cdr_error *err)
{
	return cdr_fail(err, CDR_ELIMIT, "statement", NULL, "the organisation file lists more than %d %s",
	                CDR_STATEMENT_MAX_ITEMS, list->name);
}

/* A session's number of people, unless it is too small to show or would tell of one that is. */
static void
hide_people(struct cdr_collect *collect, const struct cdr_field *field, const struct cdr_json *entry)
{
	const struct cdr_value *value = cdr_fact_set_find(collect->set, cdr_str_from(field->fact), NULL);
	int64_t whole = cdr_json_get_int(entry, "people_in_scope", -1);
	bool is_whole = cdr_str_equal(cdr_str_from(field->key), CDR_STR("people_in_scope"));
	cdr_fact_set_people(collect->set, field->fact, (int64_t)value->number, is_whole ? -1 : whole, value->refs);
	if (entry == collect->withheld && !is_whole)
		cdr_fact_set_withheld(collect->set, field->fact);
}

/* Where a goal stands: set before the year and still to be reached in it, or ahead of it. */
struct goal_standing {
	bool before, reached, ahead;
};
static struct goal_standing
goal_standing(const struct cdr_year *year, const struct cdr_json *goal)
{
	struct cdr_date set = cdr_json_get_date(goal, "set_on"), due = cdr_json_get_date(goal, "due_on");
	struct cdr_date reached_on = cdr_json_get_date(goal, "reached_on");
	struct cdr_str status = cdr_json_get_str(goal, "status");
	bool reached = (reached_on.ymd && reached_on.ymd <= year->to.ymd) ||
	               (!reached_on.ymd && cdr_str_equal(status, CDR_STR("reached")));
	bool earlier = reached_on.ymd && reached_on.ymd < year->from.ymd;
	return (struct goal_standing){
		.before = set.ymd && set.ymd < year->from.ymd && !(due.ymd && due.ymd < year->from.ymd) && !earlier,
		.reached = reached,
		.ahead = due.ymd > year->to.ymd && !reached,
	};
}

static void
set_goal(struct cdr_collect *collect, const struct cdr_json *goal, struct cdr_refs refs)
{
	struct goal_standing standing = goal_standing(&collect->year, goal);
	cdr_fact_set_boolean(collect->set, "goal.set_before", standing.before, refs);
	cdr_fact_set_boolean(collect->set, "goal.ahead", standing.ahead, refs);
}

void
cdr_collect_entry(struct cdr_collect *collect, const struct cdr_statement_list *list, const struct cdr_json *entry)
{
	for (size_t i = 0; i < list->n_fields; i++) {
		const struct cdr_field *field = &list->fields[i];
		const struct cdr_json *value = cdr_json_get(entry, field->key);
		const char *key = list->name ? list->name : field->key;
		if (fits(field, value))
			set_field(collect, field, value, cdr_collect_organisation_ref(collect, entry, key));
		if (fits(field, value) && field->kind == CDR_FIELD_PEOPLE)
			hide_people(collect, field, entry);
	}
	if (!list->in_year_fact || !collect->year.from.ymd)
		return;
	if (list->name && cdr_str_equal(cdr_str_from(list->name), CDR_STR("goals")))
		set_goal(collect, entry, cdr_collect_organisation_ref(collect, entry, list->name));
	struct cdr_date date = cdr_json_get_date(entry, list->date_key);
	if (!date.ymd)
		return;
	bool in_year = list->since ? date.ymd <= collect->year.to.ymd : cdr_year_has(&collect->year, date);
	cdr_fact_set_boolean(collect->set, list->in_year_fact, in_year,
	                     cdr_collect_organisation_ref(collect, entry, list->name));
}

/* What a count over a list rests on: each entry counted, or the file when there is none. */
static struct cdr_refs
refs_of_entries(struct cdr_collect *collect, const struct cdr_statement_list *list, const struct cdr_json *entries,
                bool of_year, size_t *ret_n)
{
	size_t n = cdr_json_count(entries), n_counted = 0;
	struct cdr_ref *refs = cdr_arena_alloc(collect->set->arena, (n + 1) * sizeof(*refs));
	for (size_t i = 0; refs && i < n; i++) {
		const struct cdr_json *entry = cdr_json_at(entries, i);
		struct cdr_date date = cdr_json_get_date(entry, list->date_key ? list->date_key : "");
		bool counted = !of_year || cdr_year_has(&collect->year, date) ||
		               (list->since && date.ymd && date.ymd <= collect->year.to.ymd);
		struct cdr_refs one =
			counted ? cdr_collect_organisation_ref(collect, entry, list->name) : (struct cdr_refs){ 0 };
		if (one.n)
			refs[n_counted++] = one.items[0];
	}
	*ret_n = n_counted;
	if (!refs)
		collect->set->failed = true;
	return n_counted ? (struct cdr_refs){ refs, n_counted }
	                 : cdr_collect_organisation_ref(collect, NULL, list->name);
}

static enum cdr_status
set_counts(struct cdr_collect *collect, const struct cdr_statement_list *list, const struct cdr_json *entries,
           struct cdr_error *err)
{
	if (!entries || cdr_json_type(entries) != CDR_JSON_ARRAY)
		return CDR_OK; /* not said: unknown, which is not the same as none */
	if (cdr_json_count(entries) > CDR_STATEMENT_MAX_ITEMS)
		return too_long(list, err);
	size_t n = 0;
	struct cdr_refs refs = refs_of_entries(collect, list, entries, false, &n);
	cdr_fact_set_number(collect->set, list->count_fact, (double)n, refs);
	if (!list->in_year_count_fact || !collect->year.from.ymd)
		return CDR_OK;
	refs = refs_of_entries(collect, list, entries, true, &n);
	cdr_fact_set_number(collect->set, list->in_year_count_fact, (double)n, refs);
	return CDR_OK;
}

/* What came of goals: outcomes, which say more than how much was done. */
static void
set_goals(struct cdr_collect *collect)
{
	const struct cdr_json *goals = cdr_json_get(collect->organisation, "goals");
	struct cdr_fact_set *set = collect->set;
	int64_t before = 0, reached = 0, partly = 0, missed = 0, ahead = 0;
	if (!goals || cdr_json_type(goals) != CDR_JSON_ARRAY || !collect->year.from.ymd)
		return;
	for (size_t i = 0; i < cdr_json_count(goals); i++) {
		const struct cdr_json *goal = cdr_json_at(goals, i);
		struct goal_standing standing = goal_standing(&collect->year, goal);
		struct cdr_str status = cdr_json_get_str(goal, "status");
		ahead += standing.ahead;
		before += standing.before;
		reached += standing.before && standing.reached;
		partly += standing.before && cdr_str_equal(status, CDR_STR("partly_reached"));
		missed += standing.before && cdr_str_equal(status, CDR_STR("not_reached"));
	}
	struct cdr_refs refs = cdr_fact_set_find(set, CDR_STR("goals.count"), NULL)->refs;
	cdr_fact_set_number(set, "goals.set_before", (double)before, refs);
	cdr_fact_set_number(set, "goals.reached", (double)reached, refs);
	cdr_fact_set_number(set, "goals.partly_reached", (double)partly, refs);
	cdr_fact_set_number(set, "goals.not_reached", (double)missed, refs);
	cdr_fact_set_number(set, "goals.ahead", (double)ahead, refs);
	cdr_fact_set_share(set, "goals.reached", "goals.set_before", "goals.extent", "goals.share");
}

enum cdr_status
cdr_facts_organisation(struct cdr_collect *collect, struct cdr_error *err)
{
	for (size_t i = 0; i < CDR_LEN(maps); i++) {
		const struct cdr_json *map =
			maps[i].name ? cdr_json_get(collect->organisation, maps[i].name) : collect->organisation;
		if (map)
			cdr_collect_entry(collect, &maps[i], map);
	}
	size_t n_lists;
	const struct cdr_statement_list *lists = cdr_statement_lists(&n_lists);
	for (size_t i = 0; i < n_lists; i++)
		CDR_TRY(set_counts(collect, &lists[i], cdr_json_get(collect->organisation, lists[i].name), err));
	set_goals(collect);
	return cdr_facts_law(collect, err);
}
