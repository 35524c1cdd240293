/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <stdio.h>
#include <stdlib.h>

#include "candor/base.h"
#include "candor/store.h"

/*
 * facts: what a statement may speak of, gathered from the store for one organisation and one year. Here: the year, the
 * numbers of evidence records, what a value rests on, and the order; the values themselves are set in
 * facts-organisation.c, facts-parties.c and facts-screening.c.
 *
 * The surprise is what `year` means: "2026" is the financial year that ENDS in 2026 (1 April 2025 to 31 March 2026 is
 * 2026; a calendar year is itself). The organisation file holds one financial year. When it is another one, the year is
 * not covered: nothing is then known to have been done in it, and the draft says so.
 */

bool
cdr_year_has(const struct cdr_year *year, struct cdr_date date)
{
	return date.ymd && year->from.ymd && date.ymd >= year->from.ymd && date.ymd <= year->to.ymd;
}

const char *
cdr_merged_id(struct cdr_str party_id, char out[CDR_STATEMENT_MERGED_ID_MAX])
{
	(void)snprintf(out, CDR_STATEMENT_MERGED_ID_MAX, "merged %.*s", CDR_STR_ARG(party_id));
	return out;
}

enum cdr_truth
cdr_collect_covers(const struct cdr_collect *collect, struct cdr_str party_id)
{
	char merged[CDR_STATEMENT_MERGED_ID_MAX];
	const enum cdr_truth *covered = cdr_map_get(collect->covered, party_id);
	if (!covered)
		covered = cdr_map_get(collect->covered, cdr_str_from(cdr_merged_id(party_id, merged)));
	if (covered)
		return *covered;
	return collect->set->law->covers ? CDR_FALSE : CDR_TRUE;
}

struct cdr_refs
cdr_collect_organisation_ref(struct cdr_collect *collect, const struct cdr_json *entry, const char *key)
{
	struct cdr_arena *arena = collect->set->arena;
	struct cdr_ref *ref = cdr_arena_alloc(arena, sizeof(*ref));
	int64_t line = entry ? cdr_json_get_int(entry, "line", 0) : 0;
	if (line == 0 && key)
		line = cdr_json_get_int(cdr_json_get(collect->organisation, "lines"), key, 0);
	struct cdr_str place = collect->organisation_file;
	if (line)
		place = cdr_str_format(arena, "%.*s:%lld", CDR_STR_ARG(place), (long long)line);
	if (!ref || !place.p) {
		collect->set->failed = true;
		return (struct cdr_refs){ NULL, 0 };
	}
	*ref = (struct cdr_ref){ .kind = "organisation",
		                 .ref = place,
		                 .sha256 = collect->organisation_sha256,
		                 .evidence = cdr_collect_evidence(collect, "organisation", collect->org) };
	return (struct cdr_refs){ ref, 1 };
}

int64_t
cdr_collect_evidence(const struct cdr_collect *collect, const char *kind, struct cdr_str ref)
{
	struct cdr_str subject = cdr_str_format(collect->set->arena, "%s %.*s", kind, CDR_STR_ARG(ref));
	const int64_t *number = subject.p ? cdr_map_get(collect->evidence, subject) : NULL;
	return number ? *number : 0;
}

/* Under which name an act's record is looked up ({NULL,0}: under none): "import 3", "screening 5" and "finding f-…"
 * are subjects already; the record of an organisation file has only its id, that of a snapshot only its registry
 * and the number in its detail. */
static enum cdr_status
name_of_record(const struct cdr_evidence_row *row, struct cdr_arena *arena, struct cdr_str *ret, struct cdr_error *err)
{
	static const char *const named_by_subject[] = { "imported", "screened", "decided", "drafted" };
	struct cdr_str name = { NULL, 0 };
	bool wanted = false;
	for (size_t i = 0; i < CDR_LEN(named_by_subject) && !wanted; i++)
		wanted = cdr_str_equal(row->act, cdr_str_from(named_by_subject[i]));
	if (wanted) {
		name = cdr_str_copy(arena, row->subject);
	} else if (cdr_str_equal(row->act, CDR_STR("organisation set"))) {
		wanted = true;
		name = cdr_str_format(arena, "organisation %.*s", CDR_STR_ARG(row->subject));
	} else if (cdr_str_equal(row->act, CDR_STR("snapshot taken"))) {
		cdr_owned(cdr_json) detail = NULL;
		CDR_TRY(cdr_json_parse(row->detail_json, "evidence detail", &detail, err));
		wanted = true;
		name = cdr_str_format(arena, "snapshot %lld", (long long)cdr_json_get_int(detail, "snapshot", 0));
	}
	if (wanted && !name.p)
		return cdr_fail_memory(err, "statement");
	*ret = name;
	return CDR_OK;
}

