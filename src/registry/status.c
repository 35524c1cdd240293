/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the sightings of one entry say about one day. The rules are numbered in candor/registry.h; each function here names
 * the one it carries out. Nothing is guessed between two sightings: what no copy of the register says is UNKNOWN. The one
 * surprise: the newest copy is not always the best witness. A copy of that time speaks for its day, and later ones are
 * heard only for what they themselves date.
 */
#include "candor/registry.h"

#include "registry/registry-impl.h"

/* What one sighting says about the day. */
struct opinion {
	const struct cdr_sighting *sighting;
	const struct cdr_entry_status *status; /* the one that decides, or that fails to reach the day; may be NULL */
	enum {
		OPINION_NONE = 0, /* no status, or none that says anything of the day */
		OPINION_COVERS,
		OPINION_EXPIRED, /* it permitted until before the day */
		OPINION_ENDED,   /* anything else that ended before the day */
		OPINION_LATER,   /* it only began after the day, or was first seen then */
		OPINION_ABSENT,
		OPINION_DISPUTED /* `against` does not show what a later copy says was valid then */
	} kind;
	const struct cdr_sighting *against;
	struct cdr_date again; /* OPINION_ENDED: when the same sighting says the next one began */
};

/* Rule 5: without a start, a status holds from the day it was seen. */
static struct cdr_date
start_of(const struct cdr_sighting *sighting, const struct cdr_entry_status *status)
{
	return status->from.ymd ? status->from : sighting->as_of;
}

static bool
has_begun(const struct cdr_sighting *sighting, const struct cdr_entry_status *status, struct cdr_date day)
{
	return start_of(sighting, status).ymd <= day.ymd;
}

static bool
has_ended(const struct cdr_entry_status *status, struct cdr_date day)
{
	return status->to.ymd && status->to.ymd < day.ymd;
}

static bool
covers(const struct cdr_sighting *sighting, const struct cdr_entry_status *status, struct cdr_date day)
{
	return has_begun(sighting, status, day) && !has_ended(status, day);
}

/* Rule 2: which of two covering statuses decides. A dated start outranks one that was merely seen. */
static bool
outranks(const struct cdr_entry_status *a, const struct cdr_entry_status *b)
{
	if (a->from.ymd != b->from.ymd)
		return a->from.ymd > b->from.ymd;
	return cdr_licence_permits(b->status) && !cdr_licence_permits(a->status);
}

static const struct cdr_entry_status *
find_covering(const struct cdr_sighting *sighting, struct cdr_date day)
{
	const struct cdr_entry_status *best = NULL;
	for (size_t i = 0; i < sighting->entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &sighting->entry->statuses[i];
		if (covers(sighting, status, day) && (!best || outranks(status, best)))
			best = status;
	}
	return best;
}

/* The status that ended last before the day. A permission whose expiry lies before its own start (a renewal that was
 * entered half) has ended too; whether it had begun does not matter to that. */
static const struct cdr_entry_status *
find_ended(const struct cdr_sighting *sighting, struct cdr_date day)
{
	const struct cdr_entry_status *best = NULL;
	for (size_t i = 0; i < sighting->entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &sighting->entry->statuses[i];
		if (has_ended(status, day) && (!best || status->to.ymd > best->to.ymd ||
		                               (status->to.ymd == best->to.ymd && outranks(status, best))))
			best = status;
	}
	return best;
}

/* The status that begins first after the day. */
static const struct cdr_entry_status *
find_later(const struct cdr_sighting *sighting, struct cdr_date day)
{
	const struct cdr_entry_status *best = NULL;
	for (size_t i = 0; i < sighting->entry->n_statuses; i++) {
		const struct cdr_entry_status *status = &sighting->entry->statuses[i];
		if (has_begun(sighting, status, day))
			continue;
		if (!best || start_of(sighting, status).ymd < start_of(sighting, best).ymd)
			best = status;
	}
	return best;
}

