/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/life-impl.h"

#include <stdio.h>

#include "candor/base.h"
#include "candor/evidence.h"
#include "statement/statement-impl.h"

/*
 * state: a statement as it stands, from the draft as it was stored and the acts of people since. The draft itself is never
 * changed. Edits are laid over its claims:
 *
 *   claims[]   + edited {text_drafted by at reason flags [{rule found reason source}] [confirmed {by at reason}]
 *                [taken_from N]}, [copied_from {statement year}], and the edit among what they rest on; sentences of
 *                one's own are claims too, "own": true
 *   removed    [{key criterion text by at reason flags [confirmed]}]
 *   edits_lost [{key text reason}]  edits of sentences that the draft no longer has
 *
 * The surprise: from the first step on the text is not computed but read, as it was kept with that step, and held against
 * its digest. So a statement that was approved or signed stays the same text when this program changes.
 */

#define ROOM "statement"
#define LIST_ARENA_BYTES ((size_t)64 << 20) /* of one statement's acts */

struct step_word {
	const char *word, *status;
};
static const struct step_word step_words[] = {
	{ "reviewed", "reviewed" },   { "approved", "approved" },     { "signed", "signed" },
	{ "published", "published" }, { "superseded", "superseded" },
};

static const char *
status_of(struct cdr_str step)
{
	for (size_t i = 0; i < CDR_LEN(step_words); i++)
		if (cdr_str_equal(step, cdr_str_from(step_words[i].word)))
			return step_words[i].status;
	return NULL;
}

void
cdr_statement_state_done(struct cdr_statement_state *state)
{
	for (size_t i = 0; state->folds && i < cdr_map_count(state->folds); i++) {
		struct cdr_fold *fold = cdr_map_at(state->folds, i, NULL);
		fold->data = cdr_json_free(fold->data);
		fold->confirm_data = cdr_json_free(fold->confirm_data);
		fold->copied_data = cdr_json_free(fold->copied_data);
	}
	state->folds = cdr_map_free(state->folds);
	state->draft = cdr_json_free(state->draft);
	state->content = cdr_json_free(state->content);
}

const struct cdr_statement_act *
cdr_statement_state_step(const struct cdr_statement_state *state, const char *word)
{
	for (size_t i = state->n_acts; i > state->n_settled; i--)
		if (!word || cdr_str_equal(state->acts[i - 1].act, cdr_str_from(word)))
			return &state->acts[i - 1];
	return NULL;
}

/* What the last act makes of a statement: a step holds until something is edited. */
static const char *
status_after(const struct cdr_statement_act *acts, size_t n)
{
	const struct cdr_statement_act *last = n ? &acts[n - 1] : NULL;
	const char *word = last && !last->key.p ? status_of(last->act) : NULL;
	return word ? word : "unsigned draft";
}

const char *
cdr_statement_state_word(const struct cdr_statement_state *state)
{
	return status_after(state->acts, state->n_acts);
}

const struct cdr_json *
cdr_statement_claim_find(const struct cdr_json *draft, struct cdr_str key)
{
	const struct cdr_json *claims = cdr_json_get(draft, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(claims, i), "key"), key))
			return cdr_json_at(claims, i);
	return NULL;
}

/* --------------------------------------------------------------------------------------------------------- folding */

static enum cdr_status
fold_of(struct cdr_statement_state *state, struct cdr_str key, struct cdr_fold **ret, struct cdr_error *err)
{
	struct cdr_fold *fold = cdr_map_get(state->folds, key);
	if (!fold) {
		fold = cdr_arena_alloc(state->arena, sizeof(*fold));
		if (!fold || cdr_map_put(state->folds, key, fold) != CDR_OK)
			return cdr_fail_memory(err, ROOM);
		fold->key = key;
	}
	*ret = fold;
	return CDR_OK;
}

static void
forget(struct cdr_fold *fold)
{
	fold->data = cdr_json_free(fold->data);
	fold->confirm_data = cdr_json_free(fold->confirm_data);
	fold->act = fold->confirm = NULL;
}