/* The last record of a name counts: a file set again and a decision revised replace what was said before. */
static enum cdr_status
note_record(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct cdr_collect *collect = context;
	struct cdr_str name;
	CDR_TRY(name_of_record(row, collect->set->arena, &name, err));
	if (!name.p)
		return CDR_OK;
	int64_t *number = cdr_arena_alloc(collect->set->arena, sizeof(*number));
	if (!number)
		return cdr_fail_memory(err, "statement");
	*number = row->number;
	enum cdr_status status = cdr_map_put(collect->evidence, name, number);
	return status == CDR_OK ? CDR_OK : cdr_fail(err, status, "statement", NULL, "too many evidence records");
}

const struct cdr_json *
cdr_collect_path(const struct cdr_json *json, struct cdr_str path)
{
	struct cdr_str step;
	while (json && cdr_str_split(&path, '.', &step)) {
		const struct cdr_json *found = NULL;
		for (size_t i = 0; cdr_json_type(json) == CDR_JSON_OBJECT && i < cdr_json_count(json); i++) {
			struct cdr_str key;
			const struct cdr_json *member = cdr_json_member(json, i, &key);
			if (cdr_str_equal(key, step))
				found = member;
		}
		json = found;
	}
	return json && cdr_json_type(json) != CDR_JSON_NULL ? json : NULL;
}

/* The file's financial year is the one asked for when it ends in it. */
static void
set_year(struct cdr_collect *collect)
{
	const struct cdr_json *node = cdr_json_get(collect->organisation, "financial_year");
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_refs refs = cdr_collect_organisation_ref(collect, NULL, "financial_year");
	struct cdr_date from = cdr_json_get_date(node, "start"), to = cdr_json_get_date(node, "end");
	int64_t label = 0;
	bool covered = cdr_str_to_i64(collect->year.label, &label) && from.ymd && to.ymd / 10000 == label;
	cdr_fact_set_text(set, "year.label", collect->year.label, refs);
	cdr_fact_set_boolean(set, "year.covered", covered, refs);
	collect->year.asked_on = covered ? to : cdr_date_make((int)label, 12, 31);
	if (!covered)
		return;
	collect->year.from = from;
	collect->year.to = to;
	cdr_fact_set_text(set, "year.start", cdr_words_date(words, set->arena, from), refs);
	cdr_fact_set_text(set, "year.end", cdr_words_date(words, set->arena, to), refs);
}

/* A screening that could compare nobody, neither a party nor an agency, was no step. */
static bool
screened_somebody(const struct cdr_fact_set *set)
{
	return cdr_fact_set_count(set, "screening.checked") > 0 ||
	       cdr_fact_set_count(set, "screening.engagements_checked") > 0;
}

/* Whether any entity of the group is recorded to have done something. */
static bool
entity_steps(struct cdr_collect *collect, struct cdr_refs *ret)
{
	const struct cdr_json *entities = cdr_json_get(collect->organisation, "entities");
	for (size_t i = 0; i < cdr_json_count(entities); i++) {
		const struct cdr_json *entity = cdr_json_at(entities, i);
		if (cdr_json_count(cdr_json_get(entity, "steps")) == 0)
			continue;
		*ret = cdr_collect_organisation_ref(collect, entity, "entities");
		return true;
	}
	return false;
}

/* Whether anything at all is recorded as done for the year. Only what is recorded counts; that nothing is does not
 * prove that nothing was done, which is why no sentence may say so: it speaks of the records and asks. */
static void
set_steps(struct cdr_collect *collect)
{
	static const char *const counts[] = {
		"policies.in_force",           "risk_assessments.in_year", "audits.in_year", "training.in_year",
		"grievance_channels.count",    "clauses.in_force",         "checks.in_year", "surveys.in_year",
		"findings.remediated_in_year", "fees.repaid_in_year"
	};
	static const char *const flags[] = { "verification.conducted", "accountability.standards",
		                             "screening.in_year" /* last: only when it compared somebody */ };
	struct cdr_fact_set *set = collect->set;
	if (!collect->year.from.ymd)
		return;
	struct cdr_refs refs = { NULL, 0 };
	bool any = false;
	size_t n = CDR_LEN(counts) + CDR_LEN(flags) - (screened_somebody(set) ? 0 : 1);
	for (size_t i = 0; i < n && !any; i++) {
		const char *name = i < CDR_LEN(counts) ? counts[i] : flags[i - CDR_LEN(counts)];
		const struct cdr_value *value = cdr_fact_set_find(set, cdr_str_from(name), NULL);
		any = value->known && (value->number > 0 || value->boolean);
		refs = value->refs;
	}
	const struct cdr_value *certification =
		cdr_fact_set_find(set, CDR_STR("certification.required_of_direct_suppliers"), NULL);
	if (!any && certification->known && !cdr_str_equal(certification->text, CDR_STR("none"))) {
		any = true;
		refs = certification->refs;
	}
	const struct cdr_value *measures = cdr_fact_set_find(set, CDR_STR("remediation.measures"), NULL);
	if (!any && measures->known) {
		any = true;
		refs = measures->refs;
	}
	any = any || entity_steps(collect, &refs);
	cdr_fact_set_boolean(set, "steps.recorded", any,
	                     any ? refs : cdr_collect_organisation_ref(collect, NULL, NULL));
}

