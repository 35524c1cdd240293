/* SPDX-License-Identifier: Apache-2.0 */
#include "statement/life-impl.h"

#include <string.h>

#include "candor/base.h"

/*
 * edit: what people change in a draft. Each edit is an act with its reason, what was drafted beneath it, the flags that
 * the rules about overclaims raise and the warnings about personal data. The surprise: a text that goes beyond its
 * evidence is not refused; it is kept, flagged, and cannot be approved until somebody has said why it stands.
 */

#define ROOM "statement"

struct editing {
	const struct cdr_statement_desk *desk;
	struct cdr_statement_state state;
	struct cdr_overclaim *overclaim;
	struct cdr_privacy *privacy;
	struct cdr_json *results;
	size_t next_own; /* number for the next sentence of one's own */
};

static void
editing_done(struct editing *editing)
{
	cdr_statement_state_done(&editing->state);
	editing->overclaim = cdr_overclaim_free(editing->overclaim);
	editing->privacy = cdr_privacy_free(editing->privacy);
	editing->results = cdr_json_free(editing->results);
}

/* ----------------------------------------------------------------------------------------------------------- input */

/* Control characters but for white space, and marks that turn the direction of writing: they make a text look like
 * another than it is. */
static bool
is_hostile(struct cdr_str text)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if ((c < 0x20 && c != '\n' && c != '\r' && c != '\t') || c == 0x7f)
			return true;
		if (i + 2 < text.n && c == 0xe2) {
			unsigned char second = (unsigned char)text.p[i + 1], third = (unsigned char)text.p[i + 2];
			if ((second == 0x80 && third >= 0xaa && third <= 0xae) ||
			    (second == 0x81 && third >= 0xa6 && third <= 0xa9))
				return true;
		}
	}
	return false;
}

enum cdr_status
cdr_edit_clean(struct cdr_arena *arena, const char *what, struct cdr_str text, struct cdr_str *ret,
               struct cdr_error *err)
{
	if (!text.p) {
		*ret = text;
		return CDR_OK;
	}
	if (text.n > CDR_STATEMENT_MAX_TEXT_BYTES)
		return cdr_fail(err, CDR_ELIMIT, ROOM, NULL, "the %s is longer than the %d bytes allowed", what,
		                CDR_STATEMENT_MAX_TEXT_BYTES);
	if (!cdr_str_is_utf8(text) || is_hostile(text))
		return cdr_fail(
			err, CDR_EINPUT, ROOM, NULL,
			"the %s holds control characters or marks that turn the direction of writing: take them "
			"out",
			what);
	text = cdr_str_trim(text);
	char *copy = cdr_arena_alloc(arena, text.n + 1);
	size_t n = 0;
	if (!copy)
		return cdr_fail_memory(err, ROOM);
	for (size_t i = 0; i < text.n; i++) {
		bool blank = strchr(" \n\r\t", text.p[i]) != NULL;
		if (!blank || (n && copy[n - 1] != ' '))
			copy[n++] = blank ? ' ' : text.p[i];
	}
	if (n == 0)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the %s is empty", what);
	*ret = (struct cdr_str){ copy, n };
	return CDR_OK;
}

static enum cdr_status
clean_edit(struct cdr_arena *arena, const struct cdr_statement_edit *given, struct cdr_statement_edit *ret,
           struct cdr_error *err)
{
	*ret = *given;
	CDR_TRY(cdr_edit_clean(arena, "text", given->text, &ret->text, err));
	CDR_TRY(cdr_edit_clean(arena, "reason", given->reason, &ret->reason, err));
	CDR_TRY(cdr_edit_clean(arena, "reason for confirming", given->confirm, &ret->confirm, err));
	bool changes = ret->text.p || ret->remove || ret->restore;
	if ((ret->text.p != NULL) + ret->remove + ret->restore > 1)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "one edit gives a text, takes the sentence out or restores it, not several of these");
	if (!ret->key.n == !ret->criterion.n)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "an edit names the claim it changes, or the criterion it adds a sentence to");
	if (ret->criterion.n && !ret->text.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "a sentence that is added needs a text");
	if (!changes && !ret->confirm.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL,
		                "the edit of %.*s changes nothing: give a text, take it out, restore or confirm it",
		                CDR_STR_ARG(ret->key));
	if (changes && !ret->reason.p)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "the edit of %.*s needs a reason",
		                CDR_STR_ARG(ret->key.n ? ret->key : ret->criterion));
	return CDR_OK;
}

/* ----------------------------------------------------------------------------------------------------------- flags */