/* Lays one act over those before it. */
static enum cdr_status
fold_act(struct cdr_statement_state *state, const struct cdr_statement_act *act, struct cdr_error *err)
{
	struct cdr_fold *fold = NULL;
	cdr_owned(cdr_json) data = NULL;
	CDR_TRY(cdr_json_parse(act->data_json, "edit", &data, err));
	CDR_TRY(fold_of(state, act->key, &fold, err));
	if (cdr_str_equal(act->act, CDR_STR(CDR_ACT_CONFIRM))) {
		fold->confirm_data = cdr_json_free(fold->confirm_data);
		fold->confirm_data = cdr_steal(&data);
		fold->confirm = act;
	} else if (cdr_str_equal(act->act, CDR_STR(CDR_ACT_COPIED))) {
		fold->copied_data = cdr_json_free(fold->copied_data);
		fold->copied_data = cdr_steal(&data);
	} else {
		forget(fold);
		fold->copied_data = cdr_json_free(fold->copied_data);
		if (cdr_str_equal(act->act, CDR_STR(CDR_ACT_RESTORE)))
			return CDR_OK;
		fold->data = cdr_steal(&data);
		fold->act = act;
	}
	return CDR_OK;
}

static enum cdr_status
fold_all(struct cdr_statement_state *state, struct cdr_error *err)
{
	for (size_t i = 0; i < state->n_acts; i++) {
		if (!state->acts[i].key.p)
			continue;
		state->n_settled = i + 1;
		CDR_TRY(fold_act(state, &state->acts[i], err));
	}
	return CDR_OK;
}

/* ---------------------------------------------------------------------------------------------------------- content */

static void
set_member(struct cdr_json *object, const char *key, const struct cdr_json *from)
{
	const struct cdr_json *value = cdr_json_get(from, key);
	if (value)
		cdr_json_set(object, key, cdr_json_copy(value));
}

static void
set_confirmed(struct cdr_json *object, const struct cdr_fold *fold)
{
	if (!fold->confirm)
		return;
	struct cdr_json *confirmed = cdr_json_object();
	cdr_json_set_str(confirmed, "by", fold->confirm->actor);
	cdr_json_set_str(confirmed, "at", fold->confirm->at);
	cdr_json_set_str(confirmed, "reason", cdr_json_get_str(fold->confirm_data, "reason"));
	cdr_json_set(object, "confirmed", confirmed);
}

static struct cdr_json *
edited(const struct cdr_fold *fold, const struct cdr_json *claim)
{
	struct cdr_json *object = cdr_json_object();
	if (claim)
		cdr_json_set_str(object, "text_drafted", cdr_json_get_str(claim, "text"));
	cdr_json_set_str(object, "by", fold->act->actor);
	cdr_json_set_str(object, "at", fold->act->at);
	cdr_json_set_str(object, "reason", cdr_json_get_str(fold->data, "reason"));
	set_member(object, "flags", fold->data);
	set_member(object, "text_drafted_before", fold->data);
	set_member(object, "taken_from", fold->data);
	set_confirmed(object, fold);
	return object;
}

/* What a claim rests on, and the edit as well. */
static struct cdr_json *
rests_on(const struct cdr_json *claim, const struct cdr_fold *fold)
{
	char id[32];
	struct cdr_json *refs = claim ? cdr_json_copy(cdr_json_get(claim, "rests_on")) : cdr_json_array();
	(void)snprintf(id, sizeof(id), "%lld", (long long)fold->act->id);
	struct cdr_json *ref = cdr_json_object();
	cdr_json_set_text(ref, "kind", "edit");
	cdr_json_set_text(ref, "ref", id);
	cdr_json_set_int(ref, "evidence", fold->act->evidence);
	cdr_json_push(refs, ref);
	return refs;
}

