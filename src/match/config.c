/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weights and thresholds from match/weights.yaml: read, checked against the range each may have, kept. What they do is
 * said in that file; how they are used is in features.c and compare.c. No number that moves a score stands in C.
 */
#include "match/match-impl.h"

#include "candor/decl.h"

#define WEIGHTS_PATH "match/weights.yaml"
#define MAX_ACTIVITIES 10000

#define WEIGHT(name, least, most)                                                                                      \
	{                                                                                                              \
#name, offsetof(struct cdr_match_config, name), least, most                                            \
	}
static const struct weight {
	const char *name;
	size_t offset;
	double least, most;
} weights[] = {
	WEIGHT(possible, 0, 1),
	WEIGHT(match, 0, 1),
	WEIGHT(stem_floor, 0, 1),
	WEIGHT(activity_weight, 0, 1),
	WEIGHT(number_weight, 0, 1),
	WEIGHT(generic_weight, 0, 1),
	WEIGHT(noise_weight, 0, 1),
	WEIGHT(letter_weight, 0, 1),
	WEIGHT(contradiction, 0, 10),
	WEIGHT(omission, 0, 10),
	WEIGHT(number_conflict, 0, 1),
	WEIGHT(number_omission, 0, 1),
	WEIGHT(least_evidence, 0, 10),
	WEIGHT(name_ceiling, 0, 0.95),
	WEIGHT(same_text, 0, 0.015),
	WEIGHT(form_agree, 0, 0.015),
	WEIGHT(form_conflict, 0, 1),
	WEIGHT(country_agree, 0, 0.015),
	WEIGHT(country_conflict, 0, 1),
	WEIGHT(romanised, 0, 1),
	WEIGHT(identifier_agree, 0, 1),
	WEIGHT(identifier_conflict, 0, 1),
	WEIGHT(licence_conflict, 0, 1),
	WEIGHT(licence_borrowed, 0, 1),
	WEIGHT(licence_names, 0, 1),
	WEIGHT(acronym, 0, 1),
	WEIGHT(shortened, 0, 1),
	WEIGHT(initial, 0, 1),
	WEIGHT(plural, 0, 1),
	WEIGHT(unanchored, 0, 1),
	WEIGHT(common_frequency, 1, 1000000),
};

struct cdr_match_config *
cdr_match_config_free(struct cdr_match_config *config)
{
	if (!config)
		return NULL;
	cdr_map_free(config->activities);
	cdr_arena_free(config->arena);
	cdr_free(config);
	return NULL;
}

static enum cdr_status
read_weights(const struct cdr_decl *decl, struct cdr_match_config *config, struct cdr_error *err)
{
	struct cdr_decl_key keys[CDR_LEN(weights) + 1];
	for (size_t i = 0; i < CDR_LEN(weights); i++)
		keys[i] = (struct cdr_decl_key){ weights[i].name, CDR_DECL_NUMBER, true };
	keys[CDR_LEN(weights)] = (struct cdr_decl_key){ "activities", CDR_DECL_TEXT_LIST, true };
	CDR_TRY(cdr_decl_check(decl, decl->root, keys, CDR_LEN(keys), err));
	for (size_t i = 0; i < CDR_LEN(weights); i++) {
		const struct weight *weight = &weights[i];
		double value = cdr_decl_number(decl->root, weight->name, 0);
		if (value < weight->least || value > weight->most)
			return cdr_decl_fail(decl, cdr_decl_get(decl->root, weight->name), err,
			                     "%s is %g; it must lie between %g and %g", weight->name, value,
			                     weight->least, weight->most);
		*(double *)(void *)((char *)config + weight->offset) = value;
	}
	if (config->possible >= config->match)
		return cdr_decl_fail(decl, cdr_decl_get(decl->root, "possible"), err,
		                     "possible (%g) must lie below match (%g)", config->possible, config->match);
	if (config->name_ceiling < config->match)
		return cdr_decl_fail(decl, cdr_decl_get(decl->root, "name_ceiling"), err,
		                     "name_ceiling (%g) lies below match (%g), so no name could ever match",
		                     config->name_ceiling, config->match);
	double agreed = config->identifier_agree, borrowed = agreed + (1 - agreed) * config->licence_names;
	if (borrowed * (1 - config->licence_borrowed) >= config->match)
		return cdr_decl_fail(
			decl, cdr_decl_get(decl->root, "licence_borrowed"), err,
			"licence_borrowed (%g) takes too little: a licence number under another name would "
			"reach match (%g)",
			config->licence_borrowed, config->match);
	return CDR_OK;
}

static enum cdr_status
read_activities(const struct cdr_decl *decl, struct cdr_match_config *config, struct cdr_error *err)
{
	for (size_t i = 0; i < cdr_decl_count(decl->root, "activities"); i++) {
		struct cdr_str word = cdr_normalise_words(cdr_decl_item(decl->root, "activities", i), config->arena);
		if (!word.p)
			return cdr_fail_memory(err, CDR_MATCH_ROOM);
		if (cdr_map_put(config->activities, word, config) != CDR_OK)
			return cdr_decl_fail(decl, cdr_decl_get(decl->root, "activities"), err,
			                     "too many activities; at most %d", MAX_ACTIVITIES);
	}
	return CDR_OK;
}

enum cdr_status
cdr_match_config_load(const struct cdr_bundle *rulesets, struct cdr_match_config **ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(WEIGHTS_PATH));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_MATCH_ROOM, WEIGHTS_PATH,
		                "the rulesets have no such file, and names cannot be scored without it; restore it");
	cdr_auto(cdr_decl) decl = { 0 };
	CDR_TRY(cdr_decl_parse(file->text, WEIGHTS_PATH, &decl, err));
	cdr_owned(cdr_match_config) config = cdr_alloc(sizeof(*config));
	if (!config)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	config->arena = cdr_arena_new((size_t)4 << 20);
	config->activities = cdr_map_new(MAX_ACTIVITIES);
	if (!config->arena || !config->activities)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	CDR_TRY(read_weights(&decl, config, err));
	CDR_TRY(read_activities(&decl, config, err));
	*ret = cdr_steal(&config);
	return CDR_OK;
}

double
cdr_match_threshold(const struct cdr_match_config *config, enum cdr_verdict verdict)
{
	switch (verdict) {
	case CDR_VERDICT_MATCH:
		return config->match;
	case CDR_VERDICT_POSSIBLE:
		return config->possible;
	default:
		return 0;
	}
}

enum cdr_verdict
cdr_match_verdict(const struct cdr_match_config *config, double score)
{
	if (score >= config->match)
		return CDR_VERDICT_MATCH;
	return score >= config->possible ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_CLEAR;
}
