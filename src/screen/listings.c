/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names against lists: queries an index and turns its hits into listings with the entry's status on the day asked. A
 * subject with more candidates than are shown says how many were left out; it never looks as if there were none.
 */
#include "candor/screen.h"

#include <string.h>

#include "screen/screen-impl.h"

void
listings_done(struct listings *listings)
{
	cdr_vec_done(&listings->items);
}

/* ------------------------------------------------------------------------------------------- status of one entry */

struct sighting_list {
	struct cdr_arena *arena;
	struct cdr_vec items; /* struct cdr_sighting */
};

static enum cdr_status
collect_sighting(void *context, const struct cdr_snapshot *snapshot, const struct cdr_entry *entry,
                 struct cdr_error *err)
{
	struct sighting_list *list = context;
	if (!entry && !cdr_registry_is_whole(snapshot))
		return CDR_OK; /* a part of the register says nothing about what is not in it */
	struct cdr_sighting *sighting = cdr_vec_push(&list->items);
	if (!sighting)
		return cdr_fail_memory(err, ROOM);
	sighting->as_of = snapshot->as_of;
	if (!entry)
		return CDR_OK;
	struct cdr_entry *copy = cdr_arena_alloc(list->arena, sizeof(*copy));
	if (!copy || !cdr_entry_copy(list->arena, entry, copy))
		return cdr_fail_memory(err, ROOM);
	sighting->entry = copy;
	return CDR_OK;
}

/* Whether a copy from the day on still shows the entry and dates what it shows: what changed before would be in it. */
static bool
seen_since(const struct cdr_vec *sightings, struct cdr_date day)
{
	for (size_t i = 0; i < sightings->n; i++) {
		const struct cdr_sighting *sighting = CDR_VEC_AT(sightings, struct cdr_sighting, i);
		if (sighting->as_of.ymd >= day.ymd && sighting->entry && sighting->entry->n_statuses &&
		    sighting->entry->statuses[0].from.ymd)
			return true;
	}
	return false;
}

/* A permitting status seen long before the day asked proves nothing about that day. */
static void
apply_freshness(struct cdr_status_answer *answer, const struct cdr_registry *registry, struct cdr_date day,
                struct cdr_arena *arena)
{
	if (!cdr_licence_permits(answer->status) || answer->as_of.ymd == 0)
		return;
	int32_t age = cdr_date_days_between(answer->as_of, day);
	if (age <= registry->freshness_days)
		return;
	char as_of[CDR_DATE_TEXT_MAX];
	answer->status = CDR_LICENCE_UNKNOWN;
	answer->note = cdr_str_format(
		arena,
		"stale: the register's copy of %s is %d days older than the day asked (limit %d); "
		"it showed \"%.*s\"",
		cdr_date_text(answer->as_of, as_of), (int)age, registry->freshness_days, CDR_STR_ARG(answer->word));
}

static enum cdr_status
status_on(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct cdr_registry *registry,
          const struct cdr_entry *entry, struct cdr_date day, struct cdr_arena *arena, struct cdr_status_answer *ret,
          struct cdr_error *err)
{
	struct sighting_list list = { arena, CDR_VEC_INIT(struct cdr_sighting, 10000) };
	enum cdr_status status =
		cdr_store_sighting_each(store, registry->id, entry->key, lists->through, collect_sighting, &list, err);
	if (status == CDR_OK)
		status = cdr_registry_status_on(list.items.items, list.items.n, day, arena, ret, err);
	bool confirmed = seen_since(&list.items, day);
	cdr_vec_done(&list.items);
	CDR_TRY(status);
	/* An entry that a copy does not show is gone from the register; only where absence means something is that a
	 * status. */
	if (ret->status == CDR_LICENCE_ABSENT && registry->absence != CDR_ABSENCE_NOT_LICENSED)
		ret->status = CDR_LICENCE_UNKNOWN;
	if (!confirmed)
		apply_freshness(ret, registry, day, arena);
	return CDR_OK;
}

/* -------------------------------------------------------------------------------------------------------- listings */

/* Whether a status question makes sense: most lists of goods or sanctions say "listed", not "licensed". Where one tells
 * from when to when, its answer is shown, so that a debarment that is over can be seen to be. */
static bool
has_statuses(enum cdr_registry_kind kind, const struct cdr_entry *entry)
{
	return kind == CDR_REGISTRY_LICENCE_REGISTER || kind == CDR_REGISTRY_REVOCATION_LIST || entry->n_statuses;
}

enum cdr_status
listings_add_hit(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct name_query *query,
                 const struct cdr_match_hit *hit, struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	const struct pinned_registry *pinned = &lists->pinned[lists->owner[hit->number]];
	const struct cdr_entry *entry = &lists->entries[hit->number];
	struct cdr_listing *listing = cdr_vec_push(&out->items);
	if (!listing)
		return cdr_fail_memory(err, ROOM);
	*listing = (struct cdr_listing){
		.registry_id = pinned->registry->id,
		.registry_kind = pinned->registry->kind,
		.snapshot_id = pinned->snapshot.id,
		.snapshot_as_of = pinned->snapshot.as_of,
		.stale = pinned_is_stale(pinned, query->today),
		.entry_id = entry->id,
		.entry_name = hit->matched_name,
		.origin = entry->origin,
		.verdict = hit->verdict,
		.score = hit->score,
		.reasons = hit->reasons,
		.n_reasons = hit->n_reasons,
		.listed_on = entry->listed_on,
		.programme = entry->programme,
	};
	if (!has_statuses(pinned->registry->kind, entry))
		return CDR_OK;
	struct cdr_status_answer answer = { 0 };
	CDR_TRY(status_on(store, lists, pinned->registry, entry, query->day, arena, &answer, err));
	listing->status = answer.status;
	listing->snapshot_as_of = answer.as_of; /* the copy that speaks, which need not be the newest */
	listing->status_word = answer.word;
	listing->note = answer.note;
	return CDR_OK;
}

