/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One question about one name, answered from the loaded lists and recorded. It uses the same steps as a screening; an
 * answer here and a finding there about the same agency cannot differ.
 */
#include "candor/screen.h"

#include <string.h>

#include "candor/evidence.h"
#include "screen/screen-impl.h"

/* What one pinned registry contributed. */
static void
registry_outcome(const struct cdr_screen_lists *lists, size_t i, const struct cdr_check_question *question,
                 const struct agency_answer *answer, struct cdr_date today, struct cdr_check_registry *ret)
{
	const struct pinned_registry *pinned = &lists->pinned[i];
	enum cdr_registry_kind kind = pinned->registry->kind;
	ret->registry_id = pinned->registry->id;
	ret->as_of = pinned->snapshot.as_of;
	ret->stale = pinned_is_stale(pinned, today);
	ret->asked = kind == CDR_REGISTRY_LICENCE_REGISTER
	                     ? (question->country.n == 0 || pinned_covers(pinned, question->country))
	                     : kind != CDR_REGISTRY_GOODS_RISK;
	if (!ret->asked)
		return;
	ret->verdict = ret->stale ? CDR_VERDICT_NOT_CHECKED : CDR_VERDICT_CLEAR;
	for (size_t k = 0; k < answer->listings.items.n; k++) {
		const struct cdr_listing *listing = CDR_VEC_AT(&answer->listings.items, struct cdr_listing, k);
		if (cdr_str_equal(listing->registry_id, ret->registry_id) && listing->verdict > ret->verdict)
			ret->verdict = listing->verdict;
	}
	if (kind == CDR_REGISTRY_LICENCE_REGISTER)
		ret->status = question->on.ymd ? answer->status_on : answer->status_today;
	/* Silence of a register of licences is no good news, nor is that of a list that only advises. */
	bool clears = kind != CDR_REGISTRY_LICENCE_REGISTER && kind != CDR_REGISTRY_AVOID_LIST;
	if (ret->verdict == CDR_VERDICT_CLEAR && !clears)
		ret->verdict = CDR_VERDICT_NOT_CHECKED;
}

/* The verdict over everything: a bad licence status or a listing wins; "clear" needs a list that was fresh. */
static enum cdr_verdict
overall(const struct cdr_check_answer *answer, const struct agency_answer *agency, bool on_given, bool country_given)
{
	enum cdr_licence status = on_given ? agency->status_on : agency->status_today;
	enum cdr_verdict worst = CDR_VERDICT_NOT_CHECKED;
	for (size_t i = 0; i < answer->n_listings; i++) {
		const struct cdr_listing *listing = &answer->listings[i];
		bool harmless = listing->registry_kind == CDR_REGISTRY_LICENCE_REGISTER;
		if (!harmless && listing->verdict > worst)
			worst = listing->verdict;
	}
	if (worst == CDR_VERDICT_MATCH)
		return worst;
	if (status != CDR_LICENCE_UNKNOWN && !cdr_licence_permits(status))
		return agency->n_candidates > 1 || !country_given ? CDR_VERDICT_POSSIBLE : CDR_VERDICT_MATCH;
	if (worst == CDR_VERDICT_POSSIBLE || agency->match == CDR_VERDICT_POSSIBLE)
		return CDR_VERDICT_POSSIBLE;
	/* An agency that some register knows, of a country nobody named, may be another one of that name. */
	if (agency->register_loaded && !country_given)
		return CDR_VERDICT_POSSIBLE;
	/* Where a register of the country is loaded, only a permitting status is clear. */
	if (agency->register_loaded)
		return cdr_licence_permits(status) ? CDR_VERDICT_CLEAR : CDR_VERDICT_NOT_CHECKED;
	for (size_t i = 0; i < answer->n_registries; i++) {
		if (answer->registries[i].asked && answer->registries[i].verdict == CDR_VERDICT_CLEAR)
			return CDR_VERDICT_CLEAR;
	}
	return CDR_VERDICT_NOT_CHECKED;
}

static struct cdr_str
summarise(const struct cdr_check_question *question, const struct cdr_check_answer *answer,
          const struct agency_answer *agency, struct cdr_arena *arena)
{
	char day[CDR_DATE_TEXT_MAX], as_of[CDR_DATE_TEXT_MAX];
	enum cdr_licence status = question->on.ymd ? answer->status_on : answer->status_today;
	size_t n_lists = 0, n_stale = 0;
	for (size_t i = 0; i < answer->n_registries; i++) {
		n_lists += answer->registries[i].asked ? 1 : 0;
		n_stale += answer->registries[i].asked && answer->registries[i].stale ? 1 : 0;
	}
	if (n_lists == 0)
		return cdr_str_format(arena,
		                      "Nothing is known of \"%.*s\": no list or register to check against is loaded.",
		                      CDR_STR_ARG(question->name));
	struct cdr_str licence = question->country.n
	                                 ? CDR_STR("no register of its country is loaded")
	                                 : CDR_STR("no country given, and no register loaded knows the name");
	if (agency->register_loaded)
		licence = cdr_str_format(arena, "licence %s on %s by %.*s of %s%s", cdr_licence_word(status),
		                         cdr_date_text(question->on, day), CDR_STR_ARG(agency->register_id),
		                         cdr_date_text(agency->register_as_of, as_of),
		                         agency->n_candidates > 1 ? " (several entries fit; all are shown)" : "");
	struct cdr_str linked = CDR_STR("");
	if (answer->n_linked)
		linked = cdr_str_format(arena, "; lost licences linked with its own: %zu", answer->n_linked);
	return cdr_str_format(arena, "\"%.*s\": %s; %.*s; lists asked: %zu, stale: %zu; entries to look at: %zu%.*s.",
	                      CDR_STR_ARG(question->name), cdr_verdict_word(answer->verdict), CDR_STR_ARG(licence),
	                      n_lists, n_stale, answer->n_listings, CDR_STR_ARG(linked));
}

