/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What somebody says he makes, trades in or does -> lines of business, a set of bits. The words are those of names
 * (concepts.csv, every language of it); which activities belong to one line is data of match/sectors.csv, whose first lines
 * describe it. What surprises: most words say nothing, "manufacturer and exporter" for one, and codes of trades are not
 * looked up: nothing known is nothing said.
 */
#include "match/match-impl.h"

#include <stdio.h>

#define SECTORS_PATH "match/sectors.csv"

struct reader {
	const struct cdr_normaliser *normaliser;
	struct cdr_arena *arena;
	struct cdr_match_sectors *sectors;
	size_t line;
	struct cdr_error *err;
};

static enum cdr_status
refuse(const struct reader *r, struct cdr_str field, const char *what)
{
	char where[64];
	(void)snprintf(where, sizeof(where), "%s:%zu", SECTORS_PATH, r->line);
	return cdr_fail(r->err, CDR_EINPUT, CDR_MATCH_ROOM, where, "\"%.*s\" %s; correct the line", CDR_STR_ARG(field),
	                what);
}

static struct cdr_match_activity *
find_activity(const struct cdr_match_sectors *sectors, struct cdr_str concept)
{
	for (size_t i = 0; i < sectors->n_activities; i++)
		if (cdr_str_equal(sectors->activities[i].concept, concept))
			return &sectors->activities[i];
	return NULL;
}

static enum cdr_status
add_activity(struct reader *r, struct cdr_str concept)
{
	struct cdr_match_sectors *sectors = r->sectors;
	struct cdr_name_key key;
	CDR_TRY(cdr_normalise_name(r->normaliser, concept, r->arena, &key, r->err));
	if (key.n_tokens != 1 || key.tokens[0].kind != CDR_TOKEN_ACTIVITY ||
	    !cdr_str_equal(key.tokens[0].meaning, concept))
		return refuse(r, concept, "is no activity of match/concepts.csv");
	struct cdr_match_activity *known = find_activity(sectors, concept);
	if (!known && sectors->n_activities == CDR_MATCH_MAX_ACTIVITIES)
		return refuse(r, concept, "is one activity too many");
	if (!known) {
		known = &sectors->activities[sectors->n_activities];
		*known = (struct cdr_match_activity){ .concept = cdr_str_copy(r->arena, concept) };
		if (!known->concept.p)
			return cdr_fail_memory(r->err, CDR_MATCH_ROOM);
		sectors->n_activities++;
	}
	known->sectors |= UINT64_C(1) << sectors->n;
	return CDR_OK;
}

static enum cdr_status
read_sector(struct reader *r, struct cdr_str line)
{
	struct cdr_match_sectors *sectors = r->sectors;
	struct cdr_str title, concept;
	if (sectors->n == CDR_MATCH_MAX_SECTORS)
		return refuse(r, line, "is one sector too many");
	if (!cdr_str_split(&line, ',', &title) || !title.n || !line.n)
		return refuse(r, line, "is not a sector and its activities");
	while (line.n && cdr_str_split(&line, '|', &concept))
		CDR_TRY(add_activity(r, concept));
	sectors->titles[sectors->n] = cdr_str_copy(r->arena, title);
	return sectors->titles[sectors->n++].p ? CDR_OK : cdr_fail_memory(r->err, CDR_MATCH_ROOM);
}

enum cdr_status
cdr_match_sectors_load(const struct cdr_bundle *rulesets, const struct cdr_normaliser *normaliser,
                       struct cdr_arena *arena, struct cdr_match_sectors *ret, struct cdr_error *err)
{
	const struct cdr_bundle_file *file = cdr_bundle_find(rulesets, CDR_STR(SECTORS_PATH));
	struct cdr_match_sectors sectors = { .n = 0 };
	struct reader reader = { .normaliser = normaliser, .arena = arena, .sectors = &sectors, .err = err };
	if (!file)
		return cdr_fail(
			err, CDR_ENOTFOUND, CDR_MATCH_ROOM, SECTORS_PATH,
			"the rulesets have no such file, and sectors cannot be compared without it; restore it");
	sectors.activities = cdr_arena_alloc(arena, CDR_MATCH_MAX_ACTIVITIES * sizeof(*sectors.activities));
	if (!sectors.activities)
		return cdr_fail_memory(err, CDR_MATCH_ROOM);
	struct cdr_str rest = file->text, line;
	bool headed = false;
	while (rest.n && cdr_str_split(&rest, '\n', &line)) {
		reader.line++;
		if (!line.n || line.p[0] == '#')
			continue;
		if (!headed && !cdr_str_equal(line, CDR_STR("sector,activities")))
			return refuse(&reader, line, "is not the header this table has");
		if (headed)
			CDR_TRY(read_sector(&reader, line));
		headed = true;
	}
	*ret = sectors;
	return CDR_OK;
}

enum cdr_status
cdr_match_sectors_of(const struct cdr_match_config *config, struct cdr_str text, struct cdr_arena *arena, uint64_t *ret,
                     struct cdr_error *err)
{
	struct cdr_name_key key;
	uint64_t sectors = 0;
	CDR_TRY(cdr_normalise_name(config->normaliser, text, arena, &key, err));
	for (size_t i = 0; i < key.n_tokens; i++) {
		const struct cdr_match_activity *known =
			key.tokens[i].kind == CDR_TOKEN_ACTIVITY
				? find_activity(&config->sectors, key.tokens[i].meaning)
				: NULL;
		sectors |= known ? known->sectors : 0;
	}
	*ret = sectors;
	return CDR_OK;
}