enum cdr_status
cdr_edit_flags(const struct cdr_overclaim *overclaim, const struct cdr_statement_state *state,
               const struct cdr_json *claim, struct cdr_str text, struct cdr_json **ret, struct cdr_error *err)
{
	const struct cdr_json *year = cdr_json_get(state->draft, "year");
	struct cdr_overclaim_question question = { .text = text,
		                                   .strength = CDR_STR("not_known"),
		                                   .language = cdr_json_get_str(state->draft, "language") };
	struct cdr_str label = cdr_json_get_str(year, "label"), start = cdr_json_get_str(year, "start");
	struct cdr_str end = cdr_json_get_str(year, "end");
	/* The days by their years alone: "31 March 2026" has another day and month in every language. */
	question.known = cdr_str_format(state->arena, "%.*s %.4s %.4s", CDR_STR_ARG(label), start.n >= 4 ? start.p : "",
	                                end.n >= 4 ? end.p : "");
	if (!question.known.p)
		return cdr_fail_memory(err, ROOM);
	if (claim) {
		question.drafted = cdr_json_get_str(claim, "text");
		question.strength = cdr_json_get_str(claim, "strength");
		question.numbers = cdr_json_get(claim, "numbers");
	}
	return cdr_overclaim_check(overclaim, &question, ret, err);
}

/* ----------------------------------------------------------------------------------------------------------- acting */

static const struct cdr_fold *
fold_at(const struct editing *editing, struct cdr_str key)
{
	const struct cdr_fold *fold = cdr_map_get(editing->state.folds, key);
	return fold && fold->act ? fold : NULL;
}

static enum cdr_status
keep(struct editing *editing, struct cdr_str key, const char *word, const struct cdr_json *data, struct cdr_error *err)
{
	struct cdr_statement_act act = { .act = cdr_str_from(word), .key = key, .actor = editing->desk->actor };
	return cdr_statement_act_keep(editing->desk->store, &editing->state, &act, data, "edited", err);
}

static enum cdr_status
keep_confirmation(struct editing *editing, struct cdr_str key, struct cdr_str reason, struct cdr_error *err)
{
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_json_set_str(data, "reason", reason);
	return keep(editing, key, CDR_ACT_CONFIRM, data, err);
}

/* Says what came of an edit. `data` is its act's. */
static void
report(struct editing *editing, struct cdr_str key, const char *word, const struct cdr_json *data, bool confirmed)
{
	struct cdr_json *result = cdr_json_object();
	cdr_json_set_str(result, "key", key);
	cdr_json_set_text(result, "act", word);
	const struct cdr_json *flags = cdr_json_get(data, "flags"), *warnings = cdr_json_get(data, "warnings");
	cdr_json_set(result, "flags", flags ? cdr_json_copy(flags) : cdr_json_array());
	cdr_json_set(result, "warnings", warnings ? cdr_json_copy(warnings) : cdr_json_array());
	cdr_json_set_bool(result, "confirmed", confirmed);
	cdr_json_push(editing->results, result);
}

static enum cdr_status
put_text(struct editing *editing, const struct cdr_statement_edit *edit, const struct cdr_json *claim,
         struct cdr_str key, struct cdr_str criterion, struct cdr_error *err)
{
	const char *word = claim ? CDR_ACT_TEXT : CDR_ACT_ADD;
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_owned(cdr_json) flags = NULL;
	cdr_owned(cdr_json) warnings = cdr_json_array();
	CDR_TRY(cdr_edit_flags(editing->overclaim, &editing->state, claim, edit->text, &flags, err));
	CDR_TRY(cdr_privacy_warn(editing->privacy, edit->text, key, warnings, err));
	bool flagged = cdr_json_count(flags) > 0;
	cdr_json_set_str(data, "text", edit->text);
	if (claim)
		cdr_json_set_str(data, "text_drafted", cdr_json_get_str(claim, "text"));
	else
		cdr_json_set_str(data, "criterion", criterion);
	cdr_json_set_str(data, "reason", edit->reason);
	if (flagged)
		cdr_json_set(data, "flags", cdr_steal(&flags));
	if (cdr_json_count(warnings))
		cdr_json_set(data, "warnings", cdr_steal(&warnings));
	CDR_TRY(keep(editing, key, word, data, err));
	if (edit->confirm.p && flagged)
		CDR_TRY(keep_confirmation(editing, key, edit->confirm, err));
	report(editing, key, word, data, edit->confirm.p && flagged);
	return CDR_OK;
}

