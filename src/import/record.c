/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of a row -> a record about a party: an audit, a certificate, a training, a survey's answers, an allegation. Which
 * column identifies it, names the party or must not contradict which other is data (`record` in rulesets/import); nothing
 * here knows a column by name. What surprises: counts of answers from 1 to 4 end here, and with them those they could be
 * computed from, because few answers of few people tell who gave them; the row is kept and says so.
 */
#include "candor/import.h"

#include <inttypes.h>

#include "candor/base.h"
#include "import/import-impl.h"

#define SUPPRESSED "suppressed"

static const char *const nouns[CDR_RECORD_KIND_COUNT][2] = { { "audit", "audits" },
	                                                     { "certificate", "certificates" },
	                                                     { "training", "trainings" },
	                                                     { "survey answer", "survey answers" },
	                                                     { "allegation", "allegations" } };

_Static_assert(CDR_IMPORT_ANSWERS - CDR_IMPORT_AUDITS == CDR_RECORD_KIND_COUNT, "a kind of file per kind of record");

int
cdr_import_record_kind(enum cdr_import_kind kind)
{
	return kind < CDR_IMPORT_AUDITS || kind >= CDR_IMPORT_ANSWERS ? -1 : (int)kind - (int)CDR_IMPORT_AUDITS;
}

const char *
cdr_import_record_noun(int kind, bool several)
{
	return nouns[kind][several];
}

/* ----------------------------------------------------------------------------------------------------------- rules */

static enum cdr_status
load_rule(struct cdr_import_columns *columns, const struct cdr_decl_node *list, struct cdr_import_rule *ret,
          struct cdr_error *err)
{
	struct cdr_import_rule rule = { .n = 0 };
	if (list->kind != CDR_DECL_LIST || list->n == 0 || list->n > CDR_IMPORT_MAX_RULE_COLUMNS)
		return cdr_decl_fail(&columns->decl, list, err, "a list of 1 to %d columns is expected",
		                     CDR_IMPORT_MAX_RULE_COLUMNS);
	for (size_t i = 0; i < list->n; i++) {
		rule.columns[rule.n] = cdr_map_get(columns->by_name, list->items[i]->text);
		if (!rule.columns[rule.n++])
			return cdr_decl_fail(&columns->decl, list->items[i], err, "there is no such column");
	}
	*ret = rule;
	return CDR_OK;
}

static enum cdr_status
load_checks(struct cdr_import_columns *columns, const struct cdr_decl_node *list,
            struct cdr_import_rule into[CDR_IMPORT_MAX_CHECKS], size_t *ret_n, struct cdr_error *err)
{
	for (size_t i = 0; list && i < list->n; i++) {
		if (i == CDR_IMPORT_MAX_CHECKS)
			return cdr_decl_fail(&columns->decl, list, err, "at most %d of them are allowed",
			                     CDR_IMPORT_MAX_CHECKS);
		CDR_TRY(load_rule(columns, list->items[i], &into[i], err));
		*ret_n = i + 1;
	}
	return CDR_OK;
}

static enum cdr_status
load_name(struct cdr_import_columns *columns, const struct cdr_decl_node *name,
          const struct cdr_import_definition **ret, struct cdr_error *err)
{
	if (!name)
		return CDR_OK;
	*ret = cdr_map_get(columns->by_name, name->text);
	return *ret ? CDR_OK : cdr_decl_fail(&columns->decl, name, err, "there is no such column");
}

enum cdr_status
cdr_import_rules_load(struct cdr_import_columns *columns, const struct cdr_decl_node *node, struct cdr_error *err)
{
	static const struct cdr_decl_key keys[] = {
		{ "id", CDR_DECL_TEXT, false },          { "subject", CDR_DECL_TEXT, false },
		{ "identity", CDR_DECL_ANY_LIST, true }, { "in_order", CDR_DECL_ANY_LIST, false },
		{ "at_most", CDR_DECL_ANY_LIST, false },
	};
	struct cdr_import_rules rules = { .given = true };
	CDR_TRY(cdr_decl_check(&columns->decl, node, keys, CDR_LEN(keys), err));
	CDR_TRY(load_name(columns, cdr_decl_get(node, "id"), &rules.id, err));
	CDR_TRY(load_name(columns, cdr_decl_get(node, "subject"), &rules.subject, err));
	CDR_TRY(load_rule(columns, cdr_decl_get(node, "identity"), &rules.identity, err));
	CDR_TRY(load_checks(columns, cdr_decl_get(node, "in_order"), rules.in_order, &rules.n_in_order, err));
	CDR_TRY(load_checks(columns, cdr_decl_get(node, "at_most"), rules.at_most, &rules.n_at_most, err));
	columns->rules = rules;
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------- identity */

static struct cdr_str
text_of(const struct cdr_import_row *row, const struct cdr_import_definition *definition)
{
	return definition ? row->values[definition->index].text : (struct cdr_str){ NULL, 0 };
}

enum cdr_status
cdr_import_record_identity(struct cdr_import_job *job, const struct cdr_import_plan *plan,
                           const struct cdr_import_row *row, struct cdr_str *ret, bool *ret_explicit,
                           struct cdr_error *err)
{
	const struct cdr_import_rules *rules = &job->columns->rules;
	const struct cdr_import_rule *identity = &rules->identity;
	struct cdr_str key = text_of(row, rules->id), parts[CDR_IMPORT_MAX_RULE_COLUMNS];
	uint32_t index;
	*ret_explicit = key.n > 0;
	if (!key.n) {
		if (cdr_import_plan_slot(plan, rules->id, &index))
			CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_NO_ID, &row->origin, key, err));
		for (size_t i = 0; i < identity->n; i++)
			parts[i] = text_of(row, identity->columns[i]);
		CDR_TRY(cdr_import_identity_derived(job, parts, identity->n, &key, err));
	}
	*ret = key;
	return CDR_OK;
}