static struct cdr_json *
lay_over(const struct cdr_fold *fold, const struct cdr_json *claim)
{
	struct cdr_json *copy = cdr_json_copy(claim);
	if (fold && fold->act) {
		cdr_json_set_str(copy, "text", cdr_json_get_str(fold->data, "text"));
		cdr_json_set(copy, "rests_on", rests_on(claim, fold));
		cdr_json_set(copy, "edited", edited(fold, claim));
		set_member(copy, "copied_from", fold->data);
	}
	if (fold && fold->copied_data)
		set_member(copy, "copied_from", fold->copied_data);
	return copy;
}

static struct cdr_json *
own_claim(const struct cdr_fold *fold)
{
	char id[32];
	struct cdr_json *claim = cdr_json_object();
	(void)snprintf(id, sizeof(id), "e%lld", (long long)fold->act->id);
	cdr_json_set_text(claim, "id", id);
	cdr_json_set_str(claim, "criterion", cdr_json_get_str(fold->data, "criterion"));
	cdr_json_set_str(claim, "text", cdr_json_get_str(fold->data, "text"));
	cdr_json_set_str(claim, "key", fold->key);
	cdr_json_set_text(claim, "strength", "not_known");
	cdr_json_set_bool(claim, "own", true);
	cdr_json_set(claim, "rests_on", rests_on(NULL, fold));
	cdr_json_set(claim, "edited", edited(fold, NULL));
	set_member(claim, "copied_from", fold->data);
	return claim;
}

static struct cdr_json *
taken_out(const struct cdr_fold *fold, const struct cdr_json *claim)
{
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "key", fold->key);
	cdr_json_set_str(object, "criterion", cdr_json_get_str(claim, "criterion"));
	cdr_json_set_str(object, "text", cdr_json_get_str(claim, "text"));
	cdr_json_set_str(object, "by", fold->act->actor);
	cdr_json_set_str(object, "at", fold->act->at);
	cdr_json_set_str(object, "reason", cdr_json_get_str(fold->data, "reason"));
	set_member(object, "flags", fold->data);
	set_confirmed(object, fold);
	return object;
}

static struct cdr_json *
lost(const struct cdr_fold *fold)
{
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_str(object, "key", fold->key);
	if (cdr_json_get(fold->data, "text"))
		cdr_json_set_str(object, "text", cdr_json_get_str(fold->data, "text"));
	cdr_json_set_str(object, "reason", cdr_json_get_str(fold->data, "reason"));
	return object;
}

static bool
is_act(const struct cdr_fold *fold, const char *word)
{
	return fold && fold->act && cdr_str_equal(fold->act->act, cdr_str_from(word));
}

struct layers {
	struct cdr_json *claims, *removed, *lost;
};

static void
lay_claims(const struct cdr_statement_state *state, const struct layers *layers)
{
	const struct cdr_json *claims = cdr_json_get(state->draft, "claims");
	for (size_t i = 0; i < cdr_json_count(claims); i++) {
		const struct cdr_json *claim = cdr_json_at(claims, i);
		struct cdr_str key = cdr_json_get_str(claim, "key");
		struct cdr_fold *fold = key.n ? cdr_map_get(state->folds, key) : NULL;
		if (fold)
			fold->met = true;
		if (is_act(fold, CDR_ACT_REMOVE))
			cdr_json_push(layers->removed, taken_out(fold, claim));
		else
			cdr_json_push(layers->claims, lay_over(fold, claim));
	}
	for (size_t i = 0; i < cdr_map_count(state->folds); i++) {
		const struct cdr_fold *fold = cdr_map_at(state->folds, i, NULL);
		if (is_act(fold, CDR_ACT_ADD))
			cdr_json_push(layers->claims, own_claim(fold));
		else if (fold->act && !fold->met)
			cdr_json_push(layers->lost, lost(fold));
	}
}

/* Which claims each criterion now has. One without any is answered no more; one with some only by people's word is
 * answered in part. */
