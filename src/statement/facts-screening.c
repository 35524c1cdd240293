/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/model.h"
#include "candor/store.h"

/*
 * facts-screening: what the latest finished screening did and found, about the parties the law covers. Nothing is set
 * when none was finished, so that no sentence about screening can be said. The surprise: a screening is a step of the
 * year in which it was run, not of the day it speaks for; `screening.in_year` tells. Lists of goods are left out of the
 * lists: they are compared with what a party supplies, never with the party.
 */

struct subjects {
	struct cdr_collect *collect;
	int64_t checked;
	int64_t engagements_checked;
};
/* Findings of which the gravest are named one by one; the screening, whose digest is over all of them, stands for the rest. */
#define MAX_NAMED 200
struct named {
	struct cdr_vec refs;
	int64_t n; /* all, also those that are not named */
};
struct found {
	struct cdr_collect *collect;
	struct cdr_tally severities, open_severities, decisions, topics;
	struct named all, open, decided, uncertain;
	int64_t states[CDR_FINDING_STATE_COUNT];
	int64_t opened_in_year, remediated_in_year;
};

/* The latest finished one: the store gives the latest, which may still be running; then the numbers before it are
 * tried. ret->id 0 when there is none. */
static enum cdr_status
latest_done(struct cdr_collect *collect, struct cdr_screening *ret, struct cdr_error *err)
{
	struct cdr_screening screening = { 0 };
	int64_t id = 0;
	do {
		struct cdr_error ignored = { 0 };
		enum cdr_status status = cdr_store_screening_get(collect->store, collect->org, id, collect->set->arena,
		                                                 &screening, &ignored);
		if (status != CDR_OK && status != CDR_ENOTFOUND) {
			if (err)
				*err = ignored;
			return status;
		}
		if (status == CDR_OK && screening.state == CDR_SCREENING_DONE) {
			*ret = screening;
			return CDR_OK;
		}
		if (status == CDR_ENOTFOUND && id == 0)
			break;
		id = status == CDR_OK ? screening.id - 1 : id - 1;
	} while (id > 0);
	*ret = (struct cdr_screening){ 0 };
	return CDR_OK;
}

/* Copies that were asked, of one kind: as text and as what the sentences about them rest on. Parties are compared with
 * lists; only the agencies that recruited for them are looked up in registers of licences. */
struct asked {
	struct cdr_str *items;
	struct cdr_ref *refs; /* the screening first */
	size_t n;
};

static bool
asked_init(struct asked *asked, struct cdr_arena *arena, size_t max, struct cdr_refs own)
{
	asked->items = cdr_arena_alloc(arena, (max + 1) * sizeof(*asked->items));
	asked->refs = cdr_arena_alloc(arena, (max + 1) * sizeof(*asked->refs));
	if (!asked->items || !asked->refs)
		return false;
	asked->refs[0] = own.items[0];
	return true;
}

/* "Title (copy of 1 May 2026)", and whether that copy was out of date on the day the screening was run: that is the day
 * the sentence names, and a screening that speaks for an earlier day makes no copy younger. */
static struct cdr_str
copy_text(struct cdr_collect *collect, struct cdr_date run_on, const struct cdr_snapshot *snapshot)
{
	const struct cdr_words *words = &collect->set->law->words;
	struct cdr_arena *arena = collect->set->arena;
	bool stale = snapshot->freshness_days > 0 &&
	             cdr_date_days_between(snapshot->as_of, run_on) > snapshot->freshness_days;
	struct cdr_str date = cdr_words_date(words, arena, snapshot->as_of);
	struct cdr_str title = snapshot->registry_title.n ? snapshot->registry_title : snapshot->registry_id;
	return cdr_str_format(arena, "%.*s (%.*s %.*s%s%.*s)", CDR_STR_ARG(title),
	                      CDR_STR_ARG(cdr_words_label(words, "copy_of")), CDR_STR_ARG(date), stale ? ", " : "",
	                      CDR_STR_ARG(stale ? cdr_words_label(words, "out_of_date") : CDR_STR("")));
}

static enum cdr_status
add_copy(struct cdr_collect *collect, struct cdr_date run_on, const struct cdr_snapshot *snapshot, struct asked *asked,
         struct cdr_error *err)
{
	struct cdr_str number = cdr_str_format(collect->set->arena, "%lld", (long long)snapshot->id);
	asked->items[asked->n] = copy_text(collect, run_on, snapshot);
	if (!asked->items[asked->n].p || !number.p)
		return cdr_fail_memory(err, "statement");
	asked->refs[++asked->n] = (struct cdr_ref){ .kind = "snapshot",
		                                    .ref = snapshot->registry_id,
		                                    .file = snapshot->file,
		                                    .sha256 = snapshot->sha256,
		                                    .as_of = snapshot->as_of,
		                                    .evidence = cdr_collect_evidence(collect, "snapshot", number) };
	return CDR_OK;
}

