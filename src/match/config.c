/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weights and thresholds from match/weights.yaml: read, checked against the range each may have, kept; and how often words
 * occur, from match/word-frequency.csv. What they do is said in those files; how they are used is in weigh.c and score.c. No
 * number that moves a score stands in C.
 */
#include "match/match-impl.h"

#include <math.h>
#include <stdio.h>

#include "candor/decl.h"

#define WEIGHTS_PATH "match/weights.yaml"
#define FREQUENCY_PATH "match/word-frequency.csv"
#define MAX_FREQUENCIES 100000
#define MOST_LOG_ODDS 20

const char *const cdr_match_term_names[CDR_TERM_COUNT] = {
	[CDR_TERM_BASE] = "base",
	[CDR_TERM_IDENTITY] = "identity",
	[CDR_TERM_IDENTITY_MORE] = "identity_more",
	[CDR_TERM_MEANING] = "meaning",
	[CDR_TERM_COMPLETE] = "complete",
	[CDR_TERM_SAME_TEXT] = "same_text",
	[CDR_TERM_SAME_LETTERS] = "same_letters",
	[CDR_TERM_NEAR] = "near",
	[CDR_TERM_NUMBERS_AGREE] = "numbers_agree",
	[CDR_TERM_SPELLING] = "spelling",
	[CDR_TERM_OTHER_LETTERS] = "other_letters",
	[CDR_TERM_OTHER_WORD] = "other_word",
	[CDR_TERM_SOUND] = "sound",
	[CDR_TERM_ONLY_SOUND] = "only_sound",
	[CDR_TERM_INITIALS] = "initials",
	[CDR_TERM_SHORTENED] = "shortened",
	[CDR_TERM_SCRIPT] = "script",
	[CDR_TERM_ORDER] = "order",
	[CDR_TERM_OTHER_IDENTITY] = "other_identity",
	[CDR_TERM_OTHER_ACTIVITY] = "other_activity",
	[CDR_TERM_OTHER_PLACE] = "other_place",
	[CDR_TERM_OTHER_BODY] = "other_body",
	[CDR_TERM_OTHER_PERSON] = "other_person",
	[CDR_TERM_OTHER_MIXED] = "other_mixed",
	[CDR_TERM_OTHER_SCRIPT] = "other_script",
	[CDR_TERM_OTHER_ALPHABET] = "other_alphabet",
	[CDR_TERM_OTHER_GENERIC] = "other_generic",
	[CDR_TERM_OTHER_NUMBER] = "other_number",
	[CDR_TERM_NO_IDENTITY] = "no_identity",
	[CDR_TERM_LESS_IDENTITY] = "less_identity",
	[CDR_TERM_LESS_ACTIVITY] = "less_activity",
	[CDR_TERM_LESS_PLACE] = "less_place",
	[CDR_TERM_LESS_BODY] = "less_body",
	[CDR_TERM_LESS_PERSON] = "less_person",
	[CDR_TERM_LESS_GENERIC] = "less_generic",
	[CDR_TERM_LESS_NUMBER] = "less_number",
	[CDR_TERM_LESS_ASIDE] = "less_aside",
	[CDR_TERM_FORM_OTHER] = "form_other",
	[CDR_TERM_FORM_FOREIGN] = "form_foreign",
	[CDR_TERM_COUNTRY_AGREE] = "country_agree",
	[CDR_TERM_COUNTRY_OTHER] = "country_other",
	[CDR_TERM_ADDRESS_AGREE] = "address_agree",
	[CDR_TERM_ADDRESS_OTHER] = "address_other",
	[CDR_TERM_SECTOR_AGREE] = "sector_agree",
	[CDR_TERM_SECTOR_OTHER] = "sector_other",
};

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
	WEIGHT(ceiling, 0, MOST_LOG_ODDS),
	WEIGHT(floor, -MOST_LOG_ODDS, 0),
	WEIGHT(rare_per_million, 0.01, 1000),
	WEIGHT(common_per_million, 1, 1000000),
	WEIGHT(activity_most, 0, 1),
	WEIGHT(place_most, 0, 1),
	WEIGHT(body_most, 0, 1),
	WEIGHT(quality_most, 0, 1),
	WEIGHT(person_most, 0, 1),
	WEIGHT(generic_most, 0, 1),
	WEIGHT(number_most, 0, 1),
	WEIGHT(letter_most, 0, 1),
	WEIGHT(identifier_agree, 0, 1),
	WEIGHT(identifier_conflict, 0, 1),
	WEIGHT(licence_conflict, 0, 1),
	WEIGHT(licence_borrowed, 0, 1),
	WEIGHT(licence_names, 0, 1),
	WEIGHT(country_most, 0, 1),
};

struct cdr_match_config *
cdr_match_config_free(struct cdr_match_config *config)
{
	if (!config)
		return NULL;
	cdr_arena_free(config->arena);
	cdr_free(config);
	return NULL;
}

