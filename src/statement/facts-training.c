/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/statement-impl.h"

#include "candor/base.h"
#include "candor/model.h"

/*
 * facts-training: counts over the year's training sessions, and which of their figures are not shown. Counts of people below
 * five are not shown, nor are those that leave fewer than five others of the people in scope. The surprise: where a single
 * session's figure is not shown, a second one must not be either, because the total would tell the first.
 */

struct trained {
	struct cdr_vec all, counted; /* const struct cdr_noted *; of any year, of this one */
	struct cdr_tally topics, audiences;
	int64_t people, in_scope;
	bool people_known, scope_known, failed;
};

static void
trained_done(struct trained *trained)
{
	cdr_vec_done(&trained->all);
	cdr_vec_done(&trained->counted);
	cdr_tally_done(&trained->topics);
	cdr_tally_done(&trained->audiences);
}

static bool
push(struct cdr_vec *counted, const struct cdr_noted *noted)
{
	const struct cdr_noted **slot = cdr_vec_push(counted);
	if (slot)
		*slot = noted;
	return slot != NULL;
}

static void
count_session(struct trained *trained, const struct cdr_noted *session)
{
	trained->people_known = trained->people_known && session->count >= 0;
	trained->scope_known = trained->scope_known && session->whole >= 0;
	trained->people += session->count;
	trained->in_scope += session->whole;
	if (session->what.n)
		cdr_tally_add(&trained->topics, session->what);
	if (session->whom.n)
		cdr_tally_add(&trained->audiences, session->whom);
	trained->failed |= !push(&trained->counted, session);
}

/* ------------------------------------------------------------------------------------------------------ small cells */

static bool
is_small(const struct cdr_noted *session)
{
	int64_t others = session->whole >= 0 ? session->whole - session->count : 0;
	return (session->count > 0 && session->count < CDR_STATEMENT_SMALL_CELL) ||
	       (session->count > 0 && others > 0 && others < CDR_STATEMENT_SMALL_CELL);
}

/* Whether the total, less what is shown, tells the hidden figures: of one there is nothing to guess, and of several that are
 * all the least or all the most they can be neither. */
static bool
is_told_by_total(int64_t n_hidden, int64_t hidden_sum)
{
	return n_hidden == 1 || hidden_sum == n_hidden || hidden_sum == n_hidden * (CDR_STATEMENT_SMALL_CELL - 1);
}

/* The smallest figure that would be shown; sessions that only lists hold are never shown one by one. */
static const struct cdr_noted *
smallest_shown(const struct cdr_vec *counted)
{
	const struct cdr_noted *smallest = NULL;
	for (size_t i = 0; i < counted->n; i++) {
		const struct cdr_noted *session = *CDR_VEC_AT(counted, const struct cdr_noted *, i);
		if (session->entry && session->count > 0 && !is_small(session) &&
		    (!smallest || session->count < smallest->count))
			smallest = session;
	}
	return smallest;
}

/* Which session is kept back beside the small ones; *ret_total: it must be the total, there being no other. */
static const struct cdr_noted *
choose_withheld(const struct cdr_vec *counted, bool *ret_total)
{
	int64_t n_hidden = 0, hidden_sum = 0, unlisted = 0;
	*ret_total = false;
	for (size_t i = 0; i < counted->n; i++) {
		const struct cdr_noted *session = *CDR_VEC_AT(counted, const struct cdr_noted *, i);
		if (!session->entry)
			unlisted += session->count;
		else if (is_small(session)) {
			n_hidden++;
			hidden_sum += session->count;
		}
	}
	if (n_hidden == 0 || unlisted >= CDR_STATEMENT_SMALL_CELL || !is_told_by_total(n_hidden, hidden_sum))
		return NULL;
	const struct cdr_noted *withheld = smallest_shown(counted);
	*ret_total = !withheld;
	return withheld;
}

static enum cdr_status
warn_small(struct cdr_collect *collect, const struct cdr_noted *session, bool beside, struct cdr_error *err)
{
	struct cdr_json *warning = cdr_json_object();
	cdr_json_set_text(warning, "kind", "small_cell");
	cdr_json_set_text(warning, "text",
	                  beside ? "the number of people is not shown, because the total would tell that of a session "
	                           "with fewer than five"
	                         : "the number of people is not shown: it would tell of fewer than five");
	cdr_json_set_str(warning, "place", session->ref.ref);
	if (!warning)
		return cdr_fail_memory(err, "statement");
	cdr_json_push(collect->warnings, warning);
	return CDR_OK;
}

