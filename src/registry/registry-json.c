/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is told of a definition: its JSON form, the same on the command line and in the API, and what a copy of its source
 * is worth: too old to rely on, the whole or a part. The columns, words and dates of the definition stay private to the room.
 */
#include "candor/registry.h"

struct cdr_json *
cdr_registry_to_json(const struct cdr_registry *registry)
{
	struct cdr_json *json = cdr_json_object();
	cdr_json_set_str(json, "id", registry->id);
	cdr_json_set_str(json, "title", registry->title);
	cdr_json_set_str(json, "publisher", registry->publisher);
	cdr_json_set_str(json, "jurisdiction", registry->jurisdiction);
	cdr_json_set_text(json, "kind", cdr_registry_kind_word(registry->kind));
	cdr_json_set_str(json, "url", registry->url);
	cdr_json_set_str(json, "terms", registry->terms);
	cdr_json_set_str(json, "cadence", registry->cadence);
	cdr_json_set_str(json, "layout_confidence", registry->layout_confidence);
	cdr_json_set_text(json, "absence", registry->absence == CDR_ABSENCE_NOT_LICENSED ? "not_licensed" : "nothing");
	cdr_json_set_int(json, "freshness_days", registry->freshness_days);
	cdr_json_set_bool(json, "fetched", registry->n_part_urls > 0);
	return json;
}

bool
cdr_registry_is_stale(const struct cdr_registry *registry, struct cdr_date as_of, struct cdr_date today)
{
	return as_of.ymd == 0 || cdr_date_days_between(as_of, today) > registry->freshness_days;
}

bool
cdr_registry_is_whole(const struct cdr_snapshot *snapshot)
{
	return snapshot->n_whole == 0 || (snapshot->n_whole > 0 && snapshot->n_rows >= snapshot->n_whole);
}

bool
cdr_registry_absence_counts(const struct cdr_registry *registry, const struct cdr_snapshot *snapshot)
{
	return registry->absence == CDR_ABSENCE_NOT_LICENSED && cdr_registry_is_whole(snapshot);
}