/* Rules 2 to 5 for one sighting. */
static struct opinion
ask(const struct cdr_sighting *sighting, struct cdr_date day)
{
	struct opinion opinion = { .sighting = sighting };
	if (!sighting->entry) {
		opinion.kind = OPINION_ABSENT;
	} else if ((opinion.status = find_covering(sighting, day))) {
		opinion.kind = OPINION_COVERS;
	} else if ((opinion.status = find_ended(sighting, day))) {
		opinion.kind = cdr_licence_permits(opinion.status->status) ? OPINION_EXPIRED : OPINION_ENDED;
		const struct cdr_entry_status *next = find_later(sighting, day);
		if (next)
			opinion.again = next->from;
	} else if ((opinion.status = find_later(sighting, day))) {
		opinion.kind = OPINION_LATER;
	}
	return opinion;
}

/* Rule 1, first half: the index of the sighting that speaks. */
static size_t
find_speaker(const struct cdr_sighting *sightings, size_t n, struct cdr_date day)
{
	size_t speaker = 0;
	for (size_t i = 1; i < n && sightings[i].as_of.ymd <= day.ymd; i++)
		speaker = i;
	return speaker;
}

/* Rule 1, second half: what later sightings date between the speaker's day and the day asked. The change that came last
 * before the day wins; of equal ones the sighting nearest to the event. */
static bool
find_change(const struct cdr_sighting *sightings, size_t n, size_t speaker, struct cdr_date day, struct opinion *ret)
{
	bool found = false;
	for (size_t i = speaker + 1; i < n; i++) {
		for (size_t k = 0; sightings[i].entry && k < sightings[i].entry->n_statuses; k++) {
			const struct cdr_entry_status *status = &sightings[i].entry->statuses[k];
			bool between = status->from.ymd > sightings[speaker].as_of.ymd && status->from.ymd <= day.ymd;
			bool spent = has_ended(status, day) && !cdr_licence_permits(status->status);
			if (!between || spent || (found && !outranks(status, ret->status)))
				continue;
			ret->sighting = &sightings[i];
			ret->status = status;
			ret->kind = has_ended(status, day) ? OPINION_EXPIRED : OPINION_COVERS;
			found = true;
		}
	}
	return found;
}

/* Rule 3, second half: the nearest later sighting with an interval over the day; it is a dated one, since an undated
 * status only begins with its sighting. */
static bool
find_renewal(const struct cdr_sighting *sightings, size_t n, size_t speaker, struct cdr_date day, struct opinion *ret)
{
	for (size_t i = speaker + 1; i < n; i++) {
		struct opinion opinion = ask(&sightings[i], day);
		if (opinion.kind == OPINION_COVERS) {
			*ret = opinion;
			return true;
		}
	}
	return false;
}

/* Rule 4: the nearest earlier sighting that covers the day. */
static bool
find_earlier(const struct cdr_sighting *sightings, size_t speaker, struct cdr_date day, struct opinion *ret)
{
	for (size_t i = speaker; i-- > 0;) {
		struct opinion opinion = ask(&sightings[i], day);
		if (opinion.kind == OPINION_COVERS) {
			*ret = opinion;
			return true;
		}
	}
	return false;
}

static struct opinion
decide(const struct cdr_sighting *sightings, size_t n, struct cdr_date day)
{
	struct opinion other;
	size_t speaker = find_speaker(sightings, n, day);
	struct opinion opinion = ask(&sightings[speaker], day);
	bool of_its_time = sightings[speaker].as_of.ymd <= day.ymd;
	if (of_its_time && find_change(sightings, n, speaker, day, &other))
		return other;
	if (opinion.kind == OPINION_COVERS)
		return opinion;
	if (find_renewal(sightings, n, speaker, day, &other)) {
		/* A copy that does not show the licence, and a later one that says it was valid then: one of them is wrong, and
		 * a permission is not read off a contradiction. */
		if (opinion.kind == OPINION_ABSENT && cdr_licence_permits(other.status->status)) {
			other.kind = OPINION_DISPUTED;
			other.against = opinion.sighting;
		}
		return other;
	}
	if (opinion.kind != OPINION_EXPIRED && opinion.kind != OPINION_ABSENT &&
	    find_earlier(sightings, speaker, day, &other))
		return other;
	return opinion;
}