static void
set_asked(struct cdr_collect *collect, const struct asked *asked, const char *text_fact, const char *count_fact)
{
	struct cdr_fact_set *set = collect->set;
	struct cdr_refs refs = { asked->refs, asked->n + 1 };
	cdr_fact_set_number(set, count_fact, (double)asked->n, refs);
	cdr_fact_set_text(set, text_fact, cdr_words_join(&set->law->words, set->arena, asked->items, asked->n), refs);
}

/* The copies pinned, each with its date. */
static enum cdr_status
set_lists(struct cdr_collect *collect, const struct cdr_screening *screening, struct cdr_date run_on,
          struct cdr_refs own, struct cdr_error *err)
{
	struct cdr_arena *arena = collect->set->arena;
	struct asked lists = { 0 }, registers = { 0 };
	cdr_owned(cdr_json) pins = NULL;
	CDR_TRY(cdr_json_parse(screening->pin_snapshots_json, "pinned snapshots", &pins, err));
	size_t n = cdr_json_count(pins);
	if (!asked_init(&lists, arena, n, own) || !asked_init(&registers, arena, n, own))
		return cdr_fail_memory(err, "statement");
	for (size_t i = 0; i < n; i++) {
		struct cdr_str registry;
		int64_t id = cdr_json_int(cdr_json_member(pins, i, &registry), 0);
		struct cdr_snapshot snapshot = { 0 };
		CDR_TRY(cdr_store_snapshot_get(collect->store, id, arena, &snapshot, err));
		if (snapshot.registry_kind == CDR_REGISTRY_GOODS_RISK)
			continue;
		bool licences = snapshot.registry_kind == CDR_REGISTRY_LICENCE_REGISTER;
		CDR_TRY(add_copy(collect, run_on, &snapshot, licences ? &registers : &lists, err));
	}
	set_asked(collect, &lists, "screening.lists", "screening.list_count");
	set_asked(collect, &registers, "screening.registers", "screening.register_count");
	return CDR_OK;
}

static enum cdr_status
count_subject(void *context, const struct cdr_screened_subject *subject, struct cdr_error *err)
{
	struct subjects *subjects = context;
	(void)err;
	cdr_recruited_screened(subjects->collect, subject);
	if (subject->verdict == CDR_VERDICT_NOT_CHECKED)
		return CDR_OK;
	/* Of those nobody can say whether the law is about them, none counts as one it is about. */
	const enum cdr_truth *covered = cdr_map_get(subjects->collect->covered, subject->subject_id);
	subjects->checked += covered && *covered == CDR_TRUE;
	subjects->engagements_checked += cdr_str_starts_with(subject->subject_id, CDR_STR("e-"));
	return CDR_OK;
}

static enum cdr_status
set_extent(struct cdr_collect *collect, struct cdr_refs refs, struct cdr_error *err)
{
	struct subjects subjects = { .collect = collect };
	CDR_TRY(cdr_store_screened_tally(collect->store, collect->screening_id, count_subject, &subjects, err));
	int64_t covered = (int64_t)cdr_fact_set_count(collect->set, "parties.covered");
	bool certain = cdr_fact_set_count(collect->set, "parties.uncertain") <= 0;
	struct cdr_str extent = subjects.checked == 0                    ? CDR_STR("none")
	                        : subjects.checked == covered && certain ? CDR_STR("all")
	                                                                 : CDR_STR("some");
	cdr_fact_set_number(collect->set, "screening.checked", (double)subjects.checked, refs);
	cdr_fact_set_number(collect->set, "screening.not_checked", (double)(covered - subjects.checked), refs);
	cdr_fact_set_share(collect->set, "screening.checked", "parties.covered", "screening.extent", "screening.share");
	cdr_fact_set_text(collect->set, "screening.extent", extent, refs);
	cdr_fact_set_number(collect->set, "screening.engagements_checked", (double)subjects.engagements_checked, refs);
	return CDR_OK;
}

static enum cdr_status
add_ref(struct found *found, struct named *named, struct cdr_str id, struct cdr_error *err)
{
	if (named->n++ >= MAX_NAMED)
		return CDR_OK;
	struct cdr_ref *ref = cdr_vec_push(&named->refs);
	struct cdr_str copy = cdr_str_copy(found->collect->set->arena, id);
	if (!ref || !copy.p)
		return cdr_fail_memory(err, "statement");
	*ref = (struct cdr_ref){ .kind = "finding",
		                 .ref = copy,
		                 .evidence = cdr_collect_evidence(found->collect, "finding", copy) };
	return CDR_OK;
}

