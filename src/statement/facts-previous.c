/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <string.h>

#include "candor/base.h"
#include "candor/store.h"

/*
 * facts-previous: the same figures a year ago, and what changed. They are those of the latest draft under the same law for
 * the year before, which keeps its figures under "figures", so that a year is compared with what was said of the one before
 * and not with what has been learnt of it since. The surprise: a count of people that is not shown is not kept either, and is
 * then unknown a year later.
 */

static const struct figure {
	const char *fact, *previous, *change;
	const char *chart, *title, *unit; /* NULL: no line over the years */
} figures[] = {
	{ "parties.covered", "previous.parties", "change.parties", NULL, NULL, NULL },
	{ "screening.checked", "previous.screened", "change.screened", "progress-screened", "chart_screened",
	  "unit_parties" },
	{ "audits.in_year", "previous.audits", "change.audits", NULL, NULL, NULL },
	{ "training.people", "previous.training_people", "change.training_people", NULL, NULL, NULL },
	{ "findings.total", "previous.findings", "change.findings", NULL, NULL, NULL },
	{ "findings.decided", "previous.findings_decided", "change.findings_decided", "progress-decided",
	  "chart_decided", "unit_findings" },
	{ "findings.remediated", "previous.findings_remediated", "change.findings_remediated", NULL, NULL, NULL },
	{ "fees.repaid", "previous.fees_repaid", "change.fees_repaid", NULL, NULL, NULL },
};

struct cdr_json *
cdr_figures_to_json(const struct cdr_fact_set *set)
{
	struct cdr_json *object = cdr_json_object();
	for (size_t i = 0; i < CDR_LEN(figures); i++) {
		const struct cdr_value *value = cdr_fact_set_find(set, cdr_str_from(figures[i].fact), NULL);
		if (value->known && !value->text.p)
			cdr_json_set_int(object, figures[i].fact, (int64_t)value->number);
	}
	return object;
}

/* Years with a draft, oldest first; of each its latest. */
struct year_figures {
	struct cdr_str label;
	int64_t values[CDR_LEN(figures)]; /* -1 not known */
	struct cdr_refs refs;
};
struct reading {
	struct cdr_collect *collect;
	struct cdr_vec years; /* struct year_figures */
};

static enum cdr_status
read_year(void *context, const struct cdr_statement_record *record, struct cdr_error *err)
{
	struct reading *reading = context;
	struct cdr_arena *arena = reading->collect->set->arena;
	if (cdr_str_compare(record->year, reading->collect->year.label) >= 0)
		return CDR_OK;
	cdr_owned(cdr_json) draft = NULL;
	CDR_TRY(cdr_json_parse(record->draft_json, "stored draft", &draft, err));
	const struct cdr_json *kept = cdr_json_get(draft, "figures");
	if (!kept)
		return CDR_OK; /* of a version that kept none */
	struct year_figures *year = cdr_vec_push(&reading->years);
	struct cdr_ref *ref = cdr_arena_alloc(arena, sizeof(*ref));
	struct cdr_str id = cdr_str_format(arena, "%lld", (long long)record->id);
	if (!year || !ref || !id.p)
		return cdr_fail_memory(err, "statement");
	*ref = (struct cdr_ref){ .kind = "statement",
		                 .ref = id,
		                 .evidence = cdr_collect_evidence(reading->collect, "statement", id) };
	year->label = cdr_str_copy(arena, record->year);
	year->refs = (struct cdr_refs){ ref, 1 };
	for (size_t i = 0; i < CDR_LEN(figures); i++)
		year->values[i] = cdr_json_get_int(kept, figures[i].fact, -1);
	return year->label.p ? CDR_OK : cdr_fail_memory(err, "statement");
}