/* "on the copy of 2026-07-14" and the like read best when the dates are where a reader looks for them: at the end. */
static struct cdr_str
explain(const struct opinion *opinion, struct cdr_arena *arena)
{
	char from[CDR_DATE_TEXT_MAX], to[CDR_DATE_TEXT_MAX], seen[CDR_DATE_TEXT_MAX];
	const struct cdr_entry_status *status = opinion->status;
	struct cdr_str word = status && status->word.n ? status->word : CDR_STR("a status without a word");
	(void)cdr_date_text(opinion->sighting->as_of, seen);
	(void)cdr_date_text(status ? status->from : (struct cdr_date){ 0 }, from);
	(void)cdr_date_text(status ? status->to : (struct cdr_date){ 0 }, to);
	switch (opinion->kind) {
	case OPINION_COVERS:
		if (!*from)
			return cdr_str_format(arena, "\"%.*s\" was on the register's copy of %s%s%s", CDR_STR_ARG(word),
			                      seen, *to ? " and runs until " : "", to);
		return cdr_str_format(arena, "\"%.*s\" from %s%s%s, by the register's copy of %s", CDR_STR_ARG(word),
		                      from, *to ? " to " : "", to, seen);
	case OPINION_EXPIRED:
		return cdr_str_format(arena, "\"%.*s\" ran out on %s, by the register's copy of %s", CDR_STR_ARG(word),
		                      to, seen);
	case OPINION_ENDED:
		if (opinion->again.ymd)
			return cdr_str_format(
				arena, "\"%.*s\" ended on %s and began again on %s, by the register's copy of %s",
				CDR_STR_ARG(word), to, cdr_date_text(opinion->again, from), seen);
		return cdr_str_format(arena,
		                      "\"%.*s\" ended on %s; the register's copy of %s does not say what came after",
		                      CDR_STR_ARG(word), to, seen);
	case OPINION_LATER:
		if (!*from)
			return cdr_str_format(arena,
			                      "\"%.*s\" was first seen on the copy of %s; nothing is known of "
			                      "the days before",
			                      CDR_STR_ARG(word), seen);
		return cdr_str_format(arena,
		                      "\"%.*s\" began on %s; the register's copy of %s says nothing of the days before",
		                      CDR_STR_ARG(word), from, seen);
	case OPINION_DISPUTED:
		return cdr_str_format(
			arena,
			"the register's copy of %s does not show it, while its copy of %s says \"%.*s\" from %s: "
			"they contradict each other",
			cdr_date_text(opinion->against->as_of, to), seen, CDR_STR_ARG(word), from);
	case OPINION_ABSENT:
		return cdr_str_format(arena, "the register's copy of %s does not show it", seen);
	case OPINION_NONE:
		break;
	}
	return cdr_str_format(arena, "the register's copy of %s prints no status", seen);
}

enum cdr_status
cdr_registry_status_on(const struct cdr_sighting *sightings, size_t n, struct cdr_date day, struct cdr_arena *arena,
                       struct cdr_status_answer *ret, struct cdr_error *err)
{
	if (!n || !day.ymd)
		return cdr_fail(err, CDR_EUSAGE, REGISTRY_ROOM, NULL, "a day and at least one sighting are needed");
	struct opinion opinion = decide(sightings, n, day);
	struct cdr_status_answer answer = { .as_of = opinion.sighting->as_of };
	if (opinion.status)
		answer.word = opinion.status->word;
	if (opinion.kind == OPINION_COVERS) {
		answer.status = opinion.status->status;
		answer.from = opinion.status->from;
		answer.to = opinion.status->to;
	} else if (opinion.kind == OPINION_EXPIRED) {
		answer.status = CDR_LICENCE_EXPIRED;
		answer.from = cdr_date_add_days(opinion.status->to, 1);
	} else if (opinion.kind == OPINION_ABSENT) { /* OPINION_DISPUTED and the others leave it unknown */
		answer.status = CDR_LICENCE_ABSENT;
	}
	answer.note = explain(&opinion, arena);
	if (!answer.note.p)
		return cdr_fail_memory(err, REGISTRY_ROOM);
	*ret = answer;
	return CDR_OK;
}