static bool
is_in_year(const struct found *found, struct cdr_str at)
{
	struct cdr_date day = { 0 };
	return cdr_date_parse(at, &day) && cdr_year_has(&found->collect->year, day);
}

static void
count_state(struct found *found, const struct cdr_finding_row *row)
{
	found->states[row->state]++;
	found->opened_in_year += is_in_year(found, row->first_seen_at);
	found->remediated_in_year += row->state == CDR_FINDING_REMEDIATED && is_in_year(found, row->decided_at);
}

static enum cdr_status
count_finding(void *context, const struct cdr_finding_row *row, struct cdr_error *err)
{
	struct found *found = context;
	const struct cdr_finding *finding = row->finding;
	struct cdr_str severity = cdr_str_from(cdr_severity_word(finding->severity));
	enum cdr_truth covered = cdr_collect_covers(found->collect, finding->party_id);
	cdr_recruited_found(found->collect, finding);
	if (covered == CDR_UNKNOWN)
		return add_ref(found, &found->uncertain, finding->id, err);
	if (covered == CDR_FALSE)
		return CDR_OK;
	CDR_TRY(add_ref(found, &found->all, finding->id, err));
	cdr_tally_add(&found->severities, severity);
	count_state(found, row);
	cdr_tally_add(&found->topics, cdr_topic_of(found->collect->set->law, finding->rule_id));
	if (row->state == CDR_FINDING_OPEN || row->state == CDR_FINDING_REOPENED) {
		cdr_tally_add(&found->open_severities, severity);
		return add_ref(found, &found->open, finding->id, err);
	}
	cdr_tally_add(&found->decisions, cdr_str_from(cdr_finding_state_word(row->state)));
	return add_ref(found, &found->decided, finding->id, err);
}

/* Refs of a count of findings; none counted rests on the screening itself. */
static struct cdr_refs
refs_of(struct found *found, const struct named *named, struct cdr_refs own)
{
	size_t n = named->refs.n;
	struct cdr_ref *items = cdr_arena_alloc(found->collect->set->arena, (n + 2) * sizeof(*items));
	if (!items)
		found->collect->set->failed = true;
	if (!items || n == 0)
		return own;
	items[0] = own.items[0];
	for (size_t i = 0; i < n; i++)
		items[i + 1] = *CDR_VEC_AT(&named->refs, struct cdr_ref, i);
	if (named->n == (int64_t)n)
		return (struct cdr_refs){ items, n + 1 };
	items[n + 1] = own.items[0];
	items[n + 1].kind = "findings";
	items[n + 1].count = named->n - (int64_t)n;
	return (struct cdr_refs){ items, n + 2 };
}

static void
set_states(const struct found *found, struct cdr_refs all, struct cdr_refs decided)
{
	struct cdr_fact_set *set = found->collect->set;
	const int64_t *states = found->states;
	cdr_fact_set_number(set, "findings.confirmed", (double)states[CDR_FINDING_CONFIRMED], decided);
	cdr_fact_set_number(set, "findings.dismissed", (double)states[CDR_FINDING_DISMISSED], decided);
	cdr_fact_set_number(set, "findings.escalated", (double)states[CDR_FINDING_ESCALATED], decided);
	cdr_fact_set_number(set, "findings.remediated", (double)states[CDR_FINDING_REMEDIATED], decided);
	if (!found->collect->year.from.ymd)
		return;
	cdr_fact_set_number(set, "findings.opened_in_year", (double)found->opened_in_year, all);
	cdr_fact_set_number(set, "findings.remediated_in_year", (double)found->remediated_in_year, decided);
}

static struct cdr_str
as_it_is(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str word)
{
	(void)words;
	(void)arena;
	return word;
}

/* A chart rests on the screening: its findings are named beside the sentences. */
static void
draw(struct found *found, struct cdr_refs own)
{
	const struct cdr_chart topics = {
		"findings-topics", "bars", "chart_topics", "unit_findings", { "findings.topics", "findings.total" }, own
	};
	const struct cdr_chart severities = { "findings-severities",
		                              "bars",
		                              "chart_severities",
		                              "unit_findings",
		                              { "findings.severities", "findings.total" },
		                              own };
	cdr_chart_tally(found->collect, &topics, &found->topics, as_it_is);
	cdr_chart_tally(found->collect, &severities, &found->severities, cdr_words_term);
}

