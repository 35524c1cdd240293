/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The licence question: is this agency in the register of its country, and what did its licence allow on a day? Several
 * rows that fit equally well are never narrowed down to one: the verdict is then "possible" and the status is known only
 * where all of them agree.
 */
#include "candor/screen.h"

#include "screen/screen-impl.h"

void
agency_answer_done(struct agency_answer *answer)
{
	listings_done(&answer->listings);
	listings_done(&answer->linked);
}

/* A register speaks for the agencies of its own jurisdiction only. Where the country is not said, every register is asked
 * for the name, but missing from one then means nothing. */
static bool
register_covers(const struct pinned_registry *pinned, struct cdr_str country)
{
	return pinned->registry->kind == CDR_REGISTRY_LICENCE_REGISTER &&
	       (country.n == 0 || pinned_covers(pinned, country));
}

/* A row that had left the register by the day asked does not compete with one that is in it: the same agency is often
 * written anew under another spelling. */
static bool
has_left(const struct listings *listings, size_t from, const struct cdr_listing *listing)
{
	if (listing->status != CDR_LICENCE_ABSENT)
		return false;
	for (size_t i = from; i < listings->items.n; i++) {
		const struct cdr_listing *other = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (other->verdict == CDR_VERDICT_MATCH && other->status != CDR_LICENCE_ABSENT)
			return true;
	}
	return false;
}

/* How many of the candidates [from, n) could be the agency, and the verdict over them. One that is a match wins over
 * near-namesakes; two or more that are a match cannot be told apart. */
static enum cdr_verdict
weigh_candidates(const struct listings *listings, size_t from, size_t *ret_n)
{
	size_t n_match = 0, n_possible = 0;
	for (size_t i = from; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (has_left(listings, from, listing))
			continue;
		n_match += listing->verdict == CDR_VERDICT_MATCH ? 1 : 0;
		n_possible += listing->verdict == CDR_VERDICT_POSSIBLE ? 1 : 0;
	}
	*ret_n = n_match ? n_match : n_possible;
	if (n_match == 1)
		return CDR_VERDICT_MATCH;
	return n_match + n_possible ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_CLEAR;
}

/* The status all credible candidates share, else UNKNOWN. A lone "possible" is not credible enough to speak. */
static enum cdr_licence
shared_status(const struct listings *listings, size_t from, size_t n)
{
	enum cdr_licence shared = CDR_LICENCE_UNKNOWN;
	bool first = true;
	for (size_t i = from; i < n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->verdict != CDR_VERDICT_MATCH || has_left(listings, from, listing))
			continue;
		if (!first && listing->status != shared)
			return CDR_LICENCE_UNKNOWN;
		shared = listing->status;
		first = false;
	}
	return shared;
}

/* Candidates tied at the match level are each only possible: the reader must choose, not the program. */
static void
mark_ambiguous(struct listings *listings, size_t from)
{
	for (size_t i = from; i < listings->items.n; i++) {
		struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->verdict == CDR_VERDICT_MATCH)
			listing->verdict = CDR_VERDICT_POSSIBLE;
	}
}

/* The question as the match room takes it. A licence number is brought into the register's own form first, so that
 * "RL-30" meets "0030"; lists that are no licence registers are asked by name only. */
static struct name_query
query_for(const struct agency_question *question, const struct cdr_registry *registry, struct cdr_identifier *licence,
          struct cdr_arena *arena)
{
	/* An agency is no ship. */
	struct name_query query = { .subject = { question->name, NULL, 0, question->country, NULL, 0 },
		                    .kind = CDR_STR("organisation"),
		                    .day = question->today,
		                    .today = question->today,
		                    .ahead = question->ahead };
	if (question->licence_number.n && registry && registry->licence_scheme.n) {
		struct cdr_str number = cdr_registry_licence_number(registry, question->licence_number, arena);
		/* A number of another shape is still compared as printed: shapes are inferred from examples. */
		*licence = (struct cdr_identifier){ registry->licence_scheme,
			                            number.p ? number : question->licence_number, question->country };
		query.subject.identifiers = licence;
		query.subject.n_identifiers = 1;
	}
	return query;
}

