/* SPDX-License-Identifier: Apache-2.0 */
/* A risk profile as JSON: the form of `candor parties profile --json` and of the service. profile.c makes it. */
#include "candor/screen.h"

const char *
cdr_profile_level_word(const struct cdr_profile_level *level)
{
	switch (level->state) {
	case CDR_PROFILE_UNKNOWN:
		return "unknown";
	case CDR_PROFILE_NONE:
		return "none";
	case CDR_PROFILE_FOUND:
		break;
	}
	return cdr_severity_word(level->severity);
}

static struct cdr_json *
findings_json(const struct cdr_profile_finding *findings, size_t n)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = 0; i < n; i++) {
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_str(item, "id", findings[i].id);
		cdr_json_set_str(item, "rule_id", findings[i].rule_id);
		cdr_json_set_text(item, "severity", cdr_severity_word(findings[i].severity));
		cdr_json_set_text(item, "state", cdr_finding_state_word(findings[i].state));
		cdr_json_set_str(item, "title", findings[i].title);
		if (findings[i].engagement_id.n)
			cdr_json_set_str(item, "engagement_id", findings[i].engagement_id);
		if (findings[i].agency_name.n)
			cdr_json_set_str(item, "agency_name", findings[i].agency_name);
		cdr_json_push(array, item);
	}
	return array;
}

static struct cdr_json *
topic_json(const struct cdr_profile_topic *topic)
{
	struct cdr_json *json = cdr_json_object(), *missing = cdr_json_array();
	for (size_t i = 0; i < topic->n_missing; i++)
		cdr_json_push_str(missing, topic->missing[i]);
	cdr_json_set_str(json, "topic", topic->folder);
	cdr_json_set_str(json, "title", topic->title);
	cdr_json_set_text(json, "severity", cdr_profile_level_word(&topic->level));
	if (topic->level.state == CDR_PROFILE_FOUND && topic->before != topic->level.severity)
		cdr_json_set_text(json, "lowered_from", cdr_severity_word(topic->before));
	cdr_json_set_bool(json, "counts", topic->counts);
	cdr_json_set(json, "findings", findings_json(topic->findings, topic->n_findings));
	if (topic->n_protective)
		cdr_json_set(json, "lowered_by", findings_json(topic->protective, topic->n_protective));
	cdr_json_set_int(json, "left_out", (int64_t)topic->n_left_out);
	cdr_json_set_int(json, "answered", (int64_t)topic->n_answered);
	cdr_json_set_int(json, "unanswered", (int64_t)topic->n_unanswered);
	cdr_json_set_int(json, "not_asked", (int64_t)topic->n_not_asked);
	cdr_json_set(json, "missing", missing);
	return json;
}

struct cdr_json *
cdr_profile_to_json(const struct cdr_profile *profile)
{
	struct cdr_json *json = cdr_json_object(), *overall = cdr_json_object(), *topics = cdr_json_array();
	cdr_json_set_text(overall, "severity", cdr_profile_level_word(&profile->overall));
	cdr_json_set_str(overall, "why", profile->why);
	for (size_t i = 0; i < profile->n_topics; i++)
		cdr_json_push(topics, topic_json(&profile->topics[i]));
	cdr_json_set_str(json, "party_id", profile->party_id);
	cdr_json_set_str(json, "party_name", profile->party_name);
	cdr_json_set_int(json, "screening", profile->screening_id);
	cdr_json_set_date(json, "as_of", profile->as_of);
	cdr_json_set_int(json, "engagements", (int64_t)profile->n_engagements);
	cdr_json_set(json, "overall", overall);
	cdr_json_set_int(json, "answered", (int64_t)profile->n_answered);
	cdr_json_set_int(json, "unanswered", (int64_t)profile->n_unanswered);
	cdr_json_set(json, "topics", topics);
	return json;
}