static enum cdr_status
set_findings(struct found *found, struct cdr_refs own, struct cdr_error *err)
{
	struct cdr_collect *collect = found->collect;
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	CDR_TRY(cdr_store_finding_tally(collect->store, collect->org, collect->screening_id, count_finding, found,
	                                err));
	struct cdr_refs all = refs_of(found, &found->all, own), open = refs_of(found, &found->open, own);
	struct cdr_refs decided = refs_of(found, &found->decided, own);
	cdr_fact_set_number(set, "findings.total", (double)found->all.n, all);
	cdr_fact_set_number(set, "findings.open", (double)found->open.n, open);
	cdr_fact_set_number(set, "findings.decided", (double)found->decided.n, decided);
	draw(found, own);
	set_states(found, all, decided);
	cdr_fact_set_share(set, "findings.decided", "findings.total", "findings.reviewed_extent",
	                   "findings.reviewed_share");
	cdr_fact_set_text(set, "findings.topics", cdr_tally_text(&found->topics, words, as_it_is), all);
	cdr_fact_set_number(set, "findings.uncertain", (double)found->uncertain.n,
	                    refs_of(found, &found->uncertain, own));
	cdr_fact_set_text(set, "findings.severities", cdr_tally_text(&found->severities, words, cdr_words_term), all);
	cdr_fact_set_text(set, "findings.open_severities",
	                  cdr_tally_text(&found->open_severities, words, cdr_words_term), open);
	cdr_fact_set_text(set, "findings.decisions", cdr_tally_text(&found->decisions, words, cdr_words_term), decided);
	return found->topics.failed || found->severities.failed || found->open_severities.failed ||
	                       found->decisions.failed
	               ? cdr_fail_memory(err, "statement")
	               : CDR_OK;
}

static enum cdr_status
count_findings(struct cdr_collect *collect, struct cdr_refs own, struct cdr_error *err)
{
	struct found found = { .collect = collect,
		               .all = { CDR_VEC_INIT(struct cdr_ref, MAX_NAMED), 0 },
		               .open = { CDR_VEC_INIT(struct cdr_ref, MAX_NAMED), 0 },
		               .decided = { CDR_VEC_INIT(struct cdr_ref, MAX_NAMED), 0 },
		               .uncertain = { CDR_VEC_INIT(struct cdr_ref, MAX_NAMED), 0 } };
	struct cdr_arena *arena = collect->set->arena;
	enum cdr_status status = CDR_OK;
	if (!cdr_tally_init(&found.severities, arena, CDR_SEVERITY_COUNT) ||
	    !cdr_tally_init(&found.open_severities, arena, CDR_SEVERITY_COUNT) ||
	    !cdr_tally_init(&found.topics, arena, CDR_STATEMENT_MAX_ITEMS) ||
	    !cdr_tally_init(&found.decisions, arena, CDR_FINDING_STATE_COUNT))
		status = cdr_fail_memory(err, "statement");
	else
		status = set_findings(&found, own, err);
	cdr_tally_done(&found.severities);
	cdr_tally_done(&found.topics);
	cdr_tally_done(&found.open_severities);
	cdr_tally_done(&found.decisions);
	cdr_vec_done(&found.all.refs);
	cdr_vec_done(&found.open.refs);
	cdr_vec_done(&found.decided.refs);
	cdr_vec_done(&found.uncertain.refs);
	return status;
}

enum cdr_status
cdr_facts_screening(struct cdr_collect *collect, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_screening screening;
	CDR_TRY(latest_done(collect, &screening, err));
	if (screening.id == 0)
		return CDR_OK;
	collect->screening_id = screening.id;
	struct cdr_ref *ref = cdr_arena_alloc(set->arena, sizeof(*ref));
	struct cdr_str id = cdr_str_format(set->arena, "%lld", (long long)screening.id);
	if (!ref || !id.p)
		return cdr_fail_memory(err, "statement");
	*ref = (struct cdr_ref){ .kind = "screening",
		                 .ref = id,
		                 .sha256 = screening.digest,
		                 .as_of = screening.as_of,
		                 .evidence = cdr_collect_evidence(collect, "screening", id) };
	struct cdr_refs own = { ref, 1 };
	struct cdr_date finished = { 0 };
	if (!cdr_date_parse(screening.finished_at, &finished))
		return cdr_fail(err, CDR_EINTERNAL, "statement", NULL,
		                "screening %lld is done but does not say when it was finished",
		                (long long)screening.id);
	cdr_fact_set_boolean(set, "screening.done", true, own);
	cdr_fact_set_text(set, "screening.finished_on", cdr_words_date(words, set->arena, finished), own);
	cdr_fact_set_text(set, "screening.as_of", cdr_words_date(words, set->arena, screening.as_of), own);
	if (screening.as_of.ymd != finished.ymd)
		cdr_fact_set_text(set, "screening.other_as_of", cdr_words_date(words, set->arena, screening.as_of),
		                  own);
	if (collect->year.from.ymd)
		cdr_fact_set_boolean(set, "screening.in_year", cdr_year_has(&collect->year, finished), own);
	CDR_TRY(set_lists(collect, &screening, finished, own, err));
	CDR_TRY(set_extent(collect, own, err));
	CDR_TRY(count_findings(collect, own, err));
	return cdr_recruited_set(collect, own, err);
}
