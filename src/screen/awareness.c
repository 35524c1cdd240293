/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Since when somebody knows: what the last finished screening showed about a party or an engagement, since which day, and
 * what was done about it. A public listing counts as knowledge from the day it was published. The surprise: findings that
 * themselves rest on how long something has been known do not start a clock, or every clock would start another.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

#define KNOWN_MAX ((size_t)1 << 24)

/* What is known about one party or engagement. Days of {0}: never. */
struct known_since {
	struct cdr_date shown, acknowledged, remedied;
	struct cdr_str about; /* rule of the oldest open one */
	size_t n_open;
};

struct awareness {
	struct cdr_arena *arena;
	struct cdr_map *by_id; /* of a party or an engagement, whose ids begin differently */
};

struct awareness *
awareness_free(struct awareness *awareness)
{
	if (!awareness)
		return NULL;
	(void)cdr_map_free(awareness->by_id);
	(void)cdr_arena_free(awareness->arena);
	cdr_free(awareness);
	return NULL;
}

static struct known_since *
known_of(struct awareness *awareness, struct cdr_str id)
{
	struct known_since *known = cdr_map_get(awareness->by_id, id);
	if (known)
		return known;
	struct cdr_str key = cdr_str_copy(awareness->arena, id);
	known = cdr_arena_alloc(awareness->arena, sizeof(*known));
	return key.p && known && cdr_map_put(awareness->by_id, key, known) == CDR_OK ? known : NULL;
}

static bool
is_about_awareness(const struct cdr_finding *finding)
{
	for (size_t i = 0; i < finding->n_facts; i++) {
		if (cdr_str_starts_with(finding->facts[i].name, CDR_STR("awareness.")))
			return true;
	}
	return false;
}

static bool
is_earlier(struct cdr_date day, struct cdr_date than)
{
	return day.ymd && (!than.ymd || day.ymd < than.ymd);
}

static enum cdr_status
note(struct awareness *awareness, struct cdr_str id, const struct cdr_shown_finding *shown, struct cdr_error *err)
{
	struct known_since *known = id.n ? known_of(awareness, id) : NULL;
	if (!id.n)
		return CDR_OK;
	if (!known)
		return cdr_fail_memory(err, ROOM);
	if (shown->remedied_on.ymd > known->remedied.ymd)
		known->remedied = shown->remedied_on;
	if (shown->state == CDR_FINDING_DISMISSED || shown->state == CDR_FINDING_REMEDIATED)
		return CDR_OK;
	known->n_open++;
	if (is_earlier(shown->acknowledged_on, known->acknowledged))
		known->acknowledged = shown->acknowledged_on;
	if (!is_earlier(shown->first_shown, known->shown))
		return CDR_OK;
	known->shown = shown->first_shown;
	known->about = cdr_str_copy(awareness->arena, shown->finding->rule_id);
	return known->about.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

static enum cdr_status
note_finding(void *context, const struct cdr_shown_finding *shown, struct cdr_error *err)
{
	struct awareness *awareness = context;
	if (is_about_awareness(shown->finding))
		return CDR_OK;
	CDR_TRY(note(awareness, shown->finding->engagement_id, shown, err));
	return note(awareness, shown->finding->party_id, shown, err);
}

enum cdr_status
awareness_load(struct cdr_store *store, const struct cdr_screening *screening, struct awareness **ret,
               struct cdr_error *err)
{
	cdr_owned(awareness) awareness = cdr_alloc(sizeof(*awareness));
	if (!awareness)
		return cdr_fail_memory(err, ROOM);
	awareness->arena = cdr_arena_new(SCREEN_ARENA_MAX_BYTES);
	awareness->by_id = cdr_map_new(KNOWN_MAX);
	if (!awareness->arena || !awareness->by_id)
		return cdr_fail_memory(err, ROOM);
	if (screening->pin_screening)
		CDR_TRY(cdr_store_awareness_each(store, screening, CDR_SEVERITY_HIGH, note_finding, awareness, err));
	*ret = cdr_steal(&awareness);
	return CDR_OK;
}

/* The day the subject was first published on a list that surely means it. */
static struct cdr_date
first_listed(const struct listings *listings)
{
	struct cdr_date day = { 0 };
	for (size_t i = 0; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->verdict == CDR_VERDICT_MATCH && is_earlier(listing->listed_on, day))
			day = listing->listed_on;
	}
	return day;
}

static void
set_days(struct cdr_facts *facts, const char *fact, struct cdr_date since, struct cdr_date today)
{
	/* Somebody may act after the day that is screened for: that is no time at all. */
	double days = since.ymd ? cdr_date_days_between(since, today) : 0;
	if (since.ymd)
		cdr_facts_set_number(facts, fact, days < 0 ? 0 : days);
}

struct cdr_date
awareness_facts(const struct awareness *awareness, struct cdr_str id, const struct listings *listings,
                struct cdr_date today, struct cdr_facts *facts)
{
	static const struct known_since nothing = { 0 };
	const struct known_since *known = awareness ? cdr_map_get(awareness->by_id, id) : NULL;
	struct cdr_date listed = first_listed(listings);
	if (!known)
		known = &nothing;
	set_days(facts, "awareness.days_since_listed", listed, today);
	if (awareness)
		cdr_facts_set_number(facts, "awareness.open", (double)known->n_open);
	set_days(facts, "awareness.days_since_shown", known->shown, today);
	set_days(facts, "awareness.days_since_acknowledged", known->acknowledged, today);
	set_days(facts, "awareness.days_since_act", known->remedied, today);
	cdr_facts_set_text(facts, "awareness.about", known->about);
	return is_earlier(known->shown, listed) ? known->shown : listed;
}