/* A ship or an aircraft of the same name is no company. It is left out where the party is said to be something else, and
 * is never more than possible where nothing is said. Nor is a person more than possible. */
static enum cdr_verdict
verdict_for_type(const struct cdr_entry *entry, const struct name_query *query, enum cdr_verdict verdict)
{
	if (cdr_str_equal_nocase(query->kind, entry->party_type))
		return verdict;
	/* A person may trade under his or her own name, so a person listed is looked at, but is not the firm. */
	if (cdr_str_equal(entry->party_type, CDR_STR("person")))
		return verdict == CDR_VERDICT_MATCH ? CDR_VERDICT_POSSIBLE : verdict;
	bool craft = cdr_str_equal(entry->party_type, CDR_STR("vessel")) ||
	             cdr_str_equal(entry->party_type, CDR_STR("aircraft"));
	if (!craft)
		return verdict;
	if (query->kind.n)
		return CDR_VERDICT_CLEAR;
	return verdict == CDR_VERDICT_MATCH ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_CLEAR;
}

/* Weaker candidates beyond the limit are told of on the last one shown. */
static enum cdr_status
say_left_out(struct listings *out, size_t n_left_out, struct cdr_arena *arena, struct cdr_error *err)
{
	struct cdr_listing *last = CDR_VEC_AT(&out->items, struct cdr_listing, out->items.n - 1);
	last->note = cdr_str_format(arena, "%.*s%s%zu weaker candidates are not shown", CDR_STR_ARG(last->note),
	                            last->note.n ? "; " : "", n_left_out);
	return last->note.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
ask_index(const struct cdr_screen_lists *lists, const struct cdr_match_index *index,
          const struct cdr_match_subject *subject, struct cdr_arena *arena, struct cdr_match_hit **ret, size_t *ret_n,
          struct cdr_error *err)
{
	double threshold = cdr_match_threshold(lists->setup->match, CDR_VERDICT_POSSIBLE);
	return cdr_match_query(index, subject, CDR_MATCH_MAX_TOP, threshold, arena, ret, ret_n, err);
}

static enum cdr_status
add_hits(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct cdr_match_index *index,
         const struct name_query *query, struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	struct cdr_match_hit *hits = NULL;
	size_t n_hits = 0;
	if (!ahead_find(query->ahead, index, &query->subject, arena, &hits, &n_hits))
		CDR_TRY(ask_index(lists, index, &query->subject, arena, &hits, &n_hits, err));
	size_t n_left_out = 0;
	for (size_t i = 0; i < n_hits; i++) {
		hits[i].verdict = verdict_for_type(&lists->entries[hits[i].number], query, hits[i].verdict);
		if (hits[i].verdict == CDR_VERDICT_CLEAR)
			continue;
		/* Count what this registry has shown so far; hits come best first. */
		uint32_t owner = lists->owner[hits[i].number];
		size_t shown = 0;
		for (size_t k = 0; k < i; k++)
			shown += hits[k].verdict != CDR_VERDICT_CLEAR && lists->owner[hits[k].number] == owner ? 1 : 0;
		if (shown < CDR_SCREEN_MAX_CANDIDATES)
			CDR_TRY(listings_add_hit(store, lists, query, &hits[i], arena, out, err));
		else
			n_left_out++;
	}
	return n_left_out && out->items.n ? say_left_out(out, n_left_out, arena, err) : CDR_OK;
}

enum cdr_status
listings_of_register(struct cdr_store *store, const struct cdr_screen_lists *lists,
                     const struct pinned_registry *pinned, const struct name_query *query, struct cdr_arena *arena,
                     struct listings *out, struct cdr_error *err)
{
	return add_hits(store, lists, pinned->index, query, arena, out, err);
}

enum cdr_status
listings_of_lists(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct name_query *query,
                  struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	if (cdr_match_index_count(lists->lists_index) == 0)
		return CDR_OK;
	return add_hits(store, lists, lists->lists_index, query, arena, out, err);
}

enum cdr_verdict
listings_verdict(const struct cdr_screen_lists *lists, const struct listings *listings, enum cdr_registry_kind kind,
                 struct cdr_date today)
{
	enum cdr_verdict best = CDR_VERDICT_NOT_CHECKED;
	for (size_t i = 0; i < lists->n_pinned; i++) {
		if (lists->pinned[i].registry->kind == kind && !pinned_is_stale(&lists->pinned[i], today))
			best = CDR_VERDICT_CLEAR;
	}
	for (size_t i = 0; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->registry_kind == kind && listing->verdict > best)
			best = listing->verdict;
	}
	return best;
}
