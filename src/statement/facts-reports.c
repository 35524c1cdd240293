/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/model.h"

/*
 * facts-reports: counts over surveys of workers and over allegations. Of answers there are only sums, and of sums none that is
 * small (rulesets/import/README.md); an allegation counts also when no list names its party, because leaving it out would say
 * less than is known. The surprise: a survey is a row for each question, so its respondents are those of the row with most.
 */

struct survey {
	struct cdr_subject *subject;
	struct cdr_date on;
	int64_t respondents; /* -1 not said, or too few to keep */
};
struct surveyed {
	struct cdr_vec counted; /* const struct cdr_noted *, of the year */
	struct cdr_vec all;
	struct cdr_map *surveys, *suppliers; /* of any year; of this one */
	int64_t in_year, suppressed;
	bool failed;
};

static void
surveyed_done(struct surveyed *surveyed)
{
	cdr_vec_done(&surveyed->counted);
	cdr_vec_done(&surveyed->all);
	surveyed->surveys = cdr_map_free(surveyed->surveys);
	surveyed->suppliers = cdr_map_free(surveyed->suppliers);
}

static bool
push(struct cdr_vec *counted, const struct cdr_noted *noted)
{
	const struct cdr_noted **slot = cdr_vec_push(counted);
	if (slot)
		*slot = noted;
	return slot != NULL;
}

/* One survey by its id, at one supplier, on one day. */
static struct survey *
survey_of(struct surveyed *surveyed, struct cdr_arena *arena, const struct cdr_noted *answer)
{
	struct cdr_str key = cdr_str_format(arena, "%d %p %.*s", (int)answer->on.ymd, (void *)answer->subject,
	                                    CDR_STR_ARG(answer->by));
	struct survey *survey = key.p ? cdr_map_get(surveyed->surveys, key) : NULL;
	if (survey || !key.p)
		return survey;
	survey = cdr_arena_alloc(arena, sizeof(*survey));
	if (!survey || cdr_map_put(surveyed->surveys, key, survey) != CDR_OK)
		return NULL;
	*survey = (struct survey){ answer->subject, answer->on, -1 };
	return survey;
}

static void
count_answer(struct cdr_collect *collect, struct surveyed *surveyed, const struct cdr_noted *answer)
{
	struct survey *survey = survey_of(surveyed, collect->set->arena, answer);
	surveyed->failed |= !survey || !push(&surveyed->all, answer);
	if (!survey)
		return;
	if (answer->count > survey->respondents)
		survey->respondents = answer->count;
	if (!cdr_year_has(&collect->year, answer->on))
		return;
	surveyed->suppressed += answer->suppressed;
	surveyed->failed |= !push(&surveyed->counted, answer);
}

static void
set_respondents(struct cdr_collect *collect, struct surveyed *surveyed, struct cdr_refs refs)
{
	int64_t respondents = 0, in_year = 0;
	bool known = true;
	for (size_t i = 0; i < cdr_map_count(surveyed->surveys); i++) {
		struct cdr_str key;
		const struct survey *survey = cdr_map_at(surveyed->surveys, i, &key);
		if (!cdr_year_has(&collect->year, survey->on))
			continue;
		in_year++;
		known = known && survey->respondents >= 0;
		respondents += survey->respondents;
		struct cdr_str name =
			survey->subject && survey->subject->party_id.p
				? survey->subject->party_id
				: cdr_str_format(collect->set->arena, "unlisted %p", (void *)survey->subject);
		surveyed->failed |= !name.p || cdr_map_put(surveyed->suppliers, name, surveyed) != CDR_OK;
	}
	cdr_fact_set_number(collect->set, "surveys.in_year", (double)in_year, refs);
	cdr_fact_set_number(collect->set, "surveys.suppliers", (double)cdr_map_count(surveyed->suppliers), refs);
	cdr_fact_set_number(collect->set, "surveys.suppressed", (double)surveyed->suppressed, refs);
	if (known && in_year > 0)
		cdr_fact_set_people(collect->set, "surveys.respondents", respondents, -1, refs);
}

static enum cdr_status
count_surveys(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err)
{
	__attribute__((cleanup(surveyed_done))) struct surveyed surveyed = {
		.counted = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		.all = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		.surveys = cdr_map_new(CDR_STATEMENT_MAX_RECORDS),
		.suppliers = cdr_map_new(CDR_STATEMENT_MAX_RECORDS),
	};
	struct cdr_refs refs;
	if (!surveyed.surveys || !surveyed.suppliers)
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < records->surveys.n; i++) {
		const struct cdr_noted *answer = CDR_VEC_AT(&records->surveys, struct cdr_noted, i);
		if (cdr_noted_concerns(answer))
			count_answer(collect, &surveyed, answer);
	}
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_SURVEYS, &surveyed.all, &refs, err));
	cdr_fact_set_number(collect->set, "surveys.count", (double)cdr_map_count(surveyed.surveys), refs);
	if (collect->year.from.ymd) {
		CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_SURVEYS, &surveyed.counted, &refs, err));
		set_respondents(collect, &surveyed, refs);
	}
	return surveyed.failed ? cdr_fail_memory(err, "statement") : CDR_OK;
}

static enum cdr_status
count_allegations(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	cdr_auto(cdr_vec) counted = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS);
	int64_t in_year = 0, substantiated = 0, dismissed = 0;
	struct cdr_refs refs;
	for (size_t i = 0; i < records->allegations.n; i++) {
		const struct cdr_noted *allegation = CDR_VEC_AT(&records->allegations, struct cdr_noted, i);
		if (!cdr_noted_concerns(allegation))
			continue;
		if (!push(&counted, allegation))
			return cdr_fail_memory(err, "statement");
		in_year += cdr_year_has(&collect->year, allegation->on);
		substantiated += cdr_str_equal(allegation->what, CDR_STR("substantiated"));
		dismissed += cdr_str_equal(allegation->what, CDR_STR("dismissed"));
	}
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_ALLEGATIONS, &counted, &refs, err));
	cdr_fact_set_number(set, "allegations.count", (double)counted.n, refs);
	cdr_fact_set_number(set, "allegations.substantiated", (double)substantiated, refs);
	cdr_fact_set_number(set, "allegations.dismissed", (double)dismissed, refs);
	cdr_fact_set_number(set, "allegations.undecided", (double)((int64_t)counted.n - substantiated - dismissed),
	                    refs);
	if (collect->year.from.ymd)
		cdr_fact_set_number(set, "allegations.in_year", (double)in_year, refs);
	return CDR_OK;
}

enum cdr_status
cdr_facts_reports(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err)
{
	if (records->known[CDR_RECORD_SURVEYS])
		CDR_TRY(count_surveys(collect, records, err));
	return records->known[CDR_RECORD_ALLEGATIONS] ? count_allegations(collect, records, err) : CDR_OK;
}