static struct cdr_json *
criteria_of(const struct cdr_json *draft, const struct cdr_json *claims)
{
	const struct cdr_json *criteria = cdr_json_get(draft, "criteria");
	struct cdr_json *all = cdr_json_array();
	for (size_t i = 0; i < cdr_json_count(criteria); i++) {
		const struct cdr_json *criterion = cdr_json_at(criteria, i);
		struct cdr_json *copy = cdr_json_copy(criterion), *ids = cdr_json_array();
		for (size_t k = 0; k < cdr_json_count(claims); k++) {
			const struct cdr_json *claim = cdr_json_at(claims, k);
			if (cdr_str_equal(cdr_json_get_str(claim, "criterion"), cdr_json_get_str(criterion, "id")))
				cdr_json_push_str(ids, cdr_json_get_str(claim, "id"));
		}
		bool said = cdr_json_count(ids) > 0;
		bool was = !cdr_str_equal(cdr_json_get_str(criterion, "answered"), CDR_STR("no"));
		if (said != was)
			cdr_json_set_text(copy, "answered", said ? "partly" : "no");
		cdr_json_set(copy, "claims", ids);
		cdr_json_push(all, copy);
	}
	return all;
}

/* Warnings about the texts people wrote, after those about the draft. */
static struct cdr_json *
warnings_of(const struct cdr_statement_state *state)
{
	const struct cdr_json *drafted = cdr_json_get(state->draft, "warnings");
	struct cdr_json *all = drafted ? cdr_json_copy(drafted) : cdr_json_array();
	for (size_t i = 0; i < cdr_map_count(state->folds); i++) {
		const struct cdr_fold *fold = cdr_map_at(state->folds, i, NULL);
		const struct cdr_json *own = fold->act ? cdr_json_get(fold->data, "warnings") : NULL;
		for (size_t k = 0; k < cdr_json_count(own); k++)
			cdr_json_push(all, cdr_json_copy(cdr_json_at(own, k)));
	}
	return all;
}

static enum cdr_status
make_content(struct cdr_statement_state *state, struct cdr_error *err)
{
	struct layers layers = { cdr_json_array(), cdr_json_array(), cdr_json_array() };
	cdr_owned(cdr_json) content = cdr_json_object();
	lay_claims(state, &layers);
	cdr_owned(cdr_json) criteria = criteria_of(state->draft, layers.claims);
	size_t n = cdr_json_count(state->draft);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str key;
		const struct cdr_json *value = cdr_json_member(state->draft, i, &key);
		if (cdr_str_equal(key, CDR_STR("claims")))
			cdr_json_set(content, "claims", layers.claims);
		else if (cdr_str_equal(key, CDR_STR("criteria")))
			cdr_json_set(content, "criteria", cdr_steal(&criteria));
		else if (cdr_str_equal(key, CDR_STR("warnings")))
			cdr_json_set(content, "warnings", warnings_of(state));
		else if (!cdr_str_equal(key, CDR_STR("status")))
			cdr_json_set(content, key.p, cdr_json_copy(value));
	}
	if (!cdr_json_get(content, "claims"))
		cdr_json_set(content, "claims", layers.claims);
	if (!cdr_json_get(content, "warnings"))
		cdr_json_set(content, "warnings", warnings_of(state));
	cdr_json_set(content, "removed", layers.removed);
	cdr_json_set(content, "edits_lost", layers.lost);
	if (!content)
		return cdr_fail_memory(err, ROOM);
	state->content = cdr_steal(&content);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------ kept texts */

struct record_check {
	const struct cdr_statement_act *act;
	bool fits;
};

static enum cdr_status
check_record(void *context, const struct cdr_evidence_row *row, struct cdr_error *err)
{
	struct record_check *check = context;
	cdr_owned(cdr_json) detail = NULL;
	char subject[64];
	(void)snprintf(subject, sizeof(subject), "statement %lld", (long long)check->act->statement);
	if (cdr_json_parse(row->detail_json, "evidence", &detail, NULL) == CDR_OK)
		check->fits = row->number == check->act->evidence && cdr_str_equal(row->act, check->act->act) &&
		              cdr_str_equal(row->subject, cdr_str_from(subject)) &&
		              cdr_str_equal(cdr_json_get_str(detail, "sha256"), check->act->sha256);
	return cdr_fail(err, CDR_ECANCELLED, ROOM, NULL, "one record is enough");
}