/* --------------------------------------------------------------------------------------------------- contradictions */

/* Days that do not come in the order they must; ret_column: of the later one. */
static struct cdr_str
out_of_order(struct cdr_import_job *job, const struct cdr_import_row *row, const struct cdr_import_rule *rule,
             const char **ret_column)
{
	for (size_t i = 1; i < rule->n; i++) {
		struct cdr_str before = text_of(row, rule->columns[i - 1]), after = text_of(row, rule->columns[i]);
		struct cdr_date first, second;
		if (!cdr_date_parse(before, &first) || !cdr_date_parse(after, &second) || second.ymd >= first.ymd)
			continue;
		*ret_column = rule->columns[i]->name.p;
		return cdr_str_format(job->scratch, "%s: %.*s is before %.*s, %.*s; one of the two is wrong",
		                      *ret_column, CDR_STR_ARG(after), CDR_STR_ARG(rule->columns[i - 1]->name),
		                      CDR_STR_ARG(before));
	}
	return (struct cdr_str){ NULL, 0 };
}

/* A rule's counts: how many are known, what those before the last come to, and the last. */
struct counts {
	size_t n_known; /* of those before the last */
	int64_t sum, whole;
	bool whole_known;
};

static struct counts
count(const struct cdr_import_row *row, const struct cdr_import_rule *rule)
{
	struct counts counts = { 0 };
	int64_t n = 0;
	for (size_t i = 0; i + 1 < rule->n; i++) {
		if (!cdr_str_to_i64(text_of(row, rule->columns[i]), &n))
			continue;
		counts.n_known++;
		/* Figures of that size are of no people; they stay above any whole. */
		counts.sum = n > INT64_MAX - counts.sum ? INT64_MAX : counts.sum + n;
	}
	counts.whole_known = cdr_str_to_i64(text_of(row, rule->columns[rule->n - 1]), &counts.whole);
	return counts;
}

/* Parts that come to more than their whole. Names the columns and none of the figures. */
static struct cdr_str
beyond(struct cdr_import_job *job, const struct cdr_import_row *row, const struct cdr_import_rule *rule,
       const char **ret_column)
{
	struct counts counts = count(row, rule);
	const struct cdr_import_definition *whole = rule->columns[rule->n - 1];
	struct cdr_str names = CDR_STR("");
	if (!counts.whole_known || counts.n_known == 0 || counts.sum <= counts.whole)
		return (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; i + 1 < rule->n; i++)
		names = cdr_str_format(job->scratch, "%.*s%s%.*s", CDR_STR_ARG(names), i ? " and " : "",
		                       CDR_STR_ARG(rule->columns[i]->name));
	*ret_column = rule->columns[0]->name.p;
	return cdr_str_format(job->scratch, "%.*s %s more than %.*s; one of them is wrong", CDR_STR_ARG(names),
	                      rule->n > 2 ? "come to" : "is", CDR_STR_ARG(whole->name));
}

struct cdr_str
cdr_import_record_contradiction(struct cdr_import_job *job, const struct cdr_import_row *row, const char **ret_column)
{
	const struct cdr_import_rules *rules = &job->columns->rules;
	struct cdr_str reason = { NULL, 0 };
	for (size_t i = 0; i < rules->n_in_order && !*ret_column; i++)
		reason = out_of_order(job, row, &rules->in_order[i], ret_column);
	for (size_t i = 0; i < rules->n_at_most && !*ret_column; i++)
		reason = beyond(job, row, &rules->at_most[i], ret_column);
	return reason;
}

/* ----------------------------------------------------------------------------------------------------- suppression */

static bool
is_small(int64_t n)
{
	return n > 0 && n < CDR_IMPORT_LEAST_COUNT;
}

static bool
is_small_at(const struct cdr_import_row *row, const struct cdr_import_definition *definition)
{
	int64_t n = 0;
	return definition->suppressed && cdr_str_to_i64(text_of(row, definition), &n) && is_small(n);
}

/* The parts of a whole go together: one that was left out could be computed from the others. So could one that the file
 * does not state at all. */
