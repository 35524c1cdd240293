/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include <stdlib.h>

#include "candor/base.h"
#include "candor/decl.h"

/*
 * charts: figures that are better seen than read, as data in a draft: {id criterion title kind unit points rests_on}. kind is
 * "bars" or "line"; a point is {label value}, and a value that is not known is null. How a chart is drawn is the doc room's.
 * The surprise: which criterion a chart belongs to is nowhere stated. It stands with the first that speaks of the same facts,
 * and a law that never speaks of them gets no such chart.
 */

#define TOPICS_FILE "risk/topics.yaml"
#define MAX_POINTS 10 /* of a tally; the rest are added up */

/* ----------------------------------------------------------------------------------------------------------- topics */

enum cdr_status
cdr_topics_load(const struct cdr_bundle *rulesets, struct cdr_decl *ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(TOPICS_FILE));
	return file ? cdr_decl_parse(file->text, TOPICS_FILE, ret, err) : CDR_OK;
}

struct cdr_str
cdr_topic_of(const struct cdr_law *law, struct cdr_str rule_id)
{
	struct cdr_str rest = rule_id, prefix = { NULL, 0 };
	(void)cdr_str_split(&rest, '-', &prefix);
	const struct cdr_decl_node *list = law->topics.root ? cdr_decl_get(law->topics.root, "topics") : NULL;
	for (size_t i = 0; list && list->kind == CDR_DECL_LIST && i < list->n; i++)
		if (cdr_str_equal(cdr_decl_text(list->items[i], "prefix"), prefix))
			return cdr_decl_text(list->items[i], "title");
	return prefix;
}

/* -------------------------------------------------------------------------------------------------------- criterion */

static bool
speaks_of(const struct cdr_sentence *sentence, struct cdr_str fact)
{
	struct cdr_str rest = sentence->text, name;
	while (cdr_compose_next(&rest, &name))
		if (cdr_str_equal(name, fact))
			return true;
	for (size_t i = 0; i < sentence->n_rests_on; i++)
		if (cdr_str_equal(sentence->rests_on[i], fact))
			return true;
	return false;
}

static struct cdr_str
criterion_of(const struct cdr_collect *collect, struct cdr_str fact)
{
	const struct cdr_law *law = collect->set->law;
	int32_t on = collect->year.asked_on.ymd;
	for (size_t i = 0; i < law->n_criteria; i++) {
		const struct cdr_criterion *criterion = &law->criteria[i];
		if (on < criterion->from.ymd || (criterion->to.ymd && on > criterion->to.ymd))
			continue;
		for (size_t k = 0; k < criterion->n_sentences; k++)
			if (speaks_of(&criterion->sentences[k], fact))
				return criterion->id;
	}
	return (struct cdr_str){ NULL, 0 };
}

/* ---------------------------------------------------------------------------------------------------------- writing */

struct cdr_json *
cdr_chart_add(struct cdr_collect *collect, const struct cdr_chart *chart)
{
	struct cdr_str criterion = { NULL, 0 };
	const struct cdr_words *words = &collect->set->law->words;
	for (size_t i = 0; i < CDR_LEN(chart->facts) && chart->facts[i] && !criterion.n; i++)
		criterion = criterion_of(collect, cdr_str_from(chart->facts[i]));
	if (!criterion.n)
		return NULL;
	struct cdr_json *object = cdr_json_object(), *points = cdr_json_array();
	cdr_json_set_text(object, "id", chart->id);
	cdr_json_set_str(object, "criterion", criterion);
	cdr_json_set_str(object, "title", cdr_words_label(words, chart->title));
	cdr_json_set_text(object, "kind", chart->kind);
	cdr_json_set_str(object, "unit", cdr_words_label(words, chart->unit));
	cdr_json_set(object, "points", points);
	cdr_json_set(object, "rests_on", cdr_refs_to_json(chart->refs));
	cdr_json_push(collect->charts, object);
	return points;
}

void
cdr_chart_point(struct cdr_json *points, struct cdr_str label, int64_t value)
{
	struct cdr_json *point = cdr_json_object();
	cdr_json_set_str(point, "label", label);
	cdr_json_set_int(point, "value", value);
	cdr_json_push(points, point);
}

void
cdr_chart_tally(struct cdr_collect *collect, const struct cdr_chart *chart, const struct cdr_tally *tally,
                cdr_tally_name_fn name)
{
	const struct cdr_words *words = &collect->set->law->words;
	struct cdr_tallied *all = NULL;
	size_t n = cdr_tally_sorted(tally, &all);
	struct cdr_json *points = n ? cdr_chart_add(collect, chart) : NULL;
	int64_t others = 0;
	for (size_t i = 0; points && i < n; i++) {
		if (i >= MAX_POINTS && n > MAX_POINTS + 1)
			others += all[i].count;
		else
			cdr_chart_point(points, name(words, collect->set->arena, all[i].word), all[i].count);
	}
	if (points && others)
		cdr_chart_point(points, cdr_words_label(words, "others"), others);
}