/* Asks one register for one day: status, candidates appended to `out`. */
static enum cdr_status
ask_register(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct pinned_registry *pinned,
             const struct name_query *query, struct cdr_arena *arena, struct listings *out, struct cdr_error *err)
{
	if (cdr_match_index_count(pinned->index) == 0)
		return CDR_OK;
	return listings_of_register(store, lists, pinned, query, arena, out, err);
}

/* The status answer for a register on one day, from the candidates [from, …) of `listings`. */
static enum cdr_licence
register_status(const struct pinned_registry *pinned, const struct listings *listings, size_t from, struct cdr_date day)
{
	if (listings->items.n > from)
		return shared_status(listings, from, listings->items.n);
	if (!cdr_registry_absence_counts(pinned->registry, &pinned->snapshot) || pinned_is_stale(pinned, day))
		return CDR_LICENCE_UNKNOWN;
	return CDR_LICENCE_ABSENT;
}

/* Of what two registers of a country say, what counts: that which is known; being in one, not missing from the other; and
 * where they disagree, that it was forbidden. */
static enum cdr_licence
weightier(enum cdr_licence a, enum cdr_licence b)
{
	if (a == CDR_LICENCE_UNKNOWN || b == CDR_LICENCE_UNKNOWN)
		return a == CDR_LICENCE_UNKNOWN ? b : a;
	if (a == CDR_LICENCE_ABSENT || b == CDR_LICENCE_ABSENT)
		return a == CDR_LICENCE_ABSENT ? b : a;
	return cdr_licence_permits(a) ? b : a;
}

/* Adds one register's answer to those before; the register named is the one that knows the agency best. */
static void
add_register(const struct pinned_registry *pinned, const struct agency_answer *one, struct cdr_date today,
             struct agency_answer *ret)
{
	if (!ret->register_loaded || one->match > ret->match) {
		ret->register_id = pinned->registry->id;
		ret->register_as_of = one->register_as_of.ymd ? one->register_as_of : pinned->snapshot.as_of;
		ret->match = one->match;
		ret->number_missing = one->number_missing;
	}
	if (one->n_candidates > ret->n_candidates)
		ret->n_candidates = one->n_candidates;
	ret->status_on = weightier(ret->status_on, one->status_on);
	ret->status_today = weightier(ret->status_today, one->status_today);
	ret->register_loaded = true;
	ret->register_complete =
		ret->register_complete || cdr_registry_absence_counts(pinned->registry, &pinned->snapshot);
	ret->register_stale = ret->register_stale || pinned_is_stale(pinned, today);
}

static enum cdr_status
ask_one(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct pinned_registry *pinned,
        const struct agency_question *question, struct cdr_arena *arena, struct agency_answer *ret,
        struct cdr_error *err)
{
	struct cdr_identifier licence = { 0 };
	struct agency_answer one = { 0 };
	one.number_missing = pinned->registry->licence_scheme.n > 0 && question->licence_number.n == 0;
	cdr_auto(listings) today = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	struct name_query query = query_for(question, pinned->registry, &licence, arena);
	CDR_TRY(ask_register(store, lists, pinned, &query, arena, &today, err));
	if (!question->country.n && today.items.n == 0)
		return CDR_OK;
	one.status_today = register_status(pinned, &today, 0, question->today);

