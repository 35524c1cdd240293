/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rulesets/risk/profile.yaml -> how findings become a risk profile: which no longer count, how far protective factors
 * lower a topic, when breadth raises the whole. Described in rulesets/README.md. Not here: the computing (profile.c).
 */
#include "candor/decl.h"
#include "candor/screen.h"

#include "screen/screen-impl.h"

#define POLICY_PATH "risk/profile.yaml"

static const struct cdr_decl_key root_keys[] = {
	{ "left_out", CDR_DECL_TEXT_LIST, true },
	{ "none_from_pct", CDR_DECL_INTEGER, true },
	{ "protective", CDR_DECL_ANY_MAP, true },
	{ "overall", CDR_DECL_ANY_MAP, true },
};
static const struct cdr_decl_key protective_keys[] = {
	{ "topic", CDR_DECL_TEXT, true },      { "steps", CDR_DECL_INTEGER, true },
	{ "not_below", CDR_DECL_TEXT, true },  { "never_topics", CDR_DECL_TEXT_LIST, true },
	{ "never_from", CDR_DECL_TEXT, true },
};
static const struct cdr_decl_key overall_keys[] = {
	{ "topics", CDR_DECL_INTEGER, true },
	{ "at", CDR_DECL_TEXT, true },
	{ "steps", CDR_DECL_INTEGER, true },
};

struct policy_reading {
	const struct cdr_decl *decl;
	struct cdr_arena *arena;
	struct cdr_error *err;
};

/* A list, or a single word that stands for a list of one. */
static size_t
word_count(const struct cdr_decl_node *list)
{
	return list->kind == CDR_DECL_LIST ? list->n : 1;
}

static const struct cdr_decl_node *
word_at(const struct cdr_decl_node *list, size_t i)
{
	return list->kind == CDR_DECL_LIST ? list->items[i] : list;
}

static enum cdr_status
read_severity(const struct policy_reading *reading, const struct cdr_decl_node *map, const char *key,
              enum cdr_severity *ret)
{
	const struct cdr_decl_node *node = cdr_decl_get(map, key);
	int severity = cdr_severity_from(node->text);
	if (severity < 0)
		return cdr_decl_fail(reading->decl, node, reading->err,
		                     "%s: one of info, low, medium, high, critical is expected", key);
	*ret = (enum cdr_severity)severity;
	return CDR_OK;
}

/* A number of topics or of steps of severity. */
static enum cdr_status
read_count(const struct policy_reading *reading, const struct cdr_decl_node *map, const char *key, int64_t min,
           int64_t *ret)
{
	int64_t value = cdr_decl_integer(map, key, -1);
	if (value < min || value > 100)
		return cdr_decl_fail(reading->decl, cdr_decl_get(map, key), reading->err,
		                     "%s: a number from %lld to 100 is expected", key, (long long)min);
	*ret = value;
	return CDR_OK;
}

static enum cdr_status
read_left_out(const struct policy_reading *reading, const struct cdr_decl_node *list, struct profile_policy *policy)
{
	for (size_t i = 0; i < word_count(list); i++) {
		const struct cdr_decl_node *word = word_at(list, i);
		int state = cdr_finding_state_from(word->text);
		if (state < 0 || state == CDR_FINDING_OPEN || state == CDR_FINDING_REOPENED)
			return cdr_decl_fail(
				reading->decl, word, reading->err,
				"left_out: states that somebody decided are expected: confirmed, dismissed, "
				"escalated, remediated");
		policy->left_out[state] = true;
	}
	return CDR_OK;
}

static enum cdr_status
read_protective(const struct policy_reading *reading, const struct cdr_decl_node *map, struct profile_policy *policy)
{
	CDR_TRY(cdr_decl_check(reading->decl, map, protective_keys, CDR_LEN(protective_keys), reading->err));
	CDR_TRY(read_count(reading, map, "steps", 0, &policy->protective_steps));
	CDR_TRY(read_severity(reading, map, "not_below", &policy->not_below));
	CDR_TRY(read_severity(reading, map, "never_from", &policy->never_from));
	const struct cdr_decl_node *list = cdr_decl_get(map, "never_topics");
	policy->protective_topic = cdr_str_copy(reading->arena, cdr_decl_text(map, "topic"));
	policy->never_topics = cdr_arena_alloc(reading->arena, (word_count(list) + 1) * sizeof(struct cdr_str));
	if (!policy->protective_topic.p || !policy->never_topics)
		return cdr_fail_memory(reading->err, ROOM);
	for (size_t i = 0; i < word_count(list); i++) {
		policy->never_topics[i] = cdr_str_copy(reading->arena, word_at(list, i)->text);
		if (!policy->never_topics[i].p)
			return cdr_fail_memory(reading->err, ROOM);
		policy->n_never_topics++;
	}
	return CDR_OK;
}

static enum cdr_status
read_overall(const struct policy_reading *reading, const struct cdr_decl_node *map, struct profile_policy *policy)
{
	CDR_TRY(cdr_decl_check(reading->decl, map, overall_keys, CDR_LEN(overall_keys), reading->err));
	CDR_TRY(read_count(reading, map, "topics", 1, &policy->overall_topics));
	CDR_TRY(read_count(reading, map, "steps", 0, &policy->overall_steps));
	return read_severity(reading, map, "at", &policy->overall_at);
}

enum cdr_status
profile_policy_load(const struct cdr_bundle *rulesets, struct cdr_arena *arena, struct profile_policy *ret,
                    struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(POLICY_PATH));
	cdr_auto(cdr_decl) decl = { 0 };
	struct profile_policy policy = { 0 };
	struct policy_reading reading = { &decl, arena, err };
	if (!file)
		return cdr_fail(err, CDR_EINPUT, ROOM, POLICY_PATH,
		                "this file is missing: it says how findings become a risk profile");
	CDR_TRY(cdr_decl_parse(file->text, POLICY_PATH, &decl, err));
	CDR_TRY(cdr_decl_check(&decl, decl.root, root_keys, CDR_LEN(root_keys), err));
	CDR_TRY(read_left_out(&reading, cdr_decl_get(decl.root, "left_out"), &policy));
	CDR_TRY(read_count(&reading, decl.root, "none_from_pct", 1, &policy.none_from_pct));
	CDR_TRY(read_protective(&reading, cdr_decl_get(decl.root, "protective"), &policy));
	CDR_TRY(read_overall(&reading, cdr_decl_get(decl.root, "overall"), &policy));
	*ret = policy;
	return CDR_OK;
}