static enum cdr_status
take_out(struct editing *editing, const struct cdr_statement_edit *edit, const struct cdr_json *claim,
         struct cdr_error *err)
{
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_owned(cdr_json) flags = NULL;
	CDR_TRY(cdr_overclaim_check_removal(editing->overclaim, claim, &flags, err));
	bool flagged = cdr_json_count(flags) > 0;
	cdr_json_set_str(data, "reason", edit->reason);
	cdr_json_set_str(data, "text_drafted", cdr_json_get_str(claim, "text"));
	if (flagged)
		cdr_json_set(data, "flags", cdr_steal(&flags));
	CDR_TRY(keep(editing, edit->key, CDR_ACT_REMOVE, data, err));
	if (edit->confirm.p && flagged)
		CDR_TRY(keep_confirmation(editing, edit->key, edit->confirm, err));
	report(editing, edit->key, CDR_ACT_REMOVE, data, edit->confirm.p && flagged);
	return CDR_OK;
}

static enum cdr_status
put_back(struct editing *editing, const struct cdr_statement_edit *edit, struct cdr_error *err)
{
	cdr_owned(cdr_json) data = cdr_json_object();
	cdr_json_set_str(data, "reason", edit->reason);
	CDR_TRY(keep(editing, edit->key, CDR_ACT_RESTORE, data, err));
	report(editing, edit->key, CDR_ACT_RESTORE, data, false);
	return CDR_OK;
}

static enum cdr_status
confirm_alone(struct editing *editing, const struct cdr_statement_edit *edit, struct cdr_error *err)
{
	const struct cdr_fold *fold = fold_at(editing, edit->key);
	if (!fold || cdr_json_count(cdr_json_get(fold->data, "flags")) == 0)
		return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
		                "there is nothing to confirm about %.*s: it was not edited, or the edit is not flagged",
		                CDR_STR_ARG(edit->key));
	CDR_TRY(keep_confirmation(editing, edit->key, edit->confirm, err));
	report(editing, edit->key, CDR_ACT_CONFIRM, fold->data, true);
	return CDR_OK;
}

static bool
has_criterion(const struct cdr_json *draft, struct cdr_str id)
{
	const struct cdr_json *criteria = cdr_json_get(draft, "criteria");
	for (size_t i = 0; i < cdr_json_count(criteria); i++)
		if (cdr_str_equal(cdr_json_get_str(cdr_json_at(criteria, i), "id"), id))
			return true;
	return false;
}

static enum cdr_status
no_criterion(const struct cdr_json *draft, struct cdr_str id, struct cdr_error *err)
{
	cdr_auto(cdr_buf) list = { .max = CDR_ERROR_MESSAGE_MAX / 2 };
	const struct cdr_json *criteria = cdr_json_get(draft, "criteria");
	for (size_t i = 0; i < cdr_json_count(criteria); i++)
		cdr_buf_printf(&list, "%s%.*s", i ? ", " : "",
		               CDR_STR_ARG(cdr_json_get_str(cdr_json_at(criteria, i), "id")));
	return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL, "the draft has no criterion “%.*s”; it has: %.*s",
	                CDR_STR_ARG(id), CDR_STR_ARG(cdr_buf_str(&list)));
}

/* A sentence of one's own gets the first number that none had. */
static enum cdr_status
add_own(struct editing *editing, const struct cdr_statement_edit *edit, struct cdr_error *err)
{
	struct cdr_str key;
	if (!has_criterion(editing->state.draft, edit->criterion))
		return no_criterion(editing->state.draft, edit->criterion, err);
	do {
		key = cdr_str_format(editing->desk->arena, "%.*s/own/%zu", CDR_STR_ARG(edit->criterion),
		                     editing->next_own++);
		if (!key.p)
			return cdr_fail_memory(err, ROOM);
	} while (cdr_map_get(editing->state.folds, key));
	return put_text(editing, edit, NULL, key, edit->criterion, err);
}

/* An edit of what was added or changed before. */
static enum cdr_status
change_own(struct editing *editing, const struct cdr_statement_edit *edit, const struct cdr_fold *fold,
           struct cdr_error *err)
{
	if (edit->text.p)
		return put_text(editing, edit, NULL, edit->key, cdr_json_get_str(fold->data, "criterion"), err);
	return put_back(editing, edit, err);
}