static enum cdr_status
hide(struct cdr_collect *collect, const struct trained *trained, bool *ret_total, struct cdr_error *err)
{
	const struct cdr_noted *withheld = choose_withheld(&trained->counted, ret_total);
	for (size_t i = 0; i < trained->counted.n; i++) {
		const struct cdr_noted *session = *CDR_VEC_AT(&trained->counted, const struct cdr_noted *, i);
		if (session->entry && (is_small(session) || session == withheld))
			CDR_TRY(warn_small(collect, session, session == withheld, err));
	}
	collect->withheld = withheld ? withheld->entry : NULL;
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ facts */

static struct cdr_str
as_it_is(const struct cdr_words *words, struct cdr_arena *arena, struct cdr_str word)
{
	(void)words;
	(void)arena;
	return word;
}

static enum cdr_status
set_people(struct cdr_collect *collect, const struct trained *trained, struct cdr_refs refs, struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	bool hide_total = false;
	if (trained->counted.n == 0)
		return CDR_OK;
	if (trained->scope_known)
		cdr_fact_set_people(set, "training.people_in_scope", trained->in_scope, -1, refs);
	if (!trained->people_known)
		return CDR_OK;
	CDR_TRY(hide(collect, trained, &hide_total, err));
	cdr_fact_set_people(set, "training.people", trained->people, trained->scope_known ? trained->in_scope : -1,
	                    refs);
	if (hide_total && !cdr_fact_set_find(set, CDR_STR("training.people"), NULL)->text.p)
		cdr_fact_set_withheld(set, "training.people");
	cdr_fact_set_share(set, "training.people", "training.people_in_scope", "training.extent", "training.share");
	return CDR_OK;
}

static enum cdr_status
count_sessions(struct cdr_collect *collect, const struct cdr_records *records, struct trained *trained,
               struct cdr_error *err)
{
	struct cdr_fact_set *set = collect->set;
	const struct cdr_words *words = &set->law->words;
	struct cdr_refs refs;
	for (size_t i = 0; i < records->sessions.n; i++) {
		const struct cdr_noted *session = CDR_VEC_AT(&records->sessions, struct cdr_noted, i);
		trained->failed |= !push(&trained->all, session);
		if (cdr_year_has(&collect->year, session->on))
			count_session(trained, session);
	}
	if (trained->failed || trained->topics.failed || trained->audiences.failed)
		return cdr_fail_memory(err, "statement");
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_TRAINING, &trained->all, &refs, err));
	cdr_fact_set_number(set, "training.count", (double)trained->all.n, refs);
	if (!collect->year.from.ymd)
		return CDR_OK;
	CDR_TRY(cdr_noted_refs(collect, CDR_RECORD_TRAINING, &trained->counted, &refs, err));
	cdr_fact_set_number(set, "training.in_year", (double)trained->counted.n, refs);
	cdr_fact_set_text(set, "training.topics", cdr_tally_text(&trained->topics, words, as_it_is), refs);
	cdr_fact_set_text(set, "training.audiences", cdr_tally_text(&trained->audiences, words, cdr_words_term), refs);
	return set_people(collect, trained, refs, err);
}

enum cdr_status
cdr_facts_training(struct cdr_collect *collect, const struct cdr_records *records, struct cdr_error *err)
{
	__attribute__((cleanup(trained_done))) struct trained trained = {
		.all = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		.counted = CDR_VEC_INIT(const struct cdr_noted *, CDR_STATEMENT_MAX_RECORDS),
		.people_known = true,
		.scope_known = true,
	};
	if (!records->known[CDR_RECORD_TRAINING])
		return CDR_OK;
	if (!cdr_tally_init(&trained.topics, collect->set->arena, CDR_STATEMENT_MAX_RECORDS) ||
	    !cdr_tally_init(&trained.audiences, collect->set->arena, CDR_STATEMENT_MAX_RECORDS))
		return cdr_fail_memory(err, "statement");
	return count_sessions(collect, records, &trained, err);
}