static enum cdr_status
read_number(const struct cdr_decl *decl, const struct cdr_decl_node *map, const char *name, double least, double most,
            double *ret, struct cdr_error *err)
{
	double value = cdr_decl_number(map, name, 0);
	if (value < least || value > most)
		return cdr_decl_fail(decl, cdr_decl_get(map, name), err, "%s is %g; it must lie between %g and %g",
		                     name, value, least, most);
	*ret = value;
	return CDR_OK;
}

static enum cdr_status
read_terms(const struct cdr_decl *decl, struct cdr_match_config *config, struct cdr_error *err)
{
	struct cdr_decl_key keys[CDR_TERM_COUNT];
	const struct cdr_decl_node *terms = cdr_decl_get(decl->root, "terms");
	for (size_t i = 0; i < CDR_TERM_COUNT; i++)
		keys[i] = (struct cdr_decl_key){ cdr_match_term_names[i], CDR_DECL_NUMBER, true };
	CDR_TRY(cdr_decl_check(decl, terms, keys, CDR_LEN(keys), err));
	for (size_t i = 0; i < CDR_TERM_COUNT; i++)
		config->parts[i] = (uint8_t)cdr_match_term_part((enum cdr_match_term)i);
	for (size_t i = 0; i < CDR_TERM_COUNT; i++)
		CDR_TRY(read_number(decl, terms, cdr_match_term_names[i], -MOST_LOG_ODDS, MOST_LOG_ODDS,
		                    &config->terms[i], err));
	return CDR_OK;
}

static double
log_odds(double probability)
{
	return log(probability / (1 - probability));
}

/* What agrees never takes away and what differs never gives. And what somebody says he trades in moves a score by less than
 * lies between clear and match. */
static enum cdr_status
check_beside(const struct cdr_decl *decl, const struct cdr_match_config *config, struct cdr_error *err)
{
	double between = log_odds(config->match) - log_odds(config->possible);
	const struct {
		enum cdr_match_term term;
		double least, most;
	} ranges[] = { { CDR_TERM_ADDRESS_AGREE, 0, MOST_LOG_ODDS },
		       { CDR_TERM_ADDRESS_OTHER, -MOST_LOG_ODDS, 0 },
		       { CDR_TERM_SECTOR_AGREE, 0, between },
		       { CDR_TERM_SECTOR_OTHER, -between, 0 } };
	for (size_t i = 0; i < CDR_LEN(ranges); i++) {
		double value = config->terms[ranges[i].term];
		const char *name = cdr_match_term_names[ranges[i].term];
		if (value < ranges[i].least || value > ranges[i].most)
			return cdr_decl_fail(decl, cdr_decl_get(cdr_decl_get(decl->root, "terms"), name), err,
			                     "%s is %g; it must lie between %g and %g", name, value, ranges[i].least,
			                     ranges[i].most);
	}
	return CDR_OK;
}

static enum cdr_status
read_weights(const struct cdr_decl *decl, struct cdr_match_config *config, struct cdr_error *err)
{
	struct cdr_decl_key keys[CDR_LEN(weights) + 1];
	for (size_t i = 0; i < CDR_LEN(weights); i++)
		keys[i] = (struct cdr_decl_key){ weights[i].name, CDR_DECL_NUMBER, true };
	keys[CDR_LEN(weights)] = (struct cdr_decl_key){ "terms", CDR_DECL_ANY_MAP, true };
	CDR_TRY(cdr_decl_check(decl, decl->root, keys, CDR_LEN(keys), err));
	for (size_t i = 0; i < CDR_LEN(weights); i++)
		CDR_TRY(read_number(decl, decl->root, weights[i].name, weights[i].least, weights[i].most,
		                    (double *)(void *)((char *)config + weights[i].offset), err));
	if (config->possible >= config->match)
		return cdr_decl_fail(decl, cdr_decl_get(decl->root, "possible"), err,
		                     "possible (%g) must lie below match (%g)", config->possible, config->match);
	if (config->country_most < config->possible || config->country_most >= config->match)
		return cdr_decl_fail(decl, cdr_decl_get(decl->root, "country_most"), err,
		                     "country_most (%g) must lie between possible (%g) and match (%g)",
		                     config->country_most, config->possible, config->match);
	double agreed = config->identifier_agree, borrowed = agreed + (1 - agreed) * config->licence_names;
	if (borrowed * (1 - config->licence_borrowed) >= config->match)
		return cdr_decl_fail(
			decl, cdr_decl_get(decl->root, "licence_borrowed"), err,
			"licence_borrowed (%g) takes too little: a licence number under another name would "
			"reach match (%g)",
			config->licence_borrowed, config->match);
	CDR_TRY(read_terms(decl, config, err));
	return check_beside(decl, config, err);
}

/* ------------------------------------------------------------------------------------------------------- frequencies */

/* Where the line of a word stands, or would. */
static struct cdr_match_frequency_slot *
frequency_slot(const struct cdr_match_config *config, struct cdr_str word, uint64_t hash)
{
	uint32_t tag = (uint32_t)(hash >> 32);
	for (size_t at = (size_t)hash & config->frequency_mask;; at = (at + 1) & config->frequency_mask) {
		struct cdr_match_frequency_slot *slot = &config->frequency_slots[at];
		if (!slot->line ||
		    (slot->tag == tag && cdr_match_equal(config->frequencies[slot->line - 1].word, word)))
			return slot;
	}
}