/* The text kept with the latest step, when nothing was edited since. */
static enum cdr_status
read_kept(struct cdr_store *store, struct cdr_statement_state *state, const struct cdr_statement_act *step,
          struct cdr_error *err)
{
	struct record_check check = { .act = step };
	struct cdr_error ignored = { 0 };
	enum cdr_status status = cdr_store_evidence_each(store, step->evidence, check_record, &check, &ignored);
	if (status != CDR_OK && status != CDR_ECANCELLED) {
		if (err)
			*err = ignored;
		return status;
	}
	if (!check.fits)
		return cdr_fail(err, CDR_ESTORE, ROOM, NULL,
		                "record of evidence %lld does not say that statement %lld was %.*s with this text: the "
		                "store was altered; `candor evidence verify` tells more",
		                (long long)step->evidence, (long long)step->statement, CDR_STR_ARG(step->act));
	CDR_TRY(cdr_store_statement_frozen(store, step->sha256, state->arena, &state->text, err));
	return cdr_json_parse(state->text, "statement", &state->content, err);
}

static enum cdr_status
write_content(struct cdr_statement_state *state, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_json_write(state->content, false, &text, err));
	state->text = cdr_str_copy(state->arena, cdr_buf_str(&text));
	return state->text.p ? CDR_OK : cdr_fail_memory(err, ROOM);
}

enum cdr_status
cdr_statement_state_load(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                         struct cdr_statement_state *ret, struct cdr_error *err)
{
	cdr_auto(cdr_statement_state) state = { .arena = arena };
	CDR_TRY(cdr_store_statement_get(store, org, id, arena, &state.record, err));
	CDR_TRY(cdr_store_statement_acts(store, id, arena, &state.acts, &state.n_acts, err));
	CDR_TRY(cdr_json_parse(state.record.draft_json, "draft", &state.draft, err));
	state.folds = cdr_map_new(state.n_acts + 1);
	if (!state.folds)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(fold_all(&state, err));
	const struct cdr_statement_act *last = cdr_statement_state_step(&state, NULL);
	if (last) {
		CDR_TRY(read_kept(store, &state, last, err));
	} else {
		CDR_TRY(make_content(&state, err));
		CDR_TRY(write_content(&state, err));
	}
	(void)cdr_store_statement_digest(state.text, state.sha256);
	*ret = state;
	state = (struct cdr_statement_state){ 0 };
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ asking */

static size_t
list_open(const struct cdr_json *items, bool inner, struct cdr_buf *list)
{
	size_t n_open = 0;
	for (size_t i = 0; i < cdr_json_count(items); i++) {
		const struct cdr_json *item = cdr_json_at(items, i);
		const struct cdr_json *edit = inner ? cdr_json_get(item, "edited") : item;
		const struct cdr_json *flags = cdr_json_get(edit, "flags");
		if (cdr_json_count(flags) == 0 || cdr_json_get(edit, "confirmed"))
			continue;
		const struct cdr_json *first = cdr_json_at(flags, 0);
		struct cdr_str found = cdr_json_get_str(first, "found");
		cdr_buf_printf(list, "%.*s: %.*s", CDR_STR_ARG(cdr_json_get_str(item, "key")),
		               CDR_STR_ARG(cdr_json_get_str(first, "reason")));
		if (found.n)
			cdr_buf_printf(list, " (“%.*s”)", CDR_STR_ARG(found));
		cdr_buf_putc(list, '\n');
		n_open++;
	}
	return n_open;
}

size_t
cdr_statement_open_flags(const struct cdr_json *content, struct cdr_buf *ret_list)
{
	return list_open(cdr_json_get(content, "claims"), true, ret_list) +
	       list_open(cdr_json_get(content, "removed"), false, ret_list);
}

static struct cdr_json *
step_to_json(const struct cdr_statement_act *act)
{
	cdr_owned(cdr_json) data = NULL;
	if (cdr_json_parse(act->data_json, "step", &data, NULL) != CDR_OK)
		return NULL;
	struct cdr_json *object = cdr_json_object();
	struct cdr_str on = cdr_json_get_str(data, "on");
	cdr_json_set_str(object, "step", act->act);
	cdr_json_set_str(object, "at", on.n ? on : (struct cdr_str){ act->at.p, cdr_str_cut(act->at, 10) });
	cdr_json_set_str(object, "recorded_at", act->at);
	cdr_json_set_str(object, "by", act->actor);
	size_t n = cdr_json_count(data);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str key;
		const struct cdr_json *value = cdr_json_member(data, i, &key);
		if (!cdr_str_equal(key, CDR_STR("on")))
			cdr_json_set(object, key.p, cdr_json_copy(value));
	}
	cdr_json_set_str(object, "hash", act->sha256);
	cdr_json_set_int(object, "evidence", act->evidence);
	return object;
}