static enum cdr_status
apply(struct editing *editing, const struct cdr_statement_edit *edit, struct cdr_error *err)
{
	if (edit->criterion.n)
		return add_own(editing, edit, err);
	const struct cdr_json *claim = cdr_statement_claim_find(editing->state.draft, edit->key);
	const struct cdr_fold *fold = fold_at(editing, edit->key);
	if (!claim && !fold)
		return cdr_fail(err, CDR_ENOTFOUND, ROOM, NULL,
		                "statement %lld has no claim “%.*s”; `candor statement show %lld --json` names them",
		                (long long)editing->state.record.id, CDR_STR_ARG(edit->key),
		                (long long)editing->state.record.id);
	if (!edit->text.p && !edit->remove && !edit->restore)
		return confirm_alone(editing, edit, err);
	if (!claim && cdr_str_equal(fold->act->act, CDR_STR(CDR_ACT_ADD)))
		return change_own(editing, edit, fold, err);
	if (edit->restore || !claim) {
		if (edit->text.p)
			return cdr_fail(
				err, CDR_EREFUSED, ROOM, NULL,
				"the draft no longer says “%.*s”: add a sentence instead, or drop the edit with "
				"--restore",
				CDR_STR_ARG(edit->key));
		if (!fold)
			return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
			                "there is nothing to restore: “%.*s” was not edited", CDR_STR_ARG(edit->key));
		return put_back(editing, edit, err);
	}
	return edit->remove ? take_out(editing, edit, claim, err)
	                    : put_text(editing, edit, claim, edit->key, (struct cdr_str){ NULL, 0 }, err);
}

enum cdr_status
cdr_edit_check_open(const struct cdr_statement_state *state, struct cdr_error *err)
{
	const struct cdr_statement_act *step = cdr_statement_state_step(state, "signed");
	if (!step)
		step = cdr_statement_state_step(state, "published");
	if (!step)
		return CDR_OK;
	return cdr_fail(err, CDR_EREFUSED, ROOM, NULL,
	                "statement %lld was %.*s with the text of SHA-256 %.*s and is not edited any more; draft anew: "
	                "the new draft takes its edits over",
	                (long long)state->record.id, CDR_STR_ARG(step->act), CDR_STR_ARG(step->sha256));
}

static enum cdr_status
summarise(struct editing *editing, int64_t id, struct cdr_json **ret, struct cdr_error *err)
{
	cdr_auto(cdr_statement_state) after = { 0 };
	cdr_auto(cdr_buf) list = CDR_BUF_INIT;
	CDR_TRY(cdr_statement_state_load(editing->desk->store, editing->desk->org, id, editing->desk->arena, &after,
	                                 err));
	cdr_owned(cdr_json) summary = cdr_json_object();
	cdr_json_set_int(summary, "statement", id);
	cdr_json_set_text(summary, "status", cdr_statement_state_word(&after));
	cdr_json_set_int(summary, "open_flags", (int64_t)cdr_statement_open_flags(after.content, &list));
	cdr_json_set(summary, "edits", cdr_steal(&editing->results));
	if (!summary)
		return cdr_fail_memory(err, ROOM);
	*ret = cdr_steal(&summary);
	return CDR_OK;
}

enum cdr_status
cdr_statement_edit(const struct cdr_statement_desk *desk, int64_t id, const struct cdr_statement_edit *edits,
                   size_t n_edits, struct cdr_json **ret, struct cdr_error *err)
{
	__attribute__((cleanup(editing_done))) struct editing editing = { .desk = desk };
	cdr_owned(cdr_json) summary = NULL;
	if (n_edits == 0 || n_edits > CDR_STATEMENT_MAX_EDITS)
		return cdr_fail(err, CDR_EUSAGE, ROOM, NULL, "1 to %d edits are made at once, not %zu",
		                CDR_STATEMENT_MAX_EDITS, n_edits);
	CDR_TRY(cdr_overclaim_load(desk->rulesets, &editing.overclaim, err));
	CDR_TRY(cdr_privacy_load(desk->rulesets, &editing.privacy, err));
	cdr_auto(cdr_store_transaction) transaction = { NULL };
	CDR_TRY(cdr_store_transaction_begin(desk->store, &transaction, err));
	CDR_TRY(cdr_statement_state_load(desk->store, desk->org, id, desk->arena, &editing.state, err));
	CDR_TRY(cdr_edit_check_open(&editing.state, err));
	editing.results = cdr_json_array();
	editing.next_own = editing.state.n_acts + 1;
	for (size_t i = 0; i < n_edits; i++) {
		struct cdr_statement_edit edit;
		CDR_TRY(clean_edit(desk->arena, &edits[i], &edit, err));
		CDR_TRY(apply(&editing, &edit, err));
	}
	CDR_TRY(summarise(&editing, id, &summary, err));
	CDR_TRY(cdr_store_transaction_commit(&transaction, err));
	*ret = cdr_steal(&summary);
	return CDR_OK;
}