static bool
leave_parts_out(const struct cdr_import_row *row, const struct cdr_import_rule *rule)
{
	struct counts counts = count(row, rule);
	bool small = false, any = false;
	for (size_t i = 0; i < rule->n; i++) {
		small = small || is_small_at(row, rule->columns[i]);
		any = any || rule->columns[i]->suppressed;
	}
	if (any && counts.whole_known && counts.n_known > 0 && counts.n_known + 1 < rule->n)
		small = small || is_small(counts.whole - counts.sum);
	for (size_t i = 0; i + 1 < rule->n && small; i++)
		row->values[rule->columns[i]->index] = (struct cdr_import_value){ 0 };
	return small;
}

/* Whether anything was left out. */
static bool
leave_out_small(const struct cdr_import_job *job, const struct cdr_import_row *row)
{
	const struct cdr_import_columns *columns = job->columns;
	bool left = false;
	for (size_t i = 0; i < columns->rules.n_at_most; i++)
		left = leave_parts_out(row, &columns->rules.at_most[i]) || left;
	for (size_t i = 0; i < columns->n; i++) {
		if (!is_small_at(row, &columns->definitions[i]))
			continue;
		row->values[i] = (struct cdr_import_value){ 0 };
		left = true;
	}
	return left;
}

/* ------------------------------------------------------------------------------------------------------------ records */

/* Puts "suppressed" in its place among attributes that are sorted by name. */
static enum cdr_status
add_suppressed(struct cdr_import_job *job, struct cdr_record *record, struct cdr_error *err)
{
	struct cdr_attribute *all = cdr_arena_alloc(job->scratch, (record->n_attributes + 1) * sizeof(*all));
	size_t n = 0, i = 0;
	if (!all)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	while (i < record->n_attributes && cdr_str_compare(record->attributes[i].name, CDR_STR(SUPPRESSED)) < 0)
		all[n++] = record->attributes[i++];
	all[n++] = (struct cdr_attribute){ CDR_STR(SUPPRESSED), CDR_STR("true") };
	while (i < record->n_attributes)
		all[n++] = record->attributes[i++];
	record->attributes = all;
	record->n_attributes = n;
	return CDR_OK;
}

enum cdr_status
cdr_import_record_make(struct cdr_import_job *job, const struct cdr_import_row *row, struct cdr_str key,
                       struct cdr_record *ret, struct cdr_error *err)
{
	const struct cdr_import_rules *rules = &job->columns->rules;
	const char *const slots[] = { rules->id ? rules->id->name.p : "", rules->subject ? rules->subject->name.p : "",
		                      NULL };
	struct cdr_record record = { .kind = (enum cdr_record_kind)cdr_import_record_kind(job->options->kind),
		                     .key = key,
		                     .subject_key = text_of(row, rules->subject),
		                     .origin = row->origin };
	bool left_out = leave_out_small(job, row);
	CDR_TRY(cdr_import_row_attributes(job, row, slots, &record.attributes, &record.n_attributes, err));
	if (left_out) {
		CDR_TRY(add_suppressed(job, &record, err));
		CDR_TRY(cdr_import_tally(job, CDR_IMPORT_NOTE_SUPPRESSED, &row->origin, (struct cdr_str){ NULL, 0 },
		                         err));
	}
	*ret = record;
	return CDR_OK;
}

/* Whether there is a party of that id or key; asked of the store once for each. */
static enum cdr_status
find_subject(struct cdr_import_job *job, struct cdr_store *store, struct cdr_str named, bool *ret,
             struct cdr_error *err)
{
	const struct cdr_str *known = cdr_map_get(job->identity.subjects, named);
	struct cdr_party party;
	struct cdr_error unheard = { 0 };
	if (known) {
		*ret = known->n > 0;
		return CDR_OK;
	}
	enum cdr_status status =
		cdr_store_party_get(store, job->options->org, INT64_MAX, named, job->scratch, &party, &unheard);
	if (status != CDR_OK && status != CDR_ENOTFOUND) {
		if (err)
			*err = unheard;
		return status;
	}
	struct cdr_str *kept = cdr_arena_alloc(job->identity.arena, 2 * sizeof(*kept));
	if (!kept)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	kept[0] = cdr_str_copy(job->identity.arena, named);
	kept[1] = status == CDR_OK ? kept[0] : CDR_STR("");
	if (!kept[0].p)
		return cdr_fail_memory(err, CDR_IMPORT_ROOM);
	*ret = status == CDR_OK;
	return cdr_map_put(job->identity.subjects, kept[0], &kept[1]);
}

enum cdr_status
cdr_import_record_look_up(struct cdr_import_job *job, struct cdr_store *store, const struct cdr_record *record,
                          struct cdr_error *err)
{
	bool known = false;
	if (!record->subject_key.n)
		return CDR_OK;
	CDR_TRY(find_subject(job, store, record->subject_key, &known, err));
	if (known)
		return CDR_OK;
	return cdr_import_tally(job, CDR_IMPORT_NOTE_NOBODY, &record->origin,
	                        cdr_import_shown(record->subject_key, job->scratch), err);
}