/* In their order: what is on record names parties, the parties say whom the law covers, and counts come last. */
static enum cdr_status
collect_all(struct cdr_collect *collect, struct cdr_records *records, struct cdr_error *err)
{
	CDR_TRY(cdr_store_import_latest(collect->store, collect->org, &collect->as_of_import, err));
	CDR_TRY(cdr_facts_organisation(collect, err));
	CDR_TRY(cdr_records_gather(collect, records, err));
	CDR_TRY(cdr_facts_parties(collect, err));
	CDR_TRY(cdr_facts_audits(collect, records, err));
	CDR_TRY(cdr_facts_training(collect, records, err));
	CDR_TRY(cdr_facts_reports(collect, records, err));
	CDR_TRY(cdr_facts_screening(collect, err));
	return cdr_facts_previous(collect, err);
}

enum cdr_status
cdr_facts_collect(struct cdr_collect *collect, struct cdr_error *err)
{
	CDR_TRY(cdr_store_evidence_each(collect->store, 1, note_record, collect, err));
	set_year(collect);
	cdr_auto(cdr_records) records = { 0 };
	cdr_owned(cdr_map) subjects = cdr_map_new(CDR_STATEMENT_MAX_RECORDS);
	cdr_owned(cdr_map) engagements = cdr_map_new(CDR_STATEMENT_MAX_PARTIES);
	if (!subjects || !engagements)
		return cdr_fail_memory(err, "statement");
	collect->subjects = subjects;
	collect->engagements = engagements;
	enum cdr_status status = collect_all(collect, &records, err);
	collect->subjects = collect->engagements = NULL;
	CDR_TRY(status);
	set_steps(collect);
	CDR_TRY(cdr_fact_set_show(collect->set, err));
	return cdr_scope_set(collect, err);
}

/* ------------------------------------------------------------------------------------------------------------ tally */

void
cdr_tally_done(struct cdr_tally *tally)
{
	tally->counts = cdr_map_free(tally->counts);
}

bool
cdr_tally_init(struct cdr_tally *tally, struct cdr_arena *arena, size_t max_words)
{
	*tally = (struct cdr_tally){ arena, cdr_map_new(max_words), false };
	return tally->counts != NULL;
}

void
cdr_tally_add(struct cdr_tally *tally, struct cdr_str word)
{
	if (!word.p)
		word = CDR_STR("");
	int64_t *count = cdr_map_get(tally->counts, word);
	if (!count) {
		count = cdr_arena_alloc(tally->arena, sizeof(*count));
		struct cdr_str copy = cdr_str_copy(tally->arena, word);
		if (!count || !copy.p || cdr_map_put(tally->counts, copy, count) != CDR_OK) {
			tally->failed = true;
			return;
		}
	}
	++*count;
}

/* Most frequent first; equal ones by word, so that a draft is the same whatever order the rows came in. */
static int
compare_counted(const void *left, const void *right)
{
	const struct cdr_tallied *a = left, *b = right;
	/* Severities have an order of their own; everything else is told by how often it occurs. */
	int a_rank = cdr_severity_from(a->word), b_rank = cdr_severity_from(b->word);
	if (a_rank >= 0 && b_rank >= 0 && a_rank != b_rank)
		return b_rank - a_rank;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return cdr_str_compare(a->word, b->word);
}

size_t
cdr_tally_sorted(const struct cdr_tally *tally, struct cdr_tallied **ret)
{
	size_t n = cdr_map_count(tally->counts);
	struct cdr_tallied *all = cdr_arena_alloc(tally->arena, (n + 1) * sizeof(*all));
	if (!all || tally->failed)
		return 0;
	for (size_t i = 0; i < n; i++)
		all[i].count = *(int64_t *)cdr_map_at(tally->counts, i, &all[i].word);
	qsort(all, n, sizeof(*all), compare_counted);
	*ret = all;
	return n;
}

struct cdr_str
cdr_tally_text(const struct cdr_tally *tally, const struct cdr_words *words, cdr_tally_name_fn name)
{
	struct cdr_tallied *all = NULL;
	size_t n = cdr_tally_sorted(tally, &all);
	struct cdr_str *items = cdr_arena_alloc(tally->arena, (n + 1) * sizeof(*items));
	if (!items || n == 0)
		return (struct cdr_str){ NULL, 0 };
	for (size_t i = 0; i < n; i++) {
		struct cdr_str text = name(words, tally->arena, all[i].word);
		struct cdr_str number = cdr_words_number(words, tally->arena, all[i].count);
		items[i] = cdr_str_format(tally->arena, "%.*s (%.*s)", CDR_STR_ARG(text), CDR_STR_ARG(number));
		if (!text.p || !number.p || !items[i].p)
			return (struct cdr_str){ NULL, 0 };
	}
	return cdr_words_join(words, tally->arena, items, n);
}