	/* The listings shown are those of the recruitment day; without one, of today. */
	size_t from = ret->listings.items.n;
	query.day = question->on.ymd ? question->on : question->today;
	CDR_TRY(ask_register(store, lists, pinned, &query, arena, &ret->listings, err));
	if (question->on.ymd)
		one.status_on = register_status(pinned, &ret->listings, from, question->on);
	one.match = weigh_candidates(&ret->listings, from, &one.n_candidates);
	if (ret->listings.items.n > from)
		one.register_as_of = CDR_VEC_AT(&ret->listings.items, struct cdr_listing, from)->snapshot_as_of;
	bool certain = one.n_candidates <= 1 && question->country.n > 0;
	if (!certain)
		mark_ambiguous(&ret->listings, from);
	if (one.match == CDR_VERDICT_MATCH && !certain)
		one.match = CDR_VERDICT_POSSIBLE;
	add_register(pinned, &one, question->today, ret);
	return CDR_OK;
}

/* Where no register shows the agency, a list of revoked licences still says what it says: from its day on. The best
 * match of those that forbid speaks; UNKNOWN when there is none. */
static enum cdr_licence
status_from_lists(const struct listings *listings, size_t from)
{
	for (size_t i = from; i < listings->items.n; i++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&listings->items, struct cdr_listing, i);
		if (listing->registry_kind != CDR_REGISTRY_REVOCATION_LIST || listing->verdict != CDR_VERDICT_MATCH)
			continue;
		if (listing->status != CDR_LICENCE_UNKNOWN && !cdr_licence_permits(listing->status))
			return listing->status;
	}
	return CDR_LICENCE_UNKNOWN;
}

static enum cdr_status
ask_lists(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct agency_question *question,
          struct cdr_arena *arena, struct agency_answer *ret, struct cdr_error *err)
{
	struct cdr_identifier licence = { 0 };
	cdr_auto(listings) today = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) };
	struct name_query query = query_for(question, NULL, &licence, arena);
	size_t from = ret->listings.items.n;
	CDR_TRY(listings_of_lists(store, lists, &query, arena, &today, err));
	query.day = question->on.ymd ? question->on : question->today;
	CDR_TRY(listings_of_lists(store, lists, &query, arena, &ret->listings, err));
	if (from > 0)
		return CDR_OK; /* a register shows it: its word counts, the lists' listings are shown beside it */
	ret->status_today = weightier(status_from_lists(&today, 0), ret->status_today);
	if (question->on.ymd)
		ret->status_on = weightier(status_from_lists(&ret->listings, from), ret->status_on);
	return CDR_OK;
}

void
agency_foresee(const struct cdr_screen_lists *lists, const struct agency_question *question, struct cdr_arena *arena,
               struct ahead *ahead)
{
	for (size_t i = 0; i < lists->n_pinned; i++) {
		const struct pinned_registry *pinned = &lists->pinned[i];
		struct cdr_identifier licence = { 0 };
		if (!register_covers(pinned, question->country))
			continue;
		struct name_query query = query_for(question, pinned->registry, &licence, arena);
		ahead_foresee(ahead, pinned->index, &query.subject);
	}
	struct name_query query = query_for(question, NULL, NULL, arena);
	ahead_foresee(ahead, lists->lists_index, &query.subject);
}

enum cdr_status
agency_ask(struct cdr_store *store, const struct cdr_screen_lists *lists, const struct agency_question *question,
           struct cdr_arena *arena, struct agency_answer *ret, struct cdr_error *err)
{
	cdr_auto(agency_answer) answer = { .listings = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) },
		                           .linked = { CDR_VEC_INIT(struct cdr_listing, LISTINGS_MAX) } };
	for (size_t i = 0; i < lists->n_pinned; i++) {
		if (register_covers(&lists->pinned[i], question->country))
			CDR_TRY(ask_one(store, lists, &lists->pinned[i], question, arena, &answer, err));
	}
	CDR_TRY(ask_lists(store, lists, question, arena, &answer, err));
	CDR_TRY(phoenix_ask(store, lists, &answer.listings, question->today, arena, &answer.linked, err));
	*ret = answer;
	answer = (struct agency_answer){ 0 };
	return CDR_OK;
}