static void
set_change(struct cdr_fact_set *set, const struct figure *figure, int64_t before)
{
	const struct cdr_value *now = cdr_fact_set_find(set, cdr_str_from(figure->fact), NULL);
	if (!now->known || now->text.p)
		return;
	const struct cdr_str names[] = { cdr_str_from(figure->fact), cdr_str_from(figure->previous) };
	struct cdr_refs refs = { NULL, 0 };
	if (cdr_refs_join(set, names, CDR_LEN(names), &refs, NULL) != CDR_OK) {
		set->failed = true;
		return;
	}
	int64_t change = (int64_t)now->number - before;
	const char *label = change > 0 ? "more" : change < 0 ? "fewer" : "same_number";
	cdr_fact_set_text(set, figure->change, cdr_fact_set_words(set, label, change < 0 ? -change : change), refs);
}

/* The year before, when there is a draft of just that one. */
static void
set_previous(struct cdr_fact_set *set, const struct year_figures *year, struct cdr_str label)
{
	int64_t then = 0, now = 0;
	if (!cdr_str_to_i64(year->label, &then) || !cdr_str_to_i64(label, &now) || then + 1 != now)
		return;
	cdr_fact_set_text(set, "previous.year", year->label, year->refs);
	for (size_t i = 0; i < CDR_LEN(figures); i++) {
		if (year->values[i] < 0)
			continue;
		cdr_fact_set_number(set, figures[i].previous, (double)year->values[i], year->refs);
		set_change(set, &figures[i], year->values[i]);
	}
}

/* What the last point rests on, and the drafts that keep the others. */
static struct cdr_refs
refs_of_line(struct cdr_collect *collect, const struct cdr_vec *years, struct cdr_refs now)
{
	struct cdr_ref *items = cdr_arena_alloc(collect->set->arena, (now.n + years->n) * sizeof(*items));
	if (!items) {
		collect->set->failed = true;
		return now;
	}
	memcpy(items, now.items, now.n * sizeof(*items));
	for (size_t i = 0; i < years->n; i++)
		items[now.n + i] = CDR_VEC_AT(years, struct year_figures, i)->refs.items[0];
	return (struct cdr_refs){ items, now.n + years->n };
}

/* A line needs two years that know the figure. */
static void
draw(struct cdr_collect *collect, const struct cdr_vec *years, size_t figure)
{
	const struct cdr_value *now = cdr_fact_set_find(collect->set, cdr_str_from(figures[figure].fact), NULL);
	const struct year_figures *last = years->n ? CDR_VEC_AT(years, struct year_figures, years->n - 1) : NULL;
	if (!figures[figure].chart || !last || last->values[figure] < 0 || !now->known)
		return;
	struct cdr_chart chart = { .id = figures[figure].chart,
		                   .kind = "line",
		                   .title = figures[figure].title,
		                   .unit = figures[figure].unit,
		                   .facts = { figures[figure].change, figures[figure].previous, "indicator.name",
		                              figures[figure].fact },
		                   .refs = refs_of_line(collect, years, now->refs) };
	struct cdr_json *points = cdr_chart_add(collect, &chart);
	for (size_t i = 0; points && i < years->n; i++) {
		const struct year_figures *year = CDR_VEC_AT(years, struct year_figures, i);
		if (year->values[figure] >= 0)
			cdr_chart_point(points, year->label, year->values[figure]);
	}
	if (points)
		cdr_chart_point(points, collect->year.label, (int64_t)now->number);
}

enum cdr_status
cdr_facts_previous(struct cdr_collect *collect, struct cdr_error *err)
{
	struct reading reading = { collect, CDR_VEC_INIT(struct year_figures, CDR_STATEMENT_MAX_ITEMS) };
	struct cdr_vec *years = &reading.years;
	enum cdr_status status = cdr_store_statement_year_each(collect->store, collect->org, collect->set->law->id,
	                                                       read_year, &reading, err);
	if (status == CDR_OK && years->n) {
		set_previous(collect->set, CDR_VEC_AT(years, struct year_figures, years->n - 1), collect->year.label);
		for (size_t i = 0; i < CDR_LEN(figures); i++)
			draw(collect, years, i);
	}
	cdr_vec_done(years);
	return status;
}