const struct cdr_match_frequency *
cdr_match_frequency_of(const struct cdr_match_config *config, struct cdr_str word)
{
	const struct cdr_match_frequency_slot *slot = frequency_slot(config, word, cdr_match_hash(word, 0));
	return slot->line ? &config->frequencies[slot->line - 1] : NULL;
}

/* An empty table with room for as many words as the file has lines. */
static enum cdr_status
make_room(struct cdr_match_config *config, struct cdr_str text, struct cdr_error *err)
{
	size_t n_lines = 1, size = 1;
	for (size_t i = 0; i < text.n; i++)
		n_lines += text.p[i] == '\n';
	if (n_lines > MAX_FREQUENCIES)
		return cdr_fail(err, CDR_ELIMIT, CDR_MATCH_ROOM, FREQUENCY_PATH,
		                "the table has more than %d lines; leave the rarer words out", MAX_FREQUENCIES);
	while (size < 2 * n_lines)
		size *= 2;
	config->frequency_mask = size - 1;
	config->frequencies = cdr_arena_alloc(config->arena, n_lines * sizeof(*config->frequencies));
	config->frequency_slots = cdr_arena_alloc(config->arena, size * sizeof(*config->frequency_slots));
	if (!config->frequencies || !config->frequency_slots)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	return CDR_OK;
}

static enum cdr_status
read_frequency(struct cdr_match_config *config, struct cdr_str line, size_t number, struct cdr_error *err)
{
	struct cdr_str word;
	double per_million = 0;
	if (!cdr_str_split(&line, ',', &word) || !word.n || !cdr_str_to_double(line, &per_million) ||
	    per_million <= 0 || per_million > 1e6) {
		char where[64];
		(void)snprintf(where, sizeof(where), "%s:%zu", FREQUENCY_PATH, number);
		return cdr_fail(err, CDR_EINPUT, CDR_MATCH_ROOM, where,
		                "the line is not a word and its number per million; write the table anew with "
		                "match/make-word-frequency.py");
	}
	struct cdr_match_frequency *fresh = &config->frequencies[number - 1];
	fresh->per_million = (float)per_million;
	fresh->rarity = cdr_match_rarity(config, (double)fresh->per_million);
	fresh->word = cdr_str_copy(config->arena, word);
	if (!fresh->word.p)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	uint64_t hash = cdr_match_hash(word, 0); /* of two lines with one word the last counts */
	*frequency_slot(config, word, hash) =
		(struct cdr_match_frequency_slot){ .tag = (uint32_t)(hash >> 32), .line = (uint32_t)number };
	return CDR_OK;
}

static enum cdr_status
read_frequencies(const struct cdr_bundle *rulesets, struct cdr_match_config *config, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(FREQUENCY_PATH));
	if (!file)
		return cdr_fail(err, CDR_ENOTFOUND, CDR_MATCH_ROOM, FREQUENCY_PATH,
		                "the rulesets have no such file, and names cannot be scored without it; restore it");
	struct cdr_str rest = file->text, line;
	bool headed = false;
	CDR_TRY(make_room(config, file->text, err));
	for (size_t number = 1; rest.n && cdr_str_split(&rest, '\n', &line); number++) {
		if (!line.n || line.p[0] == '#')
			continue;
		if (headed)
			CDR_TRY(read_frequency(config, line, number, err));
		else if (!cdr_str_equal(line, CDR_STR("word,per_million")))
			return cdr_fail(err, CDR_EINPUT, CDR_MATCH_ROOM, FREQUENCY_PATH,
			                "the header is not word,per_million; write the table anew with "
			                "match/make-word-frequency.py");
		headed = true;
	}
	return CDR_OK;
}

/* Of all that decides how names are read and weighed: an index made under another digest is refused. The program's
 * version stands for its code. */
static uint64_t
digest_of(const struct cdr_bundle *rulesets)
{
	uint64_t digest = cdr_match_hash(CDR_STR(CDR_VERSION), 0);
	for (size_t i = 0; i < rulesets->n_files; i++) {
		const struct cdr_bundle_file *file = &rulesets->files[i];
		if (cdr_str_starts_with(file->path, CDR_STR("match/")))
			digest = cdr_match_hash(file->text, cdr_match_hash(file->path, digest));
	}
	return digest;
}

enum cdr_status
cdr_match_config_load(const struct cdr_bundle *rulesets, const struct cdr_normaliser *normaliser,
                      struct cdr_match_config **ret, struct cdr_error *err)
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
	config->normaliser = normaliser;
	config->digest = digest_of(rulesets);
	config->arena = cdr_arena_new((size_t)16 << 20);
	if (!config->arena)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	CDR_TRY(read_weights(&decl, config, err));
	CDR_TRY(read_frequencies(rulesets, config, err));
	CDR_TRY(cdr_match_sectors_load(rulesets, normaliser, config->arena, &config->sectors, err));
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