static enum cdr_status
build_answer(const struct cdr_screen_lists *lists, const struct cdr_check_question *question,
             const struct agency_answer *agency, struct cdr_arena *arena, struct cdr_check_answer *ret,
             struct cdr_error *err)
{
	struct cdr_date today = cdr_date_today();
	struct cdr_check_answer answer = { .status_on = agency->status_on, .status_today = agency->status_today };
	answer.n_listings = agency->listings.items.n;
	answer.listings = cdr_arena_alloc(arena, (answer.n_listings + 1) * sizeof(struct cdr_listing));
	answer.registries = cdr_arena_alloc(arena, (lists->n_pinned + 1) * sizeof(struct cdr_check_registry));
	if (!answer.listings || !answer.registries)
		return cdr_fail_memory(err, ROOM);
	answer.n_linked = agency->linked.items.n;
	answer.linked = cdr_arena_alloc(arena, (answer.n_linked + 1) * sizeof(struct cdr_listing));
	if (!answer.linked)
		return cdr_fail_memory(err, ROOM);
	if (answer.n_linked)
		memcpy(answer.linked, agency->linked.items.items, answer.n_linked * sizeof(struct cdr_listing));
	if (answer.n_listings)
		memcpy(answer.listings, agency->listings.items.items, answer.n_listings * sizeof(struct cdr_listing));
	for (size_t i = 0; i < lists->n_pinned; i++)
		registry_outcome(lists, i, question, agency, today, &answer.registries[i]);
	answer.n_registries = lists->n_pinned;
	answer.verdict = overall(&answer, agency, question->on.ymd != 0, question->country.n > 0);
	answer.summary = summarise(question, &answer, agency, arena);
	if (!answer.summary.p)
		return cdr_fail_memory(err, ROOM);
	*ret = answer;
	return CDR_OK;
}

enum cdr_status
cdr_screen_check(struct cdr_store *store, const struct cdr_screen_setup *setup, const struct cdr_screen_lists *lists,
                 const struct cdr_check_question *question, struct cdr_str actor, struct cdr_arena *arena,
                 struct cdr_check_answer *ret, struct cdr_error *err)
{
	if (cdr_str_trim(question->name).n == 0 && question->licence_number.n == 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "a check needs a name or a licence number");
	struct cdr_check_question asked = *question;
	if (asked.on.ymd == 0)
		asked.on = cdr_date_today();
	cdr_auto(agency_answer) agency = { 0 };
	struct agency_question licence = { asked.name, asked.country, asked.licence_number, asked.on,
		                           cdr_date_today() };
	struct cdr_check_answer answer = { 0 };
	CDR_TRY(agency_ask(store, lists, &licence, arena, &agency, err));
	CDR_TRY(build_answer(lists, &asked, &agency, arena, &answer, err));
	struct cdr_json *detail = cdr_check_answer_to_json(&asked, &answer);
	cdr_json_set_text(detail, "ruleset_sha256", setup->rulesets_sha256);
	cdr_json_set_str(detail, "snapshots", cdr_screen_lists_pins(lists).snapshots_json);
	CDR_TRY(cdr_evidence_append(store, actor, "checked", asked.name, detail, NULL, err));
	*ret = answer;
	return CDR_OK;
}

struct cdr_json *
cdr_check_answer_to_json(const struct cdr_check_question *question, const struct cdr_check_answer *answer)
{
	struct cdr_json *json = cdr_json_object(), *asked = cdr_json_object();
	cdr_json_set_str(asked, "name", question->name);
	cdr_json_set_str(asked, "country", question->country);
	cdr_json_set_str(asked, "licence_number", question->licence_number);
	cdr_json_set_date(asked, "on", question->on);
	cdr_json_set(json, "question", asked);
	cdr_json_set_text(json, "verdict", cdr_verdict_word(answer->verdict));
	cdr_json_set_text(json, "licence_on", cdr_licence_word(answer->status_on));
	cdr_json_set_text(json, "licence_today", cdr_licence_word(answer->status_today));
	cdr_json_set_str(json, "summary", answer->summary);
	struct cdr_json *listings = cdr_json_array(), *registries = cdr_json_array();
	for (size_t i = 0; i < answer->n_listings; i++)
		cdr_json_push(listings, cdr_listing_to_json(&answer->listings[i]));
	for (size_t i = 0; i < answer->n_registries; i++) {
		const struct cdr_check_registry *row = &answer->registries[i];
		struct cdr_json *item = cdr_json_object();
		cdr_json_set_str(item, "registry", row->registry_id);
		cdr_json_set_date(item, "as_of", row->as_of);
		cdr_json_set_bool(item, "asked", row->asked);
		cdr_json_set_bool(item, "stale", row->stale);
		cdr_json_set_text(item, "verdict", cdr_verdict_word(row->verdict));
		cdr_json_push(registries, item);
	}
	cdr_json_set(json, "listings", listings);
	struct cdr_json *linked = cdr_json_array();
	for (size_t i = 0; i < answer->n_linked; i++)
		cdr_json_push(linked, cdr_listing_to_json(&answer->linked[i]));
	cdr_json_set(json, "linked", linked);
	cdr_json_set(json, "registries", registries);
	return json;
}