static struct cdr_json *
steps_to_json(const struct cdr_statement_state *state, size_t from, size_t to)
{
	struct cdr_json *array = cdr_json_array();
	for (size_t i = from; i < to; i++)
		if (!state->acts[i].key.p)
			cdr_json_push(array, step_to_json(&state->acts[i]));
	return array;
}

enum cdr_status
cdr_statement_current(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                      struct cdr_str *ret_json, struct cdr_error *err)
{
	cdr_auto(cdr_statement_state) state = { 0 };
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	cdr_owned(cdr_json) current = cdr_json_object();
	CDR_TRY(cdr_statement_state_load(store, org, id, arena, &state, err));
	cdr_json_set_str(current, "format", cdr_json_get_str(state.content, "format"));
	cdr_json_set_text(current, "status", cdr_statement_state_word(&state));
	cdr_json_set_int(current, "id", id);
	size_t n = cdr_json_count(state.content);
	for (size_t i = 0; i < n; i++) {
		struct cdr_str key;
		const struct cdr_json *value = cdr_json_member(state.content, i, &key);
		if (!cdr_str_equal(key, CDR_STR("format")))
			cdr_json_set(current, key.p, cdr_json_copy(value));
	}
	cdr_json_set(current, "steps", steps_to_json(&state, state.n_settled, state.n_acts));
	cdr_json_set(current, "earlier_steps", steps_to_json(&state, 0, state.n_settled));
	if (cdr_statement_state_step(&state, NULL))
		cdr_json_set_text(current, "sha256", state.sha256);
	CDR_TRY(cdr_json_write(current, false, &text, err));
	struct cdr_str copy = cdr_str_copy(arena, cdr_buf_str(&text));
	if (!copy.p)
		return cdr_fail_memory(err, ROOM);
	*ret_json = copy;
	return CDR_OK;
}

enum cdr_status
cdr_statement_history(struct cdr_store *store, struct cdr_str org, int64_t id, struct cdr_arena *arena,
                      struct cdr_json **ret, struct cdr_error *err)
{
	cdr_auto(cdr_statement_state) state = { 0 };
	cdr_owned(cdr_json) array = cdr_json_array();
	CDR_TRY(cdr_statement_state_load(store, org, id, arena, &state, err));
	struct cdr_json *drafted = cdr_json_object();
	cdr_json_set_text(drafted, "act", "drafted");
	cdr_json_set_str(drafted, "at", state.record.created_at);
	cdr_json_push(array, drafted);
	for (size_t i = 0; i < state.n_acts; i++) {
		const struct cdr_statement_act *act = &state.acts[i];
		cdr_owned(cdr_json) data = NULL;
		CDR_TRY(cdr_json_parse(act->data_json, "act", &data, err));
		struct cdr_json *object = cdr_json_object();
		cdr_json_set_str(object, "act", act->act);
		cdr_json_set_str(object, "at", act->at);
		cdr_json_set_str(object, "by", act->actor);
		if (act->key.p)
			cdr_json_set_str(object, "key", act->key);
		if (act->sha256.p)
			cdr_json_set_str(object, "hash", act->sha256);
		cdr_json_set_int(object, "evidence", act->evidence);
		cdr_json_set(object, "detail", cdr_steal(&data));
		cdr_json_push(array, object);
	}
	if (!array)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&array);
	return CDR_OK;
}

struct listing {
	struct cdr_store *store;
	struct cdr_json *array;
};

static enum cdr_status
list_one(void *context, const struct cdr_statement_record *record, struct cdr_error *err)
{
	struct listing *listing = context;
	struct cdr_statement_act *acts = NULL;
	size_t n = 0;
	cdr_owned(cdr_arena) arena = cdr_arena_new(LIST_ARENA_BYTES);
	if (!arena)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_statement_acts(listing->store, record->id, arena, &acts, &n, err));
	struct cdr_json *object = cdr_json_object();
	cdr_json_set_int(object, "id", record->id);
	cdr_json_set_str(object, "law", record->law);
	cdr_json_set_str(object, "year", record->year);
	cdr_json_set_str(object, "created_at", record->created_at);
	cdr_json_set_text(object, "status", status_after(acts, n));
	cdr_json_push(listing->array, object);
	return CDR_OK;
}

enum cdr_status
cdr_statement_list(struct cdr_store *store, struct cdr_str org, struct cdr_str law, struct cdr_str year,
                   struct cdr_json **ret, struct cdr_error *err)
{
	cdr_owned(cdr_json) array = cdr_json_array();
	struct listing listing = { store, array };
	if (!array)
		return cdr_fail_memory(err, ROOM);
	CDR_TRY(cdr_store_statement_each(store, org, law, year, list_one, &listing, err));
	*ret = cdr_steal(&array);
	return CDR_OK;
}

/* ------------------------------------------------------------------------------------------------------------ acting */

enum cdr_status
cdr_statement_act_keep(struct cdr_store *store, const struct cdr_statement_state *state, struct cdr_statement_act *act,
                       const struct cdr_json *data, const char *evidence_word, struct cdr_error *err)
{
	cdr_auto(cdr_buf) text = CDR_BUF_INIT;
	CDR_TRY(cdr_json_write(data, false, &text, err));
	act->statement = state->record.id;
	act->data_json = cdr_buf_str(&text);
	if (!act->evidence) {
		struct cdr_str subject = cdr_str_format(state->arena, "statement %lld", (long long)state->record.id);
		struct cdr_json *detail = cdr_json_object();
		if (!subject.p || !detail) {
			(void)cdr_json_free(detail);
			return cdr_fail_memory(err, ROOM);
		}
		cdr_json_set_str(detail, "org", state->record.org);
		cdr_json_set_str(detail, "law", state->record.law);
		cdr_json_set_str(detail, "year", state->record.year);
		if (act->key.p) {
			cdr_json_set_str(detail, "edit", act->act);
			cdr_json_set_str(detail, "key", act->key);
		}
		size_t n = cdr_json_count(data);
		for (size_t i = 0; i < n; i++) {
			struct cdr_str key;
			const struct cdr_json *value = cdr_json_member(data, i, &key);
			cdr_json_set(detail, key.p, cdr_json_copy(value));
		}
		if (act->sha256.p)
			cdr_json_set_str(detail, "sha256", act->sha256);
		CDR_TRY(cdr_evidence_append(store, act->actor, evidence_word, subject, detail, &act->evidence, err));
	}
	enum cdr_status status = cdr_store_statement_act_add(store, act, err);
	act->data_json = (struct cdr_str){ NULL, 0 };
	return status;
}
